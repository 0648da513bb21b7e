//! What people hand in: the forms that they fill in are documents.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of tests fails by panicking")]

mod template; // every template is a document, and decodes once it is filled in
