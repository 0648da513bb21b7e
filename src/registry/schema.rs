//! All JSON Schemas: of entries and documents, of an announcement to be checked, and of answers.

use crate::answer::answer_schemas;
use crate::event::schema::{SchemaFile, no_null, schema_files as of_events};
use crate::law::gate::Announcement;
use schemars::generate::SchemaSettings;

/// All schema files.
pub fn schema_files() -> Vec<SchemaFile> {
    let mut files = of_events();
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<Announcement>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), "announcement".into());
    }
    no_null(&mut schema);
    files.push(SchemaFile::new("announcement.json", &schema));
    let answers = answer_schemas().into_iter();
    files.extend(
        answers.map(|(name, schema)| SchemaFile::new(&format!("answers/{name}.json"), &schema)),
    );
    files
}
