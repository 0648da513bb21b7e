//! Projections that are saved beside the journal, so that nobody has to read it through again.
//!
//! They carry a mark: how far they follow the journal, the hash of the line there, and the version of
//! their shape. Where a mark does not fit, they are folded again. Losing them changes no answer.

use crate::answer::{AskError, Changes, SavedFacts, changes_of, fitting_rows};
use crate::event::Recorded;
use crate::ledger::{Entry, Hash};
use crate::projection::{Projections, VERSION};
use crate::registry::Registry;
use crate::registry::record::RecordError;
use crate::store::rows::{Mark, Postings, RowWriter, Rows, SavedRows, key};
use crate::store::{StoreError, saved_rows_dir};
use core::ops::ControlFlow;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, PoisonError};

/// Entries that are folded, at least, before what changed is saved and leaves the memory.
const SAVED_EVERY: u64 = 10_000;

/// Entries that are handed over at once from reading to folding, and how often reading is ahead.
const BATCH_ENTRIES: usize = 512;
const BATCHES_WAITING: usize = 20;

/// What an entry means, and where rows are saved behind it the hash of its line and what the entries
/// since the last saving are found by.
struct Meant {
    recorded: Recorded,
    mark: Option<(Hash, Rows)>,
}

/// Changes that are being saved, the mark that they get, and what entries are found by.
type Saving = (Mark, Arc<Changes>, Rows);

impl Registry {
    /// Folds what was recorded since the last saving, and saves it.
    pub(super) fn save_projections(&self) -> Result<(), RecordError> {
        let head = self.store.head();
        let newest = self.rows.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let rows = fitting_rows(&**self.store, newest.as_ref())?;
        let from = rows.as_ref().map_or(0, |rows| rows.mark().next_seq);
        if head.next_seq == from {
            return Ok(());
        }
        let mut writer = self.row_writer(rows.as_deref())?;
        let facts = SavedFacts::new(Arc::clone(&self.store), rows);
        let mut projections = Projections::over(&facts, from);
        let (sender, batches) = mpsc::sync_channel(BATCHES_WAITING);
        // Without room: who hands over waits until the changes before are saved.
        let (give, take) = mpsc::sync_channel::<Saving>(0);
        std::thread::scope(|scope| {
            scope.spawn(move || self.read_meanings(from, &sender));
            let facts = &facts;
            let saver = scope.spawn(move || save_all(&mut writer, facts, &take));
            // Returning early drops `batches` and `give`, which ends the reading and the saving.
            let folded = fold_all(&mut projections, batches, facts, &give);
            drop(give);
            let saved = saver.join().unwrap_or(Err(StoreError::Closed));
            saved.map_err(RecordError::from).and(folded)
        })?;
        let saved = facts.rows();
        *self.rows.lock().unwrap_or_else(PoisonError::into_inner) = saved;
        Ok(())
    }

    fn row_writer(&self, rows: Option<&SavedRows>) -> Result<RowWriter, StoreError> {
        let dir = saved_rows_dir(&self.dir);
        let disk = Arc::clone(&self.disk);
        if let Some(rows) = rows {
            return Ok(RowWriter::onwards(&dir, disk, rows));
        }
        let first = self.store.line(0)?.map_or(Hash::ZERO, |line| Hash::of(&line));
        RowWriter::anew(&dir, disk, first, VERSION).map_err(StoreError::io("write", &dir))
    }

    /// Reads what the entries from a number on mean, while others are folded and saved.
    fn read_meanings(&self, from: u64, send: &SyncSender<Result<Vec<Meant>, RecordError>>) {
        let mut batch: Vec<Meant> = Vec::new();
        let mut postings = Postings::default();
        let (mut marked, mut whole) = (from, false);
        let mut fault = None;
        let mut last = Vec::new();
        let scanned = self.store.scan(from, &mut |place, line| {
            if batch.len() == BATCH_ENTRIES && send.send(Ok(std::mem::take(&mut batch))).is_err() {
                return ControlFlow::Break(());
            }
            let entry = Entry::parse(line).map_err(AskError::Entry);
            let meant = entry.and_then(|entry| {
                postings.add(&entry, place);
                whole = entry.more == 0;
                Recorded::read(&entry).map_err(AskError::Meaning)
            });
            match meant {
                Ok(recorded) => {
                    // Rows that end inside a command would lose where it began, should the rest never
                    // be saved.
                    let is_marked = whole && recorded.seq + 1 >= marked + SAVED_EVERY;
                    marked = if is_marked { recorded.seq + 1 } else { marked };
                    let mark = is_marked.then(|| (Hash::of(line), postings.take_rows()));
                    batch.push(Meant { recorded, mark });
                    line.clone_into(&mut last);
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    fault = Some(error.into());
                    ControlFlow::Break(())
                }
            }
        });
        let fault = fault.or_else(|| scanned.err().map(RecordError::from));
        if let Some(newest) = batch.last_mut().filter(|one| fault.is_none() && one.mark.is_none()) {
            newest.mark = Some((Hash::of(&last), postings.take_rows()));
        }
        // Whoever stopped receiving has its own reason to fail.
        drop(send.send(fault.map_or(Ok(batch), Err)));
    }
}

/// Saves changes as they come.
fn save_all(
    writer: &mut RowWriter,
    facts: &SavedFacts,
    take: &Receiver<Saving>,
) -> Result<(), StoreError> {
    for (mark, changes, mut rows) in take {
        for (table, facts) in &*changes {
            let facts = facts.iter();
            rows.extend(facts.map(|(name, value)| (key(table, name.as_bytes()), value.clone())));
        }
        let saved = writer.save(mark, rows);
        let saved = saved.map_err(|source| StoreError::Index { reason: source.to_string() })?;
        facts.saved(Arc::new(saved));
    }
    Ok(())
}

/// Folds entries as they are read, and hands over what changed to be saved.
fn fold_all(
    projections: &mut Projections,
    batches: Receiver<Result<Vec<Meant>, RecordError>>,
    facts: &SavedFacts,
    give: &SyncSender<Saving>,
) -> Result<(), RecordError> {
    for batch in batches {
        for Meant { recorded, mark } in batch? {
            projections.apply(&recorded).map_err(AskError::from)?;
            let Some((hash, rows)) = mark else { continue };
            let mark = Mark { next_seq: projections.next_seq(), hash, version: VERSION };
            let changes = Arc::new(changes_of(projections));
            if give.send((mark, Arc::clone(&changes), rows)).is_err() {
                // Whoever saves has its own reason to stop.
                return Ok(());
            }
            facts.saving(changes);
            projections.saved();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Check, Fault, Finding, RowFault, VerifyOptions, verify};
    use crate::law::Place;
    use crate::registry::PROGRAM;
    use crate::registry::open::Machine;
    use crate::registry::record::RecordOptions;
    use crate::store::OpenOptions;
    use crate::store::disk::RealDisk;
    use serde_json::json;
    use std::path::Path;
    use std::sync::Once;

    /// Records the first documents of an example and closes the registry, which saves its rows.
    fn book(dir: &Path) {
        let name = "怡兴园党支部".parse().unwrap();
        let (registry, _) =
            Registry::init(dir, &name, &Place::china(), Machine::default(), true).unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/c3-xinghua");
        let listing = std::fs::read_dir(folder).unwrap();
        let mut files: Vec<_> = listing.map(|item| item.unwrap().path()).collect();
        files.sort();
        files.retain(|file| file.extension().is_some_and(|end| end == "json"));
        for file in files.iter().take(24) {
            let bytes = std::fs::read(file).unwrap();
            registry.record_file(&bytes, &RecordOptions::default()).unwrap();
        }
        registry.close().unwrap();
    }

    /// Rows of a folder, all of them.
    fn read(dir: &Path) -> (Mark, Rows) {
        let saved = SavedRows::open(&saved_rows_dir(dir)).unwrap().unwrap();
        let mut rows = Rows::new();
        saved
            .each_from(&[], &mut |key, value| {
                rows.insert(key.to_vec(), value.to_vec());
                ControlFlow::Continue(())
            })
            .unwrap();
        (saved.mark().clone(), rows)
    }

    /// What `verify` says of saved rows that somebody wrote with all checks made again.
    fn found(dir: &Path, mark: &Mark, rows: &Rows) -> Vec<Fault> {
        let folder = saved_rows_dir(dir);
        let mut writer = RowWriter::anew(&folder, Arc::new(RealDisk), Hash::ZERO, VERSION).unwrap();
        writer.save(mark.clone(), rows.clone()).unwrap();
        let report = verify(dir, &VerifyOptions::default());
        report.findings.into_iter().map(|finding| finding.fault).collect()
    }

    #[test]
    fn a_saved_row_that_somebody_edited_is_named_by_verify() {
        let dir = tempfile::tempdir().unwrap();
        book(dir.path());
        let (mark, rows) = read(dir.path());
        assert_eq!(found(dir.path(), &mark, &rows), []);
        let mut edits = 0;
        for table in ["bodies", "committees", "meetings", "motions", "people", "schedule"] {
            let prefix = key(table, b"");
            let Some((full, value)) = rows.iter().find(|(key, _)| key.starts_with(&prefix)) else {
                continue;
            };
            let name = String::from_utf8(full[prefix.len()..].to_vec()).unwrap();
            let fault =
                |key: &str, row| [Fault::Row { table: table.to_owned(), key: key.to_owned(), row }];
            let mut edited = rows.clone();
            let digit = value.iter().rposition(u8::is_ascii_digit).unwrap();
            edited.get_mut(full).unwrap()[digit] ^= 1;
            assert_eq!(found(dir.path(), &mark, &edited), fault(&name, RowFault::Differs));
            edited.remove(full);
            assert_eq!(found(dir.path(), &mark, &edited), fault(&name, RowFault::Missing));
            let other = format!("Z{name}");
            edited.clone_from(&rows);
            edited.insert(key(table, other.as_bytes()), value.clone());
            assert_eq!(found(dir.path(), &mark, &edited), fault(&other, RowFault::Unknown));
            edits += 3;
        }
        assert!(edits >= 12, "{edits}");
        let other = Mark { hash: Hash::ZERO, ..mark };
        let entries = other.next_seq;
        assert_eq!(found(dir.path(), &other, &rows), [Fault::SavedMark { entries }]);
        let beyond = Mark { next_seq: entries + 1, ..other };
        let entries = beyond.next_seq;
        assert_eq!(found(dir.path(), &beyond, &rows), [Fault::SavedMark { entries }]);
    }

    #[test]
    fn rows_saved_by_somebody_who_records_meanwhile_are_no_rows_of_another_journal() {
        let dir = tempfile::tempdir().unwrap();
        book(dir.path());
        let by = json!({ "actor": "@新来的", "role": "administrator" });
        let fact = json!({ "kind": "person.registered", "label": "新来的", "name": "贾丽兰",
            "happened": "2026-01" });
        let said = json!({ "by": by, "facts": [fact] }).to_string();
        // The journal has been listed when progress is told for the first time.
        let once = Once::new();
        let meanwhile = |_| {
            once.call_once(|| {
                let options = OpenOptions::new(PROGRAM);
                let (registry, _) =
                    Registry::open(dir.path(), options, Machine::default()).unwrap();
                registry.record_file(said.as_bytes(), &RecordOptions::default()).unwrap();
                registry.close().unwrap();
            });
        };
        let options = VerifyOptions { watch: Some(&meanwhile), ..VerifyOptions::default() };
        let report = verify(dir.path(), &options);
        assert!(once.is_completed());
        let rows = |one: &&Finding| one.fault.check() == Check::Rows;
        assert_eq!(report.findings.iter().find(rows), None);
    }

    #[test]
    fn rows_never_end_inside_a_command() {
        let dir = tempfile::tempdir().unwrap();
        book(dir.path());
        let options = OpenOptions::new(PROGRAM);
        let (registry, _) = Registry::open(dir.path(), options, Machine::default()).unwrap();
        let by = json!({ "actor": "@孙一", "role": "administrator" });
        let person = |n| json!({ "kind": "person.registered", "name": format!("孙{n}"), "happened": "2026-01" });
        let mut facts: Vec<_> = (0..9_990).map(person).collect();
        facts[0]["label"] = json!("孙一");
        let said = json!({ "by": by, "facts": facts }).to_string();
        let recording = registry.record_file(said.as_bytes(), &RecordOptions::default());
        assert!(recording.is_ok(), "{}", recording.unwrap_err());
        let (sender, batches) = mpsc::sync_channel(64);
        registry.read_meanings(0, &sender);
        drop(sender);
        let all: Vec<Meant> = batches.into_iter().flat_map(Result::unwrap).collect();
        assert!(u64::try_from(all.len()).unwrap() > SAVED_EVERY);
        let marked = all.iter().zip(all.iter().skip(1)).filter(|(one, _)| one.mark.is_some());
        let inside = marked.filter(|(one, next)| one.recorded.cmd == next.recorded.cmd).count();
        assert_eq!((inside, all.last().unwrap().mark.is_some()), (0, true));
    }
}
