//! All integration tests in one binary; a line for each module.

mod law; // verdicts: boundary cases by id, sentences, cards that are refused, the calendar
