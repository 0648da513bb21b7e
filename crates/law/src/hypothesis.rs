//! What if another card had answered: whether it can, and a book in which it does. Never a verdict on
//! what happened; whoever shows one says so.

use super::book::Book;
use super::card::Card;
use super::matter::{Matter, Topic};
use super::procedure::Procedure;
use super::sentence::join;
use domain::Bilingual;

/// What the outcome of an election rests on.
pub const OF_AN_ELECTION: &[Topic] = &[
    Topic::QUORUM,
    Topic::COMPETITION,
    Topic::ROUND,
    Topic::ELECTED,
    Topic::REVOTE,
    Topic::RUN_OFF,
    Topic::RANKING,
    Topic::FORMATION,
];

/// Why a card cannot answer a question at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// It is about bodies or meetings of another kind.
    Meeting {
        /// The card.
        card: String,
        /// What the card is about.
        of_card: Bilingual,
        /// What is asked about.
        asked: Bilingual,
    },
    /// It is about elections and this is a motion, the other way round, or another election.
    Election {
        /// The card.
        card: String,
    },
    /// It is on something that the question does not ask.
    Topic {
        /// The card.
        card: String,
        /// The topic of the card.
        topic: Topic,
    },
}

/// Where a card is held against something that it is not in force for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beyond {
    /// It was not in force on that day.
    Day,
    /// It is not in force at that place.
    Place,
    /// It is about other matters.
    Matter,
}

impl Beyond {
    /// In words, behind the name of the card.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Day => Bilingual::new("当天没有施行", "it was not in force on that day"),
            Self::Place => Bilingual::new("不在本地施行", "it is not in force here"),
            Self::Matter => {
                Bilingual::new("不适用于这类事项", "it is not about matters of this kind")
            }
        }
    }
}

impl Misfit {
    /// What does not fit, and what to do next.
    pub fn sentence(&self) -> Bilingual {
        let (card, zh, en) = match self {
            Self::Meeting { card, of_card, asked } => (
                card,
                format!("管的是“{}”,这里问的是“{}”", of_card.zh, asked.zh),
                format!("is about {}, and this is about {}", of_card.en, asked.en),
            ),
            Self::Election { card } => (
                card,
                "管的不是这种表决:选举的卡不能用于议案,议案的卡不能用于选举,各种选举也不能混用"
                    .to_owned(),
                "is about votes of another kind: motions and elections, and kinds of elections, do not mix"
                    .to_owned(),
            ),
            Self::Topic { card, topic } => (
                card,
                format!("管的是“{}”,与这里的结果无关", topic.zh()),
                format!("is about the {}, on which this outcome does not rest", topic.en()),
            ),
        };
        Bilingual::new(
            format!("规则卡 {card} {zh},不能这样推演。请用 yishi rule list 另选一张。"),
            format!("The rule card {card} {en}. Choose another one; yishi rule list lists them."),
        )
    }
}

impl Card {
    /// Whether this card can be held against what was asked, where an outcome rests on these topics;
    /// and how far beyond its force that is.
    pub fn fits(&self, matter: &Matter, topics: &[Topic]) -> Result<Vec<Beyond>, Misfit> {
        let (applies, card) = (self.applies(), self.id().to_owned());
        let of_body = applies.bodies.is_empty() || applies.bodies.contains(&matter.body);
        let of_meeting = applies.meetings.is_empty() || applies.meetings.contains(&matter.meeting);
        if !of_body || !of_meeting {
            let (of_card, asked) = if of_body {
                let names = applies.meetings.iter().map(|one| one.name());
                (join(names, "、", ", "), matter.meeting.name())
            } else {
                let names = applies.bodies.iter().map(|one| one.name());
                (join(names, "、", ", "), matter.body.name())
            };
            return Err(Misfit::Meeting { card, of_card, asked });
        }
        let forms = applies.topic.forms_figures() && applies.elections.is_empty();
        let elects = match matter.election {
            Some(kind) => forms || applies.elections.contains(&kind),
            None => applies.elections.is_empty(),
        };
        if !elects {
            return Err(Misfit::Election { card });
        }
        let deadline = matches!(self.procedure(), Procedure::Deadline(_));
        if deadline || !(applies.topic.forms_figures() || topics.contains(&applies.topic)) {
            return Err(Misfit::Topic { card, topic: applies.topic });
        }
        let about = applies.matters.is_empty()
            || matter.matter.is_some_and(|matter| applies.matters.contains(&matter));
        let beyond = [
            (!self.in_force_on(matter.formed)).then_some(Beyond::Day),
            (!matter.place.is_within(self.jurisdiction())).then_some(Beyond::Place),
            (!about).then_some(Beyond::Matter),
        ];
        Ok(beyond.into_iter().flatten().collect())
    }
}

impl Book {
    /// The book as it would be if this card, always and everywhere in force, were the only one of its
    /// topic: the law's, or the body's own beside the law.
    #[must_use]
    pub fn supposing(&self, card: &Card) -> Self {
        let stays = |one: &&Card| {
            one.applies().topic != card.applies().topic || one.is_own() != card.is_own()
        };
        let others = self.cards().iter().filter(stays).cloned();
        Self::of_cards(others.chain([card.everywhere()]).collect())
    }
}
