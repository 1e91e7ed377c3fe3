//! Cues of assertion: words that make an event claimed, denied, planned, past.

use crate::error::Result;

use super::table;

/// Where a cue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// A word with a clause or an infinitive after it.
    Governor,
    /// A word that opens a clause.
    Conjunction,
    /// A word anywhere in the clause.
    Adverb,
    /// Words before the event in its sentence.
    Phrase,
}

/// What a cue does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It happened.
    Factive,
    /// Admitted or checked.
    Confirmed,
    /// Plainly said: the speaker decides.
    Stated,
    /// Reported without confirmation.
    Reported,
    /// Claimed.
    Claimed,
    /// Long ago.
    Historical,
    /// Planned.
    Future,
    /// Nearly.
    Aspect,
    /// Possible.
    Hypothetical,
    /// Tried.
    Attempt,
    /// Said not to be so.
    Denied,
    /// Not so.
    Negated,
}

/// A row of `cues.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// The word or words.
    pub text: String,
    /// Where it stands.
    pub position: Position,
    /// What it does.
    pub effect: Effect,
}

/// Reads `cues.tsv`.
pub(super) fn cues(text: &str) -> Result<Vec<Cue>> {
    const FILE: &str = "cues.tsv";
    table::rows(text)
        .map(|(line, cells)| {
            let position = match table::cell(FILE, line, &cells, 1, "position")? {
                "governor" => Position::Governor,
                "conj" => Position::Conjunction,
                "adverb" => Position::Adverb,
                "phrase" => Position::Phrase,
                other => {
                    return Err(table::bad(FILE, line, format!("unknown position {other:?}")));
                }
            };
            let effect = match table::cell(FILE, line, &cells, 2, "effect")? {
                "factive" => Effect::Factive,
                "confirmed" => Effect::Confirmed,
                "stated" => Effect::Stated,
                "reported" => Effect::Reported,
                "claimed" => Effect::Claimed,
                "historical" => Effect::Historical,
                "future" => Effect::Future,
                "aspect" => Effect::Aspect,
                "hypothetical" => Effect::Hypothetical,
                "attempt" => Effect::Attempt,
                "denied" => Effect::Denied,
                "negated" => Effect::Negated,
                other => return Err(table::bad(FILE, line, format!("unknown effect {other:?}"))),
            };
            Ok(Cue { text: table::cell(FILE, line, &cells, 0, "cue")?.to_owned(), position, effect })
        })
        .collect()
}
