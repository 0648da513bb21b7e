//! What an audit's own fold put aside: in memory while it is little, then in files of a temporary
//! folder, so that the memory of an audit does not grow with the journal.

use crate::ledger::Hash;
use crate::projection::{Change, Source, Unreadable, VERSION, Values};
use crate::store::disk::RealDisk;
use crate::store::rows::{Mark, RowWriter, Rows, SavedRows, key};
use std::io;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tempfile::TempDir;

/// Bytes that stay in memory.
const IN_MEMORY: usize = 24 << 20;

/// Facts by table and key.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Place>);

#[derive(Debug)]
enum Place {
    Memory { rows: Rows, bytes: usize },
    Files(Box<Files>),
}

#[derive(Debug)]
struct Files {
    rows: SavedRows,
    writer: RowWriter,
    // Removed when the files have been closed.
    _folder: TempDir,
}

impl Default for Place {
    fn default() -> Self {
        Self::Memory { rows: Rows::new(), bytes: 0 }
    }
}

impl Kept {
    fn place(&self) -> MutexGuard<'_, Place> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts aside what the entries below a number changed. After an error all of it is lost.
    pub(super) fn put(&self, changes: Vec<Change>, next_seq: u64) -> io::Result<()> {
        let place = &mut *self.place();
        let new = changes.into_iter().map(|one| (key(one.table, one.key.as_bytes()), one.value));
        match place {
            Place::Files(files) => {
                files.rows = files.writer.save(mark(next_seq), new.collect())?;
            }
            Place::Memory { rows, bytes } => {
                for (key, value) in new {
                    *bytes += key.len() + value.len();
                    rows.insert(key, value);
                }
                if *bytes > IN_MEMORY
                    && let Ok(folder) = tempfile::tempdir()
                {
                    let rows = core::mem::take(rows);
                    *place = Place::Files(Box::new(Files::begin(folder, rows, next_seq)?));
                }
            }
        }
        Ok(())
    }
}

fn mark(next_seq: u64) -> Mark {
    Mark { next_seq, hash: Hash::ZERO, version: VERSION }
}

impl Files {
    fn begin(folder: TempDir, rows: Rows, next_seq: u64) -> io::Result<Self> {
        let mut writer = RowWriter::anew(folder.path(), Arc::new(RealDisk), Hash::ZERO, VERSION)?;
        let rows = writer.save(mark(next_seq), rows)?;
        Ok(Self { rows, writer, _folder: folder })
    }
}

fn unreadable(table: &str, name: &str, fault: &impl ToString) -> Unreadable {
    Unreadable::Facts { table: table.to_owned(), key: name.to_owned(), fault: fault.to_string() }
}

impl Source for Kept {
    fn value(&self, table: &str, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let full = key(table, name.as_bytes());
        match &*self.place() {
            Place::Memory { rows, .. } => Ok(rows.get(&full).cloned()),
            Place::Files(files) => {
                files.rows.get(&full).map_err(|error| unreadable(table, name, &error))
            }
        }
    }

    fn values(&self, table: &str, after: &str, most: usize) -> Result<Values, Unreadable> {
        let prefix = key(table, b"");
        let behind = (Bound::Excluded(key(table, after.as_bytes())), Bound::Unbounded);
        match &*self.place() {
            Place::Memory { rows, .. } => {
                let rows = rows.range(behind).map_while(|(key, value)| {
                    let name = key.strip_prefix(prefix.as_slice())?;
                    Some((String::from_utf8_lossy(name).into_owned(), value.clone()))
                });
                Ok(rows.take(most).collect())
            }
            Place::Files(files) => {
                let read = files.rows.values(table, after, most);
                read.map_err(|error| unreadable(table, after, &error))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(number: usize, size: usize) -> Change {
        let key = format!("{:05}", number * 7 % 1000);
        Change { table: "motions", key, value: vec![b'x'; size] }
    }

    #[test]
    fn what_is_in_files_reads_as_what_is_in_memory() {
        let (little, much) = (Kept::default(), Kept::default());
        for round in 0..8 {
            let changes =
                |size| (round * 100..round * 100 + 200).map(|n| change(n, size)).collect();
            let next_seq = u64::try_from(round).unwrap() + 1;
            little.put(changes(round), next_seq).unwrap();
            much.put(changes(40_000 + round), next_seq).unwrap();
        }
        assert!(matches!(&*little.place(), Place::Memory { .. }));
        assert!(matches!(&*much.place(), Place::Files(_)));
        let lengths = |kept: &Kept, after: &str, most, less: usize| {
            let values = kept.values("motions", after, most).unwrap();
            values.into_iter().map(|(key, value)| (key, value.len() - less)).collect::<Vec<_>>()
        };
        for (after, most) in [("", 1000), ("00500", 30), ("00999", 5), ("005", 1)] {
            assert_eq!(lengths(&little, after, most, 0), lengths(&much, after, most, 40_000));
        }
        assert_eq!(little.values("motion", "", 9).unwrap(), []);
        assert_eq!(much.value("motions", "00007").unwrap().map(|value| value.len()), Some(40_000));
        assert_eq!(much.value("motions", "7").unwrap(), None);
    }
}
