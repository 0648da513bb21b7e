//! A result for everybody: what was decided in a word, why in a sentence, each requirement with its
//! number. It has no room for choices, and for no name but those that were published as candidates or
//! holders.

mod gather;

use serde::Serialize;

/// What a page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResultPage {
    /// Whose book it is.
    pub registry: String,
    /// What was put to the vote, or which election.
    pub title: String,
    /// Body, meeting, day.
    pub scene: String,
    /// What follows, in one word.
    pub mark: Mark,
    /// Why: one sentence with numbers and article.
    pub reason: String,
    /// Each requirement.
    pub requirements: Vec<RequirementLine>,
    /// What was counted: a word and a number each.
    pub counts: Vec<(String, String)>,
    /// The vote with and without deemed votes: headings, then rows. Empty where there are none.
    pub deemed: Vec<Vec<String>>,
    /// Candidates as published with their votes, those elected first.
    pub candidates: Vec<CandidateLine>,
    /// What a reader should know beside it: recorded late, corrected, announced otherwise.
    pub remarks: Vec<String>,
    /// Until when what may be done against it.
    pub deadlines: Vec<String>,
    /// Entries in the book that the page was written from.
    pub entries: u64,
    /// Hash of the last of them, 64 hexadecimal digits.
    pub head: String,
    /// Numbers of the entries that the result rests on.
    pub relied_on: Vec<u64>,
}

/// The outcome as a reader sees it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// 通过
    Carried,
    /// 未通过
    NotCarried,
    /// 选举成功
    Elected,
    /// 名额未选满
    SeatsLeft,
    /// 选举不成立
    ElectionFails,
    /// 尚不能判定
    Undetermined,
    /// 有争议
    Disputed,
}

impl Mark {
    /// The word beside the icon.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Carried => "通过",
            Self::NotCarried => "未通过",
            Self::Elected => "选举有效",
            Self::SeatsLeft => "名额未选满",
            Self::ElectionFails => "选举不成立",
            Self::Undetermined => "尚不能判定",
            Self::Disputed => "规定有不同理解",
        }
    }
}

/// One requirement, held against its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequirementLine {
    /// What is compared: 参与人数 1360 人/1505 人.
    pub number: String,
    /// What is asked for: ≥2/3.
    pub required: String,
    /// Whether it is met; none when a figure is missing.
    pub met: Option<bool>,
}

/// A candidate as published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CandidateLine {
    /// Name as published, and the post.
    pub name: String,
    /// Votes, already in words.
    pub votes: String,
    /// Elected by what was declared.
    pub elected: bool,
}
