//! The long answer to "why": facts, rule, arithmetic, verdict, and what could change it.

use super::figures::{Figure, Unit};
use super::findings::Finding;
use super::sentence::{capital, join};
use super::verdict::{
    Amount, Change, Citation, Comparison, Missing, Note, Outcome, Requirement, Verdict,
};
use domain::Bilingual;
use domain::Bound;
use domain::ElectionKind;
use domain::MatterKind;
use domain::Share;
use std::collections::BTreeSet;

/// The five parts of an explanation, each a list of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What is on record, and what does not fit.
    pub facts: Vec<Bilingual>,
    /// The cards relied on.
    pub rule: Vec<Bilingual>,
    /// Every comparison, multiplied out.
    pub arithmetic: Vec<Bilingual>,
    /// The sentence and its notes.
    pub verdict: Vec<Bilingual>,
    /// What could change it.
    pub changes: Vec<Bilingual>,
}

/// One line of an explanation, and the figure whose name it begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Whoever prints it below a heading of the same name leaves the heading out.
    pub begins: Option<Figure>,
    /// The line.
    pub text: Bilingual,
}

impl Explanation {
    /// The parts under their headings, in order.
    pub fn sections(&self) -> [(Bilingual, &[Bilingual]); 5] {
        [
            (Bilingual::new("事实", "Facts"), &self.facts),
            (Bilingual::new("规则", "Rule"), &self.rule),
            (Bilingual::new("计算", "Arithmetic"), &self.arithmetic),
            (Bilingual::new("结论", "Verdict"), &self.verdict),
            (Bilingual::new("什么会改变结论", "What could change it"), &self.changes),
        ]
    }
}

impl Verdict {
    /// The long answer to "why".
    pub fn explain(&self) -> Explanation {
        let sentence = core::iter::once(self.sentence());
        let texts = |lines: Vec<Line>| lines.into_iter().map(|line| line.text).collect();
        Explanation {
            facts: self.facts(),
            rule: self.rules().into_iter().chain(self.marks()).collect(),
            arithmetic: texts(self.arithmetic_lines()),
            verdict: sentence.chain(self.notes.iter().map(Note::sentence)).collect(),
            changes: texts(self.change_lines()),
        }
    }

    /// Every comparison, multiplied out.
    pub(super) fn arithmetic_lines(&self) -> Vec<Line> {
        let compared = match &self.outcome {
            Outcome::Disputed { readings } => {
                readings.iter().flat_map(|reading| &reading.comparisons).collect()
            }
            Outcome::Satisfied
            | Outcome::NotSatisfied
            | Outcome::Undetermined { .. }
            | Outcome::Advisory { .. } => self.comparisons.iter().collect::<Vec<_>>(),
        };
        let mut lines: Vec<Line> = Vec::new();
        for line in compared.into_iter().flat_map(arithmetic_lines) {
            // Readings share most of their arithmetic; each line is told once.
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        if lines.is_empty() {
            let none = ("没有规则,没有可计算的。", "Without a rule there is nothing to calculate.");
            lines.push(Line { begins: None, text: Bilingual::new(none.0, none.1) });
        }
        lines
    }

    /// What could change the verdict.
    pub(super) fn change_lines(&self) -> Vec<Line> {
        if let Outcome::Undetermined { missing } = &self.outcome {
            let stop = |one: Bilingual| Line {
                begins: None,
                text: Bilingual::new(format!("{}。", one.zh), capital(&format!("{}.", one.en))),
            };
            return Missing::sentences(missing).into_iter().map(stop).collect();
        }
        let told = |change: &Change| {
            let own = self.by_itself(change);
            let sentence = own.sentence();
            if self.is_of_a_stricter_reading(change) {
                let text = Bilingual::new(
                    format!("按更严的理解,{}", sentence.zh),
                    format!("Read more strictly: {}", sentence.en),
                );
                return Line { begins: None, text };
            }
            Line { begins: own.begins_with(), text: sentence }
        };
        self.changes.iter().map(told).collect()
    }

    /// What is short alone under the default readings is told as such; so is what a stricter one asks.
    fn by_itself(&self, change: &Change) -> Change {
        let Change::More { topic, figure, by, enough: false } = *change else {
            return change.clone();
        };
        let short = |other: &&Change| {
            matches!(other, Change::More { .. } | Change::Never { .. })
                && !self.is_of_a_stricter_reading(other)
        };
        let enough =
            self.is_of_a_stricter_reading(change) || self.changes.iter().filter(short).count() == 1;
        Change::More { topic, figure, by, enough }
    }

    /// Whether more is wanted, or less to spare, only by a reading that is not the default one.
    fn is_of_a_stricter_reading(&self, change: &Change) -> bool {
        let own =
            |figure: Figure| self.comparisons.iter().filter(move |one| one.part.figure == figure);
        match *change {
            Change::More { figure, .. } => {
                own(figure).next().is_some() && own(figure).all(|one| one.met == Some(true))
            }
            Change::Spare { figure, by, .. } => {
                let spare = |one: &Comparison| {
                    let Requirement::Share(share) = one.requirement else { return None };
                    one.part.total?.checked_sub(share.least(one.whole.total?))
                };
                own(figure).filter_map(spare).min().is_some_and(|spare| spare > by)
            }
            _ => false,
        }
    }

    fn facts(&self) -> Vec<Bilingual> {
        let matter = &self.matter;
        let about = matter.matter.map(MatterKind::name);
        let elected = matter.election.map(ElectionKind::name);
        let names = [Some(matter.body.name()), Some(matter.meeting.name()), about, elected];
        let names: Vec<_> = names.into_iter().flatten().collect();
        let day = matter.formed.format("%Y-%m-%d");
        let zh = names.iter().map(|name| name.zh.as_str()).collect::<Vec<_>>().join("·");
        let en = names.iter().map(|name| name.en.as_str()).collect::<Vec<_>>().join(", ");
        let scene = Bilingual::new(format!("{day} {zh}"), format!("{day}: {en}"));
        let recorded = Figure::all().filter_map(|figure| {
            let (count, unit) = (self.figures.count(figure)?, figure.unit());
            Some(Bilingual::new(
                // 票数, 人数: those words say already what is counted.
                format!(
                    "{} {}",
                    figure.zh(),
                    if unit == Unit::Area { unit.zh(count) } else { count.to_string() }
                ),
                format!("{}: {}", figure.en(), unit.en(count)),
            ))
        });
        let missing = missing(&self.comparisons).into_iter().map(|figure| {
            Bilingual::new(
                format!("{} 未记录", figure.zh()),
                format!("{}: not recorded", figure.en()),
            )
        });
        let findings = self.findings.iter().map(Finding::sentence);
        core::iter::once(scene).chain(recorded).chain(missing).chain(findings).collect()
    }

    /// The cards relied on, or that there is none.
    pub(super) fn rules(&self) -> Vec<Bilingual> {
        if self.citations.is_empty() {
            return vec![Bilingual::new("没有适用的规则。", "No rule applies.")];
        }
        self.citations.iter().map(Citation::rule_line).collect()
    }

    /// What the marks behind a rule mean, where one is cited.
    pub(super) fn marks(&self) -> Option<Bilingual> {
        (!self.citations.is_empty()).then(marks)
    }
}

impl Citation {
    /// The card, its source with the grade of evidence, how certain it is, and what it says.
    pub(super) fn rule_line(&self) -> Bilingual {
        let (source, certainty) = (self.sentence(), self.certainty.name());
        let (id, rule) = (&self.card, &self.rule);
        Bilingual::new(
            format!("{id} {}({}):{}", source.zh, certainty.zh, rule.zh),
            format!("{id} {} ({}): {}", source.en, certainty.en, rule.en),
        )
    }
}

/// What the marks behind a rule mean, for whoever sees them for the first time.
fn marks() -> Bilingual {
    Bilingual::new(
        "规则是转述,不是原文。〔〕内是核对到什么程度:全文、摘录,还是凭记忆;( )内是怎么理解:\
         确定,有争议(有不止一种理解),还是一般要求(不影响效力)。",
        "Rules are paraphrased. In brackets: how far the text was checked; in parentheses: certain, \
         disputed (read in more than one way), or advisory (nothing is invalid).",
    )
}

/// The figures that the comparisons ask for and the record does not hold.
fn missing(comparisons: &[Comparison]) -> BTreeSet<Figure> {
    let amounts = comparisons.iter().flat_map(|one| [&one.part, &one.whole]);
    amounts.flat_map(|amount| amount.missing.iter().copied()).collect()
}

fn arithmetic_lines(comparison: &Comparison) -> Vec<Line> {
    let line = |amount: &Amount, text| Line { begins: Some(amount.figure), text };
    let amounts = [&comparison.part, &comparison.whole].into_iter();
    let formed = amounts.filter_map(|amount| Some(line(amount, formed(amount)?)));
    formed.chain([line(&comparison.part, compared(comparison))]).collect()
}

/// 赞成 = 赞成 7 + 书面赞成 1 = 8; nothing for a number that was recorded as it is.
fn formed(amount: &Amount) -> Option<Bilingual> {
    let total = amount.total.filter(|_| amount.terms.len() > 1)?;
    let unit = amount.figure.unit();
    let terms = amount.terms.iter().enumerate().map(|(position, term)| {
        let sign = match (position, term.taken_off) {
            (0, _) => "",
            (_, true) => " - ",
            (_, false) => " + ",
        };
        let count = unit.bare(u128::from(term.count));
        Bilingual::new(
            format!("{sign}{} {count}", term.figure.short_zh()),
            format!("{sign}{count} {}", term.figure.short_en()),
        )
    });
    let total = unit.bare(u128::from(total));
    let Bilingual { zh, en } = join(terms, "", "");
    Some(Bilingual::new(
        format!("{} = {zh} = {total}", amount.figure.short_zh()),
        format!("{} = {en} = {total}", amount.figure.short_en()),
    ))
}

fn compared(comparison: &Comparison) -> Bilingual {
    let (part, whole) = (&comparison.part, &comparison.whole);
    // Owners are counted twice, as heads and by area: it says which.
    let (by_zh, by_en) = match (part.figure.twin(), part.figure.unit()) {
        (None, _) => ("", ""),
        (Some(_), Unit::Area) => ("(面积)", " (area)"),
        (Some(_), _) => ("(人数)", " (heads)"),
    };
    let names = Bilingual::new(
        format!("{}/{}{by_zh}", part.figure.short_zh(), whole.figure.short_zh()),
        format!("{}/{}{by_en}", part.figure.short_en(), whole.figure.short_en()),
    );
    let met = comparison.met == Some(true);
    match (comparison.requirement, part.total.zip(whole.total)) {
        (_, None) => Bilingual::new(
            format!("{}:有数字未记录,无法计算", names.zh),
            format!("{}: a number is not recorded", names.en),
        ),
        (Requirement::Share(share), Some((part, whole))) => {
            let sum = cross(share, part, whole, (comparison.part.figure.unit(), met));
            Bilingual::new(
                format!("{} {share}:{}", names.zh, sum.zh),
                format!("{} {share}: {}", names.en, sum.en),
            )
        }
        (Requirement::Times { times, .. }, Some((held, _))) => {
            let sign = if met { "≥" } else { "<" };
            Bilingual::new(
                format!("召开次数:{held} {sign} {times}"),
                format!("times held: {held} {sign} {times}"),
            )
        }
        (Requirement::AtLeast { number }, Some((part, _))) => {
            let sign = if met { "≥" } else { "<" };
            plain(comparison, &format!("{part} {sign} {number}"))
        }
        (Requirement::AtMost { number }, Some((part, _))) => {
            let sign = if met { "≤" } else { ">" };
            plain(comparison, &format!("{part} {sign} {number}"))
        }
        (Requirement::AtLeastTimes { number }, Some((part, whole))) => {
            let sign = if met { "≥" } else { "<" };
            plain(comparison, &format!("{part} {sign} {number} × {whole}"))
        }
        (Requirement::AtMostTimes { number }, Some((part, whole))) => {
            let sign = if met { "≤" } else { ">" };
            plain(comparison, &format!("{part} {sign} {number} × {whole}"))
        }
        (Requirement::Odd, Some((part, _))) => {
            plain(comparison, &format!("{part} mod 2 = {}", part % 2))
        }
        (Requirement::NotMoreThan, Some((part, whole))) => {
            let sign = if met { "≤" } else { ">" };
            Bilingual::new(
                format!("{}:{part} {sign} {whole}", names.zh),
                format!("{}: {part} {sign} {whole}", names.en),
            )
        }
    }
}

fn plain(comparison: &Comparison, sum: &str) -> Bilingual {
    let figure = comparison.part.figure;
    Bilingual::new(format!("{}:{sum}", figure.short_zh()), format!("{}: {sum}", figure.short_en()))
}

/// 12 × 2 = 24, 20 × 1 = 20, 24 ≥ 20: the comparison as the computer made it.
fn cross(share: Share, part: u64, whole: u64, (unit, met): (Unit, bool)) -> Bilingual {
    let left = unit.bare(u128::from(part) * u128::from(share.denominator));
    let right = unit.bare(u128::from(whole) * u128::from(share.numerator));
    let (part, of) = (unit.bare(u128::from(part)), unit.bare(u128::from(whole)));
    let (numerator, denominator) = (share.numerator, share.denominator);
    let products = format!("{part}×{denominator} = {left}, {of}×{numerator} = {right}");
    if whole == 0 {
        return Bilingual::new(
            format!("{products};基数为 0,未达到"),
            format!("{products}; the base is 0, not met"),
        );
    }
    let sign = match (share.bound, met) {
        (Bound::AtLeast, true) => "≥",
        (Bound::AtLeast, false) => "<",
        (Bound::MoreThan, true) => ">",
        (Bound::MoreThan, false) => "≤",
    };
    let words = if met { ("达到", "met") } else { ("未达到", "not met") };
    Bilingual::new(
        format!("{products};{left} {sign} {right},{}", words.0),
        format!("{products}; {left} {sign} {right}, {}", words.1),
    )
}
