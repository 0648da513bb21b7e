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
