//! Areas of control in flat tints, hatched where claimed or contested, and the front line with its two sides.

use std::collections::BTreeSet;

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
use crate::situation::Area;
use crate::situation::FrontLine;
use crate::situation::Side;
use crate::situation::Situation;
use crate::style::SideLook;
use crate::style::Style;
use crate::terms::HolderStatus;

/// Dashes of a front line whose place is in doubt.
pub(super) const UNSURE: [f64; 2] = [10.0, 5.0];

/// Hatches that the sheet needs: for claims a side's tint on land, for ground in doubt the colours of the two sides.
pub(super) fn hatches<'a>(
    story: &Story,
    areas: impl Iterator<Item = &'a Area>,
    attacker: Option<&str>,
    style: &Style,
) -> Vec<Definition> {
    let land = style.colours.land;
    let period = style.arrows.hatch;
    let half = period / 2.0;
    let mut found = vec![Definition::Hatch {
        id: "hatch-claimed-advance".into(),
        ground: Some(land),
        stripes: vec![(story.look(attacker).hue, period * 0.3)],
        period: period * 0.6,
    }];
    let mut made: BTreeSet<String> = BTreeSet::new();
    for area in areas {
        let id = hatch_of(area);
        if id.is_empty() || !made.insert(id.clone()) {
            continue;
        }
        let look = story.look(area.holder.as_deref());
        let stripes = match (area.status, &area.holder, &area.rival) {
            (HolderStatus::Claimed, _, _) => vec![(look.tint, half)],
            (_, Some(a), Some(b)) => {
                let (a, b) = (story.look(Some(a.min(b))), story.look(Some(a.max(b))));
                vec![
                    (a.hue.mix(a.tint, 0.45), 1.6),
                    (a.tint, half - 1.6),
                    (b.hue.mix(b.tint, 0.45), 1.6),
                    (b.tint, half - 1.6),
                ]
            }
            (_, Some(_), None) => vec![(look.tint, half - 1.6), (look.hue.mix(look.tint, 0.45), 1.6)],
            _ => vec![(style.colours.border.mix(land, 0.5), 1.6)],
        };
        found.push(Definition::Hatch { id, ground: Some(land), stripes, period });
    }
    found
}

/// The hatch of an area, empty for none: one for both halves of the ground between two sides.
fn hatch_of(area: &Area) -> String {
    let named = |side: &Option<String>| side.as_deref().map(slug).unwrap_or_default();
    match area.status {
        HolderStatus::Claimed => format!("hatch-claimed-{}", named(&area.holder)),
        HolderStatus::Contested => {
            let (a, b) =
                if area.holder <= area.rival { (&area.holder, &area.rival) } else { (&area.rival, &area.holder) };
            format!("hatch-between-{}-{}", named(a), named(b))
        }
        _ => String::new(),
    }
}

/// The hatch that stands for a status in the legend: the one of the largest area.
pub(super) fn legend_hatch(derived: &Derived, status: HolderStatus) -> Option<String> {
    let size = |a: &Area| crate::control::area_km2(&a.shape);
    derived.areas.iter().filter(|a| a.status == status).max_by(|a, b| size(a).total_cmp(&size(b))).map(hatch_of)
}

/// How the areas came about, for the notes.
pub(super) fn method(situation: &Situation, derived: &Derived) -> Option<String> {
    if derived.areas.is_empty() {
        return None;
    }
    let Some(rules) = situation.territory.filter(|_| derived.areas.iter().any(|a| !a.is_drawn() && !a.is_carved()))
    else {
        return Some("Areas of control as drawn in the source.".to_owned());
    };
    let count = crate::control::labelled_places(situation).len();
    let rough = if rules.indicative { "Indicative areas, " } else { "Areas " };
    let drawn = if situation.areas.is_empty() { "" } else { " Outlined areas as drawn in the source." };
    let nearest = match (rules.terrain, situation.obstacles.is_empty()) {
        (false, true) => "nearest place",
        (false, false) => "place with the shortest way, round or over given obstacles",
        (true, true) => "place with the shortest way, which rivers and lakes make longer and the sea ends",
        (true, false) => {
            "place with the shortest way, which rivers, lakes and given obstacles make longer and the sea ends"
        }
    };
    Some(format!(
        "{rough}inferred from {count} places, not surveyed: ground takes the side of the {nearest}; hatched: in doubt between two sides; no colour: no place within {} km.{drawn}",
        rules.max_km.round()
    ))
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
            let name = story.language.side(&side.id, &side.name);
            let name = name.split(" (").next().unwrap_or(&name).to_owned();
            found.push((name, story.look(Some(&side.id)).on_tint, rings));
        }
    }
    found
}

/// Draws the areas of control.
pub(super) fn control(story: &Story, derived: &Derived, frame: &Frame, style: &Style) -> Vec<Node> {
    control_of(story, derived.areas.iter(), frame, style)
}

/// True for ground that is claimed or in doubt.
pub(super) const fn is_doubtful(area: &Area) -> bool {
    matches!(area.status, HolderStatus::Claimed | HolderStatus::Contested)
}

/// Draws some areas of control.
pub(super) fn control_of<'a>(
    story: &Story,
    areas: impl Iterator<Item = &'a Area>,
    frame: &Frame,
    style: &Style,
) -> Vec<Node> {
    let edge = frame.rect.grown(6.0);
    let mut nodes = Vec::new();
    for area in areas {
        let mut path = Path::default();
        for ring in rings(&area.shape, frame, edge) {
            path.add_ring(&ring);
        }
        if path.pieces.is_empty() {
            continue;
        }
        let drawn = area.is_drawn();
        let look: SideLook =
            if drawn { story.mover(area.holder.as_deref()) } else { story.look(area.holder.as_deref()) };
        let edge = |colour: Colour, width: f64| drawn.then(|| Stroke::solid(colour, width));
        let (fill, stroke) = match area.status {
            HolderStatus::Assessed => (Paint::Plain(look.tint), edge(look.hue.mix(look.tint, 0.5), 1.2)),
            HolderStatus::Claimed => (
                Paint::Defined(hatch_of(area)),
                Some(Stroke { colour: look.hue, width: 1.4, dash: vec![6.0, 4.0], round: false }),
            ),
            HolderStatus::Contested => (Paint::Defined(hatch_of(area)), edge(style.colours.border, 0.8)),
            HolderStatus::Unknown if drawn => (Paint::Plain(look.tint), edge(look.hue.mix(look.tint, 0.5), 1.2)),
            HolderStatus::Unknown => continue,
        };
        nodes.push(Node::Shape(Shape {
            outline: Outline::Path(path),
            fill: Some(fill),
            stroke,
            stroke_first: false,
            id: format!("area-{}", slug(&area.id)),
        }));
    }
    nodes
}

/// Draws the front line: each side's strip on its own side, a light line between.
pub(super) fn front(
    situation: &Situation,
    story: &Story,
    derived: &Derived,
    frame: &Frame,
    style: &Style,
    lines: &mut LineIndex,
) -> Vec<Node> {
    let a = &style.arrows;
    let edge: Rect = frame.rect.grown(20.0);
    let mut nodes = Vec::new();
    let loud = loud_pair(situation, derived);
    for item in &derived.front {
        let points: Vec<Point> =
            item.line.0.iter().map(|p| frame.place(crate::geodesy::LonLat::new(p.x, p.y))).collect();
        let mut group = Group { id: format!("front-{}", slug(&item.id)), ..Group::default() };
        for piece in clip_line(&thin(&points, 3.0), edge) {
            let smooth = cut_corners(&cut_corners(&piece));
            lines.add(&smooth, LineKind::Front);
            if loud.is_some_and(|pair| pair != pair_of(item)) {
                let dash = if item.status == HolderStatus::Assessed { Vec::new() } else { vec![5.0, 4.0] };
                let quiet = Stroke { colour: style.colours.note, width: 1.6, dash, round: false };
                group.nodes.push(shape(Outline::Path(Path::line(&smooth)), None, Some(quiet)));
                continue;
            }
            let half = f64::midpoint(a.front, a.front_gap);
            let dash = if item.status == HolderStatus::Assessed { Vec::new() } else { UNSURE.to_vec() };
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

/// The two sides of a stretch in a fixed order.
fn pair_of(item: &FrontLine) -> (Option<&str>, Option<&str>) {
    let (a, b) = (item.side_left.as_deref(), item.side_right.as_deref());
    if a <= b { (a, b) } else { (b, a) }
}

/// The pair whose front line is drawn in two hues: those who fight in this story. Other borders stay quiet.
fn loud_pair<'a>(situation: &'a Situation, derived: &Derived) -> Option<(Option<&'a str>, Option<&'a str>)> {
    let (a, b) = (situation.attacker.as_deref(), situation.defender.as_deref());
    let pair = if a <= b { (a, b) } else { (b, a) };
    (a.is_some() && b.is_some() && derived.front.iter().any(|item| pair_of(item) == pair)).then_some(pair)
}

/// The stretches that stand for the front line in the legend: a sure one and one in doubt, as far as there are.
pub(super) fn loudest<'a>(situation: &Situation, derived: &'a Derived) -> [Option<&'a FrontLine>; 2] {
    let pair = loud_pair(situation, derived);
    let loud = |sure: bool| {
        let mut stretches = derived.front.iter().filter(|item| pair.is_none_or(|p| p == pair_of(item)));
        stretches.find(|item| (item.status == HolderStatus::Assessed) == sure)
    };
    [loud(true), loud(false)]
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
