//! Axes of advance: where each side went, in which order, and what it could reach next.
//!
//! In: merged facts, places, sides. Out: [`Axis`] list, the main one first. Never: lines on the map.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::date::Date;
use crate::date::days_between;
use crate::geodesy::LonLat;
use crate::geodesy::bearing_deg;
use crate::geodesy::distance_km;
use crate::situation::Axis;
use crate::situation::Location;
use crate::situation::Stop;
use crate::situation::fact::Fact;
use crate::situation::holder::Holding;
use crate::situation::listing;
use crate::situation::location::is_wide;
use crate::situation::prong;
use crate::situation::sector;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;
use crate::terms::Precision;

/// A start line lies within this of a place that was reached from it, km.
const ORIGIN_KM: f64 = 500.0;
/// The gain that is told after a start line is reached from it, unless another is so many times nearer.
const NEAR_START: f64 = 3.0;
/// A gain within this of a start line may always have been reached from it, km.
const NEAR_KM: f64 = 100.0;
/// A next goal farther than this from the last stop is not drawn, km.
const AHEAD_KM: f64 = 600.0;

/// A gain that is claimed and denied lies within this of the last one that is sure, km.
const TIP_KM: f64 = 100.0;

/// What the defender gave up lies within this of other ground gained, km.
const GIVEN_UP_KM: f64 = 42.0;
/// Places given up that are looked at.
const MOST_GIVEN_UP: usize = 200;
/// The defender gave it up at most so many days before the first or after the last gain.
const AROUND_DAYS: i32 = 14;

/// A place that the attacker lost later than this after its last gain was a part of the advance, days.
const AFTER_DAYS: i32 = 30;

/// What the axes are made from.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub(super) facts: &'a [Fact],
    pub(super) places: &'a [Location],
    pub(super) holders: &'a BTreeMap<usize, Holding>,
    /// Side ids by index.
    pub(super) sides: &'a [String],
    pub(super) attacker: Option<usize>,
    pub(super) defender: Option<usize>,
    /// Places that the text relates to the advance ("a third of the way from A to B"): start and destination.
    pub(super) destinations: &'a [(usize, usize)],
}

/// The gains of one side in one sector, in order.
struct Sector<'a> {
    side: Option<usize>,
    gains: Vec<&'a Fact>,
    origins: Vec<&'a Fact>,
}

/// All axes, the main one first; empty when nothing advanced.
pub(super) fn derive(ground: &Ground<'_>) -> Vec<Axis> {
    let mut by_side: BTreeMap<Option<usize>, Vec<&Fact>> = BTreeMap::new();
    let last = ground
        .facts
        .iter()
        .filter(|f| {
            f.side.is_some() && f.side == ground.attacker && f.event_type.takes_control() && f.assertion.happened()
        })
        .filter_map(Fact::day)
        .max();
    for fact in ground.facts.iter().filter(|f| gains(f, last, ground)) {
        by_side.entry(fact.side.or(ground.attacker)).or_default().push(fact);
    }
    let mut sectors = Vec::new();
    let news: BTreeSet<(usize, usize)> =
        ground.facts.iter().filter(|f| f.lead && f.assertion.happened()).map(|f| (f.article, f.place)).collect();
    for (side, mut gains) in by_side {
        let given = if side.is_some() && side == ground.attacker { given_up(&gains, ground) } else { Vec::new() };
        put_in_order(&mut gains, &news);
        let mut seen = BTreeSet::new();
        gains.retain(|f| seen.insert(f.place));
        by_line(&mut gains, ground);
        let walk: Vec<sector::Halt> =
            gains.iter().map(|f| sector::Halt { at: at(f, ground), front: f.theatre }).collect();
        let aims = aims(side, &gains, ground);
        for group in sector::sectors(&walk) {
            let group: Vec<&Fact> = group.iter().filter_map(|&i| gains.get(i).copied()).collect();
            let stops: Vec<prong::Stop> = group.iter().map(|f| (at(f, ground), f.day())).collect();
            for arm in prong::prongs(&stops, &aims) {
                let gains = arm.iter().filter_map(|&i| group.get(i).copied()).collect();
                sectors.push(Sector { side, gains, origins: Vec::new() });
            }
        }
        for fact in given {
            join_nearest(&mut sectors, side, fact, &news, ground);
        }
    }
    give_origins(&mut sectors, ground);
    // The story's attacker leads unless another side made far more of the ground.
    sectors.sort_by_key(|s| {
        let main = s.side.is_some() && s.side == ground.attacker;
        std::cmp::Reverse(s.gains.len() + if main { 2 } else { 0 })
    });
    let mut axes: Vec<(Axis, BTreeSet<usize>)> = sectors.iter().map(|s| axis(s, ground)).collect();
    let heirs = heirs(&sectors, &axes, ground);
    let begun: Vec<(Option<usize>, Option<Date>)> =
        sectors.iter().map(|s| (s.side, s.gains.iter().filter_map(|f| f.day()).min())).collect();
    let taken = newest_takings(ground);
    for (sector, (axis, seen)) in sectors.iter().zip(&mut axes) {
        let first = sector.gains.iter().filter_map(|f| f.day()).min();
        let current = |goal: &Fact| {
            let Some(day) = goal.day() else { return true };
            let overtaken = taken.get(&goal.place).is_some_and(|(on, by)| *on > day && *by != sector.side);
            let other =
                |(side, from): &(Option<usize>, Option<Date>)| *side == sector.side && from.is_some_and(|f| f <= day);
            !overtaken && (first.is_none_or(|f| f <= day) || !begun.iter().any(other))
        };
        axis.ahead = ahead(sector.side, (&axis.reached, seen), &heirs, ground, &current);
    }
    axes.into_iter().map(|(axis, _)| axis).collect()
}

/// The newest day on which each place was taken, and by whom.
fn newest_takings(ground: &Ground<'_>) -> BTreeMap<usize, (Date, Option<usize>)> {
    let mut newest: BTreeMap<usize, (Date, Option<usize>)> = BTreeMap::new();
    for fact in ground.facts.iter().filter(|f| f.event_type.takes_control() && f.assertion.happened()) {
        if let Some(day) = fact.day()
            && newest.get(&fact.place).is_none_or(|(known, _)| *known <= day)
        {
            newest.insert(fact.place, (day, fact.side));
        }
    }
    newest
}

/// The side that a goal belongs to of which no side is told: the one whose axis it continues, of several the attacker, else the
/// one that is nearest to it. Goals that continue no axis are not in the list.
fn heirs(
    sectors: &[Sector<'_>],
    axes: &[(Axis, BTreeSet<usize>)],
    ground: &Ground<'_>,
) -> BTreeMap<usize, Option<usize>> {
    let mut out = BTreeMap::new();
    for fact in ground.facts.iter().filter(|f| f.side.is_none() && is_goal(f)) {
        let Some(location) = ground.places.get(fact.place) else { continue };
        let near = sectors
            .iter()
            .zip(axes)
            .filter(|(sector, (axis, _))| {
                !held_by(fact.place, sector.side, ground) && onward(&axis.reached, location.at)
            })
            .min_by(|(a, (x, _)), (b, (y, _))| {
                let other = |s: &Sector<'_>| s.side.is_none() || s.side != ground.attacker;
                let far = |axis: &Axis| axis.reached.last().map_or(f64::MAX, |s| distance_km(s.at, location.at));
                other(a).cmp(&other(b)).then(far(x).total_cmp(&far(y)))
            });
        if let Some((sector, _)) = near {
            out.insert(fact.place, sector.side);
        }
    }
    out
}

/// A place that somebody threatens or wants to reach.
fn is_goal(fact: &Fact) -> bool {
    matches!(fact.event_type, EventType::Threat | EventType::Objective)
        && !matches!(fact.assertion, Assertion::Denied | Assertion::Negated | Assertion::Historical)
}

fn held_by(place: usize, side: Option<usize>, ground: &Ground<'_>) -> bool {
    ground.holders.get(&place).is_some_and(|h| h.side.is_some() && h.side == side)
}

fn at(fact: &Fact, ground: &Ground<'_>) -> LonLat {
    ground.places.get(fact.place).map_or(LonLat::default(), |p| p.at)
}

/// What a side besieges or aims at and has not taken.
fn aims(side: Option<usize>, gains: &[&Fact], ground: &Ground<'_>) -> Vec<prong::Aim> {
    let aimed = |f: &&Fact| {
        let siege = f.event_type == EventType::Siege && f.assertion.happened();
        (siege || is_goal(f))
            && (f.side.is_none() || f.side == side)
            && f.geo_precision != Precision::Region
            && ground.places.get(f.place).is_some_and(|p| !is_wide(p))
            && gains.iter().all(|g| g.place != f.place)
    };
    let aim = |f: &Fact| prong::Aim { at: at(f, ground), siege: f.event_type == EventType::Siege };
    ground.facts.iter().filter(aimed).map(aim).collect()
}

/// Each start line goes to the nearest sector of its side.
fn give_origins<'a>(sectors: &mut [Sector<'a>], ground: &Ground<'a>) {
    let starts = ground.facts.iter().filter(|f| {
        f.event_type == EventType::Origin
            && (f.assertion.happened() || f.assertion == Assertion::Historical)
            && ground.places.get(f.place).is_some_and(|p| !p.feature_class.is_empty())
    });
    for start in starts {
        let reach = |s: &Sector<'_>| {
            let far = |f: &&Fact| distance_km(at(start, ground), at(f, ground));
            s.gains.iter().map(far).min_by(f64::total_cmp).unwrap_or(f64::MAX)
        };
        let taken = |s: &Sector<'_>| s.gains.iter().chain(&s.origins).any(|g| g.place == start.place);
        let nearest = sectors.iter().map(reach).fold(ORIGIN_KM, f64::min);
        // The gain that is told next, if the start line is within reach of it and not far nearer to another.
        let next = |s: &Sector<'_>| {
            let follows = |f: &&&Fact| {
                f.article == start.article
                    && f.rank > start.rank
                    && distance_km(at(start, ground), at(f, ground))
                        <= ORIGIN_KM.min((nearest * NEAR_START).max(NEAR_KM))
            };
            s.gains.iter().filter(follows).map(|f| f.rank).min().unwrap_or(u32::MAX)
        };
        let nearest = sectors
            .iter_mut()
            .filter(|s| start.side.is_none_or(|side| s.side == Some(side)))
            .map(|s| (next(s), reach(s), s))
            .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))
            .map(|(_, km, sector)| (km, sector));
        if let Some((km, sector)) = nearest
            && km <= ORIGIN_KM
            && !taken(sector)
        {
            sector.origins.push(start);
        }
    }
}

/// The side reached the place and, as far as is known, was not thrown out again.
fn gains(fact: &Fact, last: Option<Date>, ground: &Ground<'_>) -> bool {
    let reached = fact.event_type.takes_control() || fact.event_type == EventType::Entry || changed_hands(fact, ground);
    if !reached
        || !fact.assertion.happened()
        || (fact.denied && fact.assertion != Assertion::Asserted && !is_tip(fact, ground))
    {
        return false;
    }
    if fact.geo_precision == Precision::Region
        || ground.places.get(fact.place).is_none_or(|p| is_wide(p) || p.feature_class.is_empty())
    {
        return false;
    }
    let lost = ground.holders.get(&fact.place).is_some_and(|h| {
        h.side.is_some()
            && fact.side.is_some()
            && h.side != fact.side
            && h.status == HolderStatus::Assessed
            && h.since > fact.day()
            // What the attacker lost long after the campaign was still reached in it.
            && (fact.side != ground.attacker
                || h.since.zip(last).is_none_or(|(since, last)| days_between(last, since) <= AFTER_DAYS))
    });
    !lost
}

/// The attacker claims as its latest gain what the other side denies: the end of an advance that nobody denies, drawn as claimed.
fn is_tip(fact: &Fact, ground: &Ground<'_>) -> bool {
    let sure = |f: &&Fact| {
        f.side == fact.side
            && f.event_type.takes_control()
            && f.assertion == Assertion::Asserted
            && !f.denied
            && f.place != fact.place
    };
    let last = ground.facts.iter().filter(sure).max_by_key(|f| (f.day(), f.rank));
    fact.side.is_some()
        && fact.side == ground.attacker
        && fact.assertion == Assertion::Claimed
        && fact.event_type.takes_control()
        && ground.facts.iter().filter(sure).count() >= 2
        && last.is_some_and(|f| f.day() < fact.day() && distance_km(at(f, ground), at(fact, ground)) <= TIP_KM)
}

/// Places that the defender gave up on the way of the advance: the attacker's, even where the text does not say who
/// moved in. Nothing where the attacker gained no other ground.
fn given_up<'a>(gains: &[&Fact], ground: &Ground<'a>) -> Vec<&'a Fact> {
    let days = || gains.iter().filter_map(|g| g.day());
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Vec::new();
    };
    let during = |f: &Fact| {
        f.day().is_none_or(|d| days_between(first, d) >= -AROUND_DAYS && days_between(d, last) >= -AROUND_DAYS)
    };
    let stays = |f: &Fact| {
        ground.facts.iter().any(|o| {
            let refused = matches!(o.assertion, Assertion::Denied | Assertion::Negated)
                && (o.event_type.takes_control() || matches!(o.event_type, EventType::Entry | EventType::Hold));
            o.place == f.place && refused && o.day() >= f.day()
                || o.place == f.place
                    && o.side != ground.attacker
                    && o.day() >= f.day()
                    && o.assertion.happened()
                    && (o.event_type.takes_control()
                        || matches!(o.event_type, EventType::Entry | EventType::Hold | EventType::Repelled))
        })
    };
    let left = |f: &&Fact| {
        f.event_type == EventType::Withdrawal
            && matches!(f.assertion, Assertion::Asserted | Assertion::Reported)
            && !f.partial
            && !f.denied
            && f.geo_precision != Precision::Region
            && f.side.is_some()
            && f.side == ground.defender
            && ground.places.get(f.place).is_some_and(|p| !is_wide(p) && !p.feature_class.is_empty())
            && during(f)
            && !stays(f)
            && gains.iter().all(|g| g.place != f.place)
    };
    // Post by post: what was given up lies beside ground gained, or beside the post that was given up there.
    let mut rest: Vec<&Fact> = ground.facts.iter().filter(left).take(MOST_GIVEN_UP).collect();
    let mut ways: Vec<LonLat> = gains.iter().map(|g| at(g, ground)).collect();
    let mut out = BTreeSet::new();
    while let Some(here) = ways.pop() {
        rest.retain(|f| {
            let beside = distance_km(at(f, ground), here) <= GIVEN_UP_KM;
            if beside {
                out.insert(f.sequence);
                ways.push(at(f, ground));
            }
            !beside
        });
    }
    ground.facts.iter().filter(|f| out.contains(&f.sequence) && left(f)).collect()
}

/// The attacker holds the whole of a place that the defender held or left: it was taken.
fn changed_hands(fact: &Fact, ground: &Ground<'_>) -> bool {
    fact.event_type == EventType::Hold
        && !fact.partial
        && fact.side.is_some()
        && fact.side == ground.attacker
        && ground.facts.iter().any(|f| {
            f.place == fact.place
                && f.side.is_some()
                && f.side == ground.defender
                && f.assertion.happened()
                && !f.partial
                && matches!(f.event_type, EventType::Withdrawal | EventType::Hold | EventType::Capture)
                && f.day() <= fact.day()
        })
}

/// Ground given up joins the nearest axis of the side and makes none.
fn join_nearest<'a>(
    sectors: &mut [Sector<'a>],
    side: Option<usize>,
    fact: &'a Fact,
    news: &BTreeSet<(usize, usize)>,
    ground: &Ground<'_>,
) {
    let far = |s: &Sector<'_>| {
        let km = |g: &&Fact| distance_km(at(g, ground), at(fact, ground));
        s.gains.iter().map(km).min_by(f64::total_cmp).unwrap_or(f64::MAX)
    };
    let nearest = sectors.iter_mut().filter(|s| s.side == side).min_by(|a, b| far(a).total_cmp(&far(b)));
    if let Some(sector) = nearest
        && sector.gains.iter().all(|g| g.place != fact.place)
    {
        sector.gains.push(fact);
        put_in_order(&mut sector.gains, news);
    }
}

/// The order in which places were reached: by day, the places of the lead last, then as the text orders them.
fn put_in_order(gains: &mut [&Fact], news: &BTreeSet<(usize, usize)>) {
    gains.sort_by_key(|f| (f.day(), f.article, news.contains(&(f.article, f.place)), f.rank, f.sequence));
    by_daytime(gains);
}

/// Puts the places of a list into the order of a line: a list has none of its own. What one headline lists and the text tells of one
/// day, some of it in a list, is one list.
fn by_line(gains: &mut [&Fact], ground: &Ground<'_>) {
    let of_one = |a: &&Fact, b: &&Fact| a.list.is_some() && a.list == b.list && a.day() == b.day();
    let listed = |told: &[&Fact]| told.windows(2).any(|w| matches!(w, [a, b] if of_one(a, b)));
    let of_headline = |a: &&Fact, b: &&Fact| {
        of_one(a, b) || a.headlined.is_some() && a.headlined == b.headlined && a.day() == b.day()
    };
    let mut lists: Vec<usize> = Vec::new();
    for told in gains.chunk_by(of_headline) {
        if listed(told) {
            lists.push(told.len());
        } else {
            lists.extend(told.chunk_by(of_one).map(<[&Fact]>::len));
        }
    }
    let mut first = 0;
    let mut heads: Vec<LonLat> = Vec::new();
    for length in &lists {
        heads.extend(gains.get(first).map(|f| at(f, ground)));
        first += length;
    }
    let mut heads = heads.into_iter().skip(1);
    let mut before = None;
    let mut rest = gains;
    for length in lists {
        let Some((told, others)) = rest.split_at_mut_checked(length) else { break };
        rest = others;
        let next = heads.next();
        if told.len() > 1 && told.iter().all(|f| f.hour.is_none()) {
            let places: Vec<LonLat> = told.iter().map(|f| at(f, ground)).collect();
            // A headline that has them in another order shows that the order says nothing.
            let turned = told.iter().any(|f| f.headlined.is_some()) && !told.is_sorted_by_key(|f| f.sequence);
            let order = listing::along(before, &places, next, turned);
            let line: Vec<&Fact> = order.into_iter().filter_map(|i| told.get(i).copied()).collect();
            told.iter_mut().zip(line).for_each(|(slot, fact)| *slot = fact);
        }
        before = told.last().map(|f| at(f, ground));
    }
}

/// The axis of a sector as far as it was reached, and its places.
fn axis(sector: &Sector<'_>, ground: &Ground<'_>) -> (Axis, BTreeSet<usize>) {
    let mut origins = sector.origins.clone();
    // Of several start lines the farthest comes first.
    let first = sector.gains.first().map(|f| at(f, ground)).unwrap_or_default();
    origins.sort_by(|a, b| {
        distance_km(at(b, ground), first)
            .total_cmp(&distance_km(at(a, ground), first))
            .then(a.sequence.cmp(&b.sequence))
    });
    let mut reached: Vec<Stop> = Vec::new();
    let mut seen = BTreeSet::new();
    let steps = origins.iter().map(|f| (*f, true)).chain(sector.gains.iter().map(|f| (*f, false)));
    for (fact, origin) in steps {
        let Some(location) = ground.places.get(fact.place) else {
            continue;
        };
        if seen.insert(fact.place) {
            let inferred = fact.event_type == EventType::Withdrawal;
            let claimed = !origin && (inferred || fact.assertion == Assertion::Claimed);
            reached.push(stop(location, fact, if claimed { LegStatus::Claimed } else { LegStatus::Completed }));
        }
    }
    let side = sector.side.and_then(|i| ground.sides.get(i).cloned());
    (Axis { side, reached, ahead: Vec::new() }, seen)
}

/// Puts the gains of one day whose time of day is known into that order; the others keep their positions.
fn by_daytime(gains: &mut [&Fact]) {
    for day in gains.chunk_by_mut(|a, b| a.day() == b.day()) {
        let known: Vec<usize> = (0..day.len()).filter(|&i| day.get(i).is_some_and(|f| f.hour.is_some())).collect();
        let mut timed: Vec<&Fact> = known.iter().filter_map(|&i| day.get(i).copied()).collect();
        timed.sort_by_key(|f| f.hour);
        for (slot, fact) in known.into_iter().zip(timed) {
            if let Some(place) = day.get_mut(slot) {
                *place = fact;
            }
        }
    }
}

fn stop(location: &Location, fact: &Fact, status: LegStatus) -> Stop {
    Stop { name: location.name.clone(), key: location.key.clone(), at: location.at, period: fact.period, status }
}

/// Named next places in the direction of the advance, nearest first. A goal is not `current` if somebody else has taken the place
/// since it was told, or if it was told before the axis began, of another axis of the side.
fn ahead(
    side: Option<usize>,
    (reached, seen): (&[Stop], &BTreeSet<usize>),
    heirs: &BTreeMap<usize, Option<usize>>,
    ground: &Ground<'_>,
    current: &dyn Fn(&Fact) -> bool,
) -> Vec<Stop> {
    let Some(last) = reached.last() else {
        return Vec::new();
    };
    let wanted = |fact: &&Fact| {
        is_goal(fact)
            && current(fact)
            && if fact.side.is_none() { heirs.get(&fact.place) == Some(&side) } else { fact.side == side }
    };
    let mut goals: Vec<(usize, Option<&Fact>)> =
        ground.facts.iter().filter(wanted).map(|f| (f.place, Some(f))).collect();
    let stops: BTreeSet<&str> = reached.iter().map(|s| s.key.as_str()).collect();
    for &(from, to) in ground.destinations {
        if ground.places.get(from).is_some_and(|p| stops.contains(p.key.as_str())) {
            goals.push((to, None));
        }
    }
    let mut known = seen.clone();
    let mut out: Vec<(f64, Stop)> = Vec::new();
    for (index, _) in goals {
        let Some(location) = ground.places.get(index) else {
            continue;
        };
        if held_by(index, side, ground)
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
pub(super) fn onward(reached: &[Stop], to: LonLat) -> bool {
    let Some(last) = reached.last() else {
        return false;
    };
    let far = distance_km(last.at, to);
    if !(1.0..=AHEAD_KM).contains(&far) {
        return false;
    }
    let mut earlier = reached.iter().filter(|s| distance_km(s.at, last.at) > 1.0);
    let (Some(before), Some(first)) = (earlier.next_back(), reached.iter().find(|s| distance_km(s.at, last.at) > 1.0))
    else {
        return true;
    };
    let turn = |from: LonLat| {
        let angle = (bearing_deg(last.at, to) - bearing_deg(from, last.at)).abs();
        angle.min(360.0 - angle)
    };
    turn(before.at) <= 100.0 || turn(first.at) <= 75.0
}
