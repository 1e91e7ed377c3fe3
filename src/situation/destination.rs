//! Statements that relate an advance to a destination without an event: "a third of the way from A to B".
//!
//! In: an article and its toponyms. Out: pairs of toponyms. Never: distances as events.

use crate::article::Article;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;

/// Pairs of toponym indices, start and destination, in reading order.
pub(super) fn find(article: &Article, toponyms: &[Toponym]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut next = 0;
    for sentence in &article.sentences {
        while toponyms.get(next).is_some_and(|t| t.span.start < sentence.span.start) {
            next += 1;
        }
        let inside: Vec<usize> = (next..toponyms.len())
            .take_while(|&i| toponyms.get(i).is_some_and(|t| t.span.start < sentence.span.end))
            .filter(|&i| toponyms.get(i).is_some_and(|t| t.kind != ToponymKind::Demonym && t.place.is_some()))
            .collect();
        for (&a, &b) in inside.iter().zip(inside.iter().skip(1)) {
            let (Some(from), Some(to)) = (toponyms.get(a), toponyms.get(b)) else {
                continue;
            };
            let before = article.text.get(sentence.span.start..from.span.start).unwrap_or("").to_lowercase();
            let between = article.text.get(from.span.end..to.span.start).unwrap_or("").trim().to_lowercase();
            if relates(&before, &between) {
                out.push((a, b));
            }
        }
    }
    out
}

/// `… of the way from` A `to` B, `… on the road from` A `to` B, halfway `between` A `and` B.
fn relates(before: &str, between: &str) -> bool {
    let before = before.trim_end();
    let reach = matches!(between, "to" | "towards" | "toward" | "and on to");
    let road =
        ["way from", "road from", "highway from", "route from", "motorway from"].iter().any(|w| before.ends_with(w));
    let middle = between == "and"
        && ["halfway between", "midway between", "half way between"].iter().any(|w| before.ends_with(w));
    (reach && road) || middle
}
