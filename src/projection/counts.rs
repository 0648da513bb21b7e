//! Counts: what was asked, how many ballots went out and came back, what they add up to.
//!
//! Rows hold totals per motion and numbers of ballots, never what one ballot says.

use super::Projections;
use super::noted::{Corrected, Facts, Late, Noted, Stamp, Stated, about, picks, plain};
use super::shelf::{Kept, Unreadable};
use super::told::told;
use crate::domain::{
    BallotId, CandidateId, CountBasis, CountId, ElectionId, Happened, Keying, Label, Line,
    MeetingId, MotionId, PersonId, RollId, SilencePolicy,
};
use crate::event::count::{CountCertified, CountDrawn, CountOpened, CountSealed, CountTotals};
use crate::event::tally::{self, Question};
use crate::event::{CountEvent, Fact as _, Family, Recorded};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountRow {
    /// The count.
    pub count: CountId,
    /// When it was opened.
    pub opened: Option<Happened>,
    /// What it is about.
    #[serde(flatten)]
    pub what: Option<Counted>,
    /// Whether its opening was corrected.
    pub corrected: Option<Corrected>,
    /// How late its opening was recorded.
    pub late: Option<Late>,
    /// That the papers were sealed.
    pub sealed: Option<Stated<Sealing>>,
    /// The result as it was certified.
    pub certified: Option<Stated<Certified>>,
    /// How late the result was recorded.
    pub certified_late: Option<Late>,
    /// Lots that were drawn.
    pub drawn: Vec<Stated<Drawing>>,
    /// What the ballots on record add up to; none without ballots.
    pub ballots: Option<CountTotals>,
    /// What somebody should look at.
    pub remarks: CountRemarks,
}

/// What a count is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Meeting that decides.
    pub meeting: MeetingId,
    /// Roll of those who vote.
    pub roll: RollId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// Motions.
    pub motions: Vec<MotionId>,
    /// Election.
    pub election: Option<ElectionId>,
    /// Candidates.
    pub candidates: Vec<CandidateId>,
    /// When voting begins.
    pub voting_from: Happened,
    /// When it ends.
    pub voting_until: Happened,
    /// What silence means.
    pub silence: SilencePolicy,
    /// How often each ballot is keyed.
    pub keying: Keying,
}

/// That the papers were sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealing {
    /// Who watched.
    pub scrutineers: Vec<PersonId>,
    /// Numbers of the seals.
    pub seal_numbers: Vec<Line>,
}

/// A certified result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certified {
    /// From ballots, or from a sheet.
    pub basis: CountBasis,
    /// The totals.
    pub totals: CountTotals,
}

/// A lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// Those who were tied.
    pub candidates: Vec<CandidateId>,
    /// How it was drawn.
    pub method: Line,
    /// Number from which it can be drawn again.
    pub seed: Option<Line>,
    /// Who watched.
    pub witnesses: Vec<PersonId>,
    /// Those drawn.
    pub drawn: Vec<CandidateId>,
}

/// What somebody should look at, each as a number of ballots; absent where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CountRemarks {
    /// First and second keying differ.
    pub keyed_differently: Option<u32>,
    /// One person keyed both times.
    pub keyed_by_one: Option<u32>,
    /// For units of more than one head.
    pub mixed_owners: Option<u32>,
    /// Came back before voting had begun.
    pub early: Option<u32>,
    /// Came back after voting had ended, and not rejected.
    pub late: Option<u32>,
    /// Came back without a signature, and not rejected.
    pub not_signed: Option<u32>,
    /// Challenged as not the owner's own.
    pub challenged: Option<u32>,
    /// Set aside.
    pub set_aside: Option<u32>,
    /// Of those, had come back before.
    pub set_aside_returned: Option<u32>,
    /// The certified result is not what the ballots on record add up to now.
    pub recount_differs: bool,
    /// The roll was frozen after voting had begun.
    pub roll_after_opening: bool,
}

/// How far a count has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CountStage {
    /// Opened, voting has not begun.
    Called,
    /// Votes are cast.
    Voting,
    /// Voting has ended, counting has not.
    Ended,
    /// The papers are sealed.
    Sealed,
    /// The result is certified.
    Certified,
}

impl CountRow {
    /// How far it had come on a day; none before it was opened.
    pub fn stage_on(&self, day: NaiveDate) -> Option<CountStage> {
        let what = self.what.as_ref().filter(|_| self.opened.is_some_and(|on| on.begun_on(day)))?;
        let begun = |on: Option<Happened>| on.is_some_and(|on| on.begun_on(day));
        Some(if begun(self.certified.as_ref().map(|one| one.on)) {
            CountStage::Certified
        } else if begun(self.sealed.as_ref().map(|one| one.on)) {
            CountStage::Sealed
        } else if what.voting_until.last_day() < day {
            CountStage::Ended
        } else if what.voting_from.begun_on(day) {
            CountStage::Voting
        } else {
            CountStage::Called
        })
    }
}

/// What is kept about a count.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct CountFacts {
    facts: Facts<CountFact>,
    /// Its ballots; kept by them.
    #[serde(default)]
    pub(super) ballots: BTreeSet<BallotId>,
}

impl Kept for CountFacts {
    const TABLE: &'static str = "counts";
    type Key = CountId;
    // Its ballots carry its tag as well.
    const KINDS: &'static [&'static str] =
        &[CountCertified::KIND, CountDrawn::KIND, CountOpened::KIND, CountSealed::KIND];
    told!(facts: told);

    fn tag(count: CountId) -> Option<String> {
        Some(count.tag())
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CountFact {
    Opened(Box<Counted>),
    Sealed(Sealing),
    Certified(Box<Certified>),
    Drawn(Drawing),
}

picks! {
    CountFact:
    opened: Opened -> Counted,
    sealed: Sealed -> Sealing,
    certified: Certified -> Certified,
    drawn: Drawn -> Drawing,
}

/// Takes in what an event says about a count.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    event: CountEvent<'_>,
) -> Result<(), Unreadable> {
    match event {
        CountEvent::CountOpened(event) => all.call(event.count, event.label.as_ref())?,
        CountEvent::CountSealed(_) | CountEvent::CountCertified(_) | CountEvent::CountDrawn(_) => {}
    }
    let (count, fact) = fact_of(event);
    all.counts.change(count)?.facts.note(stamp, fact);
    Ok(())
}

/// What an entry says about a count.
fn told(entry: &Recorded, count: CountId) -> Vec<CountFact> {
    let Family::Count(event) = entry.event.family() else { return Vec::new() };
    about(count, [fact_of(event)])
}

fn fact_of(event: CountEvent<'_>) -> (CountId, CountFact) {
    match event {
        CountEvent::CountOpened(event) => {
            (event.count, CountFact::Opened(Box::new(counted(event))))
        }
        CountEvent::CountSealed(event) => {
            let seal_numbers = event.seal_numbers.iter().map(|one| one.0.clone()).collect();
            let scrutineers = event.scrutineers.clone();
            (event.count, CountFact::Sealed(Sealing { scrutineers, seal_numbers }))
        }
        CountEvent::CountCertified(event) => {
            let certified = Certified { basis: event.basis, totals: event.totals.clone() };
            (event.count, CountFact::Certified(Box::new(certified)))
        }
        CountEvent::CountDrawn(event) => (event.count, CountFact::Drawn(drawing(event))),
    }
}

fn counted(event: &CountOpened) -> Counted {
    Counted {
        meeting: event.meeting,
        roll: event.roll,
        label: plain(event.label.as_ref()),
        motions: event.motions.clone(),
        election: event.election,
        candidates: event.candidates.clone(),
        voting_from: event.voting_from,
        voting_until: event.voting_until,
        silence: event.silence,
        keying: event.keying,
    }
}

fn drawing(event: &CountDrawn) -> Drawing {
    Drawing {
        candidates: event.candidates.clone(),
        method: event.method.0.clone(),
        seed: plain(event.seed.as_ref()),
        witnesses: event.witnesses.clone(),
        drawn: event.drawn.clone(),
    }
}

impl CountFacts {
    /// For which meeting it was opened, and its label.
    pub(super) fn about(&self) -> Option<(MeetingId, Option<&Label>)> {
        self.opened().map(|(_, counted)| (counted.meeting, counted.label.as_ref()))
    }

    fn opened(&self) -> Option<(&Noted<CountFact>, &Counted)> {
        self.facts.first(CountFact::opened)
    }

    fn certified(&self) -> Option<(&Noted<CountFact>, &Certified)> {
        self.facts.first(CountFact::certified)
    }

    /// When the result was certified.
    pub(super) fn certified_on(&self) -> Option<Happened> {
        self.certified().map(|(noted, _)| noted.happened)
    }

    fn row(&self, count: CountId, all: &Projections) -> Result<CountRow, Unreadable> {
        let (ballots, found) = self.count(self.opened().map(|(_, what)| what), all)?;
        let row = self.stated(count, all)?;
        let recount_differs = row.certified.as_ref().is_some_and(|certified| {
            let certified = &certified.what;
            certified.basis == CountBasis::Ballots && Some(&certified.totals) != ballots.as_ref()
        });
        let roll_after_opening = row.remarks.roll_after_opening;
        let remarks = CountRemarks { recount_differs, roll_after_opening, ..found };
        Ok(CountRow { ballots, remarks, ..row })
    }

    /// The row without what its ballots add up to.
    fn stated(&self, count: CountId, all: &Projections) -> Result<CountRow, Unreadable> {
        let (opened, certified) = (self.opened(), self.certified());
        let what = opened.map(|(_, what)| what);
        let mut remarks = CountRemarks::default();
        if let Some(what) = what {
            let frozen = all.roll(what.roll)?.and_then(|roll| roll.frozen);
            remarks.roll_after_opening =
                frozen.is_some_and(|on| on.first_day() > what.voting_from.last_day());
        }
        Ok(CountRow {
            count,
            opened: opened.map(|(noted, _)| noted.happened),
            what: what.cloned(),
            corrected: opened.and_then(|(noted, _)| noted.corrected()),
            late: opened.and_then(|(noted, _)| noted.late()),
            sealed: self.facts.first_stated(CountFact::sealed),
            certified: certified.map(|(noted, result)| noted.stated(result.clone())),
            certified_late: certified.and_then(|(noted, _)| noted.late()),
            drawn: self.facts.stated(CountFact::drawn),
            ballots: None,
            remarks,
        })
    }

    /// Adds up the ballots on record, and what is remarkable about them.
    fn count(
        &self,
        what: Option<&Counted>,
        all: &Projections,
    ) -> Result<(Option<CountTotals>, CountRemarks), Unreadable> {
        let mut remarks = CountRemarks::default();
        let Some(what) = what.filter(|_| !self.ballots.is_empty()) else {
            return Ok((None, remarks));
        };
        let shares = all.rolls.read(what.roll)?.shares();
        let mut ballots = Vec::new();
        let papers: Vec<BallotId> = self.ballots.iter().copied().collect();
        all.ballots.each_of(&papers, &mut |_, facts| {
            let state = facts.state();
            state.remark(what, &shares, &mut remarks);
            if !state.set_aside {
                ballots.push(state);
            }
            Ok(())
        })?;
        let motions = what.motions.iter().map(|motion| Question::Motion(*motion));
        let candidates = what.candidates.iter().map(|one| Question::Candidate(*one));
        let questions: Vec<Question> = motions.chain(candidates).collect();
        let papers = ballots.iter().map(super::ballots::BallotState::paper);
        Ok((Some(tally::totals(&shares, papers, &questions, what.keying)), remarks))
    }
}

impl Projections {
    /// A count.
    pub fn count(&self, count: CountId) -> Result<Option<CountRow>, Unreadable> {
        self.counts.look(count)?.map(|facts| facts.row(count, self)).transpose()
    }

    /// A count by what was stated of it: opened, sealed, certified. Its ballots, which may be many
    /// thousands, are neither added up nor looked at.
    pub fn count_as_stated(&self, count: CountId) -> Result<Option<CountRow>, Unreadable> {
        self.counts.look(count)?.map(|facts| facts.stated(count, self)).transpose()
    }

    /// Whether a ballot is on record.
    pub fn knows_ballot(&self, ballot: BallotId) -> Result<bool, Unreadable> {
        Ok(self.ballots.look(ballot)?.is_some())
    }

    /// Shows every count.
    pub fn each_count(&self, visit: &mut dyn FnMut(CountRow)) -> Result<(), Unreadable> {
        self.counts.each(&mut |count, facts| {
            visit(facts.row(count, self)?);
            Ok(())
        })
    }
}
