//! What is asked: the question, the body and meeting, the day and the place.

use super::words::{self, word};
use chrono::NaiveDate;
use domain::Bilingual;
use domain::BodyKind;
use domain::ElectionKind;
use domain::MatterKind;
use domain::MeetingKind;
use domain::Place;
use serde::Serialize;

word! {
    /// What a card is about: one of the questions, or how the figures for them are formed.
    Topic, topics, TopicWord, "topic"
}

word! {
    /// A question that [`judge`](fn@super::judge) answers.
    Question, questions, QuestionWord, "question"
}

macro_rules! named {
    ($name:ident, $list:ident: $($constant:ident = $word:literal,)*) => {
        impl $name {
            $(#[doc = concat!("`", $word, "`.")]
            pub const $constant: Self = Self(words::place(words::$list, $word));)*
        }
    };
}

named! { Topic, TOPICS:
    QUORUM = "quorum",
    RESULT = "result",
    FREQUENCY = "frequency",
    VOTING_RIGHTS = "voting_rights",
    EXCLUSIONS = "exclusions",
    WRITTEN_OPINIONS = "written_opinions",
    SILENCE = "silence",
    SPOILED_BALLOTS = "spoiled_ballots",
    ELECTED = "elected",
    COMPETITION = "competition",
    ROUND = "round",
    RANKING = "ranking",
    REVOTE = "revote",
    RUN_OFF = "run_off",
    SEAT_REDUCTION = "seat_reduction",
    FORMATION = "formation",
    POSTING = "posting",
    TURNOUT = "turnout",
    TURNOUT_HOUSEHOLDS = "turnout_households",
    TURNOUT_REPRESENTATIVES = "turnout_representatives",
    APPROVAL = "approval",
    RECALL = "recall",
    DEADLINE = "deadline",
}

named! { Question, QUESTIONS:
    QUORUM = "quorum",
    RESULT = "result",
    FREQUENCY = "frequency",
    ELECTED = "elected",
    COMPETITION = "competition",
    ROUND = "round",
    REVOTE = "revote",
    RUN_OFF = "run_off",
    FORMATION = "formation",
    NOTICE = "notice",
    EXTRAORDINARY_NOTICE = "extraordinary_notice",
    AGENDA = "agenda",
    VOTING_WINDOW = "voting_window",
    POSTING = "posting",
    TURNOUT = "turnout",
    TURNOUT_HOUSEHOLDS = "turnout_households",
    TURNOUT_REPRESENTATIVES = "turnout_representatives",
    APPROVAL = "approval",
    RECALL = "recall",
    RECALL_HOUSEHOLDS = "recall_households",
    RECALL_REPRESENTATIVES = "recall_representatives",
}

impl Topic {
    /// Whether cards on this topic only say how figures are formed. Such a card also answers for
    /// elections when it names none; a card that compares does not.
    pub fn forms_figures(self) -> bool {
        self.record().is_some_and(|one| one.forms_figures)
    }
}

impl Question {
    /// What cards on these topics answer together.
    pub fn topics(self) -> &'static [Topic] {
        self.record().map_or(&[], |one| &one.on)
    }

    /// What is asked for, in both languages: the subject of the sentence.
    pub fn subject(self) -> Bilingual {
        Bilingual::new(self.zh(), self.en())
    }
}

/// What is to be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matter {
    /// The question.
    pub question: Question,
    /// Kind of the body that met.
    pub body: BodyKind,
    /// Kind of the meeting.
    pub meeting: MeetingKind,
    /// What the motion is about; `None` when no motion is asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter: Option<MatterKind>,
    /// What is elected; `None` when no election is asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub election: Option<ElectionKind>,
    /// The day on which the decision was formed; it picks the card.
    #[serde(serialize_with = "day::write")]
    pub formed: NaiveDate,
    /// Where the body is.
    pub place: Place,
}

/// Days as `2018-10-28`, in cards and in answers.
pub(super) mod day {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes a day.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
    pub(in super::super) fn write<S: Serializer>(
        day: &NaiveDate,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&day.format("%Y-%m-%d"))
    }

    /// Writes a day that may be absent.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
    #[expect(clippy::ref_option, reason = "serde hands out references")]
    pub(in super::super) fn write_optional<S: Serializer>(
        day: &Option<NaiveDate>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => write(day, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a day in its one spelling.
    pub(in super::super) fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(deserializer)?;
        let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
        day.filter(|day| text.len() == 10 && day.format("%Y-%m-%d").to_string() == text).ok_or_else(
            || serde::de::Error::custom(format!("\"{text}\" is not a day; write 2018-10-28")),
        )
    }

    /// Reads a day that may be absent.
    pub(in super::super) fn read_optional<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        read(deserializer).map(Some)
    }
}
