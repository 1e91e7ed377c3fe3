//! Sheets of hand-made situations: every story place is named, nothing lies on anything else, the SVG is the golden one.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use frontline::basemap::Basemap;
use frontline::basemap::Border;
use frontline::basemap::BorderKind;
use frontline::basemap::Country;
use frontline::basemap::Lake;
use frontline::basemap::Layers;
use frontline::basemap::Window;
use frontline::basemap::Worldview;
use frontline::bundled;
use frontline::control::Derived;
use frontline::control::Leg;
use frontline::date::Date;
use frontline::date::Period;
use frontline::font::Want;
use frontline::geodesy::LonLat;
use frontline::layout::Geography;
use frontline::layout::Sheet;
use frontline::layout::SheetOptions;
use frontline::layout::Town;
use frontline::layout::compose;
use frontline::scene::Node;
use frontline::scene::Text;
use frontline::situation::Area;
use frontline::situation::Axis;
use frontline::situation::Event;
use frontline::situation::FrontLine;
use frontline::situation::Location;
use frontline::situation::Movement;
use frontline::situation::Place;
use frontline::situation::Side;
use frontline::situation::Situation;
use frontline::situation::Source;
use frontline::situation::Stop;
use frontline::terms::Assertion;
use frontline::terms::EventType;
use frontline::terms::HolderStatus;
use frontline::terms::LegStatus;
use frontline::terms::Precision;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layout")
}

struct Ground {
    basemap: Basemap,
    towns: Vec<Town>,
}

impl Geography for Ground {
    fn layers(&self, window: Window, tolerance: f64, _: Worldview) -> Layers {
        self.basemap.within(window, tolerance)
    }

    fn towns(&self, w: Window, _: usize) -> Vec<Town> {
        let inside = |t: &&Town| t.at.lat > w.south && t.at.lat < w.north && t.at.lon > w.west && t.at.lon < w.east;
        self.towns.iter().filter(inside).cloned().collect()
    }
}

fn at(text: &str) -> LonLat {
    let mut parts = text.split_whitespace().map(|n| n.parse::<f64>().unwrap());
    LonLat::new(parts.next().unwrap(), parts.next().unwrap())
}

/// Positions between commas.
fn track(text: &str) -> Vec<geo::Coord<f64>> {
    text.split(',').map(at).map(|p| geo::Coord { x: p.lon, y: p.lat }).collect()
}

fn period(text: &str) -> Option<Period> {
    let days: Vec<Date> = text.split_whitespace().filter(|d| *d != "-").map(|d| d.parse().unwrap()).collect();
    Some(Period::new(*days.first()?, *days.last()?))
}

fn some(text: &str) -> Option<String> {
    (text != "-" && !text.is_empty()).then(|| text.to_owned())
}

/// A case: lines of fields between bars, the first the kind of line.
fn read(text: &str) -> (Situation, Derived, Vec<Town>) {
    let mut s = Situation::default();
    let mut derived = Derived::default();
    let mut towns = Vec::new();
    let mut axes: Vec<(String, Vec<String>, Vec<String>)> = Vec::new();
    let mut known: BTreeMap<String, LonLat> = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let f: Vec<&str> = line.split('|').map(str::trim).collect();
        let get = |i: usize| f.get(i).copied().unwrap_or("-");
        let names = |text: &str| {
            text.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty() && n != "-").collect::<Vec<_>>()
        };
        match f[0] {
            "as_of" => s.as_of = Some(f[1].parse().unwrap()),
            "title" => s.title = f[1].to_owned(),
            "subtitle" => s.subtitle = f[1].to_owned(),
            "side" => s.sides.push(Side {
                id: f[1].into(),
                name: f[2].into(),
                colour: some(get(3)),
                state: get(4) == "state",
            }),
            "attacker" => s.attacker = some(f[1]),
            "defender" => s.defender = some(f[1]),
            "source" => s.articles.push(Source {
                outlet: some(f[1]),
                date: some(get(2)).map(|d| d.parse().unwrap()),
                ..Source::default()
            }),
            "event" => {
                known.insert(f[2].to_owned(), at(f[3]));
                let precision = get(9).parse().ok().and_then(Precision::from_code).unwrap_or_default();
                let mut e = event(
                    &format!("{}-{}-{}", f[1], f[2], s.events.len()),
                    location(f[2], at(f[3]), f[4], get(10), precision),
                    EventType::parse(f[1]).unwrap(),
                    Assertion::parse(get(8)).unwrap(),
                );
                e.actor = some(get(5));
                e.actor_side = some(get(6));
                e.period = period(get(7));
                e.holder = some(get(11));
                s.events.push(e);
            }
            "place" => {
                known.insert(f[1].to_owned(), at(f[2]));
                s.places.push(Place {
                    id: f[1].into(),
                    location: location(f[1], at(f[2]), f[3], get(4), Precision::Exact),
                    mentions: 1,
                    evidence: Vec::new(),
                    holder: some(get(5)),
                    holder_status: HolderStatus::Unknown,
                    by_hand: false,
                    extra: BTreeMap::new(),
                });
            }
            "axis" => axes.push((f[1].to_owned(), names(get(2)), names(get(3)))),
            "move" => s.movements.push(Movement {
                id: format!("move-{}", s.movements.len()),
                event_type: EventType::parse(f[1]).unwrap(),
                assertion: Assertion::Reported,
                actor: None,
                actor_side: some(get(6)),
                from: (f[2].into(), at(f[3])),
                to: (f[4].into(), at(f[5])),
                period: None,
                evidence: Vec::new(),
                extra: BTreeMap::new(),
            }),
            "area" => derived.areas.push(Area {
                rival: None,
                id: format!("area-{}", derived.areas.len()),
                holder: some(f[1]),
                status: HolderStatus::parse(f[2]).unwrap(),
                as_of: None,
                basis: "hand".into(),
                shape: geo::MultiPolygon(vec![geo::Polygon::new(geo::LineString(track(f[3])), Vec::new())]),
                by_hand: true,
                extra: BTreeMap::new(),
            }),
            "front" => derived.front.push(FrontLine {
                id: format!("front-{}", derived.front.len()),
                side_left: some(f[1]),
                side_right: some(f[2]),
                status: HolderStatus::Assessed,
                as_of: None,
                line: geo::LineString(track(f[3])),
                by_hand: true,
                extra: BTreeMap::new(),
            }),
            "town" => towns.push(Town {
                name: f[1].into(),
                geonameid: 0,
                at: at(f[2]),
                population: f[3].parse().unwrap(),
                capital: get(4) == "capital",
            }),
            other => panic!("unknown kind of line {other}"),
        }
    }
    for (axis, (side, reached, ahead)) in axes.iter().enumerate() {
        let stop = |name: &String, status| Stop {
            name: name.clone(),
            key: name.clone(),
            at: known[name],
            period: None,
            status,
        };
        s.axes.push(Axis {
            side: Some(side.clone()),
            reached: reached.iter().map(|n| stop(n, LegStatus::Completed)).collect(),
            ahead: ahead.iter().map(|n| stop(n, LegStatus::Projected)).collect(),
        });
        let all: Vec<&String> = reached.iter().chain(ahead).collect();
        for (i, pair) in all.windows(2).enumerate() {
            derived.legs.push(Leg {
                id: format!("advance-{}-{}", axis + 1, i + 1),
                axis,
                order: i as u32 + 1,
                from: pair[0].clone(),
                to: pair[1].clone(),
                status: if i + 1 < reached.len() { LegStatus::Completed } else { LegStatus::Projected },
                side: Some(side.clone()),
                period: None,
                line: vec![known[pair[0]], known[pair[1]]],
                by_hand: false,
            });
        }
    }
    (s, derived, towns)
}

fn event(id: &str, location: Location, event_type: EventType, assertion: Assertion) -> Event {
    Event {
        id: id.to_owned(),
        location,
        event_type,
        assertion,
        attribution: None,
        actor: None,
        actor_side: Some("red".into()),
        opponent: None,
        partial: false,
        period: None,
        time_precision: Precision::Exact,
        order: None,
        confidence: 0.9,
        evidence: Vec::new(),
        holder: None,
        holder_status: HolderStatus::Unknown,
        by_hand: false,
        extra: BTreeMap::new(),
    }
}

fn location(name: &str, at: LonLat, country: &str, code: &str, precision: Precision) -> Location {
    Location {
        key: name.into(),
        name: name.into(),
        surface: name.into(),
        at,
        country: country.into(),
        feature_class: "P".into(),
        feature_code: if code == "-" { "PPL".into() } else { code.into() },
        geo_precision: precision,
        ..Location::default()
    }
}

pub(crate) fn sheet(case: &str, style: &str, options: &SheetOptions) -> Sheet {
    let text = std::fs::read_to_string(folder().join(format!("{case}.story"))).unwrap();
    let (situation, derived, towns) = read(&text);
    let ground = Ground { basemap: bundled::basemap().unwrap(), towns };
    let options = SheetOptions {
        credits: vec![
            "Base map: Natural Earth, GSHHG; places: GeoNames (CC BY 4.0).".into(),
            "Borders as in Natural Earth, no endorsement implied.".into(),
        ],
        ..options.clone()
    };
    compose(&situation, &derived, &ground, &bundled::style(style).unwrap(), &bundled::fonts().unwrap(), &options)
        .unwrap()
}

pub(crate) fn cases() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .filter_map(|e| e.unwrap().file_name().to_str()?.strip_suffix(".story").map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// Every text of a scene, with its id path.
fn texts<'a>(nodes: &'a [Node], found: &mut Vec<&'a Text>) {
    for node in nodes {
        match node {
            Node::Group(group) => texts(&group.nodes, found),
            Node::Text(text) => found.push(text),
            Node::Shape(_) => {}
        }
    }
}

/// Boxes of the ink of every text, as another program sees them; text along a path has none.
fn ink(svg: &str) -> Vec<(String, [f64; 4])> {
    use resvg::usvg;
    fn walk(group: &usvg::Group, found: &mut Vec<(String, [f64; 4])>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(g) => walk(g, found),
                usvg::Node::Text(t) => {
                    let along = t.chunks().iter().any(|c| !matches!(c.text_flow(), usvg::TextFlow::Linear));
                    let words: String = t.chunks().iter().map(|c| c.text().to_owned()).collect();
                    let b = t.flattened().abs_bounding_box();
                    if !along {
                        found.push((words, [b.left(), b.top(), b.right(), b.bottom()].map(f64::from)));
                    }
                }
                _ => {}
            }
        }
    }
    static DATABASE: std::sync::OnceLock<std::sync::Arc<usvg::fontdb::Database>> = std::sync::OnceLock::new();
    let fontdb = DATABASE.get_or_init(|| {
        let mut all = usvg::fontdb::Database::new();
        for face in bundled::fonts().unwrap().faces() {
            all.load_font_data(face.bytes.to_vec());
        }
        std::sync::Arc::new(all)
    });
    let options = usvg::Options { fontdb: std::sync::Arc::clone(fontdb), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).unwrap();
    let mut found = Vec::new();
    walk(tree.root(), &mut found);
    found
}

pub(crate) fn check(what: &str, sheet: &Sheet) {
    let m = &sheet.metrics;
    assert_eq!(m.placed_required, m.required, "{what}: a place of the story has no name: {m:?}");
    assert_eq!((m.overlapping, m.on_marks), (0, 0), "{what}: labels lie on labels or marks: {m:?}");
    let fonts = bundled::fonts().unwrap();
    let mut all = Vec::new();
    texts(&sheet.scene.nodes, &mut all);
    for text in &all {
        let missing = fonts.missing(&text.words, Want { weight: text.weight, italic: text.italic });
        assert!(missing.is_empty(), "{what}: no face has {missing:?} of {}", text.words);
    }
    let svg = frontline::export::svg(&sheet.scene);
    let boxes = ink(&svg);
    assert!(boxes.len() > m.required, "{what}: the other program sees too few texts");
    for (i, (a, p)) in boxes.iter().enumerate() {
        assert!(
            p[0] >= 0.0
                && p[1] >= 0.0
                && p[2] <= sheet.scene.width * sheet.scene.zoom
                && p[3] <= sheet.scene.height * sheet.scene.zoom,
            "{what}: {a} leaves the sheet"
        );
        for (b, q) in &boxes[i + 1..] {
            let touch = p[0] < q[2] - 0.5 && q[0] < p[2] - 0.5 && p[1] < q[3] - 0.5 && q[1] < p[3] - 0.5;
            assert!(!touch, "{what}: the ink of `{a}` and `{b}` overlaps");
        }
    }
}

#[test]
fn every_place_is_named_and_nothing_touches() {
    for case in cases() {
        for (w, h) in [(1600.0, 1200.0), (1200.0, 630.0), (1080.0, 1350.0), (1080.0, 1080.0)] {
            if w < 1500.0 && !["goma", "hama", "kharkiv"].contains(&case.as_str()) {
                continue;
            }
            let sheet = sheet(&case, "default", &SheetOptions::sized(w, h));
            check(&format!("{case} {w}x{h}"), &sheet);
        }
    }
}

/// Sixty places of a made-up war, spread by a fixed rule.
fn crowd(places: usize) -> Situation {
    let mut s = Situation { as_of: Some("2024-05-01".parse().unwrap()), ..Situation::default() };
    s.sides = ["red", "blue"].map(|id| Side { id: id.into(), name: id.into(), ..Side::default() }).to_vec();
    s.attacker = Some("red".into());
    s.defender = Some("blue".into());
    let mut seed = 7_u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(seed >> 8) / f64::from(1 << 24)
    };
    for i in 0..places {
        let kind = [EventType::Capture, EventType::Clash, EventType::Shelling, EventType::Threat][i % 4];
        let at = LonLat::new(30.0 + 7.0 * next(), 47.0 + 4.0 * next());
        let mut location = location(
            &format!("Nova {}ske", ["Oleksi", "Bere", "Kamia", "Pere", "Dovha"][i % 5]),
            at,
            "UA",
            "-",
            Precision::Exact,
        );
        location.key = format!("place-{i}");
        s.events.push(event(&format!("event-{i}"), location, kind, Assertion::Asserted));
    }
    s
}

#[test]
fn sixty_places_are_all_named() {
    let ground = Ground { basemap: bundled::basemap().unwrap(), towns: Vec::new() };
    let fonts = bundled::fonts().unwrap();
    let style = bundled::style("default").unwrap();
    let sheet = compose(&crowd(60), &Derived::default(), &ground, &style, &fonts, &SheetOptions::default()).unwrap();
    check("sixty places", &sheet);
}

/// Every way to be named: beside the mark, at the end of a leader, in an inset, by a number in the key.
#[test]
fn places_that_crowd_have_a_name_or_a_number() {
    let ground = Ground { basemap: bundled::basemap().unwrap(), towns: Vec::new() };
    let fonts = bundled::fonts().unwrap();
    let style = bundled::style("default").unwrap();
    // So many places, so close to their middle, and whether some need a number at that size.
    for (places, share, size, numbers) in
        [(12, 0.5, (1600.0, 1200.0), false), (16, 0.05, (400.0, 500.0), true), (40, 0.02, (1600.0, 1200.0), true)]
    {
        let mut s = crowd(places);
        let middle = LonLat::new(33.5, 49.0);
        for (i, event) in s.events.iter_mut().enumerate() {
            let first = ["Ba", "Ve", "Ho", "Du", "Ky", "La", "Mo", "Ne"][i % 8];
            event.location.name = format!("{first}{}ivka", ["rd", "sk", "tr", "lm", "nd"][i / 8]);
            let at = &mut event.location.at;
            *at = LonLat::new(middle.lon + (at.lon - middle.lon) * share, middle.lat + (at.lat - middle.lat) * share);
        }
        // Two places far off keep the map from coming near.
        for (event, lon) in s.events.iter_mut().zip([30.0, 37.0]) {
            event.location.at.lon = lon;
        }
        let options = SheetOptions::sized(size.0, size.1);
        let sheet = compose(&s, &Derived::default(), &ground, &style, &fonts, &options).unwrap();
        let what = format!("{places} places on {size:?}");
        check(&what, &sheet);
        let svg = frontline::export::svg(&sheet.scene);
        assert_eq!(svg.contains("id=\"key\""), numbers, "{what}");
        assert_eq!(sheet.warnings, Vec::new(), "{what}");
    }
}

/// A square island with a lake, so that a golden file does not depend on the shipped base map.
struct Island;

impl Geography for Island {
    fn layers(&self, _: Window, _: f64, _: Worldview) -> Layers {
        let ring = |x0: f64, y0: f64, x1: f64, y1: f64| geo::Rect::new((x0, y0), (x1, y1)).to_polygon();
        let coast = ring(10.0, 40.0, 13.0, 42.0);
        Layers {
            countries: vec![Country {
                iso2: "XX".into(),
                name: "Island".into(),
                area_km2: 50_000.0,
                shape: geo::MultiPolygon(vec![coast.clone()]),
            }],
            lines: vec![Border {
                kind: BorderKind::Coast,
                sides: ["XX".into(), String::new()],
                name: String::new(),
                line: coast.exterior().clone(),
            }],
            lakes: vec![Lake {
                name: "Lake".into(),
                area_km2: 900.0,
                shape: geo::MultiPolygon(vec![ring(12.2, 41.2, 12.6, 41.5)]),
            }],
            ..Layers::default()
        }
    }

    fn towns(&self, _: Window, _: usize) -> Vec<Town> {
        vec![Town {
            name: "Harbour".into(),
            geonameid: 0,
            at: LonLat::new(12.9, 40.5),
            population: 90_000,
            capital: false,
        }]
    }
}

#[test]
fn the_golden_sheet_is_the_same() {
    let text = "as_of | 2024-05-02\nside | a | Northerners | -\nside | b | Southerners | -\nattacker | a\ndefender | b\n\
        event | origin | Hill | 10.6 41.7 | XX | - | a | 2024-04-30 | asserted\n\
        event | capture | Bridge | 11.2 41.2 | XX | - | a | 2024-05-01 | asserted\n\
        event | capture | Mill <&> | 11.9 40.8 | XX | Northerners | a | 2024-05-02 | claimed\n\
        event | strike | Port | 12.5 40.3 | XX | Southerners | b | 2024-05-02 | reported\n\
        axis | a | Hill, Bridge | Port\n";
    let (situation, derived, _) = read(text);
    let fonts = bundled::fonts().unwrap();
    let options = SheetOptions::sized(1000.0, 800.0);
    let sheet = compose(&situation, &derived, &Island, &bundled::style("default").unwrap(), &fonts, &options).unwrap();
    check("island", &sheet);
    let svg = frontline::export::svg(&sheet.scene);
    let path = folder().join("island.svg");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &svg).unwrap();
    }
    let golden = std::fs::read_to_string(&path).expect("tests/layout/island.svg; write it with BLESS=1");
    assert!(svg == golden, "the sheet differs from tests/layout/island.svg; look at it, then BLESS=1 cargo test");
}

#[test]
fn hostile_names_and_sizes_do_no_harm() {
    let fonts = bundled::fonts().unwrap();
    let style = bundled::style("default").unwrap();
    let long = "x".repeat(5000);
    let names =
        ["<script>alert(1)</script>", "حماة", "\u{0}\u{7}", "", long.as_str(), "Ḩamāh ‘Ayn", "a\u{202e}b", "日本語"];
    let mut s = crowd(names.len());
    for (event, name) in s.events.iter_mut().zip(names) {
        name.clone_into(&mut event.location.name);
    }
    s.title = "<b>&\"".repeat(200);
    for (w, h) in [(1600.0, 1200.0), (200.0, 200.0), (3000.0, 200.0), (200.0, 3000.0)] {
        let sheet = compose(&s, &Derived::default(), &Island, &style, &fonts, &SheetOptions::sized(w, h)).unwrap();
        let svg = frontline::export::svg(&sheet.scene);
        assert!(!svg.contains("<script") && !svg.contains("<b>"));
        let png = frontline::export::png(&svg, &fonts, "t", "d", frontline::export::PngOptions::default()).unwrap();
        assert!(png.starts_with(b"\x89PNG"));
    }
    for (w, h) in [(10.0, 10.0), (100_000.0, 100.0), (f64::NAN, 1000.0), (-5.0, 5.0)] {
        assert!(compose(&s, &Derived::default(), &Island, &style, &fonts, &SheetOptions::sized(w, h)).is_err());
    }
    let empty = compose(&Situation::default(), &Derived::default(), &Island, &style, &fonts, &SheetOptions::default());
    assert!(empty.is_ok());
}

/// Draws every case into a folder for looking at: `LOOK=folder cargo test look -- --ignored`.
#[test]
#[ignore = "writes pictures for looking at"]
fn look() {
    let out = PathBuf::from(std::env::var("LOOK").expect("LOOK names a folder"));
    let only = std::env::var("CASE").ok();
    let styles = std::env::var("STYLE").unwrap_or_else(|_| "default".into());
    let (w, h) = std::env::var("SIZE").map_or((1600.0, 1200.0), |s| {
        let (w, h) = s.split_once('x').unwrap();
        (w.parse().unwrap(), h.parse().unwrap())
    });
    let fonts = bundled::fonts().unwrap();
    for case in cases().into_iter().filter(|c| only.as_ref().is_none_or(|o| o == c)) {
        for style in styles.split(',') {
            let start = std::time::Instant::now();
            let sheet = sheet(&case, style, &SheetOptions::sized(w, h));
            let svg = frontline::export::svg(&sheet.scene);
            let took = start.elapsed();
            let png = frontline::export::png(&svg, &fonts, "t", "d", frontline::export::PngOptions::default()).unwrap();
            let name = format!("{case}-{style}-{w}x{h}");
            std::fs::write(out.join(format!("{name}.svg")), &svg).unwrap();
            std::fs::write(out.join(format!("{name}.png")), png).unwrap();
            println!("{name}: {took:?}, {} kB, {} {:?}", svg.len() / 1000, sheet.projection, sheet.metrics);
        }
    }
}
