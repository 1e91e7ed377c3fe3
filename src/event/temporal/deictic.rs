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
use super::anaphor;
use super::calendar;
use super::daytime;
use super::number;
use super::number::Hedge;
use super::number::Unit;
use super::ordinal;
use super::phrase;
use super::phrase::Context;
use super::phrase::Found;
use super::tense;

/// Words before a weekday that make it a name ("Bloody Sunday"), and after it ("Sunday Times").
const NAMED_BEFORE: &[&str] = &["ash", "black", "bloody", "easter", "good", "holy", "palm", "sheffield", "super"];
const NAMED_AFTER: &[&str] = &["express", "herald", "mirror", "morning post", "telegraph", "times"];

/// Days that "in recent days" looks back.
pub(super) const RECENT_DAYS: i32 = 5;

/// The expression at token `at`.
pub(super) fn read(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let token = tokens.get(at)?;
    if token.kind == TokenKind::Mark {
        return None;
    }
    weekday(tokens, at, context)
        .or_else(|| today(tokens, at, context))
        .or_else(|| week(tokens, at, context))
        .or_else(|| before_last(tokens, at, context))
        .or_else(|| ago(tokens, at, context))
}

pub(super) fn word(tokens: &[Token<'_>], at: usize) -> String {
    tokens.get(at).map(|t| t.text.strip_suffix("'s").unwrap_or(t.text).to_ascii_lowercase()).unwrap_or_default()
}

/// "Thursday", "last Friday", "Thursday last week", "Friday of next week", "Wednesday last", "next Monday".
fn weekday(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    // "overnight into Friday", "in the night to Friday"
    if word(tokens, at) == "overnight" || word(tokens, at) == "night" {
        let into = matches!(word(tokens, at + 1).as_str(), "into" | "to");
        let day = tokens.get(at + 2).and_then(phrase::weekday).filter(|_| into)?;
        let date = calendar::on_or_before(context.reference?, day)?;
        return Some(Found::day(at, at + 3, date).with_part(Some(PartOfDay::Night)));
    }
    if let Some((day, next)) = ordinal::of_weekday(tokens, at, context) {
        return Some(Found::day(at, next, day));
    }
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
    let (which, unit) = if of == 1 { (b, c) } else { (a.clone(), b) };
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
        _ if before == "the" && a == "before" && !led && phrase::ends_phrase(tokens.get(next + 1)) => {
            next += 1;
            calendar::on_or_before(calendar::shift(context.anchor().map_or(now, |p| p.start), -1)?, day)
        }
        "previous" => calendar::on_or_before(calendar::shift(context.anchor().map_or(now, |p| p.start), -1)?, day),
        "following" => calendar::on_or_after(calendar::shift(context.anchor().map_or(now, |p| p.end), 1)?, day),
        _ if tense::is_future(tokens, index) => calendar::on_or_after(calendar::shift(now, 1)?, day),
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
            // The night that ended on the day of the report, or on the day told of just before.
            let day = context.sentence.or(context.here).filter(|p| p.days() == 1).map_or(now, |p| p.end);
            Some(Found::day(at, at + 1, day).at_best(Precision::Near).with_part(Some(PartOfDay::Night)).unanchored())
        }
        "last" if word(tokens, at + 1) == "night" => day(-1, 2, Some(PartOfDay::Night)),
        "last" if word(tokens, at + 1) == "evening" => day(-1, 2, Some(PartOfDay::Evening)),
        "this" => {
            let part = daytime::part_word(&word(tokens, at + 1)).filter(|p| *p != PartOfDay::Early)?;
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
        ("last", "week") => calendar::week(now, -1).map(|p| Found::new(at, at + 2, part_of_week(tokens, at, p))),
        ("previous", "week") => {
            calendar::week(context.anchor().map_or(now, |p| p.start), -1).map(|p| Found::new(at, at + 2, p))
        }
        ("next", "week") if word(tokens, at.wrapping_sub(1)) == "the" => None,
        ("next", "week") => calendar::week(now, 1).map(|p| Found::new(at, at + 2, p)),
        ("next", "month") => calendar::month_from(now, 1).map(|p| Found::new(at, at + 2, p)),
        ("next", "year") => calendar::year(now.year().checked_add(1)?).map(|p| Found::new(at, at + 2, p)),
        ("this", "week") => {
            let week = calendar::week(now, 0)?;
            let end = if tense::is_future(tokens, at) { week.end } else { now };
            let part = part_of_week(tokens, at, week);
            Some(Found::new(at, at + 2, Period::new(part.start.min(end), part.end.min(end))))
        }
        ("last", "weekend") => {
            // On a Sunday it is the one before.
            let before = calendar::shift(
                now,
                if matches!(now.weekday(), Weekday::Saturday | Weekday::Sunday) { -2 } else { 0 },
            )?;
            weekend(before, 2)
        }
        ("this", "weekend") if tense::is_future(tokens, at) => {
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
        // Up to now: what a report of the day tells.
        ("past" | "last" | "previous", "day") => {
            Some(Found::day(at, at + 2, now).at_best(Precision::Near).unanchored())
        }
        ("past" | "last" | "previous", _) => {
            let count = number::count(tokens, at + 1).filter(|c| c.number > 1)?;
            let days = count.unit.days(count.number).max(1);
            if count.unit == Unit::Hour && days == 1 {
                return Some(Found::day(at, count.next, now).at_best(Precision::Near).unanchored());
            }
            Some(Found::new(at, count.next, Period::new(calendar::shift(now, -days)?, now)).unanchored())
        }
        _ => None,
    }
}

/// "early this week", "late last week"
fn part_of_week(tokens: &[Token<'_>], at: usize, week: Period) -> Period {
    let days = |from: i32, to: i32| {
        let day = |n: i32| calendar::shift(week.start, n);
        day(from).zip(day(to)).map_or(week, |(start, end)| Period::new(start, end))
    };
    match word(tokens, at.wrapping_sub(1)).as_str() {
        "early" => days(0, 2),
        "late" => days(3, 6),
        _ => week,
    }
}

/// "the night before last", "the week before last", "the Tuesday before last", "the other day".
fn before_last(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let now = context.reference?;
    let first = word(tokens, at);
    if first == "the" && word(tokens, at + 1) == "other" && matches!(word(tokens, at + 2).as_str(), "day" | "night") {
        let period = Period::new(calendar::shift(now, -4)?, calendar::shift(now, -1)?);
        return Some(Found::new(at, at + 3, period).unanchored());
    }
    if first != "the" || word(tokens, at + 2) != "before" || word(tokens, at + 3) != "last" {
        return None;
    }
    if let Some(day) = tokens.get(at + 1).and_then(phrase::weekday) {
        let last = calendar::on_or_before(calendar::shift(now, -1)?, day)?;
        return Some(Found::day(at, at + 4, calendar::shift(last, -7)?));
    }
    match word(tokens, at + 1).as_str() {
        "night" => Some(Found::day(at, at + 4, calendar::shift(now, -2)?).with_part(Some(PartOfDay::Night))),
        "week" => calendar::week(now, -2).map(|p| Found::new(at, at + 4, p)),
        "weekend" => {
            calendar::weekend(calendar::shift(calendar::weekend(now)?.start, -7)?).map(|p| Found::new(at, at + 4, p))
        }
        "month" => calendar::month_from(now, -2).map(|p| Found::new(at, at + 4, p)),
        _ => None,
    }
}

/// "hours ago", "days ago", "two Tuesdays ago", "just under a week ago", "a week ago on Friday".
fn ago(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let now = context.reference?;
    let first = word(tokens, at);
    if word(tokens, at + 1) == "ago" {
        return match first.as_str() {
            "hours" | "minutes" | "moments" | "seconds" => Some(Found::day(at, at + 2, now)),
            "days" => Some(Found::new(at, at + 2, Period::new(calendar::shift(now, -5)?, calendar::shift(now, -2)?))),
            "weeks" => {
                Some(Found::new(at, at + 2, Period::new(calendar::shift(now, -28)?, calendar::shift(now, -10)?)))
            }
            _ => None,
        };
    }
    if let Some(number) = number::word(&first)
        && word(tokens, at + 2) == "ago"
        && let Some(day) = word(tokens, at + 1).strip_suffix('s').and_then(crate::date::written::weekday)
    {
        let last = calendar::on_or_before(calendar::shift(now, -1)?, day)?;
        return Some(Found::day(at, at + 3, calendar::shift(last, -7 * (number - 1))?));
    }
    let count = number::count(tokens, at)?;
    if !matches!(word(tokens, count.next).as_str(), "ago" | "back") {
        return None;
    }
    let next = count.next + 1;
    let on = usize::from(word(tokens, next) == "on");
    if let Some(day) = tokens.get(next + on).and_then(phrase::weekday).filter(|_| count.unit == Unit::Week) {
        let back = calendar::shift(now, -count.unit.days(count.number))?;
        return Some(Found::day(at, next + on + 1, calendar::on_or_before(calendar::shift(back, 3)?, day)?));
    }
    if count.hedge == Hedge::Less {
        let period = Period::new(calendar::shift(now, -count.unit.days(count.number))?, calendar::shift(now, -1)?);
        return Some(Found::new(at, next, Period::new(period.start.min(period.end), period.end)));
    }
    // "a week ago today", "two weeks ago to the day"
    let to_the_day = if word(tokens, next) == "today" {
        Some(next + 1)
    } else if word(tokens, next) == "to" && word(tokens, next + 1) == "the" && word(tokens, next + 2) == "day" {
        Some(next + 3)
    } else {
        None
    };
    if let Some(end) = to_the_day.filter(|_| !count.vague) {
        let span = match count.unit {
            Unit::Month => jiff::Span::new().try_months(count.number).ok()?,
            Unit::Year => jiff::Span::new().try_years(count.number).ok()?,
            _ => jiff::Span::new().try_days(count.unit.days(count.number)).ok()?,
        };
        return Some(Found::day(at, end, now.checked_sub(span).ok()?));
    }
    let period = phrase::moved(now, -1, &count)?;
    let period = Period::new(period.start, period.end.min(now));
    Some(anaphor::counted_period(at, next, period, &count))
}
