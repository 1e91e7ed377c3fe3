//! Lines and polygons cut to a rectangle.
//!
//! In: points in quanta and a rectangle none of whose edges passes through a whole number, so that no vertex lies on an edge.
//! Out: lines, and polygons whose rings follow the edge of the rectangle where they were cut. Never: file formats.

use std::collections::BTreeMap;

use crate::basemap::format::Point;
use crate::basemap::format::Rect;

/// A polygon: the outer ring, then its holes, all without the closing point.
pub(crate) type Polygon = Vec<Vec<Point>>;

/// The stretches of a line inside the rectangle.
pub(crate) fn cut_line(line: &[Point], rect: &Rect, out: &mut Vec<Vec<Point>>) {
    let mut run: Vec<Point> = Vec::new();
    for pair in line.windows(2) {
        let [a, b] = [pair[0], pair[1]];
        let Some((p, q)) = cut_segment(a, b, rect) else {
            flush(&mut run, out);
            continue;
        };
        if run.is_empty() {
            run.push(p);
        }
        if run.last() != Some(&q) {
            run.push(q);
        }
        if q != b {
            flush(&mut run, out);
        }
    }
    flush(&mut run, out);
}

fn flush(run: &mut Vec<Point>, out: &mut Vec<Vec<Point>>) {
    if run.len() > 1 {
        out.push(std::mem::take(run));
    } else {
        run.clear();
    }
}

/// The part of a segment inside the rectangle (Liang and Barsky); ends that are inside come back unchanged.
fn cut_segment(a: Point, b: Point, rect: &Rect) -> Option<(Point, Point)> {
    if rect.contains(a) && rect.contains(b) {
        return Some((a, b));
    }
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let (mut t0, mut t1) = (0.0_f64, 1.0_f64);
    let (mut e0, mut e1) = (None, None);
    let sides = [(-dx, a.x - rect.west), (dx, rect.east - a.x), (-dy, a.y - rect.south), (dy, rect.north - a.y)];
    for (side, (p, q)) in sides.into_iter().enumerate() {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
            continue;
        }
        let t = q / p;
        if p < 0.0 && t > t0 {
            (t0, e0) = (t, Some(side));
        } else if p > 0.0 && t < t1 {
            (t1, e1) = (t, Some(side));
        }
    }
    if t0 >= t1 {
        return None;
    }
    let at = |t: f64, edge: Option<usize>, end: Point| {
        let p = Point { x: a.x + t * dx, y: a.y + t * dy };
        match edge {
            None => end,
            Some(0) => Point { x: rect.west, y: p.y.clamp(rect.south, rect.north) },
            Some(1) => Point { x: rect.east, y: p.y.clamp(rect.south, rect.north) },
            Some(2) => Point { x: p.x.clamp(rect.west, rect.east), y: rect.south },
            Some(_) => Point { x: p.x.clamp(rect.west, rect.east), y: rect.north },
        }
    };
    Some((at(t0, e0, a), at(t1, e1, b)))
}

/// Twice the signed area of a ring; positive when it runs counter-clockwise.
pub(crate) fn doubled_area(ring: &[Point]) -> f64 {
    let mut sum = 0.0;
    let Some(mut a) = ring.last().copied() else {
        return 0.0;
    };
    for &b in ring {
        sum += a.x * b.y - b.x * a.y;
        a = b;
    }
    sum
}

/// Whether a point lies in a ring, by the even-odd rule.
pub(crate) fn in_ring(ring: &[Point], p: Point) -> bool {
    let mut inside = false;
    let Some(mut a) = ring.last().copied() else {
        return false;
    };
    for &b in ring {
        if (a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x {
            inside = !inside;
        }
        a = b;
    }
    inside
}

/// Distance of a point on the edge of the rectangle along it, counter-clockwise from the south-western corner.
fn perimeter(p: Point, rect: &Rect) -> Option<f64> {
    let (w, h) = (rect.east - rect.west, rect.north - rect.south);
    if p.y == rect.south {
        Some(p.x - rect.west)
    } else if p.x == rect.east {
        Some(w + p.y - rect.south)
    } else if p.y == rect.north {
        Some(w + h + rect.east - p.x)
    } else if p.x == rect.west {
        Some(2.0 * w + h + rect.north - p.y)
    } else {
        None
    }
}

fn corners(rect: &Rect) -> [(f64, Point); 4] {
    let (w, h) = (rect.east - rect.west, rect.north - rect.south);
    [
        (0.0, Point { x: rect.west, y: rect.south }),
        (w, Point { x: rect.east, y: rect.south }),
        (w + h, Point { x: rect.east, y: rect.north }),
        (2.0 * w + h, Point { x: rect.west, y: rect.north }),
    ]
}

/// Polygons from the pieces of their borders inside the rectangle, interior on the left.
///
/// Rings smaller than `least` square quanta are left out unless the edge cuts them. `inside` tells whether the area fills the rectangle when
/// none of its border is there.
pub(crate) fn assemble(
    pieces: Vec<Vec<Point>>,
    rect: &Rect,
    least: f64,
    inside: impl FnOnce() -> bool,
) -> Vec<Polygon> {
    let (mut open, mut rings) = join(pieces, rect);
    let frame: Vec<Point> = corners(rect).iter().map(|c| c.1).collect();
    if open.is_empty() {
        // The ring that reaches farthest west is not inside another one: a hole there means that the area surrounds it.
        let west = |ring: &[Point]| ring.iter().map(|p| p.x).fold(f64::INFINITY, f64::min);
        let outermost = rings.iter().min_by(|a, b| west(a).total_cmp(&west(b)));
        if outermost.map_or_else(inside, |ring| doubled_area(ring) < 0.0) {
            rings.push(frame);
        }
    } else {
        rings.append(&mut link(&mut open, rect));
    }
    nest(rings, rect, least)
}

/// Joins pieces end to start, into lines from edge to edge and closed rings.
fn join(pieces: Vec<Vec<Point>>, rect: &Rect) -> (Vec<Vec<Point>>, Vec<Vec<Point>>) {
    let mut starts: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    let mut from_edge = Vec::new();
    for (k, piece) in pieces.iter().enumerate() {
        let Some(&first) = piece.first() else {
            continue;
        };
        if perimeter(first, rect).is_some() {
            from_edge.push(k);
        } else {
            starts.entry(first.key()).or_default().push(k);
        }
    }
    let mut pieces: Vec<Option<Vec<Point>>> = pieces.into_iter().map(Some).collect();
    let (mut open, mut rings) = (Vec::new(), Vec::new());
    let order: Vec<usize> = from_edge.iter().copied().chain(0..pieces.len()).collect();
    for begin in order {
        let Some(mut line) = pieces.get_mut(begin).and_then(Option::take) else {
            continue;
        };
        while let (Some(&first), Some(&last)) = (line.first(), line.last()) {
            if perimeter(last, rect).is_some() {
                if perimeter(first, rect).is_some() {
                    open.push(line);
                }
                break;
            }
            if first.key() == last.key() && line.len() > 1 {
                line.pop();
                rings.push(line);
                break;
            }
            let ways = starts.get_mut(&last.key());
            let next = ways.and_then(|ways| {
                std::iter::from_fn(|| ways.pop()).find_map(|k| pieces.get_mut(k).and_then(Option::take))
            });
            let Some(next) = next else { break };
            line.extend(next.into_iter().skip(1));
        }
    }
    (open, rings)
}

/// Closes lines from edge to edge along the edge, counter-clockwise, so that the interior stays on the left.
fn link(open: &mut [Vec<Point>], rect: &Rect) -> Vec<Vec<Point>> {
    let length = 2.0 * (rect.east - rect.west + rect.north - rect.south);
    let place = |p: Option<&Point>| p.and_then(|&p| perimeter(p, rect)).unwrap_or(0.0);
    // Beginnings by their place on the edge; ends meet the next one of them.
    let mut begins: Vec<(f64, usize)> = open.iter().enumerate().map(|(k, line)| (place(line.first()), k)).collect();
    begins.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut rings = Vec::new();
    while let Some(&(_, seed)) = begins.first() {
        let mut ring: Vec<Point> = Vec::new();
        let mut current = seed;
        begins.remove(0);
        loop {
            let line = open.get_mut(current).map(std::mem::take).unwrap_or_default();
            let end = place(line.last());
            ring.extend(line);
            let start = place(ring.first());
            // The nearest beginning ahead, or the ring's own.
            let ahead = |at: f64| {
                if at >= end { at - end } else { at - end + length }
            };
            let best = begins.iter().enumerate().min_by(|a, b| ahead(a.1.0).total_cmp(&ahead(b.1.0)));
            let (target, next) = match best {
                Some((i, &(at, k))) if ahead(at) < ahead(start) => (at, Some((i, k))),
                _ => (start, None),
            };
            let mut passed: Vec<(f64, Point)> = corners(rect)
                .into_iter()
                .map(|(at, p)| (ahead(at), p))
                .filter(|c| c.0 > 0.0 && c.0 < ahead(target))
                .collect();
            passed.sort_by(|a, b| a.0.total_cmp(&b.0));
            ring.extend(passed.into_iter().map(|c| c.1));
            let Some((i, k)) = next else { break };
            begins.remove(i);
            current = k;
        }
        rings.push(ring);
    }
    rings
}

/// Puts holes into the outer rings around them.
fn nest(rings: Vec<Vec<Point>>, rect: &Rect, least: f64) -> Vec<Polygon> {
    let mut outer: Vec<(f64, Rect, Polygon)> = Vec::new();
    let mut holes = Vec::new();
    for ring in rings {
        let area = doubled_area(&ring) / 2.0;
        let whole = || !ring.iter().any(|&p| perimeter(p, rect).is_some());
        if ring.len() < 3 || (area.abs() < least && whole()) {
            continue;
        }
        if area > 0.0 {
            outer.push((area, bounds(&ring), vec![ring]));
        } else {
            holes.push(ring);
        }
    }
    outer.sort_by(|a, b| a.0.total_cmp(&b.0));
    for hole in holes {
        let extent = bounds(&hole);
        let Some(&probe) = hole.first() else { continue };
        // A vertex may lie on the outer ring where the two touch; then another one decides.
        let other = hole.get(hole.len() / 2).copied().unwrap_or(probe);
        let home = outer.iter_mut().find(|(_, around, polygon)| {
            around.meets(&extent) && polygon.first().is_some_and(|ring| in_ring(ring, probe) || in_ring(ring, other))
        });
        if let Some((_, _, polygon)) = home {
            polygon.push(hole);
        }
    }
    outer.sort_by(|a, b| b.0.total_cmp(&a.0));
    outer.into_iter().map(|(_, _, polygon)| polygon).collect()
}

/// Bounding box of points.
pub(crate) fn bounds(points: &[Point]) -> Rect {
    let mut rect =
        Rect { west: f64::INFINITY, south: f64::INFINITY, east: f64::NEG_INFINITY, north: f64::NEG_INFINITY };
    for p in points {
        rect.west = rect.west.min(p.x);
        rect.south = rect.south.min(p.y);
        rect.east = rect.east.max(p.x);
        rect.north = rect.north.max(p.y);
    }
    rect
}
