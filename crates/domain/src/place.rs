//! Where something applies: a place as a code whose beginning is the place around it.

use core::fmt;
use core::str::FromStr;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// A place as a prefix code: `CN`, `CN-43`, `CN-430103` (GB/T 2260: province, city, district, then
/// sub-district and community with 9 and 12 digits).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(String);

/// A text that is not a place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a place: write CN, or CN- and 2, 4, 6, 9 or 12 digits (地区代码写法不对)")]
pub struct PlaceError(pub String);

impl Place {
    /// The whole country: `CN`.
    pub fn china() -> Self {
        Self("CN".to_owned())
    }

    /// Whether this place lies inside `other`, or is it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Length of the code: the longer, the more local.
    pub fn depth(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        let digits = |digits: &str| {
            matches!(digits.len(), 2 | 4 | 6 | 9 | 12)
                && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let fits = text == "CN" || text.strip_prefix("CN-").is_some_and(digits);
        if fits { Ok(Self(text.to_owned())) } else { Err(PlaceError(text.to_owned())) }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_lies_in_its_province_and_in_the_country() {
        let city: Place = "CN-430103".parse().unwrap();
        let province: Place = "CN-43".parse().unwrap();
        assert!(city.is_within(&province) && city.is_within(&Place::china()));
        assert!(
            !province.is_within(&city) && !"CN-41".parse::<Place>().unwrap().is_within(&province)
        );
        for bad in ["", "cn", "CN-", "CN-4", "CN43", "CN-4x", "CN-430", "US"] {
            assert!(bad.parse::<Place>().is_err(), "{bad}");
        }
    }
}
