//! The JSON that may be evidence: RFC 8785 bytes, integers only, no null, no duplicate keys.
//!
//! One reader with two strictnesses. [`check_canonical`] walks stored bytes without allocating and
//! accepts exactly what [`Value::write`] would write. [`Value::parse`] reads what people write by
//! hand: any spacing, any key order, any legal escape, and `//` comments; but it refuses the same
//! values, because a float, a null or a doubled key has no single meaning. [`canonical`] writes what
//! other code holds as JSON in the same form; what values it may have is for that code to check.
//!
//! Invariants:
//! - `check_canonical(bytes)` is `Ok` if and only if `Value::parse(bytes)` writes the same bytes;
//! - nesting is at most [`DEPTH_MAX`], so no input can exhaust the stack.

mod check;
mod read;

pub(crate) use check::Checker;
pub use check::check_canonical;

use core::fmt;
use read::Reader;
use std::collections::BTreeMap;

/// Levels of arrays and objects inside each other, the outermost counted.
pub const DEPTH_MAX: usize = 16;

/// Largest magnitude of an integer, 2^53 - 1: beyond it other JSON readers round silently.
pub const INTEGER_MAX: i64 = 9_007_199_254_740_991;

/// A JSON value of this profile. Objects are sorted, so that equal values have equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// `true` or `false`.
    Bool(bool),
    /// An integer within ±(2^53-1).
    Integer(i64),
    /// A string.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// An object; keys are `[a-z0-9_]+`.
    Object(BTreeMap<String, Value>),
}

/// What is wrong with a text that is not JSON of this profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonFault {
    /// The text ends too early.
    #[error("the text ends in the middle of a value")]
    Truncated,
    /// Another character than the grammar allows.
    #[error("{expected} expected here")]
    Unexpected {
        /// What could stand here.
        expected: &'static str,
    },
    /// Another key than the one that stands here, and only here.
    #[error("the key \"{key}\" expected here")]
    NoKey {
        /// The key.
        key: &'static str,
    },
    /// A key stands twice in one object.
    #[error("the key \"{0}\" stands twice in the same object")]
    DuplicateKey(String),
    /// A key with other characters than `a-z`, `0-9` and `_`.
    #[error("a key is made of a-z, 0-9 and _ only")]
    KeyShape,
    /// A fraction or exponent.
    #[error("only whole numbers are allowed; write 12.50 m² as 1250 (unit 0.01 m²)")]
    Float,
    /// `null`.
    #[error("null is not allowed; leave the key out when a fact is not known")]
    Null,
    /// An integer beyond ±(2^53-1), or with a leading zero or plus sign.
    #[error("the number is outside ±9007199254740991 or not in plain decimal form")]
    IntegerForm,
    /// More than [`DEPTH_MAX`] levels.
    #[error("more than 16 levels of lists and objects inside each other")]
    TooDeep,
    /// A raw control character inside a string.
    #[error("a control character inside a string")]
    ControlCharacter,
    /// An escape that is not JSON, or half a surrogate pair.
    #[error("an escape that JSON does not know, or half a surrogate pair")]
    Escape,
    /// Something after the value.
    #[error("something stands after the end of the value")]
    Trailing,
    /// Not UTF-8.
    #[error("the bytes are not UTF-8")]
    NotUtf8,
    /// Right meaning, but not the one spelling that is stored.
    #[error("not in canonical form (RFC 8785): {0}")]
    NotCanonical(&'static str),
}

/// A fault and where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("byte {offset}: {fault}")]
pub struct JsonError {
    /// Offset in bytes from the start of the text.
    pub offset: usize,
    /// What is wrong there.
    pub fault: JsonFault,
}

impl JsonError {
    /// Line and column of the fault in `text`, both from 1; columns count characters.
    pub fn line_and_column(&self, text: &[u8]) -> (usize, usize) {
        let before = text.get(..self.offset).unwrap_or(text);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let last = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        (line, String::from_utf8_lossy(last).chars().count() + 1)
    }
}

impl Value {
    /// Reads JSON as people write it: spacing, key order and escapes are free, and a line may end in
    /// a `//` comment.
    pub fn parse(bytes: &[u8]) -> Result<Self, JsonError> {
        let mut reader = Reader::new(bytes)?;
        reader.skip_space()?;
        let value = reader.value(0)?;
        reader.skip_space()?;
        reader.end()?;
        Ok(value)
    }

    /// Appends the canonical bytes (RFC 8785).
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Bool(true) => out.extend_from_slice(b"true"),
            Self::Bool(false) => out.extend_from_slice(b"false"),
            Self::Integer(number) => out.extend_from_slice(number.to_string().as_bytes()),
            Self::String(text) => write_string(text, out),
            Self::Array(items) => write_list(out, *b"[]", items, |out, item| item.write(out)),
            Self::Object(pairs) => write_list(out, *b"{}", pairs, |out, (key, value)| {
                write_string(key, out);
                out.push(b':');
                value.write(out);
            }),
        }
    }

    /// The canonical bytes as text.
    pub fn to_canonical(&self) -> String {
        let mut out = Vec::new();
        self.write(&mut out);
        // Everything written is UTF-8: it comes from `String`s and ASCII.
        String::from_utf8(out).unwrap_or_default()
    }

    /// The value at an RFC 6901 JSON pointer; `""` is the whole.
    pub fn at(&self, pointer: &str) -> Option<&Self> {
        let Some(path) = pointer.strip_prefix('/') else {
            return pointer.is_empty().then_some(self);
        };
        path.split('/').try_fold(self, |value, step| match value {
            Self::Object(pairs) => pairs.get(step),
            Self::Array(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The string, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The integer, if this is one.
    pub fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The list, if this is one.
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The object, if this is one.
    pub fn as_object(&self) -> Option<&BTreeMap<String, Self>> {
        if let Self::Object(pairs) = self { Some(pairs) } else { None }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_canonical())
    }
}

/// Writes a string in the one spelling of RFC 8785: only what must be escaped is.
pub fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x09 => out.extend_from_slice(b"\\t"),
            0x0a => out.extend_from_slice(b"\\n"),
            0x0c => out.extend_from_slice(b"\\f"),
            0x0d => out.extend_from_slice(b"\\r"),
            0x00..=0x1f => {
                out.extend_from_slice(b"\\u00");
                super::hash::write_hex(&[byte], out);
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

/// The canonical bytes of JSON that others made, as text, without the fields of objects that are not
/// to be kept.
pub fn canonical(
    value: &serde_json::Value,
    is_kept: &dyn Fn(&serde_json::Value) -> bool,
) -> String {
    let mut out = Vec::new();
    write_foreign(value, is_kept, &mut out);
    // Everything written is UTF-8: it comes from `String`s and ASCII.
    String::from_utf8(out).unwrap_or_default()
}

fn write_foreign(
    value: &serde_json::Value,
    is_kept: &dyn Fn(&serde_json::Value) -> bool,
    out: &mut Vec<u8>,
) {
    use serde_json::Value as Foreign;
    match value {
        Foreign::Object(pairs) => {
            let mut pairs: Vec<_> = pairs.iter().filter(|(_, value)| is_kept(value)).collect();
            // Sorted here, because a feature of serde_json may keep another order.
            pairs.sort_unstable_by_key(|(key, _)| *key);
            write_list(out, *b"{}", pairs, |out, (key, value)| {
                write_string(key, out);
                out.push(b':');
                write_foreign(value, is_kept, out);
            });
        }
        Foreign::Array(items) => {
            write_list(out, *b"[]", items, |out, item| write_foreign(item, is_kept, out));
        }
        Foreign::String(text) => write_string(text, out),
        Foreign::Null | Foreign::Bool(_) | Foreign::Number(_) => {
            out.extend_from_slice(value.to_string().as_bytes());
        }
    }
}

fn write_list<T>(
    out: &mut Vec<u8>,
    brackets: [u8; 2],
    items: impl IntoIterator<Item = T>,
    write: impl Fn(&mut Vec<u8>, T),
) {
    let [open, close] = brackets;
    out.push(open);
    for (position, item) in items.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(close);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> JsonFault {
        Value::parse(text.as_bytes()).unwrap_err().fault
    }

    #[test]
    fn values_without_one_meaning_are_refused() {
        assert_eq!(fault(r#"{"a":1,"a":1}"#), JsonFault::DuplicateKey("a".to_owned()));
        assert_eq!(fault("1.5"), JsonFault::Float);
        assert_eq!(fault("1e3"), JsonFault::Float);
        assert_eq!(fault("null"), JsonFault::Null);
        assert_eq!(fault("9007199254740992"), JsonFault::IntegerForm);
        assert_eq!(fault("-9007199254740993"), JsonFault::IntegerForm);
        assert_eq!(fault("-0"), JsonFault::IntegerForm);
        assert_eq!(fault("007"), JsonFault::IntegerForm);
        assert_eq!(fault(r#"{"Name":1}"#), JsonFault::KeyShape);
        assert_eq!(fault(r#""\ud800""#), JsonFault::Escape);
        assert_eq!(fault(r#""\q""#), JsonFault::Escape);
        assert_eq!(fault("\"a\nb\""), JsonFault::ControlCharacter);
        assert_eq!(fault("[1,"), JsonFault::Truncated);
        assert_eq!(fault("[1] 2"), JsonFault::Trailing);
        assert_eq!(fault(&"[".repeat(100_000)), JsonFault::TooDeep);
        assert_eq!(Value::parse(&[b'"', 0xd6, 0xd0, b'"']).unwrap_err().fault, JsonFault::NotUtf8);
        assert!(Value::parse("9007199254740991".as_bytes()).is_ok());
    }

    #[test]
    fn people_may_write_it_their_way() {
        let text = "\u{feff}// minutes\n{ \"b\" : [ true , -1 ], // why\n \"a\": \"\\u738b\\/\" }";
        let value = Value::parse(text.as_bytes()).unwrap();
        assert_eq!(value.to_canonical(), r#"{"a":"王/","b":[true,-1]}"#);
        assert_eq!(value.at("/b/1"), Some(&Value::Integer(-1)));
        assert_eq!(value.at("/b/2"), None);
    }

    #[test]
    fn a_fault_is_named_by_line_and_column() {
        let text = "[\n  \"名字\", 1.5\n]";
        let error = Value::parse(text.as_bytes()).unwrap_err();
        assert_eq!(error.line_and_column(text.as_bytes()), (2, 9));
    }

    #[test]
    fn only_the_one_spelling_is_canonical() {
        for text in [r#"{"a":[],"b":{"c":"\n\u001f\\\""}}"#, "[true,false,-1,0]", r#""议事/""#] {
            assert_eq!(check_canonical(text.as_bytes()), Ok(()), "{text}");
        }
        for text in [
            r#"{"b":1,"a":1}"#,
            "[1, 2]",
            r#""\u000a""#,
            r#""\u001F""#,
            r#""\/""#,
            r#""\u738b""#,
            "[01]",
            " 1",
            "1\n",
        ] {
            assert!(check_canonical(text.as_bytes()).is_err(), "{text}");
        }
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        fn values() -> impl Strategy<Value = Value> {
            let leaf = prop_oneof![
                any::<bool>().prop_map(Value::Bool),
                (-INTEGER_MAX..=INTEGER_MAX).prop_map(Value::Integer),
                any::<String>().prop_map(Value::String),
            ];
            leaf.prop_recursive(4, 32, 6, |inner| {
                prop_oneof![
                    prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
                    prop::collection::btree_map("[a-z0-9_]{1,6}", inner, 0..6)
                        .prop_map(Value::Object),
                ]
            })
        }

        proptest! {
            #[test]
            fn what_is_written_is_canonical_and_reads_back(value in values()) {
                let text = value.to_canonical();
                prop_assert_eq!(check_canonical(text.as_bytes()), Ok(()));
                prop_assert_eq!(Value::parse(text.as_bytes()), Ok(value));
            }

            #[test]
            fn canonical_means_written_by_us(bytes in prop::collection::vec(
                prop::sample::select(b"{}[]\":,01-.tfn\\u aeb_".to_vec()), 0..40)) {
                let rewritten = Value::parse(&bytes).map(|value| value.to_canonical().into_bytes());
                let canonical = rewritten.as_ref() == Ok(&bytes);
                prop_assert_eq!(check_canonical(&bytes).is_ok(), canonical);
            }
        }
    }
}
