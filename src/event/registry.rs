//! The registry itself: its beginning, its rule book, its clock, its copies.

use crate::domain::{Bilingual, Fingerprint, Line, MotionId, OpeningsIncluded, RegistryId, Text};
use crate::event::classified::{Class, Classified, Plain, Walk, record};
use crate::event::fact::{Said, event};
use crate::event::names::Names;
use serde_json::value::RawValue;

event! {
    /// Entry 0: the registry begins (建账).
    "registry.created", 1, creates(registry: RegistryId), tags(registry);
    pub struct RegistryCreated {
        /// Version of the format, 1.
        format: u32,
        /// Whose book it is (单位名称).
        name: Plain<Line>,
        /// Where its law applies: CN, or CN and a six-digit administrative code (所在地).
        jurisdiction: Plain<Line>,
        /// Program that created it.
        program: Plain<Line>,
    }
}

// A book has many, and most who meet one need not know what it says: it stays the canonical text that
// it is on record, until somebody judges by it.
/// A rule card as it is adopted: JSON within the profile of the journal.
#[derive(Debug, Clone, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(transparent)]
pub struct CardJson(#[schemars(with = "serde_json::Map<String, serde_json::Value>")] Box<str>);

impl CardJson {
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it says.
    pub fn value(&self) -> serde_json::Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }

    /// Its id, where it has one.
    pub fn id(&self) -> Option<String> {
        #[derive(serde::Deserialize)]
        struct Named {
            id: String,
        }
        serde_json::from_str(&self.0).ok().map(|named: Named| named.id)
    }
}

impl serde::Serialize for CardJson {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> serde::Deserialize<'de> for CardJson {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: Box<str> = Box::<RawValue>::deserialize(deserializer)?.into();
        if text.starts_with('{') {
            Ok(Self(text))
        } else {
            Err(serde::de::Error::custom("a rule card is an object"))
        }
    }
}

impl Classified for CardJson {
    fn classes(walk: &mut Walk) {
        walk.leaf(Class::Plain);
    }
}

event! {
    /// Rule cards are adopted; from now on they are in the book (采用规则).
    "registry.rules_adopted", 1, tags(motion);
    pub struct RulesAdopted {
        /// Fingerprint of the whole book after this entry.
        book: Fingerprint,
        /// Cards that are new in the book, or that replace one with the same id.
        #[serde(default)]
        cards: Vec<CardJson>,
        /// Motion that adopted them; none when they are law.
        motion: Option<MotionId>,
    }
}

impl RulesAdopted {
    /// The cards as texts: the law reads those that it judges by.
    pub fn texts(self) -> Vec<Box<str>> {
        self.cards.into_iter().map(|card| card.0).collect()
    }
}

event! {
    /// The clock had been wrong; what was recorded under it keeps its time (校正时钟).
    "registry.clock_corrected", 1, tags();
    pub struct ClockCorrected {
        /// Last recorded instant that was wrong.
        wrong: Plain<Line>,
        /// Why (原因).
        reason: Plain<Text>,
    }
}

event! {
    /// After damage or a rollback the journal as it stands was accepted (恢复).
    "registry.recovered", 1, tags();
    pub struct RegistryRecovered {
        /// What had been found (发现的问题).
        finding: Plain<Text>,
        /// Entries that the journal had when it was accepted.
        entries: u64,
    }
}

event! {
    /// A copy with openings was handed out (导出).
    "registry.copied", 1, tags();
    pub struct RegistryCopied {
        /// Which openings went with it.
        openings: OpeningsIncluded,
        /// To whom and what for (用途).
        purpose: Plain<Line>,
    }
}

record! {
    /// The state of another copy at a moment.
    pub struct CopyState {
        /// Number of entries.
        entries: u64,
        /// BLAKE3 of the last line, 64 hexadecimal digits.
        head: Plain<Line>,
        /// Which openings are in it.
        openings: OpeningsIncluded,
    }
}

event! {
    /// From here on the book is kept in this copy, and in no other (接管).
    "registry.handed_over", 1, tags();
    pub struct RegistryHandedOver {
        /// Where it was taken over.
        from: CopyState,
        /// Why (原因).
        reason: Plain<Line>,
    }
}

impl Said for RegistryCreated {
    fn sentence(&self, _: &dyn Names) -> Bilingual {
        Bilingual::new(
            format!("建账:{}。", self.name.as_str()),
            format!("The registry of {} begins.", self.name.as_str()),
        )
    }
}

impl Said for RulesAdopted {
    fn sentence(&self, _: &dyn Names) -> Bilingual {
        let id = |card: &CardJson| card.id().unwrap_or_else(|| "?".to_owned());
        let ids: Vec<String> = self.cards.iter().map(id).collect();
        Bilingual::new(
            format!("采用规则:{}。", ids.join("、")),
            format!("Rules adopted: {}.", ids.join(", ")),
        )
    }
}

impl Said for ClockCorrected {
    fn sentence(&self, _: &dyn Names) -> Bilingual {
        let (wrong, reason) = (self.wrong.as_str(), self.reason.as_str());
        Bilingual::new(
            format!("校正时钟:此前最后时间 {wrong} 有误。{reason}"),
            format!("The clock was corrected; {wrong} was wrong. {reason}"),
        )
    }
}

impl Said for RegistryRecovered {
    fn sentence(&self, _: &dyn Names) -> Bilingual {
        Bilingual::new(
            format!("恢复:以现存 {} 条记录为准。{}", self.entries, self.finding.as_str()),
            format!("Recovered: {} entries were accepted. {}", self.entries, self.finding.as_str()),
        )
    }
}

impl Said for RegistryCopied {
    fn sentence(&self, _: &dyn Names) -> Bilingual {
        let (zh, en) = match self.openings {
            OpeningsIncluded::None => ("不含个人信息", "no openings"),
            OpeningsIncluded::Public => ("含可公开的姓名", "public openings"),
            OpeningsIncluded::Auditor => ("含审计可见的个人信息", "openings for auditors"),
            OpeningsIncluded::All => ("含全部个人信息", "all openings"),
        };
        let purpose = self.purpose.as_str();
        Bilingual::new(
            format!("导出副本({zh}):{purpose}。"),
            format!("A copy went out ({en}): {purpose}."),
        )
    }
}

impl Said for RegistryHandedOver {
    fn sentence(&self, _: &dyn Names) -> Bilingual {
        let (entries, reason) = (self.from.entries, self.reason.as_str());
        Bilingual::new(
            format!("自第 {entries} 条之后由本副本继续记录:{reason}。"),
            format!("This copy continues the book after {entries} entries: {reason}."),
        )
    }
}
