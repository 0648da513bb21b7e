//! Scope: the part of the journal that a command depends on.

use std::collections::BTreeMap;

/// An entry belongs to a clause when its kind and its tags do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clause {
    /// Event types; none means every type.
    pub kinds: Vec<String>,
    /// A tag that the entry carries; `None` means any entry.
    pub tag: Option<String>,
}

impl Clause {
    /// Whether entries of this type can belong to the clause.
    pub fn admits(&self, kind: &str) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|each| each == kind)
    }
}

/// An entry belongs to a scope when it belongs to one of its clauses.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// The clauses; none means that no entry belongs.
    pub clauses: Vec<Clause>,
}

impl Scope {
    /// The whole journal.
    pub fn everything() -> Self {
        Self { clauses: vec![Clause { kinds: Vec::new(), tag: None }] }
    }

    /// No entry at all: the command depends on nothing.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Entries of these types.
    pub fn kinds<'a>(kinds: impl IntoIterator<Item = &'a str>) -> Self {
        let kinds = kinds.into_iter().map(str::to_owned).collect();
        Self { clauses: vec![Clause { kinds, tag: None }] }
    }

    /// Entries that carry this tag.
    pub fn tag(tag: &str) -> Self {
        Self { clauses: vec![Clause { kinds: Vec::new(), tag: Some(tag.to_owned()) }] }
    }

    /// This scope and another one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.clauses.extend(other.clauses);
        self
    }

    /// The scope made ready to look at many entries: a command of ten thousand facts has as many
    /// clauses.
    pub fn ready(&self) -> Ready<'_> {
        let mut ready = Ready::default();
        for clause in &self.clauses {
            match clause.tag.as_deref() {
                Some(tag) => ready.tagged.entry(tag).or_default().push(clause),
                None => ready.untagged.push(clause),
            }
        }
        ready
    }

    /// Whether every entry belongs.
    pub fn is_everything(&self) -> bool {
        self.clauses.iter().any(|clause| clause.kinds.is_empty() && clause.tag.is_none())
    }
}

/// A scope by its tags.
#[derive(Debug, Default)]
pub struct Ready<'s> {
    untagged: Vec<&'s Clause>,
    tagged: BTreeMap<&'s str, Vec<&'s Clause>>,
}

impl Ready<'_> {
    /// Whether an entry of this type with these tags belongs.
    pub fn matches<'t>(&self, kind: &str, mut tags: impl Iterator<Item = &'t str>) -> bool {
        let of_kind = |clauses: &[&Clause]| clauses.iter().any(|clause| clause.admits(kind));
        of_kind(&self.untagged)
            || tags.any(|tag| self.tagged.get(tag).is_some_and(|clauses| of_kind(clauses)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_clause_is_enough_but_it_must_match_whole() {
        let both = Clause { kinds: vec!["a.b".to_owned()], tag: Some("x:1".to_owned()) };
        let scope = Scope { clauses: vec![both] }.and(Scope::kinds(["c.d"]));
        let matches = |scope: &Scope, kind: &str, tags: &[&str]| {
            scope.ready().matches(kind, tags.iter().copied())
        };
        assert!(matches(&scope, "a.b", &["w:1", "x:1"]));
        assert!(!matches(&scope, "a.b", &["w:1"]));
        assert!(!matches(&scope, "a.c", &["x:1"]));
        assert!(matches(&scope, "c.d", &[]));
        assert!(matches(&Scope::everything(), "a.c", &[]));
        assert!(!matches(&Scope::nothing(), "a.c", &["x:1"]));
    }
}
