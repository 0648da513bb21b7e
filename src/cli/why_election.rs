//! `yishi why` of an election: every round with its facts, rule and arithmetic, then what was declared.

use super::elections::notes;
use super::show::failed;
use crate::cli::{Exit, Failure, Terminal};
use crate::domain::{Bilingual, ElectionId};
use crate::registry::answers::{
    ElectionRow, Explanation, Names, Outcome, Recorded, Stands, Verdict,
};
use crate::registry::{JudgedElection, JudgedRound, View};
use serde_json::{Value, json};

/// Kinds that the verdicts rest on; nominations and reviews are shown with the election.
const RELIED_ON: &[&str] = &[
    "count.certified",
    "count.drawn",
    "count.opened",
    "election.called",
    "election.declared",
    "election.scrutineers_chosen",
    "election.seats_reduced",
    "election.tallied",
    "meeting.held",
    "roll.frozen",
];

pub(super) fn why(
    id: ElectionId,
    view: &View<'_>,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let Some(row) = view.projections.election(id).map_err(failed)? else {
        return Err(Failure::new(Exit::Usage, "账上没有这件事。", "It is not on record."));
    };
    let judged = view.judge_election(&row)?;
    let entries = relied_on(&row, view)?;
    if terminal.json {
        let value = json_of(&row, &judged, &entries);
        terminal.print_json(&value);
        return Ok(exit_of(&judged));
    }
    let names = view.names();
    let mut lines = vec![terminal.pick(&names.election(id)).to_owned()];
    if judged.rounds.is_empty() {
        lines.push(String::new());
        lines.extend(sections(&view.explain_uncounted(&row)?, terminal));
    }
    for round in &judged.rounds {
        lines.push(String::new());
        lines.extend(round_lines(round, view, terminal));
    }
    let notes = notes(&judged, &names);
    if !notes.is_empty() {
        lines.push(String::new());
        lines.extend(notes.iter().map(|one| terminal.pick(one).to_owned()));
    }
    lines.push(String::new());
    lines.push(terminal.pick(&super::why::entries_heading()).to_owned());
    lines.extend(
        entries.iter().map(|one| format!("  {}", super::journal::line_of(one, view, terminal))),
    );
    terminal.print(&lines.join("\n"));
    Ok(exit_of(&judged))
}

/// The five headings of a round, then the result with and without deemed votes.
pub(super) fn round_lines(
    round: &JudgedRound,
    view: &View<'_>,
    terminal: &Terminal,
) -> Vec<String> {
    let (number, post) = (round.round, round.post.name());
    let heading = Bilingual::new(
        format!("第 {number} 轮({})", post.zh),
        format!("Round {number} ({})", post.en),
    );
    let names = view.names();
    let called = |candidate| names.candidate(candidate);
    let outcome = round.verdict.sentence();
    let outcome =
        Bilingual::new(format!("结果:{}", outcome.zh), format!("Outcome: {}", outcome.en));
    let mut lines =
        vec![terminal.pick(&heading).to_owned(), terminal.pick(&outcome).to_owned(), String::new()];
    lines.extend(sections(&round.verdict.explain(&called), terminal));
    let deemed = super::why::deemed_lines(round.verdict.deemed_table(&called), terminal);
    if !deemed.is_empty() {
        lines.push(String::new());
        lines.extend(deemed);
    }
    lines
}

/// Every heading with its lines, and an empty line between.
fn sections(explanation: &Explanation, terminal: &Terminal) -> Vec<String> {
    let mut lines = Vec::new();
    for (place, (heading, sentences)) in explanation.sections().into_iter().enumerate() {
        if place > 0 {
            lines.push(String::new());
        }
        lines.push(terminal.pick(&heading).to_owned());
        lines.extend(sentences.iter().map(|one| format!("  {}", terminal.pick(one))));
    }
    lines
}

/// The election's own entries, and the meetings, rolls and counts that its numbers come from.
fn relied_on(row: &ElectionRow, view: &View<'_>) -> Result<Vec<Recorded>, Failure> {
    let own = row.election.tag();
    let counts = view.election_counts(row)?;
    let of_counts = counts.iter().flat_map(|count| {
        let what = count.row.what.as_ref();
        let whole = what.map(|what| [what.roll.tag(), what.meeting.tag()]);
        core::iter::once(count.row.count.tag()).chain(whole.into_iter().flatten())
    });
    let meetings = row.rounds.iter().map(|round| round.meeting.tag());
    let tags: Vec<String> = meetings.chain([own.clone()]).chain(of_counts).collect();
    let counts: Vec<String> = counts.iter().map(|count| count.row.count.tag()).collect();
    let mut entries = view.entries_of(RELIED_ON, &tags)?;
    entries.retain(|one| {
        let whole = matches!(one.event.kind(), "meeting.held" | "roll.frozen");
        let tags = one.event.tags();
        whole || tags.contains(&own) || counts.iter().any(|count| tags.contains(count))
    });
    Ok(entries)
}

fn json_of(row: &ElectionRow, judged: &JudgedElection, entries: &[Recorded]) -> Value {
    let rounds: Vec<Value> = judged
        .rounds
        .iter()
        .map(|one| {
            let sentence = one.verdict.sentence();
            json!({
                "round": one.round,
                "post_kind": one.post.word(),
                "book": one.book.to_string(),
                "sentence": { "zh": sentence.zh, "en": sentence.en },
                "verdict": serde_json::to_value(&one.verdict).unwrap_or_default(),
            })
        })
        .collect();
    let ids = |list: &[domain::CandidateId]| -> Vec<String> {
        list.iter().map(ToString::to_string).collect()
    };
    json!({
        "election": row.election.to_string(),
        "rounds": rounds,
        "elected": judged.elected().iter().map(ToString::to_string).collect::<Vec<_>>(),
        "declared_only": ids(&judged.declared_only),
        "computed_only": ids(&judged.computed_only),
        "not_decided": ids(&judged.not_decided),
        "entries": entries.iter().map(|one| one.seq).collect::<Vec<_>>(),
    })
}

/// Open while any round or candidate is.
pub(super) fn exit_of(judged: &JudgedElection) -> Exit {
    let open = |verdict: &Verdict| {
        matches!(verdict.outcome, Outcome::Undetermined { .. } | Outcome::Disputed { .. })
    };
    let undecided = judged.rounds.iter().any(|round| {
        let verdict = &round.verdict;
        verdict.stands == Stands::Open || verdict.candidates.iter().any(|one| open(&one.verdict))
    });
    if undecided || judged.rounds.is_empty() { Exit::Undecided } else { Exit::Done }
}
