//! Recording a command: all of it or nothing, once.

use crate::admission::{self, Context, Refusal};
use crate::answer::AskError;
use crate::domain::{Bilingual, CommandId, PersonId};
use crate::event::{By, Event, NoNames, Recorded};
use crate::intake::prepare::{Preparation, PrepareError, Prepared, take_out};
use crate::intake::template::{BLANK, blanks_left};
use crate::intake::{Document, DocumentError};
use crate::ledger::{Commitment, Hash, Value};
use crate::projection::Shown;
use crate::registry::clock::{self, ClockFault};
use crate::registry::directory::Directory;
use crate::registry::known::Known;
use crate::registry::{Registry, meaning, store_scope};
use crate::store::vault::{Learnt, Opening, VaultError};
use crate::store::{
    Append, AppendError, CLOCK_CORRECTED, OpenError, Receipt, Store, StoreError, Visibility,
};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// Its command.
    pub cmd: CommandId,
    /// First and last number of its entries; what they would be, when only tried.
    pub entries: (u64, u64),
    /// When it was recorded.
    pub at: String,
    /// It had been recorded before; nothing changed.
    pub repeated: bool,
    /// It was only tried.
    pub dry_run: bool,
    /// What was recorded.
    pub events: Vec<Event>,
}

/// How to record.
#[derive(Debug, Clone, Default)]
pub struct RecordOptions {
    /// Command id chosen by the caller.
    pub command_id: Option<CommandId>,
    /// Only try: admit, record nothing.
    pub dry_run: bool,
    /// Names inside plain texts are words.
    pub names_confirmed: bool,
    /// The clock is right although far ahead of the last entry.
    pub clock_confirmed: bool,
}

/// Refused: the facts themselves cannot be recorded. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The file is not a document.
    Document(DocumentError),
    /// A blank of the printed form was not filled in.
    BlankLeft {
        /// Which fact, from 1.
        fact: usize,
        /// The blank as it was printed.
        blank: String,
    },
    /// Nobody is named as the one who says so.
    NobodySays,
    /// A fact (from 0) cannot be read.
    Prepare(usize, PrepareError),
    /// A fact (from 0) may not be recorded.
    Fact(usize, Refusal),
    /// The clock is not believed.
    Clock(ClockFault),
    /// A correction of the clock names another instant than the last one recorded.
    OtherInstant {
        /// The instant that it names.
        named: String,
        /// The last one recorded.
        last: String,
    },
    /// The command id was used for another request.
    CommandReused(CommandId),
    /// More than an entry or a command can hold.
    TooLarge {
        /// What there is.
        found: u64,
        /// What is allowed.
        max: u64,
    },
}

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Refused; the secretary acts.
    #[error("{sentence}")]
    Refused {
        /// What is wrong.
        why: Box<Refused>,
        /// The same for people, with names.
        sentence: Bilingual,
    },
    /// What is on record cannot be read.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// There is no registry here that can be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The store failed; the operator acts.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store did not append; the operator acts, or the outcome is unknown.
    #[error(transparent)]
    Append(AppendError),
    /// The vault failed; the operator acts.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The machine failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// A command on its way.
struct Command {
    cmd: CommandId,
    by: By,
    now: DateTime<Utc>,
    prepared: Vec<Prepared>,
}

impl Registry {
    /// Records the bytes of a document file. The same file twice is recorded once.
    pub fn record_file(
        &self,
        bytes: &[u8],
        options: &RecordOptions,
    ) -> Result<Recording, RecordError> {
        let document = Document::parse(bytes).map_err(|error| refused(Refused::Document(error)))?;
        // Looking for blanks prints every form, so it is done only where one could be.
        let may_have_blanks = memchr::memmem::find(bytes, BLANK.as_bytes()).is_some();
        let blank = if may_have_blanks { blanks_left(&document) } else { Vec::new() };
        if let Some((fact, blank)) = blank.into_iter().next() {
            return Err(refused(Refused::BlankLeft { fact, blank }));
        }
        if document.by.as_ref().is_some_and(|(actor, _)| actor.contains(BLANK)) {
            return Err(refused(Refused::NobodySays));
        }
        let known = match options.command_id {
            Some(cmd) => Some(cmd),
            None => self.vault.find_document(bytes).and_then(|cmd| cmd.parse().ok()),
        };
        // The very same bytes need no second reading: labels may mean other things by now.
        if let (None, Some(cmd)) = (options.command_id, known)
            && let Some(entries) = self.store.find_command(&cmd.to_string())?
        {
            return self.answer_again(cmd, entries, self.on_record(entries)?);
        }
        let cmd = known.map_or_else(|| self.new_command_id(), Ok)?;
        self.record_document(document, cmd, Some(bytes), options)
    }

    /// Records a document that was made by a program.
    pub fn record(
        &self,
        document: Document,
        options: &RecordOptions,
    ) -> Result<Recording, RecordError> {
        let cmd = options.command_id.map_or_else(|| self.new_command_id(), Ok)?;
        self.record_document(document, cmd, None, options)
    }

    fn record_document(
        &self,
        document: Document,
        cmd: CommandId,
        file: Option<&[u8]>,
        options: &RecordOptions,
    ) -> Result<Recording, RecordError> {
        if let Some(finding) = &self.read_only {
            let finding = finding.clone();
            return Err(RecordError::Append(AppendError::ReadOnly { finding }));
        }
        let command = self.command(document, cmd, options)?;
        if let Some(entries) = self.store.find_command(&cmd.to_string())? {
            return self.repeated(&command, entries);
        }
        let events: Vec<Event> = command.prepared.iter().map(|one| one.event.clone()).collect();
        self.check_wrong_instant(&events)?;
        let seen = self.store.next_seq(Visibility::Staged);
        self.admit(&command, &events)?;
        if options.dry_run {
            let last = seen + u64::try_from(events.len()).unwrap_or(0) - 1;
            let at = clock::print_at(command.now);
            let entries = (seen, last);
            return Ok(Recording { cmd, entries, at, repeated: false, dry_run: true, events });
        }
        // Openings first: an entry without its opening would be a name lost for ever.
        self.vault.put(&openings(&command))?;
        if let Some(bytes) = file {
            let salt = self.salt().ok_or_else(|| std::io::Error::other("no randomness"))?;
            self.vault.put_document(bytes, salt, &cmd.to_string())?;
        }
        if !erased_by(&events).is_empty() {
            self.vault.begin_erasure(&cmd.to_string())?;
        }
        let receipt = self.append(&command, &events, seen)?;
        self.learn_own(&command, receipt.first, receipt.last);
        self.after(cmd, &events)?;
        let entries = (receipt.first, receipt.last);
        Ok(Recording { cmd, entries, at: receipt.at, repeated: false, dry_run: false, events })
    }

    /// Resolves a document into facts.
    fn command(
        &self,
        document: Document,
        cmd: CommandId,
        options: &RecordOptions,
    ) -> Result<Command, RecordError> {
        let corrects = document.facts.first().is_some_and(|fact| fact.kind.kind == CLOCK_CORRECTED);
        let now = self.believed_clock(options.clock_confirmed, corrects)?;
        let book = self.book_in_force()?;
        let directory = self.directory()?;
        let known = Known { registry: self, directory: &directory };
        let mut preparation = Preparation::new(&known, cmd, book, options.names_confirmed);
        let prepared = preparation.prepare(document.facts);
        let refuse = |why| self.refuse(why, &directory, &[]);
        let prepared = prepared.map_err(|(fact, error)| refuse(Refused::Prepare(fact, error)))?;
        let Some((actor, role)) = document.by else { return Err(refuse(Refused::NobodySays)) };
        let actor = match actor.strip_prefix('@') {
            Some(label) => preparation.person(label),
            // It stands in every entry, and nothing in it is escaped.
            None => actor.parse::<PersonId>().map(|id| id.to_string()).map_err(|_source| {
                let (word, label) = (PersonId::WORD.to_owned(), actor.clone());
                PrepareError::UnknownLabel { word, label }
            }),
        };
        let actor = actor.map_err(|error| refuse(Refused::Prepare(0, error)))?;
        Ok(Command { cmd, by: By { actor, role }, now, prepared })
    }

    /// The instant to record. Only the entry that says that the clock was wrong may go back, and it
    /// stands first.
    pub(super) fn believed_clock(
        &self,
        confirmed: bool,
        corrects: bool,
    ) -> Result<DateTime<Utc>, RecordError> {
        let last = clock::read_at(&self.store.head().at);
        let ahead_confirmed = confirmed || corrects || self.clock_confirmed;
        match clock::check(self.clock.now(), last, ahead_confirmed) {
            Err(ClockFault::Behind { now, .. }) if corrects && confirmed => Ok(now),
            checked => checked.map_err(|fault| refused(Refused::Clock(fault))),
        }
    }

    /// A correction of the clock names the last recorded instant: the one that was wrong.
    fn check_wrong_instant(&self, events: &[Event]) -> Result<(), RecordError> {
        let Some(Event::ClockCorrected(fact)) = events.first() else { return Ok(()) };
        let (named, last) = (fact.wrong.as_str().to_owned(), self.store.head().at);
        if named == last { Ok(()) } else { Err(refused(Refused::OtherInstant { named, last })) }
    }

    /// Admits the facts against what their scope holds now.
    fn admit(&self, command: &Command, events: &[Event]) -> Result<(), RecordError> {
        let recorded = self.read(&admission::scope_of(events))?;
        let mut state = admission::fold(&recorded, events);
        let today: NaiveDate = clock::civil_day(command.now);
        let context = Context { today, by: &command.by, cmd: command.cmd, position: 0 };
        admission::admit_all(&mut state, events, context).map_err(|(place, refusal)| {
            match self.directory() {
                Ok(directory) => {
                    self.refuse(Refused::Fact(place, refusal), &directory, &command.prepared)
                }
                Err(_) => refused(Refused::Fact(place, refusal)),
            }
        })
    }

    /// A refusal in which things are called by their names, those of the command at hand too.
    fn refuse(&self, why: Refused, directory: &Directory, facts: &[Prepared]) -> RecordError {
        let all = directory.with(facts);
        let own = |seal: &Commitment| {
            let mut openings = facts.iter().flat_map(|fact| &fact.openings);
            openings.find(|one| one.commitment == *seal).map(|one| one.value.clone())
        };
        let open = |seal: &Commitment| own(seal).or_else(|| self.open_seal(seal));
        let names = Shown { all: &all, open: &open };
        RecordError::Refused { sentence: why.sentence(&names), why: Box::new(why) }
    }

    fn append(
        &self,
        command: &Command,
        events: &[Event],
        seen: u64,
    ) -> Result<Receipt, RecordError> {
        let request = |seen| Append {
            cmd: command.cmd.to_string(),
            at: clock::print_at(command.now),
            by: command.by.to_json(),
            entries: command.prepared.iter().map(|one| one.draft.clone()).collect(),
            scope: store_scope(&admission::scope_of(events)),
            seen,
        };
        match self.store.append(request(seen)) {
            Err(AppendError::Conflict { .. }) => {}
            other => return other.map_err(append_error),
        }
        // Somebody was quicker. Admit again while nobody else can record.
        let mut refusal = None;
        let receipt =
            self.store.append_held(&mut |store: &dyn Store| match self.admit(command, events) {
                Ok(()) => Some(request(store.next_seq(Visibility::Staged))),
                Err(error) => {
                    refusal = Some(error);
                    None
                }
            });
        match (receipt.map_err(append_error)?, refusal) {
            (Some(receipt), _) => Ok(receipt),
            (None, Some(refusal)) => Err(refusal),
            (None, None) => Err(RecordError::Append(AppendError::Empty)),
        }
    }

    /// A command that is on record is answered again, and what had to follow it is made sure of:
    /// the machine may have failed in between.
    fn answer_again(
        &self,
        cmd: CommandId,
        entries: (u64, u64),
        recorded: Vec<Recorded>,
    ) -> Result<Recording, RecordError> {
        let answer = answer(cmd, entries, recorded);
        if self.read_only.is_none() {
            self.after(cmd, &answer.events)?;
        }
        Ok(answer)
    }

    /// What must follow once a command is on record.
    fn after(&self, cmd: CommandId, events: &[Event]) -> Result<(), RecordError> {
        let seals = erased_by(events);
        if seals.is_empty() {
            return Ok(());
        }
        // Names that were opened before are learnt again, without what is gone: also when it could not
        // be carried out, so that nothing of it is kept.
        *self.people.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.vault.erase(&seals)?;
        *self.people.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(self.vault.end_erasure(&cmd.to_string())?)
    }

    /// Learns what a command calls persons and doors while its openings are at hand: whoever learns it
    /// later has to ask the vault for each.
    fn learn_own(&self, command: &Command, first: u64, last: u64) {
        let mut shared = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(people) = shared.as_mut().filter(|people| people.next_seq() == first) else {
            return;
        };
        let Ok(Some(line)) = self.store.line(last) else { return };
        let opened = command.prepared.iter().flat_map(|one| &one.openings);
        let opened: BTreeMap<_, _> = opened.map(|one| (one.commitment, &one.value)).collect();
        let learning = Arc::make_mut(people);
        for one in &command.prepared {
            learning.learn(&one.event, &|seal| opened.get(seal).map(|value| (*value).clone()));
        }
        learning.learn_to(Learnt { next_seq: last + 1, hash: Hash::of(&line) });
    }

    /// What a command on record says.
    pub(super) fn on_record(&self, entries: (u64, u64)) -> Result<Vec<Recorded>, RecordError> {
        let lines = (entries.0..=entries.1).filter_map(|seq| self.store.line(seq).transpose());
        lines.map(|line| meaning(&line?)).collect()
    }

    /// The same command id again: the same request is answered the same, another one is refused.
    fn repeated(&self, command: &Command, entries: (u64, u64)) -> Result<Recording, RecordError> {
        let recorded = self.on_record(entries)?;
        let mut pairs = command.prepared.iter().zip(&recorded);
        let same = command.prepared.len() == recorded.len()
            && pairs.all(|(expected, recorded)| self.is_same(expected, recorded));
        if same {
            self.answer_again(command.cmd, entries, recorded)
        } else {
            Err(refused(Refused::CommandReused(command.cmd)))
        }
    }

    /// Whether the plain values equal the entry and the sealed values open to it.
    fn is_same(&self, expected: &Prepared, recorded: &Recorded) -> bool {
        let kind = crate::event::kind_entry(recorded.event.kind());
        let (Some(kind), Ok(json)) = (kind, recorded.event.to_json()) else { return false };
        let Ok(mut found) = Value::parse(json.to_string().as_bytes()) else { return false };
        crate::event::sealing::open(&mut found, &|seal| self.open_seal(seal));
        let mut plain = expected.plain.clone();
        // What the program filled in then need not be what it would fill in now; and where an
        // opening is gone, the plain values must do.
        let sealed: Vec<String> = crate::event::sealing::seals(kind, &found)
            .into_iter()
            .map(|(pointer, _, _)| pointer)
            .collect();
        for value in [&mut found, &mut plain] {
            crate::event::sealing::visit(value, &mut |pointer, value| {
                if sealed.iter().any(|sealed| sealed == pointer) {
                    *value = Value::Bool(true);
                }
                true
            });
            if let Value::Object(fields) = value {
                take_out(kind, fields);
            }
        }
        recorded.event.kind() == expected.event.kind() && found == plain
    }
}

/// Seals whose openings these facts destroy.
pub(super) fn erased_by(events: &[Event]) -> Vec<Commitment> {
    let facts = events.iter().filter_map(|event| match event {
        Event::PersonDataErased(fact) => Some(fact),
        _ => None,
    });
    facts.flat_map(|fact| fact.seals.iter().map(|seal| seal.0)).collect()
}

/// What a command on record was answered with.
fn answer(cmd: CommandId, entries: (u64, u64), recorded: Vec<Recorded>) -> Recording {
    let at = recorded.last().map(|last| last.at.clone()).unwrap_or_default();
    let events = recorded.into_iter().map(|one| one.event).collect();
    Recording { cmd, entries, at, repeated: true, dry_run: false, events }
}

fn openings(command: &Command) -> Vec<Opening> {
    let cmd = command.cmd.to_string();
    let facts = command.prepared.iter().zip(0_u64..);
    facts
        .flat_map(|(fact, position)| fact.openings.iter().map(move |opening| (opening, position)))
        .map(|(opening, position)| Opening {
            audience: opening.audience,
            cmd: cmd.clone(),
            pointer: opening.pointer.clone(),
            position,
            salt: opening.salt,
            seal: opening.commitment,
            value: opening.value.clone(),
        })
        .collect()
}

/// A refusal in which nobody is named.
fn refused(why: Refused) -> RecordError {
    RecordError::Refused { sentence: why.sentence(&NoNames), why: Box::new(why) }
}

fn append_error(error: AppendError) -> RecordError {
    match error {
        AppendError::TooLarge { found, max, .. } => refused(Refused::TooLarge { found, max }),
        other => RecordError::Append(other),
    }
}
