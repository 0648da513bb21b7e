//! Where the opening of a commitment lies: 16 bytes of memory per opening, made when first needed.

use super::VaultError;
use super::lines::LineFile;
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
}

impl Seals {
    /// Reads the whole file once.
    pub(super) fn read(file: &LineFile) -> Result<Self, VaultError> {
        let mut sorted = Vec::new();
        file.each(0, &mut |offset, line| {
            // A damaged line names no commitment; whoever reads all openings is told.
            sorted.extend(seal_of(line).map(|seal| (prefix(&seal), offset)));
            ControlFlow::Continue(())
        })?;
        sorted.sort_unstable();
        Ok(Self { sorted, fresh: BTreeSet::new() })
    }

    /// Notes openings that were just written behind `base`.
    pub(super) fn add(&mut self, base: u64, starts: &[(Commitment, usize)]) {
        let places = starts.iter().map(|(seal, start)| (prefix(seal), base + number(*start)));
        self.fresh.extend(places);
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
