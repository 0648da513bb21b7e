//! `yishi doctor`: find what is wrong and say what to do.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::registry::doctor::{Health, examine};
use crate::registry::wording::note_sentence;
use crate::registry::{Machine, Registry};

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
    let examined = examine(&global.registry, Machine::default(), global.clock_is_right)?;
    examined.notes.iter().for_each(|note| terminal.tell(note));
    super::verify::print(&examined.verified, terminal);
    examined.odd.iter().for_each(|one| terminal.tell(one));
    let health = examined.health?;
    if let Some((told, finding)) = health.dispute() {
        terminal.tell(&told);
        if args.accept_journal {
            return accept(&finding, global, terminal);
        }
    }
    terminal.tell(&health.sentence());
    Ok(match health {
        Health::Well | Health::Copy => Exit::Done,
        Health::Disputed { .. } => Exit::Damaged,
        Health::NoVault | Health::Wanting | Health::Newer | Health::Unreadable => Exit::Wanting,
    })
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
