//! Questions: rows by id, rows one after the other, and what was so on a day.

use super::activities::{ActivityRow, PledgeRow};
use super::bodies::{BodyRow, BodyState};
use super::committees::{CommitteeRow, Seat};
use super::elections::ElectionRow;
use super::endings::{Endings, Whole};
use super::issues::IssueRow;
use super::meetings::MeetingRow;
use super::memberships::{Membership, Standing};
use super::motions::{MotionRow, VoteRow};
use super::people::PersonRow;
use super::projections::Projections;
use super::schedule::{ScheduleRow, YearKey};
use super::shelf::Unreadable;
use crate::domain::{
    ActivityId, BodyId, ElectionId, IssueId, MeetingId, MemberStatus, MotionId, PersonId, Thing,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The members of a body on a day, each list in the order of ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MembersOn {
    /// With a vote: full members, and members of bodies that know no probation.
    pub with_vote: Vec<PersonId>,
    /// Probationary members.
    pub probationary: Vec<PersonId>,
    /// Members whose rights are suspended.
    pub suspended: Vec<PersonId>,
    /// In-service members who reported in; their membership is elsewhere.
    pub reported_in: Vec<PersonId>,
    /// Members whose status is not recorded.
    pub status_not_recorded: Vec<PersonId>,
}

/// A body in the tree of bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreePlace {
    /// The body.
    pub body: BodyId,
    /// How many superiors it has in this registry.
    pub depth: usize,
    /// What it was on that day.
    pub state: BodyState,
}

impl Projections {
    /// Whether a thing is on record.
    pub fn knows(&self, thing: Thing) -> Result<bool, Unreadable> {
        Ok(match thing {
            Thing::Motion(id) => self.motion(id)?.is_some(),
            Thing::Meeting(id) => self.meeting(id)?.is_some(),
            Thing::Election(id) => self.election(id)?.is_some(),
            Thing::Body(id) => self.body(id)?.is_some(),
            Thing::Person(id) => self.person(id)?.is_some(),
            Thing::Issue(id) => self.issue(id)?.is_some(),
            Thing::Activity(id) => self.activity(id)?.is_some(),
            Thing::Roll(id) => self.roll(id)?.is_some(),
            Thing::Count(id) => self.count(id)?.is_some(),
            Thing::Ballot(id) => self.knows_ballot(id)?,
            Thing::Publication(id) => self.publication(id)?.is_some(),
            Thing::Unit(id) => self.knows_unit(id)?,
            Thing::Post(id) => self.posts.look(id)?.is_some(),
            Thing::Candidate(id) => self.candidates.look(id)?.is_some(),
            Thing::Registry(_) => false,
        })
    }

    /// A body.
    pub fn body(&self, body: BodyId) -> Result<Option<BodyRow>, Unreadable> {
        let endings = self.endings()?;
        Ok(self.bodies.look(body)?.map(|facts| facts.row(body, &endings)))
    }

    /// A person.
    pub fn person(&self, person: PersonId) -> Result<Option<PersonRow>, Unreadable> {
        let endings = self.endings()?;
        Ok(self.people.look(person)?.map(|facts| facts.row(person, &endings)))
    }

    /// The seats of a body.
    pub fn committee(&self, body: BodyId) -> Result<Option<CommitteeRow>, Unreadable> {
        Ok(self.committees.look(body)?.map(|facts| facts.row(body)))
    }

    /// An election.
    pub fn election(&self, election: ElectionId) -> Result<Option<ElectionRow>, Unreadable> {
        self.elections.look(election)?.map(|facts| facts.row(election, self)).transpose()
    }

    /// A meeting.
    pub fn meeting(&self, meeting: MeetingId) -> Result<Option<MeetingRow>, Unreadable> {
        Ok(self.meetings.look(meeting)?.map(|facts| facts.row(meeting)))
    }

    /// A motion.
    pub fn motion(&self, motion: MotionId) -> Result<Option<MotionRow>, Unreadable> {
        self.motions.look(motion)?.map(|facts| facts.row(motion, self)).transpose()
    }

    /// An issue.
    pub fn issue(&self, issue: IssueId) -> Result<Option<IssueRow>, Unreadable> {
        let facts = self.issues.look(issue)?.filter(|facts| !facts.is_empty());
        Ok(facts.map(|facts| facts.row(issue)))
    }

    /// An activity.
    pub fn activity(&self, activity: ActivityId) -> Result<Option<ActivityRow>, Unreadable> {
        Ok(self.activities.look(activity)?.map(|facts| facts.row(activity)))
    }

    /// Whether the text of a motion was corrected when it had been voted on. The order of recording
    /// decides that, so it is no part of a row.
    pub fn is_corrected_after_vote(&self, motion: MotionId) -> Result<bool, Unreadable> {
        Ok(self.motions.look(motion)?.is_some_and(|facts| facts.is_corrected_after_vote()))
    }

    /// The votes on a motion.
    pub fn votes(&self, motion: MotionId) -> Result<Option<VoteRow>, Unreadable> {
        self.motions.look(motion)?.map_or(Ok(None), |facts| facts.votes(motion, self))
    }

    /// What a body called and held in a year.
    pub fn schedule(&self, body: BodyId, year: i32) -> Result<Option<ScheduleRow>, Unreadable> {
        let key = YearKey { body, year };
        let facts = self.schedule.look(key)?;
        Ok(facts.filter(|facts| !facts.is_empty()).map(|facts| facts.row(key)))
    }

    /// Years in which a body called or held a meeting.
    pub fn years(&self, body: BodyId) -> Result<BTreeSet<i32>, Unreadable> {
        let mut years = self.links.read(body)?.years.clone();
        for year in years.clone() {
            if self.schedule.read(YearKey { body, year })?.is_empty() {
                years.remove(&year);
            }
        }
        Ok(years)
    }

    /// Meetings that a body called or held, by year, each once.
    pub fn meetings_of(&self, body: BodyId) -> Result<Vec<MeetingId>, Unreadable> {
        let mut meetings: Vec<MeetingId> = Vec::new();
        let mut known = BTreeSet::new();
        for year in self.links.read(body)?.years.iter().copied() {
            let facts = self.schedule.read(YearKey { body, year })?;
            meetings.extend(facts.meetings().filter(|meeting| known.insert(*meeting)));
        }
        Ok(meetings)
    }

    /// Shows every body.
    pub fn each_body(&self, visit: &mut dyn FnMut(BodyRow)) -> Result<(), Unreadable> {
        let endings = self.endings()?;
        self.bodies.each(&mut |body, facts| {
            visit(facts.row(body, &endings));
            Ok(())
        })
    }

    /// Shows every person.
    pub fn each_person(&self, visit: &mut dyn FnMut(PersonRow)) -> Result<(), Unreadable> {
        let endings = self.endings()?;
        self.people.each(&mut |person, facts| {
            visit(facts.row(person, &endings));
            Ok(())
        })
    }

    /// Shows the seats of every body.
    pub fn each_committee(&self, visit: &mut dyn FnMut(CommitteeRow)) -> Result<(), Unreadable> {
        self.committees.each(&mut |body, facts| {
            visit(facts.row(body));
            Ok(())
        })
    }

    /// Shows every election.
    pub fn each_election(&self, visit: &mut dyn FnMut(ElectionRow)) -> Result<(), Unreadable> {
        self.elections.each(&mut |election, facts| {
            visit(facts.row(election, self)?);
            Ok(())
        })
    }

    /// Shows every meeting.
    pub fn each_meeting(&self, visit: &mut dyn FnMut(MeetingRow)) -> Result<(), Unreadable> {
        self.meetings.each(&mut |meeting, facts| {
            visit(facts.row(meeting));
            Ok(())
        })
    }

    /// Shows every motion.
    pub fn each_motion(&self, visit: &mut dyn FnMut(MotionRow)) -> Result<(), Unreadable> {
        self.motions.each(&mut |motion, facts| {
            visit(facts.row(motion, self)?);
            Ok(())
        })
    }

    /// Shows every issue.
    pub fn each_issue(&self, visit: &mut dyn FnMut(IssueRow)) -> Result<(), Unreadable> {
        self.issues.each(&mut |issue, facts| {
            if !facts.is_empty() {
                visit(facts.row(issue));
            }
            Ok(())
        })
    }

    /// Shows every activity.
    pub fn each_activity(&self, visit: &mut dyn FnMut(ActivityRow)) -> Result<(), Unreadable> {
        self.activities.each(&mut |activity, facts| {
            visit(facts.row(activity));
            Ok(())
        })
    }

    /// Shows the pledges of every body that collected some at no activity.
    pub fn each_pledge(&self, visit: &mut dyn FnMut(PledgeRow)) -> Result<(), Unreadable> {
        self.pledges.each(&mut |body, facts| {
            visit(facts.row(body));
            Ok(())
        })
    }

    /// Shows the votes on every motion that was voted on.
    pub fn each_vote(&self, visit: &mut dyn FnMut(VoteRow)) -> Result<(), Unreadable> {
        self.motions.each(&mut |motion, facts| {
            facts.votes(motion, self)?.into_iter().for_each(&mut *visit);
            Ok(())
        })
    }

    /// Shows what every body called and held, year by year.
    pub fn each_schedule(&self, visit: &mut dyn FnMut(ScheduleRow)) -> Result<(), Unreadable> {
        self.schedule.each(&mut |key, facts| {
            if !facts.is_empty() {
                visit(facts.row(key));
            }
            Ok(())
        })
    }

    /// What a body was on a day, if it existed.
    pub fn body_on(&self, body: BodyId, day: NaiveDate) -> Result<Option<BodyState>, Unreadable> {
        let row = self.body(body)?.filter(|row| row.exists_on(day));
        Ok(row.and_then(|row| row.state_on(day).cloned()))
    }

    /// The bodies that existed on a day, in the order of ids.
    pub fn bodies_on(&self, day: NaiveDate) -> Result<BTreeMap<BodyId, BodyState>, Unreadable> {
        let mut bodies = BTreeMap::new();
        self.each_body(&mut |row| {
            if let Some(state) = row.state_on(day).filter(|_| row.exists_on(day)) {
                bodies.insert(row.body, state.clone());
            }
        })?;
        Ok(bodies)
    }

    /// The bodies that existed on a day as a tree: each behind its superior, the oldest first,
    /// then by name.
    ///
    /// A body whose superior did not exist is at the top; a circle of superiors begins at its oldest
    /// body.
    pub fn tree_on(&self, day: NaiveDate) -> Result<Vec<TreePlace>, Unreadable> {
        let mut left = self.bodies_on(day)?;
        let mut below: BTreeMap<BodyId, Vec<BodyId>> = BTreeMap::new();
        for (body, state) in &left {
            if let Some(parent) = state.parent.filter(|parent| left.contains_key(parent)) {
                below.entry(parent).or_default().push(*body);
            }
        }
        let mut age = BTreeMap::new();
        for (body, state) in &left {
            let since = self.body(*body)?.and_then(|row| row.established);
            age.insert(*body, (since, state.name.clone(), *body));
        }
        // Ids are random: by them the order would differ from book to book.
        below.values_mut().for_each(|bodies| bodies.sort_by_key(|body| age.get(body)));
        let is_below: BTreeSet<BodyId> = below.values().flatten().copied().collect();
        let mut all: Vec<BodyId> = left.keys().copied().collect();
        all.sort_by_key(|body| age.get(body));
        let (circles, tops): (Vec<BodyId>, Vec<BodyId>) =
            all.into_iter().partition(|body| is_below.contains(body));
        let mut tree = Vec::new();
        for top in tops.into_iter().chain(circles) {
            let mut waiting = vec![(top, 0)];
            while let Some((body, depth)) = waiting.pop() {
                let Some(state) = left.remove(&body) else { continue };
                tree.push(TreePlace { body, depth, state });
                let children = below.get(&body).into_iter().flatten().rev();
                waiting.extend(children.map(|child| (*child, depth + 1)));
            }
        }
        Ok(tree)
    }

    /// The seats of a body that were held on a day, by post. None once the body had ended.
    pub fn seats_on(&self, body: BodyId, day: NaiveDate) -> Result<Vec<Seat>, Unreadable> {
        if self.body(body)?.is_some_and(|row| row.ended_on(day)) {
            return Ok(Vec::new());
        }
        let mut seats = self.committee(body)?.map_or_else(Vec::new, |row| row.seats);
        seats.retain(|seat| seat.held_on(day));
        seats.sort_by_key(|seat| (seat.holding.post_kind, seat.from, seat.post));
        Ok(seats)
    }

    /// Every seat that a person ever held, with the body, earliest first.
    pub fn seats_of(&self, person: PersonId) -> Result<Vec<(BodyId, Seat)>, Unreadable> {
        let mut seats = Vec::new();
        for body in self.people.read(person)?.seated_in.iter().copied() {
            let row = self.committee(body)?.map_or_else(Vec::new, |row| row.seats);
            let own = row.into_iter().filter(|seat| seat.holding.person == person);
            seats.extend(own.map(|seat| (body, seat)));
        }
        seats.sort_by_key(|(body, seat)| (seat.from, *body, seat.post));
        Ok(seats)
    }

    /// Everybody who ever belonged to a body or reported in to it, with those memberships.
    pub fn memberships_in(
        &self,
        body: BodyId,
    ) -> Result<Vec<(PersonId, Vec<Membership>)>, Unreadable> {
        let endings = self.endings()?;
        let mut people = BTreeSet::new();
        for source in endings.sources_of(body) {
            people.extend(self.links.read(source)?.people.iter().copied());
        }
        let mut found = Vec::new();
        for person in people {
            let mut memberships = self.people.read(person)?.row(person, &endings).memberships;
            memberships.retain(|membership| membership.body == body);
            if !memberships.is_empty() {
                found.push((person, memberships));
            }
        }
        Ok(found)
    }

    /// The members of a body on a day, by what they may do.
    pub fn members_on(&self, body: BodyId, day: NaiveDate) -> Result<MembersOn, Unreadable> {
        let mut members = MembersOn::default();
        for (person, memberships) in self.memberships_in(body)? {
            memberships
                .iter()
                .filter_map(|membership| membership.on(day))
                .for_each(|standing| members.add(person, standing));
        }
        Ok(members)
    }

    fn endings(&self) -> Result<Endings, Unreadable> {
        Ok((*self.endings.read(Whole)?).clone())
    }
}

impl MembersOn {
    fn add(&mut self, person: PersonId, standing: &Standing) {
        let suspended = standing.rights_suspended;
        let list = match standing.status {
            Some(MemberStatus::ReportedIn) => &mut self.reported_in,
            Some(MemberStatus::Full | MemberStatus::Member) if !suspended => &mut self.with_vote,
            Some(MemberStatus::Probationary) if !suspended => &mut self.probationary,
            None if !suspended => &mut self.status_not_recorded,
            Some(MemberStatus::Full | MemberStatus::Member | MemberStatus::Probationary) | None => {
                &mut self.suspended
            }
        };
        list.push(person);
    }
}
