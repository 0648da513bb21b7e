//! An estate whose owners decide: from the roll to the certified count, a process for each document.

use crate::book::Book;
use crate::figures::shown;
use crate::plan::{Results, Sizes};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Facts in one document.
const FACTS: usize = 10_000;

/// What is written down, and how many milliseconds of CPU it may take for 20,000 units.
const STAGES: &[(&str, Stage)] = &[
    ("units, owners and frozen roll", roll),
    ("papers issued and delivered", issued),
    ("papers returned", returned),
    ("choices keyed twice", keyed),
    ("sealed", sealed),
    ("certified", certified),
];

type Stage = fn(u64) -> Vec<Vec<String>>;

/// Facts that are wanted in one document each.
fn documents(facts: impl IntoIterator<Item = String>) -> Vec<Vec<String>> {
    let facts: Vec<String> = facts.into_iter().collect();
    facts.chunks(FACTS).map(<[String]>::to_vec).collect()
}

fn roll(units: u64) -> Vec<Vec<String>> {
    let assembly = r#"{"kind":"body.established","body_kind":"owner_assembly","name":"示范家园业主大会","label":"owners","basis":"brought_forward","happened":"2021"}"#;
    let homes = (0..units).flat_map(|unit| {
        let (building, door, area) = (unit / 200 + 1, unit % 200 + 1, 8000 + unit % 97 * 50);
        [
            format!(r#"{{"kind":"person.registered","name":"示例业主{unit}","label":"o{unit}","happened":"2021-05"}}"#),
            format!(
                r#"{{"kind":"roll.unit_registered","body":"@owners","label":"u{unit}","building":"{building}号楼","door":"{door}户","unit_kind":"dwelling","area":{area},"area_source":"register","owners":["@o{unit}"],"happened":"2021-05-20"}}"#
            ),
        ]
    });
    let mut all = vec![vec![assembly.to_owned()]];
    all.extend(documents(homes));
    all.push(vec![r#"{"kind":"roll.frozen","body":"@owners","label":"roll","basis":"units","happened":"2021-11-20"}"#.to_owned()]);
    all
}

fn issued(units: u64) -> Vec<Vec<String>> {
    let noticed = [
        r#"{"kind":"meeting.noticed","body":"@owners","meeting_kind":"owner_assembly_meeting","label":"meeting","starts":"2021-12-18","place":"示范家园","agenda":[{"title":"更换电梯"}],"roll":"@roll","happened":"2021-12-01"}"#,
        r#"{"kind":"motion.proposed","body":"@owners","meeting":"@meeting","label":"lifts","text":"用维修资金更换全部电梯。","matter_kind":"fund_use","proposer":"@o0","agenda_item":1,"happened":"2021-12-01"}"#,
        r#"{"kind":"count.opened","meeting":"@meeting","roll":"@roll","label":"count","motions":["@lifts"],"voting_from":"2021-12-18","voting_until":"2021-12-26","silence":"not_participating","keying":"double","happened":"2021-12-17"}"#,
    ];
    let papers = (0..units).flat_map(|unit| {
        [
            format!(r#"{{"kind":"ballot.issued","count":"@count","label":"b{unit}","units":["@u{unit}"],"happened":"2021-12-17"}}"#),
            format!(r#"{{"kind":"ballot.delivered","ballot":"@b{unit}","count":"@count","method":"by_hand","happened":"2021-12-18"}}"#),
        ]
    });
    let mut all = vec![noticed.map(str::to_owned).to_vec()];
    all.extend(documents(papers));
    all
}

/// Four owners of five return their paper.
fn voters(units: u64) -> impl Iterator<Item = u64> + Clone {
    (0..units).filter(|unit| unit % 5 != 4)
}

fn returned(units: u64) -> Vec<Vec<String>> {
    documents(voters(units).map(|unit| {
        format!(r#"{{"kind":"ballot.returned","ballot":"@b{unit}","count":"@count","channel":"box","signature":"signed","happened":"2021-12-24"}}"#)
    }))
}

fn keyed(units: u64) -> Vec<Vec<String>> {
    let pass = |pass: &'static str| {
        voters(units).map(move |unit| {
            let choice = if unit % 4 == 0 { "against" } else { "in_favour" };
            format!(r#"{{"kind":"ballot.keyed","ballot":"@b{unit}","count":"@count","pass":"{pass}","choices":[{{"motion":"@lifts","choice":"{choice}"}}],"happened":"2021-12-27"}}"#)
        })
    };
    [documents(pass("first")), documents(pass("second"))].concat()
}

fn sealed(_: u64) -> Vec<Vec<String>> {
    vec![vec![r#"{"kind":"count.sealed","count":"@count","scrutineers":["@o1","@o2"],"seal_numbers":["示例0001"],"happened":"2021-12-27"}"#.to_owned()]]
}

fn certified(_: u64) -> Vec<Vec<String>> {
    vec![vec![
        r#"{"kind":"count.certified","count":"@count","basis":"ballots","happened":"2021-12-27"}"#
            .to_owned(),
    ]]
}

/// Records every stage of an estate, and asks what people ask.
pub(crate) fn measure(results: &mut Results, root: &Path, sizes: &Sizes) {
    for units in sizes.estates {
        let dir = root.join(format!("estate-{units}"));
        let book = Book::begin(&dir);
        let papers = dir.with_extension("papers");
        fs::create_dir_all(&papers).unwrap();
        for (stage, documents) in STAGES {
            for (number, facts) in documents(units).into_iter().enumerate() {
                let path = papers.join(format!("{number}.json"));
                let (actor, facts) = (&book.registry, facts.join(",\n"));
                let text = format!(
                    r#"{{"by":{{"actor":"{actor}","role":"administrator"}},"late_reason":"补记","facts":[{facts}]}}"#
                );
                fs::write(&path, text).unwrap();
                let arguments = ["record", path.to_str().unwrap(), "--clock-is-right"];
                results.start(&format!("{stage} {units}"), 1, &of(&dir, &arguments));
            }
        }
        for (name, arguments) in QUESTIONS {
            results.start(&format!("{name} {units}"), sizes.runs, &of(&dir, arguments));
        }
        fs::remove_dir_all(&dir).unwrap();
    }
}

const QUESTIONS: &[(&str, &[&str])] =
    &[("show, of a unit", &["show", "@u77"]), ("publish, of the motion", &["publish", "@lifts"])];

fn of(dir: &Path, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["--registry".to_owned(), dir.to_str().unwrap().to_owned()];
    all.extend(arguments.iter().map(|one| (*one).to_owned()));
    all
}

/// The table of the estate: sums over the documents of a stage, the most memory of one of them.
pub(crate) fn report(out: &mut String, results: &Results, sizes: &Sizes) {
    let [small, large] = sizes.estates;
    if results.of(&format!("{} {large}", STAGES[0].0), "cpu").is_empty() {
        return;
    }
    let sum =
        |name: &str, units: u64| results.of(&format!("{name} {units}"), "cpu").iter().sum::<f64>();
    let peak = |name: &str, units: u64| {
        results.of(&format!("{name} {units}"), "peak").iter().copied().fold(0.0, f64::max)
    };
    let slope =
        |of: &dyn Fn(u64) -> f64| (of(large) / of(small)).ln() / (large as f64 / small as f64).ln();
    out.push_str("\n## An estate, from the roll to the certified count\n\n");
    out.push_str("A process for each document of at most 10,000 facts; milliseconds of CPU of all documents of a step together, and the most memory that one of them had. Four owners of five vote, every paper is keyed twice, which makes 6.4 entries for each unit.\n\n");
    writeln!(
        out,
        "| what | {} units | {} | slope | MB at {} |\n|---|---|---|---|---|",
        shown(small as f64),
        shown(large as f64),
        shown(large as f64)
    )
    .unwrap();
    let mut row = |name: &str, of: &dyn Fn(u64) -> f64, peak: f64| {
        writeln!(
            out,
            "| {name} | {} | {} | {:.2} | {} |",
            shown(of(small)),
            shown(of(large)),
            slope(of),
            shown(peak)
        )
        .unwrap();
    };
    for (name, _) in STAGES {
        row(name, &|units| sum(name, units), peak(name, large));
    }
    let all = |units: u64| STAGES.iter().map(|(name, _)| sum(name, units)).sum::<f64>();
    let most = STAGES.iter().map(|(name, _)| peak(name, large)).fold(0.0, f64::max);
    row("**all of it** (limits 6,000 and 30,000; slope 1.05; 150 MB)", &all, most);
    for (name, _) in QUESTIONS {
        row(name, &|units| sum(name, units), peak(name, large));
    }
}
