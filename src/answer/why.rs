//! Why something came out as it did: facts, rule, arithmetic, verdict, what could change it, and the
//! entries that it rests on.

mod suppose;

pub use suppose::{CannotSuppose, Supposed, SupposedRound, Supposition};

use super::{AskError, EntryLine, Judged, JudgedElection, JudgedRound, View};
use crate::domain::{
    Bilingual, CandidateId, ElectionId, Fingerprint, Happened, MeetingId, MotionId, PostKind,
};
use crate::event::motion::Announced;
use crate::event::{Names, Recorded};
use crate::law::{DeemedTable, ElectionVerdict, Explanation, Outcome, Stands, Verdict};
use crate::projection::{ElectionRow, MotionRow};
use schemars::JsonSchema;
use serde::Serialize;

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

/// Why a motion or a quorum came out as it did.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WhyAnswer {
    /// What it is about.
    pub title: Bilingual,
    /// The outcome by its word; none before a vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'static str>,
    /// The outcome on top of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<Bilingual>,
    /// The outcome in one sentence, or why there is none.
    pub sentence: Bilingual,
    /// The five headings.
    pub sections: Vec<Part>,
    /// The vote with and without deemed votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deemed: Option<Deemed>,
    /// What stands beside it: other rules at the notice, another announcement.
    pub remarks: Vec<Bilingual>,
    /// Numbers of the entries that it rests on.
    pub entries: Vec<u64>,
    /// The same entries in words.
    pub relied_on: Vec<EntryLine>,
    /// The verdict with all numbers.
    #[schemars(with = "serde_json::Value")]
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
    /// Whether facts are missing or readings differ, so that nobody can say.
    pub undecided: bool,
}

/// A heading and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Part {
    /// The heading.
    pub heading: Bilingual,
    /// What stands under it.
    pub sentences: Vec<Bilingual>,
}

/// A vote with and without deemed votes, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Deemed {
    /// A heading for each column.
    pub headings: Vec<Bilingual>,
    /// The rows.
    pub rows: Vec<Vec<Bilingual>>,
}

/// Why an election came out as it did.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WhyElection {
    /// The election.
    pub election: ElectionId,
    /// What it is called.
    pub title: Bilingual,
    /// Where nobody counted, what can be said all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uncounted: Vec<Part>,
    /// Every round, for each post.
    pub rounds: Vec<WhyRound>,
    /// Who is elected by the numbers.
    pub elected: Vec<CandidateId>,
    /// Declared elected, and the numbers say otherwise.
    pub declared_only: Vec<CandidateId>,
    /// Elected by the numbers, and a result was declared without them.
    pub computed_only: Vec<CandidateId>,
    /// Declared elected, and the numbers do not say.
    pub not_decided: Vec<CandidateId>,
    /// What is remarkable about the result.
    pub findings: Vec<Bilingual>,
    /// Numbers of the entries that it rests on.
    pub entries: Vec<u64>,
    /// The same entries in words.
    pub relied_on: Vec<EntryLine>,
    /// Whether nobody can say yet.
    pub undecided: bool,
}

/// Why a round of an election came out as it did.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WhyRound {
    /// Which round, from 1.
    pub round: u32,
    /// For which post.
    pub post_kind: PostKind,
    /// The round and the post in words.
    pub title: Bilingual,
    /// The book that it was judged by.
    pub book: Fingerprint,
    /// What follows in one sentence.
    pub sentence: Bilingual,
    /// The five headings.
    pub sections: Vec<Part>,
    /// The result with and without deemed votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deemed: Option<Deemed>,
    /// The verdict with all numbers.
    #[schemars(with = "serde_json::Value")]
    verdict: ElectionVerdict,
}

/// The answer to a question why.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Why {
    /// Of a motion or a meeting's quorum.
    One(Box<WhyAnswer>),
    /// Of an election.
    Election(Box<WhyElection>),
    /// Of a meeting that is not on record as held.
    NotHeld,
    /// There is no such thing on record.
    Unknown,
}

impl View {
    /// Explains the first of these things that has an outcome; nothing where none of them can have
    /// one.
    pub fn why(&self, tags: &[String]) -> Result<Option<Why>, AskError> {
        for tag in tags {
            if let Some(motion) = tag.strip_prefix("motion:").and_then(|id| id.parse().ok()) {
                return self.why_motion(motion).map(Some);
            }
            if let Some(meeting) = tag.strip_prefix("meeting:").and_then(|id| id.parse().ok()) {
                return self.why_meeting(meeting).map(Some);
            }
            if let Some(election) = tag.strip_prefix("election:").and_then(|id| id.parse().ok()) {
                return self.why_election(election).map(Some);
            }
        }
        Ok(None)
    }

    fn why_motion(&self, id: MotionId) -> Result<Why, AskError> {
        let Some(row) = self.snapshot.projections.motion(id)? else { return Ok(Why::Unknown) };
        let title = self.motion_text(&row);
        let title = Bilingual::new(format!("议案:{}", title.zh), format!("Motion: {}", title.en));
        let entries = self.motion_relied_on(id)?;
        let answer = match self.judge_motion(&row)? {
            Some(judged) => {
                let answer = self.explained(title, &judged.verdict, &entries);
                WhyAnswer { remarks: remarks(&judged), ..answer }
            }
            None => WhyAnswer {
                title,
                outcome: None,
                headline: None,
                sentence: unvoted(&row),
                sections: parts(&explain_unvoted(&row)),
                deemed: None,
                remarks: Vec::new(),
                entries: entries.iter().map(|one| one.seq).collect(),
                relied_on: self.entry_lines(&entries),
                verdict: None,
                undecided: true,
            },
        };
        Ok(Why::One(Box::new(answer)))
    }

    fn why_meeting(&self, id: MeetingId) -> Result<Why, AskError> {
        let Some(row) = self.snapshot.projections.meeting(id)? else { return Ok(Why::Unknown) };
        let Some(verdict) = self.quorum(&row)? else { return Ok(Why::NotHeld) };
        let title = self.names().meeting(id);
        let entries = self.entries_about(&[id.tag()])?;
        Ok(Why::One(Box::new(self.explained(title, &verdict, &entries))))
    }

    fn why_election(&self, id: ElectionId) -> Result<Why, AskError> {
        let Some(row) = self.snapshot.projections.election(id)? else { return Ok(Why::Unknown) };
        let judged = self.judge_election(&row)?;
        let entries = self.election_relied_on(&row)?;
        let names = self.names();
        let name = |candidate| names.candidate(candidate);
        let uncounted = if judged.rounds.is_empty() {
            parts(&self.explain_uncounted(&row)?)
        } else {
            Vec::new()
        };
        Ok(Why::Election(Box::new(WhyElection {
            election: id,
            title: names.election(id),
            uncounted,
            rounds: judged.rounds.iter().map(|round| self.why_round(round)).collect(),
            elected: judged.elected().iter().copied().collect(),
            declared_only: judged.declared_only.clone(),
            computed_only: judged.computed_only.clone(),
            not_decided: judged.not_decided.clone(),
            findings: judged.findings.iter().map(|one| one.sentence(&name)).collect(),
            entries: entries.iter().map(|one| one.seq).collect(),
            relied_on: self.entry_lines(&entries),
            undecided: is_open(&judged),
        })))
    }

    fn why_round(&self, round: &JudgedRound) -> WhyRound {
        let (number, post) = (round.round, round.post.name());
        let names = self.names();
        let called = |candidate| names.candidate(candidate);
        WhyRound {
            round: number,
            post_kind: round.post,
            title: Bilingual::new(
                format!("第 {number} 轮({})", post.zh),
                format!("Round {number} ({})", post.en),
            ),
            book: round.book,
            sentence: round.verdict.sentence(),
            sections: parts(&round.verdict.explain(&called)),
            deemed: round.verdict.deemed_table(&called).map(Deemed::from),
            verdict: round.verdict.clone(),
        }
    }

    fn explained(&self, title: Bilingual, verdict: &Verdict, entries: &[Recorded]) -> WhyAnswer {
        let headline = verdict.headline();
        WhyAnswer {
            title,
            outcome: Some(verdict.outcome.word()),
            headline: Some(Bilingual::new(
                format!("结果:{}。", headline.zh),
                format!("Outcome: {}.", headline.en),
            )),
            sentence: verdict.sentence(),
            sections: parts(&verdict.explain()),
            deemed: verdict.deemed_table().map(Deemed::from),
            remarks: Vec::new(),
            entries: entries.iter().map(|one| one.seq).collect(),
            relied_on: self.entry_lines(entries),
            verdict: Some(verdict.clone()),
            undecided: leaves_open(verdict),
        }
    }

    /// The motion's own entries, and those of the meeting that its denominator comes from.
    fn motion_relied_on(&self, id: MotionId) -> Result<Vec<Recorded>, AskError> {
        let votes = self.snapshot.projections.votes(id)?;
        let meetings = votes.iter().flat_map(|row| &row.votes).map(|vote| vote.meeting.tag());
        let own = id.tag();
        let mut tags: Vec<String> = meetings.collect();
        let row = self.snapshot.projections.motion(id)?;
        for count in row.into_iter().flat_map(|row| row.counts) {
            // The roll is the denominator; the ballots themselves are too many to list.
            let count = self.snapshot.projections.count_as_stated(count)?;
            tags.extend(count.and_then(|count| count.what).map(|what| what.roll.tag()));
        }
        let mut entries = self.entries_about(&[own])?;
        // Of what others are told of as well, a count of many owners above all, only the whole.
        entries.extend(self.entries_of(&["meeting.held", "roll.frozen"], &tags)?);
        entries.sort_by_key(|one| one.seq);
        entries.dedup_by_key(|one| one.seq);
        Ok(entries)
    }

    /// The election's own entries, and the meetings, rolls and counts that its numbers come from.
    fn election_relied_on(&self, row: &ElectionRow) -> Result<Vec<Recorded>, AskError> {
        let own = row.election.tag();
        let counts = self.election_counts(row)?;
        let of_counts = counts.iter().flat_map(|count| {
            let what = count.row.what.as_ref();
            let whole = what.map(|what| [what.roll.tag(), what.meeting.tag()]);
            core::iter::once(count.row.count.tag()).chain(whole.into_iter().flatten())
        });
        let meetings = row.rounds.iter().map(|round| round.meeting.tag());
        let tags: Vec<String> = meetings.chain([own.clone()]).chain(of_counts).collect();
        let counts: Vec<String> = counts.iter().map(|count| count.row.count.tag()).collect();
        let mut entries = self.entries_of(RELIED_ON, &tags)?;
        entries.retain(|one| {
            let whole = matches!(one.event.kind(), "meeting.held" | "roll.frozen");
            let tags = one.event.tags();
            whole || tags.contains(&own) || counts.iter().any(|count| tags.contains(count))
        });
        Ok(entries)
    }
}

impl From<DeemedTable> for Deemed {
    fn from(table: DeemedTable) -> Self {
        Self { headings: table.headings, rows: table.rows }
    }
}

fn parts(explanation: &Explanation) -> Vec<Part> {
    let sections = explanation.sections().into_iter();
    let part = |(heading, sentences): (Bilingual, &[Bilingual])| Part {
        heading,
        sentences: sentences.to_vec(),
    };
    sections.map(part).collect()
}

/// Whether facts are missing or readings differ.
fn leaves_open(verdict: &Verdict) -> bool {
    match verdict.outcome {
        Outcome::Satisfied | Outcome::NotSatisfied | Outcome::Advisory { .. } => false,
        Outcome::Undetermined { .. } | Outcome::Disputed { .. } => true,
    }
}

/// Open while any round or candidate is.
fn is_open(judged: &JudgedElection) -> bool {
    let open = |verdict: &Verdict| {
        matches!(verdict.outcome, Outcome::Undetermined { .. } | Outcome::Disputed { .. })
    };
    let undecided = judged.rounds.iter().any(|round| {
        let verdict = &round.verdict;
        verdict.stands == Stands::Open || verdict.candidates.iter().any(|one| open(&one.verdict))
    });
    undecided || judged.rounds.is_empty()
}

/// That there is no vote, and whether one can still come.
fn unvoted(row: &MotionRow) -> Bilingual {
    if row.withdrawn.is_some() {
        Bilingual::new(
            "这件议案已撤回,没有表决记录,也没有结果。",
            "The motion was withdrawn: there is no vote on record, and no outcome.",
        )
    } else {
        Bilingual::new("这件议案还没有表决记录。", "There is no vote on record for this motion.")
    }
}

fn explain_unvoted(row: &MotionRow) -> Explanation {
    let on = |day: Option<Happened>, zh: &str, en: &str| {
        day.map(|day| Bilingual::new(format!("{day} {zh}"), format!("{en} on {day}")))
    };
    let proposed = on(row.proposed, "提出", "put forward");
    let withdrawn = on(row.withdrawn.as_ref().map(|one| one.on), "撤回", "withdrawn");
    let change = if row.withdrawn.is_some() {
        Bilingual::new("重新提出并且表决。", "It can be put forward again and voted on.")
    } else {
        Bilingual::new("表决以后记录票数,就可以判定。", "Once it is voted on, record the votes.")
    };
    Explanation {
        facts: proposed.into_iter().chain(withdrawn).collect(),
        rule: vec![Bilingual::new("没有表决,还用不到规则。", "Without a vote no rule is asked.")],
        arithmetic: vec![Bilingual::new(
            "没有票数,没有可计算的。",
            "There are no votes to calculate with.",
        )],
        verdict: vec![unvoted(row)],
        changes: vec![change],
    }
}

fn remarks(judged: &Judged) -> Vec<Bilingual> {
    let mut remarks = Vec::new();
    if let Some(other) = &judged.notice_differs {
        let other = other.sentence();
        remarks.push(Bilingual::new(
            format!("注意:按发通知时的规则,结果会不同:{}", other.zh),
            format!("Note: by the rules pinned in the notice it would be different: {}", other.en),
        ));
    }
    if let Some(members) = judged.members_differ {
        remarks.push(Bilingual::new(
            format!("注意:会议记录写的应到人数与名册不同,按名册当天有表决权的党员是 {members} 人。"),
            format!("Note: the number due differs from the books, which have {members} members with a vote on that day."),
        ));
    }
    if let Some(contradiction) = &judged.contradiction {
        let said = contradiction.sentence();
        remarks.push(Bilingual::new(format!("注意:{}", said.zh), format!("Note: {}", said.en)));
    }
    if let Some(announced) = judged.announced_differs {
        let (zh, en) = match announced {
            Announced::Carried => ("通过", "carried"),
            Announced::NotCarried => ("未通过", "not carried"),
        };
        remarks.push(Bilingual::new(
            format!("注意:当时宣布的是“{zh}”,与计算结果不同。"),
            format!("Note: it was announced as {en}, which is not what follows from the numbers."),
        ));
    }
    remarks
}
