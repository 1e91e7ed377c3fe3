//! The lexicon: armed actors, sides, nations, and the words of war reporting. Hand-kept tables in `data/lexicon/`.
//!
//! In: the text of the tables. Out: [`Lexicon`]. Never: articles, places, files.

mod actor;
mod cue;
mod table;
mod trigger;
mod verb;
mod word;

pub use actor::{Actor, Nation, SideEntry};
pub use cue::{Cue, Effect, Position};
pub use trigger::{Class, Place, Subject, Trigger, TriggerKind};
pub use verb::{Form, VerbForm};
pub use word::WordClass;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::error::Result;

/// The text of the tables of a lexicon, as they stand in `data/lexicon/`.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// `actors.tsv`.
    pub actors: &'a str,
    /// `cues.tsv`.
    pub cues: &'a str,
    /// `nations.tsv`.
    pub nations: &'a str,
    /// `sides.tsv`.
    pub sides: &'a str,
    /// `triggers.tsv`.
    pub triggers: &'a str,
    /// `verbs.tsv`.
    pub verbs: &'a str,
    /// `words.tsv`.
    pub words: &'a str,
}

/// Actors, sides, nations and the words of war reporting, ready for look-up.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    actors: Vec<Actor>,
    /// First word of a name, lower case, to (actor, words of the name).
    names: BTreeMap<String, Vec<(usize, Vec<String>)>>,
    sides: BTreeMap<String, SideEntry>,
    nations: Vec<Nation>,
    demonyms: BTreeMap<String, usize>,
    countries: BTreeMap<String, usize>,
    seats: BTreeMap<String, usize>,
    verb_triggers: BTreeMap<String, Vec<Trigger>>,
    noun_triggers: BTreeMap<String, Vec<Trigger>>,
    governors: BTreeMap<String, Effect>,
    adverbs: BTreeMap<String, Effect>,
    conjunctions: BTreeMap<String, Effect>,
    phrases: Vec<(Vec<String>, Effect)>,
    verbs: BTreeMap<String, Vec<VerbForm>>,
    words: BTreeMap<String, BTreeSet<WordClass>>,
}

impl Lexicon {
    /// Reads the tables.
    ///
    /// # Errors
    /// The file, the line and the reason of the first row that does not parse.
    pub fn parse(tables: &Tables<'_>) -> Result<Self> {
        let mut out = Self {
            sides: actor::sides(tables.sides)?,
            actors: actor::actors(tables.actors)?,
            nations: actor::nations(tables.nations)?,
            verbs: verb::forms(tables.verbs)?,
            words: word::words(tables.words)?,
            ..Self::default()
        };
        actor::check_sides(&out.actors, &out.nations, &out.sides)?;
        for (index, actor) in out.actors.iter().enumerate() {
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
                if let Some(first) = words.first() {
                    out.names.entry(first.to_lowercase()).or_default().push((index, words));
                }
            }
        }
        for list in out.names.values_mut() {
            list.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.cmp(b)));
        }
        for (index, nation) in out.nations.iter().enumerate() {
            for word in &nation.demonyms {
                out.demonyms.entry(word.clone()).or_insert(index);
            }
            for word in &nation.names {
                out.countries.entry(word.clone()).or_insert(index);
            }
            for word in &nation.seats {
                out.seats.entry(word.clone()).or_insert(index);
            }
        }
        for trigger in trigger::triggers(tables.triggers)? {
            let map = match trigger.kind {
                TriggerKind::Verb => &mut out.verb_triggers,
                TriggerKind::Noun => &mut out.noun_triggers,
            };
            map.entry(trigger.head.clone()).or_default().push(trigger);
        }
        for list in out.verb_triggers.values_mut().chain(out.noun_triggers.values_mut()) {
            list.sort_by_key(|t| std::cmp::Reverse(t.frame.len()));
        }
        for cue in cue::cues(tables.cues)? {
            match cue.position {
                Position::Governor => {
                    out.governors.insert(cue.text, cue.effect);
                }
                Position::Adverb if !cue.text.contains(' ') => {
                    out.adverbs.insert(cue.text, cue.effect);
                }
                Position::Conjunction => {
                    out.conjunctions.insert(cue.text, cue.effect);
                }
                Position::Adverb | Position::Phrase => {
                    out.phrases.push((cue.text.split(' ').map(str::to_owned).collect(), cue.effect));
                }
            }
        }
        Ok(out)
    }

    /// Every actor.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// Actors one of whose names begins with this word (any case): index and the words of the name, longest first.
    pub fn names_from(&self, first: &str) -> &[(usize, Vec<String>)] {
        self.names.get(first).map_or(&[], Vec::as_slice)
    }

    /// Every side, by key.
    pub fn sides(&self) -> impl Iterator<Item = &SideEntry> {
        self.sides.values()
    }

    /// A side by its key.
    pub fn side(&self, id: &str) -> Option<&SideEntry> {
        self.sides.get(id)
    }

    /// A nation by its adjective or people (`Syrian`, `Germans`).
    pub fn nation_of_demonym(&self, word: &str) -> Option<&Nation> {
        self.demonyms.get(word).and_then(|&i| self.nations.get(i))
    }

    /// A nation by its name.
    pub fn nation_of_country(&self, name: &str) -> Option<&Nation> {
        self.countries.get(name).and_then(|&i| self.nations.get(i))
    }

    /// A nation by the seat that speaks for its government (`Kyiv`, `Pentagon`).
    pub fn nation_of_seat(&self, name: &str) -> Option<&Nation> {
        self.seats.get(name).and_then(|&i| self.nations.get(i))
    }

    /// A nation by its code.
    pub fn nation(&self, code: &str) -> Option<&Nation> {
        self.nations.iter().find(|n| n.code == code)
    }

    /// Triggers headed by a verb, longest frame first.
    pub fn verb_triggers(&self, lemma: &str) -> &[Trigger] {
        self.verb_triggers.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Triggers headed by a noun (singular), longest frame first.
    pub fn noun_triggers(&self, noun: &str) -> &[Trigger] {
        self.noun_triggers.get(noun).map_or(&[], Vec::as_slice)
    }

    /// What a governor does to the clause or infinitive after it.
    pub fn governor(&self, lemma: &str) -> Option<Effect> {
        self.governors.get(lemma).copied()
    }

    /// What an adverb does to its clause.
    pub fn adverb(&self, word: &str) -> Option<Effect> {
        self.adverbs.get(word).copied()
    }

    /// What a conjunction does to the clause that it opens.
    pub fn conjunction(&self, word: &str) -> Option<Effect> {
        self.conjunctions.get(word).copied()
    }

    /// Phrases of several words and their effects.
    pub fn phrases(&self) -> &[(Vec<String>, Effect)] {
        &self.phrases
    }

    /// The verb forms that a word can be; empty if none is listed.
    pub fn verb_forms(&self, word: &str) -> &[VerbForm] {
        self.verbs.get(word).map_or(&[], Vec::as_slice)
    }

    /// True if the word belongs to the class.
    pub fn is(&self, word: &str, class: WordClass) -> bool {
        self.words.get(word).is_some_and(|set| set.contains(&class))
    }

    /// True if the word belongs to any class.
    pub fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }
}
