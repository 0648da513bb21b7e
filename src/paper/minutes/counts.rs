//! Recorded votes of owners: who was asked, who took part, what was said on each motion.

use super::clocks::remark;
use super::pen::Pen;
use super::threads::{CountFile, MeetingFile};
use crate::domain::Bilingual;
use crate::event::count::{CountTotals, Tally};
use crate::law::DeemedTable;
use crate::paper::sheet::{Block, Row};

/// All counts, each under its own heading when there are several.
pub(super) fn write(pen: &Pen<'_>, file: &MeetingFile<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    // A motion of this meeting may have been put to a count of another.
    let counts = || file.counts.iter().filter(|(_, count)| count.opened.is_some());
    for (id, count) in counts() {
        if counts().count() > 1 {
            blocks.push(Block::Heading(pen.half(pen.names.count(*id))));
        }
        blocks.push(Block::Rows(rows(pen, file, count)));
        let motions =
            count.certified.as_ref().map(|(_, certified)| motions(pen, &certified.totals));
        blocks.extend(motions.flatten());
    }
    blocks
}

/// 238 人 29734.25 ㎡
pub(super) fn owners(pen: &Pen<'_>, Tally { heads, area }: Tally) -> String {
    pen.say(&format!("{heads} 人 {area} ㎡"), &format!("{heads}, {area} m²"))
}

/// A vote with and without deemed votes, in columns of their own.
pub(super) fn side_by_side(pen: &Pen<'_>, table: DeemedTable) -> Block {
    let half = |cells: Vec<Bilingual>| -> Vec<String> {
        cells.into_iter().map(|cell| pen.half(cell)).collect()
    };
    let (headings, rows) = (half(table.headings), table.rows.into_iter().map(half).collect());
    Block::Table { headings, rows }
}

fn rows(pen: &Pen<'_>, file: &MeetingFile<'_>, count: &CountFile<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = |zh: &str, en: &str, value: String| rows.push(Row::new(pen.say(zh, en), value));
    if let Some((thread, opened)) = &count.opened {
        let roll = pen.half(pen.names.roll(opened.roll));
        row("业主名册", "Roll", format!("{roll}{}", remark(pen, file, thread)));
        let (from, until) = (pen.date(opened.voting_from), pen.date(opened.voting_until));
        row("投票时间", "Voting", format!("{from}{}{until}", pen.say("—", " – ")));
        row("未反馈规则", "Silence", pen.half(opened.silence.name()));
    }
    if let Some((_, sealed)) = &count.sealed {
        row("监票人", "Scrutineers", pen.persons(sealed.scrutineers.iter().copied()));
    }
    match &count.certified {
        None => row("计票结果", "Result", pen.say("尚未记录", "not on record yet")),
        Some((thread, certified)) => {
            let papers = papers(pen, &certified.totals);
            if !papers.is_empty() {
                row("表决票", "Ballots", papers);
            }
            let mark = remark(pen, file, thread);
            let part = owners(pen, certified.totals.participating);
            let basis = pen.half(certified.basis.name());
            row("投有效票", "Valid ballots", format!("{}{mark}", pen.remarked(&part, &[basis])));
            if let Some(rejected) = certified.totals.rejected {
                row("投无效票", "Rejected", owners(pen, rejected));
            }
            if let Some(silent) = certified.totals.silent {
                row("送达未反馈", "Served and silent", owners(pen, silent));
            }
        }
    }
    for (thread, drawn) in &count.drawn {
        let named = |ids: &[domain::CandidateId]| {
            let names = ids.iter().map(|id| pen.half(pen.names.candidate(*id)));
            names.collect::<Vec<_>>().join(&pen.say("、", ", "))
        };
        let (tied, got, how) =
            (named(&drawn.candidates), named(&drawn.drawn), pen.plain(drawn.method.as_str()));
        let (when, who) = (pen.date(drawn.happened), pen.persons(drawn.witnesses.iter().copied()));
        let mark = remark(pen, file, thread);
        let told = pen.say(
            &format!("{when},{tied}票数相同,{how},抽中{got}(见证人:{who}){mark}"),
            &format!("{when}: {tied} tied; {how}; drawn: {got} (witnesses: {who}){mark}"),
        );
        row("抽签", "Lots", told);
    }
    rows
}

/// Numbers of ballots; what is not recorded is not there.
fn papers(pen: &Pen<'_>, totals: &CountTotals) -> String {
    let numbers = [
        ("发出", "issued", totals.issued),
        ("送达", "delivered", totals.delivered),
        ("收回", "returned", totals.returned),
        ("有效", "valid", totals.valid),
        ("无效", "invalid", totals.invalid),
    ];
    let told = numbers.into_iter().filter_map(|(zh, en, count)| {
        let count = count?;
        Some(pen.say(&format!("{zh} {count} 张"), &format!("{count} {en}")))
    });
    told.collect::<Vec<_>>().join(&pen.say(",", ", "))
}

/// A line for each motion: heads and area.
fn motions(pen: &Pen<'_>, totals: &CountTotals) -> Option<Block> {
    let headings =
        [("议案", "Motion"), ("同意", "For"), ("反对", "Against"), ("弃权", "Abstaining")];
    let headings = headings.map(|(zh, en)| pen.say(zh, en)).to_vec();
    let rows = totals.motions.iter().map(|one| {
        let said = [Some(one.in_favour), one.against, one.abstain];
        let said = said.map(|one| one.map(|tally| owners(pen, tally)).unwrap_or_default());
        core::iter::once(pen.half(pen.names.motion(one.motion))).chain(said).collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    (!rows.is_empty()).then_some(Block::Table { headings, rows })
}
