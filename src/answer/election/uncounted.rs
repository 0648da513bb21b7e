//! Elections of which no numbers are on record: people were recommended, or the count is missing.

use super::method;
use crate::answer::AskError;
use crate::answer::View;
use crate::domain::{Bilingual, BodyKind, ElectionKind, RoundKind};
use crate::law::{self, ElectionVerdict, Explanation, Figures, judge_election};
use crate::projection::{Call, ElectionRow, Stated};

impl View {
    /// Facts, rule, arithmetic, verdict and what could change it, as far as there is anything to say
    /// without numbers.
    pub fn explain_uncounted(&self, row: &ElectionRow) -> Result<Explanation, AskError> {
        let judged = self.judge_uncounted(row)?.map(|one| one.attendance);
        let asked = judged.as_ref().map(law::Verdict::explain);
        let plan = self.plan_needed(row)?;
        let verdict = match (&plan, &judged) {
            (Some(plan), _) => plan.clone(),
            (None, Some(verdict)) => verdict.sentence(),
            (None, None) => Bilingual::new(
                "无法判定:没有记录这次选举在哪次会议上进行。",
                "Undetermined: the meeting of this election is not on record.",
            ),
        };
        let rule = asked.as_ref().map(|asked| asked.rule.clone()).unwrap_or_default();
        let no_rule = || {
            vec![Bilingual::new(
                "账内没有适用于这次选举的规则。",
                "No rule on record applies to this election.",
            )]
        };
        let changes = match plan {
            Some(_) => Vec::new(),
            None => asked.map(|asked| asked.changes).unwrap_or_default(),
        };
        let counted = Bilingual::new(
            "补录计票,并采用所依据的办法,就可以判定。",
            "Record the count, and adopt the method that it followed: then it can be decided.",
        );
        Ok(Explanation {
            facts: uncounted_facts(row),
            rule: if rule.is_empty() { no_rule() } else { rule },
            arithmetic: vec![Bilingual::new(
                "没有计票数字,没有可计算的。",
                "There are no numbers to calculate with.",
            )],
            verdict: vec![verdict],
            changes: changes.into_iter().chain([counted]).collect(),
        })
    }

    /// What the rules say of an election of which no numbers are on record: whether there is one at
    /// all, and what it would need.
    fn judge_uncounted(&self, row: &ElectionRow) -> Result<Option<ElectionVerdict>, AskError> {
        let Some(call) = &row.called else { return Ok(None) };
        let declared = row.declared.iter().rev().find_map(|one| Some((one.meeting?, one.on)));
        let called = call.meeting.map(|meeting| (meeting, call.on));
        let Some((at, on)) = declared.or(called) else { return Ok(None) };
        let Some((body, meeting, pinned)) = self.sitting(at)? else { return Ok(None) };
        let book = self.snapshot.book(pinned)?;
        let (formed, figures) = (on.first_day(), Figures::default());
        let body = self.snapshot.projections.body_on(body, formed)?;
        let election = law::Election {
            kind: call.election_kind,
            body: body.and_then(|body| body.body_kind).unwrap_or(BodyKind::Organisation),
            meeting,
            electorate: call.electorate,
            round: RoundKind::Election,
            formed,
            place: self.snapshot.place().clone(),
            method: method(call),
            figures,
            candidates: Vec::new(),
            scrutineers: Vec::new(),
            settled: Vec::new(),
        };
        Ok(Some(judge_election(book, &election)))
    }

    /// That a selection of heads of buildings waits for a local plan; nothing where one is adopted.
    pub fn plan_needed(&self, row: &ElectionRow) -> Result<Option<Bilingual>, AskError> {
        let heads = |call: &&Stated<Call>| call.election_kind == ElectionKind::BuildingHeads;
        let Some(call) = row.called.as_ref().filter(heads) else { return Ok(None) };
        let on = row.declared.last().map_or(call.on, |one| one.on).first_day();
        let state = self.snapshot.projections.body_on(call.body, on)?;
        let body = state.and_then(|state| state.body_kind).unwrap_or(BodyKind::Organisation);
        let matter = self.election_matter(call.election_kind, body, on);
        let adopted = self.snapshot.newest_book()?.is_some_and(|book| {
            book.find(law::Topic::ELECTED, &matter).is_some()
                || book.find_own(law::Topic::ELECTED, &matter).is_some()
        });
        Ok((!adopted).then(law::plan_needed))
    }
}

/// Seats, candidates, and what was declared.
fn uncounted_facts(row: &ElectionRow) -> Vec<Bilingual> {
    let mut facts = vec![Bilingual::new(
        "这次选举还没有计票记录。",
        "There is no count on record for this election.",
    )];
    for seat in row.called.iter().flat_map(|call| &call.seats) {
        let (post, seats) =
            (seat.post_kind.name(), row.seats(seat.post_kind).unwrap_or(seat.seats));
        facts.push(Bilingual::new(
            format!("应选{} {seats} 名", post.zh),
            format!("seats, {}: {seats}", post.en),
        ));
    }
    let candidates = row.candidates.len();
    facts.push(Bilingual::new(
        format!("提名或推荐 {candidates} 人"),
        format!("nominated or recommended: {candidates}"),
    ));
    for declared in &row.declared {
        let (on, elected) = (declared.on, declared.elected.len());
        facts.push(Bilingual::new(
            format!("{on} 宣布当选 {elected} 名"),
            format!("declared elected on {on}: {elected}"),
        ));
    }
    facts
}
