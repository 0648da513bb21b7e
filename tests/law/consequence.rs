//! Consequences in time: beside a verdict, with the day that they are counted from.

use super::{day, owners, shipped};
use yishi::domain::{Bilingual, MatterKind};
use yishi::law::{Act, Day, Days, Matter, Question, consequences};

fn matter() -> Matter {
    owners(Question::Result, MatterKind::PropertyService, "2024-04-01")
}

#[test]
fn a_decision_can_be_revoked_for_a_year_from_its_publication_or_from_knowledge() {
    let published = Days { published: Some(day("2024-04-10")), ..Days::default() };
    let found = consequences(&shipped(), &matter(), &published);
    let acts: Vec<_> = found.iter().map(|one| one.act).collect();
    assert_eq!(acts, [Act::AskRevocation, Act::KeepBallots]);
    assert_eq!(found[0].act, Act::AskRevocation);
    assert_eq!(found[0].counted_from, Day::Published);
    assert_eq!(found[0].last_day, Some(day("2025-04-10")));
    assert_eq!(
        found[0].sentence(),
        Bilingual::new(
            "2025-04-10 以前受侵害的业主可以请求人民法院撤销(自公布之日 2024-04-10 起 1 年,推定)。\
             《民法典》第二百八十条第二款、解释第十二条〔全文核对〕。",
            "An injured owner may ask the court to revoke it by 2025-04-10 \
             (1 year after the day of publication, 2024-04-10, presumed). \
             Civil Code, art. 280(2), and art. 12 of the interpretation [full text read]."
        )
    );
    let known = Days { known: Some(day("2024-05-01")), ..published };
    let found = consequences(&shipped(), &matter(), &known);
    assert_eq!(found[0].last_day, Some(day("2025-05-01")));
    assert!(!found[0].sentence().zh.contains("推定"));
}

#[test]
fn a_day_that_is_not_recorded_is_named() {
    let found = consequences(&shipped(), &matter(), &Days::default());
    assert_eq!(found[0].last_day, None);
    assert_eq!(found[0].in_time(day("2024-04-10")), None);
    assert!(found[0].sentence().zh.contains("没有记录知道或者应当知道之日,无法计算期限"));
}

#[test]
fn a_place_with_a_rule_has_a_deadline_for_the_announcement() {
    let beijing = Matter { place: "CN-110105".parse().unwrap(), ..matter() };
    let days = Days { formed: Some(day("2024-04-01")), ..Days::default() };
    let found = consequences(&shipped(), &beijing, &days);
    let acts: Vec<_> = found.iter().map(|one| (one.act, one.last_day)).collect();
    let kept = (Act::KeepBallots, Some(day("2025-06-01")));
    assert_eq!(acts, [(Act::AskRevocation, None), (Act::Announce, Some(day("2024-04-04"))), kept]);
    assert_eq!(found[1].in_time(day("2024-04-04")), Some(true));
    assert_eq!(found[1].in_time(day("2024-04-05")), Some(false));
}
