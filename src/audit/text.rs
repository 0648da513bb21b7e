//! The report for people: the verdict, the checks one by one, what was found, what is worth knowing.

use crate::audit::report::{Report, Tick};
use crate::domain::{Bilingual, Language};
use core::fmt::Write as _;

impl Report {
    /// The whole report, one line per check and finding, in one language.
    pub fn text(&self, language: Language) -> String {
        let mut out = self.sentence().get(language).to_owned();
        out.push('\n');
        let mut line = |text: &str| {
            out.push_str(text);
            out.push('\n');
        };
        line("");
        for (check, tick) in &self.ticks {
            let state = tick.sentence();
            let (title, state) = (check.title(), state.get(language));
            line(&format!("  {check}  {state}  {}", title.get(language)));
        }
        line("");
        for finding in &self.findings {
            line(finding.sentence().get(language));
        }
        if self.unlisted > 0 {
            let more = Bilingual::new(
                format!("另有 {} 处问题未逐一列出。", self.unlisted),
                format!("{} further faults are not listed.", self.unlisted),
            );
            line(more.get(language));
        }
        for note in &self.notes {
            line(note.sentence().get(language));
        }
        if let Some(reason) = &self.unreadable {
            line(reason);
        }
        self.facts(&mut out, language);
        out
    }

    /// What an auditor copies onto paper: the number of entries and the hash of the last.
    fn facts(&self, out: &mut String, language: Language) {
        let counts = &self.counts;
        let (entries, files, bytes, head) =
            (counts.entries, counts.files, counts.bytes, counts.head);
        let commands = counts.commands.map_or("-".to_owned(), |count| count.to_string());
        let facts = Bilingual::new(
            format!("记录 {entries},命令 {commands},文件 {files},字节 {bytes},末条哈希 {head}"),
            format!(
                "entries {entries}, commands {commands}, files {files}, bytes {bytes}, head {head}"
            ),
        );
        // Writing into a string cannot fail.
        writeln!(out, "{}", facts.get(language)).unwrap_or_default();
    }
}

impl Tick {
    fn sentence(self) -> Bilingual {
        match self {
            Self::Holds => Bilingual::new("✓ 成立", "ok      "),
            Self::Broken(count) => {
                Bilingual::new(format!("✗ {count} 处"), format!("FAULT {count}"))
            }
            Self::NotMade => Bilingual::new("· 未查", "not made"),
        }
    }
}
