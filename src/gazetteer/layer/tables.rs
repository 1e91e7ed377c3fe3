//! The hand-kept tables: places, and more names for places.
//!
//! In: tab-separated text as `data/tables/README.md` describes it. Out: one layer. Never: files.

use std::collections::BTreeMap;

use super::LayerError;
use super::names::{fold, slug};
use super::read::Layer;
use super::terms::{FeatureClass, NameKind};
use super::write::{NewPlace, compile};

/// Columns of a table of places.
pub const PLACE_COLUMNS: &[&str] = &[
    "name",
    "aliases",
    "class",
    "country",
    "admin1",
    "lon",
    "lat",
    "population",
    "note",
];
/// Columns of a table of names.
pub const NAME_COLUMNS: &[&str] = &["name", "target", "note"];

/// Degrees within which a town of the tables and a town of GeoNames with one name are one place.
const SAME_TOWN: f64 = 0.1;
/// Degrees within which seas, regions and the like of one name are one place.
const SAME_AREA: f64 = 5.0;
/// Degrees within which several rows of one town of GeoNames are that town and not its neighbours.
const ON_TOWN: f64 = 0.03;
/// A note that begins so gives the point of the row precedence over that of GeoNames.
const BETTER_POINT: &str = "better point";

/// A row: number of its line, from 1, and its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// Line in the file, from 1.
    pub line: usize,
    /// One cell for each column; missing ones at the end are empty.
    pub cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn cell(&self, column: usize) -> &'a str {
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
    let long_parts = if long {
        [class.as_str(), admin1, &position]
    } else {
        [""; 3]
    };
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
                return fail(format!(
                    "the header is `{}`, expected `{}`",
                    cells.join(" "),
                    columns.join(" ")
                ));
            }
            header = true;
            continue;
        }
        if cells.len() > columns.len() || cells.len() < 2 {
            return fail(format!(
                "{} cells, the header has {}",
                cells.len(),
                columns.len()
            ));
        }
        if let Some(cell) = cells.iter().find(|cell| cell.trim() != **cell) {
            return fail(format!("blanks around `{cell}`"));
        }
        cells.resize(columns.len(), "");
        if cells.first().is_none_or(|name| name.is_empty()) {
            return fail("the name is empty".to_owned());
        }
        rows.push(Row {
            line: number,
            cells,
        });
    }
    if header {
        Ok(rows)
    } else {
        Err(LayerError(format!(
            "{file}: no header `{}`",
            columns.join(" ")
        )))
    }
}

/// The first row that is not in order of its folded first column, for the test that keeps the tables sorted.
pub fn unsorted<'a>(rows: &[Row<'a>]) -> Option<(usize, &'a str)> {
    let disordered = |pair: &&[Row<'a>]| match pair {
        [a, b] => fold(a.cell(0)) > fold(b.cell(0)),
        _ => false,
    };
    rows.windows(2)
        .find(disordered)
        .and_then(|pair| pair.last())
        .map(|row| (row.line, row.cell(0)))
}

/// The kind of names that a table of this name holds; `None` for a table of places.
pub fn kind_of(file: &str) -> Option<NameKind> {
    Some(match file {
        "abbreviations.tsv" => NameKind::Abbreviation,
        "country_aliases.tsv" => NameKind::Alternate,
        "demonyms.tsv" => NameKind::Demonym,
        "historic_names.tsv" => NameKind::Historic,
        _ => return None,
    })
}

/// Reads one row of a table of places.
fn read_place(file: &str, row: &Row<'_>) -> Result<NewPlace, LayerError> {
    let fail =
        |message: String| LayerError(format!("{file}:{}: {}: {message}", row.line, row.cell(0)));
    let number = |column: usize| {
        let text = row.cell(column);
        text.parse::<f64>()
            .ok()
            .filter(|n| n.is_finite())
            .ok_or_else(|| {
                fail(format!(
                    "{} is `{text}`, expected a number",
                    PLACE_COLUMNS.get(column).copied().unwrap_or_default()
                ))
            })
    };
    let word = row.cell(2);
    let class = FeatureClass::parse(word).ok_or_else(|| {
        let words: Vec<&str> = FeatureClass::ALL
            .iter()
            .map(|class| class.as_str())
            .collect();
        fail(format!(
            "class `{word}`, expected one of {}",
            words.join(" ")
        ))
    })?;
    let (lon, lat) = (number(5)?, number(6)?);
    if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
        return Err(fail(format!(
            "longitude {lon}, latitude {lat}: expected −180 to 180 and −90 to 90"
        )));
    }
    let (country, admin1) = (row.cell(3), row.cell(4));
    if !country.is_empty()
        && !(country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()))
    {
        return Err(fail(format!(
            "country `{country}`, expected two capitals or nothing"
        )));
    }
    if country.is_empty() && !admin1.is_empty() {
        return Err(fail(format!("division `{admin1}` without a country")));
    }
    let population = match row.cell(7) {
        "" => 0,
        text => text
            .parse()
            .map_err(|_| fail(format!("population `{text}`, expected a whole number")))?,
    };
    Ok(NewPlace {
        name: row.cell(0).to_owned(),
        names: split(row.cell(1))
            .map(|name| (name.to_owned(), NameKind::Alternate))
            .collect(),
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

fn split(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|part| !part.is_empty())
}

/// Compiles the tables (file name and text) into one layer on top of `base`.
///
/// # Errors
/// Names file, line and reason of a bad row, of every row for targets that are not found.
pub fn compile_tables(files: &[(String, String)], base: &Layer) -> Result<Vec<u8>, LayerError> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (file, text) in files.iter().filter(|(file, _)| kind_of(file).is_none()) {
        for row in rows(file, text, PLACE_COLUMNS)? {
            let draft = Draft {
                place: read_place(file, &row)?,
                better_point: row.cell(8).starts_with(BETTER_POINT),
                base: None,
                merged: false,
            };
            match drafts.iter_mut().find(|first| first.is_same(&draft)) {
                Some(first) => first.join(draft.place),
                None => drafts.push(draft),
            }
        }
    }
    join_base(&mut drafts, base);
    let mut places: Vec<NewPlace> = drafts.into_iter().map(|draft| draft.place).collect();
    settle_keys(&mut places);
    let hand_kept = places.len();
    let mut references = BTreeMap::new();
    let mut faults = Vec::new();
    for (file, text) in files {
        let Some(kind) = kind_of(file) else { continue };
        for row in rows(file, text, NAME_COLUMNS)? {
            let target = row.cell(1);
            let place = if target.starts_with("hand:") {
                let found = places.iter_mut().find(|place| key_of(place) == target);
                found.ok_or_else(|| format!("no row of places/ has the key `{target}`"))
            } else {
                find_target(target, base)
                    .map(|place| references.entry(target.to_owned()).or_insert(place))
            };
            match place {
                Ok(place) => place
                    .names
                    .extend(split(row.cell(0)).map(|name| (name.to_owned(), kind))),
                Err(reason) => {
                    faults.push(format!("{file}:{}: {}: {reason}", row.line, row.cell(0)))
                }
            }
        }
    }
    if !faults.is_empty() {
        return Err(LayerError(faults.join("\n")));
    }
    places.extend(references.into_values());
    let meta = [
        ("layer", "hand-kept tables".to_owned()),
        ("licence", "CC0".to_owned()),
        ("places", hand_kept.to_string()),
        (
            "files",
            files
                .iter()
                .map(|(file, _)| file.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        ),
    ];
    compile(places, &BTreeMap::new(), &meta)
}

fn key_of(place: &NewPlace) -> String {
    key(
        &place.name,
        place.class,
        (&place.country, &place.admin1),
        (place.lon, place.lat),
        place.long_key,
    )
}

/// A row on its way to a place.
struct Draft {
    place: NewPlace,
    better_point: bool,
    /// The base's record of the same place, and how far off it is, degrees.
    base: Option<(u32, f64)>,
    /// Its names went to another row.
    merged: bool,
}

impl Draft {
    /// Rows of one name and class are one place if they lie close and neither says another country or division.
    fn is_same(&self, other: &Self) -> bool {
        let (a, b) = (&self.place, &other.place);
        let small = a.class.is_town() || a.class == FeatureClass::Quarter;
        let reach = if small { SAME_TOWN } else { SAME_AREA };
        let off = (a.lon - b.lon).abs().max((a.lat - b.lat).abs());
        let agree = |a: &str, b: &str| a == b || a.is_empty() || b.is_empty();
        a.class == b.class
            && off <= reach
            && agree(&a.country, &b.country)
            && agree(&a.admin1, &b.admin1)
            && slug(&a.name) == slug(&b.name)
    }

    fn join(&mut self, other: NewPlace) {
        self.place.names.push((other.name, NameKind::Alternate));
        self.place.names.extend(other.names);
        self.place.population = self.place.population.max(other.population);
    }
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

/// Makes towns, countries and first-order divisions that the base also has those very places;
/// if several rows claim one record, the nearest gets it, and the names of those that lie on it too.
fn join_base(drafts: &mut Vec<Draft>, base: &Layer) {
    let mut nearest = BTreeMap::new();
    for (number, draft) in drafts.iter_mut().enumerate() {
        let division = |code: &str| Some((base.division(&draft.place.country, code)?.record?, 0.0));
        draft.base = match draft.place.class {
            FeatureClass::Country => division(""),
            FeatureClass::Admin1 => division(&draft.place.admin1),
            class if class.is_town() => nearest_namesake(&draft.place, base),
            _ => None,
        };
        if let Some((record, off)) = draft.base {
            let best = nearest.entry(record).or_insert((off, number));
            if off < best.0 {
                *best = (off, number);
            }
        }
    }
    for number in 0..drafts.len() {
        let Some(draft) = drafts.get_mut(number) else {
            continue;
        };
        let Some((record, off)) = draft.base else {
            continue;
        };
        if let Some((_, best)) = nearest.get(&record)
            && *best != number
            && off <= ON_TOWN
        {
            draft.merged = true;
            let place = draft.place.clone();
            if let Some(best) = drafts.get_mut(*best) {
                best.join(place);
            }
        }
    }
    for (number, draft) in drafts.iter_mut().enumerate() {
        let Some((record, _)) = draft.base else {
            continue;
        };
        let Some(found) = base.record(record) else {
            continue;
        };
        if nearest.get(&record).is_none_or(|(_, best)| *best != number) {
            continue;
        }
        let place = &mut draft.place;
        place.geonameid = found.geonameid;
        place.class = if place.class == FeatureClass::Town {
            found.class
        } else {
            place.class
        };
        place.population = if place.population == 0 {
            found.population
        } else {
            place.population
        };
        if !draft.better_point {
            (place.lon, place.lat) = (found.lon, found.lat);
        }
        if place.admin1.is_empty() {
            found.admin1.clone_into(&mut place.admin1);
        }
        if fold(found.name) == fold(&place.name) {
            found.name.clone_into(&mut place.name);
        } else {
            place
                .names
                .push((found.name.to_owned(), NameKind::Alternate));
        }
    }
    drafts.retain(|draft| !draft.merged);
}

/// The town of the base that bears a name of `place` and lies nearest, and how far off it is, degrees.
fn nearest_namesake(place: &NewPlace, base: &Layer) -> Option<(u32, f64)> {
    let mut best: Option<(u32, f64)> = None;
    for name in std::iter::once(&place.name).chain(place.names.iter().map(|(name, _)| name)) {
        for posting in base.postings(&fold(name)) {
            let Some(found) = base.record(posting.record) else {
                continue;
            };
            let off = (found.lon - place.lon)
                .abs()
                .max((found.lat - place.lat).abs());
            let same = found.class.is_town() && found.country == place.country && off <= SAME_TOWN;
            if same && best.is_none_or(|(_, least)| off < least) {
                best = Some((posting.record, off));
            }
        }
    }
    best
}

/// A reference to the place that a table of names means.
fn find_target(target: &str, base: &Layer) -> Result<NewPlace, String> {
    let mut place = NewPlace {
        name: String::new(),
        names: Vec::new(),
        class: FeatureClass::Town,
        country: String::new(),
        admin1: String::new(),
        lon: 0.0,
        lat: 0.0,
        population: 0,
        geonameid: 0,
        reference: true,
        long_key: false,
    };
    if let Some(id) = target.strip_prefix("geonames:") {
        let id = id
            .parse()
            .map_err(|_| format!("`{target}` holds no number"))?;
        base.by_geonameid(id)
            .ok_or_else(|| format!("no place has the GeoNames id {id}"))?;
        place.geonameid = id;
        return Ok(place);
    }
    if let Some((name, country)) = target.split_once(", ") {
        let found = base
            .postings(&fold(name))
            .into_iter()
            .filter(|posting| posting.kind <= NameKind::Alternate);
        let towns = found.filter_map(|posting| Some((posting, base.record(posting.record)?)));
        let towns = towns.filter(|(_, record)| record.country == country && record.class.is_town());
        let best = towns
            .max_by_key(|(posting, record)| (record.population, std::cmp::Reverse(posting.kind)));
        let (_, record) = best.ok_or_else(|| format!("no town `{name}` in {country}"))?;
        place.geonameid = record.geonameid;
        record.country.clone_into(&mut place.country);
        return Ok(place);
    }
    let (country, code) = target.split_once('.').unwrap_or((target, ""));
    let division = base
        .division(country, code)
        .filter(|division| division.record.is_some());
    division.ok_or_else(|| {
        format!("target `{target}` is no country, no division `US.GA`, no town `Aleppo, SY`, no `hand:` or `geonames:` key")
    })?;
    place.class = if code.is_empty() {
        FeatureClass::Country
    } else {
        FeatureClass::Admin1
    };
    country.clone_into(&mut place.country);
    code.clone_into(&mut place.admin1);
    Ok(place)
}
