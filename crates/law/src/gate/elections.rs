//! Who is elected, held against who was announced as elected.

use super::check::Check;
use super::fault::Fault;
use super::mistakes::{Mistake, Wrong};
use super::motions::{self, Possible, Table, Votes};
use super::{AnnouncedCandidate, AnnouncedElection, Announcement};
use crate::book::Book;
use crate::election::{
    CandidateVerdict, Election, ElectionFinding, ElectionVerdict, Method, Placing, Stands, Tally,
    judge_election,
};
use crate::figures::Figures;
use crate::sentence::{capital, join};
use crate::verdict::{Outcome, Verdict};
use domain::{Area, Bilingual, CandidateId, Heads, RoundKind};

/// Somebody who stood, with what was announced.
struct Stood {
    name: Bilingual,
    elected: Option<bool>,
}

pub(super) fn check(all: &Announcement, book: &Book, check: &mut Check) {
    let Some(announced) = &all.election else { return };
    let votes: Vec<Votes<'_>> = announced.candidates.iter().map(votes).collect();
    let table = Table::of(all, &votes);
    let rounds = rounds(all, announced, &table, book);
    let stood: Vec<Stood> = announced
        .candidates
        .iter()
        .map(|one| Stood {
            name: Bilingual::new(one.name.as_str(), one.name.as_str()),
            elected: one.elected,
        })
        .collect();
    let runs = rounds.iter().map(|run| (run.of, &run.verdict)).collect();
    let whole = Rounds { book, all: runs, scaled: table.is_scaled() };
    let counted = |figures: &Figures| table.silent(all, figures).1;
    whole.check(&stood, &counted, check);
}

/// Judges a round of our own, whose figures are all numbers. `declared` says of a candidate what was
/// declared, nothing before that; `name` is what it is called.
pub fn check_election(
    book: &Book,
    verdict: &ElectionVerdict,
    declared: &dyn Fn(CandidateId) -> Option<bool>,
    name: &dyn Fn(CandidateId) -> Bilingual,
    check: &mut Check,
) {
    let stood: Vec<Stood> = verdict
        .candidates
        .iter()
        .map(|one| Stood { name: name(one.candidate), elected: declared(one.candidate) })
        .collect();
    let whole = Rounds { book, all: vec![(None, verdict)], scaled: false };
    whole.check(&stood, &|_| None, check);
}

fn votes(candidate: &AnnouncedCandidate) -> Votes<'_> {
    [&candidate.in_favour, &candidate.against, &candidate.abstain]
}

/// The round by every possibility at the ends of its figures. For somebody's place it is best to
/// have the most votes while all others have the least, and worst the other way round; of such a
/// round only that one candidate is kept.
fn rounds(
    all: &Announcement,
    announced: &AnnouncedElection,
    table: &Table,
    book: &Book,
) -> Vec<Run> {
    let mut runs = Vec::new();
    for one in table.possible() {
        let figures = figures(all, announced, table, &one);
        let judged = |candidates: &[Tally]| {
            judge_election(book, &round(all, announced, &figures, candidates))
        };
        let [least, most] = [false, true].map(|best| tallies(announced, table, &one, &|_| best));
        if least == most {
            runs.push(Run { of: None, verdict: judged(&least) });
            continue;
        }
        for at in 0..announced.candidates.len() {
            for best in [true, false] {
                let most = |other: usize| (other == at) == best;
                let mut verdict = judged(&tallies(announced, table, &one, &most));
                verdict.candidates = verdict.candidates.into_iter().skip(at).take(1).collect();
                runs.push(Run { of: Some(at), verdict });
            }
        }
    }
    runs
}

/// A round by one possibility; of one candidate, or of all.
struct Run {
    of: Option<usize>,
    verdict: ElectionVerdict,
}

fn round(
    all: &Announcement,
    announced: &AnnouncedElection,
    figures: &Figures,
    candidates: &[Tally],
) -> Election {
    let settled = announced.candidates.iter().enumerate().filter(|(_, one)| one.tie_settled);
    Election {
        kind: announced.election_kind,
        body: all.body,
        meeting: all.meeting(),
        // Figures of residents are not among those of an announcement: who elects stays open.
        electorate: None,
        round: RoundKind::Election,
        formed: all.decided,
        place: all.place.clone(),
        method: Method {
            elected_base: announced.elected_base,
            rank_key: announced.rank_key,
            tie_rule: announced.tie_rule,
        },
        figures: figures.clone(),
        candidates: candidates.to_vec(),
        scrutineers: Vec::new(),
        settled: settled.map(|(at, _)| id(at)).collect(),
    }
}

/// A candidate of an announcement has no id but its place in the list.
fn id(at: usize) -> CandidateId {
    let at = u128::try_from(at).unwrap_or(u128::MAX);
    CandidateId::new(ulid::Ulid::from_parts(0, at))
}

fn figures(
    all: &Announcement,
    announced: &AnnouncedElection,
    table: &Table,
    one: &Possible,
) -> Figures {
    let (mut figures, _) = table.silent(all, &table.meeting(all, one));
    figures.seats = Some(announced.seats);
    if let Some(ballots) = all.ballots.filter(|_| !table.is_scaled()) {
        figures.issued = ballots.issued;
        figures.returned = ballots.returned;
        figures.valid_ballots = ballots.valid;
        figures.invalid_ballots = ballots.invalid;
    }
    figures
}

fn tallies(
    announced: &AnnouncedElection,
    table: &Table,
    one: &Possible,
    has_most: &dyn Fn(usize) -> bool,
) -> Vec<Tally> {
    let tally = |(at, candidate): (usize, &AnnouncedCandidate)| {
        let most = has_most(at);
        let pick = |corner: &super::ranges::Corner, side: usize, most: bool| {
            let (low, high) = corner.sides.get(3 * at + side).copied().flatten()?;
            Some(if most { high } else { low })
        };
        let heads = |side, most| {
            let number = pick(&one.heads, side, most)?;
            u32::try_from(number).ok().map(Heads)
        };
        Tally {
            candidate: id(at),
            written_in: candidate.written_in,
            in_favour: heads(0, most),
            against: heads(1, !most),
            abstain: heads(2, false),
            in_favour_area: pick(&one.area, 0, most).map(Area).filter(|_| table.has_area()),
        }
    };
    announced.candidates.iter().enumerate().map(tally).collect()
}

/// A round by every possibility; one, where all figures are numbers.
struct Rounds<'a> {
    book: &'a Book,
    all: Vec<(Option<usize>, &'a ElectionVerdict)>,
    scaled: bool,
}

impl Rounds<'_> {
    fn check(
        &self,
        stood: &[Stood],
        counted: &dyn Fn(&Figures) -> Option<Figures>,
        check: &mut Check,
    ) {
        let title = Bilingual::new("选举", "The election");
        let Some((_, first)) = self.all.first() else { return };
        let stands = self.stands();
        if let [(None, only)] = self.all.as_slice() {
            check.judged(&title, whole(only), is_decided(only));
        } else {
            let attendance: Vec<Verdict> =
                self.all.iter().map(|(_, one)| one.attendance.clone()).collect();
            let decided = motions::decided(&attendance, self.scaled);
            let told = motions::sentence(&attendance, decided, self.scaled, &[]);
            check.judged(&title, told, stands != Stands::Open);
        }
        self.procedure(first, check);
        let elected = stood.iter().filter(|one| one.elected == Some(true)).count();
        if stands == Stands::No && elected > 0 {
            let announced =
                Bilingual::new(format!("{elected} 人当选"), format!("{elected} elected"));
            check.contrary(&title, announced, whole(first), Vec::new());
            return;
        }
        for (at, one) in stood.iter().enumerate() {
            self.candidate(at, one, counted, check);
        }
        if stood.iter().all(|one| one.elected.is_none()) {
            check.not_checked(
                "没有写公布谁当选,只给出应有的结果。",
                "Who was announced as elected is not given.",
            );
        }
    }

    fn stands(&self) -> Stands {
        let mut all = self.all.iter().map(|(_, one)| one.stands);
        let first = all.next().unwrap_or(Stands::Open);
        if all.all(|other| other == first) { first } else { Stands::Open }
    }

    /// Competition and numbers that do not fit, beside the count.
    fn procedure(&self, verdict: &ElectionVerdict, check: &mut Check) {
        if let Some(competition) = &verdict.competition
            && competition.outcome == Outcome::NotSatisfied
        {
            check.faults.push(Fault::Rule { finding: competition.sentence() });
        }
        if self.scaled {
            return;
        }
        for finding in &verdict.findings {
            match finding {
                // These are told by the sums, with the words of the announcement.
                ElectionFinding::Figures { .. }
                | ElectionFinding::ReturnedExceedIssued { .. }
                | ElectionFinding::BallotsDiffer { .. }
                | ElectionFinding::VotesExceedBallots { .. }
                | ElectionFinding::FavourExceedsSeats { .. } => {}
                ElectionFinding::CandidatesDiffer { .. }
                | ElectionFinding::ScrutineerIsCandidate { .. }
                | ElectionFinding::SettledWithoutTie { .. } => {
                    check.faults.push(Fault::Rule { finding: finding.sentence() });
                }
                ElectionFinding::WrittenInElected { .. } => {
                    check.remarks.push(finding.sentence());
                }
            }
        }
    }

    fn candidate(
        &self,
        at: usize,
        stood: &Stood,
        counted: &dyn Fn(&Figures) -> Option<Figures>,
        check: &mut Check,
    ) {
        let of = |(of, round): &(Option<usize>, &'_ ElectionVerdict)| match of {
            None => Some(at),
            Some(one) => (*one == at).then_some(0).filter(|_| !round.candidates.is_empty()),
        };
        let own: Vec<(&ElectionVerdict, &CandidateVerdict)> = self
            .all
            .iter()
            .filter_map(|run| Some((run.1, run.1.candidates.get(of(run)?)?)))
            .collect();
        let Some((_, first)) = own.first() else { return };
        let same = own.iter().all(|(_, one)| one.placing == first.placing);
        let elected = match first.placing {
            Placing::Elected if same => Some(true),
            Placing::NotElected | Placing::WithoutSeat if same => Some(false),
            _ => None,
        };
        let elected = elected.filter(|_| self.stands() == Stands::Yes);
        let sentence = if own.len() == 1 {
            first.sentence()
        } else {
            let verdicts: Vec<Verdict> = own.iter().map(|(_, one)| one.verdict.clone()).collect();
            let reached = motions::decided(&verdicts, self.scaled);
            let told = motions::sentence(&verdicts, reached, self.scaled, &[]);
            let place = if same { first.placing } else { Placing::Open }.name();
            let en = capital(&place.en);
            Bilingual::new(format!("{}。{}", place.zh, told.zh), format!("{en}. {}", told.en))
        };
        check.judged(&stood.name, sentence.clone(), elected.is_some());
        let Some(said) = stood.elected.filter(|said| elected.is_some_and(|one| one != *said))
        else {
            return;
        };
        let (zh, en) = if said { ("当选", "elected") } else { ("未当选", "not elected") };
        let of_votes = first.placing != Placing::WithoutSeat;
        let mistakes = if of_votes { self.mistakes(&own, counted, said) } else { Vec::new() };
        check.contrary(&stood.name, Bilingual::new(zh, en), sentence, mistakes);
    }

    fn mistakes(
        &self,
        own: &[(&ElectionVerdict, &CandidateVerdict)],
        counted: &dyn Fn(&Figures) -> Option<Figures>,
        carried: bool,
    ) -> Vec<Mistake> {
        let of = |(round, one): &(&ElectionVerdict, &CandidateVerdict)| {
            let figures = one.verdict.figures.clone();
            let (quorum, result) = (round.attendance.matter.clone(), one.verdict.matter.clone());
            let counted = counted(&figures);
            Wrong { book: self.book, quorum, result, figures, counted, carried }.mistakes()
        };
        let mut all = own.iter().map(of);
        let mut common = all.next().unwrap_or_default();
        for others in all {
            common.retain(|one| others.contains(one));
        }
        common
    }
}

fn is_decided(verdict: &ElectionVerdict) -> bool {
    let open = |one: &CandidateVerdict| matches!(one.placing, Placing::Open | Placing::Tied);
    verdict.stands == Stands::No
        || verdict.stands == Stands::Yes && !verdict.candidates.iter().any(open)
}

/// The whole, attendance, ballots: what the round stands or falls by.
fn whole(verdict: &ElectionVerdict) -> Bilingual {
    let parts = [Some(&verdict.attendance), verdict.ballots.as_ref()].into_iter().flatten();
    let told = core::iter::once(verdict.sentence()).chain(parts.map(Verdict::sentence));
    join(told, "", " ")
}
