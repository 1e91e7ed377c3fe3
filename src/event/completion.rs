//! Completion: a change of hands told as a noun that is done, of the place in mind: `the handover was completed that night`.
//!
//! In: a verb group and its subject. Out: drafts of a capture. Never: a change of hands that is only begun, or whose place is named.

use crate::lexicon::Class;
use crate::terms::EventType;

use super::assertion;
use super::draft::Draft;
use super::focus;
use super::focus::Focus;
use super::reading::Found;
use super::reading::Reading;
use super::verb::Verb;

/// Nouns of a change of hands.
const CHANGES: &[&str] =
    &["capture", "conquest", "handover", "hand-over", "liberation", "seizure", "takeover", "take-over"];

impl Reading<'_, '_> {
    /// The claim of `the handover was completed`, `the takeover is complete`.
    pub(super) fn completion(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let done = match verb.lemma.as_str() {
            "complete" | "finish" | "conclude" | "accomplish" => self.passive(at, verb),
            "be" => {
                let end = self.clauses.phrases.get(at).map_or(0, |p| p.tokens.end);
                self.clauses.tokens.get(end).is_some_and(|t| matches!(t.lower.as_str(), "complete" | "done" | "over"))
            }
            _ => false,
        };
        let subject = self.clauses.subject(at).filter(|_| done).filter(|&s| {
            self.clauses.noun(s).is_some_and(|n| {
                n.prep.is_empty()
                    && n.definite
                    && n.places.is_empty()
                    && n.at.is_empty()
                    && self.clauses.tokens.get(n.head).is_some_and(|t| CHANGES.contains(&t.lower.as_str()))
            })
        });
        let trigger = self.lexicon.verb_triggers("capture").first();
        let (Some(subject), Some(trigger)) = (subject, trigger) else {
            return Vec::new();
        };
        // `the handover of the barracks`
        if self.clauses.noun(subject + 1).is_some_and(|n| n.prep == "of") {
            return Vec::new();
        }
        let standing = assertion::over_verb(self.clauses, at, self.lexicon);
        // Only a place that the paragraph is about.
        let meant = focus.event.filter(|&t| {
            focus.event_block == self.block
                && self.sentence - focus.event_sentence <= 3
                && focus::fits("it", self.toponyms.get(t))
        });
        let actor = focus.attacker.clone().filter(|_| focus.event_block == self.block);
        meant
            .map(|toponym| Found { toponym, phrase: at, partial: false, edge: false, by_reference: true })
            .iter()
            .filter(|f| !self.is_far(f.toponym))
            .map(|f| Draft {
                class: Class::Event(EventType::Capture),
                passive: true,
                by_reference: true,
                ..self.draft(at, verb, trigger, f, standing.clone(), actor.clone(), None)
            })
            .collect()
    }
}
