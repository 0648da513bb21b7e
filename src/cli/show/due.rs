//! What is to be done: one line each, by when, what, for whom, by which rule. Nothing more.

use super::Asked;
use crate::cli::{Exit, Failure, Terminal};
use crate::domain::Bilingual;
use crate::registry::answers::Names;
use crate::registry::{Due, DueDay};
use serde_json::{Value, json};

impl Asked<'_> {
    pub(super) fn due(&self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let rows = self.view.due(self.on, self.days, self.body)?;
        if terminal.json {
            let rows: Vec<Value> = rows.iter().map(due_json).collect();
            terminal.print_json(&json!({
                "entries": self.view.entries,
                "on": self.on.to_string(),
                "days": self.days,
                "rows": rows,
            }));
            return Ok(Exit::Done);
        }
        if rows.is_empty() {
            let days = self.days;
            terminal.tell(&Bilingual::new(
                format!("{} 起 {days} 天内没有要办的事。", self.on),
                format!("Nothing is due within {days} days of {}.", self.on),
            ));
            return Ok(Exit::Done);
        }
        let lines: Vec<String> =
            rows.iter().map(|row| terminal.pick(&self.due_line(row)).to_owned()).collect();
        terminal.print(&lines.join("\n"));
        Ok(Exit::Done)
    }

    /// 2018-12-25 前 · 征求意见、组织谈心谈话 · 一心线党支部 罗秋英 · 按 2018-12-04 支部委员会会议的安排
    fn due_line(&self, row: &Due) -> Bilingual {
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
        let names = self.view.names();
        let unit = row.unit.as_ref().map(|unit| Bilingual::new(unit.clone(), unit.clone()));
        let whom = [row.body.map(|id| names.body(id)), unit, row.person.map(|id| names.person(id))];
        let join = |pick: fn(&Bilingual) -> &str| {
            whom.iter().flatten().map(pick).collect::<Vec<_>>().join(" ")
        };
        Bilingual::new(join(|one| &one.zh), join(|one| &one.en))
    }
}

fn due_json(row: &Due) -> Value {
    let ground = row.ground.sentence();
    let mut value = json!({
        "day": row.day.to_string(),
        "meant": row.meant.word(),
        "past": row.past,
        "what": { "zh": row.what.zh, "en": row.what.en },
        "ground": { "zh": ground.zh, "en": ground.en },
    });
    let ids = [
        ("body", row.body.map(|id| id.to_string())),
        ("person", row.person.map(|id| id.to_string())),
        ("unit", row.unit.clone()),
        ("about", row.about.clone()),
    ];
    if let Some(object) = value.as_object_mut() {
        let known = ids.into_iter().filter_map(|(key, id)| Some((key.to_owned(), id?.into())));
        object.extend(known);
        if let Some(rule) = row.ground.citation() {
            let (card, evidence) = (&rule.card, rule.evidence);
            let rule = json!({
                "card": card, "evidence": evidence, "certainty": rule.certainty,
            });
            object.insert("rule".to_owned(), rule);
        }
    }
    value
}
