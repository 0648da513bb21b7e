//! `yishi doctor`: find what is wrong and say what to do.

use crate::answer::foreign_cards;
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::registry::answers::{
    AuditNote, AuditOutcome as Outcome, Book, Level, OpenOptions, VerifyOptions, verify,
};
use crate::registry::copy;
use crate::registry::wording::{finding_words, note_sentence};
use crate::registry::{Machine, PROGRAM, Registry};

/// Opens the registry, checks it, and says what to do next.
#[derive(Debug, clap::Args)]
pub(crate) struct DoctorArgs {
    /// 以现存记录为准,并把这件事记录下来 / Accept the journal as it stands, on record
    #[arg(long)]
    accept_journal: bool,
}

pub(super) fn run(
    args: &DoctorArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let dir = &global.registry;
    let options = OpenOptions::new(PROGRAM);
    let (mut registry, openness) = Registry::open(dir, options, Machine::default())?;
    if global.clock_is_right {
        registry.confirm_clock();
    }
    for note in &openness.notes {
        terminal.tell(&note_sentence(note));
    }
    let odd = registry.view(None).and_then(|view| {
        Ok(foreign_cards(view.snapshot().newest_book()?.map_or(&[][..], Book::cards)))
    });
    let odd = odd.unwrap_or_default();
    let options = VerifyOptions { level: Level::Full, ..Default::default() };
    let report = verify(dir, &options);
    super::verify::print(&report, terminal);
    let Some(finding) = openness.finding else {
        // A copy is not recorded in.
        let ready = if copy::is_copy(dir) { Ok(()) } else { registry.ready() };
        registry.close()?;
        let no_vault =
            |note: &AuditNote| matches!(note, AuditNote::NoVault { seals } if *seals > 0);
        if report.notes.iter().any(no_vault) && !copy::is_copy(dir) {
            terminal.tell(&Bilingual::new(
                "条目完好,但保管库(vault 文件夹)不在:姓名等无法显示,也不能从别处算出。请尽快从备份恢复 vault 文件夹。",
                "The entries are whole, but the vault is gone: names cannot be shown or worked out. Restore the folder vault from a backup.",
            ));
            return Ok(Exit::Wanting);
        }
        odd.iter().for_each(|one| terminal.tell(one));
        if report.outcome == Outcome::Holds {
            ready?;
        }
        advise(report.outcome, dir, terminal);
        return Ok(if report.outcome == Outcome::Holds { Exit::Done } else { Exit::Wanting });
    };
    terminal.tell(&finding_words(&finding));
    registry.close()?;
    if !args.accept_journal {
        terminal.tell(&Bilingual::new(
            "下一步:先把整个文件夹原样复制一份保存,再与备份、导出副本核对(yishi verify --anchor 副本/manifest.json)。查清后,若以现存记录为准,运行 yishi doctor --accept-journal,这件事会记录在案。",
            "Next: keep a copy of the whole folder as it is, compare with backups and exports (yishi verify --anchor COPY/manifest.json). Then, to accept the journal as it stands, run yishi doctor --accept-journal; that goes on record.",
        ));
        return Ok(Exit::Damaged);
    }
    accept(&finding.to_string(), global, terminal)
}

fn accept(finding: &str, global: &Global, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let dir = &global.registry;
    Registry::accept_journal(dir)?;
    let registry = super::record::open(global, terminal)?;
    let recording = registry.note_recovery(finding)?;
    if let Some(note) = registry.remove_orphans()? {
        terminal.tell(&note_sentence(&note));
    }
    registry.close()?;
    let seq = recording.entries.0;
    terminal.tell(&Bilingual::new(
        format!("已以现存记录为准,并记录在案(第 {seq} 条)。"),
        format!("The journal was accepted as it stands; that is on record (entry {seq})."),
    ));
    Ok(Exit::Done)
}

fn advise(outcome: Outcome, dir: &std::path::Path, terminal: &mut Terminal) {
    let sentence = match outcome {
        Outcome::Holds if copy::is_copy(dir) => Bilingual::new(
            "一切正常。这是一份副本,只能阅读;要由此继续记录,请运行 yishi takeover。",
            "All is well. This is a copy, for reading; to continue the book here, run yishi takeover.",
        ),
        Outcome::Holds => Bilingual::new(
            "一切正常。建议每月备份一次:yishi backup 另一块磁盘上的空文件夹。",
            "All is well. Back up monthly: yishi backup EMPTY_FOLDER on another disk.",
        ),
        Outcome::Wanting => Bilingual::new(
            "核验发现问题(见上)。请保存整个文件夹的副本,并与备份、导出副本核对。",
            "The check found faults (above). Keep a copy of the folder and compare with backups.",
        ),
        Outcome::Newer => Bilingual::new(
            "账中有新版程序写的内容。请用新版程序打开。",
            "A newer program wrote in this registry. Use that one.",
        ),
        Outcome::Unreadable => Bilingual::new(
            "有文件读不出来。请检查磁盘,并准备好备份。",
            "Some files cannot be read. Check the disk and have the backup ready.",
        ),
    };
    terminal.tell(&sentence);
}
