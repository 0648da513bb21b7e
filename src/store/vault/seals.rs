//! Where the opening of a commitment lies: 16 bytes of memory per opening, made when first needed.

use super::VaultError;
use super::lines::{Allowed, Lines};
use super::opening::seal_of;
use crate::ledger::Commitment;
use crate::store::staging::number;
use core::ops::ControlFlow;
use std::collections::BTreeSet;

/// First eight bytes of a commitment and the offset of its line. Few share them by chance; whoever
/// asks compares the whole commitment.
type Place = (u64, u64);

#[derive(Debug)]
pub(super) struct Seals {
    sorted: Vec<Place>,
    fresh: BTreeSet<Place>,
    // Behind the last whole line that is known.
    to: u64,
}

impl Seals {
    /// Reads the whole file once.
    pub(super) fn read(lines: &Lines, allowed: Allowed<'_>) -> Result<Self, VaultError> {
        let mut seals = Self { sorted: Vec::new(), fresh: BTreeSet::new(), to: 0 };
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
    pub(super) fn places(&self, seal: &Commitment) -> Vec<u64> {
        let prefix = prefix(seal);
        let start = self.sorted.partition_point(|place| place.0 < prefix);
        let old = self.sorted.iter().skip(start).take_while(|place| place.0 == prefix);
        let fresh = self.fresh.range((prefix, 0)..=(prefix, u64::MAX));
        old.chain(fresh).map(|place| place.1).collect()
    }
}

fn prefix(seal: &Commitment) -> u64 {
    seal.0.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
