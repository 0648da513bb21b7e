//! Facts with their corrections, sorted by what they are about.

use crate::domain::CountId;
use crate::domain::ElectionId;
use crate::domain::MeetingId;
use crate::domain::MotionId;
use crate::event::Event;
use crate::event::Recorded;
use crate::event::count::{CountCertified, CountDrawn, CountOpened, CountSealed};
use crate::event::election::{
    CandidateNominated, CandidatesListed, ElectionCalled, ElectionDeclared, ElectionTallied,
    ScrutineersChosen, SeatsReduced,
};
use crate::event::issue::IssueDeliberated;
use crate::event::meeting::{
    MeetingAttached, MeetingCancelled, MeetingHeld, MeetingNoticed, MinutesConfirmed, NoticePosted,
    SpeechNoted,
};
use crate::event::motion::{
    MotionAmended, MotionAnnounced, MotionProposed, MotionReferred, MotionResolved, MotionVoted,
    MotionWithdrawn,
};
use std::collections::BTreeMap;

/// A fact as it was first recorded, and as each correction left it.
#[derive(Clone)]
pub(in crate::paper) struct Thread<'a> {
    /// In order of number; never empty.
    versions: Vec<&'a Recorded>,
    first: &'a Recorded,
}

impl<'a> Thread<'a> {
    /// As it stands now.
    pub(in crate::paper) fn now(&self) -> &'a Recorded {
        self.versions.last().copied().unwrap_or(self.first)
    }

    /// As it was first recorded.
    pub(in crate::paper) fn first(&self) -> &'a Recorded {
        self.first
    }

    /// Each correction with what it replaced.
    pub(in crate::paper) fn corrections(
        &self,
    ) -> impl Iterator<Item = (&'a Recorded, &'a Recorded)> + '_ {
        self.versions.iter().zip(self.versions.iter().skip(1)).map(|(old, new)| (*old, *new))
    }

    /// Whether it was corrected.
    pub(in crate::paper) fn is_corrected(&self) -> bool {
        self.versions.len() > 1
    }
}

/// Puts corrections to what they correct; threads are in order of their first entry.
pub(in crate::paper) fn threads(recorded: &[Recorded]) -> Vec<Thread<'_>> {
    let mut first_of: BTreeMap<u64, u64> = BTreeMap::new();
    let mut threads: BTreeMap<u64, Thread<'_>> = BTreeMap::new();
    for one in recorded {
        let first = one.event.corrects().and_then(|seq| first_of.get(&seq).copied());
        let first = first.unwrap_or(one.seq);
        first_of.insert(one.seq, first);
        let thread =
            threads.entry(first).or_insert_with(|| Thread { versions: Vec::new(), first: one });
        thread.versions.push(one);
    }
    threads.into_values().collect()
}

/// A fact of a known kind with its thread.
pub(in crate::paper) type Of<'a, T> = (Thread<'a>, &'a T);

/// Everything about one motion.
#[derive(Default)]
pub(in crate::paper) struct MotionFile<'a> {
    pub(in crate::paper) proposed: Option<Of<'a, MotionProposed>>,
    pub(in crate::paper) amended: Vec<Of<'a, MotionAmended>>,
    pub(in crate::paper) voted: Vec<Of<'a, MotionVoted>>,
    pub(in crate::paper) resolved: Vec<Of<'a, MotionResolved>>,
    pub(in crate::paper) announced: Vec<Of<'a, MotionAnnounced>>,
    pub(in crate::paper) referred: Vec<Of<'a, MotionReferred>>,
    pub(in crate::paper) withdrawn: Option<Of<'a, MotionWithdrawn>>,
}

/// What a meeting did in an election.
#[derive(Default)]
pub(in crate::paper) struct ElectionFile<'a> {
    pub(in crate::paper) called: Option<Of<'a, ElectionCalled>>,
    pub(in crate::paper) nominated: Vec<Of<'a, CandidateNominated>>,
    pub(in crate::paper) listed: Vec<Of<'a, CandidatesListed>>,
    pub(in crate::paper) scrutineers: Vec<Of<'a, ScrutineersChosen>>,
    pub(in crate::paper) tallied: Vec<Of<'a, ElectionTallied>>,
    pub(in crate::paper) reduced: Vec<Of<'a, SeatsReduced>>,
    pub(in crate::paper) declared: Vec<Of<'a, ElectionDeclared>>,
}

/// A recorded vote of owners at a meeting.
#[derive(Default)]
pub(in crate::paper) struct CountFile<'a> {
    pub(in crate::paper) opened: Option<Of<'a, CountOpened>>,
    pub(in crate::paper) sealed: Option<Of<'a, CountSealed>>,
    pub(in crate::paper) certified: Option<Of<'a, CountCertified>>,
    pub(in crate::paper) drawn: Vec<Of<'a, CountDrawn>>,
}

/// Everything about one meeting, as it stands now.
#[derive(Default)]
pub(in crate::paper) struct MeetingFile<'a> {
    pub(in crate::paper) noticed: Option<Of<'a, MeetingNoticed>>,
    pub(in crate::paper) posted: Vec<Of<'a, NoticePosted>>,
    pub(in crate::paper) held: Option<Of<'a, MeetingHeld>>,
    pub(in crate::paper) cancelled: Option<Of<'a, MeetingCancelled>>,
    pub(in crate::paper) speeches: Vec<Of<'a, SpeechNoted>>,
    pub(in crate::paper) confirmed: Vec<Of<'a, MinutesConfirmed>>,
    pub(in crate::paper) attached: Vec<Of<'a, MeetingAttached>>,
    /// What it came to on each issue.
    pub(in crate::paper) issues: Vec<Of<'a, IssueDeliberated>>,
    /// In the order in which they were put forward.
    pub(in crate::paper) motions: Vec<(MotionId, MotionFile<'a>)>,
    /// In the order in which they were called.
    pub(in crate::paper) elections: Vec<(ElectionId, ElectionFile<'a>)>,
    /// In the order in which they were opened.
    pub(in crate::paper) counts: Vec<(CountId, CountFile<'a>)>,
    /// Every thread, whatever it is about.
    pub(in crate::paper) threads: Vec<Thread<'a>>,
}

impl<'a> MeetingFile<'a> {
    /// Sorts the entries of a meeting; entries about other meetings are left aside.
    pub(in crate::paper) fn new(meeting: MeetingId, recorded: &'a [Recorded]) -> Self {
        let mut file = Self { threads: threads(recorded), ..Self::default() };
        for thread in file.threads.clone() {
            file.sort(meeting, thread);
        }
        file
    }

    fn sort(&mut self, meeting: MeetingId, thread: Thread<'a>) {
        match &thread.now().event {
            Event::MeetingNoticed(fact) if fact.meeting == meeting => {
                self.noticed = Some((thread, fact));
            }
            Event::NoticePosted(fact) if fact.meeting == meeting => {
                self.posted.push((thread, fact));
            }
            Event::MeetingHeld(fact) if fact.meeting == meeting => {
                self.held = Some((thread, fact));
            }
            Event::MeetingCancelled(fact) if fact.meeting == meeting => {
                self.cancelled = Some((thread, fact));
            }
            Event::SpeechNoted(fact) if fact.meeting == meeting => {
                self.speeches.push((thread, fact));
            }
            Event::MinutesConfirmed(fact) if fact.meeting == meeting => {
                self.confirmed.push((thread, fact));
            }
            Event::MeetingAttached(fact) if fact.meeting == meeting => {
                self.attached.push((thread, fact));
            }
            Event::IssueDeliberated(fact) if fact.meeting == meeting => {
                self.issues.push((thread, fact));
            }
            Event::MotionProposed(fact) => {
                self.motion(fact.motion).proposed = Some((thread, fact));
            }
            Event::MotionAmended(fact) => self.motion(fact.motion).amended.push((thread, fact)),
            Event::MotionVoted(fact) => self.motion(fact.motion).voted.push((thread, fact)),
            Event::MotionResolved(fact) => self.motion(fact.motion).resolved.push((thread, fact)),
            Event::MotionAnnounced(fact) => {
                self.motion(fact.motion).announced.push((thread, fact));
            }
            Event::MotionReferred(fact) => self.motion(fact.motion).referred.push((thread, fact)),
            Event::MotionWithdrawn(fact) => {
                self.motion(fact.motion).withdrawn = Some((thread, fact));
            }
            _ => self.sort_vote(meeting, thread),
        }
    }

    /// Elections and counts: what was done at this meeting, and what it rests on.
    fn sort_vote(&mut self, meeting: MeetingId, thread: Thread<'a>) {
        match &thread.now().event {
            Event::ElectionCalled(fact) => {
                entry(&mut self.elections, fact.election).called = Some((thread, fact));
            }
            Event::CandidateNominated(fact) => {
                entry(&mut self.elections, fact.election).nominated.push((thread, fact));
            }
            Event::CandidatesListed(fact) => {
                entry(&mut self.elections, fact.election).listed.push((thread, fact));
            }
            Event::ScrutineersChosen(fact) if fact.meeting.is_none_or(|at| at == meeting) => {
                entry(&mut self.elections, fact.election).scrutineers.push((thread, fact));
            }
            Event::ElectionTallied(fact) if fact.meeting == meeting => {
                entry(&mut self.elections, fact.election).tallied.push((thread, fact));
            }
            Event::SeatsReduced(fact) => {
                entry(&mut self.elections, fact.election).reduced.push((thread, fact));
            }
            Event::ElectionDeclared(fact) if fact.meeting.is_none_or(|at| at == meeting) => {
                entry(&mut self.elections, fact.election).declared.push((thread, fact));
            }
            Event::CountOpened(fact) if fact.meeting == meeting => {
                entry(&mut self.counts, fact.count).opened = Some((thread, fact));
            }
            Event::CountSealed(fact) => {
                entry(&mut self.counts, fact.count).sealed = Some((thread, fact));
            }
            Event::CountCertified(fact) => {
                entry(&mut self.counts, fact.count).certified = Some((thread, fact));
            }
            Event::CountDrawn(fact) => {
                entry(&mut self.counts, fact.count).drawn.push((thread, fact));
            }
            _ => {}
        }
    }

    fn motion(&mut self, id: MotionId) -> &mut MotionFile<'a> {
        entry(&mut self.motions, id)
    }
}

/// What is gathered under an id, in the order in which the ids came.
fn entry<K: PartialEq, T: Default>(list: &mut Vec<(K, T)>, id: K) -> &mut T {
    let place = list.iter().position(|(known, _)| *known == id).unwrap_or(list.len());
    if place == list.len() {
        list.push((id, T::default()));
    }
    let (_, found) = list.get_mut(place).expect("found or made just now");
    found
}
