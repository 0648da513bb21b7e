//! Words of elections: how candidates come about, are looked at and ranked, and what is asked above.

use super::kinds::words;

words! {
    /// Of which number more than half must be in favour, by the election method adopted.
    ElectedBase {
        Due = "due", "应到会人数", "those due to attend";
        Present = "present", "实到会人数", "those present";
    }

    /// In which order those above the line are ranked, by the election method adopted.
    RankKey {
        Heads = "heads", "按得票人数", "by persons in favour";
        Area = "area", "按得票面积", "by area in favour";
        SumOfShares = "sum_of_shares", "按人数比例与面积比例之和", "by the sum of both shares";
    }

    /// What decides between equals at the last seat, by the election method adopted.
    TieRule {
        Revote = "revote", "同票者重新投票", "another vote among the tied";
        Draw = "draw", "抽签", "a draw";
        ByArea = "by_area", "同票按面积", "the larger area";
    }

    /// Who elects a residents' committee.
    Electorate {
        Voters = "voters", "全体登记参加选举的居民", "all residents on the roll of voters";
        Households = "households", "户代表", "a representative of each household";
        Representatives = "representatives", "居民代表", "the residents' representatives";
    }

    /// How somebody became a candidate.
    NominationSource {
        OutgoingCommittee = "outgoing_committee", "上届委员会提名", "proposed by the outgoing committee";
        Superior = "superior", "上级组织推荐", "proposed by the superior";
        PartyOrganisation = "party_organisation", "社区党组织推荐", "proposed by the Party organisation";
        ResidentsCommittee = "residents_committee", "居民委员会推荐", "proposed by the residents' committee";
        PartyMembers = "party_members", "党员推荐", "proposed by members";
        Owners = "owners", "业主联名推荐", "proposed by owners together";
        Residents = "residents", "居民推荐", "proposed by residents";
        Organisation = "organisation", "单位推选", "chosen by an organisation";
        SelfNominated = "self_nominated", "自荐", "came forward";
        WriteIn = "write_in", "另选他人", "written in on the ballot";
    }

    /// What a candidate is looked at for.
    ReviewCriterion {
        FormalMember = "formal_member", "正式党员", "full member";
        RightToBeElected = "right_to_be_elected", "有被选举权", "has the right to be elected";
        SuperiorConsent = "superior_consent", "上级党组织同意", "the superior agrees";
        JointVetting = "joint_vetting", "资格联审", "joint vetting";
        OwnerInArea = "owner_in_area", "本小区业主", "owner in the area";
        FullCapacity = "full_capacity", "完全民事行为能力", "full civil capacity";
        LawAbiding = "law_abiding", "遵纪守法", "law-abiding";
        KeepsCovenant = "keeps_covenant", "遵守管理规约、履行业主义务",
            "keeps the covenant and an owner's duties";
        FeesPaid = "fees_paid", "按时交纳物业费", "fees paid in time";
        NoInterest = "no_interest", "与物业服务企业无利害关系", "no interest in the property company";
        NotDishonestDebtor = "not_dishonest_debtor", "未列入失信被执行人名单",
            "not on the list of dishonest debtors";
        LawfulUse = "lawful_use", "无违法建设、违规使用", "no illegal building or use";
        LivesThere = "lives_there", "本楼居住", "lives in the building";
        AbleAndWilling = "able_and_willing", "热心公益、有能力有时间", "public-minded, able, with time";
    }

    /// What the look at a candidate found.
    ReviewResult {
        Met = "met", "符合", "met";
        NotMet = "not_met", "不符合", "not met";
        Unclear = "unclear", "待核实", "to be looked into";
    }

    /// Whether a list of candidates is the one that stands on the ballot.
    ListStage {
        Preliminary = "preliminary", "候选人预备人选", "prospective candidates";
        Final = "final", "正式候选人", "candidates on the ballot";
    }

    /// In which order a list names the candidates.
    ListOrder {
        SurnameStrokes = "surname_strokes", "按姓氏笔画", "by strokes of the surname";
        AsApproved = "as_approved", "按上级批复顺序", "in the order of the superior's reply";
        ByVotes = "by_votes", "按得票多少", "by votes";
        ByLot = "by_lot", "抽签", "by lot";
        ByConstituency = "by_constituency", "按楼栋单元", "by building and unit";
    }

    /// What a round of voting is for.
    RoundKind {
        Preliminary = "preliminary", "预选", "preliminary round";
        Election = "election", "正式选举", "election";
        Repeat = "repeat", "重新投票(上一轮无效)", "repeated, the round before being void";
        TieRevote = "tie_revote", "同票重投", "vote among the tied";
        Further = "further", "另行选举", "further election for seats left";
    }

    /// What is put before the superior.
    ReportSubject {
        Call = "call", "选举请示", "that an election is held";
        Candidates = "candidates", "候选人预备人选", "the prospective candidates";
        Result = "result", "选举结果", "the result";
    }

    /// What the superior replied.
    ReplyKind {
        Approved = "approved", "同意", "approved";
        Refused = "refused", "不同意", "not approved";
        Filed = "filed", "已备案", "filed";
    }
}
