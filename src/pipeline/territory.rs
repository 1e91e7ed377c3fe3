//! What is derived from a situation, on the land of the countries it is about.
//!
//! In: a situation, the base map. Out: [`Derived`]. Never: files.

use std::collections::BTreeSet;

use crate::basemap::Basemap;
use crate::basemap::Window;
use crate::basemap::Worldview;
use crate::control;
use crate::control::Derived;
use crate::control::Land;
use crate::geodesy::LonLat;
use crate::projection::Extent;
use crate::situation::Situation;
use crate::situation::Territory;

/// Degrees of a kilometre along a meridian.
const DEGREE_KM: f64 = 111.2;
/// Detail of the land in relation to its extent.
const DETAIL: f64 = 1.0 / 6000.0;

/// Legs, areas and front lines of a situation.
pub fn derive(situation: &Situation, basemap: &Basemap) -> Derived {
    control::derive(situation, &land(situation, basemap))
}

/// The land of every country with a labelled place, round these places.
fn land(situation: &Situation, basemap: &Basemap) -> Vec<Land> {
    let outlined = situation.areas.iter().any(|a| a.holder.is_some() && !a.by_hand);
    let Some(rules) = situation.territory.or_else(|| outlined.then(Territory::default)) else { return Vec::new() };
    let labelled = control::labelled_places(situation);
    let places: Vec<LonLat> = labelled.iter().map(|(at, _)| *at).collect();
    let Some(extent) = Extent::round(&places) else { return Vec::new() };
    let mut countries: BTreeSet<&str> = BTreeSet::new();
    for (at, country) in &labelled {
        let stated = Some(country.as_str()).filter(|c| !c.is_empty());
        countries.extend(stated.or_else(|| basemap.country_at(*at, Worldview::Default)));
    }
    let tall = rules.max_km.min(2000.0) * 1.1 / DEGREE_KM;
    let (south, north) = ((extent.south - tall).max(-90.0), (extent.north + tall).min(90.0));
    let wide = tall / libm::cos(south.abs().max(north.abs()).min(85.0).to_radians());
    let (west, east) = (extent.west - wide, extent.east + wide);
    let window = if east - west >= 360.0 {
        Window { west: -180.0, south, east: 180.0, north }
    } else {
        Window { west, south, east, north }
    };
    let tolerance = (north - south).max(east - west) * DETAIL;
    let layers = basemap.within(window, tolerance);
    let wanted = layers.countries.into_iter().filter(|c| countries.contains(c.iso2.as_str()));
    wanted.map(|c| Land { country: c.iso2, shape: c.shape }).collect()
}
