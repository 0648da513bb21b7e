//! What follows for each motion, held against what was announced.

use super::check::Check;
use super::mistakes::{Mistake, Wrong};
use super::number::Percent;
use super::ranges::{Corner, Given, Ranges};
use super::{Announcement, CountedAs, Declared, PercentagesOf, Side, Silence};
use crate::book::Book;
use crate::figures::{Figure, Figures, Unit};
use crate::judge::judge;
use crate::matter::{Matter, Question, Topic};
use crate::sentence::join;
use crate::verdict::{Amount, Citation, Comparison, Missing, Outcome, Requirement, Verdict};
use domain::{Area, Bilingual, Heads};

/// In favour, against and abstaining.
pub(super) type Votes<'a> = [&'a Side; 3];

pub(super) fn check(all: &Announcement, book: &Book, check: &mut Check) {
    for motion in &all.motions {
        let table = Table::of(all, &[[&motion.in_favour, &motion.against, &motion.abstain]]);
        let matter = all.matter(Question::RESULT, Some(motion.matter_kind));
        let mut corners = table.corners(all, 0);
        corners.iter_mut().for_each(|one| table.blank(one, &motion.blank));
        let title = Bilingual::new(motion.title.as_str(), motion.title.as_str());
        let case = Case {
            book,
            matter: &matter,
            corners,
            scaled: table.is_scaled(),
            title: &title,
            announced: motion.announced,
            printed: printed(all, &motion.in_favour),
        };
        case.check(check);
    }
    if all.motions.is_empty() && all.election.is_none() {
        attendance(all, book, check);
    }
}

/// Without a motion there may still be an attendance to be judged.
fn attendance(all: &Announcement, book: &Book, check: &mut Check) {
    if all.present.is_none() && all.participation.is_none() {
        return;
    }
    let table = Table::of(all, &[]);
    let matter = all.matter(Question::QUORUM, None);
    let title = Question::QUORUM.subject();
    let corners = table.corners(all, 0);
    let scaled = table.is_scaled();
    let printed = printed(all, &Side::default());
    let case =
        Case { book, matter: &matter, corners, scaled, title: &title, announced: None, printed };
    case.check(check);
}

/// What was printed of those who took part, and of those in favour.
fn printed(all: &Announcement, in_favour: &Side) -> Vec<(Figure, Percent)> {
    let took_part = all.participation.unwrap_or_default();
    let of_members = (Figure::IN_FAVOUR, in_favour.heads_percent);
    let of_owners = [
        (Figure::PARTICIPATING_HEADS, took_part.heads_percent),
        (Figure::PARTICIPATING_AREA, took_part.area_percent),
        (Figure::IN_FAVOUR_HEADS, in_favour.heads_percent),
        (Figure::IN_FAVOUR_AREA, in_favour.area_percent),
    ];
    let pairs = of_owners.into_iter().chain([of_members]);
    pairs.filter_map(|(figure, percent)| Some((figure, percent?))).collect()
}

/// Judges a motion of our own, whose figures are all numbers.
pub fn check_motion(
    book: &Book,
    verdict: &Verdict,
    title: &Bilingual,
    announced: Option<Declared>,
    check: &mut Check,
) {
    let corners = vec![(verdict.figures.clone(), None)];
    let (matter, printed) = (&verdict.matter, Vec::new());
    Case { book, matter, corners, scaled: false, title, announced, printed }.check(check);
}

impl Announcement {
    /// What is asked about this meeting.
    pub(super) fn matter(&self, question: Question, matter: Option<domain::MatterKind>) -> Matter {
        Matter {
            question,
            body: self.body,
            meeting: self.meeting(),
            matter,
            election: None,
            formed: self.decided,
            place: self.place.clone(),
        }
    }
}

/// The figures of an announcement, as far as they are known.
#[derive(Debug)]
pub(super) struct Table {
    owners: bool,
    heads: Ranges,
    area: Ranges,
}

/// Heads and area of one possibility.
#[derive(Debug, Clone)]
pub(super) struct Possible {
    pub heads: Corner,
    pub area: Corner,
}

impl Table {
    pub(super) fn of(all: &Announcement, votes: &[Votes<'_>]) -> Self {
        let owners = all.meeting().is_of_owners();
        let of_whole = all.percentages_of() == PercentagesOf::All;
        let sides = || votes.iter().flatten();
        let number = |heads: Option<u32>| heads.map(u64::from);
        let took_part = all.participation.unwrap_or_default();
        let roll = all.roll.unwrap_or_default();
        let heads = Given {
            whole: number(if owners { roll.heads } else { all.due }),
            part: number(if owners { took_part.heads } else { all.present }),
            part_percent: took_part.heads_percent,
            sides: sides().map(|side| (number(side.heads), side.heads_percent)).collect(),
            of_whole,
            limit: u64::from(u32::MAX),
        };
        let metres = |side: Side| side.area.map(|area| area.0.0);
        let area = Given {
            whole: metres(roll),
            part: metres(took_part),
            part_percent: took_part.area_percent,
            sides: sides().map(|side| (metres(**side), side.area_percent)).collect(),
            of_whole,
            limit: u64::MAX >> 2,
        };
        Self { owners, heads: Ranges::of(&heads), area: Ranges::of(&area) }
    }

    /// Whether the numbers are multiplied, and mean nothing but their shares.
    pub(super) const fn is_scaled(&self) -> bool {
        self.heads.scale > 1 || self.area.scale > 1
    }

    /// Whether votes are counted by area as well.
    pub(super) const fn has_area(&self) -> bool {
        self.owners
    }

    pub(super) fn possible(&self) -> Vec<Possible> {
        let area = self.area.corners();
        let pair = |heads: Corner| {
            area.iter().map(move |area| Possible { heads: heads.clone(), area: area.clone() })
        };
        self.heads.corners().into_iter().flat_map(pair).collect()
    }

    /// Everybody due and taking part, by one possibility.
    pub(super) fn meeting(&self, all: &Announcement, one: &Possible) -> Figures {
        let heads = |number: Option<u64>| number.and_then(|n| u32::try_from(n).ok()).map(Heads);
        let mut figures = Figures { seats: all.seats, ..Figures::default() };
        if !self.owners {
            figures.due = heads(one.heads.whole);
            figures.present = heads(one.heads.part);
            return figures;
        }
        figures.roll_heads = heads(one.heads.whole);
        figures.roll_area = one.area.whole.map(Area);
        figures.participating_heads = heads(one.heads.part);
        figures.participating_area = one.area.part.map(Area);
        if let Some(invalid) = &all.invalid {
            figures.invalid_heads = invalid.heads.and_then(|n| self.heads(n));
            figures.invalid_area = invalid.area.map(|area| self.area(area.0));
        }
        figures
    }

    /// Owners whose paper says nothing on the item took part all the same.
    fn blank(&self, (figures, counted): &mut (Figures, Option<Figures>), blank: &Side) {
        if !self.owners {
            return;
        }
        for one in [Some(figures), counted.as_mut()].into_iter().flatten() {
            one.blank_heads = blank.heads.and_then(|heads| self.heads(heads));
            one.blank_area = blank.area.map(|area| self.area(area.0));
        }
    }

    fn heads(&self, number: u32) -> Option<Heads> {
        let scaled = u64::from(number).checked_mul(self.heads.scale)?;
        u32::try_from(scaled).ok().map(Heads)
    }

    const fn area(&self, area: Area) -> Area {
        Area(area.0.saturating_mul(self.area.scale))
    }

    /// Figures at the ends of every range, and the same with silence counted where it was.
    fn corners(&self, all: &Announcement, index: usize) -> Vec<(Figures, Option<Figures>)> {
        let mut corners = Vec::new();
        for one in self.possible() {
            for ends in 0..16_u8 {
                let mut figures = self.meeting(all, &one);
                self.vote(&mut figures, &one, index, ends);
                let pair = self.silent(all, &figures);
                if !corners.contains(&pair) {
                    corners.push(pair);
                }
            }
        }
        corners
    }

    /// The votes on the item `index`; each bit of `ends` takes the most instead of the least.
    fn vote(&self, figures: &mut Figures, one: &Possible, index: usize, ends: u8) {
        let pick = |corner: &Corner, side: usize, bit: u8| {
            let (least, most) = corner.sides.get(3 * index + side).copied().flatten()?;
            Some(if ends & bit == 0 { least } else { most })
        };
        let heads =
            |side, bit| pick(&one.heads, side, bit).and_then(|n| u32::try_from(n).ok()).map(Heads);
        let area = |side, bit| pick(&one.area, side, bit).map(Area);
        if !self.owners {
            figures.in_favour = heads(0, 1);
            figures.against = heads(1, 2);
            figures.abstain = heads(2, 0);
            return;
        }
        figures.in_favour_heads = heads(0, 1);
        figures.against_heads = heads(1, 2);
        figures.abstain_heads = heads(2, 0);
        figures.in_favour_area = area(0, 4);
        figures.against_area = area(1, 8);
        figures.abstain_area = area(2, 0);
    }

    /// Silence counts where a clause says so; how, is for the cards. Without one it counts for
    /// nothing, and the figures with it are kept, to see whether they explain the announcement.
    pub(super) fn silent(
        &self,
        all: &Announcement,
        figures: &Figures,
    ) -> (Figures, Option<Figures>) {
        let Some(silence) = &all.silence else { return (figures.clone(), None) };
        if !self.owners || silence.counted_as == CountedAs::NotParticipating {
            return (figures.clone(), None);
        }
        let heads = silence.heads.and_then(|heads| self.heads(heads)).unwrap_or_default();
        let area = silence.area.map_or(Area(0), |area| self.area(area.0));
        let answered =
            if silence.included { without(figures, silence, heads, area) } else { figures.clone() };
        if silence.clause.is_some() {
            let silent_heads = silence.heads.map(|_| heads);
            let silent_area = silence.area.map(|_| area);
            return (Figures { silent_heads, silent_area, ..answered }, None);
        }
        let counted = with(&answered, silence, heads, area);
        (answered, Some(counted))
    }
}

/// The figures of those who answered.
fn without(figures: &Figures, silence: &Silence, heads: Heads, area: Area) -> Figures {
    let fewer = |from: Option<Heads>| from.map(|from| Heads(from.0.saturating_sub(heads.0)));
    let less = |from: Option<Area>| from.map(|from| Area(from.0.saturating_sub(area.0)));
    let mut figures = Figures {
        participating_heads: fewer(figures.participating_heads),
        participating_area: less(figures.participating_area),
        ..figures.clone()
    };
    if silence.counted_as == CountedAs::JoinsMajority {
        figures.in_favour_heads = fewer(figures.in_favour_heads);
        figures.in_favour_area = less(figures.in_favour_area);
    } else {
        figures.abstain_heads = fewer(figures.abstain_heads);
        figures.abstain_area = less(figures.abstain_area);
    }
    figures
}

/// The figures as somebody has them who counts silence.
fn with(figures: &Figures, silence: &Silence, heads: Heads, area: Area) -> Figures {
    let more = |to: Option<Heads>| to.map(|to| Heads(to.0.saturating_add(heads.0)));
    let larger = |to: Option<Area>| to.map(|to| Area(to.0.saturating_add(area.0)));
    let mut figures = Figures {
        participating_heads: more(figures.participating_heads),
        participating_area: larger(figures.participating_area),
        ..figures.clone()
    };
    if silence.counted_as == CountedAs::JoinsMajority {
        figures.in_favour_heads = more(figures.in_favour_heads);
        figures.in_favour_area = larger(figures.in_favour_area);
    }
    figures
}

/// One motion at the ends of what its figures can be.
struct Case<'a> {
    book: &'a Book,
    matter: &'a Matter,
    corners: Vec<(Figures, Option<Figures>)>,
    scaled: bool,
    title: &'a Bilingual,
    announced: Option<Declared>,
    /// Percentages that stand for a figure.
    printed: Vec<(Figure, Percent)>,
}

impl Case<'_> {
    fn check(&self, check: &mut Check) {
        let verdicts: Vec<Verdict> =
            self.corners.iter().map(|(one, _)| judge(self.book, self.matter, one)).collect();
        let decided = decided(&verdicts, self.scaled);
        let sentence = sentence(&verdicts, decided, self.scaled, &self.printed);
        check.judged(self.title, sentence.clone(), decided.is_some());
        let Some(announced) = self.announced else {
            if self.matter.question == Question::RESULT {
                let zh = format!("“{}”没有写公布的结果,只给出应有的结果。", self.title.zh);
                let en = format!("What was announced on \"{}\" is not given.", self.title.en);
                check.not_checked(zh, en);
            }
            return;
        };
        let carried = announced == Declared::Carried;
        if decided.is_some_and(|decided| decided != carried) {
            let mistakes = self.mistakes(carried);
            check.contrary(self.title, announced.name(), sentence, mistakes);
        }
    }

    /// Mistakes that explain it wherever in its range a figure lies.
    fn mistakes(&self, carried: bool) -> Vec<Mistake> {
        let of = |(figures, counted): &(Figures, Option<Figures>)| {
            let quorum = Matter { question: Question::QUORUM, ..self.matter.clone() };
            let (book, result) = (self.book, self.matter.clone());
            let (figures, counted) = (figures.clone(), counted.clone());
            Wrong { book, quorum, result, figures, counted, carried }.mistakes()
        };
        let mut all = self.corners.iter().map(of);
        let mut common = all.next().unwrap_or_default();
        for others in all {
            common.retain(|one| others.contains(one));
        }
        common
    }
}

impl Declared {
    /// 通过, 未通过.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Carried => Bilingual::new("通过", "carried"),
            Self::NotCarried => Bilingual::new("未通过", "not carried"),
        }
    }
}

/// The one answer that all possibilities have.
pub(super) fn decided(verdicts: &[Verdict], scaled: bool) -> Option<bool> {
    let share = |one: &Comparison| matches!(one.requirement, Requirement::Share(_));
    if scaled && !verdicts.iter().flat_map(|one| &one.comparisons).all(share) {
        // Numbers that were multiplied cannot be held against the number that a rule names.
        return None;
    }
    let mut answers = verdicts.iter().map(|verdict| match &verdict.outcome {
        Outcome::Satisfied | Outcome::Advisory { .. } => Some(true),
        Outcome::NotSatisfied => Some(false),
        Outcome::Undetermined { .. } | Outcome::Disputed { .. } => None,
    });
    let first = answers.next().flatten();
    first.filter(|first| answers.all(|answer| answer == Some(*first)))
}

/// The verdict in words. Where only percentages were printed, no number is told that was not.
pub(super) fn sentence(
    verdicts: &[Verdict],
    decided: Option<bool>,
    scaled: bool,
    printed: &[(Figure, Percent)],
) -> Bilingual {
    let [verdict, others @ ..] = verdicts else { return Bilingual::new("", "") };
    if others.is_empty() && !scaled {
        return verdict.sentence();
    }
    let head = match (decided, missing(verdicts)) {
        (None, Some(missing)) => {
            let facts = join(missing.iter().map(Missing::sentence), ";", "; ");
            Bilingual::new(
                format!("无法判定:{}。", facts.zh),
                format!("Undetermined: {}.", facts.en),
            )
        }
        (None, None) => Bilingual::new(
            "无法判定:只公布了比例,在取整的范围内既可能达到也可能达不到要求。",
            "Undetermined: only percentages are given, and within their rounding it may be met or not.",
        ),
        (Some(met), _) => {
            let (zh, en) = match (verdict.matter.question, met) {
                (Question::QUORUM, true) => ("达到要求", "Met"),
                (Question::QUORUM, false) => ("未达到要求", "Not met"),
                (Question::RESULT, true) => ("通过", "Carried"),
                (Question::RESULT, false) => ("未通过", "Not carried"),
                (_, true) => ("得票达到要求", "Enough votes"),
                (_, false) => ("得票未达到要求", "Not enough votes"),
            };
            Bilingual::new(
                format!("{zh}(按公布的比例推算,在取整的范围内都是这样)。"),
                format!("{en} (from percentages as printed, whatever they were rounded from)."),
            )
        }
    };
    let compared =
        (0..verdict.comparisons.len()).filter_map(|at| told(verdicts, at, scaled, printed));
    let compared = join(compared, ";", "; ");
    let cited = join(verdict.citations.iter().map(Citation::sentence), "、", "; ");
    let stop = |text: &Bilingual| {
        let some = !text.zh.is_empty();
        let zh = if some { format!("{}。", text.zh) } else { String::new() };
        let en = if some { format!(" {}.", text.en) } else { String::new() };
        Bilingual::new(zh, en)
    };
    let (compared, cited) = (stop(&compared), stop(&cited));
    Bilingual::new(
        format!("{}{}{}", head.zh, compared.zh, cited.zh),
        format!("{}{}{}", head.en, compared.en, cited.en),
    )
}

fn missing(verdicts: &[Verdict]) -> Option<&Vec<Missing>> {
    verdicts.iter().find_map(|verdict| match &verdict.outcome {
        Outcome::Undetermined { missing } => Some(missing),
        _ => None,
    })
}

/// 同意 307–316 人/参与 620 人(要求 >1/2,未达到); without numbers where they were multiplied.
fn told(
    verdicts: &[Verdict],
    at: usize,
    scaled: bool,
    printed: &[(Figure, Percent)],
) -> Option<Bilingual> {
    let list: Vec<&Comparison> =
        verdicts.iter().filter_map(|one| one.comparisons.get(at)).collect();
    let first = list.first()?;
    let same = list.iter().all(|one| one.met == first.met);
    let met = match first.met.filter(|_| same) {
        Some(true) => Bilingual::new(",达到", ", met"),
        Some(false) => Bilingual::new(",未达到", ", not met"),
        None if same => Bilingual::new(",数字不全", ", figures missing"),
        None => Bilingual::new(",不一定", ", may or may not be met"),
    };
    let span = |of: &dyn Fn(&Comparison) -> Option<u64>| {
        let totals: Option<Vec<u64>> = list.iter().map(|one| of(one)).collect();
        totals.and_then(|totals| Some((*totals.iter().min()?, *totals.iter().max()?)))
    };
    let part = amount(&first.part, span(&|one| one.part.total), scaled, printed);
    let whole = amount(&first.whole, span(&|one| one.whole.total), scaled, &[]);
    let required = first.required();
    let (zh, en) =
        if first.topic == Topic::QUORUM || matches!(first.requirement, Requirement::Share(_)) {
            (format!("{}/{}", part.zh, whole.zh), format!("{} of {}", part.en, whole.en))
        } else {
            (part.zh, part.en)
        };
    Some(Bilingual::new(
        format!("{zh}(要求 {}{})", required.zh, met.zh),
        format!("{en} (needs {}{})", required.en, met.en),
    ))
}

fn amount(
    amount: &Amount,
    span: Option<(u64, u64)>,
    scaled: bool,
    printed: &[(Figure, Percent)],
) -> Bilingual {
    let (figure, unit) = (amount.figure, amount.figure.unit());
    let (zh, en) = (figure.short_zh(), figure.short_en());
    let Some((least, most)) = span.filter(|_| !scaled) else {
        let area = unit == Unit::Area;
        let (of_zh, of_en) = if area { ("面积", "area") } else { ("人数", "heads") };
        let share = printed.iter().find(|(of, _)| *of == figure);
        let share = share.map_or_else(String::new, |(_, percent)| format!(" {percent}"));
        return Bilingual::new(format!("{zh}{of_zh}{share}"), format!("{of_en} {en}{share}"));
    };
    if least == most {
        return Bilingual::new(
            format!("{zh} {}", unit.zh(least)),
            format!("{} {en}", unit.en(least)),
        );
    }
    let bare = |number: u64| unit.bare(u128::from(number));
    Bilingual::new(
        format!("{zh} {}–{}", bare(least), unit.zh(most)),
        format!("{}–{} {en}", bare(least), unit.en(most)),
    )
}
