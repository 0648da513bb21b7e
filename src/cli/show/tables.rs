//! Lists as tables: a column for each part of a row.

use super::tell_nothing;
use crate::answer::{
    BodyLine, ElectionLine, List, MeetingLine, PersonLine, PublicationLine, RollLine, SeatLine,
    VoteLine,
};
use crate::cli::Terminal;
use crate::domain::{BodyKind, Label, Line, MeetingKind};
use crate::paper::table::Table;

/// Text of something optional; nothing where there is none.
fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn label(label: Option<&Label>) -> String {
    label.map(|label| format!("@{label}")).unwrap_or_default()
}

/// Prints the rows under their headings, and the remarks behind them.
fn print<R>(
    list: &List<R>,
    headings: &[(&str, &str)],
    row: impl Fn(&R, &Terminal) -> Vec<String>,
    terminal: &mut Terminal,
) {
    if list.rows.is_empty() {
        return tell_nothing(terminal);
    }
    let mut table = Table::new(headings);
    list.rows.iter().for_each(|one| table.push(row(one, terminal)));
    let text = table.render(terminal.language, None);
    terminal.print(&text);
    for remark in &list.remarks {
        terminal.tell(&remark.clone().map(|text| format!("※ {text}")));
    }
}

pub(super) fn committees(list: &List<SeatLine>, terminal: &mut Terminal) {
    let headings = [
        ("组织", "body"),
        ("职务", "post"),
        ("姓名", "name"),
        ("起", "from"),
        ("任期至", "term until"),
        ("产生方式", "basis"),
        ("依据", "source"),
    ];
    let row = |one: &SeatLine, terminal: &Terminal| {
        let source = one.source.as_ref().map(|source| terminal.pick(source).to_owned());
        vec![
            terminal.pick(&one.body_name).to_owned(),
            terminal.pick(&one.post_name).to_owned(),
            terminal.pick(&one.name).to_owned(),
            one.from.to_string(),
            text(one.term_until),
            terminal.pick(&one.basis).to_owned(),
            source.unwrap_or_default(),
        ]
    };
    print(list, &headings, row, terminal);
}

pub(super) fn votes(list: &List<VoteLine>, terminal: &mut Terminal) {
    let headings = [
        ("日期", "date"),
        ("议案", "motion"),
        ("方式", "method"),
        ("赞成", "for"),
        ("反对", "against"),
        ("弃权", "abstain"),
        ("书面赞成", "in writing"),
    ];
    let row = |one: &VoteLine, terminal: &Terminal| {
        vec![
            one.on.to_string(),
            terminal.pick(&one.motion_name).to_owned(),
            terminal.pick(&one.method.name()).to_owned(),
            one.in_favour.to_string(),
            one.against.to_string(),
            one.abstain.to_string(),
            text(one.written_in_favour),
        ]
    };
    print(list, &headings, row, terminal);
}

pub(super) fn meetings(list: &List<MeetingLine>, terminal: &mut Terminal) {
    let headings = [
        ("日期", "date"),
        ("组织", "body"),
        ("类型", "kind"),
        ("应到", "due"),
        ("实到", "present"),
        ("状态", "status"),
        ("标签", "label"),
    ];
    let row = |one: &MeetingLine, terminal: &Terminal| {
        let kind = one.meeting_kind.map(MeetingKind::name);
        vec![
            text(one.date),
            terminal.pick(&one.body_name).to_owned(),
            text(kind.as_ref().map(|kind| terminal.pick(kind))),
            text(one.due),
            text(one.present),
            terminal.pick(&one.status).to_owned(),
            label(one.label.as_ref()),
        ]
    };
    print(list, &headings, row, terminal);
}

pub(super) fn elections(list: &List<ElectionLine>, terminal: &mut Terminal) {
    let headings = [
        ("日期", "date"),
        ("选举", "election"),
        ("应选", "seats"),
        ("候选人", "candidates"),
        ("轮次", "rounds"),
        ("宣布当选", "declared"),
        ("计算当选", "computed"),
        ("进度", "stage"),
        ("标签", "label"),
    ];
    let row = |one: &ElectionLine, terminal: &Terminal| {
        vec![
            one.called_on.to_string(),
            terminal.pick(&one.name).to_owned(),
            terminal.pick(&one.seats).to_owned(),
            one.standing.to_string(),
            one.round_count.to_string(),
            one.declared_count.to_string(),
            terminal.pick(&one.computed_words).to_owned(),
            terminal.pick(&one.stage_name).to_owned(),
            label(one.label.as_ref()),
        ]
    };
    print(list, &headings, row, terminal);
}

pub(super) fn people(list: &List<PersonLine>, terminal: &mut Terminal) {
    let headings = [
        ("姓名", "name"),
        ("组织", "body"),
        ("身份", "standing"),
        ("起", "since"),
        ("标签", "label"),
        ("编号", "id"),
    ];
    let row = |one: &PersonLine, terminal: &Terminal| {
        let member = one.member.as_ref();
        vec![
            terminal.pick(&one.name).to_owned(),
            text(member.map(|member| terminal.pick(&member.body_name))),
            text(member.map(|member| terminal.pick(&member.standing))),
            text(member.map(|member| member.since)),
            text(one.label.as_ref().map(|label| format!("@{label}"))),
            one.person.to_string(),
        ]
    };
    print(list, &headings, row, terminal);
}

pub(super) fn bodies(list: &List<BodyLine>, terminal: &mut Terminal) {
    let headings = [
        ("名称", "name"),
        ("类别", "kind"),
        ("成立", "since"),
        ("有表决权", "with a vote"),
        ("标签", "label"),
    ];
    let row = |one: &BodyLine, terminal: &Terminal| {
        let kind = one.body_kind.map(BodyKind::name);
        let name = one.name.as_ref().map_or("", Line::as_str);
        vec![
            format!("{}{name}", "  ".repeat(one.depth)),
            text(kind.as_ref().map(|kind| terminal.pick(kind))),
            text(one.established),
            one.with_vote.to_string(),
            label(one.label.as_ref()),
        ]
    };
    print(list, &headings, row, terminal);
}

pub(super) fn rolls(list: &List<RollLine>, terminal: &mut Terminal) {
    let headings = [
        ("日期", "frozen"),
        ("组织", "body"),
        ("人数", "heads"),
        ("专有部分", "units"),
        ("面积(平方米)", "area (m²)"),
        ("依据", "basis"),
        ("标签", "label"),
        ("编号", "id"),
    ];
    let row = |one: &RollLine, terminal: &Terminal| {
        vec![
            text(one.frozen),
            terminal.pick(&one.body_name).to_owned(),
            terminal.pick(&one.heads).to_owned(),
            text(one.totals.units),
            one.totals.area.to_string(),
            terminal.pick(&one.basis.name()).to_owned(),
            label(one.label.as_ref()),
            one.roll.to_string(),
        ]
    };
    print(list, &headings, row, terminal);
}

pub(super) fn publications(list: &List<PublicationLine>, terminal: &mut Terminal) {
    let headings = [
        ("日期", "posted"),
        ("类别", "kind"),
        ("关于", "about"),
        ("位置", "place"),
        ("公示至", "until"),
        ("状态", "status"),
        ("异议", "objections"),
        ("标签", "label"),
    ];
    let row = |one: &PublicationLine, terminal: &Terminal| {
        let (answered, all) = one.objections;
        vec![
            text(one.posted),
            terminal.pick(&one.publication_kind.name()).to_owned(),
            terminal.pick(&one.about).to_owned(),
            one.place.to_string(),
            text(one.until),
            terminal.pick(&one.status).to_owned(),
            if all == 0 { String::new() } else { format!("{answered}/{all}") },
            label(one.label.as_ref()),
        ]
    };
    print(list, &headings, row, terminal);
}
