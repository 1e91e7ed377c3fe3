//! Insets: places of the story that crowd on the map, drawn again at a larger scale in a panel of their own.
//!
//! In: the story and where it lies on paper. Out: which places an inset takes over. Never: more than two; drawing, but for the
//! frame on the map.

use std::collections::BTreeSet;

use crate::control::Derived;
use crate::geodesy::LonLat;
use crate::layout::extent::Fitted;
use crate::layout::fit::Fit;
use crate::layout::frame::Frame;
use crate::layout::geometry::Rect;
use crate::layout::geometry::distance;
use crate::layout::index::BoxIndex;
use crate::layout::labels::Label;
use crate::layout::labels::crowding;
use crate::layout::marks::shape;
use crate::layout::placing;
use crate::layout::placing::Placed;
use crate::layout::story::Story;
use crate::layout::story::StoryPlace;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::style::Style;

/// Places nearer than this to one another crowd, in sizes of a place's name.
const CROWDED: f64 = 1.5;
/// Fewer places need no inset.
const LEAST: usize = 3;
/// Most insets of a sheet.
const MOST: usize = 2;
/// Places, the most important first, that are looked at.
const WEIGHED: usize = 300;
/// Room for names at the sides, and above and below, inside an inset.
const ROOM: (f64, f64) = (200.0, 130.0);
/// An inset that is not this much larger than the map is none.
const LARGER: f64 = 2.0;
/// Nearer places than this are far enough apart inside an inset.
const APART: f64 = 90.0;

/// More crowded places than this ask for a larger inset.
const MANY: usize = 8;
/// A place nearer to the edge of an inset than this has no room for its name.
pub(super) const EDGE: f64 = 36.0;
/// Half side of the smallest frame on the map that still shows round a mark.
const LEAST_FRAME: f64 = 19.0;

/// An inset before it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inset {
    /// Indices into the places of the story, the most important first; that one is named on the map, too.
    pub(super) members: Vec<usize>,
    pub(super) width: f64,
    pub(super) height: f64,
    /// Corners of what it shows.
    pub(super) corners: [LonLat; 4],
    /// Plane position, km, of its middle.
    middle: (f64, f64),
    /// Sheet units for a kilometre.
    scale: f64,
}

/// The insets that a map needs: places that crowd, as many as fit into a window of the size that an inset can enlarge.
///
/// `trouble` are the places whose names or marks are not where they should be; with fewer than three of them an inset is none.
pub(super) fn plan(
    story: &Story,
    places: &[Placed],
    fit: &Fit,
    style: &Style,
    trouble: &BTreeSet<usize>,
) -> Vec<Inset> {
    let rect = fit.frame.rect;
    if rect.width() < 900.0 || rect.height() < 700.0 {
        return Vec::new();
    }
    let near = style.text.story.size * crowding(story.places.len()) * CROWDED;
    let all: Vec<(usize, Point)> = story
        .places
        .iter()
        .enumerate()
        .take(WEIGHED)
        .filter(|(i, _)| !fit.outside.contains(i) && places.get(*i).is_some_and(|p| !p.look.area))
        .map(|(i, p)| (i, fit.frame.place(p.at)))
        .collect();
    let close: Vec<(usize, Point)> = all
        .iter()
        .filter(|(i, p)| all.iter().filter(|(k, q)| k != i && distance(*p, *q) < near).count() + 1 >= LEAST)
        .copied()
        .collect();
    // Those at the end of a row have only one neighbour.
    let mut crowd: Vec<(usize, Point)> =
        all.iter().filter(|(_, p)| close.iter().any(|(_, q)| distance(*p, *q) < near)).copied().collect();
    let by = crowding(story.places.len()).min(1.0);
    let room = (ROOM.0 * by, ROOM.1 * by);
    let small = ((rect.width() * 0.32).clamp(330.0, 500.0), (rect.height() * 0.36).clamp(270.0, 380.0));
    let large = ((rect.width() * 0.42).max(small.0), (rect.height() * 0.48).max(small.1));
    let window = ((small.0 - room.0) / LARGER, (small.1 - room.1) / LARGER);
    let mut out: Vec<Inset> = Vec::new();
    while out.len() < MOST {
        let inside = |centre: Point, p: Point| {
            (p.x - centre.x).abs() <= window.0 / 2.0 && (p.y - centre.y).abs() <= window.1 / 2.0
        };
        // The window round the middle of each place and its neighbours that holds most.
        let best = crowd
            .iter()
            .map(|(_, p)| {
                let close: Vec<Point> = crowd.iter().map(|c| c.1).filter(|q| inside(*p, *q)).collect();
                let centre = Rect::round(&close).map_or(*p, Rect::centre);
                (crowd.iter().filter(|(_, q)| inside(centre, *q)).count(), centre)
            })
            .enumerate()
            .max_by(|a, b| a.1.0.cmp(&b.1.0).then(b.0.cmp(&a.0)))
            .map(|(_, found)| found);
        let Some((_, centre)) = best.filter(|(count, _)| *count >= LEAST) else { break };
        let taken: Vec<Point> = crowd.iter().filter(|(_, p)| inside(centre, *p)).map(|c| c.1).collect();
        crowd.retain(|(_, p)| !inside(centre, *p));
        let Some(bounds) = Rect::round(&taken) else { break };
        let (width, height) = if taken.len() > MANY { large } else { small };
        let mut closest = f64::INFINITY;
        for (k, p) in taken.iter().enumerate() {
            for q in taken.iter().skip(k + 1) {
                closest = closest.min(distance(*p, *q));
            }
        }
        let fills = ((width - room.0) / bounds.width().max(1.0)).min((height - room.1) / bounds.height().max(1.0));
        let enough = (APART / closest.max(1.0)).max(LARGER);
        let factor = fills.min(enough * 1.5).min(60.0);
        let c = rect.centre();
        let b = bounds.centre();
        let shown = Rect::around(b, width / 2.0 / factor, height / 2.0 / factor);
        // Another frame on the map must stand clear of this one.
        if out.iter().any(|other| other.on_map(&fit.frame).grown(20.0).overlaps(shown)) {
            continue;
        }
        // All that the inset has room for is shown there.
        let inner = shown.grown(-EDGE / factor);
        let members: Vec<usize> = all.iter().filter(|(_, p)| inner.contains(*p)).map(|(i, _)| *i).collect();
        crowd.retain(|(i, _)| !members.contains(i));
        if members.iter().filter(|i| trouble.contains(i)).count() < LEAST {
            continue;
        }
        let corner = |x: f64, y: f64| fit.frame.locate(Point::new(x, y));
        out.push(Inset {
            members,
            width,
            height,
            corners: [
                corner(shown.x0, shown.y0),
                corner(shown.x1, shown.y0),
                corner(shown.x1, shown.y1),
                corner(shown.x0, shown.y1),
            ],
            middle: (
                fit.frame.middle.0 + (b.x - c.x) / fit.frame.scale,
                fit.frame.middle.1 - (b.y - c.y) / fit.frame.scale,
            ),
            scale: fit.frame.scale * factor,
        });
    }
    out
}

/// A leg shorter than this has no room for an arrow that can be read.
const SHORT: f64 = 56.0;

/// Places of the story without a name of their own, or with one at the end of a leader, or whose mark was moved aside, or at
/// the end of a leg too short for its arrow.
pub(super) fn trouble(
    drawn: &placing::Drawn,
    placed: &[Option<Label>],
    frame: &Frame,
    (story, derived): (&Story, &Derived),
) -> BTreeSet<usize> {
    let ends: Vec<Point> = derived
        .legs
        .iter()
        .filter_map(|l| Some((frame.place(*l.line.first()?), frame.place(*l.line.last()?))))
        .filter(|(a, b)| distance(*a, *b) < SHORT)
        .flat_map(|(a, b)| [a, b])
        .collect();
    let spot = |p: Point| (p.x.to_bits(), p.y.to_bits());
    let beside = drawn.subjects.iter().zip(placed).filter(|(_, label)| label.as_ref().is_some_and(|l| !l.leader));
    let named: BTreeSet<(u64, u64)> = beside.map(|(subject, _)| spot(subject.at)).collect();
    let well = |seat: Point| named.contains(&spot(seat));
    let mut close = BoxIndex::fine(frame.rect.x1, frame.rect.y1);
    for end in &ends {
        close.add(Rect::around(*end, 2.0, 2.0), 0);
    }
    let is_end = |at: Point| {
        let mut near = close.touching(Rect::around(at, 0.0, 0.0));
        near.any(|(around, _)| distance(at, around.centre()) < 2.0)
    };
    let places = story.places.iter().zip(&drawn.seats).enumerate();
    let badly = |p: &StoryPlace, seat: Point| {
        let at = frame.place(p.at);
        !well(seat) || distance(at, seat) > 2.0 || is_end(at)
    };
    places.filter(|(_, (p, seat))| badly(p, **seat)).map(|(i, _)| i).collect()
}

impl Inset {
    /// The same inset on the plane of another frame.
    pub(super) fn carried(&self, from: &Frame, to: &Frame) -> Self {
        let at = from.projection.inverse(self.middle.0, self.middle.1);
        let (east, _) = from.projection.scale_at(at);
        let (there, _) = to.projection.scale_at(at);
        Self { middle: to.projection.forward(at), scale: self.scale * east / there, ..self.clone() }
    }

    /// The inset's own frame.
    pub(super) fn frame(&self, rect: Rect, map: &Frame) -> Frame {
        Frame { rect, projection: map.projection, middle: self.middle, scale: self.scale }
    }

    /// What the inset shows, as a rectangle of the map.
    pub(super) fn on_map(&self, map: &Frame) -> Rect {
        let c = map.rect.centre();
        let (x, y) =
            ((self.middle.0 - map.middle.0) * map.scale + c.x, c.y - (self.middle.1 - map.middle.1) * map.scale);
        let share = map.scale / self.scale;
        let half = |length: f64| (length / 2.0 * share).max(LEAST_FRAME);
        Rect::around(Point::new(x, y), half(self.width), half(self.height))
    }
}

/// Those of the insets for which the map has room, with their rectangles.
pub(super) fn seated<'a>(insets: &'a [Inset], fitted: &Fitted) -> Vec<(&'a Inset, Rect)> {
    insets.iter().enumerate().filter_map(|(k, inset)| Some((inset, fitted.inset(k)?))).collect()
}

/// The story of the map itself: what an inset shows is only pointed at there. With the places that stay, their indices.
pub(super) fn without(story: &Story, insets: &[(&Inset, Rect)]) -> (Story, Vec<usize>) {
    let hidden: BTreeSet<usize> = insets.iter().flat_map(|(i, _)| i.members.iter().skip(1).copied()).collect();
    let leads: BTreeSet<usize> = insets.iter().filter_map(|(i, _)| i.members.first().copied()).collect();
    let kept: Vec<usize> = (0..story.places.len()).filter(|i| !hidden.contains(i)).collect();
    let places = kept.iter().filter_map(|i| {
        let mut place = story.places.get(*i)?.clone();
        if leads.contains(i) {
            place.notes.clear();
        }
        Some(place)
    });
    (Story { places: places.collect(), ..story.clone() }, kept)
}

/// What is left to draw on the map: legs that an inset shows from end to end are drawn there alone.
pub(super) fn beyond(derived: &Derived, insets: &[(&Inset, Rect)], map: &Frame) -> Derived {
    let mut rest = derived.clone();
    rest.legs.retain(|leg| {
        let ends = [leg.line.first(), leg.line.last()];
        !insets.iter().any(|(inset, _)| {
            let shown = inset.on_map(map);
            ends.iter().flatten().all(|at| shown.contains(map.place(**at)))
        })
    });
    rest
}

/// The frame on the map that shows what an inset enlarges.
pub(super) fn pointer(inset: &Inset, map: &Frame, style: &Style) -> Node {
    let r = inset.on_map(map);
    let corner = Point::new(r.x0, r.y0);
    shape(Outline::Rect(corner, r.width(), r.height(), 0.0), None, Some(Stroke::solid(style.colours.ink, 1.8)))
}

/// Puts the frames on the map in the way of names; the first place of each is named beside its frame. `kept` are the indices of the
/// places drawn.
pub(super) fn keep_clear(insets: &[(&Inset, Rect)], kept: &[usize], map: &Frame, drawn: &mut placing::Drawn) {
    for (inset, _) in insets {
        let shown = inset.on_map(map);
        let lead = inset.members.first().and_then(|i| kept.iter().position(|k| k == i));
        let at = lead.and_then(|k| drawn.seats.get(k)).copied().unwrap_or_default();
        if let Some(subject) = drawn.subjects.iter_mut().find(|s| s.at == at) {
            subject.at = shown.centre();
            subject.radius = subject.radius.max(shown.width().min(shown.height()) / 2.0);
        }
        drawn.marks.push((shown.centre(), shown.width().min(shown.height()) / 2.0));
        drawn.hard.push(shown);
    }
}
