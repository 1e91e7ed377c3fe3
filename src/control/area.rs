//! Control areas: measures on the sphere.
//!
//! In: polygons in degrees. Out: km². Never: paper.

use geo::LineString;
use geo::MultiPolygon;

use crate::geodesy::EARTH_RADIUS_KM;

/// Area on the sphere, km², holes taken off.
pub fn area_km2(shape: &MultiPolygon<f64>) -> f64 {
    shape
        .0
        .iter()
        .map(|p| {
            let holes: f64 = p.interiors().iter().map(|r| ring_km2(r).abs()).sum();
            (ring_km2(p.exterior()).abs() - holes).max(0.0)
        })
        .sum()
}

/// Signed area of a ring (Chamberlain and Duquette 2007), km².
fn ring_km2(ring: &LineString<f64>) -> f64 {
    let sum: f64 = ring
        .0
        .windows(2)
        .map(|w| match w {
            [a, b] => (b.x - a.x).to_radians() * (2.0 + libm::sin(a.y.to_radians()) + libm::sin(b.y.to_radians())),
            _ => 0.0,
        })
        .sum();
    sum * EARTH_RADIUS_KM * EARTH_RADIUS_KM / 2.0
}
