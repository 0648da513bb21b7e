//! Reads a document: a file that says who puts which facts on record.
//!
//! ```text
//! { "by": { "actor": "@王芳", "role": "secretary" },
//!   "facts": [ { "kind": "person.registered", "name": "李明", "happened": "2018-01-15" } ] }
//! ```
//!
//! Where all of it is recorded late for one reason, `late_reason` beside `by` says it once.

use crate::domain::{Bilingual, Role};
use crate::event::{CATALOGUE, KindEntry, kind_entry};
use crate::ledger::Value;
use crate::ledger::json::{JsonError, JsonFault};
use std::collections::BTreeMap;

/// A larger document is refused unread.
pub const DOCUMENT_BYTES_MAX: usize = 16 << 20;

/// Facts in one document.
pub const FACTS_MAX: usize = 10_000;

/// A document as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Who says so: an id or an `@label`, and in which capacity.
    pub by: Option<(String, Role)>,
    /// The facts, in their order.
    pub facts: Vec<DraftFact>,
}

/// A fact as it was written: labels, plain values, gaps that the program fills.
#[derive(Debug, Clone)]
pub struct DraftFact {
    /// Its kind.
    pub kind: &'static KindEntry,
    /// Its fields.
    pub fields: BTreeMap<String, Value>,
}

impl PartialEq for DraftFact {
    fn eq(&self, other: &Self) -> bool {
        self.kind.kind == other.kind.kind && self.fields == other.fields
    }
}

impl Eq for DraftFact {}

/// Why a file is not a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentError {
    /// Nothing in it.
    Empty,
    /// Larger than [`DOCUMENT_BYTES_MAX`].
    TooLarge {
        /// Its length in bytes.
        bytes: usize,
    },
    /// Not UTF-8; looks like GBK, as older Chinese editors write.
    NotUtf8 {
        /// First line that is not UTF-8, from 1.
        line: usize,
        /// Whether it would be readable as GBK.
        gbk: bool,
    },
    /// Not JSON of this profile.
    Json {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong there.
        fault: JsonFault,
    },
    /// The outer form is wrong.
    Form {
        /// Key or place.
        place: String,
        /// What it must be.
        rule: &'static str,
    },
    /// A kind that does not exist.
    UnknownKind {
        /// Which fact, from 1.
        fact: usize,
        /// The kind.
        kind: String,
        /// The kind that it resembles most.
        nearest: &'static str,
    },
    /// More than [`FACTS_MAX`] facts.
    TooManyFacts {
        /// How many.
        facts: usize,
    },
}

impl Document {
    /// Reads the bytes of a file.
    pub fn parse(bytes: &[u8]) -> Result<Self, DocumentError> {
        let Value::Object(mut document) = read_json(bytes)? else {
            return Err(form("document", "an object with \"by\" and \"facts\""));
        };
        if document.remove("format").is_some_and(|format| format != Value::Integer(1)) {
            return Err(form("format", "1, or left out"));
        }
        let by = document.remove("by").map(read_by).transpose()?;
        let late_reason = document.remove("late_reason").map(read_late_reason).transpose()?;
        let Some(Value::Array(facts)) = document.remove("facts") else {
            return Err(form("facts", "a list of facts"));
        };
        if let Some((key, _)) = document.pop_first() {
            return Err(form(
                &key,
                "left out: a document has \"by\", \"late_reason\" and \"facts\" only",
            ));
        }
        match facts.len() {
            0 => Err(form("facts", "a list with at least one fact")),
            facts if facts > FACTS_MAX => Err(DocumentError::TooManyFacts { facts }),
            _ => {
                let facts = facts.into_iter().enumerate();
                let facts = facts.map(|(n, fact)| read_fact(n + 1, fact, late_reason.as_ref()));
                Ok(Self { by, facts: facts.collect::<Result<_, _>>()? })
            }
        }
    }
}

/// Reads a file as JSON that people write: not too large, not empty, no key twice.
pub fn read_json(bytes: &[u8]) -> Result<Value, DocumentError> {
    if bytes.len() > DOCUMENT_BYTES_MAX {
        return Err(DocumentError::TooLarge { bytes: bytes.len() });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(DocumentError::Empty);
    }
    Value::parse(bytes).map_err(|error| json_error(bytes, error))
}

fn form(place: &str, rule: &'static str) -> DocumentError {
    DocumentError::Form { place: place.to_owned(), rule }
}

fn json_error(bytes: &[u8], error: JsonError) -> DocumentError {
    let (line, column) = error.line_and_column(bytes);
    match error.fault {
        JsonFault::NotUtf8 => DocumentError::NotUtf8 { line, gbk: looks_like_gbk(bytes) },
        fault => DocumentError::Json { line, column, fault },
    }
}

/// Whether every byte above ASCII stands in a pair that GBK could hold.
fn looks_like_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return true,
            [0..=0x7f, rest @ ..] | [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, rest @ ..] => rest,
            _ => return false,
        };
    }
}

fn read_by(value: Value) -> Result<(String, Role), DocumentError> {
    let rule = "{\"actor\": an id or @label, \"role\": secretary, recorder, reviewer, supervisor or \
                administrator}";
    let Value::Object(mut by) = value else { return Err(form("by", rule)) };
    let (actor, role) = (by.remove("actor"), by.remove("role"));
    let role = role.as_ref().and_then(Value::as_str).and_then(|role| role.parse().ok());
    match (actor, role, by.is_empty()) {
        (Some(Value::String(actor)), Some(role), true) => Ok((actor, role)),
        _ => Err(form("by", rule)),
    }
}

/// Why the facts are recorded late: said once for all of them.
fn read_late_reason(reason: Value) -> Result<Value, DocumentError> {
    match reason {
        Value::String(_) => Ok(reason),
        _ => Err(form("late_reason", "a text: why the facts are recorded late")),
    }
}

/// A fact with its own reason for being late, or that of the document.
fn read_fact(
    number: usize,
    fact: Value,
    late_reason: Option<&Value>,
) -> Result<DraftFact, DocumentError> {
    let place = format!("facts[{number}]");
    let Value::Object(mut fields) = fact else {
        return Err(form(&place, "an object with \"kind\""));
    };
    let Some(Value::String(name)) = fields.remove("kind") else {
        return Err(form(&place, "an object with \"kind\""));
    };
    let Some(kind) = kind_entry(&name) else {
        let nearest = nearest_kind(&name);
        return Err(DocumentError::UnknownKind { fact: number, kind: name, nearest });
    };
    if let Some(reason) = late_reason {
        fields.entry("late_reason".to_owned()).or_insert_with(|| reason.clone());
    }
    Ok(DraftFact { kind, fields })
}

/// The kind that shares the longest beginning, then the most letters, with what was written.
fn nearest_kind(name: &str) -> &'static str {
    let common = |kind: &str| kind.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    let nearest = CATALOGUE.iter().max_by_key(|entry| common(entry.kind));
    nearest.map_or("", |entry| entry.kind)
}

impl DocumentError {
    /// What is wrong, and what to do next.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Empty => Bilingual::new(
                "文件是空的。请先填写;可用 yishi new 打印一份待填的文件。",
                "The file is empty. Fill it in; yishi new prints one to fill in.",
            ),
            Self::TooLarge { bytes } => Bilingual::new(
                format!("文件有 {bytes} 字节,超过 16 MiB。请分成几个文件。"),
                format!("The file has {bytes} bytes, more than 16 MiB. Split it."),
            ),
            Self::NotUtf8 { line, gbk: true } => Bilingual::new(
                format!(
                    "第 {line} 行起不是 UTF-8 编码,像是 GBK。请在编辑器中另存为 UTF-8 后再记录。"
                ),
                format!(
                    "From line {line} on the file is not UTF-8 but looks like GBK. Save it as UTF-8."
                ),
            ),
            Self::NotUtf8 { line, gbk: false } => Bilingual::new(
                format!("第 {line} 行起不是 UTF-8 文字。请确认选对了文件,并另存为 UTF-8。"),
                format!(
                    "From line {line} on the file is not UTF-8 text. Check that it is the right file."
                ),
            ),
            Self::Json { line, column, fault } => Bilingual::new(
                format!("第 {line} 行第 {column} 个字:{}。请改正后再试。", fault_zh(fault)),
                format!("Line {line}, column {column}: {fault}. Correct it and try again."),
            ),
            Self::Form { place, rule } => Bilingual::new(
                format!("“{place}”写法不对,应为:{rule}。可用 yishi new 打印范例。"),
                format!("\"{place}\" must be {rule}. yishi new prints an example."),
            ),
            Self::UnknownKind { fact, kind, nearest } => Bilingual::new(
                format!("第 {fact} 项的种类“{kind}”不存在,是不是“{nearest}”?"),
                format!("Fact {fact}: there is no kind \"{kind}\". Is it \"{nearest}\"?"),
            ),
            Self::TooManyFacts { facts } => Bilingual::new(
                format!("文件有 {facts} 项,一次最多 10000 项。请分成几个文件。"),
                format!(
                    "The file has {facts} facts, at most 10000 are recorded together. Split it."
                ),
            ),
        }
    }
}

fn fault_zh(fault: &JsonFault) -> String {
    match fault {
        JsonFault::Truncated => "文件没有写完,缺少引号或括号".to_owned(),
        JsonFault::Unexpected { expected } => format!("此处符号不对,应为 {expected}"),
        JsonFault::NoKey { key } => format!("此处应为键“{key}”"),
        JsonFault::DuplicateKey(key) => format!("“{key}”写了两次"),
        JsonFault::KeyShape => "键名只能用小写字母、数字和下划线".to_owned(),
        JsonFault::Float => "只能写整数;面积以 0.01 平方米为单位,12.50 ㎡ 写 1250".to_owned(),
        JsonFault::Null => "不能写 null;没有的内容请整行删去".to_owned(),
        JsonFault::IntegerForm => "数字过大或写法不对".to_owned(),
        JsonFault::TooDeep => "括号嵌套超过 16 层".to_owned(),
        JsonFault::ControlCharacter => "引号内有换行或控制字符,换行请写 \\n".to_owned(),
        JsonFault::Escape => "反斜杠后面的写法不对".to_owned(),
        JsonFault::Trailing => "文件末尾有多余的内容".to_owned(),
        JsonFault::NotUtf8 => "不是 UTF-8 编码".to_owned(),
        JsonFault::NotCanonical(_) => "不是规范写法".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> DocumentError {
        Document::parse(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn a_document_names_who_and_what() {
        let text = r#"{ // who
            "by": {"actor": "@王芳", "role": "书记"},
            "facts": [{"kind": "person.registered", "name": "李明", "happened": "2018"}] }"#;
        let document = Document::parse(text.as_bytes()).unwrap();
        assert_eq!(document.by, Some(("@王芳".to_owned(), Role::Secretary)));
        assert_eq!(document.facts[0].kind.kind, "person.registered");
        assert!(!document.facts[0].fields.contains_key("kind"));
    }

    #[test]
    fn a_reason_for_being_late_holds_for_every_fact_without_its_own() {
        let text = r#"{ "late_reason": "照纸质记录补录", "facts": [
            {"kind": "person.registered", "name": "李明", "happened": "2018"},
            {"kind": "person.registered", "late_reason": "漏录", "happened": "2018"}] }"#;
        let document = Document::parse(text.as_bytes()).unwrap();
        let reasons = document.facts.iter().map(|fact| fact.fields["late_reason"].as_str());
        assert_eq!(reasons.collect::<Vec<_>>(), [Some("照纸质记录补录"), Some("漏录")]);
        let text = r#"{"late_reason": 3, "facts": [{"kind": "person.registered"}]}"#;
        let DocumentError::Form { place, .. } = error(text) else { panic!() };
        assert_eq!(place, "late_reason");
    }

    #[test]
    fn each_bad_file_gets_its_own_answer() {
        assert_eq!(error(" \n"), DocumentError::Empty);
        assert!(matches!(error("{\"facts\":[]}"), DocumentError::Form { .. }));
        assert!(matches!(error("{\"facts\":[{}],\"by\":1}"), DocumentError::Form { .. }));
        assert!(matches!(
            error("{\n\"facts\": [1.5]}"),
            DocumentError::Json { line: 2, column: 11, fault: JsonFault::Float }
        ));
        let text = r#"{"facts":[{"kind":"meeting.hold"}]}"#;
        let DocumentError::UnknownKind { nearest, fact: 1, .. } = error(text) else { panic!() };
        assert_eq!(nearest, "meeting.held");
        let gbk = [b"{\"a\":\"".as_slice(), &[0xd6, 0xd0, 0xb9, 0xfa], b"\"}"].concat();
        let error = Document::parse(&gbk).unwrap_err();
        assert_eq!(error, DocumentError::NotUtf8 { line: 1, gbk: true });
        assert!(error.sentence().zh.contains("GBK"));
    }
}
