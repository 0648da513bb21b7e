//! The command line: parse, call the registry, show. No rule and no storage here.
//!
//! One file per command; the doc comment of its arguments is its help. Data goes to standard output,
//! talk to standard error. Every failure carries an exit code and a sentence in both languages.

mod attach;
mod backup;
mod check;
mod demo;
mod doctor;
mod elections;
mod export;
mod failure;
mod handbook;
mod import;
mod init;
mod journal;
mod minutes;
mod new;
mod publish;
mod rebuild;
mod record;
mod rule;
mod schema;
mod show;
mod takeover;
mod terminal;
mod verify;
mod why;

pub use failure::{Exit, Failure};
pub use terminal::Terminal;

use crate::answer::{AskError, Asked, Snapshot, View};
use crate::domain::Language;
use crate::registry;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

/// 议事:让人信得过的会议记录簿 / A minute book that a community can trust
#[derive(Debug, Parser)]
#[command(name = "yishi", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Global {
    /// 账所在的文件夹 / Folder of the registry
    #[arg(long, global = true, env = "YISHI_REGISTRY", default_value = "yishi-registry")]
    registry: PathBuf,
    /// 语言 / Language: zh, en
    #[arg(long, global = true, value_parser = parse_language)]
    lang: Option<Language>,
    /// 输出 JSON / Print JSON
    #[arg(long, global = true)]
    json: bool,
    /// 电脑时间确实无误 / The clock is right
    #[arg(long, global = true)]
    clock_is_right: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 开账 / Begin a registry
    Init(init::InitArgs),
    /// 打印一份待填的文件 / Print a document to fill in
    New(new::NewArgs),
    /// 记录 / Put documents on record
    Record(record::RecordArgs),
    /// 附上照片、扫描件等 / Attach a file to a meeting
    Attach(attach::AttachArgs),
    /// 查看现状 / Show what is so
    #[command(visible_alias = "list")]
    Show(show::ShowArgs),
    /// 逐条查看记录 / Read the journal as sentences
    Journal(journal::JournalArgs),
    /// 为什么是这个结果 / Explain an outcome
    Why(why::WhyArgs),
    /// 查看和核对规则卡 / List, read and try rule cards
    Rule(rule::RuleArgs),
    /// 发布前核对:账内的结果,或抄入文件的公告 / Check a result before it is announced
    Check(check::CheckArgs),
    /// 打印会议记录 / Write the minutes of a meeting
    Minutes(minutes::MinutesArgs),
    /// 写成结果网页 / Write a result as a web page
    Publish(publish::PublishArgs),
    /// 打印工作手册 / Print the handbook of a body for a year
    Handbook(handbook::HandbookArgs),
    /// 核验 / Check everything
    Verify(verify::VerifyArgs),
    /// 重建索引 / Make the index again
    Rebuild,
    /// 导出副本供核验 / Export a copy that anybody can verify
    Export(export::ExportArgs),
    /// 导入副本(只读) / Import a copy, for reading
    Import(import::ImportArgs),
    /// 接管副本,由此继续记录 / Continue the book in this copy
    Takeover(takeover::TakeoverArgs),
    /// 备份(含个人信息) / Back up, personal data included
    Backup(backup::BackupArgs),
    /// 从备份恢复 / Restore a backup
    Restore(backup::RestoreArgs),
    /// 打印文件格式 / Print a JSON Schema
    Schema(schema::SchemaArgs),
    /// 检查并提示下一步 / Find what is wrong and say what to do
    Doctor(doctor::DoctorArgs),
    /// 用真实案例演示 / Record the example cases and show them
    Demo(demo::DemoArgs),
}

fn parse_language(text: &str) -> Result<Language, String> {
    match text {
        "zh" => Ok(Language::Chinese),
        "en" => Ok(Language::English),
        _ => Err("zh, en".to_owned()),
    }
}

/// The language of the system's messages: English where the locale says so, else Chinese.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
fn locale() -> Language {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let first = names.iter().filter_map(|name| std::env::var(name).ok()).find(|v| !v.is_empty());
    match first {
        Some(locale) if locale.starts_with("en") => Language::English,
        _ => Language::Chinese,
    }
}

/// Runs the program with these arguments and says how it ends.
pub fn run(arguments: impl IntoIterator<Item = OsString>, terminal: &mut Terminal) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, terminal),
    };
    terminal.language = cli.global.lang.unwrap_or_else(locale);
    terminal.json = cli.global.json;
    match dispatch(&cli, terminal) {
        Ok(exit) => exit,
        Err(failure) => failure.report(terminal),
    }
}

/// Runs a command inside another one, with the same terminal.
fn run_inside(
    arguments: impl IntoIterator<Item = OsString>,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    match Cli::try_parse_from(arguments) {
        Ok(cli) => dispatch(&cli, terminal),
        Err(error) => Ok(usage(&error, terminal)),
    }
}

/// Help and version are data; everything else that clap says is a usage error.
fn usage(error: &clap::Error, terminal: &mut Terminal) -> Exit {
    let text = error.render().to_string();
    if error.use_stderr() {
        terminal.say(&text);
        return Exit::Usage;
    }
    terminal.print(&text);
    Exit::Done
}

/// The book as it is now, and what speaks against it.
fn open(global: &Global, terminal: &mut Terminal) -> Result<Arc<Snapshot>, AskError> {
    let book = Snapshot::open(&global.registry)?;
    for doubt in book.doubts() {
        terminal.tell(&doubt);
    }
    Ok(book)
}

/// A question to the book as it is today.
fn ask(global: &Global, terminal: &mut Terminal) -> Result<View, Failure> {
    Ok(open(global, terminal)?.ask(Asked::now(registry::today()))?)
}

fn dispatch(cli: &Cli, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let global = &cli.global;
    match &cli.command {
        Command::Init(args) => init::run(args, global, terminal),
        Command::New(args) => new::run(args, global, terminal),
        Command::Record(args) => record::run(args, global, terminal),
        Command::Attach(args) => attach::run(args, global, terminal),
        Command::Show(args) => show::run(args, global, terminal),
        Command::Journal(args) => journal::run(args, global, terminal),
        Command::Why(args) => why::run(args, global, terminal),
        Command::Rule(args) => rule::run(args, global, terminal),
        Command::Check(args) => check::run(args, global, terminal),
        Command::Minutes(args) => minutes::run(args, global, terminal),
        Command::Publish(args) => publish::run(args, global, terminal),
        Command::Handbook(args) => handbook::run(args, global, terminal),
        Command::Verify(args) => verify::run(args, global, terminal),
        Command::Rebuild => rebuild::run(global, terminal),
        Command::Export(args) => export::run(args, global, terminal),
        Command::Import(args) => import::run(args, global, terminal),
        Command::Takeover(args) => takeover::run(args, global, terminal),
        Command::Backup(args) => backup::run(args, global, terminal),
        Command::Restore(args) => backup::restore(args, global, terminal),
        Command::Schema(args) => schema::run(args, terminal),
        Command::Doctor(args) => doctor::run(args, global, terminal),
        Command::Demo(args) => demo::run(args, terminal),
    }
}
