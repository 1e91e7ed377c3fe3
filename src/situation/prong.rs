//! Prongs: the stops of one advance told apart where two arms close on one place, because their dates alternate between the flanks.
//!
//! In: stops in the order in which they were reached, with their days; places that the side besieges or aims at. Out: indices by
//! prong, each in order. Never: names, facts.
//!
//! One arm explains stops that follow one another. Two arms explain them better where both together make far less way than one that
//! runs to and fro, where each comes nearer to the place stop by stop (round a besieged one roughly), where each keeps to its flank
//! and they end in different directions from the place, and where they are under way on the same days. All of this is asked for; a
//! bend, a way back and a broad front fail at least one. Where one road forks, both arms hold the stop at which they part.

use crate::date::Date;
use crate::geodesy::LonLat;
use crate::geodesy::bearing_deg;
use crate::geodesy::distance_km;

/// One arm makes at least so many times the way of two.
const LONGER: f64 = 1.4;
/// The arms come from directions at least so far apart, degrees.
const APART_DEG: f64 = 60.0;
/// A stop may be so many times as far from the place as the one before it.
const SLACK: f64 = 1.1;
/// The same round a place that is besieged: arms that encircle it run past it.
const SIEGE_SLACK: f64 = 2.5;
/// Stops of each arm before the place.
const LEAST: usize = 2;
/// The last stop before a place that was taken or is a goal lies within this, km.
const CLOSE_KM: f64 = 150.0;
/// Arms that hold a place encircled end within this of it, km.
const SIEGE_KM: f64 = 60.0;
/// A stop lies on the way to a place if the way by it is at most so many times the straight one.
const ON_THE_WAY: f64 = 1.2;
/// Longer walks are left as they are.
const MOST: usize = 40;
/// Most places that arms may close on without taking them.
const MOST_AIMS: usize = 40;

/// A stop: where and when.
pub(super) type Stop = (LonLat, Option<Date>);

/// Where arms may close.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aim {
    pub(super) at: LonLat,
    /// Held encircled, not only aimed at.
    pub(super) siege: bool,
}

/// The walk as one arm, or as two that both hold the place where they close if it was taken; the longer one goes on from there.
pub(super) fn prongs(walk: &[Stop], aims: &[Aim]) -> Vec<Vec<usize>> {
    let whole: Vec<usize> = (0..walk.len()).collect();
    if walk.len() > MOST {
        return vec![whole];
    }
    // What is not taken yet comes first, then the latest place: what was taken on the way is a stop of one arm.
    let aimed = aims.iter().take(MOST_AIMS).filter_map(|aim| two(walk, *aim));
    let aimed = aimed.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, arms)| (arms, None));
    let closed = || {
        let at = |i: usize| Some((two(walk.get(..i)?, Aim { at: walk.get(i)?.0, siege: false })?.1, Some(i)));
        (2 * LEAST..walk.len()).rev().find_map(at)
    };
    let Some(([mut first, mut second], closed)) = aimed.or_else(closed) else { return vec![whole] };
    // Of two equal arms that have not met, the one with the latest stop is the main one.
    let later = closed.is_none() && second.len() == first.len() && second.last() > first.last();
    if second.len() > first.len() || later {
        std::mem::swap(&mut first, &mut second);
    }
    let part = closed.and_then(|at| parting(walk, &first, &second, at));
    if let Some(at) = closed {
        first.extend(at..walk.len());
        second.push(at);
    }
    second.splice(0..0, part);
    vec![first, second]
}

/// The stop of the first arm at which the second one parts from it: the last one before the second begins, if it lies on the way of
/// the second to the place where they meet.
fn parting(walk: &[Stop], first: &[usize], second: &[usize], meet: usize) -> Option<usize> {
    let begin = *second.first()?;
    let part = first.iter().copied().take_while(|&i| i < begin).last()?;
    let at = |i: usize| walk.get(i).map(|s| s.0);
    let (from, via, to) = (at(part)?, at(begin)?, at(meet)?);
    (distance_km(from, via) + distance_km(via, to) <= distance_km(from, to) * ON_THE_WAY).then_some(part)
}

/// How many times the way of two arms one arm makes, and the two arms that close on a place over the least way, if they are two.
fn two(walk: &[Stop], Aim { at, siege }: Aim) -> Option<(f64, [Vec<usize>; 2])> {
    if walk.len() < 2 * LEAST {
        return None;
    }
    let (within_km, slack) = if siege { (SIEGE_KM, SIEGE_SLACK) } else { (CLOSE_KM, SLACK) };
    let (length, arms) = shortest(walk, at, slack)?;
    let one: f64 = way(walk.iter().map(|s| s.0).chain([at]));
    let longer = one / length;
    let ends: Vec<LonLat> = arms.iter().filter_map(|a| Some(walk.get(*a.last()?)?.0)).collect();
    let [left, right] = ends.as_slice() else { return None };
    let angle = (bearing_deg(at, *left) - bearing_deg(at, *right)).abs();
    let close = |end: LonLat| (1.0..=within_km).contains(&distance_km(end, at));
    let two = arms.iter().all(|a| a.len() >= LEAST)
        && longer >= LONGER
        && angle.min(360.0 - angle) >= APART_DEG
        && close(*left)
        && close(*right)
        && flanks(walk, at, &arms)
        && together(walk, &arms);
    two.then_some((longer, arms))
}

/// True if a line through a place has one arm on each side: going round it, the stops change between the arms twice.
fn flanks(walk: &[Stop], at: LonLat, arms: &[Vec<usize>; 2]) -> bool {
    let mut round: Vec<(f64, bool)> = Vec::new();
    for (arm, first) in arms.iter().zip([true, false]) {
        round.extend(arm.iter().filter_map(|i| Some((bearing_deg(at, walk.get(*i)?.0), first))));
    }
    round.sort_by(|a, b| a.0.total_cmp(&b.0));
    let next = round.iter().skip(1).chain(round.first());
    round.iter().zip(next).filter(|(a, b)| a.1 != b.1).count() == 2
}

/// True if both arms were under way on the same days; without days, if the stops change between them more than once.
fn together(walk: &[Stop], arms: &[Vec<usize>; 2]) -> bool {
    let days = |arm: &Vec<usize>| {
        let all: Option<Vec<Date>> = arm.iter().map(|i| walk.get(*i)?.1).collect();
        let all = all?;
        Some((*all.iter().min()?, *all.iter().max()?))
    };
    if let [Some(a), Some(b)] = arms.each_ref().map(days) {
        return a.0 <= b.1 && b.0 <= a.1;
    }
    let [first, _] = arms;
    let flank: Vec<bool> = (0..walk.len()).map(|i| first.contains(&i)).collect();
    flank.windows(2).filter(|w| matches!(w, [a, b] if a != b)).count() >= 2
}

/// Length of a way, km.
fn way(positions: impl Iterator<Item = LonLat>) -> f64 {
    let all: Vec<LonLat> = positions.collect();
    all.windows(2).map(|w| if let [a, b] = w { distance_km(*a, *b) } else { 0.0 }).sum()
}

/// The split into two arms, each coming nearer to a place, that together make the least way to it: by the last stop of each arm
/// (the stop looked at is always the last of one of them).
fn shortest(walk: &[Stop], at: LonLat, slack: f64) -> Option<(f64, [Vec<usize>; 2])> {
    /// The least way with the current stop as the last of one arm and `other` as that of the other, and what led to it.
    #[derive(Clone)]
    struct State {
        other: Option<usize>,
        km: f64,
        own: Vec<usize>,
        rest: Vec<usize>,
    }
    let position = |i: usize| walk.get(i).map(|s| s.0);
    let far: Vec<f64> = walk.iter().map(|s| distance_km(s.0, at)).collect();
    let nearer = |from: Option<usize>, to: usize| {
        from.and_then(|i| far.get(i)).is_none_or(|before| far.get(to).is_some_and(|now| *now <= before * slack))
    };
    let step = |from: Option<usize>, to: usize| match (from.and_then(position), position(to)) {
        (Some(a), Some(b)) => distance_km(a, b),
        _ => 0.0,
    };
    let mut states = vec![State { other: None, km: 0.0, own: vec![0], rest: Vec::new() }];
    for next in 1..walk.len() {
        let last = Some(next - 1);
        let mut following: Vec<State> = Vec::new();
        let mut keep = |state: State| match following.iter_mut().find(|s| s.other == state.other) {
            Some(known) if known.km <= state.km => {}
            Some(known) => *known = state,
            None => following.push(state),
        };
        for state in &states {
            if nearer(last, next) {
                let mut longer = state.clone();
                longer.km += step(last, next);
                longer.own.push(next);
                keep(longer);
            }
            if nearer(state.other, next) {
                let mut rest = state.rest.clone();
                rest.push(next);
                keep(State { other: last, km: state.km + step(state.other, next), own: rest, rest: state.own.clone() });
            }
        }
        states = following;
    }
    let home = |i: Option<usize>| i.and_then(|i| far.get(i)).copied().unwrap_or(0.0);
    states
        .into_iter()
        .filter(|s| !s.rest.is_empty())
        .map(|s| (s.km + home(s.own.last().copied()) + home(s.rest.last().copied()), s))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(km, s)| if s.own.first() == Some(&0) { (km, [s.own, s.rest]) } else { (km, [s.rest, s.own]) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::Aim;
    use super::Stop;
    use super::prongs;
    use crate::date::Date;
    use crate::geodesy::LonLat;
    use crate::geodesy::destination;

    const HERE: LonLat = LonLat { lon: 30.0, lat: 48.0 };

    /// So many days after the first; `None` for a negative number.
    fn day(number: i32) -> Option<Date> {
        (number >= 0).then(|| format!("2024-{:02}-{:02}", 2 + number / 28, 1 + number % 28).parse().ok()).flatten()
    }

    /// A name; stops as (bearing from the middle, km from it, day); aims the same with whether it is besieged; the arms.
    type Case = (&'static str, &'static [(f64, f64, i32)], &'static [(f64, f64, bool)], &'static [&'static [usize]]);

    const CASES: &[Case] = &[
        (
            "two arms meet",
            &[
                (0.0, 60.0, 1),
                (180.0, 60.0, 2),
                (0.0, 40.0, 3),
                (180.0, 40.0, 4),
                (0.0, 20.0, 5),
                (180.0, 20.0, 6),
                (0.0, 0.0, 7),
            ],
            &[],
            &[&[0, 2, 4, 6], &[1, 3, 5, 6]],
        ),
        (
            "one road forks",
            &[(180.0, 100.0, 1), (147.0, 60.0, 4), (210.0, 60.0, 5), (125.0, 40.0, 6), (235.0, 40.0, 7), (0.0, 0.0, 9)],
            &[],
            &[&[0, 2, 4, 5], &[0, 1, 3, 5]],
        ),
        (
            "told one after the other, on the same days",
            &[(30.0, 60.0, 1), (30.0, 30.0, 1), (150.0, 60.0, 1), (150.0, 30.0, 1), (0.0, 0.0, 2)],
            &[],
            &[&[0, 1, 4], &[2, 3, 4]],
        ),
        (
            "one arm after the other is no pincer",
            &[(45.0, 60.0, 1), (45.0, 30.0, 2), (135.0, 60.0, 3), (135.0, 30.0, 4), (0.0, 0.0, 5)],
            &[],
            &[&[0, 1, 2, 3, 4]],
        ),
        (
            "without days the order tells",
            &[(45.0, 60.0, -1), (135.0, 60.0, -1), (45.0, 30.0, -1), (135.0, 30.0, -1), (0.0, 0.0, -1)],
            &[],
            &[&[0, 2, 4], &[1, 3, 4]],
        ),
        (
            "the longer arm goes on from where they met",
            &[
                (0.0, 60.0, 1),
                (180.0, 60.0, 2),
                (0.0, 40.0, 3),
                (180.0, 30.0, 4),
                (0.0, 20.0, 5),
                (0.0, 0.0, 6),
                (90.0, 30.0, 7),
                (90.0, 60.0, 8),
            ],
            &[],
            &[&[0, 2, 4, 5, 6, 7], &[1, 3, 5]],
        ),
        (
            "a besieged town that is not taken",
            &[(20.0, 25.0, 1), (200.0, 20.0, 2), (350.0, 12.0, 3), (220.0, 15.0, 4), (320.0, 8.0, 5)],
            &[(0.0, 0.0, true)],
            &[&[0, 2, 4], &[1, 3]],
        ),
        (
            "a goal ahead of both",
            &[(90.0, 60.0, 1), (180.0, 60.0, 2), (90.0, 30.0, 3), (180.0, 30.0, 4)],
            &[(0.0, 0.0, false)],
            &[&[1, 3], &[0, 2]],
        ),
        (
            "a broad front that moves one way",
            &[(260.0, 90.0, 1), (280.0, 90.0, 2), (257.0, 60.0, 3), (283.0, 60.0, 4), (270.0, 0.0, 5)],
            &[],
            &[&[0, 1, 2, 3, 4]],
        ),
        (
            "villages round a town in any order",
            &[
                (0.0, 10.0, 1),
                (120.0, 14.0, 2),
                (240.0, 8.0, 3),
                (60.0, 12.0, 4),
                (180.0, 15.0, 5),
                (300.0, 9.0, 6),
                (0.0, 0.0, 7),
            ],
            &[],
            &[&[0, 1, 2, 3, 4, 5, 6]],
        ),
        ("too short", &[(0.0, 60.0, 1), (180.0, 60.0, 2), (0.0, 30.0, 3), (0.0, 0.0, 4)], &[], &[&[0, 1, 2, 3]]),
        ("nothing", &[], &[(0.0, 0.0, false)], &[&[]]),
    ];

    #[test]
    fn arms_are_told_apart() {
        for (name, stops, aims, want) in CASES {
            let walk: Vec<Stop> = stops.iter().map(|(to, km, d)| (destination(HERE, *to, *km), day(*d))).collect();
            let aims: Vec<Aim> =
                aims.iter().map(|(to, km, siege)| Aim { at: destination(HERE, *to, *km), siege: *siege }).collect();
            assert_eq!(prongs(&walk, &aims), *want, "{name}");
        }
    }

    /// Stops along a road that bends once, each off it by up to a third of a step, with the days of the order.
    fn road() -> impl Strategy<Value = (Vec<Stop>, LonLat)> {
        let jitter = prop::collection::vec((-0.3..0.3, 0_i32..3), 5..24);
        (0.0..360.0, -120.0..120.0, 0.2..0.8, 4.0..40.0, jitter).prop_map(|(heading, turn, share, step, jitter)| {
            let bend = (jitter.len() as f64 * share) as usize;
            let (mut at, mut when) = (HERE, 0);
            let mut walk = Vec::new();
            for (i, (aside, wait)) in jitter.iter().enumerate() {
                let to = if i < bend { heading } else { heading + turn };
                at = destination(at, to, step);
                when += wait;
                walk.push((destination(at, to + 90.0, aside * step), day(when)));
            }
            let to = heading + turn;
            (walk, destination(at, to, step * 2.0))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

        #[test]
        fn one_axis_with_a_bend_is_one((walk, goal) in road(), dated in any::<bool>(), aimed in any::<bool>()) {
            let walk: Vec<Stop> = walk.into_iter().map(|(at, d)| (at, d.filter(|_| dated))).collect();
            let aims: Vec<Aim> = [Aim { at: goal, siege: false }].into_iter().filter(|_| aimed).collect();
            prop_assert_eq!(prongs(&walk, &aims).len(), 1);
        }

        /// Neighbours change places: two villages forward, one back, on a straight road.
        #[test]
        fn to_and_fro_along_one_road_is_one(count in 5_usize..24, swaps in any::<u32>(), heading in 0.0..360.0, siege in any::<bool>()) {
            let mut order: Vec<usize> = (0..count).collect();
            for i in (1..count).filter(|i| swaps >> (i % 32) & 1 == 1) {
                if order[i - 1] == i - 1 {
                    order.swap(i - 1, i);
                }
            }
            let walk: Vec<Stop> = order
                .iter()
                .zip(0_i32..)
                .map(|(at, i)| (destination(HERE, heading, 8.0 * *at as f64 + 1.0), day(i / 2)))
                .collect();
            let aim = Aim { at: destination(HERE, heading, 8.0 * count as f64 + 9.0), siege };
            prop_assert_eq!(prongs(&walk, &[aim]).len(), 1);
        }
    }
}
