//! What an audit finds: faults, which check they break and where; and notes.
//!
//! Variants carry data, so that tests compare data; the sentences stand beside them.

use crate::admission::Refusal;
use crate::audit::check::Check;
use crate::audit::end::EndMark;
use crate::audit::reading::CannotRead;
use crate::audit::wording::{exposed, in_line, listed};
use crate::domain::{Bilingual, say, sentences};
use crate::event::NoNames;
use crate::event::motion::Announced;
use crate::ledger::Commitment;
use crate::ledger::EntryError;
use crate::ledger::Hash;
use crate::ledger::JsonFault;
use crate::ledger::Sha256;

/// Where something stands in a journal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Number of the entry, or of the one whose place it takes.
    pub entry: Option<u64>,
    /// Name of the file.
    pub file: Option<String>,
    /// Line in the file, from 1.
    pub line: Option<u64>,
    /// Where the line starts in the file, in bytes.
    pub offset: Option<u64>,
}

/// Something that ought not to be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// Where.
    pub place: Place,
}

impl Finding {
    /// The check that it breaks.
    pub fn check(&self) -> Check {
        self.fault.check()
    }
}

sentences! {
    /// How a command is not whole.
    #[derive(Copy)]
    Broken {
        Countdown { expected: u64, found: u64 } =>
            "命令不完整:more 应为 {expected},实为 {found}。",
            "The command is not whole: more must be {expected}, but is {found}.";
        Stamp { key: &'static str } =>
            "命令不完整:后续记录的 {key} 与前一条不同。",
            "The command is not whole: {key} differs from the entry before it.";
        CrossesFile => "一个命令跨了两个文件。", "A command goes on in the next file.";
        TooMany { entries: u64 } =>
            "一个命令有 {entries} 条记录,最多 10,000 条。",
            "A command has {entries} entries; at most 10,000 are allowed.";
    }
}

/// What was announced of a motion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Number of the entry.
    pub entry: u64,
    /// When it was announced.
    pub happened: String,
    /// The result.
    pub announced: Announced,
}

impl Announcement {
    fn sentence(&self) -> Bilingual {
        say!(
            "第 {entry} 条({day})宣布{what}", "entry {entry} ({day}) announces \"{what}\"";
            entry = self.entry, day = self.happened, what = self.announced.name()
        )
    }
}

sentences! {
    /// What is wrong.
    Fault {
        NotEnded => "这一行没有换行符。", "The line has no line feed.";
        NotAnEntry(error: EntryError) with error = error.to_string() =>
            "这一行不是规范的记录:{error}。",
            "The line is not an entry: {error}.";
        NoSuchDay { at: String } => "记录时间 {at} 不是日历上的日子。", "No calendar has the day of {at}.";
        UnknownKind { kind: String, v: u32 } =>
            "本程序不认识 {kind} 第 {v} 版。",
            "This program does not know {kind} version {v}.";
        Shape { fault: String } => "内容不符合其种类:{fault}。", "The data do not fit their kind: {fault}.";
        OtherSpelling { expected: String } with =>
            "内容不是本程序会写下的写法(例如文字不是 NFC,或多写了空项)。",
            "The data would be written otherwise (a text not in NFC, an empty fact kept).";
        NotSealed { pointer: String } =>
            "个人信息 {pointer} 没有封存,直接写在了记录里。",
            "The personal value {pointer} stands in the entry without a seal.";
        Gap { expected: u64, found: u64 } =>
            "编号应为 {expected},实为 {found}。",
            "The number must be {expected}, but is {found}.";
        FileName { named: u64, first: u64 } =>
            "文件名是 {named},首条编号却是 {first}。",
            "The file is named {named}, but begins with entry {first}.";
        Command(broken: Broken) => "{broken}", "{broken}";
        Chain { expected: Hash, found: Option<Hash> } with =>
            "它写的上一条哈希与上一条不符:这一条或上一条被改动、删除、插入或调换过。",
            "It does not name the hash of the entry before it: one of the two was changed, removed, inserted or moved.";
        Beginning { found: String } =>
            "第一条不是第 1 版格式的建账记录,而是:{found}。",
            "The first entry does not begin a registry of format 1: {found}.";
        Empty => "流水里没有任何记录。", "The journal has no entries.";
        ClockBack { before: String, at: String } =>
            "记录时间 {at} 早于上一条的 {before}。",
            "It was recorded at {at}, before the entry before it ({before}).";
        CommandTwice { cmd: String, first: u64 } =>
            "命令 {cmd} 在第 {first} 条已经出现过。",
            "Command {cmd} stood already at entry {first}.";
        Behind { bytes: u64, why: String } =>
            "最后一个完整命令之后还有 {bytes} 字节({why})。",
            "{bytes} bytes stand behind the last complete command ({why}).";
        CutShort { mark: EndMark, covers: u64, entries: u64 }
            with mark = mark.name(), covers, entries =>
            "{mark}记有 {covers} 条,这里只有 {entries} 条:流水被截短。",
            "The journal was cut short: {mark} covers {covers} entries, here: {entries}.";
        OtherHash { mark: EndMark, expected: Hash, found: Hash } with mark = mark.name() =>
            "它的哈希与{mark}所记不同:历史被改写,或凭据属于另一本账。",
            "Its hash is not the one in {mark}: history was rewritten, or it belongs to another book.";
        EndMarkUnreadable { mark: EndMark, why: CannotRead }
            with mark = mark.name(), why = why.sentence() =>
            "{mark}{why}。",
            "Cannot use {mark}: {why}.";
        OpeningDamaged =>
            "保管库里的这一行打不开它的封条:被改动或损坏。",
            "This line of the vault does not open its seal: it was changed or damaged.";
        OpeningElsewhere { seal: Commitment } with seal = seal.to_string() =>
            "保管库里 {seal} 的出处与记录不符。",
            "The vault says that seal {seal} stands elsewhere than it does.";
        SaltTwice { seal: Commitment } with seal = seal.to_string() =>
            "{seal} 与另一项共用了盐值。",
            "Seal {seal} shares its salt with another one.";
        OpeningMissing { seal: Commitment, pointer: String } with pointer =>
            "封存项 {pointer} 的内容不在保管库里,也没有删除记录。",
            "The value of {pointer} is not in the vault, and no erasure is on record.";
        NotErased { seal: Commitment } with seal = seal.to_string() =>
            "{seal} 已有删除记录,内容却还在保管库里。",
            "The erasure of {seal} is on record, but its value is still there.";
        AttachmentMissing { sha256: Sha256, bytes: u64 }
            with sha256 = sha256.to_string(), bytes =>
            "附件 {sha256}({bytes} 字节)不在保管库里。",
            "Attachment {sha256} ({bytes} bytes) is not in the vault.";
        Attachment { sha256: Sha256, bytes: u64 } with sha256 = sha256.to_string(), bytes =>
            "附件 {sha256}({bytes} 字节)与记录不符。",
            "Attachment {sha256} ({bytes} bytes) is not what was recorded.";
        Tags { expected: Vec<String>, found: Vec<String> }
            with expected = format!("{expected:?}"), found = format!("{found:?}") =>
            "标签应为 {expected},实为 {found}。",
            "The tags must be {expected}, but are {found}.";
        Refused(refusal: Box<Refusal>) with why = refusal.sentence(&NoNames) =>
            "按规则这一条不应入账:{why}", "The rules do not admit this entry: {why}";
        Book { expected: Option<String>, found: String }
            with expected = expected.as_deref().unwrap_or("-"), found =>
            "规则汇编的指纹应为 {expected},实为 {found}。",
            "The fingerprint of the rule book must be {expected}, but is {found}.";
        Pin { expected: Option<String>, found: String }
            with expected = expected.as_deref().unwrap_or("-"), found =>
            "规则快照应为 {expected},实为 {found}。",
            "The pin of the rule book must be {expected}, but is {found}.";
        Table { table: String, expected: String, found: String, claim: Claim } =>
            "账面 {table} 的指纹应为 {expected},{claim}为 {found}。",
            "The fingerprint of {table} must be {expected}; {claim} has {found}.";
        Row { table: String, key: String, row: RowFault } =>
            "索引里保存的账面 {table} {key} {row}。",
            "The saved row {table} {key} {row}.";
        SavedMark { entries: u64 } =>
            "索引里保存的账面推算到第 {entries} 条为止,与本流水不是同一份。",
            "The saved rows follow {entries} entries of another journal than this one.";
        AnnouncedContrary { first: Announcement, second: Announcement }
            with first = first.sentence(), second = second.sentence() =>
            "同一议案先后相反的宣布:{first},{second},不是更正。",
            "Of the same motion {first}, {second}; no correction.";
    }
}

sentences! {
    /// What is wrong with a saved row.
    #[derive(Copy)]
    RowFault {
        Differs => "与流水推算的不同", "is not what the journal says";
        Missing => "不见了", "is missing";
        Unknown => "在流水中没有依据", "has nothing in the journal";
    }
}

sentences! {
    /// Who says what a table of what is so looks like.
    #[derive(Copy)]
    Claim {
        SecondFold => "第二次推算", "the second time";
        Manifest => "导出清单", "the manifest";
    }
}

impl Fault {
    /// The check that it breaks.
    pub fn check(&self) -> Check {
        match self {
            Self::NotEnded => Check::Framing,
            Self::NotAnEntry(error) => form_check(error),
            Self::NoSuchDay { .. } => Check::Keys,
            Self::UnknownKind { .. } => Check::Known,
            Self::Shape { .. } | Self::OtherSpelling { .. } | Self::NotSealed { .. } => {
                Check::Shape
            }
            Self::Gap { .. } | Self::FileName { .. } => Check::Sequence,
            Self::Command(_) => Check::Commands,
            Self::Chain { .. } => Check::Chain,
            Self::Beginning { .. } | Self::Empty => Check::Beginning,
            Self::ClockBack { .. } => Check::Clock,
            Self::CommandTwice { .. } => Check::Once,
            Self::Behind { .. } => Check::End,
            Self::CutShort { .. } | Self::OtherHash { .. } | Self::EndMarkUnreadable { .. } => {
                Check::Vouched
            }
            Self::OpeningDamaged | Self::OpeningElsewhere { .. } | Self::SaltTwice { .. } => {
                Check::Openings
            }
            Self::OpeningMissing { .. } | Self::NotErased { .. } => Check::Erasures,
            Self::Attachment { .. } | Self::AttachmentMissing { .. } => Check::Attachments,
            Self::Tags { .. } => Check::Tags,
            Self::Refused(_) => Check::Admission,
            Self::Book { .. } | Self::Pin { .. } => Check::Books,
            Self::Row { .. } | Self::SavedMark { .. } => Check::Rows,
            Self::Table { .. } => Check::Projections,
            Self::AnnouncedContrary { .. } => Check::Announced,
        }
    }

    /// What was expected and what was found, where there is one value for each.
    pub fn expected_and_found(&self) -> (Option<String>, Option<String>) {
        let both = |expected: String, found: String| (Some(expected), Some(found));
        match self {
            Self::Chain { expected, found } => {
                (Some(expected.to_string()), found.map(|found| found.to_string()))
            }
            Self::OtherHash { expected, found, .. } => {
                both(expected.to_string(), found.to_string())
            }
            Self::Gap { expected, found } => both(expected.to_string(), found.to_string()),
            Self::FileName { named, first } => both(first.to_string(), named.to_string()),
            Self::CutShort { covers, entries, .. } => both(covers.to_string(), entries.to_string()),
            Self::ClockBack { before, at } => both(before.clone(), at.clone()),
            Self::Tags { expected, found } => both(expected.join(" "), found.join(" ")),
            Self::Book { expected, found } | Self::Pin { expected, found } => {
                (expected.clone(), Some(found.clone()))
            }
            Self::Table { expected, found, .. } => both(expected.clone(), found.clone()),
            Self::Row { table, key, .. } => (None, Some(format!("{table} {key}"))),
            Self::SavedMark { entries } => (None, Some(entries.to_string())),
            Self::AnnouncedContrary { first, second } => {
                both(first.announced.word().to_owned(), second.announced.word().to_owned())
            }
            Self::OtherSpelling { expected } => (Some(expected.clone()), None),
            Self::UnknownKind { kind, v } => (None, Some(format!("{kind} v{v}"))),
            Self::Beginning { found } => (None, Some(found.clone())),
            Self::NotAnEntry(error) => (None, Some(error.to_string())),
            Self::NoSuchDay { at } => (None, Some(at.clone())),
            Self::Shape { fault } => (None, Some(fault.clone())),
            Self::Behind { bytes, .. } => (Some("0".to_owned()), Some(bytes.to_string())),
            Self::Attachment { sha256, .. } | Self::AttachmentMissing { sha256, .. } => {
                (Some(sha256.to_string()), None)
            }
            Self::NotEnded
            | Self::NotSealed { .. }
            | Self::Command(_)
            | Self::Empty
            | Self::CommandTwice { .. }
            | Self::EndMarkUnreadable { .. }
            | Self::OpeningDamaged
            | Self::OpeningElsewhere { .. }
            | Self::SaltTwice { .. }
            | Self::OpeningMissing { .. }
            | Self::NotErased { .. }
            | Self::Refused(_) => (None, None),
        }
    }
}

/// Which check of form a line breaks that is not an entry.
fn form_check(error: &EntryError) -> Check {
    match error {
        EntryError::TooLong { .. } => Check::Framing,
        EntryError::Field { .. } => Check::Keys,
        EntryError::Json(error) => match &error.fault {
            JsonFault::NoKey { .. } => Check::Keys,
            _ => Check::Canonical,
        },
    }
}

/// Something personal that seems to stand in a plain text. It is not said again here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposed {
    /// Number of the entry.
    pub entry: u64,
    /// JSON pointer inside `data`.
    pub pointer: String,
    /// What it looks like.
    pub what: Bilingual,
}

sentences! {
    /// Something worth knowing that is no fault.
    Note {
        NoVault { seals: u64 } =>
            "保管库(vault/openings.jsonl)不在:账上有 {seals} 项封存信息。",
            "The vault (vault/openings.jsonl) is gone; {seals} seals are on record.";
        OriginUnrecorded =>
            "origin.json 说本账接自一份副本,账上没有与它相符的接管记录,所以不作数。",
            "origin.json says that the book was continued from a copy; no takeover on record says the same, so it does not count.";
        OpeningsTwice { count: u64, entries: Vec<u64> } with count, entries = listed(entries) =>
            "保管库里有 {count} 行与前面的重复(第 {entries} 条)。",
            "{count} lines of the vault stand there twice (entry {entries}).";
        DocumentsStray { count: u64, lines: Vec<u64> } with count, lines = listed(lines) =>
            "vault/documents.jsonl 有 {count} 行所说的命令不在账上(第 {lines} 行)。",
            "{count} lines of vault/documents.jsonl name a command that is not in the journal (line {lines}).";
        DocumentsUnreadable { why: CannotRead, line: Option<u64> }
            with place = in_line(*line), why = why.sentence() =>
            "vault/documents.jsonl {place}{why}。",
            "vault/documents.jsonl{place}: {why}.";
        CheckpointsIgnored { names: Vec<String> } with names = listed(names) =>
            "checkpoints 里有不是核对点的东西,不作数:{names}。",
            "Not checkpoints, and ignored: {names}.";
        Strays { count: u64 } =>
            "保管库里有 {count} 项信息不属于任何记录,是未入账的命令留下的。",
            "{count} openings belong to no seal: left by commands not recorded.";
        VaultTorn =>
            "保管库最后一行没有写完;重新打开账本会把它移开。",
            "The last line of the vault was not finished; opening the registry removes it.";
        AttachmentsAbsent { count: u64 } =>
            "{count} 个附件不在这里,未核对。",
            "{count} attachments are not here and were not checked.";
        StrangeFiles { names: Vec<String> } with names = listed(names) =>
            "流水文件夹里有不属于流水的文件:{names}。",
            "The folder holds files that are not journal: {names}.";
        MeaningStopped { entry: u64 } =>
            "第 {entry} 条起缺少前文,不再核对入账规则和账面。",
            "From entry {entry} on, admission and rows were not judged.";
        OldShapeRefused { entry: u64, refusal: Box<Refusal> }
            with entry, why = refusal.sentence(&NoNames) =>
            "第 {entry} 条按旧规则入账,今天会被拒绝:{why}", "Entry {entry} was admitted by older rules; today: {why}";
        Exposed { places: Vec<Exposed>, further: u64 } with places = exposed(places, *further) =>
            "公开文字中像有个人信息,请看一看:{places}。确认过只是普通词语的不必处理。",
            "Plain texts seem to hold something personal; look at {places}. Names confirmed to be words may stay.";
        NotCovered { entries: u64 } =>
            "最后 {entries} 条没有任何记载提到。",
            "The last {entries} entries are newer than anything that remembers the end.";
    }
}
