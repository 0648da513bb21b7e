//! Numbers as a combination of readings forms them.

use super::Case;
use super::readings::{Choosing, Combination};
use crate::figures::Figure;
use crate::procedure::{Procedure, VotingRights};
use crate::verdict::{Amount, Term};
use domain::{MemberStatus, SilencePolicy};

/// What a combination of readings says about forming figures.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Forms {
    excludes: bool,
    counts_written: bool,
    spoiled_stay_out: bool,
    silence: Option<SilencePolicy>,
}

/// Who listens while a number is formed.
pub(super) trait Listener {
    /// A figure joins the number, or is taken off.
    fn term(&mut self, term: Term);
    /// A figure would have to be recorded.
    fn missing(&mut self, figure: Figure);
}

/// The number alone.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    joined: u64,
    taken_off: u64,
    missing: bool,
}

impl Sum {
    /// The number; `None` when it is not known. Taking off more than there is leaves nothing; a
    /// finding says so.
    pub(super) fn total(self) -> Option<u64> {
        (!self.missing).then(|| self.joined.saturating_sub(self.taken_off))
    }
}

impl Listener for Sum {
    fn term(&mut self, term: Term) {
        let side = if term.taken_off { &mut self.taken_off } else { &mut self.joined };
        *side = side.saturating_add(term.count);
    }

    fn missing(&mut self, _: Figure) {
        self.missing = true;
    }
}

/// The number with everything that it was made from.
#[derive(Debug, Default)]
struct Told {
    sum: Sum,
    terms: Vec<Term>,
    missing: Vec<Figure>,
}

impl Listener for Told {
    fn term(&mut self, term: Term) {
        self.sum.term(term);
        self.terms.push(term);
    }

    fn missing(&mut self, figure: Figure) {
        self.sum.missing(figure);
        self.missing.push(figure);
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
    /// What this combination of readings says about forming figures.
    pub(super) fn forms(&self, combination: Combination) -> Forms {
        let mut forms = Forms::default();
        for (_, choosing) in self.chosen(combination) {
            match choosing {
                Choosing::Exclude(exclude) => forms.excludes = exclude,
                Choosing::CountWritten(count) => forms.counts_written = count,
                Choosing::Spoiled(participate) => forms.spoiled_stay_out = !participate,
                Choosing::Silence(policy) => forms.silence = Some(policy),
                Choosing::Share(_)
                | Choosing::Times(_)
                | Choosing::Owners(_)
                | Choosing::Tests(_)
                | Choosing::Competition(..) => {}
            }
        }
        forms
    }

    /// A figure as these readings form it, with everything that it was made from.
    pub(super) fn amount(&self, figure: Figure, forms: Forms) -> Amount {
        let Told { sum, terms, missing } = self.form(figure, forms, Told::default());
        Amount { figure, terms, total: sum.total(), missing }
    }

    /// Forms a figure as these readings say, for somebody who listens.
    pub(super) fn form<L: Listener>(&self, figure: Figure, forms: Forms, mut to: L) -> L {
        self.base(figure, &mut to);
        match figure {
            Figure::DUE if forms.excludes => {
                self.join(&mut to, Figure::EXCLUDED_WITH_APPROVALS, true);
            }
            Figure::IN_FAVOUR => {
                self.join(&mut to, Figure::IN_FAVOUR_WITHOUT_RIGHT, true);
                if forms.counts_written {
                    self.join(&mut to, Figure::WRITTEN_IN_FAVOUR, false);
                }
            }
            Figure::PARTICIPATING_HEADS => {
                self.participation(&mut to, [Figure::INVALID_HEADS, Figure::SILENT_HEADS], forms);
            }
            Figure::PARTICIPATING_AREA => {
                self.participation(&mut to, [Figure::INVALID_AREA, Figure::SILENT_AREA], forms);
            }
            Figure::IN_FAVOUR_HEADS if forms.silence == Some(SilencePolicy::JoinsMajority) => {
                self.majority(&mut to, Figure::SILENT_HEADS);
            }
            Figure::IN_FAVOUR_AREA if forms.silence == Some(SilencePolicy::JoinsMajority) => {
                self.majority(&mut to, Figure::SILENT_AREA);
            }
            _ => {}
        }
        to
    }

    fn participation(&self, to: &mut impl Listener, [invalid, silent]: [Figure; 2], forms: Forms) {
        if forms.spoiled_stay_out {
            self.join_owners(to, invalid, true);
        }
        if forms.silence.is_some_and(|policy| policy != SilencePolicy::NotParticipating) {
            self.join_owners(to, silent, false);
        }
    }

    fn majority(&self, to: &mut impl Listener, silent: Figure) {
        match self.majority_of_replies() {
            Majority::InFavour => self.join_owners(to, silent, false),
            Majority::None => {}
            Majority::Unknown => {
                let needed = [
                    Figure::IN_FAVOUR_HEADS,
                    Figure::IN_FAVOUR_AREA,
                    Figure::AGAINST_HEADS,
                    Figure::AGAINST_AREA,
                ];
                let missing = needed.into_iter().filter(|one| self.figures.count(*one).is_none());
                missing.for_each(|figure| to.missing(figure));
            }
        }
    }

    /// Silence joins a majority that exists by heads and by area. It never makes one.
    fn majority_of_replies(&self) -> Majority {
        let more = |favour: Figure, against: Figure| {
            Some(self.figures.count(favour)? > self.figures.count(against)?)
        };
        let heads = more(Figure::IN_FAVOUR_HEADS, Figure::AGAINST_HEADS);
        let area = more(Figure::IN_FAVOUR_AREA, Figure::AGAINST_AREA);
        match (heads, area) {
            (Some(true), Some(true)) => Majority::InFavour,
            (Some(false), _) | (_, Some(false)) => Majority::None,
            _ => Majority::Unknown,
        }
    }

    fn join(&self, to: &mut impl Listener, figure: Figure, taken_off: bool) {
        let count = self.figures.occurrences(figure);
        if count > 0 {
            to.term(Term { figure, count, taken_off });
        }
    }

    /// Joins a figure of owners, which is unknown when only its twin is on record.
    fn join_owners(&self, to: &mut impl Listener, figure: Figure, taken_off: bool) {
        match self.figures.paired(figure) {
            Some(0) => {}
            Some(count) => to.term(Term { figure, count, taken_off }),
            None => to.missing(figure),
        }
    }

    /// The figure as recorded; those due also from the roll, and those taking part from their
    /// ballots, where only these are recorded.
    fn base(&self, figure: Figure, to: &mut impl Listener) {
        if let Some(count) = self.figures.count(figure) {
            return to.term(Term { figure, count, taken_off: false });
        }
        let known = match figure {
            Figure::DUE => self.due_from_roll(to),
            Figure::PARTICIPATING_HEADS => self.sum_of_ballots(
                to,
                [
                    Figure::IN_FAVOUR_HEADS,
                    Figure::AGAINST_HEADS,
                    Figure::ABSTAIN_HEADS,
                    Figure::BLANK_HEADS,
                    Figure::INVALID_HEADS,
                ],
            ),
            Figure::PARTICIPATING_AREA => self.sum_of_ballots(
                to,
                [
                    Figure::IN_FAVOUR_AREA,
                    Figure::AGAINST_AREA,
                    Figure::ABSTAIN_AREA,
                    Figure::BLANK_AREA,
                    Figure::INVALID_AREA,
                ],
            ),
            Figure::SURPLUS => self.surplus(to),
            _ => None,
        };
        if known.is_none() {
            to.missing(figure);
        }
    }

    /// Whether the roll gives those due.
    pub(super) fn is_due_from_roll(&self) -> bool {
        self.due_from_roll(&mut Sum::default()).is_some()
    }

    fn due_from_roll(&self, to: &mut impl Listener) -> Option<()> {
        let Procedure::VotingRights(rule) = self.forming.rights?.procedure() else { return None };
        for figure in voting(rule) {
            self.figures.count(figure)?;
        }
        for figure in voting(rule) {
            let count = self.figures.count(figure)?;
            to.term(Term { figure, count, taken_off: false });
        }
        if !rule.suspended_vote {
            self.join(to, Figure::RIGHTS_SUSPENDED, true);
        }
        Some(())
    }

    /// Those in favour, against and abstaining must be recorded; blank and invalid ballots are
    /// occurrences.
    fn sum_of_ballots(&self, to: &mut impl Listener, ballots: [Figure; 5]) -> Option<()> {
        let [in_favour, against, abstain, blank, invalid] = ballots;
        let required = [in_favour, against, abstain];
        for figure in required {
            self.figures.count(figure)?;
        }
        for figure in [blank, invalid] {
            self.figures.paired(figure)?;
        }
        for figure in required {
            let count = self.figures.count(figure)?;
            to.term(Term { figure, count, taken_off: false });
        }
        self.join(to, blank, false);
        self.join(to, invalid, false);
        Some(())
    }

    fn surplus(&self, to: &mut impl Listener) -> Option<()> {
        let (candidates, seats) = (Figure::CANDIDATES, Figure::SEATS);
        let (of_candidates, of_seats) =
            (self.figures.count(candidates)?, self.figures.count(seats)?);
        to.term(Term { figure: candidates, count: of_candidates, taken_off: false });
        to.term(Term { figure: seats, count: of_seats, taken_off: true });
        Some(())
    }
}

/// The figures of the statuses that vote.
fn voting(rule: &VotingRights) -> impl Iterator<Item = Figure> {
    rule.statuses.iter().map(|status| match status {
        MemberStatus::Probationary => Figure::PROBATIONARY,
        // A card lists no other status, checked when it loads.
        MemberStatus::Full | MemberStatus::ReportedIn | MemberStatus::Member => Figure::FULL,
    })
}
