//! `yishi attach`: attach a file to a meeting.

use super::show::found;
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{AttachmentKind, Bilingual, Role};
use crate::registry::{Attached, Attachment, Registry};
use std::path::{Path, PathBuf};

/// Keeps a file in the vault and puts its hash on record with a meeting.
#[derive(Debug, clap::Args)]
pub(crate) struct AttachArgs {
    /// 会议的编号或 @标签 / Id or @label of the meeting
    pub(super) meeting: String,
    /// 文件 / The file
    pub(super) file: PathBuf,
    /// 类别:notice、sign_in_sheet、photo、scan、other / Kind
    #[arg(long, default_value = "scan")]
    pub(super) kind: AttachmentKind,
    /// 名称(不要写人名) / Title, without names
    #[arg(long)]
    pub(super) title: String,
    /// 由谁记录:编号或 @标签 / Who records it
    #[arg(long)]
    pub(super) by: String,
    /// 以什么身份 / In which capacity
    #[arg(long, default_value = "secretary")]
    pub(super) role: Role,
    /// 日期,默认今天 / Date, today by default
    #[arg(long)]
    pub(super) happened: Option<String>,
}

pub(super) fn run(
    args: &AttachArgs,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let bytes = std::fs::read(&args.file).map_err(|error| Failure::io(&args.file, &error))?;
    let registry = super::record::open(global, terminal)?;
    let attached = put(&registry, args, &bytes, media_type(&args.file))?;
    registry.close()?;
    let (seq, sha256) = (attached.recording.entries.0, attached.sha256);
    terminal.tell(&Bilingual::new(
        format!("已附上(第 {seq} 条),SHA-256 {sha256}。"),
        format!("Attached (entry {seq}), SHA-256 {sha256}."),
    ));
    Ok(Exit::Done)
}

/// Keeps a file and puts it on record with its meeting.
pub(super) fn put(
    registry: &Registry,
    args: &AttachArgs,
    bytes: &[u8],
    media_type: &str,
) -> Result<Attached, Failure> {
    let tags = found(&registry.view(None)?, &args.meeting)?;
    let meeting = tags.iter().find_map(|tag| tag.strip_prefix("meeting:")).unwrap_or_default();
    let (by, happened) = ((args.by.as_str(), args.role), args.happened.as_deref());
    let (kind, title) = (args.kind, args.title.as_str());
    let file = Attachment { bytes, media_type, meeting, kind, title, by, happened };
    Ok(registry.attach(&file)?)
}

fn media_type(path: &Path) -> &'static str {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("pdf") => "application/pdf",
        Some("txt") => "text/plain",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    }
}
