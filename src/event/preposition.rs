//! Prepositions: of one word or several (`out of`, `to the north of`), told from adverbs of number.
//!
//! In: tokens. Out: the joined preposition and where its noun phrase begins. Never: the noun phrase itself.

use crate::lexicon::Lexicon;
use crate::lexicon::WordClass;

use super::extent::is_ordinal;
use super::token::Kind;
use super::token::Token;

/// A preposition at `at`: its words joined, where it begins, where the noun phrase begins.
pub(super) fn preposition(tokens: &[Token<'_>], at: usize, lexicon: &Lexicon) -> (String, usize, usize) {
    let Some(token) = tokens.get(at).filter(|t| t.is(lexicon, WordClass::Preposition)) else {
        // `north of Hama`, `12 km west of the town`: distance and direction govern the name.
        let apposed = at >= 2
            && tokens.get(at - 1).is_some_and(|t| {
                matches!(t.lower.as_str(), "km" | "kilometres" | "kilometers" | "miles" | "mi")
                    || t.lower.ends_with("km")
            });
        let dir = tokens.get(at).is_some_and(|t| {
            is_direction(&t.lower) || matches!(t.lower.as_str(), "outside" | "short" | "ahead" | "instead")
        });
        if dir && tokens.get(at + 1).is_some_and(|t| t.reads("of")) {
            let aside = apposed
                && at >= 3
                && (1..4).any(|d| at > d && tokens.get(at - 1 - d).is_some_and(|t| t.reads(",") || t.reads("(")));
            return (if aside { "off".to_owned() } else { "near".to_owned() }, at, at + 2);
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
    if matches!(token.lower.as_str(), "about" | "around" | "over" | "under" | "some")
        && counted(at + 1)
        && !(token.lower != "about" && tokens.get(at + 1).is_some_and(|t| t.reads("a")))
    {
        return (String::new(), at, at + 1);
    }
    if token.reads("over")
        && next.is_some_and(|t| t.reads("a"))
        && tokens.get(at + 2).is_some_and(|t| t.is(lexicon, WordClass::Time))
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
        "out" | "outside" | "inside" | "because" | "instead" | "ahead" if second("of") => ("of".to_owned(), at, at + 2),
        "up" | "down" | "on" | "back" | "through" | "over" if second("to") => ("to".to_owned(), at, at + 2),
        "in" if second("to") => ("into".to_owned(), at, at + 2),
        "up" | "down" if second("from") => ("from".to_owned(), at, at + 2),
        "from" if ["inside", "within", "around", "near", "outside", "behind"].iter().any(|w| second(w)) => {
            ("from".to_owned(), at, at + 2)
        }
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
