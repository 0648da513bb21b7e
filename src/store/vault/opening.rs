//! One opening: what a commitment in the journal commits to.

use crate::ledger::{Audience, Commitment, Salt, Value};
use std::collections::BTreeMap;

/// A value and what proves that the journal commits to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Who may be shown the value.
    pub audience: Audience,
    /// ULID of the command that recorded the commitment.
    pub cmd: String,
    /// JSON pointer of the field inside `data`.
    pub pointer: String,
    /// Which entry of the command, from 0.
    pub position: u64,
    /// 32 random bytes.
    pub salt: Salt,
    /// The commitment in the journal.
    pub seal: Commitment,
    /// The value.
    pub value: Value,
}

impl Opening {
    /// Whether salt, pointer and value open the commitment.
    pub fn opens(&self) -> bool {
        Commitment::new(self.salt, &self.pointer, &self.value) == self.seal
    }

    /// Appends the canonical JSON line, without line feed.
    pub fn write(&self, out: &mut Vec<u8>) {
        // Positions are below the 10,000 entries of a command.
        let position = i64::try_from(self.position).unwrap_or(i64::MAX);
        let pairs = [
            ("audience", Value::String(self.audience.word().to_owned())),
            ("cmd", Value::String(self.cmd.clone())),
            ("pointer", Value::String(self.pointer.clone())),
            ("position", Value::Integer(position)),
            ("salt", Value::String(self.salt.to_hex())),
            ("seal", Value::String(self.seal.to_string())),
            ("value", self.value.clone()),
        ];
        let pairs: BTreeMap<_, _> =
            pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        Value::Object(pairs).write(out);
    }

    /// Reads a line; `None` when it is not an opening in the one form in which it is written, or does
    /// not open its commitment.
    pub fn parse(line: &[u8]) -> Option<Self> {
        let value = Value::parse(line).ok()?;
        let text = |key: &str| value.at(key)?.as_str();
        let opening = Self {
            audience: Audience::from_word(text("/audience")?)?,
            cmd: text("/cmd")?.to_owned(),
            pointer: text("/pointer")?.to_owned(),
            position: u64::try_from(value.at("/position")?.as_integer()?).ok()?,
            salt: Salt::from_hex(text("/salt")?).ok()?,
            seal: text("/seal")?.parse().ok()?,
            value: value.at("/value")?.clone(),
        };
        let mut written = Vec::with_capacity(line.len());
        opening.write(&mut written);
        (written == line && opening.opens()).then_some(opening)
    }
}

/// The commitment that a line names, without reading the whole of it.
///
/// Before `seal` stand only an audience, ids, a salt and a pointer, whose quotes are escaped, so
/// the first place where this text stands is the key itself.
pub(super) fn seal_of(line: &[u8]) -> Option<Commitment> {
    const KEY: &[u8] = b",\"seal\":\"";
    let start = memchr::memmem::find(line, KEY)? + KEY.len();
    core::str::from_utf8(line.get(start..start + 64)?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::json::check_canonical;

    fn opening() -> Opening {
        let (salt, value) = (Salt([7; 32]), Value::String("王建国 \",\"seal\":\"".to_owned()));
        let pointer = "/na\",\"seal\":\"me".to_owned();
        Opening {
            audience: Audience::Office,
            cmd: "01KAQ3ZJ8QK6M7N8P9QRSTVWXY".to_owned(),
            position: 3,
            salt,
            seal: Commitment::new(salt, &pointer, &value),
            pointer,
            value,
        }
    }

    #[test]
    fn an_opening_is_one_canonical_line_that_reads_back() {
        let mut line = Vec::new();
        opening().write(&mut line);
        assert_eq!(check_canonical(&line), Ok(()));
        assert_eq!(Opening::parse(&line), Some(opening()));
        assert_eq!(seal_of(&line), Some(opening().seal));
    }

    #[test]
    fn a_changed_value_is_not_an_opening() {
        let mut other = opening();
        other.value = Value::String("张三".to_owned());
        let mut line = Vec::new();
        other.write(&mut line);
        assert_eq!(Opening::parse(&line), None);
        assert_eq!(Opening::parse(b"{}"), None);
        // The same opening in another spelling, or with a key more.
        let mut line = Vec::new();
        opening().write(&mut line);
        let line = String::from_utf8(line).unwrap();
        for other in [line.replacen(':', ": ", 1), line.replacen('{', "{\"a\":1,", 1)] {
            assert_eq!(Opening::parse(other.as_bytes()), None, "{other}");
        }
    }
}
