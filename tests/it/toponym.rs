//! Place names: cases of our own sentences, lines of JSON, properties over any text.

use std::sync::LazyLock;

use frontline::article;
use frontline::bundled;
use frontline::gazetteer::Gazetteer;
use frontline::geodesy;
use frontline::toponym;
use frontline::toponym::Toponym;
use frontline::toponym::ToponymKind;
use proptest::prelude::*;

struct Knowledge {
    gazetteer: Gazetteer,
    names: toponym::Lexicon,
    actors: frontline::lexicon::Lexicon,
}

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge {
    gazetteer: bundled::gazetteer().expect("the bundled gazetteer"),
    names: bundled::toponym_lexicon().expect("the bundled word lists"),
    actors: bundled::lexicon().expect("the bundled lexicon"),
});

fn options() -> toponym::Options<'static> {
    toponym::Options { actors: Some(&KNOWLEDGE.actors), ..toponym::Options::new(&KNOWLEDGE.names) }
}

fn geoparse(text: &str) -> Vec<Toponym> {
    toponym::geoparse(&article::verbatim(text, "test"), &KNOWLEDGE.gazetteer, &options())
}

/// What is wrong with one expectation, if anything.
fn check(text: &str, toponyms: &[Toponym], line: &str) -> Result<(), String> {
    let (mark, rest) = line.split_once(' ').ok_or("no expectation")?;
    let (name, wanted) = rest.split_once(" = ").unwrap_or((rest, ""));
    let at = text.find(name).ok_or_else(|| format!("{name:?} is not in the text"))?;
    let touching = || toponyms.iter().filter(|t| t.span.start < at + name.len() && t.span.end > at);
    if mark == "-" || mark == "-+" {
        let bad = touching().find(|t| mark == "-" || t.kind == ToponymKind::Place);
        return bad.map_or(Ok(()), |t| Err(format!("{:?} is a {}", &text[t.span.clone()], t.kind.as_str())));
    }
    let exact = toponyms.iter().filter(|t| &text[t.span.clone()] == name);
    let found: Vec<&Toponym> = exact.collect();
    let one = *found.first().ok_or_else(|| format!("{name:?} is not found"))?;
    let kind = |expected: ToponymKind| {
        if one.kind == expected { Ok(()) } else { Err(format!("{name:?} is a {}", one.kind.as_str())) }
    };
    match mark {
        "+" => {
            kind(ToponymKind::Place)?;
            let place = one.place.as_ref().ok_or_else(|| format!("{name:?} is unresolved"))?;
            let parts: Vec<&str> = wanted.split(", ").collect();
            let got = [place.name.as_str(), place.country.as_str(), place.class.code()];
            let same = parts.len() == 3 && parts.iter().zip(got).all(|(w, g)| *w == "*" || *w == g);
            if same { Ok(()) } else { Err(format!("{name:?} is {got:?}")) }
        }
        "d" => kind(ToponymKind::Demonym),
        "m" => kind(ToponymKind::Metonym),
        "n" => kind(ToponymKind::Nested),
        "u" if one.place.is_none() => Ok(()),
        "u" => Err(format!("{name:?} is resolved to {:?}", one.place.as_ref().map(|p| &p.name))),
        "r" => {
            let place = one.place.as_ref().ok_or_else(|| format!("{name:?} is unresolved"))?;
            let relative = one.relative.as_ref().ok_or_else(|| format!("{name:?} has no relative position"))?;
            let (km, bearing) = wanted.split_once(", ").ok_or("expected KM, BEARING")?;
            let (km, bearing): (f64, f64) = (km.parse().ok().ok_or("KM")?, bearing.parse().ok().ok_or("BEARING")?);
            let got = geodesy::distance_km(place.at, relative.at);
            let turn = (geodesy::bearing_deg(place.at, relative.at) - bearing + 540.0) % 360.0 - 180.0;
            if (got - km).abs() <= 0.2 * km && turn.abs() < 25.0 {
                Ok(())
            } else {
                Err(format!("{got:.1} km, {turn:.0} degrees off"))
            }
        }
        "i" => {
            let place = one.place.as_ref().filter(|p| p.is_inferred()).ok_or("not inferred")?;
            let numbers: Vec<f64> = wanted.split(", ").filter_map(|n| n.parse().ok()).collect();
            let [lon, lat, km] = numbers[..] else { return Err("expected LON, LAT, KM".to_owned()) };
            let off = geodesy::distance_km(place.at, geodesy::LonLat::new(lon, lat));
            if off <= km { Ok(()) } else { Err(format!("{off:.1} km off")) }
        }
        _ => Err(format!("unknown mark {mark:?}")),
    }
}

#[test]
fn cases() {
    let cases = include_str!("../toponym/cases.txt");
    let mut wrong = Vec::new();
    let mut count = 0;
    for paragraph in cases.split("\n\n") {
        let lines = || paragraph.lines().filter(|l| !l.starts_with('#'));
        let text: Vec<&str> = lines().filter_map(|l| l.strip_prefix("> ")).collect();
        let text = text.join("\n");
        if text.is_empty() {
            continue;
        }
        let toponyms = geoparse(&text);
        for line in lines().filter(|l| !l.starts_with("> ") && !l.trim().is_empty()) {
            count += 1;
            if let Err(why) = check(&text, &toponyms, line) {
                wrong.push(format!("{text}\n    {line}: {why}"));
            }
        }
    }
    assert!(count > 90, "only {count} expectations were read");
    assert!(wrong.is_empty(), "{} of {count} expectations fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn lines_of_json() {
    // Line, what its answer holds.
    let table = [
        (
            r#"{"id": "a", "text": "Shells hit Aleppo, Syria."}"#,
            r#""id":"a","toponyms":[{"start":11,"end":17,"text":"Aleppo""#,
        ),
        (
            r#"{"id": 7, "text": "Über Aleppo, Syria.", "spans": [[5, 11]]}"#,
            r#""toponyms":[{"start":5,"end":11,"text":"Aleppo""#,
        ),
        (r#"{"id": 8, "text": "Aleppo", "spans": [[2, 20]]}"#, "outside the text of 6 code points"),
        (r#"{"id": 9, "text": "Aleppo", "spans": [[3, 3]]}"#, "outside the text"),
        (r#"{"id": 10, "text": "Aleppo", "spans": [["x", 3]]}"#, "span 0 is not [start, end]"),
        (r#"{"id": 11, "text": 5}"#, r#""text\" is not a string"#),
        (r#"{"id": 12}"#, r#""text\" is missing"#),
        (r#"{"id": 13, "text": "Aleppo""#, r#"{"error":"not a JSON object"#),
        ("[1, 2]", "expected a JSON object"),
        (r#"{"id": 14, "text": "\u0000\u0001 Aleppo \u0007"}"#, r#""id":14,"toponyms":["#),
        (r#"{"id": 15, "text": ""}"#, r#"{"id":15,"toponyms":[]}"#),
    ];
    for (line, part) in table {
        let answer = toponym::jsonl::answer(line, &KNOWLEDGE.gazetteer, &options());
        assert!(answer.contains(part), "{line}\n  answered {answer}\n  without {part}");
        assert!(!answer.contains('\n'), "one line: {answer}");
    }
    let long = "x".repeat(toponym::jsonl::LONGEST_LINE + 1);
    let answer = toponym::jsonl::answer(&long, &KNOWLEDGE.gazetteer, &options());
    assert!(answer.contains("at most"), "{answer}");
}

#[test]
fn given_names_keep_their_order() {
    let text = "Homs and Hama are towns in Syria.";
    let article = article::verbatim(text, "test");
    let found = toponym::resolve_spans(&article, &[9..13, 0..4, 14..17], &KNOWLEDGE.gazetteer, &options());
    let spans: Vec<_> = found.iter().map(|t| t.span.clone()).collect();
    assert_eq!(spans, [9..13, 0..4, 14..17]);
    assert!(found[2].place.is_none(), "a word that is no name stays unresolved");
    assert_eq!(found[0].place.as_ref().map(|p| p.country.as_str()), Some("SY"));
}

#[test]
fn narrowed_search() {
    let article = article::verbatim("They met in Paris and in London.", "test");
    let narrow = toponym::Options { countries: vec!["CA".to_owned()], ..options() };
    for t in toponym::geoparse(&article, &KNOWLEDGE.gazetteer, &narrow) {
        if let Some(place) = &t.place {
            assert_eq!(place.country, "CA");
        }
    }
}

/// Spans in order, on character boundaries, without overlaps; candidates few; numbers sound.
fn check_sound(text: &str) {
    let article = article::verbatim(text, "test");
    let toponyms = toponym::geoparse(&article, &KNOWLEDGE.gazetteer, &options());
    let mut end = 0;
    for t in &toponyms {
        assert!(t.span.start >= end && t.span.start < t.span.end, "{:?} after {end}", t.span);
        assert!(article.text.get(t.span.clone()).is_some(), "{:?} cuts a character", t.span);
        assert!((0.0..=1.0).contains(&t.confidence) && t.candidates.len() <= 10);
        assert!(t.place.is_some() || t.confidence == 0.0);
        end = t.span.end;
    }
    assert_eq!(toponyms, toponym::geoparse(&article, &KNOWLEDGE.gazetteer, &options()), "the same twice");
}

proptest! {
    #![proptest_config(crate::random::config(96))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check_sound(&text);
    }

    #[test]
    fn words_in_any_order_are_read(words in proptest::collection::vec(
        prop::sample::select(vec![
            "Aleppo", "of", "the", "al-", "Bab", "U.S.", "St.", "-", "'s", "\u{2019}s", ",", ".", "(", ")", "Mr.", "Ali", "north", "18", "km",
            "from", "between", "and", "Hama", "Homs", "province", "Ga.", "GOMA", "Army", "\n", "\u{a0}", "é", "d'Ivoire", "Côte", "Lake", "\"",
        ]), 0..60)) {
        check_sound(&words.join(" "));
        check_sound(&words.concat());
    }
}
