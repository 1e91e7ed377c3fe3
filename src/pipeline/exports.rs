//! A situation ready for the formats of other programs.
//!
//! In: a situation, what was derived from it, a style. Out: what `exchange` wants. Never: files.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::json;

use crate::basemap::Basemap;
use crate::basemap::BorderKind;
use crate::basemap::Window;
use crate::bundled;
use crate::control;
use crate::control::Change;
use crate::control::Derived;
use crate::date::Date;
use crate::exchange::Content;
use crate::exchange::qgis;
use crate::exchange::simplestyle;
use crate::geodesy::LonLat;
use crate::layout;
use crate::situation::Situation;
use crate::situation::geojson;
use crate::situation::geojson::Feature;
use crate::situation::geojson::Shape;
use crate::style::SideLook;
use crate::style::Style;
use crate::terms::Precision;

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

    /// With the layer `change`: what changed hands since an earlier situation of the day `before`.
    #[must_use]
    pub fn with_changes(mut self, changes: &[Change], before: Option<Date>) -> Self {
        self.features.extend(control::geojson::change_features(changes, before, self.situation.as_of));
        self.document = geojson::document(self.situation, &self.features);
        self
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

    /// The ground of a QGIS project: areas of land and lakes, and lines, as GeoJSON.
    pub fn ground(&self, basemap: &Basemap) -> [String; 2] {
        let [west, south, east, north] = qgis::extent(&self.content());
        let layers = basemap.within(Window { west, south, east, north }, (east - west).max(north - south) / 4000.0);
        let near = self.situation.events.iter().map(|e| &e.location).filter(|l| l.geo_precision != Precision::Region);
        let home: BTreeSet<&str> = near.map(|l| l.country.as_str()).collect();
        let area = |number: usize, role: &str, name: &str, shape: &geo::MultiPolygon<f64>| Feature {
            layer: "land",
            id: format!("land-{}", number + 1),
            shape: Shape::Polygons(shape.clone()),
            properties: vec![("role".to_owned(), json!(role)), ("name".to_owned(), json!(name))],
        };
        let countries = layers.countries.iter().map(|c| {
            let role = if home.contains(c.iso2.as_str()) { "home" } else { "neighbour" };
            (role, c.name.as_str(), &c.shape)
        });
        let lakes = layers.lakes.iter().map(|l| ("lake", l.name.as_str(), &l.shape));
        let land: Vec<Feature> =
            countries.chain(lakes).enumerate().map(|(i, (role, name, shape))| area(i, role, name, shape)).collect();
        let borders = layers.lines.iter().filter_map(|b| {
            let kind = match b.kind {
                BorderKind::Coast => "coast",
                BorderKind::Country => "border",
                BorderKind::Disputed => "disputed",
                BorderKind::Admin1 => return None,
            };
            Some((kind, b.name.as_str(), &b.line))
        });
        let rivers = layers.rivers.iter().filter(|r| r.level <= 2).map(|r| ("river", r.name.as_str(), &r.line));
        let lines: Vec<Feature> = borders
            .chain(rivers)
            .enumerate()
            .map(|(i, (kind, name, line))| Feature {
                layer: "lines",
                id: format!("line-{}", i + 1),
                shape: Shape::Line(line.0.iter().map(|c| LonLat::new(c.x, c.y)).collect()),
                properties: vec![("kind".to_owned(), json!(kind)), ("name".to_owned(), json!(name))],
            })
            .collect();
        [geojson::collection("land", &land), geojson::collection("lines", &lines)]
    }

    /// situation.geojson with colours for GitHub and geojson.io.
    pub fn simplestyle(&self) -> String {
        geojson::document(self.situation, &simplestyle::coloured(&self.content()))
    }
}
