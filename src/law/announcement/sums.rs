//! Identities: numbers of one announcement that must fit each other, whatever the law says.

use super::fault::{Amount, Fault, Named};
use super::number::Percent;
use super::{Announcement, Ballots, Side};
use crate::domain::Bilingual;

/// A number that may not be given, with its name and unit.
type Given = (Bilingual, Option<u64>, fn(u64) -> Amount);

/// Every breach of an identity, in the order of the document.
pub(super) fn faults(announcement: &Announcement) -> Vec<Fault> {
    let mut sums = Sums::default();
    sums.meeting(announcement);
    if let Some(ballots) = &announcement.ballots {
        sums.ballots(ballots, announcement);
    }
    sums.participation(announcement);
    for motion in &announcement.motions {
        let title = motion.title.as_str();
        let sides = [&motion.in_favour, &motion.against, &motion.abstain];
        sums.sides(title, sides, announcement);
    }
    if let Some(election) = &announcement.election {
        for candidate in &election.candidates {
            let sides = [&candidate.in_favour, &candidate.against, &candidate.abstain];
            sums.sides(candidate.name.as_str(), sides, announcement);
        }
        sums.marks(announcement);
    }
    sums.faults
}

#[derive(Default)]
struct Sums {
    faults: Vec<Fault>,
}

impl Sums {
    fn meeting(&mut self, all: &Announcement) {
        self.not_more(&present(all), &due(all));
    }

    fn ballots(&mut self, ballots: &Ballots, all: &Announcement) {
        let papers = |zh: &str, en: &str, count: Option<u32>| -> Given {
            (Bilingual::new(zh, en), count.map(u64::from), Amount::Papers)
        };
        let issued = papers("发出", "issued", ballots.issued);
        let returned = papers("收回", "returned", ballots.returned);
        let valid = papers("有效", "valid", ballots.valid);
        let invalid = papers("无效", "invalid", ballots.invalid);
        let not_returned = papers("未收回", "not returned", ballots.not_returned);
        self.not_more(&returned, &issued);
        self.make(&[returned.clone(), not_returned], &issued);
        self.make(&[valid.clone(), invalid], &returned);
        self.not_more(&valid, &returned);
        // Where everybody present gets one paper, more papers came back than people were there.
        if all.present.is_some() {
            self.not_more(&returned, &present(all));
        }
    }

    fn participation(&mut self, all: &Announcement) {
        let (Some(took_part), Some(roll)) = (&all.participation, &all.roll) else { return };
        let sides =
            [heads("参与", "taking part", took_part), area("参与", "taking part", took_part)];
        let wholes = [heads("全体", "all", roll), area("全体", "all", roll)];
        let printed = [took_part.heads_percent, took_part.area_percent];
        for ((part, whole), printed) in sides.iter().zip(&wholes).zip(printed) {
            self.not_more(part, whole);
            self.percent(part, printed, whole, &[]);
        }
    }

    /// In favour, against and abstaining on one motion, or for one candidate.
    fn sides(&mut self, title: &str, [yes, no, abstain]: [&Side; 3], all: &Announcement) {
        let base = bases(all);
        for which in [heads, area] {
            let named = |zh: &str, en: &str, side: &Side| {
                let (name, count, unit) = which(zh, en, side);
                let zh = format!("“{title}”{}", name.zh);
                (Bilingual::new(zh, format!("\"{title}\" {}", name.en)), count, unit)
            };
            let parts = [
                named("同意", "in favour", yes),
                named("反对", "against", no),
                named("弃权", "abstaining", abstain),
            ];
            let wholes: Vec<Given> = base.iter().filter_map(|side| side(which, all)).collect();
            // Votes cannot be more than those who were there, whatever their share is taken of.
            let there = wholes.iter().find(|whole| whole.0 == present(all).0).or(wholes.first());
            there.into_iter().for_each(|there| self.at_most(&parts, there, all));
            let Some(whole) = wholes.first() else { continue };
            for (part, side) in parts.iter().zip([yes, no, abstain]) {
                let printed = match (part.2)(0) {
                    Amount::Area(_) => side.area_percent,
                    _ => side.heads_percent,
                };
                self.percent(part, printed, whole, &wholes);
            }
        }
    }

    /// The three sides make those who took part, less invalid papers.
    fn at_most(&mut self, parts: &[Given], whole: &Given, all: &Announcement) {
        let known: u64 = parts.iter().filter_map(|(_, count, _)| *count).sum();
        let Some(most) = whole.1 else { return };
        let complete = parts.iter().all(|(_, count, _)| count.is_some());
        let invalid = all.ballots.as_ref().and_then(|ballots| ballots.invalid);
        // Blank and invalid papers are none of the three; only when there are none must it be even.
        let short = complete && known < most && invalid == Some(0);
        if known > most || short {
            let parts: Vec<Given> =
                parts.iter().filter(|(_, count, _)| count.is_some()).cloned().collect();
            match parts.as_slice() {
                [one] if known > most => self.not_more(one, whole),
                _ => self.make(&parts, whole),
            }
        }
    }

    /// Nobody can have more votes than papers were valid, nor all together more than seats allow.
    fn marks(&mut self, all: &Announcement) {
        let (Some(election), Some(ballots)) = (&all.election, &all.ballots) else { return };
        let Some(papers) = ballots.valid.or(ballots.returned) else { return };
        let marks: u64 =
            election.candidates.iter().filter_map(|one| one.in_favour.heads).map(u64::from).sum();
        let most = u64::from(papers) * u64::from(election.seats);
        if all.roll.is_none() && marks > most {
            let name = Bilingual::new("全部候选人得票之和", "all votes for candidates");
            let part = Named { name, amount: Amount::Heads(marks) };
            let name = Bilingual::new("有效票数乘以应选名额", "valid papers times seats");
            self.faults
                .push(Fault::Exceeds { part, whole: Named { name, amount: Amount::Heads(most) } });
        }
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
        let (Some(part), Some(printed), Some(whole)) = (known(part), printed, known(whole)) else {
            return;
        };
        let (count, of) = (number(part.amount), number(whole.amount));
        if printed.fits(count, of) {
            return;
        }
        let other_whole =
            others.iter().filter_map(known).find(|one| printed.fits(count, number(one.amount)));
        let right = printed.of(count, of);
        self.faults.push(Fault::Percent { part, printed, whole, right, other_whole });
    }
}

/// The wholes that a share may be taken of, the right one first.
type Base = fn(fn(&str, &str, &Side) -> Given, &Announcement) -> Option<Given>;

fn bases(all: &Announcement) -> Vec<Base> {
    let of_owners: [Base; 2] = [
        |which, all| all.participation.as_ref().map(|side| which("参与", "taking part", side)),
        |which, all| all.roll.as_ref().map(|side| which("全体", "all", side)),
    ];
    let of_members: [Base; 2] =
        [|which, all| heads_only(which, due(all)), |which, all| heads_only(which, present(all))];
    if all.roll.is_some() || all.participation.is_some() {
        of_owners.to_vec()
    } else {
        of_members.to_vec()
    }
}

/// Members have no area.
fn heads_only(which: fn(&str, &str, &Side) -> Given, given: Given) -> Option<Given> {
    let is_heads = matches!((which("", "", &Side::default()).2)(0), Amount::Heads(_));
    (is_heads && given.1.is_some()).then_some(given)
}

fn heads(zh: &str, en: &str, side: &Side) -> Given {
    let name = Bilingual::new(format!("{zh}人数"), format!("heads {en}"));
    (name, side.heads.map(u64::from), Amount::Heads)
}

fn area(zh: &str, en: &str, side: &Side) -> Given {
    let name = Bilingual::new(format!("{zh}面积"), format!("area {en}"));
    (name, side.area.map(|area| area.0.0), Amount::Area)
}

fn present(all: &Announcement) -> Given {
    (Bilingual::new("实到", "present"), all.present.map(u64::from), Amount::Heads)
}

fn due(all: &Announcement) -> Given {
    (Bilingual::new("应到", "due"), all.due.map(u64::from), Amount::Heads)
}

fn known((name, count, unit): &Given) -> Option<Named> {
    count.map(|count| Named { name: name.clone(), amount: unit(count) })
}

const fn number(amount: Amount) -> u64 {
    match amount {
        Amount::Heads(number) | Amount::Papers(number) | Amount::Area(number) => number,
    }
}

const fn same_unit(like: Amount, number: u64) -> Amount {
    match like {
        Amount::Heads(_) => Amount::Heads(number),
        Amount::Papers(_) => Amount::Papers(number),
        Amount::Area(_) => Amount::Area(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(json: serde_json::Value) -> Vec<String> {
        let announcement: Announcement = serde_json::from_value(json).unwrap();
        faults(&announcement).iter().map(|fault| fault.sentence().zh).collect()
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
