//! How many columns a text takes, on a terminal or on plain paper: a Chinese character takes two.
//!
//! Invariants: nothing is cut inside a character, and no wrapped line is wider than asked for,
//! unless a single character is.

use unicode_width::UnicodeWidthChar;

/// Characters that must not begin a line (避头).
const NOT_FIRST: &str = ",.;:!?)]}%,。、;:!?)》」』】〉〕”’…—·";

/// Characters that must not end a line (避尾).
const NOT_LAST: &str = "([{(《「『【〈〔“‘";

/// A run between marks of at most this width is kept on one line: four characters, as a name.
const NAME_COLUMNS: usize = 8;

/// Columns that a character takes.
fn columns_of(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// Columns that a text takes on one line.
pub fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// The text with blanks behind it, so that it takes at least `width` columns.
pub fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(missing))
}

/// The text in the middle of `width` columns, without blanks behind it.
pub fn center(text: &str, width: usize) -> String {
    let left = width.saturating_sub(columns(text)) / 2;
    format!("{}{text}", " ".repeat(left))
}

/// The text at the right end of `width` columns.
pub fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}

/// The text in at most `width` columns; what does not fit is replaced by `…`.
pub fn fit(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let (mut taken, mut used) = (String::new(), 0);
    for character in text.chars() {
        used += columns_of(character);
        if used + 1 > width {
            break;
        }
        taken.push(character);
    }
    if width > 0 {
        taken.push('…');
    }
    taken
}

/// One line without anything that a terminal would obey: control characters become `�`.
pub fn one_line(text: &str) -> String {
    let visible = |character: char| match character {
        '\n' => ' ',
        other if other.is_control() => '\u{fffd}',
        other => other,
    };
    text.chars().map(visible).collect()
}

/// The text in lines of at most `width` columns. Line feeds stay; Latin words stay whole if
/// they fit; no line begins with a closing or ends with an opening mark, if that can be helped.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| wrap_line(&one_line(line), width.max(2))).collect()
}

fn wrap_line(text: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    for unit in units(text).into_iter().flat_map(|unit| pieces(unit, width)) {
        let unit_width = columns(unit.trim_end());
        if used + unit_width > width {
            lines.push(core::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        let unit = if line.is_empty() { unit.trim_start_matches(' ') } else { &unit };
        line.push_str(unit);
        used += columns(unit);
    }
    let last = line.trim_end();
    if !last.is_empty() || lines.is_empty() {
        lines.push(last.to_owned());
    }
    lines
}

/// What stays together: a Latin word with the blank behind it, a character with its marks, and
/// between marks a run as short as a name, so that names are not torn.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for run in runs(text) {
        let bare = run.trim_end_matches(|c| c == ' ' || NOT_FIRST.contains(c));
        if columns(bare) <= NAME_COLUMNS {
            units.push(run);
        } else {
            units.extend(characters(&run));
        }
    }
    units
}

/// Pieces that end behind closing marks and blanks, or before opening marks.
fn runs(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for character in text.chars() {
        let closes = |c: char| c == ' ' || NOT_FIRST.contains(c);
        let begins = before.is_none_or(|before| {
            let latin = is_word(before) && is_word(character);
            !latin
                && (closes(before) && !closes(character)
                    || NOT_LAST.contains(character) && !NOT_LAST.contains(before))
        });
        match runs.last_mut() {
            Some(run) if !begins => run.push(character),
            _ => runs.push(character.to_string()),
        }
        before = Some(character);
    }
    runs
}

fn characters(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for character in text.chars() {
        let joins = before.is_some_and(|before| {
            columns_of(character) == 0
                || NOT_FIRST.contains(character)
                || NOT_LAST.contains(before)
                || character == ' '
                || is_word(before) && is_word(character)
        });
        match units.last_mut() {
            Some(unit) if joins => unit.push(character),
            _ => units.push(character.to_string()),
        }
        before = Some(character);
    }
    units
}

fn is_word(character: char) -> bool {
    columns_of(character) == 1 && character != ' ' && !character.is_control()
}

/// The unit, in pieces of at most `width` columns when it is wider than a line.
fn pieces(unit: String, width: usize) -> Vec<String> {
    if columns(unit.trim_end()) <= width {
        return vec![unit];
    }
    let (mut pieces, mut piece, mut used) = (Vec::new(), String::new(), 0);
    for character in unit.chars() {
        if used + columns_of(character) > width && !piece.is_empty() {
            pieces.push(core::mem::take(&mut piece));
            used = 0;
        }
        piece.push(character);
        used += columns_of(character);
    }
    pieces.push(piece);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_takes_two_columns() {
        assert_eq!(columns("会议a"), 5);
        assert_eq!(pad("会", 4), "会  ");
        assert_eq!(fit("会议记录", 5), "会议…");
        assert_eq!(fit("会议记录", 6), "会议…");
        assert_eq!(fit("会", 0), "");
        assert_eq!(center("会议", 10), "   会议");
    }

    #[test]
    fn lines_are_as_wide_as_asked_and_begin_with_no_full_stop() {
        assert_eq!(wrap("一二三四五。", 10), ["一二三四", "五。"]);
        assert_eq!(wrap("see the minutes of May", 10), ["see the", "minutes of", "May"]);
        assert_eq!(wrap("他说(二十人)到会", 6), ["他说", "(二十", "人)", "到会"]);
        assert_eq!(wrap("a\n\nb", 10), ["a", "", "b"]);
        for line in wrap(&"会。".repeat(300), 9) {
            assert!(columns(&line) <= 9, "{line}");
        }
        for line in wrap(&"x".repeat(300), 80) {
            assert!(columns(&line) <= 80);
        }
    }
}
