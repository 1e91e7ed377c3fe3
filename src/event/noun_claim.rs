//! The claim of a noun: what stands over `the capture of P`, what became of it and who did it.
//!
//! In: a noun phrase, its row of the table and its places. Out: drafts. Never: which places.

use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::lexicon::Trigger;
use crate::lexicon::WordClass;
use crate::terms::EventType;

use super::actor;
use super::assertion;
use super::assertion::Standing;
use super::draft::Draft;
use super::draft::Party;
use super::fate;
use super::focus::Focus;
use super::nominal::text_has;
use super::phrase::Head;
use super::phrase::Noun;
use super::reading::Found;
use super::reading::Reading;
use super::verb::Verb;

/// Verbs of which the capture of a place can be the subject before it has happened.
fn is_open(lemma: &str) -> bool {
    matches!(
        lemma,
        "require"
            | "need"
            | "depend"
            | "await"
            | "remain"
            | "loom"
            | "elude"
            | "seem"
            | "appear"
            | "matter"
            | "promise"
    )
}

/// Verbs of whoever has just taken a place: `with the fall of P, the rebels now control …`.
fn is_victors(lemma: &str) -> bool {
    matches!(
        lemma,
        "advance"
            | "command"
            | "control"
            | "gain"
            | "have"
            | "hold"
            | "move"
            | "open"
            | "own"
            | "press"
            | "push"
            | "secure"
            | "stand"
            | "turn"
    )
}

impl Reading<'_, '_> {
    /// `Upon capturing P, the rebels …`, `With the capture of P, the rebels now hold …`: the subject of the clause that
    /// follows. After a plain noun only the verb tells the victor from the loser.
    fn fronted_agent(&self, at: usize, noun: &Noun, focus: &Focus) -> Option<Party> {
        let fronted = matches!(noun.prep.as_str(), "after" | "by" | "following" | "upon" | "on" | "with")
            && (0..at).all(|k| self.clauses.verb(k).is_none());
        let gerund = self.clauses.tokens.get(noun.head).is_some_and(|t| t.lower.ends_with("ing"));
        let verb = (at + 1..self.clauses.phrases.len().min(at + 14))
            .find(|&k| self.clauses.verb(k).is_some_and(Verb::is_finite))
            .filter(|_| fronted)?;
        let subject = self.clauses.subject(verb)?;
        let apart = (at..subject).any(|k| self.clauses.word(k) == ",");
        let lemma = self.clauses.verb(verb).map_or("", |v| v.lemma.as_str());
        let party = self.party(subject, focus).filter(|_| apart && (gerund || is_victors(lemma)))?;
        (self.is_armed(subject) && party.0 != actor::Who::Third).then_some(party)
    }

    /// `The tribal fighters announced the liberation of P`: whoever proclaims a gain of its own made it.
    fn announcer(&self, at: usize, trigger: &Trigger, focus: &Focus) -> Option<Party> {
        let gain = matches!(
            trigger.head.as_str(),
            "capture" | "conquest" | "liberation" | "recapture" | "seizure" | "takeover"
        );
        let verb = self.clauses.verb_before(at).filter(|&v| {
            self.clauses.verb(v).is_some_and(|v| {
                matches!(v.lemma.as_str(), "announce" | "claim" | "declare" | "proclaim") && !v.passive && !v.negated
            })
        });
        let subject = verb.filter(|_| gain).and_then(|v| self.clauses.subject(v)).filter(|&s| self.is_armed(s))?;
        self.party(subject, focus).filter(|(w, _)| !matches!(w, actor::Who::Third | actor::Who::Same))
    }

    pub(super) fn nominal(
        &self,
        at: usize,
        noun: &Noun,
        trigger: &Trigger,
        found: &[Found],
        focus: &Focus,
    ) -> Option<Vec<Draft>> {
        let mut standing = Standing::default();
        let fate = fate::fate_of(self.clauses, at);
        let mut class = trigger.class;
        let taking =
            matches!(class, Class::Event(EventType::Capture | EventType::Recapture) | Class::Loss | Class::Handover);
        if noun.negative {
            standing.effects.push(Effect::Negated);
        }
        // `the possible loss of P`
        const UNREAL: &[&str] = &[
            "possible",
            "potential",
            "eventual",
            "likely",
            "imminent",
            "feared",
            "looming",
            "prospective",
            "attempted",
        ];
        if text_has(self, at, UNREAL) {
            standing.effects.push(Effect::Hypothetical);
        }
        let vain = self.clauses.phrases.get(at).is_some_and(|p| {
            p.tokens.clone().any(|i| {
                self.clauses.tokens.get(i).is_some_and(|t| {
                    matches!(t.lower.as_str(), "failed" | "unsuccessful" | "abortive" | "futile" | "fruitless")
                })
            })
        });
        let raid = matches!(trigger.head.as_str(), "raid" | "strike" | "sortie")
            && self.clauses.tokens.iter().any(|t| t.is(self.lexicon, WordClass::Air));
        if (raid || self.is_by_air(at)) && class == Class::Attack {
            class = Class::Event(EventType::Strike);
        }
        if text_has(self, at, &["rocket", "artillery", "mortar"]) && class == Class::Attack {
            class = Class::Event(EventType::Shelling);
        }
        // `the evacuation of P by the army`: soldiers leave, civilians are brought out.
        let by_army = (at + 1..self.clauses.phrases.len().min(at + 5))
            .any(|k| self.clauses.noun(k).is_some_and(|n| n.prep == "by") && self.is_armed(k));
        if trigger.head == "evacuation" && class == Class::None && by_army {
            class = Class::Event(EventType::Withdrawal);
        }
        if vain && matches!(class, Class::Attack | Class::Approach) {
            class = Class::Repel;
        }
        let mut told = false;
        if let Some(v) = fate {
            let verb = self.clauses.verb(v)?;
            let above = assertion::over_verb(self.clauses, v, self.lexicon);
            standing.effects.extend(above.effects.iter().copied());
            standing.speaker = above.speaker;
            // `the fall of P was reported`, `was announced by the army`, `was confirmed`
            match self.lexicon.governor(&verb.lemma).filter(|_| verb.passive && !verb.negated && verb.modal.is_none()) {
                Some(Effect::Confirmed) => standing.add(Effect::Confirmed),
                Some(Effect::Claimed) => standing.add(Effect::Claimed),
                // `was announced`: whoever did has done it; `was announced by X` is X's word.
                Some(Effect::Stated) if verb.lemma != "report" && !self.is_by(v) => {}
                Some(Effect::Stated | Effect::Reported) => standing.add(Effect::Reported),
                _ => {}
            }
            told = verb.modal.is_none()
                && (!taking || !verb.negated && !is_open(&verb.lemma))
                && !self
                    .clauses
                    .tokens
                    .get(verb.main + 1)
                    .is_some_and(|t| matches!(t.lower.as_str(), "off" | "back" | "forward"));
            if let Some(effect @ (Effect::Future | Effect::Attempt | Effect::Hypothetical | Effect::Negated)) =
                self.lexicon.governor(&verb.lemma).filter(|_| taking && verb.lemma != "mean")
            {
                standing.effects.push(effect);
            }
            // `the battle for P was won`
            if matches!(verb.lemma.as_str(), "win" | "lose")
                && verb.passive
                && class == Class::Event(EventType::Clash)
                && matches!(trigger.head.as_str(), "battle" | "fight" | "race" | "struggle" | "contest")
            {
                class = if verb.lemma == "win" { Class::Event(EventType::Capture) } else { Class::Loss };
            }
            if verb.lemma == "be"
                && self
                    .clauses
                    .tokens
                    .get(verb.main + 1..(verb.main + 7).min(self.clauses.tokens.len()))
                    .unwrap_or(&[])
                    .iter()
                    .any(|t| {
                        matches!(
                            t.lower.as_str(),
                            "likely"
                                | "unlikely"
                                | "likeliest"
                                | "next"
                                | "possible"
                                | "expected"
                                | "planned"
                                | "goal"
                                | "aim"
                                | "objective"
                                | "target"
                                | "priority"
                                | "key"
                                | "crucial"
                                | "vital"
                                | "essential"
                                | "necessary"
                                | "impossible"
                                | "matter"
                                | "inevitable"
                                | "imminent"
                                | "unavoidable"
                        )
                    })
            {
                standing.effects.push(Effect::Hypothetical);
            }
            let failed = (v..self.clauses.phrases.len().min(v + 8)).any(|k| {
                self.clauses.verb(k).is_some_and(|g| fate::beaten(&g.lemma) && (g.passive || g.lemma == "fail"))
                    && self.clauses.subject(k) == Some(at)
            });
            if !taking
                && (failed
                    || fate::beaten(&verb.lemma)
                    || (verb.negated && matches!(verb.lemma.as_str(), "succeed" | "do")))
            {
                class = Class::Repel;
            } else if self.lexicon.governor(&verb.lemma) == Some(Effect::Denied) && verb.passive {
                standing.effects.push(Effect::Denied);
            }
        } else if let Some(v) = self.governor_of(at) {
            let verb = self.clauses.verb(v)?;
            let effect = self.lexicon.governor(&verb.lemma);
            if !self.lexicon.verb_triggers(&verb.lemma).is_empty()
                && self.lexicon.verb_triggers(&verb.lemma).iter().any(|t| t.class == Class::Repel)
                && matches!(class, Class::Attack | Class::Approach)
            {
                return Some(Vec::new());
            }
            // `crossed at P to escape the fighting`: the fighting is elsewhere.
            if matches!(verb.lemma.as_str(), "escape" | "flee" | "avoid") && noun.at.is_empty() {
                return Some(Vec::new());
            }
            let above = assertion::over_verb(self.clauses, v, self.lexicon);
            standing.effects.extend(above.effects.iter().copied());
            standing.speaker = above.speaker;
            match effect {
                Some(Effect::Stated | Effect::Claimed | Effect::Reported | Effect::Confirmed | Effect::Denied)
                    if !verb.negated =>
                {
                    let effect = effect.unwrap_or(Effect::Stated);
                    standing.effects.push(effect);
                    standing.speaker = self.clauses.subject(v).or(standing.speaker);
                    told = true;
                }
                Some(Effect::Factive) | None => told = verb.modal.is_none() && !verb.infinitive,
                Some(effect) => standing.effects.push(effect),
            }
        } else {
            told = matches!(
                class,
                Class::Event(EventType::Clash | EventType::Strike | EventType::Shelling | EventType::Siege)
            );
            assertion::clause(self.clauses, at, self.lexicon, &mut standing);
        }
        if let Some(effect) = self.expected(at) {
            standing.add(effect);
        }
        // `Emboldened by the capture of P, the rebels …`
        let spurred = noun.prep == "by"
            && at <= 1
            && self.clauses.tokens.first().is_some_and(|t| t.lower.ends_with("ed") && t.is_capital());
        told |= spurred;
        // `as was seen after the capture of P`: told for comparison.
        let likened = ["after", "during", "following", "in"]
            .iter()
            .any(|p| noun.prep == *p || self.clauses.word(at) == *p || at > 0 && self.clauses.word(at - 1) == *p)
            && self.clauses.verb_before(at).is_some_and(|v| {
                self.clauses
                    .verb(v)
                    .is_some_and(|g| matches!(g.lemma.as_str(), "be" | "do" | "happen" | "occur" | "see"))
                    && v.checked_sub(1).is_some_and(|b| self.clauses.word(b) == "as")
            });
        if likened {
            standing.effects.push(Effect::Historical);
            standing.bygone = true;
        }
        match noun.prep.as_str() {
            "after" | "following" | "with" | "upon" => told = true,
            "since" | "before" if taking => {
                told = true;
                standing.effects.push(Effect::Historical);
            }
            "without" => standing.effects.push(Effect::Negated),
            "despite" => told = true,
            // `a step towards a takeover of P`
            "to" | "toward" | "towards"
                if taking
                    && at > 0
                    && text_has(self, at - 1, &["step", "steps", "way", "path", "road", "prelude", "key", "route"]) =>
            {
                standing.effects.push(Effect::Hypothetical);
            }
            // `plans for an offensive on P`
            "for"
                if at > 0
                    && text_has(
                        self,
                        at - 1,
                        &["plan", "plans", "preparations", "calls", "orders", "demands", "plea"],
                    ) =>
            {
                standing.effects.push(Effect::Future);
            }
            _ => {}
        }
        let dated = self
            .clauses
            .noun(at + 1)
            .is_some_and(|n| n.class == Head::Time && matches!(n.prep.as_str(), "on" | "in" | ""));
        if dated && fate.is_none() {
            told = true;
        }
        if taking && !told {
            standing.effects.push(Effect::Hypothetical);
        }
        standing.told = told;
        let by = (at + 1..self.clauses.phrases.len().min(at + 5))
            .find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep == "by" && n.class != Head::Time));
        let actor = by
            .and_then(|k| self.party(k, focus))
            .or_else(|| self.party(at, focus).filter(|(w, _)| !matches!(w, actor::Who::Same | actor::Who::Force)))
            .or_else(|| {
                // Who tells of a strike has not made it.
                let verb = self.clauses.verb_before(at).filter(|&v| {
                    let lemma = self.clauses.verb(v).map_or("", |v| v.lemma.as_str());
                    !matches!(
                        self.lexicon.governor(lemma),
                        Some(Effect::Stated | Effect::Reported | Effect::Claimed | Effect::Confirmed | Effect::Denied)
                    )
                })?;
                let subject = self.clauses.subject(verb)?;
                self.party(subject, focus).filter(|(w, _)| *w != actor::Who::Third)
            })
            .or_else(|| if taking { self.fronted_agent(at, noun, focus) } else { None })
            .or_else(|| if taking { self.announcer(at, trigger, focus) } else { None });
        let speaker = standing.speaker.and_then(|s| self.speaker(s, focus));
        Some(
            found
                .iter()
                .map(|f| Draft {
                    class,
                    lemma: trigger.head.clone(),
                    place: f.toponym,
                    from: None,
                    to: None,
                    actor: actor.clone(),
                    opponent: None,
                    speaker: speaker.clone(),
                    standing: standing.clone(),
                    partial: f.partial,
                    edge: f.edge && trigger.head != "flag",
                    passive: false,
                    civil: false,
                    fire: None,
                    by_reference: f.by_reference,
                    nominal: true,
                    trigger: self.clauses.span(at, f.phrase.max(at)),
                    window: self.window(f.phrase).filter(|_| f.phrase != at || found.iter().any(|g| g.phrase != at)),
                    ongoing: false,
                    evidence: self.evidence.clone(),
                    sentence: self.sentence,
                })
                .collect(),
        )
    }
}
