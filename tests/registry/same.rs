//! The same answer, whether taken cold from saved rows, warm from a snapshot that followed, or by folding
//! from entry 0; and the same from rows that accidents damaged.

use crate::common::registry::{CASES, TestRegistry, copy_tree, documents, tree};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use yishi::answer::{AskError, Asked, Filter, Snapshot, View};
use yishi::domain::Language;
use yishi::ledger::Entry;
use yishi::paper::minutes::{MinutesOptions, minutes, of_votes};
use yishi::paper::{markdown, page};
use yishi::registry::RecordOptions;

/// The day on which everything is asked.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 5).unwrap()
}

fn view(snapshot: &Arc<Snapshot>) -> View {
    snapshot.ask(Asked::now(today())).unwrap()
}

/// An answer as it is handed out.
fn said<A: Serialize>(answer: Result<A, AskError>) -> String {
    match answer {
        Ok(answer) => serde_json::to_string(&answer).unwrap(),
        Err(error) => format!("no answer: {error}"),
    }
}

/// The lists, whole.
fn lists(view: &View) -> Vec<(String, String)> {
    let all = Filter::default();
    let lists = [
        ("committees", said(view.committees(all))),
        ("motions", said(view.motions(all))),
        ("votes", said(view.votes(all))),
        ("meetings", said(view.meetings(all))),
        ("elections", said(view.elections(all))),
        ("people", said(view.people(all))),
        ("bodies", said(view.bodies(all))),
        ("issues", said(view.issues(all))),
        ("activities", said(view.activities(all))),
        ("texts", said(view.text_list(all))),
        ("rolls", said(view.rolls(all))),
        ("counts", said(view.counts(all))),
        ("publications", said(view.publications(all))),
        ("schedule", said(view.schedules(all, 2022))),
        ("due", said(view.due_list(all, 30))),
    ];
    lists.into_iter().map(|(name, answer)| (name.to_owned(), answer)).collect()
}

/// `show`, `why`, `check`, `publish` and `minutes` of a thing, as far as there is such a question.
fn about(view: &View, tag: &str) -> Vec<(String, String)> {
    let tags = [tag.to_owned()];
    let mut answers = vec![
        (format!("show {tag}"), said(view.story(&tags))),
        (format!("why {tag}"), said(view.why(&tags))),
        (format!("check {tag}"), said(view.check(&tags))),
    ];
    let page = view.result(&tags).map(|found| found.flatten().map(|result| page(&result)));
    answers.push((format!("publish {tag}"), said(page)));
    if let Some(election) = tag.strip_prefix("election:") {
        answers.push((format!("election {tag}"), said(view.election(election.parse().unwrap()))));
    }
    if let Some(meeting) = tag.strip_prefix("meeting:") {
        let names = view.names();
        let record = view.meeting_record(meeting.parse().unwrap(), &names, &of_votes());
        let options = MinutesOptions { language: Language::Chinese, include_criticism: true };
        let sheet = record.map(|record| markdown(&minutes(&record, options)));
        answers.push((format!("minutes {tag}"), said(sheet)));
    }
    answers
}

/// The lists, and what is said about these things.
fn answers(snapshot: &Arc<Snapshot>, tags: &BTreeSet<String>) -> Vec<(String, String)> {
    let view = view(snapshot);
    let mut answers = lists(&view);
    answers.extend(tags.iter().flat_map(|tag| about(&view, tag)));
    answers
}

fn assert_same(right: &[(String, String)], other: &[(String, String)], how: &str) {
    assert_eq!(right.len(), other.len(), "{how}");
    for ((question, right), (_, other)) in right.iter().zip(other) {
        assert!(right == other, "{how}: {question}\n{right}\n{other}");
    }
}

/// What these entries name.
fn named(town: &TestRegistry, (first, last): (u64, u64)) -> BTreeSet<String> {
    let mut tags = BTreeSet::new();
    for seq in first..=last {
        let line = town.registry().store().line(seq).unwrap().unwrap();
        tags.extend(Entry::parse(&line).unwrap().tags().map(str::to_owned));
    }
    tags
}

/// One book recorded twice with the same dice: one that stays open, one that is closed after each
/// command, which saves its rows.
struct Twice {
    open: TestRegistry,
    closed: TestRegistry,
    tags: BTreeSet<String>,
}

impl Twice {
    fn new(place: &str) -> Self {
        let (open, closed) = (TestRegistry::at(place, 0), TestRegistry::at(place, 0));
        Self { open, closed, tags: BTreeSet::new() }
    }

    fn record(&mut self, name: &str, bytes: &[u8]) {
        self.closed.reopen();
        let options = RecordOptions::default();
        let recorded = self.open.record_bytes(bytes, &options).unwrap();
        self.closed.record_bytes(bytes, &options).unwrap();
        self.closed.close();
        let tags = named(&self.open, recorded.entries);
        self.compare(name, &tags);
        self.tags.extend(tags);
    }

    /// Asks all three about the same things.
    fn compare(&self, name: &str, tags: &BTreeSet<String>) {
        assert!(self.closed.dir().join("index/rows/root").exists(), "there are saved rows");
        assert!(!self.open.dir().join("index/rows").exists(), "there are none");
        let cold = Snapshot::open(&self.closed.dir()).unwrap();
        let folded = Snapshot::open(&self.open.dir()).unwrap();
        let warm = self.open.registry().snapshot().unwrap();
        assert_eq!(cold.head(), folded.head());
        let right = answers(&folded, tags);
        assert_same(&right, &answers(&cold, tags), &format!("{name}, cold"));
        assert_same(&right, &answers(&warm, tags), &format!("{name}, warm"));
        assert_eq!(folded.fingerprints().unwrap(), cold.fingerprints().unwrap());
    }
}

/// A file of rows as accidents leave it: bits, cuts, pages of zeroes.
fn spoiled(whole: &[u8], way: usize) -> Vec<u8> {
    const PAGE: usize = 4096;
    let mut bytes = whole.to_vec();
    let at = way * 7919 % whole.len();
    match way % 4 {
        0 | 1 => bytes[at] ^= 1 << (way / 4 % 8),
        2 => bytes.truncate(at),
        _ => {
            let from = at / PAGE * PAGE;
            let to = whole.len().min(from + PAGE);
            bytes[from..to].fill(0);
        }
    }
    bytes
}

/// Puts other rows in the place of those of a book, asks, and puts them back.
fn with_rows(dir: &Path, other: &[(String, Vec<u8>)], ask: impl FnOnce()) {
    let rows = dir.join("index/rows");
    let kept = tree(&rows);
    put(&rows, other);
    ask();
    put(&rows, &kept);
}

fn put(dir: &Path, files: &[(String, Vec<u8>)]) {
    std::fs::remove_dir_all(dir).unwrap();
    std::fs::create_dir_all(dir).unwrap();
    for (name, bytes) in files {
        std::fs::write(dir.join(name), bytes).unwrap();
    }
}

/// Rows damaged in all these ways give what the whole ones give.
fn damaged(town: &Twice, old: &[(String, Vec<u8>)], strange: &[(String, Vec<u8>)]) {
    let dir = town.closed.dir();
    let some: BTreeSet<String> = town.tags.iter().step_by(29).cloned().collect();
    let ask = || Snapshot::open(&dir).map(|cold| answers(&cold, &some)).unwrap();
    let right = ask();
    let whole = tree(&dir.join("index/rows"));
    let try_with = |files: &[(String, Vec<u8>)], how: &str| {
        with_rows(&dir, files, || assert_same(&right, &ask(), how));
    };
    for way in 0..12 {
        let mut files = whole.clone();
        let place = way % files.len();
        files[place].1 = spoiled(&files[place].1, way + 1);
        try_with(&files, &format!("{} spoiled, {way}", files[place].0));
    }
    let mut files = whole.clone();
    files.remove(0);
    try_with(&files, "a file is gone");
    try_with(old, "old rows");
    let mixed: Vec<_> =
        whole.iter().filter(|(name, _)| name == "root").chain(old).cloned().collect();
    try_with(&mixed, "the root of today over the files of yesterday");
    let mixed: Vec<_> =
        old.iter().filter(|(name, _)| name == "root").chain(&whole).cloned().collect();
    try_with(&mixed, "the root of yesterday over the files of today");
    // Rows of another book change no answer either; that they are here is told.
    with_rows(&dir, strange, || {
        let cold = Snapshot::open(&dir).unwrap();
        assert_eq!(cold.doubts().len(), 1);
        let bare = |answers: Vec<(String, String)>| {
            let told = serde_json::to_string(&cold.doubts()).unwrap();
            let doubt = format!(",\"doubts\":{told}");
            answers
                .into_iter()
                .map(|(name, said)| (name, said.replace(&doubt, "")))
                .collect::<Vec<_>>()
        };
        assert_same(&right, &bare(answers(&cold, &some)), "rows of another book");
    });
}

fn case(folder: &str) {
    let place = CASES.iter().find(|case| case.0 == folder).unwrap().1;
    let mut town = Twice::new(place);
    let mut strange = TestRegistry::other();
    strange.close();
    town.closed.close();
    town.compare("at the start", &BTreeSet::new());
    let all = documents(folder);
    let (last, before) = all.split_last().unwrap();
    for (name, bytes) in before {
        town.record(name, bytes);
    }
    let old = tree(&town.closed.dir().join("index/rows"));
    town.record(&last.0, &last.1);
    town.compare("at the end", &town.tags);
    damaged(&town, &old, &tree(&strange.dir().join("index/rows")));
    // The folder has been asked by many: nothing of it was changed.
    let copy = town.closed.beside("copy");
    copy_tree(&town.closed.dir(), &copy);
    assert_eq!(
        Snapshot::open(&copy).unwrap().head(),
        town.open.registry().view(None).unwrap().snapshot().head()
    );
}

#[test]
fn cold_warm_and_folded_are_the_same_in_changyang() {
    case("c1-changyang");
}

#[test]
fn cold_warm_and_folded_are_the_same_in_dongcheng() {
    case("c2-dongcheng");
}

#[test]
fn cold_warm_and_folded_are_the_same_in_xinghua() {
    case("c3-xinghua");
}

#[test]
fn cold_warm_and_folded_are_the_same_in_zijinglu() {
    case("c4-zijinglu");
}

#[test]
fn cold_warm_and_folded_are_the_same_in_qinglan() {
    case("c5-qinglan");
}
