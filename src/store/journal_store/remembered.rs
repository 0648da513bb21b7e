//! Lines that were read lately. Every command asks again for the same few: who speaks, which body,
//! which meeting. What is recorded never changes, so a line in memory is as good as in the file.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Bytes of all lines together.
const BYTES_MAX: usize = 2 << 20;

/// Longer lines are rare and are read again.
const LINE_BYTES_MAX: usize = 4 << 10;

/// Lines by their numbers; the one that came first goes first.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    lines: BTreeMap<u64, Arc<[u8]>>,
    order: VecDeque<u64>,
    bytes: usize,
}

impl Remembered {
    pub(super) fn line(&self, seq: u64) -> Option<Arc<[u8]>> {
        self.lines.get(&seq).cloned()
    }

    pub(super) fn keep(&mut self, seq: u64, line: &[u8]) {
        if line.len() > LINE_BYTES_MAX || self.lines.contains_key(&seq) {
            return;
        }
        self.bytes += line.len();
        self.lines.insert(seq, line.into());
        self.order.push_back(seq);
        while self.bytes > BYTES_MAX
            && let Some(line) = self.order.pop_front().and_then(|first| self.lines.remove(&first))
        {
            self.bytes -= line.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_has_an_end() {
        let mut remembered = Remembered::default();
        for seq in 0..10_000 {
            remembered.keep(seq, &[b'x'; 1000]);
        }
        remembered.keep(10_000, &[b'x'; LINE_BYTES_MAX + 1]);
        assert!(remembered.bytes <= BYTES_MAX);
        assert!(remembered.line(0).is_none() && remembered.line(10_000).is_none());
        assert_eq!(remembered.line(9_999).unwrap().len(), 1000);
    }
}
