//! Elections: what is refused, what is recorded although irregular, and what is shown.

use crate::common::cases::{Case, said_again, variants, with};
use crate::common::registry::{TestRegistry, folded, motion, vote};
use crate::common::{assert_current, root};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use yishi::admission::Refusal;
use yishi::registry::Refused;

/// When the meeting of the cast began.
const MEETING: &str = "2026-03-05T09:00";

fn about(kind: &str, happened: &str, fields: Value) -> Value {
    let fact =
        json!({ "kind": format!("election.{kind}"), "election": "@e", "happened": happened });
    with(fact, fields)
}

fn called() -> Value {
    json!({ "kind": "election.called", "label": "e", "name": "一支部第二届委员会选举",
        "body": "@branch", "election_kind": "branch_committee", "meeting": "@m-1",
        "seats": [{ "post_kind": "committee_member", "seats": 2 }], "method": "secret_ballot",
        "elected_base": "due", "tie_rule": "revote", "happened": "2026-02-10" })
}

fn nominated(person: &str) -> Value {
    let fields = json!({ "person": format!("@{person}"), "name": person, "consented": true,
        "post_kind": "committee_member", "source": "outgoing_committee", "nominated_by": "@branch" });
    about("candidate_nominated", "2026-02-12", fields)
}

fn candidate(person: &str) -> String {
    format!("@e/@{person}")
}

fn reviewed(person: &str, criterion: &str, result: &str) -> Value {
    let fields = json!({ "candidate": candidate(person), "criterion": criterion,
        "result": result, "evidence": "党员名册", "reviewed_by": "@committee" });
    about("candidate_reviewed", "2026-02-15", fields)
}

fn listed(people: &[&str]) -> Value {
    let candidates: Vec<String> = people.iter().map(|person| candidate(person)).collect();
    let fields = json!({ "stage": "final", "order": "surname_strokes", "candidates": candidates });
    about("listed", "2026-02-20", fields)
}

fn scrutineers() -> Value {
    let fields = json!({ "meeting": "@m-1", "scrutineers": ["@刘玉珍"], "tellers": ["@杨秀英"],
        "method": "show_of_hands" });
    about("scrutineers_chosen", MEETING, fields)
}

/// A round in which four of five voted: in favour, against, abstaining by candidate.
fn tallied(round: u32, votes: &[(&str, [u32; 3])]) -> Value {
    let tallies = votes.iter().map(|(person, [yes, no, abstain])| {
        json!({ "candidate": candidate(person), "in_favour": yes, "against": no,
            "abstain": abstain })
    });
    let fields = json!({ "meeting": "@m-1", "round": round, "round_kind": "election", "seats": 2,
        "due": 5, "present": 4, "issued": 4, "returned": 4, "valid": 4, "invalid": 0,
        "tallies": tallies.collect::<Vec<_>>() });
    about("tallied", MEETING, fields)
}

const VOTES: &[(&str, [u32; 3])] =
    &[("王国强", [4, 0, 0]), ("李桂兰", [3, 1, 0]), ("张建华", [1, 2, 1])];

fn declared(round: u32, people: &[&str]) -> Value {
    let elected = people
        .iter()
        .map(|person| json!({ "candidate": candidate(person), "post_kind": "committee_member" }));
    let fields = json!({ "meeting": "@m-1", "round": round, "place": "会上宣布",
        "elected": elected.collect::<Vec<_>>() });
    about("declared", "2026-03-05", fields)
}

fn filled(person: &str) -> Value {
    json!({ "kind": "post.filled", "person": format!("@{person}"), "body": "@branch",
        "post_kind": "committee_member", "basis": "elected", "election": "@e",
        "term_until": "2031-03-04", "happened": "2026-03-05" })
}

/// Called, three nominated.
fn begun() -> Vec<Value> {
    let people = ["王国强", "李桂兰", "张建华"];
    [called()].into_iter().chain(people.map(nominated)).collect()
}

fn and(mut facts: Vec<Value>, more: impl IntoIterator<Item = Value>) -> Vec<Value> {
    facts.extend(more);
    facts
}

/// From the call to the reply, with the posts.
fn whole() -> Vec<Value> {
    let people = ["王国强", "李桂兰", "张建华"];
    let reported = json!({ "subject": "result", "to": "@committee", "document": "报〔2026〕1号" });
    let reply = json!({ "subject": "result", "reply": "approved", "body": "@committee",
        "document": "复〔2026〕2号" });
    and(
        begun(),
        [
            reviewed("王国强", "formal_member", "met"),
            reviewed("张建华", "superior_consent", "unclear"),
            listed(&people),
            scrutineers(),
            tallied(1, VOTES),
            declared(1, &["王国强", "李桂兰"]),
            filled("王国强"),
            filled("李桂兰"),
            about("reported", "2026-03-06", reported),
            about("approved", "2026-03-20", reply),
        ],
    )
}

fn case(
    variant: &'static str,
    given: Vec<Value>,
    when: Value,
    says: &'static [&'static str],
) -> Case {
    Case { variant, given, when, says }
}

fn about_candidates() -> Vec<Case> {
    let secretary = json!({ "post_kind": "secretary" });
    let other = with(called(), json!({ "label": "f", "name": "另一次选举" }));
    let elsewhere = json!({ "election": "@f", "stage": "final", "candidates": ["@e/@王国强"] });
    let gone = about("candidate_withdrawn", "2026-02-18", json!({ "candidate": "@e/@张建华" }));
    let twice =
        [json!({ "post_kind": "chair", "seats": 1 }), json!({ "post_kind": "chair", "seats": 2 })];
    vec![
        case("SeatsMissing", vec![], with(called(), json!({ "seats": [] })), &["seats", "请"]),
        case("SeatsMissing", vec![], with(called(), json!({ "seats": twice })), &["seats", "请"]),
        case(
            "PostNotElected",
            vec![called()],
            with(nominated("王国强"), secretary),
            &["第二届委员会选举", "书记", "请核对"],
        ),
        case("NominatedAlready", begun(), nominated("王国强"), &["王国强", "请核对"]),
        case(
            "OtherElection",
            and(begun(), [other]),
            about("listed", "2026-02-20", elsewhere),
            &["王国强", "另一次选举", "请核对"],
        ),
        case("WithdrawnAlready", and(begun(), [gone.clone()]), gone, &["张建华", "请核对"]),
        case("TwiceNamed", begun(), listed(&["王国强", "王国强"]), &["王国强", "请删去"]),
        case("NobodyNamed", begun(), listed(&[]), &["请至少写一人"]),
        case(
            "ChosenTwice",
            begun(),
            with(scrutineers(), json!({ "tellers": ["@刘玉珍"] })),
            &["刘玉珍", "请核对"],
        ),
        case(
            "ReplyDoesNotFit",
            begun(),
            about("approved", "2026-02-20", json!({ "subject": "candidates", "reply": "filed" })),
            &["候选人预备人选", "请核对"],
        ),
    ]
}

fn about_counts() -> Vec<Case> {
    let changed = |fields: Value| with(tallied(1, VOTES), fields);
    let late = with(tallied(1, VOTES), json!({ "happened": "2026-03-05T09:40" }));
    // Minutes cannot be corrected so that fewer were there than got ballots.
    let fewer = with(
        crate::common::registry::meeting("m-1", MEETING),
        json!({ "meeting": "@m-1", "corrects": "#m-1/meeting.held", "correction_reason": "数错",
            "counted": { "entitled": 5, "present": 3 }, "leave": [] }),
    );
    vec![
        case("NoSuchRound", begun(), changed(json!({ "round": 0 })), &["1", "请改正"]),
        case(
            "RoundAlready",
            and(begun(), [tallied(1, VOTES)]),
            tallied(1, VOTES),
            &["第 1 轮", "下一轮"],
        ),
        case("TimeOfItsOwn", begun(), late, &["09:00", "09:40", "请改正"]),
        case("TimeOfItsOwn", begun(), changed(json!({ "happened": "2026-03-06" })), &["请改正"]),
        case(
            "MoreAtBallot",
            begun(),
            changed(json!({ "present": 5 })),
            &["5 人", "4 人", "请核对"],
        ),
        case("MoreAtBallot", and(begun(), [tallied(1, VOTES)]), fewer, &["4 人", "3 人"]),
        case(
            "BallotsDoNotAdd",
            begun(),
            changed(json!({ "invalid": 1 })),
            &["有效票 4", "无效票 1", "收回 4", "请核对"],
        ),
        case(
            "VotesDoNotAdd",
            begun(),
            tallied(1, &[("王国强", [4, 1, 0])]),
            &["王国强", "5 票", "4 张", "请核对"],
        ),
        case(
            "VotesDoNotAdd",
            begun(),
            tallied(1, &[("王国强", [2, 0, 0])]),
            &["王国强", "2 票", "请核对"],
        ),
        case(
            "VotesDoNotAdd",
            begun(),
            changed(json!({ "tallies": [],
                "write_ins": [{ "candidate": "@e/@张建华", "votes": 5 }] })),
            &["张建华", "5 票", "请核对"],
        ),
        case("NobodyNamed", begun(), tallied(1, &[]), &["请至少写一人"]),
    ]
}

fn about_results() -> Vec<Case> {
    let reduced = json!({ "post_kind": "committee_member", "seats": 2, "motion": "@d-1" });
    let reduced = about("seats_reduced", MEETING, reduced);
    vec![
        case(
            "NotReduced",
            and(begun(), [vote("d-1", "m-1", [4, 0, 0])]),
            reduced,
            &["2 名", "请核对"],
        ),
        case(
            "ElectedAlready",
            and(begun(), [tallied(1, VOTES), declared(1, &["王国强"])]),
            declared(2, &["王国强"]),
            &["王国强", "请核对"],
        ),
        case(
            "OtherElection",
            vec![
                called(),
                with(called(), json!({ "label": "f", "name": "另一次选举" })),
                with(nominated("王国强"), json!({ "election": "@f" })),
            ],
            with(
                declared(1, &[]),
                json!({ "elected": [{ "candidate": "@f/@王国强",
                "post_kind": "committee_member" }] }),
            ),
            &["王国强", "第二届委员会选举", "提名"],
        ),
        case(
            "NotDeclared",
            and(begun(), [tallied(1, VOTES)]),
            filled("王国强"),
            &["王国强", "请先记录当选公布"],
        ),
        case(
            "NotDeclared",
            and(begun(), [tallied(1, VOTES), declared(1, &["王国强"])]),
            filled("李桂兰"),
            &["李桂兰", "委员"],
        ),
        case(
            "NotDeclared",
            and(begun(), [tallied(1, VOTES), declared(1, &["王国强"])]),
            with(filled("王国强"), json!({ "constituency": "3号楼" })),
            &["王国强", "楼栋"],
        ),
        case(
            "NotDeclared",
            and(begun(), [tallied(1, VOTES), declared(1, &["王国强"])]),
            with(filled("王国强"), json!({ "body": "@committee" })),
            &["王国强"],
        ),
        case(
            "FilledAlready",
            and(begun(), [declared(1, &["王国强"]), filled("王国强")]),
            filled("王国强"),
            &["王国强", "请核对"],
        ),
    ]
}

#[test]
fn each_refusal_says_whom_it_means_and_what_to_do_and_changes_nothing() {
    let cases = [about_candidates(), about_counts(), about_results()];
    for case in cases.into_iter().flatten() {
        case.try_on(&TestRegistry::with_cast(), said_again);
    }
}

#[test]
fn no_refusal_is_without_a_case() {
    let cases = [about_candidates(), about_counts(), about_results()];
    let tried = cases.into_iter().flatten().map(|case| case.variant.to_owned());
    let all = variants(&["election"]);
    // Tried where there are ballots: tests/registry/owners/elections.rs.
    let elsewhere = ["OpenedByName".to_owned()];
    assert_eq!(tried.chain(elsewhere).collect::<BTreeSet<_>>(), all);
}

#[test]
fn other_refusals_are_those_of_every_family() {
    let unlike = |given: Vec<Value>, when: Value, name: &str| {
        let town = TestRegistry::with_cast();
        given.into_iter().for_each(|fact| drop(town.ok(fact)));
        let (why, zh) = town.refused(when);
        assert!(format!("{why:?}").contains(name), "{why:?} {zh}");
        zh
    };
    let unheld = json!({ "kind": "meeting.noticed", "label": "n", "body": "@branch",
        "meeting_kind": "branch_general_meeting", "starts": "2026-12-01", "place": "会议室",
        "agenda": [{ "title": "选举" }], "happened": "2026-11-20" });
    unlike(and(begun(), [unheld]), with(tallied(1, VOTES), json!({ "meeting": "@n" })), "NotHeld");
    // Who is away can neither watch nor count.
    let away = with(scrutineers(), json!({ "scrutineers": ["@陈志明"] }));
    unlike(begun(), away, "DidNotAttend");
    unlike(begun(), with(tallied(1, VOTES), json!({ "due": 3 })), "MorePresentThanEntitled");
    let id = "01KB0000000000000000000009";
    let nobody = about(
        "listed",
        "2026-02-20",
        json!({ "election": id, "stage": "final",
        "candidates": [id] }),
    );
    assert!(unlike(begun(), nobody, "Unknown(Election").contains("选举"));
    let appointed = json!({ "basis": "appointed", "source": { "body": "@committee" } });
    let appointed = with(filled("王国强"), appointed);
    unlike(and(begun(), [declared(1, &["王国强"])]), appointed, "GroundMissing");
    let early = with(filled("王国强"), json!({ "happened": "2026-03-01" }));
    unlike(and(begun(), [declared(1, &["王国强"])]), early, "EndsBeforeItBegins");
    let zh = unlike(begun(), declared(1, &["陈志明"]), "UnknownLabel");
    assert!(zh.contains("候选人") && zh.contains("e/@陈志明"), "{zh}");
    let open = about(
        "seats_reduced",
        MEETING,
        json!({ "post_kind": "committee_member",
        "seats": 1, "motion": "@d-1" }),
    );
    unlike(begun(), open, "NotVoted");
}

#[test]
fn an_election_fills_posts_of_a_committee_that_it_founds_below_its_body() {
    let founded = |label: &str, parent: Value| {
        with(
            json!({ "kind": "body.established", "body_kind": "owner_committee", "name": label,
            "label": label, "basis": "founded", "happened": "2026-03-05" }),
            parent,
        )
    };
    let given = and(begun(), [tallied(1, VOTES), declared(1, &["王国强"])]);
    let below = founded("below", json!({ "parent": "@branch" }));
    let beside = founded("beside", json!({ "parent": "@committee" }));
    let filled_in = |body: &str| with(filled("王国强"), json!({ "body": body }));
    let town = TestRegistry::with_cast();
    town.ok(Value::Array(and(given, [below, beside])));
    let (why, zh) = town.refused(filled_in("@beside"));
    assert!(format!("{why:?}").contains("NotDeclared"), "{zh}");
    // Placed under it only later: not on the day of the post.
    town.ok(json!([{ "kind": "body.placed_under", "body": "@beside", "parent": "@branch",
        "happened": "2026-03-06" }]));
    let (why, zh) = town.refused(with(filled_in("@beside"), json!({ "late_reason": "补记" })));
    assert!(format!("{why:?}").contains("NotDeclared"), "{zh}");
    town.ok(filled_in("@below"));
    let mut town = town;
    town.close();
    let shown = town.run(&["show", "@e"]).done().out;
    assert!(shown.contains("宣布当选 1 人,按此任职、现仍在任 1 人"), "{shown}");
}

#[test]
fn what_is_irregular_is_recorded() {
    let town = TestRegistry::with_cast();
    begun().into_iter().for_each(|fact| drop(town.ok(fact)));
    // A scrutineer who stands, and more ballots in the box than were handed out.
    town.ok(with(scrutineers(), json!({ "scrutineers": ["@王国强"] })));
    let stuffed = json!({ "returned": 5, "valid": 5, "round_kind": "election" });
    let votes: &[(&str, [u32; 3])] = &[("王国强", [5, 0, 0])];
    town.ok(with(tallied(1, votes), stuffed));
    // Nobody was declared elected in the void round; in the next, more than there are seats.
    town.ok(declared(1, &[]));
    town.ok(with(tallied(2, VOTES), json!({ "round_kind": "repeat" })));
    town.ok(declared(2, &["王国强", "李桂兰", "张建华"]));
    // One of them had not been on any list, and one withdraws too late.
    town.ok(about("candidate_withdrawn", "2026-03-06", json!({ "candidate": "@e/@张建华" })));
    // Fewer ballots than were due, a result that nobody approved.
    town.ok(json!([filled("王国强"), filled("李桂兰")]));
}

#[test]
fn one_document_holds_a_whole_election_and_a_reduction() {
    let town = TestRegistry::with_cast();
    town.ok(Value::Array(whole()));
    let again = with(
        called(),
        json!({ "label": "g", "name": "补选",
        "seats": [{ "post_kind": "committee_member", "seats": 3 }] }),
    );
    let fact =
        |kind: &str, fields: Value| with(about(kind, MEETING, fields), json!({ "election": "@g" }));
    town.ok(json!([
        again,
        motion("d-g", "m-1"),
        vote("d-g", "m-1", [4, 0, 0]),
        fact(
            "seats_reduced",
            json!({ "post_kind": "committee_member", "seats": 2, "motion": "@d-g" })
        ),
    ]));
    let once_more = fact(
        "seats_reduced",
        json!({ "post_kind": "committee_member", "seats": 2, "motion": "@d-g" }),
    );
    let (why, zh) = town.refused(once_more);
    assert!(format!("{why:?}").contains("NotReduced { before: 2, after: 2 }"), "{zh}");
}

#[test]
fn a_list_of_candidates_is_posted_in_the_document_that_calls_the_election_or_later() {
    let posted = |label: &str, happened: &str| {
        json!({ "kind": "publication.posted", "body": "@branch", "label": label,
            "publication_kind": "candidate_list", "election": "@e", "place": "公告栏",
            "until": "2026-02-27", "happened": happened })
    };
    let town = TestRegistry::with_cast();
    town.ok(Value::Array(and(begun(), [listed(&["王国强"]), posted("p-1", "2026-02-20")])));
    town.ok(posted("p-2", "2026-02-21"));
    let (why, sentence) = town.refused(with(
        posted("p-3", "2026-02-22"),
        json!({ "election": "01KB0000000000000000000009" }),
    ));
    assert!(matches!(why, Refused::Fact(0, Refusal::Unknown(_))), "{why:?}");
    assert!(sentence.contains("账上没有这次选举"), "{sentence}");
}

#[test]
fn a_count_is_corrected_by_label_and_the_old_one_does_not_count() {
    let town = TestRegistry::with_cast();
    and(begun(), [tallied(1, VOTES)]).into_iter().for_each(|fact| drop(town.ok(fact)));
    let right: &[(&str, [u32; 3])] = &[("王国强", [4, 0, 0]), ("李桂兰", [2, 1, 1])];
    let fields = json!({ "corrects": "#e/election.tallied", "correction_reason": "唱票记错一票" });
    town.ok(with(tallied(1, right), fields));
    let view = town.registry().view(None).unwrap();
    let mut rounds = Vec::new();
    folded(&view).each_election(&mut |row| rounds.extend(row.rounds)).unwrap();
    assert_eq!(rounds.len(), 1);
    assert_eq!(rounds[0].tallies.iter().map(|one| one.in_favour).collect::<Vec<_>>(), [4, 2]);
    assert_eq!(rounds[0].corrected.as_ref().unwrap().times, 1);
}

#[test]
fn lists_and_one_election_are_shown_in_text_and_json() {
    let mut town = TestRegistry::with_cast();
    town.ok(Value::Array(whole()));
    town.close();
    let list = town.run(&["list", "elections"]).done().out;
    for word in ["一支部第二届委员会选举", "委员 2", "@e", "上级已批复或备案"]
    {
        assert!(list.contains(word), "{word}: {list}");
    }
    let early = town.run(&["list", "elections", "--on", "2026-02-13"]).done().out;
    assert!(early.contains("已提名"), "{early}");
    let shown = town.run(&["show", "@e"]).done().out;
    let row = |name: &str| shown.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    let words = |name: &str| row(name).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        words("王国强"),
        ["王国强", "委员", "1", "项符合", "1", "4", "0", "0", "当选", "委员"]
    );
    assert_eq!(
        words("张建华"),
        ["张建华", "委员", "上级党组织同意待核实", "1", "1", "2", "1", "未当选"]
    );
    for word in ["监票人: 刘玉珍", "计票人: 杨秀英", "收回 4", "复〔2026〕2号", "现仍在任 2 人"]
    {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    let json = town.run(&["show", "@e", "--json"]).done().json();
    assert_eq!(json["stage"], "approved");
    assert_eq!(json["rounds"][0]["tallies"].as_array().unwrap().len(), 3);
    assert_eq!(json["candidates"].as_array().unwrap().len(), 3);
    let all = town.run(&["list", "elections", "--json"]).done().json();
    // What the list says of it, the whole answer says too.
    for (key, value) in all["rows"][0].as_object().unwrap() {
        assert_eq!(json[key], *value, "{key}");
    }
    // The committee says by which election.
    let seats = town.run(&["list", "committees", "--on", "2026-04-01"]).done().out;
    let member = seats.lines().find(|line| line.contains("李桂兰")).unwrap();
    assert!(member.contains("选举") && member.contains("一支部第二届委员会选举"), "{seats}");
    let english = town.run(&["show", "@e", "--lang", "en"]).done().out;
    assert!(english.contains("4 returned") && english.contains("committee member"), "{english}");
}

#[test]
fn every_sentence_of_an_election_is_said_in_both_languages() {
    let mut town = TestRegistry::with_cast();
    town.ok(Value::Array(whole()));
    town.close();
    for lang in ["zh", "en"] {
        let said = town.run(&["journal", "@e", "--lang", lang]).done().out;
        assert_eq!(said.lines().count(), whole().len(), "{said}");
        // Everybody and everything is named; nothing is left as the end of an id.
        let of_people = said.replace("〔2026〕", "");
        assert!(!of_people.contains('〔') && !of_people.contains('['), "{said}");
    }
}

/// What follows from the numbers, and what is said where it was declared otherwise.
#[test]
fn what_was_declared_is_held_against_what_follows() {
    let why = |facts: Vec<Value>| {
        let mut town = TestRegistry::with_cast();
        facts.into_iter().for_each(|fact| drop(town.ok(fact)));
        town.close();
        let list = town.run(&["list", "elections"]).done().out;
        let (text, json) = (town.run(&["why", "@e"]), town.run(&["why", "@e", "--json"]));
        (list, text.out, serde_json::from_str::<Value>(&json.out).unwrap())
    };
    let length = |json: &Value, key: &str| json[key].as_array().unwrap().len();
    // As declared: 4 and 3 of 5 due; 1 of 5 is not elected.
    let (list, text, json) = why(whole());
    assert!(!list.contains("与宣布不同"), "{list}");
    assert_eq!((length(&json, "elected"), length(&json, "declared_only")), (2, 0), "{json}");
    for word in ["王国强:当选", "张建华:未当选", "赞成 4 人/应到 5 人", "依据的记录"]
    {
        assert!(text.contains(word), "{word}: {text}");
    }
    // The third was declared elected all the same, the second was left out.
    let wrong = and(begun(), [tallied(1, VOTES), declared(1, &["王国强", "张建华"])]);
    let (list, text, json) = why(wrong);
    assert!(list.contains("与宣布不同"), "{list}");
    assert_eq!((length(&json, "declared_only"), length(&json, "computed_only")), (1, 1), "{json}");
    assert!(text.contains("宣布当选而按票数不应当选:张建华"), "{text}");
    assert!(text.contains("按票数当选而没有宣布:李桂兰"), "{text}");
    // More ballots came back than there were voters: the round is void, whoever was declared.
    let stuffed = json!({ "returned": 6, "valid": 6, "tallies": [{ "candidate": "@e/@王国强",
        "in_favour": 6, "against": 0, "abstain": 0 }] });
    let void = and(begun(), [with(tallied(1, VOTES), stuffed), declared(1, &["王国强"])]);
    let (_, text, json) = why(void);
    assert_eq!((length(&json, "elected"), length(&json, "declared_only")), (0, 1), "{text}");
    // Declared without a count: nothing is said against it, and nothing for it.
    let (list, _, json) = why(and(begun(), [declared(1, &["王国强"])]));
    assert!(list.contains("无计票"), "{list}");
    assert_eq!((length(&json, "not_decided"), length(&json, "declared_only")), (1, 0));
}

#[test]
fn a_tie_at_the_last_seat_is_settled_by_a_vote_among_the_tied() {
    let mut town = TestRegistry::with_cast();
    let people = ["王国强", "李桂兰", "张建华"];
    [called()].into_iter().chain(people.map(nominated)).for_each(|fact| drop(town.ok(fact)));
    let tied: &[(&str, [u32; 3])] =
        &[("王国强", [4, 0, 0]), ("李桂兰", [3, 1, 0]), ("张建华", [3, 0, 1])];
    town.ok(tallied(1, tied));
    town.ok(declared(1, &["王国强"]));
    let view = town.registry().view(None).unwrap();
    let elected = |as_of: Option<u64>| {
        let view = town.registry().view(as_of).unwrap();
        let mut counts = Vec::new();
        folded(&view)
            .each_election(&mut |row| {
                counts.push(view.judge_election(&row).unwrap().elected().len());
            })
            .unwrap();
        counts
    };
    assert_eq!(elected(None), [1], "two are tied for one seat");
    let before = view.snapshot().entries();
    let again: &[(&str, [u32; 3])] = &[("李桂兰", [1, 3, 0]), ("张建华", [3, 1, 0])];
    town.ok(with(tallied(2, again), json!({ "round_kind": "tie_revote", "seats": 1 })));
    town.ok(declared(2, &["张建华"]));
    assert_eq!(elected(None), [2]);
    assert_eq!(elected(Some(before)), [1], "as the book said before");
    town.close();
    let shown = town.run(&["show", "@e"]).done().out;
    assert!(!shown.contains("注意"), "{shown}");
    let rows: Vec<&str> = shown.lines().filter(|line| line.starts_with("李桂兰")).collect();
    assert_eq!(rows.len(), 2, "{shown}");
}

/// The minutes as the program prints them, without what vouches for this very journal.
pub(super) fn minutes_are(town: &TestRegistry, meeting: &str, name: &str) {
    let golden = |file: &str, written: &str| {
        let lines: Vec<&str> = written.trim_end().lines().collect();
        let written = lines[..lines.len() - 1].join("\n") + "\n";
        assert_current(&root().join("tests/paper/golden").join(file), &written);
    };
    let printed = |more: &[&str]| town.run(&[&["minutes", meeting], more].concat()).done().out;
    golden(&format!("{name}.txt"), &printed(&[]));
    golden(&format!("{name}-en.txt"), &printed(&["--lang", "en"]));
    golden(&format!("{name}.md"), &printed(&["--markdown"]));
}

#[test]
fn the_minutes_tell_the_election() {
    let mut town = TestRegistry::with_cast();
    town.ok(Value::Array(whole()));
    // A second round, of which something else was declared than follows.
    let again: &[(&str, [u32; 3])] = &[("张建华", [2, 2, 0])];
    town.ok(with(tallied(2, again), json!({ "round_kind": "further", "seats": 1 })));
    town.ok(declared(2, &["张建华"]));
    town.close();
    minutes_are(&town, "@m-1", "election");
}

#[test]
fn building_heads_are_recommended_declared_and_filled_and_no_national_rule_is_made_up() {
    let mut town = TestRegistry::with_cast();
    let place = "3号楼1单元";
    let of_heads = |kind: &str, fields: Value| {
        with(about(kind, "2026-04-10", fields), json!({ "election": "@lz" }))
    };
    let post = json!({ "post_kind": "building_head", "constituency": place });
    town.ok(json!([
        { "kind": "body.established", "body_kind": "residents_committee", "name": "兴华社区居委会",
          "label": "jwh", "basis": "founded", "happened": "2025-01-10" },
        with(
            crate::common::registry::meeting("tx", "2026-04-10"),
            json!({ "body": "@jwh", "meeting_kind": "selection_meeting", "leave": [],
                "counted": { "entitled": 40, "present": 30 } })
        ),
        with(
            called(),
            json!({ "label": "lz", "name": "三号楼楼长推选", "body": "@jwh", "meeting": "@tx",
                "election_kind": "building_heads", "method": "recommendation",
                "seats": [{ "post_kind": "building_head", "seats": 1 }] })
        ),
        of_heads("candidate_nominated", with(post.clone(), json!({ "person": "@赵春来",
            "name": "赵春来", "source": "residents", "supporters": 12, "consented": true }))),
        of_heads("declared", json!({ "meeting": "@tx", "round": 1,
            "elected": [with(post.clone(), json!({ "candidate": "@lz/@赵春来" }))] })),
        with(
            filled("赵春来"),
            with(post, json!({ "body": "@jwh", "election": "@lz", "happened": "2026-04-11" }))
        ),
    ]));
    town.close();
    let shown = town.run(&["show", "@lz"]).done().out;
    assert!(shown.contains("3号楼1单元楼长") && shown.contains("现仍在任 1 人"), "{shown}");
    assert!(town.run(&["list", "elections"]).done().out.contains("无计票"));
    let why = town.run(&["why", "@lz"]);
    let said = format!("{}{}", why.out, why.err);
    assert!(said.contains("还没有计票记录") && said.contains("没有全国统一的规定"), "{said}");
}
