//! The first day, as the README tells it: begin, the first document, a meeting, its outcome.

use crate::common::cli::run;
use yishi::cli::Exit;

/// Fills the blanks of a printed form.
fn filled(form: &str, blanks: &[(&str, &str)]) -> String {
    blanks.iter().fold(form.to_owned(), |form, (blank, value)| form.replace(blank, value))
}

#[test]
fn a_new_secretary_follows_the_readme() {
    let folder = tempfile::tempdir().unwrap();
    let registry = folder.path().join("book").to_string_lossy().into_owned();
    let yishi = |arguments: &[&str]| {
        let base = ["--lang", "zh", "--registry", &registry];
        run(&base.iter().chain(arguments).copied().collect::<Vec<_>>())
    };
    yishi(&["init", "某某社区党支部", "--place", "CN-110115"]).done();
    let form = yishi(&["new", "开始"]).done().out;
    let file = folder.path().join("1.json").to_string_lossy().into_owned();

    std::fs::write(&file, &form).unwrap();
    let refused = yishi(&["record", &file]).assert(Exit::Refused);
    assert!(refused.err.contains("没有写明谁来记录"), "{}", refused.err);

    let document = filled(
        &form,
        &[
            ("填写书记姓名", "王秀英"),
            ("填写党员姓名", "李建国"),
            ("填写支部全称", "幸福里党支部"),
            ("填写成立年月", "2019-03"),
            ("填写登记日期", "2026-01-05"),
            ("填写任职日期", "2024-05-01"),
        ],
    );
    std::fs::write(&file, &document).unwrap();
    yishi(&["record", "--dry-run", &file]).done();
    yishi(&["record", &file]).done();
    let again = yishi(&["record", &file]).done();
    assert!(again.err.contains("早已记录"), "{}", again.err);
    let committees = yishi(&["show", "committees"]).done().out;
    assert!(committees.contains("王秀英") && committees.contains("幸福里党支部"), "{committees}");
    let form = yishi(&["new", "支部党员大会"]).done().out;
    assert!(form.contains("@王秀英") && form.contains("@zhibu"), "{form}");

    // A byte apart is another file, but not another branch.
    std::fs::write(&file, document + "\n").unwrap();
    let refused = yishi(&["record", &file]).assert(Exit::Refused);
    assert!(refused.err.contains("标签“@zhibu”已经用过"), "{}", refused.err);
}

#[test]
fn every_example_sent_twice_is_on_record_once() {
    let folder = tempfile::tempdir().unwrap();
    let examples = crate::common::root().join("examples/c3-xinghua");
    let registry = folder.path().join("book").to_string_lossy().into_owned();
    let examples = examples.to_string_lossy().into_owned();
    run(&["--lang", "zh", "--registry", &registry, "init", "兴华南里"]).done();
    run(&["--lang", "zh", "--registry", &registry, "record", &examples]).done();
    let again = run(&["--lang", "zh", "--registry", &registry, "record", &examples]).done();
    let lines: Vec<_> = again.err.lines().collect();
    let files = std::fs::read_dir(&examples).unwrap().flatten();
    let documents = files.filter(|file| file.path().extension().is_some_and(|end| end == "json"));
    assert_eq!(lines.len(), documents.count());
    assert!(lines.iter().all(|line| line.contains("早已记录")), "{}", again.err);
}

/// The forms of a vote of owners in their order, each filled in as it says, in a fresh book.
#[test]
#[expect(clippy::too_many_lines, reason = "every form of a vote once")]
fn a_clerk_of_owners_is_led_from_the_first_document_to_the_publication() {
    let folder = tempfile::tempdir().unwrap();
    let registry = folder.path().join("book").to_string_lossy().into_owned();
    let yishi = |arguments: &[&str]| {
        let base = ["--lang", "zh", "--registry", &registry];
        run(&base.iter().chain(arguments).copied().collect::<Vec<_>>())
    };
    let told = yishi(&["init", "某某小区业主大会", "--place", "CN-330106"]).done().err;
    assert!(told.contains("yishi new 业主开始"), "{told}");
    let file = folder.path().join("next.json").to_string_lossy().into_owned();
    let record = |kind: &str, blanks: &[(&str, &str)]| {
        let form = yishi(&["new", kind]).done().out;
        // A branch's rules have no place in a book without a branch.
        assert!(!form.contains("党员到会"), "{kind}: {form}");
        let common = [("@填写记录人标签", "@王秀英"), ("填写户编号", "h1"), ("填写名册标签", "r1")];
        let form = filled(&filled(&form, blanks), &common);
        std::fs::write(&file, &form).unwrap();
        yishi(&["record", "--dry-run", &file]).done();
        yishi(&["record", &file]).done();
        form
    };
    record(
        "业主开始",
        &[
            ("填写记账人姓名", "王秀英"),
            ("填写复录人姓名", "李建国"),
            ("填写业主大会全称", "某某小区业主大会"),
            ("填写成立年月", "2019-03"),
            ("填写登记日期", "2026-01-05"),
        ],
    );
    let area = ("\"填写面积\"", "8950");
    let unit = [("填写业主姓名", "陈桂芳"), ("填写幢号", "1"), ("填写单元和室号", "101"), area];
    record("业主名册", &unit);
    record("冻结名册", &[]);
    let meeting = ("填写会议标签", "m1");
    let place = ("填写会议地点", "广场");
    let posted = ("填写张贴位置或通知方式", "公告栏");
    let day = yishi(&["new", "冻结名册"]).done().out;
    let day = day.rsplit("\"happened\": \"").next().unwrap().split('"').next().unwrap().to_owned();
    let notice =
        record("会议通知", &[meeting, place, posted, ("填写开会时间", &day), ("填写议题", "物业")]);
    assert!(notice.contains("\"owner_assembly_meeting\"") && notice.contains("\"@yezhu\""));

    // Only its first fact is filled in: the form says that the others come after the count.
    let form = yishi(&["new", "议案"]).done().out;
    assert!(form.contains("按人数和面积计票") && !form.contains("motion.voted"), "{form}");
    let (first, _) = form.split_once("    // 二、").unwrap();
    let first = first.trim_end().trim_end_matches(',');
    let blanks = [
        meeting,
        ("填写议案标签", "q1"),
        ("填写议案内容", "选聘物业"),
        ("填写事项类别", "property_service"),
        ("@填写记录人标签", "@王秀英"),
    ];
    std::fs::write(&file, filled(&format!("{first}\n]}}"), &blanks)).unwrap();
    yishi(&["record", &file]).done();

    let count = ("填写计票标签", "c1");
    let motion = ("填写议案标签", "q1");
    record(
        "开始表决",
        &[
            ("填写业主大会会议标签", "m1"),
            count,
            motion,
            ("填写投票开始日期", &day),
            ("填写投票截止日期", &day),
        ],
    );
    let form = yishi(&["new", "发票收票录票"]).done().out;
    let (valid, _) = form.split_once("    // 五、").unwrap();
    let valid = valid.trim_end().trim_end_matches(',');
    let choice = ("填写选择", "in_favour");
    let blanks = [
        count,
        motion,
        choice,
        ("填写票号", "b1"),
        ("填写户编号", "h1"),
        ("@填写记录人标签", "@王秀英"),
    ];
    std::fs::write(&file, filled(&format!("{valid}\n]}}"), &blanks)).unwrap();
    yishi(&["record", &file]).done();
    record("复录", &[count, motion, choice, ("填写票号", "b1"), ("@填写记录人标签", "@李建国")]);
    record("计票结果", &[count, ("填写监票人", "李建国")]);
    let shown = yishi(&["show", "counts"]).done().out;
    assert!(shown.contains("已出结果") && shown.contains("有效 1"), "{shown}");
    assert!(!shown.contains("  ! "), "{shown}");
    let form = yishi(&["new", "公示"]).done().out;
    let (posting, _) = form.split_once("    // 收到异议才写").unwrap();
    let posting = posting.trim_end().trim_end_matches(',');
    let blanks = [
        count,
        ("填写公示类别", "final_result"),
        ("填写公示标签", "p1"),
        ("填写张贴位置", "公告栏"),
        ("填写公示截止日期", "2099-01-01"),
        ("@填写记录人标签", "@王秀英"),
    ];
    std::fs::write(&file, filled(&format!("{posting}\n]}}"), &blanks)).unwrap();
    yishi(&["record", &file]).done();
    yishi(&["publish", "@q1", "--output", &folder.path().join("q1.html").to_string_lossy()]).done();
    yishi(&["verify"]).done();
}
