//! What belongs to one kind of meeting: lecture, theme Party day, group and committee meetings.

use super::pen::Pen;
use crate::domain::Happened;
use crate::event::meeting::MeetingHeld;
use crate::event::meeting_parts::{
    ActivityKind, CommitteeWork, GroupWork, Lecture, Study, ThemeActivity, ThemeDay,
};
use crate::paper::sheet::{Block, Row, Sheet};

/// Adds the parts that the meeting has.
pub(super) fn write(pen: &Pen<'_>, sheet: &mut Sheet, held: &MeetingHeld) {
    if let Some(part) = &held.lecture {
        sheet.section(pen.say("党课", "Lecture"), lecture(pen, part, held));
    }
    if let Some(part) = &held.theme_day {
        sheet.section(pen.say("主题党日", "Theme Party day"), theme_day(pen, part));
    }
    if let Some(part) = &held.group_work {
        sheet.section(pen.say("学习讨论", "Study and discussion"), group_work(pen, part));
    }
    if let Some(part) = &held.committee_work {
        sheet.section(pen.say("支委会决定", "Decisions"), committee_work(pen, part));
    }
}

/// Rows of those values that are there.
fn rows(pen: &Pen<'_>, rows: Vec<(&str, &str, Option<String>)>) -> Vec<Row> {
    let rows = rows
        .into_iter()
        .filter_map(|(zh, en, value)| value.map(|value| Row::new(pen.say(zh, en), value)));
    rows.collect()
}

fn lecture(pen: &Pen<'_>, part: &Lecture, held: &MeetingHeld) -> Vec<Block> {
    let lecturer = match (part.lecturer, &part.lecturer_name) {
        (Some(person), _) => pen.person(person),
        (None, Some(name)) => pen.sealed(name),
        (None, None) => pen.say("未记录", "not recorded"),
    };
    let rows = rows(
        pen,
        vec![
            ("授课人", "Lecturer", Some(lecturer)),
            ("职务", "Position", part.position.as_ref().map(|text| pen.plain(text.as_str()))),
            ("题目", "Topic", Some(pen.plain(part.topic.as_str()))),
            ("课时", "Duration", duration(pen, held)),
            ("讲授要点", "Outline", Some(pen.plain(part.outline.as_str()))),
            (
                "讨论交流",
                "Discussion",
                part.discussion.as_ref().map(|text| pen.plain(text.as_str())),
            ),
        ],
    );
    vec![Block::Rows(rows)]
}

/// Minutes from the beginning to the end, when both are known to the minute.
fn duration(pen: &Pen<'_>, held: &MeetingHeld) -> Option<String> {
    let (Happened::Minute(begins), Some(Happened::Minute(ends))) = (held.happened, held.ended)
    else {
        return None;
    };
    let minutes = ends.signed_duration_since(begins).num_minutes();
    Some(pen.say(&format!("{minutes} 分钟"), &format!("{minutes} minutes")))
}

pub(super) fn activity_word(kind: ActivityKind) -> (&'static str, &'static str) {
    let en = match kind {
        ActivityKind::Study => "study",
        ActivityKind::Dues => "paying dues",
        ActivityKind::Oath => "renewing the oath",
        ActivityKind::Volunteering => "volunteering",
        ActivityKind::Consultation => "consultation",
        ActivityKind::Other => "other",
    };
    (kind.zh(), en)
}

fn theme_day(pen: &Pen<'_>, part: &ThemeDay) -> Vec<Block> {
    let activity = |activity: &ThemeActivity| {
        let (zh, en) = activity_word(activity.activity_kind);
        pen.labelled(zh, en, &pen.plain(activity.text.as_str()))
    };
    let hours = part.service_hours.map(|hours| {
        pen.say(&format!("合计 {hours} 小时"), &format!("{hours} hours, all persons together"))
    });
    let activities = part.activities.iter().enumerate();
    let activities: Vec<String> =
        activities.map(|(place, one)| format!("{}. {}", place + 1, activity(one))).collect();
    let activities = Some(activities.join("\n")).filter(|told| !told.is_empty());
    let other_day = part.other_day_reason.as_ref().map(|text| pen.plain(text.as_str()));
    let rows = rows(
        pen,
        vec![
            ("主题", "Theme", Some(pen.plain(part.theme.as_str()))),
            ("改期原因", "Why another day", other_day),
            ("活动内容", "Activities", activities),
            ("志愿服务", "Volunteering", hours),
            ("小结", "Summary", part.summary.as_ref().map(|text| pen.plain(text.as_str()))),
        ],
    );
    vec![Block::Rows(rows)]
}

fn group_work(pen: &Pen<'_>, part: &GroupWork) -> Vec<Block> {
    let study = |study: &Study| {
        let source: Vec<String> =
            study.source.iter().map(|source| pen.plain(source.as_str())).collect();
        pen.remarked(&pen.plain(study.title.as_str()), &source)
    };
    let mut blocks = Vec::new();
    if !part.study.is_empty() {
        blocks.push(Block::Heading(pen.say("学习内容", "Studied")));
        blocks.push(Block::List(part.study.iter().map(study).collect()));
    }
    blocks.push(Block::Heading(pen.say("讨论情况", "Discussion")));
    blocks.push(Block::Paragraph(pen.plain(part.discussion.as_str())));
    if !part.suggestions.is_empty() {
        let suggestions = part.suggestions.iter().map(|one| {
            let handled: Vec<String> = one
                .handled_by
                .map(|person| pen.labelled("承办人", "handled by", &pen.person(person)))
                .into_iter()
                .collect();
            let text = pen.remarked(&pen.sealed(&one.text), &handled);
            let person = pen.person(one.person);
            pen.labelled(&person, &person, &text)
        });
        blocks.push(Block::Heading(pen.say("意见建议", "Suggestions")));
        blocks.push(Block::List(suggestions.collect()));
    }
    blocks
}

fn committee_work(pen: &Pen<'_>, part: &CommitteeWork) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(pen.say("决定事项", "Decided"))];
    let decisions: Vec<String> =
        part.decisions.iter().map(|decision| pen.plain(decision.as_str())).collect();
    blocks.push(if decisions.is_empty() {
        Block::Paragraph(pen.say("无", "None."))
    } else {
        Block::List(decisions)
    });
    if !part.assignments.is_empty() {
        let assignments = part.assignments.iter().map(|one| {
            let due: Vec<String> = one
                .due
                .map(|due| pen.labelled("期限", "due", &pen.date(due)))
                .into_iter()
                .collect();
            let task = pen.remarked(&pen.plain(one.task.as_str()), &due);
            let person = pen.person(one.person);
            pen.labelled(&person, &person, &task)
        });
        blocks.push(Block::Heading(pen.say("分工安排", "Tasks")));
        blocks.push(Block::List(assignments.collect()));
    }
    if let Some(body) = part.refers_to {
        let body = pen.body(body);
        blocks.push(Block::Rows(vec![Row::new(
            pen.say("提交党员大会", "For the members' assembly of"),
            body,
        )]));
    }
    blocks
}
