//! A card in words, as a clerk reads it: source, force, what is asked for, examples, open points.

use super::card::{Card, Example, Trial};
use super::days::Day;
use super::figures::{Figure, Unit};
use super::procedure::{
    ExclusionsAllowed, OwnersReading, Procedure, ShareReading, Test, order_by, silence_is, tie_by,
};
use super::sentence::join;
use domain::Bilingual;
use domain::Bound;
use domain::MemberStatus;
use domain::Share;

/// What example outcomes are called.
const OUTCOMES: &[(&str, &str, &str)] = &[
    ("satisfied", "符合要求", "as asked for"),
    ("not_satisfied", "不符合要求", "not as asked for"),
    ("undetermined", "无法判定", "undetermined"),
    ("disputed", "有争议", "disputed"),
    ("advisory", "提醒", "a reminder"),
    ("elected", "当选", "elected"),
    ("without_seat", "无名额", "without a seat"),
    ("tied", "得票相同", "tied"),
    ("open", "未定", "open"),
];

impl Card {
    /// The whole card under headings, in the order in which it is read.
    pub fn sections(&self) -> Vec<(Bilingual, Vec<Bilingual>)> {
        let mut sections = vec![
            (Bilingual::new("规则", "Rule"), vec![self.rule().into()]),
            (Bilingual::new("出处", "Source"), self.source()),
            (Bilingual::new("适用", "Applies to"), vec![self.applies_in_words()]),
            (Bilingual::new("要求", "What it asks for"), self.asks()),
        ];
        let open: Vec<Bilingual> = self.unconfirmed().iter().map(Bilingual::from).collect();
        if !open.is_empty() {
            sections.push((Bilingual::new("待核对", "Not fully confirmed"), open));
        }
        let examples = self.examples().iter().map(|one| {
            let expected = one.expected().unwrap_or_default();
            let (given, comes) = (given(one), outcome(&expected));
            Bilingual::new(
                format!("{} → {}", given.zh, comes.zh),
                format!("{} → {}", given.en, comes.en),
            )
        });
        sections.push((Bilingual::new("算例", "Examples"), examples.collect()));
        sections
    }

    fn source(&self) -> Vec<Bilingual> {
        let (name, article, mark) =
            (&self.instrument().name, self.article(), self.evidence().mark());
        let (level, certainty) = (self.level().name(), self.certainty().name());
        let (from, place) = (self.from(), self.jurisdiction());
        let force = match self.until() {
            Some(until) => Bilingual::new(
                format!("施行:{from} 至 {until},{place}"),
                format!("In force: {from} to {until}, {place}"),
            ),
            None => Bilingual::new(
                format!("施行:{from} 起,{place}"),
                format!("In force: from {from}, {place}"),
            ),
        };
        vec![
            Bilingual::new(
                format!("《{}》{}{}", name.zh, article.zh, mark.zh),
                format!("{}, {} {}", name.en, article.en, mark.en),
            ),
            Bilingual::new(
                format!("性质:{};确定性:{}", level.zh, certainty.zh),
                format!("Kind of text: {}; certainty: {}", level.en, certainty.en),
            ),
            force,
        ]
    }

    fn applies_in_words(&self) -> Bilingual {
        let applies = self.applies();
        let topic = Bilingual::new(applies.topic.zh(), applies.topic.en());
        let bodies = applies.bodies.iter().map(|one| one.name());
        let meetings = applies.meetings.iter().map(|one| one.name());
        let matters = applies.matters.iter().map(|one| one.name());
        let elections = applies.elections.iter().map(|one| one.name());
        let groups: [Vec<Bilingual>; 4] =
            [bodies.collect(), meetings.collect(), matters.collect(), elections.collect()];
        let named = groups.into_iter().filter(|names| !names.is_empty());
        let named = named.map(|names| join(names.into_iter(), "、", ", "));
        join([topic].into_iter().chain(named), ";", "; ")
    }

    /// What the card asks for, each reading in a sentence.
    fn asks(&self) -> Vec<Bilingual> {
        match self.procedure() {
            Procedure::Share(rule) => {
                let mut lines = readings(&rule.readings, |one| (&one.name).into(), share_reading);
                lines.extend(rule.alternatives.iter().map(|one| {
                    let (name, asks) = (Bilingual::from(&one.name), share_reading(one));
                    Bilingual::new(
                        format!("仅作说明,不作依据,{}:{}", name.zh, asks.zh),
                        format!("Told beside it and deciding nothing, {}: {}", name.en, asks.en),
                    )
                }));
                lines
            }
            Procedure::HeadsAndArea(rule) => {
                readings(&rule.readings, |one| (&one.name).into(), owners_reading)
            }
            Procedure::Requirements(rule) => {
                readings(&rule.readings, |one| (&one.name).into(), |one| ways(&one.ways))
            }
            Procedure::Periodic(rule) => readings(
                &rule.readings,
                |one| (&one.name).into(),
                |one| {
                    let (period, times) = (one.period.name(), one.times);
                    Bilingual::new(
                        format!("{}至少 {times} 次", period.zh),
                        format!("at least {times} in a {}", period.en),
                    )
                },
            ),
            Procedure::Competition(rule) => {
                let (part, of) = (rule.numerator, rule.denominator);
                readings(
                    &rule.roundings,
                    |one| one.name(),
                    |_| {
                        Bilingual::new(
                            format!(
                                "候选人比应选名额多出的人数不少于应选名额的 {part}/{of},至少一名"
                            ),
                            format!(
                                "candidates beyond the seats: at least {part}/{of} of the seats, and at least one"
                            ),
                        )
                    },
                )
            }
            Procedure::Silence(rule) => {
                readings(&rule.readings, |one| silence_is(*one), |one| silence_is(*one))
            }
            _ => vec![self.forms()],
        }
    }

    /// What a card says that compares nothing.
    fn forms(&self) -> Bilingual {
        match self.procedure() {
            Procedure::VotingRights(rule) => {
                let statuses = rule.statuses.iter().copied().map(MemberStatus::name);
                let names = join(statuses, "、", ", ");
                let (zh, en) = if rule.suspended_vote {
                    ("包括被暂停表决权的人", "those with suspended rights included")
                } else {
                    ("被暂停表决权的人除外", "those with suspended rights left out")
                };
                Bilingual::new(
                    format!("{}有表决权,{zh}", names.zh),
                    format!("who votes: {}, {en}", names.en),
                )
            }
            Procedure::Exclusions(rule) => exclusions(rule.exclusions_allowed),
            Procedure::WrittenOpinions(rule) if rule.counted => {
                Bilingual::new("会前书面意见计票", "written opinions of absent members count")
            }
            Procedure::WrittenOpinions(_) => Bilingual::new(
                "会前书面意见不计票",
                "written opinions of absent members do not count",
            ),
            Procedure::SpoiledBallots(rule) if rule.participate => {
                Bilingual::new("无效票算参与", "owners of invalid ballots took part")
            }
            Procedure::SpoiledBallots(_) => {
                Bilingual::new("无效票不算参与", "owners of invalid ballots took no part")
            }
            Procedure::Ranking(rule) => {
                let open = || Bilingual::new("由选举办法确定", "as the adopted method says");
                let key = rule.rank_key.map_or_else(open, order_by);
                let tie = rule.tie_rule.map_or_else(open, tie_by);
                Bilingual::new(
                    format!("排序:{};得票相同:{}", key.zh, tie.zh),
                    format!("order: {}; ties: {}", key.en, tie.en),
                )
            }
            Procedure::Deadline(rule) => {
                let (zh, en) = if rule.before { ("前", "before") } else { ("后", "after") };
                let (day, length) = (rule.counts_from, rule.length);
                Bilingual::new(
                    format!("{}{zh} {}", day.zh(), length.zh()),
                    format!("{} {en} the {}", length.en(), day.en()),
                )
            }
            _ => Bilingual::new("", ""),
        }
    }
}

fn exclusions(allowed: ExclusionsAllowed) -> Bilingual {
    match allowed {
        ExclusionsAllowed::None => {
            Bilingual::new("应到会人数不作扣除", "nobody is left out of those due")
        }
        ExclusionsAllowed::ElectionsOnly => Bilingual::new(
            "只在选举时可以把手续齐全的人不计入应到会人数",
            "in elections only, those with both approvals are left out of those due",
        ),
        ExclusionsAllowed::All => Bilingual::new(
            "手续齐全的人可以不计入应到会人数",
            "those with both approvals are left out of those due",
        ),
    }
}

impl Trial {
    /// The example with what it promises and what came out, in one sentence.
    pub fn sentence(&self) -> Bilingual {
        let (given, number) = (given(&self.example), self.number);
        let (expected, found) = (outcome(&self.expected), outcome(&self.found));
        if self.passes() {
            return Bilingual::new(
                format!("算例 {number}:{},得“{}”,相符。", given.zh, found.zh),
                format!("Example {number}: {} gives \"{}\", as expected.", given.en, found.en),
            );
        }
        Bilingual::new(
            format!("算例 {number}:{},应得“{}”,实得“{}”。", given.zh, expected.zh, found.zh),
            format!(
                "Example {number}: {} should give \"{}\" and gives \"{}\".",
                given.en, expected.en, found.en
            ),
        )
    }
}

/// One line for each reading, named where there are several.
fn readings<T>(
    list: &[T],
    name: impl Fn(&T) -> Bilingual,
    asks: impl Fn(&T) -> Bilingual,
) -> Vec<Bilingual> {
    let named = |one: &T| {
        let (name, asks) = (name(one), asks(one));
        if list.len() == 1 || name == asks {
            return asks;
        }
        Bilingual::new(
            format!("按“{}”:{}", name.zh, asks.zh),
            format!("Read as \"{}\": {}", name.en, asks.en),
        )
    };
    list.iter().map(named).collect()
}

fn share_reading(reading: &ShareReading) -> Bilingual {
    share(reading.part, reading.whole, reading.share)
}

fn share(part: Figure, whole: Figure, share: Share) -> Bilingual {
    let (numerator, denominator) = (share.numerator, share.denominator);
    let (zh, en) = match share.bound {
        Bound::AtLeast => ("不少于", "at least"),
        Bound::MoreThan => ("超过", "more than"),
    };
    Bilingual::new(
        format!("{}{zh}{}的 {numerator}/{denominator}", part.zh(), whole.zh()),
        format!("{}: {en} {numerator}/{denominator} of the {}", part.en(), whole.en()),
    )
}

fn owners_reading(reading: &OwnersReading) -> Bilingual {
    let pairs = reading.part.figures().into_iter().zip(reading.whole.figures());
    join(pairs.map(|(part, whole)| share(part, whole, reading.share)), ",并且", ", and ")
}

fn ways(ways: &[Vec<Test>]) -> Bilingual {
    let way = |way: &Vec<Test>| join(way.iter().map(|one| test(*one)), ",并且", ", and ");
    join(ways.iter().map(way), ";或者", "; or ")
}

fn test(test: Test) -> Bilingual {
    let number = |figure: Figure, number: u64, (zh, en): (&str, &str)| {
        let unit = figure.unit();
        Bilingual::new(
            format!("{}{zh} {}", figure.zh(), unit.zh(number)),
            format!("{}: {en} {}", figure.en(), unit.en(number)),
        )
    };
    let times = |part: Figure, whole: Figure, number: u64, (zh, en): (&str, &str)| {
        Bilingual::new(
            format!("{}{zh}{}的 {number} 倍", part.zh(), whole.zh()),
            format!("{}: {en} {number} times the {}", part.en(), whole.en()),
        )
    };
    let (least, most) = (("不少于", "at least"), ("不多于", "at most"));
    match test {
        Test::Share { part, whole, share: of } => share(part, whole, of),
        Test::AtLeast { part, number: least_of } => number(part, least_of, least),
        Test::AtMost { part, number: most_of } => number(part, most_of, most),
        Test::AtLeastTimes { part, whole, number } => times(part, whole, number, least),
        Test::AtMostTimes { part, whole, number } => times(part, whole, number, most),
        Test::Odd { part } => {
            Bilingual::new(format!("{}为单数", part.zh()), format!("{}: an odd number", part.en()))
        }
        Test::NotMoreThan { part, whole } => Bilingual::new(
            format!("{}不多于{}", part.zh(), whole.zh()),
            format!("{}: not more than the {}", part.en(), whole.en()),
        ),
    }
}

/// What goes into an example: 应到 20 人、到会 12 人.
fn given(example: &Example) -> Bilingual {
    let figures = Figure::all().filter_map(|figure| {
        let amount = example.figures.amount(figure)?;
        // An area reads better behind its name; a number before it.
        let en = match figure.unit() {
            Unit::Area => format!("{} {}", figure.short_en(), amount.en),
            _ => format!("{} {}", amount.en, figure.short_en()),
        };
        Some(Bilingual::new(format!("{} {}", figure.short_zh(), amount.zh), en))
    });
    let days = Day::ALL.iter().filter_map(|day| {
        let on = example.days.get(*day)?;
        Some(Bilingual::new(format!("{} {on}", day.zh()), format!("{} {on}", day.en())))
    });
    let order = example.order.iter().map(|order| {
        let heads: Vec<_> = order.heads.iter().map(ToString::to_string).collect();
        let seats = order.seats;
        Bilingual::new(
            format!("应选 {seats} 名、得票依次 {}", heads.join("、")),
            format!("{seats} seats, votes in order {}", heads.join(", ")),
        )
    });
    let all: Vec<Bilingual> = figures.chain(days).chain(order).collect();
    if all.is_empty() {
        return Bilingual::new("没有任何记录", "nothing on record");
    }
    join(all.into_iter(), "、", ", ")
}

/// An outcome of an example in words; numbers and days stay as they are.
fn outcome(told: &str) -> Bilingual {
    let numbers = told.trim_start_matches('[').trim_end_matches(']');
    let word = |word: &str| {
        let known = OUTCOMES.iter().find(|(own, _, _)| *own == word);
        known.map_or_else(|| Bilingual::new(word, word), |(_, zh, en)| Bilingual::new(*zh, *en))
    };
    join(numbers.split_whitespace().map(word), " ", " ")
}
