//! Why a copy could not be made or used.

use crate::audit::copy::{CopyFault, Histories};
use crate::registry::record::RecordError;
use std::io;
use std::path::{Path, PathBuf};

/// Why a copy could not be made or used.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The folder is not empty.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// A registry lies there already.
    #[error("{} holds a registry already", dir.display())]
    Occupied {
        /// Where.
        dir: PathBuf,
        /// How it stands to the copy.
        histories: Histories,
    },
    /// The copy cannot be read, or is not what it says.
    #[error(transparent)]
    Copy(#[from] CopyFault),
    /// The registry is not a copy, or is continued here already.
    #[error("this registry is not a copy")]
    NotACopy,
    /// Reading the registry failed.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> CopyError {
    move |source| CopyError::Io { path: path.to_owned(), source }
}
