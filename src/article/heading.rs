//! Headings that name a month, a year or some days: `September`, `March 2015`, `2014: the first siege`, `3-9 October`.
//!
//! In: a line. Out: the days. Never: headings of one day.

use crate::date::Date;
use crate::date::Period;
use crate::date::token;
use crate::date::token::Token;
use crate::date::token::TokenKind;
use crate::date::written;

use super::published::Base;

/// Words beside the days; with a colon or a dash after them any words may follow.
const MOST_WORDS: usize = 2;

/// The days that a heading names, if it begins with them.
pub(super) fn period(line: &str, base: Base<'_>) -> Option<Period> {
    if line.len() > 120 {
        return None;
    }
    let tokens = token::tokenise(line.trim_start_matches(['#', '*', ' ']), 0);
    let mut at = 0;
    if tokens.first().is_some_and(|t| {
        ["early", "mid", "late", "in", "from", "spring", "summer", "autumn", "winter"].iter().any(|w| t.is(w))
    }) {
        at = 1 + usize::from(tokens.get(1).is_some_and(|t| t.is_mark("-")));
    }
    // "Week 1 (3-9 October)", "Phase two: March 2015"
    if tokens.first().is_some_and(|t| ["week", "phase", "stage", "part"].iter().any(|w| t.is(w))) {
        at = (1..tokens.len().min(6))
            .find(|&i| tokens.get(i).is_some_and(|t| t.is_mark("(") || t.is_mark(":") || t.is_mark(",")))?
            + 1;
    }
    let (start, next) = part(&tokens, at)?;
    let joined = tokens
        .get(next)
        .is_some_and(|t| matches!(t.text, "-" | "\u{2013}" | "/") || t.is("to") || t.is("and") || t.is("until"));
    let (end, next) = joined.then(|| part(&tokens, next + 1)).flatten().unwrap_or((start, next));
    let words = tokens.iter().skip(next).filter(|t| t.kind == TokenKind::Word).count();
    let set_off = tokens.get(next).is_none_or(|t| matches!(t.text, ":" | "\u{2013}" | "-" | "," | ")" | "."));
    if words > MOST_WORDS && !set_off {
        return None;
    }
    let one_day = start.day.is_some() && end == start;
    if one_day {
        return None;
    }
    let year = end.year.or(start.year).or_else(|| guess(start, base))?;
    let last = end.last(end.year.unwrap_or(year))?;
    let first = start.first(start.year.unwrap_or(year), end.month)?;
    let first = if first > last { start.first(start.year.unwrap_or(year.checked_sub(1)?), end.month)? } else { first };
    (first <= last).then_some(Period { start: first, end: last })
}

/// A day, a month or a year of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
}

impl Part {
    fn first(self, year: i16, month: Option<i8>) -> Option<Date> {
        let month = if self.day.is_some() { self.month.or(month)? } else { self.month.unwrap_or(1) };
        Date::new(year, month, self.day.unwrap_or(1)).ok()
    }

    fn last(self, year: i16) -> Option<Date> {
        match self.day {
            Some(day) => Date::new(year, self.month?, day).ok(),
            None => Date::new(year, self.month.unwrap_or(12), 1).ok().map(Date::last_of_month),
        }
    }
}

fn part(tokens: &[Token<'_>], at: usize) -> Option<(Part, usize)> {
    if let Some((date, next)) = written::read_day(tokens, at).filter(|(d, _)| d.figures.is_none()) {
        return Some((Part { year: date.year, month: date.month, day: date.day }, next));
    }
    let token = tokens.get(at)?;
    if let Some((year, next)) = written::read_year(tokens, at).filter(|_| token.kind == TokenKind::Number) {
        return (1800..2200).contains(&year).then_some((Part { year: Some(year), month: None, day: None }, next));
    }
    if let Some(month) = written::month_or_short(token.text).filter(|_| token.is_capitalised()) {
        let dot =
            usize::from(tokens.get(at + 1).is_some_and(|t| t.is_mark(".") && written::month(token.text).is_none()));
        let after = at + 1 + dot;
        let year = written::read_year(tokens, after);
        return Some((Part { year: year.map(|y| y.0), month: Some(month), day: None }, year.map_or(after, |y| y.1)));
    }
    // "3" of "3-9 October"
    let (day, _, next) = written::read_ordinal(tokens, at)?;
    Some((Part { year: None, month: None, day: Some(day) }, next))
}

/// The year of a heading without one: the latest that does not lie ahead of the article.
fn guess(part: Part, base: Base<'_>) -> Option<i16> {
    let Some(published) = base.published else { return base.year };
    let year = published.date.year();
    let ahead = part.month.is_some_and(|m| m > published.date.month());
    Some(if ahead { year.checked_sub(1)? } else { year })
}
