//! Where the openings of seals lie in the vault, so that nobody reads it whole before the first name.
//!
//! Eight bytes of a commitment, which stands in the journal, and an offset: nothing of a value. Places
//! are of one file of openings. An erasure writes another one, for which all places are saved again
//! under the next generation.

use super::{Rows, SavedRows, key};
use crate::ledger::{Commitment, Hash};
use crate::store::codec::{IndexError, Reader, put};
use crate::store::vault::VaultMark;
use core::ops::ControlFlow;

const SEALS: &str = ".seals";
const VAULT: &str = ".vault";

/// Key of the only row about the vault.
const NOW: &[u8] = b"now";

/// The file of openings that places are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlacedIn {
    /// Tells the files apart that the vault has had.
    pub(crate) generation: u64,
    /// How far its places are saved.
    pub(crate) mark: VaultMark,
}

impl PlacedIn {
    /// The row that says so.
    pub(crate) fn row(&self, rows: &mut Rows) {
        let mut value = Vec::new();
        put(self.generation, &mut value);
        put(self.mark.bytes, &mut value);
        value.extend_from_slice(&self.mark.tail.0);
        rows.insert(key(VAULT, NOW), value);
    }

    /// The row that says where the opening of a commitment lies.
    pub(crate) fn place(&self, seal: &Commitment, offset: u64, rows: &mut Rows) {
        let mut full = stem(self.generation, seal);
        full.extend_from_slice(&offset.to_be_bytes());
        rows.insert(full, Vec::new());
    }
}

fn stem(generation: u64, seal: &Commitment) -> Vec<u8> {
    let begin: Vec<u8> = seal.0.iter().take(8).copied().collect();
    key(SEALS, &[&generation.to_be_bytes()[..], &begin].concat())
}

impl SavedRows {
    /// The file of openings that the saved places are of.
    pub(crate) fn placed_in(&self) -> Result<Option<PlacedIn>, IndexError> {
        let Some(value) = self.get(&key(VAULT, NOW))? else { return Ok(None) };
        let mut reader = Reader(&value);
        let placed = reader.number().zip(reader.number()).zip(reader.hash());
        let placed = placed.map(|((generation, bytes), tail): (_, Hash)| PlacedIn {
            generation,
            mark: VaultMark { bytes, tail },
        });
        placed.map(Some).ok_or_else(|| IndexError::new("the mark of the vault cannot be read"))
    }

    /// Where the opening of a commitment may lie.
    pub(crate) fn seal_places(
        &self,
        generation: u64,
        seal: &Commitment,
    ) -> Result<Vec<u64>, IndexError> {
        let stem = stem(generation, seal);
        let mut places = Vec::new();
        self.each_from(&stem, &mut |key, _| {
            let Some(offset) = key.strip_prefix(stem.as_slice()) else {
                return ControlFlow::Break(());
            };
            places.extend(offset.first_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes)));
            ControlFlow::Continue(())
        })?;
        Ok(places)
    }
}
