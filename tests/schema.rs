//! The schemas in the repository are those of the types.

use crate::common::{assert_current, root};
use std::collections::BTreeSet;
use yishi::registry::schema_files;

#[test]
fn schemas_are_current_and_none_is_left_over() {
    let folder = root().join("schemas");
    let mut expected = BTreeSet::new();
    for file in schema_files() {
        assert_current(&folder.join(&file.path), &file.text);
        expected.insert(file.path);
    }
    let mut found = BTreeSet::new();
    for sub in ["", "answers", "entries", "documents"] {
        for entry in std::fs::read_dir(folder.join(sub)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let relative = path.strip_prefix(&folder).unwrap();
                found.insert(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    assert_eq!(found, expected);
}
