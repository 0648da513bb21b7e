//! Elections: who is elected, by which rule, and what is still open.
//!
//! [`judge_election`] takes what is on record about one round of voting, [`Election`], and answers
//! with an [`ElectionVerdict`]: attendance, competition and ballots as verdicts of their own, one
//! verdict for each candidate, then the order of those who reach the votes needed, ties at the last
//! seat and seats left empty. A later round (a vote between those who tied, a further election for
//! empty seats, a run-off) is another call.
//!
//! Candidates are known by id only, and votes by their totals: nothing here could say who voted how.

mod explain;
mod findings;
mod order;
mod wording;

pub use findings::ElectionFinding;
pub use order::Placing;
pub(super) use order::order_told;
pub use wording::plan_needed;

use super::book::Book;
use super::card::Card;
use super::figures::{Figure, Figures};
use super::judge::judge_on;
use super::matter::{Matter, Question, Topic, day};
use super::procedure::{Procedure, Ranking};
use super::verdict::{Citation, Missing, Outcome, Verdict};
use chrono::NaiveDate;
use domain::Area;
use domain::BodyKind;
use domain::CandidateId;
use domain::ElectedBase;
use domain::ElectionKind;
use domain::Electorate;
use domain::Heads;
use domain::MatterKind;
use domain::MeetingKind;
use domain::Place;
use domain::RankKey;
use domain::RoundKind;
use domain::TieRule;
use order::{Contender, Strength};
use serde::Serialize;

/// The question about how many of them must vote.
const fn turnout(of: Electorate) -> Question {
    match of {
        Electorate::Voters => Question::TURNOUT,
        Electorate::Households => Question::TURNOUT_HOUSEHOLDS,
        Electorate::Representatives => Question::TURNOUT_REPRESENTATIVES,
    }
}

/// What the adopted election method (选举办法) fixes. A card that fixes it goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Method {
    /// Of whom a candidate needs the votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elected_base: Option<ElectedBase>,
    /// By what those who pass are put in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank_key: Option<RankKey>,
    /// What settles a tie at the last seat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tie_rule: Option<TieRule>,
}

/// What is on record about one round of an election.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Election {
    /// What is elected.
    pub kind: ElectionKind,
    /// Kind of the body that elects.
    pub body: BodyKind,
    /// Kind of the meeting.
    pub meeting: MeetingKind,
    /// Who elects, where residents do: all voters, households or representatives. `None` elsewhere,
    /// and where it is not recorded; then the kind of the meeting tells representatives from voters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub electorate: Option<Electorate>,
    /// Which round.
    pub round: RoundKind,
    /// The day on which the votes were counted; it picks the cards.
    #[serde(serialize_with = "day::write")]
    pub formed: NaiveDate,
    /// Where the body is.
    pub place: Place,
    /// What the adopted method fixes.
    pub method: Method,
    /// Seats, those due and present (for residents: entitled, and taking part), ballots; for owners
    /// the roll and those taking part by heads and area. `candidates` is counted where it is `None`.
    pub figures: Figures,
    /// The candidates with their totals, in the order of the ballot.
    pub candidates: Vec<Tally>,
    /// Candidates who were scrutineers all the same.
    pub scrutineers: Vec<CandidateId>,
    /// Those of a tie at the last seat who got it, by a vote between them or by lot, on record.
    pub settled: Vec<CandidateId>,
}

/// The totals of one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The candidate.
    pub candidate: CandidateId,
    /// Whether voters wrote the name in.
    pub written_in: bool,
    /// Votes in favour: heads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_favour: Option<Heads>,
    /// Votes against: heads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Heads>,
    /// Abstentions: heads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abstain: Option<Heads>,
    /// Area in favour, where owners elect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_favour_area: Option<Area>,
}

/// Whether a round stands: attendance and ballots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// It stands under every reading.
    Yes,
    /// It does not stand under any.
    No,
    /// It depends on a reading or on a fact that is not recorded; the parts say which.
    Open,
}

/// What follows for one candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CandidateVerdict {
    /// The candidate.
    pub candidate: CandidateId,
    /// Whether the votes needed are reached.
    pub verdict: Verdict,
    /// Place among those who may reach them, from 1; equals share it. `None` without an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// What that comes to, as far as the round stands.
    pub placing: Placing,
}

/// What follows from one round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ElectionVerdict {
    /// Which round of what.
    pub kind: ElectionKind,
    /// Whether it stands.
    pub stands: Stands,
    /// Whether enough attended, or took part.
    pub attendance: Verdict,
    /// Whether there were enough candidates; a breach is a fault of procedure and changes no count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub competition: Option<Verdict>,
    /// Whether the round stands by its ballots, where a rule asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ballots: Option<Verdict>,
    /// The candidates, in the order of the ballot.
    pub candidates: Vec<CandidateVerdict>,
    /// Seats to be filled, if recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<u64>,
    /// Seats left empty; `None` while that is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty_seats: Option<u64>,
    /// By what those who pass were put in order, and what settles a tie, as far as it is fixed.
    pub order: Method,
    /// The card on the order, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_citation: Option<Citation>,
    /// Whether the body is formed with so many, where a rule asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formation: Option<Verdict>,
    /// Facts that are missing for the order.
    pub missing: Vec<Missing>,
    /// Numbers that do not fit and faults of procedure. They change no count.
    pub findings: Vec<ElectionFinding>,
}

impl ElectionVerdict {
    /// Those elected, when the round stands; the others may still be open.
    pub fn elected(&self) -> Vec<CandidateId> {
        let elected = |one: &&CandidateVerdict| one.placing == Placing::Elected;
        let ids = self.candidates.iter().filter(elected).map(|one| one.candidate);
        if self.stands == Stands::Yes { ids.collect() } else { Vec::new() }
    }
}

/// What follows from this round by this book: attendance, ballots, the place of every candidate and
/// the seats left. What cannot be said is open in the answer, never refused.
pub fn judge_election(book: &Book, election: &Election) -> ElectionVerdict {
    let case = Case::new(book, election);
    let attendance = case.ask(attendance(election), &case.figures);
    let ballots = case.ask_where_a_rule_is(Question::ROUND, &case.figures);
    let stands = stands([Some(&attendance), ballots.as_ref()]);
    let verdicts: Vec<_> = election.candidates.iter().map(|one| case.candidate(one)).collect();
    let (candidates, missing) = case.placed(&verdicts);
    let empty_seats = empty_seats(case.figures.count(Figure::SEATS), stands, &candidates);
    let elected = candidates.iter().filter(|one| one.placing == Placing::Elected).count();
    let mut formed = case.figures.clone();
    // As many as are elected, once nothing about them is open.
    formed.elected = empty_seats.and_then(|_| u32::try_from(elected).ok());
    ElectionVerdict {
        kind: election.kind,
        stands,
        competition: case.competition(),
        ballots,
        seats: case.figures.count(Figure::SEATS),
        empty_seats,
        order: Method { rank_key: case.rank_key(), tie_rule: case.tie_rule(), ..election.method },
        order_citation: case.ranking.map(Citation::from),
        formation: case.ask_where_a_rule_is(Question::FORMATION, &formed),
        missing,
        findings: findings::findings(election, &case.figures, &candidates),
        attendance,
        candidates,
    }
}

/// An election with what the book says about it.
struct Case<'a> {
    book: &'a Book,
    election: &'a Election,
    figures: Figures,
    ranking: Option<&'a Card>,
    rule: Ranking,
}

impl<'a> Case<'a> {
    fn new(book: &'a Book, election: &'a Election) -> Self {
        let mut figures = election.figures.clone();
        let listed = election.candidates.iter().filter(|one| !one.written_in).count();
        figures.candidates = figures.candidates.or_else(|| u32::try_from(listed).ok());
        let matter = matter(election, Question::ELECTED);
        let ranking = book.find(Topic::RANKING, &matter);
        let rule = ranking.and_then(|card| match card.procedure() {
            Procedure::Ranking(rule) => Some(rule.clone()),
            _ => None,
        });
        let rule = rule.unwrap_or(Ranking { rank_key: None, tie_rule: None });
        Self { book, election, figures, ranking, rule }
    }

    fn rank_key(&self) -> Option<RankKey> {
        self.rule.rank_key.or(self.election.method.rank_key)
    }

    fn tie_rule(&self) -> Option<TieRule> {
        self.rule.tie_rule.or(self.election.method.tie_rule)
    }

    fn ask(&self, question: Question, figures: &Figures) -> Verdict {
        let base = self.election.method.elected_base.filter(|_| question == Question::ELECTED);
        let base = base.map(|base| match base {
            ElectedBase::Due => Figure::DUE,
            ElectedBase::Present => Figure::PRESENT,
        });
        judge_on(self.book, &matter(self.election, question), figures, base)
    }

    fn ask_where_a_rule_is(&self, question: Question, figures: &Figures) -> Option<Verdict> {
        let matter = matter(self.election, question);
        let answered = |topic: &Topic| {
            self.book.find(*topic, &matter).is_some()
                || self.book.find_own(*topic, &matter).is_some()
        };
        question.topics().iter().all(answered).then(|| self.ask(question, figures))
    }

    /// Those who tied have a vote between them, and a run-off has the candidates that it has.
    fn competition(&self) -> Option<Verdict> {
        let regular = self.elects() == Question::ELECTED;
        regular.then(|| self.ask_where_a_rule_is(Question::COMPETITION, &self.figures)).flatten()
    }

    /// The question that elects in this round.
    fn elects(&self) -> Question {
        match self.election.round {
            RoundKind::TieRevote => Question::REVOTE,
            // Residents elect those still missing from the highest of the round before.
            RoundKind::Further if self.election.kind == ElectionKind::ResidentsCommittee => {
                Question::RUN_OFF
            }
            _ => Question::ELECTED,
        }
    }

    fn candidate(&self, tally: &Tally) -> Verdict {
        let mut figures = self.figures.clone();
        if self.election.meeting.is_of_owners() {
            figures.in_favour_heads = tally.in_favour;
            figures.against_heads = tally.against;
            figures.abstain_heads = tally.abstain;
            figures.in_favour_area = tally.in_favour_area;
        } else {
            figures.in_favour = tally.in_favour;
            figures.against = tally.against;
            figures.abstain = tally.abstain;
        }
        self.ask(self.elects(), &figures)
    }

    /// Everybody's place, and what is missing for it.
    fn placed(&self, verdicts: &[Verdict]) -> (Vec<CandidateVerdict>, Vec<Missing>) {
        let tallies = &self.election.candidates;
        let contenders: Vec<_> = tallies
            .iter()
            .zip(verdicts)
            .map(|(tally, verdict)| Contender {
                strength: self.strength(tally),
                standing: order::standing(&verdict.outcome),
                settled: self.election.settled.contains(&tally.candidate),
            })
            .collect();
        let seats = self.figures.count(Figure::SEATS);
        let places = order::places(seats, &contenders);
        let placed = tallies.iter().zip(verdicts).zip(&places);
        let candidates = placed.map(|((tally, verdict), place)| CandidateVerdict {
            candidate: tally.candidate,
            verdict: verdict.clone(),
            rank: place.rank,
            placing: place.placing,
        });
        let candidates: Vec<_> = candidates.collect();
        let missing = self.missing(seats, &contenders, &candidates);
        (candidates, missing)
    }

    fn missing(
        &self,
        seats: Option<u64>,
        contenders: &[Contender],
        candidates: &[CandidateVerdict],
    ) -> Vec<Missing> {
        let contending = contenders.iter().filter(|one| one.contends()).count();
        let contested =
            seats.is_some_and(|seats| u64::try_from(contending).is_ok_and(|n| n > seats));
        let tied = candidates.iter().any(|one| one.placing == Placing::Tied);
        let mut missing = Vec::new();
        if seats.is_none() {
            missing.push(Missing::Figure(Figure::SEATS));
        }
        if contested && self.rank_key().is_none() {
            missing.push(Missing::RankKey);
        }
        if tied && self.tie_rule().is_none() {
            missing.push(Missing::TieRule);
        }
        missing
    }

    /// How strong a candidate is by the key that puts them in order; `None` without one.
    fn strength(&self, tally: &Tally) -> Option<Strength> {
        let heads = tally.in_favour.map(|heads| u128::from(heads.0));
        let area = tally.in_favour_area.map(|area| u128::from(area.0));
        let first = match self.rank_key()? {
            RankKey::Heads => heads?,
            RankKey::Area => area?,
            RankKey::SumOfShares => {
                // Both shares have the same denominators for everybody: multiplied out they compare.
                let whole_heads = self.figures.count(Figure::PARTICIPATING_HEADS)?;
                let whole_area = self.figures.count(Figure::PARTICIPATING_AREA)?;
                heads? * u128::from(whole_area) + area? * u128::from(whole_heads)
            }
        };
        let second = match self.tie_rule() {
            Some(TieRule::ByArea) => area?,
            Some(TieRule::Revote | TieRule::Draw) | None => 0,
        };
        Some(Strength { first, second })
    }
}

/// How many must attend; of residents, how many must vote.
fn attendance(election: &Election) -> Question {
    if election.kind != ElectionKind::ResidentsCommittee {
        return Question::QUORUM;
    }
    let of_meeting = match election.meeting {
        MeetingKind::ResidentsRepresentativeMeeting => Electorate::Representatives,
        _ => Electorate::Voters,
    };
    turnout(election.electorate.unwrap_or(of_meeting))
}

fn matter(election: &Election, question: Question) -> Matter {
    let of_owners = election.kind == ElectionKind::OwnerCommittee;
    Matter {
        question,
        body: election.body,
        meeting: election.meeting,
        matter: of_owners.then_some(MatterKind::OwnerCommitteeElection),
        election: Some(election.kind),
        formed: election.formed,
        place: election.place.clone(),
    }
}

fn stands(parts: [Option<&Verdict>; 2]) -> Stands {
    let outcomes = || parts.into_iter().flatten().map(|verdict| &verdict.outcome);
    if outcomes().any(|outcome| *outcome == Outcome::NotSatisfied) {
        Stands::No
    } else if outcomes().all(|one| matches!(one, Outcome::Satisfied | Outcome::Advisory { .. })) {
        Stands::Yes
    } else {
        Stands::Open
    }
}

fn empty_seats(seats: Option<u64>, stands: Stands, candidates: &[CandidateVerdict]) -> Option<u64> {
    let open = |one: &CandidateVerdict| matches!(one.placing, Placing::Open | Placing::Tied);
    if stands == Stands::Open || candidates.iter().any(open) {
        return None;
    }
    let elected = candidates.iter().filter(|one| one.placing == Placing::Elected).count();
    let elected = if stands == Stands::Yes { u64::try_from(elected).ok()? } else { 0 };
    seats.map(|seats| seats.saturating_sub(elected))
}
