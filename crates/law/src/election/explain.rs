//! The long answer to "why" of a round of an election: every heading once, the candidates under it.

use super::{CandidateVerdict, ElectionVerdict, Placing};
use crate::explain::{Explanation, Line};
use crate::figures::Figure;
use crate::procedure::{order_by, tie_by};
use crate::verdict::{Change, Verdict};
use domain::Bilingual;
use domain::{CandidateId, RankKey};

/// How a candidate is called: here they are ids.
pub(super) type NameOf<'a> = &'a dyn Fn(CandidateId) -> Bilingual;

/// A part of a round that has a verdict of its own.
struct Part {
    label: Bilingual,
    /// The figure that the label names: a line that begins with it needs no label.
    counts: Option<Figure>,
    verdict: Verdict,
}

impl Part {
    fn labelled(&self, lines: Vec<Line>) -> impl Iterator<Item = Bilingual> {
        let label = |line: Line| match line.begins {
            Some(figure) if self.counts == Some(figure) => line.text,
            _ => under(&self.label, &line.text),
        };
        lines.into_iter().map(label)
    }
}

impl ElectionVerdict {
    /// Facts, rules, arithmetic, verdict, and what could change it.
    pub fn explain(&self, name: NameOf<'_>) -> Explanation {
        let mut candidates: Vec<_> =
            self.candidates.iter().map(|one| (name(one.candidate), one)).collect();
        candidates.sort_by_key(|(_, one)| one.rank.unwrap_or(u32::MAX));
        let candidate = |(name, one): &(Bilingual, &CandidateVerdict)| Part {
            label: name.clone(),
            counts: None,
            verdict: to_be_explained(one),
        };
        let parts: Vec<Part> =
            self.parts().into_iter().chain(candidates.iter().map(candidate)).collect();
        let told: Vec<Explanation> = parts.iter().map(|part| part.verdict.explain()).collect();
        let under_each = |lines: fn(&Verdict) -> Vec<Line>| {
            parts.iter().flat_map(move |part| part.labelled(lines(&part.verdict)))
        };
        let rules = parts.iter().flat_map(|part| part.verdict.rules());
        let rules = rules.chain(self.order_citation.iter().map(super::Citation::rule_line));
        // The marks are explained behind the last rule.
        let marks = parts.iter().find_map(|part| part.verdict.marks());
        // What is said of one reading is said once for all; the first line is the sentence itself.
        let notes = once_each(told.iter().flat_map(|one| one.verdict.iter().skip(1).cloned()));
        Explanation {
            facts: self.facts(&candidates),
            rule: once_each(rules).into_iter().chain(marks).collect(),
            arithmetic: under_each(Verdict::arithmetic_lines).collect(),
            verdict: self.conclusions(&candidates).into_iter().chain(notes).collect(),
            changes: self
                .hinge(&candidates)
                .into_iter()
                .chain(under_each(Verdict::change_lines))
                .collect(),
        }
    }

    /// The parts that have a verdict of their own, with their names.
    fn parts(&self) -> Vec<Part> {
        let part = |(zh, en), counts, verdict: Option<&Verdict>| {
            let verdict = verdict?.clone();
            Some(Part { label: Bilingual::new(zh, en), counts, verdict })
        };
        let attendance = part(("参加", "Attendance"), Some(Figure::VOTING), Some(&self.attendance));
        let surplus = Some(Figure::SURPLUS);
        let competition = part(("差额", "Competition"), surplus, self.competition.as_ref());
        let ballots = part(("选票", "Ballots"), None, self.ballots.as_ref());
        let formation = part(("成立", "Formation"), None, self.formation.as_ref());
        [attendance, competition, ballots, formation].into_iter().flatten().collect()
    }

    /// The figures of the round, then the votes of each candidate.
    fn facts(&self, candidates: &[(Bilingual, &CandidateVerdict)]) -> Vec<Bilingual> {
        let round = self.attendance.explain().facts;
        let votes = candidates.iter().filter_map(|(name, one)| self.votes(name, one));
        let findings = self.findings.iter().map(super::ElectionFinding::sentence);
        round.into_iter().chain(votes).chain(self.ordering()).chain(findings).collect()
    }

    /// By what candidates are put in order, and what settles a tie, as the rules or the method say.
    fn ordering(&self) -> Option<Bilingual> {
        let key = order_by(self.order.rank_key?);
        let tie = self.order.tie_rule.map(tie_by);
        let zh = tie.as_ref().map_or(String::new(), |tie| format!(";平票:{}", tie.zh));
        let en = tie.as_ref().map_or(String::new(), |tie| format!("; ties: {}", tie.en));
        Some(Bilingual::new(
            format!("当选次序(依规则或记录的选举办法):按{}排列{zh}", key.zh),
            format!("order, by the rules or the method on record: {}{en}", key.en),
        ))
    }

    /// By how much the last seat was won, where more reached the votes than there are seats.
    fn hinge(&self, candidates: &[(Bilingual, &CandidateVerdict)]) -> Option<Bilingual> {
        let votes = |one: &CandidateVerdict| {
            let figures = &one.verdict.figures;
            match self.order.rank_key {
                Some(RankKey::Heads) => figures
                    .count(Figure::IN_FAVOUR_HEADS)
                    .or_else(|| figures.count(Figure::IN_FAVOUR)),
                _ => None,
            }
        };
        let of = |placing| {
            candidates
                .iter()
                .filter(move |(_, one)| one.placing == placing)
                .filter_map(move |(name, one)| Some((votes(one)?, name)))
        };
        let (last, seated) = of(Placing::Elected).min_by_key(|(votes, _)| *votes)?;
        let (first, left) = of(Placing::WithoutSeat).max_by_key(|(votes, _)| *votes)?;
        let by = last.checked_sub(first)?;
        Some(if by == 0 {
            Bilingual::new(
                format!(
                    "最后一个名额:{}、{} 同为 {last} 人,由抽签或者再次投票决定;谁多 1 人,就由谁当选。",
                    seated.zh, left.zh
                ),
                format!(
                    "The last seat: {} and {} have {last} each, so a lot or a further vote decides; \
                     one more for either would.",
                    seated.en, left.en
                ),
            )
        } else {
            Bilingual::new(
                format!(
                    "最后一个名额:{} {last} 人,{} {first} 人;差距少 {by} 人就平票,再少就换人当选。",
                    seated.zh, left.zh
                ),
                format!(
                    "The last seat: {} has {last}, {} has {first}; {by} fewer between them would \
                     be a tie, one more than that another winner.",
                    seated.en, left.en
                ),
            )
        })
    }

    /// What is on record of a candidate beside the figures of the round.
    fn votes(&self, name: &Bilingual, one: &CandidateVerdict) -> Option<Bilingual> {
        let own = Figure::all().filter_map(|figure| {
            let count = one.verdict.figures.count(figure)?;
            let of_round = self.attendance.figures.count(figure);
            (of_round != Some(count)).then(|| {
                let unit = figure.unit();
                Bilingual::new(
                    format!("{} {}", figure.short_zh(), unit.zh(count)),
                    format!("{} {}", unit.en(count), figure.short_en()),
                )
            })
        });
        let own: Vec<Bilingual> = own.collect();
        let joined =
            |pick: fn(&Bilingual) -> &str, by| own.iter().map(pick).collect::<Vec<_>>().join(by);
        (!own.is_empty()).then(|| {
            Bilingual::new(
                format!("{}:{}", name.zh, joined(|one| &one.zh, ",")),
                format!("{}: {}", name.en, joined(|one| &one.en, ", ")),
            )
        })
    }

    /// The whole, its parts, then each candidate.
    fn conclusions(&self, candidates: &[(Bilingual, &CandidateVerdict)]) -> Vec<Bilingual> {
        let each = candidates.iter().map(|(name, one)| under(name, &one.sentence()));
        let settled = settled(candidates);
        self.sentences().into_iter().chain(each).chain(settled).collect()
    }
}

/// What is told of one candidate. Somebody left without a seat would not be seated by other
/// votes, and nobody loses one by voters staying away before the round itself falls.
fn to_be_explained(one: &CandidateVerdict) -> Verdict {
    let mut verdict = one.verdict.clone();
    verdict.changes.retain(|change| {
        one.placing != Placing::WithoutSeat && !matches!(change, Change::Leaving { .. })
    });
    verdict
}

/// Who tied at the last seat, and who got it all the same: by a lot or a further vote on record.
fn settled(candidates: &[(Bilingual, &CandidateVerdict)]) -> Option<Bilingual> {
    let without = |one: &CandidateVerdict| one.placing == Placing::WithoutSeat;
    let elected = |one: &CandidateVerdict| one.placing == Placing::Elected;
    let rank = candidates.iter().find_map(|(_, one)| {
        let same = |other: &CandidateVerdict| other.rank.is_some() && other.rank == one.rank;
        let won = candidates.iter().any(|(_, other)| elected(other) && same(other));
        (without(one) && won).then_some(one.rank)
    })?;
    let tied = || candidates.iter().filter(|(_, one)| one.rank == rank);
    let zh = |names: Vec<&str>| names.join("、");
    let en = |names: Vec<&str>| names.join(", ");
    let won = || tied().filter(|(_, one)| elected(one));
    Some(Bilingual::new(
        format!(
            "{} 在最后名额上票数相等,按记录在案的抽签或者再次投票,{} 当选。",
            zh(tied().map(|(name, _)| name.zh.as_str()).collect()),
            zh(won().map(|(name, _)| name.zh.as_str()).collect()),
        ),
        format!(
            "{} tied at the last seat; by the lot or the further vote on record {} is elected.",
            en(tied().map(|(name, _)| name.en.as_str()).collect()),
            en(won().map(|(name, _)| name.en.as_str()).collect()),
        ),
    ))
}

fn under(label: &Bilingual, line: &Bilingual) -> Bilingual {
    Bilingual::new(format!("{}:{}", label.zh, line.zh), format!("{}: {}", label.en, line.en))
}

fn once_each(lines: impl Iterator<Item = Bilingual>) -> Vec<Bilingual> {
    let mut told: Vec<Bilingual> = Vec::new();
    for line in lines {
        if !told.contains(&line) {
            told.push(line);
        }
    }
    told
}
