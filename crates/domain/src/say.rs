//! Sentences in two languages, written once: each placeholder speaks the language of its half.

use crate::happened::Happened;
use crate::id::Fingerprint;
use crate::language::{Bilingual, Language};
use crate::measure::{Area, Heads};
use crate::text::{Label, Line, Text};
use std::borrow::Cow;

/// What a sentence can name: it has a reading in each language.
///
/// An id has none: a reader is told what it is called.
pub trait Say {
    /// How it reads in this language.
    fn say(&self, language: Language) -> Cow<'_, str>;
}

/// Makes a [`Bilingual`] of two halves that name the same things:
///
/// ```
/// use yishi_domain::{BodyKind, say};
///
/// let (body, years) = (BodyKind::PartyBranch, 3);
/// let told = say!("{body}任期 {years} 年。", "A {body} has {years} years.", body, years);
/// assert_eq!(told.zh, "党支部任期 3 年。");
/// assert_eq!(told.en, "A Party branch has 3 years.");
/// ```
///
/// A name that one half lacks does not compile,
///
/// ```compile_fail
/// let years = 3;
/// yishi_domain::say!("任期 {years} 年。", "They have a term.", years);
/// ```
///
/// ```compile_fail
/// let years = 3;
/// yishi_domain::say!("有任期。", "They have {years} years.", years);
/// ```
///
/// nor does one that is not handed over, because it might be caught by one half alone:
///
/// ```compile_fail
/// let years = 3;
/// yishi_domain::say!("任期 {years} 年。", "They have {years} years.");
/// ```
///
/// Where a half is to leave a thing out, it says so: `{years:.0}` shows nothing of it.
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        match ($(&$crate::say!(@ $name $(= $value)?),)*) {
            // What comes out of `concat!` catches no variables around it.
            ($($name,)*) => $crate::Bilingual {
                zh: ::std::format!(
                    ::core::concat!($zh),
                    $($name = $crate::Say::say($name, $crate::Language::Chinese)),*
                ),
                en: ::std::format!(
                    ::core::concat!($en),
                    $($name = $crate::Say::say($name, $crate::Language::English)),*
                ),
            },
        }
    };
    (@ $name:ident) => {
        $name
    };
    (@ $name:ident = $value:expr) => {
        $value
    };
}

impl<T: Say + ?Sized> Say for &T {
    fn say(&self, language: Language) -> Cow<'_, str> {
        (**self).say(language)
    }
}

impl Say for Bilingual {
    fn say(&self, language: Language) -> Cow<'_, str> {
        self.get(language).into()
    }
}

impl Say for str {
    fn say(&self, _: Language) -> Cow<'_, str> {
        self.into()
    }
}

/// What reads the same in both languages.
macro_rules! plain {
    ($($type:ty),*) => {$(
        impl Say for $type {
            fn say(&self, _: Language) -> Cow<'_, str> {
                self.to_string().into()
            }
        }
    )*};
}

plain!(u8, u16, u32, u64, usize, i32, i64, char, String, Cow<'_, str>);
plain!(Happened, chrono::NaiveDate, Fingerprint, Area, Heads, Line, Text, Label);
