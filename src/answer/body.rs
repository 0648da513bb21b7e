//! Bodies as they stand under each other, and who belongs to them.

use super::{AskError, Filter, List, View};
use crate::domain::{Bilingual, BodyId, BodyKind, Happened, Label, Line, MemberStatus, PersonId};
use crate::event::Names;
use crate::projection::Membership;
use schemars::JsonSchema;
use serde::Serialize;

/// A body that exists on the day asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BodyLine {
    /// The body.
    pub body: BodyId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// What it is called on that day.
    pub name: Option<Line>,
    /// What kind of body it is on that day.
    pub body_kind: Option<BodyKind>,
    /// How many bodies stand above it.
    pub depth: usize,
    /// Since when it exists.
    pub established: Option<Happened>,
    /// Members with a vote on that day.
    pub with_vote: usize,
}

/// Somebody, and one membership on the day asked about if there is any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PersonLine {
    /// The person.
    pub person: PersonId,
    /// What that person is called.
    pub name: Bilingual,
    /// Short name in documents, where the vault can open it.
    pub label: Option<String>,
    /// The membership.
    pub member: Option<MemberLine>,
}

/// A membership on the day asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MemberLine {
    /// In which body.
    pub body: BodyId,
    /// What it is called.
    pub body_name: Bilingual,
    /// Full, probationary, reported in; with a suspension.
    pub standing: Bilingual,
    /// Since when.
    pub since: Happened,
}

impl View {
    /// The bodies of the day asked about, each under its superior.
    pub fn bodies(&self, filter: Filter) -> Result<List<BodyLine>, AskError> {
        let all = &self.snapshot.projections;
        let mut rows = Vec::new();
        for place in all.tree_on(self.on())? {
            if !filter.concerns(place.body) {
                continue;
            }
            let row = all.body(place.body)?;
            let members = all.members_on(place.body, self.on())?;
            rows.push(BodyLine {
                body: place.body,
                label: row.as_ref().and_then(|row| row.label.clone()),
                name: place.state.name.clone(),
                body_kind: place.state.body_kind,
                depth: place.depth,
                established: row.and_then(|row| row.established),
                with_vote: members.with_vote.len(),
            });
        }
        Ok(self.list("bodies", rows))
    }

    /// Everybody by name, once for each membership of the day asked about.
    pub fn people(&self, filter: Filter) -> Result<List<PersonLine>, AskError> {
        let names = self.names();
        let mut people = super::list::collected(|row| self.snapshot.projections.each_person(row))?;
        people.sort_by_cached_key(|row| (names.person(row.person).zh, row.person));
        let mut rows = Vec::new();
        for row in people {
            let label = row.label.and_then(|label| names.opened(&label.0));
            let label = label.and_then(|label| label.as_str().map(str::to_owned));
            let line = |member| PersonLine {
                person: row.person,
                name: names.person(row.person),
                label: label.clone(),
                member,
            };
            let here = row.memberships.iter().filter(|one| filter.concerns(one.body));
            let members: Vec<_> = here.filter_map(|one| self.member(one)).collect();
            if members.is_empty() && filter.body.is_none() {
                rows.push(line(None));
            }
            rows.extend(members.into_iter().map(|member| line(Some(member))));
        }
        Ok(self.list("people", rows))
    }

    fn member(&self, membership: &Membership) -> Option<MemberLine> {
        let standing = membership.on(self.on())?;
        let mut told = standing.status.map_or_else(|| Bilingual::new("", ""), MemberStatus::name);
        if standing.rights_suspended {
            told = told.then(&Bilingual::new("(权利中止)", " (suspended)"));
        }
        Some(MemberLine {
            body: membership.body,
            body_name: self.names().body(membership.body),
            standing: told,
            since: membership.from,
        })
    }
}
