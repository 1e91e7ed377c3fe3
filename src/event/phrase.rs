//! Phrases: noun phrases, verb groups and the marks between them, read from left to right without a parser.

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;

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
    let emphasis = matches!(token.lower.as_str(), "itself" | "themselves" | "himself" | "herself")
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

/// Where the noun phrase that begins at `from` ends; `of` goes on with the next one.
pub(super) fn extent(tokens: &[Token<'_>], from: usize, lexicon: &Lexicon) -> usize {
    let mut at = from;
    while let Some(token) = tokens.get(at) {
        if token.is_name() || token.kind == Kind::Number || token.is_possessive() {
            let bare =
                tokens.get(at.wrapping_sub(1)).is_some_and(|t| plain_noun(t, lexicon) && !noun_after_name(t, lexicon));
            if at > from
                && token.is_name()
                && (is_date(tokens, at - 1, lexicon)
                    || matches!(token.kind, Kind::Place(_)) && is_ranked(tokens, from, at, lexicon)
                    || (bare && matches!(token.kind, Kind::Place(_))))
            {
                break;
            }
            at += 1;
            if token.is_name() {
                // A name ends the phrase unless it modifies what follows: `the Hamdaniyeh district`, `Aden's airport`.
                let follows = tokens.get(at);
                let goes_on = follows.is_some_and(|t| {
                    t.is_possessive()
                        || t.is_name()
                        || (t.kind == Kind::Word
                            && (noun_after_name(t, lexicon)
                                || t.reads("of")
                                    && !tokens.get(at - 1).is_some_and(|t| matches!(t.kind, Kind::Place(_)))
                                || plain_noun(t, lexicon))
                            && verb::read(tokens, at, lexicon).is_none())
                });
                if !goes_on {
                    break;
                }
            }
            continue;
        }
        if token.kind == Kind::Mark {
            break;
        }
        // `On Thursday rebels …`: the day ends its phrase.
        if at > from
            && token.kind == Kind::Word
            && after_day(tokens, from, at, lexicon)
            && !token.is(lexicon, WordClass::Time)
            && !token.reads("of")
        {
            break;
        }
        // `in the afternoon rebels …`: the time of day ends its phrase.
        if at > from
            && tokens.get(from).is_some_and(|t| t.is(lexicon, WordClass::Determiner))
            && tokens.get(at - 1).is_some_and(|t| {
                matches!(t.lower.as_str(), "morning" | "afternoon" | "evening" | "night" | "meantime" | "weekend")
            })
            && (token.is(lexicon, WordClass::Force) || matches!(token.kind, Kind::Actor(_)))
        {
            break;
        }
        if at > from && token.is(lexicon, WordClass::Time) {
            let joins = tokens.get(at - 1).is_some_and(|t| {
                t.is(lexicon, WordClass::Time)
                    || t.is(lexicon, WordClass::Determiner)
                    || t.is(lexicon, WordClass::Adjective)
                    || t.kind == Kind::Number
                    || t.is_possessive()
                    || t.reads("of")
                    || t.text == t.lower && !t.is_name() && !plain_noun(t, lexicon)
            });
            if !joins {
                break;
            }
        }
        let word = token.lower.as_str();
        if word == "of" && at > from {
            // `cleared P of rebels`: not a part of the name.
            if tokens.get(at - 1).is_some_and(|t| matches!(t.kind, Kind::Place(_))) {
                break;
            }
            at += 1;
            continue;
        }
        if at > from && (word == "and" || word == "or") && inside_list(tokens, from, at, lexicon) {
            at += if tokens.get(at + 1).is_some_and(|t| t.reads("a")) { 3 } else { 1 };
            continue;
        }
        let stops = token.is(lexicon, WordClass::Preposition)
            || token.is(lexicon, WordClass::Conjunction)
            || token.is(lexicon, WordClass::Subordinator)
            || (token.is(lexicon, WordClass::Relative) && !(at == from && that_is_determiner(tokens, at)))
            || (token.is(lexicon, WordClass::Modal) && !verb::is_month(tokens, at));
        if stops {
            break;
        }
        if at > from
            && (is_direction(word) || matches!(word, "short" | "outside" | "ahead"))
            && tokens.get(at + 1).is_some_and(|t| t.reads("of"))
            && !tokens.get(at - 1).is_some_and(|t| t.reads("the"))
        {
            break;
        }
        if at > from && verb::read(tokens, at, lexicon).is_some() {
            break;
        }
        // `with it hunters from the villages`
        if at == from && token.is(lexicon, WordClass::It) {
            return at + 1;
        }
        let pronoun =
            [WordClass::They, WordClass::It, WordClass::We, WordClass::Person].iter().any(|&c| token.is(lexicon, c));
        if at > from && pronoun && !tokens.get(at - 1).is_some_and(|t| t.reads("of")) {
            break;
        }
        let adverb = token.is(lexicon, WordClass::Adverb)
            && ![WordClass::Determiner, WordClass::Adjective, WordClass::Time].iter().any(|&c| token.is(lexicon, c));
        if at > from && adverb && !tokens.get(at - 1).is_some_and(|t| t.is(lexicon, WordClass::Determiner)) {
            break;
        }
        if at > from
            && token.is(lexicon, WordClass::Determiner)
            && !(token.reads("half") && tokens.get(at - 1).is_some_and(|t| t.is(lexicon, WordClass::Adjective)))
            && !tokens.get(at - 1).is_some_and(|t| t.reads("of") || t.reads("all") || t.reads("both"))
        {
            let loose = tokens.get(at - 1).is_some_and(|t| {
                t.is(lexicon, WordClass::Determiner)
                    || t.is(lexicon, WordClass::Whole)
                        && !t.is(lexicon, WordClass::Settlement)
                        && !t.is(lexicon, WordClass::Area)
            });
            if !loose {
                break;
            }
        }
        at += 1;
    }
    // A phrase never ends in `of`.
    while at > from && tokens.get(at - 1).is_some_and(|t| t.reads("of")) {
        at -= 1;
    }
    at
}

/// `the only town Russia had taken`: a town singled out, and a name that begins its own clause.
fn is_ranked(tokens: &[Token<'_>], from: usize, at: usize, lexicon: &Lexicon) -> bool {
    at > from
        && tokens.get(at - 1).is_some_and(|t| t.is(lexicon, WordClass::Settlement))
        && tokens.get(from..at).unwrap_or(&[]).iter().any(|t| matches!(t.lower.as_str(), "only" | "last" | "first"))
        && verb::read(tokens, at + 1, lexicon).is_some()
}

/// True if the word before is a day or another time and no article opened the phrase.
pub(super) fn after_day(tokens: &[Token<'_>], from: usize, at: usize, lexicon: &Lexicon) -> bool {
    is_date(tokens, at - 1, lexicon)
        && (!tokens.get(from).is_some_and(|t| matches!(t.lower.as_str(), "a" | "an" | "the"))
            || tokens.get(at - 1).is_some_and(|t| is_ordinal(&t.lower))
                && tokens.get(at).is_some_and(|t| t.is_capital() || t.is(lexicon, WordClass::Determiner)))
}

/// A word in lower case that is none of the small words: a noun for all that is known.
pub(super) fn plain_noun(token: &Token<'_>, lexicon: &Lexicon) -> bool {
    token.kind == Kind::Word
        && token.text == token.lower
        && !token.lower.ends_with("ly")
        && !token.lower.ends_with("ed")
        && [
            WordClass::Preposition,
            WordClass::Conjunction,
            WordClass::Subordinator,
            WordClass::Relative,
            WordClass::Adverb,
            WordClass::Modal,
            WordClass::Time,
            WordClass::Determiner,
            WordClass::They,
            WordClass::It,
            WordClass::We,
            WordClass::Person,
        ]
        .iter()
        .all(|&c| !token.is(lexicon, c))
}

/// True for days, months, years and ordinals such as `27th` after which a date is over.
pub(super) fn is_date(tokens: &[Token<'_>], at: usize, lexicon: &Lexicon) -> bool {
    let Some(token) = tokens.get(at) else {
        return false;
    };
    if verb::is_month(tokens, at) {
        return true;
    }
    match token.kind {
        Kind::Word => (token.is(lexicon, WordClass::Time) && !token.reads("second")) || token.reads("instant"),
        Kind::Number => {
            is_ordinal(&token.lower)
                || at > 0 && tokens.get(at - 1).is_some_and(|t| t.kind == Kind::Word && t.is(lexicon, WordClass::Time))
                || tokens.get(at + 1).is_some_and(|t| t.is(lexicon, WordClass::Time))
        }
        _ => false,
    }
}

/// `27th`, `2d`.
pub(super) fn is_ordinal(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    !digits.is_empty()
        && digits.len() < word.len()
        && digits.chars().all(|c| c.is_ascii_digit())
        && matches!(word.get(digits.len()..), Some("st" | "nd" | "rd" | "th" | "d"))
}

/// Words that can follow the name of a place inside one phrase.
pub(super) fn noun_after_name(token: &Token<'_>, lexicon: &Lexicon) -> bool {
    [
        WordClass::Settlement,
        WordClass::SettlementMany,
        WordClass::Area,
        WordClass::Facility,
        WordClass::Partial,
        WordClass::Force,
        WordClass::Air,
        WordClass::Attack,
        WordClass::Official,
        WordClass::Adjective,
        WordClass::Civilian,
        WordClass::Company,
    ]
    .iter()
    .any(|&class| lexicon.is(&token.lower, class))
        && !token.is(lexicon, WordClass::Adverb)
        || (token.is_capital()
            && !token.is(lexicon, WordClass::Preposition)
            && !token.is(lexicon, WordClass::Conjunction))
        || matches!(token.lower.as_str(), "military" | "international" | "air" | "conference" | "army" | "government")
}

/// `fierce and bloody clashes`: `and` between adjectives stays inside.
pub(super) fn inside_list(tokens: &[Token<'_>], from: usize, at: usize, lexicon: &Lexicon) -> bool {
    // `a day and a half`
    if at > from
        && tokens.get(at + 1).is_some_and(|t| t.reads("a"))
        && tokens.get(at + 2).is_some_and(|t| t.reads("half") || t.reads("bit") || t.reads("quarter"))
    {
        return true;
    }
    at > from
        && tokens.get(at - 1).is_some_and(|t| t.is(lexicon, WordClass::Adjective))
        && tokens.get(at + 1).is_some_and(|t| t.is(lexicon, WordClass::Adjective))
}
