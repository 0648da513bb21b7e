//! A result as one web page: for a phone, opened from a file, without script and without network.
//!
//! It says what was decided in a word and an icon, why in one sentence, each requirement with its
//! number, the counts, who was elected, and the head of the book that it was written from. It has no
//! room for choices, and for no name but those that were published as candidates or holders.

use core::fmt::Write as _;

use crate::answer::{CandidateLine, Mark, RequirementLine, ResultPage};
const STYLE: &str = include_str!("page.css");

/// The class in the style sheet, and the strokes of the icon. Shape and word say the same as
/// the colour, for those who do not see it.
const fn look(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Carried | Mark::Elected => ("yes", "M14 25l7 7 14-15"),
        Mark::NotCarried | Mark::ElectionFails => ("no", "M16 16l16 16M32 16L16 32"),
        Mark::SeatsLeft | Mark::Undetermined | Mark::Disputed => ("open", "M24 13v14M24 33v2"),
    }
}

/// The page as HTML, well below 60 kB.
pub fn page(result: &ResultPage) -> String {
    let mut html = Html::default();
    html.raw("<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
    // Nothing is loaded and nothing runs, whatever a text contains.
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    html.raw("style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
    html.element("title", "", &format!("{}:{}", result.mark.word(), result.title));
    html.raw("<style>\n").raw(STYLE).raw("</style>\n</head>\n<body>\n<main>\n");
    html.element("p", "book", &result.registry).element("h1", "", &result.title);
    html.element("p", "scene", &result.scene);
    verdict(&mut html, result);
    requirements(&mut html, &result.requirements);
    deemed(&mut html, &result.deemed);
    candidates(&mut html, &result.candidates);
    counts(&mut html, &result.counts);
    list(&mut html, "需要知道", &result.remarks);
    list(&mut html, "期限", &result.deadlines);
    evidence(&mut html, result);
    html.raw("</main>\n</body>\n</html>\n");
    html.text
}

fn verdict(html: &mut Html, result: &ResultPage) {
    let (class, strokes) = look(result.mark);
    html.raw("<section class=\"verdict ").raw(class).raw("\">\n<p class=\"word\">");
    html.raw(
        "<svg viewBox=\"0 0 48 48\" aria-hidden=\"true\"><circle cx=\"24\" cy=\"24\" r=\"22\"/>",
    );
    html.raw("<path d=\"").raw(strokes).raw("\"/></svg><strong>");
    html.escaped(result.mark.word()).raw("</strong></p>\n");
    html.element("p", "reason", &result.reason).raw("</section>\n");
}

fn requirements(html: &mut Html, lines: &[RequirementLine]) {
    if lines.is_empty() {
        return;
    }
    html.raw("<section>\n<h2>逐项要求</h2>\n<ul class=\"lines\">\n");
    for line in lines {
        let (class, word) = match line.met {
            Some(true) => ("yes", "✓ 达到"),
            Some(false) => ("no", "✕ 未达到"),
            None => ("open", "未记录"),
        };
        html.raw("<li><span class=\"number\">").escaped(&line.number);
        html.raw("</span><span class=\"required\">要求 ").escaped(&line.required);
        html.raw("</span><span class=\"met ").raw(class).raw("\">").raw(word).raw("</span></li>\n");
    }
    html.raw("</ul>\n</section>\n");
}

fn deemed(html: &mut Html, lines: &[Vec<String>]) {
    let Some((headings, rows)) = lines.split_first() else { return };
    html.raw("<section>\n<h2>有无视同票</h2>\n<table>\n<tr>");
    for heading in headings {
        html.raw("<th>").escaped(heading).raw("</th>");
    }
    html.raw("</tr>\n");
    for row in rows {
        html.raw("<tr>");
        for cell in row {
            html.raw("<td>").escaped(cell).raw("</td>");
        }
        html.raw("</tr>\n");
    }
    html.raw("</table>\n</section>\n");
}

fn candidates(html: &mut Html, lines: &[CandidateLine]) {
    if lines.is_empty() {
        return;
    }
    html.raw("<section>\n<h2>候选人</h2>\n<ul class=\"people\">\n");
    for line in lines {
        html.raw("<li><span class=\"name\">").escaped(&line.name).raw("</span>");
        if line.elected {
            html.raw("<span class=\"met yes\">✓ 当选</span>");
        }
        html.raw("<span class=\"votes\">").escaped(&line.votes).raw("</span></li>\n");
    }
    html.raw("</ul>\n</section>\n");
}

fn counts(html: &mut Html, counts: &[(String, String)]) {
    if counts.is_empty() {
        return;
    }
    html.raw("<section>\n<h2>计数</h2>\n<dl>\n");
    for (word, number) in counts {
        html.raw("<div><dt>").escaped(word).raw("</dt><dd>").escaped(number);
        html.raw("</dd></div>\n");
    }
    html.raw("</dl>\n</section>\n");
}

fn list(html: &mut Html, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    html.raw("<section>\n").element("h2", "", heading).raw("<ul>\n");
    for line in lines {
        html.element("li", "", line);
    }
    html.raw("</ul>\n</section>\n");
}

fn evidence(html: &mut Html, result: &ResultPage) {
    html.raw("<section class=\"evidence\">\n<h2>怎样核对</h2>\n<p>本页由账本自动写成,写到第 ");
    write!(html.text, "{}", result.entries).unwrap_or_default();
    html.raw(" 条为止。向本组织索取一份副本,用 yishi verify 核验,最后一条的指纹应当是:</p>\n");
    html.element("p", "hash", &result.head);
    if !result.relied_on.is_empty() {
        let numbers: Vec<_> = result.relied_on.iter().map(u64::to_string).collect();
        let numbers = numbers.join("、");
        html.element("p", "", &format!("这个结果依据第 {numbers} 条(从 0 数起)。"));
    }
    html.raw("<p>本页不含任何人的选择,也不含没有公布过的姓名。结果由记录的数字按当日有效的规定");
    html.raw("算出;它不是法院或主管部门的认定。</p>\n</section>\n");
}

/// Text that becomes HTML: everything that came from outside passes through [`Html::escaped`].
#[derive(Default)]
struct Html {
    text: String,
}

impl Html {
    fn raw(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    fn escaped(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            match letter {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\'' => self.text.push_str("&#39;"),
                '\n' => self.text.push_str("<br>"),
                other => self.text.push(other),
            }
        }
        self
    }

    fn element(&mut self, name: &str, class: &str, text: &str) -> &mut Self {
        self.raw("<").raw(name);
        if !class.is_empty() {
            self.raw(" class=\"").raw(class).raw("\"");
        }
        self.raw(">").escaped(text).raw("</").raw(name).raw(">\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(title: &str) -> ResultPage {
        ResultPage {
            registry: "某社区".to_owned(),
            title: title.to_owned(),
            scene: "业主大会 · 2024-05-01".to_owned(),
            mark: Mark::NotCarried,
            reason: "未通过。".to_owned(),
            requirements: Vec::new(),
            counts: Vec::new(),
            deemed: Vec::new(),
            candidates: Vec::new(),
            remarks: Vec::new(),
            deadlines: Vec::new(),
            entries: 3,
            head: "ab".repeat(32),
            relied_on: vec![1, 2],
        }
    }

    #[test]
    fn a_text_from_outside_cannot_become_markup() {
        let html = page(&result("</title><script>alert('1')</script>&<img onerror=\"x\">"));
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("</title><"));
        assert!(html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;"));
    }

    #[test]
    fn a_page_needs_nothing_but_itself() {
        let html = page(&result("选聘物业服务企业"));
        for outside in ["http:", "https:", "src=", "href=", "url(", "@import", "<script"] {
            assert!(!html.contains(outside), "{outside}");
        }
        assert!(html.len() < 60_000, "{}", html.len());
        assert!(html.contains("未通过") && html.contains(&"ab".repeat(32)));
    }

    #[test]
    fn parts_without_content_are_left_out() {
        let html = page(&result("题"));
        assert!(!html.contains("候选人") && !html.contains("逐项要求") && !html.contains("计数"));
    }
}
