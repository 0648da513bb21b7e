//! Numbers as printed: areas in m², and percentages with the digits that were given.

use core::fmt;
use core::str::FromStr;
use domain::Area;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// A number that was not written as it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not an area.
    #[error(
        "\"{0}\" is not an area: write m² as a text with at most two decimals, \"29734.25\" (面积写法不对)"
    )]
    Area(String),
    /// Not a percentage.
    #[error(
        "\"{0}\" is not a percentage: write it as printed without the sign, \"66.67\" (百分比写法不对)"
    )]
    Percent(String),
}

/// Digits before and behind the point; nothing else is allowed.
fn digits(text: &str) -> Option<(&str, &str)> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let ends = !text.ends_with('.') && !whole.is_empty() && whole.len() <= 12;
    (ends && plain(whole) && plain(decimals)).then_some((whole, decimals))
}

/// An area in m² with at most two decimals, as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(with = "String")]
pub struct Metres(pub Area);

impl FromStr for Metres {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let fault = || NumberError::Area(text.to_owned());
        let (whole, decimals) = digits(text).filter(|(_, d)| d.len() <= 2).ok_or_else(fault)?;
        let area = format!("{whole}{decimals:0<2}").parse().ok();
        area.map(|area| Self(Area(area))).ok_or_else(fault)
    }
}

/// A percentage as printed: `66.67` is 6667 at 2 decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Percent {
    /// All digits, without the point.
    digits: u64,
    /// How many of them stand behind the point, 0 to 6.
    decimals: u32,
}

impl FromStr for Percent {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let fault = || NumberError::Percent(text.to_owned());
        let (whole, decimals) = digits(text).filter(|(_, d)| d.len() <= 6).ok_or_else(fault)?;
        let digits = format!("{whole}{decimals}").parse().ok();
        let decimals = u32::try_from(decimals.len()).ok();
        digits.zip(decimals).map(|(digits, decimals)| Self { digits, decimals }).ok_or_else(fault)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u64.pow(self.decimals);
        let (whole, rest) = (self.digits / unit, self.digits % unit);
        match usize::try_from(self.decimals) {
            Ok(width) if width > 0 => write!(f, "{whole}.{rest:0width$}%"),
            _ => write!(f, "{whole}%"),
        }
    }
}

impl Percent {
    /// What `part` of `whole` prints as with the same decimals, rounded half up; none of nothing.
    pub fn of(self, part: u64, whole: u64) -> Option<Self> {
        let scaled = self.scaled(part);
        let digits = (2 * scaled + u128::from(whole)).checked_div(2 * u128::from(whole))?;
        u64::try_from(digits).ok().map(|digits| Self { digits, ..self })
    }

    /// Whether `part` of `whole` prints as this, rounded half up or cut off; both are in use.
    pub fn fits(self, part: u64, whole: u64) -> bool {
        let cut = self.scaled(part).checked_div(u128::from(whole));
        cut == Some(u128::from(self.digits)) || self.of(part, whole) == Some(self)
    }

    /// Whether `part` of `whole` prints as this only when cut off and not when rounded.
    pub(super) fn is_cut_off(self, part: u64, whole: u64) -> bool {
        self.fits(part, whole) && self.of(part, whole) != Some(self)
    }

    /// The smallest and the largest part of `whole` that print as this.
    pub fn range(self, whole: u64) -> (u64, u64) {
        // part * 100 * 10^d lies between (digits - 1/2) * whole and (digits + 1) * whole.
        let unit = 2 * 100 * 10_u128.pow(self.decimals);
        let digits = 2 * u128::from(self.digits);
        let least = (digits.saturating_sub(1) * u128::from(whole)).div_ceil(unit);
        let most = ((digits + 2) * u128::from(whole)).div_ceil(unit).saturating_sub(1);
        let number = |value: u128| u64::try_from(value).unwrap_or(u64::MAX).min(whole);
        (number(least), number(most.max(least)))
    }

    /// The smallest and the largest whole of which `part` prints as this; none where nothing bounds
    /// it.
    pub(super) fn wholes(self, part: u64) -> Option<(u64, u64)> {
        let scaled = self.scaled(part);
        let least = scaled / (u128::from(self.digits) + 1) + 1;
        let most = (2 * scaled).checked_div((2 * u128::from(self.digits)).checked_sub(1)?)?;
        let (least, most) = (u64::try_from(least).ok()?, u64::try_from(most).ok()?);
        let (least, most) = (least.max(part), most.max(part));
        (least <= most && self.fits_one_of(part, least, most)).then_some((least, most))
    }

    /// Whether at least the ends of a range print as this; between them everything does.
    fn fits_one_of(self, part: u64, least: u64, most: u64) -> bool {
        self.fits(part, least) || self.fits(part, most)
    }

    /// Whether some part of `whole` prints as this.
    pub(super) fn is_possible(self, whole: u64) -> bool {
        let (least, most) = self.range(whole);
        self.fits(least, whole) || self.fits(most, whole)
    }

    /// Digits behind the point.
    pub(super) const fn decimals(self) -> u32 {
        self.decimals
    }

    /// The sum of percentages as printed, and whether not even rounding explains what is above 100.
    pub(super) fn sum(percents: &[Self]) -> (Self, bool) {
        let decimals = percents.iter().map(|one| one.decimals).max().unwrap_or_default();
        let raised = |one: &Self| u128::from(one.digits) * 10_u128.pow(decimals - one.decimals);
        // Rounded up, each is at most half of its last digit too large.
        let slack = |one: &Self| 10_u128.pow(decimals - one.decimals);
        let sum: u128 = percents.iter().map(raised).sum();
        let slack: u128 = percents.iter().map(slack).sum();
        let digits = u64::try_from(sum).unwrap_or(u64::MAX);
        (Self { digits, decimals }, 2 * sum > 2 * 100 * 10_u128.pow(decimals) + slack)
    }

    fn scaled(self, part: u64) -> u128 {
        u128::from(part) * 100 * 10_u128.pow(self.decimals)
    }
}

macro_rules! read_as_text {
    ($($name:ident),*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

read_as_text!(Metres, Percent);

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(text: &str) -> Percent {
        text.parse().unwrap()
    }

    #[test]
    fn an_area_has_at_most_two_decimals() {
        let area = |text: &str| text.parse::<Metres>().map(|metres| metres.0.0).ok();
        assert_eq!(area("29734.25"), Some(2_973_425));
        assert_eq!(area("29734.2"), Some(2_973_420));
        assert_eq!(area("29734"), Some(2_973_400));
        for wrong in ["", ".5", "5.", "1,203.5", "-1", "1.234", "1e3", "12㎡", "1234567890123"] {
            assert_eq!(area(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_percentage_is_right_rounded_or_cut_off_at_its_own_digits() {
        // 703 of 1291 is 54.4539...
        assert!(percent("54.45").fits(703, 1291) && percent("54.5").fits(703, 1291));
        assert!(percent("54.4").fits(703, 1291) && percent("54").fits(703, 1291));
        assert!(!percent("54.46").fits(703, 1291) && !percent("55").fits(703, 1291));
        assert_eq!(percent("0.00").of(703, 1291), Some(percent("54.45")));
        assert!(percent("66.67").fits(2, 3) && percent("66.66").fits(2, 3));
        assert!(percent("100").fits(7, 7) && percent("100.00").fits(7, 7));
        assert!(!percent("100").fits(1, 0), "a share of nothing");
        assert_eq!(percent("7.05").to_string(), "7.05%");
    }

    #[test]
    fn the_wholes_of_a_part_are_those_of_which_it_prints_as_this() {
        for (text, part) in
            [("66.67", 600), ("64.5", 400), ("50", 7), ("0.1", 3), ("100", 5), ("33.3", 1)]
        {
            let slow: Vec<u64> = (part..=20_000).filter(|w| percent(text).fits(part, *w)).collect();
            let ends = slow.first().copied().zip(slow.last().copied());
            assert_eq!(percent(text).wholes(part), ends, "{part} is {text}");
        }
        assert_eq!(percent("0").wholes(3), None, "nothing bounds it");
        assert_eq!(percent("150").wholes(3), None, "a part is no more than its whole");
    }

    #[test]
    fn some_percentages_are_printed_by_no_number() {
        assert!(percent("64.52").is_possible(620) && !percent("64.53").is_possible(620));
        // 413 of 620 is 66.6129..., cut off 66.61 and rounded 66.61; 66.62 is nobody's.
        assert!(percent("66.61").is_possible(620) && !percent("66.62").is_possible(620));
        assert!(percent("66.66").is_possible(3) && percent("66.67").is_possible(3));
        assert!(!percent("120").is_possible(620) && !percent("50").is_possible(0));
    }

    #[test]
    fn percentages_may_exceed_a_hundred_by_rounding_only() {
        let over = |texts: &[&str]| {
            let all: Vec<Percent> = texts.iter().map(|text| percent(text)).collect();
            Percent::sum(&all).1
        };
        assert!(!over(&["33.4", "33.4", "33.3"]), "100.1 of three rounded figures");
        assert!(over(&["33.4", "33.4", "33.4"]) && over(&["60", "41.6"]) && over(&["100.6"]));
        assert!(!over(&["60", "40.5"]) && !over(&["100"]) && !over(&[]));
        assert_eq!(Percent::sum(&[percent("60"), percent("41.6")]).0.to_string(), "101.6%");
    }

    #[test]
    fn the_range_of_a_percentage_is_what_prints_as_it() {
        for (text, whole) in
            [("66.67", 900), ("54.5", 1291), ("50", 7), ("0.1", 3281), ("99.99", 5)]
        {
            let (least, most) = percent(text).range(whole);
            let slow: Vec<u64> =
                (0..=whole).filter(|part| percent(text).fits(*part, whole)).collect();
            if let (Some(first), Some(last)) = (slow.first(), slow.last()) {
                assert_eq!((least, most), (*first, *last), "{text} of {whole}");
            }
        }
    }
}
