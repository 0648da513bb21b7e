//! Elections as people read them: the list, and one with its candidates, its rounds and what followed.

use super::{ElectionCount, JudgedElection};
use crate::answer::count::tallied;
use crate::answer::post::in_place;
use crate::answer::{AskError, Filter, List, View};
use crate::domain::{
    Bilingual, BodyId, CandidateId, CountId, ElectedBase, ElectionId, Happened, Label, Line,
    PersonId, RankKey, ReplyKind, TieRule,
};
use crate::event::Names;
use crate::event::count::{CountTotals, Tally};
use crate::law::Stands;
use crate::projection::{
    CandidateRow, Drawer, ElectionRow, ElectionStage, Projections, Reply, Round, Stated, canonical,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// An election: what it is for, how far it is, and who is elected by the numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ElectionLine {
    /// The election.
    pub election: ElectionId,
    /// Short name in documents.
    pub label: Option<Label>,
    /// When it was called.
    pub called_on: Happened,
    /// Which body it fills.
    pub body: BodyId,
    /// What the election is called.
    pub name: Bilingual,
    /// Seats of each post in words: 委员 3、书记 1.
    pub seats: Bilingual,
    /// Candidates who have not withdrawn.
    pub standing: usize,
    /// Rounds that were counted.
    pub round_count: usize,
    /// Candidates declared elected.
    pub declared_count: usize,
    /// How many are elected by the numbers, and whether that differs from what was declared.
    pub computed_words: Bilingual,
    /// How far it is, by its word.
    pub stage: ElectionStage,
    /// How far it is.
    pub stage_name: Bilingual,
    /// Who is elected by the numbers.
    pub computed: Computed,
    /// Counts of owners who voted by name.
    pub counted: Vec<CountedLine>,
    /// Candidates, rounds and steps as the projection has them.
    #[serde(flatten)]
    row: ElectionFields,
}

/// Candidates, rounds and steps as on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
struct ElectionFields(BTreeMap<String, serde_json::Value>);

/// Who is elected by the numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Computed {
    /// Candidates in the order of their ids.
    pub elected: Vec<CandidateId>,
    /// Whether others were declared.
    pub differs: bool,
}

/// A count of owners' votes that is a round of the election.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CountedLine {
    /// Which round.
    pub round: u32,
    /// The count.
    pub count: CountId,
    /// All owners: heads, and area in 0.01 m².
    pub roll: Option<Tally>,
    /// What was certified.
    pub totals: CountTotals,
}

/// An election told whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ElectionAnswer {
    /// The election.
    #[serde(flatten)]
    pub line: ElectionLine,
    /// What it is for and how it is done: a heading and its value.
    pub head: Vec<(Bilingual, Bilingual)>,
    /// What each round gave each candidate.
    pub votes: Vec<CandidateVotes>,
    /// What followed: declared, reported, replied, filled.
    pub after: Vec<Bilingual>,
    /// What is remarkable about the result.
    pub findings: Vec<Bilingual>,
}

/// What a round gave a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CandidateVotes {
    /// The candidate.
    pub candidate: CandidateId,
    /// What the candidate is called.
    pub name: Bilingual,
    /// For which post, with its building or unit.
    pub post: Bilingual,
    /// What the review found.
    pub review: Bilingual,
    /// Which round; none where nobody counted.
    pub round: Option<u32>,
    /// In favour: votes, or heads and area.
    pub in_favour: Bilingual,
    /// Against.
    pub against: Bilingual,
    /// Abstaining.
    pub abstain: Bilingual,
    /// What the numbers make of it.
    pub computed: Bilingual,
    /// The post that the candidate was declared elected to.
    pub declared: Option<Bilingual>,
}

impl View {
    /// Elections, the earliest first, as they were on the day that was named.
    pub fn elections(&self, filter: Filter) -> Result<List<ElectionLine>, AskError> {
        let drawer = (Drawer::Elections, filter);
        let mut all = self.rows(drawer, Projections::election, Projections::each_election)?;
        all.retain(|row| filter.within(row.called.as_ref().map(|call| call.on)));
        if let Some(day) = self.day() {
            all = all.iter().map(|row: &ElectionRow| row.on(day)).collect();
        }
        all.sort_by_key(|row| (row.called.as_ref().map(|call| call.on), row.election));
        let lines = all.iter().map(|row| Ok(self.election_line(row)?.map(|(line, ..)| line)));
        let lines = lines.collect::<Result<Vec<_>, AskError>>()?.into_iter().flatten();
        Ok(self.list("elections", lines.filter(|line| filter.concerns(line.body)).collect()))
    }

    /// One election, told whole.
    pub fn election(&self, id: ElectionId) -> Result<Option<ElectionAnswer>, AskError> {
        let Some(row) = self.snapshot.projections.election(id)? else { return Ok(None) };
        let row = self.day().map_or_else(|| row.clone(), |day| row.on(day));
        let Some((line, judged, counts)) = self.election_line(&row)? else { return Ok(None) };
        let names = self.names();
        let name = |candidate| names.candidate(candidate);
        let mut head = self.election_head(&row);
        head.extend(counts.iter().map(counted_line));
        Ok(Some(ElectionAnswer {
            line,
            head,
            votes: self.candidate_votes(&row, &judged, &counts),
            after: self.after(&row)?,
            findings: judged.findings.iter().map(|finding| finding.sentence(&name)).collect(),
        }))
    }

    fn election_line(&self, row: &ElectionRow) -> Result<Option<Told>, AskError> {
        let Some(call) = &row.called else { return Ok(None) };
        let (judged, counts) = (self.judge_election(row)?, self.election_counts(row)?);
        let counted = counts.iter().filter_map(|one| {
            let (round, count, roll) = (one.round, one.row.count, one.roll);
            Some(CountedLine { round, count, roll, totals: one.totals()?.clone() })
        });
        let mut fields: BTreeMap<_, _> = serde_json::from_str(&canonical(row)).unwrap_or_default();
        fields.remove("election");
        let line = ElectionLine {
            election: row.election,
            label: call.label.clone(),
            called_on: call.on,
            body: call.body,
            name: self.names().election(row.election),
            seats: seats(row),
            standing: row.candidates.iter().filter(|one| one.withdrawn.is_none()).count(),
            round_count: row.rounds.len() + row.certified().count(),
            declared_count: row.elected().count(),
            computed_words: computed(row, &judged),
            stage: row.stage(),
            stage_name: stage(row.stage()),
            computed: Computed {
                elected: judged.elected().iter().copied().collect(),
                differs: judged.differs(),
            },
            counted: counted.collect(),
            row: ElectionFields(fields),
        };
        Ok(Some((line, judged, counts)))
    }

    fn election_head(&self, row: &ElectionRow) -> Vec<(Bilingual, Bilingual)> {
        let names = self.names();
        let mut head = Vec::new();
        let mut say = |zh: &str, en: &str, value: Bilingual| {
            head.push((Bilingual::new(zh, en), value));
        };
        if let Some(call) = &row.called {
            say("组织", "body", names.body(call.body));
            say("类别", "kind", call.election_kind.name());
            say("应选", "seats", seats(row));
            say("方式", "method", call.method.name());
            let rules = [
                call.elected_base.map(ElectedBase::name),
                call.rank_key.map(RankKey::name),
                call.tie_rule.map(TieRule::name),
            ];
            if rules.iter().any(Option::is_some) {
                say("选举办法", "by its method", joined(rules.into_iter().flatten(), ";", "; "));
            }
        }
        let told =
            |people: &[PersonId]| joined(people.iter().map(|id| names.person(*id)), "、", ", ");
        for one in &row.scrutineers {
            say("监票人", "scrutineers", told(&one.scrutineers));
            if !one.tellers.is_empty() {
                say("计票人", "tellers", told(&one.tellers));
            }
        }
        head.extend(row.rounds.iter().map(|one| round_line(one)));
        head
    }

    /// For each candidate what each round gave, and whether it was declared.
    fn candidate_votes(
        &self,
        row: &ElectionRow,
        judged: &JudgedElection,
        counts: &[ElectionCount],
    ) -> Vec<CandidateVotes> {
        let names = self.names();
        let mut votes = Vec::new();
        for one in &row.candidates {
            let declared = row.elected().find(|(_, elected)| elected.candidate == one.candidate);
            let mut rounds = counted(row, counts, one);
            if rounds.is_empty() {
                rounds.push((None, [(); 3].map(|()| Bilingual::new("", ""))));
            }
            for (round, [in_favour, against, abstain]) in rounds {
                // Declared in this round, or by no count at all.
                let here = declared
                    .as_ref()
                    .filter(|(number, _)| round.is_none_or(|round| round == *number));
                votes.push(CandidateVotes {
                    candidate: one.candidate,
                    name: names.candidate(one.candidate),
                    post: in_place(one.nominated.constituency.as_ref(), one.nominated.post_kind),
                    review: review(one),
                    round,
                    in_favour,
                    against,
                    abstain,
                    computed: placing(judged, round, one.candidate),
                    declared: here.map(|(_, elected)| in_place(None, elected.post_kind)),
                });
            }
        }
        votes
    }

    /// Declared, reported, replied, filled.
    fn after(&self, row: &ElectionRow) -> Result<Vec<Bilingual>, AskError> {
        let names = self.names();
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
        told.extend(row.replies.iter().map(|one| reply(one, &names)));
        if let Some(rule) = self.waits_for_reply(row)? {
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
        Ok(told.into_iter().map(|one| one.map(|text| text.trim_end().to_owned())).collect())
    }
}

/// An election with what follows from its numbers.
type Told = (ElectionLine, JudgedElection, Vec<ElectionCount>);

/// Texts one behind the other.
fn joined(texts: impl IntoIterator<Item = Bilingual>, zh: &str, en: &str) -> Bilingual {
    let (all_zh, all_en): (Vec<_>, Vec<_>) = texts.into_iter().map(|one| (one.zh, one.en)).unzip();
    Bilingual::new(all_zh.join(zh), all_en.join(en))
}

/// 委员 3、书记 1
fn seats(row: &ElectionRow) -> Bilingual {
    let posts = row.called.iter().flat_map(|call| &call.seats);
    let told = posts.map(|one| {
        let now = row.seats(one.post_kind).unwrap_or(one.seats);
        one.post_kind.name().map(|post| format!("{post} {now}"))
    });
    joined(told, "、", ", ")
}

fn round_line(one: &Round) -> (Bilingual, Bilingual) {
    let (round, what) = (one.round, one.round_kind.name());
    let heading = Bilingual::new(
        format!("第 {round} 轮({})", what.zh),
        format!("round {round} ({})", what.en),
    );
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
    (heading, told)
}

/// 第 1 轮(业主记名投票): 全体业主 12 人 1200.00 ㎡,参与 8 人 800.00 ㎡,发出 12,收回 8,有效 8,无效 0
fn counted_line(count: &ElectionCount) -> (Bilingual, Bilingual) {
    let round = count.round;
    let whole =
        [("全体业主", "all owners", count.roll), ("参与", "took part", count.participating())];
    let whole = whole.into_iter().filter_map(|(zh, en, tally)| Some(tallied(zh, en, tally?)));
    let papers = count.totals().map(|totals| {
        [
            ("发出", "issued", totals.issued),
            ("收回", "returned", totals.returned),
            ("有效", "valid", totals.valid),
            ("无效", "invalid", totals.invalid),
        ]
    });
    let papers = papers.into_iter().flatten().filter_map(|(zh, en, number)| {
        let number = number?;
        Some(Bilingual::new(format!("{zh} {number}"), format!("{number} {en}")))
    });
    let heading = Bilingual::new(
        format!("第 {round} 轮(业主记名投票)"),
        format!("round {round} (recorded vote of owners)"),
    );
    (heading, joined(whole.chain(papers), ",", ", "))
}

/// Round, and what was in favour, against and abstaining, for each round that the candidate was in.
fn counted(
    row: &ElectionRow,
    counts: &[ElectionCount],
    candidate: &CandidateRow,
) -> Vec<(Option<u32>, [Bilingual; 3])> {
    let same = |text: String| Bilingual::new(text.clone(), text);
    let text = |count: Option<u32>| same(count.map(|count| count.to_string()).unwrap_or_default());
    let mut counted = Vec::new();
    for round in &row.rounds {
        let number = Some(round.round);
        let listed = round.tallies.iter().filter(|one| one.candidate == candidate.candidate);
        counted.extend(listed.map(|one| {
            (number, [text(Some(one.in_favour)), text(one.against), text(one.abstain)])
        }));
        let written = round.write_ins.iter().filter(|one| one.candidate == candidate.candidate);
        counted
            .extend(written.map(|one| (number, [text(Some(one.votes)), text(None), text(None)])));
    }
    let owners = |one: Tally| {
        let Tally { heads, area } = one;
        Bilingual::new(format!("{heads} 人 {area} ㎡"), format!("{heads}, {area} m²"))
    };
    counted.extend(counts.iter().filter_map(|count| {
        let one = count.of(candidate.candidate)?;
        let [no, abstain] =
            [one.against, one.abstain].map(|one| one.map_or_else(|| text(None), owners));
        Some((Some(count.round), [owners(one.in_favour), no, abstain]))
    }));
    counted
}

/// What a round comes to for a candidate, by the numbers.
fn placing(judged: &JudgedElection, round: Option<u32>, candidate: CandidateId) -> Bilingual {
    let rounds = judged.rounds.iter().filter(|one| Some(one.round) == round);
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

fn reply(one: &Stated<Reply>, names: &dyn Names) -> Bilingual {
    let (on, subject) = (one.on, one.subject.name());
    let body = one.body.map(|body| names.body(body));
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
