//! Copies: exports that anybody can verify, backups, and what becomes of a copy elsewhere.
//!
//! A copy is a folder: `journal/` up to the last complete command, `SHA256SUMS` for `sha256sum -c`,
//! `manifest.json` with the head, and openings for the audience that it was made for. There is one
//! writer of a book: a copy that is opened elsewhere can be read, and continued only behind a
//! recorded takeover.

use crate::domain::Role;
use crate::event::kind_entry;
use crate::event::registry::OpeningsIncluded;
use crate::ledger::{Sha256, Value};
use crate::paper::{Document, DraftFact};
use crate::projection::Table;
use crate::registry::record::{RecordError, RecordOptions, Recording};
use crate::registry::{PROGRAM, Registry, clock};
use crate::store::Head;
use crate::store::vault::{Audience, Opening};
use core::ops::ControlFlow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Marks a registry that is a copy: it can be read, not continued.
pub const COPY_MARK: &str = "copy.json";

/// Says what a copy holds; a folder with it is one.
const MANIFEST: &str = "manifest.json";

/// What the mark of a copy becomes once the book is continued in it.
pub const ORIGIN_MARK: &str = "origin.json";

/// What the index remembers of the head, for readers without sled.
pub const HEAD_FILE: &str = "head.json";

/// Bytes after which an exported journal file ends, as in a registry.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// What went into a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Entries.
    pub entries: u64,
    /// BLAKE3 of the last line.
    pub head: String,
    /// Openings that went with it.
    pub openings: u64,
    /// Fingerprints of the projections, by table.
    pub fingerprints: Vec<(String, String)>,
}

/// Why a copy could not be made or used.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The folder is not empty.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// A file differs from `SHA256SUMS`, is missing, or is not listed.
    #[error("{file}: {fault}")]
    Sums {
        /// File inside the copy.
        file: String,
        /// What is wrong.
        fault: &'static str,
    },
    /// It is not a copy: no manifest.
    #[error("{} has no readable manifest.json", .0.display())]
    NoManifest(PathBuf),
    /// The registry is not a copy, or is continued here already.
    #[error("this registry is not a copy")]
    NotACopy,
    /// Reading the registry failed.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> CopyError {
    move |source| CopyError::Io { path: path.to_owned(), source }
}

/// Widest audience whose openings go with a copy.
fn widest(openings: OpeningsIncluded) -> Option<Audience> {
    match openings {
        OpeningsIncluded::None => None,
        OpeningsIncluded::Public => Some(Audience::Public),
        OpeningsIncluded::Auditor => Some(Audience::Auditor),
        OpeningsIncluded::All => Some(Audience::Office),
    }
}

/// The word for it on the command line and in the manifest.
pub const fn openings_word(openings: OpeningsIncluded) -> &'static str {
    match openings {
        OpeningsIncluded::None => "none",
        OpeningsIncluded::Public => "public",
        OpeningsIncluded::Auditor => "auditor",
        OpeningsIncluded::All => "all",
    }
}

impl Registry {
    /// Puts on record that a copy with openings goes out.
    pub fn note_copy(
        &self,
        openings: OpeningsIncluded,
        purpose: &str,
    ) -> Result<Recording, RecordError> {
        let fields = [
            ("openings", Value::String(openings_word(openings).to_owned())),
            ("purpose", Value::String(purpose.to_owned())),
        ];
        self.record_own("registry.copied", fields)
    }

    /// Puts on record something that the program does by itself.
    pub fn record_own<const N: usize>(
        &self,
        kind: &str,
        fields: [(&str, Value); N],
    ) -> Result<Recording, RecordError> {
        let today = clock::civil_day(self.clock.now()).format("%Y-%m-%d").to_string();
        let mut fields: BTreeMap<String, Value> =
            fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        fields.insert("happened".to_owned(), Value::String(today));
        let facts = kind_entry(kind).map(|kind| DraftFact { kind, fields });
        let by = Some((self.id()?, Role::Administrator));
        let document = Document { by, facts: facts.into_iter().collect() };
        self.record(document, &RecordOptions { names_confirmed: true, ..RecordOptions::default() })
    }

    /// Puts on record that the journal was accepted as it stands.
    pub fn note_recovery(&self, finding: &str) -> Result<Recording, RecordError> {
        let entries = i64::try_from(self.store.head().next_seq).unwrap_or(i64::MAX);
        let fields =
            [("entries", Value::Integer(entries)), ("finding", Value::String(finding.to_owned()))];
        self.record_own("registry.recovered", fields)
    }

    /// Today, civil time at +08:00.
    pub fn today(&self) -> chrono::NaiveDate {
        clock::civil_day(self.clock.now())
    }

    /// Notes the head in `checkpoints/`, so that a later loss of entries is seen.
    pub fn note_checkpoint(&self, dir: &Path) -> Result<(), CopyError> {
        let head = self.store.head();
        let folder = dir.join("checkpoints");
        fs::create_dir_all(&folder).map_err(io(&folder))?;
        let path = folder.join(format!("{:010}.json", head.next_seq));
        fs::write(&path, head_json(&head)).map_err(io(&path))
    }

    /// The registry's own id, from its first entry.
    pub fn id(&self) -> Result<String, RecordError> {
        let first = self.store.line(0)?.map(|line| super::meaning(&line)).transpose()?;
        let id = first.and_then(|first| first.event.tags().into_iter().next());
        Ok(id.and_then(|tag| Some(tag.split_once(':')?.1.to_owned())).unwrap_or_default())
    }

    /// Writes a copy into an empty folder.
    pub fn copy_to(&self, dir: &Path, openings: OpeningsIncluded) -> Result<Copied, CopyError> {
        let occupied = fs::read_dir(dir).is_ok_and(|mut listing| listing.next().is_some());
        if occupied {
            return Err(CopyError::NotEmpty(dir.to_owned()));
        }
        let mut files = Files { dir, sums: Vec::new() };
        self.copy_journal(&mut files)?;
        let count = self.copy_openings(&mut files, openings)?;
        if openings == OpeningsIncluded::All {
            // Which document became which command: without it a restored book would take one twice.
            let documents = self.dir.join("vault/documents.jsonl");
            if let Ok(bytes) = fs::read(&documents) {
                files.write("vault/documents.jsonl", &bytes)?;
            }
            for sha256 in self.vault.files().map_err(RecordError::from)? {
                if let Some(bytes) = self.vault.file(&sha256).map_err(RecordError::from)? {
                    files.write(&format!("vault/files/{sha256}"), &bytes)?;
                }
            }
        }
        let head = self.store.head();
        let view = self.view(None)?;
        let mut fingerprints = Vec::new();
        for table in Table::ALL {
            let fingerprint = view.projections.fingerprint(table).map_err(RecordError::from)?;
            fingerprints.push((table.word().to_owned(), fingerprint.to_string()));
        }
        let (entries, head) = (head.next_seq, head.hash.to_string());
        let copied = Copied { entries, head, openings: count, fingerprints };
        files.write("manifest.json", manifest(&copied, &self.id()?, openings).as_bytes())?;
        files.finish()?;
        Ok(copied)
    }

    fn copy_journal(&self, files: &mut Files<'_>) -> Result<(), CopyError> {
        let mut bytes: Vec<u8> = Vec::new();
        let mut first = 0_u64;
        let mut seq = 0_u64;
        let mut fault = None;
        // Files end between commands, so a file is closed when the next command begins.
        self.store
            .scan(0, &mut |_, line| {
                let whole = ledger::Entry::parse(line).is_ok_and(|entry| entry.more == 0);
                bytes.extend_from_slice(line);
                bytes.push(b'\n');
                seq += 1;
                let full = u64::try_from(bytes.len()).unwrap_or(u64::MAX) >= FILE_BYTES_MAX;
                if whole && full {
                    let written = files.write(&format!("journal/{first:010}.jsonl"), &bytes);
                    (fault, first) = (written.err(), seq);
                    bytes.clear();
                }
                if fault.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .map_err(RecordError::from)?;
        if let Some(fault) = fault {
            return Err(fault);
        }
        if bytes.is_empty() {
            return Ok(());
        }
        files.write(&format!("journal/{first:010}.jsonl"), &bytes)
    }

    fn copy_openings(
        &self,
        files: &mut Files<'_>,
        openings: OpeningsIncluded,
    ) -> Result<u64, CopyError> {
        let Some(widest) = widest(openings) else { return Ok(0) };
        let mut lines = Vec::new();
        let mut count = 0;
        self.vault
            .each(&mut |opening| {
                if let Ok(opening) = opening
                    && opening.audience <= widest
                {
                    Opening::write(&opening, &mut lines);
                    lines.push(b'\n');
                    count += 1;
                }
                ControlFlow::Continue(())
            })
            .map_err(RecordError::from)?;
        files.write("vault/openings.jsonl", &lines)?;
        Ok(count)
    }

    /// Continues the book in this copy: records the takeover and removes the mark.
    pub fn take_over(&self, dir: &Path, reason: &str) -> Result<Recording, CopyError> {
        let marks = [COPY_MARK, MANIFEST].map(|name| dir.join(name));
        let Some(mark) = marks.into_iter().find(|mark| mark.is_file()) else {
            return Err(CopyError::NotACopy);
        };
        let head = self.store.head();
        let entries = i64::try_from(head.next_seq).unwrap_or(i64::MAX);
        let from = BTreeMap::from([
            ("entries".to_owned(), Value::Integer(entries)),
            ("head".to_owned(), Value::String(head.hash.to_string())),
            // On record, because a file beside the journal could say anything later.
            ("openings".to_owned(), Value::String(openings_in(&mark))),
        ]);
        let recording = self.record_own(
            "registry.handed_over",
            [("from", Value::Object(from)), ("reason", Value::String(reason.to_owned()))],
        )?;
        // Kept: an audit must know which openings came along and which never did.
        fs::rename(&mark, dir.join(ORIGIN_MARK)).map_err(io(&mark))?;
        // The sums of an exported folder do not hold any more once it is continued.
        let sums = dir.join("SHA256SUMS");
        if sums.is_file() {
            fs::remove_file(&sums).map_err(io(&sums))?;
        }
        Ok(recording)
    }
}

/// Which openings came along with a copy, by its mark; all of them where it does not say.
fn openings_in(mark: &Path) -> String {
    let manifest = fs::read(mark).ok().and_then(|bytes| Value::parse(&bytes).ok());
    let word = manifest.as_ref().and_then(|manifest| manifest.at("/openings")?.as_str());
    let openings = word.and_then(|word| word.parse().ok()).unwrap_or(OpeningsIncluded::All);
    openings_word(openings).to_owned()
}

/// Makes a registry from a copy, marked as one. The copy's sums are checked first.
pub fn import(copy: &Path, dir: &Path) -> Result<(), CopyError> {
    check_sums(copy)?;
    if fs::read_dir(dir).is_ok_and(|mut listing| listing.next().is_some()) {
        return Err(CopyError::NotEmpty(dir.to_owned()));
    }
    let manifest = copy.join("manifest.json");
    let text = fs::read(&manifest).map_err(io(&manifest))?;
    if Value::parse(&text).is_err() {
        return Err(CopyError::NoManifest(copy.to_owned()));
    }
    for file in listed(copy)? {
        if !file.starts_with("journal/") && !file.starts_with("vault/") {
            continue;
        }
        let (from, to) = (copy.join(&file), dir.join(&file));
        let parent = to.parent().unwrap_or(dir);
        fs::create_dir_all(parent).map_err(io(parent))?;
        fs::copy(&from, &to).map_err(io(&to))?;
        fs::File::open(&to).and_then(|file| file.sync_all()).map_err(io(&to))?;
    }
    let mark = dir.join(COPY_MARK);
    fs::write(&mark, &text).map_err(io(&mark))
}

/// Whether the registry in this folder is a copy that must not be continued.
pub fn is_copy(dir: &Path) -> bool {
    [COPY_MARK, MANIFEST].iter().any(|mark| dir.join(mark).is_file())
}

/// Files that `SHA256SUMS` lists, after checking each.
fn listed(copy: &Path) -> Result<Vec<String>, CopyError> {
    let path = copy.join("SHA256SUMS");
    let text =
        fs::read_to_string(&path).map_err(|_source| CopyError::NoManifest(copy.to_owned()))?;
    Ok(text
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(_, file)| file.to_owned())
        .collect())
}

/// Checks every file of a copy against `SHA256SUMS`.
pub fn check_sums(copy: &Path) -> Result<(), CopyError> {
    let path = copy.join("SHA256SUMS");
    let text =
        fs::read_to_string(&path).map_err(|_source| CopyError::NoManifest(copy.to_owned()))?;
    for line in text.lines() {
        let fault = |file: &str, fault| CopyError::Sums { file: file.to_owned(), fault };
        let Some((sum, file)) = line.split_once("  ") else {
            return Err(fault("SHA256SUMS", "a line is not a sum and a name"));
        };
        // A hostile list must not reach outside the copy.
        if file.starts_with('/') || file.split(['/', '\\']).any(|part| part == "..") {
            return Err(fault(file, "the name leaves the folder"));
        }
        let bytes = fs::read(copy.join(file)).map_err(|_source| fault(file, "is missing"))?;
        if Sha256::of(&bytes).to_string() != sum {
            return Err(fault(file, "differs from its sum"));
        }
    }
    Ok(())
}

/// Leaves beside the index how far the journal went when the registry was closed, so that an audit
/// without sled can see whether its end is missing. Lost with the index, and as dispensable.
pub(super) fn remember_head(head: &Head, index: &Path) {
    if head.next_seq > 0
        && index.is_dir()
        && fs::write(index.join(HEAD_FILE), head_json(head)).is_err()
    {
        // The index itself remembers, too; only an audit knows less.
    }
}

fn head_json(head: &Head) -> String {
    let next_seq = Value::Integer(i64::try_from(head.next_seq).unwrap_or(i64::MAX));
    let pairs = [("hash", Value::String(head.hash.to_string())), ("next_seq", next_seq)];
    let pairs = pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Value::Object(pairs).to_canonical() + "\n"
}

/// A folder that is being written, with the sums of its files.
struct Files<'a> {
    dir: &'a Path,
    sums: Vec<(String, Sha256)>,
}

impl Files<'_> {
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), CopyError> {
        let path = self.dir.join(name);
        let parent = path.parent().unwrap_or(self.dir);
        fs::create_dir_all(parent).map_err(io(parent))?;
        let file = fs::File::create(&path).map_err(io(&path))?;
        let mut writer = BufWriter::new(&file);
        writer.write_all(bytes).and_then(|()| writer.flush()).map_err(io(&path))?;
        file.sync_all().map_err(io(&path))?;
        self.sums.push((name.to_owned(), Sha256::of(bytes)));
        Ok(())
    }

    fn finish(mut self) -> Result<(), CopyError> {
        self.sums.sort();
        let mut text = String::new();
        for (name, sum) in &self.sums {
            text.push_str(&format!("{sum}  {name}\n"));
        }
        self.write("SHA256SUMS", text.as_bytes())
    }
}

/// Canonical JSON with a line feed.
fn manifest(copied: &Copied, registry: &str, openings: OpeningsIncluded) -> String {
    let text = |text: &str| Value::String(text.to_owned());
    let tables = copied.fingerprints.iter().map(|(table, sha256)| {
        let pairs = [("table", text(table)), ("sha256", text(sha256))];
        Value::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    });
    let pairs = [
        ("entries", Value::Integer(i64::try_from(copied.entries).unwrap_or(i64::MAX))),
        ("fingerprints", Value::Array(tables.collect())),
        ("format", Value::Integer(1)),
        ("head", text(&copied.head)),
        ("openings", text(openings_word(openings))),
        ("program", text(PROGRAM)),
        ("registry", text(registry)),
    ];
    let pairs = pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Value::Object(pairs).to_canonical() + "\n"
}
