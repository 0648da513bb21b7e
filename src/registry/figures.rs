//! The figures of an owners' motion: heads and area, from the roll and the count.

use crate::domain::{CountId, MotionId};
use crate::event::count::{CountTotals, MotionTotals, Tally};
use crate::projection::{CountRow, MotionRow, RollRow};
use crate::registry::View;
use crate::registry::record::RecordError;

/// Heads and area of an owners' motion. What is not recorded is none, and never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnersFigures {
    /// All owners on the roll.
    pub roll: Option<Tally>,
    /// Those whose ballot came back, rejected ones included.
    pub participating: Option<Tally>,
    /// Those whose ballots were all rejected.
    pub invalid: Option<Tally>,
    /// In favour.
    pub in_favour: Option<Tally>,
    /// Against.
    pub against: Option<Tally>,
    /// Abstaining.
    pub abstain: Option<Tally>,
    /// Without a mark.
    pub blank: Option<Tally>,
    /// Served, and silent.
    pub silent: Option<Tally>,
}

impl OwnersFigures {
    /// The figures of a motion in a count on a roll; none before the result is certified.
    pub fn of(roll: Option<&RollRow>, count: &CountRow, motion: MotionId) -> Option<Self> {
        let totals = &count.certified.as_ref()?.totals;
        let said = totals.motions.iter().find(|said| said.motion == motion)?;
        let roll = roll.and_then(|roll| roll.what.as_ref()).map(|what| &what.totals);
        let roll = roll.map(|totals| Tally { heads: totals.heads, area: totals.area });
        Some(Self::said(roll, totals, said))
    }

    fn said(roll: Option<Tally>, totals: &CountTotals, said: &MotionTotals) -> Self {
        Self {
            roll,
            participating: Some(with(totals.participating, totals.rejected.unwrap_or_default())),
            invalid: totals.rejected,
            in_favour: Some(said.in_favour),
            against: said.against,
            abstain: said.abstain,
            blank: said.blank,
            silent: totals.silent,
        }
    }
}

/// Both together.
pub(super) fn with(mut tally: Tally, more: Tally) -> Tally {
    tally.heads.0 = tally.heads.0.saturating_add(more.heads.0);
    tally.area.0 = tally.area.0.saturating_add(more.area.0);
    tally
}

impl View<'_> {
    /// The count that a motion was put to last, with its figures once the result is certified.
    pub fn owners_figures(
        &self,
        row: &MotionRow,
    ) -> Result<Option<(CountId, Option<OwnersFigures>)>, RecordError> {
        let Some(id) = row.counts.last() else { return Ok(None) };
        let Some(count) = self.projections.count(*id)? else { return Ok(None) };
        let roll = match &count.what {
            Some(what) => self.projections.roll(what.roll)?,
            None => None,
        };
        Ok(Some((*id, OwnersFigures::of(roll.as_ref(), &count, row.motion))))
    }
}
