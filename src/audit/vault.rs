//! The vault beside the journal: openings, erasures, attachments.
//!
//! What is not there is judged by what is on record: an erasure explains a missing opening, a
//! manifest explains a copy without openings. Openings without a seal are worth a note only: they
//! are left by commands that were not recorded, open nothing and prove nothing.

use crate::audit::build::Build;
use crate::audit::check::Check;
use crate::audit::finding::{Fault, Finding, Note, Place};
use crate::audit::meaning::Gathered;
use crate::audit::vouch::Manifest;
use crate::event::Audience;
use crate::ledger::Commitment;
use crate::store::Vault;
use crate::store::vault::{Opening, VaultError};
use core::ops::ControlFlow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// Folder of the vault inside a registry.
const VAULT_DIR: &str = "vault";

/// File of the openings inside the vault.
const OPENINGS: &str = "openings.jsonl";

/// Judges the vault by what is on record.
pub(super) fn judge(
    dir: &Path,
    manifest: Option<&Manifest>,
    gathered: &Gathered,
    build: &mut Build,
) {
    let dir = dir.join(VAULT_DIR);
    let judged = Vault::reading(&dir).and_then(|vault| {
        openings(&vault, &dir.join(OPENINGS), manifest, gathered, build)?;
        attachments(&vault, gathered, build)
    });
    if let Err(error) = judged {
        build.not_made(&[Check::Openings, Check::Strays, Check::Erasures, Check::Attachments]);
        build.note(Note::VaultUnreadable { reason: error.to_string() });
    }
}

fn openings(
    vault: &Vault,
    path: &Path,
    manifest: Option<&Manifest>,
    gathered: &Gathered,
    build: &mut Build,
) -> Result<(), VaultError> {
    if !path.exists() {
        build.not_made(&[Check::Openings, Check::Strays, Check::Erasures]);
        let seals = gathered.seals.count();
        if seals > 0 {
            build.note(Note::NoVault { seals });
        }
        return Ok(());
    }
    let mut found = Found { gathered, here: BTreeSet::new(), salts: BTreeMap::new(), strays: 0 };
    let (mut line, mut last_damaged) = (0, None);
    vault.each(&mut |opening| {
        line += 1;
        let place = |offset| Place {
            entry: None,
            file: Some(format!("{VAULT_DIR}/{OPENINGS}")),
            line: Some(line),
            offset,
        };
        // A damaged line is reported once it is known not to be the last, half-written one.
        let earlier: Option<Place> = last_damaged.take();
        if let Some(place) = earlier {
            damaged(place, build);
        }
        match opening {
            Ok(opening) => found.opening(&opening, &place(None), build),
            Err(VaultError::Damaged { offset, .. }) => last_damaged = Some(place(Some(offset))),
            Err(_) => last_damaged = Some(place(None)),
        }
        ControlFlow::Continue(())
    })?;
    match last_damaged {
        Some(_) if is_torn(path) => build.note(Note::VaultTorn),
        Some(place) => damaged(place, build),
        None => {}
    }
    found.finish(manifest, build);
    Ok(())
}

fn damaged(place: Place, build: &mut Build) {
    build.add(Finding { fault: Fault::OpeningDamaged, place });
}

/// Whether the last line was not written to its end, which a crash can do.
fn is_torn(path: &Path) -> bool {
    let last = || {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::End(-1))?;
        let mut byte = [0];
        file.read_exact(&mut byte).map(|()| byte)
    };
    last().is_ok_and(|byte: [u8; 1]| byte != *b"\n")
}

/// What the vault holds, beside what is on record.
struct Found<'a> {
    gathered: &'a Gathered,
    here: BTreeSet<Commitment>,
    salts: BTreeMap<[u8; 32], Commitment>,
    strays: u64,
}

impl Found<'_> {
    /// Judges an opening that opens the seal that it names.
    fn opening(&mut self, opening: &Opening, place: &Place, build: &mut Build) {
        let seal = opening.seal;
        let mut add = |fault, entry| {
            build.add(Finding { fault, place: Place { entry, ..place.clone() } });
        };
        if *self.salts.entry(opening.salt.0).or_insert(seal) != seal {
            add(Fault::SaltTwice { seal }, None);
        }
        let Some(known) = self.gathered.seals.find(&seal) else {
            self.strays += 1;
            return;
        };
        self.here.insert(seal);
        let (entry, cmd, position) = known.origin;
        let same = opening.cmd == cmd.to_string()
            && position.is_none_or(|position| position == opening.position)
            && opening.pointer == known.pointer
            && opening.audience == known.audience;
        if !same {
            add(Fault::OpeningElsewhere { seal }, Some(entry));
        }
        if self.gathered.seals.is_erased(&seal) {
            add(Fault::NotErased { seal }, Some(entry));
        }
    }

    fn finish(&self, manifest: Option<&Manifest>, build: &mut Build) {
        if self.gathered.unread > 0 {
            // What could not be read may hold seals and erasures.
            build.not_made(&[Check::Strays, Check::Erasures]);
            return;
        }
        if self.strays > 0 {
            build.note(Note::Strays { count: self.strays });
        }
        let included = manifest.and_then(|manifest| manifest.openings.as_deref());
        let mut redacted = 0;
        for (seal, known) in self.gathered.seals.in_order() {
            if self.here.contains(seal) || self.gathered.seals.is_erased(seal) {
                continue;
            }
            if !includes(included, known.audience) {
                redacted += 1;
                continue;
            }
            let fault = Fault::OpeningMissing { seal: *seal, pointer: known.pointer.clone() };
            build.add(Finding { fault, place: known.place.clone() });
        }
        if let Some(openings) = included.filter(|_| redacted > 0) {
            let openings = openings.to_owned();
            build.note(Note::Redacted { openings, missing: redacted });
        }
    }
}

/// Whether openings for this audience went with a copy, in the words of its manifest.
fn includes(openings: Option<&str>, audience: Audience) -> bool {
    match openings {
        Some("none") => false,
        Some("public") => audience == Audience::Public,
        Some("auditor") => audience != Audience::Office,
        // The registry itself, or a copy with everything.
        Some(_) | None => true,
    }
}

fn attachments(vault: &Vault, gathered: &Gathered, build: &mut Build) -> Result<(), VaultError> {
    let mut absent = 0;
    for (sha256, bytes, place) in &gathered.attachments {
        let same = match vault.file(sha256) {
            Ok(None) => {
                absent += 1;
                continue;
            }
            Ok(Some(found)) => u64::try_from(found.len()) == Ok(*bytes),
            Err(VaultError::Attachment { .. }) => false,
            Err(error) => return Err(error),
        };
        if !same {
            let fault = Fault::Attachment { sha256: *sha256, bytes: *bytes };
            build.add(Finding { fault, place: place.clone() });
        }
    }
    if absent > 0 {
        build.note(Note::AttachmentsAbsent { count: absent });
        build.not_made(&[Check::Attachments]);
    }
    Ok(())
}
