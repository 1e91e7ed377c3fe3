//! The gazetteer: names to places, in layers that share one binary format.
//!
//! In: bytes of compiled layers. Out: [`Place`] records. Never: articles or toponyms.
//!
//! A later layer adds places and names to the earlier ones; a place with the GeoNames id of an earlier one replaces it.

pub mod import;
pub mod layer;
mod search;
mod walk;

use std::borrow::Cow;

use crate::error::Error;
use crate::error::Result;
use crate::geodesy::LonLat;

pub use self::layer::names;
pub use self::layer::read::Brief;
pub use self::layer::terms::{FeatureClass, NameKind};
pub use self::walk::Walk;

use self::layer::country_letters;
use self::layer::read::{Layer, Posting, Record};
use self::layer::skeleton::{skeleton_of, skeletons, vowel_distance};

/// A place in one of the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceId {
    /// Index of the layer.
    pub layer: u16,
    /// Index of the record in its layer.
    pub record: u32,
}

/// A place, read without copying.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'a> {
    /// Where it stands.
    pub id: PlaceId,
    /// Main name.
    pub name: &'a str,
    /// Representative point.
    pub at: LonLat,
    /// What it is.
    pub class: FeatureClass,
    /// People; 0 if not known.
    pub population: u32,
    /// ISO 3166-1 alpha-2, empty for none.
    pub country: &'a str,
    /// GeoNames admin-1 code inside the country, empty for none.
    pub admin1: &'a str,
    /// Name of the first-order division, empty for none.
    pub admin1_name: &'a str,
    /// GeoNames id, 0 for hand-kept places.
    pub geonameid: u32,
}

/// A name found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The place.
    pub place: PlaceId,
    /// How the name belongs to it.
    pub kind: NameKind,
}

/// What a layer says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Name of the file or layer.
    pub label: String,
    /// Number of records.
    pub places: u32,
    /// Bytes.
    pub bytes: usize,
    /// Source, version, licence and the like: key and value.
    pub facts: Vec<(String, String)>,
}

/// Bytes of a layer and the name to use for it in messages.
#[derive(Debug, Clone)]
pub struct LayerInput {
    /// File or label.
    pub label: String,
    /// Compiled layer.
    pub bytes: Cow<'static, [u8]>,
    /// True for bytes that come with the program: their checksum is not computed.
    pub trusted: bool,
}

/// Several layers as one gazetteer.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    layers: Vec<(String, Layer)>,
    /// Which GeoNames ids the upper layers may hold, one bit for each remainder; empty if not told.
    upper_ids: Vec<u64>,
}

/// Words of [`Gazetteer::upper_ids`].
const ID_WORDS: usize = 2048;
/// Most ids of a layer that are told.
const MOST_IDS: usize = 20_000;

impl Gazetteer {
    /// Opens layers, the lowest first.
    ///
    /// # Errors
    /// [`Error::Data`] if one is damaged, cut short, of another version or no layer at all.
    pub fn open(inputs: impl IntoIterator<Item = LayerInput>) -> Result<Self> {
        let mut gazetteer = Self::default();
        for input in inputs {
            gazetteer.push(input)?;
        }
        Ok(gazetteer)
    }

    /// Puts one more layer on top.
    ///
    /// # Errors
    /// As [`Gazetteer::open`].
    pub fn push(&mut self, input: LayerInput) -> Result<()> {
        let LayerInput { label, bytes, trusted } = input;
        let layer = if trusted { Layer::open(bytes) } else { Layer::open_checked(bytes) };
        match layer {
            Ok(layer) if self.layers.len() < usize::from(u16::MAX) => {
                if !self.layers.is_empty() {
                    self.note_ids(&layer);
                }
                self.layers.push((label, layer));
            }
            Ok(_) => {
                return Err(Error::Limit { file: label, message: "more than 65534 gazetteer layers".to_owned() });
            }
            Err(error) => {
                return Err(Error::Data { file: label, message: error.to_string() });
            }
        }
        Ok(())
    }

    fn layer(&self, index: u16) -> Option<&Layer> {
        self.layers.get(usize::from(index)).map(|(_, layer)| layer)
    }

    fn numbered(&self) -> impl DoubleEndedIterator<Item = (u16, &Layer)> {
        self.layers.iter().enumerate().map(|(index, (_, layer))| (index as u16, layer))
    }

    /// Notes which ids an upper layer holds, so that most places below need not be looked for there.
    fn note_ids(&mut self, layer: &Layer) {
        if self.layers.len() == 1 {
            self.upper_ids = vec![0; ID_WORDS];
        }
        let ids = layer.geonameids();
        if ids.len() > MOST_IDS {
            self.upper_ids.clear();
        } else if !self.upper_ids.is_empty() {
            for id in ids {
                if let Some(word) = self.upper_ids.get_mut(id as usize / 64 % ID_WORDS) {
                    *word |= 1 << (id % 64);
                }
            }
        }
    }

    /// A way through the names, for texts that are read word by word.
    pub fn walk(&self) -> Walk<'_> {
        Walk::new(self)
    }

    /// The places of a name as written: folded, as an abbreviation, and with Arabic articles dropped.
    /// Sorted by place, each place once with the closest kind.
    pub fn lookup(&self, name: &str) -> Vec<Hit> {
        let mut walk = self.walk();
        walk.read(name.trim());
        walk.hits(false)
    }

    /// The places inside `countries` (ISO codes) whose names are other transliterations of `name`: the consonants agree
    /// and the vowels do not contradict. Weaker than [`Gazetteer::lookup`]: use it when that finds nothing there.
    pub fn skeleton(&self, name: &str, countries: &[&str]) -> Vec<Hit> {
        let mut hits = self.variants(&names::fold(name));
        hits.retain(|hit| {
            let letters = self.brief(hit.place).map(|brief| country_letters(brief.area)).unwrap_or_default();
            countries.iter().any(|country| country.as_bytes() == letters)
        });
        hits
    }

    /// Other transliterations of a folded key, in the countries whose names are transliterated.
    fn variants(&self, key: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (skeleton, vowels) in skeletons(key) {
            for (index, layer) in self.numbered() {
                for other in layer.names_of_skeleton(&skeleton) {
                    if vowels && vowel_distance(key, &other).is_none() {
                        continue;
                    }
                    let postings = layer.postings(&other).into_iter();
                    for posting in postings.filter(|posting| posting.kind != NameKind::Demonym) {
                        if let Some((hit, brief)) = self.hit(index, posting)
                            && skeleton_of(&other, brief.area).is_some_and(|own| own == skeleton)
                        {
                            hits.push(Hit { kind: NameKind::Variant, ..hit });
                        }
                    }
                }
            }
        }
        distinct(hits)
    }

    /// The place meant by a posting: references lead down, replaced places lead up. Beside it the record of the posting,
    /// or for a reference that of the place.
    fn hit(&self, index: u16, posting: Posting) -> Option<(Hit, Brief)> {
        let layer = self.layer(index)?;
        let brief = layer.brief(posting.record)?;
        let place = if brief.reference {
            self.referred(&layer.record(posting.record)?)?
        } else {
            self.replaced(PlaceId { layer: index, record: posting.record }, brief.geonameid)
        };
        let brief = if brief.reference { self.brief(place)? } else { brief };
        Some((Hit { place, kind: posting.kind }, brief))
    }

    fn replaced(&self, place: PlaceId, geonameid: u32) -> PlaceId {
        let bit = self.upper_ids.get(geonameid as usize / 64 % ID_WORDS).map(|word| word >> (geonameid % 64) & 1);
        if geonameid == 0 || usize::from(place.layer) + 1 >= self.layers.len() || bit == Some(0) {
            return place;
        }
        let mut above = self.numbered().rev().take_while(|(index, _)| *index > place.layer);
        let same = |(layer, upper): (u16, &Layer)| Some(PlaceId { layer, record: upper.by_geonameid(geonameid)? });
        above.find_map(same).unwrap_or(place)
    }

    fn referred(&self, record: &Record<'_>) -> Option<PlaceId> {
        if record.geonameid != 0 {
            return self.by_geonameid(record.geonameid);
        }
        match record.class {
            FeatureClass::Country => self.country(record.country),
            FeatureClass::Admin1 => self.admin1(record.country, record.admin1),
            _ => None,
        }
    }

    /// The place, or an empty one if the id is of another gazetteer.
    pub fn place(&self, id: PlaceId) -> Place<'_> {
        let place = self.place_alone(id);
        if place.admin1.is_empty() {
            return place;
        }
        Place { admin1_name: self.brief(id).map_or("", |brief| self.area_name(id.layer, &brief)), ..place }
    }

    /// The place with `admin1_name` left empty: cheaper where many are compared.
    pub fn place_alone(&self, id: PlaceId) -> Place<'_> {
        let Some(record) = self.layer(id.layer).and_then(|layer| layer.record(id.record)) else {
            return Place {
                id,
                name: "",
                at: LonLat::default(),
                class: FeatureClass::Facility,
                population: 0,
                country: "",
                admin1: "",
                admin1_name: "",
                geonameid: 0,
            };
        };
        Place {
            id,
            name: record.name,
            at: LonLat::new(record.lon, record.lat),
            class: record.class,
            population: record.population,
            country: record.country,
            admin1: record.admin1,
            admin1_name: "",
            geonameid: record.geonameid,
        }
    }

    /// The place without its names; `None` if the id is of another gazetteer.
    pub fn brief(&self, id: PlaceId) -> Option<Brief> {
        self.layer(id.layer)?.brief(id.record)
    }

    /// Name of the first-order division of a record: the topmost layer that tells it counts.
    fn area_name(&self, of: u16, brief: &Brief) -> &str {
        let names = self.numbered().rev().map(|(index, layer)| {
            if index == of { layer.division_name_at(brief.division) } else { layer.division_name(brief.area) }
        });
        names.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
    }

    /// Name of a first-order division, empty if not known.
    pub fn admin1_name(&self, country: &str, code: &str) -> &str {
        if code.is_empty() {
            return "";
        }
        let mut names = self.numbered().rev().filter_map(|(_, layer)| layer.division(country, code));
        names.find(|division| !division.name.is_empty()).map_or("", |division| division.name)
    }

    /// The country with this ISO 3166-1 alpha-2 code.
    pub fn country(&self, iso2: &str) -> Option<PlaceId> {
        self.admin1(iso2, "")
    }

    /// The first-order division with this GeoNames code.
    pub fn admin1(&self, country: &str, code: &str) -> Option<PlaceId> {
        let place =
            |(layer, upper): (u16, &Layer)| Some(PlaceId { layer, record: upper.division(country, code)?.record? });
        self.numbered().rev().find_map(place)
    }

    /// The place with this GeoNames id.
    pub fn by_geonameid(&self, id: u32) -> Option<PlaceId> {
        let place = |(layer, upper): (u16, &Layer)| Some(PlaceId { layer, record: upper.by_geonameid(id)? });
        self.numbered().rev().find_map(place)
    }

    /// The stable key of a place: `geonames:170063`, `hand:black-sea`, `adm2:US.GA:clayton-county`.
    pub fn key(&self, id: PlaceId) -> String {
        let Some(record) = self.layer(id.layer).and_then(|layer| layer.record(id.record)) else {
            return String::new();
        };
        key_of(&record)
    }

    /// The place with this key.
    pub fn by_key(&self, key: &str) -> Option<PlaceId> {
        let (kind, rest) = key.split_once(':')?;
        if kind == "geonames" {
            return self.by_geonameid(rest.parse().ok()?);
        }
        // The words of the key begin with the words of the name; what follows is country, class, division.
        let words: Vec<&str> = rest.rsplit(':').next()?.split('-').collect();
        for end in (1..=words.len()).rev() {
            let name = words.get(..end)?.join(" ");
            for (layer, found) in self.numbered().rev() {
                for posting in found.postings(&name) {
                    if let Some(record) = found.record(posting.record)
                        && !record.reference
                        && key_of(&record) == key
                    {
                        return Some(self.replaced(PlaceId { layer, record: posting.record }, record.geonameid));
                    }
                }
            }
        }
        None
    }

    /// The towns in a window of degrees by falling population, at most `limit`; `east` may exceed 180.
    pub fn towns_within(&self, west: f64, south: f64, east: f64, north: f64, limit: usize) -> Vec<PlaceId> {
        let mut towns = Vec::new();
        for (index, layer) in self.numbered() {
            for (record, population) in layer.towns_within(west, south, east, north, limit) {
                let id = PlaceId { layer: index, record };
                let geonameid = if self.layers.len() > 1 { self.brief(id).map_or(0, |b| b.geonameid) } else { 0 };
                if self.replaced(id, geonameid) == id {
                    towns.push((std::cmp::Reverse(population), id));
                }
            }
        }
        towns.sort_unstable();
        towns.truncate(limit);
        towns.into_iter().map(|(_, id)| id).collect()
    }

    /// What each layer says about itself, the lowest first.
    pub fn sources(&self) -> Vec<Source> {
        let source = |(label, layer): &(String, Layer)| Source {
            label: label.clone(),
            places: layer.len(),
            bytes: layer.byte_len(),
            facts: layer.meta().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        };
        self.layers.iter().map(source).collect()
    }
}

/// The stable key of a record.
pub(crate) fn key_of(record: &Record<'_>) -> String {
    if record.geonameid != 0 {
        return format!("geonames:{}", record.geonameid);
    }
    layer::tables::key(
        record.name,
        record.class,
        (record.country, record.admin1),
        (record.lon, record.lat),
        record.long_key,
    )
}

/// Each place once, with the closest kind, sorted by place.
fn distinct(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_unstable();
    hits.dedup_by_key(|hit| hit.place);
    hits
}
