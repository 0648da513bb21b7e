//! The publish gate over the registry's own results: the same checks as on somebody else's figures.
//!
//! Numbers and days go through the announcement that would be printed from them; the result itself is
//! judged by everything on record, as `why` and `publish` do, because a book knows more than an
//! announcement says (exclusions, written opinions, ties that were settled).

use crate::answer::AskError;
use crate::answer::{JudgedRound, View};
use crate::domain::{
    Bilingual, CandidateId, ElectionKind, Happened, Line, MatterKind, MeetingId, PublicationKind,
    SilencePolicy, Trouble, TroubleKind,
};
use crate::event::Names;
use crate::event::count::{CountTotals, Tally};
use crate::event::motion::Announced;
use crate::event::names::with_names;
use crate::intake::read_announcement;
use crate::law::gate::{
    AnnouncedCandidate, AnnouncedElection, AnnouncedMotion, Announcement, Ballots, Check, Declared,
    Fault, Metres, Side, Standing, check_election, check_motion,
};
use crate::law::{Book, Card, Certainty, Figures, Matter, Question, Verdict, judge, posted_days};
use crate::projection::{CountRow, ElectionRow, MotionRow, PublicationRow};
use schemars::JsonSchema;
use serde::Serialize;

/// One result with what was found out about it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Checked {
    /// What it is called.
    #[serde(rename = "checked")]
    pub title: Bilingual,
    /// Clean, faults, or not decidable.
    #[schemars(with = "String")]
    pub standing: Standing,
    /// The same in words.
    pub headline: Bilingual,
    /// Each fault.
    #[serde(rename = "sentences")]
    pub faults: Vec<Bilingual>,
    /// What follows, unless a fault has told it.
    pub judged: Vec<Bilingual>,
    /// What a reader should know beside it.
    pub remarks: Vec<Bilingual>,
    /// What could not be checked.
    pub unchecked: Vec<Bilingual>,
    /// The same with all numbers.
    #[schemars(with = "serde_json::Value")]
    check: Check,
}

impl Checked {
    /// Puts what was found out into words.
    pub fn new(title: Bilingual, check: Check) -> Self {
        let faults: Vec<Bilingual> = check.faults.iter().map(Fault::sentence).collect();
        // A verdict that a fault has told already is not told again.
        let judged = check.judgements.iter().filter(|one| !one.told).map(|one| {
            let (name, told) = (&one.title, &one.sentence);
            if *name == title {
                return told.clone();
            }
            Bilingual::new(format!("{}:{}", name.zh, told.zh), format!("{}: {}", name.en, told.en))
        });
        Self {
            standing: check.standing(),
            headline: headline(&check),
            judged: judged.collect(),
            faults,
            remarks: check.remarks.clone(),
            unchecked: check.unchecked.clone(),
            title,
            check,
        }
    }

    /// Whether faults were found.
    pub fn is_wanting(&self) -> bool {
        self.standing == Standing::Faults
    }

    /// Whether facts are missing, so that nobody can say.
    pub fn is_undecided(&self) -> bool {
        self.standing == Standing::Undecidable
    }
}

fn headline(check: &Check) -> Bilingual {
    let faults = check.faults.len();
    match check.standing() {
        Standing::Clean => Bilingual::new("没有发现问题", "nothing found wrong"),
        Standing::Faults if faults == 1 => Bilingual::new("发现 1 处问题", "1 fault"),
        Standing::Faults => {
            Bilingual::new(format!("发现 {faults} 处问题"), format!("{faults} faults"))
        }
        Standing::Undecidable => {
            Bilingual::new("不能判定,没有发现别的问题", "not decidable; nothing else found wrong")
        }
    }
}

/// Checks the figures that somebody published, typed into a file of this name, by the cards that come
/// with the program.
pub fn check_announcement(file: &str, bytes: &[u8]) -> Result<Checked, Trouble> {
    let announcement = read_announcement(bytes).map_err(|error| {
        Trouble { kind: TroubleKind::Usage, sentence: error.sentence() }.in_file(file)
    })?;
    let title = Bilingual::new(file, file);
    Ok(Checked::new(title, announcement.check(&Book::shipped())))
}

/// What was announced of a motion, beside the verdict and beside itself.
fn check_said(
    book: &Book,
    verdict: &Verdict,
    title: &Bilingual,
    row: &MotionRow,
    check: &mut Check,
) {
    let announced = row.announced.last().map(|one| match one.what.announced {
        Announced::Carried => Declared::Carried,
        Announced::NotCarried => Declared::NotCarried,
    });
    check_motion(book, verdict, title, announced, check);
    if let Some(contradiction) = row.contradiction() {
        let (title, finding) = (title.clone(), contradiction.sentence());
        check.faults.push(Fault::Contradiction { title, finding });
    }
}

impl View {
    /// Checks everything that these tags have a result of; none where no thing of theirs can have one.
    pub fn check(&self, tags: &[String]) -> Result<Option<Vec<Checked>>, AskError> {
        for tag in tags {
            if let Some(checked) = self.check_tag(tag)? {
                return Ok(Some(checked));
            }
        }
        Ok(None)
    }

    fn check_tag(&self, tag: &str) -> Result<Option<Vec<Checked>>, AskError> {
        let all = &self.snapshot.projections;
        let Some((word, id)) = tag.split_once(':') else { return Ok(None) };
        let one = |checked: Option<Option<Checked>>| checked.flatten().into_iter().collect();
        Ok(match word {
            "motion" => {
                let Ok(id) = id.parse() else { return Ok(None) };
                let row = all.motion(id)?;
                Some(one(row.map(|row| self.check_motion(&row)).transpose()?))
            }
            "election" => {
                let Ok(id) = id.parse() else { return Ok(None) };
                let row = all.election(id)?;
                Some(one(row.map(|row| self.check_election(&row)).transpose()?))
            }
            "count" => {
                let Ok(id) = id.parse() else { return Ok(None) };
                let row = all.count(id)?;
                row.map(|row| self.check_count(&row)).transpose()?.or(Some(Vec::new()))
            }
            _ => None,
        })
    }

    /// Checks what was decided on a motion; none before a vote.
    pub fn check_motion(&self, row: &MotionRow) -> Result<Option<Checked>, AskError> {
        let Some(judged) = self.judge_motion(row)? else { return Ok(None) };
        let book = self.snapshot.book(judged.book)?;
        let verdict = &judged.verdict;
        let title = row.text.as_ref().map_or("", |text| text.as_str());
        let title = with_names(title, &self.names());
        let mut sheet = self.blank_sheet(&verdict.matter);
        let Some(line) = short(&title.zh) else { return Ok(None) };
        let mut motion = AnnouncedMotion {
            title: line,
            matter_kind: verdict.matter.matter.unwrap_or(MatterKind::OwnersOther),
            in_favour: Side::default(),
            against: Side::default(),
            abstain: Side::default(),
            blank: Side::default(),
            voters: None,
            announced: None,
        };
        let mut check = Check::default();
        if let Some(count) = self.last_count(row)? {
            self.put_count(&mut sheet, &count, &mut check)?;
            let totals = count.certified.as_ref().map(|one| &one.totals);
            let said = totals.and_then(|all| all.motions.iter().find(|m| m.motion == row.motion));
            if let Some(said) = said {
                motion.in_favour = side(Some(said.in_favour));
                motion.against = side(said.against);
                motion.abstain = side(said.abstain);
                motion.blank = side(said.blank);
                // Owners whose papers say different things took part, for no choice.
                let split = said.split.map_or(0, |heads| heads.0);
                motion.blank.heads = motion.blank.heads.map(|heads| heads.saturating_add(split));
            }
        } else {
            let figures = &verdict.figures;
            sheet.due = figures.due.map(|heads| heads.0);
            sheet.present = figures.present.map(|heads| heads.0);
            motion.in_favour.heads = figures.in_favour.map(|heads| heads.0);
            motion.against.heads = figures.against.map(|heads| heads.0);
            motion.abstain.heads = figures.abstain.map(|heads| heads.0);
            let votes = self.snapshot.projections.votes(row.motion)?;
            let vote = votes.as_ref().and_then(|votes| votes.last());
            if let Some(meeting) = vote.map(|vote| vote.what.meeting) {
                self.put_notice(&mut sheet, meeting)?;
            }
        }
        sheet.published = self.published(row)?;
        sheet.motions.push(motion);
        check.join(sheet.check_procedure(book));
        check_said(book, verdict, &title, row, &mut check);
        let posted = self.publications_about(row.motion.into(), &row.counts)?;
        self.put_postings(book, &verdict.matter, posted, &mut check);
        Ok(Some(Checked::new(title, check)))
    }

    /// Checks every round of an election that was counted, and what was declared; none before both.
    pub fn check_election(&self, row: &ElectionRow) -> Result<Option<Checked>, AskError> {
        let judged = self.judge_election(row)?;
        let mut check = Check::default();
        for round in &judged.rounds {
            let book = self.snapshot.book(round.book)?;
            let sheet = self.election_sheet(row, round, &mut check)?;
            check.join(sheet.check_procedure(book));
            let declared = |id: CandidateId| {
                let mut of_round = row.declared.iter().filter(|one| one.round == round.round);
                let first = of_round.next()?;
                let mut all = core::iter::once(first).chain(of_round);
                Some(all.any(|one| one.elected.iter().any(|one| one.candidate == id)))
            };
            let names = self.names();
            let name = |id: CandidateId| names.candidate(id);
            check_election(book, &round.verdict, &declared, &name, &mut check);
        }
        if let Some(last) = judged.rounds.last() {
            let book = self.snapshot.book(last.book)?;
            let posted = self.publications_about(row.election.into(), &[])?;
            self.put_postings(book, &last.verdict.attendance.matter, posted, &mut check);
        }
        if judged.rounds.is_empty() && row.declared.is_empty() {
            return Ok(None);
        }
        if judged.rounds.is_empty() {
            check.not_checked(
                "没有计票记录,宣布的结果只与名单和名额核对过。",
                "No count is on record: what was declared is held against the list and the seats only.",
            );
        }
        let names = self.names();
        let name = |id: CandidateId| names.candidate(id);
        for one in &judged.findings {
            let finding = one.sentence(&name);
            if one.is_fault() {
                check.faults.push(Fault::Rule { finding });
            } else {
                check.remarks.push(finding);
            }
        }
        let title = names.election(row.election);
        Ok(Some(Checked::new(title, check)))
    }

    /// Checks everything that was put to a count.
    pub fn check_count(&self, row: &CountRow) -> Result<Vec<Checked>, AskError> {
        let mut all = Vec::new();
        let Some(what) = &row.what else { return Ok(all) };
        for motion in &what.motions {
            let Some(motion) = self.snapshot.projections.motion(*motion)? else { continue };
            all.extend(self.check_motion(&motion)?);
        }
        let election =
            what.election.map(|id| self.snapshot.projections.election(id)).transpose()?;
        if let Some(election) = election.flatten() {
            all.extend(self.check_election(&election)?);
        }
        Ok(all)
    }

    fn blank_sheet(&self, matter: &Matter) -> Announcement {
        Announcement {
            body: matter.body,
            meeting_kind: Some(matter.meeting),
            decided: matter.formed,
            notice_posted: None,
            extraordinary: false,
            agenda: None,
            published: None,
            begins: None,
            place: self.snapshot.place().clone(),
            due: None,
            present: None,
            people: None,
            seats: None,
            roll: None,
            ballots: None,
            participation: None,
            invalid: None,
            percentages_of: None,
            silence: None,
            motions: Vec::new(),
            election: None,
        }
    }

    fn last_count(&self, row: &MotionRow) -> Result<Option<CountRow>, AskError> {
        let Some(id) = row.counts.last() else { return Ok(None) };
        Ok(self.snapshot.projections.count(*id)?)
    }

    /// The roll, the papers, who took part, the days of voting.
    fn put_count(
        &self,
        sheet: &mut Announcement,
        count: &CountRow,
        check: &mut Check,
    ) -> Result<(), AskError> {
        let (Some(what), Some(certified)) = (&count.what, &count.certified) else { return Ok(()) };
        check.remarks.extend(super::remarkable::count_remarks(count).into_iter().map(sentence));
        let totals = &certified.totals;
        let roll = self.snapshot.projections.roll(what.roll)?.and_then(|roll| roll.what);
        sheet.roll = roll.map(|roll| Side {
            heads: Some(roll.totals.heads.0),
            area: Some(Metres(roll.totals.area)),
            ..Side::default()
        });
        sheet.ballots = Some(ballots(totals));
        let took_part =
            super::owners::with(totals.participating, totals.rejected.unwrap_or_default());
        sheet.participation = Some(side(Some(took_part)));
        sheet.invalid = totals.rejected.map(|rejected| side(Some(rejected)));
        sheet.begins = Some(what.voting_from.first_day());
        if let Some(silent) = totals.silent.filter(|silent| silent.heads.0 > 0)
            && what.silence != SilencePolicy::NotParticipating
        {
            let (heads, policy) = (silent.heads, what.silence);
            check.not_checked(
                format!("送达未反馈的 {heads} 人按“{}”计票;公告时请写明依据议事规则哪一条。", policy.zh()),
                format!(
                    "{heads} heads that did not answer are counted by \"{}\"; name the clause when you announce it.",
                    policy.en()
                ),
            );
        }
        self.put_notice(sheet, what.meeting)
    }

    /// When the notice went out, and for which day.
    fn put_notice(&self, sheet: &mut Announcement, meeting: MeetingId) -> Result<(), AskError> {
        let Some(row) = self.snapshot.projections.meeting(meeting)? else { return Ok(()) };
        let posted = row.posted.iter().map(|one| one.on.first_day()).min();
        let noticed = row.notice.as_ref().map(|one| one.on.first_day());
        sheet.notice_posted = posted.or(noticed);
        let held = row.held.as_ref().map(|one| one.on.first_day());
        let starts = held.or_else(|| row.notice.as_ref().map(|one| one.what.starts.first_day()));
        // Votes on paper may begin before the meeting; the earlier day is the one to be ready for.
        let days = [sheet.begins, starts.filter(|starts| *starts <= sheet.decided)];
        sheet.begins = days.into_iter().flatten().min();
        Ok(())
    }

    fn election_sheet(
        &self,
        row: &ElectionRow,
        round: &JudgedRound,
        check: &mut Check,
    ) -> Result<Announcement, AskError> {
        let mut sheet = self.blank_sheet(&round.verdict.attendance.matter);
        let figures = &round.verdict.attendance.figures;
        let meeting = row.rounds.iter().find(|one| one.round == round.round);
        let count =
            round.count.map(|id| self.snapshot.projections.count(id)).transpose()?.flatten();
        if let Some(count) = count {
            self.put_count(&mut sheet, &count, check)?;
        } else {
            sheet.due = figures.due.map(|heads| heads.0);
            sheet.present = figures.present.map(|heads| heads.0);
            sheet.ballots = Some(Ballots {
                issued: figures.issued,
                returned: figures.returned,
                valid: figures.valid_ballots,
                invalid: figures.invalid_ballots,
                ..Ballots::default()
            });
            if let Some(meeting) = meeting {
                self.put_notice(&mut sheet, meeting.meeting)?;
            }
        }
        let call = row.called.as_ref();
        sheet.election = Some(AnnouncedElection {
            election_kind: call.map_or(ElectionKind::BranchCommittee, |call| call.election_kind),
            seats: round.verdict.seats.and_then(|n| u32::try_from(n).ok()).unwrap_or(u32::MAX),
            elected_base: None,
            rank_key: None,
            tie_rule: None,
            candidates: self.candidates_of(round),
        });
        Ok(sheet)
    }

    fn candidates_of(&self, round: &JudgedRound) -> Vec<AnnouncedCandidate> {
        let names = self.names();
        let of_owners = round.verdict.attendance.matter.meeting.is_of_owners();
        let candidate = |one: &law::CandidateVerdict| {
            let all = &one.verdict.figures;
            let (yes, no, abstain) = if of_owners {
                (all.in_favour_heads, all.against_heads, all.abstain_heads)
            } else {
                (all.in_favour, all.against, all.abstain)
            };
            let heads = |heads: Option<domain::Heads>| Side {
                heads: heads.map(|heads| heads.0),
                ..Side::default()
            };
            let area = all.in_favour_area.map(Metres).filter(|_| of_owners);
            Some(AnnouncedCandidate {
                name: short(&names.candidate(one.candidate).zh)?,
                in_favour: Side { area, ..heads(yes) },
                against: heads(no),
                abstain: heads(abstain),
                written_in: false,
                tie_settled: false,
                elected: None,
            })
        };
        round.verdict.candidates.iter().filter_map(candidate).collect()
    }

    /// How long it hung out, where a rule says how long it has to.
    fn put_postings(
        &self,
        book: &Book,
        matter: &Matter,
        mut rows: Vec<PublicationRow>,
        check: &mut Check,
    ) {
        rows.sort_by_key(|row| (row.posted, row.publication));
        check.remarks.extend(super::remarkable::differing(&rows, &self.names()));
        let postings = rows.iter().filter_map(|row| {
            let (what, posted) = (row.what.as_ref()?, row.posted?);
            let removed = row.removed.as_ref().map(|one| one.on.first_day());
            let until = removed.or_else(|| what.until.map(Happened::first_day));
            Some((what.publication_kind, posted.first_day(), until))
        });
        for (kind, posted, until) in postings {
            let election = match kind {
                PublicationKind::CandidateList => matter.election,
                PublicationKind::PreliminaryResult
                | PublicationKind::FinalResult
                | PublicationKind::Decision => None,
                _ => continue,
            };
            let question = Question::POSTING;
            let matter = Matter { question, matter: None, election, ..matter.clone() };
            let cards = || question.topics().iter().map(|topic| book.find(*topic, &matter));
            let advises = |card: Option<&Card>| {
                card.is_some_and(|card| card.certainty() == Certainty::Advisory)
            };
            let days = until.and_then(|until| posted_days(posted, until));
            if days.is_none() && cards().all(advises) {
                // What only advises how long does not keep a result open that still hangs out.
                check.not_checked(
                    "没有写公布到哪一天,公布了几天没有核对。",
                    "Until when it hangs out is not given; for how many days is not checked.",
                );
            } else if cards().all(|card| card.is_some()) {
                let figures = Figures { posted_days: days, ..Figures::default() };
                check.ask(&judge(book, &matter, &figures));
            }
        }
    }
}

/// A remark on its own line, as a sentence.
fn sentence(remark: Bilingual) -> Bilingual {
    let mut en = remark.en.chars();
    let first = en.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    Bilingual::new(remark.zh + "。", first + en.as_str() + ".")
}

fn side(tally: Option<Tally>) -> Side {
    Side {
        heads: tally.map(|tally| tally.heads.0),
        area: tally.map(|tally| Metres(tally.area)),
        ..Side::default()
    }
}

const fn ballots(totals: &CountTotals) -> Ballots {
    Ballots {
        issued: totals.issued,
        delivered: totals.delivered,
        returned: totals.returned,
        not_returned: None,
        valid: totals.valid,
        // Ballots that are not keyed as the count demands are neither valid nor invalid.
        invalid: match totals.unsettled {
            None | Some(0) => totals.invalid,
            Some(_) => None,
        },
    }
}

/// The beginning of a title as a line.
fn short(text: &str) -> Option<Line> {
    let first: String = text.lines().next().unwrap_or_default().chars().take(60).collect();
    first.trim().parse().ok()
}
