//! Characters that cannot be recorded: what nobody sees, or what not everybody sees alike.
//!
//! Two texts that look alike must be alike, or a name could be written past every search for it.

use super::language::Bilingual;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

/// What is wrong with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// A control character.
    Control,
    /// Nothing is drawn for it, or it only changes how its neighbours are drawn.
    Invisible,
    /// Chooses a form of a character that has no such forms.
    Selector,
    /// Everybody may give it a shape of their own.
    Private,
    /// Unicode has given it no meaning.
    Unassigned,
}

impl Unseen {
    /// What it is.
    pub fn about(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Control => ("控制字符", "a control character"),
            Self::Invisible => ("不可见字符", "invisible"),
            Self::Selector => (
                "不可见的字形选择符",
                "an invisible selector that is not behind a Chinese character",
            ),
            Self::Private => {
                ("专用区的自造字", "of the private use area, which each font draws otherwise")
            }
            Self::Unassigned => ("未定义的字符", "not assigned"),
        };
        Bilingual::new(zh, en)
    }

    /// What to do about it.
    pub fn next_step(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Control | Self::Invisible | Self::Selector => ("请删去", "delete it"),
            Self::Private | Self::Unassigned => (
                "请改用国标编码的字,或用文字说明是哪个字",
                "write the standard character, or say in words which one it is",
            ),
        };
        Bilingual::new(zh, en)
    }
}

/// Why a character behind this one cannot be recorded.
pub(super) fn unseen(before: Option<char>, character: char) -> Option<Unseen> {
    match character {
        '\u{e0100}'..='\u{e01ef}' if before.is_some_and(is_ideograph) => None,
        '\u{fe00}'..='\u{fe0f}'
        | '\u{180b}'..='\u{180d}'
        | '\u{180f}'
        | '\u{e0100}'..='\u{e01ef}' => Some(Unseen::Selector),
        _ if draws_nothing(character) => Some(Unseen::Invisible),
        _ => by_category(character),
    }
}

/// Default-ignorable characters and those whose picture is empty, as far as their category does not
/// say so: joiners, fillers, silent vowels, the empty pattern of Braille, the notehead that is not
/// drawn, the place of an object.
fn draws_nothing(character: char) -> bool {
    matches!(character,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{2028}' | '\u{2029}'
        | '\u{2065}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{fffc}'
        | '\u{16fe4}' | '\u{1d159}' | '\u{e0000}'..='\u{e0fff}')
}

fn by_category(character: char) -> Option<Unseen> {
    match character.general_category() {
        GeneralCategory::Control => Some(Unseen::Control),
        GeneralCategory::Format => Some(Unseen::Invisible),
        GeneralCategory::PrivateUse => Some(Unseen::Private),
        GeneralCategory::Unassigned | GeneralCategory::Surrogate => Some(Unseen::Unassigned),
        _ => None,
    }
}

/// Unified and compatibility ideographs, of which registered variants exist.
fn is_ideograph(character: char) -> bool {
    matches!(character,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::super::text::{Label, Line, Text, TextError};
    use super::*;
    use proptest::prelude::*;

    /// Ranges of code points and what is said of each of them.
    const TABLE: &[(u32, u32, Unseen)] = &[
        (0x0, 0x9, Unseen::Control),
        (0xb, 0x1f, Unseen::Control),
        (0x7f, 0x9f, Unseen::Control),
        (0xad, 0xad, Unseen::Invisible),
        (0x34f, 0x34f, Unseen::Invisible),
        (0x378, 0x379, Unseen::Unassigned),
        (0x61c, 0x61c, Unseen::Invisible),
        (0x115f, 0x1160, Unseen::Invisible),
        (0x17b4, 0x17b5, Unseen::Invisible),
        (0x180b, 0x180d, Unseen::Selector),
        (0x180e, 0x180e, Unseen::Invisible),
        (0x180f, 0x180f, Unseen::Selector),
        (0x200b, 0x200f, Unseen::Invisible),
        (0x2028, 0x202e, Unseen::Invisible),
        (0x2060, 0x206f, Unseen::Invisible),
        (0x2800, 0x2800, Unseen::Invisible),
        (0x3164, 0x3164, Unseen::Invisible),
        (0xe000, 0xf8ff, Unseen::Private),
        (0xfdd0, 0xfdef, Unseen::Unassigned),
        (0xfe00, 0xfe0f, Unseen::Selector),
        (0xfeff, 0xfeff, Unseen::Invisible),
        (0xffa0, 0xffa0, Unseen::Invisible),
        (0xfff0, 0xfffc, Unseen::Invisible),
        (0xfffe, 0xffff, Unseen::Unassigned),
        (0x16fe4, 0x16fe4, Unseen::Invisible),
        (0x1bca0, 0x1bca3, Unseen::Invisible),
        (0x1d159, 0x1d159, Unseen::Invisible),
        (0x1d173, 0x1d17a, Unseen::Invisible),
        (0x1fffe, 0x1ffff, Unseen::Unassigned),
        (0x2fffe, 0x2ffff, Unseen::Unassigned),
        (0x40000, 0xdffff, Unseen::Unassigned),
        (0xe0000, 0xe00ff, Unseen::Invisible),
        (0xe0100, 0xe01ef, Unseen::Selector),
        (0xe01f0, 0xe0fff, Unseen::Invisible),
        (0xe1000, 0xeffff, Unseen::Unassigned),
        (0xf0000, 0xffffd, Unseen::Private),
        (0xffffe, 0xfffff, Unseen::Unassigned),
        (0x10_0000, 0x10_fffd, Unseen::Private),
        (0x10_fffe, 0x10_ffff, Unseen::Unassigned),
    ];

    #[test]
    fn a_character_that_nobody_sees_came_in_with_a_text() {
        for (first, last, said) in TABLE {
            for code in *first..=*last {
                let character = char::from_u32(code).unwrap();
                let text = format!("a{character}a");
                let bad = Err(TextError::Forbidden { code, place: 2, why: *said });
                assert_eq!(text.parse::<Line>().map(|_| ()), bad, "U+{code:04X}");
                assert_eq!(text.parse::<Text>().map(|_| ()), bad, "U+{code:04X}");
                assert_eq!(text.parse::<Label>().map(|_| ()), bad, "U+{code:04X}");
            }
        }
    }

    #[test]
    fn a_variant_is_chosen_directly_behind_an_ideograph_and_nowhere_else() {
        for good in ["葛\u{e0100}", "王葛\u{e0101}明", "\u{20000}\u{e0100}"] {
            assert_eq!(good.parse::<Line>().unwrap().as_str(), good);
        }
        for bad in
            ["\u{e0100}王", "a\u{e0100}", "、\u{e0100}", "葛\u{e0100}\u{e0100}", "葛\u{fe00}"]
        {
            let said = bad.parse::<Line>().unwrap_err();
            assert!(matches!(said, TextError::Forbidden { why: Unseen::Selector, .. }), "{bad:?}");
        }
    }

    #[test]
    fn what_people_write_is_accepted() {
        for good in [
            "王建国",
            "㐂\u{20bb7}\u{323b0}",
            "3·15",
            "é",
            "ئۇيغۇر",
            "བོད",
            "①②",
            "¥1,000",
            "　王",
            "🙂",
        ] {
            assert!(good.parse::<Line>().is_ok(), "{good}");
        }
    }

    #[test]
    fn the_refusal_names_the_character_and_what_to_do() {
        let said = |text: &str| text.parse::<Line>().unwrap_err().to_string();
        let (bare, own) = (said("王\u{2800}国"), said("王\u{e000}国"));
        assert!(bare.contains("U+2800") && bare.contains("请删去") && bare.contains("delete it"));
        assert!(
            own.contains("U+E000") && own.contains("自造字") && own.contains("standard"),
            "{own}"
        );
    }

    proptest! {
        #[test]
        fn an_accepted_text_holds_nothing_unseen(text in "\\PC{0,3}.{0,3}[王a\\p{Mn}\\p{Cf}]{0,3}") {
            if let Ok(text) = text.parse::<Text>() {
                let before = core::iter::once(None).chain(text.as_str().chars().map(Some));
                for (before, character) in before.zip(text.as_str().chars()) {
                    prop_assert!(character == '\n' || unseen(before, character).is_none());
                    let behind = before.is_some_and(is_ideograph);
                    let selector = matches!(character, '\u{e0100}'..='\u{e01ef}');
                    let code = u32::from(character);
                    let listed = TABLE.iter().any(|(first, last, _)| (*first..=*last).contains(&code));
                    prop_assert!(!listed || selector && behind, "U+{code:04X}");
                }
            }
        }
    }
}
