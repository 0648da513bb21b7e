//! Entries from a readable file: commands with labels, plain values and both clocks.

use crate::common::root;
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;
use yishi::answer::MeetingRecord;
use yishi::domain::{
    Bilingual, BodyKind, CommandId, MatterKind, MeetingId, MotionId, PersonId, Thing,
};
use yishi::event::names::NoNames;
use yishi::event::sealing::{self, class_of};
use yishi::event::{By, Class, Event, KindEntry, Names, Recorded, kind_entry};
use yishi::law::{Book as Rules, Figures, Matter, Question, Verdict, judge};
use yishi::ledger::{Commitment, Salt, Value};

const COMMAND: &str = "01KAQ3ZJ8QK6M7N8P9QRSTVWXY";

/// A book for one test.
pub(super) struct Book {
    pub(super) recorded: Vec<Recorded>,
    pub(super) verdicts: Vec<(MotionId, Verdict)>,
    pub(super) quorum: Option<Verdict>,
    pub(super) meeting: MeetingId,
    names: Called,
}

/// Labels are names; ids are numbered in the order of first use.
#[derive(Default)]
struct Called {
    ids: BTreeMap<(String, String), usize>,
    opened: BTreeMap<String, Value>,
    motions: BTreeMap<MotionId, String>,
    sealed: bool,
}

impl Book {
    /// Reads `books/<name>.json`; what is about `@m` is the meeting.
    pub(super) fn read(name: &str) -> Self {
        let path = root().join(format!("tests/paper/books/{name}.json"));
        Self::parse(&std::fs::read_to_string(path).unwrap(), false)
    }

    /// The same with every seal shut and no vault.
    pub(super) fn read_sealed(name: &str) -> Self {
        let path = root().join(format!("tests/paper/books/{name}.json"));
        Self::parse(&std::fs::read_to_string(path).unwrap(), true)
    }

    pub(super) fn parse(text: &str, sealed: bool) -> Self {
        let commands = Value::parse(text.as_bytes()).unwrap();
        let mut names = Called { sealed, ..Called::default() };
        let meeting = names.id("meeting", "m").parse().unwrap();
        let mut recorded = Vec::new();
        let mut seq = 120;
        for (number, command) in commands.as_array().unwrap().iter().enumerate() {
            let text = |pointer: &str| command.at(pointer).and_then(Value::as_str).unwrap();
            let by =
                By { actor: names.id("person", text("/by")), role: text("/role").parse().unwrap() };
            for fact in command.at("/facts").and_then(Value::as_array).unwrap() {
                let event = names.event(fact, seq);
                let cmd = PersonId::derived(COMMAND.parse().unwrap(), 900 + number);
                let cmd: CommandId = cmd.to_string().parse().unwrap();
                recorded.push(Recorded {
                    seq,
                    at: text("/at").to_owned(),
                    cmd,
                    by: by.clone(),
                    event,
                });
                seq += 1;
            }
            // Other meetings stand between.
            seq += 5;
        }
        let (verdicts, quorum) = judged(&recorded);
        Self { recorded, verdicts, quorum, meeting, names }
    }

    pub(super) fn record(&self) -> MeetingRecord<'_> {
        MeetingRecord {
            meeting: self.meeting,
            recorded: self.recorded.clone(),
            verdicts: self.verdicts.clone(),
            quorum: self.quorum.clone(),
            rounds: Vec::new(),
            findings: Vec::new(),
            names: &self.names,
            head: (
                812,
                "5f1d7a84e93dc6a0b2f44c1e90a7d35860be11f2c49d8873aa5e06b7d1c2f390".to_owned(),
            ),
            registry_name: "兴华南里社区党委议事登记册".to_owned(),
        }
    }
}

impl Called {
    fn id(&mut self, word: &str, label: &str) -> String {
        let next = self.ids.len();
        let label = label.trim_start_matches('@').to_owned();
        let place = *self.ids.entry((word.to_owned(), label)).or_insert(next);
        PersonId::derived(COMMAND.parse().unwrap(), place).to_string()
    }

    fn label(&self, id: &str) -> Option<&str> {
        let place = self.ids.iter().find(|(_, place)| {
            PersonId::derived(COMMAND.parse().unwrap(), **place).to_string() == id
        });
        place.map(|((_, label), _)| label.as_str())
    }

    fn event(&mut self, fact: &Value, seq: u64) -> Event {
        let mut fields = fact.as_object().unwrap().clone();
        let Some(Value::String(kind)) = fields.remove("kind") else { panic!("no kind") };
        let kind = kind_entry(&kind).unwrap();
        if let Some(creates) = kind.creates {
            let label = fields.get("label").and_then(Value::as_str).map(str::to_owned);
            fields.entry(creates.field.to_owned()).or_insert_with(|| {
                Value::String(format!("@{}", label.unwrap_or_else(|| format!("n{seq}"))))
            });
        }
        if (kind.fields)().iter().any(|field| field.pointer == "/book") {
            fields.entry("book".to_owned()).or_insert_with(|| Value::String("0".repeat(64)));
        }
        let mut data = Value::Object(fields);
        self.resolve(kind, &mut data);
        if self.sealed {
            let mut salt = 0;
            let mut next = || {
                salt += 1;
                Salt([salt; 32])
            };
            drop(sealing::seal(kind, &mut data, &mut next));
        }
        let event = Event::decode(kind.kind, kind.version, &data.to_canonical()).unwrap();
        if let Event::MotionProposed(proposed) = &event {
            self.motions.insert(proposed.motion, proposed.text.as_str().to_owned());
        }
        event
    }

    fn resolve(&mut self, kind: &KindEntry, data: &mut Value) {
        sealing::visit(data, &mut |pointer, value| {
            let Value::String(text) = value else { return true };
            match class_of(kind, pointer) {
                Some(Class::Pseudonym(word)) => *text = self.id(word, text),
                Some(Class::PlainText) if !pointer.ends_with("/label") => {
                    let mut pieces = text.split('@');
                    let mut written = pieces.next().unwrap_or_default().to_owned();
                    for piece in pieces {
                        // A reference ends at a blank.
                        let (label, rest) = piece.split_once(' ').unwrap_or((piece, ""));
                        written += &format!("{{person:{}}}{rest}", self.id("person", label));
                    }
                    *text = written;
                }
                _ => {}
            }
            true
        });
    }
}

impl Names for Called {
    fn name(&self, thing: Thing) -> Bilingual {
        let label = self.label(&thing.ulid().to_string());
        let both = |text: &str| Bilingual::new(text, text);
        let quoted = |text: &str| Bilingual::new(format!("“{text}”"), format!("\"{text}\""));
        match thing {
            Thing::Person(_) if label.is_some() && self.sealed => yishi::event::names::sealed(),
            Thing::Person(_) => label.map_or_else(|| NoNames.name(thing), both),
            Thing::Body(_) | Thing::Meeting(_) => both(label.unwrap_or("?")),
            Thing::Issue(_) => quoted(label.unwrap_or("?")),
            Thing::Motion(id) => {
                let text = self.motions.get(&id).map(|text| text.chars().take(24).collect());
                quoted(&text.unwrap_or_else(|| "三月大会的决议".to_owned()))
            }
            _ => NoNames.name(thing),
        }
    }

    fn opened(&self, seal: &Commitment) -> Option<Value> {
        self.opened.get(&seal.to_string()).cloned()
    }
}

/// Verdicts as the registry asks for them, with the cards that come with the program.
fn judged(recorded: &[Recorded]) -> (Vec<(MotionId, Verdict)>, Option<Verdict>) {
    let rules = Rules::shipped();
    let held = recorded.iter().rev().find_map(|one| match &one.event {
        Event::MeetingHeld(held) => Some(held),
        _ => None,
    });
    let Some(held) = held else { return (Vec::new(), None) };
    let (due, present) = held.attendance().unwrap();
    let matter = |question, matter| Matter {
        question,
        body: BodyKind::PartyBranch,
        meeting: held.meeting_kind,
        matter,
        election: None,
        formed: held.happened.last_day().max(NaiveDate::MIN),
        place: "CN-110105".parse().unwrap(),
    };
    let kind_of = |id: MotionId| {
        recorded.iter().find_map(|one| match &one.event {
            Event::MotionProposed(proposed) if proposed.motion == id => Some(proposed.matter_kind),
            _ => None,
        })
    };
    let mut verdicts: Vec<(MotionId, Verdict)> = Vec::new();
    for one in recorded {
        let Event::MotionVoted(voted) = &one.event else { continue };
        let mut figures = json!({ "due": due, "present": present, "in_favour": voted.in_favour,
            "against": voted.against, "abstain": voted.abstain });
        if let Some(written) = voted.written_in_favour {
            figures["written_in_favour"] = written.into();
        }
        let figures: Figures = serde_json::from_value(figures).unwrap();
        let about = kind_of(voted.motion).unwrap_or(MatterKind::Other);
        let verdict = judge(&rules, &matter(Question::RESULT, Some(about)), &figures);
        verdicts.retain(|(id, _)| *id != voted.motion);
        verdicts.push((voted.motion, verdict));
    }
    let figures: Figures =
        serde_json::from_value(json!({ "due": due, "present": present })).unwrap();
    (verdicts, Some(judge(&rules, &matter(Question::QUORUM, None), &figures)))
}
