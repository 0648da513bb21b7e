//! Beginning a registry and opening it, for recording or for reading.

use crate::answer::AskError;
use crate::domain::{CommandId, Line, Place, Role};
use crate::event::{DecodeError, kind_entry};
use crate::intake::{Document, DraftFact};
use crate::law::Book;
use crate::ledger::{EntryError, Value};
use crate::registry::clock::{Clock, Dice, SystemClock, SystemDice};
use crate::registry::record::{RecordError, RecordOptions, Recording, erased_by};
use crate::registry::{PROGRAM, Registry, clock};
use crate::store::rows::SavedRows;
use crate::store::saved_rows_dir;
use crate::store::vault::Vault;
use crate::store::{Note, OpenError, OpenOptions, ReadingStore, Scope, Visibility};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Bytes of cards that go into one entry, well below the longest line.
const CARDS_BYTES_MAX: usize = 48 << 10;

/// Where time and randomness come from.
#[derive(Debug)]
pub struct Machine {
    /// The clock.
    pub clock: Box<dyn Clock>,
    /// The dice.
    pub dice: Box<dyn Dice>,
}

impl Default for Machine {
    fn default() -> Self {
        Self { clock: Box::new(SystemClock), dice: Box::new(SystemDice) }
    }
}

/// Why a registry could not be begun.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// There is one already.
    #[error("there is a registry already")]
    Exists,
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Its first entries cannot be recorded.
    #[error(transparent)]
    Record(#[from] RecordError),
}

impl Registry {
    /// Begins a registry: entry 0 says whose book it is, the next ones adopt the shipped rule book.
    /// Nobody remembers when anything was recorded before, so a clock long after the day on which
    /// the program was built must be confirmed.
    pub fn init(
        dir: &Path,
        name: &Line,
        place: &Place,
        machine: Machine,
        clock_confirmed: bool,
    ) -> Result<(Self, Recording), InitError> {
        let opened = OpenOptions::new(PROGRAM).create().open(dir)?;
        if opened.store.head().next_seq > 0 {
            return Err(InitError::Exists);
        }
        let registry = Self::with(dir, opened.store, opened.vault, machine);
        let cmd = registry.new_command_id().map_err(RecordError::Io)?;
        let document = first_document(cmd, name, place, &*registry.clock)?;
        let command_id = Some(cmd);
        let options = RecordOptions { command_id, clock_confirmed, ..RecordOptions::default() };
        let recording = registry.record(document, &options)?;
        Ok((registry, recording))
    }

    /// Opens a registry for recording. With a finding, recording will be refused.
    pub fn open(dir: &Path, machine: Machine) -> Result<(Self, Openness), RecordError> {
        Self::open_as(dir, OpenOptions::new(PROGRAM), machine)
    }

    /// The same, with the index made again even if it looks well.
    pub fn rebuild(dir: &Path, machine: Machine) -> Result<(Self, Openness), RecordError> {
        Self::open_as(dir, OpenOptions::new(PROGRAM).rebuild(), machine)
    }

    /// The same, as the store is told to: under another name, on another disk.
    pub fn open_as(
        dir: &Path,
        options: OpenOptions<'_>,
        machine: Machine,
    ) -> Result<(Self, Openness), RecordError> {
        let disk = options.changes();
        let opened = options.open(dir)?;
        let mut openness = Openness { notes: opened.notes, finding: opened.finding };
        let mut registry = Self::with(dir, opened.store, opened.vault, machine);
        registry.disk = disk;
        registry.read_only = openness.finding.as_ref().map(ToString::to_string);
        openness.notes.extend(registry.finish_erasures(&openness));
        Ok((registry, openness))
    }

    /// Accepts the journal as it stands where it and the index disagree.
    pub fn accept_journal(dir: &Path) -> Result<(), RecordError> {
        Ok(OpenOptions::new(PROGRAM).accept_journal(dir)?)
    }

    /// Opens a registry to read it, whoever else has it open: no lock, no index.
    pub fn read_only(dir: &Path) -> Result<Self, RecordError> {
        if !crate::store::has_journal(dir).map_err(OpenError::from)? {
            return Err(OpenError::NotARegistry { path: dir.to_owned() }.into());
        }
        // Before the journal is listed, so that the rows are not ahead of it.
        let rows = SavedRows::newest(&saved_rows_dir(dir));
        let store = ReadingStore::beside(dir, rows.clone())?;
        let vault = Arc::new(Vault::reading(&dir.join("vault"))?);
        let mut registry = Self::with(dir, Box::new(store), vault, Machine::default());
        registry.rows = Mutex::new(rows);
        Ok(registry)
    }

    fn with(
        dir: &Path,
        store: Box<dyn crate::store::Store>,
        vault: Arc<Vault>,
        machine: Machine,
    ) -> Self {
        Self::new(dir, store, vault, machine.clock, machine.dice)
    }

    /// Carries out erasures that are on record and may not have been: something came in between, or
    /// the vault is from elsewhere and may hold what was erased here.
    fn finish_erasures(&self, openness: &Openness) -> Option<Note> {
        if openness.finding.is_some() {
            return None;
        }
        let is_other = |note: &Note| matches!(note, Note::VaultOther { .. });
        let other = openness.notes.iter().any(is_other);
        match self.erase_again(other) {
            // What becomes of another vault is told with it.
            Ok(count) => (count > 0 && !other).then_some(Note::ErasureFinished { count }),
            Err(error) => Some(Note::ErasureUnfinished { reason: error.to_string() }),
        }
    }

    /// Destroys what erasures name that have begun, or all on record; returns how many openings.
    fn erase_again(&self, all: bool) -> Result<u64, RecordError> {
        if all {
            let scope = Scope::kinds(["person.data_erased"]);
            for line in self.store.read(&scope, 0, Visibility::Synced)? {
                let cmd = crate::registry::meaning(&line)?.cmd;
                self.vault.begin_erasure(&cmd.to_string())?;
            }
        }
        let cmds = self.vault.begun_erasures()?;
        let mut seals = Vec::new();
        for cmd in &cmds {
            if let Some(entries) = self.store.find_command(cmd)? {
                let recorded = self.on_record(entries)?;
                let events: Vec<_> = recorded.into_iter().map(|one| one.event).collect();
                seals.extend(erased_by(&events));
            }
        }
        let count = if seals.is_empty() { 0 } else { self.vault.erase(&seals)? };
        for cmd in &cmds {
            self.vault.end_erasure(cmd)?;
        }
        Ok(count)
    }
}

/// What opening found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Openness {
    /// What was put right or is worth knowing.
    pub notes: Vec<Note>,
    /// Why nothing can be recorded, if so.
    pub finding: Option<crate::store::Finding>,
}

/// The first command: the registry begins, and adopts the rule book that came with the program.
fn first_document(
    cmd: CommandId,
    name: &Line,
    place: &Place,
    clock: &dyn Clock,
) -> Result<Document, RecordError> {
    let today = clock::civil_day(clock.now()).format("%Y-%m-%d").to_string();
    let text = |text: &str| Value::String(text.to_owned());
    let created = fact(
        "registry.created",
        [
            ("format", Value::Integer(1)),
            ("name", text(name.as_str())),
            ("jurisdiction", text(&place.to_string())),
            ("program", text(PROGRAM)),
            ("happened", text(&today)),
        ],
    );
    let adoptions = adoptions(&Book::shipped(), &today);
    let facts = core::iter::once(created).chain(adoptions).collect::<Result<_, _>>()?;
    let registry = domain::RegistryId::derived(cmd, 0).to_string();
    Ok(Document { by: Some((registry, Role::Administrator)), facts })
}

/// One fact for each handful of cards; which book it makes is filled in as for every adoption.
fn adoptions(book: &Book, today: &str) -> Vec<Result<DraftFact, RecordError>> {
    let mut batches: Vec<(usize, Vec<serde_json::Value>)> = Vec::new();
    for card in book.cards() {
        let bytes = card.canonical().len();
        match batches.last_mut() {
            Some((full, batch)) if *full + bytes < CARDS_BYTES_MAX => {
                *full += bytes;
                batch.push(card.to_json());
            }
            _ => batches.push((bytes, vec![card.to_json()])),
        }
    }
    let adoption = |(_, batch): (usize, Vec<serde_json::Value>)| {
        let json = serde_json::Value::Array(batch).to_string();
        let cards = Value::parse(json.as_bytes());
        let cards = cards.map_err(|error| AskError::Entry(EntryError::Json(error)))?;
        let happened = Value::String(today.to_owned());
        fact("registry.rules_adopted", [("cards", cards), ("happened", happened)])
    };
    batches.into_iter().map(adoption).collect()
}

fn fact<const N: usize>(
    kind: &'static str,
    fields: [(&str, Value); N],
) -> Result<DraftFact, RecordError> {
    let fields: BTreeMap<_, _> =
        fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let unknown = || AskError::Meaning(DecodeError::Unknown { kind: kind.to_owned(), v: 1 });
    Ok(DraftFact { kind: kind_entry(kind).ok_or_else(unknown)?, fields })
}
