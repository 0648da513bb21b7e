//! Whoever reads lines checks that each is what the one behind it names.

use super::{Cursor, Place, damaged};
use crate::ledger::Hash;
use crate::ledger::chain::prev_of;
use crate::store::Head;
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

/// Brings a cursor before an entry.
type Approach<'a> = &'a mut dyn FnMut(&mut Cursor<'_>, u64) -> Result<(), StoreError>;

/// Lines by their numbers, given in order, each compared with what the next one, or the head, calls it.
pub(crate) fn linked(
    cursor: &mut Cursor<'_>,
    numbers: &[u64],
    head: &Head,
    approach: Approach<'_>,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut lines = Vec::with_capacity(numbers.len());
    let mut ahead: Option<(u64, Vec<u8>)> = None;
    for seq in numbers {
        let line = if let Some((_, line)) = ahead.take_if(|(at, _)| at == seq) {
            line
        } else {
            approach(cursor, *seq)?;
            cursor.next()?.line.to_vec()
        };
        let place = cursor.behind().unwrap_or(Place { file: 0, offset: 0 });
        let mut named = head.hash;
        if seq + 1 < head.next_seq {
            let behind = cursor.next()?;
            named = behind.prev;
            ahead = Some((seq + 1, behind.line.to_vec()));
        }
        let found = Hash::of(&line);
        if named != found {
            return Err(damaged(*seq, place, Damage::Next { named, found }));
        }
        lines.push(line);
    }
    Ok(lines)
}
