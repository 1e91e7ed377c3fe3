//! Who says so, and denials that answer what was told just before.
//!
//! In: a sentence and the last claim. Out: the speaker, the claim denied. Never: what stands over a claim by itself.

use crate::lexicon::Class;
use crate::lexicon::Effect;

use super::actor;
use super::assertion;
use super::draft::Draft;
use super::draft::Party;
use super::fate;
use super::focus::Focus;
use super::phrase::Head;
use super::reading::Reading;
use super::verb::Verb;

impl Reading<'_, '_> {
    /// `residents denied it`, `the army rejected the claim`: what was told just before.
    pub(super) fn denial(&self, at: usize, verb: &Verb, focus: &Focus, previous: Option<&Draft>) -> Option<Draft> {
        const SAID: &[&str] = &[
            "account",
            "accounts",
            "allegation",
            "allegations",
            "assertion",
            "claim",
            "claims",
            "report",
            "reports",
            "this",
        ];
        // `the claim was not true`, `these reports are false`
        let subject = self.clauses.subject(at);
        let called = verb.modal.is_none()
            && subject.and_then(|s| self.clauses.noun(s)).and_then(|n| self.clauses.tokens.get(n.head)).is_some_and(
                |t| SAID.contains(&t.lower.as_str()) || matches!(t.lower.as_str(), "it" | "that" | "news" | "footage"),
            )
            && (fate::is_false(self.clauses, at) && !verb.negated || fate::is_untrue(self.clauses, at));
        if called && previous.is_none_or(|p| p.sentence != self.sentence) {
            return self.denied(focus, previous, assertion::over_verb(self.clauses, at, self.lexicon).speaker);
        }
        let denies = self.lexicon.governor(&verb.lemma) == Some(Effect::Denied)
            && !(verb.infinitive || verb.is_gerund() || verb.passive || verb.negated)
            && verb.modal.is_none();
        let object = self.clauses.object(at).filter(|_| denies)?;
        let noun = self.clauses.noun(object)?;
        let head = self.clauses.tokens.get(noun.head)?;
        let pronoun = noun.class == Head::It && head.reads("it");
        let more = self.clauses.word(object + 1);
        if !(pronoun || SAID.contains(&head.lower.as_str()))
            || more == "that"
            || self.clauses.noun(object + 1).is_some_and(|n| n.prep == "of")
        {
            return None;
        }
        self.denied(focus, previous, subject)
    }

    /// The denial of what was told just before.
    fn denied(&self, focus: &Focus, previous: Option<&Draft>, speaker: Option<usize>) -> Option<Draft> {
        let previous = previous.filter(|p| {
            let told = [Effect::Claimed, Effect::Reported, Effect::Stated].iter().any(|e| p.standing.has(*e));
            self.sentence == p.sentence || told && self.sentence - p.sentence == 1
        })?;
        if previous.standing.has(Effect::Denied)
            || !matches!(previous.class, Class::Event(_) | Class::Loss | Class::Expel | Class::Leave)
        {
            return None;
        }
        let mut standing = previous.standing.clone();
        standing.effects.push(Effect::Denied);
        standing.speaker = speaker;
        let speaker = standing.speaker.and_then(|s| self.speaker(s, focus));
        Some(Draft { standing, speaker, sentence: self.sentence, evidence: self.evidence.clone(), ..previous.clone() })
    }

    /// Who says so: a party, or a name that is nobody's here, such as a newspaper.
    pub(super) fn speaker(&self, at: usize, focus: &Focus) -> Option<Party> {
        // `The statement also noted …`: of whoever spoke before.
        let papers = ["announcement", "bulletin", "communique", "communiqué", "dispatch", "post", "statement"];
        let paper = self.clauses.noun(at).filter(|n| n.definite).and_then(|n| self.clauses.tokens.get(n.head));
        let head = |t: &super::token::Token<'_>| {
            papers.contains(&t.lower.as_str())
                || t.reads("head")
                    && self.clauses.tokens.iter().any(|t| matches!(t.lower.as_str(), "republic" | "state"))
        };
        if paper.is_some_and(head)
            && !self.has_actor(at)
            && let Some(party) = self.same(at, focus)
        {
            return Some(party);
        }
        // `A's army took P, spokesman X Y said`: the spokesman of A.
        let words = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.clone())).unwrap_or(&[]);
        let spokesman =
            words.first().is_some_and(|t| matches!(t.lower.as_str(), "spokesman" | "spokeswoman" | "spokesperson"))
                && !self.has_actor(at)
                && self.clauses.word(at + 1) != "for"
                && !self.clauses.noun(at + 1).is_some_and(|n| matches!(n.prep.as_str(), "for" | "of"));
        if spokesman {
            let own = (0..at)
                .filter(|&k| self.clauses.noun(k).is_some_and(|n| n.prep.is_empty()))
                .find_map(|k| self.party(k, focus))
                .filter(|(w, _)| !matches!(w, actor::Who::Third | actor::Who::Same));
            if own.is_some() {
                return own;
            }
        }
        self.party(at, focus).or_else(|| {
            let noun = self.clauses.noun(at).filter(|n| !matches!(n.class, Head::They | Head::It | Head::Time))?;
            let head = self.clauses.tokens.get(noun.head)?;
            Some((actor::Who::Third, head.text.to_owned()))
        })
    }
}
