//! What an audit says to people: each fault with what was expected, what was found and what to do
//! next; each note; the verdict. Chinese and English side by side, matched exhaustively.

use crate::audit::check::Level;
use crate::audit::finding::{Claim, Exposed, Fault, Finding, Place};
use crate::audit::report::{NotHere, Outcome, Report};
use crate::domain::{Bilingual, say};

impl Place {
    /// Where it is, as far as it is known.
    pub fn sentence(&self) -> Bilingual {
        let mut zh = Vec::new();
        let mut en = Vec::new();
        if let Some(entry) = self.entry {
            zh.push(format!("第 {entry} 条"));
            en.push(format!("entry {entry}"));
        }
        if let Some(file) = &self.file {
            zh.push(format!("文件 {file}"));
            en.push(format!("file {file}"));
        }
        if let Some(line) = self.line {
            zh.push(format!("第 {line} 行"));
            en.push(format!("line {line}"));
        }
        if let Some(offset) = self.offset {
            zh.push(format!("字节 {offset}"));
            en.push(format!("byte {offset}"));
        }
        Bilingual::new(zh.join(","), en.join(", "))
    }
}

impl Finding {
    /// The whole finding in one line: check, place, what is wrong, what to do next.
    pub fn sentence(&self) -> Bilingual {
        let (check, place) = (self.check(), self.place.sentence());
        let (what, next) = (self.fault.sentence(), self.fault.next_step());
        let at = |place: &str| if place.is_empty() { String::new() } else { format!("({place})") };
        Bilingual::new(
            format!("{check}{}:{}{}", at(&place.zh), what.zh, next.zh),
            format!("{check} {}: {} {}", at(&place.en), what.en, next.en),
        )
    }
}

impl Fault {
    /// What to do next.
    pub fn next_step(&self) -> Bilingual {
        match self {
            Self::UnknownKind { .. } => {
                say!("请用新版程序核对。", "Verify with a newer version of the program.")
            }
            Self::EndMarkUnreadable { why, .. } => why.next_step(),
            Self::Behind { .. } => say!(
                "若刚发生过断电,重新打开账本会把它移开;否则请与其他副本对照。",
                "After a power cut, opening the registry moves it away; otherwise compare copies."
            ),
            Self::CutShort { .. } => say!(
                "请找回完整的副本;在此之前不要继续记录。",
                "Find a complete copy, and record nothing before."
            ),
            Self::NotErased { .. } => {
                say!("重新打开账本即会再次销毁。", "Opening the registry destroys it again.")
            }
            Self::OpeningDamaged
            | Self::OpeningElsewhere { .. }
            | Self::OpeningMissing { .. }
            | Self::SaltTwice { .. }
            | Self::Attachment { .. }
            | Self::AttachmentMissing { .. } => say!(
                "请从备份恢复保管库,并查明谁动过它。",
                "Restore the vault from a backup, and find out who changed it."
            ),
            Self::AnnouncedContrary { .. } => say!(
                "请查明哪一次宣布有误,并记一条更正(corrects)。",
                "Find out which announcement is wrong, and record a correction (corrects)."
            ),
            Self::Refused(_) | Self::Book { .. } | Self::Pin { .. } => say!(
                "请查明这条记录由什么程序、什么人写入。",
                "Find out which program and which person recorded it."
            ),
            Self::Table { claim, .. } => claim.next_step(),
            Self::Row { .. } | Self::SavedMark { .. } => say!(
                "删除索引文件夹后重新打开,索引会从流水重建。",
                "Delete the folder of the index and open again: it is rebuilt from the journal."
            ),
            Self::NotEnded
            | Self::NotAnEntry(_)
            | Self::NoSuchDay { .. }
            | Self::Shape { .. }
            | Self::OtherSpelling { .. }
            | Self::NotSealed { .. }
            | Self::Gap { .. }
            | Self::FileName { .. }
            | Self::Command(_)
            | Self::Chain { .. }
            | Self::Beginning { .. }
            | Self::Empty
            | Self::ClockBack { .. }
            | Self::CommandTwice { .. }
            | Self::OtherHash { .. }
            | Self::Tags { .. } => say!(
                "请不要改动任何文件,先与其他副本对照。",
                "Change no file; compare with other copies first."
            ),
        }
    }
}

impl Claim {
    fn next_step(self) -> Bilingual {
        match self {
            Self::SecondFold | Self::Manifest => {
                say!("请把两份账面交给开发者。", "Hand both sets of rows to the developers.")
            }
        }
    }
}

/// One after the other.
pub(super) fn listed<T: ToString>(all: &[T]) -> Bilingual {
    let all: Vec<String> = all.iter().map(T::to_string).collect();
    Bilingual::new(all.join("、"), all.join(", "))
}

/// In which line, as far as it is known.
pub(super) fn in_line(line: Option<u64>) -> Bilingual {
    line.map_or_else(|| say!("", ""), |line| say!("第 {line} 行", ", line {line}"; line))
}

impl NotHere {
    /// What is said before anything else.
    pub fn sentence(&self) -> Bilingual {
        let openings = self.openings;
        if self.copy {
            return say!(
                "本副本缺 {openings} 项封存信息:没有随副本带来,未核对。",
                "This copy lacks {openings} openings: they did not come with it.";
                openings
            );
        }
        say!(
            "本账接自一份副本,缺 {openings} 项封存信息:接管时就没有带来,未核对。",
            "This book was continued from a copy and lacks {openings} openings.";
            openings
        )
    }
}

impl Report {
    /// The verdict in one line.
    pub fn sentence(&self) -> Bilingual {
        let faults = self.faults();
        let (zh, en) = match self.outcome {
            Outcome::Holds => ("核对无误", "Verified".to_owned()),
            Outcome::Wanting => ("核对发现问题", format!("Found wanting, {faults} faults")),
            Outcome::Newer => ("含有新版程序的记录", "Written by a newer program".to_owned()),
            Outcome::Unreadable => ("无法读完", "Could not be read to its end".to_owned()),
        };
        let entries = thousands(self.counts.entries);
        let (seen_zh, seen_en) = match (self.outcome, self.level) {
            (Outcome::Holds, Level::Chain) => ("链完整", "the chain is whole"),
            (Outcome::Holds, Level::Strict) => {
                ("链完整,格式逐字节合规", "the chain is whole, every byte in form")
            }
            (Outcome::Holds, Level::Full) => (
                "链完整,格式合规,内容逐条复核一致",
                "the chain is whole, every byte in form, every entry judged again",
            ),
            (Outcome::Newer, _) => ("请用新版程序核对", "verify with a newer one"),
            (Outcome::Wanting | Outcome::Unreadable, _) => ("详见各项", "see the findings"),
        };
        let end = self.end();
        Bilingual::new(
            format!("{zh}:{entries} 条记录,{seen_zh};{}", end.zh),
            format!("{en}: {entries} entries, {seen_en}; {}", end.en),
        )
    }
}

/// Where something personal seems to stand, and how many places more there are.
pub(super) fn exposed(places: &[Exposed], further: u64) -> Bilingual {
    let told = places.iter().map(|one| {
        say!(
            "第 {entry} 条 {pointer}({what})", "entry {entry} {pointer} ({what})";
            entry = one.entry, pointer = one.pointer, what = one.what
        )
    });
    let (zh, en): (Vec<String>, Vec<String>) = told.map(|one| (one.zh, one.en)).unzip();
    let shown = Bilingual::new(zh.join("、"), en.join(", "));
    if further == 0 {
        return shown;
    }
    shown.then(&say!(",另有 {further} 处", ", and {further} more"; further))
}

/// `1,024`.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, 1_024, 1_000_000].map(thousands), ["0", "999", "1,024", "1,000,000"]);
    }
}
