//! Which command recorded a document: so that the same file handed in twice is recorded once.

use super::VaultError;
use super::lines::LineFile;
use crate::ledger::Sha256;
use crate::ledger::Value;
use crate::store::disk::Disk;
use core::ops::ControlFlow;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Debug)]
pub(super) struct Documents {
    pub(super) file: LineFile,
    // Read when first asked for.
    commands: Option<BTreeMap<Sha256, String>>,
}

impl Documents {
    pub(super) fn at(file: LineFile) -> Self {
        Self { file, commands: None }
    }

    pub(super) fn put(
        &mut self,
        sha256: Sha256,
        cmd: &str,
        dir: &Path,
        disk: &dyn Disk,
    ) -> Result<(), VaultError> {
        let line = format!("{{\"cmd\":\"{cmd}\",\"sha256\":\"{sha256}\"}}\n");
        self.file.append(line.as_bytes(), dir, disk)?;
        if let Some(commands) = &mut self.commands {
            commands.insert(sha256, cmd.to_owned());
        }
        Ok(())
    }

    pub(super) fn find(&mut self, sha256: &Sha256) -> Result<Option<String>, VaultError> {
        let commands = match &mut self.commands {
            Some(commands) => commands,
            None => self.commands.insert(read(&self.file)?),
        };
        Ok(commands.get(sha256).cloned())
    }
}

/// The last line about a document counts: an earlier one may be of a command that did not happen.
fn read(file: &LineFile) -> Result<BTreeMap<Sha256, String>, VaultError> {
    let mut commands = BTreeMap::new();
    let mut damaged = None;
    file.each(0, &mut |offset, line| {
        if let Some((sha256, cmd)) = pair(line) {
            commands.insert(sha256, cmd);
            return ControlFlow::Continue(());
        }
        damaged = Some(VaultError::Damaged { path: file.path().to_owned(), offset });
        ControlFlow::Break(())
    })?;
    damaged.map_or(Ok(commands), Err)
}

fn pair(line: &[u8]) -> Option<(Sha256, String)> {
    let value = Value::parse(line).ok()?;
    let sha256 = value.at("/sha256")?.as_str()?.parse().ok()?;
    Some((sha256, value.at("/cmd")?.as_str()?.to_owned()))
}
