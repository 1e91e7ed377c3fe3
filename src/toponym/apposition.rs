//! What a text says a name is: "X, a village 25 km west of Y", "X, a hamlet beside Y".
//!
//! In: tokens behind a name. Out: where the description begins and ends. Never: positions.

use crate::toponym::knowledge::words::class;
use crate::toponym::token::Token;
use crate::toponym::token::shape;

/// Most words between the article and the type word: "a small mostly Hema farming village".
const MOST_DESCRIBING: usize = 4;

/// A description of a name as a settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Apposition {
    /// The token behind the type word, where its position may be told.
    pub(super) next: usize,
}

/// The description behind the name that ends before token `next`: ", a village in", ", the last town before", ", a hamlet 5 km".
pub(super) fn read(tokens: &[Token], next: usize) -> Option<Apposition> {
    let own = tokens.get(next.checked_sub(1)?)?;
    let token = |at: usize| tokens.get(at).filter(|t| t.sentence == own.sentence);
    token(next).filter(|t| t.sign == b',')?;
    token(next + 1).filter(|t| t.lower(class::ARTICLE))?;
    let from = next + 2;
    let kind = (from..=from + MOST_DESCRIBING).find(|&at| token(at).is_some_and(|t| t.lower(class::TOWN)))?;
    let plain = |at: usize| token(at).is_some_and(|t| t.is(shape::WORD) && !t.is(shape::CAP) && !is_link(t));
    if !(from..kind).all(plain) {
        return None;
    }
    // "a town councillor" is none.
    let behind = token(kind + 1)?;
    let told = is_link(behind)
        || behind.is(shape::DIGIT)
        || behind.lower(class::NUMBER | class::DIRECTION | class::NEARBY | class::NEVER)
        || matches!(behind.sign, b',' | b'.');
    told.then_some(Apposition { next: kind + 1 })
}

/// A distance right behind the name that ends before token `next`: ", 12 km north of", ", about 20 miles from".
pub(super) fn read_distance(tokens: &[Token], next: usize) -> Option<Apposition> {
    let own = tokens.get(next.checked_sub(1)?)?;
    let token = |at: usize| tokens.get(at).filter(|t| t.sentence == own.sentence);
    token(next).filter(|t| t.sign == b',')?;
    let number = |at: usize| token(at).is_some_and(|t| t.is(shape::DIGIT) || t.lower(class::NUMBER));
    let hedged = token(next + 1).is_some_and(|t| t.is(shape::WORD) && !t.is(shape::CAP));
    let at = if number(next + 1) { next + 1 } else { next + 2 };
    let told = (at == next + 1 || hedged) && number(at) && token(at + 1).is_some_and(|t| t.has(class::DISTANCE));
    told.then_some(Apposition { next: at })
}

const fn is_link(token: &Token) -> bool {
    token.lower(class::LOCATION | class::PREPOSITION)
}
