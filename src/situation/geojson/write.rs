//! Writes situation.geojson and the files of `layers/`.
//!
//! In: a situation, features derived from it. Out: text. Never: files.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::date::Period;
use crate::provenance::Citation;
use crate::situation::Axis;
use crate::situation::Event;
use crate::situation::Location;
use crate::situation::Place;
use crate::situation::Situation;
use crate::situation::Stop;
use crate::situation::Territory;
use crate::situation::geojson::Feature;
use crate::situation::geojson::SCHEMA;
use crate::situation::geojson::Shape;
use crate::situation::geojson::obstacle;
use crate::situation::geojson::written;
use crate::terms::EventType;

/// Keys that hold dates; `layers/` files have no null in them.
const DATE_KEYS: &[&str] = &["date", "date_start", "date_end", "as_of"];

/// The observed features: events, places, movements.
pub fn features(situation: &Situation) -> Vec<Feature> {
    let mut out: Vec<Feature> = situation.events.iter().map(|e| event(situation, e)).collect();
    out.extend(situation.places.iter().map(|p| place(situation, p)));
    for m in &situation.movements {
        let (start, end) = dates(m.period);
        let mut properties = vec![
            text("id", &m.id),
            text("layer", "movement"),
            text("event_type", m.event_type.as_str()),
            text("assertion", m.assertion.as_str()),
            optional("actor", m.actor.as_deref()),
            optional("actor_side", m.actor_side.as_deref()),
            text("from", &m.from.0),
            text("to", &m.to.0),
            ("date_start".to_owned(), start),
            ("date_end".to_owned(), end),
        ];
        properties.extend(cited(situation, &m.evidence));
        properties.extend(m.extra.clone());
        out.push(Feature {
            layer: "movement",
            id: m.id.clone(),
            shape: Shape::Line(vec![m.from.1, m.to.1]),
            properties,
        });
    }
    out
}

fn event(situation: &Situation, event: &Event) -> Feature {
    let by_state = event.actor_side.as_ref().is_some_and(|id| situation.sides.iter().any(|s| s.id == *id && s.state));
    let happening = Happening {
        layer: "event",
        id: &event.id,
        location: &event.location,
        event_type: event.event_type,
        acled: event.event_type.acled(by_state),
        event: Some(event),
        mentions: event.evidence.len() as u32,
        evidence: &event.evidence,
        holder: event.holder.as_deref(),
        holder_status: event.holder_status.as_str(),
        by_hand: event.by_hand,
    };
    Feature {
        layer: "event",
        id: event.id.clone(),
        shape: Shape::Point(event.location.at),
        properties: happening.properties(situation, &event.extra),
    }
}

fn place(situation: &Situation, place: &Place) -> Feature {
    let happening = Happening {
        layer: "place",
        id: &place.id,
        location: &place.location,
        event_type: EventType::Mention,
        acled: None,
        event: None,
        mentions: place.mentions,
        evidence: &place.evidence,
        holder: place.holder.as_deref(),
        holder_status: place.holder_status.as_str(),
        by_hand: place.by_hand,
    };
    Feature {
        layer: "place",
        id: place.id.clone(),
        shape: Shape::Point(place.location.at),
        properties: happening.properties(situation, &place.extra),
    }
}

/// What events and places have in common in the file.
struct Happening<'a> {
    layer: &'static str,
    id: &'a str,
    location: &'a Location,
    event_type: EventType,
    acled: Option<(&'static str, &'static str)>,
    event: Option<&'a Event>,
    mentions: u32,
    evidence: &'a [Citation],
    holder: Option<&'a str>,
    holder_status: &'a str,
    by_hand: bool,
}

impl Happening<'_> {
    fn properties(
        &self,
        situation: &Situation,
        extra: &std::collections::BTreeMap<String, Value>,
    ) -> Vec<(String, Value)> {
        let (place, event) = (self.location, self.event);
        let (start, end) = dates(event.and_then(|e| e.period));
        let mut out = vec![
            text("id", self.id),
            text("layer", self.layer),
            text("name", &place.name),
            text("surface", &place.surface),
            ("aliases".to_owned(), json!(place.aliases)),
            text("country", &place.country),
            text("admin1", &place.admin1),
            ("geonameid".to_owned(), json!(place.geonameid)),
            text("place_key", &place.key),
            text("feature_class", &place.feature_class),
            text("feature_code", &place.feature_code),
            ("population".to_owned(), json!(place.population)),
            text("event_type", self.event_type.as_str()),
            optional("acled_event_type", self.acled.map(|a| a.0)),
            optional("acled_sub_event_type", self.acled.map(|a| a.1)),
            // A place that is only named asserts nothing.
            optional("assertion", event.map(|e| e.assertion.as_str())),
            optional("attribution", event.and_then(|e| e.attribution.as_deref())),
            optional("actor", event.and_then(|e| e.actor.as_deref())),
            optional("actor_side", event.and_then(|e| e.actor_side.as_deref())),
            optional("opponent", event.and_then(|e| e.opponent.as_deref())),
            ("partial".to_owned(), json!(event.is_some_and(|e| e.partial))),
        ];
        if event.is_some() {
            out.push(("date".to_owned(), start.clone()));
            out.push(("date_start".to_owned(), start));
            out.push(("date_end".to_owned(), end));
        }
        out.extend([
            ("time_precision".to_owned(), event.map_or(Value::Null, |e| json!(e.time_precision.code()))),
            ("geo_precision".to_owned(), json!(place.geo_precision.code())),
            ("order".to_owned(), json!(event.and_then(|e| e.order).unwrap_or(0))),
            ("confidence".to_owned(), event.map_or(Value::Null, |e| json!((e.confidence * 100.0).round() / 100.0))),
        ]);
        out.extend(cited(situation, self.evidence));
        out.extend([
            ("mentions".to_owned(), json!(self.mentions)),
            optional("holder", self.holder),
            text("holder_status", self.holder_status),
            ("by_hand".to_owned(), json!(self.by_hand)),
        ]);
        let known: Vec<(String, Value)> = extra
            .iter()
            .filter(|(k, _)| !out.iter().any(|(o, _)| o == *k))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        out.extend(known);
        out
    }
}

/// The words that support a feature: the strongest, then the others as `article:start-end words`.
pub(super) fn cited(situation: &Situation, evidence: &[Citation]) -> Vec<(String, Value)> {
    let first = evidence.first();
    let source = first.and_then(|c| situation.articles.get(c.article)).map(|a| a.source.as_str());
    let more: Vec<String> =
        evidence.iter().skip(1).map(|c| format!("{}:{}-{} {}", c.article, c.start, c.end, c.quote)).collect();
    vec![
        optional("evidence", first.map(|c| c.quote.as_str())),
        ("evidence_start".to_owned(), json!(first.map(|c| c.start))),
        ("evidence_end".to_owned(), json!(first.map(|c| c.end))),
        optional("source", source),
        ("article".to_owned(), json!(first.map(|c| c.article))),
        ("evidence_more".to_owned(), json!(more)),
    ]
}

fn text(key: &str, value: &str) -> (String, Value) {
    (key.to_owned(), json!(value))
}

/// Text that may be missing: empty then, so that the key keeps its type.
fn optional(key: &str, value: Option<&str>) -> (String, Value) {
    (key.to_owned(), json!(value.unwrap_or("")))
}

fn dates(period: Option<Period>) -> (Value, Value) {
    period.map_or((Value::Null, Value::Null), |p| (json!(p.start.to_string()), json!(p.end.to_string())))
}

/// The whole file: one feature a line, the same bytes for the same situation.
pub fn document(situation: &Situation, features: &[Feature]) -> String {
    let mut out = String::from("{\n\"type\": \"FeatureCollection\",\n\"frontline\": ");
    out.push_str(&member(situation).to_string());
    out.push_str(",\n\"features\": [");
    lines(&mut out, features.iter(), false);
    out.push_str("\n]\n}\n");
    out
}

/// One file per layer and geometry type, as file name and text.
pub fn layer_files(features: &[Feature]) -> Vec<(String, String)> {
    layer_groups(features)
        .into_iter()
        .map(|(name, group)| {
            let text = named(&name, group.iter(), true);
            (format!("{name}.geojson"), text)
        })
        .collect()
}

/// The features of each file of `layers/` with the file's name. Features without a date stand apart from dated ones,
/// so that no date is null.
pub fn layer_groups(features: &[Feature]) -> Vec<(String, Vec<Feature>)> {
    let mut layers: Vec<&'static str> = features.iter().map(|f| f.layer).collect();
    layers.sort_unstable();
    layers.dedup();
    let mut groups = Vec::new();
    for layer in layers {
        let undated = |f: &&Feature| f.properties.iter().any(|(k, v)| DATE_KEYS.contains(&k.as_str()) && v.is_null());
        let (without, with): (Vec<&Feature>, Vec<&Feature>) =
            features.iter().filter(|f| f.layer == layer).partition(undated);
        for (group, suffix, keep) in [(with, "", true), (without, "_undated", false)] {
            if group.is_empty() {
                continue;
            }
            let mut group: Vec<Feature> = group.into_iter().cloned().collect();
            if !keep {
                for feature in &mut group {
                    feature.properties.retain(|(k, _)| !DATE_KEYS.contains(&k.as_str()));
                }
            }
            groups.push((format!("{layer}{suffix}"), group));
        }
    }
    groups
}

/// A collection of features with a name, without the member `frontline`.
pub fn collection(name: &str, features: &[Feature]) -> String {
    named(name, features.iter(), false)
}

fn named<'a>(name: &str, features: impl Iterator<Item = &'a Feature>, multi: bool) -> String {
    let mut out = format!("{{\n\"type\": \"FeatureCollection\",\n\"name\": {},\n\"features\": [", json!(name));
    lines(&mut out, features, multi);
    out.push_str("\n]\n}\n");
    out
}

fn lines<'a>(out: &mut String, features: impl Iterator<Item = &'a Feature>, multi: bool) {
    for (i, feature) in features.enumerate() {
        out.push_str(if i > 0 { ",\n" } else { "\n" });
        out.push_str("{\"type\":\"Feature\",\"id\":");
        out.push_str(&json!(feature.id).to_string());
        out.push_str(",\"geometry\":");
        feature.shape.write(out, multi);
        out.push_str(",\"properties\":{");
        for (j, (key, value)) in feature.properties.iter().enumerate() {
            if j > 0 {
                out.push(',');
            }
            push_text(out, key);
            out.push(':');
            match value {
                Value::String(text) => push_text(out, text),
                other => out.push_str(&other.to_string()),
            }
        }
        out.push_str("}}");
    }
}

/// Text as JSON; most of it has nothing to escape.
fn push_text(out: &mut String, text: &str) {
    if text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&json!(text).to_string());
    }
}

/// The foreign member `frontline`: what belongs to the whole.
pub fn member(situation: &Situation) -> Value {
    let names = |stops: &[Stop]| stops.iter().map(|s| s.name.clone()).collect::<Vec<_>>();
    let main = situation.axes.first();
    let every: Vec<Vec<String>> = situation.axes.iter().map(|a| names(&a.reached)).collect();
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    put("schema", json!(SCHEMA));
    put("title", json!(situation.title));
    put("subtitle", json!(situation.subtitle));
    put("as_of", json!(situation.as_of.map(|d| d.to_string())));
    put("attacker", json!(situation.attacker));
    put("defender", json!(situation.defender));
    let articles: Vec<Value> = situation
        .articles
        .iter()
        .map(|a| {
            json!({"source": a.source, "title": a.title, "byline": a.byline, "outlet": a.outlet, "url": a.url,
                "date": a.date.map(|d| d.to_string())})
        })
        .collect();
    put("articles", json!(articles));
    put("advance", json!(main.map(|a| names(&a.reached)).unwrap_or_default()));
    put("advance_ahead", json!(main.map(|a| names(&a.ahead)).unwrap_or_default()));
    put("axes", json!(every));
    put("axis_stops", json!(situation.axes.iter().enumerate().flat_map(|(i, a)| stops(i, a)).collect::<Vec<_>>()));
    let sides: Vec<Value> = situation
        .sides
        .iter()
        .map(|s| json!({"id": s.id, "name": s.name, "state": s.state, "colour": s.colour}))
        .collect();
    put("sides", json!(sides));
    put("territory", json!(situation.territory.map(|t| territory(&t, situation))));
    put("written", written::record(situation));
    put("unresolved", json!(situation.unresolved));
    put("warnings", json!(situation.warnings));
    Value::Object(map)
}

/// How areas are made; what is in the way only where there is something.
fn territory(rules: &Territory, situation: &Situation) -> Value {
    let mut value = json!({"max_km": rules.max_km, "contested_km": rules.contested_km, "indicative": rules.indicative});
    if let Some(map) = value.as_object_mut() {
        if rules.terrain {
            map.insert("terrain".to_owned(), json!(true));
        }
        if !situation.obstacles.is_empty() {
            map.insert("obstacles".to_owned(), json!(obstacle::written(&situation.obstacles)));
        }
    }
    value
}

/// Every stop with its position and date, so that the axes read back as they were.
fn stops(index: usize, axis: &Axis) -> Vec<Value> {
    let six = |v: f64| (v * 1e6).round() / 1e6;
    axis.reached
        .iter()
        .map(|s| (s, false))
        .chain(axis.ahead.iter().map(|s| (s, true)))
        .map(|(s, ahead)| {
            let (start, end) = dates(s.period);
            json!({"axis": index, "side": axis.side, "ahead": ahead, "name": s.name, "place_key": s.key, "lon": six(s.at.lon),
                "lat": six(s.at.lat), "date_start": start, "date_end": end, "status": s.status.as_str()})
        })
        .collect()
}
