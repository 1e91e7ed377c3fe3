//! Names of rivers: along a smooth guide beside the water, where nothing else is.

use std::collections::BTreeMap;

use crate::font::Fonts;
use crate::font::is_rtl;
use crate::layout::block::measure;
use crate::layout::geometry::Rect;
use crate::layout::geometry::direction;
use crate::layout::geometry::distance;
use crate::layout::geometry::length;
use crate::layout::geometry::moved;
use crate::layout::geometry::quad;
use crate::layout::geometry::resample;
use crate::layout::ground::Stream;
use crate::layout::index::BoxIndex;
use crate::layout::index::LineIndex;
use crate::layout::language::Language;
use crate::scene::Definition;
use crate::scene::Node;
use crate::scene::Path;
use crate::scene::Piece;
use crate::scene::Point;
use crate::scene::Text;
use crate::style::Style;

/// Step of the points along a river.
const STEP: f64 = 12.0;

struct Guide {
    cost: f64,
    curve: [Point; 3],
    boxes: Vec<Rect>,
}

/// Names the rivers of a map; at most `most`, the greatest first.
pub(super) fn name(
    streams: &[Stream],
    frame: Rect,
    (style, fonts, language): (&Style, &Fonts, &Language),
    lines: &LineIndex,
    taken: &mut BoxIndex,
    most: usize,
) -> (Vec<Definition>, Vec<Node>) {
    let look = style.text.river;
    let mut by_name: BTreeMap<(u8, &str), Vec<&Stream>> = BTreeMap::new();
    // Joined scripts do not run along a path.
    for stream in streams.iter().filter(|s| !language.water(&s.name).is_empty() && !is_rtl(language.water(&s.name))) {
        by_name.entry((0, language.water(&stream.name))).or_default().push(stream);
    }
    let mut order: Vec<(u8, f64, &str, Vec<&Stream>)> = by_name
        .into_iter()
        .map(|((_, name), pieces)| {
            let level = pieces.iter().map(|p| p.level).min().unwrap_or(9);
            let total: f64 = pieces.iter().map(|p| length(&p.line)).sum();
            (level, total, name, pieces)
        })
        .collect();
    order.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(b.2)));
    let (mut definitions, mut nodes) = (Vec::new(), Vec::new());
    for (_, total, name, pieces) in order {
        if nodes.len() >= most {
            break;
        }
        let width = measure(name, &look, fonts);
        if total < width * 1.3 {
            continue;
        }
        let mut best: Option<Guide> = None;
        for piece in pieces {
            for guide in guides(&piece.line, width, look.size, frame, lines, taken) {
                if best.as_ref().is_none_or(|b| guide.cost < b.cost - 1e-9) {
                    best = Some(guide);
                }
            }
        }
        let Some(guide) = best.filter(|g| g.cost < 4.0) else {
            continue;
        };
        let id = format!("guide-{}", definitions.len() + 1);
        let [a, c, b] = guide.curve;
        definitions
            .push(Definition::Guide { id: id.clone(), path: Path { pieces: vec![Piece::Move(a), Piece::Quad(c, b)] } });
        nodes.push(Node::Text(Text {
            words: name.to_owned(),
            size: look.size,
            weight: look.weight as u16,
            italic: look.italic,
            colour: style.colours.water_name,
            guide: Some(id),
            ..Text::default()
        }));
        for r in guide.boxes {
            taken.add(r, u32::MAX);
        }
    }
    (definitions, nodes)
}

/// Crossing a line of the story costs a letter more than this, crossing a border less.
const STORY_LINE: f64 = 1.9;

/// Every stretch of a river that could carry a name of `width`.
fn guides(line: &[Point], width: f64, size: f64, frame: Rect, lines: &LineIndex, taken: &BoxIndex) -> Vec<Guide> {
    let total = length(line);
    let mut found = Vec::new();
    let count = (total / STEP) as usize + 1;
    let span = ((width * 1.12) / STEP).ceil() as usize;
    if count < span + 2 || count > 4000 {
        return found;
    }
    let points = resample(line, count);
    for start in (0..points.len() - span).step_by(2) {
        let stretch = &points[start..=start + span];
        let (Some(a), Some(b)) = (stretch.first(), stretch.last()) else {
            continue;
        };
        let chord = distance(*a, *b);
        if chord < width * 1.02 {
            continue;
        }
        // Left to right, or upwards on a steep stretch.
        let steep = (b.x - a.x).abs() < 0.35 * (b.y - a.y).abs();
        let turned = if steep { b.y > a.y } else { b.x < a.x };
        let ordered: Vec<Point> = if turned { stretch.iter().rev().copied().collect() } else { stretch.to_vec() };
        let (a, b) = (ordered[0], ordered[ordered.len() - 1]);
        let d = direction(a, b);
        // Signed distance of each point from the chord, to the right of the direction.
        let aside = |p: Point| (p.y - a.y) * d.x - (p.x - a.x) * d.y;
        let along = |p: Point| (p.x - a.x) * d.x + (p.y - a.y) * d.y;
        // The bow that fits best: least squares of one parabola.
        let (mut top, mut bottom) = (0.0, 0.0);
        for p in &ordered {
            let t = (along(*p) / chord).clamp(0.0, 1.0);
            let shape = 4.0 * t * (1.0 - t);
            top += shape * aside(*p);
            bottom += shape * shape;
        }
        let bow: f64 = (top / f64::max(bottom, 1e-9)).clamp(-chord * 0.16, chord * 0.16);
        let off = |p: &Point| {
            let t = (along(*p) / chord).clamp(0.0, 1.0);
            aside(*p) - bow * 4.0 * t * (1.0 - t)
        };
        let low = ordered.iter().map(&off).fold(f64::INFINITY, f64::min);
        let high = ordered.iter().map(&off).fold(f64::NEG_INFINITY, f64::max);
        // Above the river (to the left of the direction) or below it.
        for (shift, rough) in [(low - 7.0, -low), (high + 7.0 + size * 0.66, high)] {
            let rough = rough.abs() + (high - low) * 0.5;
            let curve = [
                moved(a, d, 0.0, shift),
                moved(crate::layout::geometry::lerp(a, b, 0.5), d, 0.0, shift + 2.0 * bow),
                moved(b, d, 0.0, shift),
            ];
            let mut boxes = Vec::new();
            let n = (width / (size * 0.7)).ceil().max(2.0) as u32;
            let (from, to) = (0.5 - width / chord / 2.0, 0.5 + width / chord / 2.0);
            for i in 0..=n {
                let t = from + (to - from) * f64::from(i) / f64::from(n);
                let p = quad(curve[0], curve[1], curve[2], t);
                let q = quad(curve[0], curve[1], curve[2], t + 0.01);
                let e = direction(p, q);
                boxes.push(Rect::around(moved(p, e, 0.0, -size * 0.28), size * 0.42, size * 0.42));
            }
            if boxes.iter().any(|r| !frame.grown(-8.0).covers(*r) || !taken.is_free(r.grown(2.0))) {
                continue;
            }
            let crossings: Vec<f64> = boxes.iter().map(|r| lines.cost(r.grown(-2.0))).collect();
            // Over a front or an arrow no name can be read.
            if crossings.iter().any(|c| *c > STORY_LINE) {
                continue;
            }
            let crossing: f64 = crossings.iter().sum();
            let lean = if steep { 0.5 } else { (d.y.abs()) * 0.3 };
            let cost = crossing * 0.8 + rough / 14.0 + bow.abs() / chord * 3.0 + lean;
            found.push(Guide { cost, curve, boxes });
        }
    }
    found
}
