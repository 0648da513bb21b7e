//! Doubts: what breaks no rule and no identity, and yet keeps an announcement from being clean.
//!
//! Each leaves the check open instead of making a fault of it: a person has to look.

use super::check::Check;
use super::{Announcement, CountedAs, Side};
use crate::book::Book;
use crate::matter::{Matter, Question, Topic};
use crate::verdict::Citation;
use domain::{Bilingual, BodyKind, MatterKind, Place};

/// Codes of the provinces, by GB/T 2260.
const PROVINCES: &[&str] = &[
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82",
];

/// No owner has so little exclusive area, in 0.01 m²: even a parking space has four times as much.
const SMALLEST: u64 = 300;

pub(super) fn check(all: &Announcement, book: &Book, check: &mut Check) {
    place(&all.place, check);
    silence(all, check);
    for motion in &all.motions {
        not_theirs(all, book, motion.title.as_str(), motion.matter_kind, check);
    }
    if all.meeting().is_of_owners() {
        exchanged(all, check);
    }
}

/// Only the country-wide rules answer for a place that does not exist.
fn place(place: &Place, check: &mut Check) {
    let code = place.to_string();
    let Some(digits) = code.strip_prefix("CN-") else { return };
    if PROVINCES.iter().any(|province| digits.starts_with(province)) {
        return;
    }
    let said = Bilingual::new(
        format!("{code} 不属于任何省、自治区、直辖市,当地的规定没有核对。请改正地区代码。"),
        format!("{code} lies in no province: the local rules were not asked. Correct the code."),
    );
    check.judged(&Bilingual::new("地区代码", "The place"), said, false);
}

/// Silence that was counted changes the figures by a number that has to be known.
fn silence(all: &Announcement, check: &mut Check) {
    let Some(silence) = &all.silence else { return };
    let known = silence.heads.is_some() && silence.area.is_some();
    if silence.counted_as == CountedAs::NotParticipating || known {
        return;
    }
    let said = Bilingual::new(
        "把没有反馈的算了进去,却没有写清多少人、多少面积;实际反馈的有多少,无从得知。",
        "Silence was counted, but not how many owners and how much area: how many answered is unknown.",
    );
    check.judged(&Bilingual::new("送达未反馈", "Silence"), said, false);
}

/// What owners decide together is not decided by anybody in their place.
fn not_theirs(all: &Announcement, book: &Book, title: &str, kind: MatterKind, check: &mut Check) {
    if all.meeting().is_of_owners() {
        return;
    }
    let matter = Matter {
        body: BodyKind::OwnerAssembly,
        meeting: domain::MeetingKind::OwnerAssemblyMeeting,
        ..all.matter(Question::RESULT, Some(kind))
    };
    let named = |card: &&crate::card::Card| card.applies().matters.contains(&kind);
    let Some(card) = book.find(Topic::RESULT, &matter).filter(named) else { return };
    let cited = Citation::from(card).sentence();
    let said = Bilingual::new(
        format!("这类事项由业主共同决定,本次会议的决定不能代替业主大会的决定。{}。", cited.zh),
        format!(
            "Owners decide on this together; what this meeting decides does not stand in for it. {}.",
            cited.en
        ),
    );
    check.judged(&Bilingual::new(title, title), said, false);
}

/// Heads and area in each other's place.
fn exchanged(all: &Announcement, check: &mut Check) {
    let sides = [all.roll, all.participation].into_iter().flatten();
    let sides = sides.chain(all.motions.iter().map(|motion| motion.in_favour));
    let small = |side: &Side| {
        side.heads
            .zip(side.area)
            .filter(|(heads, area)| u64::from(*heads).saturating_mul(SMALLEST) > area.0.0)
    };
    let Some((heads, area)) = sides.into_iter().find_map(|side| small(&side)) else { return };
    let said = Bilingual::new(
        format!("{heads} 人只有 {} ㎡,人数和面积可能写反了。", area.0),
        format!("{heads} owners of {} m²: heads and area may be exchanged.", area.0),
    );
    check.judged(&Bilingual::new("人数和面积", "Heads and area"), said, false);
}
