//! Rule cards on the command line: listed, read, tried before they are adopted, and supposed.

use crate::common::cli::{Output, run};
use crate::common::registry::{TestRegistry, run_on};
use crate::common::root;
use serde_json::{Value, json};
use std::path::Path;
use yishi::cli::Exit;
use yishi::law::Book;

/// Without a registry, in English.
fn rule(arguments: &[&str]) -> Output {
    let fixed = ["--registry", "/nowhere/at/all", "--lang", "en", "rule"];
    run(&[&fixed, arguments].concat())
}

#[test]
fn without_a_registry_the_cards_of_the_program_are_listed() {
    let listed = rule(&["list"]).done();
    assert!(listed.err.contains("no registry here"), "{}", listed.err);
    for card in Book::shipped().cards() {
        assert!(listed.out.contains(card.id()), "{}", card.id());
    }
    let json = rule(&["list", "--json"]).done().json();
    assert_eq!(json.as_array().unwrap().len(), Book::shipped().cards().len());
    assert!(json[0]["fingerprint"].as_str().unwrap().len() == 64 && json[0]["adopted"] == false);
}

fn ids(arguments: &[&str]) -> Vec<String> {
    let json = rule(&[&["list", "--json"], arguments].concat()).done().json();
    let ids = json.as_array().unwrap().iter().map(|card| card["id"].as_str().unwrap().to_owned());
    ids.collect()
}

#[test]
fn a_list_is_narrowed_by_day_place_topic_and_confirmation() {
    let has = |ids: &[String], id: &str| ids.iter().any(|own| own == id);
    let (before, after) = (ids(&["--on", "2020-12-31"]), ids(&["--on", "2021-01-01"]));
    assert!(has(&before, "PL-76-ORDINARY") && !has(&before, "CC-278-ORDINARY"));
    assert!(!has(&after, "PL-76-ORDINARY") && has(&after, "CC-278-ORDINARY"));
    let hangzhou = ids(&["--place", "CN-330106"]);
    assert!(
        has(&hangzhou, "HZ-27") && has(&hangzhou, "CC-278-PART") && !has(&hangzhou, "OC-01-BJ")
    );
    for topic in ["notice", "提前通知"] {
        let notice = ids(&["--topic", topic]);
        assert!(has(&notice, "OW-13") && !has(&notice, "BR-07"), "{topic}");
    }
    let open = ids(&["--open"]);
    let book = Book::shipped();
    let unconfirmed = book.cards().iter().filter(|card| !card.is_confirmed());
    assert_eq!(open, unconfirmed.map(|card| card.id().to_owned()).collect::<Vec<_>>());
    assert!(has(&open, "BR-06") && open.len() < book.cards().len());
    assert!(rule(&["list", "--topic", "dreams"]).done().err.contains("no such card"));
    assert!(rule(&["list", "--place", "Mars"]).assert(Exit::Usage).err.contains("CN-"));
}

#[test]
fn a_card_is_shown_as_a_clerk_reads_it() {
    let zh = run(&["--registry", "/nowhere", "--lang", "zh", "rule", "show", "cc-278-special"]);
    let zh = zh.done().out;
    for line in [
        "CC-278-SPECIAL 业主共同决定的特别事项",
        "  《民法典》第二百七十八条〔全文核对〕",
        "  性质:法律;确定性:确定",
        "  施行:2021-01-01 起,CN",
        "  同意的业主人数不少于参与表决的业主人数的 3/4,并且同意的业主专有部分面积不少于参与表决的业主专有部分面积的 3/4",
        "  参与 620 人、参与 70000.00 ㎡、同意 464 人、同意 52500.00 ㎡ → 不符合要求",
    ] {
        assert!(zh.lines().any(|own| own == line), "{line}\n{zh}");
    }
    let en = rule(&["show", "PE-04"]).done().out;
    for part in
        ["Not fully confirmed", "7 seats, 8 candidates → disputed", "Read as \"rounded up\""]
    {
        assert!(en.contains(part), "{part}\n{en}");
    }
    let json = rule(&["show", "PE-04", "--json"]).done().json();
    let card = Book::shipped().card("PE-04").unwrap().to_json();
    assert_eq!(json["card"], card);
    let alike = rule(&["show", "CC-9"]).assert(Exit::Usage).err;
    assert!(alike.contains("CC-278-ORDINARY"), "{alike}");
}

#[test]
fn every_card_says_everything_in_both_languages() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for card in Book::shipped().cards() {
        let sections = card.sections();
        assert!(sections.len() >= 5, "{}", card.id());
        for (heading, lines) in &sections {
            assert!(!lines.is_empty(), "{}: {}", card.id(), heading.en);
            for line in lines {
                assert!(chinese(&line.zh), "{}: {}", card.id(), line.zh);
                // A Chinese word that is talked about may stand within the English.
                assert!(line.en.is_ascii() || line.en != line.zh, "{}: {}", card.id(), line.en);
                assert!(line.en.chars().any(|c| c.is_ascii_alphabetic()), "{}", card.id());
            }
        }
    }
}

#[test]
fn a_registry_lists_the_cards_that_it_adopted_itself() {
    let mut town = TestRegistry::example("c5-qinglan");
    town.close();
    let listed = run_on(&town.dir(), &["rule", "list"]).done().out;
    let line = |id: &str| listed.lines().find(|line| line.starts_with(id)).unwrap_or_default();
    assert!(line("QL-YISHI-3").ends_with("本账自订"), "{listed}");
    assert!(line("BR-07").ends_with("本账采用"), "{listed}");
    let shown = run_on(&town.dir(), &["rule", "show", "QL-YISHI-3"]).done().out;
    assert!(shown.contains("晴岚家园党群议事会议事规则"), "{shown}");
}

#[test]
fn the_examples_of_all_cards_hold() {
    let shipped = rule(&["test"]).done().out;
    assert!(shipped.ends_with("0 cards are wanting.\n"), "{shipped}");
    for path in
        ["docs/charter", "examples/c5-qinglan", "examples/c5-qinglan/2022-04-10-charter-rules.json"]
    {
        let path = root().join(path).display().to_string();
        let tried = rule(&["test", &path]).done().out;
        assert!(tried.contains('✓') && !tried.contains('✗'), "{path}: {tried}");
    }
}

fn card() -> Value {
    Book::shipped().card("BR-07").unwrap().to_json()
}

fn tried(dir: &Path, name: &str, bytes: &[u8]) -> Output {
    let path = dir.join(name);
    std::fs::write(&path, bytes).unwrap();
    rule(&["test", &path.display().to_string()])
}

#[test]
fn a_failing_example_is_one_plain_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let mut wrong = card();
    wrong["id"] = json!("OUR-7");
    wrong["examples"] = json!([
        {"figures": {"due": 20, "present": 12, "in_favour": 10}, "outcome": "satisfied"},
        {"figures": {"due": 20, "present": 12, "in_favour": 11}, "outcome": "satisfied"},
    ]);
    let bytes = wrong.to_string().into_bytes();
    let found = tried(dir.path(), "wrong.json", &bytes).assert(Exit::Wanting).out;
    let sentence = "  Example 1: 20 due, 12 present, 10 in favour should give \"as asked for\" and \
                    gives \"not as asked for\".";
    assert!(found.lines().any(|line| line == sentence), "{found}");
    assert!(found.contains("1 of 2 examples fail"), "{found}");
    let path = dir.path().join("wrong.json").display().to_string();
    let json = rule(&["test", "--json", &path]).assert(Exit::Wanting).json();
    assert_eq!(
        (&json["holds"], &json["cards"][0]["examples"][1]["holds"]),
        (&json!(false), &json!(true))
    );
    let zh = run(&["--lang", "zh", "rule", "test", &path]).assert(Exit::Wanting).out;
    let sentence = "  算例 1:应到 20 人、到会 12 人、赞成 10 人,应得“符合要求”,实得“不符合要求”。";
    assert!(zh.lines().any(|line| line == sentence), "{zh}");
}

#[test]
fn a_hostile_file_gets_one_clear_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut card = card();
        change(&mut card);
        card.to_string().into_bytes()
    };
    let gbk = [b"{\"id\":\"".as_slice(), &[0xb9, 0xe6, 0xd4, 0xf2], b"\"}"].concat();
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    let rows: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", b" \n".to_vec(), "empty"),
        ("cut", b"{\"id\": \"A".to_vec(), "Line 1"),
        ("gbk", gbk, "GBK"),
        ("deep", deep, "Line 1"),
        ("number", b"7".to_vec(), "not well formed"),
        ("fraction", b"{\"id\":\"A\",\"share\":0.5}".to_vec(), "Line 1"),
        ("field", changed(&|card| card["colour"] = json!("red")), "no field \"colour\""),
        (
            "missing",
            changed(&|card| drop(card.as_object_mut().unwrap().remove("rule"))),
            "\"rule\" is missing",
        ),
        ("procedure", changed(&|card| card["procedure"] = json!("dice/1")), "procedure \"dice/1\""),
        (
            "parameters",
            changed(&|card| card["parameters"] = json!({"readings": 1})),
            "in its parameters",
        ),
        ("no example", changed(&|card| card["examples"] = json!([])), "has no example"),
        (
            "zero",
            changed(&|card| card["parameters"]["readings"][0]["share"]["denominator"] = json!(0)),
            "is zero",
        ),
        ("backwards", changed(&|card| card["until"] = json!("1990-01-01")), "before"),
        ("no day", changed(&|card| card["from"] = json!("2021-02-30")), "2021-02-30"),
        ("kind", br#"{"facts":[{"kind":"meeting.hold"}]}"#.to_vec(), "meeting.held"),
    ];
    for (name, bytes, part) in rows {
        let found = tried(dir.path(), "hostile.json", &bytes).assert(Exit::Wanting);
        let faults: Vec<&str> = found.out.lines().filter(|line| line.starts_with('✗')).collect();
        assert_eq!(faults.len(), 1, "{name}: {}", found.out);
        assert!(faults[0].contains(part) && faults[0].len() < 500, "{name}: {}", found.out);
    }
}

#[test]
fn two_cards_of_one_id_and_files_without_a_card_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let two = json!([card(), card()]).to_string().into_bytes();
    let found = tried(dir.path(), "two.json", &two).assert(Exit::Wanting).out;
    assert!(found.contains("The id BR-07 stands on two cards"), "{found}");
    assert!(found.contains("takes its place here"), "{found}");
    let other = br#"{"facts":[{"kind":"person.registered","name":"x"}]}"#;
    let found = tried(dir.path(), "other.json", other).assert(Exit::Usage).err;
    assert!(found.contains("holds no rule card"), "{found}");
    let nothing = tempfile::tempdir().unwrap();
    rule(&["test", &nothing.path().display().to_string()]).assert(Exit::Usage);
    let missing = rule(&["test", "/nowhere/card.json"]).assert(Exit::Io).err;
    assert!(missing.contains("/nowhere/card.json"), "{missing}");
}

#[test]
fn a_motion_under_another_card_is_a_supposition_and_says_so() {
    let mut town = TestRegistry::example("c4-zijinglu");
    town.close();
    let why = |arguments: &[&str]| run_on(&town.dir(), &[&["why", "@d-rules"], arguments].concat());
    let zh = why(&["--rule", "CC-278-SPECIAL"]).done().out;
    assert!(zh.starts_with("【假设】以下是假设适用规则卡 CC-278-SPECIAL"), "{zh}");
    assert!(zh.contains("并非结论") && zh.contains("这张卡不适用于这类事项。"), "{zh}");
    assert!(zh.contains("推演结果(假设,并非结论)\n  未通过。"), "{zh}");
    assert!(!zh.lines().any(|line| line == "结论"), "{zh}");
    assert!(zh.contains("账上的结论不变:通过。"), "{zh}");
    let en = why(&["--rule", "cc-278-special", "--lang", "en"]).done().out;
    assert!(en.starts_with("[HYPOTHETICAL]") && en.contains("This is not the outcome"), "{en}");
    assert!(en.contains("Result (hypothetical, not the outcome)\n  Not carried."), "{en}");
    let json = why(&["--rule", "CC-278-SPECIAL", "--json"]).done().json();
    assert_eq!(json["hypothetical"], true);
    assert_eq!(json["outcome"], Value::Null, "nobody takes it for the outcome");
    assert_eq!(json["hypothesis"]["outcome"], "not_satisfied");
    assert_eq!(json["recorded"]["outcome"], "satisfied");
    let [supposed, recorded] =
        ["hypothesis", "recorded"].map(|which| json[which]["sentence"]["zh"].as_str().unwrap());
    assert!(supposed.starts_with("【假设】") && recorded.starts_with("通过。"), "{json}");
    assert!(json["statement"]["zh"].as_str().unwrap().contains("并非结论"));
    // The old law, on a day when it was in force no more.
    let old = why(&["--rule", "PL-76-ORDINARY"]).done().out;
    assert!(
        old.contains("这张卡当天没有施行。") && old.contains("同意 53 人/全体业主 76 人"),
        "{old}"
    );
    // And nothing of it is left behind.
    let after = why(&[]).done().out;
    assert!(!after.contains("假设") && after.contains("CC-278-ORDINARY"), "{after}");
}

#[test]
fn a_card_that_does_not_fit_is_refused_in_a_sentence() {
    let mut town = TestRegistry::example("c4-zijinglu");
    town.close();
    let on = |id: &str, rule: &str| run_on(&town.dir(), &["why", id, "--rule", rule]);
    for (id, rule, part) in [
        ("@d-rules", "BR-07", "管的是“党支部、临时党支部、联合党支部”,这里问的是“业主大会”"),
        ("@d-rules", "OC-06", "管的是“业主委员会”"),
        ("@d-rules", "OW-26", "与这里的结果无关"),
        ("@d-rules", "NO-1", "没有编号为“NO-1”的规则卡"),
        ("@yw", "CC-278-SPECIAL", "管的不是这种表决"),
        ("@yw", "PE-12", "管的是“党支部"),
    ] {
        let said = on(id, rule).assert(Exit::Usage);
        assert!(said.err.contains(part) && said.out.is_empty(), "{id} {rule}: {}", said.err);
    }
    // An owners' card on a motion of a branch.
    let mut branch = TestRegistry::example("c1-changyang");
    branch.close();
    let said = run_on(&branch.dir(), &["why", "@d-furniture", "--rule", "CC-278-SPECIAL"]);
    assert!(said.assert(Exit::Usage).err.contains("管的是“业主大会”,这里问的是"));
    let admission = run_on(&branch.dir(), &["why", "@d-furniture", "--rule", "BR-06-ADMIT"]);
    assert!(admission.done().out.starts_with("【假设】"));
}

#[test]
fn an_election_under_another_card_is_a_supposition_and_says_so() {
    let mut town = TestRegistry::example("c4-zijinglu");
    town.close();
    // Half and one of all owners, as before 2021, instead of two thirds taking part.
    let why = |arguments: &[&str]| run_on(&town.dir(), &[&["why", "@yw"], arguments].concat());
    let before = why(&[]);
    let zh = why(&["--rule", "OC-03-PART-2007"]);
    assert!(zh.out.starts_with("【假设】"), "{}{}", zh.out, zh.err);
    assert!(zh.out.contains("推演结果(假设,并非结论)\n第 1 轮"), "{}", zh.out);
    assert!(zh.out.contains("账上的结论不变:"), "{}", zh.out);
    let json = why(&["--rule", "OC-03-PART-2007", "--json"]).json();
    assert_eq!((&json["hypothetical"], &json["rule"]), (&json!(true), &json!("OC-03-PART-2007")));
    let recorded = &json["recorded"]["rounds"][0]["verdict"]["attendance"]["citations"][0]["card"];
    let supposed =
        &json["hypothesis"]["rounds"][0]["verdict"]["attendance"]["citations"][0]["card"];
    assert!(recorded == "OC-03-PART" && supposed == "OC-03-PART-2007", "{json}");
    assert_eq!(why(&[]).out, before.out);
}

/// A card of the law with less than half of what the law asks for, under another id or its own.
fn lowered(id: &str, level: &str, place: &str) -> Value {
    let text = std::fs::read_to_string(root().join("crates/law/cards/CC-278-PART.json")).unwrap();
    let mut card: Value = serde_json::from_str(&text).unwrap();
    let lower = json!({"id": id, "level": level, "jurisdiction": place,
        "parameters": {"readings": [{"key": "of_roll", "part": "participating", "whole": "roll",
            "name": {"zh": "三分之一以上", "en": "one third"},
            "share": {"numerator": 1, "denominator": 3, "bound": ">="}}]},
        "examples": [{"figures": {"roll_heads": 900, "roll_area": 10_000_000,
            "participating_heads": 300, "participating_area": 3_333_334},
            "outcome": "satisfied"}]});
    card.as_object_mut().unwrap().extend(lower.as_object().unwrap().clone());
    card
}

#[test]
fn a_card_that_passes_for_the_law_is_told_when_it_is_adopted_and_ever_after() {
    let record = |card: &Value| {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book");
        let yishi = |arguments: &[&str]| run_on(&book, arguments).done().err;
        yishi(&["init", "某某小区业主大会", "--place", "CN-410103"]);
        let document = json!({"by": {"actor": "@冯海林", "role": "administrator"}, "facts": [
            {"kind": "person.registered", "name": "冯海林", "happened": "2026-01-05"},
            {"kind": "registry.rules_adopted", "happened": "2026-01-05", "cards": [card]}]});
        let file = folder.path().join("adopt.json");
        std::fs::write(&file, document.to_string()).unwrap();
        (yishi(&["record", file.to_str().unwrap()]), yishi(&["doctor"]))
    };
    let (told, doctor) = record(&lowered("CC-278-PART", "statute", "CN"));
    let differs = "规则卡 CC-278-PART(《民法典》)与程序自带的同一编号的卡内容不同";
    assert!(told.contains(differs) && doctor.contains(differs), "{told}\n{doctor}");
    let (told, doctor) = record(&lowered("MY-LOCAL", "local_regulation", "CN-41"));
    let unknown = "规则卡 MY-LOCAL 写明出自《民法典》,程序没有收录这张卡";
    assert!(told.contains(unknown) && doctor.contains(unknown), "{told}\n{doctor}");
    // A charter of its own passes for nothing else: it stands beside the law and cannot lower it.
    let (told, doctor) = record(&lowered("MY-OWN", "own_rules", "CN"));
    assert!(!told.contains("对照条文") && !doctor.contains("对照条文"), "{told}\n{doctor}");
}
