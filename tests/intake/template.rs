//! Every template is a document, and decodes once it is filled in.

use crate::common::{assert_current, root};
use chrono::NaiveDate;
use yishi::domain::{Bilingual, BodyKind, MeetingKind, PersonId};
use yishi::event::sealing::{self, class_of};
use yishi::event::{Class, Event};
use yishi::intake::{Document, DraftFact, Known, KnownBody, TemplateKind, blanks_left, template};
use yishi::ledger::Value;

fn nothing_known() -> Known {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    Known { today, actor: None, bodies: Vec::new(), rules: Vec::new() }
}

fn known() -> Known {
    let labels = |names: &[&str]| names.iter().map(|name| format!("@{name}")).collect();
    let body = |label: &str, name: &str, kind| KnownBody {
        label: label.to_owned(),
        name: name.to_owned(),
        kind,
        members: labels(&["周玉茹", "罗秋英", "何建平", "魏长河", "严宝财", "钱淑敏", "邱德顺"]),
        without_vote: labels(&["顾小川"]),
        secretary: Some("@周玉茹".to_owned()),
        committee: labels(&["周玉茹", "罗秋英", "何建平"]),
        last_place: Some("怡兴园党群活动室(\"一层\")".to_owned()),
    };
    Known {
        actor: Some("@罗秋英".to_owned()),
        bodies: vec![
            body("@dangwei", "兴华南里社区党委", BodyKind::PartyCommittee),
            body("@yxy", "怡兴园党支部", BodyKind::PartyBranch),
            body("@yxy-g1", "怡兴园第一党小组", BodyKind::PartyGroup),
            body("@yxy-g2", "怡兴园第二党小组", BodyKind::PartyGroup),
        ],
        rules: vec![Bilingual::new(
            "应到会 7 人,到会 4 人以上方可开会,赞成 4 人以上为通过。",
            "Of 7 due, 4 must attend and 4 must agree.",
        )],
        ..nothing_known()
    }
}

/// A plausible value for a blank, by its key.
fn plausible(key: &str, blank: &str) -> Value {
    let text = match key {
        "in_favour" | "against" | "abstain" | "count" => return Value::Integer(3),
        "due" | "present" | "issued" | "returned" | "valid" | "invalid" | "seats"
            if blank.ends_with('数') =>
        {
            return Value::Integer(3);
        }
        "corrects" => return Value::Integer(12),
        "area" => return Value::Integer(8_950),
        "choice" => "in_favour",
        "publication_kind" => "roll",
        "outcome" if blank.contains("处理结果") => "not_upheld",
        "ground" if blank.contains("无效") => "altered",
        "happened" => "2026-11-22T14:30",
        "starts" | "due" | "voting_from" | "voting_until" | "until" => "2026-11-29",
        "matter_kind" => "work_plan",
        "announced" => "carried",
        "status" => "full",
        "body_kind" => "party_branch",
        "post_kind" => "secretary",
        "ground" => "purpose_met",
        "seals" => &"ab".repeat(32),
        "label" => "标签",
        "source" if blank.contains("提名") => "superior",
        "election_kind" => "branch_committee",
        "criterion" => "formal_member",
        "result" if blank.contains("审查") => "met",
        "reply" => "approved",
        "source" => "resident",
        "category" | "party_kind" | "activity_kind" => "other",
        "outcome" => "solved",
        "conclusion" => "consensus",
        "basis" => "brought_forward",
        _ => blank.trim_start_matches("填写"),
    };
    Value::String(text.to_owned())
}

/// What the program adds up.
fn no_totals(kind: &str) -> Option<&'static str> {
    match kind {
        "roll.frozen" => Some(r#"{"area":1,"heads":1}"#),
        "count.certified" => Some(r#"{"participating":{"area":1,"heads":1}}"#),
        _ => None,
    }
}

/// Fills in what is blank, and does for labels and the book what preparing does.
fn fill_in(fact: DraftFact) -> Event {
    let DraftFact { kind, mut fields } = fact;
    if let Some(creates) = kind.creates {
        fields.entry(creates.field.to_owned()).or_insert_with(|| Value::String("@新".to_owned()));
    }
    if let (Some(none), false) = (no_totals(kind.kind), fields.contains_key("totals")) {
        fields.insert("totals".to_owned(), Value::parse(none.as_bytes()).unwrap());
    }
    if (kind.fields)().iter().any(|field| field.pointer == "/book") {
        fields.insert("book".to_owned(), Value::String("0".repeat(64)));
    }
    let mut data = Value::Object(fields);
    let id = PersonId::derived("01KAQ3ZJ8QK6M7N8P9QRSTVWXY".parse().unwrap(), 0).to_string();
    sealing::visit(&mut data, &mut |pointer, value| {
        let Value::String(text) = value else { return true };
        let mut steps = pointer.split('/').filter(|step| step.parse::<usize>().is_err());
        let key = steps.next_back().unwrap_or_default();
        if let Some(Class::Pseudonym(_)) = class_of(kind, pointer) {
            assert!(text.starts_with('@'), "{pointer} {text}");
            text.clone_from(&id);
        } else if text.contains("填写") {
            *value = plausible(key, &text.clone());
        }
        true
    });
    Event::decode(kind.kind, kind.version, &data.to_canonical())
        .unwrap_or_else(|error| panic!("{error}\n{}", data.to_canonical()))
}

#[test]
fn every_template_is_a_document_and_decodes_once_filled_in() {
    for (word, _, kind) in TemplateKind::all() {
        for known in [nothing_known(), known()] {
            let text = template(kind, &known);
            let document = Document::parse(text.as_bytes())
                .unwrap_or_else(|error| panic!("{word}: {}\n{text}", error.sentence().en));
            assert!(document.by.is_some());
            for fact in document.facts {
                fill_in(fact);
            }
            assert!(text.lines().all(|line| line == line.trim_end()), "{word}");
        }
    }
}

#[test]
fn what_is_optional_may_be_used_as_it_stands() {
    // Taking the `//` away from an offered line must leave a document.
    for (word, _, kind) in TemplateKind::all() {
        let text = template(kind, &known());
        let used = text.lines().map(|line| {
            let offered = line.trim_start().strip_prefix("// \"").is_some();
            if offered { line.replacen("// ", "", 1) } else { line.to_owned() }
        });
        let used = used.collect::<Vec<_>>().join("\n");
        let document = Document::parse(used.as_bytes())
            .unwrap_or_else(|error| panic!("{word}: {}\n{used}", error.sentence().en));
        document.facts.into_iter().for_each(|fact| drop(fill_in(fact)));
    }
}

#[test]
fn blanks_that_nobody_filled_in_are_found() {
    let motion = template(TemplateKind::Motion, &known());
    let left = blanks_left(&Document::parse(motion.as_bytes()).unwrap());
    assert!(left.contains(&(1, "填写议案内容".to_owned())), "{left:?}");
    assert!(
        left.contains(&(2, "填写赞成人数".to_owned())) && left.iter().all(|(fact, _)| *fact < 5)
    );
    for (kind, when) in [("late", "填写日期T时:分"), ("party-lecture", "2026-11-22T填写时:分")]
    {
        let text = template(kind.parse().unwrap(), &known());
        let left = blanks_left(&Document::parse(text.as_bytes()).unwrap());
        assert!(left.contains(&(1, when.to_owned())), "{left:?}");
    }
    let filled = r#"{"facts":[{"kind":"motion.proposed","text":"填写入党志愿书"}]}"#;
    assert!(blanks_left(&Document::parse(filled.as_bytes()).unwrap()).is_empty());
}

#[test]
fn a_kind_is_asked_for_by_its_word_or_its_chinese_term() {
    let assembly = TemplateKind::Meeting(MeetingKind::BranchGeneralMeeting);
    for word in ["branch-general-meeting", "branch_general_meeting", "支部党员大会"] {
        assert_eq!(word.parse(), Ok(assembly));
    }
    assert_eq!("补录".parse(), Ok(TemplateKind::LateEntry));
    let error = "ballot".parse::<TemplateKind>().unwrap_err();
    assert!(error.to_string().contains("theme-party-day"));
    let words = TemplateKind::all();
    for (word, zh, kind) in &words {
        assert_eq!((word.parse(), zh.parse()), (Ok(*kind), Ok(*kind)));
    }
}

#[test]
fn the_templates_that_secretaries_use_most() {
    for word in [
        "branch-general-meeting",
        "branch-committee-meeting",
        "motion",
        "late",
        "deliberation-session",
        "issue",
        "activity",
        "tally",
        "declared",
    ] {
        let written = template(word.parse().unwrap(), &known());
        let path = root().join(format!("tests/intake/golden/new-{word}.txt"));
        assert_current(&path, &written);
    }
}
