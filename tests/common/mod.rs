//! What the tests share.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of tests fails by panicking")]

pub(crate) mod cases; // refusals: given, when, says
pub(crate) mod cli; // runs the program with what it prints kept
pub(crate) mod estate; // an estate of 3,281 units, made when asked for
pub(crate) mod losing; // a disk that loses what was not synced
pub(crate) mod registry; // a registry with a stepping clock and numbered dice
pub(crate) mod targets; // what is done with bytes of strangers
pub(crate) mod verifier; // docs/verify.py beside the audit: both must agree

use std::path::{Path, PathBuf};

/// The folder of the package.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether generated files are to be written instead of compared.
#[expect(clippy::disallowed_methods, reason = "a switch for developers, not for the program")]
pub(crate) fn bless() -> bool {
    std::env::var("BLESS").is_ok()
}

/// Compares a generated file with the one in the repository, or writes it when blessing.
pub(crate) fn assert_current(path: &Path, text: &str) {
    if bless() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(found == text, "{} is not current; run: BLESS=1 cargo test", path.display());
}
