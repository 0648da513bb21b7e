//! The life meeting (组织生活会) with the appraisal of members (民主评议).

use super::pen::Pen;
use crate::event::meeting_parts::{
    Appraisal, AppraisalResult, Criticism, LifeMeeting, Opinion, Rectification, Talk,
};
use crate::paper::sheet::{Block, Row};

/// The part of a life meeting. Mutual criticism is printed only on request.
pub(super) fn life_meeting(pen: &Pen<'_>, part: &LifeMeeting, criticism: bool) -> Vec<Block> {
    let mut blocks = vec![Block::Rows(vec![Row::new(
        pen.say("会议主题", "Theme"),
        pen.plain(part.theme.as_str()),
    )])];
    let mut list = |zh: &str, en: &str, items: Vec<String>| {
        if !items.is_empty() {
            blocks.push(Block::Heading(pen.say(zh, en)));
            blocks.push(Block::List(items));
        }
    };
    let prior = part.prior_study.iter().map(|study| {
        let when = pen.date(study.date);
        pen.labelled(&when, &when, &pen.plain(study.content.as_str()))
    });
    list("会前学习", "Study before the meeting", prior.collect());
    let opinions = part.opinions.iter().map(|one| opinion(pen, one));
    list("征求意见", "Opinions collected", opinions.collect());
    list("谈心谈话", "Talks", part.talks.iter().map(|one| talk(pen, one)).collect());
    let review = part.committee_review.iter().map(|review| pen.sealed(review));
    list("班子对照检查", "The committee's own review", review.collect());
    let reviews = part.self_reviews.iter().map(|review| {
        let person = pen.person(review.person);
        pen.labelled(&person, &person, &pen.sealed(&review.points))
    });
    list("个人对照检查", "Members' own reviews", reviews.collect());
    list("相互批评", "Mutual criticism", criticisms(pen, &part.criticisms, criticism));
    let problems = part.rectifications.iter().map(|one| rectification(pen, one));
    list("问题与整改", "Problems and measures", problems.collect());
    if !part.appraisals.is_empty() {
        blocks.push(Block::Heading(pen.say("民主评议", "Appraisal of members")));
        blocks.push(appraisals(pen, &part.appraisals));
    }
    blocks
}

fn opinion(pen: &Pen<'_>, opinion: &Opinion) -> String {
    let about = opinion.addressee.map_or_else(
        || pen.say("对班子", "about the committee"),
        |person| {
            let name = pen.person(person);
            pen.say(&format!("对{name}"), &format!("about {name}"))
        },
    );
    let source = pen.remarked(&pen.plain(opinion.source.as_str()), &[about]);
    pen.labelled(&source, &source, &pen.sealed(&opinion.text))
}

fn talk(pen: &Pen<'_>, talk: &Talk) -> String {
    let pair = pen.persons([talk.person, talk.with]);
    let head = pen.remarked(&pair, &[pen.date(talk.date)]);
    match &talk.points {
        None => head,
        Some(points) => pen.labelled(&head, &head, &pen.sealed(points)),
    }
}

fn criticisms(pen: &Pen<'_>, list: &[Criticism], print: bool) -> Vec<String> {
    let count = list.len();
    if count > 0 && !print {
        return vec![pen.say(
            &format!("记录有 {count} 条,查阅受限,本件不印。"),
            &format!("{count} on record; access is restricted, so they are not printed here."),
        )];
    }
    let told = list.iter().map(|one| {
        let (from, to) = (pen.person(one.from), pen.person(one.to));
        let text = pen.sealed(&one.text);
        let told = pen.say(&format!("{from}对{to}:{text}"), &format!("{from} to {to}: {text}"));
        match &one.response {
            None => told,
            Some(response) => {
                format!("{told}\n{}", pen.labelled("表态", "Answer", &pen.sealed(response)))
            }
        }
    });
    told.collect()
}

fn rectification(pen: &Pen<'_>, one: &Rectification) -> String {
    let done = one.done.map_or_else(
        || pen.say("未完成", "not done yet"),
        |done| {
            let when = pen.date(done);
            pen.say(&format!("{when}完成"), &format!("done on {when}"))
        },
    );
    let (problem, measure) = (pen.plain(one.problem.as_str()), pen.plain(one.measure.as_str()));
    let (person, due) = (pen.person(one.responsible), pen.date(one.due));
    pen.say(
        &format!("{problem}\n措施:{measure}\n责任人:{person};期限:{due};{done}"),
        &format!("{problem}\nMeasure: {measure}\nResponsible: {person}; due: {due}; {done}"),
    )
}

/// A result of the appraisal in both languages.
pub(super) fn result_words(result: AppraisalResult) -> (&'static str, &'static str) {
    match result {
        AppraisalResult::Excellent => ("优秀", "excellent"),
        AppraisalResult::Qualified => ("合格", "qualified"),
        AppraisalResult::BasicallyQualified => ("基本合格", "basically qualified"),
        AppraisalResult::Unqualified => ("不合格", "unqualified"),
    }
}

fn appraisals(pen: &Pen<'_>, list: &[Appraisal]) -> Block {
    let headings = [
        ("姓名", "Name"),
        ("优秀", "Excellent"),
        ("合格", "Qualified"),
        ("基本合格", "Basically"),
        ("不合格", "Unqualified"),
        ("有效票", "Sheets"),
        ("支部评定", "Result"),
    ];
    let row = |one: &Appraisal| {
        let counts = [one.excellent, one.qualified, one.basically_qualified, one.unqualified];
        let sheets: u64 = counts.into_iter().map(u64::from).sum();
        let result = one.result.map_or_else(
            || pen.say("未记录", "not recorded"),
            |result| {
                let (zh, en) = result_words(result);
                pen.say(zh, en)
            },
        );
        let counts = counts.into_iter().map(|count| count.to_string());
        let name = core::iter::once(pen.person(one.person));
        name.chain(counts).chain([sheets.to_string(), result]).collect()
    };
    Block::Table {
        headings: headings.into_iter().map(|(zh, en)| pen.say(zh, en)).collect(),
        rows: list.iter().map(row).collect(),
    }
}
