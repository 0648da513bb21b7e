//! Motions, persons, memberships, bodies, posts, corrections and erasures to fill in.

use super::KnownBody;
use super::form::Form;
use super::meeting::owners_only;
use crate::domain::{
    BodyKind, CancellationGround, MatterKind, MemberStatus, PostKind, VotingMethod,
};
use crate::event::membership::MembershipChange;
use crate::event::post::PostBasis;

/// A motion from its proposal to its announcement.
pub(super) fn motion(form: &mut Form<'_>) {
    let today = form.today();
    form.note("一、提出 / put forward");
    form.fact("motion.proposed");
    let of_owners = owners_only(form);
    let body = form
        .body(|kind| if of_owners { kind == BodyKind::OwnerAssembly } else { kind.is_branch() });
    form.note("表决的会议;还不知道就删去这一行 / the meeting that decides");
    form.text("meeting", "@填写会议标签");
    form.note("议案标签自己取,下面用 @标签 / a short name");
    form.text("label", "填写议案标签");
    form.note("提到的人写 @姓名 / write people as @name");
    form.text("text", "填写议案内容");
    form.choice(
        "事项类别,决定用哪条规则",
        MatterKind::ALL.iter().map(|one| (one.word(), one.zh())),
    );
    form.text("matter_kind", "填写事项类别");
    form.may("\"proposer\": \"@姓名\",", "提出人 / proposed by");
    form.may("\"agenda_item\": 1,", "第几个议题 / item of the agenda");
    form.may("\"issue\": \"@事项标签\",", "所办的事项 / issue that it answers");
    form.note("要通过一份文本的,先用 yishi attach 附上,把它显示的 SHA-256 写在这里");
    form.may(&format!("\"document\": \"{}\",", "0".repeat(64)), "SHA-256");
    form.last("happened", &today);
    form.next();
    if of_owners {
        form.note(
            "二、表决另写:业主按人数和面积计票,用 yishi new 开始表决、发票收票录票、计票结果",
        );
        form.note("下面两段计票之后再写,先删去 / the vote is a count; the rest comes after it");
    } else {
        form.note("二、表决 / the vote");
        voted(form, None, body);
        form.next();
    }
    form.note("三、决议;没有形成决议就删去整段 / the resolution; delete it if there is none");
    form.fact("motion.resolved");
    form.text("motion", "@填写议案标签");
    form.text("resolution", "填写决议全文");
    form.may("\"responsible\": \"@姓名\", \"due\": \"2026-12-31\",", "责任人、期限");
    form.may("\"effective\": \"2026-12-01\",", "文本的施行日期 / in force from");
    form.last("happened", &today);
    form.next();
    form.note("四、宣布;通过与否由程序计算,此处只记会上怎么宣布的 / what was announced");
    form.fact("motion.announced");
    form.text("motion", "@填写议案标签");
    form.note("carried 通过 · not_carried 未通过");
    form.text("announced", "填写宣布结果");
    form.last("happened", &today);
}

fn voted(form: &mut Form<'_>, corrects: Option<&str>, body: Option<&KnownBody>) {
    let today = form.today();
    form.rules(body);
    form.fact("motion.voted");
    if let Some(reference) = corrects {
        form.note("更正哪一条:写 #标签/种类,或条目编号(数字,不加引号) / which entry");
        form.text("corrects", reference);
        form.text("correction_reason", "填写更正原因");
    }
    form.text("motion", "@填写议案标签");
    form.text("meeting", "@填写会议标签");
    form.choice("表决方式", VotingMethod::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("method", "show_of_hands");
    form.note("到会有表决权者的票数;数字不加引号,例如 24;没有写 0 / numbers without quotes");
    form.text("in_favour", "填写赞成人数");
    form.text("against", "填写反对人数");
    form.text("abstain", "填写弃权人数");
    form.may("\"written_in_favour\": 1,", "会前书面赞成,没有就不写 / in writing");
    form.last("happened", &today);
}

/// A person.
pub(super) fn person(form: &mut Form<'_>) {
    let today = form.today();
    form.note("姓名、电话会封存,账本里没有明文;身份证号码一律不记 / names are sealed, identity numbers never recorded");
    form.fact("person.registered");
    form.text("name", "填写姓名");
    form.may("\"label\": \"标签\",", "同名时用来区分 / tells people of one name apart");
    form.may("\"phone\": \"电话\",", "可不写 / telephone");
    form.last("happened", &today);
    form.next();
    form.note("加入组织;没有就删去整段 / joins a body");
    joined(form, "填写姓名", MembershipChange::Joined);
}

fn change_word(change: MembershipChange) -> (&'static str, &'static str) {
    match change {
        MembershipChange::BroughtForward => ("brought_forward", "建账时已在册"),
        MembershipChange::Joined => ("joined", "加入或转入"),
        MembershipChange::BecameFull => ("became_full", "预备党员转正"),
        MembershipChange::Left => ("left", "转出"),
        MembershipChange::RightsSuspended => ("rights_suspended", "权利中止"),
        MembershipChange::RightsRestored => ("rights_restored", "权利恢复"),
        MembershipChange::ReportedIn => ("reported_in", "在职党员报到"),
        MembershipChange::ReportEnded => ("report_ended", "报到结束"),
        MembershipChange::RecordedInError => ("recorded_in_error", "误录,从未是成员"),
    }
}

/// A change of a membership.
pub(super) fn membership(form: &mut Form<'_>, change: MembershipChange) {
    joined(form, "填写姓名", change);
}

fn joined(form: &mut Form<'_>, person: &str, change: MembershipChange) {
    let today = form.today();
    let (word, zh) = change_word(change);
    form.fact("membership.changed");
    form.text("person", &format!("@{person}"));
    let body = form.body(BodyKind::is_branch);
    form.note(&format!("变动:{zh}"));
    form.text("change", word);
    let begins = matches!(
        change,
        MembershipChange::Joined | MembershipChange::BroughtForward | MembershipChange::ReportedIn
    );
    if begins {
        form.choice("身份", MemberStatus::ALL.iter().map(|one| (one.word(), one.zh())));
        let reported = change == MembershipChange::ReportedIn;
        form.text("status", if reported { "reported_in" } else { "填写身份" });
    } else if let Some(body) = body {
        let members: Vec<&str> =
            body.members.iter().chain(&body.without_vote).map(String::as_str).collect();
        form.note(&format!("现有成员 / members: {}", members.join("、")));
    }
    form.may("\"document\": \"文号\",", "依据的文件 / document");
    form.note("变动日期 / day of the change");
    form.last("happened", &today);
}

/// A body.
pub(super) fn body(form: &mut Form<'_>) {
    form.fact("body.established");
    form.choice("类别", BodyKind::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("body_kind", "填写组织类别");
    form.text("name", "填写组织全称");
    form.note("标签自己取,以后写 @标签 / a short name");
    form.text("label", "填写组织标签");
    let bodies: Vec<String> =
        form.known.bodies.iter().map(|body| format!("{} {}", body.label, body.name)).collect();
    form.note(&format!("已有组织 / bodies: {}", bodies.join("、")));
    form.may("\"parent\": \"@上级标签\",", "隶属 / superior");
    form.note("founded 现在成立 · brought_forward 建账时已成立");
    form.text("basis", "填写成立还是期初");
    form.may("\"approval\": \"批准文号\",", "可不写 / approval");
    form.note("成立日期,只知道年份就写年份,例如 2018 / when it was founded; a year will do");
    form.last("happened", "填写成立日期");
}

/// A post.
pub(super) fn post(form: &mut Form<'_>, basis: PostBasis) {
    let today = form.today();
    let (word, zh) = match basis {
        PostBasis::Elected => ("elected", "选举产生"),
        PostBasis::Appointed => ("appointed", "上级任命"),
        PostBasis::BroughtForward => ("brought_forward", "建账时已任"),
    };
    form.fact("post.filled");
    form.text("person", "@填写任职人");
    form.body(|_| true);
    form.choice("职务", PostKind::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("post_kind", "填写职务");
    form.note(&format!("产生方式:{zh}"));
    form.text("basis", word);
    match basis {
        PostBasis::Elected => {
            form.note("选举会议;上级批复文号写 document / the meeting that elected");
            form.line("\"source\": { \"meeting\": \"@填写选举会议标签\" },");
        }
        PostBasis::Appointed => {
            form.note("任命文件 / the document of appointment");
            form.line("\"source\": { \"document\": \"填写任命文号\" },");
        }
        PostBasis::BroughtForward => {
            form.may("\"source\": { \"document\": \"文号\" },", "依据,可不写");
        }
    }
    form.may("\"term_until\": \"2029-12-31\",", "任期至 / end of term");
    form.note("任职日期;期初写原任职日期 / since when");
    form.last("happened", &today);
}

/// A correction, shown on a vote.
pub(super) fn correction(form: &mut Form<'_>) {
    form.note("更正不改原记录:把原来那一条整条再写一遍,改正错处,并写明更正哪一条和原因。");
    form.note("文件上新旧都会印出。下面以表决为例,其他种类写法相同。");
    form.note("A correction repeats the whole fact, put right; both stay visible. Here: a vote.");
    voted(form, Some("#填写议案标签/motion.voted"), None);
}

/// A meeting that was recorded in error.
pub(super) fn annulment(form: &mut Form<'_>) {
    let today = form.today();
    form.note("会议误录(例如同一次会议录了两遍):记录仍在,会议、议案和表决都不计。");
    form.note("A meeting on record that never took place: it stays visible, nothing of it counts.");
    form.fact("meeting.cancelled");
    form.text("meeting", "@填写误录会议标签");
    form.text("ground", CancellationGround::RecordedInError.word());
    form.text("reason", "填写误录原因");
    form.last("happened", &today);
}

/// An erasure of personal data.
pub(super) fn erasure(form: &mut Form<'_>) {
    let today = form.today();
    form.note("删除个人信息:记录本身保留,封存的内容从此打不开,不能恢复。");
    form.note("The entries stay; what was sealed can never be opened again.");
    form.fact("person.data_erased");
    form.text("person", "@填写本人姓名");
    form.note("要删除的封存值,64 位十六进制;用 yishi show 查看 / commitments, see yishi show");
    form.line("\"seals\": [ \"填写封存值\" ],");
    form.note("purpose_met 目的已实现 · time_over 保存期届满 · consent_withdrawn 撤回同意 · unlawful 本不应记录");
    form.text("ground", "填写删除事由");
    form.note("两名不同的批准人 / two different persons who approve");
    form.line("\"approved_by\": [ \"@填写批准人甲\", \"@填写批准人乙\" ],");
    form.may("\"remark\": \"说明\",", "可不写 / remark");
    form.last("happened", &today);
}
