//! Reader, writer, compaction and erasure at once, each a process of its own on one folder.
//!
//! Whoever reads sees a prefix of the journal and never an error; whoever writes is at most told that
//! the book is in use; behind an erasure that has returned nobody answers with what was erased. The
//! processes are this very test binary, told by environment variables what to do.

use crate::common::cli::run;
use crate::common::registry::{run_on, tree};
use serde_json::{Value, json};
use std::fs::{self, OpenOptions as File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use yishi::answer::{Asked, Filter, Snapshot};
use yishi::audit::{Outcome, VerifyOptions, verify};
use yishi::cli::Exit;
use yishi::ledger::Hash;
use yishi::registry::{Machine, RecordError, RecordOptions, Recording, Registry, today};
use yishi::store::vault::VaultError;
use yishi::store::{JournalFiles, OpenError, OpenOptions};

/// Names that are on record, and names whose erasure has returned: a line each.
pub(super) const KEPT: &str = "kept.txt";
pub(super) const ERASED: &str = "erased.txt";

/// Ends of the journal that somebody saw.
const SEEN: &str = "seen.txt";

/// Processes that have begun.
const BEGUN: &str = "begun.txt";

/// Who does what, and how often it is there.
const ROLES: [&str; 5] = ["writer", "compactor", "cold", "cold", "held"];

/// A book and its hammers, beside it what they say.
pub(super) struct Site(pub(super) PathBuf);

impl Site {
    pub(super) fn dir(&self) -> PathBuf {
        self.0.join("registry")
    }

    fn say(&self, file: &str, line: &str) {
        let mut file = File::new().create(true).append(true).open(self.0.join(file)).unwrap();
        file.write_all(format!("{line}\n").as_bytes()).unwrap();
        // Said is said, also where the whole machine stops.
        file.sync_all().unwrap();
    }

    pub(super) fn said(&self, file: &str) -> Vec<String> {
        let text = fs::read_to_string(self.0.join(file)).unwrap_or_default();
        // Somebody may be writing the last line.
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        whole.lines().map(str::to_owned).collect()
    }

    /// Asks for everybody's name, by whatever means; what is known before must show.
    fn ask(&self, kept: &[String], ask: impl FnOnce() -> String) {
        let erased = self.said(ERASED);
        let answer = ask();
        for name in erased {
            assert!(!answer.contains(&name), "{name} was erased");
        }
        for name in kept {
            assert!(answer.contains(name), "{name} is missing");
        }
    }

    fn saw(&self, entries: u64, head: &str) {
        self.say(SEEN, &format!("{entries} {head}"));
    }

    pub(super) fn begin(&self) {
        let dir = self.dir();
        run_on(&dir, &["init", "社区党委"]).done();
        let registry = self.open().unwrap();
        for name in ["王国强", "李桂兰"] {
            register(&registry, name);
        }
        registry.close().unwrap();
    }

    /// The book for recording; none while somebody else has it.
    pub(super) fn open(&self) -> Option<Registry> {
        let options = OpenOptions::new("a hammer").batch_entries(7);
        match Registry::open_as(&self.dir(), options, Machine::default()) {
            Ok((registry, openness)) => {
                assert_eq!(openness.finding, None, "{:?}", openness.notes);
                Some(registry)
            }
            Err(RecordError::Open(OpenError::Busy { .. })) => None,
            Err(error) => panic!("{error}"),
        }
    }

    /// Records two people, erases one of them, and answers meanwhile from a snapshot that follows.
    pub(super) fn write(&self, number: u64) {
        let Some(registry) = self.open() else { return };
        let recording = AtomicBool::new(true);
        std::thread::scope(|scope| {
            let _ended = Ended(&recording);
            scope.spawn(|| {
                while recording.load(Ordering::SeqCst) {
                    let kept = self.said(KEPT);
                    self.ask(&kept, || people(&registry.view(None).unwrap()));
                }
            });
            for number in number * 8..number * 8 + 8 {
                let name = format!("留下的{number}号");
                register(&registry, &name);
                self.say(KEPT, &name);
                self.erase(&registry, &format!("删去的{number}号"));
            }
        });
        registry.close().unwrap();
    }

    fn erase(&self, registry: &Registry, name: &str) {
        let registered = register(registry, name);
        let json = registered.events[0].to_json().unwrap();
        let fact = json!({ "kind": "person.data_erased", "person": json["person"],
            "seals": [json["name"]["seal"]], "ground": "consent_withdrawn",
            "approved_by": ["@王国强", "@李桂兰"], "happened": today().to_string() });
        match record(registry, &registry.id().unwrap(), &fact) {
            Ok(_) => self.say(ERASED, name),
            // Not acknowledged: somebody held the file for long. It is carried out later.
            Err(RecordError::Vault(VaultError::NotReplaced { .. })) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// Asks the program, and somebody who has just opened the book.
    fn read_cold(&self) {
        let kept = self.said(KEPT);
        self.ask(&kept, || run_on(&self.dir(), &["show", "people"]).done().out);
        let kept = self.said(KEPT);
        let snapshot = Snapshot::open(&self.dir()).unwrap();
        self.saw(snapshot.entries(), &snapshot.head());
        self.ask(&kept, || people(&snapshot.ask(Asked::now(today())).unwrap()));
        let journal = run_on(&self.dir(), &["journal", "--from", "8"]);
        assert_eq!(journal.exit, Exit::Done, "{}", journal.err);
    }

    /// Keeps what it opened, and goes on asking.
    fn read_held(&self) {
        let kept = self.said(KEPT);
        let snapshot = Snapshot::open(&self.dir()).unwrap();
        self.saw(snapshot.entries(), &snapshot.head());
        for _ in 0..20 {
            self.ask(&kept, || people(&snapshot.ask(Asked::now(today())).unwrap()));
        }
    }

    pub(super) fn compact(&self) {
        let dir = self.dir().to_string_lossy().into_owned();
        let rebuilt = run(&["--registry", &*dir, "rebuild"]);
        assert!([Exit::Done, Exit::Busy].contains(&rebuilt.exit), "{}", rebuilt.err);
        std::thread::sleep(Duration::from_millis(100));
    }

    pub(super) fn spawn(&self, role: &str, time: Duration) -> Child {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "registry::hammer::a_hammer", "--ignored", "--nocapture"])
            .env("YISHI_HAMMER", format!("{role} {}", time.as_millis()))
            .env("YISHI_HAMMER_DIR", &self.0)
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Everybody saw a prefix of what the journal became.
    fn check_prefixes(&self) -> usize {
        let mut hashes = vec![Hash::ZERO.to_string()];
        let journal = JournalFiles::open(&self.dir().join("journal")).unwrap();
        journal
            .each(&mut |line| {
                hashes.push(Hash::of(line.bytes).to_string());
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        let seen = self.said(SEEN);
        for line in &seen {
            let (entries, head) = line.split_once(' ').unwrap();
            assert_eq!(hashes[entries.parse::<usize>().unwrap()], head, "{entries}");
        }
        seen.len()
    }
}

/// Ends what goes on beside, also when the test fails.
struct Ended<'a>(&'a AtomicBool);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// Everybody's names, as an answer for programs.
fn people(view: &yishi::answer::View) -> String {
    serde_json::to_string(&view.people(Filter::default()).unwrap()).unwrap()
}

fn record(registry: &Registry, actor: &str, fact: &Value) -> Result<Recording, RecordError> {
    let by = json!({ "actor": actor, "role": "administrator" });
    let document = json!({ "by": by, "facts": [fact] }).to_string();
    registry.record_file(document.as_bytes(), &RecordOptions::default())
}

fn register(registry: &Registry, name: &str) -> Recording {
    let fact = json!({ "kind": "person.registered", "name": name, "happened": "2026" });
    record(registry, &format!("@{name}"), &fact).unwrap()
}

/// One of the processes, and of `tests/os_crash.sh`, unless it is told nothing.
#[test]
#[ignore = "a child of other tests"]
fn a_hammer() {
    let Some(told) = std::env::var_os("YISHI_HAMMER") else { return };
    let site = Site(std::env::var_os("YISHI_HAMMER_DIR").unwrap().into());
    let (role, millis) = told.to_str().unwrap().split_once(' ').unwrap();
    if !site.dir().exists() {
        site.begin();
    }
    // Numbers that no earlier process has used.
    site.say(BEGUN, role);
    let first = u64::try_from(site.said(BEGUN).len()).unwrap() * 10_000;
    let (began, time) = (Instant::now(), Duration::from_millis(millis.parse().unwrap()));
    let mut times = first;
    while began.elapsed() < time {
        match role {
            "writer" => site.write(times),
            "alone" => site.work(times),
            "compactor" => site.compact(),
            "cold" => site.read_cold(),
            _ => site.read_held(),
        }
        times += 1;
    }
}

fn hammer(time: Duration) {
    let folder = tempfile::tempdir().unwrap();
    let site = Site(folder.path().to_owned());
    site.begin();
    let hammers = ROLES.map(|role| (role, site.spawn(role, time)));
    for (role, mut hammer) in hammers {
        assert!(hammer.wait().unwrap().success(), "{role}");
    }
    let (erased, kept) = (site.said(ERASED), site.said(KEPT));
    let seen = site.check_prefixes();
    // Whatever was not acknowledged is carried out by now.
    site.open().unwrap().close().unwrap();
    assert_eq!(verify(&site.dir(), &VerifyOptions::default()).outcome, Outcome::Holds);
    let files = tree(&site.dir());
    for name in &erased {
        let holds = |bytes: &[u8]| bytes.windows(name.len()).any(|one| one == name.as_bytes());
        let found = files.iter().find(|(_, bytes)| holds(bytes));
        assert!(found.is_none(), "{name} is in {}", found.unwrap().0);
    }
    let people = run_on(&site.dir(), &["show", "people"]).done().out;
    assert!(kept.iter().all(|name| people.contains(name)));
    eprintln!("{} recorded, {} erased, {seen} times opened by readers", kept.len(), erased.len());
    // An old Windows replaces no file that somebody reads: there an erasure may have to wait.
    let erasing = cfg!(windows) || erased.len() > 4;
    assert!(kept.len() > 4 && erasing && seen > 4, "hardly anything was done");
}

#[test]
fn reader_writer_compaction_and_erasure_at_once() {
    hammer(Duration::from_secs(5));
}

#[test]
#[ignore = "a minute"]
fn reader_writer_compaction_and_erasure_for_a_minute() {
    hammer(Duration::from_secs(60));
}
