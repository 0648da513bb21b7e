//! The second walk: what the entries mean, in the order of the journal.
//!
//! What an entry says by itself is judged wherever it stands. What depends on the entries before it
//! (admission, rule books, what is so) is judged up to the first entry that is missing or cannot be
//! read: behind a hole, refusals would be about the hole.

use crate::audit::announced::Announcements;
use crate::audit::books::Books;
use crate::audit::build::Build;
use crate::audit::check::Check;
use crate::audit::copies::{Elsewhere, Manifest, ORIGIN};
use crate::audit::documents::Documents;
use crate::audit::finding::{Fault, Finding, Note, Place};
use crate::audit::folds::Folds;
use crate::audit::personal::Exposure;
use crate::audit::replay::{Fact, Replay};
use crate::audit::saved::Saved;
use crate::audit::seals::{Sealing, Seals};
use crate::audit::vault;
use crate::audit::walk::Walked;
use crate::event::{DecodeError, Event, KindEntry, Recorded, kind_entry};
use crate::ledger::Entry;
use crate::ledger::Sha256;
use crate::ledger::Value;
use crate::store::JournalFiles;
use crate::store::StoreError;
use crate::store::journal::RawLine;
use core::ops::ControlFlow;
use std::path::Path;

/// What the second walk gathers for the vault.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) seals: Seals,
    /// Recorded hash and length of attachments, and where they are named.
    pub(super) attachments: Vec<(Sha256, u64, Place)>,
    /// Entries that could not be read: they may hold seals and erasures.
    pub(super) unread: u64,
    /// Openings that need not be here.
    pub(super) elsewhere: Elsewhere,
}

/// Judges the meaning of the journal, and the vault by it.
pub(super) fn judge(
    dir: &Path,
    journal: &JournalFiles,
    walked: &Walked,
    saved: Saved,
    build: &mut Build,
) -> Result<(), StoreError> {
    let copy = Manifest::of_copy(dir, walked);
    let folds = Folds::new(saved, copy.as_ref(), walked);
    let mut meaning = Meaning::new(dir, journal, folds, &mut *build);
    meaning.lines(journal, walked)?;
    let Meaning { mut gathered, announced, documents, exposure, folds, stopped, .. } = meaning;
    exposure.tell(build);
    if !stopped {
        announced.judge(build);
        folds.compare(copy.as_ref(), build);
    }
    gathered.elsewhere.copy = copy;
    if gathered.unread == 0 {
        documents.judge(build);
        origin(dir, &gathered.elsewhere, build);
    }
    vault::judge(dir, &gathered, build);
    Ok(())
}

/// `origin.json` counts only where the journal says the same.
fn origin(dir: &Path, elsewhere: &Elsewhere, build: &mut Build) {
    let origin = Manifest::read(dir, ORIGIN).and_then(Result::ok);
    if origin.is_some_and(|origin| !elsewhere.has_takeover(&origin)) {
        build.note(Note::OriginUnrecorded);
    }
}

struct Meaning<'a> {
    build: &'a mut Build,
    sealing: Sealing,
    gathered: Gathered,
    documents: Documents,
    exposure: Exposure,
    replay: Replay,
    announced: Announcements,
    books: Books,
    folds: Folds,
    command: Vec<Fact>,
    cmd: String,
    // Place in the command, from 0; unknown when its beginning could not be read.
    position: Option<u64>,
    after_hole: bool,
    expected: u64,
    stopped: bool,
}

impl<'a> Meaning<'a> {
    fn new(dir: &Path, journal: &JournalFiles, folds: Folds, build: &'a mut Build) -> Self {
        Self {
            build,
            sealing: Sealing::default(),
            gathered: Gathered::default(),
            documents: Documents::read(dir),
            exposure: Exposure::read(&dir.join(vault::VAULT_DIR)),
            replay: Replay::of(journal),
            announced: Announcements::default(),
            books: Books::default(),
            folds,
            command: Vec::new(),
            cmd: String::new(),
            position: None,
            after_hole: false,
            expected: 0,
            stopped: false,
        }
    }

    fn lines(&mut self, journal: &JournalFiles, walked: &Walked) -> Result<(), StoreError> {
        let (mut file, mut line_in_file) = (usize::MAX, 0);
        for (chunk, lines) in &walked.parts {
            if chunk.file != file {
                (file, line_in_file) = (chunk.file, 0);
            }
            let name = journal.files().get(file).map(crate::store::journal::JournalFile::name);
            let mut failed = None;
            journal.each_of(*chunk, &mut |line| {
                let number = Some(line_in_file + line.number);
                let offset = Some(line.offset);
                let place = Place { entry: None, file: name.clone(), line: number, offset };
                failed = self.line(line, place).err();
                if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
            failed.map_or(Ok(()), Err)?;
            line_in_file += lines;
        }
        Ok(())
    }

    fn line(&mut self, line: RawLine<'_>, place: Place) -> Result<(), StoreError> {
        let Ok(entry) = Entry::parse(line.bytes) else {
            // The first walk said what is wrong with it.
            self.gathered.unread += 1;
            self.stop(self.expected)?;
            self.expected += 1;
            self.after_hole = true;
            return Ok(());
        };
        let place = Place { entry: Some(entry.seq), ..place };
        self.count(&entry);
        self.folds.line(&entry);
        if entry.seq != self.expected {
            self.stop(entry.seq)?;
        }
        self.expected = entry.seq.saturating_add(1);
        match Recorded::read(&entry) {
            Ok(recorded) => self.entry(&entry, recorded, place, (line.file, line.offset))?,
            Err(error) => {
                self.gathered.unread += 1;
                self.stop(entry.seq)?;
                let fault = match error {
                    DecodeError::Unknown { kind, v } => Fault::UnknownKind { kind, v },
                    DecodeError::Shape { .. } => Fault::Shape { fault: error.to_string() },
                };
                self.build.add(Finding { fault, place });
            }
        }
        if entry.more == 0 {
            self.flush()?;
        }
        Ok(())
    }

    /// Counts the place of an entry in its command.
    fn count(&mut self, entry: &Entry<'_>) {
        if self.cmd == entry.cmd {
            // The holes in between count, too, but how many they were is not known.
            self.position = self.position.filter(|_| !self.after_hole).map(|place| place + 1);
        } else {
            entry.cmd.clone_into(&mut self.cmd);
            self.documents.met(entry.cmd);
            self.position = (!self.after_hole).then_some(0);
        }
        self.after_hole = false;
    }

    fn entry(
        &mut self,
        entry: &Entry<'_>,
        recorded: Recorded,
        place: Place,
        at: (usize, u64),
    ) -> Result<(), StoreError> {
        self.exposure.learn(&recorded.event);
        let newest = self.alone(entry, &recorded, &place);
        match &recorded.event {
            Event::PersonDataErased(fact) => self.gathered.seals.erase(fact),
            Event::RegistryHandedOver(fact) => self.gathered.elsewhere.handed_over(entry, fact),
            Event::MeetingAttached(fact) => {
                let attachment = (Sha256(fact.sha256.0), fact.bytes, place.clone());
                self.gathered.attachments.push(attachment);
            }
            _ => {}
        }
        if self.stopped {
            return Ok(());
        }
        // A command that was cut short is judged as far as it goes.
        if self.command.first().is_some_and(|first| first.recorded.cmd != recorded.cmd) {
            self.flush()?;
        }
        self.command.push(Fact { recorded, place, at, newest });
        Ok(())
    }

    /// What an entry says by itself; returns whether its shape is the newest.
    fn alone(&mut self, entry: &Entry<'_>, recorded: &Recorded, place: &Place) -> bool {
        let Some(kind) = kind_entry(entry.kind) else { return false };
        let newest = kind.version == entry.v;
        let mut faults = Vec::new();
        let data = Value::parse(entry.data.as_bytes()).unwrap_or(Value::Bool(false));
        let seals = &mut self.gathered.seals;
        let (cmd, position) = (recorded.cmd, self.position);
        self.sealing.each(kind, &data, &mut |pointer, audience, seal| match seal {
            Some(seal) => seals.add(seal, (entry.seq, cmd, position), pointer, audience, place),
            None => faults.push(Fault::NotSealed { pointer: pointer.to_owned() }),
        });
        let exposure = &mut self.exposure;
        self.sealing.each_text(kind, &data, &mut |pointer, text| {
            exposure.text(entry.seq, pointer, text);
        });
        if newest && faults.is_empty() {
            faults.extend(other_spelling(kind, recorded, entry.data));
        }
        let (expected, found) = (recorded.event.tags(), entry.tags());
        if !expected.iter().map(String::as_str).eq(found) {
            let found = entry.tags().map(str::to_owned).collect();
            faults.push(Fault::Tags { expected, found });
        }
        for fault in faults {
            self.build.add(Finding { fault, place: place.clone() });
        }
        newest
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        if self.stopped || self.command.is_empty() {
            return Ok(());
        }
        let command = core::mem::take(&mut self.command);
        self.replay.admit(&command, self.build)?;
        for fact in command {
            self.books.judge(&fact, self.build);
            self.announced.remember(&fact);
            self.folds.apply(&fact.recorded);
            self.replay.keep(fact);
        }
        Ok(())
    }

    fn stop(&mut self, entry: u64) -> Result<(), StoreError> {
        if self.stopped {
            return Ok(());
        }
        self.flush()?;
        self.stopped = true;
        self.build.note(Note::MeaningStopped { entry });
        self.build.not_made(&[
            Check::Admission,
            Check::Books,
            Check::Projections,
            Check::Rows,
            Check::Announced,
        ]);
        Ok(())
    }
}

/// The data as the program would write them, if it would write them otherwise: a text that is not
/// NFC, an answer "no" that should have been left out.
fn other_spelling(kind: &KindEntry, recorded: &Recorded, data: &str) -> Option<Fault> {
    let json = recorded.event.to_json().ok()?.to_string();
    // The order of keys in `serde_json` depends on its features; this one is canonical.
    let expected = Value::parse(json.as_bytes()).ok()?.to_canonical();
    debug_assert_eq!(kind.kind, recorded.event.kind());
    (expected != data).then_some(Fault::OtherSpelling { expected })
}
