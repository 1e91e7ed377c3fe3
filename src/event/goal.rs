//! Goals: what is said to be next.
//!
//! In: the phrases of a sentence. Out: drafts of objectives. Never: anything that has happened.

use std::ops::Range;

use crate::lexicon::Effect;

use super::assertion;
use super::assertion::Standing;
use super::draft::Draft;
use super::focus::Focus;
use super::nominal::text_has;
use super::phrase::Head;
use super::reading::Reading;
use super::verb::Verb;

impl Reading<'_, '_> {
    /// `P could be next`, `P is its next objective`, `the next target is P`.
    pub(super) fn next_goal(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let goal = |range: Range<usize>| {
            self.clauses.tokens.get(range).unwrap_or(&[]).iter().any(|t| {
                matches!(t.lower.as_str(), "next" | "target" | "targets" | "objective" | "objectives" | "goal")
            })
        };
        let Some(subject) = self.clauses.subject(at) else {
            return Vec::new();
        };
        let Some(span) = self.clauses.phrases.get(subject).map(|p| p.tokens.clone()) else {
            return Vec::new();
        };
        let after = verb.main + 1..(verb.main + 7).min(self.clauses.tokens.len());
        let found = if goal(span) {
            self.clauses.object(at).map_or(Vec::new(), |o| self.stands_for(o, focus, false))
        } else if goal(after) {
            self.clauses.joined(subject).into_iter().flat_map(|s| self.stands_for(s, focus, true)).collect()
        } else {
            Vec::new()
        };
        let found = if found.is_empty()
            && self.clauses.noun(subject).is_some_and(|n| n.class == Head::Facility)
            && goal(verb.main + 1..(verb.main + 7).min(self.clauses.tokens.len()))
        {
            self.complements(subject, &["to", "into", "towards"], focus)
        } else {
            found
        };
        let Some(trigger) = self.lexicon.verb_triggers("eye").first() else {
            return Vec::new();
        };
        let mut standing = assertion::over_verb(self.clauses, at, self.lexicon);
        standing.effects.retain(|e| !matches!(e, Effect::Claimed | Effect::Reported | Effect::Confirmed));
        found.iter().map(|f| self.draft(at, verb, trigger, f, standing.clone(), None, None)).collect()
    }

    /// `Next target: P`
    pub(super) fn announced_goal(&self, at: usize, focus: &Focus) -> Vec<Draft> {
        let next = (text_has(self, at, &["next", "final", "main"])
            || at > 0 && matches!(self.clauses.word(at - 1), "next" | "finally"))
            && text_has(self, at, &["stop", "target", "objective", "goal", "destination"])
            && self.clauses.word(at + 1) == ":"
            && self.clauses.noun(at + 2).is_some_and(|n| n.class == Head::Place && n.prep.is_empty());
        let Some(trigger) = self.lexicon.verb_triggers("eye").first().filter(|_| next) else {
            return Vec::new();
        };
        let verb = Verb { lemma: "eye".to_owned(), ..Default::default() };
        self.stands_for(at + 2, focus, false)
            .iter()
            .map(|f| self.draft(at, &verb, trigger, f, Standing::default(), None, None))
            .collect()
    }
}
