//! Rolls, counts, ballots, results and publications of owners' votes to fill in.

use super::form::Form;
use crate::domain::{
    AreaSource, BodyKind, Choice, DeliveryMethod, PublicationKind, RejectionGround, ReturnChannel,
    SignatureStatus, SilencePolicy, UnitKind,
};

/// A document about an owners' vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnersForm {
    /// Units with their owners (业主名册).
    Units,
    /// A roll frozen for a vote (冻结名册).
    Roll,
    /// A vote begins (开始表决).
    Count,
    /// Ballots issued, returned, keyed (发票、收票、录票).
    Ballots,
    /// The second keying, by somebody else (复录).
    Again,
    /// The result (计票结果).
    Result,
    /// Something posted (公示).
    Publication,
}

/// Words, Chinese terms and kinds, in the order in which a vote needs them.
pub(super) const FORMS: &[(&str, &str, OwnersForm)] = &[
    ("units", "业主名册", OwnersForm::Units),
    ("roll", "冻结名册", OwnersForm::Roll),
    ("count", "开始表决", OwnersForm::Count),
    ("ballots", "发票收票录票", OwnersForm::Ballots),
    ("ballots-again", "复录", OwnersForm::Again),
    ("result", "计票结果", OwnersForm::Result),
    ("publication", "公示", OwnersForm::Publication),
];

pub(super) fn write(form: &mut Form<'_>, what: OwnersForm) {
    match what {
        OwnersForm::Units => units(form),
        OwnersForm::Roll => roll(form),
        OwnersForm::Count => count(form),
        OwnersForm::Ballots => ballots(form),
        OwnersForm::Again => again(form),
        OwnersForm::Result => result(form),
        OwnersForm::Publication => publication(form),
    }
}

fn estate(form: &mut Form<'_>) {
    form.body(|kind| matches!(kind, BodyKind::OwnerAssembly | BodyKind::Estate));
}

fn units(form: &mut Form<'_>) {
    let today = form.today();
    form.note("业主名册:每名业主一段 person.registered,每户一段 roll.unit_registered。");
    form.note("一份文件最多 10000 段;可由表格软件按此格式生成。Owners first, then their units.");
    form.fact("person.registered");
    form.text("name", "填写业主姓名");
    form.note("同名的业主用标签区分 / tells people of one name apart");
    form.may("\"label\": \"yz0001\",", "可不写 / label");
    form.last("happened", &today);
    form.next();
    form.fact("roll.unit_registered");
    estate(form);
    form.note(
        "户编号自己取,不要写门牌号:它会公开,门牌号封存 / a number that says nothing about the door",
    );
    form.text("label", "填写户编号");
    form.text("building", "填写幢号");
    form.text("door", "填写单元和室号");
    form.choice("物业类型", UnitKind::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("unit_kind", "dwelling");
    form.note("专有部分面积,单位 0.01 平方米,数字不加引号:89.50 ㎡ 写 8950 / in 0.01 m²");
    form.text("area", "填写面积");
    form.choice("面积依据", AreaSource::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("area_source", "register");
    form.note("产权人,共有的写全;同一组产权人无论几户只算一人 / all owners");
    form.line("\"owners\": [ \"@填写业主姓名\" ],");
    form.note("从哪一天起是这样;建账时已是这样的写建账日 / since when");
    form.last("happened", &today);
}

fn roll(form: &mut Form<'_>) {
    let today = form.today();
    form.note("冻结名册:人数、户数、面积和指纹由程序统计;冻结之后的变更不影响这份名册。");
    form.note("The program adds it up; what is recorded later does not change it.");
    form.fact("roll.frozen");
    estate(form);
    form.text("label", "填写名册标签");
    form.note("units 按登记的各户统计 · brought_forward 照抄纸质名册(须写 totals)");
    form.text("basis", "units");
    form.may("\"buildings\": [ \"1号楼\" ],", "只表决部分幢的,写幢号 / only these buildings");
    form.may("\"parking_counts\": true,", "议事规则规定车位计入的才写 / parking spaces count");
    form.note("名册所说的日期 / the day of which it holds");
    form.last("happened", &today);
}

fn count(form: &mut Form<'_>) {
    let today = form.today();
    form.note("业主大会会议和各项议案先记录:yishi new 通知、yishi new 议案。");
    form.note("业主表决一律记名;选票一户一次。Owners vote by name; a unit votes once.");
    form.fact("count.opened");
    form.text("meeting", "@填写业主大会会议标签");
    form.text("roll", "@填写名册标签");
    form.text("label", "填写计票标签");
    form.line("\"motions\": [ \"@填写议案标签\" ],");
    form.text("voting_from", "填写投票开始日期");
    form.text("voting_until", "填写投票截止日期");
    form.choice(
        "未反馈规则,依议事规则",
        SilencePolicy::ALL.iter().map(|one| (one.word(), one.zh())),
    );
    form.text("silence", "not_participating");
    form.note(
        "double 每张票录两次,不一致的不计入 · single 录一次 / keyed twice and compared, or once",
    );
    form.text("keying", "double");
    form.note("表决票、议案公布的日期 / the day on which it was announced");
    form.last("happened", &today);
}

fn about_ballot(form: &mut Form<'_>, kind: &str) {
    form.fact(kind);
    form.text("ballot", "@填写票号");
    form.text("count", "@填写计票标签");
}

fn ballots(form: &mut Form<'_>) {
    let today = form.today();
    form.note("一、发票:一张票代表同一业主的一户或几户 / issued");
    form.fact("ballot.issued");
    form.text("count", "@填写计票标签");
    form.text("label", "填写票号");
    form.line("\"units\": [ \"@填写户编号\" ],");
    form.last("happened", &today);
    form.next();
    form.note("二、送达 / delivered");
    about_ballot(form, "ballot.delivered");
    form.choice("送达方式", DeliveryMethod::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("method", "by_hand");
    form.may("\"received_by\": \"接收人\",", "封存 / sealed");
    form.may("\"verified_by\": \"@核实人\",", "核实人,另一人 / checked by somebody else");
    form.last("happened", &today);
    form.next();
    form.note("三、收票 / came back");
    about_ballot(form, "ballot.returned");
    form.choice("收回渠道", ReturnChannel::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("channel", "box");
    form.choice("签名", SignatureStatus::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("signature", "signed");
    form.may("\"proxy\": \"受托人及委托书\",", "委托投票才写,封存 / by proxy, sealed");
    form.last("happened", &today);
    form.next();
    form.note("四、初录;复录由另一人另用一份文件(yishi new 复录) / keyed; another keys it again");
    keyed(form, "first");
    form.next();
    form.note("五、无效票才写,否则删去整段 / only if the ballot does not count");
    about_ballot(form, "ballot.rejected");
    form.choice("理由", RejectionGround::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("ground", "填写无效理由");
    form.last("happened", &today);
}

fn keyed(form: &mut Form<'_>, pass: &str) {
    let today = form.today();
    about_ballot(form, "ballot.keyed");
    form.text("pass", pass);
    form.choice("选择,未填的不写", Choice::ALL.iter().map(|one| (one.word(), one.zh())));
    form.line("\"choices\": [ { \"motion\": \"@填写议案标签\", \"choice\": \"填写选择\" } ],");
    form.last("happened", &today);
}

fn again(form: &mut Form<'_>) {
    form.note("复录:上面的 actor 写复录人,不是初录的人;对着票录,不看初录。一张票一段。");
    form.note("Keyed again by somebody else (actor), from the paper, one fact for each ballot.");
    form.note("两次不一致的票不计入。看票查明谁录错了,用 corrects 更正那一次录入。");
    keyed(form, "second");
}

fn result(form: &mut Form<'_>) {
    let today = form.today();
    form.note("先封票,再出结果;各项人数和面积由程序按录入的票统计。");
    form.note("Seal first; heads and areas are added up by the program.");
    form.fact("count.sealed");
    form.text("count", "@填写计票标签");
    form.line("\"scrutineers\": [ \"@填写监票人\" ],");
    form.may("\"seal_numbers\": [ \"封条编号\" ],", "可不写 / numbers of the seals");
    form.last("happened", &today);
    form.next();
    form.fact("count.certified");
    form.text("count", "@填写计票标签");
    form.note("ballots 按录入的票统计 · tally_sheet 照抄纸质计票表(须写 totals)");
    form.text("basis", "ballots");
    form.may(
        "\"totals\": { \"participating\": { \"heads\": 1360, \"area\": 17175522 }, \"motions\": \
         [ { \"motion\": \"@议案标签\", \"in_favour\": { \"heads\": 238, \"area\": 2973425 } } ] },",
        "只在照抄计票表时写,面积单位 0.01 平方米 / only from a sheet",
    );
    form.last("happened", &today);
}

fn publication(form: &mut Form<'_>) {
    let today = form.today();
    form.fact("publication.posted");
    form.body(|_| true);
    form.choice("类别", PublicationKind::ALL.iter().map(|one| (one.word(), one.zh())));
    form.text("publication_kind", "填写公示类别");
    form.text("label", "填写公示标签");
    form.note("公示的是什么,至少留一行:会议、议案、名册、计票 / what it is about, at least one");
    form.text("count", "@填写计票标签");
    form.may("\"roll\": \"@名册标签\",", "名册 / roll");
    form.may("\"meeting\": \"@会议标签\",", "会议 / meeting");
    form.may("\"motion\": \"@议案标签\",", "议案 / motion");
    form.text("place", "填写张贴位置");
    form.text("until", "填写公示截止日期");
    form.note("公布的文本写上 SHA-256,以后换过文本就看得出(yishi attach 会显示)");
    form.may(&format!("\"text\": \"{}\",", "0".repeat(64)), "SHA-256 of the text");
    form.last("happened", &today);
    form.next();
    form.note("收到异议才写,否则删去以下两段;内容封存 / only if there was an objection; sealed");
    form.fact("publication.objection_received");
    form.text("publication", "@填写公示标签");
    form.line("\"number\": 1,");
    form.text("text", "填写异议内容");
    form.last("happened", &today);
    form.next();
    form.fact("publication.objection_answered");
    form.text("publication", "@填写公示标签");
    form.line("\"number\": 1,");
    form.note("upheld 成立 · partly_upheld 部分成立 · not_upheld 不成立");
    form.text("outcome", "填写处理结果");
    form.text("text", "填写答复内容");
    form.last("happened", &today);
}
