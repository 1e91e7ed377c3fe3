//! Airports called by their town: "Kunduz airport", and "the airport" after Kunduz was named, where the gazetteer knows one beside the
//! town.
//!
//! In: a town as resolved, the words round its name, the gazetteer. Out: the airport and where its name ends. Never: airports
//! that no gazetteer has.

use crate::article::Article;
use crate::gazetteer::FeatureClass;
use crate::gazetteer::Gazetteer;
use crate::geodesy::distance_km;
use crate::toponym::ResolvedPlace;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;

/// Words behind the name of a town that make it its airport.
const WORDS: &[&str] =
    &[" airport", " international airport", " military airport", "'s airport", "'s international airport"];
/// Words before "airport" that make it that of the town in mind.
const OWNERS: &[&str] = &["the", "its", "the city's", "the town's", "the international", "the main", "the nearby"];
/// A town named so many sentences back is still in mind.
const IN_MIND: usize = 2;
/// The airport lies within this of the town, km.
const BESIDE_KM: f64 = 40.0;

/// The airport that a name of a town with a type word behind it stands for, and the byte where the type word ends.
pub(super) fn read(
    text: &str,
    name: (usize, usize),
    town: &ResolvedPlace,
    gazetteer: &Gazetteer,
) -> Option<(usize, ResolvedPlace)> {
    let settled = matches!(town.class, FeatureClass::Town | FeatureClass::Seat | FeatureClass::Capital);
    let surface = text.get(name.0..name.1).filter(|_| settled)?;
    let after = text.get(name.1..)?;
    let word = WORDS
        .iter()
        .find(|w| after.strip_prefix(**w).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())))?;
    Some((name.1 + word.len(), of_town(surface, town, gazetteer)?))
}

/// The airport beside a town that bears its name.
fn of_town(surface: &str, town: &ResolvedPlace, gazetteer: &Gazetteer) -> Option<ResolvedPlace> {
    let names = [format!("{surface} Airport"), format!("{} Airport", town.name)];
    let id = names.iter().flat_map(|n| gazetteer.lookup(n)).map(|hit| hit.place).find(|&id| {
        let place = gazetteer.place(id);
        matches!(place.class, FeatureClass::Airport | FeatureClass::Base) && distance_km(place.at, town.at) <= BESIDE_KM
    })?;
    Some(ResolvedPlace::of(gazetteer, id))
}

/// "the airport", "its airport", "the airport of P": that of the town named last in the sentence or the one before it, in one
/// paragraph. `toponyms` in the order of the text.
pub(super) fn in_mind(article: &Article, toponyms: &[Toponym], gazetteer: &Gazetteer) -> Vec<Toponym> {
    let mut out = Vec::new();
    for (index, sentence) in article.sentences.iter().enumerate() {
        let text = article.sentence(index);
        for (found, word) in text.match_indices("airport") {
            let at = sentence.span.start + found;
            let before = text.get(..found).unwrap_or("").trim_end();
            let after = text.get(found + word.len()..).unwrap_or("");
            let owned = OWNERS.iter().any(|o| {
                let start = before.len().checked_sub(o.len());
                let word = start.and_then(|s| before.get(s..)).is_some_and(|w| w.eq_ignore_ascii_case(o));
                word && start.is_some_and(|s| s == 0 || before.get(..s).is_some_and(|b| b.ends_with([' ', '"', '\''])))
            });
            if !owned || after.starts_with(|c: char| c.is_alphanumeric() || c == '-') {
                continue;
            }
            let next = toponyms.partition_point(|t| t.span.start < at);
            let named = [" of ", " in ", " at ", " outside "].iter().find_map(|w| {
                let t = toponyms.get(next)?;
                (after.starts_with(w) && t.span.start == at + word.len() + w.len()).then_some(t)
            });
            let near = article.sentences.get(index.saturating_sub(IN_MIND)..=index).unwrap_or(&[]);
            let first = near.iter().find(|s| s.block == sentence.block).unwrap_or(sentence);
            let last =
                || toponyms.get(..next)?.iter().rev().find(|t| is_town(t)).filter(|t| t.span.start >= first.span.start);
            let Some((town, place)) = named.or_else(last).and_then(|t| Some((t, t.place.as_ref()?))) else { continue };
            let surface = article.text.get(town.span.clone()).unwrap_or("");
            if let Some(airport) = of_town(surface, place, gazetteer) {
                let span = at..at + word.len();
                out.push(Toponym {
                    span,
                    place: Some(airport),
                    candidates: Vec::new(),
                    relative: None,
                    ..town.clone()
                });
            }
        }
    }
    out
}

fn is_town(toponym: &Toponym) -> bool {
    let settled =
        |p: &ResolvedPlace| matches!(p.class, FeatureClass::Town | FeatureClass::Seat | FeatureClass::Capital);
    toponym.kind == ToponymKind::Place && toponym.relative.is_none() && toponym.place.as_ref().is_some_and(settled)
}
