//! Events: every trap of conflict reporting, in sentences about at least three wars each (`tests/events/<trap>.toml`).

use frontline::article;
use frontline::bundled;
use frontline::date::Date;
use frontline::event;
use frontline::event::Extraction;
use frontline::toponym;
use frontline::toponym::Toponym;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// `expect`: `type/assertion/Place` or `type/assertion/Place/YYYY-MM-DD`, each of which must be read.
/// `never`: `type/Place`, which must not be read as something that happened.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    war: String,
    date: String,
    text: String,
    expect: Vec<String>,
    never: Vec<String>,
}

/// Reads a text as the program does.
fn read(text: &str, date: &str) -> (article::Article, Vec<Toponym>, Extraction) {
    let options =
        article::ReadOptions { date: Some(date.parse::<Date>().expect("a date")), ..article::ReadOptions::default() };
    let article = article::read(text.as_bytes(), "case", &options).expect("readable");
    let gazetteer = bundled::gazetteer().expect("bundled");
    let words = bundled::toponym_lexicon().expect("bundled");
    let toponyms = toponym::geoparse(&article, &gazetteer, &toponym::Options::new(&words));
    let extraction = event::extract(&article, &toponyms, &bundled::lexicon().expect("bundled"));
    (article, toponyms, extraction)
}

/// `type/assertion/Place/date` of every event, the place as the text spells it.
fn told(article: &article::Article, toponyms: &[Toponym], extraction: &Extraction) -> Vec<String> {
    extraction
        .events
        .iter()
        .map(|e| {
            let place = toponyms.get(e.toponym).and_then(|t| article.text.get(t.span.clone())).unwrap_or("?");
            let day = e.period.map_or_else(String::new, |p| p.end.to_string());
            format!("{}/{}/{place}/{day}", e.event_type, e.assertion)
        })
        .collect()
}

/// What is wrong with a case; empty if nothing is.
fn check(case: &Case) -> Vec<String> {
    let (article, toponyms, extraction) = read(&case.text, &case.date);
    let told = told(&article, &toponyms, &extraction);
    let places: Vec<&str> = toponyms.iter().filter_map(|t| article.text.get(t.span.clone())).collect();
    let missing = case
        .expect
        .iter()
        .filter(|wanted| !told.iter().any(|t| t == *wanted || t.starts_with(&format!("{wanted}/"))))
        .map(|wanted| format!("missing {wanted}"));
    let wrong = case.never.iter().filter_map(|never| {
        let (kind, place) = never.split_once('/').expect("type/Place");
        extraction
            .events
            .iter()
            .zip(&told)
            .find(|(e, t)| {
                e.assertion.happened() && t.starts_with(&format!("{kind}/")) && t.split('/').nth(2) == Some(place)
            })
            .map(|(_, t)| format!("wrong {t}"))
    });
    missing
        .chain(wrong)
        .map(|m| format!("{} ({}): {m}; read {told:?}, places {places:?}", case.war, case.text))
        .collect()
}

#[test]
fn traps() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/events");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("tests/events").map(|f| f.expect("entry").path()).collect();
    files.sort();
    let mut failures = Vec::new();
    let mut cases = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).expect("readable");
        let parsed: File = toml::from_str(&text).unwrap_or_else(|e| panic!("{file:?}: {e}"));
        let wars: std::collections::BTreeSet<&str> = parsed.case.iter().map(|c| c.war.as_str()).collect();
        assert!(wars.len() >= 3, "{file:?}: fewer than three wars");
        for case in &parsed.case {
            cases += 1;
            failures.extend(
                check(case)
                    .into_iter()
                    .map(|f| format!("{}: {f}", file.file_stem().unwrap_or_default().to_string_lossy())),
            );
        }
    }
    assert!(cases > 90, "cases are missing");
    assert!(failures.is_empty(), "{} of {cases}:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_row_that_does_not_parse_names_file_line_and_reason() {
    use frontline::lexicon::Lexicon;
    use frontline::lexicon::Tables;
    let good = Tables { actors: "", cues: "", nations: "", sides: "", triggers: "", verbs: "", words: "" };
    assert!(Lexicon::parse(&good).is_ok());
    for (tables, wanted) in [
        (Tables { triggers: "# note\nV\tseize\t-\tgrabbing\tobj\tforce\n", ..good }, "triggers.tsv:2"),
        (Tables { sides: "a\tA\tmaybe\t-\tgovernment\t-\n", ..good }, "sides.tsv:1"),
        (Tables { actors: "x\tX\t-\tno-such-side\t-\t-\n", ..good }, "no-such-side"),
        (Tables { nations: "XX\tX\t-\t-\ta:b\n", ..good }, "nations.tsv:1"),
        (Tables { cues: "if\tsomewhere\tdenied\n", ..good }, "cues.tsv:1"),
        (Tables { words: "nonsense\ta b\n", ..good }, "words.tsv:1"),
    ] {
        let message = Lexicon::parse(&tables).expect_err("must not parse").to_string();
        assert!(message.contains(wanted), "{message}");
    }
}
