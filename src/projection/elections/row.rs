//! Rows of elections: what a question about one is answered from.

use crate::domain::{
    BodyId, CandidateId, CountId, ElectedBase, ElectionId, ElectionKind, Electorate, Fingerprint,
    Happened, Label, Line, ListOrder, ListStage, MeetingId, MotionId, NominationSource, PersonId,
    PostId, PostKind, RankKey, ReplyKind, ReportSubject, ReviewCriterion, ReviewResult, RollId,
    Text, TieRule, VotingMethod,
};
use crate::event::election::{CandidateTally, Seats, WriteIn};
use crate::event::person::SealRef;
use crate::projection::noted::{Corrected, Late, Stated};
use chrono::NaiveDate;
use schemars::JsonSchema;
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
    /// Every count of secret ballots, by round.
    pub rounds: Vec<Stated<Round>>,
    /// Every count of recorded votes of owners, earliest first.
    pub counts: Vec<AtCount>,
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
    /// Who elects a residents' committee, if recorded.
    #[serde(default)]
    pub electorate: Option<Electorate>,
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
    pub round_kind: domain::RoundKind,
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

/// A count of recorded votes; its totals are its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AtCount {
    /// The count.
    pub count: CountId,
    /// Meeting that elects by it.
    pub meeting: MeetingId,
    /// When it was opened.
    pub opened: Happened,
    /// When its result was certified.
    pub certified: Option<Happened>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
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
        row.counts.retain(|one| one.opened.begun_on(day));
        for count in &mut row.counts {
            count.certified = count.certified.filter(|at| at.begun_on(day));
        }
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
            None if self.is_counted() => ElectionStage::Tallied,
            None if !self.lists.is_empty() => ElectionStage::Listed,
            None if !self.candidates.is_empty() => ElectionStage::Nominated,
            None => ElectionStage::Called,
        }
    }

    /// Whether any votes were counted.
    pub fn is_counted(&self) -> bool {
        !self.rounds.is_empty() || self.certified().next().is_some()
    }

    /// Certified counts by the number of their round: they take the numbers that no tally has.
    pub fn certified(&self) -> impl Iterator<Item = (u32, &AtCount)> {
        let taken = |number: &u32| self.rounds.iter().any(|round| round.round == *number);
        let numbers = (1..).filter(move |number| !taken(number));
        numbers.zip(&self.counts).filter(|(_, count)| count.certified.is_some())
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

impl CandidateRow {
    /// Whether the nomination was corrected.
    pub fn corrected(&self) -> Option<&Corrected> {
        self.nominated.corrected.as_ref()
    }
}
