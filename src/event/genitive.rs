//! What a noun of an event belongs to: the places after `of` or before `'s`, the noun that another one carries.
//!
//! In: a noun phrase. Out: places, or the noun that tells the event. Never: claims.

use crate::gazetteer::FeatureClass;
use crate::lexicon::Trigger;

use super::focus::Focus;
use super::phrase::Head;
use super::phrase::Noun;
use super::phrase::PhraseKind;
use super::reading::Found;
use super::reading::Reading;
use super::token::Kind;

impl Reading<'_, '_> {
    /// `news of the fall of P`, `days of fighting in P`: the noun that the first one carries.
    pub(super) fn carried(&self, at: usize, noun: &Noun, word: &str) -> Option<Noun> {
        const CARRIERS: &[&str] = &[
            "aftermath",
            "announcement",
            "bout",
            "claim",
            "claims",
            "confirmation",
            "day",
            "days",
            "escalation",
            "evening",
            "eruption",
            "hour",
            "hours",
            "intensification",
            "month",
            "months",
            "morning",
            "news",
            "night",
            "nights",
            "outbreak",
            "report",
            "reports",
            "resumption",
            "round",
            "rounds",
            "rumors",
            "rumours",
            "scene",
            "scenes",
            "series",
            "site",
            "spate",
            "spell",
            "string",
            "wave",
            "waves",
            "week",
            "weeks",
            "word",
        ];
        let end = self.clauses.phrases.get(at)?.tokens.end;
        let of = (noun.head + 1..end).find(|&i| self.clauses.tokens.get(i).is_some_and(|t| t.reads("of")))?;
        if !CARRIERS.contains(&word) {
            return None;
        }
        let head = (of + 1..end.min(of + 6))
            .take_while(|&i| !self.clauses.tokens.get(i).is_some_and(|t| t.reads("of")))
            .find(|&i| {
                self.clauses.tokens.get(i).is_some_and(|t| {
                    let single = t.lower.strip_suffix('s').unwrap_or(&t.lower);
                    t.kind == Kind::Word
                        && !(self.lexicon.noun_triggers(&t.lower).is_empty()
                            && self.lexicon.noun_triggers(single).is_empty())
                })
            })?;
        Some(Noun { head, ..noun.clone() })
    }

    /// The places after `of`, with those joined to them: `the taking of A and, on Monday, B`; else the owner: `A's fall`.
    pub(super) fn genitives(&self, at: usize, noun: &Noun, trigger: &Trigger, focus: &Focus) -> Vec<Found> {
        let mut names: Vec<Found> =
            noun.at.iter().filter(|&&t| t > noun.head).filter_map(|&t| self.found(t, at, noun)).collect();
        if names.is_empty() {
            names = self.after_time(at, focus);
        }
        let owner = matches!(trigger.head.as_str(), "fall" | "liberation" | "surrender" | "capitulation")
            || matches!(trigger.head.as_str(), "capture" | "recapture" | "loss" | "seizure" | "recovery");
        if names.is_empty() {
            if owner {
                names.extend(noun.at.iter().filter(|&&t| t < noun.head).filter_map(|&t| self.found(t, at, noun)));
                // `Russia's loss`, `Moscow's capture of it`: who did it, not where.
                let state = !matches!(trigger.head.as_str(), "fall" | "liberation");
                names.retain(|f| !(self.is_far(f.toponym) || state && self.is_capital(f.toponym)));
            }
            return names;
        }
        let more = self.clauses.more_objects(at);
        let end = more.last().copied().unwrap_or(at);
        let listed = (at + 1..end)
            .any(|k| matches!(self.clauses.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Conjunction)));
        if listed {
            names.extend(more.into_iter().flat_map(|k| self.stands_for(k, focus, false)));
        }
        names
    }

    /// `the capture on Monday of P`, `the fall earlier this week of P`
    fn after_time(&self, at: usize, focus: &Focus) -> Vec<Found> {
        let mut k = at + 1;
        if matches!(self.clauses.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Other)) {
            k += 1;
        }
        // `on Monday of P` is one phrase.
        let joined = (k..k + 3)
            .map_while(|k| self.clauses.noun(k).filter(|n| n.class == Head::Time).map(|n| (k, n)))
            .find(|(_, n)| !n.at.is_empty() || !n.places.is_empty());
        if let Some((k, noun)) = joined {
            return noun.at.iter().chain(&noun.places).filter_map(|&t| self.found(t, k, noun)).collect();
        }
        while k < at + 4
            && (self.clauses.noun(k).is_some_and(|n| n.class == Head::Time)
                || matches!(self.clauses.phrases.get(k).map(|p| &p.kind), Some(PhraseKind::Other)))
        {
            k += 1;
        }
        let of = k > at + 1 && self.clauses.noun(k).is_some_and(|n| n.prep == "of" && !n.places.is_empty());
        if of { self.stands_for(k, focus, false) } else { Vec::new() }
    }

    fn is_capital(&self, toponym: usize) -> bool {
        self.toponyms.get(toponym).and_then(|t| t.place.as_ref()).is_some_and(|p| p.class == FeatureClass::Capital)
    }

    /// `the return of P to the army`, `to government control`; or after another gain: people and talks return, too.
    pub(super) fn is_return(&self, at: usize, focus: &Focus) -> bool {
        const FOLD: &[&str] = &[
            "control",
            "bosom",
            "hands",
            "rule",
            "embrace",
            "fold",
            "nation",
            "homeland",
            "motherland",
            "sovereignty",
            "authority",
            "state",
            "government",
        ];
        let to = self.clauses.right_of(at).take(18).find(|&k| self.clauses.noun(k).is_some_and(|n| n.prep == "to"));
        match to {
            Some(k) => {
                self.is_armed(k)
                    || self.clauses.noun(k).is_some_and(|n| n.places.iter().any(|&t| self.is_country(t)))
                    || self.clauses.phrases.get(k).is_some_and(|p| {
                        p.tokens
                            .clone()
                            .any(|i| self.clauses.tokens.get(i).is_some_and(|t| FOLD.contains(&t.lower.as_str())))
                    })
            }
            None => focus.event_sentence == self.sentence && focus.event.is_some() && !focus.by_mention,
        }
    }
}
