//! How often outlines cross, themselves and one another: what an overlay of them costs.
//!
//! In: shapes. Out: a place where one crosses itself, a count within a limit. Never: repairs.

use geo::BoundingRect;
use geo::Coord;
use geo::MultiPolygon;
use rstar::AABB;
use rstar::RTree;
use rstar::RTreeObject;
use rstar::primitives::GeomWithData;
use rstar::primitives::Line;
use rstar::primitives::Rectangle;

use crate::error::Error;
use crate::error::Result;
use crate::limit::Limit;
use crate::limit::Limits;

/// Pairs of edges looked at for each crossing that may be.
const PAIRS: u64 = 100;
/// More of them for each edge.
const PAIRS_OF_EDGE: u64 = 20;

/// An edge with the number of its shape and its own.
type Edge = GeomWithData<Line<[f64; 2]>, (usize, usize)>;

/// Crossings counted so far.
#[derive(Debug)]
pub(super) struct Crossings {
    most: u64,
    found: u64,
    /// Too many pairs of edges were near one another to tell.
    lost: bool,
}

impl Crossings {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { most: limits.get(Limit::Crossings), found: 0, lost: false }
    }

    /// True if counting was given up; the shapes must not be overlaid.
    pub(super) fn too_many(&self) -> bool {
        self.lost || self.found > self.most
    }

    /// The error of [`Self::too_many`].
    pub(super) fn check(&self, limits: &Limits, file: &str) -> Result<()> {
        if self.found > self.most {
            return Err(limits.exceeded(Limit::Crossings, "too many", file));
        }
        if self.lost {
            let message = format!(
                "too many edges lie close to one another for their crossings to be counted (raise it with --limit {}=N, now {})",
                Limit::Crossings.name(),
                self.most
            );
            return Err(Error::Limit { file: file.to_owned(), message });
        }
        Ok(())
    }

    /// Where a shape crosses itself first, if it does.
    pub(super) fn inside(&mut self, shape: &MultiPolygon<f64>) -> Option<Coord<f64>> {
        self.count(edges(0, shape).collect(), true)
    }

    /// Counts the crossings of shapes with one another.
    pub(super) fn between(&mut self, shapes: &[&MultiPolygon<f64>]) {
        let corners =
            |s: &MultiPolygon<f64>| s.bounding_rect().map(|r| [[r.min().x, r.min().y], [r.max().x, r.max().y]]);
        let boxes: Vec<GeomWithData<Rectangle<[f64; 2]>, usize>> = shapes
            .iter()
            .enumerate()
            .filter_map(|(i, s)| corners(s).map(|[low, high]| GeomWithData::new(Rectangle::from_corners(low, high), i)))
            .collect();
        let tree = RTree::bulk_load(boxes.clone());
        let beside_others = |b: &&GeomWithData<Rectangle<[f64; 2]>, usize>| {
            tree.locate_in_envelope_intersecting(&b.geom().envelope()).nth(1).is_some()
        };
        let together: Vec<Edge> = boxes
            .iter()
            .filter(beside_others)
            .filter_map(|b| shapes.get(b.data).map(|shape| edges(b.data, shape)))
            .flatten()
            .collect();
        self.count(together, false);
    }

    /// Counts crossings of edges of the same shape, or of different ones; the first of them.
    fn count(&mut self, edges: Vec<Edge>, same: bool) -> Option<Coord<f64>> {
        let mut left = self.most.saturating_mul(PAIRS).saturating_add(edges.len() as u64 * PAIRS_OF_EDGE);
        let tree = RTree::bulk_load(edges);
        let mut first: Option<((usize, usize), Coord<f64>)> = None;
        for edge in &tree {
            let bounds: AABB<[f64; 2]> = edge.geom().envelope();
            for other in tree.locate_in_envelope_intersecting(&bounds) {
                if left == 0 || self.too_many() {
                    self.lost = left == 0;
                    return first.map(|f| f.1);
                }
                left -= 1;
                let (a, b) = (edge.data, other.data);
                if b > a
                    && (a.0 == b.0) == same
                    && let Some(at) = meet(edge.geom(), other.geom())
                {
                    self.found += 1;
                    let key = (a.1, b.1);
                    first = first.filter(|f| f.0 < key).or(Some((key, at)));
                }
            }
        }
        first.map(|f| f.1)
    }
}

/// The edges of a shape.
fn edges(number: usize, shape: &MultiPolygon<f64>) -> impl Iterator<Item = Edge> {
    let rings = shape.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    rings
        .flat_map(|r| r.0.windows(2))
        .filter_map(|w| if let [a, b] = w { Some(Line::new([a.x, a.y], [b.x, b.y])) } else { None })
        .enumerate()
        .map(move |(i, line)| GeomWithData::new(line, (number, i)))
}

/// The point where two edges cross, each strictly inside the other.
fn meet(a: &Line<[f64; 2]>, b: &Line<[f64; 2]>) -> Option<Coord<f64>> {
    let turn = |p: [f64; 2], q: [f64; 2], r: [f64; 2]| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    let (from, to) = (turn(a.from, a.to, b.from), turn(a.from, a.to, b.to));
    let (start, end) = (turn(b.from, b.to, a.from), turn(b.from, b.to, a.to));
    if from * to >= 0.0 || start * end >= 0.0 {
        return None;
    }
    let t = start / (start - end);
    Some(Coord { x: a.from[0] + t * (a.to[0] - a.from[0]), y: a.from[1] + t * (a.to[1] - a.from[1]) })
}
