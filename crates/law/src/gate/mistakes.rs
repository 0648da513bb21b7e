//! Under which mistake a wrong result would follow: the same question with one thing done wrong.

use super::fault::both;
use crate::book::Book;
use crate::card::Card;
use crate::figures::{Figures, Unit};
use crate::judge::judge;
use crate::matter::{Matter, Question, Topic};
use crate::verdict::{Citation, Comparison, Requirement};
use chrono::NaiveDate;
use domain::Bilingual;
use serde::Serialize;

/// A mistake under which a wrong result would follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "mistake")]
pub enum Mistake {
    /// Only heads were looked at.
    HeadsOnly,
    /// Only areas were looked at.
    AreaOnly,
    /// It was not looked at whether enough took part.
    QuorumIgnored,
    /// The share was taken of those present or taking part instead of all.
    OfThosePresent,
    /// The share was taken of all instead of those taking part.
    OfAll,
    /// A rule that was no longer in force.
    FormerRule {
        /// Which.
        #[serde(serialize_with = "both")]
        rule: Bilingual,
    },
    /// A rule that was not yet in force.
    LaterRule {
        /// Which.
        #[serde(serialize_with = "both")]
        rule: Bilingual,
    },
    /// Silence was counted.
    Silence,
    /// Exactly the share was taken for more than it.
    ExactlyHalf,
}

impl Mistake {
    /// Under which mistake it would follow.
    pub fn sentence(&self) -> Bilingual {
        let (zh, en) = match self {
            Self::HeadsOnly => ("只看人数、不看面积", "only heads are looked at, not area"),
            Self::AreaOnly => ("只看面积、不看人数", "only area is looked at, not heads"),
            Self::QuorumIgnored => {
                ("不看参加的人够不够", "it is not looked at whether enough took part")
            }
            Self::OfThosePresent => (
                "以到会(参与)的人为基数,而不是全体",
                "those present or taking part are the base, not all",
            ),
            Self::OfAll => {
                ("以全体为基数,而不是参与的人", "all are the base, not those who took part")
            }
            Self::FormerRule { rule } => {
                return Bilingual::new(
                    format!("套用当时已经失效的规定({})", rule.zh),
                    format!("a rule is used that was no longer in force ({})", rule.en),
                );
            }
            Self::LaterRule { rule } => {
                return Bilingual::new(
                    format!("套用当时还没有施行的规定({})", rule.zh),
                    format!("a rule is used that was not yet in force ({})", rule.en),
                );
            }
            Self::Silence => ("把没有反馈的算进去", "silence is counted"),
            Self::ExactlyHalf => {
                ("把正好达到当作超过", "reaching exactly the share is taken for more than it")
            }
        };
        Bilingual::new(zh, en)
    }
}

/// A result that was announced although it does not follow.
#[derive(Debug, Clone)]
pub(super) struct Wrong<'a> {
    pub book: &'a Book,
    /// The question whose cards say how many must take part, and the one on the votes.
    pub quorum: Matter,
    pub result: Matter,
    pub figures: Figures,
    /// The figures with silence counted, where it was.
    pub counted: Option<Figures>,
    /// Whether it was announced as carried or elected.
    pub carried: bool,
}

impl Wrong<'_> {
    /// Every mistake that explains what was announced.
    pub(super) fn mistakes(&self) -> Vec<Mistake> {
        let (quorum, result) = (self.quorum(&self.figures), self.result(&self.figures));
        let both: Vec<&Comparison> = quorum.iter().chain(&result).collect();
        let mut found = Vec::new();
        if self.carried {
            let unmet: Vec<_> = both.iter().filter(|one| one.met == Some(false)).collect();
            let exactly = !unmet.is_empty() && unmet.iter().all(|one| is_exactly_the_share(one));
            found.extend(exactly.then_some(Mistake::ExactlyHalf));
            found.extend(one_unit(&both, Unit::Heads).then_some(Mistake::HeadsOnly));
            found.extend(one_unit(&both, Unit::Area).then_some(Mistake::AreaOnly));
            let ignored = all_met(&result) == Some(true) && all_met(&quorum) == Some(false);
            found.extend(ignored.then_some(Mistake::QuorumIgnored));
            let present = self.result(&of_those_present(&self.figures));
            let explains = all_met(&quorum) == Some(true) && all_met(&present) == Some(true);
            found.extend(explains.then_some(Mistake::OfThosePresent));
        } else {
            let of_all = self.result(&of_all(&self.figures));
            found.extend((all_met(&of_all) == Some(false)).then_some(Mistake::OfAll));
        }
        if self.counted.as_ref().is_some_and(|counted| self.follows(counted) == Some(self.carried))
        {
            found.push(Mistake::Silence);
        }
        found.extend(self.other_rule(Card::until, true));
        found.extend(self.other_rule(|card| Some(card.from()), false));
        found
    }

    fn quorum(&self, figures: &Figures) -> Vec<Comparison> {
        judge(self.book, &self.quorum, figures).comparisons
    }

    fn result(&self, figures: &Figures) -> Vec<Comparison> {
        let mut comparisons = judge(self.book, &self.result, figures).comparisons;
        // A result asks for the quorum as well; that one is asked for by itself.
        comparisons.retain(|one| one.topic != Topic::QUORUM);
        comparisons
    }

    fn follows(&self, figures: &Figures) -> Option<bool> {
        let both: Vec<Comparison> =
            self.quorum(figures).into_iter().chain(self.result(figures)).collect();
        all_met(&both)
    }

    /// Rules of the nearest day before or after on which others were in force, if they explain it.
    fn other_rule(
        &self,
        day: impl Fn(&Card) -> Option<NaiveDate>,
        former: bool,
    ) -> Option<Mistake> {
        let formed = self.result.formed;
        let topics = [Question::QUORUM.topics(), self.result.question.topics()].concat();
        let about = self.book.cards().iter().filter(|card| topics.contains(&card.applies().topic));
        let other = |on: &NaiveDate| if former { *on < formed } else { *on > formed };
        let mut days: Vec<NaiveDate> = about.filter_map(day).filter(other).collect();
        days.sort_unstable();
        days.dedup();
        if former {
            days.reverse();
        }
        days.into_iter().find_map(|on| self.rule_of(on, former))
    }

    fn rule_of(&self, on: NaiveDate, former: bool) -> Option<Mistake> {
        let then = |matter: &Matter| Matter { formed: on, ..matter.clone() };
        let other = Self { quorum: then(&self.quorum), result: then(&self.result), ..self.clone() };
        let verdict = judge(self.book, &other.result, &self.figures);
        let now: Vec<String> = judge(self.book, &self.result, &self.figures)
            .citations
            .into_iter()
            .map(|one| one.card)
            .collect();
        // The card on the votes is told where it is another one, else that on taking part.
        let differs = |one: &&Citation| !now.contains(&one.card);
        let cited = verdict.citations.iter().rev().find(differs)?;
        if other.follows(&self.figures) != Some(self.carried) {
            return None;
        }
        let card = self.book.card(&cited.card)?;
        let told = cited.sentence();
        let (until, from) = (card.until().unwrap_or(on), card.from());
        Some(if former {
            Mistake::FormerRule {
                rule: Bilingual::new(
                    format!("{},施行至 {until}", told.zh),
                    format!("{}, in force until {until}", told.en),
                ),
            }
        } else {
            Mistake::LaterRule {
                rule: Bilingual::new(
                    format!("{},自 {from} 起施行", told.zh),
                    format!("{}, in force from {from}", told.en),
                ),
            }
        })
    }
}

/// Not met when one is not met, unknown when one is unknown or there is none.
fn all_met(comparisons: &[Comparison]) -> Option<bool> {
    if comparisons.iter().any(|one| one.met == Some(false)) {
        return Some(false);
    }
    let known = !comparisons.is_empty() && comparisons.iter().all(|one| one.met.is_some());
    known.then_some(true)
}

/// Whether heads (or area) alone are all met, and something of the other unit is not.
fn one_unit(comparisons: &[&Comparison], unit: Unit) -> bool {
    let own = |one: &&&Comparison| one.part.figure.unit() == unit;
    let met = |one: &&Comparison| one.met == Some(true);
    let (of_unit, others): (Vec<_>, Vec<_>) =
        comparisons.iter().partition::<Vec<&&Comparison>, _>(own);
    let pair = of_unit.iter().all(|one| one.part.figure.twin().is_some());
    pair && !of_unit.is_empty()
        && of_unit.into_iter().all(met)
        && others.iter().any(|one| one.met == Some(false))
}

fn is_exactly_the_share(comparison: &Comparison) -> bool {
    let Requirement::Share(share) = comparison.requirement else { return false };
    let pair = comparison.part.total.zip(comparison.whole.total);
    pair.is_some_and(|(part, whole)| {
        whole > 0
            && u128::from(part) * u128::from(share.denominator)
                == u128::from(whole) * u128::from(share.numerator)
    })
}

fn of_those_present(figures: &Figures) -> Figures {
    Figures {
        due: figures.present,
        roll_heads: figures.participating_heads,
        roll_area: figures.participating_area,
        ..figures.clone()
    }
}

fn of_all(figures: &Figures) -> Figures {
    Figures {
        present: figures.due,
        participating_heads: figures.roll_heads,
        participating_area: figures.roll_area,
        ..figures.clone()
    }
}
