//! What is asked: the question, the body and meeting, the day and the place.

use crate::domain::BodyKind;
use crate::domain::MatterKind;
use crate::domain::MeetingKind;
use chrono::NaiveDate;
use core::fmt;
use core::str::FromStr;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// A question that [`judge`](fn@super::judge) answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// 法定人数: did enough of those due attend?
    Quorum,
    /// 表决结果: does the vote stand, quorum included?
    Result,
    /// 会议频次: was it held as often as the rule says, in the period of the day asked about?
    Frequency,
}

/// What a card is about: one of the questions, or how the figures for them are formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// How many must attend.
    Quorum,
    /// How many must be in favour.
    Result,
    /// How often it must be held.
    Frequency,
    /// Who has voting rights.
    VotingRights,
    /// Who may be left out of those due to attend.
    Exclusions,
    /// Whether written opinions of absent members count.
    WrittenOpinions,
}

impl Topic {
    /// The Chinese term.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Quorum => "到会人数",
            Self::Result => "表决结果",
            Self::Frequency => "召开次数",
            Self::VotingRights => "表决权",
            Self::Exclusions => "不计入应到会人数",
            Self::WrittenOpinions => "书面意见",
        }
    }

    /// The English term.
    pub const fn en(self) -> &'static str {
        match self {
            Self::Quorum => "quorum",
            Self::Result => "result of a vote",
            Self::Frequency => "frequency",
            Self::VotingRights => "voting rights",
            Self::Exclusions => "exclusions from those due",
            Self::WrittenOpinions => "written opinions",
        }
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
    /// The day on which the decision was formed; it picks the card.
    #[serde(serialize_with = "day::write")]
    pub formed: NaiveDate,
    /// Where the body is.
    pub place: Place,
}

/// A place as a prefix code: `CN`, `CN-43`, `CN-430103` (GB/T 2260: province, city, district, then
/// sub-district and community with 9 and 12 digits).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(String);

/// A text that is not a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a place: write CN, or CN- and 2, 4, 6, 9 or 12 digits (地区代码写法不对)")]
pub struct PlaceError(pub String);

impl Place {
    /// The whole country: `CN`.
    pub fn china() -> Self {
        Self("CN".to_owned())
    }

    /// Whether this place lies inside `other`, or is it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Length of the code: the longer, the more local.
    pub fn depth(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        let digits = |digits: &str| {
            matches!(digits.len(), 2 | 4 | 6 | 9 | 12)
                && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let fits = text == "CN" || text.strip_prefix("CN-").is_some_and(digits);
        if fits { Ok(Self(text.to_owned())) } else { Err(PlaceError(text.to_owned())) }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_lies_in_its_province_and_in_the_country() {
        let city: Place = "CN-430103".parse().unwrap();
        let province: Place = "CN-43".parse().unwrap();
        assert!(city.is_within(&province) && city.is_within(&Place::china()));
        assert!(
            !province.is_within(&city) && !"CN-41".parse::<Place>().unwrap().is_within(&province)
        );
        for bad in ["", "cn", "CN-", "CN-4", "CN43", "CN-4x", "CN-430", "US"] {
            assert!(bad.parse::<Place>().is_err(), "{bad}");
        }
    }
}
