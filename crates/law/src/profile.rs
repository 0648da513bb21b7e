//! The JSON that a card may be made of: the profile of the journal, because cards stand in it.
//!
//! Objects, arrays, strings, booleans and integers within ±(2^53 - 1); no floats, no null; keys of
//! `[a-z0-9_]`; at most 16 levels. Canonical form: keys in byte order, no blanks (RFC 8785 over
//! this profile, where byte order and UTF-16 order of keys are the same).

use ledger::json::{DEPTH_MAX, INTEGER_MAX};
use serde_json::Value;

/// Bytes of one card in canonical form.
pub(super) const CARD_BYTES_MAX: usize = 16 * 1024;

/// The first breach of the profile as (JSON pointer, what is wrong), if there is one.
pub(super) fn breach(value: &Value) -> Option<(String, &'static str)> {
    find(value, &mut String::new(), 1)
}

/// Canonical form, by the one writer of the journal.
pub(super) fn canonical(value: &Value) -> String {
    ledger::json::canonical(value, &|_| true)
}

fn find(value: &Value, at: &mut String, depth: usize) -> Option<(String, &'static str)> {
    let here = |problem| Some((at.clone(), problem));
    match value {
        Value::Null => here("null is not allowed; leave the key out"),
        Value::Number(number) if number.is_f64() => here("only integers are allowed"),
        Value::Number(number) => {
            let size = number.as_i64().map(i64::unsigned_abs).or_else(|| number.as_u64());
            let fits = size.is_some_and(|size| size <= INTEGER_MAX.unsigned_abs());
            if fits { None } else { here("the integer is beyond 2^53 - 1") }
        }
        Value::Bool(_) | Value::String(_) => None,
        Value::Array(_) | Value::Object(_) if depth > DEPTH_MAX => here("deeper than 16 levels"),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(position, item)| inside(&position.to_string(), item, at, depth)),
        Value::Object(fields) => fields.iter().find_map(|(key, field)| {
            if !is_key(key) {
                return Some((format!("{at}/{key}"), "a key is made of a-z, 0-9 and _"));
            }
            inside(key, field, at, depth)
        }),
    }
}

fn inside(
    step: &str,
    value: &Value,
    at: &mut String,
    depth: usize,
) -> Option<(String, &'static str)> {
    let length = at.len();
    at.push('/');
    at.push_str(step);
    let found = find(value, at, depth + 1);
    at.truncate(length);
    found
}

fn is_key(key: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !key.is_empty() && key.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_the_journal_cannot_hold_is_named_with_its_place() {
        let place = |value: Value| breach(&value).map(|(at, _)| at);
        assert_eq!(place(json!({"a": [1, {"b": 0.5}]})), Some("/a/1/b".to_owned()));
        assert_eq!(place(json!({"a": null})), Some("/a".to_owned()));
        assert_eq!(place(json!({"a": {"B": 1}})), Some("/a/B".to_owned()));
        assert_eq!(place(json!({"a": 9_007_199_254_740_992_u64})), Some("/a".to_owned()));
        assert_eq!(place(json!({"a": 9_007_199_254_740_991_u64, "b": -1, "c": "\n"})), None);
        let deep = (0..17).fold(json!(1), |inner, _| json!([inner]));
        assert!(breach(&deep).is_some_and(|(_, problem)| problem.contains("16")));
    }

    #[test]
    fn canonical_means_sorted_and_without_blanks() {
        let value: Value = serde_json::from_str("{ \"b\": [1, \"会\"], \"a\": true }").unwrap();
        assert_eq!(canonical(&value), r#"{"a":true,"b":[1,"会"]}"#);
    }
}
