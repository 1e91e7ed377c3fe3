//! Claims without a verb of their own: `so did P`, `then came P`, `, followed by P`, `next to fall was P`, `Then P, then Q.`, `P in rebel hands`.
//!
//! In: the phrases of a sentence and the claim before it. Out: drafts that take over its class and actor. Never: a claim from nothing.

use std::ops::Range;

use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::lexicon::Form;
use crate::lexicon::Place;
use crate::lexicon::Trigger;
use crate::lexicon::WordClass;
use crate::terms::EventType;

use super::assertion;
use super::assertion::Standing;
use super::draft::Draft;
use super::focus::Focus;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::reading::Found;
use super::reading::Reading;
use super::token::Kind;
use super::verb::Verb;

/// Words that say that one more of the same kind comes.
const NEXT: &[&str] = &["then", "next", "later", "finally", "lastly", "after", "afterwards", "thereafter", "soon"];

/// True if the claim can go on at another place: somebody took or entered one.
pub(super) fn goes_on(previous: &Draft) -> bool {
    matches!(
        previous.class,
        Class::Event(EventType::Capture | EventType::Recapture | EventType::Entry)
            | Class::Reach
            | Class::Control
            | Class::Loss
            | Class::Follow
            | Class::Expel
            | Class::Surrender
            | Class::Handover
            | Class::Leave
    ) && (previous.class != Class::Leave || previous.passive)
}

fn is_told(previous: &Draft) -> bool {
    !previous.standing.has(Effect::Hypothetical)
        && !previous.standing.has(Effect::Future)
        && !previous.standing.has(Effect::Negated)
        && !previous.standing.has(Effect::Aspect)
}

/// True if the verb alone with an object reports a change or an attack.
pub(super) fn is_plain(trigger: &Trigger) -> bool {
    trigger.frame.is_empty()
        && trigger.places.first() == Some(&Place::Object)
        && matches!(trigger.class, Class::Event(_) | Class::Loss | Class::Leave | Class::Attack)
}

impl Reading<'_, '_> {
    /// The claims of a verb that only points to another claim.
    pub(super) fn sequel(&self, at: usize, verb: &Verb, focus: &Focus, previous: Option<&Draft>) -> Vec<Draft> {
        if matches!(verb.lemma.as_str(), "be" | "do" | "have") {
            let same = self.as_well(at, verb, focus, previous);
            if !same.is_empty() {
                return same;
            }
        }
        if verb.lemma == "be" && verb.modal.is_none() && !verb.negated {
            let told = self.predicate(at, focus);
            if !told.is_empty() {
                return told;
            }
        }
        let Some(previous) = previous.filter(|p| goes_on(p) && is_told(p) && self.sentence - p.sentence <= 1) else {
            return Vec::new();
        };
        // `P was next.`
        let past = self.clauses.tokens.get(verb.main).is_some_and(|t| t.reads("was") || t.reads("were"));
        let next = self.clauses.tokens.get(verb.main + 1).is_some_and(|t| t.reads("next"))
            && self.clauses.tokens.get(verb.main + 2).is_none_or(|t| t.kind == Kind::Mark);
        if verb.lemma == "be" && past && next && verb.modal.is_none() && !verb.negated && !self.is_told_to(at) {
            let found = self.clauses.subject(at).map_or(Vec::new(), |s| {
                self.clauses.joined(s).into_iter().flat_map(|s| self.stands_for(s, focus, true)).collect()
            });
            let mut out = self.copies(previous, &found, at);
            for draft in &mut out {
                draft.class = Class::Event(EventType::Entry);
                "follow".clone_into(&mut draft.lemma);
            }
            return out;
        }
        if verb.lemma == "follow" && self.clauses.before_by(at) && !verb.negated && verb.modal.is_none() {
            let by = (at + 1..self.clauses.phrases.len().min(at + 4))
                .find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep == "by" && n.class == Head::Place));
            let found = by.map_or(Vec::new(), |k| self.with_more(k, focus));
            return self.copies(previous, &found, at);
        }
        if matches!(verb.lemma.as_str(), "come" | "be" | "go" | "follow") && verb.modal.is_none() && !verb.negated {
            let start = self.clauses.phrases.get(at).map_or(0, |p| p.tokens.start);
            let next = |i: usize| self.clauses.tokens.get(i).is_some_and(|t| NEXT.contains(&t.lower.as_str()));
            let opened = next(start) || start > 0 && next(start - 1);
            let object = self.clauses.object(at).filter(|_| opened);
            let named = object.filter(|&o| self.clauses.noun(o).is_some_and(|n| n.class == Head::Place));
            if let Some(object) = named {
                let found = self.with_more(object, focus);
                return self.copies(previous, &found, at);
            }
            // `then it was the turn of P`
            let present = self.clauses.tokens.get(verb.main).is_some_and(|t| t.reads("is") || t.reads("are"));
            let turn = self.clauses.object(at).and_then(|o| self.clauses.noun(o).map(|n| (o, n))).filter(|(o, _)| {
                self.clauses.phrases.get(*o).is_some_and(|p| {
                    p.tokens.clone().any(|i| self.clauses.tokens.get(i).is_some_and(|t| t.reads("turn")))
                }) && (opened && verb.lemma == "come"
                    || self.clauses.subject(at).and_then(|s| self.clauses.noun(s)).is_some_and(|s| s.class == Head::It))
            });
            if let Some((o, noun)) = turn {
                let found: Vec<Found> =
                    noun.places.iter().chain(&noun.at).filter_map(|&t| self.found(t, o, noun)).collect();
                let mut out = self.copies(previous, &found, at);
                // `now it is the turn of P`: it lies ahead.
                if present {
                    for draft in &mut out {
                        draft.class = Class::Event(EventType::Objective);
                    }
                }
                return out;
            }
            // `P was next`, told after what fell before it.
            let next = self.clauses.phrases.get(at).and_then(|p| {
                let after = self.clauses.tokens.get(p.tokens.end..(p.tokens.end + 2).min(self.clauses.tokens.len()));
                after.filter(|w| {
                    verb.lemma == "be"
                        && self.clauses.tokens.get(verb.main).is_some_and(|t| t.reads("was") || t.reads("were"))
                        && w.first().is_some_and(|t| t.reads("next"))
                        && w.get(1).is_none_or(|t| matches!(t.lower.as_str(), "." | "," | ";" | "and" | "to"))
                })
            });
            if next.is_some() && !self.is_told_to(at) {
                let subject = self
                    .clauses
                    .subject(at)
                    .filter(|&s| self.clauses.noun(s).is_some_and(|n| n.class == Head::Place && !n.places.is_empty()));
                let found = subject.map_or(Vec::new(), |s| self.stands_for(s, focus, true));
                return self.copies(previous, &found, at);
            }
        }
        Vec::new()
    }

    /// `said that P was next`: a forecast.
    fn is_told_to(&self, at: usize) -> bool {
        self.clauses.subject(at).is_some_and(|s| s > 0 && self.clauses.word(s - 1) == "that")
    }

    /// `as were A, B and C`, `and so did A`: the same claim once more.
    fn as_well(&self, at: usize, verb: &Verb, focus: &Focus, previous: Option<&Draft>) -> Vec<Draft> {
        let start = self.clauses.phrases.get(at).map_or(0, |p| p.tokens.start);
        let reads = |i: usize, word: &str| self.clauses.tokens.get(i).is_some_and(|t| t.reads(word));
        let opened = ["as", "so"].iter().any(|w| reads(start, w) || start > 0 && reads(start - 1, w));
        let Some(previous) = previous.filter(|p| opened && !verb.negated && self.sentence - p.sentence <= 1) else {
            return Vec::new();
        };
        let list = self.clauses.object(at).map_or(Vec::new(), |o| self.with_more(o, focus));
        list.iter()
            .map(|f| Draft {
                place: f.toponym,
                partial: false,
                edge: false,
                by_reference: false,
                window: None,
                ..previous.clone()
            })
            .collect()
    }

    /// `next to fall was P`, `captured on Friday were P and Q`: the predicate stands first.
    fn predicate(&self, at: usize, focus: &Focus) -> Vec<Draft> {
        let Some(object) = self.clauses.object(at).filter(|&o| {
            self.clauses.noun(o).is_some_and(|n| n.class == Head::Place && n.prep.is_empty()) && !self.governs_verb(o)
        }) else {
            return Vec::new();
        };
        let Some(k) = (at.saturating_sub(4)..at).rev().find(|&k| self.clauses.verb(k).is_some()) else {
            return Vec::new();
        };
        let Some(verb) = self.clauses.verb(k) else {
            return Vec::new();
        };
        let bare = verb.infinitive
            || !verb.auxiliary && verb.modal.is_none() && matches!(verb.form, Some(Form::Past | Form::Participle));
        // The first word of the sentence may have been read as a name or an adjective.
        let between = (k + 1..at).all(|i| match self.clauses.phrases.get(i).map(|p| &p.kind) {
            Some(PhraseKind::Noun(n)) => n.class == Head::Time || !n.prep.is_empty(),
            Some(PhraseKind::Other) => true,
            _ => false,
        });
        if !bare || !between || verb.negated {
            return Vec::new();
        }
        let trigger = self.lexicon.verb_triggers(&verb.lemma).iter().find(|t| {
            t.frame.is_empty()
                && matches!(t.places.first(), Some(Place::Object | Place::Subject))
                && matches!(t.class, Class::Event(_) | Class::Leave | Class::Loss | Class::Attack | Class::Surrender)
        });
        let Some(trigger) = trigger else {
            return Vec::new();
        };
        let mut standing = Standing::default();
        assertion::clause(self.clauses, k, self.lexicon, &mut standing);
        let actor = (k + 1..self.clauses.phrases.len().min(at + 6))
            .find(|&i| self.clauses.noun(i).is_some_and(|n| n.prep == "by" && n.class != Head::Time))
            .and_then(|i| self.party(i, focus));
        let speaker = standing.speaker.and_then(|s| self.party(s, focus));
        self.with_more(object, focus)
            .iter()
            .map(|f| Draft {
                passive: true,
                speaker: speaker.clone(),
                ..self.draft(k, verb, trigger, f, standing.clone(), actor.clone(), None)
            })
            .collect()
    }

    /// True if the noun phrase is the subject of a later finite verb without a mark between.
    fn governs_verb(&self, at: usize) -> bool {
        self.clauses.verb(at + 1).is_some_and(Verb::is_finite)
    }

    /// The places of a phrase and of those joined to it on the right.
    pub(super) fn with_more(&self, at: usize, focus: &Focus) -> Vec<Found> {
        let mut found = self.stands_for(at, focus, false);
        if !found.is_empty() {
            for more in self.clauses.more_objects(at) {
                found.extend(self.stands_for(more, focus, false));
            }
        }
        found
    }

    /// The claim before, at other places.
    fn copies(&self, previous: &Draft, found: &[Found], at: usize) -> Vec<Draft> {
        found
            .iter()
            .map(|f| Draft {
                place: f.toponym,
                class: Class::Event(EventType::Capture),
                partial: f.partial,
                edge: f.edge,
                from: None,
                to: None,
                by_reference: f.by_reference,
                nominal: false,
                trigger: self.clauses.span(f.phrase.min(at), f.phrase.max(at)),
                window: self.window(f.phrase),
                ongoing: false,
                evidence: self.evidence.clone(),
                sentence: self.sentence,
                ..previous.clone()
            })
            .collect()
    }

    /// A part of the sentence without a verb that lists further places: `Then Amiens, then Arras.`, `; Bardia on the 2d`.
    pub(super) fn fragment(&self, at: usize, focus: &Focus, previous: Option<&Draft>) -> Vec<Draft> {
        let opens = at == 0 || self.clauses.is_strong(at - 1);
        let Some(previous) = previous.filter(|p| opens && goes_on(p) && is_told(p) && self.sentence - p.sentence <= 1)
        else {
            return Vec::new();
        };
        let mut end = at;
        while end < self.clauses.phrases.len() && !self.clauses.is_strong(end) {
            end += 1;
        }
        if !self.is_list(at..end) {
            return Vec::new();
        }
        let labelled = at >= 2 && self.clauses.word(at - 1) == ":" && self.clauses.verb(at - 2).is_some();
        if labelled {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut dated = false;
        for k in at..end {
            match self.clauses.noun(k) {
                Some(noun) if noun.class == Head::Place && noun.prep.is_empty() => {
                    found.extend(self.stands_for(k, focus, false));
                }
                Some(noun) if noun.class == Head::Time => dated |= matches!(noun.prep.as_str(), "on" | "in") || k == at,
                _ => {}
            }
        }
        let first = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.start));
        let mut opened = first.is_some_and(|t| NEXT.contains(&t.lower.as_str()));
        // `Sunday: Damascus.`
        opened |= at >= 2
            && self.clauses.word(at - 1) == ":"
            && self.clauses.noun(at - 2).is_some_and(|n| n.class == Head::Time)
            && (at == 2 || self.clauses.is_strong(at - 3));
        if opened || dated || at > 0 && self.clauses.word(at - 1) == ";" && previous.sentence == self.sentence {
            self.copies(previous, &found, at)
        } else {
            Vec::new()
        }
    }

    /// Nothing but names, days, adverbs and `its works`, and at least one name.
    pub(super) fn is_list(&self, range: Range<usize>) -> bool {
        let mut names = 0;
        for k in range {
            match self.clauses.phrases.get(k).map(|p| &p.kind) {
                Some(PhraseKind::Noun(noun)) => match noun.class {
                    Head::Place if noun.prep.is_empty() => names += 1,
                    Head::Time => {}
                    Head::Facility | Head::Area if noun.prep.is_empty() && noun.definite && names > 0 => {}
                    // A name that is not known.
                    Head::Other if noun.prep.is_empty() && names > 0 && self.is_capitalised(k) => {}
                    _ if noun.prep.is_empty() || noun.class == Head::Force => return false,
                    _ => {}
                },
                Some(PhraseKind::Mark | PhraseKind::Conjunction | PhraseKind::Other) => {}
                // `22 July 1943;`
                Some(PhraseKind::Subordinator) if matches!(self.clauses.word(k), "after" | "before" | "since") => {}
                _ => return false,
            }
        }
        names > 0
    }

    /// True if every word of the phrase begins with a capital.
    fn is_capitalised(&self, at: usize) -> bool {
        self.clauses
            .phrases
            .get(at)
            .and_then(|p| self.clauses.tokens.get(p.tokens.clone()))
            .is_some_and(|words| words.len() <= 3 && words.iter().all(|t| t.kind == Kind::Word && t.is_capital()))
    }

    /// `P in rebel hands`, `P now under army control`: a state without a verb.
    pub(super) fn state(&self, at: usize, focus: &Focus) -> Vec<Draft> {
        let Some(noun) = self.clauses.noun(at) else {
            return Vec::new();
        };
        let head = self.clauses.tokens.get(noun.head).map_or("", |t| t.lower.as_str());
        let inside = noun.prep == "inside" && noun.class == Head::Place;
        let holds = noun.prep == "in" && head == "hands" || noun.prep == "under" && noun.class == Head::Control;
        let verbless =
            !(0..at).rev().take_while(|&k| !self.clauses.is_strong(k)).any(|k| self.clauses.verb(k).is_some())
                && !(at..self.clauses.phrases.len())
                    .take_while(|&k| !self.clauses.is_strong(k))
                    .any(|k| self.clauses.verb(k).is_some_and(Verb::is_finite));
        // `P was surrounded, Q bypassed, and R in rebel hands`
        let listed = holds
            && at >= 2
            && self.clauses.noun(at - 1).is_some_and(|n| n.prep.is_empty() && n.class == Head::Place)
            && matches!(
                self.clauses.phrases.get(at - 2).map(|p| &p.kind),
                Some(PhraseKind::Mark | PhraseKind::Conjunction)
            )
            && self.clauses.subject_of_none(at);
        let before = noun.class == Head::Place && noun.edge && matches!(noun.prep.as_str(), "at" | "on");
        let masters = noun.prep == "in"
            && !noun.at.is_empty()
            && self.clauses.phrases.get(at).is_some_and(|p| {
                let words = self.clauses.tokens.get(p.tokens.clone()).unwrap_or(&[]);
                words.windows(2).any(|w| matches!(w, [a, b] if a.reads("control") && b.reads("of")))
            });
        if !(holds || inside || before || masters) || !(verbless || listed && holds) {
            return Vec::new();
        }
        if inside || before || masters {
            // `rebels now inside P`, `rebels at the gates of P`, `army in full control of P`
            let force = (at.saturating_sub(2)..at).rev().find(|&k| {
                self.clauses.noun(k).is_some_and(|n| n.prep.is_empty() && matches!(n.class, Head::Force | Head::Actor))
            });
            let lemma = match (inside, before) {
                (true, _) => "enter",
                (_, true) => "approach",
                _ => "control",
            };
            let trigger = self.lexicon.verb_triggers(lemma).first();
            let (Some(force), Some(trigger)) = (force, trigger) else {
                return Vec::new();
            };
            let verb = Verb { lemma: lemma.to_owned(), ..Verb::default() };
            if masters {
                let actor = self.party(force, focus);
                let own: Vec<Found> = if noun.class == Head::Control {
                    noun.at.iter().filter_map(|&t| self.found(t, at, noun)).collect()
                } else {
                    self.stands_for(at, focus, false)
                };
                return own
                    .into_iter()
                    .map(|f| self.draft(at, &verb, trigger, &f, Standing::default(), actor.clone(), None))
                    .collect();
            }
            let actor = self.party(force, focus);
            return self
                .stands_for(at, focus, false)
                .iter()
                .map(|f| self.draft(at, &verb, trigger, f, Standing::default(), actor.clone(), None))
                .collect();
        }
        let Some(subject) = (at.saturating_sub(3)..at)
            .rev()
            .find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep.is_empty() && n.class == Head::Place))
        else {
            return Vec::new();
        };
        let Some(trigger) = self.lexicon.verb_triggers("control").first() else {
            return Vec::new();
        };
        let verb = Verb { lemma: "be".to_owned(), ..Verb::default() };
        let actor = self.party(at, focus);
        let names: Vec<Found> =
            self.clauses.joined(subject).iter().flat_map(|&s| self.stands_for(s, focus, true)).collect();
        names.iter().map(|f| self.draft(at, &verb, trigger, f, Standing::default(), actor.clone(), None)).collect()
    }

    /// The place that stands as a label before a colon at the beginning of the sentence: `P: clashes between …`.
    pub(super) fn label(&self, at: usize) -> Vec<Found> {
        let town = |k: usize| self.clauses.noun(k - 1).is_some_and(|n| n.prep.is_empty() && n.class == Head::Place);
        let colon =
            (1..self.clauses.phrases.len().min(7).min(at)).rev().find(|&k| self.clauses.word(k) == ":" && town(k));
        let Some(colon) = colon else {
            return Vec::new();
        };
        match self.clauses.noun(colon - 1).filter(|n| n.prep.is_empty() && n.class == Head::Place) {
            Some(noun)
                if (0..colon - 1)
                    .all(|k| !matches!(self.clauses.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Verb(_)))) =>
            {
                noun.places.iter().filter_map(|&t| self.found(t, colon - 1, noun)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// `five towns, including A, B and C`, `three towns: A, B and C`, `towns such as A`.
    pub(super) fn enumerated(&self, at: usize) -> Vec<Found> {
        let mut k = at + 1;
        let mut introduced = false;
        while k < self.clauses.phrases.len().min(at + 7) {
            match self.clauses.phrases.get(k).map(|p| &p.kind) {
                Some(PhraseKind::Mark) if self.clauses.word(k) == ":" => introduced = true,
                Some(PhraseKind::Mark) if matches!(self.clauses.word(k), "," | "–" | "—" | "(" | "-") => {
                    introduced |= self.clauses.word(k) != ",";
                }
                Some(PhraseKind::Verb(verb)) if verb.lemma == "include" || self.clauses.word(k) == "including" => {
                    introduced = true;
                }
                Some(PhraseKind::Noun(noun)) if noun.class == Head::Place => {
                    let among = matches!(noun.prep.as_str(), "among" | "like" | "as" | "including" | "namely");
                    if introduced && noun.prep.is_empty() || among {
                        let mut found: Vec<Found> =
                            noun.places.iter().filter_map(|&t| self.found(t, k, noun)).collect();
                        for more in self.clauses.more_objects(k) {
                            if let Some(n) = self.clauses.noun(more) {
                                found.extend(n.places.iter().filter_map(|&t| self.found(t, more, n)));
                            }
                        }
                        return found;
                    }
                }
                Some(PhraseKind::Noun(noun)) => {
                    let among = noun.prep == "among" && matches!(noun.class, Head::They | Head::Other);
                    introduced |= among;
                    if !among && noun.class != Head::Time && noun.prep.is_empty() {
                        return Vec::new();
                    }
                }
                Some(PhraseKind::Other) => {
                    introduced |= matches!(self.clauses.word(k), "including" | "namely" | "notably" | "such");
                }
                Some(PhraseKind::Subordinator | PhraseKind::Conjunction | PhraseKind::Relative) => {}
                _ => return Vec::new(),
            }
            k += 1;
        }
        Vec::new()
    }

    /// True if a word of the phrase counts or gathers places: `five towns`, `several districts`.
    pub(super) fn is_many(&self, at: usize) -> bool {
        self.clauses.noun(at).and_then(|n| self.clauses.tokens.get(n.head)).is_some_and(|t| {
            t.kind == Kind::Word
                && (t.is(self.lexicon, WordClass::SettlementMany)
                    || t.lower.ends_with('s') && t.is(self.lexicon, WordClass::Area)
                    || matches!(
                        t.lower.as_str(),
                        "capitals" | "places" | "localities" | "strongholds" | "municipalities" | "hubs"
                    ))
        })
    }
}
