//! What a frame says first: the day of the campaign and what changed hands.

use std::collections::BTreeSet;

use crate::date::days_between;
use crate::layout::series::Moment;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::words;

/// The words of a moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Heading {
    /// "Day 9".
    pub(super) day: String,
    /// "Hama taken"; empty when nothing changed hands.
    pub(super) change: String,
    /// Keys of the places that changed hands.
    pub(super) taken: BTreeSet<String>,
    /// How much the change matters, to choose what the time bar names.
    pub(super) weight: i64,
}

/// The words of every moment; `stories` are in the same order.
pub(super) fn headings(moments: &[Moment<'_>], stories: &[Story]) -> Vec<Heading> {
    let mut known: BTreeSet<(String, [u8; 3])> = BTreeSet::new();
    let first = moments.first().map(|m| m.day);
    let mut all = Vec::new();
    for (moment, story) in moments.iter().zip(stories) {
        let mut heading = Heading {
            day: first.map_or_else(String::new, |f| format!("Day {}", days_between(f, moment.day) + 1)),
            ..Heading::default()
        };
        let mut names: Vec<(&str, bool)> = Vec::new();
        for place in story.places.iter().filter(|p| p.mark == Mark::Captured && !p.claimed) {
            let hue = [place.hue.r, place.hue.g, place.hue.b];
            if known.insert((place.key.clone(), hue)) {
                heading.taken.insert(place.key.clone());
                heading.weight += place.weight;
                names.push((place.name.as_str(), place.again));
            }
        }
        heading.change = change(&names, moment.stale.is_some());
        all.push(heading);
    }
    all
}

/// "Hama taken", "Hama and Salamiyah taken", "Hama, Salamiyah and 3 more taken".
fn change(names: &[(&str, bool)], stale: bool) -> String {
    let verb = if !names.is_empty() && names.iter().all(|(_, again)| *again) { "retaken" } else { "taken" };
    match names {
        [] if stale => String::new(),
        [] => String::new(),
        [(one, _)] => format!("{} {verb}", words::cut(one, 28)),
        [(one, _), (two, _)] => format!("{} and {} {verb}", words::cut(one, 28), words::cut(two, 28)),
        [(one, _), (two, _), more @ ..] => {
            format!("{}, {} and {} more {verb}", words::cut(one, 28), words::cut(two, 28), more.len())
        }
    }
}
