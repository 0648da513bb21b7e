//! What is done with bytes of strangers: what reads them may refuse, but neither panics nor waits, and
//! what it reads it writes again as it was. Run by `tests/fuzz.rs` and by the fuzzers of `fuzz/`.

use yishi::audit::copy::{Manifest, read_sums, write_sums};
use yishi::event::{NoNames, Recorded};
use yishi::intake::Document;
use yishi::intake::document::read_json;
use yishi::intake::template::blanks_left;
use yishi::law::Card;
use yishi::ledger::{Draft, Entry, Stamp, Value};
use yishi::store::vault::Opening;

/// A name, that of a folder of the corpus, and what is done.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const TARGETS: [Target; 6] = [
    ("card", card),
    ("document", document),
    ("line", line),
    ("manifest", manifest),
    ("opening", opening),
    ("sums", sums),
];

/// A line of a journal.
pub(crate) fn line(bytes: &[u8]) {
    let Ok(entry) = Entry::parse(bytes) else { return };
    let draft = Draft {
        kind: entry.kind.to_owned(),
        v: entry.v,
        tags: entry.tags().map(str::to_owned).collect(),
        data: entry.data.to_owned(),
    };
    let stamp = Stamp { at: entry.at, by: entry.by, cmd: entry.cmd };
    let mut written = Vec::new();
    draft.write(stamp, entry.more, entry.prev, entry.seq, &mut written);
    assert_eq!(written, bytes);
    assert_eq!(Value::parse(bytes).map(|value| value.to_canonical()), Ok(entry_text(bytes)));
    let Ok(recorded) = Recorded::read(&entry) else { return };
    assert!(!recorded.event.sentence(&NoNames).zh.is_empty());
    assert!(recorded.event.to_json().is_ok());
}

fn entry_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A document that somebody hands in.
pub(crate) fn document(bytes: &[u8]) {
    match Document::parse(bytes) {
        Ok(document) => {
            blanks_left(&document);
            // The one form of the same file says the same.
            let canonical = read_json(bytes).map(|value| value.to_canonical());
            let again = canonical.and_then(|text| Document::parse(text.as_bytes()));
            assert_eq!(again, Ok(document));
        }
        Err(error) => assert!(!error.sentence().zh.is_empty()),
    }
}

/// A rule card.
pub(crate) fn card(bytes: &[u8]) {
    let Ok(json) = serde_json::from_slice(bytes) else { return };
    match Card::from_json(json) {
        Ok(card) => {
            let again = Card::from_json(card.to_json());
            assert_eq!(again.map(|again| again.canonical()), Ok(card.canonical()));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// What a copy says of itself.
pub(crate) fn manifest(bytes: &[u8]) {
    if let Ok(manifest) = Manifest::parse(bytes) {
        assert_eq!(manifest.write().as_bytes(), bytes);
    }
}

/// The list of the files of a copy.
pub(crate) fn sums(bytes: &[u8]) {
    if let Ok(sums) = read_sums(bytes) {
        assert_eq!(read_sums(write_sums(&sums).as_bytes()).ok(), Some(sums));
    }
}

/// Lines of openings.
pub(crate) fn opening(bytes: &[u8]) {
    for line in bytes.split(|byte| *byte == b'\n') {
        if let Some(opening) = Opening::parse(line) {
            let mut written = Vec::new();
            opening.write(&mut written);
            assert_eq!(written, line);
        }
    }
}
