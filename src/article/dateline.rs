//! Wire datelines: `HAMA, Syria, Dec 5 (Reuters) –`, `KABUL (AP) —`, `London, 1 October 1993`.
//!
//! In: text of a block. Out: city, date and agency. Never: whether the city is a place of the story.

use std::ops::Range;

use crate::date::token;
use crate::date::token::Token;
use crate::date::token::TokenKind;
use crate::date::written;
use crate::date::written::Written;

/// What a dateline says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Bytes of the city's name.
    pub city: Range<usize>,
    /// The date, if it has one.
    pub date: Option<Written>,
    /// Agency or paper in brackets.
    pub agency: Option<String>,
}

/// A paragraph longer than this, in bytes, may open with a city in small letters and a colon.
const LONG: usize = 160;

/// Bytes at the start of a block in which a dateline must end.
const REACH: usize = 140;

/// Labels in capitals before a colon or dash that are no cities.
const LABELS: &[&str] = &[
    "alert",
    "analysis",
    "breaking",
    "briefing",
    "commentary",
    "corrected",
    "date",
    "dates",
    "correction",
    "editorial",
    "exclusive",
    "explained",
    "explainer",
    "factbox",
    "feature",
    "flash",
    "headline",
    "highlights",
    "insight",
    "interview",
    "just in",
    "key points",
    "live",
    "look",
    "map",
    "news",
    "note",
    "opinion",
    "photos",
    "profile",
    "read",
    "recap",
    "report",
    "reports",
    "summary",
    "timeline",
    "update",
    "updated",
    "urgent",
    "video",
    "warning",
    "watch",
    "world",
];

/// True if the block begins with a dateline.
pub(super) fn is_dateline(text: &str) -> bool {
    read(text, 0).is_some()
}

/// The dateline at the start of `text`; `offset` is added to its places.
pub(super) fn read(text: &str, offset: usize) -> Option<Dateline> {
    let mut reach = text.len().min(REACH);
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let tokens = token::tokenise(text.get(..reach)?, 0);
    let (city, mut at) = read_city(&tokens)?;
    let name = text.get(city.clone())?;
    let capitals = super::block::is_capitals(name);
    if LABELS.contains(&name.to_lowercase().as_str()) {
        return None;
    }
    let mut date: Option<Written> = None;
    let mut agency = None;
    let mut region = false;
    let mut region_words = 0;
    loop {
        let Some(token) = tokens.get(at) else {
            // A line of its own needs a date; a cut-off one is no dateline.
            let whole = reach == text.len() && date.is_some();
            return whole.then(|| finish(city, date, agency, offset));
        };
        if let Some((found, next)) = written::read(&tokens, at) {
            if date.is_some() {
                return None;
            }
            date = Some(found);
            at = next;
            if tokens.get(at).is_some_and(|t| t.is_mark(".")) {
                let known = capitals || date.as_ref().is_some_and(Written::is_full);
                return known.then(|| finish(city, date, agency, offset));
            }
            continue;
        }
        match token.kind {
            TokenKind::Word if written::weekday_or_short(token.text).is_some() => at += 1,
            TokenKind::Word if token.is_capitalised() || matches!(token.text, "of" | "the" | "and") => {
                region_words += 1;
                if region_words > 5 {
                    return None;
                }
                region = true;
                at += 1;
            }
            TokenKind::Mark if token.text == "(" => {
                let close = tokens.iter().skip(at).take(9).position(|t| t.is_mark(")"))?;
                let inside = text.get(token.end()..tokens.get(at + close)?.start)?;
                agency = Some(inside.trim().to_owned());
                at += close + 1;
            }
            // "ADEN // Text"
            TokenKind::Mark if token.text == "/" && capitals && tokens.get(at + 1).is_some_and(|t| t.is_mark("/")) => {
                return Some(finish(city, date, agency, offset));
            }
            TokenKind::Mark if matches!(token.text, "," | "." | "|" | "/") => at += 1,
            TokenKind::Mark if matches!(token.text, "\u{2013}" | "-" | ":") => {
                let before = tokens.get(at.checked_sub(1)?)?.end();
                let after = tokens.get(at + 1).map_or(reach, |t| t.start);
                let loose = before < token.start || after > token.end() || token.text == "\u{2013}";
                if tokens.get(at + 1).is_some_and(|t| t.is_mark("-")) {
                    at += 1;
                    continue;
                }
                if token.text == "-" && !loose {
                    // Inside a region's name.
                    at += 1;
                    continue;
                }
                // "MAE SOT, Thailand – 25 April 2024. Text"
                if date.is_none() && written::read(&tokens, at + 1).is_some() {
                    at += 1;
                    continue;
                }
                let next_word = tokens.iter().skip(at + 1).find(|t| t.kind == TokenKind::Word);
                let goes_on = next_word.is_some_and(|t| t.text.len() == 1 || t.text.chars().any(char::is_lowercase));
                let certain = date.is_some() || agency.is_some();
                let long = text.len() > reach || text.len() > 90;
                let accepted = if token.text == ":" {
                    capitals && goes_on && (certain || region || long)
                } else {
                    certain || (capitals && goes_on)
                };
                // "Kano: Panicked residents fled …"
                let plain = token.text == ":"
                    && at <= 2
                    && text.len() > LONG
                    && before == token.start
                    && next_word.is_some_and(|t| t.is_capitalised() && t.text.chars().any(char::is_lowercase));
                return (accepted && (capitals || certain) || plain).then(|| finish(city, date, agency, offset));
            }
            _ => return None,
        }
    }
}

fn finish(city: Range<usize>, date: Option<Written>, agency: Option<String>, offset: usize) -> Dateline {
    let move_by = |r: Range<usize>| r.start + offset..r.end + offset;
    let date = date.map(|mut d| {
        d.span = move_by(d.span);
        d
    });
    Dateline { city: move_by(city), date, agency }
}

/// A day of the week; an abbreviation only before a comma, a stop or a number.
fn is_weekday(tokens: &[Token<'_>], at: usize) -> bool {
    let after = tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Number || matches!(t.text, "," | "."));
    tokens
        .get(at)
        .is_some_and(|t| written::weekday(t.text).is_some() || (after && written::weekday_or_short(t.text).is_some()))
}

/// The city at the start and the index after it.
fn read_city(tokens: &[Token<'_>]) -> Option<(Range<usize>, usize)> {
    let first = tokens.first()?;
    let date = written::month_or_short(first.text).is_some() || written::weekday(first.text).is_some();
    if first.kind != TokenKind::Word || !first.is_capitalised() || date {
        return None;
    }
    let mut at = 0;
    let mut end = first.end();
    while let Some(token) = tokens.get(at) {
        let small =
            matches!(token.text, "de" | "du" | "la" | "el" | "al" | "of" | "the" | "am" | "an" | "der" | "do" | "da");
        let joined =
            token.is_mark("-") && token.start == end && tokens.get(at + 1).is_some_and(|t| t.start == token.end());
        match token.kind {
            TokenKind::Word if at > 0 && is_weekday(tokens, at) => break,
            TokenKind::Word if token.is_capitalised() || small => {
                end = token.end();
                at += 1;
            }
            // "St. Petersburg"
            TokenKind::Mark if token.is_mark(".") && token.start == end && end - first.start <= 3 => {
                at += 1;
            }
            TokenKind::Mark if joined => at += 1,
            _ => break,
        }
        if at > 8 {
            return None;
        }
    }
    Some((first.start..end, at))
}
