//! What is said of a document that does not become facts: what is wrong, and what to do next.

use crate::domain::personal::Personal;
use crate::domain::{Bilingual, say};
use crate::event::DecodeError;
use crate::intake::faults::shape_fault;
use crate::intake::prepare::PrepareError;

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
                    "election" => "选举",
                    "candidate" => "候选人(写成 @选举标签/@姓名)",
                    "issue" => "事项",
                    "activity" => "活动",
                    "unit" => "专有部分(户)",
                    "roll" => "名册",
                    "count" => "计票",
                    "ballot" => "表决票",
                    "publication" => "公示",
                    _ => "议案",
                };
                Bilingual::new(
                    format!("找不到名为“@{label}”的{zh}。请先登记,或用 yishi list 查标签。"),
                    format!(
                        "No {word} is called \"@{label}\". Register it first, or look it up with yishi list."
                    ),
                )
            }
            Self::AmbiguousLabel { label, count } => say!(
                "“@{label}”对应 {count} 个人。请改用各自的标签(label)或编号。",
                "\"@{label}\" means {count} persons. Use their labels or ids.";
                label, count
            ),
            Self::LabelTaken { label } => say!(
                "标签“@{label}”已经用过。若是同一件事,它已在账上,不必再记;若要改正,请用 corrects;若是另一件事,请换一个标签。",
                "The label \"@{label}\" is in use. If it is the same thing, it is on record already; to change it, use corrects; else choose another label.";
                label
            ),
            Self::NoSuchEntry { reference } => say!(
                "“{reference}”没有对应的记录。请写成 \"#标签/种类\",或写记录编号。",
                "\"{reference}\" is not on record. Write \"#label/kind\", or the entry's number.";
                reference
            ),
            Self::PersonalText { found } => personal(found),
            Self::Shape(error) => shape(error),
            Self::Cards { problem } => say!(
                "规则卡不能采用:{problem}。请按提示改好规则卡;book 由程序填写,不必写。",
                "The rule cards cannot be adopted: {problem}. Correct them; leave \"book\" out.";
                problem
            ),
            Self::NoRandomness => Bilingual::new(
                "本机无法产生随机数,不能封存个人信息。请检查系统后再试。",
                "This machine has no randomness, so nothing can be sealed. Check the system.",
            ),
        }
    }
}

fn personal(found: &Personal) -> Bilingual {
    match found {
        Personal::Name(name) => say!(
            "公开文字中有已登记的姓名“{name}”(空格、间隔号等不计)。请写成 @{name};如果它只是普通词语,请加 --names-are-words。",
            "A plain text holds the registered name \"{name}\" (spaces and dots do not count). Write @{name}, or confirm with --names-are-words.";
            name
        ),
        Personal::Door(door) => say!(
            "公开文字中有已登记的门牌“{door}”。请写户编号;如果与住户无关(例如会议地点),请加 --names-are-words。",
            "A plain text holds the registered door \"{door}\". Write the label of the unit; if it says nothing about who lives there (a place of a meeting), confirm with --names-are-words.";
            door
        ),
        Personal::Phone => Bilingual::new(
            "公开文字中有已登记的电话号码。请删去。",
            "A plain text holds a registered telephone number. Remove it.",
        ),
        Personal::MobileNumber => Bilingual::new(
            "公开文字中像有手机号码(空格、横线、全角和汉字数字都算)。请删去,或写入人员的 phone 一栏;如果不是号码,请用逗号或文字把数字隔开。",
            "A plain text seems to hold a mobile number, however it is grouped. Remove it, or put it into phone; if it is none, part its digits by commas or words.",
        ),
        Personal::IdentityNumber => Bilingual::new(
            "公开文字中像有身份证号码(空格、横线、全角和汉字数字都算)。身份证号码一律不记录,请删去。",
            "A plain text seems to hold an identity number, however it is grouped; these are never recorded. Remove it.",
        ),
    }
}

fn shape(error: &DecodeError) -> Bilingual {
    match error {
        DecodeError::Unknown { kind, v } => say!(
            "本程序不认识 {kind} 第 {v} 版。请用新版程序。",
            "This program does not know {kind} version {v}. Use a newer one.";
            kind, v
        ),
        DecodeError::Shape { kind, place, fault } => {
            let place = if place.is_empty() { kind.clone() } else { format!("{kind} {place}") };
            say!(
                "{place} 填写有误:{said}。可用 yishi schema {kind} 查看写法。",
                "{place}: {said}. See yishi schema {kind}.";
                place, said = shape_fault(fault), kind
            )
        }
    }
}
