//! `yishi why --rule`: the recorded figures under another card. A supposition, and marked as one.

use super::rule;
use super::show::failed;
use super::why::nothing;
use crate::cli::{Exit, Failure, Terminal};
use crate::domain::{Bilingual, ElectionId, MeetingId, MotionId};
use crate::registry::answers::{
    Beyond, Card, Matter, Names, OF_AN_ELECTION, Topic, Verdict, card_rows, with_names,
};
use crate::registry::{JudgedElection, View};
use serde_json::{Value, json};

/// Explains what another card would have made of a motion, a meeting or an election; nothing when
/// these tags name none of them.
pub(super) fn why(
    tags: &[String],
    rule: &str,
    view: View<'_>,
    terminal: &mut Terminal,
) -> Option<Result<Exit, Failure>> {
    tags.iter()
        .find_map(|tag| {
            let (word, id) = tag.split_once(':')?;
            Some(match word {
                "motion" => Supposed::Motion(id.parse().ok()?),
                "meeting" => Supposed::Meeting(id.parse().ok()?),
                "election" => Supposed::Election(id.parse().ok()?),
                _ => return None,
            })
        })
        .map(|about| suppose(about, rule, view, terminal))
}

/// What the supposition is about.
#[derive(Debug, Clone, Copy)]
enum Supposed {
    Motion(MotionId),
    Meeting(MeetingId),
    Election(ElectionId),
}

/// A card that can be held against what was asked, and how far beyond its force that is.
struct Supposition {
    card: Card,
    beyond: Vec<Beyond>,
}

impl Supposition {
    fn new(
        rule: &str,
        matter: &Matter,
        topics: &[Topic],
        view: &View<'_>,
    ) -> Result<Self, Failure> {
        let rows = card_rows(view.newest_book()?);
        let wanted = rule.to_uppercase();
        let Some(row) = rows.iter().find(|row| row.card.id() == wanted) else {
            return Err(rule::unknown(rule, &rows));
        };
        let beyond = row.card.fits(matter, topics);
        let beyond =
            beyond.map_err(|misfit| Failure { exit: Exit::Usage, sentence: misfit.sentence() })?;
        Ok(Self { card: row.card.clone(), beyond })
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

    fn lines(&self, terminal: &Terminal) -> Vec<String> {
        let sentences = [Some(self.mark()), self.reach()];
        sentences.into_iter().flatten().map(|one| terminal.pick(&one).to_owned()).collect()
    }

    fn json(&self, title: &Bilingual, hypothesis: &Value, recorded: &Value) -> Value {
        let (mark, beyond) = (self.mark(), self.reach());
        json!({
            "hypothetical": true,
            "statement": { "zh": mark.zh, "en": mark.en },
            "title": { "zh": title.zh, "en": title.en },
            "rule": self.card.id(),
            "fingerprint": self.card.fingerprint().to_string(),
            "beyond": beyond.map(|one| json!({ "zh": one.zh, "en": one.en })),
            "hypothesis": hypothesis,
            "recorded": recorded,
        })
    }
}

fn suppose(
    about: Supposed,
    rule: &str,
    view: View<'_>,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    match about {
        Supposed::Election(id) => election(id, rule, view, terminal),
        Supposed::Motion(id) => {
            let row = view.projections.motion(id).map_err(failed)?.ok_or_else(nothing)?;
            let text = row.text.as_ref().map_or("", |text| text.as_str());
            let title = with_names(text, &view.names());
            let ask = |view: &View<'_>| Ok(view.judge_motion(&row)?.map(|one| one.verdict));
            one(&title, rule, view, &ask, terminal)
        }
        Supposed::Meeting(id) => {
            let row = view.projections.meeting(id).map_err(failed)?.ok_or_else(nothing)?;
            let title = view.names().meeting(id);
            let ask = |view: &View<'_>| Ok(view.quorum(&row)?);
            one(&title, rule, view, &ask, terminal)
        }
    }
}

/// What a view says on one question.
type Ask<'a> = dyn Fn(&View<'_>) -> Result<Option<Verdict>, Failure> + 'a;

/// One question with one answer: a motion, or the attendance of a meeting.
fn one(
    title: &Bilingual,
    rule: &str,
    mut view: View<'_>,
    ask: &Ask<'_>,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let Some(recorded) = ask(&view)? else { return Ok(not_counted(terminal)) };
    let topics = recorded.matter.question.topics();
    let supposition = Supposition::new(rule, &recorded.matter, topics, &view)?;
    view.suppose(&supposition.card);
    let Some(verdict) = ask(&view)? else { return Ok(not_counted(terminal)) };
    let exit = super::why::exit_of(&verdict);
    if terminal.json {
        let value =
            supposition.json(title, &json_of(&verdict, supposed), &json_of(&recorded, as_it_is));
        terminal.print_json(&value);
        return Ok(exit);
    }
    let mut lines = supposition.lines(terminal);
    lines.extend([terminal.pick(title).to_owned(), String::new()]);
    for (place, (heading, sentences)) in verdict.explain().sections().into_iter().enumerate() {
        // The fourth part is the verdict, which this is not.
        let heading = if place == 3 { supposed_heading() } else { heading };
        lines.push(terminal.pick(&heading).to_owned());
        lines.extend(sentences.iter().map(|one| format!("  {}", terminal.pick(one))));
        lines.push(String::new());
    }
    let sentence = recorded.sentence();
    let stands = Bilingual::new(
        format!("账上的结论不变:{}", sentence.zh),
        format!("What follows from the rules in force stays: {}", sentence.en),
    );
    lines.push(terminal.pick(&stands).to_owned());
    terminal.print(&lines.join("\n"));
    Ok(exit)
}

fn supposed_heading() -> Bilingual {
    Bilingual::new("推演结果(假设,并非结论)", "Result (hypothetical, not the outcome)")
}

fn not_counted(terminal: &mut Terminal) -> Exit {
    terminal.tell(&Bilingual::new(
        "这件事还没有表决、计票或召开的记录,无从推演。",
        "There is no vote, count or sitting on record, and so nothing to suppose about.",
    ));
    Exit::Undecided
}

/// A sentence that stays marked when somebody takes it out of the whole.
fn supposed(sentence: &Bilingual) -> Bilingual {
    Bilingual::new(format!("【假设】{}", sentence.zh), format!("[HYPOTHETICAL] {}", sentence.en))
}

/// As it stands: a sentence of what is recorded.
fn as_it_is(sentence: &Bilingual) -> Bilingual {
    sentence.clone()
}

fn json_of(verdict: &Verdict, tell: fn(&Bilingual) -> Bilingual) -> Value {
    let sentence = tell(&verdict.sentence());
    json!({
        "outcome": verdict.outcome.word(),
        "sentence": { "zh": sentence.zh, "en": sentence.en },
        "verdict": serde_json::to_value(verdict).unwrap_or_default(),
    })
}

/// Every round of an election, each candidate with it.
fn election(
    id: ElectionId,
    rule: &str,
    mut view: View<'_>,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let row = view.projections.election(id).map_err(failed)?.ok_or_else(nothing)?;
    let recorded = view.judge_election(&row)?;
    let Some(first) = recorded.rounds.first() else { return Ok(not_counted(terminal)) };
    let matter = first.verdict.attendance.matter.clone();
    let supposition = Supposition::new(rule, &matter, OF_AN_ELECTION, &view)?;
    view.suppose(&supposition.card);
    let judged = view.judge_election(&row)?;
    let exit = super::why_election::exit_of(&judged);
    let title = view.names().election(id);
    if terminal.json {
        let value = supposition.json(
            &title,
            &json_of_rounds(&judged, supposed),
            &json_of_rounds(&recorded, as_it_is),
        );
        terminal.print_json(&value);
        return Ok(exit);
    }
    let mut lines = supposition.lines(terminal);
    lines.push(terminal.pick(&title).to_owned());
    for round in &judged.rounds {
        lines.extend([String::new(), terminal.pick(&supposed_heading()).to_owned()]);
        lines.extend(super::why_election::round_lines(round, &view, terminal));
    }
    lines.push(String::new());
    let stands = Bilingual::new("账上的结论不变:", "What follows from the rules in force stays:");
    lines.push(terminal.pick(&stands).to_owned());
    for round in &recorded.rounds {
        lines.push(format!("  {}", terminal.pick(&round.verdict.sentence())));
    }
    terminal.print(&lines.join("\n"));
    Ok(exit)
}

fn json_of_rounds(judged: &JudgedElection, tell: fn(&Bilingual) -> Bilingual) -> Value {
    let round = |one: &crate::registry::JudgedRound| {
        let sentence = tell(&one.verdict.sentence());
        json!({
            "round": one.round,
            "post_kind": one.post.word(),
            "sentence": { "zh": sentence.zh, "en": sentence.en },
            "verdict": serde_json::to_value(&one.verdict).unwrap_or_default(),
        })
    };
    let elected: Vec<String> = judged.elected().iter().map(ToString::to_string).collect();
    json!({ "rounds": judged.rounds.iter().map(round).collect::<Vec<_>>(), "elected": elected })
}
