//! The life of an issue in words: how far it is, and each step with its day.

use crate::answer::Step;
use crate::domain::{Bilingual, Conclusion};
use crate::event::Names;
use crate::event::names::with_names;
use crate::projection::{Assigned, IssueRow, IssueStage, Stated};

/// How far an issue is.
pub(super) fn stage_name(row: &IssueRow, stage: IssueStage) -> Bilingual {
    let outcome = row.closed.as_ref().map(|closed| closed.outcome.name());
    let closed = || {
        outcome.map_or_else(
            || Bilingual::new("办结", "closed"),
            |outcome| {
                Bilingual::new(format!("办结({})", outcome.zh), format!("closed ({})", outcome.en))
            },
        )
    };
    match stage {
        IssueStage::Raised => Bilingual::new("已提出", "raised"),
        IssueStage::Deliberated => Bilingual::new("已商议", "talked over"),
        IssueStage::Assigned => Bilingual::new("已交办", "assigned"),
        IssueStage::InProgress => Bilingual::new("办理中", "in progress"),
        IssueStage::Closed => closed(),
        IssueStage::FedBack => closed().then(&Bilingual::new(",已反馈", ", fed back")),
    }
}

/// Who takes care of it: ,承办:物业公司、孟广智
pub(super) fn in_charge(assigned: &Stated<Assigned>, names: &dyn Names) -> Bilingual {
    let unit = assigned.unit.as_ref().map(|unit| Bilingual::new(unit.as_str(), unit.as_str()));
    let body = assigned.handled_by.map(|body| names.body(body)).or(unit);
    let person = assigned.responsible.map(|person| names.person(person));
    let who: Vec<Bilingual> = body.into_iter().chain(person).collect();
    let zh: Vec<&str> = who.iter().map(|one| one.zh.as_str()).collect();
    let en: Vec<&str> = who.iter().map(|one| one.en.as_str()).collect();
    Bilingual::new(format!(",承办:{}", zh.join("、")), format!(", by {}", en.join(", ")))
}

/// Every step of an issue that stands for itself, in no order.
pub(super) fn steps_of(row: &IssueRow, names: &dyn Names) -> Vec<Step> {
    let mut steps: Vec<Step> = row
        .raised
        .iter()
        .map(|raised| {
            let source = raised.source.name();
            let told = Bilingual::new(
                format!("提出({})", source.zh),
                format!("raised by a {}", source.en),
            );
            Step { on: raised.on, told }
        })
        .collect();
    steps.extend(talks(row, names));
    steps.extend(row.assigned.iter().map(|assigned| assignment(assigned, names)));
    steps.extend(progress(row, names));
    steps.extend(endings(row, names));
    steps
}

fn talks(row: &IssueRow, names: &dyn Names) -> Vec<Step> {
    let talks = row.deliberated.iter().map(|talk| {
        let meeting = names.meeting(talk.meeting);
        let text = talk.text.as_ref().map(|text| with_names(text.as_str(), names));
        let told = text.or_else(|| talk.conclusion.map(Conclusion::name));
        let told = told.unwrap_or_else(|| Bilingual::new("未记结论", "no conclusion on record"));
        let told = Bilingual::new(
            format!("商议:{},{}", meeting.zh, told.zh),
            format!("talked over at {}: {}", meeting.en, told.en),
        );
        Step { on: talk.on, told }
    });
    talks.collect()
}

fn assignment(assigned: &Stated<Assigned>, names: &dyn Names) -> Step {
    let mut told = Bilingual::new("交办", "assigned").then(&in_charge(assigned, names));
    if let Some(due) = assigned.due {
        told = told.then(&Bilingual::new(format!(",期限 {due}"), format!(", due {due}")));
    }
    if let Some(task) = &assigned.task {
        let task = with_names(task.as_str(), names);
        told = told.then(&Bilingual::new(format!(":{}", task.zh), format!(": {}", task.en)));
    }
    Step { on: assigned.on, told }
}

fn progress(row: &IssueRow, names: &dyn Names) -> Vec<Step> {
    let steps = row.progressed.iter().map(|progress| {
        let text = with_names(progress.text.as_str(), names);
        let cost = progress.cost_fen.map_or_else(
            || Bilingual::new("", ""),
            |fen| {
                let (yuan, rest) = (fen / 100, fen % 100);
                Bilingual::new(
                    format!("(费用 {yuan}.{rest:02} 元)"),
                    format!(" (cost {yuan}.{rest:02} yuan)"),
                )
            },
        );
        let told = Bilingual::new(
            format!("进展{}:{}", cost.zh, text.zh),
            format!("progress{}: {}", cost.en, text.en),
        );
        Step { on: progress.on, told }
    });
    steps.collect()
}

fn endings(row: &IssueRow, names: &dyn Names) -> Vec<Step> {
    let closed = row.closed.iter().map(|closed| {
        let (text, outcome) = (with_names(closed.result.as_str(), names), closed.outcome.name());
        let told = Bilingual::new(
            format!("办结({}):{}", outcome.zh, text.zh),
            format!("closed, {}: {}", outcome.en, text.en),
        );
        Step { on: closed.on, told }
    });
    let told = row.feedback.iter().map(|feedback| {
        let text = with_names(feedback.text.as_str(), names);
        let said = feedback.satisfaction.map_or_else(
            || Bilingual::new("", ""),
            |one| Bilingual::new(format!("({})", one.zh()), format!(" ({})", one.en())),
        );
        let told = Bilingual::new(
            format!("反馈{}:{}", said.zh, text.zh),
            format!("feedback{}: {}", said.en, text.en),
        );
        Step { on: feedback.on, told }
    });
    closed.chain(told).collect()
}
