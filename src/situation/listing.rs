//! Lists: places told in one breath ("took A, B and C"), which have no order among themselves.
//!
//! In: events of an article. Out: the list that each belongs to; an order of places on the ground. Never: dates.

use crate::article::Article;
use crate::event::Event;
use crate::geodesy::LonLat;
use crate::geodesy::distance_km;
use crate::toponym::Toponym;

/// What may stand between two places of a list, besides commas.
const BETWEEN: &[&str] = &[
    "and",
    "as",
    "well",
    "both",
    "the",
    "town",
    "towns",
    "city",
    "cities",
    "village",
    "villages",
    "settlement",
    "settlements",
    "port",
    "of",
    "nearby",
    "neighbouring",
    "neighboring",
];
/// A place of a list farther than this from all the others is not on their line, km.
const FAR_KM: f64 = 150.0;
/// A list of places that are usually farther apart is no line, km.
const MARCH_KM: f64 = 100.0;
/// An order of telling with a way of at most so many times the shortest stays as it is.
const LONGER: f64 = 1.5;
/// Longer lists stay as they were told.
const MOST: usize = 24;

/// For each event the list that it is part of: the number of the list's first event.
pub(super) fn lists(article: &Article, toponyms: &[Toponym], events: &[Event]) -> Vec<Option<usize>> {
    let mut out: Vec<Option<usize>> = vec![None; events.len()];
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|&i| events.get(i).map_or((0, i), |e| (e.toponym, i)));
    let mut before: Vec<usize> = Vec::new();
    for i in order {
        let Some(event) = events.get(i) else { continue };
        before.retain(|&j| events.get(j).is_some_and(|e| e.toponym + 1 >= event.toponym));
        let follows = |other: &Event| {
            let of_one_kind = other.sentence == event.sentence
                && other.event_type == event.event_type
                && other.actor_side == event.actor_side
                && other.toponym + 1 == event.toponym;
            let ends = toponyms.get(other.toponym).zip(toponyms.get(event.toponym));
            let between = ends.and_then(|(a, b)| article.text.get(a.span.end..b.span.start));
            of_one_kind && between.is_some_and(is_bare)
        };
        if let Some(&j) = before.iter().find(|&&j| events.get(j).is_some_and(follows)) {
            let first = out.get(j).copied().flatten().unwrap_or(j);
            for k in [i, j] {
                if let Some(slot) = out.get_mut(k) {
                    *slot = Some(first);
                }
            }
        }
        before.push(i);
    }
    out
}

/// True for words that put two places side by side and say nothing of their order.
fn is_bare(between: &str) -> bool {
    let mut words = between.split(|c: char| c.is_whitespace() || c == ',' || c == '&').filter(|w| !w.is_empty());
    words.all(|w| BETWEEN.contains(&w.to_lowercase().as_str()))
}

/// The places of a list in the order of a line that leads from the place held before (or the first told) to the one that is told
/// next, if the order of telling is a far longer way, or any longer where it is `turned`: told in two orders. Places far from all others come first, so that the line goes on from its own
/// end.
pub(super) fn along(before: Option<LonLat>, places: &[LonLat], next: Option<LonLat>, turned: bool) -> Vec<usize> {
    let told: Vec<usize> = (0..places.len()).collect();
    if places.len() > MOST {
        return told;
    }
    let at = |i: usize| places.get(i).copied().unwrap_or_default();
    let nearest = |i: &usize| {
        let others = told.iter().filter(|j| *j != i).map(|&j| at(j)).chain(before);
        others.map(|p| distance_km(at(*i), p)).fold(f64::INFINITY, f64::min)
    };
    let mut usual: Vec<f64> = told.iter().map(nearest).collect();
    usual.sort_by(f64::total_cmp);
    // Towns so far apart were taken by several forces.
    if usual.get(usual.len() / 2).is_none_or(|km| *km > MARCH_KM) {
        return told;
    }
    let (off, line): (Vec<usize>, Vec<usize>) = told.iter().partition(|i| nearest(i) > FAR_KM);
    let way = |order: &[usize]| -> f64 {
        let stops: Vec<LonLat> = before.into_iter().chain(order.iter().map(|&i| at(i))).chain(next).collect();
        stops.windows(2).map(|w| if let [a, b] = w { distance_km(*a, *b) } else { 0.0 }).sum()
    };
    // Each turn of a stretch that makes the way shorter, until none does (Croes 1958). Without a place before it the line begins
    // with the first that is told.
    let mut best = line.clone();
    let mut least = way(&best);
    let first = usize::from(before.is_none());
    for _ in 0..line.len() {
        let known = least;
        for from in first..line.len() {
            for to in from + 2..=line.len() {
                let mut turned = best.clone();
                if let Some(stretch) = turned.get_mut(from..to) {
                    stretch.reverse();
                }
                let km = way(&turned);
                if km < least - 1e-6 {
                    (least, best) = (km, turned);
                }
            }
        }
        if least >= known {
            break;
        }
    }
    if off.is_empty() && way(&line) <= if turned { 1.0 } else { LONGER } * least {
        return told;
    }
    off.into_iter().chain(best).collect()
}

#[cfg(test)]
mod tests {
    use super::along;
    use super::is_bare;
    use crate::geodesy::LonLat;

    #[test]
    fn words_between_places_of_a_list() {
        for bare in [", ", " and ", ", and ", ", as well as the town of ", " & ", ", the villages of "] {
            assert!(is_bare(bare), "{bare:?}");
        }
        for told in [", then ", " and then ", " after ", ", and finally ", " to ", " and reached ", "; ", " (", ". "] {
            assert!(!is_bare(told), "{told:?}");
        }
    }

    /// Longitudes on the equator: held before, told in a list, told next; the order.
    #[test]
    fn a_list_becomes_a_line() {
        type Row = (Option<f64>, &'static [f64], Option<f64>, &'static [usize]);
        let rows: &[Row] = &[
            (Some(0.0), &[0.9, 0.3, 0.6], None, &[1, 2, 0]),
            (Some(0.0), &[0.3, 0.6, 0.9], None, &[0, 1, 2]),
            (Some(0.0), &[0.35, 0.3, 0.6], None, &[0, 1, 2]),
            (None, &[0.3, 1.5, 0.6], None, &[0, 2, 1]),
            (None, &[0.3, 0.9, 0.6], Some(1.2), &[0, 2, 1]),
            (Some(0.0), &[0.9, 7.0, 0.3, 0.6, 9.0], None, &[1, 4, 2, 3, 0]),
            (Some(0.0), &[0.9, 7.0, 0.3, 9.0], None, &[0, 1, 2, 3]),
            (Some(0.0), &[5.0, 5.3], None, &[0, 1]),
            (Some(0.0), &[3.0, 1.0, 2.0], None, &[0, 1, 2]),
            (Some(0.0), &[], None, &[]),
        ];
        for (before, told, next, want) in rows {
            let at = |lon: f64| LonLat::new(lon, 0.0);
            let places: Vec<LonLat> = told.iter().map(|lon| at(*lon)).collect();
            assert_eq!(along(before.map(at), &places, next.map(at), false), *want, "{told:?}");
        }
    }
}
