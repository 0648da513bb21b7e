//! `yishi rule`: list the rule cards, read one, try the examples of one that somebody wrote.

use crate::answer::{CardFilter, Snapshot, card_answer, card_lines};
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{Bilingual, Place};
use crate::paper::table::Table;
use crate::registry::cards::{FILE_BYTES_MAX, TriedCard, TriedCards};
use chrono::NaiveDate;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rule cards: list them, read one as a clerk would, try the examples of one before adopting it.
#[derive(Debug, clap::Args)]
pub(crate) struct RuleArgs {
    #[command(subcommand)]
    command: RuleCommand,
}

#[derive(Debug, clap::Subcommand)]
enum RuleCommand {
    /// 列出规则卡 / List the cards
    List(ListArgs),
    /// 查看一张规则卡 / Show one card
    Show(ShowArgs),
    /// 核对算例 / Run the examples of cards
    Test(TestArgs),
}

/// Lists the cards of the program and those that this registry adopted.
#[derive(Debug, clap::Args)]
struct ListArgs {
    /// 只看这一天施行的,例如 2025-06-16 / Only those in force on that day
    #[arg(long)]
    on: Option<NaiveDate>,
    /// 只看在此地施行的,例如 CN-330106 / Only those in force at that place
    #[arg(long)]
    place: Option<Place>,
    /// 只看这个题目的,例如 到会人数、notice / Only those on that topic
    #[arg(long)]
    topic: Option<String>,
    /// 只看没有完全核实的 / Only those not fully confirmed
    #[arg(long)]
    open: bool,
}

/// Shows a card: article, rule, numbers, force, evidence, open points, examples.
#[derive(Debug, clap::Args)]
struct ShowArgs {
    /// 规则卡编号,例如 BR-07 / Id of a card
    card: String,
}

/// Runs the examples of the cards of the program, or of card files; changes nothing.
#[derive(Debug, clap::Args)]
struct TestArgs {
    /// 规则卡文件、采用规则的文件或文件夹;不写则核对程序自带的 / A card file, a document that adopts
    /// cards, or a folder of them
    path: Option<PathBuf>,
}

pub(super) fn run(
    args: &RuleArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    match &args.command {
        RuleCommand::List(args) => list(args, global, terminal),
        RuleCommand::Show(args) => show(args, global, terminal),
        RuleCommand::Test(args) => test(args, terminal),
    }
}

/// The book here, if there is one: its cards are shown with those of the program.
fn book(global: &Global, terminal: &mut Terminal) -> Result<Option<Arc<Snapshot>>, Failure> {
    match super::open(global, terminal) {
        Ok(book) => Ok(Some(book)),
        Err(error) if error.is_no_registry() => {
            terminal.tell(&Bilingual::new(
                "这里没有账;以下是程序自带的规则卡。",
                "There is no registry here; these are the cards of the program.",
            ));
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn list(args: &ListArgs, global: &Global, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let book = book(global, terminal)?;
    let (place, topic) = (args.place.clone(), args.topic.clone());
    let filter = CardFilter { on: args.on, place, topic, open: args.open };
    let cards = card_lines(book.as_deref(), &filter)?;
    if terminal.json {
        terminal.print_answer(&cards);
        return Ok(Exit::Done);
    }
    if cards.is_empty() {
        terminal.tell(&Bilingual::new("没有这样的规则卡。", "There is no such card."));
        return Ok(Exit::Done);
    }
    let mut table = Table::new(&[
        ("编号", "id"),
        ("规则", "rule"),
        ("性质", "kind of text"),
        ("地区", "place"),
        ("施行", "in force"),
        ("核对程度", "evidence"),
        ("确定性", "certainty"),
        ("来源", "from"),
    ]);
    for card in &cards {
        let until = card.until.map(|until| until.to_string()).unwrap_or_default();
        let pick = |words: &Bilingual| terminal.pick(words).to_owned();
        table.push(vec![
            card.id.clone(),
            pick(&card.title),
            pick(&card.level_name),
            card.jurisdiction.clone(),
            format!("{} – {until}", card.from).trim_end().to_owned(),
            pick(&card.evidence_mark),
            pick(&card.certainty_name),
            pick(&card.origin),
        ]);
    }
    let text = table.render(terminal.language, None);
    terminal.print(&text);
    Ok(Exit::Done)
}

fn show(args: &ShowArgs, global: &Global, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let book = book(global, terminal)?;
    let card = card_answer(book.as_deref(), &args.card)?
        .map_err(|sentence| Failure { exit: Exit::Usage, sentence })?;
    if terminal.json {
        terminal.print_answer(&card);
        return Ok(Exit::Done);
    }
    let line = &card.line;
    let mut lines = vec![format!("{} {}", line.id, terminal.pick(&line.title)), String::new()];
    for part in &card.sections {
        lines.push(terminal.pick(&part.heading).to_owned());
        lines.extend(part.sentences.iter().map(|one| format!("  {}", terminal.pick(one))));
        lines.push(String::new());
    }
    let (origin, procedure, fingerprint) = (&line.origin, &card.procedure, line.fingerprint);
    let end = Bilingual::new(
        format!("来源:{};算法 {procedure};指纹 {fingerprint}", origin.zh),
        format!("{}; procedure {procedure}; fingerprint {fingerprint}", origin.en),
    );
    lines.push(terminal.pick(&end).to_owned());
    terminal.print(&lines.join("\n"));
    Ok(Exit::Done)
}

fn test(args: &TestArgs, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let tried = match &args.path {
        None => TriedCards::shipped(),
        Some(path) => TriedCards::of_files(&written(path)?),
    };
    if let Some(path) = args.path.as_ref().filter(|_| tried.cards.is_empty()) {
        return Err(no_card(path));
    }
    if terminal.json {
        terminal.print_answer(&tried);
    } else {
        let lines = told(&tried, args.path.is_some(), terminal);
        terminal.print(&lines.join("\n"));
    }
    Ok(if tried.holds { Exit::Done } else { Exit::Wanting })
}

fn no_card(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(
        Exit::Usage,
        format!("{path} 中没有规则卡。规则卡是一个 .json 文件,写法可参照 docs/charter。"),
        format!("{path} holds no rule card. A card is a .json file; docs/charter has examples."),
    )
}

/// A file, or the files of a folder whose names end in `.json`.
fn written(path: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let read = |file: PathBuf| Ok((file.display().to_string(), read(&file)?));
    files(path)?.into_iter().map(read).collect()
}

fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |error: &std::io::Error| Failure::io(path, error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(|error| failed(&error))? {
        let file = entry.map_err(|error| failed(&error))?.path();
        if file.is_file() && file.extension().is_some_and(|end| end == "json") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// A file that somebody calls a card is not read without end.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let most = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX);
    let file = std::fs::File::open(path).map_err(|error| Failure::io(path, &error))?;
    let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| Failure::io(path, &error))?;
    Ok(bytes)
}

/// A line for each card, a sentence for each example that fails, and what it comes to.
fn told(tried: &TriedCards, of_somebody: bool, terminal: &Terminal) -> Vec<String> {
    let mut lines: Vec<String> =
        tried.cards.iter().flat_map(|one| card_told(one, of_somebody, terminal)).collect();
    for id in &tried.twice {
        let fault = Bilingual::new(
            format!("编号 {id} 出现在两张卡上;请改其中一张。"),
            format!("The id {id} stands on two cards; change one of them."),
        );
        lines.push(format!("✗ {}", terminal.pick(&fault)));
    }
    let examples: usize = tried.cards.iter().map(|card| card.examples.len()).sum();
    let (cards, wanting) =
        (tried.cards.len(), tried.cards.iter().filter(|card| !card.holds).count());
    let sum = Bilingual::new(
        format!("{cards} 张规则卡,{examples} 个算例;{wanting} 张卡有问题。"),
        format!("{cards} cards, {examples} examples; {wanting} cards are wanting."),
    );
    lines.push(terminal.pick(&sum).to_owned());
    lines
}

fn card_told(card: &TriedCard, of_somebody: bool, terminal: &Terminal) -> Vec<String> {
    if let Some(fault) = &card.fault {
        return vec![format!("✗ {}: {}", card.file, terminal.pick(fault))];
    }
    let failing: Vec<_> = card.examples.iter().filter(|one| !one.holds).collect();
    let (all, failed) = (card.examples.len(), failing.len());
    let comes = if failing.is_empty() {
        Bilingual::new(format!("{all} 个算例全部相符"), format!("{all} of {all} examples hold"))
    } else {
        Bilingual::new(
            format!("{all} 个算例中有 {failed} 个不符"),
            format!("{failed} of {all} examples fail"),
        )
    };
    let sign = if failing.is_empty() { '✓' } else { '✗' };
    let id = card.id.as_deref().unwrap_or_default();
    let title = card.title.as_ref().map(|title| terminal.pick(title)).unwrap_or_default();
    let mut lines = vec![format!("{sign} {id} {title}: {}", terminal.pick(&comes))];
    lines.extend(failing.iter().map(|one| format!("  {}", terminal.pick(&one.sentence))));
    if of_somebody && card.of_program {
        let note = Bilingual::new(
            "注意:程序自带的规则卡中有同一编号;采用后,本账以这张卡为准。",
            "Note: a card of the program has this id; once adopted, this card takes its place here.",
        );
        lines.push(format!("  {}", terminal.pick(&note)));
    }
    lines
}
