//! How refusals are written down: a variant, and its sentence beside it in both languages.
//!
//! What a variant holds is named in both halves, or it does not compile; an id is told by the name
//! of what it stands for.

use crate::domain::{
    ActivityId, BallotId, Bilingual, BodyId, BodyKind, CandidateId, CountId, ElectionId,
    Fingerprint, Happened, IssueId, MeetingId, MeetingKind, MotionId, PersonId, PostId, PostKind,
    PublicationId, RegistryId, ReportSubject, Role, RollId, Say, Thing, UnitId, say,
};
use crate::event::Names;
use chrono::NaiveDate;

/// Says itself, with the names that are known where it is read.
pub(super) trait Told {
    fn told(&self, names: &dyn Names) -> Bilingual;
}

/// Defines a family of refusals. After `with` stands what a sentence names instead of the fields; at
/// the end stand families whose refusals are among these.
macro_rules! refusals {
    (
        $(#[$doc:meta])*
        $name:ident {
            $(
                $(#[$why:meta])*
                $variant:ident $(($($place:ident: $place_type:ty),*))?
                $({ $($field:ident: $field_type:ty),* })? $(with $($key:ident = $value:expr),*)? =>
                    $zh:literal, $en:literal;
            )*
        }
        $($family:ident($of:ident);)*
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $(
                #[doc = $en]
                $(#[$why])*
                $variant $(($($place_type),*))? $({
                    $(#[doc = concat!("What the sentence calls `", stringify!($field), "`.")]
                    $field: $field_type,)*
                })?,
            )*
            $(#[doc = concat!("See [`", stringify!($of), "`].")] $family($of),)*
        }

        impl $crate::admission::refusal::told::Told for $name {
            fn told(&self, names: &dyn $crate::event::Names) -> $crate::domain::Bilingual {
                let _ = names;
                match self {
                    $(Self::$variant $(($($place),*))? $({ $($field),* })? =>
                        $crate::admission::refusal::told::sentence!(
                            names, $zh, $en,
                            $($($place)*)? $($($field)*)? $(; $($key = $value),*)?
                        ),)*
                    $(Self::$family(why) => why.told(names),)*
                }
            }
        }

        $(impl From<$of> for $name {
            fn from(why: $of) -> Self {
                Self::$family(why)
            }
        })*
    };
}
pub(super) use refusals;

/// One sentence: of the fields, or of what stands in their place.
macro_rules! sentence {
    ($names:ident, $zh:literal, $en:literal, $($field:ident)*) => {
        $crate::domain::say!($zh, $en; $($field = $field.told($names)),*)
    };
    ($names:ident, $zh:literal, $en:literal, $($field:ident)*; $($key:ident = $value:expr),*) => {
        $crate::domain::say!($zh, $en; $($key = $value.told($names)),*)
    };
}
pub(super) use sentence;

impl Told for Thing {
    fn told(&self, names: &dyn Names) -> Bilingual {
        names.name(*self)
    }
}

/// Things as Chinese counts them.
macro_rules! counted {
    ($($thing:ident($id:ty): $zh:literal;)*) => {
        pub(super) fn counted(thing: Thing) -> Bilingual {
            match thing { $(Thing::$thing(_) => Bilingual::new($zh, thing.word()),)* }
        }

        $(impl Told for $id {
            fn told(&self, names: &dyn Names) -> Bilingual {
                names.name(Thing::$thing(*self))
            }
        })*
    };
}

counted! {
    Motion(MotionId): "项议案";
    Meeting(MeetingId): "次会议";
    Election(ElectionId): "次选举";
    Body(BodyId): "个组织";
    Person(PersonId): "人";
    Issue(IssueId): "件事项";
    Activity(ActivityId): "次活动";
    Roll(RollId): "份名册";
    Count(CountId): "次计票";
    Ballot(BallotId): "张票";
    Publication(PublicationId): "份公示";
    Unit(UnitId): "户";
    Post(PostId): "项任职";
    Candidate(CandidateId): "名候选人";
    Registry(RegistryId): "本账";
}

/// What needs no name from outside.
macro_rules! told {
    ($($type:ty),*) => {$(
        impl Told for $type {
            fn told(&self, _: &dyn Names) -> Bilingual {
                say!("{it}", "{it}"; it = self)
            }
        }
    )*};
}

told!(u32, u64, usize, Bilingual, Fingerprint, Happened, NaiveDate);
told!(BodyKind, MeetingKind, PostKind, ReportSubject, Role);

impl<T: Say> Told for Option<T> {
    fn told(&self, _: &dyn Names) -> Bilingual {
        self.as_ref().map_or_else(|| Bilingual::new("—", "—"), |it| say!("{it}", "{it}"; it))
    }
}
