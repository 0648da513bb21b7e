//! What follows a decision: its announcement, its revocation, the posting of a count, objections.

use super::{Due, DueDay, Gathered, Ground, Stays};
use crate::answer::AskError;
use crate::domain::{
    Bilingual, BodyId, BodyKind, ElectionId, ElectionKind, Happened, MatterKind, MeetingKind,
    MotionId, PublicationKind,
};
use crate::event::Names;
use crate::law::{Act, Citation, Consequence, Days, Outcome, Question, Topic, consequences};
use crate::projection::{CountRow, Drawer, MotionRow, Posted, PublicationRow};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::str::FromStr;

impl Gathered<'_> {
    /// What the rules attach to decisions.
    pub(super) fn decisions(&mut self) -> Result<(), AskError> {
        let mut motions = BTreeSet::new();
        for (body, years) in self.with_consequences()? {
            motions.extend(self.filed::<MotionId>(Drawer::Motions, Some(body), &years)?);
        }
        let posted = if motions.is_empty() { Vec::new() } else { self.posted()? };
        for row in self.motions(motions)? {
            self.decision(&row, &posted)?;
        }
        Ok(())
    }

    /// Bodies and years with matters to which some rule attaches what this list tells of decisions.
    /// Of most matters that is nothing, and they are the many.
    fn with_consequences(&self) -> Result<Vec<(BodyId, RangeInclusive<i32>)>, AskError> {
        let all = &self.view.snapshot.projections;
        let mut known: BTreeMap<(BTreeSet<BodyKind>, MatterKind), bool> = BTreeMap::new();
        let mut found = Vec::new();
        for (body, year, matters) in all.matters(self.body)? {
            let states = all.body(body)?.map(|row| row.states).unwrap_or_default();
            let kinds: BTreeSet<BodyKind> = states
                .into_iter()
                .map(|state| state.body_kind.unwrap_or(BodyKind::Organisation))
                .collect();
            for matter in matters {
                let asked = (kinds.clone(), matter);
                if !known.contains_key(&asked) {
                    let acts = self.view.snapshot.may_attach(&kinds, matter)?;
                    let told = [Act::Announce, Act::AskRevocation];
                    known.insert(asked.clone(), told.iter().any(|act| acts.contains(act)));
                }
                if known.get(&asked) == Some(&true) {
                    found.push((body, year..=year));
                    break;
                }
            }
        }
        Ok(found)
    }

    /// What lies in the files of a body, or of all.
    pub(super) fn filed<I: FromStr>(
        &self,
        drawer: Drawer,
        body: Option<BodyId>,
        years: &RangeInclusive<i32>,
    ) -> Result<Vec<I>, AskError> {
        Ok(self.view.snapshot.projections.filed(drawer, body, years)?)
    }

    /// The motions asked about, without those that do not count.
    pub(super) fn motions(
        &self,
        ids: impl IntoIterator<Item = MotionId>,
    ) -> Result<Vec<MotionRow>, AskError> {
        let rows = ids.into_iter().map(|id| self.view.snapshot.projections.motion(id));
        let mut rows = rows.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()?;
        rows.retain(|row| {
            let ours = row.proposal.as_ref().is_some_and(|proposal| self.concerns(proposal.body));
            ours && !row.annulled
        });
        Ok(rows)
    }

    fn decision(&mut self, row: &MotionRow, posted: &[PublicationRow]) -> Result<(), AskError> {
        let Some(body) = row.proposal.as_ref().map(|proposal| proposal.body) else { return Ok(()) };
        let Some(judged) = self.view.judge_motion(row)? else { return Ok(()) };
        let (matter, outcome) = (&judged.verdict.matter, &judged.verdict.outcome);
        if matter.formed > self.on {
            return Ok(());
        }
        let book = self.view.snapshot.book(judged.book)?;
        let published = posted.iter().filter(|one| {
            let about = |what: &Posted| {
                let count = what.count.is_some_and(|count| row.counts.contains(&count));
                is_result(what) && (what.motion == Some(row.motion) || count)
            };
            one.what.as_ref().is_some_and(about)
        });
        let published = published.filter_map(|one| one.posted).min().map(Happened::first_day);
        let said = row.announced.iter().any(|one| one.on.begun_on(self.on));
        let days = Days { formed: Some(matter.formed), published, ..Days::default() };
        let motion = self.view.names().motion(row.motion);
        for one in consequences(book, matter, &days) {
            let done = match one.act {
                // The count of the vote says that its result waits to be posted.
                Act::Announce => said || published.is_some() || !row.counts.is_empty(),
                // There is nothing to revoke in what was not decided.
                Act::AskRevocation => *outcome == Outcome::NotSatisfied,
                _ => true,
            };
            let act = one.act.name();
            let what = Bilingual::new(
                format!("{}:{}", act.zh, stopless(&motion.zh)),
                format!("{}: {}", act.en, stopless(&motion.en)),
            );
            let due = blank(self.on).of(body).about(row.motion.tag());
            self.consequence(&one, what, done, due);
        }
        Ok(())
    }

    /// What had been posted by the day.
    fn posted(&self) -> Result<Vec<PublicationRow>, AskError> {
        let mut rows = Vec::new();
        self.view.snapshot.projections.each_publication(&mut |row: PublicationRow| {
            if row.posted.is_some_and(|posted| posted.begun_on(self.on)) {
                rows.push(row);
            }
        })?;
        Ok(rows)
    }

    /// Certified counts whose result hangs nowhere yet.
    pub(super) fn counts(&mut self) -> Result<(), AskError> {
        let mut rows = Vec::new();
        self.view.snapshot.projections.each_count(&mut |row| rows.push(row))?;
        let posted = self.posted()?;
        for row in rows {
            let hangs = posted.iter().filter_map(|one| one.what.as_ref()).any(|what| {
                let motion = |counted: &crate::projection::Counted| {
                    what.motion.is_some_and(|motion| counted.motions.contains(&motion))
                        || what.election.is_some() && what.election == counted.election
                };
                let ours = what.count == Some(row.count) || row.what.as_ref().is_some_and(motion);
                ours && is_result(what)
            });
            if !hangs {
                self.count(&row)?;
            }
        }
        Ok(())
    }

    fn count(&mut self, row: &CountRow) -> Result<(), AskError> {
        let (Some(what), Some(certified)) = (&row.what, &row.certified) else { return Ok(()) };
        let Some(meeting) = self.view.snapshot.projections.meeting(what.meeting)? else {
            return Ok(());
        };
        let Some(body) = meeting.body().filter(|body| self.concerns(*body)) else { return Ok(()) };
        if !certified.on.begun_on(self.on) {
            return Ok(());
        }
        let formed = certified.on.first_day();
        let kind = meeting.meeting_kind().unwrap_or(MeetingKind::OwnerAssemblyMeeting);
        let matter = self.view.matter_of(Question::POSTING, (body, kind), None, formed)?;
        let Some(book) = self.view.snapshot.newest_book()? else { return Ok(()) };
        let days = Days { formed: Some(formed), ..Days::default() };
        let name = self.view.names().count(row.count);
        let told = Bilingual::new(
            format!("公布计票结果:{}", name.zh),
            format!("post the result of {}", name.en),
        );
        let due = blank(self.on).of(body).about(row.count.tag());
        let announce = consequences(book, &matter, &days).into_iter();
        let announce: Option<Consequence> =
            announce.filter(|one| one.act == Act::Announce).find(|one| one.last_day.is_some());
        if let Some(one) = announce {
            self.consequence(&one, told, false, due);
            return Ok(());
        }
        // No rule of this place sets a day; the one on how long it hangs still applies.
        let ground = book.find(Topic::POSTING, &matter).map_or_else(
            || Ground::Said(Bilingual::new("计票已确认,还没有公布", "certified and not posted")),
            |card| Ground::Rule(Box::new(Citation::from(card))),
        );
        let due = Due { day: formed, meant: DueDay::Since, what: told, ground, ..due };
        self.add(due, Stays::UntilDone);
        Ok(())
    }

    /// Windows for objections, and objections that wait for an answer.
    pub(super) fn publications(&mut self) -> Result<(), AskError> {
        for row in self.posted()? {
            let Some(what) = row.what.as_ref().filter(|what| self.concerns(what.body)) else {
                continue;
            };
            self.window(&row, what)?;
            self.objections(&row, what)?;
        }
        Ok(())
    }

    /// Somebody may object while it hangs; a rule may set a shorter time.
    fn window(&mut self, row: &PublicationRow, what: &Posted) -> Result<(), AskError> {
        let open_to_objection = matches!(
            what.publication_kind,
            PublicationKind::Roll
                | PublicationKind::CandidateList
                | PublicationKind::PreliminaryResult
        );
        if !open_to_objection {
            return Ok(());
        }
        let name = self.view.names().publication(row.publication);
        let told = Bilingual::new(
            format!("可以对{}提出异议", name.zh),
            format!("objections to {} may be raised", name.en),
        );
        let due = blank(self.on).of(what.body).about(row.publication.tag());
        let published = row.posted.map(Happened::first_day);
        let days = Days { published, ..Days::default() };
        let rule = self.on_objections(what, days)?.into_iter().find(|one| one.act == Act::Object);
        if let Some(one) = rule.filter(|one| one.last_day.is_some()) {
            self.consequence(&one, told, !row.hangs_on(self.on), due);
        } else if let Some(until) = what.until.filter(|_| row.hangs_on(self.on)) {
            let place = what.place.as_str();
            let ground = Ground::Said(Bilingual::new(
                format!("公示期由公示载明({place})"),
                format!("the time that the posting names ({place})"),
            ));
            let (day, meant) = (until.last_day(), DueDay::Until);
            self.add(Due { day, meant, what: told, ground, ..due }, Stays::UntilItsDay);
        }
        Ok(())
    }

    fn objections(&mut self, row: &PublicationRow, what: &Posted) -> Result<(), AskError> {
        for one in &row.objections {
            let answered = one.answered.as_ref().is_some_and(|at| at.on.begun_on(self.on));
            if answered || !one.received.begun_on(self.on) {
                continue;
            }
            let (number, name) = (one.number, self.view.names().publication(row.publication));
            let told = Bilingual::new(
                format!("答复对{}的第 {number} 号异议", name.zh),
                format!("answer objection {number} to {}", name.en),
            );
            let day = one.received.first_day();
            let due = blank(self.on).of(what.body).about(row.publication.tag());
            let days = Days { received: Some(day), ..Days::default() };
            let found = self.on_objections(what, days)?;
            let rule = found.into_iter().find(|one| one.act == Act::AnswerObjection);
            if let Some(rule) = rule.filter(|one| one.last_day.is_some()) {
                self.consequence(&rule, told, false, due);
            } else {
                let ground = Ground::Said(Bilingual::new(
                    "异议已收到,还没有答复记录",
                    "received, and no answer is on record",
                ));
                let meant = DueDay::Since;
                self.add(Due { day, meant, what: told, ground, ..due }, Stays::UntilDone);
            }
        }
        Ok(())
    }

    /// What the rules say about objections to the roll of an election.
    fn on_objections(&self, what: &Posted, days: Days) -> Result<Vec<Consequence>, AskError> {
        let on_roll = what.publication_kind == PublicationKind::Roll;
        let election = match what.election.filter(|_| on_roll) {
            Some(election) => self.kind_of(election)?,
            None => None,
        };
        let (Some(election), Some(book)) = (election, self.view.snapshot.newest_book()?) else {
            return Ok(Vec::new());
        };
        let state = self.view.snapshot.projections.body_on(what.body, self.on)?;
        let body = state.and_then(|state| state.body_kind).unwrap_or(BodyKind::Organisation);
        let formed = days.published.or(days.received).unwrap_or(self.on);
        let matter = self.view.election_matter(election, body, formed);
        Ok(consequences(book, &matter, &days))
    }

    fn kind_of(&self, election: ElectionId) -> Result<Option<ElectionKind>, AskError> {
        let row = self.view.snapshot.projections.election(election)?;
        Ok(row.and_then(|row| row.called).map(|call| call.election_kind))
    }
}

const fn is_result(what: &Posted) -> bool {
    matches!(
        what.publication_kind,
        PublicationKind::PreliminaryResult
            | PublicationKind::FinalResult
            | PublicationKind::Decision
    )
}

/// To be filled in.
pub(super) fn blank(on: NaiveDate) -> Due {
    let nothing = Bilingual::new("", "");
    Due::new(on, DueDay::By, nothing.clone(), Ground::Said(nothing))
}

fn stopless(text: &str) -> &str {
    text.trim_end_matches(['。', '.'])
}
