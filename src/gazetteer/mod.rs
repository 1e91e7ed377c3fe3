//! The gazetteer: names to places, in layers that share one binary format.
//!
//! In: bytes of compiled layers. Out: [`Place`] records. Never: articles or toponyms.
//!
//! A later layer adds places and names to the earlier ones; a place with the GeoNames id of an earlier one replaces it.

pub mod import;
pub mod layer;
mod search;

use std::borrow::Cow;

use crate::error::Error;
use crate::error::Result;
use crate::geodesy::LonLat;

pub use self::layer::names;
pub use self::layer::terms::{FeatureClass, NameKind};

use self::layer::read::{Layer, Posting, Record};
use self::layer::skeleton::{skeleton, vowel_distance};
use self::layer::write::abbreviation_key;

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
}

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

    /// The places of a name as written: folded, as an abbreviation, and with Arabic articles dropped.
    /// Sorted by place, each place once with the closest kind.
    pub fn lookup(&self, name: &str) -> Vec<Hit> {
        let key = names::fold(name);
        let mut hits = self.collect(&key, None);
        hits.extend(self.collect(&abbreviation_key(name.trim()), None));
        if let Some(bare) = names::drop_articles(&key) {
            hits.extend(self.collect(&bare, Some(NameKind::WithoutArticle)));
        }
        distinct(hits)
    }

    /// The places of a folded key (see [`names::fold`]); abbreviations and articles are left alone.
    pub fn lookup_key(&self, folded_key: &str) -> Vec<Hit> {
        distinct(self.collect(folded_key, None))
    }

    /// True if a name begins with this folded key, or with it when its Arabic articles are dropped.
    /// A key that ends with a space asks for names with a further word.
    pub fn is_prefix(&self, folded_key: &str) -> bool {
        if self.layers.iter().any(|(_, layer)| layer.has_prefix(folded_key)) {
            return true;
        }
        let trimmed = folded_key.trim_end();
        match names::drop_articles(trimmed) {
            Some(bare) => {
                let bare = if trimmed.len() < folded_key.len() { bare + " " } else { bare };
                self.layers.iter().any(|(_, layer)| layer.has_prefix(&bare))
            }
            None => names::is_article(trimmed),
        }
    }

    /// The places inside `countries` (ISO codes) whose names are other transliterations of `name`: the consonants agree
    /// and the vowels do not contradict. Weaker than [`Gazetteer::lookup`]: use it when that finds nothing there.
    pub fn skeleton(&self, name: &str, countries: &[&str]) -> Vec<Hit> {
        let mut hits = self.variants(&names::fold(name));
        hits.retain(|hit| countries.contains(&self.place(hit.place).country));
        hits
    }

    /// Other transliterations of a folded key, anywhere.
    fn variants(&self, key: &str) -> Vec<Hit> {
        let Some(skeleton) = skeleton(key) else {
            return Vec::new();
        };
        let mut hits = Vec::new();
        for (index, layer) in self.numbered() {
            for (other, postings) in layer.skeleton_postings(&skeleton) {
                if vowel_distance(key, &other).is_some() {
                    hits.extend(postings.into_iter().filter_map(|posting| self.hit(index, posting)));
                }
            }
        }
        distinct(hits)
    }

    /// What a key leads to in all layers. With `instead`, only places of countries with Arabic articles, as that kind.
    fn collect(&self, key: &str, instead: Option<NameKind>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (index, layer) in self.numbered() {
            for posting in layer.postings(key) {
                let Some(hit) = self.hit(index, posting) else {
                    continue;
                };
                match instead {
                    None => hits.push(hit),
                    Some(kind) if names::has_articles(self.place(hit.place).country) => {
                        hits.push(Hit { kind: kind.max(hit.kind), ..hit });
                    }
                    Some(_) => {}
                }
            }
        }
        hits
    }

    /// The place meant by a posting: references lead down, replaced places lead up.
    fn hit(&self, index: u16, posting: Posting) -> Option<Hit> {
        let record = self.layer(index)?.record(posting.record)?;
        let place = if record.reference {
            self.referred(&record)?
        } else {
            self.replaced(PlaceId { layer: index, record: posting.record }, record.geonameid)
        };
        Some(Hit { place, kind: posting.kind })
    }

    fn replaced(&self, place: PlaceId, geonameid: u32) -> PlaceId {
        if geonameid == 0 {
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
        Place { admin1_name: self.admin1_name(place.country, place.admin1), ..place }
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
                let geonameid = if self.layers.len() > 1 { self.place_alone(id).geonameid } else { 0 };
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
