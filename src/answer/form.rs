//! What a form has in it before somebody fills it in: people by label, date, rules to remember.

use super::{AskError, View};
use crate::domain::{Bilingual, BodyId, BodyKind, PersonId, PostKind};
use crate::event::Names;
use crate::intake::{Known, KnownBody};
use crate::law::Book;
use core::cmp::Reverse;

/// Rules that somebody who records a meeting should remember: quorum, majority, due members.
const REMEMBERED: [&str; 3] = ["BR-06", "BR-07", "BR-11"];

impl View {
    /// What the book knows today of its bodies, or of the one with this `@label` or name; `by` is who
    /// writes, if that was said.
    pub fn known(&self, only: Option<&str>, by: Option<&str>) -> Result<Known, AskError> {
        let mut bodies = Vec::new();
        for (id, state) in self.snapshot.projections.bodies_on(self.on())? {
            let kind = state.body_kind.unwrap_or(BodyKind::Organisation);
            let name = state.name.as_ref().map(ToString::to_string).unwrap_or_default();
            bodies.extend(self.known_body(id, kind, name, only)?);
        }
        // A body with members comes first: it is the one that meets.
        bodies.sort_by_key(|body| Reverse((body.kind.is_branch(), body.members.len())));
        let actor = by.map(str::to_owned);
        let actor = actor.or_else(|| bodies.iter().find_map(|body| body.secretary.clone()));
        let rules = self.snapshot.newest_book()?.map(rules_of).unwrap_or_default();
        Ok(Known { today: self.on(), actor, bodies, rules })
    }

    fn known_body(
        &self,
        id: BodyId,
        kind: BodyKind,
        name: String,
        only: Option<&str>,
    ) -> Result<Option<KnownBody>, AskError> {
        let all = &self.snapshot.projections;
        let label = all.body(id)?.and_then(|row| row.label);
        let label = label.map_or_else(|| name.clone(), |label| label.to_string());
        let label = format!("@{label}");
        if only.is_some_and(|body| body != label && body != name) {
            return Ok(None);
        }
        let members = all.members_on(id, self.on())?;
        let seats = all.seats_on(id, self.on())?;
        let head = [PostKind::Secretary, PostKind::GroupLeader, PostKind::Chair];
        let secretary = seats.iter().find(|seat| head.contains(&seat.holding.post_kind));
        let committee: Vec<_> = seats.iter().map(|seat| seat.holding.person).collect();
        Ok(Some(KnownBody {
            label,
            name,
            kind,
            members: self.called(&members.with_vote),
            without_vote: self.called(&members.probationary),
            secretary: secretary.and_then(|seat| self.called(&[seat.holding.person]).pop()),
            committee: self.called(&committee),
            last_place: self.last_place(id)?,
        }))
    }

    fn called(&self, people: &[PersonId]) -> Vec<String> {
        let names = self.names();
        people.iter().map(|person| format!("@{}", names.person(*person).zh)).collect()
    }

    fn last_place(&self, body: BodyId) -> Result<Option<String>, AskError> {
        let all = &self.snapshot.projections;
        let mut last = None;
        for meeting in all.meetings_of(body)? {
            let held = all.meeting(meeting)?.and_then(|row| row.held);
            last = held.map(|held| (held.on, held.place.to_string())).max(last);
        }
        Ok(last.map(|(_, place)| place))
    }
}

fn rules_of(book: &Book) -> Vec<Bilingual> {
    let cards = REMEMBERED.iter().filter_map(|id| book.card(id));
    cards.map(|card| Bilingual::from(card.rule())).collect()
}
