//! One compiled layer of the gazetteer: how it is written, how it is read, and what its codes mean.
//!
//! In: bytes, or rows to compile. Out: records, names and divisions of one layer. Never: several layers at once.
//!
//! `build.rs` compiles the hand-kept tables with this very code, so nothing here may name another part of the crate.
//!
//! A layer is a header and [`SECTIONS`] sections, all numbers little-endian:
//!
//! | bytes | content |
//! |---|---|
//! | 4 | `FLGZ` |
//! | 2, 2 | version, number of sections |
//! | 8 | checksum (FNV-1a, 64 bits, over 8-byte words) of everything after it |
//! | 8 each | offset and length of each section |
//!
//! Records are 24 bytes and are read where they lie; names are finite-state transducers. Opening a layer of the program
//! reads the header alone.
//! Towns come first, by cells of one degree and in each cell by falling population, so the largest towns of a window
//! are found without reading the rest.

mod bytes;
pub mod hand_kept;
pub(crate) mod index;
pub mod names;
pub mod read;
pub mod skeleton;
pub mod tables;
pub mod terms;
pub mod write;

use std::fmt;

/// First bytes of a layer.
pub(crate) const MAGIC: [u8; 4] = *b"FLGZ";
/// Version of the format; a file of another version is refused.
pub const VERSION: u16 = 2;
/// Number of sections.
pub(crate) const SECTIONS: usize = 9;
/// Bytes before the first section.
pub(crate) const HEADER: usize = 16 + SECTIONS * 8;
/// Bytes of a record.
pub(crate) const RECORD: usize = 24;
/// Bytes of a division.
pub(crate) const DIVISION: usize = 24;
/// Bytes of a cell of the town index.
pub(crate) const CELL: usize = 8;
/// Steps per degree of the stored coordinates (about 1.1 m).
pub(crate) const STEPS: f64 = 100_000.0;
/// No record, no offset.
pub(crate) const NONE: u32 = u32::MAX;
/// A record that only lends names to a place of a lower layer.
pub(crate) const FLAG_REFERENCE: u8 = 1;
/// The key of the place carries class and division, since another place shares the short one.
pub(crate) const FLAG_LONG_KEY: u8 = 2;

/// The sections, in the order of the file.
#[derive(Debug, Clone, Copy)]
#[repr(usize)]
pub(crate) enum Section {
    /// Source, version, licence: lines of `key<TAB>value`.
    Meta = 0,
    /// Records of 24 bytes.
    Records = 1,
    /// Cells with towns: number of the cell, first record.
    Cells = 2,
    /// Countries and first-order divisions, sorted by their numbers (see [`area_number`]).
    Divisions = 3,
    /// Record numbers sorted by GeoNames id, records without id left out.
    Ids = 4,
    /// Strings of at most 255 bytes behind a length byte.
    Heap = 5,
    /// Folded names, and abbreviations as written behind `=`.
    Names = 6,
    /// Lists of postings for names that several places share.
    Postings = 7,
    /// Consonant skeletons of transliterated names, each followed by a bar and the folded name; without values.
    Skeletons = 8,
}

/// What is wrong with a layer or with the rows it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerError(pub String);

impl fmt::Display for LayerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LayerError {}

/// Checksum of `bytes`: FNV-1a over 8-byte words, the last one filled with zeros.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64 ^ bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        for (to, from) in word.iter_mut().zip(chunk) {
            *to = *from;
        }
        sum = (sum ^ u64::from_le_bytes(word)).wrapping_mul(0x0100_0000_01b3);
        sum ^= sum >> 29;
    }
    sum
}

/// Number of a country (empty `code`) or first-order division, the same in all layers: the letters of the country in the
/// upper 16 bits, a hash of the code below; 0 for no country.
pub fn area_number(country: &str, code: &str) -> u64 {
    let letters = country.bytes().take(2).fold(0_u64, |number, byte| number << 8 | u64::from(byte));
    if code.is_empty() {
        return letters << 48;
    }
    let hash = code
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    letters << 48 | ((hash ^ hash >> 48) & 0xffff_ffff_ffff).max(1)
}

/// The letters of the country in an [`area_number`], empty for none.
pub fn country_letters(number: u64) -> [u8; 2] {
    [(number >> 56) as u8, (number >> 48) as u8]
}

/// Cell of one degree that holds a position in stored steps: row from the south pole × 360 + column from 180° W.
pub(crate) fn cell_of(lon: i32, lat: i32) -> u32 {
    let column = (lon.div_euclid(100_000) + 180).clamp(0, 359);
    let row = (lat.div_euclid(100_000) + 90).clamp(0, 179);
    (row * 360 + column) as u32
}
