//! Geometry between GeoJSON and memory: six decimals, closed rings, RFC 7946 winding.
//!
//! In: JSON values, shapes. Out: shapes, JSON text. Never: properties.

use std::fmt::Write as _;

use geo::Coord;
use geo::LineString;
use geo::MultiPolygon;
use geo::Polygon;
use serde_json::Value;

use crate::geodesy::LonLat;

/// Geometry of a feature, degrees.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A position.
    Point(LonLat),
    /// A line.
    Line(Vec<LonLat>),
    /// One or more polygons.
    Polygons(MultiPolygon<f64>),
}

impl Shape {
    /// Type name in files.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Point(_) => "Point",
            Self::Line(_) => "LineString",
            Self::Polygons(p) if p.0.len() == 1 => "Polygon",
            Self::Polygons(_) => "MultiPolygon",
        }
    }

    /// The first position.
    pub(super) fn first(&self) -> Option<LonLat> {
        match self {
            Self::Point(at) => Some(*at),
            Self::Line(line) => line.first().copied(),
            Self::Polygons(shape) => shape.0.first()?.exterior().0.first().map(|c| LonLat::new(c.x, c.y)),
        }
    }

    /// GeoJSON text; `multi` writes polygons as MultiPolygon always.
    pub(super) fn write(&self, out: &mut String, multi: bool) {
        match self {
            Self::Point(at) => {
                out.push_str("{\"type\":\"Point\",\"coordinates\":");
                position(out, at.lon, at.lat);
                out.push('}');
            }
            Self::Line(line) => {
                out.push_str("{\"type\":\"LineString\",\"coordinates\":[");
                for (i, at) in line.iter().enumerate() {
                    comma(out, i);
                    position(out, at.lon, at.lat);
                }
                out.push_str("]}");
            }
            Self::Polygons(shape) => {
                let single = shape.0.len() == 1 && !multi;
                out.push_str(if single {
                    "{\"type\":\"Polygon\",\"coordinates\":"
                } else {
                    "{\"type\":\"MultiPolygon\",\"coordinates\":["
                });
                for (i, polygon) in shape.0.iter().enumerate() {
                    comma(out, i);
                    out.push('[');
                    ring(out, polygon.exterior(), true);
                    for hole in polygon.interiors() {
                        out.push(',');
                        ring(out, hole, false);
                    }
                    out.push(']');
                }
                out.push_str(if single { "}" } else { "]}" });
            }
        }
    }
}

fn comma(out: &mut String, index: usize) {
    if index > 0 {
        out.push(',');
    }
}

/// A ring wound as RFC 7946 wants it: outer rings against the clock, holes with it.
fn ring(out: &mut String, line: &LineString<f64>, outer: bool) {
    let counter = signed_area(&line.0) > 0.0;
    out.push('[');
    let mut write = |i: usize, c: &Coord<f64>| {
        comma(out, i);
        position(out, c.x, c.y);
    };
    if counter == outer {
        line.0.iter().enumerate().for_each(|(i, c)| write(i, c));
    } else {
        line.0.iter().rev().enumerate().for_each(|(i, c)| write(i, c));
    }
    out.push(']');
}

/// Twice the signed area in degrees, positive against the clock.
fn signed_area(ring: &[Coord<f64>]) -> f64 {
    ring.windows(2).map(|w| if let [a, b] = w { a.x * b.y - b.x * a.y } else { 0.0 }).sum()
}

fn position(out: &mut String, lon: f64, lat: f64) {
    out.push('[');
    push_number(out, lon);
    out.push(',');
    push_number(out, lat);
    out.push(']');
}

/// A coordinate with at most six decimals.
fn push_number(out: &mut String, value: f64) {
    const LARGEST: f64 = 1e9;
    if value.is_finite() && value.abs() > LARGEST {
        out.push_str(&((value * 1e6).round() / 1e6).to_string());
        return;
    }
    // Not a number is nought.
    let millionths = (value * 1e6).round() as i64;
    if !value.is_finite() || millionths == 0 {
        out.push('0');
        return;
    }
    if millionths < 0 {
        out.push('-');
    }
    let millionths = millionths.unsigned_abs();
    let (whole, rest) = (millionths / 1_000_000, millionths % 1_000_000);
    let _ = write!(out, "{whole}");
    if rest > 0 {
        let _ = write!(out, ".{rest:06}");
        while out.ends_with('0') {
            out.pop();
        }
    }
}

/// What was odd about a geometry but could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Oddity {
    /// Heights were dropped.
    Height,
    /// A ring was not closed.
    Open,
    /// A geometry collection was taken apart.
    Collection,
    /// Several points or lines in one feature.
    Multi,
}

/// The shapes of a GeoJSON geometry.
pub(super) fn parse(geometry: &Value, odd: &mut Vec<Oddity>) -> Result<Vec<Shape>, String> {
    let kind = geometry.get("type").and_then(Value::as_str).ok_or("the geometry has no type")?;
    if kind == "GeometryCollection" {
        odd.push(Oddity::Collection);
        let members =
            geometry.get("geometries").and_then(Value::as_array).ok_or("a GeometryCollection without geometries")?;
        let mut out = Vec::new();
        for member in members {
            if member.get("type").and_then(Value::as_str) == Some("GeometryCollection") {
                return Err("a GeometryCollection inside another".to_owned());
            }
            out.extend(parse(member, odd)?);
        }
        return Ok(out);
    }
    let coordinates = geometry.get("coordinates").ok_or_else(|| format!("the {kind} has no coordinates"))?;
    match kind {
        "Point" => Ok(vec![Shape::Point(at(coordinates, odd)?)]),
        "LineString" => Ok(vec![Shape::Line(line(coordinates, odd)?)]),
        "MultiPoint" => {
            odd.push(Oddity::Multi);
            list(coordinates)?.iter().map(|c| at(c, odd).map(Shape::Point)).collect()
        }
        "MultiLineString" => {
            odd.push(Oddity::Multi);
            list(coordinates)?.iter().map(|c| line(c, odd).map(Shape::Line)).collect()
        }
        "Polygon" => Ok(vec![Shape::Polygons(MultiPolygon(vec![polygon(coordinates, odd)?]))]),
        "MultiPolygon" => {
            let parts: Result<Vec<_>, _> = list(coordinates)?.iter().map(|c| polygon(c, odd)).collect();
            Ok(vec![Shape::Polygons(MultiPolygon(parts?))])
        }
        other => Err(format!("\"{other}\" is no GeoJSON geometry")),
    }
}

fn list(value: &Value) -> Result<&Vec<Value>, String> {
    value.as_array().ok_or_else(|| format!("expected a list of coordinates, found {}", short(value)))
}

fn at(value: &Value, odd: &mut Vec<Oddity>) -> Result<LonLat, String> {
    let numbers = list(value)?;
    let (Some(lon), Some(lat)) = (numbers.first().and_then(Value::as_f64), numbers.get(1).and_then(Value::as_f64))
    else {
        return Err(format!("expected a position [lon, lat], found {}", short(value)));
    };
    if numbers.len() > 2 && !odd.contains(&Oddity::Height) {
        odd.push(Oddity::Height);
    }
    if !(-90.0..=90.0).contains(&lat) {
        let swapped = (-90.0..=90.0).contains(&lon) && (-180.0..=180.0).contains(&lat);
        let hint = if swapped { "; GeoJSON wants longitude first, latitude and longitude look swapped" } else { "" };
        return Err(format!("latitude {lat} is outside -90 to 90{hint}"));
    }
    if !(-180.0..=180.0).contains(&lon) {
        return Err(format!("longitude {lon} is outside -180 to 180"));
    }
    Ok(LonLat::new(lon, lat))
}

fn line(value: &Value, odd: &mut Vec<Oddity>) -> Result<Vec<LonLat>, String> {
    let points: Result<Vec<LonLat>, String> = list(value)?.iter().map(|c| at(c, odd)).collect();
    let points = points?;
    if points.len() < 2 { Err(format!("a line needs two positions, found {}", points.len())) } else { Ok(points) }
}

fn polygon(value: &Value, odd: &mut Vec<Oddity>) -> Result<Polygon<f64>, String> {
    let mut rings = Vec::new();
    for ring in list(value)? {
        let points: Result<Vec<LonLat>, String> = list(ring)?.iter().map(|c| at(c, odd)).collect();
        let mut points: Vec<Coord<f64>> = points?.iter().map(|p| Coord { x: p.lon, y: p.lat }).collect();
        if points.first() != points.last() {
            odd.push(Oddity::Open);
            points.extend(points.first().copied());
        }
        if points.len() < 4 {
            return Err(format!("a ring needs four positions, found {}", points.len()));
        }
        rings.push(LineString(points));
    }
    let mut rings = rings.into_iter();
    let outer = rings.next().ok_or("a polygon without a ring")?;
    Ok(Polygon::new(outer, rings.collect()))
}

/// A value in a message, cut to a readable length.
pub(super) fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or("")),
        None => text,
    }
}
