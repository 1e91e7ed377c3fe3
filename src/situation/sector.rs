//! Sectors: the gains of one side told apart by ground, because one arrow must not run to and fro between two fronts.
//!
//! In: places in the order in which they were reached. Out: indices by sector, each in order. Never: names, dates.

use crate::geodesy::LonLat;
use crate::geodesy::distance_km;

/// Farther than this from every other place, another sector, km.
const APART_KM: f64 = 500.0;
/// A way round of less than this is no other sector, km.
const DETOUR_KM: f64 = 200.0;
/// A way round of less than so many usual legs is no other sector.
const DETOUR_LEGS: f64 = 2.5;
/// Places looked at; more are left in the order in which they came.
const MOST: usize = 400;

/// Sectors of a walk, the largest first.
pub(super) fn sectors(walk: &[LonLat]) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    for group in reachable(walk) {
        split(walk, group, &mut out, 0);
    }
    out.sort_by_key(|s| (std::cmp::Reverse(s.len()), s.first().copied()));
    out
}

/// Groups of places that lie within reach of one another.
fn reachable(walk: &[LonLat]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    for (i, at) in walk.iter().enumerate() {
        let close = |group: &Vec<usize>| {
            group.iter().take(MOST).filter_map(|&j| walk.get(j)).any(|g| distance_km(*g, *at) <= APART_KM)
        };
        let (near, far): (Vec<_>, Vec<_>) = out.into_iter().partition(close);
        let mut joined: Vec<usize> = near.into_iter().flatten().collect();
        joined.push(i);
        joined.sort_unstable();
        out = far;
        out.push(joined);
    }
    out
}

/// Takes out the places that cost the longest way round, and looks at those by themselves.
fn split(walk: &[LonLat], mut way: Vec<usize>, out: &mut Vec<Vec<usize>>, depth: u32) {
    let mut aside = Vec::new();
    while way.len() > 2 && way.len() <= MOST {
        let leg = |a: usize, b: usize| match (walk.get(a), walk.get(b)) {
            (Some(p), Some(q)) => distance_km(*p, *q),
            _ => 0.0,
        };
        let mut legs: Vec<f64> = way.windows(2).map(|w| if let [a, b] = w { leg(*a, *b) } else { 0.0 }).collect();
        legs.sort_by(f64::total_cmp);
        // The lower middle: the way round itself makes two legs long.
        let usual = legs.get((legs.len() - 1) / 2).copied().unwrap_or(0.0);
        let longest = way
            .windows(3)
            .enumerate()
            .map(|(i, w)| if let [a, b, c] = w { (leg(*a, *b) + leg(*b, *c) - leg(*a, *c), i + 1) } else { (0.0, 0) })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        match longest {
            Some((detour, i)) if detour > DETOUR_KM && detour > usual * DETOUR_LEGS => {
                aside.push(way.remove(i));
            }
            _ => break,
        }
    }
    out.push(way);
    if aside.is_empty() {
        return;
    }
    aside.sort_unstable();
    if depth < 4 {
        split(walk, aside, out, depth + 1);
    } else {
        out.push(aside);
    }
}
