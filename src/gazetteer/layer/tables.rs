//! The hand-kept tables: places, and more names for places.
//!
//! In: tab-separated text as `data/tables/README.md` describes it. Out: rows, places, keys. Never: files.

use std::collections::BTreeMap;

use super::LayerError;
use super::names::{fold, is_country_code, slug};
use super::terms::{FeatureClass, NameKind};
use super::write::NewPlace;

/// Columns of a table of places.
pub const PLACE_COLUMNS: &[&str] =
    &["name", "aliases", "class", "country", "admin1", "lon", "lat", "population", "note"];
/// Columns of a table of names.
pub const NAME_COLUMNS: &[&str] = &["name", "target", "note"];

/// A row: number of its line, from 1, and its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// Line in the file, from 1.
    pub line: usize,
    /// One cell for each column; missing ones at the end are empty.
    pub cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The cell of a column, empty if the row is shorter.
    pub(crate) fn cell(&self, column: usize) -> &'a str {
        self.cells.get(column).copied().unwrap_or_default()
    }
}

/// The stable key of a place without a GeoNames id; `long` adds class, division and position.
pub fn key(
    name: &str,
    class: FeatureClass,
    (country, admin1): (&str, &str),
    (lon, lat): (f64, f64),
    long: bool,
) -> String {
    if class == FeatureClass::Admin2 {
        return format!("adm2:{country}.{admin1}:{}", slug(name));
    }
    let mut key = format!("hand:{}", slug(name));
    let position = format!("{lat:.1}n-{lon:.1}e");
    let long_parts = if long { [class.as_str(), admin1, &position] } else { [""; 3] };
    for part in [country].into_iter().chain(long_parts) {
        if !part.is_empty() {
            key.push('-');
            key.push_str(&part.to_lowercase());
        }
    }
    key
}

/// The rows of a table: comments and empty lines left out, the header compared with `columns`.
///
/// # Errors
/// If the header differs, or a row has too many or too few cells or a cell with blanks around it.
pub fn rows<'a>(file: &str, text: &'a str, columns: &[&str]) -> Result<Vec<Row<'a>>, LayerError> {
    let mut rows = Vec::new();
    let mut header = false;
    for (number, line) in (1_usize..).zip(text.lines()) {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let mut cells: Vec<&str> = line.split('\t').collect();
        let fail = |message: String| Err(LayerError(format!("{file}:{number}: {message}")));
        if !header {
            if cells != columns {
                return fail(format!("the header is `{}`, expected `{}`", cells.join(" "), columns.join(" ")));
            }
            header = true;
            continue;
        }
        if cells.len() > columns.len() || cells.len() < 2 {
            return fail(format!("{} cells, the header has {}", cells.len(), columns.len()));
        }
        if let Some(cell) = cells.iter().find(|cell| cell.trim() != **cell) {
            return fail(format!("blanks around `{cell}`"));
        }
        cells.resize(columns.len(), "");
        if cells.first().is_none_or(|name| name.is_empty()) {
            return fail("the name is empty".to_owned());
        }
        rows.push(Row { line: number, cells });
    }
    if header { Ok(rows) } else { Err(LayerError(format!("{file}: no header `{}`", columns.join(" ")))) }
}

/// The first row that is not in order of its folded first column, for the test that keeps the tables sorted.
pub fn unsorted<'a>(rows: &[Row<'a>]) -> Option<(usize, &'a str)> {
    let disordered = |pair: &&[Row<'a>]| match pair {
        [a, b] => fold(a.cell(0)) > fold(b.cell(0)),
        _ => false,
    };
    rows.windows(2).find(disordered).and_then(|pair| pair.last()).map(|row| (row.line, row.cell(0)))
}

/// The kind of names that a table of this name holds, main ones for `map_names.tsv`; `None` for a table of places.
pub fn kind_of(file: &str) -> Option<NameKind> {
    Some(match file {
        "abbreviations.tsv" => NameKind::Abbreviation,
        "country_aliases.tsv" => NameKind::Alternate,
        "demonyms.tsv" => NameKind::Demonym,
        "historic_names.tsv" => NameKind::Historic,
        "map_names.tsv" => NameKind::Primary,
        _ => return None,
    })
}

/// Reads one row of a table of places.
pub(crate) fn read_place(file: &str, row: &Row<'_>) -> Result<NewPlace, LayerError> {
    let fail = |message: String| LayerError(format!("{file}:{}: {}: {message}", row.line, row.cell(0)));
    let number = |column: usize| {
        let text = row.cell(column);
        text.parse::<f64>().ok().filter(|n| n.is_finite()).ok_or_else(|| {
            fail(format!("{} is `{text}`, expected a number", PLACE_COLUMNS.get(column).copied().unwrap_or_default()))
        })
    };
    let word = row.cell(2);
    let class = FeatureClass::parse(word).ok_or_else(|| {
        let words: Vec<&str> = FeatureClass::ALL.iter().map(|class| class.as_str()).collect();
        fail(format!("class `{word}`, expected one of {}", words.join(" ")))
    })?;
    let (lon, lat) = (number(5)?, number(6)?);
    if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
        return Err(fail(format!("longitude {lon}, latitude {lat}: expected −180 to 180 and −90 to 90")));
    }
    let (country, admin1) = (row.cell(3), row.cell(4));
    if !is_country_code(country) {
        return Err(fail(format!("country `{country}`, expected two capitals or nothing")));
    }
    if country.is_empty() && !admin1.is_empty() {
        return Err(fail(format!("division `{admin1}` without a country")));
    }
    let population = match row.cell(7) {
        "" => 0,
        text => text.parse().ok().ok_or_else(|| fail(format!("population `{text}`, expected a whole number")))?,
    };
    Ok(NewPlace {
        name: row.cell(0).to_owned(),
        names: split(row.cell(1)).map(|name| (name.to_owned(), NameKind::Alternate)).collect(),
        class,
        country: country.to_owned(),
        admin1: admin1.to_owned(),
        lon,
        lat,
        population,
        geonameid: 0,
        reference: false,
        long_key: false,
    })
}

/// The values of a cell.
pub(crate) fn split(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|part| !part.is_empty())
}

/// The key of a place to be.
pub(crate) fn key_of(place: &NewPlace) -> String {
    key(&place.name, place.class, (&place.country, &place.admin1), (place.lon, place.lat), place.long_key)
}

/// Gives places that share a key the long one.
pub(crate) fn settle_keys(places: &mut [NewPlace]) {
    let mut count = BTreeMap::new();
    for place in &*places {
        *count.entry(key_of(place)).or_insert(0_u32) += 1;
    }
    for place in places {
        place.long_key = place.geonameid == 0 && count.get(&key_of(place)).is_some_and(|&n| n > 1);
    }
}
