//! Plane geometry of the sheet: rectangles, crossings, clipping, thinning.

use crate::scene::Point;

/// A rectangle, `x0 ≤ x1` and `y0 ≤ y1`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x0: f64,
    /// Upper edge.
    pub y0: f64,
    /// Right edge.
    pub x1: f64,
    /// Lower edge.
    pub y1: f64,
}

impl Rect {
    pub(super) const fn new(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self { x0, y0, x1, y1 }
    }

    pub(super) fn around(at: Point, half_width: f64, half_height: f64) -> Self {
        Self::new(at.x - half_width, at.y - half_height, at.x + half_width, at.y + half_height)
    }

    /// The smallest rectangle round some points; `None` for none.
    pub(super) fn round(points: &[Point]) -> Option<Self> {
        let first = points.first()?;
        let mut rect = Self::new(first.x, first.y, first.x, first.y);
        for p in points {
            rect = Self::new(rect.x0.min(p.x), rect.y0.min(p.y), rect.x1.max(p.x), rect.y1.max(p.y));
        }
        Some(rect)
    }

    pub(super) fn width(self) -> f64 {
        self.x1 - self.x0
    }

    pub(super) fn height(self) -> f64 {
        self.y1 - self.y0
    }

    pub(super) fn centre(self) -> Point {
        Point::new(f64::midpoint(self.x0, self.x1), f64::midpoint(self.y0, self.y1))
    }

    pub(super) fn grown(self, by: f64) -> Self {
        Self::new(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)
    }

    pub(super) fn union(self, o: Self) -> Self {
        Self::new(self.x0.min(o.x0), self.y0.min(o.y0), self.x1.max(o.x1), self.y1.max(o.y1))
    }

    /// True if the insides share a point.
    pub(super) fn overlaps(self, o: Self) -> bool {
        self.x0 < o.x1 && o.x0 < self.x1 && self.y0 < o.y1 && o.y0 < self.y1
    }

    pub(super) fn contains(self, p: Point) -> bool {
        p.x >= self.x0 && p.x <= self.x1 && p.y >= self.y0 && p.y <= self.y1
    }

    pub(super) fn covers(self, o: Self) -> bool {
        o.x0 >= self.x0 && o.x1 <= self.x1 && o.y0 >= self.y0 && o.y1 <= self.y1
    }

    /// Distance from a point to the rectangle, 0 inside.
    pub(super) fn distance(self, p: Point) -> f64 {
        let dx = (self.x0 - p.x).max(0.0).max(p.x - self.x1);
        let dy = (self.y0 - p.y).max(0.0).max(p.y - self.y1);
        libm::hypot(dx, dy)
    }

    /// The point of the rectangle nearest to `p`.
    pub(super) fn nearest(self, p: Point) -> Point {
        Point::new(p.x.clamp(self.x0, self.x1), p.y.clamp(self.y0, self.y1))
    }
}

pub(super) fn distance(a: Point, b: Point) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    (dx * dx + dy * dy).sqrt()
}

pub(super) fn lerp(a: Point, b: Point, t: f64) -> Point {
    Point::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
}

/// The part of a segment inside a rectangle, as shares of its length (Liang and Barsky).
pub(super) fn inside(a: Point, b: Point, r: Rect) -> Option<(f64, f64)> {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let (mut t0, mut t1) = (0.0_f64, 1.0_f64);
    for (p, q) in [(-dx, a.x - r.x0), (dx, r.x1 - a.x), (-dy, a.y - r.y0), (dy, r.y1 - a.y)] {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else {
            let t = q / p;
            if p < 0.0 {
                t0 = t0.max(t);
            } else {
                t1 = t1.min(t);
            }
            if t0 > t1 {
                return None;
            }
        }
    }
    Some((t0, t1))
}

/// Pieces of a line inside a rectangle.
pub(super) fn clip_line(points: &[Point], r: Rect) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for pair in points.windows(2) {
        let [a, b] = *pair else { continue };
        let Some((t0, t1)) = inside(a, b, r) else {
            open = false;
            continue;
        };
        let end = if t1 < 1.0 { lerp(a, b, t1) } else { b };
        if open && t0 <= 0.0 {
            if let Some(last) = pieces.last_mut() {
                last.push(end);
            }
        } else {
            pieces.push(vec![if t0 > 0.0 { lerp(a, b, t0) } else { a }, end]);
        }
        open = t1 >= 1.0;
    }
    pieces.retain(|p| p.len() > 1);
    pieces
}

/// A ring cut to a rectangle (Sutherland and Hodgman); empty if nothing is left.
pub(super) fn clip_ring(ring: &[Point], r: Rect) -> Vec<Point> {
    let mut points: Vec<Point> = ring.to_vec();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    for side in 0..4 {
        let keep = |p: Point| match side {
            0 => p.x >= r.x0,
            1 => p.x <= r.x1,
            2 => p.y >= r.y0,
            _ => p.y <= r.y1,
        };
        if points.iter().all(|p| keep(*p)) {
            continue;
        }
        let cross = |a: Point, b: Point| {
            let t = match side {
                0 => (r.x0 - a.x) / (b.x - a.x),
                1 => (r.x1 - a.x) / (b.x - a.x),
                2 => (r.y0 - a.y) / (b.y - a.y),
                _ => (r.y1 - a.y) / (b.y - a.y),
            };
            lerp(a, b, t)
        };
        let mut kept = Vec::with_capacity(points.len() + 4);
        let Some(mut before) = points.last().copied() else {
            return Vec::new();
        };
        for p in points {
            match (keep(before), keep(p)) {
                (true, true) => kept.push(p),
                (true, false) => kept.push(cross(before, p)),
                (false, true) => {
                    kept.push(cross(before, p));
                    kept.push(p);
                }
                (false, false) => {}
            }
            before = p;
        }
        points = kept;
    }
    if points.len() < 3 { Vec::new() } else { points }
}

/// Leaves out points nearer than `step` to the last one kept; ends stay.
pub(super) fn thin(points: &[Point], step: f64) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for (i, p) in points.iter().enumerate() {
        let far = kept.last().is_none_or(|last| distance(*last, *p) >= step);
        if far || i + 1 == points.len() {
            kept.push(*p);
        }
    }
    kept
}

pub(super) fn length(points: &[Point]) -> f64 {
    points.windows(2).map(|w| distance(w[0], w[1])).sum()
}

/// Points at even steps along a line, its ends included.
pub(super) fn resample(points: &[Point], count: usize) -> Vec<Point> {
    let total = length(points);
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Vec::new();
    };
    if total <= 0.0 || count < 2 {
        return vec![*first, *last];
    }
    let step = total / (count - 1) as f64;
    let mut out = vec![*first];
    let mut done = 0.0;
    for pair in points.windows(2) {
        let [a, b] = *pair else { continue };
        let piece = distance(a, b);
        while out.len() < count - 1 && out.len() as f64 * step <= done + piece {
            let t = if piece > 0.0 { (out.len() as f64 * step - done) / piece } else { 0.0 };
            out.push(lerp(a, b, t));
        }
        done += piece;
    }
    out.push(*last);
    out
}

/// A point of a quadratic curve.
pub(super) fn quad(a: Point, c: Point, b: Point, t: f64) -> Point {
    lerp(lerp(a, c, t), lerp(c, b, t), t)
}

/// Unit vector from `a` to `b`, and (1, 0) where they are the same.
pub(super) fn direction(a: Point, b: Point) -> Point {
    let d = distance(a, b);
    if d < 1e-9 { Point::new(1.0, 0.0) } else { Point::new((b.x - a.x) / d, (b.y - a.y) / d) }
}

/// `p` moved by `along` in direction `d` and by `aside` to its right (y downwards).
pub(super) fn moved(p: Point, d: Point, along: f64, aside: f64) -> Point {
    Point::new(p.x + d.x * along - d.y * aside, p.y + d.y * along + d.x * aside)
}
