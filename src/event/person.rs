//! Persons: registered once under a pseudonym; their data can be erased.

use crate::domain::kinds::words;
use crate::domain::{Bilingual, Label, Line, PersonId, Text};
use crate::event::classified::{Class, Classified, Office, Plain, Public, Sealed, Walk, plain};
use crate::event::fact::{Said, event};
use crate::event::names::{Names, shown};
use crate::ledger::Commitment;

event! {
    /// A person is entered in the register (登记人员).
    "person.registered", 1, creates(person: PersonId), tags(person);
    pub struct PersonRegistered {
        /// Name as published (姓名).
        name: Sealed<Line, Public>,
        /// Short name used in documents as @label (标签).
        label: Option<Sealed<Label, Office>>,
        /// Telephone (电话).
        phone: Option<Sealed<Line, Office>>,
        /// Anything else the office must know (备注).
        note: Option<Sealed<Text, Office>>,
    }
}

words! {
    /// Why personal data are erased.
    ErasureGround {
        /// The purpose is met.
        PurposeMet = "purpose_met", "目的已实现", "purpose met";
        /// The time for keeping them is over.
        TimeOver = "time_over", "保存期届满", "time over";
        /// Consent was withdrawn.
        ConsentWithdrawn = "consent_withdrawn", "撤回同意", "consent withdrawn";
        /// They should not have been recorded.
        Unlawful = "unlawful", "本不应记录", "should not have been recorded";
    }
}

plain!(ErasureGround);

event! {
    /// Openings of seals are destroyed; the entries stay (删除个人信息).
    "person.data_erased", 1, tags(person);
    pub struct PersonDataErased {
        /// Whose data.
        person: PersonId,
        /// Commitments whose openings are destroyed.
        #[serde(default)]
        seals: Vec<SealRef>,
        /// Ground (删除事由).
        ground: ErasureGround,
        /// Two different persons who approve (两名批准人).
        #[serde(default)]
        approved_by: Vec<PersonId>,
        /// Remark (说明).
        remark: Option<Plain<Line>>,
    }
}

/// A commitment that stands somewhere in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SealRef(pub Commitment);

impl Classified for SealRef {
    fn classes(walk: &mut Walk) {
        walk.leaf(Class::Plain);
    }
}

impl serde::Serialize for SealRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for SealRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for SealRef {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SealRef".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })
    }
}

impl Said for PersonRegistered {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let name = shown(&self.name, names);
        Bilingual::new(format!("登记人员{}。", name.zh), format!("{} was registered.", name.en))
    }
}

impl Said for PersonDataErased {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (name, count) = (names.person(self.person), self.seals.len());
        Bilingual::new(
            format!("删除{}的个人信息 {count} 项,记录本身保留。", name.zh),
            format!("{count} personal values of {} were erased; the entries stay.", name.en),
        )
    }
}
