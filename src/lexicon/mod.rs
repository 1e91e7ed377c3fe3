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
    /// `media.tsv`.
    pub media: &'a str,
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

/// A name in which no place is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedName {
    /// Its words.
    pub words: Vec<String>,
    /// True for a newspaper, station or agency.
    pub medium: bool,
}

/// Actors, sides, nations and the words of war reporting, ready for look-up.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    actors: Vec<Actor>,
    /// First word of a name, lower case, to (actor, words of the name).
    names: BTreeMap<String, Vec<(usize, Vec<String>)>>,
    /// Names of actors and media in which no place is read, by their first word in lower case.
    closed_names: BTreeMap<String, Vec<ClosedName>>,
    /// One bit for each remainder of the hashes of those first words.
    first_words: Vec<u64>,
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
    /// Reads `actors.tsv` and `media.tsv` alone: enough to tell the names, not the sides.
    ///
    /// # Errors
    /// The file, the line and the reason of the first row that does not parse.
    pub fn parse_names(actors: &str, media: &str) -> Result<Self> {
        let mut out =
            Self { actors: actor::actors(actors)?, first_words: vec![0; FIRST_WORDS / 64], ..Self::default() };
        let mut closed = Vec::new();
        for (index, actor) in out.actors.iter().enumerate() {
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
                closed.push(ClosedName { words: words.clone(), medium: false });
                if let Some(first) = words.first() {
                    out.names.entry(first.to_lowercase()).or_default().push((index, words));
                }
            }
        }
        for list in out.names.values_mut() {
            list.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.cmp(b)));
        }
        for (line, cells) in table::rows(media) {
            let name = table::cell("media.tsv", line, &cells, 0, "name")?;
            closed.push(ClosedName { words: name.split_whitespace().map(str::to_owned).collect(), medium: true });
        }
        for name in closed {
            // The text may hold the first word of "Al-Jazeera" as a word of its own.
            let Some(first) = name.words.first().and_then(|word| word.split('-').next()) else {
                continue;
            };
            let bit = first_word_bit(first);
            if let Some(set) = out.first_words.get_mut(bit / 64) {
                *set |= 1 << (bit % 64);
            }
            out.closed_names.entry(first.to_lowercase()).or_default().push(name);
        }
        Ok(out)
    }

    /// Reads the tables.
    ///
    /// # Errors
    /// The file, the line and the reason of the first row that does not parse.
    pub fn parse(tables: &Tables<'_>) -> Result<Self> {
        let mut out = Self {
            sides: actor::sides(tables.sides)?,
            nations: actor::nations(tables.nations)?,
            verbs: verb::forms(tables.verbs)?,
            words: word::words(tables.words)?,
            ..Self::parse_names(tables.actors, tables.media)?
        };
        actor::check_sides(&out.actors, &out.nations, &out.sides)?;
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

    /// Names of actors and media that begin with this word, whatever its case.
    pub fn closed_names_from(&self, word: &str) -> &[ClosedName] {
        let bit = first_word_bit(word);
        if self.first_words.get(bit / 64).is_none_or(|set| set >> (bit % 64) & 1 == 0) {
            return &[];
        }
        self.closed_names.get(&word.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Actors one of whose names begins with this word (lower case): index and the words of the name, longest first.
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

/// Bits of the first words of closed names.
const FIRST_WORDS: usize = 1 << 14;

/// Bit of a word, the same for all cases; words with other letters than those of ASCII share one.
fn first_word_bit(word: &str) -> usize {
    if !word.is_ascii() {
        return 0;
    }
    let hash = word
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, b| (hash ^ u32::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 15) as usize % FIRST_WORDS
}
