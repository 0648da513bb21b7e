//! Elections on the screen: the list, and one with its candidates and votes.

use super::owners::tallied;
use super::show::failed;
use crate::cli::{Exit, Failure, Terminal};
use crate::domain::{
    Bilingual, BodyId, CandidateId, ElectedBase, ElectionId, Line, PostKind, RankKey, ReplyKind,
    TieRule,
};
use crate::paper::table::Table;
use crate::registry::answers::{
    CandidateRow, ElectionRow, ElectionStage, Names, Reply, Stands, Stated, Tally,
};
use crate::registry::{ElectionCount, JudgedElection, View};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// The elections that a question is about, earliest first, as they were on a day if one is given.
pub(super) fn rows(
    view: &View<'_>,
    body: Option<BodyId>,
    day: Option<NaiveDate>,
) -> Result<Vec<ElectionRow>, Failure> {
    let mut rows = Vec::new();
    view.projections.each_election(&mut |row| rows.push(row)).map_err(failed)?;
    if let Some(day) = day {
        rows = rows.iter().map(|row| row.on(day)).collect();
    }
    let concerns = |row: &ElectionRow| {
        let call = row.called.as_ref();
        call.is_some_and(|call| body.is_none_or(|body| call.body == body))
    };
    rows.retain(concerns);
    rows.sort_by_key(|row| (row.called.as_ref().map(|call| call.on), row.election));
    Ok(rows)
}

/// A line for each election.
pub(super) fn list(
    view: &View<'_>,
    rows: &[ElectionRow],
    terminal: &Terminal,
) -> Result<Table, Failure> {
    let mut table = Table::new(&[
        ("日期", "date"),
        ("选举", "election"),
        ("应选", "seats"),
        ("候选人", "candidates"),
        ("轮次", "rounds"),
        ("宣布当选", "declared"),
        ("计算当选", "computed"),
        ("进度", "stage"),
        ("标签", "label"),
    ]);
    let names = view.names();
    for row in rows {
        let Some(call) = &row.called else { continue };
        let standing = row.candidates.iter().filter(|one| one.withdrawn.is_none()).count();
        table.push(vec![
            call.on.to_string(),
            terminal.pick(&names.election(row.election)).to_owned(),
            seats(row, terminal),
            standing.to_string(),
            (row.rounds.len() + row.certified().count()).to_string(),
            row.elected().count().to_string(),
            terminal.pick(&computed(row, &view.judge_election(row)?)).to_owned(),
            terminal.pick(&stage(row.stage())).to_owned(),
            call.label.as_ref().map(|label| format!("@{label}")).unwrap_or_default(),
        ]);
    }
    Ok(table)
}

/// What is remarkable about the result, marked as a note.
pub(super) fn notes(judged: &JudgedElection, names: &dyn Names) -> Vec<Bilingual> {
    let name = |candidate| names.candidate(candidate);
    let told = judged.findings.iter().map(|finding| {
        let finding = finding.sentence(&name);
        Bilingual::new(format!("注意:{}", finding.zh), format!("Note: {}", finding.en))
    });
    told.collect()
}

/// 3, or what stands in the way; nothing where nobody counted.
fn computed(row: &ElectionRow, judged: &JudgedElection) -> Bilingual {
    let count = judged.elected().len();
    let mark = if judged.differs() {
        Bilingual::new("(与宣布不同)", " (differs)")
    } else if !judged.not_decided.is_empty() {
        Bilingual::new("(尚不能判定)", " (open)")
    } else {
        Bilingual::new("", "")
    };
    if !row.is_counted() {
        return Bilingual::new("无计票", "no count");
    }
    Bilingual::new(format!("{count}{}", mark.zh), format!("{count}{}", mark.en))
}

/// 委员 3、书记 1
fn seats(row: &ElectionRow, terminal: &Terminal) -> String {
    let posts = row.called.iter().flat_map(|call| &call.seats);
    let told = posts.map(|one| {
        let post = one.post_kind.name();
        let now = row.seats(one.post_kind).unwrap_or(one.seats);
        format!("{} {now}", terminal.pick(&post))
    });
    told.collect::<Vec<_>>().join(terminal.pick(&Bilingual::new("、", ", ")))
}

fn stage(stage: ElectionStage) -> Bilingual {
    match stage {
        ElectionStage::Called => Bilingual::new("已开始", "called"),
        ElectionStage::Nominated => Bilingual::new("已提名", "nominated"),
        ElectionStage::Listed => Bilingual::new("已列名单", "listed"),
        ElectionStage::Tallied => Bilingual::new("已计票", "counted"),
        ElectionStage::Declared => Bilingual::new("已宣布", "declared"),
        ElectionStage::Reported => Bilingual::new("已报上级,待批复", "reported, no reply yet"),
        ElectionStage::Refused => Bilingual::new("上级不同意", "refused by the superior"),
        ElectionStage::Approved => Bilingual::new("上级已批复或备案", "approved or filed"),
    }
}

/// One election: what it is for, who stood, what each got, what followed.
pub(super) fn one(
    id: ElectionId,
    view: &View<'_>,
    day: Option<NaiveDate>,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let Some(row) = view.projections.election(id).map_err(failed)? else {
        return Err(Failure::new(
            Exit::Usage,
            "账上没有这次选举。",
            "No such election is on record.",
        ));
    };
    let row = day.map_or_else(|| row.clone(), |day| row.on(day));
    if terminal.json {
        let value = json(&row, view)?;
        terminal.print_json(&value);
        return Ok(Exit::Done);
    }
    let mut lines = head(&row, view, terminal);
    let (judged, counts) = (view.judge_election(&row)?, view.election_counts(&row)?);
    lines.extend(counts.iter().map(|count| counted_line(count, terminal)));
    let votes = votes(&row, &judged, &counts, view, terminal);
    if !votes.rows.is_empty() {
        lines.push(String::new());
        lines.push(votes.render(terminal.language, None));
    }
    lines.extend(after(&row, view, terminal)?);
    let notes = notes(&judged, &view.names());
    lines.extend(notes.iter().map(|one| format!("  {}", terminal.pick(one))));
    terminal.print(&lines.join("\n"));
    Ok(Exit::Done)
}

/// The row as it is, with how far it has come and who is elected by the numbers.
pub(super) fn json(row: &ElectionRow, view: &View<'_>) -> Result<Value, Failure> {
    let mut value: Value =
        serde_json::from_str(&crate::registry::answers::canonical(row)).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        let (judged, counts) = (view.judge_election(row)?, view.election_counts(row)?);
        let counted = counts.iter().filter_map(|one| {
            let (count, roll) = (one.row.count.to_string(), one.roll);
            Some(json!({
                "round": one.round, "count": count, "roll": roll, "totals": one.totals()?,
            }))
        });
        object.insert("counted".to_owned(), counted.collect());
        let elected: Vec<String> = judged.elected().iter().map(ToString::to_string).collect();
        object.insert("stage".to_owned(), json!(row.stage()));
        object.insert(
            "computed".to_owned(),
            json!({ "elected": elected, "differs": judged.differs() }),
        );
    }
    Ok(value)
}

fn head(row: &ElectionRow, view: &View<'_>, terminal: &Terminal) -> Vec<String> {
    let names = view.names();
    let mut lines = vec![terminal.pick(&names.election(row.election)).to_owned()];
    let mut say = |zh: &str, en: &str, value: String| {
        let label = terminal.pick(&Bilingual::new(zh, en)).to_owned();
        lines.push(format!("  {label}: {value}"));
    };
    if let Some(call) = &row.called {
        say("组织", "body", terminal.pick(&names.body(call.body)).to_owned());
        say("类别", "kind", terminal.pick(&call.election_kind.name()).to_owned());
        say("应选", "seats", seats(row, terminal));
        say("方式", "method", terminal.pick(&call.method.name()).to_owned());
        let rules = [
            call.elected_base.map(ElectedBase::name),
            call.rank_key.map(RankKey::name),
            call.tie_rule.map(TieRule::name),
        ];
        let rules: Vec<String> =
            rules.iter().flatten().map(|rule| terminal.pick(rule).to_owned()).collect();
        if !rules.is_empty() {
            say("选举办法", "by its method", rules.join(terminal.pick(&Bilingual::new(";", "; "))));
        }
    }
    for one in &row.scrutineers {
        let told = |people: &[domain::PersonId]| {
            let told = people.iter().map(|id| terminal.pick(&names.person(*id)).to_owned());
            told.collect::<Vec<_>>().join(terminal.pick(&Bilingual::new("、", ", ")))
        };
        say("监票人", "scrutineers", told(&one.scrutineers));
        if !one.tellers.is_empty() {
            say("计票人", "tellers", told(&one.tellers));
        }
    }
    for one in &row.rounds {
        let what = terminal.pick(&one.round_kind.name()).to_owned();
        let round = one.round;
        let told = Bilingual::new(
            format!(
                "应到 {},实到 {},发出 {},收回 {},有效 {},无效 {}",
                one.due, one.present, one.issued, one.returned, one.valid, one.invalid
            ),
            format!(
                "{} due, {} present, {} issued, {} returned, {} valid, {} invalid",
                one.due, one.present, one.issued, one.returned, one.valid, one.invalid
            ),
        );
        let told = terminal.pick(&told).to_owned();
        say(&format!("第 {round} 轮({what})"), &format!("round {round} ({what})"), told);
    }
    lines
}

/// 第 1 轮(业主记名投票): 全体业主 12 人 1200.00 ㎡,参与 8 人 800.00 ㎡,发出 12,收回 8,有效 8,无效 0
fn counted_line(count: &ElectionCount, terminal: &Terminal) -> String {
    let round = count.round;
    let mut told = Vec::new();
    let whole =
        [("全体业主", "all owners", count.roll), ("参与", "took part", count.participating())];
    told.extend(whole.into_iter().filter_map(|(zh, en, tally)| Some(tallied(zh, en, tally?))));
    if let Some(totals) = count.totals() {
        let papers = [
            ("发出", "issued", totals.issued),
            ("收回", "returned", totals.returned),
            ("有效", "valid", totals.valid),
            ("无效", "invalid", totals.invalid),
        ];
        told.extend(papers.into_iter().filter_map(|(zh, en, number)| {
            let number = number?;
            Some(Bilingual::new(format!("{zh} {number}"), format!("{number} {en}")))
        }));
    }
    let told: Vec<&str> = told.iter().map(|one| terminal.pick(one)).collect();
    let heading = Bilingual::new(
        format!("第 {round} 轮(业主记名投票)"),
        format!("round {round} (recorded vote of owners)"),
    );
    let told = told.join(terminal.pick(&Bilingual::new(",", ", ")));
    format!("  {}: {told}", terminal.pick(&heading))
}

/// A line for each candidate: what each round gave, and whether it was declared.
fn votes(
    row: &ElectionRow,
    judged: &JudgedElection,
    counts: &[ElectionCount],
    view: &View<'_>,
    terminal: &Terminal,
) -> Table {
    let mut table = Table::new(&[
        ("候选人", "candidate"),
        ("职务", "post"),
        ("审查", "review"),
        ("轮次", "round"),
        ("赞成", "for"),
        ("反对", "against"),
        ("弃权", "abstain"),
        ("计算", "computed"),
        ("宣布", "declared"),
    ]);
    let names = view.names();
    for one in &row.candidates {
        let name = terminal.pick(&names.candidate(one.candidate)).to_owned();
        let post = post_words(one, terminal);
        let review = terminal.pick(&review(one)).to_owned();
        let declared = row.elected().find(|(_, elected)| elected.candidate == one.candidate);
        let mut rounds = counted(row, counts, one, terminal);
        if rounds.is_empty() {
            rounds.push(Default::default());
        }
        for [round, yes, no, abstain] in rounds {
            // Declared in this round, or by no count at all.
            let here =
                declared.filter(|(number, _)| round.is_empty() || number.to_string() == round);
            let said = here.map(|(_, elected)| to_words(elected.post_kind, None, terminal));
            let (name, post, review) = (name.clone(), post.clone(), review.clone());
            let said = said.unwrap_or_default();
            let placed = terminal.pick(&placing(judged, &round, one.candidate)).to_owned();
            table.push(vec![name, post, review, round, yes, no, abstain, placed, said]);
        }
    }
    table
}

/// What a round comes to for a candidate, by the numbers.
fn placing(judged: &JudgedElection, round: &str, candidate: CandidateId) -> Bilingual {
    let rounds = judged.rounds.iter().filter(|one| one.round.to_string() == round);
    let mut found = rounds.filter_map(|one| {
        let verdict = &one.verdict;
        let own = verdict.candidates.iter().find(|one| one.candidate == candidate)?;
        Some(match verdict.stands {
            Stands::Yes => own.placing.name(),
            Stands::No => Bilingual::new("本轮无效", "round void"),
            Stands::Open => Bilingual::new("尚不能判定", "open"),
        })
    });
    found.next().unwrap_or_else(|| Bilingual::new("", ""))
}

/// Round, in favour, against and abstaining, for each round that the candidate was in.
fn counted(
    row: &ElectionRow,
    counts: &[ElectionCount],
    candidate: &CandidateRow,
    terminal: &Terminal,
) -> Vec<[String; 4]> {
    let text = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
    let mut counted = Vec::new();
    for round in &row.rounds {
        let number = round.round.to_string();
        let listed = round.tallies.iter().filter(|one| one.candidate == candidate.candidate);
        counted.extend(listed.map(|one| {
            [number.clone(), one.in_favour.to_string(), text(one.against), text(one.abstain)]
        }));
        let written = round.write_ins.iter().filter(|one| one.candidate == candidate.candidate);
        counted.extend(
            written.map(|one| [number.clone(), one.votes.to_string(), text(None), text(None)]),
        );
    }
    let owners = |one: Tally| {
        let Tally { heads, area } = one;
        let told = Bilingual::new(format!("{heads} 人 {area} ㎡"), format!("{heads}, {area} m²"));
        terminal.pick(&told).to_owned()
    };
    counted.extend(counts.iter().filter_map(|count| {
        let one = count.of(candidate.candidate)?;
        let [no, abstain] = [one.against, one.abstain].map(|one| one.map(owners));
        let (no, abstain) = (no.unwrap_or_default(), abstain.unwrap_or_default());
        Some([count.round.to_string(), owners(one.in_favour), no, abstain])
    }));
    counted
}

fn to_words(post: PostKind, place: Option<&Line>, terminal: &Terminal) -> String {
    let post = post.name();
    let place = place.map_or("", Line::as_str);
    let said = Bilingual::new(format!("{place}{}", post.zh), format!("{place} {}", post.en));
    terminal.pick(&said).trim().to_owned()
}

fn post_words(candidate: &CandidateRow, terminal: &Terminal) -> String {
    to_words(candidate.nominated.post_kind, candidate.nominated.constituency.as_ref(), terminal)
}

/// How many criteria were met, or those that were not; and that the candidate withdrew.
fn review(candidate: &CandidateRow) -> Bilingual {
    let reviews = &candidate.reviews;
    let open: Vec<_> = reviews.iter().filter(|one| one.result.word() != "met").collect();
    let withdrew = candidate.withdrawn.is_some();
    let each = |zh: bool| {
        let gone = withdrew.then(|| if zh { "已退出" } else { "withdrew" }.to_owned());
        let told = open.iter().map(|one| {
            let (what, found) = (one.criterion.name(), one.result.name());
            if zh {
                format!("{}{}", what.zh, found.zh)
            } else {
                format!("{}: {}", what.en, found.en)
            }
        });
        gone.into_iter().chain(told).collect::<Vec<_>>().join(if zh { "、" } else { ", " })
    };
    if withdrew || !open.is_empty() || reviews.is_empty() {
        return Bilingual::new(each(true), each(false));
    }
    let count = reviews.len();
    Bilingual::new(format!("{count} 项符合"), format!("{count} met"))
}

/// Declared, reported, replied, filled.
fn after(row: &ElectionRow, view: &View<'_>, terminal: &Terminal) -> Result<Vec<String>, Failure> {
    let names = view.names();
    let mut told = Vec::new();
    for one in &row.reductions {
        let (post, motion) = (one.post_kind.name(), names.motion(one.motion));
        told.push(Bilingual::new(
            format!("{} {}名额减为 {} 名({})", one.on, post.zh, one.seats, motion.zh),
            format!("{} seats of {} reduced to {} ({})", one.on, post.en, one.seats, motion.en),
        ));
    }
    for one in &row.declared {
        let (on, round, count) = (one.on, one.round, one.elected.len());
        told.push(Bilingual::new(
            format!("{on} 宣布第 {round} 轮结果,当选 {count} 人"),
            format!("{on} round {round} declared, {count} elected"),
        ));
    }
    for one in &row.reported {
        let (on, subject) = (one.on, one.subject.name());
        let to = one.to.map_or(Bilingual::new("上级", "the superior"), |to| names.body(to));
        let number = one.document.as_ref().map_or("", Line::as_str);
        told.push(Bilingual::new(
            format!("{on} 报{}:{} {number}", to.zh, subject.zh),
            format!("{on} to {}: {} {number}", to.en, subject.en),
        ));
    }
    told.extend(row.replies.iter().map(|one| reply(one, view)));
    if let Some(rule) = view.waits_for_reply(row)? {
        let rule = rule.sentence();
        told.push(Bilingual::new(
            format!("上级对选举结果:还没有批复记录({})", rule.zh),
            format!("no reply about the result yet ({})", rule.en),
        ));
    }
    let filled = row.posts.iter().filter(|one| one.vacated.is_none()).count();
    let declared = row.elected().count();
    if declared > 0 {
        told.push(Bilingual::new(
            format!("宣布当选 {declared} 人,按此任职、现仍在任 {filled} 人"),
            format!("{declared} declared elected, {filled} hold the post now"),
        ));
    }
    Ok(told.iter().map(|one| format!("  {}", terminal.pick(one).trim_end())).collect())
}

fn reply(one: &Stated<Reply>, view: &View<'_>) -> Bilingual {
    let (on, subject) = (one.on, one.subject.name());
    let body = one.body.map(|body| view.names().body(body));
    let body = body.unwrap_or_else(|| Bilingual::new("上级", "the superior"));
    let number = one.document.as_ref().map_or("", Line::as_str);
    let said = match one.reply {
        ReplyKind::Approved => Bilingual::new("同意", "approved"),
        ReplyKind::Refused => Bilingual::new("不同意", "not approved"),
        ReplyKind::Filed => Bilingual::new("已备案", "filed"),
    };
    Bilingual::new(
        format!("{on} {}对{}:{} {number}", body.zh, subject.zh, said.zh),
        format!("{on} {} on {}: {} {number}", body.en, subject.en, said.en),
    )
}
