//! Layers as plain tables for the formats that have nothing but tables: KML, FlatGeobuf, GeoParquet.
//!
//! In: features. Out: [`Flat`] tables whose cells hold every property; what fits in no column stands as JSON in one of its
//! own. Never: a format.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;

use crate::exchange::table::Column;
use crate::exchange::table::ColumnKind;
use crate::exchange::table::Table;
use crate::exchange::table::is_day;
use crate::exchange::table::known_kind;
use crate::exchange::table::tables;
use crate::situation::geojson::Feature;

/// The column of what fits in no other: a JSON object.
pub(super) const REST: &str = "other_properties";
/// Names that formats or programs keep for themselves.
const TAKEN: &[&str] = &["fid", "geom", "geometry", REST];
/// Whole numbers up to here are the same as real ones, 2^53.
const EXACT: u64 = 1 << 53;

/// A layer of which nothing is lost. A missing cell is null.
#[derive(Debug)]
pub(super) struct Flat<'a> {
    pub(super) table: Table<'a>,
    /// The cells of each row, a column each.
    pub(super) rows: Vec<Vec<Option<Cow<'a, Value>>>>,
}

/// What a format can tell in its cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bearing {
    /// Texts that it can tell, names of columns among them.
    pub(super) text: fn(&str) -> bool,
    /// Whole numbers that it can tell.
    pub(super) whole: fn(i64) -> bool,
    /// It tells JSON from text; else only the lists of the format of situations have columns.
    pub(super) json: bool,
}

impl Bearing {
    /// Every text, every number, JSON.
    #[cfg(any(feature = "flatgeobuf", feature = "geoparquet"))]
    pub(super) const ALL: Self = Self { text: |_| true, whole: |_| true, json: true };

    fn bears(self, key: &str, value: &Value) -> bool {
        match value {
            Value::String(text) => (self.text)(text),
            Value::Number(n) => n.as_i64().is_none_or(self.whole),
            Value::Array(_) | Value::Object(_) => self.json || known_kind(key) == Some(ColumnKind::Json),
            Value::Null | Value::Bool(_) => true,
        }
    }
}

/// The layers with something in them, from the ground up.
pub(super) fn flat(features: &[Feature], bearing: Bearing) -> Vec<Flat<'_>> {
    let mut out = Vec::new();
    for mut table in tables(features) {
        if table.rows.is_empty() {
            continue;
        }
        table.columns.retain(|c| {
            let listed = bearing.json || c.kind != ColumnKind::Json || known_kind(&c.key).is_some();
            c.name == c.key && listed && !TAKEN.contains(&c.key.to_lowercase().as_str()) && (bearing.text)(&c.key)
        });
        let (rows, rests): (Vec<_>, Vec<_>) = table.rows.iter().map(|row| cells(row, &table.columns, bearing)).unzip();
        let rest = rests.iter().any(Option::is_some);
        let rows = rows
            .into_iter()
            .zip(rests)
            .map(|(mut cells, more)| {
                if rest {
                    cells.push(more.map(Cow::Owned));
                }
                cells
            })
            .collect();
        if rest {
            table.columns.push(Column { key: REST.to_owned(), name: REST.to_owned(), kind: ColumnKind::Json });
        }
        out.push(Flat { table, rows });
    }
    out
}

/// The cells of a feature, and what is in none of them.
fn cells<'a>(
    feature: &'a Feature,
    columns: &[Column],
    bearing: Bearing,
) -> (Vec<Option<Cow<'a, Value>>>, Option<Value>) {
    let mut left: BTreeMap<&str, &Value> =
        feature.properties.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.as_str(), v)).collect();
    if left.get("date").is_some_and(|date| left.get("date_start") == Some(date)) {
        left.remove("date");
    }
    let mut rest = Map::new();
    let found = columns
        .iter()
        .map(|column| {
            let value = left.remove(column.key.as_str())?;
            if fits(value, column.kind) && bearing.bears(&column.key, value) {
                return Some(Cow::Borrowed(value));
            }
            rest.insert(column.key.clone(), value.clone());
            None
        })
        .collect();
    rest.extend(left.into_iter().map(|(k, v)| (k.to_owned(), v.clone())));
    (found, (!rest.is_empty()).then_some(Value::Object(rest)))
}

/// True if a column of this kind holds the value as it is.
fn fits(value: &Value, kind: ColumnKind) -> bool {
    match kind {
        ColumnKind::Text => value.is_string(),
        ColumnKind::Integer => value.is_i64(),
        ColumnKind::Real => value.is_f64() || value.as_i64().is_some_and(|n| n.unsigned_abs() <= EXACT),
        ColumnKind::Truth => value.is_boolean(),
        ColumnKind::Day => value.as_str().is_some_and(is_day),
        ColumnKind::Json => value.is_array() || value.is_object(),
    }
}
