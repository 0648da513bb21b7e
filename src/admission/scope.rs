//! The part of the journal that a command depends on.

/// Entries of these kinds, with this tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clause {
    /// Event types; never empty.
    pub kinds: Vec<&'static str>,
    /// Tag that the entry must have; none means any entry of these kinds.
    pub tag: Option<String>,
}

/// What a command depends on: an entry belongs to it when one clause matches, or by its number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Clauses, each once.
    pub clauses: Vec<Clause>,
    /// Single entries by number.
    pub entries: Vec<u64>,
}

impl Scope {
    /// Adds all entries of a kind.
    pub fn kind(&mut self, kind: &'static str) {
        self.clause(&[kind], None);
    }

    /// Adds the entries of these kinds with this tag.
    pub fn clause(&mut self, kinds: &[&'static str], tag: Option<&str>) {
        let clause = Clause { kinds: kinds.to_vec(), tag: tag.map(str::to_owned) };
        if let Err(place) = self.clauses.binary_search(&clause) {
            self.clauses.insert(place, clause);
        }
    }

    /// Adds one entry.
    pub fn entry(&mut self, seq: u64) {
        if !self.entries.contains(&seq) {
            self.entries.push(seq);
        }
    }
}
