//! The JSON that may be evidence: RFC 8785 bytes, integers only, no null, no duplicate keys.
//!
//! One reader with two strictnesses. [`check_canonical`] walks stored bytes without allocating and
//! accepts exactly what [`Value::write`] would write. [`Value::parse`] reads what people write by
//! hand: any spacing, any key order, any legal escape, and `//` comments; but it refuses the same
//! values, because a float, a null or a doubled key has no single meaning.
//!
//! Invariants:
//! - `check_canonical(bytes)` is `Ok` if and only if `Value::parse(bytes)` writes the same bytes;
//! - nesting is at most [`DEPTH_MAX`], so no input can exhaust the stack.

use core::fmt;
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

/// Checks that the bytes are canonical JSON of this profile, without building a value.
pub fn check_canonical(bytes: &[u8]) -> Result<(), JsonError> {
    let mut checker = Checker { bytes, position: 0 };
    if core::str::from_utf8(bytes).is_err() {
        return checker.fault(JsonFault::NotUtf8);
    }
    checker.value(0)?;
    checker.end()
}

/// Bytes before the first quote, backslash or control character; `None` when there is none.
///
/// Most bytes of a journal are inside strings, so eight are looked at together.
fn plain_length(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let has_zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let mut length = 0;
    for eight in bytes.chunks_exact(8) {
        let word = u64::from_le_bytes(eight.try_into().unwrap_or_default());
        let quote = has_zero(word ^ (ONES * u64::from(b'"')));
        let backslash = has_zero(word ^ (ONES * u64::from(b'\\')));
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        if quote | backslash | control != 0 {
            break;
        }
        length += 8;
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    let rest = bytes.get(length..).unwrap_or_default();
    rest.iter().position(ends).map(|position| length + position)
}

/// Walks canonical bytes. Also used by the entry, whose outer keys have fixed places.
#[derive(Debug)]
pub(crate) struct Checker<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) position: usize,
}

impl<'a> Checker<'a> {
    pub(crate) fn fault<T>(&self, fault: JsonFault) -> Result<T, JsonError> {
        Err(JsonError { offset: self.position, fault })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    pub(crate) fn end(&self) -> Result<(), JsonError> {
        if self.position == self.bytes.len() { Ok(()) } else { self.fault(JsonFault::Trailing) }
    }

    /// Requires these very bytes.
    pub(crate) fn literal(&mut self, text: &[u8], expected: &'static str) -> Result<(), JsonError> {
        let here = self.bytes.get(self.position..).unwrap_or_default();
        if here.starts_with(text) {
            self.position += text.len();
            return Ok(());
        }
        self.fault(if text.starts_with(here) {
            JsonFault::Truncated
        } else {
            JsonFault::Unexpected { expected }
        })
    }

    /// Walks one value and returns its bytes.
    pub(crate) fn value(&mut self, depth: usize) -> Result<&'a [u8], JsonError> {
        let start = self.position;
        match self.peek() {
            Some(b'"') => {
                self.string()?;
            }
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'-' | b'0'..=b'9') => {
                self.integer()?;
            }
            Some(b't') => self.literal(b"true", "true")?,
            Some(b'f') => self.literal(b"false", "false")?,
            Some(b'n') => return self.fault(JsonFault::Null),
            Some(_) => return self.fault(JsonFault::Unexpected { expected: "a value" }),
            None => return self.fault(JsonFault::Truncated),
        }
        Ok(self.bytes.get(start..self.position).unwrap_or_default())
    }

    /// Walks a string and returns what stands between the quotes, still escaped.
    pub(crate) fn string(&mut self) -> Result<&'a [u8], JsonError> {
        self.literal(b"\"", "a string")?;
        let start = self.position;
        loop {
            let rest = self.bytes.get(self.position..).unwrap_or_default();
            let Some(length) = plain_length(rest) else {
                self.position = self.bytes.len();
                return self.fault(JsonFault::Truncated);
            };
            self.position += length;
            match rest.get(length) {
                Some(b'"') => {
                    let inside = self.bytes.get(start..self.position).unwrap_or_default();
                    self.position += 1;
                    return Ok(inside);
                }
                Some(b'\\') => self.escape()?,
                _ => return self.fault(JsonFault::ControlCharacter),
            }
        }
    }

    /// Walks one escape, which must be the spelling that `write_string` uses.
    fn escape(&mut self) -> Result<(), JsonError> {
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        match rest {
            [b'\\', b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r', ..] => self.position += 2,
            [b'\\', b'u', b'0', b'0', high @ (b'0' | b'1'), low, ..] => {
                let short = *high == b'0' && matches!(low, b'8' | b'9' | b'a' | b'c' | b'd');
                let digit = matches!(low, b'0'..=b'9' | b'a'..=b'f');
                if short || !digit {
                    return self.fault(JsonFault::NotCanonical("another escape is the short one"));
                }
                self.position += 6;
            }
            _ => return self.fault(JsonFault::NotCanonical("this character is not escaped")),
        }
        Ok(())
    }

    fn integer(&mut self) -> Result<i64, JsonError> {
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        let length = integer_length(rest);
        let number = integer_of(rest.get(..length).unwrap_or_default());
        if let Some(b'.' | b'e' | b'E') = rest.get(length) {
            return self.fault(JsonFault::Float);
        }
        match number {
            Some(number) => {
                self.position += length;
                Ok(number)
            }
            None => self.fault(JsonFault::IntegerForm),
        }
    }

    /// Walks an integer that cannot be negative.
    pub(crate) fn natural(&mut self) -> Result<u64, JsonError> {
        let start = self.position;
        if let Ok(number) = u64::try_from(self.integer()?) {
            return Ok(number);
        }
        self.position = start;
        self.fault(JsonFault::IntegerForm)
    }

    fn array(&mut self, depth: usize) -> Result<(), JsonError> {
        self.enter(depth)?;
        if self.peek() == Some(b']') {
            self.position += 1;
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            if self.next_or_close(b']')? {
                return Ok(());
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<(), JsonError> {
        self.enter(depth)?;
        if self.peek() == Some(b'}') {
            self.position += 1;
            return Ok(());
        }
        let mut last: &[u8] = b"";
        loop {
            let start = self.position;
            let key = self.string()?;
            if !is_key(key) {
                self.position = start;
                return self.fault(JsonFault::KeyShape);
            }
            if key <= last {
                self.position = start;
                return self.fault(if key == last {
                    JsonFault::DuplicateKey(String::from_utf8_lossy(key).into_owned())
                } else {
                    JsonFault::NotCanonical("keys stand in alphabetical order")
                });
            }
            last = key;
            self.literal(b":", "a colon")?;
            self.value(depth + 1)?;
            if self.next_or_close(b'}')? {
                return Ok(());
            }
        }
    }

    /// Steps over an opening bracket, unless that is one level too deep.
    fn enter(&mut self, depth: usize) -> Result<(), JsonError> {
        if depth >= DEPTH_MAX {
            return self.fault(JsonFault::TooDeep);
        }
        self.position += 1;
        Ok(())
    }

    /// Steps over a comma (`false`) or the closing bracket (`true`).
    fn next_or_close(&mut self, close: u8) -> Result<bool, JsonError> {
        match self.peek() {
            Some(b',') => {
                self.position += 1;
                Ok(false)
            }
            Some(byte) if byte == close => {
                self.position += 1;
                Ok(true)
            }
            Some(b' ' | b'\t' | b'\r' | b'\n') => {
                self.fault(JsonFault::NotCanonical("no white space between values"))
            }
            Some(_) => self.fault(JsonFault::Unexpected { expected: "a comma or the end" }),
            None => self.fault(JsonFault::Truncated),
        }
    }
}

/// Whether these bytes can be a key.
fn is_key(key: &[u8]) -> bool {
    !key.is_empty() && key.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

fn integer_length(rest: &[u8]) -> usize {
    let sign = usize::from(rest.first() == Some(&b'-'));
    let digits = rest.get(sign..).unwrap_or_default();
    sign + digits.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len())
}

/// The integer in plain decimal form within ±(2^53-1); `-0` and `007` have other spellings.
fn integer_of(text: &[u8]) -> Option<i64> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let plain = match digits {
        [b'0'] => digits.len() == text.len(),
        [b'1'..=b'9', ..] => digits.len() <= 16,
        _ => false,
    };
    let number: i64 = core::str::from_utf8(text).ok()?.parse().ok().filter(|_| plain)?;
    (-INTEGER_MAX..=INTEGER_MAX).contains(&number).then_some(number)
}

/// Reads free-form JSON into a [`Value`].
struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self, JsonError> {
        if let Err(error) = core::str::from_utf8(bytes) {
            return Err(JsonError { offset: error.valid_up_to(), fault: JsonFault::NotUtf8 });
        }
        // Windows editors put a byte order mark in front; it means nothing.
        let position = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        Ok(Self { bytes, position })
    }

    fn fault<T>(&self, fault: JsonFault) -> Result<T, JsonError> {
        Err(JsonError { offset: self.position, fault })
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    fn end(&self) -> Result<(), JsonError> {
        if self.rest().is_empty() { Ok(()) } else { self.fault(JsonFault::Trailing) }
    }

    fn skip_space(&mut self) -> Result<(), JsonError> {
        loop {
            match self.rest() {
                [b' ' | b'\t' | b'\r' | b'\n', ..] => self.position += 1,
                [b'/', b'/', comment @ ..] => {
                    let end = comment.iter().position(|byte| *byte == b'\n');
                    self.position += 2 + end.unwrap_or(comment.len());
                }
                [b'/', ..] => {
                    return self.fault(JsonFault::Unexpected { expected: "a value or // comment" });
                }
                _ => return Ok(()),
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, JsonError> {
        match self.rest() {
            [b'"', ..] => Ok(Value::String(self.string()?)),
            [b'{', ..] => self.object(depth),
            [b'[', ..] => self.array(depth),
            [b'-' | b'0'..=b'9', ..] => self.integer(),
            rest if rest.starts_with(b"true") => Ok(self.word(4, Value::Bool(true))),
            rest if rest.starts_with(b"false") => Ok(self.word(5, Value::Bool(false))),
            rest if rest.starts_with(b"null") => self.fault(JsonFault::Null),
            [] => self.fault(JsonFault::Truncated),
            _ => self.fault(JsonFault::Unexpected { expected: "a value" }),
        }
    }

    fn word(&mut self, length: usize, value: Value) -> Value {
        self.position += length;
        value
    }

    fn integer(&mut self) -> Result<Value, JsonError> {
        let mut checker = Checker { bytes: self.bytes, position: self.position };
        let number = checker.integer()?;
        self.position = checker.position;
        Ok(Value::Integer(number))
    }

    fn array(&mut self, depth: usize) -> Result<Value, JsonError> {
        self.enter(depth)?;
        let mut items = Vec::new();
        if self.close(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.next_or_close(b']')? {
                return Ok(Value::Array(items));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsonError> {
        self.enter(depth)?;
        let mut pairs = BTreeMap::new();
        if self.close(b'}') {
            return Ok(Value::Object(pairs));
        }
        loop {
            let start = self.position;
            if self.rest().first() != Some(&b'"') {
                return self.fault(JsonFault::Unexpected { expected: "a key in double quotes" });
            }
            let key = self.string()?;
            let fault = if !is_key(key.as_bytes()) {
                Some(JsonFault::KeyShape)
            } else if pairs.contains_key(&key) {
                Some(JsonFault::DuplicateKey(key.clone()))
            } else {
                None
            };
            if let Some(fault) = fault {
                return Err(JsonError { offset: start, fault });
            }
            self.skip_space()?;
            if !self.close(b':') {
                return self.fault(JsonFault::Unexpected { expected: "a colon" });
            }
            self.skip_space()?;
            let value = self.value(depth + 1)?;
            pairs.insert(key, value);
            if self.next_or_close(b'}')? {
                return Ok(Value::Object(pairs));
            }
        }
    }

    fn enter(&mut self, depth: usize) -> Result<(), JsonError> {
        if depth >= DEPTH_MAX {
            return self.fault(JsonFault::TooDeep);
        }
        self.position += 1;
        self.skip_space()
    }

    /// Steps over this byte if it stands here.
    fn close(&mut self, byte: u8) -> bool {
        let here = self.rest().first() == Some(&byte);
        self.position += usize::from(here);
        here
    }

    fn next_or_close(&mut self, close: u8) -> Result<bool, JsonError> {
        self.skip_space()?;
        if self.close(close) {
            return Ok(true);
        }
        if !self.close(b',') {
            let expected = "a comma or the end";
            return self.fault(if self.rest().is_empty() {
                JsonFault::Truncated
            } else {
                JsonFault::Unexpected { expected }
            });
        }
        self.skip_space()?;
        Ok(false)
    }

    fn string(&mut self) -> Result<String, JsonError> {
        self.position += 1;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let Some(length) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))
            else {
                self.position = self.bytes.len();
                return self.fault(JsonFault::Truncated);
            };
            let plain = rest.get(..length).unwrap_or_default();
            // Quotes and backslashes never stand inside a UTF-8 sequence, so this piece is whole.
            text.push_str(core::str::from_utf8(plain).unwrap_or_default());
            self.position += length;
            match rest.get(length) {
                Some(b'"') => {
                    self.position += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                _ => return self.fault(JsonFault::ControlCharacter),
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let character = match self.rest() {
            [b'\\', b'u', ..] => return self.unicode_escape(),
            [b'\\', b'"', ..] => '"',
            [b'\\', b'\\', ..] => '\\',
            [b'\\', b'/', ..] => '/',
            [b'\\', b'b', ..] => '\u{8}',
            [b'\\', b'f', ..] => '\u{c}',
            [b'\\', b'n', ..] => '\n',
            [b'\\', b'r', ..] => '\r',
            [b'\\', b't', ..] => '\t',
            _ => return self.fault(JsonFault::Escape),
        };
        self.position += 2;
        Ok(character)
    }

    fn unicode_escape(&mut self) -> Result<char, JsonError> {
        let Some(first) = self.code_unit(0) else { return self.fault(JsonFault::Escape) };
        let (code, length) = match (first, self.code_unit(6)) {
            (0xd800..=0xdbff, Some(second @ 0xdc00..=0xdfff)) => {
                (0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), 12)
            }
            _ => (first, 6),
        };
        let Some(character) = char::from_u32(code) else { return self.fault(JsonFault::Escape) };
        self.position += length;
        Ok(character)
    }

    /// The four hexadecimal digits of the `\u` escape that starts `ahead` bytes from here.
    fn code_unit(&self, ahead: usize) -> Option<u32> {
        let escape = self.rest().get(ahead..ahead + 6)?;
        let digits = escape.strip_prefix(b"\\u")?;
        let plain = digits.iter().all(u8::is_ascii_hexdigit);
        let text = core::str::from_utf8(digits).ok().filter(|_| plain)?;
        u32::from_str_radix(text, 16).ok()
    }
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
