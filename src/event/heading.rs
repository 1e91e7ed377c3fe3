//! Headings: a line that says what happened to the places of the list under it, or behind its colon.
//!
//! In: a sentence, and the heading above it. Out: drafts of the places listed. Never: lists of anything but places.

use crate::lexicon::Class;
use crate::lexicon::Effect;
use crate::lexicon::Form;
use crate::lexicon::WordClass;
use crate::terms::EventType;

use super::assertion::Standing;
use super::draft::Draft;
use super::draft::Party;
use super::ellipsis::is_plain;
use super::focus::Focus;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::reading::Reading;
use super::token::Kind;
use super::verb::Verb;

/// A line above a list that says what happened to the places in it.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    lemma: String,
    actor: Option<Party>,
    /// The items must be items of a list.
    pub(super) list_only: bool,
}

impl Reading<'_, '_> {
    /// `Captured: P, 22 July; Q, 5 August`: a participle as a heading of a list.
    pub(super) fn headed(&self, at: usize, verb: &Verb, focus: &Focus) -> Vec<Draft> {
        let bare = !verb.auxiliary && matches!(verb.form, Some(Form::Past | Form::Participle));
        let opening = |k: usize| k == 0 || self.clauses.is_strong(k - 1) || self.clauses.word(k - 1) == "-";
        // `Towns lost to the rebels:`
        let many = at > 0 && self.is_many(at - 1) && opening(at - 1);
        let colon = (at + 1..self.clauses.phrases.len().min(at + 5)).find(|&k| self.clauses.word(k) == ":");
        let plain = colon.filter(|&colon| {
            (at + 1..colon).all(|k| {
                self.clauses.noun(k).is_some_and(|n| {
                    n.class == Head::Time || matches!(n.prep.as_str(), "by" | "to" | "from") && self.is_armed(k)
                }) || matches!(self.clauses.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Other))
            })
        });
        let Some(colon) = plain.filter(|_| bare && (opening(at) || many)) else {
            return Vec::new();
        };
        let party = (at + 1..colon).find(|&k| self.is_armed(k)).map(|k| {
            let prep = self.clauses.noun(k).map_or("", |n| n.prep.as_str());
            (prep == "from", self.party(k, focus))
        });
        let trigger = self.lexicon.verb_triggers(&verb.lemma).iter().find(|t| is_plain(t));
        let mut end = colon + 1;
        while end < self.clauses.phrases.len() && self.clauses.word(end) != "." {
            end += 1;
        }
        let (actor, opponent) = match party {
            Some((true, from)) => (None, from),
            Some((false, by)) => (by, None),
            None => (None, None),
        };
        let Some(trigger) = trigger.filter(|_| self.is_list(colon + 1..end)) else {
            return Vec::new();
        };
        (colon + 1..end)
            .filter(|&k| self.clauses.noun(k).is_some_and(|n| n.class == Head::Place))
            .flat_map(|k| {
                let next = (k + 1..end)
                    .find(|&i| self.clauses.noun(i).is_some_and(|n| n.class == Head::Place))
                    .map_or(end, |n| n);
                let window = self.clauses.span(k, next.saturating_sub(1));
                self.stands_for(k, focus, false).into_iter().map(move |f| (f, window.clone()))
            })
            .map(|(f, window)| Draft {
                passive: true,
                class: if trigger.class == Class::Loss && actor.is_some() {
                    Class::Event(EventType::Capture)
                } else {
                    trigger.class
                },
                window: Some(window),
                opponent: opponent.clone(),
                ..self.draft(at, verb, trigger, &f, Standing::default(), actor.clone(), None)
            })
            .collect()
    }

    /// `Men came down near P, but an attack on that village failed`: P is in mind.
    pub(super) fn named_before(&self, draft: &Draft) -> bool {
        self.clauses.tokens.iter().any(|t| {
            t.kind == Kind::Place(draft.place)
                && draft.evidence.start < t.span.start
                && t.span.end <= draft.trigger.start
        })
    }

    /// `P falls: A takes the barracks`: what stands behind the colon says who took it.
    pub(super) fn share_actor(&self, drafts: &mut [Draft]) {
        for i in 1..drafts.len() {
            let (told, rest) = drafts.split_at_mut(i);
            let (Some(falls), Some(takes)) = (told.last_mut(), rest.first()) else { return };
            let colon = self
                .clauses
                .tokens
                .iter()
                .any(|t| t.text == ":" && falls.trigger.end <= t.span.start && t.span.end <= takes.trigger.start);
            let gain = |d: &Draft| {
                matches!(d.class, Class::Event(EventType::Capture | EventType::Recapture | EventType::Entry))
            };
            if colon
                && falls.actor.is_none()
                && falls.opponent.is_none()
                && gain(falls)
                && gain(takes)
                && !takes.passive
            {
                falls.actor.clone_from(&takes.actor);
            }
        }
    }

    /// `Towns taken this week:`, `The army freed the following villages:` above a list.
    pub(super) fn heading(&self, titled: bool, focus: &Focus) -> Option<Heading> {
        let all = self.clauses.phrases.len();
        let colon = all.checked_sub(1).filter(|&k| self.clauses.word(k) == ":");
        let last = colon.or(Some(all).filter(|_| titled))?;
        if let Some(nominal) = self.nominal_heading(last, focus) {
            return Some(nominal);
        }
        let at = (0..last).rev().find(|&k| self.clauses.verb(k).is_some())?;
        let verb = self.clauses.verb(at)?;
        let told = !verb.negated && verb.modal.is_none() && !verb.infinitive;
        let triggers = self.lexicon.verb_triggers(&verb.lemma);
        let bare = !verb.auxiliary && matches!(verb.form, Some(Form::Past | Form::Participle));
        let named = (0..last).any(|k| self.clauses.noun(k).is_some_and(|n| !n.places.is_empty()));
        let gathers = || (0..at).any(|k| self.is_many(k));
        if told && bare && triggers.iter().any(is_plain) && (!named && colon.is_some() || gathers()) {
            return Some(Heading { lemma: verb.lemma.clone(), actor: None, list_only: false });
        }
        // A whole sentence: what was taken are many, and the list says which.
        let passive = self.passive(at, verb);
        let taking = triggers.iter().any(|t| {
            matches!(t.class, Class::Event(EventType::Capture | EventType::Recapture) | Class::Loss | Class::Leave)
                || is_plain(t)
                    && matches!(t.class, Class::Event(EventType::Shelling | EventType::Strike) | Class::Attack)
        });
        let subject = self.clauses.subject(at);
        let many = if passive {
            subject.is_some_and(|s| self.is_many(s))
        } else {
            (at + 1..last).take(5).any(|k| {
                self.is_many(k) && self.clauses.noun(k).is_some_and(|n| n.prep.is_empty() && n.places.is_empty())
            })
        };
        if !(told && taking && many) {
            return None;
        }
        // `the towns were taken in this order:` by whoever has been taking them.
        let by = (at + 1..last).find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep == "by") && self.is_armed(k));
        let by = by.and_then(|k| self.party(k, focus));
        let actor =
            if passive { by.or_else(|| focus.attacker.clone()) } else { subject.and_then(|s| self.party(s, focus)) };
        let plain = triggers.iter().any(is_plain);
        let lemma = if plain { verb.lemma.clone() } else { "capture".to_owned() };
        Some(Heading { lemma, actor, list_only: true })
    }

    /// `announced the liberation of settlements by the army:`
    fn nominal_heading(&self, last: usize, focus: &Focus) -> Option<Heading> {
        let at = (0..last).find(|&k| {
            let noun = self.clauses.noun(k);
            let taking = noun.and_then(|n| self.clauses.tokens.get(n.head)).is_some_and(|t| {
                self.lexicon
                    .noun_triggers(&t.lower)
                    .iter()
                    .any(|t| matches!(t.class, Class::Event(EventType::Capture | EventType::Recapture)))
            });
            taking
                && noun.is_some_and(|n| n.at.is_empty() && !n.negative)
                && self.phrase_has(k, WordClass::SettlementMany)
        })?;
        let open =
            self.clauses.verb_before(at).and_then(|v| self.clauses.verb(v)).is_some_and(|v| {
                v.modal.is_some() || v.negated || self.lexicon.governor(&v.lemma) == Some(Effect::Future)
            });
        let by = (at + 1..last).find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep == "by") && self.is_armed(k));
        let actor = by.and_then(|k| self.party(k, focus));
        (!open).then(|| Heading { lemma: "capture".to_owned(), actor, list_only: true })
    }

    /// The claims of a line of such a list: names alone, or names before any verb of a list item.
    pub(super) fn items(&self, heading: &Heading, in_list: bool, focus: &Focus) -> Vec<Draft> {
        let Some(trigger) = self.lexicon.verb_triggers(&heading.lemma).iter().find(|t| is_plain(t)) else {
            return Vec::new();
        };
        let last = self.clauses.phrases.len();
        let end = if in_list {
            (0..last)
                .find(|&k| {
                    matches!(
                        self.clauses.phrases.get(k).map(|p| &p.kind),
                        Some(PhraseKind::Relative | PhraseKind::Verb(_))
                    ) || self.clauses.is_strong(k) && self.clauses.word(k) != ":"
                })
                .unwrap_or(last)
        } else {
            last
        };
        let told = self.clauses.verb(end).is_some_and(Verb::is_finite);
        let open =
            self.clauses.tokens.iter().any(|t| {
                matches!(t.lower.as_str(), "pending" | "planned" | "next" | "still" | "not" | "ongoing" | "?")
            });
        if told || open || !(self.is_list(0..end) || in_list) || heading.list_only && !in_list {
            return Vec::new();
        }
        let verb = Verb { lemma: heading.lemma.clone(), passive: heading.actor.is_none(), ..Verb::default() };
        (0..end)
            .filter(|&k| self.clauses.noun(k).is_some_and(|n| n.class == Head::Place && n.prep.is_empty()))
            .flat_map(|k| self.stands_for(k, focus, false).into_iter().map(move |f| (k, f)))
            .map(|(k, f)| Draft {
                passive: verb.passive,
                ..self.draft(k, &verb, trigger, &f, Standing::default(), heading.actor.clone(), None)
            })
            .collect()
    }
}
