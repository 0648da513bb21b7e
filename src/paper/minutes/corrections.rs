//! Corrections: what stood there, what stands there now, why, and since when.

use super::clocks::{at_and_by, numbers};
use super::fields::{label, told};
use super::pen::Pen;
use super::threads::{MeetingFile, Thread};
use crate::event::KindEntry;
use crate::event::Recorded;
use crate::event::kind_entry;
use crate::ledger::Value;
use crate::paper::sheet::{Block, Row};
use std::collections::BTreeMap;

/// Fields that are about the record, not about the meeting.
const ABOUT_THE_ENTRY: &[&str] = &["corrects", "correction_reason", "late_reason", "book"];

/// Every correction of a fact of this meeting, in order of number.
pub(super) fn corrections(pen: &Pen<'_>, file: &MeetingFile<'_>) -> Vec<Block> {
    let mut pairs: Vec<(&Recorded, &Recorded)> =
        file.threads.iter().flat_map(Thread::corrections).collect();
    pairs.sort_by_key(|(_, new)| new.seq);
    let signed = file.confirmed.iter().map(|(thread, _)| thread.first().seq).min();
    let mut blocks = Vec::new();
    for (old, new) in pairs {
        let entry = numbers(pen, new.seq, new.seq);
        let replaced = numbers(pen, old.seq, old.seq);
        let heading =
            pen.say(&format!("{entry}更正{replaced}"), &format!("{entry} corrects {replaced}"));
        blocks.push(Block::Heading(heading));
        let mut rows = vec![
            Row::new(pen.say("更正时间", "Corrected on"), at_and_by(pen, new)),
            Row::new(pen.say("更正原因", "Reason"), reason(pen, new)),
        ];
        if signed.is_some_and(|signed| signed < new.seq) {
            let told =
                pen.say("本更正作于会议记录签字之后", "made after the minutes had been signed");
            rows.push(Row::new(pen.say("说明", "Note"), told));
        }
        rows.extend(differences(pen, old, new));
        blocks.push(Block::Rows(rows));
    }
    blocks
}

fn reason(pen: &Pen<'_>, new: &Recorded) -> String {
    let reason = new.event.correction_reason().map(|reason| pen.plain(reason));
    reason.unwrap_or_else(|| pen.say("未说明", "not given"))
}

fn differences(pen: &Pen<'_>, old: &Recorded, new: &Recorded) -> Vec<Row> {
    let (Some(before), Some(after), Some(kind)) =
        (data(old), data(new), kind_entry(new.event.kind()))
    else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    let compare = Compare { pen, kind };
    compare.objects("", &mut Vec::new(), &before, &after, &mut rows);
    if rows.is_empty() {
        let told = pen
            .say("看不出变化;改动的内容可能已封存", "none can be seen; what changed may be sealed");
        rows.push(Row::new(pen.say("改动", "Change"), told));
    }
    rows
}

fn data(recorded: &Recorded) -> Option<BTreeMap<String, Value>> {
    let text = recorded.event.to_json().ok()?.to_string();
    let mut data = Value::parse(text.as_bytes()).ok()?.as_object()?.clone();
    data.retain(|key, _| !ABOUT_THE_ENTRY.contains(&key.as_str()));
    Some(data)
}

struct Compare<'a> {
    pen: &'a Pen<'a>,
    kind: &'static KindEntry,
}

impl Compare<'_> {
    /// Adds a row for each field that reads differently now.
    fn objects(
        &self,
        pointer: &str,
        path: &mut Vec<String>,
        before: &BTreeMap<String, Value>,
        after: &BTreeMap<String, Value>,
        rows: &mut Vec<Row>,
    ) {
        let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let place = format!("{pointer}/{key}");
            path.push(label(self.pen, key));
            match (before.get(key), after.get(key)) {
                (Some(Value::Object(old)), Some(Value::Object(new)))
                    if !old.contains_key("seal") && !new.contains_key("seal") =>
                {
                    self.objects(&place, path, old, new, rows);
                }
                (Some(Value::Array(old)), Some(Value::Array(new))) => {
                    rows.extend(self.lists(&place, path, old, new));
                }
                (old, new) => {
                    let (old, new) = (self.value(&place, old), self.value(&place, new));
                    if old != new {
                        rows.push(self.row(path, &old, &new));
                    }
                }
            }
            path.pop();
        }
    }

    fn nothing(&self) -> String {
        self.pen.say("(没有)", "(nothing)")
    }

    fn row(&self, path: &[String], old: &str, new: &str) -> Row {
        let was = self.pen.labelled("原", "was", old);
        let is = self.pen.labelled("改", "now", new);
        Row::new(path.join(&self.pen.say("·", ", ")), format!("{was}\n{is}"))
    }

    fn value(&self, pointer: &str, value: Option<&Value>) -> String {
        value.map_or_else(|| self.nothing(), |value| told(self.pen, self.kind, pointer, value))
    }

    /// Of lists only what was taken out and what was put in; all of it when only the order changed.
    fn lists(&self, pointer: &str, path: &[String], old: &[Value], new: &[Value]) -> Option<Row> {
        let tell = |list: &[Value]| -> Vec<String> {
            let items = list.iter().enumerate();
            items
                .map(|(n, item)| told(self.pen, self.kind, &format!("{pointer}/{n}"), item))
                .collect()
        };
        let (old, new) = (tell(old), tell(new));
        if old == new {
            return None;
        }
        let (mut gone, mut come) = (without(&old, &new), without(&new, &old));
        if gone.is_empty() && come.is_empty() {
            (gone, come) = (old, new);
        }
        let tell = |list: &[String]| {
            if list.is_empty() { self.nothing() } else { self.pen.listed(list) }
        };
        Some(self.row(path, &tell(&gone), &tell(&come)))
    }
}

/// What stands in `list` more often than in `other`.
fn without(list: &[String], other: &[String]) -> Vec<String> {
    let mut other: Vec<&String> = other.iter().collect();
    let mut left = Vec::new();
    for item in list {
        match other.iter().position(|one| *one == item) {
            Some(place) => {
                other.swap_remove(place);
            }
            None => left.push(item.clone()),
        }
    }
    left
}
