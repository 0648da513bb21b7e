//! The root: which sorted files there are, and how far they follow the journal.

use super::page::Span;
use super::sorted::Tree;
use crate::ledger::Hash;
use crate::store::codec::{IndexError, Reader, close, open, put, put_bytes};
use crate::store::staging::number;

/// First number of the root. Another one means another program: the rows are made again.
const FORMAT: u64 = 1;

/// Under which the root is checked.
const SEAL: &[u8] = b"yishi/saved-rows/root";

/// Up to where saved rows follow the journal, and which program version made them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Entries below this number are in the rows.
    pub(crate) next_seq: u64,
    /// Hash of the line before `next_seq`.
    pub(crate) hash: Hash,
    /// Version of the projections.
    pub(crate) version: u32,
}

/// A sorted file with the part of the journal that its rows come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Entries from here on,
    pub(super) from: u64,
    /// and below this number.
    pub(super) to: u64,
    /// Tells files of one range apart.
    pub(super) generation: u64,
    pub(super) bytes: u64,
    pub(super) tree: Tree,
}

impl Part {
    pub(super) fn name(&self) -> String {
        format!("{:010}-{:010}.{}", self.from, self.to, self.generation)
    }
}

/// The root as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Root {
    /// Hash of line 0, which tells registries apart.
    pub(super) identity: Hash,
    pub(super) mark: Mark,
    /// Oldest first; each begins where the one before ends.
    pub(super) parts: Vec<Part>,
    /// Given to the next file.
    pub(super) generation: u64,
}

impl Root {
    pub(super) fn empty(identity: Hash, version: u32) -> Self {
        let mark = Mark { next_seq: 0, hash: Hash::ZERO, version };
        Self { identity, mark, parts: Vec::new(), generation: 0 }
    }

    /// What pages of a file are checked under, besides their place.
    pub(super) fn seed(&self, part: &Part) -> Vec<u8> {
        let mut seed = self.identity.0.to_vec();
        put_bytes(part.name().as_bytes(), &mut seed);
        seed
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put(FORMAT, &mut out);
        out.extend_from_slice(&self.identity.0);
        put(self.mark.next_seq, &mut out);
        out.extend_from_slice(&self.mark.hash.0);
        put(u64::from(self.mark.version), &mut out);
        put(self.generation, &mut out);
        put(number(self.parts.len()), &mut out);
        for part in &self.parts {
            for value in [part.from, part.to, part.generation, part.bytes] {
                put(value, &mut out);
            }
            part.tree.top.encode(&mut out);
            put(u64::from(part.tree.floors), &mut out);
        }
        close(SEAL, out)
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, IndexError> {
        let unreadable = || IndexError::new("the root of the saved rows cannot be read");
        let root = Self::read(&mut Reader(open(SEAL, bytes)?)).ok_or_else(unreadable)?;
        let mut next = 0;
        for part in &root.parts {
            if part.from != next || part.to <= part.from {
                return Err(unreadable());
            }
            next = part.to;
        }
        if next == root.mark.next_seq { Ok(root) } else { Err(unreadable()) }
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.number()? != FORMAT {
            return None;
        }
        let identity = reader.hash()?;
        let (next_seq, hash) = (reader.number()?, reader.hash()?);
        let version = u32::try_from(reader.number()?).ok()?;
        let generation = reader.number()?;
        let mut parts = Vec::new();
        for _ in 0..reader.number()? {
            let (from, to) = (reader.number()?, reader.number()?);
            let (generation, bytes) = (reader.number()?, reader.number()?);
            let top = Span::decode(reader)?;
            let floors = u32::try_from(reader.number()?).ok()?;
            parts.push(Part { from, to, generation, bytes, tree: Tree { top, floors } });
        }
        let mark = Mark { next_seq, hash, version };
        reader.is_empty().then_some(Self { identity, mark, parts, generation })
    }
}
