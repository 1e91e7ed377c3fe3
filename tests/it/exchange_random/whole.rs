//! What a file says, whatever its format: the member of the whole, and the features by layer and id.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// The column of what fits in no other.
const REST: &str = "other_properties";
/// Lists that every layer of events and places has.
const LISTS: [&str; 2] = ["aliases", "evidence_more"];

/// A feature: layer, id, geometry, properties without nulls.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) layer: String,
    pub(super) id: String,
    pub(super) geometry: Value,
    pub(super) properties: BTreeMap<String, Value>,
}

/// What a file says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Whole {
    pub(super) member: Value,
    pub(super) features: Vec<Told>,
}

impl Whole {
    pub(super) fn new(member: &Value, mut features: Vec<Told>) -> Self {
        features.sort_by(|a, b| (&a.layer, &a.id).cmp(&(&b.layer, &b.id)));
        Self { member: member.clone(), features }
    }

    /// Of the text of situation.geojson.
    pub(super) fn of(document: &str) -> Self {
        let root: Value = serde_json::from_str(document).unwrap();
        Self::new(&root["frontline"], features(&root))
    }
}

/// The features of GeoJSON.
pub(super) fn features(root: &Value) -> Vec<Told> {
    let all = root["features"].as_array().unwrap().iter();
    all.map(|f| Told::new(&f["geometry"], f["properties"].as_object().unwrap().clone())).collect()
}

impl Told {
    pub(super) fn new(geometry: &Value, properties: Map<String, Value>) -> Self {
        let mut properties: BTreeMap<String, Value> =
            properties.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, plain(v))).collect();
        // `date_start` says it already.
        if properties.get("date").is_some_and(|d| properties.get("date_start") == Some(d)) {
            properties.remove("date");
        }
        let text = |key: &str| properties.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
        let (kind, at) = (geometry["type"].as_str().unwrap(), geometry["coordinates"].clone());
        let geometry = match kind {
            "Polygon" => json!(["MultiPolygon", [at]]),
            other => json!([other, at]),
        };
        Self { layer: text("layer"), id: text("id"), geometry: plain(geometry), properties }
    }

    /// From the columns of a table: cells with their names, lists and the rest as JSON text where `is_json` says so.
    pub(super) fn from_cells(geometry: &Value, cells: Vec<(String, Value)>) -> Self {
        let mut properties = Map::new();
        for (name, value) in cells {
            if name == REST {
                properties.extend(value.as_object().unwrap().clone());
            } else {
                assert!(properties.insert(name.clone(), value).is_none(), "{name} stands twice");
            }
        }
        Self::new(geometry, properties)
    }
}

/// True for a column that holds JSON by the format of situations.
pub(super) fn is_json(column: &str) -> bool {
    column == REST || LISTS.contains(&column)
}

/// Numbers in one form: 1 and 1.0 are the same.
fn plain(value: Value) -> Value {
    match value {
        Value::Number(n) if n.as_f64().is_some_and(|x| x.abs() <= 9_007_199_254_740_992.0) => {
            json!(n.as_f64().unwrap())
        }
        Value::Array(list) => list.into_iter().map(plain).collect(),
        Value::Object(map) => Value::Object(map.into_iter().map(|(k, v)| (k, plain(v))).collect()),
        other => other,
    }
}

/// Well-known binary as GeoJSON.
#[cfg(feature = "geoparquet")]
pub(super) fn geometry(wkb: &[u8]) -> Value {
    let mut rest = wkb;
    let found = read(&mut rest);
    assert!(rest.is_empty(), "{} bytes after the geometry", rest.len());
    found
}

#[cfg(feature = "geoparquet")]
fn read(rest: &mut &[u8]) -> Value {
    fn take<'a>(rest: &mut &'a [u8], count: usize) -> &'a [u8] {
        let (head, tail) = rest.split_at(count);
        *rest = tail;
        head
    }
    fn count(rest: &mut &[u8]) -> usize {
        u32::from_le_bytes(take(rest, 4).try_into().unwrap()) as usize
    }
    fn at(rest: &mut &[u8]) -> Value {
        let mut one = || f64::from_le_bytes(take(rest, 8).try_into().unwrap());
        json!([one(), one()])
    }
    let line = |rest: &mut &[u8]| -> Value { (0..count(rest)).map(|_| at(rest)).collect() };
    assert_eq!(take(rest, 1), [1], "little-endian");
    match count(rest) {
        1 => json!({"type": "Point", "coordinates": at(rest)}),
        2 => json!({"type": "LineString", "coordinates": line(rest)}),
        3 => {
            let rings: Value = (0..count(rest)).map(|_| line(rest)).collect();
            json!({"type": "Polygon", "coordinates": rings})
        }
        6 => {
            let parts: Value = (0..count(rest)).map(|_| read(rest)["coordinates"].clone()).collect();
            json!({"type": "MultiPolygon", "coordinates": parts})
        }
        other => panic!("geometry of kind {other}"),
    }
}
