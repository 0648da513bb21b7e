//! Opens what lies in a registry only if it is a plain file, and lists only plain folders.
//!
//! A pipe would wait for ever, a link leads out of the folder, a device has no end. So whatever is
//! to be opened is looked at first, without following links, and what it is instead is told.

use core::fmt;
use std::fs::{self, File, Metadata, ReadDir};
use std::io;
use std::path::Path;

/// What can stand under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Bytes.
    File,
    /// Names.
    Folder,
    /// A name of something elsewhere.
    Link,
    /// A pipe, a socket or a device.
    Special,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "a plain file",
            Self::Folder => "a folder",
            Self::Link => "a link",
            Self::Special => "a pipe or a device",
        })
    }
}

/// Something else stands where a file or a folder of the registry belongs. Inside an [`io::Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is {found} and must be {wanted}")]
pub struct NotPlain {
    /// What belongs there.
    pub wanted: Shape,
    /// What stands there.
    pub found: Shape,
}

impl NotPlain {
    /// What an error of the system says about shapes, if it does.
    pub fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref::<Self>().copied()
    }
}

/// What stands under a name, if anything does.
fn look(path: &Path, wanted: Shape) -> io::Result<Option<Metadata>> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let found = match metadata.file_type() {
        of if of.is_symlink() => Shape::Link,
        of if of.is_file() => Shape::File,
        of if of.is_dir() => Shape::Folder,
        _ => Shape::Special,
    };
    if found == wanted {
        Ok(Some(metadata))
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidData, NotPlain { wanted, found }))
    }
}

/// The file under a name, if there is one.
pub(crate) fn file(path: &Path) -> io::Result<Option<Metadata>> {
    look(path, Shape::File)
}

/// Whether there is a folder under a name.
pub(crate) fn folder(path: &Path) -> io::Result<bool> {
    Ok(look(path, Shape::Folder)?.is_some())
}

/// Whether anything stands under a name, a link that leads nowhere too.
pub(crate) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Opens a file for reading.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    file(path)?;
    File::open(path)
}

/// All bytes of a file.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    file(path)?;
    fs::read(path)
}

/// The names in a folder; `None` where there is no folder.
pub(crate) fn list(dir: &Path) -> io::Result<Option<ReadDir>> {
    if folder(dir)? { fs::read_dir(dir).map(Some) } else { Ok(None) }
}

/// Whether everything below a folder is a plain file or a plain folder.
pub(crate) fn tree(dir: &Path) -> io::Result<()> {
    for item in list(dir)?.into_iter().flatten() {
        let path = item?.path();
        if fs::symlink_metadata(&path)?.is_dir() {
            tree(&path)?;
        } else {
            file(&path)?;
        }
    }
    Ok(())
}
