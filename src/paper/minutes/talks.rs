//! Consultations: who sat at the table, what was talked over, what it came to.

use super::clocks::remark;
use super::pen::Pen;
use super::threads::{MeetingFile, Of};
use crate::domain::IssueId;
use crate::event::deliberation::{Deliberation, Party};
use crate::event::issue::IssueDeliberated;
use crate::event::meeting::MeetingHeld;
use crate::paper::sheet::{Block, Row, Sheet};

/// Adds what the meeting has of it.
pub(super) fn write(pen: &Pen<'_>, sheet: &mut Sheet, file: &MeetingFile<'_>, held: &MeetingHeld) {
    if let Some(part) = &held.deliberation {
        let parties: Vec<String> = part.parties.iter().map(|one| party(pen, one)).collect();
        sheet.section(pen.say("参会各方", "Parties"), vec![Block::List(parties)]);
    }
    sheet.section(pen.say("所议事项", "Issues"), issues(pen, file, held.deliberation.as_ref()));
}

/// What it came to, which stands behind the speeches.
pub(super) fn write_conclusion(pen: &Pen<'_>, sheet: &mut Sheet, held: &MeetingHeld) {
    let Some(part) = &held.deliberation else { return };
    sheet.section(pen.say("协商结论", "Conclusion"), conclusion(pen, part));
}

/// 居民代表 12 人(发言:甲、乙)
fn party(pen: &Pen<'_>, party: &Party) -> String {
    let kind = pen.half(party.party_kind.name());
    let body = party.body.map(|body| pen.body(body));
    let name = body.or_else(|| party.name.as_ref().map(|name| pen.plain(name.as_str())));
    let name =
        name.map_or_else(|| kind.clone(), |name| pen.remarked(&name, std::slice::from_ref(&kind)));
    let count = party.headcount().map(|count| pen.heads(count));
    let count = count.unwrap_or_else(|| pen.say("人数未记录", "number not recorded"));
    let speakers = pen.persons(party.speakers.iter().copied());
    let speakers: Vec<String> = (!speakers.is_empty())
        .then(|| pen.labelled("发言代表", "spoken for by", &speakers))
        .into_iter()
        .collect();
    pen.remarked(&pen.say(&format!("{name} {count}"), &format!("{name}: {count}")), &speakers)
}

/// Each issue once, with its own conclusion where it has one.
fn issues(pen: &Pen<'_>, file: &MeetingFile<'_>, part: Option<&Deliberation>) -> Vec<Block> {
    let named: Vec<IssueId> = part.iter().flat_map(|part| &part.issues).copied().collect();
    let own = |issue: IssueId| file.issues.iter().find(|(_, fact)| fact.issue == issue);
    let told = named.iter().map(|issue| match own(*issue) {
        Some(fact) => own_conclusion(pen, file, fact),
        None => pen.half(pen.names.issue(*issue)),
    });
    let others = file.issues.iter().filter(|(_, fact)| !named.contains(&fact.issue));
    let told: Vec<String> =
        told.chain(others.map(|fact| own_conclusion(pen, file, fact))).collect();
    if told.is_empty() { Vec::new() } else { vec![Block::List(told)] }
}

fn own_conclusion(
    pen: &Pen<'_>,
    file: &MeetingFile<'_>,
    (thread, fact): &Of<'_, IssueDeliberated>,
) -> String {
    let issue = pen.half(pen.names.issue(fact.issue));
    let conclusion: Vec<String> =
        fact.conclusion.map(|one| pen.half(one.name())).into_iter().collect();
    let issue = pen.remarked(&issue, &conclusion);
    let text = fact.text.as_ref().map(|text| pen.plain(text.as_str()));
    let told = text.map_or_else(|| issue.clone(), |text| pen.labelled(&issue, &issue, &text));
    format!("{told}{}", remark(pen, file, thread))
}

fn conclusion(pen: &Pen<'_>, part: &Deliberation) -> Vec<Block> {
    let mut rows = Vec::new();
    if let Some(conclusion) = part.conclusion {
        rows.push(Row::new(pen.say("结论", "Result"), pen.half(conclusion.name())));
    }
    if let Some(text) = &part.conclusion_text {
        rows.push(Row::new(pen.say("内容", "In words"), pen.plain(text.as_str())));
    }
    if part.refers_to_owner_assembly {
        let told = pen.say(
            "本结论供参考,事项须由业主大会决定",
            "this is advice; the owners' assembly has to decide",
        );
        rows.push(Row::new(pen.say("业主大会", "Owners' assembly"), told));
    }
    if rows.is_empty() { Vec::new() } else { vec![Block::Rows(rows)] }
}
