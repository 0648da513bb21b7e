//! Where the opening of a commitment lies: by saved rows as far as they go, and 16 bytes of memory for
//! each opening behind them. Made when first needed.

use super::lines::{Allowed, Lines};
use super::opening::seal_of;
use super::{VaultError, VaultMark};
use crate::ledger::{Commitment, Hash};
use crate::store::codec::IndexError;
use crate::store::rows::{PlacedIn, Rows, SavedRows};
use crate::store::staging::number;
use core::ops::ControlFlow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// First eight bytes of a commitment and the offset of its line. Few share them by chance; whoever
/// asks compares the whole commitment.
type Place = (u64, u64);

#[derive(Debug)]
pub(super) struct Seals {
    // Places below an offset of this very file.
    saved: Option<(Arc<SavedRows>, u64)>,
    sorted: Vec<Place>,
    fresh: BTreeSet<Place>,
    // Behind the last whole line that is known.
    to: u64,
}

impl Seals {
    /// Reads what saved rows do not know of the file; all of it, where they are of another one.
    pub(super) fn read(
        lines: &Lines,
        rows: Option<&Arc<SavedRows>>,
        allowed: Allowed<'_>,
    ) -> Result<Self, VaultError> {
        let placed = rows.and_then(|rows| Some((rows, placed_in(rows, lines)?)));
        let to = placed.as_ref().map_or(0, |(_, placed)| placed.mark.bytes);
        let saved = placed.map(|(rows, placed)| (Arc::clone(rows), placed.generation));
        let mut seals = Self { saved, sorted: Vec::new(), fresh: BTreeSet::new(), to };
        let mut sorted = Vec::new();
        seals.follow(lines, allowed, &mut |place| sorted.push(place))?;
        sorted.sort_unstable();
        seals.sorted = sorted;
        Ok(seals)
    }

    /// Reads what was written since.
    pub(super) fn catch_up(&mut self, lines: &Lines) -> Result<(), VaultError> {
        let mut fresh = Vec::new();
        self.follow(lines, &|| Ok(()), &mut |place| fresh.push(place))?;
        self.fresh.extend(fresh);
        Ok(())
    }

    fn follow(
        &mut self,
        lines: &Lines,
        allowed: Allowed<'_>,
        keep: &mut dyn FnMut(Place),
    ) -> Result<(), VaultError> {
        let mut to = self.to;
        lines.each(self.to, allowed, &mut |offset, line| {
            let end = offset + number(line.len()) + 1;
            // A line that is just being written ends where the file ends.
            if end <= lines.bytes() {
                // A damaged line names no commitment; whoever reads all openings is told.
                if let Some(seal) = seal_of(line) {
                    keep((prefix(&seal), offset));
                }
                to = end;
            }
            ControlFlow::Continue(())
        })?;
        self.to = to;
        Ok(())
    }

    /// Notes openings that were just written from `base` to `end`.
    pub(super) fn add(&mut self, (base, end): (u64, u64), starts: &[(Commitment, usize)]) {
        let places = starts.iter().map(|(seal, start)| (prefix(seal), base + number(*start)));
        self.fresh.extend(places);
        self.to = end;
    }

    /// Offsets of lines that may hold the opening.
    pub(super) fn places(&self, seal: &Commitment) -> Result<Vec<u64>, IndexError> {
        let saved =
            self.saved.as_ref().map(|(rows, generation)| rows.seal_places(*generation, seal));
        let prefix = prefix(seal);
        let start = self.sorted.partition_point(|place| place.0 < prefix);
        let old = self.sorted.iter().skip(start).take_while(|place| place.0 == prefix);
        let fresh = self.fresh.range((prefix, 0)..=(prefix, u64::MAX));
        let here = old.chain(fresh).map(|place| place.1);
        Ok(saved.transpose()?.into_iter().flatten().chain(here).collect())
    }
}

/// The file that saved places are of, if it is this one.
fn placed_in(rows: &SavedRows, lines: &Lines) -> Option<PlacedIn> {
    let placed = rows.placed_in().ok().flatten()?;
    let tail = lines.tail_hash(placed.mark.bytes).ok().flatten()?;
    (tail == placed.mark.tail).then_some(placed)
}

/// Places that are not in saved rows yet, to be saved piece by piece.
#[derive(Debug)]
pub(crate) struct UnsavedSeals {
    lines: Lines,
    placed: PlacedIn,
}

impl UnsavedSeals {
    pub(super) fn behind(rows: Option<&SavedRows>, lines: &Lines) -> Self {
        let lines = lines.clone();
        let known = rows.and_then(|rows| rows.placed_in().ok().flatten());
        let placed = rows.and_then(|rows| placed_in(rows, &lines)).unwrap_or_else(|| PlacedIn {
            generation: known.map_or(0, |known| known.generation + 1),
            mark: VaultMark { bytes: 0, tail: Hash::ZERO },
        });
        Self { lines, placed }
    }

    /// Adds the next places, at most so many, and how far they go now.
    pub(crate) fn take(&mut self, most: usize, rows: &mut Rows) -> Result<(), VaultError> {
        let (mut taken, mut to) = (0, self.placed.mark.bytes);
        let (placed, whole) = (self.placed, self.lines.end_of_whole_lines()?);
        self.lines.each(to, &|| Ok(()), &mut |offset, line| {
            if taken == most || offset >= whole {
                return ControlFlow::Break(());
            }
            taken += 1;
            to = offset + number(line.len()) + 1;
            if let Some(seal) = seal_of(line) {
                placed.place(&seal, offset, rows);
            }
            ControlFlow::Continue(())
        })?;
        let tail = self.lines.tail_hash(to)?.unwrap_or(Hash::ZERO);
        self.placed.mark = VaultMark { bytes: to, tail };
        self.placed.row(rows);
        Ok(())
    }
}

fn prefix(seal: &Commitment) -> u64 {
    seal.0.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
