//! Copies that came from elsewhere: whatever lies in them, an import is whole or nothing.

use crate::common::cli::Output;
use crate::common::registry::{TestRegistry, copy_tree, run_on, tree};
use crate::common::verifier;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use yishi::audit::{Level, Outcome, VerifyOptions, verify};
use yishi::cli::Exit;
use yishi::ledger::Sha256;

const JOURNAL: &str = "journal/0000000000.jsonl";
const OPENINGS: &str = "vault/openings.jsonl";

/// A small book with an attachment, and a full and a public copy of it.
struct Copies {
    town: TestRegistry,
}

impl Copies {
    fn new() -> Self {
        let mut town = TestRegistry::with_cast();
        let sheet = b"sign-in sheet";
        town.registry().vault().put_file(sheet).unwrap();
        town.ok(json!({ "kind": "meeting.attached", "meeting": "@m-1", "title": "签到表",
            "attachment_kind": "sign_in_sheet", "sha256": Sha256::of(sheet).to_string(),
            "bytes": sheet.len(), "media_type": "image/jpeg", "happened": "2026-03-05" }));
        town.close();
        let copies = Self { town };
        copies.town.run(&["backup", &text(&copies.beside("full"))]).done();
        copies
            .town
            .run(&["export", &text(&copies.beside("public")), "--openings", "public"])
            .done();
        copies
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.town.beside(name)
    }

    /// A fresh copy of a copy, to be tampered with.
    fn fresh(&self, name: &str) -> PathBuf {
        let dir = self.beside("tampered");
        if dir.exists() {
            fs::remove_dir_all(&dir).unwrap();
        }
        copy_tree(&self.beside(name), &dir);
        dir
    }

    /// Tampers with a copy, makes its sums again, and tries to take it over.
    fn import(&self, name: &str, tamper: impl FnOnce(&Path)) -> Output {
        let copy = self.fresh(name);
        tamper(&copy);
        sum_again(&copy);
        self.take(&copy)
    }

    /// Tries to make a registry of a copy, by either command; what is refused leaves nothing.
    fn take(&self, copy: &Path) -> Output {
        let target = self.beside("target");
        let command = if copy.join("vault/files").is_dir() { "restore" } else { "import" };
        let output = run_on(&target, &[command, &text(copy)]);
        if output.exit == Exit::Done {
            assert_whole(copy, &target);
            fs::remove_dir_all(&target).unwrap();
        } else {
            assert!(!target.exists(), "half made: {:?}", names(&target));
            // Without list and manifest it is no copy, and can be a registry as good as another.
            let no_copy = output.err.contains("不是导出的副本");
            let found = verifier::faults(copy).filter(|_| !no_copy);
            assert!(found.is_none_or(|found| !found.is_empty()), "verify.py: {}", output.err);
        }
        output
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn names(dir: &Path) -> Vec<String> {
    tree(dir).into_iter().map(|(name, _)| name).collect()
}

/// The registry has every file of the copy, marked as one, and its journal holds.
fn assert_whole(copy: &Path, target: &Path) {
    let mut expected = tree(copy);
    expected.retain(|(name, _)| name != "SHA256SUMS");
    for (name, _) in &mut expected {
        if name == "manifest.json" {
            "copy.json".clone_into(name);
        }
    }
    expected.sort();
    assert!(tree(target) == expected, "{:?}", names(target));
    let options = VerifyOptions { level: Level::Strict, ..VerifyOptions::default() };
    assert_eq!(verify(target, &options).outcome, Outcome::Holds);
}

/// Plain files of a folder, without opening or following anything else.
fn plain(dir: &Path) -> Vec<String> {
    let (mut files, mut folders) = (Vec::new(), vec![String::new()]);
    while let Some(below) = folders.pop() {
        for item in fs::read_dir(dir.join(&below)).unwrap().map(Result::unwrap) {
            let name = format!("{below}{}", item.file_name().to_string_lossy());
            match item.file_type().unwrap() {
                kind if kind.is_dir() => folders.push(format!("{name}/")),
                kind if kind.is_file() => files.push(name),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

/// Makes the sums of what lies there now, as whoever tampers would.
fn sum_again(copy: &Path) {
    let files = plain(copy).into_iter().filter(|name| name != "SHA256SUMS");
    let line = |name: String| match fs::read(copy.join(&name)) {
        Ok(bytes) => format!("{}  {name}\n", Sha256::of(&bytes)),
        Err(_) => String::new(),
    };
    fs::write(copy.join("SHA256SUMS"), files.map(line).collect::<String>()).unwrap();
}

/// What is done to a manifest.
type Change = fn(&mut Value);

/// Changes the manifest of a copy.
fn manifest(change: impl FnOnce(&mut Value)) -> impl FnOnce(&Path) {
    move |copy| {
        let path = copy.join("manifest.json");
        let mut value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        change(&mut value);
        fs::write(path, value.to_string() + "\n").unwrap();
    }
}

#[test]
fn an_untouched_copy_is_imported_and_restored_whole() {
    let copies = Copies::new();
    for name in ["full", "public"] {
        copies.import(name, |_| {}).done();
        copies.import(name, manifest(|value| value["program"] = "yishi 9.9".into())).done();
    }
}

#[test]
fn a_copy_whose_making_was_cut_off_behind_its_last_step_is_whole() {
    let copies = Copies::new();
    let left = |copy: &Path| fs::create_dir(copy.join("unfinished")).unwrap();
    copies.import("full", left).done();
    let copy = copies.fresh("full");
    left(&copy);
    run_on(&copy, &["verify"]).done();
    let refused = copies.import("full", |copy| {
        left(copy);
        fs::write(copy.join("unfinished/manifest.json"), "{}").unwrap();
    });
    assert_eq!(refused.exit, Exit::Wanting, "{}", refused.err);
}

#[test]
fn a_manifest_has_exactly_its_keys_and_is_of_this_journal() {
    let copies = Copies::new();
    let changes: [(&str, Change); 12] = [
        ("恰好", |value| value["note"] = "x".into()),
        ("恰好", |value| drop(value.as_object_mut().unwrap().remove("program"))),
        ("恰好", |value| *value = json!([])),
        ("format", |value| value["format"] = 2.into()),
        ("写法不对", |value| value["entries"] = "7".into()),
        ("写法不对", |value| value["openings"] = "everything".into()),
        ("写法不对", |value| value["head"] = "0".into()),
        ("另一本账", |value| value["registry"] = "01M80SE72BX64PJPP5KY016XKN".into()),
        ("流水却是", |value| value["entries"] = 1.into()),
        ("流水却是", |value| value["head"] = "0".repeat(64).into()),
        ("各表恰好一次", |value| drop(value["fingerprints"].as_array_mut().unwrap().pop())),
        ("各表恰好一次", |value| value["fingerprints"][1] = value["fingerprints"][0].clone()),
    ];
    for (expected, change) in changes {
        let refused = copies.import("public", manifest(change)).assert(Exit::Wanting);
        assert!(refused.err.contains(expected), "{expected}: {}", refused.err);
        assert!(refused.err.contains("manifest.json"), "{}", refused.err);
    }
    let spellings: [fn(&str) -> String; 4] = [
        |text| text.replace(':', ": "),
        |text| text.replace("\"format\":1", "\"format\":1,\"format\":1"),
        |text| text.replace("\"format\":1", "\"format\":99999999999999999999"),
        |text| text.trim_end().to_owned(),
    ];
    for spelling in spellings {
        let refused = copies.import("public", |copy| {
            let path = copy.join("manifest.json");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, spelling(&text)).unwrap();
        });
        assert!(refused.assert(Exit::Wanting).err.contains("规范 JSON"));
    }
}

#[test]
fn openings_beyond_what_the_manifest_says_are_refused() {
    let copies = Copies::new();
    let full = copies.beside("full");
    // Openings for the office in a copy that says public, and any in one that says none.
    let office = |copy: &Path| {
        fs::copy(full.join(OPENINGS), copy.join(OPENINGS)).unwrap();
    };
    let refused = copies.import("public", office).assert(Exit::Wanting);
    assert!(refused.err.contains("office") && refused.err.contains("public"), "{}", refused.err);
    let none = manifest(|value| value["openings"] = "none".into());
    let refused = copies.import("public", none).assert(Exit::Wanting);
    assert!(refused.err.contains(OPENINGS), "{}", refused.err);
    // Attachments, and what was recorded from which file, go with everything only.
    let refused = copies.import("full", |copy| {
        fs::copy(copies.beside("public").join(OPENINGS), copy.join(OPENINGS)).unwrap();
        manifest(|value| value["openings"] = "public".into())(copy);
    });
    assert!(refused.assert(Exit::Wanting).err.contains("清单写明只带 public"));
    let refused = copies.import("public", |copy| {
        let lines = fs::read_to_string(copy.join(OPENINGS)).unwrap();
        fs::write(copy.join(OPENINGS), lines.replacen("王国强", "王国弱", 1)).unwrap();
    });
    assert!(refused.assert(Exit::Wanting).err.contains("打不开自己的封条"));
}

#[test]
fn the_list_of_sums_names_every_file_once_and_nothing_else() {
    let copies = Copies::new();
    let sums = fs::read_to_string(copies.beside("public").join("SHA256SUMS")).unwrap();
    let first = sums.lines().next().unwrap();
    let digits = first.get(..64).unwrap();
    let (_, others) = sums.split_once('\n').unwrap();
    let line = |name: &str| format!("{sums}{digits}  {name}\n");
    let lists = [
        ("列了两次", format!("{sums}{first}\n")),
        ("缺失", line("journal/0000000099.jsonl")),
        ("没有列入", others.to_owned()),
        ("不是副本里会有的", line("../journal/0000000000.jsonl")),
        ("不是副本里会有的", line("journal/../manifest.json")),
        ("不是副本里会有的", line("/etc/hostname")),
        ("不是副本里会有的", line("journal\\0000000000.jsonl")),
        ("不是副本里会有的", line("index/head.json")),
        ("不是副本里会有的", line("./manifest.json")),
        ("不是副本里会有的", line("journal/00000000000.jsonl")),
        ("文件名与校验和不符", line(&format!("vault/files/{}", "0".repeat(64)))),
        ("每行须是", sums.replace("  ", " *")),
        ("每行须是", sums.trim_end().to_owned()),
        ("每行须是", format!("{sums}\n")),
        ("不是副本里会有的", sums.replace('\n', "\r\n")),
        ("每行须是", sums.to_uppercase()),
        ("校验和不符", sums.replace(digits.get(..8).unwrap(), "00000000")),
    ];
    for (expected, list) in lists {
        let copy = copies.fresh("public");
        fs::write(copy.join("SHA256SUMS"), list).unwrap();
        let refused = copies.take(&copy).assert(Exit::Wanting);
        assert!(refused.err.contains(expected), "{expected}: {}", refused.err);
    }
    // A file that the list does not know, and one that it knows but no copy has.
    let copy = copies.fresh("public");
    fs::write(copy.join("vault/openings.jsonl.part"), "x").unwrap();
    assert!(copies.take(&copy).assert(Exit::Wanting).err.contains("没有列入"));
    for name in ["notes.txt", "index/head.json", "checkpoints/1.json", "registry.lock"] {
        let refused = copies.import("public", |copy| {
            fs::create_dir_all(copy.join(name).parent().unwrap()).unwrap();
            fs::write(copy.join(name), "x").unwrap();
        });
        assert_eq!(refused.exit, Exit::Wanting, "{name}: {}", refused.err);
    }
    for name in ["SHA256SUMS", "manifest.json"] {
        let copy = copies.fresh("public");
        fs::remove_file(copy.join(name)).unwrap();
        assert_ne!(copies.take(&copy).exit, Exit::Done, "{name}");
    }
}

#[test]
fn a_journal_that_does_not_hold_is_not_imported_whatever_its_sums_say() {
    let copies = Copies::new();
    let changes: [fn(&str) -> String; 3] = [
        |text| text.replacen("更换二号楼路灯", "更换三号楼路灯", 1),
        |text| text.split_once('\n').unwrap().1.to_owned(),
        |text| format!("{text}{{\"at\":"),
    ];
    for change in changes {
        let refused = copies.import("public", |copy| {
            let text = fs::read_to_string(copy.join(JOURNAL)).unwrap();
            fs::write(copy.join(JOURNAL), change(&text)).unwrap();
        });
        assert!(refused.assert(Exit::Wanting).err.contains("journal"));
    }
}

/// What can stand in the place of a file on systems that have it.
#[cfg(unix)]
fn put_something_else(path: &Path, which: usize) {
    let away = path.with_extension("away");
    match which % 5 {
        0 => {
            fs::rename(path, &away).unwrap();
            std::os::unix::fs::symlink(&away, path).unwrap();
        }
        1 => {
            fs::remove_file(path).unwrap();
            std::os::unix::fs::symlink("nowhere", path).unwrap();
        }
        2 => {
            fs::remove_file(path).unwrap();
            assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
        }
        3 => {
            fs::remove_file(path).unwrap();
            std::os::unix::fs::symlink("/dev/zero", path).unwrap();
        }
        _ => {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        }
    }
}

/// Elsewhere: a folder.
#[cfg(not(unix))]
fn put_something_else(path: &Path, _which: usize) {
    fs::remove_file(path).unwrap();
    fs::create_dir(path).unwrap();
}

#[test]
fn a_link_a_pipe_a_device_or_a_folder_in_place_of_a_file_is_refused_without_being_opened() {
    let copies = Copies::new();
    for name in plain(&copies.beside("full")) {
        for which in 0..5 {
            let copy = copies.fresh("full");
            put_something_else(&copy.join(&name), which);
            let refused = copies.take(&copy);
            assert_eq!(refused.exit, Exit::Wanting, "{name} {which}: {}", refused.err);
            assert!(
                refused.err.contains("普通文件") || refused.err.contains("列入"),
                "{}",
                refused.err
            );
        }
    }
}

/// What a kill leaves after so many steps of moving a finished folder to its place.
fn interrupted(whole: &Path, dir: &Path, moved: usize) {
    copy_tree(whole, &dir.join("unfinished"));
    fs::rename(dir.join("unfinished/journal"), dir.join("unfinished/entries")).unwrap();
    for name in ["SHA256SUMS", "copy.json", "manifest.json", "vault"].iter().take(moved) {
        if dir.join("unfinished").join(name).exists() {
            fs::rename(dir.join("unfinished").join(name), dir.join(name)).unwrap();
        }
    }
}

#[test]
fn what_an_interrupted_copy_leaves_is_neither_a_registry_nor_a_copy_and_is_done_again() {
    let copies = Copies::new();
    let (full, honest) = (copies.beside("full"), copies.beside("honest"));
    run_on(&honest, &["restore", &text(&full)]).done();
    for moved in 0..=4 {
        for whole in [&full, &honest] {
            let dir = copies.beside(&format!("left-{moved}"));
            interrupted(whole, &dir, moved);
            for command in [&["show", "people"][..], &["verify"], &["takeover", "--reason", "x"]] {
                run_on(&dir, command).assert(Exit::Usage);
            }
            assert_ne!(run_on(&copies.beside("target"), &["import", &text(&dir)]).exit, Exit::Done);
            assert!(!copies.beside("target").exists());
            // Half of it, too: what was being written when the power went.
            fs::write(dir.join("unfinished/entries/0000000000.jsonl"), "{\"at\":").unwrap();
            run_on(&dir, &["restore", &text(&full)]).done();
            assert_whole(&full, &dir);
            fs::remove_dir_all(&dir).unwrap();
        }
        let dir = copies.beside("left");
        interrupted(&full, &dir, moved);
        copies.town.run(&["backup", &text(&dir)]).done();
        assert!(tree(&dir) == tree(&full), "{:?}", names(&dir));
        fs::remove_dir_all(&dir).unwrap();
    }
    // What somebody put there is not removed.
    let dir = copies.beside("mine");
    fs::create_dir_all(dir.join("unfinished")).unwrap();
    fs::write(dir.join("unfinished/novel.txt"), "x").unwrap();
    run_on(&dir, &["restore", &text(&full)]).assert(Exit::Usage);
    assert_eq!(names(&dir), ["unfinished/novel.txt"]);
}

/// Numbers that look random and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

const ODD_NAMES: [&str; 10] = [
    "journal/9999999999.jsonl",
    "journal/99999999999999999999999.jsonl",
    "journal/0000000000.jsonl ",
    "journal/torn-7",
    "journal/-1.jsonl",
    "vault/files/王国强",
    "vault/documents.jsonl.part",
    "copy.json",
    "CON",
    "a\nb",
];

/// Changes bytes of a file: a bit, a cut, more at its end, a number that is too large, a key twice.
fn change_bytes(path: &Path, numbers: &mut Numbers) {
    let mut bytes = fs::read(path).unwrap();
    let place = numbers.below(bytes.len());
    match numbers.below(6) {
        0 => bytes.truncate(place),
        1 => bytes.extend_from_slice(numbers.one_of(&["\n", "\0", "{}\n", "\u{feff}"]).as_bytes()),
        2 => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let from = *numbers.one_of(&[":1", ":0", "\"position\":", "\"entries\":"]);
            bytes = text.replacen(from, &format!("{from}99999999999999999999"), 1).into_bytes();
        }
        3 => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            bytes = text.replacen('{', "{\"format\":1,", 1 + place % 3).into_bytes();
        }
        4 => bytes = bytes.repeat(2),
        _ => {
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 1 << (place % 8);
            }
        }
    }
    fs::write(path, bytes).unwrap();
}

fn mutate(copy: &Path, numbers: &mut Numbers) {
    let files = plain(copy);
    let path = copy.join(numbers.one_of(&files));
    match numbers.below(8) {
        0 => {
            let other = copy.join(numbers.one_of(&files));
            let (one, two) = (fs::read(&path).unwrap(), fs::read(&other).unwrap());
            fs::write(&path, two).unwrap();
            fs::write(&other, one).unwrap();
        }
        1 => {
            let odd = copy.join(numbers.one_of(&ODD_NAMES));
            if fs::create_dir_all(odd.parent().unwrap()).is_ok() {
                drop(fs::copy(&path, &odd));
            }
        }
        2 => put_something_else(&path, numbers.below(5)),
        3 => fs::remove_file(&path).unwrap(),
        4 => {
            let odd = copy.join(numbers.one_of(&ODD_NAMES));
            drop(fs::create_dir_all(odd.parent().unwrap()).and_then(|()| fs::rename(&path, odd)));
        }
        _ => change_bytes(&path, numbers),
    }
}

/// 300 copies, changed in one to three places, half of them with their sums made again: none makes
/// the program panic or wait, none leaves half a registry, and what is refused is found by
/// docs/verify.py as well.
#[test]
fn mutated_exports_and_backups_are_taken_over_whole_or_not_at_all() {
    let copies = Copies::new();
    let mut numbers = Numbers(20_261_127);
    let (mut done, mut refused) = (0, 0);
    for round in 0..300 {
        let copy = copies.fresh(if round % 2 == 0 { "full" } else { "public" });
        for _ in 0..=numbers.below(3) {
            mutate(&copy, &mut numbers);
        }
        if round % 4 < 2 {
            let sums = copy.join("SHA256SUMS");
            if sums.symlink_metadata().is_ok_and(|found| found.is_file()) {
                sum_again(&copy);
            }
        }
        match copies.take(&copy).exit {
            Exit::Done => done += 1,
            _ => refused += 1,
        }
    }
    assert!(refused > 200 && done + refused == 300, "{done} taken over, {refused} refused");
}
