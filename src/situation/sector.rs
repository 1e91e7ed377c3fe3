//! Sectors: the gains of one side told apart by ground, because one arrow must not run to and fro between two fronts.
//!
//! In: places in the order in which they were reached, with the front that the text puts them on. Out: indices by sector, each in
//! order. Never: names, dates.
//!
//! Two fronts lie apart where the gap between them is far longer than every leg within them, and one arrow over it is not to be
//! believed: it would go back, or reach across half a country, or the text calls the other side of it another front.

use crate::geodesy::LonLat;
use crate::geodesy::distance_km;

/// Farther than this from every other place, another sector, km.
const APART_KM: f64 = 500.0;
/// A gap between two fronts is so many times as long as the longest leg within them.
const GAP_LEGS: f64 = 3.0;
/// A gap that the order of the places crosses again and again, km.
const BACK_KM: f64 = 150.0;
/// A gap that it crosses once, km.
const ACROSS_KM: f64 = 250.0;
/// A gap to another front of which the text speaks, km.
const NAMED_KM: f64 = 60.0;
/// Most fronts of one side.
const FRONTS: usize = 6;
/// A way round of less than this is no other sector, km.
const DETOUR_KM: f64 = 200.0;
/// A way round of less than so many usual legs is no other sector.
const DETOUR_LEGS: f64 = 2.5;
/// Places looked at; more are left in the order in which they came.
const MOST: usize = 400;

/// A place that was reached.
#[derive(Debug, Clone, Copy)]
pub(super) struct Halt {
    pub(super) at: LonLat,
    /// The article and the front that it names ("in the south"), by number.
    pub(super) front: Option<(usize, usize)>,
}

/// Sectors of a walk, the largest first.
pub(super) fn sectors(walk: &[Halt]) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    for group in reachable(walk) {
        for front in fronts(walk, group) {
            split(walk, front, &mut out, 0);
        }
    }
    out.sort_by_key(|s| (std::cmp::Reverse(s.len()), s.first().copied()));
    out
}

fn leg(walk: &[Halt], a: usize, b: usize) -> f64 {
    walk.get(a).zip(walk.get(b)).map_or(0.0, |(p, q)| distance_km(p.at, q.at))
}

/// Groups of places that lie within reach of one another.
fn reachable(walk: &[Halt]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    for i in 0..walk.len() {
        let close = |group: &Vec<usize>| group.iter().take(MOST).any(|&j| leg(walk, i, j) <= APART_KM);
        let (near, far): (Vec<_>, Vec<_>) = out.into_iter().partition(close);
        let mut joined: Vec<usize> = near.into_iter().flatten().collect();
        joined.push(i);
        joined.sort_unstable();
        out = far;
        out.push(joined);
    }
    out
}

/// The fronts of a group: the parts with the widest gaps between them for the legs within them; else the group as it is.
fn fronts(walk: &[Halt], group: Vec<usize>) -> Vec<Vec<usize>> {
    if group.len() < 3 || group.len() > MOST {
        return vec![group];
    }
    let links = links(walk, &group);
    let cuts = (2..=FRONTS.min(group.len())).filter_map(|count| {
        let gap = links.get(count - 2)?.2;
        // Places as near to each other as the gap would be parts as well.
        let even = links.get(count - 1).is_some_and(|next| next.2 > gap - 1e-6);
        let parts = parts(&group, links.get(count - 1..)?);
        let inner = |part: &Vec<usize>| {
            let legs = part.windows(2).map(|w| if let [a, b] = w { leg(walk, *a, *b) } else { 0.0 });
            legs.fold(0.0, f64::max)
        };
        let longest = parts.iter().map(inner).fold(0.0, f64::max);
        let times = gap / longest;
        (!even && longest > 0.0 && times >= GAP_LEGS && are_fronts(walk, &group, &parts, gap)).then_some((times, parts))
    });
    cuts.max_by(|a, b| a.0.total_cmp(&b.0)).map_or_else(|| vec![group], |(_, parts)| parts)
}

/// True if no arrow is to be drawn over a gap.
fn are_fronts(walk: &[Halt], group: &[usize], parts: &[Vec<usize>], gap: f64) -> bool {
    let part = |i: &usize| parts.iter().position(|p| p.binary_search(i).is_ok());
    let jumps: Vec<(usize, usize)> = group
        .windows(2)
        .filter_map(|w| if let [a, b] = w { (part(a) != part(b)).then_some((*a, *b)) } else { None })
        .collect();
    let front = |i: usize| walk.get(i).and_then(|h| h.front);
    let other = |a: usize, b: usize| front(a).zip(front(b)).is_some_and(|(p, q)| p.0 == q.0 && p.1 != q.1);
    let back = jumps.len() >= parts.len() && parts.iter().all(|p| p.len() > 1);
    gap >= ACROSS_KM || back && gap >= BACK_KM || gap >= NAMED_KM && jumps.iter().all(|(a, b)| other(*a, *b))
}

/// The shortest links that join all places of a group, the longest first (Prim 1957).
fn links(walk: &[Halt], group: &[usize]) -> Vec<(usize, usize, f64)> {
    let Some((&first, rest)) = group.split_first() else { return Vec::new() };
    let mut open: Vec<(usize, usize, f64)> = rest.iter().map(|&i| (i, first, leg(walk, i, first))).collect();
    let mut out = Vec::with_capacity(open.len());
    while let Some(next) = (0..open.len()).min_by(|a, b| {
        let km = |i: &usize| open.get(*i).map_or(f64::INFINITY, |l| l.2);
        km(a).total_cmp(&km(b))
    }) {
        let link = open.swap_remove(next);
        for other in &mut open {
            let km = leg(walk, other.0, link.0);
            if km < other.2 {
                *other = (other.0, link.0, km);
            }
        }
        out.push(link);
    }
    out.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    out
}

/// The parts of a group that links hold together, each in order.
fn parts(group: &[usize], links: &[(usize, usize, f64)]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = group.iter().map(|i| vec![*i]).collect();
    for (a, b, _) in links {
        let of = |i: &usize| out.iter().position(|p| p.contains(i));
        if let Some((p, q)) = of(a).zip(of(b))
            && p != q
        {
            let more = out.swap_remove(p.max(q));
            if let Some(part) = out.get_mut(p.min(q)) {
                part.extend(more);
            }
        }
    }
    for part in &mut out {
        part.sort_unstable();
    }
    out.sort();
    out
}

/// Takes out the places that cost the longest way round, and looks at those by themselves.
fn split(walk: &[Halt], mut way: Vec<usize>, out: &mut Vec<Vec<usize>>, depth: u32) {
    let mut aside = Vec::new();
    while way.len() > 2 && way.len() <= MOST {
        let mut legs: Vec<f64> = way.windows(2).map(|w| if let [a, b] = w { leg(walk, *a, *b) } else { 0.0 }).collect();
        legs.sort_by(f64::total_cmp);
        // The lower middle: the way round itself makes two legs long.
        let usual = legs.get((legs.len() - 1) / 2).copied().unwrap_or(0.0);
        let longest = way
            .windows(3)
            .enumerate()
            .map(|(i, w)| {
                if let [a, b, c] = w {
                    (leg(walk, *a, *b) + leg(walk, *b, *c) - leg(walk, *a, *c), i + 1)
                } else {
                    (0.0, 0)
                }
            })
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

#[cfg(test)]
mod tests {
    use super::Halt;
    use super::sectors;
    use crate::geodesy::LonLat;

    /// A name; kilometres along the equator, with the number of the front that the text names; the sectors.
    type Case = (&'static str, &'static [(f64, Option<usize>)], &'static [&'static [usize]]);

    const CASES: &[Case] = &[
        ("nothing", &[], &[]),
        ("one", &[(0.0, None)], &[&[0]]),
        ("a march", &[(0.0, None), (20.0, None), (60.0, None), (200.0, None)], &[&[0, 1, 2, 3]]),
        ("a march across a country", &[(0.0, None), (300.0, None), (560.0, None)], &[&[0, 1, 2]]),
        ("there and back", &[(0.0, None), (20.0, None), (300.0, None), (40.0, None)], &[&[0, 1, 3], &[2]]),
        (
            "two at once and back",
            &[(0.0, None), (20.0, None), (300.0, None), (330.0, None), (40.0, None)],
            &[&[0, 1, 4], &[2, 3]],
        ),
        ("by turns", &[(0.0, None), (300.0, None), (20.0, None), (330.0, None)], &[&[0, 2], &[1, 3]]),
        ("one leap", &[(0.0, None), (20.0, None), (300.0, None), (330.0, None)], &[&[0, 1], &[2, 3]]),
        ("a leap of a long march", &[(0.0, None), (60.0, None), (150.0, None), (400.0, None)], &[&[0, 1, 2, 3]]),
        ("another front", &[(0.0, Some(0)), (20.0, Some(0)), (120.0, Some(1)), (140.0, Some(1))], &[&[0, 1], &[2, 3]]),
        (
            "no word of another front",
            &[(0.0, None), (20.0, Some(0)), (120.0, None), (140.0, Some(1))],
            &[&[0, 1, 2, 3]],
        ),
        (
            "another front close by",
            &[(0.0, Some(0)), (20.0, Some(0)), (50.0, Some(1)), (70.0, Some(1))],
            &[&[0, 1, 2, 3]],
        ),
    ];

    #[test]
    fn walks_are_told_apart() {
        for (name, halts, want) in CASES {
            let walk: Vec<Halt> = halts
                .iter()
                .map(|(km, front)| Halt { at: LonLat::new(km / 111.2, 0.0), front: front.map(|f| (0, f)) })
                .collect();
            assert_eq!(sectors(&walk), *want, "{name}");
        }
    }
}
