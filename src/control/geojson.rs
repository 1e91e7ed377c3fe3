//! Derived geometry as features of situation.geojson.
//!
//! In: [`Derived`]. Out: features. Never: reading, because derived geometry is made again.

use serde_json::Value;
use serde_json::json;

use crate::control::Change;
use crate::control::Derived;
use crate::control::area_km2;
use crate::date::Date;
use crate::geodesy::LonLat;
use crate::situation::geojson::Feature;
use crate::situation::geojson::Shape;

/// Features of the layers `advance`, `control` and `front_line`.
pub fn features(derived: &Derived) -> Vec<Feature> {
    let mut out = Vec::new();
    for leg in &derived.legs {
        let properties = vec![
            put("id", json!(leg.id)),
            put("layer", json!("advance")),
            put("axis", json!(leg.axis + 1)),
            put("order", json!(leg.order)),
            put("from", json!(leg.from)),
            put("to", json!(leg.to)),
            put("date_start", json!(leg.period.map(|p| p.start.to_string()))),
            put("date_end", json!(leg.period.map(|p| p.end.to_string()))),
            put("status", json!(leg.status.as_str())),
            put("actor", json!(leg.side)),
            put("by_hand", json!(leg.by_hand)),
        ];
        out.push(Feature { layer: "advance", id: leg.id.clone(), shape: Shape::Line(leg.line.clone()), properties });
    }
    for line in &derived.front {
        let mut properties = vec![
            put("id", json!(line.id)),
            put("layer", json!("front_line")),
            put("side_left", json!(line.side_left)),
            put("side_right", json!(line.side_right)),
            put("status", json!(line.status.as_str())),
            put("as_of", json!(line.as_of.map(|d| d.to_string()))),
            put("by_hand", json!(line.by_hand)),
        ];
        properties.extend(line.extra.clone());
        let positions = line.line.0.iter().map(|c| LonLat::new(c.x, c.y)).collect();
        out.push(Feature { layer: "front_line", id: line.id.clone(), shape: Shape::Line(positions), properties });
    }
    for area in &derived.areas {
        let mut properties = vec![
            put("id", json!(area.id)),
            put("layer", json!("control")),
            put("holder", json!(area.holder)),
            put("rival", json!(area.rival)),
            put("status", json!(area.status.as_str())),
            put("as_of", json!(area.as_of.map(|d| d.to_string()))),
            put("area_km2", json!((area_km2(&area.shape) * 10.0).round() / 10.0)),
            put("basis", json!(area.basis)),
            put("by_hand", json!(area.by_hand)),
        ];
        properties.extend(area.extra.clone());
        out.push(Feature {
            layer: "control",
            id: area.id.clone(),
            shape: Shape::Polygons(area.shape.clone()),
            properties,
        });
    }
    out
}

/// Features of the layer `change` between two days.
pub fn change_features(changes: &[Change], from: Option<Date>, to: Option<Date>) -> Vec<Feature> {
    changes
        .iter()
        .map(|change| {
            let id = ["change", change.holder.as_deref().unwrap_or("unnamed"), change.kind.as_str()].join("-");
            let properties = vec![
                put("id", json!(id)),
                put("layer", json!("change")),
                put("holder", json!(change.holder.as_deref().unwrap_or(""))),
                put("change", json!(change.kind.as_str())),
                put("area_km2", json!((change.area_km2 * 10.0).round() / 10.0)),
                put("date_start", json!(from.map(|d| d.to_string()))),
                put("date_end", json!(to.map(|d| d.to_string()))),
            ];
            Feature { layer: "change", id, shape: Shape::Polygons(change.shape.clone()), properties }
        })
        .collect()
}

fn put(key: &str, value: Value) -> (String, Value) {
    (key.to_owned(), value)
}
