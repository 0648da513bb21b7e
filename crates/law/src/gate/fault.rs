//! Faults of an announcement: one plain sentence each, with the two numbers that do not fit.

use super::mistakes::Mistake;
use super::number::Percent;
use crate::matter::day;
use chrono::NaiveDate;
use domain::{Area, Bilingual};
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
    /// Days.
    Days(u64),
}

impl Amount {
    pub(super) fn said(self) -> Bilingual {
        match self {
            Self::Heads(number) => Bilingual::new(format!("{number} 人"), number.to_string()),
            Self::Papers(number) => Bilingual::new(format!("{number} 张"), number.to_string()),
            Self::Area(number) => {
                let area = Area(number);
                Bilingual::new(format!("{area} ㎡"), format!("{area} m²"))
            }
            Self::Days(number) => Bilingual::new(format!("{number} 天"), format!("{number} days")),
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

pub(super) fn both<S: serde::Serializer>(
    name: &Bilingual,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeMap as _;
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("zh", &name.zh)?;
    map.serialize_entry("en", &name.en)?;
    map.end()
}

impl Named {
    pub(super) fn said(&self) -> Bilingual {
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
    /// A percentage that no number can print as.
    NoNumber {
        /// What is a part.
        #[serde(serialize_with = "both")]
        part: Bilingual,
        /// As printed.
        #[serde(serialize_with = "as_text")]
        printed: Percent,
        /// Of what it is a part.
        whole: Named,
    },
    /// Two numbers with their percentages that cannot be of the same whole.
    Apart {
        /// The one.
        first: Named,
        /// Its share, as printed.
        #[serde(serialize_with = "as_text")]
        first_percent: Percent,
        /// The other.
        second: Named,
        /// Its share, as printed.
        #[serde(serialize_with = "as_text")]
        second_percent: Percent,
    },
    /// Percentages of one whole that make more than all of it.
    OverHundred {
        /// What they are shares of.
        #[serde(serialize_with = "both")]
        parts: Bilingual,
        /// Their sum, as printed.
        #[serde(serialize_with = "as_text")]
        sum: Percent,
    },
    /// Somebody voted and is not listed as present, or is listed twice.
    People {
        /// What is wrong.
        #[serde(serialize_with = "both")]
        finding: Bilingual,
        /// How many of them.
        part: Named,
        /// Of how many.
        whole: Named,
    },
    /// A day that lies behind one that it must not lie behind.
    Order {
        /// The day that comes too late.
        #[serde(serialize_with = "both")]
        late: Bilingual,
        /// When that was.
        #[serde(serialize_with = "day::write")]
        on: NaiveDate,
        /// The day that it must not lie behind, and why.
        #[serde(serialize_with = "both")]
        limit: Bilingual,
        /// When that is.
        #[serde(serialize_with = "day::write")]
        last: NaiveDate,
    },
    /// What was announced does not follow.
    Result {
        /// Motion or candidate.
        #[serde(serialize_with = "both")]
        title: Bilingual,
        /// What was announced.
        #[serde(serialize_with = "both")]
        announced: Bilingual,
        /// The sentence of the verdict.
        #[serde(serialize_with = "both")]
        verdict: Bilingual,
        /// Under which mistakes it would follow, as far as any was found.
        mistakes: Vec<Mistake>,
    },
    /// Two results were announced one after the other.
    Contradiction {
        /// Which motion.
        #[serde(serialize_with = "both")]
        title: Bilingual,
        /// Both, with their days.
        #[serde(serialize_with = "both")]
        finding: Bilingual,
    },
    /// A notice that was too late.
    NoticeShort {
        /// Days between.
        days: Amount,
        /// Days asked for.
        asked: Amount,
        /// By which rule.
        #[serde(serialize_with = "both")]
        rule: Bilingual,
    },
    /// Silence was counted and no clause was named.
    SilenceWithoutClause {
        /// Whose silence.
        heads: Option<Named>,
        /// What it was counted as.
        #[serde(serialize_with = "both")]
        counted_as: Bilingual,
    },
    /// The rules have something to say beside the arithmetic.
    Rule {
        /// What.
        #[serde(serialize_with = "both")]
        finding: Bilingual,
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
            Self::NoNumber { part, printed, whole } => no_number(part, *printed, whole),
            Self::Apart { first, first_percent, second, second_percent } => {
                let (first, second) = (first.said(), second.said());
                Bilingual::new(
                    format!(
                        "{}占 {first_percent},{}占 {second_percent},不可能是同一个总数的比例。",
                        first.zh, second.zh
                    ),
                    format!(
                        "{} are {first_percent} and {} are {second_percent}: not of one whole.",
                        first.en, second.en
                    ),
                )
            }
            Self::OverHundred { parts, sum } => Bilingual::new(
                format!("{}合计 {sum},超过 100%。", parts.zh),
                format!("{} make {sum}, more than 100%.", parts.en),
            ),
            Self::People { finding, part, whole } => {
                let (part, whole) = (part.said(), whole.said());
                Bilingual::new(
                    format!("{}({},{})。", finding.zh, part.zh, whole.zh),
                    format!("{} ({}, {}).", finding.en, part.en, whole.en),
                )
            }
            Self::Order { late, on, limit, last } => Bilingual::new(
                format!("{} {on} 晚于{} {last}。", late.zh, limit.zh),
                format!("{} {on} is later than {} {last}.", late.en, limit.en),
            ),
            Self::Result { title, announced, verdict, mistakes } => {
                result_sentence(title, announced, verdict, mistakes)
            }
            Self::Contradiction { title, finding } => Bilingual::new(
                format!("“{}”:{}", title.zh, finding.zh),
                format!("\"{}\": {}", title.en, finding.en),
            ),
            Self::NoticeShort { days, asked, rule } => notice_short(*days, *asked, rule),
            Self::SilenceWithoutClause { heads, counted_as } => silence(heads.as_ref(), counted_as),
            Self::Rule { finding } => finding.clone(),
        }
    }
}

fn no_number(part: &Bilingual, printed: Percent, whole: &Named) -> Bilingual {
    let whole = whole.said();
    Bilingual::new(
        format!("{}公布为 {printed},但{}中没有任何整数的比例是 {printed}。", part.zh, whole.zh),
        format!(
            "{} is announced as {printed}, but no whole number out of {} is {printed}.",
            part.en, whole.en
        ),
    )
}

fn notice_short(days: Amount, asked: Amount, rule: &Bilingual) -> Bilingual {
    let (days, asked) = (days.said(), asked.said());
    Bilingual::new(
        format!("通知只提前了 {},要求提前 {}。{}", days.zh, asked.zh, rule.zh),
        format!("The notice was {} ahead, {} are asked for. {}", days.en, asked.en, rule.en),
    )
}

fn silence(heads: Option<&Named>, counted_as: &Bilingual) -> Bilingual {
    let heads = heads.map_or_else(
        || Bilingual::new("送达未反馈的业主", "Owners who did not answer"),
        Named::said,
    );
    Bilingual::new(
        format!("{}被计为“{}”,却没有写明依据议事规则哪一条。", heads.zh, counted_as.zh),
        format!(
            "{} were counted as \"{}\", but no clause of the owners' rules is named.",
            heads.en, counted_as.en
        ),
    )
}

fn result_sentence(
    title: &Bilingual,
    announced: &Bilingual,
    verdict: &Bilingual,
    mistakes: &[Mistake],
) -> Bilingual {
    let told: Vec<Bilingual> = mistakes.iter().map(Mistake::sentence).collect();
    let zh: Vec<&str> = told.iter().map(|one| one.zh.as_str()).collect();
    let en: Vec<&str> = told.iter().map(|one| one.en.as_str()).collect();
    let (zh, en) = if told.is_empty() {
        Default::default()
    } else {
        (
            format!("公布的结果只有这样才成立:{}。", zh.join(";或者")),
            format!(" The announced result follows only if {}.", en.join("; or if ")),
        )
    };
    Bilingual::new(
        format!("“{}”公布为{},但是:{}{zh}", title.zh, announced.zh, verdict.zh),
        format!("\"{}\" was announced as {}, but: {}{en}", title.en, announced.en, verdict.en),
    )
}

fn sum_sentence(parts: &[Named], sum: Amount, whole: &Named) -> Bilingual {
    let said: Vec<_> = parts.iter().map(Named::said).collect();
    let zh = said.iter().map(|one| one.zh.as_str()).collect::<Vec<_>>().join(" + ");
    let en = said.iter().map(|one| one.en.as_str()).collect::<Vec<_>>().join(" + ");
    let (sum, whole) = (sum.said(), whole.said());
    if parts.len() == 1 {
        return Bilingual::new(
            format!("{zh},与{}不符。", whole.zh),
            format!("{en}, and {}: they differ.", whole.en),
        );
    }
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
