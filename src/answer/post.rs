//! Who holds which seat, and what is odd about it.

use super::{AskError, Filter, List, View};
use crate::domain::{Bilingual, BodyId, Happened, Line, PersonId, PostId, PostKind};
use crate::event::Names;
use crate::event::post::PostBasis;
use crate::projection::{Holding, Seat};
use schemars::JsonSchema;
use serde::Serialize;

/// A seat that is held on the day asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SeatLine {
    /// The body.
    pub body: BodyId,
    /// What it is called.
    pub body_name: Bilingual,
    /// The post.
    pub post: PostId,
    /// Its kind.
    pub post_kind: PostKind,
    /// The post in words, with its building or unit where each has one of its own.
    pub post_name: Bilingual,
    /// Who holds it.
    pub person: PersonId,
    /// What that person is called.
    pub name: Bilingual,
    /// Since when.
    pub from: Happened,
    /// Last day of the term.
    pub term_until: Option<Happened>,
    /// Elected, appointed or brought forward.
    pub basis: Bilingual,
    /// The election, meeting, motion, body or document that it rests on.
    pub source: Option<Bilingual>,
}

impl View {
    /// Who holds which seat on the day asked about, body by body down the tree.
    pub fn committees(&self, filter: Filter) -> Result<List<SeatLine>, AskError> {
        let all = &self.snapshot.projections;
        let (mut rows, mut remarks) = (Vec::new(), Vec::new());
        let tree = all.tree_on(self.on())?;
        for body in tree.iter().map(|place| place.body).filter(|body| filter.concerns(*body)) {
            rows.extend(self.seats(body)?);
            remarks.extend(self.odd_seats(body, self.on())?);
        }
        Ok(List { remarks, ..self.list("committees", rows) })
    }

    /// The seats of a body that are held on the day asked about.
    pub(super) fn seats(&self, body: BodyId) -> Result<Vec<SeatLine>, AskError> {
        let names = self.names();
        let mut seats = self.snapshot.projections.seats_on(body, self.on())?;
        // Ids are random: those of one post, place and day stand by name.
        seats.sort_by_cached_key(|seat| {
            let holding = &seat.holding;
            let person = names.person(holding.person).zh;
            let place = holding.constituency.clone();
            (holding.post_kind, place_order(holding), place, seat.from, person)
        });
        let line = |seat: &Seat| {
            let holding = &seat.holding;
            SeatLine {
                body,
                body_name: names.body(body),
                post: seat.post,
                post_kind: holding.post_kind,
                post_name: in_place(holding.constituency.as_ref(), holding.post_kind),
                person: holding.person,
                name: names.person(holding.person),
                from: seat.from,
                term_until: holding.term_until,
                basis: basis(holding.basis),
                source: source(holding, &names),
            }
        };
        Ok(seats.iter().map(line).collect())
    }
}

/// Building and unit in the order of their numbers: 2号楼 before 10号楼.
fn place_order(holding: &Holding) -> Vec<u32> {
    let place = holding.constituency.as_ref().map_or("", Line::as_str);
    let numbers = place.split(|c: char| !c.is_ascii_digit());
    numbers.filter_map(|number| number.parse().ok()).collect()
}

/// A post, with its building or unit where each has one of its own.
pub(super) fn in_place(place: Option<&Line>, post: PostKind) -> Bilingual {
    let (place, post) = (place.map_or("", Line::as_str), post.name());
    let said = Bilingual::new(format!("{place}{}", post.zh), format!("{place} {}", post.en));
    said.map(|text| text.trim().to_owned())
}

fn source(holding: &Holding, names: &dyn Names) -> Option<Bilingual> {
    let election = holding.election.map(|id| names.election(id));
    let meeting = || holding.source_meeting.map(|id| names.meeting(id));
    let motion = || holding.source_motion.map(|id| names.motion(id));
    let body = || holding.source_body.map(|id| names.body(id));
    let document = || {
        let number = holding.source_document.as_ref();
        number.map(|number| Bilingual::new(number.as_str(), number.as_str()))
    };
    election.or_else(meeting).or_else(motion).or_else(body).or_else(document)
}

fn basis(basis: PostBasis) -> Bilingual {
    match basis {
        PostBasis::Elected => Bilingual::new("选举", "elected"),
        PostBasis::Appointed => Bilingual::new("任命", "appointed"),
        PostBasis::BroughtForward => Bilingual::new("期初", "brought forward"),
    }
}
