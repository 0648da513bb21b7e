//! The recorded figures under another card. A supposition, and marked as one.

use super::{Part, WhyRound, is_open, leaves_open, parts};
use crate::answer::rule::unknown_card;
use crate::answer::{AskError, JudgedElection, View, card_rows};
use crate::domain::{Bilingual, CandidateId, ElectionId, Fingerprint, PostKind};
use crate::event::Names;
use crate::law::{Beyond, Card, ElectionVerdict, Matter, OF_AN_ELECTION, Topic, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

/// What another card would have made of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Supposition {
    /// Always true: nothing in it is an outcome.
    pub hypothetical: bool,
    /// What everything in it is: no verdict.
    pub statement: Bilingual,
    /// Where the card is held against something that it is not in force for.
    pub beyond: Option<Bilingual>,
    /// What it is about.
    pub title: Bilingual,
    /// Id of the card.
    pub rule: String,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// What would follow.
    pub hypothesis: Supposed,
    /// What follows from the rules in force.
    pub recorded: Supposed,
    /// The explanation of what would follow: of the one verdict, or of each round.
    #[serde(skip)]
    pub sections: Vec<Part>,
    /// The same for each round of an election.
    #[serde(skip)]
    pub rounds: Vec<WhyRound>,
    /// Whether nobody could say even so.
    #[serde(skip)]
    pub undecided: bool,
}

/// What follows, or would.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Supposed {
    /// Of a motion or a quorum.
    One {
        /// By its word.
        outcome: &'static str,
        /// In one sentence, marked where it is supposed.
        sentence: Bilingual,
        /// With all numbers.
        #[schemars(with = "serde_json::Value")]
        verdict: Box<Verdict>,
    },
    /// Of an election.
    Election {
        /// Every round.
        rounds: Vec<SupposedRound>,
        /// Who would be elected.
        elected: Vec<CandidateId>,
    },
}

/// What follows from a round, or would.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SupposedRound {
    /// Which round, from 1.
    pub round: u32,
    /// For which post.
    pub post_kind: PostKind,
    /// In one sentence, marked where it is supposed.
    pub sentence: Bilingual,
    /// With all numbers.
    #[schemars(with = "serde_json::Value")]
    verdict: Box<ElectionVerdict>,
}

impl Supposed {
    /// Each sentence of it.
    pub fn sentences(&self) -> Vec<&Bilingual> {
        match self {
            Self::One { sentence, .. } => vec![sentence],
            Self::Election { rounds, .. } => rounds.iter().map(|one| &one.sentence).collect(),
        }
    }

    fn one(verdict: Verdict, tell: Tell) -> Self {
        let (outcome, sentence) = (verdict.outcome.word(), tell(&verdict.sentence()));
        Self::One { outcome, sentence, verdict: Box::new(verdict) }
    }

    fn election(judged: &JudgedElection, tell: Tell) -> Self {
        let rounds = judged.rounds.iter().map(|one| SupposedRound {
            round: one.round,
            post_kind: one.post,
            sentence: tell(&one.verdict.sentence()),
            verdict: Box::new(one.verdict.clone()),
        });
        Self::Election {
            rounds: rounds.collect(),
            elected: judged.elected().iter().copied().collect(),
        }
    }
}

/// Why nothing can be supposed.
#[derive(Debug)]
pub enum CannotSuppose {
    /// None of the things can have an outcome.
    NoOutcome,
    /// There is no such thing on record.
    Unknown,
    /// Nothing was counted yet.
    NotCounted,
    /// No such card, or it says nothing on such a question.
    Card(Bilingual),
    /// The question itself has no answer.
    Ask(AskError),
}

impl<E: Into<AskError>> From<E> for CannotSuppose {
    fn from(error: E) -> Self {
        Self::Ask(error.into())
    }
}

/// How a sentence is told: as it is, or marked.
type Tell = fn(&Bilingual) -> Bilingual;

/// What a view says on one question.
type Ask<'a> = dyn Fn(&View) -> Result<Option<Verdict>, AskError> + 'a;

/// A card that can be held against what was asked, and how far beyond its force that is.
struct Held {
    card: Card,
    beyond: Vec<Beyond>,
}

impl View {
    /// What another card would have made of the first of these things that has an outcome.
    pub fn suppose(&self, tags: &[String], rule: &str) -> Result<Supposition, CannotSuppose> {
        let all = &self.snapshot.projections;
        for (word, id) in tags.iter().filter_map(|tag| tag.split_once(':')) {
            match word {
                "motion" => {
                    let Ok(id) = id.parse() else { continue };
                    let row = all.motion(id)?.ok_or(CannotSuppose::Unknown)?;
                    let ask =
                        |view: &Self| Ok(view.judge_motion(&row)?.map(|judged| judged.verdict));
                    return self.suppose_one(self.motion_text(&row), rule, &ask);
                }
                "meeting" => {
                    let Ok(id) = id.parse() else { continue };
                    let row = all.meeting(id)?.ok_or(CannotSuppose::Unknown)?;
                    let ask = |view: &Self| view.quorum(&row);
                    return self.suppose_one(self.names().meeting(id), rule, &ask);
                }
                "election" => {
                    let Ok(id) = id.parse() else { continue };
                    return self.suppose_election(id, rule);
                }
                _ => {}
            }
        }
        Err(CannotSuppose::NoOutcome)
    }

    /// One question with one answer: a motion, or the attendance of a meeting.
    fn suppose_one(
        &self,
        title: Bilingual,
        rule: &str,
        ask: &Ask<'_>,
    ) -> Result<Supposition, CannotSuppose> {
        let recorded = ask(self)?.ok_or(CannotSuppose::NotCounted)?;
        let topics = recorded.matter.question.topics();
        let held = self.hold(rule, &recorded.matter, topics)?;
        let verdict = ask(&self.supposing(&held.card))?.ok_or(CannotSuppose::NotCounted)?;
        let mut sections = parts(&verdict.explain());
        // The fourth part is the verdict, which this is not.
        if let Some(part) = sections.get_mut(3) {
            part.heading = Supposition::heading();
        }
        let (undecided, hypothesis) = (leaves_open(&verdict), Supposed::one(verdict, supposed));
        let recorded = Supposed::one(recorded, Bilingual::clone);
        Ok(Supposition { sections, undecided, ..held.supposition(title, hypothesis, recorded) })
    }

    /// Every round of an election, each candidate with it.
    fn suppose_election(&self, id: ElectionId, rule: &str) -> Result<Supposition, CannotSuppose> {
        let row = self.snapshot.projections.election(id)?.ok_or(CannotSuppose::Unknown)?;
        let recorded = self.judge_election(&row)?;
        let first = recorded.rounds.first().ok_or(CannotSuppose::NotCounted)?;
        let held = self.hold(rule, &first.verdict.attendance.matter, OF_AN_ELECTION)?;
        let other = self.supposing(&held.card);
        let judged = other.judge_election(&row)?;
        let rounds = judged.rounds.iter().map(|round| other.why_round(round)).collect();
        let (hypothesis, recorded) = (
            Supposed::election(&judged, supposed),
            Supposed::election(&recorded, Bilingual::clone),
        );
        let title = self.names().election(id);
        let undecided = is_open(&judged);
        Ok(Supposition { rounds, undecided, ..held.supposition(title, hypothesis, recorded) })
    }

    fn hold(&self, rule: &str, matter: &Matter, topics: &[Topic]) -> Result<Held, CannotSuppose> {
        let rows = card_rows(self.snapshot.newest_book()?);
        let wanted = rule.to_uppercase();
        let Some(row) = rows.into_iter().find(|row| row.card.id() == wanted) else {
            let rows = card_rows(self.snapshot.newest_book()?);
            return Err(CannotSuppose::Card(unknown_card(rule, &rows)));
        };
        let beyond = row.card.fits(matter, topics);
        let beyond = beyond.map_err(|misfit| CannotSuppose::Card(misfit.sentence()))?;
        Ok(Held { card: row.card, beyond })
    }
}

impl Held {
    fn supposition(
        &self,
        title: Bilingual,
        hypothesis: Supposed,
        recorded: Supposed,
    ) -> Supposition {
        Supposition {
            hypothetical: true,
            statement: self.mark(),
            beyond: self.reach(),
            title,
            rule: self.card.id().to_owned(),
            fingerprint: self.card.fingerprint(),
            hypothesis,
            recorded,
            sections: Vec::new(),
            rounds: Vec::new(),
            undecided: false,
        }
    }

    /// What everything below is: no verdict.
    fn mark(&self) -> Bilingual {
        let (id, title) = (self.card.id(), self.card.title());
        Bilingual::new(
            format!("【假设】以下是假设适用规则卡 {id}({})的推演,并非结论。", title.zh),
            format!(
                "[HYPOTHETICAL] As if the rule card {id} ({}) applied. This is not the outcome.",
                title.en
            ),
        )
    }

    /// Where the card is held against something that it is not in force for.
    fn reach(&self) -> Option<Bilingual> {
        let names: Vec<Bilingual> = self.beyond.iter().map(|one| one.name()).collect();
        let zh: Vec<&str> = names.iter().map(|one| one.zh.as_str()).collect();
        let en: Vec<&str> = names.iter().map(|one| one.en.as_str()).collect();
        (!names.is_empty()).then(|| {
            Bilingual::new(
                format!("这张卡{}。", zh.join("、")),
                format!("Of this card: {}.", en.join("; ")),
            )
        })
    }
}

impl Supposition {
    /// What stands in place of the heading of a verdict.
    pub fn heading() -> Bilingual {
        Bilingual::new("推演结果(假设,并非结论)", "Result (hypothetical, not the outcome)")
    }
}

/// A sentence that stays marked when somebody takes it out of the whole.
fn supposed(sentence: &Bilingual) -> Bilingual {
    Bilingual::new(format!("【假设】{}", sentence.zh), format!("[HYPOTHETICAL] {}", sentence.en))
}
