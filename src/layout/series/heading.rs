//! What a frame says first: the day of the campaign and what changed hands.

use std::collections::BTreeSet;

use crate::date::days_between;
use crate::layout::language::Language;
use crate::layout::language::Phrase;
use crate::layout::series::Moment;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::words;
use crate::terms::Precision;

/// Campaigns longer than this are told by dates, not by the number of the day.
const COUNTED: i32 = 61;

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

/// The words of every moment; `stories` come in the same order, one at a time.
pub(super) fn headings(
    moments: &[Moment<'_>],
    stories: impl Iterator<Item = Story>,
    language: &Language,
) -> Vec<Heading> {
    let mut known: BTreeSet<(String, [u8; 3])> = BTreeSet::new();
    let first = moments.first().map(|m| m.day);
    let last = moments.last().map(|m| m.day);
    let short = first.zip(last).is_some_and(|(a, b)| days_between(a, b) < COUNTED);
    let mut all = Vec::new();
    for (moment, story) in moments.iter().zip(stories) {
        let mut heading = Heading {
            day: match first {
                Some(first) if short => {
                    let number = language.digits(&(days_between(first, moment.day) + 1).to_string());
                    language.fill(Phrase::DayNumber, &[("n", &number)])
                }
                _ => words::short_date_year(moment.day, language),
            },
            ..Heading::default()
        };
        let people = |key: &str| {
            let found = moment.situation.events.iter().find(|e| e.location.key == key);
            found.map_or(0, |e| e.location.population)
        };
        let mut names: Vec<(&str, bool, u32)> = Vec::new();
        for place in
            story.places.iter().filter(|p| p.mark == Mark::Captured && !p.claimed && p.precision != Precision::Region)
        {
            let hue = [place.hue.r, place.hue.g, place.hue.b];
            if known.insert((place.key.clone(), hue)) {
                heading.taken.insert(place.key.clone());
                heading.weight += place.weight;
                names.push((place.name.as_str(), place.again, people(&place.key)));
            }
        }
        // The largest first: it is what readers have heard of.
        names.sort_by_key(|(name, _, people)| (std::cmp::Reverse(*people), *name));
        heading.change = change(&names, language);
        all.push(heading);
    }
    all
}

/// "Hama taken", "Hama and Salamiyah taken", "Hama, Salamiyah and 3 more taken".
fn change(names: &[(&str, bool, u32)], language: &Language) -> String {
    let phrase = if names.iter().all(|(_, again, _)| *again) { Phrase::PlaceRetaken } else { Phrase::PlaceTaken };
    let short = |name: &str| words::cut(name, 28);
    let places = match names {
        [] => return String::new(),
        [(one, ..)] => short(one),
        [(one, ..), (two, ..)] => language.fill(Phrase::TwoPlaces, &[("a", &short(one)), ("b", &short(two))]),
        [(one, ..), (two, ..), more @ ..] => {
            let count = language.digits(&more.len().to_string());
            language.fill(Phrase::MorePlaces, &[("a", &*short(one)), ("b", &*short(two)), ("n", &*count)])
        }
    };
    language.fill(phrase, &[("place", &places)])
}
