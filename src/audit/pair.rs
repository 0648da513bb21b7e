//! Two neighbouring lines: everything that one of them says about the other.
//!
//! Whatever needs only a line and the one before it is judged here, inside a part and at the seams
//! between parts alike.

use crate::audit::finding::{Broken, Fault};
use crate::ledger::Entry;
use crate::ledger::Hash;
use crate::store::{CLOCK_CORRECTED, COMMAND_ENTRIES_MAX};

/// What is remembered of a line to judge the next one.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    /// Hash of the line.
    pub(super) hash: Hash,
    /// What it names as its predecessor, if anything.
    pub(super) prev: Option<Hash>,
    /// Which file it stands in.
    pub(super) file: usize,
    /// What it says, if it is an entry and was read as one.
    pub(super) known: Option<Known>,
}

/// What an entry says about its neighbours.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub(super) seq: u64,
    pub(super) more: u64,
    pub(super) cmd: String,
    at: String,
    by: String,
    corrects_clock: bool,
}

impl Known {
    /// Takes over an entry, reusing the space of the one before.
    pub(super) fn take(&mut self, entry: &Entry<'_>) {
        let copy = |to: &mut String, from: &str| {
            to.clear();
            to.push_str(from);
        };
        (self.seq, self.more) = (entry.seq, entry.more);
        copy(&mut self.cmd, entry.cmd);
        copy(&mut self.at, entry.at);
        copy(&mut self.by, entry.by);
        self.corrects_clock = entry.kind == CLOCK_CORRECTED;
    }

    /// Whether a command begins behind the other entry, as far as one can see.
    pub(super) fn begins_behind(&self, before: Option<&Self>) -> bool {
        before.is_none_or(|before| before.more == 0 || before.cmd != self.cmd)
    }

    /// A command that announces more entries than it may have.
    pub(super) fn too_many(&self) -> Option<Fault> {
        let max = u64::try_from(COMMAND_ENTRIES_MAX).unwrap_or(u64::MAX);
        let entries = self.more.saturating_add(1);
        (entries > max).then_some(Fault::Command(Broken::TooMany { entries }))
    }
}

/// Judges a line by the one before it.
pub(super) fn judge(before: &Edge, now: &Edge, add: &mut dyn FnMut(Fault)) {
    if now.prev != Some(before.hash) {
        add(Fault::Chain { expected: before.hash, found: now.prev });
    }
    let (Some(earlier), Some(later)) = (&before.known, &now.known) else { return };
    let expected = earlier.seq.saturating_add(1);
    if later.seq != expected {
        add(Fault::Gap { expected, found: later.seq });
    }
    // Only the first entry of a command may turn the clock back: a command has one instant.
    let corrected = later.corrects_clock && earlier.more == 0;
    if later.at < earlier.at && !corrected {
        add(Fault::ClockBack { before: earlier.at.clone(), at: later.at.clone() });
    }
    if earlier.more == 0 {
        later.too_many().into_iter().for_each(add);
    } else {
        inside_command(earlier, later, before.file != now.file, add);
    }
}

fn inside_command(earlier: &Known, later: &Known, crosses: bool, add: &mut dyn FnMut(Fault)) {
    if later.cmd != earlier.cmd {
        add(Fault::Command(Broken::Stamp { key: "cmd" }));
        return;
    }
    if crosses {
        add(Fault::Command(Broken::CrossesFile));
    }
    for (key, same) in [("at", later.at == earlier.at), ("by", later.by == earlier.by)] {
        if !same {
            add(Fault::Command(Broken::Stamp { key }));
        }
    }
    let expected = earlier.more - 1;
    if later.more != expected {
        add(Fault::Command(Broken::Countdown { expected, found: later.more }));
    }
}
