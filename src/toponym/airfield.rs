//! Airports called by their town: "Kunduz airport", where the gazetteer knows one beside the town.
//!
//! In: a town as resolved, the words behind its name, the gazetteer. Out: the airport and where its name ends. Never: airports
//! that no gazetteer has.

use crate::gazetteer::FeatureClass;
use crate::gazetteer::Gazetteer;
use crate::geodesy::distance_km;
use crate::toponym::ResolvedPlace;

/// Words behind the name of a town that make it its airport.
const WORDS: &[&str] = &[" airport", " international airport", " military airport"];
/// The airport lies within this of the town, km.
const BESIDE_KM: f64 = 40.0;

/// The airport that a name of a town with a type word behind it stands for, and the byte where the type word ends.
pub(super) fn read(
    text: &str,
    name: (usize, usize),
    town: &ResolvedPlace,
    gazetteer: &Gazetteer,
) -> Option<(usize, ResolvedPlace)> {
    let settled = matches!(town.class, FeatureClass::Town | FeatureClass::Seat | FeatureClass::Capital);
    let surface = text.get(name.0..name.1).filter(|_| settled)?;
    let after = text.get(name.1..)?;
    let word = WORDS
        .iter()
        .find(|w| after.strip_prefix(**w).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())))?;
    let names = [format!("{surface} Airport"), format!("{} Airport", town.name)];
    let id = names.iter().flat_map(|n| gazetteer.lookup(n)).map(|hit| hit.place).find(|&id| {
        let place = gazetteer.place(id);
        matches!(place.class, FeatureClass::Airport | FeatureClass::Base) && distance_km(place.at, town.at) <= BESIDE_KM
    })?;
    Some((name.1 + word.len(), ResolvedPlace::of(gazetteer, id)))
}
