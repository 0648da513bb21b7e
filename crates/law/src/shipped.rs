//! The cards that come with the program: whatever lies in `cards/`, in the order of their names.

use include_dir::{Dir, include_dir};

static CARDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/cards");

/// (File name, contents) of every card.
pub fn shipped_files() -> Vec<(&'static str, &'static str)> {
    let files = CARDS.files();
    let texts = files.filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
    let mut cards: Vec<_> = texts.collect();
    // The order of a folder is the machine's.
    cards.sort_unstable();
    cards
}
