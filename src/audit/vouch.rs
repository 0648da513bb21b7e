//! What remembers the end of a journal, which no chain can see.

use crate::audit::VerifyOptions;
use crate::audit::build::Build;
use crate::audit::check::Check;
use crate::audit::copies::{COPY_MARKS, Manifest, ORIGIN};
use crate::audit::end::{EndMark, MarkedEnd};
use crate::audit::finding::{Fault, Finding, Note, Place};
use crate::audit::reading::{CannotRead, names_in, small_file};
use crate::audit::walk::Walked;
use crate::store::Checkpoint;
use crate::store::JournalFiles;
use crate::store::StoreError;
use std::path::Path;

/// Where a registry remembers, beside its index, how far the journal went when it was closed.
const INDEX_HEAD: &str = "index/head.json";

/// Folder of the checkpoints.
const CHECKPOINTS: &str = "checkpoints";

/// Something that should remember the end, and what it says.
type Said = (EndMark, Result<Checkpoint, CannotRead>);

/// Compares the journal with everything that remembers its end.
pub(super) fn compare(
    dir: &Path,
    journal: &JournalFiles,
    options: &VerifyOptions<'_>,
    walked: &Walked,
    build: &mut Build,
) -> Result<(), StoreError> {
    let marks = marks(dir, options, build);
    if marks.is_empty() {
        build.not_made(&[Check::Vouched]);
        return Ok(());
    }
    let mut covered = None;
    for (mark, end) in marks {
        let end = match end {
            Ok(end) => end,
            Err(why) => {
                let fault = Fault::EndMarkUnreadable { mark, why };
                build.add(Finding { fault, place: Place::default() });
                continue;
            }
        };
        let fault = disagreement(journal, walked, &mark, end)?;
        let agrees = fault.is_none();
        if agrees {
            covered = covered.max(Some(end.next_seq));
        }
        if let Some(finding) = fault {
            build.add(finding);
        }
        build.mark(MarkedEnd { mark, covers: end.next_seq, agrees });
    }
    if let Some(covered) = covered.filter(|covered| *covered < walked.entries) {
        build.note(Note::NotCovered { entries: walked.entries - covered });
    }
    Ok(())
}

/// Everything that there is, in the folder and with the caller.
fn marks(dir: &Path, options: &VerifyOptions<'_>, build: &mut Build) -> Vec<Said> {
    let index = options
        .head
        .as_ref()
        .map(|head| (EndMark::Index, Ok(Checkpoint { next_seq: head.next_seq, hash: head.hash })));
    // What the index remembered when the registry was last closed; readable without sled. Beside the
    // index, and not instead of it: one of them may have been edited.
    let file = small_file(&dir.join(INDEX_HEAD)).map(|read| (EndMark::HeadFile, checkpoint(read)));
    let mut marks: Vec<Said> = index.into_iter().chain(file).collect();
    marks.extend(checkpoints(&dir.join(CHECKPOINTS), build));
    marks.extend(COPY_MARKS.into_iter().chain([ORIGIN]).filter_map(|name| {
        let end = Manifest::read(dir, name)?.map(|manifest| manifest.end);
        Some((EndMark::Manifest(name), end))
    }));
    marks.extend(options.anchor.map(|anchor| (EndMark::Anchor, Ok(anchor))));
    marks
}

fn checkpoint(read: Result<Vec<u8>, CannotRead>) -> Result<Checkpoint, CannotRead> {
    Checkpoint::parse(&read?).ok_or(CannotRead::SaysNothing)
}

fn disagreement(
    journal: &JournalFiles,
    walked: &Walked,
    mark: &EndMark,
    end: Checkpoint,
) -> Result<Option<Finding>, StoreError> {
    let mark = mark.clone();
    let (covers, entries) = (end.next_seq, walked.entries);
    let Some(last) = covers.checked_sub(1) else { return Ok(None) };
    if covers > entries {
        let place = Place { entry: Some(entries), ..Place::default() };
        return Ok(Some(Finding { fault: Fault::CutShort { mark, covers, entries }, place }));
    }
    let Some((found, place)) = walked.look(journal, last)? else { return Ok(None) };
    let expected = end.hash;
    let fault = Fault::OtherHash { mark, expected, found };
    Ok((found != expected).then_some(Finding { fault, place }))
}

/// The checkpoints in a folder that may be missing, in the order of their names. What lies there and
/// is none is told: somebody may believe that it counts.
fn checkpoints(dir: &Path, build: &mut Build) -> Vec<Said> {
    let names = match names_in(dir) {
        Ok(names) => names,
        Err(why) => return vec![(EndMark::Checkpoint(CHECKPOINTS.to_owned()), Err(why))],
    };
    let is_one = |name: &String| Path::new(name).extension().is_some_and(|end| end == "json");
    let (names, ignored): (Vec<_>, Vec<_>) = names.into_iter().partition(is_one);
    if !ignored.is_empty() {
        build.note(Note::CheckpointsIgnored { names: ignored });
    }
    let said = |name: String| {
        let read = small_file(&dir.join(&name))?;
        Some((EndMark::Checkpoint(name), checkpoint(read)))
    };
    names.into_iter().filter_map(said).collect()
}
