//! Names and notes of the story's places.

use crate::colour::Colour;
use crate::font::Fonts;
use crate::font::is_rtl;
use crate::layout::block::Block;
use crate::layout::block::Seat;
use crate::layout::block::far_seats;
use crate::layout::block::seats;
use crate::layout::frame::Frame;
use crate::layout::geometry::Rect;
use crate::layout::geometry::distance;
use crate::layout::ground::LAKE;
use crate::layout::ground::Raster;
use crate::layout::ground::SEA;
use crate::layout::index::BoxIndex;
use crate::layout::index::LineIndex;
use crate::layout::language::Language;
use crate::layout::marks::shape;
use crate::layout::solve::Candidate;
use crate::layout::solve::Item;
use crate::layout::solve::solve;
use crate::layout::words;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::style::Style;
use crate::style::TextLook;

/// A place whose name must be on the map.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) id: String,
    /// Index of its place in the story.
    pub(super) place: usize,
    pub(super) name: String,
    pub(super) notes: Vec<String>,
    /// Names and notes of neighbours that share the label; the names are always there.
    pub(super) shared: Vec<(String, String)>,
    pub(super) at: Point,
    pub(super) radius: f64,
    pub(super) focal: bool,
    pub(super) text: Colour,
}

/// A label that was placed.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub(super) boxes: Vec<Rect>,
    /// Centre of its own mark.
    pub(super) at: Point,
    /// Radius of that.
    pub(super) radius: f64,
    /// It stands away from its mark, joined by a line.
    pub(super) leader: bool,
}

/// What placing labels needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) frame: &'a Frame,
    pub(super) style: &'a Style,
    pub(super) fonts: &'a Fonts,
    pub(super) lines: &'a LineIndex,
    pub(super) raster: &'a Raster,
    /// Raster values of the story countries.
    pub(super) home: &'a [u16],
    /// Centres and radii of all marks.
    pub(super) marks: &'a [(Point, f64)],
    /// The same, where a label would be too near.
    pub(super) near: &'a BoxIndex,
    pub(super) sheet: (f64, f64),
    /// Areas of control lie under the text.
    pub(super) tinted: bool,
    pub(super) language: &'a Language,
    /// Places of the story, whose number decides on the size of the names.
    pub(super) many: usize,
}

/// A label nearer than this to another mark looks as if it were that one's.
pub(super) const NEAR: f64 = 14.0;
/// What it costs to be nearer to another mark than to its own.
const DOUBT: f64 = 2.0;

/// Nobody counts more marks round a label than these.
const MOST_NEAR: usize = 1000;

/// Where a label would be too near a mark, by the mark's number.
pub(super) fn surroundings(marks: &[(Point, f64)], sheet: (f64, f64)) -> BoxIndex {
    let mut index = BoxIndex::new(sheet.0, sheet.1);
    for (k, (at, radius)) in marks.iter().enumerate() {
        index.add(Rect::around(*at, radius + NEAR, radius + NEAR), k as u32);
    }
    index
}

impl Context<'_> {
    /// Colour and opacity of a halo over this ground; none on water.
    pub(super) fn halo(&self, boxes: &[Rect]) -> Option<(Colour, f64)> {
        let whole = boxes.iter().copied().reduce(Rect::union)?;
        if self.raster.water_share(whole) > 0.92 {
            return None;
        }
        let value = self.raster.at(whole.centre());
        let c = &self.style.colours;
        let ground = if self.home.is_empty() || self.home.contains(&value) || matches!(value, SEA | LAKE) {
            c.land
        } else {
            c.neighbour
        };
        Some((ground, if self.tinted { 0.8 } else { 1.0 }))
    }

    /// What a place for a block costs; `None` if it cannot be there.
    pub(super) fn judge(&self, boxes: &[Rect], seat: Seat, at: Point, taken: &BoxIndex, coastal: bool) -> Option<f64> {
        let inside = self.frame.rect.grown(-7.0);
        if boxes.iter().any(|b| !inside.covers(*b) || !taken.is_free(b.grown(2.0))) {
            return None;
        }
        let mut cost = seat.cost + boxes.iter().map(|b| self.lines.cost(b.grown(1.0))).sum::<f64>();
        let whole = boxes.iter().copied().reduce(Rect::union)?;
        let wet = self.raster.water_share(whole);
        if wet > 0.1 && wet < 0.9 {
            cost += 1.0 - (wet - 0.5).abs();
        } else if coastal && wet >= 0.9 {
            cost -= 0.5;
        }
        let mut close: Vec<u32> = self.near.touching(whole).take(MOST_NEAR).map(|(_, mark)| mark).collect();
        close.sort_unstable();
        close.dedup();
        for (other, radius) in close.into_iter().filter_map(|k| self.marks.get(k as usize)) {
            if distance(*other, at) < 2.0 {
                continue;
            }
            let near = boxes.iter().map(|b| b.distance(*other)).fold(f64::INFINITY, f64::min) - radius;
            if near < NEAR {
                cost += (1.0 - near / NEAR).min(1.2) * 0.9 + if near < GAP - 3.0 { DOUBT } else { 0.0 };
            }
        }
        Some(cost.max(0.0))
    }

    pub(super) fn coastal(&self, at: Point) -> bool {
        (0..8).any(|i| {
            let a = std::f64::consts::FRAC_PI_4 * f64::from(i);
            self.raster.at(Point::new(at.x + 18.0 * libm::cos(a), at.y + 18.0 * libm::sin(a))) == SEA
        })
    }
}

/// How much smaller names and marks are on a crowded map, and how much larger on an empty one.
pub(super) fn crowding(places: usize) -> f64 {
    match places {
        0..=3 => 1.14,
        4..=14 => 1.0,
        15..=24 => 0.9,
        25..=40 => 0.8,
        _ => 0.72,
    }
}

fn scaled(look: TextLook, by: f64) -> TextLook {
    TextLook { size: look.size * by, halo: look.halo * by.clamp(0.8, 1.0), ..look }
}

/// The forms that a label can take, the fullest first, each with its cost.
fn forms(subject: &Subject, many: usize, style: &Style, fonts: &Fonts) -> Vec<(Block, f64)> {
    let by = crowding(many);
    let t = &style.text;
    let name_look = scaled(if subject.focal { t.focal } else { t.story }, by);
    let (note_look, note_colour) = if subject.focal {
        (scaled(t.focal_note, by.max(0.86)), subject.text)
    } else {
        (scaled(t.note, by.max(0.86)), style.colours.note)
    };
    // Letters of joined scripts reach higher and lower.
    let taller = if subject.notes.iter().any(|n| is_rtl(n)) { 1.14 } else { 1.0 };
    let leading = style.page.note_leading * by.max(0.86) * taller;
    let letters = style.map.note_letters as usize;
    let build = |name: &[String], notes: &[String]| {
        let mut block = Block::default();
        for line in name {
            block.push(line, name_look, style.colours.ink, name_look.size * 1.0, fonts);
        }
        for (i, line) in notes.iter().enumerate() {
            block.push(line, note_look, note_colour, if i == 0 { leading + 1.0 } else { leading }, fonts);
        }
        block
    };
    let whole = vec![words::cut(&subject.name, 48)];
    let mut names = vec![(whole.clone(), 0.0)];
    if subject.name.chars().count() > 14 && subject.name.contains(' ') {
        names.push((words::wrap(&words::cut(&subject.name, 48), subject.name.chars().count().div_ceil(2) + 4), 0.2));
    }
    let wrapped = |letters: usize, most: usize| {
        let mut lines: Vec<String> = subject.notes.iter().flat_map(|n| words::wrap(n, letters)).collect();
        if lines.len() > most {
            lines = subject.notes.first().map(|n| words::wrap(n, letters)).unwrap_or_default();
        }
        lines.truncate(most);
        lines
    };
    let mut notes: Vec<(Vec<String>, f64)> = Vec::new();
    // Many places leave no room for notes, save that of the focus.
    if many <= 24 || subject.focal {
        notes.push((wrapped(letters, 3), 0.0));
        notes.push((wrapped(letters + 12, 2), 0.22));
        notes.push((wrapped(16, 3), 0.3));
        if subject.notes.len() > 1 {
            notes.push((subject.notes.first().map(|n| words::wrap(n, letters)).unwrap_or_default(), 1.0));
        }
        notes.push((Vec::new(), if subject.focal { 7.0 } else { 3.4 }));
    } else {
        notes.push((Vec::new(), 0.0));
    }
    let mut all: Vec<(Block, f64)> = Vec::new();
    let mut seen: Vec<Vec<String>> = Vec::new();
    for (name, a) in &names {
        for (note, b) in &notes {
            for told in [true, false] {
                let shared = subject.shared.iter().flat_map(|(name, note)| {
                    let line = if told && !note.is_empty() { format!("{name}: {note}") } else { name.clone() };
                    words::wrap(&line, letters)
                });
                let note: Vec<String> = note.iter().cloned().chain(shared).collect();
                let mut lines = name.clone();
                lines.extend(note.iter().cloned());
                if !seen.contains(&lines) {
                    seen.push(lines);
                    all.push((build(name, &note), a + b + if told { 0.0 } else { 0.8 }));
                }
            }
        }
    }
    all
}

/// Space between a mark and its name.
const GAP: f64 = 9.5;

/// Places the names of the story. `taken` holds panels, marks and arrow heads, and takes up the labels.
pub(super) fn story(
    context: &Context<'_>,
    subjects: &[Subject],
    taken: &mut BoxIndex,
) -> (Vec<Node>, Vec<Option<Label>>) {
    let many = subjects.len();
    let all_forms: Vec<Vec<(Block, f64)>> =
        subjects.iter().map(|s| forms(s, context.many, context.style, context.fonts)).collect();
    // Each candidate with the form and seat it stands for, and whether it needs a leader.
    let mut choices: Vec<Vec<(usize, Seat, bool, f64)>> = vec![Vec::new(); many];
    let mut items: Vec<Item> = Vec::new();
    for (i, subject) in subjects.iter().enumerate() {
        let coastal = context.coastal(subject.at);
        let mut item = Item { candidates: Vec::new(), must: true };
        for (f, (block, form_cost)) in all_forms[i].iter().enumerate() {
            for seat in seats(block, subject.at, subject.radius, GAP) {
                let boxes = block.boxes(seat.at, seat.anchor);
                if let Some(cost) = context.judge(&boxes, seat, subject.at, taken, coastal) {
                    choices[i].push((f, seat, false, cost + form_cost));
                    item.candidates.push(Candidate { boxes: padded(&boxes), cost: cost + form_cost });
                }
            }
        }
        items.push(item);
    }
    sort_together(&mut items, &mut choices);
    let mut chosen = solve(&mut items, context.sheet);
    // Where nothing near is good, a place farther off with a leader.
    let poor: Vec<usize> =
        (0..many).filter(|i| chosen[*i].is_none_or(|c| items[*i].candidates[c].cost > 4.5)).collect();
    if !poor.is_empty() {
        for i in poor {
            add_far(context, &subjects[i], &all_forms[i], taken, &mut items[i], &mut choices[i], DEARER);
        }
        sort_together(&mut items, &mut choices);
        chosen = solve(&mut items, context.sheet);
    }
    // Where a name is still left out, it and those around it may go anywhere near.
    for _ in 0..ROUNDS {
        let lost: Vec<Point> = (0..many).filter(|i| chosen[*i].is_none()).map(|i| subjects[i].at).collect();
        if lost.is_empty() || lost.len() > MOST_LOST {
            break;
        }
        for i in 0..many {
            if lost.iter().any(|p| distance(*p, subjects[i].at) < CROWD) && items[i].candidates.len() < MOST_SEATS {
                add_far(context, &subjects[i], &all_forms[i], taken, &mut items[i], &mut choices[i], f64::INFINITY);
            }
        }
        sort_together(&mut items, &mut choices);
        let better = solve(&mut items, context.sheet);
        if better.iter().filter(|c| c.is_none()).count() >= lost.len() {
            chosen = better;
            break;
        }
        chosen = better;
    }
    let mut nodes = Vec::new();
    let mut labels = Vec::new();
    for (i, subject) in subjects.iter().enumerate() {
        let Some((form, seat, leader, _)) = chosen[i].and_then(|c| choices[i].get(c)).copied() else {
            labels.push(None);
            continue;
        };
        let block = &all_forms[i][form].0;
        let boxes = block.boxes(seat.at, seat.anchor);
        let mut group = Group { id: format!("label-{}", subject.id), ..Group::default() };
        if leader {
            group.nodes.push(leader_line(subject, &boxes, context.style));
        }
        group.nodes.extend(block.draw(seat.at, seat.anchor, context.halo(&boxes)));
        nodes.push((subject.focal, Node::Group(group)));
        for b in &boxes {
            taken.add(*b, u32::MAX);
        }
        labels.push(Some(Label { boxes, at: subject.at, radius: subject.radius, leader }));
    }
    // The focus is drawn last, over all others.
    nodes.sort_by_key(|(focal, _)| *focal);
    (nodes.into_iter().map(|(_, n)| n).collect(), labels)
}

fn padded(boxes: &[Rect]) -> Vec<Rect> {
    boxes.iter().map(|b| Rect::new(b.x0 - 5.0, b.y0 - 4.0, b.x1 + 5.0, b.y1 + 4.0)).collect()
}

/// Sorts candidates by cost together with what they stand for.
fn sort_together(items: &mut [Item], choices: &mut [Vec<(usize, Seat, bool, f64)>]) {
    for (item, choice) in items.iter_mut().zip(choices) {
        choice.sort_by(|a, b| a.3.total_cmp(&b.3));
        item.candidates.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    }
}

/// Rounds of widening for names that found no room.
const ROUNDS: usize = 2;
/// More names left out than this are too many to be helped.
const MOST_LOST: usize = 60;
/// Names this near a lost one may move out of its way.
const CROWD: f64 = 170.0;
/// Enough places to choose from.
const MOST_SEATS: usize = 900;
/// A place with a leader that is dearer than the best without one by more than this is not looked at.
const DEARER: f64 = 3.0;

fn add_far(
    context: &Context<'_>,
    subject: &Subject,
    forms: &[(Block, f64)],
    taken: &BoxIndex,
    item: &mut Item,
    choices: &mut Vec<(usize, Seat, bool, f64)>,
    dearer: f64,
) {
    let mut cheapest = item.candidates.first().map_or(f64::INFINITY, |c| c.cost);
    for (f, (block, form_cost)) in forms.iter().enumerate() {
        for seat in far_seats(block, subject.at, subject.radius, dearer.is_infinite()) {
            if seat.cost + form_cost > cheapest + dearer {
                continue;
            }
            let boxes = block.boxes(seat.at, seat.anchor);
            let Some(cost) = context.judge(&boxes, seat, subject.at, taken, false) else {
                continue;
            };
            if cost + form_cost > cheapest + dearer {
                continue;
            }
            let (from, to) = leader_ends(subject, &boxes);
            let line = leader_boxes(from, to);
            if line.iter().any(|b| !taken.is_free(*b)) {
                continue;
            }
            // A leader must not run through another mark.
            let along = Rect::round(&[from, to]).unwrap_or_default().grown(1.0);
            let passed = context.near.touching(along).filter_map(|(_, k)| context.marks.get(k as usize));
            let through = passed.into_iter().any(|(m, r)| {
                distance(*m, subject.at) > 2.0
                    && crate::layout::geometry::inside(from, to, Rect::around(*m, *r, *r)).is_some()
            });
            if through {
                continue;
            }
            let cost = cost + form_cost + context.lines.crossing(from, to);
            cheapest = cheapest.min(cost);
            choices.push((f, seat, true, cost));
            let mut all = padded(&boxes);
            all.extend(line);
            item.candidates.push(Candidate { boxes: all, cost });
        }
    }
}

/// Small boxes along a leader, so that no other label lies on it.
fn leader_boxes(from: Point, to: Point) -> Vec<Rect> {
    let steps = (distance(from, to) / 10.0).ceil().clamp(1.0, 60.0) as u32;
    (1..steps)
        .map(|i| Rect::around(crate::layout::geometry::lerp(from, to, f64::from(i) / f64::from(steps)), 3.0, 3.0))
        .collect()
}

fn leader_ends(subject: &Subject, boxes: &[Rect]) -> (Point, Point) {
    let name = boxes.first().copied().unwrap_or_default();
    // The middle height of the name, at its nearer side.
    let y = name.centre().y + name.height() * 0.08;
    let to = if subject.at.x < name.x0 {
        Point::new(name.x0 - 5.0, y)
    } else if subject.at.x > name.x1 {
        Point::new(name.x1 + 5.0, y)
    } else {
        let whole = boxes.iter().copied().reduce(Rect::union).unwrap_or(name);
        whole.grown(3.0).nearest(subject.at)
    };
    let d = crate::layout::geometry::direction(subject.at, to);
    (crate::layout::geometry::moved(subject.at, d, subject.radius + 1.0, 0.0), to)
}

fn leader_line(subject: &Subject, boxes: &[Rect], style: &Style) -> Node {
    let (from, to) = leader_ends(subject, boxes);
    shape(Outline::Path(Path::line(&[from, to])), None, Some(Stroke::solid(style.colours.ink, style.symbols.leader)))
}
