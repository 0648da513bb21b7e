//! Old shapes are read for ever: frozen entries, and what became of them.

use crate::common::root;
use serde_json::Value;
use yishi::domain::VotingMethod;
use yishi::event::Event;
use yishi::ledger::Sha256;

/// Frozen entries: file and SHA-256. A line here is never changed, only added.
const FROZEN: &[(&str, &str)] =
    &[("motion.voted.v1.json", "55db20057a00cd83de77c88c5d2357ec11e7100280fd5a2dbef87d0a9a103495")];

fn frozen(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/fixtures/entries").join(name)).unwrap()
}

#[test]
fn no_frozen_entry_was_ever_edited_and_none_is_left_over() {
    for (name, sum) in FROZEN {
        assert_eq!(Sha256::of(&frozen(name)).to_string(), *sum, "{name}");
    }
    let listing = std::fs::read_dir(root().join("tests/fixtures/entries")).unwrap();
    assert_eq!(listing.count(), FROZEN.len());
}

#[test]
fn a_vote_of_version_one_has_no_method_and_is_said_to_have_none() {
    let entry: Value = serde_json::from_slice(&frozen("motion.voted.v1.json")).unwrap();
    assert_eq!((entry["kind"].as_str(), entry["v"].as_u64()), (Some("motion.voted"), Some(1)));
    let event = Event::decode("motion.voted", 1, &entry["data"].to_string()).unwrap();
    let Event::MotionVoted(vote) = &event else { panic!("{event:?}") };
    assert_eq!(vote.method, VotingMethod::NotRecorded);
    assert_eq!((vote.in_favour, vote.against, vote.abstain), (22, 3, 5));
    assert_eq!((vote.written_in_favour, vote.written_against), (None, None));
    assert_eq!(event.to_json().unwrap()["method"], "not_recorded");
    assert_eq!(event.tags().len(), 2);
    let tags: Vec<_> = entry["tags"].as_array().unwrap().iter().collect();
    assert_eq!(
        tags,
        event
            .tags()
            .iter()
            .map(|tag| Value::from(tag.as_str()))
            .collect::<Vec<_>>()
            .iter()
            .collect::<Vec<_>>()
    );
    // The newest shape does not take the old words, and no version is made up.
    assert!(Event::decode("motion.voted", 2, &entry["data"].to_string()).is_err());
    assert!(Event::decode("motion.voted", 3, &entry["data"].to_string()).is_err());
}
