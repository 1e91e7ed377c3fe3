//! Deeds: who is told to attack and who to give way, whether or not a place is named with it.
//!
//! In: a sentence. Out: [`Deed`]s, from which the sides of the story are told apart. Never: events.

use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::terms::EventType;

use super::actor::Who;
use super::assertion;
use super::draft::Party;
use super::focus::Focus;
use super::reading::Reading;

/// What a party is told to do.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    pub(super) party: Party,
    /// It attacks or gains; else it defends, loses or leaves.
    pub(super) attacks: bool,
    pub(super) sentence: usize,
}

impl Reading<'_, '_> {
    /// The deeds of the sentence.
    pub(super) fn deeds(&self) -> Vec<Deed> {
        let mut out = Vec::new();
        for at in 0..self.clauses.phrases.len() {
            let Some(verb) = self.clauses.verb(at).filter(|v| !v.negated && v.modal.is_none() && v.lemma != "get")
            else {
                continue;
            };
            // The longest frame says most: `beat a retreat` is no blow.
            let triggers = self.lexicon.verb_triggers(&verb.lemma).iter().enumerate();
            let attack = triggers
                .filter_map(|(order, t)| {
                    let framed = t.frame.is_empty() || self.frame(at, verb, t, 0).is_some();
                    let long = (t.frame.len(), usize::MAX - order);
                    part(t.class).filter(|_| framed).map(|p| (long, p, t.class))
                })
                .max_by_key(|(long, ..)| *long);
            let Some((_, attacks, class)) = attack else {
                continue;
            };
            // `vows to win back every inch`, `wants to march on P`: nothing is done yet.
            let standing = assertion::over_verb(self.clauses, at, self.lexicon);
            let open = [Effect::Future, Effect::Hypothetical, Effect::Negated, Effect::Denied];
            if verb.infinitive && open.iter().any(|e| standing.has(*e)) {
                continue;
            }
            let passive = self.passive(at, verb);
            // `drove out along the coast`: nobody was driven out.
            if class == Class::Expel && !passive && self.clauses.object(at).is_none() {
                continue;
            }
            let subject = self.clauses.subject(at);
            let agent = if passive { self.by(at) } else { subject };
            let patient = if passive { subject } else { self.clauses.object(at) };
            out.extend(self.deed(agent, attacks));
            if attacks && matches!(class, Class::Expel | Class::Attack | Class::Event(EventType::Capture)) {
                out.extend(self.deed(patient, false));
            }
            if attacks {
                // `wrested the ridge from the militants`
                let loser = self.clauses.right_of(at).find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep == "from"));
                out.extend(self.deed(loser, false));
            }
        }
        out
    }

    fn by(&self, at: usize) -> Option<usize> {
        (at + 1..self.clauses.phrases.len().min(at + 6)).find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep == "by"))
    }

    fn deed(&self, at: Option<usize>, attacks: bool) -> Option<Deed> {
        let party = self.party(self.first_of_pair(at?), &Focus::default())?;
        let fights = matches!(party.0, Who::Named(_) | Who::Nation(_) | Who::Rebels | Who::State);
        fights.then_some(Deed { party, attacks, sentence: self.sentence })
    }
}

/// True for a class of the attacker, false for one of the defender.
const fn part(class: Class) -> Option<bool> {
    match class {
        Class::Event(EventType::Capture | EventType::Recapture | EventType::Entry | EventType::Advance)
        | Class::Attack
        | Class::Expel
        | Class::Approach
        | Class::Breach => Some(true),
        Class::Event(EventType::Withdrawal) | Class::Loss | Class::Repel | Class::Surrender => Some(false),
        _ => None,
    }
}
