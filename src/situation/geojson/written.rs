//! What a file remembers of its features, so that a reader can tell what a person has changed since.
//!
//! In: a situation. Out: the member `written`, or the edits since. Never: geometry other than points.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::geodesy::LonLat;
use crate::geodesy::distance_km;
use crate::situation::Location;
use crate::situation::Situation;
use crate::terms::HolderStatus;

/// A point that is off by less is the same, km.
const SAME_KM: f64 = 0.02;

/// Id to position, holder, its status, and key of the place, of every event and place; `true` for movements, null for what has
/// been deleted.
pub(super) fn record(situation: &Situation) -> Value {
    let mut map = Map::new();
    for id in &situation.deleted {
        map.insert(id.clone(), Value::Null);
    }
    for movement in &situation.movements {
        map.insert(movement.id.clone(), json!(true));
    }
    for place in &situation.places {
        map.insert(place.id.clone(), line(&place.location, place.holder.as_deref(), place.holder_status));
    }
    for event in &situation.events {
        map.insert(event.id.clone(), line(&event.location, event.holder.as_deref(), event.holder_status));
    }
    Value::Object(map)
}

fn line(location: &Location, holder: Option<&str>, status: HolderStatus) -> Value {
    let five = |degrees: f64| (degrees * 1e5).round() / 1e5;
    json!([five(location.at.lon), five(location.at.lat), holder, status.as_str(), location.key])
}

/// What a line of the record says.
struct Entry<'a> {
    at: LonLat,
    holder: Option<&'a str>,
    status: &'a str,
    key: &'a str,
}

fn entry(line: &Value) -> Option<Entry<'_>> {
    let [lon, lat, holder, status, key] = line.as_array()?.as_slice() else { return None };
    Some(Entry {
        at: LonLat::new(lon.as_f64()?, lat.as_f64()?),
        holder: holder.as_str(),
        status: status.as_str()?,
        key: key.as_str()?,
    })
}

/// Marks what differs from the record as set by hand, and lists it.
pub(super) fn compare(situation: &mut Situation, record: &Map<String, Value>) {
    let mut edits = Vec::new();
    let mut moved: Vec<(String, LonLat)> = Vec::new();
    for event in &mut situation.events {
        let name = format!("{} \"{}\" ({})", "event", event.location.name, event.id);
        let held = (event.holder.as_deref(), event.holder_status);
        if let Some(what) = change(record, &event.id, &event.location, held, &mut moved) {
            edits.push(format!("{name}: {what}"));
            event.by_hand = true;
        }
    }
    for place in &mut situation.places {
        let name = format!("{} \"{}\" ({})", "place", place.location.name, place.id);
        let held = (place.holder.as_deref(), place.holder_status);
        if let Some(what) = change(record, &place.id, &place.location, held, &mut moved) {
            edits.push(format!("{name}: {what}"));
            place.by_hand = true;
        }
    }
    for (key, at) in moved {
        let stops = situation.axes.iter_mut().flat_map(|a| a.reached.iter_mut().chain(&mut a.ahead));
        stops.filter(|s| s.key == key).for_each(|s| s.at = at);
    }
    for (id, line) in record {
        let here = situation.events.iter().any(|e| e.id == *id)
            || situation.places.iter().any(|p| p.id == *id)
            || situation.movements.iter().any(|m| m.id == *id);
        if here {
            continue;
        }
        situation.deleted.insert(id.clone());
        if line.is_null() {
            continue;
        }
        edits.push(format!("{id}: deleted"));
        let Some(gone) = entry(line) else { continue };
        if situation.events.iter().any(|e| e.location.key == gone.key)
            || !situation.axes.iter().any(|a| passes(a, gone.key))
        {
            continue;
        }
        edits.push(format!("{id}: no longer on the axis of advance"));
        for axis in &mut situation.axes {
            axis.reached.retain(|s| s.key != gone.key);
            axis.ahead.retain(|s| s.key != gone.key);
        }
    }
    situation.edits = edits;
}

fn passes(axis: &crate::situation::Axis, key: &str) -> bool {
    axis.reached.iter().chain(&axis.ahead).any(|s| s.key == key)
}

/// What has been changed of a feature; the place goes to `moved` if it stands elsewhere.
fn change(
    record: &Map<String, Value>,
    id: &str,
    location: &Location,
    (holder, status): (Option<&str>, HolderStatus),
    moved: &mut Vec<(String, LonLat)>,
) -> Option<String> {
    let Some(old) = record.get(id).and_then(entry) else {
        return (!record.contains_key(id)).then(|| "added".to_owned());
    };
    let mut said = Vec::new();
    let km = distance_km(old.at, location.at);
    if km > SAME_KM {
        said.push(format!("moved {km:.1} km"));
        moved.push((location.key.clone(), location.at));
    }
    if holder != old.holder {
        said.push(format!("holder {} → {}", old.holder.unwrap_or("nothing"), holder.unwrap_or("nothing")));
    }
    if status.as_str() != old.status {
        said.push(format!("holder_status {} → {status}", old.status));
    }
    (!said.is_empty()).then(|| said.join(", "))
}
