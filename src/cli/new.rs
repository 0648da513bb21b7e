//! `yishi new`: print a document to fill in.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{Bilingual, IssueKind, MeetingKind, PostKind};
use crate::paper::template::start::START;
use crate::paper::template::{
    ElectionForm, IssueStep, Known, KnownBody, OwnersForm, TemplateKind, template,
};
use crate::registry::answers::MembershipChange;
use crate::registry::answers::PostBasis;
use crate::registry::{RecordError, Registry, View};
use chrono::NaiveDate;

/// Prints a document to fill in, with people by label, date and rules already there.
#[derive(Debug, clap::Args)]
pub(crate) struct NewArgs {
    /// 种类,例如 开始、支部党员大会、党课、motion、person;写错会列出全部 / What it is about
    kind: String,
    /// 组织的 @标签 / Of which body
    #[arg(long)]
    body: Option<String>,
    /// 由谁记录 / Who records it
    #[arg(long)]
    by: Option<String>,
}

/// Words for the kinds that are not meetings.
const KINDS: &[(&str, &str, TemplateKind)] = &[
    ("motion", "议案", TemplateKind::Motion),
    ("person", "人员", TemplateKind::Person),
    ("joined", "加入", TemplateKind::Membership(MembershipChange::Joined)),
    ("brought_forward", "期初", TemplateKind::Membership(MembershipChange::BroughtForward)),
    ("became_full", "转正", TemplateKind::Membership(MembershipChange::BecameFull)),
    ("left", "转出", TemplateKind::Membership(MembershipChange::Left)),
    ("reported_in", "报到", TemplateKind::Membership(MembershipChange::ReportedIn)),
    ("body", "组织", TemplateKind::Body),
    ("elected", "选举任职", TemplateKind::Post(PostBasis::Elected)),
    ("appointed", "任命", TemplateKind::Post(PostBasis::Appointed)),
    ("post", "期初任职", TemplateKind::Post(PostBasis::BroughtForward)),
    ("correction", "更正", TemplateKind::Correction),
    ("late", "补录", TemplateKind::LateEntry),
    ("notice", "通知", TemplateKind::Notice),
    ("erasure", "删除个人信息", TemplateKind::Erasure),
    ("issue", "事项", TemplateKind::Issue(IssueStep::Raised(IssueKind::Problem))),
    ("opinion", "意见建议", TemplateKind::Issue(IssueStep::Raised(IssueKind::Opinion))),
    ("wish", "微心愿", TemplateKind::Issue(IssueStep::Raised(IssueKind::Wish))),
    ("issue_assigned", "交办", TemplateKind::Issue(IssueStep::Assigned)),
    ("issue_progressed", "进展", TemplateKind::Issue(IssueStep::Progressed)),
    ("issue_closed", "办结", TemplateKind::Issue(IssueStep::Closed)),
    ("issue_feedback", "反馈", TemplateKind::Issue(IssueStep::FedBack)),
    ("activity", "活动", TemplateKind::Activity),
    ("pledge", "承诺书", TemplateKind::Pledge),
];

/// Documents of an owners' vote, in the order in which it needs them.
const OWNERS: &[(&str, &str, TemplateKind)] = &[
    ("units", "业主名册", TemplateKind::Owners(OwnersForm::Units)),
    ("roll", "冻结名册", TemplateKind::Owners(OwnersForm::Roll)),
    ("count", "开始表决", TemplateKind::Owners(OwnersForm::Count)),
    ("ballots", "发票", TemplateKind::Owners(OwnersForm::Ballots)),
    ("ballots", "收票", TemplateKind::Owners(OwnersForm::Ballots)),
    ("ballots", "录票", TemplateKind::Owners(OwnersForm::Ballots)),
    ("result", "计票结果", TemplateKind::Owners(OwnersForm::Result)),
    ("publication", "公示", TemplateKind::Owners(OwnersForm::Publication)),
];

/// Documents of an election, in the order in which it needs them.
const ELECTIONS: &[(&str, &str, TemplateKind)] = &[
    ("election", "选举开始", TemplateKind::Election(ElectionForm::Called)),
    ("candidates", "候选人", TemplateKind::Election(ElectionForm::Candidates)),
    ("tally", "计票", TemplateKind::Election(ElectionForm::Tallied)),
    ("declared", "当选公布", TemplateKind::Election(ElectionForm::Declared)),
    ("election_reply", "报批", TemplateKind::Election(ElectionForm::Reported)),
];

pub(super) fn run(
    args: &NewArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    if matches!(args.kind.as_str(), "开始" | "start") {
        terminal.print(START);
        tell_next(terminal);
        return Ok(Exit::Done);
    }
    let kind = kind_of(&args.kind)?;
    let registry = Registry::read_only(&global.registry)?;
    let view = registry.view(None)?;
    let known = known(&view, args, registry.today())?;
    terminal.print(&template(kind, &known));
    tell_next(terminal);
    Ok(Exit::Done)
}

fn tell_next(terminal: &mut Terminal) {
    terminal.tell(&Bilingual::new(
        "把上面的内容存成 .json 文件,填好“填写…”的地方,先 yishi record --dry-run 文件 试一下,再 yishi record 文件。",
        "Save this as a .json file, fill it in, try it with yishi record --dry-run FILE, then record it.",
    ));
}

fn kind_of(text: &str) -> Result<TemplateKind, Failure> {
    if let Ok(meeting) = text.parse::<MeetingKind>() {
        return Ok(TemplateKind::Meeting(meeting));
    }
    let found =
        KINDS.iter().chain(OWNERS).chain(ELECTIONS).find(|(en, zh, _)| *en == text || *zh == text);
    found.map(|(_, _, kind)| *kind).ok_or_else(|| {
        let kinds = || KINDS.iter().chain(OWNERS).chain(ELECTIONS);
        let zh = MeetingKind::ALL.iter().map(|kind| kind.zh()).chain(kinds().map(|k| k.1));
        let en = MeetingKind::ALL.iter().map(|kind| kind.word()).chain(kinds().map(|k| k.0));
        let (zh, en): (Vec<_>, Vec<_>) = (zh.collect(), en.collect());
        Failure::new(
            Exit::Usage,
            format!("没有“{text}”这一种。可以是:{}。", zh.join("、")),
            format!("There is no kind \"{text}\". It can be: {}.", en.join(", ")),
        )
    })
}

fn known(view: &View<'_>, args: &NewArgs, today: NaiveDate) -> Result<Known, Failure> {
    let mut bodies = Vec::new();
    let failed = |error| Failure::from(RecordError::from(error));
    for (id, state) in view.projections.bodies_on(today).map_err(failed)? {
        let row = view.projections.body(id).map_err(failed)?;
        let name = state.name.as_ref().map(ToString::to_string).unwrap_or_default();
        let label = row.and_then(|row| row.label).map_or(name.clone(), |label| label.to_string());
        let label = format!("@{label}");
        if args.body.as_ref().is_some_and(|body| *body != label && *body != name) {
            continue;
        }
        let members = view.projections.members_on(id, today).map_err(failed)?;
        let seats = view.projections.seats_on(id, today).map_err(failed)?;
        let head = [PostKind::Secretary, PostKind::GroupLeader, PostKind::Chair];
        let secretary = seats.iter().find(|seat| head.contains(&seat.holding.post_kind));
        let committee: Vec<_> = seats.iter().map(|seat| seat.holding.person).collect();
        bodies.push(KnownBody {
            label,
            name,
            kind: state.body_kind.unwrap_or(crate::domain::BodyKind::Organisation),
            members: super::show::called(view, &members.with_vote),
            without_vote: super::show::called(view, &members.probationary),
            secretary: secretary
                .and_then(|seat| super::show::called(view, &[seat.holding.person]).pop()),
            committee: super::show::called(view, &committee),
            last_place: last_place(view, id)?,
        });
    }
    // A body with members comes first: it is the one that meets.
    bodies.sort_by_key(|body| std::cmp::Reverse((body.kind.is_branch(), body.members.len())));
    let actor = args.by.clone().or_else(|| bodies.iter().find_map(|body| body.secretary.clone()));
    let rules = view.newest_book().map(rules_of).unwrap_or_default();
    Ok(Known { today, actor, bodies, rules })
}

fn last_place(view: &View<'_>, body: crate::domain::BodyId) -> Result<Option<String>, Failure> {
    let failed = |error| Failure::from(RecordError::from(error));
    let mut last = None;
    for meeting in view.projections.meetings_of(body).map_err(failed)? {
        let held = view.projections.meeting(meeting).map_err(failed)?.and_then(|row| row.held);
        last = held.map(|held| (held.on, held.place.to_string())).max(last);
    }
    Ok(last.map(|(_, place)| place))
}

fn rules_of(book: &crate::registry::answers::Book) -> Vec<Bilingual> {
    let wanted = ["BR-06", "BR-07", "BR-11"];
    let cards = wanted.iter().filter_map(|id| book.card(id));
    cards.map(|card| Bilingual::new(card.rule().zh.clone(), card.rule().en.clone())).collect()
}
