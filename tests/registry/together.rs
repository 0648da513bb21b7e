//! Two people at once: one wins, the other is told; what does not touch each other all succeeds.

use crate::common::registry::{TestRegistry, meeting, motion, refusal, run_on, vote};
use serde_json::json;
use std::sync::Barrier;
use std::thread;
use yishi::admission::Refusal;
use yishi::admission::refusal::MotionRefusal;
use yishi::audit::{Outcome, VerifyOptions, verify};
use yishi::cli::Exit;
use yishi::registry::{RecordOptions, Refused};

#[test]
fn of_two_votes_on_one_motion_one_is_recorded() {
    let town = TestRegistry::with_cast();
    for round in 0..8 {
        let (held, moved) = (format!("m-{round}x"), format!("d-{round}x"));
        town.ok(json!([meeting(&held, "2026-03-05"), motion(&moved, &held)]));
        let before = town.entries();
        let files = [[4, 0, 0], [1, 2, 1]].map(|counts| town.document(vote(&moved, &held, counts)));
        let together = Barrier::new(files.len());
        let registry = town.registry();
        let results: Vec<_> = thread::scope(|scope| {
            let threads = files.each_ref().map(|file| {
                scope.spawn(|| {
                    together.wait();
                    registry.record_file(file, &RecordOptions::default())
                })
            });
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let (won, lost): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 1));
        for lost in lost {
            let (why, zh) = refusal(lost);
            assert!(
                matches!(why, Refused::Fact(0, Refusal::Motion(MotionRefusal::AlreadyVoted(_)))),
                "{why:?}"
            );
            assert!(zh.contains("已经表决"), "{zh}");
        }
        assert_eq!(town.entries(), before + 1);
    }
}

#[test]
fn eight_people_with_independent_documents_all_succeed() {
    let mut town = TestRegistry::with_cast();
    let before = town.entries();
    let together = Barrier::new(8);
    let (registry, town_ref) = (town.registry(), &town);
    thread::scope(|scope| {
        for clerk in 0..8 {
            let together = &together;
            let files: Vec<_> = (0..20)
                .map(|number| {
                    let name = format!("居民{clerk}之{number}");
                    town_ref.document(
                        json!({ "kind": "person.registered", "name": name, "happened": "2026" }),
                    )
                })
                .collect();
            scope.spawn(move || {
                together.wait();
                for file in files {
                    registry.record_file(&file, &RecordOptions::default()).unwrap();
                }
            });
        }
    });
    assert_eq!(town.entries(), before + 160);
    town.close();
    let report = verify(&town.dir(), &VerifyOptions::default());
    assert_eq!(report.outcome, Outcome::Holds, "{:?}", report.findings);
}

#[test]
fn another_program_is_told_who_is_inside_and_may_read() {
    let mut town = TestRegistry::with_cast();
    let file = town.beside("person.json");
    let fact = json!({ "kind": "person.registered", "name": "孙晓梅", "happened": "2026-01" });
    std::fs::write(&file, town.document(fact)).unwrap();
    let path = file.to_string_lossy().into_owned();
    let busy = run_on(&town.dir(), &["record", &path]).assert(Exit::Busy);
    assert!(busy.err.contains("正被 yishi"), "{}", busy.err);
    assert!(busy.err.contains(&std::process::id().to_string()), "{}", busy.err);
    run_on(&town.dir(), &["rebuild"]).assert(Exit::Busy);
    run_on(&town.dir(), &["show", "people"]).done();
    run_on(&town.dir(), &["verify"]).done();
    town.reopen();
}

#[test]
fn another_process_ends_with_four() {
    let town = TestRegistry::with_cast();
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_yishi"))
        .args(["--lang", "zh", "--registry"])
        .arg(town.dir())
        .arg("rebuild")
        .output()
        .unwrap();
    assert_eq!(program.status.code(), Some(4));
    assert!(String::from_utf8(program.stderr).unwrap().contains("正被 yishi"));
}
