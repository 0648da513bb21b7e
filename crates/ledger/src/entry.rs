//! One entry: a line of canonical JSON with ten keys, all always present.
//!
//! ```text
//! {"at":"2026-11-22T04:50:10.123Z","by":{"actor":"…","role":"secretary"},"cmd":"01…","data":{…},
//!  "kind":"meeting.held","more":0,"prev":"<64 hex>","seq":17,"tags":["meeting:01…"],"v":1}
//! ```
//!
//! (on one line). Canonical JSON sorts its keys, so every key has one possible place, and reading is
//! a walk from left to right that copies nothing.

use super::hash::{Hash, decode_hex};
use super::json::{Checker, JsonError, JsonFault, write_string};

/// A longer line is refused before it is hashed.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// Tags of one entry.
pub const TAGS_MAX: usize = 16;

/// What `kind` and `v` must be.
const KIND_RULE: &str = "two words of a-z and _ joined by a full stop";
const VERSION_RULE: &str = "a number from 1";

/// Bytes of `2026-11-22T04:50:10.123Z`.
const AT_BYTES: usize = 24;

/// Bytes of a ULID.
const ULID_BYTES: usize = 26;

/// An entry as it lies in the journal. Everything borrows from the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The line itself, without line feed.
    pub line: &'a [u8],
    /// When it was recorded, UTC with milliseconds. Text order is time order.
    pub at: &'a str,
    /// Who says so: an object with `actor` and `role`, canonical JSON.
    pub by: &'a str,
    /// Command that it belongs to, a ULID.
    pub cmd: &'a str,
    /// The payload, an object in canonical JSON.
    pub data: &'a str,
    /// Event type, for example `ballot.returned`.
    pub kind: &'a str,
    /// How many further entries of the same command follow.
    pub more: u64,
    /// Hash of the previous line.
    pub prev: Hash,
    /// Number of this entry, from 0.
    pub seq: u64,
    /// What admission may ask by, as written: a canonical JSON list of strings.
    pub tags: &'a str,
    /// Version of the shape of `data`.
    pub v: u32,
}

/// Why a line is not an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Longer than [`ENTRY_BYTES_MAX`].
    #[error("the line has {bytes} bytes; at most 65535 are allowed")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not canonical JSON with the ten keys.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// A key with a value that it cannot have.
    #[error("\"{key}\" must be {rule}")]
    Field {
        /// The key.
        key: &'static str,
        /// What its value must be.
        rule: &'static str,
    },
}

impl<'a> Entry<'a> {
    /// Reads one line (without line feed), accepting exactly the canonical form.
    pub fn parse(line: &'a [u8]) -> Result<Self, EntryError> {
        if line.len() > ENTRY_BYTES_MAX {
            return Err(EntryError::TooLong { bytes: line.len() });
        }
        let mut walk = Walk::new(line)?;
        let at = walk.string(b"{\"at\":", "at")?;
        let by = walk.object(b",\"by\":", "by")?;
        let cmd = walk.string(b",\"cmd\":", "cmd")?;
        let data = walk.object(b",\"data\":", "data")?;
        let kind = walk.string(b",\"kind\":", "kind")?;
        let more = walk.natural(b",\"more\":", "more")?;
        let prev = walk.string(b",\"prev\":", "prev")?;
        let seq = walk.natural(b",\"seq\":", "seq")?;
        let tags = walk.tags(b",\"tags\":", "tags")?;
        let v = walk.natural(b",\"v\":", "v")?;
        walk.checker.literal(b"}", "the end of the entry")?;
        walk.checker.end()?;

        let field = |key, rule| EntryError::Field { key, rule };
        check(is_instant(at), "at", "an instant like 2026-11-22T04:50:10.123Z")?;
        check(is_ulid(cmd), "cmd", "a ULID: 26 characters, first one 0-7")?;
        check(is_kind(kind), "kind", KIND_RULE)?;
        let prev = decode_hex(prev.as_bytes())
            .map(Hash)
            .ok_or(field("prev", "64 lower-case hexadecimal digits"))?;
        let v = u32::try_from(v).ok().filter(|v| *v > 0).ok_or(field("v", VERSION_RULE))?;
        Ok(Self { line, at, by, cmd, data, kind, more, prev, seq, tags, v })
    }

    /// The hash that the next entry must name as `prev`.
    pub fn hash(&self) -> Hash {
        Hash::of(self.line)
    }

    /// The tags one by one, in their order. A tag holds no character that JSON escapes.
    pub fn tags(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.tags.split('"').skip(1).step_by(2)
    }
}

fn check(holds: bool, key: &'static str, rule: &'static str) -> Result<(), EntryError> {
    if holds { Ok(()) } else { Err(EntryError::Field { key, rule }) }
}

/// Walks a line whose keys stand in known places.
struct Walk<'a> {
    checker: Checker<'a>,
    text: &'a str,
}

impl<'a> Walk<'a> {
    fn new(line: &'a [u8]) -> Result<Self, JsonError> {
        let checker = Checker { bytes: line, position: 0 };
        match core::str::from_utf8(line) {
            Ok(text) => Ok(Self { checker, text }),
            Err(error) => Err(JsonError { offset: error.valid_up_to(), fault: JsonFault::NotUtf8 }),
        }
    }

    /// The bytes that lead to the value of a key, which stands in its one place.
    fn key(&mut self, bytes: &[u8], key: &'static str) -> Result<(), JsonError> {
        self.checker.literal(bytes, key).map_err(|error| match error.fault {
            JsonFault::Unexpected { .. } => JsonError { fault: JsonFault::NoKey { key }, ..error },
            _ => error,
        })
    }

    fn string(&mut self, bytes: &[u8], key: &'static str) -> Result<&'a str, JsonError> {
        self.key(bytes, key)?;
        self.text()
    }

    fn text(&mut self) -> Result<&'a str, JsonError> {
        let start = self.checker.position + 1;
        let inside = self.checker.string()?;
        Ok(self.text.get(start..start + inside.len()).unwrap_or_default())
    }

    fn natural(&mut self, bytes: &[u8], key: &'static str) -> Result<u64, JsonError> {
        self.key(bytes, key)?;
        self.checker.natural()
    }

    fn object(&mut self, bytes: &[u8], key: &'static str) -> Result<&'a str, JsonError> {
        self.key(bytes, key)?;
        let start = self.checker.position;
        if self.checker.bytes.get(start) != Some(&b'{') {
            return self.checker.fault(JsonFault::Unexpected { expected: "an object" });
        }
        // The entry itself is the first of the sixteen levels.
        let value = self.checker.value(1)?;
        Ok(self.text.get(start..start + value.len()).unwrap_or_default())
    }

    /// Tags: a sorted list of at most 16 different `word:ULID`.
    fn tags(&mut self, bytes: &[u8], key: &'static str) -> Result<&'a str, EntryError> {
        self.key(bytes, key)?;
        let start = self.checker.position;
        self.checker.literal(b"[", "a list of tags")?;
        let mut rules = TagRules::default();
        while self.checker.bytes.get(self.checker.position) != Some(&b']') {
            self.checker.literal(if rules.count == 0 { b"" } else { b"," }, "a tag")?;
            let tag = self.text()?;
            rules.next(tag)?;
        }
        self.checker.position += 1;
        Ok(self.text.get(start..self.checker.position).unwrap_or_default())
    }
}

/// What must hold from one tag to the next.
#[derive(Default)]
struct TagRules<'t> {
    last: &'t str,
    count: usize,
}

impl<'t> TagRules<'t> {
    fn next(&mut self, tag: &'t str) -> Result<(), EntryError> {
        self.count += 1;
        check(is_tag(tag), "tags", "a list of word:ULID")?;
        check(tag > self.last, "tags", "in alphabetical order, each once")?;
        check(self.count <= TAGS_MAX, "tags", "at most 16")?;
        self.last = tag;
        Ok(())
    }
}

/// Whether the text is an instant in the one spelling of the journal.
pub fn is_instant(text: &str) -> bool {
    const SHAPE: &[u8; AT_BYTES] = b"0000-00-00T00:00:00.000Z";
    let bytes = text.as_bytes();
    let shaped = bytes.len() == AT_BYTES
        && bytes.iter().zip(SHAPE).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            _ => byte == shape,
        });
    let within = |from: usize, low: u8, high: u8| {
        let pair = bytes.get(from..from + 2).unwrap_or_default();
        let number = pair.iter().fold(0, |sum: u8, digit| sum * 10 + (digit - b'0'));
        (low..=high).contains(&number)
    };
    shaped
        && within(5, 1, 12)
        && within(8, 1, 31)
        && within(11, 0, 23)
        && within(14, 0, 59)
        && within(17, 0, 59)
}

/// Whether the text is a ULID in the one spelling that is used here: upper case, within 128 bits.
pub fn is_ulid(text: &str) -> bool {
    let crockford = |byte: u8| matches!(byte, b'0'..=b'9' | b'A'..=b'H' | b'J' | b'K' | b'M' | b'N' | b'P'..=b'T' | b'V'..=b'Z');
    // A journal is full of them: all 26 are looked at, without a branch after each.
    <&[u8; ULID_BYTES]>::try_from(text.as_bytes()).is_ok_and(|bytes| {
        let [first, ..] = bytes;
        bytes.iter().fold(first.wrapping_sub(b'0') < 8, |so_far, byte| so_far & crockford(*byte))
    })
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'_'))
}

/// Whether the text can be an event type: `family.verb`.
pub fn is_kind(text: &str) -> bool {
    text.split_once('.').is_some_and(|(family, verb)| is_word(family) && is_word(verb))
}

/// Whether the text can be a tag: `word:ULID`.
pub fn is_tag(text: &str) -> bool {
    text.split_once(':').is_some_and(|(word, id)| is_word(word) && is_ulid(id))
}

/// What stands in an entry before it has a number: everything but its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Event type.
    pub kind: String,
    /// Version of the shape of `data`.
    pub v: u32,
    /// Sorted, different, at most 16.
    pub tags: Vec<String>,
    /// The payload in canonical JSON, an object.
    pub data: String,
}

/// What all entries of a command have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp<'a> {
    /// When it is recorded.
    pub at: &'a str,
    /// Who says so, canonical JSON.
    pub by: &'a str,
    /// The command's ULID.
    pub cmd: &'a str,
}

impl Draft {
    /// Whether [`write`](Self::write) makes an entry of it, once what all entries of a command have
    /// in common is right: kind, version, tags and payload, in the words of [`Entry::parse`].
    pub fn check(&self) -> Result<(), EntryError> {
        check(is_kind(&self.kind), "kind", KIND_RULE)?;
        check(self.v > 0, "v", VERSION_RULE)?;
        let mut tags = TagRules::default();
        self.tags.iter().try_for_each(|tag| tags.next(tag))?;
        let mut walk = Walk::new(self.data.as_bytes())?;
        walk.object(b"", "an object")?;
        Ok(walk.checker.end()?)
    }

    /// Appends the line (without line feed) of this draft at its place in the chain.
    pub fn write(&self, stamp: Stamp<'_>, more: u64, prev: Hash, seq: u64, out: &mut Vec<u8>) {
        let text = |out: &mut Vec<u8>, pieces: &[&str]| {
            for piece in pieces {
                out.extend_from_slice(piece.as_bytes());
            }
        };
        text(out, &["{\"at\":\"", stamp.at, "\",\"by\":", stamp.by, ",\"cmd\":\"", stamp.cmd]);
        text(out, &["\",\"data\":", &self.data, ",\"kind\":\"", &self.kind, "\",\"more\":"]);
        text(out, &[&more.to_string(), ",\"prev\":\""]);
        prev.write_hex(out);
        text(out, &["\",\"seq\":", &seq.to_string(), ",\"tags\":["]);
        for (position, tag) in self.tags.iter().enumerate() {
            text(out, if position == 0 { &[] } else { &[","] });
            write_string(tag, out);
        }
        text(out, &["],\"v\":", &self.v.to_string(), "}"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CMD: &str = "01KAQ3ZJ8QK6M7N8P9QRSTVWXY";

    fn line() -> String {
        let draft = Draft {
            kind: "meeting.held".to_owned(),
            v: 1,
            tags: vec![format!("body:{CMD}"), format!("meeting:{CMD}")],
            data: r#"{"topic":"供暖"}"#.to_owned(),
        };
        let by = r#"{"actor":"x","role":"secretary"}"#;
        let stamp = Stamp { at: "2026-11-22T04:50:10.123Z", by, cmd: CMD };
        let mut out = Vec::new();
        draft.write(stamp, 2, Hash::of(b"before"), 17, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_draft_writes_an_entry_reads() {
        let line = line();
        let entry = Entry::parse(line.as_bytes()).unwrap();
        assert_eq!((entry.seq, entry.more, entry.v), (17, 2, 1));
        assert_eq!((entry.kind, entry.data), ("meeting.held", r#"{"topic":"供暖"}"#));
        assert_eq!(entry.prev, Hash::of(b"before"));
        let tags: Vec<_> = entry.tags().collect();
        assert_eq!(tags, [format!("body:{CMD}"), format!("meeting:{CMD}")]);
        assert_eq!(crate::json::check_canonical(line.as_bytes()), Ok(()));
    }

    #[test]
    fn a_draft_that_passes_is_an_entry_once_written() {
        let good = Draft {
            kind: "meeting.held".to_owned(),
            v: 1,
            tags: vec![format!("body:{CMD}"), format!("meeting:{CMD}")],
            data: r#"{"topic":"供暖"}"#.to_owned(),
        };
        let mut drafts = vec![good.clone()];
        let mut also = |change: &dyn Fn(&mut Draft)| {
            let mut draft = good.clone();
            change(&mut draft);
            drafts.push(draft);
        };
        also(&|draft| draft.kind = "meeting".to_owned());
        also(&|draft| draft.v = 0);
        also(&|draft| draft.tags.reverse());
        also(&|draft| draft.tags.push("meeting:1".to_owned()));
        also(&|draft| draft.tags = vec![format!("body:{CMD}"); 2]);
        also(&|draft| {
            let words = (0..=TAGS_MAX).map(|n| "a".repeat(n + 1));
            draft.tags = words.map(|word| format!("{word}:{CMD}")).collect();
        });
        also(&|draft| draft.tags.clear());
        also(&|draft| draft.data = "[]".to_owned());
        also(&|draft| draft.data = "{} ".to_owned());
        also(&|draft| draft.data = r#"{},"kind":{}"#.to_owned());
        also(&|draft| draft.data = r#"{"b":1,"a":1}"#.to_owned());
        also(&|draft| draft.data = format!("{{\"a\":{}1{}}}", "[".repeat(15), "]".repeat(15)));
        also(&|draft| draft.data = format!("{{\"a\":{}1{}}}", "[".repeat(14), "]".repeat(14)));
        let stamp = Stamp { at: "2026-11-22T04:50:10.123Z", by: "{}", cmd: CMD };
        let passed = drafts.iter().filter(|draft| {
            let mut line = Vec::new();
            draft.write(stamp, 0, Hash::ZERO, 0, &mut line);
            let read = Entry::parse(&line).is_ok();
            assert_eq!(draft.check().is_ok(), read, "{draft:?}");
            read
        });
        assert_eq!(passed.count(), 3);
    }

    #[test]
    fn each_bad_field_is_named() {
        let swap = |from: &str, to: &str| {
            let line = line().replace(from, to);
            Entry::parse(line.as_bytes()).unwrap_err()
        };
        let key = |error| match error {
            EntryError::Field { key, .. } => key,
            other => panic!("{other}"),
        };
        assert_eq!(key(swap("2026-11", "2026-13")), "at");
        assert_eq!(key(swap("T04:50", "T24:50")), "at");
        assert_eq!(key(swap(r#""cmd":"01K"#, r#""cmd":"81K"#)), "cmd");
        assert_eq!(key(swap("meeting.held", "meeting_held")), "kind");
        assert_eq!(key(swap("\"v\":1", "\"v\":0")), "v");
        assert_eq!(key(swap("body:", "zody:")), "tags");
        assert!(matches!(swap("\"more\":2", "\"more\":-2"), EntryError::Json(_)));
        assert!(matches!(swap("{\"topic", "[{\"topic"), EntryError::Json(_)));
        let long = format!("{}{}", line(), " ".repeat(ENTRY_BYTES_MAX));
        assert!(matches!(Entry::parse(long.as_bytes()), Err(EntryError::TooLong { .. })));
    }

    #[test]
    fn every_single_bit_matters_to_form_or_hash() {
        let line = line().into_bytes();
        let hash = Hash::of(&line);
        for position in 0..line.len() {
            for bit in 0..8 {
                let mut other = line.clone();
                other[position] ^= 1 << bit;
                assert_ne!(Hash::of(&other), hash);
                drop(Entry::parse(&other));
            }
        }
    }
}
