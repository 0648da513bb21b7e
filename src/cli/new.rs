//! `yishi new`: print a document to fill in.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{Bilingual, PostKind};
use crate::paper::template::published::ANNOUNCEMENT;
use crate::paper::template::start::{START, START_OWNERS};
use crate::paper::template::{Known, KnownBody, TemplateKind, template};
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
    if matches!(args.kind.as_str(), "业主开始" | "start-owners") {
        terminal.print(START_OWNERS);
        tell_next(terminal);
        return Ok(Exit::Done);
    }
    if matches!(args.kind.as_str(), "公布的结果" | "announcement") {
        terminal.print(ANNOUNCEMENT);
        terminal.tell(&Bilingual::new(
            "把上面的内容存成 .json 文件,照公告填好,再运行 yishi check 文件。",
            "Save this as a .json file, copy the announcement into it, then run yishi check FILE.",
        ));
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
    text.parse().map_err(|_unknown| {
        let all = TemplateKind::all();
        let zh: Vec<&str> = all.iter().map(|(_, zh, _)| *zh).collect();
        let en: Vec<&str> = all.iter().map(|(en, _, _)| en.as_str()).collect();
        Failure::new(
            Exit::Usage,
            format!("没有“{text}”这一种。可以是:开始、业主开始、公布的结果、{}。", zh.join("、")),
            format!(
                "There is no kind \"{text}\". It can be: start, start-owners, announcement, {}.",
                en.join(", ")
            ),
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
            kind: state.body_kind.unwrap_or(domain::BodyKind::Organisation),
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
    let rules = view.newest_book()?.map(rules_of).unwrap_or_default();
    Ok(Known { today, actor, bodies, rules })
}

fn last_place(view: &View<'_>, body: domain::BodyId) -> Result<Option<String>, Failure> {
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
