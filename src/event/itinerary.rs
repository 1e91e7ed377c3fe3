//! Itineraries: places with a day and no verb in the wake of a gain: `A fell on the 1st, B on the 3d; then C`.
//!
//! In: a name in its clause and the claim before it. Out: the same claim there. Never: a claim from nothing.

use std::ops::Range;

use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::terms::EventType;

use super::draft::Draft;
use super::ellipsis::goes_on;
use super::focus::Focus;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::reading::Reading;
use super::verb::Verb;

/// Words that say that one more of the same kind comes.
const ON: &[&str] = &["afterwards", "finally", "lastly", "later", "next", "soon", "then", "thereafter"];
/// Sentences between a claim and the places that continue it.
const WAKE: usize = 3;
/// Phrases of an aside between a name and its day.
const ASIDE: usize = 12;

impl Reading<'_, '_> {
    /// The claim `previous` once more, at the name at `at`, if that has a day or a `then` of its own and no verb.
    pub(super) fn itinerary(&self, at: usize, focus: &Focus, previous: Option<&Draft>, told: &[Draft]) -> Vec<Draft> {
        let Some(noun) = self.clauses.noun(at).filter(|n| n.class == Head::Place && !n.partial && !n.edge) else {
            return Vec::new();
        };
        let Some(previous) = previous.filter(|p| self.continues(p, at)) else {
            return Vec::new();
        };
        // `was in A and, by nightfall, in B`
        let inside =
            noun.prep == "in" && previous.class == Class::Event(EventType::Entry) && previous.sentence == self.sentence;
        // `in control of A by noon and of B by nightfall`
        let owned = noun.prep == "of" && previous.sentence == self.sentence;
        if !(noun.prep.is_empty() || inside || owned) {
            return Vec::new();
        }
        let Some((start, mut marked)) = self.opening_of(at) else {
            return Vec::new();
        };
        let Some((end, dated)) = self.close_of(at) else {
            return Vec::new();
        };
        marked |= dated;
        let fresh = |t: usize| told.iter().all(|d| d.place != t);
        if !marked || (inside || owned) && !self.joins(start) {
            return Vec::new();
        }
        let window = self.clauses.span(start, end);
        let entered = matches!(previous.class, Class::Reach | Class::Event(EventType::Entry));
        // `under their control since the 5th, and B since the 11th`
        let next = (start..at).any(|k| ON.contains(&self.clauses.word(k)) || self.clauses.word(k) == "after");
        let class = match previous.class {
            Class::Control if !next => Class::Control,
            _ if entered => Class::Event(EventType::Entry),
            _ => Class::Event(EventType::Capture),
        };
        self.stands_for(at, focus, false)
            .into_iter()
            .filter(|f| fresh(f.toponym))
            .map(|f| Draft {
                place: f.toponym,
                class,
                partial: false,
                edge: false,
                from: None,
                to: None,
                by_reference: f.by_reference,
                nominal: false,
                ongoing: false,
                trigger: self.clauses.span(at, at),
                window: Some(window.clone()),
                evidence: self.evidence.clone(),
                sentence: self.sentence,
                ..previous.clone()
            })
            .collect()
    }

    /// The claim can go on, and no other verb stands between it and the name.
    fn continues(&self, previous: &Draft, at: usize) -> bool {
        let unreal =
            [Effect::Hypothetical, Effect::Future, Effect::Negated, Effect::Denied, Effect::Aspect, Effect::Attempt];
        let near = self.sentence.checked_sub(previous.sentence).is_some_and(|n| n <= WAKE);
        if !near || !goes_on(previous) || unreal.into_iter().any(|e| previous.standing.has(e)) {
            return false;
        }
        let after = if previous.sentence == self.sentence { previous.trigger.end } else { 0 };
        let from = (0..at).find(|&k| self.clauses.span(k, k).start >= after).unwrap_or(at);
        !self.has_verb(from..at)
    }

    /// A finite verb outside asides.
    fn has_verb(&self, range: Range<usize>) -> bool {
        let mut aside = false;
        for k in range {
            match self.clauses.phrases.get(k).map(|p| &p.kind) {
                Some(PhraseKind::Relative) => aside = true,
                Some(PhraseKind::Mark) if matches!(self.clauses.word(k), "," | ";" | ")" | "–" | "—") => {
                    aside = false;
                }
                Some(PhraseKind::Mark) if self.clauses.word(k) == "(" => aside = true,
                Some(PhraseKind::Verb(verb)) if !aside && (verb.is_finite() || verb.modal.is_some()) => return true,
                _ => {}
            }
        }
        false
    }

    /// Where the member of the list begins that the name stands in, and whether a day or `then` opens it.
    fn opening_of(&self, at: usize) -> Option<(usize, bool)> {
        let mut k = at;
        let mut marked = false;
        while k > 0 && at - k < 6 {
            match self.clauses.phrases.get(k - 1).map(|p| &p.kind) {
                Some(PhraseKind::Noun(noun)) if noun.class == Head::Time => marked = true,
                // `and after it B`
                Some(PhraseKind::Noun(noun)) if noun.prep == "after" && matches!(noun.class, Head::It | Head::They) => {
                    marked = true;
                }
                Some(PhraseKind::Subordinator) if marked && self.clauses.word(k - 1) == "after" => {}
                Some(PhraseKind::Other) => marked |= ON.contains(&self.clauses.word(k - 1)),
                Some(PhraseKind::Conjunction) if matches!(self.clauses.word(k - 1), "and" | "then") => {
                    marked |= self.clauses.word(k - 1) == "then";
                    return Some((k, marked));
                }
                Some(PhraseKind::Mark) if matches!(self.clauses.word(k - 1), ";" | ":" | "–" | "—" | "-") => {
                    return Some((k, marked));
                }
                Some(PhraseKind::Mark) if self.clauses.word(k - 1) == "," => {
                    // `and, on the 3d, B`
                    let dated = k >= 2 && self.clauses.noun(k - 2).is_some_and(|n| n.class == Head::Time);
                    let opens = k >= 3
                        && matches!(
                            self.clauses.phrases.get(k - 3).map(|p| &p.kind),
                            Some(PhraseKind::Mark | PhraseKind::Conjunction)
                        );
                    if !(dated && opens) {
                        return Some((k, marked));
                    }
                }
                _ => return None,
            }
            k -= 1;
        }
        (k == 0).then_some((0, marked))
    }

    /// Where the member ends, and whether a day follows the name; `None` if a verb does.
    fn close_of(&self, at: usize) -> Option<(usize, bool)> {
        let mut k = at + 1;
        let mut dated = false;
        while let Some(phrase) = self.clauses.phrases.get(k) {
            match &phrase.kind {
                PhraseKind::Noun(noun) if noun.class == Head::Time => dated = true,
                PhraseKind::Other => {}
                PhraseKind::Subordinator if self.since(k) => {}
                PhraseKind::Conjunction => return (!self.governs(k)).then_some((k - 1, dated)),
                PhraseKind::Mark if self.clauses.word(k) == "," && !dated => return self.after_aside(at, k),
                PhraseKind::Mark => return (!self.governs(k)).then_some((k - 1, dated)),
                _ => return None,
            }
            k += 1;
        }
        Some((k - 1, dated))
    }

    /// `A, which they had held for a month, on the 14th`
    fn after_aside(&self, at: usize, comma: usize) -> Option<(usize, bool)> {
        let close = (comma + 1..self.clauses.phrases.len().min(comma + ASIDE))
            .take_while(|&k| self.clauses.word(k) != ";")
            .find(|&k| self.clauses.word(k) == ",");
        let day = close
            .map(|k| if self.since(k + 1) { k + 2 } else { k + 1 })
            .filter(|&k| self.clauses.noun(k).is_some_and(|n| n.class == Head::Time))
            .filter(|&k| {
                self.clauses
                    .phrases
                    .get(k + 1)
                    .is_none_or(|p| matches!(p.kind, PhraseKind::Mark | PhraseKind::Conjunction))
            })
            .filter(|&k| !self.governs(k + 1));
        match day {
            Some(k) => Some((k, true)),
            None => (!self.governs(comma)).then_some((at, false)),
        }
    }

    /// The member is joined to what stands before it.
    fn joins(&self, start: usize) -> bool {
        start > 0
            && (matches!(self.clauses.phrases.get(start - 1).map(|p| &p.kind), Some(PhraseKind::Conjunction))
                || self.clauses.word(start - 1) == ",")
    }

    /// `since the 5th`
    fn since(&self, at: usize) -> bool {
        matches!(self.word_of_subordinator(at), "since" | "before" | "after")
            && self.clauses.noun(at + 1).is_some_and(|n| n.class == Head::Time)
    }

    fn word_of_subordinator(&self, at: usize) -> &str {
        match self.clauses.phrases.get(at).map(|p| &p.kind) {
            Some(PhraseKind::Subordinator) => self.clauses.word(at),
            _ => "",
        }
    }

    /// A finite verb follows the mark: what stands before it was its subject.
    fn governs(&self, mark: usize) -> bool {
        // `P on the 3d, said the army`, but `P on the 3d, bypassed first`.
        self.clauses.word(mark) == ","
            && self.clauses.verb(mark + 1).is_some_and(|v: &Verb| {
                v.is_finite() && (v.auxiliary || v.modal.is_some() || self.lexicon.governor(&v.lemma).is_some())
            })
    }
}
