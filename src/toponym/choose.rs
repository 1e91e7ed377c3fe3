//! The best set of names that do not overlap.
//!
//! In: judged names. Out: indices of those taken. Never: judgement.

use crate::toponym::recognise::Judged;

/// The set of spans without overlaps whose log-odds add up highest; only spans more likely than not.
pub(super) fn choose(judged: &[Judged]) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..judged.len()).filter(|&i| judged.get(i).is_some_and(|j| j.odds > j.least)).collect();
    order.sort_by_key(|&i| judged.get(i).map_or((0, 0), |j| (j.span.end, j.span.start)));
    // best[k]: value of the best set among the first k spans, and whether the k-th is in it.
    let mut best: Vec<(f64, bool, usize)> = vec![(0.0, false, 0)];
    let ends: Vec<usize> = order.iter().filter_map(|&i| judged.get(i).map(|j| j.span.end)).collect();
    for (k, &i) in order.iter().enumerate() {
        let Some(one) = judged.get(i) else { continue };
        let before = ends.get(..k).unwrap_or(&[]).partition_point(|&end| end <= one.span.start);
        let with = best.get(before).map_or(0.0, |b| b.0) + one.odds - one.least;
        let without = best.get(k).map_or(0.0, |b| b.0);
        best.push(if with > without { (with, true, before) } else { (without, false, k) });
    }
    let mut out = Vec::new();
    let mut k = order.len();
    while k > 0 {
        let Some(&(_, taken, before)) = best.get(k) else {
            break;
        };
        if taken {
            out.extend(order.get(k - 1).copied());
            k = before;
        } else {
            k -= 1;
        }
    }
    out.reverse();
    out
}
