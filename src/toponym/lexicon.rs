//! Words and what they say about the names beside them.
//!
//! In: the tables of `data/toponym`. Out: [`Lexicon`]: a word's classes as bits. Never: places.

use crate::error::Error;
use crate::error::Result;
use crate::toponym::model::Weights;

/// Classes of a word, one bit each.
pub(super) mod class {
    macro_rules! classes {
        ($($name:ident = $text:literal),* $(,)?) => {
            classes!(@bit 0u32; $($name)*);
            /// Names in the tables, by bit.
            pub(in crate::toponym) const NAMES: &[&str] = &[$($text),*];
        };
        (@bit $n:expr; $head:ident $($tail:ident)*) => {
            pub(in crate::toponym) const $head: u64 = 1 << $n;
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

/// Word classes and model weights, read once.
#[derive(Debug, Clone)]
pub struct Lexicon {
    slots: Vec<(u64, u64)>,
    mask: usize,
    pub(super) weights: Weights,
}

/// FNV-1a of the lower-cased letters of `word`; never 0.
pub(super) fn hash_word(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    if word.is_ascii() {
        for byte in word.bytes() {
            add(byte.to_ascii_lowercase());
        }
    } else {
        for ch in word.chars().flat_map(char::to_lowercase) {
            let mut buffer = [0u8; 4];
            for &byte in ch.encode_utf8(&mut buffer).as_bytes() {
                add(byte);
            }
        }
    }
    hash.max(1)
}

/// The tables of `data/toponym` as text.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// `words.tsv`.
    pub words: &'a str,
    /// `given_names.tsv`.
    pub given_names: &'a str,
    /// `cues.tsv`.
    pub cues: &'a str,
    /// `weights.tsv`, all of them joined.
    pub weights: &'a str,
}

impl Lexicon {
    /// Reads the tables.
    ///
    /// # Errors
    /// A row that is not `key TAB values`, an unknown class or an unknown feature.
    pub fn read(tables: &Tables<'_>) -> Result<Self> {
        let count = tables.words.bytes().filter(|&b| b == b'\n').count()
            + tables.given_names.bytes().filter(|&b| b == b' ').count()
            + tables.cues.bytes().filter(|&b| b == b' ').count();
        let size = (count * 2 + 64).next_power_of_two();
        let mut lexicon = Self { slots: vec![(0, 0); size], mask: size - 1, weights: Weights::read(tables.weights)? };
        for (number, key, values) in rows("data/toponym/words.tsv", tables.words)? {
            let mut bits = 0;
            for flag in values.bytes() {
                bits |= match flag {
                    b'1' => class::COMMON1,
                    b'2' => class::COMMON2,
                    b'3' => class::COMMON3,
                    b'g' => class::GIVEN,
                    b'S' => class::SURNAME_FREQUENT,
                    b's' => class::SURNAME,
                    _ => {
                        return Err(bad("data/toponym/words.tsv", number, "flags out of 1 2 3 g S s"));
                    }
                };
            }
            lexicon.add(key, bits);
        }
        for (_, _, values) in rows("data/toponym/given_names.tsv", tables.given_names)? {
            for word in values.split_ascii_whitespace() {
                lexicon.add(word, class::GIVEN);
            }
        }
        for (number, key, values) in rows("data/toponym/cues.tsv", tables.cues)? {
            let bit = class::NAMES
                .iter()
                .position(|&n| n == key)
                .ok_or_else(|| bad("data/toponym/cues.tsv", number, "a known class"))?;
            for word in values.split_ascii_whitespace() {
                lexicon.add(word, 1 << bit);
            }
        }
        Ok(lexicon)
    }

    fn add(&mut self, word: &str, bits: u64) {
        let hash = hash_word(word);
        let mut at = hash as usize & self.mask;
        loop {
            let Some(slot) = self.slots.get_mut(at) else {
                return;
            };
            if slot.0 == hash || slot.0 == 0 {
                *slot = (hash, slot.1 | bits);
                return;
            }
            at = (at + 1) & self.mask;
        }
    }

    /// Classes of the word with this hash, 0 for none.
    pub(super) fn classes(&self, hash: u64) -> u64 {
        let mut at = hash as usize & self.mask;
        loop {
            match self.slots.get(at) {
                Some(&(found, bits)) if found == hash => return bits,
                Some(&(0, _)) | None => return 0,
                Some(_) => at = (at + 1) & self.mask,
            }
        }
    }
}

fn bad(file: &str, line: usize, expected: &str) -> Error {
    Error::Data { file: file.to_owned(), message: format!("line {line}: expected {expected}") }
}

/// Rows `key TAB values` of a table, with line numbers; comments and empty lines left out.
pub(super) fn rows<'a>(file: &str, text: &'a str) -> Result<Vec<(usize, &'a str, &'a str)>> {
    let mut out = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, values) = line.split_once('\t').ok_or_else(|| bad(file, index + 1, "a key, a tab and values"))?;
        out.push((index + 1, key, values));
    }
    Ok(out)
}
