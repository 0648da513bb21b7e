//! Files that are no documents: each has its own clear answer, and changes nothing.

use crate::common::registry::{TestRegistry, meeting, refusal, run_on};
use serde_json::{Value, json};
use yishi::cli::Exit;
use yishi::registry::RecordOptions;

/// What a file holds, and words that its refusal must hold.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    says: &'static [&'static str],
}

fn case(name: &'static str, bytes: impl Into<Vec<u8>>, says: &'static [&'static str]) -> Case {
    Case { name, bytes: bytes.into(), says }
}

/// A document whose single fact registers a person with these fields added or replaced.
fn person(town: &TestRegistry, fields: Value) -> Vec<u8> {
    let mut fact = json!({ "kind": "person.registered", "name": "孙晓梅", "happened": "2026-01" });
    let Value::Object(fields) = fields else { panic!("an object") };
    fact.as_object_mut().unwrap().extend(fields);
    town.document(fact)
}

/// The assembly of the branch with one field replaced.
fn assembly(town: &TestRegistry, field: &str, value: &str) -> Vec<u8> {
    let mut fact = meeting("m-2", "2026-06-01");
    fact[field] = value.into();
    town.document(fact)
}

fn cases(town: &TestRegistry) -> Vec<Case> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let plain = text(person(town, json!({})));
    let deep = plain.replace("\"孙晓梅\"", &("[".repeat(40) + &"]".repeat(40)));
    let mut gbk = plain.clone().into_bytes();
    let name = plain.find("孙晓梅").unwrap();
    gbk.splice(name..name + 9, [0xcb, 0xef, 0xcf, 0xfe, 0xc3, 0xb7]);
    let mut latin = plain.clone().into_bytes();
    latin[name] = 0xff;
    let many = json!({ "kind": "person.registered", "name": "孙晓梅", "happened": "2026" });
    vec![
        case("empty.json", "", &["空", "yishi new"]),
        case("blank.json", " \n\t\n", &["空"]),
        case("not-json.json", "支部党员大会记录", &["第 1 行"]),
        case("cut.json", &plain[..plain.len() - 2], &["没有写完"]),
        case("gbk.json", gbk, &["GBK", "UTF-8"]),
        case("latin.json", latin, &["UTF-8"]),
        case("long-line.json", "x".repeat(5 << 20), &["第 1 行"]),
        case("long-text.json", plain.replace("孙晓梅", &"x".repeat(5 << 20)), &["name", "200"]),
        case("too-long.json", plain.replace("孙晓梅", &"长".repeat(6 << 20)), &["16 MiB"]),
        case("long-name.json", plain.replace("孙晓梅", &"长".repeat(201)), &["name", "200"]),
        case("deep.json", deep, &["16 层"]),
        case("float.json", plain.replace("\"孙晓梅\"", "12.5"), &["整数"]),
        case("null.json", plain.replace("\"孙晓梅\"", "null"), &["null", "删去"]),
        case(
            "twice.json",
            plain.replace("\"name\":", "\"name\":\"甲\",\"name\":"),
            &["name", "两次"],
        ),
        case("no-facts.json", "{\"facts\":[]}", &["facts"]),
        case(
            "kind.json",
            plain.replace("person.registered", "person.registred"),
            &["person.registred", "person.registered"],
        ),
        case("field.json", person(town, json!({ "nmae": "孙晓梅" })), &["nmae", "name"]),
        case(
            "missing.json",
            town.document(json!({ "kind": "person.registered", "name": "甲乙" })),
            &["happened", "缺少"],
        ),
        case("type.json", person(town, json!({ "name": 17 })), &["name"]),
        case(
            "date.json",
            person(town, json!({ "happened": "2026年1月" })),
            &["happened", "2026年1月"],
        ),
        case("label.json", assembly(town, "chair", "@不存在"), &["不存在", "yishi list"]),
        case("ambiguous.json", assembly(town, "chair", "@马超"), &["马超", "2 个人"]),
        case("name.json", assembly(town, "place", "王国强家里"), &["王国强", "@王国强"]),
        case("mobile.json", assembly(town, "place", "会议室,电话13800138000"), &["手机"]),
        case("identity.json", assembly(town, "summary", "110101199003074219 已核对"), &["身份证"]),
        case(
            "hidden.json",
            assembly(town, "place", "会议\u{200b}室"),
            &["place", "200B", "不可见"],
        ),
        case("bidi.json", assembly(town, "place", "会议\u{202e}室"), &["place", "202E"]),
        case("control.json", assembly(town, "place", "会议\u{7}室"), &["place", "U+0007"]),
        case("nobody.json", json!({ "facts": [many] }).to_string(), &["by"]),
        case("actor.json", plain.replacen("\"actor\":\"", "\"actor\":\"\\\"x", 1), &["登记"]),
        case(
            "too-many.json",
            town.document(Value::Array(vec![many; 10_001])),
            &["10001", "10000", "分成"],
        ),
    ]
}

fn town() -> TestRegistry {
    let town = TestRegistry::with_cast();
    for note in ["楼长", "志愿者"] {
        town.ok(json!({ "kind": "person.registered", "name": "马超", "note": note,
            "happened": "2026-01" }));
    }
    town
}

#[test]
fn each_bad_file_has_its_own_answer() {
    let town = town();
    let entries = town.entries();
    for Case { name, bytes, says } in cases(&town) {
        let (_, zh) = refusal(town.record_bytes(&bytes, &RecordOptions::default()));
        for word in says {
            assert!(zh.contains(word), "{name}: {word} is not in: {zh}");
        }
    }
    assert_eq!(town.entries(), entries);
}

#[test]
fn the_command_line_names_the_file_and_ends_with_three() {
    let town = TestRegistry::new();
    let dir = town.beside("by-cli");
    run_on(&dir, &["init", "社区党委"]).done();
    let journal = crate::common::registry::tree(&dir.join("journal"));
    let files: [(&str, &[u8]); 4] = [
        ("empty.json", b""),
        ("float.json", b"{\"facts\":[1.5]}"),
        ("gbk.json", b"{\"\xd6\xd0\"}"),
        (
            "unknown.json",
            br#"{"by":{"actor":"@x","role":"secretary"},"facts":[{"kind":"meeting.hold"}]}"#,
        ),
    ];
    for (name, bytes) in files {
        let path = town.beside(name);
        std::fs::write(&path, bytes).unwrap();
        let refused = run_on(&dir, &["record", &path.to_string_lossy()]).assert(Exit::Refused);
        assert!(refused.err.contains(name), "{}", refused.err);
        assert!(refused.err.contains("不能记录:"), "{}", refused.err);
        assert!(refused.err.contains("什么都没有改动"), "{}", refused.err);
        assert!(refused.out.is_empty());
    }
    assert_eq!(crate::common::registry::tree(&dir.join("journal")), journal);
}

#[test]
fn ten_thousand_facts_are_one_command() {
    let town = TestRegistry::new();
    let fact = |number: u32| json!({ "kind": "person.registered", "name": format!("居民{number:05}"), "happened": "2026" });
    let before = town.entries();
    let recording = town.ok(Value::Array((0..10_000).map(fact).collect()));
    assert_eq!(recording.events.len(), 10_000);
    assert_eq!(town.entries(), before + 10_000);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_do_no_harm() {
    let town = TestRegistry::with_cast();
    let text = String::from_utf8(town.document(meeting("m-2", "2026-06-01"))).unwrap();
    let text = text.replace(',', ",\r\n");
    let file = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    town.record_bytes(&file, &RecordOptions::default()).unwrap();
    let mut fact = meeting("m-3", "2026-07-01");
    fact["summary"] = "第一行\r\n第二行".into();
    let recorded = town.ok(fact);
    let json = recorded.events[0].to_json().unwrap();
    assert_eq!(json["summary"], "第一行\n第二行");
}

#[test]
fn a_name_that_is_a_word_can_be_confirmed() {
    let town = TestRegistry::with_cast();
    town.ok(json!({ "kind": "person.registered", "name": "和平", "happened": "2026-01" }));
    let mut fact = meeting("m-2", "2026-06-01");
    fact["place"] = "和平里居委会".into();
    let (_, zh) = town.refused(fact.clone());
    assert!(zh.contains("和平") && zh.contains("--names-are-words"), "{zh}");
    let options = RecordOptions { names_confirmed: true, ..RecordOptions::default() };
    town.record_bytes(&town.document(fact), &options).unwrap();
}
