//! Latitude and longitude the wrong way round, in a whole file or in single rows, told by the places that it names.
//!
//! In: named positions, the gazetteer. Out: a warning. Never: corrections, because the file's owner must know.

use crate::diagnostic::Warning;
use crate::gazetteer::Gazetteer;
use crate::geodesy::LonLat;
use crate::geodesy::distance_km;
use crate::situation::Situation;

/// A place of that name within this distance is the one that is meant, km.
const NEAR_KM: f64 = 60.0;
/// A single place the wrong way round must fit the name so closely, km.
const CLOSE_KM: f64 = 25.0;
/// Single places named in a warning; the rest are counted.
const NAMED: usize = 5;
/// Names that are looked up at most.
const MOST: usize = 400;

/// Names and positions of a situation: events, places, and areas that have a name.
pub fn named(situation: &Situation) -> Vec<(String, LonLat)> {
    let events = situation.events.iter().map(|e| &e.location);
    let places = events.chain(situation.places.iter().map(|p| &p.location));
    let areas = situation.areas.iter().filter_map(|a| {
        let ring = a.shape.0.first()?.exterior();
        let count = ring.0.len().max(1) as f64;
        let (x, y) = ring.0.iter().fold((0.0, 0.0), |sum, c| (sum.0 + c.x, sum.1 + c.y));
        Some((a.extra.get("name")?.as_str()?.to_owned(), LonLat::new(x / count, y / count)))
    });
    places.map(|l| (l.name.clone(), l.at)).chain(areas).collect()
}

/// A warning if named positions lie where the gazetteer has the names only with latitude and longitude exchanged: most of them, or
/// some among others that are right.
pub fn swapped(file: &str, named: &[(String, LonLat)], gazetteer: &Gazetteer) -> Option<Warning> {
    let (mut known, mut right, mut turned) = (0_usize, 0_usize, Vec::new());
    for (name, at) in named.iter().take(MOST) {
        let senses: Vec<LonLat> =
            gazetteer.lookup(name).into_iter().map(|h| gazetteer.place_alone(h.place).at).collect();
        if senses.is_empty() {
            continue;
        }
        known += 1;
        let far = |at: LonLat| senses.iter().map(|s| distance_km(*s, at)).fold(f64::INFINITY, f64::min);
        if far(*at) <= NEAR_KM {
            right += 1;
        } else if at.lon.abs() <= 90.0 {
            let km = far(LonLat::new(at.lat, at.lon));
            if km <= NEAR_KM {
                turned.push((name, at, km));
            }
        }
    }
    let (name, at, _) = turned.first()?;
    if turned.len() <= right * 4 || turned.len() * 2 < known {
        let mut single: Vec<String> = turned
            .iter()
            .filter(|(.., km)| *km <= CLOSE_KM)
            .map(|(name, at, _)| format!("{name} at longitude {}, latitude {}", at.lon, at.lat))
            .collect();
        let more = single.len().saturating_sub(NAMED);
        single.truncate(NAMED);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        let named = single.join("; ");
        let message = format!(
            "{file}: latitude and longitude look swapped: the gazetteer has these places only with the two exchanged: {named}{rest}"
        );
        return (!named.is_empty()).then(|| Warning::new("swapped", message));
    }
    Some(Warning::new(
        "swapped",
        format!(
            "{file}: latitude and longitude look swapped: {} of {known} places that the gazetteer knows lie where it has them only the other way round, such as {name} at longitude {}, latitude {}",
            turned.len(),
            at.lon,
            at.lat
        ),
    ))
}
