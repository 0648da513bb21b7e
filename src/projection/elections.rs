//! Elections: candidates with what was found about them, lists, rounds, results, replies.

mod row;

pub use row::{
    AtCount, Call, CandidateList, CandidateRow, Declaration, ElectedTo, ElectionRow, ElectionStage,
    Nomination, Post, Reduction, Reply, Report, Review, Round, Scrutineers, Withdrawn,
};

use super::Projections;
use super::committees::Seat;
use super::files::{Drawer, FileKey, Files, Move};
use super::noted::{Facts, Stamp, Stated, about, picks, plain};
use super::shelf::{Kept, Unreadable};
use super::told::told;
use crate::domain::{BodyId, CandidateId, CountId, ElectionId, Happened, MeetingId, PersonId};
use crate::event::election::{
    CandidateNominated, CandidateReviewed, ElectionCalled, ElectionDeclared, ElectionTallied,
    ScrutineersChosen,
};
use crate::event::person::SealRef;
use crate::event::{CountEvent, ElectionEvent, Family, Recorded, Sealed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is kept about an election.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct ElectionFacts {
    facts: Facts<ElectionFact>,
    /// Bodies in which it put somebody into a post; only for looking there.
    #[serde(default)]
    pub(super) seated_in: BTreeSet<BodyId>,
}

impl Kept for ElectionFacts {
    const TABLE: &'static str = "elections";
    type Key = ElectionId;
    told!(facts: told);

    fn tag(election: ElectionId) -> Option<String> {
        Some(election.tag())
    }
}

/// Where the facts about a candidate are kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct CandidatePlace {
    /// With those of this election; a correction keeps it.
    pub(super) election: Option<ElectionId>,
}

impl Kept for CandidatePlace {
    const TABLE: &'static str = "candidates";
    type Key = CandidateId;
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ElectionFact {
    Called(Box<Call>),
    Nominated(CandidateId, Box<Nomination>),
    Reviewed(CandidateId, Box<Review>),
    Withdrawn(CandidateId),
    Listed(CandidateList),
    Scrutineers(Box<Scrutineers>),
    Tallied(Box<Round>),
    PutToCount(CountId, MeetingId),
    Reduced(Reduction),
    Declared(Box<Declaration>),
    Reported(Report),
    Replied(Reply),
}

picks! {
    ElectionFact:
    called: Called -> Call,
    listed: Listed -> CandidateList,
    scrutineers: Scrutineers -> Scrutineers,
    tallied: Tallied -> Round,
    reduced: Reduced -> Reduction,
    declared: Declared -> Declaration,
    reported: Reported -> Report,
    replied: Replied -> Reply,
}

/// Takes in what an event says about an election.
pub(super) fn apply(
    all: &mut Projections,
    stamp: &Stamp,
    event: ElectionEvent<'_>,
) -> Result<(), Unreadable> {
    match event {
        ElectionEvent::ElectionCalled(event) => all.call(event.election, event.label.as_ref())?,
        ElectionEvent::CandidateNominated(event) => {
            all.candidates.change(event.candidate)?.election = Some(event.election);
        }
        ElectionEvent::CandidateReviewed(_)
        | ElectionEvent::CandidateWithdrawn(_)
        | ElectionEvent::CandidatesListed(_)
        | ElectionEvent::ScrutineersChosen(_)
        | ElectionEvent::ElectionTallied(_)
        | ElectionEvent::SeatsReduced(_)
        | ElectionEvent::ElectionDeclared(_)
        | ElectionEvent::ElectionReported(_)
        | ElectionEvent::ElectionApproved(_) => {}
    }
    let (election, fact) = fact_of(event);
    let facts = all.elections.change(election)?;
    let moves = Move::of(facts, ElectionFacts::files, |facts| facts.facts.note(stamp, fact));
    all.refile(election, &moves)
}

/// Takes in what an event about a count says about its election.
pub(super) fn apply_count(
    all: &mut Projections,
    stamp: &Stamp,
    event: CountEvent<'_>,
) -> Result<(), Unreadable> {
    let Some((election, fact)) = fact_of_count(event) else { return Ok(()) };
    all.elections.change(election)?.facts.note(stamp, fact);
    Ok(())
}

fn fact_of_count(event: CountEvent<'_>) -> Option<(ElectionId, ElectionFact)> {
    match event {
        CountEvent::CountOpened(event) => {
            Some((event.election?, ElectionFact::PutToCount(event.count, event.meeting)))
        }
        // The row asks the count when it was certified.
        CountEvent::CountCertified(_) | CountEvent::CountSealed(_) | CountEvent::CountDrawn(_) => {
            None
        }
    }
}

/// What an entry says about an election.
fn told(entry: &Recorded, election: ElectionId) -> Vec<ElectionFact> {
    if let Family::Election(event) = entry.event.family() {
        about(election, [fact_of(event)])
    } else if let Family::Count(event) = entry.event.family() {
        about(election, fact_of_count(event))
    } else {
        Vec::new()
    }
}

fn fact_of(event: ElectionEvent<'_>) -> (ElectionId, ElectionFact) {
    match event {
        ElectionEvent::ElectionCalled(event) => {
            (event.election, ElectionFact::Called(Box::new(call(event))))
        }
        ElectionEvent::CandidateNominated(event) => {
            let nomination = Box::new(nomination(event));
            (event.election, ElectionFact::Nominated(event.candidate, nomination))
        }
        ElectionEvent::CandidateReviewed(event) => {
            let review = Box::new(review(event));
            (event.election, ElectionFact::Reviewed(event.candidate, review))
        }
        ElectionEvent::CandidateWithdrawn(event) => {
            (event.election, ElectionFact::Withdrawn(event.candidate))
        }
        ElectionEvent::CandidatesListed(event) => {
            let candidates = event.candidates.clone();
            let list = CandidateList { stage: event.stage, candidates, order: event.order };
            (event.election, ElectionFact::Listed(list))
        }
        ElectionEvent::ScrutineersChosen(event) => {
            (event.election, ElectionFact::Scrutineers(Box::new(scrutineers(event))))
        }
        ElectionEvent::ElectionTallied(event) => {
            (event.election, ElectionFact::Tallied(Box::new(round(event))))
        }
        ElectionEvent::SeatsReduced(event) => {
            let (post_kind, seats, motion) = (event.post_kind, event.seats, event.motion);
            (event.election, ElectionFact::Reduced(Reduction { post_kind, seats, motion }))
        }
        ElectionEvent::ElectionDeclared(event) => {
            (event.election, ElectionFact::Declared(Box::new(declaration(event))))
        }
        ElectionEvent::ElectionReported(event) => {
            let document = plain(event.document.as_ref());
            let report = Report { subject: event.subject, to: event.to, document };
            (event.election, ElectionFact::Reported(report))
        }
        ElectionEvent::ElectionApproved(event) => {
            let document = plain(event.document.as_ref());
            let (subject, reply, body) = (event.subject, event.reply, event.body);
            (event.election, ElectionFact::Replied(Reply { subject, reply, body, document }))
        }
    }
}

fn scrutineers(event: &ScrutineersChosen) -> Scrutineers {
    Scrutineers {
        meeting: event.meeting,
        scrutineers: event.scrutineers.clone(),
        tellers: event.tellers.clone(),
        method: event.method,
        motion: event.motion,
    }
}

fn declaration(event: &ElectionDeclared) -> Declaration {
    let elected = event.elected.iter().map(|one| ElectedTo {
        candidate: one.candidate,
        post_kind: one.post_kind,
        constituency: plain(one.constituency.as_ref()),
    });
    Declaration {
        meeting: event.meeting,
        round: event.round,
        elected: elected.collect(),
        place: plain(event.place.as_ref()),
        remark: plain(event.remark.as_ref()),
    }
}

fn call(event: &ElectionCalled) -> Call {
    Call {
        body: event.body,
        election_kind: event.election_kind,
        name: plain(event.name.as_ref()),
        label: plain(event.label.as_ref()),
        meeting: event.meeting,
        seats: event.seats.clone(),
        method: event.method,
        method_text: event.method_text,
        method_motion: event.method_motion,
        elected_base: event.elected_base,
        rank_key: event.rank_key,
        tie_rule: event.tie_rule,
        roll: event.roll,
        term_number: event.term_number,
        term_years: event.term_years,
        electorate: event.electorate,
        book: event.book,
    }
}

fn nomination(event: &CandidateNominated) -> Nomination {
    Nomination {
        person: event.person,
        name: event.name.as_ref().and_then(Sealed::commitment).map(SealRef),
        post_kind: event.post_kind,
        constituency: plain(event.constituency.as_ref()),
        source: event.source,
        nominated_by: event.nominated_by,
        supporters: event.supporters,
        consented: event.consented,
    }
}

fn review(event: &CandidateReviewed) -> Review {
    Review {
        criterion: event.criterion,
        result: event.result,
        document: plain(event.document.as_ref()),
        reviewer: event.reviewer,
        reviewed_by: event.reviewed_by,
    }
}

fn round(event: &ElectionTallied) -> Round {
    Round {
        meeting: event.meeting,
        round: event.round,
        round_kind: event.round_kind,
        seats: event.seats,
        due: event.due,
        present: event.present,
        issued: event.issued,
        returned: event.returned,
        valid: event.valid,
        invalid: event.invalid,
        tallies: event.tallies.clone(),
        write_ins: event.write_ins.clone(),
    }
}

impl ElectionFacts {
    /// How it was called, and when.
    pub(super) fn called(&self) -> Option<(Happened, &Call)> {
        self.facts.first(ElectionFact::called).map(|(noted, call)| (noted.happened, call))
    }

    fn files(&self) -> Files {
        let called = self.called().into_iter();
        called.map(|(on, call)| FileKey::of(Drawer::Elections, call.body, on)).collect()
    }

    /// Candidates with the persons that they are, in the order of nomination.
    pub(super) fn nominated(&self) -> Vec<(CandidateId, PersonId)> {
        let facts = self.facts.in_order().into_iter();
        let nominated = facts.filter_map(|noted| {
            let ElectionFact::Nominated(candidate, nomination) = &noted.fact else { return None };
            Some((*candidate, nomination.person))
        });
        nominated.collect()
    }

    fn candidates(&self) -> Vec<CandidateRow> {
        let facts = self.facts.in_order();
        let mut rows: Vec<CandidateRow> = Vec::new();
        for noted in &facts {
            let ElectionFact::Nominated(candidate, nomination) = &noted.fact else { continue };
            if rows.iter().all(|row| row.candidate != *candidate) {
                let nominated = noted.stated((**nomination).clone());
                let (candidate, reviews, withdrawn) = (*candidate, Vec::new(), None);
                rows.push(CandidateRow { candidate, nominated, reviews, withdrawn });
            }
        }
        for noted in facts {
            if let ElectionFact::Reviewed(id, review) = &noted.fact
                && let Some(row) = rows.iter_mut().find(|row| row.candidate == *id)
            {
                row.reviews.push(noted.stated((**review).clone()));
            } else if let ElectionFact::Withdrawn(id) = &noted.fact
                && let Some(row) = rows.iter_mut().find(|row| row.candidate == *id)
            {
                row.withdrawn.get_or_insert(noted.stated(Withdrawn {}));
            }
        }
        rows
    }

    fn rounds(&self) -> Vec<Stated<Round>> {
        let mut rounds = self.facts.stated(ElectionFact::tallied);
        // Two rounds at one meeting have its time, both of them.
        rounds.sort_by_key(|one| one.round);
        rounds
    }

    fn declared(&self) -> Vec<Stated<Declaration>> {
        let mut declared = self.facts.stated(ElectionFact::declared);
        declared.sort_by_key(|one| one.round);
        declared
    }

    fn counts(&self, all: &Projections) -> Result<Vec<AtCount>, Unreadable> {
        let mut counts = Vec::new();
        for noted in self.facts.in_order() {
            if let ElectionFact::PutToCount(count, meeting) = noted.fact {
                let certified = all.counts.look(count)?.and_then(|facts| facts.certified_on());
                counts.push(AtCount { count, meeting, opened: noted.happened, certified });
            }
        }
        Ok(counts)
    }

    /// The row.
    pub(crate) fn row(
        &self,
        election: ElectionId,
        all: &Projections,
    ) -> Result<ElectionRow, Unreadable> {
        let mut seats = Vec::new();
        for body in &self.seated_in {
            seats.extend(all.committee(*body)?.into_iter().flat_map(|row| row.seats));
        }
        Ok(self.row_of(election, &seats, self.counts(all)?))
    }

    fn row_of(&self, election: ElectionId, seats: &[Seat], counts: Vec<AtCount>) -> ElectionRow {
        let own = seats.iter().filter(|seat| seat.holding.election == Some(election));
        let last_declared = self.facts.last(ElectionFact::declared);
        ElectionRow {
            election,
            called: self.facts.first_stated(ElectionFact::called),
            candidates: self.candidates(),
            lists: self.facts.stated(ElectionFact::listed),
            scrutineers: self.facts.stated(ElectionFact::scrutineers),
            rounds: self.rounds(),
            counts,
            reductions: self.facts.stated(ElectionFact::reduced),
            declared: self.declared(),
            declared_late: last_declared.and_then(|(noted, _)| noted.late()),
            reported: self.facts.stated(ElectionFact::reported),
            replies: self.facts.stated(ElectionFact::replied),
            posts: own.map(post).collect(),
        }
    }
}

fn post(seat: &Seat) -> Post {
    Post {
        post: seat.post,
        person: seat.holding.person,
        post_kind: seat.holding.post_kind,
        constituency: seat.holding.constituency.clone(),
        from: seat.from,
        vacated: seat.vacated.as_ref().map(|vacancy| vacancy.on),
    }
}

impl Projections {
    /// The latest candidacy of a person in an election.
    pub fn candidate_of(
        &self,
        election: ElectionId,
        person: PersonId,
    ) -> Result<Option<CandidateId>, Unreadable> {
        let nominated = self.elections.read(election)?.nominated();
        // Ids begin with the time of their command, so the greatest is the latest.
        let own = nominated.into_iter().filter(|(_, one)| *one == person);
        Ok(own.map(|(candidate, _)| candidate).max())
    }
}
