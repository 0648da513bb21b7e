//! Parts of a meeting's minutes: the roll, and what belongs to one kind of meeting only.

use crate::domain::kinds::words;
use crate::domain::{BodyId, ExclusionGround, Happened, Line, MotionId, PersonId, Text};
use crate::event::classified::{Office, Plain, Public, Sealed, plain, record};

record! {
    /// An item of the agenda (议题).
    pub struct AgendaItem {
        /// Title (题目).
        title: Plain<Line>,
        /// Who presents it (汇报人).
        presenter: Option<PersonId>,
    }
}

record! {
    /// A member left out of those due to attend (不计入应到会).
    pub struct Exclusion {
        /// Who.
        person: PersonId,
        /// Ground (情形).
        ground: ExclusionGround,
        /// Number of the superior's reply (上级批复).
        superior_reply: Option<Plain<Line>>,
        /// Motion by which the assembly agreed (大会通过的决议).
        motion: Option<MotionId>,
    }
}

record! {
    /// Somebody excused (请假).
    pub struct Leave {
        /// Who.
        person: PersonId,
        /// Reason (请假原因).
        reason: Sealed<Line, Office>,
        /// Who granted it (批准人).
        approved_by: Option<PersonId>,
    }
}

record! {
    /// Somebody missing without leave (缺席).
    pub struct Absence {
        /// Who.
        person: PersonId,
        /// Reason, left out when none was given (缺席原因).
        reason: Option<Sealed<Line, Office>>,
    }
}

record! {
    /// Somebody present without being a member (列席). Not counted for the quorum.
    pub struct Observer {
        /// Who, if registered.
        person: Option<PersonId>,
        /// Name, if not registered (姓名).
        name: Option<Sealed<Line, Office>>,
        /// Position (职务或身份).
        position: Option<Plain<Line>>,
    }
}

record! {
    /// Numbers of a meeting whose roll is not known (只知道人数).
    pub struct Counted {
        /// Due to attend with a vote (有表决权应到).
        entitled: u32,
        /// Present with a vote (有表决权实到).
        present: u32,
    }
}

record! {
    /// What was studied (学习内容).
    pub struct Study {
        /// Title (篇目).
        title: Plain<Line>,
        /// Where it is from (来源).
        source: Option<Plain<Line>>,
    }
}

record! {
    /// What belongs to a Party lecture (党课).
    pub struct Lecture {
        /// Lecturer, if registered (授课人).
        lecturer: Option<PersonId>,
        /// Name of a lecturer from outside (外请授课人).
        lecturer_name: Option<Sealed<Line, Public>>,
        /// Position of the lecturer (职务).
        position: Option<Plain<Line>>,
        /// Topic (题目).
        topic: Plain<Line>,
        /// Main points (讲授要点).
        outline: Plain<Text>,
        /// Discussion (讨论交流).
        discussion: Option<Plain<Text>>,
    }
}

words! {
    /// What is done on a theme Party day.
    ActivityKind {
        /// Studying.
        Study = "study", "学习", "studying";
        /// Paying dues.
        Dues = "dues", "交纳党费", "paying dues";
        /// Renewing the oath.
        Oath = "oath", "重温誓词", "renewing the oath";
        /// Volunteering.
        Volunteering = "volunteering", "志愿服务", "volunteering";
        /// Consultation.
        Consultation = "consultation", "民主议事", "consultation";
        /// Something else.
        Other = "other", "其他", "other";
    }
}

plain!(ActivityKind);

record! {
    /// One thing done on a theme Party day (活动内容).
    pub struct ThemeActivity {
        /// Kind (类别).
        activity_kind: ActivityKind,
        /// What was done (内容).
        text: Plain<Text>,
    }
}

record! {
    /// What belongs to a theme Party day (主题党日).
    pub struct ThemeDay {
        /// Theme (主题).
        theme: Plain<Line>,
        /// What was done (活动内容).
        #[serde(default)]
        activities: Vec<ThemeActivity>,
        /// Why it was not on the fixed day (改期原因).
        other_day_reason: Option<Plain<Line>>,
        /// Hours of volunteering, all persons together (志愿服务时长).
        service_hours: Option<u32>,
        /// Summary (小结).
        summary: Option<Plain<Text>>,
    }
}

record! {
    /// A suggestion by a member (意见建议).
    pub struct Suggestion {
        /// By whom.
        person: PersonId,
        /// What (内容).
        text: Sealed<Text, Office>,
        /// Who takes care of it (承办人).
        handled_by: Option<PersonId>,
    }
}

record! {
    /// What belongs to a Party group meeting (党小组会).
    pub struct GroupWork {
        /// What was studied (学习内容).
        #[serde(default)]
        study: Vec<Study>,
        /// Discussion (讨论情况).
        discussion: Plain<Text>,
        /// Suggestions (意见建议).
        #[serde(default)]
        suggestions: Vec<Suggestion>,
    }
}

record! {
    /// A task given by a committee (分工安排).
    pub struct Assignment {
        /// To whom.
        person: PersonId,
        /// What (任务).
        task: Plain<Line>,
        /// By when (期限).
        due: Option<Happened>,
    }
}

record! {
    /// What belongs to a committee meeting (支委会).
    pub struct CommitteeWork {
        /// Decisions (决定事项).
        #[serde(default)]
        decisions: Vec<Plain<Text>>,
        /// Tasks (分工安排).
        #[serde(default)]
        assignments: Vec<Assignment>,
        /// Body whose assembly must decide (提交党员大会).
        refers_to: Option<BodyId>,
    }
}

record! {
    /// Study before a life meeting (会前学习).
    pub struct PriorStudy {
        /// When.
        date: Happened,
        /// What (内容).
        content: Plain<Line>,
    }
}

record! {
    /// An opinion collected before a life meeting (征求意见).
    pub struct Opinion {
        /// Where it came from, without a name (来源).
        source: Plain<Line>,
        /// What was said (内容).
        text: Sealed<Text, Office>,
        /// About whom; left out when about the committee (对象).
        addressee: Option<PersonId>,
    }
}

record! {
    /// A heart-to-heart talk (谈心谈话).
    pub struct Talk {
        /// One of the two.
        person: PersonId,
        /// The other.
        with: PersonId,
        /// When.
        date: Happened,
        /// Main points (要点).
        points: Option<Sealed<Text, Office>>,
    }
}

record! {
    /// A member's own review (个人对照检查).
    pub struct SelfReview {
        /// Whose.
        person: PersonId,
        /// Main points (要点).
        points: Sealed<Text, Office>,
    }
}

record! {
    /// Criticism of one member by another (相互批评).
    pub struct Criticism {
        /// Who says it.
        from: PersonId,
        /// To whom.
        to: PersonId,
        /// What (内容).
        text: Sealed<Text, Office>,
        /// Answer (表态).
        response: Option<Sealed<Text, Office>>,
    }
}

record! {
    /// A problem and how it will be put right (问题与整改).
    pub struct Rectification {
        /// Problem (问题).
        problem: Plain<Text>,
        /// Measure (措施).
        measure: Plain<Text>,
        /// Who takes care of it (责任人).
        responsible: PersonId,
        /// By when (期限).
        due: Happened,
        /// When it was done (完成时间).
        done: Option<Happened>,
    }
}

words! {
    /// Result of a member's appraisal.
    AppraisalResult {
        Excellent = "excellent", "优秀", "excellent";
        Qualified = "qualified", "合格", "qualified";
        BasicallyQualified = "basically_qualified", "基本合格", "basically qualified";
        Unqualified = "unqualified", "不合格", "unqualified";
    }
}

plain!(AppraisalResult);

record! {
    /// Sheets and result of one member's appraisal (民主评议). Totals only.
    pub struct Appraisal {
        /// Whose.
        person: PersonId,
        /// Sheets saying 优秀.
        excellent: u32,
        /// Sheets saying 合格.
        qualified: u32,
        /// Sheets saying 基本合格.
        basically_qualified: u32,
        /// Sheets saying 不合格.
        unqualified: u32,
        /// Decision of the committee (支部评定).
        result: Option<AppraisalResult>,
    }
}

record! {
    /// What belongs to an organisational life meeting (组织生活会).
    pub struct LifeMeeting {
        /// Theme (主题).
        theme: Plain<Line>,
        /// Study before the meeting (会前学习).
        #[serde(default)]
        prior_study: Vec<PriorStudy>,
        /// Opinions collected (征求意见).
        #[serde(default)]
        opinions: Vec<Opinion>,
        /// Talks before the meeting (谈心谈话).
        #[serde(default)]
        talks: Vec<Talk>,
        /// The committee's own review (班子对照检查).
        committee_review: Option<Sealed<Text, Office>>,
        /// Members' own reviews (个人对照检查).
        #[serde(default)]
        self_reviews: Vec<SelfReview>,
        /// Mutual criticism (相互批评).
        #[serde(default)]
        criticisms: Vec<Criticism>,
        /// Problems and measures (整改).
        #[serde(default)]
        rectifications: Vec<Rectification>,
        /// Appraisal of members (民主评议).
        #[serde(default)]
        appraisals: Vec<Appraisal>,
    }
}
