//! A sorted run: tags and commands of some neighbouring entries, in pages of a few thousand bytes.
//!
//! Most tags and all commands are rare: a key for each would cost sled more than the journal
//! itself. So each batch writes one run, sorted, and a lookup takes one page of each run. Small runs are
//! merged now and then, so that there are never many.

use super::pending::Pending;
use crate::store::codec::{IndexError, Reader, put, put_growing};
use crate::store::staging::number;

/// Pages are made to have about this size.
const PAGE_BYTES: usize = 4096;

/// Commands on one page.
const PAGE_COMMANDS: usize = 256;

/// What the directory says of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) id: u64,
    /// Entries from this number to below that one.
    pub(crate) from: u64,
    pub(crate) to: u64,
    /// Tags are spread over two to this power pages by the high bits of their keys.
    pub(crate) tag_bits: u32,
    /// Smallest and largest command.
    pub(crate) min: u128,
    pub(crate) max: u128,
}

/// Keys and payloads of the pages of a run.
pub(crate) type Pages = Vec<(Vec<u8>, Vec<u8>)>;

/// A tag's key and the numbers of its entries.
pub(crate) type TagNumbers = (u64, Vec<u64>);

/// A command with its first and last number.
pub(crate) type CommandNumbers = (u128, (u64, u64));

impl Run {
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        put(self.id, out);
        put(self.from, out);
        put(self.to - self.from, out);
        put(u64::from(self.tag_bits), out);
        out.extend_from_slice(&self.min.to_be_bytes());
        out.extend_from_slice(&self.max.to_be_bytes());
    }

    pub(crate) fn decode(reader: &mut Reader<'_>) -> Option<Self> {
        let (id, from) = (reader.number()?, reader.number()?);
        Some(Self {
            id,
            from,
            to: from.checked_add(reader.number()?)?,
            tag_bits: u32::try_from(reader.number()?).ok().filter(|bits| *bits <= 32)?,
            min: u128::from_be_bytes(reader.array()?),
            max: u128::from_be_bytes(reader.array()?),
        })
    }

    pub(crate) fn len(&self) -> u64 {
        self.to - self.from
    }

    /// Key of the page with a tag.
    pub(crate) fn tag_page(&self, tag: u64) -> Vec<u8> {
        self.tag_key(page_of(tag, self.tag_bits))
    }

    fn tag_key(&self, page: u64) -> Vec<u8> {
        [&b"t"[..], &self.id.to_be_bytes(), &page.to_be_bytes()].concat()
    }

    /// Keys of all pages of tags.
    pub(crate) fn tag_pages(&self) -> impl Iterator<Item = Vec<u8>> {
        (0..1_u64 << self.tag_bits).map(|page| self.tag_key(page))
    }

    /// Key of a page of commands that starts with this one.
    pub(crate) fn command_page(&self, first: u128) -> Vec<u8> {
        [&self.command_prefix()[..], &first.to_be_bytes()].concat()
    }

    /// What the keys of all pages of commands start with.
    pub(crate) fn command_prefix(&self) -> Vec<u8> {
        [&b"c"[..], &self.id.to_be_bytes()].concat()
    }

    /// A run of the entries in memory.
    pub(crate) fn of(id: u64, pending: &Pending) -> (Self, Pages) {
        let mut pairs: Vec<(u64, u64)> =
            pending.tags.iter().map(|(seq, key)| (*key, *seq)).collect();
        pairs.sort_unstable();
        let numbers: Vec<u64> = pairs.iter().map(|(_, seq)| *seq).collect();
        let mut rest = numbers.as_slice();
        let mut tags = Vec::new();
        for same in pairs.chunk_by(|one, other| one.0 == other.0) {
            let (here, later) = rest.split_at(same.len());
            tags.extend(same.first().map(|(key, _)| (*key, here)));
            rest = later;
        }
        let commands: Vec<_> = pending.commands.iter().map(|(key, ends)| (*key, *ends)).collect();
        Self::build(id, pending.from, pending.to(), &tags, &commands)
    }

    /// A run of sorted tags and commands.
    pub(crate) fn build(
        id: u64,
        from: u64,
        to: u64,
        tags: &[(u64, &[u64])],
        commands: &[CommandNumbers],
    ) -> (Self, Pages) {
        let min = commands.first().map_or(0, |(key, _)| *key);
        let max = commands.last().map_or(0, |(key, _)| *key);
        let bytes: usize = tags.iter().map(|(_, numbers)| 10 + 2 * numbers.len()).sum();
        let tag_bits = (bytes / PAGE_BYTES + 1).next_power_of_two().trailing_zeros();
        let run = Self { id, from, to, tag_bits, min, max };
        let mut pages = run.encode_tags(tags);
        pages.extend(run.encode_commands(commands));
        (run, pages)
    }

    fn encode_tags(&self, tags: &[(u64, &[u64])]) -> Pages {
        let mut rest = tags;
        let mut pages = Vec::new();
        let mut record = Vec::new();
        for (page, key) in (0..).zip(self.tag_pages()) {
            let length = rest.partition_point(|(tag, _)| page_of(*tag, self.tag_bits) <= page);
            let (here, later) = rest.split_at(length);
            rest = later;
            let mut payload = Vec::new();
            for (tag, numbers) in here {
                record.clear();
                put_growing(numbers.iter().copied(), self.from, &mut record);
                payload.extend_from_slice(&tag.to_be_bytes());
                put(number(record.len()), &mut payload);
                payload.extend_from_slice(&record);
            }
            pages.push((key, payload));
        }
        pages
    }

    fn encode_commands(&self, commands: &[CommandNumbers]) -> Pages {
        let mut pages = Vec::new();
        let mut rest = commands;
        while let Some((first, _)) = rest.first() {
            let (here, later) = rest.split_at(rest.len().min(PAGE_COMMANDS));
            rest = later;
            // The next page's start is noted, so that a lost page is found out.
            let next = rest.first().map_or(u128::MAX, |(key, _)| *key);
            let mut payload = next.to_be_bytes().to_vec();
            for (key, (begin, end)) in here {
                payload.extend_from_slice(&key.to_be_bytes());
                put(begin - self.from, &mut payload);
                put(end - begin, &mut payload);
            }
            pages.push((self.command_page(*first), payload));
        }
        pages
    }

    /// All tags of a page.
    pub(crate) fn decode_tags(&self, payload: &[u8]) -> Result<Vec<TagNumbers>, IndexError> {
        let mut reader = Reader(payload);
        let mut tags = Vec::new();
        while !reader.is_empty() {
            let record = tag_record(&mut reader).ok_or_else(unreadable)?;
            tags.push((record.0, self.numbers(record.1).ok_or_else(unreadable)?));
        }
        Ok(tags)
    }

    /// Numbers of one tag on its page.
    pub(crate) fn numbers_of(&self, tag: u64, payload: &[u8]) -> Result<Vec<u64>, IndexError> {
        let mut reader = Reader(payload);
        while !reader.is_empty() {
            let (found, record) = tag_record(&mut reader).ok_or_else(unreadable)?;
            if found == tag {
                return self.numbers(record).ok_or_else(unreadable);
            }
        }
        Ok(Vec::new())
    }

    fn numbers(&self, record: &[u8]) -> Option<Vec<u64>> {
        let mut reader = Reader(record);
        let mut last = self.from;
        // A number takes a byte or more.
        let mut numbers = Vec::with_capacity(record.len());
        while !reader.is_empty() {
            last = last.checked_add(reader.number()?).filter(|seq| *seq < self.to)?;
            numbers.push(last);
        }
        Some(numbers)
    }

    /// The commands of a page, and where the next page starts.
    pub(crate) fn decode_commands(
        &self,
        payload: &[u8],
    ) -> Result<(u128, Vec<CommandNumbers>), IndexError> {
        let mut reader = Reader(payload);
        let next = reader.array().map(u128::from_be_bytes).ok_or_else(unreadable)?;
        let mut commands = Vec::new();
        while !reader.is_empty() {
            commands.push(self.command(&mut reader).ok_or_else(unreadable)?);
        }
        Ok((next, commands))
    }

    fn command(&self, reader: &mut Reader<'_>) -> Option<CommandNumbers> {
        let key = u128::from_be_bytes(reader.array()?);
        let begin = self.from.checked_add(reader.number()?)?;
        Some((key, (begin, begin.checked_add(reader.number()?)?)))
    }
}

fn tag_record<'a>(reader: &mut Reader<'a>) -> Option<(u64, &'a [u8])> {
    Some((u64::from_be_bytes(reader.array()?), reader.bytes()?))
}

fn page_of(tag: u64, bits: u32) -> u64 {
    tag.checked_shr(u64::BITS - bits).unwrap_or(0)
}

fn unreadable() -> IndexError {
    IndexError::new("a page cannot be read")
}
