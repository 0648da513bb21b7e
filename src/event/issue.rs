//! Issues: what residents, members and units bring forward, from the first word to the answer.
//!
//! An opinion and a wish (微心愿) are issues of their own kinds. An issue that was closed is not
//! opened again: it is raised again, and the new one names the old one.

use crate::domain::{
    Bilingual, BodyId, Conclusion, Happened, IssueCategory, IssueId, IssueKind, IssueOutcome,
    IssueSource, Label, Line, MeetingId, PersonId, Satisfaction, Text,
};
use crate::event::classified::{Office, Plain, Sealed};
use crate::event::fact::{Said, event};
use crate::event::names::{Names, with_names};

event! {
    /// Something is brought forward (提出事项).
    "issue.raised", 1, creates(issue: IssueId), tags(issue, body, meeting, again);
    pub struct IssueRaised {
        /// Body that takes it up (受理组织).
        body: BodyId,
        /// Short name used in documents as @label (标签).
        label: Option<Plain<Label>>,
        /// Problem, opinion or wish (类型).
        issue_kind: IssueKind,
        /// Who brings it forward, in general (来源).
        source: IssueSource,
        /// What it is about (类别).
        category: IssueCategory,
        /// What was said, without names (内容).
        text: Plain<Text>,
        /// Buildings or people whom it concerns (涉及范围).
        concerns: Option<Plain<Line>>,
        /// Who brought it forward, if registered (提出人).
        raiser: Option<PersonId>,
        /// Name of somebody who is not registered; left out when nobody is to know (提出人姓名).
        raiser_name: Option<Sealed<Line, Office>>,
        /// Meeting or talk at which it came up (在哪次会上提出).
        meeting: Option<MeetingId>,
        /// Earlier issue that is brought forward again (再次提出哪一件).
        again: Option<IssueId>,
    }
}

event! {
    /// An issue is talked over at a meeting (商议).
    "issue.deliberated", 1, tags(issue, meeting);
    pub struct IssueDeliberated {
        /// Which issue.
        issue: IssueId,
        /// At which meeting.
        meeting: MeetingId,
        /// What it came to (结论).
        conclusion: Option<Conclusion>,
        /// The same in words (结论内容).
        text: Option<Plain<Text>>,
    }
}

event! {
    /// Somebody is to take care of an issue (交办).
    "issue.assigned", 1, tags(issue, handled_by);
    pub struct IssueAssigned {
        /// Which issue.
        issue: IssueId,
        /// Who takes care of it (承办人).
        responsible: Option<PersonId>,
        /// Body that takes care of it, if it is on record (承办组织).
        handled_by: Option<BodyId>,
        /// Unit that takes care of it, by name (承办单位).
        unit: Option<Plain<Line>>,
        /// What is to be done (任务).
        task: Option<Plain<Text>>,
        /// By when (期限).
        due: Option<Happened>,
    }
}

event! {
    /// A step was taken (进展).
    "issue.progressed", 1, tags(issue);
    pub struct IssueProgressed {
        /// Which issue.
        issue: IssueId,
        /// What was done (进展情况).
        text: Plain<Text>,
        /// What it cost, in 0.01 yuan (费用,单位为分).
        cost_fen: Option<u64>,
    }
}

event! {
    /// An issue is closed (办结).
    "issue.closed", 1, tags(issue);
    pub struct IssueClosed {
        /// Which issue.
        issue: IssueId,
        /// How it ended (办理结果).
        outcome: IssueOutcome,
        /// The same in words (结果说明).
        result: Plain<Text>,
    }
}

event! {
    /// Those concerned are told what became of an issue, and say what they think of it (反馈).
    "issue.feedback_given", 1, tags(issue);
    pub struct IssueFeedbackGiven {
        /// Which issue.
        issue: IssueId,
        /// Who was told, if registered (反馈给谁).
        person: Option<PersonId>,
        /// Who was told, in general, for example all households of a building (反馈对象).
        audience: Option<Plain<Line>>,
        /// What they were told, and how (反馈内容).
        text: Plain<Text>,
        /// What they say to it (满意程度).
        satisfaction: Option<Satisfaction>,
        /// Their own words (回访意见).
        answer: Option<Sealed<Text, Office>>,
    }
}

impl Said for IssueRaised {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, text) = (names.body(self.body), with_names(self.text.as_str(), names));
        let (source, kind) = (self.source.name(), self.issue_kind.name());
        let (zh, en) = self.again.map_or_else(Default::default, |again| {
            let again = names.issue(again);
            (format!(",再次提出{}", again.zh), format!(", again after {}", again.en))
        });
        Bilingual::new(
            format!("{}收到{}提出的{}{zh}:{}", body.zh, source.zh, kind.zh, text.zh),
            format!("To {}, {} from a {}{en}: {}", body.en, kind.en, source.en, text.en),
        )
    }
}

impl Said for IssueDeliberated {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (issue, meeting) = (names.issue(self.issue), names.meeting(self.meeting));
        let (zh, en) = self.conclusion.map_or_else(Default::default, |conclusion| {
            (format!(":{}", conclusion.zh()), format!(": {}", conclusion.en()))
        });
        Bilingual::new(
            format!("{}商议事项{}{zh}。", meeting.zh, issue.zh),
            format!("The issue {} was talked over at {}{en}.", issue.en, meeting.en),
        )
    }
}

impl IssueAssigned {
    /// Whoever takes care of it: a person, a body, a unit, or several of these.
    pub fn in_charge(&self, names: &dyn Names) -> Bilingual {
        let unit = self.unit.as_ref().map(|unit| Bilingual::new(unit.as_str(), unit.as_str()));
        let body = self.handled_by.map(|body| names.body(body)).or(unit);
        let person = self.responsible.map(|person| names.person(person));
        match (body, person) {
            (Some(body), Some(person)) => Bilingual::new(
                format!("{}({})", body.zh, person.zh),
                format!("{} ({})", body.en, person.en),
            ),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Bilingual::new("未写明", "nobody named"),
        }
    }
}

impl Said for IssueAssigned {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (issue, who) = (names.issue(self.issue), self.in_charge(names));
        let (zh, en) = self
            .due
            .map_or_else(Default::default, |due| (format!(",期限 {due}"), format!(", due {due}")));
        Bilingual::new(
            format!("事项{}交{}办理{zh}。", issue.zh, who.zh),
            format!("The issue {} goes to {}{en}.", issue.en, who.en),
        )
    }
}

impl Said for IssueProgressed {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (issue, text) = (names.issue(self.issue), with_names(self.text.as_str(), names));
        let (zh, en) = self.cost_fen.map_or_else(Default::default, |fen| {
            let (yuan, rest) = (fen / 100, fen % 100);
            (format!(",费用 {yuan}.{rest:02} 元"), format!(", cost {yuan}.{rest:02} yuan"))
        });
        Bilingual::new(
            format!("事项{}进展{zh}:{}", issue.zh, text.zh),
            format!("Progress on {}{en}: {}", issue.en, text.en),
        )
    }
}

impl Said for IssueClosed {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (issue, text) = (names.issue(self.issue), with_names(self.result.as_str(), names));
        Bilingual::new(
            format!("事项{}办结({}):{}", issue.zh, self.outcome.zh(), text.zh),
            format!("The issue {} is closed, {}: {}", issue.en, self.outcome.en(), text.en),
        )
    }
}

impl Said for IssueFeedbackGiven {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (issue, text) = (names.issue(self.issue), with_names(self.text.as_str(), names));
        let (zh, en) = self.satisfaction.map_or_else(Default::default, |satisfaction| {
            (format!("({})", satisfaction.zh()), format!(" ({})", satisfaction.en()))
        });
        Bilingual::new(
            format!("事项{}反馈{zh}:{}", issue.zh, text.zh),
            format!("Feedback on {}{en}: {}", issue.en, text.en),
        )
    }
}
