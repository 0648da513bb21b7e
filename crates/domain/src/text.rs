//! Texts that people write: one line, several lines, and labels.
//!
//! Invariants of a [`Line`] and a [`Text`]:
//! - Unicode NFC, not empty, no white space at either end, within its length;
//! - no control characters (a `Text` may hold line feeds), and none that cannot be seen or has no
//!   agreed shape ([`Unseen`]): what cannot be seen cannot be checked by the person who signs.

use super::characters::{Unseen, unseen};
use super::reading;
use core::fmt;
use core::str::FromStr;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// Characters in a [`Line`].
pub const LINE_CHARS_MAX: usize = 200;

/// Characters in a [`Text`].
pub const TEXT_CHARS_MAX: usize = 8_000;

/// Characters in a [`Label`].
pub const LABEL_CHARS_MAX: usize = 40;

/// Why a text cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error(
        "the text is empty (文字是空的,没有内容请整行删去); leave the key out when there is nothing to say"
    )]
    Empty,
    /// Too long.
    #[error(
        "the text has {chars} characters, at most {max} are allowed (文字过长,有 {chars} 个字,最多 {max} 个,长文请作附件); put longer texts into an attachment"
    )]
    TooLong {
        /// Characters found.
        chars: usize,
        /// Characters allowed.
        max: usize,
    },
    /// A character that cannot be seen, or that not everybody sees alike.
    #[error(
        "the character U+{code:04X} at place {place} cannot be recorded: it is {is} (第 {place} 个字 U+{code:04X} 是{zh},{next_zh}); please {next}",
        is = why.about().en, zh = why.about().zh,
        next_zh = why.next_step().zh, next = why.next_step().en
    )]
    Forbidden {
        /// Its code point.
        code: u32,
        /// Its place, counted in characters from 1.
        place: usize,
        /// What is wrong with it.
        why: Unseen,
    },
    /// Not a label.
    #[error("a label is 1 to 40 letters, digits, - or _ (标签只能用文字、数字、- 和 _)")]
    NotALabel,
}

/// Characters that need no cleaning anywhere but at the ends, and are most of what people write:
/// visible ASCII, Chinese characters and their punctuation. All are NFC, none combines.
fn is_common(character: char) -> bool {
    matches!(character,
        ' '..='~' | '\u{3001}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
}

/// The length in characters of a text that is clean as it is.
fn clean_length(text: &str) -> Option<usize> {
    let mut length = 0;
    for character in text.chars() {
        if !is_common(character) {
            return None;
        }
        length += 1;
    }
    (!text.starts_with(' ') && !text.ends_with(' ')).then_some(length)
}

fn clean(text: &str, chars_max: usize, line_feeds: bool) -> Result<String, TextError> {
    if clean_length(text).is_some_and(|length| (1..=chars_max).contains(&length)) {
        return Ok(text.to_owned());
    }
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    let nfc: String = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        IsNormalized::No | IsNormalized::Maybe => text.nfc().collect(),
    };
    forbidden(&nfc, line_feeds)?;
    match nfc.chars().count() {
        0 => Err(TextError::Empty),
        chars if chars > chars_max => Err(TextError::TooLong { chars, max: chars_max }),
        _ => Ok(nfc),
    }
}

/// Refuses the first character that cannot be recorded.
fn forbidden(nfc: &str, line_feeds: bool) -> Result<(), TextError> {
    let mut before = None;
    for (position, character) in nfc.chars().enumerate() {
        let allowed = line_feeds && character == '\n';
        if let Some(why) = unseen(before, character).filter(|_| !allowed) {
            let (code, place) = (u32::from(character), position + 1);
            return Err(TextError::Forbidden { code, place, why });
        }
        before = Some(character);
    }
    Ok(())
}

macro_rules! text_type {
    ($($(#[$doc:meta])* $name:ident, $max:expr, $clean:expr, $about:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = TextError;

            fn from_str(text: &str) -> Result<Self, TextError> {
                let clean: fn(&str) -> Result<String, TextError> = $clean;
                clean(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                reading::text(deserializer)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string", "minLength": 1, "maxLength": $max, "description": $about
                })
            }
        }
    )*};
}

text_type! {
    /// One line of at most 200 characters.
    Line, LINE_CHARS_MAX, |text| clean(text, LINE_CHARS_MAX, false),
        "One line: NFC, no control, invisible or unassigned characters.";
    /// Several lines, together at most 8,000 characters.
    Text, TEXT_CHARS_MAX, |text| clean(text, TEXT_CHARS_MAX, true),
        "Several lines: NFC, LF between lines, no other control, invisible or unassigned characters.";
    /// A short name that documents use in place of an id, written `@label`.
    Label, LABEL_CHARS_MAX, |text| label(text),
        "A short name for use in documents: letters, digits, - and _; written with @ where used.";
}

fn label(text: &str) -> Result<String, TextError> {
    let text = clean(text.strip_prefix('@').unwrap_or(text), LABEL_CHARS_MAX, false)?;
    let fits =
        |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '·');
    if text.chars().all(fits) { Ok(text) } else { Err(TextError::NotALabel) }
}

/// The beginning of the first line, with a mark where it was cut. A number is not cut in two: half
/// of it would be another number.
pub fn beginning(text: &str, chars: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    let Some((cut, next)) = line.char_indices().nth(chars) else { return line.to_owned() };
    let of_number = |one: char| one.is_ascii_digit() || matches!(one, '.' | ',' | '%');
    let kept = line.get(..cut).unwrap_or_default();
    let kept = if of_number(next) { kept.trim_end_matches(of_number) } else { kept };
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_cut_within_a_number() {
        let text = "每月每平方米0.20元。";
        assert_eq!(beginning(text, 7), "每月每平方米…");
        assert_eq!(beginning(text, 10), "每月每平方米0.20…");
        assert_eq!(beginning(text, 30), text);
        assert_eq!(beginning("一\n二", 1), "一");
    }

    #[test]
    fn text_is_cleaned_once_and_then_right() {
        let line: Line = " 王建国\u{20}".parse().unwrap();
        assert_eq!(line.as_str(), "王建国");
        let text: Text = "一\r\n二".parse().unwrap();
        assert_eq!(text.as_str(), "一\n二");
        // e + combining acute becomes one character.
        assert_eq!("e\u{301}".parse::<Line>().unwrap().as_str(), "\u{e9}");
    }

    #[test]
    fn common_characters_are_clean_as_they_are() {
        for character in ('\0'..=char::MAX).filter(|character| is_common(*character)) {
            let text = format!("a{character}a");
            assert_eq!(text.nfc().collect::<String>(), text);
            assert_eq!(unseen(None, character), None);
            assert!(character == ' ' || !character.is_whitespace());
        }
    }

    #[test]
    fn what_cannot_be_seen_cannot_be_recorded() {
        for bad in ["王\u{200b}建国", "a\u{202e}b", "a\tb", "a\u{7}b", "a\nb", "a\u{2028}b"] {
            assert!(
                matches!(bad.parse::<Line>(), Err(TextError::Forbidden { place: 2, .. })),
                "{bad:?}"
            );
        }
        assert!("a\nb".parse::<Text>().is_ok());
        assert_eq!("  ".parse::<Line>(), Err(TextError::Empty));
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        assert!("会".repeat(200).parse::<Line>().is_ok());
        let long = "会".repeat(201).parse::<Line>();
        assert_eq!(long, Err(TextError::TooLong { chars: 201, max: 200 }));
        assert!("会".repeat(8_000).parse::<Text>().is_ok());
    }

    #[test]
    fn a_label_has_no_spaces_and_no_marks() {
        assert_eq!("@王建国".parse::<Label>().unwrap().as_str(), "王建国");
        assert!("branch-1_b".parse::<Label>().is_ok());
        for bad in ["a b", "a,b", "@", "a@b"] {
            assert!(bad.parse::<Label>().is_err(), "{bad}");
        }
    }
}
