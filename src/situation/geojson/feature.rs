//! Features read back: events, places, areas, lines, movements. Derived layers are left out, except what is `by_hand`.
//!
//! In: JSON features. Out: the parts of a situation. Never: the foreign member.

use std::collections::BTreeMap;

use geo::Coord;
use geo::LineString;
use serde_json::Value;

use crate::date::Period;
use crate::diagnostic::Warning;
use crate::geodesy::LonLat;
use crate::geodesy::distance_km;
use crate::situation::Axis;
use crate::situation::Event;
use crate::situation::FrontLine;
use crate::situation::Leg;
use crate::situation::Location;
use crate::situation::Movement;
use crate::situation::Place;
use crate::situation::Side;
use crate::situation::Situation;
use crate::situation::Stop;
use crate::situation::geojson::Shape;
use crate::situation::geojson::crossing::Crossings;
use crate::situation::geojson::fields::Checked;
use crate::situation::geojson::fields::Fields;
use crate::situation::geojson::fields::citations;
use crate::situation::geojson::fields::location;
use crate::situation::geojson::fields::terms;
use crate::situation::geojson::geometry;
use crate::situation::geojson::geometry::Oddity;
use crate::situation::geojson::geometry::short;
use crate::situation::geojson::read::label;
use crate::situation::slug;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;
use crate::terms::Precision;

/// A feature so far from the others may have its coordinates swapped, km.
const FAR_KM: f64 = 1200.0;

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

pub(super) struct Reader {
    pub(super) situation: Situation,
    pub(super) odd: BTreeMap<Oddity, usize>,
    pub(super) used: BTreeMap<String, u32>,
    /// Sides made for areas without a holder, with the names that their features have.
    pub(super) groups: BTreeMap<String, BTreeMap<String, usize>>,
    /// A position of each feature, with its number and label.
    pub(super) positions: Vec<(LonLat, usize, String)>,
    /// What the outlines of areas cost to be overlaid.
    pub(super) crossings: Crossings,
}

impl Reader {
    pub(super) fn feature(&mut self, feature: &Value, number: usize) -> Checked<()> {
        let is_feature = feature.get("type").and_then(Value::as_str) == Some("Feature");
        let bare = geometry_like(feature);
        if !is_feature && !bare {
            return Err(format!("expected a Feature, found {}", short(feature)));
        }
        let fields = Fields(if bare { None } else { feature.get("properties").and_then(Value::as_object) });
        let geometry = if bare { Some(feature) } else { feature.get("geometry").filter(|g| !g.is_null()) };
        let Some(geometry) = geometry else {
            self.situation
                .warnings
                .push(Warning::new("no-geometry", format!("feature {number}{} has no geometry", label(feature))));
            return Ok(());
        };
        let mut odd = Vec::new();
        let shapes = geometry::parse(geometry, &mut odd)?;
        odd.sort_unstable();
        odd.dedup();
        for o in odd {
            *self.odd.entry(o).or_default() += 1;
        }
        let id =
            feature.get("id").and_then(|v| v.as_str().map(str::to_owned).or_else(|| v.as_i64().map(|n| n.to_string())));
        let id = id.or_else(|| fields.text("id"));
        let layer = fields.text("layer").unwrap_or_default();
        self.positions.extend(shapes.first().and_then(Shape::first).map(|at| (at, number, label(feature))));
        for shape in shapes {
            match shape {
                Shape::Point(at) => self.point(&fields, id.as_deref(), &layer, at, number)?,
                Shape::Line(line) => self.line(&fields, id.as_deref(), &layer, &line, number)?,
                Shape::Polygons(shape) => self.area(&fields, (id.as_deref(), &layer, number), feature, shape)?,
            }
        }
        Ok(())
    }

    pub(super) fn id(&mut self, given: Option<&str>, made: &str) -> String {
        let wanted = given.unwrap_or(made).to_owned();
        let count = self.used.entry(wanted.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { wanted } else { format!("{wanted}-{count}") }
    }

    fn point(&mut self, fields: &Fields<'_>, id: Option<&str>, layer: &str, at: LonLat, number: usize) -> Checked<()> {
        let name = ["name", "surface", "label", "title"]
            .iter()
            .find_map(|k| fields.text(k))
            .unwrap_or_else(|| format!("Point {number}"));
        let types = terms(EventType::ALL.iter().map(|v| v.as_str()));
        let event_type = fields.term("event_type", EventType::parse, &types)?;
        let status =
            fields.term("holder_status", HolderStatus::parse, &terms(HolderStatus::ALL.iter().map(|v| v.as_str())))?;
        let holder = fields.text("holder").or_else(|| if layer.is_empty() { fields.text("side") } else { None });
        let holder_status =
            status.unwrap_or(if holder.is_some() { HolderStatus::Assessed } else { HolderStatus::Unknown });
        let location = location(fields, name, at)?;
        let evidence = citations(fields, &self.situation.articles)?;
        let extra = fields.others(KNOWN);
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
        let (date, start, end) = (fields.date("date")?, fields.date("date_start")?, fields.date("date_end")?);
        let start = start.or(date).or(end);
        let period = start.map(|s| Period::new(s, end.unwrap_or(s)));
        let precision = |key: &str| -> Checked<Precision> {
            match fields.number(key)? {
                None => Ok(Precision::Exact),
                Some(n) if n == 1.0 || n == 2.0 || n == 3.0 => Ok(Precision::from_code(n as u64).unwrap_or_default()),
                Some(n) => Err(format!("property \"{key}\" is {n}, expected 1, 2 or 3")),
            }
        };
        let assertion =
            fields.term("assertion", Assertion::parse, &terms(Assertion::ALL.iter().map(|v| v.as_str())))?;
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
            order: fields.number("order")?.filter(|n| (1.0..100_000.0).contains(n)).map(|n| n as u32),
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
        line: &[LonLat],
        number: usize,
    ) -> Checked<()> {
        let by_hand = fields.truth("by_hand");
        match layer {
            "movement" => {
                let types = terms(EventType::ALL.iter().map(|v| v.as_str()));
                let event_type =
                    fields.term("event_type", EventType::parse, &types)?.unwrap_or(EventType::Reinforcement);
                let assertion =
                    fields.term("assertion", Assertion::parse, &terms(Assertion::ALL.iter().map(|v| v.as_str())))?;
                let end = |key: &str, at: Option<&LonLat>| {
                    (fields.text(key).unwrap_or_default(), at.copied().unwrap_or_default())
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
                    extra: fields.others(&[KNOWN, &["from", "to"]].concat()),
                };
                self.situation.movements.push(movement);
            }
            "advance" if !by_hand => {}
            "advance" => {
                let all = terms(LegStatus::ALL.iter().map(|v| v.as_str()));
                let status = fields.term("status", LegStatus::parse, &all)?.unwrap_or(LegStatus::Completed);
                let (start, end) = (fields.date("date_start")?, fields.date("date_end")?);
                let count = |key: &str| -> Checked<u32> {
                    Ok(fields.number(key)?.filter(|n| (1.0..100_000.0).contains(n)).map_or(1, |n| n as u32))
                };
                let leg = Leg {
                    id: self.id(id, &format!("advance-by-hand-{number}")),
                    axis: count("axis")?.saturating_sub(1) as usize,
                    order: count("order")?,
                    from: fields.text("from").unwrap_or_default(),
                    to: fields.text("to").unwrap_or_default(),
                    status,
                    side: fields.text("actor"),
                    period: start.zip(end).map(|(a, b)| Period::new(a, b)),
                    line: line.to_vec(),
                    by_hand: true,
                };
                self.situation.legs.push(leg);
            }
            "front_line" if !by_hand => {}
            _ => {
                let status =
                    fields.term("status", HolderStatus::parse, &terms(HolderStatus::ALL.iter().map(|v| v.as_str())))?;
                let front = FrontLine {
                    id: self.id(id, &format!("line-{number}")),
                    side_left: fields.text("side_left"),
                    side_right: fields.text("side_right"),
                    status: status.unwrap_or(HolderStatus::Assessed),
                    as_of: fields.date("as_of")?.or(self.situation.as_of),
                    line: LineString(line.iter().map(|p| Coord { x: p.lon, y: p.lat }).collect()),
                    by_hand: true,
                    extra: fields.others(&["id", "layer", "side_left", "side_right", "status", "as_of", "by_hand"]),
                };
                self.situation.lines.push(front);
            }
        }
        Ok(())
    }

    /// Says what was odd, completes the sides, falls back to `advance` where a file has no stops.
    pub(super) fn finish(mut self, root: &Value) -> Situation {
        for (odd, count) in &self.odd {
            let (code, what) = match odd {
                Oddity::Height => ("heights", "heights (a third coordinate) were dropped"),
                Oddity::Open => ("open-ring", "rings were not closed and were closed"),
                Oddity::Collection => ("geometry-collection", "geometry collections were taken apart"),
                Oddity::Multi => ("multi-geometry", "several points or lines in one feature were taken apart"),
            };
            let features = if *count == 1 { "1 feature".to_owned() } else { format!("{count} features") };
            self.situation.warnings.push(Warning::new(code, format!("{features}: {what}")));
        }
        if self.situation.axes.is_empty() {
            let axis = Axis {
                side: self.situation.attacker.clone(),
                reached: self.named_stops(root.pointer("/frontline/advance"), LegStatus::Completed),
                ahead: self.named_stops(root.pointer("/frontline/advance_ahead"), LegStatus::Projected),
            };
            if !axis.reached.is_empty() {
                self.situation.axes.push(axis);
            }
        }
        self.warn_of_swapped();
        let groups = std::mem::take(&mut self.groups);
        let s = &mut self.situation;
        if s.as_of.is_none() {
            s.as_of = s.areas.iter().filter_map(|a| a.as_of).max();
        }
        let named: Vec<String> = s
            .events
            .iter()
            .flat_map(|e| [&e.actor_side, &e.holder])
            .chain(s.places.iter().map(|p| &p.holder))
            .chain(s.areas.iter().map(|a| &a.holder))
            .chain(s.legs.iter().map(|l| &l.side))
            .chain(s.lines.iter().flat_map(|l| [&l.side_left, &l.side_right]))
            .flatten()
            .cloned()
            .collect();
        let mut have: std::collections::BTreeSet<String> = s.sides.iter().map(|x| x.id.clone()).collect();
        for id in named {
            if have.insert(id.clone()) {
                let common = groups.get(&id).and_then(|names| names.iter().max_by_key(|(_, count)| **count));
                let name = common.map_or_else(|| id.replace(['_', '-'], " "), |(name, _)| name.clone());
                s.sides.push(Side { id, name, ..Side::default() });
            }
        }
        self.situation
    }

    /// Features far from all others that would lie among them with latitude and longitude the other way round.
    fn warn_of_swapped(&mut self) {
        let middle = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or_default()
        };
        if self.positions.len() < 4 {
            return;
        }
        let centre = LonLat::new(
            middle(self.positions.iter().map(|p| p.0.lon).collect()),
            middle(self.positions.iter().map(|p| p.0.lat).collect()),
        );
        for (at, number, label) in &self.positions {
            let far = distance_km(*at, centre);
            if far > FAR_KM && at.lon.abs() <= 90.0 && distance_km(LonLat::new(at.lat, at.lon), centre) < FAR_KM / 3.0 {
                self.situation.warnings.push(Warning::new(
                    "swapped",
                    format!(
                        "feature {number}{label}: {far:.0} km from the other features, but among them with latitude and longitude swapped; GeoJSON wants longitude first"
                    ),
                ));
            }
        }
    }

    fn named_stops(&self, names: Option<&Value>, status: LegStatus) -> Vec<Stop> {
        let mut places: BTreeMap<&str, (&Location, Option<Period>)> = BTreeMap::new();
        for event in self.situation.events.iter().rev() {
            places.insert(&event.location.name, (&event.location, event.period));
        }
        for place in &self.situation.places {
            places.entry(&place.location.name).or_insert((&place.location, None));
        }
        let names = names.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
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

/// True for a geometry without a feature around it.
fn geometry_like(value: &Value) -> bool {
    value.get("coordinates").is_some() || value.get("geometries").is_some()
}
