//! Events: every trap of conflict reporting, in sentences about at least three wars each (`tests/events/<trap>.toml`).

use frontline::article;
use frontline::bundled;
use frontline::date::Date;
use frontline::event;
use frontline::event::Extraction;
use frontline::toponym;
use frontline::toponym::Toponym;
use frontline::toponym::ToponymKind;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// `expect`: `type/assertion/Place` or `type/assertion/Place/YYYY-MM-DD`, each of which must be read.
/// `never`: `type/Place`, which must not be read as something that happened.
/// `by`: `type/Place=side`, the side that must have done it. `absent`: words that must not be a place.
/// `*` stands for any type, assertion or place. `attacker` and `defender` are ids of sides.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    war: String,
    date: String,
    text: String,
    expect: Vec<String>,
    never: Vec<String>,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
    attacker: Option<String>,
    defender: Option<String>,
}

/// Reads a text as the program does; `-` for a text without a date.
pub(crate) fn read(text: &str, date: &str) -> (article::Article, Vec<Toponym>, Extraction) {
    let date = (date != "-").then(|| date.parse::<Date>().expect("a date"));
    let options = article::ReadOptions { date, ..article::ReadOptions::default() };
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

/// True if every part of `wanted` (`type/assertion/Place[/date]`) is that of `told` or `*`.
fn fits(wanted: &str, told: &str) -> bool {
    let mut parts = told.split('/');
    wanted.split('/').all(|w| parts.next().is_some_and(|t| w == "*" || w == t))
}

/// What is wrong with a case; empty if nothing is.
fn check(case: &Case) -> Vec<String> {
    let (article, toponyms, extraction) = read(&case.text, &case.date);
    let told = told(&article, &toponyms, &extraction);
    let places: Vec<&str> = toponyms
        .iter()
        .filter(|t| t.kind == ToponymKind::Place)
        .filter_map(|t| article.text.get(t.span.clone()))
        .collect();
    let happened = || extraction.events.iter().zip(&told).filter(|(e, _)| e.assertion.happened());
    let side = |i: Option<usize>| i.and_then(|i| extraction.sides.get(i)).map_or("nobody", |s| s.id.as_str());
    let mut wrong = Vec::new();
    for wanted in case.expect.iter().filter(|w| !told.iter().any(|t| fits(w, t))) {
        wrong.push(format!("missing {wanted}"));
    }
    for never in &case.never {
        let (kind, place) = never.split_once('/').expect("type/Place");
        wrong
            .extend(happened().find(|(_, t)| fits(&format!("{kind}/*/{place}"), t)).map(|(_, t)| format!("wrong {t}")));
    }
    for by in &case.by {
        let (event, wanted) = by.split_once('=').expect("type/Place=side");
        let (kind, place) = event.split_once('/').expect("type/Place");
        let found: Vec<&str> = happened()
            .filter(|(_, t)| fits(&format!("{kind}/*/{place}"), t))
            .map(|(e, _)| side(e.actor_side))
            .collect();
        if !found.contains(&wanted) {
            wrong.push(format!("{event} is by {found:?}, not {wanted}"));
        }
    }
    for word in case.absent.iter().filter(|w| places.contains(&w.as_str())) {
        wrong.push(format!("{word} is no place"));
    }
    for (part, wanted, found) in
        [("attacker", &case.attacker, extraction.attacker), ("defender", &case.defender, extraction.defender)]
    {
        if wanted.as_ref().is_some_and(|w| w != side(found)) {
            wrong.push(format!("{part} is {}, not {}", side(found), wanted.as_deref().unwrap_or("")));
        }
    }
    wrong.into_iter().map(|m| format!("{} ({}): {m}; read {told:?}, places {places:?}", case.war, case.text)).collect()
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
    let good = Tables { actors: "", cues: "", media: "", nations: "", sides: "", triggers: "", verbs: "", words: "" };
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

#[test]
fn a_length_of_time_dates_what_came_before_now() {
    let day = |text: &str| text.parse::<Date>().expect("a date");
    for (text, date, first, from, last) in [
        (
            "In just over a week the rebels have taken Aleppo and now Hama.",
            "2024-12-05",
            "Aleppo",
            "2024-11-26",
            "Hama",
        ),
        (
            "In less than ten days the Taliban have captured Herat, and now Kabul.",
            "2021-08-15",
            "Herat",
            "2021-08-05",
            "Kabul",
        ),
        (
            "Within two weeks Azerbaijani troops have taken Jabrayil and now Fuzuli.",
            "2020-10-18",
            "Jabrayil",
            "2020-10-04",
            "Fuzuli",
        ),
    ] {
        let (article, toponyms, extraction) = read(text, date);
        let period = |name: &str| {
            let event = extraction.events.iter().find(|e| {
                e.event_type.takes_control()
                    && toponyms.get(e.toponym).and_then(|t| article.text.get(t.span.clone())) == Some(name)
            });
            event.and_then(|e| e.period).unwrap_or_else(|| panic!("{text}: no capture of {name}"))
        };
        assert_eq!((period(first).start, period(first).end), (day(from), day(date)), "{text}");
        assert_eq!((period(last).start, period(last).end), (day(date), day(date)), "{text}");
    }
}

#[test]
fn no_place_is_read_inside_a_name_that_the_text_explains() {
    let lexicon = bundled::lexicon().expect("bundled");
    let options = article::ReadOptions { date: Some("2024-05-01".parse().expect("a date")), ..Default::default() };
    for (text, name) in [
        ("The Bukavu Defence Force (BDF) attacked on Sunday. BDF men withdrew.", "Bukavu Defence Force"),
        ("The Kherson Volunteer Battalion (KVB) crossed the river.", "Kherson Volunteer Battalion"),
        ("The Taiz Military Council (TMC) met in Aden.", "Taiz Military Council"),
    ] {
        let article = article::read(text.as_bytes(), "case", &options).expect("readable");
        let spans = event::explained_actors(&article, &lexicon);
        let names: Vec<&str> = spans.iter().filter_map(|s| article.text.get(s.clone())).collect();
        assert!(names.contains(&name), "{text}: {names:?}");
        assert!(spans.windows(2).all(|w| w[0].end <= w[1].start), "{text}: {spans:?}");
    }
}
