//! The pass over an article: expressions sentence by sentence, with what was mentioned before.
//!
//! In: [`Article`]. Out: [`Timeline`]. Never: events.

use crate::article::Article;
use crate::date::Date;
use crate::date::Period;
use crate::date::days_between;
use crate::date::token;
use crate::date::token::Token;
use crate::date::written;
use crate::date::written::Written;
use crate::terms::Precision;

use super::HISTORY_DAYS;
use super::TimeExpression;
use super::TimeKind;
use super::Timeline;
use super::calendar;
use super::campaign;
use super::clause;
use super::deictic;
use super::explicit;
use super::number;
use super::phrase;
use super::phrase::Context;
use super::phrase::Found;
use super::retrospect;

/// Most expressions read in one sentence; a longer list is no prose.
const MOST: usize = 200;

/// Reads every expression of the article.
pub(super) fn read(article: &Article) -> Timeline {
    let story = retrospect::year(article);
    let (timeline, context) = pass(article, story, None);
    // "On the third day the bridge fell", and only later when the drive began: once more with that day.
    if context.wanted && context.began.is_some() { pass(article, story, context.began).0 } else { timeline }
}

fn pass(article: &Article, story: Option<i16>, began: Option<Date>) -> (Timeline, Context) {
    // What looks back has no day of its own: its dates go on from one another.
    let published = article.written.or(article.published.as_ref().map(|p| p.date)).filter(|_| story.is_none());
    let mut context = Context { reference: published, began, ..Context::default() };
    if published.is_none() {
        context.year = story.or_else(|| article.story_year());
        if let Some(span) = years_of_story(article).filter(|_| story.is_none()) {
            context.year = Some(span.start.year());
            context.span = Some(span);
        }
        context.main = context.year.and_then(calendar::year).map(|y| y.start);
    }
    context.order = written::find(&token::tokenise(&article.text, 0)).iter().find_map(Written::proven_order);
    let mut timeline = Timeline { retrospective: published.is_none() && !is_news(article), ..Timeline::default() };
    let mut paragraph = usize::MAX;
    for sentence in &article.sentences {
        let block = article.blocks.get(sentence.block);
        let day = block.and_then(|b| b.date).and_then(|d| match story {
            Some(year) => Date::new(year, d.month(), d.day()).ok(),
            None => Some(d),
        });
        context.reference = day.or(published);
        if sentence.block != paragraph {
            paragraph = sentence.block;
            context.new_paragraph(day, block.and_then(|b| b.period));
        }
        let text = article.text.get(sentence.span.clone()).unwrap_or("");
        let tokens = token::tokenise(text, sentence.span.start);
        timeline.sentences.push(sentence_expressions(text, sentence.span.start, &tokens, &mut context));
        timeline.references.push(context.reference);
    }
    (timeline, context)
}

/// True if a text without a date is news all the same: `on Tuesday` and `this week` are counted from the day of writing.
fn is_news(article: &Article) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const NOW: [&str; 8] =
        ["yesterday", "tonight", "this week", "last week", "this morning", "last night", "this month", "last month"];
    let dated = |word: &str| {
        word.contains(|c: char| c.is_ascii_digit()) || written::month_or_short(word.trim_end_matches('.')).is_some()
    };
    let text = article.text.to_lowercase();
    let words: Vec<&str> =
        text.split_whitespace().map(|w| w.trim_matches([',', '.', ';', ':', '(', ')', '"', '\''])).collect();
    let weekday = words.iter().enumerate().any(|(i, w)| {
        DAYS.contains(w)
            && !words.get(i + 1).is_some_and(|n| dated(n))
            && !words.get(i + 2).is_some_and(|n| dated(n))
            && !i.checked_sub(1).and_then(|b| words.get(b)).is_some_and(|b| dated(b))
    });
    weekday || NOW.iter().any(|n| text.contains(n))
}

/// The years of a story that its title or its first sentences give together: "1944-1945", "from 1944 to 1945".
fn years_of_story(article: &Article) -> Option<Period> {
    const LONGEST: i16 = 8;
    let sentences = (0..article.sentences.len().min(4)).map(|i| article.sentence(i));
    article.title.as_deref().into_iter().chain(sentences).find_map(|line| {
        let tokens = token::tokenise(line, 0);
        (0..tokens.len()).find_map(|at| {
            let (first, next) = written::read_year(&tokens, at)?;
            let joined =
                tokens.get(next).is_some_and(|t| matches!(t.text, "-" | "\u{2013}" | "/") || t.is("to") || t.is("and"));
            let last = tokens.get(next + 1).filter(|_| joined)?;
            let last = match last.text.len() {
                4 => last.number(4)?,
                2 => first / 100 * 100 + last.number(2)?,
                _ => return None,
            };
            let years = (1000..2200).contains(&first) && last > first && last - first <= LONGEST;
            years.then(|| Some(Period::new(calendar::year(first)?.start, calendar::year(last)?.end))).flatten()
        })
    })
}

fn sentence_expressions(text: &str, offset: usize, tokens: &[Token<'_>], context: &mut Context) -> Vec<TimeExpression> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    context.sentence = None;
    context.old = 0;
    context.month = None;
    while at < tokens.len() && found.len() < MOST {
        let Some(item) = phrase::read(tokens, at, context) else {
            context.wanted |= context.began.is_none() && campaign::is_counted(tokens, at);
            at += 1;
            continue;
        };
        at = item.next.max(at + 1);
        let first = context.sentence.is_none();
        let item = if first { looking_ahead(tokens, item, context) } else { item };
        context.mention(&item);
        match found.last_mut() {
            Some(last) if phrase::continues(tokens, last, &item) => {
                last.period =
                    Period::new(last.period.start.min(item.period.start), item.period.end.max(last.period.end));
                last.precision = last.period.precision();
                last.next = item.next;
                last.part = None;
                last.range = true;
                context.mention(last);
                if matches!(last.kind, TimeKind::Since | TimeKind::By) {
                    last.kind = TimeKind::Point;
                }
            }
            _ => found.push(item),
        }
    }
    context.opening = false;
    if let Some(day) = campaign::began(tokens, &found) {
        context.began = Some(day);
    }
    let mut out: Vec<TimeExpression> = found.into_iter().filter_map(|f| finish(&f, tokens, context)).collect();
    for expression in &mut out {
        expression.aside = clause::in_aside(text, expression, offset);
    }
    out
}

/// "Grenoble, left the night before, was entered on 22 August": the day that is counted from follows.
fn looking_ahead(tokens: &[Token<'_>], item: Found, context: &Context) -> Found {
    let last = tokens.get(item.next.saturating_sub(1));
    let back = last.is_some_and(|t| t.is("before") || t.is("earlier"));
    if !back && !item.subordinate {
        return item;
    }
    let start = item.next;
    let reach = (start + 24).min(tokens.len());
    let ahead = (start..reach).find_map(|at| {
        explicit::read(tokens, at, context).or_else(|| deictic::read(tokens, at, context)).map(|f| (at, f))
    });
    let Some((place, day)) = ahead.filter(|(_, f)| f.period.days() == 1) else {
        return item;
    };
    let comma = tokens.get(start..place).is_some_and(|between| between.iter().any(|t| t.is_mark(",")));
    if item.subordinate && !(comma && item.first < 2) {
        // "P fell a week after the bridge was blown up on 3 October": counted on from that day.
        let moved = number::count(tokens, item.at).and_then(|count| phrase::moved(day.period.end, 1, &count));
        let Some(period) = moved.filter(|_| !comma) else {
            return item;
        };
        return Found { period, precision: period.precision(), subordinate: false, anchor: true, ..item };
    }
    let moved = Context { sentence: Some(day.period), ..context.clone() };
    phrase::read(tokens, item.at, &moved).unwrap_or(item)
}

fn finish(found: &Found, tokens: &[Token<'_>], context: &Context) -> Option<TimeExpression> {
    let span = tokens.get(found.first)?.start..tokens.get(found.next.checked_sub(1)?)?.end();
    let reference = context.reference;
    let mut period = found.period;
    let mut precision = found.precision;
    let named = period;
    if found.kind == TimeKind::Since
        && let Some(reference) = reference
        && period.start <= reference
    {
        period = Period { start: period.start, end: reference };
        precision = precision.max(if named.days() == 1 { Precision::Exact } else { named.precision() });
    }
    let history = |date: Date, now: Date| days_between(date, now) > HISTORY_DAYS;
    let lengths = matches!(found.kind, TimeKind::Within | TimeKind::Lasting);
    let last_day = if found.kind == TimeKind::Since { named.start } else { named.end };
    let historical = !lengths && reference.or(context.main).is_some_and(|now| history(last_day, now));
    let future = reference.is_some_and(|now| named.start > now);
    Some(TimeExpression {
        span,
        period,
        precision,
        kind: found.kind,
        part: found.part,
        historical,
        future,
        reporting: found.reporting,
        subordinate: found.subordinate,
        aside: false,
        local: found.local,
    })
}
