//! `yishi minutes`: write the minutes of a meeting from what is on record.

use super::show::found;
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{Bilingual, ElectionId, MeetingId};
use crate::paper::minutes::{MeetingRecord, MinutesOptions, RoundVerdict, minutes};
use crate::paper::{Sheet, markdown, notice, text};
use crate::registry::answers::{Names, Recorded};
use crate::registry::{RecordError, Registry, View};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Writes the minutes (会议记录) of a meeting from recorded facts.
#[derive(Debug, clap::Args)]
pub(crate) struct MinutesArgs {
    /// 会议的编号或 @标签 / Id or @label of the meeting
    meeting: String,
    /// 输出 Markdown / As Markdown
    #[arg(long)]
    markdown: bool,
    /// 打印会议通知 / The notice instead
    #[arg(long)]
    notice: bool,
    /// 连同相互批评一起打印 / With the mutual criticism
    #[arg(long)]
    criticism: bool,
    /// 写入文件 / Write into this file
    #[arg(long)]
    output: Option<PathBuf>,
}

pub(super) fn run(
    args: &MinutesArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let registry = Registry::read_only(&global.registry)?;
    let view = registry.view(None)?;
    let tags = found(&view, &args.meeting)?;
    let meeting = tags.iter().find_map(|tag| tag.strip_prefix("meeting:")?.parse().ok());
    let Some(meeting): Option<MeetingId> = meeting else {
        return Err(Failure::new(
            Exit::Usage,
            format!("“{}”不是会议。", args.meeting),
            format!("\"{}\" is not a meeting.", args.meeting),
        ));
    };
    let options = MinutesOptions { language: terminal.language, include_criticism: args.criticism };
    let sheet = if args.notice {
        with_record(&registry, &view, meeting, |record| notice(record, terminal.language))?
            .ok_or_else(|| {
                Failure::new(Exit::Undecided, "这次会议没有通知记录。", "No notice is on record.")
            })?
    } else {
        sheet_of(&registry, &view, meeting, options)?
    };
    let printed = if args.markdown { markdown(&sheet) } else { text(&sheet) };
    match &args.output {
        Some(path) => {
            std::fs::write(path, printed).map_err(|error| Failure::io(path, &error))?;
        }
        None => terminal.print(&printed),
    }
    Ok(Exit::Done)
}

/// The minutes of a meeting as a sheet.
pub(super) fn sheet_of(
    registry: &Registry,
    view: &View<'_>,
    meeting: MeetingId,
    options: MinutesOptions,
) -> Result<Sheet, Failure> {
    with_record(registry, view, meeting, |record| minutes(record, options))
}

/// Gathers what a paper about a meeting is written from.
fn with_record<T>(
    registry: &Registry,
    view: &View<'_>,
    meeting: MeetingId,
    write: impl FnOnce(&MeetingRecord<'_>) -> T,
) -> Result<T, Failure> {
    let row = view.projections.meeting(meeting).map_err(RecordError::from)?;
    let mut verdicts = Vec::new();
    for motion in row.iter().flat_map(|row| &row.motions) {
        if let Some(row) = view.projections.motion(*motion).map_err(RecordError::from)?
            && let Some(judged) = view.judge_motion(&row)?
        {
            verdicts.push((*motion, judged.verdict));
        }
    }
    let quorum = row.as_ref().map(|row| view.quorum(row)).transpose()?.flatten();
    let recorded = view.meeting_entries(meeting)?;
    let (rounds, findings) = elections(view, &recorded)?;
    let head = registry.store().head();
    let record = MeetingRecord {
        meeting,
        recorded: &recorded,
        verdicts: &verdicts,
        quorum: quorum.as_ref(),
        rounds: &rounds,
        findings: &findings,
        names: &view.names(),
        head: (head.next_seq, head.hash.to_string()),
        registry_name: &view.name,
    };
    Ok(write(&record))
}

/// The rounds of elections, and what is remarkable about their results.
type Elections = (Vec<RoundVerdict>, Vec<(ElectionId, Bilingual)>);

/// What follows from each round of the elections that these entries are about.
fn elections(view: &View<'_>, recorded: &[Recorded]) -> Result<Elections, Failure> {
    let tags = recorded.iter().flat_map(|one| one.event.tags());
    let ids = tags.filter_map(|tag| tag.strip_prefix("election:")?.parse().ok());
    let ids: BTreeSet<ElectionId> = ids.collect();
    let (mut rounds, mut findings) = (Vec::new(), Vec::new());
    let names = view.names();
    let name = |candidate| names.candidate(candidate);
    for election in ids {
        let Some(row) = view.projections.election(election).map_err(RecordError::from)? else {
            continue;
        };
        let judged = view.judge_election(&row)?;
        findings.extend(judged.findings.iter().map(|one| (election, one.sentence(&name))));
        rounds.extend(judged.rounds.into_iter().map(|one| {
            let (round, post, count) = (one.round, one.post, one.count);
            RoundVerdict { election, round, post, count, verdict: one.verdict }
        }));
    }
    Ok((rounds, findings))
}
