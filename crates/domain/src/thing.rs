//! Things: whatever has an id, in one list. A new kind of thing is a line here.

use super::id::{CommandId, IdError, id_type};
use core::fmt;
use core::str::FromStr;
use ulid::Ulid;

macro_rules! things {
    ($($(#[$doc:meta])* $thing:ident($id:ident) = $word:literal;)*) => {
        id_type! { $($(#[$doc])* $id = $word;)* }

        /// Something that has an id.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Thing {
            $(#[doc = concat!("See [`", stringify!($id), "`].")] $thing($id),)*
        }

        impl Thing {
            /// The word of every kind of thing, in the order in which a label is looked up.
            pub const WORDS: &'static [&'static str] = &[$($id::WORD,)*];

            /// Word before the colon in a tag.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$thing(_) => $id::WORD,)* }
            }

            /// Its id.
            pub const fn ulid(self) -> Ulid {
                match self { $(Self::$thing(id) => id.0,)* }
            }

            /// The thing of this kind with this id.
            pub fn of(word: &str, id: &str) -> Result<Self, IdError> {
                match word {
                    $($id::WORD => id.parse().map(Self::$thing),)*
                    _ => Err(IdError(format!("{word}:{id}"))),
                }
            }

            /// The thing of this kind that the fact at `position` (from 0) of this command creates.
            pub fn derived(word: &str, command: CommandId, position: usize) -> Option<Self> {
                match word {
                    $($id::WORD => Some(Self::$thing($id::derived(command, position))),)*
                    _ => None,
                }
            }
        }

        $(impl From<$id> for Thing {
            fn from(id: $id) -> Self {
                Self::$thing(id)
            }
        })*
    };
}

// What comes up at a meeting stands before the meeting: a label that both have means the motion.
things! {
    /// Identifies a motion.
    Motion(MotionId) = "motion";
    /// Identifies a meeting.
    Meeting(MeetingId) = "meeting";
    /// Identifies an election.
    Election(ElectionId) = "election";
    /// Identifies a body: a branch, a committee, an assembly.
    Body(BodyId) = "body";
    /// Identifies a person. The name stands sealed in `person.registered`.
    Person(PersonId) = "person";
    /// Identifies an issue: a matter that residents raised, an opinion, a wish.
    Issue(IssueId) = "issue";
    /// Identifies an activity.
    Activity(ActivityId) = "activity";
    /// Identifies a roll of units, frozen for one or more votes.
    Roll(RollId) = "roll";
    /// Identifies a count: the ballots of one vote on one roll, from issue to certified result.
    Count(CountId) = "count";
    /// Identifies one ballot paper of a recorded vote.
    Ballot(BallotId) = "ballot";
    /// Identifies something posted in public.
    Publication(PublicationId) = "publication";
    /// Identifies a unit: one exclusive part of a building. The door stands sealed.
    Unit(UnitId) = "unit";
    /// Identifies one person's time in one post.
    Post(PostId) = "post";
    /// Identifies somebody as a candidate in one election.
    Candidate(CandidateId) = "candidate";
    /// Identifies a registry: one book, one chain.
    Registry(RegistryId) = "registry";
}

impl Thing {
    /// `word:ULID`, as it stands among the tags of an entry.
    pub fn tag(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.word(), self.ulid())
    }
}

impl FromStr for Thing {
    type Err = IdError;

    fn from_str(tag: &str) -> Result<Self, IdError> {
        let (word, id) = tag.split_once(':').ok_or_else(|| IdError(tag.to_owned()))?;
        Self::of(word, id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01KAQ3ZJ8QK6M7N8P9QRSTVWXY";

    #[test]
    fn a_thing_is_its_word_and_its_id() {
        for word in Thing::WORDS {
            let tag = format!("{word}:{ID}");
            let thing: Thing = tag.parse().unwrap();
            assert_eq!(
                (thing.word(), thing.tag(), thing.ulid().to_string()),
                (*word, tag, ID.to_owned())
            );
        }
        let body: BodyId = ID.parse().unwrap();
        assert_eq!(Thing::from(body).tag(), body.tag());
        for wrong in [ID, "body", "bodies:01KAQ3ZJ8QK6M7N8P9QRSTVWXY", "body:1", "body:"] {
            assert!(wrong.parse::<Thing>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_a_command_creates_is_the_same_thing_by_word_and_by_type() {
        let command = ID.parse().unwrap();
        let body = BodyId::derived(command, 3);
        assert_eq!(Thing::derived("body", command, 3), Some(Thing::Body(body)));
        assert_eq!(Thing::derived("command", command, 3), None);
    }
}
