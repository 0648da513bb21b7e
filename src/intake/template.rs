//! Documents to fill in: people by label, date and rule already there.
//!
//! Invariant: a template is a document; once its blanks are filled in, every fact in it decodes.

mod charter;
mod elections;
mod form;
mod matter;
mod meeting;
mod other;
mod owners;
pub mod published;
pub mod start;

use crate::domain::MeetingKind;
use crate::domain::Role;
use crate::domain::{Bilingual, BodyKind, IssueKind};
use crate::event::membership::MembershipChange;
use crate::event::post::PostBasis;
use crate::event::sealing::visit;
use crate::intake::document::Document;
use crate::ledger::Value;
use chrono::NaiveDate;
use core::str::FromStr;
pub use elections::ElectionForm;
use form::Form;
pub use matter::IssueStep;
pub use owners::OwnersForm;
use std::collections::BTreeSet;

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
    /// A step in the life of an issue (事项).
    Issue(IssueStep),
    /// An activity (活动).
    Activity,
    /// A pledge (承诺书).
    Pledge,
    /// A roll, a count, ballots, a result or a publication (业主表决).
    Owners(OwnersForm),
    /// A meeting that was recorded in error (会议误录).
    Annulment,
    /// Rules that the registry gives itself, as cards (议事规则).
    Charter,
    /// A step of an election (选举).
    Election(ElectionForm),
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

/// How a blank is spelled.
pub const BLANK: &str = "填写";

/// Kinds that are no family: word, Chinese term, kind.
const WORDS: &[(&str, &str, TemplateKind)] = &[
    ("motion", "议案", TemplateKind::Motion),
    ("person", "人员", TemplateKind::Person),
    ("body", "组织", TemplateKind::Body),
    ("correction", "更正", TemplateKind::Correction),
    ("late", "补录", TemplateKind::LateEntry),
    ("notice", "会议通知", TemplateKind::Notice),
    ("erasure", "删除个人信息", TemplateKind::Erasure),
    ("meeting-recorded-in-error", "会议误录", TemplateKind::Annulment),
    ("charter", "议事规则", TemplateKind::Charter),
];

const MATTERS: &[(&str, &str, TemplateKind)] = &[
    ("issue", "事项", TemplateKind::Issue(IssueStep::Raised(IssueKind::Problem))),
    ("opinion", "意见建议", TemplateKind::Issue(IssueStep::Raised(IssueKind::Opinion))),
    ("wish", "微心愿", TemplateKind::Issue(IssueStep::Raised(IssueKind::Wish))),
    ("issue-assigned", "交办", TemplateKind::Issue(IssueStep::Assigned)),
    ("issue-progressed", "进展", TemplateKind::Issue(IssueStep::Progressed)),
    ("issue-closed", "办结", TemplateKind::Issue(IssueStep::Closed)),
    ("issue-feedback", "反馈", TemplateKind::Issue(IssueStep::FedBack)),
    ("activity", "活动", TemplateKind::Activity),
    ("pledge", "承诺书", TemplateKind::Pledge),
];

const MEMBERSHIPS: &[(&str, &str, MembershipChange)] = &[
    ("joined", "加入", MembershipChange::Joined),
    ("became-full", "转正", MembershipChange::BecameFull),
    ("left", "转出", MembershipChange::Left),
    ("rights-suspended", "权利中止", MembershipChange::RightsSuspended),
    ("rights-restored", "权利恢复", MembershipChange::RightsRestored),
    ("reported-in", "双报到", MembershipChange::ReportedIn),
    ("report-ended", "报到结束", MembershipChange::ReportEnded),
    ("member-brought-forward", "党员期初", MembershipChange::BroughtForward),
    ("member-recorded-in-error", "误录", MembershipChange::RecordedInError),
];

const POSTS: &[(&str, &str, PostBasis)] = &[
    ("elected", "当选", PostBasis::Elected),
    ("appointed", "任命", PostBasis::Appointed),
    ("post-brought-forward", "任职期初", PostBasis::BroughtForward),
];

/// Shorter or older words for the same.
const ALIASES: &[(&str, &str)] = &[
    ("期初", "member-brought-forward"),
    ("brought-forward", "member-brought-forward"),
    ("报到", "reported-in"),
    ("选举任职", "elected"),
    ("期初任职", "post-brought-forward"),
    ("post", "post-brought-forward"),
    ("通知", "notice"),
];

impl TemplateKind {
    /// Every kind with its word and its Chinese term, in the order of a help text.
    pub fn all() -> Vec<(String, &'static str, Self)> {
        let dashed = |kind: &MeetingKind| kind.word().replace('_', "-");
        let meetings =
            MeetingKind::ALL.iter().map(|kind| (dashed(kind), kind.zh(), Self::Meeting(*kind)));
        let others =
            WORDS.iter().chain(MATTERS).map(|(word, zh, kind)| ((*word).to_owned(), *zh, *kind));
        let memberships = MEMBERSHIPS
            .iter()
            .map(|(word, zh, change)| ((*word).to_owned(), *zh, Self::Membership(*change)));
        let posts =
            POSTS.iter().map(|(word, zh, basis)| ((*word).to_owned(), *zh, Self::Post(*basis)));
        let owners = owners::FORMS
            .iter()
            .map(|(word, zh, form)| ((*word).to_owned(), *zh, Self::Owners(*form)));
        let elections = elections::FORMS
            .iter()
            .map(|(word, zh, form)| ((*word).to_owned(), *zh, Self::Election(*form)));
        let all = meetings.chain(others).chain(memberships).chain(posts);
        all.chain(owners).chain(elections).collect()
    }
}

/// A word for which there is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no template \"{found}\" (没有这种范本); there are: {known}")]
pub struct UnknownTemplate {
    /// The word.
    pub found: String,
    /// The words that there are.
    pub known: String,
}

impl FromStr for TemplateKind {
    type Err = UnknownTemplate;

    /// Reads the word, with `-` or `_`, or the Chinese term.
    fn from_str(text: &str) -> Result<Self, UnknownTemplate> {
        let asked = text.replace('_', "-");
        let alias = ALIASES.iter().find(|(alias, _)| *alias == asked);
        let asked = alias.map_or(asked, |(_, word)| (*word).to_owned());
        let all = Self::all();
        let found = all.iter().find(|(word, zh, _)| *word == asked || *zh == text);
        found.map(|(_, _, kind)| *kind).ok_or_else(|| UnknownTemplate {
            found: text.to_owned(),
            known: all.iter().map(|(word, _, _)| word.as_str()).collect::<Vec<_>>().join(", "),
        })
    }
}

/// Blanks that nobody filled in: number of the fact, from 1, and the blank.
///
/// Only the very words of a template count: a text that happens to begin with 填写 is a text.
pub fn blanks_left(document: &Document) -> Vec<(usize, String)> {
    let mut offered = BTreeSet::new();
    let nothing =
        Known { today: NaiveDate::MIN, actor: None, bodies: Vec::new(), rules: Vec::new() };
    for (_, _, kind) in TemplateKind::all() {
        let text = template(kind, &nothing);
        let strings = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let strings = strings.flat_map(|line| line.split('"'));
        offered.extend(strings.filter(|one| one.contains(BLANK)).map(str::to_owned));
    }
    let (day, time) = (format!("{BLANK}日期T"), format!("T{BLANK}"));
    let mut left = Vec::new();
    for (place, fact) in document.facts.iter().enumerate() {
        let mut data = Value::Object(fact.fields.clone());
        visit(&mut data, &mut |_, value| {
            let blank = value.as_str().filter(|text| {
                offered.contains(*text) || text.contains(&time) || text.starts_with(&day)
            });
            left.extend(blank.map(|blank| (place + 1, blank.to_owned())));
            true
        });
    }
    left
}

/// Writes the document to fill in. What must be written by hand begins with 填写.
pub fn template(kind: TemplateKind, known: &Known) -> String {
    // The book itself is the administrator's; everything in it the secretary's.
    let role = if kind == TemplateKind::Charter { Role::Administrator } else { Role::Secretary };
    let mut form = Form::new(known, role);
    match kind {
        TemplateKind::Meeting(kind) => meeting::held(&mut form, kind, false),
        TemplateKind::LateEntry => {
            meeting::held(&mut form, MeetingKind::BranchGeneralMeeting, true);
        }
        TemplateKind::Notice => meeting::noticed(&mut form),
        TemplateKind::Motion => other::motion(&mut form),
        TemplateKind::Person => other::person(&mut form),
        TemplateKind::Membership(change) => other::membership(&mut form, change),
        TemplateKind::Body => other::body(&mut form),
        TemplateKind::Post(basis) => other::post(&mut form, basis),
        TemplateKind::Correction => other::correction(&mut form),
        TemplateKind::Erasure => other::erasure(&mut form),
        TemplateKind::Issue(step) => matter::issue(&mut form, step),
        TemplateKind::Activity => matter::activity(&mut form),
        TemplateKind::Pledge => matter::pledge(&mut form),
        TemplateKind::Owners(what) => owners::write(&mut form, what),
        TemplateKind::Annulment => other::annulment(&mut form),
        TemplateKind::Charter => charter::adopted(&mut form),
        TemplateKind::Election(what) => elections::write(&mut form, what),
    }
    form.finish()
}
