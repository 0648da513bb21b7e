//! Frozen rolls of owners.

use super::list::collected;
use super::{AskError, Filter, List, View};
use crate::domain::{Bilingual, BodyId, Happened, Heads, Label, RollBasis, RollId};
use crate::event::Names;
use crate::event::roll::RollTotals;
use crate::projection::RollRow;
use schemars::JsonSchema;
use serde::Serialize;

/// A roll in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RollLine {
    /// The roll.
    pub roll: RollId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// When it was frozen.
    pub frozen: Option<Happened>,
    /// Whose roll.
    pub body: BodyId,
    /// What the body is called.
    pub body_name: Bilingual,
    /// What it was taken from.
    pub basis: RollBasis,
    /// Heads, units, and area in 0.01 m².
    pub totals: RollTotals,
    /// Heads in words, also as others read the rule where that differs.
    pub heads: Bilingual,
}

impl View {
    /// Frozen rolls, the earliest first.
    pub fn rolls(&self, filter: Filter) -> Result<List<RollLine>, AskError> {
        let mut all = collected(|row| self.snapshot.projections.each_roll(row))?;
        all.sort_by_key(|row: &RollRow| (row.frozen, row.roll));
        let names = self.names();
        let line = |row: &RollRow| {
            let what = row.what.as_ref().filter(|what| filter.concerns(what.body))?;
            let wanted = self.begun(row.frozen) && filter.within(row.frozen);
            wanted.then(|| RollLine {
                roll: row.roll,
                label: what.label.clone(),
                frozen: row.frozen,
                body: what.body,
                body_name: names.body(what.body),
                basis: what.basis,
                totals: what.totals.clone(),
                heads: heads(row, what.totals.heads),
            })
        };
        Ok(self.list("rolls", all.iter().filter_map(line).collect()))
    }
}

/// Heads, and how many there are as others read the rule, where that differs.
fn heads(row: &RollRow, heads: Heads) -> Bilingual {
    let Some(otherwise) = row.heads_put_together else {
        return Bilingual::new(heads.to_string(), heads.to_string());
    };
    Bilingual::new(
        format!("{heads}(单独所有与共有合并的理解:{otherwise})"),
        format!("{heads} ({otherwise} if owning alone and together is one)"),
    )
}
