//! Elections at a meeting: who stood, who watched, the ballots, what each got, who was declared.

use super::clocks::remark;
use super::counts::{owners, side_by_side};
use super::pen::Pen;
use super::threads::{ElectionFile, MeetingFile, Of};
use crate::answer::{MeetingRecord, RoundVerdict};
use crate::domain::{CandidateId, CountId, ElectionId, PostKind};
use crate::event::election::{CandidatesListed, ElectionDeclared, ElectionTallied};
use crate::law::{Placing, Stands};
use crate::paper::sheet::{Block, Row};

/// All elections, each under its own heading when there are several.
pub(super) fn write(
    pen: &Pen<'_>,
    record: &MeetingRecord<'_>,
    file: &MeetingFile<'_>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (id, election) in &file.elections {
        if file.elections.len() > 1 {
            blocks.push(Block::Heading(pen.half(pen.names.election(*id))));
        }
        let part = Part { pen, record, file, id: *id, election };
        blocks.push(Block::Rows(part.head()));
        for (thread, tallied) in &election.tallied {
            let remark = remark(pen, file, thread);
            blocks.extend(part.round(tallied, &remark));
        }
        let own = file.counts.iter().filter(|(_, count)| {
            count.opened.as_ref().is_some_and(|(_, opened)| opened.election == Some(*id))
        });
        own.for_each(|(count, _)| blocks.extend(part.count(*count)));
        let declared: Vec<Row> =
            election.declared.iter().map(|declared| part.declared(declared)).collect();
        if !declared.is_empty() {
            let found = record.findings.iter().filter(|(own, _)| own == id);
            let found = found
                .map(|(_, finding)| Row::new(pen.say("注意", "Note"), pen.half(finding.clone())));
            blocks.push(Block::Heading(pen.say("宣布结果", "Declared")));
            blocks.push(Block::Rows(declared.into_iter().chain(found).collect()));
        }
    }
    blocks
}

struct Part<'a> {
    pen: &'a Pen<'a>,
    record: &'a MeetingRecord<'a>,
    file: &'a MeetingFile<'a>,
    id: ElectionId,
    election: &'a ElectionFile<'a>,
}

impl Part<'_> {
    fn row(&self, zh: &str, en: &str, value: String) -> Row {
        Row::new(self.pen.say(zh, en), value)
    }

    fn named(&self, candidates: impl IntoIterator<Item = CandidateId>) -> String {
        let names = candidates.into_iter().map(|id| self.pen.half(self.pen.names.candidate(id)));
        names.collect::<Vec<_>>().join(&self.pen.say("、", ", "))
    }

    /// What was to be elected, who stood, who watched.
    fn head(&self) -> Vec<Row> {
        let pen = self.pen;
        let mut rows = Vec::new();
        if let Some((thread, called)) = &self.election.called {
            let name = pen.half(pen.names.election(self.id));
            let mark = remark(pen, self.file, thread);
            rows.push(self.row("选举名称", "Election", format!("{name}{mark}")));
            let seats = called.seats.iter().map(|one| {
                let (post, seats) = (one.post_kind.name(), one.seats);
                pen.say(&format!("{} {seats} 名", post.zh), &format!("{seats} {}", post.en))
            });
            let seats = seats.collect::<Vec<_>>().join(&pen.say("、", ", "));
            rows.push(self.row("应选名额", "Seats", seats));
            rows.push(self.row("选举方式", "Method", pen.half(called.method.name())));
        }
        rows.extend(self.election.listed.iter().map(|listed| self.listed(listed)));
        if self.election.listed.is_empty() && !self.election.nominated.is_empty() {
            let all = self.election.nominated.iter().map(|(_, fact)| fact.candidate);
            rows.push(self.row("候选人", "Candidates", self.named(all)));
        }
        for (thread, chosen) in &self.election.scrutineers {
            let mark = remark(pen, self.file, thread);
            let watching = pen.persons(chosen.scrutineers.iter().copied());
            rows.push(self.row("监票人", "Scrutineers", format!("{watching}{mark}")));
            if !chosen.tellers.is_empty() {
                let counting = pen.persons(chosen.tellers.iter().copied());
                rows.push(self.row("计票人", "Tellers", counting));
            }
        }
        for (thread, reduced) in &self.election.reduced {
            let (post, seats) = (reduced.post_kind.name(), reduced.seats);
            let mark = remark(pen, self.file, thread);
            let told = pen.say(
                &format!("{}减为 {seats} 名{mark}", post.zh),
                &format!("{} reduced to {seats}{mark}", post.en),
            );
            rows.push(self.row("减少名额", "Fewer seats", told));
        }
        rows
    }

    fn listed(&self, (thread, listed): &Of<'_, CandidatesListed>) -> Row {
        let pen = self.pen;
        let names = self.named(listed.candidates.iter().copied());
        let order: Vec<String> =
            listed.order.map(|order| pen.half(order.name())).into_iter().collect();
        let mark = remark(pen, self.file, thread);
        let told = format!("{}{mark}", pen.remarked(&names, &order));
        Row::new(pen.half(listed.stage.name()), told)
    }

    /// A round of secret ballots: totals only, for nothing else is on record.
    fn round(&self, tallied: &ElectionTallied, remark: &str) -> Vec<Block> {
        let pen = self.pen;
        let (round, kind) = (tallied.round, pen.half(tallied.round_kind.name()));
        let heading = pen.say(&format!("第 {round} 轮"), &format!("Round {round}"));
        let ballots = [
            ("发出", "issued", tallied.issued),
            ("收回", "returned", tallied.returned),
            ("有效", "valid", tallied.valid),
            ("无效", "invalid", tallied.invalid),
        ];
        let ballots = ballots
            .map(|(zh, en, count)| pen.say(&format!("{zh} {count} 张"), &format!("{count} {en}")));
        let ballots = ballots.join(&pen.say(",", ", "));
        let (due, present) = (pen.heads(tallied.due), pen.heads(tallied.present));
        let rows = vec![
            self.row("有选举权应到", "Due to elect", due),
            self.row("有选举权实到", "Present to elect", present),
            self.row("选票", "Ballots", format!("{ballots}{remark}")),
        ];
        let text = |count: Option<u32>| count.map(|one| one.to_string()).unwrap_or_default();
        let listed = tallied.tallies.iter().map(|one| {
            let counts = [one.in_favour.to_string(), text(one.against), text(one.abstain)];
            self.line(round, one.candidate, counts)
        });
        let written = tallied.write_ins.iter().map(|one| {
            self.line(round, one.candidate, [one.votes.to_string(), text(None), text(None)])
        });
        let table = self.table(listed.chain(written).collect());
        let heading = Block::Heading(pen.remarked(&heading, &[kind]));
        [heading, Block::Rows(rows), table].into_iter().chain(self.outcome(round)).collect()
    }

    /// A round in which owners voted by name; participation stands with the count.
    fn count(&self, id: CountId) -> Vec<Block> {
        let pen = self.pen;
        let count = self.file.counts.iter().find(|(own, _)| *own == id).map(|(_, count)| count);
        let Some((_, certified)) = count.and_then(|count| count.certified.as_ref()) else {
            return Vec::new();
        };
        let mut rounds = self.record.rounds.iter().filter(|one| one.count == Some(id));
        let Some(round) = rounds.next().map(|one| one.round) else { return Vec::new() };
        let lines = certified.totals.candidates.iter().map(|one| {
            let [no, abstain] = [one.against, one.abstain]
                .map(|one| one.map(|tally| owners(pen, tally)).unwrap_or_default());
            self.line(round, one.candidate, [owners(pen, one.in_favour), no, abstain])
        });
        let table = self.table(lines.collect());
        let name = pen.half(pen.names.count(id));
        let heading = pen.say(&format!("第 {round} 轮"), &format!("Round {round}"));
        let heading = Block::Heading(pen.remarked(&heading, &[name]));
        [heading, table].into_iter().chain(self.outcome(round)).collect()
    }

    fn table(&self, rows: Vec<Vec<String>>) -> Block {
        let headings = [
            ("候选人", "Candidate"),
            ("赞成", "For"),
            ("反对", "Against"),
            ("弃权", "Abstaining"),
            ("按票数", "By the numbers"),
        ];
        let headings = headings.map(|(zh, en)| self.pen.say(zh, en)).to_vec();
        Block::Table { headings, rows }
    }

    fn line(&self, round: u32, candidate: CandidateId, counts: [String; 3]) -> Vec<String> {
        let name = self.named([candidate]);
        let said = self.placing(round, candidate);
        core::iter::once(name).chain(counts).chain([said]).collect()
    }

    fn verdicts(&self, round: u32) -> impl Iterator<Item = &RoundVerdict> {
        let own = self.record.rounds.iter();
        own.filter(move |one| one.election == self.id && one.round == round)
    }

    fn placing(&self, round: u32, candidate: CandidateId) -> String {
        let pen = self.pen;
        let mut found = self.verdicts(round).filter_map(|one| {
            let verdict = &one.verdict;
            let own = verdict.candidates.iter().find(|own| own.candidate == candidate)?;
            Some(match verdict.stands {
                Stands::Yes => pen.half(own.placing.name()),
                Stands::No => pen.say("本轮无效", "round void"),
                Stands::Open => pen.half(Placing::Open.name()),
            })
        });
        found.next().unwrap_or_default()
    }

    /// What follows, in sentences, and with and without deemed votes where there are any.
    fn outcome(&self, round: u32) -> Vec<Block> {
        let pen = self.pen;
        let rows = self.verdicts(round).map(|one| {
            let told: Vec<String> =
                one.verdict.sentences().into_iter().map(|line| pen.half(line)).collect();
            let label = pen.say("选举结果", "Result");
            let posts = self.election.called.as_ref().map_or(0, |(_, called)| called.seats.len());
            let post = (posts > 1).then(|| pen.half(one.post.name()));
            let label = pen.remarked(&label, &post.into_iter().collect::<Vec<_>>());
            Row::new(label, told.join("\n"))
        });
        let rows: Vec<Row> = rows.collect();
        let called = |candidate| pen.names.candidate(candidate);
        let deemed = self.verdicts(round).filter_map(|one| one.verdict.deemed_table(&called));
        let told = (!rows.is_empty()).then_some(Block::Rows(rows));
        told.into_iter().chain(deemed.map(|table| side_by_side(pen, table))).collect()
    }

    /// Who was declared elected, and whether the numbers say so.
    fn declared(&self, (thread, declared): &Of<'_, ElectionDeclared>) -> Row {
        let pen = self.pen;
        let elected = declared.elected.iter().map(|one| {
            let place = one.constituency.as_ref().map(|place| pen.plain(place.as_str()));
            let post = pen.half(one.post_kind.name());
            let to = place.map_or(post.clone(), |place| {
                pen.say(&format!("{place}{post}"), &format!("{post}, {place}"))
            });
            pen.remarked(&self.named([one.candidate]), &[to])
        });
        let elected: Vec<String> = elected.collect();
        let told = if elected.is_empty() {
            pen.say("没有人当选", "nobody was elected")
        } else {
            elected.join(&pen.say("、", ", "))
        };
        let agrees = self.agreement(declared);
        let place = declared.place.as_ref().map(|place| pen.plain(place.as_str()));
        let when: Vec<String> =
            core::iter::once(pen.date(declared.happened)).chain(place).collect();
        let mark = remark(pen, self.file, thread);
        let label = pen.say("宣布当选", "Declared elected");
        Row::new(label, format!("{}{agrees}{mark}", pen.remarked(&told, &when)))
    }

    fn agreement(&self, declared: &ElectionDeclared) -> String {
        let pen = self.pen;
        let verdicts: Vec<_> = self.verdicts(declared.round).collect();
        let open = verdicts.iter().any(|one| {
            let unsettled = |placing| matches!(placing, Placing::Open | Placing::Tied);
            one.verdict.stands == Stands::Open
                || one.verdict.candidates.iter().any(|own| unsettled(own.placing))
        });
        if verdicts.is_empty() || open {
            return pen.say(";未能与计算结果核对", "; not compared with a computed result");
        }
        let mut computed: Vec<(CandidateId, PostKind)> = Vec::new();
        for one in verdicts {
            computed.extend(one.verdict.elected().into_iter().map(|id| (id, one.post)));
        }
        let said: Vec<_> =
            declared.elected.iter().map(|one| (one.candidate, one.post_kind)).collect();
        let same = computed.len() == said.len() && said.iter().all(|one| computed.contains(one));
        if same {
            pen.say(";与计算结果一致", "; agrees with the computed result")
        } else {
            pen.say(";【与计算结果不一致】", "; DIFFERS FROM THE COMPUTED RESULT")
        }
    }
}
