//! Elections in which owners vote by name: heads and area, from the roll and the certified count.

use super::{Sheet, seats, watching};
use crate::answer::AskError;
use crate::answer::View;
use crate::answer::owners::with;
use crate::domain::{CandidateId, PersonId, PostKind, RoundKind, SilencePolicy};
use crate::event::count::{CandidateTotals, CountTotals, Tally};
use crate::law::{self, Figures};
use crate::projection::{Call, CountRow, Counted, ElectionRow};

/// A certified count of an election.
#[derive(Debug)]
pub struct ElectionCount {
    /// Which round it is, from 1.
    pub round: u32,
    /// The count.
    pub row: CountRow,
    /// All owners on its roll.
    pub roll: Option<Tally>,
}

impl ElectionCount {
    /// The totals, when the result is certified.
    pub fn totals(&self) -> Option<&CountTotals> {
        self.row.certified.as_ref().map(|certified| &certified.totals)
    }

    /// What was said about a candidate.
    pub fn of(&self, candidate: CandidateId) -> Option<&CandidateTotals> {
        self.totals()?.candidates.iter().find(|one| one.candidate == candidate)
    }

    /// Owners who took part: those whose ballot came back, rejected ones included.
    pub fn participating(&self) -> Option<Tally> {
        let totals = self.totals()?;
        Some(with(totals.participating, totals.rejected.unwrap_or_default()))
    }

    /// Those who got the last seat by lot.
    fn drawn(&self) -> Vec<CandidateId> {
        self.row.drawn.iter().flat_map(|one| &one.drawn).copied().collect()
    }

    /// The round for one post, as the law asks for it.
    pub(super) fn sheet(&self, row: &ElectionRow, call: &Call, post: PostKind) -> Option<Sheet> {
        let (what, certified) = (self.row.what.as_ref()?, self.row.certified.as_ref()?);
        let stands =
            |id: CandidateId| row.candidate(id).is_some_and(|one| one.nominated.post_kind == post);
        let own = certified.totals.candidates.iter().filter(|one| stands(one.candidate));
        let candidates: Vec<law::Tally> = own.map(tally).collect();
        let mut figures = self.figures(what, &certified.totals);
        figures.seats = seats(row, call, self.round, None, post);
        let watched = self.row.sealed.iter().flat_map(|sealed| &sealed.scrutineers);
        let watched: Vec<PersonId> = watched.copied().collect();
        Some(Sheet {
            number: self.round,
            count: Some(self.row.count),
            kind: RoundKind::Election,
            meeting: what.meeting,
            formed: certified.on.first_day(),
            figures,
            scrutineers: watching(row, &candidates, &watched),
            settled: self.drawn().into_iter().filter(|id| stands(*id)).collect(),
            candidates,
        })
    }

    fn figures(&self, what: &Counted, totals: &CountTotals) -> Figures {
        // Silence is a figure only where the rules of the vote make something of it.
        let silent = totals.silent.filter(|_| what.silence != SilencePolicy::NotParticipating);
        let (roll, participating, rejected) = (self.roll, self.participating(), totals.rejected);
        Figures {
            roll_heads: roll.map(|all| all.heads),
            roll_area: roll.map(|all| all.area),
            participating_heads: participating.map(|part| part.heads),
            participating_area: participating.map(|part| part.area),
            invalid_heads: rejected.map(|part| part.heads),
            invalid_area: rejected.map(|part| part.area),
            silent_heads: silent.map(|part| part.heads),
            silent_area: silent.map(|part| part.area),
            issued: totals.issued,
            returned: totals.returned,
            ..Figures::default()
        }
    }
}

fn tally(totals: &CandidateTotals) -> law::Tally {
    law::Tally {
        candidate: totals.candidate,
        written_in: false,
        in_favour: Some(totals.in_favour.heads),
        against: totals.against.map(|one| one.heads),
        abstain: totals.abstain.map(|one| one.heads),
        in_favour_area: Some(totals.in_favour.area),
    }
}

impl View {
    /// The certified counts of an election, by round.
    pub fn election_counts(&self, row: &ElectionRow) -> Result<Vec<ElectionCount>, AskError> {
        let mut counts = Vec::new();
        for (round, at) in row.certified() {
            let Some(count) = self.snapshot.projections.count(at.count)? else { continue };
            let roll = match &count.what {
                Some(what) => self.snapshot.projections.roll(what.roll)?,
                None => None,
            };
            let totals = roll.and_then(|roll| roll.what).map(|what| what.totals);
            let roll = totals.map(|totals| Tally { heads: totals.heads, area: totals.area });
            counts.push(ElectionCount { round, row: count, roll });
        }
        Ok(counts)
    }
}
