//! Refusals: what is wrong, the rule, and what to do next. Nothing was changed.
//!
//! One file per family; those of no family in particular are here.

mod ballot;
mod body;
mod count;
mod election;
mod issue;
mod meeting;
mod motion;
mod publication;
mod roll;
mod told;

pub use ballot::{BallotRefusal, Step};
pub use body::BodyRefusal;
pub use count::{Contradiction, CountRefusal};
pub use election::ElectionRefusal;
pub use issue::IssueRefusal;
pub use meeting::MeetingRefusal;
pub use motion::MotionRefusal;
pub use publication::PublicationRefusal;
pub use roll::RollRefusal;

use crate::domain::{Bilingual, Fingerprint, Happened, Role, Thing};
use crate::event::Names;
use chrono::NaiveDate;
use told::{Told, counted, refusals};

refusals! {
    /// Why a fact is not put on record.
    Refusal {
        Unknown(thing: Thing) with what = counted(*thing), name = thing =>
            "账上没有这{what}{name}。请先登记,或检查编号和标签。",
            "No {what} {name} is on record. Register it first, or check the id or label.";
        Taken(thing: Thing) =>
            "{thing}已经登记过。一事只登记一次;如需更正,请用 corrects 写明更正哪一条。",
            "{thing} is on record already. To change it, say which entry it corrects.";
        ForeignId(thing: Thing) with what = counted(*thing) =>
            "新{what}的编号由程序生成。请删去文件中的编号。",
            "The id of a new {what} is made by the program. Leave the key out.";
        RegistryBegins =>
            "每本账只能有一条开账记录,并且是第一条。请换一个空文件夹,或直接使用已有的账。",
            "A registry begins exactly once, with its first entry. Use an empty folder, or this registry as it is.";
        InTheFuture { happened: Happened, today: NaiveDate } =>
            "发生时间 {happened} 晚于今天 {today}。请等事情发生之后再记录,或改正日期。",
            "{happened} is later than today, {today}. Record it when it has happened, or correct the date.";
        EndsBeforeItBegins { begins: Happened, ends: Happened } =>
            "结束时间 {ends} 早于开始时间 {begins}。请核对两个时间。",
            "It ends ({ends}) before it begins ({begins}). Check both times.";
        FewerThanNamed { count: u32, named: u32 } =>
            "人数 {count} 少于写明姓名的 {named} 人。请核对人数或名单。",
            "{count} people are fewer than the {named} named. Check the number or the list.";
        MorePresentThanEntitled { present: u32, entitled: u32 } =>
            "实到 {present} 人多于应到 {entitled} 人。请核对人数。",
            "{present} present are more than {entitled} entitled. Check the numbers.";
        RoleWithoutAuthority(role: Role) =>
            "{role}无权记录此事。请由有权的人记录。",
            "A {role} may not put this on record. Let somebody with authority do it.";
        TwoApproversNeeded =>
            "删除个人信息须有两名不同的批准人,并写明删除哪些项。请补齐。",
            "Erasing personal data needs two different approvers and the seals to erase. Add them.";
        OtherBook { in_force: Option<Fingerprint>, named: Fingerprint } =>
            "文件中的规则快照 {named} 不是现行规则 {in_force}。请删去 book,由程序填写。",
            "The rule book named, {named}, is not the one in force, {in_force}. Leave \"book\" out.";
        NoSuchEntry(seq: u64) =>
            "没有第 {seq} 条记录可更正。请用 yishi journal 查编号。",
            "There is no entry {seq} to correct. Look its number up with yishi journal.";
        CorrectsSomethingElse(seq: u64) =>
            "更正须与第 {seq} 条同类、同人、同组织、同会议。记错对象的,请先把那一条记为误录(yishi new 误录、yishi new 会议误录),再另记。",
            "A correction is of the same kind and about the same things as entry {seq}.";
        CorrectsAnotherPlace(seq: u64) =>
            "更正不能换成另一次录入(pass)或另一号异议(number):第 {seq} 条写的是哪一次、哪一号,更正仍写那个。请改回,或删去 corrects 另记。",
            "A correction stays with the pass or the number of entry {seq}. Write that one, or leave corrects out.";
        CorrectedAlready { seq: u64, by: u64 } =>
            "第 {seq} 条已由第 {by} 条更正。请更正第 {by} 条。",
            "Entry {seq} has been corrected by entry {by}. Correct entry {by} instead.";
        ReasonMissing =>
            "更正须写原因(correction_reason)。请补上。",
            "A correction needs a reason (correction_reason). Add it.";
    }

    Ballot(BallotRefusal);
    Body(BodyRefusal);
    Count(CountRefusal);
    Election(ElectionRefusal);
    Issue(IssueRefusal);
    Meeting(MeetingRefusal);
    Motion(MotionRefusal);
    Publication(PublicationRefusal);
    Roll(RollRefusal);
}

impl Refusal {
    /// What is wrong, and what to do next, in both languages.
    pub fn sentence(&self, names: &dyn Names) -> Bilingual {
        self.told(names)
    }
}
