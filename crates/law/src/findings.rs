//! Findings: numbers that do not fit each other. They stand beside a verdict and change nothing.

use super::figures::{Figure, Figures};
use domain::Bilingual;
use serde::Serialize;

/// Numbers that do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Finding {
    /// More present than due.
    PresentExceedsDue {
        /// Members with voting rights present.
        present: u64,
        /// Members with voting rights due.
        due: u64,
    },
    /// More votes at the meeting than members present.
    VotesExceedPresent {
        /// Votes in favour, against, abstaining and spoiled, less those without a right.
        votes: u64,
        /// Members present.
        present: u64,
        /// Written opinions on file, perhaps counted twice.
        written: u64,
    },
    /// Fewer votes than members present, although all kinds of votes are recorded.
    VotesBelowPresent {
        /// Votes in favour, against, abstaining and spoiled, less those without a right.
        votes: u64,
        /// Members present.
        present: u64,
    },
    /// More votes than members due.
    VotesExceedDue {
        /// Votes recorded, written opinions included.
        votes: u64,
        /// Members due.
        due: u64,
    },
    /// More written opinions than absent members.
    WrittenExceedAbsent {
        /// Written opinions.
        written: u64,
        /// Members due and not present.
        absent: u64,
    },
    /// More votes without a right than votes in favour.
    WithoutRightExceedsFavour {
        /// Votes without a right.
        without_right: u64,
        /// Votes in favour.
        in_favour: u64,
    },
    /// More members excluded than due.
    ExcludedExceedDue {
        /// Members excluded with both approvals.
        excluded: u64,
        /// Members due before exclusions.
        due: u64,
    },
    /// More present than remain due after the exclusions: somebody excluded attended.
    PresentExceedsRemaining {
        /// Members present.
        present: u64,
        /// Members due after exclusions.
        remaining: u64,
    },
    /// The number due is not the full members less those with suspended rights.
    DueDiffersFromRoll {
        /// Members due.
        due: u64,
        /// Full members less suspended rights.
        roll: u64,
    },
    /// More members with suspended rights than full members.
    SuspendedExceedFull {
        /// Members with suspended rights.
        suspended: u64,
        /// Full members.
        full: u64,
    },
    /// Nobody was due to attend.
    NobodyDue,
    /// A part of the owners is more than the owners it is part of.
    OwnersExceed {
        /// The part.
        part: Figure,
        /// Its number; areas in 0.01 m².
        count: u64,
        /// What it is part of.
        whole: Figure,
        /// The number of that.
        limit: u64,
    },
    /// The ballots do not add up to the owners who took part.
    BallotsDiffer {
        /// Heads or area of those who took part.
        participating: Figure,
        /// The sum of the ballots; areas in 0.01 m².
        ballots: u64,
        /// The number recorded.
        recorded: u64,
    },
}

/// Every finding in these figures, in a fixed order.
pub(super) fn findings(figures: &Figures) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(attendance(figures));
    found.extend(votes(figures));
    found.extend(roll(figures));
    for sheet in [HEADS, AREA] {
        found.extend(owners(figures, sheet));
    }
    found
}

/// The figures of a vote of owners in one unit: the roll, those who took part, then the ballots in
/// favour, against, abstaining, blank and invalid, then those silent.
type Sheet = [Figure; 8];

const HEADS: Sheet = [
    Figure::ROLL_HEADS,
    Figure::PARTICIPATING_HEADS,
    Figure::IN_FAVOUR_HEADS,
    Figure::AGAINST_HEADS,
    Figure::ABSTAIN_HEADS,
    Figure::BLANK_HEADS,
    Figure::INVALID_HEADS,
    Figure::SILENT_HEADS,
];

const AREA: Sheet = [
    Figure::ROLL_AREA,
    Figure::PARTICIPATING_AREA,
    Figure::IN_FAVOUR_AREA,
    Figure::AGAINST_AREA,
    Figure::ABSTAIN_AREA,
    Figure::BLANK_AREA,
    Figure::INVALID_AREA,
    Figure::SILENT_AREA,
];

fn owners(figures: &Figures, sheet: Sheet) -> Vec<Finding> {
    let [whole, participating, in_favour, against, abstain, blank, invalid, silent] = sheet;
    let certain = figures.sum(&[in_favour, against, abstain]);
    let spoiled = figures.occurrences(blank).saturating_add(figures.occurrences(invalid));
    let ballots = certain.map(|certain| certain.saturating_add(spoiled));
    let took_part = figures.count(participating).or(ballots);
    let mut found = Vec::new();
    let recorded = figures.count(participating).zip(ballots).filter(|(one, other)| one != other);
    if let Some((recorded, ballots)) = recorded {
        found.push(Finding::BallotsDiffer { participating, ballots, recorded });
    }
    let exceeds = |part: Figure, count: Option<u64>, whole: Figure, limit: Option<u64>| {
        let pair = count.zip(limit).filter(|(count, limit)| count > limit);
        pair.map(|(count, limit)| Finding::OwnersExceed { part, count, whole, limit })
    };
    let favour = figures.count(in_favour);
    found.extend(exceeds(in_favour, favour, participating, figures.count(participating)));
    let roll = figures.count(whole);
    found.extend(exceeds(participating, took_part, whole, roll));
    let left = roll.zip(took_part).map(|(roll, took_part)| roll.saturating_sub(took_part));
    found.extend(exceeds(silent, figures.count(silent), whole, left));
    found
}

fn attendance(figures: &Figures) -> Vec<Finding> {
    let mut found = Vec::new();
    let excluded = figures.occurrences(Figure::EXCLUDED_WITH_APPROVALS);
    let Some(due) = figures.count(Figure::DUE) else { return found };
    if due == 0 {
        found.push(Finding::NobodyDue);
    }
    if excluded > due {
        found.push(Finding::ExcludedExceedDue { excluded, due });
    }
    let Some(present) = figures.count(Figure::PRESENT) else { return found };
    let remaining = due.saturating_sub(excluded);
    if present > due {
        found.push(Finding::PresentExceedsDue { present, due });
    } else if excluded <= due && present > remaining {
        found.push(Finding::PresentExceedsRemaining { present, remaining });
    }
    let written = written(figures);
    let absent = due.saturating_sub(present);
    if written > absent {
        found.push(Finding::WrittenExceedAbsent { written, absent });
    }
    found
}

fn votes(figures: &Figures) -> Vec<Finding> {
    let mut found = Vec::new();
    let without_right = figures.occurrences(Figure::IN_FAVOUR_WITHOUT_RIGHT);
    let in_favour = figures.count(Figure::IN_FAVOUR);
    if let Some(in_favour) = in_favour.filter(|in_favour| without_right > *in_favour) {
        found.push(Finding::WithoutRightExceedsFavour { without_right, in_favour });
    }
    let known = [Figure::IN_FAVOUR, Figure::AGAINST, Figure::ABSTAIN, Figure::SPOILED];
    let votes: u64 = known.iter().map(|figure| figures.occurrences(*figure)).sum();
    let votes = votes.saturating_sub(without_right);
    let written = written(figures);
    if let Some(due) = figures.count(Figure::DUE).filter(|due| votes + written > *due) {
        found.push(Finding::VotesExceedDue { votes: votes + written, due });
    }
    let Some(present) = figures.count(Figure::PRESENT) else { return found };
    let complete = figures.sum(&[Figure::IN_FAVOUR, Figure::AGAINST, Figure::ABSTAIN]).is_some();
    if votes > present {
        found.push(Finding::VotesExceedPresent { votes, present, written });
    } else if complete && votes < present {
        found.push(Finding::VotesBelowPresent { votes, present });
    }
    found
}

fn roll(figures: &Figures) -> Vec<Finding> {
    let mut found = Vec::new();
    let suspended = figures.occurrences(Figure::RIGHTS_SUSPENDED);
    let Some(full) = figures.count(Figure::FULL) else { return found };
    if suspended > full {
        found.push(Finding::SuspendedExceedFull { suspended, full });
    }
    let roll = full.saturating_sub(suspended);
    if let Some(due) = figures.count(Figure::DUE).filter(|due| *due != roll) {
        found.push(Finding::DueDiffersFromRoll { due, roll });
    }
    found
}

fn written(figures: &Figures) -> u64 {
    let kinds = [Figure::WRITTEN_IN_FAVOUR, Figure::WRITTEN_AGAINST, Figure::WRITTEN_ABSTAIN];
    kinds.iter().map(|figure| figures.occurrences(*figure)).sum()
}

impl Finding {
    /// The finding in words.
    pub fn sentence(&self) -> Bilingual {
        Bilingual::new(self.zh(), self.en())
    }

    fn zh(&self) -> String {
        match *self {
            Self::PresentExceedsDue { present, due } => {
                format!("到会 {present} 人多于应到 {due} 人,请核对。")
            }
            Self::VotesExceedPresent { votes, present, written } => {
                let twice = counted_twice(votes, present, written);
                let hint =
                    if twice { "可能把书面意见算进了会上票数" } else { "请核对" };
                format!("会上票数合计 {votes} 多于到会 {present} 人,{hint}。")
            }
            Self::VotesBelowPresent { votes, present } => {
                format!("票数合计 {votes} 少于到会 {present} 人,有人的表态没有记录。")
            }
            Self::VotesExceedDue { votes, due } => {
                format!("票数合计 {votes}(含书面意见)多于应到 {due} 人,请核对。")
            }
            Self::WrittenExceedAbsent { written, absent } => {
                format!("书面意见 {written} 份多于缺席 {absent} 人,请核对。")
            }
            Self::WithoutRightExceedsFavour { without_right, in_favour } => {
                format!("无表决权者的赞成 {without_right} 票多于赞成总数 {in_favour} 票,请核对。")
            }
            Self::ExcludedExceedDue { excluded, due } => {
                format!("不计入的 {excluded} 人多于应到 {due} 人,请核对。")
            }
            Self::PresentExceedsRemaining { present, remaining } => {
                format!("到会 {present} 人多于扣除后的应到 {remaining} 人,不计入的人可能到了会。")
            }
            Self::DueDiffersFromRoll { due, roll } => {
                format!("应到 {due} 人与名册上有表决权的 {roll} 人不一致,请核对。")
            }
            Self::SuspendedExceedFull { suspended, full } => {
                format!("被暂停表决权的 {suspended} 人多于正式党员 {full} 人,请核对。")
            }
            Self::NobodyDue => "应到人数记录为 0,请核对。".to_owned(),
            Self::OwnersExceed { part, count, whole, limit } => {
                let (name, count) = (part.zh(), part.unit().zh(count));
                let (rest, limit) = (rest(whole, part).0, whole.unit().zh(limit));
                format!("{name} {count}多于{rest} {limit},请核对。")
            }
            Self::BallotsDiffer { participating, ballots, recorded } => {
                let unit = participating.unit();
                let (name, ballots) = (participating.zh(), unit.zh(ballots));
                format!("各类票合计 {ballots},与{name} {} 不一致,请核对。", unit.zh(recorded))
            }
        }
    }

    fn en(&self) -> String {
        match *self {
            Self::PresentExceedsDue { present, due } => {
                format!("{present} present are more than the {due} due; please check.")
            }
            Self::VotesExceedPresent { votes, present, written } => {
                let twice = counted_twice(votes, present, written);
                let hint =
                    if twice { "written opinions may be among them" } else { "please check" };
                format!("{votes} votes at the meeting exceed the {present} present; {hint}.")
            }
            Self::VotesBelowPresent { votes, present } => format!(
                "{votes} votes are fewer than the {present} present; some are not recorded."
            ),
            Self::VotesExceedDue { votes, due } => {
                format!("{votes} votes, written ones included, exceed the {due} due; please check.")
            }
            Self::WrittenExceedAbsent { written, absent } => {
                format!("{written} written opinions exceed the {absent} absent; please check.")
            }
            Self::WithoutRightExceedsFavour { without_right, in_favour } => format!(
                "{without_right} votes without a right exceed the {in_favour} in favour; \
                 please check."
            ),
            Self::ExcludedExceedDue { excluded, due } => {
                format!("{excluded} excluded are more than the {due} due; please check.")
            }
            Self::PresentExceedsRemaining { present, remaining } => format!(
                "{present} present are more than the {remaining} due after exclusions; \
                 somebody excluded may have attended."
            ),
            Self::DueDiffersFromRoll { due, roll } => format!(
                "{due} due differ from the {roll} with voting rights on the roll; please check."
            ),
            Self::SuspendedExceedFull { suspended, full } => format!(
                "{suspended} with suspended rights exceed the {full} full members; please check."
            ),
            Self::NobodyDue => "Nobody is recorded as due to attend; please check.".to_owned(),
            Self::OwnersExceed { part, count, whole, limit } => {
                let (name, count) = (part.en(), part.unit().en(count));
                let (rest, limit) = (rest(whole, part).1, whole.unit().en(limit));
                format!("The {name}, {count}, exceed the {rest}, {limit}; please check.")
            }
            Self::BallotsDiffer { participating, ballots, recorded } => {
                let unit = participating.unit();
                let (name, ballots) = (participating.en(), unit.en(ballots));
                let recorded = unit.en(recorded);
                format!("The ballots add up to {ballots}; the {name}, {recorded}; please check.")
            }
        }
    }
}

/// What the limit is called: those silent are held against the rest of the roll.
fn rest(whole: Figure, part: Figure) -> (&'static str, &'static str) {
    if matches!(part, Figure::SILENT_HEADS | Figure::SILENT_AREA) {
        ("没有参与的其余业主", "rest of the owners on the roll")
    } else {
        (whole.zh(), whole.en())
    }
}

/// Whether the excess would be explained by written opinions counted among the votes.
fn counted_twice(votes: u64, present: u64, written: u64) -> bool {
    written > 0 && votes <= present.saturating_add(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Vec<Finding> {
        findings(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn numbers_that_fit_raise_nothing() {
        let json = r#"{"due":20,"full":21,"rights_suspended":1,"present":12,"in_favour":11,
            "against":0,"abstain":1,"written_in_favour":2}"#;
        assert_eq!(of(json), []);
        assert_eq!(of("{}"), []);
        assert_eq!(of(r#"{"present":12,"in_favour":11}"#), []);
    }

    #[test]
    fn every_misfit_is_named_with_its_numbers() {
        assert_eq!(
            of(r#"{"due":10,"present":11}"#),
            [Finding::PresentExceedsDue { present: 11, due: 10 }]
        );
        assert_eq!(
            of(r#"{"due":20,"present":12,"in_favour":9,"against":3,"abstain":1}"#),
            [Finding::VotesExceedPresent { votes: 13, present: 12, written: 0 }]
        );
        assert_eq!(
            of(r#"{"due":20,"present":12,"in_favour":9,"against":1,"abstain":1}"#),
            [Finding::VotesBelowPresent { votes: 11, present: 12 }]
        );
        assert_eq!(
            of(r#"{"due":20,"present":19,"written_in_favour":2}"#),
            [Finding::WrittenExceedAbsent { written: 2, absent: 1 }]
        );
        assert_eq!(
            of(r#"{"in_favour":2,"in_favour_without_right":3}"#),
            [Finding::WithoutRightExceedsFavour { without_right: 3, in_favour: 2 }]
        );
        assert_eq!(
            of(r#"{"due":20,"present":17,"excluded_with_approvals":4}"#),
            [Finding::PresentExceedsRemaining { present: 17, remaining: 16 }]
        );
        assert_eq!(
            of(r#"{"due":3,"excluded_with_approvals":4}"#),
            [Finding::ExcludedExceedDue { excluded: 4, due: 3 }]
        );
        assert_eq!(
            of(r#"{"due":23,"full":20}"#),
            [Finding::DueDiffersFromRoll { due: 23, roll: 20 }]
        );
        assert_eq!(
            of(r#"{"full":1,"rights_suspended":2}"#),
            [Finding::SuspendedExceedFull { suspended: 2, full: 1 }]
        );
        assert_eq!(
            of(r#"{"due":5,"in_favour":6}"#),
            [Finding::VotesExceedDue { votes: 6, due: 5 }]
        );
        assert_eq!(of(r#"{"due":0}"#), [Finding::NobodyDue]);
    }

    #[test]
    fn an_excess_that_written_opinions_explain_says_so() {
        let found = Finding::VotesExceedPresent { votes: 13, present: 12, written: 1 };
        assert_eq!(
            found.sentence(),
            Bilingual::new(
                "会上票数合计 13 多于到会 12 人,可能把书面意见算进了会上票数。",
                "13 votes at the meeting exceed the 12 present; written opinions may be among them."
            )
        );
    }
}
