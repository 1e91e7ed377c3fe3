//! Which expression dates which words.
//!
//! In: a [`Timeline`], a sentence, the bytes of a trigger. Out: [`When`]. Never: events.

use std::ops::Range;

use crate::article::Article;
use crate::date::Date;
use crate::date::Period;
use crate::date::days_between;
use crate::terms::Precision;

use super::HISTORY_DAYS;
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
    /// The month, the year or the days of a heading.
    Heading,
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
    /// True if it is counted back from the main clause: "a year after P had fallen".
    pub counted_back: bool,
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
            counted_back: false,
        }
    }

    /// About the day of the article, where the text says no more.
    pub(crate) fn of_article(day: Date) -> Self {
        Self { period: Some(Period::day(day)), precision: Precision::Near, basis: Basis::Article, ..Self::nothing() }
    }
}

/// See [`Timeline::when`].
pub(super) fn when(timeline: &Timeline, article: &Article, index: usize, trigger: &Range<usize>) -> When {
    let Some(sentence) = article.sentences.get(index) else {
        return When::nothing();
    };
    let reference = timeline.reference(index);
    if let Some((position, basis)) = choose(timeline.in_sentence(index), article, &sentence.span, trigger)
        && let Some(found) = timeline.in_sentence(index).get(position)
    {
        return used(found, basis, (index, position), reference, false);
    }
    // Earlier in the paragraph, the nearest sentence first; history does not carry over. A text without a date of its
    // own goes on with the day it named last.
    let heading = article.blocks.get(sentence.block).and_then(|b| b.period);
    for earlier in (0..index).rev().take(60) {
        let paragraph = article.sentences.get(earlier).is_some_and(|s| s.block == sentence.block);
        if !paragraph && reference.is_some() {
            break;
        }
        let longest = 10;
        let carries = |e: &TimeExpression| {
            // Under a heading that names the days, history is what is told.
            let told = !e.historical || heading.is_some_and(|h| h.start <= e.period.end && e.period.start <= h.end);
            matches!(e.kind, TimeKind::Point | TimeKind::By)
                && told
                && !e.future
                && !e.subordinate
                && e.period.days() <= longest
                && !looks_back(article, earlier, timeline.in_sentence(earlier), e)
        };
        let found = timeline.in_sentence(earlier).iter().enumerate().rev().find(|(_, e)| carries(e));
        if let Some((position, expression)) = found {
            let basis = if paragraph { Basis::Paragraph } else { Basis::Article };
            let mut when = used(expression, basis, (earlier, position), reference, true);
            if !paragraph {
                when.precision = Precision::Region;
            }
            return when;
        }
    }
    if let Some(period) = heading {
        let historical = reference.is_some_and(|now| days_between(period.end, now) > HISTORY_DAYS);
        return When {
            period: Some(period),
            precision: period.precision().max(Precision::Near),
            basis: Basis::Heading,
            expression: None,
            historical,
            future: false,
            counted_back: false,
        };
    }
    reference.map_or_else(When::nothing, When::of_article)
}

/// True if an expression stands in a relative clause in the pluperfect: "P, which had fallen the night before, was shelled".
fn looks_back(article: &Article, index: usize, expressions: &[TimeExpression], e: &TimeExpression) -> bool {
    let Some(span) = article.sentences.get(index).map(|s| s.span.clone()) else { return false };
    let cuts = cuts(article.text.get(span.clone()).unwrap_or(""), span.start, expressions);
    let clause = cuts.partition_point(|c| c.start <= e.span.start).checked_sub(1);
    clause.and_then(|i| cuts.get(i)).is_some_and(|c| c.relative && c.had)
}

fn used(found: &TimeExpression, basis: Basis, at: (usize, usize), reference: Option<Date>, carried: bool) -> When {
    let mut period = found.period;
    // Something that began on a day and goes on is dated by its beginning to the reference; "by Friday" by that day.
    if found.kind == TimeKind::Since
        && let Some(now) = reference
        && period.start <= now
    {
        period = Period { start: period.start, end: now };
    }
    let weak = carried || found.kind == TimeKind::By;
    let precision = if weak { found.precision.max(Precision::Near) } else { found.precision };
    let precision = if found.kind == TimeKind::By && !carried { found.precision } else { precision };
    When {
        period: Some(period),
        precision,
        basis,
        expression: Some(at),
        historical: found.historical,
        future: found.future,
        counted_back: found.subordinate,
    }
}

/// A clause: where it begins and what kind it is.
#[derive(Debug, Clone, Copy)]
struct Cut {
    start: usize,
    /// Begun by "which", "where", "who".
    relative: bool,
    /// It stands in the pluperfect.
    had: bool,
    /// Sentences within the sentence: their number so far (`;`, dashes).
    part: usize,
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
    let text = |r: Range<usize>| article.text.get(r).unwrap_or("");
    let cuts = cuts(text(sentence.clone()), sentence.start, expressions);
    let clause_of = |at: usize| cuts.partition_point(|c| c.start <= at);
    let cut = |clause: usize| clause.checked_sub(1).and_then(|i| cuts.get(i));
    let home = clause_of(trigger.start);
    let home_had = cut(home).is_some_and(|c| c.had);
    let mut best: Option<(usize, usize, Basis)> = None;
    for (position, e) in expressions.iter().enumerate() {
        let usable = e.dates_events() || e.kind == TimeKind::Until;
        if !usable {
            continue;
        }
        // "a year after P fell" ends with the word that opens its clause.
        let clause = clause_of(if e.subordinate { e.span.end.saturating_sub(1) } else { e.span.start });
        let same = clause == home;
        let after = e.span.start >= trigger.end;
        let between = if after { trigger.end..e.span.start } else { e.span.end.min(trigger.start)..trigger.start };
        let opening = e.span.start <= sentence.start + 4;
        let it = cut(clause);
        if e.local && !same {
            continue;
        }
        // "three days after they broke out" dates the breakout only.
        if e.subordinate && (after || !same) {
            continue;
        }
        // `retook P, lost to them in June 2014, and`: the aside keeps its date.
        if after && lost_aside(text(sentence.start..sentence.end), trigger, e, sentence.start) {
            continue;
        }
        // A relative clause and a clause in the pluperfect keep their date to themselves.
        if !same && !opening && it.is_some_and(|c| c.relative || (c.had && !home_had)) {
            continue;
        }
        let mut cost = between.len() + text(between.clone()).matches(',').count() * 60;
        if !same {
            cost += 400 * clause.abs_diff(home);
            // Opening words date all of a sentence until another date comes.
            if opening {
                cost = cost.saturating_sub(300 * clause.abs_diff(home));
            }
            let part = |c: Option<&Cut>| c.map_or(0, |c| c.part);
            cost += 900 * part(it).abs_diff(part(cut(home)));
            if clause > home {
                cost += 200;
            }
        }
        // `P, under siege since May, fell on 3 June`: the aside tells how long, not when.
        let aside = same && !after && e.kind == TimeKind::Since && text(between.clone()).starts_with(',');
        cost += 400 * usize::from(aside);
        // `troops who crossed on Tuesday took P on Thursday`: the relative clause has ended.
        let own_after = expressions
            .iter()
            .any(|x| x.dates_events() && x.span.start >= trigger.end && clause_of(x.span.start) == home);
        cost += 300 * usize::from(same && !after && own_after && it.is_some_and(|c| c.relative));
        // `took P, their largest gain in recent months`: words about the place.
        if after && text(between.clone()).contains(',') && text(e.span.clone()).contains("recent") {
            continue;
        }
        // `P, the only city lost since February, was freed`: an aside about the place.
        if !after && e.aside {
            continue;
        }
        // `took P on Friday and reached Q on Saturday`: Friday belongs to the first.
        let joined = !after && !opening && text(between.clone()).trim_start().starts_with("and ");
        let own = expressions.iter().any(|x| x.span.start >= trigger.end && clause_of(x.span.start) == home);
        cost += 200 * usize::from(joined && own);
        cost += 700 * usize::from(e.reporting) + 150 * usize::from(e.kind == TimeKind::Until);
        // "an agreement reached six days before": the day belongs to the word before it.
        if same
            && let Some((participle, bound)) = participle_before(text(sentence.start..sentence.end), e, sentence.start)
        {
            let own = participle.start <= trigger.end + 1 && trigger.start < participle.end;
            if bound && !own {
                continue;
            }
            cost += 450 * usize::from(!own);
        }
        if e.historical && !expressions.iter().all(|x| x.historical) {
            // "captured P on 16 May and Q on Friday": the day right behind is its own.
            let next =
                same && after && between.len() < 40 && !expressions.iter().any(|x| between.contains(&x.span.start));
            cost += if next {
                0
            } else if same {
                300
            } else {
                900
            };
        }
        if best.is_none_or(|(_, least, _)| cost < least) {
            best = Some((position, cost, if same { Basis::Clause } else { Basis::Sentence }));
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

/// Participles that follow the noun they belong to: "an agreement reached on Monday".
const AFTER_NOUN: &[&str] = &[
    "agreed",
    "announced",
    "brokered",
    "called",
    "concluded",
    "declared",
    "drawn",
    "imposed",
    "issued",
    "launched",
    "made",
    "negotiated",
    "passed",
    "proclaimed",
    "published",
    "reached",
    "set",
    "signed",
    "struck",
];

/// The past participle just before an expression, and whether the expression is bound to it: between commas
/// ("the town, lost in 2014, was …") or after a noun ("an agreement reached six days before").
fn participle_before(sentence: &str, e: &TimeExpression, offset: usize) -> Option<(Range<usize>, bool)> {
    let before = sentence.get(..e.span.start.checked_sub(offset)?)?.trim_end();
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next()?;
    let irregular =
        ["begun", "drawn", "fought", "held", "lost", "made", "met", "seen", "set", "signed", "struck", "taken", "won"];
    if !((word.len() > 4 && word.ends_with("ed")) || irregular.contains(&word)) {
        return None;
    }
    let start = before.len() - word.len();
    let left = before.get(..start)?.trim_end();
    let right = sentence.get(e.span.end.checked_sub(offset)?..)?.trim_start();
    let enclosed = left.ends_with(',') && right.starts_with([',', '.', ';']);
    Some((start + offset..before.len() + offset, enclosed || AFTER_NOUN.contains(&word)))
}

/// True if the expression stands behind the trigger in an aside that begins with a participle: ", lost to them in June 2014,".
pub(in crate::event) fn lost_aside(sentence: &str, trigger: &Range<usize>, e: &TimeExpression, offset: usize) -> bool {
    const OPENS: &[&str] = &[
        "abandoned",
        "besieged",
        "captured",
        "conquered",
        "held",
        "lost",
        "occupied",
        "overrun",
        "seized",
        "surrendered",
        "taken",
    ];
    let at = |byte: usize| byte.checked_sub(offset);
    let parts = at(trigger.end).zip(at(e.span.start)).and_then(|(from, to)| sentence.get(from..to));
    let rest = at(e.span.end).and_then(|to| sentence.get(to..)).unwrap_or("");
    let Some((_, aside)) = parts.and_then(|between| between.rsplit_once(',')) else { return false };
    let first = aside.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    OPENS.contains(&first) && rest.trim_start().starts_with([',', '.', ';', ')'])
}

/// True if the expression stands between commas in words that only describe: "the only city taken since February".
pub(super) fn in_aside(sentence: &str, e: &TimeExpression, offset: usize) -> bool {
    const OPENS: &[&str] =
        &["a", "an", "capital", "home", "its", "long", "once", "one", "scene", "site", "the", "their", "then", "under"];
    let parts = e
        .span
        .start
        .checked_sub(offset)
        .and_then(|at| sentence.get(..at))
        .zip(e.span.end.checked_sub(offset).and_then(|at| sentence.get(at..)));
    let Some((before, after)) = parts else { return false };
    let (Some(left), Some(right)) = (before.rfind(','), after.find(',')) else { return false };
    let aside = before.get(left + 1..).unwrap_or("").trim_start();
    let first = aside.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let whole = after.get(..right).unwrap_or("");
    let place = |c: char| matches!(c, ';' | ':' | '(' | ')');
    // Digits before the comma: a list of dates. A determiner of the expression itself opens no aside.
    OPENS.contains(&first)
        && aside.len() > first.len() + 1
        && !aside.contains(place)
        && !whole.contains(place)
        && whole.len() < 60
        && left > 0
}

/// Where the clauses after the first begin.
fn cuts(text: &str, offset: usize, expressions: &[TimeExpression]) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    let mut previous_end = 0;
    let mut part = 0;
    let mut had = false;
    let mut following = words(text).skip(1);
    for (start, word) in words(text) {
        let next = following.next().map_or("", |(_, w)| w);
        let between = text.get(previous_end..start).unwrap_or("");
        let lower = word.to_ascii_lowercase();
        // "11 nov: column leaves": the date stands for what follows.
        let after_date = expressions.iter().any(|e| e.span.end == previous_end + offset);
        let strong = between.contains([';', '\u{2013}', '\u{27a1}', '\u{2192}']) || between.contains(" - ");
        let mark = strong || (between.contains(':') && !after_date) || between.contains(['(', ')']);
        let comma = between.contains(',');
        let relative = matches!(lower.as_str(), "where" | "which" | "who" | "whose" | "whom")
            || lower == "that" && is_predicate(next);
        let opens = match lower.as_str() {
            "while" | "when" | "whereas" | "although" | "though" | "because" | "before" | "after" | "that" => true,
            "but" => true,
            "and" | "then" | "as" | "having" => comma,
            _ => relative,
        };
        // "before Friday" belongs to its clause.
        let dated = expressions.iter().any(|e| e.span.start == start + offset);
        // A relative clause between commas ends with the comma before a verb of the main clause.
        let ended = comma && cuts.last().is_some_and(|c| c.relative) && !opens;
        if start > 0 && (mark || ended || (opens && !dated)) {
            part += usize::from(strong);
            cuts.push(Cut { start: start + offset, relative: relative && !mark, had: false, part });
        }
        if std::mem::take(&mut had)
            && !matches!(lower.as_str(), "yet" | "to" | "no" | "a" | "an" | "the" | "its" | "their" | "only" | "little")
            && let Some(last) = cuts.last_mut()
        {
            last.had = true;
        }
        had = lower == "had";
        previous_end = start + word.len();
    }
    cuts
}

/// True for a word that goes on from the "that" of a relative clause: "villages that fell", "areas that were lost".
fn is_predicate(word: &str) -> bool {
    const VERBS: &[&str] = &[
        "are", "began", "broke", "came", "fell", "had", "has", "have", "held", "is", "lay", "led", "left", "lost",
        "stood", "took", "was", "went", "were",
    ];
    VERBS.contains(&word) || word.len() > 4 && word.ends_with("ed")
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(|c: char| c.is_alphanumeric())?;
        let tail = text.get(start..)?;
        let length = tail.find(|c: char| !c.is_alphanumeric() && c != '\'').unwrap_or(tail.len());
        at = start + length.max(1);
        tail.get(..length).map(|w| (start, w))
    })
}
