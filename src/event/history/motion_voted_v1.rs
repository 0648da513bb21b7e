//! `motion.voted` version 1: votes without the method by which they were taken.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The frozen shape; the other keys are as in version 2.
#[derive(Debug, Serialize, Deserialize)]
struct MotionVotedV1 {
    votes_for: u32,
    votes_against: u32,
    abstentions: u32,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// Renames the counts; the method is not known, and is said to be.
pub(super) fn upcast(data: &str) -> Result<String, serde_json::Error> {
    let MotionVotedV1 { votes_for, votes_against, abstentions, mut rest } =
        serde_json::from_str(data)?;
    rest.insert("in_favour".to_owned(), votes_for.into());
    rest.insert("against".to_owned(), votes_against.into());
    rest.insert("abstain".to_owned(), abstentions.into());
    rest.insert("method".to_owned(), "not_recorded".into());
    serde_json::to_string(&rest)
}
