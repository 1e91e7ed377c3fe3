//! Gazetteers of users: GeoNames country dumps, tables with coordinates, GeoJSON points.
//!
//! In: text of a file. Out: places and the rows that are none, or a compiled layer. Never: files.

mod csv;
mod geojson;
mod geonames;

use std::collections::BTreeMap;

use crate::error::Error;
use crate::error::Result;

use super::FeatureClass;
use super::layer::tables;
use super::layer::write::NewPlace;
use super::layer::write::compile;

/// Places at most in one import; a whole continent of GeoNames stays below.
pub const MAX_PLACES: usize = 4_000_000;
/// Broken rows told one by one; the rest is counted.
pub const MAX_BROKEN: usize = 1000;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// GeoNames dump: 19 columns divided by tabs, no header.
    GeoNames,
    /// Comma, semicolon or tab, with a header that names at least name, latitude and longitude.
    Csv,
    /// FeatureCollection of points.
    GeoJson,
}

/// A row that is no place, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Line of the file from 1; for GeoJSON the number of the feature from 1.
    pub line: usize,
    /// What was expected and what was found.
    pub message: String,
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    /// Its places.
    pub places: Vec<NewPlace>,
    /// Rows that are no places, at most [`MAX_BROKEN`].
    pub broken: Vec<Broken>,
    /// Number of rows that are no places.
    pub broken_count: usize,
    /// Rows of kinds that no map of a war needs (wells, shops, abandoned divisions).
    pub skipped: usize,
}

impl Content {
    fn fault(&mut self, line: usize, message: impl Into<String>) {
        self.broken_count += 1;
        if self.broken.len() < MAX_BROKEN {
            self.broken.push(Broken { line, message: message.into() });
        }
    }

    /// Places by class, for a summary.
    pub fn classes(&self) -> BTreeMap<FeatureClass, usize> {
        let mut counts = BTreeMap::new();
        for place in &self.places {
            *counts.entry(place.class).or_insert(0) += 1;
        }
        counts
    }
}

impl Format {
    /// The format of a file by its beginning.
    pub fn detect(text: &str) -> Self {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let first = start.lines().next().unwrap_or_default();
        let mut cells = first.split('\t');
        if start.starts_with('{') {
            Self::GeoJson
        } else if cells.clone().count() == 19 && cells.next().is_some_and(|id| id.parse::<u32>().is_ok()) {
            Self::GeoNames
        } else {
            Self::Csv
        }
    }
}

/// Reads the places of a file. `alternates` is the text of a GeoNames `alternateNamesV2` file for a GeoNames dump.
///
/// # Errors
/// [`Error::Input`] if the file as a whole is not of the format, [`Error::Limit`] if it holds too many places;
/// single broken rows are listed in the result.
pub fn read(file: &str, text: &str, format: Format, alternates: Option<&str>) -> Result<Content> {
    let text = text.trim_start_matches('\u{feff}');
    let content = match format {
        Format::GeoNames => geonames::read(text, alternates),
        Format::Csv => csv::read(text),
        Format::GeoJson => geojson::read(text),
    };
    let mut content = content.map_err(|message| Error::Input { file: file.to_owned(), message })?;
    if content.places.len() > MAX_PLACES {
        let message = format!("{} places, at most {MAX_PLACES}: divide the file", content.places.len());
        return Err(Error::Limit { file: file.to_owned(), message });
    }
    tables::settle_keys(&mut content.places);
    Ok(content)
}

/// Compiles places into a layer that [`crate::gazetteer::Gazetteer::push`] takes; `label` and `licence` are told by
/// `frontline gazetteer info`.
///
/// # Errors
/// [`Error::Input`] if there is no place or the format's limits are exceeded.
pub fn build(file: &str, content: Content, label: &str, licence: &str) -> Result<Vec<u8>> {
    let fail = |message: String| Error::Input { file: file.to_owned(), message };
    if content.places.is_empty() {
        return Err(fail("no places in it".to_owned()));
    }
    let meta = [
        ("layer", label.to_owned()),
        ("source", file.to_owned()),
        ("licence", licence.to_owned()),
        ("places", content.places.len().to_string()),
    ];
    compile(content.places, &BTreeMap::new(), &meta).map_err(|error| fail(error.to_string()))
}

/// A place without anything but a name and a point.
fn bare_place(name: &str, lon: f64, lat: f64) -> NewPlace {
    NewPlace {
        name: name.to_owned(),
        names: Vec::new(),
        class: FeatureClass::Town,
        country: String::new(),
        admin1: String::new(),
        lon,
        lat,
        population: 0,
        geonameid: 0,
        reference: false,
        long_key: false,
    }
}

/// A position, or why it is none.
fn position(lon: &str, lat: &str) -> std::result::Result<(f64, f64), String> {
    let number = |text: &str, what: &str, limit: f64| match text.trim().parse::<f64>() {
        Ok(n) if n.abs() <= limit => Ok(n),
        Ok(n) => Err(format!("{what} {n}, expected −{limit} to {limit}")),
        Err(_) => Err(format!("{what} `{}`, expected a number of degrees", excerpt(text))),
    };
    Ok((number(lon, "longitude", 180.0)?, number(lat, "latitude", 90.0)?))
}

/// A country code or nothing, or why it is none.
fn country(text: &str) -> std::result::Result<String, String> {
    let code = text.trim();
    if code.is_empty() || (code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic())) {
        Ok(code.to_ascii_uppercase())
    } else {
        Err(format!("country `{}`, expected an ISO 3166-1 code of two letters", excerpt(code)))
    }
}

/// The beginning of a cell, for messages.
fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Fields of a row by the names that tables and GeoJSON properties give them.
const FIELDS: &[(&str, &[&str])] = &[
    ("name", &["name", "asciiname", "place", "title", "toponym", "settlement"]),
    ("lat", &["lat", "latitude", "y", "lat_dd"]),
    ("lon", &["lon", "lng", "long", "longitude", "x", "lon_dd"]),
    ("aliases", &["aliases", "alias", "alternatenames", "alternate_names", "alt_names", "alt_name", "names"]),
    ("class", &["class", "type", "kind", "feature_class", "featureclass"]),
    ("country", &["country", "countrycode", "country_code", "iso2", "cc"]),
    ("admin1", &["admin1", "admin1code", "admin1_code", "adm1"]),
    ("population", &["population", "pop"]),
    ("id", &["geonameid", "geonames_id", "geonames"]),
];

/// The field that a column or property of this name holds.
fn field(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    FIELDS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
}

/// A place from named fields.
fn from_fields(get: impl Fn(&str) -> String) -> std::result::Result<NewPlace, String> {
    let name = get("name");
    if name.trim().is_empty() {
        return Err("no name".to_owned());
    }
    let (lon, lat) = position(&get("lon"), &get("lat"))?;
    let mut place = bare_place(name.trim(), lon, lat);
    place.country = country(&get("country"))?;
    let admin1 = get("admin1");
    if !place.country.is_empty() {
        admin1.trim().clone_into(&mut place.admin1);
    }
    let word = get("class").trim().to_lowercase();
    if !word.is_empty() {
        place.class =
            FeatureClass::parse(&word).or_else(|| geonames::class_of_code(&word.to_uppercase())).ok_or_else(|| {
                let words: Vec<&str> = FeatureClass::ALL.iter().map(|class| class.as_str()).collect();
                format!("class `{}`, expected one of {} or a GeoNames feature code", excerpt(&word), words.join(" "))
            })?;
    }
    let whole = |field: &str| match get(field).trim() {
        "" => Ok(0),
        text => text
            .parse::<f64>()
            .ok()
            .filter(|n| *n >= 0.0 && *n <= f64::from(u32::MAX))
            .map(|n| n as u32)
            .ok_or_else(|| format!("{field} `{}`, expected a whole number", excerpt(text))),
    };
    place.population = whole("population")?;
    place.geonameid = whole("id")?;
    for alias in get("aliases").split(['|', ';']).map(str::trim).filter(|alias| !alias.is_empty()) {
        place.names.push((alias.to_owned(), super::NameKind::Alternate));
    }
    Ok(place)
}
