//! Names and numbers of people in plain texts on record: the search of the door, made again.
//!
//! What it finds is a remark and no fault: some names are words, which was confirmed when they were
//! recorded, and what stands in the journal cannot be taken out of it.

use crate::audit::build::Build;
use crate::audit::finding::{Exposed, Note};
use crate::domain::personal::{Folded, Known};
use crate::event::Event;
use crate::ledger::Commitment;
use crate::store::Vault;
use core::ops::ControlFlow;
use std::collections::BTreeMap;
use std::path::Path;

/// Places that are named; further ones are counted.
const PLACES_MAX: usize = 20;

/// What the vault opens, and where it stands plain.
#[derive(Debug, Default)]
pub(super) struct Exposure {
    known: Known,
    doors: BTreeMap<Commitment, String>,
    /// Where something was found.
    places: Vec<Exposed>,
    /// Found beyond these.
    further: u64,
}

impl Exposure {
    /// Names, doors and telephones as far as the vault opens them; a vault that cannot be read is
    /// another check.
    pub(super) fn read(vault: &Path) -> Self {
        let mut all = Self::default();
        let opened = Vault::reading(vault).and_then(|vault| {
            vault.each(&mut |opening| {
                let Ok(opening) = opening else { return ControlFlow::Continue(()) };
                let text = opening.value.as_str().unwrap_or_default();
                match opening.pointer.as_str() {
                    "/name" | "/label" => all.known.name(text),
                    "/phone" => all.known.phone(text),
                    "/door" => {
                        all.doors.insert(opening.seal, text.to_owned());
                    }
                    _ => {}
                }
                ControlFlow::Continue(())
            })
        });
        // The vault itself is judged later, and told there.
        opened.map_or_else(|_untold| Self::default(), |()| all)
    }

    /// From here on the door of a unit is known with its building.
    pub(super) fn learn(&mut self, event: &Event) {
        if let Event::UnitRegistered(fact) = event {
            let door = fact.door.commitment().and_then(|seal| self.doors.remove(&seal));
            door.into_iter().for_each(|door| self.known.door(fact.building.as_str(), &door));
        }
    }

    /// Searches a plain text.
    pub(super) fn text(&mut self, entry: u64, pointer: &str, text: &str) {
        let folded = Folded::of(text);
        let what = folded.number().or_else(|| folded.holds(&self.known));
        let Some(what) = what.map(|found| found.kind()) else { return };
        if self.places.len() < PLACES_MAX {
            self.places.push(Exposed { entry, pointer: pointer.to_owned(), what });
        } else {
            self.further += 1;
        }
    }

    /// Remarks on what was found.
    pub(super) fn tell(self, build: &mut Build) {
        let Self { places, further, .. } = self;
        if !places.is_empty() {
            build.note(Note::Exposed { places, further });
        }
    }
}
