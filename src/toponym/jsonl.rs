//! One line of JSON in, one line of JSON out.
//!
//! In: `{"id", "text", "spans"?}`. Out: `{"id", "toponyms"}` or `{"id", "error"}`. Never: files.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use crate::article;
use crate::gazetteer::FeatureClass;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::Place;
use crate::geodesy::LonLat;
use crate::toponym::Options;
use crate::toponym::ResolvedPlace;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;
use crate::toponym::geoparse;
use crate::toponym::geoparse::Decided;
use crate::toponym::lookup::Sense;

/// Bytes of an answer for each name, about.
const ROW_BYTES: usize = 1200;
/// Most bytes that are set aside for an answer before it is written.
const MOST_RESERVED: usize = 1 << 20;

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
            let row = Row {
                candidates: t.candidates.iter().map(|c| CandidateRow::new(&Spot::from(&c.place), c.score)).collect(),
                ..Row::new((start, end), article.text.get(t.span.clone()).unwrap_or(""), t.kind)
            };
            let row = match &t.place {
                Some(place) => row.at(&Spot::from(place), t.confidence),
                None => row,
            };
            serde_json::to_value(row).unwrap_or(Value::Null)
        })
        .collect()
}

fn try_answer(line: &str, gazetteer: &Gazetteer, options: &Options<'_>) -> Result<String, (Value, String)> {
    if line.len() > LONGEST_LINE {
        return Err((Value::Null, format!("the line has {} bytes; at most {LONGEST_LINE} are read", line.len())));
    }
    let (id, text, spans) = parse(line)?;
    let article = article::verbatim(&text, "");
    let given: Option<Vec<Range<usize>>> =
        spans.as_ref().map(|pairs| pairs.iter().map(|&(start, end)| article.clean_span(start, end)).collect());
    let reading = geoparse::read(&article, gazetteer, options, given.as_deref());
    let points = CodePoints::new(&article.text);
    let mut rows: Vec<Row<'_>> = Vec::with_capacity(reading.names.len());
    // Which row answers given bytes.
    let mut of_span: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for Decided { name, kind, group, sense, confidence } in geoparse::decide(&reading, options) {
        let text = article.text.get(name.start..name.end).unwrap_or("");
        let mut row = Row::new((points.of(name.start), points.of(name.end)), text, kind);
        if let Some(sense) = sense {
            row = row.at(&Spot::from(gazetteer.place(sense.id)), confidence);
        }
        if let Some(group) = group.filter(|_| options.candidates) {
            let candidate = |(_, sense, score): (usize, &Sense, f64)| {
                CandidateRow::new(&Spot::from(gazetteer.place(sense.id)), score)
            };
            row.candidates = geoparse::ranked(group).map(candidate).collect();
        }
        if given.is_some() {
            of_span.entry((name.start, name.end)).or_insert(rows.len());
        }
        rows.push(row);
    }
    if let (Some(given), Some(pairs)) = (&given, &spans) {
        rows = pairs
            .iter()
            .zip(given)
            .map(|(&pair, bytes)| answered(&rows, &of_span, pair, bytes, &article.text))
            .collect();
    }
    let mut out = Vec::with_capacity((64 + rows.len() * ROW_BYTES).min(MOST_RESERVED));
    let written = serde_json::to_writer(&mut out, &Answer { id: &id, toponyms: rows });
    let text = written.map_err(|error| error.to_string());
    text.and_then(|()| String::from_utf8(out).map_err(|error| error.to_string()))
        .map_err(|error| (Value::Null, format!("the answer cannot be written: {error}")))
}

/// The row of a given span, with the code points that were given.
fn answered<'a>(
    rows: &[Row<'a>],
    of_span: &BTreeMap<(usize, usize), usize>,
    (start, end): (usize, usize),
    bytes: &Range<usize>,
    text: &'a str,
) -> Row<'a> {
    let found = of_span.get(&(bytes.start, bytes.end)).and_then(|&row| rows.get(row)).cloned();
    let row =
        found.unwrap_or_else(|| Row::new((start, end), text.get(bytes.clone()).unwrap_or(""), ToponymKind::Place));
    Row { start, end, ..row }
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
#[derive(Debug, Clone, Serialize)]
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
#[derive(Debug, Clone, Serialize)]
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

/// A place as it is written.
#[derive(Debug)]
struct Spot<'a> {
    name: &'a str,
    country: &'a str,
    admin1: &'a str,
    class: FeatureClass,
    geonameid: u32,
    at: LonLat,
}

impl<'a> From<&'a ResolvedPlace> for Spot<'a> {
    fn from(place: &'a ResolvedPlace) -> Self {
        let ResolvedPlace { name, country, admin1, class, geonameid, at, .. } = place;
        Self { name, country, admin1, class: *class, geonameid: *geonameid, at: *at }
    }
}

impl<'a> From<Place<'a>> for Spot<'a> {
    fn from(place: Place<'a>) -> Self {
        let Place { name, country, admin1_name, class, geonameid, at, .. } = place;
        Self { name, country, admin1: admin1_name, class, geonameid, at }
    }
}

impl<'a> Row<'a> {
    /// An unresolved name.
    const fn new((start, end): (usize, usize), text: &'a str, kind: ToponymKind) -> Self {
        Self {
            start,
            end,
            text,
            kind: kind.as_str(),
            name: None,
            country: None,
            admin1: None,
            feature_class: None,
            geonameid: None,
            lat: None,
            lon: None,
            confidence: 0.0,
            candidates: Vec::new(),
        }
    }

    /// The same name at a place.
    fn at(self, spot: &Spot<'a>, confidence: f64) -> Self {
        Self {
            name: Some(spot.name),
            country: Some(spot.country),
            admin1: Some(spot.admin1),
            feature_class: Some(spot.class.code()),
            geonameid: id_of(spot.geonameid),
            lat: Some(degrees(spot.at.lat)),
            lon: Some(degrees(spot.at.lon)),
            confidence,
            ..self
        }
    }
}

impl<'a> CandidateRow<'a> {
    fn new(spot: &Spot<'a>, score: f64) -> Self {
        Self {
            name: spot.name,
            country: spot.country,
            admin1: spot.admin1,
            feature_class: spot.class.code(),
            geonameid: id_of(spot.geonameid),
            lat: degrees(spot.at.lat),
            lon: degrees(spot.at.lon),
            score,
        }
    }
}

#[derive(Debug, Serialize)]
struct Answer<'a> {
    id: &'a Value,
    toponyms: Vec<Row<'a>>,
}

const fn id_of(geonameid: u32) -> Option<u32> {
    if geonameid == 0 { None } else { Some(geonameid) }
}

fn degrees(x: f64) -> f64 {
    (x * 1e6).round() / 1e6
}

/// Bytes to code points.
struct CodePoints<'a> {
    /// Code points before every 64th byte; empty if each byte is one.
    marks: Vec<usize>,
    bytes: &'a [u8],
}

impl<'a> CodePoints<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for chunk in bytes.chunks(64) {
                marks.push(count);
                count += chunk.iter().filter(|&&b| b & 0xC0 != 0x80).count();
            }
            marks.push(count);
        }
        Self { marks, bytes }
    }

    fn of(&self, byte: usize) -> usize {
        if self.marks.is_empty() {
            return byte;
        }
        let block = byte / 64;
        let before = self.marks.get(block).copied().unwrap_or(0);
        before + self.bytes.get(block * 64..byte).unwrap_or(&[]).iter().filter(|&&b| b & 0xC0 != 0x80).count()
    }
}
