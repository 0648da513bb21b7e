//! Rules that are no card of their own: kept elsewhere in the program, or not to be computed from
//! what is on record. The list lies beside the cards, each with its reason.

use super::card::Wording;
use serde::Deserialize;

/// The list as it lies beside the cards.
const LIST: &str = include_str!("not_computed.json");

/// A rule without a card of its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotComputed {
    /// Its id, as the cards have theirs.
    pub id: String,
    /// Cards that answer in its place, if any do.
    pub cards: Vec<String>,
    /// Why it has none of its own.
    pub why: Wording,
}

/// All of them, in the order of the list. A test reads it, so it is never empty in a program that
/// was tested.
pub fn not_computed() -> Vec<NotComputed> {
    serde_json::from_str(LIST).unwrap_or_default()
}
