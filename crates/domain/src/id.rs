//! Identifiers: ULIDs in one spelling, one type per kind of thing, and SHA-256 fingerprints.
//!
//! A new thing gets its id from the command that creates it and from its place there, so that
//! repeating a command repeats its ids, and an audit can work them out again.

use super::reading;
use core::fmt;
use core::str::FromStr;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use ulid::{ULID_LEN, Ulid};

macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(ulid::Ulid);

        impl $name {
            /// Word before the colon in a tag and in a reference inside a text.
            pub const WORD: &'static str = $word;

            /// Wraps a ULID.
            pub fn new(ulid: ulid::Ulid) -> Self {
                Self(ulid)
            }

            /// Id of what the fact at `position` (from 0) of this command creates.
            pub fn derived(command: $crate::id::CommandId, position: usize) -> Self {
                Self($crate::id::derived(command, position))
            }

            /// `word:ULID`, as it stands among the tags of an entry.
            pub fn tag(self) -> String {
                format!("{}:{self}", Self::WORD)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::id::IdError;

            fn from_str(text: &str) -> Result<Self, $crate::id::IdError> {
                $crate::id::parse(text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::reading::text(deserializer)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": "^[0-7][0-9A-HJKMNP-TV-Z]{25}$",
                    "x-id": $word,
                    "description": concat!("Identifies a ", $word, ".")
                })
            }
        }
    )*};
}

pub(crate) use id_type;

id_type! {
    /// Identifies a command: a list of facts recorded together.
    CommandId = "command";
}

/// A text that is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not an identifier: 26 characters of 0-9 and A-Z without I, L, O and U")]
pub struct IdError(pub String);

/// Separates derived ids from every other use of SHA-256.
const CONTEXT: &str = "yishi/id/v1";

pub(crate) fn parse(text: &str) -> Result<Ulid, IdError> {
    // Ulid also reads lower case, look-alike letters and more than 128 bits; one id has one spelling.
    text.parse::<Ulid>()
        .ok()
        .filter(|id| id.array_to_str(&mut [0; ULID_LEN]) == text)
        .ok_or_else(|| IdError(text.to_owned()))
}

/// Id of what the fact at `position` (from 0) of this command creates: the time of the command, then
/// 80 bits of SHA-256 over `yishi/id/v1`, the command and the position.
pub(crate) fn derived(command: CommandId, position: usize) -> Ulid {
    let text = format!("{CONTEXT}\n{command}\n{position}");
    let mut random = [0; 16];
    for (byte, digest) in random.iter_mut().skip(6).zip(Sha256::digest(text)) {
        *byte = digest;
    }
    Ulid::from_parts(command.0.timestamp_ms(), u128::from_be_bytes(random))
}

/// SHA-256 of something that people or stock tools compare: a rule book, an attachment, a roll.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// SHA-256 of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit =
            |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble });
        let digits: String =
            self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
        f.write_str(&digits)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// A fingerprint whose fault is named as such.
struct Hexadecimal(Fingerprint);

impl FromStr for Hexadecimal {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let fault = "a fingerprint is 64 lower-case hexadecimal digits";
        text.parse().map(Self).map_err(|_source: IdError| fault)
    }
}

impl FromStr for Fingerprint {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let error = || IdError(text.to_owned());
        let lower = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 64 || !text.bytes().all(lower) {
            return Err(error());
        }
        let mut bytes = [0; 32];
        for (position, byte) in bytes.iter_mut().enumerate() {
            let pair = text.get(position * 2..position * 2 + 2).unwrap_or_default();
            *byte = u8::from_str_radix(pair, 16).map_err(|_source| error())?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        reading::text::<Hexadecimal, D>(deserializer).map(|found| found.0)
    }
}

impl JsonSchema for Fingerprint {
    fn schema_name() -> Cow<'static, str> {
        "Fingerprint".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256" })
    }
}

#[cfg(test)]
mod tests {
    use crate::PersonId;

    const COMMAND: &str = "01KAQ3ZJ8QK6M7N8P9QRSTVWXY";

    #[test]
    fn one_id_has_one_spelling() {
        assert!(COMMAND.parse::<PersonId>().is_ok());
        for other in [COMMAND.to_lowercase(), COMMAND.replace("01", "O1"), format!("8{COMMAND}")] {
            assert!(other.parse::<PersonId>().is_err(), "{other}");
        }
        // Above 128 bits the ULID reader wraps around.
        assert!("8ZZZZZZZZZZZZZZZZZZZZZZZZZ".parse::<PersonId>().is_err());
    }

    #[test]
    fn repeating_a_command_repeats_its_ids() {
        let command = COMMAND.parse().unwrap();
        let id = PersonId::derived(command, 0);
        assert_eq!(id, PersonId::derived(command, 0));
        assert_ne!(id, PersonId::derived(command, 1));
        assert!(id.to_string().starts_with(COMMAND.get(..10).unwrap()));
        assert_eq!(id.tag(), format!("person:{id}"));
    }
}
