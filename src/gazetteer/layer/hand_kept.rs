//! The layer of the hand-kept tables, made on top of the base.
//!
//! In: the tables' text and the base layer. Out: the bytes of a layer. Never: files.

use std::collections::BTreeMap;

use super::LayerError;
use super::names::{fold, slug};
use super::read::Layer;
use super::tables::{NAME_COLUMNS, PLACE_COLUMNS, key_of, kind_of, read_place, rows, settle_keys, split};
use super::terms::{FeatureClass, NameKind};
use super::write::{NewPlace, compile};

/// Degrees within which a town of the tables and a town of GeoNames with one name are one place.
const SAME_TOWN: f64 = 0.1;
/// Degrees within which seas, regions and the like of one name are one place.
const SAME_AREA: f64 = 5.0;
/// Degrees within which several rows of one town of GeoNames are that town and not its neighbours.
const ON_TOWN: f64 = 0.03;
/// Degrees around a place in which towns tell its division.
const NEIGHBOURS: f64 = 0.4;
/// A note that begins so gives the point of the row precedence over that of GeoNames.
const BETTER_POINT: &str = "better point";

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
    for draft in &mut drafts {
        fill_division(&mut draft.place, base);
    }
    let mut places: Vec<NewPlace> = drafts.into_iter().map(|draft| draft.place).collect();
    settle_keys(&mut places);
    let hand_kept = places.len();
    let mut references = BTreeMap::new();
    let mut faults = Vec::new();
    for (file, text) in files {
        let Some(kind) = kind_of(file) else { continue };
        for row in rows(file, text, NAME_COLUMNS)? {
            let target = row.cell(1);
            if kind == NameKind::Primary {
                match find_target(target, base) {
                    Ok(reference) => rename(&mut places, &reference, row.cell(0), base),
                    Err(reason) => {
                        faults.push(format!("{file}:{}: {}: {reason}", row.line, row.cell(0)));
                    }
                }
                continue;
            }
            let place = if target.starts_with("hand:") {
                let found = places.iter_mut().find(|place| key_of(place) == target);
                found.ok_or_else(|| format!("no row of places/ has the key `{target}`"))
            } else {
                find_target(target, base).map(|place| references.entry(target.to_owned()).or_insert(place))
            };
            match place {
                Ok(place) => place.names.extend(split(row.cell(0)).map(|name| (name.to_owned(), kind))),
                Err(reason) => {
                    faults.push(format!("{file}:{}: {}: {reason}", row.line, row.cell(0)));
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
        ("files", files.iter().map(|(file, _)| file.as_str()).collect::<Vec<_>>().join(", ")),
    ];
    compile(places, &BTreeMap::new(), &meta)
}

/// Gives a place of the base another main name; the old one stays beside it.
fn rename(places: &mut Vec<NewPlace>, reference: &NewPlace, name: &str, base: &Layer) {
    let same = |place: &&mut NewPlace| place.geonameid == reference.geonameid && place.geonameid != 0;
    if let Some(place) = places.iter_mut().find(same) {
        let old = std::mem::replace(&mut place.name, name.to_owned());
        place.names.push((old, NameKind::Alternate));
        return;
    }
    let found = base.by_geonameid(reference.geonameid).and_then(|record| base.record(record));
    if let Some(found) = found {
        places.push(NewPlace {
            name: name.to_owned(),
            names: vec![(found.name.to_owned(), NameKind::Alternate)],
            class: found.class,
            country: found.country.to_owned(),
            admin1: found.admin1.to_owned(),
            lon: found.lon,
            lat: found.lat,
            population: found.population,
            geonameid: found.geonameid,
            reference: false,
            long_key: false,
        });
    }
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
        place.class = if place.class == FeatureClass::Town { found.class } else { place.class };
        place.population = if place.population == 0 { found.population } else { place.population };
        if !draft.better_point {
            (place.lon, place.lat) = (found.lon, found.lat);
        }
        if place.admin1.is_empty() {
            found.admin1.clone_into(&mut place.admin1);
        }
        if fold(found.name) == fold(&place.name) {
            found.name.clone_into(&mut place.name);
        } else {
            place.names.push((found.name.to_owned(), NameKind::Alternate));
        }
    }
    drafts.retain(|draft| !draft.merged);
}

/// Gives a town or site without a division that of most of the nearest towns of its country.
fn fill_division(place: &mut NewPlace, base: &Layer) {
    use FeatureClass::{Airport, Base, Camp, Crossing, Facility, Quarter};
    let local = place.class.is_town() || matches!(place.class, Airport | Base | Camp | Crossing | Facility | Quarter);
    if !local || !place.admin1.is_empty() || place.country.is_empty() {
        return;
    }
    let (west, south) = (place.lon - NEIGHBOURS, place.lat - NEIGHBOURS);
    let window = base.towns_within(west, south, place.lon + NEIGHBOURS, place.lat + NEIGHBOURS, usize::MAX);
    let mut near: Vec<(f64, &str)> = window
        .into_iter()
        .filter_map(|(record, _)| base.record(record))
        .filter(|town| town.country == place.country && !town.admin1.is_empty())
        .map(|town| ((town.lon - place.lon).abs().max((town.lat - place.lat).abs()), town.admin1))
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    near.truncate(3);
    let votes = |code: &str| near.iter().filter(|(_, other)| *other == code).count();
    if let Some((_, code)) = near.iter().find(|(_, code)| votes(code) * 2 > near.len()) {
        place.admin1 = (*code).to_owned();
    }
}

/// The town of the base that bears a name of `place` and lies nearest, and how far off it is, degrees.
fn nearest_namesake(place: &NewPlace, base: &Layer) -> Option<(u32, f64)> {
    let mut best: Option<(u32, f64)> = None;
    for name in std::iter::once(&place.name).chain(place.names.iter().map(|(name, _)| name)) {
        for posting in base.postings(&fold(name)) {
            let Some(found) = base.record(posting.record) else {
                continue;
            };
            let off = (found.lon - place.lon).abs().max((found.lat - place.lat).abs());
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
        let id = id.parse().ok().ok_or_else(|| format!("`{target}` holds no number"))?;
        base.by_geonameid(id).ok_or_else(|| format!("no place has the GeoNames id {id}"))?;
        place.geonameid = id;
        return Ok(place);
    }
    if let Some((name, country)) = target.split_once(", ") {
        let found = base.postings(&fold(name)).into_iter().filter(|posting| posting.kind <= NameKind::Alternate);
        let towns = found.filter_map(|posting| Some((posting, base.record(posting.record)?)));
        let towns = towns.filter(|(_, record)| record.country == country && record.class.is_town());
        let best = towns.max_by_key(|(posting, record)| (record.population, std::cmp::Reverse(posting.kind)));
        let (_, record) = best.ok_or_else(|| format!("no town `{name}` in {country}"))?;
        place.geonameid = record.geonameid;
        record.country.clone_into(&mut place.country);
        return Ok(place);
    }
    let (country, code) = target.split_once('.').unwrap_or((target, ""));
    let division = base.division(country, code).filter(|division| division.record.is_some());
    division.ok_or_else(|| {
        format!(
            "target `{target}` is no country, no division `US.GA`, no town `Aleppo, SY`, no `hand:` or `geonames:` key"
        )
    })?;
    place.class = if code.is_empty() { FeatureClass::Country } else { FeatureClass::Admin1 };
    country.clone_into(&mut place.country);
    code.clone_into(&mut place.admin1);
    Ok(place)
}
