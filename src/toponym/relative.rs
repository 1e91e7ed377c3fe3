//! Positions given by direction and distance from a name.
//!
//! In: resolved names and the words before them. Out: [`Relative`]. Never: positions from ratios ("a third of the way").

use crate::geodesy;
use crate::geodesy::LonLat;
use crate::terms::Precision;
use crate::toponym::Relative;
use crate::toponym::knowledge::words::class;
use crate::toponym::token::Token;
use crate::toponym::token::shape;

/// Distance meant by "north of X" alone, km.
const SOME_KM: f64 = 8.0;
/// Distance meant by "just north of X", km.
const JUST_KM: f64 = 4.0;
/// Farthest distance read, km.
const FARTHEST_KM: f64 = 400.0;

/// Bearing of a direction word, degrees clockwise from north.
fn bearing_of(word: &str) -> Option<f64> {
    let plain: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let stem = plain.strip_suffix("ern").unwrap_or(&plain);
    Some(match stem {
        "north" => 0.0,
        "northeast" => 45.0,
        "east" => 90.0,
        "southeast" => 135.0,
        "south" => 180.0,
        "southwest" => 225.0,
        "west" => 270.0,
        "northwest" => 315.0,
        _ => return None,
    })
}

fn is_of(text: &str, token: &Token) -> bool {
    matches!(text.get(token.start..token.end), Some("of" | "from"))
}

/// Reads "18 km north-east of X", "just north of X", "30 miles from X" before the name that begins at token `first`.
pub(super) fn read_offset(text: &str, tokens: &[Token], first: usize, end: usize, at: LonLat) -> Option<Relative> {
    let Offset { start, km, bearing } = read_measure(text, tokens, first)?;
    text.get(start..end)?;
    let at = bearing.map_or(at, |b| geodesy::destination(at, b, km));
    Some(Relative { span: start..end, at, precision: Precision::Near })
}

/// A distance from a name, and a direction if one is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offset {
    /// First byte of the phrase.
    pub(super) start: usize,
    /// Distance, km.
    pub(super) km: f64,
    /// Degrees clockwise from north.
    pub(super) bearing: Option<f64>,
}

/// What [`read_offset`] reads, as numbers.
pub(super) fn read_measure(text: &str, tokens: &[Token], first: usize) -> Option<Offset> {
    let own = tokens.get(first)?;
    let before = |i: usize| tokens.get(i).filter(|t| t.sentence == own.sentence);
    let mut i = first.checked_sub(1)?;
    // "of the city of X", "of the town of X".
    if before(i).is_some_and(|t| is_of(text, t)) && i >= 2 && before(i - 1).is_some_and(|t| t.lower(class::TOWN)) {
        i -= 2;
        if before(i).is_some_and(|t| t.lower(class::ARTICLE)) {
            i = i.checked_sub(1)?;
        }
    }
    // "from the capital X"
    if before(i).is_some_and(|t| t.lower(class::TOWN))
        && i >= 2
        && before(i - 1).is_some_and(|t| t.lower(class::ARTICLE))
    {
        i -= 2;
    }
    if !before(i).is_some_and(|t| is_of(text, t)) {
        return None;
    }
    let from_word = text.get(before(i)?.start..before(i)?.end) == Some("from");
    i = i.checked_sub(1)?;
    let mut bearing = None;
    let mut start = before(i + 1)?.start;
    if let Some(token) = before(i).filter(|t| t.has(class::DIRECTION)) {
        let word = text.get(token.start..token.end)?;
        bearing = bearing_of(word);
        bearing?;
        start = token.start;
        let mut left = i.checked_sub(1);
        // "north-east" and "north east".
        if let Some(prior) = left.and_then(before).filter(|t| t.has(class::DIRECTION) && !t.is(shape::CAP)) {
            let joined = format!("{}{}", text.get(prior.start..prior.end)?, word);
            if let Some(both) = bearing_of(&joined) {
                bearing = Some(both);
                start = prior.start;
                left = i.checked_sub(2);
            }
        }
        match left {
            Some(l) => i = l,
            None => return Some(Offset { start, km: SOME_KM, bearing }),
        }
        // "to the north of X"
        if before(i).is_some_and(|t| t.lower(class::ARTICLE)) {
            start = before(i)?.start;
            i = i.checked_sub(1)?;
            if before(i).is_some_and(|t| t.lower(class::LOCATION)) {
                start = before(i)?.start;
                i = i.checked_sub(1)?;
            }
        }
    }
    let unit = before(i).filter(|t| t.has(class::DISTANCE) && i > 0);
    let km = unit.and_then(|unit| {
        let number = before(i - 1)?;
        let scale = if text.get(unit.start..unit.end)?.to_lowercase().starts_with("mi") { 1.609_344 } else { 1.0 };
        let value = if number.is(shape::DIGIT) {
            text.get(number.start..number.end)?.replace(',', "").parse::<f64>().ok()?
        } else {
            number_word(text.get(number.start..number.end)?)?
        };
        (value > 0.0 && value * scale <= FARTHEST_KM).then_some((value * scale, number.start))
    });
    match (km, bearing) {
        (Some((km, start)), _) => Some(Offset { start, km, bearing }),
        (None, Some(_)) if !from_word => {
            let just = before(i).is_some_and(|t| text.get(t.start..t.end) == Some("just"));
            let start = if just { before(i)?.start } else { start };
            Some(Offset { start, km: if just { JUST_KM } else { SOME_KM }, bearing })
        }
        _ => None,
    }
}

fn number_word(word: &str) -> Option<f64> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let lower = word.to_lowercase();
    match lower.as_str() {
        "fifteen" => Some(15.0),
        "twenty" => Some(20.0),
        "thirty" => Some(30.0),
        "forty" => Some(40.0),
        "fifty" => Some(50.0),
        other => WORDS.iter().position(|&w| w == other).map(|i| i as f64 + 1.0),
    }
}

/// The point half-way for "between A and B", if both are near each other.
pub(super) fn read_between(
    text: &str,
    tokens: &[Token],
    a: (usize, usize, LonLat),
    b: (usize, usize, LonLat),
    ends: (usize, usize),
) -> Option<Relative> {
    let between = a.0.checked_sub(1).and_then(|i| tokens.get(i))?;
    let and = tokens.get(a.1..b.0).filter(|t| t.len() == 1)?.first()?;
    if text.get(between.start..between.end) != Some("between") || text.get(and.start..and.end) != Some("and") {
        return None;
    }
    let km = geodesy::distance_km(a.2, b.2);
    if km > 250.0 {
        return None;
    }
    let at = geodesy::destination(a.2, geodesy::bearing_deg(a.2, b.2), km / 2.0);
    Some(Relative { span: between.start..ends.1, at, precision: Precision::Near })
}
