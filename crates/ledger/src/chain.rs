//! The chain: each line names the BLAKE3 hash of the line before it.
//!
//! A chain looks sequential, but every line carries what it expects, so any run of lines can be
//! checked alone: [`Run::of`] checks the inside of a run, [`Run::follows`] the seam between two.
//! That is how all cores share the work.

use super::hash::{Hash, decode_hex};

/// A run of neighbouring lines whose inner links hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Number of lines.
    pub lines: u64,
    /// What the first line names as its predecessor.
    pub prev: Hash,
    /// Hash of the last line.
    pub last: Hash,
}

/// Where the inside of a run breaks, counted in lines from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BrokenLink {
    /// The line has no readable `prev`.
    #[error("line {line} of the run names no previous hash")]
    NoPrev {
        /// Offset of the line in the run, from 0.
        line: u64,
    },
    /// The line names another hash than the line before it has.
    #[error("line {line} of the run names {named}, but the line before it has {found}")]
    Differs {
        /// Offset of the line in the run, from 0.
        line: u64,
        /// What it names.
        named: Hash,
        /// What the line before it hashes to.
        found: Hash,
    },
}

impl Run {
    /// Checks the links inside a run of lines (each without line feed); `None` when it is empty.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> Result<Option<Self>, BrokenLink> {
        let mut run: Option<Self> = None;
        for line in lines {
            let number = run.map_or(0, |run| run.lines);
            let Some(named) = prev_of(line) else {
                return Err(BrokenLink::NoPrev { line: number });
            };
            run = Some(match run {
                None => Self { lines: 1, prev: named, last: Hash::of(line) },
                Some(run) if run.last == named => {
                    Self { lines: run.lines + 1, last: Hash::of(line), ..run }
                }
                Some(run) => {
                    return Err(BrokenLink::Differs { line: number, named, found: run.last });
                }
            });
        }
        Ok(run)
    }

    /// Whether this run continues the earlier one.
    pub fn follows(&self, earlier: &Self) -> bool {
        self.prev == earlier.last
    }
}

/// What the line names as its predecessor, found from its end.
///
/// Behind `prev` stand only `seq`, `tags` and `v`, none of which can hold this text, so the last
/// place where it stands is the key itself, whatever the payload says.
pub fn prev_of(line: &[u8]) -> Option<Hash> {
    const KEY: &[u8] = b",\"prev\":\"";
    let position = line.windows(KEY.len()).rposition(|window| window == KEY)? + KEY.len();
    decode_hex(line.get(position..position + 64)?).map(Hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Draft, Stamp};

    fn chain(length: u64) -> Vec<Vec<u8>> {
        let mut prev = Hash::ZERO;
        (0..length)
            .map(|seq| {
                let data = format!(r#"{{"text":",\"prev\":\"{}\""}}"#, "0".repeat(64));
                let draft = Draft { kind: "a.b".to_owned(), v: 1, tags: Vec::new(), data };
                let stamp = Stamp {
                    at: "2026-11-22T04:50:10.123Z",
                    by: "{}",
                    cmd: "01KAQ3ZJ8QK6M7N8P9QRSTVWXY",
                };
                let mut line = Vec::new();
                draft.write(stamp, 0, prev, seq, &mut line);
                prev = Hash::of(&line);
                line
            })
            .collect()
    }

    fn run(lines: &[Vec<u8>]) -> Result<Option<Run>, BrokenLink> {
        Run::of(lines.iter().map(Vec::as_slice))
    }

    #[test]
    fn a_chain_checks_in_one_run_or_in_many() {
        let lines = chain(10);
        let whole = run(&lines).unwrap().unwrap();
        assert_eq!((whole.lines, whole.prev), (10, Hash::ZERO));
        for cut in 1..10 {
            let first = run(&lines[..cut]).unwrap().unwrap();
            let second = run(&lines[cut..]).unwrap().unwrap();
            assert!(second.follows(&first) && !first.follows(&second));
            assert_eq!(second.last, whole.last);
        }
        assert_eq!(run(&[]), Ok(None));
    }

    #[test]
    fn a_removed_swapped_or_changed_line_breaks_the_run() {
        let lines = chain(5);
        let mut removed = lines.clone();
        removed.remove(2);
        assert!(matches!(run(&removed), Err(BrokenLink::Differs { line: 2, .. })));
        let mut swapped = lines.clone();
        swapped.swap(1, 2);
        assert!(matches!(run(&swapped), Err(BrokenLink::Differs { line: 1, .. })));
        let mut changed = lines;
        changed[3][7] = b'3';
        assert!(matches!(run(&changed), Err(BrokenLink::Differs { line: 4, .. })));
        assert_eq!(run(&[b"{}".to_vec()]), Err(BrokenLink::NoPrev { line: 0 }));
    }
}
