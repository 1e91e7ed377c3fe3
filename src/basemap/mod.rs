//! Reference geography: land, countries, first-order divisions, disputed lines, coast, rivers, lakes, seas.
//!
//! In: bytes of the shipped files and a window. Out: geometry inside the window. Never: style or paper.

use geo::{LineString, MultiPolygon};

use crate::geodesy::LonLat;

/// A window in degrees; `east` may exceed 180 for one that crosses the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Western edge.
    pub west: f64,
    /// Southern edge.
    pub south: f64,
    /// Eastern edge, greater than `west`.
    pub east: f64,
    /// Northern edge.
    pub north: f64,
}

/// Everything inside a window.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layers {
    /// Countries, clipped to the window.
    pub countries: Vec<Country>,
    /// Borders and coasts as shared lines, each once.
    pub lines: Vec<Border>,
    /// First-order divisions, by a point inside and their name.
    pub divisions: Vec<Label>,
    /// Rivers.
    pub rivers: Vec<River>,
    /// Lakes and reservoirs.
    pub lakes: Vec<Lake>,
    /// Seas, by a point inside the window and their name.
    pub seas: Vec<Label>,
}

/// A country.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub iso2: String,
    /// English name.
    pub name: String,
    /// Degrees.
    pub shape: MultiPolygon<f64>,
}

/// Kind of line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BorderKind {
    /// Land against sea.
    Coast,
    /// Between two countries.
    Country,
    /// Between two first-order divisions of one country.
    Admin1,
    /// Disputed.
    Disputed,
}

/// A border or coast.
#[derive(Debug, Clone, PartialEq)]
pub struct Border {
    /// What it divides.
    pub kind: BorderKind,
    /// ISO codes of the countries on its two sides; one is empty on a coast.
    pub sides: [String; 2],
    /// Degrees.
    pub line: LineString<f64>,
}

/// A name at a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The name.
    pub name: String,
    /// ISO code of its country, empty for none.
    pub country: String,
    /// Where.
    pub at: LonLat,
}

/// A river.
#[derive(Debug, Clone, PartialEq)]
pub struct River {
    /// Name, empty if not known.
    pub name: String,
    /// Importance from 0, the greatest, to 4.
    pub level: u8,
    /// Degrees.
    pub line: LineString<f64>,
}

/// A lake.
#[derive(Debug, Clone, PartialEq)]
pub struct Lake {
    /// Name, empty if not known.
    pub name: String,
    /// Degrees.
    pub shape: MultiPolygon<f64>,
}
