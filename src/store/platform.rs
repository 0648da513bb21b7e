//! What differs between operating systems: permissions, syncing a folder, reading at a place,
//! telling files apart. Nowhere else.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Makes the options create files that only their owner can read and write.
#[cfg(unix)]
pub(crate) fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

/// Elsewhere files inherit the permissions of their folder.
#[cfg(not(unix))]
pub(crate) fn private(_options: &mut OpenOptions) {}

/// Makes a folder, and those above it, that only its owner can enter.
#[cfg(unix)]
pub(crate) fn create_private_dir(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Elsewhere folders inherit the permissions of the one above.
#[cfg(not(unix))]
pub(crate) fn create_private_dir(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// Returns when the names in a folder are on disk.
#[cfg(unix)]
pub(crate) fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Elsewhere a folder cannot be opened like a file, and NTFS journals names by itself.
#[cfg(not(unix))]
pub(crate) fn sync_dir(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Reads at an offset, whoever else reads the same handle.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

/// Reads at an offset, whoever else reads the same handle.
#[cfg(windows)]
pub(crate) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// What tells a file from another one that took its name while it was held open.
#[cfg(unix)]
pub(crate) fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

/// Windows gives a new file the time of birth of the old one: any change makes it another file.
#[cfg(windows)]
pub(crate) fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::windows::fs::MetadataExt as _;
    (metadata.last_write_time(), metadata.file_size())
}

/// Whether a file could not be replaced because somebody holds it open. Never so here.
#[cfg(not(windows))]
pub(crate) fn is_held(_error: &io::Error) -> bool {
    false
}

/// Access denied, sharing violation, lock violation.
#[cfg(windows)]
pub(crate) fn is_held(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(5 | 32 | 33))
}
