//! The door to write: record a command, copy, take over.
//!
//! A [`Registry`] holds the writer: the store, the vault, the clock. It keeps the snapshot that
//! readers share up to date; asking alone needs neither lock nor index: see [`crate::answer`].
//!
//! Order of recording: resolve the document, admit it within its scope, put openings into the vault
//! and sync them, append under the condition that nothing newer stands in the scope, acknowledge.
//! After a conflict the command is admitted again while the writer is held.

mod attach;
pub mod cards;
pub mod clock;
pub mod copy;
mod directory;
pub mod doctor;
mod follow;
mod known;
pub mod open;
mod owners;
mod record;
mod roll;
mod saved;
mod schema;
mod texts;
pub mod wording;

pub use attach::{Attached, Attachment};
pub use clock::{Clock, ClockFault, Dice, SystemClock, SystemDice, recorded_day, today, today_is};
pub use open::{InitError, Machine, Openness};
pub use record::{RecordError, RecordOptions, Recording, Refused};
pub use schema::schema_files;

use crate::admission;
use crate::answer::{self, Snapshot};
use crate::domain::{CommandId, Fingerprint};
use crate::event::Recorded;
use crate::ledger::{Commitment, Hash, Salt, Value};
use crate::store::disk::{Disk, RealDisk};
use crate::store::rows::SavedRows;
use crate::store::saved_rows_dir;
use crate::store::vault::{Learnt, Vault};
use crate::store::{Note, Scope, Store, Visibility};
use core::ops::ControlFlow;
use directory::{Directory, People};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Name and version, as recorded and as shown to another process.
pub const PROGRAM: &str = concat!("yishi ", env!("CARGO_PKG_VERSION"));

/// A registry opened for recording.
#[derive(Debug)]
pub struct Registry {
    // Fixed after opening.
    dir: PathBuf,
    // Through what files are changed, those of the store and all others.
    disk: Arc<dyn Disk>,
    // Why nothing can be recorded, if so: known before anything goes into the vault.
    read_only: Option<String>,
    // Somebody looked at the clock and said that it is right.
    clock_confirmed: bool,
    store: Arc<Box<dyn Store>>,
    vault: Arc<Vault>,
    clock: Box<dyn Clock>,
    dice: Box<dyn Dice>,

    // What labels mean, as far as it has been asked for.
    people: Mutex<Option<Arc<People>>>,
    // The rule book in force below a number.
    book: Mutex<(u64, Option<Fingerprint>)>,
    // The newest saved rows, whether or not they fit.
    rows: Mutex<Option<Arc<SavedRows>>>,
    // What readers share, as far as somebody asked for it.
    snapshot: Mutex<Option<Arc<Snapshot>>>,
}

impl Registry {
    /// Joins an opened store and vault with a clock and dice. `dir` is where they lie.
    pub fn new(
        dir: &Path,
        store: Box<dyn Store>,
        vault: Arc<Vault>,
        clock: Box<dyn Clock>,
        dice: Box<dyn Dice>,
    ) -> Self {
        let store = Arc::new(store);
        let (people, book) = (Mutex::default(), Mutex::default());
        // Rows that cannot be read are as good as missing.
        let rows = SavedRows::newest(&saved_rows_dir(dir));
        vault.guide(rows.clone());
        let rows = Mutex::new(rows);
        let (dir, read_only, clock_confirmed) = (dir.to_owned(), None, false);
        let snapshot = Mutex::default();
        let disk = Arc::new(RealDisk);
        Self {
            dir,
            disk,
            read_only,
            clock_confirmed,
            store,
            vault,
            clock,
            dice,
            people,
            book,
            rows,
            snapshot,
        }
    }

    /// Why the clock is not believed, if it is not.
    pub fn clock_doubt(&self) -> Option<ClockFault> {
        let last = clock::read_at(&self.store.head().at);
        clock::check(self.clock.now(), last, self.clock_confirmed).err()
    }

    /// Somebody says that a clock which is far ahead is right. One that is behind is refused still.
    pub fn confirm_clock(&mut self) {
        self.clock_confirmed = true;
    }

    /// Tries what recording needs before it looks at a document, so that nobody is told that all is
    /// well where recording would fail.
    pub fn ready(&self) -> Result<(), RecordError> {
        self.book_in_force()?;
        self.directory()?;
        self.believed_clock(self.clock_confirmed, false).map(drop)
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        &**self.store
    }

    /// The vault.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Brings index and projections up to date and closes.
    pub fn close(self) -> Result<(), RecordError> {
        // They are disposable: what is not saved, the next opening folds again.
        drop(self.save_projections());
        self.keep_people();
        // It holds the store.
        drop(self.snapshot.into_inner());
        let (head, index) = (self.store.head(), self.dir.join("index"));
        Arc::into_inner(self.store).map_or(Ok(()), Store::close)?;
        copy::remember_head(&head, &index, &*self.disk);
        Ok(())
    }

    /// Removes openings that no entry refers to, once the journal was accepted as it stands. When in
    /// doubt an opening stays.
    pub fn remove_orphans(&self) -> Result<Option<Note>, RecordError> {
        let count = self.vault.clean(0, &mut |cmd| {
            self.store.find_command(cmd).map_or(true, |found| found.is_some())
        })?;
        Ok((count > 0).then_some(Note::OpeningsRemoved { count }))
    }

    /// A fresh command id: the time and 80 random bits.
    pub fn new_command_id(&self) -> std::io::Result<CommandId> {
        let mut bytes = [0; 16];
        self.dice.fill(bytes.split_at_mut(6).1)?;
        let millis = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or(0);
        Ok(CommandId::new(ulid::Ulid::from_parts(millis, u128::from_be_bytes(bytes))))
    }

    fn salt(&self) -> Option<Salt> {
        let mut bytes = [0; 32];
        self.dice.fill(&mut bytes).ok().map(|()| Salt(bytes))
    }

    fn open_seal(&self, seal: &Commitment) -> Option<Value> {
        self.vault.find(seal).ok().flatten().map(|opening| opening.value)
    }

    /// Reads the meaning of the entries within a scope.
    fn read(&self, scope: &admission::Scope) -> Result<Vec<Recorded>, RecordError> {
        let (mut recorded, mut fault) = (Vec::new(), None);
        self.store.visit(&store_scope(scope), 0, Visibility::Staged, &mut |line| {
            match meaning(line) {
                Ok(one) => recorded.push(one),
                Err(error) => fault = Some(error),
            }
            if fault.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        fault.map_or(Ok(()), Err)?;
        for seq in &scope.entries {
            recorded.extend(self.store.line(*seq)?.map(|line| meaning(&line)).transpose()?);
        }
        recorded.sort_by_key(|one| one.seq);
        recorded.dedup_by_key(|one| one.seq);
        Ok(recorded)
    }

    /// What things are called, by what is on record.
    fn directory(&self) -> Result<Directory, RecordError> {
        Ok(Directory::of(self.snapshot()?, self.people()?))
    }

    /// What persons and doors are called, having learnt what was recorded since it was last asked for.
    fn people(&self) -> Result<Arc<People>, RecordError> {
        let mut shared = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let mut people = match shared.take() {
            Some(known) => known,
            None => Arc::new(self.kept_people()?),
        };
        let next = self.store.next_seq(Visibility::Staged);
        if people.next_seq() < next {
            let lines = self.store.read(
                &Scope::kinds(directory::learnt()),
                people.next_seq(),
                Visibility::Staged,
            )?;
            // Copied only while another thread still reads the old one.
            let learning = Arc::make_mut(&mut people);
            for line in lines {
                learning.learn(&meaning(&line)?.event, &|seal| self.open_seal(seal));
            }
            let last = next.checked_sub(1).map(|last| self.store.line(last)).transpose()?.flatten();
            let hash = last.map_or(Hash::ZERO, |line| Hash::of(&line));
            learning.learn_to(Learnt { next_seq: next, hash });
        }
        *shared = Some(Arc::clone(&people));
        Ok(people)
    }

    fn kept_people(&self) -> Result<People, RecordError> {
        let fits = |learnt: Learnt| {
            let last = learnt.next_seq.checked_sub(1).map(|last| self.store.line(last));
            let line = last.and_then(Result::ok).flatten();
            line.is_some_and(|line| Hash::of(&line) == learnt.hash)
        };
        if let Some(kept) = People::kept(&self.vault, fits) {
            return Ok(kept);
        }
        // Not from the dice of the registry: what is recorded must not depend on what was kept.
        let mut key = [0; 32];
        SystemDice.fill(&mut key)?;
        Ok(People::new(Salt(key)))
    }

    /// Lets the vault keep what persons and doors are called. Where it cannot, they are learnt again.
    fn keep_people(&self) {
        let people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = |people: &&Arc<People>| people.is_new && self.read_only.is_none();
        if let Some(people) = people.as_ref().filter(is_new) {
            drop(self.vault.put_lexicon(people.lexicon()));
        }
    }

    /// The rule book in force: what the last adoption says. Adoptions are long and rare, so they
    /// are read again only when there is a new one.
    fn book_in_force(&self) -> Result<Option<Fingerprint>, RecordError> {
        let mut scope = admission::Scope::default();
        scope.kind("registry.rules_adopted");
        let mut known = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        let next = self.store.next_seq(Visibility::Staged);
        let newer = self.store.read(&store_scope(&scope), known.0, Visibility::Staged)?;
        if !newer.is_empty() {
            let recorded = self.read(&scope)?;
            known.1 = admission::fold(&recorded, []).book();
        }
        known.0 = next;
        Ok(known.1)
    }
}

/// The scope in the words of the store.
fn store_scope(scope: &admission::Scope) -> Scope {
    let clauses = scope.clauses.iter().map(|clause| crate::store::Clause {
        kinds: clause.kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        tag: clause.tag.clone(),
    });
    Scope { clauses: clauses.collect() }
}

/// The meaning of a line.
pub(crate) fn meaning(line: &[u8]) -> Result<Recorded, RecordError> {
    Ok(answer::meaning(line)?)
}
