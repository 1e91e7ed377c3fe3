//! Classes of words.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::error::Result;

use super::table;

macro_rules! classes {
    ($($(#[$meta:meta])* $variant:ident = $text:literal,)+) => {
        /// A class of words; a word can belong to several.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum WordClass { $($(#[$meta])* $variant,)+ }

        impl WordClass {
            fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

classes! {
    /// People and things that fight.
    Force = "force",
    /// Words for the army of a government when nothing else is said.
    ArmyGeneric = "army_generic",
    /// Words for a government.
    StateGeneric = "state_generic",
    /// Words for those who fight a government.
    RebelGeneric = "rebel_generic",
    /// Aircraft.
    Air = "air",
    /// Missiles.
    Missile = "missile",
    /// Shells, rockets and the guns that fire them.
    Shell = "shell",
    /// Bombs.
    Bomb = "bomb",
    /// People who do not fight.
    Civilian = "civilian",
    /// People who say things.
    Official = "official",
    /// Words that stand for a town named before.
    Settlement = "settlement",
    /// The same, several.
    SettlementMany = "settlement_many",
    /// Words that stand for an area or part of a town.
    Area = "area",
    /// Buildings, bases, works.
    Facility = "facility",
    /// Roads and supply lines.
    Route = "route",
    /// Words for a part of a place.
    Partial = "partial",
    /// Parts at the rim.
    Edge = "edge",
    /// Words for the whole of a place.
    Whole = "whole",
    /// Control, possession.
    Control = "control",
    /// Attacks that can be beaten off.
    Attack = "attack",
    /// Objects that make words of war a figure of speech.
    Metaphor = "metaphor",
    /// Companies, clubs, parties.
    Company = "company",
    /// Words of time.
    Time = "time",
    /// Articles, possessives, number words.
    Determiner = "determiner",
    /// They.
    They = "pronoun_they",
    /// It.
    It = "pronoun_it",
    /// We.
    We = "pronoun_we",
    /// Persons.
    Person = "pronoun_person",
    /// There.
    There = "there",
    /// Adjectives that stand before places and forces.
    Adjective = "adjective",
    /// Prepositions.
    Preposition = "preposition",
    /// And, or, but.
    Conjunction = "conjunction",
    /// Words that open a dependent clause.
    Subordinator = "subordinator",
    /// Who, which, that.
    Relative = "relative",
    /// Could, may, will.
    Modal = "modal",
    /// Adverbs that may stand inside a verb group.
    Adverb = "adverb",
}

/// Reads `words.tsv`.
pub(super) fn words(text: &str) -> Result<BTreeMap<String, BTreeSet<WordClass>>> {
    const FILE: &str = "words.tsv";
    let mut out: BTreeMap<String, BTreeSet<WordClass>> = BTreeMap::new();
    for (line, cells) in table::rows(text) {
        let name = table::cell(FILE, line, &cells, 0, "class")?;
        let class = WordClass::parse(name).ok_or_else(|| table::bad(FILE, line, format!("unknown class {name:?}")))?;
        for word in table::cell(FILE, line, &cells, 1, "words")?.split_whitespace() {
            out.entry(word.to_owned()).or_default().insert(class);
        }
    }
    Ok(out)
}
