//! The foreign member `frontline` read back.
//!
//! In: a JSON object. Out: what belongs to the whole situation. Never: features.

use serde_json::Map;
use serde_json::Value;

use crate::date::Date;
use crate::date::Period;
use crate::geodesy::LonLat;
use crate::situation::Axis;
use crate::situation::Side;
use crate::situation::Situation;
use crate::situation::Source;
use crate::situation::Stop;
use crate::situation::Territory;
use crate::situation::geojson::obstacle;
use crate::terms::LegStatus;

pub(super) fn head(situation: &mut Situation, member: &Map<String, Value>) {
    let text = |key: &str| member.get(key).and_then(Value::as_str).filter(|t| !t.is_empty()).map(str::to_owned);
    let list = |key: &str| member.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    situation.title = text("title").unwrap_or_default();
    situation.subtitle = text("subtitle").unwrap_or_default();
    situation.as_of = text("as_of").and_then(|d| d.parse().ok());
    situation.attacker = text("attacker");
    situation.defender = text("defender");
    let field = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).map(str::to_owned);
    for a in list("articles") {
        situation.articles.push(Source {
            source: field(&a, "source").unwrap_or_default(),
            title: field(&a, "title"),
            byline: field(&a, "byline"),
            outlet: field(&a, "outlet"),
            url: field(&a, "url"),
            date: field(&a, "date").and_then(|d| d.parse().ok()),
        });
    }
    for s in list("sides") {
        let Some(id) = field(&s, "id") else { continue };
        let name = field(&s, "name").unwrap_or_else(|| id.clone());
        let state = s.get("state").and_then(Value::as_bool).unwrap_or(false);
        situation.sides.push(Side { id, name, state, colour: field(&s, "colour") });
    }
    situation.territory = member.get("territory").and_then(Value::as_object).map(|t| {
        let usual = Territory::default();
        let km = |key: &str, or: f64| {
            t.get(key).and_then(Value::as_f64).filter(|v| (0.1..=20_000.0).contains(v)).unwrap_or(or)
        };
        let flag = |key: &str| t.get(key).and_then(Value::as_bool).unwrap_or(false);
        let in_the_way = t.get("obstacles").and_then(Value::as_array);
        situation.obstacles = in_the_way.map_or_else(Vec::new, |list| obstacle::listed(list));
        Territory {
            max_km: km("max_km", usual.max_km),
            contested_km: km("contested_km", usual.contested_km),
            indicative: flag("indicative"),
            terrain: flag("terrain"),
        }
    });
    situation.unresolved = list("unresolved").iter().filter_map(|v| v.as_str().map(str::to_owned)).collect();
    situation.warnings.extend(list("warnings").into_iter().filter_map(|v| serde_json::from_value(v).ok()));
    for stop in list("axis_stops").iter().take(5000) {
        read_stop(situation, stop);
    }
}

fn read_stop(situation: &mut Situation, value: &Value) -> Option<()> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let number = |key: &str| value.get(key).and_then(Value::as_f64);
    let index = usize::try_from(value.get("axis")?.as_u64()?).ok().filter(|i| *i <= situation.axes.len())?;
    let at = LonLat::new(number("lon").filter(|v| v.abs() <= 180.0)?, number("lat").filter(|v| v.abs() <= 90.0)?);
    let day = |key: &str| text(key).and_then(|d| d.parse::<Date>().ok());
    let stop = Stop {
        name: text("name")?.to_owned(),
        key: text("place_key").unwrap_or_default().to_owned(),
        at,
        period: day("date_start").zip(day("date_end")).map(|(a, b)| Period::new(a, b)),
        status: LegStatus::parse(text("status")?)?,
    };
    if index == situation.axes.len() {
        situation.axes.push(Axis { side: text("side").map(str::to_owned), ..Axis::default() });
    }
    let axis = situation.axes.get_mut(index)?;
    let list =
        if value.get("ahead").and_then(Value::as_bool) == Some(true) { &mut axis.ahead } else { &mut axis.reached };
    list.push(stop);
    Some(())
}
