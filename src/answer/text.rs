//! Texts that a registry gave itself: charters, covenants and their rule cards.
//!
//! A text is fixed by the SHA-256 that its motion names; the file lies in the vault, if somebody
//! attached it. It governs from the day that its resolution says, else from the day of the
//! resolution, until a later text of the same body and kind governs. A motion that was not carried
//! makes no text.

use super::list::handle;
use super::{Filter, List};
use crate::answer::AskError;
use crate::answer::View;
use crate::domain::{Bilingual, BodyId, Fingerprint, Happened, Label, MatterKind, MotionId};
use crate::event::Names;
use crate::event::registry::CardJson;
use crate::event::{Event, standing};
use crate::law::{Card, Verdict};
use crate::projection::{Drawer, MotionRow};
use schemars::JsonSchema;
use serde::Serialize;

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

fn id_of(card: &CardJson) -> String {
    card.id().unwrap_or_default()
}

impl View {
    /// Every text that was put to the vote, or every one of this body, by the day from which it
    /// governs, then by that of its motion.
    pub fn texts(&self, body: Option<BodyId>) -> Result<Vec<TextRow>, AskError> {
        let all = &self.snapshot.projections;
        let filed = all.filed(Drawer::Texts, body, &(i32::MIN..=i32::MAX))?.into_iter();
        let motions = filed.map(|id| all.motion(id)).filter_map(Result::transpose);
        let mut motions: Vec<MotionRow> = motions.collect::<Result<_, _>>()?;
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
                here: self.snapshot.has_file(document),
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
    pub fn cards_of(&self, motion: MotionId) -> Result<Vec<String>, AskError> {
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
    let card = |card: &CardJson| Card::from_json(card.value()).ok();
    adopted.flatten().filter_map(card).collect()
}

/// A text in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TextLine {
    /// Motion that proposed it.
    pub motion: MotionId,
    /// The beginning of the motion.
    pub motion_name: Bilingual,
    /// Short name of the motion.
    pub label: Option<Label>,
    /// `@label`, or else the id: what a command takes.
    pub handle: String,
    /// Body that decides.
    pub body: BodyId,
    /// What it is called.
    pub body_name: Bilingual,
    /// What kind of text.
    pub matter_kind: MatterKind,
    /// SHA-256 of the text.
    pub document: Fingerprint,
    /// Whether the file lies in the vault here.
    pub in_vault: bool,
    /// When it was resolved.
    pub resolved: Option<Happened>,
    /// From when it governs; none when it does not.
    pub since: Option<Happened>,
    /// From when another text governs in its place.
    pub until: Option<Happened>,
    /// Whether it governs on the day asked about.
    pub governs: bool,
    /// What follows from the vote, by its word.
    pub outcome: Option<&'static str>,
    /// Rule cards that the motion adopted, by id.
    pub cards: Vec<String>,
    /// All of it in words.
    pub lines: Vec<Bilingual>,
}

impl View {
    /// Every text that was put to the vote.
    pub fn text_list(&self, filter: Filter) -> Result<List<TextLine>, AskError> {
        let names = self.names();
        let texts = self.texts(filter.body)?;
        let line = |text: &TextRow| TextLine {
            motion: text.motion,
            motion_name: names.motion(text.motion),
            label: text.label.clone(),
            handle: handle(text.label.as_ref(), &text.motion),
            body: text.body,
            body_name: names.body(text.body),
            matter_kind: text.matter_kind,
            document: text.document,
            in_vault: text.here,
            resolved: text.resolved,
            since: text.since,
            until: text.until,
            governs: self.governs(text),
            outcome: text.verdict.as_ref().map(|verdict| verdict.outcome.word()),
            cards: text.cards.clone(),
            lines: self.text_lines(text, true),
        };
        let wanted = |one: &&TextRow| filter.concerns(one.body) && filter.within(one.resolved);
        let wanted = texts.iter().filter(wanted);
        Ok(self.list("texts", wanted.map(line).collect()))
    }

    fn governs(&self, text: &TextRow) -> bool {
        let begun = |on: Option<Happened>| on.is_some_and(|on| on.begun_on(self.on()));
        begun(text.since) && !begun(text.until)
    }

    pub(super) fn text_lines(&self, text: &TextRow, with_verdict: bool) -> Vec<Bilingual> {
        let verdict = text.verdict.as_ref().filter(|_| with_verdict).map(Verdict::sentence);
        let mut lines: Vec<Bilingual> = verdict.into_iter().collect();
        lines.push(match (text.since, text.until) {
            (None, _) => Bilingual::new("没有施行", "does not govern"),
            (Some(since), None) => {
                Bilingual::new(format!("自 {since} 起施行"), format!("governs from {since}"))
            }
            (Some(since), Some(until)) => Bilingual::new(
                format!("自 {since} 起施行,{until} 起由新文本代替"),
                format!("governed from {since}; another text governs from {until}"),
            ),
        });
        if self.governs(text) {
            let on = self.on();
            lines.push(Bilingual::new(format!("{on} 有效"), format!("in force on {on}")));
        }
        if !text.cards.is_empty() {
            let cards = text.cards.join("、");
            lines.push(Bilingual::new(format!("规则卡:{cards}"), format!("rule cards: {cards}")));
        }
        let (zh, en) = if text.here {
            ("文本在保管库", "the text is in the vault")
        } else {
            ("文本不在保管库", "the text is not in the vault")
        };
        lines.push(Bilingual::new(
            format!("SHA-256 {}({zh})", text.document),
            format!("SHA-256 {} ({en})", text.document),
        ));
        lines
    }
}
