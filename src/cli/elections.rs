//! One election on the screen: its head, a row for each candidate and round, what followed.

use crate::answer::{CandidateVotes, ElectionAnswer};
use crate::cli::Terminal;
use crate::domain::Bilingual;
use crate::paper::table::Table;

/// What it is for, who stood, what each got, what followed.
pub(super) fn print(election: &ElectionAnswer, terminal: &mut Terminal) {
    let mut lines = vec![terminal.pick(&election.line.name).to_owned()];
    let head = election.head.iter();
    lines.extend(
        head.map(|(what, value)| format!("  {}: {}", terminal.pick(what), terminal.pick(value))),
    );
    if !election.votes.is_empty() {
        lines.push(String::new());
        lines.push(votes(&election.votes, terminal).render(terminal.language, None));
    }
    lines.extend(election.after.iter().map(|one| format!("  {}", terminal.pick(one))));
    lines.extend(notes(&election.findings).map(|one| format!("  {}", terminal.pick(&one))));
    terminal.print(&lines.join("\n"));
}

/// What is remarkable about the result, marked as a note.
pub(super) fn notes(findings: &[Bilingual]) -> impl Iterator<Item = Bilingual> {
    findings.iter().map(|finding| {
        Bilingual::new(format!("注意:{}", finding.zh), format!("Note: {}", finding.en))
    })
}

/// A line for each candidate and round.
fn votes(votes: &[CandidateVotes], terminal: &Terminal) -> Table {
    let mut table = Table::new(&[
        ("候选人", "candidate"),
        ("职务", "post"),
        ("审查", "review"),
        ("轮次", "round"),
        ("赞成", "for"),
        ("反对", "against"),
        ("弃权", "abstain"),
        ("计算", "computed"),
        ("宣布", "declared"),
    ]);
    for one in votes {
        let pick = |text: &Bilingual| terminal.pick(text).to_owned();
        table.push(vec![
            pick(&one.name),
            pick(&one.post),
            pick(&one.review),
            one.round.map(|round| round.to_string()).unwrap_or_default(),
            pick(&one.in_favour),
            pick(&one.against),
            pick(&one.abstain),
            pick(&one.computed),
            one.declared.as_ref().map(pick).unwrap_or_default(),
        ]);
    }
    table
}
