//! Numbered checks over a journal read as a stranger reads it.
//!
//! No lock, no index, no trust: [`verify`] takes a folder, reads everything, repairs nothing and
//! says what it found, check by check ([`Check`]), entry by entry. Whatever the files hold, it does
//! not panic, and it goes on behind a fault as far as the rest has a meaning without it.
//!
//! The bytes are walked in parts by all cores: every line carries what it expects of its neighbour,
//! so a part is checked alone and its seams afterwards. Meaning needs the order of the journal and
//! is a second walk, by one core.
//!
//! A chain cannot see that its end was cut off. So the report says what stands behind the last entry,
//! in three ranks ([`Rank`]): a note in the folder agrees (checkpoint, manifest, index), which shows
//! accidents; the caller kept it elsewhere; others signed it. Only the last two vouch.

mod announced;
mod books;
mod build;
mod check;
mod copies;
pub mod copy;
mod documents;
mod end;
mod finding;
mod folds;
mod kept;
mod meaning;
mod pair;
mod part;
mod personal;
mod reading;
mod replay;
mod report;
mod saved;
mod seals;
mod vault;
mod vouch;
mod walk;
mod wording;

pub use check::{Check, Level};
pub use copies::end_named;
pub use end::{EndMark, MarkedEnd, Rank};
pub use finding::{Announcement, Broken, Claim, Exposed, Fault, Finding, Note, Place, RowFault};
pub use reading::CannotRead;
pub use report::{Counts, NotHere, Outcome, Report, Tick};

use crate::store::Checkpoint;
use crate::store::Head;
use crate::store::JournalFiles;
use crate::store::Progress;
use crate::store::StoreError;
use crate::store::journal::JOURNAL_DIR;
use build::Build;
use core::fmt;
use std::path::Path;

/// Faults that a report lists; further ones are counted.
pub const FINDINGS_MAX: usize = 100;

/// Is told how far the audit has come.
pub type Watch<'a> = &'a (dyn Fn(Progress) + Sync);

/// What to look at, and what the caller knows from elsewhere.
#[derive(Clone, Default)]
pub struct VerifyOptions<'a> {
    /// How deep to go.
    pub level: Level,
    /// The head that the index remembers.
    pub head: Option<Head>,
    /// A number of entries and the hash of the last of them, kept where nobody of the registry
    /// could change it: on paper, with a superior office, with another auditor.
    pub anchor: Option<Checkpoint>,
    /// Threads to work with; none means as many as there are cores.
    pub threads: Option<usize>,
    /// Is told how far the audit has come.
    pub watch: Option<Watch<'a>>,
}

impl fmt::Debug for VerifyOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyOptions")
            .field("level", &self.level)
            .field("head", &self.head)
            .field("anchor", &self.anchor)
            .field("threads", &self.threads)
            .finish_non_exhaustive()
    }
}

/// Checks the registry in a folder, or the copy of one, and changes nothing there.
pub fn verify(dir: &Path, options: &VerifyOptions<'_>) -> Report {
    let mut build = Build::new(options.level);
    if let Err(error) = check(dir, options, &mut build) {
        build.unreadable(reading::of_store(&error), Check::ALL);
    }
    build.finish()
}

fn check(dir: &Path, options: &VerifyOptions<'_>, build: &mut Build) -> Result<(), StoreError> {
    let folder = dir.join(JOURNAL_DIR);
    std::fs::read_dir(&folder).map_err(|source| StoreError::Io {
        doing: "list",
        path: folder.clone(),
        source,
    })?;
    // Before the journal is listed: a program that records meanwhile saves rows of what is not in the
    // list, and those would seem to be of another journal.
    let saved = saved::Saved::of(dir);
    let journal = JournalFiles::open(&folder)?;
    if !journal.strange().is_empty() {
        build.note(Note::StrangeFiles { names: journal.strange().to_vec() });
    }
    let walked = walk::walk(&journal, options, build)?;
    vouch::compare(dir, &journal, options, &walked, build)?;
    if options.level == Level::Full {
        meaning::judge(dir, &journal, &walked, saved, build)?;
    }
    Ok(())
}
