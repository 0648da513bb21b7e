//! Moves what stands behind the last complete command out of the journal, byte for byte.

use crate::store::disk::Disk;
use crate::store::error::StoreError;
use crate::store::journal::{JournalFile, JournalFiles, Place, file_name};
use crate::store::note::Note;
use crate::store::plain;
use crate::store::staging::number;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes copied at once.
const BLOCK_BYTES: usize = 1 << 20;

/// Copies everything behind `end` to `torn-<seq>`, syncs it, and only then cuts the journal.
pub(super) fn move_away(
    files: &JournalFiles,
    end: Place,
    seq: u64,
    dir: &Path,
    disk: &dyn Disk,
) -> Result<Note, StoreError> {
    let path = free_name(dir, seq);
    let mut torn = disk.create(&path).map_err(StoreError::io("make", &path))?;
    let mut bytes = 0;
    let behind = || files.files().iter().filter(|file| file.first >= end.file);
    for file in behind() {
        let start = if file.first == end.file { end.offset } else { 0 };
        bytes += copy(file, start, &mut |block| torn.append(block), &path)?;
    }
    torn.sync_data().map_err(StoreError::io("sync", &path))?;
    disk.sync_dir(dir).map_err(StoreError::io("sync", dir))?;
    // From the last file on, so that a crash in between leaves no gap.
    for file in behind().collect::<Vec<_>>().into_iter().rev() {
        if file.first > end.file {
            disk.remove(&file.path).map_err(StoreError::io("remove", &file.path))?;
        } else {
            disk.truncate(&file.path, end.offset).map_err(StoreError::io("shorten", &file.path))?;
        }
    }
    disk.sync_dir(dir).map_err(StoreError::io("sync", dir))?;
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Note::TornTail { seq, bytes, file })
}

/// `torn-<seq>`, or with a further number when an earlier crash left one.
fn free_name(dir: &Path, seq: u64) -> PathBuf {
    let stem = file_name(seq).replace(".jsonl", "");
    let mut path = dir.join(format!("torn-{stem}"));
    let mut further = 2;
    while plain::is_there(&path) {
        path = dir.join(format!("torn-{stem}-{further}"));
        further += 1;
    }
    path
}

fn copy(
    file: &JournalFile,
    start: u64,
    append: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
    to: &Path,
) -> Result<u64, StoreError> {
    let failed = |error| StoreError::io("read", &file.path)(error);
    let mut reader = plain::open(&file.path).map_err(failed)?;
    reader.seek(SeekFrom::Start(start)).map_err(failed)?;
    let mut block = vec![0; BLOCK_BYTES];
    let mut copied = 0;
    loop {
        let read = reader.read(&mut block).map_err(failed)?;
        if read == 0 {
            return Ok(copied);
        }
        append(block.get(..read).unwrap_or_default()).map_err(StoreError::io("write", to))?;
        copied += number(read);
    }
}
