//! Voice and outcome of a verb group: done by its subject or to it, held until a day, by fresh troops.
//!
//! In: a verb group in its clause. Out: yes or no. Never: places.

use crate::lexicon::Class;
use crate::lexicon::Form;
use crate::lexicon::Place;
use crate::lexicon::Trigger;
use crate::terms::EventType;

use super::phrase::Head;
use super::phrase::PhraseKind;
use super::reading::Reading;
use super::token::Kind;
use super::verb::Verb;

impl Reading<'_, '_> {
    /// True if the voice is passive, whether with an auxiliary or as a participle after its noun.
    pub(super) fn passive(&self, at: usize, verb: &Verb) -> bool {
        if verb.passive {
            return true;
        }
        if verb.auxiliary
            || verb.infinitive
            || verb.modal.is_some()
            || !matches!(verb.form, Some(Form::Past | Form::Participle))
        {
            return false;
        }
        if verb.form == Some(Form::Participle) {
            return true;
        }
        // `was encircled and then entered`
        if at > 0
            && matches!(self.clauses.phrases.get(at - 1).map(|p| &p.kind), Some(PhraseKind::Conjunction))
            && self.clauses.object(at).is_none()
            && self.clauses.verb_before(at).and_then(|v| self.clauses.verb(v)).is_some_and(|v| v.passive)
        {
            return true;
        }
        // `was reported lost`
        if at > 0 && self.clauses.verb(at - 1).is_some_and(|v| v.passive) {
            return true;
        }
        // A past form that is a participle as well: `a village seized by`, `X, captured on Friday,`.
        let same = self
            .lexicon
            .verb_forms(self.clauses.tokens.get(verb.main).map_or("", |t| t.lower.as_str()))
            .iter()
            .any(|f| f.form == Form::Participle);
        // `captured the moment`: an object, if of time.
        let moment =
            self.clauses.noun(at + 1).is_some_and(|n| n.prep.is_empty() && n.class == Head::Time && n.definite);
        if !same || moment || self.clauses.object(at).is_some() {
            return false;
        }
        // `P lost, army falls back`: a town does not take another.
        let town = at > 0
            && self.clauses.noun(at - 1).is_some_and(|n| {
                // `with P stormed and Q starved into surrender`
                (n.prep.is_empty() || n.prep == "with")
                    && n.class == Head::Place
                    && !n.places.iter().any(|&t| self.is_country(t))
            });
        let taken = self.lexicon.verb_triggers(&verb.lemma).iter().any(|t| {
            t.frame.is_empty()
                && t.places.first() == Some(&Place::Object)
                && matches!(
                    t.class,
                    Class::Event(
                        EventType::Capture
                            | EventType::Recapture
                            | EventType::Entry
                            | EventType::Siege
                            | EventType::Strike
                            | EventType::Shelling
                    ) | Class::Loss
                        | Class::Leave
                        | Class::Attack
                )
        });
        // `says command centre in P captured after two weeks`: nor does a building.
        let site =
            self.clauses.subject(at).and_then(|s| self.clauses.noun(s)).is_some_and(|n| n.class == Head::Facility)
                && matches!(
                    self.clauses.phrases.get(at + 1).map(|p| &p.kind),
                    None | Some(PhraseKind::Subordinator | PhraseKind::Mark)
                );
        if (town || site) && taken {
            return true;
        }
        let adjacent = at > 0
            && self.clauses.noun(at - 1).is_some_and(|n| !matches!(n.class, Head::They | Head::It | Head::Person));
        self.clauses.before_by(at) && adjacent
            || at > 0
                && matches!(self.clauses.word(at - 1), "," | "(" | "–" | "—" | "-" | ":")
                && !verb.auxiliary
                && (self.clauses.before_by(at)
                    || self
                        .clauses
                        .noun_before(at - 1)
                        .is_some_and(|n| self.clauses.noun(n).is_some_and(|n| !n.places.is_empty())))
    }

    /// `held out until 26 July`: then it fell.
    pub(super) fn fell_then(&self, at: usize, verb: &Verb, trigger: &Trigger) -> bool {
        let held = trigger.class == Class::Event(EventType::Hold)
            && matches!(verb.lemma.as_str(), "hold" | "resist")
            && verb.form == Some(Form::Past)
            && verb.modal.is_none()
            && !verb.negated;
        held && self.clauses.right_of(at).any(|k| {
            let until = self
                .clauses
                .noun(k)
                .is_some_and(|n| n.class == Head::Time && matches!(n.prep.as_str(), "until" | "till"));
            until
                && self.clauses.phrases.get(k).is_some_and(|p| {
                    p.tokens.clone().any(|i| self.clauses.tokens.get(i).is_some_and(|t| t.kind == Kind::Number))
                })
        })
    }

    /// `did not fall until 21 October`, `was not taken till the third day`: it was, on that day.
    pub(super) fn not_until(&self, at: usize, verb: &Verb) -> bool {
        let past =
            self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.start)).is_some_and(|t| {
                matches!(t.lower.as_str(), "did" | "didn't" | "was" | "were" | "wasn't" | "weren't" | "had" | "hadn't")
            });
        verb.negated
            && past
            && verb.modal.is_none()
            && self.clauses.right_of(at).take(6).any(|k| {
                self.clauses.noun(k).is_some_and(|n| {
                    n.class == Head::Time && matches!(n.prep.as_str(), "until" | "till") && self.is_day(k)
                })
            })
    }

    /// `21 October`, `the 3rd`, `Friday`, `the next morning`: a day, not a month or a year.
    fn is_day(&self, at: usize) -> bool {
        const DAYS: &[&str] = &[
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "day",
            "morning",
            "evening",
            "night",
            "noon",
            "dawn",
            "dusk",
        ];
        let words = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.clone())).unwrap_or(&[]);
        words.iter().any(|t| {
            let digits = t.lower.trim_end_matches(|c: char| c.is_alphabetic());
            DAYS.contains(&t.lower.as_str()) || t.kind == Kind::Number && matches!(digits.len(), 1 | 2)
        })
    }

    /// What the words around a verb make of its class: `remained deployed in P` is no entry, `pushed the army from P` no start line.
    pub(super) fn turned_class(&self, at: usize, verb: &Verb, trigger: &Trigger, passive: bool) -> Option<Class> {
        let object = self.clauses.object(at).filter(|_| !passive).and_then(|o| self.clauses.noun(o)).map(|n| n.class);
        let armed = matches!(object, Some(Head::Force | Head::Actor));
        let stays = !verb.auxiliary
            && at > 0
            && self.clauses.verb(at - 1).is_some_and(|v| matches!(v.lemma.as_str(), "remain" | "stay" | "keep"));
        match trigger.class {
            Class::Event(EventType::Entry) if stays => Some(Class::Event(EventType::Hold)),
            Class::Event(EventType::Origin) if armed && verb.lemma == "push" => Some(Class::Expel),
            // `poured 40,000 troops into the ground near P`
            Class::Pour if object == Some(Head::Force) => Some(Class::Event(EventType::Reinforcement)),
            _ => None,
        }
    }

    /// `fresh troops`, `two additional battalions`
    pub(super) fn is_fresh(&self, at: usize) -> bool {
        self.clauses.phrases.get(at).is_some_and(|p| {
            self.clauses.tokens.get(p.tokens.clone()).unwrap_or(&[]).iter().any(|t| {
                matches!(t.lower.as_str(), "fresh" | "reinforcements" | "reinforcement" | "additional" | "extra")
            })
        })
    }
}
