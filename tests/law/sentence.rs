//! Every kind of outcome in both languages.

use super::{assembly, committee, frequency, verdict};
use serde_json::{Value, json};
use yishi::domain::{Bilingual, MatterKind, MeetingKind};
use yishi::law::{Matter, Question};

fn says(matter: &Matter, figures: &Value, zh: &str, en: &str) {
    let sentence = verdict(matter, figures).sentence();
    assert_eq!(sentence.zh, zh);
    assert_eq!(sentence.en, en);
}

fn motion() -> Matter {
    assembly(Question::RESULT, MatterKind::WorkPlan)
}

#[test]
fn a_motion_that_is_not_carried() {
    says(
        &motion(),
        &json!({"due": 20, "present": 12, "in_favour": 10}),
        "未通过。到会 12 人/应到 20 人(要求 ≥1/2,达到);赞成 10 人/应到 20 人(要求 >1/2,未达到)。\
         赞成再多 1 人,结果就会改变。《中国共产党支部工作条例(试行)》第十一条〔摘录核对〕。",
        "Not carried. Present 12 of 20 due (needs ≥1/2, met); \
         in favour 10 of 20 due (needs >1/2, not met). 1 more in favour would change it. \
         Regulations on the Work of Party Branches (trial), art. 11 [excerpt read].",
    );
}

#[test]
fn a_motion_that_is_carried() {
    says(
        &motion(),
        &json!({"due": 20, "present": 12, "in_favour": 11}),
        "通过。到会 12 人/应到 20 人(要求 ≥1/2,达到);赞成 11 人/应到 20 人(要求 >1/2,达到)。\
         到会再少 2 人或者赞成再少 1 人,结果就会改变。\
         《中国共产党支部工作条例(试行)》第十一条〔摘录核对〕。",
        "Carried. Present 12 of 20 due (needs ≥1/2, met); \
         in favour 11 of 20 due (needs >1/2, met). \
         2 fewer present or 1 fewer in favour would change it. \
         Regulations on the Work of Party Branches (trial), art. 11 [excerpt read].",
    );
}

#[test]
fn without_a_quorum_the_vote_does_not_stand_and_both_numbers_are_told() {
    says(
        &assembly(Question::RESULT, MatterKind::AcceptProbationary),
        &json!({"due": 16, "present": 8, "in_favour": 8, "written_in_favour": 1}),
        "未通过(到会人数不足,表决不成立)。到会 8 人/应到 16 人(要求 >1/2,未达到);\
         赞成 9 人/应到 16 人(要求 >1/2,达到)。到会再多 1 人,结果就会改变。《中国共产党发展党员工作细则》第二十条〔摘录核对〕、\
         《中国共产党支部工作条例(试行)》第十一条〔摘录核对〕、\
         《中国共产党发展党员工作细则》的工作手册解释〔摘录核对〕。",
        "Not carried (no quorum, so the vote does not stand). \
         Present 8 of 16 due (needs >1/2, not met); in favour 9 of 16 due (needs >1/2, met). \
         1 more present would change it. \
         Detailed Rules on Admitting Party Members, art. 20 [excerpt read]; \
         Regulations on the Work of Party Branches (trial), art. 11 [excerpt read]; \
         Detailed Rules on Admitting Party Members, as explained in handbooks [excerpt read].",
    );
}

#[test]
fn an_undetermined_motion_names_the_fact_and_what_to_record() {
    says(
        &motion(),
        &json!({"due": 20, "present": 12}),
        "无法判定:没有记录赞成票数,请补记。到会 12 人/应到 20 人(要求 ≥1/2,达到);\
         赞成未记录/应到 20 人(要求 >1/2)。《中国共产党支部工作条例(试行)》第十一条〔摘录核对〕。",
        "Undetermined: the number of votes in favour is not recorded; please record it. \
         Present 12 of 20 due (needs ≥1/2, met); in favour not recorded of 20 due (needs >1/2). \
         Regulations on the Work of Party Branches (trial), art. 11 [excerpt read].",
    );
}

#[test]
fn a_meeting_without_a_rule_says_which_rule_is_missing() {
    says(
        &Matter { meeting: MeetingKind::PartyGroupMeeting, ..motion() },
        &json!({"due": 5}),
        "无法判定:当日没有适用的规则(到会人数、表决结果),请补充规则卡。",
        "Undetermined: no rule applies on that day (quorum, result of a vote); please add its card.",
    );
}

#[test]
fn a_disputed_quorum_names_both_readings() {
    says(
        &assembly(Question::QUORUM, MatterKind::WorkPlan),
        &json!({"due": 16, "present": 8}),
        "有争议。按“半数以上含半数”,到会人数达到要求:到会 8 人/应到 16 人(要求 ≥1/2,达到)。\
         按“半数以上不含半数”,到会人数未达到要求:到会 8 人/应到 16 人(要求 >1/2,未达到)。\
         《中国共产党支部工作条例(试行)》第十一条〔摘录核对〕。",
        "Disputed. Read as \"half or more, half included\", quorum met: \
         present 8 of 16 due (needs ≥1/2, met). Read as \"more than half\", quorum not met: \
         present 8 of 16 due (needs >1/2, not met). \
         Regulations on the Work of Party Branches (trial), art. 11 [excerpt read].",
    );
}

#[test]
fn a_disputed_lecture_cites_practice() {
    says(
        &frequency(MeetingKind::PartyLecture, "2025-05-01"),
        &json!({"held": 0}),
        "有争议。按“通行做法:每季度一次”,还没有按要求开展:\
         2025年第二季度党课开展 0 次(要求 ≥1 次,未达到)。\
         按“条文:未规定次数”,已按要求开展:2025年第二季度党课开展 0 次(未规定次数,达到)。\
         《中国共产党支部工作条例(试行)》第十六条(未写明次数,每季度为通行做法)〔摘录核对〕。",
        "Disputed. Read as \"practice: once a quarter\", not yet held as asked: \
         Party lecture held 0 times in Q2 2025 (needs ≥1, not met). \
         Read as \"text: no number\", held as asked: \
         Party lecture held 0 times in Q2 2025 (no number set, met). \
         Regulations on the Work of Party Branches (trial), \
         art. 16 (names no number; quarterly is practice) [excerpt read].",
    );
}

#[test]
fn an_advisory_rule_reminds_and_invalidates_nothing() {
    says(
        &frequency(MeetingKind::BranchGeneralMeeting, "2025-11-01"),
        &json!({"held": 0}),
        "提醒:2025年第四季度支部党员大会召开 0 次(要求 ≥1 次,未达到)。\
         条文用语为“一般”,不影响效力。《中国共产党支部工作条例(试行)》第十一条〔摘录核对〕。",
        "Reminder: branch members' assembly held 0 times in Q4 2025 (needs ≥1, not met). \
         The text says \"generally\"; nothing is invalid. \
         Regulations on the Work of Party Branches (trial), art. 11 [excerpt read].",
    );
}

#[test]
fn a_committee_vote_says_that_the_text_names_no_base() {
    let found =
        verdict(&committee(Question::RESULT), &json!({"due": 5, "present": 3, "in_favour": 2}));
    let notes: Vec<_> = found.notes.iter().map(|note| note.sentence().zh).collect();
    assert_eq!(notes, ["另有按“到会委员过半数”计算的,则达到要求;本结论不以此为准。"]);
}

/// The Chinese lines of one section.
fn zh(lines: &[Bilingual]) -> Vec<&str> {
    lines.iter().map(|line| line.zh.as_str()).collect()
}

#[test]
fn the_long_answer_has_five_headings() {
    let explanation = verdict(
        &assembly(Question::RESULT, MatterKind::ConfirmFull),
        &json!({"due": 15, "present": 8, "in_favour": 6, "against": 2, "abstain": 1,
            "written_in_favour": 1}),
    )
    .explain();
    let headings = explanation.sections().map(|(heading, _)| heading.zh);
    assert_eq!(headings, ["事实", "规则", "计算", "结论", "什么会改变结论"]);
    assert_eq!(
        zh(&explanation.facts),
        [
            "2025-03-05 党支部·支部党员大会·预备党员转正",
            "应到会的有表决权人数 15",
            "到会的有表决权人数 8",
            "赞成票数 6",
            "反对票数 2",
            "弃权票数 1",
            "会前书面赞成意见数 1",
            "会上票数合计 9 多于到会 8 人,可能把书面意见算进了会上票数。",
        ]
    );
    assert_eq!(
        zh(&explanation.arithmetic),
        [
            "到会/应到 ≥1/2:8×2 = 16, 15×1 = 15;16 ≥ 15,达到",
            "赞成 = 赞成 6 + 书面赞成 1 = 7",
            "赞成/应到 >1/2:7×2 = 14, 15×1 = 15;14 ≤ 15,未达到",
        ]
    );
    // Three cards, and what the marks mean.
    assert_eq!(explanation.rule.len(), 4);
    assert_eq!(explanation.verdict[1].zh, "会前书面赞成 1 份计入赞成,不计入到会。");
    assert_eq!(zh(&explanation.changes), ["再有 1 票赞成即可通过。"]);
    assert_eq!(explanation.changes[0].en, "1 more in favour would carry it.");
}

#[test]
fn the_long_answer_of_a_disputed_vote_tells_both_sums() {
    let explanation = verdict(
        &motion(),
        &json!({"due": 20, "present": 12, "in_favour": 9, "excluded_with_approvals": 4}),
    )
    .explain();
    assert_eq!(
        zh(&explanation.arithmetic),
        [
            "到会/应到 ≥1/2:12×2 = 24, 20×1 = 20;24 ≥ 20,达到",
            "赞成/应到 >1/2:9×2 = 18, 20×1 = 20;18 ≤ 20,未达到",
            "应到 = 应到 20 - 不计入(手续齐全) 4 = 16",
            "到会/应到 ≥1/2:12×2 = 24, 16×1 = 16;24 ≥ 16,达到",
            "赞成/应到 >1/2:9×2 = 18, 16×1 = 16;18 > 16,达到",
        ]
    );
    assert_eq!(
        zh(&explanation.changes),
        ["再有 2 票赞成即可通过。", "明确 BR-09 的理解(例如上级组织的答复)。"]
    );
}

#[test]
fn figures_that_are_missing_are_named_in_one_sentence() {
    let sentence = verdict(&motion(), &json!({"present": 12})).sentence();
    assert!(
        sentence.zh.starts_with("无法判定:没有记录应到会的有表决权人数、赞成票数,请补记。"),
        "{}",
        sentence.zh
    );
}

#[test]
fn what_only_a_stricter_reading_asks_for_is_told_as_such() {
    let told = verdict(&motion(), &json!({"due": 44, "present": 22, "in_favour": 22})).explain();
    let changes: Vec<&str> = told.changes.iter().map(|one| one.zh.as_str()).collect();
    assert_eq!(changes[0], "按更严的理解,再有 1 人到会即达到要求。", "{changes:?}");
    assert_eq!(changes[1], "再有 1 票赞成即可通过。", "{changes:?}");
}

#[test]
fn what_law_and_charter_ask_alike_is_said_once() {
    let zijinglu =
        std::fs::read_to_string(crate::common::root().join("tests/cli/demo.txt")).unwrap();
    assert!(zijinglu.contains("河南省物业管理条例"), "the owners' committee has both");
    for line in zijinglu.lines().filter(|line| line.contains("河南省物业管理条例")) {
        for part in line.split([';', '。']).filter(|part| part.contains("要求")) {
            assert_eq!(line.matches(part).count(), 1, "{part}");
        }
    }
}
