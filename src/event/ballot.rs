//! Ballots of recorded owners' votes: issued, delivered, returned, keyed, judged.
//!
//! An owners' vote is recorded (记名): the law wants the owner's signature on the paper. A secret vote
//! has no ballots here; it is an election with totals only.

use crate::domain::{
    BallotId, Bilingual, CandidateId, Choice, CountId, DeliveryMethod, Fingerprint, KeyingPass,
    Label, Line, MotionId, PersonId, RejectionGround, ReturnChannel, SignatureStatus, Text, UnitId,
};
use crate::event::classified::{Office, Plain, Sealed, record};
use crate::event::fact::{Said, event};
use crate::event::names::Names;

event! {
    /// A ballot is issued to one or more units of one owner (发票).
    "ballot.issued", 1, creates(ballot: BallotId), tags(ballot, count, units);
    pub struct BallotIssued {
        /// Count that it belongs to (哪次计票).
        count: CountId,
        /// Units that it votes for (房屋).
        #[serde(default)]
        units: Vec<UnitId>,
        /// Number printed on it, used as @label (票号).
        label: Plain<Label>,
    }
}

event! {
    /// A ballot reaches the owner (送达).
    "ballot.delivered", 1, tags(ballot, count);
    pub struct BallotDelivered {
        /// Which ballot.
        ballot: BallotId,
        /// Count that it belongs to (哪次计票).
        count: CountId,
        /// How (送达方式).
        method: DeliveryMethod,
        /// Who took it (接收人).
        received_by: Option<Sealed<Line, Office>>,
        /// Who checked that it arrived (核实人).
        verified_by: Option<PersonId>,
        /// SHA-256 of the proof (送达证据).
        evidence: Option<Fingerprint>,
    }
}

event! {
    /// A ballot comes back (收票).
    "ballot.returned", 1, tags(ballot, count);
    pub struct BallotReturned {
        /// Which ballot.
        ballot: BallotId,
        /// Count that it belongs to (哪次计票).
        count: CountId,
        /// How (收回渠道).
        channel: ReturnChannel,
        /// Who collected it (经办人).
        collector: Option<PersonId>,
        /// Who signed it (签名).
        signature: SignatureStatus,
        /// Who votes for the owner, and by which document (受托人、委托书).
        proxy: Option<Sealed<Line, Office>>,
    }
}

record! {
    /// What a ballot says on one question.
    pub struct Mark {
        /// On this motion (表决事项).
        motion: Option<MotionId>,
        /// Or about this candidate (候选人).
        candidate: Option<CandidateId>,
        /// What (选择).
        choice: Choice,
    }
}

event! {
    /// What a ballot says is keyed (录票).
    "ballot.keyed", 1, tags(ballot, count);
    pub struct BallotKeyed {
        /// Which ballot.
        ballot: BallotId,
        /// Count that it belongs to (哪次计票).
        count: CountId,
        /// First or second keying (初录、复录).
        pass: KeyingPass,
        /// What it says; a question that is left out was left blank (逐项选择).
        #[serde(default)]
        choices: Vec<Mark>,
    }
}

event! {
    /// A returned ballot does not count (废票).
    "ballot.rejected", 1, tags(ballot, count);
    pub struct BallotRejected {
        /// Which ballot.
        ballot: BallotId,
        /// Count that it belongs to (哪次计票).
        count: CountId,
        /// Why (理由).
        ground: RejectionGround,
        /// Remark (说明).
        remark: Option<Plain<Line>>,
    }
}

event! {
    /// Somebody says that a ballot is not the owner's own (非本人投票异议).
    "ballot.challenged", 1, tags(ballot, count);
    pub struct BallotChallenged {
        /// Which ballot.
        ballot: BallotId,
        /// Count that it belongs to (哪次计票).
        count: CountId,
        /// Who says so (异议人).
        challenger: Option<PersonId>,
        /// What is said (异议内容).
        text: Sealed<Text, Office>,
    }
}

event! {
    /// A ballot is set aside as if it had not been issued: lost, spoiled, not the owner's (作废重发).
    "ballot.set_aside", 1, tags(ballot, count);
    pub struct BallotSetAside {
        /// Which ballot.
        ballot: BallotId,
        /// Count that it belongs to (哪次计票).
        count: CountId,
        /// Why (原因).
        reason: Plain<Line>,
    }
}

impl Said for BallotIssued {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (label, count) = (self.label.as_str(), names.count(self.count));
        let units: Vec<Bilingual> = self.units.iter().map(|unit| names.unit(*unit)).collect();
        let list = |pick: fn(&Bilingual) -> &str, by: &str| {
            units.iter().map(pick).collect::<Vec<_>>().join(by)
        };
        let (zh, en) = (list(|one| &one.zh, "、"), list(|one| &one.en, ", "));
        Bilingual::new(
            format!("{}发出 {label} 号表决票:{zh}。", count.zh),
            format!("Ballot {label} of {} was issued to {en}.", count.en),
        )
    }
}

impl Said for BallotDelivered {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (ballot, method) = (names.ballot(self.ballot), self.method.name());
        Bilingual::new(
            format!("{}已送达({})。", ballot.zh, method.zh),
            format!("{} was delivered ({}).", ballot.en, method.en),
        )
    }
}

impl Said for BallotReturned {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (ballot, channel) = (names.ballot(self.ballot), self.channel.name());
        let signature = self.signature.name();
        Bilingual::new(
            format!("{}已收回({},{})。", ballot.zh, channel.zh, signature.zh),
            format!("{} came back ({}, {}).", ballot.en, channel.en, signature.en),
        )
    }
}

impl Said for BallotKeyed {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (ballot, pass) = (names.ballot(self.ballot), self.pass.name());
        let choices = self.choices.iter().map(|mark| mark.choice.name());
        let (zh, en): (Vec<_>, Vec<_>) = choices.map(|choice| (choice.zh, choice.en)).unzip();
        Bilingual::new(
            format!("{}{}:{}。", ballot.zh, pass.zh, zh.join("、")),
            format!("{} was keyed ({} time): {}.", ballot.en, pass.en, en.join(", ")),
        )
    }
}

impl Said for BallotRejected {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (ballot, ground) = (names.ballot(self.ballot), self.ground.name());
        Bilingual::new(
            format!("{}认定无效({})。", ballot.zh, ground.zh),
            format!("{} was rejected ({}).", ballot.en, ground.en),
        )
    }
}

impl Said for BallotChallenged {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let ballot = names.ballot(self.ballot);
        Bilingual::new(
            format!("{}被提出异议,称非本人投票。", ballot.zh),
            format!("{} was challenged as not the owner's own.", ballot.en),
        )
    }
}

impl Said for BallotSetAside {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (ballot, reason) = (names.ballot(self.ballot), self.reason.as_str());
        Bilingual::new(
            format!("{}作废,不计入发票数({reason})。", ballot.zh),
            format!("{} was set aside ({reason}).", ballot.en),
        )
    }
}
