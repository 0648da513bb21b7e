//! Reads a private file of lines: one handle, and no place in the file that readers share.

use super::VaultError;
use crate::ledger::Hash;
use crate::store::staging::number;
use crate::store::{plain, platform};
use core::cell::Cell;
use core::ops::ControlFlow;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Bytes below a length whose hash tells files apart. A salt of each line is in them.
const TAIL_BYTES: u64 = 4096;

/// Bytes read at once for many lines in a row.
const MANY_BYTES: u64 = 256 << 10;

/// Bytes read at once for a single line; nearly every line is shorter.
const FEW_BYTES: u64 = 1024;

thread_local! {
    static OPENED: Cell<u64> = const { Cell::new(0) };
}

/// Opens a file of the vault, and counts it.
pub(super) fn open(path: &Path) -> io::Result<File> {
    OPENED.set(OPENED.get() + 1);
    plain::open(path)
}

/// Files of vaults that this thread has opened so far.
pub fn opened() -> u64 {
    OPENED.get()
}

/// What is shown of a line: its offset and its bytes without line feed.
pub(super) type Visit<'a> = &'a mut dyn FnMut(u64, &[u8]) -> ControlFlow<()>;

/// Says, before bytes are read, whether they may still be.
pub(super) type Allowed<'a> = &'a dyn Fn() -> Result<(), VaultError>;

/// What has become of a file since it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is as it was.
    Same,
    /// It has become longer.
    Grown(u64),
    /// Another file has its name, or none.
    Other,
}

/// The lines of a file as far as it went.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    path: Arc<Path>,
    bytes: u64,
    file: Option<Arc<Opened>>,
}

#[derive(Debug)]
struct Opened {
    file: File,
    identity: (u64, u64),
}

impl Lines {
    /// Lines of which there are none.
    pub(super) fn none(path: &Path) -> Self {
        Self { path: path.into(), bytes: 0, file: None }
    }

    pub(super) fn open(path: &Path) -> Result<Self, VaultError> {
        let file = match open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::none(path)),
            Err(error) => return Err(VaultError::io("read", path)(error)),
        };
        let metadata = file.metadata().map_err(VaultError::io("read", path))?;
        let (bytes, identity) = (metadata.len(), platform::identity(&metadata));
        Ok(Self { path: path.into(), bytes, file: Some(Arc::new(Opened { file, identity })) })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes in what was written behind the end.
    pub(super) fn grow(&mut self, bytes: u64) -> Result<(), VaultError> {
        if self.file.is_none() {
            *self = Self::open(&self.path)?;
        }
        self.bytes = bytes;
        Ok(())
    }

    /// Whether these are read through the same handle.
    pub(super) fn is_of(&self, other: &Self) -> bool {
        match (&self.file, &other.file) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        }
    }

    /// Asks the system what the name stands for now.
    pub(super) fn standing(&self) -> Result<Standing, VaultError> {
        let now = plain::file(&self.path).map_err(VaultError::io("read", &self.path))?;
        Ok(match (&self.file, now) {
            (None, None) => Standing::Same,
            (Some(opened), Some(now)) if opened.identity == platform::identity(&now) => {
                match now.len() {
                    bytes if bytes == self.bytes => Standing::Same,
                    bytes if bytes > self.bytes => Standing::Grown(bytes),
                    _ => Standing::Other,
                }
            }
            _ => Standing::Other,
        })
    }

    /// The bytes between two offsets, or fewer where the file has become shorter.
    fn block(&self, start: u64, end: u64) -> Result<Vec<u8>, VaultError> {
        let end = end.min(self.bytes);
        let mut block = vec![0; usize::try_from(end.saturating_sub(start)).unwrap_or_default()];
        let mut filled = 0;
        let Some(opened) = &self.file else { return Ok(Vec::new()) };
        while let Some(rest) = block.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            let read = match platform::read_at(&opened.file, rest, start + number(filled)) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => return Err(VaultError::io("read", &self.path)(error)),
            };
            filled += read;
        }
        block.truncate(filled);
        Ok(block)
    }

    /// Where the last line that ends in a line feed ends.
    pub(super) fn end_of_whole_lines(&self) -> Result<u64, VaultError> {
        let mut end = self.bytes;
        while end > 0 {
            let start = end.saturating_sub(TAIL_BYTES);
            let block = self.block(start, end)?;
            if let Some(position) = memchr::memrchr(b'\n', &block) {
                return Ok(start + number(position) + 1);
            }
            end = start;
        }
        Ok(0)
    }

    /// Shows the lines from an offset on. `allowed` is asked before bytes are read.
    pub(super) fn each(
        &self,
        from: u64,
        allowed: Allowed<'_>,
        visit: Visit<'_>,
    ) -> Result<(), VaultError> {
        let (mut position, mut start, mut carry) = (from, from, Vec::new());
        while position < self.bytes {
            allowed()?;
            let block = self.block(position, position + MANY_BYTES)?;
            if block.is_empty() {
                break;
            }
            position += number(block.len());
            let mut rest = &*block;
            while let Some(length) = memchr::memchr(b'\n', rest) {
                let (piece, behind) = rest.split_at(length);
                rest = behind.get(1..).unwrap_or_default();
                let line = if carry.is_empty() {
                    piece
                } else {
                    carry.extend_from_slice(piece);
                    &carry
                };
                let offset = start;
                start += number(line.len()) + 1;
                if visit(offset, line).is_break() {
                    return Ok(());
                }
                carry.clear();
            }
            carry.extend_from_slice(rest);
        }
        if !carry.is_empty() {
            // Whether it goes on is not for whoever looks at the last line.
            let _last = visit(start, &carry);
        }
        Ok(())
    }

    /// The line at an offset.
    pub(super) fn line_at(&self, offset: u64) -> Result<Vec<u8>, VaultError> {
        let mut line = Vec::new();
        loop {
            let start = offset + number(line.len());
            let block = self.block(start, start + FEW_BYTES)?;
            let length = memchr::memchr(b'\n', &block);
            line.extend_from_slice(block.get(..length.unwrap_or(block.len())).unwrap_or_default());
            if length.is_some() || block.is_empty() {
                return Ok(line);
            }
        }
    }

    /// Hash of the bytes just below a length; `None` when the file is shorter.
    pub(super) fn tail_hash(&self, length: u64) -> Result<Option<Hash>, VaultError> {
        if length > self.bytes {
            return Ok(None);
        }
        if length == 0 {
            return Ok(Some(Hash::ZERO));
        }
        let block = self.block(length.saturating_sub(TAIL_BYTES), length)?;
        Ok(Some(Hash::of(&block)))
    }
}
