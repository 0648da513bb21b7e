//! Kinds of bodies, meetings, posts, matters and grounds, each with its Chinese term.
//!
//! The identifiers are those of the glossary; they are what stands on record, in snake case.

use super::language::Bilingual;
use core::fmt;
use core::str::FromStr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A word that a kind does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{found}\" is not one of: {known}")]
pub struct UnknownWord {
    /// The word.
    pub found: String,
    /// All words that would do.
    pub known: String,
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal, $zh:literal, $en:literal;)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$variant_doc])* #[doc = $zh] #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// Every value, in the order of the glossary.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

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
            pub fn name(self) -> Bilingual {
                Bilingual::new(self.zh(), self.en())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.word())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            /// Reads the word on record or the Chinese term.
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                let known = || Self::ALL.iter().map(|one| one.word()).collect::<Vec<_>>().join(", ");
                Self::ALL
                    .iter()
                    .find(|one| one.word() == text || one.zh() == text)
                    .copied()
                    .ok_or_else(|| UnknownWord { found: text.to_owned(), known: known() })
            }
        }
    )*};
}

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
        Other = "other", "其他事项", "other matter";
    }

    /// How a vote was taken.
    VotingMethod {
        ShowOfHands = "show_of_hands", "举手表决", "show of hands";
        SecretBallot = "secret_ballot", "无记名投票", "secret ballot";
        RecordedVote = "recorded_vote", "记名投票", "recorded vote";
        NotRecorded = "not_recorded", "表决方式未记录", "method not recorded";
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
}

impl BodyKind {
    /// Whether the body is a basic Party organisation that holds 三会一课.
    pub const fn is_branch(self) -> bool {
        matches!(self, Self::PartyBranch | Self::TemporaryBranch | Self::JointBranch)
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
