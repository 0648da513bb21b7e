//! Motions: text, amendments, counts, what follows, what was announced.

use super::attendance::judged;
use super::clocks::remark;
use super::counts::side_by_side;
use super::fields::fingerprint;
use super::pen::Pen;
use super::threads::{MeetingFile, MotionFile, Of};
use crate::answer::MeetingRecord;
use crate::domain::MeetingId;
use crate::domain::MotionId;
use crate::event::meeting::MeetingHeld;
use crate::event::motion::{Announced, MotionAnnounced, MotionResolved, MotionVoted};
use crate::law::{Outcome, Verdict};
use crate::paper::sheet::{Block, Row};
use crate::projection::Contradiction;

/// All motions, each under its own heading when there are several.
pub(super) fn motions(
    pen: &Pen<'_>,
    record: &MeetingRecord<'_>,
    file: &MeetingFile<'_>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (place, (id, motion)) in file.motions.iter().enumerate() {
        if file.motions.len() > 1 {
            blocks.push(Block::Heading(heading(pen, place + 1, motion)));
        }
        let verdict = record.verdicts.iter().find(|(about, _)| about == id).map(|(_, one)| one);
        let context = Context { pen, file, meeting: record.meeting, id: *id, verdict };
        blocks.push(Block::Rows(context.rows(motion)));
        let deemed = verdict.and_then(Verdict::deemed_table);
        blocks.extend(deemed.map(|table| side_by_side(pen, table)));
    }
    blocks
}

fn heading(pen: &Pen<'_>, number: usize, motion: &MotionFile<'_>) -> String {
    let kind = motion.proposed.as_ref().map(|(_, proposed)| proposed.matter_kind.name());
    let kind: Vec<String> = kind.into_iter().map(|kind| pen.half(kind)).collect();
    pen.remarked(&pen.say(&format!("议案{number}"), &format!("Motion {number}")), &kind)
}

struct Context<'a> {
    pen: &'a Pen<'a>,
    file: &'a MeetingFile<'a>,
    meeting: MeetingId,
    id: MotionId,
    verdict: Option<&'a Verdict>,
}

impl Context<'_> {
    fn rows(&self, motion: &MotionFile<'_>) -> Vec<Row> {
        let mut rows = self.text(motion);
        let votes = motion.voted.len();
        for (thread, voted) in &motion.voted {
            let remark = remark(self.pen, self.file, thread);
            // A vote at another meeting is named: its numbers are not of this roll.
            let here = voted.meeting == self.meeting;
            rows.extend(self.vote(voted, &remark, here));
            if here || votes == 1 {
                rows.extend(self.outcome());
            }
        }
        if votes == 0 {
            // Owners vote on ballots: the numbers stand with the count.
            rows.extend(self.outcome());
        }
        rows.extend(motion.resolved.iter().flat_map(|resolved| self.resolved(resolved)));
        rows.extend(motion.announced.iter().map(|announced| self.announced(announced)));
        let said = motion.announced.iter().map(|(_, said)| (said.happened, said.announced));
        rows.extend(Contradiction::among(said).map(|one| {
            let told = one.sentence();
            self.row("注意", "Note", self.pen.say(&told.zh, &told.en))
        }));
        if let Some((thread, withdrawn)) = &motion.withdrawn {
            let reason = withdrawn.reason.as_ref().map(|reason| self.pen.plain(reason.as_str()));
            let when = self.pen.date(withdrawn.happened);
            let told = self.pen.remarked(&when, &reason.into_iter().collect::<Vec<_>>());
            let remark = remark(self.pen, self.file, thread);
            rows.push(self.row("撤回", "Withdrawn", format!("{told}{remark}")));
        }
        for (thread, referred) in &motion.referred {
            let (body, when) = (self.pen.body(referred.body), self.pen.date(referred.happened));
            let told = self.pen.say(&format!("{when}提交{body}"), &format!("to {body} on {when}"));
            let remark = remark(self.pen, self.file, thread);
            rows.push(self.row("提交", "Referred", format!("{told}{remark}")));
        }
        rows
    }

    fn row(&self, zh: &str, en: &str, value: String) -> Row {
        Row::new(self.pen.say(zh, en), value)
    }

    /// The text as put to the vote, then how it came about, who put it forward.
    fn text(&self, motion: &MotionFile<'_>) -> Vec<Row> {
        let pen = self.pen;
        let mut rows = Vec::new();
        let Some((thread, proposed)) = &motion.proposed else {
            rows.push(self.row("议案", "Motion", pen.half(pen.names.motion(self.id))));
            return rows;
        };
        let mark = remark(pen, self.file, thread);
        let original = format!("{}{mark}", pen.plain(proposed.text.as_str()));
        match motion.amended.last() {
            None => rows.push(self.row("议案", "Motion", original)),
            Some((_, last)) => {
                rows.push(self.row("议案", "Motion", pen.plain(last.text.as_str())));
                rows.push(self.row("原文", "As proposed", original));
            }
        }
        let versions = motion.amended.len();
        for (place, (thread, amended)) in motion.amended.iter().enumerate() {
            let reason = amended.reason.as_ref().map_or_else(
                || pen.say("未说明", "not given"),
                |reason| pen.plain(reason.as_str()),
            );
            let when = pen.date(amended.happened);
            let mut told =
                pen.say(&format!("{when},原因:{reason}"), &format!("{when}, reason: {reason}"));
            if place + 1 < versions {
                told = format!("{told}\n{}", pen.plain(amended.text.as_str()));
            }
            let mark = remark(pen, self.file, thread);
            rows.push(self.row("修改", "Amended", format!("{told}{mark}")));
        }
        if let Some(document) = proposed.document {
            let hash = fingerprint(document);
            rows.push(self.row("文本的 SHA-256 值", "SHA-256 of the text", hash));
        }
        if let Some(issue) = proposed.issue {
            rows.push(self.row("所办事项", "Answers", pen.half(pen.names.issue(issue))));
        }
        if let Some(proposer) = proposed.proposer {
            rows.push(self.row("提出人", "Proposed by", pen.person(proposer)));
        }
        if self.file.motions.len() == 1 {
            let kind = pen.half(proposed.matter_kind.name());
            rows.push(self.row("事项类别", "Matter", kind));
        }
        rows
    }

    fn vote(&self, voted: &MotionVoted, remark: &str, here: bool) -> Vec<Row> {
        let pen = self.pen;
        let mut rows = Vec::new();
        if !here {
            let meeting = pen.half(pen.names.meeting(voted.meeting));
            rows.push(self.row("表决会议", "Voted at", meeting));
        }
        rows.push(self.row("表决方式", "Method", pen.half(voted.method.name())));
        let counts = [
            pen.say(&format!("赞成 {}", voted.in_favour), &format!("{} for", voted.in_favour)),
            pen.say(&format!("反对 {}", voted.against), &format!("{} against", voted.against)),
            pen.say(&format!("弃权 {}", voted.abstain), &format!("{} abstaining", voted.abstain)),
        ];
        let not_voting = self.file.held.as_ref().filter(|_| here);
        let not_voting = not_voting.map(|(_, held)| not_voting_words(pen, voted, held));
        let counts: Vec<String> = counts.into_iter().chain(not_voting).collect();
        let counts = counts.join(&pen.say(",", ", "));
        rows.push(self.row("计票", "Count", format!("{counts}{remark}")));
        if voted.written_in_favour.is_some() || voted.written_against.is_some() {
            let told = |count: Option<u32>| {
                let number = |count: u32| pen.say(&format!(" {count} 份"), &count.to_string());
                count.map_or_else(|| pen.say("未记录", "not recorded"), number)
            };
            let (yes, no) = (told(voted.written_in_favour), told(voted.written_against));
            let written = pen.say(
                &format!("会前书面赞成{yes},书面反对{no}"),
                &format!("before the meeting, {yes} for, {no} against"),
            );
            rows.push(self.row("书面意见", "In writing", written));
        }
        rows
    }

    fn outcome(&self) -> Option<Row> {
        self.verdict.map(|verdict| self.row("表决结果", "Result", judged(self.pen, verdict)))
    }

    fn resolved(&self, (thread, resolved): &Of<'_, MotionResolved>) -> Vec<Row> {
        let pen = self.pen;
        let remark = remark(pen, self.file, thread);
        let resolution = pen.plain(resolved.resolution.as_str());
        let mut rows = vec![self.row("决议", "Resolution", format!("{resolution}{remark}"))];
        if let Some(responsible) = resolved.responsible {
            rows.push(self.row("责任人", "Responsible", pen.person(responsible)));
        }
        if let Some(due) = resolved.due {
            rows.push(self.row("完成期限", "Due", pen.date(due)));
        }
        if let Some(effective) = resolved.effective {
            rows.push(self.row("施行日期", "In force from", pen.date(effective)));
        }
        rows
    }

    fn announced(&self, (thread, announced): &Of<'_, MotionAnnounced>) -> Row {
        let pen = self.pen;
        let said = match announced.announced {
            Announced::Carried => pen.say("宣布通过", "announced as carried"),
            Announced::NotCarried => pen.say("宣布未通过", "announced as not carried"),
        };
        let place = announced.place.as_ref().map(|place| pen.plain(place.as_str()));
        let when: Vec<String> =
            core::iter::once(pen.date(announced.happened)).chain(place).collect();
        let said = pen.remarked(&said, &when);
        let agrees = self.verdict.and_then(|verdict| carried(&verdict.outcome));
        let agrees = match agrees
            .map(|carried| carried == (announced.announced == Announced::Carried))
        {
            Some(true) => pen.say(";与计算结果一致", "; agrees with the computed result"),
            Some(false) => pen.say(";【与计算结果不一致】", "; DIFFERS FROM THE COMPUTED RESULT"),
            None => pen.say(";未能与计算结果核对", "; not compared with a computed result"),
        };
        let remark = remark(pen, self.file, thread);
        self.row("宣布", "Announced", format!("{said}{agrees}{remark}"))
    }
}

/// Whether the outcome says that the motion is carried; nothing when it cannot be said.
fn carried(outcome: &Outcome) -> Option<bool> {
    match outcome {
        Outcome::Satisfied => Some(true),
        Outcome::NotSatisfied => Some(false),
        Outcome::Undetermined { .. } | Outcome::Disputed { .. } | Outcome::Advisory { .. } => None,
    }
}

fn not_voting_words(pen: &Pen<'_>, voted: &MotionVoted, held: &MeetingHeld) -> String {
    let Some((_, present)) = held.attendance() else { return String::new() };
    let given = [voted.in_favour, voted.against, voted.abstain];
    let given = given.into_iter().fold(0_u32, u32::saturating_add);
    if let Some(rest) = present.checked_sub(given) {
        return pen.say(
            &format!("未表决 {rest}(有表决权到会 {present} 人)"),
            &format!("{rest} not voting ({present} present with a vote)"),
        );
    }
    let surplus = given - present;
    pen.say(
        &format!("【比有表决权到会的 {present} 人多出 {surplus} 票】"),
        &format!("{surplus} MORE THAN THE {present} PRESENT WITH A VOTE"),
    )
}
