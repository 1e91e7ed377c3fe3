//! Whether an article looks back: an anniversary, a diary from the archive. Its dates without a year are those of the story.
//!
//! In: an article with a date. Out: the year of the story. Never: dates of events.

use std::collections::BTreeMap;

use crate::article::Article;
use crate::date::Date;
use crate::date::days_between;
use crate::date::token;
use crate::date::token::Token;
use crate::date::token::TokenKind;
use crate::date::written;

use super::number;
use super::phrase;
use super::tense;

/// Sentences at the head in which an anniversary is named.
const HEAD: usize = 14;

/// Days before an article in which its news may have happened.
const RECENT: i32 = 75;

/// What a text says of years and days.
#[derive(Debug, Default)]
struct Counts {
    /// How often each year is named with a word that makes it one.
    years: BTreeMap<i16, usize>,
    /// Days with a month and without a year.
    days: usize,
    /// Those of them that may lie in the weeks before the article.
    recent: usize,
    /// Weekdays without a date, "yesterday", "last night".
    news: usize,
    /// "Ten years ago", "the twentieth anniversary": the years.
    back: Option<i16>,
    /// The first year named in the head.
    first: Option<i16>,
}

/// The year in which the story plays, if that is long before the article.
pub(super) fn year(article: &Article) -> Option<i16> {
    let published = article.published.as_ref().filter(|p| !p.year_unknown)?.date;
    let mut counts = Counts::default();
    for (index, sentence) in article.sentences.iter().enumerate() {
        let text = article.text.get(sentence.span.clone()).unwrap_or("");
        count(&token::tokenise(text, 0), index < HEAD, published, &mut counts);
    }
    let now = published.year();
    let old = |year: i16| year <= now.saturating_sub(2);
    let told: usize = counts.years.iter().filter(|(y, _)| **y < now).map(|(_, n)| n).sum();
    let all: usize = counts.years.values().sum();
    let main = counts.years.iter().filter(|(y, _)| **y < now).max_by_key(|(y, n)| (**n, std::cmp::Reverse(**y)));
    if let Some(back) = counts.back {
        let year = now.checked_sub(back)?;
        // A year that is written near it is meant.
        let written =
            counts.years.keys().copied().filter(|y| (y - year).abs() <= 1 && *y < now).min_by_key(|y| (y - year).abs());
        return (counts.days >= 2 && counts.days > counts.news).then(|| written.unwrap_or(year));
    }
    let (&year, &times) = main?;
    let leads = counts.first == Some(year);
    // A report of the last weeks names older years in passing.
    let news = counts.recent * 2 > counts.days;
    let clear = times * 2 >= told && told * 2 > all && leads && times >= if news { 4 } else { 2 };
    (old(year) && clear && counts.days >= 3 && counts.news * 2 < counts.days).then_some(year)
}

fn count(tokens: &[Token<'_>], head: bool, published: Date, out: &mut Counts) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some((date, next)) = written::read(tokens, at) {
            match date.year {
                Some(year) => name(year, head, out),
                None if date.figures.is_none() => {
                    out.days += 1;
                    let fresh = |d: Date| (0..=RECENT).contains(&days_between(d, published));
                    let years = [published.year(), published.year().saturating_sub(1)];
                    out.recent += usize::from(years.into_iter().filter_map(|y| date.in_year(y)).any(fresh));
                }
                None => {}
            }
            at = next;
            continue;
        }
        if token.kind == TokenKind::Number
            && let Some((year, next)) = written::read_year(tokens, at)
            && at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(is_cue)
            && (1000..2200).contains(&year)
        {
            name(year, head, out);
            at = next;
            continue;
        }
        let news = ["yesterday", "tonight", "today"].iter().any(|w| token.is(w))
            || token.is_capitalised() && phrase::weekday(token).is_some()
            || token.is("last") && tokens.get(at + 1).is_some_and(|t| t.is("night"));
        out.news += usize::from(news && !tense::is_future(tokens, at));
        if head && out.back.is_none() {
            out.back = back(tokens, at);
        }
        at += 1;
    }
}

fn name(year: i16, head: bool, out: &mut Counts) {
    *out.years.entry(year).or_default() += 1;
    if head && out.first.is_none() {
        out.first = Some(year);
    }
}

fn is_cue(token: &Token<'_>) -> bool {
    written::month_or_short(token.text).is_some()
        || ["in", "of", "from", "during", "early", "late", "mid", "spring", "summer", "autumn", "winter", "the"]
            .iter()
            .any(|w| token.is(w))
}

/// Years from "ten years ago", "a decade on", "twenty years after", "the 20th anniversary" at token `at`.
fn back(tokens: &[Token<'_>], at: usize) -> Option<i16> {
    let is = |i: usize, words: &[&str]| tokens.get(i).is_some_and(|t| words.iter().any(|w| t.is(w)));
    if is(at, &["anniversary"]) {
        let ordinal = |i: usize| -> Option<i16> {
            let token = tokens.get(i)?;
            number::ordinal_word(token.text).map(i16::from)
        };
        let figure = || written::read_ordinal(tokens, at.checked_sub(2)?).filter(|o| o.1).map(|o| i16::from(o.0));
        return at.checked_sub(1).and_then(ordinal).or_else(figure).filter(|n| *n > 0);
    }
    if is(at, &["half"]) && is(at + 1, &["a"]) && is(at + 2, &["century"]) && is(at + 3, AFTER) {
        return Some(50);
    }
    let count = number::count(tokens, at)?;
    let years = match count.unit {
        number::Unit::Year if !count.vague => i16::try_from(count.number).ok()?,
        _ => return None,
    };
    let today = is(count.next, &["ago"]) && is(count.next + 1, &["today", "this"]);
    let on = is(count.next, &["on"]);
    let far = years >= if today || on { 2 } else { 5 } && is(count.next, AFTER)
        || years == 1 && (today || is(count.next, &["on"]));
    // "held it two years ago" is an aside: it opens its sentence or stands at its end.
    let opens = at <= 4 || today || is(count.next, &["on"]);
    (far && opens).then_some(years)
}

/// Words behind a number of years that look back.
const AFTER: &[&str] = &["after", "ago", "later", "on", "since"];
