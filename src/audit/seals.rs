//! The seals on record: where sealed fields stand, and what stands there.

use crate::audit::finding::Place;
use crate::domain::CommandId;
use crate::event::person::PersonDataErased;
use crate::event::sealing::seal_of;
use crate::event::{Audience, Class, KindEntry};
use crate::ledger::Commitment;
use crate::ledger::Value;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where the sealed fields of each kind are, worked out once per kind.
#[derive(Debug, Default)]
pub(super) struct Sealing {
    kinds: BTreeMap<&'static str, Vec<(Vec<&'static str>, Audience)>>,
    texts: BTreeMap<&'static str, Vec<Vec<&'static str>>>,
}

/// Is shown the pointer of a sealed field, its audience, and the seal; none when it is not sealed.
type Visit<'a> = &'a mut dyn FnMut(&str, Audience, Option<Commitment>);

impl Sealing {
    /// Shows every sealed field that is there.
    pub(super) fn each(&mut self, kind: &'static KindEntry, data: &Value, visit: Visit<'_>) {
        let fields = self.kinds.entry(kind.kind).or_insert_with(|| {
            let sealed = (kind.fields)().iter().filter_map(|field| match field.class {
                Class::Sealed(audience) => {
                    Some((field.pointer.split('/').skip(1).collect(), audience))
                }
                Class::Plain | Class::PlainText | Class::Pseudonym(_) => None,
            });
            sealed.collect()
        });
        let mut pointer = String::new();
        for (steps, audience) in fields {
            follow(data, steps, &mut pointer, &mut |pointer, value| {
                visit(pointer, *audience, seal_of(value));
            });
        }
    }

    /// Shows every plain text that is there; a label is no text.
    pub(super) fn each_text(
        &mut self,
        kind: &'static KindEntry,
        data: &Value,
        visit: &mut dyn FnMut(&str, &str),
    ) {
        let fields = self.texts.entry(kind.kind).or_insert_with(|| {
            let texts = (kind.fields)().iter().filter(|field| {
                field.class == Class::PlainText && !field.pointer.ends_with("label")
            });
            texts.map(|field| field.pointer.split('/').skip(1).collect()).collect()
        });
        let mut pointer = String::new();
        for steps in fields {
            follow(data, steps, &mut pointer, &mut |pointer, value| {
                value.as_str().into_iter().for_each(|text| visit(pointer, text));
            });
        }
    }
}

fn follow(value: &Value, steps: &[&str], pointer: &mut String, at: &mut dyn FnMut(&str, &Value)) {
    let Some((step, rest)) = steps.split_first() else { return at(pointer, value) };
    let length = pointer.len();
    let mut go = |name: &str, value: &Value| {
        pointer.push('/');
        pointer.push_str(name);
        follow(value, rest, pointer, at);
        pointer.truncate(length);
    };
    match value {
        Value::Array(items) if *step == "*" => {
            items.iter().enumerate().for_each(|(place, item)| go(&place.to_string(), item));
        }
        Value::Object(pairs) => pairs.get(*step).into_iter().for_each(|value| go(step, value)),
        Value::Array(_) | Value::Bool(_) | Value::Integer(_) | Value::String(_) => {}
    }
}

/// A seal where it first stands: a correction may repeat it. There are as many as there are names in
/// a book, so what many of them share stands elsewhere once.
#[derive(Debug)]
pub(super) struct Seal {
    /// Number of the entry, its command, and its place there from 0, if it is known.
    pub(super) origin: (u64, CommandId, Option<u32>),
    pub(super) audience: Audience,
    /// The vault opens it: noted here, because a second set of all seals would be as large as this.
    pub(super) is_here: Cell<bool>,
    pointer: u32,
    file: u32,
    line: u64,
    offset: u64,
}

/// Texts that stand once, by number.
#[derive(Debug, Default)]
struct Texts {
    texts: Vec<Arc<str>>,
    numbers: BTreeMap<Arc<str>, u32>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    fn text(&self, number: u32) -> &str {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        self.texts.get(number).map_or("", |text| &**text)
    }
}

/// All seals of a journal, and those whose erasure is on record.
#[derive(Debug, Default)]
pub(super) struct Seals {
    on_record: BTreeMap<Commitment, Seal>,
    erased: BTreeSet<Commitment>,
    pointers: Texts,
    files: Texts,
}

impl Seals {
    pub(super) fn add(
        &mut self,
        seal: Commitment,
        (entry, cmd, position): (u64, CommandId, Option<u64>),
        pointer: &str,
        audience: Audience,
        place: &Place,
    ) {
        let pointer = self.pointers.number(pointer);
        let file = self.files.number(place.file.as_deref().unwrap_or_default());
        let origin = (entry, cmd, position.and_then(|position| position.try_into().ok()));
        let (line, offset) = (place.line.unwrap_or(0), place.offset.unwrap_or(0));
        let seal = self.on_record.entry(seal);
        let is_here = Cell::default();
        seal.or_insert(Seal { origin, audience, is_here, pointer, file, line, offset });
    }

    /// The field that it stands in.
    pub(super) fn pointer(&self, seal: &Seal) -> &str {
        self.pointers.text(seal.pointer)
    }

    /// Where its entry stands.
    pub(super) fn place(&self, seal: &Seal) -> Place {
        Place {
            entry: Some(seal.origin.0),
            file: Some(self.files.text(seal.file).to_owned()),
            line: Some(seal.line),
            offset: Some(seal.offset),
        }
    }

    pub(super) fn erase(&mut self, fact: &PersonDataErased) {
        self.erased.extend(fact.seals.iter().map(|seal| seal.0));
    }

    pub(super) fn find(&self, seal: &Commitment) -> Option<&Seal> {
        self.on_record.get(seal)
    }

    /// The entry at a place of a command, if it has seals.
    pub(super) fn entry_at(&self, cmd: &str, position: u64) -> Option<u64> {
        let (cmd, position) = (cmd.parse().ok()?, u32::try_from(position).ok()?);
        let mut origins = self.on_record.values().map(|seal| seal.origin);
        origins.find(|origin| (origin.1, origin.2) == (cmd, Some(position))).map(|origin| origin.0)
    }

    pub(super) fn is_erased(&self, seal: &Commitment) -> bool {
        self.erased.contains(seal)
    }

    /// All seals, in the order of their entries.
    pub(super) fn in_order(&self) -> Vec<(&Commitment, &Seal)> {
        let mut all: Vec<_> = self.on_record.iter().collect();
        all.sort_by_key(|(_, seal)| (seal.origin.0, self.pointer(seal)));
        all
    }

    pub(super) fn count(&self) -> u64 {
        u64::try_from(self.on_record.len()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::kind_entry;

    #[test]
    fn sealed_fields_are_found_by_their_class_wherever_they_stand() {
        let data = r#"{"leave":[{"reason":"住院"},{"reason":{"seal":"SEAL"}}],"place":"会议室"}"#;
        let data = Value::parse(data.replace("SEAL", &"ab".repeat(32)).as_bytes()).unwrap();
        let mut found = Vec::new();
        Sealing::default().each(
            kind_entry("meeting.held").unwrap(),
            &data,
            &mut |pointer, audience, seal| {
                found.push((pointer.to_owned(), audience, seal.is_some()));
            },
        );
        let office = |pointer: &str, sealed| (pointer.to_owned(), Audience::Office, sealed);
        assert_eq!(found, [office("/leave/0/reason", false), office("/leave/1/reason", true)]);
    }
}
