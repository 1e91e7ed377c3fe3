//! The numbered key: places whose names find no room beside their marks have a number there and their name beside the map.
//!
//! In: the numbered places of a story. Out: marks with a number, and rows of them with names. Never: which places those are.

use crate::colour::Colour;
use crate::font::Fonts;
use crate::layout::block::measure;
use crate::layout::block::want;
use crate::layout::language::Language;
use crate::layout::marks::shape;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::story::StoryPlace;
use crate::layout::words;
use crate::scene::Anchor;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::scene::Text;
use crate::style::Style;

/// Radius of a mark with a number.
pub(super) const RADIUS: f64 = 13.0;
/// Size of the number.
const DIGITS: f64 = 18.0;
/// Height of a row of the key.
pub(super) const ROW: f64 = 33.0;
/// Room between two entries of a row.
const BETWEEN: f64 = 24.0;
/// Letters of a name in the key.
const LETTERS: usize = 40;
/// Letters of a note there.
const NOTE: usize = 40;

/// An entry of the key.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    number: String,
    name: String,
    note: String,
    hue: Colour,
    unsure: bool,
    name_width: f64,
    width: f64,
}

/// Entries with the centre of the number of each, row by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Key {
    pub(super) entries: Vec<(Entry, Point)>,
    pub(super) rows: usize,
}

/// True for what is not more than a claim or a possibility.
fn unsure(place: &StoryPlace) -> bool {
    place.claimed || place.mark == Mark::Threatened
}

/// The entries of a story's numbered places, in the order of their numbers.
pub(super) fn entries(story: &Story, style: &Style, fonts: &Fonts) -> Vec<Entry> {
    let mut numbered: Vec<(usize, &StoryPlace)> =
        story.places.iter().filter_map(|p| Some((story.number(p)?, p))).collect();
    numbered.sort_by_key(|(number, _)| *number);
    let (name_look, note_look) = (style.text.legend, style.text.legend);
    numbered
        .into_iter()
        .map(|(number, place)| {
            let name = words::cut(&place.name, LETTERS);
            let note = place.notes.first().map_or_else(String::new, |n| words::cut(n, NOTE));
            let name_width = fonts.width(&name, crate::font::Want { weight: 600, italic: false }, name_look.size);
            let note_width = if note.is_empty() { 0.0 } else { measure(&note, &note_look, fonts) + 7.0 };
            Entry {
                number: story.language.digits(&number.to_string()),
                name,
                note,
                hue: place.hue,
                unsure: unsure(place),
                name_width,
                width: RADIUS * 2.0 + 8.0 + name_width + note_width,
            }
        })
        .collect()
}

/// Fills rows no wider than `width`; the first row's middle is at 0. An entry that is too wide loses its note.
pub(super) fn arrange(entries: &[Entry], width: f64) -> Key {
    let mut key = Key::default();
    let mut x = f64::INFINITY;
    for entry in entries {
        let mut entry = entry.clone();
        if entry.width > width {
            entry.note.clear();
            entry.width = RADIUS * 2.0 + 8.0 + entry.name_width;
        }
        if x + entry.width > width {
            key.rows += 1;
            x = 0.0;
        }
        let centre = Point::new(x + RADIUS, (key.rows - 1) as f64 * ROW);
        x += entry.width + BETWEEN;
        key.entries.push((entry, centre));
    }
    key
}

/// How many of the entries fit into so many rows.
pub(super) fn fitting(entries: &[Entry], width: f64, rows: usize) -> usize {
    let most = rows as f64 * ROW;
    arrange(entries, width).entries.iter().filter(|(_, at)| at.y < most).count()
}

impl Key {
    /// Height of its rows.
    pub(super) fn height(&self) -> f64 {
        self.rows as f64 * ROW
    }

    /// Moves it to where its rows begin on the left and above.
    pub(super) fn put(&mut self, left: f64, top: f64) {
        for (_, at) in &mut self.entries {
            *at = Point::new(at.x + left, at.y + top + ROW / 2.0);
        }
    }
}

/// A mark with a number in it; broken for what is only claimed or possible.
pub(super) fn mark(number: &str, at: Point, hue: Colour, unsure: bool, style: &Style) -> Vec<Node> {
    let c = &style.colours;
    let dash = if unsure { vec![5.0, 3.0] } else { Vec::new() };
    let ring = Stroke { colour: hue, width: 3.0, dash, round: false };
    vec![
        shape(Outline::Circle(at, RADIUS), Some(Paint::Plain(c.land)), None),
        shape(Outline::Circle(at, RADIUS - 1.5), Some(Paint::Plain(c.land)), Some(ring)),
        Node::Text(Text {
            words: number.to_owned(),
            at: Point::new(at.x, at.y + DIGITS * 0.33),
            anchor: Anchor::Middle,
            size: DIGITS,
            weight: 700,
            colour: c.ink,
            ..Text::default()
        }),
    ]
}

/// The mark of a numbered place; none for one without a number.
pub(super) fn mark_of(story: &Story, place: &StoryPlace, at: Point, style: &Style) -> Option<Vec<Node>> {
    let number = story.language.digits(&story.number(place)?.to_string());
    Some(mark(&number, at, place.hue, unsure(place), style))
}

/// Draws the key; `right` is where its rows begin in languages from right to left.
pub(super) fn draw(
    key: &Key,
    (left, right): (f64, f64),
    (style, fonts): (&Style, &Fonts),
    language: &Language,
) -> Vec<Node> {
    let look = style.text.legend;
    let c = &style.colours;
    let mut nodes = Vec::new();
    for (entry, at) in &key.entries {
        let mirrored = language.is_rtl();
        let at = if mirrored { Point::new(right - (at.x - left), at.y) } else { *at };
        nodes.extend(mark(&entry.number, at, entry.hue, entry.unsure, style));
        let mut text = |words: &str, offset: f64, width: f64, weight: u16, colour: Colour| {
            let x = if mirrored { at.x - RADIUS - offset - width } else { at.x + RADIUS + offset };
            nodes.push(Node::Text(Text {
                words: words.to_owned(),
                at: Point::new(x, at.y + look.size * 0.34),
                size: look.size,
                weight,
                colour,
                ..Text::default()
            }));
        };
        text(&entry.name, 8.0, entry.name_width, 600, c.ink);
        if !entry.note.is_empty() {
            let width = measure(&entry.note, &look, fonts);
            text(&entry.note, 15.0 + entry.name_width, width, want(&look).weight, c.note);
        }
    }
    nodes
}
