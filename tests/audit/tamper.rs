//! Tampering, case by case: what is done to a journal, and which check says so.

use super::{Making, broken, cmd, meeting, motion, person, seq, verify, vote, write_file};
use crate::common::registry::run_on;
use serde_json::json;
use yishi::audit::{EndMark, Fault, Note, Outcome, Report, VerifyOptions};
use yishi::cli::Exit;
use yishi::law::shipped_files;
use yishi::ledger::{Hash, Salt, Value};
use yishi::store::Checkpoint;
use yishi::store::vault::Opening;

/// The small book after a change to one of its lines.
fn with(place: usize, change: impl Fn(&str) -> String) -> Making {
    let mut making = Making::small();
    let changed = change(&making.lines[place]);
    assert_ne!(changed, making.lines[place], "the case changes nothing");
    making.lines[place] = changed;
    making
}

fn anchored(making: &Making, covers: u64, hash: Hash) -> Report {
    let anchor = Some(Checkpoint { next_seq: covers, hash });
    verify(making.folder().path(), &VerifyOptions { anchor, ..VerifyOptions::default() })
}

const VOTED: usize = 27;

#[test]
fn t00_an_honest_book_holds_and_says_what_vouches_for_its_end() {
    let making = Making::small();
    let report = making.verify();
    assert_eq!(report.findings, []);
    assert_eq!(report.outcome, Outcome::Holds);
    assert_eq!((report.counts.entries, report.counts.commands), (30, Some(11)));
    assert!(report.sentence().zh.starts_with("核对无误:30 条记录,链完整"));
    assert!(report.sentence().zh.contains("最后一条没有任何东西担保"));
    let report = anchored(&making, 30, making.head());
    assert_eq!(report.vouched_by(), Some(&EndMark::Anchor));
    assert!(report.sentence().zh.ends_with("最后一条由您另行保存的凭据担保。"));
}

#[test]
fn the_shipped_book_in_several_entries_holds() {
    let cards: Vec<&str> = shipped_files().into_iter().map(|(_, text)| text).collect();
    let mut making = Making::begin(&cards);
    making.meeting(Making::one_by_one);
    let report = making.verify();
    assert_eq!(report.findings, []);
}

#[test]
fn t01_a_flipped_bit_in_a_text_breaks_the_chain_behind_it() {
    let report = with(26, |line| line.replace("年度", "年底")).verify();
    assert_eq!(broken(&report), ["A1.a"]);
    assert_eq!(report.findings[0].place.entry, Some(27));
}

#[test]
fn t02_t03_a_changed_count_breaks_the_chain_behind_it() {
    let report = with(VOTED, |line| line.replace("\"in_favour\":8", "\"in_favour\":7")).verify();
    assert_eq!(broken(&report), ["A1.a"]);
    assert_eq!(report.findings[0].place.entry, Some(28));
}

#[test]
fn t04_a_change_chained_again_is_seen_by_what_vouches_only() {
    let head = Making::small().head();
    let mut making = with(VOTED, |line| line.replace("\"in_favour\":8", "\"in_favour\":7"));
    making.rechain(VOTED);
    assert_eq!(making.verify().outcome, Outcome::Holds);
    assert_eq!(broken(&anchored(&making, 30, head)), ["A1.f"]);
}

#[test]
fn t05_a_deleted_entry_leaves_a_gap_and_a_broken_link() {
    let mut making = Making::small();
    making.lines.remove(VOTED);
    assert_eq!(broken(&making.verify()), ["A0.f", "A1.a"]);
}

#[test]
fn t06_a_deletion_numbered_and_chained_again_is_seen_by_what_vouches_only() {
    let head = Making::small().head();
    let mut making = Making::small();
    making.lines.remove(28);
    making.renumber().rechain(28);
    assert_eq!(making.verify().outcome, Outcome::Holds);
    let report = anchored(&making, 30, head);
    assert_eq!(broken(&report), ["A1.f"]);
    assert!(matches!(report.findings[0].fault, Fault::CutShort { covers: 30, entries: 29, .. }));
}

#[test]
fn t07_an_inserted_entry_breaks_number_and_link() {
    let mut making = Making::small();
    let line = making.lines[VOTED].replace("QRSTV008", "QRSTV900");
    making.lines.insert(VOTED, line);
    assert_eq!(broken(&making.verify()), ["A0.f", "A1.a"]);
}

#[test]
fn t08_two_neighbours_that_changed_places() {
    let mut making = Making::small();
    making.lines.swap(26, 27);
    assert_eq!(broken(&making.verify()), ["A0.f", "A1.a", "A1.c"]);
}

#[test]
fn t09_an_entry_that_stands_twice() {
    let mut making = Making::small();
    making.lines.insert(VOTED, making.lines[VOTED].clone());
    assert_eq!(broken(&making.verify()), ["A0.f", "A1.a", "A1.d"]);
}

#[test]
fn t10_t11_a_dropped_end_is_seen_by_what_vouches_only() {
    let head = Making::small().head();
    let mut making = Making::small();
    making.lines.pop();
    assert_eq!(making.verify().outcome, Outcome::Holds);
    assert_eq!(broken(&anchored(&making, 30, head)), ["A1.f"]);
    let report = anchored(&making, 20, Hash::of(making.lines[19].as_bytes()));
    assert_eq!(report.outcome, Outcome::Holds);
    assert_eq!(report.vouched_by(), None);
    assert_eq!(report.notes, [Note::NotCovered { entries: 9 }]);
}

#[test]
fn t12_t13_a_cut_line_and_garbage_stand_behind_the_last_command() {
    for tail in ["{\"at\":\"2026", "garbage\n", "\n", "\0\0\0\0"] {
        let making = Making::small();
        let dir = making.folder();
        let text = making.text() + tail;
        write_file(dir.path(), "journal/0000000000.jsonl", text.as_bytes());
        let report = verify(dir.path(), &VerifyOptions::default());
        assert_eq!(broken(&report), ["A1.e"], "{tail:?}");
        assert_eq!(report.findings[0].place.entry, Some(30));
    }
}

#[test]
fn t14_another_beginning() {
    let mut making = with(0, |line| line.replace("\"format\":1", "\"format\":2"));
    assert_eq!(broken(&making.rechain(1).verify()), ["A1.b"]);
    let mut making = Making::small();
    making.lines.remove(0);
    making.renumber().rechain(1);
    assert!(broken(&making.verify()).contains(&"A1.b"));
}

#[test]
fn t15_an_entry_from_another_book() {
    let other =
        with(3, |line| line.replace("\"happened\":\"2026-11-01\"", "\"happened\":\"2026-11-02\""))
            .rechain(3)
            .lines[VOTED]
            .clone();
    let report = with(VOTED, |_| other.clone()).verify();
    assert_eq!(broken(&report), ["A1.a"]);
}

#[test]
fn t16_the_same_keys_in_another_order() {
    let mut making = with(0, |line| {
        line.replace("\"more\":1,\"prev\"", "\"prev\"")
            .replace(",\"seq\":0", ",\"more\":1,\"seq\":0")
    });
    assert_eq!(broken(&making.rechain(1).verify()), ["A0.c"]);
    let mut making = with(VOTED, |line| {
        line.replace("\"abstain\":0,\"against\":0", "\"against\":0,\"abstain\":0")
    });
    assert_eq!(broken(&making.rechain(1).verify()), ["A0.b"]);
}

#[test]
fn t17_a_key_with_two_values() {
    let mut making =
        with(VOTED, |line| line.replace("\"abstain\":0", "\"abstain\":0,\"abstain\":1"));
    assert_eq!(broken(&making.rechain(1).verify()), ["A0.b"]);
}

#[test]
fn t18_a_number_that_other_readers_round() {
    let change = |line: &str| line.replace("\"in_favour\":8", "\"in_favour\":9007199254740993");
    assert_eq!(broken(&with(VOTED, change).rechain(1).verify()), ["A0.b"]);
}

#[test]
fn t19_a_text_not_in_nfc_and_a_character_that_cannot_be_seen() {
    let mut making = with(26, |line| line.replace("年度", "e\u{301}"));
    assert_eq!(broken(&making.rechain(1).verify()), ["A0.e"]);
    let mut making = with(26, |line| line.replace("年度", "年\u{200b}度"));
    assert_eq!(broken(&making.rechain(1).verify()), ["A0.e"]);
}

#[test]
fn t20_line_ends_of_another_system() {
    let making = Making::small();
    let dir = making.folder();
    let text = making.text().replace('\n', "\r\n");
    write_file(dir.path(), "journal/0000000000.jsonl", text.as_bytes());
    let report = verify(dir.path(), &VerifyOptions::default());
    assert!(broken(&report).contains(&"A0.b"), "{:?}", broken(&report));
    let mut making = with(10, |line| format!("{line}\r"));
    assert_eq!(broken(&making.rechain(1).verify()), ["A0.b"]);
}

#[test]
fn t21_a_recorded_time_that_goes_back() {
    let mut making = with(VOTED, |line| line.replace("T04:50", "T03:50"));
    assert_eq!(broken(&making.rechain(1).verify()), ["A1.c"]);
    let mut making = with(VOTED, |line| line.replace("2026-11-22T04", "2026-11-31T04"));
    assert!(broken(&making.rechain(1).verify()).contains(&"A0.c"));
}

#[test]
fn t21_behind_a_corrected_clock_it_may_go_back() {
    let mut making = Making::small();
    let corrected = json!({"wrong": "2026-11-22T04:50:10.000Z",
        "reason": "电池耗尽", "happened": "2026-11-21"});
    making.command("administrator", &[("registry.clock_corrected", corrected)]);
    let last = making.lines.len() - 1;
    making.lines[last] = making.lines[last].replace("2026-11-22T04", "2026-11-21T04");
    assert_eq!(making.verify().findings, []);
}

#[test]
fn t22_a_gap_and_a_command_used_twice() {
    let mut making = with(29, |line| line.replace("\"seq\":29", "\"seq\":30"));
    assert_eq!(broken(&making.rechain(1).verify()), ["A0.f"]);
    let mut making = with(29, |line| line.replace("QRSTV010", "QRSTV004"));
    let report = making.rechain(1).verify();
    assert_eq!(broken(&report), ["A1.d"]);
    assert_eq!(report.findings[0].place.entry, Some(29));
}

#[test]
fn a_command_that_is_not_whole() {
    let mut making = with(5, |line| line.replace("\"more\":6", "\"more\":5"));
    assert!(seq(&making.lines[5]) == 5 && broken(&making.rechain(1).verify()) == ["A0.g"]);
    let mut making = with(5, |line| line.replace("secretary", "recorder"));
    assert_eq!(broken(&making.rechain(1).verify()), ["A0.g"]);
    let mut making = with(VOTED, |line| line.replace("\"more\":0", "\"more\":10000"));
    assert!(broken(&making.rechain(1).verify()).contains(&"A0.g"));
}

#[test]
fn a_kind_of_a_newer_program_is_not_a_fault() {
    let mut making =
        with(29, |line| line.replace("meeting.minutes_confirmed", "meeting.minutes_sung"));
    let report = making.rechain(1).verify();
    assert_eq!((report.outcome, broken(&report)), (Outcome::Newer, vec!["A0.d"]));
    let mut making = with(VOTED, |line| line.replace("\"v\":2", "\"v\":3"));
    assert_eq!(making.rechain(1).verify().outcome, Outcome::Newer);
}

#[test]
fn t48_an_opening_removed_without_an_event() {
    let mut making = Making::small();
    making.openings.remove(3);
    let report = making.verify();
    assert_eq!(broken(&report), ["A5.c"]);
    assert_eq!(report.findings[0].place.entry, Some(5));
}

#[test]
fn an_opening_whose_erasure_is_on_record_may_be_missing_and_must_be() {
    let mut making = Making::small();
    let seal = making.openings[3].seal.to_string();
    let erased = json!({"person": person(3), "seals": [seal], "ground": "consent_withdrawn",
        "approved_by": [person(0), person(1)], "happened": "2026-11-22"});
    making.command("secretary", &[("person.data_erased", erased)]);
    assert_eq!(broken(&making.verify()), ["A5.c"]);
    making.openings.remove(3);
    assert_eq!(making.verify().findings, []);
}

#[test]
fn t49_an_opening_that_was_altered() {
    let mut making = Making::small();
    making.openings[3].value = Value::String("张三".to_owned());
    let report = making.verify();
    assert_eq!(broken(&report), ["A5.a", "A5.c"]);
    assert!(report.findings.iter().all(|one| one.place.entry == Some(5)), "{report:?}");
}

#[test]
fn t50_a_salt_used_twice() {
    let mut making = Making::small();
    let mut stray = Opening { salt: Salt([4; 32]), ..making.openings[4].clone() };
    stray.seal = ledger::Commitment::new(stray.salt, &stray.pointer, &stray.value);
    making.openings.push(stray);
    let report = making.verify();
    assert_eq!((broken(&report), report.findings[0].place.entry), (vec!["A5.a"], Some(5)));
}

#[test]
fn a_stray_opening_is_a_note() {
    let mut making = Making::small();
    let mut stray = Opening { salt: Salt([99; 32]), ..making.openings[4].clone() };
    stray.seal = ledger::Commitment::new(stray.salt, &stray.pointer, &stray.value);
    making.openings.push(stray);
    let report = making.verify();
    assert_eq!((report.findings, report.notes), (vec![], vec![Note::Strays { count: 1 }]));
}

#[test]
fn t51_a_name_smuggled_in_without_a_seal() {
    let seal = Making::small().openings[2].seal.to_string();
    let mut making =
        with(4, |line| line.replace(&format!("{{\"seal\":\"{seal}\"}}"), "\"王建国2\""));
    making.openings.remove(2);
    assert_eq!(broken(&making.rechain(1).verify()), ["A0.e"]);
}

#[test]
fn t53_a_forbidden_event_that_is_perfectly_chained() {
    let mut making = Making::small();
    making.command("secretary", &[("motion.voted", vote(8))]);
    assert_eq!(broken(&making.verify()), ["A6.b"]);

    let mut making = with(VOTED, |line| line.replace("\"in_favour\":8", "\"in_favour\":12"));
    let report = making.rechain(1).verify();
    assert_eq!(broken(&report), ["A6.b"]);
    assert_eq!(report.findings[0].place.entry, Some(27));
}

#[test]
fn t53_a_vote_after_the_motion_was_withdrawn() {
    let mut making = Making::small();
    let again = domain::MotionId::derived(cmd(11), 0);
    let proposed = json!({"motion": again, "body": super::branch(), "meeting": meeting(),
        "text": "另一议案", "matter_kind": "work_plan", "happened": "2026-11-20"});
    making.command("secretary", &[("motion.proposed", proposed)]);
    let withdrawn = json!({"motion": again, "happened": "2026-11-20"});
    making.command("secretary", &[("motion.withdrawn", withdrawn)]);
    assert_eq!(making.verify().findings, []);
    let mut late = vote(8);
    late["motion"] = json!(again);
    making.command("secretary", &[("motion.voted", late)]);
    let report = making.verify();
    assert_eq!(broken(&report), ["A6.b"]);
    assert_eq!(report.findings[0].place.entry, Some(32));
    assert_ne!(again, motion());
}

#[test]
fn t54_another_rule_book() {
    let making = Making::small();
    let book = making.book.unwrap().to_string();
    let other = domain::Fingerprint::of(b"other").to_string();
    let mut making = with(25, |line| line.replace(&book, &other));
    let report = making.rechain(1).verify();
    assert_eq!(broken(&report), ["A6.c"]);
    assert!(matches!(report.findings[0].fault, Fault::Pin { .. }));
    let mut making = with(1, |line| line.replace(&book, &other));
    let report = making.rechain(1).verify();
    assert!(matches!(report.findings[0].fault, Fault::Book { .. }));
}

#[test]
fn t54_a_rule_book_that_its_cards_do_not_make_and_the_meetings_pinned_to_it() {
    let mut making = Making::small();
    let book = making.book.unwrap().to_string();
    let other = domain::Fingerprint::of(b"other").to_string();
    for line in &mut making.lines {
        *line = line.replace(&book, &other);
    }
    let report = making.rechain(1).verify();
    assert_eq!(broken(&report), ["A6.c"]);
    let entries: Vec<_> = report.findings.iter().map(|one| one.place.entry).collect();
    assert_eq!(entries, [Some(1), Some(24), Some(25)]);
    // Nothing is decided by another book in its place.
    let (dir, motion) = (making.folder(), motion().to_string());
    let why = run_on(dir.path(), &["why", &motion]).assert(Exit::Damaged);
    assert!(why.err.contains(&other) && why.out.is_empty(), "{}{}", why.out, why.err);
}

#[test]
fn tags_that_do_not_follow_from_the_data() {
    let tag = format!("\"{}\",", meeting().tag());
    let mut making = with(VOTED, |line| line.replace(&tag, ""));
    let report = making.rechain(1).verify();
    assert_eq!(broken(&report), ["A6.a"]);
}

#[test]
fn t58_an_attachment_replaced_by_one_of_the_same_length() {
    let mut making = Making::small();
    let (bytes, other) = (b"sign-in sheet", b"sign-in shout");
    let sha256 = ledger::Sha256::of(bytes).to_string();
    let attached = json!({"meeting": meeting(), "attachment_kind": "sign_in_sheet",
        "title": "签到表", "sha256": sha256, "bytes": 13, "media_type": "image/jpeg",
        "happened": "2026-11-20"});
    making.command("secretary", &[("meeting.attached", attached)]);
    let missing = making.verify();
    assert_eq!((broken(&missing), missing.findings[0].place.entry), (vec!["A5.d"], Some(30)));

    let dir = making.folder();
    let disk = std::sync::Arc::new(yishi::store::disk::RealDisk);
    let vault = yishi::store::Vault::open(&dir.path().join("vault"), disk).unwrap();
    vault.put_file(bytes).unwrap();
    assert_eq!(verify(dir.path(), &VerifyOptions::default()).findings, []);
    let file = std::fs::read_dir(dir.path().join("vault/files")).unwrap().next().unwrap().unwrap();
    std::fs::write(file.path(), other).unwrap();
    assert_eq!(broken(&verify(dir.path(), &VerifyOptions::default())), ["A5.d"]);
}

/// The example with ballots keyed one by one, as a journal that can be changed.
fn votes() -> Making {
    let mut town = crate::common::registry::TestRegistry::example("c4-zijinglu");
    town.close();
    let text = std::fs::read_to_string(town.dir().join("journal/0000000000.jsonl")).unwrap();
    Making { lines: text.lines().map(str::to_owned).collect(), ..Making::default() }
}

/// The audit of a copy without openings, whose mark is made again with the chain.
fn bare(making: &Making, anchor: Option<Checkpoint>) -> Report {
    let dir = super::folder_of(making.text().as_bytes());
    making.mark_copy(dir.path(), "manifest.json", "none");
    verify(dir.path(), &VerifyOptions { anchor, ..VerifyOptions::default() })
}

/// Where the facts of a kind stand.
fn of_kind(making: &Making, kind: &str) -> Vec<usize> {
    let wanted = format!("\"kind\":\"{kind}\"");
    let lines = making.lines.iter().enumerate();
    lines.filter(|(_, line)| line.contains(&wanted)).map(|(place, _)| place).collect()
}

#[test]
fn certified_totals_that_do_not_follow_from_the_ballots_are_found_in_a_chain_made_again() {
    let honest = votes();
    assert_eq!(bare(&honest, None).findings, []);
    let certified = of_kind(&honest, "count.certified")[0];
    let refused = |change: &dyn Fn(&mut Making)| {
        let mut making = votes();
        change(&mut making);
        assert_ne!(making.lines, honest.lines, "the case changes nothing");
        bare(making.rechain(1), None)
    };
    // One head more in favour.
    let report = refused(&|making| {
        let line = &mut making.lines[certified];
        let at = line.find("\"in_favour\":{\"area\":").unwrap() + 21;
        line.insert(at, '1');
    });
    assert_eq!(broken(&report), ["A6.b"]);
    assert!(report.findings[0].sentence().zh.contains("合计与录入的表决票不符"));
    // What one ballot says, in both keyings.
    let keyed = of_kind(&honest, "ballot.keyed");
    let ballot = |place: usize| {
        let line: serde_json::Value = serde_json::from_str(&honest.lines[place]).unwrap();
        line["data"]["ballot"].to_string()
    };
    let first = *keyed.iter().find(|place| honest.lines[**place].contains("in_favour")).unwrap();
    let report = refused(&|making| {
        for place in keyed.iter().filter(|place| ballot(**place) == ballot(first)) {
            let line = &mut making.lines[*place];
            *line = line.replace("\"in_favour\"", "\"against\"");
        }
    });
    assert_eq!(broken(&report), ["A6.b"]);
}

#[test]
fn a_keyed_ballot_dropped_from_a_chain_made_again_is_missed_by_the_totals() {
    let mut making = votes();
    let whole = |line: &String| line.contains("\"more\":0,") && line.contains("ballot.keyed");
    let keyed = of_kind(&making, "ballot.keyed");
    // The last fact of its command would leave the command unfinished: so numbers of those before it
    // go down by one as well.
    let last = *keyed.iter().rfind(|place| whole(&making.lines[**place])).unwrap();
    let read = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let of = read(&making.lines.remove(last))["cmd"].clone();
    for line in &mut making.lines {
        let mut entry = read(line);
        if entry["cmd"] == of {
            entry["more"] = (entry["more"].as_u64().unwrap() - 1).into();
            *line = entry.to_string();
        }
    }
    making.renumber().rechain(1);
    let found = bare(&making, None);
    assert!(broken(&found).contains(&"A6.b"), "{:?}", broken(&found));
    let said: Vec<String> = found.findings.iter().map(|one| one.sentence().zh).collect();
    assert!(said.iter().any(|one| one.contains("合计与录入的表决票不符")), "{said:?}");
}

/// What no replay can see: every ballot turned round, and the totals with them. Only what was kept
/// elsewhere says so.
#[test]
fn ballots_and_totals_turned_round_together_are_seen_by_what_vouches_only() {
    let honest = votes();
    let anchor =
        Checkpoint { next_seq: u64::try_from(honest.lines.len()).unwrap(), hash: honest.head() };
    let mut making = votes();
    for line in &mut making.lines {
        let mut entry: serde_json::Value = serde_json::from_str(line).unwrap();
        let (kind, data) = (entry["kind"].clone(), &mut entry["data"]);
        if kind == "ballot.keyed" {
            for mark in data["choices"].as_array_mut().unwrap() {
                mark["choice"] = match mark["choice"].as_str().unwrap() {
                    "in_favour" => "against".into(),
                    "against" => "in_favour".into(),
                    other => other.into(),
                };
            }
        } else if kind == "count.certified" && data["basis"] == "ballots" {
            for list in ["motions", "candidates"] {
                let all = data["totals"].get_mut(list).and_then(serde_json::Value::as_array_mut);
                for one in all.into_iter().flatten() {
                    let in_favour = one["in_favour"].take();
                    one["in_favour"] = one["against"].take();
                    one["against"] = in_favour;
                }
            }
        } else {
            continue;
        }
        *line = entry.to_string();
    }
    making.rechain(1);
    let report = bare(&making, None);
    assert_eq!((report.outcome, report.vouched_by()), (Outcome::Holds, None), "{report:?}");
    assert!(report.sentence().zh.contains("只有本文件夹内的记载(清单 manifest.json)相符"));
    assert_eq!(broken(&bare(&making, Some(anchor))), ["A1.f"]);
}
