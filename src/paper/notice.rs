//! The notice of a meeting (会议通知).

use crate::domain::Language;
use crate::paper::minutes::MeetingRecord;
use crate::paper::sheet::Sheet;

/// Writes the notice as it stands now, or nothing when none is on record.
pub fn notice(record: &MeetingRecord<'_>, language: Language) -> Option<Sheet> {
    Some(Sheet::new(language, record.registry_name))
}
