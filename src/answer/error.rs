//! Why a question has no answer.

use crate::audit::copy::CopyFault;
use crate::domain::{Bilingual, Trouble, TroubleKind};
use crate::event::DecodeError;
use crate::law::NoBook;
use crate::ledger::EntryError;
use crate::projection::Unreadable;
use crate::store::vault::VaultError;
use crate::store::{NotPlain, OpenError, Shape, StoreError};
use core::fmt::Display;
use std::io;
use std::path::Path;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// There is no book here that can be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// An entry of the journal cannot be read; the auditor acts.
    #[error(transparent)]
    Entry(EntryError),
    /// An entry of the journal has no meaning here; a newer program is needed.
    #[error(transparent)]
    Meaning(#[from] DecodeError),
    /// The store failed; the operator acts.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault failed; the operator acts.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Saved rows cannot be read.
    #[error(transparent)]
    Projection(#[from] Unreadable),
    /// The rule book that was pinned is not what the cards on record make; the auditor acts.
    #[error(transparent)]
    Book(#[from] NoBook),
}

impl AskError {
    /// Whether there is no registry in the folder at all.
    pub fn is_no_registry(&self) -> bool {
        matches!(self, Self::Open(OpenError::NotARegistry { .. }))
    }
}

impl From<AskError> for Trouble {
    fn from(error: AskError) -> Self {
        of_asking(&error)
    }
}

fn of_asking(error: &AskError) -> Trouble {
    match error {
        AskError::Open(error) => of_opening(error),
        AskError::Entry(_) | AskError::Meaning(_) => Trouble::new(
            TroubleKind::Damaged,
            format!("账中有一条记录读不懂:{error}。请运行 yishi verify。"),
            format!("An entry cannot be read: {error}. Run yishi verify."),
        ),
        AskError::Store(error) => of_store(error),
        AskError::Vault(error) => of_vault(error),
        AskError::Projection(Unreadable::Entry(error)) => {
            // What is not of this room cannot be read for a reason that only it can tell.
            error.downcast_ref().map_or_else(|| of_disk(error), of_asking)
        }
        AskError::Projection(error @ Unreadable::Facts { .. }) => of_disk(error),
        AskError::Book(error) => Trouble { kind: TroubleKind::Damaged, sentence: error.sentence() },
    }
}

/// A registry could not be opened.
pub(crate) fn of_opening(error: &OpenError) -> Trouble {
    match error {
        OpenError::Busy { holder } => {
            let by = holder.as_ref().map_or_else(
                || "另一个程序".to_owned(),
                |holder| format!(" {}(进程 {})", holder.program, holder.pid),
            );
            Trouble::new(
                TroubleKind::Busy,
                format!("这本账正被{by}使用,等了一会儿也没有放开。请关闭那个程序后再试。"),
                format!("{error}; it was waited for. Close the other program and try again."),
            )
        }
        OpenError::Store(StoreError::Io { path, source, .. })
        | OpenError::Vault(VaultError::Io { path, source, .. }) => of_file(path, source),
        OpenError::NotARegistry { path } => {
            let path = path.display();
            Trouble::new(
                TroubleKind::Usage,
                format!("{path} 不是账的文件夹。请用 --registry 指明,或先运行 yishi init。"),
                format!("{path} is not a registry. Name one with --registry, or run yishi init."),
            )
        }
        OpenError::Store(_) | OpenError::Vault(_) => Trouble::new(
            TroubleKind::Io,
            format!("打不开这本账:{error}。请检查磁盘和权限。"),
            format!("The registry cannot be opened: {error}. Check disk and permission."),
        ),
    }
}

/// The store failed.
pub(crate) fn of_store(error: &StoreError) -> Trouble {
    match error {
        StoreError::Io { path, source, .. } => of_file(path, source),
        StoreError::Damaged { .. } => Trouble::new(
            TroubleKind::Damaged,
            format!("账中有损坏:{error}。请不要改动任何文件,先运行 yishi verify,再与备份核对。"),
            format!(
                "The journal is damaged: {error}. Change no file; run yishi verify, then compare with a backup."
            ),
        ),
        StoreError::Index { .. } | StoreError::Closed => of_disk(error),
    }
}

/// The vault failed.
pub(crate) fn of_vault(error: &VaultError) -> Trouble {
    match error {
        VaultError::Io { path, source, .. } => of_file(path, source),
        VaultError::NotReplaced { path, source } => {
            let path = path.display();
            Trouble::new(
                TroubleKind::Io,
                format!(
                    "{path} 换不下来({source}),可能正被另一个程序打开,要销毁的内容还在。请关闭那个程序,再运行同一条命令。"
                ),
                format!(
                    "{path} could not be replaced ({source}); another program may hold it, and what is to be erased is still there. Close that program and run the same command again."
                ),
            )
        }
        _ => of_disk(error),
    }
}

/// A copy cannot be read, or is not what it says.
pub(crate) fn of_copy(fault: &CopyFault) -> Trouble {
    match fault {
        CopyFault::Faulty { file, fault } => Trouble::new(
            TroubleKind::Wanting,
            format!("副本中的 {file} {}。这份副本不可用,请重新取得。", fault.zh),
            format!("{file} {}. The copy cannot be used; get it again.", fault.en),
        ),
        CopyFault::NoManifest(path) => {
            let path = path.display();
            Trouble::new(
                TroubleKind::Usage,
                format!("{path} 不是导出的副本(没有 manifest.json 或 SHA256SUMS)。"),
                format!("{path} is not an exported copy (no manifest.json or SHA256SUMS)."),
            )
        }
        CopyFault::Store(error) => of_store(error),
        CopyFault::Vault(error) => of_vault(error),
        CopyFault::Io { path, source } => of_file(path, source),
    }
}

/// Reading or writing failed in a way that only trying again can mend.
pub(crate) fn of_disk(error: &impl Display) -> Trouble {
    Trouble::new(
        TroubleKind::Io,
        format!("读写失败:{error}。请检查磁盘后重试。"),
        format!("Reading or writing failed: {error}. Check the disk and try again."),
    )
}

/// A file could not be read or written.
pub fn of_file(path: &Path, error: &io::Error) -> Trouble {
    let path = path.display();
    if error.kind() == io::ErrorKind::NotFound {
        return Trouble::new(
            TroubleKind::Io,
            format!("没有 {path} 这个文件。请检查文件名和所在的文件夹。"),
            format!("There is no file {path}. Check its name and its folder."),
        );
    }
    if let Some(sentence) = about_shape(error) {
        return Trouble { kind: TroubleKind::Io, sentence }.in_file(&path.to_string());
    }
    if error.kind() == io::ErrorKind::PermissionDenied {
        return Trouble::new(
            TroubleKind::Io,
            format!("没有权限读写 {path}。请用有权限的账户运行,或请管理员授权。"),
            format!(
                "No permission to read or write {path}. Run as somebody who may, or ask for it."
            ),
        );
    }
    Trouble::new(
        TroubleKind::Io,
        format!("{path} 无法读写:{error}。请检查路径、权限和磁盘空间。"),
        format!("{path} cannot be read or written: {error}. Check path, permission and space."),
    )
}

/// What stands where a file or a folder of the registry belongs, if that is what is wrong.
fn about_shape(error: &io::Error) -> Option<Bilingual> {
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
