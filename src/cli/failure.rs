//! How a command can end, and what it says when it fails.

use crate::answer::{self, AskError};
use crate::cli::Terminal;
use crate::domain::{Bilingual, Trouble, TroubleKind};
use crate::registry::copy::CopyError;
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
        answer::of_file(path, error).into()
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

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        let exit = match trouble.kind {
            TroubleKind::Usage => Exit::Usage,
            TroubleKind::Wanting => Exit::Wanting,
            TroubleKind::Refused => Exit::Refused,
            TroubleKind::Busy => Exit::Busy,
            TroubleKind::Damaged => Exit::Damaged,
            TroubleKind::Io => Exit::Io,
        };
        Self { exit, sentence: trouble.sentence }
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        Trouble::from(error).into()
    }
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Self {
        Trouble::from(error).into()
    }
}

impl From<CopyError> for Failure {
    fn from(error: CopyError) -> Self {
        Trouble::from(error).into()
    }
}

impl From<InitError> for Failure {
    fn from(error: InitError) -> Self {
        Trouble::from(error).into()
    }
}
