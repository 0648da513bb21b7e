//! Refusals about meetings and who was there.

use super::told::refusals;
use crate::domain::{MeetingId, MeetingKind, PersonId};

refusals! {
    /// Why a fact about a meeting is not put on record.
    MeetingRefusal {
        AlreadyHeld(meeting: MeetingId) =>
            "{meeting}已有召开记录。如需更正,请用 corrects。",
            "{meeting} is on record as held. To change it, use corrects.";
        Cancelled(meeting: MeetingId) =>
            "{meeting}已经取消。另行召开的会议请重新发通知或单独记录。",
            "{meeting} was cancelled. Record another meeting of its own.";
        NotHeld(meeting: MeetingId) =>
            "{meeting}还没有召开记录。请先记录会议召开。",
            "{meeting} is not on record as held. Record the meeting first.";
        OtherThanNoticed(meeting: MeetingId) =>
            "组织或会议类型与{meeting}的通知不一致。请核对。",
            "Body or kind differ from the notice of {meeting}. Check both.";
        TwiceOnRoll(person: PersonId) =>
            "{person}在名单中出现两次。一人只能出现在应到、请假、缺席中的一处。请删去多余的。",
            "{person} stands twice on the lists. Remove one.";
        NotOnRoll(person: PersonId) =>
            "{person}请假、缺席或不计入应到,但不在应到名单上。请核对名单。",
            "{person} is away or excluded but not on the roll. Check the lists.";
        DidNotAttend(person: PersonId) =>
            "{person}没有到会,不能主持、记录、发言、监票或计票。请核对名单,外来人员请写入列席。",
            "{person} did not attend and cannot chair, record, speak, watch or count. Guests belong into observers.";
        RollOrNumbers =>
            "应到名单是空的(当天名册上没有有表决权的人),或者名单和人数(counted)两样都写了。请核对日期和组织,或只留一样。",
            "The roll is empty (nobody was a member on that day), or both roll and numbers (counted) are given. Check date and body, or keep one.";
        AgendaEmpty => "没有议题。请至少写一项(agenda)。", "There is no agenda. Write at least one item.";
        NotOnAgenda { item: u32, items: u32 } =>
            "议题只有 {items} 项,没有第 {item} 项。请核对序号。",
            "The agenda has {items} items, there is no item {item}. Check the number.";
        PartMissing(kind: MeetingKind) =>
            "{kind}缺少或多出了专属内容(如党课写 lecture、主题党日写 theme_day、议事会写 deliberation)。请核对。",
            "A {kind} lacks its own part, or has one of another kind. Check the form.";
        NobodySpoke =>
            "没有写明谁发言。已登记的写 speaker,未登记的写 speaker_name。请补上一项。",
            "Nobody is named as the speaker. Write speaker, or speaker_name for a guest.";
        NobodySigned =>
            "没有签字人。请写明谁签字(sign_offs),每人一次。",
            "Nobody signed. Say who did (sign_offs), each once.";
    }
}
