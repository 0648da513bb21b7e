//! Refusals about elections: numbers that contradict each other, candidates of elsewhere.

use super::told::refusals;
use crate::domain::{CandidateId, ElectionId, Happened, PersonId, PostKind, ReportSubject};

refusals! {
    /// Why a fact about an election is not put on record.
    ElectionRefusal {
        SeatsMissing =>
            "应选名额(seats)没有写,或者有 0 名,或者同一职务写了两次。请每个职务写一次名额。",
            "Seats are missing, zero, or given twice for a post. Write each post once with its seats.";
        PostNotElected { election: ElectionId, post: PostKind } =>
            "{election}不选{post}。请核对职务(post_kind)和选举。",
            "{election} does not elect a {post}. Check post and election.";
        NominatedAlready { person: PersonId, election: ElectionId } =>
            "{person}已是{election}同一职务的候选人。请核对人员。",
            "{person} stands for the same post in {election} already. Check who is meant.";
        OtherElection { candidate: CandidateId, election: ElectionId } =>
            "{candidate}不是{election}的候选人。请核对,或先记提名。",
            "{candidate} is no candidate in {election}. Check who is meant, or nominate first.";
        WithdrawnAlready(candidate: CandidateId) =>
            "{candidate}已经退出。请核对人员。",
            "{candidate} has withdrawn already. Check who is meant.";
        TwiceNamed(candidate: CandidateId) =>
            "{candidate}出现两次。一人只写一次,请删去多余的。",
            "{candidate} is named twice. Remove one.";
        NobodyNamed => "名单是空的。请至少写一人。", "Nobody is named. Write at least one.";
        ChosenTwice(person: PersonId) =>
            "{person}写了两次,或者既是监票人又是计票人。请核对。",
            "{person} is named twice, or both watches and counts. Check.";
        NoSuchRound => "轮次(round)从 1 开始。请改正。", "Rounds are counted from 1. Correct it.";
        RoundAlready { election: ElectionId, round: u32 } =>
            "{election}第 {round} 轮已有记录。再次投票请记为下一轮;如需更正,请用 corrects。",
            "Round {round} of {election} is on record. Another vote is another round; to change it, use corrects.";
        /// Its ballots say who chose what, so it cannot become a secret vote.
        OpenedByName(election: ElectionId) =>
            "{election}已经按记名票开始计票,不能改为无记名投票。如要无记名选举,请另行开始一次选举(election.called)。",
            "{election} is being counted from ballots by name and cannot become a secret vote. For a secret one, call another election.";
        TimeOfItsOwn { named: Happened, meeting: Happened } =>
            "无记名计票的时间只写会议的时间 {meeting},不能是 {named},以免从时间看出谁投了什么。请改正 happened。",
            "A secret count has the time of its meeting, {meeting}, not {named}, so that no time gives a voter away. Correct \"happened\".";
        MoreAtBallot { ballot: u32, meeting: u32 } =>
            "投票时实到 {ballot} 人,多于会议有表决权实到 {meeting} 人。请核对人数或到会名单。",
            "{ballot} present at the ballot are more than {meeting} present with a vote. Check the numbers or the roll.";
        BallotsDoNotAdd { valid: u32, invalid: u32, returned: u32 } =>
            "有效票 {valid} 加无效票 {invalid} 不等于收回 {returned} 张。请核对票数。",
            "{valid} valid and {invalid} invalid ballots are not the {returned} returned. Check the counts.";
        VotesDoNotAdd { candidate: CandidateId, votes: u64, valid: u32 } =>
            "{candidate}的赞成、反对、弃权合计 {votes} 票,与有效票 {valid} 张不符。请核对得票。",
            "The {votes} votes on {candidate} do not fit {valid} valid ballots. Check the totals.";
        NotReduced { before: u32, after: u32 } =>
            "名额原为 {before} 名,不能减为 {after} 名。请核对名额。",
            "{before} seats cannot be reduced to {after}. Check the number.";
        ElectedAlready(candidate: CandidateId) =>
            "{candidate}已在前一轮宣布当选。请核对名单。",
            "{candidate} was declared elected in an earlier round. Check the list.";
        ReplyDoesNotFit(subject: ReportSubject) =>
            "备案只用于选举结果,不用于{subject}。请核对批复意见(reply)。",
            "Only a result is filed, not {subject}. Check the reply.";
        NotDeclared { person: PersonId, election: ElectionId, post: PostKind } =>
            "{election}没有宣布{person}当选{post},不能据此任职。请先记录当选公布,并核对人员、职务和楼栋单元。",
            "{election} did not declare {person} elected as {post}. Record the declaration first; check person, post and building.";
        FilledAlready { person: PersonId, election: ElectionId } =>
            "{person}由{election}产生的任职已经记录。请核对。",
            "The post of {person} by {election} is on record already. Check.";
    }
}
