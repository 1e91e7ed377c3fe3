//! Advance lines: the legs of each axis as gentle curves through its stops.
//!
//! In: axes of a situation with their hops. Out: [`Leg`]s. Never: arrow shapes, which belong to the sheet.

use crate::control::pincer::Pincer;
use crate::control::route::Hop;
use crate::date::Period;
use crate::geodesy::LonLat;
use crate::geodesy::bearing_deg;
use crate::geodesy::destination;
use crate::geodesy::distance_km;
use crate::situation::Axis;
use crate::situation::Leg;
use crate::situation::Stop;
use crate::terms::LegStatus;

/// Positions on a leg.
const STEPS: u32 = 24;
/// Goals within this angle of one another lie on one road, degrees.
const SAME_WAY: f64 = 50.0;
/// Bow of the arms of a pincer as a share of the leg.
const PINCER_BOW: f64 = 0.17;

/// Legs of all axes, the main axis first, in order; a leg drawn by hand replaces the one of its id, others follow.
pub(super) fn legs(axes: &[Axis], hops: &[Vec<Hop<'_>>], by_hand: &[Leg], pincers: &[Pincer]) -> Vec<Leg> {
    let made = axes.iter().zip(hops).enumerate().flat_map(|(i, (axis, hops))| axis_legs(i, axis, hops, pincers));
    let mut legs: Vec<Leg> = made.map(|leg| by_hand.iter().find(|l| l.id == leg.id).cloned().unwrap_or(leg)).collect();
    let others: Vec<Leg> = by_hand.iter().filter(|l| legs.iter().all(|k| k.id != l.id)).cloned().collect();
    legs.extend(others);
    legs
}

fn axis_legs(index: usize, axis: &Axis, made: &[Hop<'_>], pincers: &[Pincer]) -> Vec<Leg> {
    let reached_from = |stop: &Stop| made.iter().find(|h| h.to.key == stop.key).map(|h| h.from);
    let mut hops: Vec<(usize, &Stop, &Stop, Option<&Stop>)> =
        made.iter().map(|h| (h.number, h.from, h.to, reached_from(h.from))).collect();
    if let Some(last) = axis.reached.last() {
        let before = reached_from(last);
        let mut chain: Vec<(&Stop, Option<&Stop>)> = vec![(last, before)];
        for goal in &axis.ahead {
            // A goal beyond another on the same road is reached through it, else from the last stop.
            let through = chain.iter().rev().find(|(stop, _)| stop.key != last.key && beyond(last, stop, goal));
            let (from, before) = through.copied().unwrap_or((last, before));
            hops.push((axis.reached.len() + chain.len() - 1, from, goal, before));
            chain.push((goal, Some(from)));
        }
    }
    hops.iter()
        .filter(|(_, from, to, _)| distance_km(from.at, to.at) > 0.05)
        .map(|(order, from, to, before)| {
            let start = from.period.map(|p| p.start).or_else(|| to.period.map(|p| p.start));
            let end = to.period.map(|p| p.end);
            let projected = to.status == LegStatus::Projected;
            Leg {
                id: format!("advance-{}-{order}", index + 1),
                axis: index,
                order: u32::try_from(*order).unwrap_or(u32::MAX),
                from: from.name.clone(),
                to: to.name.clone(),
                status: to.status,
                side: axis.side.clone(),
                period: if projected { None } else { start.zip(end).map(|(a, b)| Period::new(a, b)) },
                line: curve(bow(index, before.map(|b| b.at), from, to, pincers), from.at, to.at),
                by_hand: false,
            }
        })
        .collect()
}

/// True if `goal` lies farther out than `stop` in about the same direction from `last`.
fn beyond(last: &Stop, stop: &Stop, goal: &Stop) -> bool {
    let angle = (bearing_deg(last.at, stop.at) - bearing_deg(last.at, goal.at)).abs();
    angle.min(360.0 - angle) <= SAME_WAY && distance_km(last.at, goal.at) > distance_km(last.at, stop.at)
}

/// How far a leg bows to the right, as a share of its length: it leaves in the direction of the leg before, at most a tenth,
/// and not at all on a straight road; the arms of a pincer bow away from one another.
fn bow(axis: usize, before: Option<LonLat>, from: &Stop, to: &Stop, pincers: &[Pincer]) -> f64 {
    let arms = pincers.iter().find(|p| distance_km(p.at, to.at) < 1.0).and_then(|p| p.arm(axis));
    if let Some((own, other)) = arms {
        // Seen from the objective, the other arm is to the left for a positive turn.
        let turn = (own - other + 540.0) % 360.0 - 180.0;
        return if turn > 0.0 { -PINCER_BOW } else { PINCER_BOW };
    }
    let heading = bearing_deg(from.at, to.at);
    let turn = before.filter(|b| distance_km(*b, from.at) > 1.0).map_or(0.0, |b| {
        let angle = heading - bearing_deg(b, from.at);
        (angle + 540.0) % 360.0 - 180.0
    });
    (turn / 90.0).clamp(-1.0, 1.0) * -0.1
}

/// An arc from `from` to `to` that bows to the right by a share of its length.
fn curve(share: f64, from: LonLat, to: LonLat) -> Vec<LonLat> {
    let (far, heading) = (distance_km(from, to), bearing_deg(from, to));
    let bow = far * share;
    (0..=STEPS)
        .map(|i| {
            let t = f64::from(i) / f64::from(STEPS);
            if i == 0 {
                return from;
            }
            if i == STEPS {
                return to;
            }
            let on = destination(from, heading, far * t);
            let side = bow * 4.0 * t * (1.0 - t);
            if side == 0.0 { on } else { destination(on, heading + if side > 0.0 { 90.0 } else { -90.0 }, side.abs()) }
        })
        .collect()
}
