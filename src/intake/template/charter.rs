//! The form for rules that a registry gives itself: a charter's articles as rule cards.

use super::form::Form;

/// Attendance: the article, and the numbers it is tried on.
const ATTENDANCE: &str = r#""applies": {
  "topic": "quorum",
  "bodies": [ "council" ],
  "meetings": [ "deliberation_session" ],
  "matters": []
},
"procedure": "share/1",
"parameters": {
  "readings": [ {
    "key": "attendance",
    "name": { "zh": "三分之二以上", "en": "two thirds or more" },
    "part": "present",
    "whole": "due",
    "share": { "numerator": 2, "denominator": 3, "bound": ">=" }
  } ]
},
"rule": { "zh": "应到人员三分之二以上到会,方可议事。", "en": "Two thirds or more of those due must attend." },
"unconfirmed": [],
"examples": [
  { "figures": { "due": 12, "present": 7 }, "outcome": "not_satisfied" },
  { "figures": { "due": 12, "present": 8 }, "outcome": "satisfied" }
]"#;

/// Votes: the same.
const VOTES: &str = r#""applies": {
  "topic": "result",
  "bodies": [ "council" ],
  "meetings": [ "deliberation_session" ],
  "matters": []
},
"procedure": "share/1",
"parameters": {
  "readings": [ {
    "key": "majority",
    "name": { "zh": "到会人员过半数", "en": "more than half of those present" },
    "part": "in_favour",
    "whole": "present",
    "share": { "numerator": 1, "denominator": 2, "bound": ">" }
  } ]
},
"rule": { "zh": "到会人员过半数赞成为通过。", "en": "More than half of those present must agree." },
"unconfirmed": [],
"examples": [
  { "figures": { "present": 8, "in_favour": 4 }, "outcome": "not_satisfied" },
  { "figures": { "present": 8, "in_favour": 5 }, "outcome": "satisfied" }
]"#;

/// Rules adopted by a motion.
pub(super) fn adopted(form: &mut Form<'_>) {
    let today = form.today();
    form.note("自己的议事规则写成规则卡:一条一张,自施行之日起,程序按这些卡判。先有通过它的议案。");
    form.note(
        "A charter's articles as rule cards, one each; votes are judged by them from their day on.",
    );
    form.note(
        "下面两张按“三分之二以上到会、到会过半数赞成”写好;不同的请改比例、文字和算例,三处要一致。",
    );
    form.note(
        "Two cards to change: the share, the words, and the worked examples, which must agree.",
    );
    form.fact("registry.rules_adopted");
    form.text("motion", "@填写通过议事规则的议案标签");
    form.open("\"cards\": [");
    card(form, ("填写到会规则编号", "到会人数", "attendance"), ATTENDANCE);
    form.next();
    card(form, ("填写表决规则编号", "表决", "votes"), VOTES);
    form.close("}");
    form.close("],");
    form.last("happened", &today);
}

/// A card: the blank for its id with its title in both languages, and what the article says.
fn card(form: &mut Form<'_>, about: (&str, &str, &str), says: &str) {
    let ((blank, zh, en), today) = (about, form.today());
    form.open("{");
    form.line("\"format\": 1,");
    form.note("大写字母、数字和横线,例如 QL-YISHI-3 / capital letters, digits and hyphens");
    form.text("id", blank);
    form.line(&format!("\"title\": {{ \"zh\": \"{zh}\", \"en\": \"{en}\" }},"));
    form.note("文件的代号和名称 / the text that the article stands in");
    form.line(
        "\"instrument\": { \"key\": \"填写文件代号\", \"name\": { \"zh\": \"填写文件名称\", \"en\": \"our charter\" } },",
    );
    form.note("与开账时的所在地相同,例如 CN-430304 / the place of the registry");
    form.text("jurisdiction", "填写所在地代码");
    form.text("level", "own_rules");
    form.note("施行之日 / from which day");
    form.text("from", &today);
    form.line("\"article\": { \"zh\": \"填写条号\", \"en\": \"article\" },");
    form.text("evidence", "T");
    form.text("certainty", "certain");
    says.lines().for_each(|line| form.line(line));
}
