//! How far a noun phrase reaches: names, dates, adjectives and the words that end it.
//!
//! In: tokens. Out: ends and kinds of words. Never: what a phrase stands for.

use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;

use super::phrase::that_is_determiner;
use super::preposition::is_direction;
use super::token::Kind;
use super::token::Token;
use super::verb;

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
        // `by rebels last year`: the time begins a phrase of its own.
        if at > from
            && matches!(token.lower.as_str(), "last" | "next" | "late" | "early")
            && tokens.get(at + 1).is_some_and(|t| {
                t.is(lexicon, WordClass::Time) || verb::is_month(tokens, at + 1) || t.reads("last") || t.reads("this")
            })
            && tokens.get(at - 1).is_some_and(|t| {
                !t.reads("of") && !t.is(lexicon, WordClass::Determiner) && (plain_noun(t, lexicon) || t.is_capital())
            })
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
        // `fell to the rebels last month`
        if at > from
            && matches!(word, "last" | "next" | "this" | "earlier" | "late" | "early")
            && tokens
                .get(at + 1)
                .is_some_and(|t| t.is(lexicon, WordClass::Time) || word == "earlier" && t.reads("this"))
            && !tokens.get(at - 1).is_some_and(|t| {
                t.is(lexicon, WordClass::Determiner)
                    || t.is(lexicon, WordClass::Time)
                    || t.is(lexicon, WordClass::Adverb)
            })
        {
            break;
        }
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
        // `found P empty`
        if at > from && token.reads("empty") && tokens.get(at - 1).is_some_and(Token::is_name) {
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
