//! What vouches for the end of a journal, which no chain can see.

use crate::audit::VerifyOptions;
use crate::audit::build::Build;
use crate::audit::check::Check;
use crate::audit::finding::{Fault, Finding, Note, Place, Voucher};
use crate::audit::report::Vouching;
use crate::audit::walk::Walked;
use crate::ledger::Hash;
use crate::store::Checkpoint;
use crate::store::JournalFiles;
use crate::store::StoreError;
use serde_json::Value;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

/// Name of the manifest in a copy.
const MANIFEST: &str = "manifest.json";

/// The manifest of the copy that a registry was made from: before and after it was taken over.
const ORIGINS: [&str; 2] = ["copy.json", "origin.json"];

/// Where a registry remembers, beside its index, how far the journal went when it was closed.
const INDEX_HEAD: &str = "index/head.json";

/// No manifest or checkpoint is longer; what is longer is not read.
const BYTES_MAX: u64 = 1 << 20;

/// What a copy says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    /// Number of entries and hash of the last.
    pub(super) end: Checkpoint,
    /// Which openings went with it: none, public, auditor, all.
    pub(super) openings: Option<String>,
    /// Fingerprints of tables, by name.
    pub(super) tables: Vec<(String, String)>,
}

impl Manifest {
    /// Reads the manifest in a folder; `None` when there is none, `Err` when it says nothing.
    pub(super) fn read(dir: &Path) -> Option<Result<Self, ()>> {
        Self::named(dir, MANIFEST)
    }

    /// What a registry that was made from a copy keeps of its manifest: which openings came along.
    pub(super) fn origin(dir: &Path) -> Option<Self> {
        ORIGINS.iter().find_map(|name| Self::named(dir, name)?.ok())
    }

    fn named(dir: &Path, name: &str) -> Option<Result<Self, ()>> {
        let bytes = bounded(&dir.join(name))?;
        Some(bytes.and_then(|bytes| Self::parse(&bytes).ok_or(())))
    }

    /// The fingerprint of a table, if the manifest says one.
    pub(super) fn table(&self, name: &str) -> Option<&str> {
        self.tables.iter().find(|(table, _)| table == name).map(|(_, found)| found.as_str())
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let next_seq = value.get("entries")?.as_u64()?;
        let hash: Hash = value.get("head")?.as_str()?.parse().ok()?;
        let openings = value.get("openings").and_then(Value::as_str).map(str::to_owned);
        let tables = value.get("fingerprints").and_then(Value::as_array);
        let tables = tables.into_iter().flatten().filter_map(|one| {
            let text = |key: &str| Some(one.get(key)?.as_str()?.to_owned());
            Some((text("table")?, text("sha256")?))
        });
        let end = Checkpoint { next_seq, hash };
        Some(Self { end, openings, tables: tables.collect() })
    }
}

/// The bytes of a small file; `None` when it is not there, `Err` when it cannot be what it should.
fn bounded(path: &Path) -> Option<Result<Vec<u8>, ()>> {
    let metadata = path.metadata().ok()?;
    if !metadata.is_file() || metadata.len() > BYTES_MAX {
        return Some(Err(()));
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(BYTES_MAX).read_to_end(&mut bytes));
    Some(read.map(|_| bytes).map_err(|_source| ()))
}

/// Compares the journal with everything that vouches for its end.
pub(super) fn compare(
    dir: &Path,
    journal: &JournalFiles,
    options: &VerifyOptions<'_>,
    walked: &Walked,
    build: &mut Build,
) -> Result<(), StoreError> {
    let mut vouchers = Vec::new();
    if let Some(head) = &options.head {
        let end = Checkpoint { next_seq: head.next_seq, hash: head.hash };
        vouchers.push((Voucher::Index, Ok(end)));
    } else if let Some(remembered) = bounded(&dir.join(INDEX_HEAD)) {
        // What the index remembered when the registry was last closed; readable without sled.
        let end = remembered.and_then(|bytes| Checkpoint::parse(&bytes).ok_or(()));
        vouchers.push((Voucher::Index, end));
    }
    vouchers.extend(checkpoints(&dir.join("checkpoints")));
    if let Some(manifest) = Manifest::read(dir) {
        vouchers.push((Voucher::Manifest, manifest.map(|manifest| manifest.end)));
    } else if let Some(origin) = Manifest::origin(dir) {
        vouchers.push((Voucher::Manifest, Ok(origin.end)));
    }
    vouchers.extend(options.anchor.map(|anchor| (Voucher::Anchor, Ok(anchor))));
    if vouchers.is_empty() {
        build.not_made(&[Check::Vouched]);
        return Ok(());
    }
    let mut covered = None;
    for (voucher, end) in vouchers {
        let Ok(end) = end else {
            let fault = Fault::VoucherUnreadable { voucher };
            build.add(Finding { fault, place: Place::default() });
            continue;
        };
        let fault = disagreement(journal, walked, &voucher, end)?;
        let agrees = fault.is_none();
        if agrees {
            covered = covered.max(Some(end.next_seq));
        }
        if let Some(finding) = fault {
            build.add(finding);
        }
        build.vouching(Vouching { voucher, covers: end.next_seq, agrees });
    }
    if let Some(covered) = covered.filter(|covered| *covered < walked.entries) {
        build.note(Note::NotCovered { entries: walked.entries - covered });
    }
    Ok(())
}

fn disagreement(
    journal: &JournalFiles,
    walked: &Walked,
    voucher: &Voucher,
    end: Checkpoint,
) -> Result<Option<Finding>, StoreError> {
    let voucher = voucher.clone();
    let (covers, entries) = (end.next_seq, walked.entries);
    let Some(last) = covers.checked_sub(1) else { return Ok(None) };
    if covers > entries {
        let place = Place { entry: Some(entries), ..Place::default() };
        return Ok(Some(Finding { fault: Fault::CutShort { voucher, covers, entries }, place }));
    }
    let Some((found, place)) = walked.look(journal, last)? else { return Ok(None) };
    let expected = end.hash;
    let fault = Fault::OtherHash { voucher, expected, found };
    Ok((found != expected).then_some(Finding { fault, place }))
}

/// The checkpoints in a folder that may be missing, in the order of their names.
fn checkpoints(dir: &Path) -> Vec<(Voucher, Result<Checkpoint, ()>)> {
    let Ok(listing) = fs::read_dir(dir) else { return Vec::new() };
    let mut paths: Vec<_> = listing.flatten().map(|item| item.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        let bytes = bounded(path)?;
        let checkpoint = bytes.and_then(|bytes| Checkpoint::parse(&bytes).ok_or(()));
        Some((Voucher::Checkpoint(name), checkpoint))
    };
    paths.iter().filter_map(read).collect()
}
