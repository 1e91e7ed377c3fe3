//! A point well inside a polygon, for its name.
//!
//! In: a polygon in quanta. Out: the pole of inaccessibility and the room around it. Never: text.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::basemap::clip::Polygon;
use crate::basemap::clip::bounds;
use crate::basemap::format::Point;
use crate::basemap::format::QUANTA;

const RING_POINTS: usize = 250;
const STEPS: usize = 250;
/// Share of the polygon's size below which a hole is passed over.
const SMALL_HOLE: f64 = 0.02;

struct Cell {
    bound: f64,
    at: Point,
    half: f64,
    distance: f64,
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Cell {}
impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Cell {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |c: &Self| (c.bound, c.at.x, c.at.y);
        let (a, b) = (key(self), key(other));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2))
    }
}

/// The point farthest from every border of the polygon, and its distance from them in km.
pub(crate) fn find_centre(polygon: &Polygon) -> Option<(Point, f64)> {
    let outer = polygon.first()?;
    let extent = bounds(outer);
    let scale = libm::cos((extent.centre().y / QUANTA).to_radians()).max(0.02);
    // Holes too small to be in the way of a name only cost time.
    let least = (extent.east - extent.west).max(extent.north - extent.south) * SMALL_HOLE;
    let matters = |ring: &[Point]| {
        let hole = bounds(ring);
        (hole.east - hole.west).max(hole.north - hole.south) > least
    };
    let thin = |ring: &[Point]| -> Vec<Point> {
        let step = ring.len().div_ceil(RING_POINTS).max(1);
        ring.iter().step_by(step).map(|p| Point { x: p.x * scale, y: p.y }).collect()
    };
    let rings: Vec<Vec<Point>> = polygon.iter().filter(|ring| matters(ring)).map(|ring| thin(ring)).collect();
    let (west, east) = (extent.west * scale, extent.east * scale);
    let size =
        (east - west).min(extent.north - extent.south).max((east - west).max(extent.north - extent.south) / 20.0);
    let half = size / 2.0;
    let mut queue = BinaryHeap::new();
    let push = |queue: &mut BinaryHeap<Cell>, at: Point, half: f64| {
        let distance = signed_distance(&rings, at);
        queue.push(Cell { bound: distance + half * std::f64::consts::SQRT_2, at, half, distance });
    };
    let mut x = west + half;
    while x - half < east {
        let mut y = extent.south + half;
        while y - half < extent.north {
            push(&mut queue, Point { x, y }, half);
            y += size;
        }
        x += size;
    }
    let mut best: Option<(Point, f64)> = None;
    for _ in 0..STEPS {
        let Some(cell) = queue.pop() else { break };
        let found = best.map_or(f64::NEG_INFINITY, |b| b.1);
        if cell.distance > found {
            best = Some((cell.at, cell.distance));
        }
        if cell.bound - found.max(cell.distance) <= size * 0.02 {
            break;
        }
        let h = cell.half / 2.0;
        for (sx, sy) in [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)] {
            push(&mut queue, Point { x: cell.at.x + sx * h, y: cell.at.y + sy * h }, h);
        }
    }
    let (at, distance) = best?;
    let km = distance.max(0.0) / QUANTA * 111.195;
    Some((Point { x: (at.x / scale).round(), y: at.y.round() }, km))
}

/// Distance in km from a point to the nearest vertex of the polygons, `most` at most.
pub(crate) fn measure_room(polygons: &[Polygon], at: Point, most: f64) -> f64 {
    let scale = libm::cos((at.y / QUANTA).to_radians()).max(0.02);
    let reach = most / 111.195 * QUANTA;
    let mut least = reach * reach;
    for p in polygons.iter().flatten().flatten() {
        let dy = p.y - at.y;
        if dy * dy < least {
            let dx = (p.x - at.x) * scale;
            least = least.min(dx * dx + dy * dy);
        }
    }
    least.sqrt() / QUANTA * 111.195
}

/// Distance to the nearest border, negative outside.
fn signed_distance(rings: &[Vec<Point>], p: Point) -> f64 {
    let mut inside = false;
    let mut least = f64::INFINITY;
    for ring in rings {
        let Some(mut a) = ring.last().copied() else {
            continue;
        };
        for &b in ring {
            if (a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x {
                inside = !inside;
            }
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let length = dx * dx + dy * dy;
            let t = if length > 0.0 { (((p.x - a.x) * dx + (p.y - a.y) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
            let (ex, ey) = (a.x + t * dx - p.x, a.y + t * dy - p.y);
            least = least.min(ex * ex + ey * ey);
            a = b;
        }
    }
    if inside { least.sqrt() } else { -least.sqrt() }
}
