//! Why a copy could not be made or used.

use super::histories::Histories;
use crate::domain::Bilingual;
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
    /// A file of the copy is not what it must be.
    #[error("{file}: {}", fault.en)]
    Faulty {
        /// File inside the copy.
        file: String,
        /// What is wrong, to be read behind the name of the file.
        fault: Bilingual,
    },
    /// It is not a copy: no manifest or no sums.
    #[error("{} has no readable manifest.json", .0.display())]
    NoManifest(PathBuf),
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

/// A file of the copy that is not what it must be.
pub(super) fn faulty(file: &str, fault: Bilingual) -> CopyError {
    CopyError::Faulty { file: file.to_owned(), fault }
}
