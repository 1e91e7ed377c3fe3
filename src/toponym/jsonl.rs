//! One line of JSON in, one line of JSON out.
//!
//! In: `{"id", "text", "spans"?}`. Out: `{"id", "toponyms"}` or `{"id", "error"}`. Never: files.

use std::ops::Range;

use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use crate::article;
use crate::gazetteer::Gazetteer;
use crate::toponym::Options;
use crate::toponym::Toponym;
use crate::toponym::geoparse;
use crate::toponym::resolve_spans;

/// Longest line read, bytes.
pub const LONGEST_LINE: usize = 16 << 20;
/// Most spans in a line.
pub const MOST_SPANS: usize = 100_000;

/// Answers one line; never fails: what is wrong with the line stands in the answer. No line end is added.
pub fn answer(line: &str, gazetteer: &Gazetteer, options: &Options<'_>) -> String {
    match try_answer(line, gazetteer, options) {
        Ok(text) => text,
        Err((id, error)) => json!({"id": id, "error": error}).to_string(),
    }
}

/// The rows of an article that was read by other means; offsets are code points of its original.
pub fn rows(article: &article::Article, toponyms: &[Toponym]) -> Vec<Value> {
    toponyms
        .iter()
        .map(|t| {
            let (start, end) = article.original_span(t.span.clone());
            let text = article.text.get(t.span.clone()).unwrap_or("");
            serde_json::to_value(row(t, start, end, text)).unwrap_or(Value::Null)
        })
        .collect()
}

fn try_answer(line: &str, gazetteer: &Gazetteer, options: &Options<'_>) -> Result<String, (Value, String)> {
    if line.len() > LONGEST_LINE {
        return Err((Value::Null, format!("the line has {} bytes; at most {LONGEST_LINE} are read", line.len())));
    }
    let (id, text, spans) = parse(line)?;
    let article = article::verbatim(&text, "");
    let toponyms = match &spans {
        None => geoparse(&article, gazetteer, options),
        Some(pairs) => {
            let ranges: Vec<Range<usize>> = pairs.iter().map(|&(start, end)| article.clean_span(start, end)).collect();
            resolve_spans(&article, &ranges, gazetteer, options)
        }
    };
    let points = CodePoints::new(&article.text);
    let rows: Vec<Row<'_>> = toponyms
        .iter()
        .enumerate()
        .map(|(i, t)| {
            let (start, end) = match spans.as_ref().and_then(|s| s.get(i)) {
                Some(&pair) => pair,
                None => (points.of(t.span.start), points.of(t.span.end)),
            };
            row(t, start, end, article.text.get(t.span.clone()).unwrap_or(""))
        })
        .collect();
    serde_json::to_string(&Answer { id: &id, toponyms: rows })
        .map_err(|error| (Value::Null, format!("the answer cannot be written: {error}")))
}

type Line = (Value, String, Option<Vec<(usize, usize)>>);

/// Id, text and spans of a line.
pub(super) fn parse(line: &str) -> Result<Line, (Value, String)> {
    let value: Value =
        serde_json::from_str(line).map_err(|error| (Value::Null, format!("not a JSON object: {error}")))?;
    let Value::Object(mut fields) = value else {
        return Err((Value::Null, "expected a JSON object with \"id\" and \"text\"".to_owned()));
    };
    let id = fields.remove("id").unwrap_or(Value::Null);
    let text = match fields.remove("text") {
        Some(Value::String(text)) => text,
        Some(_) => return Err((id, "\"text\" is not a string".to_owned())),
        None => return Err((id, "\"text\" is missing".to_owned())),
    };
    let spans = match fields.remove("spans") {
        None | Some(Value::Null) => None,
        Some(Value::Array(items)) => {
            let length = text.chars().count();
            if items.len() > MOST_SPANS {
                return Err((id, format!("{} spans; at most {MOST_SPANS} are read", items.len())));
            }
            let mut pairs = Vec::with_capacity(items.len());
            for (index, item) in items.iter().enumerate() {
                let pair = item
                    .as_array()
                    .filter(|a| a.len() == 2)
                    .and_then(|a| Some((a.first()?.as_u64()?, a.get(1)?.as_u64()?)));
                let pair =
                    pair.and_then(|(start, end)| Some((usize::try_from(start).ok()?, usize::try_from(end).ok()?)));
                match pair {
                    Some((start, end)) if start < end && end <= length => pairs.push((start, end)),
                    Some((start, end)) => {
                        return Err((
                            id,
                            format!("span {index} is [{start}, {end}], outside the text of {length} code points"),
                        ));
                    }
                    None => return Err((id, format!("span {index} is not [start, end]"))),
                }
            }
            Some(pairs)
        }
        Some(_) => return Err((id, "\"spans\" is not a list".to_owned())),
    };
    Ok((id, text, spans))
}

/// A toponym as it is written.
#[derive(Debug, Serialize)]
struct Row<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    kind: &'static str,
    name: Option<&'a str>,
    country: Option<&'a str>,
    admin1: Option<&'a str>,
    feature_class: Option<&'static str>,
    geonameid: Option<u32>,
    lat: Option<f64>,
    lon: Option<f64>,
    confidence: f64,
    candidates: Vec<CandidateRow<'a>>,
}

/// A candidate as it is written.
#[derive(Debug, Serialize)]
struct CandidateRow<'a> {
    name: &'a str,
    country: &'a str,
    admin1: &'a str,
    feature_class: &'static str,
    geonameid: Option<u32>,
    lat: f64,
    lon: f64,
    score: f64,
}

#[derive(Debug, Serialize)]
struct Answer<'a> {
    id: &'a Value,
    toponyms: Vec<Row<'a>>,
}

fn row<'a>(toponym: &'a Toponym, start: usize, end: usize, text: &'a str) -> Row<'a> {
    let place = toponym.place.as_ref();
    Row {
        start,
        end,
        text,
        kind: toponym.kind.as_str(),
        name: place.map(|p| p.name.as_str()),
        country: place.map(|p| p.country.as_str()),
        admin1: place.map(|p| p.admin1.as_str()),
        feature_class: place.map(|p| p.class.code()),
        geonameid: place.and_then(|p| id_of(p.geonameid)),
        lat: place.map(|p| degrees(p.at.lat)),
        lon: place.map(|p| degrees(p.at.lon)),
        confidence: toponym.confidence,
        candidates: toponym
            .candidates
            .iter()
            .map(|c| CandidateRow {
                name: &c.place.name,
                country: &c.place.country,
                admin1: &c.place.admin1,
                feature_class: c.place.class.code(),
                geonameid: id_of(c.place.geonameid),
                lat: degrees(c.place.at.lat),
                lon: degrees(c.place.at.lon),
                score: c.score,
            })
            .collect(),
    }
}

const fn id_of(geonameid: u32) -> Option<u32> {
    if geonameid == 0 { None } else { Some(geonameid) }
}

fn degrees(x: f64) -> f64 {
    (x * 1e6).round() / 1e6
}

/// Bytes to code points, in one pass for rising offsets.
struct CodePoints {
    /// Code points before every 64th byte.
    marks: Vec<usize>,
    bytes: Vec<u8>,
}

impl CodePoints {
    fn new(text: &str) -> Self {
        let bytes = text.as_bytes().to_vec();
        let mut marks = Vec::with_capacity(bytes.len() / 64 + 1);
        let mut count = 0;
        for chunk in bytes.chunks(64) {
            marks.push(count);
            count += chunk.iter().filter(|&&b| b & 0xC0 != 0x80).count();
        }
        marks.push(count);
        Self { marks, bytes }
    }

    fn of(&self, byte: usize) -> usize {
        let block = byte / 64;
        let before = self.marks.get(block).copied().unwrap_or(0);
        before + self.bytes.get(block * 64..byte).unwrap_or(&[]).iter().filter(|&&b| b & 0xC0 != 0x80).count()
    }
}
