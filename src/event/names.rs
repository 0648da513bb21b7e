//! Names for ids, from outside: the journal holds none.

use crate::domain::{
    ActivityId, BallotId, Bilingual, BodyId, CandidateId, CountId, ElectionId, IssueId, MeetingId,
    MotionId, PersonId, PostId, PublicationId, RollId, UnitId,
};
use crate::event::classified::{For, Sealed};
use crate::ledger::{Commitment, Value};
use core::fmt::Display;

/// Knows what things are called and which seals can be opened here.
pub trait Names {
    /// Name of a person, or that it is sealed.
    fn person(&self, id: PersonId) -> Bilingual;
    /// Name of a body.
    fn body(&self, id: BodyId) -> Bilingual;
    /// A post: whose, where.
    fn post(&self, id: PostId) -> Bilingual;
    /// A meeting: date, kind and body.
    fn meeting(&self, id: MeetingId) -> Bilingual;
    /// Beginning of a motion's text.
    fn motion(&self, id: MotionId) -> Bilingual;
    /// An election: its name, or kind, body and date.
    fn election(&self, id: ElectionId) -> Bilingual {
        short(id)
    }
    /// A candidate: whoever it is.
    fn candidate(&self, id: CandidateId) -> Bilingual {
        short(id)
    }
    /// Beginning of an issue's text.
    fn issue(&self, id: IssueId) -> Bilingual {
        short(id)
    }
    /// Theme of an activity.
    fn activity(&self, id: ActivityId) -> Bilingual {
        short(id)
    }
    /// A unit by its number on the roll, never by its door.
    fn unit(&self, id: UnitId) -> Bilingual {
        short(id)
    }
    /// A frozen roll.
    fn roll(&self, id: RollId) -> Bilingual {
        short(id)
    }
    /// A count of ballots.
    fn count(&self, id: CountId) -> Bilingual {
        short(id)
    }
    /// A ballot by its printed number.
    fn ballot(&self, id: BallotId) -> Bilingual {
        short(id)
    }
    /// Something posted: what and when.
    fn publication(&self, id: PublicationId) -> Bilingual {
        short(id)
    }
    /// The value behind a seal, if its opening is here.
    fn opened(&self, seal: &Commitment) -> Option<Value>;
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
    fn person(&self, id: PersonId) -> Bilingual {
        short(id)
    }

    fn body(&self, id: BodyId) -> Bilingual {
        short(id)
    }

    fn post(&self, id: PostId) -> Bilingual {
        short(id)
    }

    fn meeting(&self, id: MeetingId) -> Bilingual {
        short(id)
    }

    fn motion(&self, id: MotionId) -> Bilingual {
        short(id)
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
