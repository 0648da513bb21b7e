//! Whoever reads lines one after the other checks that each names the one before it.

use super::{Place, damaged};
use crate::ledger::Hash;
use crate::ledger::chain::prev_of;
use crate::store::error::{Damage, StoreError};

/// The line before, of lines read in order.
#[derive(Debug, Default)]
pub(crate) struct Links {
    before: Option<(u64, Place, Hash)>,
}

impl Links {
    /// The next line: an error, when it names another one than that before it.
    pub(crate) fn next(&mut self, seq: u64, place: Place, line: &[u8]) -> Result<(), StoreError> {
        if let Some((seq, place, found)) = self.before {
            let named = prev_of(line).unwrap_or(Hash::ZERO);
            if named != found {
                return Err(damaged(seq, place, Damage::Next { named, found }));
            }
        }
        self.before = Some((seq, place, Hash::of(line)));
        Ok(())
    }
}
