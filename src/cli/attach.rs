//! `yishi attach`: attach a file to a meeting.

use super::show::found;
use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{AttachmentKind, Bilingual, Role};
use crate::paper::{Document, DraftFact};
use crate::registry::answers::kind_entry;
use crate::registry::answers::{Sha256, Value};
use crate::registry::{RecordOptions, Recording, Registry};
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
    let media_type = media_type(&args.file);
    let file = Attaching { args, bytes: &bytes, media_type };
    let recording = file.put(&registry)?;
    registry.close()?;
    let (seq, sha256) = (recording.entries.0, Sha256::of(&bytes));
    terminal.tell(&Bilingual::new(
        format!("已附上(第 {seq} 条),SHA-256 {sha256}。"),
        format!("Attached (entry {seq}), SHA-256 {sha256}."),
    ));
    Ok(Exit::Done)
}

/// Keeps a text that comes with the program, beside the examples.
pub(super) fn put_text(
    registry: &Registry,
    args: &AttachArgs,
    bytes: &[u8],
) -> Result<Recording, Failure> {
    Attaching { args, bytes, media_type: "text/plain" }.put(registry)
}

/// A file on its way into the vault.
struct Attaching<'a> {
    args: &'a AttachArgs,
    bytes: &'a [u8],
    media_type: &'static str,
}

impl Attaching<'_> {
    fn put(&self, registry: &Registry) -> Result<Recording, Failure> {
        let args = self.args;
        let view = registry.view(None)?;
        let tags = found(&view, &args.meeting)?;
        let meeting = tags.iter().find_map(|tag| tag.strip_prefix("meeting:")).unwrap_or_default();
        let happened = args.happened.clone().unwrap_or_else(|| registry.today().to_string());
        let text = |text: &str| Value::String(text.to_owned());
        let fields = [
            ("meeting", text(meeting)),
            ("attachment_kind", text(args.kind.word())),
            ("title", text(&args.title)),
            ("sha256", text(&Sha256::of(self.bytes).to_string())),
            ("bytes", Value::Integer(i64::try_from(self.bytes.len()).unwrap_or(i64::MAX))),
            ("media_type", text(self.media_type)),
            ("happened", text(&happened)),
        ];
        let fields = fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let facts = kind_entry("meeting.attached").map(|kind| DraftFact { kind, fields });
        let by = Some((args.by.clone(), args.role));
        let document = Document { by, facts: facts.into_iter().collect() };
        // First a trial: a file must not stay behind for an entry that is refused.
        let trial = RecordOptions { dry_run: true, ..RecordOptions::default() };
        registry.record(document.clone(), &trial)?;
        registry.vault().put_file(self.bytes).map_err(crate::registry::RecordError::from)?;
        Ok(registry.record(document, &RecordOptions::default())?)
    }
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
