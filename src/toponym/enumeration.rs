//! Names in a list that says what they are: "the villages of A, B and C", "A, B, C villages".
//!
//! In: tokens. Out: whether a name stands in such a list. Never: what the gazetteer knows.

use crate::toponym::knowledge::words::class;
use crate::toponym::token::Token;
use crate::toponym::token::shape;

/// Most tokens of a list looked at on one side of a name.
const LONGEST: usize = 60;

/// True if the name of the tokens `first..next` stands in a list of towns.
pub(super) fn is_of_towns(text: &str, tokens: &[Token], first: usize, next: usize) -> bool {
    follows(text, tokens, first) || leads(text, tokens, first, next)
}

/// `villages`, `towns`
fn is_towns(text: &str, token: &Token) -> bool {
    token.lower(class::TOWN) && text.get(token.start..token.end).is_some_and(|w| w.ends_with('s'))
}

fn is_joint(token: &Token) -> bool {
    token.sign == b',' || token.lower(class::CONJUNCTION)
}

fn is_of_name(token: &Token) -> bool {
    token.is(shape::WORD) && (token.is(shape::CAP) || token.is(shape::HYPHEN) || token.has(class::PARTICLE))
}

/// "the villages of A, B and X"
fn follows(text: &str, tokens: &[Token], first: usize) -> bool {
    let Some(own) = tokens.get(first) else { return false };
    let mut joined = true;
    for back in 1..=LONGEST.min(first) {
        let at = first - back;
        let Some(token) = tokens.get(at).filter(|t| t.sentence == own.sentence) else {
            return false;
        };
        if text.get(token.start..token.end) == Some("of") {
            return joined && at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| is_towns(text, t));
        }
        let joint = is_joint(token);
        // Next to the name there is a comma or the word before the list.
        if !joint && (back == 1 || !is_of_name(token)) {
            return false;
        }
        joined = !joint;
    }
    false
}

/// "X, B and C villages"
fn leads(text: &str, tokens: &[Token], first: usize, next: usize) -> bool {
    let Some(own) = next.checked_sub(1).and_then(|i| tokens.get(i)) else { return false };
    let comma = first.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.sign == b',');
    let (mut joined, mut commas) = (true, usize::from(comma));
    for at in next..next + LONGEST {
        let Some(token) = tokens.get(at).filter(|t| t.sentence == own.sentence) else {
            return false;
        };
        if is_towns(text, token) {
            // "Druze and Alawite villages" are no names.
            return joined && commas > 0;
        }
        commas += usize::from(token.sign == b',');
        let joint = is_joint(token);
        if !joint && (at == next || !is_of_name(token)) {
            return false;
        }
        joined = !joint;
    }
    false
}
