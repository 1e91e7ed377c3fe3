//! From the state of the war to geometry: advance lines, control areas, front lines, change.
//!
//! In: [`crate::situation::Situation`]. Out: [`Derived`]. Never: text, toponyms, the sheet.

use geo::MultiPolygon;

use crate::date::Period;
use crate::geodesy::LonLat;
use crate::situation::Area;
use crate::situation::FrontLine;
use crate::situation::Situation;
use crate::terms::LegStatus;

mod advance;
mod area;
mod change;
mod contour;
mod corridor;
mod field;
mod front;
pub mod geojson;
mod label;
mod mosaic;
mod overlay;
mod territory;

pub use area::area_km2;
pub use change::Change;
pub use change::changes;
pub use territory::labelled_places;

/// Derives advance lines, and control areas with the front line where the situation asks for them; areas and front lines
/// that were drawn are taken over as they are.
///
/// `land` is the ground that areas may cover, in degrees; without it there are none.
pub fn derive(situation: &Situation, land: &MultiPolygon<f64>) -> Derived {
    let mut derived = Derived {
        legs: advance::legs(&situation.axes),
        areas: situation.areas.clone(),
        front: situation.lines.clone(),
    };
    if let Some(rules) = situation.territory.filter(|_| situation.areas.is_empty()) {
        let (areas, front) = territory::derive(situation, &rules, land);
        derived.areas.extend(areas);
        derived.front.extend(front);
    }
    derived
}

/// What was derived from a situation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Derived {
    /// Legs of all axes, the main axis first, in order.
    pub legs: Vec<Leg>,
    /// Control areas.
    pub areas: Vec<Area>,
    /// Front lines.
    pub front: Vec<FrontLine>,
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
}
