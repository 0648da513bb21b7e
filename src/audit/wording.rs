//! What an audit says to people: each fault with what was expected, what was found and what to do
//! next; each note; the verdict. Chinese and English side by side, matched exhaustively.

use crate::audit::check::Level;
use crate::audit::finding::{
    Announcement, Broken, Claim, Exposed, Fault, Finding, Note, Place, RowFault,
};
use crate::audit::report::{NotHere, Outcome, Report};
use crate::domain::Bilingual;
use crate::event::NoNames;

pub(super) fn say(zh: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual::new(zh, en)
}

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
        say(zh.join(","), en.join(", "))
    }
}

impl Finding {
    /// The whole finding in one line: check, place, what is wrong, what to do next.
    pub fn sentence(&self) -> Bilingual {
        let (check, place) = (self.check(), self.place.sentence());
        let (what, next) = (self.fault.sentence(), self.fault.next_step());
        let at = |place: &str| if place.is_empty() { String::new() } else { format!("({place})") };
        say(
            format!("{check}{}:{}{}", at(&place.zh), what.zh, next.zh),
            format!("{check} {}: {} {}", at(&place.en), what.en, next.en),
        )
    }
}

impl RowFault {
    fn name(self) -> Bilingual {
        match self {
            Self::Differs => say("与流水推算的不同", "is not what the journal says"),
            Self::Missing => say("不见了", "is missing"),
            Self::Unknown => say("在流水中没有依据", "has nothing in the journal"),
        }
    }
}

impl Claim {
    fn name(self) -> Bilingual {
        match self {
            Self::SecondFold => say("第二次推算", "the second time"),
            Self::Manifest => say("导出清单", "the manifest"),
        }
    }
}

impl Broken {
    fn sentence(self) -> Bilingual {
        match self {
            Self::Countdown { expected, found } => say(
                format!("命令不完整:more 应为 {expected},实为 {found}。"),
                format!("The command is not whole: more must be {expected}, but is {found}."),
            ),
            Self::Stamp { key } => say(
                format!("命令不完整:后续记录的 {key} 与前一条不同。"),
                format!("The command is not whole: {key} differs from the entry before it."),
            ),
            Self::CrossesFile => {
                say("一个命令跨了两个文件。", "A command goes on in the next file.")
            }
            Self::TooMany { entries } => say(
                format!("一个命令有 {entries} 条记录,最多 10,000 条。"),
                format!("A command has {entries} entries; at most 10,000 are allowed."),
            ),
        }
    }
}

impl Fault {
    /// What is wrong.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::NotEnded => say("这一行没有换行符。", "The line has no line feed."),
            Self::NotAnEntry(error) => say(
                format!("这一行不是规范的记录:{error}。"),
                format!("The line is not an entry: {error}."),
            ),
            Self::NoSuchDay { at } => say(
                format!("记录时间 {at} 不是日历上的日子。"),
                format!("No calendar has the day of {at}."),
            ),
            Self::UnknownKind { kind, v } => say(
                format!("本程序不认识 {kind} 第 {v} 版。"),
                format!("This program does not know {kind} version {v}."),
            ),
            Self::Shape { fault } => say(
                format!("内容不符合其种类:{fault}。"),
                format!("The data do not fit their kind: {fault}."),
            ),
            Self::OtherSpelling { .. } => say(
                "内容不是本程序会写下的写法(例如文字不是 NFC,或多写了空项)。",
                "The data would be written otherwise (a text not in NFC, an empty fact kept).",
            ),
            Self::Gap { expected, found } => say(
                format!("编号应为 {expected},实为 {found}。"),
                format!("The number must be {expected}, but is {found}."),
            ),
            Self::FileName { named, first } => say(
                format!("文件名是 {named},首条编号却是 {first}。"),
                format!("The file is named {named}, but begins with entry {first}."),
            ),
            Self::Command(broken) => broken.sentence(),
            Self::Chain { .. }
            | Self::Beginning { .. }
            | Self::Empty
            | Self::ClockBack { .. }
            | Self::CommandTwice { .. }
            | Self::Behind { .. }
            | Self::CutShort { .. }
            | Self::OtherHash { .. }
            | Self::EndMarkUnreadable { .. } => self.about_the_chain(),
            Self::OpeningDamaged
            | Self::OpeningElsewhere { .. }
            | Self::SaltTwice { .. }
            | Self::OpeningMissing { .. }
            | Self::NotErased { .. }
            | Self::Attachment { .. }
            | Self::AttachmentMissing { .. } => self.about_the_vault(),
            Self::NotSealed { .. }
            | Self::Tags { .. }
            | Self::Refused(_)
            | Self::Book { .. }
            | Self::Pin { .. }
            | Self::Table { .. }
            | Self::AnnouncedContrary { .. } => self.about_the_meaning(),
            Self::Row { .. } | Self::SavedMark { .. } => self.about_saved_rows(),
        }
    }

    fn about_the_chain(&self) -> Bilingual {
        match self {
            Self::Chain { .. } => say(
                "它写的上一条哈希与上一条不符:这一条或上一条被改动、删除、插入或调换过。",
                "It does not name the hash of the entry before it: one of the two was changed, \
                 removed, inserted or moved.",
            ),
            Self::Beginning { found } => say(
                format!("第一条不是第 1 版格式的建账记录,而是:{found}。"),
                format!("The first entry does not begin a registry of format 1: {found}."),
            ),
            Self::Empty => say("流水里没有任何记录。", "The journal has no entries."),
            Self::ClockBack { before, at } => say(
                format!("记录时间 {at} 早于上一条的 {before}。"),
                format!("It was recorded at {at}, before the entry before it ({before})."),
            ),
            Self::CommandTwice { cmd, first } => say(
                format!("命令 {cmd} 在第 {first} 条已经出现过。"),
                format!("Command {cmd} stood already at entry {first}."),
            ),
            Self::Behind { bytes, why } => say(
                format!("最后一个完整命令之后还有 {bytes} 字节({why})。"),
                format!("{bytes} bytes stand behind the last complete command ({why})."),
            ),
            Self::CutShort { mark, covers, entries } => {
                let mark = mark.name();
                say(
                    format!("{}记有 {covers} 条,这里只有 {entries} 条:流水被截短。", mark.zh),
                    format!(
                        "The journal was cut short: {} covers {covers} entries, here: {entries}.",
                        mark.en
                    ),
                )
            }
            Self::OtherHash { mark, .. } => {
                let mark = mark.name();
                say(
                    format!("它的哈希与{}所记不同:历史被改写,或凭据属于另一本账。", mark.zh),
                    format!(
                        "Its hash is not the one in {}: history was rewritten, or it belongs to \
                         another book.",
                        mark.en
                    ),
                )
            }
            Self::EndMarkUnreadable { mark, why } => {
                let (mark, why) = (mark.name(), why.sentence());
                say(
                    format!("{}{}。", mark.zh, why.zh),
                    format!("Cannot use {}: {}.", mark.en, why.en),
                )
            }
            _ => say("", ""),
        }
    }

    fn about_the_vault(&self) -> Bilingual {
        match self {
            Self::OpeningDamaged => say(
                "保管库里的这一行打不开它的封条:被改动或损坏。",
                "This line of the vault does not open its seal: it was changed or damaged.",
            ),
            Self::OpeningElsewhere { seal } => say(
                format!("保管库里 {seal} 的出处与记录不符。"),
                format!("The vault says that seal {seal} stands elsewhere than it does."),
            ),
            Self::SaltTwice { seal } => say(
                format!("{seal} 与另一项共用了盐值。"),
                format!("Seal {seal} shares its salt with another one."),
            ),
            Self::OpeningMissing { pointer, .. } => say(
                format!("封存项 {pointer} 的内容不在保管库里,也没有删除记录。"),
                format!("The value of {pointer} is not in the vault, and no erasure is on record."),
            ),
            Self::NotErased { seal } => say(
                format!("{seal} 已有删除记录,内容却还在保管库里。"),
                format!("The erasure of {seal} is on record, but its value is still there."),
            ),
            Self::AttachmentMissing { sha256, bytes } => say(
                format!("附件 {sha256}({bytes} 字节)不在保管库里。"),
                format!("Attachment {sha256} ({bytes} bytes) is not in the vault."),
            ),
            Self::Attachment { sha256, bytes } => say(
                format!("附件 {sha256}({bytes} 字节)与记录不符。"),
                format!("Attachment {sha256} ({bytes} bytes) is not what was recorded."),
            ),
            _ => say("", ""),
        }
    }

    fn about_the_meaning(&self) -> Bilingual {
        match self {
            Self::NotSealed { pointer } => say(
                format!("个人信息 {pointer} 没有封存,直接写在了记录里。"),
                format!("The personal value {pointer} stands in the entry without a seal."),
            ),
            Self::Tags { expected, found } => say(
                format!("标签应为 {expected:?},实为 {found:?}。"),
                format!("The tags must be {expected:?}, but are {found:?}."),
            ),
            Self::Refused(refusal) => {
                let why = refusal.sentence(&NoNames);
                say(
                    format!("按规则这一条不应入账:{}", why.zh),
                    format!("The rules do not admit this entry: {}", why.en),
                )
            }
            Self::Book { expected, found } => {
                let expected = expected.as_deref().unwrap_or("-");
                say(
                    format!("规则汇编的指纹应为 {expected},实为 {found}。"),
                    format!("The fingerprint of the rule book must be {expected}, but is {found}."),
                )
            }
            Self::Pin { expected, found } => {
                let expected = expected.as_deref().unwrap_or("-");
                say(
                    format!("规则快照应为 {expected},实为 {found}。"),
                    format!("The pin of the rule book must be {expected}, but is {found}."),
                )
            }
            Self::AnnouncedContrary { first, second } => {
                let zh = |one: &Announcement| {
                    format!("第 {} 条({})宣布{}", one.entry, one.happened, one.announced.zh())
                };
                let en = |one: &Announcement| {
                    let (entry, day, what) = (one.entry, &one.happened, one.announced.en());
                    format!("entry {entry} ({day}) announces \"{what}\"")
                };
                say(
                    format!("同一议案先后相反的宣布:{},{},不是更正。", zh(first), zh(second)),
                    format!("Of the same motion {}, {}; no correction.", en(first), en(second)),
                )
            }
            Self::Table { table, expected, found, claim } => {
                let claim = claim.name();
                say(
                    format!("账面 {table} 的指纹应为 {expected},{}为 {found}。", claim.zh),
                    format!(
                        "The fingerprint of {table} must be {expected}; {} has {found}.",
                        claim.en
                    ),
                )
            }
            _ => say("", ""),
        }
    }

    fn about_saved_rows(&self) -> Bilingual {
        match self {
            Self::Row { table, key, row } => {
                let row = row.name();
                say(
                    format!("索引里保存的账面 {table} {key} {}。", row.zh),
                    format!("The saved row {table} {key} {}.", row.en),
                )
            }
            Self::SavedMark { entries } => say(
                format!("索引里保存的账面推算到第 {entries} 条为止,与本流水不是同一份。"),
                format!(
                    "The saved rows follow {entries} entries of another journal than this one."
                ),
            ),
            _ => say("", ""),
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> Bilingual {
        match self {
            Self::UnknownKind { .. } => {
                say("请用新版程序核对。", "Verify with a newer version of the program.")
            }
            Self::EndMarkUnreadable { why, .. } => why.next_step(),
            Self::Behind { .. } => say(
                "若刚发生过断电,重新打开账本会把它移开;否则请与其他副本对照。",
                "After a power cut, opening the registry moves it away; otherwise compare copies.",
            ),
            Self::CutShort { .. } => say(
                "请找回完整的副本;在此之前不要继续记录。",
                "Find a complete copy, and record nothing before.",
            ),
            Self::NotErased { .. } => {
                say("重新打开账本即会再次销毁。", "Opening the registry destroys it again.")
            }
            Self::OpeningDamaged
            | Self::OpeningElsewhere { .. }
            | Self::OpeningMissing { .. }
            | Self::SaltTwice { .. }
            | Self::Attachment { .. }
            | Self::AttachmentMissing { .. } => say(
                "请从备份恢复保管库,并查明谁动过它。",
                "Restore the vault from a backup, and find out who changed it.",
            ),
            Self::AnnouncedContrary { .. } => say(
                "请查明哪一次宣布有误,并记一条更正(corrects)。",
                "Find out which announcement is wrong, and record a correction (corrects).",
            ),
            Self::Refused(_) | Self::Book { .. } | Self::Pin { .. } => say(
                "请查明这条记录由什么程序、什么人写入。",
                "Find out which program and which person recorded it.",
            ),
            Self::Table { claim, .. } => claim.next_step(),
            Self::Row { .. } | Self::SavedMark { .. } => say(
                "删除索引文件夹后重新打开,索引会从流水重建。",
                "Delete the folder of the index and open again: it is rebuilt from the journal.",
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
            | Self::Tags { .. } => say(
                "请不要改动任何文件,先与其他副本对照。",
                "Change no file; compare with other copies first.",
            ),
        }
    }
}

impl Claim {
    fn next_step(self) -> Bilingual {
        match self {
            Self::SecondFold | Self::Manifest => {
                say("请把两份账面交给开发者。", "Hand both sets of rows to the developers.")
            }
        }
    }
}

impl Note {
    /// What it says.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::NoVault { .. }
            | Self::OpeningsTwice { .. }
            | Self::DocumentsStray { .. }
            | Self::DocumentsUnreadable { .. }
            | Self::Strays { .. }
            | Self::VaultTorn
            | Self::AttachmentsAbsent { .. } => self.about_the_vault(),
            Self::OriginUnrecorded => say(
                "origin.json 说本账接自一份副本,账上没有与它相符的接管记录,所以不作数。",
                "origin.json says that the book was continued from a copy; no takeover on record \
                 says the same, so it does not count.",
            ),
            Self::CheckpointsIgnored { names } => say(
                format!("checkpoints 里有不是核对点的东西,不作数:{}。", names.join("、")),
                format!("Not checkpoints, and ignored: {}.", names.join(", ")),
            ),
            Self::StrangeFiles { names } => say(
                format!("流水文件夹里有不属于流水的文件:{}。", names.join("、")),
                format!("The folder holds files that are not journal: {}.", names.join(", ")),
            ),
            Self::MeaningStopped { entry } => say(
                format!("第 {entry} 条起缺少前文,不再核对入账规则和账面。"),
                format!("From entry {entry} on, admission and rows were not judged."),
            ),
            Self::OldShapeRefused { entry, refusal } => {
                let why = refusal.sentence(&NoNames);
                say(
                    format!("第 {entry} 条按旧规则入账,今天会被拒绝:{}", why.zh),
                    format!("Entry {entry} was admitted by older rules; today: {}", why.en),
                )
            }
            Self::Exposed { places, further } => exposed(places, *further),
            Self::NotCovered { entries } => say(
                format!("最后 {entries} 条没有任何记载提到。"),
                format!(
                    "The last {entries} entries are newer than anything that remembers the end."
                ),
            ),
        }
    }

    fn about_the_vault(&self) -> Bilingual {
        match self {
            Self::NoVault { seals } => say(
                format!("保管库(vault/openings.jsonl)不在:账上有 {seals} 项封存信息。"),
                format!("The vault (vault/openings.jsonl) is gone; {seals} seals are on record."),
            ),
            Self::OpeningsTwice { count, entries } => say(
                format!("保管库里有 {count} 行与前面的重复(第 {} 条)。", listed(entries, "、")),
                format!(
                    "{count} lines of the vault stand there twice (entry {}).",
                    listed(entries, ", ")
                ),
            ),
            Self::DocumentsStray { count, lines } => say(
                format!(
                    "vault/documents.jsonl 有 {count} 行所说的命令不在账上(第 {} 行)。",
                    listed(lines, "、")
                ),
                format!(
                    "{count} lines of vault/documents.jsonl name a command that is not in the \
                     journal (line {}).",
                    listed(lines, ", ")
                ),
            ),
            Self::DocumentsUnreadable { why, line } => {
                let why = why.sentence();
                let (zh, en) = line.map_or_else(Default::default, |line| {
                    (format!("第 {line} 行"), format!(", line {line}"))
                });
                say(
                    format!("vault/documents.jsonl {zh}{}。", why.zh),
                    format!("vault/documents.jsonl{en}: {}.", why.en),
                )
            }
            Self::Strays { count } => say(
                format!("保管库里有 {count} 项信息不属于任何记录,是未入账的命令留下的。"),
                format!("{count} openings belong to no seal: left by commands not recorded."),
            ),
            Self::VaultTorn => say(
                "保管库最后一行没有写完;重新打开账本会把它移开。",
                "The last line of the vault was not finished; opening the registry removes it.",
            ),
            Self::AttachmentsAbsent { count } => say(
                format!("{count} 个附件不在这里,未核对。"),
                format!("{count} attachments are not here and were not checked."),
            ),
            _ => say("", ""),
        }
    }
}

fn listed(numbers: &[u64], separator: &str) -> String {
    let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
    numbers.join(separator)
}

impl NotHere {
    /// What is said before anything else.
    pub fn sentence(&self) -> Bilingual {
        let openings = self.openings;
        if self.copy {
            return say(
                format!("本副本缺 {openings} 项封存信息:没有随副本带来,未核对。"),
                format!("This copy lacks {openings} openings: they did not come with it."),
            );
        }
        say(
            format!("本账接自一份副本,缺 {openings} 项封存信息:接管时就没有带来,未核对。"),
            format!("This book was continued from a copy and lacks {openings} openings."),
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
        say(
            format!("{zh}:{entries} 条记录,{seen_zh};{}", end.zh),
            format!("{en}: {entries} entries, {seen_en}; {}", end.en),
        )
    }
}

fn exposed(places: &[Exposed], further: u64) -> Bilingual {
    let zh =
        places.iter().map(|one| format!("第 {} 条 {}({})", one.entry, one.pointer, one.what.zh));
    let en =
        places.iter().map(|one| format!("entry {} {} ({})", one.entry, one.pointer, one.what.en));
    let (zh, en) = (zh.collect::<Vec<_>>().join("、"), en.collect::<Vec<_>>().join(", "));
    let (more_zh, more_en) = match further {
        0 => (String::new(), String::new()),
        further => (format!(",另有 {further} 处"), format!(", and {further} more")),
    };
    say(
        format!("公开文字中像有个人信息,请看一看:{zh}{more_zh}。确认过只是普通词语的不必处理。"),
        format!(
            "Plain texts seem to hold something personal; look at {en}{more_en}. Names confirmed \
             to be words may stay."
        ),
    )
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
