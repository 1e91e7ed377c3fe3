//! situation.geojson: the file format of a situation (RFC 7946 with a foreign member `frontline`).
//!
//! In: a [`Situation`](crate::situation::Situation) and features derived from it, or the text of a file.
//! Out: text, or a situation. Never: derived geometry.

mod area;
mod crossing;
mod feature;
mod fields;
mod geometry;
mod head;
mod obstacle;
mod read;
mod write;
mod written;

use serde_json::Value;

pub use geometry::Shape;
pub use obstacle::obstacles;
pub use read::read;
pub use read::read_within;
pub use write::collection;
pub use write::document;
pub use write::features;
pub use write::layer_files;
pub use write::layer_groups;
pub use write::member;

/// Version of the schema; raised when a key changes its meaning.
pub const SCHEMA: &str = "1";

/// A feature of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Layer, such as `event`.
    pub layer: &'static str,
    /// Stable id.
    pub id: String,
    /// Where, degrees.
    pub shape: Shape,
    /// Properties in the order of the file; the same keys on every feature of a layer.
    pub properties: Vec<(String, Value)>,
}
