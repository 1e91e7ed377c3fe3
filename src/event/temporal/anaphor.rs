//! Expressions that count from the day mentioned last: "two days later", "that night", "within hours".
//!
//! In: tokens and context. Out: [`Found`]. Never: dates that name themselves, the day of the article.

use crate::date::Date;
use crate::date::Period;
use crate::date::token::Token;
use crate::date::token::TokenKind;
use crate::terms::Precision;

use super::PartOfDay;
use super::TimeKind;
use super::calendar;
use super::daytime;
use super::deictic::RECENT_DAYS;
use super::deictic::word;
use super::number;
use super::number::Hedge;
use super::number::Unit;
use super::phrase;
use super::phrase::Context;
use super::phrase::Found;
use super::tense;

/// The expression at token `at`.
pub(super) fn read(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let token = tokens.get(at)?;
    if token.kind == TokenKind::Mark {
        return None;
    }
    anaphor(tokens, at, context)
        .or_else(|| of_the_week(tokens, at, context))
        .or_else(|| daylight(tokens, at, context))
        .or_else(|| soon(tokens, at, context))
        .or_else(|| counted(tokens, at, context))
}

/// "that week", "later that week", "later in the week", "earlier in the day", "that weekend".
fn of_the_week(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let first = word(tokens, at);
    let lead =
        matches!(first.as_str(), "later" | "earlier") && word(tokens, at + 1) == "in" && word(tokens, at + 2) == "the";
    let (unit, next) = if lead {
        (word(tokens, at + 3), at + 4)
    } else if first == "that" {
        (word(tokens, at + 1), at + 2)
    } else {
        return None;
    };
    let anchor = context.anchor()?;
    let now = context.reference;
    let before = word(tokens, at.wrapping_sub(1));
    let (later, earlier) = (first == "later" || before == "later", first == "earlier" || before == "earlier");
    let whole = match unit.as_str() {
        "day" | "evening" | "morning" | "afternoon" if lead => {
            let day = if earlier { anchor.start } else { anchor.end };
            return Some(Found::day(at, next, day).with_part(daytime::part_word(&unit)));
        }
        "week" => calendar::week(anchor.end, 0)?,
        "month" if lead => calendar::month_from(anchor.end, 0)?,
        "weekend" if !lead => calendar::weekend(calendar::week(anchor.end, 0)?.end)?,
        _ => return None,
    };
    let start = if later { anchor.end.max(whole.start) } else { whole.start };
    let end = if earlier { anchor.start.min(whole.end) } else { whole.end };
    let end = now.map_or(end, |n| if start <= n { end.min(n) } else { end });
    Some(Found::new(at, next, Period::new(start, end.max(start))))
}

/// "by nightfall", "before dawn", "at first light": of the day mentioned last.
fn daylight(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let first = word(tokens, at);
    let within = matches!(first.as_str(), "in" | "during");
    if !within
        && !matches!(
            first.as_str(),
            "by" | "before" | "at" | "after" | "until" | "towards" | "toward" | "around" | "since"
        )
    {
        return None;
    }
    let mut next = at + 1;
    // "in the course of the day", "in the early hours"
    if within {
        if word(tokens, next) != "the" {
            return None;
        }
        next += 1;
        if word(tokens, next) == "course" && word(tokens, next + 1) == "of" && word(tokens, next + 2) == "the" {
            next += 3;
        }
        if matches!(word(tokens, next).as_str(), "small" | "early") && word(tokens, next + 1) == "hours" {
            return small_hours(tokens, at, next + 2, context);
        }
    }
    while matches!(word(tokens, next).as_str(), "about" | "the" | "early" | "mid" | "late" | "-" | "around") {
        next += 1;
    }
    let noun = word(tokens, next);
    let part = match noun.as_str() {
        "light" | "thing" if word(tokens, next - 1) == "first" => PartOfDay::Early,
        "first" if word(tokens, next + 1) == "light" => {
            next += 1;
            PartOfDay::Early
        }
        "darkness" | "dark" => PartOfDay::Evening,
        "day" if within => PartOfDay::Afternoon,
        "early" | "am" | "pm" | "overnight" => return None,
        _ => daytime::part_word(&noun)?,
    };
    next += 1;
    // The day is named beside it.
    let follows = word(tokens, next);
    let named = tokens.get(next).is_some_and(|t| t.kind == TokenKind::Number || phrase::weekday(t).is_some())
        || matches!(
            follows.as_str(),
            "on" | "of" | "today" | "yesterday" | "that" | "next" | "tomorrow" | "raid" | "raids" | "attack"
        )
        || follows == "the"
            && matches!(word(tokens, next + 1).as_str(), "next" | "following" | "same" | "previous" | "day")
        || context.sentence.is_some() && !(context.night && matches!(part, PartOfDay::Early | PartOfDay::Morning));
    if named || first == "since" {
        return None;
    }
    let base = context.day_told_of()?;
    // `They crossed on Monday night. By dawn …`; midnight ends the day that was told of.
    let turned = context.night && matches!(part, PartOfDay::Early | PartOfDay::Morning)
        || noun == "midnight" && matches!(first.as_str(), "after" | "around") && context.here.is_some();
    let base = if turned { calendar::shift(base, 1)? } else { base };
    let mut found = Found::day(at, next, base).with_part(Some(part));
    found.local = true;
    Some(found)
}

/// "in the small hours": of the day after an evening, else of the day told of.
fn small_hours(tokens: &[Token<'_>], at: usize, next: usize, context: &Context) -> Option<Found> {
    let named = tokens.get(next).is_some_and(|t| t.is("of") || t.is("on") || t.is("today"));
    if named || context.sentence.is_some() && !context.night {
        return None;
    }
    let base = context.day_told_of()?;
    let base = if context.night { calendar::shift(base, 1)? } else { base };
    let mut found = Found::day(at, next, base).with_part(Some(PartOfDay::Early));
    found.local = true;
    Some(found)
}

/// "within hours", "within two days", "after three days" after a day was named: counted on from it.
fn soon(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let first = word(tokens, at);
    let within = matches!(first.as_str(), "within" | "inside");
    let opens = at == 0 || at == 1 && matches!(word(tokens, 0).as_str(), "but" | "and" | "then");
    if !(within || first == "after" && opens) {
        return None;
    }
    let base = context.sentence.or(context.here).filter(|p| p.days() <= 7)?.end;
    let now = context.reference;
    // What was told of the day of the article itself cannot be counted on from.
    if now.is_some_and(|n| base >= n) {
        return None;
    }
    let clip = |date: Date| now.map_or(date, |n| date.min(n));
    if matches!(word(tokens, at + 1).as_str(), "hours" | "minutes") && phrase::ends_phrase(tokens.get(at + 2)) {
        return Some(Found::day(at, at + 2, base).at_best(Precision::Near));
    }
    let count = number::count(tokens, at + 1)?;
    if matches!(word(tokens, count.next).as_str(), "of" | "after" | "before" | "'") && within
        || count.unit == Unit::Year
    {
        return None;
    }
    if within {
        let end = clip(calendar::shift(base, count.unit.days(count.number).max(1))?);
        return Some(Found::new(at, count.next, Period::new(base, end)).at_best(Precision::Near));
    }
    let period = phrase::moved(base, 1, &count)?;
    (now.is_none_or(|n| period.start <= n)).then(|| {
        Found::new(at, count.next, Period::new(period.start, clip(period.end)))
            .at_best(Precision::Near)
            .with_kind(TimeKind::Point)
    })
}

/// "the same day", "that night", "the next morning", "the day before", "the following week", "hours later".
fn anaphor(tokens: &[Token<'_>], at: usize, context: &Context) -> Option<Found> {
    let first = word(tokens, at);
    let base = context.anchor().map(|p| p.end)?;
    let begin = context.anchor().map(|p| p.start)?;
    let is_the = first == "the";
    let very = usize::from(is_the && word(tokens, at + 1) == "very");
    let i = at + usize::from(is_the) + very;
    let (a, b, c) = (word(tokens, i), word(tokens, i + 1), word(tokens, i + 2));
    let time = |w: &str| w == "day" || daytime::part_word(w).is_some_and(|p| p != PartOfDay::Early || w == "dawn");
    let found = |date: Option<Date>, next: usize, w: &str| -> Option<Found> {
        Some(Found::day(at, next, date?).with_part(daytime::part_word(w)))
    };
    if first == "that" && a == "that" && word(tokens, at + 1) == "same" && time(&word(tokens, at + 2)) {
        return found(Some(base), at + 3, &word(tokens, at + 2));
    }
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
    if matches!(a.as_str(), "following" | "next") && b == "week" && is_the {
        return calendar::week(base, 1).map(|p| Found::new(at, i + 2, p));
    }
    // "In 2011 it rose, and the following year it fell": after a year that was named.
    if matches!(a.as_str(), "following" | "next") && b == "year" && is_the {
        let named = context.sentence.or(context.here).filter(|p| p.days() > 300)?;
        return calendar::year(named.end.year().checked_add(1)?).map(|p| Found::new(at, i + 2, p));
    }
    if a == "previous" && time(&b) {
        return found(calendar::shift(begin, -1), i + 2, &b);
    }
    if is_the && a == "day" && b == "following" || is_the && a == "morrow" {
        let length = if a == "morrow" { 1 } else { 2 };
        return found(calendar::shift(base, 1), i + length, "");
    }
    if is_the && a == "day" && b == "after" && c == "that" {
        return found(calendar::shift(base, 1), i + 3, "");
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
    // "soon afterwards", "shortly after": some days on, nobody says how many.
    let soon =
        matches!(first.as_str(), "soon" | "shortly") || first == "long" && word(tokens, at.wrapping_sub(1)) == "not";
    if soon
        && matches!(word(tokens, at + 1).as_str(), "after" | "afterwards" | "afterward" | "thereafter")
        && phrase_ends(tokens, at + 2)
    {
        let end = calendar::shift(base, RECENT_DAYS)?;
        let end = context.reference.map_or(end, |now| end.min(now));
        return (base <= end)
            .then(|| Found::new(at, at + 2, Period::new(base, end)).at_best(Precision::Near).unanchored());
    }
    if first == "later" && word(tokens, at + 1) == "that" && word(tokens, at + 2) == "day" {
        return found(Some(base), at + 3, "");
    }
    None
}

/// A period reached by counting: by weeks it may be a day off.
pub(super) fn counted_period(at: usize, next: usize, period: Period, count: &number::Count) -> Found {
    let found = Found::new(at, next, period);
    if count.unit == Unit::Week { found.at_best(Precision::Near) } else { found }
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
    // "for the third time in four years": how often, not when.
    if first == "in" && at > 0 && matches!(word(tokens, at - 1).as_str(), "time" | "times") {
        return None;
    }
    // "after over a year in their hands": how long it had lasted.
    if first == "over" && at > 0 && matches!(word(tokens, at - 1).as_str(), "after" | "following" | "with") {
        return None;
    }
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
        Some(counted_period(at, next, phrase::moved(anchor, sign, &count)?, &count))
    };
    match after.as_str() {
        "before" | "after"
            if matches!(word(tokens, count.next + 1).as_str(), "that" | "this")
                && (phrase_ends(tokens, count.next + 2)
                    || ["the", "it", "its", "they", "he", "a", "an", "came"]
                        .contains(&word(tokens, count.next + 2).as_str())) =>
        {
            // "two days after that"
            let (from, sign) = if after == "before" { (context.anchor()?.start, -1) } else { (base?, 1) };
            return moved(from, sign, count.next + 2);
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
    if tense::is_future(tokens, at) || after == "time" {
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
