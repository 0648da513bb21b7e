//! Texts that would be markup, that are too long for a line, or that are not letters at all.

use super::book::Book;
use unicode_width::UnicodeWidthStr;
use yishi::domain::Language;
use yishi::paper::{MinutesOptions, markdown, minutes, text};

const HOSTILE: &[&str] = &[
    "# 标题\\n- 列表\\n1. 数字\\n> 引用\\n```\\n代码\\n```\\n---\\n===",
    "| 表 | 格 |\\n| --- | --- |\\n<script>alert(1)</script> &lt; &#x41;",
    "[链接](javascript:x) ![图](http://x.cn) **粗** __粗__ ~~删~~ `码` www.x.cn a@x.cn",
    "　全角空格　ＡＢＣ１２３，。！？（）",
    "🎉👍🏽👨‍👩‍👧🇨🇳ℹ️ e\u{301}\u{301}\u{301} ﷽ 𠮷",
    "«»“”‘’——……·、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、、",
    "\\\\ \\\\* {person:x} {person:01KAQ3ZJ8QK6M7N8P9QRSTVWXY} {}",
];

fn book(hostile: &str) -> Book {
    // What cannot be seen is refused at input, long before paper.
    let visible: String = hostile.chars().filter(|c| !"\u{200d}\u{fe0f}".contains(*c)).collect();
    let line: String = visible.replace("\\n", " ").chars().take(190).collect();
    let document = format!(
        r#"[{{ "at": "2018-09-28T02:10:00.000Z", "by": "@甲", "role": "recorder", "facts": [
        {{ "kind": "meeting.held", "label": "m", "body": "@支部", "form": "onsite",
          "meeting_kind": "branch_general_meeting", "place": "{line}", "name": "{line}",
          "happened": "2018-09-05T14:00", "chair": "@甲", "recorder": "@乙",
          "entitled": ["@甲", "@乙"], "summary": "{visible}",
          "late_reason": "{line}", "agenda": [{{ "title": "{line}" }}] }},
        {{ "kind": "meeting.speech_noted", "meeting": "@m", "speaker": "@甲",
          "text": "{visible}", "happened": "2018-09-05" }},
        {{ "kind": "motion.proposed", "label": "d", "body": "@支部", "meeting": "@m",
          "text": "{visible}", "matter_kind": "other", "happened": "2018-09-05" }},
        {{ "kind": "motion.voted", "motion": "@d", "meeting": "@m", "method": "not_recorded",
          "in_favour": 4294967295, "against": 4294967295, "abstain": 1,
          "happened": "2018-09-05" }},
        {{ "kind": "motion.resolved", "motion": "@d", "resolution": "{visible}",
          "happened": "2018-09-05" }} ] }}]"#
    );
    // An address is no reference here.
    Book::parse(&document.replace("a@x", "a＠x"), false)
}

#[test]
fn nothing_breaks_the_layout_and_nothing_panics() {
    let long = ["会".repeat(5_000), "x".repeat(5_000), "a ".repeat(2_000), "(".repeat(500)];
    let texts = HOSTILE.iter().map(|text| (*text).to_owned()).chain(long);
    for hostile in texts {
        let book = book(&hostile);
        for language in [Language::Chinese, Language::English] {
            let options = MinutesOptions { language, include_criticism: true };
            let sheet = minutes(&book.record(), options);
            for line in text(&sheet).lines() {
                assert!(line.width() <= 80, "{} {line}", line.width());
                assert_eq!(line, line.trim_end_matches(' '));
            }
            check_markdown(&markdown(&sheet));
        }
    }
}

/// Outside of the lines that the sheet itself makes, no line begins as markup would.
fn check_markdown(page: &str) {
    for line in page.lines() {
        for markup in ["<script", "](", "**粗", "__", "~~", "`", "&lt;", "&#"] {
            let found = line.match_indices(markup);
            let plain = found.filter(|(place, _)| !line[..*place].ends_with('\\'));
            assert_eq!(plain.count(), 0, "{markup} in {line}");
        }
        let own = ["# ", "## ", "### ", "---", "| ", "|"];
        if line.starts_with(['#', '-', '>', '=', '|']) {
            assert!(own.iter().any(|own| line.starts_with(own)), "{line}");
        }
        assert!(!line.starts_with("    "), "code block: {line}");
    }
    assert_eq!(page.lines().filter(|line| line.starts_with("# ")).count(), 1);
}
