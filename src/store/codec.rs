//! Bytes of the index: short numbers, and values that notice when they are not what was written.

use crate::ledger::Hash;
use crate::store::staging::number;

/// Bytes of the check at the end of each value.
const CHECK_BYTES: usize = 8;

/// Why the index cannot be used: it is set aside and made again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct IndexError(pub(crate) String);

impl IndexError {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// Appends a number in one to ten bytes, seven bits each.
pub(crate) fn put(mut rest: u64, out: &mut Vec<u8>) {
    while rest >= 0x80 {
        let [low, ..] = rest.to_le_bytes();
        out.push(low | 0x80);
        rest >>= 7;
    }
    let [low, ..] = rest.to_le_bytes();
    out.push(low);
}

/// Appends bytes behind their length.
pub(crate) fn put_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    put(number(bytes.len()), out);
    out.extend_from_slice(bytes);
}

/// Appends numbers that grow, as differences.
pub(crate) fn put_growing(numbers: impl IntoIterator<Item = u64>, base: u64, out: &mut Vec<u8>) {
    let mut last = base;
    for number in numbers {
        put(number.wrapping_sub(last), out);
        last = number;
    }
}

/// Reads what the functions above wrote. Every read may find the end too early.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(crate) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        self.take(length)
    }

    pub(crate) fn text(&mut self) -> Option<String> {
        String::from_utf8(self.bytes()?.to_vec()).ok()
    }

    pub(crate) fn hash(&mut self) -> Option<Hash> {
        self.array().map(Hash)
    }
}

fn check(key: &[u8], payload: &[u8]) -> [u8; CHECK_BYTES] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key).update(payload);
    let mut check = [0; CHECK_BYTES];
    hasher.finalize_xof().fill(&mut check);
    check
}

/// Closes a value with a check over it and its key.
pub(crate) fn close(key: &[u8], mut payload: Vec<u8>) -> Vec<u8> {
    let check = check(key, &payload);
    payload.extend_from_slice(&check);
    payload
}

/// The payload of a value, if it is what was written under this key.
pub(crate) fn open<'a>(key: &[u8], value: &'a [u8]) -> Result<&'a [u8], IndexError> {
    value
        .split_at_checked(value.len().saturating_sub(CHECK_BYTES))
        .filter(|(payload, found)| check(key, payload) == *found)
        .map(|(payload, _)| payload)
        .ok_or_else(|| IndexError::new("a value is not what was written"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_at_every_length() {
        let numbers = [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), u64::MAX];
        let mut out = Vec::new();
        for number in numbers {
            put(number, &mut out);
        }
        let mut reader = Reader(&out);
        for number in numbers {
            assert_eq!(reader.number(), Some(number));
        }
        assert!(reader.is_empty() && reader.number().is_none());
        assert_eq!(Reader(&[0xff; 11]).number(), None);
    }

    #[test]
    fn a_value_belongs_to_its_key() {
        let value = close(b"key", b"payload".to_vec());
        assert_eq!(open(b"key", &value).ok(), Some(&b"payload"[..]));
        assert!(open(b"other", &value).is_err());
        assert!(open(b"key", &value[1..]).is_err());
        assert!(open(b"key", b"").is_err());
    }
}
