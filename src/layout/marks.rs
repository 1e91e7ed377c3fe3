//! Marks of places: shape says what happened, colour says who, an open or broken line says how sure.

use crate::colour::Colour;
use crate::layout::geometry::Rect;
use crate::layout::identity;
use crate::layout::story::Mark;
use crate::layout::story::StoryPlace;
use crate::layout::story::is_ground;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Piece;
use crate::scene::Point;
use crate::scene::Shape;
use crate::scene::Stroke;
use crate::style::Affiliation;
use crate::style::Style;
use crate::terms::Precision;

/// A shape without a name.
pub(super) fn shape(outline: Outline, fill: Option<Paint>, stroke: Option<Stroke>) -> Node {
    Node::Shape(Shape { outline, fill, stroke, stroke_first: false, id: String::new() })
}

fn disc(at: Point, r: f64, fill: Colour, edge: Option<Stroke>) -> Node {
    shape(Outline::Circle(at, r), Some(Paint::Plain(fill)), edge)
}

/// What the mark needs to know, from a place or from the legend.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) mark: Mark,
    pub(super) hue: Colour,
    pub(super) held: Colour,
    pub(super) frames: (Affiliation, Affiliation),
    pub(super) claimed: bool,
    pub(super) focal: bool,
    pub(super) capital: bool,
    pub(super) area: bool,
    /// 1, or less for small places and crowded maps.
    pub(super) size: f64,
}

impl Look {
    pub(super) fn of(place: &StoryPlace, size: f64) -> Self {
        Self {
            mark: place.mark,
            hue: place.hue,
            held: place.held,
            frames: place.frames,
            claimed: place.claimed,
            focal: place.focal,
            capital: place.capital,
            area: place.precision == Precision::Region || place.mark == Mark::Refuge,
            size,
        }
    }
}

/// Opacity of ground that is known to an area.
const EXTENT: f64 = 0.16;

/// True for ground of which only the area is known, drawn as that and not as a place.
pub(super) fn is_extent(look: Look) -> bool {
    look.area && is_ground(look.mark)
}

/// Distance from the centre that labels and arrows keep.
pub(super) fn radius(look: Look, style: &Style) -> f64 {
    let s = &style.symbols;
    let r = match look.mark {
        _ if look.area && look.mark != Mark::Refuge => s.area,
        _ if identity::is_framed(look) => {
            let disc = if look.focal { s.focal } else { s.disc };
            disc * identity::WIDEST + 2.0
        }
        Mark::Captured if look.focal => s.focal_ground,
        Mark::Captured => s.disc + s.edge / 2.0,
        Mark::Origin | Mark::Withdrawn => s.ring + s.ring_stroke / 2.0,
        Mark::Threatened => s.threat + s.threat_stroke / 2.0,
        Mark::Siege => s.threat + s.threat_stroke,
        Mark::Clash | Mark::Shelling | Mark::Repelled => s.burst + 1.0,
        Mark::Strike => s.aircraft,
        Mark::Refuge => 24.0,
        Mark::Capital => s.capital / 2.0 + s.capital_stroke,
        Mark::Held | Mark::Reinforced | Mark::Entered | Mark::Agreement => s.disc * 0.9,
        Mark::Named => s.town + s.town_stroke,
    };
    r * look.size
}

/// Radius of the mark itself, without the area that it stands for.
pub(super) fn core(look: Look, style: &Style) -> f64 {
    radius(Look { area: false, ..look }, style)
}

/// The box that no label may touch.
pub(super) fn bounds(look: Look, at: Point, style: &Style) -> Rect {
    let r = core(look, style);
    if look.mark == Mark::Refuge { Rect::around(at, r, r * 0.72) } else { Rect::around(at, r, r) }
}

/// Draws a mark.
pub(super) fn draw(look: Look, at: Point, style: &Style) -> Vec<Node> {
    if identity::is_framed(look) {
        return identity::draw(look, at, style);
    }
    let (s, c) = (&style.symbols, &style.colours);
    let z = look.size;
    let land = c.land;
    let edge = Some(Stroke::solid(land, s.edge * z));
    let mut nodes = Vec::new();
    if is_extent(look) {
        // Tinted all over, without a point in it.
        let dotted = Stroke { colour: look.hue, width: 2.2, dash: vec![2.0, 5.0], round: true };
        nodes.push(shape(Outline::Circle(at, s.area * z), Some(Paint::Glass(look.hue, EXTENT)), Some(dotted)));
        return nodes;
    }
    if look.area && look.mark != Mark::Refuge {
        let dotted = Stroke { colour: c.note, width: 1.6, dash: vec![2.0, 5.0], round: true };
        let r = s.area * z;
        nodes.push(shape(Outline::Circle(at, r), Some(Paint::Defined("soft".into())), Some(dotted)));
    }
    match look.mark {
        Mark::Captured if look.capital => {
            let side = (s.capital + 4.0) * z * if look.focal { 1.35 } else { 1.0 };
            let corner = Point::new(at.x - side / 2.0, at.y - side / 2.0);
            nodes.push(shape(
                Outline::Rect(
                    Point::new(corner.x - s.edge, corner.y - s.edge),
                    side + 2.0 * s.edge,
                    side + 2.0 * s.edge,
                    0.0,
                ),
                Some(Paint::Plain(land)),
                None,
            ));
            if look.claimed {
                nodes.push(shape(
                    Outline::Rect(corner, side, side, 0.0),
                    Some(Paint::Plain(land)),
                    Some(claimed_edge(look, s.ring_stroke)),
                ));
            } else {
                nodes.push(shape(Outline::Rect(corner, side, side, 0.0), Some(Paint::Plain(look.hue)), None));
            }
            nodes.push(disc(at, s.focal_hole * z, c.gap, None));
        }
        Mark::Captured if look.claimed => {
            let r = if look.focal { s.focal } else { s.disc } * z;
            nodes.push(disc(at, r, land, Some(claimed_edge(look, s.ring_stroke * 0.8))));
            nodes.push(disc(at, r * 0.36, look.hue, None));
        }
        Mark::Captured if look.focal => {
            nodes.push(disc(at, s.focal_ground * z, land, None));
            nodes.push(disc(at, s.focal * z, look.hue, None));
            nodes.push(disc(at, s.focal_hole * z, c.gap, None));
        }
        Mark::Captured => nodes.push(disc(at, s.disc * z, look.hue, edge)),
        Mark::Origin => nodes.push(disc(at, s.ring * z, land, Some(Stroke::solid(look.hue, s.ring_stroke * z)))),
        Mark::Withdrawn => {
            let stroke =
                Stroke { colour: look.hue, width: s.ring_stroke * 0.6 * z, dash: vec![3.0, 3.0], round: false };
            nodes.push(disc(at, s.ring * z, land, Some(stroke)));
        }
        Mark::Threatened => {
            let stroke = Stroke {
                colour: look.hue,
                width: s.threat_stroke * z,
                dash: s.threat_dash.iter().map(|d| d * z).collect(),
                round: false,
            };
            nodes.push(disc(at, s.threat * z, land, Some(stroke)));
            nodes.push(held(look, at, s.held * z));
        }
        Mark::Siege => {
            nodes.push(disc(at, s.threat * z, land, Some(Stroke::solid(look.hue, s.threat_stroke * 1.5 * z))));
            let mut teeth = Path::default();
            for i in 0..8 {
                let a = std::f64::consts::FRAC_PI_4 * f64::from(i) + 0.39;
                let p = |r: f64| Point::new(at.x + r * libm::cos(a), at.y + r * libm::sin(a));
                teeth.add_line(&[p(s.threat * z), p((s.threat - 5.0) * z)]);
            }
            nodes.push(shape(Outline::Path(teeth), None, Some(Stroke::solid(look.hue, s.threat_stroke * z))));
            nodes.push(disc(at, s.held * 0.8 * z, look.held, None));
        }
        Mark::Clash => {
            let r = s.burst * z * if look.focal { 1.25 } else { 1.0 };
            nodes.push(under(star(at, r, r * 0.5, 8), c.ink, land, 2.0));
        }
        Mark::Repelled => {
            // A bar that stops a chevron.
            let r = s.burst * z;
            nodes.push(disc(at, r, land, Some(Stroke::solid(look.hue, s.threat_stroke * z))));
            let bar = Path::line(&[Point::new(at.x - r * 0.55, at.y), Point::new(at.x + r * 0.55, at.y)]);
            nodes.push(shape(Outline::Path(bar), None, Some(Stroke::solid(look.hue, 4.0 * z))));
        }
        Mark::Shelling => {
            let r = s.burst * z;
            let mut rays = Path::default();
            for i in 0..8 {
                let a = std::f64::consts::FRAC_PI_4 * f64::from(i);
                let p = |q: f64| Point::new(at.x + q * libm::cos(a), at.y + q * libm::sin(a));
                rays.add_line(&[p(r * 0.55), p(r)]);
            }
            nodes.push(shape(
                Outline::Path(rays.clone()),
                None,
                Some(Stroke { colour: land, width: 6.0 * z, dash: Vec::new(), round: true }),
            ));
            nodes.push(shape(
                Outline::Path(rays),
                None,
                Some(Stroke { colour: look.hue, width: 2.8 * z, dash: Vec::new(), round: true }),
            ));
            nodes.push(disc(at, r * 0.34, look.hue, None));
        }
        Mark::Strike => {
            if !look.area {
                nodes.push(disc(
                    at,
                    (s.aircraft + 2.0) * z,
                    land,
                    Some(Stroke { colour: c.note, width: 1.6, dash: vec![2.0, 5.0], round: true }),
                ));
            }
            let length = s.aircraft * z * if look.area { 1.0 } else { 0.82 };
            nodes.push(under(aircraft(at, length, 0.61), look.hue, land, 1.6));
        }
        Mark::Refuge => {
            let dotted = Stroke { colour: c.civilian, width: 1.6, dash: vec![2.0, 4.0], round: true };
            nodes.push(shape(
                Outline::Ellipse(at, 24.0 * z, 17.0 * z),
                Some(Paint::Glass(c.civilian, 0.22)),
                Some(dotted),
            ));
        }
        Mark::Capital => {
            let side = s.capital * z;
            let corner = Point::new(at.x - side / 2.0, at.y - side / 2.0);
            nodes.push(shape(
                Outline::Rect(corner, side, side, 0.0),
                Some(Paint::Plain(land)),
                Some(Stroke::solid(c.ink, s.capital_stroke * z)),
            ));
            nodes.push(disc(at, s.capital_dot * z, c.ink, None));
        }
        Mark::Entered => {
            nodes.push(disc(at, s.disc * 0.9 * z, land, Some(Stroke::solid(look.hue, 3.0 * z))));
            let r = s.disc * 0.9 * z;
            let half = Path {
                pieces: vec![
                    Piece::Move(Point::new(at.x, at.y - r)),
                    Piece::Cubic(
                        Point::new(at.x - r * 1.33, at.y - r),
                        Point::new(at.x - r * 1.33, at.y + r),
                        Point::new(at.x, at.y + r),
                    ),
                    Piece::Close,
                ],
            };
            nodes.push(shape(Outline::Path(half), Some(Paint::Plain(look.hue)), None));
        }
        Mark::Held | Mark::Reinforced => {
            nodes.push(disc(at, s.disc * 0.75 * z, look.hue, Some(Stroke::solid(land, s.edge * 0.8 * z))));
        }
        Mark::Agreement => {
            let r = s.disc * z;
            let diamond = [
                Point::new(at.x, at.y - r),
                Point::new(at.x + r, at.y),
                Point::new(at.x, at.y + r),
                Point::new(at.x - r, at.y),
            ];
            nodes.push(shape(
                Outline::Path(Path::ring(&diamond)),
                Some(Paint::Plain(land)),
                Some(Stroke::solid(c.ink, 2.6 * z)),
            ));
        }
        Mark::Named => {
            let stroke = Stroke::solid(c.ink, s.town_stroke);
            nodes.push(disc(at, (s.town + 0.5) * z, land, Some(stroke)));
        }
    }
    nodes
}

fn held(look: Look, at: Point, r: f64) -> Node {
    disc(at, r, look.held, None)
}

fn claimed_edge(look: Look, width: f64) -> Stroke {
    Stroke { colour: look.hue, width: width * look.size, dash: vec![4.0, 2.5], round: false }
}

/// A filled path with a light edge under it.
pub(super) fn under(path: Path, fill: Colour, edge: Colour, width: f64) -> Node {
    Node::Shape(Shape {
        outline: Outline::Path(path),
        fill: Some(Paint::Plain(fill)),
        stroke: Some(Stroke::solid(edge, width * 2.0)),
        stroke_first: true,
        id: String::new(),
    })
}

fn star(at: Point, outer: f64, inner: f64, points: u32) -> Path {
    let mut ring = Vec::new();
    for i in 0..points * 2 {
        let r = if i % 2 == 0 { outer } else { inner };
        let a = std::f64::consts::PI * f64::from(i) / f64::from(points) - std::f64::consts::FRAC_PI_2;
        ring.push(Point::new(at.x + r * libm::cos(a), at.y + r * libm::sin(a)));
    }
    Path::ring(&ring)
}

/// An aircraft seen from above, nose along `turn` radians from north.
fn aircraft(at: Point, half: f64, turn: f64) -> Path {
    // Right half of the outline, nose up, in shares of the half-length.
    const HALF: [(f64, f64); 10] = [
        (0.0, -1.0),
        (0.12, -0.78),
        (0.13, -0.36),
        (0.94, 0.2),
        (0.94, 0.4),
        (0.13, 0.16),
        (0.11, 0.6),
        (0.38, 0.8),
        (0.38, 0.95),
        (0.0, 0.84),
    ];
    let (s, c) = (libm::sin(turn), libm::cos(turn));
    let to = |(x, y): (f64, f64)| Point::new(at.x + half * (x * c - y * s), at.y + half * (x * s + y * c));
    let mut ring: Vec<Point> = HALF.iter().map(|p| to(*p)).collect();
    ring.extend(HALF.iter().rev().skip(1).take(HALF.len() - 2).map(|(x, y)| to((-x, *y))));
    Path::ring(&ring)
}
