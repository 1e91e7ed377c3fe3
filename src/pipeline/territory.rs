//! What is derived from a situation, on the land of the countries it is about.
//!
//! In: a situation, the base map. Out: [`Derived`]. Never: files.

use std::collections::BTreeSet;

use geo::MultiPolygon;

use crate::basemap::Basemap;
use crate::basemap::Layers;
use crate::basemap::River;
use crate::basemap::Window;
use crate::basemap::Worldview;
use crate::control;
use crate::control::Derived;
use crate::control::Land;
use crate::control::Terrain;
use crate::diagnostic::Warning;
use crate::geodesy::LonLat;
use crate::projection::Extent;
use crate::situation::Obstacle;
use crate::situation::Situation;
use crate::situation::Territory;
use crate::situation::geojson::Shape;

/// Degrees of a kilometre along a meridian.
const DEGREE_KM: f64 = 111.2;
/// Crossing a river costs this much, km, by its importance; lesser ones cost nothing.
const RIVER_KM: [f64; 3] = [20.0, 12.0, 6.0];
/// What a km over a lake counts for.
const LAKE: f64 = 5.0;
/// Detail of the land in relation to its extent.
const DETAIL: f64 = 1.0 / 6000.0;

/// Legs, areas and front lines of a situation.
pub fn derive(situation: &Situation, basemap: &Basemap) -> Derived {
    let (land, terrain) = ground(situation, basemap);
    control::derive_over(situation, &land, &Terrain { neutral: neutral(situation, basemap), ..terrain })
}

/// The ground of the countries on the way of an advance in which nobody holds a place.
fn neutral(situation: &Situation, basemap: &Basemap) -> Vec<MultiPolygon<f64>> {
    let ways = control::ways(&situation.axes);
    let Some(extent) = Extent::round(&ways) else { return Vec::new() };
    let country = |at: &LonLat| basemap.country_at(*at, Worldview::Default);
    let on_the_way: BTreeSet<&str> = ways.iter().filter_map(country).collect();
    let stops = situation.axes.iter().flat_map(|a| a.reached.iter().chain(&a.ahead)).map(|s| s.at);
    let held = control::labelled_places(situation);
    let mut party: BTreeSet<&str> = held.iter().map(|(_, code)| code.as_str()).collect();
    let of_stops: Vec<LonLat> = stops.chain(held.iter().map(|(at, _)| *at)).collect();
    party.extend(of_stops.iter().filter_map(country));
    if on_the_way.is_subset(&party) {
        return Vec::new();
    }
    let window = Window { west: extent.west, south: extent.south, east: extent.east, north: extent.north };
    let tolerance = (window.north - window.south).max(window.east - window.west) * DETAIL;
    let crossed = |code: &str| on_the_way.contains(code) && !party.contains(code);
    let layers = basemap.within(window, tolerance);
    layers.countries.into_iter().filter(|c| crossed(&c.iso2)).map(|c| c.shape).collect()
}

/// Obstacles of a situation that no area can meet, a warning for each.
pub fn stray(situation: &Situation) -> Vec<Warning> {
    let Some(window) = window(situation) else { return Vec::new() };
    let inside = |[west, south, east, north]: [f64; 4]| {
        let meets = |shift: f64| west + shift <= window.east && east + shift >= window.west;
        south <= window.north && north >= window.south && [-360.0, 0.0, 360.0].into_iter().any(meets)
    };
    let mut out = Vec::new();
    for (number, bounds) in situation.obstacles.iter().enumerate().filter_map(|(i, o)| Some((i + 1, o.bounds()?))) {
        if inside(bounds) {
            continue;
        }
        let [west, south, east, north] = bounds;
        let turned = [south, west, north, east];
        let hint = if inside(turned) { "; latitude and longitude look swapped" } else { "" };
        out.push(Warning::new(
            "stray-obstacle",
            format!(
                "obstacle {number} lies at {west:.1} to {east:.1}° E, {south:.1} to {north:.1}° N, far from every place with a holder, and changes nothing{hint}"
            ),
        ));
    }
    out
}

/// What the areas may reach of the earth.
fn window(situation: &Situation) -> Option<Window> {
    let outlined = situation.areas.iter().any(|a| a.holder.is_some() && !a.by_hand);
    let rules = situation.territory.or_else(|| outlined.then(Territory::default))?;
    let places: Vec<LonLat> = control::labelled_places(situation).iter().map(|(at, _)| *at).collect();
    let extent = Extent::round(&places)?;
    let tall = rules.max_km.min(2000.0) * 1.1 / DEGREE_KM;
    let (south, north) = ((extent.south - tall).max(-90.0), (extent.north + tall).min(90.0));
    let wide = tall / libm::cos(south.abs().max(north.abs()).min(85.0).to_radians());
    let (west, east) = (extent.west - wide, extent.east + wide);
    Some(if east - west >= 360.0 {
        Window { west: -180.0, south, east: 180.0, north }
    } else {
        Window { west, south, east, north }
    })
}

/// The land of every country with a labelled place, round these places, and what lies in the way there if that is asked for.
fn ground(situation: &Situation, basemap: &Basemap) -> (Vec<Land>, Terrain) {
    let Some(window) = window(situation) else { return Default::default() };
    let labelled = control::labelled_places(situation);
    let mut countries: BTreeSet<&str> = BTreeSet::new();
    for (at, country) in &labelled {
        let stated = Some(country.as_str()).filter(|c| !c.is_empty());
        countries.extend(stated.or_else(|| basemap.country_at(*at, Worldview::Default)));
    }
    let tolerance = (window.north - window.south).max(window.east - window.west) * DETAIL;
    let layers = basemap.within(window, tolerance);
    let terrain = if situation.territory.is_some_and(|t| t.terrain) { terrain(&layers) } else { Terrain::default() };
    let wanted = layers.countries.into_iter().filter(|c| countries.contains(c.iso2.as_str()));
    (wanted.map(|c| Land { country: c.iso2, shape: c.shape }).collect(), terrain)
}

/// Sea, rivers and lakes of the base map as what lies in the way.
pub fn terrain(layers: &Layers) -> Terrain {
    let line = |r: &River| Shape::Line(r.line.0.iter().map(|c| LonLat::new(c.x, c.y)).collect());
    let rivers = layers.rivers.iter().filter(|r| !r.intermittent).filter_map(|r| {
        let cost = RIVER_KM.get(usize::from(r.level)).copied()?;
        Some(Obstacle { cost, shape: line(r) })
    });
    let lakes = layers.lakes.iter().map(|l| Obstacle { cost: LAKE, shape: Shape::Polygons(l.shape.clone()) });
    Terrain {
        neutral: Vec::new(),
        dry: layers.countries.iter().map(|c| c.shape.clone()).collect(),
        obstacles: rivers.chain(lakes).collect(),
    }
}
