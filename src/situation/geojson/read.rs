//! Reads situation.geojson back, and plain GeoJSON with areas or points drawn by hand.
//!
//! In: text of a file. Out: [`Situation`], or an error that names feature, property and reason. Never: derived layers,
//! which are made again, except features marked `by_hand`.

use std::collections::BTreeMap;

use geo::Coord;
use geo::LineString;
use serde_json::Map;
use serde_json::Value;

use crate::date::Date;
use crate::date::Period;
use crate::diagnostic::Warning;
use crate::error::Error;
use crate::error::Result;
use crate::geodesy::LonLat;
use crate::provenance::Citation;
use crate::situation::Area;
use crate::situation::Axis;
use crate::situation::Event;
use crate::situation::FrontLine;
use crate::situation::Location;
use crate::situation::Movement;
use crate::situation::Place;
use crate::situation::Side;
use crate::situation::Situation;
use crate::situation::Source;
use crate::situation::Stop;
use crate::situation::geojson::Shape;
use crate::situation::geojson::geometry;
use crate::situation::geojson::geometry::Oddity;
use crate::situation::geojson::geometry::short;
use crate::situation::slug;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;
use crate::terms::Precision;

/// Properties that the program writes itself; every other is kept as it is.
const KNOWN: &[&str] = &[
    "id",
    "layer",
    "name",
    "surface",
    "aliases",
    "country",
    "admin1",
    "geonameid",
    "place_key",
    "feature_class",
    "feature_code",
    "population",
    "event_type",
    "acled_event_type",
    "acled_sub_event_type",
    "assertion",
    "attribution",
    "actor",
    "actor_side",
    "opponent",
    "partial",
    "date",
    "date_start",
    "date_end",
    "time_precision",
    "geo_precision",
    "order",
    "confidence",
    "evidence",
    "evidence_start",
    "evidence_end",
    "source",
    "article",
    "evidence_more",
    "mentions",
    "holder",
    "holder_status",
    "by_hand",
];

/// Most features that are read.
const MAX_FEATURES: usize = 200_000;

/// Reads a situation.
///
/// # Errors
/// Text that is no GeoJSON; a feature with a geometry or a property that cannot be meant, by its number, id and name.
pub fn read(file: &str, text: &str) -> Result<Situation> {
    let input = |message: String| Error::Input {
        file: file.to_owned(),
        message,
    };
    let root: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| {
        input(format!(
            "line {}, column {}: not JSON: {}",
            e.line(),
            e.column(),
            plain(&e)
        ))
    })?;
    let mut situation = Situation::default();
    let root = unwrap(root, &mut situation.warnings).map_err(&input)?;
    let features: Vec<&Value> = match root.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => root
            .get("features")
            .and_then(Value::as_array)
            .ok_or_else(|| input("the FeatureCollection has no list \"features\"".to_owned()))?
            .iter()
            .collect(),
        Some(_) => vec![&root],
        None => {
            return Err(input(
                "expected a GeoJSON object with a \"type\", such as a FeatureCollection".to_owned(),
            ));
        }
    };
    if features.len() > MAX_FEATURES {
        return Err(Error::Limit {
            file: file.to_owned(),
            message: format!(
                "{} features, at most {MAX_FEATURES} are read",
                features.len()
            ),
        });
    }
    reference_system(&root).map_err(&input)?;
    if let Some(member) = root.get("frontline").and_then(Value::as_object) {
        head(&mut situation, member);
    }
    let mut reader = Reader {
        situation,
        odd: BTreeMap::new(),
        used: BTreeMap::new(),
    };
    for (number, feature) in features.iter().enumerate() {
        reader.feature(feature, number + 1).map_err(|reason| {
            input(format!(
                "feature {}{}: {reason}",
                number + 1,
                label(feature)
            ))
        })?;
    }
    Ok(reader.finish(&root))
}

/// The message of a JSON error without its position.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ")
        .map_or(text.clone(), |(m, _)| m.to_owned())
}

/// A FeatureCollection inside another object is taken out of it.
fn unwrap(root: Value, warnings: &mut Vec<Warning>) -> std::result::Result<Value, String> {
    if root.get("type").is_some() {
        return Ok(root);
    }
    match root {
        Value::Object(map) => {
            let inner = map
                .into_iter()
                .find(|(_, v)| v.get("type").and_then(Value::as_str) == Some("FeatureCollection"));
            let (key, value) = inner
                .ok_or("no GeoJSON: the object has no \"type\" and holds no FeatureCollection")?;
            warnings.push(Warning::new(
                "wrapped",
                format!("the FeatureCollection stands inside \"{key}\""),
            ));
            Ok(value)
        }
        other => Err(format!(
            "no GeoJSON: expected an object, found {}",
            short(&other)
        )),
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
        Err(format!(
            "coordinates in \"{name}\"; expected longitude and latitude (WGS 84)"
        ))
    }
}

/// ` (id "capture-hama", "Hama")`, as far as a feature has them.
fn label(feature: &Value) -> String {
    let id = feature
        .get("id")
        .or_else(|| feature.pointer("/properties/id"))
        .filter(|v| !v.is_null());
    let name = feature.pointer("/properties/name").and_then(Value::as_str);
    match (id, name) {
        (Some(id), Some(name)) => format!(" (id {}, \"{name}\")", short(id)),
        (Some(id), None) => format!(" (id {})", short(id)),
        (None, Some(name)) => format!(" (\"{name}\")"),
        (None, None) => String::new(),
    }
}

fn head(situation: &mut Situation, member: &Map<String, Value>) {
    let text = |key: &str| {
        member
            .get(key)
            .and_then(Value::as_str)
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    };
    let list = |key: &str| {
        member
            .get(key)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
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
        situation.sides.push(Side {
            id,
            name,
            state,
            colour: field(&s, "colour"),
        });
    }
    situation.unresolved = list("unresolved")
        .iter()
        .filter_map(|v| v.as_str().map(str::to_owned))
        .collect();
    situation.warnings.extend(
        list("warnings")
            .into_iter()
            .filter_map(|v| serde_json::from_value(v).ok()),
    );
    for stop in list("axis_stops").iter().take(5000) {
        read_stop(situation, stop);
    }
}

fn read_stop(situation: &mut Situation, value: &Value) -> Option<()> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let number = |key: &str| value.get(key).and_then(Value::as_f64);
    let index = usize::try_from(value.get("axis")?.as_u64()?)
        .ok()
        .filter(|i| *i <= situation.axes.len())?;
    let at = LonLat::new(
        number("lon").filter(|v| v.abs() <= 180.0)?,
        number("lat").filter(|v| v.abs() <= 90.0)?,
    );
    let day = |key: &str| text(key).and_then(|d| d.parse::<Date>().ok());
    let stop = Stop {
        name: text("name")?.to_owned(),
        key: text("place_key").unwrap_or_default().to_owned(),
        at,
        period: day("date_start")
            .zip(day("date_end"))
            .map(|(a, b)| Period::new(a, b)),
        status: LegStatus::parse(text("status")?)?,
    };
    if index == situation.axes.len() {
        situation.axes.push(Axis {
            side: text("side").map(str::to_owned),
            ..Axis::default()
        });
    }
    let axis = situation.axes.get_mut(index)?;
    let list = if value.get("ahead").and_then(Value::as_bool) == Some(true) {
        &mut axis.ahead
    } else {
        &mut axis.reached
    };
    list.push(stop);
    Some(())
}

struct Reader {
    situation: Situation,
    odd: BTreeMap<Oddity, usize>,
    used: BTreeMap<String, u32>,
}

/// The properties of one feature, with errors that name the property.
struct Fields<'a>(Option<&'a Map<String, Value>>);

type Checked<T> = std::result::Result<T, String>;

impl<'a> Fields<'a> {
    fn get(&self, key: &str) -> Option<&'a Value> {
        self.0.and_then(|m| m.get(key)).filter(|v| !v.is_null())
    }

    /// Text; numbers and truth values are taken as they are written.
    fn text(&self, key: &str) -> Option<String> {
        match self.get(key)? {
            Value::String(s) if s.is_empty() => None,
            Value::String(s) => Some(s.clone()),
            Value::Number(n) => Some(n.to_string()),
            Value::Bool(b) => Some(b.to_string()),
            _ => None,
        }
    }

    fn truth(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Value::Bool(true)))
            || self.text(key).is_some_and(|t| t == "1" || t == "true")
    }

    fn number(&self, key: &str) -> Checked<Option<f64>> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(s)) if s.trim().is_empty() => Ok(None),
            Some(Value::String(s)) => s
                .trim()
                .parse()
                .map(Some)
                .map_err(|e| format!("property \"{key}\" is \"{s}\", expected a number ({e})")),
            Some(v) => v
                .as_f64()
                .map(Some)
                .ok_or_else(|| format!("property \"{key}\" is {}, expected a number", short(v))),
        }
    }

    fn date(&self, key: &str) -> Checked<Option<Date>> {
        let Some(text) = self.text(key) else {
            return Ok(None);
        };
        // QGIS may write a time after the date.
        let day = text
            .split(['T', ' '])
            .next()
            .unwrap_or("")
            .replace('/', "-");
        day.parse().map(Some).map_err(|e| {
            format!("property \"{key}\" is \"{text}\", expected a date like 2024-12-05 ({e})")
        })
    }

    fn term<T>(
        &self,
        key: &str,
        parse: impl Fn(&str) -> Option<T>,
        all: &str,
    ) -> Checked<Option<T>> {
        let Some(text) = self.text(key) else {
            return Ok(None);
        };
        parse(&text.to_lowercase())
            .map(Some)
            .ok_or_else(|| format!("property \"{key}\" is \"{text}\", expected one of {all}"))
    }
}

fn terms(all: impl Iterator<Item = &'static str>) -> String {
    all.collect::<Vec<_>>().join(", ")
}

impl Reader {
    fn feature(&mut self, feature: &Value, number: usize) -> Checked<()> {
        let is_feature = feature.get("type").and_then(Value::as_str) == Some("Feature");
        let bare = geometry_like(feature);
        if !is_feature && !bare {
            return Err(format!("expected a Feature, found {}", short(feature)));
        }
        let fields = Fields(if bare {
            None
        } else {
            feature.get("properties").and_then(Value::as_object)
        });
        let geometry = if bare {
            Some(feature)
        } else {
            feature.get("geometry").filter(|g| !g.is_null())
        };
        let Some(geometry) = geometry else {
            self.situation.warnings.push(Warning::new(
                "no-geometry",
                format!("feature {number}{} has no geometry", label(feature)),
            ));
            return Ok(());
        };
        let mut odd = Vec::new();
        let shapes = geometry::parse(geometry, &mut odd)?;
        odd.sort_unstable();
        odd.dedup();
        for o in odd {
            *self.odd.entry(o).or_default() += 1;
        }
        let id = feature.get("id").and_then(|v| {
            v.as_str()
                .map(str::to_owned)
                .or_else(|| v.as_i64().map(|n| n.to_string()))
        });
        let id = id.or_else(|| fields.text("id"));
        let layer = fields.text("layer").unwrap_or_default();
        for shape in shapes {
            match shape {
                Shape::Point(at) => self.point(&fields, id.as_deref(), &layer, at, number)?,
                Shape::Line(line) => self.line(&fields, id.as_deref(), &layer, line, number)?,
                Shape::Polygons(shape) => {
                    let derived = layer == "control"
                        && !fields.truth("by_hand")
                        && fields.text("basis").as_deref() != Some("baseline");
                    if derived && fields.get("basis").is_some() {
                        continue;
                    }
                    let all = terms(HolderStatus::ALL.iter().map(|v| v.as_str()));
                    let status = fields.term("status", HolderStatus::parse, &all)?;
                    let holder = ["holder", "side", "control"]
                        .iter()
                        .find_map(|k| fields.text(k));
                    let area = Area {
                        id: self.id(id.as_deref(), &format!("area-{number}")),
                        status: status.unwrap_or(if holder.is_some() {
                            HolderStatus::Assessed
                        } else {
                            HolderStatus::Unknown
                        }),
                        holder,
                        as_of: fields
                            .date("as_of")?
                            .or(fields.date("date")?)
                            .or(self.situation.as_of),
                        basis: fields.text("basis").unwrap_or_else(|| "hand".to_owned()),
                        shape,
                        by_hand: fields.truth("by_hand") || fields.text("basis").is_none(),
                    };
                    self.situation.areas.push(area);
                }
            }
        }
        Ok(())
    }

    fn id(&mut self, given: Option<&str>, made: &str) -> String {
        let wanted = given.unwrap_or(made).to_owned();
        let count = self.used.entry(wanted.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            wanted
        } else {
            format!("{wanted}-{count}")
        }
    }

    fn point(
        &mut self,
        fields: &Fields<'_>,
        id: Option<&str>,
        layer: &str,
        at: LonLat,
        number: usize,
    ) -> Checked<()> {
        let name = ["name", "surface", "label", "title"]
            .iter()
            .find_map(|k| fields.text(k))
            .unwrap_or_else(|| format!("Point {number}"));
        let types = terms(EventType::ALL.iter().map(|v| v.as_str()));
        let event_type = fields.term("event_type", EventType::parse, &types)?;
        let status = fields.term(
            "holder_status",
            HolderStatus::parse,
            &terms(HolderStatus::ALL.iter().map(|v| v.as_str())),
        )?;
        let holder = fields.text("holder").or_else(|| {
            if layer.is_empty() {
                fields.text("side")
            } else {
                None
            }
        });
        let holder_status = status.unwrap_or(if holder.is_some() {
            HolderStatus::Assessed
        } else {
            HolderStatus::Unknown
        });
        let location = location(fields, name, at)?;
        let evidence = citations(fields, &self.situation.articles)?;
        let extra: BTreeMap<String, Value> = fields
            .0
            .into_iter()
            .flatten()
            .filter(|(k, _)| !KNOWN.contains(&k.as_str()))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        let by_hand = fields.truth("by_hand");
        let event_type = event_type.filter(|t| *t != EventType::Mention && layer != "place");
        let Some(event_type) = event_type else {
            let id = self.id(id, &format!("place-{}", slug(&location.name)));
            let mentions = fields.number("mentions")?.map_or(0, |n| n as u32);
            self.situation.places.push(Place {
                id,
                location,
                mentions,
                evidence,
                holder,
                holder_status,
                by_hand,
                extra,
            });
            return Ok(());
        };
        let (date, start, end) = (
            fields.date("date")?,
            fields.date("date_start")?,
            fields.date("date_end")?,
        );
        let start = start.or(date).or(end);
        let period = start.map(|s| Period::new(s, end.unwrap_or(s)));
        let precision = |key: &str| -> Checked<Precision> {
            match fields.number(key)? {
                None => Ok(Precision::Exact),
                Some(n) if n == 1.0 || n == 2.0 || n == 3.0 => {
                    Ok(Precision::from_code(n as u64).unwrap_or_default())
                }
                Some(n) => Err(format!("property \"{key}\" is {n}, expected 1, 2 or 3")),
            }
        };
        let assertion = fields.term(
            "assertion",
            Assertion::parse,
            &terms(Assertion::ALL.iter().map(|v| v.as_str())),
        )?;
        let made = format!(
            "{event_type}-{}{}",
            slug(&location.name),
            period.map_or(String::new(), |p| p.start.strftime("-%Y%m%d").to_string())
        );
        let event = Event {
            id: self.id(id, &made),
            location,
            event_type,
            assertion: assertion.unwrap_or(Assertion::Asserted),
            attribution: fields.text("attribution"),
            actor: fields.text("actor"),
            actor_side: fields.text("actor_side"),
            opponent: fields.text("opponent"),
            partial: fields.truth("partial"),
            period,
            time_precision: precision("time_precision")?,
            order: fields
                .number("order")?
                .filter(|n| (1.0..100_000.0).contains(n))
                .map(|n| n as u32),
            confidence: fields.number("confidence")?.unwrap_or(1.0).clamp(0.0, 1.0),
            evidence,
            holder,
            holder_status,
            by_hand,
            extra,
        };
        self.situation.events.push(event);
        Ok(())
    }

    fn line(
        &mut self,
        fields: &Fields<'_>,
        id: Option<&str>,
        layer: &str,
        line: Vec<LonLat>,
        number: usize,
    ) -> Checked<()> {
        let by_hand = fields.truth("by_hand");
        match layer {
            "movement" => {
                let types = terms(EventType::ALL.iter().map(|v| v.as_str()));
                let event_type = fields
                    .term("event_type", EventType::parse, &types)?
                    .unwrap_or(EventType::Reinforcement);
                let assertion = fields.term(
                    "assertion",
                    Assertion::parse,
                    &terms(Assertion::ALL.iter().map(|v| v.as_str())),
                )?;
                let end = |key: &str, at: Option<&LonLat>| {
                    (
                        fields.text(key).unwrap_or_default(),
                        at.copied().unwrap_or_default(),
                    )
                };
                let (start, end_day) = (fields.date("date_start")?, fields.date("date_end")?);
                let movement = Movement {
                    id: self.id(id, &format!("movement-{number}")),
                    event_type,
                    assertion: assertion.unwrap_or(Assertion::Asserted),
                    actor: fields.text("actor"),
                    actor_side: fields.text("actor_side"),
                    from: end("from", line.first()),
                    to: end("to", line.last()),
                    period: start.map(|s| Period::new(s, end_day.unwrap_or(s))),
                    evidence: citations(fields, &self.situation.articles)?,
                };
                self.situation.movements.push(movement);
            }
            "advance" => {}
            "front_line" if !by_hand => {}
            _ => {
                let status = fields.term(
                    "status",
                    HolderStatus::parse,
                    &terms(HolderStatus::ALL.iter().map(|v| v.as_str())),
                )?;
                let front = FrontLine {
                    id: self.id(id, &format!("line-{number}")),
                    side_left: fields.text("side_left"),
                    side_right: fields.text("side_right"),
                    status: status.unwrap_or(HolderStatus::Assessed),
                    as_of: fields.date("as_of")?.or(self.situation.as_of),
                    line: LineString(line.iter().map(|p| Coord { x: p.lon, y: p.lat }).collect()),
                    by_hand: true,
                };
                self.situation.lines.push(front);
            }
        }
        Ok(())
    }

    /// Says what was odd, completes the sides, falls back to `advance` where a file has no stops.
    fn finish(mut self, root: &Value) -> Situation {
        for (odd, count) in &self.odd {
            let (code, what) = match odd {
                Oddity::Height => ("heights", "heights (a third coordinate) were dropped"),
                Oddity::Open => ("open-ring", "rings were not closed and were closed"),
                Oddity::Collection => (
                    "geometry-collection",
                    "geometry collections were taken apart",
                ),
                Oddity::Multi => (
                    "multi-geometry",
                    "several points or lines in one feature were taken apart",
                ),
            };
            let features = if *count == 1 {
                "1 feature".to_owned()
            } else {
                format!("{count} features")
            };
            self.situation
                .warnings
                .push(Warning::new(code, format!("{features}: {what}")));
        }
        if self.situation.axes.is_empty() {
            let axis = Axis {
                side: self.situation.attacker.clone(),
                reached: self.named_stops(root.pointer("/frontline/advance"), LegStatus::Completed),
                ahead: self.named_stops(
                    root.pointer("/frontline/advance_ahead"),
                    LegStatus::Projected,
                ),
            };
            if !axis.reached.is_empty() {
                self.situation.axes.push(axis);
            }
        }
        let s = &mut self.situation;
        let named: Vec<String> = s
            .events
            .iter()
            .flat_map(|e| [&e.actor_side, &e.holder])
            .chain(s.places.iter().map(|p| &p.holder))
            .chain(s.areas.iter().map(|a| &a.holder))
            .chain(s.lines.iter().flat_map(|l| [&l.side_left, &l.side_right]))
            .flatten()
            .cloned()
            .collect();
        let mut have: std::collections::BTreeSet<String> =
            s.sides.iter().map(|x| x.id.clone()).collect();
        for id in named {
            if have.insert(id.clone()) {
                s.sides.push(Side {
                    name: id.replace(['_', '-'], " "),
                    id,
                    ..Side::default()
                });
            }
        }
        self.situation
    }

    fn named_stops(&self, names: Option<&Value>, status: LegStatus) -> Vec<Stop> {
        let mut places: BTreeMap<&str, (&Location, Option<Period>)> = BTreeMap::new();
        for event in self.situation.events.iter().rev() {
            places.insert(&event.location.name, (&event.location, event.period));
        }
        for place in &self.situation.places {
            places
                .entry(&place.location.name)
                .or_insert((&place.location, None));
        }
        let names = names
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        names
            .iter()
            .filter_map(|n| {
                let (location, period) = places.get(n.as_str()?)?;
                Some(Stop {
                    name: location.name.clone(),
                    key: location.key.clone(),
                    at: location.at,
                    period: *period,
                    status,
                })
            })
            .collect()
    }
}

fn geometry_like(value: &Value) -> bool {
    value.get("coordinates").is_some() || value.get("geometries").is_some()
}

fn location(fields: &Fields<'_>, name: String, at: LonLat) -> Checked<Location> {
    let key = fields
        .text("place_key")
        .unwrap_or_else(|| format!("file:{}@{:.3},{:.3}", slug(&name), at.lon, at.lat));
    let aliases = match fields.get("aliases") {
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|v| v.as_str().map(str::to_owned))
            .collect(),
        Some(Value::String(s)) => s
            .split([',', ';'])
            .map(|n| n.trim().to_owned())
            .filter(|n| !n.is_empty())
            .collect(),
        _ => Vec::new(),
    };
    let whole = |key: &str| -> Checked<u32> {
        Ok(fields
            .number(key)?
            .filter(|n| (0.0..4e9).contains(n))
            .map_or(0, |n| n as u32))
    };
    let geo_precision = fields
        .number("geo_precision")?
        .and_then(|n| Precision::from_code(n as u64))
        .unwrap_or_default();
    Ok(Location {
        key,
        surface: fields.text("surface").unwrap_or_else(|| name.clone()),
        name,
        aliases,
        at,
        country: fields.text("country").unwrap_or_default(),
        admin1: fields.text("admin1").unwrap_or_default(),
        geonameid: whole("geonameid")?,
        feature_class: fields.text("feature_class").unwrap_or_default(),
        feature_code: fields.text("feature_code").unwrap_or_default(),
        population: whole("population")?,
        geo_precision,
    })
}

fn citations(fields: &Fields<'_>, articles: &[Source]) -> Checked<Vec<Citation>> {
    let mut out = Vec::new();
    if let Some(quote) = fields.text("evidence") {
        let source = fields.text("source");
        let index = fields.number("article")?.map(|n| n as usize).or_else(|| {
            articles
                .iter()
                .position(|a| Some(&a.source) == source.as_ref())
        });
        let number = |key: &str| fields.number(key).map(|n| n.map_or(0, |n| n as usize));
        out.push(Citation {
            article: index.unwrap_or(0),
            start: number("evidence_start")?,
            end: number("evidence_end")?,
            quote,
        });
    }
    if let Some(Value::Array(more)) = fields.get("evidence_more") {
        out.extend(more.iter().filter_map(|v| {
            let (head, quote) = v.as_str()?.split_once(' ')?;
            let (article, span) = head.split_once(':')?;
            let (start, end) = span.split_once('-')?;
            Some(Citation {
                article: article.parse().ok()?,
                start: start.parse().ok()?,
                end: end.parse().ok()?,
                quote: quote.to_owned(),
            })
        }));
    }
    Ok(out)
}
