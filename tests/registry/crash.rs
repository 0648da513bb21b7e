//! Machines that fail while rows are saved, a copy is made, taken in or taken over, and while
//! something is erased: at every step, in every way. Afterwards the book opens, nothing is half made,
//! the answers are what they were, and an erasure that was cut off is carried out.

use super::erasure::{erasure, seal_of};
use crate::common::losing::{LosingDisk, Loss};
use crate::common::registry::{TestRegistry, copy_tree, fingerprints, meeting, run_on, tree};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use yishi::audit::{Outcome, VerifyOptions, verify};
use yishi::domain::OpeningsIncluded;
use yishi::registry::copy::{import_through, is_copy};
use yishi::registry::{Openness, PROGRAM, RecordOptions, Registry};
use yishi::store::disk::{Disk, FailingDisk, Fault, RealDisk};
use yishi::store::{Note, OpenOptions};

/// How a machine fails: the process goes on and is told, or dies, or the whole machine does.
#[derive(Debug, Clone, Copy)]
enum Failure {
    Told(Fault),
    Lost(Loss),
}

const FAILURES: [Failure; 8] = [
    Failure::Told(Fault::Full),
    Failure::Told(Fault::Write),
    Failure::Told(Fault::Short),
    Failure::Told(Fault::Sync),
    Failure::Told(Fault::Stop),
    Failure::Lost(Loss::Bytes),
    Failure::Lost(Loss::Names),
    Failure::Lost(Loss::Both),
];

/// One step of so many is tried where all of them would take minutes.
const FEW: u64 = 8;

/// What is prepared in a folder, what is done there through a disk, and what is looked at then; the
/// second says whether it was done, and the third is told so.
struct Trial<'a> {
    begin: &'a dyn Fn(&Path),
    work: &'a dyn Fn(&Path, Arc<dyn Disk>) -> bool,
    look: &'a dyn Fn(&Path, bool),
}

/// A town whose book was closed, and beside it a full copy of it.
struct Office {
    town: TestRegistry,
    seal: String,
    /// What is recorded while a machine fails: a meeting, an erasure.
    meeting: Vec<u8>,
    erasure: Vec<u8>,
    /// What is recorded afterwards.
    later: Vec<u8>,
}

const ERASED: &str = "赵春来";

impl Office {
    fn new() -> Self {
        let mut town = TestRegistry::with_cast();
        let seal = seal_of(&town, ERASED);
        town.registry().vault().put_file(b"a photograph").unwrap();
        town.reopen();
        // What is saved twice makes two files of rows.
        town.ok(meeting("m-2", "2026-06-01"));
        town.reopen();
        town.registry().copy_to(&town.beside("copy"), OpeningsIncluded::All).unwrap();
        let erase =
            erasure(&format!("@{ERASED}"), std::slice::from_ref(&seal), &["@王国强", "@李桂兰"]);
        let erasure = town.document(erase);
        let meeting = town.document(meeting("m-3", "2026-07-01"));
        let later = town.document(
            json!({ "kind": "person.registered", "name": "郑小红", "happened": "2026-01" }),
        );
        town.close();
        Self { town, seal, meeting, erasure, later }
    }

    /// Lets the machine fail at steps of some work, in every way; `work` says whether it was done,
    /// `look` looks at what is left.
    fn at_steps(
        &self,
        stride: u64,
        begin: impl Fn(&Path),
        work: impl Fn(&Path, Arc<dyn Disk>) -> bool,
        look: impl Fn(&Path, bool),
    ) {
        let trial = Trial { begin: &begin, work: &work, look: &look };
        for (failure, first) in FAILURES.into_iter().zip(0..) {
            let mut steps = (first % stride..500).step_by(usize::try_from(stride).unwrap());
            let end = steps.find(|step| !self.round(failure, *step, &trial));
            assert!(end.is_some_and(|end| end > 2), "{failure:?}: {end:?}");
        }
    }

    /// One failure; returns whether it struck.
    fn round(&self, failure: Failure, step: u64, trial: &Trial<'_>) -> bool {
        let Trial { begin, work, look } = trial;
        let dir = self.town.beside(&format!("round-{step}"));
        begin(&dir);
        let (struck, done) = match failure {
            Failure::Told(fault) => {
                let disk = FailingDisk::new();
                disk.fail_at(step, fault);
                let done = work(&dir, Arc::new(disk.clone()));
                (disk.has_failed(), done)
            }
            Failure::Lost(loss) => {
                let disk = LosingDisk::stopping_at(step);
                let done = work(&dir, Arc::new(disk.clone()));
                disk.lose(loss);
                (disk.has_stopped(), done)
            }
        };
        // Whoever sees this test fail wants to know where.
        let told =
            format!("{failure:?} at step {step}, {}", if done { "done" } else { "not done" });
        let _guard = Told(&told);
        look(&dir, done);
        drop(fs::remove_dir_all(&dir));
        struck
    }

    fn open(&self, dir: &Path, disk: Arc<dyn Disk>) -> Option<(Registry, Openness)> {
        let options = OpenOptions::new(PROGRAM).disk(disk);
        Registry::open_as(dir, options, self.town.machine()).ok()
    }

    fn take_over(&self, dir: &Path) {
        let (registry, _) = self.open(dir, Arc::new(RealDisk)).unwrap();
        registry.take_over(dir, "恢复备份").unwrap();
        registry.close().unwrap();
    }

    /// The next start of a writer, and what an audit says behind it.
    fn is_sound(&self, dir: &Path) -> Openness {
        let (registry, openness) = Registry::open(dir, self.town.machine()).unwrap();
        assert_eq!(openness.finding, None);
        let unfinished = |note: &Note| matches!(note, Note::ErasureUnfinished { .. });
        assert!(!openness.notes.iter().any(unfinished), "{:?}", openness.notes);
        registry.close().unwrap();
        verifies(dir);
        openness
    }
}

/// Says where a test failed.
struct Told<'a>(&'a str);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.0);
        }
    }
}

fn verifies(dir: &Path) {
    let report = verify(dir, &VerifyOptions::default());
    assert_eq!(report.outcome, Outcome::Holds, "{:?}", report.findings);
}

/// What is read from saved rows is what is folded from the journal.
fn answers_are_equal(dir: &Path) {
    let bare = dir.with_extension("bare");
    copy_tree(dir, &bare);
    drop(fs::remove_dir_all(bare.join("index")));
    let read = |dir: &Path| {
        let registry = Registry::read_only(dir).unwrap();
        (registry.store().head(), fingerprints(&registry))
    };
    assert_eq!(read(dir), read(&bare));
    fs::remove_dir_all(bare).unwrap();
}

/// Files of a folder that hold these bytes.
fn files_with(dir: &Path, text: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    tree(dir).into_iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name).collect()
}

#[test]
fn rows_are_saved_whole_or_not_at_all() {
    saving(&Office::new(), FEW);
}

fn saving(office: &Office, stride: u64) {
    let head = Registry::read_only(&office.town.dir()).unwrap().store().head();
    let work = |dir: &Path, disk: Arc<dyn Disk>| {
        let Some((registry, _)) = office.open(dir, disk) else { return false };
        let recorded = registry.record_file(&office.meeting, &RecordOptions::default()).is_ok();
        drop(registry.close());
        recorded
    };
    let look = |dir: &Path, done: bool| {
        answers_are_equal(dir);
        verifies(dir);
        office.is_sound(dir);
        let now = Registry::read_only(dir).unwrap().store().head().next_seq;
        assert!(now == head.next_seq + 1 || !done && now == head.next_seq);
        answers_are_equal(dir);
    };
    office.at_steps(stride, |dir| copy_tree(&office.town.dir(), dir), work, look);
}

#[test]
fn an_erasure_that_was_cut_off_is_carried_out_at_the_next_start() {
    erasing(&Office::new(), FEW);
}

fn erasing(office: &Office, stride: u64) {
    let finished = std::cell::Cell::new(0);
    let work = |dir: &Path, disk: Arc<dyn Disk>| {
        let Some((registry, _)) = office.open(dir, disk) else { return false };
        registry.record_file(&office.erasure, &RecordOptions::default()).is_ok()
    };
    let look = |dir: &Path, done: bool| {
        assert!(!done || files_with(dir, ERASED).is_empty(), "{:?}", files_with(dir, ERASED));
        let openness = office.is_sound(dir);
        let told = |note: &Note| matches!(note, Note::ErasureFinished { count: 1 });
        finished.set(finished.get() + usize::from(openness.notes.iter().any(told)));
        let seal = format!("\"{}\"", office.seal);
        let lines = fs::read_to_string(dir.join("journal/0000000000.jsonl")).unwrap();
        let recorded =
            lines.lines().any(|line| line.contains("data_erased") && line.contains(&seal));
        let expected = if recorded { &[][..] } else { &["vault/openings.jsonl"] };
        assert_eq!(files_with(dir, ERASED), expected);
        assert!(tree(dir).iter().all(|(name, _)| !name.ends_with(".erasing")));
    };
    office.at_steps(stride, |dir| copy_tree(&office.town.dir(), dir), work, look);
    assert!(finished.get() > 1, "{} were finished", finished.get());
}

#[test]
fn a_copy_is_taken_in_whole_or_not_at_all() {
    taking_in(&Office::new(), FEW);
}

fn taking_in(office: &Office, stride: u64) {
    let copy = office.town.beside("copy");
    let work = |dir: &Path, disk| import_through(&copy, dir, disk).is_ok();
    let look = |dir: &Path, done: bool| {
        if !dir.join("journal").is_dir() {
            assert!(!done);
            run_on(dir, &["restore", &copy.to_string_lossy()]).done();
        }
        assert!(is_copy(dir));
        verifies(dir);
        office.take_over(dir);
        verifies(dir);
        assert!(run_on(dir, &["show", "people"]).done().out.contains(ERASED));
    };
    office.at_steps(stride, |_| {}, work, look);
}

#[test]
fn a_backup_is_made_whole_or_not_at_all() {
    backing_up(&Office::new(), FEW);
}

fn backing_up(office: &Office, stride: u64) {
    let dir_of = |dir: &Path| PathBuf::from(format!("{}-backup", dir.display()));
    let work = |dir: &Path, disk: Arc<dyn Disk>| {
        let Some((registry, _)) = office.open(dir, disk) else { return false };
        registry.copy_to(&dir_of(dir), OpeningsIncluded::All).is_ok()
            && registry.note_checkpoint(dir).is_ok()
    };
    let look = |dir: &Path, done: bool| {
        let (backup, restored) = (dir_of(dir), dir.join("restored"));
        office.is_sound(dir);
        if !backup.join("journal").is_dir() {
            assert!(!done);
            run_on(dir, &["backup", &backup.to_string_lossy()]).done();
        }
        run_on(&restored, &["restore", &backup.to_string_lossy()]).done();
        verifies(&restored);
        let people = |dir: &Path| run_on(dir, &["show", "people"]).done().out;
        assert_eq!(people(&restored), people(dir));
        fs::remove_dir_all(backup).unwrap();
    };
    office.at_steps(stride, |dir| copy_tree(&office.town.dir(), dir), work, look);
}

#[test]
fn a_takeover_that_was_cut_off_can_be_repeated() {
    taking_over(&Office::new(), FEW);
}

fn taking_over(office: &Office, stride: u64) {
    let copy = office.town.beside("copy");
    let imported = |dir: &Path| {
        run_on(dir, &["restore", &copy.to_string_lossy()]).done();
    };
    let work = |dir: &Path, disk: Arc<dyn Disk>| {
        let Some((registry, _)) = office.open(dir, disk) else { return false };
        let done = registry.take_over(dir, "恢复备份").is_ok();
        drop(registry.close());
        done
    };
    let look = |dir: &Path, done: bool| {
        verifies(dir);
        assert!(!done || !is_copy(dir));
        if is_copy(dir) {
            office.take_over(dir);
        }
        office.is_sound(dir);
        run_on(dir, &["verify"]).done();
        let (registry, _) = office.open(dir, Arc::new(RealDisk)).unwrap();
        registry.record_file(&office.later, &RecordOptions::default()).unwrap();
        registry.close().unwrap();
        verifies(dir);
    };
    office.at_steps(stride, imported, work, look);
    // An exported folder can be continued as it is, too.
    office.at_steps(stride, |dir| copy_tree(&copy, dir), work, look);
}

#[test]
#[ignore = "minutes"]
fn machines_fail_at_every_single_step() {
    let office = Office::new();
    for at in [saving, erasing, taking_in, backing_up, taking_over] {
        at(&office, 1);
    }
}
