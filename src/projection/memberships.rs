//! Memberships of one person, folded from what changed and from which bodies ended.
//!
//! A person can belong to a body and, apart from that, have reported in to one (双报到); the two are
//! kept apart. When a body is merged, its members are carried over into the other, in the standing
//! that they had. A change that meets no membership opens none: the row shows it as unplaced.

use super::endings::{Ending, Endings};
use super::noted::Corrected;
use super::people::MembershipFact;
use crate::domain::{BodyId, Happened, Line, MemberStatus};
use crate::event::membership::MembershipChange;
use chrono::NaiveDate;
use serde::Serialize;

/// One membership, from its beginning to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// In which body.
    pub body: BodyId,
    /// Since when.
    pub from: Happened,
    /// How it began.
    pub basis: MembershipBasis,
    /// Body that was merged into this one, when carried over.
    pub carried_from: Option<BodyId>,
    /// The standing, from when on; never empty.
    pub standings: Vec<Standing>,
    /// How it ended.
    pub ended: Option<MembershipEnd>,
}

/// How a membership began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MembershipBasis {
    /// On the roll already when the registry began (期初).
    BroughtForward,
    /// Joined.
    Joined,
    /// Reported in; the membership stays elsewhere (双报到).
    ReportedIn,
    /// Was a member of a body that was merged into this one.
    CarriedOver,
}

/// What a member is from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// From when on.
    pub from: Happened,
    /// Status, if recorded.
    pub status: Option<MemberStatus>,
    /// Whether the rights are suspended.
    pub rights_suspended: bool,
    /// What it rests on.
    pub document: Option<Line>,
    /// Whether this change was corrected.
    pub corrected: Option<Corrected>,
}

/// The end of a membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MembershipEnd {
    /// From when on it is over.
    pub on: Happened,
    /// Why.
    pub ground: MembershipEndGround,
    /// What it rests on.
    pub document: Option<Line>,
    /// Whether this was corrected.
    pub corrected: Option<Corrected>,
}

/// Why a membership ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MembershipEndGround {
    /// Left or was transferred.
    Left,
    /// The reporting-in ended.
    ReportEnded,
    /// The body was merged into another.
    Merged,
    /// The body was dissolved.
    Dissolved,
}

/// A change that met no membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unplaced {
    /// In which body.
    pub body: BodyId,
    /// When.
    pub on: Happened,
    /// What was to change.
    pub change: MembershipChange,
}

impl Membership {
    /// Whether it is one of those who only reported in.
    pub fn is_reported_in(&self) -> bool {
        self.standings.iter().any(|one| one.status == Some(MemberStatus::ReportedIn))
    }

    /// The standing on this day, unless the membership had not begun or had ended.
    pub fn on(&self, day: NaiveDate) -> Option<&Standing> {
        let over = self.ended.as_ref().is_some_and(|end| end.on.begun_on(day));
        if over { None } else { self.standings.iter().rfind(|one| one.from.begun_on(day)) }
    }
}

type Order = (Happened, u64);
type Changes<'a> = Vec<(Order, Option<Corrected>, &'a MembershipFact)>;

enum Step<'a> {
    Changed(Option<Corrected>, &'a MembershipFact),
    Ended(BodyId, Ending),
}

/// Folds the changes of one person, given in order.
pub(crate) fn fold(changes: Changes<'_>, endings: &Endings) -> (Vec<Membership>, Vec<Unplaced>) {
    let changes = without_errors(changes);
    let mut steps: Vec<(Order, Step<'_>)> = Vec::new();
    // Without a membership nothing can be carried over.
    let ended = if changes.is_empty() { Vec::new() } else { endings.in_order() };
    steps.extend(changes.into_iter().map(|(order, fix, one)| (order, Step::Changed(fix, one))));
    steps.extend(ended.into_iter().map(|(body, end)| (end.order, Step::Ended(body, end))));
    steps.sort_by_key(|(order, _)| *order);

    let mut fold = Fold::default();
    for ((on, _), step) in steps {
        match step {
            Step::Changed(corrected, change) => fold.change(on, corrected, change),
            Step::Ended(body, ending) => fold.end_of_body(on, body, ending, endings),
        }
    }
    fold.memberships.retain(|membership| !membership.standings.is_empty());
    fold.memberships.sort_by_key(|one| (one.from, one.body, one.is_reported_in()));
    (fold.memberships, fold.unplaced)
}

fn begins(change: MembershipChange) -> bool {
    matches!(
        change,
        MembershipChange::BroughtForward | MembershipChange::Joined | MembershipChange::ReportedIn
    )
}

/// Takes out every beginning that was recorded in error, with the word that says so: the last one
/// before that word, or else the next one after it, because the error is dated by some when it was
/// noticed and by others when the membership had been said to begin.
fn without_errors(changes: Changes<'_>) -> Changes<'_> {
    let mut gone = Vec::new();
    for (order, _, error) in &changes {
        if error.change != MembershipChange::RecordedInError {
            continue;
        }
        let standing: Vec<Order> = changes
            .iter()
            .filter(|(_, _, one)| one.body == error.body && begins(one.change))
            .map(|(order, _, _)| *order)
            .filter(|order| !gone.contains(order))
            .collect();
        let before = standing.iter().rfind(|begun| begun.0 <= order.0);
        if let Some(begun) = before.or(standing.first()) {
            gone.extend([*begun, *order]);
        }
    }
    changes.into_iter().filter(|(order, _, _)| !gone.contains(order)).collect()
}

#[derive(Default)]
struct Fold {
    memberships: Vec<Membership>,
    unplaced: Vec<Unplaced>,
}

impl Fold {
    fn change(&mut self, on: Happened, corrected: Option<Corrected>, change: &MembershipFact) {
        let body = change.body;
        let reported = match change.change {
            MembershipChange::ReportedIn | MembershipChange::ReportEnded => true,
            MembershipChange::BroughtForward | MembershipChange::Joined => {
                change.status == Some(MemberStatus::ReportedIn)
            }
            // These say nothing of it: the membership itself comes first.
            MembershipChange::BecameFull
            | MembershipChange::Left
            | MembershipChange::RightsSuspended
            | MembershipChange::RightsRestored
            | MembershipChange::RecordedInError => self.open(body, false).is_none(),
        };
        match (change.change, self.open(body, reported)) {
            (MembershipChange::Left, Some(open)) => {
                open.end(on, MembershipEndGround::Left, change, corrected);
            }
            (MembershipChange::ReportEnded, Some(open)) => {
                open.end(on, MembershipEndGround::ReportEnded, change, corrected);
            }
            // One that was carried over has no beginning of its own on record to take out.
            (MembershipChange::RecordedInError, Some(open)) => open.standings.clear(),
            (_, Some(open)) => open.stand(on, change, corrected),
            (kind, None) if begins(kind) => self.begin(on, change, corrected),
            (change, None) => self.unplaced.push(Unplaced { body, on, change }),
        }
    }

    /// The membership that is not over yet.
    fn open(&mut self, body: BodyId, reported: bool) -> Option<&mut Membership> {
        self.memberships.iter_mut().find(|one| {
            one.body == body
                && one.ended.is_none()
                && !one.standings.is_empty()
                && one.is_reported_in() == reported
        })
    }

    fn begin(&mut self, on: Happened, change: &MembershipFact, corrected: Option<Corrected>) {
        let (basis, status) = match change.change {
            MembershipChange::ReportedIn => {
                (MembershipBasis::ReportedIn, Some(MemberStatus::ReportedIn))
            }
            MembershipChange::BroughtForward => (MembershipBasis::BroughtForward, change.status),
            MembershipChange::Joined
            | MembershipChange::BecameFull
            | MembershipChange::Left
            | MembershipChange::ReportEnded
            | MembershipChange::RightsSuspended
            | MembershipChange::RightsRestored
            | MembershipChange::RecordedInError => (MembershipBasis::Joined, change.status),
        };
        let document = change.document.clone();
        let standing = Standing { from: on, status, rights_suspended: false, document, corrected };
        self.memberships.push(Membership {
            body: change.body,
            from: on,
            basis,
            carried_from: None,
            standings: vec![standing],
            ended: None,
        });
    }

    fn end_of_body(&mut self, on: Happened, body: BodyId, ending: Ending, endings: &Endings) {
        let heir = ending.into.and_then(|into| endings.heir(into, on));
        let ground = match ending.into {
            Some(_) => MembershipEndGround::Merged,
            None => MembershipEndGround::Dissolved,
        };
        for reported in [false, true] {
            let Some(open) = self.open(body, reported) else { continue };
            open.ended = Some(MembershipEnd { on, ground, document: None, corrected: None });
            let last = open.standings.last().cloned();
            let (Some(heir), Some(last)) = (heir, last) else { continue };
            if self.open(heir, reported).is_none() {
                let standing = Standing { from: on, document: None, corrected: None, ..last };
                self.memberships.push(Membership {
                    body: heir,
                    from: on,
                    basis: MembershipBasis::CarriedOver,
                    carried_from: Some(body),
                    standings: vec![standing],
                    ended: None,
                });
            }
        }
    }
}

impl Membership {
    fn end(
        &mut self,
        on: Happened,
        ground: MembershipEndGround,
        change: &MembershipFact,
        corrected: Option<Corrected>,
    ) {
        let document = change.document.clone();
        self.ended = Some(MembershipEnd { on, ground, document, corrected });
    }

    /// Notes a new standing: what the change says of it, the rest as before.
    fn stand(&mut self, from: Happened, change: &MembershipFact, corrected: Option<Corrected>) {
        let last = self.standings.last();
        let before = last.and_then(|last| last.status);
        let suspended = last.is_some_and(|last| last.rights_suspended);
        let (status, rights_suspended) = match change.change {
            MembershipChange::BecameFull => (Some(MemberStatus::Full), suspended),
            MembershipChange::RightsSuspended => (change.status.or(before), true),
            MembershipChange::RightsRestored => (change.status.or(before), false),
            MembershipChange::ReportedIn => (before, suspended),
            MembershipChange::BroughtForward
            | MembershipChange::Joined
            | MembershipChange::Left
            | MembershipChange::ReportEnded
            | MembershipChange::RecordedInError => (change.status.or(before), suspended),
        };
        let document = change.document.clone();
        self.standings.push(Standing { from, status, rights_suspended, document, corrected });
    }
}
