//! Issues, activities and pledges to fill in.

use super::form::Form;
use crate::domain::{
    ActivityKind, IssueCategory, IssueKind, IssueOutcome, IssueSource, Satisfaction,
};

/// A step in the life of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueStep {
    /// Brought forward (提出).
    Raised(IssueKind),
    /// Given to somebody (交办).
    Assigned,
    /// A step was taken (进展).
    Progressed,
    /// Closed (办结).
    Closed,
    /// Those concerned were told (反馈).
    FedBack,
}

/// A step of an issue.
pub(super) fn issue(form: &mut Form<'_>, step: IssueStep) {
    match step {
        IssueStep::Raised(kind) => raised(form, kind),
        IssueStep::Assigned => assigned(form),
        IssueStep::Progressed => {
            form.fact("issue.progressed");
            form.text("issue", "@填写事项标签");
            form.text("text", "填写进展情况");
            form.may("\"cost_fen\": 150000,", "费用,以分为单位:1500 元写 150000 / cost in fen");
        }
        IssueStep::Closed => {
            form.fact("issue.closed");
            form.text("issue", "@填写事项标签");
            form.choice("办理结果", IssueOutcome::ALL.iter().map(|one| (one.word(), one.zh())));
            form.text("outcome", "填写办理结果");
            form.text("result", "填写结果说明");
        }
        IssueStep::FedBack => fed_back(form),
    }
    let today = form.today();
    form.last("happened", &today);
}

fn raised(form: &mut Form<'_>, kind: IssueKind) {
    form.fact("issue.raised");
    form.note("受理的组织 / body that takes it up");
    form.body(|_| true);
    form.note("标签自己取,以后写 @标签 / a short name");
    form.text("label", "填写事项标签");
    form.choice("类型", IssueKind::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("issue_kind", kind.word());
    form.choice("来源", IssueSource::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("source", "填写来源");
    form.choice("类别", IssueCategory::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("category", "填写类别");
    form.note("内容里不写姓名、电话和门牌 / no names, numbers or doors in the text");
    form.text("text", "填写事项内容");
    form.may("\"concerns\": \"涉及范围\",", "例如 2 号楼 / whom it concerns");
    form.note("提出人:已登记的写 raiser,未登记的写 raiser_name(会封存);不愿留名的都不写");
    form.may("\"raiser\": \"@姓名\",", "提出人 / who brought it forward");
    form.may("\"raiser_name\": \"姓名\",", "未登记的提出人 / not registered");
    form.may("\"meeting\": \"@会议标签\",", "在哪次会上提出 / at which meeting");
    form.may("\"again\": \"@原事项标签\",", "办结后又出现的,写原来那一件 / raised before");
}

fn assigned(form: &mut Form<'_>) {
    form.fact("issue.assigned");
    form.text("issue", "@填写事项标签");
    form.note("承办人、承办组织、承办单位,至少写一项 / at least one of the three");
    form.text("responsible", "@填写承办人");
    form.may("\"handled_by\": \"@组织标签\",", "承办组织 / a body on record");
    form.may("\"unit\": \"单位名称\",", "承办单位 / a unit by name");
    form.may("\"task\": \"任务\",", "要做什么 / what is to be done");
    form.may("\"due\": \"2026-12-31\",", "期限 / by when");
}

fn fed_back(form: &mut Form<'_>) {
    form.fact("issue.feedback_given");
    form.text("issue", "@填写事项标签");
    form.may("\"person\": \"@姓名\",", "反馈给谁 / who was told");
    form.may("\"audience\": \"2 号楼全体住户\",", "反馈对象 / who was told, in general");
    form.text("text", "填写反馈内容");
    form.choice("满意程度", Satisfaction::ALL.iter().map(|one| (one.word(), one.zh())));
    form.may("\"satisfaction\": \"satisfied\",", "可不写");
    form.may("\"answer\": \"回访意见\",", "会封存 / their own words, sealed");
}

/// An activity.
pub(super) fn activity(form: &mut Form<'_>) {
    let today = form.today();
    form.fact("activity.held");
    form.body(|_| true);
    form.choice("活动类别", ActivityKind::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("activity_kind", "填写活动类别");
    form.text("label", "填写活动标签");
    form.text("theme", "填写活动主题");
    form.text("place", "填写活动地点");
    form.may("\"leader\": \"@姓名\",", "负责人 / who led it");
    form.note("已登记的参加人员写 participants,总人数写 counted;说不准的加 \"or_more\": true");
    form.may("\"participants\": [\"@姓名\"],", "参加人员 / who took part");
    form.may("\"counted\": { \"count\": 15 },", "参加人数,名单上的也算在内 / how many");
    form.may("\"partner_units\": [\"单位名称\"],", "共同开展的单位 / who joined in");
    form.may("\"issue\": \"@事项标签\",", "所办的事项 / issue that it was about");
    form.may("\"service_hours\": 30,", "志愿服务时长合计 / hours, all together");
    form.text("work", "填写活动内容");
    form.may("\"result\": \"活动成效\",", "可不写");
    form.last("happened", &today);
}

/// A pledge.
pub(super) fn pledge(form: &mut Form<'_>) {
    let today = form.today();
    form.fact("activity.pledge_signed");
    form.body(|_| true);
    form.may("\"activity\": \"@活动标签\",", "在哪次活动上 / at which activity");
    form.text("title", "填写承诺书名称");
    form.may("\"text\": \"承诺内容\",", "可不写");
    form.note("已登记的签名人写 signers,总人数写 counted;至少写一项");
    form.may("\"signers\": [\"@姓名\"],", "签名人 / who signed");
    form.note("人数改成实际数字;“100 多人”写 100,并加 \"or_more\": true / the real number");
    form.line("\"counted\": { \"count\": \"填写签名人数\" },");
    form.last("happened", &today);
}
