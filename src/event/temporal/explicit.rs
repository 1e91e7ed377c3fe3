//! Dates that name a day, a month or a year.
//!
//! In: tokens and context. Out: [`Found`]. Never: "yesterday" and its kind.

use crate::date::Date;
use crate::date::Period;
use crate::date::days_between;
use crate::date::token::Token;
use crate::date::token::TokenKind;
use crate::date::written;
use crate::date::written::Order;
use crate::date::written::Written;
use crate::terms::Precision;

use super::month;
use super::ordinal;
use super::phrase;
use super::phrase::Context;
use super::phrase::Found;
use super::tense;

/// Days by which a date without a year may lie ahead of the article.
const AHEAD: i32 = 31;

/// The expression at token `at`.
pub(super) fn read(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let token = tokens.get(at)?;
    match token.kind {
        TokenKind::Number => days_of_month(tokens, at, context)
            .or_else(|| written_date(tokens, at, context))
            .or_else(|| figures(tokens, at, context))
            .or_else(|| month::year(tokens, at)),
        TokenKind::Word => written_date(tokens, at, context)
            .or_else(|| festival(tokens, at, context))
            .or_else(|| month::part(tokens, at, context))
            .or_else(|| month::read(tokens, at, context))
            .or_else(|| ordinal::read(tokens, at, context)),
        TokenKind::Mark => None,
    }
}

/// The day of a written date; a missing year is the one that fits the context.
pub(super) fn resolve(date: &Written, future: bool, context: &Context) -> Option<Date> {
    let mut date = date.clone();
    if date.figures.is_some() && date.month.is_none() {
        date = date.ordered(date.proven_order().or(context.order).unwrap_or(Order::DayFirst));
    }
    if date.year.is_some() {
        return date.date();
    }
    let (month, day) = (date.month?, date.day?);
    let in_year = |year: i16| Date::new(year, month, day).ok();
    if let Some(near) = nearby_year(month, context).and_then(in_year) {
        return Some(near);
    }
    // Under a heading, or in a span told with its years: the year in which the day falls into it.
    let span = context.span.filter(|s| context.last.is_none_or(|l| l.start <= s.end));
    if let Some(span) = context.within.or(span) {
        let fits: Vec<Date> = (span.start.year()..=span.end.year())
            .filter_map(in_year)
            .filter(|d| days_between(span.start, *d) >= -10 && days_between(*d, span.end) >= -10)
            .collect();
        // Several years fit: the story goes on from the day named last.
        let last = context.last.filter(|l| l.days() <= 31).map(|l| l.start);
        let next = fits.iter().find(|d| last.is_none_or(|l| **d >= l)).or(fits.last());
        if let Some(fit) = next {
            return Some(*fit);
        }
    }
    if let Some(reference) = context.reference {
        let same = Date::new(reference.year(), month, day).ok();
        let earlier = Date::new(reference.year().checked_sub(1)?, month, day).ok();
        let later = Date::new(reference.year().checked_add(1)?, month, day).ok();
        // A weekday that is written decides between the years.
        if date.weekday.is_some()
            && let Some(fit) = [same, earlier, later].into_iter().flatten().find(|d| date.weekday_agrees(*d))
            && days_between(reference, fit) <= AHEAD
        {
            return Some(fit);
        }
        if future {
            return same.filter(|d| *d >= reference).or(later);
        }
        // Just after New Year's Eve a date in early January may be meant, and the other way round.
        [same, later]
            .into_iter()
            .flatten()
            .find(|d| (0..=AHEAD).contains(&days_between(reference, *d)))
            .or_else(|| same.filter(|d| *d <= reference))
            .or(earlier)
    } else {
        let turning = context.last.is_some_and(|l| l.days() <= 31);
        let last = context.last.map(|l| l.end);
        let year = last.map_or(context.year?, |l| l.year().max(context.year.unwrap_or(l.year())));
        let turned = turning && last.is_some_and(|l| l.year() == year && l.month() >= 11 && month <= 2);
        Date::new(if turned { year.checked_add(1)? } else { year }, month, day).ok()
    }
}

/// The year that goes on from what was told just before: the entry above in a list of days, or history in this sentence
/// or paragraph.
fn nearby_year(month: i8, context: &Context) -> Option<i16> {
    let now = context.reference?;
    let from = |before: Date| -> Option<i16> {
        let year = before.year();
        Some(match (before.month(), month) {
            (10.., ..=3) => year.checked_add(1)?,
            (..=3, 10..) => year.checked_sub(1)?,
            _ => year,
        })
    };
    let past = |year: &i16| *year < now.year() || (*year == now.year() && month <= now.month());
    if context.opening
        && let Some(opened) = context.opened
    {
        return from(opened).filter(past);
    }
    // Two days of history in one sentence: the third is of the same time.
    let old = context.sentence.filter(|_| context.old >= 2).filter(|p| p.days() <= 92)?;
    from(old.end).filter(past)
}

fn written_date(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let (mut date, mut next) = written::read(tokens, at)?;
    if let Some((year, end)) = date.year.is_none().then(|| that_year(tokens, next, context)).flatten() {
        date.year = Some(year);
        next = end;
    }
    // "would be the fourth since last Friday (30 July)": the day before the brackets.
    let bracketed = at > 1
        && tokens.get(at - 1).is_some_and(|t| t.is_mark("("))
        && tokens.get(at - 2).is_some_and(|t| phrase::weekday(t).is_some());
    let future = tense::is_future(tokens, at) && !bracketed;
    let day = resolve(&date, future, context)?;
    let mut found = Found::day(at, next, day);
    // "January 5 and 6", "November 27-29"
    if date.figures.is_none()
        && date.year.is_none()
        && tokens.get(next.wrapping_sub(1)).is_some_and(|t| t.kind == TokenKind::Number)
    {
        let joiner = tokens.get(next)?;
        let dash = matches!(joiner.text, "-" | "\u{2013}");
        if (dash || joiner.is("and") || joiner.is("to") || joiner.is_mark("&"))
            && let Some((last, _, end)) = written::read_ordinal(tokens, next + 1)
            && last > day.day()
            && (dash || phrase::ends_phrase(tokens.get(end)))
            && written::read(tokens, next + 1).is_none()
            && let Ok(last) = Date::new(day.year(), day.month(), last)
        {
            found = Found::new(at, end, Period::new(day, last)).into_range();
        }
    } else if date.figures.is_some() && date.proven_order().is_none() && context.order.is_none() && date.month.is_none()
    {
        found = found.at_best(Precision::Region);
    }
    if around(tokens, at) {
        found = found.at_best(Precision::Near);
    }
    Some(found)
}

/// "of that year", "of the same year", "that year": the year mentioned last; "last year", "of this year": counted from the
/// article. The index after it with it.
pub(super) fn that_year(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<(i16, usize)> {
    let is = |i: usize, words: &[&str]| tokens.get(i).is_some_and(|t| words.iter().any(|w| t.is(w)));
    let mut next = at + usize::from(is(at, &["of"]));
    if is(next, &["last", "this"]) && is(next + 1, &["year"]) {
        let back = i16::from(is(next, &["last"]));
        return Some((context.reference?.year().checked_sub(back)?, next + 2));
    }
    if is(next, &["the"]) && is(next + 1, &["same"]) || is(next, &["that"]) && is(next + 1, &["same"]) {
        next += 2;
    } else if is(next, &["that"]) {
        next += 1;
    } else if is(next, &["the"]) && is(next + 1, &["following", "next"]) {
        // "26 June of the following year"
        let year = context.any.map(|p| p.end.year())?.checked_add(1)?;
        return is(next + 2, &["year"]).then_some((year, next + 3));
    } else {
        return None;
    }
    let year = context.any.map(|p| p.end.year())?;
    is(next, &["year"]).then_some((year, next + 1))
}

/// "about 20 August", "around the 5th"
pub(super) fn around(tokens: &[Token<'_>], at: usize) -> bool {
    (1..=2).any(|d| {
        at.checked_sub(d).and_then(|i| tokens.get(i)).is_some_and(|t| t.is("around") || t.is("about") || t.is("circa"))
    })
}

/// `27 to 29 November`, `5, 6 and 7 June`, `the 22nd and 23rd of March`.
fn days_of_month(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let (first, _, mut next) = written::read_ordinal(tokens, at)?;
    for _ in 0..4 {
        let joiner = tokens.get(next)?;
        if !(matches!(joiner.text, "-" | "\u{2013}" | "&" | "," | "/")
            || ["and", "to", "or", "until", "through"].iter().any(|w| joiner.is(w)))
        {
            return None;
        }
        next += 1;
        while tokens.get(next).is_some_and(|t| t.is("the") || t.is("and")) {
            next += 1;
        }
        if let Some((date, end)) =
            written::read_day(tokens, next).filter(|(d, _)| d.figures.is_none() && d.month.is_some())
        {
            // "5 August and September 3" has its own month first.
            if tokens.get(next).is_none_or(|t| t.kind != TokenKind::Number) {
                return None;
            }
            let last = resolve(&date, tense::is_future(tokens, at), context)?;
            let start = Date::new(last.year(), last.month(), first).ok()?;
            return (start <= last).then(|| Found::new(at, end, Period::new(start, last)).into_range());
        }
        next = written::read_ordinal(tokens, next)?.2;
    }
    None
}

/// `21/10`, `on 23.10`: day and month in figures, only where the numbers or the document prove the order.
fn figures(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let [a, mark, b] = tokens.get(at..at + 3)? else {
        return None;
    };
    if a.end() != mark.start || mark.end() != b.start || b.kind != TokenKind::Number {
        return None;
    }
    // A dot is that of a decimal or a time of day, unless a day is due and two digits name a month.
    let due = || {
        let before = at.checked_sub(1).and_then(|i| tokens.get(i));
        before.is_some_and(|t| ["on", "since", "until", "from"].iter().any(|w| t.is(w)))
            && b.text.len() == 2
            && phrase::ends_phrase(tokens.get(at + 3))
    };
    let dotted = mark.text == "." && due();
    if mark.text != "/" && !dotted {
        return None;
    }
    let tight = |t: Option<&Token<'_>>, end: usize| {
        t.is_some_and(|t| t.start == end && (t.kind != TokenKind::Mark || t.text == "/"))
    };
    if tight(tokens.get(at + 3), b.end())
        || at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.end() == a.start)
    {
        return None;
    }
    let (x, y) = (i8::try_from(a.number(2)?).ok()?, i8::try_from(b.number(2)?).ok()?);
    let blank =
        Written { span: a.start..b.end(), weekday: None, year: None, month: None, day: None, figures: Some((x, y)) };
    // 24/7 and 9/11 are no dates of the story.
    if (x, y) == (24, 7) || (x, y) == (9, 11) {
        return None;
    }
    let order = match (x > 12, y > 12) {
        (true, false) => Order::DayFirst,
        _ if dotted => Order::DayFirst,
        (false, true) => Order::MonthFirst,
        _ => context.order?,
    };
    let day = resolve(&blank.ordered(order), false, context)?;
    Some(Found::day(at, at + 3, day))
}

/// `New Year's Eve`, `Christmas Day`.
fn festival(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let [a, b] = tokens.get(at..at + 2)? else {
        return None;
    };
    let (month, day, next) = if a.is("new") && (b.is("year's") || b.is("years")) {
        let third = tokens.get(at + 2)?;
        if third.is("eve") {
            (12, 31, at + 3)
        } else if third.is("day") {
            (1, 1, at + 3)
        } else {
            return None;
        }
    } else if a.is("christmas") && b.is("day") {
        (12, 25, at + 2)
    } else if a.is("christmas") && b.is("eve") {
        (12, 24, at + 2)
    } else {
        return None;
    };
    let date = Written { span: 0..0, weekday: None, year: None, month: Some(month), day: Some(day), figures: None };
    Some(Found::day(at, next, resolve(&date, tense::is_future(tokens, at), context)?))
}
