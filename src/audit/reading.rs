//! Small files beside the journal, read with care, and why one of them cannot be read: a file that
//! nobody may read is called so, and never damaged.

use crate::domain::{Bilingual, say};
use crate::store::plain;
use crate::store::vault::VaultError;
use crate::store::{NotPlain, StoreError};
use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

/// No manifest or checkpoint is longer; what is longer is not read.
const BYTES_MAX: u64 = 1 << 20;

/// Why a file or folder cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotRead {
    /// Who asks may not read it.
    NoPermission,
    /// It is something else than a file: a folder, a pipe, a device, a link to nothing.
    NotAFile,
    /// It is longer than such a file can be.
    TooLong,
    /// It was read, and is not what it should be.
    SaysNothing,
    /// The system said something else.
    System(String),
}

impl CannotRead {
    /// What the system said.
    pub(super) fn of(error: &io::Error) -> Self {
        match error.kind() {
            _ if NotPlain::of(error).is_some() => Self::NotAFile,
            io::ErrorKind::PermissionDenied => Self::NoPermission,
            _ => Self::System(error.to_string()),
        }
    }

    /// Why, to stand behind the name of the file.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::NoPermission => say!("没有权限读取", "no permission to read it"),
            Self::NotAFile => say!("不是普通文件", "it is not a plain file"),
            Self::TooLong => say!("过长,不是这种文件", "it is too long to be such a file"),
            Self::SaysNothing => say!("内容读不懂", "it does not say what such a file says"),
            Self::System(reason) => Bilingual::new(format!("无法读取:{reason}"), reason),
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> Bilingual {
        match self {
            Self::NoPermission => say!(
                "这不等于损坏:请由有权限的人核对,或请其开放读取权限。",
                "That is not damage: let somebody verify who may read it, or ask for permission."
            ),
            Self::NotAFile | Self::TooLong | Self::SaysNothing | Self::System(_) => say!(
                "请重新取得这份凭据后再核对。",
                "Get it again from where it came and verify once more."
            ),
        }
    }
}

/// A sentence about a file or folder that cannot be read.
fn about(path: &Path, source: &io::Error) -> Bilingual {
    let (path, why) = (path.display(), CannotRead::of(source).sentence());
    say!("{path} {why}", "{path}: {why}"; path, why)
}

/// Why the journal cannot be read to its end.
pub(super) fn of_store(error: &StoreError) -> Bilingual {
    match error {
        StoreError::Io { path, source, .. } => about(path, source),
        StoreError::Damaged { .. } | StoreError::Index { .. } | StoreError::Closed => {
            Bilingual::new(error.to_string(), error.to_string())
        }
    }
}

/// Why the vault cannot be read.
pub(super) fn of_vault(error: &VaultError) -> Bilingual {
    match error {
        VaultError::Io { path, source, .. } | VaultError::NotReplaced { path, source } => {
            about(path, source)
        }
        VaultError::Damaged { .. }
        | VaultError::Attachment { .. }
        | VaultError::Rewritten { .. }
        | VaultError::Closed => Bilingual::new(error.to_string(), error.to_string()),
    }
}

/// A plain file; `None` when there is nothing of that name. A link inside a registry leads out of
/// what was handed over to be checked, so it is followed here as little as where one records.
pub(super) fn plain_file(path: &Path) -> Result<Option<Metadata>, CannotRead> {
    plain::file(path).map_err(|error| CannotRead::of(&error))
}

/// The bytes of a small file; `None` when it is not there.
pub(super) fn small_file(path: &Path) -> Option<Result<Vec<u8>, CannotRead>> {
    let metadata = match plain_file(path) {
        Ok(metadata) => metadata?,
        Err(why) => return Some(Err(why)),
    };
    if metadata.len() > BYTES_MAX {
        return Some(Err(CannotRead::TooLong));
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(BYTES_MAX).read_to_end(&mut bytes));
    Some(read.map(|_| bytes).map_err(|error| CannotRead::of(&error)))
}

/// The names in a folder, in order; none when there is no such folder.
pub(super) fn names_in(dir: &Path) -> Result<Vec<String>, CannotRead> {
    let listing = plain::list(dir).map_err(|error| CannotRead::of(&error))?;
    let mut names = Vec::new();
    for item in listing.into_iter().flatten() {
        let item = item.map_err(|error| CannotRead::of(&error))?;
        names.push(item.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_may_read_is_called_so_and_not_damaged() {
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        assert_eq!(CannotRead::of(&denied), CannotRead::NoPermission);
        let sentence = about(Path::new("vault/openings.jsonl"), &denied);
        assert_eq!(sentence.zh, "vault/openings.jsonl 没有权限读取");
        assert!(sentence.en.contains("no permission"), "{}", sentence.en);
        assert!(CannotRead::NoPermission.next_step().zh.starts_with("这不等于损坏"));
    }
}
