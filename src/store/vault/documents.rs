//! Which command recorded a document: so that the same file handed in twice is recorded once.
//!
//! A document holds names, so no plain hash of it stands here: each line has a salt of its own, and
//! the lines of a command go when a value of that command is erased. The length stands beside it,
//! so that looking up makes a mac for few lines only.

use super::VaultError;
use super::lines::Lines;
use super::writer::{LineFile, Rewritten};
use crate::ledger::{Salt, Sha256, document_mac};
use crate::store::disk::Disk;
use crate::store::staging::number;
use core::ops::ControlFlow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The register of documents, for the one who writes it.
#[derive(Debug)]
pub(super) struct Documents {
    pub(super) file: LineFile,
    // By length of the document, in the order of writing.
    noted: BTreeMap<u64, Vec<Noted>>,
    damaged: u64,
}

#[derive(Debug)]
struct Noted {
    salt: Salt,
    mac: Sha256,
    cmd: String,
}

impl Documents {
    /// Reads what is noted. A line that cannot be read is left where it is, and counted.
    pub(super) fn read(file: LineFile) -> Result<Self, VaultError> {
        let (mut noted, mut damaged) = (BTreeMap::<_, Vec<_>>::new(), 0);
        Lines::open(file.path())?.each(0, &|| Ok(()), &mut |_, line| {
            match parse(line) {
                Some((bytes, one)) => noted.entry(bytes).or_default().push(one),
                None => damaged += 1,
            }
            ControlFlow::Continue(())
        })?;
        Ok(Self { file, noted, damaged })
    }

    /// Lines that cannot be read.
    pub(super) fn damaged(&self) -> u64 {
        self.damaged
    }

    pub(super) fn put(
        &mut self,
        document: &[u8],
        salt: Salt,
        cmd: &str,
        (dir, disk): (&Path, &dyn Disk),
    ) -> Result<(), VaultError> {
        let bytes = number(document.len());
        let mac = document_mac(salt, &Sha256::of(document));
        let salt_hex = salt.to_hex();
        let line = format!(
            "{{\"bytes\":{bytes},\"cmd\":\"{cmd}\",\"mac\":\"{mac}\",\"salt\":\"{salt_hex}\"}}\n"
        );
        self.file.append(line.as_bytes(), dir, disk)?;
        self.noted.entry(bytes).or_default().push(Noted { salt, mac, cmd: cmd.to_owned() });
        Ok(())
    }

    /// The last line about a document counts: an earlier one may be of a command that did not
    /// happen.
    pub(super) fn find(&self, document: &[u8]) -> Option<&str> {
        let noted = self.noted.get(&number(document.len()))?;
        let sha256 = Sha256::of(document);
        let same = |one: &&Noted| document_mac(one.salt, &sha256) == one.mac;
        noted.iter().rev().find(same).map(|one| &*one.cmd)
    }

    /// Forgets the documents of these commands, and what cannot be read.
    pub(super) fn forget(
        &mut self,
        cmds: &BTreeSet<String>,
        disk: &dyn Disk,
    ) -> Result<(), VaultError> {
        if self.damaged == 0 && !self.noted.values().flatten().any(|one| cmds.contains(&one.cmd)) {
            return Ok(());
        }
        let new: Rewritten = self.file.rewrite(disk, &mut |_, line| {
            parse(line).is_none_or(|(_, one)| cmds.contains(&one.cmd))
        })?;
        self.file.replace(&new, disk)?;
        self.noted.values_mut().for_each(|all| all.retain(|one| !cmds.contains(&one.cmd)));
        self.damaged = 0;
        Ok(())
    }
}

/// Reads a line as it was written, byte for byte: there may be very many.
fn parse(line: &[u8]) -> Option<(u64, Noted)> {
    let rest = core::str::from_utf8(line).ok()?.strip_prefix("{\"bytes\":")?;
    let (bytes, rest) = rest.split_once(",\"cmd\":\"")?;
    let (cmd, rest) = rest.split_once("\",\"mac\":\"")?;
    let (mac, rest) = rest.split_once("\",\"salt\":\"")?;
    let salt = Salt::from_hex(rest.strip_suffix("\"}")?).ok()?;
    let noted = Noted { salt, mac: mac.parse().ok()?, cmd: cmd.to_owned() };
    Some((bytes.parse().ok()?, noted))
}
