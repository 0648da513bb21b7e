//! What every kind of event has: a name, a version, a date, tags and a sentence.

use crate::domain::Bilingual;
use crate::domain::{
    ActivityId, BallotId, BodyId, CountId, ElectionId, Happened, IssueId, MeetingId, MotionId,
    PersonId, PostId, PublicationId, RegistryId, RollId, UnitId,
};
use crate::event::Names;
use crate::event::classified::Classified;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A kind of event; the type is the shape of its newest version.
pub trait Fact: Classified + Serialize + DeserializeOwned + JsonSchema {
    /// Event type, for example `meeting.held`.
    const KIND: &'static str;
    /// Newest version of the shape, from 1.
    const VERSION: u32;
    /// Field that holds the id of what the event creates, and the word of that id.
    const CREATES: Option<(&'static str, &'static str)>;

    /// When it happened, as claimed.
    fn happened(&self) -> Happened;
    /// Number of the entry that this one replaces.
    fn corrects(&self) -> Option<u64>;
    /// Why that entry was wrong.
    fn correction_reason(&self) -> Option<&str>;
    /// What admission may ask by: sorted, each once.
    fn tags(&self) -> Vec<String>;
}

/// Says itself to a person.
pub trait Said {
    /// One sentence in both languages; names come from outside, because the journal has none.
    fn sentence(&self, names: &dyn Names) -> Bilingual;
}

/// A field that can be among the tags.
pub trait Tagged {
    /// Appends `word:ULID` for each id.
    fn push_tags(&self, tags: &mut Vec<String>);
}

macro_rules! tagged {
    ($($id:ty),*) => {$(
        impl Tagged for $id {
            fn push_tags(&self, tags: &mut Vec<String>) {
                tags.push(self.tag());
            }
        }
    )*};
}

tagged!(RegistryId, PersonId, BodyId, PostId, MeetingId, MotionId);
tagged!(UnitId, RollId, CountId, BallotId, ElectionId, PublicationId);
tagged!(IssueId, ActivityId, domain::CandidateId);

impl<T: Tagged> Tagged for Option<T> {
    fn push_tags(&self, tags: &mut Vec<String>) {
        if let Some(id) = self {
            id.push_tags(tags);
        }
    }
}

impl<T: Tagged> Tagged for Vec<T> {
    fn push_tags(&self, tags: &mut Vec<String>) {
        self.iter().for_each(|one| one.push_tags(tags));
    }
}

/// The tags of these fields, sorted, each once.
pub(crate) fn tags_of(fields: &[&dyn Tagged]) -> Vec<String> {
    let mut tags = Vec::new();
    for field in fields {
        field.push_tags(&mut tags);
    }
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// Why the payload of an entry has no meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A kind or version that this program does not know: it was written by a newer one.
    #[error("this program does not know {kind} version {v}; use a newer one (请用新版程序打开)")]
    Unknown {
        /// Event type.
        kind: String,
        /// Version of its shape.
        v: u32,
    },
    /// Fields that the kind does not allow.
    #[error("{kind}: {place}: {fault}")]
    Shape {
        /// Event type.
        kind: String,
        /// JSON pointer of the field, as far as it is known.
        place: String,
        /// What is wrong there.
        fault: String,
    },
}

impl DecodeError {
    /// Names the field that serde stopped at.
    pub fn from_path(kind: &str, error: &serde_path_to_error::Error<serde_json::Error>) -> Self {
        let steps = error.path().iter().filter_map(|step| match step {
            serde_path_to_error::Segment::Seq { index } => Some(format!("/{index}")),
            serde_path_to_error::Segment::Map { key } => Some(format!("/{key}")),
            serde_path_to_error::Segment::Enum { .. } | serde_path_to_error::Segment::Unknown => {
                None
            }
        });
        let fault = error.inner().to_string();
        // serde_json appends the place in a text that nobody sees.
        let fault = fault.split(" at line ").next().unwrap_or_default().to_owned();
        Self::Shape { kind: kind.to_owned(), place: steps.collect(), fault }
    }
}

/// Defines a kind of event: its struct with the fields that every event has, and [`Fact`].
macro_rules! event {
    (
        $(#[$doc:meta])*
        $kind:literal, $version:literal, $(creates($created:ident: $id:ty),)? tags($($tag:ident),*);
        pub struct $name:ident {
            $($(#[$field_doc:meta])* $field:ident: $type:ty,)*
        }
    ) => {
        $crate::event::classified::record! {
            $(#[$doc])*
            pub struct $name {
                $(
                    /// What this creates; left out in a document, the program fills it in.
                    $created: $id,
                )?
                $($(#[$field_doc])* $field: $type,)*
                /// When it happened: 2018, 2018-01, 2018-01-15 or 2018-01-15T09:30 (发生时间).
                happened: domain::Happened,
                /// Number of the entry that this one replaces (更正哪一条).
                corrects: Option<u64>,
                /// Why that entry was wrong (更正原因).
                correction_reason: Option<$crate::event::Plain<domain::Line>>,
                /// Why it is recorded late (补录原因).
                late_reason: Option<$crate::event::Plain<domain::Line>>,
            }
        }

        impl $crate::event::fact::Fact for $name {
            const KIND: &'static str = $kind;
            const VERSION: u32 = $version;
            const CREATES: Option<(&'static str, &'static str)> =
                $crate::event::fact::created!($($created: $id)?);

            fn happened(&self) -> domain::Happened {
                self.happened
            }

            fn corrects(&self) -> Option<u64> {
                self.corrects
            }

            fn correction_reason(&self) -> Option<&str> {
                self.correction_reason.as_ref().map($crate::event::Plain::<domain::Line>::as_str)
            }

            fn tags(&self) -> Vec<String> {
                $crate::event::fact::tags_of(&[$(&self.$tag),*])
            }
        }
    };
}
pub(crate) use event;

macro_rules! created {
    () => {
        None
    };
    ($created:ident: $id:ty) => {
        Some((stringify!($created), <$id>::WORD))
    };
}
pub(crate) use created;
