//! Speeches at one meeting, counted. They are most of a journal, so each costs a few bytes.

use super::noted::Stamp;
use serde::{Deserialize, Serialize};

/// Numbers of the entries that noted speeches: enough to count them and to place corrections.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Speeches {
    /// Every speech, by the entry that noted it first.
    noted: Vec<u64>,
    /// Those that are dissenting opinions in their latest wording.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    dissents: Vec<u64>,
    /// Each correction with the speech that it corrects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<(u64, u64)>,
}

impl Speeches {
    pub(crate) fn note(&mut self, stamp: &Stamp, dissent: bool) {
        let corrected = stamp.corrects.and_then(|seq| self.first_of(seq));
        let speech = corrected.unwrap_or(stamp.seq);
        if corrected.is_some() {
            self.fixes.push((stamp.seq, speech));
            self.dissents.retain(|seq| *seq != speech);
        } else {
            self.noted.push(speech);
        }
        if dissent {
            self.dissents.push(speech);
        }
    }

    /// The speech that this entry noted or corrected.
    fn first_of(&self, seq: u64) -> Option<u64> {
        let fixed = self.fixes.iter().find(|(fix, _)| *fix == seq).map(|(_, speech)| *speech);
        fixed.or_else(|| self.noted.contains(&seq).then_some(seq))
    }

    pub(crate) fn count(&self) -> u32 {
        number(self.noted.len())
    }

    pub(crate) fn dissents(&self) -> u32 {
        number(self.dissents.len())
    }

    pub(crate) fn corrected(&self) -> u32 {
        let mut speeches: Vec<u64> = self.fixes.iter().map(|(_, speech)| *speech).collect();
        speeches.sort_unstable();
        speeches.dedup();
        number(speeches.len())
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
