//! Counts, areas and shares. Integers only: a vote never touches floating point.
//!
//! Areas are in 0.01 m² (1 dm²), the precision of the real-estate register. A [`Share`] is compared
//! by cross-multiplication in `u128`, so 66,666.66 of 100,000.00 m² is below two thirds although it
//! prints as 66.67 %.

use core::fmt;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A number of persons, 0 to 2^32 - 1.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct Heads(pub u32);

impl fmt::Display for Heads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An area in 0.01 m² (1 dm²), 0 to 2^53 - 1.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct Area(pub u64);

impl fmt::Display for Area {
    /// Square metres with two decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// Whether a share must be reached or exceeded.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Bound {
    /// `>=`: 以上, 不少于.
    #[serde(rename = ">=")]
    AtLeast,
    /// `>`: 过半数, 超过.
    #[serde(rename = ">")]
    MoreThan,
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtLeast => "≥",
            Self::MoreThan => ">",
        })
    }
}

/// A required share of a whole: at least, or more than, `numerator / denominator`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Upper number of the fraction.
    pub numerator: u32,
    /// Lower number of the fraction, not 0.
    pub denominator: u32,
    /// Reached or exceeded.
    pub bound: Bound,
}

impl Share {
    /// Whether `part` of `whole` reaches this share. Exact: both products stay below 2^96.
    pub fn reached_by(self, part: u64, whole: u64) -> bool {
        let part = u128::from(part) * u128::from(self.denominator);
        let needed = u128::from(whole) * u128::from(self.numerator);
        match self.bound {
            Bound::AtLeast => part >= needed,
            Bound::MoreThan => part > needed,
        }
    }

    /// The smallest part of `whole` that reaches this share.
    pub fn least(self, whole: u64) -> u64 {
        let needed = u128::from(whole) * u128::from(self.numerator);
        let denominator = u128::from(self.denominator.max(1));
        let least = match self.bound {
            Bound::AtLeast => needed.div_ceil(denominator),
            Bound::MoreThan => needed / denominator + 1,
        };
        u64::try_from(least).unwrap_or(u64::MAX)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}/{}", self.bound, self.numerator, self.denominator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn share(numerator: u32, denominator: u32, bound: Bound) -> Share {
        Share { numerator, denominator, bound }
    }

    #[test]
    fn one_below_exactly_and_one_above() {
        let half = share(1, 2, Bound::MoreThan);
        assert!(!half.reached_by(9, 20) && !half.reached_by(10, 20) && half.reached_by(11, 20));
        let two_thirds = share(2, 3, Bound::AtLeast);
        assert!(!two_thirds.reached_by(599, 900) && two_thirds.reached_by(600, 900));
        // 66,666.66 m² of 100,000.00 m² rounds to 66.67 % and is below two thirds all the same.
        assert!(!two_thirds.reached_by(6_666_666, 10_000_000));
        assert!(two_thirds.reached_by(6_666_667, 10_000_000));
        assert!(!share(2, 3, Bound::MoreThan).reached_by(40, 60));
    }

    #[test]
    fn areas_print_in_square_metres() {
        assert_eq!(Area(17_175_522).to_string(), "171755.22");
        assert_eq!(Area(5).to_string(), "0.05");
    }

    proptest! {
        #[test]
        fn the_least_part_reaches_and_one_less_does_not(
            numerator in 1..1000_u32, denominator in 1..1000_u32, whole in 0..1_u64 << 40,
            strict: bool,
        ) {
            let bound = if strict { Bound::MoreThan } else { Bound::AtLeast };
            let share = share(numerator, denominator, bound);
            let least = share.least(whole);
            prop_assert!(share.reached_by(least, whole));
            prop_assert!(least == 0 || !share.reached_by(least - 1, whole));
        }
    }
}
