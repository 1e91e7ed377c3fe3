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

use super::calendar;
use super::calendar::Part;
use super::number;
use super::phrase;
use super::phrase::Context;
use super::phrase::Found;

/// Days by which a date without a year may lie ahead of the article.
const AHEAD: i32 = 31;

/// The expression at token `at`.
pub(super) fn read(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let token = tokens.get(at)?;
    match token.kind {
        TokenKind::Number => days_of_month(tokens, at, context)
            .or_else(|| written_date(tokens, at, context))
            .or_else(|| figures(tokens, at, context))
            .or_else(|| year(tokens, at)),
        TokenKind::Word => written_date(tokens, at, context)
            .or_else(|| festival(tokens, at, context))
            .or_else(|| part_of_month(tokens, at, context))
            .or_else(|| month(tokens, at, context))
            .or_else(|| ordinal(tokens, at, context)),
        TokenKind::Mark => None,
    }
}

/// The day of a written date; a missing year is the one that fits the context.
fn resolve(date: &Written, future: bool, context: &Context) -> Option<Date> {
    let mut date = date.clone();
    if date.figures.is_some() && date.month.is_none() {
        date = date.ordered(date.proven_order().or(context.order).unwrap_or(Order::DayFirst));
    }
    if date.year.is_some() {
        return date.date();
    }
    let (month, day) = (date.month?, date.day?);
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
        let last = context.last.map(|l| l.end);
        let year = last.map_or(context.year?, |l| l.year().max(context.year.unwrap_or(l.year())));
        let turned = last.is_some_and(|l| l.year() == year && l.month() >= 11 && month <= 2);
        Date::new(if turned { year.checked_add(1)? } else { year }, month, day).ok()
    }
}

fn written_date(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let (date, next) = written::read(tokens, at)?;
    let future = phrase::is_future(tokens, at);
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

/// "about 20 August", "around the 5th"
fn around(tokens: &[Token<'_>], at: usize) -> bool {
    (1..=2).any(|d| {
        at.checked_sub(d).and_then(|i| tokens.get(i)).is_some_and(|t| t.is("around") || t.is("about") || t.is("circa"))
    })
}

/// `27 to 29 November`, `5, 6 and 7 June`, `the 22nd and 23rd of March`.
fn days_of_month(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let (first, _, mut next) = written::read_ordinal(tokens, at)?;
    for _ in 0..4 {
        let joiner = tokens.get(next)?;
        if !(matches!(joiner.text, "-" | "\u{2013}" | "&" | ",")
            || ["and", "to", "or", "until", "through"].iter().any(|w| joiner.is(w)))
        {
            return None;
        }
        next += 1;
        while tokens.get(next).is_some_and(|t| t.is("the") || t.is("and")) {
            next += 1;
        }
        if let Some((date, end)) = written::read(tokens, next).filter(|(d, _)| d.figures.is_none() && d.month.is_some())
        {
            // "5 August and September 3" has its own month first.
            if tokens.get(next).is_none_or(|t| t.kind != TokenKind::Number) {
                return None;
            }
            let last = resolve(&date, phrase::is_future(tokens, at), context)?;
            let start = Date::new(last.year(), last.month(), first).ok()?;
            return (start <= last).then(|| Found::new(at, end, Period::new(start, last)).into_range());
        }
        next = written::read_ordinal(tokens, next)?.2;
    }
    None
}

/// `21/10`, `23.10.`: day and month in figures, only where the numbers or the document prove the order.
fn figures(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let [a, mark, b] = tokens.get(at..at + 3)? else {
        return None;
    };
    if mark.text != "/" || a.end() != mark.start || mark.end() != b.start || b.kind != TokenKind::Number {
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
    Some(Found::day(at, next, resolve(&date, phrase::is_future(tokens, at), context)?))
}

/// "early July", "mid-March 2015", "the end of January", "the first days of February", "the last week of December",
/// "the second half of June", "the first of May", "the last day of April", "the end of the month".
fn part_of_month(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
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
        // "the first of May"
        let month = tokens.get(at + 2).and_then(|t| written::month(t.text))?;
        let (year, next) = written::read_year(tokens, at + 3).map_or((None, at + 3), |(y, n)| (Some(y), n));
        let date = Written { span: 0..0, weekday: None, year, month: Some(month), day: nth, figures: None };
        return Some(Found::day(at, next, resolve(&date, false, context)?));
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
        Some(now) if period.start <= now && period.end > now && !phrase::is_future(tokens, at) => {
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
    let period = month_without_year(month, strict, phrase::is_future(tokens, at), context)?;
    Some((period, next))
}

/// The month that a bare name means: the latest that has begun, or under a future tense the next.
fn month_without_year(month: i8, strict: bool, future: bool, context: &Context) -> Option<Period> {
    let Some(now) = context.reference else {
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
    let year = written::read_year(tokens, next + usize::from(tokens.get(next).is_some_and(|t| t.is("of"))));
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
fn month(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
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
        }
    }
    Some(Found::new(at, next, clipped(period, tokens, at, context)))
}

/// Units and things that are counted with ordinals.
const COUNTED: &[&str] = &[
    "airborne",
    "airmobile",
    "anniversary",
    "armored",
    "armoured",
    "army",
    "artillery",
    "assault",
    "battalion",
    "battalions",
    "brigade",
    "brigades",
    "cavalry",
    "century",
    "company",
    "congress",
    "consecutive",
    "corps",
    "day",
    "district",
    "division",
    "divisions",
    "fleet",
    "floor",
    "group",
    "guards",
    "hour",
    "infantry",
    "largest",
    "marine",
    "marines",
    "mechanised",
    "mechanized",
    "month",
    "motorised",
    "motorized",
    "mountain",
    "panzer",
    "parachute",
    "parallel",
    "rangers",
    "regiment",
    "regiments",
    "rifle",
    "separate",
    "special",
    "squadron",
    "street",
    "tank",
    "time",
    "week",
    "year",
];

/// True if what follows an ordinal is counted by it: "the 4th Guards", "the 3rd Shock Army".
fn is_counted(tokens: &[Token<'_>], at: usize) -> bool {
    let counted = |i: usize| tokens.get(i).is_some_and(|t| COUNTED.contains(&t.text.to_ascii_lowercase().as_str()));
    counted(at) || (tokens.get(at).is_some_and(Token::is_capitalised) && counted(at + 1))
}

/// Words after which a bare ordinal is a day.
const ORDINAL_CUES: &[&str] =
    &["on", "by", "of", "since", "until", "till", "before", "after", "from", "to", "and", "between", "about", "around"];

/// "the 9th", "the 2d", "the 12th instant", "the 13th of the month", "the 22nd and 23rd".
fn ordinal(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    if !tokens.get(at)?.is("the") {
        return None;
    }
    let (day, marked, mut next) = written::read_ordinal(tokens, at + 1)?;
    if !marked {
        return None;
    }
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    let cue = before.is_some_and(|b| b.is_mark(",") || ORDINAL_CUES.iter().any(|w| b.is(w)));
    let word = |i: usize| tokens.get(i).map(|t| t.text.to_ascii_lowercase()).unwrap_or_default();
    let mut last = day;
    // "the 22nd and 23rd"
    if (word(next) == "and" || matches!(word(next).as_str(), "-" | "\u{2013}" | "to" | "&"))
        && let Some((second, true, end)) =
            written::read_ordinal(tokens, next + 1 + usize::from(word(next + 1) == "the"))
        && second > day
    {
        last = second;
        next = end;
    }
    if !cue || is_counted(tokens, next) {
        return None;
    }
    // History counts only if a day of it was named just before.
    let near = [context.sentence, context.here];
    let month = |p: &Period| p.days() > 10 && p.days() < 32;
    let close = |fits: &dyn Fn(&Period) -> bool| near.into_iter().flatten().find(|p| fits(p));
    let named = close(&|p| p.days() <= 10).or_else(|| close(&month)).or(context.last);
    let mut anchor = named.map(|p| p.end);
    // A whole month named before is the month meant.
    let mut month_only = named.is_some_and(|p| p.days() > 10 && p.days() < 32);
    let follow = word(next);
    match follow.as_str() {
        "of" if matches!(word(next + 1).as_str(), "the" | "that" | "this") && word(next + 2) == "month" => {
            let that = word(next + 1);
            anchor = if that == "this" { context.reference } else { context.any.map(|p| p.end) };
            month_only = true;
            next += 3;
        }
        "of" => return None,
        "instant" | "inst" => {
            anchor = context.reference;
            next += 1;
        }
        "ult" | "ultimo" => {
            anchor = calendar::month_from(context.reference?, -1).map(|p| p.start);
            month_only = true;
            next += 1;
        }
        _ => {}
    }
    let start = day_near(day, anchor, month_only, context)?;
    let period = if last == day {
        Period::day(start)
    } else {
        Period::new(start, Date::new(start.year(), start.month(), last).ok()?)
    };
    let mut found = Found::new(at, next, period);
    if around(tokens, at) {
        found = found.at_best(Precision::Near);
    }
    Some(found)
}

/// The day of the month nearest to what was mentioned last, not after the article.
fn day_near(day: i8, anchor: Option<Date>, month_only: bool, context: &Context) -> Option<Date> {
    let anchor = anchor.or(context.reference)?;
    let in_month = |months: i32| {
        let month = calendar::month_from(anchor, months)?;
        Date::new(month.start.year(), month.start.month(), day).ok()
    };
    if month_only {
        return in_month(0);
    }
    let past = |date: &Date| context.reference.is_none_or(|now| *date <= now);
    [0, -1, 1].into_iter().filter_map(in_month).filter(past).min_by_key(|date| days_between(anchor, *date).abs())
}

/// "in 2015", "since 2016": a year after a word that makes it one.
fn year(tokens: &[Token<'_>], at: usize) -> Option<Found> {
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
    Some(Found::new(at, next, calendar::year(year)?))
}
