//! What was written and what stands in the tables now, joined: the second wins, and each difference is named.
//!
//! In: situation.geojson as it was written, tables. Out: the text of situation.geojson now, edits. Never: a database.
//!
//! A place that was moved takes with it what else stands at the same place: other events, stops of the advance, ends of
//! movements; a new holder counts for all of them. A place whose events were all deleted leaves the axis.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::exchange::form::Form;
use crate::exchange::form::Position;
use crate::exchange::geopackage::Edit;

use crate::exchange::geopackage::cell;
use crate::exchange::geopackage::cell::Cell;
use crate::exchange::geopackage::read::Layer;
use crate::exchange::geopackage::read::Row;
use crate::exchange::table::ColumnKind;
use crate::geodesy::LonLat;
use crate::geodesy::distance_km;
use crate::terms::Assertion;
use crate::terms::EventType;

/// Layers that are derived from events and places each time.
const DERIVED: &[&str] = &["advance", "change"];

/// Joins what was written with the tables; `missing` names tables that are gone.
pub(super) fn merge(mut written: Value, layers: &[Layer], missing: &[String]) -> (String, Vec<Edit>) {
    let before: Vec<Value> = match written.get_mut("features").map(Value::take) {
        Some(Value::Array(features)) => features,
        _ => Vec::new(),
    };
    let mut edits: Vec<Edit> = missing
        .iter()
        .map(|name| Edit {
            layer: name.clone(),
            id: String::new(),
            name: String::new(),
            what: "the whole layer is gone from the file".to_owned(),
        })
        .collect();
    let mut rows: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
    for (l, layer) in layers.iter().enumerate() {
        if let Some(column) = layer.columns.iter().position(|(name, _)| name == "id") {
            for (r, row) in layer.rows.iter().enumerate() {
                if let Some(Cell::Text(id)) = row.cells.get(column) {
                    rows.entry((l, id)).or_default().push(r);
                }
            }
        }
    }
    let mut used: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut now: Vec<Value> = Vec::new();
    let mut journal = Journal::default();
    for feature in &before {
        let (layer, id) = (text(feature, "layer"), text(feature, "id"));
        let form = feature.get("geometry").and_then(Form::from_json);
        let home =
            layers.iter().position(|l| l.name == layer || Some(&l.name) == suffixed(layer, form.as_ref()).as_ref());
        let Some(home) = home else {
            journal.gone(feature, None, &mut edits);
            continue;
        };
        let row = rows.get(&(home, id)).and_then(|all| all.iter().find(|r| !used.contains(&(home, **r)))).copied();
        let found = layers.get(home).and_then(|l| Some((l, l.rows.get(row?)?)));
        let (Some((table, found)), Some(row)) = (found, row) else {
            journal.gone(feature, Some("deleted"), &mut edits);
            continue;
        };
        used.insert((home, row));
        let mut feature = feature.clone();
        journal.compare(&mut feature, form.as_ref(), table, found, &mut edits);
        now.push(feature);
    }
    for (l, layer) in layers.iter().enumerate() {
        let ours = layer.name.split("_points").next().unwrap_or("");
        let ours = ours.split("_lines").next().unwrap_or("").split("_areas").next().unwrap_or("");
        for (r, row) in layer.rows.iter().enumerate() {
            if used.contains(&(l, r)) || row.form.is_none() {
                continue;
            }
            let mut feature = plain(layer, row, Some(ours));
            set(&mut feature, "by_hand", json!(true));
            let what =
                if DERIVED.contains(&ours) { "added; this layer is derived again, so it is not kept" } else { "added" };
            edits.push(edit(&feature, what.to_owned()));
            now.push(feature);
        }
    }
    // What changed hands belongs to two situations, not to this one.
    now.retain(|feature| text(feature, "layer") != "change");
    journal.follow(&mut written, &mut now, &mut edits);
    if let Some(root) = written.as_object_mut() {
        root.insert("features".to_owned(), Value::Array(now));
    }
    (written.to_string(), edits)
}

/// A row as a feature, of nobody's making before.
pub(super) fn plain(layer: &Layer, row: &Row, ours: Option<&str>) -> Value {
    let mut properties = Map::new();
    for ((name, kind), cell) in layer.columns.iter().zip(&row.cells) {
        if *cell != Cell::Null {
            properties.insert(name.clone(), cell::value(cell, *kind, None));
        }
    }
    if let Some(layer) = ours {
        properties.insert("layer".to_owned(), json!(layer));
    }
    let id = properties.get("id").cloned().unwrap_or(Value::Null);
    let geometry = row.form.as_ref().map_or(Value::Null, Form::to_json);
    let mut feature = json!({"type": "Feature", "geometry": geometry, "properties": properties});
    if let (Some(map), Value::String(_)) = (feature.as_object_mut(), &id) {
        map.insert("id".to_owned(), id);
    }
    feature
}

fn text<'a>(feature: &'a Value, key: &str) -> &'a str {
    feature.get("properties").and_then(|p| p.get(key)).and_then(Value::as_str).unwrap_or("")
}

fn set(feature: &mut Value, key: &str, value: Value) {
    if let Some(properties) = feature.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert(key.to_owned(), value);
    }
}

fn suffixed(layer: &str, form: Option<&Form>) -> Option<String> {
    Some(match form? {
        Form::Points(_) => format!("{layer}_points"),
        Form::Lines(_) => format!("{layer}_lines"),
        Form::Areas(_) => format!("{layer}_areas"),
    })
}

fn edit(feature: &Value, what: String) -> Edit {
    let name = match (text(feature, "name"), text(feature, "from"), text(feature, "to")) {
        ("", "", "") => text(feature, "holder").to_owned(),
        ("", from, to) => format!("{from} – {to}"),
        (name, ..) => name.to_owned(),
    };
    Edit { layer: text(feature, "layer").to_owned(), id: text(feature, "id").to_owned(), name, what }
}

/// What the edits of single features mean for the whole.
#[derive(Default)]
struct Journal {
    /// Place key to where it stood and stands.
    moved: BTreeMap<String, (Position, Position)>,
    /// Ids of features whose geometry a hand has set.
    placed: BTreeSet<String>,
    /// Place key to who holds it and how sure, where a hand has said so.
    held: BTreeMap<String, (Value, Value)>,
    /// Ids of features whose holder a hand has set.
    given: BTreeSet<String>,
    /// Place keys of events that are gone or no longer say what they said.
    undone: BTreeSet<String>,
    /// Ids of events that are still there and no longer say what they said.
    spent: BTreeSet<String>,
}

impl Journal {
    fn gone(&mut self, feature: &Value, what: Option<&str>, edits: &mut Vec<Edit>) {
        if text(feature, "layer") == "event" {
            self.undone.insert(text(feature, "place_key").to_owned());
        }
        if let Some(what) = what {
            let made = ["control", "front_line"].contains(&text(feature, "layer"))
                && !feature.pointer("/properties/by_hand").and_then(Value::as_bool).unwrap_or(false)
                && !matches!(text(feature, "basis"), "hand" | "baseline");
            let what = if made {
                format!(
                    "{what}; made from the places, so it comes back: change who holds them, draw an area, or use --no-areas"
                )
            } else if DERIVED.contains(&text(feature, "layer")) {
                format!("{what}; this layer is derived again from the events")
            } else {
                what.to_owned()
            };
            edits.push(edit(feature, what));
        }
    }

    fn compare(&mut self, feature: &mut Value, form: Option<&Form>, table: &Layer, row: &Row, edits: &mut Vec<Edit>) {
        let mut said = Vec::new();
        if let (Some(old), Some(new)) = (form, &row.form)
            && !old.same(new)
        {
            match (old, new) {
                (Form::Points(a), Form::Points(b)) => {
                    let (a, b) = (a.first().copied().unwrap_or_default(), b.first().copied().unwrap_or_default());
                    let km = distance_km(LonLat::new(a[0], a[1]), LonLat::new(b[0], b[1]));
                    said.push(format!("moved {km:.1} km"));
                    let key = text(feature, "place_key");
                    if !key.is_empty() {
                        self.moved.insert(key.to_owned(), (a, b));
                    }
                }
                _ => said.push("drawn anew".to_owned()),
            }
            self.placed.insert(text(feature, "id").to_owned());
            if let Some(map) = feature.as_object_mut() {
                map.insert("geometry".to_owned(), new.to_json());
            }
        }
        let mut marked = false;
        for ((key, kind), cell) in table.columns.iter().zip(&row.cells) {
            let old = feature.get("properties").and_then(|p| p.get(key));
            if old.is_none() && *cell == Cell::Null {
                continue;
            }
            let kind = if *kind == ColumnKind::Text && old.is_some_and(|v| v.is_array() || v.is_object()) {
                ColumnKind::Json
            } else {
                *kind
            };
            if cell::same(&cell::cell(old, kind), cell, kind) {
                continue;
            }
            let mut new = cell::value(cell, kind, old);
            if new.is_null() && old.is_some_and(Value::is_string) {
                new = json!("");
            }
            said.push(format!("{key} {} → {}", short(old), short(Some(&new))));
            marked |= key == "by_hand";
            if key == "event_type" || key == "assertion" {
                self.weigh(feature, key, &new);
            }
            set(feature, key, new);
            if key == "date_start" && feature.get("properties").is_some_and(|p| p.get("date").is_some()) {
                let day = feature.pointer("/properties/date_start").cloned().unwrap_or(Value::Null);
                set(feature, "date", day);
            }
        }
        if said.is_empty() {
            return;
        }
        if said.iter().any(|s| s.starts_with("holder")) && !text(feature, "place_key").is_empty() {
            let part = |key: &str| feature.get("properties").and_then(|p| p.get(key)).cloned().unwrap_or(Value::Null);
            self.held.insert(text(feature, "place_key").to_owned(), (part("holder"), part("holder_status")));
            self.given.insert(text(feature, "id").to_owned());
        }
        if !marked {
            set(feature, "by_hand", json!(true));
        }
        let derived = DERIVED.contains(&text(feature, "layer"));
        let tail = if derived { "; this layer is derived again from the events" } else { "" };
        edits.push(edit(feature, format!("{}{tail}", said.join(", "))));
    }

    /// An event that no longer tells of a gain gives no stop to the advance.
    fn weigh(&mut self, feature: &Value, key: &str, new: &Value) {
        let gains = |t: Option<EventType>| {
            matches!(
                t,
                Some(
                    EventType::Capture
                        | EventType::Recapture
                        | EventType::Origin
                        | EventType::Entry
                        | EventType::Advance
                )
            )
        };
        let new = new.as_str().unwrap_or("");
        let ends = if key == "event_type" {
            gains(EventType::parse(text(feature, "event_type"))) && !gains(EventType::parse(new))
        } else {
            !Assertion::parse(new).is_some_and(Assertion::happened)
        };
        if ends {
            self.spent.insert(text(feature, "id").to_owned());
            self.undone.insert(text(feature, "place_key").to_owned());
        }
    }

    /// Lets everything follow the places that were moved or lost their events.
    fn follow(&self, written: &mut Value, now: &mut [Value], edits: &mut Vec<Edit>) {
        let mut carried: BTreeSet<String> = BTreeSet::new();
        let old: BTreeMap<[u64; 2], Position> =
            self.moved.values().map(|(old, new)| (old.map(f64::to_bits), *new)).collect();
        for feature in now.iter_mut() {
            let (layer, key) = (text(feature, "layer").to_owned(), text(feature, "place_key").to_owned());
            let point = layer == "event" || layer == "place";
            if point
                && !self.placed.contains(text(feature, "id"))
                && let Some((_, new)) = self.moved.get(&key)
            {
                if let Some(map) = feature.as_object_mut() {
                    map.insert("geometry".to_owned(), Form::Points(vec![*new]).to_json());
                }
                set(feature, "by_hand", json!(true));
                edits.push(edit(feature, "follows its place".to_owned()));
            }
            if point
                && !self.given.contains(text(feature, "id"))
                && let Some((holder, status)) = self.held.get(&key)
            {
                set(feature, "holder", holder.clone());
                set(feature, "holder_status", status.clone());
                set(feature, "by_hand", json!(true));
                edits.push(edit(feature, "has the holder of its place".to_owned()));
            }
            if layer == "movement" && !self.placed.contains(text(feature, "id")) {
                bend(feature, &old);
            }
            let counts =
                layer == "event" && feature.pointer("/properties/order").and_then(Value::as_u64).unwrap_or(0) > 0;
            let counts = counts && !self.spent.contains(text(feature, "id"));
            if point && (counts || !self.undone.contains(&key)) {
                carried.insert(key);
            }
        }
        let lost: BTreeSet<&String> = self.undone.iter().filter(|k| !carried.contains(*k)).collect();
        let Some(stops) = written.pointer_mut("/frontline/axis_stops").and_then(Value::as_array_mut) else { return };
        let mut dropped = Vec::new();
        stops.retain_mut(|stop| {
            let key = stop.get("place_key").and_then(Value::as_str).unwrap_or("").to_owned();
            if lost.contains(&key) {
                dropped.push(stop.get("name").and_then(Value::as_str).unwrap_or("").to_owned());
                return false;
            }
            if let (Some((_, [lon, lat])), Some(map)) = (self.moved.get(&key), stop.as_object_mut()) {
                map.insert("lon".to_owned(), json!(lon));
                map.insert("lat".to_owned(), json!(lat));
            }
            true
        });
        for name in &dropped {
            edits.push(Edit {
                layer: "advance".to_owned(),
                id: String::new(),
                name: name.clone(),
                what: "no longer on the axis of advance".to_owned(),
            });
        }
        for list in ["advance", "advance_ahead"] {
            if let Some(names) = written.pointer_mut(&format!("/frontline/{list}")).and_then(Value::as_array_mut) {
                names.retain(|n| !n.as_str().is_some_and(|n| dropped.iter().any(|d| d == n)));
            }
        }
    }
}

/// Ends of a movement go with the places they stood at.
fn bend(feature: &mut Value, moved: &BTreeMap<[u64; 2], Position>) {
    let Some(Form::Lines(mut lines)) = feature.get("geometry").and_then(Form::from_json) else { return };
    let mut bent = false;
    for at in lines.iter_mut().flatten() {
        if let Some(new) = moved.get(&at.map(f64::to_bits)) {
            *at = *new;
            bent = true;
        }
    }
    if bent && let Some(map) = feature.as_object_mut() {
        map.insert("geometry".to_owned(), Form::Lines(lines).to_json());
    }
}

/// A value in a message.
fn short(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => "nothing".to_owned(),
        Some(Value::String(s)) if s.is_empty() => "nothing".to_owned(),
        Some(Value::String(s)) => s.clone(),
        Some(other) => other.to_string(),
    };
    match text.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or("")),
        None => text,
    }
}
