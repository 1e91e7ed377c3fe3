//! Parts of the day around an expression.
//!
//! In: tokens. Out: [`PartOfDay`]. Never: dates.

use crate::date::token::Token;

use super::PartOfDay;

/// Part of the day named after the expression: "Tuesday night", "Friday at dawn", "on Sunday in the evening".
pub(super) fn after(tokens: &[Token<'_>], next: &mut usize) -> Option<PartOfDay> {
    let mut at = *next;
    if tokens.get(at).is_some_and(|t| t.is("at") || t.is("by") || t.is("before")) {
        at += 1;
    } else if tokens.get(at).is_some_and(|t| t.is("in")) && tokens.get(at + 1).is_some_and(|t| t.is("the")) {
        at += 2;
    }
    let token = tokens.get(at)?;
    let part = part_word(token.text)?;
    // "Friday night's raid" is fine, "Monday evening newspaper" is rare; "Saturday early" too.
    *next = at + 1;
    Some(part)
}

/// Part of the day named before it: "late on Thursday", "on the morning of 5 May", "early Sunday".
pub(super) fn before(tokens: &[Token<'_>], at: usize) -> Option<PartOfDay> {
    let mut back = at;
    for _ in 0..4 {
        back = back.checked_sub(1)?;
        let token = tokens.get(back)?;
        if ["on", "of", "the", "in", ","].contains(&token.text.to_ascii_lowercase().as_str()) {
            continue;
        }
        return if token.is("late") { Some(PartOfDay::Evening) } else { part_word(token.text) };
    }
    None
}

/// The part of the day that a word names.
pub(super) fn part_word(word: &str) -> Option<PartOfDay> {
    let word = word.strip_suffix("'s").unwrap_or(word);
    Some(match word.to_ascii_lowercase().as_str() {
        "dawn" | "daybreak" | "sunrise" | "early" => PartOfDay::Early,
        "morning" | "am" => PartOfDay::Morning,
        "noon" | "midday" | "afternoon" | "lunchtime" | "pm" => PartOfDay::Afternoon,
        "evening" | "dusk" | "sunset" | "nightfall" => PartOfDay::Evening,
        "night" | "midnight" | "overnight" => PartOfDay::Night,
        _ => return None,
    })
}
