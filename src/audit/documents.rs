//! The register of documents beside the journal: which document became which command.
//!
//! It decides whether a file handed in again is recorded twice, so what does not fit is told. It is no
//! evidence, and a crash between the register and the journal leaves a line without its command: no
//! fault.

use crate::audit::build::Build;
use crate::audit::finding::Note;
use crate::audit::reading::{CannotRead, plain_file};
use crate::ledger::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

/// Where it lies.
const DOCUMENTS: &str = "vault/documents.jsonl";

/// No line is longer.
const LINE_BYTES_MAX: u64 = 4096;

/// Lines that a note names; further ones are counted.
pub(super) const NAMED_MAX: usize = 10;

/// Commands that the register names and the walk has not met yet, with the line of each.
#[derive(Debug, Default)]
pub(super) struct Documents {
    waiting: BTreeMap<String, u64>,
    fault: Option<(CannotRead, Option<u64>)>,
}

impl Documents {
    /// Reads the register of a registry, if there is one.
    pub(super) fn read(dir: &Path) -> Self {
        let path = dir.join(DOCUMENTS);
        let mut documents = Self::default();
        match plain_file(&path) {
            Ok(None) => {}
            Ok(Some(_)) => {
                if let Err(error) = File::open(&path).and_then(|file| documents.lines(file)) {
                    documents.fault = Some((CannotRead::of(&error), None));
                }
            }
            Err(why) => documents.fault = Some((why, None)),
        }
        documents
    }

    fn lines(&mut self, file: File) -> std::io::Result<()> {
        let mut reader = BufReader::new(file);
        let mut bytes = Vec::new();
        for line in 1.. {
            bytes.clear();
            let mut limited = reader.by_ref().take(LINE_BYTES_MAX);
            let read = limited.read_until(b'\n', &mut bytes)?;
            let Some(whole) = bytes.strip_suffix(b"\n") else {
                // A last line without its end was never acknowledged.
                if u64::try_from(read).unwrap_or(u64::MAX) >= LINE_BYTES_MAX {
                    self.fault.get_or_insert((CannotRead::TooLong, Some(line)));
                }
                return Ok(());
            };
            let value = Value::parse(whole).ok();
            match value.as_ref().and_then(|value| value.at("/cmd")?.as_str()) {
                Some(cmd) => {
                    self.waiting.insert(cmd.to_owned(), line);
                }
                None => {
                    self.fault.get_or_insert((CannotRead::SaysNothing, Some(line)));
                }
            }
        }
        Ok(())
    }

    /// A command is in the journal.
    pub(super) fn met(&mut self, cmd: &str) {
        self.waiting.remove(cmd);
    }

    /// Says what does not fit.
    pub(super) fn judge(self, build: &mut Build) {
        if let Some((why, line)) = self.fault {
            build.note(Note::DocumentsUnreadable { why, line });
        }
        let mut lines: Vec<u64> = self.waiting.into_values().collect();
        if lines.is_empty() {
            return;
        }
        lines.sort_unstable();
        let count = u64::try_from(lines.len()).unwrap_or(u64::MAX);
        lines.truncate(NAMED_MAX);
        build.note(Note::DocumentsStray { count, lines });
    }
}
