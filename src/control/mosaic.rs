//! A region cut into areas of one class each, all from the same edges, so that neighbours meet exactly.
//!
//! In: arcs on the plane, a region in degrees. Out: [`Mosaic`]. Never: holders' names.

use std::collections::BTreeMap;

use geo::Contains;
use geo::MultiPolygon;
use i_overlay::i_float::int::point::IntPoint;

use crate::control::contour::Contours;
use crate::control::field::Class;
use crate::control::field::Field;
use crate::control::inside;
use crate::control::overlay;
use crate::control::overlay::Face;
use crate::control::overlay::Units;
use crate::projection::Projection;

/// A directed edge.
type Edge = (IntPoint, IntPoint);

/// Areas of one class each.
#[derive(Debug, Clone)]
pub(super) struct Mosaic {
    pub(super) units: Units,
    /// Class and faces, in the order of the classes; faces never cross the antimeridian.
    pub(super) pieces: Vec<(Class, Vec<Face>)>,
    /// The faces of each drawn area, in the order given.
    pub(super) drawn: Vec<Vec<Face>>,
}

/// Faces smaller than this go to the neighbour with the longest common border, cells.
const LEAST_CELLS: f64 = 0.8;

/// Cuts a region along the contours and round the drawn areas, which keep their ground but what `yields` gives to a class:
/// it is asked with the index of the drawn area.
pub(super) fn cut(
    region: &[Face],
    drawn: &[Vec<Face>],
    units: Units,
    field: &Field,
    contours: &Contours,
    projection: &Projection,
    yields: impl Fn(usize, &Class) -> bool,
) -> Mosaic {
    let mut lines: Vec<Vec<IntPoint>> = Vec::new();
    let mut sides: BTreeMap<(i32, i32, i32, i32), (u16, u16)> = BTreeMap::new();
    for arc in &contours.arcs {
        let mut points: Vec<IntPoint> = arc.line.iter().map(|(x, y)| units.point(projection.inverse(*x, *y))).collect();
        points.dedup();
        for pair in points.windows(2) {
            let [a, b] = *pair else { continue };
            sides.insert(key((a, b)), (arc.left, arc.right));
            sides.insert(key((b, a)), (arc.right, arc.left));
        }
        // A line round the far side of the earth is no border.
        lines.extend(
            points
                .chunk_by(|a, b| (i64::from(a.x) - i64::from(b.x)).abs() < 180_000_000)
                .filter(|run| run.len() > 1)
                .map(<[IntPoint]>::to_vec),
        );
    }
    let seam = units.seam();
    if let Some(x) = seam {
        lines.push(vec![IntPoint::new(x, -90_000_000), IntPoint::new(x, 90_000_000)]);
    }
    let mut whole = region.to_vec();
    for ring in drawn.iter().flatten() {
        whole.push(ring.clone());
        lines.extend(ring.iter().map(|r| r.iter().chain(r.first()).copied().collect()));
    }
    let faces = overlay::slice(&overlay::unite(&whole), &lines);
    let code = |face: &Face| {
        let mut votes: BTreeMap<u16, f64> = BTreeMap::new();
        for edge in edges(face) {
            if let Some((left, _)) = sides.get(&key(edge)) {
                *votes.entry(*left).or_default() += length(edge);
            }
        }
        votes
            .into_iter()
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map_or_else(|| node_code(face, units, field, contours, projection), |v| v.0)
    };
    let mut codes: Vec<u16> = faces.iter().map(code).collect();
    absorb(&faces, &mut codes, field.grid.cell);
    let mut groups: BTreeMap<(Class, bool), Vec<Face>> = BTreeMap::new();
    let shapes: Vec<MultiPolygon<f64>> = drawn.iter().map(|faces| overlay::plain(faces)).collect();
    let mut kept: Vec<Vec<Face>> = vec![Vec::new(); drawn.len()];
    for (face, code) in faces.into_iter().zip(codes) {
        let class = contours.classes.get(usize::from(code)).copied().unwrap_or(Class::UNKNOWN);
        if !shapes.is_empty()
            && let Some(inside) = overlay::plain(std::slice::from_ref(&face)).0.first().and_then(inside)
            && let Some(i) = shapes.iter().rposition(|s| s.contains(&inside))
            && let Some(slot) = kept.get_mut(i)
            && !yields(i, &class)
        {
            slot.push(face);
            continue;
        }
        let east = seam.is_some_and(|x| face.first().is_some_and(|ring| ring.iter().any(|p| p.x > x)));
        groups.entry((class, east)).or_default().push(face);
    }
    let mut pieces: Vec<(Class, Vec<Face>)> = Vec::new();
    for ((class, _), list) in groups {
        let united = if list.len() > 1 { overlay::unite(&list) } else { list };
        match pieces.last_mut() {
            Some((last, faces)) if *last == class => faces.extend(united),
            _ => pieces.push((class, united)),
        }
    }
    let drawn = kept.into_iter().map(|faces| overlay::unite(&faces)).collect();
    Mosaic { units, pieces, drawn }
}

fn key((a, b): Edge) -> (i32, i32, i32, i32) {
    (a.x, a.y, b.x, b.y)
}

/// The directed edges of a face, its inside on their left.
pub(super) fn edges(face: &Face) -> impl Iterator<Item = Edge> + '_ {
    face.iter().flat_map(|ring| {
        let next = ring.iter().skip(1).chain(ring.first());
        ring.iter().copied().zip(next.copied())
    })
}

fn length((a, b): Edge) -> f64 {
    let shrink = libm::cos(f64::from(a.y).to_radians() / overlay::UNITS);
    libm::hypot(f64::from(b.x - a.x) * shrink, f64::from(b.y - a.y))
}

/// The class of a face without a border of ours, such as an island: that of the grid nodes next to its outline.
fn node_code(face: &Face, units: Units, field: &Field, contours: &Contours, projection: &Projection) -> u16 {
    let mut votes: BTreeMap<u16, u32> = BTreeMap::new();
    for p in face.iter().flatten().step_by((face.iter().map(Vec::len).sum::<usize>() / 16).max(1)) {
        let (x, y) = projection.forward(units.position(*p));
        let (column, row) = field.grid.nearest_node(x, y);
        if let Some(code) = contours.codes.get(row * field.grid.columns + column) {
            *votes.entry(*code).or_default() += 1;
        }
    }
    votes.into_iter().max_by_key(|v| v.1).map_or(0, |v| v.0)
}

/// Gives specks to the neighbour with the longest common border.
fn absorb(faces: &[Face], codes: &mut [u16], cell_km: f64) {
    let mut owner: BTreeMap<(i32, i32, i32, i32), usize> = BTreeMap::new();
    let mut small = Vec::new();
    for (i, face) in faces.iter().enumerate() {
        let doubled: i128 = face.iter().map(|ring| overlay::doubled_area(ring)).sum();
        let lat = face.first().and_then(|r| r.first()).map_or(0.0, |p| f64::from(p.y) / overlay::UNITS);
        let degrees2 = doubled as f64 / 2.0 / (overlay::UNITS * overlay::UNITS);
        let km2 = degrees2 * 111.2 * 111.2 * libm::cos(lat.to_radians());
        if km2 < LEAST_CELLS * cell_km * cell_km {
            small.push((km2, i));
        }
        owner.extend(edges(face).map(|e| (key(e), i)));
    }
    small.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (_, i) in small {
        let mut common: BTreeMap<u16, f64> = BTreeMap::new();
        for edge in faces.get(i).into_iter().flat_map(edges) {
            let other = owner.get(&key((edge.1, edge.0))).copied().filter(|j| *j != i);
            if let Some(code) = other.and_then(|j| codes.get(j)) {
                *common.entry(*code).or_default() += length(edge);
            }
        }
        if let Some((code, _)) = common.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))
            && let Some(slot) = codes.get_mut(i)
        {
            *slot = code;
        }
    }
}
