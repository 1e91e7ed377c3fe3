//! Axes of advance: where each side went, in which order, and what it could reach next.
//!
//! In: merged facts, places, sides. Out: [`Axis`] list, the main one first. Never: lines on the map.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::geodesy::LonLat;
use crate::geodesy::bearing_deg;
use crate::geodesy::distance_km;
use crate::situation::Axis;
use crate::situation::Location;
use crate::situation::Stop;
use crate::situation::fact::Fact;
use crate::situation::holder::Holding;
use crate::situation::location::is_wide;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;
use crate::terms::Precision;

/// A stop farther than this from every other belongs to another axis, km.
const APART_KM: f64 = 500.0;
/// A next goal farther than this from the last stop is not drawn, km.
const AHEAD_KM: f64 = 600.0;

/// What the axes are made from.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub(super) facts: &'a [Fact],
    pub(super) places: &'a [Location],
    pub(super) holders: &'a BTreeMap<usize, Holding>,
    /// Side ids by index.
    pub(super) sides: &'a [String],
    pub(super) attacker: Option<usize>,
    /// Places that the text relates to the advance ("a third of the way from A to B"): start and destination.
    pub(super) destinations: &'a [(usize, usize)],
}

#[derive(Debug, Clone, Copy)]
struct Gain<'a> {
    fact: &'a Fact,
    origin: bool,
}

/// All axes, the main one first; empty when nothing advanced.
pub(super) fn derive(ground: &Ground<'_>) -> Vec<Axis> {
    let mut by_side: BTreeMap<Option<usize>, Vec<&Fact>> = BTreeMap::new();
    for fact in ground.facts.iter().filter(|f| gains(f, ground)) {
        by_side
            .entry(fact.side.or(ground.attacker))
            .or_default()
            .push(fact);
    }
    let mut axes: Vec<(bool, usize, Axis)> = Vec::new();
    for (side, gains) in by_side {
        for group in groups(&gains, ground) {
            let Some(axis) = axis(side, &group, ground) else {
                continue;
            };
            let main = side.is_some() && side == ground.attacker;
            let reached = axis
                .reached
                .iter()
                .filter(|s| s.status != LegStatus::Projected)
                .count();
            axes.push((main, reached, axis));
        }
    }
    // The story's attacker leads unless another side made far more of the ground.
    axes.sort_by(|a, b| {
        let rank = |x: &(bool, usize, Axis)| x.1 + if x.0 { 2 } else { 0 };
        rank(b).cmp(&rank(a))
    });
    axes.into_iter().map(|(_, _, axis)| axis).collect()
}

/// The side reached the place and, as far as is known, was not thrown out again.
fn gains(fact: &Fact, ground: &Ground<'_>) -> bool {
    let reached = fact.event_type.takes_control() || fact.event_type == EventType::Entry;
    if !reached
        || !fact.assertion.happened()
        || (fact.denied && fact.assertion != Assertion::Asserted)
    {
        return false;
    }
    if fact.geo_precision == Precision::Region || ground.places.get(fact.place).is_none_or(is_wide)
    {
        return false;
    }
    let lost = ground.holders.get(&fact.place).is_some_and(|h| {
        h.side.is_some()
            && fact.side.is_some()
            && h.side != fact.side
            && h.status == HolderStatus::Assessed
            && h.since > fact.day()
    });
    !lost
}

/// Stops of one side that lie within reach of one another.
fn groups<'a>(gains: &[&'a Fact], ground: &Ground<'_>) -> Vec<Vec<&'a Fact>> {
    let at = |f: &Fact| {
        ground
            .places
            .get(f.place)
            .map_or(LonLat::default(), |p| p.at)
    };
    let mut out: Vec<Vec<&'a Fact>> = Vec::new();
    for &fact in gains.iter().take(400) {
        let (near, far): (Vec<_>, Vec<_>) = out.into_iter().partition(|group: &Vec<&Fact>| {
            group
                .iter()
                .any(|g| distance_km(at(g), at(fact)) <= APART_KM)
        });
        let mut joined: Vec<&'a Fact> = near.into_iter().flatten().collect();
        joined.push(fact);
        out = far;
        out.push(joined);
    }
    out
}

fn axis(side: Option<usize>, group: &[&Fact], ground: &Ground<'_>) -> Option<Axis> {
    let place = |f: &Fact| ground.places.get(f.place);
    let origin = origin(side, group, ground);
    let start = origin.and_then(place).map(|p| p.at);
    let mut gains: Vec<Gain<'_>> = origin
        .into_iter()
        .map(|fact| Gain { fact, origin: true })
        .collect();
    gains.extend(group.iter().map(|&fact| Gain {
        fact,
        origin: false,
    }));
    gains.sort_by(|a, b| {
        let far = |f: &Fact| {
            start
                .zip(place(f))
                .map_or(0.0, |(s, p)| distance_km(s, p.at))
        };
        b.origin
            .cmp(&a.origin)
            .then(a.fact.day().cmp(&b.fact.day()))
            .then(a.fact.article.cmp(&b.fact.article))
            .then(a.fact.lead.cmp(&b.fact.lead))
            .then(a.fact.rank.cmp(&b.fact.rank))
            .then(far(a.fact).total_cmp(&far(b.fact)))
            .then(a.fact.sequence.cmp(&b.fact.sequence))
    });
    by_daytime(&mut gains);
    let mut reached: Vec<Stop> = Vec::new();
    let mut seen = BTreeSet::new();
    for gain in &gains {
        let Some(location) = place(gain.fact) else {
            continue;
        };
        if !seen.insert(gain.fact.place) {
            continue;
        }
        let status = if !gain.origin && gain.fact.assertion == Assertion::Claimed {
            LegStatus::Claimed
        } else {
            LegStatus::Completed
        };
        reached.push(stop(location, gain.fact, status));
    }
    if !gains.iter().any(|g| !g.origin) {
        return None;
    }
    let ahead = ahead(side, &reached, &seen, ground);
    let side = side.and_then(|i| ground.sides.get(i).cloned());
    Some(Axis {
        side,
        reached,
        ahead,
    })
}

/// Puts the gains of one day whose time of day is known into that order; the others keep their positions.
fn by_daytime(gains: &mut [Gain<'_>]) {
    for day in gains.chunk_by_mut(|a, b| !a.origin && !b.origin && a.fact.day() == b.fact.day()) {
        let known: Vec<usize> = (0..day.len()).filter(|&i| day.get(i).is_some_and(|g| g.fact.hour.is_some())).collect();
        let mut timed: Vec<Gain<'_>> = known.iter().filter_map(|&i| day.get(i).copied()).collect();
        timed.sort_by_key(|g| g.fact.hour);
        for (slot, gain) in known.into_iter().zip(timed) {
            if let Some(place) = day.get_mut(slot) {
                *place = gain;
            }
        }
    }
}

fn stop(location: &Location, fact: &Fact, status: LegStatus) -> Stop {
    Stop {
        name: location.name.clone(),
        key: location.key.clone(),
        at: location.at,
        period: fact.period,
        status,
    }
}

/// The start line of a side, if the articles name one near the stops.
fn origin<'a>(side: Option<usize>, group: &[&Fact], ground: &Ground<'a>) -> Option<&'a Fact> {
    let at = |f: &Fact| ground.places.get(f.place).map(|p| p.at);
    ground
        .facts
        .iter()
        .filter(|f| {
            f.event_type == EventType::Origin
                && (f.assertion.happened() || f.assertion == Assertion::Historical)
        })
        .filter(|f| f.side.is_none_or(|s| Some(s) == side))
        .filter(|f| !group.iter().any(|g| g.place == f.place))
        .filter(|f| {
            let Some(from) = at(f) else { return false };
            group
                .iter()
                .filter_map(|g| at(g))
                .any(|to| distance_km(from, to) <= APART_KM)
        })
        .min_by_key(|f| (f.day(), f.sequence))
}

/// Named next places in the direction of the advance, nearest first.
fn ahead(
    side: Option<usize>,
    reached: &[Stop],
    seen: &BTreeSet<usize>,
    ground: &Ground<'_>,
) -> Vec<Stop> {
    let Some(last) = reached.last() else {
        return Vec::new();
    };
    let wanted = |fact: &&Fact| {
        matches!(fact.event_type, EventType::Threat | EventType::Objective)
            && !matches!(
                fact.assertion,
                Assertion::Denied | Assertion::Negated | Assertion::Historical
            )
            && (fact.side.is_none() || fact.side == side)
    };
    let mut goals: Vec<(usize, Option<&Fact>)> = ground
        .facts
        .iter()
        .filter(wanted)
        .map(|f| (f.place, Some(f)))
        .collect();
    let stops: BTreeSet<&str> = reached.iter().map(|s| s.key.as_str()).collect();
    for &(from, to) in ground.destinations {
        if ground
            .places
            .get(from)
            .is_some_and(|p| stops.contains(p.key.as_str()))
        {
            goals.push((to, None));
        }
    }
    let mut known = seen.clone();
    let mut out: Vec<(f64, Stop)> = Vec::new();
    for (index, _) in goals {
        let Some(location) = ground.places.get(index) else {
            continue;
        };
        let held = ground
            .holders
            .get(&index)
            .is_some_and(|h| h.side.is_some() && h.side == side);
        if held
            || is_wide(location)
            || location.geo_precision == Precision::Region
            || !onward(reached, location.at)
            || !known.insert(index)
        {
            continue;
        }
        let far = distance_km(last.at, location.at);
        let stop = Stop {
            name: location.name.clone(),
            key: location.key.clone(),
            at: location.at,
            period: None,
            status: LegStatus::Projected,
        };
        out.push((far, stop));
    }
    out.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.name.cmp(&b.1.name)));
    out.into_iter().map(|(_, stop)| stop).collect()
}

/// True if `to` lies ahead of the last stop: within reach, and not back along the way that the advance came.
fn onward(reached: &[Stop], to: LonLat) -> bool {
    let Some(last) = reached.last() else {
        return false;
    };
    let far = distance_km(last.at, to);
    if !(1.0..=AHEAD_KM).contains(&far) {
        return false;
    }
    let mut earlier = reached.iter().filter(|s| distance_km(s.at, last.at) > 1.0);
    let (Some(before), Some(first)) = (
        earlier.next_back(),
        reached.iter().find(|s| distance_km(s.at, last.at) > 1.0),
    ) else {
        return true;
    };
    let turn = |from: LonLat| {
        let angle = (bearing_deg(last.at, to) - bearing_deg(from, last.at)).abs();
        angle.min(360.0 - angle)
    };
    turn(before.at) <= 100.0 || turn(first.at) <= 75.0
}
