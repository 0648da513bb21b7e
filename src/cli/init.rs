//! `yishi init`: begin a registry.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{Bilingual, Line, Place};
use crate::registry::{Machine, Registry};

/// Begins a registry in an empty folder and adopts the rule book of this program.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// 单位名称,例如“兴华南里社区党委” / Whose book it is
    name: String,
    /// 所在地代码:CN,或 CN- 加行政区划代码 / Where its law applies: CN, or CN- and digits
    #[arg(long, default_value = "CN")]
    place: String,
}

pub(super) fn run(
    args: &InitArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let usage = |zh: String, en: String| Failure::new(Exit::Usage, zh, en);
    let name: Line = args
        .name
        .parse()
        .map_err(|error| usage(format!("单位名称:{error}"), format!("name: {error}")))?;
    let place: Place = args
        .place
        .parse()
        .map_err(|_error| {
            let place = &args.place;
            usage(
                format!("所在地“{place}”写法不对:请写 CN,或 CN- 加行政区划代码,例如北京写 CN-11,大兴区写 CN-110115。"),
                format!("The place \"{place}\" must be CN, or CN- and 2, 4, 6, 9 or 12 digits; Beijing is CN-11, its district Daxing CN-110115."),
            )
        })?;
    let confirmed = global.clock_is_right;
    let (registry, recording) =
        Registry::init(&global.registry, &name, &place, Machine::default(), confirmed)?;
    registry.close()?;
    let (path, last) = (global.registry.display(), recording.entries.1);
    terminal.tell(&Bilingual::new(
        format!("已在 {path} 开账:{name},共 {} 条。下一步:yishi new 开始(业主大会:yishi new 业主开始)> 1.json,填好后 yishi record 1.json。", last + 1),
        format!(
            "The registry of {name} begins in {path}, {} entries. Next: yishi new start (for owners: start-owners) > 1.json, fill it in, yishi record 1.json.",
            last + 1
        ),
    ));
    Ok(Exit::Done)
}
