//! The catalogue: every kind in one list, and an event of any kind.

use crate::domain::{Bilingual, Fingerprint, Happened, Thing};
use crate::event::activity::{ActivityHeld, PledgeSigned};
use crate::event::ballot::{
    BallotChallenged, BallotDelivered, BallotIssued, BallotKeyed, BallotRejected, BallotReturned,
    BallotSetAside,
};
use crate::event::body::{BodyConverted, BodyDissolved, BodyEstablished, BodyPlacedUnder};
use crate::event::classified::{Classified, FieldClass, Walk};
use crate::event::count::{CountCertified, CountDrawn, CountOpened, CountSealed};
use crate::event::election::{
    CandidateNominated, CandidateReviewed, CandidateWithdrawn, CandidatesListed, ElectionApproved,
    ElectionCalled, ElectionDeclared, ElectionReported, ElectionTallied, ScrutineersChosen,
    SeatsReduced,
};
use crate::event::fact::{DecodeError, Fact, Said};
use crate::event::history;
use crate::event::issue::{
    IssueAssigned, IssueClosed, IssueDeliberated, IssueFeedbackGiven, IssueProgressed, IssueRaised,
};
use crate::event::meeting::{
    MeetingAttached, MeetingCancelled, MeetingHeld, MeetingNoticed, MinutesConfirmed, NoticePosted,
    SpeechNoted,
};
use crate::event::membership::MembershipChanged;
use crate::event::motion::{
    MotionAmended, MotionAnnounced, MotionProposed, MotionReferred, MotionResolved, MotionVoted,
    MotionWithdrawn,
};
use crate::event::names::Names;
use crate::event::person::{PersonDataErased, PersonRegistered};
use crate::event::post::{PostFilled, PostVacated};
use crate::event::publication::{
    ObjectionAnswered, ObjectionReceived, PublicationPosted, PublicationRemoved,
};
use crate::event::registry::{
    ClockCorrected, RegistryCopied, RegistryCreated, RegistryHandedOver, RegistryRecovered,
    RulesAdopted,
};
use crate::event::roll::{RollFrozen, UnitChanged, UnitRegistered};
use schemars::Schema;
use serde_json::Value;
use std::sync::OnceLock;

/// A field that holds a new id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Creates {
    /// Key in `data`.
    pub field: &'static str,
    /// Word of the id, for example `person`.
    pub word: &'static str,
}

/// One kind in the catalogue.
#[derive(Debug)]
pub struct KindEntry {
    /// Event type.
    pub kind: &'static str,
    /// Newest version.
    pub version: u32,
    /// What it creates.
    pub creates: Option<Creates>,
    /// Classes of its fields.
    pub fields: fn() -> &'static [FieldClass],
    /// JSON Schema of its data as a document writes it.
    pub schema: fn(&mut schemars::SchemaGenerator) -> Schema,
    decode: fn(&str) -> Result<Event, DecodeError>,
}

/// The entry of a kind.
pub fn kind_entry(kind: &str) -> Option<&'static KindEntry> {
    let place = CATALOGUE.binary_search_by(|entry| entry.kind.cmp(kind)).ok()?;
    CATALOGUE.get(place)
}

fn decode_as<T: Fact>(data: &str) -> Result<T, DecodeError> {
    if let Ok(event) = serde_json::from_str(data) {
        return Ok(event);
    }
    // The place of a fault costs time to track, so it is looked for only when there is one.
    let mut reader = serde_json::Deserializer::from_str(data);
    serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| DecodeError::from_path(T::KIND, &error))
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $family:ident($events:ident): $($name:ident),*;)*) => {
        /// An event of any kind.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[expect(clippy::large_enum_variant, reason = "lives briefly; boxing costs each decode")]
        pub enum Event {
            $($(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name),)*)*
        }

        /// An event, by the family of its kind.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Family<'a> {
            $($(#[$doc])* $family($events<'a>),)*
        }

        $(
            #[doc = concat!("An event of the family [`", stringify!($family), "`](Family).")]
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $events<'a> {
                $(#[doc = concat!("See [`", stringify!($name), "`].")] $name(&'a $name),)*
            }
        )*

        /// All kinds, sorted by name.
        pub static CATALOGUE: &[KindEntry] = &[$($(KindEntry {
            kind: $name::KIND,
            version: $name::VERSION,
            creates: match $name::CREATES {
                Some((field, word)) => Some(Creates { field, word }),
                None => None,
            },
            fields: || {
                static FIELDS: OnceLock<Vec<FieldClass>> = OnceLock::new();
                FIELDS.get_or_init(|| {
                    let mut walk = Walk::default();
                    $name::classes(&mut walk);
                    walk.fields
                })
            },
            schema: |generator| generator.subschema_for::<$name>(),
            decode: |data| decode_as(data).map(Event::$name),
        },)*)*];

        impl Event {
            /// The event as one of its family. Who treats a family treats each of its kinds: a new
            /// kind does not compile before.
            pub fn family(&self) -> Family<'_> {
                match self { $($(Self::$name(event) => Family::$family($events::$name(event)),)*)* }
            }

            /// Event type.
            pub fn kind(&self) -> &'static str {
                match self { $($(Self::$name(_) => $name::KIND,)*)* }
            }

            /// When it happened, as claimed.
            pub fn happened(&self) -> Happened {
                match self { $($(Self::$name(event) => event.happened(),)*)* }
            }

            /// Number of the entry that it replaces.
            pub fn corrects(&self) -> Option<u64> {
                match self { $($(Self::$name(event) => event.corrects(),)*)* }
            }

            /// Why that entry was wrong.
            pub fn correction_reason(&self) -> Option<&str> {
                match self { $($(Self::$name(event) => event.correction_reason(),)*)* }
            }

            /// Why it was recorded late.
            pub fn late_reason(&self) -> Option<&str> {
                match self {
                    $($(Self::$name(event) => event.late_reason.as_ref().map(|reason| reason.as_str()),)*)*
                }
            }

            /// Every thing that it names.
            pub fn things(&self) -> Vec<Thing> {
                let mut found = Vec::new();
                match self { $($(Self::$name(event) => event.things(&mut found),)*)* }
                found
            }

            /// What admission may ask by.
            pub fn tags(&self) -> Vec<String> {
                match self { $($(Self::$name(event) => event.tags(),)*)* }
            }

            /// One sentence in both languages.
            pub fn sentence(&self, names: &dyn Names) -> Bilingual {
                match self { $($(Self::$name(event) => event.sentence(names),)*)* }
            }

            /// The data as JSON: sorted keys, absent facts left out.
            pub fn to_json(&self) -> Result<Value, serde_json::Error> {
                match self { $($(Self::$name(event) => serde_json::to_value(event),)*)* }
            }
        }

        $($(impl From<$name> for Event {
            fn from(event: $name) -> Self {
                Self::$name(event)
            }
        })*)*
    };
}

// By family, and sorted by kind: `kind_entry` searches by halves.
kinds! {
    /// What was done and pledged outside meetings.
    Activity(ActivityEvent): ActivityHeld, PledgeSigned;
    /// Papers of owners.
    Ballot(BallotEvent): BallotChallenged, BallotDelivered, BallotIssued, BallotKeyed, BallotRejected,
        BallotReturned, BallotSetAside;
    /// Bodies.
    Body(BodyEvent): BodyConverted, BodyDissolved, BodyEstablished, BodyPlacedUnder;
    /// Counts of owners' ballots.
    Count(CountEvent): CountCertified, CountDrawn, CountOpened, CountSealed;
    /// Elections and their candidates.
    Election(ElectionEvent): ElectionApproved, ElectionCalled, CandidateNominated, CandidateReviewed,
        CandidateWithdrawn, ElectionDeclared, CandidatesListed, ElectionReported, ScrutineersChosen,
        SeatsReduced, ElectionTallied;
    /// Issues.
    Issue(IssueEvent): IssueAssigned, IssueClosed, IssueDeliberated, IssueFeedbackGiven,
        IssueProgressed, IssueRaised;
    /// Meetings, and what was said there.
    Meeting(MeetingEvent): MeetingAttached, MeetingCancelled, MeetingHeld, MinutesConfirmed,
        NoticePosted, MeetingNoticed, SpeechNoted;
    /// Who is a member of what.
    Membership(MembershipEvent): MembershipChanged;
    /// Motions and votes.
    Motion(MotionEvent): MotionAmended, MotionAnnounced, MotionProposed, MotionReferred,
        MotionResolved, MotionVoted, MotionWithdrawn;
    /// Persons.
    Person(PersonEvent): PersonDataErased, PersonRegistered;
    /// Posts.
    Post(PostEvent): PostFilled, PostVacated;
    /// What hangs in public, and objections to it.
    Publication(PublicationEvent): ObjectionAnswered, ObjectionReceived, PublicationPosted,
        PublicationRemoved;
    /// The book itself.
    Registry(RegistryEvent): ClockCorrected, RegistryCopied, RegistryCreated, RegistryHandedOver,
        RegistryRecovered, RulesAdopted;
    /// Units and rolls of owners.
    Roll(RollEvent): RollFrozen, UnitChanged, UnitRegistered;
}

impl Event {
    /// The rule book that it was pinned to, where it pins one.
    pub fn pin(&self) -> Option<Fingerprint> {
        match self {
            Self::ElectionCalled(fact) => Some(fact.book),
            Self::MeetingHeld(fact) => Some(fact.book),
            Self::MeetingNoticed(fact) => Some(fact.book),
            _ => None,
        }
    }

    /// Reads the data of an entry of this kind and version.
    pub fn decode(kind: &str, v: u32, data: &str) -> Result<Self, DecodeError> {
        match kind_entry(kind) {
            Some(entry) if entry.version == v => (entry.decode)(data),
            Some(entry) => (entry.decode)(&history::upcast(kind, v, data)?),
            None => Err(DecodeError::Unknown { kind: kind.to_owned(), v }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Audience, Class};

    #[test]
    fn the_catalogue_is_sorted_and_finds_every_kind() {
        assert!(CATALOGUE.is_sorted_by(|a, b| a.kind < b.kind));
        for entry in CATALOGUE {
            assert!(std::ptr::eq(kind_entry(entry.kind).unwrap(), entry));
            assert!(!(entry.fields)().is_empty());
        }
        assert!(kind_entry("meeting.dreamt").is_none());
    }

    #[test]
    fn every_kind_that_names_a_book_pins_it_or_makes_it() {
        let names =
            |entry: &&KindEntry| (entry.fields)().iter().any(|field| field.pointer == "/book");
        let kinds: Vec<&str> = CATALOGUE.iter().filter(names).map(|entry| entry.kind).collect();
        let pinned = ["election.called", "meeting.held", "meeting.noticed"];
        assert_eq!(kinds, [&pinned[..], &["registry.rules_adopted"]].concat());
    }

    #[test]
    fn the_totals_of_a_vote_stand_beside_nobody() {
        for field in (kind_entry("motion.voted").unwrap().fields)() {
            let names = ["person", "unit", "ballot"];
            let named = matches!(field.class, Class::Pseudonym(word) if names.contains(&word));
            assert!(!named && !matches!(field.class, Class::Sealed(_)), "{}", field.pointer);
        }
    }

    #[test]
    fn the_fields_of_a_kind_have_places_and_classes() {
        let fields = (kind_entry("meeting.held").unwrap().fields)();
        let class = |pointer: &str| {
            fields.iter().find(|field| field.matches(pointer)).map(|field| field.class)
        };
        assert_eq!(class("/leave/0/reason"), Some(Class::Sealed(Audience::Office)));
        assert_eq!(class("/entitled/17"), Some(Class::Pseudonym("person")));
        assert_eq!(class("/place"), Some(Class::PlainText));
        assert_eq!(class("/life_meeting/talks/2/date"), Some(Class::Plain));
        assert_eq!(class("/leave/x/reason"), None);
    }
}
