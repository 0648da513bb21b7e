//! `yishi import`: a copy, for reading.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::registry::copy;
use std::path::PathBuf;

/// Makes a registry from an exported copy. It can be read and verified; to continue the book in it,
/// take it over.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// 导出的文件夹 / The exported folder
    copy: PathBuf,
}

pub(super) fn run(
    args: &ImportArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    copy::import(&args.copy, &global.registry)?;
    let dir = global.registry.display();
    terminal.tell(&Bilingual::new(
        format!("已导入到 {dir},只能阅读。要由此继续记录,请运行 yishi takeover。"),
        format!("Imported into {dir}, for reading. To continue the book here, run yishi takeover."),
    ));
    Ok(Exit::Done)
}
