//! Two clocks: when something happened, and when it was put on record.

use super::pen::{Pen, civil};
use super::threads::{MeetingFile, Thread};
use crate::domain::Happened;
use crate::event::Event;
use crate::event::Recorded;
use crate::paper::sheet::Block;

/// Days after which a record is late.
const LATE_AFTER_DAYS: i64 = 7;

/// Days between what happened (a meeting: its end) and its first entry, if it was late.
pub(super) fn days_late(first: &Recorded) -> Option<i64> {
    let over = match &first.event {
        Event::MeetingHeld(held) => held.ended.unwrap_or(held.happened),
        other => other.happened(),
    };
    let recorded = civil(&first.at)?.date();
    let days = recorded.signed_duration_since(Happened::last_day(over)).num_days();
    (days > LATE_AFTER_DAYS).then_some(days)
}

/// 补录,迟 23 天,原因:…
pub(super) fn late_words(pen: &Pen<'_>, thread: &Thread<'_>) -> Option<String> {
    let days = days_late(thread.first())?;
    let reason = reason(thread).map(|reason| pen.plain(reason));
    let (zh, en) =
        (reason.as_deref().unwrap_or("未说明"), reason.as_deref().unwrap_or("not given"));
    Some(pen.say(
        &format!("补录,迟 {days} 天,原因:{zh}"),
        &format!("recorded late, by {days} days, reason: {en}"),
    ))
}

fn reason<'a>(thread: &Thread<'a>) -> Option<&'a str> {
    thread.now().event.late_reason().or_else(|| thread.first().event.late_reason())
}

/// What stands behind a fact that was recorded late or corrected. Of facts in the command of the
/// meeting itself, and of those recorded on the same day for the same reason, the lateness is told
/// once, at the top, unless a fact has a reason of its own.
pub(super) fn remark(pen: &Pen<'_>, file: &MeetingFile<'_>, thread: &Thread<'_>) -> String {
    let held = file.held.as_ref().map(|(held, _)| held);
    let with_meeting = held.is_some_and(|held| {
        let day = |thread: &Thread<'_>| civil(&thread.first().at).map(|at| at.date());
        let (own, told) = (reason(thread), reason(held));
        let together = match own {
            None => held.first().cmd == thread.first().cmd,
            Some(_) => own == told && day(held) == day(thread),
        };
        days_late(held.first()).is_some() && together
    });
    let late = late_words(pen, thread).filter(|_| !with_meeting);
    let corrected = thread.is_corrected().then(|| pen.say("已更正", "corrected"));
    let marks: Vec<String> = [late, corrected].into_iter().flatten().collect();
    if marks.is_empty() {
        return String::new();
    }
    pen.say(&format!("〔{}〕", marks.join(";")), &format!(" [{}]", marks.join("; ")))
}

/// When and by whom the entries were recorded, one line per command.
pub(super) fn recording(pen: &Pen<'_>, recorded: &[Recorded]) -> Vec<Block> {
    let commands: Vec<String> =
        recorded.chunk_by(|a, b| a.cmd == b.cmd).filter_map(|one| command(pen, one)).collect();
    if commands.is_empty() { Vec::new() } else { vec![Block::List(commands)] }
}

fn command(pen: &Pen<'_>, entries: &[Recorded]) -> Option<String> {
    let (first, last) = (entries.first()?, entries.last()?);
    let numbers = numbers(pen, first.seq, last.seq);
    let recorded = at_and_by(pen, first);
    Some(pen.labelled(&numbers, &numbers, &recorded))
}

/// 2018年5月18日09:30,甲(书记)记录
pub(super) fn at_and_by(pen: &Pen<'_>, one: &Recorded) -> String {
    let actor = one.by.actor.parse().map(|id| pen.person(id));
    let actor = actor.unwrap_or_else(|_source| one.by.actor.clone());
    let by = pen.remarked(&actor, &[pen.half(one.by.role.name())]);
    let at = pen.recorded_at(&one.at);
    pen.say(&format!("{at},{by}记录"), &format!("{at}, recorded by {by}"))
}

/// 第 12 条, 第 12—24 条
pub(super) fn numbers(pen: &Pen<'_>, first: u64, last: u64) -> String {
    if first == last {
        return pen.say(&format!("第 {first} 条"), &format!("entry {first}"));
    }
    pen.say(&format!("第 {first}—{last} 条"), &format!("entries {first} to {last}"))
}
