//! What the words before a noun make of it: preparations for an assault, rumours of a fall.
//!
//! In: the phrases of a sentence. Out: an effect on the noun. Never: clauses.

use crate::lexicon::Effect;

use super::reading::Reading;

impl Reading<'_, '_> {
    /// What the word before the phrase makes of it: `preparations for an assault on P`, `rumours of the fall of P`,
    /// `ruled out a withdrawal`.
    pub(super) fn expected(&self, at: usize) -> Option<Effect> {
        let start = self.clauses.phrases.get(at)?.tokens.start;
        let word = |back: usize| {
            start.checked_sub(back).and_then(|i| self.clauses.tokens.get(i)).map_or("", |t| t.lower.as_str())
        };
        let prep = self.clauses.noun(at).map_or("", |n| n.prep.as_str());
        Some(match (word(1), prep) {
            (
                "preparation" | "preparations" | "preparing" | "prepare" | "prepared" | "mass" | "massing" | "massed"
                | "plan" | "plans" | "planning" | "ready" | "readying" | "brace" | "braced" | "bracing" | "braces"
                | "gearing" | "awaiting" | "waiting" | "calls" | "call" | "called" | "calling" | "assembling"
                | "gathering" | "regrouping" | "signal",
                "for",
            ) => Effect::Future,
            (
                "threat" | "fear" | "fears" | "danger" | "risk" | "prospect" | "possibility" | "talk" | "warned"
                | "warning",
                "of",
            ) => Effect::Hypothetical,
            ("rumour" | "rumours" | "rumor" | "rumors" | "claim" | "claims" | "boasts", "of") => Effect::Claimed,
            ("report" | "reports" | "news" | "word" | "accounts" | "announcement", "of") => Effect::Reported,
            ("out", "") if matches!(word(2), "rule" | "ruled" | "rules" | "ruling") => Effect::Negated,
            _ => return None,
        })
    }

    /// True if `by somebody` follows the verb group at `at`.
    pub(super) fn is_by(&self, at: usize) -> bool {
        (at + 1..self.clauses.phrases.len().min(at + 5)).any(|k| self.clauses.noun(k).is_some_and(|n| n.prep == "by"))
    }
}
