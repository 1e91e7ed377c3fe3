//! The symbols of the legend.

use crate::colour::Colour;
use crate::layout::areas;
use crate::layout::arrows;
use crate::layout::arrows::Body;
use crate::layout::arrows::Course;
use crate::layout::legend::Symbol;
use crate::layout::marks;
use crate::layout::marks::Look;
use crate::layout::marks::shape;
use crate::layout::story::Mark;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::style::Style;

pub(super) fn symbol_nodes(symbol: &Symbol, at: Point, width: f64, style: &Style) -> Vec<Node> {
    let end = Point::new(at.x + width, at.y);
    let straight = Course::bow(at, end, 0.0);
    match symbol {
        Symbol::Advance(hue) => arrows::advance(&straight, (0.0, 0.0), 13.0, *hue, Body::Plain, style).nodes,
        Symbol::ClaimedAdvance(hue) => {
            arrows::advance(&straight, (0.0, 0.0), 13.0, *hue, Body::Claimed("hatch-claimed-advance"), style).nodes
        }
        Symbol::Projected(hue) => arrows::projected(&straight, (0.0, 0.0), *hue, style).nodes,
        Symbol::Movement(hue, people) => arrows::movement(&straight, (0.0, 0.0), *hue, *people, style).nodes,
        Symbol::Front(left, right, sure) => {
            let a = &style.arrows;
            let half = f64::midpoint(a.front, a.front_gap);
            let row = |dy: f64, hue: Colour| {
                let path = Path::line(&[Point::new(at.x, at.y + dy), Point::new(end.x, end.y + dy)]);
                let dash = if *sure { Vec::new() } else { areas::UNSURE.to_vec() };
                shape(Outline::Path(path), None, Some(Stroke { colour: hue, width: a.front, dash, round: false }))
            };
            vec![row(-half, *left), row(half, *right)]
        }
        Symbol::Mark(look) => {
            let size = if look.area { 15.0 / style.symbols.area } else { 1.0 };
            let centre = Point::new(at.x + width / 2.0, at.y);
            if look.area && look.mark == Mark::Strike {
                let mut nodes = marks::draw(Look { size, ..*look }, centre, style);
                nodes.pop();
                nodes.extend(marks::draw(Look { area: false, size: 0.6, ..*look }, centre, style).pop());
                return nodes;
            }
            marks::draw(Look { size: if look.area { 0.25 } else { 1.0 }, ..*look }, centre, style)
        }
        Symbol::Side(..) | Symbol::Hatch(..) => Vec::new(),
    }
}
