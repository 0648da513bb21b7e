//! Refusals: what is wrong, the rule, and what to do next. Nothing was changed.
//!
//! The variants carry data; the sentences are made here, in one place, in both languages.

use crate::admission::election_refusal::ElectionRefusal;
use crate::admission::owners_refusal::OwnersRefusal;
use crate::domain::{
    ActivityId, BallotId, Bilingual, BodyId, BodyKind, CandidateId, CountId, ElectionId,
    Fingerprint, Happened, IssueId, MeetingId, MeetingKind, MotionId, PersonId, PostId,
    PublicationId, Role, RollId, UnitId,
};
use crate::event::Names;
use chrono::NaiveDate;

mod issues;

/// Something that has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A person.
    Person(PersonId),
    /// A body.
    Body(BodyId),
    /// A time in a post.
    Post(PostId),
    /// A meeting.
    Meeting(MeetingId),
    /// A motion.
    Motion(MotionId),
    /// A unit.
    Unit(UnitId),
    /// A roll.
    Roll(RollId),
    /// A count.
    Count(CountId),
    /// A ballot.
    Ballot(BallotId),
    /// Something posted.
    Publication(PublicationId),
    /// An election.
    Election(ElectionId),
    /// A candidate.
    Candidate(CandidateId),
    /// An issue.
    Issue(IssueId),
    /// An activity.
    Activity(ActivityId),
}

/// Why a fact is not put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such thing is on record.
    Unknown(Thing),
    /// The id is taken already.
    Taken(Thing),
    /// A new thing's id must follow from its command and place.
    ForeignId(Thing),
    /// The registry has not begun, or begins twice.
    RegistryBegins,
    /// The fact lies in the future.
    InTheFuture {
        /// When it is said to have happened.
        happened: Happened,
        /// Day of recording.
        today: NaiveDate,
    },
    /// Something ends before it begins.
    EndsBeforeItBegins {
        /// Beginning.
        begins: Happened,
        /// End.
        ends: Happened,
    },
    /// The body did not exist yet.
    BodyNotYet {
        /// Which.
        body: BodyId,
        /// Since when it exists.
        since: Happened,
    },
    /// The body had ended.
    BodyEnded {
        /// Which.
        body: BodyId,
        /// When it ended.
        ended: Happened,
    },
    /// A body would stand under itself.
    BodyUnderItself(BodyId),
    /// A merger without the body that takes over, or the reverse.
    MergerWithoutTarget,
    /// The body is of that kind already.
    SameKind(BodyKind),
    /// This kind of meeting is not held by this kind of body.
    WrongBody {
        /// Kind of meeting.
        meeting: MeetingKind,
        /// Kind of body.
        body: BodyKind,
    },
    /// Already a member.
    AlreadyMember {
        /// Who.
        person: PersonId,
        /// Of which body.
        body: BodyId,
    },
    /// Not a member on that day.
    NotMember {
        /// Who.
        person: PersonId,
        /// Of which body.
        body: BodyId,
    },
    /// A membership begins without saying in what standing.
    StatusMissing,
    /// The post is vacant already.
    PostVacant(PostId),
    /// The post is held by another person or in another body.
    NotThatPost(PostId),
    /// An appointment without a body or document, an election without a meeting, motion or document.
    GroundMissing,
    /// The meeting has been held already.
    AlreadyHeld(MeetingId),
    /// The meeting has been cancelled.
    Cancelled(MeetingId),
    /// The meeting has not been held (as far as is on record).
    NotHeld(MeetingId),
    /// The noticed meeting is of another body or kind.
    OtherThanNoticed(MeetingId),
    /// A person stands twice on the roll, or both present and away.
    TwiceOnRoll(PersonId),
    /// Excused, missing or excluded, but not on the roll.
    NotOnRoll(PersonId),
    /// Chair, recorder or speaker did not attend.
    DidNotAttend(PersonId),
    /// Both a roll and mere numbers, or neither.
    RollOrNumbers,
    /// More present than entitled.
    MorePresentThanEntitled {
        /// Present.
        present: u32,
        /// Entitled.
        entitled: u32,
    },
    /// No agenda.
    AgendaEmpty,
    /// The item is not on the agenda.
    NotOnAgenda {
        /// Item named.
        item: u32,
        /// Items that there are.
        items: u32,
    },
    /// The part that this kind of meeting needs is missing, or one that it does not have is there.
    PartMissing(MeetingKind),
    /// The motion has been voted on.
    AlreadyVoted(MotionId),
    /// The motion has not been voted on.
    NotVoted(MotionId),
    /// The motion has been withdrawn.
    Withdrawn(MotionId),
    /// The motion belongs to another body than the meeting.
    OtherBody(MotionId),
    /// More votes than persons present with a vote.
    MoreVotesThanPresent {
        /// In favour, against and abstaining together.
        votes: u64,
        /// Present with a vote.
        present: u32,
    },
    /// More written opinions than members away.
    MoreWrittenThanAway {
        /// Written opinions.
        written: u64,
        /// Entitled and away.
        away: u32,
    },
    /// Nobody signed.
    NobodySigned,
    /// The motion has a resolution already.
    AlreadyResolved(MotionId),
    /// Something was done about an issue before it was raised.
    BeforeItWasRaised {
        /// Which.
        issue: IssueId,
        /// When it was raised.
        raised: Happened,
    },
    /// The issue was closed before.
    IssueClosed {
        /// Which.
        issue: IssueId,
        /// When it was closed.
        closed: Happened,
    },
    /// An issue is assigned to nobody.
    NobodyInCharge,
    /// More people are named than took part.
    FewerThanNamed {
        /// How many took part.
        count: u32,
        /// How many are named.
        named: u32,
    },
    /// A speech without a speaker.
    NobodySpoke,
    /// The entry to be corrected does not exist.
    NoSuchEntry(u64),
    /// A correction must be of the same kind and about the same things.
    CorrectsSomethingElse(u64),
    /// A correction is of the same keying or objection.
    CorrectsAnotherPlace(u64),
    /// The entry has been corrected already.
    CorrectedAlready {
        /// The entry.
        seq: u64,
        /// The entry that corrects it.
        by: u64,
    },
    /// A correction without a reason.
    ReasonMissing,
    /// The role may not put this on record.
    RoleWithoutAuthority(Role),
    /// Erasure needs two different persons to approve, and something to erase.
    TwoApproversNeeded,
    /// Something about an election.
    Election(ElectionRefusal),
    /// The rule book named is not the one in force.
    OtherBook {
        /// In force.
        in_force: Option<Fingerprint>,
        /// Named.
        named: Fingerprint,
    },
    /// About an owners' vote.
    Owners(OwnersRefusal),
}

impl Refusal {
    /// What is wrong, and what to do next, in both languages.
    pub fn sentence(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::Owners(refusal) => refusal.sentence(names),
            Self::Unknown(_)
            | Self::Taken(_)
            | Self::ForeignId(_)
            | Self::RegistryBegins
            | Self::InTheFuture { .. }
            | Self::EndsBeforeItBegins { .. }
            | Self::RoleWithoutAuthority(_)
            | Self::TwoApproversNeeded
            | Self::OtherBook { .. } => self.general(names),
            Self::BodyNotYet { .. }
            | Self::BodyEnded { .. }
            | Self::BodyUnderItself(_)
            | Self::MergerWithoutTarget
            | Self::SameKind(_)
            | Self::WrongBody { .. }
            | Self::AlreadyMember { .. }
            | Self::NotMember { .. }
            | Self::StatusMissing
            | Self::PostVacant(_)
            | Self::NotThatPost(_)
            | Self::GroundMissing => self.about_bodies(names),
            Self::AlreadyHeld(_)
            | Self::Cancelled(_)
            | Self::NotHeld(_)
            | Self::OtherThanNoticed(_)
            | Self::TwiceOnRoll(_)
            | Self::NotOnRoll(_)
            | Self::DidNotAttend(_)
            | Self::RollOrNumbers
            | Self::MorePresentThanEntitled { .. }
            | Self::AgendaEmpty
            | Self::NotOnAgenda { .. }
            | Self::PartMissing(_)
            | Self::NobodySigned => self.about_meetings(names),
            Self::AlreadyVoted(_)
            | Self::NotVoted(_)
            | Self::Withdrawn(_)
            | Self::OtherBody(_)
            | Self::MoreVotesThanPresent { .. }
            | Self::MoreWrittenThanAway { .. } => self.about_motions(names),
            Self::Election(why) => why.sentence(names),
            Self::NoSuchEntry(_)
            | Self::CorrectsSomethingElse(_)
            | Self::CorrectsAnotherPlace(_)
            | Self::CorrectedAlready { .. }
            | Self::ReasonMissing => self.about_corrections(),
            Self::BeforeItWasRaised { .. }
            | Self::IssueClosed { .. }
            | Self::NobodyInCharge
            | Self::FewerThanNamed { .. }
            | Self::AlreadyResolved(_)
            | Self::NobodySpoke => self.about_issues(names),
        }
    }

    #[expect(clippy::too_many_lines, reason = "a sentence each")]
    fn general(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::Unknown(thing) => {
                let (what, name) = (thing.word(), thing.name(names));
                Bilingual::new(
                    format!("账上没有这{}{}。请先登记,或检查编号和标签。", what.zh, name.zh),
                    format!(
                        "No {} {} is on record. Register it first, or check the id or label.",
                        what.en, name.en
                    ),
                )
            }
            Self::Taken(thing) => {
                let name = thing.name(names);
                Bilingual::new(
                    format!(
                        "{}已经登记过。一事只登记一次;如需更正,请用 corrects 写明更正哪一条。",
                        name.zh
                    ),
                    format!(
                        "{} is on record already. To change it, say which entry it corrects.",
                        name.en
                    ),
                )
            }
            Self::ForeignId(thing) => {
                let what = thing.word();
                Bilingual::new(
                    format!("新{}的编号由程序生成。请删去文件中的编号。", what.zh),
                    format!(
                        "The id of a new {} is made by the program. Leave the key out.",
                        what.en
                    ),
                )
            }
            Self::InTheFuture { happened, today } => Bilingual::new(
                format!(
                    "发生时间 {happened} 晚于今天 {today}。请等事情发生之后再记录,或改正日期。"
                ),
                format!(
                    "{happened} is later than today, {today}. Record it when it has happened, or correct the date."
                ),
            ),
            Self::EndsBeforeItBegins { begins, ends } => Bilingual::new(
                format!("结束时间 {ends} 早于开始时间 {begins}。请核对两个时间。"),
                format!("It ends ({ends}) before it begins ({begins}). Check both times."),
            ),
            Self::RoleWithoutAuthority(role) => Bilingual::new(
                format!("{}无权记录此事。请由有权的人记录。", role.zh()),
                format!(
                    "A {} may not put this on record. Let somebody with authority do it.",
                    role.en()
                ),
            ),
            Self::TwoApproversNeeded => Bilingual::new(
                "删除个人信息须有两名不同的批准人,并写明删除哪些项。请补齐。",
                "Erasing personal data needs two different approvers and the seals to erase. Add them.",
            ),
            Self::OtherBook { in_force, named } => {
                let in_force = in_force.map_or_else(|| "—".to_owned(), |book| book.to_string());
                Bilingual::new(
                    format!(
                        "文件中的规则快照 {named} 不是现行规则 {in_force}。请删去 book,由程序填写。"
                    ),
                    format!(
                        "The rule book named, {named}, is not the one in force, {in_force}. Leave \"book\" out."
                    ),
                )
            }
            _ => Bilingual::new(
                "每本账只能有一条开账记录,并且是第一条。请换一个空文件夹,或直接使用已有的账。",
                "A registry begins exactly once, with its first entry. Use an empty folder, or this registry as it is.",
            ),
        }
    }

    #[expect(clippy::too_many_lines, reason = "a sentence each")]
    fn about_bodies(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::BodyNotYet { body, since } => {
                let name = names.body(*body);
                Bilingual::new(
                    format!(
                        "{}于 {since} 才成立。请核对日期;若账上的成立日期有误,请先更正那一条。",
                        name.zh
                    ),
                    format!(
                        "{} exists since {since} only. Check the date; if the founding date on record is wrong, correct that entry first.",
                        name.en
                    ),
                )
            }
            Self::BodyEnded { body, ended } => {
                let name = names.body(*body);
                Bilingual::new(
                    format!(
                        "{}已于 {ended} 撤销或并入其他组织。请核对日期,或记在接续的组织名下。",
                        name.zh
                    ),
                    format!(
                        "{} ended on {ended}. Check the date, or record it for the body that continues.",
                        name.en
                    ),
                )
            }
            Self::BodyUnderItself(body) => {
                let name = names.body(*body);
                Bilingual::new(
                    format!("{}不能隶属或并入它自己。请核对上级组织。", name.zh),
                    format!(
                        "{} cannot stand under or merge into itself. Check the superior.",
                        name.en
                    ),
                )
            }
            Self::MergerWithoutTarget => Bilingual::new(
                "合并须写明并入哪个组织(into);其他撤销不写 into。请改正。",
                "A merger names the body that takes over (into); other endings name none. Correct it.",
            ),
            Self::SameKind(kind) => Bilingual::new(
                format!("该组织本来就是{}。请核对新类别。", kind.zh()),
                format!("The body is a {} already. Check the new kind.", kind.en()),
            ),
            Self::WrongBody { meeting, body } => Bilingual::new(
                format!("{}不召开{}。请核对组织或会议类型。", body.zh(), meeting.zh()),
                format!(
                    "A {} does not hold a {}. Check the body or the kind of meeting.",
                    body.en(),
                    meeting.en()
                ),
            ),
            Self::AlreadyMember { person, body } => {
                let (person, body) = (names.person(*person), names.body(*body));
                Bilingual::new(
                    format!("{}当天已在{}名册上。请核对日期,或先记转出。", person.zh, body.zh),
                    format!(
                        "{} is on the roll of {} already on that day. Check the date.",
                        person.en, body.en
                    ),
                )
            }
            Self::NotMember { person, body } => {
                let (person, body) = (names.person(*person), names.body(*body));
                Bilingual::new(
                    format!("{}当天不在{}名册上。请先记加入或期初。", person.zh, body.zh),
                    format!(
                        "{} is not on the roll of {} on that day. Record the joining first.",
                        person.en, body.en
                    ),
                )
            }
            Self::StatusMissing => Bilingual::new(
                "加入或期初须写明身份(status),例如 full 正式党员、probationary 预备党员。请补上。",
                "Joining needs a status, for example full or probationary. Add it.",
            ),
            Self::PostVacant(post) => {
                let name = names.post(*post);
                Bilingual::new(
                    format!("{}已经离任。请核对职务。", name.zh),
                    format!("The post {} is vacant already. Check which post is meant.", name.en),
                )
            }
            Self::NotThatPost(post) => {
                let name = names.post(*post);
                Bilingual::new(
                    format!("{}不是这个人在这个组织的职务。请核对人员和组织。", name.zh),
                    format!("{} is not held by this person in this body. Check both.", name.en),
                )
            }
            _ => Bilingual::new(
                "任命须写任命机关或文号,选举须写会议、决议或文号(source)。请补上依据。",
                "An appointment names its body or document; an election its meeting, motion or document (source).",
            ),
        }
    }

    #[expect(clippy::too_many_lines, reason = "a sentence each")]
    fn about_meetings(&self, names: &dyn Names) -> Bilingual {
        let of = |id: &MeetingId| names.meeting(*id);
        match self {
            Self::AlreadyHeld(meeting) => Bilingual::new(
                format!("{}已有召开记录。如需更正,请用 corrects。", of(meeting).zh),
                format!("{} is on record as held. To change it, use corrects.", of(meeting).en),
            ),
            Self::Cancelled(meeting) => Bilingual::new(
                format!("{}已经取消。另行召开的会议请重新发通知或单独记录。", of(meeting).zh),
                format!("{} was cancelled. Record another meeting of its own.", of(meeting).en),
            ),
            Self::NotHeld(meeting) => Bilingual::new(
                format!("{}还没有召开记录。请先记录会议召开。", of(meeting).zh),
                format!("{} is not on record as held. Record the meeting first.", of(meeting).en),
            ),
            Self::OtherThanNoticed(meeting) => Bilingual::new(
                format!("组织或会议类型与{}的通知不一致。请核对。", of(meeting).zh),
                format!("Body or kind differ from the notice of {}. Check both.", of(meeting).en),
            ),
            Self::TwiceOnRoll(person) => {
                let name = names.person(*person);
                Bilingual::new(
                    format!(
                        "{}在名单中出现两次。一人只能出现在应到、请假、缺席中的一处。请删去多余的。",
                        name.zh
                    ),
                    format!("{} stands twice on the lists. Remove one.", name.en),
                )
            }
            Self::NotOnRoll(person) => {
                let name = names.person(*person);
                Bilingual::new(
                    format!("{}请假、缺席或不计入应到,但不在应到名单上。请核对名单。", name.zh),
                    format!(
                        "{} is away or excluded but not on the roll. Check the lists.",
                        name.en
                    ),
                )
            }
            Self::DidNotAttend(person) => {
                let name = names.person(*person);
                Bilingual::new(
                    format!(
                        "{}没有到会,不能主持、记录、发言、监票或计票。请核对名单,外来人员请写入列席。",
                        name.zh
                    ),
                    format!(
                        "{} did not attend and cannot chair, record, speak, watch or count. Guests belong into observers.",
                        name.en
                    ),
                )
            }
            Self::MorePresentThanEntitled { present, entitled } => Bilingual::new(
                format!("实到 {present} 人多于应到 {entitled} 人。请核对人数。"),
                format!("{present} present are more than {entitled} entitled. Check the numbers."),
            ),
            Self::AgendaEmpty => Bilingual::new(
                "没有议题。请至少写一项(agenda)。",
                "There is no agenda. Write at least one item.",
            ),
            Self::NotOnAgenda { item, items } => Bilingual::new(
                format!("议题只有 {items} 项,没有第 {item} 项。请核对序号。"),
                format!("The agenda has {items} items, there is no item {item}. Check the number."),
            ),
            Self::PartMissing(kind) => Bilingual::new(
                format!(
                    "{}缺少或多出了专属内容(如党课写 lecture、主题党日写 theme_day、议事会写 deliberation)。请核对。",
                    kind.zh()
                ),
                format!(
                    "A {} lacks its own part, or has one of another kind. Check the form.",
                    kind.en()
                ),
            ),
            Self::NobodySigned => Bilingual::new(
                "没有签字人。请写明谁签字(sign_offs),每人一次。",
                "Nobody signed. Say who did (sign_offs), each once.",
            ),
            _ => Bilingual::new(
                "应到名单是空的(当天名册上没有有表决权的人),或者名单和人数(counted)两样都写了。请核对日期和组织,或只留一样。",
                "The roll is empty (nobody was a member on that day), or both roll and numbers (counted) are given. Check date and body, or keep one.",
            ),
        }
    }

    fn about_motions(&self, names: &dyn Names) -> Bilingual {
        let of = |id: &MotionId| names.motion(*id);
        match self {
            Self::AlreadyVoted(motion) => Bilingual::new(
                format!("{}已经表决。再次表决请另提议案。", of(motion).zh),
                format!(
                    "{} has been voted on. Propose another motion to vote again.",
                    of(motion).en
                ),
            ),
            Self::NotVoted(motion) => Bilingual::new(
                format!("{}还没有表决,不能宣布结果。请先记录表决。", of(motion).zh),
                format!("{} has not been voted on. Record the vote first.", of(motion).en),
            ),
            Self::Withdrawn(motion) => Bilingual::new(
                format!("{}已经撤回。如要再议,请另提议案。", of(motion).zh),
                format!("{} has been withdrawn. Propose another motion.", of(motion).en),
            ),
            Self::MoreVotesThanPresent { votes, present } => Bilingual::new(
                format!(
                    "赞成、反对、弃权合计 {votes} 票,多于有表决权实到 {present} 人。请核对票数或到会名单。"
                ),
                format!(
                    "{votes} votes are more than {present} present with a vote. Check the counts or the roll."
                ),
            ),
            Self::MoreWrittenThanAway { written, away } => Bilingual::new(
                format!("书面意见 {written} 份,多于未到会的 {away} 人。请核对。"),
                format!(
                    "{written} written opinions are more than {away} members away. Check the number."
                ),
            ),
            _ => Bilingual::new(
                "议案属于另一个组织,不能在这次会议上表决。请核对议案和会议。",
                "The motion belongs to another body than the meeting. Check both.",
            ),
        }
    }

    fn about_corrections(&self) -> Bilingual {
        match self {
            Self::NoSuchEntry(seq) => Bilingual::new(
                format!("没有第 {seq} 条记录可更正。请用 yishi journal 查编号。"),
                format!(
                    "There is no entry {seq} to correct. Look its number up with yishi journal."
                ),
            ),
            Self::CorrectsSomethingElse(seq) => Bilingual::new(
                format!(
                    "更正须与第 {seq} 条同类、同人、同组织、同会议。记错对象的,请先把那一条记为误录(yishi new 误录、yishi new 会议误录),再另记。"
                ),
                format!(
                    "A correction is of the same kind and about the same things as entry {seq}."
                ),
            ),
            Self::CorrectsAnotherPlace(seq) => Bilingual::new(
                format!(
                    "更正不能换成另一次录入(pass)或另一号异议(number):第 {seq} 条写的是哪一次、哪一号,更正仍写那个。请改回,或删去 corrects 另记。"
                ),
                format!(
                    "A correction stays with the pass or the number of entry {seq}. Write that one, or leave corrects out."
                ),
            ),
            Self::CorrectedAlready { seq, by } => Bilingual::new(
                format!("第 {seq} 条已由第 {by} 条更正。请更正第 {by} 条。"),
                format!(
                    "Entry {seq} has been corrected by entry {by}. Correct entry {by} instead."
                ),
            ),
            _ => Bilingual::new(
                "更正须写原因(correction_reason)。请补上。",
                "A correction needs a reason (correction_reason). Add it.",
            ),
        }
    }
}

impl Thing {
    fn word(&self) -> Bilingual {
        match self {
            Self::Person(_) => Bilingual::new("人", "person"),
            Self::Body(_) => Bilingual::new("个组织", "body"),
            Self::Post(_) => Bilingual::new("项任职", "post"),
            Self::Meeting(_) => Bilingual::new("次会议", "meeting"),
            Self::Motion(_) => Bilingual::new("项议案", "motion"),
            Self::Election(_) => Bilingual::new("次选举", "election"),
            Self::Candidate(_) => Bilingual::new("名候选人", "candidate"),
            Self::Issue(_) => Bilingual::new("件事项", "issue"),
            Self::Activity(_) => Bilingual::new("次活动", "activity"),
            Self::Unit(_) => Bilingual::new("户", "unit"),
            Self::Roll(_) => Bilingual::new("份名册", "roll"),
            Self::Count(_) => Bilingual::new("次计票", "count"),
            Self::Ballot(_) => Bilingual::new("张票", "ballot"),
            Self::Publication(_) => Bilingual::new("份公示", "publication"),
        }
    }

    fn name(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::Person(id) => names.person(*id),
            Self::Body(id) => names.body(*id),
            Self::Post(id) => names.post(*id),
            Self::Meeting(id) => names.meeting(*id),
            Self::Motion(id) => names.motion(*id),
            Self::Election(id) => names.election(*id),
            Self::Candidate(id) => names.candidate(*id),
            Self::Issue(id) => names.issue(*id),
            Self::Activity(id) => names.activity(*id),
            Self::Unit(id) => names.unit(*id),
            Self::Roll(id) => names.roll(*id),
            Self::Count(id) => names.count(*id),
            Self::Ballot(id) => names.ballot(*id),
            Self::Publication(id) => names.publication(*id),
        }
    }
}
