//! Reads situation.geojson back, and plain GeoJSON with areas or points drawn by hand.
//!
//! In: text of a file. Out: [`Situation`], or an error that names feature, property and reason. Never: derived layers,
//! which are made again, except features marked `by_hand`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::Warning;
use crate::error::Error;
use crate::error::Result;
use crate::limit::Limit;
use crate::limit::Limits;
use crate::situation::Situation;
use crate::situation::geojson::crossing::Crossings;
use crate::situation::geojson::feature::Reader;
use crate::situation::geojson::geometry::short;
use crate::situation::geojson::head::head;
use crate::situation::geojson::written;

/// Reads a situation.
///
/// # Errors
/// Text that is no GeoJSON; a feature with a geometry or a property that cannot be meant, by its number, id and name.
pub fn read(file: &str, text: &str) -> Result<Situation> {
    read_within(file, text, &Limits::default())
}

/// Reads a situation with limits of the caller's own.
///
/// # Errors
/// As [`read`], and [`Error::Limit`] for more features, positions, nesting or crossings than `limits` allow.
pub fn read_within(file: &str, text: &str, limits: &Limits) -> Result<Situation> {
    let input = |message: String| Error::Input { file: file.to_owned(), message };
    let mut situation = Situation::default();
    let mut wrapped = Vec::new();
    let root = collection(file, text, limits, &mut wrapped)?;
    let features = features(file, &root, limits)?;
    if let Some(member) = root.get("frontline").and_then(Value::as_object) {
        head(&mut situation, member);
    }
    let stored = situation.warnings.len();
    situation.warnings.extend(wrapped);
    let mut reader = Reader {
        situation,
        odd: BTreeMap::new(),
        used: BTreeMap::new(),
        groups: BTreeMap::new(),
        positions: Vec::new(),
        crossings: Crossings::new(limits),
    };
    for (number, feature) in features.iter().enumerate() {
        reader
            .feature(feature, number + 1)
            .map_err(|reason| input(format!("feature {}{}: {reason}", number + 1, label(feature))))?;
        reader.crossings.check(limits, file)?;
    }
    let shapes: Vec<_> = reader.situation.areas.iter().map(|area| &area.shape).collect();
    reader.crossings.between(&shapes);
    reader.crossings.check(limits, file)?;
    let mut situation = reader.finish(&root);
    for warning in situation.warnings.iter_mut().skip(stored) {
        warning.message = format!("{file}: {}", warning.message);
    }
    if let Some(record) = root.pointer("/frontline/written").and_then(Value::as_object) {
        written::compare(&mut situation, record);
    }
    Ok(situation)
}

/// The GeoJSON object of a text.
pub(super) fn collection(file: &str, text: &str, limits: &Limits, warnings: &mut Vec<Warning>) -> Result<Value> {
    // Every position opens a bracket: counted before anything is built of them, which would take fifty times their bytes.
    let brackets = text.bytes().filter(|b| *b == b'[').count();
    limits.check(Limit::Positions, brackets, file)?;
    limits.check_json(text, file)?;
    let input = |message: String| Error::Input { file: file.to_owned(), message };
    let root: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|e| input(format!("line {}, column {}: not JSON: {}", e.line(), e.column(), plain(&e))))?;
    unwrap(root, warnings).map_err(input)
}

/// The features of a GeoJSON object, which is in degrees on WGS 84.
pub(super) fn features<'a>(file: &str, root: &'a Value, limits: &Limits) -> Result<Vec<&'a Value>> {
    let input = |message: String| Error::Input { file: file.to_owned(), message };
    let features: Vec<&Value> = match root.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => root
            .get("features")
            .and_then(Value::as_array)
            .ok_or_else(|| input("the FeatureCollection has no list \"features\"".to_owned()))?
            .iter()
            .collect(),
        Some(_) => vec![root],
        None => {
            return Err(input("expected a GeoJSON object with a \"type\", such as a FeatureCollection".to_owned()));
        }
    };
    limits.check(Limit::Features, features.len(), file)?;
    reference_system(root).map_err(input)?;
    Ok(features)
}

/// The message of a JSON error without its position.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(m, _)| m.to_owned())
}

/// A FeatureCollection inside another object is taken out of it.
fn unwrap(root: Value, warnings: &mut Vec<Warning>) -> std::result::Result<Value, String> {
    if root.get("type").is_some() {
        return Ok(root);
    }
    match root {
        Value::Object(map) => {
            let why = not_geojson(&map);
            let inner =
                map.into_iter().find(|(_, v)| v.get("type").and_then(Value::as_str) == Some("FeatureCollection"));
            let (key, value) = inner.ok_or(why)?;
            warnings.push(Warning::new("wrapped", format!("the FeatureCollection stands inside \"{key}\"")));
            Ok(value)
        }
        other => Err(format!("no GeoJSON: expected an object, found {}", short(&other))),
    }
}

/// What an object is that holds no GeoJSON.
fn not_geojson(map: &serde_json::Map<String, Value>) -> String {
    /// The first pair of numbers in nested lists.
    fn pair(value: &Value, depth: u32) -> Option<(f64, f64)> {
        let list = value.as_array().filter(|_| depth < 6)?;
        match (list.first().and_then(Value::as_f64), list.get(1).and_then(Value::as_f64)) {
            (Some(a), Some(b)) => Some((a, b)),
            _ => pair(list.first()?, depth + 1),
        }
    }
    let bare = map.iter().find_map(|(key, value)| Some((key, pair(value, 0)?)));
    let keys: Vec<String> = map.keys().take(6).map(|k| short(&Value::String(k.clone()))).collect();
    match bare {
        Some((key, (a, b))) => format!(
            "no GeoJSON: {} holds bare lists of numbers such as [{a}, {b}]; expected a FeatureCollection whose positions are [longitude, latitude]",
            short(&Value::String(key.clone()))
        ),
        None => format!(
            "no GeoJSON: the object has no \"type\" and holds no FeatureCollection; found the keys {}",
            if keys.is_empty() { "none".to_owned() } else { keys.join(", ") }
        ),
    }
}

/// Longitude and latitude on WGS 84 only.
fn reference_system(root: &Value) -> std::result::Result<(), String> {
    let Some(name) = root.pointer("/crs/properties/name").and_then(Value::as_str) else {
        return Ok(());
    };
    let upper = name.to_uppercase();
    if upper.contains("CRS84") || upper.ends_with("4326") {
        Ok(())
    } else {
        Err(format!("coordinates in \"{name}\"; expected longitude and latitude (WGS 84)"))
    }
}

/// ` (id "capture-hama", "Hama")`, as far as a feature has them.
pub(super) fn label(feature: &Value) -> String {
    let id = feature.get("id").or_else(|| feature.pointer("/properties/id")).filter(|v| !v.is_null());
    let name = feature.pointer("/properties/name").filter(|v| v.is_string());
    match (id, name) {
        (Some(id), Some(name)) => format!(" (id {}, {})", short(id), short(name)),
        (Some(id), None) => format!(" (id {})", short(id)),
        (None, Some(name)) => format!(" ({})", short(name)),
        (None, None) => String::new(),
    }
}
