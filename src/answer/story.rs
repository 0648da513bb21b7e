//! One thing: what it is, and what became of it step by step.

use super::{AskError, EntryLine, View};
use crate::domain::{Bilingual, Happened};
use crate::projection::canonical;
use schemars::JsonSchema;
use serde::Serialize;

/// A step: when, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Step {
    /// When.
    pub on: Happened,
    /// What.
    pub told: Bilingual,
}

/// One thing, told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Story {
    /// What it is about: `motion:ULID`.
    pub about: String,
    /// What it is and how it stands.
    pub lines: Vec<Bilingual>,
    /// Each step of its life, the earliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What the journal says about it, where nothing else is told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<EntryLine>,
    /// The row of the projection, as it is fingerprinted.
    #[serde(skip_serializing_if = "serde_json::Value::is_null")]
    pub row: serde_json::Value,
}

impl Story {
    pub(super) fn about(about: String) -> Self {
        let (lines, steps, entries) = (Vec::new(), Vec::new(), Vec::new());
        Self { about, lines, steps, entries, row: serde_json::Value::Null }
    }

    pub(super) fn with_row<R: Serialize>(self, row: &R) -> Self {
        Self { row: serde_json::from_str(&canonical(row)).unwrap_or_default(), ..self }
    }
}

impl View {
    /// What an id or `@label` means, told; nothing where it means nothing. Elections are told by
    /// [`election`](Self::election).
    pub fn story(&self, tags: &[String]) -> Result<Option<Story>, AskError> {
        let Some((word, id)) = tags.iter().find_map(|tag| tag.split_once(':')) else {
            return Ok(None);
        };
        let bare = || Story::about(format!("{word}:{id}"));
        let told = match word {
            "issue" => id.parse().ok().map(|id| self.issue_story(id)),
            "activity" => id.parse().ok().map(|id| self.activity_story(id)),
            "motion" => id.parse().ok().map(|id| self.motion_story(id)),
            _ => None,
        };
        let mut story = told.transpose()?.unwrap_or_else(bare);
        if story.lines.is_empty() {
            story.entries = self.entry_lines(&self.entries_about(tags)?);
        }
        Ok(Some(story))
    }
}
