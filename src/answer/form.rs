//! Forms, and what one has in it before somebody fills it in: people by label, date, rules to remember.

use super::{AskError, View};
use crate::domain::{Bilingual, BodyId, BodyKind, PersonId, PostKind, Trouble, TroubleKind};
use crate::event::Names;
use crate::intake::template::published::ANNOUNCEMENT;
use crate::intake::template::start::{START, START_OWNERS};
use crate::intake::{Known, KnownBody, TemplateKind, UnknownTemplate, template};
use crate::law::Book;
use core::cmp::Reverse;

/// Rules that somebody who records a meeting should remember: quorum, majority, due members.
const REMEMBERED: [&str; 3] = ["BR-06", "BR-07", "BR-11"];

/// What somebody can fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// How a book begins; the same for everybody.
    Beginning(&'static str),
    /// The figures of somebody else, to be checked; the same for everybody.
    Announcement(&'static str),
    /// A document with what the book knows in it.
    Document(FormKind),
}

/// What a document is to be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormKind(TemplateKind);

/// The form that a word or its Chinese term means; else a sentence that names all of them.
pub fn form(word: &str) -> Result<Form, Trouble> {
    if matches!(word, "开始" | "start") {
        return Ok(Form::Beginning(START));
    }
    if matches!(word, "业主开始" | "start-owners") {
        return Ok(Form::Beginning(START_OWNERS));
    }
    if matches!(word, "公布的结果" | "announcement") {
        return Ok(Form::Announcement(ANNOUNCEMENT));
    }
    let kind = word.parse().map_err(|_unknown: UnknownTemplate| {
        let all = TemplateKind::all();
        let zh: Vec<&str> = all.iter().map(|(_, zh, _)| *zh).collect();
        let en: Vec<&str> = all.iter().map(|(en, _, _)| en.as_str()).collect();
        Trouble::new(
            TroubleKind::Usage,
            format!("没有“{word}”这一种。可以是:开始、业主开始、公布的结果、{}。", zh.join("、")),
            format!(
                "There is no kind \"{word}\". It can be: start, start-owners, announcement, {}.",
                en.join(", ")
            ),
        )
    })?;
    Ok(Form::Document(FormKind(kind)))
}

impl View {
    /// A document to fill in, with what the book knows today of its bodies, or of the one with this
    /// `@label` or name; `by` is who writes, if that was said.
    pub fn form(
        &self,
        kind: FormKind,
        only: Option<&str>,
        by: Option<&str>,
    ) -> Result<String, AskError> {
        Ok(template(kind.0, &self.known(only, by)?))
    }

    fn known(&self, only: Option<&str>, by: Option<&str>) -> Result<Known, AskError> {
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
