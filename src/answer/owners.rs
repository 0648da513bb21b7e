//! The figures of an owners' motion: heads and area, from the roll and the count.

use crate::answer::AskError;
use crate::answer::{Judged, View};
use crate::domain::{Area, Heads, MotionId, SilencePolicy};
use crate::event::count::{CountTotals, MotionTotals, Tally};
use crate::law::{Figures, Question, judge};
use crate::projection::{CountRow, MotionRow, RollRow};

/// Heads and area of an owners' motion. What is not recorded is none, and never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnersFigures {
    /// All owners on the roll.
    pub roll: Option<Tally>,
    /// Those whose ballot came back, rejected ones included.
    pub participating: Option<Tally>,
    /// Those whose ballots were all rejected.
    pub invalid: Option<Tally>,
    /// In favour.
    pub in_favour: Option<Tally>,
    /// Against.
    pub against: Option<Tally>,
    /// Abstaining.
    pub abstain: Option<Tally>,
    /// Without a mark.
    pub blank: Option<Tally>,
    /// Served, and silent.
    pub silent: Option<Tally>,
}

impl OwnersFigures {
    /// The figures of a motion in a count on a roll; none before the result is certified.
    pub fn of(roll: Option<&RollRow>, count: &CountRow, motion: MotionId) -> Option<Self> {
        let totals = &count.certified.as_ref()?.totals;
        let said = totals.motions.iter().find(|said| said.motion == motion)?;
        let roll = roll.and_then(|roll| roll.what.as_ref()).map(|what| &what.totals);
        let roll = roll.map(|totals| Tally { heads: totals.heads, area: totals.area });
        Some(Self::said(roll, totals, said))
    }

    fn said(roll: Option<Tally>, totals: &CountTotals, said: &MotionTotals) -> Self {
        Self {
            roll,
            participating: Some(with(totals.participating, totals.rejected.unwrap_or_default())),
            invalid: totals.rejected,
            in_favour: Some(said.in_favour),
            against: said.against,
            abstain: said.abstain,
            blank: said.blank,
            silent: totals.silent,
        }
    }
}

impl From<OwnersFigures> for Figures {
    fn from(owners: OwnersFigures) -> Self {
        let both = |tally: Option<Tally>| -> (Option<Heads>, Option<Area>) {
            tally.map(|tally| (tally.heads, tally.area)).unzip()
        };
        let (roll_heads, roll_area) = both(owners.roll);
        let (participating_heads, participating_area) = both(owners.participating);
        let (in_favour_heads, in_favour_area) = both(owners.in_favour);
        let (against_heads, against_area) = both(owners.against);
        let (abstain_heads, abstain_area) = both(owners.abstain);
        let (blank_heads, blank_area) = both(owners.blank);
        let (invalid_heads, invalid_area) = both(owners.invalid);
        let (silent_heads, silent_area) = both(owners.silent);
        Self {
            roll_heads,
            roll_area,
            participating_heads,
            participating_area,
            in_favour_heads,
            in_favour_area,
            against_heads,
            against_area,
            abstain_heads,
            abstain_area,
            blank_heads,
            blank_area,
            invalid_heads,
            invalid_area,
            silent_heads,
            silent_area,
            ..Self::default()
        }
    }
}

/// Both together.
pub(super) fn with(mut tally: Tally, more: Tally) -> Tally {
    tally.heads.0 = tally.heads.0.saturating_add(more.heads.0);
    tally.area.0 = tally.area.0.saturating_add(more.area.0);
    tally
}

impl View {
    /// What the owners decided on a motion, by the book pinned with the minutes, or with the notice
    /// while there are none. The decision is formed when voting ends.
    pub(super) fn judge_owners(&self, row: &MotionRow) -> Result<Option<Judged>, AskError> {
        let Some(id) = row.counts.last() else { return Ok(None) };
        let Some(count) = self.snapshot.projections.count_as_stated(*id)? else { return Ok(None) };
        let Some(what) = &count.what else { return Ok(None) };
        let roll = self.snapshot.projections.roll(what.roll)?;
        let Some(mut owners) = OwnersFigures::of(roll.as_ref(), &count, row.motion) else {
            return Ok(None);
        };
        if what.silence == SilencePolicy::NotParticipating {
            // Silence is a figure only where the rules of the assembly make something of it.
            owners.silent = None;
        }
        let Some(meeting) = self.snapshot.projections.meeting(what.meeting)? else {
            return Ok(None);
        };
        let noticed = meeting.notice.as_ref().map(|notice| notice.what.book);
        let pinned = meeting.held.as_ref().map(|held| held.what.book).or(noticed);
        let (Some(pinned), Some(body), Some(kind)) =
            (pinned, meeting.body(), meeting.meeting_kind())
        else {
            return Ok(None);
        };
        let book = self.snapshot.book(pinned)?;
        let about = row.proposal.as_ref().map(|proposal| proposal.matter_kind);
        let formed = what.voting_until.last_day();
        let matter = self.matter_of(Question::RESULT, (body, kind), about, formed)?;
        let figures = Figures::from(owners);
        let verdict = judge(book, &matter, &figures);
        self.beside(row, verdict, (pinned, noticed), &matter, &figures).map(Some)
    }
}
