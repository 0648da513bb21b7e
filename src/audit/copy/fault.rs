//! Why a copy cannot be read, or is not what it says.

use crate::domain::Bilingual;
use crate::store::StoreError;
use crate::store::vault::VaultError;
use std::io;
use std::path::{Path, PathBuf};

/// Why a copy cannot be read, or is not what it says.
#[derive(Debug, thiserror::Error)]
pub enum CopyFault {
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
    /// Its journal cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its openings cannot be read.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A file cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> CopyFault {
    move |source| CopyFault::Io { path: path.to_owned(), source }
}

/// A file of the copy that is not what it must be.
pub(super) fn faulty(file: &str, fault: Bilingual) -> CopyFault {
    CopyFault::Faulty { file: file.to_owned(), fault }
}
