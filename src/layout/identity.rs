//! Marks in the manner of military maps: a frame that shows the standard identity of a side, and the code of the symbol.
//!
//! In: what a mark says. Out: shapes, symbol identification codes (MIL-STD-2525D, 20 digits). Never: which side is which, a
//! matter of the style.

use crate::layout::marks::Look;
use crate::layout::marks::shape;
use crate::layout::story::Mark;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Piece;
use crate::scene::Point;
use crate::scene::Stroke;
use crate::style::Affiliation;
use crate::style::Style;
use crate::terms::LegStatus;

/// Half the width of the widest frame in relation to a disc.
pub(super) const WIDEST: f64 = 1.5;

/// True for a mark that stands for a force, which has a frame; events and capitals have none.
pub(super) fn is_framed(look: Look) -> bool {
    look.frames.0 != Affiliation::None
        && !look.area
        && matches!(
            look.mark,
            Mark::Captured
                | Mark::Origin
                | Mark::Entered
                | Mark::Threatened
                | Mark::Withdrawn
                | Mark::Held
                | Mark::Reinforced
        )
}

/// The frame of a standard identity; `r` is the radius of the disc that it stands for.
fn frame(identity: Affiliation, at: Point, r: f64) -> Path {
    let p = |x: f64, y: f64| Point::new(at.x + x * r, at.y + y * r);
    let ring = |points: &[(f64, f64)]| Path::ring(&points.iter().map(|(x, y)| p(*x, *y)).collect::<Vec<_>>());
    match identity {
        Affiliation::Friend => ring(&[(-1.4, -0.95), (1.4, -0.95), (1.4, 0.95), (-1.4, 0.95)]),
        Affiliation::Hostile => ring(&[(0.0, -1.5), (1.5, 0.0), (0.0, 1.5), (-1.5, 0.0)]),
        Affiliation::Neutral | Affiliation::None => ring(&[(-1.1, -1.1), (1.1, -1.1), (1.1, 1.1), (-1.1, 1.1)]),
        Affiliation::Unknown => Path {
            pieces: vec![
                Piece::Move(p(-0.7, -0.7)),
                Piece::Cubic(p(-0.7, -1.6), p(0.7, -1.6), p(0.7, -0.7)),
                Piece::Cubic(p(1.6, -0.7), p(1.6, 0.7), p(0.7, 0.7)),
                Piece::Cubic(p(0.7, 1.6), p(-0.7, 1.6), p(-0.7, 0.7)),
                Piece::Cubic(p(-1.6, 0.7), p(-1.6, -0.7), p(-0.7, -0.7)),
                Piece::Close,
            ],
        },
    }
}

/// Draws a framed mark: filled where the force is, open where it began or left, broken where it is only claimed or could come.
pub(super) fn draw(look: Look, at: Point, style: &Style) -> Vec<Node> {
    let (s, c) = (&style.symbols, &style.colours);
    let z = look.size;
    let r = if look.focal { s.focal } else { s.disc } * z * 0.92;
    let own = |r: f64| Outline::Path(frame(look.frames.0, at, r));
    let plain = Stroke::solid(look.hue, 3.2 * z);
    let broken = Stroke { dash: vec![5.0 * z, 3.5 * z], ..plain.clone() };
    let mut nodes =
        vec![shape(own(r), Some(Paint::Plain(c.land)), Some(Stroke::solid(c.land, 3.2 * z + s.edge * 1.6)))];
    let land = Some(Paint::Plain(c.land));
    let full = Some(Paint::Plain(look.hue));
    let centre = |radius: f64, paint: Paint| shape(Outline::Circle(at, radius), Some(paint), None);
    match look.mark {
        Mark::Captured if look.claimed => {
            nodes.push(shape(own(r), land, Some(broken)));
            nodes.push(centre(r * 0.4, Paint::Plain(look.hue)));
        }
        Mark::Captured => {
            nodes.push(shape(own(r), full, Some(plain)));
            if look.focal || look.capital {
                nodes.push(centre(s.focal_hole * z, Paint::Plain(c.gap)));
            }
        }
        Mark::Entered => {
            nodes.push(shape(own(r * 0.9), land, Some(plain)));
            nodes.push(centre(r * 0.5, Paint::Plain(look.hue)));
        }
        Mark::Withdrawn => nodes.push(shape(own(r * 0.9), land, Some(broken))),
        Mark::Threatened => {
            nodes.push(shape(own(r * 1.15), land, Some(broken)));
            let held = frame(look.frames.1, at, r * 0.45);
            nodes.push(shape(Outline::Path(held), Some(Paint::Plain(look.held)), None));
        }
        Mark::Held | Mark::Reinforced => nodes.push(shape(own(r * 0.7), full, None)),
        _ => nodes.push(shape(own(r * 0.9), land, Some(plain))),
    }
    nodes
}

/// The digit of a standard identity.
const fn digit(identity: Affiliation) -> Option<char> {
    match identity {
        Affiliation::None => None,
        Affiliation::Unknown => Some('1'),
        Affiliation::Friend => Some('3'),
        Affiliation::Neutral => Some('4'),
        Affiliation::Hostile => Some('6'),
    }
}

/// The code of a framed mark: a land unit, present or planned.
pub(super) fn mark_code(look: Look) -> Option<String> {
    let identity = digit(look.frames.0).filter(|_| is_framed(look))?;
    let status = u8::from(look.claimed || look.mark == Mark::Threatened);
    Some(format!("100{identity}10{status}000{:010}", 0))
}

/// The code of an arrow, an axis of advance: of the main attack, of a supporting one that is made (04) or planned (05), of an
/// enemy's that is confirmed (07) or suspected (08).
pub(super) fn leg_code(identity: Affiliation, status: LegStatus, main: bool) -> Option<String> {
    let planned = u8::from(status != LegStatus::Completed);
    let entity = match (identity, main, planned) {
        (Affiliation::Hostile, _, 0) => 151_407,
        (Affiliation::Hostile, _, _) => 151_408,
        (_, true, _) => 151_403,
        (_, false, 0) => 151_404,
        (_, false, _) => 151_405,
    };
    Some(format!("100{}25{planned}000{entity}0000", digit(identity)?))
}
