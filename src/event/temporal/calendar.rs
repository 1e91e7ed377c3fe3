//! Arithmetic on civil days: weeks, months, seasons; nothing overflows.
//!
//! In: dates. Out: dates and periods. Never: text.

use jiff::Span;

use crate::date::Date;
use crate::date::Period;
use crate::date::Weekday;

/// `date` moved by `days`.
pub(super) fn shift(date: Date, days: i32) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The most recent `day` of the week, `date` itself counting.
pub(super) fn on_or_before(date: Date, day: Weekday) -> Option<Date> {
    let back =
        (i32::from(date.weekday().to_monday_zero_offset()) - i32::from(day.to_monday_zero_offset())).rem_euclid(7);
    shift(date, -back)
}

/// The next `day` of the week, `date` itself counting.
pub(super) fn on_or_after(date: Date, day: Weekday) -> Option<Date> {
    let ahead =
        (i32::from(day.to_monday_zero_offset()) - i32::from(date.weekday().to_monday_zero_offset())).rem_euclid(7);
    shift(date, ahead)
}

/// Monday to Sunday of the ISO week `weeks` after that of `date`.
pub(super) fn week(date: Date, weeks: i32) -> Option<Period> {
    let monday = shift(on_or_before(date, Weekday::Monday)?, weeks.checked_mul(7)?)?;
    Some(Period { start: monday, end: shift(monday, 6)? })
}

/// The month.
pub(super) fn month(year: i16, month: i8) -> Option<Period> {
    let start = Date::new(year, month, 1).ok()?;
    Some(Period { start, end: start.last_of_month() })
}

/// The month `months` after that of `date`.
pub(super) fn month_from(date: Date, months: i32) -> Option<Period> {
    let moved = date.first_of_month().checked_add(Span::new().try_months(months).ok()?).ok()?;
    month(moved.year(), moved.month())
}

/// The year.
pub(super) fn year(year: i16) -> Option<Period> {
    Some(Period { start: Date::new(year, 1, 1).ok()?, end: Date::new(year, 12, 31).ok()? })
}

/// Spring, summer, autumn or winter of the northern half; winter is named by the year in which it ends.
pub(super) fn season(name: &str, year: i16) -> Option<Period> {
    let first = match name.to_ascii_lowercase().as_str() {
        "spring" => 3,
        "summer" => 6,
        "autumn" | "fall" => 9,
        "winter" => {
            return Some(Period { start: Date::new(year.checked_sub(1)?, 12, 1).ok()?, end: month(year, 2)?.end });
        }
        _ => return None,
    };
    Some(Period { start: Date::new(year, first, 1).ok()?, end: month(year, first + 2)?.end })
}

/// A third or other part of a longer period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Beginning,
    Early,
    Middle,
    Late,
    End,
    FirstHalf,
    SecondHalf,
}

/// The part of `period`.
pub(super) fn part(period: Period, part: Part) -> Period {
    let days = period.days();
    let at = |numerator: i32| shift(period.start, days * numerator / 30).unwrap_or(period.start);
    let before = |numerator: i32| shift(period.start, (days * numerator / 30 - 1).max(0)).unwrap_or(period.end);
    let (start, end) = match part {
        Part::Beginning => (period.start, before(5)),
        Part::Early => (period.start, before(10)),
        Part::Middle => (at(10), before(20)),
        Part::Late => (at(20), period.end),
        Part::End => (at(25), period.end),
        Part::FirstHalf => (period.start, before(15)),
        Part::SecondHalf => (at(15), period.end),
    };
    Period::new(start, end)
}

/// The Saturday and Sunday of this or the last weekend.
pub(super) fn weekend(date: Date) -> Option<Period> {
    let saturday = on_or_before(date, Weekday::Saturday)?;
    Some(Period { start: saturday, end: shift(saturday, 1)? })
}
