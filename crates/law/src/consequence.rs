//! Consequences in time: what may or must be done until when. Beside a verdict, never within it.
//!
//! A decision that can be revoked until a day is not invalid, and a late announcement changes no
//! count. Whoever asks gives the days that are on record; a day that is missing is named.

use super::book::Book;
use super::card::Card;
use super::days::{Day, Days, Length};
use super::matter::{Matter, day};
use super::procedure::Procedure;
use super::sentence::capital;
use super::verdict::Citation;
use chrono::NaiveDate;
use domain::Bilingual;
use serde::{Deserialize, Serialize};

/// What may or must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 请求人民法院撤销: an injured owner may ask the court to revoke the decision.
    AskRevocation,
    /// 公布决定: the decision is announced.
    Announce,
    /// 提出异议: an objection may be raised.
    Object,
    /// 答复异议: an objection is decided on.
    AnswerObjection,
    /// 备案: the election is filed with the authority.
    File,
    /// 召开会议: a meeting that was asked for is held.
    Convene,
    /// 任期届满: the term ends.
    EndTerm,
    /// 提醒换届: the superior reminds of the election.
    Remind,
    /// 换届: the election of the next term is prepared.
    PrepareElection,
    /// 延期换届: an approved deferral ends.
    EndDeferral,
    /// 移交: papers, seals and accounts are handed over.
    HandOver,
    /// 党组织先行研究: the Party organisation studies the matter before the residents decide.
    StudyFirst,
    /// 保存表决票: the ballots are kept.
    KeepBallots,
    /// 批复: the superior replies.
    Reply,
}

impl Act {
    /// What it is, in both languages.
    pub fn name(self) -> Bilingual {
        Bilingual::new(self.zh(), self.en())
    }

    /// Whether somebody may do it until that day; everything else is to be done by it.
    pub const fn is_right(self) -> bool {
        matches!(self, Self::AskRevocation | Self::Object)
    }

    const fn zh(self) -> &'static str {
        match self {
            Self::AskRevocation => "受侵害的业主可以请求人民法院撤销",
            Self::Announce => "公布决定",
            Self::Object => "可以提出异议",
            Self::AnswerObjection => "答复异议",
            Self::File => "办理备案",
            Self::Convene => "召开会议",
            Self::EndTerm => "任期届满",
            Self::Remind => "提醒换届",
            Self::PrepareElection => "开始换届",
            Self::EndDeferral => "经批准的延期最长",
            Self::HandOver => "完成移交",
            Self::StudyFirst => "社区党组织先行研究讨论",
            Self::KeepBallots => "保存表决票",
            Self::Reply => "上级批复",
        }
    }

    const fn en(self) -> &'static str {
        match self {
            Self::AskRevocation => "an injured owner may ask the court to revoke it",
            Self::Announce => "announce the decision",
            Self::Object => "an objection may be raised",
            Self::AnswerObjection => "decide on the objection",
            Self::File => "file the election",
            Self::Convene => "hold the meeting",
            Self::EndTerm => "the term ends",
            Self::Remind => "remind of the election",
            Self::PrepareElection => "begin to prepare the election",
            Self::EndDeferral => "an approved deferral ends",
            Self::HandOver => "hand over",
            Self::StudyFirst => "the community Party organisation studies the matter first",
            Self::KeepBallots => "keep the ballots",
            Self::Reply => "the superior replies",
        }
    }
}

/// Parameters of `deadline/1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// What may or must be done.
    pub act: Act,
    /// The day that it is counted from.
    pub counts_from: Day,
    /// The day that stands in for it where it is not recorded.
    #[serde(default)]
    pub presumed_from: Option<Day>,
    /// Whether the span lies before that day and not after it.
    #[serde(default)]
    pub before: bool,
    /// How long.
    pub length: Length,
    /// Whether a holiday at its end moves the last day.
    #[serde(default)]
    pub moved_by_holidays: bool,
}

impl Deadline {
    /// The last day, from the days on record.
    pub fn last_day(&self, days: &Days) -> Option<NaiveDate> {
        let (start, _) = self.start(days)?;
        if self.before { self.length.before(start) } else { self.length.after(start) }
    }

    fn start(&self, days: &Days) -> Option<(NaiveDate, Day)> {
        let own = days.get(self.counts_from).map(|start| (start, self.counts_from));
        let presumed = || self.presumed_from.and_then(|day| Some((days.get(day)?, day)));
        own.or_else(presumed)
    }
}

/// One thing that may or must be done until a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consequence {
    /// What.
    pub act: Act,
    /// The rule.
    pub deadline: Deadline,
    /// The day that it is counted from here; the presumed one where the other is not recorded.
    pub counted_from: Day,
    /// That day, if it is recorded.
    #[serde(serialize_with = "day::write_optional", skip_serializing_if = "Option::is_none")]
    pub start: Option<NaiveDate>,
    /// The last day; for a reminder the first. `None` while the day before is not recorded.
    #[serde(serialize_with = "day::write_optional", skip_serializing_if = "Option::is_none")]
    pub last_day: Option<NaiveDate>,
    /// The card.
    pub citation: Citation,
}

/// Everything that the book attaches to such a matter, in the order of the acts. A last day that rests
/// on a day which is not on record is `None`; all days are calendar days.
pub fn consequences(book: &Book, matter: &Matter, days: &Days) -> Vec<Consequence> {
    let cards = book.deadlines(matter).into_iter();
    let mut found: Vec<_> = cards.filter_map(|card| consequence(card, days)).collect();
    found.sort_by_key(|consequence| consequence.act);
    found
}

fn consequence(card: &Card, days: &Days) -> Option<Consequence> {
    let Procedure::Deadline(deadline) = card.procedure() else { return None };
    let start = deadline.start(days);
    Some(Consequence {
        act: deadline.act,
        deadline: *deadline,
        counted_from: start.map_or(deadline.counts_from, |(_, day)| day),
        start: start.map(|(start, _)| start),
        last_day: deadline.last_day(days),
        citation: Citation::from(card),
    })
}

impl Consequence {
    /// Whether something done on this day is in time; `None` while the last day is not known.
    pub fn in_time(&self, done: NaiveDate) -> Option<bool> {
        self.last_day.map(|last| done <= last)
    }

    /// 2025-04-10 以前受侵害的业主可以请求人民法院撤销(自公布之日 2024-04-10 起 1 年)。《民法典》…
    pub fn sentence(&self) -> Bilingual {
        let cited = self.citation.sentence();
        let length = self.deadline.length;
        let (act, day) = (self.act, self.counted_from);
        let Some((start, last)) = self.start.zip(self.last_day) else {
            return Bilingual::new(
                format!("{}:没有记录{},无法计算期限。{}。", act.zh(), day.zh(), cited.zh),
                format!("{}: the {} is not recorded. {}.", capital(act.en()), day.en(), cited.en),
            );
        };
        let until = match act {
            Act::Remind => ("起", "from"),
            Act::EndTerm => ("", "on"),
            Act::KeepBallots => ("以前", "until"),
            _ => ("以前", "by"),
        };
        let side = if self.deadline.before { "before" } else { "after" };
        let span = match (length, self.deadline.before) {
            // No span at all: the day itself, and only the order counts.
            (Length::Days(0), _) => Bilingual::new(
                format!("不晚于{} {start}", day.zh()),
                format!("not later than the {}, {start}", day.en()),
            ),
            (_, before) => Bilingual::new(
                if before {
                    format!("{} {start} 前 {}", day.zh(), length.zh())
                } else {
                    format!("自{} {start} 起 {}", day.zh(), length.zh())
                },
                format!("{} {side} the {}, {start}", length.en(), day.en()),
            ),
        };
        let remarks = self.remarks();
        Bilingual::new(
            format!("{last} {}{}({}{})。{}。", until.0, act.zh(), span.zh, remarks.zh, cited.zh),
            format!(
                "{} {} {last} ({}{}). {}.",
                capital(act.en()),
                until.1,
                span.en,
                remarks.en,
                cited.en
            ),
        )
    }

    fn remarks(&self) -> Bilingual {
        let mut remarks = Bilingual::new("", "");
        if self.counted_from != self.deadline.counts_from {
            remarks.zh.push_str(",推定");
            remarks.en.push_str(", presumed");
        }
        if self.deadline.moved_by_holidays {
            remarks.zh.push_str(",末日为法定休假日的顺延");
            remarks.en.push_str("; moved if it ends on a holiday");
        }
        remarks
    }
}
