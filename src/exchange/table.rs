//! Features as tables: one a layer, with a type for each column.
//!
//! In: features. Out: [`Table`]s with columns. Never: a database.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::situation::geojson::Feature;
use crate::situation::geojson::Shape;

/// Most columns of a table; what an article or a person added beyond it stays in situation.geojson.
const MOST_COLUMNS: usize = 400;

/// Columns that the program itself has given a type, whatever the values of one file.
const KNOWN: &[(&str, ColumnKind)] = &[
    ("aliases", ColumnKind::Json),
    ("area_km2", ColumnKind::Real),
    ("article", ColumnKind::Integer),
    ("as_of", ColumnKind::Day),
    ("axis", ColumnKind::Integer),
    ("by_hand", ColumnKind::Truth),
    ("confidence", ColumnKind::Real),
    ("date_end", ColumnKind::Day),
    ("date_start", ColumnKind::Day),
    ("evidence_end", ColumnKind::Integer),
    ("evidence_more", ColumnKind::Json),
    ("evidence_start", ColumnKind::Integer),
    ("geo_precision", ColumnKind::Integer),
    ("geonameid", ColumnKind::Integer),
    ("mentions", ColumnKind::Integer),
    ("order", ColumnKind::Integer),
    ("partial", ColumnKind::Truth),
    ("population", ColumnKind::Integer),
    ("time_precision", ColumnKind::Integer),
];

/// Layers from the ground up, as a map draws them.
pub(super) const GROUND_UP: &[&str] = &["control", "change", "front_line", "movement", "advance", "place", "event"];

/// Layers that are there even when empty, so that there is something to draw into, with the keys that they have then.
const FOR_DRAWING: &[(&str, Kind, &[&str])] = &[
    ("event", Kind::Point, HAPPENING),
    ("place", Kind::Point, HAPPENING),
    (
        "advance",
        Kind::Line,
        &["id", "layer", "axis", "order", "from", "to", "date_start", "date_end", "status", "actor", "by_hand"],
    ),
    (
        "movement",
        Kind::Line,
        &[
            "id",
            "layer",
            "event_type",
            "assertion",
            "actor",
            "actor_side",
            "from",
            "to",
            "date_start",
            "date_end",
            "evidence",
            "source",
        ],
    ),
    ("front_line", Kind::Line, &["id", "layer", "side_left", "side_right", "status", "as_of", "by_hand"]),
    ("change", Kind::Areas, &["id", "layer", "holder", "change", "area_km2", "date_start", "date_end"]),
    ("control", Kind::Areas, &["id", "layer", "holder", "rival", "status", "as_of", "area_km2", "basis", "by_hand"]),
];

/// Keys of an event or a place that a hand may want to fill.
const HAPPENING: &[&str] = &[
    "id",
    "layer",
    "name",
    "aliases",
    "country",
    "admin1",
    "place_key",
    "feature_class",
    "event_type",
    "assertion",
    "attribution",
    "actor",
    "actor_side",
    "opponent",
    "date_start",
    "date_end",
    "time_precision",
    "geo_precision",
    "order",
    "confidence",
    "evidence",
    "source",
    "holder",
    "holder_status",
    "by_hand",
];

/// Geometry of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Point,
    Line,
    Areas,
}

impl Kind {
    fn of(shape: &Shape) -> Self {
        match shape {
            Shape::Point(_) => Self::Point,
            Shape::Line(_) => Self::Line,
            Shape::Polygons(_) => Self::Areas,
        }
    }
}

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Text,
    Integer,
    Real,
    Truth,
    /// A day, at midnight UTC where a format wants a time.
    Day,
    /// Lists and objects as JSON text.
    Json,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// Key of the property.
    pub(super) key: String,
    /// Name in the table, different from every other without regard to case.
    pub(super) name: String,
    pub(super) kind: ColumnKind,
}

/// The features of a layer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table<'a> {
    /// Layer, followed by a number if the layer mixes geometries.
    pub(super) name: String,
    pub(super) layer: String,
    pub(super) kind: Kind,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<&'a Feature>,
}

/// Tables of all features, from the ground up.
pub(super) fn tables(features: &[Feature]) -> Vec<Table<'_>> {
    let mut groups: BTreeMap<(&str, Kind), Vec<&Feature>> = BTreeMap::new();
    for feature in features {
        groups.entry((feature.layer, Kind::of(&feature.shape))).or_default().push(feature);
    }
    for (layer, kind, _) in FOR_DRAWING {
        if !groups.keys().any(|(l, _)| l == layer) {
            groups.insert((layer, *kind), Vec::new());
        }
    }
    let mixed = |layer: &str, groups: &BTreeMap<(&str, Kind), Vec<&Feature>>| {
        groups.keys().filter(|(l, _)| *l == layer).count() > 1
    };
    let mut out = Vec::new();
    for ((layer, kind), rows) in &groups {
        let suffix = match kind {
            _ if !mixed(layer, &groups) => "",
            Kind::Point => "_points",
            Kind::Line => "_lines",
            Kind::Areas => "_areas",
        };
        out.push(Table {
            name: format!("{layer}{suffix}"),
            layer: (*layer).to_owned(),
            kind: *kind,
            columns: columns(layer, rows),
            rows: rows.clone(),
        });
    }
    let rank = |layer: &str| GROUND_UP.iter().position(|l| *l == layer).unwrap_or(GROUND_UP.len());
    out.sort_by_key(|t| (rank(&t.layer), t.kind));
    out
}

fn columns(layer: &str, rows: &[&Feature]) -> Vec<Column> {
    let mut keys: Vec<&str> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut values: BTreeMap<&str, ColumnKind> = BTreeMap::new();
    if rows.is_empty() {
        keys.extend(FOR_DRAWING.iter().find(|(l, ..)| *l == layer).map_or(&[][..], |(.., k)| k));
    }
    // The first day of a period stands in `date_start` already.
    let doubled = rows.iter().any(|f| f.properties.iter().any(|(k, _)| k == "date_start"));
    for (key, value) in rows.iter().flat_map(|f| &f.properties) {
        if doubled && key == "date" {
            continue;
        }
        if seen.insert(key) {
            keys.push(key);
        }
        let Some(kind) = kind_of(value) else { continue };
        values.entry(key).and_modify(|k| *k = wider(*k, kind)).or_insert(kind);
    }
    keys.truncate(MOST_COLUMNS);
    let mut taken: BTreeSet<String> = ["fid", "geom"].iter().map(|s| (*s).to_owned()).collect();
    keys.into_iter()
        .map(|key| {
            let known = known_kind(key);
            let plain: String = key.chars().filter(|c| !c.is_control()).take(60).collect();
            let plain = if plain.trim().is_empty() { "field".to_owned() } else { plain };
            let mut name = plain.clone();
            let mut number = 2;
            while !taken.insert(name.to_lowercase()) {
                name = format!("{plain}_{number}");
                number += 1;
            }
            Column {
                key: key.to_owned(),
                name,
                kind: known.or_else(|| values.get(key).copied()).unwrap_or(ColumnKind::Text),
            }
        })
        .collect()
}

/// The type of a column that the program itself writes.
pub(super) fn known_kind(key: &str) -> Option<ColumnKind> {
    KNOWN.binary_search_by_key(&key, |(k, _)| k).ok().and_then(|i| KNOWN.get(i)).map(|(_, k)| *k)
}

/// True for `2024-12-05`.
pub(super) fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<crate::date::Date>().is_ok()
}

fn kind_of(value: &Value) -> Option<ColumnKind> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some(ColumnKind::Truth),
        Value::Number(n) if n.is_i64() => Some(ColumnKind::Integer),
        Value::Number(_) => Some(ColumnKind::Real),
        Value::String(_) => Some(ColumnKind::Text),
        Value::Array(_) | Value::Object(_) => Some(ColumnKind::Json),
    }
}

fn wider(a: ColumnKind, b: ColumnKind) -> ColumnKind {
    match (a, b) {
        _ if a == b => a,
        (ColumnKind::Integer, ColumnKind::Real) | (ColumnKind::Real, ColumnKind::Integer) => ColumnKind::Real,
        _ => ColumnKind::Text,
    }
}
