//! What is remembered of the end of a journal, and in whose hands it lies.
//!
//! Whoever can write to the checked folder can write every note in it, too. So a note there shows an
//! accident and never a person; only what was kept elsewhere vouches.

use crate::audit::report::Report;
use crate::audit::wording::thousands;
use crate::domain::{Bilingual, say};

/// In whose hands something lies that remembers the end: the later, the more it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// A note inside the checked folder: it shows accidents, and nobody who can write there.
    NoteInFolder,
    /// Kept elsewhere by whoever asks.
    KeptByYou,
    /// Signed by others. Reserved: no program makes such signatures yet.
    SignedByOthers,
}

impl Rank {
    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoteInFolder => "note_in_folder",
            Self::KeptByYou => "kept_by_you",
            Self::SignedByOthers => "signed_by_others",
        }
    }

    /// What it is worth.
    pub fn name(self) -> Bilingual {
        match self {
            Self::NoteInFolder => say!("本文件夹内的记载相符", "a note in this folder agrees"),
            Self::KeptByYou => say!("您另行保存", "kept by you"),
            Self::SignedByOthers => say!("他人签署", "signed by others"),
        }
    }

    /// Whether it says more than the folder says of itself.
    pub const fn vouches(self) -> bool {
        match self {
            Self::NoteInFolder => false,
            Self::KeptByYou | Self::SignedByOthers => true,
        }
    }
}

/// Something that remembers the end of a journal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndMark {
    /// The head that the index remembers.
    Index,
    /// The file beside the index that says the same to readers without it.
    HeadFile,
    /// A checkpoint in the folder, by its file name.
    Checkpoint(String),
    /// The manifest in the folder, by its file name.
    Manifest(&'static str),
    /// A number and hash that the caller knows from elsewhere.
    Anchor,
}

impl EndMark {
    /// In whose hands it lies.
    pub const fn rank(&self) -> Rank {
        match self {
            Self::Index | Self::HeadFile | Self::Checkpoint(_) | Self::Manifest(_) => {
                Rank::NoteInFolder
            }
            Self::Anchor => Rank::KeptByYou,
        }
    }

    /// What it is called.
    pub fn name(&self) -> Bilingual {
        match self {
            Self::Index => say!("索引", "the index"),
            Self::HeadFile => say!("index/head.json", "index/head.json"),
            Self::Checkpoint(name) => say!("核对点 {name}", "checkpoint {name}"; name),
            Self::Manifest(name) => say!("清单 {name}", "manifest {name}"; name),
            Self::Anchor => say!("您另行保存的凭据", "the record that you kept"),
        }
    }
}

/// What one of them says, beside the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedEnd {
    /// Which.
    pub mark: EndMark,
    /// Entries that it covers.
    pub covers: u64,
    /// Whether the journal agrees with it.
    pub agrees: bool,
}

impl Report {
    /// What agrees with the last entry, in the best hands that any of them is in.
    pub fn agreed_by(&self) -> Option<&EndMark> {
        let agreeing = self.marks.iter().filter(|one| one.agrees && one.covers > 0);
        let of_last = agreeing.filter(|one| one.covers == self.counts.entries);
        of_last.map(|one| &one.mark).min_by_key(|mark| core::cmp::Reverse(mark.rank()))
    }

    /// What vouches for the last entry: never anything inside the folder.
    pub fn vouched_by(&self) -> Option<&EndMark> {
        self.agreed_by().filter(|mark| mark.rank().vouches())
    }

    /// How many entries something vouches for, the last or not.
    fn vouched(&self) -> u64 {
        let vouching = self.marks.iter().filter(|one| one.agrees && one.mark.rank().vouches());
        vouching.map(|one| one.covers).max().unwrap_or(0)
    }

    /// What stands behind the last entry.
    pub(super) fn end(&self) -> Bilingual {
        if let Some(mark) = self.vouched_by() {
            let name = mark.name();
            return say!("最后一条由{name}担保。", "{name} vouches for the last entry."; name);
        }
        let vouched = self.vouched();
        let (zh, en) = if vouched > 0 {
            let (zh, en) = (thousands(vouched), vouched);
            (
                format!("您另行保存的凭据只担保前 {zh} 条;"),
                format!("the record that you kept vouches for the first {en} only; "),
            )
        } else {
            (String::new(), String::new())
        };
        let last = self.agreed_by().map_or_else(nothing, only_a_note);
        Bilingual::new(zh + &last.zh, en + &last.en)
    }
}

fn only_a_note(mark: &EndMark) -> Bilingual {
    let name = mark.name();
    say!(
        "最后一条只有本文件夹内的记载({name})相符:能看出意外,防不住能改动这个文件夹的人。请用另行\
             保存的凭据核对(--anchor)。",
        "only a note in this folder ({name}) agrees with the last entry: that shows accidents, not \
             whoever can write to the folder; compare with a record kept elsewhere (--anchor).";
        name
    )
}

fn nothing() -> Bilingual {
    say!(
        "最后一条没有任何东西担保:末尾被截去也看不出来,请与别处留存的编号和哈希对照(--anchor)。",
        "nothing vouches for the last entry: a cut at the end would not show; compare with a number \
         and hash kept elsewhere (--anchor)."
    )
}
