//! The manifest of a copy: what the copy says of itself, in the one form in which it is written.

use super::fault::{CopyFault, faulty};
use crate::domain::{Bilingual, OpeningsIncluded};
use crate::ledger::{Audience, Entry, Hash, Value};
use crate::projection::Table;
use crate::store::vault::Opening;
use std::collections::BTreeMap;

/// Its name; a folder with it is a copy.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Format of the journal that this program writes.
const FORMAT: i64 = 1;

/// Its keys, each of them there and no other.
const KEYS: [&str; 7] =
    ["entries", "fingerprints", "format", "head", "openings", "program", "registry"];

/// What a copy holds, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Entries.
    pub entries: u64,
    /// BLAKE3 of the last line.
    pub head: Hash,
    /// Openings that went with it.
    pub openings: OpeningsIncluded,
    /// Program that wrote it.
    pub program: String,
    /// Id of the registry, as in its first entry.
    pub registry: String,
    /// Fingerprints of the projections, every table once.
    pub fingerprints: Vec<(String, String)>,
}

impl Manifest {
    /// Canonical JSON with a line feed.
    pub fn write(&self) -> String {
        let text = |text: &str| Value::String(text.to_owned());
        let tables = self
            .fingerprints
            .iter()
            .map(|(table, sha256)| object([("table", text(table)), ("sha256", text(sha256))]));
        let manifest = object([
            ("entries", Value::Integer(i64::try_from(self.entries).unwrap_or(i64::MAX))),
            ("fingerprints", Value::Array(tables.collect())),
            ("format", Value::Integer(FORMAT)),
            ("head", text(&self.head.to_string())),
            ("openings", text(self.openings.word())),
            ("program", text(&self.program)),
            ("registry", text(&self.registry)),
        ]);
        manifest.to_canonical() + "\n"
    }

    /// Reads the one form that [`write`](Self::write) makes, and says what is wrong with any other.
    pub fn parse(bytes: &[u8]) -> Result<Self, CopyFault> {
        let not_json = |error| {
            wrong(format!("不是规范 JSON({error})"), format!("is no canonical JSON ({error})"))
        };
        let value = Value::parse(bytes).map_err(not_json)?;
        let keys: Vec<&str> =
            value.as_object().into_iter().flat_map(BTreeMap::keys).map(String::as_str).collect();
        if keys != KEYS {
            let known = KEYS.join("、");
            return Err(wrong(
                format!("的键须恰好是 {known}"),
                format!("must have exactly these keys: {}", KEYS.join(", ")),
            ));
        }
        if value.at("/format") != Some(&Value::Integer(FORMAT)) {
            return Err(wrong(
                "的 format 须是 1;更新的格式要用更新的程序读",
                "must say format 1; a newer format needs a newer program",
            ));
        }
        let fields = wrong(
            "的某个值写法不对:entries 是整数,head 是 64 位十六进制,openings 是 none、public、auditor 或 all",
            "has a value of another form: entries is a number, head 64 hexadecimal digits, openings none, public, auditor or all",
        );
        let manifest = Self::fields(&value).ok_or(fields)?;
        manifest.check_tables()?;
        if manifest.write().as_bytes() == bytes {
            return Ok(manifest);
        }
        Err(wrong("须是一行规范 JSON", "must be one line of canonical JSON"))
    }

    fn fields(value: &Value) -> Option<Self> {
        let text = |key: &str| value.at(key)?.as_str();
        let tables = value.at("/fingerprints")?.as_array()?.iter().map(|one| {
            let text = |key: &str| Some(one.at(key)?.as_str()?.to_owned());
            Some((text("/table")?, text("/sha256")?))
        });
        let word = text("/openings")?;
        Some(Self {
            entries: u64::try_from(value.at("/entries")?.as_integer()?).ok()?,
            head: text("/head")?.parse().ok()?,
            openings: OpeningsIncluded::ALL.iter().copied().find(|one| one.word() == word)?,
            program: text("/program")?.to_owned(),
            registry: text("/registry")?.to_owned(),
            fingerprints: tables.collect::<Option<_>>()?,
        })
    }

    /// Every table stands there once, with something that can be a fingerprint.
    fn check_tables(&self) -> Result<(), CopyFault> {
        let mut named: Vec<&str> = self.fingerprints.iter().map(|(table, _)| &**table).collect();
        let mut known: Vec<&str> = Table::ALL.into_iter().map(Table::word).collect();
        named.sort_unstable();
        known.sort_unstable();
        let hashes = self.fingerprints.iter().all(|(_, hash)| hash.parse::<Hash>().is_ok());
        if named == known && hashes {
            return Ok(());
        }
        Err(wrong(
            format!("的 fingerprints 须有以下各表恰好一次:{}", known.join("、")),
            format!("must have the fingerprint of each of these once: {}", known.join(", ")),
        ))
    }

    /// Whether an opening may lie in a copy for this audience.
    pub(super) fn allows(&self, opening: &Opening) -> bool {
        widest(self.openings).is_some_and(|widest| opening.audience <= widest)
    }

    /// Compares with the journal itself: how many entries, the last of them, and the first.
    pub(super) fn check_journal(
        &self,
        entries: u64,
        head: Hash,
        first: &[u8],
    ) -> Result<(), CopyFault> {
        if (self.entries, self.head) != (entries, head) {
            return Err(wrong(
                format!(
                    "写有 {} 条、末条 {},流水却是 {entries} 条、末条 {head}",
                    self.entries, self.head
                ),
                format!(
                    "says {} entries ending in {}, but the journal has {entries} ending in {head}",
                    self.entries, self.head
                ),
            ));
        }
        let data = Entry::parse(first).ok().and_then(|one| Value::parse(one.data.as_bytes()).ok());
        let id = data.as_ref().and_then(|data| data.at("/registry")?.as_str()).unwrap_or_default();
        if id == self.registry {
            return Ok(());
        }
        Err(wrong(
            format!("写的是另一本账 {},第 0 条是 {id}", self.registry),
            format!("names another registry, {}; entry 0 is of {id}", self.registry),
        ))
    }
}

/// Widest audience whose openings go with a copy.
pub(crate) fn widest(openings: OpeningsIncluded) -> Option<Audience> {
    match openings {
        OpeningsIncluded::None => None,
        OpeningsIncluded::Public => Some(Audience::Public),
        OpeningsIncluded::Auditor => Some(Audience::Auditor),
        OpeningsIncluded::All => Some(Audience::Office),
    }
}

pub(crate) fn object<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn wrong(zh: impl Into<String>, en: impl Into<String>) -> CopyFault {
    faulty(MANIFEST, Bilingual::new(zh, en))
}
