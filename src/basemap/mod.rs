//! Reference geography: land, countries, first-order divisions, disputed lines, coast, rivers, lakes, seas.
//!
//! In: bytes of the shipped files and a window. Out: geometry inside the window. Never: style or paper.

mod clip;
mod format;
mod label;
mod land;
mod query;
mod sea;
mod water;

use geo::{LineString, MultiPolygon};

use crate::basemap::land::Land;
use crate::basemap::water::Water;
use crate::error::Result;
use crate::geodesy::LonLat;

/// The reference geography, opened in place: only what a window shows is decoded.
#[derive(Debug, Clone)]
pub struct Basemap {
    land: Land<'static>,
    water: Water<'static>,
}

impl Basemap {
    /// Opens the two files, reading their tables of contents only.
    ///
    /// # Errors
    /// When a file is cut short, damaged or of another version.
    pub fn open(land: &'static [u8], water: &'static [u8]) -> Result<Self> {
        Ok(Self { land: Land::open(land)?, water: Water::open(water)? })
    }

    /// Reads everything once.
    ///
    /// # Errors
    /// When an entry refers to something that is not there.
    pub fn check(&self) -> Result<()> {
        self.land.check()?;
        self.water.check()
    }
}

/// Whose reading of disputed ground decides which country it belongs to. Disputed lines are there in both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worldview {
    /// As the resolutions of the United Nations have it: Crimea is Ukrainian.
    #[default]
    Default,
    /// Who administers it, as Natural Earth has it.
    DeFacto,
}

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
    /// Seas, gulfs and straits by points inside the window, a name once or several times, the one with most room first.
    pub seas: Vec<Label>,
}

/// A country.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub iso2: String,
    /// English name.
    pub name: String,
    /// Area of the whole country, km².
    pub area_km2: f64,
    /// Degrees, clipped to the window.
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
    /// ISO codes of the countries on its left and right; empty for the sea, both empty for a disputed line inside a country.
    pub sides: [String; 2],
    /// What a disputed line is, for example "Syrian claim"; empty for others.
    pub name: String,
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
    /// What it names: the index of a division for [`Basemap::division_shape`], 0 for seas.
    pub id: u16,
    /// Importance from 0, the greatest, to 4.
    pub rank: u8,
    /// Radius of the room around the point, km.
    pub room_km: f64,
}

/// A river.
#[derive(Debug, Clone, PartialEq)]
pub struct River {
    /// Name, empty if not known.
    pub name: String,
    /// Importance from 0, the greatest, to 4.
    pub level: u8,
    /// Whether it falls dry for a part of the year.
    pub intermittent: bool,
    /// Degrees.
    pub line: LineString<f64>,
}

/// A lake.
#[derive(Debug, Clone, PartialEq)]
pub struct Lake {
    /// Name, empty if not known.
    pub name: String,
    /// Area of the whole lake, km².
    pub area_km2: f64,
    /// Degrees.
    pub shape: MultiPolygon<f64>,
}
