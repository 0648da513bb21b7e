//! What follows from the rounds of an election, and how it compares with what was declared.

mod count;
mod findings;
mod told;
mod uncounted;

pub use count::ElectionCount;
pub use findings::ResultFinding;
pub use told::{CandidateVotes, Computed, CountedLine, ElectionAnswer, ElectionLine};

use crate::answer::AskError;
use crate::answer::View;
use crate::answer::judge::figures_of;
use crate::domain::{
    BodyId, BodyKind, CandidateId, CountId, ElectionKind, Electorate, Fingerprint, Heads,
    MeetingId, MeetingKind, PersonId, PostKind, RoundKind,
};
use crate::law::{self, ElectionVerdict, Figures, Method, Placing, Stands, Tally, judge_election};
use crate::projection::{Call, ElectionRow, Held, Round, Stated};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A round as judged, for one post.
#[derive(Debug)]
pub struct JudgedRound {
    /// Which round, from 1.
    pub round: u32,
    /// For which post.
    pub post: PostKind,
    /// The count that it was, where owners voted by name.
    pub count: Option<CountId>,
    /// What follows.
    pub verdict: ElectionVerdict,
    /// The book that it was judged by.
    pub book: Fingerprint,
}

/// What an election comes to beside what was declared.
#[derive(Debug, Default)]
pub struct JudgedElection {
    /// Every round, for each post.
    pub rounds: Vec<JudgedRound>,
    /// Declared elected, and the numbers say otherwise.
    pub declared_only: Vec<CandidateId>,
    /// Elected by the numbers, and a result was declared without them.
    pub computed_only: Vec<CandidateId>,
    /// Declared elected, and the numbers do not say.
    pub not_decided: Vec<CandidateId>,
    /// What is remarkable about the result.
    pub findings: Vec<ResultFinding>,
}

impl JudgedElection {
    /// Those elected by the numbers, for any post, in any round.
    pub fn elected(&self) -> BTreeSet<CandidateId> {
        self.rounds.iter().flat_map(|round| round.verdict.elected()).collect()
    }

    /// Whether what was declared differs from what was computed.
    pub fn differs(&self) -> bool {
        !self.declared_only.is_empty() || !self.computed_only.is_empty()
    }
}

/// A round as the law asks for it, whoever counted it.
struct Sheet {
    number: u32,
    count: Option<CountId>,
    kind: RoundKind,
    meeting: MeetingId,
    formed: NaiveDate,
    figures: Figures,
    candidates: Vec<Tally>,
    scrutineers: Vec<CandidateId>,
    settled: Vec<CandidateId>,
}

impl View {
    /// What follows from every round that was counted.
    pub fn judge_election(&self, row: &ElectionRow) -> Result<JudgedElection, AskError> {
        let mut judged = JudgedElection::default();
        let Some(call) = &row.called else { return Ok(judged) };
        let posts: BTreeSet<PostKind> = call.seats.iter().map(|one| one.post_kind).collect();
        let counts = self.election_counts(row)?;
        for post in posts {
            // The winners of a later vote among the tied settle the tie, so that comes first.
            let mut settled = Vec::new();
            for round in row.rounds.iter().rev() {
                let Some(sheet) = self.sheet(row, call, round, post, settled.clone())? else {
                    continue;
                };
                let Some(one) = self.judge_round(call, post, sheet)? else { continue };
                settled = match round.round_kind {
                    RoundKind::TieRevote => one.verdict.elected(),
                    _ => Vec::new(),
                };
                judged.rounds.push(one);
            }
            for sheet in counts.iter().filter_map(|count| count.sheet(row, call, post)) {
                judged.rounds.extend(self.judge_round(call, post, sheet)?);
            }
        }
        judged.rounds.sort_by_key(|one| (one.round, one.post));
        compare(row, &mut judged);
        judged.findings = ResultFinding::of(row, &judged);
        Ok(judged)
    }

    /// A round of secret ballots.
    fn sheet(
        &self,
        row: &ElectionRow,
        call: &Call,
        round: &Stated<Round>,
        post: PostKind,
        settled: Vec<CandidateId>,
    ) -> Result<Option<Sheet>, AskError> {
        let meeting = self.snapshot.projections.meeting(round.meeting)?;
        let Some(held) = meeting.and_then(|meeting| meeting.held) else { return Ok(None) };
        let candidates = tallies(row, round, post);
        Ok(Some(Sheet {
            number: round.round,
            count: None,
            kind: round.round_kind,
            meeting: round.meeting,
            formed: round.on.first_day(),
            figures: of_residents(
                figures(row, call, round, post, &held.what),
                call,
                round,
                &held.what,
            ),
            scrutineers: watching(row, &candidates, &[]),
            candidates,
            settled,
        }))
    }

    fn judge_round(
        &self,
        call: &Call,
        post: PostKind,
        sheet: Sheet,
    ) -> Result<Option<JudgedRound>, AskError> {
        let Some((body, meeting, pinned)) = self.sitting(sheet.meeting)? else { return Ok(None) };
        if sheet.candidates.is_empty() {
            return Ok(None);
        }
        let book = self.snapshot.book(pinned)?;
        let body = self.snapshot.projections.body_on(body, sheet.formed)?;
        let election = law::Election {
            kind: call.election_kind,
            body: body.and_then(|body| body.body_kind).unwrap_or(BodyKind::Organisation),
            meeting,
            electorate: call.electorate,
            round: sheet.kind,
            formed: sheet.formed,
            place: self.snapshot.place().clone(),
            method: method(call),
            figures: sheet.figures,
            candidates: sheet.candidates,
            scrutineers: sheet.scrutineers,
            settled: sheet.settled,
        };
        let verdict = judge_election(book, &election);
        let (round, count) = (sheet.number, sheet.count);
        Ok(Some(JudgedRound { round, post, count, verdict, book: pinned }))
    }

    /// Body, kind and pinned book of a meeting: as held, or as called while it is not.
    fn sitting(
        &self,
        meeting: MeetingId,
    ) -> Result<Option<(BodyId, MeetingKind, Fingerprint)>, AskError> {
        let Some(row) = self.snapshot.projections.meeting(meeting)? else { return Ok(None) };
        let called = row.notice.as_ref().map(|one| (one.body, one.meeting_kind, one.book));
        let held = row.held.as_ref().map(|one| (one.body, one.meeting_kind, one.book));
        Ok(held.or(called))
    }
}

/// Those due and those who voted, under the names that the rules on residents give them.
fn of_residents(figures: Figures, call: &Call, round: &Round, held: &Held) -> Figures {
    if call.election_kind != ElectionKind::ResidentsCommittee {
        return figures;
    }
    let (due, voting) = (Some(Heads(round.due)), Some(Heads(round.returned)));
    let by_meeting = match held.meeting_kind {
        MeetingKind::ResidentsRepresentativeMeeting => Electorate::Representatives,
        _ => Electorate::Voters,
    };
    let figures = Figures { voting, ..figures };
    match call.electorate.unwrap_or(by_meeting) {
        Electorate::Voters => Figures { voters: due, ..figures },
        Electorate::Households => Figures { households: Some(round.due), ..figures },
        Electorate::Representatives => Figures { representatives: due, ..figures },
    }
}

fn method(call: &Call) -> Method {
    Method { elected_base: call.elected_base, rank_key: call.rank_key, tie_rule: call.tie_rule }
}

/// The candidates of a round for a post with their totals, those written in last.
fn tallies(row: &ElectionRow, round: &Round, post: PostKind) -> Vec<Tally> {
    let stands = |candidate: &CandidateId| {
        row.candidate(*candidate).is_some_and(|one| one.nominated.post_kind == post)
    };
    let listed = round.tallies.iter().filter(|one| stands(&one.candidate)).map(|one| Tally {
        candidate: one.candidate,
        written_in: false,
        in_favour: Some(Heads(one.in_favour)),
        against: one.against.map(Heads),
        abstain: one.abstain.map(Heads),
        in_favour_area: None,
    });
    let written = round.write_ins.iter().filter(|one| stands(&one.candidate)).map(|one| Tally {
        candidate: one.candidate,
        written_in: true,
        in_favour: Some(Heads(one.votes)),
        against: None,
        abstain: None,
        in_favour_area: None,
    });
    listed.chain(written).collect()
}

/// Candidates who watched over the vote all the same.
fn watching(row: &ElectionRow, candidates: &[Tally], more: &[PersonId]) -> Vec<CandidateId> {
    let chosen = row.scrutineers.iter().flat_map(|one| &one.scrutineers).chain(more);
    let chosen: BTreeSet<PersonId> = chosen.copied().collect();
    let ids = candidates.iter().map(|one| one.candidate);
    ids.filter(|id| row.candidate(*id).is_some_and(|one| chosen.contains(&one.nominated.person)))
        .collect()
}

fn figures(row: &ElectionRow, call: &Call, round: &Round, post: PostKind, held: &Held) -> Figures {
    let of_meeting = figures_of(held);
    let excluded = u32::try_from(held.excluded.len()).unwrap_or(u32::MAX);
    Figures {
        // Those excluded are not among those due on the sheet; the law decides whether they count.
        due: Some(Heads(round.due.saturating_add(excluded))),
        present: Some(Heads(round.present)),
        excluded_with_approvals: of_meeting.excluded_with_approvals,
        excluded_without_approvals: of_meeting.excluded_without_approvals,
        seats: seats(row, call, round.round, round.seats, post),
        issued: Some(round.issued),
        returned: Some(round.returned),
        valid_ballots: Some(round.valid),
        invalid_ballots: Some(round.invalid),
        ..Figures::default()
    }
}

/// Seats of the round: as written on the sheet where it is about one post; else those called for,
/// less those declared elected in earlier rounds.
fn seats(
    row: &ElectionRow,
    call: &Call,
    round: u32,
    written: Option<u32>,
    post: PostKind,
) -> Option<u32> {
    let written = written.filter(|_| call.seats.len() == 1);
    let filled =
        row.elected().filter(|(number, elected)| *number < round && elected.post_kind == post);
    let filled = u32::try_from(filled.count()).unwrap_or(u32::MAX);
    let called = call.seats.iter().find(|one| one.post_kind == post);
    written.or_else(|| called.map(|one| one.seats.saturating_sub(filled)))
}

/// Holds what was declared against what follows. A result that no count stands behind, and a round
/// that waits for a fact or a reading, are not decided; they are no difference.
fn compare(row: &ElectionRow, judged: &mut JudgedElection) {
    let elected = judged.elected();
    let declared: BTreeSet<CandidateId> = row.elected().map(|(_, one)| one.candidate).collect();
    for candidate in &declared {
        if elected.contains(candidate) {
            continue;
        }
        if is_refuted(judged, *candidate) {
            judged.declared_only.push(*candidate);
        } else {
            judged.not_decided.push(*candidate);
        }
    }
    let rounds: BTreeSet<u32> = row.declared.iter().map(|one| one.round).collect();
    let of_declared = judged.rounds.iter().filter(|one| rounds.contains(&one.round));
    let computed: BTreeSet<CandidateId> =
        of_declared.flat_map(|one| one.verdict.elected()).collect();
    judged.computed_only = computed.difference(&declared).copied().collect();
}

/// Whether every round that the candidate was in says no: void, or not elected.
fn is_refuted(judged: &JudgedElection, candidate: CandidateId) -> bool {
    let mut said = judged.rounds.iter().filter_map(|round| {
        let one = round.verdict.candidates.iter().find(|one| one.candidate == candidate)?;
        let lost =
            matches!(one.placing, Placing::NotElected | Placing::WithoutSeat | Placing::Tied);
        Some(round.verdict.stands == Stands::No || lost)
    });
    said.next().is_some_and(|first| first && said.all(|no| no))
}
