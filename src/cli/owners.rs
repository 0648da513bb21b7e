//! What `yishi show` says of rolls, counts and publications.

use crate::cli::show::{Asked, failed, text};
use crate::cli::{Exit, Failure, Terminal};
use crate::domain::{Area, Bilingual, Heads};
use crate::paper::table::Table;
use crate::registry::answers::Names;
use crate::registry::answers::{CountRow, CountStage, CountTotals, PublicationRow, RollRow, Tally};
use crate::registry::count_remarks;

/// What a question can be answered with, in the order of the totals.
const SIDES: [(&str, &str); 4] =
    [("同意", "for"), ("反对", "against"), ("弃权", "abstain"), ("未填", "blank")];

impl Asked<'_> {
    pub(super) fn rolls(&self, terminal: &Terminal) -> Result<Table, Failure> {
        let mut table = Table::new(&[
            ("日期", "frozen"),
            ("组织", "body"),
            ("人数", "heads"),
            ("专有部分", "units"),
            ("面积(平方米)", "area (m²)"),
            ("依据", "basis"),
            ("标签", "label"),
            ("编号", "id"),
        ]);
        let names = self.view.names();
        let mut rows = Vec::new();
        self.view.projections.each_roll(&mut |row| rows.push(row)).map_err(failed)?;
        rows.sort_by_key(|row| (row.frozen, row.roll));
        for row in rows {
            let Some(what) = row.what.as_ref().filter(|what| self.concerns(what.body)) else {
                continue;
            };
            if self.day_given && !row.frozen.is_some_and(|on| on.begun_on(self.on)) {
                continue;
            }
            table.push(vec![
                text(row.frozen),
                terminal.pick(&names.body(what.body)).to_owned(),
                heads(&row, what.totals.heads, terminal),
                text(what.totals.units),
                what.totals.area.to_string(),
                terminal.pick(&what.basis.name()).to_owned(),
                Self::label(what.label.as_ref()),
                row.roll.to_string(),
            ]);
        }
        Ok(table)
    }

    /// Counts as blocks: numbers of ballots, then a line for each motion.
    pub(super) fn counts(&self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let mut rows = Vec::new();
        self.view.projections.each_count(&mut |row| rows.push(row)).map_err(failed)?;
        rows.sort_by_key(|row| (row.opened, row.count));
        let mut lines = Vec::new();
        for row in rows {
            self.count(&row, terminal, &mut lines)?;
        }
        if lines.is_empty() {
            terminal.tell(&Bilingual::new("没有记录。", "Nothing is on record."));
        } else {
            terminal.print(&lines.join("\n"));
        }
        Ok(Exit::Done)
    }

    fn count(
        &self,
        row: &CountRow,
        terminal: &Terminal,
        lines: &mut Vec<String>,
    ) -> Result<(), Failure> {
        let (Some(what), Some(stage)) = (row.what.as_ref(), row.stage_on(self.on)) else {
            return Ok(());
        };
        let meeting = self.view.projections.meeting(what.meeting).map_err(failed)?;
        if !meeting.and_then(|meeting| meeting.body()).is_none_or(|body| self.concerns(body)) {
            return Ok(());
        }
        let names = self.view.names();
        let label = Self::label(what.label.as_ref());
        let id = if label.is_empty() { row.count.to_string() } else { label };
        let (name, stage) = (names.count(row.count), stage_name(stage));
        let (name, stage) = (terminal.pick(&name), terminal.pick(&stage));
        lines
            .push(format!("{id}  {name}  [{stage}]  {} – {}", what.voting_from, what.voting_until));
        let certified = row.certified.as_ref().filter(|one| one.on.begun_on(self.on));
        let totals = certified.map(|certified| &certified.totals).or(row.ballots.as_ref());
        let Some(totals) = totals else { return Ok(()) };
        lines.push(format!("  {}", terminal.pick(&papers(totals))));
        let motions = totals.motions.iter().map(|one| {
            let said = [Some(one.in_favour), one.against, one.abstain, one.blank];
            (names.motion(one.motion), said)
        });
        let candidates = totals.candidates.iter().map(|one| {
            let said = [Some(one.in_favour), one.against, one.abstain, one.blank];
            (names.candidate(one.candidate), said)
        });
        for (name, said) in motions.chain(candidates) {
            let said = SIDES.iter().zip(said).filter_map(|((zh, en), said)| {
                Some(terminal.pick(&tallied(zh, en, said?)).to_owned())
            });
            let said = said.collect::<Vec<_>>().join(" · ");
            lines.push(format!("  {}  {said}", terminal.pick(&name)));
        }
        for remark in count_remarks(row) {
            lines.push(format!("  ! {}", terminal.pick(&remark)));
        }
        Ok(())
    }

    pub(super) fn publications(&self, terminal: &Terminal) -> Result<Table, Failure> {
        let mut table = Table::new(&[
            ("日期", "posted"),
            ("类别", "kind"),
            ("关于", "about"),
            ("位置", "place"),
            ("公示至", "until"),
            ("状态", "status"),
            ("异议", "objections"),
            ("标签", "label"),
        ]);
        let mut rows = Vec::new();
        self.view.projections.each_publication(&mut |row| rows.push(row)).map_err(failed)?;
        rows.sort_by_key(|row| (row.posted, row.publication));
        for row in &rows {
            let Some(what) = row.what.as_ref().filter(|what| self.concerns(what.body)) else {
                continue;
            };
            if self.day_given && !row.posted.is_some_and(|on| on.begun_on(self.on)) {
                continue;
            }
            let answered = row.objections.iter().filter(|one| one.answered.is_some()).count();
            let objections = match row.objections.len() {
                0 => String::new(),
                all => format!("{answered}/{all}"),
            };
            let status = if row.hangs_on(self.on) {
                Bilingual::new("公示中", "posted")
            } else {
                Bilingual::new("已结束", "over")
            };
            let status = if rows.iter().any(|other| row.says_otherwise(other)) {
                Bilingual::new(status.zh + ",与另一份不同", status.en + ", differs from another")
            } else {
                status
            };
            table.push(vec![
                text(row.posted),
                terminal.pick(&what.publication_kind.name()).to_owned(),
                terminal.pick(&self.about(row)).to_owned(),
                what.place.to_string(),
                text(what.until),
                terminal.pick(&status).to_owned(),
                objections,
                Self::label(what.label.as_ref()),
            ]);
        }
        Ok(table)
    }

    /// What a publication is about: the most telling thing that it names.
    fn about(&self, row: &PublicationRow) -> Bilingual {
        let names = self.view.names();
        let what = row.what.as_ref();
        let motion = what.and_then(|what| what.motion).map(|motion| names.motion(motion));
        let count = || what.and_then(|what| what.count).map(|count| names.count(count));
        let election = || what.and_then(|what| what.election).map(|id| names.election(id));
        let roll = || what.and_then(|what| what.roll).map(|roll| names.roll(roll));
        let meeting = || what.and_then(|what| what.meeting).map(|id| names.meeting(id));
        let nothing = || Bilingual::new("", "");
        motion
            .or_else(count)
            .or_else(election)
            .or_else(roll)
            .or_else(meeting)
            .unwrap_or_else(nothing)
    }
}

fn stage_name(stage: CountStage) -> Bilingual {
    match stage {
        CountStage::Called => Bilingual::new("未开始", "not begun"),
        CountStage::Voting => Bilingual::new("投票中", "voting"),
        CountStage::Ended => Bilingual::new("投票截止,未封票", "voting over, not sealed"),
        CountStage::Sealed => Bilingual::new("已封票", "sealed"),
        CountStage::Certified => Bilingual::new("已出结果", "certified"),
    }
}

/// 同意 8 人 800.00 ㎡
pub(super) fn tallied(zh: &str, en: &str, tally: Tally) -> Bilingual {
    let Tally { heads, area } = tally;
    Bilingual::new(format!("{zh} {heads} 人 {area} ㎡"), format!("{en} {heads} / {area} m²"))
}

/// Numbers of ballots, and who took part; what is not recorded is not there.
fn papers(totals: &CountTotals) -> Bilingual {
    let numbers = [
        ("发出", "issued", totals.issued),
        ("送达", "delivered", totals.delivered),
        ("收回", "returned", totals.returned),
        ("有效", "valid", totals.valid),
        ("无效", "invalid", totals.invalid),
        ("录入未定", "unsettled", totals.unsettled.filter(|count| *count > 0)),
    ];
    let numbers = numbers.iter().filter_map(|(zh, en, count)| Some((zh, en, (*count)?)));
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (word_zh, word_en, count) in numbers {
        zh.push(format!("{word_zh} {count}"));
        en.push(format!("{word_en} {count}"));
    }
    let some = |tally: Option<Tally>| tally.filter(|tally| tally.area > Area(0));
    let owners = [
        ("投有效票", "valid ballots of", Some(totals.participating)),
        ("投无效票", "rejected ballots of", some(totals.rejected)),
        ("送达未反馈", "silent", some(totals.silent)),
    ];
    for (word_zh, word_en, tally) in owners {
        let told = tally.map(|tally| tallied(word_zh, word_en, tally));
        zh.extend(told.iter().map(|told| told.zh.clone()));
        en.extend(told.into_iter().map(|told| told.en));
    }
    Bilingual::new(zh.join(" · "), en.join(" · "))
}

/// Heads, and how many there are as others read the rule, where that differs.
fn heads(row: &RollRow, heads: Heads, terminal: &Terminal) -> String {
    let Some(otherwise) = row.heads_put_together else { return heads.to_string() };
    let told = Bilingual::new(
        format!("{heads}(单独所有与共有合并的理解:{otherwise})"),
        format!("{heads} ({otherwise} if owning alone and together is one)"),
    );
    terminal.pick(&told).to_owned()
}
