//! Names for ids, from outside: the journal holds none.

use crate::domain::{
    ActivityId, BallotId, Bilingual, BodyId, CandidateId, CountId, ElectionId, IssueId, MeetingId,
    MotionId, PersonId, PostId, PublicationId, RollId, Thing, UnitId,
};
use crate::event::classified::{For, Sealed};
use crate::ledger::{Commitment, Value};
use core::fmt::Display;

macro_rules! by_type {
    ($($(#[$doc:meta])* $method:ident($id:ty);)*) => {$(
        $(#[$doc])*
        fn $method(&self, id: $id) -> Bilingual {
            self.name(id.into())
        }
    )*};
}

/// Knows what things are called and which seals can be opened here.
pub trait Names {
    /// What a thing is called.
    fn name(&self, thing: Thing) -> Bilingual;

    /// The value behind a seal, if its opening is here.
    fn opened(&self, seal: &Commitment) -> Option<Value>;

    by_type! {
        /// Name of a person, or that it is sealed.
        person(PersonId);
        /// Name of a body.
        body(BodyId);
        /// A post: whose, where.
        post(PostId);
        /// A meeting: date, kind and body.
        meeting(MeetingId);
        /// Beginning of a motion's text.
        motion(MotionId);
        /// An election: its name, or kind, body and date.
        election(ElectionId);
        /// A candidate: whoever it is.
        candidate(CandidateId);
        /// Beginning of an issue's text.
        issue(IssueId);
        /// Theme of an activity.
        activity(ActivityId);
        /// A unit by its number on the roll, never by its door.
        unit(UnitId);
        /// A frozen roll.
        roll(RollId);
        /// A count of ballots.
        count(CountId);
        /// A ballot by its printed number.
        ballot(BallotId);
        /// Something posted: what and when.
        publication(PublicationId);
    }
}

/// What stands where a value cannot be opened.
pub fn sealed() -> Bilingual {
    Bilingual::new("〔已封存〕", "[sealed]")
}

/// Shows a sealed value: itself, its opening, or that it is sealed.
pub fn shown<T: Display, A: For>(value: &Sealed<T, A>, names: &dyn Names) -> Bilingual {
    match value {
        Sealed::Open(value, _) => Bilingual::new(value.to_string(), value.to_string()),
        Sealed::Shut(seal) => match names.opened(seal) {
            Some(Value::String(text)) => Bilingual::new(text.clone(), text),
            Some(other) => Bilingual::new(other.to_string(), other.to_string()),
            None => sealed(),
        },
    }
}

/// A plain text with its references, `{person:ULID}`, replaced by names.
pub fn with_names(text: &str, names: &dyn Names) -> Bilingual {
    let mut shown = Bilingual::new("", "");
    let mut rest = text;
    while let Some((before, id, after)) = next_reference(rest) {
        let name = names.person(id);
        shown = Bilingual::new(shown.zh + before + &name.zh, shown.en + before + &name.en);
        rest = after;
    }
    Bilingual::new(shown.zh + rest, shown.en + rest)
}

/// The first reference in a text: what stands before it, whom it names, what stands behind it.
pub fn next_reference(text: &str) -> Option<(&str, PersonId, &str)> {
    const OPEN: &str = "{person:";
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find(OPEN)?;
        let inside = text.get(start + OPEN.len()..)?;
        let reference =
            inside.split_once('}').and_then(|(id, after)| Some((id.parse().ok()?, after)));
        if let Some((id, after)) = reference {
            return Some((text.get(..start)?, id, after));
        }
        from = start + OPEN.len();
    }
}

/// Knows nothing: shows ids by their last six characters.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoNames;

/// The last six characters of an id.
pub fn short(id: impl Display) -> Bilingual {
    let id = id.to_string();
    let tail = id.get(id.len().saturating_sub(6)..).unwrap_or_default();
    Bilingual::new(format!("〔{tail}〕"), format!("[{tail}]"))
}

impl Names for NoNames {
    fn name(&self, thing: Thing) -> Bilingual {
        short(thing)
    }

    fn opened(&self, _: &Commitment) -> Option<Value> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_shown_by_name_and_a_brace_is_not_a_reference() {
        let text = "由{person:01KAQ3ZJ8QK6M7N8P9QRSTVWXY}负责 {person:x} {a}";
        assert_eq!(with_names(text, &NoNames).zh, "由〔STVWXY〕负责 {person:x} {a}");
        assert_eq!(with_names("没有人", &NoNames).en, "没有人");
    }
}
