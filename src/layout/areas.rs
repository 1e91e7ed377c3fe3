//! Areas of control in flat tints, hatched where claimed or contested, and the front line with its two sides.

use crate::colour::Colour;
use crate::control::Derived;
use crate::layout::arrows::cut_corners;
use crate::layout::frame::Frame;
use crate::layout::geometry::Rect;
use crate::layout::geometry::clip_line;
use crate::layout::geometry::direction;
use crate::layout::geometry::moved;
use crate::layout::geometry::thin;
use crate::layout::ground::rings;
use crate::layout::index::LineIndex;
use crate::layout::index::LineKind;
use crate::layout::marks::shape;
use crate::layout::story::Story;
use crate::scene::Definition;
use crate::scene::Group;
use crate::scene::Node;
use crate::scene::Outline;
use crate::scene::Paint;
use crate::scene::Path;
use crate::scene::Point;
use crate::scene::Shape;
use crate::scene::Stroke;
use crate::situation::Side;
use crate::style::SideLook;
use crate::style::Style;
use crate::terms::HolderStatus;

/// Hatches that the sheet needs.
pub(super) fn hatches(
    story: &Story,
    derived: &Derived,
    attacker: Option<&str>,
    defender: Option<&str>,
    style: &Style,
) -> Vec<Definition> {
    let (a, b) = (story.look(attacker), story.look(defender));
    let land = style.colours.land;
    let period = style.arrows.hatch;
    let half = period / 2.0;
    let mut found = vec![
        Definition::Hatch {
            id: "hatch-claimed-advance".into(),
            ground: Some(land),
            stripes: vec![(a.hue, period * 0.3)],
            period: period * 0.6,
        },
        Definition::Hatch {
            id: "hatch-contested".into(),
            ground: None,
            stripes: vec![
                (a.hue.mix(a.tint, 0.45), 1.6),
                (a.tint, half - 1.6),
                (b.hue.mix(b.tint, 0.45), 1.6),
                (b.tint, half - 1.6),
            ],
            period,
        },
        Definition::Hatch { id: "hatch-claimed".into(), ground: Some(land), stripes: vec![(a.tint, half)], period },
    ];
    for (id, look) in &story.sides {
        if derived.areas.iter().any(|x| x.status == HolderStatus::Claimed && x.holder.as_ref() == Some(id)) {
            found.push(Definition::Hatch {
                id: format!("hatch-claimed-{}", slug(id)),
                ground: Some(land),
                stripes: vec![(look.tint, half)],
                period,
            });
        }
    }
    found
}

/// Letters and digits of a name, for an id.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Name, colour of the name and visible rings of each side that holds ground for sure.
pub(super) fn holders(
    sides: &[Side],
    story: &Story,
    derived: &Derived,
    frame: &Frame,
) -> Vec<(String, Colour, Vec<Vec<Point>>)> {
    let mut found = Vec::new();
    for side in sides {
        let rings: Vec<Vec<Point>> = derived
            .areas
            .iter()
            .filter(|a| a.status == HolderStatus::Assessed && a.holder.as_ref() == Some(&side.id))
            .flat_map(|a| rings(&a.shape, frame, frame.rect))
            .collect();
        if !rings.is_empty() {
            // The short name is enough on the map.
            let name = side.name.split(" (").next().unwrap_or(&side.name).to_owned();
            found.push((name, story.look(Some(&side.id)).on_tint, rings));
        }
    }
    found
}

/// Draws the areas of control.
pub(super) fn control(story: &Story, derived: &Derived, frame: &Frame, style: &Style) -> Vec<Node> {
    let edge = frame.rect.grown(6.0);
    let mut nodes = Vec::new();
    for area in &derived.areas {
        let mut path = Path::default();
        for ring in rings(&area.shape, frame, edge) {
            path.add_ring(&ring);
        }
        if path.pieces.is_empty() {
            continue;
        }
        let look: SideLook = story.look(area.holder.as_deref());
        let (fill, stroke) = match area.status {
            HolderStatus::Assessed => (Paint::Plain(look.tint), Stroke::solid(look.hue.mix(look.tint, 0.5), 1.2)),
            HolderStatus::Claimed => (
                Paint::Defined(
                    area.holder
                        .as_deref()
                        .map_or_else(|| "hatch-claimed".into(), |h| format!("hatch-claimed-{}", slug(h))),
                ),
                Stroke { colour: look.hue, width: 1.4, dash: vec![6.0, 4.0], round: false },
            ),
            HolderStatus::Contested => {
                (Paint::Defined("hatch-contested".into()), Stroke::solid(style.colours.border, 0.8))
            }
            HolderStatus::Unknown => continue,
        };
        nodes.push(Node::Shape(Shape {
            outline: Outline::Path(path),
            fill: Some(fill),
            stroke: Some(stroke),
            stroke_first: false,
            id: format!("control-{}", slug(&area.id)),
        }));
    }
    nodes
}

/// Draws the front line: each side's strip on its own side, a light line between.
pub(super) fn front(
    story: &Story,
    derived: &Derived,
    frame: &Frame,
    style: &Style,
    lines: &mut LineIndex,
) -> Vec<Node> {
    let a = &style.arrows;
    let edge: Rect = frame.rect.grown(20.0);
    let mut nodes = Vec::new();
    for item in &derived.front {
        let points: Vec<Point> =
            item.line.0.iter().map(|p| frame.place(crate::geodesy::LonLat::new(p.x, p.y))).collect();
        let mut group = Group { id: format!("front-{}", slug(&item.id)), ..Group::default() };
        for piece in clip_line(&thin(&points, 3.0), edge) {
            let smooth = cut_corners(&cut_corners(&piece));
            lines.add(&smooth, LineKind::Front);
            let half = f64::midpoint(a.front, a.front_gap);
            let dash = if item.status == HolderStatus::Assessed { Vec::new() } else { vec![10.0, 5.0] };
            let strip = |aside: f64, colour: Colour, width: f64, dash: Vec<f64>| {
                let path = Path::line(&offset(&smooth, aside));
                shape(Outline::Path(path), None, Some(Stroke { colour, width, dash, round: false }))
            };
            group.nodes.push(strip(0.0, style.colours.gap, a.front * 2.0 + a.front_gap + 1.6, Vec::new()));
            group.nodes.push(strip(-half, story.look(item.side_left.as_deref()).hue, a.front, dash.clone()));
            group.nodes.push(strip(half, story.look(item.side_right.as_deref()).hue, a.front, dash));
        }
        nodes.push(Node::Group(group));
    }
    nodes
}

/// A line moved aside, to the right of its direction for positive values.
fn offset(points: &[Point], aside: f64) -> Vec<Point> {
    if aside == 0.0 {
        return points.to_vec();
    }
    let n = points.len();
    (0..n)
        .map(|i| {
            let d = direction(points[i.saturating_sub(1)], points[(i + 1).min(n - 1)]);
            moved(points[i], d, 0.0, aside)
        })
        .collect()
}
