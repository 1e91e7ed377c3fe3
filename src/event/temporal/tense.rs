//! Tense and report around an expression: told beforehand, told of the future, date of a statement.
//!
//! In: tokens. Out: yes or no. Never: dates.

use crate::date::token::Token;
use crate::date::token::TokenKind;

const SPEECH: &[&str] = &[
    "acknowledged",
    "added",
    "admitted",
    "announced",
    "claimed",
    "confirmed",
    "declared",
    "denied",
    "published",
    "posted",
    "reported",
    "said",
    "says",
    "stated",
    "told",
    "tweeted",
    "warned",
    "wrote",
];

const STATEMENTS: &[&str] =
    &["announcement", "briefing", "communique", "interview", "report", "speech", "statement", "update"];

/// True if the expression dates a statement.
pub(super) fn is_reporting(tokens: &[Token<'_>], first: usize, next: usize) -> bool {
    let lower = |i: usize| tokens.get(i).map(|t| t.text.to_ascii_lowercase()).unwrap_or_default();
    if STATEMENTS.contains(&lower(next).as_str()) {
        return true;
    }
    let mut back = first;
    for _ in 0..3 {
        let Some(before) = back.checked_sub(1) else {
            return false;
        };
        let word = lower(before);
        if SPEECH.contains(&word.as_str()) || STATEMENTS.contains(&word.as_str()) {
            return true;
        }
        if !matches!(word.as_str(), "on" | "late" | "early" | "the" | "reporters" | "journalists") {
            return false;
        }
        back = before;
    }
    false
}

/// True if the clause before token `first` stands in the pluperfect ("had set out on Thursday").
pub(super) fn is_pluperfect(tokens: &[Token<'_>], first: usize) -> bool {
    for token in tokens.iter().take(first).rev().take(14) {
        if token.is("had") {
            return true;
        }
        if token.kind == TokenKind::Mark && matches!(token.text, "," | ";" | ":" | "\"") {
            return false;
        }
    }
    false
}

/// True if the tense at token `at` is future: the nearest verb form to the left, else a "will" soon after.
pub(super) fn is_future(tokens: &[Token<'_>], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).map(|t| t.text.to_ascii_lowercase()).unwrap_or_default();
    let ahead = |w: &str| {
        matches!(w, "will" | "shall" | "won't" | "'ll" | "would" | "due" | "scheduled" | "slated" | "planned")
    };
    let mut back = at;
    for distance in 0..25 {
        let Some(before) = back.checked_sub(1) else {
            break;
        };
        back = before;
        let here = word(before);
        // "would meet on Friday", "could fall in the spring", but not "could have fallen".
        if distance < 6
            && matches!(here.as_str(), "would" | "may" | "might" | "could" | "should")
            && !(here == "may" && tokens.get(before).is_some_and(Token::is_capitalised))
            && word(before + 1) != "have"
        {
            return true;
        }
        if ahead(&here) || here.ends_with("'ll") {
            return true;
        }
        if here == "to"
            && ["is", "are", "expected", "expects", "plans", "plan", "going", "set", "hopes", "likely"]
                .contains(&word(before.wrapping_sub(1)).as_str())
        {
            return true;
        }
        if tokens.get(before).is_some_and(|t| t.kind == TokenKind::Mark && matches!(t.text, ";" | "\"")) {
            return false;
        }
        let participle = here.len() > 3 && here.ends_with("ed");
        if participle
            && (1..4)
                .any(|d| before.checked_sub(d).is_some_and(|i| matches!(word(i).as_str(), "be" | "will" | "would")))
        {
            continue;
        }
        if participle
            || matches!(
                here.as_str(),
                "was" | "were" | "had" | "did" | "said" | "has" | "have" | "told" | "took" | "fell"
            )
        {
            return false;
        }
    }
    if at < 4 {
        for i in at..at + 9 {
            let here = word(i);
            if matches!(here.as_str(), "will" | "shall") {
                return true;
            }
            if here.ends_with("ed") || matches!(here.as_str(), "was" | "were" | "had" | "said" | "took" | "fell") {
                return false;
            }
        }
    }
    false
}
