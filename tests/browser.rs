//! Pages in a real browser: on a phone of 360 points nothing runs off the screen, also at double size.
//!
//! Needs Chromium; without it the tests say NOT RUN.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests; clippy excuses only what stands in a test itself"
)]

use std::path::Path;
use std::process::Command;
use yishi::answer::{CandidateLine, Mark, RequirementLine, ResultPage};
use yishi::paper::page;

const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// What a browser writes for this page after its scripts have run.
fn rendered(page: &Path) -> Option<String> {
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--allow-file-access-from-files",
        "--virtual-time-budget=2000",
        "--dump-dom",
    ];
    for program in PROGRAMS {
        let output = Command::new(program)
            .args(arguments)
            .arg(format!("file://{}", page.display()))
            .arg(format!("--user-data-dir={}", page.with_extension("profile").display()))
            .output();
        match output {
            Ok(output) if output.status.success() => {
                return Some(String::from_utf8_lossy(&output.stdout).into_owned());
            }
            Ok(output) => panic!("{program}: {}", String::from_utf8_lossy(&output.stderr)),
            Err(_) => {}
        }
    }
    eprintln!("NOT RUN: none of {PROGRAMS:?} is installed");
    None
}

/// Width of the content and of the screen, in a frame of 360 by 640 points.
fn widths(html: &str) -> Option<(u32, u32)> {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("page.html"), html).unwrap();
    let frame = "<!doctype html><iframe id=\"frame\" src=\"page.html\" width=\"360\" height=\"640\" \
        style=\"border:0\"></iframe><p id=\"said\"></p><script>frame.onload = () => { \
        const root = frame.contentDocument.documentElement; \
        said.textContent = `wide ${root.scrollWidth} of ${root.clientWidth} wide` }</script>";
    let path = dir.path().join("frame.html");
    std::fs::write(&path, frame).unwrap();
    let shown = rendered(&path)?;
    // The script stands in what is printed, too; what it said stands first.
    let said = shown.split("wide ").nth(1).unwrap_or_else(|| panic!("{shown}"));
    let (content, rest) = said.split_once(" of ").unwrap();
    let screen = rest.split_once(' ').unwrap().0;
    Some((content.parse().unwrap(), screen.parse().unwrap()))
}

/// A page with everything on it, and with words that do not break well.
fn full() -> ResultPage {
    let line = |number: &str, met| RequirementLine {
        number: number.to_owned(),
        required: "≥2/3".to_owned(),
        met,
    };
    let candidate = |name: &str, elected| CandidateLine {
        name: name.to_owned(),
        votes: "同意 1038 人、129734.25 ㎡;反对 201 人、30734.25 ㎡;弃权 121 人、11286.72 ㎡"
            .to_owned(),
        elected,
    };
    let counts = [("发出表决票", "1505"), ("收回表决票(含电子表决票和上门收回的)", "1360")];
    ResultPage {
        registry: "某某街道某某社区某某家园小区业主大会(首次)".to_owned(),
        title: "选聘某某物业服务有限公司为本小区物业服务企业,并授权业主委员会签订合同".to_owned(),
        scene:
            "业主大会会议 · 2024-05-16 · Mississippi-Pneumonoultramicroscopicsilicovolcanoconiosis"
                .to_owned(),
        mark: Mark::NotCarried,
        reason:
            "未通过。参与 1360 人/1505 人(要求 ≥2/3,达到)、171755.22/191619.21 ㎡(要求 ≥2/3,达到);\
            同意 238/1360 人(要求 >1/2,未达到)、29734.25/171755.22 ㎡(要求 >1/2,未达到)。"
                .to_owned(),
        requirements: vec![
            line("参与 171755.22 ㎡/全体 191619.21 ㎡", Some(true)),
            line("同意 29734.25 ㎡/参与 171755.22 ㎡", Some(false)),
            line("参与人数", None),
        ],
        counts: counts.map(|(word, number)| (word.to_owned(), number.to_owned())).to_vec(),
        deemed: Vec::new(),
        candidates: vec![candidate("欧阳某某(主任)", true), candidate("李某", false)],
        remarks: vec!["补录:2026-11-22 才记入账本。".to_owned()],
        deadlines: vec!["2025-05-16 前可以请求人民法院撤销。".to_owned()],
        entries: 12_345,
        head: "0123456789abcdef".repeat(4),
        relied_on: (100..130).collect(),
    }
}

#[test]
fn a_result_fits_on_a_phone_also_at_double_size() {
    let html = page(&full());
    let twice = html.replace("html{font-size:18px", "html{font-size:36px");
    assert_ne!(html, twice);
    for (size, html) in [("once", html), ("twice", twice)] {
        if let Some((content, screen)) = widths(&html) {
            assert!(screen > 300 && content <= screen, "{size}: {content} of {screen}");
        }
    }
}

#[test]
fn what_runs_off_the_screen_is_seen() {
    if let Some((content, screen)) = widths("<!doctype html><p style=\"width:500px\">wide</p>") {
        assert!(content > screen, "{content} of {screen}");
    }
}
