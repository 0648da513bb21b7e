//! The worked example of docs/format.md is recomputed: a digit that is wrong there fails here.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use crate::common::root;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use yishi::domain::{BodyId, CommandId, Fingerprint};
use yishi::event::Recorded;
use yishi::intake::Document;
use yishi::law::Book;
use yishi::ledger::json::check_canonical;
use yishi::ledger::{Entry, Hash, Salt, Sha256, Value, document_mac};
use yishi::store::vault::Opening;

/// The fenced blocks of the page that have a name, for example `jsonl journal`.
struct Page(BTreeMap<String, String>);

impl Page {
    fn read() -> Self {
        Self::parse(&fs::read_to_string(root().join("docs/format.md")).unwrap())
    }

    fn parse(text: &str) -> Self {
        let mut blocks = BTreeMap::new();
        let mut inside: Option<(String, String)> = None;
        for line in text.lines() {
            match (&mut inside, line.strip_prefix("```")) {
                (None, Some(info)) => {
                    let name = info.split(' ').nth(1).unwrap_or_default();
                    inside = Some((name.to_owned(), String::new()));
                }
                (Some(_), Some(_)) => blocks.extend(inside.take()),
                (Some((_, block)), None) => block.extend([line, "\n"]),
                (None, None) => {}
            }
        }
        blocks.remove("");
        Self(blocks)
    }

    fn block(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The first block that says what is not so.
    fn fault(&self) -> Option<&'static str> {
        let same = |made: &str, name: &str| made == self.block(name);
        let checks = [
            ("journal", recorded(self.block("journal")).is_some()),
            ("hashes", same(&hashes(self.block("journal")), "hashes")),
            ("ids", self.block("ids").lines().all(|line| is_derived(line) == Some(true))),
            ("openings", self.openings_open() == Some(true)),
            ("openssl", self.shows_an_opening() == Some(true)),
            ("documents", self.document_is_recorded() == Some(true)),
            ("book", same(&book(self.block("cards")), "book")),
            ("book-fingerprint", same(&fingerprint(self.block("book")), "book-fingerprint")),
            ("table-fingerprint", same(&fingerprint(self.block("table")), "table-fingerprint")),
            ("checkpoint", self.knows_the_head("checkpoint", "/next_seq", "/hash") == Some(true)),
            ("manifest", self.knows_the_head("manifest", "/entries", "/head") == Some(true)),
            ("sums", same(&self.sums(), "sums")),
        ];
        checks.iter().find(|(_, holds)| !holds).map(|(name, _)| *name)
    }

    fn openings(&self) -> Option<Vec<Opening>> {
        self.block("openings").lines().map(|line| Opening::parse(line.as_bytes())).collect()
    }

    /// Every opening opens, is canonical, and stands in the journal where it says.
    fn openings_open(&self) -> Option<bool> {
        let mut written = Vec::new();
        for opening in self.openings()? {
            opening.write(&mut written);
            written.push(b'\n');
            let lines = self.block("journal").lines().map(|line| Entry::parse(line.as_bytes()));
            let mut of_command = lines.flatten().filter(|entry| entry.cmd == opening.cmd);
            let entry = of_command.nth(usize::try_from(opening.position).ok()?)?;
            let data = Value::parse(entry.data.as_bytes()).ok()?;
            let seal = data.at(&format!("{}/seal", opening.pointer))?.as_str()?.to_owned();
            if seal != opening.seal.to_string() {
                return Some(false);
            }
        }
        Some(written == self.block("openings").as_bytes())
    }

    /// The command for openssl has the salt, pointer and value of the public opening.
    fn shows_an_opening(&self) -> Option<bool> {
        let opening = self.openings()?.pop()?;
        let (pointer, value) = (&opening.pointer, opening.value.to_canonical());
        let shown = format!(
            "printf 'yishi/seal/v1\\n{pointer}\\n{value}' | openssl dgst -sha256 -mac HMAC \
             -macopt hexkey:{}\n",
            opening.salt.to_hex()
        );
        let seal = format!("{}\n", opening.seal);
        Some(shown == self.block("openssl") && seal == self.block("seal"))
    }

    /// The document can be read, and its line keeps its mac and names the command that recorded it.
    fn document_is_recorded(&self) -> Option<bool> {
        let document = self.block("document");
        let facts = Document::parse(document.as_bytes()).ok()?.facts;
        let journal = recorded(self.block("journal"))?;
        let of_document: Vec<_> = journal.iter().rev().take(facts.len()).rev().collect();
        let kinds = facts.iter().zip(&of_document).all(|(a, b)| a.kind.kind == b.event.kind());
        let (cmd, bytes) = (of_document.first()?.cmd, document.len());
        let shown = Value::parse(self.block("documents").trim_end().as_bytes()).ok()?;
        let salt = Salt::from_hex(shown.at("/salt")?.as_str()?).ok()?;
        let mac = document_mac(salt, &Sha256::of(document.as_bytes()));
        let salt = salt.to_hex();
        let line = format!(
            "{{\"bytes\":{bytes},\"cmd\":\"{cmd}\",\"mac\":\"{mac}\",\"salt\":\"{salt}\"}}\n"
        );
        let tools = self.block("mac").ends_with(&format!("hexkey:{salt}\n"));
        Some(kinds && tools && line == self.block("documents"))
    }

    fn knows_the_head(&self, name: &str, entries: &str, head: &str) -> Option<bool> {
        let line = self.block(name).strip_suffix('\n')?;
        let mark = Value::parse(line.as_bytes()).ok()?;
        let last = self.block("journal").lines().last()?;
        let count = i64::try_from(self.block("journal").lines().count()).ok()?;
        let registry = mark.at("/registry").and_then(Value::as_str);
        Some(
            check_canonical(line.as_bytes()).is_ok()
                && mark.at(entries)?.as_integer() == Some(count)
                && mark.at(head)?.as_str()? == Hash::of(last.as_bytes()).to_string()
                && registry
                    .is_none_or(|id| self.block("ids").lines().next().unwrap().ends_with(id)),
        )
    }

    /// The export with public openings: path and contents.
    fn export(&self) -> Vec<(&'static str, String)> {
        let public = |line: &&str| line.contains("\"audience\":\"public\"");
        let openings = self.block("openings").lines().filter(public);
        vec![
            ("journal/0000000000.jsonl", self.block("journal").to_owned()),
            ("manifest.json", self.block("manifest").to_owned()),
            ("vault/openings.jsonl", openings.flat_map(|line| [line, "\n"]).collect()),
        ]
    }

    fn sums(&self) -> String {
        let sum =
            |(path, text): (&str, String)| format!("{}  {path}\n", Sha256::of(text.as_bytes()));
        self.export().into_iter().map(sum).collect()
    }
}

/// The entries, if each is canonical, continues the one before, and says in `tags` and `data` what
/// its meaning gives.
fn recorded(journal: &str) -> Option<Vec<Recorded>> {
    let mut all = Vec::new();
    let mut prev = Hash::ZERO;
    for line in journal.lines() {
        let entry = Entry::parse(line.as_bytes()).ok()?;
        let one = Recorded::read(&entry).ok()?;
        let data = one.event.to_json().ok()?.to_string();
        let data = Value::parse(data.as_bytes()).ok()?.to_canonical();
        let tags: Vec<_> = entry.tags().collect();
        if entry.prev != prev || tags != one.event.tags() || data != entry.data {
            return None;
        }
        prev = entry.hash();
        all.push(one);
    }
    Some(all)
}

fn hashes(journal: &str) -> String {
    let hash = |(seq, line): (usize, &str)| format!("{seq} {}\n", Hash::of(line.as_bytes()));
    journal.lines().enumerate().map(hash).collect()
}

/// Whether a line is `command position id`, and the id is the derived one.
fn is_derived(line: &str) -> Option<bool> {
    let mut words = line.split(' ');
    let command: CommandId = words.next()?.parse().ok()?;
    let id = BodyId::derived(command, words.next()?.parse().ok()?).to_string();
    Some(words.next() == Some(id.as_str()) && words.next().is_none())
}

/// What the fingerprint of a book of these cards is taken over.
fn book(cards: &str) -> String {
    let pair = |card: &str| {
        let id = Value::parse(card.as_bytes()).ok()?.at("/id")?.as_str()?.to_owned();
        Some(format!("{id}\n{}\n", Sha256::of(card.as_bytes())))
    };
    cards.lines().filter_map(pair).collect()
}

fn fingerprint(text: &str) -> String {
    format!("{}\n", Fingerprint::of(text.as_bytes()))
}

#[test]
fn the_worked_example_holds() {
    assert_eq!(Page::read().fault(), None);
}

#[test]
fn a_changed_digit_in_the_worked_example_is_noticed() {
    let page = Page::read();
    let mut changed = 0;
    for (name, block) in &page.0 {
        let bytes = block.as_bytes();
        for start in 0..bytes.len().saturating_sub(63) {
            let run = &bytes[start..start + 64];
            let hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            if !run.iter().all(hex) {
                continue;
            }
            let mut other = block.clone();
            let digit = if run[31] == b'0' { "1" } else { "0" };
            other.replace_range(start + 31..start + 32, digit);
            let mut blocks = page.0.clone();
            blocks.insert(name.clone(), other);
            assert!(Page(blocks).fault().is_some(), "{name}: {}", String::from_utf8_lossy(run));
            changed += 1;
        }
    }
    assert!(changed >= 24, "only {changed} hashes were found in the page");
}

#[test]
fn the_book_that_comes_with_the_program_is_hashed_as_described() {
    let shipped = Book::shipped();
    let cards: String = shipped.cards().iter().map(|card| card.canonical() + "\n").collect();
    assert_eq!(fingerprint(&book(&cards)), format!("{}\n", shipped.fingerprint()));
}

/// Runs a program, or says that it is not here.
fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    let output = Command::new(program).args(arguments).output().ok();
    if output.is_none() {
        #[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
        {
            eprintln!("NOT RUN: {program} is not installed");
        }
    }
    output
}

fn verifier(arguments: &[&str]) -> Option<Output> {
    let script = root().join("docs/verify.py");
    let script = script.to_string_lossy();
    let arguments: Vec<&str> = [script.as_ref()].iter().chain(arguments).copied().collect();
    run("python3", &arguments)
}

fn write(folder: &Path, files: &[(&str, String)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn openssl_prints_the_seal_of_the_worked_example() {
    let page = Page::read();
    if run("openssl", &["version"]).is_none() {
        return;
    }
    if let Some(output) = run("sh", &["-c", page.block("openssl")]) {
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(printed.ends_with(page.block("seal")), "{printed}");
    }
}

#[test]
fn the_verifier_in_python_accepts_the_worked_example_and_no_other() {
    let page = Page::read();
    let mut files = page.export();
    files.push(("SHA256SUMS", page.block("sums").to_owned()));
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &files);
    let path = folder.path().to_string_lossy().into_owned();
    let Some(output) = verifier(&[&path]) else { return };
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && printed.ends_with("holds\n"), "{printed}");
    assert!(printed.contains("agree with its end: manifest.json"), "{printed}");

    let journal = page.block("journal").to_owned();
    let cut = journal.lines().next().unwrap().to_owned() + "\n";
    let swapped: Vec<_> = [0, 2, 1].iter().map(|n| journal.lines().nth(*n).unwrap()).collect();
    let attacks = [
        ("journal/0000000000.jsonl", cut, "names another journal"),
        (
            "journal/0000000000.jsonl",
            swapped.join("\n") + "\n",
            "is not the hash of the line before",
        ),
        ("journal/0000000000.jsonl", journal.replace("怡兴园", "怡兴苑"), "SHA256SUMS"),
        ("journal/0000000000.jsonl", journal.replace("\"more\":1", "\"more\":2"), "the command of"),
        ("journal/0000000000.jsonl", journal.replace("\"v\":1", "\"v\":1.0"), "not whole"),
        ("vault/openings.jsonl", page.block("openings").replace("李明", "李鸣"), "own seal"),
        (
            "manifest.json",
            page.block("manifest").replace("\"entries\":3", "\"entries\":2"),
            "another journal",
        ),
        ("checkpoints/paper.json", page.block("checkpoint").to_owned(), "not listed"),
    ];
    for (file, text, expected) in attacks {
        write(folder.path(), &[(file, text)]);
        let output = verifier(&[&path]).unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!output.status.success() && printed.contains(expected), "{expected}:\n{printed}");
        write(folder.path(), &files);
        drop(fs::remove_dir_all(folder.path().join("checkpoints")));
    }
    // In a registry that is no copy a checkpoint is a note like another.
    for file in ["manifest.json", "SHA256SUMS"] {
        fs::remove_file(folder.path().join(file)).unwrap();
    }
    let checkpoint = page.block("checkpoint").to_owned();
    let openings = page.block("openings").to_owned();
    write(
        folder.path(),
        &[("checkpoints/paper.json", checkpoint), ("vault/openings.jsonl", openings)],
    );
    let printed = verifier(&[&path]).unwrap();
    let printed = String::from_utf8_lossy(&printed.stdout).into_owned();
    assert!(printed.contains("agree with its end: checkpoints/paper.json"), "{printed}");
}

#[test]
fn blake3_in_python_agrees_at_every_edge_of_its_tree() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bytes");
    for length in [0, 1, 63, 64, 65, 1023, 1024, 1025, 2048, 2049, 3073, 4097, 7169, 65_535] {
        let bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
        fs::write(&path, &bytes).unwrap();
        let Some(output) = verifier(&["--hash", &path.to_string_lossy()]) else { return };
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(printed.trim_end(), Hash::of(&bytes).to_string(), "{length} bytes");
    }
}

#[test]
fn the_verifier_in_python_is_short_enough_to_be_read() {
    let script = fs::read_to_string(root().join("docs/verify.py")).unwrap();
    assert!(script.lines().count() <= 400, "{} lines", script.lines().count());
    let beyond = script.lines().filter(|line| line.chars().count() > 110);
    assert_eq!(beyond.collect::<Vec<_>>(), [""; 0]);
}
