//! Personal data destroyed on record; vaults that are lost, strange, or older.

use crate::common::registry::{TestRegistry, copy_tree, meeting, motion, run_on, tree, vote};
use serde_json::{Value, json};
use yishi::admission::Refusal;
use yishi::audit::{Check, Outcome, VerifyOptions, verify};
use yishi::event::Names;
use yishi::intake::PrepareError;
use yishi::registry::{RecordOptions, Refused};
use yishi::store::Note;

/// The seal of a person's name, as it stands on record.
pub(super) fn seal_of(town: &TestRegistry, name: &str) -> String {
    let view = town.registry().view(None).unwrap();
    let entries = view.entries_about(&view.find(&format!("@{name}")).unwrap()).unwrap();
    let registered = entries.iter().find(|one| one.event.kind() == "person.registered");
    let json = registered.unwrap().event.to_json().unwrap();
    json["name"]["seal"].as_str().unwrap().to_owned()
}

pub(super) fn erasure(person: &str, seals: &[String], approved_by: &[&str]) -> Value {
    json!({ "kind": "person.data_erased", "person": person, "seals": seals,
        "ground": "consent_withdrawn", "approved_by": approved_by, "happened": "2026-12-05" })
}

fn holds(town: &TestRegistry) {
    let report = verify(&town.dir(), &VerifyOptions::default());
    assert_eq!(report.outcome, Outcome::Holds, "{:?}", report.findings);
}

/// Files of the registry that hold these bytes.
fn files_with(town: &TestRegistry, text: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    let files = tree(&town.dir()).into_iter().filter(|(_, bytes)| holds(bytes));
    files.map(|(name, _)| name).collect()
}

#[test]
fn what_is_erased_is_in_no_file_and_the_book_still_verifies() {
    let mut town = TestRegistry::with_cast();
    let seal = seal_of(&town, "赵春来");
    let id = town.registry().view(None).unwrap().find("@赵春来").unwrap()[0].clone();
    assert_eq!(files_with(&town, "赵春来"), ["vault/openings.jsonl"]);
    let entries = town.entries();
    for approvers in [&["@王国强"][..], &["@王国强", "@王国强"], &[]] {
        let (why, _) = town.refused(erasure("@赵春来", std::slice::from_ref(&seal), approvers));
        assert!(matches!(why, Refused::Fact(0, Refusal::TwoApproversNeeded)), "{why:?}");
    }
    let (why, _) = town.refused(erasure("@赵春来", &[], &["@王国强", "@李桂兰"]));
    assert!(matches!(why, Refused::Fact(0, Refusal::TwoApproversNeeded)), "{why:?}");
    assert_eq!(town.entries(), entries);

    town.ok(erasure("@赵春来", &[seal], &["@王国强", "@李桂兰"]));
    assert_eq!(files_with(&town, "赵春来"), Vec::<String>::new());
    town.reopen();
    assert_eq!(files_with(&town, "赵春来"), Vec::<String>::new());
    let view = town.registry().view(None).unwrap();
    assert!(view.find("@赵春来").unwrap().is_empty(), "nobody is found by an erased name");
    let person = id.strip_prefix("person:").unwrap().parse().unwrap();
    assert_eq!(view.names().person(person).zh, "〔已封存〕");
    drop(view);
    town.close();
    assert_eq!(files_with(&town, "赵春来"), Vec::<String>::new());
    holds(&town);
    let people = town.run(&["show", "people"]).done().out;
    assert!(people.contains("〔已封存〕") && people.contains("王国强"), "{people}");
}

#[test]
fn the_lexicon_of_names_goes_before_a_name_and_is_made_again_without_it() {
    let mut town = TestRegistry::with_cast();
    let body = |text: &str| {
        json!([{ "kind": "issue.raised", "body": "@branch", "issue_kind": "wish",
        "source": "resident", "category": "facilities", "text": text, "happened": "2026-04-20" }])
    };
    let is_known = |town: &TestRegistry| {
        let (why, _) = town.refused(body("王国强家漏水"));
        matches!(why, Refused::Prepare(0, PrepareError::PersonalText { .. }))
    };
    // Whoever records next learns what came in before.
    assert!(is_known(&town));
    town.reopen();
    let lexicon = town.dir().join("vault/lexicon");
    let before = std::fs::read(&lexicon).unwrap();
    let seal = seal_of(&town, "赵春来");
    town.ok(erasure("@赵春来", &[seal], &["@王国强", "@李桂兰"]));
    assert!(!lexicon.exists());
    assert!(is_known(&town));
    town.ok(body("赵春来家漏水"));
    town.close();
    let after = std::fs::read(&lexicon).unwrap();
    assert_ne!(after, before);
    // Damaged, of another journal, or gone: it is made again, and the same names are known.
    for bytes in [Some(&after[..after.len() - 1]), Some(&before[..]), None] {
        match bytes {
            Some(bytes) => std::fs::write(&lexicon, bytes).unwrap(),
            None => std::fs::remove_file(&lexicon).unwrap(),
        }
        town.reopen();
        assert!(is_known(&town));
        town.close();
    }
    holds(&town);
}

#[test]
fn an_erased_name_is_not_known_any_more_in_the_same_session() {
    let town = TestRegistry::with_cast();
    town.ok(erasure("@赵春来", &[seal_of(&town, "赵春来")], &["@王国强", "@李桂兰"]));
    let (why, zh) = town.refused(json!({ "kind": "membership.changed", "person": "@赵春来",
        "body": "@branch", "change": "joined", "status": "full", "happened": "2026-12-01" }));
    assert!(matches!(why, Refused::Prepare(0, _)), "{why:?}");
    assert!(zh.contains("找不到"), "{zh}");
}

#[test]
fn an_erasure_on_record_that_was_not_carried_out_is_made_good_when_it_is_repeated() {
    let town = TestRegistry::with_cast();
    let seal = seal_of(&town, "赵春来");
    let opening = town.registry().vault().find(&seal.parse().unwrap()).unwrap().unwrap();
    let file = town.document(erasure("@赵春来", &[seal], &["@王国强", "@李桂兰"]));
    town.record_bytes(&file, &RecordOptions::default()).unwrap();
    // As if the file could not have been replaced.
    town.registry().vault().put(&[opening]).unwrap();
    assert_eq!(files_with(&town, "赵春来"), ["vault/openings.jsonl"]);
    assert!(town.record_bytes(&file, &RecordOptions::default()).unwrap().repeated);
    assert_eq!(files_with(&town, "赵春来"), Vec::<String>::new());
}

#[test]
fn a_vault_from_an_older_backup_loses_again_what_was_erased() {
    let mut town = TestRegistry::with_cast();
    town.close();
    let backup = town.beside("old-vault");
    copy_tree(&town.dir().join("vault"), &backup);
    town.reopen();
    town.ok(erasure("@赵春来", &[seal_of(&town, "赵春来")], &["@王国强", "@李桂兰"]));
    town.close();
    std::fs::remove_dir_all(town.dir().join("vault")).unwrap();
    copy_tree(&backup, &town.dir().join("vault"));
    assert_eq!(files_with(&town, "赵春来"), ["vault/openings.jsonl"]);
    let notes = town.reopen().notes.clone();
    assert!(notes.iter().any(|note| matches!(note, Note::VaultOther { .. })), "{notes:?}");
    assert_eq!(files_with(&town, "赵春来"), Vec::<String>::new());
    assert_ne!(files_with(&town, "王国强"), Vec::<String>::new());
    town.close();
    holds(&town);
}

#[test]
fn an_older_vault_beside_an_index_that_was_deleted_too() {
    let mut town = TestRegistry::with_cast();
    town.close();
    let backup = town.beside("old-vault");
    copy_tree(&town.dir().join("vault"), &backup);
    town.reopen();
    town.ok(erasure("@赵春来", &[seal_of(&town, "赵春来")], &["@王国强", "@李桂兰"]));
    town.close();
    std::fs::remove_dir_all(town.dir().join("vault")).unwrap();
    std::fs::remove_dir_all(town.dir().join("index")).unwrap();
    copy_tree(&backup, &town.dir().join("vault"));
    town.reopen();
    assert_eq!(files_with(&town, "赵春来"), Vec::<String>::new());
}

#[test]
fn without_a_vault_the_book_opens_verifies_admits_and_counts() {
    let mut town = TestRegistry::with_cast();
    town.ok(vote("d-1", "m-1", [4, 0, 0]));
    let view = town.registry().view(None).unwrap();
    let id = |name: &str| view.find(&format!("@{name}")).unwrap()[0].replace("person:", "");
    let (chair, recorder, away) = (id("王国强"), id("李桂兰"), id("陈志明"));
    drop(view);
    let before = town.fingerprints();
    town.close();
    std::fs::remove_dir_all(town.dir().join("vault")).unwrap();

    let notes = town.reopen().notes.clone();
    assert!(notes.iter().any(|note| matches!(note, Note::VaultMissing { .. })), "{notes:?}");
    assert_eq!(town.fingerprints(), before);
    let report = verify(&town.dir(), &VerifyOptions::default());
    assert!(!report.findings.is_empty(), "a vault that is gone is missed");
    assert!(report.findings.iter().all(|one| one.check() == Check::Erasures), "{report:?}");
    let mut held = meeting("m-2", "2026-03-05");
    held["chair"] = chair.into();
    held["recorder"] = recorder.into();
    held["leave"][0]["person"] = away.into();
    town.ok(json!([held, motion("d-2", "m-2"), vote("d-2", "m-2", [3, 1, 0])]));
    let (why, _) = town.refused(meeting("m-3", "2026-07-01"));
    assert!(matches!(why, Refused::Prepare(..)), "names mean nobody: {why:?}");
    town.close();
    // Now there is half a vault: what it lacks is asked for, and nothing else is wrong.
    let report = verify(&town.dir(), &VerifyOptions::default());
    assert_eq!(report.outcome, Outcome::Wanting);
    assert!(report.findings.iter().all(|one| one.check() == Check::Erasures), "{report:?}");

    let dir = town.dir();
    let committees = run_on(&dir, &["show", "committees"]).done().out;
    assert!(committees.contains("〔已封存〕") && committees.contains("书记"), "{committees}");
    let votes = run_on(&dir, &["show", "votes", "--json"]).done().json();
    assert_eq!(votes["rows"].as_array().unwrap().len(), 2);
    let minutes = run_on(&dir, &["minutes", "@m-1"]).done().out;
    assert!(minutes.contains("〔已封存〕"), "{minutes}");
    assert!(run_on(&dir, &["why", "@d-2"]).out.contains('3'));
}

#[test]
fn a_vault_of_another_registry_opens_nothing_here() {
    let mut town = TestRegistry::with_cast();
    let mut other = TestRegistry::other();
    other.ok(json!({ "kind": "person.registered", "name": "外来人", "happened": "2026" }));
    other.close();
    town.close();
    std::fs::remove_dir_all(town.dir().join("vault")).unwrap();
    copy_tree(&other.dir().join("vault"), &town.dir().join("vault"));
    let notes = town.reopen().notes.clone();
    let foreign = |note: &Note| matches!(note, Note::VaultOther { orphans, .. } if *orphans > 0);
    assert!(notes.iter().any(foreign), "{notes:?}");
    town.close();
    let people = town.run(&["show", "people"]).done().out;
    assert!(people.contains("〔已封存〕") && !people.contains("外来人"), "{people}");
}
