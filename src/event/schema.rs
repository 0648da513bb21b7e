//! JSON Schemas, generated from the types: of entries, and of the documents that people fill in.
//!
//! Both come from one generated schema. A sealed field is marked there with `x-sealed`, an id with
//! `x-id`: in the schema of an entry the mark becomes a seal, in that of a document an id may also be
//! an `@label`, and what the program fills in is not required.

use crate::event::catalogue::{CATALOGUE, KindEntry};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// A schema file: its path below `schemas/` and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaFile {
    /// For example `entries/meeting.held.v1.json`.
    pub path: String,
    /// Pretty-printed JSON with a line feed at the end.
    pub text: String,
}

/// Fields that a document may leave out although an entry always has them.
const FILLED_IN: &[&str] = &["book", "totals"];

/// All schema files.
pub fn schema_files() -> Vec<SchemaFile> {
    let mut files = vec![file("entry.json", &envelope()), file("document.json", &document())];
    for kind in CATALOGUE {
        let (name, v) = (kind.kind, kind.version);
        files.push(file(&format!("entries/{name}.v{v}.json"), &entry_data(kind)));
        files.push(file(&format!("documents/{name}.json"), &document_fact(kind)));
    }
    files
}

/// Schema of the `data` of an entry of this kind, newest version.
pub fn entry_data(kind: &KindEntry) -> Value {
    let mut schema = generated(kind);
    replace(&mut schema, &|object| object.contains_key("x-sealed").then(seal_schema));
    schema
}

/// Schema of a fact of this kind in a document.
pub fn document_fact(kind: &KindEntry) -> Value {
    let mut schema = generated(kind);
    replace(&mut schema, &|object| {
        let id = object.get("x-id")?;
        let about = format!("An id, or @label, of a {}.", id.as_str().unwrap_or_default());
        Some(json!({
            "type": "string",
            "pattern": "^([0-7][0-9A-HJKMNP-TV-Z]{25}|@.+)$",
            "description": about
        }))
    });
    if let Some(root) = schema.as_object_mut() {
        if let Some(required) = root.get_mut("required").and_then(Value::as_array_mut) {
            let created = kind.creates.map(|creates| creates.field);
            required.retain(|key| {
                let key = key.as_str().unwrap_or_default();
                Some(key) != created && !FILLED_IN.contains(&key)
            });
            required.insert(0, "kind".into());
        }
        if let Some(properties) = root.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert("kind".to_owned(), json!({ "const": kind.kind }));
        }
    }
    schema
}

fn generated(kind: &KindEntry) -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let reference = (kind.schema)(&mut generator);
    let definitions = generator.take_definitions(false);
    let name = reference
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|path| path.rsplit('/').next())
        .unwrap_or_default();
    let mut definitions = Map::from_iter(definitions);
    let mut root = definitions.remove(name).unwrap_or(reference.to_value());
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        root.insert("title".to_owned(), kind.kind.into());
        if !definitions.is_empty() {
            root.insert("$defs".to_owned(), Value::Object(definitions));
        }
    }
    no_null(&mut root);
    root
}

/// An absent fact is an absent key, never null.
pub fn no_null(schema: &mut Value) {
    each_object(schema, &|object| {
        if let Some(Value::Array(types)) = object.get_mut("type") {
            types.retain(|one| one != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                object.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(choices)) = object.get_mut("anyOf") {
            choices.retain(|one| one != &json!({ "type": "null" }));
            if let [only] = choices.as_slice() {
                let only = only.clone();
                object.remove("anyOf");
                if let Value::Object(only) = only {
                    object.extend(only);
                }
            }
        }
        if object.get("default").is_some_and(Value::is_null) {
            object.remove("default");
        }
        // A nullable enumeration lists null among its values.
        if let Some(Value::Array(values)) = object.get_mut("enum") {
            values.retain(|one| !one.is_null());
        }
    });
}

fn each_object(schema: &mut Value, change: &dyn Fn(&mut Map<String, Value>)) {
    match schema {
        Value::Object(object) => {
            change(object);
            object.values_mut().for_each(|value| each_object(value, change));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, change)),
        _ => {}
    }
}

/// Replaces every subschema for which `by` has an answer, keeping its description.
fn replace(schema: &mut Value, by: &dyn Fn(&Map<String, Value>) -> Option<Value>) {
    match schema {
        Value::Object(object) => {
            if let Some(mut new) = by(object) {
                if let (Some(new), Some(about)) = (new.as_object_mut(), object.get("description")) {
                    new.insert("description".to_owned(), about.clone());
                }
                *schema = new;
                return;
            }
            object.values_mut().for_each(|value| replace(value, by));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, by)),
        _ => {}
    }
}

fn seal_schema() -> Value {
    json!({
        "type": "object",
        "properties": { "seal": { "type": "string", "pattern": "^[0-9a-f]{64}$" } },
        "required": ["seal"],
        "additionalProperties": false
    })
}

const ULID: &str = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$";

/// Schema of an entry: ten keys, all always present.
fn envelope() -> Value {
    let kinds: Vec<&str> = CATALOGUE.iter().map(|kind| kind.kind).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "entry",
        "description": "One line of a journal. The schema of data is entries/<kind>.v<v>.json.",
        "type": "object",
        "properties": {
            "at": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$" },
            "by": {
                "type": "object",
                "properties": {
                    "actor": { "type": "string", "pattern": ULID },
                    "role": { "type": "string", "pattern": "^[a-z_]+$" }
                },
                "required": ["actor", "role"],
                "additionalProperties": false
            },
            "cmd": { "type": "string", "pattern": ULID },
            "data": { "type": "object" },
            "kind": { "enum": kinds },
            "more": { "type": "integer", "minimum": 0, "maximum": 9_999 },
            "prev": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
            "seq": { "type": "integer", "minimum": 0 },
            "tags": {
                "type": "array",
                "maxItems": 16,
                "uniqueItems": true,
                "items": { "type": "string", "pattern": "^[a-z_]+:[0-7][0-9A-HJKMNP-TV-Z]{25}$" }
            },
            "v": { "type": "integer", "minimum": 1 }
        },
        "required": ["at", "by", "cmd", "data", "kind", "more", "prev", "seq", "tags", "v"],
        "additionalProperties": false
    })
}

/// Schema of a document: facts to be recorded together, with who says so.
fn document() -> Value {
    let facts: Vec<Value> = CATALOGUE
        .iter()
        .map(|kind| json!({ "$ref": format!("documents/{}.json", kind.kind) }))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "document",
        "description": "Facts to be recorded together, all or none.",
        "type": "object",
        "properties": {
            "format": { "const": 1 },
            "by": {
                "type": "object",
                "properties": {
                    "actor": { "type": "string", "description": "An id or @label." },
                    "role": { "enum": ["secretary", "recorder", "reviewer", "supervisor", "administrator"] }
                },
                "required": ["actor", "role"],
                "additionalProperties": false
            },
            "late_reason": {
                "type": "string", "minLength": 1, "maxLength": 200,
                "description": "Why the facts are recorded late; a fact may have its own (补录原因)."
            },
            "facts": { "type": "array", "minItems": 1, "maxItems": 10_000, "items": { "oneOf": facts } }
        },
        "required": ["by", "facts"],
        "additionalProperties": false
    })
}

fn file(path: &str, schema: &Value) -> SchemaFile {
    SchemaFile::new(path, schema)
}

impl SchemaFile {
    /// Writes a schema into its file.
    pub fn new(path: &str, schema: &Value) -> Self {
        let text = serde_json::to_string_pretty(schema).unwrap_or_default();
        Self { path: path.to_owned(), text: text + "\n" }
    }
}
