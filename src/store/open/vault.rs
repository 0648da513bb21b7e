//! Compares the vault with what the index remembers of it.

use super::options::OpenError;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::note::Note;
use crate::store::vault::{Vault, VaultMark};
use core::ops::ControlFlow;

/// Removes openings of commands that did not happen, if this is the vault that was left clean.
pub(super) fn check(
    vault: &Vault,
    remembered: Option<VaultMark>,
    store: &dyn Store,
    notes: &mut Vec<Note>,
) -> Result<(), OpenError> {
    let mut failed = None;
    let mut is_recorded = |cmd: &str| match store.find_command(cmd) {
        Ok(found) => found.is_some(),
        Err(error) => {
            // When in doubt an opening stays.
            failed.get_or_insert(error);
            true
        }
    };
    match remembered {
        Some(mark) if vault.bytes() == 0 && mark.bytes > 0 => {
            notes.push(Note::VaultMissing { remembered: mark });
        }
        Some(mark) if vault.continues(&mark)? => {
            let count = vault.clean(mark.bytes, &mut is_recorded)?;
            notes.extend((count > 0).then_some(Note::OpeningsRemoved { count }));
        }
        _ if vault.bytes() == 0 => {}
        _ => {
            let orphans = count_orphans(vault, &mut is_recorded)?;
            notes.push(Note::VaultOther { remembered, orphans });
        }
    }
    failed.map_or(Ok(()), |error: StoreError| Err(error.into()))
}

fn count_orphans(
    vault: &Vault,
    is_recorded: &mut dyn FnMut(&str) -> bool,
) -> Result<u64, OpenError> {
    let mut orphans = 0;
    vault.each(&mut |opening| {
        orphans += u64::from(opening.is_ok_and(|opening| !is_recorded(&opening.cmd)));
        ControlFlow::Continue(())
    })?;
    Ok(orphans)
}
