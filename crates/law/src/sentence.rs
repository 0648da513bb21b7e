//! The sentence of a verdict, in both languages, made from the structure that was evaluated.
//!
//! 未通过。到会 12 人/应到 20 人(要求 ≥1/2,达到);赞成 10 人/应到 20 人(要求 >1/2,未达到)。
//! 赞成再多 1 人,结果就会改变。
//! 《中国共产党支部工作条例(试行)》第十一条〔摘录核对〕。

mod margin;

use super::calendar::verb;
use super::figures::{Figure, Unit};
use super::matter::{Matter, Question, Topic};
use super::verdict::{
    Amount, Change, Citation, Comparison, Missing, Note, Outcome, Reading, Requirement, Verdict,
};
use domain::Bilingual;

impl Verdict {
    /// The outcome in one sentence: numbers, denominators, requirements, margin, article, evidence
    /// grade.
    pub fn sentence(&self) -> Bilingual {
        let parts = match &self.outcome {
            Outcome::Satisfied => self.plain(true),
            Outcome::NotSatisfied => self.plain(false),
            Outcome::Undetermined { missing } => self.undetermined(missing),
            Outcome::Disputed { readings } => self.disputed(readings),
            Outcome::Advisory { .. } => self.advisory(),
        };
        let parts = parts.into_iter().chain(self.margin());
        join(parts.chain(citations(&self.citations)), "", " ")
    }

    /// The outcome in a word or two.
    pub fn headline(&self) -> Bilingual {
        let met = |met| head(&self.matter, met, &self.comparisons);
        let found = match self.outcome {
            Outcome::Satisfied => met(true),
            Outcome::NotSatisfied => met(false),
            Outcome::Undetermined { .. } => Bilingual::new("无法判定", "undetermined"),
            Outcome::Disputed { .. } => {
                Bilingual::new("有争议,尚不能判定", "disputed, so not decided")
            }
            Outcome::Advisory { .. } => {
                Bilingual::new("提醒:没有达到一般要求", "a reminder: not as generally asked")
            }
        };
        Bilingual::new(found.zh, capital(&found.en))
    }

    fn plain(&self, met: bool) -> Vec<Bilingual> {
        let head = head(&self.matter, met, &self.comparisons);
        let stop = Bilingual::new(format!("{}。", head.zh), format!("{}.", capital(&head.en)));
        vec![stop, self.compared(&self.comparisons)]
    }

    fn undetermined(&self, missing: &[Missing]) -> Vec<Bilingual> {
        let facts = join(Missing::sentences(missing).into_iter(), ";", "; ");
        let head = Bilingual::new(
            format!("无法判定:{}。", facts.zh),
            format!("Undetermined: {}.", facts.en),
        );
        let compared = (!self.comparisons.is_empty()).then(|| self.compared(&self.comparisons));
        [Some(head), compared].into_iter().flatten().collect()
    }

    fn disputed(&self, readings: &[Reading]) -> Vec<Bilingual> {
        let told = readings.iter().map(|reading| {
            let names = join(reading.choices.iter().map(|one| (&one.name).into()), "、", ", ");
            let head = head(&self.matter, reading.met, &reading.comparisons);
            let numbers = comparisons(&self.matter, &reading.comparisons);
            Bilingual::new(
                format!("按“{}”,{}:{}。", names.zh, head.zh, numbers.zh),
                format!("Read as \"{}\", {}: {}.", names.en, head.en, numbers.en),
            )
        });
        [Bilingual::new("有争议。", "Disputed.")].into_iter().chain(told).collect()
    }

    fn advisory(&self) -> Vec<Bilingual> {
        let numbers = comparisons(&self.matter, &self.comparisons);
        vec![
            Bilingual::new(format!("提醒:{}。", numbers.zh), format!("Reminder: {}.", numbers.en)),
            Bilingual::new(
                "条文用语为“一般”,不影响效力。",
                "The text says \"generally\"; nothing is invalid.",
            ),
        ]
    }

    fn compared(&self, list: &[Comparison]) -> Bilingual {
        let numbers = comparisons(&self.matter, list);
        Bilingual::new(format!("{}。", numbers.zh), format!("{}.", capital(&numbers.en)))
    }
}

fn head(matter: &Matter, met: bool, comparisons: &[Comparison]) -> Bilingual {
    let quorum_fails =
        comparisons.iter().any(|one| one.topic == Topic::QUORUM && one.met == Some(false));
    let verb = verb(Some(matter.meeting));
    let owners = matter.meeting.is_of_owners();
    match (matter.question, met) {
        (Question::QUORUM, true) if owners => Bilingual::new("参与达到要求", "participation met"),
        (Question::QUORUM, false) if owners => {
            Bilingual::new("参与未达到要求", "participation not met")
        }
        (Question::QUORUM, true) => Bilingual::new("到会人数达到要求", "quorum met"),
        (Question::QUORUM, false) => Bilingual::new("到会人数未达到要求", "quorum not met"),
        (Question::RESULT, true) => Bilingual::new("通过", "carried"),
        (Question::RESULT, false) if quorum_fails && !owners => Bilingual::new(
            "未通过(到会人数不足,表决不成立)",
            "not carried (no quorum, so the vote does not stand)",
        ),
        (Question::RESULT, false) => Bilingual::new("未通过", "not carried"),
        (Question::FREQUENCY, true) => Bilingual::new(format!("已按要求{verb}"), "held as asked"),
        (Question::FREQUENCY, false) => {
            Bilingual::new(format!("还没有按要求{verb}"), "not yet held as asked")
        }
        (question, met) => {
            let subject = question.subject();
            let (zh, en) = if met {
                ("符合要求", "as asked")
            } else {
                ("不符合要求", "not as asked")
            };
            Bilingual::new(format!("{}{zh}", subject.zh), format!("{}: {en}", subject.en))
        }
    }
}

/// Heads and area of the same owners stand together: 参与 1360 人/全体业主 1505 人(…)、171755.22 ㎡/….
fn comparisons(matter: &Matter, list: &[Comparison]) -> Bilingual {
    let mut told = Bilingual::new("", "");
    let mut before: Option<&Comparison> = None;
    let asked_before = |place: usize| {
        let one = list.get(place);
        list.iter().take(place).any(|other| one.is_some_and(|one| one.asks_the_same(other)))
    };
    for (place, comparison) in list.iter().enumerate() {
        // The law and a charter may ask for the same: it is said once, and both are cited.
        if asked_before(place) {
            continue;
        }
        let twin = before.is_some_and(|one| one.part.figure.twin() == Some(comparison.part.figure));
        let separator = match (before, twin) {
            (None, _) => ("", ""),
            (Some(_), true) => ("、", ", "),
            (Some(_), false) => (";", "; "),
        };
        let sentence = comparison.told(matter, !twin);
        told.zh = format!("{}{}{}", told.zh, separator.0, sentence.zh);
        told.en = format!("{}{}{}", told.en, separator.1, sentence.en);
        before = Some(comparison);
    }
    told
}

impl Comparison {
    /// Whether the other compares the same numbers by the same requirement.
    fn asks_the_same(&self, other: &Self) -> bool {
        (&self.part, &self.whole, self.requirement, self.topic)
            == (&other.part, &other.whole, other.requirement, other.topic)
    }

    /// What is compared, without what is asked for: 到会 12 人/应到 20 人.
    pub fn number(&self) -> Bilingual {
        let (part, whole) = (&self.part, &self.whole);
        match self.requirement {
            Requirement::Share(_) | Requirement::NotMoreThan => Bilingual::new(
                format!("{}/{}", part.zh(true), whole.zh(true)),
                format!("{} of {}", part.en(true), whole.en_whole()),
            ),
            Requirement::Times { .. }
            | Requirement::AtLeast { .. }
            | Requirement::AtMost { .. }
            | Requirement::AtLeastTimes { .. }
            | Requirement::AtMostTimes { .. }
            | Requirement::Odd => Bilingual::new(part.zh(true), part.en(true)),
        }
    }

    /// What is asked for: ≥2/3.
    pub fn required(&self) -> Bilingual {
        let unit = self.part.figure.unit();
        match self.requirement {
            Requirement::Share(share) => Bilingual::new(share.to_string(), share.to_string()),
            Requirement::Times { times, .. } => {
                Bilingual::new(format!("≥{times} 次"), format!("≥{times}"))
            }
            Requirement::AtLeast { number } => {
                Bilingual::new(format!("≥{}", unit.zh(number)), format!("≥{}", unit.en(number)))
            }
            Requirement::AtMost { number } => {
                Bilingual::new(format!("≤{}", unit.zh(number)), format!("≤{}", unit.en(number)))
            }
            Requirement::AtLeastTimes { number } => Bilingual::new(
                format!("≥{number} × {}", self.whole.zh(true)),
                format!("≥{number} × {}", self.whole.en_whole()),
            ),
            Requirement::AtMostTimes { number } => Bilingual::new(
                format!("≤{number} × {}", self.whole.zh(true)),
                format!("≤{number} × {}", self.whole.en_whole()),
            ),
            Requirement::Odd => Bilingual::new("单数", "an odd number"),
            Requirement::NotMoreThan => Bilingual::new("不多于", "not more"),
        }
    }

    /// 到会 12 人/应到 20 人(要求 ≥1/2,达到)
    pub fn sentence(&self, matter: &Matter) -> Bilingual {
        self.told(matter, true)
    }

    fn told(&self, matter: &Matter, named: bool) -> Bilingual {
        let met = match self.met {
            Some(true) => Bilingual::new(",达到", ", met"),
            Some(false) => Bilingual::new(",未达到", ", not met"),
            None => Bilingual::new("", ""),
        };
        let (part, whole) = (&self.part, &self.whole);
        let unit = part.figure.unit();
        let alone = |zh: String, en: String| {
            Bilingual::new(
                format!("{}(要求{zh}{})", part.zh(named), met.zh),
                format!("{} (needs {en}{})", part.en(named), met.en),
            )
        };
        match self.requirement {
            Requirement::Share(share) => Bilingual::new(
                format!("{}/{}(要求 {share}{})", part.zh(named), whole.zh(true), met.zh),
                format!("{} of {} (needs {share}{})", part.en(named), whole.en_whole(), met.en),
            ),
            Requirement::Times { times, period } => {
                let period = period.name();
                let needs = match times {
                    0 => Bilingual::new("未规定次数", "no number set"),
                    _ => Bilingual::new(format!("要求 ≥{times} 次"), format!("needs ≥{times}")),
                };
                let (zh, en) = (matter.meeting.zh(), matter.meeting.en());
                let held = part.held(verb(Some(matter.meeting)));
                Bilingual::new(
                    format!("{}{zh}{}({}{})", period.zh, held.zh, needs.zh, met.zh),
                    format!("{en} {} in {} ({}{})", held.en, period.en, needs.en, met.en),
                )
            }
            Requirement::AtLeast { number } => {
                alone(format!(" ≥{}", unit.zh(number)), format!("≥{}", unit.en(number)))
            }
            Requirement::AtMost { number } => {
                alone(format!(" ≤{}", unit.zh(number)), format!("≤{}", unit.en(number)))
            }
            Requirement::AtLeastTimes { number } => {
                let (zh, en) = (whole.zh(true), whole.en_whole());
                alone(format!(" ≥{number} × {zh}"), format!("≥{number} × {en}"))
            }
            Requirement::AtMostTimes { number } => {
                let (zh, en) = (whole.zh(true), whole.en_whole());
                alone(format!(" ≤{number} × {zh}"), format!("≤{number} × {en}"))
            }
            Requirement::Odd => alone("单数".to_owned(), "an odd number".to_owned()),
            Requirement::NotMoreThan => Bilingual::new(
                format!("{}/{}(要求不多于{})", part.zh(named), whole.zh(true), met.zh),
                format!("{} of {} (not more{})", part.en(named), whole.en_whole(), met.en),
            ),
        }
    }
}

impl Amount {
    fn zh(&self, named: bool) -> String {
        let word = self.figure.short_zh();
        match self.total {
            Some(total) if named => format!("{word} {}", self.figure.unit().zh(total)),
            Some(total) => self.figure.unit().zh(total),
            None => format!("{word}未记录"),
        }
    }

    fn en(&self, named: bool) -> String {
        let word = self.figure.short_en();
        match self.total {
            Some(total) if named => format!("{word} {}", self.figure.unit().en(total)),
            Some(total) => self.figure.unit().en(total),
            None => format!("{word} not recorded"),
        }
    }

    fn en_whole(&self) -> String {
        let word = self.figure.short_en();
        match self.total {
            Some(total) => format!("{} {word}", self.figure.unit().en(total)),
            None => format!("{word} not recorded"),
        }
    }

    fn held(&self, verb: &str) -> Bilingual {
        match self.total {
            Some(1) => Bilingual::new(format!("{verb} 1 次"), "held once"),
            Some(total) => {
                Bilingual::new(format!("{verb} {total} 次"), format!("held {total} times"))
            }
            None => Bilingual::new(format!("{verb}次数未记录"), "held not recorded how often"),
        }
    }
}

impl Missing {
    /// The fact, and what to record.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Figure(figure) => unrecorded(&[Bilingual::new(figure.zh(), figure.en())]),
            Self::Rule(topic) => unruled(&[Bilingual::new(topic.zh(), topic.en())]),
            Self::OwnRule(topic) => unadopted(&[Bilingual::new(topic.zh(), topic.en())]),
            Self::RankKey => Bilingual::new(
                "没有记录选举办法规定的当选次序,请补记",
                "the order of candidates that the election method fixes is not recorded",
            ),
            Self::TieRule => Bilingual::new(
                "没有记录选举办法规定的平票处理方式,请补记",
                "what settles a tie by the election method is not recorded",
            ),
        }
    }

    /// All of them, what is missing in the same way in one sentence.
    pub fn sentences(all: &[Self]) -> Vec<Bilingual> {
        let same = |one: &Self, other: &Self| {
            core::mem::discriminant(one) == core::mem::discriminant(other)
        };
        let told = |group: &[Self]| {
            let named = |one: &Self| match one {
                Self::Figure(figure) => Some(Bilingual::new(figure.zh(), figure.en())),
                Self::Rule(topic) | Self::OwnRule(topic) => {
                    Some(Bilingual::new(topic.zh(), topic.en()))
                }
                Self::RankKey | Self::TieRule => None,
            };
            let names: Vec<Bilingual> = group.iter().filter_map(named).collect();
            match group.first() {
                Some(Self::Figure(_)) => vec![unrecorded(&names)],
                Some(Self::Rule(_)) => vec![unruled(&names)],
                Some(Self::OwnRule(_)) => vec![unadopted(&names)],
                Some(Self::RankKey | Self::TieRule) | None => {
                    group.iter().map(Self::sentence).collect()
                }
            }
        };
        all.chunk_by(same).flat_map(told).collect()
    }
}

fn unrecorded(figures: &[Bilingual]) -> Bilingual {
    let names = join(figures.iter().cloned(), "、", ", the ");
    let verb = if figures.len() == 1 {
        "is not recorded; please record it"
    } else {
        "are not recorded; please record them"
    };
    Bilingual::new(format!("没有记录{},请补记", names.zh), format!("the {} {verb}", names.en))
}

fn unruled(topics: &[Bilingual]) -> Bilingual {
    let names = join(topics.iter().cloned(), "、", ", ");
    Bilingual::new(
        format!("当日没有适用的规则({}),请补充规则卡", names.zh),
        format!("no rule applies on that day ({}); please add its card", names.en),
    )
}

fn unadopted(topics: &[Bilingual]) -> Bilingual {
    let names = join(topics.iter().cloned(), "、", ", ");
    Bilingual::new(
        format!(
            "没有全国统一的规定({}),账内也没有本组织章程或本地方案的规则,采用后才能判定",
            names.zh
        ),
        format!(
            "there is no national rule ({}), and no charter or local plan is on record; please \
             adopt one",
            names.en
        ),
    )
}

impl Citation {
    /// 《中国共产党支部工作条例(试行)》第十一条〔摘录核对〕
    pub fn sentence(&self) -> Bilingual {
        let mark = self.evidence.mark();
        Bilingual::new(
            format!("《{}》{}{}", self.instrument.zh, self.article.zh, mark.zh),
            format!("{}, {} {}", self.instrument.en, self.article.en, mark.en),
        )
    }
}

/// Each article once, although several cards may stand in it. Nothing for no card.
fn citations(list: &[Citation]) -> Option<Bilingual> {
    let mut told: Vec<Bilingual> = Vec::new();
    for sentence in list.iter().map(Citation::sentence) {
        if !told.contains(&sentence) {
            told.push(sentence);
        }
    }
    let joined = join(told.into_iter(), "、", "; ");
    (!joined.zh.is_empty())
        .then(|| Bilingual::new(format!("{}。", joined.zh), format!("{}.", joined.en)))
}

impl Note {
    /// The note in words.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::ExclusionsWithoutApprovals { count } => Bilingual::new(
                format!("{count} 人不计入的手续不全,仍计入应到人数。"),
                format!("{count} claimed as excluded without both approvals stay among those due."),
            ),
            Self::ExclusionsNotAllowed { count } => Bilingual::new(
                format!("这类表决不扣除不计入的 {count} 人。"),
                format!("For this vote the {count} excluded stay among those due."),
            ),
            Self::WrittenCounted { count } => Bilingual::new(
                format!("会前书面赞成 {count} 份计入赞成,不计入到会。"),
                format!("{count} written in favour count as votes, not as attendance."),
            ),
            Self::WrittenNotCounted { count } => Bilingual::new(
                format!("会前书面赞成 {count} 份没有计入赞成。"),
                format!("{count} written in favour are not counted."),
            ),
            Self::WithoutRightTakenOff { count } => Bilingual::new(
                format!("无表决权者的赞成 {count} 票不计。"),
                format!("{count} in favour without voting rights are not counted."),
            ),
            Self::DueFromRoll { full, suspended } => Bilingual::new(
                format!("应到人数由名册得出:正式党员 {full} 人,暂停表决权 {suspended} 人。"),
                format!("Those due come from the roll: {full} full, {suspended} suspended."),
            ),
            Self::DisputeWithoutEffect { card } => Bilingual::new(
                format!("对 {card} 有不同理解,在此不影响结论。"),
                format!("{card} is read in several ways; here the outcome is the same."),
            ),
            Self::OtherBase { name, met, .. } => other_base(&name.into(), *met),
            Self::SilenceNotCounted { heads, area } => silence(*heads, *area),
            Self::StricterThanLaw { card } => Bilingual::new(
                format!(
                    "法律的要求已达到,{card} 的要求更高而未达到;自订规则能否高于法律有不同看法。"
                ),
                format!(
                    "The law is met; {card} asks for more and is not. \
                     Whether own rules may ask for more than the law is disputed."
                ),
            ),
            Self::LawStands { card } => Bilingual::new(
                format!("{card} 的要求低于法律,以法律为准。"),
                format!("{card} asks for less than the law; the law stands."),
            ),
            Self::NotNeeded { figure } => Bilingual::new(
                format!("没有记录{};无论多少,结论不变。", figure.zh()),
                format!("The {} is not recorded; whatever it was, nothing changes.", figure.en()),
            ),
        }
    }
}

fn other_base(name: &Bilingual, met: bool) -> Bilingual {
    let result = if met { ("达到", "met") } else { ("未达到", "not met") };
    Bilingual::new(
        format!("另有按“{}”计算的,则{}要求;本结论不以此为准。", name.zh, result.0),
        format!(
            "Some count \"{}\": it would then be {}. The verdict does not follow that.",
            name.en, result.1
        ),
    )
}

fn silence(heads: Option<u64>, area: Option<u64>) -> Bilingual {
    let units = [(Unit::Heads, heads), (Unit::Area, area)];
    let told = units.into_iter().filter_map(|(unit, count)| {
        count.map(|count| Bilingual::new(unit.zh(count), unit.en(count)))
    });
    let told = join(told, "、", " and ");
    Bilingual::new(
        format!("送达未回复的 {} 没有计入参与。", told.zh),
        format!("{} served without a reply are not counted as taking part.", told.en),
    )
}

impl Change {
    /// The change in words.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::More { topic, figure, by, enough } => more(*topic, *figure, *by, *enough),
            Self::Spare { figure, by: 0, .. } if figure.unit() != Unit::Area => Bilingual::new(
                format!("{}再少 {}就达不到要求。", figure.short_zh(), figure.unit().zh(1)),
                format!("With one fewer {} it would not be met.", figure.short_en()),
            ),
            Self::Spare { figure, by, .. } => spare(*figure, *by),
            Self::Joining { figure, by, .. } => joining(*figure, *by),
            Self::Leaving { figure, by, .. } => leaving(*figure, *by),
            Self::Validated { heads, area, turns } => validated(*heads, *area, *turns),
            Self::Never { figure, .. } => Bilingual::new(
                format!("{}为 0,怎样都达不到要求。", figure.short_zh()),
                format!("Nothing can meet it while those {} are 0.", figure.short_en()),
            ),
            Self::Record { missing } => {
                let fact = missing.sentence();
                Bilingual::new(format!("{}。", fact.zh), format!("{}.", capital(&fact.en)))
            }
            Self::Settle { card } => Bilingual::new(
                format!("明确 {card} 的理解(例如上级组织的答复)。"),
                format!("Settling how {card} is read, for example by a reply from above."),
            ),
        }
    }

    /// The figure whose name the sentence begins with.
    pub(super) fn begins_with(&self) -> Option<Figure> {
        match *self {
            Self::More { figure, enough: false, .. }
            | Self::Spare { figure, .. }
            | Self::Leaving { figure, .. }
            | Self::Never { figure, .. } => Some(figure),
            _ => None,
        }
    }
}

/// Somebody who did not take part would also be counted among those taking part.
fn joining(figure: Figure, by: u64) -> Bilingual {
    let (number_zh, number_en) = (figure.unit().zh(by), figure.unit().en(by));
    let (zh, en) = (figure.short_zh(), figure.short_en());
    Bilingual::new(
        format!("原来没有参与的再有 {number_zh}参与并{zh},该项即达到要求。"),
        format!(
            "{number_en} more of those who took no part, all {en}, would meet that requirement."
        ),
    )
}

/// Somebody who was in favour would be counted neither there nor among those taking part.
fn leaving(figure: Figure, by: u64) -> Bilingual {
    let (number_zh, number_en) = (figure.unit().zh(by), figure.unit().en(by));
    let (zh, en) = (figure.short_zh(), figure.short_en());
    Bilingual::new(
        format!("{zh}的票有 {number_zh}不算参与,就达不到要求。"),
        format!("With {number_en} of those {en} not taking part it would not be met."),
    )
}

fn validated(heads: u64, area: u64, turns: bool) -> Bilingual {
    let owners = Bilingual::new(
        format!("{}、{}", Unit::Heads.zh(heads), Unit::Area.zh(area)),
        format!("{}, {}", Unit::Heads.en(heads), Unit::Area.en(area)),
    );
    let (zh, en) = if turns {
        ("就达到要求", "it would be met")
    } else {
        ("仍达不到要求", "it would still not be met")
    };
    Bilingual::new(
        format!("无效票({})若都有效并同意,{zh}。", owners.zh),
        format!("Were the invalid ballots ({}) valid and in favour, {en}.", owners.en),
    )
}

fn spare(figure: Figure, by: u64) -> Bilingual {
    let (word_zh, word_en) = (figure.short_zh(), figure.short_en());
    let number = |number: u64| figure.unit().en(number);
    if by == 0 {
        let least = figure.unit().en(1);
        return Bilingual::new(
            format!("{word_zh}再少 {}就达不到要求。", figure.unit().zh(1)),
            format!("With {least} less {word_en} it would not be met."),
        );
    }
    let (still, not) = (number(by), number(by.saturating_add(1)));
    let (still_zh, not_zh) = (figure.unit().zh(by), figure.unit().zh(by.saturating_add(1)));
    let less = if figure.unit() == Unit::Area { "less" } else { "fewer" };
    Bilingual::new(
        format!("{word_zh}再少 {still_zh}仍达到要求,少 {not_zh}则达不到。"),
        format!("With {still} {less} {word_en} it would still be met, with {not} {less} not."),
    )
}

fn more(topic: Topic, figure: Figure, by: u64, enough: bool) -> Bilingual {
    let (zh, en) = (figure.short_zh(), figure.short_en());
    if figure.twin().is_some() {
        return more_owners(figure, by, enough);
    }
    let number = figure.unit().zh(by);
    match (topic, enough) {
        (Topic::RESULT, true) => Bilingual::new(
            format!("再有 {by} 票{zh}即可通过。"),
            format!("{by} more {en} would carry it."),
        ),
        (Topic::ELECTED, true) => Bilingual::new(
            format!("再有 {by} 票{zh}即达到当选票数。"),
            format!("{by} more {en} would elect."),
        ),
        (Topic::FREQUENCY, _) => Bilingual::new(
            format!("本期再召开 {by} 次即达到要求。"),
            format!("Held {by} more in the period, it would be met."),
        ),
        (_, true) => Bilingual::new(
            format!("再有 {number}{zh}即达到要求。"),
            format!("{by} more {en} would meet it."),
        ),
        (_, false) => Bilingual::new(
            format!("{zh}还差 {number}(另有要求未达到)。"),
            format!("{en}: {by} short (something else is not met either)."),
        ),
    }
}

/// 同意再多 12 人即达到要求。The others on the roll, or taking part, stay as they are.
fn more_owners(figure: Figure, by: u64, enough: bool) -> Bilingual {
    let (zh, en) = (figure.short_zh(), figure.short_en());
    let (number_zh, number_en) = (figure.unit().zh(by), figure.unit().en(by));
    if enough {
        Bilingual::new(
            format!("{zh}再多 {number_zh}即达到要求。"),
            format!("{number_en} more {en} would meet it."),
        )
    } else {
        Bilingual::new(
            format!("{zh}还差 {number_zh}(另有要求未达到)。"),
            format!("{en}: {number_en} short (something else is not met either)."),
        )
    }
}

/// Both halves joined, each with its own separator.
pub(super) fn join(parts: impl Iterator<Item = Bilingual>, zh: &str, en: &str) -> Bilingual {
    let (chinese, english): (Vec<_>, Vec<_>) = parts.map(|part| (part.zh, part.en)).unzip();
    Bilingual::new(chinese.join(zh), english.join(en))
}

/// The sentence with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}
