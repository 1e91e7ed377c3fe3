//! Where things happened: one entry per place of a situation, whatever the articles call it.
//!
//! In: toponyms. Out: [`Atlas`] of [`Location`]s. Never: events.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::article::Article;
use crate::gazetteer::FeatureClass;
use crate::geodesy::LonLat;
use crate::geodesy::Nearby;
use crate::geodesy::distance_km;
use crate::situation::Location;
use crate::terms::Precision;
use crate::toponym::Toponym;

/// The locations of a situation, each once, in order of first appearance.
#[derive(Debug, Default)]
pub(super) struct Atlas {
    /// Locations.
    pub(super) entries: Vec<Location>,
    keys: BTreeMap<String, usize>,
    /// Entries by their names, up to [`SAME_NAME_KM`] from what is looked for.
    names: BTreeMap<String, Nearby>,
    /// Entries by the consonants of their names, up to [`ALIKE_KM`].
    sounds: BTreeMap<String, Nearby>,
    /// All of them, up to [`SAME_PLACE_KM`].
    all: Option<Nearby>,
    /// How often the articles use each spelling.
    spellings: BTreeMap<(usize, String), u32>,
}

impl Atlas {
    /// The entry with this key.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.keys.get(key).copied()
    }

    /// Adds the location of a name in an article and counts its spelling.
    pub(super) fn add_named(&mut self, location: Location) -> usize {
        let spelling = location.surface.clone();
        let index = self.add(location);
        *self.spellings.entry((index, spelling)).or_default() += 1;
        index
    }

    /// Calls each place as the articles do: an editor prints "Hama", not "Ḩamāh". Countries and divisions keep their names.
    pub(super) fn settle_names(&mut self) {
        let mut best: BTreeMap<usize, (u32, &str)> = BTreeMap::new();
        for ((index, spelling), &count) in &self.spellings {
            let capital = spelling.chars().next().is_some_and(char::is_uppercase);
            let shouted = spelling.chars().count() > 3 && !spelling.chars().any(char::is_lowercase);
            let better = best.get(index).is_none_or(|(most, _)| count > *most);
            if capital && !shouted && better {
                best.insert(*index, (count, spelling));
            }
        }
        for (index, (_, spelling)) in best {
            let Some(entry) = self.entries.get_mut(index) else {
                continue;
            };
            if entry.feature_class == "A" || entry.name == spelling {
                continue;
            }
            let formal = std::mem::replace(&mut entry.name, spelling.to_owned());
            entry.aliases.retain(|a| a != spelling);
            add_name(entry, &formal);
        }
    }

    /// Adds a location, or returns the entry that has its key already, with the new names added.
    pub(super) fn add(&mut self, location: Location) -> usize {
        if let Some(&index) = self.keys.get(&location.key) {
            if let Some(entry) = self.entries.get_mut(index) {
                let mut new = false;
                for name in std::iter::once(location.name).chain([location.surface]).chain(location.aliases) {
                    new |= add_name(entry, &name);
                }
                if new {
                    self.index_names(index);
                }
            }
            return index;
        }
        let index = self.entries.len();
        self.keys.insert(location.key.clone(), index);
        self.entries.push(Location { at: location.at.rounded(), ..location });
        self.index_names(index);
        index
    }

    fn index_names(&mut self, index: usize) {
        let Some(entry) = self.entries.get(index) else {
            return;
        };
        for name in names(entry) {
            let bearers = self.names.entry(fold(name)).or_insert_with(|| Nearby::new(SAME_NAME_KM));
            bearers.add(index, entry.at);
            self.sounds.entry(skeleton(name)).or_insert_with(|| Nearby::new(ALIKE_KM)).add(index, entry.at);
        }
        self.all.get_or_insert_with(|| Nearby::new(SAME_PLACE_KM)).add(index, entry.at);
    }

    /// Gives an entry the name that a table has for it; places farther away may have the same name.
    pub(super) fn call(&mut self, index: usize, name: &str) {
        if let Some(entry) = self.entries.get_mut(index)
            && add_name(entry, name)
        {
            self.sounds.entry(skeleton(name)).or_insert_with(|| Nearby::new(ALIKE_KM)).add(index, entry.at);
        }
    }

    /// The entry that `name` at `at` means: the same name within 30 km, a similar one within 12 km, or any settlement
    /// within 2 km.
    pub(super) fn near(&self, name: &str, at: LonLat) -> Option<usize> {
        if let Some(found) = self.names.get(&fold(name)).and_then(|bearers| bearers.nearest(at, |_| true)) {
            return Some(found);
        }
        let settled = |i: usize| {
            self.entries.get(i).is_some_and(|e| e.feature_class == "P" && e.geo_precision == Precision::Exact)
        };
        let alike = self.sounds.get(&skeleton(name)).and_then(|bearers| bearers.nearest(at, settled));
        alike.or_else(|| self.all.as_ref()?.nearest(at, settled))
    }
}

/// A place of the same name is the same up to here, km.
const SAME_NAME_KM: f64 = 30.0;
/// A settlement whose name sounds the same is the same up to here, km.
const ALIKE_KM: f64 = 12.0;
/// A settlement is the same whatever it is called up to here, km.
const SAME_PLACE_KM: f64 = 2.0;

/// Every name of a location.
pub(super) fn names(location: &Location) -> impl Iterator<Item = &str> {
    [location.name.as_str(), location.surface.as_str()]
        .into_iter()
        .chain(location.aliases.iter().map(String::as_str))
        .filter(|n| !n.is_empty())
}

/// Adds a name that the location does not have yet; false if it has it.
fn add_name(location: &mut Location, name: &str) -> bool {
    let new = !name.is_empty() && names(location).all(|n| n != name);
    if new {
        location.aliases.push(name.to_owned());
    }
    new
}

/// A name reduced to lower-case letters and digits without accents or article.
pub(super) fn fold(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = name
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| {
            if c.is_alphanumeric() {
                c
            } else if "'’‘ʿʾ`ʻʼ".contains(c) {
                '\u{0}'
            } else {
                ' '
            }
        })
        .filter(|c| *c != '\u{0}')
        .collect();
    const ARTICLES: &[&str] = &["al", "el", "as", "ad", "ar", "az", "an", "ash", "at", "the"];
    let words: Vec<&str> = plain.split_whitespace().collect();
    let kept: String = words.iter().filter(|w| !ARTICLES.contains(w)).copied().collect();
    if kept.is_empty() { words.concat() } else { kept }
}

/// The consonants of a name, doubled ones once: spellings of one name share it.
fn skeleton(name: &str) -> String {
    let mut out = String::new();
    let folded = fold(name).replace("kh", "x").replace("sh", "s").replace('q', "k").replace('y', "i");
    for c in folded.chars().filter(|c| !"aeiouhw".contains(*c)) {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// `hama`, `khan-shaykhun`: letters and digits of a name for an id, never empty.
pub fn slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if c.is_alphanumeric() {
            let _ = write!(out, "u{:x}", u32::from(c));
        } else if !out.is_empty() && !out.ends_with('-') && !"'’‘ʿʾ`ʻʼ".contains(c) {
            out.push('-');
        }
        if out.len() >= 60 {
            break;
        }
    }
    let out = out.trim_matches('-').to_owned();
    if out.is_empty() { "unnamed".to_owned() } else { out }
}

impl Location {
    /// True for a position that the text gives by distance and direction from a name and that has no name of its own
    /// ("the hills north of Hama"): known to an area.
    pub fn is_unnamed(&self) -> bool {
        let anchor = self.key.split_once('@').map(|(anchor, _)| anchor);
        self.feature_class.is_empty() && anchor.is_some_and(|a| !a.starts_with("text:") && !a.starts_with("baseline:"))
    }
}

/// True for what is an area or a line rather than a place that forces can take as a whole in a day.
pub(super) fn is_wide(location: &Location) -> bool {
    matches!(
        location.feature_code.as_str(),
        "PCLI" | "ADM1" | "ADM2" | "RGN" | "CONT" | "STM" | "LK" | "SEA" | "DSRT" | "RD"
    )
}

/// The location of a toponym: its place, or the position given relative to it. `None` for an unresolved name.
pub(super) fn locate(article: &Article, toponym: &Toponym, near: bool) -> Option<Location> {
    let surface = collapse(article.text.get(toponym.span.clone()).unwrap_or(""));
    if let Some(relative) = toponym.relative.as_ref().filter(|_| near || toponym.place.is_none()) {
        let phrase = collapse(article.text.get(relative.span.clone()).unwrap_or(""));
        let (name, anchor) = match &toponym.place {
            Some(place) => (if phrase.is_empty() { place.name.clone() } else { phrase }, place.key.clone()),
            None => (surface.clone(), format!("text:{}", slug(&surface))),
        };
        let place = toponym.place.as_ref();
        return Some(Location {
            key: format!("{anchor}@{:.3},{:.3}", relative.at.lon, relative.at.lat),
            name,
            surface,
            aliases: Vec::new(),
            at: relative.at,
            country: place.map(|p| p.country.clone()).unwrap_or_default(),
            admin1: place.map(|p| p.admin1.clone()).unwrap_or_default(),
            geonameid: 0,
            feature_class: String::new(),
            feature_code: String::new(),
            population: 0,
            geo_precision: relative.precision.max(Precision::Near),
        });
    }
    let place = toponym.place.as_ref()?;
    let name = area_name(article, toponym, &surface, &place.name);
    let aliases = if name == place.name { Vec::new() } else { vec![place.name.clone()] };
    let mut location = Location {
        key: place.key.clone(),
        name,
        surface,
        aliases,
        at: place.at,
        country: place.country.clone(),
        admin1: place.admin1.clone(),
        geonameid: place.geonameid,
        feature_class: place.class.letter().to_owned(),
        feature_code: place.class.code().to_owned(),
        population: place.population,
        geo_precision: Precision::Exact,
    };
    if is_wide(&location) {
        location.geo_precision = Precision::Region;
    } else if place.is_inferred() {
        location.geo_precision = Precision::Near;
    }
    Some(location)
}

/// A city lies within this of the middle of the area that is named like it, km.
const CITY_KM: f64 = 60.0;

/// Words that say that a name means a division or an area, not the town of that name.
const AREA_WORDS: &[&str] = &[
    "area",
    "countryside",
    "county",
    "department",
    "district",
    "governorate",
    "oblast",
    "prefecture",
    "province",
    "region",
    "state",
    "valley",
    "zone",
];

/// A division that is named like its town, without a word for a division beside the name, as that town.
pub(super) fn as_town(article: &Article, toponym: &Toponym) -> Option<Toponym> {
    let place = toponym.place.as_ref().filter(|p| matches!(p.class, FeatureClass::Admin1 | FeatureClass::Admin2))?;
    let around = |words: &str| {
        let mut words = words.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        words.any(|w| AREA_WORDS.contains(&w.as_str()))
    };
    let after = article.text.get(toponym.span.end..).unwrap_or("");
    let before = article.text.get(..toponym.span.start).unwrap_or("");
    let next = after.split_whitespace().next().unwrap_or("");
    let last: Vec<&str> = before.rsplit(' ').take(4).collect();
    if around(next) || last.iter().any(|w| around(w)) || around(article.text.get(toponym.span.clone()).unwrap_or("")) {
        return None;
    }
    let towns = [FeatureClass::Town, FeatureClass::Seat, FeatureClass::Capital];
    let town = toponym.candidates.iter().map(|c| &c.place).find(|p| {
        // A capital is often an area of its own beside the one around it.
        let here = p.admin1 == place.admin1 || distance_km(p.at, place.at) <= CITY_KM;
        towns.contains(&p.class) && p.country == place.country && here
    })?;
    Some(Toponym { place: Some(town.clone()), ..toponym.clone() })
}

/// The name of an area as the article has it, with the word that makes it one (`Deir Ezzor region`); else the
/// gazetteer's name, which [`Atlas::settle_names`] may replace.
fn area_name(article: &Article, toponym: &Toponym, surface: &str, official: &str) -> String {
    let after = article.text.get(toponym.span.end..).unwrap_or("");
    let word: String = after.strip_prefix(' ').unwrap_or("").chars().take_while(|c| c.is_alphabetic()).collect();
    if AREA_WORDS.contains(&word.to_lowercase().as_str()) { format!("{surface} {word}") } else { official.to_owned() }
}

/// Text with runs of white space as one blank.
pub(super) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
