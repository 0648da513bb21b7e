//! Activities: what was done together, by whom, and what people pledged.

use crate::domain::{
    ActivityId, ActivityKind, Bilingual, BodyId, Fingerprint, Happened, IssueId, Label, Line,
    PersonId, Text,
};
use crate::event::classified::{Plain, record};
use crate::event::fact::{Said, event};
use crate::event::names::Names;

record! {
    /// A number of people, where not everybody is named (人数).
    pub struct Headcount {
        /// How many.
        count: u32,
        /// Whether it may be more: "more than 100" (以上).
        #[serde(default)]
        or_more: bool,
    }
}

impl Headcount {
    /// The number in words.
    pub fn name(&self) -> Bilingual {
        let count = self.count;
        if self.or_more {
            return Bilingual::new(format!(" {count} 多人"), format!("more than {count} people"));
        }
        Bilingual::new(format!(" {count} 人"), format!("{count} people"))
    }
}

event! {
    /// An activity took place (开展活动).
    "activity.held", 1, creates(activity: ActivityId), tags(activity, body, issue);
    pub struct ActivityHeld {
        /// Body that held it (开展组织).
        body: BodyId,
        /// Kind (活动类别).
        activity_kind: ActivityKind,
        /// Short name used in documents as @label (标签).
        label: Option<Plain<Label>>,
        /// Theme (主题).
        theme: Plain<Line>,
        /// Where (地点).
        place: Plain<Line>,
        /// When it ended, or the last of several times (结束时间).
        ended: Option<Happened>,
        /// How often, when several times are recorded together (次数).
        times: Option<u32>,
        /// Who led it (负责人).
        leader: Option<PersonId>,
        /// Who took part, as far as they are registered (参加人员).
        #[serde(default)]
        participants: Vec<PersonId>,
        /// How many took part, those named above included (参加人数).
        counted: Option<Headcount>,
        /// Bodies on record that joined in (共同开展的组织).
        #[serde(default)]
        partners: Vec<BodyId>,
        /// Other units that joined in, by name (共同开展的单位).
        #[serde(default)]
        partner_units: Vec<Plain<Line>>,
        /// What was done (活动内容).
        work: Plain<Text>,
        /// What came of it (活动成效).
        result: Option<Plain<Text>>,
        /// Hours of volunteering, all persons together (志愿服务时长).
        service_hours: Option<u32>,
        /// Issue that it was about (所办事项).
        issue: Option<IssueId>,
    }
}

event! {
    /// People signed a pledge (签承诺书).
    "activity.pledge_signed", 1, tags(activity, body);
    pub struct PledgeSigned {
        /// Body that collected it (组织签订的组织).
        body: BodyId,
        /// Activity at which it was signed (在哪次活动上).
        activity: Option<ActivityId>,
        /// Title (承诺书名称).
        title: Plain<Line>,
        /// What is pledged (承诺内容).
        text: Option<Plain<Text>>,
        /// SHA-256 of the text as signed (文本的 SHA-256).
        document: Option<Fingerprint>,
        /// Who signed, as far as they are registered (签名人).
        #[serde(default)]
        signers: Vec<PersonId>,
        /// How many signed, those named above included (签名人数).
        counted: Option<Headcount>,
    }
}

impl ActivityHeld {
    /// How many took part, or, where nobody counted, how many are named; none when neither is
    /// recorded.
    pub fn took_part(&self) -> Option<Bilingual> {
        let counted = self.counted.as_ref().map(|counted| {
            let count = counted.name();
            Bilingual::new(format!("参加{}", count.zh), count.en)
        });
        let named = self.participants.len();
        let named = (named > 0)
            .then(|| Bilingual::new(format!("写明姓名 {named} 人"), format!("{named} named")));
        counted.or(named)
    }
}

impl PledgeSigned {
    /// How many signed: the number, or that of the names; none when neither is recorded.
    pub fn headcount(&self) -> Option<Headcount> {
        let named = u32::try_from(self.signers.len()).ok().filter(|count| *count > 0);
        self.counted.clone().or(named.map(|count| Headcount { count, or_more: false }))
    }
}

impl Said for ActivityHeld {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, kind) = (names.body(self.body), self.activity_kind.name());
        let (theme, place) = (self.theme.as_str(), self.place.as_str());
        let (times_zh, times_en) = self.times.map_or_else(Default::default, |times| {
            (format!(" {times} 次"), format!(", {times} times"))
        });
        let (count_zh, count_en) = self.took_part().map_or_else(Default::default, |count| {
            (format!(",{}", count.zh), format!(", {}", count.en))
        });
        Bilingual::new(
            format!("{}在{place}开展{}{times_zh}“{theme}”{count_zh}。", body.zh, kind.zh),
            format!("{} at {place}, {}{times_en}: {theme}{count_en}.", body.en, kind.en),
        )
    }
}

impl Said for PledgeSigned {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, title) = (names.body(self.body), self.title.as_str());
        let (zh, en) = self.headcount().map_or_else(Default::default, |count| {
            let count = count.name();
            (count.zh, format!(" by {}", count.en))
        });
        Bilingual::new(
            format!("{}组织签订“{title}”,签名{zh}。", body.zh),
            format!("A pledge collected by {} was signed{en}: {title}.", body.en),
        )
    }
}
