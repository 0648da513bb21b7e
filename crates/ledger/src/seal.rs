//! The seal: a salted commitment that stands where a personal value would stand.
//!
//! `HMAC-SHA-256(salt, "yishi/seal/v1" LF pointer LF value)`: `salt` is 32 random bytes, `pointer`
//! the JSON pointer of the field inside `data`, `value` its canonical JSON. Without the salt the
//! commitment is noise, so erasing the opening erases the value, and no hash changes. With the salt
//! anybody checks it with `openssl dgst -sha256 -mac HMAC`.

use super::hash::{HashError, decode_hex, show_hex, write_hex};
use super::json::Value;
use core::fmt;
use core::str::FromStr;
use sha2::{Digest, Sha256};

/// Separates seals from every other use of HMAC-SHA-256.
const CONTEXT: &[u8] = b"yishi/seal/v1\n";

/// Separates the register of documents from seals.
const DOCUMENT_CONTEXT: &[u8] = b"yishi/document/v1\n";

/// Bytes that SHA-256 works on at once; HMAC pads its key to this length (RFC 2104).
const BLOCK_BYTES: usize = 64;

/// Who may be shown what a seal hides. Each sees what those before it see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Anybody: names of candidates and office holders as published.
    Public,
    /// Auditors and supervisors, and the office.
    Auditor,
    /// The office that keeps the book, nobody else.
    Office,
}

impl Audience {
    /// The word in the vault, in manifests and in schemas.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Auditor => "auditor",
            Self::Office => "office",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Public, Self::Auditor, Self::Office].into_iter().find(|one| one.word() == word)
    }
}

/// 32 random bytes, fresh for each field and entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A salt opens a seal: it does not belong into a message.
        f.write_str("Salt(…)")
    }
}

impl Salt {
    /// The 64 hexadecimal digits that the vault keeps.
    pub fn to_hex(self) -> String {
        let mut out = Vec::with_capacity(64);
        write_hex(&self.0, &mut out);
        // Digits are UTF-8.
        String::from_utf8(out).unwrap_or_default()
    }

    /// Reads the 64 hexadecimal digits that the vault keeps.
    pub fn from_hex(text: &str) -> Result<Self, HashError> {
        decode_hex(text.as_bytes()).map(Self).ok_or(HashError)
    }
}

/// What stands in the journal: `{"seal":"<64 hexadecimal digits>"}`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commitment(pub [u8; 32]);

impl Commitment {
    /// Commits to `value` at `pointer`, for example `/name` or `/leave/0/reason`.
    pub fn new(salt: Salt, pointer: &str, value: &Value) -> Self {
        let mut message = CONTEXT.to_vec();
        message.extend_from_slice(pointer.as_bytes());
        message.push(b'\n');
        value.write(&mut message);
        Self(hmac_sha256(&salt.0, &message))
    }
}

impl fmt::Display for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show_hex(&self.0, f)
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commitment({self})")
    }
}

impl FromStr for Commitment {
    type Err = HashError;

    fn from_str(text: &str) -> Result<Self, HashError> {
        decode_hex(text.as_bytes()).map(Self).ok_or(HashError)
    }
}

/// What the register of documents keeps of a document, whose SHA-256 is given:
/// `HMAC-SHA-256(salt, "yishi/document/v1" LF the 32 bytes of the hash)`.
pub fn document_mac(salt: Salt, document: &super::hash::Sha256) -> super::hash::Sha256 {
    super::hash::Sha256(hmac_sha256(&salt.0, &[DOCUMENT_CONTEXT, &document.0].concat()))
}

/// HMAC (RFC 2104) for keys of at most one block, which is all that a salt is.
fn hmac_sha256(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut inner = [0x36; BLOCK_BYTES];
    let mut outer = [0x5c; BLOCK_BYTES];
    for ((inner, outer), byte) in inner.iter_mut().zip(outer.iter_mut()).zip(key) {
        *inner ^= byte;
        *outer ^= byte;
    }
    let digest = Sha256::new().chain_update(inner).chain_update(message).finalize();
    Sha256::new().chain_update(outer).chain_update(digest).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_agrees_with_rfc_4231() {
        // Test case 2 of RFC 4231; its short key padded with zeros is the same HMAC key.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let mac = Commitment(hmac_sha256(&key, b"what do ya want for nothing?"));
        assert_eq!(
            mac.to_string(),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_seal_depends_on_salt_place_and_value() {
        let value = Value::String("王建国".to_owned());
        let seal = Commitment::new(Salt([1; 32]), "/name", &value);
        assert_eq!(seal, Commitment::new(Salt([1; 32]), "/name", &value));
        assert_ne!(seal, Commitment::new(Salt([2; 32]), "/name", &value));
        assert_ne!(seal, Commitment::new(Salt([1; 32]), "/label", &value));
        assert_ne!(seal, Commitment::new(Salt([1; 32]), "/name", &Value::Bool(true)));
        assert_eq!(seal.to_string().parse(), Ok(seal));
        assert_eq!(Salt::from_hex(&Salt([7; 32]).to_hex()), Ok(Salt([7; 32])));
        assert!(!format!("{:?}", Salt([7; 32])).contains('7'));
    }
}
