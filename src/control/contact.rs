//! Advance lines joined to the front: a possible advance sets out from the line, not from behind it.
//!
//! In: legs, front lines, drawn areas. Out: legs that begin or end on the line. Never: legs made or drawn by hand.

use crate::geodesy::LonLat;
use crate::geodesy::distance_km;
use crate::projection::wrap;
use crate::situation::Area;
use crate::situation::FrontLine;
use crate::situation::Leg;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;

/// With less than this share of the leg beyond the line, its head stops at the line.
const LEAST_SHARE: f64 = 0.15;

/// Where a leg crosses a line: its piece, the share of that piece, the position.
type Crossing = (usize, f64, LonLat);

/// Joins possible legs to the front of their side, or to the edge of its drawn ground where no front was made.
pub(super) fn join(legs: &mut [Leg], front: &[FrontLine], areas: &[Area]) {
    for leg in legs.iter_mut().filter(|l| l.status == LegStatus::Projected && !l.by_hand) {
        let Some(side) = leg.side.as_deref() else { continue };
        let own = |f: &&FrontLine| {
            f.side_left.as_deref() == Some(side)
                || f.side_right.as_deref() == Some(side)
                || f.side_left.is_none() && f.side_right.is_none()
        };
        let mut met: Vec<Crossing> = Vec::new();
        for line in front.iter().filter(own) {
            crossings(&leg.line, &line.line.0, &mut met);
        }
        if met.is_empty() {
            let held = |a: &&Area| {
                let outlined = a.is_drawn() || a.is_carved();
                outlined
                    && a.holder.as_deref() == Some(side)
                    && matches!(a.status, HolderStatus::Assessed | HolderStatus::Unknown)
            };
            let rings = areas.iter().filter(held).flat_map(|a| &a.shape.0);
            for ring in rings.flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())) {
                crossings(&leg.line, &ring.0, &mut met);
            }
        }
        met.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        // After an even number of crossings the goal is on the same ground as the start.
        let Some((piece, _, at)) = met.last().copied().filter(|_| met.len() % 2 == 1) else { continue };
        let far = |line: &[LonLat]| -> f64 {
            line.windows(2).map(|w| if let [a, b] = w { distance_km(*a, *b) } else { 0.0 }).sum()
        };
        let mut beyond = vec![at];
        beyond.extend(leg.line.iter().skip(piece + 1));
        let mut line = if far(&beyond) >= LEAST_SHARE * far(&leg.line) {
            beyond
        } else {
            leg.line.iter().take(piece + 1).copied().chain([at]).collect()
        };
        line.dedup();
        if line.len() > 1 {
            leg.line = line;
        }
    }
}

/// Where the pieces of a leg cross a line.
fn crossings(leg: &[LonLat], line: &[geo::Coord<f64>], out: &mut Vec<Crossing>) {
    let Some(origin) = leg.first() else { return };
    let flat = |lon: f64, lat: f64| (wrap(lon - origin.lon), lat);
    let pieces: Vec<((f64, f64), (f64, f64))> = leg
        .windows(2)
        .filter_map(|w| if let [a, b] = w { Some((flat(a.lon, a.lat), flat(b.lon, b.lat))) } else { None })
        .collect();
    let all = || pieces.iter().flat_map(|(a, b)| [a, b]);
    let (west, east) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), p| (l.min(p.0), h.max(p.0)));
    let (south, north) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), p| (l.min(p.1), h.max(p.1)));
    for pair in line.windows(2) {
        let [c, d] = pair else { continue };
        let (c, d) = (flat(c.x, c.y), flat(d.x, d.y));
        let apart = c.0.max(d.0) < west || c.0.min(d.0) > east || c.1.max(d.1) < south || c.1.min(d.1) > north;
        // A line round the far side of the earth is no border.
        if apart || (c.0 - d.0).abs() > 180.0 {
            continue;
        }
        for (index, (a, b)) in pieces.iter().enumerate() {
            let (r, s) = ((b.0 - a.0, b.1 - a.1), (d.0 - c.0, d.1 - c.1));
            let cross = r.0 * s.1 - r.1 * s.0;
            if cross == 0.0 {
                continue;
            }
            let t = ((c.0 - a.0) * s.1 - (c.1 - a.1) * s.0) / cross;
            let u = ((c.0 - a.0) * r.1 - (c.1 - a.1) * r.0) / cross;
            if (0.0..1.0).contains(&t) && (0.0..1.0).contains(&u) {
                out.push((index, t, LonLat::new(wrap(origin.lon + a.0 + t * r.0), a.1 + t * r.1)));
            }
        }
    }
}
