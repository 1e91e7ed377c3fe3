//! Civil dates and periods. No clock, no time zones.

pub mod token;
pub mod written;

pub use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::terms::Precision;

/// A span of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub start: Date,
    /// Last day; not before `start`.
    pub end: Date,
}

impl Period {
    /// One day.
    pub const fn day(date: Date) -> Self {
        Self { start: date, end: date }
    }

    /// From `start` to `end`, swapped if they are the wrong way round.
    pub fn new(start: Date, end: Date) -> Self {
        if start <= end { Self { start, end } } else { Self { start: end, end: start } }
    }

    /// Length in days, at least 1.
    pub fn days(self) -> i32 {
        days_between(self.start, self.end) + 1
    }

    /// The precision that a period of this length has by itself.
    pub fn precision(self) -> Precision {
        match self.days() {
            1 => Precision::Exact,
            2..=7 => Precision::Near,
            _ => Precision::Region,
        }
    }
}

/// Days from `a` to `b`, negative if `b` is earlier.
pub fn days_between(a: Date, b: Date) -> i32 {
    (b - a).get_days()
}

/// English names of the months.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// English name of the month of a day.
pub fn month_name(day: Date) -> &'static str {
    usize::try_from(day.month()).ok().and_then(|m| MONTHS.get(m.checked_sub(1)?)).copied().unwrap_or("")
}
