//! Copies continued in both places, backups restored, a journal cut short, entries that come late:
//! each has its answer.

use crate::common::cli::Output;
use crate::common::registry::{TestRegistry, copy_tree, meeting, run_on, tree, vote};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use yishi::cli::Exit;

/// A registry kept by the program itself, with the machine's clock.
struct Office {
    folder: TempDir,
}

impl Office {
    fn new() -> Self {
        let office = Self { folder: tempfile::tempdir().unwrap() };
        office.run(&["init", "社区党委"]).done();
        for name in ["孙晓梅", "周大海", "吴春生"] {
            office.register(&office.dir(), name).done();
        }
        office
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn dir(&self) -> PathBuf {
        self.beside("registry")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        run_on(&self.dir(), arguments)
    }

    /// Registers a person in a registry, said by that person.
    fn register(&self, dir: &Path, name: &str) -> Output {
        let fact = json!({ "kind": "person.registered", "name": name, "happened": "2026-01" });
        let by = json!({ "actor": format!("@{name}"), "role": "administrator" });
        let file = self.beside(&format!("{name}.json"));
        std::fs::write(&file, json!({ "by": by, "facts": [fact] }).to_string()).unwrap();
        run_on(dir, &["record", &text(&file)])
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The only journal file.
fn journal(dir: &Path) -> PathBuf {
    dir.join("journal/0000000000.jsonl")
}

#[test]
fn a_copy_is_read_until_it_is_taken_over() {
    let office = Office::new();
    let (copy, other) = (office.beside("copy"), office.beside("other"));
    office.run(&["export", &text(&copy), "--openings", "all", "--purpose", "换电脑"]).done();
    run_on(&other, &["import", &text(&copy)]).done();
    let refused = office.register(&other, "郑小红").assert(Exit::Refused);
    assert!(
        refused.err.contains("副本") && refused.err.contains("yishi takeover"),
        "{}",
        refused.err
    );
    let advice = run_on(&other, &["doctor"]);
    assert!(advice.err.contains("副本"), "{}", advice.err);
    run_on(&other, &["takeover", "--reason", "原电脑损坏"]).done();
    office.register(&other, "郑小红").done();
    let journal = run_on(&other, &["journal"]).done().out;
    assert!(journal.contains("由本副本继续记录:原电脑损坏"), "{journal}");
    run_on(&other, &["verify"]).done();
    let again = run_on(&other, &["takeover", "--reason", "再来一次"]).assert(Exit::Refused);
    assert!(again.err.contains("不是副本"), "{}", again.err);
    // What went out is on record where it went out.
    assert!(office.run(&["journal"]).done().out.contains("导出副本(含全部个人信息):换电脑"));
}

#[test]
fn a_copy_that_was_touched_is_not_imported() {
    let office = Office::new();
    let copy = office.beside("copy");
    office.run(&["export", &text(&copy)]).done();
    let whole = std::fs::read(journal(&copy)).unwrap();
    std::fs::write(journal(&copy), [&whole[..], b"\n"].concat()).unwrap();
    let other = office.beside("other");
    let refused = run_on(&other, &["import", &text(&copy)]).assert(Exit::Wanting);
    assert!(refused.err.contains("journal/0000000000.jsonl"), "{}", refused.err);
    std::fs::write(journal(&copy), whole).unwrap();
    run_on(&other, &["import", &text(&copy)]).done();
    let twice = run_on(&other, &["import", &text(&copy)]).assert(Exit::Usage);
    assert!(twice.err.contains("不是空文件夹"), "{}", twice.err);
}

#[test]
fn a_folder_continued_in_both_places_is_told_apart_by_either_manifest() {
    let office = Office::new();
    let other = office.beside("other");
    copy_tree(&office.dir(), &other);
    office.register(&office.dir(), "郑小红").done();
    office.register(&other, "冯建国").done();
    // Each is a whole book by itself: only what somebody else kept can tell.
    office.run(&["verify"]).done();
    run_on(&other, &["verify"]).done();
    let copy = office.beside("copy");
    office.run(&["export", &text(&copy)]).done();
    let anchor = text(&copy.join("manifest.json"));
    office.run(&["verify", "--anchor", &anchor]).done();
    let wanting = run_on(&other, &["verify", "--anchor", &anchor]).assert(Exit::Wanting);
    assert!(wanting.out.contains("A1.f"), "{}", wanting.out);

    // An index carried over from the other place disagrees with the journal, and opening says so.
    std::fs::remove_dir_all(other.join("index")).unwrap();
    copy_tree(&office.dir().join("index"), &other.join("index"));
    let refused = office.register(&other, "陈小鹏").assert(Exit::Damaged);
    assert!(refused.err.contains("yishi doctor"), "{}", refused.err);
}

#[test]
fn two_continued_copies_are_told_as_two_histories_with_their_next_lines() {
    let office = Office::new();
    let (copy, other) = (office.beside("copy"), office.beside("other"));
    office.run(&["export", &text(&copy), "--openings", "all", "--purpose", "换电脑"]).done();
    run_on(&other, &["import", &text(&copy)]).done();
    let entries = std::fs::read_to_string(journal(&copy)).unwrap().lines().count();
    // Nothing more on either side, then more on one side.
    let same = run_on(&other, &["import", &text(&copy)]).assert(Exit::Usage);
    assert!(same.err.contains(&format!("流水相同,都是 {entries} 条")), "{}", same.err);
    office.register(&office.dir(), "郑小红").done();
    let behind = office.run(&["import", &text(&copy)]).assert(Exit::Usage);
    assert!(behind.err.contains("另一份缺下一条:{"), "{}", behind.err);
    // Then on both.
    run_on(&other, &["takeover", "--reason", "原电脑损坏"]).done();
    let (later, mine) = (office.beside("later"), tree(&office.dir()));
    run_on(&other, &["export", &text(&later)]).done();
    let parted = office.run(&["import", &text(&later)]).assert(Exit::Wanting);
    let told = |dir: &Path| {
        let text = std::fs::read_to_string(journal(dir)).unwrap();
        text.lines().nth(entries).unwrap().chars().take(100).collect::<String>()
    };
    for word in [
        "两段历史",
        &format!("到第 {} 条为止相同", entries - 1),
        &told(&office.dir()),
        &told(&other),
    ] {
        assert!(parted.err.contains(word), "{word}: {}", parted.err);
    }
    assert!(tree(&office.dir()) == mine, "nothing was changed");
    // The same to an auditor who holds one of them against the other.
    let wanting = office.run(&["verify", "--anchor", &text(&later)]).assert(Exit::Wanting);
    assert!(
        wanting.err.contains("两段历史") && wanting.err.contains(&told(&other)),
        "{}",
        wanting.err
    );
    let strange = Office::new();
    let refused = strange.run(&["import", &text(&later)]).assert(Exit::Wanting);
    assert!(refused.err.contains("两本不同的账"), "{}", refused.err);
}

#[test]
fn last_months_backup_restored_is_known_to_end_too_early() {
    let office = Office::new();
    let backup = office.beside("backup");
    office.run(&["backup", &text(&backup)]).done();
    office.register(&office.dir(), "郑小红").done();
    let copy = office.beside("copy");
    office.run(&["export", &text(&copy)]).done();
    let anchor = text(&copy.join("manifest.json"));

    let restored = office.beside("restored");
    let told = run_on(&restored, &["restore", &text(&backup)]).done();
    assert!(told.err.contains("备份之后的记录不在其中"), "{}", told.err);
    assert!(run_on(&restored, &["show", "people"]).done().out.contains("孙晓梅"));
    run_on(&restored, &["verify", "--anchor", &anchor]).assert(Exit::Wanting);
    office.register(&restored, "郑小红").assert(Exit::Refused);
    run_on(&restored, &["takeover", "--reason", "恢复备份"]).done();
    office.register(&restored, "郑小红").done();
    run_on(&restored, &["verify"]).done();

    // Put back over the journal, as people do: the index remembers more.
    std::fs::remove_dir_all(office.dir().join("journal")).unwrap();
    copy_tree(&backup.join("journal"), &office.dir().join("journal"));
    let refused = office.register(&office.dir(), "冯建国").assert(Exit::Damaged);
    assert!(refused.err.contains("恢复了旧备份"), "{}", refused.err);
}

#[test]
fn the_last_three_lines_cut_off_are_missed_and_can_be_accepted_on_record() {
    let office = Office::new();
    let copy = office.beside("copy");
    office.run(&["export", &text(&copy)]).done();
    let path = journal(&office.dir());
    let whole = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    std::fs::write(&path, lines[..lines.len() - 3].concat()).unwrap();

    let anchor = text(&copy.join("manifest.json"));
    let wanting = office.run(&["verify", "--anchor", &anchor]).assert(Exit::Wanting);
    assert!(wanting.out.contains("A1.f"), "{}", wanting.out);
    let before = tree(&office.dir().join("journal"));
    let refused = office.register(&office.dir(), "郑小红").assert(Exit::Damaged);
    assert!(refused.err.contains("末尾可能被删去"), "{}", refused.err);
    office.run(&["show", "people"]).done();
    let doctor = office.run(&["doctor"]).assert(Exit::Damaged);
    for word in ["末尾可能被删去", "原样复制一份", "--accept-journal"] {
        assert!(doctor.err.contains(word), "{}", doctor.err);
    }
    assert_eq!(tree(&office.dir().join("journal")), before, "nothing is repaired silently");

    office.run(&["doctor", "--accept-journal"]).done();
    let journal = office.run(&["journal"]).done().out;
    assert!(journal.contains("恢复:以现存"), "{journal}");
    office.register(&office.dir(), "郑小红").done();
    // Whoever kept the manifest still knows.
    office.run(&["verify", "--anchor", &anchor]).assert(Exit::Wanting);
}

#[test]
fn half_a_line_at_the_end_was_never_acknowledged_and_is_moved_away() {
    let office = Office::new();
    let path = journal(&office.dir());
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, [&whole[..], b"{\"at\":\"2026-"].concat()).unwrap();
    let told = office.register(&office.dir(), "郑小红").done().err;
    assert!(told.contains("没有写完") && told.contains("torn-"), "{told}");
    office.run(&["verify"]).done();
}

fn appointed(happened: &str, late_reason: Option<&str>) -> Value {
    let mut fact = json!({ "kind": "post.filled", "person": "@李桂兰", "body": "@branch",
        "post_kind": "deputy_secretary", "basis": "appointed", "source": { "body": "@committee" },
        "happened": happened });
    if let Some(reason) = late_reason {
        fact["late_reason"] = reason.into();
    }
    fact
}

#[test]
fn last_years_appointment_recorded_today_lands_where_it_belongs_and_is_seen() {
    let mut town = TestRegistry::with_cast();
    let before = town.entries();
    town.ok(appointed("2025-07-01", Some("当时漏记")));
    town.ok(meeting("m-2", "2026-06-01"));
    town.close();
    let seats = |more: &[&str]| {
        let shown = town.run(&[&["show", "committees"], more].concat()).done();
        shown.out.contains("副书记")
    };
    assert!(!seats(&["--on", "2025-06-30"]));
    assert!(seats(&["--on", "2025-07-01"]));
    assert!(seats(&["--on", "2026-12-05"]));
    // What the book said before is still known.
    assert!(!seats(&["--on", "2026-12-05", "--as-of", &before.to_string()]));
    let journal = town.run(&["journal", "--kind", "post.filled"]).done().out;
    let late = journal.lines().find(|line| line.contains("副书记")).unwrap();
    assert!(late.contains("2025-07-01") && late.contains("记于 2026-12-05"), "{late}");
    town.run(&["verify"]).done();
}

#[test]
fn a_changed_line_is_told_by_whoever_reads_through_the_journal() {
    let mut town = TestRegistry::with_cast();
    town.ok(vote("d-1", "m-1", [3, 1, 0]));
    town.close();
    let path = town.dir().join("journal/0000000000.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    // Still an entry like any other, only another one.
    let changes: [(&str, &str, &[&[&str]]); 4] = [
        (
            "更换二号楼路灯",
            "更换三号楼路灯",
            &[
                &["list", "motions"],
                &["list", "votes"],
                &["show", "@d-1"],
                &["why", "@d-1"],
                &["check", "@d-1"],
                &["publish", "@d-1"],
                &["minutes", "@m-1"],
                &["handbook", "@branch", "--year", "2026"],
            ],
        ),
        (
            "\"in_favour\":3",
            "\"in_favour\":2",
            &[&["list", "motions"], &["list", "votes"], &["check", "@d-1"], &["minutes", "@m-1"]],
        ),
        (
            "会议室",
            "活动室",
            &[&["list", "meetings"], &["show", "@m-1"], &["why", "@d-1"], &["list", "motions"]],
        ),
        (
            "\"post_kind\":\"secretary\"",
            "\"post_kind\":\"secretari\"",
            &[
                &["list", "committees"],
                &["list", "due"],
                &["handbook", "@branch", "--year", "2026"],
            ],
        ),
    ];
    for (said, instead, questions) in changes {
        let changed = text.replace(said, instead);
        assert_eq!(changed.len(), text.len());
        assert!(changed != text, "{said}");
        std::fs::write(&path, changed).unwrap();
        for question in questions {
            let output = town.run(question);
            assert_eq!(output.exit, Exit::Damaged, "{said} {question:?}: {}", output.err);
            assert!(output.err.contains("yishi verify"), "{said} {question:?}: {}", output.err);
        }
    }
}

#[test]
fn a_changed_result_is_told_by_the_lists_that_show_it() {
    let mut town = TestRegistry::example("c4-zijinglu");
    town.close();
    let path = town.dir().join("journal/0000000000.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    for (kind, list) in [
        ("count.opened", "counts"),
        ("count.certified", "counts"),
        ("election.tallied", "elections"),
        ("election.declared", "elections"),
        ("roll.frozen", "rolls"),
        ("publication.posted", "publications"),
    ] {
        let of_kind = |line: &&str| line.contains(&format!("\"kind\":\"{kind}\""));
        let line = text.lines().find(of_kind).unwrap();
        let changed = line.replace("\"happened\":\"20", "\"happened\":\"19");
        std::fs::write(&path, text.replace(line, &changed)).unwrap();
        let output = town.run(&["list", list]);
        assert_eq!(output.exit, Exit::Damaged, "{kind}: {}", output.err);
    }
}

#[test]
fn rows_of_another_journal_are_told_with_every_answer_and_stay() {
    let mut town = TestRegistry::with_cast();
    town.close();
    let before = town.run(&["list", "motions"]).done();
    let journal = town.dir().join("journal");
    let kept = town.beside("kept");
    copy_tree(&journal, &kept);
    town.reopen();
    town.ok(vote("d-1", "m-1", [3, 1, 0]));
    town.close();
    let rows = tree(&town.dir().join("index/rows"));
    let longer = tree(&journal);
    // An older journal under the rows of a newer one, then one that went on otherwise.
    std::fs::remove_dir_all(&journal).unwrap();
    copy_tree(&kept, &journal);
    told_everywhere(&town);
    assert_eq!(town.run(&["list", "motions"]).out, before.out);
    for (name, bytes) in longer {
        let text = String::from_utf8(bytes).unwrap();
        let last = text.trim_end().rfind('\n').unwrap();
        let (before, last) = text.split_at(last);
        let other = last.replace("\"in_favour\":3", "\"in_favour\":2");
        std::fs::write(journal.join(name), [before, &other].concat()).unwrap();
    }
    told_everywhere(&town);
    assert_eq!(tree(&town.dir().join("index/rows")), rows, "they speak against the journal");
}

/// Every answer tells that the saved rows follow another journal.
fn told_everywhere(town: &TestRegistry) {
    for question in [
        &["list", "motions"][..],
        &["show", "@m-1"],
        &["why", "@d-1"],
        &["minutes", "@m-1"],
        &["handbook", "@branch", "--year", "2026"],
        &["journal"],
        &["list", "due"],
    ] {
        let said = town.run(question).err;
        assert!(said.contains("与本流水不是同一份"), "{question:?}: {said}");
    }
    for question in [&["list", "votes"][..], &["handbook", "@branch", "--year", "2026"]] {
        let json = town.run(&[&["--json"], question].concat()).json();
        let doubt = json["doubts"][0]["en"].as_str().unwrap();
        assert!(doubt.contains("of another journal than this one"), "{doubt}");
    }
}

#[test]
fn verify_compares_the_files_of_a_copy_with_its_sums() {
    let mut town = TestRegistry::with_cast();
    town.close();
    let copy = town.beside("copy");
    town.run(&["export", &copy.to_string_lossy()]).done();
    let kept = town.beside("kept.json");
    std::fs::copy(copy.join("manifest.json"), &kept).unwrap();
    let checked = run_on(&copy, &["verify", "--anchor", &kept.to_string_lossy()]).done();
    assert!(checked.out.contains("✓ 文件与 SHA256SUMS 一致"), "{}", checked.out);
    // A file that no chain covers.
    let sums = std::fs::read_to_string(copy.join("SHA256SUMS")).unwrap();
    let mut files = sums.lines().filter_map(|line| line.split_once("  ")).map(|(_, file)| file);
    let file = files.find(|file| !file.contains("journal") && *file != "manifest.json");
    let path = copy.join(file.unwrap_or("manifest.json"));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.push(b'\n');
    std::fs::write(&path, bytes).unwrap();
    let checked = run_on(&copy, &["verify"]).assert(Exit::Wanting);
    assert_eq!(checked.out.matches('✗').count(), 1, "{}", checked.out);
    let json = run_on(&copy, &["--json", "verify"]).json();
    assert_eq!(json["sha256sums"], json!(false));
}

/// What a few questions answer.
fn answers(town: &TestRegistry) -> Vec<(Exit, String)> {
    let questions =
        [&["list", "motions"][..], &["why", "@d-1"], &["minutes", "@m-1"], &["show", "committees"]];
    questions.iter().map(|question| town.run(question)).map(|one| (one.exit, one.out)).collect()
}

#[test]
fn saved_rows_that_are_damaged_or_old_change_no_answer() {
    let mut town = TestRegistry::with_cast();
    let rows = town.dir().join("index/rows");
    town.ok(vote("d-1", "m-1", [3, 1, 0]));
    town.close();
    let old = town.beside("old");
    copy_tree(&rows, &old);
    town.reopen();
    town.ok(meeting("m-2", "2026-06-01"));
    town.close();
    let (new, right) = (town.beside("new"), answers(&town));
    copy_tree(&rows, &new);
    for (name, whole) in tree(&new) {
        let flips = (0..12).map(|n| {
            let mut bytes = whole.clone();
            bytes[n * 7919 % whole.len()] ^= 1 << (n % 8);
            bytes
        });
        let cuts = (0..4).map(|n| whole[..whole.len() * n / 4].to_vec());
        for bytes in flips.chain(cuts).chain([vec![0; whole.len()]]) {
            std::fs::write(rows.join(&name), bytes).unwrap();
            assert_eq!(answers(&town), right, "{name:?}");
        }
        std::fs::write(rows.join(&name), whole).unwrap();
    }
    // Rows of a moment ago are only behind.
    std::fs::remove_dir_all(&rows).unwrap();
    copy_tree(&old, &rows);
    assert_eq!(answers(&town), right);
    std::fs::remove_dir_all(&rows).unwrap();
    assert_eq!(answers(&town), right);
}
