//! What a roll adds up to, and what the keyed ballots of a count add up to.
//!
//! A *head* is one set of owners, however many units it has. A unit votes once. On a question
//!
//! - a ballot counts when it came back, was not rejected, and its keyings agree;
//! - the area of a unit stands with what its ballot says;
//! - a head that said one thing on all its counted ballots stands with that; blanks beside it do not
//!   matter. A head that said different things took part and stands with none of them (`split`);
//! - a head without a counted ballot took no part. It is `rejected` when one of its ballots came back
//!   and was rejected, else `silent` when one was delivered and did not come back.
//!
//! Integers only, and no order of entries matters.

use crate::domain::{
    Area, CandidateId, Choice, Fingerprint, Heads, Keying, MotionId, PersonId, UnitId, UnitKind,
};
use crate::event::ballot::Mark;
use crate::event::count::{CandidateTotals, CountTotals, MotionTotals, Tally};
use crate::event::roll::RollTotals;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A unit on a roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollUnit {
    /// What it is.
    pub unit_kind: UnitKind,
    /// Its area.
    pub area: Area,
    /// Its owners; the same set is the same head.
    pub owners: BTreeSet<PersonId>,
}

/// The units of a roll.
pub type RollUnits = BTreeMap<UnitId, RollUnit>;

/// Heads, units, area and fingerprint of a roll.
pub fn roll_totals(units: &RollUnits) -> RollTotals {
    let heads: BTreeSet<&BTreeSet<PersonId>> = units.values().map(|unit| &unit.owners).collect();
    RollTotals {
        heads: Heads(number(heads.len())),
        units: Some(number(units.len())),
        area: units.values().map(|unit| unit.area).fold(Area(0), add_area),
        fingerprint: Some(fingerprint(units)),
    }
}

/// Heads by the other reading of the interpretation of 2009, art. 9: whoever owns alone and also with
/// others is one head with them. Owners are put together as far as they share a unit.
pub fn heads_put_together(units: &RollUnits) -> Heads {
    // Every person stands for a group, and points at another one of it until the last.
    let mut next: BTreeMap<PersonId, PersonId> = BTreeMap::new();
    for owners in units.values().map(|unit| &unit.owners) {
        let Some(first) = owners.first() else { continue };
        let group = last(&mut next, *first);
        for owner in owners {
            let other = last(&mut next, *owner);
            next.insert(other, group);
        }
    }
    Heads(number(next.iter().filter(|(person, next)| person == next).count()))
}

/// The person at whom a group ends. Whoever is passed points there from now on.
fn last(next: &mut BTreeMap<PersonId, PersonId>, from: PersonId) -> PersonId {
    let mut here = from;
    while let Some(other) = next.get(&here).filter(|other| **other != here) {
        here = *other;
    }
    next.insert(from, here);
    next.insert(here, here);
    here
}

/// SHA-256 over a line of canonical JSON with a line feed for every unit, in the order of ids.
fn fingerprint(units: &RollUnits) -> Fingerprint {
    let mut hash = Sha256::new();
    for (id, unit) in units {
        let owners: Vec<String> = unit.owners.iter().map(|owner| format!("\"{owner}\"")).collect();
        let (area, owners, kind) = (unit.area.0, owners.join(","), unit.unit_kind);
        hash.update(format!(
            "{{\"area\":{area},\"owners\":[{owners}],\"unit\":\"{id}\",\"unit_kind\":\"{kind}\"}}\n"
        ));
    }
    Fingerprint(hash.finalize().into())
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn add_area(sum: Area, area: Area) -> Area {
    Area(sum.0.saturating_add(area.0))
}

/// Area and head of every unit, heads numbered: all that counting needs to know of a roll.
pub type Shares = BTreeMap<UnitId, (Area, u32)>;

/// The shares of a roll; heads are numbered in the order of their first unit.
pub fn shares(units: &RollUnits) -> Shares {
    let mut heads: BTreeMap<&BTreeSet<PersonId>, u32> = BTreeMap::new();
    let mut shares = Shares::new();
    for (id, unit) in units {
        let next = number(heads.len());
        let head = *heads.entry(&unit.owners).or_insert(next);
        shares.insert(*id, (unit.area, head));
    }
    shares
}

/// What is known of a ballot that was not set aside.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// Units that it votes for.
    pub units: &'a [UnitId],
    /// Its delivery is on record.
    pub delivered: bool,
    /// It came back.
    pub returned: bool,
    /// It does not count.
    pub rejected: bool,
    /// As keyed first.
    pub first: Option<&'a [Mark]>,
    /// As keyed again.
    pub second: Option<&'a [Mark]>,
}

/// A question on a ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// A motion.
    Motion(MotionId),
    /// A candidate.
    Candidate(CandidateId),
}

impl Mark {
    /// What it is about, when it names exactly one question.
    pub fn question(&self) -> Option<Question> {
        match (self.motion, self.candidate) {
            (Some(motion), None) => Some(Question::Motion(motion)),
            (None, Some(candidate)) => Some(Question::Candidate(candidate)),
            _ => None,
        }
    }
}

type Said = BTreeMap<Question, Choice>;

fn said(marks: &[Mark]) -> Said {
    let marks = marks.iter().filter(|mark| mark.choice != Choice::Blank);
    marks.filter_map(|mark| Some((mark.question()?, mark.choice))).collect()
}

impl Paper<'_> {
    /// Both keyings are there and differ; a blank is the same as nothing.
    pub fn differs(&self) -> bool {
        matches!((self.first, self.second), (Some(first), Some(second)) if said(first) != said(second))
    }

    /// What it says, once it is keyed as the count demands.
    fn settled(&self, keying: Keying) -> Option<Said> {
        match (self.first, self.second, keying) {
            (Some(first), Some(_), _) => (!self.differs()).then(|| said(first)),
            (Some(only), None, Keying::Single) | (None, Some(only), Keying::Single) => {
                Some(said(only))
            }
            _ => None,
        }
    }
}

/// How far a head got, the furthest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Silent,
    Rejected,
    Counted,
}

/// Adds up the ballots of a count. A unit that stands on two ballots votes by the first one.
pub fn totals<'a>(
    shares: &Shares,
    papers: impl IntoIterator<Item = Paper<'a>>,
    questions: &[Question],
    keying: Keying,
) -> CountTotals {
    let mut sum = Sum::default();
    for paper in papers {
        sum.take(shares, &paper, keying);
    }
    sum.finish(questions)
}

/// The sums while ballots come in.
#[derive(Debug, Default)]
struct Sum {
    issued: u32,
    delivered: u32,
    returned: u32,
    valid: u32,
    invalid: u32,
    unsettled: u32,
    seen: BTreeSet<UnitId>,
    heads: BTreeMap<u32, Reached>,
    areas: BTreeMap<Reached, Area>,
    said: BTreeMap<Question, Answers>,
}

/// Answers to a question.
#[derive(Debug, Default)]
struct Answers {
    areas: BTreeMap<Choice, Area>,
    /// What each head said; none when it said different things.
    heads: BTreeMap<u32, Option<Choice>>,
}

impl Sum {
    fn take(&mut self, shares: &Shares, paper: &Paper<'_>, keying: Keying) {
        self.issued += 1;
        self.delivered += u32::from(paper.delivered || paper.returned);
        self.returned += u32::from(paper.returned);
        let settled = paper.settled(keying).filter(|_| paper.returned && !paper.rejected);
        let reached = match (paper.returned, paper.rejected, &settled) {
            (false, _, _) => paper.delivered.then_some(Reached::Silent),
            (true, true, _) => Some(Reached::Rejected),
            (true, false, Some(_)) => Some(Reached::Counted),
            (true, false, None) => None,
        };
        match reached {
            Some(Reached::Counted) => self.valid += 1,
            Some(Reached::Rejected) => self.invalid += 1,
            None if paper.returned => self.unsettled += 1,
            Some(Reached::Silent) | None => {}
        }
        let Some(reached) = reached else { return };
        for unit in paper.units {
            let Some((area, head)) = shares.get(unit).filter(|_| self.seen.insert(*unit)) else {
                continue;
            };
            self.unit(*area, *head, reached, settled.as_ref());
        }
    }

    fn unit(&mut self, area: Area, head: u32, reached: Reached, said: Option<&Said>) {
        let sum = self.areas.entry(reached).or_default();
        *sum = add_area(*sum, area);
        let furthest = self.heads.entry(head).or_insert(reached);
        *furthest = reached.max(*furthest);
        for (question, choice) in said.into_iter().flatten() {
            let answers = self.said.entry(*question).or_default();
            let sum = answers.areas.entry(*choice).or_default();
            *sum = add_area(*sum, area);
            let answer = answers.heads.entry(head).or_insert(Some(*choice));
            *answer = answer.filter(|before| before == choice);
        }
    }

    fn tally(&self, reached: Reached) -> Tally {
        let heads = self.heads.values().filter(|head| **head == reached).count();
        let area = self.areas.get(&reached).copied().unwrap_or_default();
        Tally { heads: Heads(number(heads)), area }
    }

    fn finish(self, questions: &[Question]) -> CountTotals {
        let participating = self.tally(Reached::Counted);
        let mut totals = CountTotals {
            issued: Some(self.issued),
            delivered: Some(self.delivered),
            returned: Some(self.returned),
            valid: Some(self.valid),
            invalid: Some(self.invalid),
            unsettled: Some(self.unsettled),
            participating,
            rejected: Some(self.tally(Reached::Rejected)),
            silent: Some(self.tally(Reached::Silent)),
            motions: Vec::new(),
            candidates: Vec::new(),
        };
        let none = Answers::default();
        for question in questions {
            let answers = self.said.get(question).unwrap_or(&none);
            let of = |choice| answers.tally(choice);
            let (in_favour, against) = (of(Choice::InFavour), Some(of(Choice::Against)));
            let (abstain, blank) = (Some(of(Choice::Abstain)), Some(answers.blank(participating)));
            let split = answers.heads.values().filter(|answer| answer.is_none()).count();
            let split = Some(Heads(number(split)));
            match *question {
                Question::Motion(motion) => totals.motions.push(MotionTotals {
                    motion,
                    in_favour,
                    against,
                    abstain,
                    blank,
                    split,
                }),
                Question::Candidate(candidate) => totals.candidates.push(CandidateTotals {
                    candidate,
                    in_favour,
                    against,
                    abstain,
                    blank,
                    split,
                }),
            }
        }
        totals
    }
}

impl Answers {
    fn tally(&self, choice: Choice) -> Tally {
        let heads = self.heads.values().filter(|answer| **answer == Some(choice)).count();
        let area = self.areas.get(&choice).copied().unwrap_or_default();
        Tally { heads: Heads(number(heads)), area }
    }

    /// Those who took part and said nothing here.
    fn blank(&self, participating: Tally) -> Tally {
        let spoke = self.areas.values().copied().fold(Area(0), add_area);
        Tally {
            heads: Heads(participating.heads.0.saturating_sub(number(self.heads.len()))),
            area: Area(participating.area.0.saturating_sub(spoke.0)),
        }
    }
}
