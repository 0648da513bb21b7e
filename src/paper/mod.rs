//! Documents out: what the book writes by itself.
//!
//! A document is a [`Sheet`], which is rendered as plain text or as Markdown, or a web page.

pub mod handbook;
pub mod markdown;
pub mod minutes;
pub mod notice;
pub mod page;
pub mod sheet;
pub mod table;
pub mod text;

pub use markdown::markdown;
pub use minutes::{MinutesOptions, minutes};
pub use notice::notice;
pub use page::page;
pub use sheet::{Block, Row, Section, Sheet, Signature};
pub use table::Table;
pub use text::text;
