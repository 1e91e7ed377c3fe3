//! Control areas: measures on the ellipsoid, and a point inside.
//!
//! In: polygons in degrees. Out: km², a point. Never: paper.

use geo::LineString;
use geo::MultiPolygon;
use geo::Point;
use geo::Polygon;

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

/// A point well inside a polygon: on the parallel through the middle of its positions, in the widest stretch that belongs to
/// it. The cost is in proportion to the positions, however they lie.
pub fn inside(polygon: &Polygon<f64>) -> Option<Point<f64>> {
    let rings = || std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let mut heights: Vec<f64> = polygon.exterior().0.iter().map(|c| c.y).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    // Between two heights, so that no vertex is met.
    let at = heights.len().checked_sub(2)? / 2;
    let y = f64::midpoint(*heights.get(at)?, *heights.get(at + 1)?);
    let mut met: Vec<f64> = rings()
        .flat_map(|r| r.0.windows(2))
        .filter_map(|w| match w {
            [a, b] if (a.y > y) != (b.y > y) => Some(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)),
            _ => None,
        })
        .collect();
    met.sort_by(f64::total_cmp);
    let widest = met.chunks_exact(2).max_by(|a, b| {
        let wide = |pair: &[f64]| pair.last().zip(pair.first()).map_or(0.0, |(east, west)| east - west);
        wide(a).total_cmp(&wide(b))
    })?;
    Some(Point::new(f64::midpoint(*widest.first()?, *widest.last()?), y))
}

#[cfg(test)]
mod tests {
    use geo::Contains;
    use geo::polygon;

    use super::inside;

    #[test]
    fn a_point_inside_is_inside() {
        let shapes = [
            polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 3.0), (x: 0.0, y: 3.0)],
            polygon![(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0), (x: 8.0, y: 1.0), (x: 0.0, y: 0.5)],
            polygon!(
                exterior: [(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0)],
                interiors: [[(x: 0.5, y: 0.5), (x: 3.9, y: 0.5), (x: 3.9, y: 3.5), (x: 0.5, y: 3.5)]],
            ),
        ];
        for shape in shapes {
            let at = inside(&shape).unwrap();
            assert!(shape.contains(&at), "{at:?} of {shape:?}");
        }
        assert_eq!(inside(&polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0)]), None);
    }
}
