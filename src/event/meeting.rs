//! Meetings: noticed, held, spoken at, confirmed, cancelled.

use crate::domain::kinds::words;
use crate::domain::{
    AttachmentKind, Bilingual, BodyId, CancellationGround, Fingerprint, Happened, Label, Line,
    MeetingForm, MeetingId, MeetingKind, PersonId, RollId, Stance, Text,
};
use crate::event::classified::{Office, Plain, Sealed, plain, record};
use crate::event::deliberation::Deliberation;
use crate::event::fact::{Said, event};
use crate::event::meeting_parts::{
    Absence, AgendaItem, CommitteeWork, Counted, Exclusion, GroupWork, Leave, Lecture, LifeMeeting,
    Observer, ThemeDay,
};
use crate::event::names::{Names, shown};

event! {
    /// A meeting is called (会议通知).
    "meeting.noticed", 1, creates(meeting: MeetingId), tags(meeting, body);
    pub struct MeetingNoticed {
        /// Body that meets.
        body: BodyId,
        /// Kind (会议类型).
        meeting_kind: MeetingKind,
        /// Short name used in documents as @label (标签).
        label: Option<Plain<Label>>,
        /// When it begins (开始时间).
        starts: Happened,
        /// Where (地点).
        place: Plain<Line>,
        /// Agenda (议题).
        #[serde(default)]
        agenda: Vec<AgendaItem>,
        /// Frozen roll of the owners who are called; only of an owners' assembly (业主名册).
        roll: Option<RollId>,
        /// Rule book in force, SHA-256; the program fills it in (规则快照).
        book: Fingerprint,
    }
}

event! {
    /// The notice is posted or handed out (通知张贴、送达).
    "meeting.notice_posted", 1, tags(meeting);
    pub struct NoticePosted {
        /// Which meeting.
        meeting: MeetingId,
        /// Where or how (位置或方式).
        place: Plain<Line>,
    }
}

event! {
    /// A meeting took place (会议召开). Its `happened` is when it began.
    "meeting.held", 1, creates(meeting: MeetingId), tags(meeting, body);
    pub struct MeetingHeld {
        /// Body that met.
        body: BodyId,
        /// Kind (会议类型).
        meeting_kind: MeetingKind,
        /// Further kinds that it counts for, for example a lecture on a theme Party day (同时计入).
        #[serde(default)]
        also: Vec<MeetingKind>,
        /// Short name used in documents as @label (标签).
        label: Option<Plain<Label>>,
        /// Name, if it has one of its own (会议名称).
        name: Option<Plain<Line>>,
        /// How it was held (会议形式).
        form: MeetingForm,
        /// Where (地点).
        place: Plain<Line>,
        /// When it ended (结束时间).
        ended: Option<Happened>,
        /// Who called it (召集人).
        convener: Option<PersonId>,
        /// Chair (主持人).
        chair: PersonId,
        /// Why somebody else than the secretary or leader chairs (委托主持).
        chair_reason: Option<Plain<Line>>,
        /// Recorder (记录人).
        recorder: PersonId,
        /// Due to attend with a vote; left out in a document, the program fills it in from the
        /// memberships of that day (有表决权应到).
        #[serde(default)]
        entitled: Vec<PersonId>,
        /// Due to attend without a vote, for example probationary members (无表决权应到).
        #[serde(default)]
        without_vote: Vec<PersonId>,
        /// Numbers only, for old meetings whose roll is not known (只知道人数).
        counted: Option<Counted>,
        /// Frozen roll of the owners who were due, in the place of names and numbers; only of an
        /// owners' assembly; the program fills it in (业主名册).
        roll: Option<RollId>,
        /// Left out of those due to attend (不计入应到).
        #[serde(default)]
        excluded: Vec<Exclusion>,
        /// Excused (请假).
        #[serde(default)]
        leave: Vec<Leave>,
        /// Missing without leave (缺席).
        #[serde(default)]
        absent: Vec<Absence>,
        /// Present without being members (列席).
        #[serde(default)]
        observers: Vec<Observer>,
        /// Agenda (议题).
        #[serde(default)]
        agenda: Vec<AgendaItem>,
        /// Summary of what was discussed (会议概要).
        summary: Option<Plain<Text>>,
        /// What belongs to a Party lecture (党课).
        lecture: Option<Lecture>,
        /// What belongs to a theme Party day (主题党日).
        theme_day: Option<ThemeDay>,
        /// What belongs to a Party group meeting (党小组会).
        group_work: Option<GroupWork>,
        /// What belongs to a committee meeting (支委会).
        committee_work: Option<CommitteeWork>,
        /// What belongs to a life meeting (组织生活会).
        life_meeting: Option<LifeMeeting>,
        /// What belongs to a meeting at which parties talk something over (协商).
        deliberation: Option<Deliberation>,
        /// Period that it counts for, when not the one in which it was held (计入年度).
        counts_for: Option<Happened>,
        /// Rule book in force, SHA-256; the program fills it in (规则快照).
        book: Fingerprint,
    }
}

event! {
    /// Somebody spoke (发言要点).
    "meeting.speech_noted", 1, tags(meeting);
    pub struct SpeechNoted {
        /// At which meeting.
        meeting: MeetingId,
        /// Who, if registered (发言人).
        speaker: Option<PersonId>,
        /// Name of somebody who is not registered (发言人姓名).
        speaker_name: Option<Sealed<Line, Office>>,
        /// Main points (要点).
        text: Sealed<Text, Office>,
        /// Where the speaker stands on the matter (态度).
        stance: Option<Stance>,
        /// Whether it is a dissenting opinion to be kept (保留意见).
        #[serde(default)]
        dissent: bool,
        /// Item of the agenda, from 1 (议题序号).
        agenda_item: Option<u32>,
    }
}

words! {
    /// In which capacity somebody signs minutes.
    Capacity {
        Chair = "chair", "主持人", "chair";
        Recorder = "recorder", "记录人", "recorder";
        Attendant = "attendant", "与会人员", "attendant";
    }
}

plain!(Capacity);

record! {
    /// A signature under the minutes (签字).
    pub struct SignOff {
        /// Who signed.
        person: PersonId,
        /// As what.
        capacity: Capacity,
    }
}

event! {
    /// The minutes are signed (签字确认).
    "meeting.minutes_confirmed", 1, tags(meeting);
    pub struct MinutesConfirmed {
        /// Of which meeting.
        meeting: MeetingId,
        /// Who signed, as what (签字人).
        #[serde(default)]
        sign_offs: Vec<SignOff>,
    }
}

event! {
    /// A noticed meeting does not take place, or one on record never did (取消、误录).
    "meeting.cancelled", 1, tags(meeting);
    pub struct MeetingCancelled {
        /// Which meeting.
        meeting: MeetingId,
        /// Called off, or recorded in error; left out, it was called off (性质).
        ground: Option<CancellationGround>,
        /// Why (原因).
        reason: Plain<Line>,
    }
}

event! {
    /// A file is attached to a meeting; the file lies in the vault, its hash here (附件).
    "meeting.attached", 1, tags(meeting);
    pub struct MeetingAttached {
        /// To which meeting.
        meeting: MeetingId,
        /// What it shows (类别).
        attachment_kind: AttachmentKind,
        /// Title (名称).
        title: Plain<Line>,
        /// SHA-256 of the file.
        sha256: Fingerprint,
        /// Its length in bytes.
        bytes: u64,
        /// Media type, for example image/jpeg.
        media_type: Plain<Line>,
    }
}

impl Said for MeetingNoticed {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, kind) = (names.body(self.body), self.meeting_kind.name());
        Bilingual::new(
            format!(
                "通知:{}定于 {} 在{}召开{}。",
                body.zh,
                self.starts,
                self.place.as_str(),
                kind.zh
            ),
            format!(
                "Notice: {} of {} at {}, {}.",
                kind.en,
                body.en,
                self.starts,
                self.place.as_str()
            ),
        )
    }
}

impl Said for NoticePosted {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let meeting = names.meeting(self.meeting);
        Bilingual::new(
            format!("{}的通知已张贴或送达:{}。", meeting.zh, self.place.as_str()),
            format!("The notice of {} was given: {}.", meeting.en, self.place.as_str()),
        )
    }
}

impl MeetingHeld {
    /// Those due to attend with a vote, and those of them present; excused and missing are not.
    /// None where a roll of owners stands for those due: who took part, the count says.
    pub fn attendance(&self) -> Option<(u32, u32)> {
        if self.roll.is_some() {
            return None;
        }
        if let Some(counted) = &self.counted {
            return Some((counted.entitled, counted.present));
        }
        let away = |person: &PersonId| {
            self.leave.iter().any(|leave| leave.person == *person)
                || self.absent.iter().any(|absence| absence.person == *person)
        };
        let present = self.entitled.iter().filter(|person| !away(person)).count();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Some((number(self.entitled.len()), number(present)))
    }

    /// Whether it is known who was due to attend. An open talk has parties and no roll.
    pub fn has_roll(&self) -> bool {
        self.counted.is_some() || !self.entitled.is_empty() || !self.without_vote.is_empty()
    }

    /// How many came for the parties, as far as it is recorded of each.
    pub fn of_parties(&self) -> Option<u32> {
        self.deliberation.as_ref()?.headcount()
    }

    /// Whether this person was on the roll, or observing, and not away.
    pub fn attended(&self, person: PersonId) -> bool {
        let on_roll = self.entitled.contains(&person) || self.without_vote.contains(&person);
        let observing = self.observers.iter().any(|observer| observer.person == Some(person))
            || self.speaks_for_a_party(person);
        let away = self.leave.iter().any(|leave| leave.person == person)
            || self.absent.iter().any(|absence| absence.person == person);
        (on_roll || observing) && !away
    }

    fn speaks_for_a_party(&self, person: PersonId) -> bool {
        let parties = self.deliberation.iter().flat_map(|part| &part.parties);
        parties.flat_map(|party| &party.speakers).any(|speaker| *speaker == person)
    }
}

impl MeetingHeld {
    fn talk_sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, kind) = (names.body(self.body), self.meeting_kind.name());
        let (zh, en) = self.of_parties().map_or_else(Default::default, |count| {
            (format!(",各方到会 {count} 人"), format!(": {count} came"))
        });
        Bilingual::new(
            format!("{}召开{}{zh}。", body.zh, kind.zh),
            format!("{} held a {}{en}.", body.en, kind.en),
        )
    }
}

impl Said for MeetingHeld {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, kind) = (names.body(self.body), self.meeting_kind.name());
        if let Some(roll) = self.roll {
            let roll = names.roll(roll);
            return Bilingual::new(
                format!("{}召开{},业主以{}为准。", body.zh, kind.zh, roll.zh),
                format!("{} held a {}; the owners due are those of {}.", body.en, kind.en, roll.en),
            );
        }
        if !self.has_roll() {
            return self.talk_sentence(names);
        }
        let (entitled, present) = self.attendance().unwrap_or_default();
        Bilingual::new(
            format!("{}召开{},有表决权应到 {entitled} 人,实到 {present} 人。", body.zh, kind.zh),
            format!("{} held a {}: {present} of {entitled} with a vote present.", body.en, kind.en),
        )
    }
}

impl SpeechNoted {
    /// Name of the speaker, registered or not.
    pub fn who(&self, names: &dyn Names) -> Bilingual {
        let person = self.speaker.map(|speaker| names.person(speaker));
        person
            .or_else(|| self.speaker_name.as_ref().map(|name| shown(name, names)))
            .unwrap_or_else(|| Bilingual::new("姓名未记录者", "somebody not named"))
    }
}

impl Said for SpeechNoted {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (speaker, text) = (self.who(names), shown(&self.text, names));
        let (zh, en) =
            if self.dissent { ("保留意见", "dissented") } else { ("发言", "said") };
        let (stance_zh, stance_en) = self.stance.map_or_else(Default::default, |stance| {
            (format!("({})", stance.zh()), format!(" ({})", stance.en()))
        });
        Bilingual::new(
            format!("{}{zh}{stance_zh}:{}", speaker.zh, text.zh),
            format!("{} {en}{stance_en}: {}", speaker.en, text.en),
        )
    }
}

impl Said for MinutesConfirmed {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (meeting, count) = (names.meeting(self.meeting), self.sign_offs.len());
        Bilingual::new(
            format!("{}的会议记录已由 {count} 人签字确认。", meeting.zh),
            format!("The minutes of {} were signed by {count}.", meeting.en),
        )
    }
}

impl MeetingCancelled {
    /// Whether the meeting on record never took place, so that nothing of it counts.
    pub fn annuls(&self) -> bool {
        self.ground == Some(CancellationGround::RecordedInError)
    }
}

impl Said for MeetingCancelled {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let meeting = names.meeting(self.meeting);
        let (zh, en) = if self.annuls() {
            ("系误录,不计", "was recorded in error and does not count")
        } else {
            ("取消", "was cancelled")
        };
        Bilingual::new(
            format!("{}{zh}:{}。", meeting.zh, self.reason.as_str()),
            format!("{} {en}: {}.", meeting.en, self.reason.as_str()),
        )
    }
}

impl Said for MeetingAttached {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let meeting = names.meeting(self.meeting);
        let (title, kind) = (self.title.as_str(), self.attachment_kind.name());
        Bilingual::new(
            format!("{}附件({}):{title},{} 字节。", meeting.zh, kind.zh, self.bytes),
            format!("Attached to {} ({}): {title}, {} bytes.", meeting.en, kind.en, self.bytes),
        )
    }
}
