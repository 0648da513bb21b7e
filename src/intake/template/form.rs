//! Writes JSON line by line, with the comments of a helpful clerk.

use super::{Known, KnownBody};
use crate::domain::width::{one_line, wrap};
use crate::domain::{BodyKind, Role};
use crate::ledger::json::write_string;

/// Columns of a comment.
const COMMENT_COLUMNS: usize = 88;

/// A document being written.
pub(super) struct Form<'a> {
    pub(super) known: &'a Known,
    lines: Vec<String>,
    depth: usize,
}

impl<'a> Form<'a> {
    /// Begins with who says so, and in which capacity.
    pub(super) fn new(known: &'a Known, role: Role) -> Self {
        let mut form = Self { known, lines: Vec::new(), depth: 0 };
        form.note("填好后用 yishi record 记录。以 // 开头的是说明,不记录,可以不删。");
        form.note("Fill in whatever begins with 填写, then: yishi record FILE.");
        form.note("Comments are not recorded.");
        form.open("{");
        form.note("谁来记录 / who records");
        form.open("\"by\": {");
        let actor = known.actor.clone().unwrap_or_else(|| "@填写记录人标签".to_owned());
        form.text("actor", &actor);
        form.note("secretary 书记 · recorder 记录人 · administrator 管理员 · supervisor 上级组织");
        form.last("role", role.word());
        form.close("},");
        form.open("\"facts\": [");
        form
    }

    /// A comment, in as many lines as it needs.
    pub(super) fn note(&mut self, text: &str) {
        for line in wrap(&one_line(text), COMMENT_COLUMNS) {
            self.line(&format!("// {line}"));
        }
    }

    pub(super) fn line(&mut self, text: &str) {
        self.lines.push(format!("{}{text}", "  ".repeat(self.depth)));
    }

    pub(super) fn open(&mut self, text: &str) {
        self.line(text);
        self.depth += 1;
    }

    pub(super) fn close(&mut self, text: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.line(text);
    }

    /// A key with a text, more to come.
    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.line(&format!("\"{key}\": {},", quoted(value)));
    }

    /// The last key of an object.
    pub(super) fn last(&mut self, key: &str, value: &str) {
        self.line(&format!("\"{key}\": {}", quoted(value)));
    }

    /// A key that may be left out: written as a comment, to be used by taking the `//` away.
    pub(super) fn may(&mut self, line: &str, about: &str) {
        self.line(&format!("// {line}  // {about}"));
    }

    /// Begins a fact.
    pub(super) fn fact(&mut self, kind: &str) {
        self.open("{");
        self.text("kind", kind);
    }

    /// Ends a fact that another one follows.
    pub(super) fn next(&mut self) {
        self.close("},");
    }

    /// Ends the document.
    pub(super) fn finish(mut self) -> String {
        self.close("}");
        self.close("]");
        self.close("}");
        self.lines.join("\n") + "\n"
    }

    /// The first body for which this holds, and a comment when there are others.
    pub(super) fn body(&mut self, fits: impl Fn(BodyKind) -> bool) -> Option<&'a KnownBody> {
        let known = self.known;
        let fitting: Vec<&KnownBody> = known.bodies.iter().filter(|body| fits(body.kind)).collect();
        if fitting.len() > 1 {
            let told: Vec<String> =
                fitting.iter().map(|body| format!("{} {}", body.label, body.name)).collect();
            self.note(&format!("组织可选 / bodies: {}", told.join("、")));
        }
        let body = fitting.first().copied();
        let label = body.map_or("@填写组织标签", |body| body.label.as_str());
        self.text("body", label);
        body
    }

    /// The rules to remember: they are those of Party branches and said where no other body decides.
    pub(super) fn rules(&mut self, body: Option<&KnownBody>) {
        let known = self.known;
        let party = |body: &KnownBody| body.kind.is_party();
        let somewhere = known.bodies.is_empty() || known.bodies.iter().any(party);
        if !body.map_or(somewhere, party) {
            return;
        }
        for rule in &known.rules {
            self.note(&format!("规则:{}", rule.zh));
            self.note(&format!("Rule: {}", rule.en));
        }
    }

    /// Words to choose from.
    pub(super) fn choice(
        &mut self,
        about: &str,
        words: impl Iterator<Item = (&'static str, &'static str)>,
    ) {
        let told: Vec<String> = words.map(|(word, zh)| format!("{word} {zh}")).collect();
        self.note(&format!("{about}:{}", told.join(" · ")));
    }

    /// Today, as a document writes it.
    pub(super) fn today(&self) -> String {
        self.known.today.format("%Y-%m-%d").to_string()
    }
}

fn quoted(text: &str) -> String {
    let mut bytes = Vec::new();
    write_string(text, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}
