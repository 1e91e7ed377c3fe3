//! Drawn areas of two sides on the same ground.
//!
//! In: areas. Out: warnings that name both. Never: areas made from places, which cannot overlap.

use geo::BoundingRect;
use geo::CoordsIter;
use geo::Rect;
use rstar::AABB;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use rstar::primitives::Rectangle;

use crate::control::area_km2;
use crate::control::overlay;
use crate::control::overlay::Units;
use crate::diagnostic::Warning;
use crate::situation::Area;

/// A smaller overlap comes from lines drawn twice, km².
const LEAST_KM2: f64 = 1.0;
/// Pairs that are compared at most.
const MOST_PAIRS: usize = 2000;
/// Positions of the areas that are compared at most, both of a pair counted.
const MOST_POSITIONS: usize = 4_000_000;

/// A warning for each pair of areas of different sides that overlap.
pub fn overlaps(areas: &[Area]) -> Vec<Warning> {
    let corners = |r: Rect<f64>| ([r.min().x, r.min().y], [r.max().x, r.max().y]);
    let boxes: Vec<GeomWithData<Rectangle<[f64; 2]>, usize>> = areas
        .iter()
        .enumerate()
        .filter_map(|(i, a)| {
            let (low, high) = corners(a.shape.bounding_rect()?);
            Some(GeomWithData::new(Rectangle::from_corners(low, high), i))
        })
        .collect();
    let tree = RTree::bulk_load(boxes.clone());
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for one in &boxes {
        let bounds = AABB::from_corners(one.geom().lower(), one.geom().upper());
        for other in tree.locate_in_envelope_intersecting(&bounds) {
            let holder = |i: usize| areas.get(i).map(|a| &a.holder);
            if pairs.len() < MOST_PAIRS && other.data > one.data && holder(other.data) != holder(one.data) {
                pairs.push((one.data, other.data));
            }
        }
    }
    pairs.sort_unstable();
    let mut out = Vec::new();
    let mut room = MOST_POSITIONS;
    for (a, b) in pairs.into_iter().filter_map(|(i, j)| Some((areas.get(i)?, areas.get(j)?))) {
        let Some(rest) = room.checked_sub(a.shape.coords_count() + b.shape.coords_count()) else { continue };
        room = rest;
        let units = Units::round(a.shape.bounding_rect().map_or(0.0, |r| r.center().x));
        let common = overlay::intersect(&units.faces(&a.shape), &units.faces(&b.shape));
        let km2 = area_km2(&units.shape(common));
        if km2 >= LEAST_KM2 {
            let side = |x: &Area| x.holder.clone().unwrap_or_else(|| "no side".to_owned());
            out.push(Warning::new(
                "overlap",
                format!(
                    "areas \"{}\" ({}) and \"{}\" ({}) overlap on {km2:.0} km²; the second is drawn over the first",
                    a.id,
                    side(a),
                    b.id,
                    side(b)
                ),
            ));
        }
    }
    out
}
