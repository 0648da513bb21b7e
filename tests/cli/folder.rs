//! Whatever stands under a name of the folder: nothing hangs, nothing panics, everything answers.
#![cfg(unix)]
#![expect(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests; clippy excuses only what stands in a test itself"
)]

use crate::common::cli::run;
use crate::common::registry::copy_tree;
use serde_json::{Value, json};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Long enough on any machine; only a hang lasts longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// Every name that the program uses in a registry or a copy.
const NAMES: &[&str] = &[
    "journal",
    "journal/0000000000.jsonl",
    "journal/torn-0000000040",
    "index",
    "index/db",
    "index/conf",
    "index/blobs",
    "index/rows",
    "index/rows/root",
    "index/head.json",
    "index.set-aside",
    "vault",
    "vault/openings.jsonl",
    "vault/openings.jsonl.part",
    "vault/documents.jsonl",
    "vault/files",
    "vault/files/photo",
    "checkpoints",
    "checkpoints/branch.json",
    "registry.lock",
    "registry.holder",
    "copy.json",
    "origin.json",
    "manifest.json",
    "SHA256SUMS",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Instead {
    Pipe,
    Folder,
    Nowhere,
    Elsewhere,
    Garbage,
    Empty,
    Forbidden,
}

impl Instead {
    const ALL: [Self; 7] = [
        Self::Pipe,
        Self::Folder,
        Self::Nowhere,
        Self::Elsewhere,
        Self::Garbage,
        Self::Empty,
        Self::Forbidden,
    ];

    /// Puts this under a name; a link leads to what stood there, in another folder.
    fn put(self, path: &Path, elsewhere: &Path) {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        if self == Self::Forbidden {
            if path.exists() {
                fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
            }
            return;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if path.exists() {
            fs::rename(path, elsewhere).unwrap();
        } else {
            fs::write(elsewhere, "{}\n").unwrap();
        }
        match self {
            Self::Pipe => assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
            Self::Folder => fs::create_dir(path).unwrap(),
            Self::Nowhere => symlink("/nowhere/at/all", path).unwrap(),
            Self::Elsewhere => symlink(elsewhere, path).unwrap(),
            Self::Garbage => fs::write(path, b"\xff\0garbage\n{}\n\xfe").unwrap(),
            Self::Empty => fs::write(path, b"").unwrap(),
            Self::Forbidden => {}
        }
    }
}

/// Runs the program as people do; panics when it does not end.
fn yishi(dir: &Path, lang: &str, arguments: &[&str]) -> (i32, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_yishi"))
        .args(["--lang", lang, "--clock-is-right", "--registry"])
        .arg(dir)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let pipes: (_, _) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let said = thread::spawn(move || {
        let (mut out, mut err) = (String::new(), String::new());
        let (mut stdout, mut stderr) = pipes;
        stdout.read_to_string(&mut out).unwrap();
        stderr.read_to_string(&mut err).unwrap();
        out + &err
    });
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code().unwrap_or(-1), said.join().unwrap());
        }
        if started.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("{arguments:?} hangs");
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// A registry with every file that a registry can have, and a document to be tried.
fn whole(folder: &Path) -> (PathBuf, PathBuf) {
    let (dir, document) = (folder.join("whole"), folder.join("person.json"));
    let registry = dir.to_string_lossy().into_owned();
    run(&["--registry", &registry, "--clock-is-right", "init", "兴华社区"]).done();
    let first = fs::read_to_string(dir.join("journal/0000000000.jsonl")).unwrap();
    let first: Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    let person = |name: &str| {
        json!({ "by": first["by"], "facts": [
            { "kind": "person.registered", "name": name, "happened": "2026-01" } ] })
        .to_string()
    };
    fs::write(&document, person("王建国")).unwrap();
    let path = document.to_string_lossy().into_owned();
    run(&["--registry", &registry, "--clock-is-right", "record", &path]).done();
    fs::write(&document, person("张三")).unwrap();
    fs::create_dir_all(dir.join("vault/files")).unwrap();
    fs::create_dir_all(dir.join("checkpoints")).unwrap();
    (dir, document)
}

/// One name with one thing under it: all commands answer, and doctor knows what record knows.
fn answers(whole: &Path, document: &str, name: &str, instead: Instead) {
    let folder = tempfile::tempdir().unwrap();
    let commands: [(&str, &[&str]); 4] = [
        ("zh", &["show", "people"]),
        ("en", &["verify"]),
        ("zh", &["record", "--dry-run", document]),
        ("en", &["doctor"]),
    ];
    let mut codes = Vec::new();
    for (lang, command) in commands {
        let (dir, elsewhere) = (folder.path().join(command[0]), folder.path().join("elsewhere"));
        copy_tree(whole, &dir);
        instead.put(&dir.join(name), &elsewhere);
        let before = fs::read(&elsewhere).ok();
        let (code, said) = yishi(&dir, lang, command);
        let what = format!("{name} as {instead:?}: {command:?} ended with {code}:\n{said}");
        assert!((0..=7).contains(&code), "{what}");
        assert!(!said.trim().is_empty() && !said.contains("panicked"), "{what}");
        assert_eq!(fs::read(&elsewhere).ok(), before, "written through a link: {what}");
        codes.push(code);
        if instead != Instead::Forbidden {
            drop(fs::remove_dir_all(&elsewhere).or_else(|_| fs::remove_file(&elsewhere)));
        }
    }
    let well = codes[3] == 0;
    assert!(!well || codes[2] == 0 || name == "copy.json", "{name} as {instead:?}: {codes:?}");
}

#[test]
fn whatever_stands_under_a_name_of_the_folder_every_command_answers() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, document) = whole(folder.path());
    let document = document.to_string_lossy().into_owned();
    // Nothing is forbidden to root.
    let probe = folder.path().join("probe");
    fs::write(&probe, "").unwrap();
    Instead::Forbidden.put(&probe, &probe);
    let is_root = fs::read(&probe).is_ok();
    if is_root {
        println!("run as root: files without permission are not tried");
    }
    let cases: Vec<_> = NAMES
        .iter()
        .flat_map(|name| Instead::ALL.map(|instead| (*name, instead)))
        .filter(|(_, instead)| !(is_root && *instead == Instead::Forbidden))
        .collect();
    thread::scope(|scope| {
        for half in cases.chunks(cases.len().div_ceil(2)) {
            let (whole, document) = (&whole, &document);
            scope.spawn(move || {
                half.iter().for_each(|(name, instead)| answers(whole, document, name, *instead));
            });
        }
    });
}

#[test]
fn a_link_in_place_of_the_index_or_the_lock_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, document) = whole(folder.path());
    let document = document.to_string_lossy().into_owned();
    let (dir, elsewhere) = (folder.path().join("lock"), folder.path().join("elsewhere"));
    copy_tree(&whole, &dir);
    Instead::Elsewhere.put(&dir.join("registry.lock"), &elsewhere);
    for (lang, word) in [("zh", "链接"), ("en", "a link")] {
        let (code, said) = yishi(&dir, lang, &["record", "--dry-run", &document]);
        assert!(code == 7 && said.contains(word) && said.contains("registry.lock"), "{said}");
    }
    // An index can be made again, so the link is set aside and the book goes on.
    let (dir, elsewhere) = (folder.path().join("index"), folder.path().join("other-index"));
    copy_tree(&whole, &dir);
    Instead::Elsewhere.put(&dir.join("index"), &elsewhere);
    let before = fs::read(elsewhere.join("db")).unwrap();
    let (code, said) = yishi(&dir, "zh", &["record", "--dry-run", &document]);
    assert!(code == 0 && said.contains("索引不能用"), "{said}");
    assert!(dir.join("index").symlink_metadata().unwrap().is_dir());
    assert_eq!(fs::read(elsewhere.join("db")).unwrap(), before);
}
