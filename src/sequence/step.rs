//! The days that a sequence shows.

use std::str::FromStr;

use crate::date::Date;
use crate::error::Error;
use crate::error::Result;

/// Most frames of a sequence.
const MOST: usize = 4000;

/// How often there is a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Every so many days, 1 or more.
    Days(u16),
    /// Each day with a report.
    Report,
}

impl FromStr for Every {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text.trim() {
            "day" => return Ok(Self::Days(1)),
            "week" => return Ok(Self::Days(7)),
            "article" | "report" => return Ok(Self::Report),
            _ => {}
        }
        let number = text.trim().trim_end_matches("days").trim_end_matches('d').trim();
        match number.parse() {
            Ok(n) if (1..=3660).contains(&n) => Ok(Self::Days(n)),
            _ => Err(format!("\"{text}\": expected day, week, article, or a number of days such as 3d")),
        }
    }
}

/// A day that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub day: Date,
    /// The day of the step before.
    pub before: Option<Date>,
    /// The newest report up to the day.
    pub newest: Option<Date>,
}

impl Step {
    /// True if nothing was reported since the step before: the state is carried forward.
    pub fn stale(&self) -> bool {
        match (self.newest, self.before) {
            (None, _) => true,
            (Some(newest), Some(before)) => newest <= before,
            (Some(_), None) => false,
        }
    }
}

/// The steps over the days of the reports, in order; the last report always has one.
///
/// # Errors
/// No dates, an empty range, or more than 4,000 steps.
pub fn steps(reports: &[Date], every: Every, from: Option<Date>, to: Option<Date>) -> Result<Vec<Step>> {
    let mut days: Vec<Date> = reports.to_vec();
    days.sort_unstable();
    days.dedup();
    let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else {
        return Err(Error::Input { file: "sequence".into(), message: "no input has a date".into() });
    };
    let (first, last) = (from.unwrap_or(first), to.unwrap_or(last));
    if first > last {
        return Err(Error::Input {
            file: "sequence".into(),
            message: format!(
                "nothing from {first} to {last}; the reports are of {} to {}",
                days[0],
                days[days.len() - 1]
            ),
        });
    }
    let mut shown: Vec<Date> = match every {
        Every::Report => days.iter().copied().filter(|d| (first..=last).contains(d)).collect(),
        Every::Days(n) => {
            let mut shown = Vec::new();
            let mut day = first;
            while day <= last && shown.len() <= MOST {
                shown.push(day);
                let Ok(next) = day.checked_add(jiff::Span::new().days(i64::from(n.max(1)))) else { break };
                day = next;
            }
            shown
        }
    };
    if matches!(every, Every::Days(_)) && shown.last() != Some(&last) {
        shown.push(last);
    }
    if shown.is_empty() {
        return Err(Error::Input { file: "sequence".into(), message: format!("no report from {first} to {last}") });
    }
    if shown.len() > MOST {
        return Err(Error::Limit {
            file: "sequence".into(),
            message: format!(
                "more than {MOST} frames from {first} to {last}; take fewer with --every week or --from and --to"
            ),
        });
    }
    let newest = |day: Date| days.iter().copied().take_while(|d| *d <= day).last();
    Ok(shown
        .iter()
        .enumerate()
        .map(|(i, day)| Step { day: *day, before: i.checked_sub(1).map(|k| shown[k]), newest: newest(*day) })
        .collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    fn days(texts: &[&str]) -> Vec<Date> {
        texts.iter().map(|t| t.parse().unwrap()).collect()
    }

    fn check(reports: &[&str], every: &str, range: (Option<&str>, Option<&str>), expected: &str) {
        let date = |t: Option<&str>| t.map(|t| t.parse().unwrap());
        let said = match steps(&days(reports), every.parse().unwrap(), date(range.0), date(range.1)) {
            Ok(steps) => steps
                .iter()
                .map(|s| format!("{}{}", s.day.strftime("%m-%d"), if s.stale() { "*" } else { "" }))
                .collect::<Vec<_>>()
                .join(" "),
            Err(e) => e.to_string(),
        };
        assert!(said.contains(expected), "{reports:?} {every}: {said}, expected {expected}");
    }

    #[test]
    fn steps_cover_the_reports() {
        let week = ["2024-12-05", "2024-11-30", "2024-12-01", "2024-12-01"];
        check(&week, "day", (None, None), "11-30 12-01 12-02* 12-03* 12-04* 12-05");
        check(&week, "article", (None, None), "11-30 12-01 12-05");
        check(&week, "3d", (None, None), "11-30 12-03 12-05");
        check(&week, "week", (None, None), "11-30 12-05");
        check(&week, "day", (Some("2024-12-04"), Some("2024-12-06")), "12-04 12-05 12-06*");
        check(&week, "day", (Some("2025-01-01"), None), "nothing from 2025-01-01");
        check(&[], "day", (None, None), "no input has a date");
        check(&["1900-01-01", "2024-01-01"], "day", (None, None), "more than 4000 frames");
        // The days that a month or a year changes.
        check(
            &["2023-12-31", "2024-01-01", "2024-02-28", "2024-03-01"],
            "article",
            (None, None),
            "12-31 01-01 02-28 03-01",
        );
        check(&["2024-02-28", "2024-03-01"], "day", (None, None), "02-28 02-29* 03-01");
    }

    #[test]
    fn words_for_how_often() {
        for (text, every) in
            [("day", Every::Days(1)), ("week", Every::Days(7)), ("article", Every::Report), ("10 d", Every::Days(10))]
        {
            assert_eq!(text.parse::<Every>(), Ok(every));
        }
        for wrong in ["", "0", "-1", "month", "99999"] {
            assert!(wrong.parse::<Every>().is_err(), "{wrong}");
        }
    }
}
