//! Theatres: the part of the war that a sentence is about, where the text names it ("In the south, …", "On another front, …").
//!
//! In: an article. Out: a number for each sentence; sentences of one number are about one theatre. Never: places.

use std::collections::BTreeMap;

use crate::article::Article;
use crate::article::BlockKind;

/// Words that may open a sentence before the theatre.
const BEFORE: &[&str] = &["and", "but", "meanwhile", "also", "while"];
/// Words that may stand between "the" and the direction.
const DEGREE: &[&str] =
    &["far", "extreme", "deep", "distant", "country's", "country’s", "mountainous", "desert", "occupied"];
const DIRECTIONS: &[&str] =
    &["north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest", "centre", "center"];
/// What a direction or "other" goes with in "on the southern front".
const FRONTS: &[&str] = &["axis", "front", "frontline", "sector", "theatre", "theater"];
/// Most words of a sentence that are looked at.
const LOOKED_AT: usize = 8;

/// For each sentence the number of its theatre: 0 until one is named, then that of the last one named.
pub(super) fn theatres(article: &Article) -> Vec<usize> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut current = 0;
    let mut out = Vec::with_capacity(article.sentences.len());
    for sentence in &article.sentences {
        let body = article.blocks.get(sentence.block).is_none_or(|b| b.kind != BlockKind::Headline);
        let text = article.text.get(sentence.span.clone()).unwrap_or("");
        if let Some(name) = named(text).filter(|_| body) {
            let next = numbers.len() + 1;
            // "Elsewhere" is another place each time.
            current = if name.is_empty() { next } else { numbers.get(&name).copied().unwrap_or(next) };
            numbers.insert(if name.is_empty() { format!("\u{0}{next}") } else { name }, current);
        }
        out.push(current);
    }
    out
}

/// The theatre that a sentence names at its beginning; empty for one that is only called another.
fn named(sentence: &str) -> Option<String> {
    let words: Vec<String> = sentence
        .split_whitespace()
        .take(LOOKED_AT)
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).replace(['-', '‑'], "").to_lowercase())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).skip_while(|w| BEFORE.contains(w)).collect();
    let direction = |word: &str| {
        let stem = word.strip_suffix("ern").unwrap_or(word);
        DIRECTIONS.contains(&stem).then(|| stem.to_owned())
    };
    match words.as_slice() {
        ["elsewhere", ..] | ["on" | "along", "another" | "other", ..] => Some(String::new()),
        ["on" | "along" | "in", "a" | "the", "other" | "second" | "third", what, ..] if FRONTS.contains(what) => {
            Some(String::new())
        }
        ["on" | "along" | "in", "the", side, what, ..] if FRONTS.contains(what) => direction(side),
        ["in", "the", degree, side, rest, ..] if DEGREE.contains(degree) && *rest != "of" => direction(side),
        ["in", "the", side, rest, ..] if !side.ends_with("ern") && *rest != "of" => direction(side),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn sentences_name_their_theatre() {
        for (sentence, want) in [
            ("In the south, troops took the town.", Some("south")),
            ("In the far south local factions moved on.", Some("south")),
            ("Meanwhile, in the north-east, villages fell.", Some("northeast")),
            ("On the southern front two villages were lost.", Some("south")),
            ("Elsewhere, the army gave ground.", Some("")),
            ("On another front, columns reached the river.", Some("")),
            ("In the north of the city, fighting went on.", None),
            ("In the centre of town a flag was raised.", None),
            ("Farther south they took the next town.", None),
            ("To the south lies the river.", None),
            ("In the evening they left.", None),
            ("In the", None),
            ("", None),
        ] {
            assert_eq!(named(sentence).as_deref(), want, "{sentence}");
        }
    }
}
