//! Numbers as a combination of readings forms them.

use super::{Case, Choosing};
use crate::domain::MemberStatus;
use crate::law::figures::Figure;
use crate::law::procedure::{Procedure, SilencePolicy};
use crate::law::verdict::{Amount, Term};

/// What a combination of readings says about forming figures.
#[derive(Debug, Clone, Copy, Default)]
struct Chosen {
    excludes: bool,
    counts_written: bool,
    spoiled_stay_out: bool,
    silence: Option<SilencePolicy>,
}

impl Chosen {
    fn of(case: &Case<'_>, combination: &[usize]) -> Self {
        let mut chosen = Self::default();
        for (_, choosing) in case.chosen(combination) {
            match choosing {
                Choosing::Exclude(exclude) => chosen.excludes = exclude,
                Choosing::CountWritten(count) => chosen.counts_written = count,
                Choosing::Spoiled(participate) => chosen.spoiled_stay_out = !participate,
                Choosing::Silence(policy) => chosen.silence = Some(policy),
                Choosing::Share(_)
                | Choosing::Times(_)
                | Choosing::Owners(_)
                | Choosing::Tests(_)
                | Choosing::Competition(..) => {}
            }
        }
        chosen
    }
}

/// Whom those who did not reply join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Majority {
    InFavour,
    None,
    Unknown,
}

impl Case<'_> {
    /// A figure as this combination of readings forms it.
    pub(super) fn amount(&self, figure: Figure, combination: &[usize]) -> Amount {
        let chosen = Chosen::of(self, combination);
        let mut amount = self.base(figure);
        match figure {
            Figure::Due if chosen.excludes => {
                self.join(&mut amount, Figure::ExcludedWithApprovals, true);
            }
            Figure::InFavour => {
                self.join(&mut amount, Figure::InFavourWithoutRight, true);
                if chosen.counts_written {
                    self.join(&mut amount, Figure::WrittenInFavour, false);
                }
            }
            Figure::ParticipatingHeads | Figure::ParticipatingArea => {
                self.participation(&mut amount, chosen);
            }
            Figure::InFavourHeads | Figure::InFavourArea
                if chosen.silence == Some(SilencePolicy::JoinsMajority) =>
            {
                self.majority(&mut amount);
            }
            _ => {}
        }
        amount.total = amount.missing.is_empty().then(|| total(&amount.terms));
        amount
    }

    fn participation(&self, amount: &mut Amount, chosen: Chosen) {
        let area = amount.figure == Figure::ParticipatingArea;
        let of = |heads: Figure, area_figure: Figure| if area { area_figure } else { heads };
        if chosen.spoiled_stay_out {
            self.join_owners(amount, of(Figure::InvalidHeads, Figure::InvalidArea), true);
        }
        if chosen.silence.is_some_and(|policy| policy != SilencePolicy::NotParticipating) {
            self.join_owners(amount, of(Figure::SilentHeads, Figure::SilentArea), false);
        }
    }

    fn majority(&self, amount: &mut Amount) {
        let silent = match amount.figure {
            Figure::InFavourArea => Figure::SilentArea,
            _ => Figure::SilentHeads,
        };
        match self.majority_of_replies() {
            Majority::InFavour => self.join_owners(amount, silent, false),
            Majority::None => {}
            Majority::Unknown => {
                let needed = [
                    Figure::InFavourHeads,
                    Figure::InFavourArea,
                    Figure::AgainstHeads,
                    Figure::AgainstArea,
                ];
                let missing = needed.into_iter().filter(|one| self.figures.count(*one).is_none());
                amount.missing.extend(missing);
            }
        }
    }

    /// Silence joins a majority that exists by heads and by area. It never makes one.
    fn majority_of_replies(&self) -> Majority {
        let more = |favour: Figure, against: Figure| {
            Some(self.figures.count(favour)? > self.figures.count(against)?)
        };
        let heads = more(Figure::InFavourHeads, Figure::AgainstHeads);
        let area = more(Figure::InFavourArea, Figure::AgainstArea);
        match (heads, area) {
            (Some(true), Some(true)) => Majority::InFavour,
            (Some(false), _) | (_, Some(false)) => Majority::None,
            _ => Majority::Unknown,
        }
    }

    fn join(&self, amount: &mut Amount, figure: Figure, taken_off: bool) {
        let count = self.figures.occurrences(figure);
        if count > 0 {
            amount.terms.push(Term { figure, count, taken_off });
        }
    }

    /// Joins a figure of owners, which is unknown when only its twin is on record.
    fn join_owners(&self, amount: &mut Amount, figure: Figure, taken_off: bool) {
        match self.figures.paired(figure) {
            Some(0) => {}
            Some(count) => amount.terms.push(Term { figure, count, taken_off }),
            None => amount.missing.push(figure),
        }
    }

    /// The figure as recorded; those due also from the roll, and those taking part from their
    /// ballots, where only these are recorded.
    fn base(&self, figure: Figure) -> Amount {
        let recorded = self.figures.count(figure);
        let own = recorded.map(|count| vec![Term { figure, count, taken_off: false }]);
        let terms = own.or_else(|| match figure {
            Figure::Due => self.due_from_roll(),
            Figure::ParticipatingHeads => self.sum_of_ballots([
                Figure::InFavourHeads,
                Figure::AgainstHeads,
                Figure::AbstainHeads,
                Figure::BlankHeads,
                Figure::InvalidHeads,
            ]),
            Figure::ParticipatingArea => self.sum_of_ballots([
                Figure::InFavourArea,
                Figure::AgainstArea,
                Figure::AbstainArea,
                Figure::BlankArea,
                Figure::InvalidArea,
            ]),
            Figure::Surplus => self.surplus(),
            _ => None,
        });
        let missing = if terms.is_some() { Vec::new() } else { vec![figure] };
        Amount { figure, terms: terms.unwrap_or_default(), total: None, missing }
    }

    pub(super) fn due_from_roll(&self) -> Option<Vec<Term>> {
        let Procedure::VotingRights(rule) = self.forming.rights?.procedure() else { return None };
        let mut terms = Vec::new();
        for status in &rule.statuses {
            let figure = match status {
                MemberStatus::Probationary => Figure::Probationary,
                // A card lists no other status, checked when it loads.
                MemberStatus::Full | MemberStatus::ReportedIn | MemberStatus::Member => {
                    Figure::Full
                }
            };
            terms.push(Term { figure, count: self.figures.count(figure)?, taken_off: false });
        }
        let suspended = self.figures.occurrences(Figure::RightsSuspended);
        if suspended > 0 && !rule.suspended_vote {
            let figure = Figure::RightsSuspended;
            terms.push(Term { figure, count: suspended, taken_off: true });
        }
        Some(terms)
    }

    /// Those in favour, against and abstaining must be recorded; blank and invalid ballots are
    /// occurrences.
    fn sum_of_ballots(&self, ballots: [Figure; 5]) -> Option<Vec<Term>> {
        let mut terms = Vec::new();
        for (position, figure) in ballots.into_iter().enumerate() {
            let recorded = self.figures.count(figure);
            let count = if position < 3 { recorded? } else { self.figures.paired(figure)? };
            if position < 3 || count > 0 {
                terms.push(Term { figure, count, taken_off: false });
            }
        }
        Some(terms)
    }

    fn surplus(&self) -> Option<Vec<Term>> {
        let term = |figure, taken_off| {
            Some(Term { figure, count: self.figures.count(figure)?, taken_off })
        };
        Some(vec![term(Figure::Candidates, false)?, term(Figure::Seats, true)?])
    }
}

fn total(terms: &[Term]) -> u64 {
    let sum = |taken_off| {
        let of_sign = terms.iter().filter(|term| term.taken_off == taken_off);
        of_sign.fold(0_u64, |sum, term| sum.saturating_add(term.count))
    };
    // Taking off more than there is leaves nothing; a finding says so.
    sum(false).saturating_sub(sum(true))
}
