//! Events: who did what, where, when, and how sure, as one article says it.
//!
//! In: [`crate::article::Article`], [`crate::toponym::Toponym`]s, the lexicon. Out: [`Extraction`].
//! Never: the state of the war, geometry.

mod actor;
mod agent;
mod aside;
mod assertion;
mod campaign;
mod cataphora;
mod complement;
mod completion;
mod condition;
mod coordination;
mod decision;
mod deed;
mod denial;
mod departure;
mod draft;
mod echo;
mod ellipsis;
mod expectation;
mod extent;
mod extract;
mod fate;
mod focus;
mod frame;
mod genitive;
mod goal;
mod grammar;
mod heading;
mod inflection;
mod itinerary;
mod motion;
mod nominal;
mod noun;
mod noun_claim;
mod outcome;
mod phrase;
mod place;
mod preposition;
mod quarter;
mod question;
mod reading;
mod reference;
mod roster;
mod row;
mod side;
mod source;
mod speech;
mod story;
mod subject;
pub mod temporal;
mod theme;
mod timing;
mod token;
mod verb;
mod voice;
mod window;

pub use actor::actor_years;
pub use extract::explained_actors;
pub use extract::extract;

use std::ops::Range;

use crate::date::Period;
use crate::diagnostic::Warning;
use crate::terms::{Assertion, EventType, Precision};

/// Everything one article says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extraction {
    /// Events in reading order, one per claim; repeats are not merged yet.
    pub events: Vec<Event>,
    /// The sides of the article; events refer to them by index.
    pub sides: Vec<Side>,
    /// Index of the attacking side of the main story.
    pub attacker: Option<usize>,
    /// Index of the defending side of the main story.
    pub defender: Option<usize>,
    /// When the campaign of the article began, if it says so.
    pub campaign_start: Option<Period>,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
}

/// One claim of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What happened.
    pub event_type: EventType,
    /// How it is asserted.
    pub assertion: Assertion,
    /// Who says so, if not the author.
    pub attribution: Option<String>,
    /// Index of the toponym where it happened.
    pub toponym: usize,
    /// Toponym that it came from (movements), if named.
    pub from: Option<usize>,
    /// Toponym that it went to (movements), if named.
    pub to: Option<usize>,
    /// Name of the actor.
    pub actor: Option<String>,
    /// Index of the actor's side in `Extraction::sides`.
    pub actor_side: Option<usize>,
    /// Name of the opponent.
    pub opponent: Option<String>,
    /// Only part of the place ("outskirts", "eastern districts").
    pub partial: bool,
    /// The evidence says "the town" or "it" and does not name the place.
    pub by_reference: bool,
    /// When.
    pub period: Option<Period>,
    /// How exact the period is.
    pub time_precision: Precision,
    /// How exact the place is.
    pub geo_precision: Precision,
    /// Position among events of one period where the text orders them ("then", "after capturing X"); ties equal.
    pub rank: u32,
    /// 0 to 1.
    pub confidence: f64,
    /// Bytes of `Article::text` of the words that say it.
    pub evidence: Range<usize>,
    /// Index of the sentence.
    pub sentence: usize,
}

/// A side of the war.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Stable key, such as `syr-opposition`, or a slug of the name.
    pub id: String,
    /// Name for a legend.
    pub name: String,
    /// Other names that the article or the lexicon uses.
    pub aliases: Vec<String>,
    /// True for a government and its allies.
    pub state: bool,
    /// Colour role from the lexicon (`government`, `opposition`, `kurdish` …), if any.
    pub colour: Option<String>,
}
