//! Phrases: noun phrases, verb groups and the marks between them, read from left to right without a parser.

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;

use super::extent::extent;
use super::extent::is_ordinal;
use super::noun::coordinate;
use super::noun::describe;
use super::preposition::is_direction;
use super::preposition::preposition;
use super::token::Kind;
use super::token::Token;
use super::verb;
use super::verb::Verb;

/// A stretch of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// What it is.
    pub(super) kind: PhraseKind,
}

/// What a stretch is.
#[derive(Debug, Clone)]
pub(super) enum PhraseKind {
    /// A noun phrase, with the preposition that governs it.
    Noun(Noun),
    /// A verb group.
    Verb(Verb),
    /// A mark: comma, dash, bracket, quotation mark, colon.
    Mark,
    /// And, or, but.
    Conjunction,
    /// While, after, if.
    Subordinator,
    /// Who, which, that.
    Relative,
    /// Anything else.
    Other,
}

/// What the head of a noun phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// A named place (or several).
    Place,
    /// A word that stands for a town: the city.
    Settlement,
    /// A word that stands for an area or a part of a town.
    Area,
    /// A building, base, road.
    Facility,
    /// A named actor or a government.
    Actor,
    /// A force.
    Force,
    /// Aircraft.
    Air,
    /// Shells, rockets, missiles, bombs.
    Fire,
    /// Civilians.
    Civil,
    /// An attack.
    Attack,
    /// They.
    They,
    /// It.
    It,
    /// A person: he, we, a name.
    Person,
    /// A time.
    Time,
    /// Control, possession.
    Control,
    /// A company or club.
    Company,
    /// Anything else.
    Other,
}

/// A noun phrase.
#[derive(Debug, Clone)]
pub(super) struct Noun {
    /// Preposition before it, empty for none; `out of` and the like joined.
    pub(super) prep: String,
    /// Token of the head.
    pub(super) head: usize,
    /// What the head is.
    pub(super) class: Head,
    /// Named places that the phrase stands for, in order.
    pub(super) places: Vec<usize>,
    /// Named places after `of` or as owner, when the head is something at them.
    pub(super) at: Vec<usize>,
    /// Only a part is meant.
    pub(super) partial: bool,
    /// Only the rim is meant.
    pub(super) edge: bool,
    /// Nobody, no troops, neither.
    pub(super) negative: bool,
    /// Begins with the, this, its and so on.
    pub(super) definite: bool,
}

/// Cuts a sentence into phrases.
pub(super) fn cut(tokens: &[Token<'_>], lexicon: &Lexicon) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = if token.kind == Kind::Mark && matches!(token.text, "\"" | "“" | "”" | "'" | "«" | "»") {
            // Quotation marks stand inside clauses as often as around them.
            at + 1
        } else if token.kind == Kind::Mark && !token.is_possessive() {
            out.push(Phrase { tokens: at..at + 1, kind: PhraseKind::Mark });
            at + 1
        } else if let Some((verb, end)) = verb::read(tokens, at, lexicon) {
            out.push(Phrase { tokens: at..end, kind: PhraseKind::Verb(verb) });
            end
        } else {
            other(tokens, at, lexicon, &mut out)
        };
        at = next.max(at + 1);
    }
    out
}

pub(super) fn other(tokens: &[Token<'_>], at: usize, lexicon: &Lexicon, out: &mut Vec<Phrase>) -> usize {
    let Some(token) = tokens.get(at) else {
        return at + 1;
    };
    let single = |kind| Phrase { tokens: at..at + 1, kind };
    let named = token.is_name();
    if !named
        && (token.reads("and")
            || token.reads("or")
            || token.reads("but")
            || token.reads("nor")
            || token.reads("&")
            || token.reads("yet"))
    {
        out.push(single(PhraseKind::Conjunction));
        return at + 1;
    }
    if !named && token.is(lexicon, WordClass::Relative) && !that_is_determiner(tokens, at) {
        out.push(single(PhraseKind::Relative));
        return at + 1;
    }
    // `Once P is lost, …`
    if !named && token.reads("once") && (at == 0 || tokens.get(at - 1).is_some_and(|t| t.kind == Kind::Mark)) {
        let clause = tokens.get(at + 1).is_some_and(|t| {
            t.is_name()
                || t.is_capital()
                || t.is(lexicon, WordClass::Determiner)
                || t.is(lexicon, WordClass::They)
                || t.is(lexicon, WordClass::It)
        }) && !tokens.get(at + 1).is_some_and(|t| t.reads("a"));
        if clause {
            out.push(single(PhraseKind::Subordinator));
            return at + 1;
        }
    }
    if !named
        && token.is(lexicon, WordClass::Adverb)
        && !token.is(lexicon, WordClass::Determiner)
        && !token.is(lexicon, WordClass::Adjective)
        && !token.is(lexicon, WordClass::Preposition)
        && !token.reads("there")
        && !token.is(lexicon, WordClass::Time)
    {
        out.push(single(PhraseKind::Other));
        return at + 1;
    }
    // `P itself fell`
    // `found P empty`
    let emphasis = matches!(token.lower.as_str(), "empty" | "itself" | "themselves" | "himself" | "herself")
        && matches!(out.last().map(|p| &p.kind), Some(PhraseKind::Noun(_)));
    if emphasis {
        out.push(single(PhraseKind::Other));
        return at + 1;
    }
    // `late on Monday`, `late that night`
    let hour = !named
        && (token.reads("late") || token.reads("early"))
        && tokens.get(at + 1).is_some_and(|t| {
            matches!(t.lower.as_str(), "on" | "in" | "that" | "last" | "the" | "this") || t.is(lexicon, WordClass::Time)
        });
    if hour && at > 0 && !tokens.get(at - 1).is_some_and(|t| t.is(lexicon, WordClass::Determiner)) {
        out.push(single(PhraseKind::Other));
        return at + 1;
    }
    // `firmly`; `entered first`
    let loose = tokens.get(at + 1).is_none_or(|t| t.kind == Kind::Mark || t.is(lexicon, WordClass::Preposition));
    if !named
        && (verb::is_manner(&token.lower) && token.text == token.lower
            || at > 0 && loose && matches!(token.lower.as_str(), "first" | "last" | "next"))
    {
        out.push(single(PhraseKind::Other));
        return at + 1;
    }
    // `went on to capture`, `broke through to take`: an adverb and an infinitive.
    let purpose = matches!(token.lower.as_str(), "on" | "up" | "over" | "through" | "back" | "down")
        && tokens.get(at + 1).is_some_and(|t| t.reads("to"))
        && verb::read(tokens, at + 1, lexicon).is_some_and(|(v, _)| v.infinitive);
    if purpose {
        out.push(single(PhraseKind::Other));
        return at + 1;
    }
    let (prep, start, body) = preposition(tokens, at, lexicon);
    if !prep.is_empty() && verb::read(tokens, body, lexicon).is_some_and(|(v, _)| v.is_gerund() || v.auxiliary) {
        let kind =
            if lexicon.is(&prep, WordClass::Subordinator) { PhraseKind::Subordinator } else { PhraseKind::Other };
        out.push(Phrase { tokens: at..body, kind });
        return body;
    }
    if !named
        && prep.is_empty()
        && is_direction(&token.lower)
        && !tokens.get(at + 1).is_some_and(|t| {
            t.kind == Kind::Word
                && !t.is(lexicon, WordClass::Preposition)
                && verb::read(tokens, at + 1, lexicon).is_none()
        })
    {
        out.push(single(PhraseKind::Other));
        return at + 1;
    }
    // `were able to`, `was ready to`: what is said of the subject, and no subject itself.
    let governs = !named
        && prep.is_empty()
        && at > 0
        && tokens.get(at + 1).is_some_and(|t| t.reads("to"))
        && lexicon.governor(&token.lower).is_some()
        && matches!(out.last().map(|p| &p.kind), Some(PhraseKind::Verb(_) | PhraseKind::Other));
    if governs {
        out.push(single(PhraseKind::Other));
        return at + 1;
    }
    if !named && prep.is_empty() && token.is(lexicon, WordClass::Subordinator) {
        out.push(single(PhraseKind::Subordinator));
        return at + 1;
    }
    if let Some((noun, end)) = noun(tokens, body, prep.clone(), lexicon) {
        // `after`, `before`, `until` and `since` open clauses as well: the mark lets the reader see both.
        if lexicon.is(&prep, WordClass::Subordinator) {
            out.push(Phrase { tokens: start..body, kind: PhraseKind::Subordinator });
        }
        out.push(Phrase { tokens: body..end, kind: PhraseKind::Noun(noun) });
        return end;
    }
    if lexicon.is(&prep, WordClass::Subordinator) {
        out.push(Phrase { tokens: at..body.max(at + 1), kind: PhraseKind::Subordinator });
    } else {
        out.push(Phrase { tokens: at..body.max(at + 1), kind: PhraseKind::Other });
    }
    body.max(at + 1)
}

/// `that city`: a determiner, not a relative.
pub(super) fn that_is_determiner(tokens: &[Token<'_>], at: usize) -> bool {
    let reads = |i: usize, words: &[&str]| tokens.get(i).is_some_and(|t| words.contains(&t.lower.as_str()));
    reads(at, &["that"])
        && (reads(
            at + 1,
            &[
                "city", "town", "village", "night", "day", "month", "year", "week", "evening", "morning", "autumn",
                "july", "december",
            ],
        ) || at > 0 && reads(at - 1, &["in", "of", "on", "at", "from", "by", "near"]))
}

pub(super) fn noun(tokens: &[Token<'_>], from: usize, prep: String, lexicon: &Lexicon) -> Option<(Noun, usize)> {
    let end = extent(tokens, from, lexicon);
    if end <= from {
        return None;
    }
    let mut out = Noun {
        prep,
        head: end - 1,
        class: Head::Other,
        places: Vec::new(),
        at: Vec::new(),
        partial: false,
        edge: false,
        negative: false,
        definite: false,
    };
    describe(tokens, from, end, lexicon, &mut out);
    // `one of the towns of Syria`, `days of reports of militias pouring in`
    if tokens.get(from).is_some_and(|t| t.reads("one"))
        && tokens.get(from + 1).is_some_and(|t| t.reads("of"))
        && out.class == Head::Place
    {
        out.at.append(&mut out.places);
        out.class = Head::Settlement;
        out.definite = false;
    }
    // `a day and a half`
    if tokens.get(end - 1).is_some_and(|t| t.reads("half"))
        && (from..end).any(|i| tokens.get(i).is_some_and(|t| t.is(lexicon, WordClass::Time)))
    {
        out.class = Head::Time;
    }
    let forces = (from..end).any(|i| {
        tokens.get(i).is_some_and(|t| t.is(lexicon, WordClass::Force) || t.is(lexicon, WordClass::RebelGeneric))
    });
    if out.class == Head::Time && forces && tokens.get(from..end).unwrap_or(&[]).iter().any(|t| t.reads("of")) {
        out.class = Head::Force;
    }
    if tokens.get(end - 1).is_some_and(|t| t.kind == Kind::Number && is_ordinal(&t.lower)) && out.places.is_empty() {
        // `on the 27th` is a day, `the 101st` a division.
        let weekday = from > 0 && tokens.get(from - 1).is_some_and(|t| t.is(lexicon, WordClass::Time));
        out.class = if weekday {
            Head::Time
        } else if out.prep.is_empty() || out.prep == "by" && end - from > 2 {
            Head::Force
        } else {
            Head::Time
        };
    }
    // `by the 11th of December`
    let day = usize::from(tokens.get(from).is_some_and(|t| t.reads("the"))) + from;
    if tokens.get(day).is_some_and(|t| is_ordinal(&t.lower))
        && tokens.get(day + 1).is_some_and(|t| t.reads("of"))
        && tokens.get(day + 2).is_some_and(|t| t.is(lexicon, WordClass::Time))
        && out.places.is_empty()
    {
        out.class = Head::Time;
    }
    let mut end = end;
    // `P's outlying villages and Q`: Q is whole.
    let owner = out.partial && out.places.last().is_some_and(|&p| p < out.head);
    // `A, east of B, and C`: C goes on with A.
    let aside = matches!(out.prep.as_str(), "near" | "off")
        && (1..=4).any(|d| from >= d && tokens.get(from - d).is_some_and(|t| t.reads(",")))
        && tokens.get(end).is_some_and(|t| t.reads(","));
    if matches!(out.class, Head::Place) && !out.places.is_empty() && !owner && !aside {
        let named = out.places.len();
        end = coordinate(tokens, end, lexicon, &mut out);
        // `the districts of A and B`: they are named so, none is a part of another.
        let first = usize::from(tokens.get(from).is_some_and(|t| t.reads("the"))) + from;
        let listed = out.places.len() > named
            && tokens.get(first).is_some_and(|t| {
                matches!(
                    t.lower.as_str(),
                    "districts" | "areas" | "sectors" | "suburbs" | "neighbourhoods" | "quarters"
                )
            })
            && tokens.get(first + 1).is_some_and(|t| t.reads("of"));
        if listed {
            out.partial = false;
            out.edge = false;
        }
    }
    Some((out, end))
}
