//! The door to audits: a folder is checked as a stranger checks it, and what was found is an answer.

mod anchor;

use crate::audit::copy::{self, Histories};
use crate::audit::{
    self, Check, EndMark, Finding, Level, MarkedEnd, Note, Outcome, Place, Report, Tick,
    VerifyOptions,
};
use crate::domain::{Bilingual, Trouble, TroubleKind};
use crate::store::journal::JOURNAL_DIR;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::Path;

/// What to check, and beside what.
#[derive(Debug, Clone, Copy)]
pub struct Verification<'a> {
    /// The registry, or the copy of one.
    pub folder: &'a Path,
    /// How deep to go.
    pub depth: Depth,
    /// A manifest, a checkpoint or an exported copy that was kept elsewhere.
    pub anchor: Option<&'a Path>,
}

/// How deep to go. Each depth does what the one before it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    /// The chain of hashes and its end.
    Chain,
    /// Also the form of every line.
    Strict,
    /// Everything: every entry is judged again.
    #[default]
    Full,
}

impl From<Depth> for Level {
    fn from(depth: Depth) -> Self {
        match depth {
            Depth::Chain => Self::Chain,
            Depth::Strict => Self::Strict,
            Depth::Full => Self::Full,
        }
    }
}

impl From<Level> for Depth {
    fn from(level: Level) -> Self {
        match level {
            Level::Chain => Self::Chain,
            Level::Strict => Self::Strict,
            Level::Full => Self::Full,
        }
    }
}

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Soundness {
    /// Every check that was made holds.
    Holds,
    /// Something ought not to be so.
    Wanting,
    /// No fault, but kinds that only a newer program knows.
    Newer,
    /// A file could not be read to its end.
    Unreadable,
}

impl From<Outcome> for Soundness {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Holds => Self::Holds,
            Outcome::Wanting => Self::Wanting,
            Outcome::Newer => Self::Newer,
            Outcome::Unreadable => Self::Unreadable,
        }
    }
}

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Verified {
    /// What came out.
    pub outcome: Soundness,
    /// How deep it went.
    pub level: Depth,
    /// Both in one line, and what stands behind the last entry.
    pub verdict: Bilingual,
    /// Entries, broken ones included.
    pub entries: u64,
    /// Commands; none where they were not read.
    pub commands: Option<u64>,
    /// Files of the journal.
    pub files: u64,
    /// Bytes of the journal.
    pub bytes: u64,
    /// Hash of the last line of the last complete command.
    pub head: String,
    /// What vouches for the last entry, if anything does: never what lies in the folder.
    pub vouched_by: Option<Bilingual>,
    /// What agrees with the last entry, in the best hands that any of it is in.
    pub end: Option<EndLine>,
    /// Everything that remembers the end.
    pub end_marks: Vec<EndMarkLine>,
    /// Every check and what became of it.
    pub checks: Vec<CheckLine>,
    /// Faults in the order of the journal, as far as they are listed.
    pub findings: Vec<FindingLine>,
    /// Further faults that are counted but not listed.
    pub unlisted: u64,
    /// What is worth knowing and no fault.
    pub notes: Vec<Bilingual>,
    /// Openings that need not be here: they did not come along with this copy.
    pub openings_not_here: u64,
    /// The same in words, to be said before anything else.
    #[serde(skip)]
    pub not_here: Option<Bilingual>,
    /// Which file could not be read, and why.
    pub unreadable: Option<Bilingual>,
    /// Of an exported copy, whether its files are those of its list of sums and its manifest.
    #[serde(rename = "sha256sums", skip_serializing_if = "Option::is_none")]
    pub sums: Option<bool>,
    /// What is wrong with them.
    #[serde(skip)]
    pub sums_fault: Option<Bilingual>,
    /// Where the anchor is another copy that says otherwise: how far both agree.
    #[serde(skip)]
    pub histories: Option<Bilingual>,
}

/// What agrees with the last entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EndLine {
    /// In whose hands it lies: `note_in_folder`, `kept_by_you` or `signed_by_others`.
    pub rank: &'static str,
    /// The same in words.
    pub says: Bilingual,
    /// What it is called.
    pub mark: Bilingual,
}

/// Something that remembers the end of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EndMarkLine {
    /// What it is called.
    pub mark: Bilingual,
    /// In whose hands it lies: `note_in_folder`, `kept_by_you` or `signed_by_others`.
    pub rank: &'static str,
    /// Entries that it covers.
    pub covers: u64,
    /// Whether the journal agrees with it.
    pub agrees: bool,
}

/// A check, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckLine {
    /// Its id, for example `A1.a`.
    pub check: &'static str,
    /// What became of it.
    pub state: CheckState,
    /// How often it is broken.
    pub faults: u64,
    /// What holds when it holds.
    pub title: Bilingual,
}

/// What became of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// It holds.
    Holds,
    /// It is broken.
    Broken,
    /// It was not made, or not to the end.
    NotMade,
}

/// Something that ought not to be so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FindingLine {
    /// Id of the check that it breaks.
    pub check: &'static str,
    /// Number of the entry, or of the one whose place it takes.
    pub entry: Option<u64>,
    /// Name of the file.
    pub file: Option<String>,
    /// Line in the file, from 1.
    pub line: Option<u64>,
    /// Where the line starts in the file, in bytes.
    pub offset: Option<u64>,
    /// What was expected, where that is one value.
    pub expected: Option<String>,
    /// What was found, where that is one value.
    pub found: Option<String>,
    /// What is wrong.
    pub what: Bilingual,
    /// What to do next.
    pub next: Bilingual,
    /// All of it in one line.
    #[serde(skip)]
    pub told: Bilingual,
}

/// Checks a folder and changes nothing there.
pub fn verify(asked: &Verification<'_>) -> Result<Verified, Trouble> {
    let folder = asked.folder;
    if !folder.join(JOURNAL_DIR).is_dir() {
        let path = folder.display();
        return Err(Trouble::new(
            TroubleKind::Usage,
            format!("{path} 里没有 journal 文件夹,不是账,也不是副本。"),
            format!("{path} holds no journal; it is neither a registry nor a copy."),
        ));
    }
    let anchor = asked.anchor.map(|path| anchor::read(path, folder)).transpose()?;
    let level = asked.depth.into();
    let report =
        audit::verify(folder, &VerifyOptions { level, anchor, ..VerifyOptions::default() });
    let mut verified = Verified::from(&report);
    if copy::is_exported(folder) {
        let checked = copy::check(folder, &report);
        verified.sums = Some(checked.is_ok());
        verified.sums_fault = checked.err().map(|fault| super::error::of_copy(&fault).sentence);
    }
    let other = asked.anchor.filter(|anchor| anchor.is_dir());
    if let Some(other) = other.filter(|_| report.outcome == Outcome::Wanting) {
        let histories = copy::compare(folder, other).ok();
        verified.histories = histories.as_ref().map(Histories::sentence);
    }
    Ok(verified)
}

impl Verified {
    /// What came out, the sums of an exported copy taken together with the rest.
    pub fn soundness(&self) -> Soundness {
        match self.outcome {
            Soundness::Holds if self.sums == Some(false) => Soundness::Wanting,
            outcome => outcome,
        }
    }
}

impl From<&Report> for Verified {
    fn from(report: &Report) -> Self {
        let counts = report.counts;
        Self {
            outcome: report.outcome.into(),
            level: report.level.into(),
            verdict: report.sentence(),
            entries: counts.entries,
            commands: counts.commands,
            files: counts.files,
            bytes: counts.bytes,
            head: counts.head.to_string(),
            vouched_by: report.vouched_by().map(EndMark::name),
            end: report.agreed_by().map(end_line),
            end_marks: report.marks.iter().map(mark_line).collect(),
            checks: report.ticks.iter().map(|(check, tick)| check_line(*check, *tick)).collect(),
            findings: report.findings.iter().map(finding_line).collect(),
            unlisted: report.unlisted,
            notes: report.notes.iter().map(Note::sentence).collect(),
            openings_not_here: report.not_here.map_or(0, |not_here| not_here.openings),
            not_here: report.not_here.map(|not_here| not_here.sentence()),
            unreadable: report.unreadable.clone(),
            sums: None,
            sums_fault: None,
            histories: None,
        }
    }
}

fn end_line(mark: &EndMark) -> EndLine {
    let rank = mark.rank();
    EndLine { rank: rank.word(), says: rank.name(), mark: mark.name() }
}

fn mark_line(one: &MarkedEnd) -> EndMarkLine {
    let (covers, agrees) = (one.covers, one.agrees);
    EndMarkLine { mark: one.mark.name(), rank: one.mark.rank().word(), covers, agrees }
}

fn check_line(check: Check, tick: Tick) -> CheckLine {
    let (state, faults) = match tick {
        Tick::Holds => (CheckState::Holds, 0),
        Tick::Broken(faults) => (CheckState::Broken, faults),
        Tick::NotMade => (CheckState::NotMade, 0),
    };
    CheckLine { check: check.id(), state, faults, title: check.title() }
}

fn finding_line(finding: &Finding) -> FindingLine {
    let Place { entry, file, line, offset } = finding.place.clone();
    let (expected, found) = finding.fault.expected_and_found();
    FindingLine {
        check: finding.check().id(),
        entry,
        file,
        line,
        offset,
        expected,
        found,
        what: finding.fault.sentence(),
        next: finding.fault.next_step(),
        told: finding.sentence(),
    }
}
