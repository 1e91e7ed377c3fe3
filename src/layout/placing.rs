//! The story on the map: arrows, movements and marks at their places, moved aside where they would lie on one another.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::control::Derived;
use crate::font::Fonts;
use crate::geodesy::distance_km;
use crate::layout::areas::slug;
use crate::layout::arrows;
use crate::layout::arrows::Arrow;
use crate::layout::arrows::Body;
use crate::layout::arrows::Course;
use crate::layout::aside::edge_seat;
use crate::layout::aside::off_map;
use crate::layout::aside::round_km;
use crate::layout::aside::settle;
use crate::layout::block::measure;
use crate::layout::fit::Fit;
use crate::layout::frame::Frame;
use crate::layout::geometry::Rect;
use crate::layout::geometry::direction;
use crate::layout::geometry::distance;
use crate::layout::geometry::moved;
use crate::layout::identity;
use crate::layout::index::BoxIndex;
use crate::layout::index::LineIndex;
use crate::layout::index::LineKind;
use crate::layout::key;
use crate::layout::labels::Subject;
use crate::layout::labels::crowding;
use crate::layout::language::Phrase;
use crate::layout::marks;
use crate::layout::marks::Look;
use crate::layout::marks::shape;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::story::StoryPlace;
use crate::layout::words;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::situation::Leg;
use crate::situation::Movement;
use crate::situation::Situation;
use crate::style::Style;
use crate::terms::EventType;
use crate::terms::LegStatus;

/// Neighbours that may share a label.
const SHARED: usize = 2;

/// A mark with its size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) look: Look,
    /// Distance that labels and arrows keep.
    pub(super) radius: f64,
    /// Radius of the mark itself, without the area that it stands for.
    pub(super) core: f64,
}

/// A shorter leg is not drawn, sheet units.
const SHORTEST: f64 = 16.0;
/// A shorter movement would be all head.
const SHORTEST_MOVEMENT: f64 = 44.0;

/// True if a leg is long enough to be drawn.
pub(super) fn leg_shows(leg: &Leg, frame: &Frame) -> bool {
    let ends = leg.line.first().zip(leg.line.last());
    ends.is_some_and(|(a, b)| distance(frame.place(*a), frame.place(*b)) >= SHORTEST)
}

/// True if a movement is long enough to be drawn and ends on the map.
pub(super) fn movement_shows(movement: &Movement, frame: &Frame) -> bool {
    let to = frame.place(movement.to.1);
    distance(frame.place(movement.from.1), to) >= SHORTEST_MOVEMENT && frame.rect.contains(to)
}

/// What was drawn of the story.
#[derive(Debug, Clone, Default)]
pub(super) struct Drawn {
    pub(super) areas: Vec<Node>,
    pub(super) advance: Vec<Node>,
    pub(super) movements: Vec<Node>,
    pub(super) places: Vec<Node>,
    pub(super) subjects: Vec<Subject>,
    /// Indices of places that have a number in place of a name.
    pub(super) numbered: Vec<usize>,
    /// Centres and radii of the areas that marks stand for.
    pub(super) rings: Vec<(Point, f64)>,
    /// Centres and radii of marks.
    pub(super) marks: Vec<(Point, f64)>,
    /// Boxes that no label may touch.
    pub(super) hard: Vec<Rect>,
    /// Middle lines of arrows.
    pub(super) courses: Vec<Vec<Point>>,
    /// Centre of the mark of each place of the story.
    pub(super) seats: Vec<Point>,
}

/// The marks of the story with their sizes.
pub(super) fn subjects(story: &Story, style: &Style) -> Vec<Placed> {
    let by = crowding(story.places.len()).min(1.0);
    story
        .places
        .iter()
        .map(|p| {
            let minor = p.mark == Mark::Threatened && p.weight < 56_400;
            let look = Look::of(p, if minor { by * 0.8 } else { by });
            let numbered = story.number(p).map(|_| key::RADIUS);
            let core = numbered.unwrap_or_else(|| marks::core(look, style));
            Placed {
                look,
                radius: if look.area || numbered.is_none() { marks::radius(look, style) } else { core },
                core,
            }
        })
        .collect()
}

/// About how much room the label of a place takes.
pub(super) fn label_size(place: &StoryPlace, many: usize, style: &Style, fonts: &Fonts) -> (f64, f64) {
    let t = &style.text;
    let by = crowding(many);
    let name = if place.focal { &t.focal } else { &t.story };
    let mut width = measure(&place.name, name, fonts) * by;
    let mut height = name.size * by;
    if many <= 24 || place.focal {
        for line in place.notes.iter().flat_map(|n| words::wrap(n, style.map.note_letters as usize)).take(3) {
            width = width.max(measure(&line, &t.note, fonts));
            height += style.page.note_leading;
        }
    }
    (width, height)
}

/// Draws arrows, movements and marks.
#[allow(clippy::too_many_arguments, reason = "the whole of what has been laid out so far")]
pub(super) fn place(
    situation: &Situation,
    derived: &Derived,
    story: &Story,
    placed: &[Placed],
    fit: &Fit,
    style: &Style,
    lines: &mut LineIndex,
    abroad: &dyn Fn(Point) -> f64,
) -> Drawn {
    let frame = &fit.frame;
    let mut drawn = Drawn::default();
    let points: Vec<Point> = story.places.iter().map(|p| frame.place(p.at)).collect();
    let true_marks: Vec<(Point, f64)> = points
        .iter()
        .zip(placed)
        .enumerate()
        .filter(|(i, _)| !fit.outside.contains(i))
        .map(|(_, (p, s))| (*p, s.radius))
        .collect();
    // An end without a mark stands on the front line, or in the open.
    let a = &style.arrows;
    let open = if derived.front.is_empty() { 4.0 } else { a.front + a.front_gap * 0.5 + 0.8 };
    let sheet = frame.rect;
    let mut spots = BoxIndex::fine(sheet.x1, sheet.y1);
    for (k, (at, _)) in true_marks.iter().enumerate() {
        spots.add(Rect::around(*at, 1.5, 1.5), k as u32);
    }
    let gap_at = |p: Point| {
        let on = spots.touching(Rect::around(p, 0.0, 0.0)).map(|(_, k)| k);
        let on = on.filter(|k| true_marks.get(*k as usize).is_some_and(|(m, _)| distance(*m, p) < 1.5));
        on.min().and_then(|k| true_marks.get(k as usize)).map_or(open, |(_, r)| r + 5.0)
    };
    legs(derived, story, frame, style, &true_marks, &gap_at, &mut drawn, lines, abroad);
    movements(situation, story, frame, style, &true_marks, &gap_at, &mut drawn, lines, abroad);
    let mut seats = settle(placed, &points, fit, &drawn);
    let directions = edge_seats(story, placed, fit, &drawn, &mut seats);
    // The most important mark is drawn last.
    for i in (0..story.places.len()).rev() {
        let (place, look) = (&story.places[i], placed[i].look);
        let id = slug(&place.name);
        if fit.outside.contains(&i) {
            off_map((story, place), &id, (seats[i], directions[i]), style, &mut drawn);
            continue;
        }
        let (at, truth) = (seats[i], points[i]);
        let mut nodes = Vec::new();
        if distance(at, truth) > 2.0 && !look.area {
            let d = direction(at, truth);
            let tick = Path::line(&[moved(at, d, placed[i].radius * 0.6, 0.0), truth]);
            nodes.push(shape(Outline::Path(tick), None, Some(Stroke::solid(style.colours.ink, 1.6))));
        }
        let mut symbol = marks::draw(look, at, style);
        if look.area && look.mark != Mark::Refuge && !marks::is_extent(look) && !symbol.is_empty() {
            drawn.areas.push(symbol.remove(0));
        }
        nodes.extend(key::mark_of(story, place, at, style).unwrap_or(symbol));
        drawn.places.push(Node::Group(Group {
            id: format!("place-{id}"),
            title: Some(place.evidence.clone()),
            code: identity::mark_code(look),
            nodes,
            ..Group::default()
        }));
        drawn.hard.push(if story.number(place).is_some() {
            Rect::around(at, placed[i].core, placed[i].core)
        } else {
            marks::bounds(look, at, style)
        });
        drawn.marks.push((at, placed[i].core));
        if look.area && placed[i].radius > placed[i].core {
            let r = placed[i].radius;
            drawn.rings.push((at, r));
            let edge: Vec<Point> = (0..=32_u32)
                .map(|k| std::f64::consts::TAU * f64::from(k) / 32.0)
                .map(|a| Point::new(at.x + r * libm::cos(a), at.y + r * libm::sin(a)))
                .collect();
            lines.add(&edge, LineKind::Ring);
        }
    }
    // Subjects in order of importance; ids are made unique by their order.
    let mut ids = Ids::default();
    let mut neighbours = Neighbours::new(sheet);
    for (i, place) in story.places.iter().enumerate() {
        let id = ids.give(&slug(&place.name));
        if story.number(place).is_some() {
            drawn.numbered.push(i);
            continue;
        }
        let outside = fit.outside.contains(&i);
        let at = seats[i];
        // A place named after its neighbour ("East of X" beside X) shares the neighbour's label.
        let shares = if outside || fit.is_inset { None } else { neighbours.related(&drawn.subjects, at, &place.name) };
        if let Some(other) = shares.and_then(|k| drawn.subjects.get_mut(k)) {
            let note = place.notes.first().map_or_else(String::new, |n| {
                let mut letters = n.chars();
                letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
            });
            other.shared.push((place.name.clone(), note));
            continue;
        }
        let mut notes = place.notes.clone();
        if outside {
            let km = distance_km(place.at, frame.locate(frame.rect.centre()));
            let km = story.language.digits(&round_km(km));
            notes.push(story.language.fill(Phrase::FarAway, &[("km", &km)]));
        }
        neighbours.add(at, &place.name);
        drawn.subjects.push(Subject {
            id,
            place: i,
            name: place.name.clone(),
            notes,
            shared: Vec::new(),
            at,
            radius: if outside { 12.0 } else { placed[i].radius },
            focal: place.focal,
            text: place.text,
        });
    }
    drawn.seats = seats;
    drawn
}

/// Gives the places beyond the frame their seats at its edge; with the direction of each.
fn edge_seats(story: &Story, placed: &[Placed], fit: &Fit, drawn: &Drawn, seats: &mut [Point]) -> Vec<Point> {
    let mut directions = vec![Point::default(); seats.len()];
    let mut taken = BoxIndex::fine(fit.frame.rect.x1, fit.frame.rect.y1);
    for b in &drawn.hard {
        taken.add(*b, 0);
    }
    for (i, seat) in seats.iter().enumerate().filter(|(i, _)| !fit.outside.contains(i)) {
        let r = placed.get(i).map_or(0.0, |p| p.core);
        taken.add(Rect::around(*seat, r, r), 0);
    }
    for (i, place) in story.places.iter().enumerate().filter(|(i, _)| fit.outside.contains(i)) {
        let (at, direction) = edge_seat(place.at, &fit.frame, &fit.panels, &taken);
        taken.add(Rect::around(at, 16.0, 16.0), 0);
        if let (Some(seat), Some(d)) = (seats.get_mut(i), directions.get_mut(i)) {
            (*seat, *d) = (at, direction);
        }
    }
    directions
}

/// Ids that are given only once: `hama`, `hama-2`, `hama-3`.
#[derive(Default)]
struct Ids {
    given: BTreeSet<String>,
    /// How often each was asked for.
    asked: BTreeMap<String, usize>,
}

impl Ids {
    fn give(&mut self, id: &str) -> String {
        let mut own = id.to_owned();
        while !self.given.insert(own.clone()) {
            let times = self.asked.entry(id.to_owned()).or_insert(1);
            *times += 1;
            own = format!("{id}-{times}");
        }
        own
    }
}

/// Subjects by where they are, to find those that a neighbour is named after.
struct Neighbours {
    index: BoxIndex,
    /// The name of each in small letters, with a bit for each letter that it has.
    names: Vec<(String, u64)>,
}

/// Marks farther from one another, in sheet units, do not share a label.
const BESIDE: f64 = 60.0;

impl Neighbours {
    fn new(sheet: Rect) -> Self {
        Self { index: BoxIndex::new(sheet.x1, sheet.y1), names: Vec::new() }
    }

    fn folded(name: &str) -> (String, u64) {
        let name = name.to_lowercase();
        let letters = name.bytes().fold(0, |set, b| set | 1 << (b % 64));
        (name, letters)
    }

    fn add(&mut self, at: Point, name: &str) {
        self.index.add(Rect::around(at, 0.0, 0.0), self.names.len() as u32);
        self.names.push(Self::folded(name));
    }

    /// The first subject beside `at` that has room for another name and whose name is part of this one, or the other way round.
    fn related(&self, subjects: &[Subject], at: Point, name: &str) -> Option<usize> {
        let (name, letters) = Self::folded(name);
        if name.is_empty() {
            return None;
        }
        let is_related = |k: usize| {
            let Some((other, has)) = self.names.get(k) else { return false };
            let within = |a: &str, b: &str, rest: u64| !a.is_empty() && rest == 0 && b.contains(a);
            within(other, &name, has & !letters) || within(&name, other, letters & !has)
        };
        let beside = self.index.touching(Rect::around(at, BESIDE, BESIDE)).map(|(_, k)| k as usize);
        let beside = beside.filter(|k| {
            let other = subjects.get(*k);
            other.is_some_and(|s| s.shared.len() < SHARED && distance(s.at, at) < BESIDE) && is_related(*k)
        });
        beside.min()
    }
}

/// Arrows that look for the bow that leaves marks and other arrows in peace.
const WEIGHED: usize = 200;

/// The better of the two bows.
fn bend(
    a: Point,
    b: Point,
    sagitta: f64,
    marks: &[(Point, f64)],
    before: &[Vec<Point>],
    frame: Rect,
    abroad: &dyn Fn(Point) -> f64,
) -> Course {
    let d = direction(a, b);
    // Long legs bow less.
    let sagitta = sagitta * (600.0 / distance(a, b).max(1.0)).clamp(0.6, 1.0);
    // So many arrows are in each other's way whichever way they bow.
    let (marks, before) = if before.len() < WEIGHED { (marks, before) } else { (&[][..], &[][..]) };
    let mut best: Option<(f64, Course)> = None;
    for side in [1.0, -1.0] {
        let course = Course::bow(a, b, sagitta * side);
        // Names stand to the right of their marks, so a bow to the left or upwards leaves them room.
        let middle = moved(Point::new(0.0, 0.0), d, 0.0, side);
        let towards_names = if d.y.abs() > d.x.abs() { middle.x } else { middle.y };
        let strayed: f64 = course.sample(16).iter().map(|p| abroad(*p)).sum();
        let cost = arrows::disturbance(&course, marks, before, frame) + 0.45 * towards_names + strayed;
        if best.as_ref().is_none_or(|(c, _)| cost < *c - 1e-9) {
            best = Some((cost, course));
        }
    }
    best.map_or_else(|| Course::bow(a, b, 0.0), |(_, c)| c)
}

fn keep(arrow: &Arrow, width: f64, kind: LineKind, drawn: &mut Drawn, lines: &mut LineIndex) {
    lines.add(&arrow.line, kind);
    if width > 8.0 {
        for side in [-0.4, 0.4] {
            let aside: Vec<Point> =
                arrow.line.windows(2).map(|w| moved(w[0], direction(w[0], w[1]), 0.0, side * width)).collect();
            lines.add(&aside, kind);
        }
    }
    drawn.hard.extend(arrow.hard.iter().copied());
    drawn.courses.push(arrow.line.clone());
}

#[allow(clippy::too_many_arguments, reason = "one pass over the legs with everything drawn so far")]
fn legs(
    derived: &Derived,
    story: &Story,
    frame: &Frame,
    style: &Style,
    marks: &[(Point, f64)],
    gap_at: &dyn Fn(Point) -> f64,
    drawn: &mut Drawn,
    lines: &mut LineIndex,
    abroad: &dyn Fn(Point) -> f64,
) {
    let many = crowding(story.places.len());
    let focal = story.focal().map(|p| frame.place(p.at));
    for leg in &derived.legs {
        let points: Vec<Point> = leg.line.iter().map(|p| frame.place(*p)).collect();
        let (Some(a), Some(b)) = (points.first().copied(), points.last().copied()) else {
            continue;
        };
        if !leg_shows(leg, frame) {
            continue;
        }
        let hue = story.mover(leg.side.as_deref()).hue;
        let open = leg.status == LegStatus::Projected;
        let sagitta = if open { style.arrows.projected_bend } else { style.arrows.bend };
        let course = if points.len() > 2 {
            Course::through(&points)
        } else {
            bend(a, b, sagitta, marks, &drawn.courses, frame.rect, abroad)
        };
        let main = leg.axis == 0 && focal.is_some_and(|f| distance(f, b) < 2.0);
        let width = if main { style.arrows.main } else { style.arrows.other } * many.clamp(0.75, 1.1);
        let gaps = (gap_at(a), gap_at(b));
        let (arrow, width, kind) = match leg.status {
            LegStatus::Completed => {
                (arrows::advance(&course, gaps, width, hue, Body::Plain, style), width, LineKind::Advance)
            }
            LegStatus::Claimed => (
                arrows::advance(&course, gaps, width, hue, Body::Claimed("hatch-claimed-advance"), style),
                width,
                LineKind::Advance,
            ),
            LegStatus::Projected => {
                (arrows::projected(&course, gaps, hue, style), style.arrows.projected, LineKind::Projected)
            }
        };
        keep(&arrow, width, kind, drawn, lines);
        let words = story.language.say(match leg.status {
            LegStatus::Completed => Phrase::AdvanceMade,
            LegStatus::Claimed => Phrase::AdvanceClaimed,
            LegStatus::Projected => Phrase::PossibleAdvance,
        });
        let pincer = derived
            .pincers
            .iter()
            .find(|p| p.objective == leg.to && p.arms.iter().any(|(axis, _)| *axis == leg.axis))
            .map(|p| format!(" ({})", story.language.fill(Phrase::Pincer, &[("place", &p.objective)])));
        drawn.advance.push(Node::Group(Group {
            id: format!("leg-{}", slug(&leg.id)),
            title: Some(format!("{words}: {} – {}{}", leg.from, leg.to, pincer.unwrap_or_default())),
            code: identity::leg_code(story.mover(leg.side.as_deref()).frame, leg.status, main),
            nodes: arrow.nodes,
            ..Group::default()
        }));
    }
}

#[allow(clippy::too_many_arguments, reason = "one pass over the movements with everything drawn so far")]
fn movements(
    situation: &Situation,
    story: &Story,
    frame: &Frame,
    style: &Style,
    marks: &[(Point, f64)],
    gap_at: &dyn Fn(Point) -> f64,
    drawn: &mut Drawn,
    lines: &mut LineIndex,
    abroad: &dyn Fn(Point) -> f64,
) {
    for m in situation.movements.iter().take(60) {
        let people = m.event_type == EventType::Displacement;
        let to = frame.place(m.to.1);
        let mut from = frame.place(m.from.1);
        if !movement_shows(m, frame) {
            continue;
        }
        // A start that is no town of the story, such as a country, is only a direction.
        let town = story.places.iter().any(|p| distance_km(p.at, m.from.1) < 1.0);
        let far = !town || !frame.rect.grown(-20.0).contains(from);
        if far {
            let d = direction(to, from);
            let inside = frame.rect.grown(-14.0);
            let mut reach = 60.0;
            while reach < 170.0 && inside.contains(moved(to, d, reach + 8.0, 0.0)) {
                reach += 8.0;
            }
            from = moved(to, d, reach, 0.0);
        }
        let course = bend(from, to, style.arrows.bend, marks, &drawn.courses, frame.rect, abroad);
        let hue = if people { style.colours.civilian } else { story.look(m.actor_side.as_deref()).hue };
        let gaps =
            (if far { 0.0 } else { gap_at(from) }, if people { (gap_at(to) - 12.0).max(6.0) } else { gap_at(to) });
        let what = match m.event_type {
            EventType::Displacement => Phrase::Displacement,
            EventType::Reinforcement => Phrase::Reinforcement,
            _ => Phrase::Withdrawal,
        };
        let arrow = arrows::movement(&course, gaps, hue, people, style);
        keep(&arrow, 4.0, LineKind::Movement, drawn, lines);
        drawn.movements.push(Node::Group(Group {
            id: format!("movement-{}", slug(&m.id)),
            title: Some(format!("{}: {} – {}", story.language.say(what), m.from.0, m.to.0)),
            nodes: arrow.nodes,
            ..Group::default()
        }));
    }
}
