//! The rules on one page, generated from the cards: `docs/rules.md`.

use super::book::Book;

/// Every card with its grade, certainty, parameters, examples, and what is not confirmed.
pub fn rules_markdown(book: &Book) -> String {
    let _ = book;
    String::new()
}
