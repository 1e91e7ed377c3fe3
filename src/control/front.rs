//! The front line: borders between areas of two sides.
//!
//! In: a [`Mosaic`]. Out: stretches with a side on the left and on the right, sure or not. Never: areas.

use std::collections::BTreeMap;

use i_overlay::i_float::int::point::IntPoint;

use crate::control::field::Class;
use crate::control::field::Doubt;
use crate::control::field::Field;
use crate::control::mosaic::Mosaic;
use crate::control::mosaic::edges;
use crate::geodesy::distance_km;
use crate::projection::Projection;
use crate::terms::HolderStatus;

/// A stretch of the front.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    /// Index of the holder on the left of its direction.
    pub(super) left: u16,
    /// Index of the holder on the right.
    pub(super) right: u16,
    pub(super) status: HolderStatus,
    pub(super) points: Vec<IntPoint>,
}

/// The line is sure where places of both sides are so near that it can lie nowhere else, km from one to the other.
const SURE_KM: f64 = 16.0;
/// Shorter changes between sure and unsure are not worth a mark, km.
const LEAST_KM: f64 = 12.0;
/// Shorter lines are specks, km.
const SPECK_KM: f64 = 4.0;

type Key = (i32, i32);
/// Directed edges by their start, with the status of each.
type Edges = BTreeMap<Key, Vec<(Key, HolderStatus)>>;

/// The stretches of a mosaic; the holder with the lower rank is on the left.
pub(super) fn stretches(
    mosaic: &Mosaic,
    field: &Field,
    projection: &Projection,
    drawn: &[Class],
    rank: impl Fn(u16) -> usize,
) -> Vec<Stretch> {
    let mut owner: BTreeMap<(Key, Key), Class> = BTreeMap::new();
    let pieces = mosaic.pieces.iter().map(|(class, faces)| (class, faces));
    for (class, faces) in pieces.chain(drawn.iter().zip(&mosaic.drawn)) {
        for (a, b) in faces.iter().flat_map(edges) {
            owner.insert(((a.x, a.y), (b.x, b.y)), *class);
        }
    }
    let mut pairs: BTreeMap<(u16, u16), Edges> = BTreeMap::new();
    for ((a, b), left) in &owner {
        let Some(right) = owner.get(&(*b, *a)) else { continue };
        let (Some(l), Some(r)) = (left.holder, right.holder) else { continue };
        if l == r || (rank(l), l) > (rank(r), r) {
            continue;
        }
        let doubtful = |c: &Class| matches!(c.doubt, Doubt::Contested | Doubt::Passed);
        let status = if doubtful(left) || doubtful(right) {
            HolderStatus::Contested
        } else if left.claimed || right.claimed {
            HolderStatus::Claimed
        } else {
            HolderStatus::Assessed
        };
        pairs.entry((l, r)).or_default().entry(*a).or_default().push((*b, status));
    }
    let mut out = Vec::new();
    for ((left, right), next) in pairs {
        for line in chain(next) {
            let points: Vec<IntPoint> = line.iter().map(|(p, _)| IntPoint::new(p.0, p.1)).collect();
            let km = |a: IntPoint, b: IntPoint| distance_km(mosaic.units.position(a), mosaic.units.position(b));
            let whole: f64 = points.windows(2).map(|w| if let [a, b] = *w { km(a, b) } else { 0.0 }).sum();
            if whole < SPECK_KM {
                continue;
            }
            let mut statuses: Vec<HolderStatus> = Vec::new();
            let mut lengths: Vec<f64> = Vec::new();
            for pair in line.windows(2) {
                let [(a, status), (b, _)] = *pair else { continue };
                let (a, b) = (IntPoint::new(a.0, a.1), IntPoint::new(b.0, b.1));
                let (x, y) = projection.forward(mosaic.units.position(a));
                let gap = field.distance(x, y, left) + field.distance(x, y, right);
                let unsure = status == HolderStatus::Assessed && gap > SURE_KM;
                statuses.push(if unsure { HolderStatus::Contested } else { status });
                lengths.push(km(a, b));
            }
            out.extend(split(&points, &statuses, &lengths).into_iter().map(|(status, points)| Stretch {
                left,
                right,
                status,
                points,
            }));
        }
    }
    out
}

/// Joins directed edges to lines; each point carries the status of the edge that leaves it.
fn chain(mut next: Edges) -> Vec<Vec<(Key, HolderStatus)>> {
    let mut arriving: BTreeMap<Key, usize> = BTreeMap::new();
    for (b, _) in next.values().flatten() {
        *arriving.entry(*b).or_default() += 1;
    }
    let mut starts: Vec<Key> = next
        .iter()
        .flat_map(|(a, list)| std::iter::repeat_n(*a, list.len().saturating_sub(arriving.get(a).copied().unwrap_or(0))))
        .collect();
    starts.extend(next.keys().copied());
    let mut lines = Vec::new();
    for start in starts {
        loop {
            let mut line = Vec::new();
            let mut at = start;
            while let Some((b, status)) = next.get_mut(&at).and_then(Vec::pop) {
                line.push((at, status));
                at = b;
                if at == start {
                    break;
                }
            }
            if line.is_empty() {
                break;
            }
            line.push((at, HolderStatus::Unknown));
            lines.push(line);
        }
    }
    lines
}

/// Cuts a line where its status changes; short changes take the status of what stands before or after them.
fn split(points: &[IntPoint], statuses: &[HolderStatus], lengths: &[f64]) -> Vec<(HolderStatus, Vec<IntPoint>)> {
    let mut runs: Vec<(HolderStatus, usize, f64)> = Vec::new();
    for (status, km) in statuses.iter().zip(lengths) {
        match runs.last_mut() {
            Some(last) if last.0 == *status => {
                last.1 += 1;
                last.2 += km;
            }
            _ => runs.push((*status, 1, *km)),
        }
    }
    while runs.len() > 1 {
        let shortest = runs.iter().enumerate().min_by(|a, b| a.1.2.total_cmp(&b.1.2)).map(|(i, r)| (i, r.2));
        let Some((i, _)) = shortest.filter(|(_, km)| *km < LEAST_KM) else { break };
        let into = if i == 0 { 1 } else { i - 1 };
        let Some(status) = runs.get(into).map(|r| r.0) else { break };
        if let Some(run) = runs.get_mut(i) {
            run.0 = status;
        }
        let mut merged: Vec<(HolderStatus, usize, f64)> = Vec::new();
        for run in runs {
            match merged.last_mut() {
                Some(last) if last.0 == run.0 => {
                    last.1 += run.1;
                    last.2 += run.2;
                }
                _ => merged.push(run),
            }
        }
        runs = merged;
    }
    let mut out = Vec::new();
    let mut at = 0;
    for (status, count, _) in runs {
        out.push((status, points.get(at..=at + count).unwrap_or(&[]).to_vec()));
        at += count;
    }
    out
}
