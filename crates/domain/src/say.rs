//! Sentences in two languages, written once: each placeholder speaks the language of its half.

use crate::happened::Happened;
use crate::id::{CommandId, Fingerprint};
use crate::language::{Bilingual, Language};
use crate::measure::{Area, Heads};
use crate::text::{Label, Line, Text};
use std::borrow::Cow;

/// What a sentence can name: it has a reading in each language.
///
/// The id of a thing has none: a reader is told what it is called.
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
/// let told = say!("{body}任期 {years} 年。", "A {body} has {years} years."; body, years);
/// assert_eq!(told.zh, "党支部任期 3 年。");
/// assert_eq!(told.en, "A Party branch has 3 years.");
/// ```
///
/// A name that one half lacks does not compile,
///
/// ```compile_fail
/// let years = 3;
/// yishi_domain::say!("任期 {years} 年。", "They have a term."; years);
/// ```
///
/// ```compile_fail
/// let years = 3;
/// yishi_domain::say!("有任期。", "They have {years} years."; years);
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
    ($zh:literal, $en:literal) => {
        $crate::say!($zh, $en;)
    };
    ($zh:literal, $en:literal; $($name:ident $(= $value:expr)?),* $(,)?) => {
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

/// Defines what can be said: each variant with its sentence in both languages, of its fields or, after
/// `with`, of what stands in their place.
///
/// ```
/// yishi_domain::sentences! {
///     Wrong {
///         Missing => "不见了", "is missing";
///         Late { days: u32 } => "晚了 {days} 天", "{days} days late";
///         Both(inner: Box<Wrong>, of: u32) with inner, all = 2 * of => "{inner}({all})", "{inner} ({all})";
///     }
/// }
///
/// assert_eq!(Wrong::Late { days: 3 }.sentence().zh, "晚了 3 天");
/// assert_eq!(Wrong::Both(Box::new(Wrong::Missing), 4).sentence().en, "is missing (8)");
/// ```
#[macro_export]
macro_rules! sentences {
    ($(
        $(#[$doc:meta])*
        $name:ident {
            $(
                $(#[$why:meta])*
                $variant:ident $(($($place:ident: $place_type:ty),*))?
                $({ $($field:ident: $field_type:ty),* })?
                $(with $($key:ident $(= $value:expr)?),*)? => $zh:literal, $en:literal;
            )*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $(
                #[doc = $en]
                $(#[$why])*
                $variant $(($($place_type),*))? $({
                    $(#[doc = concat!("The `", stringify!($field), "` of it.")]
                    $field: $field_type,)*
                })?,
            )*
        }

        impl $name {
            /// What it says.
            pub fn sentence(&self) -> $crate::Bilingual {
                match self {
                    $(Self::$variant $(($($place),*))? $({ $($field),* })? => {
                        $($(let _ = $place;)*)? $($(let _ = $field;)*)?
                        $crate::sentences!(
                            @say $zh, $en, $($($place)*)? $($($field)*)?
                            $(; $($key $(= $value)?),*)?
                        )
                    })*
                }
            }
        }

        impl $crate::Say for $name {
            fn say(&self, language: $crate::Language) -> ::std::borrow::Cow<'_, str> {
                self.sentence().get(language).to_owned().into()
            }
        }
    )*};
    (@say $zh:literal, $en:literal, $($field:ident)*) => {
        $crate::say!($zh, $en; $($field),*)
    };
    (@say $zh:literal, $en:literal, $($field:ident)*; $($key:ident $(= $value:expr)?),*) => {
        $crate::say!($zh, $en; $($key $(= $value)?),*)
    };
}

impl<T: Say + ?Sized> Say for &T {
    fn say(&self, language: Language) -> Cow<'_, str> {
        (**self).say(language)
    }
}

impl<T: Say + ?Sized> Say for Box<T> {
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

plain!(u8, u16, u32, u64, usize, i32, i64, char, String, Cow<'_, str>, std::path::Display<'_>);
plain!(Happened, chrono::NaiveDate, CommandId, Fingerprint, Area, Heads, Line, Text, Label);
