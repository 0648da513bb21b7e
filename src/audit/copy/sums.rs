//! `SHA256SUMS`: every file of a copy once and nothing else, plain files under known names.
//!
//! A copy comes from outside. So nothing in it is opened before it is known to be a plain file: a
//! pipe would never end, a device is not ours, a link leads elsewhere. A name that no copy has is
//! refused, which leaves no room for `..`, other roots, and the names that a system keeps for itself.

use super::fault::{CopyFault, faulty, io};
use super::manifest::MANIFEST;
use crate::domain::Bilingual;
use crate::ledger::Sha256;
use crate::store::journal::first_of;
use sha2::Digest as _;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

/// Its name.
pub(crate) const SUMS: &str = "SHA256SUMS";

/// Openings in a copy.
pub(crate) const OPENINGS: &str = "vault/openings.jsonl";

/// Which command recorded which file, in a copy with everything.
pub(crate) const DOCUMENTS: &str = "vault/documents.jsonl";

/// Attachments, in a copy with everything.
pub(crate) const FILES: &str = "vault/files/";

/// Folder below which a copy is written before all of it is there.
pub(crate) const UNFINISHED: &str = "unfinished";

/// Folders of a copy.
const FOLDERS: [&str; 3] = ["journal", "vault", "vault/files"];

/// A longer list is of no copy: 64 MiB are half a million files.
const BYTES_MAX: u64 = 64 << 20;

/// Bytes read at once.
const BLOCK_BYTES: usize = 1 << 20;

/// Files and their sums, by name.
pub type Sums = BTreeMap<String, Sha256>;

/// The list, if it names what lies in the folder and nothing else. No file but the list is opened.
pub(crate) fn read(copy: &Path) -> Result<Sums, CopyFault> {
    let sums = listed(copy)?;
    let mut missing: Vec<&str> = sums.keys().map(String::as_str).collect();
    walk(copy, "", &mut |name| {
        if name != SUMS && !sums.contains_key(name) {
            return Err(fault(name, "没有列入 SHA256SUMS", "is not listed in SHA256SUMS"));
        }
        missing.retain(|listed| *listed != name);
        Ok(())
    })?;
    match missing.first() {
        Some(name) => Err(fault(name, "缺失", "is missing")),
        None => Ok(sums),
    }
}

fn listed(copy: &Path) -> Result<Sums, CopyFault> {
    let path = copy.join(SUMS);
    let Ok(metadata) = path.symlink_metadata() else {
        return Err(CopyFault::NoManifest(copy.to_owned()));
    };
    if !metadata.is_file() || metadata.len() > BYTES_MAX {
        return Err(fault(SUMS, "不是普通文件,或过长", "is no plain file, or too long"));
    }
    read_sums(&fs::read(&path).map_err(io(&path))?)
}

/// Reads the list itself: sums under names that a file of a copy can have, each once.
pub fn read_sums(bytes: &[u8]) -> Result<Sums, CopyFault> {
    let malformed = || {
        let (zh, en) = (
            "每行须是 64 位校验和、两个空格、文件名,以换行结束",
            "must have in each line a sum of 64 digits, two spaces, a name, and end in a line feed",
        );
        fault(SUMS, zh, en)
    };
    let text = core::str::from_utf8(bytes).map_err(|_not_text| malformed())?;
    let mut sums = Sums::new();
    for line in text.split_inclusive('\n') {
        let pair = line.strip_suffix('\n').and_then(|line| line.split_once("  "));
        let (sum, name) = pair.ok_or_else(malformed)?;
        let sum: Sha256 = sum.parse().map_err(|_not_hex| malformed())?;
        if !is_of_a_copy(name) {
            return Err(fault(name, "不是副本里会有的文件名", "is no name of a file in a copy"));
        }
        if name.strip_prefix(FILES).is_some_and(|file| file != sum.to_string()) {
            return Err(fault(name, "的文件名与校验和不符", "is named by another sum"));
        }
        if sums.insert(name.to_owned(), sum).is_some() {
            return Err(fault(name, "在 SHA256SUMS 里列了两次", "is listed twice in SHA256SUMS"));
        }
    }
    Ok(sums)
}

/// The list as it is written.
pub fn write_sums(sums: &Sums) -> String {
    let lines: Vec<String> = sums.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect();
    lines.concat()
}

/// Whether a file of a copy can have this path.
fn is_of_a_copy(name: &str) -> bool {
    let journal = name.strip_prefix("journal/").is_some_and(|file| first_of(file).is_some());
    let file = name.strip_prefix(FILES).is_some_and(|file| file.parse::<Sha256>().is_ok());
    journal || file || [MANIFEST, OPENINGS, DOCUMENTS].contains(&name)
}

/// Shows the path of every file, from the folder of the copy on, with `/`.
fn walk(
    copy: &Path,
    below: &str,
    visit: &mut dyn FnMut(&str) -> Result<(), CopyFault>,
) -> Result<(), CopyFault> {
    let folder = copy.join(below);
    for item in fs::read_dir(&folder).map_err(io(&folder))? {
        let item = item.map_err(io(&folder))?;
        let name = item.file_name().to_string_lossy().into_owned();
        let name = if below.is_empty() { name } else { format!("{below}/{name}") };
        let kind = item.file_type().map_err(io(&item.path()))?;
        if kind.is_dir() && FOLDERS.contains(&name.as_str()) {
            walk(copy, &name, visit)?;
        } else if kind.is_dir() && name == UNFINISHED && is_empty(&item.path()) {
            // A crash behind the last step of making the copy leaves it.
        } else if kind.is_file() {
            visit(&name)?;
        } else {
            let (zh, en) = (
                "不是普通文件(链接、管道、设备或多余的文件夹)",
                "is no plain file (a link, a pipe, a device or a folder too many)",
            );
            return Err(fault(&name, zh, en));
        }
    }
    Ok(())
}

fn is_empty(dir: &Path) -> bool {
    fs::read_dir(dir).is_ok_and(|mut listing| listing.next().is_none())
}

/// Reads every file and compares its sum.
pub(super) fn check(copy: &Path, sums: &Sums) -> Result<(), CopyFault> {
    for (name, sum) in sums {
        check_sum(name, *sum, read_all(&copy.join(name), &mut |_| Ok(()))?)?;
    }
    Ok(())
}

/// Compares what was read with what the list says.
pub(crate) fn check_sum(name: &str, listed: Sha256, found: Sha256) -> Result<(), CopyFault> {
    if listed == found {
        return Ok(());
    }
    Err(fault(name, "与 SHA256SUMS 的校验和不符", "differs from its sum in SHA256SUMS"))
}

/// Reads a file block by block; returns its sum.
pub(crate) fn read_all(
    path: &Path,
    each: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
) -> Result<Sha256, CopyFault> {
    let mut file = File::open(path).map_err(io(path))?;
    let mut hasher = sha2::Sha256::new();
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let count = file.read(&mut block).map_err(io(path))?;
        let block = block.get(..count).unwrap_or_default();
        if block.is_empty() {
            return Ok(Sha256(hasher.finalize().into()));
        }
        hasher.update(block);
        each(block).map_err(io(path))?;
    }
}

fn fault(file: &str, zh: &str, en: &str) -> CopyFault {
    faulty(file, Bilingual::new(zh, en))
}
