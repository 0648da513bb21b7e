//! Properties: shares against a slow obvious version, and verdicts that hold for any figures.

use super::{asked_by, assembly, charter, committee, election, frequency, owners, shipped};
use num_bigint::BigInt;
use num_rational::Ratio;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;
use std::collections::BTreeMap;
use yishi::answer::OwnersFigures;
use yishi::domain::{
    Area, Bound, CandidateId, Choice, Heads, Keying, MatterKind, MeetingKind, MotionId, RankKey,
    Share, UnitId,
};
use yishi::event::ballot::Mark;
use yishi::event::tally::{Paper, Question as Asked, Shares, totals};
use yishi::law::{
    Book, CandidateVerdict, Card, Change, Figure, Figures, Matter, Outcome, Question, Topic, Unit,
    Verdict, judge,
};
use yishi::law::{Election, Method, judge_election};

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

/// Numbers at which products and comparisons go wrong first: around powers of two, large primes, and
/// anything up to 2^40.
fn awkward() -> impl Strategy<Value = u64> {
    let primes = vec![2, 3, 5, 7, 65_537, 2_147_483_647, 4_294_967_291, 1_099_511_627_689];
    let edge = (0_u32..=40, -1_i64..=1)
        .prop_map(|(power, off)| (1_u64 << power).saturating_add_signed(off));
    prop_oneof![edge, proptest::sample::select(primes), 0..=1_u64 << 40]
}

/// A share of awkward numbers, with a part that lies exactly at it, one beside, or anywhere.
fn at_equality() -> impl Strategy<Value = (Share, u64, u64)> {
    let bound = prop_oneof![Just(Bound::AtLeast), Just(Bound::MoreThan)];
    (awkward(), awkward(), bound, awkward(), -1_i64..=1, 0_usize..3).prop_map(
        |(one, other, bound, whole, off, how)| {
            let short = |number: u64| u32::try_from(number).unwrap_or(u32::MAX).max(1);
            let (one, other) = (short(one), short(other));
            let (numerator, denominator) = (one.min(other), one.max(other));
            let share = Share { numerator, denominator, bound };
            let (n, d) = (u128::from(numerator), u128::from(denominator));
            // A multiple of the denominator, so that part × denominator = whole × numerator exactly.
            let times = u128::from(whole / u64::from(denominator));
            let exactly = |number: u128| u64::try_from(number).unwrap();
            let (part, whole) = match how {
                0 => (exactly(times * n), exactly(times * d)),
                1 => (exactly(u128::from(whole) * n / d), whole),
                _ => (exactly((u128::from(whole) * n).div_ceil(d)), whole),
            };
            (share, part.saturating_add_signed(off), whole)
        },
    )
}

/// As a fraction of whole numbers without end says it.
fn reached(share: Share, part: u64, whole: u64) -> bool {
    let needed = Ratio::new(BigInt::from(share.numerator), BigInt::from(share.denominator))
        * BigInt::from(whole);
    let part = Ratio::from_integer(BigInt::from(part));
    match share.bound {
        Bound::AtLeast => part >= needed,
        Bound::MoreThan => part > needed,
    }
}

/// The shipped book with the example charter.
fn whole_book() -> &'static Book {
    static BOOK: std::sync::OnceLock<Book> = std::sync::OnceLock::new();
    BOOK.get_or_init(|| charter::adopted(charter::charter()))
}

/// Every card that votes are held against, and a question that it answers.
fn of_motions() -> Vec<(String, Matter)> {
    let topics = [Topic::QUORUM, Topic::RESULT, Topic::ELECTED, Topic::REVOTE, Topic::RUN_OFF];
    let cards = whole_book().cards().iter();
    let fits = |card: &&Card| topics.contains(&card.applies().topic);
    let asked = cards.filter(fits).map(|card| {
        let matter = asked_by(card);
        let result = Question::RESULT;
        let question = if matter.question == Question::QUORUM { result } else { matter.question };
        // Its last day, or a late one: by then there is a card on attendance too.
        let formed = card.until().unwrap_or(card.from().max(super::day("2026-06-01")));
        (card.id().to_owned(), Matter { question, formed, ..matter })
    });
    asked.collect()
}

fn of_a_motion() -> impl Strategy<Value = (String, Matter)> {
    proptest::sample::select(of_motions())
}

/// A question that any card answers, on any topic.
fn of_any_card() -> impl Strategy<Value = Matter> {
    let asked: Vec<Matter> = whole_book().cards().iter().map(asked_by).collect();
    proptest::sample::select(asked)
}

/// A vote in which every number of votes is on record, the numbers often next to each other.
fn vote() -> impl Strategy<Value = Figures> {
    let number = || prop_oneof![0_u32..=12, 0_u32..=1000];
    let all = || (number(), number(), number(), number(), number(), number());
    (all(), all(), any::<[bool; 3]>()).prop_map(|(heads, area, [written, silent, summed])| {
        let (in_favour, against, abstain, invalid, others, absent) = heads;
        let areas = [area.0, area.1, area.2, area.3, area.4, area.5].map(u64::from);
        let participating = in_favour + against + abstain + invalid;
        let due = participating + absent;
        let mut facts = json!({"due": due, "present": participating, "in_favour": in_favour,
            "against": against, "abstain": abstain, "spoiled": invalid, "voting": participating,
            "serving": due, "seats": due, "voters": due, "returned": participating,
            "valid_ballots": in_favour + against + abstain, "representatives": due,
            "roll_heads": due, "roll_area": areas.iter().sum::<u64>(),
            "in_favour_heads": in_favour, "in_favour_area": areas[0],
            "against_heads": against, "against_area": areas[1],
            "abstain_heads": abstain, "abstain_area": areas[2],
            "invalid_heads": invalid, "invalid_area": areas[3]});
        if written {
            facts["written_in_favour"] = others.into();
        }
        if silent {
            facts["silent_heads"] = absent.into();
            facts["silent_area"] = areas[4].into();
        }
        if !summed {
            facts["participating_heads"] = participating.into();
            facts["participating_area"] = areas[..4].iter().sum::<u64>().into();
        }
        serde_json::from_value(facts).unwrap()
    })
}

/// One vote more in favour: of somebody who was against, where there is somebody; by heads, by area,
/// or by both. Votes that change sides leave those who took part as many as they were.
fn one_more(figures: &Figures, (heads, area): (bool, bool)) -> Figures {
    let heads = u32::from(heads && figures.against_heads > Some(Heads(0)));
    let area = u64::from(area && figures.against_area > Some(Area(0)));
    let more = |count: Option<Heads>| count.map(|one| Heads(one.0 + heads));
    let fewer = |count: Option<Heads>| count.map(|one| Heads(one.0 - heads));
    Figures {
        in_favour: more(figures.in_favour),
        against: fewer(figures.against),
        in_favour_heads: more(figures.in_favour_heads),
        against_heads: fewer(figures.against_heads),
        in_favour_area: figures.in_favour_area.map(|one| Area(one.0 + area)),
        against_area: figures.against_area.map(|one| Area(one.0 - area)),
        ..figures.clone()
    }
}

/// Small numbers meet each other at the edges; large ones look for overflow.
fn count_of(figure: Figure) -> impl Strategy<Value = Option<u64>> {
    let most = if figure.unit() == Unit::Area { u64::MAX } else { u64::from(u32::MAX) };
    let number = prop_oneof![0_u64..=24, Just(most), 0..=most];
    proptest::option::weighted(0.8, number)
}

fn any_figures() -> impl Strategy<Value = Figures> {
    let counts: Vec<_> = Figure::all().map(count_of).collect();
    counts.prop_map(|counts| {
        let pairs = Figure::all().zip(counts);
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
    let questions = prop_oneof![Just(Question::QUORUM), Just(Question::RESULT)];
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

/// The property of one more vote would hold of a card that carries nothing: when everybody is there
/// and in favour, every card carries.
#[test]
fn every_card_carries_what_everybody_wants() {
    let everybody: serde_json::Map<String, serde_json::Value> = Figure::all()
        .filter(|figure| {
            let against = ["against", "abstain", "spoiled", "blank", "invalid", "silent"];
            let word = figure.word();
            let off = ["without", "excluded", "suspended", "written"];
            !against.iter().any(|one| word.starts_with(one))
                && !off.iter().any(|one| word.contains(one))
        })
        .map(|figure| (figure.word().to_owned(), 100.into()))
        .collect();
    let everybody: Figures = serde_json::from_value(everybody.into()).unwrap();
    let cards = of_motions();
    assert!(cards.len() > 20, "{}", cards.len());
    let mut nothing = Vec::new();
    for (id, matter) in cards {
        let card = whole_book().card(&id).unwrap();
        // Votes in favour are not what a card on attendance counts.
        if card.applies().topic != Topic::QUORUM {
            let found = judge(&whole_book().supposing(card), &matter, &everybody);
            if !carried(&found.outcome) {
                nothing.push(format!("{id}: {}", found.sentence().en));
            }
        }
    }
    assert!(nothing.is_empty(), "{}", nothing.join("\n"));
}

/// The same things in the order that these picks give.
fn mixed<T: Clone>(things: &[T], order: &[Index]) -> Vec<T> {
    let mut left = things.to_vec();
    let mut result = Vec::new();
    for pick in order {
        if !left.is_empty() {
            result.push(left.remove(pick.index(left.len())));
        }
    }
    result.into_iter().chain(left).collect()
}

fn by_id(candidates: &[CandidateVerdict]) -> BTreeMap<CandidateId, &CandidateVerdict> {
    candidates.iter().map(|one| (one.candidate, one)).collect()
}

/// The figures of a count of these ballots, taken in this order, and the verdict on them. A ballot
/// is what it says (two of them: it was rejected, it did not come back), its area, and its head.
fn counted(ballots: &[(u8, u64, u32)], order: &[Index], motion: MotionId) -> (Figures, Verdict) {
    let unit = |at: usize| UnitId::derived("01KAQ3ZJ8QK6M7N8P9QRSTVWXY".parse().unwrap(), at);
    let shares: Shares = ballots
        .iter()
        .enumerate()
        .map(|(at, (_, area, head))| (unit(at), (Area(*area), *head)))
        .collect();
    let choice = |said: u8| match said {
        0 => Choice::InFavour,
        1 => Choice::Against,
        _ => Choice::Abstain,
    };
    let papers: Vec<_> = ballots
        .iter()
        .enumerate()
        .map(|(at, (said, ..))| {
            let mark = Mark { motion: Some(motion), candidate: None, choice: choice(*said) };
            (*said, [unit(at)], [mark])
        })
        .collect();
    let papers = mixed(&papers, order);
    let papers = papers.iter().map(|(said, units, marks)| Paper {
        units,
        delivered: true,
        returned: *said < 4,
        rejected: *said == 3,
        first: (*said < 3).then_some(&marks[..]),
        second: None,
    });
    let totals = totals(&shares, papers, &[Asked::Motion(motion)], Keying::Single);
    let said = &totals.motions[0];
    let heads: std::collections::BTreeSet<u32> = ballots.iter().map(|one| one.2).collect();
    let roll = yishi::event::count::Tally {
        heads: Heads(u32::try_from(heads.len()).unwrap()),
        area: Area(ballots.iter().map(|one| one.1).sum()),
    };
    let figures = Figures::from(OwnersFigures {
        roll: Some(roll),
        participating: None,
        invalid: totals.rejected,
        in_favour: Some(said.in_favour),
        against: said.against,
        abstain: said.abstain,
        blank: said.blank,
        silent: totals.silent,
    });
    let matter = owners(Question::RESULT, MatterKind::PropertyService, "2025-06-16");
    let verdict = judge(book(), &matter, &figures);
    (figures, verdict)
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

    /// Products up to 2^40 × 2^32, against fractions that have no largest number.
    #[test]
    fn a_share_is_compared_as_fractions_compare((share, part, whole) in at_equality()) {
        prop_assert_eq!(share.reached_by(part, whole), reached(share, part, whole));
        let least = share.least(whole);
        prop_assert!(reached(share, least, whole));
        prop_assert!(least == 0 || !reached(share, least - 1, whole));
    }

    /// Areas up to 2^40 against areas up to 2^40, by way of heads: the order by the sum of shares.
    #[test]
    fn the_sum_of_two_shares_orders_as_fractions_do(
        one in (any::<u32>(), awkward()), other in (any::<u32>(), awkward()),
        whole in (1..=u32::MAX, awkward()), near in any::<bool>(),
    ) {
        let whole = (whole.0, whole.1.max(1));
        // Often the other candidate has nearly the same sum: a head less, and its worth in area.
        let other = if near {
            let worth = whole.1 / u64::from(whole.0);
            (one.0.saturating_sub(1), one.1.saturating_add(worth).min(1 << 40))
        } else {
            other
        };
        let facts = json!({"roll_heads": whole.0, "roll_area": whole.1, "seats": 1,
            "participating_heads": whole.0, "participating_area": whole.1});
        let method = Method { rank_key: Some(RankKey::SumOfShares), ..Method::default() };
        let called = election::owners("2025-07-01", &facts, &[one, other]);
        let found = judge_election(book(), &Election { method, ..called });
        let ranks: Vec<_> = found.candidates.iter().map(|one| one.rank).collect();
        let sum = |(heads, area): (u32, u64)| {
            Ratio::new(BigInt::from(heads), BigInt::from(whole.0))
                + Ratio::new(BigInt::from(area), BigInt::from(whole.1))
        };
        if let [Some(first), Some(second)] = ranks[..] {
            prop_assert_eq!(second.cmp(&first), sum(one).cmp(&sum(other)));
        }
    }

    /// The outcome alone is the outcome of the whole verdict, whatever is asked and recorded.
    #[test]
    fn weighing_gives_the_outcome_of_judging(
        any in any_matter(), of_card in of_any_card(), voted in vote(), anything in any_figures(),
    ) {
        for matter in [any, of_card] {
            let asked = law::Asked::new(whole_book(), &matter);
            for figures in [&voted, &anything] {
                let verdict = judge(whole_book(), &matter, figures);
                prop_assert_eq!(asked.weigh(figures), verdict.outcome.ruling());
                prop_assert_eq!(asked.judge(figures), verdict);
            }
        }
    }

    /// Over every card that votes are held against, as its book finds it and as the only one on its
    /// topic, by heads and by area and by both.
    #[test]
    fn one_more_vote_in_favour_never_loses_what_a_card_carries(
        (card, matter) in of_a_motion(), figures in vote(),
        axes in proptest::sample::select(vec![(true, true), (true, false), (false, true)]),
    ) {
        let card = whole_book().card(&card).unwrap();
        let only = whole_book().supposing(card);
        let more = one_more(&figures, axes);
        for book in [whole_book(), &only] {
            let (before, after) = (judge(book, &matter, &figures), judge(book, &matter, &more));
            prop_assert!(
                !carried(&before.outcome) || carried(&after.outcome),
                "{}: {} then {}", card.id(), before.sentence().en, after.sentence().en
            );
        }
    }

    /// Ballots come in as owners bring them: the same count, the same verdict.
    #[test]
    fn a_verdict_on_a_count_does_not_depend_on_the_order_of_its_ballots(
        ballots in proptest::collection::vec((0..5_u8, 1..400_u64, 0..6_u32), 1..24),
        order in proptest::collection::vec(any::<Index>(), 24),
    ) {
        let motion = MotionId::derived("01KAQ3ZJ8QK6M7N8P9QRSTVWXY".parse().unwrap(), 1);
        let (said, mixed) = (counted(&ballots, &[], motion), counted(&ballots, &order, motion));
        prop_assert_eq!(&said, &mixed);
        prop_assert_eq!(said.1.sentence(), mixed.1.sentence());
    }

    /// Candidates stand on the ballot in some order; what becomes of each does not depend on it.
    #[test]
    fn what_becomes_of_a_candidate_does_not_depend_on_the_order_of_the_ballot(
        votes in proptest::collection::vec(0..22_u32, 1..6), seats in 1..4_u32,
        order in proptest::collection::vec(any::<Index>(), 6),
    ) {
        let facts = json!({"due": 20, "present": 20, "issued": 20, "returned": 20,
            "valid_ballots": 20, "seats": seats});
        let called = election::branch("2021-06-20", &facts, &votes);
        let candidates = mixed(&called.candidates, &order);
        let other = Election { candidates, ..called.clone() };
        let (found, again) = (judge_election(book(), &called), judge_election(book(), &other));
        prop_assert_eq!(by_id(&found.candidates), by_id(&again.candidates));
        prop_assert_eq!((found.stands, found.empty_seats), (again.stands, again.empty_seats));
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
        let matter = owners(Question::RESULT, about, "2025-06-01");
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
        let matter = assembly(Question::RESULT, MatterKind::WorkPlan);
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
        let matter = assembly(Question::RESULT, MatterKind::WorkPlan);
        let of = |in_favour: u32| {
            let figures = Figures {
                due: Some(Heads(due)), present: Some(Heads(present)),
                in_favour: Some(Heads(in_favour)), ..Figures::default()
            };
            judge(book(), &matter, &figures)
        };
        for change in of(in_favour).changes {
            let Change::More { figure: Figure::IN_FAVOUR, by, enough: true, .. } = change
            else { continue };
            let by = u32::try_from(by).unwrap();
            prop_assert!(carried(&of(in_favour + by).outcome));
            prop_assert!(!carried(&of(in_favour + by - 1).outcome));
        }
    }
}
