//! Situations: events of articles folded into holders, axes and titles; files that must be read back or refused.
//!
//! A case of `tests/situations/folds/` is a TOML file: places, articles with events, what must come out.
//! A case of `tests/situations/files/` is a GeoJSON file with what must be said of it in a `.said` file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use frontline::article::Article;
use frontline::article::Published;
use frontline::control;
use frontline::date::Date;
use frontline::date::Period;
use frontline::event;
use frontline::event::Extraction;
use frontline::gazetteer::FeatureClass;
use frontline::geodesy::LonLat;
use frontline::situation;
use frontline::situation::Report;
use frontline::situation::Settings;
use frontline::situation::Situation;
use frontline::situation::baseline;
use frontline::situation::geojson;
use frontline::situation::overrides;
use frontline::terms::Assertion;
use frontline::terms::EventType;
use frontline::terms::Precision;
use frontline::toponym::ResolvedPlace;
use frontline::toponym::Toponym;
use frontline::toponym::ToponymKind;
use serde::Deserialize;

fn folder(name: &str) -> Vec<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/situations").join(name);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds no cases", path.display());
    files
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Name to longitude, latitude.
    places: BTreeMap<String, [f64; 2]>,
    /// Names that are provinces.
    #[serde(default)]
    provinces: Vec<String>,
    /// Id to name; an id that ends in `-government` is a state.
    sides: BTreeMap<String, String>,
    baseline: Option<String>,
    overrides: Option<String>,
    as_of: Option<String>,
    article: Vec<Told>,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    date: String,
    attacker: Option<String>,
    defender: Option<String>,
    /// Text besides the events, with the places it names.
    #[serde(default)]
    text: String,
    events: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    what: String,
    place: String,
    side: Option<String>,
    #[serde(default = "asserted")]
    how: String,
    date: Option<String>,
    until: Option<String>,
    #[serde(default)]
    partial: bool,
    #[serde(default)]
    near: bool,
    #[serde(default)]
    rank: u32,
    from: Option<String>,
    to: Option<String>,
}

fn asserted() -> String {
    "asserted".to_owned()
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// Place to `side status`.
    #[serde(default)]
    holders: BTreeMap<String, String>,
    advance: Vec<String>,
    #[serde(default)]
    ahead: Vec<String>,
    /// Every axis but the main one.
    #[serde(default)]
    others: Vec<Vec<String>>,
    /// Event ids, all of them.
    events: Option<Vec<String>>,
    title: Option<String>,
    /// `from status to` of every leg.
    legs: Option<Vec<String>>,
    movements: Option<Vec<String>>,
    /// `code: words` that a warning must hold, each.
    #[serde(default)]
    warnings: Vec<String>,
}

/// An article whose text names each event's places in turn.
struct Built {
    article: Article,
    toponyms: Vec<Toponym>,
    extraction: Extraction,
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn build(case: &Case, number: usize, told: &Told) -> Built {
    let mut text = String::new();
    let mut toponyms = Vec::new();
    let name = |place: &str, text: &mut String, toponyms: &mut Vec<Toponym>| {
        let start = text.len();
        text.push_str(place);
        let at = case.places.get(place).unwrap_or_else(|| panic!("no place {place}"));
        toponyms.push(Toponym {
            span: start..text.len(),
            kind: ToponymKind::Place,
            place: Some(ResolvedPlace {
                key: format!("hand:{}", situation::slug(place)),
                name: place.to_owned(),
                at: LonLat::new(at[0], at[1]),
                class: if case.provinces.iter().any(|p| p == place) {
                    FeatureClass::Admin1
                } else {
                    FeatureClass::Town
                },
                country: "XX".to_owned(),
                admin1: String::new(),
                geonameid: 0,
                population: 0,
            }),
            confidence: 1.0,
            candidates: Vec::new(),
            relative: None,
        });
        toponyms.len() - 1
    };
    let ids: Vec<&String> = case.sides.keys().collect();
    let side = |id: &Option<String>| {
        id.as_ref().map(|id| ids.iter().position(|i| *i == id).unwrap_or_else(|| panic!("no side {id}")))
    };
    let mut extraction = Extraction {
        sides: case
            .sides
            .iter()
            .map(|(id, name)| event::Side {
                id: id.clone(),
                name: name.clone(),
                aliases: Vec::new(),
                state: id.ends_with("government"),
                colour: None,
            })
            .collect(),
        attacker: side(&told.attacker),
        defender: side(&told.defender),
        ..Extraction::default()
    };
    let mut sentences = Vec::new();
    for row in &told.events {
        let start = text.len();
        let toponym = name(&row.place, &mut text, &mut toponyms);
        text.push_str(": ");
        let mut end = |place: &Option<String>| {
            place.as_ref().map(|p| {
                let index = name(p, &mut text, &mut toponyms);
                text.push(' ');
                index
            })
        };
        let (from, to) = (end(&row.from), end(&row.to));
        text.push_str(&row.what);
        text.push_str(". ");
        let published = day(&told.date);
        let first = row.date.as_deref().map_or(published, day);
        let period = Period::new(first, row.until.as_deref().map_or(first, day));
        extraction.events.push(event::Event {
            event_type: EventType::parse(&row.what).unwrap(),
            assertion: Assertion::parse(&row.how).unwrap(),
            attribution: None,
            toponym,
            from,
            to,
            actor: row.side.clone(),
            actor_side: side(&row.side),
            opponent: None,
            partial: row.partial,
            by_reference: false,
            period: Some(period),
            time_precision: period.precision(),
            geo_precision: if row.near { Precision::Near } else { Precision::Exact },
            rank: row.rank,
            confidence: 0.9,
            evidence: start..text.len() - 1,
            sentence: sentences.len(),
        });
        sentences.push(frontline::article::Sentence { span: start..text.len() - 1, block: 0 });
    }
    let start = text.len();
    for word in told.text.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', '.', ',']);
        if case.places.contains_key(bare) {
            name(bare, &mut text, &mut toponyms);
            text.push_str(&word[bare.len()..]);
        } else {
            text.push_str(word);
        }
    }
    if text.len() > start {
        sentences.push(frontline::article::Sentence { span: start..text.len(), block: 0 });
    }
    let article = Article {
        source: format!("{}.txt", number + 1),
        published: Some(Published { date: day(&told.date), year_inferred: false, year_unknown: false, rule: "given" }),
        text,
        sentences,
        ..Article::default()
    };
    Built { article, toponyms, extraction }
}

fn fold(path: &std::path::Path) -> (Case, Situation) {
    let case: Case =
        toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let built: Vec<Built> = case.article.iter().enumerate().map(|(i, told)| build(&case, i, told)).collect();
    let reports: Vec<Report<'_>> = built
        .iter()
        .map(|b| Report { article: &b.article, toponyms: &b.toponyms, extraction: &b.extraction })
        .collect();
    let settings = Settings {
        as_of: case.as_of.as_deref().map(day),
        baseline: case.baseline.as_ref().map(|text| baseline::parse("baseline.csv", text).unwrap()),
        overrides: case
            .overrides
            .as_ref()
            .map(|text| overrides::parse("overrides.toml", text).unwrap())
            .unwrap_or_default(),
        ..Settings::default()
    };
    let situation = situation::update(&reports, &settings);
    (case, situation)
}

fn names(stops: &[situation::Stop]) -> Vec<String> {
    stops.iter().map(|s| s.name.clone()).collect()
}

fn check(path: &std::path::Path) {
    let (case, got) = fold(path);
    let shown = path.file_name().unwrap().to_string_lossy().into_owned();
    let want = case.expect;
    let advance = got.axes.first().map(|a| names(&a.reached)).unwrap_or_default();
    assert_eq!(advance, want.advance, "{shown}: advance");
    assert_eq!(got.axes.first().map(|a| names(&a.ahead)).unwrap_or_default(), want.ahead, "{shown}: ahead");
    let others: Vec<Vec<String>> = got.axes.iter().skip(1).map(|a| names(&a.reached)).collect();
    assert_eq!(others, want.others, "{shown}: other axes");
    for (place, holder) in &want.holders {
        let of_event = got.events.iter().find(|e| e.location.name == *place).map(|e| (&e.holder, e.holder_status));
        let of_place = got.places.iter().find(|p| p.location.name == *place).map(|p| (&p.holder, p.holder_status));
        let (side, status) =
            of_event.or(of_place).unwrap_or_else(|| panic!("{shown}: {place} is not in the situation"));
        assert_eq!(format!("{} {status}", side.as_deref().unwrap_or("nobody")), *holder, "{shown}: holder of {place}");
    }
    if let Some(ids) = want.events {
        let got: Vec<&str> = got.events.iter().map(|e| e.id.as_str()).collect();
        assert_eq!(got, ids, "{shown}: events");
    }
    if let Some(title) = want.title {
        assert_eq!(got.title, title, "{shown}: title");
    }
    let derived = control::derive(&got, &[]);
    if let Some(legs) = want.legs {
        let got: Vec<String> = derived.legs.iter().map(|l| format!("{} {} {}", l.from, l.status, l.to)).collect();
        assert_eq!(got, legs, "{shown}: legs");
    }
    for wanted in &want.warnings {
        let (code, words) = wanted.split_once(": ").unwrap();
        assert!(
            got.warnings.iter().any(|w| w.code == code && w.message.contains(words)),
            "{shown}: no warning {wanted}; said {:?}",
            got.warnings
        );
    }
    if let Some(movements) = want.movements {
        let got: Vec<String> =
            got.movements.iter().map(|m| format!("{} {} {}", m.from.0, m.event_type, m.to.0)).collect();
        assert_eq!(got, movements, "{shown}: movements");
    }
    for leg in &derived.legs {
        assert!(leg.line.len() >= 2, "{shown}: {} is no line", leg.id);
    }
    round_trip(&shown, &got);
}

/// What is written reads back as it was, and writes the same bytes again.
fn round_trip(shown: &str, situation: &Situation) {
    let write = |s: &Situation| {
        let mut features = geojson::features(s);
        features.extend(control::geojson::features(&control::derive(s, &[])));
        geojson::document(s, &features)
    };
    let text = write(situation);
    let back = geojson::read("situation.geojson", &text).unwrap_or_else(|e| panic!("{shown}: {e}\n{text}"));
    assert_eq!(back.events.len(), situation.events.len(), "{shown}: events read back");
    assert_eq!(back.axes, situation.axes, "{shown}: axes read back");
    assert_eq!(write(&back), text, "{shown}: the file changes when it is read and written");
}

#[test]
fn folds() {
    for path in folder("folds") {
        check(&path);
    }
}

#[test]
fn files() {
    for path in folder("files").iter().filter(|p| p.extension().is_some_and(|e| e == "geojson")) {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let said = match geojson::read(&name, &text) {
            Err(error) => format!("error: {error}\n"),
            Ok(s) => {
                let mut out = format!(
                    "{} events, {} places, {} areas, {} lines, {} movements\n",
                    s.events.len(),
                    s.places.len(),
                    s.areas.len(),
                    s.lines.len(),
                    s.movements.len()
                );
                for area in &s.areas {
                    out.push_str(&format!(
                        "area {} {} {}\n",
                        area.id,
                        area.holder.as_deref().unwrap_or("-"),
                        area.status
                    ));
                }
                for warning in &s.warnings {
                    out.push_str(&format!("warning: {}\n", warning.message));
                }
                out
            }
        };
        let golden = path.with_extension("said");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&golden, &said).unwrap();
        }
        let want =
            std::fs::read_to_string(&golden).unwrap_or_else(|e| panic!("{}: {e}; run with BLESS=1", golden.display()));
        assert_eq!(said, want, "{name}");
    }
}

#[test]
fn baselines_that_cannot_be_read_name_the_line() {
    let rows = [
        ("", "the baseline is empty"),
        ("a,b\n1,2\n", "line 1: no column \"place\""),
        ("place,lat,lon,holder\nHama,x,36,a\n", "line 2: lat \"x\" is not a number"),
        ("place,lat,lon,holder\nHama,135,36,a\n", "line 2: lat 135 is outside -90 to 90; are lat and lon swapped?"),
        ("place,lat,lon,holder,as_of\nHama,35,36,a,soon\n", "line 2: as_of \"soon\" is not a date"),
        ("place,lat,lon,holder\n,35,36,a\n", "line 2: the place has no name"),
        ("place,lat,lon,holder\n", "a header but no rows"),
        ("place,lat,lon,holder\nHama,35.1,36.7,a\n\"Homs,34.7,36.7,a\n", "line 3: a quotation mark opens a cell"),
        ("place,lat,lon,holder\nHama,35.1\n", "line 2: lon \"\" is not a number"),
        ("place,lat,lon,holder\nHama,NaN,36.7,a\n", "line 2: lat NaN is outside"),
        ("place;lat;lon;holder\nHama;35,1;36,7;a\n", "line 2: lon \"36,7\" is not a number"),
        ("{\"type\":\"FeatureCollection\",\"features\":[]}", "no feature says who holds it"),
    ];
    for (text, want) in rows {
        let error = baseline::parse("b.csv", text).unwrap_err().to_string();
        assert!(error.starts_with("b.csv: ") && error.contains(want), "{text:?}: {error}");
    }
}

/// A GeoJSON file of features, each a geometry and its properties.
fn collection(features: &[(&str, &str)]) -> String {
    let one = |(geometry, properties): &(&str, &str)| {
        format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{geometry}}}"#)
    };
    let all: Vec<String> = features.iter().map(one).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, all.join(","))
}

/// A baseline that reads, the day of the map and one article about places in Syria: what must be said of it, all of it.
#[test]
fn baselines_say_what_is_odd_and_what_they_leave_out() {
    const SQUARE: &str = r#"{"type":"Polygon","coordinates":[[[36,35],[37,35],[37,36],[36,36],[36,35]]]}"#;
    const OTHER: &str = r#"{"type":"Polygon","coordinates":[[[37,35],[38,35],[38,36],[37,36],[37,35]]]}"#;
    const BOW: &str = r#"{"type":"Polygon","coordinates":[[[36,35],[37,36],[37,35],[36,36],[36,35]]]}"#;
    const HIGH: &str = r#"{"type":"Polygon","coordinates":[[[36,35,9],[37,35,9],[37,36,9],[36,36,9],[36,35,9]]]}"#;
    const TURNED: &str = r#"{"type":"Polygon","coordinates":[[[34,36],[36,36],[36,37],[34,37],[34,36]]]}"#;
    const LINE: &str = r#"{"type":"LineString","coordinates":[[36,35],[37,36]]}"#;
    const POINT: &str = r#"{"type":"Point","coordinates":[36.7,34.7]}"#;
    let holder = r#""holder":"syr-hts""#;
    let table = |rows: &str| format!("place,lat,lon,holder,as_of,country\n{rows}");
    let rows: Vec<(String, &[&str])> = vec![
        (table("Hama,35.13,36.75,syr-hts,2024-11-26,SY\n"), &[]),
        (collection(&[(SQUARE, holder)]), &[]),
        (
            collection(&[(OTHER, r#""holder":"martians""#), (SQUARE, holder)]),
            &["b: holders that no known side is called: \"martians\" (1 area)"],
        ),
        (
            collection(&[(SQUARE, holder), (OTHER, "")]),
            &["b: no property \"holder\", so that nobody is known to hold: area \"area-2\""],
        ),
        (
            collection(&[(SQUARE, holder), (POINT, r#""name":"Homs""#)]),
            &["b: no property \"holder\", so that nobody is known to hold: place \"Homs\""],
        ),
        (
            collection(&[(SQUARE, holder), (LINE, holder)]),
            &["b: lines tell of no ground that somebody holds and were left out: \"line-2\""],
        ),
        (collection(&[(SQUARE, holder), ("null", holder)]), &["b: feature 2 has no geometry"]),
        (
            collection(&[(BOW, holder)]),
            &["b: feature 1: the outline crosses itself near 36.5000, 35.5000 and was repaired"],
        ),
        (collection(&[(HIGH, holder)]), &["b: 1 feature: heights (a third coordinate) were dropped"]),
        (
            collection(&[(TURNED, holder)]),
            &["b: latitude and longitude look swapped: no place of the articles lies among the areas"],
        ),
        (
            collection(&[(SQUARE, r#""holder":"syr-hts","as_of":"2025-01-01""#)]),
            &["the baseline describes a later day than the map (2024-12-05): area \"area-1\" (2025-01-01)"],
        ),
        (
            table("Hama,35.13,36.75,syr-hts,2024-11-26,SY,x,y\n"),
            &["b: line 2 has 8 cells and the header 6; those after the last column were left out"],
        ),
        (table("Hama,35.13,36.75,,2024-11-26,SY\n"), &["b: no holder in the baseline for Hama"]),
        (
            table("Hama,35.13,36.75,syr-hts,2024-11-26,SY\nHama,35.13,36.75,syr-government,2024-11-26,SY\n"),
            &["b: line 3 gives Hama to \"syr-government\", line 2 to \"syr-hts\"; the later line counts, line 3"],
        ),
        (
            table("Hama,35.13,36.75,syr-hts,2024-11-26,SY\nHama,35.13,36.75,syr-government,2024-11-20,SY\n"),
            &["b: line 3 gives Hama to \"syr-government\", line 2 to \"syr-hts\"; the later day counts, line 2"],
        ),
        (
            table("Hama,35.13,36.75,syr-hts,2024-11-20,SY\nHama,35.13,36.75,syr-government,2024-11-26,SY\n"),
            &["b: line 3 gives Hama to \"syr-government\", line 2 to \"syr-hts\"; the later day counts, line 3"],
        ),
    ];
    let lexicon = frontline::bundled::lexicon().unwrap();
    let case: Case = toml::from_str(
        r#"
        article = [{ date = "2024-12-05", events = [{ what = "clash", place = "Hama" }, { what = "clash", place = "Tell" }] }]
        [places]
        Hama = [36.75, 35.13]
        Tell = [36.6, 35.2]
        [sides]
        [expect]
        advance = []
        "#,
    )
    .unwrap();
    let built = build(&case, 0, &case.article[0]);
    let report = Report { article: &built.article, toponyms: &built.toponyms, extraction: &built.extraction };
    for (text, want) in rows {
        let mut read = baseline::parse("b", &text).unwrap_or_else(|e| panic!("{text}: {e}"));
        read.name_holders(&lexicon);
        let settings = Settings { as_of: Some(day("2024-12-05")), baseline: Some(read), ..Settings::default() };
        let said = situation::update(&[report], &settings).warnings;
        let found: Vec<&str> = said.iter().map(|w| w.message.as_str()).collect();
        assert_eq!(found.len(), want.len(), "{text}\n{found:?}");
        assert!(found.iter().zip(want).all(|(f, w)| f.starts_with(w)), "{text}\n{found:?}");
    }
}

/// Rules for a text that names Alta and its capture by the rebels; what must be said of those that correct nothing.
#[test]
fn overrides_that_correct_nothing_are_named() {
    let rows: [(&str, &[&str]); 9] = [
        ("[[place]]\nname = \"alta\"\nlat = 50.1\nlon = 10.1\n", &[]),
        ("[[place]]\nname = \"Alta\"\nnot_a_place = true\n", &[]),
        ("[[event]]\nid = \"capture-alta-20300510\"\ndrop = true\n", &[]),
        ("[[event]]\nid = \"capture-alta-20300510\"\nactor_side = \"x-rebels\"\n", &[]),
        ("[[side]]\nactor = \"X-Rebels\"\nside = \"x-others\"\n", &[]),
        (
            "[[place]]\nname = \"Bela\"\nrename = \"Bella\"\n",
            &["o.toml: place \"Bela\": no article names it; nothing was corrected"],
        ),
        (
            "[[event]]\nid = \"capture-bela-20300510\"\ndrop = true\n",
            &["o.toml: event \"capture-bela-20300510\": no event has this id; nothing was corrected"],
        ),
        (
            "[[event]]\nid = \"capture-alta-20300510\"\nactor_side = \"martians\"\n",
            &["o.toml: event \"capture-alta-20300510\": actor_side \"martians\" is no side here (x-rebels)"],
        ),
        (
            "[[side]]\nactor = \"the Martians\"\nside = \"martians\"\n",
            &["o.toml: side of \"the Martians\": no event has this actor; nothing was corrected"],
        ),
    ];
    let case: Case = toml::from_str(
        r#"
        article = [{ date = "2030-05-10", attacker = "x-rebels", events = [{ what = "capture", place = "Alta", side = "x-rebels" }] }]
        [places]
        Alta = [10.0, 50.0]
        [sides]
        x-rebels = "Coast Front"
        [expect]
        advance = []
        "#,
    )
    .unwrap();
    let built = build(&case, 0, &case.article[0]);
    let report = Report { article: &built.article, toponyms: &built.toponyms, extraction: &built.extraction };
    for (text, want) in rows {
        let settings = Settings { overrides: overrides::parse("o.toml", text).unwrap(), ..Settings::default() };
        let said = situation::update(&[report], &settings).warnings;
        let found: Vec<&str> = said.iter().map(|w| w.message.as_str()).collect();
        assert_eq!(found, want, "{text}");
    }
}

#[test]
fn overrides_that_cannot_be_read_name_the_rule() {
    let rows = [
        ("[[place]\n", "line 1"),
        ("[[place]]\nname = \"Hama\"\n", "place \"Hama\": give lat and lon"),
        ("[[place]]\nname = \"Hama\"\nlat = 136.0\nlon = 35.0\n", "are they swapped?"),
        ("[[event]]\nid = \"x\"\nassertion = \"sure\"\n", "unknown assertion \"sure\""),
        ("[[event]]\nid = \"x\"\ndate = \"May\"\n", "date \"May\""),
        ("[[event]]\nid = \"x\"\nwrong = true\n", "line 3"),
    ];
    for (text, want) in rows {
        let error = overrides::parse("o.toml", text).unwrap_err().to_string();
        assert!(error.starts_with("o.toml: ") && error.contains(want), "{text:?}: {error}");
    }
}

/// Positions of known towns, right and the wrong way round; whether a warning must name it.
#[test]
fn a_file_with_latitude_and_longitude_swapped_is_named() {
    let gazetteer = frontline::bundled::gazetteer().unwrap();
    let towns = [("Hama", 36.75, 35.13), ("Homs", 36.72, 34.73), ("Aleppo", 37.16, 36.2), ("Damascus", 36.29, 33.51)];
    type Row = (&'static str, Vec<(&'static str, f64, f64)>, &'static str);
    let rows: Vec<Row> = vec![
        ("right", towns.to_vec(), ""),
        ("swapped", towns.iter().map(|(n, lon, lat)| (*n, *lat, *lon)).collect(), "4 of 4 places"),
        (
            "one of four",
            vec![towns[0], towns[1], towns[2], ("Damascus", 33.51, 36.29)],
            "the gazetteer has these places only with the two exchanged: Damascus at longitude 33.51, latitude 36.29",
        ),
        ("unknown names", vec![("Qxzzt", 33.5, 36.3), ("Wrrfh", 34.7, 36.7)], ""),
        ("elsewhere", vec![("Hama", 10.0, 50.0), ("Homs", 11.0, 50.0)], ""),
        ("none", vec![], ""),
    ];
    for (name, points, want) in rows {
        let features: Vec<String> = points
            .iter()
            .map(|(n, lon, lat)| {
                format!(
                    r#"{{"type":"Feature","properties":{{"name":"{n}","holder":"army"}},"geometry":{{"type":"Point","coordinates":[{lon},{lat}]}}}}"#
                )
            })
            .collect();
        let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        let situation = geojson::read("towns.geojson", &text).unwrap();
        let warning = situation::swap::swapped("towns.geojson", &situation::swap::named(&situation), &gazetteer);
        assert_eq!(warning.is_some(), !want.is_empty(), "{name}");
        if let Some(warning) = warning {
            let start = format!("towns.geojson: latitude and longitude look swapped: {want}");
            assert!(warning.message.starts_with(&start), "{name}: {}", warning.message);
        }
    }
}
