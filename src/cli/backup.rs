//! `yishi backup` and `yishi restore`.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{Bilingual, OpeningsIncluded};
use crate::registry::{Registry, copy};
use std::path::PathBuf;

/// Writes a full copy, personal data included, for the office itself. Keep it as safe as the book.
#[derive(Debug, clap::Args)]
pub(crate) struct BackupArgs {
    /// 空文件夹,最好在另一块磁盘上 / An empty folder, best on another disk
    dir: PathBuf,
}

/// Makes a registry from a backup. Continue it with `yishi takeover`.
#[derive(Debug, clap::Args)]
pub(crate) struct RestoreArgs {
    /// 备份文件夹 / The backup
    backup: PathBuf,
}

pub(super) fn run(
    args: &BackupArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let registry = Registry::read_only(&global.registry)?;
    let copied = registry.copy_to(&args.dir, OpeningsIncluded::All)?;
    registry.note_checkpoint(&global.registry)?;
    super::export::report(&copied, &args.dir, terminal);
    Ok(Exit::Done)
}

pub(super) fn restore(
    args: &RestoreArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let entries = copy::import(&args.backup, &global.registry)?;
    terminal.tell(&Bilingual::new(
        format!("已恢复 {entries} 条。备份之后的记录不在其中。确认无误后运行 yishi takeover --reason 恢复备份,由此继续记录。"),
        format!("{entries} entries were restored; what was recorded after the backup is not among them. Then run yishi takeover --reason restored."),
    ));
    Ok(Exit::Done)
}
