//! Motions: proposed, amended, put to the vote, withdrawn, referred, announced.

use crate::domain::kinds::words;
use crate::domain::{
    Bilingual, BodyId, Fingerprint, Happened, IssueId, Label, Line, MatterKind, MeetingId,
    MotionId, PersonId, Text, VotingMethod,
};
use crate::event::classified::{Plain, plain};
use crate::event::fact::{Said, event};
use crate::event::names::{Names, with_names};

event! {
    /// A motion is put forward (提出议案).
    "motion.proposed", 1, creates(motion: MotionId), tags(motion, body, meeting, issue);
    pub struct MotionProposed {
        /// Body that decides.
        body: BodyId,
        /// Meeting that decides, once it is known.
        meeting: Option<MeetingId>,
        /// Short name used in documents as @label (标签).
        label: Option<Plain<Label>>,
        /// Text that is put to the vote (议案内容).
        text: Plain<Text>,
        /// What it is about; it decides which rule applies (事项类别).
        matter_kind: MatterKind,
        /// Who put it forward (提出人).
        proposer: Option<PersonId>,
        /// Item of the agenda, from 1 (议题序号).
        agenda_item: Option<u32>,
        /// Issue that it answers (所办事项).
        issue: Option<IssueId>,
        /// SHA-256 of the text that is to be adopted, kept as an attachment (文本的 SHA-256).
        document: Option<Fingerprint>,
    }
}

event! {
    /// The text of a motion changes before the vote (修改议案).
    "motion.amended", 1, tags(motion);
    pub struct MotionAmended {
        /// Which motion.
        motion: MotionId,
        /// New text (修改后的内容).
        text: Plain<Text>,
        /// Why (原因).
        reason: Option<Plain<Line>>,
    }
}

event! {
    /// A motion is put to the vote (表决). Totals only, whatever the method.
    "motion.voted", 2, tags(motion, meeting);
    pub struct MotionVoted {
        /// Which motion.
        motion: MotionId,
        /// At which meeting.
        meeting: MeetingId,
        /// How (表决方式).
        method: VotingMethod,
        /// In favour, of those present (赞成).
        in_favour: u32,
        /// Against (反对).
        against: u32,
        /// Abstaining (弃权).
        abstain: u32,
        /// Written opinions in favour of absent members, delivered before the meeting (书面赞成).
        written_in_favour: Option<u32>,
        /// Written opinions against (书面反对).
        written_against: Option<u32>,
    }
}

event! {
    /// A motion is worded as a resolution, and somebody carries it out (形成决议). Kept apart from
    /// the vote, because an entry with votes names nobody.
    "motion.resolved", 1, tags(motion);
    pub struct MotionResolved {
        /// Which motion.
        motion: MotionId,
        /// Resolution as worded (决议).
        resolution: Plain<Text>,
        /// Who carries it out (责任人).
        responsible: Option<PersonId>,
        /// By when (期限).
        due: Option<Happened>,
        /// From which day a text that it adopts governs (施行日期).
        effective: Option<Happened>,
    }
}

event! {
    /// A motion is withdrawn (撤回).
    "motion.withdrawn", 1, tags(motion);
    pub struct MotionWithdrawn {
        /// Which motion.
        motion: MotionId,
        /// Why (原因).
        reason: Option<Plain<Line>>,
    }
}

event! {
    /// A motion is passed on to another body (提交、转交).
    "motion.referred", 1, tags(motion, body);
    pub struct MotionReferred {
        /// Which motion.
        motion: MotionId,
        /// To which body.
        body: BodyId,
    }
}

words! {
    /// What was announced about a motion.
    Announced {
        Carried = "carried", "通过", "carried";
        NotCarried = "not_carried", "未通过", "not carried";
    }
}

plain!(Announced);

event! {
    /// A result is announced (宣布结果). Kept apart from what is computed, so that both compare.
    "motion.announced", 1, tags(motion);
    pub struct MotionAnnounced {
        /// Which motion.
        motion: MotionId,
        /// What was said (宣布).
        announced: Announced,
        /// Where or how (位置或方式).
        place: Option<Plain<Line>>,
    }
}

impl Said for MotionProposed {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, text) = (names.body(self.body), with_names(self.text.as_str(), names));
        Bilingual::new(
            format!("向{}提出议案({}):{}", body.zh, self.matter_kind.zh(), text.zh),
            format!("Motion to {} ({}): {}", body.en, self.matter_kind.en(), text.en),
        )
    }
}

impl Said for MotionAmended {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (motion, text) = (names.motion(self.motion), with_names(self.text.as_str(), names));
        Bilingual::new(
            format!("{}修改为:{}", motion.zh, text.zh),
            format!("{} was amended: {}", motion.en, text.en),
        )
    }
}

impl Said for MotionVoted {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let motion = names.motion(self.motion);
        let (yes, no, abstain) = (self.in_favour, self.against, self.abstain);
        let written = self.written_in_favour.filter(|count| *count > 0);
        let (zh, en) = written
            .map(|count| (format!(",另书面赞成 {count} 人"), format!(", and {count} in writing")))
            .unwrap_or_default();
        Bilingual::new(
            format!(
                "{}表决({}):赞成 {yes},反对 {no},弃权 {abstain}{zh}。",
                motion.zh,
                self.method.zh()
            ),
            format!(
                "Vote on {} ({}): {yes} for, {no} against, {abstain} abstaining{en}.",
                motion.en,
                self.method.en()
            ),
        )
    }
}

impl Said for MotionResolved {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let motion = names.motion(self.motion);
        let resolution = with_names(self.resolution.as_str(), names);
        let (who_zh, who_en) = self.responsible.map_or_else(Default::default, |person| {
            let person = names.person(person);
            (format!(",责任人{}", person.zh), format!(", {} carries it out", person.en))
        });
        let (due_zh, due_en) = self
            .due
            .map_or_else(Default::default, |due| (format!(",期限 {due}"), format!(", due {due}")));
        Bilingual::new(
            format!("{}形成决议{who_zh}{due_zh}:{}", motion.zh, resolution.zh),
            format!("Resolution on {}{who_en}{due_en}: {}", motion.en, resolution.en),
        )
    }
}

impl Said for MotionWithdrawn {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let motion = names.motion(self.motion);
        Bilingual::new(format!("{}撤回。", motion.zh), format!("{} was withdrawn.", motion.en))
    }
}

impl Said for MotionReferred {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (motion, body) = (names.motion(self.motion), names.body(self.body));
        Bilingual::new(
            format!("{}提交{}。", motion.zh, body.zh),
            format!("{} was referred to {}.", motion.en, body.en),
        )
    }
}

impl Said for MotionAnnounced {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let motion = names.motion(self.motion);
        let (zh, en) = match self.announced {
            Announced::Carried => ("通过", "carried"),
            Announced::NotCarried => ("未通过", "not carried"),
        };
        Bilingual::new(
            format!("宣布:{}{zh}。", motion.zh),
            format!("Announced: {} was {en}.", motion.en),
        )
    }
}
