//! A process that records, erases, copies and restores is killed at any instant; then whoever starts
//! next finds a whole book, and of a copy all or nothing.

use super::hammer::{ERASED, KEPT, Site};
use crate::common::registry::{run_on, tree};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use yishi::audit::{Outcome, VerifyOptions, verify};

impl Site {
    fn folder(&self, name: &str, number: u64) -> PathBuf {
        self.0.join(format!("{name}-{number}"))
    }

    /// Everything that makes or changes files, one after the other.
    pub(super) fn work(&self, number: u64) {
        self.write(number);
        let (backup, restored) = (self.folder("backup", number), self.folder("restored", number));
        run_on(&self.dir(), &["backup", &backup.to_string_lossy()]).done();
        run_on(&restored, &["restore", &backup.to_string_lossy()]).done();
        self.compact();
    }

    /// What the next start finds.
    fn look(&self) {
        self.open().unwrap().close().unwrap();
        assert_eq!(verify(&self.dir(), &VerifyOptions::default()).outcome, Outcome::Holds);
        let people = run_on(&self.dir(), &["show", "people"]).done().out;
        for name in self.said(KEPT) {
            assert!(people.contains(&name), "{name} was acknowledged");
        }
        let files = tree(&self.dir());
        for name in self.said(ERASED) {
            let holds = |bytes: &[u8]| bytes.windows(name.len()).any(|one| one == name.as_bytes());
            let found = files.iter().find(|(_, bytes)| holds(bytes));
            assert!(found.is_none(), "{name} is in {}", found.unwrap().0);
        }
        for item in fs::read_dir(&self.0).unwrap() {
            let path = item.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let is_copy = name.starts_with("backup-") || name.starts_with("restored-");
            if is_copy && path.join("journal").is_dir() {
                assert_eq!(run_on(&path, &["verify"]).exit, yishi::cli::Exit::Done, "{name}");
            }
            if is_copy {
                fs::remove_dir_all(path).unwrap();
            }
        }
    }
}

fn kill_rounds(rounds: u64) {
    let folder = tempfile::tempdir().unwrap();
    let site = Site(folder.path().to_owned());
    site.begin();
    for round in 0..rounds {
        let mut child = site.spawn("alone", Duration::from_secs(600));
        std::thread::sleep(Duration::from_millis(100 + round.wrapping_mul(2_654_435_761) % 1_400));
        child.kill().unwrap();
        child.wait().unwrap();
        site.look();
    }
    let (kept, erased) = (site.said(KEPT).len(), site.said(ERASED).len());
    eprintln!("{rounds} rounds, {kept} recorded, {erased} erased, nothing half made");
    assert!(kept > 0 && erased > 0);
}

/// For `tests/os_crash.sh`: looks at what `YISHI_HAMMER_DIR` holds.
#[test]
#[ignore = "a part of tests/os_crash.sh"]
fn what_a_crash_left() {
    let Some(dir) = std::env::var_os("YISHI_HAMMER_DIR") else { return };
    let site = Site(dir.into());
    site.look();
    eprintln!("compared {}", site.said(KEPT).len());
}

#[test]
fn whatever_the_program_did_it_survives_kill_9() {
    kill_rounds(5);
}

#[test]
#[ignore = "minutes"]
fn whatever_the_program_did_it_survives_kill_9_two_hundred_times() {
    kill_rounds(200);
}
