//! Every kind of outcome in both languages.

use super::{assembly, committee, frequency, verdict};
use serde_json::{Value, json};
use yishi::domain::{MatterKind, MeetingKind};
use yishi::law::{Matter, Question};

fn says(matter: &Matter, figures: &Value, zh: &str, en: &str) {
    let sentence = verdict(matter, figures).sentence();
    assert_eq!(sentence.zh, zh);
    assert_eq!(sentence.en, en);
}
#[test]
fn dump() {
    let r = assembly(Question::Result, MatterKind::WorkPlan);
    let q = assembly(Question::Quorum, MatterKind::WorkPlan);
    let a = assembly(Question::Result, MatterKind::AcceptProbationary);
    for (m, f) in [
        (&r, json!({"due":20,"present":12,"in_favour":10})),
        (&r, json!({"due":20,"present":12,"in_favour":11})),
        (&r, json!({"due":20,"present":12})),
        (&r, json!({"due":15,"present":7,"in_favour":7})),
        (&q, json!({"due":16,"present":8})),
        (&q, json!({"due":16,"present":9})),
        (&q, json!({"due":16,"present":7})),
        (&a, json!({"due": 15, "present": 8, "in_favour": 7, "written_in_favour": 1})),
        (&r, json!({"due": 15, "present": 8, "in_favour": 7, "written_in_favour": 1})),
        (&r, json!({"due": 20, "present": 12, "in_favour": 9, "excluded_with_approvals": 4})),
        (&committee(Question::Result), json!({"due": 5, "present": 3, "in_favour": 2})),
        (&frequency(MeetingKind::BranchGeneralMeeting, "2025-11-01"), json!({"held": 0})),
        (&frequency(MeetingKind::BranchGeneralMeeting, "2025-11-01"), json!({"held": 1})),
        (&frequency(MeetingKind::ThemePartyDay, "2025-11-01"), json!({"held": 0})),
        (&frequency(MeetingKind::PartyLecture, "2025-11-01"), json!({"held": 0})),
        (&frequency(MeetingKind::PartyLecture, "2025-11-01"), json!({})),
        (&Matter { meeting: MeetingKind::PartyGroupMeeting, ..r.clone() }, json!({})),
    ] {
        let v = verdict(m, &f);
        println!("\n== {f}\n{}\n{}", v.sentence().zh, v.sentence().en);
        for (h, lines) in v.explain().sections() {
            println!("  {} / {}", h.zh, h.en);
            for l in lines {
                println!("     {}\n     {}", l.zh, l.en);
            }
        }
    }
    let _ = says;
}
