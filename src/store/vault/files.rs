//! Attachments: files named by the SHA-256 of what they hold, so that a name proves the content.

use super::{VaultError, lines};
use crate::ledger::Sha256;
use crate::store::disk::{Disk, replace_file};
use crate::store::plain;
use std::io::{self, Read as _};
use std::path::Path;

pub(super) fn put(dir: &Path, bytes: &[u8], disk: &dyn Disk) -> Result<Sha256, VaultError> {
    let sha256 = Sha256::of(bytes);
    // A damaged copy is replaced by the good one that was just handed in.
    if let Ok(Some(_)) = get(dir, &sha256) {
        return Ok(sha256);
    }
    let path = dir.join(sha256.to_string());
    plain::file(&path).map_err(VaultError::io("write", &path))?;
    disk.create_dir(dir).map_err(VaultError::io("make", dir))?;
    replace_file(disk, &path, bytes).map_err(VaultError::io("write", &path))?;
    for folder in dir.ancestors().skip(1).take(2) {
        disk.sync_dir(folder).map_err(VaultError::io("sync", folder))?;
    }
    Ok(sha256)
}

pub(super) fn get(dir: &Path, sha256: &Sha256) -> Result<Option<Vec<u8>>, VaultError> {
    let path = dir.join(sha256.to_string());
    let mut bytes = Vec::new();
    let read = lines::open(&path).and_then(|mut file| file.read_to_end(&mut bytes));
    match read.map(|_length| bytes) {
        Ok(bytes) if Sha256::of(&bytes) == *sha256 => Ok(Some(bytes)),
        Ok(_) => Err(VaultError::Attachment { sha256: *sha256 }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(VaultError::io("read", &path)(error)),
    }
}

pub(super) fn list(dir: &Path) -> Result<Vec<Sha256>, VaultError> {
    let listing = plain::list(dir).map_err(VaultError::io("list", dir))?;
    let mut names = Vec::new();
    for item in listing.into_iter().flatten() {
        let item = item.map_err(VaultError::io("list", dir))?;
        names.extend(item.file_name().to_string_lossy().parse::<Sha256>().ok());
    }
    names.sort_unstable();
    Ok(names)
}

pub(super) fn erase(dir: &Path, sha256: &Sha256, disk: &dyn Disk) -> Result<bool, VaultError> {
    let path = dir.join(sha256.to_string());
    if plain::file(&path).map_err(VaultError::io("remove", &path))?.is_none() {
        return Ok(false);
    }
    disk.remove(&path).map_err(VaultError::io("remove", &path))?;
    disk.sync_dir(dir).map_err(VaultError::io("sync", dir))?;
    Ok(true)
}
