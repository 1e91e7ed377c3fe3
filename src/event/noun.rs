//! Noun phrases: what the head is, which names it stands for, lists of names.

use std::ops::Range;

use crate::lexicon::Form;
use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;

use super::phrase::Head;
use super::phrase::Noun;
use super::preposition::is_direction;
use super::quarter::is_quarter_word;
use super::token::Kind;
use super::token::Token;
use super::verb;

pub(super) fn describe(tokens: &[Token<'_>], from: usize, end: usize, lexicon: &Lexicon, out: &mut Noun) {
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
            "the" | "this" | "that" | "these" | "those" | "its" | "their" | "his" | "our" | "both" | "all"
        );
        out.negative =
            matches!(first.lower.as_str(), "no" | "neither" | "none" | "nobody" | "nothing") || first.reads("not");
    }
    let count = segments.len();
    let mut settled = false;
    for (index, segment) in segments.iter().enumerate() {
        let last = index + 1 == count;
        let (class, head) = head_of(tokens, segment.clone(), lexicon);
        let word = tokens.get(head).map_or("", |t| t.lower.as_str());
        let named: Vec<usize> =
            segment.clone().filter(|&i| tokens.get(i).is_some_and(|t| matches!(t.kind, Kind::Place(_)))).collect();
        // `P's districts`, `P Province's Q District`
        let (owners, names): (Vec<usize>, Vec<usize>) = named.into_iter().partition(|&i| {
            let owns = |at: usize| tokens.get(at).is_some_and(Token::is_possessive);
            i != head && (owns(i + 1) || tokens.get(i + 1).is_some_and(Token::is_capital) && owns(i + 2))
        });
        if !owners.is_empty()
            && matches!(class, Head::Area | Head::Settlement)
            && (lexicon.is(word, WordClass::Partial)
                || matches!(word, "villages" | "hamlets" | "suburbs")
                || matches!(word, "town" | "city")
                    && tokens.get(head.wrapping_sub(1)).is_some_and(|t| {
                        matches!(t.lower.as_str(), "old" | "inner" | "upper" | "lower" | "walled" | "new")
                    }))
            && names.is_empty()
        {
            // `the city's outskirts`, `Homs's eastern districts`
            out.places.extend(&owners);
            out.class = Head::Place;
            out.head = head;
            out.partial = true;
            out.edge = lexicon.is(word, WordClass::Edge) || !lexicon.is(word, WordClass::Partial);
            settled = true;
            continue;
        }
        out.at.extend(&owners);
        // `eastern Dachne`
        out.edge |= segment.clone().any(|i| {
            tokens.get(i).is_some_and(|t| {
                (t.lower.ends_with("ern") && is_direction(t.lower.trim_end_matches("ern")) || t.reads("central"))
                    && tokens.get(i + 1).is_some_and(|n| matches!(n.kind, Kind::Place(_)))
            })
        });
        // `most of`, `eastern Dachne`
        out.partial |= segment.clone().any(|i| {
            tokens.get(i).is_some_and(|t| {
                matches!(t.lower.as_str(), "most" | "half" | "parts" | "part" | "much")
                    || (t.lower.ends_with("ern") && is_direction(t.lower.trim_end_matches("ern")) || t.reads("central"))
                        && tokens.get(i + 1).is_some_and(|n| matches!(n.kind, Kind::Place(_)))
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
            && segments.get(index + 1).is_some_and(|s| head_of(tokens, s.clone(), lexicon).0 == Head::Place);
        let ranked = class == Head::Settlement
            && segment.clone().any(|i| {
                tokens.get(i).is_some_and(|t| {
                    t.lower.ends_with("est") && t.lower.len() > 5
                        || matches!(
                            t.lower.as_str(),
                            "main" | "second" | "third" | "fourth" | "last" | "first" | "only" | "chief" | "principal"
                        )
                })
            });
        let quantity = !last
            && !ranked
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
                        | "millions"
                        | "scores"
                        | "tens"
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
                )
                || class == Head::Other
                    && matches!(
                        word,
                        "trucks"
                            | "pickups"
                            | "pick-ups"
                            | "vehicles"
                            | "lorries"
                            | "jeeps"
                            | "boats"
                            | "waves"
                            | "wave"
                            | "line"
                            | "handful"
                            | "trickle"
                            | "core"
                            | "masses"
                            | "mass"
                            | "throngs"
                            | "hordes"
                            | "horde"
                            | "swarms"
                            | "crowds"
                            | "bands"
                            | "band"
                            | "party"
                            | "parties"
                    )
                    && segments
                        .get(index + 1)
                        .is_some_and(|s| matches!(head_of(tokens, s.clone(), lexicon).0, Head::Force | Head::Actor)))
            && class != Head::Place;
        if quantity {
            if lexicon.is(word, WordClass::Partial) && !matches!(word, "rest" | "remainder") {
                out.partial = true;
                out.edge |= !matches!(word, "most" | "half" | "majority" | "bulk");
            }
            if is_quarter_word(word) {
                out.partial = true;
                out.edge = true;
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
        // `the World Heritage Site of P`
        let heritage = word == "site"
            && segment.clone().any(|i| tokens.get(i).is_some_and(|t| matches!(t.lower.as_str(), "heritage" | "holy")));
        let named_by_of = (matches!(class, Head::Settlement) || heritage) && !last;
        if named_by_of {
            if is_quarter_word(word) {
                // `a suburb of P`: a part of it.
                out.partial = true;
                out.edge = true;
            }
            // `the city of P`, `the capital of a country` (the second is not P itself).
            out.head = head;
            if word == "capital" || word == "part" || ranked {
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
                    out.edge |= matches!(
                        word,
                        "districts" | "neighbourhoods" | "neighborhoods" | "quarters" | "suburbs" | "outskirts"
                    );
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
pub(super) fn head_of(tokens: &[Token<'_>], segment: Range<usize>, lexicon: &Lexicon) -> (Head, usize) {
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
    ORDER.iter().find(|(class, _)| lexicon.is(&token.lower, *class)).map_or(Head::Other, |(_, head)| *head)
}

/// Takes up `, B and C` after a place.
pub(super) fn coordinate(tokens: &[Token<'_>], mut end: usize, lexicon: &Lexicon, out: &mut Noun) -> usize {
    loop {
        // `Zangilan (Zəngilan)`: another name in brackets.
        if tokens.get(end).is_some_and(|t| t.reads("(")) && tokens.get(end + 2).is_some_and(|t| t.reads(")")) {
            let after = end + 3;
            if list_goes_on(tokens, after) {
                end = after;
            } else {
                break;
            }
        }
        let comma = tokens.get(end).is_some_and(|t| t.reads(","));
        let mut next = end + usize::from(comma);
        let and = tokens.get(next).is_some_and(|t| t.reads("and") || t.reads("or") || t.reads("&") || t.reads("nor"))
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
        if tokens
            .get(next..name)
            .unwrap_or(&[])
            .iter()
            .any(|t| matches!(t.lower.as_str(), "capital" | "seat" | "part" | "centre" | "center"))
        {
            break;
        }
        if !tokens.get(name).is_some_and(|t| matches!(t.kind, Kind::Place(_))) {
            break;
        }
        if tokens.get(name + 1).is_some_and(Token::is_possessive) {
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
                && !matches!(t.lower.as_str(), "is" | "was" | "were" | "are" | "had" | "has" | "have")
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
                && (t.reads("provinces") || t.reads("regions") || t.reads("districts") || t.reads("too"))
        }) {
            end += 1;
        }
    }
    end
}

/// After a comma list element: another `, X` or `and X` must come.
pub(super) fn list_goes_on(tokens: &[Token<'_>], from: usize) -> bool {
    let mut at = from;
    for _ in 0..24 {
        match tokens.get(at) {
            Some(t) if t.reads("and") || t.reads("or") || t.reads("&") => return true,
            Some(t) if t.reads(",") || t.reads("(") || t.reads(")") || matches!(t.kind, Kind::Place(_)) => {
                at += 1;
            }
            Some(t) if matches!(t.lower.as_str(), "the" | "of" | "town" | "village" | "city") => {
                at += 1;
            }
            _ => return false,
        }
    }
    false
}

/// `… took A, and B fell`: B is the subject of the next clause, not part of the list.
pub(super) fn verb_needs_other_subject(tokens: &[Token<'_>], name: usize, lexicon: &Lexicon) -> bool {
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
        verb.is_finite() && tokens.get(..name).is_some_and(|t| clause_has_verb(t, lexicon))
    })
}

/// True if the words since the last strong mark already hold a finite verb.
pub(super) fn clause_has_verb(tokens: &[Token<'_>], lexicon: &Lexicon) -> bool {
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
