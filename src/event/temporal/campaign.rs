//! Days counted from the beginning of a campaign: "on the third day of the offensive", "D+3", "a week into the battle".
//!
//! In: tokens and context. Out: the day on which something began, [`Found`]. Never: dates that name themselves.

use crate::date::Date;
use crate::date::Period;
use crate::date::token::Token;
use crate::date::token::TokenKind;

use super::TimeKind;
use super::calendar;
use super::deictic::word;
use super::number;
use super::number::Unit;
use super::phrase;
use super::phrase::Context;
use super::phrase::Found;

/// Verbs that say that something began.
const BEGAN: &[&str] =
    &["began", "begun", "begin", "beginning", "launched", "opened", "start", "started", "unleashed", "commenced"];

/// What begins.
const CAMPAIGNS: &[&str] = &[
    "advance",
    "assault",
    "attack",
    "battle",
    "bombardment",
    "campaign",
    "counterattack",
    "counteroffensive",
    "drive",
    "fighting",
    "incursion",
    "invasion",
    "landing",
    "landings",
    "offensive",
    "operation",
    "operations",
    "push",
    "siege",
    "uprising",
    "war",
];

fn is_campaign(word: &str) -> bool {
    CAMPAIGNS.contains(&word)
}

/// The day on which a campaign began, if the sentence tells it: "the offensive, launched on Wednesday", "three days after
/// the operation started".
pub(super) fn began(tokens: &[Token<'_>], found: &[Found]) -> Option<Date> {
    // "Day one: Monday, 28 September 2015"
    if let Some(day) = numbered(tokens, 0).filter(|d| d.next <= 3)
        && let Some(first) = found.first().filter(|f| f.at <= 5 && f.period.days() == 1)
    {
        return calendar::shift(first.period.start, -day.days);
    }
    let d_day = |i: usize| word(tokens, i) == "d" && word(tokens, i + 1) == "-" && word(tokens, i + 2) == "day";
    let is = |i: usize| BEGAN.contains(&word(tokens, i).as_str()) || d_day(i);
    let verb = (0..tokens.len()).find(|&i| is(i) && !tokens.get(i + 1).is_some_and(|t| t.is("to")))?;
    let near = verb.saturating_sub(8)..(verb + 9).min(tokens.len());
    if !d_day(verb) && !near.clone().any(|i| is_campaign(&word(tokens, i))) {
        return None;
    }
    found
        .iter()
        .filter(|f| {
            (f.kind == TimeKind::Point || f.kind == TimeKind::Since)
                && !f.range
                && f.period.days() <= 3
                && (f.subordinate || !f.reporting)
        })
        .map(|f| (if f.first > verb { f.first - verb } else { verb - f.first.min(verb) + 3 }, f))
        .filter(|(distance, _)| *distance < 14)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, f)| f.period.start)
}

/// What is counted: so many days after the first, and the index after the words.
struct Offset {
    days: i32,
    /// Days that it may take: a week has seven.
    length: i32,
    next: usize,
}

/// The expression at token `at`; `None` as long as no beginning is known.
pub(super) fn read(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    if tokens.get(at)?.kind == TokenKind::Mark {
        return None;
    }
    let offset = nth(tokens, at).or_else(|| numbered(tokens, at)).or_else(|| into(tokens, at))?;
    let start = calendar::shift(context.began?, offset.days)?;
    let end = calendar::shift(start, offset.length - 1)?;
    let end = context.reference.map_or(end, |now| if start <= now { end.min(now) } else { end });
    Some(Found::new(at, offset.next, Period::new(start, end)))
}

/// True if the words could be counted from a beginning that is told later.
pub(super) fn is_counted(tokens: &[Token<'_>], at: usize) -> bool {
    nth(tokens, at).or_else(|| numbered(tokens, at)).or_else(|| into(tokens, at)).is_some()
}

/// Index after "of the offensive"; `None` if something else is meant ("of the talks").
fn of_campaign(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    if !matches!(word(tokens, at).as_str(), "of" | "into") {
        return None;
    }
    (at + 1..at + 6).find(|&i| is_campaign(&word(tokens, i))).map(|i| i + 1)
}

/// "the third day of the offensive", "its second week", "on the third day,".
fn nth(tokens: &[Token<'_>], at: usize) -> Option<Offset> {
    let first = word(tokens, at);
    if !matches!(first.as_str(), "the" | "its" | "their") {
        return None;
    }
    let number = match tokens.get(at + 1)? {
        t if t.kind == TokenKind::Word => (number::ordinal_word(t.text)?, at + 2),
        _ => crate::date::written::read_ordinal(tokens, at + 1).filter(|o| o.1).map(|o| (o.0, o.2))?,
    };
    let (n, next) = (i32::from(number.0), number.1);
    let unit = word(tokens, next);
    let whole = match unit.as_str() {
        "day" | "night" | "morning" => 1,
        "week" => 7,
        _ => return None,
    };
    let before = word(tokens, at.wrapping_sub(1));
    let next = match of_campaign(tokens, next + 1) {
        Some(next) => next,
        None if matches!(before.as_str(), "on" | "by" | "in") && first == "the" && unit != "week" => {
            if !phrase::ends_phrase(tokens.get(next + 1)) || word(tokens, next + 1) == "of" {
                return None;
            }
            next + 1
        }
        None => return None,
    };
    Some(Offset { days: (n - 1) * whole, length: whole, next })
}

/// "day three", "Day 3 of the offensive", "D+3", "D plus 3".
fn numbered(tokens: &[Token<'_>], at: usize) -> Option<Offset> {
    let first = word(tokens, at);
    let value = |i: usize| {
        let token = tokens.get(i)?;
        match token.kind {
            TokenKind::Number => token.number(3).map(i32::from),
            TokenKind::Word => number::word(token.text).filter(|_| !token.is("a") && !token.is("an")),
            TokenKind::Mark => None,
        }
    };
    if first == "d"
        && tokens.get(at).is_some_and(|t| t.text == "D")
        && (tokens.get(at + 1).is_some_and(|t| t.text == "+") || word(tokens, at + 1) == "plus")
    {
        return Some(Offset { days: value(at + 2)?, length: 1, next: at + 3 });
    }
    if first != "day" || !matches!(word(tokens, at.wrapping_sub(1)).as_str(), "on" | "by" | "of" | "since" | "") {
        return None;
    }
    let n = value(at + 1)?;
    let next = of_campaign(tokens, at + 2).or_else(|| {
        phrase::ends_phrase(tokens.get(at + 2)).then_some(at + 2).filter(|_| word(tokens, at + 2) != "of")
    })?;
    Some(Offset { days: n.checked_sub(1).filter(|d| *d >= 0)?, length: 1, next })
}

/// "a week into the offensive", "ten days into the operation".
fn into(tokens: &[Token<'_>], at: usize) -> Option<Offset> {
    let count = number::count(tokens, at)?;
    if word(tokens, count.next) != "into" || count.unit == Unit::Year {
        return None;
    }
    let next = of_campaign(tokens, count.next)?;
    let days = count.unit.days(count.number);
    let length = match count.unit {
        Unit::Hour | Unit::Day if !count.vague => 1,
        Unit::Hour | Unit::Day => 3,
        _ => 3,
    };
    Some(Offset { days, length, next })
}
