//! How a command can end, and what it says when it fails.

use crate::cli::Terminal;
use crate::domain::Bilingual;
use crate::registry::answers::{AppendError, NotPlain, OpenError, Shape, StoreError, VaultError};
use crate::registry::{InitError, RecordError};
use std::path::Path;
use std::process::ExitCode;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, or it holds.
    Done,
    /// 1: checked and found wanting.
    Wanting,
    /// 2: the command was not understood.
    Usage,
    /// 3: refused; nothing was recorded.
    Refused,
    /// 4: another process has the registry open.
    Busy,
    /// 5: it cannot be decided, because facts are missing.
    Undecided,
    /// 6: damaged, or from a newer program.
    Damaged,
    /// 7: reading or writing failed.
    Io,
}

impl Exit {
    /// The number.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Wanting => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::Busy => 4,
            Self::Undecided => 5,
            Self::Damaged => 6,
            Self::Io => 7,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Why a command failed.
#[derive(Debug)]
pub struct Failure {
    /// How the program ends.
    pub exit: Exit,
    /// What is wrong and what to do next.
    pub sentence: Bilingual,
}

impl Failure {
    /// Joins an exit code and a sentence.
    pub fn new(exit: Exit, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { exit, sentence: Bilingual::new(zh, en) }
    }

    /// Puts the file in front of the sentence.
    #[must_use]
    pub fn in_file(self, path: &str) -> Self {
        Self { sentence: self.sentence.map(|text| format!("{path}: {text}")), ..self }
    }

    /// A file could not be read or written.
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        let path = path.display();
        if error.kind() == std::io::ErrorKind::NotFound {
            return Self::new(
                Exit::Io,
                format!("没有 {path} 这个文件。请检查文件名和所在的文件夹。"),
                format!("There is no file {path}. Check its name and its folder."),
            );
        }
        if let Some(sentence) = about_shape(error) {
            return Self { exit: Exit::Io, sentence }.in_file(&path.to_string());
        }
        if error.kind() == std::io::ErrorKind::PermissionDenied {
            return Self::new(
                Exit::Io,
                format!("没有权限读写 {path}。请用有权限的账户运行,或请管理员授权。"),
                format!(
                    "No permission to read or write {path}. Run as somebody who may, or ask for it."
                ),
            );
        }
        Self::new(
            Exit::Io,
            format!("{path} 无法读写:{error}。请检查路径、权限和磁盘空间。"),
            format!("{path} cannot be read or written: {error}. Check path, permission and space."),
        )
    }

    /// Says it and gives the exit code.
    pub(crate) fn report(self, terminal: &mut Terminal) -> Exit {
        let prefix = match self.exit {
            Exit::Refused => Bilingual::new("不能记录:", "Refused: "),
            _ => Bilingual::new("出错:", "Error: "),
        };
        let text = format!("{}{}", terminal.pick(&prefix), terminal.pick(&self.sentence));
        terminal.say(&text);
        if self.exit == Exit::Refused {
            terminal.tell(&Bilingual::new("什么都没有改动。", "Nothing was changed."));
        }
        self.exit
    }
}

/// What stands where a file or a folder of the registry belongs, if that is what is wrong.
fn about_shape(error: &std::io::Error) -> Option<Bilingual> {
    let NotPlain { wanted, found } = NotPlain::of(error)?;
    let zh = |shape| match shape {
        Shape::File => "普通文件",
        Shape::Folder => "文件夹",
        Shape::Link => "链接",
        Shape::Special => "管道或设备",
    };
    Some(Bilingual::new(
        format!(
            "这里应当是{},却是{}。账里的内容不经链接读取。请把它移走,再从备份恢复原来的内容。",
            zh(wanted),
            zh(found)
        ),
        format!(
            "{error}. Nothing in a registry is read through links. Move it away and restore what was there from a backup."
        ),
    ))
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Refused { sentence, .. } => Self { exit: Exit::Refused, sentence },
            RecordError::Append(AppendError::ReadOnly { finding }) => Self::new(
                Exit::Damaged,
                format!("这本账现在只能阅读:{finding}。请运行 yishi doctor 查看原因和下一步。"),
                format!("The registry can only be read now: {finding}. Run yishi doctor."),
            ),
            RecordError::Append(error @ AppendError::Unknown { .. }) => Self::new(
                Exit::Io,
                format!("写入没有得到确认({error})。请重新运行同一条命令:已经记录的不会重复。"),
                format!("{error}. Run the same command again: nothing is recorded twice."),
            ),
            RecordError::Entry(_) | RecordError::Meaning(_) => Self::new(
                Exit::Damaged,
                format!("账中有一条记录读不懂:{error}。请运行 yishi verify。"),
                format!("An entry cannot be read: {error}. Run yishi verify."),
            ),
            RecordError::Book(error) => Self { exit: Exit::Damaged, sentence: error.sentence() },
            RecordError::Store(error @ StoreError::Damaged { .. }) => Self::new(
                Exit::Damaged,
                format!(
                    "账中有损坏:{error}。请不要改动任何文件,先运行 yishi verify,再与备份核对。"
                ),
                format!(
                    "The journal is damaged: {error}. Change no file; run yishi verify, then compare with a backup."
                ),
            ),
            RecordError::Store(StoreError::Io { path, source, .. })
            | RecordError::Vault(VaultError::Io { path, source, .. }) => Self::io(&path, &source),
            RecordError::Vault(VaultError::NotReplaced { path, source }) => {
                let path = path.display();
                Self::new(
                    Exit::Io,
                    format!(
                        "{path} 换不下来({source}),可能正被另一个程序打开,要销毁的内容还在。请关闭那个程序,再运行同一条命令。"
                    ),
                    format!(
                        "{path} could not be replaced ({source}); another program may hold it, and what is to be erased is still there. Close that program and run the same command again."
                    ),
                )
            }
            other => Self::new(
                Exit::Io,
                format!("读写失败:{other}。请检查磁盘后重试。"),
                format!("Reading or writing failed: {other}. Check the disk and try again."),
            ),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        RecordError::from(error).into()
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match &error {
            OpenError::Busy { holder } => {
                let by = holder.as_ref().map_or_else(
                    || "另一个程序".to_owned(),
                    |holder| format!(" {}(进程 {})", holder.program, holder.pid),
                );
                Self::new(
                    Exit::Busy,
                    format!("这本账正被{by}使用,等了一会儿也没有放开。请关闭那个程序后再试。"),
                    format!("{error}; it was waited for. Close the other program and try again."),
                )
            }
            OpenError::Store(StoreError::Io { path, source, .. })
            | OpenError::Vault(VaultError::Io { path, source, .. }) => Self::io(path, source),
            OpenError::NotARegistry { path } => {
                let path = path.display();
                Self::new(
                    Exit::Usage,
                    format!("{path} 不是账的文件夹。请用 --registry 指明,或先运行 yishi init。"),
                    format!(
                        "{path} is not a registry. Name one with --registry, or run yishi init."
                    ),
                )
            }
            OpenError::Store(_) | OpenError::Vault(_) => Self::new(
                Exit::Io,
                format!("打不开这本账:{error}。请检查磁盘和权限。"),
                format!("The registry cannot be opened: {error}. Check disk and permission."),
            ),
        }
    }
}

impl From<InitError> for Failure {
    fn from(error: InitError) -> Self {
        match error {
            InitError::Exists => Self::new(
                Exit::Refused,
                "这里已经有一本账,不能再开。请换一个文件夹,或直接使用它。",
                "There is a registry here already. Use another folder, or this one as it is.",
            ),
            InitError::Open(error) => error.into(),
            InitError::Record(error) => error.into(),
        }
    }
}
