//! Refusals about motions and votes.

use super::told::refusals;
use crate::domain::MotionId;

refusals! {
    /// Why a fact about a motion is not put on record.
    MotionRefusal {
        AlreadyVoted(motion: MotionId) =>
            "{motion}已经表决。再次表决请另提议案。",
            "{motion} has been voted on. Propose another motion to vote again.";
        NotVoted(motion: MotionId) =>
            "{motion}还没有表决,不能宣布结果。请先记录表决。",
            "{motion} has not been voted on. Record the vote first.";
        Withdrawn(motion: MotionId) =>
            "{motion}已经撤回。如要再议,请另提议案。",
            "{motion} has been withdrawn. Propose another motion.";
        OtherBody =>
            "议案属于另一个组织,不能在这次会议上表决。请核对议案和会议。",
            "The motion belongs to another body than the meeting. Check both.";
        MoreVotesThanPresent { votes: u64, present: u32 } =>
            "赞成、反对、弃权合计 {votes} 票,多于有表决权实到 {present} 人。请核对票数或到会名单。",
            "{votes} votes are more than {present} present with a vote. Check the counts or the roll.";
        MoreWrittenThanAway { written: u64, away: u32 } =>
            "书面意见 {written} 份,多于未到会的 {away} 人。请核对。",
            "{written} written opinions are more than {away} members away. Check the number.";
        AlreadyResolved(motion: MotionId) =>
            "{motion}已有决议。如需改正,请用 corrects;如有新的决定,请另提议案。",
            "{motion} has its resolution. Use corrects to change it.";
    }
}
