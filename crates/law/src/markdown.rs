//! The rules on one page, generated from the cards: `docs/rules.md`.

use super::book::Book;
use super::card::{Card, Example};
use super::days::Day;
use super::figures::{Figure, Unit};
use super::not_computed::not_computed;
use super::procedure::{
    Exclusions, ExclusionsAllowed, OwnersReading, Periodic, Procedure, Rounding, ShareReading,
    Test, TestsReading, VotingRights, order_by, silence_is, tie_by,
};
use core::fmt;
use core::fmt::Write as _;
use domain::Bilingual;
use domain::ElectionKind;

/// What no card can say, because nobody has read or found it yet.
pub const OPEN_POINTS: &[(&str, &str)] = &[
    (
        "《中国共产党基层组织选举工作条例》第十三条至第十九条、第二十六条至第三十一条只见过摘录;条号须与正式文本核对。",
        "Of the Regulations on Elections in Basic Party Organisations, arts. 13 to 19 and 26 to 31 were read in excerpts only; the numbers of the articles have to be compared with an official copy.",
    ),
    (
        "发展党员工作细则和党支部工作条例在2025年以后是否修订过,没有查明。",
        "Whether the rules on admitting members and the regulations on branches were revised after 2025 was not established.",
    ),
    (
        "《业主大会和业主委员会指导规则》第八条至第二十条、第二十三条至第二十五条、第二十七条至第三十条、第四十一条至第四十五条、第四十七条、第四十八条没有读过正式文本。",
        "Of the ministry's guidance on owners' assemblies and committees, arts. 8 to 20, 23 to 25, 27 to 30, 41 to 45, 47 and 48 were not read in an official copy.",
    ),
    (
        "河南、湖南的地方规定中,有数字的条款没有全部收录;没有收录的,按国家规定判断,地方规定可能更严。",
        "Of the local regulations of Henan and Hunan not every article with a number is among the cards; where it is not, the national rule answers, and the local one may ask for more.",
    ),
    (
        "各省实施2025年修订的《城市居民委员会组织法》的办法还会补充细节;以前的地方办法与它抵触的,以法律为准。",
        "Provincial measures under the law on urban residents' committees as revised in 2025 will add details; older measures that conflict with it yield.",
    ),
    (
        "《物业管理条例》和上述指导规则在所用文本之后是否修订过,没有查明。",
        "Whether the regulation on property management, or that guidance, was revised after the copies used here was not established.",
    ),
    (
        "须四分之三以上同意的事项,能否适用“未回复计入多数意见”的约定,没有找到案例。",
        "Whether a matter that needs three quarters may rest on a clause by which silence joins the majority: no case was found.",
    ),
    (
        "业主表决票要保存多久,没有找到全国性的规定。",
        "How long the ballots of owners have to be kept: no national rule was found.",
    ),
];

/// Every card with its grade, certainty, parameters, examples, and what is not confirmed.
pub fn rules_markdown(book: &Book) -> String {
    let mut page = String::new();
    // Writing into a string cannot fail.
    write_page(&mut page, book).unwrap_or_default();
    page
}

fn write_page(page: &mut String, book: &Book) -> fmt::Result {
    writeln!(page, "# 规则卡 / Rule cards\n")?;
    writeln!(page, "本页由 `crates/law/cards/` 的规则卡生成,不是法律意见;规则为转述,不是原文。")?;
    writeln!(
        page,
        "Generated from the cards in `crates/law/cards/`. Not legal advice; the rules are"
    )?;
    writeln!(page, "paraphrased, not quoted. `BLESS=1 cargo test rules_page` writes this page.\n")?;
    writeln!(
        page,
        "核对程度 / Evidence: 〔全文核对〕 full article read · 〔摘录核对〕 excerpt read ·"
    )?;
    writeln!(page, "〔凭记忆，待核对〕 recalled, to be checked.\n")?;
    writeln!(page, "规则书指纹 / Fingerprint of the book: `{}`\n", book.fingerprint())?;
    writeln!(page, "| 卡 / card | 规则 / rule | 核对 / evidence | 确定性 / certainty |")?;
    writeln!(page, "| --- | --- | --- | --- |")?;
    for card in book.cards() {
        let (title, mark) = (card.title(), card.evidence().mark());
        let certainty = both(&card.certainty().name());
        writeln!(
            page,
            "| {} | {} / {} | {} | {certainty} |",
            card.id(),
            title.zh,
            title.en,
            mark.zh
        )?;
    }
    write_open(page, book)?;
    book.cards().iter().try_for_each(|card| write_card(page, card))?;
    write_not_computed(page)
}

/// Rules that are no card of their own, each with its reason.
fn write_not_computed(page: &mut String) -> fmt::Result {
    writeln!(page, "\n## 没有单独做成卡的规则 / Not computed by a card of their own\n")?;
    writeln!(page, "| 规则 / rule | 见 / see | 原因 / why |")?;
    writeln!(page, "| --- | --- | --- |")?;
    for one in not_computed() {
        let (id, cards, why) = (one.id, one.cards.join(", "), one.why);
        writeln!(page, "| {id} | {cards} | {} / {} |", why.zh, why.en)?;
    }
    Ok(())
}

/// The cards that nobody should rely on unread, and what no card can say.
fn write_open(page: &mut String, book: &Book) -> fmt::Result {
    let open: Vec<&Card> = book.cards().iter().filter(|card| !card.is_confirmed()).collect();
    let (all, count) = (book.cards().len(), open.len());
    writeln!(page, "\n## 没有完全核实的卡 / Cards not fully confirmed\n")?;
    writeln!(page, "{all} 张中有 {count} 张:没有读过全文,或者还有待核对之处。")?;
    writeln!(
        page,
        "{count} of {all}: the full article was not read, or something is left open.\n"
    )?;
    for card in open {
        let mark = card.evidence().mark();
        let points: Vec<_> = card.unconfirmed().iter().map(|one| one.zh.as_str()).collect();
        let points =
            if points.is_empty() { String::new() } else { format!(":{}", points.join(" ")) };
        writeln!(page, "- {} {}{points}", card.id(), mark.zh)?;
    }
    writeln!(page, "\n## 未决的法律问题 / Open legal points\n")?;
    for (number, (zh, en)) in OPEN_POINTS.iter().enumerate() {
        writeln!(page, "{}. {zh}\n   / {en}", number + 1)?;
    }
    Ok(())
}

fn write_card(page: &mut String, card: &Card) -> fmt::Result {
    let (title, rule, article) = (card.title(), card.rule(), card.article());
    let (name, mark) = (&card.instrument().name, card.evidence().mark());
    writeln!(page, "\n## {} {} / {}\n", card.id(), title.zh, title.en)?;
    writeln!(page, "{}\n\n{}\n", rule.zh, rule.en)?;
    writeln!(page, "- 出处 / source: 《{}》{}{}", name.zh, article.zh, mark.zh)?;
    writeln!(page, "  / {}, {} {}", name.en, article.en, mark.en)?;
    writeln!(page, "- 性质 / kind of text: {}", both(&card.level().name()))?;
    let until = card.until().map(|until| format!(" – {until}")).unwrap_or_default();
    writeln!(page, "- 施行 / in force: {}{until}, {}", card.from(), card.jurisdiction())?;
    writeln!(page, "- 确定性 / certainty: {}", both(&card.certainty().name()))?;
    writeln!(page, "- 适用 / applies to: {}", applies(card))?;
    writeln!(page, "- 算法 / procedure: `{}`", card.procedure().name())?;
    for parameter in parameters(card) {
        writeln!(page, "  - {parameter}")?;
    }
    for example in card.examples() {
        writeln!(page, "- 算例 / example: {}", example_line(example))?;
    }
    for open in card.unconfirmed() {
        writeln!(page, "- **待核对 / not fully confirmed**: {} / {}", open.zh, open.en)?;
    }
    writeln!(page, "- 指纹 / fingerprint: `{}`", card.fingerprint())
}

fn applies(card: &Card) -> String {
    let applies = card.applies();
    let list =
        |names: Vec<&str>| if names.is_empty() { "全部".to_owned() } else { names.join("、") };
    format!(
        "{} / {};{};{};{}",
        applies.topic.zh(),
        applies.topic.en(),
        list(applies.bodies.iter().map(|one| one.zh()).collect()),
        list(applies.meetings.iter().map(|one| one.zh()).collect()),
        list(applies.matters.iter().map(|one| one.zh()).collect()),
    ) + &elections(&applies.elections)
}

/// Nothing for none: most rules are not about elections.
fn elections(kinds: &[ElectionKind]) -> String {
    let names: Vec<_> = kinds.iter().map(|one| one.zh()).collect();
    if names.is_empty() { String::new() } else { format!(";{}", names.join("、")) }
}

fn parameters(card: &Card) -> Vec<String> {
    match card.procedure() {
        Procedure::Share(rule) => {
            let readings = rule.readings.iter().map(share);
            let others = rule.alternatives.iter();
            readings
                .chain(others.map(|one| format!("仅作说明 / note only: {}", share(one))))
                .collect()
        }
        Procedure::VotingRights(VotingRights { statuses, suspended_vote }) => {
            let names: Vec<_> = statuses.iter().map(|status| status.word()).collect();
            vec![
                format!("statuses: {}", names.join(", ")),
                format!("suspended_vote: {suspended_vote}"),
            ]
        }
        Procedure::Exclusions(Exclusions { exclusions_allowed }) => {
            vec![format!("exclusions_allowed: {}", allowed(*exclusions_allowed))]
        }
        Procedure::WrittenOpinions(rule) => vec![format!("counted: {}", rule.counted)],
        Procedure::HeadsAndArea(rule) => rule.readings.iter().map(owners).collect(),
        Procedure::Silence(rule) => {
            rule.readings.iter().map(|one| both(&silence_is(*one))).collect()
        }
        Procedure::SpoiledBallots(rule) => vec![format!("participate: {}", rule.participate)],
        Procedure::Requirements(rule) => rule.readings.iter().map(tests).collect(),
        Procedure::Competition(rule) => {
            let (numerator, denominator) = (rule.numerator, rule.denominator);
            let line = |one: &Rounding| {
                let name = both(&one.name());
                format!("{name}: 差额/应选 ≥{numerator}/{denominator}")
            };
            rule.roundings.iter().map(line).collect()
        }
        Procedure::Ranking(rule) => {
            let key = rule.rank_key.map(|key| format!("rank_key: {}", both(&order_by(key))));
            let tie = rule.tie_rule.map(|tie| format!("tie_rule: {}", both(&tie_by(tie))));
            let open = || "由选举办法确定 / from the adopted method".to_owned();
            vec![key.unwrap_or_else(open), tie.unwrap_or_else(open)]
        }
        Procedure::Deadline(rule) => {
            let (day, length) = (rule.counts_from, rule.length);
            let side = if rule.before { ("前", "before") } else { ("后", "after") };
            let (zh, en) = (day.zh(), day.en());
            vec![format!("{zh}{}{} / {} {} the {en}", side.0, length.zh(), length.en(), side.1)]
        }
        Procedure::Periodic(Periodic { readings }) => readings
            .iter()
            .map(|one| {
                let period = one.period.name();
                let (zh, en, times) = (&one.name.zh, &one.name.en, one.times);
                format!("{zh} / {en}: {} ≥{times} / {}", period.zh, period.en)
            })
            .collect(),
    }
}

const fn allowed(exclusions: ExclusionsAllowed) -> &'static str {
    match exclusions {
        ExclusionsAllowed::None => "none",
        ExclusionsAllowed::ElectionsOnly => "elections_only",
        ExclusionsAllowed::All => "all",
    }
}

fn share(reading: &ShareReading) -> String {
    let (part, whole) = (reading.part, reading.whole);
    format!(
        "{} / {}: {}/{} {}",
        reading.name.zh,
        reading.name.en,
        part.short_zh(),
        whole.short_zh(),
        reading.share
    )
}

fn owners(reading: &OwnersReading) -> String {
    let ([part, _], [whole, _]) = (reading.part.figures(), reading.whole.figures());
    let (part, whole, share) = (part.short_zh(), whole.short_zh(), reading.share);
    let (zh, en) = (&reading.name.zh, &reading.name.en);
    format!("{zh} / {en}: {part}/{whole} {share}, 人数和面积分别计算 / heads and area apart")
}

fn tests(reading: &TestsReading) -> String {
    let way = |way: &Vec<Test>| way.iter().map(test).collect::<Vec<_>>().join(",");
    let ways: Vec<_> = reading.ways.iter().map(way).collect();
    format!("{} / {}: {}", reading.name.zh, reading.name.en, ways.join(";或 / or "))
}

fn test(test: &Test) -> String {
    match *test {
        Test::Share { part, whole, share } => {
            format!("{}/{} {share}", part.short_zh(), whole.short_zh())
        }
        Test::AtLeast { part, number } => {
            format!("{} ≥{}", part.short_zh(), part.unit().zh(number))
        }
        Test::AtMost { part, number } => {
            format!("{} ≤{}", part.short_zh(), part.unit().zh(number))
        }
        Test::AtLeastTimes { part, whole, number } => {
            format!("{} ≥{number} × {}", part.short_zh(), whole.short_zh())
        }
        Test::AtMostTimes { part, whole, number } => {
            format!("{} ≤{number} × {}", part.short_zh(), whole.short_zh())
        }
        Test::Odd { part } => format!("{}为单数", part.short_zh()),
        Test::NotMoreThan { part, whole } => {
            format!("{} ≤ {}", part.short_zh(), whole.short_zh())
        }
    }
}

fn example_line(example: &Example) -> String {
    let recorded = Figure::all().filter_map(|figure| {
        let count = figure.unit().bare(u128::from(example.figures.count(figure)?));
        let mark = if figure.unit() == Unit::Area { " ㎡" } else { "" };
        Some(format!("{} {count}{mark}", figure.short_zh()))
    });
    let days = Day::ALL.iter().filter_map(|day| {
        let on = example.days.get(*day)?;
        Some(format!("{} {on}", day.zh()))
    });
    let order = example.order.iter().map(|order| {
        let heads: Vec<_> = order.heads.iter().map(ToString::to_string).collect();
        format!("应选 {},同意 {}", order.seats, heads.join("、"))
    });
    let figures = recorded.chain(days).chain(order).collect::<Vec<_>>().join(",");
    let figures =
        if figures.is_empty() { "没有记录 / nothing recorded".to_owned() } else { figures };
    let values = example
        .values
        .as_ref()
        .map(|values| values.iter().map(u64::to_string).collect::<Vec<_>>().join(" 或 / or "));
    let last = example.last_day.map(|last| last.to_string());
    let expected = example.outcome.clone().or(values).or(last).unwrap_or_default();
    format!("{figures} → {expected}")
}

fn both(words: &Bilingual) -> String {
    format!("{} / {}", words.zh, words.en)
}
