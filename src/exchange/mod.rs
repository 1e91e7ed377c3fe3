//! A situation in the formats of other programs: GeoPackage, QGIS styles and project, KML, CSV, FlatGeobuf, GeoParquet.
//!
//! In: a [`Content`]: a situation with the features of its file and the colours of its sides. Out: text or bytes; from a
//! GeoPackage also the way back, with what a hand has changed. Never: files, the sheet, deriving geometry.

pub mod csv;
#[cfg(feature = "flatgeobuf")]
pub mod flatgeobuf;
#[cfg(feature = "gpkg")]
pub mod geopackage;
#[cfg(feature = "geoparquet")]
pub mod geoparquet;
pub mod kml;
pub mod qgis;
pub mod simplestyle;

mod archive;
mod flat;
mod form;
mod table;

use std::collections::BTreeMap;

use crate::situation::Situation;
use crate::situation::geojson::Feature;
use crate::style::SideLook;
use crate::style::Style;

/// What is exported.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// The situation.
    pub situation: &'a Situation,
    /// Its features, derived ones included, in the order of situation.geojson.
    pub features: &'a [Feature],
    /// The text of situation.geojson with these features.
    pub document: &'a str,
    /// Colours of the sides, by id.
    pub looks: &'a BTreeMap<String, SideLook>,
    /// Colours of everything else.
    pub style: &'a Style,
    /// Credits of the data, one sentence each.
    pub credits: &'a [&'a str],
}

impl Content<'_> {
    /// Colours of a side; those of outsiders for none.
    fn look(&self, side: &str) -> SideLook {
        self.looks.get(side).copied().unwrap_or_else(|| self.style.side(Some("outside"), 0))
    }

    /// Colours of who advances: of the side, or of the attacker where none is named.
    fn mover(&self, side: &str) -> SideLook {
        let attacker = self.situation.attacker.as_deref().unwrap_or("");
        self.looks.get(side).copied().unwrap_or_else(|| self.look(attacker))
    }
}

/// The text of a property, empty when it is missing or no text.
fn text_of<'a>(feature: &'a Feature, key: &str) -> &'a str {
    feature.properties.iter().find(|(k, _)| k == key).and_then(|(_, v)| v.as_str()).unwrap_or("")
}
