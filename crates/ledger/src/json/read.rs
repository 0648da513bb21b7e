//! Reads JSON as people write it into a [`Value`].

use super::check::{Checker, is_key};
use super::{DEPTH_MAX, JsonError, JsonFault, Value};
use std::collections::BTreeMap;

/// Reads free-form JSON into a [`Value`].
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, JsonError> {
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

    pub(super) fn end(&self) -> Result<(), JsonError> {
        if self.rest().is_empty() { Ok(()) } else { self.fault(JsonFault::Trailing) }
    }

    pub(super) fn skip_space(&mut self) -> Result<(), JsonError> {
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

    pub(super) fn value(&mut self, depth: usize) -> Result<Value, JsonError> {
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
