//! Elections to fill in: the call, the candidates, the count, the result with the posts, the reply.

use super::form::Form;
use crate::domain::{
    ElectedBase, ElectionKind, ListOrder, ListStage, NominationSource, PostKind, RankKey,
    ReplyKind, ReportSubject, ReviewCriterion, ReviewResult, RoundKind, TieRule, VotingMethod,
};

/// A document about an election.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElectionForm {
    /// It is called (选举开始).
    Called,
    /// Nominated, looked at, listed (候选人).
    Candidates,
    /// Scrutineers, and the totals of a round (计票).
    Tallied,
    /// The result, and the posts that it fills (当选公布).
    Declared,
    /// To the superior, and the reply (报批).
    Reported,
}

/// Words, Chinese terms and kinds, in the order in which an election needs them.
pub(super) const FORMS: &[(&str, &str, ElectionForm)] = &[
    ("election", "选举开始", ElectionForm::Called),
    ("candidates", "候选人", ElectionForm::Candidates),
    ("tally", "计票", ElectionForm::Tallied),
    ("declared", "当选公布", ElectionForm::Declared),
    ("election-reply", "报批", ElectionForm::Reported),
];

pub(super) fn write(form: &mut Form<'_>, what: ElectionForm) {
    match what {
        ElectionForm::Called => called(form),
        ElectionForm::Candidates => candidates(form),
        ElectionForm::Tallied => tallied(form),
        ElectionForm::Declared => declared(form),
        ElectionForm::Reported => reported(form),
    }
}

fn called(form: &mut Form<'_>) {
    let today = form.today();
    form.fact("election.called");
    form.note("职务属于哪个组织 / whose posts are to be filled");
    form.body(|_| true);
    form.note("标签自己取,以后写 @标签 / a short name");
    form.text("label", "填写选举标签");
    form.text("name", "填写选举名称和届次");
    form.choice(
        "选举类别,决定用哪条规则",
        ElectionKind::ALL.iter().map(|one| (one.word(), one.zh())),
    );
    form.text("election_kind", "填写选举类别");
    form.may("\"meeting\": \"@会议标签\",", "选举的会议,知道了再写 / the meeting that elects");
    form.choice("职务", PostKind::ALL.iter().map(|one| (one.word(), one.zh())));
    form.note("应选名额,数字不加引号;几种职务写几段 / seats by post");
    form.line("\"seats\": [ { \"post_kind\": \"填写职务\", \"seats\": \"填写名额数\" } ],");
    form.choice("选举方式", VotingMethod::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("method", "secret_ballot");
    form.note("以下三项只在选举办法写明时写;没有写明的,不要自己补 / only what the method fixes");
    form.choice("过半数的基数", ElectedBase::ALL.iter().map(|one| (one.word(), one.zh())));
    form.may("\"elected_base\": \"due\",", "可不写");
    form.choice("排序", RankKey::ALL.iter().map(|one| (one.word(), one.zh())));
    form.may("\"rank_key\": \"heads\",", "可不写");
    form.choice("并列", TieRule::ALL.iter().map(|one| (one.word(), one.zh())));
    form.may("\"tie_rule\": \"revote\",", "可不写");
    form.may("\"roll\": \"@名册标签\",", "业主委员会选举才写 / the roll of owners");
    form.may(
        "\"electorate\": \"households\",",
        "居民委员会选举才写:voters 全体、households 户代表、representatives 居民代表 / who elects",
    );
    form.may(
        "\"term_number\": 1, \"term_years\": 3,",
        "届次、任期 / number and length of the term",
    );
    form.last("happened", &today);
}

fn candidate(form: &mut Form<'_>, kind: &str) {
    form.fact(kind);
    form.text("election", "@填写选举标签");
    form.text("candidate", "@填写选举标签/@填写候选人姓名");
}

fn candidates(form: &mut Form<'_>) {
    let today = form.today();
    form.note("一、提名,每人一段;之后写作 @选举标签/@姓名 / nominated, one fact for each");
    form.fact("election.candidate_nominated");
    form.text("election", "@填写选举标签");
    form.text("person", "@填写候选人姓名");
    form.note("公布的姓名:公开,当选公示和页面上会印出 / the name as published");
    form.text("name", "填写公布的姓名");
    form.text("post_kind", "填写职务");
    form.may("\"constituency\": \"3号楼1单元\",", "楼长、单元长才写 / building and unit");
    form.choice("提名方式", NominationSource::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("source", "填写提名方式");
    form.may("\"nominated_by\": \"@组织标签\", \"supporters\": 12,", "提名组织、联名人数");
    form.note("本人同意写 true / whether the person agreed");
    form.line("\"consented\": true,");
    form.last("happened", &today);
    form.next();
    form.note("二、资格审查,每人每项一段;没有审查的删去 / looked at, one fact for each criterion");
    candidate(form, "election.candidate_reviewed");
    form.choice("审查项目", ReviewCriterion::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("criterion", "填写审查项目");
    form.choice("结论", ReviewResult::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("result", "填写审查结论");
    form.may("\"evidence\": \"依据\",", "封存 / sealed");
    form.last("happened", &today);
    form.next();
    form.note("三、名单 / the list");
    form.fact("election.listed");
    form.text("election", "@填写选举标签");
    form.choice("名单", ListStage::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("stage", "final");
    form.choice("排列", ListOrder::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("order", "surname_strokes");
    form.line("\"candidates\": [ \"@填写选举标签/@填写候选人姓名\" ],");
    form.last("happened", &today);
}

fn tallied(form: &mut Form<'_>) {
    let today = form.today();
    form.note("业主记名投票不用这份:用 yishi new 开始表决。Owners who vote by name: new count.");
    form.note("一、监票人、计票人,候选人不得担任 / who watches and who counts; no candidate");
    form.fact("election.scrutineers_chosen");
    form.text("election", "@填写选举标签");
    form.text("meeting", "@填写会议标签");
    form.line("\"scrutineers\": [ \"@填写监票人\" ],");
    form.line("\"tellers\": [ \"@填写计票人\" ],");
    form.last("happened", &today);
    form.next();
    form.note(
        "二、一轮的合计。只记合计,不记谁投了谁;日期和时间照会议的写 / totals of a round only",
    );
    form.fact("election.tallied");
    form.text("election", "@填写选举标签");
    form.text("meeting", "@填写会议标签");
    form.note("第几轮,从 1 起 / which round");
    form.line("\"round\": 1,");
    form.choice("本轮性质", RoundKind::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("round_kind", "election");
    form.note("数字不加引号 / numbers without quotes");
    form.text("due", "填写有选举权应到人数");
    form.text("present", "填写有选举权实到人数");
    form.text("issued", "填写发出票数");
    form.text("returned", "填写收回票数");
    form.text("valid", "填写有效票数");
    form.text("invalid", "填写无效票数");
    form.note("每名候选人一段;选票上没有反对、弃权两栏的不写 / one for each candidate");
    form.open("\"tallies\": [");
    form.line(
        "{ \"candidate\": \"@填写选举标签/@填写候选人姓名\", \"in_favour\": \"填写赞成票数\", \"against\": \"填写反对票数\", \"abstain\": \"填写弃权票数\" }",
    );
    form.close("],");
    form.may(
        "\"write_ins\": [ { \"candidate\": \"@选举标签/@姓名\", \"votes\": 1 } ],",
        "另选他人,先按 write_in 提名 / written in",
    );
    form.note("与会议记录的时间一致 / the time of the meeting, as in its minutes");
    form.last("happened", &today);
}

fn declared(form: &mut Form<'_>) {
    let today = form.today();
    form.note("一、宣布结果:只记会上怎么宣布的;按票数谁当选由程序计算 / as it was declared");
    form.fact("election.declared");
    form.text("election", "@填写选举标签");
    form.text("meeting", "@填写会议标签");
    form.line("\"round\": 1,");
    form.note("没有人当选写 [] / nobody: []");
    form.open("\"elected\": [");
    form.line("{ \"candidate\": \"@填写选举标签/@填写候选人姓名\", \"post_kind\": \"填写职务\" }");
    form.close("],");
    form.may("\"place\": \"会上宣布\",", "公布方式 / where or how");
    form.last("happened", &today);
    form.next();
    form.note("二、任职,每名当选人一段;须经上级批准的,等批复后再记 / the post, for each elected");
    form.fact("post.filled");
    form.text("person", "@填写当选人");
    form.body(|_| true);
    form.text("post_kind", "填写职务");
    form.text("basis", "elected");
    form.text("election", "@填写选举标签");
    form.may("\"constituency\": \"3号楼1单元\",", "楼长、单元长才写 / building and unit");
    form.may("\"term_until\": \"2031-12-31\",", "任期至 / end of term");
    form.last("happened", &today);
}

fn reported(form: &mut Form<'_>) {
    let today = form.today();
    form.note("一、报上级 / to the superior");
    form.fact("election.reported");
    form.text("election", "@填写选举标签");
    form.choice("事项", ReportSubject::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("subject", "result");
    form.may("\"to\": \"@上级标签\", \"document\": \"文号\",", "报送机关、文号");
    form.last("happened", &today);
    form.next();
    form.note("二、批复;还没有批复就删去整段 / the reply; delete it if there is none yet");
    form.fact("election.approved");
    form.text("election", "@填写选举标签");
    form.text("subject", "result");
    form.choice("批复", ReplyKind::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("reply", "填写批复");
    form.may("\"body\": \"@上级标签\", \"document\": \"文号\",", "批复机关、文号");
    form.last("happened", &today);
}
