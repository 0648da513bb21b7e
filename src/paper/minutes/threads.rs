//! Facts with their corrections, sorted by what they are about.

use crate::domain::CountId;
use crate::domain::ElectionId;
use crate::domain::MeetingId;
use crate::domain::MotionId;
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
use crate::event::{Event, Fact, Recorded};
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

/// Files in which facts about one thing are gathered: a field for each kind, `one` or `many` of it.
/// Where `at` names a field, the fact belongs to the meeting that stands there, or to any if none does.
macro_rules! files {
    ($(
        $(#[$doc:meta])*
        $file:ident by $id:ident: $word:ty {
            $($field:ident: $how:ident $fact:ident $(at $place:ident)?,)*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Default)]
        pub(in crate::paper) struct $file<'a> {
            $(pub(in crate::paper) $field: held!($how Of<'a, $fact>),)*
        }

        impl<'a> $file<'a> {
            /// Kinds that are gathered here.
            const KINDS: &'static [&'static str] = &[$($fact::KIND),*];

            /// Puts a fact into the file of what it is about; a fact of another kind stays outside.
            fn sort(files: &mut Vec<($word, Self)>, meeting: MeetingId, thread: &Thread<'a>) {
                match &thread.now().event {
                    $(Event::$fact(fact) if at!(fact $($place)?).is_at(meeting) => {
                        put!($how entry(files, fact.$id).$field, (thread.clone(), fact));
                    })*
                    _ => {}
                }
            }
        }
    )*};
}

macro_rules! held {
    (one $of:ty) => { Option<$of> };
    (many $of:ty) => { Vec<$of> };
}

macro_rules! at {
    ($fact:ident) => {
        None
    };
    ($fact:ident $place:ident) => {
        $fact.$place
    };
}

macro_rules! put {
    (one $field:expr, $fact:expr) => {
        $field = Some($fact)
    };
    (many $field:expr, $fact:expr) => {
        $field.push($fact)
    };
}

/// A field that says at which meeting something was done.
trait At {
    fn is_at(&self, meeting: MeetingId) -> bool;
}

impl At for MeetingId {
    fn is_at(&self, meeting: MeetingId) -> bool {
        *self == meeting
    }
}

impl At for Option<MeetingId> {
    fn is_at(&self, meeting: MeetingId) -> bool {
        self.is_none_or(|at| at == meeting)
    }
}

files! {
    /// Everything about one motion.
    MotionFile by motion: MotionId {
        proposed: one MotionProposed,
        amended: many MotionAmended,
        voted: many MotionVoted,
        resolved: many MotionResolved,
        announced: many MotionAnnounced,
        referred: many MotionReferred,
        withdrawn: one MotionWithdrawn,
    }

    /// What a meeting did in an election.
    ElectionFile by election: ElectionId {
        called: one ElectionCalled,
        nominated: many CandidateNominated,
        listed: many CandidatesListed,
        scrutineers: many ScrutineersChosen at meeting,
        tallied: many ElectionTallied at meeting,
        reduced: many SeatsReduced,
        declared: many ElectionDeclared at meeting,
    }

    /// A recorded vote of owners at a meeting.
    CountFile by count: CountId {
        opened: one CountOpened at meeting,
        sealed: one CountSealed,
        certified: one CountCertified,
        drawn: many CountDrawn,
    }
}

/// Kinds that the minutes of a meeting tell of its motions, elections and counts.
pub fn of_votes() -> Vec<&'static str> {
    [MotionFile::KINDS, ElectionFile::KINDS, CountFile::KINDS].concat()
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
            _ => {
                MotionFile::sort(&mut self.motions, meeting, &thread);
                ElectionFile::sort(&mut self.elections, meeting, &thread);
                CountFile::sort(&mut self.counts, meeting, &thread);
            }
        }
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
