//! What the registry says when it refuses: what is wrong, where, and what to do next.

use crate::domain::Bilingual;
use crate::event::{DecodeError, Names};
use crate::registry::clock::{ClockFault, print_at};
use crate::registry::prepare::{Personal, PrepareError};
use crate::registry::record::Refused;

impl Refused {
    /// What is wrong, and what to do next. Facts are counted from 1.
    pub fn sentence(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::Document(error) => error.sentence(),
            Self::NobodySays => Bilingual::new(
                "没有写明谁来记录。请加上 \"by\": {\"actor\": \"@姓名\", \"role\": \"secretary\"}。",
                "It does not say who records. Add \"by\": {\"actor\": \"@name\", \"role\": \"secretary\"}.",
            ),
            Self::Prepare(fact, error) => at_fact(*fact, &error.sentence()),
            Self::Fact(fact, refusal) => at_fact(*fact, &refusal.sentence(names)),
            Self::Clock(fault) => fault.sentence(),
            Self::CommandReused(cmd) => Bilingual::new(
                format!("命令编号 {cmd} 已用于另一份内容。请换一个编号,或去掉 --command-id。"),
                format!(
                    "The command id {cmd} was used for another request. Use another one, or none."
                ),
            ),
            Self::TooLarge { found, max } => Bilingual::new(
                format!("内容过长({found},最多 {max})。请把长文作为附件,或分成几个文件。"),
                format!(
                    "It is too large ({found}, at most {max}). Attach long texts, or split the file."
                ),
            ),
        }
    }
}

fn at_fact(fact: usize, sentence: &Bilingual) -> Bilingual {
    let number = fact + 1;
    Bilingual::new(
        format!("第 {number} 项:{}", sentence.zh),
        format!("Fact {number}: {}", sentence.en),
    )
}

impl PrepareError {
    /// What is wrong, and what to do next.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::UnknownLabel { word, label } => {
                let zh = match word.as_str() {
                    "person" => "人员",
                    "body" => "组织",
                    "post" => "任职",
                    "meeting" => "会议",
                    _ => "议案",
                };
                Bilingual::new(
                    format!("找不到名为“@{label}”的{zh}。请先登记,或用 yishi list 查标签。"),
                    format!(
                        "No {word} is called \"@{label}\". Register it first, or look it up with yishi list."
                    ),
                )
            }
            Self::AmbiguousLabel { label, count } => Bilingual::new(
                format!("“@{label}”对应 {count} 个人。请改用各自的标签(label)或编号。"),
                format!("\"@{label}\" means {count} persons. Use their labels or ids."),
            ),
            Self::NoSuchEntry { reference } => Bilingual::new(
                format!("“{reference}”没有对应的记录。请写成 \"#标签/种类\",或写记录编号。"),
                format!(
                    "\"{reference}\" is not on record. Write \"#label/kind\", or the entry's number."
                ),
            ),
            Self::PersonalText { found } => found.sentence(),
            Self::Shape(error) => shape(error),
            Self::NoRandomness => Bilingual::new(
                "本机无法产生随机数,不能封存个人信息。请检查系统后再试。",
                "This machine has no randomness, so nothing can be sealed. Check the system.",
            ),
        }
    }
}

impl Personal {
    fn sentence(&self) -> Bilingual {
        match self {
            Self::Name(name) => Bilingual::new(
                format!(
                    "公开文字中有已登记的姓名“{name}”。请写成 @{name};如果它只是普通词语,请加 --names-are-words。"
                ),
                format!(
                    "A plain text holds the registered name \"{name}\". Write @{name}, or confirm with --names-are-words."
                ),
            ),
            Self::MobileNumber => Bilingual::new(
                "公开文字中像有手机号码。请删去,或写入人员的 phone 一栏。",
                "A plain text seems to hold a mobile number. Remove it, or put it into phone.",
            ),
            Self::IdentityNumber => Bilingual::new(
                "公开文字中像有身份证号码。身份证号码一律不记录,请删去。",
                "A plain text seems to hold an identity number, which is never recorded. Remove it.",
            ),
        }
    }
}

fn shape(error: &DecodeError) -> Bilingual {
    match error {
        DecodeError::Unknown { kind, v } => Bilingual::new(
            format!("本程序不认识 {kind} 第 {v} 版。请用新版程序。"),
            format!("This program does not know {kind} version {v}. Use a newer one."),
        ),
        DecodeError::Shape { kind, place, fault } => {
            let place = if place.is_empty() { kind.clone() } else { format!("{kind} {place}") };
            Bilingual::new(
                format!(
                    "{place} 填写有误:{}。可用 yishi schema {kind} 查看写法。",
                    shape_zh(fault)
                ),
                format!("{place}: {fault}. See yishi schema {kind}."),
            )
        }
    }
}

/// The commonest faults that the reader of fields names, in Chinese.
fn shape_zh(fault: &str) -> String {
    let quoted = fault.split('`').nth(1).unwrap_or_default();
    if fault.starts_with("missing field") {
        format!("缺少“{quoted}”")
    } else if fault.starts_with("unknown field") {
        let known = fault.split_once("expected").map_or("", |(_, known)| known.trim());
        format!("没有“{quoted}”这一栏,可用的有 {known}")
    } else if fault.starts_with("unknown variant") {
        let known = fault.split_once("expected").map_or("", |(_, known)| known.trim());
        format!("没有“{quoted}”这个选项,可用的有 {known}")
    } else if fault.starts_with("invalid type") {
        let (found, expected) = fault.split_once(", expected ").unwrap_or((fault, ""));
        format!("类型不对({found}),应为 {expected}")
    } else {
        fault.to_owned()
    }
}

impl ClockFault {
    /// Both times, and what to do.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Behind { now, last } => {
                let (now, last) = (print_at(*now), print_at(*last));
                Bilingual::new(
                    format!(
                        "电脑时间 {now} 早于最后一条记录 {last}。请先校准电脑时间;若是上一条的时间错了,请记录 registry.clock_corrected。"
                    ),
                    format!(
                        "The clock says {now}, before the last entry, {last}. Set the clock; if the entry was wrong, record registry.clock_corrected."
                    ),
                )
            }
            Self::BeforeBuild { now } => {
                let now = print_at(*now);
                Bilingual::new(
                    format!(
                        "电脑时间 {now} 早于本程序的发布日期,一定不对。请校准电脑时间后再记录。"
                    ),
                    format!(
                        "The clock says {now}, before this program was built. Set the clock and record again."
                    ),
                )
            }
            Self::Ahead { now, last } => {
                let (now, last) = (print_at(*now), print_at(*last));
                Bilingual::new(
                    format!(
                        "电脑时间 {now} 比最后一条记录 {last} 晚 400 天以上。请核对电脑时间;确实无误请加 --clock-is-right。"
                    ),
                    format!(
                        "The clock says {now}, over 400 days after the last entry, {last}. Check it; if it is right, add --clock-is-right."
                    ),
                )
            }
        }
    }
}
