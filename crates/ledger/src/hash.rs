//! 256-bit hashes and their one spelling: 64 lower-case hexadecimal digits.
//!
//! [`Hash`] is BLAKE3 and makes the chain, nothing else. [`Sha256`] is for everything that people or
//! stock tools compare. Two types, so that one is never compared with the other.

use core::fmt;
use core::str::FromStr;
use sha2::Digest;

/// A text that is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a hash is written as 64 lower-case hexadecimal digits")]
pub struct HashError;

macro_rules! hash_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                show_hex(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = HashError;

            fn from_str(text: &str) -> Result<Self, HashError> {
                decode_hex(text.as_bytes()).map(Self).ok_or(HashError)
            }
        }

        impl $name {
            /// Appends the 64 hexadecimal digits.
            pub fn write_hex(&self, out: &mut Vec<u8>) {
                write_hex(&self.0, out);
            }
        }
    };
}

hash_type! {
    /// BLAKE3-256 of a journal line without its line feed.
    Hash
}

hash_type! {
    /// SHA-256: seals, cards, attachments, fingerprints.
    Sha256
}

impl Hash {
    /// What entry 0 names as its predecessor: 64 zeros.
    pub const ZERO: Self = Self([0; 32]);

    /// BLAKE3-256 of these bytes, so that `b3sum` of the line prints it.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

impl Sha256 {
    /// SHA-256 of these bytes, so that `sha256sum` of a file prints it.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Shows lower-case hexadecimal digits.
pub(crate) fn show_hex(bytes: &[u8; 32], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut digits = Vec::with_capacity(64);
    write_hex(bytes, &mut digits);
    f.write_str(core::str::from_utf8(&digits).unwrap_or_default())
}

/// Appends lower-case hexadecimal digits.
pub(crate) fn write_hex(bytes: &[u8], out: &mut Vec<u8>) {
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            out.push(HEX.get(usize::from(nibble)).copied().unwrap_or(b'0'));
        }
    }
}

/// Reads exactly 64 lower-case hexadecimal digits.
pub(crate) fn decode_hex(text: &[u8]) -> Option<[u8; 32]> {
    if text.len() != 64 {
        return None;
    }
    let value = |digit: u8| DIGITS.get(usize::from(digit)).copied().unwrap_or(NO_DIGIT);
    let mut bytes = [0; 32];
    let mut seen = 0;
    // No early exit: a hash is nearly always well formed, and the loop stays without branches.
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        let (high, low) = (value(*high), value(*low));
        seen |= high | low;
        *byte = high << 4 | low & 15;
    }
    (seen < 16).then_some(bytes)
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "worked out while compiling, where `From` cannot be called and an index cannot fail"
)]
/// Value of each byte as a lower-case hexadecimal digit; upper case is another spelling and refused.
const DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut byte = 0;
    while byte < 10 {
        digits[b'0' as usize + byte] = byte as u8;
        byte += 1;
    }
    while byte < 16 {
        digits[b'a' as usize + byte - 10] = byte as u8;
        byte += 1;
    }
    digits
};

/// Sets the high bits, so that one comparison sees it in any pair.
const NO_DIGIT: u8 = 0xff;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_has_one_spelling() {
        let hash = Hash::of(b"abc");
        // BLAKE3 and SHA-256 of "abc" as their authors publish them.
        assert_eq!(
            hash.to_string(),
            "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85"
        );
        assert_eq!(
            Sha256::of(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(hash.to_string().to_uppercase().parse::<Hash>(), Err(HashError));
        assert_eq!("00".parse::<Hash>(), Err(HashError));
    }
}
