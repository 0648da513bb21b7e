//! Counts of recorded owners' votes: opened on a frozen roll, sealed, certified, drawn.
//!
//! There is no method of voting here: what is counted ballot by ballot is a recorded vote (记名). The
//! totals of a secret vote stand in one entry of an election, and no ballot, unit or person with them.

use crate::domain::{
    Area, Bilingual, CandidateId, CountBasis, CountId, ElectionId, Happened, Heads, Keying, Label,
    Line, MeetingId, MotionId, PersonId, RollId, SilencePolicy,
};
use crate::event::classified::{Plain, record};
use crate::event::fact::{Said, Tagged, event};
use crate::event::names::Names;

event! {
    /// A recorded vote of owners begins: on this roll, on these questions, in this time (开始表决).
    "count.opened", 1, creates(count: CountId), tags(count, meeting, roll, election, motions);
    pub struct CountOpened {
        /// Owners' assembly meeting that decides (业主大会会议).
        meeting: MeetingId,
        /// Frozen roll of those who vote (冻结的名册).
        roll: RollId,
        /// Short name used in documents as @label (标签).
        label: Option<Plain<Label>>,
        /// Motions that are voted on (表决事项).
        #[serde(default)]
        motions: Vec<MotionId>,
        /// Election that is voted on (选举).
        election: Option<ElectionId>,
        /// Candidates on the ballot (候选人).
        #[serde(default)]
        candidates: Vec<CandidateId>,
        /// When voting begins (投票开始).
        voting_from: Happened,
        /// When voting ends (投票截止).
        voting_until: Happened,
        /// What the rules of this assembly make of silence (未反馈规则).
        silence: SilencePolicy,
        /// Keyed once, or twice and compared (单录、双录).
        keying: Keying,
    }
}

event! {
    /// Keying is over and the papers are sealed; no ballot is taken in any more (封票).
    "count.sealed", 1, tags(count);
    pub struct CountSealed {
        /// Which count.
        count: CountId,
        /// Who watched (监票人).
        #[serde(default)]
        scrutineers: Vec<PersonId>,
        /// Numbers of the seals on the box (封条编号).
        #[serde(default)]
        seal_numbers: Vec<Plain<Line>>,
    }
}

record! {
    /// A number of heads and the area of their units.
    #[derive(Copy, Default)]
    pub struct Tally {
        /// Heads (人数).
        heads: Heads,
        /// Area in 0.01 m² (面积).
        area: Area,
    }
}

record! {
    /// What was said on a motion. What a tally sheet does not say is left out.
    pub struct MotionTotals {
        /// Motion (表决事项).
        motion: MotionId,
        /// In favour (同意).
        in_favour: Tally,
        /// Against (反对).
        against: Option<Tally>,
        /// Abstaining (弃权).
        abstain: Option<Tally>,
        /// Returned and valid, without a mark here (未填).
        blank: Option<Tally>,
        /// Heads whose units said different things: they took part, for no choice (同一业主意见不一).
        split: Option<Heads>,
    }
}

record! {
    /// What was said about a candidate.
    pub struct CandidateTotals {
        /// Candidate (候选人).
        candidate: CandidateId,
        /// In favour (同意).
        in_favour: Tally,
        /// Against (反对).
        against: Option<Tally>,
        /// Abstaining (弃权).
        abstain: Option<Tally>,
        /// Returned and valid, without a mark here (未填).
        blank: Option<Tally>,
        /// Heads whose units said different things (同一业主意见不一).
        split: Option<Heads>,
    }
}

record! {
    /// What a count adds up to. What a tally sheet does not say is left out.
    pub struct CountTotals {
        /// Ballots issued (发出).
        issued: Option<u32>,
        /// Of those, delivered; a ballot that came back was delivered (送达).
        delivered: Option<u32>,
        /// Of those, returned (收回).
        returned: Option<u32>,
        /// Of those, valid (有效).
        valid: Option<u32>,
        /// Of those returned, rejected (无效).
        invalid: Option<u32>,
        /// Of those returned, not keyed as the count demands, or keyed twice differently (录入未定).
        unsettled: Option<u32>,
        /// Heads and area with a valid ballot (有效参与).
        participating: Tally,
        /// Heads and area whose ballots came back and were all rejected (无效票).
        rejected: Option<Tally>,
        /// Heads and area that were served and did not answer (送达未反馈).
        silent: Option<Tally>,
        /// Each motion (各表决事项).
        #[serde(default)]
        motions: Vec<MotionTotals>,
        /// Each candidate (各候选人).
        #[serde(default)]
        candidates: Vec<CandidateTotals>,
    }
}

impl Tagged for CountTotals {
    fn push_tags(&self, tags: &mut Vec<String>) {
        self.motions.iter().for_each(|motion| motion.motion.push_tags(tags));
    }
}

event! {
    /// The result of a count is certified (计票结果).
    "count.certified", 1, tags(count, totals);
    pub struct CountCertified {
        /// Which count.
        count: CountId,
        /// Counted from keyed ballots, or taken from a tally sheet (依据).
        basis: CountBasis,
        /// Totals; the program fills them in unless they come from paper (合计).
        totals: CountTotals,
    }
}

event! {
    /// A tie is broken by lot (抽签).
    "count.drawn", 1, tags(count);
    pub struct CountDrawn {
        /// Which count.
        count: CountId,
        /// Those who were tied (票数相同的候选人).
        #[serde(default)]
        candidates: Vec<CandidateId>,
        /// How it was drawn (抽签办法).
        method: Plain<Line>,
        /// Number from which the lot can be drawn again, if there was one (种子).
        seed: Option<Plain<Line>>,
        /// Who watched (见证人).
        #[serde(default)]
        witnesses: Vec<PersonId>,
        /// Those drawn, in order (抽中的候选人).
        #[serde(default)]
        drawn: Vec<CandidateId>,
    }
}

impl Said for CountOpened {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (meeting, roll) = (names.meeting(self.meeting), names.roll(self.roll));
        let questions = self.motions.len() + self.candidates.len();
        let (from, until) = (self.voting_from, self.voting_until);
        Bilingual::new(
            format!(
                "{}按{}开始记名表决,{questions} 项,投票 {from} 至 {until}。",
                meeting.zh, roll.zh
            ),
            format!(
                "A recorded vote of {} on {} began: {questions} questions, {from} to {until}.",
                meeting.en, roll.en
            ),
        )
    }
}

impl Said for CountSealed {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (count, scrutineers) = (names.count(self.count), self.scrutineers.len());
        Bilingual::new(
            format!("{}封票,监票 {scrutineers} 人。", count.zh),
            format!("The ballots of {} were sealed, {scrutineers} watching.", count.en),
        )
    }
}

impl Said for CountCertified {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (count, basis) = (names.count(self.count), self.basis.name());
        let Tally { heads, area } = self.totals.participating;
        let mut said = Bilingual::new(
            format!("{}计票结果({}):投有效票 {heads} 人、{area} 平方米", count.zh, basis.zh),
            format!(
                "Result of {} ({}): {heads} owners, {area} m² with a valid ballot",
                count.en, basis.en
            ),
        );
        for motion in &self.totals.motions {
            let (name, Tally { heads, area }) = (names.motion(motion.motion), motion.in_favour);
            said.zh.push_str(&format!(";{}同意 {heads} 人、{area} 平方米", name.zh));
            said.en.push_str(&format!("; {}: {heads} owners, {area} m² in favour", name.en));
        }
        for one in &self.totals.candidates {
            let (name, Tally { heads, area }) = (names.candidate(one.candidate), one.in_favour);
            said.zh.push_str(&format!(";{}同意 {heads} 人、{area} 平方米", name.zh));
            said.en.push_str(&format!("; {}: {heads} owners, {area} m² in favour", name.en));
        }
        Bilingual::new(said.zh + "。", said.en + ".")
    }
}

impl Said for CountDrawn {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let count = names.count(self.count);
        let called = |ids: &[CandidateId]| {
            let all: Vec<Bilingual> = ids.iter().map(|id| names.candidate(*id)).collect();
            let zh: Vec<&str> = all.iter().map(|one| one.zh.as_str()).collect();
            let en: Vec<&str> = all.iter().map(|one| one.en.as_str()).collect();
            Bilingual::new(zh.join("、"), en.join(", "))
        };
        let (tied, drawn) = (called(&self.candidates), called(&self.drawn));
        Bilingual::new(
            format!("{}中{}票数相同,抽签抽中{}。", count.zh, tied.zh, drawn.zh),
            format!("{} of {} tied and drew lots; drawn: {}.", tied.en, count.en, drawn.en),
        )
    }
}
