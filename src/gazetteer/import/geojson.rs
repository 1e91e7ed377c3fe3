//! GeoJSON: a FeatureCollection of points with flat properties.

use serde_json::Map;
use serde_json::Value;

use super::{Content, field, from_fields};

/// Reads the places of a FeatureCollection.
pub(super) fn read(text: &str) -> Result<Content, String> {
    let root: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
    let Some(features) = root.get("features").and_then(Value::as_array) else {
        return Err("no member `features`, expected a FeatureCollection".to_owned());
    };
    let mut content = Content::default();
    let none = Map::new();
    for (number, feature) in (1..).zip(features) {
        let geometry = feature.get("geometry");
        let kind = geometry.and_then(|geometry| geometry.get("type")).and_then(Value::as_str).unwrap_or("none");
        if kind != "Point" {
            content.fault(number, format!("geometry {}, expected Point", super::excerpt(kind)));
            continue;
        }
        let coordinate = |axis: usize| {
            let value = geometry.and_then(|geometry| geometry.get("coordinates")).and_then(|pair| pair.get(axis));
            value.map(text_of).unwrap_or_default()
        };
        let properties = feature.get("properties").and_then(Value::as_object).unwrap_or(&none);
        let get = |wanted: &str| match wanted {
            "lon" => coordinate(0),
            "lat" => coordinate(1),
            _ => properties
                .iter()
                .find(|(key, _)| field(key) == Some(wanted))
                .map(|(_, value)| text_of(value))
                .unwrap_or_default(),
        };
        match from_fields(get) {
            Ok(place) => content.places.push(place),
            Err(message) => content.fault(number, message),
        }
    }
    Ok(content)
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(values) => values.iter().map(text_of).collect::<Vec<_>>().join("|"),
        other => other.to_string(),
    }
}
