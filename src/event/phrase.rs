//! Phrases: noun phrases, verb groups and the marks between them, read from left to right without a parser.

use std::ops::Range;

use crate::lexicon::Form;
use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;

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
    /// Where the preposition begins.
    pub(super) start: usize,
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
        let next = if token.kind == Kind::Mark
            && matches!(token.text, "\"" | "“" | "”" | "'" | "«" | "»")
        {
            // Quotation marks stand inside clauses as often as around them.
            at + 1
        } else if token.kind == Kind::Mark && !token.is_possessive() {
            out.push(Phrase {
                tokens: at..at + 1,
                kind: PhraseKind::Mark,
            });
            at + 1
        } else if let Some((verb, end)) = verb::read(tokens, at, lexicon) {
            out.push(Phrase {
                tokens: at..end,
                kind: PhraseKind::Verb(verb),
            });
            end
        } else {
            other(tokens, at, lexicon, &mut out)
        };
        at = next.max(at + 1);
    }
    out
}

fn other(tokens: &[Token<'_>], at: usize, lexicon: &Lexicon, out: &mut Vec<Phrase>) -> usize {
    let Some(token) = tokens.get(at) else {
        return at + 1;
    };
    let single = |kind| Phrase {
        tokens: at..at + 1,
        kind,
    };
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
    let (prep, start, body) = preposition(tokens, at, lexicon);
    if !prep.is_empty()
        && verb::read(tokens, body, lexicon).is_some_and(|(v, _)| v.is_gerund() || v.auxiliary)
    {
        let kind = if lexicon.is(&prep, WordClass::Subordinator) {
            PhraseKind::Subordinator
        } else {
            PhraseKind::Other
        };
        out.push(Phrase {
            tokens: at..body,
            kind,
        });
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
    if !named && prep.is_empty() && token.is(lexicon, WordClass::Subordinator) {
        out.push(single(PhraseKind::Subordinator));
        return at + 1;
    }
    if let Some((noun, end)) = noun(tokens, body, prep.clone(), start, lexicon) {
        // `after`, `before`, `until` and `since` open clauses as well: the mark lets the reader see both.
        if lexicon.is(&prep, WordClass::Subordinator) {
            out.push(Phrase {
                tokens: start..body,
                kind: PhraseKind::Subordinator,
            });
        }
        out.push(Phrase {
            tokens: body..end,
            kind: PhraseKind::Noun(noun),
        });
        return end;
    }
    if lexicon.is(&prep, WordClass::Subordinator) {
        out.push(Phrase {
            tokens: at..body.max(at + 1),
            kind: PhraseKind::Subordinator,
        });
    } else {
        out.push(Phrase {
            tokens: at..body.max(at + 1),
            kind: PhraseKind::Other,
        });
    }
    body.max(at + 1)
}

/// `that city`: a determiner, not a relative.
fn that_is_determiner(tokens: &[Token<'_>], at: usize) -> bool {
    let reads = |i: usize, words: &[&str]| {
        tokens
            .get(i)
            .is_some_and(|t| words.contains(&t.lower.as_str()))
    };
    reads(at, &["that"])
        && (reads(
            at + 1,
            &[
                "city", "town", "village", "night", "day", "month", "year", "week", "evening",
                "morning", "autumn", "july", "december",
            ],
        ) || at > 0 && reads(at - 1, &["in", "of", "on", "at", "from", "by", "near"]))
}

/// A preposition at `at`: its words joined, where it begins, where the noun phrase begins.
fn preposition(tokens: &[Token<'_>], at: usize, lexicon: &Lexicon) -> (String, usize, usize) {
    let Some(token) = tokens
        .get(at)
        .filter(|t| t.is(lexicon, WordClass::Preposition))
    else {
        // `north of Hama`, `12 km west of the town`: distance and direction govern the name.
        let apposed = at >= 2
            && tokens.get(at - 1).is_some_and(|t| {
                matches!(
                    t.lower.as_str(),
                    "km" | "kilometres" | "kilometers" | "miles" | "mi"
                ) || t.lower.ends_with("km")
            });
        let dir = tokens.get(at).is_some_and(|t| {
            is_direction(&t.lower)
                || matches!(t.lower.as_str(), "outside" | "short" | "ahead" | "instead")
        });
        if dir && tokens.get(at + 1).is_some_and(|t| t.reads("of")) {
            let aside = apposed
                && at >= 3
                && (1..4).any(|d| {
                    at > d
                        && tokens
                            .get(at - 1 - d)
                            .is_some_and(|t| t.reads(",") || t.reads("("))
                });
            return (
                if aside {
                    "off".to_owned()
                } else {
                    "near".to_owned()
                },
                at,
                at + 2,
            );
        }
        return (String::new(), at, at);
    };
    let next = tokens.get(at + 1);
    // `about 40,000 people`, `at least 20 militants`: no prepositions.
    let counted = |i: usize| {
        tokens.get(i).is_some_and(|t| {
            t.kind == Kind::Number && !is_ordinal(&t.lower)
                || matches!(
                    t.lower.as_str(),
                    "a" | "half" | "two" | "three" | "ten" | "hundreds" | "thousands" | "dozens"
                )
        })
    };
    if matches!(
        token.lower.as_str(),
        "about" | "around" | "over" | "under" | "some"
    ) && counted(at + 1)
        && !(token.lower != "about" && tokens.get(at + 1).is_some_and(|t| t.reads("a")))
    {
        return (String::new(), at, at + 1);
    }
    if token.reads("over")
        && next.is_some_and(|t| t.reads("a"))
        && tokens
            .get(at + 2)
            .is_some_and(|t| t.is(lexicon, WordClass::Time))
    {
        return (String::new(), at, at + 1);
    }
    if (token.reads("at") && next.is_some_and(|t| t.reads("least") || t.reads("most")))
        || (token.reads("up") && next.is_some_and(|t| t.reads("to")) && counted(at + 2))
    {
        return (String::new(), at, at + 2);
    }
    let second = |word: &str| next.is_some_and(|t| t.reads(word));
    match token.lower.as_str() {
        "according" if second("to") => ("according to".to_owned(), at, at + 2),
        "out" | "outside" | "inside" | "because" | "instead" | "ahead" if second("of") => {
            ("of".to_owned(), at, at + 2)
        }
        "up" | "down" | "on" | "back" | "through" | "over" if second("to") => {
            ("to".to_owned(), at, at + 2)
        }
        "in" if second("to") => ("into".to_owned(), at, at + 2),
        "up" | "down" if second("from") => ("from".to_owned(), at, at + 2),
        "from" if second("inside") || second("within") => ("from".to_owned(), at, at + 2),
        "to" | "in" | "from" | "at" if next.is_some_and(|t| t.reads("the") || t.reads("just")) => {
            // `to the north of Hama`
            let dir = tokens.get(at + 2).is_some_and(|t| is_direction(&t.lower));
            if dir && tokens.get(at + 3).is_some_and(|t| t.reads("of")) {
                return ("near".to_owned(), at, at + 4);
            }
            (token.lower.clone(), at, at + 1)
        }
        "just" => (String::new(), at, at),
        word => (word.to_owned(), at, at + 1),
    }
}

/// True for the points of the compass.
pub(super) fn is_direction(word: &str) -> bool {
    let word = word.replace('-', "");
    matches!(
        word.as_str(),
        "north"
            | "south"
            | "east"
            | "west"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "ne"
            | "nw"
            | "se"
            | "sw"
            | "n"
            | "s"
            | "e"
            | "w"
    )
}

fn noun(
    tokens: &[Token<'_>],
    from: usize,
    prep: String,
    start: usize,
    lexicon: &Lexicon,
) -> Option<(Noun, usize)> {
    let end = extent(tokens, from, lexicon);
    if end <= from {
        return None;
    }
    let mut out = Noun {
        prep,
        start,
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
        out.definite = true;
    }
    let forces = (from..end).any(|i| {
        tokens.get(i).is_some_and(|t| {
            t.is(lexicon, WordClass::Force) || t.is(lexicon, WordClass::RebelGeneric)
        })
    });
    if out.class == Head::Time
        && forces
        && tokens
            .get(from..end)
            .unwrap_or(&[])
            .iter()
            .any(|t| t.reads("of"))
    {
        out.class = Head::Force;
    }
    if tokens
        .get(end - 1)
        .is_some_and(|t| t.kind == Kind::Number && is_ordinal(&t.lower))
        && out.places.is_empty()
    {
        // `on the 27th` is a day, `the 101st` a division.
        out.class = if out.prep.is_empty() || out.prep == "by" && end - from > 2 {
            Head::Force
        } else {
            Head::Time
        };
    }
    let mut end = end;
    if matches!(out.class, Head::Place) && !out.places.is_empty() {
        end = coordinate(tokens, end, lexicon, &mut out);
    }
    Some((out, end))
}

/// Where the noun phrase that begins at `from` ends; `of` goes on with the next one.
fn extent(tokens: &[Token<'_>], from: usize, lexicon: &Lexicon) -> usize {
    let mut at = from;
    while let Some(token) = tokens.get(at) {
        if token.is_name() || token.kind == Kind::Number || token.is_possessive() {
            let bare = tokens
                .get(at.wrapping_sub(1))
                .is_some_and(|t| plain_noun(t, lexicon) && !noun_after_name(t, lexicon));
            if at > from
                && token.is_name()
                && (is_date(tokens, at - 1, lexicon)
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
            at += 1;
            continue;
        }
        if at > from && (word == "and" || word == "or") && inside_list(tokens, from, at, lexicon) {
            at += 1;
            continue;
        }
        let stops = token.is(lexicon, WordClass::Preposition)
            || token.is(lexicon, WordClass::Conjunction)
            || token.is(lexicon, WordClass::Subordinator)
            || (token.is(lexicon, WordClass::Relative)
                && !(at == from && that_is_determiner(tokens, at)))
            || (token.is(lexicon, WordClass::Modal) && !verb::is_month(tokens, at));
        if stops {
            break;
        }
        if at > from
            && is_direction(word)
            && tokens.get(at + 1).is_some_and(|t| t.reads("of"))
            && !tokens.get(at - 1).is_some_and(|t| t.reads("the"))
        {
            break;
        }
        if at > from && verb::read(tokens, at, lexicon).is_some() {
            break;
        }
        let pronoun = [
            WordClass::They,
            WordClass::It,
            WordClass::We,
            WordClass::Person,
        ]
        .iter()
        .any(|&c| token.is(lexicon, c));
        if at > from && pronoun && !tokens.get(at - 1).is_some_and(|t| t.reads("of")) {
            break;
        }
        let adverb = token.is(lexicon, WordClass::Adverb)
            && ![WordClass::Determiner, WordClass::Adjective, WordClass::Time]
                .iter()
                .any(|&c| token.is(lexicon, c));
        if at > from
            && adverb
            && !tokens
                .get(at - 1)
                .is_some_and(|t| t.is(lexicon, WordClass::Determiner))
        {
            break;
        }
        if at > from
            && token.is(lexicon, WordClass::Determiner)
            && !tokens
                .get(at - 1)
                .is_some_and(|t| t.reads("of") || t.reads("all") || t.reads("both"))
        {
            let loose = tokens.get(at - 1).is_some_and(|t| {
                t.is(lexicon, WordClass::Determiner) || t.is(lexicon, WordClass::Whole)
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

/// True if the word before is a day or another time and no article opened the phrase.
fn after_day(tokens: &[Token<'_>], from: usize, at: usize, lexicon: &Lexicon) -> bool {
    is_date(tokens, at - 1, lexicon)
        && (!tokens
            .get(from)
            .is_some_and(|t| matches!(t.lower.as_str(), "a" | "an" | "the"))
            || tokens.get(at - 1).is_some_and(|t| is_ordinal(&t.lower))
                && tokens
                    .get(at)
                    .is_some_and(|t| t.is_capital() || t.is(lexicon, WordClass::Determiner)))
}

/// A word in lower case that is none of the small words: a noun for all that is known.
fn plain_noun(token: &Token<'_>, lexicon: &Lexicon) -> bool {
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
fn is_date(tokens: &[Token<'_>], at: usize, lexicon: &Lexicon) -> bool {
    let Some(token) = tokens.get(at) else {
        return false;
    };
    if verb::is_month(tokens, at) {
        return true;
    }
    match token.kind {
        Kind::Word => {
            (token.is(lexicon, WordClass::Time) && !token.reads("second")) || token.reads("instant")
        }
        Kind::Number => {
            is_ordinal(&token.lower)
                || at > 0
                    && tokens
                        .get(at - 1)
                        .is_some_and(|t| t.kind == Kind::Word && t.is(lexicon, WordClass::Time))
                || tokens
                    .get(at + 1)
                    .is_some_and(|t| t.is(lexicon, WordClass::Time))
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
        && matches!(
            word.get(digits.len()..),
            Some("st" | "nd" | "rd" | "th" | "d")
        )
}

/// Words that can follow the name of a place inside one phrase.
fn noun_after_name(token: &Token<'_>, lexicon: &Lexicon) -> bool {
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
        || matches!(
            token.lower.as_str(),
            "military" | "international" | "air" | "conference" | "army" | "government"
        )
}

/// `fierce and bloody clashes`: `and` between adjectives stays inside.
fn inside_list(tokens: &[Token<'_>], from: usize, at: usize, lexicon: &Lexicon) -> bool {
    at > from
        && tokens
            .get(at - 1)
            .is_some_and(|t| t.is(lexicon, WordClass::Adjective))
        && tokens
            .get(at + 1)
            .is_some_and(|t| t.is(lexicon, WordClass::Adjective))
}

fn describe(tokens: &[Token<'_>], from: usize, end: usize, lexicon: &Lexicon, out: &mut Noun) {
    // Segments between `of`: the first head that says something decides.
    let mut segments: Vec<Range<usize>> = Vec::new();
    let mut begin = from;
    for i in from..end {
        if tokens.get(i).is_some_and(|t| t.reads("of")) {
            segments.push(begin..i);
            begin = i + 1;
        }
    }
    segments.push(begin..end);
    if let Some(first) = tokens.get(from) {
        out.definite = matches!(
            first.lower.as_str(),
            "the"
                | "this"
                | "that"
                | "these"
                | "those"
                | "its"
                | "their"
                | "his"
                | "our"
                | "both"
                | "all"
        );
        out.negative = matches!(
            first.lower.as_str(),
            "no" | "neither" | "none" | "nobody" | "nothing"
        ) || first.reads("not");
    }
    let count = segments.len();
    let mut settled = false;
    for (index, segment) in segments.iter().enumerate() {
        let last = index + 1 == count;
        let (class, head) = head_of(tokens, segment.clone(), lexicon);
        let word = tokens.get(head).map_or("", |t| t.lower.as_str());
        let named: Vec<usize> = segment
            .clone()
            .filter(|&i| {
                tokens
                    .get(i)
                    .is_some_and(|t| matches!(t.kind, Kind::Place(_)))
            })
            .collect();
        let (owners, names): (Vec<usize>, Vec<usize>) = named
            .into_iter()
            .partition(|&i| i != head && tokens.get(i + 1).is_some_and(Token::is_possessive));
        if !owners.is_empty()
            && matches!(class, Head::Area | Head::Settlement)
            && lexicon.is(word, WordClass::Partial)
            && names.is_empty()
        {
            // `the city's outskirts`, `Homs's eastern districts`
            out.places.extend(&owners);
            out.class = Head::Place;
            out.head = head;
            out.partial = true;
            out.edge = lexicon.is(word, WordClass::Edge);
            settled = true;
            continue;
        }
        out.at.extend(&owners);
        // `most of`, `eastern Dachne`
        out.partial |= segment.clone().any(|i| {
            tokens.get(i).is_some_and(|t| {
                matches!(
                    t.lower.as_str(),
                    "most" | "half" | "parts" | "part" | "much"
                ) || (t.lower.ends_with("ern") && is_direction(t.lower.trim_end_matches("ern"))
                    || t.reads("central"))
                    && tokens
                        .get(i + 1)
                        .is_some_and(|n| matches!(n.kind, Kind::Place(_)))
            })
        });
        if settled {
            // The complement of a settled head: where the thing is.
            out.at.extend(names);
            continue;
        }
        let area_of_name = class == Head::Area
            && !last
            && names.is_empty()
            && segments
                .get(index + 1)
                .is_some_and(|s| head_of(tokens, s.clone(), lexicon).0 == Head::Place);
        let quantity = !last
            && (area_of_name
                || lexicon.is(word, WordClass::Partial)
                || lexicon.is(word, WordClass::Whole)
                || matches!(
                    word,
                    "all"
                        | "most"
                        | "some"
                        | "dozens"
                        | "hundreds"
                        | "thousands"
                        | "number"
                        | "series"
                        | "string"
                        | "both"
                        | "none"
                        | "one"
                        | "two"
                        | "three"
                        | "four"
                ))
            && class != Head::Place;
        if quantity {
            if lexicon.is(word, WordClass::Partial) && !matches!(word, "rest" | "remainder") {
                out.partial = true;
            }
            if lexicon.is(word, WordClass::Edge) {
                out.edge = true;
                out.partial = true;
            }
            if word == "none" {
                out.negative = true;
            }
            if !names.is_empty() && out.places.is_empty() && class == Head::Area {
                out.places.extend(names);
            }
            out.head = head;
            continue;
        }
        let named_by_of = matches!(class, Head::Settlement) && !last;
        if named_by_of {
            // `the city of P`, `the capital of a country` (the second is not P itself).
            out.head = head;
            if word == "capital" || word == "part" {
                out.class = class;
                settled = true;
            }
            continue;
        }
        out.head = head;
        out.class = class;
        match class {
            Head::Place => out.places.extend(names),
            Head::Area if !names.is_empty() && !lexicon.is(word, WordClass::Partial) => {
                out.places.extend(names);
                out.class = Head::Place;
            }
            Head::Area | Head::Settlement if !names.is_empty() => {
                // `the Jolan district`, `Hama city`, `the town's centre`
                out.places.extend(names);
                out.class = Head::Place;
                if lexicon.is(word, WordClass::Partial) {
                    out.partial = true;
                }
                if lexicon.is(word, WordClass::Edge) {
                    out.edge = true;
                }
            }
            Head::Area | Head::Settlement if lexicon.is(word, WordClass::Partial) => {
                out.partial = true;
                if lexicon.is(word, WordClass::Edge) {
                    out.edge = true;
                }
            }
            _ => out.at.extend(names),
        }
        settled = true;
    }
    // `the whole of Soledar`, `outskirts of Hama`: only quantities, the name stands last.
    if !settled && out.places.is_empty() {
        let (class, head) = head_of(tokens, begin..end, lexicon);
        out.class = class;
        out.head = head;
    }
    // `the city of P`: the last segment named it.
    if out.class == Head::Place && out.places.is_empty() {
        out.class = Head::Other;
    }
}

/// Class and token of the head of a segment: its last word that is no adverb, number or mark.
fn head_of(tokens: &[Token<'_>], segment: Range<usize>, lexicon: &Lexicon) -> (Head, usize) {
    let fallback = segment.end.saturating_sub(1);
    let first = segment.start;
    for i in segment.rev() {
        let Some(token) = tokens.get(i) else { continue };
        match token.kind {
            Kind::Place(_) => return (Head::Place, i),
            Kind::Actor(_) | Kind::Government(_) => return (Head::Actor, i),
            Kind::Number | Kind::Mark => {}
            Kind::Word => {
                let class = class_of(token, lexicon);
                if class != Head::Other {
                    return (class, i);
                }
                let loose = token.is(lexicon, WordClass::Adverb)
                    || token.is(lexicon, WordClass::Determiner)
                    || token.is(lexicon, WordClass::Adjective);
                if loose && i > first {
                    continue;
                }
                let people = token.is_capital() && lexicon.nation_of_demonym(token.text).is_some();
                return (if people { Head::Force } else { Head::Other }, i);
            }
        }
    }
    (Head::Other, fallback)
}

/// What a word by itself is the head of.
pub(super) fn class_of(token: &Token<'_>, lexicon: &Lexicon) -> Head {
    const ORDER: &[(WordClass, Head)] = &[
        (WordClass::They, Head::They),
        (WordClass::It, Head::It),
        (WordClass::Person, Head::Person),
        (WordClass::We, Head::Force),
        (WordClass::Company, Head::Company),
        (WordClass::Air, Head::Air),
        (WordClass::Missile, Head::Fire),
        (WordClass::Shell, Head::Fire),
        (WordClass::Bomb, Head::Fire),
        (WordClass::Force, Head::Force),
        (WordClass::ArmyGeneric, Head::Force),
        (WordClass::RebelGeneric, Head::Force),
        (WordClass::Civilian, Head::Civil),
        (WordClass::Official, Head::Person),
        (WordClass::StateGeneric, Head::Force),
        (WordClass::Attack, Head::Attack),
        (WordClass::Control, Head::Control),
        (WordClass::Settlement, Head::Settlement),
        (WordClass::SettlementMany, Head::Settlement),
        (WordClass::Area, Head::Area),
        (WordClass::Facility, Head::Facility),
        (WordClass::Partial, Head::Area),
        (WordClass::Whole, Head::Area),
        (WordClass::Time, Head::Time),
    ];
    ORDER
        .iter()
        .find(|(class, _)| lexicon.is(&token.lower, *class))
        .map_or(Head::Other, |(_, head)| *head)
}

/// Takes up `, B and C` after a place.
fn coordinate(tokens: &[Token<'_>], mut end: usize, lexicon: &Lexicon, out: &mut Noun) -> usize {
    loop {
        // `Zangilan (Zəngilan)`: another name in brackets.
        if tokens.get(end).is_some_and(|t| t.reads("("))
            && tokens.get(end + 2).is_some_and(|t| t.reads(")"))
        {
            let after = end + 3;
            if list_goes_on(tokens, after) {
                end = after;
            } else {
                break;
            }
        }
        let comma = tokens.get(end).is_some_and(|t| t.reads(","));
        let mut next = end + usize::from(comma);
        let and = tokens
            .get(next)
            .is_some_and(|t| t.reads("and") || t.reads("or") || t.reads("&") || t.reads("nor"))
            || (tokens.get(next).is_some_and(|t| t.reads("as"))
                && tokens.get(next + 1).is_some_and(|t| t.reads("well")));
        if tokens.get(next).is_some_and(|t| t.reads("as")) && and {
            next += 3;
        } else {
            next += usize::from(and);
        }
        if !comma && !and {
            break;
        }
        // `the town of C`, `nearby C`, `in C`
        let mut name = next;
        while tokens.get(name).is_some_and(|t| {
            t.kind == Kind::Word
                && (matches!(
                    t.lower.as_str(),
                    "the"
                        | "of"
                        | "both"
                        | "nearby"
                        | "then"
                        | "finally"
                        | "also"
                        | "neighbouring"
                        | "neighboring"
                        | "eastern"
                        | "western"
                        | "northern"
                        | "southern"
                ) || lexicon.is(&t.lower, WordClass::Settlement))
        }) && name < next + 5
        {
            name += 1;
        }
        // `A, the capital of B, and`: B is no member of the list.
        if tokens.get(next..name).unwrap_or(&[]).iter().any(|t| {
            matches!(
                t.lower.as_str(),
                "capital" | "seat" | "part" | "centre" | "center"
            )
        }) {
            break;
        }
        if !tokens
            .get(name)
            .is_some_and(|t| matches!(t.kind, Kind::Place(_)))
        {
            break;
        }
        if tokens.get(name + 1).is_some_and(|t| t.is_possessive()) {
            break;
        }
        // After a comma alone, a list must go on to `and`; otherwise it is `Gori, Georgia`.
        if comma && !and && !list_goes_on(tokens, name + 1) {
            break;
        }
        // `and the Bakhmut axis`: a noun of its own.
        if tokens.get(name + 1).is_some_and(|t| {
            t.kind == Kind::Word
                && t.text == t.lower
                && [
                    WordClass::Preposition,
                    WordClass::Conjunction,
                    WordClass::Subordinator,
                    WordClass::Relative,
                    WordClass::Adverb,
                    WordClass::Modal,
                    WordClass::Settlement,
                    WordClass::SettlementMany,
                    WordClass::Area,
                    WordClass::Time,
                    WordClass::Determiner,
                ]
                .iter()
                .all(|&c| !t.is(lexicon, c))
                && !t.lower.ends_with("ly")
                && !matches!(
                    t.lower.as_str(),
                    "is" | "was" | "were" | "are" | "had" | "has" | "have"
                )
                && verb::read(tokens, name + 1, lexicon).is_none()
        }) {
            break;
        }
        // `A and B were …` after `B` a noun: `and Idlib province`
        if and && verb_needs_other_subject(tokens, name, lexicon) {
            break;
        }
        out.places.push(name);
        end = name + 1;
        while tokens.get(end).is_some_and(|t| {
            t.kind == Kind::Word
                && (t.reads("provinces")
                    || t.reads("regions")
                    || t.reads("districts")
                    || t.reads("too"))
        }) {
            end += 1;
        }
    }
    end
}

/// After a comma list element: another `, X` or `and X` must come.
fn list_goes_on(tokens: &[Token<'_>], from: usize) -> bool {
    let mut at = from;
    for _ in 0..24 {
        match tokens.get(at) {
            Some(t) if t.reads("and") || t.reads("or") || t.reads("&") => return true,
            Some(t)
                if t.reads(",")
                    || t.reads("(")
                    || t.reads(")")
                    || matches!(t.kind, Kind::Place(_)) =>
            {
                at += 1
            }
            Some(t) if matches!(t.lower.as_str(), "the" | "of" | "town" | "village" | "city") => {
                at += 1
            }
            _ => return false,
        }
    }
    false
}

/// `… took A, and B fell`: B is the subject of the next clause, not part of the list.
fn verb_needs_other_subject(tokens: &[Token<'_>], name: usize, lexicon: &Lexicon) -> bool {
    verb::read(tokens, name + 1, lexicon).is_some_and(|(verb, _)| {
        // A list as the subject of its own verb has no verb before it.
        let _unused = (0..0).any(|i| {
            tokens.get(i).is_some_and(|t| {
                t.kind == Kind::Word
                    && lexicon
                        .verb_forms(&t.lower)
                        .iter()
                        .any(|f| matches!(f.form, Form::Past | Form::Participle | Form::Third))
            })
        });
        verb.is_finite()
            && tokens
                .get(..name)
                .is_some_and(|t| clause_has_verb(t, lexicon))
    })
}

/// True if the words since the last strong mark already hold a finite verb.
fn clause_has_verb(tokens: &[Token<'_>], lexicon: &Lexicon) -> bool {
    for i in (0..tokens.len()).rev() {
        let Some(token) = tokens.get(i) else {
            return false;
        };
        if matches!(token.lower.as_str(), ";" | ":" | "." | "\"" | "–" | "—")
            || token.is(lexicon, WordClass::Subordinator)
            || token.is(lexicon, WordClass::Relative)
        {
            return false;
        }
        if verb::read(tokens, i, lexicon).is_some_and(|(v, _)| v.is_finite()) {
            return true;
        }
    }
    false
}
