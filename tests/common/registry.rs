//! A registry to try things on: a folder of its own, a clock that steps, dice that count.

use super::cli::{Output, run};
use super::{root, verifier};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;
use yishi::answer::View;
use yishi::cli::Exit;
use yishi::domain::Fingerprint;
use yishi::projection::{Projections, Table};
use yishi::registry::{
    Clock, Dice, Machine, Openness, RecordError, RecordOptions, Recording, Refused, Registry,
};

/// When the first command of a test is recorded.
pub(crate) const BEGIN: &str = "2026-12-05T09:00:00Z";

/// The example cases: folder and place.
pub(crate) const CASES: [(&str, &str); 5] = [
    ("c1-changyang", "CN-110111"),
    ("c2-dongcheng", "CN-410724"),
    ("c3-xinghua", "CN-110115"),
    ("c4-zijinglu", "CN-410181"),
    ("c5-qinglan", "CN-430304"),
];

/// A clock that stands still until it is set.
#[derive(Debug, Clone)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Dice that throw a number after the other.
#[derive(Debug, Clone)]
pub(crate) struct TestDice(Arc<AtomicU64>);

impl Dice for TestDice {
    fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        for (chunk, part) in bytes.chunks_mut(32).zip(0_u8..) {
            let digest = Sha256::digest([&number.to_be_bytes()[..], &[part]].concat());
            chunk.iter_mut().zip(digest).for_each(|(byte, random)| *byte = random);
        }
        Ok(())
    }
}

/// A registry below a temporary folder.
pub(crate) struct TestRegistry {
    folder: TempDir,
    registry: Option<Registry>,
    clock: TestClock,
    dice: TestDice,
    openness: Openness,
}

impl TestRegistry {
    /// An empty registry: only its first command is on record.
    pub(crate) fn new() -> Self {
        Self::at("CN-110115", 0)
    }

    /// Another registry: other dice, so other ids and salts.
    pub(crate) fn other() -> Self {
        Self::at("CN-110115", 1 << 32)
    }

    /// An empty registry of a place, with dice of its own.
    pub(crate) fn at(place: &str, first_throw: u64) -> Self {
        let clock = TestClock(Arc::new(AtomicI64::new(0)));
        let mut test = Self {
            folder: tempfile::tempdir().unwrap(),
            registry: None,
            clock,
            dice: TestDice(Arc::new(AtomicU64::new(first_throw))),
            openness: Openness::default(),
        };
        test.set_clock(BEGIN);
        let (name, place) = ("兴华社区党委".parse().unwrap(), place.parse().unwrap());
        let (registry, _) =
            Registry::init(&test.dir(), &name, &place, test.machine(), false).unwrap();
        test.registry = Some(registry);
        test
    }

    /// A registry with all documents of an example case.
    pub(crate) fn example(folder: &str) -> Self {
        let place = CASES.iter().find(|case| case.0 == folder).unwrap().1;
        let test = Self::at(place, 0);
        for (name, bytes) in documents(folder) {
            let recorded = test.record_bytes(&bytes, &RecordOptions::default());
            assert!(recorded.is_ok(), "{name}: {}", recorded.unwrap_err());
        }
        test
    }

    /// A registry in which the things of [`CAST`] are on record.
    pub(crate) fn with_cast() -> Self {
        let test = Self::new();
        test.ok(cast());
        test
    }

    /// Its clock and its dice, for another door to the same book.
    pub(crate) fn machine(&self) -> Machine {
        Machine { clock: Box::new(self.clock.clone()), dice: Box::new(self.dice.clone()) }
    }

    /// The folder of the registry.
    pub(crate) fn dir(&self) -> PathBuf {
        self.beside("registry")
    }

    /// Another folder or file that goes away with the test.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The open registry.
    pub(crate) fn registry(&self) -> &Registry {
        self.registry.as_ref().unwrap()
    }

    /// Sets the clock.
    pub(crate) fn set_clock(&self, at: &str) {
        let at: DateTime<Utc> = at.parse().unwrap();
        self.clock.0.store(at.timestamp_millis(), Ordering::SeqCst);
    }

    /// Moves the clock by so many seconds, back if they are negative.
    pub(crate) fn step(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    /// Records the bytes of a file, a second after the command before it.
    pub(crate) fn record_bytes(
        &self,
        bytes: &[u8],
        options: &RecordOptions,
    ) -> Result<Recording, RecordError> {
        self.step(1);
        self.registry().record_file(bytes, options)
    }

    /// A document with these facts (one, or a list), said by the registry's administrator.
    pub(crate) fn document(&self, facts: Value) -> Vec<u8> {
        self.document_by("administrator", facts)
    }

    /// The same in another role.
    pub(crate) fn document_by(&self, role: &str, facts: Value) -> Vec<u8> {
        let facts = if facts.is_array() { facts } else { json!([facts]) };
        let actor = self.registry().id().unwrap();
        json!({ "by": { "actor": actor, "role": role }, "facts": facts }).to_string().into_bytes()
    }

    /// Tries to record facts.
    pub(crate) fn record(&self, facts: Value) -> Result<Recording, RecordError> {
        self.record_bytes(&self.document(facts), &RecordOptions::default())
    }

    /// Records facts that must be accepted.
    pub(crate) fn ok(&self, facts: Value) -> Recording {
        match self.record(facts) {
            Ok(recording) => recording,
            Err(error) => panic!("refused: {error}"),
        }
    }

    /// Why facts are refused, and the Chinese sentence.
    pub(crate) fn refused(&self, facts: Value) -> (Refused, String) {
        refusal(self.record(facts))
    }

    /// Number of entries.
    pub(crate) fn entries(&self) -> u64 {
        self.registry().store().head().next_seq
    }

    /// Closes the registry: projections and index are saved.
    pub(crate) fn close(&mut self) {
        if let Some(registry) = self.registry.take() {
            registry.close().unwrap();
        }
    }

    /// Closes and opens again.
    pub(crate) fn reopen(&mut self) -> &Openness {
        self.close();
        let opened = Registry::open(&self.dir(), self.machine());
        let (registry, openness) = opened.unwrap();
        self.registry = Some(registry);
        self.openness = openness;
        &self.openness
    }

    /// Fingerprint of every table.
    pub(crate) fn fingerprints(&self) -> Vec<(Table, Fingerprint)> {
        fingerprints(self.registry())
    }

    /// Runs the program on this registry, in Chinese.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        run_on(&self.dir(), arguments)
    }
}

/// Fingerprint of every table.
pub(crate) fn fingerprints(registry: &Registry) -> Vec<(Table, Fingerprint)> {
    registry.view(None).unwrap().snapshot().fingerprints().unwrap()
}

/// Runs the program on a registry, in Chinese. The clock of the machine that runs the tests is taken
/// for right, years after they were written.
pub(crate) fn run_on(dir: &Path, arguments: &[&str]) -> Output {
    let folder = dir.to_string_lossy();
    let always = ["--lang", "zh", "--clock-is-right", "--registry", &*folder];
    let output = run(&[&always[..], arguments].concat());
    if arguments == ["verify"] {
        // Whatever is broken stands behind a cross; a fault of a copy has no number.
        let lines = output.out.lines().filter_map(|line| line.strip_prefix("✗ "));
        let found: Vec<_> = lines.filter_map(|line| line.split(' ').next()).collect();
        let found: Vec<_> = found.into_iter().map(|id| id.chars().take(4).collect()).collect();
        verifier::assert_agree(dir, &found, output.exit == Exit::Done);
    }
    output
}

/// The refusal and its Chinese sentence.
pub(crate) fn refusal(result: Result<Recording, RecordError>) -> (Refused, String) {
    match result {
        Err(RecordError::Refused { why, sentence }) => (*why, sentence.zh),
        Err(other) => panic!("not a refusal: {other}"),
        Ok(recording) => panic!("accepted: {:?}", recording.events),
    }
}

/// Names and bytes of the documents of an example case, in their order.
pub(crate) fn documents(folder: &str) -> Vec<(String, Vec<u8>)> {
    let listing = std::fs::read_dir(root().join("examples").join(folder)).unwrap();
    let mut paths: Vec<_> = listing.map(|item| item.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect()
}

/// Every file below a folder: its path inside, and its bytes.
pub(crate) fn tree(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(&folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(dir).unwrap().to_string_lossy().replace('\\', "/");
            files.push((name, std::fs::read(&path).unwrap()));
        }
    }
    files.sort();
    files
}

/// Copies a folder as it is.
pub(crate) fn copy_tree(from: &Path, to: &Path) {
    for (name, bytes) in tree(from) {
        let path = to.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// A branch under a committee, a group, seven persons of whom five are members, one probationary,
/// a secretary, and a meeting with two items.
pub(crate) fn cast() -> Value {
    let mut facts = Vec::new();
    let names = ["王国强", "李桂兰", "张建华", "刘玉珍", "陈志明", "杨秀英", "赵春来"];
    for name in names {
        facts.push(json!({ "kind": "person.registered", "name": name, "happened": "2025" }));
    }
    let body = |kind: &str, name: &str, label: &str| {
        json!({ "kind": "body.established", "body_kind": kind, "name": name, "label": label,
                "basis": "founded", "happened": "2025-01-10" })
    };
    facts.push(body("party_committee", "社区党委", "committee"));
    facts.push(body("party_branch", "一支部", "branch"));
    facts.push(body("party_group", "一组", "group"));
    for (name, status) in names.iter().zip(["full", "full", "full", "full", "full", "probationary"])
    {
        facts.push(json!({ "kind": "membership.changed", "person": format!("@{name}"),
            "body": "@branch", "change": "joined", "status": status, "happened": "2025-02-01" }));
    }
    facts.push(json!({ "kind": "post.filled", "person": "@王国强", "body": "@branch",
        "post_kind": "secretary", "basis": "appointed", "source": { "body": "@committee" },
        "happened": "2025-02-02" }));
    facts.push(meeting("m-1", "2026-03-05T09:00"));
    facts.push(motion("d-1", "m-1"));
    Value::Array(facts)
}

/// An assembly of the branch with two items, one member on leave.
pub(crate) fn meeting(label: &str, happened: &str) -> Value {
    json!({ "kind": "meeting.held", "body": "@branch", "meeting_kind": "branch_general_meeting",
        "label": label, "form": "onsite", "place": "会议室", "chair": "@王国强",
        "recorder": "@李桂兰", "leave": [{ "person": "@陈志明", "reason": "住院治疗" }],
        "agenda": [{ "title": "修路灯" }, { "title": "工作计划" }], "happened": happened })
}

/// A motion of the branch at a meeting.
pub(crate) fn motion(label: &str, meeting: &str) -> Value {
    json!({ "kind": "motion.proposed", "body": "@branch", "meeting": format!("@{meeting}"),
        "label": label, "text": "更换二号楼路灯。", "matter_kind": "other", "agenda_item": 1,
        "happened": "2026-03-05T09:10" })
}

/// A vote on a motion: in favour, against, abstaining.
pub(crate) fn vote(motion: &str, meeting: &str, counts: [u32; 3]) -> Value {
    json!({ "kind": "motion.voted", "motion": format!("@{motion}"),
        "meeting": format!("@{meeting}"), "method": "show_of_hands", "in_favour": counts[0],
        "against": counts[1], "abstain": counts[2], "happened": "2026-03-05T09:20" })
}

/// What is so, folded from the entries that a view shows.
pub(crate) fn folded(view: &View) -> Projections {
    Projections::of(view.all_entries().unwrap()).unwrap()
}
