//! The state of a war on a day: merged events, places and their holders, axes of advance, hand-drawn areas.
//!
//! In: extractions of articles, a baseline, overrides; or a situation.geojson. Out: [`Situation`].
//! Never: derived geometry (see [`crate::control`]) or the sheet.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::date::{Date, Period};
use crate::diagnostic::Warning;
use crate::geodesy::LonLat;
use crate::provenance::Citation;
use crate::terms::{Assertion, EventType, HolderStatus, LegStatus, Precision};

pub mod baseline;
pub mod geojson;
pub mod overrides;
pub mod swap;

mod assemble;
mod axis;
mod daytime;
mod destination;
mod doubt;
mod fact;
mod gather;
mod holder;
mod listing;
mod location;
mod prong;
mod sector;
mod sequel;
mod side;
mod theatre;
mod update;
mod wording;

pub use location::slug;
pub use overrides::Overrides;
pub use sequel::Sequel;
pub use sequel::continued;
pub use update::Report;
pub use update::Settings;
pub use update::update;
pub use wording::Finding;
pub use wording::FindingKind;
pub use wording::finding;
pub use wording::headline;

/// The state of a war on a day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Situation {
    /// Title of the map; made from the events when none is given.
    pub title: String,
    /// Line under the title.
    pub subtitle: String,
    /// The day it describes.
    pub as_of: Option<Date>,
    /// Sides, in order of first appearance; events refer to them by id.
    pub sides: Vec<Side>,
    /// Id of the attacking side.
    pub attacker: Option<String>,
    /// Id of the defending side.
    pub defender: Option<String>,
    /// The articles it was made from.
    pub articles: Vec<Source>,
    /// Events, merged over repeated mentions, in time order.
    pub events: Vec<Event>,
    /// Places without an event of their own.
    pub places: Vec<Place>,
    /// Axes of advance, the main one first; empty when nothing advanced.
    pub axes: Vec<Axis>,
    /// Movements from one place to another.
    pub movements: Vec<Movement>,
    /// Areas drawn by hand or taken from a baseline.
    pub areas: Vec<Area>,
    /// Lines drawn by hand.
    pub lines: Vec<FrontLine>,
    /// Legs of the advance that a person drew; they take the place of derived ones of the same id.
    pub legs: Vec<Leg>,
    /// How control areas are made from the places; `None` for no areas.
    pub territory: Option<Territory>,
    /// What lies in the way between places and holds up the areas made from them.
    pub obstacles: Vec<Obstacle>,
    /// Ids of features that a person has deleted: later articles do not bring them back.
    pub deleted: BTreeSet<String>,
    /// What a person has changed since the file was written, a line each; known after reading, not written.
    pub edits: Vec<String>,
    /// Names that could not be placed.
    pub unresolved: Vec<String>,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
}

/// A side of the war.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Side {
    /// Stable key.
    pub id: String,
    /// Name for a legend.
    pub name: String,
    /// True for a government and its allies.
    pub state: bool,
    /// Colour role of the style, if the lexicon knows one.
    pub colour: Option<String>,
}

/// An article that a situation was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// File name or label.
    pub source: String,
    /// Headline.
    pub title: Option<String>,
    /// Author line.
    pub byline: Option<String>,
    /// Publication.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day of publication.
    pub date: Option<Date>,
}

/// What is known of a location, shared by events and places.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Location {
    /// Stable key of the place: `geonames:170017`, `hand:jabal-zayn-al-abidin`, or made from name and position.
    pub key: String,
    /// Name on the map.
    pub name: String,
    /// As the text spells it.
    pub surface: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Position.
    pub at: LonLat,
    /// ISO 3166-1 alpha-2, empty for none.
    pub country: String,
    /// First-order division, empty for none.
    pub admin1: String,
    /// GeoNames id, 0 for none.
    pub geonameid: u32,
    /// GeoNames feature class letter (P, A, H, T, L, S, R), empty for none.
    pub feature_class: String,
    /// GeoNames feature code (PPL, PPLC, ADM1, STM …), empty for none.
    pub feature_code: String,
    /// People, 0 if not known.
    pub population: u32,
    /// How well the position is known.
    pub geo_precision: Precision,
}

/// An event of the war.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Stable id, such as `capture-hama-20241205`.
    pub id: String,
    /// Where.
    pub location: Location,
    /// What happened.
    pub event_type: EventType,
    /// How it is asserted.
    pub assertion: Assertion,
    /// Who says so.
    pub attribution: Option<String>,
    /// Name of the actor.
    pub actor: Option<String>,
    /// Side id of the actor.
    pub actor_side: Option<String>,
    /// Name of the opponent.
    pub opponent: Option<String>,
    /// Only part of the place.
    pub partial: bool,
    /// When.
    pub period: Option<Period>,
    /// How exact the period is.
    pub time_precision: Precision,
    /// Position in the advance, from 1; `None` off the axis.
    pub order: Option<u32>,
    /// 0 to 1.
    pub confidence: f64,
    /// The words that say it; the first is the strongest.
    pub evidence: Vec<Citation>,
    /// Side id of who holds the place on `as_of`.
    pub holder: Option<String>,
    /// How sure the holder is.
    pub holder_status: HolderStatus,
    /// Changed by a person's hand.
    pub by_hand: bool,
    /// Properties of the file that this program does not know.
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// A place without an event of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Stable id, such as `place-damascus`.
    pub id: String,
    /// Where.
    pub location: Location,
    /// How often the text names it; 0 for a place of the baseline only.
    pub mentions: u32,
    /// First words that name it.
    pub evidence: Vec<Citation>,
    /// Side id of who holds it on `as_of`.
    pub holder: Option<String>,
    /// How sure the holder is.
    pub holder_status: HolderStatus,
    /// Changed by a person's hand.
    pub by_hand: bool,
    /// Properties of the file that this program does not know.
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// An axis of advance.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Axis {
    /// Side id of who advances.
    pub side: Option<String>,
    /// Places reached, in order, the start line first.
    pub reached: Vec<Stop>,
    /// Named next places, in order.
    pub ahead: Vec<Stop>,
}

impl Axis {
    /// Where the advance has come to: the last place reached; a town, where that is the town's own airport.
    pub fn end(&self) -> Option<&Stop> {
        /// Farther from its town no airport is, km.
        const NEAR_KM: f64 = 30.0;
        let last = self.reached.last()?;
        let town = self.reached.iter().rev().skip(1).find(|s| {
            last.name.len() > s.name.len()
                && last.name.starts_with(&s.name)
                && crate::geodesy::distance_km(s.at, last.at) < NEAR_KM
        });
        Some(town.unwrap_or(last))
    }
}

/// A place on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// Name on the map.
    pub name: String,
    /// Key of the location.
    pub key: String,
    /// Position.
    pub at: LonLat,
    /// When it was reached.
    pub period: Option<Period>,
    /// Completed, claimed or projected.
    pub status: LegStatus,
}

/// A movement between two places.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    /// Stable id.
    pub id: String,
    /// Displacement, reinforcement or withdrawal.
    pub event_type: EventType,
    /// How it is asserted.
    pub assertion: Assertion,
    /// Name of the actor.
    pub actor: Option<String>,
    /// Side id of the actor.
    pub actor_side: Option<String>,
    /// Name and position of the start; a country only when nothing nearer is named.
    pub from: (String, LonLat),
    /// Name and position of the end.
    pub to: (String, LonLat),
    /// When.
    pub period: Option<Period>,
    /// The words that say it.
    pub evidence: Vec<Citation>,
    /// Properties of the file that this program does not know.
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// How control areas are made from places with a holder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Territory {
    /// Farther from every place with a holder nothing is said, km.
    pub max_km: f64,
    /// A contested place puts this much ground round it in doubt, km.
    pub contested_km: f64,
    /// Made from reports alone, without a baseline: a rough indication.
    pub indicative: bool,
    /// Rivers and lakes of the base map make the way from a place longer, and no way leads over the sea.
    pub terrain: bool,
}

impl Default for Territory {
    fn default() -> Self {
        Self { max_km: 45.0, contested_km: 7.0, indicative: false, terrain: false }
    }
}

/// Something in the way between places.
#[derive(Debug, Clone, PartialEq)]
pub struct Obstacle {
    /// Of a line the km that crossing it costs; of polygons how many km a km inside counts for, at least 1.
    pub cost: f64,
    /// A line or polygons, degrees.
    pub shape: geojson::Shape,
}

/// One leg of an advance.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg {
    /// Stable id, such as `advance-1-2`.
    pub id: String,
    /// Index of the axis, 0 the main one.
    pub axis: usize,
    /// Position on the axis, from 1.
    pub order: u32,
    /// Name of the start.
    pub from: String,
    /// Name of the end.
    pub to: String,
    /// Completed, claimed or projected.
    pub status: LegStatus,
    /// Side id of who advances.
    pub side: Option<String>,
    /// From the date of the start to the date of the end.
    pub period: Option<Period>,
    /// Positions from start to end, at least two.
    pub line: Vec<LonLat>,
    /// Drawn by a person's hand.
    pub by_hand: bool,
}

/// An area of control, drawn by hand, read from a file or derived.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Stable id.
    pub id: String,
    /// Side id, if one holds it.
    pub holder: Option<String>,
    /// Side id of the other side about equally near, where the holder is in doubt.
    pub rival: Option<String>,
    /// How sure.
    pub status: HolderStatus,
    /// The day it describes.
    pub as_of: Option<Date>,
    /// Where it comes from: `baseline`, `hand`, `nearest place` …
    pub basis: String,
    /// Degrees, valid, RFC 7946 winding.
    pub shape: geo::MultiPolygon<f64>,
    /// Drawn by a person's hand.
    pub by_hand: bool,
    /// Properties of the file that this program does not know.
    pub extra: BTreeMap<String, serde_json::Value>,
}

impl Area {
    /// Begins the basis of an area that was made from places inside outlines that somebody drew.
    pub const CARVED: &'static str = "nearest place, inside a drawn outline";

    /// True for an area that a place taken since carves out of a drawn outline.
    pub fn is_carved(&self) -> bool {
        self.basis.starts_with(Self::CARVED)
    }

    /// True for an area that somebody drew; the others are made from places.
    pub fn is_drawn(&self) -> bool {
        self.by_hand || matches!(self.basis.as_str(), "hand" | "baseline")
    }
}

/// A stretch of front line.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontLine {
    /// Stable id.
    pub id: String,
    /// Side id on the left of the line's direction.
    pub side_left: Option<String>,
    /// Side id on the right.
    pub side_right: Option<String>,
    /// How sure.
    pub status: HolderStatus,
    /// The day it describes.
    pub as_of: Option<Date>,
    /// Degrees.
    pub line: geo::LineString<f64>,
    /// Drawn by a person's hand.
    pub by_hand: bool,
    /// Properties of the file that this program does not know.
    pub extra: BTreeMap<String, serde_json::Value>,
}
