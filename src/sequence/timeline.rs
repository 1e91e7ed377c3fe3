//! How long each thing lasted: the features of every step, joined over the steps on which they are the same.
//!
//! In: states in order of date. Out: GeoJSON with `start` and `end` on every feature, as QGIS's Temporal Controller reads
//! them. Never: a null date.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use crate::control;
use crate::date::Date;
use crate::sequence::State;
use crate::situation::geojson;
use crate::situation::geojson::Feature;

/// Properties that make a feature of a layer another one when they change; those of the newest step are written.
fn telling(layer: &str) -> &'static [&'static str] {
    match layer {
        "event" => &["event_type", "assertion", "holder", "holder_status", "date_start", "date_end"],
        "place" => &["holder", "holder_status"],
        "control" => &["holder", "status"],
        "front_line" => &["side_left", "side_right", "status"],
        "advance" => &["from", "to", "status"],
        _ => &["event_type", "assertion", "from", "to"],
    }
}

/// A feature with the steps it lasts.
struct Span {
    feature: Feature,
    first: usize,
    last: usize,
}

fn same(a: &Feature, b: &Feature) -> bool {
    let value = |f: &Feature, key: &str| f.properties.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
    a.shape == b.shape && telling(a.layer).iter().all(|key| value(a, key) == value(b, key))
}

/// The timeline of a sequence. A feature starts on the day of its event, or of the first step that has it, and ends on the
/// day before the step that no longer has it so.
pub fn timeline(states: &[State]) -> String {
    let mut spans: Vec<Span> = Vec::new();
    let mut open: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    let mut carried = 0;
    for (step, state) in states.iter().enumerate() {
        // A state that is carried forward has the features of the last day that it is carried to, but for that day.
        if states.get(step + 1).is_some_and(|next| next.step.stale()) {
            carried += 1;
            continue;
        }
        let first = step - std::mem::take(&mut carried);
        let (situation, derived) = state.dated();
        let mut features = geojson::features(&situation);
        features.extend(control::geojson::features(&derived));
        let mut now = BTreeMap::new();
        for feature in features {
            let key = (feature.layer, feature.id.clone());
            let lasting = open.get(&key).copied().filter(|i| spans.get(*i).is_some_and(|s| same(&s.feature, &feature)));
            let index = if let Some((index, span)) = lasting.and_then(|i| spans.get_mut(i).map(|s| (i, s))) {
                span.last = step;
                span.feature.properties = feature.properties;
                index
            } else {
                spans.push(Span { feature, first, last: step });
                spans.len() - 1
            };
            now.insert(key, index);
        }
        open = now;
    }
    let features: Vec<Feature> = spans.into_iter().filter_map(|span| dated(span, states)).collect();
    geojson::collection("timeline", &features)
}

/// The feature with its days; its `as_of` is the newest day it was seen on.
fn dated(span: Span, states: &[State]) -> Option<Feature> {
    let Span { mut feature, first, last } = span;
    let shown = states.get(first)?.step.day;
    let end = match states.get(last + 1) {
        Some(next) => next.step.day.yesterday().ok()?,
        None => states.get(last)?.step.day,
    };
    let happened = feature
        .properties
        .iter()
        .find(|(key, _)| key == "date_start")
        .and_then(|(_, v)| v.as_str())
        .and_then(|text| text.parse::<Date>().ok());
    // What the first reports tell of the days before starts when it happened; a later change starts when it is reported.
    let start = happened
        .filter(|day| *day < shown && matches!(feature.layer, "event" | "advance" | "movement"))
        .unwrap_or(shown);
    feature.properties.retain(|(key, value)| !(value.is_null() && (key.starts_with("date") || key == "as_of")));
    let id = format!("{}@{shown}", feature.id);
    for (key, value) in &mut feature.properties {
        if key == "id" {
            *value = json!(id);
        }
    }
    let of = feature.id.clone();
    feature.id = id;
    let moment = |day: Date, time: &str| Value::String(format!("{day}T{time}.000Z"));
    feature.properties.push(("feature".to_owned(), json!(of)));
    feature.properties.push(("start".to_owned(), moment(start, "00:00:00")));
    feature.properties.push(("end".to_owned(), moment(end.max(start), "23:59:59")));
    Some(feature)
}
