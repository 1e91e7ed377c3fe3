//! Names that somebody marked, to be resolved as they stand.
//!
//! In: spans, the names recognised beside them. Out: one list of both. Never: positions.

use std::ops::Range;

use crate::toponym::knowledge::model::Form;
use crate::toponym::knowledge::model::Left;
use crate::toponym::knowledge::model::Overlap;
use crate::toponym::knowledge::model::Right;
use crate::toponym::knowledge::model::Size;
use crate::toponym::lookup::Lookup;
use crate::toponym::mention::Named;
use crate::toponym::recognise::Judged;
use crate::toponym::token::Token;

/// Given names for which a container is looked for beyond those recognised.
const MOST_GIVEN: usize = 64;

/// Names found that do not touch a given one, and the given ones.
pub(super) fn join_given(
    text: &str,
    tokens: &[Token],
    names: Vec<Named>,
    given: &[Range<usize>],
    judged: &[Judged],
    lookup: &mut Lookup<'_>,
) -> Vec<Named> {
    let mut sorted: Vec<Range<usize>> =
        given.iter().filter(|s| s.start < s.end && text.get(s.start..s.end).is_some()).cloned().collect();
    sorted.sort_by_key(|s| (s.start, s.end));
    sorted.dedup();
    let mut out: Vec<Named> = Vec::new();
    for span in &sorted {
        let first = tokens.partition_point(|t| t.end <= span.start);
        let next = tokens.partition_point(|t| t.start < span.end).max(first);
        let judge = judged.iter().find(|j| j.span.start == span.start && j.span.end == span.end);
        let entry = match judge.and_then(|j| j.span.entry) {
            Some(entry) => Some(entry),
            None => find_given(text.get(span.clone()).unwrap_or(""), lookup),
        };
        out.push(Named {
            start: span.start,
            end: span.end,
            first,
            next,
            entry,
            form: judge.map_or(Form::Mixed, |j| j.span.form),
            odds: 4.0,
            left: judge.map_or(Left::Other, |j| j.left),
            right: judge.map_or(Right::Other, |j| j.right),
            overlap: judge.map_or(Overlap::Free, |j| j.overlap),
            found: false,
        });
    }
    let mut names = names;
    for judge in judged {
        let after_comma = judge
            .span
            .first
            .checked_sub(1)
            .and_then(|i| tokens.get(i))
            .is_some_and(|t| t.sign == b',' && sorted.iter().take(MOST_GIVEN).any(|s| s.end == t.start));
        let area = judge.span.entry.and_then(|e| lookup.entry(e)).is_some_and(|e| e.size == Size::Area);
        if after_comma && area && !names.iter().any(|n| n.start < judge.span.end && n.end > judge.span.start) {
            names.push(crate::toponym::geoparse::named(judge));
        }
    }
    for name in names {
        let at = sorted.partition_point(|s| s.end <= name.start);
        if sorted.get(at).is_none_or(|s| s.start >= name.end) {
            out.push(name);
        }
    }
    out.sort_by_key(|n| (n.start, n.end));
    out
}

/// Entry of a name that somebody marked: as it stands; without a leading "the", a possessive, a trailing dot; without a type
/// word in lower case ("X suburb"); the first of several spellings ("X/Y", "X (Y)") that is known.
fn find_given(name: &str, lookup: &mut Lookup<'_>) -> Option<usize> {
    if let Some(entry) = lookup.find(name) {
        return Some(entry);
    }
    let mut plain = name.trim();
    for prefix in ["the ", "The ", "THE "] {
        plain = plain.strip_prefix(prefix).unwrap_or(plain);
    }
    for suffix in ["'s", "\u{2019}s", "s'", "."] {
        plain = plain.strip_suffix(suffix).unwrap_or(plain);
    }
    for part in plain.split(['/', '(', ')']) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        if let Some(entry) = lookup.find(part).or_else(|| lookup.find(without_type(part))) {
            return Some(entry);
        }
    }
    None
}

/// A name without the lower-case words and numbers at its end.
pub(super) fn without_type(name: &str) -> &str {
    let mut end = name.trim_end().len();
    while let Some(at) = name.get(..end).and_then(|n| n.rfind(char::is_whitespace)) {
        let word = name.get(at..end).unwrap_or("").trim();
        let typed = word.starts_with(|c: char| c.is_lowercase() || c.is_numeric());
        if !typed || word.contains('-') {
            break;
        }
        end = at;
    }
    name.get(..end).unwrap_or(name).trim()
}
