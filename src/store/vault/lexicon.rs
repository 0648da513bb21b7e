//! Words of the vault, found without opening every seal: each as a keyed hash beside what it stands for.
//!
//! Whoever holds the file holds its key and can try every name. So it lies in the vault, no copy takes
//! it along, and an erasure removes it before anything else; then it is made again of what is left.
//! Losing it changes nothing, and nothing of it is believed that the seals do not say.

use super::VaultError;
use crate::ledger::{Hash, Salt};
use crate::store::codec::{close, open};
use crate::store::disk::{Disk, TEMPORARY};
use crate::store::plain;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The file inside the vault.
pub(super) const LEXICON: &str = "lexicon";

/// First bytes of the file, under which it is also checked.
const FORMAT: &[u8; 16] = b"yishi lexicon 1\n";

/// Bytes of the bits that say how words begin.
const BEGINS_BYTES: usize = 8 << 10;

/// Bytes of a hash, of a sort, and of an id.
const RECORD: usize = 16 + 1 + 16;

/// A word, what sort of word it is, and the id of what it stands for.
type Record = [u8; RECORD];

/// What a word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Meant {
    /// A number that the user of the lexicon gives to a sort of words.
    pub(crate) sort: u8,
    /// The id, as a number.
    pub(crate) id: u128,
}

/// Up to where the journal has been learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Learnt {
    /// Entries below this number.
    pub(crate) next_seq: u64,
    /// Hash of the last of them.
    pub(crate) hash: Hash,
}

/// Words with what they stand for.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    key: [u8; 32],
    learnt: Learnt,
    begins: Vec<u8>,
    longest: u64,
    // Sorted, as in the file.
    kept: Arc<[u8]>,
    fresh: BTreeSet<Record>,
    // The ids of those.
    added: BTreeSet<u128>,
    // What is kept of these ids does not hold any more.
    void: BTreeSet<u128>,
}

impl Lexicon {
    /// Nothing learnt yet.
    pub(crate) fn new(key: Salt) -> Self {
        Self {
            key: key.0,
            learnt: Learnt { next_seq: 0, hash: Hash::ZERO },
            begins: vec![0; BEGINS_BYTES],
            longest: 0,
            kept: Arc::new([]),
            fresh: BTreeSet::new(),
            added: BTreeSet::new(),
            void: BTreeSet::new(),
        }
    }

    /// Up to where the journal has been learnt.
    pub(crate) fn learnt(&self) -> Learnt {
        self.learnt
    }

    /// Everything up to there has been learnt.
    pub(crate) fn learn_to(&mut self, learnt: Learnt) {
        self.learnt = learnt;
    }

    /// Adds a word. `begin` is the place of its beginning among the bits.
    pub(crate) fn add(&mut self, word: &str, begin: Option<usize>, meant: Meant) {
        if let Some(byte) = begin.and_then(|begin| self.begins.get_mut(begin / 8)) {
            *byte |= begin.map_or(0, |begin| 1 << (begin % 8));
        }
        self.longest = self.longest.max(u64::try_from(word.chars().count()).unwrap_or(u64::MAX));
        let mut record = [0; RECORD];
        let parts = self.hash(word).into_iter().chain([meant.sort]).chain(meant.id.to_be_bytes());
        record.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        self.fresh.insert(record);
        self.added.insert(meant.id);
    }

    /// Forgets what stands for an id.
    pub(crate) fn forget(&mut self, id: u128) {
        // Nearly always it is new, and there is nothing to look for.
        if self.added.remove(&id) {
            self.fresh.retain(|record| meant(record).id != id);
        }
        self.void.insert(id);
    }

    /// Whether some word may begin so.
    pub(crate) fn may_begin(&self, place: usize) -> bool {
        self.begins.get(place / 8).is_some_and(|byte| byte >> (place % 8) & 1 == 1)
    }

    /// Characters of the longest word.
    pub(crate) fn longest(&self) -> u64 {
        self.longest
    }

    /// What a word may stand for.
    pub(crate) fn find(&self, word: &str) -> Vec<Meant> {
        let hash = self.hash(word);
        let mut low = [0; RECORD];
        low.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        let mut high = [0xff; RECORD];
        high.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        let fresh = self.fresh.range(low..=high).map(meant);
        let (records, _) = self.kept.as_chunks::<RECORD>();
        let start = records.partition_point(|record| *record < low);
        let kept = records.iter().skip(start).take_while(|record| record.starts_with(&hash));
        let kept = kept.map(meant).filter(|meant| !self.void.contains(&meant.id));
        kept.chain(fresh).collect()
    }

    fn hash(&self, word: &str) -> [u8; 16] {
        let mut hash = [0; 16];
        let mut keyed = blake3::Hasher::new_keyed(&self.key);
        keyed.update(word.as_bytes()).finalize_xof().fill(&mut hash);
        hash
    }

    /// Reads the file of a vault; none where there is none that can be read.
    pub(super) fn read(vault: &Path) -> Option<Self> {
        let bytes = plain::read(&vault.join(LEXICON)).ok()?;
        let rest = open(FORMAT, &bytes).ok()?.strip_prefix(FORMAT.as_slice())?;
        let (key, rest) = rest.split_first_chunk::<32>()?;
        let (next_seq, rest) = rest.split_first_chunk::<8>()?;
        let (hash, rest) = rest.split_first_chunk::<32>()?;
        let (longest, rest) = rest.split_first_chunk::<8>()?;
        let (begins, kept) = rest.split_at_checked(BEGINS_BYTES)?;
        let whole = kept.len().is_multiple_of(RECORD);
        whole.then(|| Self {
            key: *key,
            learnt: Learnt { next_seq: u64::from_be_bytes(*next_seq), hash: Hash(*hash) },
            begins: begins.to_vec(),
            longest: u64::from_be_bytes(*longest),
            kept: kept.into(),
            fresh: BTreeSet::new(),
            added: BTreeSet::new(),
            void: BTreeSet::new(),
        })
    }

    /// Writes the file of a vault. It is not synced: one that was lost is made again.
    pub(super) fn write(&self, vault: &Path, disk: &dyn Disk) -> Result<(), VaultError> {
        let path = vault.join(LEXICON);
        let temporary = vault.join(format!("{LEXICON}{TEMPORARY}"));
        let failed = |error| VaultError::io("write", &path)(error);
        if plain::is_there(&temporary) {
            disk.remove(&temporary).map_err(failed)?;
        }
        let mut file = disk.create(&temporary).map_err(failed)?;
        file.append(&self.bytes()).map_err(failed)?;
        drop(file);
        disk.rename(&temporary, &path).map_err(failed)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = FORMAT.to_vec();
        bytes.extend_from_slice(&self.key);
        bytes.extend_from_slice(&self.learnt.next_seq.to_be_bytes());
        bytes.extend_from_slice(&self.learnt.hash.0);
        bytes.extend_from_slice(&self.longest.to_be_bytes());
        bytes.extend_from_slice(&self.begins);
        let (kept, _) = self.kept.as_chunks::<RECORD>();
        let mut kept = kept.iter().filter(|one| !self.void.contains(&meant(one).id)).peekable();
        for record in &self.fresh {
            while let Some(before) = kept.next_if(|kept| *kept <= record) {
                bytes.extend_from_slice(before);
            }
            bytes.extend_from_slice(record);
        }
        kept.for_each(|record| bytes.extend_from_slice(record));
        close(FORMAT, bytes)
    }
}

fn meant(record: &Record) -> Meant {
    let sort = record.get(16).copied().unwrap_or_default();
    let id = record.last_chunk::<16>().map_or(0, |id| u128::from_be_bytes(*id));
    Meant { sort, id }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::RealDisk;
    use std::collections::BTreeMap;

    fn found(lexicon: &Lexicon, word: &str) -> BTreeSet<(u8, u128)> {
        lexicon.find(word).into_iter().map(|meant| (meant.sort, meant.id)).collect()
    }

    #[test]
    fn words_are_found_as_in_a_plain_table_whether_fresh_kept_or_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let mut lexicon = Lexicon::new(Salt([7; 32]));
        let mut plain: BTreeMap<String, BTreeSet<(u8, u128)>> = BTreeMap::new();
        let mut throw = 1_u64;
        for round in 0..2000_u64 {
            throw = throw
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let (word, id) = (format!("名{}", throw >> 40 & 0xff), u128::from(throw >> 50 & 0x3f));
            let sort = u8::try_from(throw >> 33 & 3).unwrap();
            if throw >> 20 & 7 == 1 {
                lexicon.forget(id);
                plain.values_mut().for_each(|all| all.retain(|(_, own)| *own != id));
            } else {
                lexicon.add(&word, Some(usize::from(word.len() > 4)), Meant { sort, id });
                plain.entry(word.clone()).or_default().insert((sort, id));
            }
            if round % 250 == 249 {
                lexicon.write(dir.path(), &RealDisk).unwrap();
                let again = Lexicon::read(dir.path()).unwrap();
                // The one that goes on in memory and the one that was read say the same.
                assert!(plain.iter().all(|(word, all)| found(&again, word) == *all));
                if round % 500 == 499 {
                    lexicon = again;
                }
            }
            assert_eq!(found(&lexicon, &word), plain.get(&word).cloned().unwrap_or_default());
        }
        assert!(lexicon.may_begin(0) || lexicon.may_begin(1));
        let longest = plain.keys().map(|word| word.chars().count()).max().unwrap();
        assert!(lexicon.longest() >= u64::try_from(longest).unwrap());
    }

    #[test]
    fn a_file_that_somebody_changed_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let mut lexicon = Lexicon::new(Salt([7; 32]));
        lexicon.add("王国强", Some(9), Meant { sort: 1, id: 5 });
        lexicon.write(dir.path(), &RealDisk).unwrap();
        let path = dir.path().join(LEXICON);
        let bytes = std::fs::read(&path).unwrap();
        for place in (0..bytes.len()).step_by(97) {
            let mut other = bytes.clone();
            other[place] ^= 1;
            std::fs::write(&path, &other).unwrap();
            assert!(Lexicon::read(dir.path()).is_none(), "byte {place}");
        }
        std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        assert!(Lexicon::read(dir.path()).is_none());
    }
}
