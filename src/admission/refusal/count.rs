//! Refusals about counts of owners' ballots.

use super::told::refusals;
use crate::domain::{CountId, ElectionId, MeetingId};

refusals! {
    /// Why a fact about a count of owners' ballots is not put on record.
    CountRefusal {
        VotedByCount(meeting: MeetingId) =>
            "{meeting}的表决按人数和面积计票。请记录 count.opened 和 count.certified;只有纸质计票表的,basis 写 tally_sheet。",
            "{meeting} decides by heads and area. Record count.opened and count.certified, with basis tally_sheet if there is only a sheet.";
        NotOfOwners(meeting: MeetingId) =>
            "{meeting}不是业主大会会议,不能这样计票。请核对会议。",
            "{meeting} is no owners' assembly meeting. Check the meeting.";
        QuestionsWrong =>
            "没有写表决事项(motions)或候选人,或有重复。请每项写一次。",
            "No motion or candidate is named, or one twice. Name each once.";
        ElectionAndCandidates =>
            "计票写了选举(election)就要写候选人(candidates),写了候选人也要写选举。请补写。",
            "A count names an election together with its candidates. Name both.";
        SecretVote(election: ElectionId) =>
            "{election}是无记名投票,不能一票一票录入。请只记合计(election.tallied)。",
            "{election} is a secret vote; record its totals only (election.tallied).";
        TooManyQuestions { found: usize, max: usize } =>
            "一次计票最多 {max} 项议案,这里有 {found} 项。请分成两次计票。",
            "A count has at most {max} motions, here are {found}. Open two counts.";
        CountSealed(count: CountId) =>
            "{count}已经封票,不再发票、收票、录票。对某张票有疑问的,请记异议、无效或作废。",
            "{count} is sealed: no ballot is issued, taken in or keyed any more. A doubtful one can be challenged, rejected or set aside.";
        CountCertified(count: CountId) =>
            "{count}已有计票结果。如需更正,请用 corrects。",
            "The result of {count} is on record. To change it, use corrects.";
        NotSealed(count: CountId) =>
            "{count}还没有封票。请先录完票,记录 count.sealed,再出结果。",
            "{count} is not sealed. Key the ballots, record count.sealed, then certify.";
        NoBallots(count: CountId) =>
            "{count}没有表决票记录。只有纸质计票表的,basis 请写 tally_sheet。",
            "{count} has no ballots on record. With a paper sheet only, the basis is tally_sheet.";
        BallotsAreKeyed(count: CountId) =>
            "{count}的表决票已经录入,结果由程序统计。basis 请写 ballots,并删去 totals。",
            "Ballots of {count} are keyed and counted by the program. The basis is ballots; leave \"totals\" out.";
        QuestionsDiffer =>
            "结果须与开始表决时的各项一一对应,次序相同。请核对 motions。",
            "The result must answer the questions of the count, each once, in their order. Check \"motions\".";
        CountTotalsDiffer =>
            "合计与录入的表决票不符。请删去 totals,由程序统计。",
            "The totals are not those of the keyed ballots. Leave \"totals\" out.";
        NumbersContradict(what: Contradiction) =>
            "数字互相矛盾:{what}。请核对计票表。",
            "The numbers contradict each other: {what}. Check the sheet.";
        DrawContradicts =>
            "抽签须在本次计票的两名以上票数相同的候选人中进行,抽中的须在其中。请核对。",
            "A lot is drawn among two or more tied candidates of this count, and names some of them. Check both lists.";
        NoWitness => "抽签须有见证人(witnesses)。请写上。", "A lot needs witnesses. Name them.";
    }
}

refusals! {
    /// Numbers on a tally sheet that cannot all be right.
    Contradiction {
        MoreDeliveredThanIssued => "送达数多于发出数", "more were delivered than issued";
        MoreReturnedThanDelivered => "收回数多于送达数", "more came back than were delivered";
        MoreValidThanReturned => "有效票多于收回数", "more are valid than came back";
        ValidAndInvalid => "有效票加无效票不等于收回数", "valid and invalid ballots are not what came back";
        MoreThanOnRoll =>
            "参与、无效、未反馈合计多于名册的人数或面积",
            "those who took part, were rejected or silent are more than the roll";
        MoreThanTookPart =>
            "同意、反对、弃权、未填合计多于参与的人数或面积",
            "the choices on a question are more than took part";
    }
}
