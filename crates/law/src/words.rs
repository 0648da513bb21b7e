//! The vocabulary that cards are written in: figures, topics and questions, as they lie in
//! `words.json` beside the cards. A word that only cards use is a line there and nothing here.
//!
//! A word is frozen like a shape: pinned books on record speak it. Its meaning, its unit and what it
//! is counted beside never change, and it is never removed.

use super::figures::{Figure, Unit};
use super::matter::Topic;
use serde::Deserialize;
use std::sync::LazyLock;

/// The vocabulary as it lies beside the cards.
const TEXT: &str = include_str!("../words.json");

/// How the lists begin in the text.
pub(super) const FIGURES: &str = "\"figures\": [\n";
pub(super) const TOPICS: &str = "\"topics\": [\n";
pub(super) const QUESTIONS: &str = "\"questions\": [\n";

/// Read once. A test reads it too, so it is never empty in a program that was tested.
static WORDS: LazyLock<Words> = LazyLock::new(Words::read);

/// Every word, each list in the order in which a minute names them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub figures: Vec<FigureWord>,
    pub topics: Vec<TopicWord>,
    pub questions: Vec<QuestionWord>,
}

/// A figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FigureWord {
    pub word: String,
    pub unit: Unit,
    /// The same owners measured the other way.
    twin: Option<String>,
    #[serde(skip)]
    pub twin_figure: Option<Figure>,
    pub zh: String,
    pub en: String,
    pub short_zh: String,
    pub short_en: String,
    /// What is counted, where the name does not say it all. For whoever writes cards.
    #[serde(rename = "means")]
    pub _means: Option<String>,
}

/// A topic.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicWord {
    pub word: String,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub forms_figures: bool,
    #[serde(rename = "means")]
    pub _means: String,
}

/// A question. Without a list of topics it is on the topic of the same word.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionWord {
    pub word: String,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(skip)]
    pub on: Vec<Topic>,
    #[serde(rename = "asks")]
    pub _asks: Option<String>,
}

impl Words {
    fn read() -> Self {
        let mut words: Self = serde_json::from_str(TEXT).unwrap_or_default();
        let figures: Vec<String> = words.figures.iter().map(|one| one.word.clone()).collect();
        let topics: Vec<String> = words.topics.iter().map(|one| one.word.clone()).collect();
        for figure in &mut words.figures {
            let twin = figure.twin.as_ref().and_then(|twin| place_of(&figures, twin));
            figure.twin_figure = twin.map(Figure::at);
        }
        for question in &mut words.questions {
            let own = [question.word.clone()];
            let on = if question.topics.is_empty() { &own[..] } else { &question.topics };
            let on = on.iter().filter_map(|topic| place_of(&topics, topic));
            question.on = on.map(Topic::at).collect();
        }
        words
    }
}

fn place_of(list: &[String], word: &str) -> Option<u8> {
    u8::try_from(list.iter().position(|one| one == word)?).ok()
}

/// The vocabulary.
pub(super) fn words() -> &'static Words {
    &WORDS
}

/// The place of a word in its list, found when the program is compiled: a word that the code names
/// and the list does not hold does not compile.
#[expect(clippy::panic, reason = "only while compiling")]
pub(super) const fn place(list: &str, word: &str) -> u8 {
    let (mut rest, mut inside, mut place) = (TEXT.as_bytes(), false, 0);
    while let [first, behind @ ..] = rest {
        match *first {
            b'"' if after(rest, list.as_bytes()).is_some() => inside = true,
            b'\n' if inside => {
                if let Some(found) = after(rest, b"\n    { \"word\": \"") {
                    if let Some([b'"', ..]) = after(found, word.as_bytes()) {
                        return place;
                    }
                    place += 1;
                } else if after(rest, b"\n  ]").is_some() {
                    break;
                }
            }
            _ => {}
        }
        rest = behind;
    }
    panic!("words.json does not hold a word that the code names")
}

/// What follows, where the text begins like this.
const fn after<'t>(text: &'t [u8], mut begin: &[u8]) -> Option<&'t [u8]> {
    let mut rest = text;
    while let [wanted, others @ ..] = begin {
        match rest {
            [found, behind @ ..] if *found == *wanted => (rest, begin) = (behind, others),
            _ => return None,
        }
    }
    Some(rest)
}

/// A word of a list as a value: named in the code where the code computes with it, and read from a
/// card by its word.
macro_rules! word {
    ($(#[$doc:meta])* $name:ident, $list:ident, $record:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u8);

        impl $name {
            /// Every one, in the order in which a minute names them.
            pub fn all() -> impl Iterator<Item = Self> {
                let list = &$crate::words::words().$list;
                (0..=u8::MAX).zip(list).map(|(place, _)| Self::at(place))
            }

            /// The word at this place of its list.
            pub(super) const fn at(place: u8) -> Self {
                Self(place)
            }

            fn record(self) -> Option<&'static $crate::words::$record> {
                $crate::words::words().$list.get(usize::from(self.0))
            }

            /// The word in cards.
            pub fn word(self) -> &'static str {
                self.record().map_or("", |one| &one.word)
            }

            /// The Chinese term.
            pub fn zh(self) -> &'static str {
                self.record().map_or("", |one| &one.zh)
            }

            /// The English term.
            pub fn en(self) -> &'static str {
                self.record().map_or("", |one| &one.en)
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::all().find(|one| one.word() == text).ok_or_else(|| {
                    $crate::words::UnknownWord { word: text.to_owned(), what: $what }
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(super) use word;

/// A word that the vocabulary does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cards know no {what} \"{word}\" (规则卡的词表里没有“{word}”)")]
pub struct UnknownWord {
    /// The word.
    pub word: String,
    /// What was wanted.
    pub what: &'static str,
}
