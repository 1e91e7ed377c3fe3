//! Quarters: what is taken inside a city is a part of the city.
//!
//! In: toponyms, the words around a name. Out: the city of a quarter. Never: events.

use std::collections::BTreeMap;

use crate::article::Article;
use crate::gazetteer::FeatureClass;
use crate::geodesy::distance_km;
use crate::toponym::Toponym;
use crate::toponym::ToponymKind;

use super::extract::is_town;

/// A quarter lies within this of the middle of its city, km.
const REACH_KM: f64 = 20.0;
/// Fewest people of a place that has quarters, where the number is known.
const CITY: u32 = 20_000;
/// A place is a part of one with so many times its people if the text calls it a quarter.
const TIMES: u32 = 5;

/// Words that make a name that of a part of a city.
const WORDS: &[&str] = &[
    "district",
    "districts",
    "neighborhood",
    "neighborhoods",
    "neighbourhood",
    "neighbourhoods",
    "quarter",
    "quarters",
    "suburb",
    "suburbs",
    "ward",
    "wards",
];

/// True for a word that stands for a part of a city.
pub(super) fn is_quarter_word(word: &str) -> bool {
    WORDS.contains(&word)
}

/// Quarters by toponym, each with the toponym of the city that it is a part of, if the article names that.
pub(super) fn read(article: &Article, toponyms: &[Toponym]) -> BTreeMap<usize, Option<usize>> {
    let cities: BTreeMap<&str, usize> = toponyms
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, t)| t.kind == ToponymKind::Place)
        .filter_map(|(i, t)| t.place.as_ref().map(|p| (i, p)))
        .filter(|(_, p)| is_town(p.class) && p.class != FeatureClass::Quarter && p.population >= CITY)
        .map(|(i, p)| (p.key.as_str(), i))
        .collect();
    let mut out = BTreeMap::new();
    for (index, toponym) in toponyms.iter().enumerate().filter(|(_, t)| t.kind == ToponymKind::Place) {
        let Some(place) = toponym.place.as_ref().filter(|p| is_town(p.class)) else {
            continue;
        };
        let listed = place.class == FeatureClass::Quarter;
        if !listed && !called_quarter(article, toponym) {
            continue;
        }
        let city = cities
            .values()
            .filter_map(|&i| toponyms.get(i).and_then(|t| t.place.as_ref()).map(|p| (i, p)))
            .filter(|(_, p)| p.key != place.key && (listed || p.population / TIMES >= place.population))
            .map(|(i, p)| (distance_km(p.at, place.at), i))
            .filter(|(km, _)| *km <= REACH_KM)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, i)| i);
        if listed || city.is_some() {
            out.insert(index, city);
        }
    }
    out
}

/// `the P district`, `P, Q and R quarters`: the word follows the name or the list that it is in.
fn called_quarter(article: &Article, toponym: &Toponym) -> bool {
    let after = article.text.get(toponym.span.end..).unwrap_or("");
    let words = after.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    for word in words.take(8) {
        if is_quarter_word(word) {
            return true;
        }
        if word != "and" && !word.starts_with(char::is_uppercase) {
            return false;
        }
    }
    false
}
