//! What the fitting of the models reads: features of every candidate name and clues of every candidate place.
//!
//! In: a line of JSON as for [`crate::toponym::jsonl`]. Out: a line of JSON. Never: weights.

use serde_json::Value;
use serde_json::json;

use crate::article;
use crate::gazetteer::Gazetteer;
use crate::toponym::Options;
use crate::toponym::confidence::confidence_numbers;
use crate::toponym::confidence::size_of_best;
use crate::toponym::geoparse::read;
use crate::toponym::jsonl;
use crate::toponym::knowledge::model::CONFIDENCE;
use crate::toponym::knowledge::model::RANK;
use crate::toponym::knowledge::model::Weights;

/// Answers one line with the features of its candidate names and, for the names chosen or given, the clues of their candidates.
pub fn answer(line: &str, gazetteer: &Gazetteer, options: &Options<'_>) -> String {
    let (id, text, spans) = match jsonl::parse(line) {
        Ok(parts) => parts,
        Err((id, error)) => return json!({"id": id, "error": error}).to_string(),
    };
    let article = article::verbatim(&text, "");
    let given: Option<Vec<_>> =
        spans.map(|pairs| pairs.iter().map(|&(start, end)| article.clean_span(start, end)).collect());
    let reading = read(&article, gazetteer, options, given.as_deref());
    let points = |at: usize| article.text.get(..at).map_or(0, |t| t.chars().count());
    let spans: Vec<Value> = if given.is_some() {
        Vec::new()
    } else {
        reading
            .judged
            .iter()
            .map(|j| {
                let names: Vec<String> = j.features.active().iter().map(|&i| Weights::name(i)).collect();
                json!({"start": points(j.span.start), "end": points(j.span.end), "known": j.span.entry.is_some(), "odds": j.odds, "features": names})
            })
            .collect()
    };
    let mentions: Vec<Value> = reading
        .names
        .iter()
        .zip(&reading.group_of)
        .zip(&reading.wants)
        .filter_map(|((name, group), want)| {
            let group = (*group)?;
            let of = reading.groups.get(group)?;
            let numbers = confidence_numbers(of, name, size_of_best(of));
            Some(json!({"start": points(name.start), "end": points(name.end), "group": group, "found": name.found,
                "want": format!("{want:?}"), "confidence": numbers.to_vec()}))
        })
        .collect();
    let groups: Vec<Value> = reading
        .groups
        .iter()
        .map(|g| {
            let senses: Vec<Value> = g
                .senses
                .iter()
                .zip(&g.clues)
                .zip(&g.shares)
                .map(|((s, clues), share)| json!({"lat": s.at.lat, "lon": s.at.lon, "share": share, "clues": clues.to_vec()}))
                .collect();
            json!({"entry": g.entry, "want": format!("{:?}", g.want), "senses": senses, "best": g.best()})
        })
        .collect();
    json!({"id": id, "spans": spans, "mentions": mentions, "groups": groups, "rank": RANK, "confidence": CONFIDENCE})
        .to_string()
}
