//! Tables for the terminal: columns that line up in Chinese, headings in both languages.

use crate::domain::Bilingual;
use crate::domain::Language;
use crate::domain::width::{columns, fit, one_line, pad};

/// Blanks between columns.
const GAP: usize = 2;

/// A column is not made narrower than this.
const COLUMN_MIN: usize = 6;

/// A table with headings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Headings of the columns.
    pub headings: Vec<Bilingual>,
    /// The rows; a missing cell is empty, a surplus one is left out.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows; headings as (Chinese, English).
    pub fn new(headings: &[(&str, &str)]) -> Self {
        let headings = headings.iter().map(|(zh, en)| Bilingual::new(*zh, *en)).collect();
        Self { headings, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// The table as lines without trailing blanks, each with a line feed. With a width, the widest
    /// columns give way until the table fits, and what is cut ends in `…`.
    pub fn render(&self, language: Language, width: Option<usize>) -> String {
        let headings = self.headings.iter().map(|one| one.get(language).to_owned()).collect();
        let lines: Vec<Vec<String>> =
            core::iter::once(headings).chain(self.rows.iter().cloned()).collect();
        let mut widths = natural_widths(&lines, self.headings.len());
        if let Some(width) = width {
            give_way(&mut widths, width);
        }
        let rule = widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>();
        let mut printed = lines.iter().map(|line| print(line, &widths)).collect::<Vec<_>>();
        printed.insert(1, print(&rule, &widths));
        printed.concat()
    }
}

/// The widest cell of each column.
pub(super) fn natural_widths(lines: &[Vec<String>], count: usize) -> Vec<usize> {
    let widest = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| columns(&one_line(cell))).max()
    };
    (0..count).map(|column| widest(column).unwrap_or(0)).collect()
}

/// Columns that a table of these widths takes.
pub(super) fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

fn give_way(widths: &mut [usize], width: usize) {
    let mut excess = total(widths).saturating_sub(width);
    while excess > 0 {
        let Some(widest) = widths.iter_mut().max().filter(|widest| **widest > COLUMN_MIN) else {
            return;
        };
        *widest -= 1;
        excess -= 1;
    }
}

fn print(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (place, width) in widths.iter().enumerate() {
        let cell = cells.get(place).map(|cell| fit(&one_line(cell), *width)).unwrap_or_default();
        if place > 0 {
            line.push_str(&" ".repeat(GAP));
        }
        line.push_str(&pad(&cell, *width));
    }
    format!("{}\n", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meetings() -> Table {
        let mut table = Table::new(&[("日期", "Date"), ("会议", "Meeting"), ("到会", "Present")]);
        table.push(vec!["2018-05-17".to_owned(), "支部党员大会".to_owned(), "24/43".to_owned()]);
        table.push(vec!["2018-05-22".to_owned(), "党小组会".to_owned(), String::new()]);
        table
    }

    #[test]
    fn columns_line_up_and_nothing_trails() {
        let text = meetings().render(Language::Chinese, None);
        assert_eq!(
            text,
            "日期        会议          到会\n\
             ──────────  ────────────  ─────\n\
             2018-05-17  支部党员大会  24/43\n\
             2018-05-22  党小组会\n"
        );
        assert!(meetings().render(Language::English, None).starts_with("Date        Meeting"));
    }

    #[test]
    fn what_does_not_fit_is_cut_between_characters() {
        let text = meetings().render(Language::Chinese, Some(26));
        assert!(text.lines().all(|line| columns(line) <= 26), "{text}");
        assert!(text.contains('…') && !text.contains('\u{fffd}'));
        let mut odd = meetings();
        odd.push(vec!["👨🏽‍🌾\u{1b}[31m\n".repeat(40)]);
        odd.push(vec!["a".to_owned(); 9]);
        assert!(!odd.render(Language::Chinese, Some(40)).contains('\u{1b}'));
    }
}
