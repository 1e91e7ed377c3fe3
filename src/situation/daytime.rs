//! Times of day, which order what happened on one day.
//!
//! In: a sentence and the place names in it. Out: an hour. Never: dates.

use std::ops::Range;

/// Phrases and the hour they stand for; the longer before the shorter that it holds.
const PHRASES: &[(&str, u8)] = &[
    ("after midnight", 1),
    ("overnight", 3),
    ("small hours", 3),
    ("early hours", 4),
    ("before dawn", 4),
    ("predawn", 4),
    ("pre-dawn", 4),
    ("before daylight", 4),
    ("at dawn", 6),
    ("by dawn", 6),
    ("daybreak", 6),
    ("first light", 6),
    ("sunrise", 6),
    ("dawn", 6),
    ("early on", 7),
    ("early in the day", 7),
    ("morning", 9),
    ("before noon", 11),
    ("midday", 12),
    ("noon", 12),
    ("afternoon", 15),
    ("later on", 16),
    ("later in the day", 16),
    ("later that day", 16),
    ("late in the day", 18),
    ("dusk", 19),
    ("sunset", 19),
    ("nightfall", 20),
    ("evening", 20),
    ("late on", 22),
    ("late at night", 23),
    ("before midnight", 23),
    ("midnight", 23),
    ("night", 22),
];

/// The hour at which the event at `place` happened, as far as its sentence tells: the first time of day after the name
/// and before the next one, else the only one of the sentence. `names` are the names in the sentence.
pub(super) fn hour(text: &str, sentence: Range<usize>, place: Range<usize>, names: &[Range<usize>]) -> Option<u8> {
    let next =
        names.iter().map(|n| n.start).filter(|&s| s >= place.end && s < sentence.end).min().unwrap_or(sentence.end);
    let behind = text.get(place.end..next).map(found).unwrap_or_default();
    if let Some(hour) = behind.first() {
        return Some(*hour);
    }
    match found(text.get(sentence)?).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Hours of all phrases in order.
fn found(text: &str) -> Vec<u8> {
    let lower = text.to_ascii_lowercase();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = lower.get(at..) {
        let starts_word = at == 0 || !lower.as_bytes().get(at - 1).is_some_and(u8::is_ascii_alphanumeric);
        let phrase = PHRASES.iter().find(|(p, _)| {
            starts_word && rest.starts_with(p) && !rest.as_bytes().get(p.len()).is_some_and(u8::is_ascii_alphabetic)
        });
        if let Some((phrase, hour)) = phrase {
            out.push(*hour);
            at += phrase.len();
        } else {
            at += rest.chars().next().map_or(usize::MAX / 2, char::len_utf8);
        }
    }
    out
}
