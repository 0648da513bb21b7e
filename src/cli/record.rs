//! `yishi record`: put documents on record.

use crate::answer::{adopted_cards, foreign_cards};
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{Bilingual, CommandId};
use crate::registry::wording::{finding_sentence, note_sentence};
use crate::registry::{
    ClockFault, Machine, Openness, RecordOptions, Recording, Registry, recorded_day, today_is,
};
use serde_json::json;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Puts documents on record: a file is one command, all of it or nothing; a folder is its files in
/// the order of their names. The same file twice changes nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct RecordArgs {
    /// 文件、文件夹,或 - 表示标准输入 / File, folder, or - for standard input
    path: PathBuf,
    /// 只试不记 / Only try, record nothing
    #[arg(long)]
    dry_run: bool,
    /// 自定的命令编号(ULID) / Command id of your own
    #[arg(long)]
    command_id: Option<String>,
    /// 公开文字中与姓名相同的只是普通词语 / Names in plain texts are words
    #[arg(long)]
    names_are_words: bool,
}

pub(super) fn run(
    args: &RecordArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let documents = documents(&args.path)?;
    let command_id = args.command_id.as_deref().map(parse_command_id).transpose()?;
    if command_id.is_some() && documents.len() != 1 {
        return Err(Failure::new(
            Exit::Usage,
            "命令编号只能用于一个文件。",
            "A command id goes with one file.",
        ));
    }
    let options = RecordOptions {
        command_id,
        dry_run: args.dry_run,
        names_confirmed: args.names_are_words,
        clock_confirmed: global.clock_is_right,
    };
    let registry = open(global, terminal)?;
    let mut recorded = Vec::new();
    let mut failure = None;
    for (name, bytes) in documents {
        match registry.record_file(&bytes, &options) {
            Ok(recording) => {
                tell(&name, &recording, terminal);
                let odd = foreign_cards(&adopted_cards(&recording.events));
                odd.iter().for_each(|one| terminal.tell(one));
                recorded.push(json_of(&name, &recording));
            }
            Err(error) => {
                failure = Some(Failure::from(error).in_file(&name));
                break;
            }
        }
    }
    registry.close()?;
    tell_day(&recorded, terminal);
    if terminal.json {
        terminal.print_json(&json!({ "recorded": recorded }));
    }
    failure.map_or(Ok(Exit::Done), Err)
}

/// Opens the registry for recording and says what opening found. A copy must be taken over first.
pub(super) fn open(global: &Global, terminal: &mut Terminal) -> Result<Registry, Failure> {
    if crate::registry::copy::is_copy(&global.registry) {
        return Err(Failure::new(
            Exit::Refused,
            "这是一份副本,只能阅读。要由此继续记录,请先运行 yishi takeover --reason 原因。",
            "This is a copy, for reading. To continue the book here, run yishi takeover --reason WHY.",
        ));
    }
    open_copy(global, terminal)
}

/// Opens a registry for recording even if it is a copy: for taking it over.
pub(super) fn open_copy(global: &Global, terminal: &mut Terminal) -> Result<Registry, Failure> {
    let mut registry = opened(Registry::open(&global.registry, Machine::default())?, terminal);
    if global.clock_is_right {
        registry.confirm_clock();
    } else if let Some(ClockFault::Ahead { now, .. }) = registry.clock_doubt() {
        confirm(&mut registry, &today_is(now), terminal);
    }
    Ok(registry)
}

/// Asks on a terminal whether today is today; elsewhere recording will be refused with a sentence.
fn confirm(registry: &mut Registry, question: &Bilingual, terminal: &mut Terminal) {
    if terminal.ask(question) == Some(true) {
        registry.confirm_clock();
    }
}

/// Says what opening found.
pub(super) fn opened(
    (registry, openness): (Registry, Openness),
    terminal: &mut Terminal,
) -> Registry {
    for note in &openness.notes {
        terminal.tell(&note_sentence(note));
    }
    if let Some(finding) = &openness.finding {
        terminal.tell(&finding_sentence(finding));
    }
    registry
}

fn parse_command_id(text: &str) -> Result<CommandId, Failure> {
    text.parse().map_err(|error| {
        Failure::new(Exit::Usage, format!("命令编号写法不对:{error}"), format!("{error}"))
    })
}

/// The documents at a path, with their names: a folder's files in name order.
pub(super) fn documents(path: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| Failure::io(path, &error))?;
        return Ok(vec![("-".to_owned(), bytes)]);
    }
    let mut paths = vec![path.to_owned()];
    if path.is_dir() {
        let listing = std::fs::read_dir(path).map_err(|error| Failure::io(path, &error))?;
        paths = listing.flatten().map(|item| item.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.sort();
        if paths.is_empty() {
            return Err(Failure::new(
                Exit::Usage,
                format!("{} 里没有 .json 文件。", path.display()),
                format!("{} holds no .json file.", path.display()),
            ));
        }
    }
    paths
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).map_err(|error| Failure::io(&path, &error))?;
            let name = path.file_name().unwrap_or(path.as_os_str());
            Ok((name.to_string_lossy().into_owned(), bytes))
        })
        .collect()
}

fn tell(name: &str, recording: &Recording, terminal: &mut Terminal) {
    let (first, last) = recording.entries;
    let count = recording.events.len();
    let sentence = match (recording.repeated, recording.dry_run) {
        (true, _) => Bilingual::new(
            format!("{name}:早已记录为第 {first}–{last} 条,没有改动。"),
            format!("{name}: on record already as entries {first}-{last}; nothing changed."),
        ),
        (false, true) => Bilingual::new(
            format!("{name}:可以记录,{count} 条。这次只是试试,什么都没有改动。"),
            format!("{name}: can be recorded, {count} entries. This was a trial; nothing changed."),
        ),
        (false, false) => Bilingual::new(
            format!("{name}:已记录,第 {first}–{last} 条,{count} 项。"),
            format!("{name}: recorded as entries {first}-{last}, {count} facts."),
        ),
    };
    terminal.tell(&sentence);
}

/// The day that stands on record with what was recorded.
fn tell_day(recorded: &[serde_json::Value], terminal: &mut Terminal) {
    let fresh = recorded.iter().rfind(|one| one["repeated"] == false && one["dry_run"] == false);
    let at = fresh.and_then(|one| one["at"].as_str());
    if let Some(day) = at.and_then(recorded_day) {
        terminal.tell(&Bilingual::new(
            format!("录入日期:{}。", day.zh),
            format!("Recorded on {}.", day.en),
        ));
    }
}

fn json_of(name: &str, recording: &Recording) -> serde_json::Value {
    json!({
        "file": name,
        "command": recording.cmd.to_string(),
        "first": recording.entries.0,
        "last": recording.entries.1,
        "at": recording.at,
        "repeated": recording.repeated,
        "dry_run": recording.dry_run,
    })
}
