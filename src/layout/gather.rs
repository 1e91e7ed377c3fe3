//! What the sheet needs to know of the situation before it is drawn: positions, countries, towns.

use std::collections::BTreeMap;

use crate::basemap::Layers;
use crate::basemap::Window;
use crate::control::Derived;
use crate::control::inside;
use crate::geodesy::LonLat;
use crate::geodesy::Nearby;
use crate::layout::Geography;
use crate::layout::Town;
use crate::layout::frame::Frame;
use crate::layout::story::Story;
use crate::projection::Extent;
use crate::situation::Situation;

/// Towns looked at for orientation.
const TOWNS: usize = 600;
/// Towns looked at for capitals: some are small.
const CAPITALS: usize = 4000;

/// Capitals among the places of the story.
pub(super) fn capitals(geography: &dyn Geography, places: &[LonLat]) -> Vec<Town> {
    let Some(extent) = Extent::round(places) else {
        return Vec::new();
    };
    let window = Window {
        west: extent.west - 0.2,
        south: (extent.south - 0.2).max(-90.0),
        east: extent.east + 0.2,
        north: (extent.north + 0.2).min(90.0),
    };
    geography.towns(window, CAPITALS).into_iter().filter(|t| t.capital).collect()
}

/// Every position of the story.
pub(super) fn places_of(situation: &Situation) -> Vec<LonLat> {
    let events = situation.events.iter().map(|e| e.location.at);
    let stops = situation.axes.iter().flat_map(|a| a.reached.iter().chain(&a.ahead)).map(|s| s.at);
    events.chain(stops).chain(situation.movements.iter().map(|m| m.to.1)).collect()
}

/// Positions on the outlines of the areas and on the front lines, enough to say where they are: the farthest in each
/// direction and others at equal steps.
pub(super) fn outline_of(derived: &Derived) -> Vec<LonLat> {
    const POINTS: usize = 80;
    let areas = derived.areas.iter().filter(|a| a.holder.is_some() || a.is_drawn());
    let all: Vec<LonLat> = areas
        .flat_map(|a| &a.shape.0)
        .flat_map(|p| &p.exterior().0)
        .chain(derived.front.iter().flat_map(|l| &l.line.0))
        .map(|c| LonLat::new(c.x, c.y))
        .collect();
    let mut ends: [Option<LonLat>; 4] = [None; 4];
    let ahead: [fn(LonLat) -> f64; 4] = [|p| -p.lon, |p| p.lon, |p| -p.lat, |p| p.lat];
    for at in &all {
        for (end, far) in ends.iter_mut().zip(ahead) {
            if end.is_none_or(|known| far(*at) > far(known)) {
                *end = Some(*at);
            }
        }
    }
    ends.into_iter().flatten().chain(all.iter().copied().step_by((all.len() / POINTS).max(1))).collect()
}

/// Countries that have at least a fifth of the drawn areas.
fn under_areas(situation: &Situation, layers: &Layers) -> Vec<String> {
    let parts: Vec<(geo::Point<f64>, f64)> = situation
        .areas
        .iter()
        .flat_map(|a| &a.shape.0)
        .filter_map(|p| Some((inside(p)?, geo::Area::unsigned_area(p))))
        .collect();
    let total: f64 = parts.iter().map(|p| p.1).sum();
    let held = layers.countries.iter().filter(|c| {
        let inside: f64 = parts.iter().filter(|(at, _)| geo::Contains::contains(&c.shape, at)).map(|p| p.1).sum();
        inside * 5.0 >= total && inside > 0.0
    });
    held.map(|c| c.iso2.clone()).collect()
}

/// Countries with at least a fifth of the story's places, and the one with most; without places, those of the drawn areas.
pub(super) fn home_countries(situation: &Situation, story: &Story, layers: &Layers) -> Vec<String> {
    let mut countries: BTreeMap<&str, &str> = BTreeMap::new();
    let events = situation.events.iter().map(|e| &e.location);
    for location in events.chain(situation.places.iter().map(|p| &p.location)) {
        countries.entry(&location.key).or_insert(&location.country);
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for place in &story.places {
        let country = countries.get(place.key.as_str()).copied().unwrap_or_default();
        if !country.is_empty() {
            *counts.entry(country).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return under_areas(situation, layers);
    }
    let total: usize = counts.values().sum();
    let most = counts.values().copied().max().unwrap_or(0);
    counts.into_iter().filter(|(_, n)| *n * 5 >= total || *n == most).map(|(c, _)| c.to_owned()).collect()
}

/// Towns of the window, and places that the text names without an event.
pub(super) fn town_candidates(situation: &Situation, geography: &dyn Geography, frame: &Frame) -> Vec<Town> {
    let mut towns: Vec<Option<Town>> = geography.towns(frame.window(), TOWNS).into_iter().map(Some).collect();
    let mut nearby = Nearby::new(2.0);
    for (index, town) in towns.iter().flatten().enumerate() {
        nearby.add(index, town.at);
    }
    for place in situation.places.iter().filter(|p| p.mentions > 0 && p.location.feature_class == "P") {
        for index in nearby.take(place.location.at) {
            if let Some(town) = towns.get_mut(index) {
                *town = None;
            }
        }
        nearby.add(towns.len(), place.location.at);
        towns.push(Some(Town {
            name: place.location.name.clone(),
            geonameid: place.location.geonameid,
            at: place.location.at,
            population: place.location.population.max(400_000),
            capital: place.location.feature_code == "PPLC",
        }));
    }
    towns.into_iter().flatten().collect()
}
