//! A situation ready for the formats of other programs.
//!
//! In: a situation, what was derived from it, a style. Out: what `exchange` wants. Never: files.

use std::collections::BTreeMap;

use crate::bundled;
use crate::control;
use crate::control::Derived;
use crate::exchange::Content;
use crate::exchange::qgis;
use crate::exchange::simplestyle;
use crate::layout;
use crate::situation::Situation;
use crate::situation::geojson;
use crate::situation::geojson::Feature;
use crate::style::SideLook;
use crate::style::Style;

/// Everything that a format may need.
#[derive(Debug, Clone)]
pub struct Exports<'a> {
    situation: &'a Situation,
    features: Vec<Feature>,
    document: String,
    looks: BTreeMap<String, SideLook>,
    style: Style,
}

impl<'a> Exports<'a> {
    /// Gathers features, text and colours.
    pub fn new(situation: &'a Situation, derived: &Derived, style: Style) -> Self {
        let mut features = geojson::features(situation);
        features.extend(control::geojson::features(derived));
        let document = geojson::document(situation, &features);
        Self { situation, document, features, looks: layout::looks(situation, &style), style }
    }

    /// As the formats take it.
    pub fn content(&self) -> Content<'_> {
        Content {
            situation: self.situation,
            features: &self.features,
            document: &self.document,
            looks: &self.looks,
            style: &self.style,
            credits: bundled::CREDITS,
        }
    }

    /// Name and text of the style beside each file of `layers/`.
    pub fn sidecars(&self) -> Vec<(String, String)> {
        let content = self.content();
        geojson::layer_groups(&self.features)
            .into_iter()
            .filter_map(|(name, group)| Some((format!("{name}.qml"), qgis::sidecar(&content, &group)?)))
            .collect()
    }

    /// situation.geojson with colours for GitHub and geojson.io.
    pub fn simplestyle(&self) -> String {
        geojson::document(self.situation, &simplestyle::coloured(&self.content()))
    }
}
