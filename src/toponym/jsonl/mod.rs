//! One line of JSON in, one line of JSON out.
//!
//! In: `{"id", "text", "spans"?}`. Out: `{"id", "toponyms"}` or `{"id", "error"}`. Never: files.

mod write;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::Value;
use serde_json::json;

use crate::article;
use crate::gazetteer::Gazetteer;
use crate::toponym::Options;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;
use crate::toponym::geoparse;
use crate::toponym::geoparse::Decided;
use crate::toponym::jsonl::write::Name;
use crate::toponym::jsonl::write::Spot;
use crate::toponym::jsonl::write::write_candidate;
use crate::toponym::jsonl::write::write_name;
use crate::toponym::jsonl::write::write_place;

/// Bytes of an answer for each name, about, and most bytes that are set aside before it is written.
const NAME_BYTES: usize = 1024;
const MOST_RESERVED: usize = 1 << 20;

/// Longest line read, bytes.
pub const LONGEST_LINE: usize = 16 << 20;
/// Most spans in a line.
pub const MOST_SPANS: usize = 100_000;

/// Answers one line; never fails: what is wrong with the line stands in the answer. No line end is added.
pub fn answer(line: &str, gazetteer: &Gazetteer, options: &Options<'_>) -> String {
    let mut out = String::new();
    write_answer(line, gazetteer, options, &mut out);
    out
}

/// Writes the [`answer`] to the end of `out`.
pub fn write_answer(line: &str, gazetteer: &Gazetteer, options: &Options<'_>, out: &mut String) {
    if let Err((id, error)) = try_answer(line, gazetteer, options, out) {
        out.push_str(&json!({"id": id, "error": error}).to_string());
    }
}

/// The rows of an article that was read by other means; offsets are code points of its original.
pub fn rows(article: &article::Article, toponyms: &[Toponym]) -> Vec<Value> {
    let row = |t: &Toponym| {
        let (mut place, mut candidates) = (String::new(), String::new());
        if let Some(found) = &t.place {
            write_place(&Spot::from(found), &mut place);
        }
        for candidate in &t.candidates {
            write_candidate(&Spot::from(&candidate.place), candidate.score, &mut candidates);
        }
        let (start, end) = article.original_span(t.span.clone());
        let text = article.text.get(t.span.clone()).unwrap_or("");
        let name = Name { start, end, text, kind: t.kind, confidence: t.confidence };
        let mut out = String::new();
        write_name(&name, &place, &candidates, &mut out);
        serde_json::from_str(&out).unwrap_or(Value::Null)
    };
    toponyms.iter().map(row).collect()
}

/// Bytes of a place as it is written, about.
const PLACE_BYTES: usize = 192;

/// What is written of a group of equal names: the place chosen, and the places considered.
#[derive(Debug, Clone, Default)]
struct Fragments {
    place: String,
    candidates: String,
}

fn try_answer(
    line: &str,
    gazetteer: &Gazetteer,
    options: &Options<'_>,
    out: &mut String,
) -> Result<(), (Value, String)> {
    if line.len() > LONGEST_LINE {
        return Err((Value::Null, format!("the line has {} bytes; at most {LONGEST_LINE} are read", line.len())));
    }
    let (id, text, spans) = parse(line)?;
    let article = article::verbatim(&text, "");
    let given: Option<Vec<Range<usize>>> =
        spans.as_ref().map(|pairs| pairs.iter().map(|&(start, end)| article.clean_span(start, end)).collect());
    let reading = geoparse::read(&article, gazetteer, options, given.as_deref());
    let points = CodePoints::new(&article.text);
    out.reserve((64 + reading.names.len() * NAME_BYTES).min(MOST_RESERVED));
    // Equal names have equal places and candidates: these are written once.
    let mut fragments: Vec<Option<Fragments>> = vec![None; reading.groups.len()];
    let mut row = |decided: &Decided<'_>, (start, end): (usize, usize), out: &mut String| {
        let Decided { name, kind, group, sense, told, confidence } = *decided;
        let text = article.text.get(name.start..name.end).unwrap_or("");
        let head = Name { start, end, text, kind, confidence };
        let mut inferred = String::new();
        if let Some(told) = told {
            write_place(&Spot::from(told), &mut inferred);
        }
        let slot = group.and_then(|(number, group)| Some((fragments.get_mut(number)?, group)));
        let Some((slot, group)) = slot else {
            return write_name(&head, &inferred, "", out);
        };
        let written = slot.get_or_insert_with(|| {
            let candidates = if options.candidates { group.senses.len().min(geoparse::MOST_CANDIDATES) } else { 0 };
            let mut written = Fragments {
                place: String::with_capacity(PLACE_BYTES),
                candidates: String::with_capacity(candidates * PLACE_BYTES),
            };
            if let Some(best) = group.best().and_then(|best| group.senses.get(best)) {
                write_place(&Spot::from(gazetteer.place(best.id)), &mut written.place);
            }
            if options.candidates {
                for (_, sense, score) in geoparse::ranked(group) {
                    write_candidate(&Spot::from(gazetteer.place(sense.id)), score, &mut written.candidates);
                }
            }
            written
        });
        let place = if sense.is_some() { &written.place } else { &inferred };
        write_name(&head, place, &written.candidates, out);
    };
    out.push_str("{\"id\":");
    out.push_str(&id.to_string());
    out.push_str(",\"toponyms\":[");
    let first = out.len();
    if let (Some(given), Some(pairs)) = (&given, &spans) {
        let mut of_span: BTreeMap<(usize, usize), Decided<'_>> = BTreeMap::new();
        for decided in geoparse::decide(&reading, options) {
            of_span.entry((decided.name.start, decided.name.end)).or_insert(decided);
        }
        for (&(start, end), bytes) in pairs.iter().zip(given) {
            if out.len() > first {
                out.push(',');
            }
            // With the code points that were given.
            if let Some(decided) = of_span.get(&(bytes.start, bytes.end)) {
                row(decided, (start, end), out);
            } else {
                let text = article.text.get(bytes.clone()).unwrap_or("");
                let name = Name { start, end, text, kind: ToponymKind::Place, confidence: 0.0 };
                write_name(&name, "", "", out);
            }
        }
    } else {
        for decided in geoparse::decide(&reading, options) {
            if out.len() > first {
                out.push(',');
            }
            row(&decided, (points.of(decided.name.start), points.of(decided.name.end)), out);
        }
    }
    out.push_str("]}");
    Ok(())
}

type Line = (Value, String, Option<Vec<(usize, usize)>>);

/// The fields of a line that are read; all others are skipped where they lie.
#[derive(Debug, Default)]
struct Fields {
    id: Option<Value>,
    text: Option<Value>,
    spans: Option<Value>,
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON object with \"id\" and \"text\"")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let slot = match key.as_ref() {
                "id" => &mut fields.id,
                "text" => &mut fields.text,
                "spans" => &mut fields.spans,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *slot = Some(map.next_value()?);
        }
        Ok(fields)
    }
}

/// Id, text and spans of a line.
pub(super) fn parse(line: &str) -> Result<Line, (Value, String)> {
    let fields: Fields =
        serde_json::from_str(line).map_err(|error| (Value::Null, format!("not a JSON object: {error}")))?;
    let id = fields.id.unwrap_or(Value::Null);
    let text = match fields.text {
        Some(Value::String(text)) => text,
        Some(_) => return Err((id, "\"text\" is not a string".to_owned())),
        None => return Err((id, "\"text\" is missing".to_owned())),
    };
    let spans = match fields.spans {
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
