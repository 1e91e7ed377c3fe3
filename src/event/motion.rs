//! Movement told by any verb: who goes is armed and a preposition says where to; who is sent is armed and somebody sends them.
//!
//! In: a verb group for which the table has no row. Out: drafts of an entry, an advance or reinforcements. Never: a claim from a verb of
//! talk or change (`turned into`, `looked into`).

use crate::lexicon::Class;
use crate::lexicon::Place;
use crate::lexicon::Subject;
use crate::terms::EventType;

use super::assertion;
use super::draft::Draft;
use super::focus::Focus;
use super::phrase::Head;
use super::reading::Reading;
use super::verb::Verb;

/// Verbs with `into` or `towards` that move nobody.
const STILL: &[&str] = &[
    "be",
    "become",
    "bring",
    "buy",
    "change",
    "check",
    "delve",
    "develop",
    "divide",
    "draw",
    "escape",
    "fall",
    "fire",
    "flee",
    "fold",
    "grow",
    "incorporate",
    "integrate",
    "invest",
    "look",
    "make",
    "morph",
    "organise",
    "organize",
    "peer",
    "plunge",
    "point",
    "put",
    "read",
    "reorganise",
    "retire",
    "retreat",
    "run",
    "say",
    "shell",
    "shoot",
    "slide",
    "speak",
    "split",
    "talk",
    "tell",
    "transform",
    "translate",
    "turn",
    "withdraw",
    "work",
];

/// Verbs of going with which `to` and `on` say where to.
const GOES: &[&str] = &[
    "advance", "battle", "bound", "charge", "continue", "drive", "fan", "fight", "hurry", "march", "motor", "move",
    "press", "proceed", "progress", "push", "race", "ride", "roll", "rush", "speed", "spread", "storm", "stream",
    "strike", "surge", "sweep", "swing", "thrust", "trek", "wheel",
];

/// Verbs that bring somebody somewhere.
const SENDS: &[&str] = &[
    "airlift", "bring", "bus", "commit", "deploy", "direct", "dispatch", "divert", "ferry", "fly", "funnel", "hurry",
    "land", "march", "move", "order", "pour", "pull", "push", "redeploy", "redirect", "route", "rush", "send", "shift",
    "ship", "shunt", "summon", "switch", "throw", "transfer", "truck",
];

/// Verbs that bring somebody over a water.
const CARRIES: &[&str] = &["carry", "ferry", "get", "land", "pass", "put", "row", "set", "throw", "transport"];

/// Verbs of whoever beats an enemy before him.
const CHASES: &[&str] = &["chase", "drive", "fight", "harry", "hound", "hunt", "pursue", "push", "rout", "sweep"];

impl Reading<'_, '_> {
    /// The claims of a verb that only its preposition makes one of movement.
    pub(super) fn motion(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let special = [self.launched(at, verb, focus), self.put_across(at, verb, focus), self.chased(at, verb, focus)];
        if let Some(found) = special.into_iter().find(|d| !d.is_empty()) {
            return found;
        }
        if self.passive(at, verb) && !SENDS.contains(&verb.lemma.as_str()) {
            return Vec::new();
        }
        let sent = self.sent(at, verb, focus);
        if !sent.is_empty() || STILL.contains(&verb.lemma.as_str()) || verb.passive {
            return sent;
        }
        let Some(subject) = self.clauses.subject(at).filter(|&s| {
            self.is_armed(s) && self.clauses.noun(s).is_some_and(|n| matches!(n.class, Head::Force | Head::Actor))
        }) else {
            return Vec::new();
        };
        // With an object of its own it is the object that moves.
        if self.clauses.object(at).is_some() {
            return Vec::new();
        }
        let home = if verb.lemma == "return" { ("to", "enter") } else { ("into", "enter") };
        // `had driven away to P`, `rode back to P`: not towards the enemy.
        let back =
            self.clauses.tokens.get(verb.main + 1).is_some_and(|t| {
                matches!(t.lower.as_str(), "away" | "back" | "off" | "out" | "home" | "over" | "abroad")
            });
        let goes = GOES.contains(&verb.lemma.as_str()) && !back;
        let far: &[(&str, &str)] = &[("on", "advance"), ("upon", "advance"), ("to", "advance"), ("onto", "advance")];
        let near = [home, ("into", "enter"), ("towards", "advance"), ("toward", "advance")];
        for &(prep, lemma) in near.iter().chain(far.iter().filter(|_| goes)) {
            let Some(k) = self
                .clauses
                .right_of(at)
                .take(5)
                .find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep == prep && n.class == Head::Place))
            else {
                continue;
            };
            let trigger = self.lexicon.verb_triggers(lemma).iter().find(|t| {
                t.subjects.contains(&Subject::Force)
                    && (t.places.first() == Some(&Place::Object)
                        || t.places.first() == Some(&Place::After(prep.to_owned())))
            });
            let Some(trigger) = trigger else {
                continue;
            };
            let standing = assertion::over_verb(self.clauses, at, self.lexicon);
            let actor = self.party(subject, focus);
            let speaker = standing.speaker.and_then(|s| self.speaker(s, focus));
            return self
                .stands_for(k, focus, false)
                .iter()
                .filter(|f| !self.is_far(f.toponym))
                .map(|f| Draft {
                    speaker: speaker.clone(),
                    ..self.draft(at, verb, trigger, f, standing.clone(), actor.clone(), Some(subject))
                })
                .collect();
        }
        Vec::new()
    }

    /// `rockets were fired at A and B`
    fn launched(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let fired = matches!(verb.lemma.as_str(), "fire" | "launch" | "lob" | "aim" | "direct" | "send")
            && self.passive(at, verb)
            && self.clauses.subject(at).and_then(|s| self.clauses.noun(s)).is_some_and(|n| n.class == Head::Fire);
        let goal = self.clauses.right_of(at).find(|&k| {
            self.clauses
                .noun(k)
                .is_some_and(|n| matches!(n.prep.as_str(), "at" | "into" | "on" | "towards" | "toward" | "against"))
                && !self.stands_for(k, focus, false).is_empty()
        });
        let trigger = self
            .lexicon
            .verb_triggers("shell")
            .iter()
            .find(|t| t.frame.is_empty() && t.class == Class::Event(EventType::Shelling));
        let (Some(goal), Some(trigger)) = (goal.filter(|_| fired), trigger) else {
            return Vec::new();
        };
        let standing = assertion::over_verb(self.clauses, at, self.lexicon);
        let speaker = standing.speaker.and_then(|s| self.speaker(s, focus));
        let subject = self.clauses.subject(at);
        self.with_more(goal, focus)
            .iter()
            .map(|f| Draft {
                speaker: speaker.clone(),
                ..self.draft(at, verb, trigger, f, standing.clone(), None, subject)
            })
            .collect()
    }

    /// `the corps was put across the river to P`, `ferried two battalions over the lake to P`: landed there.
    fn put_across(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        if !CARRIES.contains(&verb.lemma.as_str()) {
            return Vec::new();
        }
        let passive = self.passive(at, verb);
        let whom = if passive { self.clauses.subject(at) } else { self.clauses.object(at) };
        let Some(whom) = whom.filter(|&k| self.is_troops(k)) else {
            return Vec::new();
        };
        let from = if passive { at } else { whom };
        let right =
            || (from + 1..self.clauses.phrases.len().min(from + 5)).take_while(|&k| self.clauses.verb(k).is_none());
        let across = right().any(|k| {
            matches!(self.clauses.word(k), "across" | "over")
                || self.clauses.noun(k).is_some_and(|n| matches!(n.prep.as_str(), "across" | "over"))
        });
        let goal = right().find(|&k| {
            self.clauses
                .noun(k)
                .is_some_and(|n| matches!(n.prep.as_str(), "to" | "at" | "into" | "near") && n.class == Head::Place)
        });
        let trigger = self.lexicon.verb_triggers("enter").first();
        let (Some(goal), Some(trigger)) = (goal.filter(|_| across), trigger) else {
            return Vec::new();
        };
        let standing = assertion::over_verb(self.clauses, at, self.lexicon);
        let actor = self
            .party(whom, focus)
            .or_else(|| self.clauses.subject(at).filter(|_| !passive).and_then(|s| self.party(s, focus)));
        self.stands_for(goal, focus, false)
            .iter()
            .filter(|f| !self.is_far(f.toponym))
            .map(|f| self.draft(at, verb, trigger, f, standing.clone(), actor.clone(), None))
            .collect()
    }

    /// `drove the brigade through the streets`: of the town that was named last, which they entered.
    fn chased(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        if !CHASES.contains(&verb.lemma.as_str()) {
            return Vec::new();
        }
        let passive = self.passive(at, verb);
        let streets = self.clauses.right_of(at).take(4).find(|&k| {
            self.clauses.noun(k).is_some_and(|n| {
                matches!(n.prep.as_str(), "through" | "out of" | "from")
                    && self.clauses.phrases.get(k).is_some_and(|p| {
                        p.tokens.clone().any(|i| {
                            self.clauses
                                .tokens
                                .get(i)
                                .is_some_and(|t| matches!(t.lower.as_str(), "streets" | "lanes" | "alleys"))
                        })
                    })
            })
        });
        let whom = if passive { self.clauses.subject(at) } else { self.clauses.object(at) };
        let beaten = whom.is_some_and(|k| {
            self.is_armed(k) || self.clauses.noun(k).is_some_and(|n| matches!(n.class, Head::It | Head::They))
        });
        let trigger = self.lexicon.verb_triggers("enter").first();
        let (Some(streets), Some(trigger)) = (streets.filter(|_| beaten), trigger) else {
            return Vec::new();
        };
        let mut found = self.complements(streets, &["of", "in"], focus);
        if found.is_empty() {
            let noun = self.clauses.noun(streets);
            let named = noun.map_or(Vec::new(), |n| n.places.iter().chain(&n.at).copied().collect());
            found = named.into_iter().filter_map(|t| self.found(t, streets, noun?)).collect();
        }
        if found.is_empty() {
            let last =
                (0..at).rev().filter_map(|k| self.clauses.noun(k).map(|n| (k, n))).find(|(_, n)| !n.places.is_empty());
            found = last
                .map_or(Vec::new(), |(k, n)| n.places.last().and_then(|&t| self.found(t, k, n)).into_iter().collect());
        }
        if found.is_empty() {
            found = self.from_focus(at, focus);
        }
        let standing = assertion::over_verb(self.clauses, at, self.lexicon);
        let actor = if passive { None } else { self.clauses.subject(at).and_then(|s| self.party(s, focus)) };
        found
            .iter()
            .filter(|f| !self.is_far(f.toponym))
            .map(|f| Draft {
                partial: false,
                edge: false,
                ..self.draft(at, verb, trigger, f, standing.clone(), actor.clone(), None)
            })
            .collect()
    }

    /// A force of one's own that can be moved: no enemy, no prisoners.
    fn is_troops(&self, at: usize) -> bool {
        self.is_armed(at)
            && self.clauses.noun(at).is_some_and(|n| n.prep.is_empty() && matches!(n.class, Head::Force | Head::Actor))
            && self.clauses.phrases.get(at).is_some_and(|p| {
                !p.tokens.clone().any(|i| {
                    self.clauses.tokens.get(i).is_some_and(|t| {
                        matches!(t.lower.as_str(), "enemy" | "captured" | "wounded" | "prisoners" | "defenders")
                    })
                })
            })
    }

    /// `flew two battalions into P`, `is rushing troops to P`, `troops were sent to P`
    fn sent(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        if !SENDS.contains(&verb.lemma.as_str()) {
            return Vec::new();
        }
        let passive = self.passive(at, verb);
        let whom = if passive { self.clauses.subject(at) } else { self.clauses.object(at) };
        let Some(whom) = whom.filter(|&k| {
            self.is_armed(k)
                && self
                    .clauses
                    .noun(k)
                    .is_some_and(|n| n.prep.is_empty() && n.class == Head::Force && n.places.is_empty())
                && self.clauses.phrases.get(k).is_some_and(|p| {
                    !p.tokens.clone().any(|i| {
                        self.clauses.tokens.get(i).is_some_and(|t| {
                            matches!(
                                t.lower.as_str(),
                                "enemy" | "captured" | "wounded" | "defenders" | "attackers" | "prisoners" | "rebels"
                            )
                        })
                    })
                })
        }) else {
            return Vec::new();
        };
        let from = if passive { at } else { whom };
        let goal = (from + 1..self.clauses.phrases.len().min(from + 5))
            .take_while(|&k| self.clauses.noun(k).is_some() || self.clauses.word(k) == "up")
            .find(|&k| {
                self.clauses
                    .noun(k)
                    .is_some_and(|n| matches!(n.prep.as_str(), "to" | "into" | "towards") && n.class == Head::Place)
            });
        let trigger = self.lexicon.verb_triggers("deploy").iter().find(|t| {
            t.class == Class::Event(EventType::Reinforcement)
                && t.places.first() == Some(&Place::After("to".to_owned()))
        });
        let (Some(goal), Some(trigger)) = (goal, trigger) else {
            return Vec::new();
        };
        let standing = assertion::over_verb(self.clauses, at, self.lexicon);
        let actor =
            if passive { self.party(whom, focus) } else { self.clauses.subject(at).and_then(|s| self.party(s, focus)) };
        let speaker = standing.speaker.and_then(|s| self.speaker(s, focus));
        self.stands_for(goal, focus, false)
            .iter()
            .filter(|f| !self.is_far(f.toponym))
            .map(|f| Draft {
                speaker: speaker.clone(),
                ..self.draft(at, verb, trigger, f, standing.clone(), actor.clone(), None)
            })
            .collect()
    }

    /// The fire in `was attacked by drones`: shells and rockets (`true`) or aircraft, missiles and bombs (`false`).
    pub(super) fn by_fire(&self, at: usize) -> Option<bool> {
        use crate::lexicon::WordClass;
        let by = (at + 1..self.clauses.phrases.len().min(at + 5)).find(|&k| {
            self.clauses.noun(k).is_some_and(|n| {
                matches!(n.prep.as_str(), "by" | "with" | "from") && matches!(n.class, Head::Air | Head::Fire)
            })
        })?;
        let word = self.clauses.noun(by).and_then(|n| self.clauses.tokens.get(n.head))?;
        Some(self.lexicon.is(&word.lower, WordClass::Shell))
    }
}
