//! Elections: called, candidates nominated and reviewed, counted, declared, reported.
//!
//! A secret count stands in one entry, [`ElectionTallied`]: totals by candidate and nothing else. It
//! names no person, no unit and no ballot, and no time but the meeting's own, so no order of
//! recording and no pair of entries says who voted for whom.

use crate::domain::{
    Bilingual, BodyId, CandidateId, ElectedBase, ElectionId, ElectionKind, Electorate, Fingerprint,
    Label, Line, ListOrder, ListStage, MeetingId, MotionId, NominationSource, PersonId, PostKind,
    RankKey, ReplyKind, ReportSubject, ReviewCriterion, ReviewResult, RollId, RoundKind, Text,
    TieRule, VotingMethod,
};
use crate::event::classified::{Office, Plain, Public, Sealed, plain, record};
use crate::event::fact::{Said, event};
use crate::event::names::{Names, shown};

plain! {
    ElectedBase, Electorate, ListOrder, ListStage, NominationSource, RankKey, ReplyKind, ReportSubject,
    ReviewCriterion, ReviewResult, RoundKind, TieRule, ElectionKind,
}

record! {
    /// How many are to be elected to a post (应选名额).
    pub struct Seats {
        /// Which post (职务).
        post_kind: PostKind,
        /// How many (名额).
        seats: u32,
    }
}

event! {
    /// An election is called (选举开始): who is to be elected to what, by which method.
    "election.called", 1, creates(election: ElectionId), tags(election, body, meeting);
    pub struct ElectionCalled {
        /// Body whose posts are to be filled (哪个组织的职务).
        body: BodyId,
        /// What is elected; it decides which rule applies (选举类别).
        election_kind: ElectionKind,
        /// Name, for example with the number of the term (选举名称).
        name: Option<Plain<Line>>,
        /// Short name used in documents as @label (标签).
        label: Option<Plain<Label>>,
        /// Meeting that elects, once it is known (选举会议).
        meeting: Option<MeetingId>,
        /// Seats by post (应选名额).
        #[serde(default)]
        seats: Vec<Seats>,
        /// How the vote is taken (选举方式).
        method: VotingMethod,
        /// SHA-256 of the election method as adopted (选举办法).
        method_text: Option<Fingerprint>,
        /// Motion by which the election method was adopted (通过选举办法的决议).
        method_motion: Option<MotionId>,
        /// Of which number more than half elects, if the method says so (当选票数的基数).
        elected_base: Option<ElectedBase>,
        /// How those above the line are ranked, if the method says so (排序规则).
        rank_key: Option<RankKey>,
        /// What decides a tie at the last seat, if the method says so (并列处理).
        tie_rule: Option<TieRule>,
        /// Who elects a residents' committee (选举方式: 全体、户代表、居民代表).
        electorate: Option<Electorate>,
        /// Roll of units whose owners elect (业主名册).
        roll: Option<RollId>,
        /// Number of the term, from 1 (届次).
        term_number: Option<u32>,
        /// Length of the term in years (任期年数).
        term_years: Option<u32>,
        /// Rule book in force, SHA-256; the program fills it in (规则快照).
        book: Fingerprint,
    }
}

event! {
    /// Somebody becomes a candidate (提名).
    "election.candidate_nominated", 1, creates(candidate: CandidateId),
    tags(candidate, election, person);
    pub struct CandidateNominated {
        /// In which election.
        election: ElectionId,
        /// Who.
        person: PersonId,
        /// Name as printed when it was published (公布的姓名).
        name: Option<Sealed<Line, Public>>,
        /// For which post (拟任职务).
        post_kind: PostKind,
        /// For which building or unit, where each has a post of its own (楼栋单元).
        constituency: Option<Plain<Line>>,
        /// How it came about (提名方式).
        source: NominationSource,
        /// Body that nominated (提名组织).
        nominated_by: Option<BodyId>,
        /// How many supported it (联名或推荐人数).
        supporters: Option<u32>,
        /// Whether the person agreed to stand (本人同意).
        #[serde(default)]
        consented: bool,
    }
}

event! {
    /// A candidate is looked at for one criterion (资格审查).
    "election.candidate_reviewed", 1, tags(candidate, election);
    pub struct CandidateReviewed {
        /// In which election.
        election: ElectionId,
        /// Which candidate.
        candidate: CandidateId,
        /// For what (审查项目).
        criterion: ReviewCriterion,
        /// What was found (审查结论).
        result: ReviewResult,
        /// What it rests on (依据).
        evidence: Option<Sealed<Text, Office>>,
        /// Number of a document that says so (文号).
        document: Option<Plain<Line>>,
        /// Who looked, if a person did (审查人).
        reviewer: Option<PersonId>,
        /// Body that looked (审查单位).
        reviewed_by: Option<BodyId>,
    }
}

event! {
    /// A candidate no longer stands (候选人退出).
    "election.candidate_withdrawn", 1, tags(candidate, election);
    pub struct CandidateWithdrawn {
        /// In which election.
        election: ElectionId,
        /// Which candidate.
        candidate: CandidateId,
        /// Why (原因).
        reason: Option<Sealed<Line, Office>>,
    }
}

event! {
    /// Scrutineers and tellers are chosen (推选监票人、计票人).
    "election.scrutineers_chosen", 1, tags(election, meeting);
    pub struct ScrutineersChosen {
        /// For which election.
        election: ElectionId,
        /// At which meeting.
        meeting: Option<MeetingId>,
        /// Those who watch over the vote (监票人).
        #[serde(default)]
        scrutineers: Vec<PersonId>,
        /// Those who count (计票人).
        #[serde(default)]
        tellers: Vec<PersonId>,
        /// How the meeting agreed (通过方式).
        method: Option<VotingMethod>,
        /// Motion by which the meeting agreed (通过的决议).
        motion: Option<MotionId>,
    }
}

event! {
    /// The candidates are put on a list (候选人名单).
    "election.listed", 1, tags(election);
    pub struct CandidatesListed {
        /// In which election.
        election: ElectionId,
        /// Prospective or on the ballot (预备人选或正式候选人).
        stage: ListStage,
        /// The candidates in their order (名单).
        #[serde(default)]
        candidates: Vec<CandidateId>,
        /// Which order that is (排列顺序).
        order: Option<ListOrder>,
    }
}

record! {
    /// What a candidate on the ballot got: totals of a round (得票).
    pub struct CandidateTally {
        /// Which candidate.
        candidate: CandidateId,
        /// In favour (赞成).
        in_favour: u32,
        /// Against, where the ballot offers it (反对).
        against: Option<u32>,
        /// Abstaining, where the ballot offers it (弃权).
        abstain: Option<u32>,
    }
}

record! {
    /// What somebody got who was written in (另选他人得票).
    pub struct WriteIn {
        /// Whom; nominated as written in.
        candidate: CandidateId,
        /// Ballots that name them (得票).
        votes: u32,
    }
}

event! {
    /// A round of voting is counted (计票): totals only, all of them in this one entry.
    "election.tallied", 1, tags(election, meeting);
    pub struct ElectionTallied {
        /// Which election.
        election: ElectionId,
        /// At which meeting; the time is that of the meeting and no other.
        meeting: MeetingId,
        /// Which round, from 1 (第几轮).
        round: u32,
        /// What the round is for (本轮性质).
        round_kind: RoundKind,
        /// How many are to be elected in it (本轮应选名额).
        seats: Option<u32>,
        /// Those due to attend with the right to elect (有选举权应到).
        due: u32,
        /// Of these, present when the ballots were handed out (有选举权实到).
        present: u32,
        /// Ballots handed out (发出选票).
        issued: u32,
        /// Ballots taken back (收回选票).
        returned: u32,
        /// Of these, valid (有效票).
        valid: u32,
        /// Of these, invalid (无效票).
        invalid: u32,
        /// What each candidate on the ballot got (候选人得票).
        #[serde(default)]
        tallies: Vec<CandidateTally>,
        /// What those written in got (另选他人得票).
        #[serde(default)]
        write_ins: Vec<WriteIn>,
    }
}

event! {
    /// Fewer are to be elected than were called for, by consent of the electors (减少名额).
    "election.seats_reduced", 1, tags(election, motion);
    pub struct SeatsReduced {
        /// In which election.
        election: ElectionId,
        /// Seats of which post (职务).
        post_kind: PostKind,
        /// How many there are to be now (减少后名额).
        seats: u32,
        /// Motion by which the electors agreed; its vote holds the numbers (同意减少名额的决议).
        motion: MotionId,
    }
}

record! {
    /// Somebody elected to a post (当选).
    pub struct Elected {
        /// Which candidate.
        candidate: CandidateId,
        /// To which post (职务).
        post_kind: PostKind,
        /// For which building or unit, where each has a post of its own (楼栋单元).
        constituency: Option<Plain<Line>>,
    }
}

event! {
    /// A result is declared (宣布当选). Kept apart from what is computed, so that both compare.
    "election.declared", 1, tags(election, meeting);
    pub struct ElectionDeclared {
        /// Of which election.
        election: ElectionId,
        /// Where it was declared (宣布的会议).
        meeting: Option<MeetingId>,
        /// Of which round, from 1 (第几轮).
        round: u32,
        /// Those elected in it; empty when nobody was, or the round was void (当选人).
        #[serde(default)]
        elected: Vec<Elected>,
        /// Where or how it was made known (公布方式).
        place: Option<Plain<Line>>,
        /// What was said besides (说明).
        remark: Option<Plain<Text>>,
    }
}

event! {
    /// Something about the election goes to the superior (报上级).
    "election.reported", 1, tags(election, to);
    pub struct ElectionReported {
        /// Which election.
        election: ElectionId,
        /// What is put before them (报送事项).
        subject: ReportSubject,
        /// To which body (报送机关).
        to: Option<BodyId>,
        /// Number of the document (文号).
        document: Option<Plain<Line>>,
    }
}

event! {
    /// The superior replies (上级批复、备案).
    "election.approved", 1, tags(election, body);
    pub struct ElectionApproved {
        /// Which election.
        election: ElectionId,
        /// What the reply is about (批复事项).
        subject: ReportSubject,
        /// What it says (批复意见).
        reply: ReplyKind,
        /// Who replied (批复机关).
        body: Option<BodyId>,
        /// Number of the document (文号).
        document: Option<Plain<Line>>,
    }
}

/// 书记 1 名、副书记 1 名
fn seats_words(seats: &[Seats]) -> Bilingual {
    let each = |zh: bool| {
        let told = seats.iter().map(|one| {
            let (post, count) = (one.post_kind.name(), one.seats);
            if zh { format!("{} {count} 名", post.zh) } else { format!("{count} {}", post.en) }
        });
        told.collect::<Vec<_>>().join(if zh { "、" } else { ", " })
    };
    Bilingual::new(each(true), each(false))
}

impl Said for ElectionCalled {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, kind, seats) =
            (names.body(self.body), self.election_kind.name(), seats_words(&self.seats));
        Bilingual::new(
            format!("{}开始{}:应选{}。", body.zh, kind.zh, seats.zh),
            format!("{} of {} was called: {} to be elected.", kind.en, body.en, seats.en),
        )
    }
}

impl Said for CandidateNominated {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let person =
            self.name.as_ref().map_or_else(|| names.person(self.person), |n| shown(n, names));
        let (election, post) = (names.election(self.election), self.post_kind.name());
        let place = place_words(self.constituency.as_ref());
        Bilingual::new(
            format!(
                "{}成为{}的{}{}候选人({})。",
                person.zh,
                election.zh,
                place.zh,
                post.zh,
                self.source.zh()
            ),
            format!(
                "{} became a candidate for {}{} in {} ({}).",
                person.en,
                post.en,
                place.en,
                election.en,
                self.source.en()
            ),
        )
    }
}

/// Where a post is, before its name in Chinese and behind it in English.
fn place_words(constituency: Option<&Plain<Line>>) -> Bilingual {
    constituency.map_or_else(
        || Bilingual::new("", ""),
        |place| Bilingual::new(place.as_str(), format!(" ({})", place.as_str())),
    )
}

impl Said for CandidateReviewed {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (who, what, found) =
            (names.candidate(self.candidate), self.criterion.name(), self.result.name());
        Bilingual::new(
            format!("候选人{}资格审查:{},{}。", who.zh, what.zh, found.zh),
            format!("Candidate {} was looked at: {}: {}.", who.en, what.en, found.en),
        )
    }
}

impl Said for CandidateWithdrawn {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (who, election) = (names.candidate(self.candidate), names.election(self.election));
        Bilingual::new(
            format!("{}退出{}。", who.zh, election.zh),
            format!("{} no longer stands in {}.", who.en, election.en),
        )
    }
}

impl Said for ScrutineersChosen {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let election = names.election(self.election);
        let (watching, counting) =
            (persons(&self.scrutineers, names), persons(&self.tellers, names));
        let (zh, en) = if self.tellers.is_empty() {
            (String::new(), String::new())
        } else {
            (format!(",计票人{}", counting.zh), format!(", tellers {}", counting.en))
        };
        Bilingual::new(
            format!("{}推选监票人{}{zh}。", election.zh, watching.zh),
            format!("Chosen for {}: scrutineers {}{en}.", election.en, watching.en),
        )
    }
}

fn persons(people: &[PersonId], names: &dyn Names) -> Bilingual {
    let named: Vec<Bilingual> = people.iter().map(|person| names.person(*person)).collect();
    let join = |pick: fn(&Bilingual) -> &str, by: &str| {
        named.iter().map(pick).collect::<Vec<_>>().join(by)
    };
    Bilingual::new(join(|name| &name.zh, "、"), join(|name| &name.en, ", "))
}

impl Said for CandidatesListed {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (election, stage, count) =
            (names.election(self.election), self.stage.name(), self.candidates.len());
        Bilingual::new(
            format!("{}{}名单:{count} 人。", election.zh, stage.zh),
            format!("List of {} in {}: {count}.", stage.en, election.en),
        )
    }
}

impl Said for ElectionTallied {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (election, kind, round) =
            (names.election(self.election), self.round_kind.name(), self.round);
        let (due, present, issued, returned) = (self.due, self.present, self.issued, self.returned);
        let (valid, invalid) = (self.valid, self.invalid);
        let each = |zh: bool| {
            let listed = self.tallies.iter().map(|one| (one.candidate, one.in_favour));
            let written = self.write_ins.iter().map(|one| (one.candidate, one.votes));
            let told = listed.chain(written).map(|(candidate, votes)| {
                let name = names.candidate(candidate);
                if zh { format!("{} {votes} 票", name.zh) } else { format!("{} {votes}", name.en) }
            });
            told.collect::<Vec<_>>().join(if zh { "、" } else { ", " })
        };
        Bilingual::new(
            format!(
                "{}第 {round} 轮({})计票:应到 {due},实到 {present},发出 {issued},收回 {returned},\
                 有效 {valid},无效 {invalid};{}。",
                election.zh,
                kind.zh,
                each(true)
            ),
            format!(
                "Count of {}, round {round} ({}): {due} due, {present} present, {issued} issued, \
                 {returned} returned, {valid} valid, {invalid} invalid; {}.",
                election.en,
                kind.en,
                each(false)
            ),
        )
    }
}

impl Said for SeatsReduced {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (election, post, seats) =
            (names.election(self.election), self.post_kind.name(), self.seats);
        let motion = names.motion(self.motion);
        Bilingual::new(
            format!("{}{}名额减为 {seats} 名({})。", election.zh, post.zh, motion.zh),
            format!("Seats of {} in {} reduced to {seats} ({}).", post.en, election.en, motion.en),
        )
    }
}

impl Said for ElectionDeclared {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        const NAMED_AT_MOST: usize = 12;
        let (election, round) = (names.election(self.election), self.round);
        if self.elected.is_empty() {
            return Bilingual::new(
                format!("宣布{}第 {round} 轮结果:无人当选。", election.zh),
                format!("Declared for {}, round {round}: nobody was elected.", election.en),
            );
        }
        let each = |zh: bool| {
            let told = self.elected.iter().take(NAMED_AT_MOST).map(|one| {
                let (name, post) = (names.candidate(one.candidate), one.post_kind.name());
                let place = place_words(one.constituency.as_ref());
                if zh {
                    format!("{}当选{}{}", name.zh, place.zh, post.zh)
                } else {
                    format!("{} as {}{}", name.en, post.en, place.en)
                }
            });
            told.collect::<Vec<_>>().join(if zh { "、" } else { ", " })
        };
        let count = self.elected.len();
        let (zh, en) = if count > NAMED_AT_MOST {
            (format!(" 等 {count} 人"), format!(" and others, {count} in all"))
        } else {
            (String::new(), String::new())
        };
        Bilingual::new(
            format!("宣布{}第 {round} 轮结果:{}{zh}。", election.zh, each(true)),
            format!("Declared for {}, round {round}: {}{en}.", election.en, each(false)),
        )
    }
}

impl Said for ElectionReported {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (election, subject) = (names.election(self.election), self.subject.name());
        let (zh, en) = self.to.map_or_else(Default::default, |body| {
            let body = names.body(body);
            (format!("{}:", body.zh), format!(" to {}", body.en))
        });
        let number = self.document.as_ref().map(|number| format!("({})", number.as_str()));
        let number = number.unwrap_or_default();
        Bilingual::new(
            format!("报{zh}{}{}{number}。", election.zh, subject.zh),
            format!("Reported{en} about {}: {}{number}.", election.en, subject.en),
        )
    }
}

impl Said for ElectionApproved {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (election, subject, reply) =
            (names.election(self.election), self.subject.name(), self.reply.name());
        let body = self
            .body
            .map_or_else(|| Bilingual::new("上级", "The superior"), |body| names.body(body));
        let number = self.document.as_ref().map(|number| format!("({})", number.as_str()));
        let number = number.unwrap_or_default();
        Bilingual::new(
            format!("{}对{}{}的答复:{}{number}。", body.zh, election.zh, subject.zh, reply.zh),
            format!("{} on {} of {}: {}{number}.", body.en, subject.en, election.en, reply.en),
        )
    }
}
