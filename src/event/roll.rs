//! Rolls of owners: units with their owners and areas, and the day on which they were frozen.

use crate::domain::{
    Area, AreaSource, Bilingual, BodyId, Fingerprint, Heads, Label, Line, PersonId, RollBasis,
    RollId, UnitId, UnitKind,
};
use crate::event::classified::{Office, Plain, Sealed, record};
use crate::event::fact::{Said, event};
use crate::event::names::Names;

event! {
    /// An exclusive part of a building is entered in the register (登记专有部分).
    "roll.unit_registered", 1, creates(unit: UnitId), tags(unit, body);
    pub struct UnitRegistered {
        /// Estate or owners' assembly that it belongs to (小区或业主大会).
        body: BodyId,
        /// Number of its own that says nothing about the door, used as @label (户编号).
        label: Plain<Label>,
        /// Building (幢).
        building: Plain<Line>,
        /// Entrance and door (单元、室).
        door: Sealed<Line, Office>,
        /// What it is (物业类型).
        unit_kind: UnitKind,
        /// Area of the exclusive part in 0.01 m² (专有部分面积).
        area: Area,
        /// Where the area comes from (面积依据).
        area_source: AreaSource,
        /// Owners; the same set of owners is one head, however many units it has (产权人).
        #[serde(default)]
        owners: Vec<PersonId>,
    }
}

event! {
    /// A unit changes hands, or its area is put right (专有部分变更).
    "roll.unit_changed", 1, tags(unit, body);
    pub struct UnitChanged {
        /// Which unit.
        unit: UnitId,
        /// Estate or owners' assembly that it belongs to (小区或业主大会).
        body: BodyId,
        /// All owners from now on; left out when they stay (产权人).
        #[serde(default)]
        owners: Vec<PersonId>,
        /// Area from now on, in 0.01 m² (专有部分面积).
        area: Option<Area>,
        /// Where the area comes from (面积依据).
        area_source: Option<AreaSource>,
        /// It is no unit any more: pulled down, merged, or recorded in error (注销).
        #[serde(default)]
        removed: bool,
        /// Why (原因).
        reason: Plain<Line>,
    }
}

record! {
    /// What a roll adds up to.
    pub struct RollTotals {
        /// Heads: different sets of owners (业主人数).
        heads: Heads,
        /// Units; left out where a roll on paper does not say (专有部分数).
        units: Option<u32>,
        /// Area in 0.01 m² (专有部分面积合计).
        area: Area,
        /// SHA-256 of the units, as the format page says; none for a roll on paper (指纹).
        fingerprint: Option<Fingerprint>,
    }
}

event! {
    /// The roll is frozen for one or more votes (冻结名册).
    "roll.frozen", 1, creates(roll: RollId), tags(roll, body);
    pub struct RollFrozen {
        /// Estate or owners' assembly whose units they are (小区或业主大会).
        body: BodyId,
        /// Short name used in documents as @label (标签).
        label: Option<Plain<Label>>,
        /// Counted from the units on record, or taken from paper (依据).
        basis: RollBasis,
        /// Buildings that the vote concerns; none means all (表决范围).
        #[serde(default)]
        buildings: Vec<Plain<Line>>,
        /// Whether parking spaces count (车位是否计入).
        #[serde(default)]
        parking_counts: bool,
        /// Heads, units, area; the program fills them in unless they come from paper (合计).
        totals: RollTotals,
    }
}

impl Said for UnitRegistered {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, kind, area) = (names.body(self.body), self.unit_kind.name(), self.area);
        let (label, owners) = (self.label.as_str(), self.owners.len());
        Bilingual::new(
            format!("登记{}{label}户({}),{area} 平方米,业主 {owners} 人。", body.zh, kind.zh),
            format!(
                "Unit {label} of {} ({}) was registered: {area} m², {owners} owners.",
                body.en, kind.en
            ),
        )
    }
}

impl Said for UnitChanged {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (unit, reason) = (names.unit(self.unit), self.reason.as_str());
        let mut zh = String::new();
        let mut en = String::new();
        if !self.owners.is_empty() {
            zh.push_str(&format!(",业主改为 {} 人", self.owners.len()));
            en.push_str(&format!(", {} owners", self.owners.len()));
        }
        if let Some(area) = self.area {
            zh.push_str(&format!(",面积改为 {area} 平方米"));
            en.push_str(&format!(", {area} m²"));
        }
        if self.removed {
            zh.push_str(",注销");
            en.push_str(", removed");
        }
        Bilingual::new(
            format!("{}变更{zh}({reason})。", unit.zh),
            format!("{} changed{en} ({reason}).", unit.en),
        )
    }
}

impl Said for RollFrozen {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, basis) = (names.body(self.body), self.basis.name());
        let RollTotals { heads, units, area, .. } = &self.totals;
        let (zh, en) = units
            .map(|units| (format!(",专有部分 {units} 个"), format!(", {units} units")))
            .unwrap_or_default();
        Bilingual::new(
            format!(
                "冻结{}业主名册({}):业主 {heads} 人{zh},面积 {area} 平方米。",
                body.zh, basis.zh
            ),
            format!(
                "The roll of {} was frozen ({}): {heads} owners{en}, {area} m².",
                body.en, basis.en
            ),
        )
    }
}
