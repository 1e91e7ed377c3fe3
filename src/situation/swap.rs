//! Latitude and longitude the wrong way round in a whole file, told by the places that it names.
//!
//! In: named positions, the gazetteer. Out: a warning. Never: corrections, because the file's owner must know.

use crate::diagnostic::Warning;
use crate::gazetteer::Gazetteer;
use crate::geodesy::LonLat;
use crate::geodesy::distance_km;
use crate::situation::Situation;

/// A place of that name within this distance is the one that is meant, km.
const NEAR_KM: f64 = 60.0;
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

/// A warning if most of the named positions lie where the gazetteer has the names only with latitude and longitude exchanged.
pub fn swapped(file: &str, named: &[(String, LonLat)], gazetteer: &Gazetteer) -> Option<Warning> {
    let (mut known, mut right, mut turned) = (0_usize, 0_usize, Vec::new());
    for (name, at) in named.iter().take(MOST) {
        let senses: Vec<LonLat> =
            gazetteer.lookup(name).into_iter().map(|h| gazetteer.place_alone(h.place).at).collect();
        if senses.is_empty() {
            continue;
        }
        known += 1;
        let near = |at: LonLat| senses.iter().any(|s| distance_km(*s, at) <= NEAR_KM);
        if near(*at) {
            right += 1;
        } else if at.lon.abs() <= 90.0 && near(LonLat::new(at.lat, at.lon)) {
            turned.push((name, at));
        }
    }
    let (name, at) = turned.first()?;
    (turned.len() > right * 4 && turned.len() * 2 >= known).then(|| {
        Warning::new(
            "swapped",
            format!(
                "{file}: latitude and longitude look swapped: {} of {known} places that the gazetteer knows lie where it has them only the other way round, such as {name} at longitude {}, latitude {}",
                turned.len(),
                at.lon,
                at.lat
            ),
        )
    })
}
