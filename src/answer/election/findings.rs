//! What is remarkable about the result of an election, as data: every face says it in these sentences.

use super::JudgedElection;
use crate::domain::{Bilingual, CandidateId, ListStage, PostKind};
use crate::projection::ElectionRow;
use std::collections::BTreeSet;

/// What was declared held against the list, the seats and the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResultFinding {
    /// Declared elected, and neither on the list that stood on the ballot nor written in.
    Unlisted(Vec<CandidateId>),
    /// More declared elected to a post than there are seats.
    BeyondTheSeats {
        /// The post.
        post: PostKind,
        /// How many were declared.
        declared: usize,
        /// How many seats there are.
        seats: u32,
    },
    /// Declared elected, and the numbers say otherwise.
    DeclaredOnly(Vec<CandidateId>),
    /// Elected by the numbers, and a result was declared without them.
    ComputedOnly(Vec<CandidateId>),
    /// Declared elected, and the numbers do not say.
    NotDecided(Vec<CandidateId>),
}

impl ResultFinding {
    /// Everything that is remarkable about an election.
    pub(super) fn of(row: &ElectionRow, judged: &JudgedElection) -> Vec<Self> {
        let some = |list: &[CandidateId], finding: fn(Vec<CandidateId>) -> Self| {
            (!list.is_empty()).then(|| finding(list.to_vec()))
        };
        let open = if row.is_counted() { &judged.not_decided[..] } else { &[] };
        let mut found: Vec<Self> = Vec::new();
        found.extend(some(&unlisted(row), Self::Unlisted));
        found.extend(beyond_the_seats(row));
        found.extend(some(&judged.declared_only, Self::DeclaredOnly));
        found.extend(some(&judged.computed_only, Self::ComputedOnly));
        found.extend(some(open, Self::NotDecided));
        found
    }

    /// Whether something is wrong, and not merely open.
    pub const fn is_fault(&self) -> bool {
        !matches!(self, Self::NotDecided(_))
    }

    /// The finding in one sentence; candidates under the names that the reader may see.
    pub fn sentence(&self, name: &dyn Fn(CandidateId) -> Bilingual) -> Bilingual {
        let (zh, en, who) = match self {
            Self::BeyondTheSeats { post, declared, seats } => {
                let post = post.name();
                return Bilingual::new(
                    format!("宣布{}当选 {declared} 人,多于应选 {seats} 人。", post.zh),
                    format!("{declared} declared elected as {}, of {seats} seats.", post.en),
                );
            }
            Self::Unlisted(who) => (
                "宣布当选而不在正式候选人名单上",
                "declared elected without being on the list",
                who,
            ),
            Self::DeclaredOnly(who) => (
                "宣布当选而按票数不应当选",
                "declared elected, which does not follow from the numbers",
                who,
            ),
            Self::ComputedOnly(who) => {
                ("按票数当选而没有宣布", "elected by the numbers and not declared", who)
            }
            Self::NotDecided(who) => (
                "宣布当选,按现有记录尚不能判定",
                "declared elected, which the record leaves open",
                who,
            ),
        };
        let told: Vec<Bilingual> = who.iter().map(|one| name(*one)).collect();
        let join = |pick: fn(&Bilingual) -> &str, by: &str| {
            told.iter().map(pick).collect::<Vec<_>>().join(by)
        };
        Bilingual::new(
            format!("{zh}:{}。", join(|name| &name.zh, "、")),
            format!("{en}: {}.", join(|name| &name.en, ", ")),
        )
    }
}

/// Those declared who are neither on the list that stood on the ballot nor written in; nobody where
/// no such list is on record.
fn unlisted(row: &ElectionRow) -> Vec<CandidateId> {
    let Some(list) = row.list(ListStage::Final) else { return Vec::new() };
    let written = row.rounds.iter().flat_map(|round| &round.write_ins).map(|one| one.candidate);
    let known: BTreeSet<CandidateId> = list.candidates.iter().copied().chain(written).collect();
    let elected = row.elected().map(|(_, one)| one.candidate);
    elected.filter(|candidate| !known.contains(candidate)).collect()
}

fn beyond_the_seats(row: &ElectionRow) -> Vec<ResultFinding> {
    let posts = row.called.iter().flat_map(|called| &called.seats).map(|seats| seats.post_kind);
    let found = posts.filter_map(|post| {
        let seats = row.seats(post)?;
        let declared = row.elected().filter(|(_, one)| one.post_kind == post).count();
        let beyond = usize::try_from(seats).is_ok_and(|seats| declared > seats);
        beyond.then_some(ResultFinding::BeyondTheSeats { post, declared, seats })
    });
    found.collect()
}
