//! The book up to an entry, owned and shared by whoever reads.

use super::saved::SavedFacts;
use super::{AskError, Asked, View};
use crate::domain::{Bilingual, BodyKind, Fingerprint, MatterKind, Place, say};
use crate::event::{Event, Recorded};
use crate::law::{Act, Adoptions, Book, Card};
use crate::ledger::{self, Commitment, Entry, Hash, Value};
use crate::projection::{Projections, Table, VERSION};
use crate::store::rows::SavedRows;
use crate::store::vault::Vault;
use crate::store::{
    Clause, OpenError, ReadingStore, Scope, Store, Visibility, has_journal, saved_rows_dir,
};
use core::ops::ControlFlow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The book as it was after some number of entries: what is so, and the rules that were adopted. It
/// holds no lock, and no value that a seal hides.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub(super) store: Arc<Box<dyn Store>>,
    pub(super) vault: Arc<Vault>,
    // The newest saved rows, whether or not they fit.
    rows: Option<Arc<SavedRows>>,
    // How many entries of another journal they follow, if they do.
    other: Option<u64>,
    pub(super) projections: Projections,
    adoptions: Adoptions,
    entries: u64,
    head: Hash,
    name: String,
    place: Place,
}

impl Snapshot {
    /// Reads the book in a folder as it is now, whoever else has it open: no lock, no index.
    pub fn open(dir: &Path) -> Result<Arc<Self>, AskError> {
        if !has_journal(dir).map_err(OpenError::from)? {
            return Err(OpenError::NotARegistry { path: dir.to_owned() }.into());
        }
        // Before the journal is listed, so that the rows are not ahead of it.
        let rows = SavedRows::newest(&saved_rows_dir(dir));
        let store: Box<dyn Store> = Box::new(ReadingStore::beside(dir, rows.clone())?);
        let vault = Arc::new(Vault::reading(&dir.join("vault"))?);
        vault.guide(rows.clone());
        let mut all = Self::at_start(Arc::new(store), vault, rows)?;
        all.follow(None)?;
        Ok(Arc::new(all))
    }

    /// What was saved, as far as it fits the journal; else nothing folded yet.
    pub(crate) fn at_start(
        store: Arc<Box<dyn Store>>,
        vault: Arc<Vault>,
        rows: Option<Arc<SavedRows>>,
    ) -> Result<Self, AskError> {
        let (projections, other) = match fit(&**store, rows.as_ref())? {
            Fit::Here(rows) => {
                let next_seq = rows.mark().next_seq;
                let facts = SavedFacts::to_answer(Arc::clone(&store), rows);
                (Projections::over(&facts, next_seq), None)
            }
            Fit::Nothing => (Projections::new(), None),
            Fit::Elsewhere { entries } => (Projections::new(), Some(entries)),
        };
        Ok(Self {
            store,
            vault,
            rows,
            other,
            projections,
            adoptions: Adoptions::default(),
            entries: 0,
            head: Hash::ZERO,
            name: String::new(),
            place: Place::china(),
        })
    }

    /// Takes in what was recorded since, up to a number of entries if one is given.
    pub(crate) fn follow(&mut self, until: Option<u64>) -> Result<(), AskError> {
        let head = self.store.head();
        let until = until.map_or(head.next_seq, |until| until.min(head.next_seq));
        self.fold(until)?;
        self.learn(until)?;
        self.entries = until;
        self.head = match until.checked_sub(1) {
            None => Hash::ZERO,
            Some(_) if until == head.next_seq => head.hash,
            Some(last) => self.store.line(last)?.map_or(Hash::ZERO, |line| Hash::of(&line)),
        };
        Ok(())
    }

    /// Folds the entries that the projections do not have yet.
    fn fold(&mut self, until: u64) -> Result<(), AskError> {
        let Self { projections, store, .. } = self;
        fold(projections, &***store, until)
    }

    /// What is so, by the saved rows as they lie there: none of it is told again by its entries.
    fn as_saved(&self) -> Result<Projections, AskError> {
        let Fit::Here(rows) = fit(&**self.store, self.rows.as_ref())? else {
            return Ok(self.projections.clone());
        };
        let from = rows.mark().next_seq;
        if from > self.entries {
            return Ok(self.projections.clone());
        }
        let facts = SavedFacts::new(Arc::clone(&self.store), Some(rows));
        let mut all = Projections::over(&facts, from);
        fold(&mut all, &**self.store, self.entries)?;
        Ok(all)
    }

    /// Learns whose book it is and which rules were adopted, from the few entries that say so.
    fn learn(&mut self, until: u64) -> Result<(), AskError> {
        let scope = Scope::kinds(["registry.created", "registry.rules_adopted"]);
        for line in self.store.read(&scope, self.entries, Visibility::Synced)? {
            let recorded = meaning(&line)?;
            if recorded.seq < until {
                self.learn_one(recorded);
            }
        }
        Ok(())
    }

    fn learn_one(&mut self, recorded: Recorded) {
        if let Event::RegistryCreated(fact) = &recorded.event {
            fact.name.as_str().clone_into(&mut self.name);
            self.place = fact.jurisdiction.as_str().parse().unwrap_or(Place::china());
        }
        if let Event::RulesAdopted(fact) = recorded.event {
            self.adoptions.adopt(recorded.seq, fact.corrects, fact.texts());
        }
    }

    /// A question to it.
    pub fn ask(self: &Arc<Self>, asked: Asked) -> Result<View, AskError> {
        let snapshot = match asked.as_of.filter(|entries| *entries < self.entries) {
            None => Arc::clone(self),
            Some(entries) => Arc::new(self.as_of(entries)?),
        };
        Ok(View::new(snapshot, asked))
    }

    /// What the book said after a number of entries.
    fn as_of(&self, entries: u64) -> Result<Self, AskError> {
        let (store, vault) = (Arc::clone(&self.store), Arc::clone(&self.vault));
        let fits = self.rows.clone().filter(|rows| rows.mark().next_seq <= entries);
        let mut then = Self { other: self.other, ..Self::at_start(store, vault, fits)? };
        then.follow(Some(entries))?;
        Ok(then)
    }

    /// What in the folder speaks against this being the journal that it was: told with every answer.
    pub fn doubts(&self) -> Vec<Bilingual> {
        let doubt = |entries| {
            say!(
                "索引里保存的账面推算到第 {entries} 条为止,与本流水不是同一份;这里只按流水回答。流水的末尾可能被删去或换过,请运行 yishi verify。",
                "The saved rows follow {entries} entries of another journal than this one; this is answered from the journal alone. Its end may have been cut off or exchanged: run yishi verify.";
                entries
            )
        };
        self.other.map(doubt).into_iter().collect()
    }

    /// Number of entries.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// Hash of the last entry, 64 hexadecimal digits.
    pub fn head(&self) -> String {
        self.head.to_string()
    }

    /// Whose book it is.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is kept.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The rule book with this fingerprint, made of the cards on record. There is no other to judge
    /// by: a pin that no cards make is an error.
    pub fn book(&self, pin: Fingerprint) -> Result<&Book, AskError> {
        Ok(self.adoptions.pinned(pin)?)
    }

    /// The book in force at the end; none before any was adopted.
    pub fn newest_book(&self) -> Result<Option<&Book>, AskError> {
        Ok(self.adoptions.in_force()?)
    }

    /// What some book on record may attach to such a matter of a body of these kinds.
    pub(super) fn may_attach(
        &self,
        bodies: &BTreeSet<BodyKind>,
        matter: MatterKind,
    ) -> Result<BTreeSet<Act>, AskError> {
        Ok(self.adoptions.may_attach(bodies, matter)?)
    }

    /// The same book, judging as if this card answered on its topic. For supposing only: what is
    /// shown is no verdict on what happened.
    pub(super) fn supposing(&self, card: &Card) -> Self {
        let mut other = self.clone();
        other.adoptions.suppose(card);
        other
    }

    /// Fingerprint of every table, by the saved rows: a claim, which whoever verifies a copy holds
    /// against a fold of its own.
    pub fn fingerprints(&self) -> Result<Vec<(Table, Fingerprint)>, AskError> {
        let all = self.as_saved()?;
        let of = |table| Ok((table, all.fingerprint(table)?));
        Table::ALL.into_iter().map(of).collect()
    }

    /// What is so, for whoever records.
    pub(crate) fn projections(&self) -> &Projections {
        &self.projections
    }

    /// Whether a file with this SHA-256 lies in the vault.
    pub(super) fn has_file(&self, sha256: Fingerprint) -> bool {
        let sha256 = ledger::Sha256(sha256.0);
        self.vault.file(&sha256).is_ok_and(|file| file.is_some())
    }

    /// Every entry of these kinds with one of these tags, in order; no kinds means all.
    pub(super) fn entries_of(
        &self,
        kinds: &[&str],
        tags: &[String],
    ) -> Result<Vec<Recorded>, AskError> {
        let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let clauses =
            tags.iter().map(|tag| Clause { kinds: kinds.clone(), tag: Some(tag.clone()) });
        self.read(&Scope { clauses: clauses.collect() })
    }

    /// Every entry within a scope, in order.
    pub(super) fn read(&self, scope: &Scope) -> Result<Vec<Recorded>, AskError> {
        let lines = self.store.read(scope, 0, Visibility::Synced)?;
        let mut recorded = lines.iter().map(|line| meaning(line)).collect::<Result<Vec<_>, _>>()?;
        recorded.retain(|one| one.seq < self.entries);
        Ok(recorded)
    }

    /// The value behind a seal, where the vault has it.
    pub(crate) fn open_seal(&self, seal: &Commitment) -> Option<Value> {
        self.vault.find(seal).ok().flatten().map(|opening| opening.value)
    }
}

/// Folds the entries below a number that projections do not have yet.
fn fold(projections: &mut Projections, store: &dyn Store, until: u64) -> Result<(), AskError> {
    if projections.next_seq() >= until {
        return Ok(());
    }
    let mut fault = None;
    store.scan(projections.next_seq(), &mut |_, line| {
        if projections.next_seq() >= until {
            return ControlFlow::Break(());
        }
        match meaning(line).and_then(|recorded| Ok(projections.apply(&recorded)?)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                fault = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    fault.map_or(Ok(()), Err)
}

/// The meaning of a line.
pub(crate) fn meaning(line: &[u8]) -> Result<Recorded, AskError> {
    let entry = Entry::parse(line).map_err(AskError::Entry)?;
    Ok(Recorded::read(&entry)?)
}

/// How saved rows and a journal go together.
pub(crate) enum Fit {
    /// These rows come from this journal.
    Here(Arc<SavedRows>),
    /// There are none that this program can read: whoever may write makes them again.
    Nothing,
    /// They follow so many entries of another journal, or of one that was longer.
    Elsewhere { entries: u64 },
}

/// Whether saved rows fit the journal and this program.
pub(crate) fn fit(store: &dyn Store, rows: Option<&Arc<SavedRows>>) -> Result<Fit, AskError> {
    let Some(rows) = rows.filter(|rows| rows.mark().version == VERSION) else {
        return Ok(Fit::Nothing);
    };
    let mark = rows.mark();
    let (head, entries) = (store.head().next_seq, mark.next_seq);
    let Some(last) = entries.checked_sub(1) else { return Ok(Fit::Nothing) };
    let line = if last < head { store.line(last)? } else { None };
    Ok(match line.filter(|line| Hash::of(line) == mark.hash) {
        Some(_) => Fit::Here(Arc::clone(rows)),
        None => Fit::Elsewhere { entries },
    })
}
