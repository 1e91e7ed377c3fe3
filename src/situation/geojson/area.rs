//! Polygons read back: areas that somebody drew, told apart by what the file says of them, repaired where they cross themselves.
//!
//! In: a shape with its properties. Out: [`Area`]s of the situation. Never: derived areas, which are made again.

use geo::Coord;
use geo::MultiPolygon;
use rstar::AABB;
use rstar::RTree;
use rstar::RTreeObject;
use rstar::primitives::GeomWithData;
use rstar::primitives::Line;
use serde_json::Value;

use crate::diagnostic::Warning;
use crate::situation::Area;
use crate::situation::geojson::feature::Reader;
use crate::situation::geojson::fields::Checked;
use crate::situation::geojson::fields::Fields;
use crate::situation::geojson::fields::terms;
use crate::situation::geojson::read::label;
use crate::situation::slug;
use crate::terms::HolderStatus;

/// Properties that name the holder.
const HOLDER: [&str; 3] = ["holder", "side", "control"];
/// Properties that tell areas apart where no holder is named: the colour of simplestyle, then a class.
const GROUP: [&str; 2] = ["fill", "type"];
/// Longer values are descriptions.
const GROUP_CHARS: usize = 24;
/// Properties that the program writes itself, or reads as the holder.
const KNOWN: &[&str] =
    &["id", "layer", "holder", "side", "control", "rival", "status", "as_of", "date", "area_km2", "basis", "by_hand"];
/// Pairs of segments that are compared at most.
const MOST_PAIRS: usize = 4_000_000;

impl Reader {
    /// Takes over an area that somebody drew.
    pub(super) fn area(
        &mut self,
        fields: &Fields<'_>,
        (id, layer, number): (Option<&str>, &str, usize),
        feature: &Value,
        shape: MultiPolygon<f64>,
    ) -> Checked<()> {
        let basis = fields.text("basis");
        let kept = |b: &str| b == "baseline" || b.starts_with(Area::CARVED);
        let derived = layer == "control" && !fields.truth("by_hand") && !basis.as_deref().is_some_and(kept);
        if derived && basis.is_some() {
            return Ok(());
        }
        let all = terms(HolderStatus::ALL.iter().map(|v| v.as_str()));
        let status = fields.term("status", HolderStatus::parse, &all)?;
        let named = HOLDER.iter().find_map(|k| fields.text(k));
        let grouped = if named.is_none() { self.group(fields) } else { None };
        let usual = if named.is_some() { HolderStatus::Assessed } else { HolderStatus::Unknown };
        let shape = match crossing(&shape) {
            None => shape,
            Some(at) => {
                self.situation.warnings.push(Warning::new(
                    "self-intersection",
                    format!(
                        "feature {number}{}: the outline crosses itself near {:.4}, {:.4} and was repaired",
                        label(feature),
                        at.x,
                        at.y
                    ),
                ));
                geo::unary_union(&shape)
            }
        };
        let area = Area {
            id: self.id(id, &format!("area-{number}")),
            status: status.unwrap_or(usual),
            holder: named.or(grouped),
            rival: fields.text("rival"),
            as_of: fields.date("as_of")?.or(fields.date("date")?).or(self.situation.as_of),
            by_hand: fields.truth("by_hand") || basis.is_none(),
            basis: basis.unwrap_or_else(|| "hand".to_owned()),
            shape,
            extra: fields.others(KNOWN),
        };
        self.situation.areas.push(area);
        Ok(())
    }

    /// A side for areas without a holder that the file tells apart by colour or class.
    fn group(&mut self, fields: &Fields<'_>) -> Option<String> {
        let (key, value) = GROUP
            .iter()
            .find_map(|k| Some((*k, fields.text(k)?)))
            .filter(|(_, v)| v.chars().count() <= GROUP_CHARS && !v.trim().is_empty())?;
        let id = format!("{key}-{}", slug(&value));
        let name = if key == "fill" { fields.text("name").unwrap_or(value) } else { value };
        *self.groups.entry(id.clone()).or_default().entry(name).or_default() += 1;
        Some(id)
    }
}

/// Where two edges of a shape cross, if they do.
fn crossing(shape: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    let rings = shape.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let edges: Vec<GeomWithData<Line<[f64; 2]>, usize>> = rings
        .flat_map(|r| r.0.windows(2))
        .filter_map(|w| if let [a, b] = w { Some(Line::new([a.x, a.y], [b.x, b.y])) } else { None })
        .enumerate()
        .map(|(i, line)| GeomWithData::new(line, i))
        .collect();
    let tree = RTree::bulk_load(edges.clone());
    let mut pairs = 0;
    for edge in &edges {
        let bounds: AABB<[f64; 2]> = edge.geom().envelope();
        for other in tree.locate_in_envelope_intersecting(&bounds) {
            pairs += 1;
            if pairs > MOST_PAIRS {
                return None;
            }
            if other.data > edge.data
                && let Some(at) = meet(edge.geom(), other.geom())
            {
                return Some(at);
            }
        }
    }
    None
}

/// The point where two edges cross, each strictly inside the other.
fn meet(a: &Line<[f64; 2]>, b: &Line<[f64; 2]>) -> Option<Coord<f64>> {
    let turn = |p: [f64; 2], q: [f64; 2], r: [f64; 2]| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    let (from, to) = (turn(a.from, a.to, b.from), turn(a.from, a.to, b.to));
    let (start, end) = (turn(b.from, b.to, a.from), turn(b.from, b.to, a.to));
    if from * to >= 0.0 || start * end >= 0.0 {
        return None;
    }
    let t = start / (start - end);
    Some(Coord { x: a.from[0] + t * (a.to[0] - a.from[0]), y: a.from[1] + t * (a.to[1] - a.from[1]) })
}
