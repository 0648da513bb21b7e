//! The cover of a handbook (工作手册): posts, members, the schedule of the year, the meetings in it.

use super::sheet::{Block, Row, Sheet};
use crate::answer::{Handbook, HeldLine, MembersLine, ScheduleState};
use crate::domain::{Bilingual, Language, MeetingKind};

/// Draws the cover.
pub fn cover(book: &Handbook, language: Language) -> Sheet {
    let say = |zh: &str, en: &str| Bilingual::new(zh, en).get(language).to_owned();
    let (name, year) = (book.name.get(language), book.year);
    let title = say(&format!("{name}工作手册({year} 年)"), &format!("Handbook of {name}, {year}"));
    let mut sheet = Sheet::new(language, title);
    sheet.rows.push(Row::new(say("账本", "Book"), book.registry.clone()));
    sheet.section(say("职务", "Posts"), posts(book, language));
    sheet.section(say("成员", "Members"), members(&book.members, language));
    sheet.section(say("全年安排和记录", "Schedule of the year"), schedule(book, language));
    let contents: Vec<String> = book.meetings.iter().map(|one| content(one, language)).collect();
    let blocks = if contents.is_empty() { Vec::new() } else { vec![Block::List(contents)] };
    sheet.section(say("目录", "Contents"), blocks);
    sheet.footer.push(say(
        &format!("本手册由账本写成,写到第 {} 条为止。", book.entries),
        &format!("Written by the book from its first {} entries.", book.entries),
    ));
    sheet
}

fn content(one: &HeldLine, language: Language) -> String {
    let kind = one.meeting_kind.map(MeetingKind::name);
    let kind = kind.as_ref().map(|kind| kind.get(language)).unwrap_or_default();
    let line = format!("{} {kind}  {}", one.on.first_day(), one.agenda);
    line.trim_end().to_owned()
}

fn posts(book: &Handbook, language: Language) -> Vec<Block> {
    let rows = book.posts.iter().map(|one| {
        vec![
            one.post.get(language).to_owned(),
            one.name.get(language).to_owned(),
            one.from.to_string(),
            one.term_until.map(|day| day.to_string()).unwrap_or_default(),
        ]
    });
    let headings = [("职务", "post"), ("姓名", "name"), ("起", "from"), ("任期至", "until")];
    table(&headings, rows.collect(), language)
}

fn members(groups: &[MembersLine], language: Language) -> Vec<Block> {
    let rows = groups.iter().map(|group| {
        let (standing, count) = (&group.standing, group.names.len());
        let label = Bilingual::new(
            format!("{}({count} 人)", standing.zh),
            format!("{} ({count})", standing.en),
        );
        let names: Vec<&str> = group.names.iter().map(|name| name.get(language)).collect();
        let between = Bilingual::new("、", ", ");
        Row::new(label.get(language).to_owned(), names.join(between.get(language)))
    });
    let rows: Vec<Row> = rows.collect();
    if rows.is_empty() { Vec::new() } else { vec![Block::Rows(rows)] }
}

fn schedule(book: &Handbook, language: Language) -> Vec<Block> {
    let rows = book.schedule.iter().map(|one| {
        let of = |state| one.periods.iter().filter(move |period| period.state == state);
        let missing: Vec<&str> =
            of(ScheduleState::Missing).map(|period| period.period.get(language)).collect();
        let between = Bilingual::new("、", ", ");
        vec![
            one.title.get(language).to_owned(),
            format!("{}/{}", of(ScheduleState::Held).count(), one.periods.len()),
            missing.join(between.get(language)),
        ]
    });
    let headings = [("要求", "rule"), ("已有记录", "on record"), ("还没有记录", "not on record")];
    table(&headings, rows.collect(), language)
}

fn table(headings: &[(&str, &str)], rows: Vec<Vec<String>>, language: Language) -> Vec<Block> {
    let said = headings.iter().map(|(zh, en)| Bilingual::new(*zh, *en).get(language).to_owned());
    let headings = said.collect();
    if rows.is_empty() { Vec::new() } else { vec![Block::Table { headings, rows }] }
}
