//! What belongs to a meeting at which parties sit together: who they are, and what it came to.

use crate::domain::{BodyId, Conclusion, IssueId, Line, PartyKind, PersonId, Text};
use crate::event::classified::{Plain, record};

record! {
    /// A party at the table (参会方). Those who speak for it took part, members of the body or not.
    pub struct Party {
        /// Kind (类别).
        party_kind: PartyKind,
        /// Body, if it is on record (组织).
        body: Option<BodyId>,
        /// Name of a unit that is not on record (单位名称).
        name: Option<Plain<Line>>,
        /// How many came for it, those named below included (到会人数).
        present: Option<u32>,
        /// Who speaks for it (发言代表).
        #[serde(default)]
        speakers: Vec<PersonId>,
    }
}

record! {
    /// What belongs to a consultation (协商).
    pub struct Deliberation {
        /// Parties at the table (参会各方).
        parties: Vec<Party>,
        /// Issues that were talked over (所议事项).
        #[serde(default)]
        issues: Vec<IssueId>,
        /// What it came to; left out where opinions were only collected (协商结论).
        conclusion: Option<Conclusion>,
        /// The same in words (结论内容).
        conclusion_text: Option<Plain<Text>>,
        /// Whether the owners' assembly has to decide; a consultation never binds owners
        /// (需交业主大会).
        #[serde(default)]
        refers_to_owner_assembly: bool,
    }
}

impl Deliberation {
    /// How many came for the parties, as far as it is recorded of each.
    pub fn headcount(&self) -> Option<u32> {
        self.parties.iter().try_fold(0_u32, |sum, one| Some(sum.saturating_add(one.headcount()?)))
    }
}

impl Party {
    /// How many came for it, as far as it is recorded.
    pub fn headcount(&self) -> Option<u32> {
        let named = u32::try_from(self.speakers.len()).ok().filter(|count| *count > 0);
        self.present.or(named)
    }
}
