//! The root of the index: one value that names everything else, written together with it.
//!
//! All other values either never change once written, or are counted here. So an index of which a
//! crash of the machine kept some values and lost others is found out when they are read.

use super::run::Run;
use crate::ledger::Hash;
use crate::store::Head;
use crate::store::codec::{Reader, put, put_bytes, put_growing};
use crate::store::journal::Place;
use crate::store::staging::number;
use crate::store::vault::VaultMark;
use std::collections::BTreeMap;

/// First byte of the root. Another number means another program: the index is made again.
const FORMAT: u64 = 3;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directory {
    /// Hash of line 0, which tells registries apart.
    pub(crate) identity: Hash,
    /// How far the index goes.
    pub(crate) head: Head,
    /// Where the last entry starts and ends.
    pub(crate) last: Place,
    pub(crate) end: Place,
    /// The vault when the registry was last clean.
    pub(crate) vault: Option<VaultMark>,
    /// First number of each chunk by type, and how many numbers there are.
    pub(crate) kinds: BTreeMap<String, KindList>,
    /// Numbers in the names of the files with these entries.
    pub(crate) files: Vec<u64>,
    /// Number of places kept, one for every 256 entries.
    pub(crate) marks: u64,
    pub(crate) runs: Vec<Run>,
    pub(crate) next_run: u64,
}

/// Chunks of one type's numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct KindList {
    pub(crate) count: u64,
    pub(crate) firsts: Vec<u64>,
}

impl Directory {
    pub(crate) fn empty() -> Self {
        let start = Place { file: 0, offset: 0 };
        Self {
            identity: Hash::ZERO,
            head: Head::EMPTY,
            last: start,
            end: start,
            vault: None,
            kinds: BTreeMap::new(),
            files: Vec::new(),
            marks: 0,
            runs: Vec::new(),
            next_run: 0,
        }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put(FORMAT, &mut out);
        out.extend_from_slice(&self.identity.0);
        put(self.head.next_seq, &mut out);
        out.extend_from_slice(&self.head.hash.0);
        put_bytes(self.head.at.as_bytes(), &mut out);
        for place in [self.last, self.end] {
            put(place.file, &mut out);
            put(place.offset, &mut out);
        }
        put(u64::from(self.vault.is_some()), &mut out);
        if let Some(vault) = &self.vault {
            put(vault.bytes, &mut out);
            out.extend_from_slice(&vault.tail.0);
        }
        put(number(self.kinds.len()), &mut out);
        for (kind, list) in &self.kinds {
            put_bytes(kind.as_bytes(), &mut out);
            put(list.count, &mut out);
            put(number(list.firsts.len()), &mut out);
            put_growing(list.firsts.iter().copied(), 0, &mut out);
        }
        put(number(self.files.len()), &mut out);
        put_growing(self.files.iter().copied(), 0, &mut out);
        put(self.marks, &mut out);
        put(self.next_run, &mut out);
        put(number(self.runs.len()), &mut out);
        self.runs.iter().for_each(|run| run.encode(&mut out));
        out
    }

    pub(crate) fn decode(payload: &[u8]) -> Option<Self> {
        let mut reader = Reader(payload);
        if reader.number()? != FORMAT {
            return None;
        }
        let identity = reader.hash()?;
        let head = Head { next_seq: reader.number()?, hash: reader.hash()?, at: reader.text()? };
        let last = place(&mut reader)?;
        let end = place(&mut reader)?;
        let vault = match reader.number()? {
            0 => None,
            _ => Some(VaultMark { bytes: reader.number()?, tail: reader.hash()? }),
        };
        let kinds = kinds(&mut reader)?;
        let files = growing(&mut reader)?;
        let marks = reader.number()?;
        let next_run = reader.number()?;
        let count = reader.number()?;
        let runs = (0..count).map(|_| Run::decode(&mut reader)).collect::<Option<_>>()?;
        let directory =
            Self { identity, head, last, end, vault, kinds, files, marks, runs, next_run };
        reader.is_empty().then_some(directory)
    }
}

fn place(reader: &mut Reader<'_>) -> Option<Place> {
    Some(Place { file: reader.number()?, offset: reader.number()? })
}

fn kinds(reader: &mut Reader<'_>) -> Option<BTreeMap<String, KindList>> {
    let mut kinds = BTreeMap::new();
    for _ in 0..reader.number()? {
        let kind = reader.text()?;
        let count = reader.number()?;
        kinds.insert(kind, KindList { count, firsts: growing(reader)? });
    }
    Some(kinds)
}

/// Numbers that grow, behind their count.
fn growing(reader: &mut Reader<'_>) -> Option<Vec<u64>> {
    let mut last = 0_u64;
    let mut numbers = Vec::new();
    for _ in 0..reader.number()? {
        last = last.checked_add(reader.number()?)?;
        numbers.push(last);
    }
    Some(numbers)
}
