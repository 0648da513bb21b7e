//! Refusals about units, rolls, counts, ballots and publications, in both languages.

use crate::admission::refusal::Refusal;
use crate::domain::{
    BallotId, Bilingual, CountId, ElectionId, MeetingId, MotionId, PublicationId, RollId, UnitId,
};
use crate::event::Names;

/// Why a fact about an owners' vote is not put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnersRefusal {
    /// A unit without an owner.
    NoOwner,
    /// An owner stands twice.
    OwnerTwice,
    /// A unit without an area.
    NoArea,
    /// A change that changes nothing.
    NothingChanged,
    /// The unit is no unit any more.
    UnitRemoved(UnitId),
    /// A roll without units.
    RollEmpty,
    /// The totals are not those of the units.
    RollTotalsDiffer,
    /// A roll on paper has no fingerprint of units.
    PaperHasNoFingerprint,
    /// More owners than units.
    MoreHeadsThanUnits,
    /// The roll is used by a count.
    RollInUse(RollId),
    /// An owners' meeting without a roll, or another meeting with one.
    RollMisplaced,
    /// The vote of an owners' meeting is a count.
    VotedByCount(MeetingId),
    /// The meeting is not one of owners.
    NotOfOwners(MeetingId),
    /// No question, or one twice.
    QuestionsWrong,
    /// Candidates without an election, or an election without candidates.
    ElectionAndCandidates,
    /// The election is a secret vote, and a count holds what each ballot says.
    SecretVote(ElectionId),
    /// More motions than an entry can be found by.
    TooManyQuestions {
        /// What there is.
        found: usize,
        /// What is allowed.
        max: usize,
    },
    /// The count is sealed.
    CountSealed(CountId),
    /// The count is certified.
    CountCertified(CountId),
    /// The count is not sealed yet.
    NotSealed(CountId),
    /// No ballot of the count is on record.
    NoBallots(CountId),
    /// Ballots are keyed, so a tally sheet is not needed.
    BallotsAreKeyed(CountId),
    /// The result does not answer the questions asked, each once, in their order.
    QuestionsDiffer,
    /// The totals are not those of the ballots.
    CountTotalsDiffer,
    /// Numbers on a tally sheet that cannot all be right.
    NumbersContradict(Contradiction),
    /// A lot that was not drawn among those tied.
    DrawContradicts,
    /// A lot that nobody watched.
    NoWitness,
    /// A ballot for no unit, or for one twice.
    UnitsWrong,
    /// More units than an entry can be found by.
    TooManyUnits {
        /// What there is.
        found: usize,
        /// What is allowed.
        max: usize,
    },
    /// The unit does not stand on the roll of the count.
    UnitNotOnRoll(UnitId),
    /// The unit has a ballot already.
    UnitHasBallot {
        /// Which unit.
        unit: UnitId,
        /// Its ballot.
        ballot: BallotId,
    },
    /// The ballot belongs to another count.
    OtherCount(BallotId),
    /// The ballot was set aside.
    SetAside(BallotId),
    /// This was recorded of the ballot before.
    DoneAlready(BallotId, Step),
    /// The ballot has not come back.
    NotReturned(BallotId),
    /// A mark about something that is not on the ballot.
    NotAsked {
        /// The motion that was named.
        motion: Option<MotionId>,
    },
    /// A question is marked twice.
    MarkedTwice(BallotId),
    /// A publication about nothing.
    AboutNothing,
    /// The publication was taken down already.
    TakenDown(PublicationId),
    /// The number of the objection is taken, or 0.
    ObjectionTaken(u32),
    /// There is no objection of this number.
    NoSuchObjection(u32),
    /// The objection was answered already.
    ObjectionAnswered(u32),
}

/// What happens to a ballot once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It reached the owner.
    Delivered,
    /// It came back.
    Returned,
    /// It was keyed.
    KeyedFirst,
    /// It was keyed again.
    KeyedSecond,
    /// It does not count.
    Rejected,
}

impl Step {
    fn words(self) -> Bilingual {
        match self {
            Self::Delivered => Bilingual::new("送达", "delivered"),
            Self::Returned => Bilingual::new("收回", "returned"),
            Self::KeyedFirst => Bilingual::new("初录", "keyed the first time"),
            Self::KeyedSecond => Bilingual::new("复录", "keyed the second time"),
            Self::Rejected => Bilingual::new("认定无效", "rejected"),
        }
    }
}

/// Which numbers cannot all be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradiction {
    /// Delivered are part of issued.
    MoreDeliveredThanIssued,
    /// Returned are part of delivered.
    MoreReturnedThanDelivered,
    /// Valid are part of returned.
    MoreValidThanReturned,
    /// Valid and invalid are what came back.
    ValidAndInvalid,
    /// Those who took part stand on the roll.
    MoreThanOnRoll,
    /// Those in favour, against and abstaining took part.
    MoreThanTookPart,
}

impl Contradiction {
    fn words(self) -> Bilingual {
        match self {
            Self::MoreDeliveredThanIssued => {
                Bilingual::new("送达数多于发出数", "more were delivered than issued")
            }
            Self::MoreReturnedThanDelivered => {
                Bilingual::new("收回数多于送达数", "more came back than were delivered")
            }
            Self::MoreValidThanReturned => {
                Bilingual::new("有效票多于收回数", "more are valid than came back")
            }
            Self::ValidAndInvalid => Bilingual::new(
                "有效票加无效票不等于收回数",
                "valid and invalid ballots are not what came back",
            ),
            Self::MoreThanOnRoll => Bilingual::new(
                "参与、无效、未反馈合计多于名册的人数或面积",
                "those who took part, were rejected or silent are more than the roll",
            ),
            Self::MoreThanTookPart => Bilingual::new(
                "同意、反对、弃权、未填合计多于参与的人数或面积",
                "the choices on a question are more than took part",
            ),
        }
    }
}

impl From<OwnersRefusal> for Refusal {
    fn from(refusal: OwnersRefusal) -> Self {
        Self::Owners(refusal)
    }
}

impl OwnersRefusal {
    /// What is wrong, and what to do next, in both languages.
    pub fn sentence(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::NoOwner
            | Self::OwnerTwice
            | Self::NoArea
            | Self::NothingChanged
            | Self::UnitRemoved(_)
            | Self::RollEmpty
            | Self::RollTotalsDiffer
            | Self::PaperHasNoFingerprint
            | Self::MoreHeadsThanUnits
            | Self::RollInUse(_)
            | Self::RollMisplaced => self.about_rolls(names),
            Self::VotedByCount(_)
            | Self::NotOfOwners(_)
            | Self::QuestionsWrong
            | Self::ElectionAndCandidates
            | Self::SecretVote(_)
            | Self::TooManyQuestions { .. }
            | Self::CountSealed(_)
            | Self::CountCertified(_)
            | Self::NotSealed(_)
            | Self::NoBallots(_)
            | Self::BallotsAreKeyed(_)
            | Self::QuestionsDiffer
            | Self::CountTotalsDiffer
            | Self::NumbersContradict(_)
            | Self::DrawContradicts
            | Self::NoWitness => self.about_counts(names),
            Self::UnitsWrong
            | Self::TooManyUnits { .. }
            | Self::UnitNotOnRoll(_)
            | Self::UnitHasBallot { .. }
            | Self::OtherCount(_)
            | Self::SetAside(_)
            | Self::DoneAlready(..)
            | Self::NotReturned(_)
            | Self::NotAsked { .. }
            | Self::MarkedTwice(_) => self.about_ballots(names),
            Self::AboutNothing
            | Self::TakenDown(_)
            | Self::ObjectionTaken(_)
            | Self::NoSuchObjection(_)
            | Self::ObjectionAnswered(_) => self.about_publications(names),
        }
    }

    fn about_rolls(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::NoOwner => Bilingual::new(
                "没有写产权人(owners)。请先登记业主,再写上。",
                "No owner is named (owners). Register the owners and name them.",
            ),
            Self::OwnerTwice => Bilingual::new(
                "同一产权人写了两次。请删去重复的。",
                "An owner is named twice. Remove one.",
            ),
            Self::NoArea => Bilingual::new(
                "专有部分面积不能是 0。请按登记簿填写,单位 0.01 平方米:89.50 ㎡ 写 8950。",
                "The area cannot be 0. Write it in 0.01 m²: 89.50 m² is 8950.",
            ),
            Self::NothingChanged => Bilingual::new(
                "没有写明变更了什么(owners、area 或 removed)。请写上。",
                "It does not say what changed (owners, area or removed). Add it.",
            ),
            Self::UnitRemoved(unit) => {
                let unit = names.unit(*unit);
                Bilingual::new(
                    format!("{}已经注销。请核对户编号,或另行登记。", unit.zh),
                    format!(
                        "{} was removed. Check which unit is meant, or register it anew.",
                        unit.en
                    ),
                )
            }
            Self::RollEmpty => Bilingual::new(
                "名册是空的:当天该范围内没有登记的专有部分。请先登记,或核对日期、幢号。",
                "The roll is empty: no unit of this range is on record on that day. Register units, or check date and buildings.",
            ),
            Self::RollTotalsDiffer => Bilingual::new(
                "合计与登记的专有部分不符。请删去 totals,由程序统计。",
                "The totals are not those of the units. Leave \"totals\" out.",
            ),
            Self::PaperHasNoFingerprint => Bilingual::new(
                "照抄纸质名册的没有指纹。请删去 fingerprint。",
                "A roll taken from paper has no fingerprint. Leave it out.",
            ),
            Self::MoreHeadsThanUnits => Bilingual::new(
                "业主人数多于专有部分数:一个专有部分只算一人。请核对两个数。",
                "There are more owners than units; a unit is one head. Check both numbers.",
            ),
            Self::RollInUse(roll) => {
                let roll = names.roll(*roll);
                Bilingual::new(
                    format!("{}已经用于表决,不能更正。请另行冻结一份名册。", roll.zh),
                    format!("A count is open on {}. Freeze another roll.", roll.en),
                )
            }
            _ => Bilingual::new(
                "业主大会以冻结的名册(roll)为准,不再写应到、请假、缺席名单或人数;其他会议不写 roll。请改正。",
                "An owners' assembly names a frozen roll and neither persons nor numbers due; other meetings name no roll. Correct it.",
            ),
        }
    }

    #[expect(clippy::too_many_lines, reason = "a sentence each")]
    fn about_counts(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::VotedByCount(meeting) => {
                let meeting = names.meeting(*meeting);
                Bilingual::new(
                    format!(
                        "{}的表决按人数和面积计票。请记录 count.opened 和 count.certified;只有纸质计票表的,basis 写 tally_sheet。",
                        meeting.zh
                    ),
                    format!(
                        "{} decides by heads and area. Record count.opened and count.certified, with basis tally_sheet if there is only a sheet.",
                        meeting.en
                    ),
                )
            }
            Self::NotOfOwners(meeting) => {
                let meeting = names.meeting(*meeting);
                Bilingual::new(
                    format!("{}不是业主大会会议,不能这样计票。请核对会议。", meeting.zh),
                    format!("{} is no owners' assembly meeting. Check the meeting.", meeting.en),
                )
            }
            Self::QuestionsWrong => Bilingual::new(
                "没有写表决事项(motions)或候选人,或有重复。请每项写一次。",
                "No motion or candidate is named, or one twice. Name each once.",
            ),
            Self::ElectionAndCandidates => Bilingual::new(
                "计票写了选举(election)就要写候选人(candidates),写了候选人也要写选举。请补写。",
                "A count names an election together with its candidates. Name both.",
            ),
            Self::SecretVote(election) => {
                let election = names.election(*election);
                Bilingual::new(
                    format!(
                        "{}是无记名投票,不能一票一票录入。请只记合计(election.tallied)。",
                        election.zh
                    ),
                    format!(
                        "{} is a secret vote; record its totals only (election.tallied).",
                        election.en
                    ),
                )
            }
            Self::TooManyQuestions { found, max } => Bilingual::new(
                format!("一次计票最多 {max} 项议案,这里有 {found} 项。请分成两次计票。"),
                format!("A count has at most {max} motions, here are {found}. Open two counts."),
            ),
            Self::CountSealed(count) => {
                let count = names.count(*count);
                Bilingual::new(
                    format!(
                        "{}已经封票,不再发票、收票、录票。对某张票有疑问的,请记异议、无效或作废。",
                        count.zh
                    ),
                    format!(
                        "{} is sealed: no ballot is issued, taken in or keyed any more. A doubtful one can be challenged, rejected or set aside.",
                        count.en
                    ),
                )
            }
            Self::CountCertified(count) => {
                let count = names.count(*count);
                Bilingual::new(
                    format!("{}已有计票结果。如需更正,请用 corrects。", count.zh),
                    format!("The result of {} is on record. To change it, use corrects.", count.en),
                )
            }
            Self::NotSealed(count) => {
                let count = names.count(*count);
                Bilingual::new(
                    format!("{}还没有封票。请先录完票,记录 count.sealed,再出结果。", count.zh),
                    format!(
                        "{} is not sealed. Key the ballots, record count.sealed, then certify.",
                        count.en
                    ),
                )
            }
            Self::NoBallots(count) => {
                let count = names.count(*count);
                Bilingual::new(
                    format!(
                        "{}没有表决票记录。只有纸质计票表的,basis 请写 tally_sheet。",
                        count.zh
                    ),
                    format!(
                        "{} has no ballots on record. With a paper sheet only, the basis is tally_sheet.",
                        count.en
                    ),
                )
            }
            Self::BallotsAreKeyed(count) => {
                let count = names.count(*count);
                Bilingual::new(
                    format!(
                        "{}的表决票已经录入,结果由程序统计。basis 请写 ballots,并删去 totals。",
                        count.zh
                    ),
                    format!(
                        "Ballots of {} are keyed and counted by the program. The basis is ballots; leave \"totals\" out.",
                        count.en
                    ),
                )
            }
            Self::QuestionsDiffer => Bilingual::new(
                "结果须与开始表决时的各项一一对应,次序相同。请核对 motions。",
                "The result must answer the questions of the count, each once, in their order. Check \"motions\".",
            ),
            Self::CountTotalsDiffer => Bilingual::new(
                "合计与录入的表决票不符。请删去 totals,由程序统计。",
                "The totals are not those of the keyed ballots. Leave \"totals\" out.",
            ),
            Self::NumbersContradict(what) => {
                let what = what.words();
                Bilingual::new(
                    format!("数字互相矛盾:{}。请核对计票表。", what.zh),
                    format!("The numbers contradict each other: {}. Check the sheet.", what.en),
                )
            }
            Self::DrawContradicts => Bilingual::new(
                "抽签须在本次计票的两名以上票数相同的候选人中进行,抽中的须在其中。请核对。",
                "A lot is drawn among two or more tied candidates of this count, and names some of them. Check both lists.",
            ),
            _ => Bilingual::new(
                "抽签须有见证人(witnesses)。请写上。",
                "A lot needs witnesses. Name them.",
            ),
        }
    }

    #[expect(clippy::too_many_lines, reason = "a sentence each")]
    fn about_ballots(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::UnitsWrong => Bilingual::new(
                "没有写这张票代表哪些户(units),或有重复。请每户写一次。",
                "The ballot names no unit (units), or one twice. Name each once.",
            ),
            Self::TooManyUnits { found, max } => Bilingual::new(
                format!("一张票最多代表 {max} 户,这里有 {found} 户。请分成几张票。"),
                format!(
                    "A ballot stands for at most {max} units, here are {found}. Issue several."
                ),
            ),
            Self::UnitNotOnRoll(unit) => {
                let unit = names.unit(*unit);
                Bilingual::new(
                    format!("{}不在本次表决的名册上,不能发票。请核对户编号和名册。", unit.zh),
                    format!("{} is not on the roll of this count. Check unit and roll.", unit.en),
                )
            }
            Self::UnitHasBallot { unit, ballot } => {
                let (unit, ballot) = (names.unit(*unit), names.ballot(*ballot));
                Bilingual::new(
                    format!(
                        "{}已有{},一户只投一次。原票遗失或作废的,请先记 ballot.set_aside。",
                        unit.zh, ballot.zh
                    ),
                    format!(
                        "{} has {} already and votes once. Set that one aside first if it is void.",
                        unit.en, ballot.en
                    ),
                )
            }
            Self::OtherCount(ballot) => {
                let ballot = names.ballot(*ballot);
                Bilingual::new(
                    format!("{}属于另一次计票。请核对票号。", ballot.zh),
                    format!("{} belongs to another count. Check its number.", ballot.en),
                )
            }
            Self::SetAside(ballot) => {
                let ballot = names.ballot(*ballot);
                Bilingual::new(
                    format!("{}已经作废。请核对票号。", ballot.zh),
                    format!("{} was set aside. Check its number.", ballot.en),
                )
            }
            Self::DoneAlready(ballot, step) => {
                let (ballot, step) = (names.ballot(*ballot), step.words());
                Bilingual::new(
                    format!("{}已经{}。如需更正,请用 corrects。", ballot.zh, step.zh),
                    format!("{} is {} already. To change it, use corrects.", ballot.en, step.en),
                )
            }
            Self::NotReturned(ballot) => {
                let ballot = names.ballot(*ballot);
                Bilingual::new(
                    format!("{}还没有收回。请先记 ballot.returned。", ballot.zh),
                    format!("{} has not come back. Record ballot.returned first.", ballot.en),
                )
            }
            Self::MarkedTwice(ballot) => {
                let ballot = names.ballot(*ballot);
                Bilingual::new(
                    format!("{}同一项录了两次。票上重复勾选的,请记 ballot.rejected。", ballot.zh),
                    format!(
                        "A question of {} is keyed twice. Reject a ballot that is marked twice.",
                        ballot.en
                    ),
                )
            }
            Self::NotAsked { motion: Some(motion) } => {
                let motion = names.motion(*motion);
                Bilingual::new(
                    format!("{}不在这次表决之中。请核对议案。", motion.zh),
                    format!("{} is not on this ballot. Check the motion.", motion.en),
                )
            }
            _ => Bilingual::new(
                "每个选择须写明本次表决的一项议案(motion)或一名候选人(candidate)。请核对。",
                "Each choice names one motion or one candidate of this count. Check it.",
            ),
        }
    }

    fn about_publications(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::TakenDown(publication) => {
                let publication = names.publication(*publication);
                Bilingual::new(
                    format!("{}已经撤下。请核对。", publication.zh),
                    format!("{} was taken down already. Check which is meant.", publication.en),
                )
            }
            Self::ObjectionTaken(number) => Bilingual::new(
                format!("异议序号 {number} 不能用:从 1 起,每件一个。请换一个。"),
                format!("Objection number {number} cannot be used. Count from 1, each once."),
            ),
            Self::NoSuchObjection(number) => Bilingual::new(
                format!("没有第 {number} 号异议。请先记录收到异议,或核对序号。"),
                format!("There is no objection {number}. Record it first, or check the number."),
            ),
            Self::ObjectionAnswered(number) => Bilingual::new(
                format!("第 {number} 号异议已经答复。如需更正,请用 corrects。"),
                format!("Objection {number} was answered. To change the answer, use corrects."),
            ),
            _ => Bilingual::new(
                "没有写公示的是什么(meeting、motion、election、roll 或 count)。请写上。",
                "It does not say what it is about (meeting, motion, election, roll or count). Add it.",
            ),
        }
    }
}
