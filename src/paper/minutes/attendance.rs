//! Who was due, who came, who did not, and whether they were enough.

use super::pen::Pen;
use crate::domain::MeetingKind;
use crate::domain::PersonId;
use crate::event::meeting::MeetingHeld;
use crate::event::meeting_parts::{Absence, Exclusion, Leave, Observer};
use crate::law::{Finding, Missing, Note, Outcome, Verdict};
use crate::paper::sheet::{Block, Row};

/// Due and present, for the head of the minutes.
pub(super) fn numbers(pen: &Pen<'_>, held: &MeetingHeld) -> Vec<Row> {
    let (due, present) = held.attendance();
    if held.counted.is_some() {
        let roll = pen.say("名册不详,只记有人数", "numbers only; the roll is not known");
        return vec![
            Row::new(pen.say("应到", "Due"), with_vote(pen, due, None)),
            Row::new(
                pen.say("实到", "Present"),
                pen.remarked(&with_vote(pen, present, None), &[roll]),
            ),
        ];
    }
    if !held.has_roll() {
        let count = held.of_parties().map(|count| pen.heads(count));
        let row = count.map(|count| Row::new(pen.say("到会", "Present"), count));
        return row.into_iter().collect();
    }
    let others = held.without_vote.len();
    let others_there = held.without_vote.iter().filter(|person| !away(held, **person)).count();
    vec![
        Row::new(pen.say("应到", "Due"), with_vote(pen, due, Some(others))),
        Row::new(pen.say("实到", "Present"), with_vote(pen, present, Some(others_there))),
    ]
}

/// 17 人(有表决权 15 人,无表决权 2 人)
fn with_vote(pen: &Pen<'_>, count: u32, others: Option<usize>) -> String {
    let voting = pen.say(&format!("有表决权 {count} 人"), &format!("{count} with a vote"));
    let Some(others) = others.filter(|others| *others > 0) else { return voting };
    let all = usize::try_from(count).unwrap_or(usize::MAX).saturating_add(others);
    let rest = pen.say(&format!("无表决权 {others} 人"), &format!("{others} without"));
    pen.remarked(&pen.heads(all), &[voting, rest])
}

fn away(held: &MeetingHeld, person: PersonId) -> bool {
    held.leave.iter().any(|leave| leave.person == person)
        || held.absent.iter().any(|absence| absence.person == person)
}

/// The lists, and whether the quorum was met.
pub(super) fn lists(pen: &Pen<'_>, held: &MeetingHeld, quorum: Option<&Verdict>) -> Vec<Block> {
    let there =
        |list: &[PersonId]| pen.persons(list.iter().copied().filter(|person| !away(held, *person)));
    let tell = |list: Vec<String>| {
        let count = list.len();
        (count > 0).then(|| {
            pen.say(
                &format!("{count} 人:{}", pen.listed(&list)),
                &format!("{count}: {}", pen.listed(&list)),
            )
        })
    };
    let leave = tell(held.leave.iter().map(|leave| excused(pen, leave)).collect());
    let absent = tell(held.absent.iter().map(|absence| missing(pen, absence)).collect());
    let observers = tell(held.observers.iter().map(|one| observer(pen, one)).collect());
    let excluded = tell(held.excluded.iter().map(|one| exclusion(pen, one)).collect());
    let knows_who = held.counted.is_none() && held.has_roll();
    let none = || Some(pen.say("无", "none")).filter(|_| knows_who);
    let quorum = quorum.filter(|_| held.has_roll());
    let rows = [
        ("出席(有表决权)", "Present with a vote", Some(there(&held.entitled))),
        ("出席(无表决权)", "Present without a vote", Some(there(&held.without_vote))),
        ("请假", "Excused", leave.or_else(none)),
        ("缺席", "Absent", absent.or_else(none)),
        ("列席", "Observers", observers),
        ("不计入应到", "Not counted as due", excluded),
        ("法定人数", "Quorum", quorum.map(|verdict| quorum_words(pen, held, verdict))),
    ];
    let rows = rows.into_iter().filter_map(|(zh, en, value)| {
        value.filter(|value| !value.is_empty()).map(|value| Row::new(pen.say(zh, en), value))
    });
    let rows: Vec<Row> = rows.collect();
    if rows.is_empty() { Vec::new() } else { vec![Block::Rows(rows)] }
}

/// A lecture has no quorum; of an assembly without a rule card the verdict itself says so.
fn quorum_words(pen: &Pen<'_>, held: &MeetingHeld, verdict: &Verdict) -> String {
    let no_rule = |missing: &Missing| matches!(missing, Missing::Rule(_) | Missing::OwnRule(_));
    let decides = matches!(
        held.meeting_kind,
        MeetingKind::BranchGeneralMeeting
            | MeetingKind::BranchCommitteeMeeting
            | MeetingKind::PartyCommitteeMeeting
    );
    match &verdict.outcome {
        Outcome::Undetermined { missing } if !decides && missing.iter().all(no_rule) => pen.say(
            "规则册中没有对此类会议的到会人数要求",
            "the rule book asks for none at such a meeting",
        ),
        _ => judged(pen, verdict),
    }
}

/// The sentence of a verdict with its notes and findings.
pub(super) fn judged(pen: &Pen<'_>, verdict: &Verdict) -> String {
    let notes = verdict.notes.iter().map(Note::sentence);
    let findings = verdict.findings.iter().map(Finding::sentence);
    let mut lines = vec![pen.half(verdict.sentence())];
    lines.extend(
        notes.chain(findings).map(|sentence| pen.labelled("说明", "Note", &pen.half(sentence))),
    );
    lines.join("\n")
}

fn excused(pen: &Pen<'_>, leave: &Leave) -> String {
    let approved = leave.approved_by.map(|person| {
        let name = pen.person(person);
        pen.say(&format!("{name}批准"), &format!("granted by {name}"))
    });
    let remarks: Vec<String> =
        core::iter::once(pen.sealed(&leave.reason)).chain(approved).collect();
    pen.remarked(&pen.person(leave.person), &remarks)
}

fn missing(pen: &Pen<'_>, absence: &Absence) -> String {
    let reason = absence.reason.as_ref().map(|reason| pen.sealed(reason));
    let reason = reason.unwrap_or_else(|| pen.say("原因未说明", "no reason given"));
    pen.remarked(&pen.person(absence.person), &[reason])
}

fn observer(pen: &Pen<'_>, observer: &Observer) -> String {
    let name = match (observer.person, &observer.name) {
        (Some(person), _) => pen.person(person),
        (None, Some(name)) => pen.sealed(name),
        (None, None) => pen.say("姓名未记录", "name not recorded"),
    };
    let position: Vec<String> =
        observer.position.iter().map(|position| pen.plain(position.as_str())).collect();
    pen.remarked(&name, &position)
}

fn exclusion(pen: &Pen<'_>, exclusion: &Exclusion) -> String {
    let reply = exclusion.superior_reply.as_ref().map_or_else(
        || pen.say("无上级批复", "no reply from above"),
        |reply| pen.labelled("上级批复", "reply from above", &pen.plain(reply.as_str())),
    );
    let motion = exclusion.motion.map_or_else(
        || pen.say("大会未作决议", "no decision of the assembly"),
        |motion| pen.labelled("大会决议", "decided", &pen.half(pen.names.motion(motion))),
    );
    pen.remarked(&pen.person(exclusion.person), &[pen.half(exclusion.ground.name()), reply, motion])
}
