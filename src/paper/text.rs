//! A sheet as plain text in 80 columns.

use crate::domain::Language;
use crate::domain::width::{center, columns, one_line, pad, right, wrap};
use crate::paper::sheet::{Block, Row, Section, Sheet, Signature, chinese_number};
use crate::paper::table::{natural_widths, total};

/// Columns of a line.
pub const COLUMNS: usize = 80;

/// A label wider than this stands on a line of its own.
const LABEL_COLUMNS_MAX: usize = 24;

/// The sheet as plain text; lines have no trailing blanks and end in a line feed.
pub fn text(sheet: &Sheet) -> String {
    let mut page = Page { language: sheet.language, lines: Vec::new() };
    for line in wrap(&sheet.title, COLUMNS) {
        page.line(&center(&line, COLUMNS));
    }
    for mark in &sheet.marks {
        page.gap();
        for line in wrap(mark, COLUMNS - 8) {
            page.line(&center(&line, COLUMNS));
        }
    }
    page.gap();
    page.rows(&sheet.rows);
    for (place, section) in sheet.sections.iter().enumerate() {
        page.gap();
        page.section(&sheet.numeral(place), section);
    }
    if !sheet.signatures.is_empty() {
        page.gap();
        sheet.signatures.iter().for_each(|signature| page.signature(signature));
    }
    if !sheet.closing.is_empty() {
        page.gap();
        sheet.closing.iter().for_each(|line| page.line(&right(&one_line(line), COLUMNS)));
    }
    if !sheet.footer.is_empty() {
        page.gap();
        page.line(&"─".repeat(COLUMNS));
        sheet.footer.iter().for_each(|line| page.hanging("", line, 0));
    }
    page.lines.concat()
}

struct Page {
    language: Language,
    lines: Vec<String>,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.lines.push(format!("{}\n", text.trim_end()));
    }

    /// An empty line, unless one stands there already.
    fn gap(&mut self) {
        if self.lines.last().is_some_and(|last| last != "\n") {
            self.line("");
        }
    }

    /// A text behind what stands before its first line, further lines indented as far.
    fn hanging(&mut self, before: &str, text: &str, indent: usize) {
        let mut before = before.to_owned();
        for line in wrap(text, COLUMNS.saturating_sub(indent)) {
            let before = core::mem::take(&mut before);
            self.line(&format!("{}{line}", pad(&before, indent)));
        }
    }

    fn rows(&mut self, rows: &[Row]) {
        let labels = rows.iter().map(|row| columns(&one_line(&row.label)));
        let indent = labels.max().unwrap_or(0).min(LABEL_COLUMNS_MAX) + 2;
        for row in rows {
            let label = one_line(&row.label);
            if columns(&label) + 2 > indent {
                self.hanging("", &label, 0);
                self.hanging("", &row.value, indent);
            } else {
                self.hanging(&label, &row.value, indent);
            }
        }
    }

    fn section(&mut self, numeral: &str, section: &Section) {
        self.hanging(numeral, &section.heading, columns(numeral));
        let mut headings = 0;
        for block in &section.blocks {
            match block {
                Block::Heading(heading) => {
                    headings += 1;
                    if headings > 1 {
                        self.gap();
                    }
                    let numeral = match self.language {
                        Language::Chinese => format!("({})", chinese_number(headings)),
                        Language::English => format!("({headings}) "),
                    };
                    self.hanging(&numeral, heading, columns(&numeral));
                }
                Block::Paragraph(text) => self.paragraph(text),
                Block::Rows(rows) => self.rows(rows),
                Block::List(items) => self.list(items),
                Block::Table { headings, rows } => self.table(headings, rows),
            }
        }
    }

    /// Chinese paragraphs begin two characters further in.
    fn paragraph(&mut self, text: &str) {
        let indent = match self.language {
            Language::Chinese => "\u{3000}\u{3000}",
            Language::English => "",
        };
        for line in text.split('\n') {
            self.hanging("", &format!("{indent}{line}"), 0);
        }
    }

    fn list(&mut self, items: &[String]) {
        for (place, item) in items.iter().enumerate() {
            let number = format!("{}. ", place + 1);
            self.hanging(&number, item, number.len());
        }
    }

    /// A table that is too wide is printed as a list: nothing of a document is cut off.
    fn table(&mut self, headings: &[String], rows: &[Vec<String>]) {
        let lines: Vec<Vec<String>> =
            core::iter::once(headings.to_vec()).chain(rows.iter().cloned()).collect();
        let widths = natural_widths(&lines, headings.len());
        if total(&widths) > COLUMNS {
            let tell = |row: &Vec<String>| {
                let cells = headings.iter().zip(row).map(|(head, cell)| format!("{head}: {cell}"));
                cells.collect::<Vec<_>>().join("; ")
            };
            return self.list(&rows.iter().map(tell).collect::<Vec<_>>());
        }
        for line in &lines {
            let cells = line.iter().zip(&widths).map(|(cell, width)| pad(&one_line(cell), *width));
            self.line(&cells.collect::<Vec<_>>().join("  "));
        }
    }

    fn signature(&mut self, signature: &Signature) {
        let Signature { capacity, name, signed } = signature;
        let line = match (self.language, signed) {
            (Language::Chinese, Some(day)) => format!("{capacity}:{name}({day}签字确认)"),
            (Language::English, Some(day)) => format!("{capacity}: {name} (signed on {day})"),
            (Language::Chinese, None) => {
                format!("{capacity}:{name}    签字:________________    日期:____年__月__日")
            }
            (Language::English, None) => {
                format!("{capacity}: {name}    Signature: ________________    Date: ____-__-__")
            }
        };
        self.hanging("", &line, 0);
    }
}
