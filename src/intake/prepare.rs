//! From a document to facts: ids for labels, references for names, what the program fills in.
//!
//! The steps, for each fact in its order: give what it creates an id derived from the command;
//! replace labels by ids; write persons in plain texts as references; fill in the pin of the rule
//! book; read the result into its type; and put seals where personal values stand.

use crate::domain::personal::{Folded, Personal};
use crate::domain::{
    BodyId, CandidateId, CommandId, ElectionId, Fingerprint, MeetingKind, PersonId, PostId,
    PostKind, Thing,
};
use crate::event::registry::CardJson;
use crate::event::sealing::{self, Opening};
use crate::event::{Class, DecodeError, Event, KindEntry};
use crate::intake::DraftFact;
use crate::intake::on_record::OnRecord;
use crate::intake::own::Own;
use crate::ledger::{Draft, Salt, Value};
use std::collections::BTreeMap;

/// A fact ready for admission.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    /// What it says, seals shut.
    pub(crate) event: Event,
    /// Its entry without number.
    pub(crate) draft: Draft,
    /// What its seals hide.
    pub(crate) openings: Vec<Opening>,
    /// The plain values, for comparing a repeated request.
    pub(crate) plain: Value,
}

/// Why a document does not become facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrepareError {
    /// Nobody is called this.
    UnknownLabel {
        /// What kind of thing is meant.
        word: String,
        /// The label.
        label: String,
    },
    /// Several persons are called this.
    AmbiguousLabel {
        /// The label or name.
        label: String,
        /// How many there are.
        count: usize,
    },
    /// The label means something else already.
    LabelTaken {
        /// The label.
        label: String,
    },
    /// A reference to an entry that is not on record.
    NoSuchEntry {
        /// What was written.
        reference: String,
    },
    /// A name, telephone or identity number in a plain text.
    PersonalText {
        /// What was found.
        found: Personal,
    },
    /// The fields do not fit the kind.
    Shape(DecodeError),
    /// Rule cards that do not load, or do not make the book that is named.
    Cards {
        /// What is wrong, in the words of the cards' reader.
        problem: String,
    },
    /// The machine has no randomness.
    NoRandomness,
}

/// A document on its way, and the book that it is prepared for.
pub(crate) struct Preparation<'a> {
    known: &'a dyn OnRecord,
    cmd: CommandId,
    names_confirmed: bool,
    /// The rule book in force behind the facts so far.
    book: Option<Fingerprint>,
    /// Facts of the command that were prepared already.
    earlier: Vec<Event>,
    /// What they introduce.
    own: Own,
}

type Fields = BTreeMap<String, Value>;

impl<'a> Preparation<'a> {
    /// Begins a command. `book` is the rule book in force; `names_confirmed` says that names in plain
    /// texts are words.
    pub(crate) fn new(
        known: &'a dyn OnRecord,
        cmd: CommandId,
        book: Option<Fingerprint>,
        names_confirmed: bool,
    ) -> Self {
        Self { known, cmd, names_confirmed, book, earlier: Vec::new(), own: Own::default() }
    }

    /// Prepares all facts, or says which one (from 0) cannot be, and why.
    pub(crate) fn prepare(
        &mut self,
        facts: Vec<DraftFact>,
    ) -> Result<Vec<Prepared>, (usize, PrepareError)> {
        let facts = facts.into_iter().enumerate();
        facts.map(|(place, fact)| self.fact(place, fact).map_err(|error| (place, error))).collect()
    }

    fn fact(&mut self, place: usize, fact: DraftFact) -> Result<Prepared, PrepareError> {
        let DraftFact { kind, mut fields } = fact;
        fields = in_words_on_record(kind, fields);
        self.correction(kind, &mut fields)?;
        self.new_id(kind, place, &mut fields);
        let mut data = Value::Object(fields);
        self.references(kind, &mut data)?;
        if let Value::Object(fields) = &mut data {
            self.fill_in(kind, fields);
            self.adopt(kind, fields)?;
            self.fill_in_roll(kind, fields);
            self.fill_in_totals(kind, fields);
        }
        self.check_label(kind, &data)?;
        self.own.learn(kind, &data);
        let event = decode(kind, &data)?;
        let plain = json_of(&event);
        let mut data = plain.clone();
        let mut dry = false;
        let openings = sealing::seal(kind, &mut data, &mut || {
            self.known.salt().unwrap_or_else(|| {
                dry = true;
                Salt([0; 32])
            })
        });
        if dry {
            return Err(PrepareError::NoRandomness);
        }
        // Where nothing was sealed, the event stands as it was read.
        let event = if openings.is_empty() { event } else { decode(kind, &data)? };
        if let Event::RulesAdopted(adoption) = &event {
            self.book = Some(adoption.book);
        }
        self.earlier.push(event.clone());
        let draft = Draft {
            kind: kind.kind.to_owned(),
            v: kind.version,
            tags: event.tags(),
            data: data.to_canonical(),
        };
        Ok(Prepared { event, draft, openings, plain })
    }

    /// `"corrects": "#label/kind"` means the latest entry of that kind about that thing. What the
    /// corrected entry created is what the correction is about.
    fn correction(&self, kind: &KindEntry, fields: &mut Fields) -> Result<(), PrepareError> {
        if let Some(Value::String(reference)) = fields.get("corrects") {
            let seq = self
                .entry_of(reference)
                .ok_or_else(|| PrepareError::NoSuchEntry { reference: reference.clone() })?;
            fields.insert("corrects".to_owned(), Value::Integer(seq));
        }
        let Some(creates) = kind.creates.filter(|creates| !fields.contains_key(creates.field))
        else {
            return Ok(());
        };
        let seq = fields.get("corrects").and_then(Value::as_integer);
        let seq = seq.and_then(|seq| u64::try_from(seq).ok());
        if let Some(id) = seq.and_then(|seq| self.known.created(seq, kind)) {
            fields.insert(creates.field.to_owned(), Value::String(id));
        }
        Ok(())
    }

    fn entry_of(&self, reference: &str) -> Option<i64> {
        let (label, kind) = reference.strip_prefix('#')?.split_once('/')?;
        let found = Thing::WORDS.iter().find_map(|word| {
            let id = self.own.find(self.known, word, label).pop()?;
            self.known.latest(kind, &format!("{word}:{id}"))
        });
        found.and_then(|seq| i64::try_from(seq).ok())
    }

    fn new_id(&self, kind: &KindEntry, place: usize, fields: &mut Fields) {
        let Some(creates) = kind.creates else { return };
        let Some(new) = Thing::derived(creates.word, self.cmd, place) else { return };
        let id = fields.entry(creates.field.to_owned());
        id.or_insert_with(|| Value::String(new.ulid().to_string()));
    }

    /// Replaces labels by ids and, in plain texts, `@name` by a reference.
    fn references(&self, kind: &KindEntry, data: &mut Value) -> Result<(), PrepareError> {
        let mut fault = None;
        sealing::visit(data, &mut |pointer, value| {
            let Value::String(text) = value else { return true };
            let new = match sealing::class_of(kind, pointer) {
                Some(Class::Pseudonym(word)) if text.starts_with('@') => self.id(word, text),
                Some(Class::PlainText) if !pointer.ends_with("label") => self.plain_text(text),
                _ => return true,
            };
            match new {
                Ok(new) => *text = new,
                Err(error) => fault = fault.take().or(Some(error)),
            }
            true
        });
        fault.map_or(Ok(()), Err)
    }

    /// The id that `@label` means; a post is written `@person/body/kind`, a candidate
    /// `@election/person`.
    fn id(&self, word: &str, text: &str) -> Result<String, PrepareError> {
        let label = text.strip_prefix('@').unwrap_or(text);
        if word == PostId::WORD {
            return self.post(label);
        }
        if word == CandidateId::WORD {
            return self.candidate(label);
        }
        self.one(word, label)
    }

    /// The id of the one whom a label or name means.
    pub(crate) fn person(&self, label: &str) -> Result<String, PrepareError> {
        self.one(PersonId::WORD, label)
    }

    fn one(&self, word: &str, label: &str) -> Result<String, PrepareError> {
        let mut found = self.own.find(self.known, word, label);
        match (found.pop(), found.len()) {
            (Some(id), 0) => Ok(id),
            (Some(_), others) => {
                Err(PrepareError::AmbiguousLabel { label: label.to_owned(), count: others + 1 })
            }
            (None, _) => {
                let (word, label) = (word.to_owned(), label.to_owned());
                Err(PrepareError::UnknownLabel { word, label })
            }
        }
    }

    fn post(&self, label: &str) -> Result<String, PrepareError> {
        let unknown = || PrepareError::UnknownLabel {
            word: PostId::WORD.to_owned(),
            label: label.to_owned(),
        };
        let mut parts = label.split('/').map(|part| part.trim_start_matches('@'));
        let (Some(person), Some(body), Some(kind), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(unknown());
        };
        let person: PersonId =
            self.one(PersonId::WORD, person)?.parse().map_err(|_source| unknown())?;
        let body: BodyId = self.one(BodyId::WORD, body)?.parse().map_err(|_source| unknown())?;
        let kind: PostKind = kind.parse().map_err(|_source| unknown())?;
        let post = self.own.post(self.known, person, body, kind).ok_or_else(unknown)?;
        Ok(post.to_string())
    }

    fn candidate(&self, label: &str) -> Result<String, PrepareError> {
        let unknown = || PrepareError::UnknownLabel {
            word: CandidateId::WORD.to_owned(),
            label: label.to_owned(),
        };
        let (election, person) = label.split_once('/').ok_or_else(unknown)?;
        let election =
            self.one(ElectionId::WORD, election)?.parse().map_err(|_source| unknown())?;
        let person = self.one(PersonId::WORD, person.trim_start_matches('@'))?;
        let person = person.parse().map_err(|_source| unknown())?;
        let candidate = self.own.candidate(self.known, election, person).ok_or_else(unknown)?;
        Ok(candidate.to_string())
    }

    /// `@name` becomes `{person:ID}`; a name without @ is refused.
    fn plain_text(&self, text: &str) -> Result<String, PrepareError> {
        let mut pieces = text.split('@');
        let mut written = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            match self.own.longest_prefix(self.known, piece) {
                Some((_, persons)) if persons.len() > 1 => {
                    let label = piece.to_owned();
                    return Err(PrepareError::AmbiguousLabel { label, count: persons.len() });
                }
                Some((name, persons)) if persons.len() == 1 => {
                    let person = persons.iter().map(ToString::to_string).collect::<String>();
                    written.push_str(&format!("{{person:{person}}}"));
                    written.push_str(piece.strip_prefix(&name).unwrap_or_default());
                }
                _ => {
                    let label = piece.chars().take_while(|c| c.is_alphanumeric()).take(12);
                    let (word, label) = (PersonId::WORD.to_owned(), label.collect());
                    return Err(PrepareError::UnknownLabel { word, label });
                }
            }
        }
        match self.personal(&written) {
            Some(found) => Err(PrepareError::PersonalText { found }),
            None => Ok(written),
        }
    }

    fn personal(&self, text: &str) -> Option<Personal> {
        let folded = Folded::of(text);
        folded.number().or_else(|| {
            let found = self.own.personal_inside(self.known, &folded)?;
            let confirmed = matches!(found, Personal::Name(_) | Personal::Door(_));
            (!(confirmed && self.names_confirmed)).then_some(found)
        })
    }

    /// What the program makes: the pin of the rule book, and the roll from the memberships.
    fn fill_in(&self, kind: &KindEntry, fields: &mut Fields) {
        let has_book = (kind.fields)().iter().any(|field| field.pointer == "/book");
        if has_book
            && kind.kind != "registry.rules_adopted"
            && !fields.contains_key("book")
            && let Some(book) = self.book
        {
            fields.insert("book".to_owned(), Value::String(book.to_string()));
        }
        let roll_known =
            ["entitled", "without_vote", "counted"].iter().any(|k| fields.contains_key(*k));
        if kind.kind != "meeting.held" || roll_known || is_of_owners(fields) {
            return;
        }
        let text = |key: &str| fields.get(key).and_then(Value::as_str);
        let kind = text("meeting_kind").and_then(|kind| kind.parse().ok());
        if kind.is_some_and(MeetingKind::is_open) {
            // Nobody is due at an open talk; a roll is written where there is one.
            return;
        }
        let body = text("body").and_then(|body| body.parse().ok());
        let at = text("happened").and_then(|at| at.parse().ok());
        let (Some(body), Some(at)) = (body, at) else { return };
        let (mut entitled, mut without_vote) = self.known.roll(body, at, &self.earlier);
        let excluded: Vec<String> = people_in(fields, "excluded");
        for list in [&mut entitled, &mut without_vote] {
            list.retain(|person| !excluded.contains(&person.to_string()));
        }
        let mut put = |key: &str, persons: Vec<PersonId>| {
            if !persons.is_empty() {
                let ids = persons.into_iter().map(|id| Value::String(id.to_string())).collect();
                fields.insert(key.to_owned(), Value::Array(ids));
            }
        };
        put("entitled", entitled);
        put("without_vote", without_vote);
    }

    /// The book that an adoption makes follows from its cards, each checked with its own examples.
    fn adopt(&self, kind: &KindEntry, fields: &mut Fields) -> Result<(), PrepareError> {
        if kind.kind != "registry.rules_adopted" {
            return Ok(());
        }
        let cards = fields.get("cards").and_then(Value::as_array).unwrap_or_default();
        let read = |card: &Value| serde_json::from_str::<CardJson>(&card.to_canonical()).ok();
        // A card that is no object is refused by the shape of the fact.
        let Some(cards) = cards.iter().map(read).collect::<Option<Vec<_>>>() else { return Ok(()) };
        let replaces = fields.get("corrects").and_then(Value::as_integer);
        let replaces = replaces.and_then(|seq| u64::try_from(seq).ok());
        let made = self.known.book_of(&cards, replaces, &self.earlier);
        let made = made.map_err(|problem| PrepareError::Cards { problem })?.to_string();
        let named = fields.entry("book".to_owned()).or_insert(Value::String(made.clone()));
        if named.as_str() == Some(&made) {
            return Ok(());
        }
        let problem = format!("\"book\" is not the book that these cards make, {made}");
        Err(PrepareError::Cards { problem })
    }

    /// Owners are not named one by one: the roll that was frozen last stands for those due.
    fn fill_in_roll(&self, kind: &KindEntry, fields: &mut Fields) {
        let known = ["roll", "entitled", "without_vote", "counted"];
        let known = known.iter().any(|key| fields.contains_key(*key));
        if !matches!(kind.kind, "meeting.held" | "meeting.noticed")
            || known
            || !is_of_owners(fields)
        {
            return;
        }
        let text = |key: &str| fields.get(key).and_then(Value::as_str);
        let body = text("body").and_then(|body| body.parse().ok());
        let at = text("happened").and_then(|at| at.parse().ok());
        let (Some(body), Some(at)) = (body, at) else { return };
        if let Some(roll) = self.known.frozen(body, at, &self.earlier) {
            fields.insert("roll".to_owned(), Value::String(roll.to_string()));
        }
    }

    /// Totals of a roll or a count, where they are not taken from paper.
    fn fill_in_totals(&self, kind: &KindEntry, fields: &mut Fields) {
        let none = match kind.kind {
            "roll.frozen" => r#"{"area":0,"heads":0}"#,
            "count.certified" => r#"{"participating":{"area":0,"heads":0}}"#,
            _ => return,
        };
        if fields.contains_key("totals") {
            return;
        }
        // Everything else must be right before anything can be added up.
        let mut whole = fields.clone();
        let Ok(none) = Value::parse(none.as_bytes()) else { return };
        whole.insert("totals".to_owned(), none);
        let Ok(event) = decode(kind, &Value::Object(whole)) else { return };
        if let Some(totals) = self.known.totals(&event, &self.earlier) {
            fields.insert("totals".to_owned(), totals);
        }
    }

    /// A label means one thing. The same meeting sent twice, a byte apart, is stopped here.
    fn check_label(&self, kind: &KindEntry, data: &Value) -> Result<(), PrepareError> {
        let text = |key: &str| data.at(key).and_then(Value::as_str);
        let Some(creates) = kind.creates.filter(|creates| creates.word != PersonId::WORD) else {
            return Ok(());
        };
        let id = text(&format!("/{}", creates.field));
        let label = text("/label").map(|label| label.trim().trim_start_matches('@'));
        let taken = |label: &&str| {
            let found = self.own.find(self.known, creates.word, label);
            found.iter().any(|other| Some(other.as_str()) != id)
        };
        match label.filter(taken) {
            Some(label) => Err(PrepareError::LabelTaken { label: label.to_owned() }),
            None => Ok(()),
        }
    }
}

/// Takes out what the program fills in: it need not be today what it was then.
pub(crate) fn take_out(kind: &KindEntry, fields: &mut Fields) {
    let roll = kind.kind.starts_with("meeting.").then_some("roll");
    let basis = fields.get("basis").and_then(Value::as_str);
    let totals = matches!(basis, Some("units" | "ballots")).then_some("totals");
    for filled in ["book", "entitled", "without_vote"].into_iter().chain(roll).chain(totals) {
        fields.remove(filled);
    }
}

fn is_of_owners(fields: &Fields) -> bool {
    let kind = fields.get("meeting_kind").and_then(Value::as_str);
    kind.and_then(|kind| kind.parse().ok()).is_some_and(MeetingKind::is_of_owners)
}

/// Where a document has the Chinese term of a word, the word on record takes its place.
fn in_words_on_record(kind: &KindEntry, fields: Fields) -> Fields {
    let mut data = Value::Object(fields);
    sealing::visit(&mut data, &mut |pointer, value| {
        let Value::String(text) = value else { return true };
        let field = (kind.fields)().iter().find(|field| field.matches(pointer));
        let terms = field.map_or(&[][..], |field| field.terms);
        if let Some((_, word)) = terms.iter().find(|(term, _)| term == text) {
            (*word).clone_into(text);
        }
        true
    });
    if let Value::Object(fields) = data { fields } else { Fields::new() }
}

fn people_in(fields: &Fields, key: &str) -> Vec<String> {
    let list = fields.get(key).and_then(Value::as_array).unwrap_or_default();
    let person = |item: &Value| item.at("/person").and_then(Value::as_str).map(str::to_owned);
    list.iter().filter_map(person).collect()
}

fn decode(kind: &KindEntry, data: &Value) -> Result<Event, PrepareError> {
    Event::decode(kind.kind, kind.version, &data.to_canonical()).map_err(PrepareError::Shape)
}

/// The data of an event as it is written: texts cleaned, absent facts left out.
fn json_of(event: &Event) -> Value {
    // An event that was just read writes as JSON of the profile.
    event.to_json().ok().and_then(value_of).unwrap_or(Value::Bool(false))
}

/// The same value, if it is JSON of the profile.
fn value_of(json: serde_json::Value) -> Option<Value> {
    Some(match json {
        serde_json::Value::Null => return None,
        serde_json::Value::Bool(value) => Value::Bool(value),
        serde_json::Value::Number(number) => Value::Integer(number.as_i64()?),
        serde_json::Value::String(text) => Value::String(text),
        serde_json::Value::Array(items) => {
            Value::Array(items.into_iter().map(value_of).collect::<Option<_>>()?)
        }
        serde_json::Value::Object(pairs) => {
            let pairs = pairs.into_iter().map(|(key, value)| Some((key, value_of(value)?)));
            Value::Object(pairs.collect::<Option<_>>()?)
        }
    })
}
