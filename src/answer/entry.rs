//! Entries as sentences, with both clocks.

use super::{AskError, View, meaning};
use crate::domain::{Bilingual, CommandId, Happened};
use crate::event::Recorded;
use core::ops::ControlFlow;
use schemars::JsonSchema;
use serde::Serialize;

/// An entry in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EntryLine {
    /// Its number.
    pub seq: u64,
    /// When it was recorded, UTC.
    pub at: String,
    /// When it happened, as claimed.
    pub happened: Happened,
    /// Its kind.
    pub kind: String,
    /// The command that it was recorded with.
    pub command: CommandId,
    /// Who says so.
    pub by: Actor,
    /// Number of the entry that it corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<u64>,
    /// What it says.
    pub sentence: Bilingual,
}

/// Who says so, and as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Actor {
    /// Id of the person, or of the registry itself.
    pub actor: String,
    /// By its word.
    pub role: &'static str,
}

impl EntryLine {
    /// `#17  2018-01-15  (记于 2026-11-22)  …`
    pub fn sentence(&self) -> Bilingual {
        let day = self.at.split('T').next().unwrap_or_default();
        let (seq, happened) = (self.seq, self.happened);
        let (zh, en) = self.corrects.map_or_else(Default::default, |corrected| {
            (format!("〔更正第 {corrected} 条〕"), format!("[corrects #{corrected}] "))
        });
        Bilingual::new(
            format!("#{seq}  {happened}  (记于 {day})  {zh}{}", self.sentence.zh),
            format!("#{seq}  {happened}  (recorded {day})  {en}{}", self.sentence.en),
        )
    }
}

/// Which entries are asked for.
#[derive(Debug, Clone, Default)]
pub struct EntryFilter {
    /// Only with one of these tags; all, if there are none.
    pub tags: Option<Vec<String>>,
    /// Only this kind.
    pub kind: Option<String>,
    /// From this number on.
    pub from: u64,
    /// At most so many.
    pub limit: Option<usize>,
}

impl View {
    pub(super) fn entry_lines(&self, recorded: &[Recorded]) -> Vec<EntryLine> {
        recorded.iter().map(|one| self.entry_line(one)).collect()
    }

    pub(super) fn entry_line(&self, one: &Recorded) -> EntryLine {
        EntryLine {
            seq: one.seq,
            at: one.at.clone(),
            happened: one.event.happened(),
            kind: one.event.kind().to_owned(),
            command: one.cmd,
            by: Actor { actor: one.by.actor.clone(), role: one.by.role.word() },
            corrects: one.event.corrects(),
            sentence: one.event.sentence(&self.names()),
        }
    }

    /// Shows the entries that are asked for, the oldest first, one after the other.
    pub fn each_entry(
        &self,
        filter: &EntryFilter,
        visit: &mut dyn FnMut(EntryLine),
    ) -> Result<(), AskError> {
        let mut left = filter.limit.unwrap_or(usize::MAX);
        let mut show = |one: &Recorded| {
            let wanted = one.seq >= filter.from
                && filter.kind.as_deref().is_none_or(|kind| one.event.kind() == kind);
            if wanted && left > 0 {
                left -= 1;
                visit(self.entry_line(one));
            }
            left > 0
        };
        if let Some(tags) = &filter.tags {
            for one in self.entries_about(tags)? {
                if !show(&one) {
                    break;
                }
            }
            return Ok(());
        }
        let mut fault = None;
        self.snapshot.store.scan(filter.from, &mut |_, line| match meaning(line) {
            Ok(one) if one.seq < self.snapshot.entries() && show(&one) => ControlFlow::Continue(()),
            Ok(_) => ControlFlow::Break(()),
            Err(error) => {
                fault = Some(error);
                ControlFlow::Break(())
            }
        })?;
        fault.map_or(Ok(()), Err)
    }
}
