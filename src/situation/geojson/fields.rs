//! The properties of a feature, with errors that name the property.
//!
//! In: JSON objects. Out: values, locations, citations. Never: layers.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;

use crate::date::Date;
use crate::geodesy::LonLat;
use crate::provenance::Citation;
use crate::situation::Location;
use crate::situation::Source;
use crate::situation::geojson::geometry::short;
use crate::situation::slug;
use crate::terms::Precision;

/// Keys of simplestyle.
const COLOURS: &[&str] =
    &["marker-color", "marker-size", "stroke", "stroke-width", "stroke-opacity", "fill", "fill-opacity"];

/// The properties of one feature, with errors that name the property.
pub(super) struct Fields<'a>(pub(super) Option<&'a Map<String, Value>>);

pub(super) type Checked<T> = Result<T, String>;

impl<'a> Fields<'a> {
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.0.and_then(|m| m.get(key)).filter(|v| !v.is_null())
    }

    /// Text; numbers and truth values are taken as they are written.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        match self.get(key)? {
            Value::String(s) if s.is_empty() => None,
            Value::String(s) => Some(s.clone()),
            Value::Number(n) => Some(n.to_string()),
            Value::Bool(b) => Some(b.to_string()),
            _ => None,
        }
    }

    /// Properties besides `known` and the colours for GitHub and geojson.io, which follow from the rest.
    pub(super) fn others(&self, known: &[&str]) -> BTreeMap<String, Value> {
        let all = self.0.into_iter().flatten();
        let kept = all.filter(|(k, _)| !known.contains(&k.as_str()) && !COLOURS.contains(&k.as_str()));
        kept.map(|(k, v)| (k.clone(), v.clone())).collect()
    }

    pub(super) fn truth(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Value::Bool(true))) || self.text(key).is_some_and(|t| t == "1" || t == "true")
    }

    pub(super) fn number(&self, key: &str) -> Checked<Option<f64>> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(s)) if s.trim().is_empty() => Ok(None),
            Some(Value::String(s)) => s
                .trim()
                .parse()
                .map(Some)
                .map_err(|e| format!("property \"{key}\" is \"{s}\", expected a number ({e})")),
            Some(v) => {
                v.as_f64().map(Some).ok_or_else(|| format!("property \"{key}\" is {}, expected a number", short(v)))
            }
        }
    }

    pub(super) fn date(&self, key: &str) -> Checked<Option<Date>> {
        let Some(text) = self.text(key) else {
            return Ok(None);
        };
        // QGIS may write a time after the date.
        let day = text.split(['T', ' ']).next().unwrap_or("").replace('/', "-");
        day.parse()
            .map(Some)
            .map_err(|e| format!("property \"{key}\" is \"{text}\", expected a date like 2024-12-05 ({e})"))
    }

    pub(super) fn term<T>(&self, key: &str, parse: impl Fn(&str) -> Option<T>, all: &str) -> Checked<Option<T>> {
        let Some(text) = self.text(key) else {
            return Ok(None);
        };
        parse(&text.to_lowercase())
            .map(Some)
            .ok_or_else(|| format!("property \"{key}\" is \"{text}\", expected one of {all}"))
    }
}

pub(super) fn terms(all: impl Iterator<Item = &'static str>) -> String {
    all.collect::<Vec<_>>().join(", ")
}

pub(super) fn location(fields: &Fields<'_>, name: String, at: LonLat) -> Checked<Location> {
    let key = fields.text("place_key").unwrap_or_else(|| format!("file:{}@{:.3},{:.3}", slug(&name), at.lon, at.lat));
    let aliases = match fields.get("aliases") {
        Some(Value::Array(list)) => list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
        Some(Value::String(s)) => s.split([',', ';']).map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect(),
        _ => Vec::new(),
    };
    let whole = |key: &str| -> Checked<u32> {
        Ok(fields.number(key)?.filter(|n| (0.0..4e9).contains(n)).map_or(0, |n| n as u32))
    };
    let geo_precision =
        fields.number("geo_precision")?.and_then(|n| Precision::from_code(n as u64)).unwrap_or_default();
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

pub(super) fn citations(fields: &Fields<'_>, articles: &[Source]) -> Checked<Vec<Citation>> {
    let mut out = Vec::new();
    if let Some(quote) = fields.text("evidence") {
        let source = fields.text("source");
        let index = fields
            .number("article")?
            .map(|n| n as usize)
            .or_else(|| articles.iter().position(|a| Some(&a.source) == source.as_ref()));
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
