//! Two copies of one book side by side: how far they agree, and how each goes on.

use crate::domain::Bilingual;
use crate::ledger::Hash;
use crate::store::journal::JOURNAL_DIR;
use crate::store::{JournalFiles, StoreError};
use core::ops::ControlFlow;
use std::path::Path;

/// Characters of a line that are shown.
const SHOWN_MAX: usize = 300;

/// Two journals, entry by entry from the first on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histories {
    /// Entries at the beginning that are the same in both.
    pub common: u64,
    /// What stands behind them in this registry.
    pub here: Side,
    /// What stands behind them in the other one.
    pub there: Side,
}

/// How one of the two goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Entries in all.
    pub entries: u64,
    /// The line behind the last common one, shortened; none at the end.
    pub next: Option<String>,
}

/// Compares the journals of two folders.
pub fn compare(here: &Path, there: &Path) -> Result<Histories, StoreError> {
    let open = |dir: &Path| JournalFiles::open(&dir.join(JOURNAL_DIR));
    let (here, there) = (open(here)?, open(there)?);
    let (ours, theirs) = (hashes(&here)?, hashes(&there)?);
    let common = ours.iter().zip(&theirs).take_while(|(one, other)| one == other).count();
    let side = |journal: &JournalFiles, hashes: &[Hash]| {
        let entries = u64::try_from(hashes.len()).unwrap_or(u64::MAX);
        Ok::<_, StoreError>(Side { entries, next: line(journal, common)? })
    };
    let (here, there) = (side(&here, &ours)?, side(&there, &theirs)?);
    Ok(Histories { common: u64::try_from(common).unwrap_or(u64::MAX), here, there })
}

fn hashes(journal: &JournalFiles) -> Result<Vec<Hash>, StoreError> {
    let mut hashes = Vec::new();
    journal.each(&mut |line| {
        hashes.push(Hash::of(line.bytes));
        ControlFlow::Continue(())
    })?;
    Ok(hashes)
}

/// A line by its place in the journal, shortened.
fn line(journal: &JournalFiles, place: usize) -> Result<Option<String>, StoreError> {
    let (mut left, mut found) = (place, None);
    journal.each(&mut |line| {
        if left > 0 {
            left -= 1;
            return ControlFlow::Continue(());
        }
        let text = String::from_utf8_lossy(line.bytes);
        let shown: String = text.chars().take(SHOWN_MAX).collect();
        found = Some(if shown.len() < text.len() { shown + "…" } else { shown });
        ControlFlow::Break(())
    })?;
    Ok(found)
}

impl Histories {
    /// Whether each goes on in its own way.
    pub fn part(&self) -> bool {
        self.here.next.is_some() && self.there.next.is_some()
    }

    /// How the two stand to each other.
    pub fn sentence(&self) -> Bilingual {
        let Self { common, here, there } = self;
        match (&here.next, &there.next) {
            (None, None) => Bilingual::new(
                format!("两处的流水相同,都是 {common} 条。"),
                format!("Both journals are the same, {common} entries."),
            ),
            (None, Some(next)) => Bilingual::new(
                format!(
                    "这里的 {common} 条都在另一份中;另一份有 {} 条,这里缺下一条:{next}",
                    there.entries
                ),
                format!(
                    "All {common} entries here are in the other one, which has {}; missing here is next: {next}",
                    there.entries
                ),
            ),
            (Some(next), None) => Bilingual::new(
                format!(
                    "另一份的 {common} 条都在这里;这里有 {} 条,另一份缺下一条:{next}",
                    here.entries
                ),
                format!(
                    "All {common} entries of the other one are here; here are {}, missing there is next: {next}",
                    here.entries
                ),
            ),
            (Some(ours), Some(theirs)) => self.parted(ours, theirs),
        }
    }

    fn parted(&self, ours: &str, theirs: &str) -> Bilingual {
        let Some(last) = self.common.checked_sub(1) else {
            return Bilingual::new(
                "这是两本不同的账:第 0 条就不相同。",
                "These are two different registries: they differ from entry 0 on.",
            );
        };
        let Self { common, here, there } = self;
        let (here, there) = (here.entries, there.entries);
        Bilingual::new(
            format!(
                "同一本账有两段历史:到第 {last} 条为止相同,此后各记各的(这里共 {here} 条,另一份共 {there} 条)。\n\
                 这里的第 {common} 条:{ours}\n另一份的第 {common} 条:{theirs}\n\
                 两段不能合并。请由本单位决定以哪一份为准,把另一份多出的事项重新记入,并保留两份备查。"
            ),
            format!(
                "One registry with two histories: the same up to entry {last}, then each its own ({here} entries here, {there} there).\n\
                 Entry {common} here: {ours}\nEntry {common} there: {theirs}\n\
                 They cannot be merged. Decide which one holds, record again in it what only the other has, and keep both."
            ),
        )
    }
}
