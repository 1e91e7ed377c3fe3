//! Reading one layer where it lies.
//!
//! In: the bytes of a layer. Out: records, postings, divisions. Never: copies of the data.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use super::bytes::{read_u16, read_u32, read_u64, read_varint};
use super::index::Index;
use super::skeleton;
use super::terms::{FeatureClass, NameKind};
use super::{
    CELL, DIVISION, FLAG_LONG_KEY, FLAG_REFERENCE, HEADER, LayerError, MAGIC, NONE, RECORD, SECTIONS, STEPS, Section,
    VERSION, area_number, checksum,
};

/// Names with one skeleton that are looked at.
const MAX_VARIANTS: usize = 400;
/// Records under one name that are looked at.
const MAX_POSTINGS: u64 = 10_000;
/// Stored steps of 180 and of 90 degrees.
const LIMITS: [i32; 2] = [18_000_000, 9_000_000];

/// A record of a layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Record<'a> {
    /// Main name.
    pub name: &'a str,
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// People, 0 if not known.
    pub population: u32,
    /// GeoNames id, 0 for none.
    pub geonameid: u32,
    /// What it is.
    pub class: FeatureClass,
    /// ISO 3166-1 alpha-2, empty for none.
    pub country: &'a str,
    /// Code of the first-order division, empty for none.
    pub admin1: &'a str,
    /// True if it only lends names to a place of a lower layer.
    pub reference: bool,
    /// True if its key carries class and division.
    pub long_key: bool,
}

/// A record without its strings: what a comparison of many needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brief {
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// People, 0 if not known.
    pub population: u32,
    /// GeoNames id, 0 for none.
    pub geonameid: u32,
    /// What it is.
    pub class: FeatureClass,
    /// Country and division, see [`area_number`].
    pub area: u64,
    /// Number of the same in its layer.
    pub(crate) division: u16,
    /// True if it only lends names to a place of a lower layer.
    pub reference: bool,
}

/// A country or first-order division as a layer lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Division<'a> {
    /// Its name, empty if this layer does not tell.
    pub name: &'a str,
    /// Its record in this layer.
    pub record: Option<u32>,
}

/// A record that a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// Number of the record.
    pub record: u32,
    /// How the name belongs to it.
    pub kind: NameKind,
}

/// One layer, opened.
#[derive(Debug, Clone)]
pub struct Layer {
    bytes: Cow<'static, [u8]>,
    sections: [Range<usize>; SECTIONS],
}

impl Layer {
    /// Opens a layer that comes with the program: the header is read, the rest is trusted.
    ///
    /// # Errors
    /// If the bytes are no layer, of another version, or cut short.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, LayerError> {
        let layer = Self::read_header(bytes.into())?;
        layer.find_indices()?;
        Ok(layer)
    }

    fn read_header(bytes: Cow<'static, [u8]>) -> Result<Self, LayerError> {
        let fail = |message: String| Err(LayerError(message));
        if bytes.get(..4) != Some(MAGIC.as_slice()) {
            return fail("no gazetteer layer: it should begin with FLGZ".to_owned());
        }
        let (Some(version), Some(count)) = (read_u16(&bytes, 4), read_u16(&bytes, 6)) else {
            return fail(format!("cut short: {} bytes", bytes.len()));
        };
        if version != VERSION || usize::from(count) != SECTIONS {
            return fail(format!(
                "format {version} with {count} sections, this program reads format {VERSION} with {SECTIONS}: build the layer again"
            ));
        }
        let mut sections: [Range<usize>; SECTIONS] = std::array::from_fn(|_| 0..0);
        let mut end = HEADER;
        for (n, section) in sections.iter_mut().enumerate() {
            let at = 16 + n * 8;
            let (Some(start), Some(length)) = (read_u32(&bytes, at), read_u32(&bytes, at + 4)) else {
                return fail(format!("cut short in the header: {} bytes", bytes.len()));
            };
            let start = start as usize;
            if start != end {
                return fail(format!("section {n} begins at byte {start}, expected {end}"));
            }
            end = start.saturating_add(length as usize);
            *section = start..end;
        }
        if end != bytes.len() {
            return fail(format!("{} bytes, the header promises {end}", bytes.len()));
        }
        let layer = Self { bytes, sections };
        for (section, size) in
            [(Section::Records, RECORD), (Section::Cells, CELL), (Section::Divisions, DIVISION), (Section::Ids, 4)]
        {
            if !layer.section(section).len().is_multiple_of(size) {
                return fail(format!("{section:?} is no multiple of {size} bytes"));
            }
        }
        if std::str::from_utf8(layer.section(Section::Meta)).is_err() {
            return fail("Meta is no UTF-8".to_owned());
        }
        Ok(layer)
    }

    /// Opens a layer of unknown origin: everything [`Layer::open`] checks, and the checksum. Whoever forges that too gets wrong
    /// places, but every read stays inside the bytes and every loop ends.
    ///
    /// # Errors
    /// As [`Layer::open`], or if a byte was changed.
    pub fn open_checked(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, LayerError> {
        let layer = Self::read_header(bytes.into())?;
        let stored = layer.bytes.get(8..16).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes);
        let found = checksum(layer.bytes.get(16..).unwrap_or_default());
        if stored != found {
            return Err(LayerError(format!("damaged: checksum {found:016x}, the header says {stored:016x}")));
        }
        layer.find_indices()?;
        Ok(layer)
    }

    fn find_indices(&self) -> Result<(), LayerError> {
        for section in [Section::Names, Section::Skeletons] {
            if self.index(section).is_none() {
                return Err(LayerError(format!("damaged: {section:?} is no index of names")));
            }
        }
        Ok(())
    }

    fn index(&self, section: Section) -> Option<Index<'_>> {
        Index::open(self.section(section))
    }

    /// Folded names and abbreviations with what they lead to, see [`Layer::unpack`].
    pub(crate) fn names(&self) -> Option<Index<'_>> {
        self.index(Section::Names)
    }

    fn section(&self, section: Section) -> &[u8] {
        self.sections.get(section as usize).and_then(|range| self.bytes.get(range.clone())).unwrap_or_default()
    }

    /// Source, version, licence and counts: key and value.
    pub fn meta(&self) -> impl Iterator<Item = (&str, &str)> {
        std::str::from_utf8(self.section(Section::Meta))
            .unwrap_or_default()
            .lines()
            .filter_map(|line| line.split_once('\t'))
    }

    /// Number of records.
    pub fn len(&self) -> u32 {
        (self.section(Section::Records).len() / RECORD) as u32
    }

    /// True if the layer holds no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of distinct names.
    pub fn name_count(&self) -> usize {
        self.names().map_or(0, |names| names.count())
    }

    /// Bytes of the layer.
    pub fn byte_len(&self) -> usize {
        self.bytes.len()
    }

    fn string(&self, offset: u32) -> &str {
        let heap = self.section(Section::Heap);
        let text = || {
            let at = offset as usize;
            let length = usize::from(*heap.get(at)?);
            std::str::from_utf8(heap.get(at + 1..at + 1 + length)?).ok()
        };
        if offset == NONE { "" } else { text().unwrap_or_default() }
    }

    fn record_bytes(&self, record: u32) -> Option<&[u8]> {
        let at = (record as usize).checked_mul(RECORD)?;
        self.section(Section::Records).get(at..at + RECORD)
    }

    fn division_bytes(&self, division: u32) -> Option<&[u8]> {
        let at = (division as usize).checked_mul(DIVISION)?;
        self.section(Section::Divisions).get(at..at + DIVISION)
    }

    fn division_key(&self, bytes: &'_ [u8]) -> (&str, &str) {
        let at = read_u32(bytes, 0).unwrap_or(NONE);
        let code = read_u32(bytes, 4).unwrap_or(NONE);
        (self.string(at), self.string(code))
    }

    /// The record with this number.
    pub fn record(&self, record: u32) -> Option<Record<'_>> {
        let bytes = self.record_bytes(record)?;
        let [lon, lat] = position(bytes)?;
        let flags = *bytes.get(23)?;
        let division = self.division_bytes(u32::from(read_u16(bytes, 20)?));
        let (country, admin1) = division.map_or(("", ""), |bytes| self.division_key(bytes));
        Some(Record {
            name: self.string(read_u32(bytes, 16)?),
            lon,
            lat,
            population: read_u32(bytes, 8)?,
            geonameid: read_u32(bytes, 12)?,
            class: FeatureClass::from_code(*bytes.get(22)?).unwrap_or(FeatureClass::Facility),
            country,
            admin1,
            reference: flags & FLAG_REFERENCE != 0,
            long_key: flags & FLAG_LONG_KEY != 0,
        })
    }

    /// The record with this number, without its strings.
    pub fn brief(&self, record: u32) -> Option<Brief> {
        let bytes = self.record_bytes(record)?;
        let [lon, lat] = position(bytes)?;
        let number = read_u16(bytes, 20)?;
        let division = self.division_bytes(u32::from(number));
        Some(Brief {
            lon,
            lat,
            population: read_u32(bytes, 8)?,
            geonameid: read_u32(bytes, 12)?,
            class: FeatureClass::from_code(*bytes.get(22)?).unwrap_or(FeatureClass::Facility),
            area: division.and_then(|bytes| read_u64(bytes, 16)).unwrap_or(0),
            division: number,
            reference: *bytes.get(23)? & FLAG_REFERENCE != 0,
        })
    }

    /// The records that the folded name or abbreviation key `key` leads to.
    pub(crate) fn postings(&self, key: &str) -> Vec<Posting> {
        let mut postings = Vec::new();
        if let Some(value) = self.names().and_then(|names| names.get(key.as_bytes())) {
            self.unpack(value, |posting| postings.push(posting));
        }
        postings
    }

    /// The folded names whose consonants are `skeleton`.
    pub(crate) fn names_of_skeleton(&self, skeleton: &str) -> Vec<String> {
        let prefix = format!("{skeleton}{}", skeleton::DIVIDER);
        let found = self.index(Section::Skeletons).map(|keys| keys.with_prefix(prefix.as_bytes(), MAX_VARIANTS));
        let name = |key: Vec<u8>| String::from_utf8(key.get(prefix.len()..)?.to_vec()).ok();
        found.unwrap_or_default().into_iter().filter_map(|(key, _)| name(key)).collect()
    }

    /// The records that the value of a name leads to.
    pub(crate) fn unpack(&self, value: u64, mut found: impl FnMut(Posting)) {
        let mut push = |packed: u64| {
            let kind = NameKind::from_code((packed & 15) as u8);
            if let (Ok(record), Some(kind)) = (u32::try_from(packed >> 4), kind)
                && record < self.len()
            {
                found(Posting { record, kind });
            }
        };
        if value & 1 == 0 {
            push(value >> 1);
            return;
        }
        let lists = self.section(Section::Postings);
        let mut at = usize::try_from(value >> 1).unwrap_or(usize::MAX);
        let Some(count) = read_varint(lists, &mut at) else {
            return;
        };
        let mut packed = 0_u64;
        for _ in 0..count.min(MAX_POSTINGS) {
            let Some(delta) = read_varint(lists, &mut at) else {
                return;
            };
            packed = packed.saturating_add(delta);
            push(packed);
        }
    }

    /// Names that begin with `prefix`, with what they lead to, at most `limit` names.
    pub(crate) fn completions(&self, prefix: &str, limit: usize) -> Vec<(String, Vec<Posting>)> {
        let complete = |(key, value): (Vec<u8>, u64)| {
            let mut postings = Vec::new();
            self.unpack(value, |posting| postings.push(posting));
            Some((String::from_utf8(key).ok()?, postings))
        };
        let names = self.names().map(|names| names.with_prefix(prefix.as_bytes(), limit));
        names.unwrap_or_default().into_iter().filter_map(complete).collect()
    }

    /// The country (`code` empty) or first-order division.
    pub fn division(&self, country: &str, code: &str) -> Option<Division<'_>> {
        self.division_by_number(area_number(country, code)).filter(|(key, _)| *key == (country, code)).map(|(_, d)| d)
    }

    /// Name of the first-order division with this [`area_number`], empty if this layer does not tell.
    pub(crate) fn division_name(&self, area: u64) -> &str {
        self.division_by_number(area).map_or("", |(_, division)| division.name)
    }

    /// Name of the division with this number in the layer, empty if the layer does not tell.
    pub(crate) fn division_name_at(&self, division: u16) -> &str {
        let name = self.division_bytes(u32::from(division)).and_then(|bytes| read_u32(bytes, 8));
        name.map_or("", |name| self.string(name))
    }

    /// Country, code and division of a number.
    fn division_by_number(&self, number: u64) -> Option<((&str, &str), Division<'_>)> {
        let count = (self.section(Section::Divisions).len() / DIVISION) as u32;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = u32::midpoint(low, high);
            let bytes = self.division_bytes(middle)?;
            match read_u64(bytes, 16)?.cmp(&number) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => {
                    let record = read_u32(bytes, 12).filter(|&record| record < self.len());
                    let division = Division { name: self.string(read_u32(bytes, 8)?), record };
                    return Some((self.division_key(bytes), division));
                }
            }
        }
        None
    }

    /// The GeoNames ids of this layer's places, rising.
    pub(crate) fn geonameids(&self) -> impl ExactSizeIterator<Item = u32> {
        let ids = self.section(Section::Ids);
        (0..ids.len() / 4).map(|n| {
            read_u32(ids, n * 4).and_then(|record| read_u32(self.record_bytes(record)?, 12)).unwrap_or_default()
        })
    }

    /// The place of this layer with a GeoNames id; not a reference.
    pub fn by_geonameid(&self, id: u32) -> Option<u32> {
        let ids = self.section(Section::Ids);
        let (mut low, mut high) = (0, ids.len() / 4);
        while low < high {
            let middle = usize::midpoint(low, high);
            let record = read_u32(ids, middle * 4)?;
            let found = read_u32(self.record_bytes(record)?, 12)?;
            match found.cmp(&id) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(record),
            }
        }
        None
    }

    /// The towns with west ≤ lon ≤ east and south ≤ lat ≤ north by falling population, at most `limit`.
    /// `east` may exceed 180 for a window that crosses the antimeridian.
    pub fn towns_within(&self, west: f64, south: f64, east: f64, north: f64, limit: usize) -> Vec<(u32, u32)> {
        let mut heap = BinaryHeap::new();
        for (west, east) in [(west, east.min(180.0)), (west - 360.0, east - 360.0)] {
            if west <= east && east > -180.0 && west < 180.0 {
                self.push_cells(&mut heap, [west.max(-180.0), south, east, north]);
            }
        }
        let mut towns = Vec::new();
        // Each cell waits with its most populous town not yet taken.
        while let Some((population, std::cmp::Reverse(record), end)) = heap.pop() {
            let Some(place) = self.record(record) else {
                continue;
            };
            if record + 1 < end
                && let Some(next) = self.population(record + 1)
            {
                heap.push((next, std::cmp::Reverse(record + 1), end));
            }
            let inside = [west, west - 360.0].iter().any(|w| (*w..=w + (east - west)).contains(&place.lon));
            if inside && (south..=north).contains(&place.lat) {
                towns.push((record, population));
                if towns.len() >= limit {
                    break;
                }
            }
        }
        towns
    }

    fn population(&self, record: u32) -> Option<u32> {
        read_u32(self.record_bytes(record)?, 8)
    }

    /// Puts the most populous town of each cell of the window on the heap: population, record, end of the cell.
    fn push_cells(&self, heap: &mut BinaryHeap<(u32, std::cmp::Reverse<u32>, u32)>, window: [f64; 4]) {
        let cells = self.section(Section::Cells);
        let count = cells.len() / CELL;
        let cell = |n: usize| Some((read_u32(cells, n * CELL)?, read_u32(cells, n * CELL + 4)?));
        let [west, south, east, north] = window.map(|degrees| (degrees * STEPS).floor() as i32);
        let (first_row, last_row) = (super::cell_of(0, south) / 360, super::cell_of(0, north) / 360);
        let (first, last) = (super::cell_of(west, 0) % 360, super::cell_of(east.min(17_999_999), 0) % 360);
        // No town is in two cells.
        let mut taken = 0;
        for row in first_row..=last_row {
            let (mut low, mut high) = (0, count);
            while low < high {
                let middle = usize::midpoint(low, high);
                if cell(middle).is_some_and(|(number, _)| number < row * 360 + first) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            // The last cell is a sentinel: one past the last town.
            while let (Some((number, start)), Some((_, end))) = (cell(low), cell(low + 1)) {
                if number > row * 360 + last {
                    break;
                }
                if let Some(population) = self.population(start).filter(|_| taken <= start && start < end) {
                    taken = end;
                    heap.push((population, std::cmp::Reverse(start), end));
                }
                low += 1;
            }
        }
    }
}

/// Longitude and latitude of a record, degrees; `None` off the earth.
fn position(bytes: &[u8]) -> Option<[f64; 2]> {
    let (lon, lat) = (read_u32(bytes, 0)?.cast_signed(), read_u32(bytes, 4)?.cast_signed());
    let [most_lon, most_lat] = LIMITS;
    let on_earth = (-most_lon..=most_lon).contains(&lon) && (-most_lat..=most_lat).contains(&lat);
    on_earth.then(|| [f64::from(lon) / STEPS, f64::from(lat) / STEPS])
}
