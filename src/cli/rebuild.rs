//! `yishi rebuild`: make the index again.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::registry::{Machine, Registry};

/// Makes the index again from the journal. It changes no answer.
pub(super) fn run(global: &Global, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let opened = Registry::rebuild(&global.registry, Machine::default())?;
    let registry = super::record::opened(opened, terminal);
    let entries = registry.store().head().next_seq;
    registry.close()?;
    terminal.tell(&Bilingual::new(
        format!("索引已由 {entries} 条记录重建。"),
        format!("The index was made again from {entries} entries."),
    ));
    Ok(Exit::Done)
}
