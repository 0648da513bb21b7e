//! The vote with and without those who were served and did not reply, in columns of their own.

use super::{owners, verdict};
use serde_json::{Value, json};
use yishi::domain::{MatterKind, SilencePolicy};
use yishi::law::{Matter, Question};

fn motion(about: MatterKind) -> Matter {
    owners(Question::RESULT, about, "2021-06-16")
}

/// The figures of the court's case: 1,291 owners, 584 of them served and silent.
fn silent() -> Value {
    let area = |heads: u64| heads * 10_000;
    json!({"roll_heads": 1291, "roll_area": area(1291),
        "in_favour_heads": 417, "in_favour_area": area(417),
        "against_heads": 278, "against_area": area(278),
        "abstain_heads": 8, "abstain_area": area(8),
        "silent_heads": 584, "silent_area": area(584)})
}

#[test]
fn each_way_to_treat_silence_is_a_column_and_the_first_is_without() {
    let found = verdict(&motion(MatterKind::PropertyService), &silent());
    let columns: Vec<_> = found.deemed.iter().map(|one| (one.policy, one.met)).collect();
    assert_eq!(
        columns,
        [
            (SilencePolicy::NotParticipating, Some(false)),
            (SilencePolicy::ParticipatingAbstain, Some(false)),
            (SilencePolicy::JoinsMajority, Some(true)),
        ]
    );
    let table = found.deemed_table().unwrap();
    let zh = |cells: &[domain::Bilingual]| -> Vec<String> {
        cells.iter().map(|cell| cell.zh.clone()).collect()
    };
    assert_eq!(
        zh(&table.headings),
        ["视同票", "不含(未回复不算参与)", "含(未回复算参与并弃权)", "含(未回复计入多数意见)"]
    );
    assert_eq!(
        zh(&table.rows[0]),
        [
            "参与表决的业主人数/全体业主 ≥2/3",
            "703 人/1291 人 未达到",
            "1287 人/1291 人 达到",
            "1287 人/1291 人 达到",
        ]
    );
    assert_eq!(
        zh(&table.rows[2]),
        [
            "同意的业主人数/参与 >1/2",
            "417 人/703 人 达到",
            "417 人/1287 人 未达到",
            "1001 人/1287 人 达到",
        ]
    );
    assert_eq!(zh(&table.rows[4]), ["结果", "未达到要求", "未达到要求", "达到要求"]);
    assert!(table.rows.iter().all(|row| row.len() == 4 && row.iter().all(|c| !c.en.is_empty())));
}

#[test]
fn a_special_matter_has_no_column_in_which_silence_consents() {
    let found = verdict(&motion(MatterKind::Rebuilding), &silent());
    let policies: Vec<_> = found.deemed.iter().map(|one| one.policy).collect();
    assert_eq!(policies, [SilencePolicy::NotParticipating, SilencePolicy::ParticipatingAbstain]);
}

#[test]
fn without_deemed_votes_there_are_no_columns() {
    let mut facts = silent();
    for silent in ["silent_heads", "silent_area"] {
        facts.as_object_mut().unwrap().remove(silent);
    }
    let found = verdict(&motion(MatterKind::PropertyService), &facts);
    assert_eq!((found.deemed.len(), found.deemed_table()), (0, None));
    // What silence came to is told even where nothing else can be said.
    facts["silent_heads"] = json!(584);
    let half = verdict(&motion(MatterKind::PropertyService), &facts);
    let table = half.deemed_table().unwrap();
    assert_eq!(table.rows[1][2].zh, "未记录/12910000.00 ㎡".replace("12910000.00", "129100.00"));
}
