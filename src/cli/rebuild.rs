//! `yishi rebuild`: make the index again.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::registry::PROGRAM;
use crate::registry::answers::OpenOptions;

/// Makes the index again from the journal. It changes no answer.
pub(super) fn run(global: &Global, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let options = OpenOptions::new(PROGRAM).rebuild();
    let registry = super::record::open_with(&global.registry, options, terminal)?;
    let entries = registry.store().head().next_seq;
    registry.close()?;
    terminal.tell(&Bilingual::new(
        format!("索引已由 {entries} 条记录重建。"),
        format!("The index was made again from {entries} entries."),
    ));
    Ok(Exit::Done)
}
