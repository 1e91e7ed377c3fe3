//! Questions: what is asked is not told, until the answer tells it.
//!
//! In: the claims of a sentence and its text. Out: the claims that a question leaves, and those that `It did, on Friday` takes up.
//! Never: a gain or a loss on the word of a question.

use std::ops::Range;

use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::terms::EventType;

use super::draft::Draft;
use super::token::Token;

/// Sentences from the question to its answer, `A.` between.
const REACH: usize = 2;

/// True if the text is a question.
pub(super) fn is_asked(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '’' | ')' | '*' | '_')).ends_with('?')
}

/// True if the draft tells of what lies ahead: a question may point there.
fn lies_ahead(draft: &Draft) -> bool {
    matches!(draft.class, Class::Event(EventType::Objective | EventType::Threat))
        || [Effect::Future, Effect::Hypothetical, Effect::Aspect].iter().any(|e| draft.standing.has(*e))
}

/// Takes out of the claims of a question what it only asks.
pub(super) fn asked(drafts: &mut Vec<Draft>) -> Vec<Draft> {
    let (kept, asked): (Vec<Draft>, Vec<Draft>) = std::mem::take(drafts).into_iter().partition(lies_ahead);
    *drafts = kept;
    asked
}

/// True for `It did`, `They have`, `Yes`: what was asked is so.
pub(super) fn affirms(tokens: &[Token<'_>]) -> bool {
    let mut words =
        tokens.iter().map(|t| t.lower.as_str()).skip_while(|w| matches!(*w, "a" | "answer" | "." | ":" | ","));
    let first = words.next().unwrap_or("");
    let second = words.next().unwrap_or("");
    let third = words.next().unwrap_or("");
    let so = matches!(first, "yes" | "indeed" | "true") && matches!(second, "" | "." | "," | ";" | ":" | "–" | "—");
    let did = matches!(first, "it" | "they" | "he" | "we")
        && matches!(second, "did" | "has" | "have" | "was" | "were")
        && matches!(third, "" | "." | "," | ";" | ":" | "–" | "—" | "on" | "in" | "last" | "indeed");
    so || did
}

/// The claims of the question, told by its answer.
pub(super) fn answered(asked: &[Draft], sentence: usize, evidence: &Range<usize>) -> Vec<Draft> {
    asked
        .iter()
        .filter(|d| sentence.saturating_sub(d.sentence) <= REACH)
        .map(|d| Draft {
            trigger: evidence.clone(),
            window: None,
            by_reference: true,
            evidence: d.evidence.start..evidence.end,
            sentence,
            ..d.clone()
        })
        .collect()
}
