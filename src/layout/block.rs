//! Blocks of text: a name with its notes, measured, and the places it can take beside a mark.

use crate::colour::Colour;
use crate::font::CAP_HEIGHT;
use crate::font::DESCENT;
use crate::font::Fonts;
use crate::font::Want;
use crate::font::is_rtl;
use crate::layout::geometry::Rect;
use crate::layout::runs::BLANK;
use crate::layout::runs::Run;
use crate::layout::runs::is_mixed;
use crate::layout::runs::runs;
use crate::scene::Anchor;
use crate::scene::Node;
use crate::scene::Point;
use crate::scene::Text;
use crate::style::TextLook;

/// A measured line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) words: String,
    pub(super) look: TextLook,
    pub(super) colour: Colour,
    pub(super) width: f64,
    /// Base line below that of the first line.
    pub(super) drop: f64,
    /// Stretches of a line of both directions with their offsets from the left; empty for any other line.
    pub(super) stretches: Vec<(String, f64)>,
}

/// Lines that stay together.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pub(super) lines: Vec<Line>,
}

/// Face that a class of text wants.
pub(super) fn want(look: &TextLook) -> Want {
    Want { weight: look.weight as u16, italic: look.italic }
}

/// The words as they are written: in capitals if the class says so.
pub(super) fn cased(words: &str, look: &TextLook) -> String {
    if look.caps && !is_rtl(words) { words.to_uppercase() } else { words.to_owned() }
}

/// Space after each letter; never in joined scripts.
pub(super) fn tracking(words: &str, look: &TextLook) -> f64 {
    if is_rtl(words) { 0.0 } else { look.tracking }
}

/// Width of words as they are written, the space after the last letter left out.
pub(super) fn measure(words: &str, look: &TextLook, fonts: &Fonts) -> f64 {
    let gaps = words.chars().count().saturating_sub(1) as f64;
    fonts.width(words, want(look), look.size) + gaps * tracking(words, look)
}

impl Block {
    pub(super) fn push(&mut self, words: &str, look: TextLook, colour: Colour, leading: f64, fonts: &Fonts) {
        let words = cased(words, &look);
        let stretches = if is_mixed(&words) { stretches(&words, &look, fonts) } else { Vec::new() };
        let width = stretches.first().map_or_else(|| measure(&words, &look, fonts), |(_, width)| *width);
        let stretches = stretches.into_iter().skip(1).collect();
        let drop = self.lines.last().map_or(0.0, |l| l.drop + leading);
        self.lines.push(Line { words, look, colour, width, drop, stretches });
    }

    pub(super) fn width(&self) -> f64 {
        self.lines.iter().map(|l| l.width).fold(0.0, f64::max)
    }

    /// From the top of the first capitals to the base of the last line.
    pub(super) fn height(&self) -> f64 {
        self.rise() + self.lines.last().map_or(0.0, |l| l.drop)
    }

    /// Height of the first line's capitals.
    pub(super) fn rise(&self) -> f64 {
        self.lines.first().map_or(0.0, |l| l.look.size * CAP_HEIGHT)
    }

    /// The box of each line, with the first base line at `at`.
    pub(super) fn boxes(&self, at: Point, anchor: Anchor) -> Vec<Rect> {
        self.lines
            .iter()
            .map(|l| {
                let x0 = start(at.x, l.width, anchor);
                let y = at.y + l.drop;
                let (up, down) = if is_rtl(&l.words) { (0.9, 0.3) } else { (0.74, DESCENT) };
                Rect::new(x0, y - l.look.size * up, x0 + l.width, y + l.look.size * down)
            })
            .collect()
    }

    /// The texts, with the first base line at `at`. `ground` gives the halo's colour and opacity, or none on water.
    pub(super) fn draw(&self, at: Point, anchor: Anchor, ground: Option<(Colour, f64)>) -> Vec<Node> {
        let mut nodes = Vec::new();
        for l in &self.lines {
            // Joined scripts and spaced capitals start at a computed place; the rest keeps its anchor for editors.
            let spaced = tracking(&l.words, &l.look) > 0.0 || is_rtl(&l.words);
            let (x, anchor) = if spaced { (start(at.x, l.width, anchor), Anchor::Start) } else { (at.x, anchor) };
            let mut text = |words: &str, x: f64| {
                nodes.push(Node::Text(Text {
                    words: words.to_owned(),
                    at: Point::new(x, at.y + l.drop),
                    anchor,
                    size: l.look.size,
                    weight: l.look.weight as u16,
                    italic: l.look.italic,
                    tracking: tracking(words, &l.look),
                    colour: l.colour,
                    halo: ground.filter(|_| l.look.halo > 0.0).map(|(c, o)| (c, l.look.halo, o)),
                    families: Vec::new(),
                    guide: None,
                }));
            };
            if l.stretches.is_empty() {
                text(&l.words, x);
            }
            for (words, offset) in &l.stretches {
                text(words, x + offset);
            }
        }
        nodes
    }
}

/// The whole width of a line of both directions, without words, then its stretches with their offsets from the left.
fn stretches(words: &str, look: &TextLook, fonts: &Fonts) -> Vec<(String, f64)> {
    let measured = |run: Run| {
        let width = measure(&run.words, look, fonts);
        (run, width)
    };
    let runs: Vec<(Run, f64)> = runs(words).into_iter().map(measured).collect();
    let blank = |run: &Run| if run.spaced { look.size * BLANK } else { 0.0 };
    let total: f64 = runs.iter().map(|(run, width)| width + blank(run)).sum();
    let mut left = total;
    let mut found = vec![(String::new(), total)];
    for (run, width) in runs {
        left -= width + blank(&run);
        found.push((run.words, left));
    }
    found
}

fn start(x: f64, width: f64, anchor: Anchor) -> f64 {
    match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    }
}

/// A place for a block beside a mark, and how much worse than the best it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat {
    pub(super) at: Point,
    pub(super) anchor: Anchor,
    pub(super) cost: f64,
}

/// The positions round a mark, the preferred first (after Imhof: right, left, above, below and their corners).
pub(super) fn seats(block: &Block, centre: Point, radius: f64, gap: f64) -> Vec<Seat> {
    let size = block.lines.first().map_or(10.0, |l| l.look.size);
    let single = block.lines.len() == 1;
    let (height, rise) = (block.height(), block.rise());
    let hang = centre.y + size * if single { 0.27 } else { 0.1 };
    let middle = centre.y - height / 2.0 + rise;
    let low = centre.y + rise + size * 0.12;
    let up = centre.y - (height - rise) - size * 0.12;
    let (right, left) = (centre.x + radius + gap, centre.x - radius - gap);
    let near = radius * 0.72 + gap * 0.6;
    let (right_in, left_in) = (centre.x + near, centre.x - near);
    let above = centre.y - radius - gap * 0.8 - (height - rise);
    let below = centre.y + radius + gap * 0.8 + rise;
    let (s, m, e) = (Anchor::Start, Anchor::Middle, Anchor::End);
    let mut all = vec![
        (right, hang, s, 0.0),
        (left, hang, e, 0.35),
        (right, low, s, 0.25),
        (right, up, s, 0.3),
        (left, low, e, 0.6),
        (left, up, e, 0.65),
        (right_in, above + radius * 0.4, s, 0.5),
        (right_in, below - radius * 0.4, s, 0.55),
        (left_in, above + radius * 0.4, e, 0.75),
        (left_in, below - radius * 0.4, e, 0.8),
        (centre.x, above, m, 0.7),
        (centre.x, below, m, 0.75),
    ];
    if !single {
        all.push((right, middle, s, 0.15));
        all.push((left, middle, e, 0.5));
    }
    all.into_iter().map(|(x, y, anchor, cost)| Seat { at: Point::new(x, y), anchor, cost }).collect()
}

/// Positions farther off, to be joined to the mark by a line.
///
/// `dense` gives twice as many directions.
pub(super) fn far_seats(block: &Block, centre: Point, radius: f64, dense: bool) -> Vec<Seat> {
    let turns = if dense { 32 } else { 16 };
    let (height, rise) = (block.height(), block.rise());
    let mut all = Vec::new();
    for (step, reach) in [28.0, 48.0, 72.0, 100.0, 135.0, 180.0, 240.0].into_iter().enumerate() {
        for turn in 0..turns {
            let a = std::f64::consts::TAU * f64::from(turn) / f64::from(turns);
            let (dx, dy) = (libm::cos(a), libm::sin(a));
            let p = Point::new(centre.x + dx * (radius + reach), centre.y + dy * (radius + reach));
            let (anchor, x) = if dx > 0.3 {
                (Anchor::Start, p.x)
            } else if dx < -0.3 {
                (Anchor::End, p.x)
            } else {
                (Anchor::Middle, p.x)
            };
            let y = if dy < -0.75 {
                p.y - (height - rise)
            } else if dy > 0.75 {
                p.y + rise
            } else {
                p.y - height / 2.0 + rise
            };
            let cost = 2.2 + reach / 30.0 + step as f64 * 0.05 + f64::from(turn) * 0.01;
            all.push(Seat { at: Point::new(x, y), anchor, cost });
        }
    }
    all
}
