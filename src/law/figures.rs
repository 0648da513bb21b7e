//! Figures: the counts that a verdict needs, each recorded or not.
//!
//! `None` is "not recorded" and never 0. Some figures are occurrences that exist only when they are
//! on record (exclusions, suspended rights, written opinions, spoiled votes, votes without a right):
//! there `None` means that none is on record, and nothing is missing.

use crate::domain::Heads;
use serde::{Deserialize, Serialize};

macro_rules! figures {
    ($($(#[$doc:meta])* $variant:ident = $field:ident, $zh:literal, $en:literal,
        $short_zh:literal, $short_en:literal;)*) => {
        /// The name of a figure.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Figure {
            $($(#[$doc])* $variant,)*
        }

        impl Figure {
            /// Every figure, in the order in which a minute names them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in cards.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => stringify!($field),)* }
            }

            /// What the figure is, in Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }

            /// What the figure is, in English.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }

            /// The short Chinese word before a number: 到会 12 人.
            pub const fn short_zh(self) -> &'static str {
                match self { $(Self::$variant => $short_zh,)* }
            }

            /// The short English word beside a number: 12 present.
            pub const fn short_en(self) -> &'static str {
                match self { $(Self::$variant => $short_en,)* }
            }
        }

        /// The figures of one question. `None` is "not recorded".
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Figures {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")]
            pub $field: Option<Heads>,)*
        }

        impl Figures {
            /// The figure of this name.
            pub const fn get(&self, figure: Figure) -> Option<Heads> {
                match figure { $(Figure::$variant => self.$field,)* }
            }

            /// Changes the figure of this name.
            pub const fn set(&mut self, figure: Figure, heads: Option<Heads>) {
                match figure { $(Figure::$variant => self.$field = heads,)* }
            }
        }
    };
}

figures! {
    /// Members with voting rights who were due to attend, before any exclusion.
    Due = due, "应到会的有表决权人数", "number of members with voting rights due to attend",
        "应到", "due";
    /// Full members on the roll; gives those due where `due` is not recorded.
    Full = full, "正式党员人数", "number of full members", "正式党员", "full members";
    /// Probationary members on the roll.
    Probationary = probationary, "预备党员人数", "number of probationary members",
        "预备党员", "probationary members";
    /// Full members whose voting rights are suspended by an act on record; among `full`.
    RightsSuspended = rights_suspended, "被暂停表决权的正式党员人数",
        "number of full members whose voting rights are suspended",
        "暂停表决权", "rights suspended";
    /// Members that may be left out of those due: superior consent and approval both on file.
    ExcludedWithApprovals = excluded_with_approvals, "手续齐全的不计入应到会人数",
        "number of members excluded with both approvals on file",
        "不计入(手续齐全)", "excluded with both approvals";
    /// Members claimed as left out without both approvals: they stay in.
    ExcludedWithoutApprovals = excluded_without_approvals, "手续不全的不计入应到会人数",
        "number of members claimed as excluded without both approvals",
        "不计入(手续不全)", "excluded without both approvals";
    /// Members with voting rights who attended.
    Present = present, "到会的有表决权人数", "number of members with voting rights present",
        "到会", "present";
    /// Votes in favour at the meeting, without written opinions.
    InFavour = in_favour, "赞成票数", "number of votes in favour", "赞成", "in favour";
    /// Votes against at the meeting.
    Against = against, "反对票数", "number of votes against", "反对", "against";
    /// Abstentions at the meeting.
    Abstain = abstain, "弃权票数", "number of abstentions", "弃权", "abstaining";
    /// Spoiled votes at the meeting.
    Spoiled = spoiled, "无效票数", "number of spoiled votes", "无效", "spoiled";
    /// Votes in favour by persons without voting rights, counted in `in_favour` on paper.
    InFavourWithoutRight = in_favour_without_right, "无表决权者的赞成票数",
        "number of votes in favour by persons without voting rights",
        "无表决权者赞成", "in favour without a right";
    /// Written opinions of absent members in favour, delivered formally before the meeting.
    WrittenInFavour = written_in_favour, "会前书面赞成意见数",
        "number of written opinions in favour", "书面赞成", "in favour in writing";
    /// Written opinions of absent members against.
    WrittenAgainst = written_against, "会前书面反对意见数",
        "number of written opinions against", "书面反对", "against in writing";
    /// Written abstentions of absent members.
    WrittenAbstain = written_abstain, "会前书面弃权意见数",
        "number of written abstentions", "书面弃权", "abstaining in writing";
    /// Times the activity was held in the period asked about.
    Held = held, "本期召开次数", "number of times held in the period", "召开", "held";
}

impl Figures {
    /// The figure as a plain number.
    pub fn count(&self, figure: Figure) -> Option<u64> {
        self.get(figure).map(|heads| u64::from(heads.0))
    }

    /// The figure of an occurrence that exists only when it is on record.
    pub(super) fn occurrences(&self, figure: Figure) -> u64 {
        self.count(figure).unwrap_or_default()
    }

    /// The sum of these figures; `None` when one of them is not recorded.
    pub(super) fn sum(&self, figures: &[Figure]) -> Option<u64> {
        figures.iter().map(|figure| self.count(*figure)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_is_not_recorded_is_not_zero() {
        let figures: Figures = serde_json::from_str(r#"{"due":20,"present":0}"#).unwrap();
        assert_eq!(figures.get(Figure::Present), Some(Heads(0)));
        assert_eq!(figures.get(Figure::InFavour), None);
        assert_eq!(figures.sum(&[Figure::Due, Figure::Present]), Some(20));
        assert_eq!(figures.sum(&[Figure::Due, Figure::Against]), None);
        assert!(serde_json::from_str::<Figures>(r#"{"dew":20}"#).is_err());
    }

    #[test]
    fn the_word_of_a_figure_is_what_serde_writes() {
        for figure in Figure::ALL {
            assert_eq!(serde_json::to_string(figure).unwrap(), format!("\"{}\"", figure.word()));
            let mut figures = Figures::default();
            figures.set(*figure, Some(Heads(7)));
            assert_eq!(figures.count(*figure), Some(7));
        }
    }
}
