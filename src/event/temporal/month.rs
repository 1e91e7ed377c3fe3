//! Months, seasons and years, and their parts.
//!
//! In: tokens and context. Out: [`Found`]. Never: days.

use crate::date::Period;
use crate::date::token::Token;
use crate::date::token::TokenKind;
use crate::date::written;
use crate::date::written::Written;

use super::calendar;
use super::calendar::Part;
use super::explicit;
use super::number;
use super::phrase;
use super::phrase::Context;
use super::phrase::Found;
use super::tense;

/// "early July", "mid-March 2015", "the end of January", "the first days of February", "the last week of December",
/// "the second half of June", "the first of May", "the last day of April", "the end of the month".
pub(super) fn part(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let word = |i: usize| tokens.get(i).map(|t| t.text.to_ascii_lowercase()).unwrap_or_default();
    let head = word(at);
    let of = |i: usize| -> Option<usize> {
        let mut i = i;
        if word(i) != "of" {
            return None;
        }
        i += 1;
        Some(i + usize::from(word(i) == "the"))
    };
    let simple = match head.as_str() {
        "early" => Some((Part::Early, at + 1)),
        "mid" => Some((Part::Middle, at + 1 + usize::from(word(at + 1) == "-"))),
        "late" => Some((Part::Late, at + 1)),
        "end" => of(at + 1).map(|n| (Part::End, n)),
        "close" => of(at + 1).map(|n| (Part::End, n)),
        "beginning" | "start" => of(at + 1).map(|n| (Part::Beginning, n)),
        "middle" => of(at + 1).map(|n| (Part::Middle, n)),
        _ => None,
    };
    if let Some((part, next)) = simple {
        let next = next + usize::from(matches!(word(next).as_str(), "in" | "the"));
        let (period, next) = longer(tokens, next, context)?;
        let period = calendar::part(period, part);
        return Some(Found::new(at, next, clipped(period, tokens, at, context)));
    }
    let nth = if head == "last" || head == "final" { Some(None) } else { number::ordinal_word(&head).map(Some) }?;
    if word(at.wrapping_sub(1)) != "the" && head != "mid" {
        return None;
    }
    let unit = word(at + 1);
    if nth.is_some() && unit == "of" {
        // "the first of the month", "the first of May"
        if word(at + 2) == "the" && word(at + 3) == "month" {
            let month = calendar::month_from(context.any.map(|p| p.end).or(context.reference)?, 0)?;
            return Some(Found::day(at, at + 4, calendar::shift(month.start, i32::from(nth?) - 1)?));
        }
        let month = tokens.get(at + 2).and_then(|t| written::month(t.text))?;
        let (year, next) = written::read_year(tokens, at + 3).map_or((None, at + 3), |(y, n)| (Some(y), n));
        let date = Written { span: 0..0, weekday: None, year, month: Some(month), day: nth, figures: None };
        return Some(Found::day(at, next, explicit::resolve(&date, false, context)?));
    }
    let start = of(at + 2)?;
    let (period, next) = longer(tokens, start, context)?;
    let days = period.days();
    let days_at = |from: i32, length: i32| -> Option<Period> {
        let start = calendar::shift(period.start, from.clamp(0, days - 1))?;
        Some(Period::new(start, calendar::shift(start, length - 1)?.min(period.end)))
    };
    let period = match (unit.as_str(), nth) {
        ("day", None) => Period::day(period.end),
        ("day", Some(n)) => days_at(i32::from(n) - 1, 1)?,
        ("days", None) => days_at(days - 5, 5)?,
        ("days", Some(1)) => days_at(0, 5)?,
        ("week", None) => days_at(days - 7, 7)?,
        ("week", Some(n)) => days_at((i32::from(n) - 1) * 7, 7)?,
        ("weeks" | "fortnight", None) => days_at(days - 14, 14)?,
        ("weeks" | "fortnight", Some(1)) => days_at(0, 14)?,
        ("half", Some(1)) => calendar::part(period, Part::FirstHalf),
        ("half", Some(2)) => calendar::part(period, Part::SecondHalf),
        _ => return None,
    };
    Some(Found::new(at, next, period))
}

/// A part of a month that is still running ends with the day of the article.
fn clipped(period: Period, tokens: &[Token<'_>], at: usize, context: &Context) -> Period {
    match context.reference {
        Some(now) if period.start <= now && period.end > now && !tense::is_future(tokens, at) => {
            Period { start: period.start, end: now }
        }
        _ => period,
    }
}

/// A month, season or year: "July", "March 2015", "last December", "the month", "this year", "2015", "the summer of 1944".
fn longer(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<(Period, usize)> {
    let token = tokens.get(at)?;
    if token.is("month")
        || ((token.is("that") || token.is("this") || token.is("last"))
            && tokens.get(at + 1).is_some_and(|t| t.is("month")))
    {
        let now = if token.is("month") || token.is("that") {
            context.any.map(|p| p.end).or(context.reference)?
        } else {
            context.reference?
        };
        let back = if token.is("last") { -1 } else { 0 };
        return Some((calendar::month_from(now, back)?, at + if token.is("month") { 1 } else { 2 }));
    }
    if token.is("year") || ((token.is("this") || token.is("last")) && tokens.get(at + 1).is_some_and(|t| t.is("year")))
    {
        let now = context.reference?;
        let back = i16::from(token.is("last"));
        return Some((calendar::year(now.year().checked_sub(back)?)?, at + if token.is("year") { 1 } else { 2 }));
    }
    if let Some((year, next)) = (token.kind == TokenKind::Number).then(|| written::read_year(tokens, at)).flatten() {
        return Some((calendar::year(year)?, next));
    }
    let strict = token.is("last");
    let at = at + usize::from(strict || token.is("this") || token.is("that"));
    if let Some(found) = season(tokens, at, context) {
        return Some(found);
    }
    let name = tokens.get(at)?;
    let month = written::month(name.text)
        .or_else(|| name.is_capitalised().then(|| written::month_or_short(name.text)).flatten())?;
    let next = at
        + 1
        + usize::from(
            written::month(name.text).is_none()
                && tokens.get(at + 1).is_some_and(|t| t.is_mark(".") && t.start == name.end()),
        );
    if let Some((year, next)) =
        written::read_year(tokens, next + usize::from(tokens.get(next).is_some_and(|t| t.is("of"))))
    {
        return Some((calendar::month(year, month)?, next));
    }
    if let Some((year, next)) = explicit::that_year(tokens, next, context) {
        return Some((calendar::month(year, month)?, next));
    }
    // "the works of March": a name in small letters needs a year.
    if !name.is_capitalised() {
        return None;
    }
    let led = at.checked_sub(1).and_then(|i| tokens.get(i));
    if led.is_some_and(|t| t.is("that"))
        && let Some(any) = context.any
    {
        return Some((calendar::month(any.end.year(), month)?, next));
    }
    let period = month_without_year(month, strict, tense::is_future(tokens, at), context)?;
    Some((period, next))
}

/// The month that a bare name means: the latest that has begun, or under a future tense the next.
fn month_without_year(month: i8, strict: bool, future: bool, context: &Context) -> Option<Period> {
    if let Some(within) = context.within.filter(|w| w.days() > 31) {
        let inside = (within.start.year()..=within.end.year()).filter_map(|y| calendar::month(y, month));
        if let Some(fit) = inside.into_iter().find(|m| m.end >= within.start && m.start <= within.end) {
            return Some(fit);
        }
    }
    let Some(now) = context.reference else {
        if let Some(span) = context.span {
            let fits: Vec<Period> = (span.start.year()..=span.end.year())
                .filter_map(|y| calendar::month(y, month))
                .filter(|m| m.end >= span.start && m.start <= span.end)
                .collect();
            let last = context.last.filter(|l| l.days() <= 31).map(|l| l.start);
            if let Some(fit) = fits.iter().find(|m| last.is_none_or(|l| m.end >= l)).or(fits.last()) {
                return Some(*fit);
            }
        }
        return calendar::month(context.year?, month);
    };
    let year = if future {
        if month >= now.month() { now.year() } else { now.year().checked_add(1)? }
    } else if month < now.month() || (month == now.month() && !strict) {
        now.year()
    } else {
        now.year().checked_sub(1)?
    };
    calendar::month(year, month)
}

/// "summer", "the autumn of 2014", "winter".
fn season(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<(Period, usize)> {
    let name = tokens.get(at)?;
    let base = calendar::season(name.text, 2000)?;
    let mut next = at + 1;
    // "the spring offensive of 2014"
    let thing = tokens.get(next + 1).is_some_and(|t| t.is("of"))
        && tokens.get(next).is_some_and(|t| t.kind == TokenKind::Word && !phrase::ends_phrase(Some(t)));
    let skipped = next + usize::from(thing);
    let year = written::read_year(tokens, skipped + usize::from(tokens.get(skipped).is_some_and(|t| t.is("of"))));
    if let Some((year, end)) = year {
        return Some((calendar::season(name.text, year)?, end));
    }
    // "fall" is a verb more often than a season.
    let before = at.checked_sub(1).and_then(|i| tokens.get(i))?;
    if name.is("fall") && !(before.is("last") || before.is("this")) {
        return None;
    }
    if !["last", "this", "that", "the", "early", "mid", "late", "of", "in", "since", "-", "previous"]
        .iter()
        .any(|w| before.text.eq_ignore_ascii_case(w))
    {
        return None;
    }
    let anchor =
        if before.is("that") { context.any.map(|p| p.end).or(context.reference)? } else { context.reference? };
    next = next.max(at + 1);
    let this = calendar::season(name.text, anchor.year())?;
    let period = if before.is("that") {
        // The season of the date mentioned last, or the next one after it.
        if this.end >= anchor { this } else { calendar::season(name.text, anchor.year().checked_add(1)?)? }
    } else if this.start > anchor || (before.is("last") && this.end >= anchor) {
        calendar::season(name.text, anchor.year().checked_sub(1)?)?
    } else {
        this
    };
    debug_assert!(base.days() > 80);
    Some((period, next))
}

/// "March 2015", "in July", "last December", "December last", "that autumn".
pub(super) fn read(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let token = tokens.get(at)?;
    let led = token.is("last") || token.is("this") || token.is("that");
    let (mut period, mut next) =
        longer(tokens, at, context).filter(|_| led || !token.is("month") && !token.is("year"))?;
    if token.is("that") && tokens.get(at + 1).is_some_and(|t| t.is("month") || t.is("year")) && context.any.is_none() {
        return None;
    }
    let name = if led { tokens.get(at + 1)? } else { token };
    let with_year = tokens.get(next.wrapping_sub(1)).is_some_and(|t| t.kind == TokenKind::Number);
    let is_month = written::month_or_short(name.text).is_some();
    if !led && !with_year && is_month {
        // A bare name of a month: "May" the verb and "March" the order need a preposition.
        let before = at.checked_sub(1).and_then(|i| tokens.get(i));
        let cue = before.is_some_and(|b| {
            [
                "in", "since", "until", "till", "by", "before", "after", "from", "of", "during", "between", "through",
                "to", "and", "late", "early",
            ]
            .iter()
            .any(|w| b.is(w))
        });
        if !cue {
            return None;
        }
        // "in December last" of older prose.
        if tokens.get(next).is_some_and(|t| t.is("last")) && phrase::ends_phrase(tokens.get(next + 1)) {
            let number = written::month_or_short(name.text)?;
            period = month_without_year(number, true, false, context)?;
            next += 1;
            // It looks back: "the 18th" behind it is of the month that is told of.
            return Some(Found::new(at, next, clipped(period, tokens, at, context)).unanchored());
        }
    }
    Some(Found::new(at, next, clipped(period, tokens, at, context)))
}

/// "in 2015", "since 2016": a year after a word that makes it one.
pub(super) fn year(tokens: &[Token<'_>], at: usize) -> Option<Found> {
    let (year, next) = written::read_year(tokens, at)?;
    let before = tokens.get(at.checked_sub(1)?)?;
    let cue = [
        "in", "since", "until", "till", "by", "before", "after", "from", "of", "during", "between", "and", "to",
        "through",
    ]
    .iter()
    .any(|w| before.is(w))
        || (before.is_mark("(") && tokens.get(next).is_some_and(|t| t.is_mark(")")));
    if !cue || !(1000..=2200).contains(&year) {
        return None;
    }
    // "2,000 to 3000 men": a year ends its phrase.
    let unit = tokens
        .get(next)
        .is_some_and(|t| t.kind == TokenKind::Word && !phrase::ends_phrase(Some(t)) && !t.is_capitalised());
    let counted = ["of", "by", "and", "to", "from", "after", "before", "between"].iter().any(|w| before.is(w));
    if unit
        && (counted
            || tokens.get(next).is_some_and(|t| {
                ["people", "men", "troops", "soldiers", "fighters", "km", "metres"].iter().any(|w| t.is(w))
            }))
    {
        return None;
    }
    // "2014-16", "2014-2016"
    let dash = tokens.get(next).is_some_and(|t| matches!(t.text, "-" | "\u{2013}" | "/"));
    if dash
        && let Some(last) =
            tokens.get(next + 1).filter(|t| t.kind == TokenKind::Number && phrase::ends_phrase(tokens.get(next + 2)))
        && let Some(end) = match (last.text.len(), last.number(4)) {
            (4, Some(n)) => Some(n),
            (2, Some(n)) => Some(year / 100 * 100 + n),
            _ => None,
        }
        && (year..year.saturating_add(30)).contains(&end)
    {
        let period = Period::new(calendar::year(year)?.start, calendar::year(end)?.end);
        return Some(Found::new(at, next + 2, period).into_range());
    }
    Some(Found::new(at, next, calendar::year(year)?))
}
