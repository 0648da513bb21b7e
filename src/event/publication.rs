//! What is posted in public, until when, and what was said against it.

use crate::domain::{
    Bilingual, BodyId, CountId, ElectionId, Fingerprint, Happened, Label, Line, MeetingId,
    MotionId, ObjectionOutcome, PersonId, PublicationId, PublicationKind, RollId, Text, UnitId,
};
use crate::event::classified::{Office, Plain, Sealed};
use crate::event::fact::{Said, event};
use crate::event::names::Names;

event! {
    /// Something is posted in public (公示、公告).
    "publication.posted", 1, creates(publication: PublicationId),
        tags(publication, body, meeting, motion, election, roll, count);
    pub struct PublicationPosted {
        /// Body that posts it (发布单位).
        body: BodyId,
        /// What is posted (类别).
        publication_kind: PublicationKind,
        /// Short name used in documents as @label (标签).
        label: Option<Plain<Label>>,
        /// About this meeting (会议).
        meeting: Option<MeetingId>,
        /// About this motion (议案).
        motion: Option<MotionId>,
        /// About this election (选举).
        election: Option<ElectionId>,
        /// About this roll (名册).
        roll: Option<RollId>,
        /// About this count (计票).
        count: Option<CountId>,
        /// Where (张贴位置).
        place: Plain<Line>,
        /// Last day on which it is to hang (公示至).
        until: Option<Happened>,
        /// SHA-256 of the text (文本指纹).
        text: Option<Fingerprint>,
    }
}

event! {
    /// It is taken down (撤下).
    "publication.removed", 1, tags(publication);
    pub struct PublicationRemoved {
        /// Which publication.
        publication: PublicationId,
        /// Why, when before its time (原因).
        reason: Option<Plain<Line>>,
    }
}

event! {
    /// Somebody objects (收到异议).
    "publication.objection_received", 1, tags(publication);
    pub struct ObjectionReceived {
        /// To which publication.
        publication: PublicationId,
        /// Number of the objection to this publication, from 1 (异议序号).
        number: u32,
        /// For which unit (房屋).
        unit: Option<UnitId>,
        /// Who (异议人).
        person: Option<PersonId>,
        /// What is said (异议内容).
        text: Sealed<Text, Office>,
    }
}

event! {
    /// An objection is answered (答复异议).
    "publication.objection_answered", 1, tags(publication);
    pub struct ObjectionAnswered {
        /// To which publication.
        publication: PublicationId,
        /// Number of the objection (异议序号).
        number: u32,
        /// What became of it (处理结果).
        outcome: ObjectionOutcome,
        /// The answer (答复内容).
        text: Sealed<Text, Office>,
    }
}

impl Said for PublicationPosted {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, kind) = (names.body(self.body), self.publication_kind.name());
        let (zh, en) = self
            .until
            .map(|until| (format!(",公示至 {until}"), format!(", until {until}")))
            .unwrap_or_default();
        let place = self.place.as_str();
        Bilingual::new(
            format!("{}张贴{}:{place}{zh}。", body.zh, kind.zh),
            format!("{} posted a {} at {place}{en}.", body.en, kind.en),
        )
    }
}

impl Said for PublicationRemoved {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let publication = names.publication(self.publication);
        Bilingual::new(
            format!("{}撤下。", publication.zh),
            format!("{} was taken down.", publication.en),
        )
    }
}

impl Said for ObjectionReceived {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (publication, number) = (names.publication(self.publication), self.number);
        Bilingual::new(
            format!("{}收到第 {number} 号异议。", publication.zh),
            format!("Objection {number} to {} came in.", publication.en),
        )
    }
}

impl Said for ObjectionAnswered {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (publication, number) = (names.publication(self.publication), self.number);
        let outcome = self.outcome.name();
        Bilingual::new(
            format!("{}第 {number} 号异议已答复:{}。", publication.zh, outcome.zh),
            format!("Objection {number} to {} was answered: {}.", publication.en, outcome.en),
        )
    }
}
