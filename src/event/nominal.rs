//! Events told as nouns: the capture of P, clashes in P, an attack on P that failed.

use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::lexicon::Place;
use crate::lexicon::WordClass;
use crate::terms::EventType;

use super::draft::Draft;
use super::fate;
use super::focus::Focus;
use super::phrase::Head;
use super::phrase::Noun;
use super::reading::Found;
use super::reading::LOCATIVE;
use super::reading::Reading;
use super::token::Kind;

/// True if a word of the phrase is one of these.
pub(super) fn text_has(reading: &Reading<'_, '_>, at: usize, words: &[&str]) -> bool {
    reading.clauses.phrases.get(at).is_some_and(|p| {
        p.tokens.clone().any(|i| reading.clauses.tokens.get(i).is_some_and(|t| words.contains(&t.lower.as_str())))
    })
}

impl Reading<'_, '_> {
    pub(super) fn noun(&self, at: usize, noun: &Noun, focus: &Focus) -> Vec<Draft> {
        let state = self.state(at, focus);
        if !state.is_empty() {
            return state;
        }
        let goal = self.announced_goal(at, focus);
        if !goal.is_empty() {
            return goal;
        }
        let Some(head) = self.clauses.tokens.get(noun.head).filter(|t| t.kind == Kind::Word) else {
            return Vec::new();
        };
        let word = head.lower.as_str();
        let single = word
            .strip_suffix("es")
            .filter(|w| !self.lexicon.noun_triggers(w).is_empty())
            .or_else(|| word.strip_suffix('s'))
            .unwrap_or(word);
        // `P, the start line of the army`
        let text: Vec<&str> = self.clauses.phrases.get(at).map_or(Vec::new(), |p| {
            self.clauses.tokens.get(p.tokens.clone()).unwrap_or(&[]).iter().map(|t| t.lower.as_str()).collect()
        });
        if text
            .windows(2)
            .any(|w| matches!(w, ["start" | "starting", "line" | "point"] | ["launching" | "launch", "pad"]))
            && at >= 2
            && self.clauses.word(at - 1) == ","
        {
            let found = self.stands_for(at - 2, focus, false);
            let trigger =
                self.lexicon.verb_triggers("launch").iter().find(|t| t.class == Class::Event(EventType::Origin));
            if let (Some(trigger), false) = (trigger, found.is_empty()) {
                return self.nominal(at, noun, trigger, &found, focus).unwrap_or_default();
            }
        }
        let list = if self.lexicon.noun_triggers(word).is_empty() {
            self.lexicon.noun_triggers(single)
        } else {
            self.lexicon.noun_triggers(word)
        };
        if list.is_empty()
            && let Some(told) = self.carried(at, noun, word)
        {
            let mut drafts = self.noun(at, &told, focus);
            if matches!(word, "report" | "reports" | "rumours" | "rumors" | "claims" | "claim") {
                for draft in &mut drafts {
                    draft.standing.add(Effect::Reported);
                }
            }
            return drafts;
        }
        let owned = self
            .clauses
            .phrases
            .get(at)
            .and_then(|p| self.clauses.tokens.get(p.tokens.start))
            .is_some_and(|t| matches!(t.lower.as_str(), "its" | "whose"));
        // `the return of P to government control`
        let home = single != "return" || self.is_return(at, focus);
        // `offensive operations near P`: not any operation.
        let home = home
            && (single != "operation"
                || text_has(
                    self,
                    at,
                    &["offensive", "assault", "ground", "combat", "clearing", "mechanized", "infantry"],
                ));
        for trigger in list.iter().filter(|_| home) {
            let mut found = Vec::new();
            for place in &trigger.places {
                found = match place {
                    Place::After(prep) if prep == "of" => {
                        let names = self.genitives(at, noun, trigger, focus);
                        if names.is_empty() && owned {
                            let near = self.reference("it", at, focus);
                            if near.is_empty() { self.reference("place", at, focus) } else { near }
                        } else if names.is_empty() {
                            let end = self.clauses.phrases.get(at).map_or(0, |p| p.tokens.end);
                            let word = self
                                .clauses
                                .tokens
                                .get(noun.head + 1..end)
                                .and_then(|t| t.iter().rev().find(|t| t.is(self.lexicon, WordClass::Settlement)));
                            word.map_or(Vec::new(), |w| self.reference(&w.lower, at, focus))
                        } else {
                            names
                        }
                    }
                    Place::After(prep) => {
                        let own = self.complements(at, &[prep.as_str()], focus);
                        let fate = fate::fate_of(self.clauses, at).filter(|_| own.is_empty());
                        fate.map_or(own, |v| {
                            self.clauses
                                .adjuncts(v, &[prep.as_str()], false)
                                .into_iter()
                                .map(|k| self.stands_for(k, focus, false))
                                .find(|f| !f.is_empty())
                                .unwrap_or_default()
                        })
                    }
                    Place::Locative
                        if trigger.class == Class::Event(EventType::Clash)
                            && self.complements(at, LOCATIVE, focus).is_empty()
                            && (at + 1..self.clauses.phrases.len().min(at + 5))
                                .any(|k| self.clauses.word(k) == "being") =>
                    {
                        (at + 1..self.clauses.phrases.len().min(at + 10))
                            .find(|&k| {
                                self.clauses
                                    .noun(k)
                                    .is_some_and(|n| LOCATIVE.contains(&n.prep.as_str()) && !n.places.is_empty())
                            })
                            .map_or(Vec::new(), |k| self.stands_for(k, focus, false))
                    }
                    // Strikes anywhere but from the air are those of workers.
                    Place::Locative if trigger.head == "strike" && !self.is_by_air(at) => Vec::new(),
                    Place::Locative => {
                        let own: Vec<Found> = noun.at.iter().filter_map(|&t| self.found(t, at, noun)).collect();
                        let near = self.complements(at, LOCATIVE, focus);
                        if !near.is_empty() {
                            near
                        } else if !own.is_empty() {
                            own
                        } else {
                            // `P lies west of Q after a week of air strikes`: somewhere else.
                            let lies = |v: &usize| {
                                self.clauses.verb(*v).is_some_and(|v| {
                                    v.infinitive
                                        || matches!(
                                            v.lemma.as_str(),
                                            "lie" | "sit" | "stand" | "locate" | "situate" | "border"
                                        )
                                })
                            };
                            let verb = fate::fate_of(self.clauses, at)
                                .or_else(|| self.clauses.verb_before(at))
                                .filter(|v| !lies(v));
                            let around = verb.map_or(Vec::new(), |v| self.locative(v, focus));
                            if around.is_empty() && !self.label(at).is_empty() {
                                self.label(at)
                            } else if around.is_empty() && self.clauses.tokens.iter().any(|t| t.reads("there")) {
                                self.from_focus(at, focus)
                            } else {
                                around
                            }
                        }
                    }
                    _ => Vec::new(),
                };
                if !found.is_empty() {
                    break;
                }
            }
            // `P: attacks on the battalion are going on`: in the row of P.
            let named =
                self.clauses.tokens.iter().any(|t| matches!(t.kind, Kind::Place(i) if !self.topic.contains(&i)));
            let fight = matches!(
                trigger.class,
                Class::Attack | Class::Event(EventType::Clash | EventType::Strike | EventType::Shelling)
            );
            if found.is_empty() && fight && !named {
                let of_row =
                    |&toponym: &usize| Found { toponym, phrase: at, partial: false, edge: false, by_reference: true };
                found = self.topic.iter().map(of_row).collect();
            }
            if found.is_empty() {
                continue;
            }
            if let Some(drafts) = self.nominal(at, noun, trigger, &found, focus) {
                return drafts;
            }
        }
        // `At P an attempt to cut the road failed`
        if noun.class == Head::Attack
            && let Some(v) = fate::fate_of(self.clauses, at).filter(|&v| {
                self.clauses.verb(v).is_some_and(|v| {
                    fate::beaten(&v.lemma)
                        && self.lexicon.verb_triggers(&v.lemma).iter().all(|t| t.class != Class::Repel)
                })
            })
        {
            let mut found = self.locative(v, focus);
            if found.is_empty() {
                found = (at + 1..v)
                    .find(|&k| self.clauses.noun(k).is_some_and(|n| !n.places.is_empty()))
                    .map_or(Vec::new(), |k| self.stands_for(k, focus, false));
            }
            let trigger = self.lexicon.noun_triggers("attack").first();
            if let (Some(trigger), false) = (trigger, found.is_empty()) {
                return self.nominal(at, noun, trigger, &found, focus).unwrap_or_default();
            }
        }
        Vec::new()
    }

    /// `a missile attack`, `air strikes`
    pub(super) fn is_by_air(&self, at: usize) -> bool {
        text_has(self, at, &["air", "aerial", "drone", "missile", "bombing"]) || self.phrase_has(at, WordClass::Air)
    }

    /// The verb group that has the noun phrase at `at` among its complements.
    pub(super) fn governor_of(&self, at: usize) -> Option<usize> {
        let v = self.clauses.verb_before(at)?;
        // `did not make confirmed advances`: the participle belongs to the noun.
        let attribute = v + 1 == at
            && v > 0
            && self.clauses.verb(v).is_some_and(|g| !g.auxiliary && !g.infinitive && g.modal.is_none())
            && self.clauses.verb(v - 1).is_some_and(|g| !g.passive);
        let v = if attribute { v - 1 } else { v };
        (attribute || self.clauses.right_of(v).any(|k| k == at)).then_some(v)
    }
}
