//! Colours inside GeoJSON, as GitHub and geojson.io show them (simplestyle 1.1).
//!
//! In: a content. Out: features with the keys `marker-color`, `stroke`, `fill` and so on. Never: other keys.

use serde_json::Value;
use serde_json::json;

use crate::exchange::Content;
use crate::exchange::text_of;
use crate::situation::geojson::Feature;

/// The features with their colours.
pub fn coloured(content: &Content<'_>) -> Vec<Feature> {
    content
        .features
        .iter()
        .map(|feature| {
            let mut feature = feature.clone();
            let added = keys(content, &feature);
            feature.properties.retain(|(k, _)| !added.iter().any(|(a, _)| a == k));
            feature.properties.extend(added.into_iter().map(|(k, v)| (k.to_owned(), v)));
            feature
        })
        .collect()
}

fn keys(content: &Content<'_>, feature: &Feature) -> Vec<(&'static str, Value)> {
    let text = |key: &str| text_of(feature, key);
    let hue = |side: &str| json!(content.look(side).hue.to_string());
    let line = |side: &str, width: f64, sure: bool| {
        vec![
            ("stroke", hue(side)),
            ("stroke-width", json!(width)),
            ("stroke-opacity", json!(if sure { 1.0 } else { 0.5 })),
        ]
    };
    match feature.layer {
        "event" => {
            let size = if matches!(text("event_type"), "capture" | "recapture") { "medium" } else { "small" };
            let happened = matches!(text("assertion"), "asserted" | "reported" | "claimed");
            let colour =
                if happened { hue(text("actor_side")) } else { json!(content.style.colours.town_ring.to_string()) };
            vec![("marker-color", colour), ("marker-size", json!(size))]
        }
        "place" => {
            vec![("marker-color", json!(content.style.colours.town_ring.to_string())), ("marker-size", json!("small"))]
        }
        "advance" => {
            let mut keys = line(text("actor"), 5.0, text("status") == "completed");
            if let Some(first) = keys.first_mut() {
                first.1 = json!(content.mover(text("actor")).hue.to_string());
            }
            keys
        }
        "movement" => line(text("actor_side"), 2.0, false),
        "front_line" => line(text("side_left"), 3.0, true),
        _ => {
            let look = content.look(text("holder"));
            let fill = match text("status") {
                "assessed" => 0.8,
                "claimed" => 0.4,
                _ => 0.2,
            };
            let mut keys = vec![
                ("stroke", json!(look.hue.to_string())),
                ("stroke-width", json!(1)),
                ("stroke-opacity", json!(0.6)),
                ("fill-opacity", json!(fill)),
            ];
            // Without a holder a fill would be read back as that of a side.
            if !text("holder").is_empty() {
                keys.push(("fill", json!(look.tint.to_string())));
            }
            keys
        }
    }
}
