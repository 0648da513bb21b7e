//! The report as JSON, for programs.

use crate::audit::end::EndMark;
use crate::audit::finding::{Fault, Finding, Place};
use crate::audit::report::{Report, Tick};
use crate::domain::Bilingual;
use serde_json::{Value, json};

impl Report {
    /// The whole report; keys that do not apply are null.
    pub fn to_json(&self) -> Value {
        let checks = self.ticks.iter().map(|(check, tick)| {
            let (state, faults) = match tick {
                Tick::Holds => ("holds", 0),
                Tick::Broken(faults) => ("broken", *faults),
                Tick::NotMade => ("not_made", 0),
            };
            json!({"check": check.id(), "state": state, "faults": faults,
                   "title": bilingual(&check.title())})
        });
        let marks = self.marks.iter().map(|one| {
            json!({"mark": bilingual(&one.mark.name()), "rank": one.mark.rank().word(),
                   "covers": one.covers, "agrees": one.agrees})
        });
        let notes = self.notes.iter().map(|note| bilingual(&note.sentence()));
        json!({
            "outcome": self.outcome.word(),
            "level": self.level.word(),
            "verdict": bilingual(&self.sentence()),
            "entries": self.counts.entries,
            "commands": self.counts.commands,
            "files": self.counts.files,
            "bytes": self.counts.bytes,
            "head": self.counts.head.to_string(),
            "vouched_by": self.vouched_by().map(|mark| bilingual(&mark.name())),
            "end": self.agreed_by().map(EndMark::to_json),
            "end_marks": marks.collect::<Vec<_>>(),
            "checks": checks.collect::<Vec<_>>(),
            "findings": self.findings.iter().map(Finding::to_json).collect::<Vec<_>>(),
            "unlisted": self.unlisted,
            "notes": notes.collect::<Vec<_>>(),
            "openings_not_here": self.not_here.map_or(0, |not_here| not_here.openings),
            "unreadable": self.unreadable.as_ref().map(bilingual),
        })
    }
}

impl EndMark {
    fn to_json(&self) -> Value {
        let rank = self.rank();
        json!({"rank": rank.word(), "says": bilingual(&rank.name()), "mark": bilingual(&self.name())})
    }
}

impl Finding {
    fn to_json(&self) -> Value {
        let Place { entry, file, line, offset } = &self.place;
        let (expected, found) = self.fault.expected_and_found();
        json!({
            "check": self.check().id(),
            "entry": entry,
            "file": file,
            "line": line,
            "offset": offset,
            "expected": expected,
            "found": found,
            "what": bilingual(&self.fault.sentence()),
            "next": bilingual(&self.fault.next_step()),
        })
    }
}

fn bilingual(sentence: &Bilingual) -> Value {
    json!({"zh": sentence.zh, "en": sentence.en})
}

impl Fault {
    /// What was expected and what was found, where there is one value for each.
    pub fn expected_and_found(&self) -> (Option<String>, Option<String>) {
        let both = |expected: String, found: String| (Some(expected), Some(found));
        match self {
            Self::Chain { expected, found } => {
                (Some(expected.to_string()), found.map(|found| found.to_string()))
            }
            Self::OtherHash { expected, found, .. } => {
                both(expected.to_string(), found.to_string())
            }
            Self::Gap { expected, found } => both(expected.to_string(), found.to_string()),
            Self::FileName { named, first } => both(first.to_string(), named.to_string()),
            Self::CutShort { covers, entries, .. } => both(covers.to_string(), entries.to_string()),
            Self::ClockBack { before, at } => both(before.clone(), at.clone()),
            Self::Tags { expected, found } => both(expected.join(" "), found.join(" ")),
            Self::Book { expected, found } | Self::Pin { expected, found } => {
                (expected.clone(), Some(found.clone()))
            }
            Self::Table { expected, found, .. } => both(expected.clone(), found.clone()),
            Self::Row { table, key, .. } => (None, Some(format!("{table} {key}"))),
            Self::SavedMark { entries } => (None, Some(entries.to_string())),
            Self::AnnouncedContrary { first, second } => {
                both(first.announced.word().to_owned(), second.announced.word().to_owned())
            }
            Self::OtherSpelling { expected } => (Some(expected.clone()), None),
            Self::UnknownKind { kind, v } => (None, Some(format!("{kind} v{v}"))),
            Self::Beginning { found } => (None, Some(found.clone())),
            Self::NotAnEntry(error) => (None, Some(error.to_string())),
            Self::NoSuchDay { at } => (None, Some(at.clone())),
            Self::Shape { fault } => (None, Some(fault.clone())),
            Self::Behind { bytes, .. } => (Some("0".to_owned()), Some(bytes.to_string())),
            Self::Attachment { sha256, .. } | Self::AttachmentMissing { sha256, .. } => {
                (Some(sha256.to_string()), None)
            }
            Self::NotEnded
            | Self::NotSealed { .. }
            | Self::Command(_)
            | Self::Empty
            | Self::CommandTwice { .. }
            | Self::EndMarkUnreadable { .. }
            | Self::OpeningDamaged
            | Self::OpeningElsewhere { .. }
            | Self::SaltTwice { .. }
            | Self::OpeningMissing { .. }
            | Self::NotErased { .. }
            | Self::Refused(_) => (None, None),
        }
    }
}
