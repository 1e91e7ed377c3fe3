//! Candidate names: every window of words that the gazetteer knows, and every one whose form speaks for a name.
//!
//! In: [`Token`]s, [`Lookup`]. Out: [`Span`]s, overlapping, not yet judged. Never: decisions.

use crate::toponym::knowledge::model::Form;
use crate::toponym::knowledge::model::Known;
use crate::toponym::knowledge::words::class;
use crate::toponym::lookup::Lookup;
use crate::toponym::token::Token;
use crate::toponym::token::shape;

/// Most tokens in a name.
const LONGEST: usize = 7;
/// The same with the full stop of an abbreviation behind it.
pub(super) const MOST_TOKENS: usize = LONGEST + 1;

/// A window of tokens that may be a place name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// First token.
    pub(super) first: usize,
    /// Token after the last.
    pub(super) next: usize,
    /// First byte.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
    /// What the gazetteer knows under this name.
    pub(super) entry: Option<usize>,
    /// Form of the name.
    pub(super) form: Form,
    /// Hash of the lower-cased name.
    pub(super) hash: u64,
}

/// Arabic articles that are no English words.
const ARTICLES: &[&str] = &["ad", "adh", "al", "ar", "ash", "ath", "az", "el"];

fn can_start(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else {
        return false;
    };
    if !token.is(shape::WORD) {
        return false;
    }
    if token.is(shape::CAP) {
        return true;
    }
    // `al-Haffa`; `al Haffa`
    let own = || text.get(token.start..token.end).is_some_and(|word| ARTICLES.contains(&word));
    tokens.get(at + 1).is_some_and(|t| t.is(shape::CAP) && (t.is(shape::HYPHEN) && token.has(class::PARTICLE) || own()))
}

/// True if token `at` may continue a name.
fn can_continue(tokens: &[Token], at: usize, sentence: u32) -> bool {
    let (Some(token), Some(before)) = (tokens.get(at), tokens.get(at - 1)) else {
        return false;
    };
    if token.sentence != sentence {
        return false;
    }
    // `Snyder's Bluff`, `Haines' Bluff`
    if token.is(shape::POSSESSIVE) || token.sign == b'\'' && token.is(shape::GLUED) {
        return tokens.get(at + 1).is_some_and(|t| t.is(shape::CAP) && t.sentence == sentence);
    }
    if token.is(shape::WORD) {
        return token.is(shape::CAP) || token.has(class::PARTICLE) || token.is(shape::HYPHEN);
    }
    token.sign == b'.'
        && token.is(shape::GLUED)
        && before.is(shape::CAP)
        && before.end - before.start <= 4
        && tokens.get(at + 1).is_some_and(|t| t.is(shape::CAP))
}

fn can_end(token: &Token) -> bool {
    token.is(shape::WORD) && (token.is(shape::CAP) || token.is(shape::HYPHEN) && token.end - token.start > 2)
}

/// A word that cannot be a name alone, nor begin one of unknown words.
pub(super) fn is_empty_word(token: &Token) -> bool {
    token.has(
        class::NEVER
            | class::ARTICLE
            | class::PREPOSITION
            | class::LOCATION
            | class::CONJUNCTION
            | class::MONTH
            | class::WEEKDAY
            | class::MILITARY & !class::MILITARY,
    ) || token.is(shape::INITIAL)
}

/// All candidate names, sorted by first token, then longest first.
pub(super) fn find_spans(text: &str, tokens: &[Token], runs: &[(usize, usize)], lookup: &mut Lookup<'_>) -> Vec<Span> {
    let mut spans = Vec::with_capacity(tokens.len() / 8);
    // From which end on the gazetteer knows no name that begins at a token.
    let mut unknown_from = vec![usize::MAX; tokens.len()];
    for (at, from) in unknown_from.iter_mut().enumerate() {
        if can_start(text, tokens, at) {
            *from = find_known(text, tokens, at, lookup, &mut spans);
        }
    }
    let known = spans.len();
    for &(from, to) in runs {
        find_forms(text, tokens, (from, to), known, &unknown_from, lookup, &mut spans);
    }
    spans.sort_by_key(|s| (s.first, usize::MAX - s.next, s.entry.is_none()));
    spans.dedup_by_key(|s| (s.first, s.next));
    spans
}

/// True for the short word between hyphens that joins two parts of a name.
pub(super) fn is_joint(token: &Token) -> bool {
    token.is(shape::HYPHEN)
        && token.is(shape::WORD)
        && !token.is(shape::CAP)
        && token.end - token.start <= 2
        && !token.has(class::LOCATION | class::PREPOSITION | class::CONJUNCTION)
}

/// True where a name goes on by a joining word, as "Pul-e-Hesar" and "Pul-e Hesar" do: no part of it is a name of its own.
fn is_joined(tokens: &[Token], first: usize, next: usize) -> bool {
    let joins = |at: usize| tokens.get(at).is_some_and(is_joint);
    let cap = |at: usize| tokens.get(at).is_some_and(|t| t.is(shape::CAP));
    joins(next) && cap(next + 1) || first >= 2 && joins(first - 1) && cap(first - 2)
}

/// Adds the known names that begin at a token; returns the token after the first window that no known name begins with.
fn find_known(text: &str, tokens: &[Token], at: usize, lookup: &mut Lookup<'_>, spans: &mut Vec<Span>) -> usize {
    let Some(first) = tokens.get(at) else { return usize::MAX };
    let stands_alone = first.is(shape::CAP) && (!is_empty_word(first) || first.is(shape::ALLCAPS));
    if !stands_alone && !can_continue(tokens, at + 1, first.sentence) {
        return usize::MAX;
    }
    if !lookup.begin(text.get(first.start..first.end).unwrap_or_default()) {
        return at + 1;
    }
    let mut next = at + 1;
    loop {
        let Some(last) = tokens.get(next - 1) else {
            return usize::MAX;
        };
        let alone = next == at + 1;
        if can_end(last) && !is_joined(tokens, at, next) && (!alone || stands_alone) {
            let dot = tokens.get(next).filter(|t| {
                t.sign == b'.' && t.is(shape::GLUED) && last.end - last.start <= 5 && !last.is(shape::DOTTED)
            });
            let abbreviation = dot
                .and_then(|dot| Some((dot, lookup.entry_read(true)?)))
                .filter(|&(_, entry)| lookup.entry(entry).is_some_and(|e| e.abbreviation));
            let weak = !alone
                && (first.has(class::LOCATION | class::PREPOSITION | class::CONJUNCTION)
                    || first.is(shape::FIRST) && is_empty_word(first));
            if let Some((dot, entry)) = abbreviation {
                spans.push(make_span(text, tokens, at, next + 1, first.start..dot.end, Some(entry), None));
            } else if let Some(entry) = lookup
                .entry_read(false)
                .filter(|&e| !weak || lookup.entry(e).is_some_and(|e| e.known == Known::Primary))
            {
                spans.push(make_span(text, tokens, at, next, first.start..last.end, Some(entry), None));
            }
        }
        let Some(more) = tokens.get(next).and_then(|t| text.get(last.end..t.end)) else {
            return usize::MAX;
        };
        if next - at >= LONGEST || !can_continue(tokens, next, first.sentence) {
            return usize::MAX;
        }
        next += 1;
        if !lookup.read(more) {
            return next;
        }
    }
}

/// True for "Retaking X", "Capturing X" at the beginning of a sentence.
pub(super) fn is_opening_gerund(text: &str, token: &Token) -> bool {
    let word = text.get(token.start..token.end).unwrap_or("");
    token.is(shape::FIRST) && !token.is(shape::ALLCAPS) && word.len() >= 6 && word.ends_with("ing")
}

fn find_forms(
    text: &str,
    tokens: &[Token],
    (from, to): (usize, usize),
    known: usize,
    unknown_from: &[usize],
    lookup: &mut Lookup<'_>,
    spans: &mut Vec<Span>,
) {
    let mut start = from;
    while start + 1 < to
        && tokens.get(start).is_some_and(|t| {
            is_empty_word(t)
                || t.is(shape::FIRST) && t.has(class::COMMON1) && !t.has(class::PHYSICAL | class::ROAD)
                || is_opening_gerund(text, t) && unknown_from.get(start).is_some_and(|&end| end <= start + 1)
        })
    {
        start += 1;
    }
    let mut push = |first: usize, next: usize, form: Form, spans: &mut Vec<Span>| {
        let (Some(a), Some(z)) = (tokens.get(first), tokens.get(next - 1)) else {
            return;
        };
        if next <= first || z.end <= a.start || next - first > LONGEST || is_joined(tokens, first, next) {
            return;
        }
        if spans.get(..known).is_some_and(|k| {
            let at = k.partition_point(|s| s.first < first);
            k.get(at..).is_some_and(|k| k.iter().take_while(|s| s.first == first).any(|s| s.next == next))
        }) {
            return;
        }
        let may_be_known = unknown_from.get(first).is_none_or(|&end| next < end);
        let name = text.get(a.start..z.end).filter(|_| may_be_known);
        let entry = name.and_then(|name| lookup.find(name));
        spans.push(make_span(text, tokens, first, next, a.start..z.end, entry, Some(form)));
    };
    for k in start..to {
        let Some(token) = tokens.get(k) else { break };
        let form = if token.has(class::ROAD) {
            Form::Road
        } else if token.has(class::ADMIN) {
            Form::HeadAdmin
        } else if token.has(class::PHYSICAL) {
            Form::HeadPhysical
        } else if token.has(class::FACILITY) {
            Form::HeadFacility
        } else {
            continue;
        };
        if k > start && token.is(shape::CAP) {
            push(start, k + 1, form, spans);
            for back in 1..=2 {
                if k > start + back {
                    push(k - back, k + 1, form, spans);
                }
            }
        }
        if token.has(class::PHYSICAL | class::ROAD | class::FACILITY) && !token.is(shape::FIRST)
            || token.cap(class::PHYSICAL)
        {
            if tokens.get(k + 1).is_some_and(|t| t.is(shape::DIGIT) && t.sentence == token.sentence)
                && token.has(class::ROAD)
            {
                push(k, k + 2, Form::RoadNumber, spans);
            }
            for ahead in 2..=3 {
                if k + ahead <= to && tokens.get(k + ahead - 1).is_some_and(can_end) {
                    push(k, k + ahead, Form::HeadFirst, spans);
                }
            }
        }
    }
    // `the eastern town of Brega Sunday`
    let mut to = to;
    while to > start + 1 && tokens.get(to - 1).is_some_and(|t| t.has(class::WEEKDAY)) {
        to -= 1;
    }
    if to > start
        && tokens.get(to - 1).is_some_and(can_end)
        && !(to == start + 1 && tokens.get(start).is_some_and(is_empty_word))
    {
        let covered = tokens.get(start).zip(tokens.get(to - 1)).is_none();
        if !covered {
            push(start, to, Form::Mixed, spans);
        }
    }
}

fn make_span(
    text: &str,
    tokens: &[Token],
    first: usize,
    next: usize,
    bytes: std::ops::Range<usize>,
    entry: Option<usize>,
    form: Option<Form>,
) -> Span {
    let own = tokens.get(first..next).unwrap_or(&[]);
    let form = match form {
        Some(form) if form != Form::Mixed => form,
        given => own_form(own, given.is_some()),
    };
    let mut hash = 0u64;
    for token in own {
        hash = (hash ^ token.hash).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
    }
    debug_assert!(text.get(bytes.clone()).is_some());
    Span { first, next, start: bytes.start, end: bytes.end, entry, form, hash }
}

fn own_form(own: &[Token], unknown: bool) -> Form {
    let words = own.iter().filter(|t| t.is(shape::WORD)).count();
    let Some(first) = own.first() else {
        return Form::Mixed;
    };
    let last = own.iter().rev().find(|t| t.is(shape::WORD)).unwrap_or(first);
    if words > 1 && last.is(shape::CAP) {
        if last.has(class::ADMIN) {
            return Form::HeadAdmin;
        }
        if last.has(class::ROAD) && unknown {
            return Form::Road;
        }
        if last.has(class::PHYSICAL) {
            return Form::HeadPhysical;
        }
        if last.has(class::FACILITY) && unknown {
            return Form::HeadFacility;
        }
    }
    if own.len() > words {
        return if words == 1 { Form::AbbreviationDot } else { Form::Particle };
    }
    match words {
        1 if first.is(shape::DOTTED) => Form::Dotted,
        1 if first.is(shape::ALLCAPS) && first.end - first.start <= 3 => Form::Short,
        1 if first.is(shape::ALLCAPS) => Form::Capitals,
        1 => Form::Single,
        _ if own.iter().any(|t| !t.is(shape::CAP)) => Form::Particle,
        _ if own.iter().skip(1).any(|t| t.is(shape::HYPHEN)) => Form::Hyphen,
        2 => Form::Two,
        _ => Form::Three,
    }
}
