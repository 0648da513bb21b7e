//! Refusals of the family election: numbers that contradict each other, candidates of elsewhere.

use crate::domain::{
    Bilingual, CandidateId, ElectionId, Happened, PersonId, PostKind, ReportSubject,
};
use crate::event::Names;

/// Why a fact about an election is not put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElectionRefusal {
    /// No seats, a post without seats, or a post twice.
    SeatsMissing,
    /// The post is not one of those that the election is about.
    PostNotElected {
        /// Which election.
        election: ElectionId,
        /// Which post.
        post: PostKind,
    },
    /// The same person stands for the same post already.
    NominatedAlready {
        /// Who.
        person: PersonId,
        /// In which election.
        election: ElectionId,
    },
    /// The candidate stands in another election.
    OtherElection {
        /// Who.
        candidate: CandidateId,
        /// In which election it was said to be.
        election: ElectionId,
    },
    /// The candidate has withdrawn already.
    WithdrawnAlready(CandidateId),
    /// The candidate stands twice on the list, among the totals, or among those elected.
    TwiceNamed(CandidateId),
    /// Nobody was chosen, listed or counted.
    NobodyNamed,
    /// Somebody is chosen twice for the same.
    ChosenTwice(PersonId),
    /// The round begins at 1.
    NoSuchRound,
    /// The round has been counted, or declared, already.
    RoundAlready {
        /// Which election.
        election: ElectionId,
        /// Which round.
        round: u32,
    },
    /// A vote that was opened by name cannot become secret: its ballots say who chose what.
    OpenedByName(ElectionId),
    /// A secret count with a time other than the meeting's.
    TimeOfItsOwn {
        /// The time of the count.
        named: Happened,
        /// The time of the meeting.
        meeting: Happened,
    },
    /// More present at the ballot than at the meeting.
    MoreAtBallot {
        /// Present at the ballot.
        ballot: u32,
        /// Present at the meeting.
        meeting: u32,
    },
    /// Valid and invalid ballots are not those returned.
    BallotsDoNotAdd {
        /// Valid.
        valid: u32,
        /// Invalid.
        invalid: u32,
        /// Returned.
        returned: u32,
    },
    /// A candidate's votes are not the valid ballots.
    VotesDoNotAdd {
        /// Whose.
        candidate: CandidateId,
        /// In favour, against and abstaining, as far as they are counted.
        votes: u64,
        /// Valid ballots.
        valid: u32,
    },
    /// Not fewer seats than before, or none.
    NotReduced {
        /// Before.
        before: u32,
        /// After.
        after: u32,
    },
    /// The candidate has been declared elected to this post already.
    ElectedAlready(CandidateId),
    /// A reply that does not fit its subject.
    ReplyDoesNotFit(ReportSubject),
    /// A post filled by an election that did not declare this person elected to it.
    NotDeclared {
        /// Who.
        person: PersonId,
        /// By which election.
        election: ElectionId,
        /// To which post.
        post: PostKind,
    },
    /// The seat that the election declared has been filled.
    FilledAlready {
        /// Who.
        person: PersonId,
        /// By which election.
        election: ElectionId,
    },
}

impl ElectionRefusal {
    /// What is wrong, and what to do next, in both languages.
    #[expect(clippy::too_many_lines, reason = "a sentence each")]
    pub fn sentence(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::SeatsMissing => Bilingual::new(
                "应选名额(seats)没有写,或者有 0 名,或者同一职务写了两次。请每个职务写一次名额。",
                "Seats are missing, zero, or given twice for a post. Write each post once with its seats.",
            ),
            Self::PostNotElected { election, post } => {
                let (election, post) = (names.election(*election), post.name());
                Bilingual::new(
                    format!("{}不选{}。请核对职务(post_kind)和选举。", election.zh, post.zh),
                    format!(
                        "{} does not elect a {}. Check post and election.",
                        election.en, post.en
                    ),
                )
            }
            Self::NominatedAlready { person, election } => {
                let (person, election) = (names.person(*person), names.election(*election));
                Bilingual::new(
                    format!("{}已是{}同一职务的候选人。请核对人员。", person.zh, election.zh),
                    format!(
                        "{} stands for the same post in {} already. Check who is meant.",
                        person.en, election.en
                    ),
                )
            }
            Self::OtherElection { candidate, election } => {
                let (who, election) = (names.candidate(*candidate), names.election(*election));
                Bilingual::new(
                    format!("{}不是{}的候选人。请核对,或先记提名。", who.zh, election.zh),
                    format!(
                        "{} is no candidate in {}. Check who is meant, or nominate first.",
                        who.en, election.en
                    ),
                )
            }
            Self::WithdrawnAlready(candidate) => {
                let who = names.candidate(*candidate);
                Bilingual::new(
                    format!("{}已经退出。请核对人员。", who.zh),
                    format!("{} has withdrawn already. Check who is meant.", who.en),
                )
            }
            Self::TwiceNamed(candidate) => {
                let who = names.candidate(*candidate);
                Bilingual::new(
                    format!("{}出现两次。一人只写一次,请删去多余的。", who.zh),
                    format!("{} is named twice. Remove one.", who.en),
                )
            }
            Self::NobodyNamed => {
                Bilingual::new("名单是空的。请至少写一人。", "Nobody is named. Write at least one.")
            }
            Self::ChosenTwice(person) => {
                let who = names.person(*person);
                Bilingual::new(
                    format!("{}写了两次,或者既是监票人又是计票人。请核对。", who.zh),
                    format!("{} is named twice, or both watches and counts. Check.", who.en),
                )
            }
            Self::NoSuchRound => Bilingual::new(
                "轮次(round)从 1 开始。请改正。",
                "Rounds are counted from 1. Correct it.",
            ),
            Self::OpenedByName(election) => {
                let election = names.election(*election);
                Bilingual::new(
                    format!(
                        "{}已经按记名票开始计票,不能改为无记名投票。如要无记名选举,请另行开始一次选举(election.called)。",
                        election.zh
                    ),
                    format!(
                        "{} is being counted from ballots by name and cannot become a secret vote. For a secret one, call another election.",
                        election.en
                    ),
                )
            }
            Self::RoundAlready { election, round } => {
                let election = names.election(*election);
                Bilingual::new(
                    format!(
                        "{}第 {round} 轮已有记录。再次投票请记为下一轮;如需更正,请用 corrects。",
                        election.zh
                    ),
                    format!(
                        "Round {round} of {} is on record. Another vote is another round; to change it, use corrects.",
                        election.en
                    ),
                )
            }
            Self::TimeOfItsOwn { named, meeting } => Bilingual::new(
                format!(
                    "无记名计票的时间只写会议的时间 {meeting},不能是 {named},以免从时间看出谁投了什么。请改正 happened。"
                ),
                format!(
                    "A secret count has the time of its meeting, {meeting}, not {named}, so that no time gives a voter away. Correct \"happened\"."
                ),
            ),
            Self::MoreAtBallot { ballot, meeting } => Bilingual::new(
                format!(
                    "投票时实到 {ballot} 人,多于会议有表决权实到 {meeting} 人。请核对人数或到会名单。"
                ),
                format!(
                    "{ballot} present at the ballot are more than {meeting} present with a vote. Check the numbers or the roll."
                ),
            ),
            Self::BallotsDoNotAdd { valid, invalid, returned } => Bilingual::new(
                format!("有效票 {valid} 加无效票 {invalid} 不等于收回 {returned} 张。请核对票数。"),
                format!(
                    "{valid} valid and {invalid} invalid ballots are not the {returned} returned. Check the counts."
                ),
            ),
            Self::VotesDoNotAdd { candidate, votes, valid } => {
                let who = names.candidate(*candidate);
                Bilingual::new(
                    format!(
                        "{}的赞成、反对、弃权合计 {votes} 票,与有效票 {valid} 张不符。请核对得票。",
                        who.zh
                    ),
                    format!(
                        "The {votes} votes on {} do not fit {valid} valid ballots. Check the totals.",
                        who.en
                    ),
                )
            }
            Self::NotReduced { before, after } => Bilingual::new(
                format!("名额原为 {before} 名,不能减为 {after} 名。请核对名额。"),
                format!("{before} seats cannot be reduced to {after}. Check the number."),
            ),
            Self::ElectedAlready(candidate) => {
                let who = names.candidate(*candidate);
                Bilingual::new(
                    format!("{}已在前一轮宣布当选。请核对名单。", who.zh),
                    format!("{} was declared elected in an earlier round. Check the list.", who.en),
                )
            }
            Self::ReplyDoesNotFit(subject) => Bilingual::new(
                format!("备案只用于选举结果,不用于{}。请核对批复意见(reply)。", subject.zh()),
                format!("Only a result is filed, not {}. Check the reply.", subject.en()),
            ),
            Self::NotDeclared { person, election, post } => {
                let (person, election) = (names.person(*person), names.election(*election));
                Bilingual::new(
                    format!(
                        "{}没有宣布{}当选{},不能据此任职。请先记录当选公布,并核对人员、职务和楼栋单元。",
                        election.zh,
                        person.zh,
                        post.zh()
                    ),
                    format!(
                        "{} did not declare {} elected as {}. Record the declaration first; check person, post and building.",
                        election.en,
                        person.en,
                        post.en()
                    ),
                )
            }
            Self::FilledAlready { person, election } => {
                let (person, election) = (names.person(*person), names.election(*election));
                Bilingual::new(
                    format!("{}由{}产生的任职已经记录。请核对。", person.zh, election.zh),
                    format!(
                        "The post of {} by {} is on record already. Check.",
                        person.en, election.en
                    ),
                )
            }
        }
    }
}
