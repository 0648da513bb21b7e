//! What things are called, for whoever asks: names are opened when they are shown.

use super::Snapshot;
use crate::domain::{Bilingual, Thing};
use crate::event::Names;
use crate::ledger::{Commitment, Value};
use crate::projection::Shown;

/// Names of a view.
#[derive(Debug, Clone, Copy)]
pub struct ViewNames<'a> {
    snapshot: &'a Snapshot,
}

impl<'a> ViewNames<'a> {
    pub(super) fn of(snapshot: &'a Snapshot) -> Self {
        Self { snapshot }
    }
}

impl Names for ViewNames<'_> {
    fn name(&self, thing: Thing) -> Bilingual {
        let open = |seal: &Commitment| self.snapshot.open_seal(seal);
        Shown { all: &self.snapshot.projections, open: &open }.name(thing)
    }

    fn opened(&self, seal: &Commitment) -> Option<Value> {
        self.snapshot.open_seal(seal)
    }
}
