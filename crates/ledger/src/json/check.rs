//! Walks canonical bytes without building a value.

use super::{DEPTH_MAX, INTEGER_MAX, JsonError, JsonFault};

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

    pub(super) fn integer(&mut self) -> Result<i64, JsonError> {
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
pub(super) fn is_key(key: &[u8]) -> bool {
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
