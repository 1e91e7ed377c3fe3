//! Words and what they say about the names beside them.
//!
//! In: the tables of `data/toponym`. Out: [`Words`]: a word's classes as bits. Never: places.
//!
//! The table is made when the program is built and read where it lies: the number of slots and of sets, the sets of
//! classes (8 bytes each), then slots of 6 bytes: upper half of the word's hash, number of its set (0 for an empty slot).

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::TableError;
use super::rows;

/// Classes of a word, one bit each.
pub(crate) mod class {
    macro_rules! classes {
        ($($name:ident = $text:literal),* $(,)?) => {
            classes!(@bit 0u32; $($name)*);
            /// Names in the tables, by bit.
            pub(crate) const NAMES: &[&str] = &[$($text),*];
        };
        (@bit $n:expr; $head:ident $($tail:ident)*) => {
            pub(crate) const $head: u64 = 1 << $n;
            classes!(@bit $n + 1; $($tail)*);
        };
        (@bit $n:expr;) => {};
    }
    classes! {
        TITLE = "title",
        SUFFIX = "suffix",
        INITIALNAME = "initialname",
        SPEECH = "speech",
        COMMUNICATION = "communication",
        LOCATION = "location",
        PREPOSITION = "preposition",
        ARTICLE = "article",
        CONJUNCTION = "conjunction",
        DIRECTION = "direction",
        ADMIN = "admin",
        TOWN = "town",
        PHYSICAL = "physical",
        ROAD = "road",
        FACILITY = "facility",
        ORGANISATION = "organisation",
        ARMED = "armed",
        MEDIA = "media",
        PEOPLE = "people",
        MILITARY = "military",
        MOVEMENT = "movement",
        LIVING = "living",
        HOLDER = "holder",
        BEFORENAME = "beforename",
        MONTH = "month",
        WEEKDAY = "weekday",
        PARTICLE = "particle",
        NUMBER = "number",
        DISTANCE = "distance",
        NEVER = "never",
        DIPLOMACY = "diplomacy",
        WAR = "war",
        GOVERNMENT = "government",
        ADJECTIVE = "adjective",
        AGENT = "agent",
        DISTRICT = "district",
        VICINITY = "vicinity",
        NEARBY = "nearby",
        COMMON1 = "common1",
        COMMON2 = "common2",
        COMMON3 = "common3",
        GIVEN = "given",
        SURNAME_FREQUENT = "surname-frequent",
        SURNAME = "surname",
    }
}

/// FNV-1a of the bytes of a lower-case word, one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordHash(u64);

impl Default for WordHash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl WordHash {
    /// Reads one more byte.
    pub(crate) const fn add(&mut self, byte: u8) {
        self.0 = (self.0 ^ byte as u64).wrapping_mul(0x0100_0000_01b3);
    }

    /// The hash, never 0.
    pub(crate) const fn finish(self) -> u64 {
        if self.0 == 0 { 1 } else { self.0 }
    }
}

/// [`WordHash`] of the lower-cased letters of `word`.
pub(crate) fn hash_word(word: &str) -> u64 {
    let mut hash = WordHash::default();
    if word.is_ascii() {
        for byte in word.bytes() {
            hash.add(byte.to_ascii_lowercase());
        }
    } else {
        for ch in word.chars().flat_map(char::to_lowercase) {
            let mut buffer = [0u8; 4];
            for &byte in ch.encode_utf8(&mut buffer).as_bytes() {
                hash.add(byte);
            }
        }
    }
    hash.finish()
}

/// Bytes of a slot.
const SLOT: usize = 6;
/// Bytes before the sets.
const HEAD: usize = 8;

/// Compiles the tables of words, given names and cues.
///
/// # Errors
/// A row that is not `key TAB values`, or an unknown class.
pub(crate) fn compile(words: &str, given_names: &str, cues: &str) -> Result<Vec<u8>, TableError> {
    let mut classes: BTreeMap<u64, u64> = BTreeMap::new();
    let mut add = |word: &str, bits: u64| *classes.entry(hash_word(word)).or_insert(0) |= bits;
    for (line, key, values) in rows("words.tsv", words)? {
        for flag in values.bytes() {
            let bits = match flag {
                b'1' => class::COMMON1,
                b'2' => class::COMMON2,
                b'3' => class::COMMON3,
                b'g' => class::GIVEN,
                b'S' => class::SURNAME_FREQUENT,
                b's' => class::SURNAME,
                _ => return Err(TableError::new("words.tsv", line, "flags out of 1 2 3 g S s")),
            };
            add(key, bits);
        }
    }
    for (_, _, values) in rows("given_names.tsv", given_names)? {
        values.split_ascii_whitespace().for_each(|word| add(word, class::GIVEN));
    }
    for (line, key, values) in rows("cues.tsv", cues)? {
        let bit = class::NAMES.iter().position(|&name| name == key);
        let bit = bit.ok_or_else(|| TableError::new("cues.tsv", line, "a known class"))?;
        values.split_ascii_whitespace().for_each(|word| add(word, 1 << bit));
    }
    let mut sets: Vec<u64> = classes.values().copied().collect();
    sets.sort_unstable();
    sets.dedup();
    let size = (classes.len() * 2 + 64).next_power_of_two();
    let mut slots = vec![(0_u32, 0_u16); size];
    for (&hash, bits) in &classes {
        let set = u16::try_from(sets.partition_point(|set| set < bits) + 1).ok();
        let set = set.ok_or_else(|| TableError::new("words.tsv", 0, "at most 65534 sets of classes"))?;
        let mut at = hash as usize & (size - 1);
        while slots.get(at).is_some_and(|slot| slot.1 != 0) {
            at = (at + 1) & (size - 1);
        }
        if let Some(slot) = slots.get_mut(at) {
            *slot = ((hash >> 32) as u32, set);
        }
    }
    let mut out = (size as u32).to_le_bytes().to_vec();
    out.extend_from_slice(&(sets.len() as u32).to_le_bytes());
    for set in sets {
        out.extend_from_slice(&set.to_le_bytes());
    }
    for (tag, set) in slots {
        out.extend_from_slice(&tag.to_le_bytes());
        out.extend_from_slice(&set.to_le_bytes());
    }
    Ok(out)
}

/// Classes by word, read where they lie.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    slots: Cow<'static, [u8]>,
    sets: Vec<u64>,
    mask: usize,
}

impl Words {
    /// The table that [`compile`] wrote.
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Result<Self, TableError> {
        let number = |at: usize| {
            bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, |b| u32::from_le_bytes(b) as usize)
        };
        let (size, count) = (number(0), number(4));
        let from = HEAD + count * 8;
        if !size.is_power_of_two() || bytes.len() != from + size * SLOT {
            return Err(TableError::new("words", 0, "a table of words"));
        }
        let sets = bytes.get(HEAD..from).unwrap_or_default().chunks_exact(8);
        let sets = sets.filter_map(|set| set.try_into().ok().map(u64::from_le_bytes)).collect();
        let slots = match bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(from..).unwrap_or_default()),
            Cow::Owned(mut bytes) => Cow::Owned(bytes.split_off(from)),
        };
        Ok(Self { slots, sets, mask: size - 1 })
    }

    /// Classes of the word with this hash, 0 for none.
    pub(crate) fn classes(&self, hash: u64) -> u64 {
        let mut at = hash as usize & self.mask;
        loop {
            let Some(&[a, b, c, d, low, high]) = self.slots.get(at * SLOT..at * SLOT + SLOT) else {
                return 0;
            };
            let set = usize::from(u16::from_le_bytes([low, high]));
            if set == 0 {
                return 0;
            }
            if u32::from_le_bytes([a, b, c, d]) == (hash >> 32) as u32 {
                return self.sets.get(set - 1).copied().unwrap_or(0);
            }
            at = (at + 1) & self.mask;
        }
    }
}
