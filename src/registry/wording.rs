//! What the registry says when it refuses: what is wrong, where, and what to do next.

use crate::answer;
use crate::domain::{Bilingual, Trouble, TroubleKind, say};
use crate::event::Names;
use crate::registry::clock::{ClockFault, built, civil_day, day_in_words, print_at};
use crate::registry::copy::CopyError;
use crate::registry::open::InitError;
use crate::registry::record::{RecordError, Refused};
use crate::store::{AppendError, Finding, Note};
use chrono::{DateTime, Utc};

impl From<RecordError> for Trouble {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Refused { sentence, .. } => Self { kind: TroubleKind::Refused, sentence },
            RecordError::Ask(error) => error.into(),
            RecordError::Open(error) => answer::of_opening(&error),
            RecordError::Append(AppendError::ReadOnly { finding }) => Self::new(
                TroubleKind::Damaged,
                format!("这本账现在只能阅读:{finding}。请运行 yishi doctor 查看原因和下一步。"),
                format!("The registry can only be read now: {finding}. Run yishi doctor."),
            ),
            RecordError::Append(error @ AppendError::Unknown { .. }) => Self::new(
                TroubleKind::Io,
                format!("写入没有得到确认({error})。请重新运行同一条命令:已经记录的不会重复。"),
                format!("{error}. Run the same command again: nothing is recorded twice."),
            ),
            RecordError::Append(error) => answer::of_disk(&error),
            RecordError::Store(error) => answer::of_store(&error),
            RecordError::Vault(error) => answer::of_vault(&error),
            RecordError::Io(error) => answer::of_disk(&error),
        }
    }
}

impl From<CopyError> for Trouble {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::NotEmpty(path) => {
                let path = path.display();
                Self::new(
                    TroubleKind::Usage,
                    format!("{path} 不是空文件夹。请换一个。"),
                    format!("{path} is not empty. Use another folder."),
                )
            }
            CopyError::Occupied { dir, histories } => {
                let (dir, told) = (dir.display(), histories.sentence());
                Self::new(
                    if histories.part() { TroubleKind::Wanting } else { TroubleKind::Usage },
                    format!("{dir} 不是空文件夹,已有一本账。与这份副本相比:{}", told.zh),
                    format!(
                        "{dir} is not empty, it holds a registry. Beside this copy: {}",
                        told.en
                    ),
                )
            }
            CopyError::Copy(fault) => answer::of_copy(&fault),
            CopyError::NotACopy => Self::new(
                TroubleKind::Refused,
                "这不是副本,可以直接记录,不需要接管。",
                "This registry is not a copy; record in it as it is.",
            ),
            CopyError::Record(error) => error.into(),
            CopyError::Io { path, source } => answer::of_file(&path, &source),
        }
    }
}

impl From<InitError> for Trouble {
    fn from(error: InitError) -> Self {
        match error {
            InitError::Exists => Self::new(
                TroubleKind::Refused,
                "这里已经有一本账,不能再开。请换一个文件夹,或直接使用它。",
                "There is a registry here already. Use another folder, or this one as it is.",
            ),
            InitError::Open(error) => answer::of_opening(&error),
            InitError::Record(error) => error.into(),
        }
    }
}

impl Refused {
    /// What is wrong, and what to do next. Facts are counted from 1.
    pub fn sentence(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::Document(error) => error.sentence(),
            Self::NobodySays => Bilingual::new(
                "没有写明谁来记录。请加上 \"by\": {\"actor\": \"@姓名\", \"role\": \"secretary\"}。",
                "It does not say who records. Add \"by\": {\"actor\": \"@name\", \"role\": \"secretary\"}.",
            ),
            Self::BlankLeft { fact, blank } => say!(
                "第 {fact} 项还有没填的地方:“{blank}”。请填好,没有的内容整行删去。",
                "Fact {fact} still has a blank: \"{blank}\". Fill it in, or delete the line.";
                fact, blank
            ),
            Self::Prepare(fact, error) => at_fact(*fact, &error.sentence()),
            Self::Fact(fact, refusal) => at_fact(*fact, &refusal.sentence(names)),
            Self::Clock(fault) => fault.sentence(),
            Self::OtherInstant { named, last } => say!(
                "wrong 一栏写的是 {named},而最后一条记录的时间是 {last}。请照抄后者。",
                "wrong says {named}, but the last entry was recorded at {last}. Copy that.";
                named, last
            ),
            Self::CommandReused(cmd) => say!(
                "命令编号 {cmd} 已用于另一份内容。请换一个编号,或去掉 --command-id。",
                "The command id {cmd} was used for another request. Use another one, or none.";
                cmd
            ),
            Self::TooLarge { found, max } => say!(
                "内容过长({found},最多 {max})。请把长文作为附件,或分成几个文件。",
                "It is too large ({found}, at most {max}). Attach long texts, or split the file.";
                found, max
            ),
        }
    }
}

fn at_fact(fact: usize, sentence: &Bilingual) -> Bilingual {
    say!("第 {number} 项:{sentence}", "Fact {number}: {sentence}"; number = fact + 1, sentence)
}

impl ClockFault {
    /// Both times, and what to do.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Behind { now, last } => {
                say!(
                    "电脑时间 {now} 早于最后一条记录 {last}。请先校准电脑时间;若是上一条的时间错了,请记录 registry.clock_corrected。",
                    "The clock says {now}, before the last entry, {last}. Set the clock; if the entry was wrong, record registry.clock_corrected.";
                    now = print_at(*now), last = print_at(*last)
                )
            }
            Self::BeforeBuild { now } => {
                say!(
                    "电脑时间 {now} 早于本程序的发布日期,一定不对。请校准电脑时间后再记录。",
                    "The clock says {now}, before this program was built. Set the clock and record again.";
                    now = print_at(*now)
                )
            }
            Self::Ahead { now, last } => {
                say!(
                    "电脑时间 {now}({today})比{since}。请核对电脑时间;确实无误请加 --clock-is-right。",
                    "The clock says {now} ({today}), {since}. Check it; if it is right, add --clock-is-right.";
                    now = print_at(*now), today = day_in_words(civil_day(*now)),
                    since = ahead_of(*last)
                )
            }
        }
    }
}

/// What a clock that is ahead is ahead of.
fn ahead_of(last: Option<DateTime<Utc>>) -> Bilingual {
    if let Some(last) = last.map(print_at) {
        return say!("最后一条记录 {last} 晚 45 天以上", "over 45 days after the last entry, {last}"; last);
    }
    say!(
        "本程序的发布日期 {built} 晚 400 天以上",
        "over 400 days after this program was built, {built}";
        built = print_at(built())
    )
}

/// What opening put right, or what is worth knowing.
pub fn note_sentence(note: &Note) -> Bilingual {
    let zh = match note {
        Note::DocumentsDamaged { lines } => format!(
            "vault/documents.jsonl 有 {lines} 行读不出来,已略过;与它们对应的文件再次交来时,可能不再被认出是记过的。"
        ),
        Note::IndexMissing { entries } => format!("没有索引,已由 {entries} 条记录重建。"),
        Note::IndexUnusable { entries, .. } => format!("索引不能用,已由 {entries} 条记录重建。"),
        Note::IndexForeign { entries } => {
            format!("索引属于另一本账,已由 {entries} 条记录重建。")
        }
        Note::IndexRebuilt { entries } => format!("索引已由 {entries} 条记录重建。"),
        Note::IndexBehind { entries } => format!("索引补上了 {entries} 条。"),
        Note::IndexSlow { millis } => format!("索引打开用了 {millis} 毫秒,关闭时会重建。"),
        Note::SnapshotsRemoved { count } => format!("清除了索引的 {count} 个未完成文件。"),
        Note::TornTail { bytes, file, .. } => {
            format!("末尾有 {bytes} 字节是没有写完、也没有确认过的内容,已移到 journal/{file}。")
        }
        Note::CheckpointUnreadable { name } => format!("检查点 {name} 读不懂。"),
        Note::VaultTorn { bytes } => format!("保管库末尾 {bytes} 字节没有写完,已去掉。"),
        Note::VaultMissing { .. } => {
            "保管库(vault)不在。记录完整,但姓名无法显示;请从备份恢复 vault 文件夹。".to_owned()
        }
        Note::VaultOther { remembered: None, .. } => {
            "索引里没有保管库的记载,已整个读过一遍;已记录为删除的项已再次删除。".to_owned()
        }
        Note::VaultOther { orphans, .. } => {
            format!(
                "保管库与上次不同(其中 {orphans} 项不属于现有记录);已记录为删除的项已再次删除。"
            )
        }
        Note::ErasureFinished { count } => {
            format!("上次的删除没有做完就中断了,现已做完({count} 项)。")
        }
        Note::ErasureUnfinished { reason } => format!(
            "已记录的删除还没有做成({reason})。请关闭可能占用 vault 文件夹的程序,下次打开时会再做。"
        ),
        Note::OpeningsRemoved { count } => {
            format!("清除了 {count} 项没有对应记录的个人信息。")
        }
    };
    Bilingual::new(format!("提示:{zh}"), format!("Note: {note}."))
}

/// Why the registry is read-only, and what to do.
pub fn finding_sentence(finding: &Finding) -> Bilingual {
    say!(
        "{found}在查清之前只能阅读。请运行 yishi doctor。",
        "{found} Until it is cleared up the registry can only be read. Run yishi doctor.";
        found = finding_words(finding)
    )
}

/// Why the registry is read-only.
pub fn finding_words(finding: &Finding) -> Bilingual {
    let zh = match finding {
        Finding::JournalShorter { journal, index } => format!(
            "记录只到第 {journal} 条之前,而索引记得有 {index} 条:末尾可能被删去,或恢复了旧备份。"
        ),
        Finding::JournalDiffers { seq, .. } => format!("记录与索引从第 {seq} 条起不一致。"),
        Finding::FileMissing { file } => format!("记录文件 {file} 不见了或变短了。"),
        Finding::Damaged { seq, file, offset, .. } => {
            format!("第 {seq} 条损坏({file} 第 {offset} 字节处),后面还有完整的记录。")
        }
        Finding::CheckpointAhead { journal, checkpoint } => {
            format!("记录只到第 {journal} 条之前,而检查点证明曾有 {checkpoint} 条:末尾可能被删去。")
        }
        Finding::CheckpointDiffers { seq, .. } => {
            format!("第 {seq} 条与检查点不一致:记录可能被改写。")
        }
        Finding::OpenedForReading => "这次只为阅读而打开。".to_owned(),
    };
    Bilingual::new(format!("发现问题:{zh}"), format!("Finding: {finding}."))
}
