//! Fields of meetings and motions in words, for showing what a correction changed.

use super::life::result_words;
use super::parts::activity_word;
use super::pen::Pen;
use crate::domain::{
    AttachmentKind, Conclusion, ExclusionGround, Fingerprint, Happened, MatterKind, MeetingForm,
    MeetingKind, PartyKind, Stance, VotingMethod,
};
use crate::event::Class;
use crate::event::KindEntry;
use crate::event::meeting::Capacity;
use crate::event::motion::Announced;
use crate::event::names::sealed;
use crate::event::sealing::{class_of, seal_of};
use crate::ledger::Value;
use serde::de::DeserializeOwned;

/// Keys with their terms. A key that is not here is shown as it is.
const LABELS: &[(&str, &str, &str)] = &[
    ("absent", "缺席", "absent"),
    ("abstain", "弃权", "abstaining"),
    ("activities", "活动内容", "activities"),
    ("activity_kind", "类别", "kind"),
    ("addressee", "对象", "about"),
    ("again", "再次提出", "again"),
    ("against", "反对", "against"),
    ("agenda", "议题", "agenda"),
    ("agenda_item", "议题序号", "item"),
    ("also", "同时计入", "also counts as"),
    ("announced", "宣布", "announced"),
    ("appraisals", "民主评议", "appraisal"),
    ("approved_by", "批准人", "approved by"),
    ("assignments", "分工安排", "tasks"),
    ("attachment_kind", "附件类别", "kind of attachment"),
    ("basically_qualified", "基本合格", "basically qualified"),
    ("body", "组织", "body"),
    ("bytes", "字节数", "bytes"),
    ("capacity", "身份", "capacity"),
    ("chair", "主持人", "chair"),
    ("chair_reason", "委托主持", "why this chair"),
    ("committee_review", "班子对照检查", "committee's review"),
    ("committee_work", "支委会决定", "committee work"),
    ("conclusion", "结论", "conclusion"),
    ("conclusion_text", "结论内容", "in words"),
    ("content", "内容", "content"),
    ("convener", "召集人", "convener"),
    ("counted", "只知道人数", "numbers only"),
    ("counts_for", "计入年度", "counts for"),
    ("criticisms", "相互批评", "criticism"),
    ("date", "日期", "date"),
    ("decisions", "决定事项", "decisions"),
    ("deliberation", "协商", "consultation"),
    ("discussion", "讨论", "discussion"),
    ("dissent", "保留意见", "dissent"),
    ("document", "文本的 SHA-256", "SHA-256 of the text"),
    ("done", "完成时间", "done"),
    ("due", "期限", "due"),
    ("effective", "施行日期", "in force from"),
    ("ended", "结束时间", "end"),
    ("entitled", "有表决权应到", "due with a vote"),
    ("excellent", "优秀", "excellent"),
    ("excluded", "不计入应到", "not counted as due"),
    ("form", "会议形式", "form"),
    ("from", "批评人", "from"),
    ("ground", "情形", "ground"),
    ("group_work", "学习讨论", "group work"),
    ("handled_by", "承办人", "handled by"),
    ("happened", "发生时间", "time"),
    ("in_favour", "赞成", "in favour"),
    ("issue", "事项", "issue"),
    ("issues", "所议事项", "issues"),
    ("label", "标签", "label"),
    ("leave", "请假", "excused"),
    ("lecture", "党课", "lecture"),
    ("lecturer", "授课人", "lecturer"),
    ("lecturer_name", "外请授课人", "lecturer from outside"),
    ("life_meeting", "组织生活会", "life meeting"),
    ("matter_kind", "事项类别", "matter"),
    ("measure", "措施", "measure"),
    ("media_type", "格式", "media type"),
    ("meeting", "会议", "meeting"),
    ("meeting_kind", "会议类型", "kind of meeting"),
    ("method", "表决方式", "method"),
    ("motion", "议案", "motion"),
    ("name", "名称", "name"),
    ("observers", "列席", "observers"),
    ("opinions", "征求意见", "opinions"),
    ("other_day_reason", "改期原因", "why another day"),
    ("outline", "讲授要点", "outline"),
    ("parties", "参会各方", "parties"),
    ("party_kind", "类别", "kind"),
    ("person", "姓名", "person"),
    ("place", "地点或方式", "place"),
    ("points", "要点", "points"),
    ("position", "职务", "position"),
    ("present", "有表决权实到", "present with a vote"),
    ("presenter", "汇报人", "presented by"),
    ("prior_study", "会前学习", "prior study"),
    ("problem", "问题", "problem"),
    ("proposer", "提出人", "proposed by"),
    ("qualified", "合格", "qualified"),
    ("reason", "原因", "reason"),
    ("recorder", "记录人", "recorder"),
    ("rectifications", "问题与整改", "measures"),
    ("refers_to", "提交党员大会", "referred to"),
    ("refers_to_owner_assembly", "需交业主大会", "for the owners' assembly"),
    ("resolution", "决议", "resolution"),
    ("response", "表态", "answer"),
    ("responsible", "责任人", "responsible"),
    ("result", "评定", "result"),
    ("self_reviews", "个人对照检查", "own reviews"),
    ("service_hours", "志愿服务时长", "hours of volunteering"),
    ("sha256", "SHA-256", "SHA-256"),
    ("sign_offs", "签字人", "signed by"),
    ("source", "来源", "source"),
    ("speaker", "发言人", "speaker"),
    ("speaker_name", "发言人", "speaker"),
    ("speakers", "发言代表", "spoken for by"),
    ("stance", "态度", "stance"),
    ("starts", "开始时间", "begins"),
    ("study", "学习内容", "study"),
    ("suggestions", "意见建议", "suggestions"),
    ("summary", "小结", "summary"),
    ("superior_reply", "上级批复", "reply from above"),
    ("talks", "谈心谈话", "talks"),
    ("task", "任务", "task"),
    ("text", "内容", "text"),
    ("theme", "主题", "theme"),
    ("theme_day", "主题党日", "theme Party day"),
    ("title", "题目", "title"),
    ("to", "被批评人", "to"),
    ("topic", "题目", "topic"),
    ("unqualified", "不合格", "unqualified"),
    ("with", "谈话对象", "with"),
    ("without_vote", "无表决权应到", "due without a vote"),
    ("written_against", "书面反对", "against in writing"),
    ("written_in_favour", "书面赞成", "in favour in writing"),
];

/// The term of a key.
pub(super) fn label(pen: &Pen<'_>, key: &str) -> String {
    let found = LABELS.iter().find(|(known, _, _)| *known == key);
    found.map_or_else(|| key.to_owned(), |(_, zh, en)| pen.say(zh, en))
}

/// A value of a payload in words: names for ids, terms for words on record, openings for seals.
pub(super) fn told(pen: &Pen<'_>, kind: &KindEntry, pointer: &str, value: &Value) -> String {
    if let Some(seal) = seal_of(value) {
        let opened = pen.names.opened(&seal);
        let text = opened.as_ref().and_then(Value::as_str).map(str::to_owned);
        return text.unwrap_or_else(|| pen.half(sealed()));
    }
    match value {
        Value::Bool(true) => pen.say("是", "yes"),
        Value::Bool(false) => pen.say("否", "no"),
        Value::Integer(number) => number.to_string(),
        Value::String(text) => word(pen, kind, pointer, text),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            let items = items.map(|(n, item)| told(pen, kind, &format!("{pointer}/{n}"), item));
            items.collect::<Vec<_>>().join(&pen.say("、", ", "))
        }
        Value::Object(fields) => {
            let tell = |(key, value): (&String, &Value)| {
                let label = label(pen, key);
                let value = told(pen, kind, &format!("{pointer}/{key}"), value);
                // A person needs no label: it is who the item is about.
                if key == "person" { value } else { pen.labelled(&label, &label, &value) }
            };
            // The person first, as people would say it.
            let (persons, others): (Vec<_>, Vec<_>) =
                fields.iter().partition(|(key, _)| key.as_str() == "person");
            let told = persons.into_iter().chain(others).map(tell);
            told.collect::<Vec<_>>().join(&pen.say(",", ", "))
        }
    }
}

fn word(pen: &Pen<'_>, kind: &KindEntry, pointer: &str, text: &str) -> String {
    match class_of(kind, pointer) {
        Some(Class::Pseudonym(word)) => thing(pen, word, text),
        Some(Class::PlainText) => pen.plain(text),
        Some(Class::Plain) => {
            if let Ok(at) = text.parse::<Happened>() {
                return pen.date(at);
            }
            let steps = pointer.rsplit('/').filter(|step| step.parse::<usize>().is_err());
            let key = steps.into_iter().next().unwrap_or_default();
            term(key, text).map_or_else(|| text.to_owned(), |(zh, en)| pen.say(zh, en))
        }
        _ => text.to_owned(),
    }
}

fn thing(pen: &Pen<'_>, word: &str, id: &str) -> String {
    let named = match word {
        "person" => id.parse().ok().map(|id| pen.names.person(id)),
        "body" => id.parse().ok().map(|id| pen.names.body(id)),
        "meeting" => id.parse().ok().map(|id| pen.names.meeting(id)),
        "motion" => id.parse().ok().map(|id| pen.names.motion(id)),
        "issue" => id.parse().ok().map(|id| pen.names.issue(id)),
        _ => None,
    };
    named.map_or_else(|| id.to_owned(), |name| pen.half(name))
}

/// The term of a word on record.
fn term(key: &str, text: &str) -> Option<(&'static str, &'static str)> {
    match key {
        "meeting_kind" | "also" => read::<MeetingKind>(text).map(|kind| (kind.zh(), kind.en())),
        "form" => read::<MeetingForm>(text).map(|form| (form.zh(), form.en())),
        "matter_kind" => read::<MatterKind>(text).map(|kind| (kind.zh(), kind.en())),
        "method" => read::<VotingMethod>(text).map(|method| (method.zh(), method.en())),
        "attachment_kind" => read::<AttachmentKind>(text).map(|kind| (kind.zh(), kind.en())),
        "ground" => read::<ExclusionGround>(text).map(|ground| (ground.zh(), ground.en())),
        "conclusion" => read::<Conclusion>(text).map(|one| (one.zh(), one.en())),
        "party_kind" => read::<PartyKind>(text).map(|kind| (kind.zh(), kind.en())),
        "stance" => read::<Stance>(text).map(|stance| (stance.zh(), stance.en())),
        "activity_kind" => read(text).map(activity_word),
        "result" => read(text).map(result_words),
        "capacity" => read(text).map(capacity_words),
        "announced" => read(text).map(|announced| match announced {
            Announced::Carried => ("通过", "carried"),
            Announced::NotCarried => ("未通过", "not carried"),
        }),
        _ => None,
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

/// In which capacity somebody signs.
pub(super) fn capacity_words(capacity: Capacity) -> (&'static str, &'static str) {
    match capacity {
        Capacity::Chair => ("主持人", "Chair"),
        Capacity::Recorder => ("记录人", "Recorder"),
        Capacity::Attendant => ("与会人员", "Attendant"),
    }
}

/// A hash in groups of eight digits, which people compare aloud.
pub(in crate::paper) fn in_groups(hex: &str) -> String {
    let digits: Vec<char> = hex.chars().collect();
    digits.chunks(8).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// A fingerprint in groups of eight digits.
pub(super) fn fingerprint(fingerprint: Fingerprint) -> String {
    in_groups(&fingerprint.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_sorted_each_once() {
        assert!(LABELS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn a_hash_is_printed_in_groups() {
        assert_eq!(in_groups("0123456789abcdef01"), "01234567 89abcdef 01");
        assert_eq!(in_groups(""), "");
    }
}
