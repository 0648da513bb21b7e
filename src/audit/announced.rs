//! What was announced of each motion: two contrary announcements stand on record, and are told.
//!
//! Both were made, so both are recorded, each with its day. A correction takes the place of what it
//! corrects; anything else that says the contrary leaves open which of them people heard last.

use crate::audit::build::Build;
use crate::audit::finding::{Announcement, Fault, Finding, Place};
use crate::audit::replay::Fact;
use crate::domain::MotionId;
use crate::event::Event;
use std::collections::BTreeMap;

/// The announcements that stand, by motion and entry.
#[derive(Debug, Default)]
pub(super) struct Announcements {
    standing: BTreeMap<MotionId, BTreeMap<u64, (Announcement, Place)>>,
    // Which motion an announcement is about: a correction may name another one.
    motions: BTreeMap<u64, MotionId>,
}

impl Announcements {
    /// Remembers a fact, if it announces a result.
    pub(super) fn remember(&mut self, fact: &Fact) {
        let Event::MotionAnnounced(announced) = &fact.recorded.event else { return };
        if let Some(corrected) = announced.corrects
            && let Some(motion) = self.motions.get(&corrected)
            && let Some(standing) = self.standing.get_mut(motion)
        {
            standing.remove(&corrected);
        }
        let (entry, motion) = (fact.recorded.seq, announced.motion);
        let happened = announced.happened.to_string();
        let said = Announcement { entry, happened, announced: announced.announced };
        self.motions.insert(entry, motion);
        self.standing.entry(motion).or_default().insert(entry, (said, fact.place.clone()));
    }

    /// Says which announcements contradict the first one of the same motion.
    pub(super) fn judge(self, build: &mut Build) {
        for standing in self.standing.into_values() {
            let mut standing = standing.into_values();
            let Some((first, _)) = standing.next() else { continue };
            for (second, place) in standing.filter(|(one, _)| one.announced != first.announced) {
                let first = first.clone();
                build.add(Finding { fault: Fault::AnnouncedContrary { first, second }, place });
            }
        }
    }
}
