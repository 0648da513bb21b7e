//! Pages made smaller: what was written a little earlier is pointed at instead of written again.
//!
//! Rows are JSON with the same keys and ids over and over; a page of them becomes a quarter, and
//! sled writes what it is given. A squeezed page is its length, then in turns a number of bytes with
//! the bytes, and a length and a distance back from where they are to be repeated.

use crate::store::codec::{Reader, put, put_bytes};
use crate::store::staging::number;

/// Shorter repetitions are not worth pointing at.
const LEAST: usize = 4;

/// Places remembered, by a hash of the bytes there.
const PLACES: usize = 4096;

/// No page is longer: damage must not ask for more memory than there is.
const PAGE_BYTES_MAX: usize = 64 << 20;

/// Writes a page so that [`loosen`] makes the same of it.
pub(super) fn squeeze(page: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(page.len() / 2);
    put(number(page.len()), &mut out);
    // Each place counted from 1; 0 is none.
    let mut places = [0_u32; PLACES];
    let (mut start, mut here) = (0, 0);
    while let Some(four) = page.get(here..).and_then(<[u8]>::first_chunk::<LEAST>) {
        let hash = u32::from_le_bytes(*four).wrapping_mul(0x9e37_79b1) >> 20;
        let slot = usize::try_from(hash).ok().and_then(|hash| places.get_mut(hash));
        let next = u32::try_from(here + 1).unwrap_or(0);
        let earlier = slot.map_or(0, |slot| core::mem::replace(slot, next));
        let earlier = usize::try_from(earlier).ok().and_then(|place| place.checked_sub(1));
        let length = earlier.map_or(0, |earlier| alike(page, earlier, here));
        let Some(earlier) = earlier.filter(|_| length >= LEAST) else {
            here += 1;
            continue;
        };
        put_bytes(page.get(start..here).unwrap_or_default(), &mut out);
        put(number(length), &mut out);
        put(number(here - earlier), &mut out);
        here += length;
        start = here;
    }
    put_bytes(page.get(start..).unwrap_or_default(), &mut out);
    out
}

/// How many bytes at two places are the same.
fn alike(page: &[u8], earlier: usize, here: usize) -> usize {
    let (earlier, here) = (page.get(earlier..), page.get(here..));
    let (earlier, here) = (earlier.unwrap_or_default(), here.unwrap_or_default());
    let eights = earlier.chunks_exact(8).zip(here.chunks_exact(8));
    let whole = eights.take_while(|(one, other)| one == other).count() * 8;
    let rest = earlier.iter().skip(whole).zip(here.iter().skip(whole));
    whole + rest.take_while(|(one, other)| one == other).count()
}

/// The page that was squeezed; none if these bytes are not one.
pub(super) fn loosen(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader(bytes);
    let whole = usize::try_from(reader.number()?).ok().filter(|whole| *whole <= PAGE_BYTES_MAX)?;
    let mut page = Vec::with_capacity(whole);
    loop {
        page.extend_from_slice(reader.bytes()?);
        if reader.is_empty() {
            return (page.len() == whole).then_some(page);
        }
        let mut length = usize::try_from(reader.number()?).ok()?;
        let distance = usize::try_from(reader.number()?).ok().filter(|distance| *distance > 0)?;
        if length > whole.checked_sub(page.len())? {
            return None;
        }
        let start = page.len().checked_sub(distance)?;
        // What is repeated may reach into itself: then it is repeated in turns.
        while length > 0 {
            let here = length.min(page.len() - start);
            page.extend_from_within(start..start + here);
            length -= here;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_of_rows_becomes_a_quarter() {
        let row = |n: u32| format!(r#"{{"seq":{n},"on":"2026-11-22","meeting":"01KAQ3{n:06}"}}"#);
        let page: String = (0..100).map(row).collect();
        let squeezed = squeeze(page.as_bytes());
        assert!(squeezed.len() * 4 < page.len(), "{} of {}", squeezed.len(), page.len());
        assert_eq!(loosen(&squeezed).as_deref(), Some(page.as_bytes()));
    }

    #[test]
    fn damage_is_none_and_not_a_page() {
        let squeezed = squeeze(&b"ab".repeat(500));
        assert_eq!(loosen(&squeezed), Some(b"ab".repeat(500)));
        for length in 0..squeezed.len() {
            assert_eq!(loosen(&squeezed[..length]), None);
        }
        let mut huge = Vec::new();
        put(u64::MAX, &mut huge);
        assert_eq!(loosen(&huge), None);
    }

    proptest! {
        #[test]
        fn every_page_comes_back(page in prop::collection::vec(0_u8..4, 0..600)) {
            prop_assert_eq!(loosen(&squeeze(&page)), Some(page));
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            drop(loosen(&bytes));
        }
    }
}
