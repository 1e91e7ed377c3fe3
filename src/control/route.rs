//! Routes: from where each stop of an axis was reached.
//!
//! In: axes, the ground of countries that take no part. Out: [`Hop`]s. Never: curves, which belong to the advance.
//!
//! As a rule a stop was reached from the one before it. Places taken on one day are told in any order, though, and no arrow may run
//! through a country where there is no war: such a stop was reached from the nearest of the stops before it, the axis forks there,
//! and where there is none, no leg is drawn.

use geo::BoundingRect;
use geo::Contains;
use geo::Coord;
use geo::MultiPolygon;
use geo::Point;
use geo::Rect;

use crate::date::Date;
use crate::geodesy::LonLat;
use crate::geodesy::bearing_deg;
use crate::geodesy::destination;
use crate::geodesy::distance_km;
use crate::situation::Axis;
use crate::situation::Stop;

/// A shorter hop stays as it was told, km.
const SHORT_KM: f64 = 20.0;
/// Another start lies at least so far away: nearer it is a part of the same town, km.
const APART_KM: f64 = 5.0;
/// Of the stops of one day another is the start if it is nearer than this share of the way.
const NEARER: f64 = 0.6;
/// Of two stops of one day that are farther apart neither was reached from the other, km.
const DAY_KM: f64 = 150.0;
/// A hop with at least this share over ground that takes no part is none.
const ABROAD: f64 = 0.34;
/// Round ground that takes no part nobody goes so many times the straight way.
const ROUND: f64 = 4.0;
/// Distance of the positions that are looked at, km.
const STEP_KM: f64 = 5.0;
/// Most positions looked at on a hop.
const MOST_STEPS: f64 = 60.0;
/// Stops before it that a stop is compared with.
const MOST_BEFORE: usize = 60;

/// A stop and from where it was reached.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hop<'a> {
    pub(super) from: &'a Stop,
    pub(super) to: &'a Stop,
    /// Number of the stop in its axis; the first is 0.
    pub(super) number: usize,
}

/// The hops of each axis in order; `neutral` is the ground of countries that take no part.
pub(super) fn hops<'a>(axes: &'a [Axis], neutral: &[MultiPolygon<f64>]) -> Vec<Vec<Hop<'a>>> {
    let neutral: Vec<(&MultiPolygon<f64>, Rect<f64>)> =
        neutral.iter().filter_map(|shape| Some((shape, shape.bounding_rect()?))).collect();
    let hop = |index: usize, axis: &'a Axis, number: usize| {
        let to = axis.reached.get(number)?;
        let from = start(axes, index, axis, number, &neutral)?;
        Some(Hop { from, to, number })
    };
    axes.iter()
        .enumerate()
        .map(|(index, axis)| (1..axis.reached.len()).filter_map(|number| hop(index, axis, number)).collect())
        .collect()
}

/// The stop from which one was reached.
fn start<'a>(
    axes: &'a [Axis],
    index: usize,
    axis: &'a Axis,
    number: usize,
    neutral: &[(&MultiPolygon<f64>, Rect<f64>)],
) -> Option<&'a Stop> {
    let to = axis.reached.get(number)?;
    let told = axis.reached.get(number.checked_sub(1)?)?;
    let far = |s: &Stop| distance_km(s.at, to.at);
    let way = far(told);
    if way < SHORT_KM {
        return Some(told);
    }
    let nearest = |all: &mut dyn Iterator<Item = &'a Stop>| all.min_by(|a, b| far(a).total_cmp(&far(b)));
    // The stop before those of its day, and those of its day.
    let same = axis.reached.iter().take(number).rev().take_while(|s| day(s).is_some() && day(s) == day(to)).count();
    let tied = axis.reached.iter().take(number).rev().take(if same == 0 { 0 } else { (same + 1).min(MOST_BEFORE) });
    let mut tied = tied.filter(|s| far(s) < NEARER * way && far(s) > APART_KM && !abroad(s.at, to.at, neutral));
    if let Some(near) = nearest(&mut tied) {
        return Some(near);
    }
    // Nobody marches from one place to another so far away on one day: both were taken by forces of their own.
    if same > 0 && way > DAY_KM {
        let mut held = axis.reached.iter().take(number - same).rev().take(1);
        let reach = |s: &&Stop| far(s) <= DAY_KM && !abroad(s.at, to.at, neutral);
        return held.find(reach);
    }
    if !abroad(told.at, to.at, neutral) {
        return Some(told);
    }
    let own = axis.reached.iter().take(number).rev().take(MOST_BEFORE);
    let others = axes.iter().enumerate().filter(|(i, a)| *i != index && a.side == axis.side);
    let others = others.flat_map(|(_, a)| a.reached.iter().take(MOST_BEFORE)).filter(|s| {
        let before = day(s).zip(day(to));
        before.is_some_and(|(a, b)| a <= b)
    });
    let reach = |s: &&Stop| far(s) > APART_KM && far(s) <= ROUND * way && !abroad(s.at, to.at, neutral);
    nearest(&mut own.chain(others).filter(reach))
}

/// The day on which a stop was reached.
fn day(stop: &Stop) -> Option<Date> {
    stop.period.map(|p| p.start)
}

/// True if too much of the straight way lies on ground that takes no part.
fn abroad(from: LonLat, to: LonLat, neutral: &[(&MultiPolygon<f64>, Rect<f64>)]) -> bool {
    if neutral.is_empty() {
        return false;
    }
    let at = positions(from, to);
    let over = |p: &&LonLat| {
        let c = Coord { x: p.lon, y: p.lat };
        neutral.iter().any(|(shape, bounds)| {
            let (low, high) = (bounds.min(), bounds.max());
            (low.x..=high.x).contains(&c.x) && (low.y..=high.y).contains(&c.y) && shape.contains(&Point(c))
        })
    };
    at.iter().filter(over).count() as f64 >= ABROAD * at.len() as f64
}

/// Positions along the straight way between two others, ends included.
pub(super) fn positions(from: LonLat, to: LonLat) -> Vec<LonLat> {
    let (far, heading) = (distance_km(from, to), bearing_deg(from, to));
    let count = (far / STEP_KM).ceil().clamp(1.0, MOST_STEPS) as u32;
    (0..=count).map(|i| destination(from, heading, far * f64::from(i) / f64::from(count))).collect()
}

/// Positions along all straight ways on which a stop may have been reached from the one before it.
pub fn ways(axes: &[Axis]) -> Vec<LonLat> {
    let pairs = axes.iter().flat_map(|a| a.reached.windows(2));
    let long = pairs.filter_map(|w| match w {
        [a, b] if distance_km(a.at, b.at) >= SHORT_KM => Some(positions(a.at, b.at)),
        _ => None,
    });
    long.flatten().collect()
}
