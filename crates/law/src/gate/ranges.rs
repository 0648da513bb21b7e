//! What figures can be of which only the percentage was printed: exact ranges of whole numbers.
//!
//! A percentage stands for every number that prints as it, rounded half up or cut off. A comparison
//! of a part with a share of a whole turns only once as one of them grows, so it holds for a whole
//! range when it holds at its ends; [`Ranges::corners`] are these ends.
//!
//! Where a percentage is taken of something that is itself a range, or where no number is known at
//! all, everything is multiplied by [`Ranges::scale`], so that the ends of each range are whole
//! numbers again. Shares do not change by that; where a rule compares with a fixed number, nothing
//! can be said.

use super::number::Percent;

/// Instead of an unknown whole. It can be divided by 2, 3 and 4 at six decimals of a percentage.
const UNKNOWN_WHOLE: u64 = 1_200_000_000;

/// What was given about one unit, heads or area.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// All owners, or those due.
    pub whole: Option<u64>,
    /// Those who took part, or were present.
    pub part: Option<u64>,
    /// Their share of the whole.
    pub part_percent: Option<Percent>,
    /// Votes: the number, and the share.
    pub sides: Vec<(Option<u64>, Option<Percent>)>,
    /// Whether the shares of votes are of the whole, and not of those who took part.
    pub of_whole: bool,
    /// The largest number that a figure holds.
    pub limit: u64,
}

/// A figure as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Number(u64),
    Between(u64, u64),
    Share(Percent),
}

/// Figures of one unit, each as far as it is known.
#[derive(Debug, Clone)]
pub(super) struct Ranges {
    whole: Option<Known>,
    part: Option<Known>,
    sides: Vec<Option<Known>>,
    of_whole: bool,
    /// By what all numbers are multiplied.
    pub scale: u64,
}

/// One possibility at the ends of the ranges; of each vote the least and the most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Corner {
    pub whole: Option<u64>,
    pub part: Option<u64>,
    pub sides: Vec<Option<(u64, u64)>>,
}

impl Ranges {
    pub(super) fn of(given: &Given) -> Self {
        let mut ranges = Self {
            whole: given.whole.map(Known::Number),
            part: given.part.map(Known::Number),
            sides: Vec::new(),
            of_whole: given.of_whole,
            scale: 1,
        };
        ranges.derive(given);
        let base = if given.of_whole { ranges.whole } else { ranges.part };
        let side = |(number, percent): &(Option<u64>, Option<Percent>)| match (number, percent) {
            (Some(number), _) => Some(Known::Number(*number)),
            (None, Some(percent)) => base.map(|_| Known::Share(*percent)),
            (None, None) => None,
        };
        ranges.sides = given.sides.iter().map(side).collect();
        if !ranges.are_of_numbers() {
            ranges.multiply(given);
        }
        ranges
    }

    /// What is not given and follows: the whole of a number and its share.
    fn derive(&mut self, given: &Given) {
        if self.whole.is_none() {
            let own = given.part.zip(given.part_percent);
            let sides = given.sides.iter().filter(|_| given.of_whole);
            let pairs = sides.filter_map(|(number, percent)| number.zip(*percent)).chain(own);
            self.whole = common(pairs, given.part.unwrap_or_default(), given.limit);
        }
        if self.part.is_none() {
            let share = given.part_percent.filter(|_| self.whole.is_some()).map(Known::Share);
            let sides = given.sides.iter().filter(|_| !given.of_whole);
            let pairs = sides.filter_map(|(number, percent)| number.zip(*percent));
            let most = given.whole.unwrap_or(given.limit);
            self.part = share.or_else(|| common(pairs, 0, most));
        }
        let nothing = self.whole.is_none() && self.part.is_none();
        let shares = given.sides.iter().any(|(_, percent)| percent.is_some());
        if nothing && given.part_percent.is_some() {
            self.whole = Some(Known::Number(1));
            self.part = given.part_percent.map(Known::Share);
        } else if nothing && shares && given.of_whole {
            self.whole = Some(Known::Number(1));
        } else if nothing && shares {
            self.part = Some(Known::Number(1));
        } else {
            return;
        }
        self.scale = UNKNOWN_WHOLE;
    }

    /// Whether every share is one of a number that is known, so that its ends are whole numbers.
    fn are_of_numbers(&self) -> bool {
        let is_number = |known: Option<Known>| matches!(known, Some(Known::Number(_)));
        let share = |known: &Option<Known>| matches!(known, Some(Known::Share(_)));
        let base = if self.of_whole { self.whole } else { self.part };
        let part = !share(&self.part) || is_number(self.whole);
        let sides = !self.sides.iter().any(share) || is_number(base);
        self.scale == 1 && part && sides
    }

    fn multiply(&mut self, given: &Given) {
        let unknown = self.scale > 1;
        if unknown {
            // A number beside an unknown whole says nothing; its share, if there is one, does.
            for (side, (_, percent)) in self.sides.iter_mut().zip(&given.sides) {
                *side = percent.map(Known::Share);
            }
        } else {
            let shares = given.sides.iter().filter_map(|(_, percent)| *percent);
            let decimals = shares.chain(given.part_percent).map(Percent::decimals).max();
            self.scale = 200 * 10_u64.pow(decimals.unwrap_or_default());
        }
        let Self { whole, part, sides, scale, .. } = self;
        let all = [whole, part].into_iter().chain(sides.iter_mut());
        for known in all {
            *known = known.and_then(|known| known.times(*scale, given.limit));
        }
    }

    /// The ends of the ranges, in all combinations of whole and part.
    pub(super) fn corners(&self) -> Vec<Corner> {
        let mut corners = Vec::new();
        for whole in ends(self.whole, None) {
            for part in ends(self.part, whole) {
                let base = if self.of_whole { whole } else { part };
                let side = |known: &Option<Known>| {
                    let ends = ends(*known, base);
                    ends.first().copied().flatten().zip(ends.last().copied().flatten())
                };
                let sides = self.sides.iter().map(side).collect();
                corners.push(Corner { whole, part, sides });
            }
        }
        corners
    }
}

impl Known {
    fn times(self, scale: u64, limit: u64) -> Option<Self> {
        let times = |number: u64| number.checked_mul(scale).filter(|number| *number <= limit);
        Some(match self {
            Self::Number(number) => Self::Number(times(number)?),
            Self::Between(least, most) => Self::Between(times(least)?, times(most)?),
            Self::Share(percent) => Self::Share(percent),
        })
    }
}

/// The least and the most; a share of nothing known is not known.
fn ends(known: Option<Known>, base: Option<u64>) -> Vec<Option<u64>> {
    let (least, most) = match known {
        None => return vec![None],
        Some(Known::Number(number)) => return vec![Some(number)],
        Some(Known::Between(least, most)) => (least, most),
        Some(Known::Share(percent)) => match base {
            Some(base) => percent.range(base),
            None => return vec![None],
        },
    };
    if least == most { vec![Some(least)] } else { vec![Some(least), Some(most)] }
}

/// What all these numbers can be shares of, within bounds.
fn common(pairs: impl Iterator<Item = (u64, Percent)>, least: u64, most: u64) -> Option<Known> {
    let mut found: Option<(u64, u64)> = None;
    for (number, percent) in pairs {
        let Some((low, high)) = percent.wholes(number) else { continue };
        let (least, most) = found.unwrap_or((least, most));
        found = Some((low.max(least), high.min(most)));
    }
    match found {
        Some((least, most)) if least == most => Some(Known::Number(least)),
        Some((least, most)) if least < most => Some(Known::Between(least, most)),
        // Nothing fits them all: a fault of its own, and nothing to reckon with.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: u64 = 4_294_967_295;

    fn percent(text: &str) -> Option<Percent> {
        text.parse().ok()
    }

    fn given() -> Given {
        Given { limit: LIMIT, ..Given::default() }
    }

    #[test]
    fn numbers_are_one_corner() {
        let sides = vec![(Some(400), None), (None, None)];
        let ranges = Ranges::of(&Given { whole: Some(900), part: Some(620), sides, ..given() });
        let sides = vec![Some((400, 400)), None];
        assert_eq!(ranges.corners(), [Corner { whole: Some(900), part: Some(620), sides }]);
        assert_eq!(ranges.scale, 1);
    }

    #[test]
    fn a_share_of_a_known_number_is_its_exact_range() {
        // 50% of 620 without decimals: 307 (49.52, rounded) to 316 (50.97, cut off).
        let sides = vec![(None, percent("50"))];
        let ranges = Ranges::of(&Given { part: Some(620), sides, ..given() });
        assert_eq!(ranges.corners()[0].sides, [Some((307, 316))]);
        let slow: Vec<u64> =
            (0..=620).filter(|part| percent("50").unwrap().fits(*part, 620)).collect();
        assert_eq!((slow.first(), slow.last()), (Some(&307), Some(&316)));
    }

    #[test]
    fn a_whole_follows_from_a_number_and_its_share() {
        let sides = vec![(Some(400), percent("64.52"))];
        let ranges = Ranges::of(&Given { sides, ..given() });
        assert_eq!(ranges.part, Some(Known::Number(620)));
        let ranges =
            Ranges::of(&Given { part: Some(620), part_percent: percent("68.9"), ..given() });
        // 620 of 899 is 68.966, of 900 68.889 and of 901 68.81.
        assert_eq!(ranges.whole, Some(Known::Between(899, 900)));
        assert_eq!(ranges.corners().len(), 2);
    }

    #[test]
    fn percentages_alone_are_reckoned_with_a_large_whole() {
        let sides = vec![(None, percent("50")), (None, percent("50.5"))];
        let ranges = Ranges::of(&Given { part_percent: percent("66.67"), sides, ..given() });
        let corners = ranges.corners();
        assert_eq!(ranges.scale, UNKNOWN_WHOLE);
        assert_eq!(corners.len(), 2, "the least and the most that took part");
        for corner in corners {
            let part = corner.part.unwrap();
            let (least, most) = corner.sides[0].unwrap();
            assert!(2 * least < part && 2 * most > part, "50% may be more or less than half");
            assert!(corner.sides[1].unwrap().0 * 2 > part, "50.5% is more than half");
        }
    }

    #[test]
    fn a_share_of_a_range_is_multiplied_out_and_never_rounded_to_a_wrong_side() {
        // Nobody knows whether 3, 4 or 5 took part; half of 4 is exactly half.
        let sides = vec![(None, percent("50")), (Some(3), percent("75"))];
        let given = Given { whole: Some(5), sides, ..given() };
        let ranges = Ranges::of(&given);
        assert_eq!(ranges.part, Some(Known::Number(4)), "3 of 4 is the only way to 75");
        let sides = vec![(None, percent("50")), (Some(300), percent("75"))];
        let ranges = Ranges::of(&Given { whole: Some(500), sides, ..given });
        // 300 are 75% of 395 (75.9, cut off) to 402 (74.6, rounded).
        assert_eq!(ranges.part, Some(Known::Between(395 * 200, 402 * 200)));
        assert_eq!(ranges.scale, 200);
        for corner in ranges.corners() {
            let (part, (least, most)) = (corner.part.unwrap(), corner.sides[0].unwrap());
            assert!(2 * least < part && 2 * most > part, "{corner:?}");
        }
    }

    #[test]
    fn what_does_not_fit_into_a_figure_is_not_reckoned_with() {
        let sides = vec![(None, percent("64.52"))];
        let (whole, part_percent) = (Some(4_000_000_000), percent("66.67"));
        let ranges = Ranges::of(&Given { whole, part_percent, sides, ..given() });
        let nothing = Corner { whole: None, part: None, sides: vec![None] };
        assert_eq!(ranges.corners(), [nothing], "it would have to be multiplied by 20000");
    }
}
