//! Where it happened: the places of a trigger, by its row of the table.

use crate::lexicon::Class;
use crate::lexicon::Place;
use crate::lexicon::Trigger;
use crate::lexicon::WordClass;
use crate::terms::EventType;

use super::focus::Focus;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::reading::Found;
use super::reading::LOCATIVE;
use super::reading::Reading;
use super::token::Kind;
use super::verb::Verb;

impl Reading<'_, '_> {
    /// The places of a claim.
    #[allow(clippy::too_many_arguments, reason = "one call site")]
    pub(super) fn places(
        &self,
        at: usize,
        verb: &Verb,
        trigger: &Trigger,
        end: usize,
        subject: Option<usize>,
        passive: bool,
        focus: &Focus,
    ) -> Vec<Found> {
        for place in &trigger.places {
            let found = match place {
                Place::Object => self.object_places(at, verb, subject, passive, focus),
                Place::Subject if verb.infinitive && subject.is_some_and(|s| self.is_ordinal_predicate(s)) => {
                    self.predicated(subject, focus)
                }
                Place::Subject => {
                    // `only then was P in their hands`
                    let subject = subject.or_else(|| self.clauses.object(at).filter(|_| verb.auxiliary));
                    let mut own: Vec<Found> = subject.map_or(Vec::new(), |s| {
                        self.clauses.joined(s).into_iter().flat_map(|s| self.stands_for(s, focus, true)).collect()
                    });
                    if !own.is_empty() {
                        for more in self.clauses.more_objects(at) {
                            own.extend(self.stands_for(more, focus, false));
                        }
                    }
                    if own.is_empty()
                        && subject.and_then(|s| self.clauses.noun(s)).is_some_and(|n| n.class == Head::Settlement)
                    {
                        self.among(at, focus)
                    } else {
                        own
                    }
                }
                // `pulled out of a ceasefire`, `withdrew from the talks`
                Place::Focus if self.leaves_no_place(at) || self.leaves_elsewhere(at) => Vec::new(),
                Place::Focus => self.from_focus(at, focus),
                Place::Owner => subject
                    .and_then(|s| self.clauses.noun(s).map(|n| (s, n)))
                    .filter(|(s, n)| {
                        // `those of P laid down their arms`
                        matches!(n.class, Head::Force | Head::Actor | Head::Civil) || self.clauses.word(*s) == "those"
                    })
                    .map_or(Vec::new(), |(s, n)| {
                        let own: Vec<Found> = n.at.iter().filter_map(|&t| self.found(t, s, n)).collect();
                        // `the garrison at P`
                        let own = if own.is_empty() { self.complements(s, &["at", "in"], focus) } else { own };
                        own.into_iter().filter(|f| !self.is_far(f.toponym)).collect()
                    }),
                Place::Attack => self.attack_places(at, subject, passive, focus),
                Place::Locative => self.locative(at, focus),
                Place::After(prep) => self.after(at, end, prep, focus),
            };
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// `the second city (to fall)`
    pub(super) fn is_ordinal_predicate(&self, at: usize) -> bool {
        self.clauses.noun(at).is_some_and(|n| n.places.is_empty())
            && self.clauses.phrases.get(at).is_some_and(|p| {
                p.tokens.clone().any(|i| {
                    self.clauses.tokens.get(i).is_some_and(|t| {
                        matches!(
                            t.lower.as_str(),
                            "first"
                                | "second"
                                | "third"
                                | "fourth"
                                | "fifth"
                                | "last"
                                | "latest"
                                | "only"
                                | "biggest"
                                | "largest"
                                | "newest"
                        )
                    })
                })
            })
    }

    /// `(possession of) the fifth and last of the province's capitals`: one of a kind, the one in mind.
    fn ranked(&self, at: usize, from: usize, focus: &Focus) -> Vec<Found> {
        let end = self.clauses.phrases.get((at + 2).min(self.clauses.phrases.len() - 1)).map_or(from, |p| p.tokens.end);
        let words = self.clauses.tokens.get(from..end).unwrap_or(&[]);
        let rank = words.iter().take(5).any(|t| {
            matches!(
                t.lower.as_str(),
                "first" | "second" | "third" | "fourth" | "fifth" | "sixth" | "seventh" | "last" | "final" | "largest"
            )
        });
        let one = words.iter().find_map(|t| match t.lower.as_str() {
            "capitals" => Some("capital"),
            "cities" => Some("city"),
            "towns" => Some("town"),
            "villages" => Some("village"),
            "bases" => Some("base"),
            _ => None,
        });
        one.filter(|_| rank).map_or(Vec::new(), |w| self.reference(w, at, focus))
    }

    /// What `is the second city`, `P, the second city,` is said of.
    pub(super) fn predicated(&self, at: Option<usize>, focus: &Focus) -> Vec<Found> {
        let Some(at) = at.filter(|&a| a > 0) else {
            return Vec::new();
        };
        if self.clauses.verb(at - 1).is_some_and(|v| matches!(v.lemma.as_str(), "be" | "become")) {
            return self.clauses.subject(at - 1).map_or(Vec::new(), |s| self.stands_for(s, focus, true));
        }
        let name = (at.saturating_sub(8)..at)
            .rev()
            .find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep.is_empty() && !n.places.is_empty()));
        name.map_or(Vec::new(), |k| self.stands_for(k, focus, true))
    }

    /// `120 settlements came under fire, among them A, B and C`
    pub(super) fn among(&self, at: usize, focus: &Focus) -> Vec<Found> {
        let end = self.clauses.phrases.len().min(at + 8);
        let Some(k) = (at + 1..end).find(|&k| {
            self.clauses.noun(k).is_some_and(|n| n.prep == "among")
                || matches!(self.clauses.word(k), "including" | ":" | "–" | "—")
        }) else {
            return Vec::new();
        };
        (k..end)
            .find(|&i| self.clauses.noun(i).is_some_and(|n| !n.places.is_empty()))
            .map_or(Vec::new(), |i| self.with_more(i, focus))
    }

    pub(super) fn from_focus(&self, at: usize, focus: &Focus) -> Vec<Found> {
        if focus.event_sentence != self.sentence || focus.event.is_none() {
            // `officials in P said they had withdrawn`: not from P.
            let theirs = |k: usize| {
                k > 0
                    && self.clauses.noun(k - 1).is_some_and(|n| matches!(n.class, Head::Person | Head::Civil))
                    && self.clauses.noun(k).is_some_and(|n| matches!(n.prep.as_str(), "in" | "from" | "at"))
            };
            let near = (0..at)
                .rev()
                .filter(|&k| !theirs(k))
                .filter_map(|k| self.clauses.noun(k))
                .find(|n| {
                    !n.places.is_empty() && !matches!(n.prep.as_str(), "off" | "near" | "from" | "to" | "between")
                })
                .and_then(|n| n.places.first())
                .and_then(|&t| match self.clauses.tokens.get(t).map(|t| t.kind) {
                    Some(Kind::Place(t)) => Some(t),
                    _ => None,
                });
            if let Some(toponym) = near {
                return vec![Found { toponym, phrase: 0, partial: false, edge: false, by_reference: false }];
            }
        }
        let near = self.sentence.saturating_sub(focus.event_sentence) <= 1;
        focus.event.filter(|_| near).map_or(Vec::new(), |t| {
            vec![Found { toponym: t, phrase: 0, partial: false, edge: false, by_reference: true }]
        })
    }

    pub(super) fn object_places(
        &self,
        at: usize,
        verb: &Verb,
        subject: Option<usize>,
        passive: bool,
        focus: &Focus,
    ) -> Vec<Found> {
        if passive {
            let index = if !verb.auxiliary
                && at > 0
                && matches!(self.clauses.word(at - 1), "," | "(" | "–" | "—" | "-" | ":")
                && !verb.infinitive
            {
                self.clauses.noun_before(at - 1).or(subject)
            } else if verb.auxiliary {
                subject
            } else {
                subject.or_else(|| self.clauses.noun_before(at))
            };
            let Some(index) = index else {
                return Vec::new();
            };
            if verb.infinitive && self.is_ordinal_predicate(index) {
                let named = self.predicated(Some(index), focus);
                if !named.is_empty() {
                    return named;
                }
            }
            if verb.infinitive
                && index > 0
                && self.clauses.verb(index - 1).is_some_and(|v| v.lemma == "be")
                && let Some(s) = self.clauses.subject(index - 1)
            {
                return self.stands_for(s, focus, true);
            }
            let nameless = self.clauses.noun(index).is_some_and(|n| n.places.is_empty() && n.at.is_empty());
            if nameless && !verb.auxiliary {
                let be = (at + 1..self.clauses.phrases.len().min(at + 4)).find(|&k| self.clauses.verb(k).is_some());
                if let Some(object) = be
                    .filter(|&k| self.clauses.verb(k).is_some_and(|v| v.lemma == "be"))
                    .and_then(|k| self.clauses.object(k))
                {
                    let named = self.stands_for(object, focus, true);
                    if !named.is_empty() {
                        return named;
                    }
                }
            }
            let mut out: Vec<Found> =
                self.clauses.joined(index).into_iter().flat_map(|s| self.stands_for(s, focus, true)).collect();
            // `The last garrison was overrun`: that of the place in mind.
            let garrison = self
                .clauses
                .noun(index)
                .and_then(|n| self.clauses.tokens.get(n.head))
                .is_some_and(|t| matches!(t.lower.as_str(), "garrison" | "defenders" | "defences" | "defenses"));
            if out.is_empty() && garrison && verb.auxiliary && verb.lemma == "overrun" {
                out = self.complements(index, &["at", "in"], focus);
                out.retain(|f| !self.is_far(f.toponym));
                if out.is_empty() {
                    let near = focus.event.filter(|_| self.sentence.saturating_sub(focus.event_sentence) <= 2);
                    out.extend(near.map(|toponym| Found {
                        toponym,
                        phrase: at,
                        partial: false,
                        edge: false,
                        by_reference: true,
                    }));
                }
            }
            // `A was taken on Thursday, and on Friday B`
            for more in self.clauses.more_objects(at) {
                out.extend(self.stands_for(more, focus, false));
            }
            return out;
        }
        if let Some(object) = self.clauses.object(at) {
            let mut out = self.stands_for(object, focus, false);
            if out.is_empty()
                && let Some(first) = self.listed_after(object)
            {
                // `seized Base 46, A and B`: what is not known opens the list.
                out = self.stands_for(first, focus, false);
                for more in self.clauses.more_objects(first) {
                    out.extend(self.stands_for(more, focus, false));
                }
                return out;
            }
            if out.is_empty()
                && self.clauses.noun(object).is_some_and(|n| matches!(n.class, Head::Facility | Head::Area))
            {
                // `entered an area of the P district in Q`: not Q, whatever P is.
                let named = self.clauses.noun(object).is_some_and(|n| n.class == Head::Area)
                    && self.clauses.phrases.get(object).is_some_and(|p| {
                        let mut words = self.clauses.tokens.get(p.tokens.clone()).unwrap_or(&[]).iter().skip(1);
                        words.any(|t| t.kind == Kind::Word && t.is_capital())
                    });
                if named {
                    return Vec::new();
                }
                // `At Bagram, soldiers gave up the base`
                let fire = self
                    .lexicon
                    .verb_triggers(&verb.lemma)
                    .iter()
                    .any(|t| matches!(t.class, Class::Event(EventType::Strike | EventType::Shelling)));
                let base = self.clauses.noun(object).and_then(|n| self.clauses.tokens.get(n.head)).is_some_and(|t| {
                    matches!(t.lower.as_str(), "base" | "airbase" | "airport" | "garrison" | "outpost")
                });
                out = self.locative(at, focus);
                // `liberated areas between P and Q`: in neither.
                out.retain(|f| self.clauses.noun(f.phrase).is_none_or(|n| n.prep != "between"));
                for found in &mut out {
                    found.partial = true;
                    found.edge = !base;
                }
                // `In P the answer came: missiles struck a power station`
                if out.is_empty()
                    && fire
                    && self.clauses.noun(0).is_some_and(|n| n.prep == "in" && n.class == Head::Place)
                {
                    out = self.stands_for(0, focus, false);
                }
                return out;
            }
            for more in self.clauses.more_objects(object) {
                out.extend(self.stands_for(more, focus, false));
            }
            return out;
        }
        // `the town, which they captured`, `a town they captured`
        let Some(s) = subject.filter(|&s| s < at) else {
            return Vec::new();
        };
        if s > 0
            && matches!(self.clauses.phrases.get(s - 1).map(|p| &p.kind), Some(PhraseKind::Relative))
            && matches!(self.clauses.word(s - 1), "which" | "that")
        {
            let mut named = self.clauses.noun_before(s - 1).map_or(Vec::new(), |n| self.stands_for(n, focus, false));
            // `lies south of P, which they captured`: P itself.
            for found in &mut named {
                found.by_reference |= self.toponyms.get(found.toponym).is_some_and(|t| t.relative.is_some());
            }
            return named;
        }
        // `P we took with our hands in our pockets`, `P, in the hills, the Gurkhas had rushed`
        let who = self.clauses.noun(s).is_some_and(|n| matches!(n.class, Head::They | Head::Force | Head::Actor));
        let front = if who && s > 0 && self.clauses.word(s - 1) == "," {
            self.clauses.noun_before(s)
        } else {
            s.checked_sub(1)
        };
        let fronted = front.filter(|&f| {
            who && (f == 0 || self.clauses.is_strong(f - 1))
                && self.clauses.noun(f).is_some_and(|n| n.prep.is_empty() && n.class == Head::Place)
                && (f + 1 == s || self.clauses.is_mark(f + 1) && f + 2 < s - 1)
        });
        if let Some(f) = fronted {
            return self.stands_for(f, focus, false);
        }
        if s > 0
            && self.clauses.noun(s).is_some_and(|n| matches!(n.class, Head::They | Head::It | Head::Actor))
            && let Some(before) =
                self.clauses.noun(s - 1).filter(|n| matches!(n.class, Head::Settlement | Head::Place | Head::Area))
        {
            // `Nyabibwe, a town they captured on …`: the apposition stands for the name before it.
            if before.class == Head::Settlement && before.places.is_empty() {
                let name =
                    (0..s - 1).rev().take(3).find(|&k| self.clauses.noun(k).is_some_and(|n| !n.places.is_empty()));
                return name.map_or(Vec::new(), |k| self.stands_for(k, focus, false));
            }
            return self.stands_for(s - 1, focus, false);
        }
        Vec::new()
    }

    /// The first name of a list that opens with a facility, an area or a name without a place: `Base 46, A and B`.
    fn listed_after(&self, object: usize) -> Option<usize> {
        let noun = self.clauses.noun(object)?;
        let name = self.clauses.tokens.get(noun.head).is_some_and(|t| t.is_capital() || t.kind == Kind::Number);
        let opens = noun.at.is_empty()
            && (matches!(noun.class, Head::Facility | Head::Area | Head::Settlement)
                || noun.class == Head::Other && name);
        let comma = self.clauses.word(object + 1) == ","
            || opens && self.clauses.word(object + 1) == "and" && noun.class != Head::Facility;
        self.clauses.more_objects(object).first().copied().filter(|_| opens && comma)
    }

    pub(super) fn locative(&self, at: usize, focus: &Focus) -> Vec<Found> {
        let here = |k: &usize| {
            self.clauses.noun(*k).is_some_and(|n| LOCATIVE.contains(&n.prep.as_str()) && n.class != Head::Time)
        };
        // Behind the verb first, then in front of it: `In P a missile hit a school on 3 May`.
        for k in self.clauses.right_of(at).filter(here).chain(self.clauses.left_of(at).filter(here)) {
            if self
                .clauses
                .noun(k)
                .is_some_and(|n| n.prep == "by" && !matches!(n.class, Head::Place | Head::Settlement))
            {
                continue;
            }
            let mut found = self.stands_for(k, focus, false);
            if found.is_empty() {
                found = self.after_unknown(k, focus);
            }
            if !found.is_empty() {
                // `west of P near Q and R`
                let beside = self.clauses.noun(k).is_some_and(|n| n.prep == "near")
                    && self.clauses.noun(k + 1).is_some_and(|n| n.prep == "near" && n.class == Head::Place);
                if beside {
                    found.extend(self.stands_for(k + 1, focus, false));
                }
                for more in self.clauses.more_adjuncts(k) {
                    found.extend(self.stands_for(more, focus, false));
                }
                return found;
            }
        }
        let there = self.where_place(at, focus);
        if there.is_empty() { self.label(at) } else { there }
    }

    /// `P, where the battalion arrived on the 8th`
    fn where_place(&self, at: usize, focus: &Focus) -> Vec<Found> {
        let before = self.clauses.subject(at).and_then(|s| s.checked_sub(1)).filter(|&k| {
            matches!(self.clauses.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Relative))
                && self.clauses.word(k) == "where"
        });
        let name = before.and_then(|k| self.clauses.noun_before(k));
        let name = name.filter(|&k| self.clauses.noun(k).is_some_and(|n| n.class == Head::Place));
        name.map_or(Vec::new(), |k| self.stands_for(k, focus, false))
    }

    /// The verb says what was left, and where that is: `withdrew from two bases in the province`.
    fn leaves_elsewhere(&self, at: usize) -> bool {
        let left = |k: usize, preps: &[&str]| self.clauses.noun(k).is_some_and(|n| preps.contains(&n.prep.as_str()));
        // `pulled out of a post 30 kilometres from the city`
        let away = |k: usize| {
            left(k, &["of", "out of", "from"]) && (k + 1..k + 5).any(|m| left(m, &["from"]) && self.is_measured(m))
        };
        // `withdrawing from the country`: not from the town in mind.
        let country = |k: usize| {
            let head = self.clauses.noun(k).and_then(|n| self.clauses.tokens.get(n.head));
            left(k, &["from", "out of"]) && head.is_some_and(|t| t.reads("country") || t.reads("continent"))
        };
        // `plans to withdraw its last troops`: from wherever they are.
        let planned = self.clauses.verb(at).is_some_and(|v| v.infinitive) && self.clauses.object(at).is_some();
        planned
            || self
                .clauses
                .right_of(at)
                .take(4)
                .any(|k| left(k, &["from"]) && self.has_complement(k) || away(k) || country(k))
    }

    /// The verb says what was left, and that is an agreement.
    fn leaves_no_place(&self, at: usize) -> bool {
        const PACTS: &[&str] = &[
            "accord",
            "accords",
            "agreement",
            "alliance",
            "ceasefire",
            "cease-fire",
            "coalition",
            "deal",
            "negotiations",
            "pact",
            "talks",
            "treaty",
            "truce",
            "election",
            "race",
            "summit",
        ];
        self.clauses.right_of(at).take(4).any(|k| {
            self.clauses.noun(k).is_some_and(|n| matches!(n.prep.as_str(), "of" | "from" | "out of"))
                && self.clauses.phrases.get(k).is_some_and(|p| {
                    let mut words = p.tokens.clone().filter_map(|i| self.clauses.tokens.get(i));
                    words.any(|t| PACTS.contains(&t.lower.as_str()))
                })
        })
    }

    /// A phrase that says where the things at `at` are: `positions in …`, `two villages near …`.
    fn has_complement(&self, at: usize) -> bool {
        self.clauses.noun(at).is_some_and(|n| !matches!(n.class, Head::Time | Head::They | Head::It))
            && self.clauses.noun(at + 1).is_some_and(|n| LOCATIVE.contains(&n.prep.as_str()) && n.class != Head::Time)
    }

    pub(super) fn after(&self, at: usize, end: usize, prep: &str, focus: &Focus) -> Vec<Found> {
        // The frame may end with the preposition inside a noun phrase: `control of P`.
        for k in self.clauses.right_of(at) {
            let (Some(noun), Some(phrase)) = (self.clauses.noun(k), self.clauses.phrases.get(k)) else {
                continue;
            };
            if prep == "from" && noun.prep == "from" && self.is_measured(k) {
                continue;
            }
            let inside = phrase.tokens.start < end && end < phrase.tokens.end;
            if inside && self.clauses.tokens.get(end - 1).is_some_and(|t| t.reads(prep)) {
                let ranked = self.ranked(k, end, focus);
                if !ranked.is_empty() {
                    return ranked;
                }
                let names: Vec<usize> = noun.places.iter().chain(&noun.at).copied().filter(|&t| t >= end).collect();
                if names.is_empty() {
                    let many = (end..phrase.tokens.end).find(|&i| {
                        self.clauses.tokens.get(i).is_some_and(|t| t.is(self.lexicon, WordClass::SettlementMany))
                    });
                    if let Some(many) = many {
                        return self.many_of(k, end..many + 1, noun, focus);
                    }
                    let word = self
                        .clauses
                        .tokens
                        .get(end..phrase.tokens.end)
                        .and_then(|t| t.iter().rev().find(|t| t.is(self.lexicon, WordClass::Settlement)));
                    if let Some(word) = word {
                        return self.reference(&word.lower, k, focus);
                    }
                    if self.clauses.tokens.get(end).is_some_and(|t| t.reads("it")) {
                        // `stormed the airport of P and were in control of it`: the airport.
                        let near = (0..at).rev().find(|&k| {
                            self.clauses.noun(k).is_some_and(|n| {
                                n.prep.is_empty()
                                    && (!n.places.is_empty() || matches!(n.class, Head::Facility | Head::Area))
                            })
                        });
                        let own = near.map_or(Vec::new(), |k| self.stands_for(k, focus, false));
                        return if own.is_empty() { self.reference("it", k, focus) } else { own };
                    }
                    if noun.class == Head::Facility
                        || phrase.tokens.clone().skip(end - phrase.tokens.start).any(|i| {
                            self.clauses.tokens.get(i).is_some_and(|t| t.is(self.lexicon, WordClass::Facility))
                        })
                    {
                        // `took control of the base last weekend in P`
                        let mut site = self.complements(k, &["in", "of", "near", "at", "outside", "on"], focus);
                        for found in &mut site {
                            (found.partial, found.edge) = (true, true);
                        }
                        return site;
                    }
                    continue;
                }
                let mut out: Vec<Found> = names.iter().filter_map(|&t| self.found(t, k, noun)).collect();
                for more in self.clauses.more_objects(k) {
                    out.extend(self.stands_for(more, focus, false));
                }
                return out;
            }
            // `was in reply to attacks in P`: not in P.
            let state = self.clauses.verb(at).is_some_and(|v| v.lemma == "be") && end > 0;
            let own = self.clauses.tokens.get(end.saturating_sub(1)).is_some_and(|t| t.reads(prep));
            if state && own && phrase.tokens.start > end {
                continue;
            }
            if noun.prep == prep && phrase.tokens.start + 1 >= end {
                let mut found = self.stands_for(k, focus, false);
                if !found.is_empty() {
                    for more in self.clauses.more_adjuncts(k) {
                        found.extend(self.stands_for(more, focus, false));
                    }
                    return found;
                }
                // `withdrew from positions in P`: from a part of it.
                if prep == "from" && self.has_complement(k) {
                    let mut part = self.complements(k, LOCATIVE, focus);
                    for found in &mut part {
                        found.partial = true;
                        found.edge = true;
                    }
                    return part;
                }
            }
        }
        Vec::new()
    }
}
