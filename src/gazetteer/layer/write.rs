//! Writing one layer.
//!
//! In: places with their names. Out: the bytes of a layer, the same for the same places in any order.

use std::collections::{BTreeMap, BTreeSet};

use super::bytes::write_varint;
use super::names::{self, MAX_KEY};
use super::skeleton;
use super::terms::{FeatureClass, NameKind};
use super::{
    FLAG_LONG_KEY, FLAG_REFERENCE, HEADER, LayerError, MAGIC, NONE, SECTIONS, STEPS, VERSION, area_number, cell_of,
    checksum, index,
};

/// A place to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPlace {
    /// Main name.
    pub name: String,
    /// More names.
    pub names: Vec<(String, NameKind)>,
    /// What it is.
    pub class: FeatureClass,
    /// ISO 3166-1 alpha-2, empty for none.
    pub country: String,
    /// Code of the first-order division, empty for none.
    pub admin1: String,
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// People, 0 if not known.
    pub population: u32,
    /// GeoNames id, 0 for none.
    pub geonameid: u32,
    /// True if it only lends its names to the place of a lower layer with the same id, division or country.
    pub reference: bool,
    /// True if its key must carry class and division.
    pub long_key: bool,
}

/// Before the key of an abbreviation, which is stored as written, out of the reach of folded names.
pub(crate) const AS_WRITTEN: char = '=';

type Names = BTreeMap<(String, u32), NameKind>;

/// Compiles places into a layer. `divisions` names first-order divisions by country and code where no place of
/// class `admin1` does; `meta` is told by `frontline gazetteer info`.
///
/// # Errors
/// If a coordinate is off the earth, a country is no two letters, or the layer would exceed the format's limits.
pub fn compile(
    mut places: Vec<NewPlace>,
    divisions: &BTreeMap<(String, String), String>,
    meta: &[(&str, String)],
) -> Result<Vec<u8>, LayerError> {
    for place in &places {
        check(place)?;
    }
    places.sort_by(|a, b| order(a).cmp(&order(b)));

    let mut heap = Heap::default();
    let (division_bytes, division_numbers) = write_divisions(&places, divisions, &mut heap)?;
    let mut records = Vec::with_capacity(places.len() * super::RECORD);
    let mut cells: Vec<u8> = Vec::new();
    let mut last_cell = None;
    let mut towns = 0_u32;
    let mut keys = Names::new();
    let mut skeletons = BTreeSet::new();
    let mut ids = Vec::new();
    for (record, place) in (0_u32..).zip(&places) {
        let (lon, lat) = (steps(place.lon), steps(place.lat));
        if in_town_index(place) {
            let cell = cell_of(lon, lat);
            if last_cell != Some(cell) {
                cells.extend_from_slice(&cell.to_le_bytes());
                cells.extend_from_slice(&record.to_le_bytes());
                last_cell = Some(cell);
            }
            towns = record + 1;
        }
        if place.geonameid != 0 && !place.reference {
            ids.push((place.geonameid, record));
        }
        let division =
            division_numbers.get(&(place.country.as_str(), place.admin1.as_str())).copied().unwrap_or(u16::MAX);
        let flags = (u8::from(place.reference) * FLAG_REFERENCE) | (u8::from(place.long_key) * FLAG_LONG_KEY);
        records.extend_from_slice(&lon.to_le_bytes());
        records.extend_from_slice(&lat.to_le_bytes());
        records.extend_from_slice(&place.population.to_le_bytes());
        records.extend_from_slice(&place.geonameid.to_le_bytes());
        records.extend_from_slice(&heap.add(&place.name).to_le_bytes());
        records.extend_from_slice(&division.to_le_bytes());
        records.extend_from_slice(&[place.class as u8, flags]);
        add_names(&mut keys, &mut skeletons, record, place);
    }
    cells.extend_from_slice(&u32::MAX.to_le_bytes());
    cells.extend_from_slice(&towns.to_le_bytes());
    ids.sort_unstable();
    ids.dedup_by_key(|(id, _)| *id);

    let mut postings = Vec::new();
    let name_bytes = write_names(&keys, &mut postings)?;
    let skeleton_bytes = index::write(skeletons.iter().map(|key| (key.as_bytes(), 0)))?;
    let mut meta_text = String::new();
    for (key, value) in meta {
        for part in [*key, "\t", &value.replace(['\n', '\t'], " "), "\n"] {
            meta_text.push_str(part);
        }
    }
    let sections: [Vec<u8>; SECTIONS] = [
        meta_text.into_bytes(),
        records,
        cells,
        division_bytes,
        ids.iter().flat_map(|(_, record)| record.to_le_bytes()).collect(),
        heap.bytes,
        name_bytes,
        postings,
        skeleton_bytes,
    ];
    join(&sections)
}

fn join(sections: &[Vec<u8>; SECTIONS]) -> Result<Vec<u8>, LayerError> {
    let mut body = Vec::new();
    let mut at = HEADER;
    for section in sections {
        let too_big = |_| LayerError("the layer would exceed 4 GiB".to_owned());
        body.extend_from_slice(&u32::try_from(at).map_err(too_big)?.to_le_bytes());
        body.extend_from_slice(&u32::try_from(section.len()).map_err(too_big)?.to_le_bytes());
        at += section.len();
    }
    for section in sections {
        body.extend_from_slice(section);
    }
    let mut out = MAGIC.to_vec();
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&(SECTIONS as u16).to_le_bytes());
    out.extend_from_slice(&checksum(&body).to_le_bytes());
    out.extend_from_slice(&body);
    Ok(out)
}

fn check(place: &NewPlace) -> Result<(), LayerError> {
    let fail = |message: String| Err(LayerError(format!("{}: {message}", place.name)));
    if !(-180.0..=180.0).contains(&place.lon) || !(-90.0..=90.0).contains(&place.lat) {
        return fail(format!("longitude {} and latitude {} are no position", place.lon, place.lat));
    }
    if !names::is_country_code(&place.country) {
        return fail(format!("country `{}` is no ISO 3166-1 code of two capitals", place.country));
    }
    if place.country.is_empty() && !place.admin1.is_empty() {
        return fail(format!("division `{}` without a country", place.admin1));
    }
    if place.name.is_empty() && !place.reference {
        return fail("a place without a name".to_owned());
    }
    Ok(())
}

fn steps(degrees: f64) -> i32 {
    (degrees * STEPS).round() as i32
}

fn in_town_index(place: &NewPlace) -> bool {
    place.class.is_town() && !place.reference
}

/// Towns by cell and falling population, then all else by class, country, division, name.
fn order(place: &NewPlace) -> impl Ord + use<'_> {
    let town = in_town_index(place);
    let cell = if town { cell_of(steps(place.lon), steps(place.lat)) } else { place.class as u32 };
    let size = if town { u32::MAX - place.population } else { 0 };
    (
        (!town, cell, size),
        (place.country.as_str(), place.admin1.as_str(), place.name.as_str(), place.geonameid),
        (steps(place.lon), steps(place.lat), place.reference),
    )
}

fn add_names(keys: &mut Names, skeletons: &mut BTreeSet<String>, record: u32, place: &NewPlace) {
    let add = |names: &mut Names, key: String, kind: NameKind| {
        if !key.is_empty() && key.len() <= MAX_KEY {
            let entry = names.entry((key, record)).or_insert(kind);
            *entry = kind.min(*entry);
        }
    };
    let area = area_number(&place.country, &place.admin1);
    let main = (!place.reference).then_some((&place.name, NameKind::Primary));
    for (name, kind) in main.into_iter().chain(place.names.iter().map(|(name, kind)| (name, *kind))) {
        if kind == NameKind::Abbreviation {
            add(keys, format!("{AS_WRITTEN}{name}"), kind);
            continue;
        }
        let key = names::fold(name);
        if kind != NameKind::Demonym
            && names::has_articles(area)
            && let Some(bare) = names::drop_articles(&key)
        {
            add(keys, bare, NameKind::WithoutArticle);
        }
        if kind != NameKind::Demonym
            && key.len() <= MAX_KEY
            && let Some(consonants) = skeleton::skeleton_of(&key, area)
        {
            skeletons.insert(format!("{consonants}{}{key}", skeleton::DIVIDER));
        }
        add(keys, key, kind);
    }
}

/// Writes the index of `names`; lists of several postings go to `lists`.
fn write_names(names: &Names, lists: &mut Vec<u8>) -> Result<Vec<u8>, LayerError> {
    let mut entries: Vec<(&str, u64)> = Vec::new();
    let mut iter = names.iter().peekable();
    while let Some(((key, record), kind)) = iter.next() {
        let pack = |record: u32, kind: NameKind| u64::from(record) << 4 | kind as u64;
        let mut packed = vec![pack(*record, *kind)];
        while let Some(((_, record), kind)) = iter.next_if(|((next, _), _)| next == key) {
            packed.push(pack(*record, *kind));
        }
        let value = match packed.as_slice() {
            [one] => one << 1,
            many => {
                let at = lists.len() as u64;
                write_varint(lists, many.len() as u64);
                let mut last = 0;
                for &value in many {
                    write_varint(lists, value - last);
                    last = value;
                }
                at << 1 | 1
            }
        };
        entries.push((key, value));
    }
    index::write(entries.iter().map(|(key, value)| (key.as_bytes(), *value)))
}

type Numbers<'a> = BTreeMap<(&'a str, &'a str), u16>;

fn write_divisions<'a>(
    places: &'a [NewPlace],
    named: &'a BTreeMap<(String, String), String>,
    heap: &mut Heap,
) -> Result<(Vec<u8>, Numbers<'a>), LayerError> {
    let mut all = BTreeMap::new();
    let mut records = BTreeMap::new();
    let keys = places.iter().map(|place| (place.country.as_str(), place.admin1.as_str()));
    let others = named.keys().map(|(country, code)| (country.as_str(), code.as_str()));
    for key in keys.chain(others).filter(|key| !key.0.is_empty()) {
        let number = area_number(key.0, key.1);
        if all.insert(number, key).is_some_and(|other| other != key) {
            return Err(LayerError(format!("division `{}` of {} shares its number with another", key.1, key.0)));
        }
    }
    for (record, place) in (0_u32..).zip(places) {
        let key = (place.country.as_str(), place.admin1.as_str());
        if !place.reference
            && (place.class == FeatureClass::Admin1 || place.class == FeatureClass::Country && key.1.is_empty())
        {
            records.insert(key, (record, place.name.as_str()));
        }
    }
    let mut bytes = Vec::new();
    let mut numbers = Numbers::new();
    for (index, (&number, &(country, code))) in all.iter().enumerate() {
        let index = u16::try_from(index).ok().filter(|&n| n < u16::MAX);
        let index = index.ok_or_else(|| LayerError(format!("{} divisions, at most 65534", all.len())))?;
        let (record, name) = records.get(&(country, code)).copied().unwrap_or((NONE, ""));
        let name = named.get(&(country.to_owned(), code.to_owned())).map_or(name, String::as_str);
        for offset in [heap.add(country), heap.add(code), heap.add(name), record] {
            bytes.extend_from_slice(&offset.to_le_bytes());
        }
        bytes.extend_from_slice(&number.to_le_bytes());
        numbers.insert((country, code), index);
    }
    Ok((bytes, numbers))
}

/// Strings, each once.
#[derive(Default)]
struct Heap {
    bytes: Vec<u8>,
    offsets: BTreeMap<String, u32>,
}

impl Heap {
    fn add(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return NONE;
        }
        let mut end = text.len().min(255);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = text.get(..end).unwrap_or_default();
        if let Some(&offset) = self.offsets.get(text) {
            return offset;
        }
        let offset = self.bytes.len() as u32;
        self.bytes.push(end as u8);
        self.bytes.extend_from_slice(text.as_bytes());
        self.offsets.insert(text.to_owned(), offset);
        offset
    }
}
