//! Copies: exports that anybody can verify, backups, and what becomes of a copy elsewhere.
//!
//! A copy is a folder: `journal/` up to the last complete command, `SHA256SUMS` for `sha256sum -c`,
//! `manifest.json` with the head, and openings for the audience that it was made for. There is one
//! writer of a book: a copy that is opened elsewhere can be read, and continued only behind a
//! recorded takeover.

mod fault;
mod making;

pub use fault::CopyError;

use crate::audit::copy::{
    self, CopyFault, DOCUMENTS, FILES, MANIFEST, Manifest, OPENINGS, SUMS, Sums, check_sum, widest,
    write_sums,
};
use crate::audit::{Level, VerifyOptions, verify};
use crate::domain::{OpeningsIncluded, Role};
use crate::event::kind_entry;
use crate::intake::{Document, DraftFact};
use crate::ledger::{Entry, Hash, Value};
use crate::registry::record::{RecordError, RecordOptions, Recording};
use crate::registry::{PROGRAM, Registry, clock};
use crate::store::Head;
use crate::store::disk::{Disk, RealDisk, replace_file};
use crate::store::journal::JOURNAL_DIR;
use crate::store::vault::Opening;
use core::ops::ControlFlow;
use fault::io;
use making::{Making, Pour};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Marks a registry that is a copy: it can be read, not continued.
pub const COPY_MARK: &str = "copy.json";

/// What the mark of a copy becomes once the book is continued in it.
pub const ORIGIN_MARK: &str = "origin.json";

/// What the index remembers of the head, for readers without sled.
pub const HEAD_FILE: &str = "head.json";

/// Bytes after which an exported journal file ends, as in a registry.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// What went into a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Entries.
    pub entries: u64,
    /// BLAKE3 of the last line.
    pub head: String,
    /// Openings that went with it.
    pub openings: u64,
    /// Fingerprints of the projections, by table.
    pub fingerprints: Vec<(String, String)>,
}

impl Registry {
    /// Puts on record that a copy with openings goes out.
    pub fn note_copy(
        &self,
        openings: OpeningsIncluded,
        purpose: &str,
    ) -> Result<Recording, RecordError> {
        let fields = [
            ("openings", Value::String(openings.word().to_owned())),
            ("purpose", Value::String(purpose.to_owned())),
        ];
        self.record_own("registry.copied", fields)
    }

    /// Puts on record something that the program does by itself.
    pub fn record_own<const N: usize>(
        &self,
        kind: &str,
        fields: [(&str, Value); N],
    ) -> Result<Recording, RecordError> {
        let today = clock::civil_day(self.clock.now()).format("%Y-%m-%d").to_string();
        let mut fields: BTreeMap<String, Value> =
            fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        fields.insert("happened".to_owned(), Value::String(today));
        let facts = kind_entry(kind).map(|kind| DraftFact { kind, fields });
        let by = Some((self.id()?, Role::Administrator));
        let document = Document { by, facts: facts.into_iter().collect() };
        self.record(document, &RecordOptions { names_confirmed: true, ..RecordOptions::default() })
    }

    /// Puts on record that the journal was accepted as it stands.
    pub fn note_recovery(&self, finding: &str) -> Result<Recording, RecordError> {
        let entries = i64::try_from(self.store.head().next_seq).unwrap_or(i64::MAX);
        let fields =
            [("entries", Value::Integer(entries)), ("finding", Value::String(finding.to_owned()))];
        self.record_own("registry.recovered", fields)
    }

    /// Today, civil time at +08:00.
    pub fn today(&self) -> chrono::NaiveDate {
        clock::civil_day(self.clock.now())
    }

    /// Notes the head in `checkpoints/`, so that a later loss of entries is seen.
    pub fn note_checkpoint(&self, dir: &Path) -> Result<(), CopyError> {
        let head = self.store.head();
        let folder = dir.join("checkpoints");
        self.disk.create_dir(&folder).map_err(io(&folder))?;
        let path = folder.join(format!("{:010}.json", head.next_seq));
        replace_file(&*self.disk, &path, head_json(&head).as_bytes()).map_err(io(&path))
    }

    /// The registry's own id, from its first entry.
    pub fn id(&self) -> Result<String, RecordError> {
        let first = self.store.line(0)?.map(|line| super::meaning(&line)).transpose()?;
        let id = first.and_then(|first| first.event.tags().into_iter().next());
        Ok(id.and_then(|tag| Some(tag.split_once(':')?.1.to_owned())).unwrap_or_default())
    }

    /// Writes a copy into an empty folder.
    pub fn copy_to(&self, dir: &Path, openings: OpeningsIncluded) -> Result<Copied, CopyError> {
        let making = Making::begin(dir, Arc::clone(&self.disk))?;
        let mut files = Files { making, sums: Sums::new() };
        let (entries, head) = self.copy_journal(&mut files)?;
        let count = self.copy_openings(&mut files, openings)?;
        if openings == OpeningsIncluded::All {
            self.copy_rest(&mut files)?;
        }
        let manifest = Manifest {
            entries,
            head,
            openings,
            program: PROGRAM.to_owned(),
            registry: self.id()?,
            fingerprints: self.fingerprints(entries)?,
        };
        files.write(MANIFEST, manifest.write().as_bytes())?;
        files.finish()?;
        let Manifest { entries, head, fingerprints, .. } = manifest;
        Ok(Copied { entries, head: head.to_string(), openings: count, fingerprints })
    }

    /// Fingerprint of every table below an entry.
    fn fingerprints(&self, entries: u64) -> Result<Vec<(String, String)>, CopyError> {
        let view = self.view(Some(entries)).map_err(RecordError::from)?;
        let all = view.snapshot().fingerprints().map_err(RecordError::from)?;
        let tables = all.into_iter();
        Ok(tables.map(|(table, of)| (table.word().to_owned(), of.to_string())).collect())
    }

    /// What only a full copy has beside the openings.
    fn copy_rest(&self, files: &mut Files) -> Result<(), CopyError> {
        // Which document became which command: without it a restored book would take one twice.
        let documents = self.dir.join(DOCUMENTS);
        if documents.is_file() {
            files.write(DOCUMENTS, &fs::read(&documents).map_err(io(&documents))?)?;
        }
        for sha256 in self.vault.files().map_err(RecordError::from)? {
            if let Some(bytes) = self.vault.file(&sha256).map_err(RecordError::from)? {
                files.write(&format!("{FILES}{sha256}"), &bytes)?;
            }
        }
        Ok(())
    }

    /// Copies the entries; returns how many, and the hash of the last.
    fn copy_journal(&self, files: &mut Files) -> Result<(u64, Hash), CopyError> {
        let head = self.store.head();
        let mut next = 0;
        while next < head.next_seq {
            let name = format!("journal/{next:010}.jsonl");
            files.pour(&name, &mut |pour| self.pour_journal(pour, &mut next, head.next_seq))?;
        }
        Ok((head.next_seq, head.hash))
    }

    /// One file of the journal. Files end between commands.
    fn pour_journal(&self, pour: &mut Pour<'_>, next: &mut u64, end: u64) -> Result<(), CopyError> {
        let mut poured = Ok(());
        let scanned = self.store.scan(*next, &mut |_, line| {
            *next += 1;
            poured = pour.line(line);
            let is_full = pour.bytes() >= FILE_BYTES_MAX
                && Entry::parse(line).is_ok_and(|entry| entry.more == 0);
            if is_full || *next >= end || poured.is_err() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        scanned.map_err(RecordError::from)?;
        poured
    }

    fn copy_openings(
        &self,
        files: &mut Files,
        openings: OpeningsIncluded,
    ) -> Result<u64, CopyError> {
        let Some(widest) = widest(openings) else { return Ok(0) };
        let mut count = 0;
        files.pour(OPENINGS, &mut |pour| {
            let (mut line, mut poured) = (Vec::new(), Ok(()));
            let read = self.vault.each(&mut |opening| {
                if let Ok(opening) = opening
                    && opening.audience <= widest
                {
                    line.clear();
                    Opening::write(&opening, &mut line);
                    poured = pour.line(&line);
                    count += 1;
                }
                if poured.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            read.map_err(RecordError::from)?;
            core::mem::replace(&mut poured, Ok(()))
        })?;
        Ok(count)
    }

    /// Continues the book in this copy: records the takeover and removes the mark.
    pub fn take_over(&self, dir: &Path, reason: &str) -> Result<Recording, CopyError> {
        let marks = [COPY_MARK, MANIFEST].map(|name| dir.join(name));
        let Some(mark) = marks.into_iter().find(|mark| lies_there(mark)) else {
            return Err(CopyError::NotACopy);
        };
        let head = self.store.head();
        let entries = i64::try_from(head.next_seq).unwrap_or(i64::MAX);
        let from = BTreeMap::from([
            ("entries".to_owned(), Value::Integer(entries)),
            ("head".to_owned(), Value::String(head.hash.to_string())),
            // On record, because a file beside the journal could say anything later.
            ("openings".to_owned(), Value::String(openings_in(&mark))),
        ]);
        let recording = self.record_own(
            "registry.handed_over",
            [("from", Value::Object(from)), ("reason", Value::String(reason.to_owned()))],
        )?;
        // The sums of an exported folder do not hold any more once it is continued.
        let sums = dir.join(SUMS);
        if lies_there(&sums) {
            self.disk.remove(&sums).map_err(io(&sums))?;
        }
        // Kept: an audit must know which openings came along and which never did. Last, because with
        // the mark it is a copy still, and taking it over can be repeated.
        self.disk.rename(&mark, &dir.join(ORIGIN_MARK)).map_err(io(&mark))?;
        self.disk.sync_dir(dir).map_err(io(dir))?;
        Ok(recording)
    }
}

/// Which openings came along with a copy, by its mark; all of them where it does not say.
fn openings_in(mark: &Path) -> String {
    let plain = mark.symlink_metadata().ok().filter(fs::Metadata::is_file);
    let manifest =
        plain.and_then(|_| fs::read(mark).ok()).and_then(|bytes| Value::parse(&bytes).ok());
    let word = manifest.as_ref().and_then(|manifest| manifest.at("/openings")?.as_str());
    let openings = word.and_then(|word| word.parse().ok()).unwrap_or(OpeningsIncluded::All);
    openings.word().to_owned()
}

/// Makes a registry from a copy, marked as one; returns how many entries it has. Nothing is written
/// before the whole copy was checked, and nothing is taken over that differs from what was checked.
pub fn import(from: &Path, dir: &Path) -> Result<u64, CopyError> {
    import_through(from, dir, Arc::new(RealDisk))
}

/// The same through another disk.
pub fn import_through(from: &Path, dir: &Path, disk: Arc<dyn Disk>) -> Result<u64, CopyError> {
    let sums = copy::read(from)?;
    let manifest = copy::check_files(from, &sums)?;
    let options = VerifyOptions { level: Level::Strict, ..VerifyOptions::default() };
    copy::check_journal(from, &manifest, &verify(from, &options))?;
    if dir.join(JOURNAL_DIR).is_dir() {
        let histories = copy::compare(dir, from).map_err(CopyFault::from)?;
        return Err(CopyError::Occupied { dir: dir.to_owned(), histories });
    }
    let mut making = Making::begin(dir, disk)?;
    for (name, sum) in sums.iter().filter(|(name, _)| *name != MANIFEST) {
        check_sum(name, *sum, making.copy(name, &from.join(name))?)?;
    }
    making.write(COPY_MARK, manifest.write().as_bytes())?;
    making.finish()?;
    Ok(manifest.entries)
}

/// Whether the registry in this folder is a copy that must not be continued. Whatever has the name
/// of the mark marks it.
pub fn is_copy(dir: &Path) -> bool {
    [COPY_MARK, MANIFEST].iter().any(|mark| lies_there(&dir.join(mark)))
}

fn lies_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Leaves beside the index how far the journal went when the registry was closed, so that an audit
/// without sled can see whether its end is missing. Lost with the index, and as dispensable.
pub(super) fn remember_head(head: &Head, index: &Path, disk: &dyn Disk) {
    if head.next_seq == 0 || !index.is_dir() {
        return;
    }
    // Under another name first: half of it would say that the journal was cut. That it could not be
    // noted is no fault: the index itself remembers, too, and only an audit knows less.
    let (part, path) = (index.join("head.json.part"), index.join(HEAD_FILE));
    let noted = || -> std::io::Result<()> {
        if lies_there(&part) {
            disk.remove(&part)?;
        }
        let mut file = disk.create(&part)?;
        file.append(head_json(head).as_bytes())?;
        // The name must not reach the disk before what it stands for.
        file.sync_data()?;
        disk.rename(&part, &path)
    };
    drop(noted());
}

fn head_json(head: &Head) -> String {
    let next_seq = Value::Integer(i64::try_from(head.next_seq).unwrap_or(i64::MAX));
    let pairs = [("hash", Value::String(head.hash.to_string())), ("next_seq", next_seq)];
    copy::object(pairs).to_canonical() + "\n"
}

/// A copy that is being written, with the sums of its files.
struct Files {
    making: Making,
    sums: Sums,
}

impl Files {
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), CopyError> {
        let sum = self.making.write(name, bytes)?;
        self.sums.insert(name.to_owned(), sum);
        Ok(())
    }

    fn pour(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut Pour<'_>) -> Result<(), CopyError>,
    ) -> Result<(), CopyError> {
        let sum = self.making.pour(name, fill)?;
        self.sums.insert(name.to_owned(), sum);
        Ok(())
    }

    fn finish(mut self) -> Result<(), CopyError> {
        self.making.write(SUMS, write_sums(&self.sums).as_bytes())?;
        self.making.finish()
    }
}
