//! Fuzzes `document` of `tests/common/targets.rs`.
#![no_main]

#[path = "../../tests/common/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::document(bytes));
