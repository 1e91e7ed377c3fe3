//! Towns for orientation, where room is left.

use crate::layout::Town;
use crate::layout::block::Block;
use crate::layout::block::Seat;
use crate::layout::block::seats;
use crate::layout::geometry::Rect;
use crate::layout::geometry::distance;
use crate::layout::index::BoxIndex;
use crate::layout::labels;
use crate::layout::labels::Context;
use crate::layout::labels::Label;
use crate::layout::marks::shape;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Point;
use crate::scene::Stroke;

/// A town nearer than this to the edge of a mark is not named.
const CLEAR: f64 = 46.0;
/// Room between a town's name and another on its line.
const BESIDE: f64 = 10.0;

/// Adds towns for orientation, the most useful first, while names are left.
pub(super) fn place(
    context: &Context<'_>,
    towns: &[Town],
    most: usize,
    taken: &mut BoxIndex,
) -> (Vec<Node>, Vec<Label>) {
    let style = context.style;
    let look = style.text.town;
    let (mut dots, mut texts, mut labels): (Vec<Node>, Vec<Node>, Vec<Label>) = (Vec::new(), Vec::new(), Vec::new());
    let inside = context.frame.rect.grown(-14.0);
    let mut left: Vec<(&Town, Point)> = towns
        .iter()
        .map(|t| (t, context.frame.place(t.at)))
        .filter(|(_, p)| inside.contains(*p))
        .filter(|(_, p)| {
            let reach = CLEAR - labels::NEAR + 1.0;
            let close = context.near.touching(Rect::around(*p, reach, reach));
            let mut close = close.filter_map(|(_, k)| context.marks.get(k as usize));
            close.all(|(m, r)| distance(*m, *p) > r + CLEAR)
        })
        .collect();
    left.sort_by(|a, b| b.0.population.cmp(&a.0.population).then_with(|| a.0.name.cmp(&b.0.name)));
    left.truncate(240);
    let apart = |p: Point| context.marks.iter().map(|(m, _)| distance(*m, p)).fold(f64::INFINITY, f64::min);
    let mut left: Vec<(&Town, Point, f64)> = left.into_iter().map(|(town, p)| (town, p, apart(p))).collect();
    let reach = context.frame.rect.width() / 5.0;
    while labels.len() < most && !left.is_empty() {
        // Population, and distance from what is named already.
        let useful = |(town, p, apart): &(&Town, Point, f64)| {
            let near = labels.iter().map(|l| distance(l.at, *p)).fold(*apart, f64::min);
            let home = context.home.is_empty() || context.home.contains(&context.raster.at(*p));
            libm::log10(f64::from(town.population.max(500)))
                + 1.5 * (near / reach).min(1.0)
                + if town.capital { 1.0 } else { 0.0 }
                + if home { 0.7 } else { 0.0 }
        };
        let mut best: Option<(f64, usize)> = None;
        for (i, town) in left.iter().enumerate() {
            let score = useful(town);
            if best.is_none_or(|(s, _)| score > s + 1e-12) {
                best = Some((score, i));
            }
        }
        let Some((_, index)) = best else { break };
        let (town, at, _) = left.remove(index);
        if labels.iter().any(|l| distance(l.at, at) < 70.0) {
            continue;
        }
        let s = &style.symbols;
        let radius = s.town + s.town_stroke / 2.0;
        let dot = Rect::around(at, radius + 3.0, radius + 3.0);
        if !taken.is_free(dot) || context.lines.cost(dot) > 2.4 {
            continue;
        }
        let mut block = Block::default();
        let name = context.language.place(town.geonameid).unwrap_or(&town.name);
        block.push(name, look, style.colours.town, 0.0, context.fonts);
        let coastal = context.coastal(at);
        let mut found: Option<(f64, Seat)> = None;
        for seat in seats(&block, at, radius, 6.5) {
            let boxes = block.boxes(seat.at, seat.anchor);
            // Beside another name on one line the two would read as one.
            if boxes.iter().any(|b| !taken.is_free(Rect::new(b.x0 - BESIDE, b.y0, b.x1 + BESIDE, b.y1))) {
                continue;
            }
            if let Some(cost) = context.judge(&boxes, seat, at, taken, coastal)
                && found.is_none_or(|(c, _)| cost < c - 1e-9)
            {
                found = Some((cost, seat));
            }
        }
        let Some((_, seat)) = found.filter(|(c, _)| *c < 2.2) else {
            continue;
        };
        let boxes = block.boxes(seat.at, seat.anchor);
        taken.add(dot, u32::MAX);
        for b in &boxes {
            taken.add(b.grown(2.0), u32::MAX);
        }
        let ground = context.halo(&[dot]).map_or(style.colours.land, |(c, _)| c);
        dots.push(if town.capital {
            let side = s.capital * 0.72;
            let corner = Point::new(at.x - side / 2.0, at.y - side / 2.0);
            shape(
                Outline::Rect(corner, side, side, 0.0),
                Some(Paint::Plain(ground)),
                Some(Stroke::solid(style.colours.town_ring, s.town_stroke)),
            )
        } else {
            shape(
                Outline::Circle(at, s.town),
                Some(Paint::Plain(ground)),
                Some(Stroke::solid(style.colours.town_ring, s.town_stroke)),
            )
        });
        texts.extend(block.draw(seat.at, seat.anchor, context.halo(&boxes)));
        labels.push(Label { boxes, at, radius, leader: false });
    }
    dots.extend(texts);
    (dots, labels)
}
