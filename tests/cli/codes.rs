//! How each command can end, and that its JSON is JSON.

use super::help::commands;
use crate::common::cli::run;
use crate::common::registry::{TestRegistry, run_on, vote};
use std::collections::BTreeSet;
use yishi::cli::Exit;
use yishi::registry::RecordOptions;

#[test]
fn exit_codes_are_numbered_for_ever() {
    let table = [
        (Exit::Done, 0),
        (Exit::Wanting, 1),
        (Exit::Usage, 2),
        (Exit::Refused, 3),
        (Exit::Busy, 4),
        (Exit::Undecided, 5),
        (Exit::Damaged, 6),
        (Exit::Io, 7),
    ];
    for (exit, code) in table {
        assert_eq!(exit.code(), code);
    }
}

/// Commands on a registry with a cast and one vote: how they end, and a word of what they say.
const TABLE: &[(&[&str], Exit, &str)] = &[
    (&["show", "people"], Exit::Done, "王国强"),
    (&["show", "dreams"], Exit::Usage, "dreams"),
    (&["list", "bodies"], Exit::Done, "一支部"),
    (&["show", "people", "--body", "@nowhere"], Exit::Usage, "@nowhere"),
    (&["show", "people", "--body", "@m-1"], Exit::Usage, "不是组织"),
    (&["why", "@d-1"], Exit::Done, "赞成"),
    (&["why", "@m-1"], Exit::Done, "到会"),
    (&["why", "@branch"], Exit::Usage, "不是议案、会议或选举"),
    (&["why", "@nothing"], Exit::Usage, "@nothing"),
    (&["why", "@d-2"], Exit::Undecided, "没有表决记录"),
    (&["why", "@n-1"], Exit::Undecided, "没有召开记录"),
    (&["check", "@d-1"], Exit::Done, "通过。"),
    (&["check", "@d-2"], Exit::Undecided, "还没有计票或表决记录"),
    (&["check", "@m-1"], Exit::Usage, "不是议案、选举或计票"),
    (&["check", "@nothing"], Exit::Usage, "@nothing"),
    (&["check", "/nowhere/announcement.json"], Exit::Io, "/nowhere/announcement.json"),
    (&["check"], Exit::Usage, "WHAT"),
    (&["new", "announcement"], Exit::Done, "填写参与人数"),
    (&["schema", "announcement"], Exit::Done, "percentages_of"),
    (&["why", "@d-1", "--rule", "BR-06-ADMIT"], Exit::Done, "并非结论"),
    (&["why", "@d-1", "--rule", "OW-06"], Exit::Usage, "OW-06"),
    (&["why", "@d-2", "--rule", "BR-07"], Exit::Undecided, "无从推演"),
    (&["why", "@branch", "--rule", "BR-07"], Exit::Usage, "不是议案、会议或选举"),
    (&["rule", "list", "--topic", "到会人数"], Exit::Done, "BR-06"),
    (&["rule", "show", "BR-07"], Exit::Done, "第十一条"),
    (&["rule", "show", "BR-99"], Exit::Usage, "BR-07"),
    (&["rule", "test"], Exit::Done, "0 张卡有问题"),
    (&["rule", "test", "/nowhere/card.json"], Exit::Io, "/nowhere/card.json"),
    (&["rule"], Exit::Usage, "list"),
    (&["minutes", "@m-1"], Exit::Done, "会议室"),
    (&["minutes", "@m-1", "--markdown"], Exit::Done, "#"),
    (&["minutes", "@m-1", "--notice"], Exit::Undecided, "没有通知"),
    (&["minutes", "@d-1"], Exit::Usage, "不是会议"),
    (&["publish", "@d-1"], Exit::Done, "<strong>"),
    (&["publish", "@d-2"], Exit::Undecided, "还没有"),
    (&["publish", "@branch"], Exit::Usage, "不是议案或选举"),
    (&["handbook", "@branch", "--year", "2026"], Exit::Done, "工作手册(2026 年)"),
    (&["handbook", "@d-1", "--year", "2026"], Exit::Usage, "不是组织"),
    (&["journal", "--limit", "2"], Exit::Done, "建账"),
    (&["new", "支部党员大会"], Exit::Done, "branch_general_meeting"),
    (&["new", "梦"], Exit::Usage, "支部党员大会"),
    (&["schema"], Exit::Done, "entry"),
    (&["schema", "meeting.held"], Exit::Done, "meeting.held"),
    (&["schema", "meeting.dreamt"], Exit::Usage, "meeting.dreamt"),
    (&["verify"], Exit::Done, "A1.a"),
    (&["verify", "--chain"], Exit::Done, ""),
    (&["verify", "--chain", "--strict"], Exit::Usage, "--strict"),
    (&["verify", "--anchor", "/nowhere/manifest.json"], Exit::Io, "/nowhere/manifest.json"),
    (&["rebuild"], Exit::Done, "重建"),
    (&["init", "又一本"], Exit::Refused, "已经有一本账"),
    (&["record", "/nowhere/file.json"], Exit::Io, "/nowhere/file.json"),
    (&["takeover", "--reason", "试试"], Exit::Refused, "不是副本"),
    (&["takeover"], Exit::Usage, "--reason"),
    (&["export", "/nowhere/copy", "--openings", "all"], Exit::Usage, "--purpose"),
    (&["export", "/nowhere/copy", "--openings", "some"], Exit::Usage, "auditor"),
    (&["fly"], Exit::Usage, "fly"),
];

fn town() -> TestRegistry {
    let mut town = TestRegistry::with_cast();
    town.ok(vote("d-1", "m-1", [4, 0, 0]));
    town.ok(crate::common::registry::motion("d-2", "m-1"));
    town.ok(serde_json::json!({ "kind": "meeting.noticed", "body": "@branch", "label": "n-1",
        "meeting_kind": "branch_general_meeting", "starts": "2026-12-30T09:00", "place": "会议室",
        "agenda": [{ "title": "修路灯" }], "happened": "2026-12-01" }));
    town.close();
    town
}

#[test]
fn each_command_ends_as_it_should_and_says_why() {
    let town = town();
    for (arguments, exit, says) in TABLE {
        let ended = town.run(arguments);
        assert_eq!(ended.exit, *exit, "{arguments:?}\n{}\n{}", ended.out, ended.err);
        let said = if *exit == Exit::Done { ended.out + &ended.err } else { ended.err };
        assert!(said.contains(says), "{arguments:?}: {says} is not in: {said}");
    }
}

#[test]
fn a_folder_that_is_no_registry_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("nothing");
    let commands: [&[&str]; 6] = [
        &["show", "people"],
        &["journal"],
        &["why", "@x"],
        &["verify"],
        &["rebuild"],
        &["export", "/nowhere/copy"],
    ];
    for arguments in commands {
        let ended = run_on(&dir, arguments).assert(Exit::Usage);
        assert!(ended.err.contains("nothing"), "{arguments:?}: {}", ended.err);
        assert!(!dir.exists(), "{arguments:?} made something");
    }
}

#[test]
fn json_parses_and_is_the_only_thing_on_standard_output() {
    let town = town();
    let copy = town.beside("copy").to_string_lossy().into_owned();
    let commands: [&[&str]; 14] = [
        &["show", "committees"],
        &["show", "motions"],
        &["show", "votes"],
        &["show", "meetings"],
        &["show", "people"],
        &["show", "bodies"],
        &["show", "schedule"],
        &["journal"],
        &["why", "@d-1"],
        &["why", "@m-1"],
        &["check", "@d-1"],
        &["verify"],
        &["export", &copy],
        &["schema", "entry"],
    ];
    for arguments in commands {
        let ended = town.run(&[arguments, &["--json"]].concat()).done();
        let json = ended.json();
        assert!(json.is_object() || json.is_array(), "{arguments:?}: {json}");
    }
}

#[test]
fn every_command_is_in_some_table() {
    let elsewhere = ["attach", "import", "backup", "restore", "doctor", "demo"];
    let tested: BTreeSet<&str> =
        TABLE.iter().map(|(arguments, ..)| arguments[0]).chain(elsewhere).collect();
    for (name, _) in commands() {
        assert!(tested.contains(name.as_str()), "{name} is tested nowhere");
    }
    // A usage error goes to standard error and exits with 2, help to standard output and with 0.
    assert!(run(&["show"]).assert(Exit::Usage).out.is_empty());
    assert!(run(&["--help"]).done().err.is_empty());
}

#[test]
fn doctor_says_that_all_is_well_only_where_record_works() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("registry");
    run_on(&dir, &["init", "社区党委"]).done();
    let well = run_on(&dir, &["doctor"]).done();
    assert!(well.err.contains("一切正常"), "{}", well.err);
    // A damaged line about a document stops neither.
    std::fs::create_dir(dir.join("vault")).unwrap();
    std::fs::write(dir.join("vault/documents.jsonl"), "garbage\n").unwrap();
    let told = run_on(&dir, &["doctor"]).done();
    assert!(told.err.contains("documents.jsonl 有 1 行读不出来"), "{}", told.err);
    // The clock of the machine is behind the last entry: nothing can be recorded.
    let mut town = TestRegistry::new();
    town.set_clock("2135-01-01T00:00:00Z");
    let confirmed = RecordOptions { clock_confirmed: true, ..RecordOptions::default() };
    let person =
        serde_json::json!({ "kind": "person.registered", "name": "孙晓梅", "happened": "2026" });
    town.record_bytes(&town.document(person), &confirmed).unwrap();
    town.close();
    let doctor = town.run(&["doctor"]).assert(Exit::Refused);
    assert!(doctor.err.contains("电脑时间") && !doctor.err.contains("一切正常"), "{}", doctor.err);
}

#[test]
fn a_file_is_attached_once_and_copied_with_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let dir = folder.path().join("registry");
    run_on(&dir, &["init", "社区党委"]).done();
    let cast = crate::common::registry::cast();
    let document =
        serde_json::json!({ "by": { "actor": "@王国强", "role": "secretary" }, "facts": cast });
    std::fs::write(path("cast.json"), document.to_string()).unwrap();
    run_on(&dir, &["record", &path("cast.json")]).done();
    std::fs::write(path("photo.jpg"), b"not really a photo").unwrap();
    let attach = ["attach", "@m-1", &path("photo.jpg"), "--kind", "photo", "--title", "合影"];
    let by = ["--by", "@王国强"];
    run_on(&dir, &[&attach[..], &by].concat()).done();
    let named = ["attach", "@m-1", &path("photo.jpg"), "--title", "王国强讲话"];
    let refused = run_on(&dir, &[&named[..], &by].concat()).assert(Exit::Refused);
    assert!(refused.err.contains("王国强"), "{}", refused.err);
    assert!(run_on(&dir, &["minutes", "@m-1"]).done().out.contains("合影"));
    run_on(&dir, &["backup", &path("backup")]).done();
    let restored = folder.path().join("restored");
    run_on(&restored, &["restore", &path("backup")]).done();
    let files = crate::common::registry::tree(&restored.join("vault/files"));
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].1, b"not really a photo");
    run_on(&restored, &["verify"]).done();
}
