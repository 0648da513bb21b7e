//! Minutes and notices to fill in.

use super::KnownBody;
use super::form::Form;
use crate::domain::{BodyKind, Conclusion, MeetingForm, MeetingKind, PartyKind};

/// Whether the book knows an owners' assembly and no Party body: then its forms are for owners.
pub(super) fn owners_only(form: &Form<'_>) -> bool {
    let any = |kind: fn(BodyKind) -> bool| form.known.bodies.iter().any(|body| kind(body.kind));
    any(|kind| kind == BodyKind::OwnerAssembly) && !any(BodyKind::is_party)
}

/// A meeting that took place.
pub(super) fn held(form: &mut Form<'_>, kind: MeetingKind, late: bool) {
    form.fact("meeting.held");
    form.note(&format!("会议类型:{} / {}", kind.zh(), kind.en()));
    form.text("meeting_kind", kind.word());
    form.note("已发过通知的会议,写通知里的标签:\"meeting\": \"@标签\",并删去下面的 label");
    form.text("label", "填写会议标签");
    // A council first, where there is one: it is what such a session is of.
    let council = |one: &KnownBody| one.kind == BodyKind::Council;
    let of_council =
        kind == MeetingKind::DeliberationSession && form.known.bodies.iter().any(council);
    let fits = |body| if of_council { body == BodyKind::Council } else { kind.is_held_by(body) };
    let body = form.body(fits);
    when(form, late);
    form.choice("会议形式", MeetingForm::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("form", "onsite");
    let place = body.and_then(|body| body.last_place.as_deref());
    form.note("地点;此处是上次的地点,不同请改 / place, as last time");
    form.text("place", place.unwrap_or("填写会议地点"));
    people(form, body, kind);
    if !kind.is_consultation()
        && BodyKind::ALL.iter().any(|body| body.is_party() && kind.is_held_by(*body))
    {
        form.rules(body);
    }
    form.note("议题,可写多个;汇报人可不写 / agenda");
    form.line("\"agenda\": [ { \"title\": \"填写议题\" } ],");
    part(form, kind);
    form.may("\"summary\": \"会议概要\",", "可不写");
    speech_hint(form, late);
}

fn when(form: &mut Form<'_>, late: bool) {
    let day = if late {
        "填写日期T时:分".to_owned()
    } else {
        format!("{}T填写时:分", form.today())
    };
    form.note("开始时间,例如 2026-11-22T14:30;只知道日期就只写日期 / when it began");
    form.text("happened", &day);
    form.may("\"ended\": \"2026-11-22T16:00\",", "结束时间 / end");
    if late {
        form.note("超过 7 天才记录的,写明原因;文件上会印出“补录,迟几天,原因” / why it is late");
        form.text("late_reason", "填写补录原因");
    }
}

/// Chair and recorder; the roll as a comment, because the program fills it in.
fn people(form: &mut Form<'_>, body: Option<&KnownBody>, kind: MeetingKind) {
    let secretary = body.and_then(|body| body.secretary.clone());
    form.note("主持人,必须到会;不是书记(组长)主持的,用 chair_reason 写明原因 / chair");
    form.text("chair", secretary.as_deref().unwrap_or("@填写主持人"));
    form.note("记录人,必须到会,一般不由主持人兼任 / recorder");
    let actor = form.known.actor.clone().filter(|actor| Some(actor) != secretary.as_ref());
    form.text("recorder", actor.as_deref().unwrap_or("@填写记录人"));
    if kind.is_open() {
        form.note(
            "谁来参加写在下面的各方里;有名单的另写 entitled / who came stands with the parties",
        );
        return exceptions(form);
    }
    if kind.is_of_owners() {
        form.note("应到以冻结的业主名册为准,由程序填入;参与人数和面积见计票 / the roll stands for those due");
        form.may(
            "\"roll\": \"@名册标签\",",
            "不是最近冻结的那份才写 / only if it is not the newest",
        );
        return;
    }
    let Some(body) = body else {
        form.note("应到人员由程序按名册填入,不用写 / the program fills in who was due");
        return exceptions(form);
    };
    if kind == MeetingKind::BranchCommitteeMeeting && !body.committee.is_empty() {
        form.note("支委会应到的是委员,请核对 / committee members are due; please check:");
        let members: Vec<String> =
            body.committee.iter().map(|member| format!("\"{member}\"")).collect();
        // A committee's roll does not follow from memberships.
        form.line(&format!("\"entitled\": [{}],", members.join(", ")));
    } else {
        roll(form, "有表决权应到", "due with a vote", &body.members);
        roll(form, "无表决权应到", "due without a vote", &body.without_vote);
        form.note("应到名单由程序填入,不用写;只写下面的例外 / write only the exceptions");
    }
    exceptions(form);
}

fn roll(form: &mut Form<'_>, zh: &str, en: &str, members: &[String]) {
    if !members.is_empty() {
        let count = members.len();
        form.note(&format!("{zh} {count} 人 / {en}: {}", members.join("、")));
    }
}

fn exceptions(form: &mut Form<'_>) {
    form.may("\"leave\": [ { \"person\": \"@姓名\", \"reason\": \"事由\" } ],", "请假 / excused");
    form.may("\"absent\": [ { \"person\": \"@姓名\" } ],", "缺席 / absent");
    form.may(
        "\"observers\": [ { \"name\": \"姓名\", \"position\": \"职务\" } ],",
        "列席 / observers",
    );
}

/// What belongs to this kind of meeting.
fn part(form: &mut Form<'_>, kind: MeetingKind) {
    match kind {
        MeetingKind::PartyLecture => {
            form.note("授课人已登记写 lecturer: \"@姓名\",外请写 lecturer_name / lecturer");
            form.open("\"lecture\": {");
            form.text("lecturer", "@填写授课人");
            form.text("topic", "填写党课题目");
            form.last("outline", "填写讲授要点");
            form.close("},");
        }
        MeetingKind::ThemePartyDay => {
            form.open("\"theme_day\": {");
            form.text("theme", "填写主题");
            form.note(
                "study 学习 · dues 交纳党费 · oath 重温誓词 · \
             volunteering 志愿服务 · consultation 民主议事 · other 其他",
            );
            form.line(
                "\"activities\": [ { \"activity_kind\": \"study\", \"text\": \"填写活动内容\" } ],",
            );
            form.last("summary", "填写小结");
            form.close("},");
        }
        MeetingKind::PartyGroupMeeting => {
            form.open("\"group_work\": {");
            form.line("\"study\": [ { \"title\": \"填写学习篇目\" } ],");
            form.note("讨论情况,至少写明一位发言人:@姓名 / discussion");
            form.last("discussion", "填写讨论情况");
            form.close("},");
        }
        MeetingKind::BranchCommitteeMeeting => {
            form.open("\"committee_work\": {");
            form.note("分工安排 / tasks");
            form.may(
                "\"assignments\": [ { \"person\": \"@姓名\", \"task\": \"任务\", \
             \"due\": \"2026-12-31\" } ],",
                "可不写",
            );
            form.line("\"decisions\": [ \"填写决定事项\" ]");
            form.close("},");
        }
        MeetingKind::OrganizationalLifeMeeting => life(form),
        kind if kind.is_consultation() => deliberation(form),
        _ => {}
    }
}

fn deliberation(form: &mut Form<'_>) {
    form.open("\"deliberation\": {");
    form.choice("参会方", PartyKind::ALL.iter().map(|one| (one.word(), one.zh())));
    form.note("每方一段:人数写 present,代表这一方发言、已登记的人写 speakers / one for each party");
    form.open("\"parties\": [ {");
    form.text("party_kind", "填写参会方");
    form.may("\"name\": \"单位名称\",", "没有登记的单位 / name of a unit");
    form.may("\"body\": \"@组织标签\",", "已登记的组织 / a body on record");
    form.may("\"present\": 12,", "到会人数 / how many came");
    form.line("\"speakers\": []");
    form.close("} ],");
    form.may("\"issues\": [\"@事项标签\"],", "所议事项 / issues");
    form.choice("协商结论", Conclusion::ALL.iter().map(|one| (one.word(), one.zh())));
    form.note("只听取意见、没有结论的,删去下面两行 / delete both where opinions were only heard");
    form.text("conclusion", "填写协商结论");
    form.text("conclusion_text", "填写结论内容");
    form.note("须由业主大会决定的改为 true / true where the owners' assembly has to decide");
    form.line("\"refers_to_owner_assembly\": false");
    form.close("},");
}

fn life(form: &mut Form<'_>) {
    let today = form.today();
    form.open("\"life_meeting\": {");
    form.text("theme", "填写会议主题");
    form.line(&format!(
        "\"prior_study\": [ {{ \"date\": \"{today}\", \"content\": \"填写会前学习内容\" }} ],"
    ));
    form.note("征求意见;来源不写姓名 / opinions, without names of those who gave them");
    form.line("\"opinions\": [ { \"source\": \"填写意见来源\", \"text\": \"填写意见\" } ],");
    form.note("谈心谈话 / talks");
    form.line(&format!(
        "\"talks\": [ {{ \"person\": \"@填写一方\", \"with\": \"@填写另一方\", \"date\": \"{today}\" }} ],"
    ));
    form.text("committee_review", "填写班子对照检查");
    form.line(
        "\"self_reviews\": [ { \"person\": \"@填写党员\", \
             \"points\": \"填写个人对照检查要点\" } ],",
    );
    form.note("相互批评限制查阅,一般不印 / criticism is printed only on request");
    form.line(
        "\"criticisms\": [ { \"from\": \"@填写批评人\", \
             \"to\": \"@填写被批评人\", \"text\": \"填写批评意见\" } ],",
    );
    form.note(
        "民主评议每人一行,票数不加引号;result:excellent 优秀 · qualified 合格 · \
             basically_qualified 基本合格 · unqualified 不合格",
    );
    form.may(
        "\"appraisals\": [ { \"person\": \"@姓名\", \"excellent\": 3, \"qualified\": 20, \
             \"basically_qualified\": 0, \"unqualified\": 0 } ],",
        "可不写",
    );
    form.note("问题与整改 / problems and measures");
    form.open("\"rectifications\": [ {");
    form.text("problem", "填写问题");
    form.text("measure", "填写措施");
    form.text("responsible", "@填写责任人");
    form.last("due", "填写期限");
    form.close("} ]");
    form.close("},");
}

/// Ends the fact of the meeting and adds a speech, which most minutes have.
fn speech_hint(form: &mut Form<'_>, late: bool) {
    let today = form.today();
    let day = if late { "填写日期".to_owned() } else { today };
    form.line("\"also\": []");
    form.next();
    form.note("发言要点,一人一段;没有就删去整段。保留意见加 \"dissent\": true / speeches");
    form.note("议案和表决另用 yishi new motion / for motions: yishi new motion");
    form.fact("meeting.speech_noted");
    form.text("meeting", "@填写会议标签");
    form.text("speaker", "@填写发言人");
    form.text("text", "填写发言要点");
    form.may(
        "\"stance\": \"support\",",
        "态度:support 赞成、conditional 有条件赞成、oppose 反对、neutral 未表态",
    );
    form.may("\"agenda_item\": 1,", "第几个议题 / item");
    form.last("happened", &day);
}

/// A notice.
pub(super) fn noticed(form: &mut Form<'_>) {
    let today = form.today();
    form.fact("meeting.noticed");
    form.choice("会议类型", MeetingKind::ALL.iter().map(|one| (one.word(), one.zh())));
    let kind = if owners_only(form) {
        MeetingKind::OwnerAssemblyMeeting
    } else {
        MeetingKind::BranchGeneralMeeting
    };
    form.text("meeting_kind", kind.word());
    let body =
        form.body(|body| if kind.is_of_owners() { kind.is_held_by(body) } else { body.is_party() });
    form.note("标签自己取,记录会议时写 @标签 / a short name, used later as @label");
    form.text("label", "填写会议标签");
    form.note("开会时间,例如 2026-11-29T14:30 / when it begins");
    form.text("starts", "填写开会时间");
    let place = body.and_then(|body| body.last_place.as_deref());
    form.text("place", place.unwrap_or("填写会议地点"));
    form.rules(body);
    if kind.is_of_owners() {
        form.note("业主大会:先冻结名册(yishi new 冻结名册),再发通知,再写议案和 yishi new 开始表决");
    }
    form.line("\"agenda\": [ { \"title\": \"填写议题\" } ],");
    form.note("发出通知的日期 / day of the notice");
    form.last("happened", &today);
    form.next();
    form.note("张贴或送达;没有就删去整段 / posted or handed out");
    form.fact("meeting.notice_posted");
    form.text("meeting", "@填写会议标签");
    form.text("place", "填写张贴位置或通知方式");
    form.last("happened", &today);
}
