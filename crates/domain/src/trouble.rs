//! Why something was not done: who must act, and what that person is told.

use super::Bilingual;

/// Who must act, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TroubleKind {
    /// Whoever asked: the question was not understood.
    Usage,
    /// Whoever handed it in: it was checked and found wanting.
    Wanting,
    /// Whoever records: refused, and nothing was changed.
    Refused,
    /// Nobody yet: another process has the registry open.
    Busy,
    /// The auditor: damaged, or from a newer program.
    Damaged,
    /// The operator: reading or writing failed.
    Io,
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Who must act.
    pub kind: TroubleKind,
    /// What is wrong, and what to do next.
    pub sentence: Bilingual,
}

impl Trouble {
    /// Joins both.
    pub fn new(kind: TroubleKind, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind, sentence: Bilingual::new(zh, en) }
    }

    /// Puts the file in front of the sentence.
    #[must_use]
    pub fn in_file(self, path: &str) -> Self {
        Self { sentence: self.sentence.map(|text| format!("{path}: {text}")), ..self }
    }
}
