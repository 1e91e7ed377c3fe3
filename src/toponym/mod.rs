//! Toponyms: place names recognised in an article and resolved to positions.
//!
//! In: [`crate::article::Article`], [`crate::gazetteer`]. Out: [`Toponym`]. Never: events.

mod actor;
mod airfield;
mod apposition;
mod choose;
mod confidence;
mod cue;
mod enumeration;
pub mod fitting;
mod geoparse;
mod given;
pub mod jsonl;
pub mod knowledge;
mod lookup;
mod mention;
mod person;
mod recognise;
mod relative;
mod resolve;
mod span;
mod support;
mod token;
mod told;
mod variant;
mod wording;

use std::ops::Range;

use crate::gazetteer::FeatureClass;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::PlaceId;
use crate::geodesy::LonLat;
use crate::terms::Precision;

pub use crate::toponym::geoparse::Options;
pub use crate::toponym::geoparse::geoparse;
pub use crate::toponym::geoparse::resolve_spans;
pub use crate::toponym::knowledge::Lexicon;

/// A place name in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Toponym {
    /// Bytes of `Article::text`, the name only.
    pub span: Range<usize>,
    /// How it is used.
    pub kind: ToponymKind,
    /// The place, if the evidence suffices.
    pub place: Option<ResolvedPlace>,
    /// Probability that `place` is right, 0 to 1; 0 if unresolved.
    pub confidence: f64,
    /// The places considered, best first, at most ten.
    pub candidates: Vec<Candidate>,
    /// A position given relative to the name ("just north of Hama"): then `at` of the event differs from the place.
    pub relative: Option<Relative>,
}

/// How a toponym is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ToponymKind {
    /// The place itself.
    Place,
    /// Adjective or people.
    Demonym,
    /// A capital or country that stands for its government.
    Metonym,
    /// Inside the name of an organisation, medium or facility.
    Nested,
}

impl ToponymKind {
    /// Spelling in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Demonym => "demonym",
            Self::Metonym => "metonym",
            Self::Nested => "nested",
        }
    }
}

/// A gazetteer place as the later stages see it.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedPlace {
    /// Stable key: `geonames:170017`, `hand:<slug>`, or `text:<slug>` for a place inferred from its neighbour.
    pub key: String,
    /// Main name in English.
    pub name: String,
    /// Position.
    pub at: LonLat,
    /// What it is.
    pub class: FeatureClass,
    /// ISO 3166-1 alpha-2, empty for none.
    pub country: String,
    /// Name of the first-order division, empty for none.
    pub admin1: String,
    /// GeoNames id, 0 for none.
    pub geonameid: u32,
    /// People, 0 if not known.
    pub population: u32,
}

impl ResolvedPlace {
    /// Beginning of the key of a place that no gazetteer has.
    pub(crate) const INFERRED: &str = "text:";

    /// The place of a gazetteer.
    pub(crate) fn of(gazetteer: &Gazetteer, id: PlaceId) -> Self {
        let place = gazetteer.place(id);
        Self {
            key: gazetteer.key(id),
            name: place.name.to_owned(),
            at: place.at,
            class: place.class,
            country: place.country.to_owned(),
            admin1: place.admin1_name.to_owned(),
            geonameid: place.geonameid,
            population: place.population,
        }
    }

    /// True for a place that no gazetteer has, put where the text describes it: "X, a village 25 km west of Y".
    pub fn is_inferred(&self) -> bool {
        self.key.starts_with(Self::INFERRED)
    }
}

/// A place considered for a toponym.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The place.
    pub place: ResolvedPlace,
    /// Total score, comparable within one toponym.
    pub score: f64,
    /// What each clue contributed, by name.
    pub clues: Vec<(&'static str, f64)>,
}

/// A position relative to the named place.
#[derive(Debug, Clone, PartialEq)]
pub struct Relative {
    /// Bytes of `Article::text` of the whole phrase.
    pub span: Range<usize>,
    /// The position meant.
    pub at: LonLat,
    /// How well it is known.
    pub precision: Precision,
}
