//! Expressions that count from the day of the article or from the day mentioned last.
//!
//! In: tokens and context. Out: [`Found`]. Never: dates that name themselves.

use crate::date::Date;
use crate::date::Period;
use crate::date::Weekday;
use crate::date::token::Token;
use crate::date::token::TokenKind;
use crate::terms::Precision;

use super::PartOfDay;
use super::TimeKind;
use super::calendar;
use super::number;
use super::number::Hedge;
use super::number::Unit;
use super::phrase;
use super::phrase::Context;
use super::phrase::Found;

/// Words before a weekday that make it a name ("Bloody Sunday"), and after it ("Sunday Times").
const NAMED_BEFORE: &[&str] = &["ash", "black", "bloody", "easter", "good", "holy", "palm", "sheffield", "super"];
const NAMED_AFTER: &[&str] = &["express", "herald", "mirror", "morning post", "telegraph", "times"];

/// Days that "in recent days" looks back.
const RECENT_DAYS: i32 = 5;

/// The expression at token `at`.
pub(super) fn read(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let token = tokens.get(at)?;
    if token.kind == TokenKind::Mark {
        return None;
    }
    weekday(tokens, at, context)
        .or_else(|| today(tokens, at, context))
        .or_else(|| week(tokens, at, context))
        .or_else(|| anaphor(tokens, at, context))
        .or_else(|| counted(tokens, at, context))
}

fn word(tokens: &[Token<'_>], at: usize) -> String {
    tokens.get(at).map(|t| t.text.strip_suffix("'s").unwrap_or(t.text).to_ascii_lowercase()).unwrap_or_default()
}

/// "Thursday", "last Friday", "Thursday last week", "Friday of next week", "Wednesday last", "next Monday".
fn weekday(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let lead = word(tokens, at);
    let led = matches!(lead.as_str(), "last" | "this" | "next" | "coming" | "previous" | "following" | "past");
    let index = at + usize::from(led);
    let token = tokens.get(index)?;
    let day = phrase::weekday(token).filter(|_| token.is_capitalised() || led || all_small(tokens))?;
    let before = word(tokens, index.wrapping_sub(1));
    if NAMED_BEFORE.contains(&before.as_str()) || NAMED_AFTER.contains(&word(tokens, index + 1).as_str()) {
        return None;
    }
    let mut next = index + 1;
    let Some(now) = context.reference else {
        // History without a date of its own: the next such day after the one mentioned last.
        let last = context.last?;
        return (last.days() <= 7)
            .then(|| calendar::on_or_after(last.end, day))
            .flatten()
            .map(|d| Found::day(at, next, d).at_best(Precision::Near));
    };
    let (a, b, c) = (word(tokens, next), word(tokens, next + 1), word(tokens, next + 2));
    let of = usize::from(a == "of");
    let (which, unit) = if of == 1 { (b, c) } else { (a, b) };
    if unit == "week" && matches!(which.as_str(), "last" | "this" | "next" | "previous") {
        next += 2 + of;
        let weeks = match which.as_str() {
            "last" | "previous" => -1,
            "next" => 1,
            _ => 0,
        };
        let week = calendar::week(now, weeks)?;
        return calendar::on_or_after(week.start, day).map(|d| Found::day(at, next, d));
    }
    if !led
        && which == "last"
        && of == 0
        && !tokens.get(next + 1).is_some_and(|t| t.kind == TokenKind::Word && number::unit(t).is_some())
    {
        // "on Wednesday last, the 25th"
        let d = calendar::on_or_before(calendar::shift(now, -1)?, day)?;
        return Some(Found::day(at, next + 1, d));
    }
    let date = match lead.as_str() {
        "last" | "past" => calendar::on_or_before(calendar::shift(now, -1)?, day),
        "next" | "coming" => calendar::on_or_after(calendar::shift(now, 1)?, day),
        "previous" => calendar::on_or_before(calendar::shift(context.anchor().map_or(now, |p| p.start), -1)?, day),
        "following" => calendar::on_or_after(calendar::shift(context.anchor().map_or(now, |p| p.end), 1)?, day),
        _ if phrase::is_future(tokens, index) => calendar::on_or_after(calendar::shift(now, 1)?, day),
        _ => calendar::on_or_before(now, day),
    }?;
    Some(Found::day(at, next, date))
}

/// True for a sentence without capitals, as in posts.
fn all_small(tokens: &[Token<'_>]) -> bool {
    !tokens.iter().any(|t| t.kind == TokenKind::Word && t.is_capitalised() && t.text.len() > 3)
}

/// "today", "yesterday", "last night", "this morning", "overnight".
fn today(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let first = word(tokens, at);
    let now = context.reference?;
    let day = |days: i32, length: usize, part: Option<PartOfDay>| -> Option<Found> {
        Some(Found::day(at, at + length, calendar::shift(now, days)?).with_part(part))
    };
    match first.as_str() {
        "today" => day(0, 1, None),
        "tonight" => day(0, 1, Some(PartOfDay::Night)),
        "yesterday" | "y'day" => day(-1, 1, None),
        "tomorrow" => day(1, 1, None),
        "overnight" => {
            // "overnight on Thursday and Friday": the days follow.
            let named = (1..4).any(|d| tokens.get(at + d).is_some_and(|t| phrase::weekday(t).is_some()));
            if named {
                return None;
            }
            let period = Period::new(calendar::shift(now, -1)?, now);
            Some(
                Found::new(at, at + 1, period).at_best(Precision::Exact).with_part(Some(PartOfDay::Night)).unanchored(),
            )
        }
        "last" if word(tokens, at + 1) == "night" => day(-1, 2, Some(PartOfDay::Night)),
        "last" if word(tokens, at + 1) == "evening" => day(-1, 2, Some(PartOfDay::Evening)),
        "this" => {
            let part = phrase::part_word(&word(tokens, at + 1)).filter(|p| *p != PartOfDay::Early)?;
            day(0, 2, Some(part))
        }
        "the"
            if word(tokens, at + 1) == "day"
                && word(tokens, at + 2) == "before"
                && word(tokens, at + 3) == "yesterday" =>
        {
            day(-2, 4, None)
        }
        "the"
            if word(tokens, at + 1) == "day"
                && word(tokens, at + 2) == "after"
                && word(tokens, at + 3) == "tomorrow" =>
        {
            day(2, 4, None)
        }
        _ => None,
    }
}

/// "last week", "this week", "the weekend", "in recent days", "the past two weeks".
fn week(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let now = context.reference?;
    let first = word(tokens, at);
    let second = word(tokens, at + 1);
    let weekend = |day: Date, length: usize| calendar::weekend(day).map(|p| Found::new(at, at + length, p));
    match (first.as_str(), second.as_str()) {
        ("last", "week") => calendar::week(now, -1).map(|p| Found::new(at, at + 2, p)),
        ("previous", "week") => {
            calendar::week(context.anchor().map_or(now, |p| p.start), -1).map(|p| Found::new(at, at + 2, p))
        }
        ("next", "week") => calendar::week(now, 1).map(|p| Found::new(at, at + 2, p)),
        ("next", "month") => calendar::month_from(now, 1).map(|p| Found::new(at, at + 2, p)),
        ("next", "year") => calendar::year(now.year().checked_add(1)?).map(|p| Found::new(at, at + 2, p)),
        ("this", "week") => {
            let week = calendar::week(now, 0)?;
            let end = if phrase::is_future(tokens, at) { week.end } else { now };
            Some(Found::new(at, at + 2, Period::new(week.start, end)))
        }
        ("last", "weekend") => {
            // On a Sunday it is the one before.
            let before = calendar::shift(
                now,
                if matches!(now.weekday(), Weekday::Saturday | Weekday::Sunday) { -2 } else { 0 },
            )?;
            weekend(before, 2)
        }
        ("this", "weekend") if phrase::is_future(tokens, at) => {
            let saturday = calendar::on_or_after(now, Weekday::Saturday)?;
            Some(Found::new(at, at + 2, Period::new(saturday, calendar::shift(saturday, 1)?)))
        }
        ("the" | "this", "weekend") => weekend(now, 2),
        ("previous", "weekend") => {
            // The one before the day mentioned, as told in the article.
            let from = context.anchor().map_or(now, |p| p.start);
            weekend(
                calendar::shift(
                    from,
                    if matches!(from.weekday(), Weekday::Saturday | Weekday::Sunday) { -2 } else { 0 },
                )?,
                2,
            )
        }
        ("recent" | "past" | "last", "days") => Some(
            Found::new(at, at + 2, Period::new(calendar::shift(now, -RECENT_DAYS)?, now))
                .at_best(Precision::Region)
                .unanchored(),
        ),
        ("recent" | "past", "weeks") => {
            Some(Found::new(at, at + 2, Period::new(calendar::shift(now, -21)?, now)).unanchored())
        }
        ("recent" | "past", "months") => {
            Some(Found::new(at, at + 2, Period::new(calendar::shift(now, -92)?, now)).unanchored())
        }
        ("past", "week") => Some(Found::new(at, at + 2, Period::new(calendar::shift(now, -7)?, now)).unanchored()),
        ("past", "month") => Some(Found::new(at, at + 2, Period::new(calendar::shift(now, -31)?, now)).unanchored()),
        ("past", "day") => {
            Some(Found::new(at, at + 2, Period::new(calendar::shift(now, -1)?, now)).at_best(Precision::Exact))
        }
        ("past" | "last" | "previous", _) => {
            let count = number::count(tokens, at + 1).filter(|c| c.number > 1)?;
            let days = count.unit.days(count.number).max(1);
            Some(Found::new(at, count.next, Period::new(calendar::shift(now, -days)?, now)).unanchored())
        }
        _ => None,
    }
}

/// "the same day", "that night", "the next morning", "the day before", "the following week", "hours later".
fn anaphor(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let first = word(tokens, at);
    let base = context.anchor().map(|p| p.end)?;
    let begin = context.anchor().map(|p| p.start)?;
    let is_the = first == "the";
    let i = at + usize::from(is_the);
    let (a, b, c) = (word(tokens, i), word(tokens, i + 1), word(tokens, i + 2));
    let time = |w: &str| w == "day" || phrase::part_word(w).is_some_and(|p| p != PartOfDay::Early || w == "dawn");
    let found = |date: Option<Date>, next: usize, w: &str| -> Option<Found> {
        Some(Found::day(at, next, date?).with_part(phrase::part_word(w)))
    };
    if a == "same" && time(&b) && word(tokens, at.wrapping_sub(1)) != "in" {
        return found(Some(base), i + 2, &b);
    }
    if first == "that" && (time(&a) || (a == "that" && time(&b))) {
        // "that" itself is token `at`.
        let w = word(tokens, at + 1);
        return time(&w).then(|| found(Some(base), at + 2, &w)).flatten();
    }
    if matches!(a.as_str(), "next" | "following") && time(&b) {
        // "the next day", "next morning"; "next day's talks" too.
        return found(calendar::shift(base, 1), i + 2, &b);
    }
    if a == "following" && b == "week" && is_the {
        return calendar::week(base, 1).map(|p| Found::new(at, i + 2, p));
    }
    if a == "previous" && time(&b) {
        return found(calendar::shift(begin, -1), i + 2, &b);
    }
    if is_the && a == "day" && b == "after" && !phrase_ends(tokens, i + 2) {
        // "the day after the town fell"
        let base = context.sentence.filter(|p| p.days() <= 7).map(|p| p.end).or(context.reference)?;
        return found(calendar::shift(base, -1), i + 2, "").map(Found::into_subordinate);
    }
    if is_the
        && time(&a)
        && matches!(b.as_str(), "before" | "after")
        && (phrase_ends(tokens, i + 2))
        && c != "yesterday"
    {
        let days = if b == "before" { -1 } else { 1 };
        return found(calendar::shift(if days < 0 { begin } else { base }, days), i + 2, &a);
    }
    if is_the && a == "week" && matches!(b.as_str(), "before" | "after") && phrase_ends(tokens, i + 2) {
        return calendar::week(base, if b == "before" { -1 } else { 1 }).map(|p| Found::new(at, i + 2, p));
    }
    if matches!(first.as_str(), "hours" | "minutes") && matches!(word(tokens, at + 1).as_str(), "later" | "earlier") {
        return found(Some(base), at + 2, "").map(|f| f.at_best(Precision::Near));
    }
    if first == "later" && word(tokens, at + 1) == "that" && word(tokens, at + 2) == "day" {
        return found(Some(base), at + 3, "");
    }
    None
}

/// True if nothing follows that the phrase could belong to ("the day before the vote").
fn phrase_ends(tokens: &[Token<'_>], at: usize) -> bool {
    match tokens.get(at) {
        None => true,
        Some(t) if t.kind == TokenKind::Mark => !matches!(t.text, "-" | "'"),
        Some(t) => [
            "and", "but", "by", "in", "as", "to", "with", "from", "at", "when", "while", "after", "was", "were", "had",
            "told",
        ]
        .iter()
        .any(|w| t.is(w)),
    }
}

/// "two days ago", "a week later", "six days earlier", "in just over a week", "for ten days", "within 24 hours".
fn counted(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let first = word(tokens, at);
    let lead = matches!(first.as_str(), "in" | "within" | "for" | "over" | "inside" | "after");
    let mut start = at + usize::from(lead);
    // "over the course of three days", "in the space of a week", "for the past two weeks"
    if lead
        && word(tokens, start) == "the"
        && matches!(word(tokens, start + 1).as_str(), "course" | "space")
        && word(tokens, start + 2) == "of"
    {
        start += 3;
    }
    if lead && word(tokens, start) == "the" && matches!(word(tokens, start + 1).as_str(), "past" | "last") {
        return None;
    }
    if lead
        && first == "for"
        && matches!(word(tokens, start).as_str(), "days" | "weeks" | "hours")
        && phrase::ends_phrase(tokens.get(start + 1))
    {
        let now = context.reference?;
        let back = if word(tokens, start) == "weeks" { 21 } else { RECENT_DAYS };
        return Some(
            Found::new(at, start + 1, Period::new(calendar::shift(now, -back)?, now))
                .at_best(Precision::Region)
                .with_kind(TimeKind::Lasting)
                .unanchored(),
        );
    }
    let count = number::count(tokens, start)?;
    let base = context.anchor().map(|p| p.end);
    let after = word(tokens, count.next);
    let moved = |anchor: Date, sign: i32, next: usize| -> Option<Found> {
        Some(Found::new(at, next, phrase::moved(anchor, sign, &count)?))
    };
    match after.as_str() {
        "ago" | "back" => {
            let now = context.reference?;
            let period = phrase::moved(now, -1, &count)?;
            let period = Period::new(period.start, period.end.min(now));
            return Some(Found::new(at, count.next + 1, period));
        }
        "earlier" | "before" | "previously" if after != "before" || phrase_ends(tokens, count.next + 1) => {
            return moved(context.anchor().map(|p| p.start)?, -1, count.next + 1);
        }
        "later" | "afterwards" | "on"
            if after != "on" || tokens.get(count.next + 1).is_some_and(|t| t.is_mark(",")) =>
        {
            if count.unit == Unit::Year {
                return None;
            }
            return moved(base?, 1, count.next + 1);
        }
        // "three days after they broke out": the breakout was so long before what is told.
        "after" => {
            let base = context.sentence.filter(|p| p.days() <= 7).map(|p| p.end).or(context.reference)?;
            return moved(base, -1, count.next + 1).map(Found::into_subordinate);
        }
        "since" | "before" | "into" => return None,
        _ => {}
    }
    if !lead || first == "after" {
        return None;
    }
    // "in two days' time", "in 10 days the army will": not a length that is over.
    if phrase::is_future(tokens, at) || after == "time" {
        return None;
    }
    let now = context.reference.or(context.last.map(|p| p.end))?;
    let days = count.unit.days(count.number).max(1);
    let (least, most) = match count.hedge {
        Hedge::None => (days, days),
        Hedge::About => (days - (days / 5).max(1), days + (days / 5).max(1)),
        Hedge::More => (days + 1, days + (days * 2 / 5).max(1)),
        Hedge::Less => ((days - (days / 4).max(1)).max(1), days),
    };
    let lasting = first == "for";
    let kind = if lasting { TimeKind::Lasting } else { TimeKind::Within };
    let start = calendar::shift(now, -most)?;
    debug_assert!(least <= most);
    Some(Found::new(at, count.next, Period::new(start, now)).at_best(Precision::Region).with_kind(kind).unanchored())
}
