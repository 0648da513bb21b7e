//! The audit from outside: tampered journals in, check ids out.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, and clippy knows only the tests themselves"
)]

mod bits; // every bit of a journal
mod copies; // copies, and vaults that lack something
mod ends; // what stands behind the last entry
mod hostile; // files that are no journal
mod speed; // a million entries, beside the least that must be done
mod tamper; // the tampering cases by number

use crate::common::verifier;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;
use yishi::audit::copy;
use yishi::audit::{Finding, Level, Outcome, Report, VerifyOptions};
use yishi::domain::{BodyId, CommandId, Fingerprint, MeetingId, MotionId, PersonId};
use yishi::event::{Event, kind_entry, sealing};
use yishi::law::Book;
use yishi::law::shipped_files;
use yishi::ledger::{Draft, Entry, Hash, Salt, Stamp, Value};
use yishi::store::vault::{Opening, Vault};

/// A journal in the making: lines without line feeds, and the openings of its seals.
#[derive(Default)]
struct Making {
    lines: Vec<String>,
    openings: Vec<Opening>,
    commands: u32,
    salts: u8,
    book: Option<Fingerprint>,
}

fn cmd(number: u32) -> CommandId {
    format!("01KAQ3ZJ8QK6M7N8P9QRSTV{number:03}").parse().unwrap()
}

fn person(number: usize) -> PersonId {
    PersonId::derived(cmd(1), number)
}

fn branch() -> BodyId {
    BodyId::derived(cmd(2), 0)
}

fn meeting() -> MeetingId {
    MeetingId::derived(cmd(5), 0)
}

fn motion() -> MotionId {
    MotionId::derived(cmd(7), 0)
}

/// What the recorded motion's vote is, with these numbers.
fn vote(in_favour: u32) -> Json {
    json!({"motion": motion(), "meeting": meeting(), "method": "show_of_hands",
           "in_favour": in_favour, "against": 0, "abstain": 0, "happened": "2026-11-20"})
}

impl Making {
    /// Writes a command of these facts, sealed, tagged and chained.
    fn command(&mut self, role: &str, facts: &[(&str, Json)]) -> &mut Self {
        let number = self.commands;
        self.commands += 1;
        let (cmd, mut drafts) = (cmd(number).to_string(), Vec::new());
        for (place, (kind, data)) in facts.iter().enumerate() {
            let entry = kind_entry(kind).unwrap();
            let event = Event::decode(kind, entry.version, &data.to_string()).unwrap();
            let json = event.to_json().unwrap().to_string();
            let mut data = Value::parse(json.as_bytes()).unwrap();
            let salts = &mut self.salts;
            let opened = sealing::seal(entry, &mut data, &mut || {
                *salts += 1;
                Salt([*salts; 32])
            });
            self.openings.extend(opened.into_iter().map(|one| Opening {
                audience: one.audience,
                cmd: cmd.clone(),
                pointer: one.pointer,
                position: u64::try_from(place).unwrap(),
                salt: one.salt,
                seal: one.commitment,
                value: one.value,
            }));
            let (kind, v, tags) = ((*kind).to_owned(), entry.version, event.tags());
            drafts.push(Draft { kind, v, tags, data: data.to_canonical() });
        }
        let at = format!("2026-11-22T04:50:{:02}.000Z", number % 60);
        let by = format!(r#"{{"actor":"{cmd}","role":"{role}"}}"#);
        self.write(Stamp { at: &at, by: &by, cmd: &cmd }, &drafts);
        self
    }

    fn write(&mut self, stamp: Stamp<'_>, drafts: &[Draft]) {
        for (place, draft) in drafts.iter().enumerate() {
            let more = u64::try_from(drafts.len() - place - 1).unwrap();
            let prev = self.lines.last().map_or(Hash::ZERO, |line| Hash::of(line.as_bytes()));
            let (mut line, seq) = (Vec::new(), u64::try_from(self.lines.len()).unwrap());
            draft.write(stamp, more, prev, seq, &mut line);
            self.lines.push(String::from_utf8(line).unwrap());
        }
    }

    /// Twenty-three entries: registry, rules, ten persons, a branch, its members.
    fn begin(cards: &[&str]) -> Self {
        let mut making = Self::default();
        let cards: Vec<Json> =
            cards.iter().map(|card| serde_json::from_str(card).unwrap()).collect();
        let book = Book::from_cards(cards.clone()).unwrap().fingerprint();
        making.book = Some(book);
        let created = json!({"registry": cmd(0).to_string(), "format": 1, "name": "幸福里社区",
            "jurisdiction": "CN-430103", "program": "yishi 0.1.0", "happened": "2026-11-01"});
        let mut facts = vec![("registry.created", created)];
        // Several entries, because the whole book does not fit into one.
        let mut adopted = Vec::new();
        for part in cards.chunks(4) {
            adopted.extend_from_slice(part);
            let book = Book::from_cards(adopted.clone()).unwrap().fingerprint();
            let adoption = json!({"book": book, "cards": part, "happened": "2026-11-01"});
            facts.push(("registry.rules_adopted", adoption));
        }
        making.command("administrator", &facts);
        let persons: Vec<_> = (0..10)
            .map(|n| {
                let name = format!("王建国{n}");
                let data = json!({"person": person(n), "name": name, "happened": "2026-11-01"});
                ("person.registered", data)
            })
            .collect();
        making.command("secretary", &persons);
        let body = json!({"body": branch(), "body_kind": "party_branch", "name": "第一党支部",
            "basis": "brought_forward", "happened": "2020"});
        making.command("secretary", &[("body.established", body)]);
        let members: Vec<_> = (0..10)
            .map(|n| {
                let data = json!({"person": person(n), "body": branch(), "status": "full",
                    "change": "brought_forward", "happened": "2020"});
                ("membership.changed", data)
            })
            .collect();
        making.command("secretary", &members);
        making
    }

    /// A whole small book: seven more entries about one meeting.
    fn small() -> Self {
        Self::recorded_by(Self::one_by_one)
    }

    fn one_by_one(&mut self, entries: &[(&str, serde_json::Value)]) {
        for entry in entries {
            self.command("secretary", std::slice::from_ref(entry));
        }
    }

    /// The same, its last entries recorded together, as a document of a meeting is.
    fn ending_in_one_document() -> Self {
        Self::recorded_by(|making, entries| {
            making.command("secretary", entries);
        })
    }

    fn recorded_by(record: impl Fn(&mut Self, &[(&str, serde_json::Value)])) -> Self {
        let smallest =
            shipped_files().into_iter().map(|(_, text)| text).min_by_key(|text| text.len());
        let mut making = Self::begin(&[smallest.unwrap()]);
        making.meeting(record);
        making
    }

    fn meeting(&mut self, record: impl Fn(&mut Self, &[(&str, serde_json::Value)])) {
        for entry in self.called_and_held() {
            self.command("secretary", &[entry]);
        }
        record(self, &voted_and_confirmed());
    }

    fn called_and_held(&self) -> [(&'static str, serde_json::Value); 3] {
        let post = domain::PostId::derived(cmd(4), 0);
        let filled = json!({"post": post, "person": person(0), "body": branch(),
            "post_kind": "secretary", "name": "王建国0", "basis": "brought_forward",
            "happened": "2024"});
        let noticed = json!({"meeting": meeting(), "body": branch(),
            "meeting_kind": "branch_general_meeting", "starts": "2026-11-20T09:30",
            "place": "会议室", "agenda": [{"title": "审议报告"}], "book": self.book,
            "happened": "2026-11-10"});
        let people: Vec<_> = (0..10).map(person).collect();
        let held = json!({"meeting": meeting(), "body": branch(),
            "meeting_kind": "branch_general_meeting", "form": "onsite", "place": "会议室",
            "chair": person(0), "recorder": person(1), "entitled": people,
            "leave": [{"person": person(9), "reason": "住院"}],
            "agenda": [{"title": "审议报告"}], "book": self.book, "happened": "2026-11-20"});
        [("post.filled", filled), ("meeting.noticed", noticed), ("meeting.held", held)]
    }

    /// Names the right predecessor in every line from this one on.
    fn rechain(&mut self, from: usize) -> &mut Self {
        for place in from.max(1)..self.lines.len() {
            let hash = Hash::of(self.lines[place - 1].as_bytes()).to_string();
            let line = &mut self.lines[place];
            let start = line.rfind(",\"prev\":\"").unwrap() + 9;
            line.replace_range(start..start + 64, &hash);
        }
        self
    }

    /// Gives the lines their numbers again.
    fn renumber(&mut self) -> &mut Self {
        for (place, line) in self.lines.iter_mut().enumerate() {
            let start = line.rfind(",\"seq\":").unwrap() + 7;
            let end = line.rfind(",\"tags\":").unwrap();
            line.replace_range(start..end, &place.to_string());
        }
        self
    }

    fn text(&self) -> String {
        self.lines.iter().map(|line| line.clone() + "\n").collect()
    }

    fn head(&self) -> Hash {
        Hash::of(self.lines.last().unwrap().as_bytes())
    }

    /// The folder of a registry with this journal and its vault.
    fn folder(&self) -> TempDir {
        let dir = folder_of(self.text().as_bytes());
        let vault = Vault::open(
            &dir.path().join("vault"),
            std::sync::Arc::new(yishi::store::disk::RealDisk),
        );
        vault.unwrap().put(&self.openings).unwrap();
        dir
    }

    /// The same, with other bytes in the first file of the journal.
    fn folder_with(&self, bytes: &[u8]) -> TempDir {
        let dir = self.folder();
        write_file(dir.path(), "journal/0000000000.jsonl", bytes);
        dir
    }

    /// Marks the folder as a copy of this journal, with these openings.
    fn mark_copy(&self, dir: &Path, name: &str, openings: &str) {
        let (entries, head) = (self.lines.len(), self.head().to_string());
        let mark = json!({"entries": entries, "head": head, "openings": openings});
        write_file(dir, name, mark.to_string().as_bytes());
    }

    fn verify(&self) -> Report {
        verify(self.folder().path(), &VerifyOptions::default())
    }
}

/// The audit of the program alone.
fn yishi_alone(dir: &Path, options: &VerifyOptions<'_>) -> Report {
    yishi::audit::verify(dir, options)
}

/// The audit of a folder. What is audited in full goes through the verifier in Python as well, and
/// both must agree; so every book that is tampered with here does.
#[track_caller]
fn verify(dir: &Path, options: &VerifyOptions<'_>) -> Report {
    let report = yishi_alone(dir, options);
    if options.level == Level::Full {
        let mut found: Vec<String> = broken(&report).into_iter().map(str::to_owned).collect();
        let copy = copy::is_exported(dir).then(|| copy::check(dir, &report));
        found.extend(copy.and_then(Result::err).map(|error| error.to_string()));
        found.extend(report.unreadable.as_ref().map(ToString::to_string));
        let known = [Outcome::Holds, Outcome::Newer].contains(&report.outcome);
        let holds = known && found.iter().all(|id| id == "A0.d");
        verifier::assert_agree(dir, &found, holds);
    }
    report
}

#[test]
fn no_tampered_book_passes_by_the_verifier_in_python() {
    for file in ["bits", "copies", "ends", "hostile", "tamper"] {
        let path = crate::common::root().join(format!("tests/audit/{file}.rs"));
        let text = std::fs::read_to_string(path).unwrap();
        let own =
            text.split("use yishi::audit::").skip(1).filter_map(|rest| rest.split(';').next());
        assert!(
            own.into_iter().all(|import| !import.contains("verify")),
            "{file}: use super::verify"
        );
        assert!(text.contains("verify"), "{file}");
    }
}

/// The folder of a registry with one journal file and nothing else.
fn folder_of(bytes: &[u8]) -> TempDir {
    let dir = TempDir::new().unwrap();
    write_file(dir.path(), "journal/0000000000.jsonl", bytes);
    dir
}

fn write_file(dir: &Path, name: &str, bytes: &[u8]) {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// The ids of the checks that are broken.
fn broken(report: &Report) -> Vec<&'static str> {
    let ids: BTreeSet<_> = report.findings.iter().map(Finding::check).collect();
    ids.into_iter().map(yishi::audit::Check::id).collect()
}

/// Number of the entry that a line says it is.
fn seq(line: &str) -> u64 {
    Entry::parse(line.as_bytes()).unwrap().seq
}

fn voted_and_confirmed() -> [(&'static str, serde_json::Value); 4] {
    let proposed = json!({"motion": motion(), "body": branch(), "meeting": meeting(),
        "text": "通过年度工作计划", "matter_kind": "work_plan", "happened": "2026-11-20"});
    let speech = json!({"meeting": meeting(), "speaker": person(2), "text": "同意",
        "happened": "2026-11-20"});
    let sign_offs = json!([{"person": person(0), "capacity": "chair"}]);
    let confirmed = json!({"meeting": meeting(), "sign_offs": sign_offs, "happened": "2026-11-21"});
    [
        ("motion.proposed", proposed),
        ("motion.voted", vote(8)),
        ("meeting.speech_noted", speech),
        ("meeting.minutes_confirmed", confirmed),
    ]
}
