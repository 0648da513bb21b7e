//! Closing and opening the seals inside a payload, by the classes of its fields.

use crate::event::catalogue::KindEntry;
use crate::event::classified::Class;
use crate::ledger::{Audience, Commitment, Salt, Value};
use std::collections::BTreeMap;

/// A field that was sealed just now, or that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// JSON pointer inside `data`.
    pub pointer: String,
    /// The salt.
    pub salt: Salt,
    /// The value.
    pub value: Value,
    /// Who may be shown it.
    pub audience: Audience,
    /// What stands on record in its place.
    pub commitment: Commitment,
}

/// Puts a seal in place of every value of a sealed class and returns the openings.
///
/// Values that are seals already stay: a correction may repeat them.
pub fn seal(kind: &KindEntry, data: &mut Value, salt: &mut dyn FnMut() -> Salt) -> Vec<Opening> {
    let mut openings = Vec::new();
    visit(data, &mut |pointer, value| {
        let Some(Class::Sealed(audience)) = class_of(kind, pointer) else { return true };
        if seal_of(value).is_none() {
            let salt = salt();
            let commitment = Commitment::new(salt, pointer, value);
            let value = std::mem::replace(value, seal_value(commitment));
            openings.push(Opening {
                pointer: pointer.to_owned(),
                salt,
                value,
                audience,
                commitment,
            });
        }
        false
    });
    openings
}

/// Every seal in a payload with its pointer.
pub fn seals(kind: &KindEntry, data: &Value) -> Vec<(String, Audience, Commitment)> {
    let mut found = Vec::new();
    visit(&mut data.clone(), &mut |pointer, value| {
        let Some(Class::Sealed(audience)) = class_of(kind, pointer) else { return true };
        found.extend(seal_of(value).map(|seal| (pointer.to_owned(), audience, seal)));
        false
    });
    found
}

/// Replaces seals by what `open` finds for them; a seal that it does not know stays.
pub fn open(data: &mut Value, open: &dyn Fn(&Commitment) -> Option<Value>) {
    visit(data, &mut |_, value| {
        let opened = seal_of(value).and_then(|seal| open(&seal));
        let more = opened.is_none();
        if let Some(opened) = opened {
            *value = opened;
        }
        more
    });
}

/// Class of the field at a pointer without stars.
pub fn class_of(kind: &KindEntry, pointer: &str) -> Option<Class> {
    (kind.fields)().iter().find(|field| field.matches(pointer)).map(|field| field.class)
}

/// Calls `at` for every value inside, outermost first; it answers whether to go further in.
pub fn visit(value: &mut Value, at: &mut dyn FnMut(&str, &mut Value) -> bool) {
    go(value, &mut String::new(), at);
}

fn go(value: &mut Value, pointer: &mut String, at: &mut dyn FnMut(&str, &mut Value) -> bool) {
    if !at(pointer, value) {
        return;
    }
    let length = pointer.len();
    let mut step = |name: &str, value: &mut Value| {
        pointer.push('/');
        pointer.push_str(name);
        go(value, pointer, at);
        pointer.truncate(length);
    };
    match value {
        Value::Object(pairs) => pairs.iter_mut().for_each(|(key, value)| step(key, value)),
        Value::Array(items) => {
            items.iter_mut().enumerate().for_each(|(place, item)| step(&place.to_string(), item));
        }
        Value::Bool(_) | Value::Integer(_) | Value::String(_) => {}
    }
}

/// The commitment, if the value is `{"seal": …}`.
pub fn seal_of(value: &Value) -> Option<Commitment> {
    let pairs = value.as_object().filter(|pairs| pairs.len() == 1)?;
    pairs.get("seal")?.as_str()?.parse().ok()
}

fn seal_value(commitment: Commitment) -> Value {
    let seal = Value::String(commitment.to_string());
    Value::Object(BTreeMap::from([("seal".to_owned(), seal)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::kind_entry;

    const HELD: &str = r#"{"leave":[{"person":"01KAQ3ZJ8QK6M7N8P9QRSTVWXY","reason":"住院"}],
        "absent":[{"person":"01KAQ3ZJ8QK6M7N8P9QRSTVWXY"}],"place":"会议室"}"#;

    #[test]
    fn a_payload_is_sealed_and_opened_by_its_classes() {
        let kind = kind_entry("meeting.held").unwrap();
        let plain = Value::parse(HELD.as_bytes()).unwrap();
        let mut data = plain.clone();
        let mut salts = 0;
        let openings = seal(kind, &mut data, &mut || {
            salts += 1;
            Salt([salts; 32])
        });
        assert_eq!(openings.len(), 1);
        assert_eq!(openings[0].pointer, "/leave/0/reason");
        assert_eq!(openings[0].audience, Audience::Office);
        assert!(!data.to_canonical().contains("住院") && data.to_canonical().contains("会议室"));
        assert_eq!(
            seals(kind, &data),
            [(
                "/leave/0/reason".to_owned(),
                Audience::Office,
                Commitment::new(
                    Salt([1; 32]),
                    "/leave/0/reason",
                    &Value::String("住院".to_owned())
                ),
            )]
        );

        let mut again = data.clone();
        assert!(seal(kind, &mut again, &mut || Salt([9; 32])).is_empty());
        open(&mut data, &|seal| {
            openings.iter().find(|one| one.commitment == *seal).map(|one| one.value.clone())
        });
        assert_eq!(data, plain);
    }
}
