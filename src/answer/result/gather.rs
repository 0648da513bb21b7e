//! What a result page says, from what is on record: the verdict, its numbers, the published names.
//!
//! A page is for everybody. It names nobody but candidates and holders as published: a person in a
//! text is not named, whoever keeps the book and whatever the vault could open.

use super::{CandidateLine, Mark, RequirementLine, ResultPage};
use crate::answer::AskError;
use crate::answer::{JudgedElection, JudgedRound};
use crate::answer::{View, ViewNames};
use crate::domain::{Bilingual, CandidateId, CountId, PublicationId, PublicationKind, Thing};
use crate::event::names::{self, Names, with_names};
use crate::event::{CATALOGUE, Recorded};
use crate::law::{Days, DeemedTable, Figure, Outcome, Placing, Stands, Verdict, consequences};
use crate::ledger::{Commitment, Value};
use crate::projection::{CandidateRow, ElectionRow, MotionRow, PublicationRow};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Entries named on a page at most; more would not be read.
const RELIED_ON_MAX: usize = 40;

/// Recorded later than this many days after it happened, a page says so.
const LATE_DAYS: i64 = 7;

impl View {
    /// The page of the first of these things that can have one: none before a result, and nothing
    /// at all where none of them can.
    pub fn result(&self, tags: &[String]) -> Result<Option<Option<ResultPage>>, AskError> {
        let all = &self.snapshot.projections;
        for tag in tags {
            if let Some(id) = tag.strip_prefix("motion:").and_then(|id| id.parse().ok()) {
                let Some(row) = all.motion(id)? else { continue };
                return self.motion_page(&row).map(Some);
            }
            if let Some(id) = tag.strip_prefix("election:").and_then(|id| id.parse().ok()) {
                let Some(row) = all.election(id)? else { continue };
                return self.election_page(&row).map(Some);
            }
        }
        Ok(None)
    }

    /// The page of a motion; none before it was voted on.
    pub fn motion_page(&self, row: &MotionRow) -> Result<Option<ResultPage>, AskError> {
        let Some(judged) = self.judge_motion(row)? else { return Ok(None) };
        let verdict = &judged.verdict;
        let names = Discreet(self.names());
        let title = row.text.as_ref().map_or("", |text| text.as_str());
        let entries = self.relied_on(&self.tags_of_motion(row)?)?;
        let mut page = self.page(with_names(title, &names).zh, mark_of(&verdict.outcome), &entries);
        let body = row.proposal.as_ref().map(|proposal| names.body(proposal.body).zh);
        let matter = &verdict.matter;
        page.scene =
            [body.unwrap_or_default(), matter.meeting.zh().to_owned(), matter.formed.to_string()]
                .join(" · ");
        page.reason = verdict.sentence().zh;
        page.requirements = requirements(verdict);
        page.counts = counts(verdict);
        page.deemed = deemed(verdict.deemed_table());
        page.remarks.extend(remarks(verdict));
        if judged.announced_differs.is_some() {
            page.remarks.push("公布过的结果与按记录算出的结果不同。".to_owned());
        }
        page.remarks.extend(judged.contradiction.map(|one| one.sentence().zh));
        if row.corrected.is_some() {
            page.remarks.push("这件议案的记录有更正,原来的记录也保留着。".to_owned());
        }
        page.deadlines = self.deadlines(row, verdict, judged.book)?;
        Ok(Some(page))
    }

    /// The page of an election; none before a result was counted or declared.
    pub fn election_page(&self, row: &ElectionRow) -> Result<Option<ResultPage>, AskError> {
        let judged = self.judge_election(row)?;
        let Some(call) = row.called.as_ref() else { return Ok(None) };
        if judged.rounds.is_empty() && row.declared.is_empty() {
            return Ok(None);
        }
        let names = Discreet(self.names());
        let entries = self.relied_on(&[row.election.tag()])?;
        let title = names.election(row.election).zh;
        let mut page = self.page(title, mark_of_election(row, &judged), &entries);
        page.scene =
            format!("{} · {} · {}", names.body(call.body).zh, call.election_kind.zh(), call.on);
        let last = judged.rounds.last();
        page.reason = last.map_or_else(
            || "按推选结果宣布,没有逐票计数的记录。".to_owned(),
            |round| round.verdict.sentence().zh,
        );
        for round in &judged.rounds {
            let verdicts = [Some(&round.verdict.attendance), round.verdict.ballots.as_ref()];
            let parts = verdicts.into_iter().flatten().chain(round.verdict.competition.as_ref());
            page.requirements.extend(parts.flat_map(requirements));
            page.remarks.extend(round.verdict.findings.iter().map(|one| one.sentence().zh));
        }
        page.requirements.dedup();
        page.counts = last.map(|round| counts(&round.verdict.attendance)).unwrap_or_default();
        page.candidates = self.candidates(row, &judged);
        let names = self.names();
        let called = |id: CandidateId| published(row, id, names);
        page.deemed = deemed(last.and_then(|round| round.verdict.deemed_table(&called)));
        page.remarks.extend(judged.findings.iter().map(|one| one.sentence(&called).zh));
        Ok(Some(page))
    }

    fn page(&self, title: String, mark: Mark, entries: &[Recorded]) -> ResultPage {
        let relied_on = entries.iter().map(|one| one.seq).take(RELIED_ON_MAX).collect();
        ResultPage {
            registry: self.snapshot.name().to_owned(),
            title,
            scene: String::new(),
            mark,
            reason: String::new(),
            requirements: Vec::new(),
            counts: Vec::new(),
            deemed: Vec::new(),
            candidates: Vec::new(),
            remarks: recorded_late(entries).into_iter().collect(),
            deadlines: Vec::new(),
            entries: self.snapshot.entries(),
            head: self.snapshot.head(),
            relied_on,
        }
    }

    /// The motion, the meetings of its votes, the counts that it was put to and their rolls.
    fn tags_of_motion(&self, row: &MotionRow) -> Result<Vec<String>, AskError> {
        let mut tags = vec![row.motion.tag()];
        let votes = self.snapshot.projections.votes(row.motion)?;
        tags.extend(votes.iter().flat_map(|row| &row.votes).map(|vote| vote.meeting.tag()));
        for count in &row.counts {
            tags.push(count.tag());
            let what = self.snapshot.projections.count_as_stated(*count)?.and_then(|row| row.what);
            tags.extend(what.into_iter().flat_map(|what| [what.roll.tag(), what.meeting.tag()]));
        }
        Ok(tags)
    }

    /// The entries that a result rests on; not the single ballots, and no other motion of a meeting.
    fn relied_on(&self, tags: &[String]) -> Result<Vec<Recorded>, AskError> {
        let Some((own, shared)) = tags.split_first() else { return Ok(Vec::new()) };
        // A count has as many ballots as there are owners: they are not even looked for.
        let all = kinds(|kind| !kind.starts_with("ballot."));
        let of_all = kinds(|kind| {
            ["meeting.noticed", "meeting.held", "roll.frozen"].contains(&kind)
                || kind.starts_with("count.")
        });
        let mut entries = self.entries_of(&all, core::slice::from_ref(own))?;
        entries.extend(self.entries_of(&of_all, shared)?);
        entries.sort_by_key(|one| one.seq);
        entries.dedup_by_key(|one| one.seq);
        Ok(entries)
    }

    fn deadlines(
        &self,
        row: &MotionRow,
        verdict: &Verdict,
        book: domain::Fingerprint,
    ) -> Result<Vec<String>, AskError> {
        let book = self.snapshot.book(book)?;
        let published = self.published(row)?;
        let days = Days { formed: Some(verdict.matter.formed), published, ..Days::default() };
        let told = consequences(book, &verdict.matter, &days);
        Ok(told.iter().map(|one| one.sentence().zh).collect())
    }

    /// When the result of a motion was first posted.
    pub(in crate::answer) fn published(
        &self,
        row: &MotionRow,
    ) -> Result<Option<NaiveDate>, AskError> {
        let mut first: Option<NaiveDate> = None;
        for posted in self.publications_about(row.motion.into(), &row.counts)? {
            let Some(what) = &posted.what else { continue };
            let result = matches!(
                what.publication_kind,
                PublicationKind::PreliminaryResult
                    | PublicationKind::FinalResult
                    | PublicationKind::Decision
            );
            let ours = what.motion == Some(row.motion)
                || what.count.is_some_and(|count| row.counts.contains(&count));
            if let Some(on) = posted.posted.filter(|_| result && ours) {
                let on = on.first_day();
                first = Some(first.map_or(on, |before| before.min(on)));
            }
        }
        Ok(first)
    }

    /// What was posted about a motion or an election, or about these counts.
    pub(in crate::answer) fn publications_about(
        &self,
        thing: Thing,
        counts: &[CountId],
    ) -> Result<Vec<PublicationRow>, AskError> {
        let mut tags: Vec<String> = counts.iter().map(|count| count.tag()).collect();
        tags.push(thing.tag());
        let posted = kinds(|kind| kind.starts_with("publication."));
        let told = self.entries_of(&posted, &tags)?;
        let tagged = told.iter().flat_map(|one| one.event.tags());
        let posted: BTreeSet<PublicationId> =
            tagged.filter_map(|tag| tag.strip_prefix("publication:")?.parse().ok()).collect();
        let rows = posted.into_iter().map(|id| self.snapshot.projections.publication(id));
        Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }

    /// Candidates under the names by which they were published, those declared elected first.
    fn candidates(&self, row: &ElectionRow, judged: &JudgedElection) -> Vec<CandidateLine> {
        let declared: BTreeSet<CandidateId> = row.elected().map(|(_, one)| one.candidate).collect();
        let names = self.names();
        let mut lines: Vec<CandidateLine> = Vec::new();
        // Somebody who no longer stands has nothing to be published for.
        let standing = row.candidates.iter().filter(|one| one.withdrawn.is_none());
        for (place, candidate) in standing.enumerate() {
            let nomination = &candidate.nominated.what;
            let name = published_name(candidate, place, names);
            let post = nomination.post_kind.zh();
            let of = nomination.constituency.as_ref().map(domain::Line::as_str).unwrap_or_default();
            let votes = judged.rounds.iter().filter_map(|round| votes(round, candidate.candidate));
            lines.push(CandidateLine {
                name: format!("{name}({of}{post})"),
                votes: votes.collect::<Vec<_>>().join(";"),
                elected: declared.contains(&candidate.candidate),
            });
        }
        lines.sort_by_key(|line| !line.elected);
        lines
    }
}

/// The kinds of entries of which this is so.
fn kinds(is: fn(&str) -> bool) -> Vec<&'static str> {
    CATALOGUE.iter().map(|entry| entry.kind).filter(|kind| is(kind)).collect()
}

/// The name by which a candidate was published, or a number.
fn published_name(candidate: &CandidateRow, place: usize, names: ViewNames<'_>) -> String {
    let nomination = &candidate.nominated.what;
    match nomination.name.as_ref().and_then(|seal| names.opened(&seal.0)) {
        Some(Value::String(name)) => name,
        _ => format!("候选人 {}", place + 1),
    }
}

/// The name by which a page may call somebody who stands or stood.
fn published(row: &ElectionRow, id: CandidateId, names: ViewNames<'_>) -> Bilingual {
    let standing = row.candidates.iter().filter(|one| one.withdrawn.is_none());
    let own = standing.enumerate().find(|(_, one)| one.candidate == id);
    let name = own.map(|(place, one)| published_name(one, place, names));
    let name = name.unwrap_or_else(|| "已退出的候选人".to_owned());
    Bilingual::new(name.clone(), name)
}

/// What a candidate got in a round, and what became of it.
fn votes(round: &JudgedRound, candidate: CandidateId) -> Option<String> {
    let one = round.verdict.candidates.iter().find(|one| one.candidate == candidate)?;
    let numbers: Vec<String> = one.verdict.comparisons.iter().map(|one| one.number().zh).collect();
    let placing = match one.placing {
        Placing::Elected => String::new(),
        other => format!(",{}", other.name().zh),
    };
    Some(format!("{}{placing}", numbers.join("、")))
}

fn requirements(verdict: &Verdict) -> Vec<RequirementLine> {
    let line = |one: &law::Comparison| RequirementLine {
        number: one.number().zh,
        required: one.required().zh,
        met: one.met,
    };
    verdict.comparisons.iter().map(line).collect()
}

fn counts(verdict: &Verdict) -> Vec<(String, String)> {
    let told = |figure: Figure| Some((figure.zh().to_owned(), verdict.figures.amount(figure)?.zh));
    Figure::all().filter_map(told).collect()
}

/// The vote with and without deemed votes, headings first.
fn deemed(table: Option<DeemedTable>) -> Vec<Vec<String>> {
    let Some(table) = table else { return Vec::new() };
    let chinese = |cells: Vec<Bilingual>| cells.into_iter().map(|cell| cell.zh).collect();
    core::iter::once(table.headings).chain(table.rows).map(chinese).collect()
}

fn remarks(verdict: &Verdict) -> Vec<String> {
    let findings = verdict.findings.iter().map(|one| one.sentence().zh);
    findings.chain(verdict.notes.iter().map(|one| one.sentence().zh)).collect()
}

const fn mark_of(outcome: &Outcome) -> Mark {
    match outcome {
        Outcome::Satisfied => Mark::Carried,
        Outcome::NotSatisfied => Mark::NotCarried,
        Outcome::Undetermined { .. } | Outcome::Advisory { .. } => Mark::Undetermined,
        Outcome::Disputed { .. } => Mark::Disputed,
    }
}

/// The last round decides; where nobody counted, nobody can say.
fn mark_of_election(row: &ElectionRow, judged: &JudgedElection) -> Mark {
    let Some(last) = judged.rounds.last() else { return Mark::Undetermined };
    let open = |one: &&JudgedRound| one.verdict.stands == Stands::Open;
    if last.verdict.stands == Stands::No {
        Mark::ElectionFails
    } else if judged.rounds.iter().any(|one| open(&one)) || !judged.not_decided.is_empty() {
        Mark::Undetermined
    } else if judged.differs() {
        Mark::Disputed
    } else {
        let called: u32 = row.called.iter().flat_map(|call| &call.seats).map(|one| one.seats).sum();
        let seats = |kind| row.seats(kind);
        let kinds = row.called.iter().flat_map(|call| &call.seats).map(|one| one.post_kind);
        let now: Option<u32> = kinds.map(seats).sum();
        let elected = judged.elected().len();
        let full = usize::try_from(now.unwrap_or(called)).is_ok_and(|seats| elected >= seats);
        if full { Mark::Elected } else { Mark::SeatsLeft }
    }
}

/// That something was written into the book long after it happened.
fn recorded_late(entries: &[Recorded]) -> Option<String> {
    // The day of recording in UTC; a page need not be exact to the hour.
    let written = |one: &Recorded| one.at.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    let late = |one: &&Recorded| {
        let happened = one.event.happened().last_day();
        written(one).is_some_and(|day| (day - happened).num_days() > LATE_DAYS)
    };
    let last = entries.iter().filter(late).filter_map(written).max()?;
    Some(format!("补录:有记录是事后才记入账本的,最晚记于 {last}。"))
}

/// Names for everybody: bodies and meetings as they are, persons not at all.
struct Discreet<'a>(ViewNames<'a>);

impl Names for Discreet<'_> {
    fn name(&self, thing: Thing) -> Bilingual {
        match thing {
            Thing::Person(_) => Bilingual::new("(姓名不公开)", "(name not published)"),
            Thing::Post(_) => Bilingual::new("(任职)", "(post)"),
            Thing::Motion(_) | Thing::Meeting(_) | Thing::Election(_) | Thing::Body(_) => {
                self.0.name(thing)
            }
            Thing::Issue(_)
            | Thing::Activity(_)
            | Thing::Roll(_)
            | Thing::Count(_)
            | Thing::Ballot(_)
            | Thing::Publication(_)
            | Thing::Unit(_)
            | Thing::Candidate(_)
            | Thing::Registry(_) => names::short(thing),
        }
    }

    fn opened(&self, _: &Commitment) -> Option<Value> {
        None
    }
}
