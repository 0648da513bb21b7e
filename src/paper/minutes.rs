//! The finished minutes (会议记录), written from recorded facts.
//!
//! Invariants:
//! - writing never fails: what is not recorded is said to be so or left out, and what cannot be
//!   opened is 〔已封存〕;
//! - every number stands on record or is computed here from what does; outcomes are the sentences
//!   of verdicts;
//! - what was recorded late or corrected shows as such, with both values.

mod attendance;
mod clocks;
mod corrections;
mod counts;
mod elections;
mod fields;
mod life;
mod motions;
mod parts;
pub(in crate::paper) mod pen;
mod talks;
pub(in crate::paper) mod threads;

pub use threads::of_votes;

use crate::answer::MeetingRecord;
use crate::domain::Language;
use crate::domain::MeetingKind;
use crate::domain::PersonId;
use crate::event::meeting::{Capacity, MeetingHeld, MeetingNoticed, SpeechNoted};
use crate::event::meeting_parts::AgendaItem;
use crate::paper::sheet::{Block, Row, Sheet, Signature};
use clocks::{late_words, remark};
use pen::Pen;
use threads::{MeetingFile, Of};

/// How minutes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MinutesOptions {
    /// Language of the program's words; what people wrote stays as it is.
    pub language: Language,
    /// Whether mutual criticism (相互批评) is printed; access to it is restricted.
    pub include_criticism: bool,
}

/// Writes the minutes.
pub fn minutes(record: &MeetingRecord<'_>, options: MinutesOptions) -> Sheet {
    let pen = Pen { names: record.names, language: options.language };
    let file = MeetingFile::new(record.meeting, &record.recorded);
    let mut sheet = Sheet::new(options.language, title(&pen, &file));
    sheet.marks = marks(&pen, &file);
    match (&file.held, &file.noticed) {
        (Some((_, held)), _) => write_held(&pen, &mut sheet, record, &file, held, options),
        (None, Some((_, noticed))) => {
            sheet.rows = notice_rows(&pen, noticed);
            sheet.section(pen.say("议题", "Agenda"), agenda(&pen, &noticed.agenda));
        }
        (None, None) => {}
    }
    write_rest(&pen, &mut sheet, record, &file);
    sheet.footer = footer(&pen, record);
    sheet
}

/// 怡兴园党支部党员大会会议记录
fn title(pen: &Pen<'_>, file: &MeetingFile<'_>) -> String {
    let held = file.held.as_ref().map(|(_, held)| (held.body, held.meeting_kind));
    let noticed = file.noticed.as_ref().map(|(_, noticed)| (noticed.body, noticed.meeting_kind));
    let Some((body, kind)) = held.or(noticed) else { return pen.say("会议记录", "Minutes") };
    let body = pen.names.body(body);
    pen.say(
        &format!("{}{}", joined(&body.zh, kind.zh()), record_word(kind)),
        &format!("Minutes: {} of {}", kind.en(), body.en),
    )
}

/// What follows the name of a meeting without saying 会议 twice.
const fn record_word(kind: MeetingKind) -> &'static str {
    match kind {
        MeetingKind::ThemePartyDay => "活动记录",
        MeetingKind::PartyLecture
        | MeetingKind::BranchCommitteeMeeting
        | MeetingKind::PartyCommitteeMeeting
        | MeetingKind::DeliberationSession
        | MeetingKind::MassesRepresentativeMeeting
        | MeetingKind::JointMeeting
        | MeetingKind::OwnerAssemblyMeeting
        | MeetingKind::OwnerCommitteeMeeting
        | MeetingKind::PropertyManagementCommitteeMeeting
        | MeetingKind::PreparatoryGroupMeeting
        | MeetingKind::ResidentsMeeting
        | MeetingKind::ResidentsRepresentativeMeeting => "记录",
        MeetingKind::BranchGeneralMeeting
        | MeetingKind::PartyGroupMeeting
        | MeetingKind::OrganizationalLifeMeeting
        | MeetingKind::OpinionTalk
        | MeetingKind::Symposium
        | MeetingKind::CoordinationMeeting
        | MeetingKind::SelectionMeeting => "会议记录",
    }
}

/// Body and kind of meeting without saying 支部 twice.
pub(in crate::paper) fn joined(body: &str, kind: &str) -> String {
    let overlap = kind.char_indices().map(|(place, _)| place).rev().find(|place| {
        kind.get(..*place).is_some_and(|begin| !begin.is_empty() && body.ends_with(begin))
    });
    let rest = overlap.and_then(|place| kind.get(place..)).unwrap_or(kind);
    format!("{body}{rest}")
}

fn marks(pen: &Pen<'_>, file: &MeetingFile<'_>) -> Vec<String> {
    let mut marks = Vec::new();
    if let Some((thread, cancelled)) = &file.cancelled {
        let (when, reason) = (pen.date(cancelled.happened), pen.plain(cancelled.reason.as_str()));
        let mark = remark(pen, file, thread);
        let (zh, en) = if cancelled.annuls() {
            ("确认为误录,会议、议案和表决均不计", "RECORDED IN ERROR, nothing of it counts; noted")
        } else {
            ("取消", "CANCELLED")
        };
        marks.push(pen.say(
            &format!("【本次会议已于{when}{zh},原因:{reason}】{mark}"),
            &format!("{en} on {when}: {reason}{mark}"),
        ));
    } else if file.held.is_none() {
        marks.push(pen.say("【尚未记录召开】", "NOT RECORDED AS HELD"));
    }
    if let Some((thread, _)) = &file.held {
        marks.extend(late_words(pen, thread).map(|late| pen.say(&format!("【{late}】"), &late)));
        if thread.is_corrected() {
            marks.push(pen.say(
                "【本记录经过更正,原记载和更正见“更正”】",
                "CORRECTED: see \"Corrections\" for what stood here before",
            ));
        }
    }
    marks
}

fn write_held(
    pen: &Pen<'_>,
    sheet: &mut Sheet,
    record: &MeetingRecord<'_>,
    file: &MeetingFile<'_>,
    held: &MeetingHeld,
    options: MinutesOptions,
) {
    sheet.rows = head_rows(pen, held);
    let lists = attendance::lists(pen, held, record.quorum.as_ref());
    sheet.section(pen.say("出席情况", "Attendance"), lists);
    sheet.section(pen.say("议题", "Agenda"), agenda(pen, &held.agenda));
    let summary = held.summary.iter().map(|text| Block::Paragraph(pen.plain(text.as_str())));
    sheet.section(pen.say("会议概要", "Summary"), summary.collect());
    talks::write(pen, sheet, file, held);
    parts::write(pen, sheet, held);
    if let Some(part) = &held.life_meeting {
        let blocks = life::life_meeting(pen, part, options.include_criticism);
        sheet.section(pen.say("组织生活会", "Life meeting"), blocks);
    }
    let speeches = speeches(pen, file, &held.agenda);
    sheet.section(pen.say("发言要点", "Speeches"), speeches);
    talks::write_conclusion(pen, sheet, held);
}

/// What follows whether or not the meeting took place.
fn write_rest(
    pen: &Pen<'_>,
    sheet: &mut Sheet,
    record: &MeetingRecord<'_>,
    file: &MeetingFile<'_>,
) {
    let motions = motions::motions(pen, record, file);
    sheet.section(pen.say("议案和表决", "Motions"), motions);
    sheet.section(pen.say("业主表决", "Votes of owners"), counts::write(pen, file));
    sheet.section(pen.say("选举", "Election"), elections::write(pen, record, file));
    sheet.section(pen.say("会议通知", "Notice"), notice_given(pen, file));
    sheet.section(pen.say("附件", "Attachments"), attachments(pen, file));
    let corrections = corrections::corrections(pen, file);
    sheet.section(pen.say("更正", "Corrections"), corrections);
    let recording = clocks::recording(pen, &record.recorded);
    sheet.section(pen.say("录入情况", "Put on record"), recording);
    sheet.signatures = signatures(pen, file);
}

fn head_rows(pen: &Pen<'_>, held: &MeetingHeld) -> Vec<Row> {
    let also: Vec<String> = held
        .also
        .iter()
        .map(|kind| pen.labelled("同时计入", "also counts as", &pen.half(kind.name())))
        .collect();
    let kind = pen.remarked(&pen.half(held.meeting_kind.name()), &also);
    let chair: Vec<String> =
        held.chair_reason.iter().map(|reason| pen.plain(reason.as_str())).collect();
    let rows = [
        ("会议名称", "Name", held.name.as_ref().map(|name| pen.plain(name.as_str()))),
        ("会议类型", "Kind", Some(kind)),
        ("会议时间", "Time", Some(pen.span(held.happened, held.ended))),
        ("会议地点", "Place", Some(pen.plain(held.place.as_str()))),
        ("会议形式", "Form", Some(pen.half(held.form.name()))),
        ("主持人", "Chair", Some(pen.remarked(&pen.person(held.chair), &chair))),
        ("记录人", "Recorder", Some(pen.person(held.recorder))),
        ("召集人", "Convener", held.convener.map(|person| pen.person(person))),
        ("计入年度", "Counts for", held.counts_for.map(|period| pen.date(period))),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(zh, en, value)| value.map(|value| Row::new(pen.say(zh, en), value)));
    rows.chain(attendance::numbers(pen, held)).collect()
}

pub(in crate::paper) fn notice_rows(pen: &Pen<'_>, noticed: &MeetingNoticed) -> Vec<Row> {
    vec![
        Row::new(pen.say("会议类型", "Kind"), pen.half(noticed.meeting_kind.name())),
        Row::new(pen.say("会议时间", "Time"), pen.span(noticed.starts, None)),
        Row::new(pen.say("会议地点", "Place"), pen.plain(noticed.place.as_str())),
    ]
}

pub(in crate::paper) fn agenda(pen: &Pen<'_>, items: &[AgendaItem]) -> Vec<Block> {
    let item = |item: &AgendaItem| {
        let presenter = item.presenter.map(|person| pen.person(person));
        let presenter = presenter.map(|name| pen.labelled("汇报人", "presented by", &name));
        pen.remarked(&pen.plain(item.title.as_str()), &presenter.into_iter().collect::<Vec<_>>())
    };
    if items.is_empty() { Vec::new() } else { vec![Block::List(items.iter().map(item).collect())] }
}

/// Speeches under the item of the agenda that they belong to, those of no item last.
fn speeches(pen: &Pen<'_>, file: &MeetingFile<'_>, items: &[AgendaItem]) -> Vec<Block> {
    let place = |speech: &SpeechNoted| {
        let place = speech.agenda_item.and_then(|item| usize::try_from(item).ok());
        place.filter(|place| (1..=items.len()).contains(place))
    };
    let mut blocks = Vec::new();
    let named = file.speeches.iter().any(|(_, speech)| place(speech).is_some());
    for wanted in (1..=items.len()).map(Some).chain([None]) {
        let here = file.speeches.iter().filter(|(_, speech)| place(speech) == wanted);
        let told: Vec<String> = here.map(|speech| told_speech(pen, file, speech)).collect();
        if told.is_empty() {
            continue;
        }
        let item = wanted.and_then(|place| items.get(place - 1).map(|item| (place, item)));
        match item {
            Some((place, item)) => {
                let title = pen.plain(item.title.as_str());
                blocks.push(Block::Heading(
                    pen.say(&format!("议题{place}:{title}"), &format!("Item {place}: {title}")),
                ));
            }
            None if named => blocks.push(Block::Heading(pen.say("其他发言", "Other speeches"))),
            None => {}
        }
        blocks.push(Block::List(told));
    }
    blocks
}

fn told_speech(
    pen: &Pen<'_>,
    file: &MeetingFile<'_>,
    (thread, speech): &Of<'_, SpeechNoted>,
) -> String {
    let name = pen.half(speech.who(pen.names));
    let stance = speech.stance.map(|stance| pen.half(stance.name()));
    let dissent = speech.dissent.then(|| pen.say("保留意见", "dissenting"));
    let remarks: Vec<String> = stance.into_iter().chain(dissent).collect();
    let name = pen.remarked(&name, &remarks);
    let mark = remark(pen, file, thread);
    pen.labelled(&name, &name, &format!("{}{mark}", pen.sealed(&speech.text)))
}

fn notice_given(pen: &Pen<'_>, file: &MeetingFile<'_>) -> Vec<Block> {
    let mut told = Vec::new();
    if let Some((thread, noticed)) = &file.noticed {
        let (when, starts) = (pen.date(noticed.happened), pen.date(noticed.starts));
        let place = pen.plain(noticed.place.as_str());
        let mark = remark(pen, file, thread);
        told.push(pen.say(
            &format!("{when}发出通知,定于{starts}在{place}召开{mark}"),
            &format!("Notice given on {when} for {starts}, at {place}{mark}"),
        ));
    }
    for (thread, posted) in &file.posted {
        let (when, place) = (pen.date(posted.happened), pen.plain(posted.place.as_str()));
        let mark = remark(pen, file, thread);
        told.push(pen.say(
            &format!("{when}张贴或送达:{place}{mark}"),
            &format!("Posted or handed out on {when}: {place}{mark}"),
        ));
    }
    if told.is_empty() { Vec::new() } else { vec![Block::List(told)] }
}

fn attachments(pen: &Pen<'_>, file: &MeetingFile<'_>) -> Vec<Block> {
    let told = file.attached.iter().map(|(thread, attached)| {
        let kind = pen.half(attached.attachment_kind.name());
        let bytes = attached.bytes;
        let size = pen.say(&format!("{bytes} 字节"), &format!("{bytes} bytes"));
        let media = pen.plain(attached.media_type.as_str());
        let title = pen.plain(attached.title.as_str());
        // A sign-in sheet is often called just that.
        let title = if title == kind { title } else { pen.labelled(&kind, &kind, &title) };
        let title = pen.remarked(&title, &[media, size]);
        let mark = remark(pen, file, thread);
        let hash = fields::fingerprint(attached.sha256);
        let sha256 = pen.labelled("SHA-256 值", "SHA-256", "");
        format!("{title}{mark}\n{sha256}\n{hash}")
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { Vec::new() } else { vec![Block::List(told)] }
}

/// Those who signed; before anybody has, lines for the chair and the recorder.
fn signatures(pen: &Pen<'_>, file: &MeetingFile<'_>) -> Vec<Signature> {
    let Some((_, held)) = &file.held else { return Vec::new() };
    let mut lines: Vec<Signature> = Vec::new();
    let line = |capacity: Capacity, person: PersonId, signed: Option<String>| {
        let (zh, en) = fields::capacity_words(capacity);
        Signature { capacity: pen.say(zh, en), name: pen.person(person), signed }
    };
    let mut signed = Vec::new();
    for (_, confirmed) in &file.confirmed {
        let day = pen.date(confirmed.happened);
        for sign_off in &confirmed.sign_offs {
            signed.push(sign_off.capacity);
            lines.push(line(sign_off.capacity, sign_off.person, Some(day.clone())));
        }
    }
    let mut missing = Vec::new();
    for (capacity, person) in [(Capacity::Chair, held.chair), (Capacity::Recorder, held.recorder)] {
        if !signed.contains(&capacity) {
            missing.push(line(capacity, person, None));
        }
    }
    missing.into_iter().chain(lines).collect()
}

/// Registry, entries, head of the chain.
pub(in crate::paper) fn footer(pen: &Pen<'_>, record: &MeetingRecord<'_>) -> Vec<String> {
    let (entries, head) = (record.head.0, fields::in_groups(&record.head.1));
    let name = &record.registry_name;
    let numbers: Vec<(u64, u64)> = runs(record.recorded.iter().map(|one| one.seq));
    let numbers: Vec<String> =
        numbers.into_iter().map(|(first, last)| clocks::numbers(pen, first, last)).collect();
    let numbers = numbers.join(&pen.say("、", ", "));
    vec![
        pen.say(
            &format!("本件依据“{name}”账上{numbers}记录生成,生成时共有 {entries} 条记录。"),
            &format!(
                "Written by the registry \"{name}\" from its {numbers}, of {entries} entries."
            ),
        ),
        pen.labelled("末条记录的 BLAKE3 值", "BLAKE3 of the last entry", ""),
        head,
    ]
}

/// Numbers that follow each other, as first and last.
fn runs(numbers: impl Iterator<Item = u64>) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_nothing_twice() {
        assert_eq!(joined("怡兴园党支部", "支部党员大会"), "怡兴园党支部党员大会");
        assert_eq!(joined("第一党小组", "党小组会"), "第一党小组会");
        assert_eq!(joined("社区党委", "党委会会议"), "社区党委会会议");
        assert_eq!(joined("怡兴园党支部", "党课"), "怡兴园党支部党课");
    }

    #[test]
    fn numbers_that_follow_each_other_are_one_run() {
        assert_eq!(runs([1, 2, 3, 7, 9, 10].into_iter()), [(1, 3), (7, 7), (9, 10)]);
    }
}
