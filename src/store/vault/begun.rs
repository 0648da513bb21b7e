//! Erasures that have begun: a file named by the command, from before it is recorded until every
//! value of it is gone. Whoever opens the registry next sees what a crash left to do.

use super::VaultError;
use crate::ledger::entry::is_ulid;
use crate::store::disk::Disk;
use crate::store::plain;
use std::path::{Path, PathBuf};

/// Ends the names of these files.
const ERASING: &str = ".erasing";

fn path(dir: &Path, cmd: &str) -> PathBuf {
    dir.join(format!("{cmd}{ERASING}"))
}

/// Notes it; when this returns the note is on disk.
pub(super) fn put(dir: &Path, cmd: &str, disk: &dyn Disk) -> Result<(), VaultError> {
    let path = path(dir, cmd);
    if plain::is_there(&path) {
        return Ok(());
    }
    disk.create_dir(dir).map_err(VaultError::io("make", dir))?;
    disk.create(&path).map_err(VaultError::io("write", &path))?;
    for folder in dir.ancestors().take(2) {
        disk.sync_dir(folder).map_err(VaultError::io("sync", folder))?;
    }
    Ok(())
}

/// Forgets it. A note that a crash brings back is only looked at once more.
pub(super) fn remove(dir: &Path, cmd: &str, disk: &dyn Disk) -> Result<(), VaultError> {
    let path = path(dir, cmd);
    if !plain::is_there(&path) {
        return Ok(());
    }
    disk.remove(&path).map_err(VaultError::io("remove", &path))
}

/// The commands, in order.
pub(super) fn list(dir: &Path) -> Result<Vec<String>, VaultError> {
    let listing = plain::list(dir).map_err(VaultError::io("list", dir))?;
    let mut cmds = Vec::new();
    for item in listing.into_iter().flatten() {
        let name = item.map_err(VaultError::io("list", dir))?.file_name();
        let cmd = name.to_str().and_then(|name| name.strip_suffix(ERASING));
        cmds.extend(cmd.filter(|cmd| is_ulid(cmd)).map(str::to_owned));
    }
    cmds.sort_unstable();
    Ok(cmds)
}
