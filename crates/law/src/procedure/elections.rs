//! Parameters for elections: competition, and the order of those elected.

use super::readings_fault;
use domain::{Bilingual, RankKey, TieRule};
use serde::de::IntoDeserializer;
use serde::{Deserialize, Deserializer, Serialize};

/// Parameters of `competition/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competition {
    /// Upper number of the share of the seats.
    pub numerator: u32,
    /// Its lower number, not 0.
    pub denominator: u32,
    /// How a broken number is read; the first is the default.
    pub roundings: Vec<Rounding>,
}

/// How a broken number becomes a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the next one above.
    Up,
    /// To the nearest; exactly between two, to the one above.
    Nearest,
    /// To the next one below.
    Down,
}

impl Rounding {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Nearest => "nearest",
            Self::Down => "down",
        }
    }

    /// What it says.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Up => Bilingual::new("不足一名按一名计", "rounded up"),
            Self::Nearest => Bilingual::new("四舍五入", "rounded to the nearest"),
            Self::Down => Bilingual::new("零头不计,至少一名", "rounded down, at least one"),
        }
    }
}

impl Competition {
    /// How many candidates beyond the seats this reading asks for.
    pub fn least(&self, seats: u64, rounding: Rounding) -> u64 {
        let product = u128::from(seats) * u128::from(self.numerator);
        let denominator = u128::from(self.denominator.max(1));
        let least = match rounding {
            Rounding::Up => product.div_ceil(denominator),
            Rounding::Nearest => (product * 2 + denominator) / (denominator * 2),
            Rounding::Down => product / denominator,
        };
        u64::try_from(least).unwrap_or(u64::MAX).max(1)
    }

    pub(super) fn fault(&self, disputed: bool) -> Option<&'static str> {
        let keys: Vec<_> = self.roundings.iter().map(|one| one.word()).collect();
        let zero = (self.denominator == 0).then_some("the denominator of a share is zero");
        readings_fault(&keys, disputed).or(zero)
    }
}

/// Parameters of `ranking/1`. A rule that a card leaves open comes from the adopted method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    /// By what those who pass are put in order.
    #[serde(default)]
    pub rank_key: Option<RankKey>,
    /// What settles a tie at the last seat.
    #[serde(default, deserialize_with = "tie_rule")]
    pub tie_rule: Option<TieRule>,
}

/// Cards said "lot" before the word of the record was theirs as well.
fn tie_rule<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<TieRule>, D::Error> {
    let word = String::deserialize(deserializer)?;
    let word = if word == "lot" { TieRule::Draw.word() } else { &word };
    TieRule::deserialize(word.into_deserializer()).map(Some)
}

/// By what those who pass are put in order, in a sentence about a rule.
pub(crate) fn order_by(key: RankKey) -> Bilingual {
    match key {
        RankKey::Heads => Bilingual::new("同意人数", "heads in favour"),
        RankKey::Area => Bilingual::new("同意面积", "area in favour"),
        RankKey::SumOfShares => Bilingual::new(
            "同意人数比例与同意面积比例之和",
            "share of heads plus share of area in favour",
        ),
    }
}

/// What settles a tie at the last seat, in a sentence about a rule.
pub(crate) fn tie_by(rule: TieRule) -> Bilingual {
    match rule {
        TieRule::Revote => {
            Bilingual::new("就票数相等的候选人重新投票", "a vote between those who tied")
        }
        TieRule::Draw => Bilingual::new("抽签", "drawing lots"),
        TieRule::ByArea => Bilingual::new(
            "同意面积多者当选,仍相等的抽签",
            "more area in favour, then drawing lots",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_may_say_lot_for_a_draw() {
        let read =
            |word: &str| serde_json::from_value::<Ranking>(serde_json::json!({ "tie_rule": word }));
        for word in ["lot", "draw"] {
            assert_eq!(read(word).unwrap().tie_rule, Some(TieRule::Draw));
        }
        assert!(read("dice").is_err());
    }
}
