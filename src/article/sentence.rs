//! Sentences: where one ends and the next begins.
//!
//! In: the text of a block. Out: byte ranges. Never: grammar.

use std::ops::Range;

use crate::date::written::month_or_short;
use crate::date::written::weekday_or_short;

/// Titles and other abbreviations that need a name or a number after them.
const BEFORE_NAME: &[&str] = &[
    "adm", "art", "brig", "capt", "cdr", "cf", "cmdr", "col", "cpl", "cpt", "dr", "eng", "fig", "fr", "ft", "gen",
    "gov", "hon", "lieut", "serg", "genl", "insp", "lt", "maj", "messrs", "mgr", "mr", "mrs", "ms", "msgr", "mt", "no",
    "nos", "nr", "pfc", "pres", "prof", "pte", "pvt", "rep", "rev", "sec", "sen", "sgt", "ss", "st", "sta", "ste",
    "supt", "viz", "vol", "vs",
];

/// Abbreviations that may also end a sentence; then a word that begins sentences follows.
const MAY_END: &[&str] = &[
    "cal", "cm", "ft", "hr", "hrs", "km", "kms", "kph", "lb", "lbs", "mi", "min", "mins", "mm", "mph", "oz", "secs",
    "yd", "yds", "approx", "apr", "assn", "aug", "ave", "avg", "blvd", "bros", "ca", "co", "corp", "dec", "dept",
    "dist", "est", "etc", "feb", "fri", "gmt", "govt", "inc", "incl", "jan", "jr", "jul", "jun", "ltd", "mar", "mon",
    "nov", "oct", "op", "pp", "prov", "rd", "reg", "sat", "sep", "sept", "sq", "sr", "sun", "thu", "thurs", "tue",
    "tues", "univ", "wed",
];

/// Words that begin a sentence far more often than they belong to a name, sorted.
const STARTERS: &[&str] = &[
    "a",
    "about",
    "according",
    "after",
    "all",
    "also",
    "although",
    "among",
    "an",
    "and",
    "another",
    "any",
    "are",
    "around",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "despite",
    "did",
    "do",
    "does",
    "during",
    "each",
    "earlier",
    "even",
    "every",
    "few",
    "five",
    "following",
    "for",
    "four",
    "from",
    "further",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "is",
    "it",
    "its",
    "last",
    "later",
    "local",
    "many",
    "meanwhile",
    "more",
    "most",
    "much",
    "my",
    "near",
    "neither",
    "nine",
    "no",
    "none",
    "nor",
    "not",
    "now",
    "officials",
    "on",
    "one",
    "only",
    "or",
    "other",
    "others",
    "our",
    "residents",
    "seven",
    "several",
    "she",
    "since",
    "six",
    "so",
    "some",
    "such",
    "ten",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "three",
    "through",
    "thus",
    "to",
    "today",
    "troops",
    "two",
    "under",
    "until",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "why",
    "will",
    "with",
    "yesterday",
    "yet",
    "you",
];

/// Longest sentence, in bytes: a text without stops is cut at a space, so that later stages need bounded time for each.
pub const LONGEST: usize = 4000;

/// The bytes with which a stop may begin; the ellipsis, U+2026, is E2 80 A6.
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    stops[b'.' as usize] = true;
    stops[b'!' as usize] = true;
    stops[b'?' as usize] = true;
    stops[0xe2] = true;
    stops
};

/// Sentences of `text`, without the white space around them; `offset` is added to their places.
pub fn split(text: &str, offset: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..) {
        let near = rest.get(..(start + LONGEST).saturating_sub(at)).unwrap_or(rest);
        at += near.iter().position(|&b| STOPS[usize::from(b)]).unwrap_or(near.len());
        let Some(&byte) = bytes.get(at) else { break };
        if at - start > LONGEST && byte.is_ascii_whitespace() {
            push(text, start, at, offset, &mut found);
            start = at;
        }
        let stop = matches!(byte, b'.' | b'!' | b'?')
            || (byte == 0xe2 && text.get(at..).is_some_and(|r| r.starts_with('\u{2026}')));
        if !stop {
            at += 1;
            continue;
        }
        let first_stop = at;
        at = end_of_stops(text, at);
        let stops_end = at;
        at = end_of_closers(text, at);
        if ends(text, start, first_stop, stops_end, at) {
            push(text, start, at, offset, &mut found);
            start = at;
        }
    }
    push(text, start, text.len(), offset, &mut found);
    found
}

fn push(text: &str, start: usize, end: usize, offset: usize, found: &mut Vec<Range<usize>>) {
    let Some(piece) = text.get(start..end) else {
        return;
    };
    let kept = piece.trim();
    if kept.is_empty() {
        return;
    }
    let from = start + (piece.len() - piece.trim_start().len());
    // A stray bracket, dash or emoji after a full stop belongs to the sentence before.
    if !kept.chars().any(char::is_alphanumeric)
        && let Some(last) = found.last_mut()
    {
        last.end = from + kept.len() + offset;
        return;
    }
    found.push(from + offset..from + kept.len() + offset);
}

fn end_of_stops(text: &str, mut at: usize) -> usize {
    while let Some(c) = text.get(at..).and_then(|r| r.chars().next())
        && matches!(c, '.' | '!' | '?' | '\u{2026}')
    {
        at += c.len_utf8();
    }
    at
}

/// Quotes, brackets and footnote marks `[12]` that close a sentence.
fn end_of_closers(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while let Some(&b) = bytes.get(at) {
        match b {
            b'"' | b'\'' | b')' | b']' | b'}' => at += 1,
            b'[' => {
                let digits = bytes.iter().skip(at + 1).take(4).take_while(|b| b.is_ascii_digit()).count();
                if digits == 0 || bytes.get(at + 1 + digits) != Some(&b']') {
                    break;
                }
                at += digits + 2;
            }
            _ => break,
        }
    }
    at
}

/// Decides whether the stops at `stop..stops_end`, with closers up to `end`, end the sentence that began at `start`.
fn ends(text: &str, start: usize, stop: usize, stops_end: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or("");
    let Some(next) = rest.chars().next() else {
        return true;
    };
    let before = tail(text, start, stop);
    let word = last_word(before);
    let after = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '(' | '[' | '\u{2013}' | '-' | '*')
    });
    let Some(first) = after.chars().next() else {
        return true;
    };
    let single = stops_end - stop == 1 && text.as_bytes().get(stop) == Some(&b'.');
    if !next.is_whitespace() {
        // "the town.The army": a forgotten space, but no address and no "e.g.x".
        return single
            && end == stops_end
            && word.len() > 2
            && word.chars().all(char::is_lowercase)
            && rest.chars().next().is_some_and(char::is_uppercase)
            && rest.chars().nth(1).is_some_and(|c| c.is_lowercase() || c.is_whitespace())
            && !is_address(before, rest);
    }
    let next_word = word_at_start(after);
    let starter = STARTERS.binary_search(&next_word.as_str()).is_ok();
    if first.is_lowercase() {
        // Posts in small letters; but "Stop!" he said, 5 p.m. on, approx. two, and trailing dots go on.
        let quoted = text.get(stops_end..end).is_some_and(|c| c.contains(['"', '\'', ')']));
        let dots = stops_end - stop > 1 || text.get(stop..stops_end) == Some("\u{2026}");
        return !quoted
            && !dots
            && (word.chars().count() > 1 || !single)
            && !is_abbreviation(before, word)
            && word.chars().all(char::is_alphanumeric);
    }
    if !single {
        // "…" between words in mid-sentence is followed by a small letter; anything else ends.
        return true;
    }
    if end > stops_end {
        // A closed quote or bracket after the stop: "(approx.) Five" aside, it ends.
        return !is_abbreviation(before, word) || starter || text.get(stops_end..end).is_some_and(|c| c.contains('"'));
    }
    let lower = word.to_ascii_lowercase();
    // "1. Text", "No. 5", "Lt. Gen.", "J. Smith".
    if before.trim_start().len() == word.len() && word.chars().all(|c| c.is_ascii_digit()) {
        return false;
    }
    if lower == "no" || lower == "nos" {
        return !first.is_ascii_digit();
    }
    if is_listed(BEFORE_NAME, &lower)
        && (word.chars().next().is_some_and(char::is_uppercase) || matches!(lower.as_str(), "vs" | "nr" | "cf" | "viz"))
    {
        return false;
    }
    if is_dotted(before) {
        // U.S.: only a word that begins sentences may follow; after a.m. anything but a day or a zone.
        let clock = matches!(lower.as_str(), "m") && !first.is_ascii_digit();
        let goes_on = ["gmt", "utc", "local", "eastern", "est", "et", "edt", "bst", "cet"]
            .contains(&next_word.as_str())
            || weekday_or_short(&next_word).is_some()
            || month_or_short(&next_word).is_some();
        return starter || (clock && !goes_on);
    }
    if word.chars().count() == 1 && word.chars().all(char::is_alphabetic) {
        return is_initials(before) && starter && !matches!(next_word.as_str(), "a" | "i");
    }
    if is_listed(MAY_END, &lower) {
        return starter || (!first.is_ascii_digit() && matches!(lower.as_str(), "etc" | "gmt"));
    }
    true
}

/// The last few dozen bytes before `stop`: enough for any abbreviation, and bounded.
fn tail(text: &str, start: usize, stop: usize) -> &str {
    let mut from = start.max(stop.saturating_sub(72));
    while from < stop && !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..stop).unwrap_or("")
}

/// The word at the beginning of a text in small letters, cut after 24.
fn word_at_start(text: &str) -> String {
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'\'';
    let length = text.bytes().take(25).take_while(part).count();
    if length < 25 && text.as_bytes().get(length).is_none_or(u8::is_ascii) {
        return text.get(..length).unwrap_or("").to_ascii_lowercase();
    }
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '\'').take(24).flat_map(char::to_lowercase).collect()
}

fn last_word(before: &str) -> &str {
    before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("")
}

fn is_abbreviation(before: &str, word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    is_listed(BEFORE_NAME, &lower) || is_listed(MAY_END, &lower) || is_dotted(before)
}

/// Longest abbreviation of the lists.
const LONGEST_LISTED: usize = 6;

fn is_listed(list: &[&str], word: &str) -> bool {
    word.len() <= LONGEST_LISTED && list.contains(&word)
}

/// True if the text before the stop ends with letters and stops by turns: `U.S`, `a.m`, `e.g`.
fn is_dotted(before: &str) -> bool {
    if !before.as_bytes().contains(&b'.') {
        return false;
    }
    let mut back = before.chars().rev();
    matches!((back.next(), back.next(), back.next()), (Some(a), Some('.'), Some(b)) if a.is_alphabetic() && b.is_alphabetic())
        && !back.next().is_some_and(char::is_alphanumeric)
        || is_dotted_long(before)
}

fn is_dotted_long(before: &str) -> bool {
    let token = before.rsplit(char::is_whitespace).next().unwrap_or("").trim_start_matches(['(', '"', '\'', '[']);
    token.len() >= 3
        && token.len() < 16
        && token.split('.').count() >= 2
        && token.split('.').all(|p| p.chars().count() == 1 && p.chars().all(char::is_alphabetic))
}

/// True if the single letter that ends `before` may end a sentence ("plan B."): a word in small letters stands before it.
fn is_initials(before: &str) -> bool {
    let token = before.trim_end_matches(|c: char| !c.is_whitespace()).trim_end();
    last_word(token).chars().next().is_some_and(char::is_lowercase)
}

fn is_address(before: &str, rest: &str) -> bool {
    let left = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let right = rest.split(char::is_whitespace).next().unwrap_or("");
    left.contains(['/', '@', '.'])
        || right.contains(['/', '@'])
        || matches!(right.to_ascii_lowercase().as_str(), "com" | "org" | "net")
}
