//! What the documents say about the repository is so.

use super::{assert_none, files};
use crate::common::root;
use std::fs;
use std::path::Path;
use yishi::domain::{
    ActivityKind, AreaSource, AttachmentKind, BodyKind, CancellationGround, Choice, Conclusion,
    CountBasis, DeliveryMethod, ElectedBase, ElectionKind, Electorate, ExclusionGround,
    IssueCategory, IssueKind, IssueOutcome, IssueSource, Keying, KeyingPass, ListOrder, ListStage,
    MatterKind, MeetingForm, MeetingKind, MemberStatus, NominationSource, ObjectionOutcome,
    PartyKind, PostKind, PublicationKind, RankKey, RejectionGround, ReplyKind, ReportSubject,
    ReturnChannel, ReviewCriterion, ReviewResult, Role, RollBasis, RoundKind, Satisfaction,
    SignatureStatus, SilencePolicy, Stance, TieRule, UnitKind, VotingMethod,
};
use yishi::event::CATALOGUE;

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The lines outside fenced blocks.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}

#[test]
fn every_document_has_one_title_at_its_top() {
    let mut breaches = Vec::new();
    for source in files(&["."], Some("md")) {
        let titles = prose(&source.text).filter(|line| line.starts_with("# ")).count();
        if titles != 1 || !source.text.starts_with("# ") {
            breaches.push(format!("{} has {titles} titles", source.path));
        }
    }
    assert_none(&breaches);
}

#[test]
fn every_link_inside_the_repository_leads_somewhere() {
    let mut breaches = Vec::new();
    for source in files(&["."], Some("md")) {
        let folder = root().join(Path::new(&source.path).parent().unwrap());
        for line in prose(&source.text) {
            for link in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let target = link.split('#').next().unwrap();
                if !link.contains("://") && !target.is_empty() && !folder.join(target).exists() {
                    breaches.push(format!("{}: {link}", source.path));
                }
            }
        }
    }
    assert_none(&breaches);
}

#[test]
fn the_paths_of_the_typical_changes_exist() {
    let architecture = text("docs/architecture.md");
    let table = architecture.split("## Typical changes").nth(1).unwrap();
    let rows: Vec<_> = table.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() >= 10, "{} changes", rows.len());
    let mut breaches = Vec::new();
    for row in rows {
        let paths: Vec<_> = row.split('`').skip(1).step_by(2).collect();
        assert!(!paths.is_empty(), "{row}");
        breaches.extend(
            paths.iter().filter(|path| !root().join(path).exists()).map(ToString::to_string),
        );
    }
    assert_none(&breaches);
}

#[test]
fn every_kind_is_in_the_changelog() {
    let changelog = text("CHANGELOG.md");
    let row = |kind: &str, version: u32| format!("| `{kind}` | {version} | ");
    let missing = CATALOGUE.iter().map(|entry| row(entry.kind, entry.version));
    let missing = missing.filter(|row| !changelog.contains(row));
    assert_none(&missing.collect::<Vec<_>>());
}

#[test]
fn every_word_on_record_is_in_the_glossary() {
    let glossary = text("docs/glossary.md");
    let mut breaches = Vec::new();
    macro_rules! check {
        ($($words:ty),*) => {$(
            for word in <$words>::ALL {
                let (zh, word) = (word.zh(), word.word());
                let row = glossary.lines().find(|line| {
                    line.starts_with("| ") && line.contains(&format!("`{word}`")) && line.contains(zh)
                });
                if row.is_none() {
                    breaches.push(format!("{} {word} {zh}", stringify!($words)));
                }
            }
        )*};
    }
    check!(BodyKind, MemberStatus, PostKind, MeetingKind, MeetingForm);
    check!(MatterKind, VotingMethod, ExclusionGround, AttachmentKind, Role, CancellationGround);
    check!(Choice, RejectionGround, UnitKind, AreaSource, ElectionKind, PublicationKind);
    check!(RollBasis, CountBasis, SilencePolicy, Keying, KeyingPass, DeliveryMethod);
    check!(ReturnChannel, SignatureStatus, ObjectionOutcome);
    check!(IssueKind, IssueSource, IssueCategory, ActivityKind);
    check!(
        ElectedBase,
        Electorate,
        RankKey,
        TieRule,
        NominationSource,
        ReviewCriterion,
        ReviewResult
    );
    check!(ListStage, ListOrder, RoundKind, ReportSubject, ReplyKind);
    check!(IssueOutcome, Satisfaction, PartyKind, Conclusion, Stance);
    assert_none(&breaches);
}

#[test]
fn every_word_of_the_glossary_is_in_use() {
    let sources: String =
        files(&["src", "crates"], None).into_iter().map(|source| source.text).collect();
    let glossary = text("docs/glossary.md");
    let rows = glossary.lines().filter(|line| line.starts_with("| "));
    let words = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    let unused = words.filter(|word| !sources.contains(word)).map(str::to_owned);
    assert_none(&unused.collect::<Vec<_>>());
}

#[test]
fn both_readmes_and_the_check_have_the_same_two_commands() {
    let commands = ["cargo run --release --locked -- demo ./demo", "cargo test --locked"];
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = text(readme);
        for command in commands {
            assert!(text.lines().any(|line| line == command), "{readme}: {command}");
        }
    }
    assert!(text(".ci/run").lines().any(|line| line == commands[1]), ".ci/run");
}
