//! The vault beside the journal: openings, erasures, attachments.
//!
//! What is not there is judged by what is on record: an erasure explains a missing opening, a takeover
//! those that did not come along, the mark of a copy those that are with somebody else. Openings
//! without a seal are worth a note only: they are left by commands that were not recorded, open
//! nothing and prove nothing.

use crate::audit::build::Build;
use crate::audit::check::Check;
use crate::audit::documents::NAMED_MAX;
use crate::audit::finding::{Fault, Finding, Note, Place};
use crate::audit::meaning::Gathered;
use crate::audit::reading::{CannotRead, of_vault, plain_file};
use crate::audit::report::NotHere;
use crate::audit::seals::Seals;
use crate::domain::Bilingual;
use crate::ledger::{Commitment, Sha256};
use crate::store::Vault;
use crate::store::vault::{Opening, VaultError};
use core::ops::ControlFlow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Folder of the vault inside a registry.
pub(super) const VAULT_DIR: &str = "vault";

/// File of the openings inside the vault.
const OPENINGS: &str = "openings.jsonl";

/// Folder of the attachments inside the vault.
const FILES_DIR: &str = "files";

/// A value fits an entry, so no line is much longer than one.
const LINE_BYTES_MAX: u64 = 128 << 10;

/// Checks that need the vault.
const OF_THE_VAULT: [Check; 4] =
    [Check::Openings, Check::Strays, Check::Erasures, Check::Attachments];

/// Judges the vault by what is on record.
pub(super) fn judge(dir: &Path, gathered: &Gathered, build: &mut Build) {
    let dir = dir.join(VAULT_DIR);
    let path = dir.join(OPENINGS);
    let is_there = match plain_file(&path) {
        Ok(metadata) => metadata.is_some(),
        Err(why) => {
            let (path, why) = (path.display(), why.sentence());
            let reason =
                Bilingual::new(format!("{path} {}", why.zh), format!("{path}: {}", why.en));
            return build.unreadable(reason, &OF_THE_VAULT);
        }
    };
    let judged = Vault::reading(&dir).and_then(|vault| {
        openings(&vault, is_there.then_some(&path), gathered, build)?;
        attachments(&vault, &dir, gathered, build)
    });
    if let Err(error) = judged {
        build.unreadable(of_vault(&error), &OF_THE_VAULT);
    }
}

fn openings(
    vault: &Vault,
    path: Option<&PathBuf>,
    gathered: &Gathered,
    build: &mut Build,
) -> Result<(), VaultError> {
    let mut found = Found::new(gathered);
    let Some(path) = path else {
        build.not_made(&[Check::Openings, Check::Strays]);
        let missing = found.finish(build);
        if missing > 0 {
            build.note(Note::NoVault { seals: gathered.seals.count() });
        }
        return Ok(());
    };
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
            damaged(path, place, gathered, build);
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
        Some(place) => damaged(path, place, gathered, build),
        None => {}
    }
    found.finish(build);
    Ok(())
}

/// A line that opens nothing. What can still be read of it says to which entry it belonged.
fn damaged(path: &Path, mut place: Place, gathered: &Gathered, build: &mut Build) {
    if !build.is_full() {
        let line = place.offset.and_then(|offset| line_at(path, offset).ok());
        place.entry = line.and_then(|line| entry_of(&line, &gathered.seals));
    }
    build.add(Finding { fault: Fault::OpeningDamaged, place });
}

fn line_at(path: &Path, offset: u64) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    BufReader::new(file).take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The entry that a damaged line belongs to: by its seal, or by its command and place there.
fn entry_of(line: &str, seals: &Seals) -> Option<u64> {
    // Before the salt stand words and ids only, so the first of these keys is the key itself.
    let value = |key: &str| line.split_once(&format!("\"{key}\":")).map(|(_, rest)| rest);
    let text = |key: &str| value(key)?.strip_prefix('"')?.split('"').next();
    let seal = text("seal").and_then(|seal| seal.parse().ok());
    let known = seal.and_then(|seal| seals.find(&seal)).map(|seal| seal.origin.0);
    known.or_else(|| {
        let position = value("position")?.split([',', '}']).next()?.parse().ok()?;
        seals.entry_at(text("cmd")?, position)
    })
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
    salts: BTreeMap<[u8; 32], Commitment>,
    strays: u64,
    twice: u64,
    // Entries of the first that stand here twice.
    twice_of: Vec<u64>,
}

impl<'a> Found<'a> {
    fn new(gathered: &'a Gathered) -> Self {
        Self { gathered, salts: BTreeMap::new(), strays: 0, twice: 0, twice_of: Vec::new() }
    }

    /// Judges an opening that opens the seal that it names.
    fn opening(&mut self, opening: &Opening, place: &Place, build: &mut Build) {
        let seal = opening.seal;
        let mut add = |fault, entry| {
            build.add(Finding { fault, place: Place { entry, ..place.clone() } });
        };
        let known = self.gathered.seals.find(&seal);
        let first = *self.salts.entry(opening.salt.0).or_insert(seal);
        if first != seal {
            let of = known.or_else(|| self.gathered.seals.find(&first));
            add(Fault::SaltTwice { seal }, of.map(|known| known.origin.0));
        }
        let Some(known) = known else {
            self.strays += 1;
            return;
        };
        let (entry, cmd, position) = known.origin;
        if known.is_here.replace(true) {
            self.twice += 1;
            if self.twice_of.len() < NAMED_MAX {
                self.twice_of.push(entry);
            }
        }
        let same = opening.cmd == cmd.to_string()
            && position.is_none_or(|position| u64::from(position) == opening.position)
            && opening.pointer == self.gathered.seals.pointer(known)
            && opening.audience == known.audience;
        if !same {
            add(Fault::OpeningElsewhere { seal }, Some(entry));
        }
        if self.gathered.seals.is_erased(&seal) {
            add(Fault::NotErased { seal }, Some(entry));
        }
    }

    /// Says what is missing and what is too much; returns how many openings ought to be here.
    fn finish(&mut self, build: &mut Build) -> u64 {
        if self.gathered.unread > 0 {
            // What could not be read may hold seals and erasures.
            build.not_made(&[Check::Strays, Check::Erasures]);
            return 0;
        }
        if self.strays > 0 {
            build.note(Note::Strays { count: self.strays });
        }
        if self.twice > 0 {
            let entries = core::mem::take(&mut self.twice_of);
            build.note(Note::OpeningsTwice { count: self.twice, entries });
        }
        let elsewhere = &self.gathered.elsewhere;
        let (mut openings, mut missing) = (0, 0);
        for (seal, known) in self.gathered.seals.in_order() {
            if known.is_here.get() || self.gathered.seals.is_erased(seal) {
                continue;
            }
            if elsewhere.opening(known.origin.0, known.audience) {
                openings += 1;
                continue;
            }
            missing += 1;
            let seals = &self.gathered.seals;
            let pointer = seals.pointer(known).to_owned();
            let fault = Fault::OpeningMissing { seal: *seal, pointer };
            build.add(Finding { fault, place: seals.place(known) });
        }
        if openings > 0 {
            build.not_made(&[Check::Erasures]);
            build.not_here(NotHere { openings, copy: elsewhere.copy.is_some() });
        }
        missing
    }
}

fn attachments(
    vault: &Vault,
    dir: &Path,
    gathered: &Gathered,
    build: &mut Build,
) -> Result<(), VaultError> {
    let mut absent = 0;
    for (sha256, bytes, place) in &gathered.attachments {
        let (sha256, bytes) = (*sha256, *bytes);
        // Something else than a file in its place is not asked for its bytes: a pipe has no end.
        let same = match plain_file(&dir.join(FILES_DIR).join(sha256.to_string())) {
            Err(CannotRead::NotAFile) => Ok(Some(false)),
            _ => is_same(vault, sha256, bytes),
        };
        let fault = match same? {
            Some(true) => continue,
            Some(false) => Fault::Attachment { sha256, bytes },
            None if place.entry.is_some_and(|entry| gathered.elsewhere.attachment(entry)) => {
                absent += 1;
                continue;
            }
            None => Fault::AttachmentMissing { sha256, bytes },
        };
        build.add(Finding { fault, place: place.clone() });
    }
    if absent > 0 {
        build.note(Note::AttachmentsAbsent { count: absent });
        build.not_made(&[Check::Attachments]);
    }
    Ok(())
}

/// Whether an attachment is what was recorded; `None` when it is not there.
fn is_same(vault: &Vault, sha256: Sha256, bytes: u64) -> Result<Option<bool>, VaultError> {
    match vault.file(&sha256) {
        Ok(found) => Ok(found.map(|found| u64::try_from(found.len()) == Ok(bytes))),
        Err(VaultError::Attachment { .. }) => Ok(Some(false)),
        Err(error) => Err(error),
    }
}
