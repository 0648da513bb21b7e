//! The publish gate: made-up announcements with one mistake each, hostile files, and our own results.

use super::readme::written_anew;
use crate::common::cli::run;
use crate::common::registry::{TestRegistry, vote};
use crate::common::{assert_current, root};
use serde_json::json;
use yishi::cli::Exit;
use yishi::registry::RecordOptions;

/// An example, how its check ends, and what it must say, both numbers included.
const EXAMPLES: &[(&str, Exit, &[&str])] = &[
    ("01-clean", Exit::Done, &["没有发现问题", "通过。"]),
    (
        "02-ballots",
        Exit::Wanting,
        &["合计 946 张,与送达 950 张不符", "合计 662 张,与收回 660 张不符"],
    ),
    ("03-percentage", Exit::Wanting, &["应为 64.52%,公布为 65.42%"]),
    (
        "04-heads-only",
        Exit::Wanting,
        &["34000.00 ㎡/参与 70000.00 ㎡(要求 >1/2,未达到)", "只看人数、不看面积"],
    ),
    (
        "05-more-votes-than-people",
        Exit::Wanting,
        &["合计 8 人,与到会名单 7 人不符", "不在到会名单中:辛"],
    ),
    (
        "06-wrong-base",
        Exit::Wanting,
        &["赞成 9 人/应到 20 人(要求 >1/2,未达到)", "以到会(参与)的人为基数"],
    ),
    ("07-notice-short", Exit::Wanting, &["只提前了 14 天,要求提前 15 天", "《物业管理条例》"]),
    (
        "08-silence",
        Exit::Wanting,
        &[
            "100 人被计为",
            "没有写明依据议事规则哪一条",
            "参与 560 人/全体业主 900 人",
            "把没有反馈的算进去",
        ],
    ),
    (
        "09-former-rule",
        Exit::Wanting,
        &["公布为未通过", "已经失效的规定", "《物权法》", "2020-12-31"],
    ),
    (
        "10-later-rule",
        Exit::Wanting,
        &["公布为通过", "还没有施行的规定", "《民法典》", "2021-01-01"],
    ),
    ("11-percentages", Exit::Done, &["参与人数 68.9%", "在取整的范围内都是这样"]),
    ("12-not-decidable", Exit::Undecided, &["同意 307–316 人/参与 620 人", "不能判定"]),
    (
        "13-election",
        Exit::Wanting,
        &["“3 号”公布为当选", "33000.00 ㎡/参与 70000.00 ㎡(要求 >1/2,未达到)"],
    ),
];

fn path(name: &str) -> String {
    root().join(format!("examples/announcements/{name}.json")).to_string_lossy().into_owned()
}

#[test]
fn every_mistake_is_found_and_told_with_both_numbers() {
    for (name, exit, says) in EXAMPLES {
        let ended = run(&["--lang", "zh", "check", &path(name)]).assert(*exit);
        for word in *says {
            assert!(ended.out.contains(word), "{name}: {word} is not in\n{}", ended.out);
        }
        let english = run(&["--lang", "en", "check", &path(name)]).assert(*exit);
        assert!(!english.out.contains("公布"), "{name}: {}", english.out);
    }
}

#[test]
fn every_example_is_in_the_table_says_that_it_is_invented_and_has_one_kind_of_fault() {
    let folder = root().join("examples/announcements");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            assert!(std::fs::read_to_string(&path).unwrap().starts_with("// 虚构:"), "{path:?}");
            found.push(path.file_stem().unwrap().to_string_lossy().into_owned());
        }
    }
    found.sort();
    assert_eq!(found, EXAMPLES.iter().map(|one| one.0).collect::<Vec<_>>());
}

#[test]
fn the_readme_of_the_announcements_shows_what_the_commands_print() {
    let path = root().join("examples/announcements/README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    assert!(readme.matches("$ yishi check").count() >= 5, "commands in the README");
    let nowhere = tempfile::tempdir().unwrap();
    assert_current(&path, &written_anew(&readme, nowhere.path()));
}

#[test]
fn several_files_end_with_the_worst_and_one_that_cannot_be_read_stops_them_all() {
    let check = |names: &[&str]| {
        let paths: Vec<String> = names.iter().map(|name| path(name)).collect();
        let mut arguments = vec!["--lang", "zh", "check"];
        arguments.extend(paths.iter().map(String::as_str));
        run(&arguments)
    };
    check(&["01-clean", "11-percentages"]).done();
    check(&["01-clean", "12-not-decidable"]).assert(Exit::Undecided);
    check(&["12-not-decidable", "04-heads-only", "01-clean"]).assert(Exit::Wanting);
    let missing = check(&["04-heads-only", "99-nothing"]).assert(Exit::Io);
    assert!(missing.out.is_empty() && missing.err.contains("99-nothing"), "{}", missing.err);
    let folder = root().join("examples/announcements").to_string_lossy().into_owned();
    let all = run(&["--json", "check", &folder]).assert(Exit::Wanting).json();
    assert_eq!(all.as_array().unwrap().len(), EXAMPLES.len());
}

#[test]
fn the_json_holds_standing_faults_and_both_languages() {
    let json = run(&["--json", "check", &path("04-heads-only")]).assert(Exit::Wanting).json();
    let one = &json[0];
    assert_eq!(one["standing"], "faults");
    assert_eq!(one["check"]["faults"][0]["fault"], "result");
    assert_eq!(one["check"]["faults"][0]["mistakes"][0]["mistake"], "heads_only");
    assert!(one["sentences"][0]["en"].as_str().unwrap().contains("only heads"));
    assert_eq!(one["check"]["judgements"][0]["decided"], true);
}

/// Files that nobody should have written: each is told in one sentence, and nothing panics.
#[test]
fn hostile_files_are_told_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json").to_string_lossy().into_owned();
    let owners = |rest: &str| {
        format!("{{\"body\":\"owner_assembly\",\"decided\":\"2022-05-20\",{rest}}}").into_bytes()
    };
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let huge = "9".repeat(400);
    let unreadable: Vec<(Vec<u8>, &str)> = vec![
        (Vec::new(), "空的"),
        (b"\xff\xfe\x00".to_vec(), "UTF-8"),
        ("通过了,请放心".into(), "第 1 行"),
        (deep.into_bytes(), "16 层"),
        (owners(&format!("\"due\":{huge}")), "数字"),
        (owners("\"due\":5000000000"), "4294967295"),
        (owners("\"due\":3,\"due\":4"), "写了两次"),
        (owners("\"decided\":\"2022-05-21\""), "写了两次"),
        (owners("\"roll\":{\"area\":\"999999999999999999\"}"), "面积写法不对"),
        (owners("\"roll\":{\"heads_percent\":\"六成\"}"), "百分比写法不对"),
        (owners("\"place\":\"北京\""), "地区代码写法不对"),
        (b"{\"body\":\"owner_assembly\",\"decided\":\"2022-02-30\"}".to_vec(), "2022-02-30"),
    ];
    for (bytes, says) in unreadable {
        std::fs::write(&file, &bytes).unwrap();
        let ended = run(&["--lang", "zh", "check", &file]).assert(Exit::Usage);
        assert!(ended.out.is_empty(), "{}", ended.out);
        assert!(ended.err.contains(says) && ended.err.contains("a.json"), "{says}: {}", ended.err);
        assert_eq!(ended.err.trim().lines().count(), 1, "{}", ended.err);
    }
    let most = u32::MAX;
    let area = "999999999999.99";
    let readable: Vec<(Vec<u8>, Exit)> = vec![
        (owners("\"motions\":[]"), Exit::Undecided),
        (
            owners(&format!(
                "\"roll\":{{\"heads\":{most},\"area\":\"{area}\"}},\
                 \"participation\":{{\"heads\":{most},\"area\":\"{area}\"}},\
                 \"motions\":[{{\"title\":\"甲\",\"matter_kind\":\"fund_use\",\
                 \"in_favour\":{{\"heads\":{most},\"area\":\"{area}\"}},\
                 \"against\":{{\"heads\":{most},\"area\":\"{area}\"}},\
                 \"abstain\":{{\"heads_percent\":\"999999999999.999999\"}},\
                 \"announced\":\"carried\"}}]"
            )),
            Exit::Wanting,
        ),
        (owners("\"participation\":{\"heads_percent\":\"100.6\"}"), Exit::Wanting),
        (
            owners(
                "\"roll\":{\"heads\":0,\"area\":\"0\"},\
                 \"participation\":{\"heads\":0,\"area\":\"0\"},\
                 \"motions\":[{\"title\":\"甲\",\"matter_kind\":\"fund_use\",\
                 \"in_favour\":{\"heads\":0,\"area\":\"0\"},\"announced\":\"carried\"}]",
            ),
            Exit::Wanting,
        ),
    ];
    for (bytes, exit) in readable {
        std::fs::write(&file, &bytes).unwrap();
        run(&["--lang", "zh", "check", &file]).assert(exit);
    }
}

fn town(announced: &str, counts: [u32; 3]) -> TestRegistry {
    let mut town = TestRegistry::with_cast();
    town.ok(vote("d-1", "m-1", counts));
    town.ok(json!({ "kind": "motion.announced", "motion": "@d-1", "announced": announced,
        "happened": "2026-11-20" }));
    town.close();
    town
}

#[test]
fn our_own_result_is_checked_before_it_is_announced() {
    let right = town("carried", [4, 0, 0]);
    let clean = right.run(&["check", "@d-1"]);
    assert!(clean.out.contains("通过。"), "{}\n{}", clean.out, clean.err);
    let why = right.run(&["why", "@d-1"]);
    let verdict = clean.out.lines().find(|line| line.contains("通过。")).unwrap();
    let verdict = verdict.trim().split_once("通过。").unwrap().1;
    assert!(why.out.contains(verdict), "check and why say the same: {verdict}\n{}", why.out);
    let wrong = town("not_carried", [4, 0, 0]).run(&["check", "@d-1"]).assert(Exit::Wanting);
    assert!(wrong.out.contains("公布为未通过,但是:通过。"), "{}", wrong.out);
    let nothing = right.run(&["check", "@branch"]).assert(Exit::Usage);
    assert!(nothing.err.contains("不是议案、选举或计票"), "{}", nothing.err);
}

#[test]
fn our_own_counts_and_elections_pass_and_a_wrong_announcement_of_them_does_not() {
    let mut town = TestRegistry::example("c4-zijinglu");
    for (label, says) in [
        ("@c-1", "参与 61 人/全体业主 76 人"),
        ("@c-2", "4509.90 ㎡/参与 10612.10 ㎡(要求 >1/2,未达到)"),
        ("@yw", "当选 5 名/应选 5 名"),
        ("@zr", "当选 1 名/应选 1 名"),
    ] {
        let ended = town.run(&["check", label]).done();
        assert!(ended.out.contains(says), "{label}: {}", ended.out);
    }
    // The heads were more than half, the area was not.
    let announced = json!({ "by": { "actor": "@feng-hailin", "role": "secretary" }, "facts": [
        { "kind": "motion.announced", "motion": "@d-energy", "announced": "carried",
          "happened": "2022-04-20" }] });
    town.record_bytes(announced.to_string().as_bytes(), &RecordOptions::default()).unwrap();
    town.close();
    let wrong = town.run(&["check", "@d-energy"]).assert(Exit::Wanting);
    assert!(wrong.out.contains("只看人数、不看面积"), "{}", wrong.out);
    let uncounted = town.run(&["check", "@x-louzhang"]).assert(Exit::Undecided);
    assert!(
        uncounted.out.contains("没有计票记录,宣布的结果只与名单和名额核对过"),
        "{}",
        uncounted.out
    );
}

#[test]
fn a_second_contrary_announcement_was_told_nowhere() {
    let mut town = TestRegistry::with_cast();
    town.ok(vote("d-1", "m-1", [4, 0, 0]));
    let announced = |said: &str, on: &str| json!({ "kind": "motion.announced", "motion": "@d-1", "announced": said, "happened": on });
    // The same result a second time contradicts nothing.
    town.ok(announced("carried", "2026-11-18"));
    town.ok(announced("carried", "2026-11-19"));
    town.close();
    for question in ["check", "why", "publish"] {
        let ended = town.run(&[question, "@d-1"]);
        assert!(!ended.out.contains("互相矛盾"), "{question}: {}", ended.out);
    }
    town.reopen();
    let contrary = town.ok(announced("not_carried", "2026-11-20"));
    town.close();
    let check = town.run(&["check", "@d-1"]).assert(Exit::Wanting);
    let faces = [
        ("check", check.out),
        ("why", town.run(&["why", "@d-1"]).out),
        ("publish", town.run(&["publish", "@d-1"]).out),
        ("minutes", town.run(&["minutes", "@m-1"]).out),
    ];
    for (face, told) in &faces {
        let told: String = told.split_whitespace().collect();
        assert!(told.contains("互相矛盾"), "{face}: {told}");
        for day in ["11-18", "11-20"].map(|day| format!("2026-{day}")) {
            assert!(told.contains(&day), "{face}: {day} is not in {told}");
        }
    }
    // Corrected, it is no second announcement any more.
    town.reopen();
    let mut corrected = announced("carried", "2026-11-20");
    corrected["corrects"] = json!(contrary.entries.0);
    corrected["correction_reason"] = json!("写错");
    town.ok(corrected);
    town.close();
    let check = town.run(&["check", "@d-1"]);
    assert!(!check.out.contains("互相矛盾"), "{}", check.out);
}
