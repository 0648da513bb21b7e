//! `yishi rule`: list the rule cards, read one, try the examples of one that somebody wrote.

use crate::answer::{CardRow, Snapshot, card_rows};
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::Bilingual;
use crate::paper::table::Table;
use crate::registry::answers::{Book, Card, Place, Trials, cards_in, shipped_files, try_card};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

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

/// The cards of the program with those of the registry, where there is one.
fn rows(global: &Global, terminal: &mut Terminal) -> Result<Vec<CardRow>, Failure> {
    match Snapshot::open(&global.registry) {
        Ok(book) => Ok(card_rows(book.newest_book()?)),
        Err(error) if error.is_no_registry() => {
            terminal.tell(&Bilingual::new(
                "这里没有账;以下是程序自带的规则卡。",
                "There is no registry here; these are the cards of the program.",
            ));
            Ok(card_rows(None::<&Book>))
        }
        Err(error) => Err(error.into()),
    }
}

fn list(args: &ListArgs, global: &Global, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let mut rows = rows(global, terminal)?;
    rows.retain(|row| wanted(args, &row.card));
    if terminal.json {
        let value = Value::Array(rows.iter().map(json_of).collect());
        terminal.print_json(&value);
        return Ok(Exit::Done);
    }
    if rows.is_empty() {
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
    for row in &rows {
        let card = &row.card;
        let until = card.until().map(|until| until.to_string()).unwrap_or_default();
        let pick = |words: Bilingual| terminal.pick(&words).to_owned();
        table.push(vec![
            card.id().to_owned(),
            pick(card.title().into()),
            pick(card.level().name()),
            card.jurisdiction().to_string(),
            format!("{} – {until}", card.from()).trim_end().to_owned(),
            pick(card.evidence().mark()),
            pick(card.certainty().name()),
            pick(origin(row)),
        ]);
    }
    let text = table.render(terminal.language, None);
    terminal.print(&text);
    Ok(Exit::Done)
}

fn wanted(args: &ListArgs, card: &Card) -> bool {
    let on = args.on.is_none_or(|on| card.in_force_on(on));
    let place = args.place.as_ref().is_none_or(|place| place.is_within(card.jurisdiction()));
    let topic = args.topic.as_ref().is_none_or(|asked| {
        let (topic, title) = (card.applies().topic, card.title());
        let words = [topic.zh(), topic.en(), topic.word(), &title.zh, &title.en];
        words.iter().any(|word| word.to_lowercase().contains(&asked.to_lowercase()))
    });
    on && place && topic && (!args.open || !card.is_confirmed())
}

fn origin(row: &CardRow) -> Bilingual {
    match (row.adopted, row.shipped) {
        (true, true) => Bilingual::new("本账采用", "adopted here"),
        (true, false) => Bilingual::new("本账自订", "of this registry"),
        (false, _) => Bilingual::new("程序自带", "of the program"),
    }
}

fn json_of(row: &CardRow) -> Value {
    let card = &row.card;
    json!({
        "id": card.id(),
        "title": { "zh": card.title().zh, "en": card.title().en },
        "level": card.level(),
        "jurisdiction": card.jurisdiction().to_string(),
        "from": card.from().to_string(),
        "until": card.until().map(|until| until.to_string()),
        "topic": card.applies().topic.word(),
        "evidence": card.evidence(),
        "certainty": card.certainty(),
        "confirmed": card.is_confirmed(),
        "fingerprint": card.fingerprint().to_string(),
        "adopted": row.adopted,
        "of_program": row.shipped,
    })
}

fn show(args: &ShowArgs, global: &Global, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let rows = rows(global, terminal)?;
    let wanted = args.card.to_uppercase();
    let Some(row) = rows.iter().find(|row| row.card.id() == wanted) else {
        return Err(unknown(&args.card, &rows));
    };
    let card = &row.card;
    if terminal.json {
        let mut value = json_of(row);
        if let Value::Object(fields) = &mut value {
            fields.insert("card".to_owned(), card.to_json());
        }
        terminal.print_json(&value);
        return Ok(Exit::Done);
    }
    let title = Bilingual::from(card.title());
    let mut lines = vec![format!("{} {}", card.id(), terminal.pick(&title)), String::new()];
    for (heading, sentences) in card.sections() {
        lines.push(terminal.pick(&heading).to_owned());
        lines.extend(sentences.iter().map(|one| format!("  {}", terminal.pick(one))));
        lines.push(String::new());
    }
    let origin = origin(row);
    let end = Bilingual::new(
        format!("来源:{};算法 {};指纹 {}", origin.zh, card.procedure().name(), card.fingerprint()),
        format!(
            "{}; procedure {}; fingerprint {}",
            origin.en,
            card.procedure().name(),
            card.fingerprint()
        ),
    );
    lines.push(terminal.pick(&end).to_owned());
    terminal.print(&lines.join("\n"));
    Ok(Exit::Done)
}

/// A sentence for an id that no card has, with those that begin like it.
pub(super) fn unknown(asked: &str, rows: &[CardRow]) -> Failure {
    let ids = rows.iter().map(|row| row.card.id());
    let family = asked.to_uppercase();
    let family = family.split('-').next().unwrap_or_default();
    let alike: Vec<&str> = ids.filter(|id| id.split('-').next() == Some(family)).collect();
    let hint = if alike.is_empty() {
        Bilingual::new("用 yishi rule list 可列出全部。", "yishi rule list lists them all.")
    } else {
        let alike = alike.join("、");
        Bilingual::new(format!("相近的有:{alike}。"), format!("There are {alike}."))
    };
    Failure::new(
        Exit::Usage,
        format!("没有编号为“{asked}”的规则卡。{}", hint.zh),
        format!("No rule card is called \"{asked}\". {}", hint.en),
    )
}

/// A card that was tried, and the file that it stands in.
struct Tried {
    file: String,
    result: Result<Trials, Bilingual>,
}

impl Tried {
    fn passes(&self) -> bool {
        self.result.as_ref().is_ok_and(Trials::hold)
    }
}

fn test(args: &TestArgs, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let tried = match &args.path {
        None => shipped(),
        Some(path) => written(path)?,
    };
    let twice = twice(&tried);
    let wanting = !twice.is_empty() || !tried.iter().all(Tried::passes);
    if terminal.json {
        let cards: Vec<Value> = tried.iter().map(json_of_tried).collect();
        terminal.print_json(&json!({ "holds": !wanting, "cards": cards, "twice": twice }));
    } else {
        let lines = told(&tried, &twice, args.path.is_some(), terminal);
        terminal.print(&lines.join("\n"));
    }
    Ok(if wanting { Exit::Wanting } else { Exit::Done })
}

fn shipped() -> Vec<Tried> {
    let tried = shipped_files().into_iter().map(|(name, text)| {
        let cards = cards_in(text.as_bytes());
        let file = name.to_owned();
        cards.map_or_else(
            |fault| vec![Tried { file: file.clone(), result: Err(fault) }],
            |cards| of_file(&file, cards),
        )
    });
    tried.flatten().collect()
}

fn of_file(file: &str, cards: Vec<Value>) -> Vec<Tried> {
    let one = |card| Tried { file: file.to_owned(), result: try_card(card) };
    cards.into_iter().map(one).collect()
}

/// The cards of a file, or of the files of a folder whose names end in `.json`.
fn written(path: &Path) -> Result<Vec<Tried>, Failure> {
    let mut tried = Vec::new();
    for file in files(path)? {
        let name = file.display().to_string();
        match cards_in(&read(&file)?) {
            Ok(cards) => tried.extend(of_file(&name, cards)),
            Err(fault) => tried.push(Tried { file: name, result: Err(fault) }),
        }
    }
    if tried.is_empty() {
        let path = path.display();
        return Err(Failure::new(
            Exit::Usage,
            format!("{path} 中没有规则卡。规则卡是一个 .json 文件,写法可参照 docs/charter。"),
            format!(
                "{path} holds no rule card. A card is a .json file; docs/charter has examples."
            ),
        ));
    }
    Ok(tried)
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
    let most = u64::try_from(crate::paper::document::DOCUMENT_BYTES_MAX).unwrap_or(u64::MAX);
    let file = std::fs::File::open(path).map_err(|error| Failure::io(path, &error))?;
    let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| Failure::io(path, &error))?;
    Ok(bytes)
}

/// Ids that stand on two of the cards.
fn twice(tried: &[Tried]) -> Vec<String> {
    let mut ids: Vec<&str> =
        tried.iter().filter_map(|one| Some(one.result.as_ref().ok()?.id.as_str())).collect();
    ids.sort_unstable();
    let pairs = ids.iter().zip(ids.iter().skip(1));
    let mut twice: Vec<String> =
        pairs.filter(|(one, other)| one == other).map(|(one, _)| (*one).to_owned()).collect();
    twice.dedup();
    twice
}

/// A line for each card, a sentence for each example that fails, and what it comes to.
fn told(tried: &[Tried], twice: &[String], of_somebody: bool, terminal: &Terminal) -> Vec<String> {
    let mut lines = Vec::new();
    let program = Book::shipped();
    for one in tried {
        let card = match &one.result {
            Ok(card) => card,
            Err(fault) => {
                lines.push(format!("✗ {}: {}", one.file, terminal.pick(fault)));
                continue;
            }
        };
        let failing: Vec<_> = card.failing().collect();
        let (all, failed) = (card.trials.len(), failing.len());
        let comes = if failing.is_empty() {
            Bilingual::new(format!("{all} 个算例全部相符"), format!("{all} of {all} examples hold"))
        } else {
            Bilingual::new(
                format!("{all} 个算例中有 {failed} 个不符"),
                format!("{failed} of {all} examples fail"),
            )
        };
        let sign = if failing.is_empty() { '✓' } else { '✗' };
        let title = Bilingual::from(&card.title);
        let (title, comes) = (terminal.pick(&title), terminal.pick(&comes));
        lines.push(format!("{sign} {} {title}: {comes}", card.id));
        let sentences = failing.iter().map(|trial| trial.sentence());
        lines.extend(sentences.map(|one| format!("  {}", terminal.pick(&one))));
        if of_somebody && program.card(&card.id).is_some() {
            let note = Bilingual::new(
                "注意:程序自带的规则卡中有同一编号;采用后,本账以这张卡为准。",
                "Note: a card of the program has this id; once adopted, this card takes its place here.",
            );
            lines.push(format!("  {}", terminal.pick(&note)));
        }
    }
    for id in twice {
        let fault = Bilingual::new(
            format!("编号 {id} 出现在两张卡上;请改其中一张。"),
            format!("The id {id} stands on two cards; change one of them."),
        );
        lines.push(format!("✗ {}", terminal.pick(&fault)));
    }
    lines.push(terminal.pick(&sum(tried)).to_owned());
    lines
}

fn sum(tried: &[Tried]) -> Bilingual {
    let examples = tried.iter().filter_map(|one| one.result.as_ref().ok());
    let examples: usize = examples.map(|card| card.trials.len()).sum();
    let (cards, wanting) = (tried.len(), tried.iter().filter(|one| !one.passes()).count());
    Bilingual::new(
        format!("{cards} 张规则卡,{examples} 个算例;{wanting} 张卡有问题。"),
        format!("{cards} cards, {examples} examples; {wanting} cards are wanting."),
    )
}

fn json_of_tried(tried: &Tried) -> Value {
    match &tried.result {
        Err(fault) => json!({
            "file": tried.file,
            "holds": false,
            "fault": { "zh": fault.zh, "en": fault.en },
        }),
        Ok(card) => {
            let examples = card.trials.iter().map(|trial| {
                let sentence = trial.sentence();
                json!({
                    "number": trial.number,
                    "holds": trial.passes(),
                    "expected": trial.expected,
                    "found": trial.found,
                    "sentence": { "zh": sentence.zh, "en": sentence.en },
                })
            });
            json!({
                "file": tried.file,
                "id": card.id,
                "holds": tried.passes(),
                "examples": examples.collect::<Vec<_>>(),
            })
        }
    }
}
