//! What somebody kept elsewhere, to check a folder by: a checkpoint, a manifest, or a copy with one.

use crate::answer::of_file;
use crate::audit::end_named;
use crate::domain::{Trouble, TroubleKind};
use crate::store::Checkpoint;
use std::path::{Path, PathBuf};

/// The end that it names; never one that lies in what it is to vouch for.
pub(super) fn read(path: &Path, folder: &Path) -> Result<Checkpoint, Trouble> {
    let path = &if path.is_dir() { path.join("manifest.json") } else { path.to_owned() };
    let shown = path.display();
    if lies_in(path, folder) {
        return Err(Trouble::new(
            TroubleKind::Usage,
            format!(
                "{shown} 就在被核对的文件夹里:谁能改动这个文件夹,谁就能改动它,不能作另行保存的凭据。请用放在别处的清单或核对点。"
            ),
            format!(
                "{shown} lies in the folder that is checked: whoever can write there can write it, too. Name a manifest or checkpoint that was kept elsewhere."
            ),
        ));
    }
    let bytes = std::fs::read(path).map_err(|error| of_file(path, &error))?;
    end_named(&bytes).ok_or_else(|| {
        Trouble::new(
            TroubleKind::Usage,
            format!("{shown} 不是清单,也不是检查点。"),
            format!("{shown} is neither a manifest nor a checkpoint."),
        )
    })
}

/// Whether a file is inside a folder, by the name it is given or by where links lead.
fn lies_in(path: &Path, folder: &Path) -> bool {
    let absolute = |path: &Path| std::path::absolute(path).ok();
    let real = |path: &Path| path.canonicalize().ok();
    let inside = |path: Option<PathBuf>, folder: Option<PathBuf>| {
        path.zip(folder).is_some_and(|(path, folder)| path.starts_with(folder))
    };
    inside(absolute(path), absolute(folder)) || inside(real(path), real(folder))
}
