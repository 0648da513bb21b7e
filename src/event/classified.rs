//! How private each field is, as part of its type.
//!
//! Every field of every event has a type that says its class; a text without one does not compile
//! into an event, because `Line` and `Text` alone do not implement [`Classified`]. What is never
//! recorded (identity cards, bank accounts, biometrics, state secrets) has no type at all.
//!
//! A [`Sealed`] field holds the plain value while it is a fact in a document, and a commitment once
//! it is on record; both read and write as what they are, so one struct serves both.

use crate::domain::{
    ActivityId, BallotId, BodyId, CandidateId, CountId, ElectionId, IssueId, MeetingId, MotionId,
    PersonId, PostId, PublicationId, RegistryId, RollId, UnitId,
};
use crate::domain::{Area, Fingerprint, Happened, Heads, Label, Line, Text, Thing};
use crate::ledger::{Audience, Commitment};
use core::fmt;
use core::marker::PhantomData;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeOwned, Error, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// Class of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A fact about a body or a meeting: a date, a count, a kind.
    Plain,
    /// A plain text; a person in it is written as a reference.
    PlainText,
    /// An id; the word says of what.
    Pseudonym(&'static str),
    /// A salted commitment on record, its opening in the vault.
    Sealed(Audience),
}

/// A field and its class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldClass {
    /// JSON pointer inside `data`; `*` stands for any place in a list.
    pub pointer: String,
    /// Its class.
    pub class: Class,
    /// Chinese terms that a document may write, each with the word that goes on record.
    pub terms: &'static [(&'static str, &'static str)],
}

impl FieldClass {
    /// Whether a pointer without stars points at this field.
    pub fn matches(&self, pointer: &str) -> bool {
        if !self.pointer.contains('*') {
            return self.pointer == pointer;
        }
        let mut steps = pointer.split('/');
        let same = self.pointer.split('/').all(|own| {
            steps
                .next()
                .is_some_and(|step| own == step || own == "*" && step.parse::<u32>().is_ok())
        });
        same && steps.next().is_none()
    }
}

/// Builds the list of classes while walking a type.
#[derive(Debug, Default)]
pub struct Walk {
    path: Vec<&'static str>,
    /// Fields found so far.
    pub fields: Vec<FieldClass>,
}

impl Walk {
    /// Walks the field `name` of type `T`.
    pub fn field<T: Classified>(&mut self, name: &'static str) {
        self.path.push(name);
        T::classes(self);
        self.path.pop();
    }

    /// Notes a field of this class here.
    pub fn leaf(&mut self, class: Class) {
        let pointer = self.path.iter().flat_map(|step| ["/", step]).collect();
        self.fields.push(FieldClass { pointer, class, terms: &[] });
    }

    /// Notes a plain field here that has one of these words.
    pub fn words(&mut self, terms: &'static [(&'static str, &'static str)]) {
        self.leaf(Class::Plain);
        if let Some(field) = self.fields.last_mut() {
            field.terms = terms;
        }
    }
}

/// A type that a field of an event can have.
pub trait Classified {
    /// Names the classes of everything inside.
    fn classes(walk: &mut Walk);

    /// Whether the key is left out: an absent fact is an absent key.
    fn is_absent(&self) -> bool {
        false
    }

    /// Adds the things that are named inside.
    fn things(&self, _found: &mut Vec<Thing>) {}
}

macro_rules! classes {
    ($($type:ty => $class:expr;)*) => {$(
        impl Classified for $type {
            fn classes(walk: &mut Walk) {
                walk.leaf($class);
            }
        }
    )*};
}

macro_rules! named {
    ($($id:ty),*) => {$(
        impl Classified for $id {
            fn classes(walk: &mut Walk) {
                walk.leaf(Class::Pseudonym(<$id>::WORD));
            }

            fn things(&self, found: &mut Vec<Thing>) {
                found.push((*self).into());
            }
        }
    )*};
}

named!(RegistryId, PersonId, BodyId, PostId, MeetingId, MotionId, IssueId, ActivityId);
named!(UnitId, RollId, CountId, BallotId, ElectionId, CandidateId, PublicationId);

classes! {
    u32 => Class::Plain;
    u64 => Class::Plain;
    Happened => Class::Plain;
    Fingerprint => Class::Plain;
    Commitment => Class::Plain;
    Area => Class::Plain;
    Heads => Class::Plain;
}

impl Classified for bool {
    fn classes(walk: &mut Walk) {
        walk.leaf(Class::Plain);
    }

    /// `false` is what an absent answer means.
    fn is_absent(&self) -> bool {
        !self
    }
}

impl<T: Classified> Classified for Option<T> {
    fn classes(walk: &mut Walk) {
        T::classes(walk);
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn things(&self, found: &mut Vec<Thing>) {
        self.iter().for_each(|one| one.things(found));
    }
}

impl<T: Classified> Classified for Vec<T> {
    fn classes(walk: &mut Walk) {
        walk.field::<T>("*");
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn things(&self, found: &mut Vec<Thing>) {
        self.iter().for_each(|one| one.things(found));
    }
}

/// A text that may stand on record as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Plain<T>(pub T);

classes! {
    Plain<Line> => Class::PlainText;
    Plain<Text> => Class::PlainText;
    Plain<Label> => Class::PlainText;
}

impl<T: JsonSchema> JsonSchema for Plain<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl Plain<Line> {
    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Plain<Text> {
    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Plain<Label> {
    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// An audience as a type.
pub trait For: Clone + PartialEq + Eq {
    /// The audience.
    const AUDIENCE: Audience;
}

macro_rules! audiences {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name;

        impl For for $name {
            const AUDIENCE: Audience = Audience::$name;
        }
    )*};
}

audiences! {
    /// Sealed for [`Audience::Public`].
    Public;
    /// Sealed for [`Audience::Auditor`].
    Auditor;
    /// Sealed for [`Audience::Office`].
    Office;
}

/// A personal value: plain in a document, a commitment on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealed<T, A: For> {
    /// Not yet recorded.
    Open(T, PhantomData<A>),
    /// On record.
    Shut(Commitment),
}

impl<T, A: For> Sealed<T, A> {
    /// The commitment, once it is on record.
    pub fn commitment(&self) -> Option<Commitment> {
        match self {
            Self::Shut(commitment) => Some(*commitment),
            Self::Open(..) => None,
        }
    }
}

/// What stands on record.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shut {
    #[serde(serialize_with = "write_seal", deserialize_with = "domain::reading::text")]
    seal: Commitment,
}

fn write_seal<S: Serializer>(seal: &Commitment, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(seal)
}

impl<T: Serialize, A: For> Serialize for Sealed<T, A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Open(value, _) => value.serialize(serializer),
            Self::Shut(commitment) => Shut { seal: *commitment }.serialize(serializer),
        }
    }
}

/// Reads what is not a seal as the plain value.
struct SealedVisitor<T, A>(PhantomData<(T, A)>);

impl<'de, T: DeserializeOwned, A: For> Visitor<'de> for SealedVisitor<T, A> {
    type Value = Sealed<T, A>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or {\"seal\": 64 hexadecimal digits}")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let text: StrDeserializer<'_, E> = text.into_deserializer();
        T::deserialize(text).map(|value| Sealed::Open(value, PhantomData))
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
        Shut::deserialize(MapAccessDeserializer::new(map)).map(|shut| Sealed::Shut(shut.seal))
    }
}

impl<'de, T: DeserializeOwned, A: For> Deserialize<'de> for Sealed<T, A> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Every sealed value is a text of some kind, so an object can only be a seal.
        deserializer.deserialize_any(SealedVisitor(PhantomData))
    }
}

impl<T, A: For> Classified for Sealed<T, A> {
    fn classes(walk: &mut Walk) {
        walk.leaf(Class::Sealed(A::AUDIENCE));
    }
}

impl<T: JsonSchema, A: For> JsonSchema for Sealed<T, A> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Sealed_{}_{}", T::schema_name(), A::AUDIENCE.word()).into()
    }

    /// The plain value, marked; the schema of entries replaces what is marked by the seal.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::json_schema(generator);
        schema.insert("x-sealed".to_owned(), A::AUDIENCE.word().into());
        schema
    }
}

/// Defines a struct on record: strict about keys, absent facts left out, every field classified.
macro_rules! record {
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            $($(#[$field_doc:meta])* $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(
                $(#[$field_doc])*
                #[serde(skip_serializing_if = "crate::event::classified::Classified::is_absent")]
                pub $field: $type,
            )*
        }

        impl $crate::event::classified::Classified for $name {
            fn classes(walk: &mut $crate::event::classified::Walk) {
                $(walk.field::<$type>(stringify!($field));)*
            }

            fn things(&self, found: &mut Vec<$crate::domain::Thing>) {
                $(self.$field.things(found);)*
            }
        }
    };
}
pub(crate) use record;

/// Says that one of a list of words is a plain fact.
macro_rules! plain {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::event::classified::Classified for $type {
            fn classes(walk: &mut $crate::event::classified::Walk) {
                walk.words(<$type>::TERMS);
            }
        }
    )*};
}
pub(crate) use plain;

plain! {
    domain::ActivityKind, domain::AttachmentKind, domain::BodyKind,
    domain::Conclusion, domain::ExclusionGround, domain::IssueCategory,
    domain::IssueKind, domain::IssueOutcome, domain::IssueSource, domain::CancellationGround,
    domain::MatterKind, domain::MeetingForm, domain::MeetingKind,
    domain::MemberStatus, domain::PartyKind, domain::PostKind,
    domain::Role, domain::Satisfaction, domain::Stance,
    domain::VotingMethod,
}

plain! {
    domain::AreaSource, domain::Choice, domain::CountBasis,
    domain::DeliveryMethod, domain::Keying, domain::KeyingPass,
    domain::ObjectionOutcome, domain::PublicationKind,
    domain::RejectionGround, domain::ReturnChannel, domain::RollBasis,
    domain::SignatureStatus, domain::SilencePolicy, domain::UnitKind,
    domain::OpeningsIncluded,
}
