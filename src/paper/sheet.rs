//! A document as it is laid out, before it becomes text, Markdown or anything else.
//!
//! A sheet is in one language and holds finished words: whoever renders it decides nothing about
//! its content.

use crate::domain::Language;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Language of its words.
    pub language: Language,
    /// Title.
    pub title: String,
    /// What a reader must see first: that it was cancelled, that it was recorded late.
    pub marks: Vec<String>,
    /// The head: time, place, chair.
    pub rows: Vec<Row>,
    /// The sections; whoever renders them numbers them.
    pub sections: Vec<Section>,
    /// Who signs, or signed.
    pub signatures: Vec<Signature>,
    /// Who issues it and when, at the right.
    pub closing: Vec<String>,
    /// Where it comes from, and what vouches for it.
    pub footer: Vec<String>,
}

impl Sheet {
    /// A sheet with nothing but a title.
    pub fn new(language: Language, title: impl Into<String>) -> Self {
        Self {
            language,
            title: title.into(),
            marks: Vec::new(),
            rows: Vec::new(),
            sections: Vec::new(),
            signatures: Vec::new(),
            closing: Vec::new(),
            footer: Vec::new(),
        }
    }

    /// Adds a section, unless nothing stands in it.
    pub fn section(&mut self, heading: impl Into<String>, blocks: Vec<Block>) {
        if !blocks.is_empty() {
            self.sections.push(Section { heading: heading.into(), blocks });
        }
    }

    /// Number of a section as it is printed: 一、 in Chinese, `1. ` in English.
    pub(super) fn numeral(&self, place: usize) -> String {
        match self.language {
            Language::Chinese => format!("{}、", chinese_number(place + 1)),
            Language::English => format!("{}. ", place + 1),
        }
    }
}

/// A label and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// For example 会议地点.
    pub label: String,
    /// One or several lines.
    pub value: String,
}

impl Row {
    /// A row.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// A part of a document under its own heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Heading without number.
    pub heading: String,
    /// What stands below it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A smaller heading.
    Heading(String),
    /// Running text, one or several lines.
    Paragraph(String),
    /// Labels with what stands beside them.
    Rows(Vec<Row>),
    /// A numbered list.
    List(Vec<String>),
    /// A table.
    Table {
        /// Headings of the columns.
        headings: Vec<String>,
        /// The rows; each has as many cells as there are headings.
        rows: Vec<Vec<String>>,
    },
}

/// A line on which somebody signs, or signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// In which capacity.
    pub capacity: String,
    /// Whose.
    pub name: String,
    /// The day of the signature on record; an empty line is printed without it.
    pub signed: Option<String>,
}

/// A number from 1 to 99 in Chinese; larger ones in digits.
pub(super) fn chinese_number(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |number: usize| DIGITS.get(number).copied().unwrap_or_default();
    match number {
        0 => "零".to_owned(),
        1..10 => digit(number).to_owned(),
        10..20 => format!("十{}", digit(number - 10)),
        20..100 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_as_in_official_documents() {
        let spelled = [1, 10, 11, 20, 21, 99, 100].map(chinese_number);
        assert_eq!(spelled, ["一", "十", "十一", "二十", "二十一", "九十九", "100"]);
    }
}
