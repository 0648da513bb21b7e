//! Identities: numbers of one announcement that must fit each other, whatever the law says.

use super::fault::{Amount, Fault, Named};
use super::number::Percent;
use super::{AnnouncedMotion, Announcement, Ballots, PercentagesOf, Side};
use domain::{Bilingual, Line};

/// A number that may not be given.
#[derive(Clone)]
struct Given {
    name: Bilingual,
    count: Option<u64>,
    unit: fn(u64) -> Amount,
    /// Whether it is all of those who were there, which decides what may be held against it.
    there: Option<There>,
}

/// Those who were there, and not all who could have been.
#[derive(Clone, Copy, PartialEq, Eq)]
enum There {
    /// Owners who returned a paper.
    TookPart,
    /// Members who came.
    Present,
}

impl Given {
    fn new(name: Bilingual, count: Option<u64>, unit: fn(u64) -> Amount) -> Self {
        Self { name, count, unit, there: None }
    }
}

/// Every breach of an identity, in the order of the document, and what is right and worth a word.
pub(super) fn faults(announcement: &Announcement) -> (Vec<Fault>, Vec<Bilingual>) {
    let mut sums = Sums::default();
    sums.meeting(announcement);
    if let Some(ballots) = &announcement.ballots {
        sums.ballots(ballots, announcement);
    }
    sums.participation(announcement);
    sums.silence(announcement);
    let titles: Vec<&Line> = announcement.motions.iter().map(|motion| &motion.title).collect();
    sums.twice(&titles, &Bilingual::new("表决事项", "the motions"));
    for motion in &announcement.motions {
        let title = motion.title.as_str();
        let sides = [&motion.in_favour, &motion.against, &motion.abstain, &motion.blank];
        sums.sides(title, &sides, announcement);
        sums.voters(motion, announcement);
    }
    if let Some(election) = &announcement.election {
        for candidate in &election.candidates {
            let sides = [&candidate.in_favour, &candidate.against, &candidate.abstain];
            sums.sides(candidate.name.as_str(), &sides, announcement);
        }
        let names: Vec<&Line> = election.candidates.iter().map(|one| &one.name).collect();
        sums.twice(&names, &Bilingual::new("候选人名单", "the list of candidates"));
        sums.marks(announcement);
        sums.seats(announcement);
    }
    (sums.faults, sums.remarks)
}

/// What the sides of a vote are called.
const SIDES: [(&str, &str); 4] =
    [("同意", "in favour"), ("反对", "against"), ("弃权", "abstaining"), ("未填", "blank")];

#[derive(Default)]
struct Sums {
    faults: Vec<Fault>,
    remarks: Vec<Bilingual>,
}

impl Sums {
    fn meeting(&mut self, all: &Announcement) {
        self.not_more(&present(all), &due(all));
        let Some(people) = &all.people else { return };
        self.twice(
            &people.iter().collect::<Vec<_>>(),
            &Bilingual::new("到会名单", "the list of those present"),
        );
        if all.present.is_some() {
            self.make(&[listed(people)], &present(all));
        }
    }

    fn ballots(&mut self, ballots: &Ballots, all: &Announcement) {
        let papers = |zh: &str, en: &str, count: Option<u32>| -> Given {
            Given::new(Bilingual::new(zh, en), count.map(u64::from), Amount::Papers)
        };
        let issued = papers("发出", "issued", ballots.issued);
        let delivered = papers("送达", "delivered", ballots.delivered);
        let returned = papers("收回", "returned", ballots.returned);
        let valid = papers("有效", "valid", ballots.valid);
        let invalid = papers("无效", "invalid", ballots.invalid);
        let not_returned = papers("未收回", "not returned", ballots.not_returned);
        self.not_more(&delivered, &issued);
        // What was not delivered cannot come back.
        let out = if delivered.count.is_some() { &delivered } else { &issued };
        self.not_more(&returned, out);
        self.make(&[returned.clone(), not_returned], out);
        self.make(&[valid.clone(), invalid], &returned);
        self.not_more(&valid, &returned);
        // Nobody takes part without a paper, and only silence that was counted has none.
        if all.meeting().is_of_owners() && all.silence.as_ref().is_none_or(|one| !one.included) {
            let participation = all.participation.unwrap_or_default();
            self.not_more(&took_part(heads, &participation), &returned);
        }
        // Where everybody present gets one paper, more papers came back than people were there.
        if present(all).count.is_some() {
            self.not_more(&returned, &present(all));
        }
    }

    fn participation(&mut self, all: &Announcement) {
        let (participation, roll) =
            (all.participation.unwrap_or_default(), all.roll.unwrap_or_default());
        let invalid = all.invalid.unwrap_or_default();
        let units: [(Which, Option<Percent>); 2] =
            [(heads, participation.heads_percent), (area, participation.area_percent)];
        for (which, printed) in units {
            let part = took_part(which, &participation);
            let whole = which("全体", "all", &roll);
            self.not_more(&part, &whole);
            self.percent(&part, printed, &whole, &[]);
            self.not_more(&which("票无效的", "with an invalid paper", &invalid), &part);
        }
    }

    /// Who did not answer is one of those who took part, or one of all the others.
    fn silence(&mut self, all: &Announcement) {
        let Some(silence) = &all.silence else { return };
        let participation = all.participation.unwrap_or_default();
        let roll = all.roll.unwrap_or_default();
        let silent = Side { heads: silence.heads, area: silence.area, ..Side::default() };
        let units: [Which; 2] = [heads, area];
        for which in units {
            let silent = which("送达未反馈", "who did not answer", &silent);
            let took_part = took_part(which, &participation);
            let whole = which("全体", "all", &roll);
            if silence.included {
                self.not_more(&silent, &took_part);
                continue;
            }
            let sum = known(&silent).zip(known(&took_part));
            let sum = sum.map(|(one, other)| number(one.amount) + number(other.amount));
            if sum.zip(whole.count).is_some_and(|(sum, most)| sum > most) {
                self.make(&[took_part, silent], &whole);
            }
        }
    }

    /// In favour, against, abstaining and blank on one motion, or for one candidate.
    fn sides(&mut self, title: &str, sides: &[&Side], all: &Announcement) {
        let base = bases(all);
        let units: [Which; 2] = [heads, area];
        for which in units {
            let named = |((zh, en), side): (&(&str, &str), &&Side)| {
                let Given { name, count, unit, .. } = which(zh, en, side);
                let zh = format!("“{title}”{}", name.zh);
                Given::new(Bilingual::new(zh, format!("\"{title}\" {}", name.en)), count, unit)
            };
            let parts: Vec<Given> = SIDES.iter().zip(sides).map(named).collect();
            let wholes: Vec<Given> = base.iter().filter_map(|side| side(which, all)).collect();
            // Votes cannot be more than those who were there, whatever their share is taken of.
            let there = wholes.iter().find(|whole| is_of_those_there(whole)).or(wholes.first());
            there.into_iter().for_each(|there| self.at_most(&parts, there, all));
            self.hundred(&parts, sides);
            let Some(whole) = wholes.first().filter(|whole| whole.count.is_some()) else {
                self.apart(&parts, sides);
                continue;
            };
            for (part, side) in parts.iter().zip(sides) {
                self.percent(part, printed(part, side), whole, &wholes);
            }
        }
    }

    /// The three sides make those who took part, less invalid papers.
    fn at_most(&mut self, parts: &[Given], whole: &Given, all: &Announcement) {
        let known: u64 = parts.iter().filter_map(|part| part.count).sum();
        let Some(most) = whole.count else { return };
        // Whoever gives no blank papers means that there are none.
        let complete = parts.iter().take(3).all(|part| part.count.is_some());
        let invalid = all.ballots.as_ref().and_then(|ballots| ballots.invalid);
        // Blank and invalid papers are none of the three; only when there are none must it be even.
        let short = complete && known < most && invalid == Some(0);
        if known > most || short {
            let parts: Vec<Given> =
                parts.iter().filter(|part| part.count.is_some()).cloned().collect();
            match parts.as_slice() {
                [one] if known > most => self.not_more(one, whole),
                _ => self.make(&parts, whole),
            }
        }
    }

    /// Where the whole is not given, every two numbers must still be shares of the same one.
    fn apart(&mut self, parts: &[Given], sides: &[&Side]) {
        let pair = |(part, side): (&Given, &&Side)| {
            let (named, percent) = (known(part)?, printed(part, side)?);
            let wholes = percent.wholes(number(named.amount))?;
            Some((named, percent, wholes))
        };
        let all: Vec<_> = parts.iter().zip(sides).filter_map(pair).collect();
        for (at, (first, first_percent, (least, most))) in all.iter().enumerate() {
            let apart =
                |(_, _, (low, high)): &&(Named, Percent, (u64, u64))| low > most || least > high;
            if let Some((second, second_percent, _)) = all.iter().skip(at + 1).find(apart) {
                self.faults.push(Fault::Apart {
                    first: first.clone(),
                    first_percent: *first_percent,
                    second: second.clone(),
                    second_percent: *second_percent,
                });
                return;
            }
        }
    }

    /// No share is more than all, nor are the three sides together.
    fn hundred(&mut self, parts: &[Given], sides: &[&Side]) {
        let shares: Vec<(Bilingual, Percent)> = parts
            .iter()
            .zip(sides)
            .filter_map(|(part, side)| Some((part.name.clone(), printed(part, side)?)))
            .collect();
        self.over(&shares);
    }

    fn over(&mut self, shares: &[(Bilingual, Percent)]) {
        let percents: Vec<Percent> = shares.iter().map(|(_, percent)| *percent).collect();
        let (sum, over) = Percent::sum(&percents);
        if over {
            let zh: Vec<String> =
                shares.iter().map(|(name, one)| format!("{} {one}", name.zh)).collect();
            let en: Vec<String> =
                shares.iter().map(|(name, one)| format!("{} {one}", name.en)).collect();
            let parts = Bilingual::new(zh.join("、"), en.join(", "));
            self.faults.push(Fault::OverHundred { parts, sum });
        }
    }

    /// Everybody who voted was there, and voted once.
    fn voters(&mut self, motion: &AnnouncedMotion, all: &Announcement) {
        let Some(voters) = &motion.voters else { return };
        let title = motion.title.as_str();
        self.twice(
            &voters.iter().collect::<Vec<_>>(),
            &Bilingual::new(
                format!("“{title}”的投票人名单"),
                format!("the list of those who voted on \"{title}\""),
            ),
        );
        let named = Given::new(
            Bilingual::new(format!("“{title}”投票人"), format!("who voted on \"{title}\"")),
            u64::try_from(voters.len()).ok(),
            Amount::Heads,
        );
        let sides = [motion.in_favour, motion.against, motion.abstain];
        let votes: Option<Vec<u64>> = sides.iter().map(|side| side.heads.map(u64::from)).collect();
        if let Some(votes) = votes {
            let name = Bilingual::new("同意、反对、弃权之和", "votes for, against and abstaining");
            self.make(&[Given::new(name, Some(votes.iter().sum()), Amount::Heads)], &named);
        }
        let Some(people) = &all.people else {
            self.not_more(&named, &present(all));
            return;
        };
        let absent: Vec<&Line> = voters.iter().filter(|one| !people.contains(one)).collect();
        if absent.is_empty() {
            return;
        }
        let names = absent.iter().map(|one| one.as_str()).collect::<Vec<_>>();
        let (zh, en) = (names.join("、"), names.join(", "));
        self.people(
            Bilingual::new(
                format!("“{title}”的投票人不在到会名单中:{zh}"),
                format!("Voted on \"{title}\" and not listed as present: {en}"),
            ),
            ("不在名单的", "not listed", absent.len()),
            ("到会名单", "listed as present", people.len()),
        );
    }

    fn twice(&mut self, list: &[&Line], which: &Bilingual) {
        let mut sorted = list.to_vec();
        sorted.sort_unstable();
        let pairs = sorted.iter().zip(sorted.iter().skip(1));
        let mut twice: Vec<&str> =
            pairs.filter(|(one, next)| one == next).map(|(one, _)| one.as_str()).collect();
        twice.dedup();
        if twice.is_empty() {
            return;
        }
        let (zh, en) = (twice.join("、"), twice.join(", "));
        self.people(
            Bilingual::new(
                format!("{}中重复的名字:{zh}", which.zh),
                format!("In {} more than once: {en}", which.en),
            ),
            ("重复的", "more than once", twice.len()),
            ("名单共", "in the list", list.len()),
        );
    }

    fn people(
        &mut self,
        finding: Bilingual,
        part: (&str, &str, usize),
        whole: (&str, &str, usize),
    ) {
        let named = |(zh, en, count): (&str, &str, usize)| Named {
            name: Bilingual::new(zh, en),
            amount: Amount::Heads(u64::try_from(count).unwrap_or(u64::MAX)),
        };
        self.faults.push(Fault::People { finding, part: named(part), whole: named(whole) });
    }

    /// Nobody can have more votes than papers were valid, nor all together more than seats allow.
    fn marks(&mut self, all: &Announcement) {
        let (Some(election), Some(ballots)) = (&all.election, &all.ballots) else { return };
        let Some(papers) = ballots.valid.or(ballots.returned) else { return };
        if all.meeting().is_of_owners() {
            // Owners are counted by heads, and one owner may have several papers.
            return;
        }
        let valid = Given::new(
            Bilingual::new("有效票(或收回)", "valid papers (or returned)"),
            Some(u64::from(papers)),
            Amount::Papers,
        );
        for candidate in &election.candidates {
            let sides = [candidate.in_favour, candidate.against, candidate.abstain];
            let votes: u64 = sides.iter().filter_map(|side| side.heads).map(u64::from).sum();
            let name = candidate.name.as_str();
            let name = Bilingual::new(format!("“{name}”得票合计"), format!("votes on \"{name}\""));
            self.not_more(&Given::new(name, Some(votes), Amount::Papers), &valid);
        }
        let marks: u64 =
            election.candidates.iter().filter_map(|one| one.in_favour.heads).map(u64::from).sum();
        let most = u64::from(papers) * u64::from(election.seats);
        let part = Given::new(
            Bilingual::new("全部候选人得票之和", "all votes for candidates"),
            Some(marks),
            Amount::Heads,
        );
        let name = Bilingual::new("有效票数乘以应选名额", "valid papers times seats");
        self.not_more(&part, &Given::new(name, Some(most), Amount::Heads));
    }

    /// No more are elected than there are places.
    fn seats(&mut self, all: &Announcement) {
        let Some(election) = &all.election else { return };
        let elected = election.candidates.iter().filter(|one| one.elected == Some(true)).count();
        let part = Given::new(
            Bilingual::new("公布当选", "announced as elected"),
            u64::try_from(elected).ok(),
            Amount::Heads,
        );
        let whole = Given::new(
            Bilingual::new("应选名额", "places to fill"),
            Some(u64::from(election.seats)),
            Amount::Heads,
        );
        self.not_more(&part, &whole);
    }

    fn not_more(&mut self, part: &Given, whole: &Given) {
        if let (Some(part), Some(whole)) = (known(part), known(whole))
            && number(part.amount) > number(whole.amount)
        {
            self.faults.push(Fault::Exceeds { part, whole });
        }
    }

    fn make(&mut self, parts: &[Given], whole: &Given) {
        let named: Option<Vec<Named>> = parts.iter().map(known).collect();
        let (Some(parts), Some(whole)) = (named, known(whole)) else { return };
        let sum: u64 = parts.iter().map(|part| number(part.amount)).sum();
        if sum != number(whole.amount) {
            let sum = same_unit(whole.amount, sum);
            self.faults.push(Fault::Sum { parts, sum, whole });
        }
    }

    fn percent(&mut self, part: &Given, printed: Option<Percent>, whole: &Given, others: &[Given]) {
        let Some(printed) = printed else { return };
        let (Some(part), Some(whole)) = (known(part), known(whole)) else {
            return self.percent_alone(part, printed, whole);
        };
        let (count, of) = (number(part.amount), number(whole.amount));
        if printed.fits(count, of) {
            if let Some(rounded) = printed.of(count, of).filter(|_| printed.is_cut_off(count, of)) {
                self.cut_off(&part.said(), printed, rounded);
            }
            return;
        }
        let other_whole = others
            .iter()
            .filter_map(known)
            .find(|one| number(one.amount) != of && printed.fits(count, number(one.amount)));
        let right = printed.of(count, of);
        self.faults.push(Fault::Percent { part, printed, whole, right, other_whole });
    }

    /// Cut off instead of rounded: both are in use, and a reader who recalculates should know which.
    fn cut_off(&mut self, part: &Bilingual, printed: Percent, rounded: Percent) {
        self.remarks.push(Bilingual::new(
            format!(
                "{}的比例 {printed} 是截去尾数的写法,四舍五入是 {rounded};两种都算对。",
                part.zh
            ),
            format!(
                "{}: {printed} is cut off, rounded it is {rounded}; both are accepted.",
                part.en
            ),
        ));
    }

    /// A percentage without its number: there must be one that prints as it.
    fn percent_alone(&mut self, part: &Given, printed: Percent, whole: &Given) {
        match known(whole) {
            Some(whole) if part.count.is_none() && !printed.is_possible(number(whole.amount)) => {
                self.faults.push(Fault::NoNumber { part: part.name.clone(), printed, whole });
            }
            // The three sides are looked at together; here it is the share of those taking part.
            None if part.there == Some(There::TookPart) => {
                self.over(&[(part.name.clone(), printed)]);
            }
            _ => {}
        }
    }
}

/// Heads or area of a side, with its name.
type Which = fn(&str, &str, &Side) -> Given;

/// The percentage of a side in the unit of this part.
fn printed(part: &Given, side: &Side) -> Option<Percent> {
    match (part.unit)(0) {
        Amount::Area(_) => side.area_percent,
        _ => side.heads_percent,
    }
}

/// The wholes that a share may be taken of, the right one first.
type Base = fn(Which, &Announcement) -> Option<Given>;

fn bases(all: &Announcement) -> Vec<Base> {
    let of_owners: [Base; 2] = [
        |which, all| all.participation.as_ref().map(|side| took_part(which, side)),
        |which, all| all.roll.as_ref().map(|side| which("全体", "all", side)),
    ];
    let of_members: [Base; 2] =
        [|which, all| heads_only(which, present(all)), |which, all| heads_only(which, due(all))];
    let mut bases = if all.meeting().is_of_owners() || all.roll.is_some() {
        of_owners.to_vec()
    } else {
        of_members.to_vec()
    };
    if all.percentages_of() == PercentagesOf::All {
        bases.reverse();
    }
    bases
}

fn is_of_those_there(whole: &Given) -> bool {
    whole.count.is_some() && whole.there.is_some()
}

/// Members have no area.
fn heads_only(which: Which, given: Given) -> Option<Given> {
    let is_heads = matches!((which("", "", &Side::default()).unit)(0), Amount::Heads(_));
    (is_heads && given.count.is_some()).then_some(given)
}

fn heads(zh: &str, en: &str, side: &Side) -> Given {
    let name = Bilingual::new(format!("{zh}人数"), format!("heads {en}"));
    Given::new(name, side.heads.map(u64::from), Amount::Heads)
}

fn area(zh: &str, en: &str, side: &Side) -> Given {
    let name = Bilingual::new(format!("{zh}面积"), format!("area {en}"));
    Given::new(name, side.area.map(|area| area.0.0), Amount::Area)
}

fn took_part(which: Which, side: &Side) -> Given {
    Given { there: Some(There::TookPart), ..which("参与", "taking part", side) }
}

/// Those present, by number or by list.
fn present(all: &Announcement) -> Given {
    let given = match (all.present, &all.people) {
        (None, Some(people)) => listed(people),
        (present, _) => {
            Given::new(Bilingual::new("实到", "present"), present.map(u64::from), Amount::Heads)
        }
    };
    Given { there: Some(There::Present), ..given }
}

fn listed(people: &[Line]) -> Given {
    let name = Bilingual::new("到会名单", "listed as present");
    Given::new(name, u64::try_from(people.len()).ok(), Amount::Heads)
}

fn due(all: &Announcement) -> Given {
    Given::new(Bilingual::new("应到", "due"), all.due.map(u64::from), Amount::Heads)
}

fn known(given: &Given) -> Option<Named> {
    given.count.map(|count| Named { name: given.name.clone(), amount: (given.unit)(count) })
}

const fn number(amount: Amount) -> u64 {
    match amount {
        Amount::Heads(number)
        | Amount::Papers(number)
        | Amount::Area(number)
        | Amount::Days(number) => number,
    }
}

const fn same_unit(like: Amount, number: u64) -> Amount {
    match like {
        Amount::Heads(_) => Amount::Heads(number),
        Amount::Papers(_) => Amount::Papers(number),
        Amount::Area(_) => Amount::Area(number),
        Amount::Days(_) => Amount::Days(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(json: serde_json::Value) -> Vec<String> {
        let announcement: Announcement = serde_json::from_value(json).unwrap();
        announcement.sums().iter().map(|fault| fault.sentence().zh).collect()
    }

    fn with(more: &serde_json::Value) -> Vec<String> {
        let mut json = serde_json::json!({"body": "owner_assembly", "decided": "2022-05-16",
            "roll": {"heads": 900, "area": "100000.00"},
            "participation": {"heads": 620, "area": "70000.00"}});
        json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        sentences(json)
    }

    #[test]
    fn papers_that_do_not_add_up() {
        let ballots = serde_json::json!({"ballots": {"issued": 900, "returned": 640,
            "not_returned": 250, "valid": 630, "invalid": 12}});
        assert_eq!(
            with(&ballots),
            [
                "收回 640 张 + 未收回 250 张 合计 890 张,与发出 900 张不符。",
                "有效 630 张 + 无效 12 张 合计 642 张,与收回 640 张不符。"
            ]
        );
        let even = serde_json::json!({"ballots": {"issued": 900, "returned": 650,
            "not_returned": 250, "valid": 638, "invalid": 12}});
        assert!(with(&even).is_empty());
    }

    #[test]
    fn a_percentage_names_the_whole_that_it_was_taken_of() {
        let motion = |percent: &str| {
            serde_json::json!({"motions": [{"title": "选聘物业", "matter_kind": "property_service",
                "in_favour": {"heads": 400, "heads_percent": percent}}]})
        };
        assert!(with(&motion("64.52")).is_empty());
        assert_eq!(
            with(&motion("44.44")),
            [
                "“选聘物业”同意人数 400 人占参与人数 620 人应为 64.52%,公布为 44.44%;44.44% 是占全体人数 900 人的比例。"
            ]
        );
        assert_eq!(
            with(&motion("64.25")),
            ["“选聘物业”同意人数 400 人占参与人数 620 人应为 64.52%,公布为 64.25%。"]
        );
    }

    #[test]
    fn more_than_there_can_be() {
        let votes = serde_json::json!({"motions": [{"title": "甲", "matter_kind": "fund_use",
            "in_favour": {"heads": 500, "area": "60000"}, "against": {"heads": 130, "area": "9000"},
            "abstain": {"heads": 10, "area": "1000"}}]});
        assert_eq!(
            with(&votes),
            [
                "“甲”同意人数 500 人 + “甲”反对人数 130 人 + “甲”弃权人数 10 人 合计 640 人,与参与人数 620 人不符。"
            ]
        );
        let party = serde_json::json!({"body": "party_branch", "decided": "2022-05-16", "due": 20,
            "present": 15, "motions": [{"title": "乙", "matter_kind": "work_plan",
                "in_favour": {"heads": 16}}]});
        assert_eq!(sentences(party), ["“乙”同意人数 16 人多于实到 15 人。"]);
        let owners = with(&serde_json::json!({"participation": {"heads": 901, "area": "1"}}));
        assert_eq!(owners, ["参与人数 901 人多于全体人数 900 人。"]);
    }

    #[test]
    fn what_is_not_given_is_no_fault() {
        assert!(with(&serde_json::json!({})).is_empty());
        let partly = serde_json::json!({"ballots": {"returned": 640, "valid": 630},
            "motions": [{"title": "甲", "matter_kind": "fund_use", "in_favour": {"heads": 500}}]});
        assert!(with(&partly).is_empty());
    }
}
