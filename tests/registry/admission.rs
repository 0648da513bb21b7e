//! Every refusal: given what is on record, when this is to be recorded, it is refused with a sentence
//! that names what is meant and says what to do next; and nothing changes.

use crate::common::cases::{Case, case, fact, given, variants, with};
use crate::common::registry::{TestRegistry, meeting, motion, refusal, vote};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use yishi::admission::Refusal;
use yishi::admission::refusal::MeetingRefusal;
use yishi::registry::{RecordOptions, Refused};

fn membership(person: &str, change: &str, happened: &str) -> Value {
    fact(
        "membership.changed",
        happened,
        json!({
        "person": person, "body": "@branch", "change": change, "status": "full" }),
    )
}

fn m2(fields: Value) -> Value {
    with(meeting("m-2", "2026-06-01T09:00"), fields)
}

fn notice() -> Value {
    fact(
        "meeting.noticed",
        "2026-04-20",
        json!({ "body": "@branch", "label": "n-1",
        "meeting_kind": "branch_general_meeting", "starts": "2026-05-01T09:00",
        "place": "会议室", "agenda": [{ "title": "修路灯" }] }),
    )
}

/// The noticed meeting takes place.
fn held(fields: Value) -> Value {
    let mut held = with(meeting("m", "2026-05-01T09:00"), json!({ "meeting": "@n-1" }));
    held.as_object_mut().unwrap().remove("label");
    with(held, fields)
}

fn vacated(fields: Value) -> Value {
    let post = json!({ "post": "@王国强/branch/secretary", "person": "@王国强", "body": "@branch",
        "ground": "resigned" });
    with(fact("post.vacated", "2026-02-01", post), fields)
}

fn about_things() -> Vec<Case> {
    let ulid = "01KB0000000000000000000009";
    let new =
        |id: &str| fact("person.registered", "2026", json!({ "name": "孙晓梅", "person": id }));
    vec![
        case("Unknown", membership(ulid, "joined", "2026-01"), &["人", "请先登记"]),
        case("Taken", new("person:王国强"), &["王国强", "corrects"]),
        case("ForeignId", new(ulid), &["编号", "请删去"]),
        case(
            "RegistryBegins",
            fact(
                "registry.created",
                "2026",
                json!({ "format": 1, "name": "某社区",
                "jurisdiction": "CN", "program": "yishi" }),
            ),
            &["开账", "请换一个空文件夹"],
        ),
        case(
            "InTheFuture",
            fact("person.registered", "2027-01-01", json!({ "name": "孙晓梅" })),
            &["2027-01-01", "2026-12-05", "请"],
        ),
        case(
            "EndsBeforeItBegins",
            m2(json!({ "ended": "2026-06-01T08:00" })),
            &["2026-06-01T08:00", "2026-06-01T09:00", "请核对"],
        ),
        case("EndsBeforeItBegins", vacated(json!({ "happened": "2024" })), &["2024", "请核对"]),
        case("OtherBook", m2(json!({ "book": "00".repeat(32) })), &["规则", "请删去 book"]),
        case(
            "TwoApproversNeeded",
            fact(
                "person.data_erased",
                "2026-12-01",
                json!({ "person": "@王国强",
                "seals": ["11".repeat(32)], "ground": "purpose_met", "approved_by": ["@李桂兰"] }),
            ),
            &["两名", "请补齐"],
        ),
        case(
            "TwoApproversNeeded",
            fact(
                "person.data_erased",
                "2026-12-01",
                json!({ "person": "@王国强",
                "seals": ["11".repeat(32)], "ground": "purpose_met",
                "approved_by": ["@李桂兰", "@李桂兰"] }),
            ),
            &["不同", "请补齐"],
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn about_bodies() -> Vec<Case> {
    let dissolved = |fields: Value| {
        with(fact("body.dissolved", "2026-07-01", json!({ "body": "@group" })), fields)
    };
    let post = |fields: Value| {
        with(
            fact(
                "post.filled",
                "2026-01-05",
                json!({ "person": "@李桂兰", "body": "@branch",
            "post_kind": "deputy_secretary" }),
            ),
            fields,
        )
    };
    vec![
        case(
            "BodyNotYet",
            membership("@赵春来", "joined", "2024-06"),
            &["一支部", "2025-01-10", "请"],
        ),
        given(
            vec![dissolved(json!({ "ground": "task_done" }))],
            case(
                "BodyEnded",
                with(membership("@赵春来", "joined", "2026-08-01"), json!({ "body": "@group" })),
                &["一组", "2026-07-01", "请"],
            ),
        ),
        case(
            "BodyUnderItself",
            fact("body.placed_under", "2026-01", json!({ "body": "@branch", "parent": "@branch" })),
            &["一支部", "请核对"],
        ),
        case("MergerWithoutTarget", dissolved(json!({ "ground": "merged" })), &["into", "请改正"]),
        case(
            "MergerWithoutTarget",
            dissolved(json!({ "ground": "task_done", "into": "@branch" })),
            &["into", "请改正"],
        ),
        case(
            "SameKind",
            fact(
                "body.converted",
                "2026-01",
                json!({ "body": "@branch",
                "body_kind": "party_branch" }),
            ),
            &["党支部", "请核对"],
        ),
        case("WrongBody", m2(json!({ "body": "@group" })), &["党小组", "支部党员大会", "请核对"]),
        case(
            "AlreadyMember",
            membership("@王国强", "joined", "2026-01"),
            &["王国强", "一支部", "请"],
        ),
        case(
            "NotMember",
            membership("@赵春来", "left", "2026-01"),
            &["赵春来", "一支部", "请先记"],
        ),
        case(
            "StatusMissing",
            fact(
                "membership.changed",
                "2026-01",
                json!({ "person": "@赵春来",
                "body": "@branch", "change": "joined" }),
            ),
            &["status", "请补上"],
        ),
        given(
            vec![vacated(json!({}))],
            case("PostVacant", vacated(json!({ "ground": "relieved" })), &["王国强", "请核对"]),
        ),
        case("NotThatPost", vacated(json!({ "person": "@李桂兰" })), &["书记", "一支部", "请核对"]),
        case("GroundMissing", post(json!({ "basis": "appointed" })), &["任命", "请补上"]),
        case(
            "GroundMissing",
            post(json!({ "basis": "elected", "source": { "body": "@committee" } })),
            &["选举", "请补上"],
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn about_meetings() -> Vec<Case> {
    let cancelled = fact(
        "meeting.cancelled",
        "2026-04-30",
        json!({ "meeting": "@n-1",
        "reason": "停电" }),
    );
    let speech = |fields: Value| {
        with(
            fact(
                "meeting.speech_noted",
                "2026-03-05T09:15",
                json!({ "meeting": "@m-1",
            "speaker": "@张建华", "text": "同意。" }),
            ),
            fields,
        )
    };
    let numbers = json!({ "entitled": 5, "present": 6 });
    let roll = json!(["@王国强", "@李桂兰", "@陈志明", "@李桂兰"]);
    vec![
        case(
            "AlreadyHeld",
            m2(json!({ "meeting": "@m-1" })),
            &["一支部", "2026-03-05", "corrects"],
        ),
        given(
            vec![notice(), cancelled],
            case("Cancelled", held(json!({})), &["一支部", "取消", "请重新发通知"]),
        ),
        given(
            vec![notice()],
            case("NotHeld", speech(json!({ "meeting": "@n-1" })), &["一支部", "请先记录会议召开"]),
        ),
        given(
            vec![notice()],
            case(
                "OtherThanNoticed",
                held(json!({ "meeting_kind": "branch_committee_meeting" })),
                &["通知", "一支部", "请核对"],
            ),
        ),
        case("TwiceOnRoll", m2(json!({ "entitled": roll })), &["李桂兰", "请删去"]),
        case(
            "NotOnRoll",
            m2(json!({ "leave": [{ "person": "@赵春来", "reason": "住院治疗" }] })),
            &["赵春来", "请核对"],
        ),
        case("DidNotAttend", m2(json!({ "chair": "@陈志明" })), &["陈志明", "请核对"]),
        case("DidNotAttend", speech(json!({ "speaker": "@陈志明" })), &["陈志明", "请"]),
        case(
            "RollOrNumbers",
            m2(json!({ "counted": numbers, "entitled": ["@王国强", "@李桂兰"] })),
            &["counted", "只留一样"],
        ),
        case(
            "MorePresentThanEntitled",
            m2(json!({ "counted": numbers, "leave": [] })),
            &["6", "5", "请核对"],
        ),
        case("AgendaEmpty", m2(json!({ "agenda": [] })), &["agenda", "请"]),
        case("NotOnAgenda", speech(json!({ "agenda_item": 9 })), &["2", "9", "请核对"]),
        case("PartMissing", m2(json!({ "meeting_kind": "party_lecture" })), &["党课", "请核对"]),
        case(
            "NobodySigned",
            fact("meeting.minutes_confirmed", "2026-03-06", json!({ "meeting": "@m-1" })),
            &["sign_offs", "请写明"],
        ),
    ]
}

fn about_motions() -> Vec<Case> {
    let announced = fact(
        "motion.announced",
        "2026-03-05",
        json!({ "motion": "@d-1",
        "announced": "carried" }),
    );
    let withdrawn = fact("motion.withdrawn", "2026-03-05", json!({ "motion": "@d-1" }));
    let counts = |counts: [u32; 3]| vote("d-1", "m-1", counts);
    vec![
        given(
            vec![counts([4, 0, 0])],
            case("AlreadyVoted", counts([3, 1, 0]), &["更换二号楼路灯", "请另提议案"]),
        ),
        case("NotVoted", announced, &["更换二号楼路灯", "请先记录表决"]),
        given(
            vec![withdrawn],
            case("Withdrawn", counts([4, 0, 0]), &["更换二号楼路灯", "请另提议案"]),
        ),
        case(
            "OtherBody",
            with(motion("d-2", "m-1"), json!({ "body": "@committee" })),
            &["另一个组织", "请核对"],
        ),
        case("MoreVotesThanPresent", counts([3, 1, 1]), &["5", "4", "请核对"]),
        case(
            "EndsBeforeItBegins",
            with(counts([4, 0, 0]), json!({ "happened": "2026-03-04" })),
            &["2026-03-04", "请核对"],
        ),
        case(
            "MoreWrittenThanAway",
            with(counts([4, 0, 0]), json!({ "written_in_favour": 2 })),
            &["2", "1", "请核对"],
        ),
    ]
}

fn about_corrections() -> Vec<Case> {
    let again = |fields: Value| with(vote("d-1", "m-1", [3, 1, 0]), fields);
    let reason = "读错票数";
    let voted = || vec![vote("d-1", "m-1", [4, 0, 0])];
    let corrected = json!({ "corrects": "#d-1/motion.voted", "correction_reason": reason });
    // Minutes cannot be corrected so that fewer were present than voted.
    let fewer = with(
        meeting("m-1", "2026-03-05T09:00"),
        json!({ "meeting": "@m-1", "corrects": "#m-1/meeting.held", "correction_reason": reason,
            "counted": { "entitled": 5, "present": 3 }, "leave": [] }),
    );
    vec![
        given(voted(), case("MoreVotesThanPresent", fewer, &["4", "3", "请核对"])),
        case(
            "NoSuchEntry",
            again(json!({ "corrects": 99_999, "correction_reason": reason })),
            &["99999", "请用 yishi journal"],
        ),
        case(
            "CorrectsSomethingElse",
            again(json!({ "corrects": 1, "correction_reason": reason })),
            &["第 1 条", "请"],
        ),
        given(
            vec![objected(1, json!({}))],
            case(
                "CorrectsAnotherPlace",
                objected(
                    2,
                    json!({ "corrects": "#p-1/publication.objection_received",
                    "correction_reason": reason }),
                ),
                &["异议(number)", "请改回"],
            ),
        ),
        given(
            voted(),
            case(
                "ReasonMissing",
                again(json!({ "corrects": "#d-1/motion.voted" })),
                &["correction_reason", "请补上"],
            ),
        ),
        given(
            vec![voted()[0].clone(), again(corrected)],
            case(
                "CorrectedAlready",
                again(json!({ "corrects": "entry before the last", "correction_reason": reason })),
                &["请更正第"],
            ),
        ),
    ]
}

/// An objection of this number, to a publication that comes with the first one.
fn objected(number: u32, fields: Value) -> Value {
    let objection = fact(
        "publication.objection_received",
        "2026-03-07",
        json!({ "publication": "@p-1", "number": number, "text": "不同意" }),
    );
    if number > 1 {
        return with(objection, fields);
    }
    let posted = fact(
        "publication.posted",
        "2026-03-06",
        json!({ "body": "@branch", "publication_kind": "decision", "label": "p-1",
            "motion": "@d-1", "place": "公告栏" }),
    );
    json!([posted, objection])
}

fn issue(fields: Value) -> Value {
    let about = json!({ "body": "@branch", "label": "i-1", "issue_kind": "problem",
        "source": "resident", "category": "facilities", "text": "楼道灯不亮" });
    fact("issue.raised", "2026-03-01", with(about, fields))
}

fn closing(happened: &str) -> Value {
    fact(
        "issue.closed",
        happened,
        json!({ "issue": "@i-1", "outcome": "solved", "result": "修好" }),
    )
}

fn activity(fields: Value) -> Value {
    let about = json!({ "body": "@branch", "activity_kind": "volunteering", "theme": "清扫",
        "place": "院内", "work": "清扫院落" });
    fact("activity.held", "2026-03-01", with(about, fields))
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn about_issues() -> Vec<Case> {
    let ulid = "01KB0000000000000000000009";
    let raised = || vec![issue(json!({}))];
    let step = |happened: &str| {
        fact("issue.progressed", happened, json!({ "issue": "@i-1", "text": "查过线路" }))
    };
    let resolved = |text: &str| {
        fact("motion.resolved", "2026-03-05", json!({ "motion": "@d-1", "resolution": text }))
    };
    let withdrawn = || fact("motion.withdrawn", "2026-03-05", json!({ "motion": "@d-1" }));
    let session = json!({ "meeting_kind": "deliberation_session" });
    let spoken = json!({ "meeting": "@m-1", "text": "同意" });
    vec![
        case(
            "Unknown",
            fact("issue.progressed", "2026-03-02", json!({ "issue": ulid, "text": "查过" })),
            &["事项", "请先登记"],
        ),
        case("Unknown", issue(json!({ "again": ulid })), &["事项", "请先登记"]),
        case(
            "Unknown",
            fact(
                "activity.pledge_signed",
                "2026-03-02",
                json!({ "body": "@branch", "activity": ulid, "title": "承诺书", "counted": { "count": 3 } }),
            ),
            &["活动", "请先登记"],
        ),
        given(
            raised(),
            case(
                "BeforeItWasRaised",
                step("2026-02-01"),
                &["楼道灯不亮", "2026-03-01", "请核对日期"],
            ),
        ),
        given(
            vec![issue(json!({})), closing("2026-03-10")],
            case("IssueClosed", closing("2026-03-12"), &["2026-03-10", "again"]),
        ),
        given(
            vec![issue(json!({})), closing("2026-03-10")],
            case("IssueClosed", step("2026-03-11"), &["已于 2026-03-10 办结"]),
        ),
        given(
            raised(),
            case(
                "NobodyInCharge",
                fact("issue.assigned", "2026-03-02", json!({ "issue": "@i-1" })),
                &["responsible", "请写"],
            ),
        ),
        given(
            raised(),
            case(
                "EndsBeforeItBegins",
                fact(
                    "issue.assigned",
                    "2026-03-02",
                    json!({ "issue": "@i-1", "unit": "物业", "due": "2026-03-01" }),
                ),
                &["2026-03-01", "请核对"],
            ),
        ),
        case(
            "FewerThanNamed",
            activity(json!({ "participants": ["@王国强", "@李桂兰"], "counted": { "count": 1 } })),
            &["1", "2 人", "请核对"],
        ),
        case(
            "TwiceOnRoll",
            activity(json!({ "participants": ["@王国强", "@王国强"] })),
            &["王国强"],
        ),
        case(
            "NobodySigned",
            fact(
                "activity.pledge_signed",
                "2026-03-02",
                json!({ "body": "@branch", "title": "承诺书" }),
            ),
            &["请写明谁签字"],
        ),
        given(
            vec![resolved("同意。")],
            case("AlreadyResolved", resolved("不同意。"), &["更换二号楼路灯", "corrects"]),
        ),
        given(vec![withdrawn()], case("Withdrawn", resolved("不同意。"), &["已经撤回"])),
        given(
            vec![withdrawn()],
            case(
                "Withdrawn",
                fact(
                    "registry.rules_adopted",
                    "2026-03-06",
                    json!({ "motion": "@d-1", "cards": [] }),
                ),
                &["已经撤回"],
            ),
        ),
        case(
            "NobodySpoke",
            fact("meeting.speech_noted", "2026-03-05", spoken),
            &["speaker_name", "请补上"],
        ),
        case("PartMissing", m2(session), &["党群议事会会议", "请核对"]),
    ]
}

#[test]
fn an_issue_is_taken_further_late_and_raised_again() {
    let town = TestRegistry::with_cast();
    town.ok(json!([issue(json!({})), closing("2026-03-10")]));
    // Done before it was closed, recorded after.
    town.ok(fact("issue.progressed", "2026-03-05", json!({ "issue": "@i-1", "text": "换灯" })));
    town.ok(fact("issue.feedback_given", "2026-03-12", json!({ "issue": "@i-1", "text": "回访" })));
    town.ok(issue(json!({ "label": "i-2", "again": "@i-1" })));
    let fix = json!({ "issue": "@i-1", "corrects": "#i-1/issue.closed", "correction_reason": "日期",
        "outcome": "solved", "result": "修好" });
    town.ok(fact("issue.closed", "2026-03-09", fix));
}

#[test]
fn an_open_talk_has_parties_and_no_roll() {
    let town = TestRegistry::with_cast();
    let talk = json!({ "meeting_kind": "opinion_talk", "label": "talk", "leave": [],
        "deliberation": { "parties": [{ "party_kind": "residents", "present": 20,
            "speakers": ["@赵春来"] }] } });
    let recording = town.ok(m2(talk));
    let yishi::event::Event::MeetingHeld(held) = &recording.events[0] else { panic!("held") };
    assert!(!held.has_roll() && held.of_parties() == Some(20), "nobody was due by a membership");
    // Whoever speaks for a party was there; a guest is named, and sealed.
    town.ok(fact(
        "meeting.speech_noted",
        "2026-06-01",
        json!({ "meeting": "@talk",
        "speaker": "@赵春来", "text": "可以", "stance": "support" }),
    ));
    town.ok(fact(
        "meeting.speech_noted",
        "2026-06-01",
        json!({ "meeting": "@talk",
        "speaker_name": "一位租户", "text": "停车难" }),
    ));
    let absent = json!({ "meeting": "@talk", "speaker": "@刘玉珍", "text": "可以" });
    let (why, _) = town.refused(fact("meeting.speech_noted", "2026-06-01", absent));
    assert!(
        matches!(why, Refused::Fact(0, Refusal::Meeting(MeetingRefusal::DidNotAttend(_)))),
        "{why:?}"
    );
    let without = m2(json!({ "meeting_kind": "opinion_talk", "label": "t-2", "leave": [] }));
    let (why, _) = town.refused(without);
    assert!(
        matches!(why, Refused::Fact(0, Refusal::Meeting(MeetingRefusal::RollOrNumbers))),
        "{why:?}"
    );
}

#[test]
fn cards_that_do_not_load_or_make_another_book_are_not_adopted() {
    let town = TestRegistry::with_cast();
    let adopt = |fields: Value| fact("registry.rules_adopted", "2026-03-06", fields);
    let (why, zh) = town.refused(adopt(json!({ "cards": [{ "id": "X-1" }] })));
    assert!(
        matches!(why, Refused::Prepare(0, yishi::intake::PrepareError::Cards { .. })),
        "{why:?}"
    );
    assert!(zh.contains("规则卡不能采用") && zh.contains("X-1"), "{zh}");
    let (why, _) = town.refused(adopt(json!({ "book": "0".repeat(64) })));
    assert!(
        matches!(why, Refused::Prepare(0, yishi::intake::PrepareError::Cards { .. })),
        "{why:?}"
    );
}

/// Puts in what is known only once the given is on record.
fn fill_in(town: &TestRegistry, when: &mut Value) {
    if when["person"] == "person:王国强" {
        let view = town.registry().view(None).unwrap();
        when["person"] = view.find("@王国强").unwrap()[0].strip_prefix("person:").unwrap().into();
    }
    if when["corrects"] == "entry before the last" {
        when["corrects"] = (town.entries() - 2).into();
    }
}

#[test]
fn each_refusal_says_whom_it_means_and_what_to_do_and_changes_nothing() {
    let groups = [
        about_things(),
        about_bodies(),
        about_meetings(),
        about_motions(),
        about_issues(),
        about_corrections(),
    ];
    for case in groups.into_iter().flatten() {
        case.try_on(&TestRegistry::with_cast(), fill_in);
    }
}

#[test]
fn a_role_without_authority_is_refused() {
    let town = TestRegistry::with_cast();
    let fact = json!({ "kind": "registry.copied", "openings": "all", "purpose": "试试",
        "happened": "2026-12-01" });
    let file = town.document_by("secretary", fact);
    let (why, zh) = refusal(town.record_bytes(&file, &RecordOptions::default()));
    assert!(matches!(why, Refused::Fact(0, Refusal::RoleWithoutAuthority(_))), "{why:?}");
    assert!(zh.contains("书记") && zh.contains("请由有权的人记录"), "{zh}");
}

#[test]
fn no_refusal_is_without_a_case() {
    let groups = [
        about_things(),
        about_bodies(),
        about_meetings(),
        about_motions(),
        about_issues(),
        about_corrections(),
    ];
    let cases = groups.into_iter().flatten().map(|case| case.variant.to_owned());
    // Families with refusals of their own have their cases beside them.
    let elsewhere = ["RoleWithoutAuthority".to_owned()];
    let cases: BTreeSet<String> = cases.chain(elsewhere).collect();
    assert_eq!(cases, variants(&["mod", "body", "meeting", "motion", "issue"]));
}
