//! What is due, one line each: by when, what, for whom, by which rule. Nothing more.

use super::{Due, DueDay};
use crate::answer::{AskError, Filter, List, View};
use crate::domain::{Bilingual, BodyId, PersonId};
use crate::event::Names;
use crate::law::{Certainty, Evidence};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

/// One thing that is due, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DueLine {
    /// The day.
    pub day: NaiveDate,
    /// How it is meant: to be done by it, possible until it, or waiting since it.
    pub meant: DueDay,
    /// Whether the day had passed.
    pub past: bool,
    /// What.
    pub what: Bilingual,
    /// For which body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyId>,
    /// Who takes care of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Another unit that takes care of it, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What it is about: `motion:ULID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// By what.
    pub ground: Bilingual,
    /// The rule relied on, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<DueRule>,
    /// When, what, for whom and by what, in one line.
    pub sentence: Bilingual,
}

/// The rule by which something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DueRule {
    /// Id of the card.
    pub card: String,
    /// How far its text was read.
    pub evidence: Evidence,
    /// How sure it is.
    pub certainty: Certainty,
}

/// What is due, and for how long somebody looked ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DueList {
    /// The lines, by day.
    #[serde(flatten)]
    pub list: List<DueLine>,
    /// From which day.
    pub on: NaiveDate,
    /// Days looked ahead.
    pub days: u32,
}

impl View {
    /// What is to be done within some days of the day asked about.
    pub fn due_list(&self, filter: Filter, days: u32) -> Result<DueList, AskError> {
        let due = self.due(self.on(), days, filter.body)?;
        let lines = due.iter().map(|one| self.due_line(one)).collect();
        Ok(DueList { list: self.list("due", lines), on: self.on(), days })
    }

    fn due_line(&self, row: &Due) -> DueLine {
        let rule = row.ground.citation().map(|rule| DueRule {
            card: rule.card.clone(),
            evidence: rule.evidence,
            certainty: rule.certainty,
        });
        DueLine {
            day: row.day,
            meant: row.meant,
            past: row.past,
            what: row.what.clone(),
            body: row.body,
            person: row.person,
            unit: row.unit.clone(),
            about: row.about.clone(),
            ground: row.ground.sentence(),
            rule,
            sentence: self.due_sentence(row),
        }
    }

    /// 2018-12-25 前 · 征求意见、组织谈心谈话 · 一心线党支部 罗秋英 · 按 2018-12-04 支部委员会会议的安排
    fn due_sentence(&self, row: &Due) -> Bilingual {
        let (on, ground, whom) = (row.day, row.ground.sentence(), self.for_whom(row));
        let when = match (row.meant, row.past) {
            (DueDay::By, false) => Bilingual::new(format!("{on} 前"), format!("by {on}")),
            (DueDay::By, true) => {
                Bilingual::new(format!("{on} 前(已到期)"), format!("by {on} (day has passed)"))
            }
            (DueDay::Until, _) => Bilingual::new(format!("{on} 止"), format!("until {on}")),
            (DueDay::Since, _) => Bilingual::new(format!("{on} 起"), format!("since {on}")),
        };
        let join = |parts: [&str; 4]| {
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        };
        Bilingual::new(
            join([&when.zh, &row.what.zh, &whom.zh, &ground.zh]),
            join([&when.en, &row.what.en, &whom.en, &ground.en]),
        )
    }

    /// The body, then the person or the unit that takes care of it.
    fn for_whom(&self, row: &Due) -> Bilingual {
        let names = self.names();
        let unit = row.unit.as_ref().map(|unit| Bilingual::new(unit.clone(), unit.clone()));
        let whom = [row.body.map(|id| names.body(id)), unit, row.person.map(|id| names.person(id))];
        let join = |pick: fn(&Bilingual) -> &str| {
            whom.iter().flatten().map(pick).collect::<Vec<_>>().join(" ")
        };
        Bilingual::new(join(|one| &one.zh), join(|one| &one.en))
    }
}
