//! Terms that end, and the elections that have to be prepared for them.

use super::owners::blank;
use super::{Due, DueDay, Gathered, Ground, Stays};
use crate::answer::AskError;
use crate::answer::View;
use crate::domain::{Bilingual, BodyId, BodyKind, ElectionKind, Happened};
use crate::law::{Act, Consequence, Days, Matter, consequences};
use crate::projection::Seat;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What is known about the term of a body.
struct Term {
    /// The day on which its members were elected, by the last result declared.
    elected: Option<NaiveDate>,
    /// Whether a new election was called since.
    called_again: bool,
}

impl Gathered<'_> {
    /// Posts whose term ends, and what comes before the end of a term.
    pub(super) fn terms(&mut self) -> Result<(), AskError> {
        let tree = self.view.snapshot.projections.tree_on(self.on)?;
        for place in tree {
            if !self.concerns(place.body) {
                continue;
            }
            let seats = self.view.snapshot.projections.seats_on(place.body, self.on)?;
            let matter = place.state.body_kind.and_then(|kind| self.view.renewal(kind, self.on));
            let term = self.term(place.body, matter.as_ref().and_then(|one| one.election))?;
            self.ending(place.body, &seats, matter.as_ref(), &term)?;
            if let Some(matter) = matter.filter(|_| !seats.is_empty()) {
                self.before(place.body, &matter, &term)?;
            }
        }
        Ok(())
    }

    fn term(&self, body: BodyId, kind: Option<ElectionKind>) -> Result<Term, AskError> {
        let mut rows = self.called(Some(body))?;
        rows.retain(|row| {
            let called = row.called.as_ref();
            called.is_some_and(|call| call.body == body && Some(call.election_kind) == kind)
        });
        let declared = rows.iter().flat_map(|row| &row.declared).map(|one| one.on).max();
        let called = rows.iter().filter_map(|row| row.called.as_ref()).map(|call| call.on).max();
        let called_again = called.is_some_and(|called| declared.is_none_or(|last| called > last));
        Ok(Term { elected: declared.map(Happened::first_day), called_again })
    }

    /// Seats whose recorded term ends, those of one day together.
    fn ending(
        &mut self,
        body: BodyId,
        seats: &[Seat],
        matter: Option<&Matter>,
        term: &Term,
    ) -> Result<(), AskError> {
        let mut ends: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        for seat in seats {
            if let Some(until) = seat.holding.term_until {
                *ends.entry(until.last_day()).or_default() += 1;
            }
        }
        let days = Days { elected: term.elected, ..Days::default() };
        let attached = |matter| self.attached(matter, days, Act::EndTerm);
        let rule = matter.map(attached).transpose()?.flatten();
        for (day, number) in ends {
            let told = Bilingual::new(
                format!("任期届满:{number} 个职务"),
                format!("the term of {number} posts ends"),
            );
            let ground = rule.as_ref().map_or_else(
                || Ground::Said(Bilingual::new("按登记的任期", "by the term on record")),
                |one| Ground::Rule(Box::new(one.citation.clone())),
            );
            let due = blank(self.on).of(body).about(body.tag());
            let due = Due { day, meant: DueDay::By, what: told, ground, ..due };
            self.add(due, Stays::UntilDone);
        }
        Ok(())
    }

    /// Reminders and preparations before the end of a term, as recorded or as the rules set it.
    fn before(&mut self, body: BodyId, matter: &Matter, term: &Term) -> Result<(), AskError> {
        let elected = Days { elected: term.elected, ..Days::default() };
        let by_rule = self.attached(matter, elected, Act::EndTerm)?;
        let recorded = self.view.term_end(body, self.on)?;
        let on = self.on;
        let about = || blank(on).of(body).about(body.tag());
        if let Some(one) = by_rule.as_ref().filter(|_| recorded.is_none()) {
            let (due, name) = (about(), one.act.name());
            self.consequence(one, name, false, due);
        }
        let term_end = recorded.or_else(|| by_rule.and_then(|one| one.last_day));
        let days = Days { term_end, ..elected };
        let reminder = Bilingual::new(
            "上级从这天起提醒换届",
            "the superior reminds of the election from then on",
        );
        for (act, name) in
            [(Act::Remind, reminder), (Act::PrepareElection, Act::PrepareElection.name())]
        {
            if let Some(one) = self.attached(matter, days, act)? {
                self.consequence(&one, name, term.called_again, about());
            }
        }
        Ok(())
    }

    /// What the book attaches to an election of the body: this act, if its day is known.
    fn attached(
        &self,
        matter: &Matter,
        days: Days,
        act: Act,
    ) -> Result<Option<Consequence>, AskError> {
        let Some(book) = self.view.snapshot.newest_book()? else { return Ok(None) };
        let found = consequences(book, matter, &days);
        Ok(found.into_iter().find(|one| one.act == act && one.last_day.is_some()))
    }
}

impl View {
    /// The last day of the longest term among the posts of a body, as recorded.
    pub(super) fn term_end(
        &self,
        body: BodyId,
        on: NaiveDate,
    ) -> Result<Option<NaiveDate>, AskError> {
        let seats = self.snapshot.projections.seats_on(body, on)?;
        Ok(seats.iter().filter_map(|seat| seat.holding.term_until).max().map(Happened::last_day))
    }

    /// The question of how a body of this kind is elected again; nothing for one that is not.
    fn renewal(&self, kind: BodyKind, on: NaiveDate) -> Option<Matter> {
        let (election, body) = match kind {
            BodyKind::OwnerCommittee => (ElectionKind::OwnerCommittee, BodyKind::OwnerAssembly),
            BodyKind::ResidentsCommittee => (ElectionKind::ResidentsCommittee, kind),
            _ if kind.is_branch() => (ElectionKind::BranchCommittee, kind),
            _ => return None,
        };
        Some(self.election_matter(election, body, on))
    }
}
