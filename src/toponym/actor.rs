//! Names of armed actors and media: no place is read inside them.
//!
//! In: tokens, the lexicon of actors. Out: bytes of their names. Never: sides.

use std::ops::Range;

use crate::toponym::knowledge::model::Gaz;
use crate::toponym::knowledge::model::Known;
use crate::toponym::knowledge::model::Overlap;
use crate::toponym::knowledge::words::class;
use crate::toponym::lookup::Lookup;
use crate::toponym::mention::Named;
use crate::toponym::token::Token;
use crate::toponym::token::shape;

/// True inside the name of an actor or medium; nations at the head of an actor stay ("Syrian army", "US forces").
pub(super) fn is_blocked(blocked: &[Closed], name: &Named, lookup: &Lookup<'_>) -> bool {
    let at = blocked.partition_point(|b| b.span.end <= name.start);
    blocked.get(at).is_some_and(|b| b.span.start < name.end && (b.medium || !is_nation(name, lookup)))
}

fn is_nation(name: &Named, lookup: &Lookup<'_>) -> bool {
    name.entry.and_then(|e| lookup.entry(e)).is_some_and(|e| e.gaz == Gaz::Country || e.known == Known::Demonym)
}

/// True for a place inside the name of an armed group or a medium: "X Brigade", "X Today".
pub(super) fn is_inside_group(name: &Named, lookup: &Lookup<'_>) -> bool {
    matches!(name.overlap, Overlap::Armed | Overlap::InMedia) && !is_nation(name, lookup)
}

/// Bytes in which no place is read.
#[derive(Debug, Clone)]
pub(super) struct Closed {
    /// The bytes.
    pub(super) span: Range<usize>,
    /// They name a medium.
    pub(super) medium: bool,
}

/// The names of armed actors and media.
pub(super) fn find_actors(text: &str, tokens: &[Token], actors: &crate::lexicon::Lexicon) -> Vec<Closed> {
    let mut out: Vec<Closed> = Vec::new();
    let word = |t: &Token| text.get(t.start..t.end).unwrap_or("");
    for (i, token) in tokens.iter().enumerate() {
        if !token.is(shape::CAP) || out.last().is_some_and(|b| b.span.end > token.start) {
            continue;
        }
        let (mut end, mut medium) = (0, false);
        for name in actors.closed_names_from(word(token)) {
            let mut rest = tokens.get(i..).unwrap_or(&[]).iter();
            let mut last = token.start;
            let matched = name.words.iter().flat_map(|w| w.split('-')).all(|part| {
                rest.next().is_some_and(|t| {
                    last = t.end;
                    t.sentence == token.sentence && word(t).eq_ignore_ascii_case(part)
                })
            });
            // "Al Jazeera state" is none.
            if matched && !(name.medium && rest.next().is_some_and(|t| t.has(class::ADMIN))) {
                medium = if last > end { name.medium } else { medium };
                end = end.max(last);
            }
        }
        if end > token.start {
            out.push(Closed { span: token.start..end, medium });
        }
    }
    out
}
