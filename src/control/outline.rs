//! Drawn outlines asked for what lies where: the area of a position, the way to the nearest edge of a side.
//!
//! In: areas on the plane, km. Out: indices and positions. Never: how the ground is divided.

use std::collections::BTreeMap;

use crate::geodesy::LonLat;
use crate::projection::Projection;
use crate::situation::Area;

/// Areas on the plane; a later one lies over the earlier ones.
#[derive(Debug, Clone)]
pub(super) struct Outlines {
    shapes: Vec<Outline>,
}

/// The rings of an area with the rectangle round them.
#[derive(Debug, Clone)]
struct Outline {
    rings: Vec<Vec<(f64, f64)>>,
    /// West, south, east, north.
    bounds: [f64; 4],
}

impl Outlines {
    pub(super) fn new(areas: &[Area], projection: &Projection) -> Self {
        let shapes = areas
            .iter()
            .map(|area| {
                let all = area.shape.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
                let rings: Vec<Vec<(f64, f64)>> =
                    all.map(|r| r.0.iter().map(|c| projection.forward(LonLat::new(c.x, c.y))).collect()).collect();
                let mut bounds = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
                for (x, y) in rings.iter().flatten() {
                    bounds = [bounds[0].min(*x), bounds[1].min(*y), bounds[2].max(*x), bounds[3].max(*y)];
                }
                Outline { rings, bounds }
            })
            .collect();
        Self { shapes }
    }

    /// True if the rectangle round an area meets another one.
    pub(super) fn meets(&self, area: usize, [west, south, east, north]: [f64; 4]) -> bool {
        self.shapes.get(area).is_some_and(|s| {
            let [w, so, e, n] = s.bounds;
            w <= east && e >= west && so <= north && n >= south
        })
    }

    /// Index of the area over a position.
    pub(super) fn over(&self, (x, y): (f64, f64)) -> Option<usize> {
        self.shapes.iter().rposition(|s| {
            let [w, so, e, n] = s.bounds;
            let crossed = || {
                let edges = s.rings.iter().flat_map(|r| r.windows(2));
                edges.filter(|edge| matches!(edge, [a, b] if crossing(*a, *b, y).is_some_and(|at| at > x))).count()
            };
            (w..=e).contains(&x) && (so..=n).contains(&y) && crossed() % 2 == 1
        })
    }

    /// Index of the area over each of many positions, which stand in rows of one latitude: every edge is looked at once.
    pub(super) fn over_rows(&self, rows: &BTreeMap<i64, (f64, Vec<f64>)>) -> BTreeMap<i64, Vec<Option<usize>>> {
        let mut found: BTreeMap<i64, Vec<Option<usize>>> =
            rows.iter().map(|(row, (_, xs))| (*row, vec![None; xs.len()])).collect();
        let heights: Vec<(f64, i64)> = rows.iter().map(|(row, (y, _))| (*y, *row)).collect();
        for (index, shape) in self.shapes.iter().enumerate() {
            let mut crossings: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
            for edge in shape.rings.iter().flat_map(|r| r.windows(2)) {
                let [a, b] = *edge else { continue };
                let (low, high) = (a.1.min(b.1), a.1.max(b.1));
                let first = heights.partition_point(|(y, _)| *y < low);
                for (y, row) in heights.iter().skip(first).take_while(|(y, _)| *y <= high) {
                    if let Some(x) = crossing(a, b, *y) {
                        crossings.entry(*row).or_default().push(x);
                    }
                }
            }
            for (row, list) in &mut crossings {
                list.sort_by(f64::total_cmp);
                let xs = rows.get(row).map_or(&[][..], |(_, xs)| xs.as_slice());
                for (x, slot) in xs.iter().zip(found.get_mut(row).into_iter().flatten()) {
                    if list.partition_point(|at| at <= x) % 2 == 1 {
                        *slot = Some(index);
                    }
                }
            }
        }
        found
    }

    /// The point of the edges of some areas that is nearest to a position, within a distance, km.
    pub(super) fn nearest_edge(&self, areas: &[usize], at: (f64, f64), within_km: f64) -> Option<((f64, f64), f64)> {
        let mut best: Option<((f64, f64), f64)> = None;
        let around = [at.0 - within_km, at.1 - within_km, at.0 + within_km, at.1 + within_km];
        let shapes = areas.iter().filter(|i| self.meets(**i, around)).filter_map(|i| self.shapes.get(*i));
        for edge in shapes.flat_map(|s| &s.rings).flat_map(|r| r.windows(2)) {
            let [a, b] = *edge else { continue };
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let square = dx * dx + dy * dy;
            let t = if square > 0.0 { ((at.0 - a.0) * dx + (at.1 - a.1) * dy) / square } else { 0.0 };
            let t = t.clamp(0.0, 1.0);
            let p = (a.0 + t * dx, a.1 + t * dy);
            let km = libm::hypot(p.0 - at.0, p.1 - at.1);
            if km <= within_km && best.is_none_or(|(_, least)| km < least) {
                best = Some((p, km));
            }
        }
        best
    }
}

/// Where an edge crosses a row; an end counts for the edge above it, so that no row meets a corner twice.
fn crossing(a: (f64, f64), b: (f64, f64), y: f64) -> Option<f64> {
    ((a.1 > y) != (b.1 > y)).then(|| a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0))
}
