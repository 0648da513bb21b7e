//! What is posted, until when, and what was objected.

use super::{AskError, Filter, List, View};
use crate::domain::{Bilingual, BodyId, Happened, Label, Line, PublicationId, PublicationKind};
use crate::event::Names;
use crate::projection::{Drawer, Projections, PublicationRow};
use schemars::JsonSchema;
use serde::Serialize;

/// Something posted, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PublicationLine {
    /// The publication.
    pub publication: PublicationId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// When it was posted.
    pub posted: Option<Happened>,
    /// Whose.
    pub body: BodyId,
    /// What it is.
    pub publication_kind: PublicationKind,
    /// The most telling thing that it is about.
    pub about: Bilingual,
    /// Where it hangs.
    pub place: Line,
    /// Last day on which it hangs.
    pub until: Option<Happened>,
    /// Whether it hangs, and whether another one says otherwise.
    pub status: Bilingual,
    /// Objections that were answered, and all of them.
    pub objections: (usize, usize),
}

impl View {
    /// What was posted, the earliest first.
    pub fn publications(&self, filter: Filter) -> Result<List<PublicationLine>, AskError> {
        let drawer = (Drawer::Publications, filter);
        let mut all = self.rows(drawer, Projections::publication, Projections::each_publication)?;
        all.sort_by_key(|row| (row.posted, row.publication));
        let line = |row: &PublicationRow| {
            let what = row.what.as_ref().filter(|what| filter.concerns(what.body))?;
            let answered = row.objections.iter().filter(|one| one.answered.is_some()).count();
            let wanted = self.begun(row.posted) && filter.within(row.posted);
            wanted.then(|| PublicationLine {
                publication: row.publication,
                label: what.label.clone(),
                posted: row.posted,
                body: what.body,
                publication_kind: what.publication_kind,
                about: self.about(row),
                place: what.place.clone(),
                until: what.until,
                status: self.status(row, &all),
                objections: (answered, row.objections.len()),
            })
        };
        Ok(self.list("publications", all.iter().filter_map(line).collect()))
    }

    fn status(&self, row: &PublicationRow, all: &[PublicationRow]) -> Bilingual {
        let status = if row.hangs_on(self.on()) {
            Bilingual::new("公示中", "posted")
        } else {
            Bilingual::new("已结束", "over")
        };
        if all.iter().any(|other| row.says_otherwise(other)) {
            return status.then(&Bilingual::new(",与另一份不同", ", differs from another"));
        }
        status
    }

    /// What a publication is about: the most telling thing that it names.
    fn about(&self, row: &PublicationRow) -> Bilingual {
        let names = self.names();
        let what = row.what.as_ref();
        let motion = what.and_then(|what| what.motion).map(|motion| names.motion(motion));
        let count = || what.and_then(|what| what.count).map(|count| names.count(count));
        let election = || what.and_then(|what| what.election).map(|id| names.election(id));
        let roll = || what.and_then(|what| what.roll).map(|roll| names.roll(roll));
        let meeting = || what.and_then(|what| what.meeting).map(|id| names.meeting(id));
        let found = motion.or_else(count).or_else(election).or_else(roll).or_else(meeting);
        found.unwrap_or_else(|| Bilingual::new("", ""))
    }
}
