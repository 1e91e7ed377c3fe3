//! The date of an article: every date that stands at its edges, weighed; the losers are reported.
//!
//! In: blocks, datelines, dates of the page. Out: [`Published`] and warnings. Never: dates of events.

use std::ops::Range;

use crate::date::Date;
use crate::date::Weekday;
use crate::date::days_between;
use crate::date::token;
use crate::date::token::Token;
use crate::date::token::TokenKind;
use crate::date::written;
use crate::date::written::Order;
use crate::date::written::Written;
use crate::diagnostic::Warning;

use super::Block;
use super::BlockKind;
use super::Published;
use super::block;
use super::dateline::Dateline;

/// A date that could be that of the article. The order of the fields is the order of trust.
#[derive(Debug, Clone)]
struct Candidate {
    /// Smaller is better.
    rank: u8,
    rule: &'static str,
    date: Written,
}

/// What is known about the date besides the text.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    /// Given by the user.
    pub given: Option<Date>,
    /// From the head of the page or the front matter.
    pub page: Option<Date>,
    /// Address of the page.
    pub url: Option<&'a str>,
    /// First and last year in which the story may play, by whom it names.
    pub years: Option<(i16, i16)>,
}

/// Longest time of an actor, in years, that tells when an article was written.
const LONGEST: i16 = 12;

/// Years of which one orders the days of a text that names none; it is never shown.
const CYCLE: std::ops::RangeInclusive<i16> = 1999..=2026;

/// Chooses the date of the article.
pub(super) fn choose(
    text: &str,
    blocks: &[Block],
    dateline: Option<&Dateline>,
    known: &Known<'_>,
    warnings: &mut Vec<Warning>,
) -> Option<Published> {
    let tokens = token::tokenise(text, 0);
    let order = document_order(&tokens);
    let mut found = candidates(text, blocks, dateline, known);
    found.sort_by_key(|c| (c.rank, c.date.span.start));
    let read = |c: &Candidate| -> Option<(Date, bool)> {
        let date = match (c.date.figures, c.date.proven_order().or(order)) {
            (Some(_), Some(order)) => c.date.ordered(order),
            // Nothing proves the order: a slash is read the American way only if it has to be.
            (Some(_), None) if c.date.day.is_none() => c.date.ordered(Order::DayFirst),
            _ => c.date.clone(),
        };
        date.date().map(|d| (d, date.weekday_agrees(d)))
    };
    if let Some(given) = known.given {
        for c in &found {
            if let Some((date, _)) = read(c)
                && date != given
            {
                warnings.push(conflict(given, "given", date, c.rule, "the date given by the user decides"));
            }
        }
        return Some(Published { date: given, year_inferred: false, year_unknown: false, rule: "given" });
    }
    // A full date whose weekday is right, else any full date, else a date without a year.
    let full: Vec<(Date, bool, &Candidate)> = found.iter().filter_map(|c| read(c).map(|(d, ok)| (d, ok, c))).collect();
    let chosen = full.iter().find(|(_, ok, _)| *ok).or_else(|| full.first());
    let partial = found.iter().find(|c| c.date.year.is_none() && c.date.month.is_some() && c.date.day.is_some());
    // A dateline without a year beats a later edge date with one; the year then comes from it if they are near.
    if let Some(&(date, agrees, candidate)) = chosen {
        if !agrees {
            warnings.push(Warning::new(
                "date-weekday",
                format!("{date} is a {}, but the text names another day", written::weekday_name(date.weekday())),
            ));
        }
        let mut reported = Vec::new();
        for &(other, ok, c) in &full {
            if other != date && !reported.contains(&other) {
                reported.push(other);
                let why = if ok { reason(candidate.rule, c.rule) } else { "its weekday is wrong".to_owned() };
                warnings.push(conflict(date, candidate.rule, other, c.rule, &why));
            }
        }
        let rule = candidate.rule;
        return Some(Published { date, year_inferred: false, year_unknown: false, rule });
    }
    if let Some(candidate) = partial {
        return infer_year(candidate, text, blocks, &tokens, known, warnings);
    }
    from_text(text, &tokens, order)
}

fn reason(winner: &str, loser: &str) -> String {
    match (winner, loser) {
        ("byline", _) => "a stamp with weekday and time is made when the article appears".to_owned(),
        (_, "updated" | "archive") => "it tells of a later change, not of the publication".to_owned(),
        _ => format!("a date by rule '{winner}' is trusted more than one by rule '{loser}'"),
    }
}

fn conflict(date: Date, rule: &str, other: Date, other_rule: &str, why: &str) -> Warning {
    Warning::new(
        "date-conflict",
        format!("article dated {date} ({rule}); another date, {other} ({other_rule}), is set aside: {why}"),
    )
}

fn candidates(text: &str, blocks: &[Block], dateline: Option<&Dateline>, known: &Known<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut days: Vec<(Date, usize)> = Vec::new();
    let end = text.len();
    let story: usize = blocks.iter().position(|b| b.kind == BlockKind::Paragraph).unwrap_or(0);
    for (i, b) in blocks.iter().enumerate() {
        let headline = b.kind == BlockKind::Headline;
        if !(b.kind == BlockKind::Stamp || headline) {
            continue;
        }
        let Some(line) = text.get(b.span.clone()) else {
            continue;
        };
        let tokens = token::tokenise(line, b.span.start);
        let parts = block::stamp_parts(&tokens);
        // `Date: 2 March - 17 April 2015`: how long a battle lasted.
        let dates = written::find(&tokens);
        let lasted = tokens.first().is_some_and(|t| t.is("date") || t.is("dates"))
            && (dates.len() > 1
                || line.contains(['-', '\u{2013}']) && dates.iter().all(|d| d.figures.is_none() && !d.is_full()));
        if lasted {
            continue;
        }
        let bare = b.kind == BlockKind::Stamp && parts.others == 0 && !parts.time && !parts.key;
        for date in dates {
            if bare && let Some(day) = date.date() {
                days.push((day, date.span.start));
            }
            let (rank, rule) = rank(&tokens, &date, parts.time, headline, i > story && i + 3 > blocks.len());
            found.push(Candidate { rank, rule, date });
        }
    }
    // Several lines that hold nothing but a day are the headings of a live page or a diary: the latest day counts.
    if let Some(latest) = days.iter().max()
        && days.len() > 1
    {
        found.retain(|c| c.date.span.start == latest.1 || !days.iter().any(|d| d.1 == c.date.span.start));
    }
    if let Some(line) = dateline
        && let Some(date) = &line.date
        && !found.iter().any(|c| c.date.span == date.span && c.rank < 4)
    {
        found.retain(|c| c.date.span != date.span);
        found.push(Candidate { rank: 4, rule: "dateline", date: date.clone() });
    }
    // `7 December 2024 – The army …`: a dateline without a town.
    if let Some(b) = blocks.iter().find(|b| b.kind == BlockKind::Paragraph)
        && let Some(date) = text.get(b.span.clone()).and_then(|line| leading(line, b.span.start))
        && !found.iter().any(|c| c.date.span == date.span)
    {
        found.push(Candidate { rank: 4, rule: "dateline", date });
    }
    let whole = |date: Date| Written {
        span: end..end,
        weekday: None,
        year: Some(date.year()),
        month: Some(date.month()),
        day: Some(date.day()),
        figures: None,
    };
    if let Some(date) = known.page {
        found.push(Candidate { rank: 3, rule: "page", date: whole(date) });
    }
    if let Some(date) = known.url.and_then(date_in_url) {
        found.push(Candidate { rank: 7, rule: "url", date: whole(date) });
    }
    found
}

/// A whole date that a paragraph begins with, set off by a dash or a colon.
fn leading(line: &str, offset: usize) -> Option<Written> {
    let head: String = line.chars().take(60).collect();
    let tokens = token::tokenise(&head, offset);
    let (date, next) = written::read(&tokens, 0)?;
    let mark = tokens.get(next)?;
    let set_off = mark.is_mark(":") || mark.is_mark("\u{2013}") || mark.is_mark("\u{2014}") || mark.is_mark("-");
    (set_off && date.is_full()).then_some(date)
}

fn rank(tokens: &[Token<'_>], date: &Written, time: bool, headline: bool, foot: bool) -> (u8, &'static str) {
    let before = tokens.iter().take_while(|t| t.start < date.span.start);
    let key = before.filter(|t| t.kind == TokenKind::Word).filter_map(|t| key_rule(t.text)).last();
    match key {
        Some((rank, rule)) => (rank, rule),
        None if date.weekday.is_some() && time && !headline => (1, "byline"),
        None if headline => (6, "header"),
        None if foot => (6, "foot"),
        None => (5, "header"),
    }
}

fn key_rule(word: &str) -> Option<(u8, &'static str)> {
    Some(match word.to_ascii_lowercase().as_str() {
        "published" | "posted" | "filed" | "issued" => (2, "stamp"),
        "updated" | "edited" | "modified" | "revised" => (8, "updated"),
        "retrieved" | "accessed" | "saved" | "archive" | "archived" => (9, "archive"),
        _ => return None,
    })
}

/// `…/2024/12/05/…` or `…/2024-12-05-…`.
fn date_in_url(url: &str) -> Option<Date> {
    let tokens = token::tokenise(url.get(..2000).unwrap_or(url), 0);
    tokens.windows(5).find_map(|w| {
        let [y, s1, m, s2, d] = w else { return None };
        (y.text.len() == 4 && s1.text == s2.text && matches!(s1.text, "/" | "-" | "_")).then_some(())?;
        let small = |t: &Token<'_>| t.number(2).and_then(|n| i8::try_from(n).ok());
        Date::new(y.number(4)?, small(m)?, small(d)?).ok().filter(|d| (1900..2200).contains(&d.year()))
    })
}

/// The order of figures that any date of the text proves.
fn document_order(tokens: &[Token<'_>]) -> Option<Order> {
    written::find(tokens).iter().find_map(Written::proven_order)
}

/// What the text says of years besides its own date.
#[derive(Debug, Default)]
struct Years {
    /// The latest day or month named with its year: the article was not written before.
    day: Option<Date>,
    /// The latest year named alone.
    year: Option<i16>,
    /// The first day or month of a deadline: `by July 1991`.
    ahead: Option<Date>,
}

fn years(tokens: &[Token<'_>]) -> Years {
    let cues =
        ["in", "since", "of", "early", "late", "from", "and", "during", "mid", "summer", "spring", "autumn", "winter"];
    let mut out = Years::default();
    let mut put = |at: usize, date: Date, year_only: bool| {
        let due = (1..=3).any(|b| {
            at.checked_sub(b)
                .and_then(|i| tokens.get(i))
                .is_some_and(|t| ["by", "until", "before"].iter().any(|w| t.is(w)))
        });
        if due {
            out.ahead = Some(out.ahead.map_or(date, |a| a.min(date)));
        } else if year_only {
            out.year = out.year.max(Some(date.year()));
        } else {
            out.day = out.day.max(Some(date));
        }
    };
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some((date, next)) = written::read(tokens, at) {
            if let Some(day) = date.date() {
                put(at, day, false);
            }
            at = next;
            continue;
        }
        if token.text.len() == 4
            && let Some(before) = at.checked_sub(1).and_then(|b| tokens.get(b))
            && let Some((year, _)) = written::read_year(tokens, at)
            && (1700..=2999).contains(&year)
        {
            let month = written::month_or_short(before.text).filter(|_| before.is_capitalised());
            if (month.is_some() || cues.iter().any(|w| before.is(w)))
                && let Ok(date) = Date::new(year, month.unwrap_or(1), 1)
            {
                put(at, date, month.is_none());
            }
        }
        at += 1;
    }
    out
}

/// The year of a copyright line: `© 2025 The Agency`, `Copyright 2025`.
fn copyright(tokens: &[Token<'_>]) -> Option<i16> {
    let marked = |at: usize| {
        (1..=4).any(|back| {
            at.checked_sub(back).and_then(|i| tokens.get(i)).is_some_and(|t| t.text == "\u{a9}" || t.is("copyright"))
        })
    };
    let years = tokens.iter().enumerate().filter(|(i, t)| t.text.len() == 4 && marked(*i));
    years.filter_map(|(i, _)| written::read_year(tokens, i).map(|y| y.0)).max()
}

/// Weekdays named in the first paragraphs: one of them is most likely the day of the dateline or the day before.
fn first_weekday(text: &str, blocks: &[Block]) -> Option<Weekday> {
    blocks.iter().filter(|b| b.kind == BlockKind::Paragraph).take(3).find_map(|b| {
        let line = text.get(b.span.clone())?;
        token::tokenise(line, 0).iter().find_map(|t| t.is_capitalised().then(|| written::weekday(t.text)).flatten())
    })
}

/// A date without a year: that of a copyright line, else the first year after all that the text dates, with the weekday
/// that the text names if one of the next years has it; without any, a year in which the actors of the text were about.
fn infer_year(
    candidate: &Candidate,
    text: &str,
    blocks: &[Block],
    tokens: &[Token<'_>],
    known: &Known<'_>,
    warnings: &mut Vec<Warning>,
) -> Option<Published> {
    let told = candidate.date.weekday.or_else(|| first_weekday(text, blocks));
    let (earliest, latest) = known.years.map_or((None, None), |(from, to)| (Some(from), Some(to)));
    let fits = |year: i16| {
        let about = earliest.is_none_or(|e| e <= year) && latest.is_none_or(|l| year <= l);
        let day = candidate.date.in_year(year).filter(|_| about);
        day.filter(|d| candidate.date.weekday.is_none_or(|w| d.weekday() == w))
    };
    // A report names its own day, or the day before.
    let same = |d: &Date| told.is_some_and(|w| d.weekday() == w);
    let near = |d: &Date| same(d) || told.is_some_and(|w| d.yesterday().is_ok_and(|y| y.weekday() == w));
    let named = years(tokens);
    let past = || {
        let after = named.day?;
        let list: Vec<Date> =
            (after.year()..=after.year().saturating_add(2)).filter_map(fits).filter(|d| *d >= after).collect();
        let soon = list.first().filter(|d| days_between(after, **d) <= 366);
        list.iter().find(|d| same(d)).or_else(|| list.iter().find(|d| near(d))).or(soon).copied()
    };
    // A year alone may be long past: the weekday has to agree.
    let weak = || {
        let year = named.year?;
        (year..=year.saturating_add(2)).filter_map(fits).find(same)
    };
    let deadline = || {
        let before = named.ahead?;
        (before.year().saturating_sub(2)..=before.year()).rev().filter_map(fits).filter(|d| *d <= before).find(same)
    };
    let (month, day) = (candidate.date.month?, candidate.date.day?);
    let rule = candidate.rule;
    let printed = copyright(tokens).and_then(fits);
    if let Some(date) = printed.or_else(past).or_else(deadline).or_else(weak) {
        let message = format!(
            "the text gives no year for {day}/{month} (day/month); {} is taken from the years and weekdays it names",
            date.year()
        );
        warnings.push(Warning::new("year-inferred", message));
        return Some(Published { date, year_inferred: true, year_unknown: false, rule });
    }
    // The years of the actors, if both ends are known: sure enough only if one year alone has the weekday.
    if let Some((from, to)) = known.years.filter(|(from, to)| to.saturating_sub(*from) <= LONGEST) {
        let list: Vec<Date> = (from..=to).filter_map(fits).filter(same).collect();
        if let [date] = list.as_slice() {
            let message = format!(
                "the text gives no year for {day}/{month} (day/month); {} is taken from the weekday and from the actors it names",
                date.year()
            );
            warnings.push(Warning::new("year-inferred", message));
            return Some(Published { date: *date, year_inferred: true, year_unknown: false, rule });
        }
    }
    let any = |year: i16| candidate.date.in_year(year);
    let date = CYCLE.rev().filter_map(any).find(same).or_else(|| CYCLE.rev().find_map(any))?;
    let message = format!(
        "the text gives no year for {day}/{month} (day/month); dates serve only to order the events: give the date of the article"
    );
    warnings.push(Warning::new("year-unknown", message));
    Some(Published { date, year_inferred: true, year_unknown: true, rule })
}

/// No date at the edges: a text that speaks of today carries its date inside, the latest full one.
fn from_text(text: &str, tokens: &[Token<'_>], order: Option<Order>) -> Option<Published> {
    let deictic = tokens.iter().any(|t| ["today", "tonight", "yesterday", "tomorrow"].iter().any(|w| t.is(w)))
        || ["this morning", "this afternoon", "this evening", "y'day"].iter().any(|p| text.contains(p));
    if !deictic {
        return None;
    }
    let dates = written::find(tokens);
    let full = dates.iter().filter_map(|d| order.map_or_else(|| d.clone(), |o| d.ordered(o)).date());
    full.max().map(|date| Published { date, year_inferred: false, year_unknown: false, rule: "text" })
}

/// What dates inside the article count from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Base<'a> {
    /// The date of the article.
    pub published: Option<&'a Published>,
    /// Without one: the year of the story.
    pub year: Option<i16>,
}

/// The year of the title or of the first line that names one: what a history without a date of its own tells of.
pub(super) fn story_year<'a>(lines: impl Iterator<Item = &'a str>) -> Option<i16> {
    let cues = ["in", "of", "since", "from", "until", "the", "during", "spring", "summer", "autumn", "winter"];
    lines.take(40).find_map(|line| {
        let tokens = token::tokenise(line, 0);
        tokens.iter().enumerate().find_map(|(i, t)| {
            if t.kind != TokenKind::Number || t.text.len() != 4 {
                return None;
            }
            let (year, _) = written::read_year(&tokens, i)?;
            let before = i.checked_sub(1).and_then(|b| tokens.get(b));
            let cue = before.is_none_or(|b| {
                b.kind == TokenKind::Mark || written::month_or_short(b.text).is_some() || cues.iter().any(|w| b.is(w))
            });
            (cue && (1000..=2200).contains(&year)).then_some(year)
        })
    })
}

/// Date of a heading inside the article (`Sunday, 17 September`, `Day 3 – 5 March 2022`), if it is little else.
pub(super) fn of_heading(line: &str, span: &Range<usize>, strict: bool, base: Base<'_>) -> Option<Date> {
    let tokens = token::tokenise(line, span.start);
    let dates = written::find(&tokens);
    let [date] = dates.as_slice() else {
        return None;
    };
    let parts = block::stamp_parts(&tokens);
    if parts.others > if strict { 0 } else { 2 } || parts.key {
        return None;
    }
    let year = date.year.or_else(|| base.published.map(|p| p.date.year())).or(base.year)?;
    let day = date.in_year(year)?;
    match base.published {
        // Without a year of its own: not after the article.
        Some(p) if date.year.is_none() && day > p.date => date.in_year(year - 1),
        _ => Some(day),
    }
}
