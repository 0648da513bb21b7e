//! Properties: shares against a slow obvious version, and verdicts that hold for any figures.

use super::{assembly, committee, election, frequency, owners, shipped};
use proptest::prelude::*;
use serde_json::json;
use yishi::domain::{Area, Bound, Heads, MatterKind, MeetingKind, Share};
use yishi::law::{Book, Change, Figure, Figures, Matter, Outcome, Question, Unit, judge};
use yishi::law::{Election, Method, RankKey, judge_election};

/// A product as decimal digits, least first, the way it is done on paper.
fn product(one: u64, other: u64) -> Vec<u8> {
    let digits =
        |number: u64| number.to_string().bytes().rev().map(|d| d - b'0').collect::<Vec<_>>();
    let mut result = vec![0_u8; 48];
    for (at, a) in digits(one).into_iter().enumerate() {
        let mut carry = 0;
        for (by, b) in digits(other).into_iter().chain([0, 0]).enumerate() {
            let sum = result[at + by] + a * b + carry;
            result[at + by] = sum % 10;
            carry = sum / 10;
        }
    }
    result
}

/// The sum of two numbers in digits, least first; the result has its most significant digit first.
fn sum(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    let mut result: Vec<u8> = one
        .iter()
        .zip(other)
        .map(|(a, b)| {
            let sum = a + b + carry;
            carry = sum / 10;
            sum % 10
        })
        .collect();
    result.reverse();
    result
}

fn slow(share: Share, part: u64, whole: u64) -> bool {
    let mut left = product(part, u64::from(share.denominator));
    let mut right = product(whole, u64::from(share.numerator));
    left.reverse();
    right.reverse();
    match share.bound {
        Bound::AtLeast => left >= right,
        Bound::MoreThan => left > right,
    }
}

/// A whole up to 2^40 and a part that lies on the edge of the share, or anywhere.
fn near_the_edge() -> impl Strategy<Value = (Share, u64, u64)> {
    let bound = prop_oneof![Just(Bound::AtLeast), Just(Bound::MoreThan)];
    let fraction = (1_u32..=1000, 1_u32..=1000);
    (fraction, bound, 0_u64..=1 << 40, -2_i64..=2, any::<bool>(), 0_u64..=1 << 40).prop_map(
        |((one, other), bound, whole, off, edge, anywhere)| {
            let (numerator, denominator) = (one.min(other), one.max(other));
            let share = Share { numerator, denominator, bound };
            let at = whole / u64::from(denominator) * u64::from(numerator);
            (share, if edge { at.saturating_add_signed(off) } else { anywhere }, whole)
        },
    )
}

/// Small numbers meet each other at the edges; large ones look for overflow.
fn count_of(figure: Figure) -> impl Strategy<Value = Option<u64>> {
    let most = if figure.unit() == Unit::Area { u64::MAX } else { u64::from(u32::MAX) };
    let number = prop_oneof![0_u64..=24, Just(most), 0..=most];
    proptest::option::weighted(0.8, number)
}

fn any_figures() -> impl Strategy<Value = Figures> {
    let counts: Vec<_> = Figure::ALL.iter().map(|figure| count_of(*figure)).collect();
    counts.prop_map(|counts| {
        let pairs = Figure::ALL.iter().zip(counts);
        let recorded = pairs.filter_map(|(figure, count)| Some((figure.word().to_owned(), count?)));
        let json = recorded.map(|(word, count)| (word, serde_json::Value::from(count))).collect();
        serde_json::from_value(serde_json::Value::Object(json)).unwrap()
    })
}

/// Up to 2^40, often next to a power of two.
fn large() -> impl Strategy<Value = u64> {
    let edge = (0_u32..=40, -1_i64..=1)
        .prop_map(|(power, off)| (1_u64 << power).saturating_add_signed(off).min(1 << 40));
    prop_oneof![edge, 0..=1_u64 << 40]
}

fn any_matter() -> impl Strategy<Value = Matter> {
    let matters = proptest::sample::select(MatterKind::ALL.to_vec());
    let questions = prop_oneof![Just(Question::Quorum), Just(Question::Result)];
    let meetings = proptest::sample::select(MeetingKind::ALL.to_vec());
    let years = proptest::sample::select(vec!["2015-06-01", "2025-06-01"]);
    prop_oneof![
        (questions.clone(), matters.clone(), years)
            .prop_map(|(question, about, on)| owners(question, about, on)),
        (questions.clone(), matters).prop_map(|(question, about)| assembly(question, about)),
        questions.prop_map(committee),
        meetings.prop_map(|meeting| frequency(meeting, "2025-05-01")),
    ]
}

fn carried(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Satisfied)
}

fn book() -> &'static Book {
    static BOOK: std::sync::OnceLock<Book> = std::sync::OnceLock::new();
    BOOK.get_or_init(shipped)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn a_share_is_compared_as_on_paper((share, part, whole) in near_the_edge()) {
        prop_assert_eq!(share.reached_by(part, whole), slow(share, part, whole));
    }

    /// The order by the sum of two shares, heads up to 2^32 and areas up to 2^40, as on paper:
    /// heads times the whole area plus area times the whole heads.
    #[test]
    fn the_sum_of_two_shares_orders_as_on_paper(
        one in (any::<u32>(), large()), other in (any::<u32>(), large()),
        whole in (any::<u32>(), large()),
    ) {
        let facts = json!({"roll_heads": whole.0, "roll_area": whole.1, "seats": 1,
            "participating_heads": whole.0, "participating_area": whole.1});
        let method = Method { rank_key: Some(RankKey::SumOfShares), ..Method::default() };
        let election = election::owners("2025-07-01", &facts, &[one, other]);
        let found = judge_election(book(), &Election { method, ..election });
        let ranks: Vec<_> = found.candidates.iter().map(|one| one.rank).collect();
        let paper = |(heads, area): (u32, u64)| {
            sum(&product(u64::from(heads), whole.1), &product(area, u64::from(whole.0)))
        };
        // A candidate who misses the votes needed has no place.
        if let [Some(first), Some(second)] = ranks[..] {
            prop_assert_eq!(second.cmp(&first), paper(one).cmp(&paper(other)));
        }
    }

    #[test]
    fn no_figures_make_it_panic(matter in any_matter(), figures in any_figures()) {
        let verdict = judge(book(), &matter, &figures);
        let sentence = verdict.sentence();
        prop_assert!(sentence.zh.ends_with('。') && sentence.en.ends_with('.'));
        let explanation = verdict.explain();
        prop_assert!(explanation.sections().iter().all(|(heading, _)| !heading.zh.is_empty()));
        prop_assert!(verdict.findings.iter().all(|finding| !finding.sentence().zh.is_empty()));
        prop_assert!(serde_json::to_string(&verdict).is_ok());
    }

    #[test]
    fn one_more_in_favour_never_loses_a_carried_motion(
        matter in any_matter(), figures in any_figures(),
    ) {
        let before = judge(book(), &matter, &figures);
        let Some(Heads(in_favour)) = figures.in_favour else { return Ok(()) };
        let more = Figures { in_favour: Some(Heads(in_favour.saturating_add(1))), ..figures };
        let after = judge(book(), &matter, &more);
        prop_assert!(!carried(&before.outcome) || carried(&after.outcome));
    }

    /// Of those who took part one more head and 0.01 m² are in favour, instead of against.
    #[test]
    fn one_more_owner_in_favour_never_loses_a_carried_motion(
        about in proptest::sample::select(MatterKind::ALL.to_vec()), figures in any_figures(),
    ) {
        let matter = owners(Question::Result, about, "2025-06-01");
        // A figure that was not needed before may be needed after: whom silence joins.
        let figures = Figures {
            against_heads: figures.against_heads.or(Some(Heads(0))),
            against_area: figures.against_area.or(Some(Area(0))),
            silent_heads: figures.silent_area.and(figures.silent_heads),
            silent_area: figures.silent_heads.and(figures.silent_area),
            ..figures
        };
        let before = judge(book(), &matter, &figures);
        let more = Figures {
            in_favour_heads: figures.in_favour_heads.map(|one| Heads(one.0.saturating_add(1))),
            in_favour_area: figures.in_favour_area.map(|one| Area(one.0.saturating_add(1))),
            against_heads: figures.against_heads.map(|one| Heads(one.0.saturating_sub(1))),
            against_area: figures.against_area.map(|one| Area(one.0.saturating_sub(1))),
            // The ballots stay as many as they were.
            participating_heads: before.figures.participating_heads,
            participating_area: before.figures.participating_area,
            ..figures
        };
        let after = judge(book(), &matter, &more);
        prop_assert!(!carried(&before.outcome) || carried(&after.outcome));
    }

    #[test]
    fn carried_means_that_every_needed_figure_is_on_record(
        matter in any_matter(), figures in any_figures(),
    ) {
        let verdict = judge(book(), &matter, &figures);
        if carried(&verdict.outcome) {
            let decided = verdict.comparisons.iter().all(|one| {
                one.met == Some(true) && one.part.total.is_some() && one.whole.total.is_some()
            });
            prop_assert!(decided);
        }
    }

    /// The rules of the assembly written down once more, without cards, readings or dimensions.
    #[test]
    fn an_assembly_is_judged_as_the_formula_says(
        due in 0_u32..40, present in 0_u32..44, in_favour in 0_u32..44,
    ) {
        let figures = Figures {
            due: Some(Heads(due)), present: Some(Heads(present)),
            in_favour: Some(Heads(in_favour)), ..Figures::default()
        };
        let matter = assembly(Question::Result, MatterKind::WorkPlan);
        let expected = if due == 0 || 2 * in_favour <= due || 2 * present < due {
            "not_satisfied"
        } else if 2 * present == due {
            "disputed"
        } else {
            "satisfied"
        };
        prop_assert_eq!(judge(book(), &matter, &figures).outcome.word(), expected);
    }

    #[test]
    fn the_margin_is_exact(due in 1_u32..60, present in 0_u32..60, in_favour in 0_u32..60) {
        let (present, in_favour) = (present.min(due), in_favour.min(present).min(due));
        let matter = assembly(Question::Result, MatterKind::WorkPlan);
        let of = |in_favour: u32| {
            let figures = Figures {
                due: Some(Heads(due)), present: Some(Heads(present)),
                in_favour: Some(Heads(in_favour)), ..Figures::default()
            };
            judge(book(), &matter, &figures)
        };
        for change in of(in_favour).changes {
            let Change::More { figure: Figure::InFavour, by, enough: true, .. } = change
            else { continue };
            let by = u32::try_from(by).unwrap();
            prop_assert!(carried(&of(in_favour + by).outcome));
            prop_assert!(!carried(&of(in_favour + by - 1).outcome));
        }
    }
}
