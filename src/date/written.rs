//! Dates as people write them: `5 December 2024`, `Dec. 5th`, `Thu, 12/05/2024`, `2024-12-05`.
//!
//! In: [`Token`]s. Out: [`Written`] dates with the parts that stand in the text. Never: guesses at missing parts.

use std::ops::Range;

use jiff::civil::Date;
use jiff::civil::Weekday;

use super::token::Token;
use super::token::TokenKind;

/// A date as it stands in a text; missing parts are `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Bytes, weekday included.
    pub span: Range<usize>,
    /// Name of the day, if written.
    pub weekday: Option<Weekday>,
    /// Year.
    pub year: Option<i16>,
    /// Month, 1 to 12.
    pub month: Option<i8>,
    /// Day of the month, 1 to 31.
    pub day: Option<i8>,
    /// For dates in figures: the first two numbers, whose order the text may leave open.
    pub figures: Option<(i8, i8)>,
}

/// Which of two figures comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// 5/12 is 5 December.
    DayFirst,
    /// 5/12 is May 12.
    MonthFirst,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// Full English name of a day of the week.
pub fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// Day of the week of a full name, in any letter case.
pub fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|&(_, day)| day)
}

/// Day of the week of a full name or an abbreviation (`Thu`, `Thurs`, `Tues`, `Weds`).
pub fn weekday_or_short(word: &str) -> Option<Weekday> {
    if let Some(day) = weekday(word) {
        return Some(day);
    }
    let at = |i: usize| WEEKDAYS.get(i).map(|&(_, day)| day);
    match word.to_ascii_lowercase().as_str() {
        "mon" => at(0),
        "tue" | "tues" => at(1),
        "wed" | "weds" => at(2),
        "thu" | "thur" | "thurs" => at(3),
        "fri" => at(4),
        "sat" => at(5),
        "sun" => at(6),
        _ => None,
    }
}

/// Month of a full name, 1 to 12, in any letter case.
pub fn month(word: &str) -> Option<i8> {
    MONTHS.iter().zip(1..).find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, number)| number)
}

/// Month of a full name or an abbreviation of three letters (and `Sept`).
pub fn month_or_short(word: &str) -> Option<i8> {
    if word.len() < 3 || !word.is_ascii() {
        return None;
    }
    if word.eq_ignore_ascii_case("sept") {
        return Some(9);
    }
    month(word).or_else(|| {
        (word.len() == 3)
            .then(|| {
                MONTHS.iter().zip(1..).find(|(name, _)| name.get(..3).is_some_and(|n| word.eq_ignore_ascii_case(n)))
            })
            .flatten()
            .map(|(_, number)| number)
    })
}

/// True for an abbreviated name of a month.
fn is_short(word: &str) -> bool {
    month(word).is_none()
}

/// True for month names that are common words and count only with a capital or between figures.
fn is_common_word(word: &str) -> bool {
    ["may", "march", "mar", "jan", "sun", "sat", "dec"].iter().any(|w| word.eq_ignore_ascii_case(w))
}

impl Written {
    const fn empty(span: Range<usize>) -> Self {
        Self { span, weekday: None, year: None, month: None, day: None, figures: None }
    }

    /// True if day, month and year are written and their order is sure.
    pub const fn is_full(&self) -> bool {
        self.year.is_some() && self.month.is_some() && self.day.is_some()
    }

    /// The civil date with this year, if day and month are known and the day exists.
    pub fn in_year(&self, year: i16) -> Option<Date> {
        Date::new(year, self.month?, self.day?).ok()
    }

    /// The civil date, if it is full and exists.
    pub fn date(&self) -> Option<Date> {
        self.in_year(self.year?)
    }

    /// The date with its figures read in `order`.
    #[must_use]
    pub fn ordered(&self, order: Order) -> Self {
        let mut out = self.clone();
        if let Some((a, b)) = self.figures {
            let (day, month) = if order == Order::DayFirst { (a, b) } else { (b, a) };
            out.day = Some(day);
            out.month = Some(month);
        }
        out
    }

    /// What proves the order of the figures: a number above 12, or the weekday.
    pub fn proven_order(&self) -> Option<Order> {
        let (a, b) = self.figures?;
        if a == b || (a > 12 && b <= 12) {
            return Some(Order::DayFirst);
        }
        if b > 12 && a <= 12 {
            return Some(Order::MonthFirst);
        }
        let day = self.weekday?;
        let fits = |order| self.ordered(order).date().is_some_and(|d| d.weekday() == day);
        match (fits(Order::DayFirst), fits(Order::MonthFirst)) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        }
    }

    /// False if the weekday that is written is not that of the date.
    pub fn weekday_agrees(&self, date: Date) -> bool {
        self.weekday.is_none_or(|day| day == date.weekday())
    }
}

/// Every date with at least a day and a month (or figures for both) in `tokens`, in order.
pub fn find(tokens: &[Token<'_>]) -> Vec<Written> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((date, next)) = read(tokens, at) {
            found.push(date);
            at = next;
        } else {
            at += 1;
        }
    }
    found
}

/// The date that begins at token `at`, and the index after it.
pub fn read(tokens: &[Token<'_>], at: usize) -> Option<(Written, usize)> {
    let first = tokens.get(at)?;
    // Part of a longer figure or word: 3.5, A400M, H-15.
    if at > 0 && first.kind == TokenKind::Number {
        let before = tokens.get(at - 1)?;
        if before.end() == first.start
            && (before.kind != TokenKind::Mark || matches!(before.text, "." | "," | "/" | "-" | "$" | "€" | "£" | "#"))
        {
            return None;
        }
    }
    if first.kind == TokenKind::Word
        && let Some(day) = weekday_or_short(first.text)
    {
        let mut next = at + 1;
        while tokens.get(next).is_some_and(|t| t.is_mark(",") || t.is_mark(".") || t.is_mark("(") || t.is("the")) {
            next += 1;
        }
        let (mut date, end) = read_day(tokens, next)?;
        date.weekday = Some(day);
        date.span.start = first.start;
        return Some((date, end));
    }
    let (mut date, end) = read_day(tokens, at)?;
    // "18 February 2015, Wednesday", "17 Feb 2024 (Saturday)", "9/4/2003 Wed"
    if date.year.is_some() {
        let mut next = end;
        if tokens.get(next).is_some_and(|t| t.is_mark(",") || t.is_mark("(")) {
            next += 1;
        }
        if let Some(token) = tokens.get(next)
            && token.is_capitalised()
            && let Some(day) = weekday_or_short(token.text)
            && date.ordered(date.proven_order().unwrap_or(Order::DayFirst)).date().is_some_and(|d| d.weekday() == day)
        {
            date.weekday = Some(day);
            date.span.end = token.end();
            return Some((date, next + 1));
        }
    }
    Some((date, end))
}

/// The date without a weekday at token `at`, whatever stands before it: the end of "9-10 September".
pub fn read_day(tokens: &[Token<'_>], at: usize) -> Option<(Written, usize)> {
    let first = tokens.get(at)?;
    match first.kind {
        TokenKind::Number => read_figures(tokens, at).or_else(|| read_day_month(tokens, at)),
        TokenKind::Word => read_month_day(tokens, at),
        TokenKind::Mark => None,
    }
}

/// `2024-12-05`, `12/05/2024`, `5.12.2024`, `5-12-24`.
fn read_figures(tokens: &[Token<'_>], at: usize) -> Option<(Written, usize)> {
    let [a, s1, b, s2, c] = tokens.get(at..at + 5)? else {
        return None;
    };
    if s1.text != s2.text || !matches!(s1.text, "/" | "-" | "." | "\u{2013}") {
        return None;
    }
    let tight = [(a, s1), (s1, b), (b, s2), (s2, c)].iter().all(|(x, y)| x.end() == y.start);
    if !tight || [a, b, c].iter().any(|t| t.kind != TokenKind::Number) {
        return None;
    }
    let followed = |next: usize| {
        tokens.get(next).is_some_and(|t| {
            // A full stop after the date ends the sentence; "1.2.3.4" is no date.
            let goes_on = || tokens.get(next + 1).is_some_and(|n| n.kind == TokenKind::Number && n.start == t.end());
            t.start == c.end() && (t.kind == TokenKind::Number || (t.text == s1.text && goes_on()))
        })
    };
    if followed(at + 5) {
        return None;
    }
    let mut date = Written::empty(a.start..c.end());
    if a.text.len() == 4 {
        date.year = Some(a.number(4)?);
        date.month = Some(small(b, 12)?);
        date.day = Some(small(c, 31)?);
        return Some((date, at + 5));
    }
    date.year = Some(year_of(c)?);
    let (x, y) = (small(a, 31)?, small(b, 31)?);
    if x > 12 && y > 12 {
        return None;
    }
    date.figures = Some((x, y));
    // A day written with dots is European; the other marks leave the order open.
    let order = if s1.text == "." { Some(Order::DayFirst) } else { date.proven_order() };
    if let Some(order) = order {
        date = date.ordered(order);
    }
    Some((date, at + 5))
}

fn year_of(token: &Token<'_>) -> Option<i16> {
    let value = token.number(4)?;
    match token.text.len() {
        4 => Some(value),
        2 => Some(if value < 70 { 2000 + value } else { 1900 + value }),
        _ => None,
    }
}

fn small(token: &Token<'_>, most: i16) -> Option<i8> {
    let value = token.number(2)?;
    (1..=most).contains(&value).then(|| i8::try_from(value).ok()).flatten()
}

/// A day of the month at `at`: `5`, `5th`, `2d`; the index after it.
pub fn read_ordinal(tokens: &[Token<'_>], at: usize) -> Option<(i8, bool, usize)> {
    let token = tokens.get(at)?;
    let day = small(token, 31)?;
    if let Some(after) = tokens.get(at + 1)
        && after.start == token.end()
    {
        if after.kind == TokenKind::Word {
            return ["st", "nd", "rd", "th", "d"].iter().any(|s| after.is(s)).then_some((day, true, at + 2));
        }
        // 5:30, 1,200 and 4.6 are no days.
        let figure = |i: usize| tokens.get(i).is_some_and(|t| t.kind == TokenKind::Number && t.start == after.end());
        if matches!(after.text, ":" | "%" | "," | "." | "/") && (after.text == "%" || figure(at + 2)) {
            return None;
        }
    }
    Some((day, false, at + 1))
}

/// `5 December 2024`, `5th of December`, `7 oct`.
fn read_day_month(tokens: &[Token<'_>], at: usize) -> Option<(Written, usize)> {
    let first = tokens.get(at)?;
    let (day, _, mut next) = read_ordinal(tokens, at)?;
    while tokens.get(next).is_some_and(|t| t.is("of") || t.is("day") || t.is_mark("-") || t.is_mark(",")) {
        next += 1;
        if next > at + 5 {
            return None;
        }
    }
    let name = tokens.get(next)?;
    let month = month_or_short(name.text).or_else(|| {
        // "10 IX 2022"
        read_year(tokens, next + 1).and_then(|_| roman(name.text))
    })?;
    // "5 may follow", "3 march on": a common word in small letters needs a year after it.
    let with_year = read_year(tokens, next + 1);
    if !name.is_capitalised() && is_common_word(name.text) && with_year.is_none() {
        return None;
    }
    let mut date = Written::empty(first.start..name.end());
    date.day = Some(day);
    date.month = Some(month);
    next += 1;
    if tokens.get(next).is_some_and(|t| t.is_mark(".") && is_short(name.text) && t.start == name.end()) {
        next += 1;
    }
    // "10-SEP-2022"
    let dashed = tokens.get(next).is_some_and(|t| t.is_mark("-") && t.start == name.end())
        && tokens.get(next + 1).is_some_and(|t| t.start == name.end() + 1);
    if let Some((year, after)) = read_year(tokens, next + usize::from(dashed)) {
        date.year = Some(year);
        date.span.end = tokens.get(after - 1)?.end();
        next = after;
    }
    Some((date, next))
}

/// Month of a Roman numeral in capitals, I to XII.
fn roman(word: &str) -> Option<i8> {
    let numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    numerals.iter().zip(1..).find(|(n, _)| **n == word).map(|(_, number)| number)
}

/// `December 5, 2024`, `Dec. 5th`, `May 23d`, `December the 5th`.
fn read_month_day(tokens: &[Token<'_>], at: usize) -> Option<(Written, usize)> {
    let name = tokens.get(at)?;
    let month = month_or_short(name.text)?;
    let mut next = at + 1;
    if tokens.get(next).is_some_and(|t| t.is_mark(".") && is_short(name.text)) {
        next += 1;
    }
    if tokens.get(next).is_some_and(|t| t.is("the")) {
        next += 1;
    }
    let day_token = tokens.get(next)?;
    let (day, ordinal, after) = read_ordinal(tokens, next)?;
    let mut date = Written::empty(name.start..tokens.get(after - 1)?.end());
    date.month = Some(month);
    date.day = Some(day);
    next = after;
    // "March 5 km on": a unit makes it a figure.
    if !name.is_capitalised() && (is_common_word(name.text) || !ordinal) && read_year(tokens, next).is_none() {
        let unit = tokens
            .get(next)
            .is_some_and(|t| ["km", "kilometres", "kilometers", "miles", "metres", "men"].iter().any(|u| t.is(u)));
        if unit || is_common_word(name.text) {
            return None;
        }
    }
    // "May 2024" is a month and a year, not the 20th.
    if day_token.text.len() > 2 {
        return None;
    }
    if let Some((year, end)) = read_year(tokens, next) {
        date.year = Some(year);
        date.span.end = tokens.get(end - 1)?.end();
        next = end;
    }
    Some((date, next))
}

/// A year of four digits at `at`, after an optional comma; the index after it.
pub fn read_year(tokens: &[Token<'_>], at: usize) -> Option<(i16, usize)> {
    let mut next = at;
    if tokens.get(next).is_some_and(|t| t.is_mark(",")) {
        next += 1;
    }
    let token = tokens.get(next)?;
    if token.text.len() != 4 {
        return None;
    }
    let year = token.number(4)?;
    if !(1000..=2999).contains(&year) {
        return None;
    }
    // 2,000 men, 1944.5 and 1500m are no years.
    if let Some(after) = tokens.get(next + 1)
        && after.start == token.end()
        && (after.kind == TokenKind::Word
            || (matches!(after.text, "." | "," | ":")
                && tokens.get(next + 2).is_some_and(|t| t.kind == TokenKind::Number && t.start == after.end())))
    {
        return None;
    }
    Some((year, next + 1))
}
