//! Names and numbers of people in plain texts, however they are spelt.
//!
//! A text and what is searched for are folded alike: compatibility forms, digits of other scripts,
//! spaces, dots, hyphens and what nobody sees make no difference. The door refuses what is found; an
//! audit remarks on it.

use super::language::Bilingual;
use super::thing::PersonId;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization as _;

/// What must not stand in a plain text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Personal {
    /// A registered name; may be confirmed, because some names are words.
    Name(String),
    /// A registered door; may be confirmed, because meetings are held behind doors, too.
    Door(String),
    /// A registered telephone number.
    Phone,
    /// Looks like a mobile number.
    MobileNumber,
    /// Looks like an identity number of 18 digits: never recorded.
    IdentityNumber,
}

impl Personal {
    /// What was found, without saying it again.
    pub fn kind(&self) -> Bilingual {
        let (zh, en) = match self {
            Self::Name(_) => ("已登记的姓名", "a registered name"),
            Self::Door(_) => ("已登记的门牌", "a registered door"),
            Self::Phone => ("已登记的电话", "a registered telephone"),
            Self::MobileNumber => ("像手机号码", "like a mobile number"),
            Self::IdentityNumber => ("像身份证号码", "like an identity number"),
        };
        Bilingual::new(zh, en)
    }
}

/// What stood between a character and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing.
    None,
    /// Something that a number may be grouped with.
    Mark,
    /// The end of a line.
    Line,
}

/// A text as the search reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    text: String,
    gaps: Vec<Gap>,
}

/// Stands for a reference to a person, and is no part of any name.
const REFERENCE: char = '\u{1}';

impl Folded {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), gaps: Vec::new() };
        let mut pieces = text.split("{person:");
        let mut gap = folded.push(pieces.next().unwrap_or_default(), Gap::None);
        for piece in pieces {
            folded.text.push(REFERENCE);
            folded.gaps.push(gap);
            gap = folded.push(behind_reference(piece), Gap::None);
        }
        folded
    }

    /// Appends what is left of a piece; returns what was left out at its end.
    fn push(&mut self, piece: &str, mut gap: Gap) -> Gap {
        for character in piece.nfkc() {
            match character {
                '\n' => gap = Gap::Line,
                mark if is_mark(mark) => gap = if gap == Gap::Line { gap } else { Gap::Mark },
                other => {
                    self.text.push(digit(other));
                    self.gaps.push(core::mem::replace(&mut gap, Gap::None));
                }
            }
        }
        gap
    }

    /// A mobile or identity number in it.
    pub fn number(&self) -> Option<Personal> {
        let mut all = self.digits();
        let found = |personal: Personal, is: fn(&[&str], bool) -> bool| {
            move |groups: &Vec<String>| {
                let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
                runs(&groups).any(|(run, whole)| is(run, whole)).then(|| personal.clone())
            }
        };
        let identity = found(Personal::IdentityNumber, is_identity);
        let mobile = found(Personal::MobileNumber, is_mobile);
        all.iter_mut().find_map(|groups| identity(groups).or_else(|| mobile(groups)))
    }

    /// The digits in it: sequences of groups, an X behind seventeen of them among the last.
    fn digits(&self) -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> = Vec::new();
        let mut open = false;
        for (character, gap) in self.text.chars().zip(&self.gaps) {
            let check = matches!(character, 'X' | 'x') && open;
            if !character.is_ascii_digit() && !check {
                open = false;
                continue;
            }
            if !open || *gap == Gap::Line {
                all.push(Vec::new());
            }
            if let Some(groups) = all.last_mut() {
                if groups.is_empty() || *gap == Gap::Mark {
                    groups.push(String::new());
                }
                groups.extend_last(character);
            }
            open = !check;
        }
        all
    }

    /// Whether a word stands whole between these bytes: a number is no part of a longer one.
    fn is_whole(&self, start: usize, end: usize) -> bool {
        let digit = |place: Option<char>| place.is_some_and(|one| one.is_ascii_digit());
        let inside = self.text.get(start..end).unwrap_or_default();
        let before = self.text.get(..start).unwrap_or_default();
        let behind = self.text.get(end..).unwrap_or_default();
        let place = before.chars().count();
        let joined = |place: usize| self.gaps.get(place) == Some(&Gap::None);
        let left = digit(inside.chars().next()) && digit(before.chars().next_back());
        let right = digit(inside.chars().next_back()) && digit(behind.chars().next());
        !(left && joined(place) || right && joined(place + inside.chars().count()))
    }
}

/// What stands behind the id of a reference; all of it where that is no id.
fn behind_reference(piece: &str) -> &str {
    match piece.split_once('}') {
        Some((id, rest)) if id.parse::<PersonId>().is_ok() => rest,
        Some(_) | None => piece,
    }
}

/// The last of some groups of digits.
trait Groups {
    fn extend_last(&mut self, character: char);
}

impl Groups for Vec<String> {
    fn extend_last(&mut self, character: char) {
        if let Some(last) = self.last_mut() {
            last.push(character);
        }
    }
}

/// What may stand inside a number or a name without anybody reading it otherwise: spaces, dots,
/// hyphens, and what nobody sees.
fn is_mark(character: char) -> bool {
    character.is_whitespace()
        || super::characters::unseen(None, character).is_some()
        || matches!(character,
            '.' | '-' | '_' | '·' | '\u{2010}'..='\u{2015}' | '\u{2022}' | '\u{2027}' | '\u{2043}'
            | '\u{2212}' | '\u{2219}' | '\u{22c5}' | '\u{30fb}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}')
}

/// First of ten digits that follow each other, in scripts that are written in the country.
const ZEROS: &[char] =
    &['\u{660}', '\u{6f0}', '\u{966}', '\u{f20}', '\u{1810}', '\u{1946}', '\u{19d0}'];

/// Chinese digits, as telephone numbers are read and as cheques are written.
const CHINESE: &[(&str, char)] = &[
    ("〇零○", '0'),
    ("一壹幺", '1'),
    ("二贰", '2'),
    ("三叁", '3'),
    ("四肆", '4'),
    ("五伍", '5'),
    ("六陆", '6'),
    ("七柒", '7'),
    ("八捌", '8'),
    ("九玖", '9'),
];

fn digit(character: char) -> char {
    if character.is_ascii() {
        return character;
    }
    if let Some((_, digit)) = CHINESE.iter().find(|(same, _)| same.contains(character)) {
        return *digit;
    }
    let value = ZEROS.iter().find_map(|zero| {
        let above = u32::from(character).checked_sub(u32::from(*zero));
        above.and_then(|above| char::from_digit(above, 10))
    });
    value.unwrap_or(character)
}

/// Groups that follow each other, and whether they are all that stand there.
fn runs<'a>(groups: &'a [&'a str]) -> impl Iterator<Item = (&'a [&'a str], bool)> {
    // Longer than any number grouped digit by digit, with the code of the country.
    const GROUPS_MAX: usize = 22;
    (0..groups.len()).flat_map(move |start| {
        let ends = start + 1..=groups.len().min(start + GROUPS_MAX);
        ends.filter_map(move |end| Some((groups.get(start..end)?, end - start == groups.len())))
    })
}

/// Whether numbers are grouped so: three digits and more together, or each alone; otherwise nothing
/// else may stand beside them, and no date among them.
fn is_grouped(groups: &[&str], whole: bool) -> bool {
    let dated = groups.windows(2).any(|pair| match pair {
        [year, month] => {
            year.len() == 4
                && (year.starts_with("19") || year.starts_with("20"))
                && month.len() <= 2
        }
        _ => false,
    });
    groups.iter().all(|group| group.len() >= 3)
        || groups.iter().all(|group| group.len() == 1)
        || whole && !dated
}

/// Eleven digits that begin as mobile numbers do, with or without the code of the country.
fn is_mobile(groups: &[&str], whole: bool) -> bool {
    let digits = groups.concat();
    let bare = |code: &str| digits.strip_prefix(code).is_some_and(is_mobile_bare);
    if groups.len() == 1 {
        return is_mobile_bare(&digits) || bare("86") || bare("0086");
    }
    match groups {
        ["86" | "0086", rest @ ..] if is_mobile_bare(&rest.concat()) => is_grouped(rest, whole),
        [first, ..] if bare("86") || bare("0086") => first.len() > 3 && is_grouped(groups, whole),
        _ => is_mobile_bare(&digits) && is_grouped(groups, whole),
    }
}

fn is_mobile_bare(digits: &str) -> bool {
    let begins = matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]);
    digits.len() == 11 && begins && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Eighteen digits in a row, the last of them perhaps an X; in groups also with a day of birth.
fn is_identity(groups: &[&str], whole: bool) -> bool {
    let digits = groups.concat();
    if digits.len() != 18 {
        return false;
    }
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse().ok());
    let within = |from, to, least: u32, most| {
        number(from, to).is_some_and(|number: u32| (least..=most).contains(&number))
    };
    let born = within(6, 8, 18, 20) && within(10, 12, 1, 12) && within(12, 14, 1, 31);
    groups.len() == 1 || born && !digits.starts_with('0') && (whole || is_grouped(groups, whole))
}

/// Words that must not stand in plain texts, however they are kept. All of them are folded.
pub trait Words {
    /// Whether some word begins with two characters that have this place among [`BEGINS`]. It may be
    /// another word than the one that was thought of.
    fn may_begin(&self, place: usize) -> bool;

    /// Characters of the longest word.
    fn longest(&self) -> usize;

    /// What a word is, if it is one of them.
    fn word(&self, folded: &str) -> Option<Personal>;
}

/// Places that beginnings of words have; most places of a text begin none of them.
pub const BEGINS: usize = 1 << 16;

/// Place of the first two characters among [`BEGINS`]; none for a single one, which would be found
/// everywhere.
pub fn begin(folded: &str) -> Option<usize> {
    let mut characters = folded.chars().map(u32::from);
    let (first, second) = (characters.next()?, characters.next()?);
    let mixed = first.wrapping_mul(0x9e37).wrapping_add(second.wrapping_mul(0x85eb));
    usize::try_from(mixed).ok().map(|mixed| mixed % BEGINS)
}

impl Folded {
    /// The first of some words that stands in the text.
    pub fn holds(&self, words: &dyn Words) -> Option<Personal> {
        let mut starts = self.text.char_indices().map(|(start, _)| start);
        starts.find_map(|start| self.word_at(start, words))
    }

    fn word_at(&self, start: usize, words: &dyn Words) -> Option<Personal> {
        let rest = self.text.get(start..)?;
        begin(rest).filter(|place| words.may_begin(*place))?;
        let ends = rest.char_indices().map(|(at, one)| at + one.len_utf8());
        let mut found = ends.take(words.longest()).skip(1).filter_map(|end| {
            let personal = words.word(rest.get(..end)?)?;
            let whole = matches!(personal, Personal::Name(_)) || self.is_whole(start, start + end);
            whole.then_some(personal)
        });
        found.next()
    }

    /// The text as it is searched.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// By what a telephone number is searched. Service numbers are shorter, and nobody's.
pub fn phone(phone: &str) -> Option<Folded> {
    const DIGITS_MIN: usize = 7;
    Some(Folded::of(phone)).filter(|folded| folded.text.chars().count() >= DIGITS_MIN)
}

/// By what a door in its building is searched: as it is written out, and by number. A bare number is
/// no address.
pub fn doors(building: &str, door: &str) -> Vec<Folded> {
    const CHARS_MIN: usize = 4;
    let number: String = building.chars().filter(char::is_ascii_digit).collect();
    let written = [building, &number].into_iter().filter(|building| !building.is_empty());
    let folded = written.map(|building| Folded::of(&format!("{building}{door}")));
    let says = |one: &Folded| {
        let says = one.text.chars().any(|one| !one.is_ascii_digit());
        says && one.text.chars().count() >= CHARS_MIN
    };
    folded.filter(says).collect()
}

/// Registered names, doors and telephones, kept as they are spelt.
#[derive(Debug, Clone, Default)]
pub struct Known {
    words: BTreeMap<String, Personal>,
    begins: BTreeSet<usize>,
    longest: usize,
}

impl Known {
    /// Adds a name or label of somebody.
    pub fn name(&mut self, name: &str) {
        self.add(Folded::of(name), &Personal::Name(name.to_owned()));
    }

    /// Adds a telephone number.
    pub fn phone(&mut self, phone: &str) {
        self::phone(phone).into_iter().for_each(|folded| self.add(folded, &Personal::Phone));
    }

    /// Adds a door in its building.
    pub fn door(&mut self, building: &str, door: &str) {
        let personal = Personal::Door(format!("{building}{door}"));
        doors(building, door).into_iter().for_each(|folded| self.add(folded, &personal));
    }

    fn add(&mut self, folded: Folded, personal: &Personal) {
        if let Some(begin) = begin(&folded.text) {
            self.begins.insert(begin);
            self.longest = self.longest.max(folded.text.chars().count());
            self.words.insert(folded.text, personal.clone());
        }
    }
}

impl Words for Known {
    fn may_begin(&self, place: usize) -> bool {
        self.begins.contains(&place)
    }

    fn longest(&self) -> usize {
        self.longest
    }

    fn word(&self, folded: &str) -> Option<Personal> {
        self.words.get(folded).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<Personal> {
        Folded::of(text).number()
    }

    #[test]
    fn a_mobile_number_came_in_grouped_or_in_other_digits() {
        for text in [
            "电话13800138000",
            "138 0013 8000",
            "138-0013-8000",
            "138.0013.8000",
            "138·0013·8000",
            "138\u{200b}00138\u{a0}000",
            "1 3 8 0 0 1 3 8 0 0 0",
            "13-800138000",
            "+8613800138000",
            "+86 138 0013 8000",
            "0086-138-0013-8000",
            "008613800138000",
            "13800138000",
            "①③⑧00138000",
            "一三八〇〇一三八〇〇〇",
            "幺三八零零幺三八零零零",
            "\u{661}\u{663}\u{668}00138000",
            "2018-01-15 138 0013 8000",
            "{person:01KAQ3ZJ8QK6M7N8P9QRSTVWXY}13800138000",
        ] {
            assert_eq!(number(text), Some(Personal::MobileNumber), "{text}");
        }
    }

    #[test]
    fn an_identity_number_came_in_grouped_or_in_other_digits() {
        for text in [
            "110101199003074219",
            "11010119900307421x 已核对",
            "110101 19900307 4219",
            "110101-1990-03-07-4219",
            "110101199003074219",
            "一一〇一〇一一九九〇〇三〇七四二一九",
        ] {
            assert_eq!(number(text), Some(Personal::IdentityNumber), "{text}");
        }
    }

    #[test]
    fn dates_sums_and_counts_are_no_numbers_of_people() {
        for text in [
            "2018-01-15 09:30",
            "13.5 2018.01.15",
            "2018-01-15 2018-02-15 10:30",
            "同意 15 反对 0 弃权 1",
            "1,380,013,800",
            "二〇一八年一月十五日",
            "档号 2018-001-0002",
            "13800\n138000",
            "{person:01380013800013800138000138}",
            "12345678901",
            "3幢2单元",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    fn known() -> Known {
        let mut known = Known::default();
        known.name("王国强");
        known.name("买买提·吐尔逊");
        known.name("王");
        known.phone("0571-88012345");
        known.door("3幢", "2单元502室");
        known.door("1", "602");
        known
    }

    fn found(text: &str) -> Option<Personal> {
        Folded::of(text).holds(&known())
    }

    #[test]
    fn a_registered_name_came_in_spelt_otherwise() {
        for text in [
            "王国强家里",
            "王 国 强",
            "王\u{3000}国\u{e0100}强",
            "王·国-强",
            "(王.国.强)",
            "王\n国强",
        ] {
            assert_eq!(found(text), Some(Personal::Name("王国强".to_owned())), "{text}");
        }
        assert!(found("{person:王国强}").is_some() && found("{person:王国强").is_some());
        assert_eq!(found("买买提吐尔逊同志"), Some(Personal::Name("买买提·吐尔逊".to_owned())));
        assert_eq!((found("王国"), found("国王"), found("王同志")), (None, None, None));
    }

    #[test]
    fn a_registered_door_or_telephone_came_in() {
        for text in ["3幢2单元502室漏水", "3 幢 2 单元 502 室", "3幢二单元五〇二室", "3-2单元502室"]
        {
            assert!(matches!(found(text), Some(Personal::Door(_))), "{text}");
        }
        for text in ["13幢2单元502室", "3幢2单元501室", "第1602号文件"] {
            assert_eq!(found(text), None, "{text}");
        }
        assert_eq!(found("(0571)88012345"), None, "brackets group nothing here");
        assert_eq!(found("0571 8801 2345"), Some(Personal::Phone));
        assert_eq!(found("10571880123456"), None);
    }
}
