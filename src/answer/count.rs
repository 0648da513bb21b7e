//! Counts of owners' votes: how far each is, and what it came to.

use super::list::{collected, handle};
use super::remarkable::count_remarks;
use super::{AskError, Filter, List, View};
use crate::domain::{Area, Bilingual, CountId, Happened, Label};
use crate::event::Names;
use crate::event::count::{CountTotals, Tally};
use crate::projection::{CountRow, CountStage};
use schemars::JsonSchema;
use serde::Serialize;

/// What a question can be answered with, in the order of the totals.
const SIDES: [(&str, &str); 4] =
    [("同意", "for"), ("反对", "against"), ("弃权", "abstain"), ("未填", "blank")];

/// A count in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CountLine {
    /// The count.
    pub count: CountId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// `@label`, or else the id: what a command takes.
    pub handle: String,
    /// What it is called.
    pub name: Bilingual,
    /// How far it is on the day asked about.
    pub stage: Bilingual,
    /// First day of voting.
    pub voting_from: Happened,
    /// Last day of voting.
    pub voting_until: Happened,
    /// Numbers of ballots and who took part, as far as they may be told.
    pub papers: Option<Bilingual>,
    /// What each question came to.
    pub questions: Vec<QuestionLine>,
    /// What somebody should look at.
    pub remarks: Vec<Bilingual>,
    /// The same as numbers: what was certified, else what is on record of papers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<CountTotals>,
}

/// What one question of a count came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QuestionLine {
    /// The motion or the candidate.
    pub name: Bilingual,
    /// For, against, abstaining, blank: each with heads and area in m².
    pub sides: Vec<Bilingual>,
}

impl View {
    /// Counts that were opened by the day asked about, the earliest first.
    pub fn counts(&self, filter: Filter) -> Result<List<CountLine>, AskError> {
        let mut all = collected(|row| self.snapshot.projections.each_count(row))?;
        all.sort_by_key(|row: &CountRow| (row.opened, row.count));
        let lines = all.iter().map(|row| self.count_line(row, filter));
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        Ok(self.list("counts", lines.into_iter().flatten().collect()))
    }

    fn count_line(&self, row: &CountRow, filter: Filter) -> Result<Option<CountLine>, AskError> {
        let (Some(what), Some(stage)) = (row.what.as_ref(), row.stage_on(self.on())) else {
            return Ok(None);
        };
        if !filter.within(row.opened) {
            return Ok(None);
        }
        let meeting = self.snapshot.projections.meeting(what.meeting)?;
        let body = meeting.and_then(|meeting| meeting.body());
        if !body.is_none_or(|body| filter.concerns(body)) {
            return Ok(None);
        }
        let certified = row.certified.as_ref().filter(|one| one.on.begun_on(self.on()));
        let totals = certified.map(|certified| &certified.totals).or(row.ballots.as_ref());
        Ok(Some(CountLine {
            count: row.count,
            label: what.label.clone(),
            handle: handle(what.label.as_ref(), &row.count),
            name: self.names().count(row.count),
            stage: stage_name(stage),
            voting_from: what.voting_from,
            voting_until: what.voting_until,
            papers: totals.map(papers),
            questions: totals.map(|totals| self.questions(totals)).unwrap_or_default(),
            remarks: totals.map(|_| count_remarks(row)).unwrap_or_default(),
            totals: totals.cloned(),
        }))
    }

    fn questions(&self, totals: &CountTotals) -> Vec<QuestionLine> {
        let names = self.names();
        let motions = totals.motions.iter().map(|one| {
            let said = [Some(one.in_favour), one.against, one.abstain, one.blank];
            (names.motion(one.motion), said)
        });
        let candidates = totals.candidates.iter().map(|one| {
            let said = [Some(one.in_favour), one.against, one.abstain, one.blank];
            (names.candidate(one.candidate), said)
        });
        let line = |(name, said): (Bilingual, [Option<Tally>; 4])| {
            let sides = SIDES.iter().zip(said);
            let sides = sides.filter_map(|((zh, en), said)| Some(tallied(zh, en, said?)));
            QuestionLine { name, sides: sides.collect() }
        };
        motions.chain(candidates).map(line).collect()
    }
}

fn stage_name(stage: CountStage) -> Bilingual {
    match stage {
        CountStage::Called => Bilingual::new("未开始", "not begun"),
        CountStage::Voting => Bilingual::new("投票中", "voting"),
        CountStage::Ended => Bilingual::new("投票截止,未封票", "voting over, not sealed"),
        CountStage::Sealed => Bilingual::new("已封票", "sealed"),
        CountStage::Certified => Bilingual::new("已出结果", "certified"),
    }
}

/// 同意 8 人 800.00 ㎡
pub(super) fn tallied(zh: &str, en: &str, tally: Tally) -> Bilingual {
    let Tally { heads, area } = tally;
    Bilingual::new(format!("{zh} {heads} 人 {area} ㎡"), format!("{en} {heads} / {area} m²"))
}

/// Numbers of ballots, and who took part; what is not recorded is not there.
fn papers(totals: &CountTotals) -> Bilingual {
    let numbers = [
        ("发出", "issued", totals.issued),
        ("送达", "delivered", totals.delivered),
        ("收回", "returned", totals.returned),
        ("有效", "valid", totals.valid),
        ("无效", "invalid", totals.invalid),
        ("录入未定", "unsettled", totals.unsettled.filter(|count| *count > 0)),
    ];
    let numbers = numbers.iter().filter_map(|(zh, en, count)| Some((zh, en, (*count)?)));
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (word_zh, word_en, count) in numbers {
        zh.push(format!("{word_zh} {count}"));
        en.push(format!("{word_en} {count}"));
    }
    let some = |tally: Option<Tally>| tally.filter(|tally| tally.area > Area(0));
    let owners = [
        ("投有效票", "valid ballots of", Some(totals.participating)),
        ("投无效票", "rejected ballots of", some(totals.rejected)),
        ("送达未反馈", "silent", some(totals.silent)),
    ];
    for (word_zh, word_en, tally) in owners {
        let told = tally.map(|tally| tallied(word_zh, word_en, tally));
        zh.extend(told.iter().map(|told| told.zh.clone()));
        en.extend(told.into_iter().map(|told| told.en));
    }
    Bilingual::new(zh.join(" · "), en.join(" · "))
}
