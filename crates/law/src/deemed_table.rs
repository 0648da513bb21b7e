//! Votes with and without those deemed given: a table with a column for each way to treat silence.

use super::election::ElectionVerdict;
use super::procedure::silence_is;
use super::verdict::{Comparison, Deemed, Verdict};
use domain::{Bilingual, CandidateId, SilencePolicy};

/// Cells in both languages, under their headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeemedTable {
    /// Headings, one for each cell of a row.
    pub headings: Vec<Bilingual>,
    /// A row for each comparison, and one for the result.
    pub rows: Vec<Vec<Bilingual>>,
}

impl Verdict {
    /// The vote with and without deemed votes, as columns; none where no silence is on record that a
    /// rule could make something of.
    pub fn deemed_table(&self) -> Option<DeemedTable> {
        let first = self.deemed.first()?;
        let corner = Bilingual::new("视同票", "deemed votes");
        let headings = core::iter::once(corner).chain(self.deemed.iter().map(heading)).collect();
        let rows = first.comparisons.iter().enumerate().map(|(place, one)| {
            let cell = |column: &Deemed| column.comparisons.get(place).map_or_else(blank, cell);
            core::iter::once(label(one)).chain(self.deemed.iter().map(cell)).collect()
        });
        let results = self.deemed.iter().map(|column| result(column.met));
        let last = core::iter::once(Bilingual::new("结果", "result")).chain(results).collect();
        Some(DeemedTable { headings, rows: rows.chain([last]).collect() })
    }
}

impl ElectionVerdict {
    /// The round with and without deemed votes: taking part, then each candidate under their name.
    pub fn deemed_table(&self, name: &dyn Fn(CandidateId) -> Bilingual) -> Option<DeemedTable> {
        let mut table = self.attendance.deemed_table()?;
        for candidate in &self.candidates {
            let Some(own) = candidate.verdict.deemed_table() else { continue };
            let called = name(candidate.candidate);
            for mut row in own.rows {
                if let Some(first) = row.first_mut() {
                    *first = Bilingual::new(
                        format!("{} {}", called.zh, first.zh),
                        format!("{}: {}", called.en, first.en),
                    );
                }
                table.rows.push(row);
            }
        }
        Some(table)
    }
}

/// 不含:未回复不算参与; 含:未回复计入多数意见
fn heading(column: &Deemed) -> Bilingual {
    let name = silence_is(column.policy);
    let (zh, en) = match column.policy {
        SilencePolicy::NotParticipating => ("不含", "without"),
        SilencePolicy::ParticipatingAbstain | SilencePolicy::JoinsMajority => ("含", "with"),
    };
    Bilingual::new(format!("{zh}({})", name.zh), format!("{en} ({})", name.en))
}

fn label(one: &Comparison) -> Bilingual {
    let (part, whole) = (one.part.figure, one.whole.figure);
    let required = one.required();
    Bilingual::new(
        format!("{}/{} {}", part.zh(), whole.short_zh(), required.zh),
        format!("{} / {} {}", part.en(), whole.short_en(), required.en),
    )
}

fn cell(one: &Comparison) -> Bilingual {
    let number = |amount: &super::verdict::Amount| {
        let unit = amount.figure.unit();
        amount.total.map_or_else(
            || Bilingual::new("未记录", "not recorded"),
            |total| Bilingual::new(unit.zh(total), unit.en(total)),
        )
    };
    let (part, whole) = (number(&one.part), number(&one.whole));
    let met = match one.met {
        Some(true) => Bilingual::new(" 达到", " met"),
        Some(false) => Bilingual::new(" 未达到", " not met"),
        None => blank(),
    };
    Bilingual::new(
        format!("{}/{}{}", part.zh, whole.zh, met.zh),
        format!("{} of {}{}", part.en, whole.en, met.en),
    )
}

fn result(met: Option<bool>) -> Bilingual {
    match met {
        Some(true) => Bilingual::new("达到要求", "met"),
        Some(false) => Bilingual::new("未达到要求", "not met"),
        None => Bilingual::new("无法判定", "undetermined"),
    }
}

fn blank() -> Bilingual {
    Bilingual::new("", "")
}
