//! The extent: every place of the story with room for its name, panels over empty ground, the sheet's shape filled.

use crate::geodesy::LonLat;
use crate::layout::frame::Frame;
use crate::layout::geometry::Rect;
use crate::projection::Extent;
use crate::projection::Kind;
use crate::projection::Projection;
use crate::projection::choose;
use crate::scene::Point;

/// A place that must be on the map.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    pub(super) at: LonLat,
    /// Width and height of its label.
    pub(super) label: (f64, f64),
    /// Radius of its mark.
    pub(super) radius: f64,
    /// May be shown at the edge instead, if it is far from all others.
    pub(super) loose: bool,
}

/// A panel that lies over the map.
#[derive(Debug, Clone, Copy)]
pub(super) struct Panel {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Corners in order of preference: 0 upper left, 1 upper right, 2 lower left, 3 lower right.
    pub(super) corners: [usize; 4],
    /// What the map loses without it.
    pub(super) worth: f64,
}

/// What was found.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    pub(super) frame: Frame,
    /// Where each panel is, in the order given; `None` if there is no room.
    pub(super) panels: Vec<Option<Rect>>,
    /// Indices of places that are off the map.
    pub(super) outside: Vec<usize>,
    /// An inset, where neighbours are far enough apart for names of their own.
    pub(super) is_inset: bool,
}

/// What a fit depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) rect: Rect,
    pub(super) needs: &'a [Need],
    /// Pairs of places joined by arrows, as indices.
    pub(super) joined: &'a [(usize, usize)],
    /// Movements, from and to, whether or not their ends are named.
    pub(super) moves: &'a [(LonLat, LonLat)],
    pub(super) panels: &'a [Panel],
    /// Points of ground in the colour of a side, spread evenly.
    pub(super) ground: &'a [LonLat],
    pub(super) inset: f64,
    pub(super) min_width_km: f64,
    /// Mercator whatever suits better.
    pub(super) web_mercator: bool,
    /// Room kept at the sides, above and below.
    pub(super) pad: (f64, f64, f64),
}

/// The best frame.
pub(super) fn fit(ask: Ask<'_>) -> Fit {
    let outside = outliers(&ask);
    let inside: Vec<usize> = (0..ask.needs.len()).filter(|i| !outside.contains(i)).collect();
    let places: Vec<LonLat> = inside.iter().map(|i| ask.needs[*i].at).collect();
    let mut frame = first_frame(&ask, &places);
    let mut panels = Vec::new();
    // The projection is centred on the frame, which depends on the projection: twice is enough.
    for _ in 0..2 {
        let (better, found) = settle(&ask, &inside, frame);
        let window = better.window();
        let extent = Extent { west: window.west, south: window.south, east: window.east, north: window.north };
        let projection = project(&ask, extent);
        let middle = projection.forward(better.locate(better.rect.centre()));
        frame = Frame { projection, middle, ..better };
        panels = found;
    }
    let (frame, found) = settle(&ask, &inside, frame);
    if found.iter().filter(|p| p.is_some()).count() >= panels.iter().filter(|p| p.is_some()).count() {
        panels = found;
    }
    Fit { frame, panels, outside, is_inset: false }
}

/// The projection of an extent: the one that suits, or the one asked for.
fn project(ask: &Ask<'_>, extent: Extent) -> Projection {
    if ask.web_mercator {
        let lon = f64::midpoint(extent.west, extent.east);
        return Projection::new(Kind::Mercator, LonLat::new(crate::projection::wrap(lon), 0.0));
    }
    choose(extent)
}

/// Places so far away that the rest would shrink to less than half: at most a quarter, and never below three left.
fn outliers(ask: &Ask<'_>) -> Vec<usize> {
    let n = ask.needs.len();
    let all: Vec<LonLat> = ask.needs.iter().map(|p| p.at).collect();
    let full = first_frame(ask, &all).scale;
    let Some(extent) = Extent::round(&all) else {
        return Vec::new();
    };
    let middle = |mut v: Vec<f64>| {
        v.sort_by(f64::total_cmp);
        v.get(v.len() / 2).copied().unwrap_or(0.0)
    };
    let centre = LonLat::new(
        crate::projection::wrap(middle(
            all.iter().map(|p| extent.west + crate::projection::wrap(p.lon - extent.west)).collect(),
        )),
        middle(all.iter().map(|p| p.lat).collect()),
    );
    let mut order: Vec<usize> = (0..n).filter(|i| ask.needs[*i].loose).collect();
    order.sort_by(|a, b| {
        let d = |i: usize| crate::geodesy::distance_km(centre, ask.needs[i].at);
        d(*b).total_cmp(&d(*a)).then(a.cmp(b))
    });
    let mut best = Vec::new();
    for count in 1..=(n / 4).min(order.len()).min(FAR) {
        if n - count < 3 {
            break;
        }
        let gone = &order[..count];
        let kept: Vec<LonLat> = (0..n).filter(|i| !gone.contains(i)).map(|i| ask.needs[i].at).collect();
        if first_frame(ask, &kept).scale > full * 2.2 {
            best = gone.to_vec();
            break;
        }
    }
    best
}

/// The largest frame that holds the places with the usual padding.
fn first_frame(ask: &Ask<'_>, places: &[LonLat]) -> Frame {
    let extent = Extent::round(places).unwrap_or(Extent { west: -170.0, south: -55.0, east: 190.0, north: 75.0 });
    let grown = |e: Extent, by: f64| Extent {
        west: e.west - by,
        south: (e.south - by * 0.7).max(-89.0),
        east: e.east + by,
        north: (e.north + by * 0.7).min(89.0),
    };
    let margin = ((extent.east - extent.west).max(extent.north - extent.south) * 0.2).clamp(0.2, 20.0);
    let projection = project(ask, grown(extent, margin));
    let points: Vec<Point> = places
        .iter()
        .map(|p| {
            let (x, y) = projection.forward(*p);
            Point::new(x, y)
        })
        .collect();
    let bounds = Rect::round(&points).unwrap_or_default();
    let room = ((ask.rect.width() - 2.0 * ask.pad.0).max(50.0), (ask.rect.height() - ask.pad.1 - ask.pad.2).max(50.0));
    let scale = (room.0 / bounds.width().max(1e-6))
        .min(room.1 / bounds.height().max(1e-6))
        .min(ask.rect.width() / ask.min_width_km.max(1.0));
    let lift = (ask.pad.1 - ask.pad.2) / 2.0 / scale;
    let c = bounds.centre();
    Frame { rect: ask.rect, projection, middle: (c.x, c.y + lift), scale }
}

fn corner(rect: Rect, panel: Panel, which: usize, inset: f64) -> Rect {
    let x0 = if which.is_multiple_of(2) { rect.x0 + inset } else { rect.x1 - inset - panel.width };
    let y0 = if which < 2 { rect.y0 + inset } else { rect.y1 - inset - panel.height };
    Rect::new(x0, y0, x0 + panel.width, y0 + panel.height)
}

/// Places, the most important first, whose names are thought of when the panels are put; all count for the extent.
const WEIGHED: usize = 100;
/// Places that may be left off the map.
const FAR: usize = 30;

/// What it costs to cover all the ground in the colour of a side.
const HIDDEN: f64 = 4.0;

/// Moves and, if need be, shrinks the map until the panels lie over ground without a place of the story.
fn settle(ask: &Ask<'_>, inside: &[usize], start: Frame) -> (Frame, Vec<Option<Rect>>) {
    let places: Vec<LonLat> = inside.iter().map(|i| ask.needs[*i].at).collect();
    let base = Frame { scale: first_frame(ask, &places).scale, ..start };
    let arranged = arrangements(ask);
    let mut best: Option<(f64, Frame, usize)> = None;
    for shrink in [1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.64, 0.58, 0.52] {
        let frame = Frame { scale: base.scale * shrink, ..base };
        let smaller = (1.0 - shrink) * 7.0;
        let points: Vec<(usize, Point)> = inside.iter().map(|i| (*i, frame.place(ask.needs[*i].at))).collect();
        let flat: Vec<Point> = points.iter().map(|(_, p)| *p).collect();
        let bounds = Rect::round(&flat).unwrap_or_else(|| Rect::around(frame.rect.centre(), 1.0, 1.0));
        let r = frame.rect;
        let (x_low, x_high) = slack((bounds.x0, bounds.x1), (r.x0 + ask.pad.0, r.x1 - ask.pad.0));
        let (y_low, y_high) = slack((bounds.y0, bounds.y1), (r.y0 + ask.pad.1, r.y1 - ask.pad.2));
        let points = points.get(..points.len().min(WEIGHED)).unwrap_or(&points);
        let sides = sides(ask, points);
        let tracks = tracks(ask, &frame, points);
        let ground: Vec<Point> = ask.ground.iter().map(|p| frame.place(*p)).collect();
        for i in 0..9_u32 {
            for j in 0..5_u32 {
                let dx = x_low + (x_high - x_low) * f64::from(i) / 8.0;
                let dy = y_low + (y_high - y_low) * f64::from(j) / 4.0;
                let shift = |p: Point| Point::new(p.x + dx, p.y + dy);
                let moved: Vec<(usize, Point)> = points.iter().map(|(k, p)| (*k, shift(*p))).collect();
                let on_tracks: Vec<Point> = tracks.iter().map(|p| shift(*p)).filter(|p| r.contains(*p)).collect();
                let off_centre = (f64::from(i) - 4.0).abs() / 4.0 * 0.25 + (f64::from(j) - 2.0).abs() / 2.0 * 0.2;
                for (index, (order, panels)) in arranged.iter().enumerate() {
                    let gone = panels.iter().zip(ask.panels).filter(|(p, _)| p.is_none());
                    let lost: f64 = gone.map(|(_, panel)| panel.worth).sum();
                    let hidden = |p: &&Point| panels.iter().flatten().any(|r| r.contains(shift(**p)));
                    let hides = ground.iter().filter(hidden).count() as f64 / ground.len().max(1) as f64;
                    let least = lost + off_centre + order * 0.06 + smaller + hides * HIDDEN;
                    if best.is_some_and(|(c, ..)| least >= c - 1e-9) {
                        continue;
                    }
                    let most = best.map_or(f64::INFINITY, |(c, ..)| (c - least) / 6.0);
                    let cost = least + clash(ask, &moved, &sides, &on_tracks, panels, most) * 6.0;
                    if best.is_none_or(|(c, ..)| cost < c - 1e-9) {
                        let middle = (frame.middle.0 - dx / frame.scale, frame.middle.1 + dy / frame.scale);
                        best = Some((cost, Frame { middle, ..frame }, index));
                    }
                }
            }
        }
        if best.is_some_and(|(c, ..)| c < smaller + 0.35) {
            break;
        }
    }
    best.map_or_else(
        || (base, vec![None; ask.panels.len()]),
        |(_, frame, index)| (frame, arranged.get(index).map(|(_, p)| p.clone()).unwrap_or_default()),
    )
}

/// How far a span may slide inside another: the least and the most; centred where it is too long.
fn slack((low, high): (f64, f64), (from, to): (f64, f64)) -> (f64, f64) {
    let (a, b) = (from - low, to - high);
    if a <= b { (a, b) } else { (f64::midpoint(a, b), f64::midpoint(a, b)) }
}

/// Points along arrows and movements that no panel should cover.
fn tracks(ask: &Ask<'_>, frame: &Frame, places: &[(usize, Point)]) -> Vec<Point> {
    let at = |i: usize| places.iter().find(|(k, _)| *k == i).map(|(_, p)| *p);
    let mut points = Vec::new();
    let mut add = |a: Point, b: Point| {
        for k in 1..8 {
            points.push(crate::layout::geometry::lerp(a, b, f64::from(k) / 8.0));
        }
    };
    for (a, b) in ask.joined {
        if let (Some(a), Some(b)) = (at(*a), at(*b)) {
            add(a, b);
        }
    }
    for (from, to) in ask.moves {
        let (from, to) = (frame.place(*from), frame.place(*to));
        // One that comes from afar is drawn by its last part only.
        let length = crate::layout::geometry::distance(from, to);
        let near = if length > 400.0 { crate::layout::geometry::lerp(to, from, 180.0 / length) } else { from };
        add(near, to);
    }
    points
}

/// Every way to put the panels into corners, with its distance from the preferred one; the first is always there, of the
/// others some may be left out.
fn arrangements(ask: &Ask<'_>) -> Vec<(f64, Vec<Option<Rect>>)> {
    let mut all: Vec<(f64, Vec<Option<Rect>>)> = vec![(0.0, Vec::new())];
    for (k, panel) in ask.panels.iter().enumerate() {
        let mut longer = Vec::new();
        for (order, put) in &all {
            for (choice, which) in panel.corners.into_iter().enumerate() {
                let rect = corner(ask.rect, *panel, which, ask.inset);
                if put.iter().flatten().all(|other| !other.grown(ask.inset).overlaps(rect)) {
                    longer.push((order + choice as f64, put.iter().copied().chain([Some(rect)]).collect()));
                }
            }
            if k > 0 {
                longer.push((*order, put.iter().copied().chain([None]).collect()));
            }
        }
        all = longer;
    }
    all
}

/// What it costs to put the name of each place to its right or left, by what of the story lies there.
fn sides(ask: &Ask<'_>, places: &[(usize, Point)]) -> Vec<(f64, f64)> {
    let at = |i: usize| places.iter().find(|(k, _)| *k == i).map(|(_, p)| *p);
    let segments: Vec<(Point, Point)> = ask.joined.iter().filter_map(|(a, b)| Some((at(*a)?, at(*b)?))).collect();
    places
        .iter()
        .map(|(index, p)| {
            let need = ask.needs[*index];
            let (right, left) = label_boxes(need, *p);
            let cost = |r: Rect| {
                let marks = places.iter().filter(|(k, q)| k != index && r.distance(*q) < ask.needs[*k].radius).count();
                let crossed =
                    segments.iter().filter(|(a, b)| crate::layout::geometry::inside(*a, *b, r).is_some()).count();
                marks as f64 * 0.25 + crossed as f64 * 0.3
            };
            (cost(right), cost(left))
        })
        .collect()
}

/// Where a name would stand to the right and to the left of its mark.
fn label_boxes(need: Need, at: Point) -> (Rect, Rect) {
    let (w, h) = need.label;
    let gap = need.radius + 10.0;
    let (y0, y1) = (at.y - h * 0.4, at.y + h * 0.7);
    (Rect::new(at.x + gap, y0, at.x + gap + w, y1), Rect::new(at.x - gap - w, y0, at.x - gap, y1))
}

/// How much the panels and the frame are in the way of marks, arrows and names; beyond `most` it is not added up further.
fn clash(
    ask: &Ask<'_>,
    places: &[(usize, Point)],
    sides: &[(f64, f64)],
    tracks: &[Point],
    panels: &[Option<Rect>],
    most: f64,
) -> f64 {
    let mut total = 0.0;
    let covered = |r: Rect| panels.iter().flatten().any(|p| p.overlaps(r));
    for ((index, at), (to_right, to_left)) in places.iter().zip(sides) {
        if total > most {
            return total;
        }
        let need = ask.needs[*index];
        if covered(Rect::around(*at, need.radius + 14.0, need.radius + 14.0)) {
            total += 3.0;
        }
        let (right, left) = label_boxes(need, *at);
        let room = |r: Rect| {
            if ask.rect.grown(-8.0).covers(r) && !covered(r) { 0.0 } else { 0.8 }
        };
        total += (to_right + room(right)).min(to_left + room(left) + 0.02);
    }
    total + tracks.iter().filter(|p| covered(Rect::around(**p, 24.0, 24.0))).count() as f64 * 0.4
}
