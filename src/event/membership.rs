//! Memberships: who belongs to which body, in what standing, since when.

use crate::domain::kinds::words;
use crate::domain::{Bilingual, BodyId, Line, MemberStatus, PersonId, Text};
use crate::event::classified::{Office, Plain, Sealed, plain};
use crate::event::fact::{Said, event};
use crate::event::names::Names;

words! {
    /// What changes in a membership.
    MembershipChange {
        /// Was a member already when the registry began.
        BroughtForward = "brought_forward", "期初", "brought forward";
        /// Joined or was admitted.
        Joined = "joined", "加入", "joined";
        /// Became a full member.
        BecameFull = "became_full", "转正", "became a full member";
        /// Left or was transferred.
        Left = "left", "转出", "left";
        /// Rights suspended by the competent organisation.
        RightsSuspended = "rights_suspended", "权利中止", "rights suspended";
        /// Rights restored.
        RightsRestored = "rights_restored", "权利恢复", "rights restored";
        /// Reported in to the community, membership stays elsewhere.
        ReportedIn = "reported_in", "双报到", "reported in";
        /// The reporting-in ended.
        ReportEnded = "report_ended", "报到结束", "report ended";
        /// The membership on record never existed.
        RecordedInError = "recorded_in_error", "误录", "recorded in error";
    }
}

plain!(MembershipChange);

event! {
    /// A membership begins, changes or ends (党员、成员变动).
    "membership.changed", 1, tags(person, body);
    pub struct MembershipChanged {
        /// Whose membership.
        person: PersonId,
        /// In which body.
        body: BodyId,
        /// What changes (变动).
        change: MembershipChange,
        /// Standing from now on; needed when joining or brought forward (身份).
        status: Option<MemberStatus>,
        /// Decision or letter that it rests on (依据文号).
        document: Option<Plain<Line>>,
        /// Reason (原因).
        reason: Option<Sealed<Text, Office>>,
    }
}

impl Said for MembershipChanged {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (person, body) = (names.person(self.person), names.body(self.body));
        let status = self.status.map(MemberStatus::name);
        let (zh_status, en_status) = status
            .map(|status| (format!("({})", status.zh), format!(" ({})", status.en)))
            .unwrap_or_default();
        let (zh, en) = match self.change {
            MembershipChange::BroughtForward => ("建账时已在册于", "was already on the roll of"),
            MembershipChange::Joined => ("加入", "joined"),
            MembershipChange::BecameFull => ("转为正式党员,所在支部:", "became a full member in"),
            MembershipChange::Left => ("转出", "left"),
            MembershipChange::RightsSuspended => ("权利中止,所在支部:", "had rights suspended in"),
            MembershipChange::RightsRestored => ("权利恢复,所在支部:", "had rights restored in"),
            MembershipChange::ReportedIn => ("报到于", "reported in to"),
            MembershipChange::ReportEnded => ("报到结束于", "ended the reporting-in to"),
            MembershipChange::RecordedInError => ("被误录于", "was recorded in error in"),
        };
        Bilingual::new(
            format!("{}{zh}{}{zh_status}。", person.zh, body.zh),
            format!("{} {en} {}{en_status}.", person.en, body.en),
        )
    }
}
