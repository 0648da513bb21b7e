//! Elections: candidates of the election at hand, totals that add up, posts that were declared.
//!
//! What breaks a rule of the vote is recorded and judged: more ballots returned than handed out, a
//! candidate who counts the votes, fewer candidates than a competition needs. Refused are numbers
//! that contradict each other, and whatever would tie a secret vote to a person or a moment.

use crate::admission::Context;
use crate::admission::refusal::{
    CountRefusal, ElectionRefusal, MeetingRefusal, MotionRefusal, Refusal,
};
use crate::admission::scope::Scope;
use crate::admission::state::State;
use crate::domain::{
    CandidateId, ElectionId, Happened, Line, PersonId, PostKind, ReplyKind, ReportSubject,
    VotingMethod,
};
use crate::event::ElectionEvent;
use crate::event::count::CountOpened;
use crate::event::election::{
    CandidateNominated, CandidateReviewed, CandidateWithdrawn, CandidatesListed, ElectionApproved,
    ElectionCalled, ElectionDeclared, ElectionTallied, ScrutineersChosen, SeatsReduced,
};
use crate::event::post::PostFilled;
use std::collections::{BTreeMap, BTreeSet};

/// An election, as later facts about it are checked against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Election {
    called: Option<Call>,
    candidates: BTreeMap<CandidateId, Candidate>,
    withdrawn: BTreeSet<CandidateId>,
    /// Seats of a post after each reduction.
    reduced: BTreeMap<(PostKind, Happened), u32>,
    tallied: BTreeSet<u32>,
    declared: BTreeMap<u32, Declared>,
    filled: BTreeSet<(PersonId, Seat)>,
    /// A count of ballots by name was opened for it.
    by_name: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Call {
    body: domain::BodyId,
    seats: BTreeMap<PostKind, u32>,
    secret: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Candidate {
    person: PersonId,
    seat: Seat,
}

/// A post and, where each has a post of its own, the building or unit.
type Seat = (PostKind, Option<Line>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Declared {
    on: Happened,
    elected: BTreeSet<(CandidateId, Seat)>,
}

pub(super) fn rests(event: ElectionEvent<'_>, scope: &mut Scope) {
    match event {
        ElectionEvent::ElectionCalled(fact) => {
            scope.clause(&["count.opened"], Some(&fact.election.tag()));
            scope.kind("registry.rules_adopted");
        }
        ElectionEvent::CandidateNominated(_)
        | ElectionEvent::CandidateReviewed(_)
        | ElectionEvent::CandidateWithdrawn(_)
        | ElectionEvent::CandidatesListed(_)
        | ElectionEvent::ElectionApproved(_)
        | ElectionEvent::ElectionDeclared(_)
        | ElectionEvent::ElectionReported(_)
        | ElectionEvent::ElectionTallied(_)
        | ElectionEvent::ScrutineersChosen(_)
        | ElectionEvent::SeatsReduced(_) => {}
    }
}

pub(super) fn evolve(state: &mut State, event: ElectionEvent<'_>) {
    match event {
        ElectionEvent::ElectionCalled(fact) => {
            let seats = fact.seats.iter().map(|one| (one.post_kind, one.seats)).collect();
            let secret = fact.method == VotingMethod::SecretBallot;
            let call = Call { body: fact.body, seats, secret };
            state.elections.entry(fact.election).or_default().called = Some(call);
        }
        ElectionEvent::CandidateNominated(fact) => {
            let election = state.elections.entry(fact.election).or_default();
            let candidate = Candidate { person: fact.person, seat: seat_nominated(fact) };
            election.candidates.insert(fact.candidate, candidate);
        }
        ElectionEvent::CandidateWithdrawn(fact) => {
            let election = state.elections.entry(fact.election).or_default();
            election.withdrawn.insert(fact.candidate);
        }
        ElectionEvent::ElectionTallied(fact) => {
            state.elections.entry(fact.election).or_default().tallied.insert(fact.round);
            let meeting = state.meetings.entry(fact.meeting).or_default();
            meeting.at_ballot = meeting.at_ballot.max(fact.present);
        }
        ElectionEvent::SeatsReduced(fact) => {
            let election = state.elections.entry(fact.election).or_default();
            election.reduced.insert((fact.post_kind, fact.happened), fact.seats);
        }
        ElectionEvent::ElectionDeclared(fact) => {
            let election = state.elections.entry(fact.election).or_default();
            let elected = fact.elected.iter().map(|one| {
                let place = one.constituency.as_ref().map(|place| place.0.clone());
                (one.candidate, (one.post_kind, place))
            });
            let declared = Declared { on: fact.happened, elected: elected.collect() };
            election.declared.insert(fact.round, declared);
        }
        // Lists, scrutineers and letters change nothing of what may come.
        ElectionEvent::CandidateReviewed(_)
        | ElectionEvent::CandidatesListed(_)
        | ElectionEvent::ElectionApproved(_)
        | ElectionEvent::ElectionReported(_)
        | ElectionEvent::ScrutineersChosen(_) => {}
    }
}

/// Notes that a post was filled by an election.
pub(super) fn evolve_filled(state: &mut State, fact: &PostFilled) {
    if let Some(election) = fact.election {
        let election = state.elections.entry(election).or_default();
        election.filled.insert((fact.person, seat_filled(fact)));
    }
}

/// Notes that a count of ballots by name was opened for an election.
pub(super) fn evolve_counted(state: &mut State, fact: &CountOpened) {
    if let Some(election) = fact.election {
        state.elections.entry(election).or_default().by_name = true;
    }
}

fn seat_nominated(fact: &CandidateNominated) -> Seat {
    (fact.post_kind, fact.constituency.as_ref().map(|place| place.0.clone()))
}

fn seat_filled(fact: &PostFilled) -> Seat {
    (fact.post_kind, fact.constituency.as_ref().map(|place| place.0.clone()))
}

pub(super) fn admit(
    state: &State,
    event: ElectionEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    match event {
        ElectionEvent::ElectionCalled(fact) => admit_called(state, fact, context),
        ElectionEvent::CandidateNominated(fact) => admit_nominated(state, fact, context),
        ElectionEvent::CandidateReviewed(fact) => admit_reviewed(state, fact),
        ElectionEvent::CandidateWithdrawn(fact) => admit_withdrawn(state, fact),
        ElectionEvent::ScrutineersChosen(fact) => admit_scrutineers(state, fact),
        ElectionEvent::CandidatesListed(fact) => admit_listed(state, fact),
        ElectionEvent::ElectionTallied(fact) => admit_tallied(state, fact),
        ElectionEvent::SeatsReduced(fact) => admit_reduced(state, fact),
        ElectionEvent::ElectionDeclared(fact) => admit_declared(state, fact),
        ElectionEvent::ElectionReported(fact) => {
            called(state, fact.election)?;
            check_body(state, fact.to, fact.happened)
        }
        ElectionEvent::ElectionApproved(fact) => admit_approved(state, fact),
    }
}

/// The election with its call.
fn called(state: &State, id: ElectionId) -> Result<(&Election, &Call), Refusal> {
    let election = state.elections.get(&id);
    let call = election.and_then(|election| Some((election, election.called.as_ref()?)));
    call.ok_or(Refusal::Unknown(id.into()))
}

/// The election, which must have been called.
pub(super) fn check_called(state: &State, id: ElectionId) -> Result<(), Refusal> {
    called(state, id).map(|_| ())
}

impl Election {
    fn candidate(&self, id: CandidateId, election: ElectionId) -> Result<&Candidate, Refusal> {
        let candidate = self.candidates.get(&id);
        candidate.ok_or(ElectionRefusal::OtherElection { candidate: id, election }.into())
    }

    /// Each of these stands in this election, and once.
    fn check_each(
        &self,
        candidates: impl Iterator<Item = CandidateId>,
        election: ElectionId,
    ) -> Result<(), Refusal> {
        let mut seen = BTreeSet::new();
        for candidate in candidates {
            self.candidate(candidate, election)?;
            if !seen.insert(candidate) {
                return Err(ElectionRefusal::TwiceNamed(candidate).into());
            }
        }
        Ok(())
    }

    /// Seats of a post now: those called for, or as last reduced.
    fn seats(&self, post: PostKind) -> Option<u32> {
        let mut reduced = self.reduced.iter().filter(|((kind, _), _)| *kind == post);
        let called = || self.called.as_ref()?.seats.get(&post).copied();
        reduced.next_back().map(|(_, seats)| *seats).or_else(called)
    }
}

fn check_body(state: &State, body: Option<domain::BodyId>, at: Happened) -> Result<(), Refusal> {
    body.map_or(Ok(()), |body| state.check_body(body, at).map(|_| ()))
}

fn check_post(call: &Call, election: ElectionId, post: PostKind) -> Result<(), Refusal> {
    if call.seats.contains_key(&post) {
        Ok(())
    } else {
        Err(ElectionRefusal::PostNotElected { election, post }.into())
    }
}

fn check_motion(state: &State, motion: Option<domain::MotionId>) -> Result<(), Refusal> {
    match motion.filter(|motion| !state.motions.contains_key(motion)) {
        Some(motion) => Err(Refusal::Unknown(motion.into())),
        None => Ok(()),
    }
}

fn admit_called(state: &State, fact: &ElectionCalled, context: Context<'_>) -> Result<(), Refusal> {
    context.check_new(fact.election, called(state, fact.election).is_ok(), fact.corrects)?;
    let by_name = state.elections.get(&fact.election).is_some_and(|election| election.by_name);
    if by_name && fact.method == VotingMethod::SecretBallot {
        return Err(ElectionRefusal::OpenedByName(fact.election).into());
    }
    state.check_body(fact.body, fact.happened)?;
    check_motion(state, fact.method_motion)?;
    if let Some(id) = fact.meeting {
        let meeting = state.meetings.get(&id).ok_or(Refusal::Unknown(id.into()))?;
        if meeting.cancelled {
            return Err(MeetingRefusal::Cancelled(id).into());
        }
    }
    let posts: BTreeSet<PostKind> = fact.seats.iter().map(|one| one.post_kind).collect();
    let none = fact.seats.iter().any(|one| one.seats == 0);
    if none || posts.is_empty() || posts.len() < fact.seats.len() {
        return Err(ElectionRefusal::SeatsMissing.into());
    }
    super::meeting::check_book(state, fact.book, fact.corrects)
}

fn admit_nominated(
    state: &State,
    fact: &CandidateNominated,
    context: Context<'_>,
) -> Result<(), Refusal> {
    let (election, call) = called(state, fact.election)?;
    context.check_new(
        fact.candidate,
        election.candidates.contains_key(&fact.candidate),
        fact.corrects,
    )?;
    state.check_person(fact.person)?;
    check_body(state, fact.nominated_by, fact.happened)?;
    check_post(call, fact.election, fact.post_kind)?;
    let seat = seat_nominated(fact);
    let stands = election.candidates.iter().any(|(id, other)| {
        let same = other.person == fact.person && other.seat == seat;
        same && *id != fact.candidate && !election.withdrawn.contains(id)
    });
    if stands {
        let (person, election) = (fact.person, fact.election);
        return Err(ElectionRefusal::NominatedAlready { person, election }.into());
    }
    Ok(())
}

fn admit_reviewed(state: &State, fact: &CandidateReviewed) -> Result<(), Refusal> {
    let (election, _) = called(state, fact.election)?;
    election.candidate(fact.candidate, fact.election)?;
    fact.reviewer.map_or(Ok(()), |person| state.check_person(person))?;
    check_body(state, fact.reviewed_by, fact.happened)
}

fn admit_withdrawn(state: &State, fact: &CandidateWithdrawn) -> Result<(), Refusal> {
    let (election, _) = called(state, fact.election)?;
    election.candidate(fact.candidate, fact.election)?;
    if election.withdrawn.contains(&fact.candidate) {
        return Err(ElectionRefusal::WithdrawnAlready(fact.candidate).into());
    }
    Ok(())
}

fn admit_scrutineers(state: &State, fact: &ScrutineersChosen) -> Result<(), Refusal> {
    called(state, fact.election)?;
    check_motion(state, fact.motion)?;
    if fact.scrutineers.is_empty() {
        return Err(ElectionRefusal::NobodyNamed.into());
    }
    let held = fact.meeting.map(|meeting| state.check_held(meeting)).transpose()?;
    let mut chosen = BTreeSet::new();
    for person in fact.scrutineers.iter().chain(&fact.tellers) {
        state.check_person(*person)?;
        held.map_or(Ok(()), |held| held.check_attended(*person))?;
        if !chosen.insert(*person) {
            return Err(ElectionRefusal::ChosenTwice(*person).into());
        }
    }
    Ok(())
}

fn admit_listed(state: &State, fact: &CandidatesListed) -> Result<(), Refusal> {
    let (election, _) = called(state, fact.election)?;
    if fact.candidates.is_empty() {
        return Err(ElectionRefusal::NobodyNamed.into());
    }
    election.check_each(fact.candidates.iter().copied(), fact.election)
}

fn admit_tallied(state: &State, fact: &ElectionTallied) -> Result<(), Refusal> {
    let (election, _) = called(state, fact.election)?;
    if fact.round == 0 {
        return Err(ElectionRefusal::NoSuchRound.into());
    }
    if election.tallied.contains(&fact.round) {
        let (election, round) = (fact.election, fact.round);
        return Err(ElectionRefusal::RoundAlready { election, round }.into());
    }
    let held = state.check_held(fact.meeting)?;
    if fact.happened != held.on {
        let (named, meeting) = (fact.happened, held.on);
        return Err(ElectionRefusal::TimeOfItsOwn { named, meeting }.into());
    }
    let (present, entitled) = (fact.present, fact.due);
    if present > entitled {
        return Err(Refusal::MorePresentThanEntitled { present, entitled });
    }
    if present > held.present {
        let (ballot, meeting) = (present, held.present);
        return Err(ElectionRefusal::MoreAtBallot { ballot, meeting }.into());
    }
    let listed = fact.tallies.iter().map(|one| one.candidate);
    let written = fact.write_ins.iter().map(|one| one.candidate);
    if fact.tallies.is_empty() && fact.write_ins.is_empty() {
        return Err(ElectionRefusal::NobodyNamed.into());
    }
    election.check_each(listed.chain(written), fact.election)?;
    check_totals(fact)
}

/// Valid and invalid are what was returned; the votes on a candidate are the valid ballots.
///
/// More returned than handed out is no contradiction: it happened, and what follows is the law's.
fn check_totals(fact: &ElectionTallied) -> Result<(), Refusal> {
    let (valid, invalid, returned) = (fact.valid, fact.invalid, fact.returned);
    if valid.checked_add(invalid) != Some(returned) {
        return Err(ElectionRefusal::BallotsDoNotAdd { valid, invalid, returned }.into());
    }
    for one in &fact.tallies {
        let counted = [Some(one.in_favour), one.against, one.abstain];
        let votes: u64 = counted.into_iter().flatten().map(u64::from).sum();
        let whole = one.against.is_some() && one.abstain.is_some();
        let fits = if whole { votes == u64::from(valid) } else { votes <= u64::from(valid) };
        if !fits {
            let candidate = one.candidate;
            return Err(ElectionRefusal::VotesDoNotAdd { candidate, votes, valid }.into());
        }
    }
    match fact.write_ins.iter().find(|one| one.votes > valid) {
        Some(one) => {
            let (candidate, votes) = (one.candidate, u64::from(one.votes));
            Err(ElectionRefusal::VotesDoNotAdd { candidate, votes, valid }.into())
        }
        None => Ok(()),
    }
}

fn admit_reduced(state: &State, fact: &SeatsReduced) -> Result<(), Refusal> {
    let (election, call) = called(state, fact.election)?;
    check_post(call, fact.election, fact.post_kind)?;
    let motion = state.motions.get(&fact.motion);
    let motion = motion.ok_or(Refusal::Unknown(fact.motion.into()))?;
    if !state.is_voted(motion) {
        return Err(MotionRefusal::NotVoted(fact.motion).into());
    }
    let (before, after) = (election.seats(fact.post_kind).unwrap_or_default(), fact.seats);
    if after == 0 || after >= before {
        return Err(ElectionRefusal::NotReduced { before, after }.into());
    }
    Ok(())
}

fn admit_declared(state: &State, fact: &ElectionDeclared) -> Result<(), Refusal> {
    let (election, call) = called(state, fact.election)?;
    if fact.round == 0 {
        return Err(ElectionRefusal::NoSuchRound.into());
    }
    if election.declared.contains_key(&fact.round) {
        let (election, round) = (fact.election, fact.round);
        return Err(ElectionRefusal::RoundAlready { election, round }.into());
    }
    if let Some(meeting) = fact.meeting {
        let held = state.check_held(meeting)?;
        if fact.happened.last_day() < held.on.first_day() {
            return Err(Refusal::EndsBeforeItBegins { begins: held.on, ends: fact.happened });
        }
    }
    let mut seen = BTreeSet::new();
    for one in &fact.elected {
        election.candidate(one.candidate, fact.election)?;
        check_post(call, fact.election, one.post_kind)?;
        if !seen.insert((one.candidate, one.post_kind)) {
            return Err(ElectionRefusal::TwiceNamed(one.candidate).into());
        }
        let mut earlier = election.declared.values().flat_map(|declared| &declared.elected);
        if earlier.any(|(candidate, seat)| (*candidate, seat.0) == (one.candidate, one.post_kind)) {
            return Err(ElectionRefusal::ElectedAlready(one.candidate).into());
        }
    }
    Ok(())
}

fn admit_approved(state: &State, fact: &ElectionApproved) -> Result<(), Refusal> {
    called(state, fact.election)?;
    if fact.reply == ReplyKind::Filed && fact.subject != ReportSubject::Result {
        return Err(ElectionRefusal::ReplyDoesNotFit(fact.subject).into());
    }
    check_body(state, fact.body, fact.happened)
}

/// Candidates on the ballots of a count stand in its election, and that is no secret vote: a count
/// holds what each ballot says.
pub(super) fn check_count(state: &State, fact: &CountOpened) -> Result<(), Refusal> {
    let Some(id) = fact.election else { return Ok(()) };
    let (election, call) = called(state, id)?;
    if call.secret {
        return Err(CountRefusal::SecretVote(id).into());
    }
    election.check_each(fact.candidates.iter().copied(), id)
}

/// A post that an election filled: it declared this person elected to it, in this body, by then.
pub(super) fn check_filled(state: &State, fact: &PostFilled) -> Result<(), Refusal> {
    let Some(id) = fact.election else { return Ok(()) };
    let (election, call) = called(state, id)?;
    let (person, post, seat) = (fact.person, fact.post_kind, seat_filled(fact));
    let declared = election.declared.values().find(|declared| {
        declared.elected.iter().any(|(candidate, elected)| {
            let who = election.candidates.get(candidate).map(|one| one.person);
            who == Some(person) && *elected == seat
        })
    });
    let Some(declared) = declared.filter(|_| is_of(state, fact, call)) else {
        return Err(ElectionRefusal::NotDeclared { person, election: id, post }.into());
    };
    if fact.happened.last_day() < declared.on.first_day() {
        return Err(Refusal::EndsBeforeItBegins { begins: declared.on, ends: fact.happened });
    }
    if fact.corrects.is_none() && election.filled.contains(&(person, seat)) {
        return Err(ElectionRefusal::FilledAlready { person, election: id }.into());
    }
    Ok(())
}

/// Whether the post is one of the body that was to be elected, or of a body right below it: the
/// first committee of an assembly does not exist when its election is called.
fn is_of(state: &State, fact: &PostFilled, call: &Call) -> bool {
    let body = state.bodies.get(&fact.body);
    let above = body.and_then(|body| body.parents.range(..=fact.happened).next_back());
    call.body == fact.body || above.is_some_and(|(_, parent)| *parent == call.body)
}
