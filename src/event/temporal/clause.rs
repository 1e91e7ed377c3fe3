//! Which expression dates which words.
//!
//! In: a [`Timeline`], a sentence, the bytes of a trigger. Out: [`When`]. Never: events.

use std::ops::Range;

use crate::article::Article;
use crate::date::Date;
use crate::date::Period;
use crate::terms::Precision;

use super::TimeExpression;
use super::TimeKind;
use super::Timeline;

/// Where the date of a clause was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// In the same clause.
    Clause,
    /// In the same sentence.
    Sentence,
    /// Earlier in the same paragraph.
    Paragraph,
    /// The day of a heading, else of the article.
    Article,
    /// Nowhere.
    None,
}

/// When something took place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The days; `None` if nothing is known.
    pub period: Option<Period>,
    /// How exact.
    pub precision: Precision,
    /// Where it was found.
    pub basis: Basis,
    /// Sentence and index in it of the expression used.
    pub expression: Option<(usize, usize)>,
    /// True if the expression used is history.
    pub historical: bool,
    /// True if it lies after the article.
    pub future: bool,
}

impl When {
    const fn nothing() -> Self {
        Self {
            period: None,
            precision: Precision::Region,
            basis: Basis::None,
            expression: None,
            historical: false,
            future: false,
        }
    }
}

/// See [`Timeline::when`].
pub(super) fn when(
    timeline: &Timeline,
    article: &Article,
    index: usize,
    trigger: &Range<usize>,
) -> When {
    let Some(sentence) = article.sentences.get(index) else {
        return When::nothing();
    };
    let reference = timeline.reference(index);
    if let Some((position, basis)) = choose(
        timeline.in_sentence(index),
        article,
        &sentence.span,
        trigger,
    ) && let Some(found) = timeline.in_sentence(index).get(position)
    {
        return used(found, basis, (index, position), reference, false);
    }
    // Earlier in the paragraph, the nearest sentence first; history does not carry over.
    for earlier in (0..index).rev().take(40) {
        if article
            .sentences
            .get(earlier)
            .is_none_or(|s| s.block != sentence.block)
        {
            break;
        }
        let found = timeline
            .in_sentence(earlier)
            .iter()
            .enumerate()
            .rev()
            .find(|(_, e)| {
                e.dates_events()
                    && !e.historical
                    && !e.future
                    && e.period.days() <= 10
                    && e.kind == TimeKind::Point
            });
        if let Some((position, expression)) = found {
            return used(
                expression,
                Basis::Paragraph,
                (earlier, position),
                reference,
                true,
            );
        }
    }
    reference.map_or_else(When::nothing, |day| When {
        period: Some(Period::day(day)),
        precision: Precision::Near,
        basis: Basis::Article,
        expression: None,
        historical: false,
        future: false,
    })
}

fn used(
    found: &TimeExpression,
    basis: Basis,
    at: (usize, usize),
    reference: Option<Date>,
    carried: bool,
) -> When {
    let mut period = found.period;
    // Something that began on a day and goes on is dated by its beginning to the reference; "by Friday" by that day.
    if found.kind == TimeKind::Since
        && let Some(now) = reference
        && period.start <= now
    {
        period = Period {
            start: period.start,
            end: now,
        };
    }
    let weak = carried || found.kind == TimeKind::By;
    let precision = if weak {
        found.precision.max(Precision::Near)
    } else {
        found.precision
    };
    let precision = if found.kind == TimeKind::By && !carried {
        found.precision
    } else {
        precision
    };
    When {
        period: Some(period),
        precision,
        basis,
        expression: Some(at),
        historical: found.historical,
        future: found.future,
    }
}

/// The expression of the sentence that fits the trigger best.
fn choose(
    expressions: &[TimeExpression],
    article: &Article,
    sentence: &Range<usize>,
    trigger: &Range<usize>,
) -> Option<(usize, Basis)> {
    if expressions.is_empty() {
        return None;
    }
    let cuts = cuts(
        article.text.get(sentence.clone()).unwrap_or(""),
        sentence.start,
        expressions,
    );
    let clause_of = |at: usize| cuts.partition_point(|c| *c <= at);
    let home = clause_of(trigger.start);
    let mut best: Option<(usize, usize, Basis)> = None;
    for (position, e) in expressions.iter().enumerate() {
        if !e.dates_events() {
            continue;
        }
        let clause = clause_of(e.span.start);
        let distance = if e.span.start >= trigger.end {
            e.span.start - trigger.end
        } else {
            trigger.start.saturating_sub(e.span.end)
        };
        let same = clause == home;
        // Cost in bytes; a border between clauses costs more than any distance inside one.
        let mut cost = distance;
        if !same {
            cost += 400 * clause.abs_diff(home);
            // Opening words of the sentence date all of it until another date comes.
            if e.span.start <= sentence.start + 4 {
                cost = cost.saturating_sub(300 * clause.abs_diff(home));
            }
            // What is said later dates what was said before less often.
            if clause > home {
                cost += 200;
            }
        }
        if e.reporting {
            cost += 700;
        }
        if e.historical != expressions.iter().all(|x| x.historical) && !same {
            cost += 900;
        }
        if best.is_none_or(|(_, least, _)| cost < least) {
            best = Some((
                position,
                cost,
                if same { Basis::Clause } else { Basis::Sentence },
            ));
        }
    }
    let (position, _, basis) = best?;
    let chosen = expressions.get(position)?;
    // History in another clause dates only what it stands with.
    if chosen.historical && basis == Basis::Sentence && chosen.span.start > sentence.start + 4 {
        return None;
    }
    Some((position, basis))
}

/// Bytes at which a new clause begins.
fn cuts(text: &str, offset: usize, expressions: &[TimeExpression]) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut previous_end = 0;
    for (start, word) in words(text) {
        let between = text.get(previous_end..start).unwrap_or("");
        let lower = word.to_ascii_lowercase();
        let mark = between.contains([';', ':', '\u{2013}', '(', ')']) || between.contains(" - ");
        let comma = between.contains(',');
        let opens = match lower.as_str() {
            "while" | "when" | "where" | "whereas" | "which" | "who" | "whose" | "although"
            | "though" | "because" | "before" | "after" | "that" => true,
            "but" | "and" | "then" | "as" | "having" => comma || lower == "but",
            "until" | "since" => false,
            _ => false,
        };
        // "before Friday" belongs to its clause.
        let dated = expressions.iter().any(|e| e.span.start == start + offset);
        if start > 0 && (mark || (opens && !dated)) {
            cuts.push(start + offset);
        }
        previous_end = start + word.len();
    }
    cuts
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(|c: char| c.is_alphanumeric())?;
        let tail = text.get(start..)?;
        let length = tail
            .find(|c: char| !c.is_alphanumeric() && c != '\'')
            .unwrap_or(tail.len());
        at = start + length.max(1);
        tail.get(..length).map(|w| (start, w))
    })
}
