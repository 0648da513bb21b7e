//! Kinds of bodies, meetings, posts, matters and grounds, each with its Chinese term.
//!
//! The identifiers are those of the glossary; they are what stands on record, in snake case.

/// A word that a kind does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{found}\" is not one of: {known}")]
pub struct UnknownWord {
    /// The word.
    pub found: String,
    /// All words that would do.
    pub known: String,
}

/// Defines kinds: the word on record, the Chinese term, the English term of each value.
#[macro_export]
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal, $zh:literal, $en:literal;)*
    })*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        pub enum $name {
            $($(#[$variant_doc])* #[doc = $zh] #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// Every value, in the order of the glossary.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Chinese term and word on record of every value.
            pub const TERMS: &'static [(&'static str, &'static str)] = &[$(($zh, $word),)*];

            /// The word on record.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The Chinese term.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }

            /// The English term.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }

            /// The term in both languages.
            pub fn name(self) -> $crate::Bilingual {
                $crate::Bilingual::new(self.zh(), self.en())
            }
        }

        impl $crate::Say for $name {
            fn say(&self, language: $crate::Language) -> std::borrow::Cow<'_, str> {
                match language {
                    $crate::Language::Chinese => self.zh().into(),
                    $crate::Language::English => self.en().into(),
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.word())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::kinds::UnknownWord;

            /// Reads the word on record or the Chinese term.
            fn from_str(text: &str) -> Result<Self, $crate::kinds::UnknownWord> {
                let known = || Self::ALL.iter().map(|one| one.word()).collect::<Vec<_>>().join(", ");
                Self::ALL
                    .iter()
                    .find(|one| one.word() == text || one.zh() == text)
                    .copied()
                    .ok_or_else(|| $crate::kinds::UnknownWord { found: text.to_owned(), known: known() })
            }
        }
    )*};
}
pub use crate::words;

words! {
    /// Kind of a body.
    BodyKind {
        PartyCommittee = "party_committee", "党委", "Party committee";
        GeneralBranch = "general_branch", "党总支", "general Party branch";
        PartyBranch = "party_branch", "党支部", "Party branch";
        TemporaryBranch = "temporary_branch", "临时党支部", "temporary Party branch";
        JointBranch = "joint_branch", "联合党支部", "joint Party branch";
        PartyGroup = "party_group", "党小组", "Party group";
        ResidentsCommittee = "residents_committee", "居民委员会", "residents' committee";
        Council = "council", "党群议事会", "Party-masses council";
        OwnerAssembly = "owner_assembly", "业主大会", "owners' assembly";
        OwnerCommittee = "owner_committee", "业主委员会", "owners' committee";
        PropertyManagementCommittee =
            "property_management_committee", "物业管理委员会", "property management committee";
        PreparatoryGroup = "preparatory_group", "筹备组", "preparatory group";
        Grid = "grid", "网格", "grid";
        Organisation = "organisation", "单位", "organisation";
        Estate = "estate", "小区", "estate";
    }

    /// What a member of a body is.
    MemberStatus {
        Full = "full", "正式党员", "full member";
        Probationary = "probationary", "预备党员", "probationary member";
        ReportedIn = "reported_in", "在职报到党员", "in-service member reported in";
        Member = "member", "成员", "member";
    }

    /// Kind of a post.
    PostKind {
        Secretary = "secretary", "书记", "secretary";
        DeputySecretary = "deputy_secretary", "副书记", "deputy secretary";
        OrganisationMember = "organisation_member", "组织委员", "organisation member";
        PublicityMember = "publicity_member", "宣传委员", "publicity member";
        DisciplineMember = "discipline_member", "纪检委员", "discipline member";
        CommitteeMember = "committee_member", "委员", "committee member";
        GroupLeader = "group_leader", "组长", "group leader";
        Chair = "chair", "主任", "chair";
        DeputyChair = "deputy_chair", "副主任", "deputy chair";
        Officer = "officer", "工作人员", "officer";
        AlternateMember = "alternate_member", "候补委员", "alternate member";
        BuildingHead = "building_head", "楼长", "building head";
        UnitHead = "unit_head", "单元长", "unit head";
        Representative = "representative", "代表", "representative";
        GridLeader = "grid_leader", "网格长", "grid leader";
        GridMember = "grid_member", "网格员", "grid member";
        Steward = "steward", "小巷管家", "alley steward";
        Volunteer = "volunteer", "志愿者", "volunteer";
    }

    /// Kind of a meeting.
    MeetingKind {
        BranchGeneralMeeting = "branch_general_meeting", "支部党员大会", "branch members' assembly";
        BranchCommitteeMeeting =
            "branch_committee_meeting", "支部委员会会议", "branch committee meeting";
        PartyGroupMeeting = "party_group_meeting", "党小组会", "Party group meeting";
        PartyLecture = "party_lecture", "党课", "Party lecture";
        ThemePartyDay = "theme_party_day", "主题党日", "theme Party day";
        OrganizationalLifeMeeting =
            "organizational_life_meeting", "组织生活会", "organisational life meeting";
        PartyCommitteeMeeting = "party_committee_meeting", "党委会会议", "Party committee meeting";
        DeliberationSession = "deliberation_session", "党群议事会会议", "deliberation session";
        MassesRepresentativeMeeting = "masses_representative_meeting", "群众代表会议",
            "masses' representative meeting";
        OpinionTalk = "opinion_talk", "民情恳谈会", "opinion talk";
        Symposium = "symposium", "座谈会", "symposium";
        JointMeeting = "joint_meeting", "联席会议", "joint meeting of several units";
        CoordinationMeeting = "coordination_meeting", "协调会", "coordination meeting";
        SelectionMeeting = "selection_meeting", "推选会", "selection meeting";
        OwnerAssemblyMeeting = "owner_assembly_meeting", "业主大会会议", "owners' assembly meeting";
        OwnerCommitteeMeeting = "owner_committee_meeting", "业主委员会会议", "owners' committee meeting";
        PropertyManagementCommitteeMeeting = "property_management_committee_meeting",
            "物业管理委员会会议", "property management committee meeting";
        PreparatoryGroupMeeting = "preparatory_group_meeting", "筹备组会议", "preparatory group meeting";
        ResidentsMeeting = "residents_meeting", "居民会议", "residents' meeting";
        ResidentsRepresentativeMeeting = "residents_representative_meeting", "居民代表会议",
            "residents' representative meeting";
    }

    /// How a meeting was held.
    MeetingForm {
        Onsite = "onsite", "现场", "on site";
        Online = "online", "线上", "online";
        Mixed = "mixed", "现场与线上结合", "on site and online";
        WrittenConsultation = "written_consultation", "书面征求意见", "written consultation";
    }

    /// What a motion is about; it decides which rule applies.
    MatterKind {
        ReportReview = "report_review", "审议报告", "review of a report";
        AcceptProbationary = "accept_probationary", "接收预备党员", "admission of a probationary member";
        ConfirmFull = "confirm_full", "预备党员转正", "regularisation of a probationary member";
        ExtendOrCancel = "extend_or_cancel", "延长预备期或取消预备党员资格", "extension or end of probation";
        Commendation = "commendation", "表彰奖励", "commendation";
        Discipline = "discipline", "处分", "discipline";
        MethodAdoption = "method_adoption", "通过选举办法", "adoption of an election method";
        WorkPlan = "work_plan", "工作计划", "work plan";
        ResidentsMatter = "residents_matter", "涉及群众切身利益事项", "matter of residents' interests";
        CharterAdoption = "charter_adoption", "通过议事规则", "adoption of a charter";
        EstateCovenant = "estate_covenant", "通过小区公约", "adoption of an estate covenant";
        OwnersRules = "owners_rules", "业主大会议事规则", "owners' rules of procedure";
        ManagementCovenant = "management_covenant", "管理规约", "management covenant";
        OwnerCommitteeElection = "owner_committee_election", "选举或更换业主委员会",
            "election or replacement of the owners' committee";
        PropertyService = "property_service", "选聘解聘物业服务企业", "hiring or dismissing the property company";
        FundUse = "fund_use", "使用维修资金", "use of the maintenance fund";
        FundRaising = "fund_raising", "筹集维修资金", "raising the maintenance fund";
        Rebuilding = "rebuilding", "改建重建建筑物及其附属设施", "rebuilding";
        CommonPartsUse = "common_parts_use", "改变共有部分用途或利用共有部分经营",
            "changing the use of common parts or running a business on them";
        OwnersOther = "owners_other", "其他共有和共同管理重大事项", "other major matter of the owners";
        Other = "other", "其他事项", "other matter";
    }

    /// How a vote was taken.
    VotingMethod {
        ShowOfHands = "show_of_hands", "举手表决", "show of hands";
        SecretBallot = "secret_ballot", "无记名投票", "secret ballot";
        RecordedVote = "recorded_vote", "记名投票", "recorded vote";
        Recommendation = "recommendation", "推荐", "recommendation";
        Consensus = "consensus", "协商一致", "consensus";
        NotRecorded = "not_recorded", "表决方式未记录", "method not recorded";
    }

    /// Why a meeting on record does not count.
    CancellationGround {
        CalledOff = "called_off", "取消", "called off";
        RecordedInError = "recorded_in_error", "误录", "recorded in error";
    }

    /// Why a member is left out of those due to attend.
    ExclusionGround {
        CannotExpressWill = "cannot_express_will", "因病不能表达本人意志", "cannot express their will";
        AbroadOverHalfYear = "abroad_over_half_year", "自费出国半年以上", "abroad over half a year";
        ServingSentence = "serving_sentence", "正在服刑", "serving a sentence";
        BedRidden = "bed_ridden", "长期卧床生活不能自理", "bed-ridden or unable to care for themselves";
        AwayOverHalfYear =
            "away_over_half_year", "外出半年以上应转未转组织关系", "away over half a year, membership not moved";
    }

    /// What an attachment shows.
    AttachmentKind {
        Notice = "notice", "通知", "notice";
        SignInSheet = "sign_in_sheet", "签到表", "sign-in sheet";
        Photo = "photo", "照片", "photo";
        Scan = "scan", "扫描件", "scan";
        Other = "other", "其他", "other";
    }

    /// In which capacity somebody puts something on record.
    Role {
        Secretary = "secretary", "书记", "secretary";
        Recorder = "recorder", "记录人", "recorder";
        Reviewer = "reviewer", "复核人", "reviewer";
        Supervisor = "supervisor", "上级组织", "superior body";
        Administrator = "administrator", "管理员", "administrator";
    }

    /// What somebody said on a ballot of a recorded vote.
    Choice {
        InFavour = "in_favour", "同意", "in favour";
        Against = "against", "反对", "against";
        Abstain = "abstain", "弃权", "abstaining";
        Blank = "blank", "未填", "blank";
    }

    /// Why a ballot does not count.
    RejectionGround {
        Unsigned = "unsigned", "未签名", "unsigned";
        NotOnRoll = "not_on_roll", "不在名册", "not on the roll";
        Late = "late", "逾期", "late";
        WrongForm = "wrong_form", "非统一票样", "wrong form";
        Altered = "altered", "涂改", "altered";
        DoubleMark = "double_mark", "重复勾选", "marked twice";
        NoAuthority = "no_authority", "无有效委托", "no authority";
        Duplicate = "duplicate", "重复投票", "duplicate";
        Other = "other", "其他", "other";
    }

    /// What a unit is.
    UnitKind {
        Dwelling = "dwelling", "住宅", "dwelling";
        Shop = "shop", "商铺", "shop";
        Office = "office", "办公", "office";
        Parking = "parking", "车位", "parking space";
        Storage = "storage", "储藏室", "storage room";
        Other = "other", "其他", "other";
    }

    /// Where an area comes from (SPC-QF art. 8: register, else survey, else contract).
    AreaSource {
        Register = "register", "不动产登记簿", "real-estate register";
        Survey = "survey", "测绘", "survey";
        Contract = "contract", "买卖合同", "sale contract";
    }

    /// What is elected, and so by which rule.
    ElectionKind {
        BranchCommittee = "branch_committee", "支部委员会选举", "branch committee election";
        BranchOfficers = "branch_officers", "书记、副书记选举", "election of secretary and deputy";
        OwnerCommittee = "owner_committee", "业主委员会选举", "owners' committee election";
        OwnerCommitteeOfficers = "owner_committee_officers", "业主委员会主任、副主任推选",
            "election of chair and deputy chair";
        ResidentsCommittee = "residents_committee", "居民委员会选举", "residents' committee election";
        BuildingHeads = "building_heads", "楼长、单元长推选", "selection of building and unit heads";
        PreparatoryGroup = "preparatory_group", "筹备组推选", "selection of a preparatory group";
    }

    /// What somebody brings forward.
    IssueKind {
        Problem = "problem", "问题", "problem";
        Opinion = "opinion", "意见建议", "opinion";
        Wish = "wish", "微心愿", "wish";
    }

    /// Who brings it forward.
    IssueSource {
        PartyMember = "party_member", "党员", "Party member";
        Resident = "resident", "居民", "resident";
        Owner = "owner", "业主", "owner";
        PropertyCompany = "property_company", "物业服务企业", "property company";
        Body = "body", "组织", "body";
        PartnerUnit = "partner_unit", "共建单位", "partner unit";
        Superior = "superior", "上级", "superior";
    }

    /// What an issue is about.
    IssueCategory {
        Safety = "safety", "安全", "safety";
        Environment = "environment", "环境卫生", "environment";
        Facilities = "facilities", "设施维修", "facilities";
        Heating = "heating", "供暖", "heating";
        Parking = "parking", "停车", "parking";
        Property = "property", "物业服务", "property service";
        Funds = "funds", "资金", "funds";
        Welfare = "welfare", "帮扶", "welfare";
        Other = "other", "其他", "other";
    }

    /// What kind of activity.
    ActivityKind {
        ThemePartyDay = "theme_party_day", "主题党日活动", "theme Party day";
        Volunteering = "volunteering", "志愿服务", "volunteering";
        Training = "training", "学习培训", "training";
        Film = "film", "观影", "film";
        Campaign = "campaign", "宣传活动", "campaign";
        Patrol = "patrol", "巡逻值守", "patrol";
        Visit = "visit", "走访", "visit";
        Civic = "civic", "文明活动", "civic activity";
        Other = "other", "其他", "other";
    }

    /// How an issue ended.
    IssueOutcome {
        Solved = "solved", "已解决", "solved";
        PartlySolved = "partly_solved", "部分解决", "partly solved";
        NotSolved = "not_solved", "未解决", "not solved";
        PassedOn = "passed_on", "转交其他单位", "passed on to others";
        TakenBack = "taken_back", "提出人撤回", "taken back by whoever raised it";
    }

    /// What those who raised an issue say to its handling.
    Satisfaction {
        Satisfied = "satisfied", "满意", "satisfied";
        MostlySatisfied = "mostly_satisfied", "基本满意", "mostly satisfied";
        NotSatisfied = "not_satisfied", "不满意", "not satisfied";
    }

    /// Who sits at the table when something is talked over.
    PartyKind {
        PartyMembers = "party_members", "党员代表", "Party members";
        Residents = "residents", "居民代表", "residents";
        Owners = "owners", "业主代表", "owners";
        OwnerCommittee = "owner_committee", "业主委员会", "owners' committee";
        PropertyCompany = "property_company", "物业服务企业", "property company";
        Community = "community", "社区", "community";
        PartnerUnit = "partner_unit", "共建单位", "partner unit";
        Department = "department", "职能部门", "department";
        Other = "other", "其他", "other";
    }

    /// What a consultation came to.
    Conclusion {
        Consensus = "consensus", "协商一致", "consensus";
        Majority = "majority", "多数意见一致", "most agree";
        NoAgreement = "no_agreement", "未达成一致", "no agreement";
        Postponed = "postponed", "暂缓再议", "postponed";
    }

    /// Where somebody stands on what is talked over.
    Stance {
        Support = "support", "赞成", "for it";
        Conditional = "conditional", "有条件赞成", "for it on conditions";
        Oppose = "oppose", "反对", "against it";
        Neutral = "neutral", "未表态", "neither";
    }

    /// What is posted in public.
    PublicationKind {
        Notice = "notice", "会议公告", "notice";
        Roll = "roll", "名册公示", "roll";
        CandidateList = "candidate_list", "候选人公示", "list of candidates";
        PreliminaryResult = "preliminary_result", "结果公示", "preliminary result";
        FinalResult = "final_result", "结果公告", "final result";
        Decision = "decision", "决定公告", "decision";
        Text = "text", "文本公布", "text";
        Correction = "correction", "更正公告", "correction";
    }

    /// What the totals of a roll rest on.
    RollBasis {
        Units = "units", "按登记的专有部分统计", "counted from the units on record";
        BroughtForward = "brought_forward", "期初,照抄纸质名册", "taken from a roll on paper";
    }

    /// What becomes of those who were served a ballot and did not return it (OW-06).
    SilencePolicy {
        NotParticipating = "not_participating", "未反馈视为未参与", "silence is no participation";
        ParticipatingAbstain =
            "participating_abstain", "未反馈视为弃权", "silence is an abstention";
        JoinsMajority = "joins_majority", "未反馈从多数", "silence joins the majority";
    }

    /// How often each ballot is keyed.
    Keying {
        Single = "single", "单录", "keyed once";
        Double = "double", "双录", "keyed twice, compared";
    }

    /// Which keying of a ballot.
    KeyingPass {
        First = "first", "初录", "first";
        Second = "second", "复录", "second";
    }

    /// What the totals of a count rest on.
    CountBasis {
        Ballots = "ballots", "按录入的表决票统计", "counted from the keyed ballots";
        TallySheet = "tally_sheet", "照抄纸质计票表", "taken from a tally sheet on paper";
    }

    /// How a ballot was delivered.
    DeliveryMethod {
        ByHand = "by_hand", "当面送达", "by hand";
        AtTheDoor = "at_the_door", "留置或投入信箱", "left at the door or in the letter box";
        ByMail = "by_mail", "邮寄", "by mail";
        Onsite = "onsite", "现场领取", "fetched on site";
        Announced = "announced", "公告送达", "by public announcement";
    }

    /// How a ballot came back.
    ReturnChannel {
        Box = "box", "投票箱", "ballot box";
        DoorToDoor = "door_to_door", "上门收取", "collected at the door";
        Onsite = "onsite", "现场交回", "handed in on site";
        Mail = "mail", "寄回", "by mail";
    }

    /// Who signed a ballot.
    SignatureStatus {
        Signed = "signed", "业主签名", "signed by the owner";
        Proxy = "proxy", "受托人签名", "signed by a proxy";
        Unsigned = "not_signed", "无签名", "not signed";
    }

    /// What became of an objection.
    ObjectionOutcome {
        Upheld = "upheld", "成立", "upheld";
        PartlyUpheld = "partly_upheld", "部分成立", "partly upheld";
        NotUpheld = "not_upheld", "不成立", "not upheld";
    }

    /// Which openings went out with a copy.
    OpeningsIncluded {
        /// None.
        None = "none", "不含", "none";
        /// Those that anybody may see.
        Public = "public", "公开", "public";
        /// Those that auditors may see.
        Auditor = "auditor", "审计", "auditor";
        /// All of them.
        All = "all", "全部", "all";
    }
}

impl BodyKind {
    /// Whether the body is a basic Party organisation that holds 三会一课.
    pub const fn is_branch(self) -> bool {
        matches!(self, Self::PartyBranch | Self::TemporaryBranch | Self::JointBranch)
    }

    /// Whether the rules ask such a body for meetings in each period; a superior committee has a
    /// calendar of its own.
    pub const fn holds_meetings(self) -> bool {
        self.is_branch() || matches!(self, Self::PartyGroup | Self::ResidentsCommittee)
    }

    /// Whether the body belongs to the Party.
    pub const fn is_party(self) -> bool {
        matches!(self, Self::PartyCommittee | Self::GeneralBranch | Self::PartyGroup)
            || self.is_branch()
    }
}

impl MemberStatus {
    /// Whether members of this status vote in the body's own meetings.
    pub const fn votes(self) -> bool {
        matches!(self, Self::Full | Self::Member)
    }
}

impl MeetingKind {
    /// 三会一课: the four kinds of Party meeting that a branch holds all year round.
    pub const CORE: &'static [Self] = &[
        Self::BranchGeneralMeeting,
        Self::BranchCommitteeMeeting,
        Self::PartyGroupMeeting,
        Self::PartyLecture,
    ];

    /// Whether such a body holds such a meeting.
    pub const fn is_held_by(self, body: BodyKind) -> bool {
        match self {
            Self::BranchGeneralMeeting | Self::BranchCommitteeMeeting => {
                body.is_branch() || matches!(body, BodyKind::GeneralBranch)
            }
            Self::PartyGroupMeeting => matches!(body, BodyKind::PartyGroup),
            Self::PartyCommitteeMeeting => {
                matches!(body, BodyKind::PartyCommittee | BodyKind::GeneralBranch)
            }
            Self::PartyLecture | Self::ThemePartyDay | Self::OrganizationalLifeMeeting => {
                body.is_party()
            }
            Self::OwnerAssemblyMeeting => matches!(body, BodyKind::OwnerAssembly),
            Self::OwnerCommitteeMeeting => matches!(body, BodyKind::OwnerCommittee),
            Self::PropertyManagementCommitteeMeeting => {
                matches!(body, BodyKind::PropertyManagementCommittee)
            }
            Self::PreparatoryGroupMeeting => matches!(body, BodyKind::PreparatoryGroup),
            Self::ResidentsMeeting | Self::ResidentsRepresentativeMeeting => {
                matches!(body, BodyKind::ResidentsCommittee)
            }
            // Talks and consultations are called by whoever has something to talk over.
            Self::DeliberationSession
            | Self::MassesRepresentativeMeeting
            | Self::OpinionTalk
            | Self::Symposium
            | Self::JointMeeting
            | Self::CoordinationMeeting
            | Self::SelectionMeeting => true,
        }
    }

    /// Whether parties sit together to talk something over.
    pub const fn is_consultation(self) -> bool {
        matches!(self, Self::DeliberationSession | Self::SelectionMeeting) || self.is_open()
    }

    /// Whether whoever is concerned takes part, so that nobody is due by a membership.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::MassesRepresentativeMeeting
                | Self::OpinionTalk
                | Self::Symposium
                | Self::JointMeeting
                | Self::CoordinationMeeting
        )
    }

    /// Whether the owners of a roll decide, and not members of a body.
    pub const fn is_of_owners(self) -> bool {
        matches!(self, Self::OwnerAssemblyMeeting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_by_its_word_or_its_chinese_term() {
        assert_eq!("party_branch".parse(), Ok(BodyKind::PartyBranch));
        assert_eq!("支部党员大会".parse(), Ok(MeetingKind::BranchGeneralMeeting));
        let error = "president".parse::<PostKind>().unwrap_err();
        assert!(error.to_string().contains("deputy_secretary"));
    }

    #[test]
    fn the_word_on_record_is_what_serde_writes() {
        for kind in MeetingKind::ALL {
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{kind}\""));
        }
    }
}
