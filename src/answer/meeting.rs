//! Meetings: the list, and what the papers about one are written from.

use super::{AskError, Filter, List, View};
use crate::domain::{
    Bilingual, BodyId, CountId, ElectionId, Happened, Label, MeetingId, MeetingKind, MotionId,
    PostKind,
};
use crate::event::{Names, Recorded};
use crate::law::{ElectionVerdict, Verdict};
use crate::projection::{Drawer, MeetingRow, Projections};
use core::fmt;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// What minutes are written from.
#[derive(Clone)]
pub struct MeetingRecord<'a> {
    /// The meeting.
    pub meeting: MeetingId,
    /// Every entry about this meeting and its motions, corrections included, in order of number.
    pub recorded: Vec<Recorded>,
    /// The verdict on each motion that was put to the vote.
    pub verdicts: Vec<(MotionId, Verdict)>,
    /// The verdict on the quorum.
    pub quorum: Option<Verdict>,
    /// The verdict on each round of the elections, for each post.
    pub rounds: Vec<RoundVerdict>,
    /// What is remarkable about the results of the elections.
    pub findings: Vec<(ElectionId, Bilingual)>,
    /// What things are called.
    pub names: &'a dyn Names,
    /// Number of entries, and BLAKE3 of the last one in lower-case hexadecimal.
    pub head: (u64, String),
    /// What the registry is called.
    pub registry_name: String,
}

/// What follows from a round of an election for one post.
#[derive(Debug, Clone)]
pub struct RoundVerdict {
    /// The election.
    pub election: ElectionId,
    /// Which round, from 1.
    pub round: u32,
    /// For which post.
    pub post: PostKind,
    /// The count that it was, where owners voted by name.
    pub count: Option<CountId>,
    /// What follows.
    pub verdict: ElectionVerdict,
}

impl fmt::Debug for MeetingRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names may hold opened personal values.
        f.debug_struct("MeetingRecord")
            .field("meeting", &self.meeting)
            .field("entries", &self.recorded.len())
            .finish_non_exhaustive()
    }
}

impl View {
    /// Gathers what a paper about a meeting is written from. `names` are this view's; `of_votes` are
    /// the kinds that it tells of elections and counts.
    pub fn meeting_record<'a>(
        &self,
        meeting: MeetingId,
        names: &'a dyn Names,
        of_votes: &[&str],
    ) -> Result<MeetingRecord<'a>, AskError> {
        let all = &self.snapshot;
        let row = all.projections.meeting(meeting)?;
        let mut verdicts = Vec::new();
        for motion in row.iter().flat_map(|row| &row.motions) {
            if let Some(row) = all.projections.motion(*motion)?
                && let Some(judged) = self.judge_motion(&row)?
            {
                verdicts.push((*motion, judged.verdict));
            }
        }
        let quorum = row.as_ref().map(|row| self.quorum(row)).transpose()?.flatten();
        let recorded = self.meeting_entries(meeting, of_votes)?;
        let (rounds, findings) = self.elections_of(&recorded)?;
        Ok(MeetingRecord {
            meeting,
            recorded,
            verdicts,
            quorum,
            rounds,
            findings,
            names,
            head: (all.entries(), all.head()),
            registry_name: all.name().to_owned(),
        })
    }

    /// What follows from each round of the elections that these entries are about.
    fn elections_of(&self, recorded: &[Recorded]) -> Result<Elections, AskError> {
        let tags = recorded.iter().flat_map(|one| one.event.tags());
        let ids = tags.filter_map(|tag| tag.strip_prefix("election:")?.parse().ok());
        let ids: BTreeSet<ElectionId> = ids.collect();
        let (mut rounds, mut findings) = (Vec::new(), Vec::new());
        let names = self.names();
        let name = |candidate| names.candidate(candidate);
        for election in ids {
            let Some(row) = self.snapshot.projections.election(election)? else { continue };
            let judged = self.judge_election(&row)?;
            findings.extend(judged.findings.iter().map(|one| (election, one.sentence(&name))));
            rounds.extend(judged.rounds.into_iter().map(|one| {
                let (round, post, count) = (one.round, one.post, one.count);
                RoundVerdict { election, round, post, count, verdict: one.verdict }
            }));
        }
        Ok((rounds, findings))
    }
}

/// The rounds of elections, and what is remarkable about their results.
type Elections = (Vec<RoundVerdict>, Vec<(ElectionId, Bilingual)>);

/// A meeting in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MeetingLine {
    /// The meeting.
    pub meeting: MeetingId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// When it was held, or is to be held.
    pub date: Option<Happened>,
    /// Whose meeting.
    pub body: BodyId,
    /// What the body is called.
    pub body_name: Bilingual,
    /// Its kind.
    pub meeting_kind: Option<MeetingKind>,
    /// Due to attend; none where nobody was due or it is not recorded.
    pub due: Option<u32>,
    /// Present; where nobody was due, those who came for the parties.
    pub present: Option<u32>,
    /// How far it is.
    pub status: Bilingual,
}

impl View {
    /// Meetings, the earliest first.
    pub fn meetings(&self, filter: Filter) -> Result<List<MeetingLine>, AskError> {
        let names = self.names();
        let drawer = (Drawer::Meetings, filter);
        let mut all = self.rows(drawer, Projections::meeting, Projections::each_meeting)?;
        all.retain(|row| {
            let wanted = self.begun(row.date()) && filter.within(row.date());
            wanted && row.body().is_some_and(|body| filter.concerns(body))
        });
        all.sort_by_cached_key(|row| {
            (row.date(), row.body().map(|body| names.body(body).zh), row.meeting)
        });
        let line = |row: &MeetingRow| {
            let body = row.body()?;
            let noticed = row.notice.as_ref().and_then(|notice| notice.label.clone());
            let held = row.held.as_ref().and_then(|held| held.label.clone());
            let (due, present) = attendance(row);
            Some(MeetingLine {
                meeting: row.meeting,
                label: held.or(noticed),
                date: row.date(),
                body,
                body_name: names.body(body),
                meeting_kind: row.meeting_kind(),
                due,
                present,
                status: status(row),
            })
        };
        Ok(self.list("meetings", all.iter().filter_map(line).collect()))
    }
}

/// Due and present; where nobody was due, those who came for the parties.
fn attendance(row: &MeetingRow) -> (Option<u32>, Option<u32>) {
    let Some(held) = &row.held else { return (None, None) };
    if held.no_roll {
        return (None, held.came());
    }
    (held.entitled, held.present)
}

fn status(row: &MeetingRow) -> Bilingual {
    let corrected = row.held.as_ref().is_some_and(|held| held.corrected.is_some());
    let confirmed = !row.minutes_confirmed.is_empty();
    if row.is_annulled() {
        return Bilingual::new("误录,不计", "recorded in error");
    }
    match (row.cancelled.is_some(), row.held.is_some()) {
        (true, _) => Bilingual::new("已取消", "cancelled"),
        (false, false) => Bilingual::new("已通知", "called"),
        (false, true) if corrected => Bilingual::new("已召开,有更正", "held, corrected"),
        (false, true) if confirmed => Bilingual::new("已召开,已签字", "held, signed"),
        (false, true) => Bilingual::new("已召开", "held"),
    }
}
