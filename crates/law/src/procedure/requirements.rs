//! Parameters of `requirements/1`: tests of numbers that are no single share.

use super::{fraction_fault, readings_fault};
use crate::card::Wording;
use crate::figures::Figure;
use domain::Share;
use serde::{Deserialize, Serialize};

/// Parameters of `requirements/1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirements {
    /// Readings; the first is the default.
    pub readings: Vec<TestsReading>,
}

/// One reading: any of these ways will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestsReading {
    /// Its word.
    pub key: String,
    /// What it says.
    pub name: Wording,
    /// The ways; within one, every test must be met.
    pub ways: Vec<Vec<Test>>,
}

/// A test of one figure: against a number, or against another figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields, tag = "is")]
pub enum Test {
    /// The part reaches a share of the whole.
    Share {
        /// What is counted.
        part: Figure,
        /// The denominator.
        whole: Figure,
        /// The share required.
        share: Share,
    },
    /// The figure is not below a number.
    AtLeast {
        /// The figure.
        part: Figure,
        /// The number.
        number: u64,
    },
    /// The figure is not above a number.
    AtMost {
        /// The figure.
        part: Figure,
        /// The number.
        number: u64,
    },
    /// The figure is an odd number.
    Odd {
        /// The figure.
        part: Figure,
    },
    /// The figure is at least so many times another one.
    AtLeastTimes {
        /// The figure.
        part: Figure,
        /// The other one.
        whole: Figure,
        /// How many times.
        number: u64,
    },
    /// The figure is at most so many times another one.
    AtMostTimes {
        /// The figure.
        part: Figure,
        /// The other one.
        whole: Figure,
        /// How many times.
        number: u64,
    },
    /// The figure is not above another one.
    NotMoreThan {
        /// The figure.
        part: Figure,
        /// The other one.
        whole: Figure,
    },
}

impl Requirements {
    pub(super) fn fault(&self, disputed: bool) -> Option<&'static str> {
        let keys: Vec<_> = self.readings.iter().map(|one| one.key.as_str()).collect();
        let mut ways = self.readings.iter().flat_map(|one| &one.ways);
        let empty = self.readings.iter().any(|one| one.ways.is_empty()) || ways.any(Vec::is_empty);
        let empty = empty.then_some("there is no test");
        let mut tests = self.readings.iter().flat_map(|one| one.ways.iter().flatten());
        let fault = tests.find_map(|test| match *test {
            Test::Share { part, whole, share } => {
                fraction_fault(share).or_else(|| same(part, whole))
            }
            Test::NotMoreThan { part, whole }
            | Test::AtLeastTimes { part, whole, .. }
            | Test::AtMostTimes { part, whole, .. } => same(part, whole),
            Test::AtLeast { .. } | Test::AtMost { .. } | Test::Odd { .. } => None,
        });
        readings_fault(&keys, disputed).or(empty).or(fault)
    }
}

fn same(part: Figure, whole: Figure) -> Option<&'static str> {
    if part == whole {
        Some("part and whole are the same figure")
    } else if part.unit() != whole.unit() && [part, whole].iter().any(|one| one.twin().is_some()) {
        Some("heads are held against area")
    } else {
        None
    }
}
