//! The program as people start it: from the start of the process to its exit, at three sizes of the book.

use crate::book::{self, Book};
use crate::figures::{median, shown};
use crate::plan::{Results, Sizes};
use nix::sys::resource::{UsageWho, getrusage};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What is started: a name for the report, and the arguments behind `--registry DIR`.
struct Start {
    name: &'static str,
    arguments: fn(&Path) -> Vec<String>,
    /// How often less than usual: what reads the whole book says it with fewer runs.
    whole: bool,
    limit: Limit,
}

/// What a start may cost at the largest size.
struct Limit {
    millis: Option<f64>,
    mb: Option<f64>,
    slope: f64,
}

const fn small(slope: f64) -> Limit {
    Limit { millis: Some(60.0), mb: Some(60.0), slope }
}

const fn start(name: &'static str, arguments: fn(&Path) -> Vec<String>, limit: Limit) -> Start {
    Start { name, arguments, whole: false, limit }
}

const fn whole(name: &'static str, arguments: fn(&Path) -> Vec<String>, mb: f64) -> Start {
    Start { name, arguments, whole: true, limit: Limit { millis: None, mb: Some(mb), slope: 1.05 } }
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// In the middle of the book, whatever its size.
fn meeting(dir: &Path) -> u64 {
    let entries: u64 = fs::read_to_string(dir.with_extension("size")).unwrap().parse().unwrap();
    entries / book::PER_MEETING / 2
}

fn motion(dir: &Path) -> String {
    Book::motion_id(meeting(dir))
}

const STARTS: &[Start] = &[
    start("why, of a motion", |dir| words(["why", &motion(dir)]), small(0.1)),
    start("show, of a motion", |dir| words(["show", &motion(dir)]), small(0.1)),
    start("check, of a motion", |dir| words(["check", &motion(dir)]), small(0.1)),
    start("publish, of a motion", |dir| words(["publish", &motion(dir)]), small(0.1)),
    start(
        "minutes, of a meeting",
        |dir| words(["minutes", &Book::meeting_id(meeting(dir))]),
        small(0.1),
    ),
    start(
        "list of a body's motions in a year",
        |dir| words(["list", "motions", "--body", "@b3", "--year", &Book::year(meeting(dir))]),
        Limit { millis: None, mb: None, slope: 1.05 },
    ),
    start(
        "schedule of a body",
        |_| words(["list", "schedule", "--body", "@b3", "--year", "2018"]),
        Limit { millis: Some(100.0), mb: None, slope: 0.1 },
    ),
    start(
        "what is due",
        |_| words(["list", "due", "--on", "2018-06-01"]),
        Limit { millis: Some(100.0), mb: None, slope: 0.1 },
    ),
    start(
        "handbook of a body's year",
        |_| words(["handbook", "@b3", "--year", "2018"]),
        Limit { millis: Some(500.0), mb: None, slope: 1.05 },
    ),
    start(
        "record one meeting",
        |dir| {
            let path = dir.with_extension("documents").join("{run}.json");
            words(["record", path.to_str().unwrap(), "--clock-is-right"])
        },
        small(0.1),
    ),
    whole("verify, all levels", |_| words(["verify"]), 300.0),
    whole("rebuild", |_| words(["rebuild"]), 300.0),
    whole("journal", |_| words(["journal"]), 60.0),
    whole(
        "export",
        |dir| words(["export", dir.with_extension("out").join("{run}").to_str().unwrap()]),
        150.0,
    ),
    whole(
        "backup",
        |dir| words(["backup", dir.with_extension("out").join("b{run}").to_str().unwrap()]),
        150.0,
    ),
];

/// Starts a program some times, and says what a start took in the middle, and the most memory that
/// one had. A process of its own, so that nobody else's memory is counted.
pub(crate) fn started(times: &str, program: &str, arguments: &[String]) {
    let times: u32 = times.parse().unwrap();
    let mut walls = Vec::new();
    for run in 0..times {
        let arguments = arguments.iter().map(|one| one.replace("{run}", &run.to_string()));
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let began = Instant::now();
        let code = command.status().unwrap().code();
        walls.push(began.elapsed().as_secs_f64() * 1e3);
        // Findings, and what cannot be decided, are answers.
        assert!(matches!(code, Some(0 | 1 | 5)), "{program} ended with {code:?}");
    }
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let cpu = (seconds(used.user_time()) + seconds(used.system_time())) / f64::from(times);
    println!("wall={}\ncpu={}\npeak={}", median(&walls), cpu * 1e3, used.max_rss() as f64 / 1000.0);
}

/// Measures every start on a book of each size.
pub(crate) fn measure(results: &mut Results, books: &[(u64, PathBuf)], sizes: &Sizes) {
    for (entries, dir) in books {
        Book::known(dir).write_documents(&dir.with_extension("documents"), sizes.runs);
        for start in STARTS {
            let runs = if start.whole { 1 } else { sizes.runs };
            let mut arguments = words(["--registry", dir.to_str().unwrap()]);
            arguments.extend((start.arguments)(dir));
            let out = dir.with_extension("out");
            fs::create_dir_all(&out).unwrap();
            results.start(&format!("{} {entries}", start.name), runs, &arguments);
            fs::remove_dir_all(&out).unwrap();
        }
        let copy = copied(dir);
        results.put(&format!("cp {entries}"), "wall", copy);
    }
}

/// Milliseconds in which the folder is copied and synced by the tools of the system.
fn copied(dir: &Path) -> f64 {
    let to = dir.with_extension("cp");
    let began = Instant::now();
    let all = format!("cp -r '{}' '{}' && sync -f '{}'", dir.display(), to.display(), to.display());
    assert!(Command::new("sh").args(["-c", &all]).status().unwrap().success());
    let took = began.elapsed().as_secs_f64() * 1e3;
    fs::remove_dir_all(to).unwrap();
    took
}

/// The table that the report begins with.
pub(crate) fn report(out: &mut String, results: &Results, sizes: &Sizes) {
    let all = [sizes.small, sizes.middle, sizes.big];
    let of = |name: &str, entries: u64, figure: &str| {
        median(&results.of(&format!("{name} {entries}"), figure))
    };
    if results.of(&format!("{} {}", STARTS[0].name, sizes.big), "cpu").is_empty() {
        return;
    }
    let heads: Vec<String> = all.iter().map(|entries| shown(*entries as f64)).collect();
    out.push_str("\n## The program as people start it\n\n");
    out.push_str(
        "From the start of the process to its exit: milliseconds of CPU, and in brackets those by the clock; then the most memory that one start had. The slope is that of CPU over entries between the two larger books, on logarithmic scales: 0 is a cost that does not grow, 1 one that grows as the book does.\n\n",
    );
    out.push_str(&format!(
        "| what | {} entries | {} | {} | slope | MB at {} | targets | verdict |\n|---|---|---|---|---|---|---|---|\n",
        heads[0], heads[1], heads[2], heads[2]
    ));
    for start in STARTS {
        let cell = |entries| {
            format!(
                "{} ({})",
                shown(of(start.name, entries, "cpu")),
                shown(of(start.name, entries, "wall"))
            )
        };
        let (middle, big) = (of(start.name, all[1], "cpu"), of(start.name, all[2], "cpu"));
        let slope = (big / middle).ln() / (all[2] as f64 / all[1] as f64).ln();
        let peak = of(start.name, all[2], "peak");
        let limit = &start.limit;
        let met = limit.millis.is_none_or(|most| big <= most)
            && limit.mb.is_none_or(|most| peak <= most)
            && slope <= limit.slope;
        let mut targets = vec![format!("slope ≤ {}", limit.slope)];
        targets.extend(limit.millis.map(|most| format!("≤ {most} ms")));
        targets.extend(limit.mb.map(|most| format!("≤ {most} MB")));
        out.push_str(&format!(
            "| {} | {} | {} | {} | {slope:.2} | {} | {} | {} |\n",
            start.name,
            cell(all[0]),
            cell(all[1]),
            cell(all[2]),
            shown(peak),
            targets.join(", "),
            if met { "met" } else { "**not met**" }
        ));
    }
    let copies: Vec<String> = all.iter().map(|entries| shown(of("cp", *entries, "wall"))).collect();
    out.push_str(&format!(
        "\nFor comparison, `cp -r` and `sync` of the same folder: {} ms.\n",
        copies.join(", ")
    ));
}
