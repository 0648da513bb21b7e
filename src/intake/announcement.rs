//! Reads an announcement: figures that somebody published, typed into a small file.
//!
//! The same strict reader as for documents goes first: a doubled key or a `null` has no single
//! meaning here either. `//` remarks are allowed.

use super::template::BLANK;
use crate::domain::Bilingual;
use crate::intake::document::{DocumentError, read_json};
use crate::law::gate::Announcement;
use crate::ledger::Value;
use crate::ledger::json::JsonFault;

/// A larger file is no announcement.
pub const ANNOUNCEMENT_BYTES_MAX: usize = 1 << 20;

/// Motions, or candidates, of one announcement.
pub const ITEMS_MAX: usize = 100;

/// Why a file is not an announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnnouncementError {
    /// Nothing in it, not text, or not JSON of this profile.
    Document(DocumentError),
    /// Larger than [`ANNOUNCEMENT_BYTES_MAX`].
    TooLarge {
        /// Its length in bytes.
        bytes: usize,
    },
    /// More than [`ITEMS_MAX`] motions or candidates.
    TooMany {
        /// How many.
        items: usize,
    },
    /// A place that was not filled in.
    BlankLeft {
        /// As it stands there.
        blank: String,
    },
    /// JSON, but not of this shape.
    Shape {
        /// Line, from 1; the end of the value that does not fit.
        line: usize,
        /// What is wrong, in the words of the reader.
        problem: String,
    },
}

/// Reads the bytes of a file.
pub fn read_announcement(bytes: &[u8]) -> Result<Announcement, AnnouncementError> {
    if bytes.len() > ANNOUNCEMENT_BYTES_MAX {
        return Err(AnnouncementError::TooLarge { bytes: bytes.len() });
    }
    let value = read_json(bytes).map_err(AnnouncementError::Document)?;
    if let Some(blank) = blank(&value) {
        return Err(AnnouncementError::BlankLeft { blank });
    }
    let text = String::from_utf8_lossy(bytes);
    // Read once more as it was written, so that a fault has its place in the file.
    let read: Result<Announcement, _> = serde_json::from_str(&without_remarks(&text));
    let announcement = read.map_err(|error| AnnouncementError::Shape {
        line: error.line(),
        problem: problem(&error),
    })?;
    let candidates = announcement.election.as_ref().map_or(0, |one| one.candidates.len());
    let items = announcement.motions.len().max(candidates);
    if items > ITEMS_MAX {
        return Err(AnnouncementError::TooMany { items });
    }
    Ok(announcement)
}

/// The first text that begins with 填写.
fn blank(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => text.starts_with(BLANK).then(|| text.clone()),
        Value::Array(items) => items.iter().find_map(blank),
        Value::Object(fields) => fields.values().find_map(blank),
        Value::Bool(_) | Value::Integer(_) => None,
    }
}

/// The text with blanks in place of `//` remarks; no place in it moves.
fn without_remarks(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let (mut inside, mut escaped, mut slash) = (false, false, false);
        let mut end = line.len();
        for (at, character) in line.char_indices() {
            if !inside && character == '/' && slash {
                end = at.saturating_sub(1);
                break;
            }
            slash = !inside && character == '/';
            inside ^= character == '"' && !escaped;
            escaped = inside && character == '\\' && !escaped;
        }
        line.get(..end).unwrap_or(line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What the reader says, without the place behind it.
fn problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

impl AnnouncementError {
    /// What is wrong, and what to do next.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Document(DocumentError::Json { line, column, fault: JsonFault::Float }) => {
                Bilingual::new(
                    format!(
                        "第 {line} 行第 {column} 个字:带小数的数字要加引号,面积写 \"29734.25\"(㎡),百分比写 \"66.67\"。"
                    ),
                    format!(
                        "Line {line}, column {column}: put a number with decimals in quotation marks: \
                         area \"29734.25\" (m²), percentage \"66.67\"."
                    ),
                )
            }
            Self::Document(DocumentError::Empty) => Bilingual::new(
                "文件是空的。yishi new announcement 打印一份待填的。",
                "The file is empty. yishi new announcement prints one to fill in.",
            ),
            Self::Document(error) => error.sentence(),
            Self::TooLarge { bytes } => Bilingual::new(
                format!("文件有 {bytes} 字节,超过 1 MiB,不像一份公告。"),
                format!("The file has {bytes} bytes, more than 1 MiB: that is no announcement."),
            ),
            Self::TooMany { items } => Bilingual::new(
                format!("有 {items} 个事项或候选人,一份最多 {ITEMS_MAX} 个。请分成几份。"),
                format!("It has {items} motions or candidates, at most {ITEMS_MAX}. Split it."),
            ),
            Self::BlankLeft { blank } => Bilingual::new(
                format!("还有没填的地方:“{blank}”。请填好;公告上没有的,整行删去。"),
                format!("A blank is left: \"{blank}\". Fill it in, or delete the line."),
            ),
            Self::Shape { line, problem } => Bilingual::new(
                format!("第 {line} 行:{}。yishi schema announcement 打印格式。", shape_zh(problem)),
                format!("Line {line}: {problem}. yishi schema announcement prints the format."),
            ),
        }
    }
}

/// The reader speaks English; what a clerk meets most often is told in Chinese.
fn shape_zh(problem: &str) -> String {
    let named = problem.split('`').nth(1).unwrap_or_default();
    if problem.starts_with("unknown field") {
        format!("没有“{named}”这一项")
    } else if problem.starts_with("missing field") {
        format!("缺少“{named}”这一项")
    } else if problem.starts_with("unknown variant") {
        format!("“{named}”不是这里可以写的词")
    } else if problem.contains("expected a string")
        || problem.contains("expected a borrowed string")
    {
        format!("这里要写带引号的文字,不是 {named}")
    } else if problem.contains("expected u32") {
        "这里要写 0 到 4294967295 的整数,不加引号".to_owned()
    } else {
        problem.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        read_announcement(text.as_bytes()).unwrap_err().sentence().zh
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, told) in [
            ("", "空的"),
            ("{", "第 1 行"),
            ("[]", "第 1 行"),
            ("通过了", "第 1 行第 1 个字"),
            ("{}", "缺少“body”"),
            ("{\n \"body\": \"owner_assembly\",\n \"dues\": 3 }", "第 3 行:没有“dues”"),
            ("{\n\"body\": \"owners\" }", "“owners”不是这里可以写的词"),
            ("{ \"body\": \"estate\", \"body\": \"estate\" }", "“body”写了两次"),
            ("{ \"due\": null }", "null"),
            ("{ \"due\": 5000000000 }", "4294967295"),
            ("{ \"due\": -1 }", "4294967295"),
            ("{ \"due\": \"3\" }", "不加引号"),
            ("{ \"roll\": { \"area\": 29734.25 } }", "加引号,面积写 \"29734.25\""),
            ("{ \"roll\": { \"area\": 29734 } }", "带引号的文字"),
            ("{ \"roll\": { \"area\": \"12㎡\" } }", "面积写法不对"),
            ("{ \"decided\": \"2022-5-16\" }", "not a day"),
            ("{ \"due\": \"填写人数\" }", "填写人数"),
        ] {
            let found = error(text);
            assert!(found.contains(told), "{text}: {found}");
        }
        let deep = format!("{{\"due\":{}1{}}}", "[".repeat(5000), "]".repeat(5000));
        assert!(error(&deep).contains("16 层"));
        assert!(error(&"1".repeat(2 << 20)).contains("1 MiB"));
        let many = vec![r#"{"title":"甲","matter_kind":"fund_use"}"#; 101].join(",");
        let many =
            format!(r#"{{"body":"owner_assembly","decided":"2022-05-16","motions":[{many}]}}"#);
        assert!(error(&many).contains("101"));
    }

    #[test]
    fn remarks_are_not_read_and_no_text_is_cut() {
        let text = "{ // 谁\n \"body\": \"owner_assembly\", \"decided\": \"2022-05-16\",\n \
                    \"motions\": [{ \"title\": \"http://甲\\\"//乙\", \"matter_kind\": \"fund_use\" }] // 完\n}";
        let read = read_announcement(text.as_bytes()).unwrap();
        assert_eq!(read.motions[0].title.as_str(), "http://甲\"//乙");
    }
}
