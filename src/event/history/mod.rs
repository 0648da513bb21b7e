//! Shapes of earlier versions, frozen, and how each becomes the newest.
//!
//! Upcasts invent nothing: what was not recorded becomes "not recorded", never 0 and never a guess.

pub mod motion_voted_v1;

use crate::event::fact::DecodeError;

/// Older versions of shapes: kind, version, and the upcast from its data to the newest data.
type Upcast = fn(&str) -> Result<String, serde_json::Error>;

const UPCASTS: &[(&str, u32, Upcast)] = &[("motion.voted", 1, motion_voted_v1::upcast)];

/// Brings the data of an older version to the newest shape.
pub fn upcast(kind: &str, v: u32, data: &str) -> Result<String, DecodeError> {
    let known = UPCASTS.iter().find(|(name, version, _)| (*name, *version) == (kind, v));
    let Some((_, _, upcast)) = known else {
        return Err(DecodeError::Unknown { kind: kind.to_owned(), v });
    };
    upcast(data).map_err(|error| DecodeError::Shape {
        kind: kind.to_owned(),
        place: String::new(),
        fault: error.to_string(),
    })
}
