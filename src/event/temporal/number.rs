//! Numbers in words and units of time.
//!
//! In: tokens. Out: values. Never: dates.

use crate::date::token::Token;
use crate::date::token::TokenKind;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    /// Days in `count` of it, rounded.
    pub(super) const fn days(self, count: i32) -> i32 {
        match self {
            Self::Hour => count / 24,
            Self::Day => count,
            Self::Week => count * 7,
            Self::Month => count * 30 + count / 2,
            Self::Year => count * 365 + count / 4,
        }
    }
}

/// How a count is hedged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hedge {
    /// As it stands.
    None,
    /// About, some, roughly.
    About,
    /// Over, more than, at least.
    More,
    /// Under, nearly, barely, less than.
    Less,
}

const WORDS: [(&str, i32); 27] = [
    ("a", 1),
    ("an", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("dozen", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
];

/// A number word.
pub(super) fn word(text: &str) -> Option<i32> {
    WORDS.iter().find(|(w, _)| text.eq_ignore_ascii_case(w)).map(|&(_, n)| n)
}

/// A count of a unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub number: i32,
    pub unit: Unit,
    pub hedge: Hedge,
    /// True for "a few", "several", "some": the number is a guess.
    pub vague: bool,
    /// Index after it.
    pub next: usize,
}

/// "two days", "just over a week", "a few weeks", "24 hours", "76 days", "a fortnight" at token `at`.
pub(super) fn count(tokens: &[Token<'_>], at: usize) -> Option<Count> {
    let mut next = at;
    let mut hedge = Hedge::None;
    let is = |i: usize, word: &str| tokens.get(i).is_some_and(|t| t.is(word));
    for _ in 0..3 {
        let token = tokens.get(next)?;
        let found = match token.text.to_ascii_lowercase().as_str() {
            "over" => Hedge::More,
            "more" | "less" | "fewer" if is(next + 1, "than") => {
                let more = token.is("more");
                next += 1;
                if more { Hedge::More } else { Hedge::Less }
            }
            "at" if is(next + 1, "least") => {
                next += 1;
                Hedge::More
            }
            "nearly" | "almost" | "barely" | "under" | "hardly" | "scarcely" => Hedge::Less,
            "about" | "around" | "roughly" | "approximately" | "some" => Hedge::About,
            "just" | "only" | "exactly" | "little" | "well" => hedge,
            _ => break,
        };
        hedge = found;
        next += 1;
    }
    let mut vague = false;
    let token = tokens.get(next)?;
    let number = if token.kind == TokenKind::Number {
        next += 1;
        i32::from(token.number(4)?)
    } else if is(next, "several") {
        vague = true;
        next += 1;
        4
    } else if (is(next, "a") && is(next + 1, "few")) || is(next, "few") {
        vague = true;
        next += if is(next, "few") { 1 } else { 2 };
        3
    } else if is(next, "a") && is(next + 1, "couple") {
        next += 2 + usize::from(is(next + 2, "of"));
        2
    } else if is(next, "a") && is(next + 1, "dozen") {
        next += 2;
        12
    } else if let Some(value) = word(token.text) {
        next += 1;
        // "twenty-five"
        if value >= 20
            && tokens.get(next).is_some_and(|t| t.is_mark("-"))
            && let Some(rest) = tokens.get(next + 1).and_then(|t| word(t.text)).filter(|r| *r < 10)
        {
            next += 2;
            value + rest
        } else {
            value
        }
    } else {
        return None;
    };
    if tokens.get(next).is_some_and(|t| t.is_mark("-")) {
        return None;
    }
    while is(next, "more") || is(next, "full") || is(next, "long") || is(next, "whole") {
        next += 1;
    }
    let (unit, factor) = unit(tokens.get(next)?)?;
    Some(Count { number: number.saturating_mul(factor), unit, hedge, vague, next: next + 1 })
}

/// A unit of time and how many of it the word stands for.
pub(super) fn unit(token: &Token<'_>) -> Option<(Unit, i32)> {
    Some(match token.text.to_ascii_lowercase().as_str() {
        "hour" | "hours" | "hrs" => (Unit::Hour, 1),
        "day" | "days" | "night" | "nights" => (Unit::Day, 1),
        "week" | "weeks" => (Unit::Week, 1),
        "weekend" | "weekends" => return None,
        "fortnight" => (Unit::Day, 14),
        "month" | "months" => (Unit::Month, 1),
        "year" | "years" => (Unit::Year, 1),
        "decade" | "decades" => (Unit::Year, 10),
        _ => return None,
    })
}

const ORDINALS: [&str; 31] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "-",
    "-",
    "-",
    "-",
    "-",
    "-",
    "-",
    "-",
    "-",
    "thirtieth",
    "-",
];

/// An ordinal word, 1 to 30.
pub(super) fn ordinal_word(text: &str) -> Option<i8> {
    ORDINALS.iter().zip(1..).find(|(w, _)| text.eq_ignore_ascii_case(w)).map(|(_, n)| n)
}
