//! The two languages that the program speaks.
//!
//! Sentences are built where the facts are known, in both languages side by side, so that neither
//! can be forgotten: a [`Bilingual`] has no half.

use core::fmt;
use schemars::JsonSchema;
use serde::Serialize;

/// Language of what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Chinese, first where users read.
    #[default]
    Chinese,
    /// English.
    English,
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Joins the two halves of a sentence.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The half in this language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }

    /// Each half followed by that of another one.
    #[must_use]
    pub fn then(&self, other: &Self) -> Self {
        Self { zh: format!("{}{}", self.zh, other.zh), en: format!("{}{}", self.en, other.en) }
    }

    /// Both halves changed in the same way.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Self { zh: change(&self.zh), en: change(&self.en) }
    }
}

impl fmt::Display for Bilingual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.zh, self.en)
    }
}
