//! Faults of an announcement: one plain sentence each, with the two numbers that do not fit.

use super::number::Percent;
use crate::domain::{Area, Bilingual};
use serde::Serialize;

/// A number of an announcement with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "unit", content = "number")]
pub enum Amount {
    /// Persons.
    Heads(u64),
    /// Papers.
    Papers(u64),
    /// 0.01 m².
    Area(u64),
}

impl Amount {
    fn said(self) -> Bilingual {
        match self {
            Self::Heads(number) => Bilingual::new(format!("{number} 人"), number.to_string()),
            Self::Papers(number) => Bilingual::new(format!("{number} 张"), number.to_string()),
            Self::Area(number) => {
                let area = Area(number);
                Bilingual::new(format!("{area} ㎡"), format!("{area} m²"))
            }
        }
    }
}

/// A number and what it is called: `同意人数`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// What it is.
    #[serde(serialize_with = "both")]
    pub name: Bilingual,
    /// How much.
    #[serde(flatten)]
    pub amount: Amount,
}

fn both<S: serde::Serializer>(name: &Bilingual, serializer: S) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeMap as _;
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("zh", &name.zh)?;
    map.serialize_entry("en", &name.en)?;
    map.end()
}

impl Named {
    fn said(&self) -> Bilingual {
        let amount = self.amount.said();
        Bilingual::new(
            format!("{} {}", self.name.zh, amount.zh),
            format!("{} {}", self.name.en, amount.en),
        )
    }
}

/// What is wrong with an announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fault")]
pub enum Fault {
    /// Parts that do not make the whole.
    Sum {
        /// The parts.
        parts: Vec<Named>,
        /// Their sum.
        sum: Amount,
        /// What they should make.
        whole: Named,
    },
    /// More than there can be.
    Exceeds {
        /// Too much.
        part: Named,
        /// Of this.
        whole: Named,
    },
    /// A percentage that does not follow from its numbers.
    Percent {
        /// What is a part.
        part: Named,
        /// As printed.
        #[serde(serialize_with = "as_text")]
        printed: Percent,
        /// Of what it is a part.
        whole: Named,
        /// As it should have been printed.
        #[serde(serialize_with = "as_optional_text")]
        right: Option<Percent>,
        /// The printed figure is right, but of this other whole.
        other_whole: Option<Named>,
    },
}

impl Fault {
    /// The fault in one sentence.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Sum { parts, sum, whole } => sum_sentence(parts, *sum, whole),
            Self::Exceeds { part, whole } => {
                let (part, whole) = (part.said(), whole.said());
                Bilingual::new(
                    format!("{}多于{}。", part.zh, whole.zh),
                    format!("{} is more than {}.", part.en, whole.en),
                )
            }
            Self::Percent { part, printed, whole, right, other_whole } => {
                percent_sentence(part, *printed, whole, *right, other_whole.as_ref())
            }
        }
    }
}

fn sum_sentence(parts: &[Named], sum: Amount, whole: &Named) -> Bilingual {
    let said: Vec<_> = parts.iter().map(Named::said).collect();
    let zh = said.iter().map(|one| one.zh.as_str()).collect::<Vec<_>>().join(" + ");
    let en = said.iter().map(|one| one.en.as_str()).collect::<Vec<_>>().join(" + ");
    let (sum, whole) = (sum.said(), whole.said());
    Bilingual::new(
        format!("{zh} 合计 {},与{}不符。", sum.zh, whole.zh),
        format!("{en} make {}, not {}.", sum.en, whole.en),
    )
}

fn percent_sentence(
    part: &Named,
    printed: Percent,
    whole: &Named,
    right: Option<Percent>,
    other_whole: Option<&Named>,
) -> Bilingual {
    let (part, whole) = (part.said(), whole.said());
    let right = right.map_or_else(String::new, |right| right.to_string());
    let (zh, en) = other_whole.map_or_else(Default::default, |other| {
        let other = other.said();
        (
            format!(";{printed} 是占{}的比例", other.zh),
            format!("; {printed} is its share of {}", other.en),
        )
    });
    Bilingual::new(
        format!("{}占{}应为 {right},公布为 {printed}{zh}。", part.zh, whole.zh),
        format!("{} of {} is {right}, announced as {printed}{en}.", part.en, whole.en),
    )
}

fn as_text<S: serde::Serializer>(percent: &Percent, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(percent)
}

#[expect(clippy::ref_option, reason = "serde hands out references")]
fn as_optional_text<S: serde::Serializer>(
    percent: &Option<Percent>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match percent {
        Some(percent) => serializer.collect_str(percent),
        None => serializer.serialize_none(),
    }
}
