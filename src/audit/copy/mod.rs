//! An exported copy beside what it says of itself: sums, manifest, and whose openings came along.
//!
//! Whoever takes a copy over checks all of it first; whoever verifies a folder that is one, checks it
//! beside the journal. Two copies of one book side by side tell how far they agree.

mod fault;
mod histories;
mod manifest;
mod sums;

pub use fault::CopyFault;
pub use histories::{Histories, compare};
pub use manifest::Manifest;
pub(crate) use manifest::{MANIFEST, object, widest};
pub(crate) use sums::{DOCUMENTS, FILES, OPENINGS, SUMS, UNFINISHED, check_sum, read, read_all};
pub use sums::{Sums, read_sums, write_sums};

use crate::audit::{Check, Outcome, Report};
use crate::domain::{Bilingual, OpeningsIncluded};
use crate::store::JournalFiles;
use crate::store::Vault;
use crate::store::journal::JOURNAL_DIR;
use core::ops::ControlFlow;
use fault::{faulty, io};
use std::fs;
use std::path::Path;

/// Checks a copy beside what an audit said of its journal: sums, manifest, and whose openings came
/// along.
pub fn check(copy: &Path, report: &Report) -> Result<(), CopyFault> {
    let manifest = check_files(copy, &read(copy)?)?;
    if report.outcome == Outcome::Holds { check_journal(copy, &manifest, report) } else { Ok(()) }
}

/// Whether the folder says that it is an exported copy.
pub fn is_exported(dir: &Path) -> bool {
    [MANIFEST, SUMS].iter().any(|name| dir.join(name).symlink_metadata().is_ok())
}

/// Sums, manifest and openings of a copy.
pub(crate) fn check_files(copy: &Path, sums: &Sums) -> Result<Manifest, CopyFault> {
    sums::check(copy, sums)?;
    if !sums.contains_key(MANIFEST) {
        return Err(CopyFault::NoManifest(copy.to_owned()));
    }
    let path = copy.join(MANIFEST);
    let manifest = Manifest::parse(&fs::read(&path).map_err(io(&path))?)?;
    check_openings(copy, &manifest, sums)?;
    Ok(manifest)
}

/// No opening, and nothing else of the vault, beyond what the manifest says.
fn check_openings(copy: &Path, manifest: &Manifest, sums: &Sums) -> Result<(), CopyFault> {
    let all = manifest.openings == OpeningsIncluded::All;
    let beyond = |name: &&String| {
        let public = **name == OPENINGS && manifest.openings != OpeningsIncluded::None;
        name.starts_with("vault/") && !all && !public
    };
    let said = manifest.openings.word();
    if let Some(name) = sums.keys().find(beyond) {
        return Err(faulty(
            name,
            Bilingual::new(
                format!("不应在此:清单写明只带 {said}"),
                format!("must not be here: the manifest says {said}"),
            ),
        ));
    }
    let vault = Vault::reading(&copy.join("vault"))?;
    let (mut line, mut fault) = (0, None);
    vault.each(&mut |opening| {
        line += 1;
        fault = match opening {
            Ok(opening) if manifest.allows(&opening) => return ControlFlow::Continue(()),
            Ok(opening) => Some(Bilingual::new(
                format!("第 {line} 行是给 {} 看的,清单写明只带 {said}", opening.audience.word()),
                format!("line {line} is for {}, the manifest says {said}", opening.audience.word()),
            )),
            Err(_damaged) => Some(Bilingual::new(
                format!("第 {line} 行打不开自己的封条"),
                format!("line {line} does not open its own seal"),
            )),
        };
        ControlFlow::Break(())
    })?;
    fault.map_or(Ok(()), |fault| Err(faulty(OPENINGS, fault)))
}

/// The journal of a copy holds, and is the one that the manifest names.
pub(crate) fn check_journal(
    copy: &Path,
    manifest: &Manifest,
    report: &Report,
) -> Result<(), CopyFault> {
    let wanting = |what: Bilingual| {
        let (zh, en) = (what.zh.trim_end_matches('。'), what.en.trim_end_matches('.'));
        let fault = Bilingual::new(format!("核对不通过:{zh}"), format!("does not hold: {en}"));
        faulty(JOURNAL_DIR, fault)
    };
    // What the manifest itself says of the end is told in its own words below.
    let broken = report.findings.iter().find(|finding| finding.check() != Check::Vouched);
    if let Some(finding) = broken {
        return Err(wanting(finding.sentence()));
    }
    let mut first = Vec::new();
    let journal = JournalFiles::open(&copy.join(JOURNAL_DIR))?;
    journal.each(&mut |line| {
        first.extend_from_slice(line.bytes);
        ControlFlow::Break(())
    })?;
    manifest.check_journal(report.counts.entries, report.counts.head, &first)?;
    match report.outcome {
        Outcome::Holds => Ok(()),
        Outcome::Wanting | Outcome::Newer | Outcome::Unreadable => Err(wanting(report.sentence())),
    }
}
