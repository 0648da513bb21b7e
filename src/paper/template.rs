//! Documents to fill in: people by label, date and rule already there.

use crate::domain::Bilingual;
use crate::domain::BodyKind;
use crate::domain::MeetingKind;
use crate::event::membership::MembershipChange;
use crate::event::post::PostBasis;
use chrono::NaiveDate;

/// What a document is to be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateKind {
    /// Minutes of a meeting of this kind (会议记录).
    Meeting(MeetingKind),
    /// A motion: put forward, put to the vote, announced (议案).
    Motion,
    /// A person (人员).
    Person,
    /// A change of a membership (党员变动).
    Membership(MembershipChange),
    /// A body (组织).
    Body,
    /// A post (任职).
    Post(PostBasis),
    /// A correction (更正).
    Correction,
    /// A meeting recorded late (补录).
    LateEntry,
    /// A notice of a meeting (会议通知).
    Notice,
    /// The erasure of personal data (删除个人信息).
    Erasure,
}

/// What the registry knows already.
#[derive(Debug, Clone)]
pub struct Known {
    /// The day on which the document is written.
    pub today: NaiveDate,
    /// Who writes it, as `@label`.
    pub actor: Option<String>,
    /// The bodies of the registry.
    pub bodies: Vec<KnownBody>,
    /// Rules to remember, for example quorum and majority with numbers for this body.
    pub rules: Vec<Bilingual>,
}

/// A body that the registry knows.
#[derive(Debug, Clone)]
pub struct KnownBody {
    /// Its `@label`.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: BodyKind,
    /// Members with a vote, as `@label` or `@name`.
    pub members: Vec<String>,
    /// Members without a vote.
    pub without_vote: Vec<String>,
    /// Its secretary or leader.
    pub secretary: Option<String>,
    /// Its committee.
    pub committee: Vec<String>,
    /// Where it met last.
    pub last_place: Option<String>,
}

/// Writes the document to fill in.
pub fn template(kind: TemplateKind, known: &Known) -> String {
    format!("// {kind:?} {}\n", known.today)
}
