//! Arrows: the advance made as one tapered body, the possible advance as a dashed shaft with an open head,
//! movements as thin dashed or dotted lines.

use crate::colour::Colour;
use crate::layout::geometry::Rect;
use crate::layout::geometry::direction;
use crate::layout::geometry::distance;
use crate::layout::geometry::length;
use crate::layout::geometry::lerp;
use crate::layout::geometry::moved;
use crate::layout::geometry::quad;
use crate::layout::geometry::resample;
use crate::layout::marks::shape;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Piece;
use crate::scene::Point;
use crate::scene::Shape;
use crate::scene::Stroke;
use crate::style::Style;

/// What is drawn for a leg or movement, and where it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Arrow {
    pub(super) nodes: Vec<Node>,
    /// Middle line, tail to tip.
    pub(super) line: Vec<Point>,
    /// Boxes that no label may touch.
    pub(super) hard: Vec<Rect>,
}

/// A curve from a place to another, with what must stay clear at its ends.
#[derive(Debug, Clone)]
pub(super) struct Course {
    /// Start, end, and a control point, or points on the way.
    points: Vec<Point>,
    control: Option<Point>,
}

impl Course {
    /// A bow from `a` to `b`; `sagitta` is a share of the chord, positive to the right of the direction (y downwards).
    pub(super) fn bow(a: Point, b: Point, sagitta: f64) -> Self {
        let d = direction(a, b);
        let control = moved(lerp(a, b, 0.5), d, 0.0, 2.0 * sagitta * distance(a, b));
        Self { points: vec![a, b], control: Some(control) }
    }

    /// A smooth line through points.
    pub(super) fn through(points: &[Point]) -> Self {
        let mut smooth = points.to_vec();
        for _ in 0..3 {
            smooth = cut_corners(&smooth);
        }
        Self { points: smooth, control: None }
    }

    /// Points along the course.
    pub(super) fn sample(&self, count: usize) -> Vec<Point> {
        match (self.control, self.points.as_slice()) {
            (Some(c), [a, b]) => (0..count).map(|i| quad(*a, c, *b, i as f64 / (count - 1).max(1) as f64)).collect(),
            _ => resample(&self.points, count),
        }
    }

    /// The course with its ends cut back to `tail` from its start and `tip` from its end.
    fn trimmed(&self, tail: f64, tip: f64) -> Self {
        let samples = self.sample(65);
        let (Some(a), Some(b)) = (samples.first().copied(), samples.last().copied()) else {
            return self.clone();
        };
        let room = distance(a, b);
        // On a short leg the gaps shrink together.
        let shrink = if tail + tip > room * 0.6 { room * 0.6 / (tail + tip) } else { 1.0 };
        let (tail, tip) = (tail * shrink, tip * shrink);
        let first = samples.iter().position(|p| distance(a, *p) >= tail).unwrap_or(0);
        let last = samples.iter().rposition(|p| distance(b, *p) >= tip).unwrap_or(64).max(first + 1);
        match (self.control, self.points.as_slice()) {
            (Some(c), [a, b]) => {
                let (t0, t1) = (first as f64 / 64.0, last.min(64) as f64 / 64.0);
                let start = quad(*a, c, *b, t0);
                let end = quad(*a, c, *b, t1);
                let control = lerp(lerp(*a, c, t0), lerp(c, *b, t0), t1);
                Self { points: vec![start, end], control: Some(control) }
            }
            _ => Self { points: samples.get(first..=last.min(64)).unwrap_or(&samples).to_vec(), control: None },
        }
    }

    /// Two pieces, cut `back` before the end.
    fn cut_end(&self, back: f64) -> (Self, Point) {
        let samples = self.sample(129);
        let total = length(&samples);
        let mut done = 0.0;
        let mut k = samples.len().saturating_sub(1);
        while k > 1 && done < back {
            done += distance(samples[k], samples[k - 1]);
            k -= 1;
        }
        let at = samples.get(k).copied().unwrap_or_default();
        if total <= back {
            return (self.clone(), at);
        }
        match (self.control, self.points.as_slice()) {
            (Some(c), [a, b]) => {
                let t = k as f64 / 128.0;
                let body = Self { points: vec![*a, quad(*a, c, *b, t)], control: Some(lerp(*a, c, t)) };
                (body, at)
            }
            _ => (Self { points: samples.get(..=k).unwrap_or(&samples).to_vec(), control: None }, at),
        }
    }

    fn path(&self) -> Path {
        match (self.control, self.points.as_slice()) {
            (Some(c), [a, b]) => Path { pieces: vec![Piece::Move(*a), Piece::Quad(c, *b)] },
            _ => Path::line(&self.points),
        }
    }

    fn tip(&self) -> Point {
        self.points.last().copied().unwrap_or_default()
    }
}

/// One pass of corner cutting (Chaikin); ends stay.
pub(super) fn cut_corners(points: &[Point]) -> Vec<Point> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let mut out = Vec::with_capacity(points.len() * 2);
    out.extend(points.first());
    for pair in points.windows(2) {
        let [a, b] = *pair else { continue };
        out.push(lerp(a, b, 0.25));
        out.push(lerp(a, b, 0.75));
    }
    out.extend(points.last());
    out
}

/// How an advance is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body<'a> {
    Plain,
    /// Filled with a hatch, by id.
    Claimed(&'a str),
}

/// An advance made: one closed body that grows to a swept head.
pub(super) fn advance(
    course: &Course,
    gaps: (f64, f64),
    width: f64,
    hue: Colour,
    body: Body<'_>,
    style: &Style,
) -> Arrow {
    let whole = course.trimmed(gaps.0, gaps.1);
    let line = whole.sample(24);
    let total = length(&line);
    let w = width.min(total / 3.2).max(3.0);
    let head = (2.2 * w).min(0.55 * total);
    let (shaft, neck) = whole.cut_end(head * 0.82);
    let (_, base) = whole.cut_end(head);
    let tip = whole.tip();
    let d = direction(base, tip);
    let left_barb = moved(base, d, 0.0, -1.2 * w);
    let right_barb = moved(base, d, 0.0, 1.2 * w);
    let (tail_half, neck_half) = (0.35 * w / 2.0, w / 2.0);
    let mut pieces = Vec::new();
    #[allow(clippy::single_match_else, reason = "two kinds of course, two outlines")]
    match (shaft.control, shaft.points.as_slice()) {
        (Some(c), [a, b]) => {
            let (d0, d1) = (direction(*a, c), direction(c, *b));
            let dm = direction(*a, *b);
            let middle = f64::midpoint(tail_half, neck_half);
            let side = |sign: f64| {
                (
                    moved(*a, d0, 0.0, sign * tail_half),
                    moved(c, dm, 0.0, sign * middle),
                    moved(*b, d1, 0.0, sign * neck_half),
                )
            };
            let (l, r) = (side(-1.0), side(1.0));
            pieces.extend([Piece::Move(l.0), Piece::Quad(l.1, l.2)]);
            pieces.extend([Piece::Line(left_barb), Piece::Line(tip), Piece::Line(right_barb)]);
            pieces.extend([Piece::Line(r.2), Piece::Quad(r.1, r.0), Piece::Close]);
        }
        _ => {
            let middle = shaft.sample(32);
            let n = middle.len().max(2);
            let side = |sign: f64| -> Vec<Point> {
                (0..middle.len())
                    .map(|i| {
                        let d = direction(middle[i.saturating_sub(1)], middle[(i + 1).min(n - 1)]);
                        let half = tail_half + (neck_half - tail_half) * i as f64 / (n - 1) as f64;
                        moved(middle[i], d, 0.0, sign * half)
                    })
                    .collect()
            };
            let mut ring = side(-1.0);
            ring.extend([left_barb, tip, right_barb]);
            ring.extend(side(1.0).into_iter().rev());
            pieces = Path::ring(&ring).pieces;
        }
    }
    let _ = neck;
    let (fill, stroke, first) = match body {
        Body::Plain => (Paint::Plain(hue), Stroke::solid(style.colours.gap, style.arrows.edge * 2.0), true),
        Body::Claimed(hatch) => (Paint::Defined(hatch.to_owned()), Stroke::solid(hue, style.arrows.edge), false),
    };
    let node = Node::Shape(Shape {
        outline: Outline::Path(Path { pieces }),
        fill: Some(fill),
        stroke: Some(stroke),
        stroke_first: first,
        id: String::new(),
    });
    let hard = slices(left_barb, right_barb, tip);
    Arrow { nodes: vec![node], line, hard }
}

/// The head of an arrow as a few boxes that follow its shape.
fn slices(left: Point, right: Point, tip: Point) -> Vec<Rect> {
    (0..4)
        .filter_map(|i| {
            let (a, b) = (f64::from(i) / 4.0, f64::from(i + 1) / 4.0);
            Rect::round(&[lerp(left, tip, a), lerp(right, tip, a), lerp(left, tip, b), lerp(right, tip, b)])
        })
        .collect()
}

/// A possible advance.
pub(super) fn projected(course: &Course, gaps: (f64, f64), hue: Colour, style: &Style) -> Arrow {
    let a = &style.arrows;
    let whole = course.trimmed(gaps.0, gaps.1);
    let line = whole.sample(24);
    let total = length(&line);
    let size = (total / (a.open_head * 2.0)).clamp(0.45, 1.0);
    let head = a.open_head * size;
    let (shaft, base) = whole.cut_end(head * 0.86);
    let (_, foot) = whole.cut_end(head);
    let tip = whole.tip();
    let d = direction(foot, tip);
    let (left, right) = (moved(foot, d, 0.0, -head * 0.52), moved(foot, d, 0.0, head * 0.52));
    let dash = a.projected_dash.iter().map(|v| v * size.max(0.7)).collect();
    let stroke = Stroke { colour: hue, width: a.projected * size.max(0.6), dash, round: false };
    let mut nodes = vec![shape(Outline::Path(shaft.path()), None, Some(stroke))];
    let ring = Path::ring(&[left, tip, right, base]);
    nodes.push(shape(
        Outline::Path(ring),
        Some(Paint::Plain(style.colours.land)),
        Some(Stroke::solid(hue, a.open_stroke * size.max(0.75))),
    ));
    let hard = slices(left, right, tip);
    Arrow { nodes, line, hard }
}

/// A movement: dashed for forces, dotted for people.
pub(super) fn movement(course: &Course, gaps: (f64, f64), hue: Colour, people: bool, style: &Style) -> Arrow {
    let a = &style.arrows;
    let whole = course.trimmed(gaps.0, gaps.1);
    let line = whole.sample(24);
    let (width, dash, head) = if people {
        (a.displacement, a.displacement_dash.clone(), 15.0)
    } else {
        (a.reinforcement, a.reinforcement_dash.clone(), 19.0)
    };
    let head = f64::min(head, length(&line) * 0.5);
    let (shaft, base) = whole.cut_end(head * 0.78);
    let (_, foot) = whole.cut_end(head);
    let tip = whole.tip();
    let d = direction(foot, tip);
    let (left, right) = (moved(foot, d, 0.0, -head * 0.52), moved(foot, d, 0.0, head * 0.52));
    let stroke = Stroke { colour: hue, width, dash, round: people };
    let nodes = vec![
        shape(Outline::Path(shaft.path()), None, Some(stroke)),
        shape(Outline::Path(Path::ring(&[left, tip, right, base])), Some(Paint::Plain(hue)), None),
    ];
    let hard = slices(left, right, tip);
    Arrow { nodes, line, hard }
}

/// How much a course is in the way of marks and of arrows drawn before; the lower, the better.
pub(super) fn disturbance(course: &Course, marks: &[(Point, f64)], before: &[Vec<Point>], frame: Rect) -> f64 {
    let samples = course.sample(20);
    let (Some(a), Some(b)) = (samples.first().copied(), samples.last().copied()) else {
        return 0.0;
    };
    let mut total = 0.0;
    for (at, radius) in marks {
        if distance(*at, a) < 3.0 || distance(*at, b) < 3.0 {
            continue;
        }
        let near = samples.iter().map(|p| distance(*p, *at)).fold(f64::INFINITY, f64::min) - radius;
        if near < 60.0 {
            total += 1.6 * (1.0 - near.max(-10.0) / 60.0);
        }
    }
    for line in before {
        let inner = samples.get(3..17).unwrap_or(&samples);
        let close = inner.iter().filter(|p| line.iter().any(|q| distance(**p, *q) < 26.0)).count();
        total += close as f64 * 0.35;
    }
    let out = samples.iter().filter(|p| !frame.contains(**p)).count();
    total + out as f64 * 0.3
}
