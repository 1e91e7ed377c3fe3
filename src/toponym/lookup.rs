//! What the gazetteer knows under the names of one document, asked once per name.
//!
//! In: [`Gazetteer`]. Out: [`Entry`] with its [`Sense`]s, best first. Never: the text around a name.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::gazetteer::FeatureClass;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::Hit;
use crate::gazetteer::NameKind;
use crate::gazetteer::PlaceId;
use crate::gazetteer::Walk;
use crate::gazetteer::layer::skeleton;
use crate::gazetteer::names;
use crate::geodesy::LonLat;
use crate::toponym::knowledge::model::Gaz;
use crate::toponym::knowledge::model::Known;
use crate::toponym::knowledge::model::Size;

/// Its number as a country.
const UKRAINE: u64 = (b'U' as u64) << 8 | b'A' as u64;
/// Most places kept for a name.
const MOST: usize = 64;

/// A place under a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sense {
    /// The place.
    pub(super) id: PlaceId,
    /// How the name belongs to it.
    pub(super) kind: NameKind,
    /// What it is.
    pub(super) class: FeatureClass,
    /// People.
    pub(super) population: u32,
    /// Unit vector of its position.
    pub(super) vector: [f32; 3],
    /// Its position.
    pub(super) at: LonLat,
    /// Country as a number, 0 for none.
    pub(super) country: u32,
    /// Country and first-order division as a number, 0 for none.
    pub(super) admin1: u64,
    /// How likely it is without any text, as a log weight.
    pub(super) prior: f32,
    /// From a hand-kept table or an added layer: without a GeoNames id.
    pub(super) kept: bool,
    /// Found only by the consonant skeleton.
    pub(super) skeleton: bool,
}

impl Sense {
    /// People, with a guess where they are not known: kept places are in the news for a reason.
    pub(super) const fn people(&self) -> u32 {
        match (self.population, self.class) {
            (0, FeatureClass::Town | FeatureClass::Seat | FeatureClass::Quarter | FeatureClass::Camp) => {
                if self.kept {
                    3000
                } else {
                    300
                }
            }
            (known, _) => known,
        }
    }
}

/// All places under a name.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Indices of its senses.
    pub(super) senses: Range<usize>,
    /// The best place's class.
    pub(super) gaz: Gaz,
    /// The same, coarser.
    pub(super) size: Size,
    /// How the name belongs to the best place.
    pub(super) known: Known,
    /// It is an abbreviation of the best place.
    pub(super) abbreviation: bool,
}

/// Answers of the gazetteer for one document.
#[derive(Debug)]
pub(super) struct Lookup<'g> {
    pub(super) gazetteer: &'g Gazetteer,
    walk: Walk<'g>,
    names: BTreeMap<u64, Option<usize>>,
    entries: Vec<Entry>,
    senses: Vec<Sense>,
}

impl<'g> Lookup<'g> {
    /// For a new document.
    pub(super) fn new(gazetteer: &'g Gazetteer) -> Self {
        Self { gazetteer, walk: gazetteer.walk(), names: BTreeMap::new(), entries: Vec::new(), senses: Vec::new() }
    }

    /// Begins to read a name; false if none begins so.
    pub(super) fn begin(&mut self, word: &str) -> bool {
        self.walk.begin();
        self.walk.read(word)
    }

    /// Reads more of the name; false if none goes on so.
    pub(super) fn read(&mut self, piece: &str) -> bool {
        self.walk.read(piece)
    }

    /// Entry of the name read, with `dot` of the abbreviation that ends with the full stop behind it.
    pub(super) fn entry_read(&mut self, dot: bool) -> Option<usize> {
        let key = self.walk.found(dot)?;
        if let Some(&known) = self.names.get(&key) {
            return known;
        }
        let hits = self.walk.hits(dot);
        let entry = self.add(&hits, false);
        self.names.insert(key, entry);
        entry
    }

    /// Entry of a name, if the gazetteer knows it.
    pub(super) fn find(&mut self, name: &str) -> Option<usize> {
        if self.begin(name.trim()) { self.entry_read(false) } else { None }
    }

    /// True if names of one of these countries are found by their consonants.
    pub(super) fn has_skeletons(countries: &[u32]) -> bool {
        countries.iter().any(|&c| skeleton::has_skeletons(u64::from(c) << 48))
    }

    /// Entry of a name, if it is one in these countries.
    pub(super) fn find_within(&mut self, name: &str, countries: &[u32]) -> Option<usize> {
        let entry = self.find(name)?;
        self.senses(entry).iter().any(|sense| countries.contains(&sense.country)).then_some(entry)
    }

    /// Entry of another transliteration of a place in these countries: equal consonants, and letters that differ little.
    pub(super) fn find_variant(&mut self, name: &str, countries: &[u32]) -> Option<usize> {
        let codes: Vec<String> = countries.iter().map(|&c| code_of(c)).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let mut hits = self.gazetteer.skeleton(name, &codes);
        let mut key = bare(&names::fold(name));
        if hits.is_empty()
            && codes.contains(&"UA")
            && let Some(ukrainian) = skeleton::ukrainian(&names::fold(name))
        {
            hits = self.gazetteer.lookup(&ukrainian);
            hits.extend(self.gazetteer.skeleton(&ukrainian, &["UA"]));
            let in_ukraine = |hit: &Hit| self.gazetteer.brief(hit.place).is_some_and(|b| b.area >> 48 == UKRAINE);
            hits.retain(in_ukraine);
            hits.sort_unstable();
            hits.dedup_by_key(|hit| hit.place);
            key = bare(&ukrainian);
        }
        hits.retain(|hit| {
            let place = self.gazetteer.place(hit.place);
            place.class != FeatureClass::Admin1 && is_alike(&key, &bare(&names::fold(place.name)))
        });
        self.add(&hits, true)
    }

    /// Adds an entry from hits, each of another place.
    pub(super) fn add(&mut self, hits: &[Hit], skeleton: bool) -> Option<usize> {
        let from = self.senses.len();
        for hit in hits {
            let Some(place) = self.gazetteer.brief(hit.place) else {
                continue;
            };
            // "Al Qatari" is not Qatar.
            if matches!(place.class, FeatureClass::Country | FeatureClass::Admin1 | FeatureClass::Continent)
                && matches!(hit.kind, NameKind::WithoutArticle | NameKind::Variant)
            {
                continue;
            }
            let country = place.area >> 48;
            self.senses.push(Sense {
                id: hit.place,
                kind: hit.kind,
                class: place.class,
                population: place.population,
                vector: [0.0; 3],
                at: LonLat::new(place.lon, place.lat),
                country: country as u32,
                admin1: if place.area == country << 48 { 0 } else { place.area },
                prior: prior_of(place.class, place.population, hit.kind),
                kept: place.geonameid == 0,
                skeleton,
            });
        }
        let own = self.senses.get_mut(from..)?;
        own.sort_by(|a, b| b.prior.total_cmp(&a.prior).then(a.id.cmp(&b.id)));
        self.senses.truncate(from + MOST);
        self.enter(from)
    }

    /// Makes an entry of the senses from `from` on.
    fn enter(&mut self, from: usize) -> Option<usize> {
        let best = *self.senses.get(from)?;
        let gaz = gaz_of(best.class, best.population);
        self.entries.push(Entry {
            senses: from..self.senses.len(),
            gaz,
            size: size_of(gaz),
            known: known_of(best.kind),
            abbreviation: best.kind == NameKind::Abbreviation,
        });
        Some(self.entries.len() - 1)
    }

    /// Entry by its index.
    pub(super) fn entry(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    /// Senses of an entry, best first by prior.
    pub(super) fn senses(&self, index: usize) -> &[Sense] {
        self.entries.get(index).and_then(|e| self.senses.get(e.senses.clone())).unwrap_or(&[])
    }
}

fn code_of(country: u32) -> String {
    [(country >> 8) as u8, country as u8].iter().filter(|b| b.is_ascii_uppercase()).map(|&b| char::from(b)).collect()
}

/// A folded name without articles and spaces.
fn bare(key: &str) -> String {
    names::drop_articles(key).unwrap_or_else(|| key.to_owned()).replace(' ', "")
}

/// True if two names differ in at most three letters of seven.
fn is_alike(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(48).collect(), b.chars().take(48).collect());
    let longest = a.len().max(b.len());
    if a.len().abs_diff(b.len()) * 3 > longest {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (y, slot) in b.iter().zip(row.iter_mut().skip(1)) {
            let value = (corner + usize::from(x != y)).min(left + 1).min(*slot + 1);
            corner = *slot;
            *slot = value;
            left = value;
        }
    }
    row.last().is_some_and(|&d| d * 7 <= longest * 3)
}

/// Unit vector of a position.
pub(super) fn vector_of(at: LonLat) -> [f32; 3] {
    let (lon, lat) = (at.lon.to_radians(), at.lat.to_radians());
    let c = libm::cos(lat);
    [(c * libm::cos(lon)) as f32, (c * libm::sin(lon)) as f32, libm::sin(lat) as f32]
}

fn prior_of(class: FeatureClass, population: u32, kind: NameKind) -> f32 {
    let people = libm::logf(population.max(1) as f32);
    let base = match class {
        FeatureClass::Country => people.max(13.0) + 2.0,
        FeatureClass::Admin1 => people.max(13.5) + 0.3,
        FeatureClass::Continent => 16.0,
        FeatureClass::Admin2 => people.max(10.5),
        FeatureClass::Region | FeatureClass::Desert => 11.5,
        FeatureClass::Capital => people.max(9.0) + 2.0,
        FeatureClass::Seat => people.max(8.0) + 0.7,
        FeatureClass::Town => people.max(5.7),
        FeatureClass::Quarter => people.max(5.0) - 0.7,
        FeatureClass::Sea => 12.5,
        FeatureClass::River | FeatureClass::Lake => 9.5,
        FeatureClass::Mountain | FeatureClass::Valley | FeatureClass::Island => 9.0,
        FeatureClass::Base | FeatureClass::Airport | FeatureClass::Crossing | FeatureClass::Camp => 8.5,
        FeatureClass::Facility | FeatureClass::Road => 8.0,
    };
    base + match kind {
        NameKind::Primary | NameKind::Abbreviation | NameKind::Demonym => 0.0,
        NameKind::Alternate => -1.2,
        NameKind::Historic | NameKind::WithoutArticle | NameKind::Variant => -1.5,
    }
}

const fn gaz_of(class: FeatureClass, population: u32) -> Gaz {
    match class {
        FeatureClass::Country => Gaz::Country,
        FeatureClass::Admin1 => Gaz::Admin1,
        FeatureClass::Admin2 => Gaz::Admin2,
        FeatureClass::Capital => Gaz::Capital,
        FeatureClass::Town | FeatureClass::Seat | FeatureClass::Quarter => match population {
            100_000.. => Gaz::City,
            15_000.. => Gaz::Town,
            5_000.. => Gaz::Small,
            1_000.. => Gaz::Village,
            _ => Gaz::Hamlet,
        },
        FeatureClass::Region | FeatureClass::Continent => Gaz::Region,
        FeatureClass::River | FeatureClass::Lake | FeatureClass::Sea => Gaz::Water,
        FeatureClass::Mountain | FeatureClass::Valley | FeatureClass::Desert | FeatureClass::Island => Gaz::Terrain,
        _ => Gaz::Facility,
    }
}

const fn size_of(gaz: Gaz) -> Size {
    match gaz {
        Gaz::None => Size::None,
        Gaz::Country | Gaz::Admin1 => Size::Area,
        Gaz::Capital | Gaz::City | Gaz::Town => Size::Big,
        Gaz::Small | Gaz::Village | Gaz::Hamlet => Size::Small,
        Gaz::Admin2 | Gaz::Region | Gaz::Water | Gaz::Terrain | Gaz::Facility => Size::Other,
    }
}

const fn known_of(kind: NameKind) -> Known {
    match kind {
        NameKind::Primary => Known::Primary,
        NameKind::Alternate => Known::Alternate,
        NameKind::Abbreviation => Known::Abbreviation,
        NameKind::Demonym => Known::Demonym,
        NameKind::WithoutArticle | NameKind::Variant => Known::WithoutArticle,
        NameKind::Historic => Known::Historic,
    }
}
