//! Names of armed actors and media: no place is read inside them.
//!
//! In: tokens, the lexicon of actors. Out: bytes of their names. Never: sides.

use std::ops::Range;

use crate::toponym::knowledge::model::Gaz;
use crate::toponym::knowledge::model::Known;
use crate::toponym::knowledge::model::Overlap;
use crate::toponym::lookup::Lookup;
use crate::toponym::mention::Named;
use crate::toponym::token::Token;
use crate::toponym::token::shape;

/// True inside the name of an actor; nations at its head stay ("Syrian army", "US forces").
pub(super) fn is_blocked(blocked: &[Range<usize>], name: &Named, lookup: &Lookup<'_>) -> bool {
    let at = blocked.partition_point(|b| b.end <= name.start);
    blocked.get(at).is_some_and(|b| b.start < name.end) && !is_nation(name, lookup)
}

fn is_nation(name: &Named, lookup: &Lookup<'_>) -> bool {
    name.entry.and_then(|e| lookup.entry(e)).is_some_and(|e| e.gaz == Gaz::Country || e.known == Known::Demonym)
}

/// True for a place inside the name of an armed group or a medium: "X Brigade", "X Today".
pub(super) fn is_inside_group(name: &Named, lookup: &Lookup<'_>) -> bool {
    matches!(name.overlap, Overlap::Armed | Overlap::InMedia) && !is_nation(name, lookup)
}

/// Bytes of the names of armed actors.
pub(super) fn find_actors(text: &str, tokens: &[Token], actors: &crate::lexicon::Lexicon) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let word = |t: &Token| text.get(t.start..t.end).unwrap_or("");
    for (i, token) in tokens.iter().enumerate() {
        if !token.is(shape::CAP) || out.last().is_some_and(|b| b.end > token.start) {
            continue;
        }
        let first = word(token).to_lowercase();
        let mut end = 0;
        for (_, words) in actors.names_from(&first) {
            let mut at = token.start;
            let mut matched = true;
            let mut last = token.start;
            for part in words.iter().flat_map(|w| w.split('-')) {
                let next = tokens.get(i..).unwrap_or(&[]).iter().find(|t| t.start >= at);
                let same = |t: &&Token| t.sentence == token.sentence && word(t).eq_ignore_ascii_case(part);
                let Some(t) = next.filter(same) else {
                    matched = false;
                    break;
                };
                at = t.end;
                last = t.end;
            }
            if matched {
                end = end.max(last);
            }
        }
        if end > token.start {
            out.push(token.start..end);
        }
    }
    out
}
