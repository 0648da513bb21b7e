//! What is wrong with a registry, and what to do next.

use crate::answer::{AskError, Verified, foreign_cards};
use crate::audit::{Note, Outcome, Report, VerifyOptions, verify};
use crate::domain::{Bilingual, sentences};
use crate::law::Book;
use crate::registry::copy::is_copy;
use crate::registry::record::RecordError;
use crate::registry::wording::{finding_words, note_sentence};
use crate::registry::{Machine, Registry};
use crate::store::Finding;
use std::path::Path;

/// What opening a registry and checking it found.
#[derive(Debug)]
pub struct Examined {
    /// What opening put right, or what is worth knowing.
    pub notes: Vec<Bilingual>,
    /// What the audit found.
    pub verified: Verified,
    /// Rule cards to look at.
    pub odd: Vec<Bilingual>,
    /// How the registry is, if nothing keeps it from being used.
    pub health: Result<Health, RecordError>,
}

sentences! {
    /// How a registry is; its sentence says what to do next.
    Health {
        Well =>
            "一切正常。建议每月备份一次:yishi backup 另一块磁盘上的空文件夹。",
            "All is well. Back up monthly: yishi backup EMPTY_FOLDER on another disk.";
        Copy =>
            "一切正常。这是一份副本,只能阅读;要由此继续记录,请运行 yishi takeover。",
            "All is well. This is a copy, for reading; to continue the book here, run yishi takeover.";
        NoVault =>
            "条目完好,但保管库(vault 文件夹)不在:姓名等无法显示,也不能从别处算出。请尽快从备份恢复 vault 文件夹。",
            "The entries are whole, but the vault is gone: names cannot be shown or worked out. Restore the folder vault from a backup.";
        Wanting =>
            "核验发现问题(见上)。请保存整个文件夹的副本,并与备份、导出副本核对。",
            "The check found faults (above). Keep a copy of the folder and compare with backups.";
        Newer =>
            "账中有新版程序写的内容。请用新版程序打开。",
            "A newer program wrote in this registry. Use that one.";
        Unreadable =>
            "有文件读不出来。请检查磁盘,并准备好备份。",
            "Some files cannot be read. Check the disk and have the backup ready.";
        Disputed { finding: Finding } with =>
            "下一步:先把整个文件夹原样复制一份保存,再与备份、导出副本核对(yishi verify --anchor 副本/manifest.json)。查清后,若以现存记录为准,运行 yishi doctor --accept-journal,这件事会记录在案。",
            "Next: keep a copy of the whole folder as it is, compare with backups and exports (yishi verify --anchor COPY/manifest.json). Then, to accept the journal as it stands, run yishi doctor --accept-journal; that goes on record.";
    }
}

impl Health {
    /// Why nothing can be recorded, where the journal and what remembers it disagree: as it is said,
    /// and as it goes on record once the journal is accepted.
    pub fn dispute(&self) -> Option<(Bilingual, String)> {
        let Self::Disputed { finding } = self else { return None };
        Some((finding_words(finding), finding.to_string()))
    }
}

/// Opens a registry, checks all of it, and closes it again.
pub fn examine(
    dir: &Path,
    machine: Machine,
    clock_confirmed: bool,
) -> Result<Examined, RecordError> {
    let (mut registry, openness) = Registry::open(dir, machine)?;
    if clock_confirmed {
        registry.confirm_clock();
    }
    let notes = openness.notes.iter().map(note_sentence).collect();
    let odd = odd_cards(&registry).unwrap_or_default();
    let report = verify(dir, &VerifyOptions::default());
    let health = health(registry, openness.finding, &report, dir);
    // What comes first is said first.
    let odd = match &health {
        Ok(Health::Disputed { .. } | Health::NoVault) => Vec::new(),
        Ok(_) | Err(_) => odd,
    };
    Ok(Examined { notes, verified: Verified::from(&report), odd, health })
}

fn odd_cards(registry: &Registry) -> Result<Vec<Bilingual>, AskError> {
    let snapshot = registry.snapshot()?;
    Ok(foreign_cards(snapshot.newest_book()?.map_or(&[][..], Book::cards)))
}

fn health(
    registry: Registry,
    finding: Option<Finding>,
    report: &Report,
    dir: &Path,
) -> Result<Health, RecordError> {
    let copy = is_copy(dir);
    // A copy is not recorded in, and neither is a book in dispute.
    let ready = if copy || finding.is_some() { Ok(()) } else { registry.ready() };
    registry.close()?;
    if let Some(finding) = finding {
        return Ok(Health::Disputed { finding });
    }
    let no_vault = |note: &Note| matches!(note, Note::NoVault { seals } if *seals > 0);
    if !copy && report.notes.iter().any(no_vault) {
        return Ok(Health::NoVault);
    }
    Ok(match report.outcome {
        Outcome::Holds if copy => Health::Copy,
        Outcome::Holds => ready.map(|()| Health::Well)?,
        Outcome::Wanting => Health::Wanting,
        Outcome::Newer => Health::Newer,
        Outcome::Unreadable => Health::Unreadable,
    })
}
