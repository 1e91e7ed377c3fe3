//! From the state of the war to geometry: advance lines, control areas, front lines, change.
//!
//! In: [`crate::situation::Situation`]. Out: [`Derived`]. Never: text, toponyms, the sheet.

use std::collections::BTreeSet;

use geo::MultiPolygon;

use crate::date::Date;
use crate::situation::Area;
use crate::situation::FrontLine;
use crate::situation::Obstacle;
use crate::situation::Situation;

mod advance;
mod area;
mod carve;
mod change;
mod contact;
mod contour;
mod corridor;
mod field;
mod front;
pub mod geojson;
mod grid;
mod label;
mod mosaic;
mod nearest;
mod outline;
mod overlap;
mod overlay;
mod pincer;
mod route;
mod territory;
mod way;

pub use area::area_km2;
pub use area::inside;
pub use change::Change;
pub use change::abandoned;
pub use change::changes;
pub use overlap::overlaps;
pub use pincer::Pincer;
pub use route::ways;
pub use territory::labelled_places;

pub use crate::situation::Leg;

/// Derives advance lines, and control areas with the front line where the situation asks for them. Areas and front lines that
/// were drawn are taken over as they are, save that a baseline's outlines yield to places taken since.
///
/// `land` is the ground that areas may cover; without it there are none.
pub fn derive(situation: &Situation, land: &[Land]) -> Derived {
    derive_over(situation, land, &Terrain::default())
}

/// The same, with what the ground itself puts in the way of areas made from places.
pub fn derive_over(situation: &Situation, land: &[Land], terrain: &Terrain) -> Derived {
    let pincers = pincer::pincers(situation);
    let hops = route::hops(&situation.axes, &terrain.neutral);
    let mut labels = label::labels(situation, &hops);
    if too_many(situation, &labels) {
        labels.clear();
    }
    let mut derived = Derived {
        legs: advance::legs(&situation.axes, &hops, &situation.legs, &pincers),
        areas: carve::carve(situation, &labels, land, terrain),
        front: situation.lines.clone(),
        pincers,
    };
    if let Some(rules) = situation.territory {
        let (areas, front) = territory::derive(situation, &labels, &derived.areas, &rules, land, terrain);
        derived.areas.extend(areas);
        derived.front.extend(front);
    }
    contact::join(&mut derived.legs, &derived.front, &derived.areas);
    derived
}

/// More holders than these are not told apart: no areas are made from places then.
pub const MOST_HOLDERS: usize = 30_000;

/// True for a situation with more than [`MOST_HOLDERS`].
pub fn has_too_many_holders(situation: &Situation) -> bool {
    too_many(situation, &label::labels(situation, &route::hops(&situation.axes, &[])))
}

fn too_many(situation: &Situation, labels: &[label::Label]) -> bool {
    let areas = situation.areas.iter().filter_map(|a| a.holder.as_deref());
    let holders: BTreeSet<&str> = labels.iter().filter_map(|l| l.holder.as_deref()).chain(areas).collect();
    holders.len() > MOST_HOLDERS
}

/// The land of a country.
#[derive(Debug, Clone, PartialEq)]
pub struct Land {
    /// ISO 3166-1 alpha-2, empty if not known.
    pub country: String,
    /// Degrees.
    pub shape: MultiPolygon<f64>,
}

/// What the ground is like: what it puts in the way, besides the obstacles of the situation, and where there is no war.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Terrain {
    /// Ground that can be crossed at all, degrees; empty for all of it.
    pub dry: Vec<MultiPolygon<f64>>,
    /// Rivers and lakes.
    pub obstacles: Vec<Obstacle>,
    /// Countries that take no part, degrees: no leg runs through them.
    pub neutral: Vec<MultiPolygon<f64>>,
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
    /// Pincer movements among the axes.
    pub pincers: Vec<Pincer>,
}

impl Derived {
    /// The same geometry for another day.
    #[must_use]
    pub fn carried_to(&self, day: Date) -> Self {
        let mut carried = self.clone();
        carried.areas.iter_mut().for_each(|a| a.as_of = Some(day));
        carried.front.iter_mut().for_each(|f| f.as_of = Some(day));
        carried
    }
}
