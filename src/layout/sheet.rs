//! The page: where title, map and credits go, and the words round the map.

use crate::font::Fonts;
use crate::font::is_rtl;
use crate::layout::block::measure;
use crate::layout::block::want;
use crate::layout::frame::Frame;
use crate::layout::geometry::Rect;
use crate::layout::index::BoxIndex;
use crate::layout::key;
use crate::layout::key::Key;
use crate::layout::language::Language;
use crate::layout::language::Phrase;
use crate::layout::marks::shape;
use crate::layout::runs::BLANK;
use crate::layout::runs::runs;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::scene::Text;
use crate::style::Style;
use crate::style::TextLook;

/// Where things are on the page, and the words of title and credits broken into lines.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) map: Rect,
    /// Lines of text with their base line, class and whether they belong to the credits.
    pub(super) lines: Vec<(String, Point, TextLook, crate::colour::Colour, bool)>,
    /// Names of places that have a number.
    pub(super) key: Key,
    /// The text stands beside the map instead of above it.
    pub(super) card: bool,
    /// Where the text ends on the right.
    pub(super) right: f64,
    /// The map is in Web Mercator.
    pub(super) web_mercator: bool,
}

impl Page {
    /// Where the text begins on the left.
    pub(super) fn left(&self) -> f64 {
        self.lines.first().map_or(self.map.x0, |(_, at, ..)| at.x)
    }

    /// A page that is all map.
    pub(super) fn bare(map: Rect, web_mercator: bool) -> Self {
        Self { map, lines: Vec::new(), key: Key::default(), card: false, right: map.x1, web_mercator }
    }
}

/// Breaks words into lines no wider than `width`.
pub(super) fn break_lines(text: &str, look: &TextLook, width: f64, fonts: &Fonts) -> Vec<String> {
    let lines = fill_lines(text, look, width, fonts);
    let short = |lines: &[String]| lines.last().is_some_and(|last| measure(last, look, fonts) < width * WIDOW);
    if lines.len() < 2 || !short(&lines) {
        return lines;
    }
    // The last line gets words of those before it, as long as no line more is needed.
    let narrower =
        (70..98).rev().step_by(3).map(|share| fill_lines(text, look, width * f64::from(share) / 100.0, fonts));
    narrower.take_while(|other| other.len() == lines.len()).find(|other| !short(other)).unwrap_or(lines)
}

/// A last line shorter than this share of the width is a widow.
const WIDOW: f64 = 0.3;

/// The words of a text between its blanks; a short remark in brackets, such as a licence, stays whole.
fn words(text: &str) -> Vec<&str> {
    const REMARK: usize = 16;
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let remark = rest.starts_with('(').then(|| rest.find(')')).flatten().filter(|end| *end < REMARK).unwrap_or(0);
        let end = rest.get(remark..).and_then(|r| r.find(char::is_whitespace)).map_or(rest.len(), |at| at + remark);
        let (word, more) = rest.split_at(end);
        words.push(word);
        rest = more.trim_start();
    }
    words
}

/// Lines as full as they get.
fn fill_lines(text: &str, look: &TextLook, width: f64, fonts: &Fonts) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // Words are measured one by one: a line measured anew for each word would cost its square.
    let space = if is_rtl(text) {
        measure("ا ا", look, fonts) - measure("اا", look, fonts)
    } else {
        measure("n n", look, fonts) - measure("nn", look, fonts)
    };
    let mut used = 0.0;
    for word in words(text) {
        let long = measure(word, look, fonts);
        match lines.last_mut() {
            Some(line) if used + space + long <= width => {
                line.push(' ');
                line.push_str(word);
                used += space + long;
            }
            _ => {
                lines.push(shorten(word, look, width, fonts));
                used = long.min(width);
            }
        }
    }
    lines
}

/// A word that is wider than the line loses its end.
fn shorten(word: &str, look: &TextLook, width: f64, fonts: &Fonts) -> String {
    if measure(word, look, fonts) <= width {
        return word.to_owned();
    }
    let letters: Vec<char> = word.chars().collect();
    let (mut low, mut high) = (0, letters.len());
    while low < high {
        let middle = (low + high).div_ceil(2);
        let cut: String = letters[..middle].iter().collect::<String>() + "…";
        if measure(&cut, look, fonts) <= width {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    letters[..low].iter().collect::<String>() + "…"
}

/// A title in at most `most` lines, smaller if need be, cut with an ellipsis at last.
fn fit_title(text: &str, look: TextLook, width: f64, most: usize, fonts: &Fonts) -> (Vec<String>, TextLook) {
    let text: String = text.chars().take(400).collect();
    for share in [1.0, 0.9, 0.8, 0.72] {
        let smaller = TextLook { size: (look.size * share).round(), ..look };
        let lines = break_lines(&text, &smaller, width, fonts);
        if lines.len() <= if share > 0.85 { 1.max(most - 1) } else { most } {
            return (lines, smaller);
        }
    }
    let smaller = TextLook { size: (look.size * 0.72).round(), ..look };
    let mut lines = break_lines(&text, &smaller, width, fonts);
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        while measure(&format!("{last}…"), &smaller, fonts) > width && last.pop().is_some() {}
        last.truncate(last.trim_end().len());
        last.push('…');
    }
    (lines, smaller)
}

/// A taller sheet has room for its title above the map and for a legend.
const CARD_HEIGHT: f64 = 760.0;

/// True for a wide sheet with the text beside the map and few places on it.
pub(super) fn is_card((width, height): (f64, f64)) -> bool {
    width / height > 1.6 && height < CARD_HEIGHT
}

/// Width of the lines of text on a page of this size.
pub(super) fn text_width((width, height): (f64, f64), style: &Style) -> f64 {
    if is_card((width, height)) {
        (width * 0.365).round() - 2.0 * card_margin(style)
    } else {
        (width - 2.0 * plain_margin(width, style)).max(40.0)
    }
}

fn plain_margin(width: f64, style: &Style) -> f64 {
    style.page.margin.min(width * 0.04)
}

fn card_margin(style: &Style) -> f64 {
    style.page.margin * 0.9
}

/// Lays out a page of this size.
pub(super) fn plan(
    (width, height): (f64, f64),
    (title, subtitle): (&str, &str),
    (credits, entries): (&[String], &[key::Entry]),
    style: &Style,
    fonts: &Fonts,
) -> Page {
    if is_card((width, height)) {
        card((width, height), (title, subtitle), (credits, entries), style, fonts)
    } else {
        plain((width, height), (title, subtitle), (credits, entries), style, fonts)
    }
}

/// Share of a story's height that is covered at the top and at the bottom.
const STORY_COVERED: f64 = 0.12;

fn plain(
    (width, height): (f64, f64),
    (title, subtitle): (&str, &str),
    (credits, entries): (&[String], &[key::Entry]),
    style: &Style,
    fonts: &Fonts,
) -> Page {
    let (t, c, page) = (&style.text, &style.colours, &style.page);
    let margin = plain_margin(width, style);
    let room = text_width((width, height), style);
    // On a story of 9 : 16 what lies at the top and at the bottom is under the buttons of the app.
    let covered = if (height / width - 16.0 / 9.0).abs() < 0.01 { height * STORY_COVERED } else { 0.0 };
    let mut lines = Vec::new();
    let (title_lines, title_look) = fit_title(title, t.title, room, 2, fonts);
    let mut y = covered.max(margin * 0.55);
    for line in title_lines {
        // Letters of joined scripts reach higher and lower.
        y += title_look.size * if is_rtl(title) { 1.25 } else { 1.02 };
        lines.push((line, Point::new(margin, y), title_look, c.ink, false));
    }
    y += title_look.size * 0.2;
    let mut sub = break_lines(subtitle, &t.subtitle, room, fonts);
    sub.truncate(2);
    for line in sub {
        y += t.subtitle.size * 1.16;
        lines.push((line, Point::new(margin, y), t.subtitle, c.note, false));
    }
    let top = y + 30.0;
    let mut foot: Vec<String> = credits.iter().flat_map(|p| break_lines(p, &t.credits, room, fonts)).collect();
    foot.truncate(7);
    let leading = if foot.len() > 2 { page.credit_leading - 2.0 } else { page.credit_leading };
    let mut key = key::arrange(entries, room);
    let names = if key.rows > 0 { key.height() + 14.0 } else { 0.0 };
    let below = 22.0 + names + foot.len() as f64 * leading + covered.max(margin * 0.28);
    let bottom = (height - below).max(top + 60.0);
    key.put(margin, bottom + 12.0);
    for (i, line) in foot.into_iter().enumerate() {
        let y = bottom + names + 9.0 + leading * (i as f64 + 1.0);
        lines.push((line, Point::new(margin, y), t.credits, c.credits, true));
    }
    Page {
        map: Rect::new(margin, top, width - margin, bottom),
        lines,
        key,
        card: false,
        right: width - margin,
        web_mercator: false,
    }
}

fn card(
    (width, height): (f64, f64),
    (title, subtitle): (&str, &str),
    (credits, entries): (&[String], &[key::Entry]),
    style: &Style,
    fonts: &Fonts,
) -> Page {
    let (t, c) = (&style.text, &style.colours);
    let panel = (width * 0.365).round();
    let margin = card_margin(style);
    let room = text_width((width, height), style);
    let mut lines = Vec::new();
    let foot_look = TextLook { size: t.credits.size * 0.85, ..t.credits };
    let mut foot: Vec<String> = credits.iter().flat_map(|p| break_lines(p, &foot_look, room, fonts)).collect();
    foot.truncate(8);
    let foot_top = height - margin * 0.8 - foot.len() as f64 * foot_look.size * 1.3;
    let mut key = key::arrange(entries, room);
    let key_top = foot_top - key.height() - if key.rows > 0 { 16.0 } else { 0.0 };
    key.put(margin, key_top);
    let title_room = (height * 0.46).min(key_top - margin - 18.0);
    let mut look = TextLook { size: t.title.size * 0.9, ..t.title };
    let mut title_lines = break_lines(title, &look, room, fonts);
    for share in [0.8, 0.7, 0.6, 0.52] {
        if title_lines.len() as f64 * look.size * 1.08 <= title_room {
            break;
        }
        look = TextLook { size: t.title.size * share, ..t.title };
        title_lines = break_lines(title, &look, room, fonts);
    }
    let most = (title_room / (look.size * 1.08)).floor().max(1.0) as usize;
    if title_lines.len() > most {
        title_lines.truncate(most);
        if let Some(last) = title_lines.last_mut() {
            last.push('…');
        }
    }
    let mut y = margin;
    for line in title_lines {
        y += look.size * 1.08;
        lines.push((line, Point::new(margin, y), look, c.ink, false));
    }
    y += 18.0;
    let sub_look = TextLook { size: t.subtitle.size * 0.85, ..t.subtitle };
    for line in break_lines(subtitle, &sub_look, room, fonts) {
        if y + sub_look.size * 2.4 > key_top {
            break;
        }
        y += sub_look.size * 1.28;
        lines.push((line, Point::new(margin, y), sub_look, c.note, false));
    }
    for (i, line) in foot.into_iter().enumerate() {
        let y = foot_top + foot_look.size * 1.3 * (i as f64 + 1.0);
        lines.push((line, Point::new(margin, y), foot_look, c.credits, true));
    }
    Page {
        map: Rect::new(panel, 0.0, width, height),
        lines,
        key,
        card: true,
        right: panel - margin,
        web_mercator: false,
    }
}

/// The texts of the page.
pub(super) fn draw(page: &Page, credits: bool, fonts: &Fonts, language: &Language) -> Vec<Node> {
    let mut nodes = Vec::new();
    for (words, at, look, colour, _) in page.lines.iter().filter(|(.., is_credit)| *is_credit == credits) {
        let text = |words: String, at: Point| {
            Node::Text(Text {
                words,
                at,
                size: look.size,
                weight: want(look).weight,
                italic: look.italic,
                colour: *colour,
                ..Text::default()
            })
        };
        if !language.is_rtl() {
            nodes.push(text(words.clone(), *at));
            continue;
        }
        // A line from right to left begins at the right edge; what is mixed into it is placed run by run.
        let mut x = page.right;
        for run in runs(words) {
            x -= measure(&run.words, look, fonts) + if run.spaced { look.size * BLANK } else { 0.0 };
            nodes.push(text(run.words, Point::new(x, at.y)));
        }
    }
    nodes
}

/// Lengths of a scale bar: the step in km, and the steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScaleBar {
    pub(super) km: f64,
    pub(super) width: f64,
}

/// The longest bar of 1, 2 or 5 times a power of ten within `most` units; none where the scale differs too much.
pub(super) fn scale_bar(frame: &Frame, most: f64) -> Option<ScaleBar> {
    if frame.scale_range() > 1.12 {
        return None;
    }
    let unit = frame.ground_scale();
    let mut best = None;
    for power in -1..5 {
        for step in [1.0, 2.0, 5.0] {
            let km = step * libm::pow(10.0, f64::from(power));
            if km * unit <= most {
                best = Some(ScaleBar { km, width: km * unit });
            }
        }
    }
    best
}

/// Draws a scale bar with its left end at `at`.
pub(super) fn draw_scale(
    bar: ScaleBar,
    at: Point,
    (style, fonts, language): (&Style, &Fonts, &Language),
    halo: bool,
) -> (Vec<Node>, Rect) {
    let look = style.text.scale;
    let c = &style.colours;
    let mut ticks = Path::line(&[at, Point::new(at.x + bar.width, at.y)]);
    for share in [0.0, 0.5, 1.0] {
        let x = at.x + bar.width * share;
        ticks.add_line(&[Point::new(x, at.y - 6.0), Point::new(x, at.y + 6.0)]);
    }
    let mut nodes = Vec::new();
    if halo {
        nodes.push(shape(Outline::Path(ticks.clone()), None, Some(Stroke::solid(c.land, 5.0))));
    }
    nodes.push(shape(Outline::Path(ticks), None, Some(Stroke::solid(c.note, 2.0))));
    let half = bar.km / 2.0;
    let number = |v: f64| language.digits(&if v.fract().abs() < 1e-9 { format!("{v:.0}") } else { format!("{v:.1}") });
    let digits = measure("0", &look, fonts);
    let end = language.fill(Phrase::Kilometres, &[("n", &number(bar.km))]);
    let numbers = [(number(0.0), 0.0), (number(half), 0.5), (end.clone(), 1.0)];
    let end_width = measure(&end, &look, fonts);
    let end_number = measure(&number(bar.km), &look, fonts);
    let roomy = bar.width > 2.4 * measure(&number(half), &look, fonts) + end_width;
    for (words, share) in numbers {
        if share == 0.5 && !roomy {
            continue;
        }
        let width = measure(&words, &look, fonts);
        // Each number stands over its tick; the unit hangs over to the right.
        let x = at.x + bar.width * share - if share == 1.0 { end_number / 2.0 } else { width / 2.0 };
        nodes.push(Node::Text(Text {
            words,
            at: Point::new(x, at.y - 12.0),
            size: look.size,
            weight: want(&look).weight,
            colour: c.note,
            halo: halo.then_some((c.land, 4.0, 1.0)),
            ..Text::default()
        }));
    }
    let bounds =
        Rect::new(at.x - digits, at.y - 14.0 - look.size, at.x + bar.width - end_number / 2.0 + end_width, at.y + 8.0);
    (nodes, bounds)
}

/// A scale bar on the map itself, in the first free corner from below.
pub(super) fn loose_bar(
    bar: ScaleBar,
    frame: &Frame,
    taken: &BoxIndex,
    words: (&Style, &Fonts, &Language),
) -> Option<(Vec<Node>, Rect)> {
    let r = frame.rect;
    let below = r.y1 - 26.0;
    let above = r.y0 + 50.0;
    let (left, right) = (r.x0 + 30.0, r.x1 - bar.width - 70.0);
    for at in [Point::new(right, below), Point::new(left, below), Point::new(right, above), Point::new(left, above)] {
        let (nodes, bounds) = draw_scale(bar, at, words, true);
        if taken.is_free(bounds.grown(6.0)) {
            return Some((nodes, bounds));
        }
    }
    None
}
