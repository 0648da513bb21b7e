//! Elections: candidates with what was found about them, lists, rounds, results, replies.

use super::Projections;
use super::committees::Seat;
use super::noted::{Corrected, Facts, Late, Noted, Stamp, Stated, plain};
use super::shelf::{Kept, Unreadable};
use crate::domain::{
    BodyId, CandidateId, ElectedBase, ElectionId, ElectionKind, Fingerprint, Happened, Label, Line,
    ListOrder, ListStage, MeetingId, MotionId, NominationSource, PersonId, PostId, PostKind,
    RankKey, ReplyKind, ReportSubject, ReviewCriterion, ReviewResult, RollId, Text, TieRule,
    VotingMethod,
};
use crate::event::election::{
    CandidateNominated, CandidateReviewed, CandidateTally, ElectionCalled, ElectionDeclared,
    ElectionTallied, ScrutineersChosen, Seats, WriteIn,
};
use crate::event::person::SealRef;
use crate::event::{Event, Sealed};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An election.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ElectionRow {
    /// The election.
    pub election: ElectionId,
    /// How it was called; none when that is not recorded.
    pub called: Option<Stated<Call>>,
    /// Everybody who was nominated or written in, in the order of nomination.
    pub candidates: Vec<CandidateRow>,
    /// Lists of candidates, earliest first.
    pub lists: Vec<Stated<CandidateList>>,
    /// Who watched and who counted.
    pub scrutineers: Vec<Stated<Scrutineers>>,
    /// Every count, by round.
    pub rounds: Vec<Stated<Round>>,
    /// Reductions of seats, earliest first.
    pub reductions: Vec<Stated<Reduction>>,
    /// Every declaration, by round.
    pub declared: Vec<Stated<Declaration>>,
    /// How late the last declaration was recorded.
    pub declared_late: Option<Late>,
    /// What was put before the superior, earliest first.
    pub reported: Vec<Stated<Report>>,
    /// What the superior replied, earliest first.
    pub replies: Vec<Stated<Reply>>,
    /// Posts that were filled by it, earliest first.
    pub posts: Vec<Post>,
}

/// How an election was called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Body whose posts are to be filled.
    pub body: BodyId,
    /// What is elected.
    pub election_kind: ElectionKind,
    /// Name.
    pub name: Option<Line>,
    /// Short name in documents.
    pub label: Option<Label>,
    /// Meeting that elects, if known then.
    pub meeting: Option<MeetingId>,
    /// Seats by post.
    pub seats: Vec<Seats>,
    /// How the vote is taken.
    pub method: VotingMethod,
    /// SHA-256 of the election method.
    pub method_text: Option<Fingerprint>,
    /// Motion by which it was adopted.
    pub method_motion: Option<MotionId>,
    /// Of which number more than half elects, if the method says so.
    pub elected_base: Option<ElectedBase>,
    /// How those above the line are ranked, if the method says so.
    pub rank_key: Option<RankKey>,
    /// What decides a tie at the last seat, if the method says so.
    pub tie_rule: Option<TieRule>,
    /// Roll of units whose owners elect.
    pub roll: Option<RollId>,
    /// Number of the term.
    pub term_number: Option<u32>,
    /// Length of the term in years.
    pub term_years: Option<u32>,
    /// Rule book in force when it was called.
    pub book: Fingerprint,
}

/// Somebody who stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CandidateRow {
    /// The candidate.
    pub candidate: CandidateId,
    /// When and how it came about.
    #[serde(flatten)]
    pub nominated: Stated<Nomination>,
    /// What was found, earliest first.
    pub reviews: Vec<Stated<Review>>,
    /// That they no longer stand.
    pub withdrawn: Option<Stated<Withdrawn>>,
}

/// A nomination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nomination {
    /// Who.
    pub person: PersonId,
    /// Commitment to the name as published.
    pub name: Option<SealRef>,
    /// For which post.
    pub post_kind: PostKind,
    /// For which building or unit.
    pub constituency: Option<Line>,
    /// How it came about.
    pub source: NominationSource,
    /// Body that nominated.
    pub nominated_by: Option<BodyId>,
    /// How many supported it.
    pub supporters: Option<u32>,
    /// Whether the person agreed.
    pub consented: bool,
}

/// What was found about a candidate; the evidence stays sealed in its entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// For what.
    pub criterion: ReviewCriterion,
    /// What was found.
    pub result: ReviewResult,
    /// Number of a document.
    pub document: Option<Line>,
    /// Who looked.
    pub reviewer: Option<PersonId>,
    /// Body that looked.
    pub reviewed_by: Option<BodyId>,
}

/// That a candidate no longer stands; the reason stays sealed in its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {}

/// A list of candidates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateList {
    /// Prospective or on the ballot.
    pub stage: ListStage,
    /// The candidates in their order.
    pub candidates: Vec<CandidateId>,
    /// Which order that is.
    pub order: Option<ListOrder>,
}

/// Who watches and who counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scrutineers {
    /// At which meeting they were chosen.
    pub meeting: Option<MeetingId>,
    /// Those who watch.
    pub scrutineers: Vec<PersonId>,
    /// Those who count.
    pub tellers: Vec<PersonId>,
    /// How the meeting agreed.
    pub method: Option<VotingMethod>,
    /// Motion by which it agreed.
    pub motion: Option<MotionId>,
}

/// A round as counted: totals only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// At which meeting.
    pub meeting: MeetingId,
    /// Which round, from 1.
    pub round: u32,
    /// What it is for.
    pub round_kind: crate::domain::RoundKind,
    /// How many are to be elected in it.
    pub seats: Option<u32>,
    /// Due with the right to elect.
    pub due: u32,
    /// Of these, present.
    pub present: u32,
    /// Ballots handed out.
    pub issued: u32,
    /// Ballots taken back.
    pub returned: u32,
    /// Of these, valid.
    pub valid: u32,
    /// Of these, invalid.
    pub invalid: u32,
    /// What each candidate on the ballot got.
    pub tallies: Vec<CandidateTally>,
    /// What those written in got.
    pub write_ins: Vec<WriteIn>,
}

/// Fewer seats by consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reduction {
    /// Seats of which post.
    pub post_kind: PostKind,
    /// How many now.
    pub seats: u32,
    /// Motion by which the electors agreed.
    pub motion: MotionId,
}

/// A result as declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Where.
    pub meeting: Option<MeetingId>,
    /// Of which round.
    pub round: u32,
    /// Those elected.
    pub elected: Vec<ElectedTo>,
    /// Where or how it was made known.
    pub place: Option<Line>,
    /// What was said besides.
    pub remark: Option<Text>,
}

/// Somebody elected, and to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectedTo {
    /// Which candidate.
    pub candidate: CandidateId,
    /// To which post.
    pub post_kind: PostKind,
    /// For which building or unit.
    pub constituency: Option<Line>,
}

/// Something put before the superior.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What.
    pub subject: ReportSubject,
    /// To which body.
    pub to: Option<BodyId>,
    /// Number of the document.
    pub document: Option<Line>,
}

/// What the superior replied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// About what.
    pub subject: ReportSubject,
    /// What it says.
    pub reply: ReplyKind,
    /// Who replied.
    pub body: Option<BodyId>,
    /// Number of the document.
    pub document: Option<Line>,
}

/// A post that the election filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Post {
    /// The post.
    pub post: PostId,
    /// Who.
    pub person: PersonId,
    /// Which post.
    pub post_kind: PostKind,
    /// For which building or unit.
    pub constituency: Option<Line>,
    /// Since when.
    pub from: Happened,
    /// When it became vacant.
    pub vacated: Option<Happened>,
}

/// How far an election has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ElectionStage {
    /// Called.
    Called,
    /// There are candidates.
    Nominated,
    /// There is a list.
    Listed,
    /// A round was counted.
    Tallied,
    /// A result was declared.
    Declared,
    /// The result was put before the superior, who has not replied.
    Reported,
    /// The superior refused the result.
    Refused,
    /// The superior approved the result, or filed it.
    Approved,
}

impl ElectionRow {
    /// What was so on a day: everything dated later is left out.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Self {
        let mut row = self.clone();
        row.called = row.called.filter(|one| one.on.begun_on(day));
        row.candidates.retain(|one| one.nominated.on.begun_on(day));
        for candidate in &mut row.candidates {
            candidate.reviews.retain(|one| one.on.begun_on(day));
            candidate.withdrawn = candidate.withdrawn.take().filter(|one| one.on.begun_on(day));
        }
        row.lists.retain(|one| one.on.begun_on(day));
        row.scrutineers.retain(|one| one.on.begun_on(day));
        row.rounds.retain(|one| one.on.begun_on(day));
        row.reductions.retain(|one| one.on.begun_on(day));
        row.declared.retain(|one| one.on.begun_on(day));
        row.reported.retain(|one| one.on.begun_on(day));
        row.replies.retain(|one| one.on.begun_on(day));
        row.posts.retain(|one| one.from.begun_on(day));
        for post in &mut row.posts {
            post.vacated = post.vacated.filter(|at| at.begun_on(day));
        }
        row
    }

    /// How far it has come.
    pub fn stage(&self) -> ElectionStage {
        let result = |one: &&Stated<Reply>| one.subject == ReportSubject::Result;
        let reported = self.reported.iter().any(|one| one.subject == ReportSubject::Result);
        match self.replies.iter().rfind(result).map(|one| one.reply) {
            Some(ReplyKind::Refused) => ElectionStage::Refused,
            Some(ReplyKind::Approved | ReplyKind::Filed) => ElectionStage::Approved,
            None if reported => ElectionStage::Reported,
            None if !self.declared.is_empty() => ElectionStage::Declared,
            None if !self.rounds.is_empty() => ElectionStage::Tallied,
            None if !self.lists.is_empty() => ElectionStage::Listed,
            None if !self.candidates.is_empty() => ElectionStage::Nominated,
            None => ElectionStage::Called,
        }
    }

    /// Seats of a post: those called for, or as reduced last.
    pub fn seats(&self, post: PostKind) -> Option<u32> {
        let reduced = self.reductions.iter().rfind(|one| one.post_kind == post);
        let called = self.called.iter().flat_map(|call| &call.seats);
        let called = called.filter(|one| one.post_kind == post).map(|one| one.seats).next();
        reduced.map(|one| one.seats).or(called)
    }

    /// A candidate.
    pub fn candidate(&self, id: CandidateId) -> Option<&CandidateRow> {
        self.candidates.iter().find(|one| one.candidate == id)
    }

    /// Everybody declared elected so far, by round.
    pub fn elected(&self) -> impl Iterator<Item = (u32, &ElectedTo)> {
        let rounds = self.declared.iter();
        rounds.flat_map(|one| one.elected.iter().map(|elected| (one.round, elected)))
    }

    /// Those of the last list of this stage, in its order.
    pub fn list(&self, stage: ListStage) -> Option<&Stated<CandidateList>> {
        self.lists.iter().rfind(|list| list.stage == stage)
    }
}

/// What is kept about an election.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct ElectionFacts {
    facts: Facts<ElectionFact>,
}

impl Kept for ElectionFacts {
    const TABLE: &'static str = "elections";
    type Key = ElectionId;
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
    Reduced(Reduction),
    Declared(Box<Declaration>),
    Reported(Report),
    Replied(Reply),
}

/// Takes in what an event says about elections.
pub(super) fn apply(all: &mut Projections, stamp: &Stamp, event: &Event) -> Result<(), Unreadable> {
    if let Some((election, fact)) = fact_of(event) {
        all.elections.change(election)?.facts.note(stamp, fact);
    }
    Ok(())
}

fn fact_of(event: &Event) -> Option<(ElectionId, ElectionFact)> {
    match event {
        Event::ElectionCalled(event) => {
            Some((event.election, ElectionFact::Called(Box::new(call(event)))))
        }
        Event::CandidateNominated(event) => {
            let nomination = Box::new(nomination(event));
            Some((event.election, ElectionFact::Nominated(event.candidate, nomination)))
        }
        Event::CandidateReviewed(event) => {
            let review = Box::new(review(event));
            Some((event.election, ElectionFact::Reviewed(event.candidate, review)))
        }
        Event::CandidateWithdrawn(event) => {
            Some((event.election, ElectionFact::Withdrawn(event.candidate)))
        }
        Event::CandidatesListed(event) => {
            let candidates = event.candidates.clone();
            let list = CandidateList { stage: event.stage, candidates, order: event.order };
            Some((event.election, ElectionFact::Listed(list)))
        }
        Event::ScrutineersChosen(event) => {
            let chosen = Box::new(scrutineers(event));
            Some((event.election, ElectionFact::Scrutineers(chosen)))
        }
        Event::ElectionTallied(event) => {
            Some((event.election, ElectionFact::Tallied(Box::new(round(event)))))
        }
        _ => result_of(event),
    }
}

/// What comes after the count.
fn result_of(event: &Event) -> Option<(ElectionId, ElectionFact)> {
    match event {
        Event::SeatsReduced(event) => {
            let (post_kind, seats, motion) = (event.post_kind, event.seats, event.motion);
            Some((event.election, ElectionFact::Reduced(Reduction { post_kind, seats, motion })))
        }
        Event::ElectionDeclared(event) => {
            Some((event.election, ElectionFact::Declared(Box::new(declaration(event)))))
        }
        Event::ElectionReported(event) => {
            let document = plain(event.document.as_ref());
            let report = Report { subject: event.subject, to: event.to, document };
            Some((event.election, ElectionFact::Reported(report)))
        }
        Event::ElectionApproved(event) => {
            let document = plain(event.document.as_ref());
            let (subject, reply, body) = (event.subject, event.reply, event.body);
            Some((event.election, ElectionFact::Replied(Reply { subject, reply, body, document })))
        }
        _ => None,
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
    fn each_stated<T: Clone>(&self, pick: impl Fn(&ElectionFact) -> Option<&T>) -> Vec<Stated<T>> {
        let facts = self.facts.in_order();
        let picked = facts.iter().filter_map(|noted| Some((noted, pick(&noted.fact)?)));
        picked.map(|(noted, what)| noted.stated(what.clone())).collect()
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
            let about = |row: &&mut CandidateRow, id| row.candidate == id;
            match &noted.fact {
                ElectionFact::Reviewed(id, review) => {
                    if let Some(row) = rows.iter_mut().find(|row| about(row, *id)) {
                        row.reviews.push(noted.stated((**review).clone()));
                    }
                }
                ElectionFact::Withdrawn(id) => {
                    if let Some(row) = rows.iter_mut().find(|row| about(row, *id)) {
                        row.withdrawn.get_or_insert(noted.stated(Withdrawn {}));
                    }
                }
                _ => {}
            }
        }
        rows
    }

    fn called(&self) -> Option<(&Noted<ElectionFact>, &Call)> {
        self.facts.first(|fact| match fact {
            ElectionFact::Called(call) => Some(&**call),
            _ => None,
        })
    }

    /// Body whose posts are to be filled.
    pub(crate) fn body(&self) -> Option<BodyId> {
        self.called().map(|(_, call)| call.body)
    }

    fn rounds(&self) -> Vec<Stated<Round>> {
        let mut rounds = self.each_stated(|fact| match fact {
            ElectionFact::Tallied(round) => Some(&**round),
            _ => None,
        });
        // Two rounds at one meeting have its time, both of them.
        rounds.sort_by_key(|one| one.round);
        rounds
    }

    fn declared(&self) -> Vec<Stated<Declaration>> {
        let mut declared = self.each_stated(|fact| match fact {
            ElectionFact::Declared(declaration) => Some(&**declaration),
            _ => None,
        });
        declared.sort_by_key(|one| one.round);
        declared
    }

    /// The row; `seats` are those of the body.
    pub(crate) fn row(&self, election: ElectionId, seats: &[Seat]) -> ElectionRow {
        let own = seats.iter().filter(|seat| seat.holding.election == Some(election));
        let last_declared = self.facts.last(|fact| match fact {
            ElectionFact::Declared(_) => Some(()),
            _ => None,
        });
        ElectionRow {
            election,
            called: self.called().map(|(noted, call)| noted.stated(call.clone())),
            candidates: self.candidates(),
            lists: self.each_stated(|fact| match fact {
                ElectionFact::Listed(list) => Some(list),
                _ => None,
            }),
            scrutineers: self.each_stated(|fact| match fact {
                ElectionFact::Scrutineers(chosen) => Some(&**chosen),
                _ => None,
            }),
            rounds: self.rounds(),
            reductions: self.each_stated(|fact| match fact {
                ElectionFact::Reduced(reduction) => Some(reduction),
                _ => None,
            }),
            declared: self.declared(),
            declared_late: last_declared.and_then(|(noted, ())| noted.late()),
            reported: self.each_stated(|fact| match fact {
                ElectionFact::Reported(report) => Some(report),
                _ => None,
            }),
            replies: self.each_stated(|fact| match fact {
                ElectionFact::Replied(reply) => Some(reply),
                _ => None,
            }),
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

impl CandidateRow {
    /// Whether the nomination was corrected.
    pub fn corrected(&self) -> Option<&Corrected> {
        self.nominated.corrected.as_ref()
    }
}
