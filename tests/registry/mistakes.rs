//! What was recorded in error: it is taken back on record, and shown as taken back.

use crate::common::registry::{TestRegistry, folded, meeting, motion, vote};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use yishi::admission::Refusal;
use yishi::admission::refusal::MeetingRefusal;
use yishi::audit::{VerifyOptions, verify};
use yishi::domain::{BodyId, MatterKind};
use yishi::registry::{RecordOptions, Refused};

fn annulled(meeting: &str) -> Value {
    json!({ "kind": "meeting.cancelled", "meeting": format!("@{meeting}"),
        "ground": "recorded_in_error", "reason": "同一次会议录了两遍", "happened": "2026-03-06" })
}

fn held_in_2026(town: &TestRegistry) -> usize {
    let view = town.registry().view(None).unwrap();
    let body = view.find("@branch").unwrap().remove(0);
    let body: BodyId = body.strip_prefix("body:").unwrap().parse().unwrap();
    let row = folded(&view).schedule(body, 2026).unwrap();
    row.map_or(0, |row| row.held.values().map(Vec::len).sum())
}

#[test]
fn a_meeting_recorded_twice_in_error_can_be_annulled() {
    let mut town = TestRegistry::with_cast();
    town.ok(vote("d-1", "m-1", [4, 0, 0]));
    // The same meeting once more; and a motion of another meeting is voted on there.
    town.ok(json!([meeting("m-1a", "2026-03-05T09:00"), motion("d-1a", "m-1a")]));
    town.ok(vote("d-1a", "m-1a", [4, 0, 0]));
    let mut free = motion("d-2", "m-1a");
    free.as_object_mut().unwrap().remove("meeting");
    town.ok(free);
    town.ok(vote("d-2", "m-1a", [3, 1, 0]));
    assert_eq!(held_in_2026(&town), 2);

    town.ok(annulled("m-1a"));
    let row = |town: &TestRegistry, label: &str| {
        let view = town.registry().view(None).unwrap();
        let id = view.find(label).unwrap().remove(0).split_once(':').unwrap().1.parse().unwrap();
        let row = folded(&view).motion(id).unwrap().unwrap();
        let judged = view.judge_motion(&row).unwrap().is_some();
        (row.annulled, judged)
    };
    for _ in 0..2 {
        assert_eq!(held_in_2026(&town), 1);
        assert_eq!(row(&town, "@d-1"), (false, true));
        assert_eq!(row(&town, "@d-1a"), (true, false));
        assert_eq!(row(&town, "@d-2"), (false, false));
        town.reopen();
    }
    // What was put forward elsewhere can be voted on where it belongs; the rest is closed.
    town.ok(vote("d-2", "m-1", [3, 1, 0]));
    assert_eq!(row(&town, "@d-2"), (false, true));
    let mut again = annulled("m-1a");
    again["reason"] = json!("再说一遍");
    for closed in [vote("d-1a", "m-1", [1, 0, 0]), again, motion("d-3", "m-1a")] {
        let (why, _) = town.refused(closed);
        assert!(
            matches!(why, Refused::Fact(0, Refusal::Meeting(MeetingRefusal::Cancelled(_)))),
            "{why:?}"
        );
    }
    town.close();
    let list = town.run(&["list", "meetings"]).out;
    assert_eq!(list.matches("误录,不计").count(), 1, "{list}");
    let list = town.run(&["list", "motions"]).out;
    assert_eq!(list.matches("误录,不计").count(), 1, "{list}");
    let minutes = town.run(&["minutes", "@m-1a"]).out;
    assert!(minutes.contains("确认为误录,会议、议案和表决均不计"), "{minutes}");
    let report = verify(&town.dir(), &VerifyOptions::default());
    assert!(report.findings.is_empty(), "{report:?}");
}

#[test]
fn an_annulment_can_itself_be_corrected() {
    let town = TestRegistry::with_cast();
    town.ok(vote("d-1", "m-1", [4, 0, 0]));
    let entry = town.ok(annulled("m-1")).entries.0;
    assert_eq!(held_in_2026(&town), 0);
    // Called off it cannot have been, so the correction says which other meeting was meant.
    town.ok(meeting("m-2", "2026-03-05T09:00"));
    let mut other = annulled("m-1");
    other["corrects"] = json!(entry);
    other["correction_reason"] = json!("录错了会议");
    other["ground"] = json!("called_off");
    let (why, _) = town.refused(other);
    assert!(
        matches!(why, Refused::Fact(0, Refusal::Meeting(MeetingRefusal::AlreadyHeld(_)))),
        "{why:?}"
    );
}

#[test]
fn a_motion_corrected_after_its_vote_is_marked_in_the_list() {
    let mut town = TestRegistry::with_cast();
    let mark = "表决之后更正过议案";
    let correct = |town: &TestRegistry, text: &str| {
        let mut other = motion("d-1", "m-1");
        other["corrects"] = json!("#d-1/motion.proposed");
        other["correction_reason"] = json!("漏字");
        other["text"] = json!(text);
        town.ok(other);
    };
    correct(&town, "更换二号楼全部路灯。");
    town.ok(vote("d-1", "m-1", [4, 0, 0]));
    town.close();
    let list = town.run(&["list", "motions"]).out;
    assert!(list.contains("全部路灯") && !list.contains(mark), "{list}");
    town.reopen();
    let mut again = motion("d-1", "m-1");
    again["corrects"] = json!("#d-1/motion.proposed");
    again["correction_reason"] = json!("楼号有误");
    again["text"] = json!("更换三号楼全部路灯。");
    town.ok(again);
    town.close();
    let list = town.run(&["list", "motions"]).out;
    assert!(list.contains("三号楼") && list.contains(mark), "{list}");
}

#[test]
fn a_matter_that_only_a_correction_named_was_not_among_those_with_deadlines() {
    let town = TestRegistry::with_cast();
    let matters = |town: &TestRegistry| -> BTreeSet<MatterKind> {
        let all = folded(&town.registry().view(None).unwrap());
        all.matters(None).unwrap().into_iter().flat_map(|(.., kinds)| kinds).collect()
    };
    assert!(!matters(&town).contains(&MatterKind::WorkPlan));
    let mut other = motion("d-1", "m-1");
    other["corrects"] = json!("#d-1/motion.proposed");
    other["correction_reason"] = json!("类别有误");
    other["matter_kind"] = json!("work_plan");
    town.ok(other);
    assert!(matters(&town).contains(&MatterKind::WorkPlan));
}

#[test]
fn chinese_option_words_are_accepted_and_the_record_holds_the_identifier() {
    let town = TestRegistry::with_cast();
    let mut held = meeting("m-2", "2026-04-05T09:00");
    held["meeting_kind"] = json!("支部党员大会");
    held["form"] = json!("现场");
    held["also"] = json!(["主题党日"]);
    held["theme_day"] = json!({ "theme": "清明祭扫",
        "activities": [{ "activity_kind": "重温誓词", "text": "在烈士纪念碑前" }] });
    let mut voted = vote("d-1", "m-1", [4, 0, 0]);
    voted["method"] = json!("举手表决");
    let file = town.document(json!([held, voted]));
    let options = RecordOptions {
        command_id: Some(town.registry().new_command_id().unwrap()),
        ..RecordOptions::default()
    };
    let recording = town.record_bytes(&file, &options).unwrap();
    for seq in recording.entries.0..=recording.entries.1 {
        let line = town.registry().store().line(seq).unwrap().unwrap();
        let line = String::from_utf8(line).unwrap();
        for term in ["支部党员大会", "现场", "主题党日", "重温誓词", "举手表决"]
        {
            assert!(!line.contains(term), "{term}: {line}");
        }
    }
    // The same request in the words on record is the same request.
    let text = String::from_utf8(file).unwrap();
    let words = [
        ("支部党员大会", "branch_general_meeting"),
        ("现场", "onsite"),
        ("举手表决", "show_of_hands"),
        ("主题党日", "theme_party_day"),
        ("重温誓词", "oath"),
    ];
    let text = words.iter().fold(text, |text, (term, word)| text.replace(term, word));
    let again = town.record_bytes(text.as_bytes(), &options).unwrap();
    assert!(again.repeated && again.entries == recording.entries);
    // On record only the identifier is read.
    let event = yishi::event::Event::decode(
        "motion.announced",
        1,
        r#"{"announced":"通过","happened":"2026-03-05","motion":"01KAQ3ZJ8QK6M7N8P9QRSTVWXY"}"#,
    );
    assert!(event.is_err());
}

#[test]
fn what_is_odd_is_recorded_and_told() {
    let mut town = TestRegistry::with_cast();
    town.ok(vote("d-1", "m-1", [4, 0, 0]));
    town.ok(json!({ "kind": "motion.announced", "motion": "@d-1", "announced": "carried",
        "happened": "2026-03-04" }));
    let post = |person: &str, kind: &str, happened: &str| {
        json!({ "kind": "post.filled", "person": person, "body": "@branch", "post_kind": kind,
            "basis": "appointed", "source": { "body": "@committee" }, "happened": happened })
    };
    town.ok(post("@张建华", "secretary", "2026-01-05"));
    town.ok(post("@李桂兰", "deputy_secretary", "2025-01-20"));
    town.close();
    let motions = town.run(&["list", "motions"]).out;
    assert!(motions.contains("宣布结果的日期(2026-03-04)早于表决"), "{motions}");
    let told = town.run(&["list", "committees"]).err;
    assert!(told.contains("一支部同时有 2 名书记:王国强、张建华"), "{told}");
    assert!(told.contains("李桂兰自 2025-01-20 起任一支部副书记,而 2025-02-01 才加入"), "{told}");
    assert_eq!(told.matches('※').count(), 2, "{told}");
}

#[test]
fn a_pledge_that_names_no_activity_is_not_lost_from_the_list() {
    let mut town = TestRegistry::with_cast();
    town.ok(
        json!({ "kind": "activity.pledge_signed", "body": "@branch", "title": "文明养犬承诺书",
        "counted": { "count": 86 }, "happened": "2026-05-01" }),
    );
    town.close();
    let listed = town.run(&["list", "activities"]).done().out;
    let line = listed.lines().find(|line| line.contains("文明养犬承诺书")).unwrap();
    assert!(line.starts_with("2026-05-01") && line.contains("签名 86 人"), "{line}");
    let before = town.run(&["list", "activities", "--on", "2026-04-30"]).done().out;
    assert!(!before.contains("承诺书"), "{before}");
    let json = town.run(&["list", "activities", "--json"]).done().json();
    assert_eq!(json["pledges"][0]["signed"], 86);
}
