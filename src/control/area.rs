//! Control areas: measures on the ellipsoid.
//!
//! In: polygons in degrees. Out: km². Never: paper.

use geo::LineString;
use geo::MultiPolygon;

/// Half the longer axis of WGS 84, km.
const AXIS_KM: f64 = 6378.137;
/// Eccentricity of WGS 84.
const ECCENTRICITY: f64 = 0.081_819_190_842_621_5;

/// Area on WGS 84, km², holes taken off. Edges are straight in degrees, as in GeoJSON, so that areas with a common
/// edge add up.
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

/// Signed area of a ring, km²: the zone under each edge by Simpson's rule.
fn ring_km2(ring: &LineString<f64>) -> f64 {
    let zones: Vec<(f64, f64, f64)> =
        ring.0.iter().map(|c| (c.x.to_radians(), c.y, zone_km2(c.y.to_radians()))).collect();
    let under = |w: &[(f64, f64, f64)]| match w {
        [a, b] => (b.0 - a.0) * (a.2 + 4.0 * zone_km2(f64::midpoint(a.1, b.1).to_radians()) + b.2) / 6.0,
        _ => 0.0,
    };
    zones.windows(2).map(under).sum()
}

/// Area between the equator and a latitude for a radian of longitude, km² (Snyder 1987, 3-12).
fn zone_km2(lat: f64) -> f64 {
    let s = libm::sin(lat);
    let e = ECCENTRICITY;
    AXIS_KM * AXIS_KM * (1.0 - e * e) / 2.0 * (s / (1.0 - e * e * s * s) + libm::atanh(e * s) / e)
}
