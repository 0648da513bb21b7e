//! Personal values are in the vault and nowhere else, however they might be spelt.

use crate::common::registry::{CASES, TestRegistry, documents, meeting, tree};
use serde_json::json;
use std::collections::BTreeSet;
use yishi::answer::Verified;
use yishi::audit::{Note, Outcome, VerifyOptions, verify};
use yishi::domain::personal::Personal;
use yishi::event::sealing::{class_of, visit};
use yishi::event::{Class, kind_entry};
use yishi::intake::PrepareError;
use yishi::ledger::Value;
use yishi::registry::{RecordOptions, Refused};

/// Values that also stand in plain texts of the examples, with the reason. Looked at one by one: none
/// of them says anything about a person there.
const COLLISIONS: &[(&str, &str)] = &[
    ("居家观察", "a reason for absence, and what residents did to whom a branch brought food"),
    ("外出培训", "a reason for absence, and why the deputy takes the chair, without a name"),
    ("社区党委书记", "a note about a person, and the office of a guest, which is public"),
];

/// Every personal value of a case, by the classes of the fields, not by what looks personal.
fn personal_values(case: &str) -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    for (name, bytes) in documents(case) {
        let document = Value::parse(&bytes).unwrap();
        let facts = document.at("/facts").and_then(Value::as_array).unwrap().to_vec();
        for mut fact in facts {
            let kind = fact.at("/kind").and_then(Value::as_str).unwrap().to_owned();
            let kind = kind_entry(&kind).unwrap_or_else(|| panic!("{name}: {kind}"));
            visit(&mut fact, &mut |pointer, value| {
                let sealed = matches!(class_of(kind, pointer), Some(Class::Sealed(_)));
                if let (true, Value::String(text)) = (sealed, value) {
                    values.insert(text.clone());
                }
                true
            });
        }
    }
    let known = |text: &str| COLLISIONS.iter().any(|(word, _)| *word == text);
    values.retain(|text| text.chars().count() >= 2 && !known(text));
    values
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What base64 makes of these bytes standing at an offset of 0, 1 or 2: the characters that depend on
/// nothing else.
fn base64(bytes: &[u8], offset: usize) -> Vec<u8> {
    let bits: Vec<u8> = std::iter::repeat_n(&0_u8, offset)
        .chain(bytes)
        .flat_map(|byte| (0..8).rev().map(move |bit| (byte >> bit) & 1))
        .collect();
    let first = (offset * 8).div_ceil(6);
    let sextets = bits.chunks_exact(6).skip(first);
    sextets.map(|six| BASE64[six.iter().fold(0, |n, bit| n * 2 + usize::from(*bit))]).collect()
}

/// Every spelling of a text that is searched for.
fn spellings(text: &str) -> Vec<Vec<u8>> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let escaped = |digits: fn(&u16) -> String| units.iter().map(digits).collect::<String>();
    let mut spellings = vec![
        text.as_bytes().to_vec(),
        units.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
        units.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        escaped(|unit| format!("\\u{unit:04x}")).into_bytes(),
        escaped(|unit| format!("\\u{unit:04X}")).into_bytes(),
    ];
    spellings.extend((0..3).map(|offset| base64(text.as_bytes(), offset)));
    spellings
}

/// Which texts are found in which files, in any spelling.
fn found(values: &BTreeSet<String>, files: &[(String, Vec<u8>)]) -> Vec<(String, String)> {
    let mut found = BTreeSet::new();
    for text in values {
        for needle in spellings(text) {
            let finder = memchr::memmem::Finder::new(&needle);
            let inside = files.iter().filter(|(_, bytes)| finder.find(bytes).is_some());
            found.extend(inside.map(|(file, _)| (text.clone(), file.clone())));
        }
    }
    found.into_iter().collect()
}

#[test]
fn the_search_finds_every_spelling() {
    let text = "住院治疗";
    let base = |prefix: &str| {
        let bytes = [prefix.as_bytes(), text.as_bytes(), b"xyz"].concat();
        (bytes.clone(), base64(&bytes, 0))
    };
    for prefix in ["", "a", "ab", "abc", "abcd"] {
        let (plain, encoded) = base(prefix);
        let values = BTreeSet::from([text.to_owned()]);
        for bytes in [plain, encoded] {
            assert_eq!(found(&values, &[("f".to_owned(), bytes)]).len(), 1, "{prefix}");
        }
    }
    assert_eq!(base64(b"Man", 0), b"TWFu");
    assert_eq!(spellings("甲")[1], [0x32, 0x75]);
    assert_eq!(spellings("甲")[3], b"\\u7532");
}

#[test]
fn personal_values_are_in_the_vault_and_nowhere_else() {
    for (case, _) in CASES {
        let values = personal_values(case);
        assert!(values.len() > 80, "{case} has {} personal values", values.len());
        let mut town = TestRegistry::example(case);
        town.registry().view(None).unwrap();
        town.close();
        let copy = town.beside("copy");
        town.run(&["export", &copy.to_string_lossy()]).done();
        for place in ["journal", "index"] {
            let files = tree(&town.dir().join(place));
            assert!(!files.is_empty());
            assert_eq!(found(&values, &files), [], "{case}: {place}");
        }
        assert_eq!(found(&values, &tree(&copy)), [], "{case}: export");

        let vault = tree(&town.dir().join("vault"));
        let in_vault: BTreeSet<_> = found(&values, &vault).into_iter().map(|one| one.0).collect();
        assert_eq!(in_vault, values, "{case}: each is in the vault");
    }
}

#[test]
fn an_export_holds_the_openings_of_its_audience() {
    let mut town = TestRegistry::example("c3-xinghua");
    town.close();
    let copy = town.beside("copy");
    town.run(&["export", &copy.to_string_lossy(), "--openings", "public"]).done();
    let files = tree(&copy);
    let text = |word: &str| {
        found(&BTreeSet::from([word.to_owned()]), &files).iter().any(|one| one.0 == word)
    };
    assert!(text("尹浩然"), "names as published are public");
    assert!(!text("发展对象,二号楼居民"), "a note is for the office");
    assert!(!text("住院治疗"), "a reason is for the office");
}

#[test]
fn a_name_or_number_came_in_spelt_otherwise_and_nobody_saw_it_on_record() {
    let mut town = TestRegistry::with_cast();
    town.ok(json!({ "kind": "person.registered", "name": "迪丽·努尔", "phone": "0571-88012345",
        "happened": "2026-01-05" }));
    let at = |label: &str, place: &str| {
        let mut meeting = meeting(label, "2026-03-12");
        meeting["place"] = json!(place);
        meeting
    };
    let found = |place: &str| match town.refused(at("m-9", place)).0 {
        Refused::Prepare(0, PrepareError::PersonalText { found }) => found,
        other => panic!("{place}: {other:?}"),
    };
    assert_eq!(found("王 国 强家里"), Personal::Name("王国强".to_owned()));
    assert_eq!(found("王·国·强家里"), Personal::Name("王国强".to_owned()));
    assert_eq!(found("迪丽努尔家里"), Personal::Name("迪丽·努尔".to_owned()));
    assert_eq!(found("会议室,0571 8801-2345"), Personal::Phone);
    for number in ["138-0013-8000", "+86 138 0013 8000", "138 0013 8000", "一三八〇〇一三八〇〇〇"]
    {
        assert_eq!(found(number), Personal::MobileNumber, "{number}");
    }
    assert_eq!(found("110101 19900307 4219"), Personal::IdentityNumber);

    // A name that is a word is confirmed; the audit remarks on it, says no name, and finds no fault.
    let document = town.document(at("m-9", "王 国 强广场"));
    let confirmed = RecordOptions { names_confirmed: true, ..RecordOptions::default() };
    let entry = town.record_bytes(&document, &confirmed).unwrap().entries.0;
    town.close();
    let report = verify(&town.dir(), &VerifyOptions::default());
    assert_eq!((report.outcome, &report.findings), (Outcome::Holds, &vec![]));
    let places = report.notes.iter().find_map(|note| match note {
        Note::Exposed { places, further: 0 } => Some(places.clone()),
        _ => None,
    });
    let places = places.expect("a remark");
    assert_eq!(places.len(), 1);
    assert_eq!((places[0].entry, places[0].pointer.as_str()), (entry, "/place"));
    let told = json!(Verified::from(&report)).to_string();
    assert!(told.contains(&format!("第 {entry} 条 /place")) && !told.contains("国强"), "{told}");
}

#[test]
fn a_door_of_an_owner_came_in_as_a_plain_text() {
    let mut town = TestRegistry::example("c4-zijinglu");
    let units = documents("c4-zijinglu").into_iter().find(|(name, _)| name.contains("units"));
    let units = Value::parse(&units.unwrap().1).unwrap();
    let unit = units.at("/facts").and_then(Value::as_array).unwrap().iter();
    let text = |fact: &Value, key: &str| fact.at(key).and_then(Value::as_str).map(str::to_owned);
    let mut address =
        unit.filter_map(|fact| Some(text(fact, "/building")? + &text(fact, "/door")?));
    let address = address.next_back().unwrap();
    let motion = json!({ "by": { "actor": "@feng-hailin", "role": "secretary" }, "facts": [
        { "kind": "issue.raised", "body": "@yongxin", "issue_kind": "wish", "source": "resident", "category": "facilities", "text": format!("{address}漏水"),
          "happened": "2022-04-20" }] });
    let refused = town.record_bytes(motion.to_string().as_bytes(), &RecordOptions::default());
    let said = format!("{:?}", refused.unwrap_err());
    assert!(said.contains("PersonalText") && said.contains("Door"), "{said}");
    town.close();
}
