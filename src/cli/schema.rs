//! `yishi schema`: print a JSON Schema.

use crate::cli::{Exit, Failure, Terminal};
use crate::registry::schema_files;

/// Prints the schema of a kind in documents, of an entry, or the list of all.
#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// 例如 meeting.held、entry、document;不写则列出全部 / For example meeting.held, entry
    name: Option<String>,
}

pub(super) fn run(args: &SchemaArgs, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let files = schema_files();
    let Some(name) = &args.name else {
        for file in files {
            terminal.print(file.path.trim_end_matches(".json"));
        }
        return Ok(Exit::Done);
    };
    let wanted = [format!("documents/{name}.json"), format!("{name}.json")];
    match files.into_iter().find(|file| wanted.contains(&file.path)) {
        Some(file) => {
            terminal.print(&file.text);
            Ok(Exit::Done)
        }
        None => Err(Failure::new(
            Exit::Usage,
            format!("没有“{name}”的格式。不带名称运行 yishi schema 可列出全部。"),
            format!("There is no schema of \"{name}\". yishi schema lists them all."),
        )),
    }
}
