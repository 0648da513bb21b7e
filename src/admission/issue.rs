//! Issues: raised once, then taken further until they are closed, and closed once.

use crate::admission::Context;
use crate::admission::refusal::{IssueRefusal, Refusal};
use crate::admission::state::{Issue, State};
use crate::domain::{Happened, IssueId};
use crate::event::IssueEvent;
use crate::event::issue::{IssueAssigned, IssueClosed, IssueRaised};

pub(super) fn evolve(state: &mut State, event: IssueEvent<'_>) {
    match event {
        IssueEvent::IssueRaised(fact) => {
            state.issues.entry(fact.issue).or_default().raised = Some(fact.happened);
        }
        IssueEvent::IssueClosed(fact) => {
            state.issues.entry(fact.issue).or_default().closed = Some(fact.happened);
        }
        IssueEvent::IssueAssigned(_)
        | IssueEvent::IssueDeliberated(_)
        | IssueEvent::IssueFeedbackGiven(_)
        | IssueEvent::IssueProgressed(_) => {}
    }
}

pub(super) fn admit(
    state: &State,
    event: IssueEvent<'_>,
    context: Context<'_>,
) -> Result<(), Refusal> {
    match event {
        IssueEvent::IssueRaised(fact) => admit_raised(state, fact, context),
        IssueEvent::IssueDeliberated(fact) => {
            open(state, fact.issue, fact.happened)?;
            state.check_held(fact.meeting).map(|_| ())
        }
        IssueEvent::IssueAssigned(fact) => admit_assigned(state, fact),
        IssueEvent::IssueProgressed(fact) => open(state, fact.issue, fact.happened).map(|_| ()),
        IssueEvent::IssueClosed(fact) => admit_closed(state, fact),
        IssueEvent::IssueFeedbackGiven(fact) => {
            fact.person.into_iter().try_for_each(|one| state.check_person(one))?;
            raised(state, fact.issue, fact.happened).map(|_| ())
        }
    }
}

impl State {
    /// The issue, which must be on record.
    pub(super) fn check_issue(&self, id: IssueId) -> Result<&Issue, Refusal> {
        let issue = self.issues.get(&id).filter(|issue| issue.raised.is_some());
        issue.ok_or(Refusal::Unknown(id.into()))
    }
}

/// The issue, which must have been raised by then.
fn raised(state: &State, id: IssueId, at: Happened) -> Result<&Issue, Refusal> {
    let issue = state.check_issue(id)?;
    match issue.raised.filter(|raised| at.last_day() < raised.first_day()) {
        Some(raised) => Err(IssueRefusal::BeforeItWasRaised { issue: id, raised }.into()),
        None => Ok(issue),
    }
}

/// The issue, which must not have been closed before. What was done earlier can be recorded later.
fn open(state: &State, id: IssueId, at: Happened) -> Result<&Issue, Refusal> {
    let issue = raised(state, id, at)?;
    match issue.closed.filter(|closed| at.first_day() > closed.last_day()) {
        Some(closed) => Err(IssueRefusal::IssueClosed { issue: id, closed }.into()),
        None => Ok(issue),
    }
}

fn admit_raised(state: &State, fact: &IssueRaised, context: Context<'_>) -> Result<(), Refusal> {
    context.check_new(fact.issue, state.check_issue(fact.issue).is_ok(), fact.corrects)?;
    state.check_body(fact.body, fact.happened)?;
    fact.raiser.into_iter().try_for_each(|raiser| state.check_person(raiser))?;
    if let Some(meeting) = fact.meeting {
        state.check_held(meeting)?;
    }
    match fact.again {
        Some(again) if again == fact.issue => Err(Refusal::Unknown(again.into())),
        Some(again) => state.check_issue(again).map(|_| ()),
        None => Ok(()),
    }
}

fn admit_assigned(state: &State, fact: &IssueAssigned) -> Result<(), Refusal> {
    open(state, fact.issue, fact.happened)?;
    fact.responsible.into_iter().try_for_each(|one| state.check_person(one))?;
    if let Some(body) = fact.handled_by {
        state.check_body(body, fact.happened)?;
    }
    if fact.responsible.is_none() && fact.handled_by.is_none() && fact.unit.is_none() {
        return Err(IssueRefusal::NobodyInCharge.into());
    }
    match fact.due.filter(|due| due.last_day() < fact.happened.first_day()) {
        Some(due) => Err(Refusal::EndsBeforeItBegins { begins: fact.happened, ends: due }),
        None => Ok(()),
    }
}

fn admit_closed(state: &State, fact: &IssueClosed) -> Result<(), Refusal> {
    let issue = raised(state, fact.issue, fact.happened)?;
    match issue.closed {
        Some(closed) => Err(IssueRefusal::IssueClosed { issue: fact.issue, closed }.into()),
        None => Ok(()),
    }
}
