//! The pass over an article: expressions sentence by sentence, with what was mentioned before.
//!
//! In: [`Article`]. Out: [`Timeline`]. Never: events.

use crate::article::Article;
use crate::date::Date;
use crate::date::Period;
use crate::date::days_between;
use crate::date::token;
use crate::date::token::Token;
use crate::date::token::TokenKind;
use crate::date::written;
use crate::date::written::Written;
use crate::terms::Precision;

use super::HISTORY_DAYS;
use super::TimeExpression;
use super::TimeKind;
use super::Timeline;
use super::calendar;
use super::phrase;
use super::phrase::Context;
use super::phrase::Found;

/// Most expressions read in one sentence; a longer list is no prose.
const MOST: usize = 200;

/// Reads every expression of the article.
pub(super) fn read(article: &Article) -> Timeline {
    let published = article.published.as_ref().map(|p| p.date);
    let mut context = Context {
        reference: published,
        ..Context::default()
    };
    if published.is_none() {
        context.year = first_year(article);
        context.main = context.year.and_then(calendar::year).map(|y| y.start);
    }
    context.order = written::find(&token::tokenise(&article.text, 0))
        .iter()
        .find_map(Written::proven_order);
    let mut timeline = Timeline::default();
    let mut paragraph = usize::MAX;
    for sentence in &article.sentences {
        let block = article.blocks.get(sentence.block);
        let day = block.and_then(|b| b.date);
        context.reference = day.or(published);
        if sentence.block != paragraph {
            paragraph = sentence.block;
            context.new_paragraph(day);
        }
        let text = article.text.get(sentence.span.clone()).unwrap_or("");
        let tokens = token::tokenise(text, sentence.span.start);
        timeline
            .sentences
            .push(sentence_expressions(&tokens, &mut context));
        timeline.references.push(context.reference);
    }
    timeline
}

/// The year of the title or of the first sentence that names one.
fn first_year(article: &Article) -> Option<i16> {
    let title = article
        .title
        .as_deref()
        .and_then(|t| year_in(&token::tokenise(t, 0)));
    title.or_else(|| {
        (0..article.sentences.len().min(40))
            .find_map(|i| year_in(&token::tokenise(article.sentence(i), 0)))
    })
}

fn year_in(tokens: &[Token<'_>]) -> Option<i16> {
    tokens.iter().enumerate().find_map(|(i, t)| {
        let (year, _) = (t.kind == TokenKind::Number && t.text.len() == 4)
            .then(|| written::read_year(tokens, i))
            .flatten()?;
        let before = i.checked_sub(1).and_then(|b| tokens.get(b));
        let cue = before.is_none_or(|b| {
            written::month_or_short(b.text).is_some()
                || b.kind == TokenKind::Mark
                || [
                    "in", "of", "since", "from", "until", "the", "during", "summer", "winter",
                    "spring", "autumn",
                ]
                .iter()
                .any(|w| b.is(w))
        });
        (cue && (1000..=2200).contains(&year)).then_some(year)
    })
}

fn sentence_expressions(tokens: &[Token<'_>], context: &mut Context) -> Vec<TimeExpression> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() && found.len() < MOST {
        let Some(item) = phrase::read(tokens, at, context) else {
            at += 1;
            continue;
        };
        at = item.next.max(at + 1);
        context.mention(&item);
        match found.last_mut() {
            Some(last) if phrase::continues(tokens, last, &item) => {
                last.period = Period::new(
                    last.period.start.min(item.period.start),
                    item.period.end.max(last.period.end),
                );
                last.precision = last.period.precision();
                last.next = item.next;
                last.part = None;
                if matches!(last.kind, TimeKind::Since | TimeKind::By) {
                    last.kind = TimeKind::Point;
                }
            }
            _ => found.push(item),
        }
    }
    found
        .into_iter()
        .filter_map(|f| finish(&f, tokens, context))
        .collect()
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
        period = Period {
            start: period.start,
            end: reference,
        };
        precision = precision.max(if named.days() == 1 {
            Precision::Exact
        } else {
            named.precision()
        });
    }
    let history = |date: Date, now: Date| days_between(date, now) > HISTORY_DAYS;
    let lengths = matches!(found.kind, TimeKind::Within | TimeKind::Lasting);
    let last_day = if found.kind == TimeKind::Since {
        named.start
    } else {
        named.end
    };
    let historical = !lengths
        && reference
            .or(context.main)
            .is_some_and(|now| history(last_day, now));
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
    })
}
