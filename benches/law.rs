//! The phase `law`: verdicts of an owners' motion, on one core.

use crate::phases::Found;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use yishi::domain::{Area, BodyKind, Heads, MatterKind, MeetingKind, Place};
use yishi::law::{Asked, Book, Figures, Matter, Question, Ruling, judge};

/// Votes of an estate of 1,505 owners, each with other ballots.
fn votes() -> Vec<Figures> {
    let vote = |number: u32| Figures {
        roll_heads: Some(Heads(1505)),
        roll_area: Some(Area(17_175_522)),
        in_favour_heads: Some(Heads(400 + number % 600)),
        in_favour_area: Some(Area(5_000_000 + u64::from(number) * 7919 % 6_000_000)),
        against_heads: Some(Heads(number % 310)),
        against_area: Some(Area(u64::from(number) * 104_729 % 3_500_000)),
        abstain_heads: Some(Heads(number % 70)),
        abstain_area: Some(Area(u64::from(number) * 611 % 700_000)),
        ..Figures::default()
    };
    (0..4096).map(vote).collect()
}

/// Verdicts in a second: the cards looked up for each, looked up once, and with every reason.
pub(crate) fn law(_: &Path, count: u64) -> Found {
    let book = Book::shipped();
    let matter = Matter {
        question: Question::RESULT,
        body: BodyKind::OwnerAssembly,
        meeting: MeetingKind::OwnerAssemblyMeeting,
        matter: Some(MatterKind::PropertyService),
        election: None,
        formed: chrono::NaiveDate::from_ymd_opt(2025, 6, 16).unwrap(),
        place: "CN-430103".parse::<Place>().unwrap(),
    };
    let votes = votes();
    let asked = Asked::new(&book, &matter);
    let rulings: Vec<Ruling> = votes.iter().map(|figures| asked.weigh(figures)).collect();
    let carried = rulings.iter().filter(|ruling| **ruling == Ruling::Satisfied).count();
    assert!(carried > 100 && carried < 3996, "some are carried, some are not: {carried}");
    for (figures, ruling) in votes.iter().zip(&rulings) {
        assert_eq!(judge(&book, &matter, figures).outcome.ruling(), *ruling);
    }
    let rate = |count: u64, one: &dyn Fn(&Figures)| {
        let started = Instant::now();
        let repeated = votes.iter().cycle().take(usize::try_from(count).unwrap());
        repeated.for_each(one);
        count as f64 / started.elapsed().as_secs_f64()
    };
    let weigh = |figures: &Figures| {
        black_box(Asked::new(black_box(&book), &matter).weigh(black_box(figures)));
    };
    let again = |figures: &Figures| {
        black_box(asked.weigh(black_box(figures)));
    };
    let reasons = |figures: &Figures| {
        black_box(judge(black_box(&book), &matter, black_box(figures)));
    };
    // The first calls warm up.
    rate(count / 10, &weigh);
    vec![
        ("verdicts", rate(count, &weigh)),
        ("looked_up", rate(count, &again)),
        ("reasons", rate(count / 10, &reasons)),
    ]
}
