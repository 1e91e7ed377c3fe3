//! Departures: where an attack set out from, as a clause of movement or attack tells it.
//!
//! In: a verb group in its clause and what it was read to claim. Out: drafts of origins. Never: withdrawals and flight.

use crate::gazetteer::FeatureClass;
use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::terms::EventType;

use super::actor::Who;
use super::assertion;
use super::draft::Draft;
use super::focus::Focus;
use super::phrase::Head;
use super::reading::Found;
use super::reading::Reading;
use super::verb::Verb;

/// Verbs of an army on its way to the enemy; whoever flees or pulls out does not set out.
const MARCHES: &[&str] = &[
    "advance",
    "assault",
    "attack",
    "break",
    "charge",
    "climb",
    "come",
    "converge",
    "cross",
    "debouch",
    "descend",
    "drive",
    "embark",
    "emerge",
    "enter",
    "fan",
    "fight",
    "go",
    "head",
    "infiltrate",
    "invade",
    "jump",
    "land",
    "launch",
    "lumber",
    "march",
    "mount",
    "move",
    "pour",
    "press",
    "proceed",
    "push",
    "race",
    "reach",
    "ride",
    "roll",
    "rumble",
    "sail",
    "sally",
    "set",
    "spread",
    "start",
    "step",
    "storm",
    "stream",
    "surge",
    "sweep",
    "swing",
    "thrust",
    "thunder",
    "travel",
    "trek",
    "trundle",
];

/// Nouns that a stretch is measured on: `the road from P`, `20 km from P`.
const STRETCHES: &[&str] = &[
    "axis",
    "distance",
    "highway",
    "hour",
    "hours",
    "kilometer",
    "kilometers",
    "kilometre",
    "kilometres",
    "km",
    "mile",
    "miles",
    "motorway",
    "path",
    "railway",
    "road",
    "roads",
    "route",
    "routes",
    "street",
    "track",
    "way",
];

/// Nouns for a place from which an attack is carried on.
const BASES: &[&str] =
    &["base", "bridgehead", "foothold", "jump-off", "launchpad", "platform", "springboard", "staging"];

/// What stands over a movement that was not made.
const UNREAL: [Effect; 4] = [Effect::Hypothetical, Effect::Future, Effect::Denied, Effect::Negated];

impl Reading<'_, '_> {
    /// The start lines that a clause names: `moved up from P and Q`, `used P as its base`.
    pub(super) fn departures(&self, at: usize, verb: &Verb, told: &[Draft], focus: &Focus) -> Vec<Draft> {
        let moves = MARCHES.contains(&verb.lemma.as_str()) || told.iter().any(is_gain);
        let found = if moves && !told.iter().any(is_parting) {
            self.start_lines(at, focus)
        } else {
            self.bases(at, verb, focus)
        };
        let fresh: Vec<Found> =
            found.into_iter().filter(|f| told.iter().all(|d| d.place != f.toponym) && !self.is_no_start(f)).collect();
        let trigger = self.lexicon.verb_triggers("launch").iter().find(|t| t.class == Class::Event(EventType::Origin));
        let Some(trigger) = trigger.filter(|_| !fresh.is_empty()) else {
            return Vec::new();
        };
        let subject = self.clauses.subject(at);
        let attack = subject.and_then(|s| self.clauses.noun(s)).is_some_and(|n| n.class == Head::Attack);
        let actor = told.iter().find_map(|d| d.actor.clone()).or_else(|| {
            // The force may stand in the phrase of its start line.
            subject.or_else(|| fresh.first().map(|f| f.phrase)).and_then(|s| self.party(s, focus))
        });
        let armed = actor.as_ref().is_some_and(|(who, _)| !matches!(who, Who::Third | Who::Same));
        let civil = told.iter().any(|d| d.civil || d.fire.is_some())
            || subject
                .and_then(|s| self.clauses.noun(s))
                .is_some_and(|n| matches!(n.class, Head::Civil | Head::Fire | Head::Air));
        let standing = assertion::over_verb(self.clauses, at, self.lexicon);
        if civil || !(armed || attack) || verb.negated || UNREAL.into_iter().any(|e| standing.has(e)) {
            return Vec::new();
        }
        fresh
            .iter()
            .map(|f| Draft {
                partial: false,
                edge: false,
                ..self.draft(at, verb, trigger, f, standing.clone(), actor.clone(), subject)
            })
            .collect()
    }

    /// The places that a march went through on its way: `from P through Q to R`, `by way of Q`.
    pub(super) fn waypoints(&self, at: usize, verb: &Verb, told: &[Draft], focus: &Focus) -> Vec<Draft> {
        let moves = MARCHES.contains(&verb.lemma.as_str()) || told.iter().any(is_gain);
        let parts = |d: &Draft| is_parting(d) && d.class != Class::Pour;
        if !moves || told.iter().any(|d| parts(d) || d.civil || d.fire.is_some()) || verb.negated {
            return Vec::new();
        }
        let heads = self.clauses.adjuncts(at, &["through", "via", "by way of", "past"], false);
        let found: Vec<Found> = heads
            .into_iter()
            .filter(|&k| self.clauses.noun(k).is_some_and(|n| n.class == Head::Place && !n.partial && !n.edge))
            .flat_map(|k| {
                let more = self.clauses.more_objects(k);
                std::iter::once(k).chain(more).flat_map(|k| self.stands_for(k, focus, false)).collect::<Vec<_>>()
            })
            .filter(|f| !f.by_reference && told.iter().all(|d| d.place != f.toponym) && !self.is_no_start(f))
            .collect();
        let Some(trigger) = self.lexicon.verb_triggers("enter").first().filter(|_| !found.is_empty()) else {
            return Vec::new();
        };
        let subject = self.clauses.subject(at);
        let actor = told.iter().find_map(|d| d.actor.clone()).or_else(|| subject.and_then(|s| self.party(s, focus)));
        let armed = actor.as_ref().is_some_and(|(who, _)| !matches!(who, Who::Third | Who::Same));
        let standing = assertion::over_verb(self.clauses, at, self.lexicon);
        if !armed || UNREAL.into_iter().any(|e| standing.has(e)) {
            return Vec::new();
        }
        found
            .iter()
            .map(|f| {
                let draft = self.draft(at, verb, trigger, f, standing.clone(), actor.clone(), subject);
                Draft { class: Class::Event(EventType::Entry), lemma: "pass".to_owned(), passive: false, ..draft }
            })
            .collect()
    }

    /// The places after `from` in the clause, or before its subject.
    fn start_lines(&self, at: usize, focus: &Focus) -> Vec<Found> {
        let mut heads = self.clauses.adjuncts(at, &["from", "out of"], true);
        // `tanks rolled out of P`, but `drove them out of P`
        if self.clauses.object(at).is_none() {
            let out_of = |k: &usize| {
                let start = self.clauses.phrases.get(*k).map_or(0, |p| p.tokens.start);
                start >= 2 && self.clauses.tokens.get(start - 2).is_some_and(|t| t.reads("out"))
            };
            heads.extend(self.clauses.adjuncts(at, &["of"], false).into_iter().filter(out_of));
        }
        // `withdrew from P and crossed the river`: what stands behind another verb belongs to that verb.
        let of_another = |k: usize| k < at && (0..at).any(|i| self.clauses.verb(i).is_some_and(Verb::is_finite));
        heads.retain(|&k| !self.is_measured(k) && !of_another(k));
        let mut out: Vec<Found> = Vec::new();
        for k in heads {
            let mut here = self.stands_for(k, focus, false);
            if here.is_empty() && self.clauses.noun(k).is_some_and(|n| n.class == Head::Force) {
                here = self.named_in(k);
            }
            if here.is_empty() {
                // `from the hills near P`
                here = self
                    .clauses
                    .noun(k + 1)
                    .filter(|n| matches!(n.prep.as_str(), "near" | "at" | "in" | "around" | "above" | "outside"))
                    .map_or(Vec::new(), |_| self.stands_for(k + 1, focus, false));
            }
            for more in self.clauses.more_objects(k) {
                here.extend(self.stands_for(more, focus, false));
            }
            // `From P and Q armoured columns broke the line`
            let joined = k < at && self.clauses.word(k + 1) == "and" && k + 2 < at;
            if joined && self.clauses.noun(k + 2).is_some_and(|n| n.class == Head::Force) {
                here.extend(self.named_in(k + 2));
            }
            here.retain(|f| !f.by_reference);
            out.extend(here);
        }
        out
    }

    /// `From P armoured columns broke the line`: the place stands before the force.
    fn named_in(&self, at: usize) -> Vec<Found> {
        let (Some(noun), Some(phrase)) = (self.clauses.noun(at), self.clauses.phrases.get(at)) else {
            return Vec::new();
        };
        phrase.tokens.clone().filter_map(|t| self.found(t, at, noun)).collect()
    }

    /// `20 km from P`, `the road from P`: no start line.
    pub(super) fn is_measured(&self, at: usize) -> bool {
        let mut before = self.clauses.phrases.get(at).and_then(|p| p.tokens.start.checked_sub(1));
        // `10 kilometres (six miles) from P`
        if before.and_then(|i| self.clauses.tokens.get(i)).is_some_and(|t| t.text == ")") {
            let from = before.unwrap_or(0);
            before = (from.saturating_sub(6)..from)
                .rev()
                .find(|&i| self.clauses.tokens.get(i).is_some_and(|t| t.text == "("))
                .and_then(|i| i.checked_sub(1));
        }
        let word = before.and_then(|i| self.clauses.tokens.get(i)).map_or("", |t| t.lower.as_str());
        // `a short drive from P`
        let trip = matches!(word, "drive" | "flight" | "march" | "ride" | "walk")
            && at > 0
            && self
                .clauses
                .noun(at - 1)
                .is_some_and(|n| self.clauses.tokens.get(n.head).is_some_and(|t| t.reads(word)));
        STRETCHES.contains(&word) || trip
    }

    /// `used P as the base for the campaign`, `P served as a springboard`.
    fn bases(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Found> {
        let told = self.clauses.adjuncts(at, &["as"], false).into_iter().any(|k| {
            self.clauses.phrases.get(k).is_some_and(|p| {
                p.tokens.clone().any(|i| self.clauses.tokens.get(i).is_some_and(|t| BASES.contains(&t.lower.as_str())))
            })
        });
        if !told {
            return Vec::new();
        }
        let place = match verb.lemma.as_str() {
            "use" if !self.passive(at, verb) => self.clauses.object(at),
            "use" | "serve" => self.clauses.subject(at),
            _ => None,
        };
        place.map_or(Vec::new(), |k| self.stands_for(k, focus, false))
    }

    /// A country: whoever crosses from there starts no march on the map.
    fn is_country_wide(&self, toponym: usize) -> bool {
        let place = self.toponyms.get(toponym).and_then(|t| t.place.as_ref());
        place.is_some_and(|p| matches!(p.class, FeatureClass::Country | FeatureClass::Continent | FeatureClass::Sea))
    }

    /// A name without a place, or a distance from one.
    fn is_no_start(&self, found: &Found) -> bool {
        self.is_country_wide(found.toponym)
            || self.toponyms.get(found.toponym).is_none_or(|t| t.place.is_none() || t.relative.is_some())
    }
}

/// The clause tells of ground gained or fought for.
fn is_gain(draft: &Draft) -> bool {
    matches!(
        draft.class,
        Class::Event(EventType::Advance | EventType::Entry | EventType::Capture | EventType::Recapture)
            | Class::Attack
            | Class::Reach
    )
}

/// The clause tells of leaving, not of setting out.
fn is_parting(draft: &Draft) -> bool {
    matches!(
        draft.class,
        Class::Event(EventType::Withdrawal | EventType::Displacement | EventType::Reinforcement)
            | Class::Leave
            | Class::Flee
            | Class::Refuge
            | Class::Pour
            | Class::Loss
            | Class::Surrender
    )
}
