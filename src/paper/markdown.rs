//! A sheet as Markdown (CommonMark with tables). What people wrote is text there, never markup.

use crate::domain::Language;
use crate::domain::width::one_line;
use crate::paper::sheet::{Block, Row, Section, Sheet, Signature, chinese_number};

/// The sheet as Markdown.
pub fn markdown(sheet: &Sheet) -> String {
    let mut page = vec![format!("# {}\n", inline(&sheet.title))];
    page.extend(sheet.marks.iter().map(|mark| format!("\n**{}**\n", inline(mark))));
    page.push(rows(sheet.language, &sheet.rows));
    let sections = sheet.sections.iter().enumerate();
    page.extend(sections.map(|(place, section)| section_text(sheet, place, section)));
    let signatures = sheet.signatures.iter().map(|one| sign_line(sheet.language, one));
    page.extend(signatures.map(|line| format!("\n{line}\n")));
    page.extend(sheet.closing.iter().map(|line| format!("\n{}\n", inline(line))));
    if !sheet.footer.is_empty() {
        page.push("\n---\n".to_owned());
    }
    page.extend(sheet.footer.iter().map(|line| format!("\n{}\n", inline(line))));
    page.concat()
}

fn section_text(sheet: &Sheet, place: usize, section: &Section) -> String {
    let mut text = format!("\n## {}{}\n", sheet.numeral(place), inline(&section.heading));
    let mut headings = 0;
    for block in &section.blocks {
        let written = match block {
            Block::Heading(heading) => {
                headings += 1;
                let numeral = match sheet.language {
                    Language::Chinese => format!("({})", chinese_number(headings)),
                    Language::English => format!("({headings}) "),
                };
                format!("\n### {numeral}{}\n", inline(heading))
            }
            Block::Paragraph(text) => format!("\n{}\n", lines(text, "\\\n")),
            Block::Rows(list) => rows(sheet.language, list),
            Block::List(items) => numbered(items),
            Block::Table { headings, rows } => table(headings, rows),
        };
        text.push_str(&written);
    }
    text
}

fn rows(language: Language, list: &[Row]) -> String {
    if list.is_empty() {
        return String::new();
    }
    let headings = match language {
        Language::Chinese => ["项目", "内容"],
        Language::English => ["Item", "Content"],
    };
    let cells = list.iter().map(|row| vec![row.label.clone(), row.value.clone()]);
    table(&headings.map(str::to_owned), &cells.collect::<Vec<_>>())
}

fn numbered(items: &[String]) -> String {
    let item = |(place, item): (usize, &String)| {
        let number = format!("{}. ", place + 1);
        let indent = format!("\\\n{}", " ".repeat(number.len()));
        format!("{number}{}\n", lines(item, &indent))
    };
    format!("\n{}", items.iter().enumerate().map(item).collect::<Vec<_>>().concat())
}

fn table(headings: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| {
        let cells = cells.iter().map(|cell| lines(cell, "<br>")).collect::<Vec<_>>();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule = format!("|{}\n", " --- |".repeat(headings.len()));
    let body = rows.iter().map(|row| line(row)).collect::<String>();
    format!("\n{}{rule}{body}", line(headings))
}

fn sign_line(language: Language, signature: &Signature) -> String {
    let (capacity, name) = (inline(&signature.capacity), inline(&signature.name));
    match (language, signature.signed.as_deref().map(inline)) {
        (Language::Chinese, Some(day)) => format!("{capacity}:{name}({day}签字确认)"),
        (Language::English, Some(day)) => format!("{capacity}: {name} (signed on {day})"),
        (Language::Chinese, None) => {
            let line = r"\_".repeat(16);
            format!("{capacity}:{name} 签字:{line} 日期:{}", r"\_\_\_\_年\_\_月\_\_日")
        }
        (Language::English, None) => {
            format!("{capacity}: {name} Signature: {} Date: {}", r"\_".repeat(16), r"\_".repeat(10))
        }
    }
}

/// The lines of a text, escaped, with `between` instead of line feeds; empty lines are left out,
/// because in Markdown they would end the paragraph or the cell.
fn lines(text: &str, between: &str) -> String {
    let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
    lines.map(inline).collect::<Vec<_>>().join(between)
}

/// One line of text in which nothing is markup.
pub fn inline(text: &str) -> String {
    let text = one_line(text);
    let text = text.trim();
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (place, character) in text.char_indices() {
        let always = "\\`*_[]<>|~&$@".contains(character);
        let first = place == 0 && "#+-=:".contains(character);
        // `12. ` at the beginning would be a list.
        let numbered = place == digits && digits > 0 && matches!(character, '.' | ')');
        // `http:` and `www.` would become links by themselves.
        let link = character == ':'
            && text.get(place..).is_some_and(|rest| rest.starts_with("://"))
            || character == '.' && before.is_some_and(|before: char| matches!(before, 'w' | 'W'));
        if always || first || numbered || link {
            escaped.push('\\');
        }
        escaped.push(character);
        before = Some(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_never_markup() {
        for (text, escaped) in [
            ("# 标题", r"\# 标题"),
            ("- 一", r"\- 一"),
            ("1. 一", r"1\. 一"),
            ("2018-05-17", "2018-05-17"),
            ("*a*_b_`c`", r"\*a\*\_b\_\`c\`"),
            ("[a](javascript:x)", r"\[a\](javascript:x)"),
            ("<script>|&lt;", r"\<script\>\|\&lt;"),
            ("http://x www.y", r"http\://x www\.y"),
            ("a\nb\u{7}", "a b\u{fffd}"),
        ] {
            assert_eq!(inline(text), escaped);
        }
    }

    #[test]
    fn a_text_of_several_lines_stays_in_its_cell() {
        let table = rows(Language::Chinese, &[Row::new("决议", "一|\n\n二")]);
        assert_eq!(table, "\n| 项目 | 内容 |\n| --- | --- |\n| 决议 | 一\\|<br>二 |\n");
        assert_eq!(numbered(&["a\nb".to_owned()]), "\n1. a\\\n   b\n");
    }
}
