//! The report: a table of every target with its verdict, and the figures behind it.

use crate::figures::{median, shown, spread};
use crate::machine;
use crate::plan::{Results, Sizes};
use std::fmt::Write as _;
use std::path::Path;

/// A target: a figure beside its floor, or a figure alone.
struct Target {
    what: &'static str,
    phase: &'static str,
    figure: &'static str,
    floor: Option<&'static str>,
    unit: &'static str,
    limit: f64,
    /// Whether the figure must stay below the limit; else above.
    below: bool,
    bound: &'static str,
}

const fn ratio(
    what: &'static str,
    phase: &'static str,
    (figure, floor): (&'static str, &'static str),
    unit: &'static str,
    (below, limit): (bool, f64),
    bound: &'static str,
) -> Target {
    Target { what, phase, figure, floor: Some(floor), unit, limit, below, bound }
}

const fn alone(
    what: &'static str,
    phase: &'static str,
    figure: &'static str,
    unit: &'static str,
    (below, limit): (bool, f64),
    bound: &'static str,
) -> Target {
    Target { what, phase, figure, floor: None, unit, limit, below, bound }
}

const TARGETS: &[Target] = &[
    ratio(
        "record, nothing sealed",
        "record",
        ("plain", "plain_floor"),
        "µs",
        (true, 1.5),
        "not looked into since questions and recording share one snapshot",
    ),
    ratio(
        "record, with a sealed text",
        "record",
        ("sealed", "sealed_floor"),
        "µs",
        (true, 2.6),
        "two `fdatasync`, the vault before the journal; the rest not looked into since questions and recording share one snapshot",
    ),
    ratio(
        "append by 1,000, index deferred",
        "append",
        ("deferred", "floor"),
        "entries/s",
        (false, 0.35),
        "not looked into since files of saved rows stand beside the index",
    ),
    ratio(
        "append by 1,000 until the index has caught up, drafts made too",
        "append",
        ("caught_up", "floor"),
        "entries/s",
        (false, 0.10),
        "not separated: appending, indexing and making the drafts share two cores",
    ),
    ratio(
        "verify chain, one core",
        "verify",
        ("chain_1", "floor_1"),
        "entries/s",
        (false, 0.80),
        "BLAKE3",
    ),
    ratio(
        "verify chain, all cores",
        "verify",
        ("chain_all", "floor_all"),
        "entries/s",
        (false, 0.80),
        "BLAKE3",
    ),
    ratio(
        "verify strict, one core",
        "verify",
        ("strict_1", "floor_1"),
        "entries/s",
        (false, 0.45),
        "walking every byte of the canonical form",
    ),
    ratio(
        "verify strict, all cores",
        "verify",
        ("strict_all", "floor_all"),
        "entries/s",
        (false, 0.45),
        "walking every byte of the canonical form",
    ),
    ratio(
        "rebuild of all projections, saved",
        "rebuild",
        ("rebuild", "floor"),
        "entries/s",
        (false, 0.50),
        "a profile at 100,000 entries: a fifth of the work reads the vault through, a fifth reads what entries mean, the rest folds, saves and squeezes pages",
    ),
    alone(
        "second open after a clean close",
        "reopen_big",
        "ms",
        "ms",
        (true, 150.0),
        "not looked into; the first opening after projections were saved reads the whole index and takes longer",
    ),
    alone(
        "index made again after a crash",
        "crash",
        "rate",
        "entries/s",
        (false, 300_000.0),
        "not looked into since the vault has as many openings as a real one",
    ),
    alone(
        "verdicts on an owners' motion, one core: the outcome by heads and area, cards looked up for each",
        "law",
        "verdicts",
        "verdicts/s",
        (false, 1_000_000.0),
        "finding the cards: more than half of the time, as the next row shows",
    ),
    alone(
        "the same, cards looked up once for all",
        "law",
        "looked_up",
        "verdicts/s",
        (false, 1_000_000.0),
        "not looked into",
    ),
];

/// The whole report as Markdown.
pub(crate) fn write(dir: &Path, sizes: &Sizes, results: &Results) -> String {
    let mut out = String::new();
    let text = "# Performance\n\n\
        Written by `cargo bench --bench yishi -- --write`; `--quick` instead measures small books. \
        Each figure is the median of the runs, with the least and the greatest in brackets. A ratio \
        is taken inside each run against a floor measured in that run, and its median decides. \
        Other work on the machine moves figures more than ratios.\n\n## Machine\n\n";
    out.push_str(text);
    for (name, value) in machine::lines(dir) {
        line(&mut out, format_args!("- {name}: {value}"));
    }
    line(&mut out, format_args!("- runs: {}", sizes.runs));
    line(
        &mut out,
        format_args!(
            "- the book: {} entries of {} bytes on average, 100 for each meeting; half of them with a sealed text",
            shown(sizes.big as f64),
            shown(median(&results.of("append", "bytes")))
        ),
    );
    crate::program::report(&mut out, results, sizes);
    crate::estate::report(&mut out, results, sizes);
    out.push_str("\n## Engine rooms\n\nParts of the program in a process that is warm: no figure here is what somebody waits for.\n");
    targets(&mut out, results);
    opening(&mut out, sizes, results);
    law(&mut out, results);
    memory(&mut out, results);
    peer(&mut out, results);
    floors(&mut out);
    out
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").unwrap();
}

fn range(figures: &[f64]) -> String {
    let (least, greatest) = spread(figures);
    format!("{} ({}–{})", shown(median(figures)), shown(least), shown(greatest))
}

fn verdict(target: &Target, figure: f64) -> &'static str {
    let met = if target.below { figure <= target.limit } else { figure >= target.limit };
    if met { "met" } else { "**not met**" }
}

fn targets(out: &mut String, results: &Results) {
    out.push_str("\n## Targets\n\n| what | measured | floor | ratio | target | verdict | bounded by |\n|---|---|---|---|---|---|---|\n");
    for target in TARGETS {
        let figures = results.of(target.phase, target.figure);
        if figures.is_empty() {
            continue;
        }
        let sign = if target.below { "≤" } else { "≥" };
        let (floor, ratio, decides) = match target.floor {
            Some(floor) => {
                let floors = results.of(target.phase, floor);
                let ratios: Vec<f64> =
                    figures.iter().zip(&floors).map(|(figure, floor)| figure / floor).collect();
                (range(&floors), range(&ratios), median(&ratios))
            }
            None => ("–".to_owned(), "–".to_owned(), median(&figures)),
        };
        line(
            out,
            format_args!(
                "| {} | {} {} | {floor} | {ratio} | {sign} {} | {} | {} |",
                target.what,
                range(&figures),
                target.unit,
                shown(target.limit),
                verdict(target, decides),
                target.bound
            ),
        );
    }
}

fn opening(out: &mut String, sizes: &Sizes, results: &Results) {
    out.push_str(
        "\n## Opening after a clean close\n\n| entries | ms | bytes read |\n|---|---|---|\n",
    );
    for (phase, entries) in
        [("reopen_small", sizes.small), ("reopen_middle", sizes.middle), ("reopen_big", sizes.big)]
    {
        let (ms, read) = (results.of(phase, "ms"), results.of(phase, "read"));
        line(
            out,
            format_args!("| {} | {} | {} |", shown(entries as f64), range(&ms), range(&read)),
        );
    }
}

fn law(out: &mut String, results: &Results) {
    let reasons = results.of("law", "reasons");
    if !reasons.is_empty() {
        out.push_str("\n## Verdicts with their reasons\n\n");
        let rate = range(&reasons);
        line(
            out,
            format_args!(
                "The same votes on one core, with every comparison, citation, note and what could change it: {rate} verdicts/s. No target."
            ),
        );
    }
}

fn memory(out: &mut String, results: &Results) {
    out.push_str("\n## Peak memory\n\nEach phase in a process of its own; target: below 150 MB.\n\n| phase | MB | verdict |\n|---|---|---|\n");
    for phase in results.phases().filter(|phase| !phase.contains(' ')) {
        let peaks = results.of(phase, "peak");
        let verdict = if spread(&peaks).1 < 150.0 { "met" } else { "**not met**" };
        line(out, format_args!("| {phase} | {} | {verdict} |", range(&peaks)));
    }
}

fn peer(out: &mut String, results: &Results) {
    let (one, thousand) = (results.of("peer", "one"), results.of("peer", "thousand"));
    let (own, deferred) = (results.of("peer", "own_one"), results.of("append", "deferred"));
    let caught_up = results.of("append", "caught_up");
    out.push_str("\n## A peer: SQLite\n\nThe same lines with a BLAKE3 column, WAL and `synchronous=FULL`; no index of types and tags there, and no check of form.\n\n| commands of | SQLite, entries/s | here, entries/s |\n|---|---|---|\n");
    line(out, format_args!("| 1 entry | {} | {} |", range(&one), range(&own)));
    line(
        out,
        format_args!(
            "| 1,000 entries | {} | {}; until the index has caught up {} |",
            range(&thousand),
            range(&deferred),
            range(&caught_up)
        ),
    );
}

fn floors(out: &mut String) {
    out.push_str(
        "\n## Floors\n\n\
        - record: one `write` and one `fdatasync` of the same line into a plain file, turn by turn\n\
        - append: a plain file with the same bytes, one `write` and one `fdatasync` for each 1,000 lines\n\
        - verify: read in blocks, split, BLAKE3, compare with `prev`; all cores take files in turn\n\
        - rebuild: read in blocks, split, `Entry::parse`, `Event::decode`, on one core\n",
    );
}
