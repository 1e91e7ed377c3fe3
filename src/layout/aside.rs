//! Marks that cannot stand at their true place: moved off others, or shown at the edge of the map.

use crate::geodesy::LonLat;
use crate::layout::fit::Fit;
use crate::layout::frame::Frame;
use crate::layout::geometry::Rect;
use crate::layout::geometry::direction;
use crate::layout::geometry::distance;
use crate::layout::geometry::moved;
use crate::layout::index::BoxIndex;
use crate::layout::key;
use crate::layout::marks;
use crate::layout::placing::Drawn;
use crate::layout::placing::Placed;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::story::StoryPlace;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Path;
use crate::scene::Point;
use crate::style::Style;

/// Nearer than this, in sheet units, is on one spot: nothing nearer is looked for.
const SAME_SPOT: f64 = 0.05;

/// The mark nearest to a point, the first of those that are equally near.
fn nearest(marks: impl Iterator<Item = (Point, f64)>, to: Point) -> Option<(Point, f64)> {
    let mut best: Option<(f64, (Point, f64))> = None;
    for mark in marks {
        let apart = distance(mark.0, to);
        if best.is_none_or(|(least, _)| apart < least) {
            best = Some((apart, mark));
        }
        if apart < SAME_SPOT {
            break;
        }
    }
    best.map(|(_, mark)| mark)
}

/// Moves less important marks off more important ones and off arrows; the true point keeps a tick.
pub(super) fn settle(placed: &[Placed], points: &[Point], fit: &Fit, drawn: &Drawn) -> Vec<Point> {
    let mut seats: Vec<Point> = points.to_vec();
    let mut done: Vec<(Point, f64)> = Vec::new();
    let sheet = fit.frame.rect;
    let mut index = BoxIndex::fine(sheet.x1, sheet.y1);
    // Arrows that a mark may come near: their middle lines as points, and their heads.
    let mut arrows = BoxIndex::fine(sheet.x1, sheet.y1);
    for p in drawn.courses.iter().flatten() {
        arrows.add(Rect::around(*p, 0.0, 0.0), 0);
    }
    for head in &drawn.hard {
        arrows.add(*head, 0);
    }
    for i in 0..points.len() {
        if fit.outside.contains(&i) {
            continue;
        }
        let r = placed[i].core;
        let truth = points[i];
        let close = |p: Point| {
            let owners = index.touching(Rect::around(p, r + 1.5, r + 1.5));
            owners.filter_map(|(_, k)| done.get(k as usize).copied())
        };
        let hits = |p: Point| close(p).any(|(q, s)| distance(p, q) < r + s + 1.5);
        if hits(truth) {
            let (near, s) = nearest(close(truth), truth).unwrap_or((truth, 0.0));
            let bearing = libm::atan2(truth.y - near.y, truth.x - near.x);
            let mut best: Option<(f64, Point)> = None;
            for ring in [4.0, 12.0, 24.0, 40.0] {
                for turn in -12..12_i32 {
                    let a = bearing + f64::from(turn) * std::f64::consts::PI / 12.0;
                    let reach = r + s + ring;
                    let p = Point::new(near.x + reach * libm::cos(a), near.y + reach * libm::sin(a));
                    if hits(p)
                        || !fit.frame.rect.grown(-r - 4.0).contains(p)
                        || fit.panels.iter().flatten().any(|q| q.grown(r).contains(p))
                    {
                        continue;
                    }
                    let beside = arrows.touching(Rect::around(p, r + 1.0, r + 1.0));
                    let arrow = beside.map(|(b, _)| b.distance(p)).fold(f64::INFINITY, f64::min) - r;
                    let clear = arrow + r * 0.15;
                    let cost = f64::from(turn.abs()) * 0.17
                        + ring * 0.05
                        + if clear < 1.0 { (1.0 - clear) * 0.3 } else { 0.0 };
                    if best.is_none_or(|(c, _)| cost < c - 1e-9) {
                        best = Some((cost, p));
                    }
                }
            }
            if let Some((_, p)) = best {
                seats[i] = p;
            }
        }
        index.add(Rect::around(seats[i], r, r), done.len() as u32);
        done.push((seats[i], r));
    }
    seats
}

/// Where the line from the middle of the map to a far place leaves the map, and its direction; where a panel or a mark is in
/// the way, the nearest free point of the edge to either side, or a little farther in.
pub(super) fn edge_seat(at: LonLat, frame: &Frame, panels: &[Option<Rect>], taken: &BoxIndex) -> (Point, Point) {
    let r = frame.rect.grown(-30.0);
    let c = r.centre();
    let d = direction(c, frame.place(at));
    let reach = |v: f64, half: f64| {
        if v.abs() < 1e-9 { f64::INFINITY } else { half / v.abs() }
    };
    let edge = |d: Point| reach(d.x, r.width() / 2.0).min(reach(d.y, r.height() / 2.0));
    let free = |p: Point| {
        let own = Rect::around(p, 16.0, 16.0);
        !panels.iter().flatten().any(|panel| panel.grown(24.0).contains(p)) && taken.is_free(own)
    };
    let mut best: Option<(f64, Point)> = None;
    for turn in -22..=22_i32 {
        let (sin, cos) = (libm::sin(f64::from(turn) * 0.04), libm::cos(f64::from(turn) * 0.04));
        let turned = Point::new(d.x * cos - d.y * sin, d.x * sin + d.y * cos);
        for share in (30..=100_i32).rev() {
            let p = moved(c, turned, edge(turned) * f64::from(share) / 100.0, 0.0);
            let cost = f64::from(turn.abs()) + f64::from(100 - share) * 0.6;
            if best.is_some_and(|(least, _)| cost >= least - 1e-9) {
                break;
            }
            if free(p) {
                best = Some((cost, p));
            }
        }
    }
    (best.map_or_else(|| moved(c, d, edge(d), 0.0), |(_, p)| p), d)
}

/// A place beyond the frame: an arrow head at the edge that points to it.
pub(super) fn off_map(
    (story, place): (&Story, &StoryPlace),
    id: &str,
    (at, d): (Point, Point),
    style: &Style,
    drawn: &mut Drawn,
) {
    let hue = match place.mark {
        Mark::Refuge => style.colours.civilian,
        Mark::Named | Mark::Clash | Mark::Capital | Mark::Agreement => style.colours.ink,
        _ => place.hue,
    };
    let head = [moved(at, d, 14.0, 0.0), moved(at, d, -8.0, 10.0), moved(at, d, -8.0, -10.0)];
    let mut nodes = vec![marks::under(Path::ring(&head), hue, style.colours.land, 2.0)];
    let behind = moved(at, d, -12.0 - key::RADIUS, 0.0);
    if let Some(number) = key::mark_of(story, place, behind, style) {
        nodes.extend(number);
        drawn.hard.push(Rect::around(behind, key::RADIUS, key::RADIUS));
        drawn.marks.push((behind, key::RADIUS));
    }
    drawn.places.push(Node::Group(Group {
        id: format!("place-{id}"),
        title: Some(place.evidence.clone()),
        nodes,
        ..Group::default()
    }));
    drawn.hard.push(Rect::around(at, 12.0, 12.0));
    drawn.marks.push((at, 12.0));
}

pub(super) fn round_km(km: f64) -> String {
    let step = if km > 1000.0 { 100.0 } else { 10.0 };
    let whole = ((km / step).round() * step) as i64;
    if whole >= 10_000 { format!("{},{:03}", whole / 1000, whole % 1000) } else { whole.to_string() }
}
