//! What is remarkable about a count or a publication: recorded all the same, told by `show` and `check`.

use crate::domain::{Bilingual, Happened};
use crate::event::Names;
use crate::projection::{CountRow, PublicationRow};

/// What somebody should look at in a count: for `show` and for `check`.
pub fn count_remarks(row: &CountRow) -> Vec<Bilingual> {
    let remarks = &row.remarks;
    let counted = [
        (remarks.keyed_differently, "两次录入不一致,不计入", "keyed differently, not counted"),
        (remarks.keyed_by_one, "初录、复录为同一人", "keyed both times by one person"),
        (remarks.mixed_owners, "代表不同业主的房屋", "vote for units of different owners"),
        (remarks.early, "投票开始之前收回", "came back before voting began"),
        (remarks.late, "截止后收回,未认定无效", "came back late and were not rejected"),
        (remarks.not_signed, "无签名,未认定无效", "are not signed and were not rejected"),
        (remarks.challenged, "有异议,称非本人投票", "were challenged as not the owner's own"),
        (remarks.set_aside, "已作废", "were set aside"),
        (remarks.set_aside_returned, "收回之后才作废", "were set aside after they came back"),
    ];
    let counted = counted.into_iter().filter_map(|(count, zh, en)| Some((count?, zh, en)));
    let mut said: Vec<Bilingual> = counted
        .map(|(count, zh, en)| {
            Bilingual::new(format!("{count} 张票{zh}"), format!("{count} ballots {en}"))
        })
        .collect();
    if remarks.recount_differs {
        said.push(Bilingual::new(
            "计票结果与现在账上的表决票不符,请核对后更正",
            "the result is not what the ballots on record add up to now; check and correct it",
        ));
    }
    if remarks.roll_after_opening {
        said.push(Bilingual::new(
            "名册在投票开始之后才冻结",
            "the roll was frozen after voting had begun",
        ));
    }
    said.extend(opening_corrected(row));
    said.extend(too_early(row));
    if let Some(split) = split(row) {
        said.push(Bilingual::new(
            format!("{split} 名业主的几户意见不一:计为参与,人数不计入任何一方"),
            format!("{split} owners said different things for their units: they count for no side"),
        ));
    }
    said
}

/// Heads that said different things, on the question where they are most.
fn split(row: &CountRow) -> Option<u32> {
    let certified = row.certified.as_ref().map(|certified| &certified.totals);
    let totals = certified.or(row.ballots.as_ref())?;
    let motions = totals.motions.iter().filter_map(|motion| motion.split);
    let candidates = totals.candidates.iter().filter_map(|candidate| candidate.split);
    motions.chain(candidates).map(|heads| heads.0).max().filter(|heads| *heads > 0)
}

/// Rules of a count that were changed after it was opened: silence, keying, the days of voting.
fn opening_corrected(row: &CountRow) -> Option<Bilingual> {
    let times = row.corrected.as_ref()?.times;
    Some(Bilingual::new(
        format!(
            "开始表决的记录更正过 {times} 次,请核对未反馈规则、录入办法和投票时间是否在投票之后改动"
        ),
        format!(
            "the opening was corrected {times} times; check whether silence, keying or the days of voting were changed after the vote"
        ),
    ))
}

/// The box was closed, or the result certified, while owners could still vote.
fn too_early(row: &CountRow) -> Vec<Bilingual> {
    let Some(until) = row.what.as_ref().map(|what| what.voting_until) else { return Vec::new() };
    let before = |on: Option<Happened>| on.filter(|on| on.last_day() < until.first_day());
    let sealed = before(row.sealed.as_ref().map(|one| one.on)).map(|on| {
        Bilingual::new(
            format!("封票({on})早于投票截止({until})"),
            format!("the ballots were sealed on {on}, before voting ended on {until}"),
        )
    });
    let certified = before(row.certified.as_ref().map(|one| one.on)).map(|on| {
        Bilingual::new(
            format!("计票结果({on})早于投票截止({until})"),
            format!("the result was certified on {on}, before voting ended on {until}"),
        )
    });
    sealed.into_iter().chain(certified).collect()
}

/// Two postings of one kind about one thing with different texts; each pair once.
pub(super) fn differing(postings: &[PublicationRow], names: &dyn Names) -> Vec<Bilingual> {
    let mut said = Vec::new();
    for (place, one) in postings.iter().enumerate() {
        for other in postings.iter().skip(place + 1).filter(|other| one.says_otherwise(other)) {
            let (first, second) =
                (names.publication(one.publication), names.publication(other.publication));
            said.push(Bilingual::new(
                format!(
                    "{}与{}类别相同、事项相同,文本却不同。请撤下错的一份,另发更正公告。",
                    first.zh, second.zh
                ),
                format!(
                    "{} and {} are of one kind and about one thing, but their texts differ. Take the wrong one down and post a correction.",
                    first.en, second.en
                ),
            ));
        }
    }
    said
}
