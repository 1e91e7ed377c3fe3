//! Sheets of hand-made situations: every story place is named, nothing lies on anything else, the SVG is the golden one.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use frontline::basemap::Basemap;
use frontline::basemap::Layers;
use frontline::basemap::Window;
use frontline::bundled;
use frontline::control::Derived;
use frontline::control::Leg;
use frontline::date::Date;
use frontline::date::Period;
use frontline::geodesy::LonLat;
use frontline::layout::Geography;
use frontline::layout::Sheet;
use frontline::layout::SheetOptions;
use frontline::layout::Town;
use frontline::layout::compose;
use frontline::situation::Axis;
use frontline::situation::Event;
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
    fn layers(&self, window: Window, tolerance: f64) -> Layers {
        self.basemap.within(window, tolerance)
    }

    fn towns(&self, w: Window) -> Vec<Town> {
        let inside = |t: &&Town| {
            t.at.lat > w.south && t.at.lat < w.north && t.at.lon > w.west && t.at.lon < w.east
        };
        self.towns.iter().filter(inside).cloned().collect()
    }
}

fn at(text: &str) -> LonLat {
    let mut parts = text.split_whitespace().map(|n| n.parse::<f64>().unwrap());
    LonLat::new(parts.next().unwrap(), parts.next().unwrap())
}

fn period(text: &str) -> Option<Period> {
    let days: Vec<Date> = text
        .split_whitespace()
        .filter(|d| *d != "-")
        .map(|d| d.parse().unwrap())
        .collect();
    Some(Period::new(*days.first()?, *days.last()?))
}

fn some(text: &str) -> Option<String> {
    (text != "-" && !text.is_empty()).then(|| text.to_owned())
}

/// A case: lines of fields between bars, the first the kind of line.
fn read(text: &str) -> (Situation, Derived, Vec<Town>) {
    let mut s = Situation::default();
    let mut towns = Vec::new();
    let mut axes: Vec<(String, Vec<String>, Vec<String>)> = Vec::new();
    let mut known: BTreeMap<String, LonLat> = BTreeMap::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let f: Vec<&str> = line.split('|').map(str::trim).collect();
        let get = |i: usize| f.get(i).copied().unwrap_or("-");
        let names = |text: &str| {
            text.split(',')
                .map(|n| n.trim().to_owned())
                .filter(|n| !n.is_empty() && n != "-")
                .collect::<Vec<_>>()
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
                let precision = get(9)
                    .parse()
                    .ok()
                    .and_then(Precision::from_code)
                    .unwrap_or_default();
                s.events.push(Event {
                    id: format!("{}-{}-{}", f[1], f[2], s.events.len()),
                    location: location(f[2], at(f[3]), f[4], get(10), precision),
                    event_type: EventType::parse(f[1]).unwrap(),
                    assertion: Assertion::parse(get(8)).unwrap(),
                    attribution: None,
                    actor: some(get(5)),
                    actor_side: some(get(6)),
                    opponent: None,
                    partial: false,
                    period: period(get(7)),
                    time_precision: Precision::Exact,
                    order: None,
                    confidence: 0.9,
                    evidence: Vec::new(),
                    holder: some(get(11)),
                    holder_status: HolderStatus::Unknown,
                    by_hand: false,
                    extra: BTreeMap::new(),
                });
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
            }),
            "town" => towns.push(Town {
                name: f[1].into(),
                at: at(f[2]),
                population: f[3].parse().unwrap(),
                capital: get(4) == "capital",
            }),
            other => panic!("unknown kind of line {other}"),
        }
    }
    let mut derived = Derived::default();
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
            reached: reached
                .iter()
                .map(|n| stop(n, LegStatus::Completed))
                .collect(),
            ahead: ahead
                .iter()
                .map(|n| stop(n, LegStatus::Projected))
                .collect(),
        });
        let all: Vec<&String> = reached.iter().chain(ahead).collect();
        for (i, pair) in all.windows(2).enumerate() {
            derived.legs.push(Leg {
                id: format!("advance-{}-{}", axis + 1, i + 1),
                axis,
                order: i as u32 + 1,
                from: pair[0].clone(),
                to: pair[1].clone(),
                status: if i + 1 < reached.len() {
                    LegStatus::Completed
                } else {
                    LegStatus::Projected
                },
                side: Some(side.clone()),
                period: None,
                line: vec![known[pair[0]], known[pair[1]]],
            });
        }
    }
    (s, derived, towns)
}

fn location(name: &str, at: LonLat, country: &str, code: &str, precision: Precision) -> Location {
    Location {
        key: name.into(),
        name: name.into(),
        surface: name.into(),
        at,
        country: country.into(),
        feature_class: "P".into(),
        feature_code: if code == "-" {
            "PPL".into()
        } else {
            code.into()
        },
        geo_precision: precision,
        ..Location::default()
    }
}

fn sheet(case: &str, style: &str, options: &SheetOptions) -> Sheet {
    let text = std::fs::read_to_string(folder().join(format!("{case}.story"))).unwrap();
    let (situation, derived, towns) = read(&text);
    let ground = Ground {
        basemap: bundled::basemap().unwrap(),
        towns,
    };
    let options = SheetOptions {
        credits: vec![
            "Base map: Natural Earth, GSHHG; places: GeoNames (CC BY 4.0).".into(),
            "Borders as in Natural Earth, no endorsement implied.".into(),
        ],
        ..options.clone()
    };
    compose(
        &situation,
        &derived,
        &ground,
        &bundled::style(style).unwrap(),
        &bundled::fonts().unwrap(),
        &options,
    )
    .unwrap()
}

fn cases() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .filter_map(|e| {
            e.unwrap()
                .file_name()
                .to_str()?
                .strip_suffix(".story")
                .map(str::to_owned)
        })
        .collect();
    names.sort();
    names
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
    for case in cases()
        .into_iter()
        .filter(|c| only.as_ref().is_none_or(|o| o == c))
    {
        for style in styles.split(',') {
            let start = std::time::Instant::now();
            let sheet = sheet(&case, style, &SheetOptions::sized(w, h));
            let svg = frontline::export::svg(&sheet.scene);
            let took = start.elapsed();
            let png = frontline::export::png(
                &svg,
                &fonts,
                "t",
                "d",
                frontline::export::PngOptions::default(),
            )
            .unwrap();
            let name = format!("{case}-{style}-{w}x{h}");
            std::fs::write(out.join(format!("{name}.svg")), &svg).unwrap();
            std::fs::write(out.join(format!("{name}.png")), png).unwrap();
            println!(
                "{name}: {took:?}, {} kB, {} {:?}",
                svg.len() / 1000,
                sheet.projection,
                sheet.metrics
            );
        }
    }
}
