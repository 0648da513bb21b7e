//! Numbers of an election that do not fit, and faults of procedure. They change no count.

use super::{CandidateVerdict, Election, Placing, Tally};
use crate::figures::{Figure, Figures};
use crate::findings;
use crate::findings::Finding;
use domain::Bilingual;
use domain::CandidateId;
use serde::Serialize;

/// Something about an election that a person has to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum ElectionFinding {
    /// Numbers of attendance or of the roll do not fit.
    Figures {
        /// Which.
        finding: Finding,
    },
    /// More ballots returned than issued.
    ReturnedExceedIssued {
        /// Ballots returned.
        returned: u64,
        /// Ballots issued.
        issued: u64,
    },
    /// Valid and invalid ballots are not those returned.
    BallotsDiffer {
        /// Valid and invalid ones together.
        counted: u64,
        /// Ballots returned.
        returned: u64,
    },
    /// More votes for, against and abstaining on one candidate than valid ballots, or ballots
    /// returned.
    VotesExceedBallots {
        /// The candidate.
        candidate: CandidateId,
        /// The votes.
        votes: u64,
        /// The ballots.
        ballots: u64,
    },
    /// More votes in favour of all together than valid ballots with every seat filled.
    FavourExceedsSeats {
        /// All votes in favour.
        votes: u64,
        /// Valid ballots times seats.
        most: u64,
    },
    /// The number of candidates recorded is not the number of candidates with totals.
    CandidatesDiffer {
        /// As recorded.
        recorded: u64,
        /// With totals, those written in aside.
        counted: u64,
    },
    /// A scrutineer is also a candidate.
    ScrutineerIsCandidate {
        /// The candidate.
        candidate: CandidateId,
    },
    /// Somebody whose name was written in is elected: whether they can be elected is to be checked.
    WrittenInElected {
        /// The candidate.
        candidate: CandidateId,
    },
    /// A tie is recorded as settled in favour of somebody who does not stand at the last seat.
    SettledWithoutTie {
        /// The candidate.
        candidate: CandidateId,
    },
}

/// Every finding, in a fixed order.
pub(super) fn findings(
    election: &Election,
    figures: &Figures,
    candidates: &[CandidateVerdict],
) -> Vec<ElectionFinding> {
    let own = findings::findings(figures).into_iter();
    let mut found: Vec<_> = own.map(|finding| ElectionFinding::Figures { finding }).collect();
    found.extend(ballots(election, figures));
    let scrutineers = election.scrutineers.iter();
    let candidate = |id: &&CandidateId| election.candidates.iter().any(|one| one.candidate == **id);
    found.extend(
        scrutineers
            .filter(candidate)
            .map(|id| ElectionFinding::ScrutineerIsCandidate { candidate: *id }),
    );
    found.extend(persons(election, candidates));
    found
}

fn ballots(election: &Election, figures: &Figures) -> Vec<ElectionFinding> {
    let mut found = Vec::new();
    let (issued, returned) = (figures.count(Figure::ISSUED), figures.count(Figure::RETURNED));
    if let Some((returned, issued)) = returned.zip(issued).filter(|(one, other)| one > other) {
        found.push(ElectionFinding::ReturnedExceedIssued { returned, issued });
    }
    let counted = figures.sum(&[Figure::VALID_BALLOTS, Figure::INVALID_BALLOTS]);
    if let Some((counted, returned)) = counted.zip(returned).filter(|(one, other)| one != other) {
        found.push(ElectionFinding::BallotsDiffer { counted, returned });
    }
    let valid = figures.count(Figure::VALID_BALLOTS);
    for tally in &election.candidates {
        let most = valid.or(returned);
        if let Some(ballots) = most.filter(|most| votes(tally) > *most) {
            let (candidate, votes) = (tally.candidate, votes(tally));
            found.push(ElectionFinding::VotesExceedBallots { candidate, votes, ballots });
        }
    }
    let favour = |tally: &Tally| tally.in_favour.map_or(0, |heads| u64::from(heads.0));
    let all: u64 = election.candidates.iter().map(favour).sum();
    let most = valid.zip(figures.count(Figure::SEATS));
    let most = most.map(|(valid, seats)| valid.saturating_mul(seats));
    if let Some(most) = most.filter(|most| all > *most) {
        found.push(ElectionFinding::FavourExceedsSeats { votes: all, most });
    }
    let listed = election.candidates.iter().filter(|one| !one.written_in).count();
    let counted = u64::try_from(listed).unwrap_or(u64::MAX);
    let recorded = figures.count(Figure::CANDIDATES);
    if let Some(recorded) = recorded.filter(|recorded| *recorded != counted) {
        found.push(ElectionFinding::CandidatesDiffer { recorded, counted });
    }
    found
}

fn votes(tally: &Tally) -> u64 {
    let recorded = [tally.in_favour, tally.against, tally.abstain].into_iter().flatten();
    recorded.map(|heads| u64::from(heads.0)).sum()
}

fn persons(election: &Election, candidates: &[CandidateVerdict]) -> Vec<ElectionFinding> {
    let placing =
        |id: CandidateId| candidates.iter().find(|one| one.candidate == id).map(|one| one.placing);
    let written = election.candidates.iter().filter(|one| one.written_in);
    let elected = written.filter(|one| placing(one.candidate) == Some(Placing::Elected));
    let written_in = elected.map(|one| {
        let candidate = one.candidate;
        ElectionFinding::WrittenInElected { candidate }
    });
    let at_the_edge = |id: CandidateId| {
        let own = candidates.iter().find(|one| one.candidate == id);
        own.is_some_and(|own| {
            let equal = |other: &&CandidateVerdict| {
                other.candidate != id && other.rank.is_some() && other.rank == own.rank
            };
            let rivals = candidates.iter().filter(equal);
            rivals.count() > 0 && own.placing != Placing::WithoutSeat
        })
    };
    let settled = election.settled.iter().copied().filter(|id| !at_the_edge(*id));
    let settled = settled.map(|candidate| ElectionFinding::SettledWithoutTie { candidate });
    written_in.chain(settled).collect()
}

impl ElectionFinding {
    /// The finding in words. Candidates have no names here; whoever shows it puts them beside it.
    pub fn sentence(&self) -> Bilingual {
        match *self {
            Self::Figures { finding } => finding.sentence(),
            Self::ReturnedExceedIssued { returned, issued } => Bilingual::new(
                format!("收回选票 {returned} 张多于发出 {issued} 张,请核对。"),
                format!("{returned} ballots returned exceed the {issued} issued; please check."),
            ),
            Self::BallotsDiffer { counted, returned } => Bilingual::new(
                format!("有效票与无效票合计 {counted} 张,与收回 {returned} 张不一致,请核对。"),
                format!("{counted} ballots counted differ from the {returned} returned."),
            ),
            Self::VotesExceedBallots { votes, ballots, .. } => Bilingual::new(
                format!(
                    "一名候选人的赞成、反对、弃权合计 {votes} 票,多于选票 {ballots} 张,请核对。"
                ),
                format!("{votes} votes on one candidate exceed the {ballots} ballots."),
            ),
            Self::FavourExceedsSeats { votes, most } => Bilingual::new(
                format!("赞成票合计 {votes} 票,多于有效票与应选名额之积 {most},请核对。"),
                format!("{votes} votes in favour exceed {most}, valid ballots times seats."),
            ),
            Self::CandidatesDiffer { recorded, counted } => Bilingual::new(
                format!("候选人记录为 {recorded} 名,有得票的为 {counted} 名,请核对。"),
                format!("{recorded} candidates are recorded and {counted} have totals."),
            ),
            Self::ScrutineerIsCandidate { .. } => Bilingual::new(
                "监票人同时是候选人,程序有瑕疵。",
                "A scrutineer is also a candidate: a fault of procedure.",
            ),
            Self::WrittenInElected { .. } => Bilingual::new(
                "另选他人者当选,请核对其被选举权。",
                "Somebody written in is elected; whether they can be is to be checked.",
            ),
            Self::SettledWithoutTie { .. } => Bilingual::new(
                "记录了平票的处理结果,但该候选人并没有在最后名额上与人票数相等,请核对。",
                "A tie is recorded as settled for somebody who did not tie at the last seat.",
            ),
        }
    }
}
