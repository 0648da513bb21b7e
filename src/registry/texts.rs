//! Texts that a registry gave itself: charters, covenants and their rule cards.
//!
//! A text is fixed by the SHA-256 that its motion names; the file lies in the vault, if somebody
//! attached it. It governs from the day that its resolution says, else from the day of the
//! resolution, until a later text of the same body and kind governs. A motion that was not carried
//! makes no text.

use crate::admission::Scope;
use crate::domain::{BodyId, Fingerprint, Happened, Label, MatterKind, MotionId};
use crate::event::registry::CardJson;
use crate::event::{Event, standing};
use crate::law::{Adoptions, Card, Verdict};
use crate::registry::Registry;
use crate::registry::record::RecordError;
use crate::registry::view::View;
use serde_json::Value;

/// A text put to the vote.
#[derive(Debug)]
pub struct TextRow {
    /// Motion that proposed it.
    pub motion: MotionId,
    /// Body that decides.
    pub body: BodyId,
    /// What kind of text.
    pub matter_kind: MatterKind,
    /// Short name of the motion.
    pub label: Option<Label>,
    /// SHA-256 of the text.
    pub document: Fingerprint,
    /// Whether the file lies in the vault here.
    pub here: bool,
    /// When it was resolved.
    pub resolved: Option<Happened>,
    /// From when it governs; none when it does not.
    pub since: Option<Happened>,
    /// From when another text governs in its place.
    pub until: Option<Happened>,
    /// What follows from the vote, if there was one.
    pub verdict: Option<Verdict>,
    /// Rule cards that the motion adopted, by id.
    pub cards: Vec<String>,
}

impl Registry {
    /// The book that these cards make of what is on record and of earlier facts of the command. An
    /// adoption that is replaced does not count.
    pub(super) fn book_of(
        &self,
        cards: &[CardJson],
        replaces: Option<u64>,
        earlier: &[Event],
    ) -> Result<Fingerprint, String> {
        let mut scope = Scope::default();
        scope.kind("registry.rules_adopted");
        let recorded = self.read(&scope).map_err(|error| error.to_string())?;
        let on_record = recorded.into_iter().map(|one| (one.seq, one.event));
        // Facts of the command get their numbers only later, but all of them behind what is on record.
        let facts = on_record.chain(earlier.iter().map(|event| (u64::MAX, event.clone())));
        let mut adoptions = Adoptions::default();
        for (entry, event) in facts {
            if let Event::RulesAdopted(fact) = event {
                adoptions.adopt(entry, fact.corrects, fact.cards_as_read());
            }
        }
        let json = |card: &CardJson| Value::Object(card.0.clone());
        let new = cards.iter().map(json).map(Card::from_json).collect::<Result<Vec<_>, _>>();
        let new = new.map_err(|error| error.to_string())?.iter().map(Card::to_json).collect();
        adoptions.adopt(u64::MAX, replaces, new);
        Ok(adoptions.fingerprint())
    }
}

fn id_of(card: &CardJson) -> String {
    card.0.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
}

impl View<'_> {
    /// Every text that was put to the vote, by the day from which it governs, then by that of its
    /// motion.
    pub fn texts(&self) -> Result<Vec<TextRow>, RecordError> {
        let mut motions = Vec::new();
        self.projections.each_motion(&mut |row| motions.push(row))?;
        motions.sort_by_cached_key(|row| (row.proposed, row.text.clone(), row.motion));
        let mut texts = Vec::new();
        for row in motions {
            let Some(proposal) = row.proposal.as_ref() else { continue };
            let Some(document) = proposal.document else { continue };
            let verdict = self.judge_motion(&row)?.map(|judged| judged.verdict);
            let lost = verdict.as_ref().is_some_and(|one| one.outcome.word() == "not_satisfied");
            let resolution = row.resolved.as_ref();
            let since = resolution.map(|one| one.effective.unwrap_or(one.on));
            texts.push(TextRow {
                motion: row.motion,
                body: proposal.body,
                matter_kind: proposal.matter_kind,
                label: proposal.label.clone(),
                document,
                here: self.has_file(document),
                resolved: resolution.map(|one| one.on),
                since: since.filter(|_| !lost && row.withdrawn.is_none()),
                until: None,
                verdict,
                cards: self.cards_of(row.motion)?,
            });
        }
        texts.sort_by_key(|text| text.since);
        end_each(&mut texts);
        Ok(texts)
    }

    /// Ids of the rule cards that a motion adopted.
    pub fn cards_of(&self, motion: MotionId) -> Result<Vec<String>, RecordError> {
        let entries = self.entries_about(&[motion.tag()])?;
        let adopted = standing(&entries).filter_map(|one| match &one.event {
            Event::RulesAdopted(adoption) => Some(adoption.cards.iter().map(id_of)),
            _ => None,
        });
        let mut cards: Vec<String> = adopted.flatten().collect();
        cards.sort();
        cards.dedup();
        Ok(cards)
    }
}

/// A text ends where the next one of the same body and kind begins.
fn end_each(texts: &mut [TextRow]) {
    let begun: Vec<_> =
        texts.iter().map(|one| (one.body, one.matter_kind, one.since, one.motion)).collect();
    for text in texts.iter_mut().filter(|text| text.since.is_some()) {
        let later = begun.iter().filter(|(body, kind, since, motion)| {
            (*body, *kind) == (text.body, text.matter_kind)
                && (*since, *motion) > (text.since, text.motion)
        });
        text.until = later.filter_map(|(_, _, since, _)| *since).min();
    }
}

/// The cards that these entries adopt.
pub fn adopted_cards(events: &[Event]) -> Vec<Card> {
    let adopted = events.iter().filter_map(|event| match event {
        Event::RulesAdopted(adoption) => Some(&adoption.cards),
        _ => None,
    });
    let card = |card: &CardJson| Card::from_json(Value::Object(card.0.clone())).ok();
    adopted.flatten().filter_map(card).collect()
}
