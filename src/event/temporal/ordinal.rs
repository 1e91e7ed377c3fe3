//! Days named by their number alone: "the 9th", "the ninth", "the 12th instant".
//!
//! In: tokens and context. Out: [`Found`]. Never: dates with a month.

use crate::date::Date;
use crate::date::Period;
use crate::date::days_between;
use crate::date::token::Token;
use crate::date::written;
use crate::terms::Precision;

use super::calendar;
use super::explicit;
use super::number;
use super::phrase;
use super::phrase::Context;
use super::phrase::Found;

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
pub(super) fn read(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    if !tokens.get(at)?.is("the") {
        return None;
    }
    let (day, marked, mut next) = written::read_ordinal(tokens, at + 1).or_else(|| spelt(tokens, at + 1))?;
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
    let recent = context.last.filter(|l| l.days() <= 10 || context.reference.is_none());
    let named = close(&|p| p.days() <= 10).or_else(|| close(&month)).or(recent);
    let mut anchor = named.map(|p| p.end);
    // A whole month named before is the month meant.
    let mut month_only = named.is_some_and(|p| p.days() > 10 && p.days() < 32);
    // "in November 2023 …: A on the 21st, B on the 4th": all of that month.
    if let Some(whole) = context.month.filter(|m| anchor.is_some_and(|a| m.start <= a && a <= m.end)) {
        anchor = Some(whole.start);
        month_only = true;
    }
    let follow = word(next);
    match follow.as_str() {
        "of" if matches!(word(next + 1).as_str(), "the" | "that" | "this")
            && (word(next + 2) == "month" || word(next + 2) == "same" && word(next + 3) == "month") =>
        {
            let that = word(next + 1);
            anchor = if that == "this" { context.reference } else { context.any.map(|p| p.end) };
            month_only = true;
            next += if word(next + 2) == "same" { 4 } else { 3 };
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
    if explicit::around(tokens, at) {
        found = found.at_best(Precision::Near);
    }
    Some(found)
}

/// "ninth", where nothing follows that it could count; "the first" and its next are seldom days.
fn spelt(tokens: &[Token<'_>], at: usize) -> Option<(i8, bool, usize)> {
    let day = number::ordinal_word(tokens.get(at)?.text).filter(|d| *d > 3)?;
    phrase::ends_phrase(tokens.get(at + 1)).then_some((day, true, at + 1))
}

/// "Saturday the 10th", "Thurs 23rd", "Tuesday 6": the day of that number which falls on that weekday, the latest not
/// after the article, else the nearest. The index after it.
pub(super) fn of_weekday(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<(Date, usize)> {
    let weekday = written::weekday_or_short(tokens.get(at)?.text)?;
    let mut next = at + 1;
    while tokens.get(next).is_some_and(|t| t.is_mark(",") || t.is_mark(".") || t.is("the")) {
        next += 1;
    }
    let (day, marked, end) = written::read_ordinal(tokens, next)?;
    if is_counted(tokens, end) || !(marked || phrase::ends_phrase(tokens.get(end)) && next == at + 1) {
        return None;
    }
    let from = context.reference.or(context.last.map(|l| l.end))?;
    let fit = [0, -1, 1, -2, -3].into_iter().find_map(|months| {
        let month = calendar::month_from(from, months)?;
        Date::new(month.start.year(), month.start.month(), day).ok().filter(|d| d.weekday() == weekday)
    })?;
    Some((fit, end))
}

/// The day of the month nearest to what was mentioned last, not after the article.
fn day_near(day: i8, anchor: Option<Date>, month_only: bool, context: &Context) -> Option<Date> {
    if let Some(within) =
        context.within.filter(|w| (20..=31).contains(&w.days()) && anchor.is_none_or(|a| a < w.start || a > w.end))
    {
        return Date::new(within.start.year(), within.start.month(), day).ok();
    }
    let anchor = anchor.or(context.within.map(|w| w.start)).or(context.reference)?;
    let in_month = |months: i32| {
        let month = calendar::month_from(anchor, months)?;
        Date::new(month.start.year(), month.start.month(), day).ok()
    };
    if month_only {
        return in_month(0);
    }
    let past = |date: &Date| context.reference.is_none_or(|now| *date <= now);
    // The month goes on, unless it is about to turn: "on 28 March, and on the 3rd".
    let turns = anchor.day() >= 20 && i32::from(day) + 31 - i32::from(anchor.day()) <= 15;
    if let Some(same) = in_month(0).filter(|d| past(d) && !turns && anchor != context.reference.unwrap_or(Date::MIN)) {
        return Some(same);
    }
    [0, -1, 1].into_iter().filter_map(in_month).filter(past).min_by_key(|date| days_between(anchor, *date).abs())
}
