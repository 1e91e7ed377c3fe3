//! What `the city`, `it`, `there` and `they` mean: the places and actors a reader has in mind.

use crate::gazetteer::FeatureClass;
use crate::toponym::Toponym;

use super::actor::Who;
use super::cataphora::Coming;
use super::draft::Draft;
use super::draft::Party;
use super::token::Token;

/// The places and actors in mind at a point of the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Focus {
    /// Place of the last event.
    pub(super) event: Option<usize>,
    /// Sentence of it.
    pub(super) event_sentence: usize,
    /// Places named lately, the last one first, at most eight.
    pub(super) recent: Vec<usize>,
    /// The place is in mind because it was named, not because something happened there.
    pub(super) by_mention: bool,
    /// Block of it.
    pub(super) event_block: usize,
    /// The town that the story is about.
    pub(super) main: Option<usize>,
    /// Lists of places named lately, the last one last.
    pub(super) lists: Vec<Vec<usize>>,
    /// The place that a sentence was about: its first subject; and which sentence.
    pub(super) topic: Option<(usize, usize)>,
    /// The town of the opening that is named only later.
    pub(super) coming: Option<Coming>,
    /// Who was the subject last, and in which sentence.
    pub(super) subject: Option<(Party, usize)>,
    /// Who was it before.
    pub(super) earlier: Option<Party>,
    /// Who left a place last.
    pub(super) withdrawn: Option<Who>,
    /// Who acted last.
    pub(super) actor: Option<(Who, String)>,
    /// Who attacked last.
    pub(super) attacker: Option<(Who, String)>,
    /// What the last question asked.
    pub(super) asked: Vec<Draft>,
}

impl Focus {
    /// Notes that a place was named.
    pub(super) fn name(&mut self, toponym: usize) {
        self.recent.retain(|&t| t != toponym);
        self.recent.insert(0, toponym);
        self.recent.truncate(8);
    }

    /// Notes an event at a place.
    pub(super) fn event_at(&mut self, toponym: usize, sentence: usize, block: usize) {
        self.event_block = block;
        self.by_mention = false;
        self.event = Some(toponym);
        self.event_sentence = sentence;
    }

    /// The place that `the WORD` stands for. `inside`: places named earlier in the same sentence, the last one first.
    pub(super) fn resolve(
        &self,
        word: &str,
        sentence: usize,
        block: usize,
        inside: &[usize],
        toponyms: &[Toponym],
    ) -> Option<usize> {
        let fits = |t: &usize| fits(word, toponyms.get(*t));
        // `the pocket`, `the outpost` is one that something happened at, not any town that was named.
        if is_nameless(word) && (self.by_mention || sentence.saturating_sub(self.event_sentence) > 2) {
            return None;
        }
        let event = self.event.filter(fits).filter(|_| sentence.saturating_sub(self.event_sentence) <= 6);
        let main = self.main.filter(fits);
        let coming = self.coming.as_ref().and_then(|c| c.stands_for(word, sentence)).filter(fits);
        if coming.is_some() {
            return coming;
        }
        let here = event.filter(|_| self.event_block == block || sentence.saturating_sub(self.event_sentence) <= 1);
        match word {
            "capital" => {
                let capital = |t: &usize| {
                    toponyms
                        .get(*t)
                        .and_then(|t| t.place.as_ref())
                        .is_some_and(|p| matches!(p.class, FeatureClass::Capital | FeatureClass::Seat))
                };
                // Of two that were only named the one of the country.
                let great = |t: &usize| {
                    toponyms.get(*t).and_then(|t| t.place.as_ref()).is_some_and(|p| p.class == FeatureClass::Capital)
                };
                let named =
                    || self.recent.iter().copied().find(great).or_else(|| self.recent.iter().copied().find(capital));
                event.filter(capital).or_else(named).or_else(|| {
                    toponyms.iter().position(|t| t.place.as_ref().is_some_and(|p| p.class == FeatureClass::Capital))
                })
            }
            "port" | "village" | "hamlet" | "suburb" => {
                let near = inside.iter().copied().find(fits).or_else(|| self.recent.iter().copied().find(fits));
                if sentence == self.event_sentence {
                    event.or(near)
                } else if word == "port" {
                    inside.iter().copied().find(fits).or(here).or(main)
                } else {
                    near.or(here)
                }
            }
            _ => {
                if self.event_sentence == sentence && event.is_some() {
                    return event;
                }
                if word == "it" {
                    let same = here.filter(|_| !self.by_mention && self.event_block == block);
                    return inside.iter().copied().find(fits).or(same);
                }
                // `the city` is the great one that the story is about.
                let small =
                    |t: usize| toponyms.get(t).and_then(|t| t.place.as_ref()).is_some_and(|p| p.population < 50_000);
                if word == "city"
                    && main.is_some()
                    && here.is_some_and(small)
                    && inside.is_empty()
                    && self.event_block != block
                {
                    return main;
                }
                let capital = |t: &usize| {
                    toponyms.get(*t).and_then(|t| t.place.as_ref()).is_some_and(|p| p.class == FeatureClass::Capital)
                };
                let same_block = event.filter(|_| self.event_block == block);
                inside.iter().copied().find(|t| fits(t) && !capital(t)).or(same_block).or(main).or(here)
            }
        }
    }
}

/// `forces allied to the P government`: a government is not its town.
pub(super) fn names_a_government(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|t| {
        matches!(t.lower.as_str(), "government" | "administration" | "authorities" | "regime" | "parliament")
    })
}

/// Words that seldom stand for a town that was only named.
pub(super) fn is_nameless(word: &str) -> bool {
    matches!(word, "pocket" | "outpost" | "redoubt" | "enclave" | "junction" | "hub" | "oasis")
}

/// True if the word can stand for the place.
pub(super) fn fits(word: &str, toponym: Option<&Toponym>) -> bool {
    let Some(toponym) = toponym else { return false };
    let Some(place) = &toponym.place else {
        return true;
    };
    let town =
        matches!(place.class, FeatureClass::Town | FeatureClass::Capital | FeatureClass::Seat | FeatureClass::Quarter);
    let people = place.population;
    match word {
        "city" => {
            let seat = matches!(place.class, FeatureClass::Capital | FeatureClass::Seat);
            town && (people == 0 || people >= 20_000 || seat && people >= 5_000)
        }
        "village" | "hamlet" => town && people < 60_000,
        "port" => town && people >= 2_000,
        // Nobody calls a capital of a million a town.
        "town" | "settlement" if people > 700_000 || place.class == FeatureClass::Capital && people > 200_000 => false,
        "town" | "settlement" | "place" | "locality" | "enclave" | "stronghold" | "bastion" | "it" | "there" => {
            town || matches!(
                place.class,
                FeatureClass::Camp
                    | FeatureClass::Island
                    | FeatureClass::Base
                    | FeatureClass::Airport
                    | FeatureClass::Facility
            )
        }
        "airport" | "airfield" => place.class == FeatureClass::Airport,
        "base" | "airbase" => place.class == FeatureClass::Base,
        _ => town,
    }
}
