//! Outlines of a baseline that places taken since carve: valid, on common edges, and the same when read back.

use std::collections::BTreeMap;

use frontline::control;
use frontline::control::Derived;
use frontline::control::Land;
use frontline::date::Date;
use frontline::date::Period;
use frontline::geodesy::LonLat;
use frontline::situation::Area;
use frontline::situation::Event;
use frontline::situation::Location;
use frontline::situation::Obstacle;
use frontline::situation::Situation;
use frontline::situation::geojson;
use frontline::terms::Assertion;
use frontline::terms::EventType;
use frontline::terms::HolderStatus;
use frontline::terms::Precision;
use geo::Contains;
use geo::LineString;
use geo::MultiPolygon;
use geo::Point;
use geo::Polygon;
use geo::Validation;

fn rectangle(w: f64, s: f64, e: f64, n: f64) -> MultiPolygon<f64> {
    MultiPolygon(vec![Polygon::new(LineString::from(vec![(w, s), (e, s), (e, n), (w, n), (w, s)]), Vec::new())])
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn outline(id: &str, holder: &str, shape: MultiPolygon<f64>) -> Area {
    Area {
        id: id.into(),
        holder: Some(holder.into()),
        rival: None,
        status: HolderStatus::Assessed,
        as_of: Some(day("2024-03-01")),
        basis: "baseline".into(),
        shape,
        by_hand: false,
        extra: BTreeMap::new(),
    }
}

fn capture(name: &str, at: (f64, f64), side: &str, when: &str, status: HolderStatus) -> Event {
    Event {
        id: format!("capture-{name}"),
        location: Location {
            key: name.into(),
            name: name.into(),
            surface: name.into(),
            at: LonLat::new(at.0, at.1),
            feature_class: "P".into(),
            ..Location::default()
        },
        event_type: EventType::Capture,
        assertion: Assertion::Asserted,
        attribution: None,
        actor: None,
        actor_side: Some(side.into()),
        opponent: None,
        partial: false,
        period: Some(Period::new(day(when), day(when))),
        time_precision: Precision::Exact,
        order: None,
        confidence: 1.0,
        evidence: Vec::new(),
        holder: Some(side.into()),
        holder_status: status,
        by_hand: false,
        extra: BTreeMap::new(),
    }
}

/// What is said of a position: holder and status of the area over it.
fn said(derived: &Derived, lon: f64, lat: f64) -> String {
    let over: Vec<&Area> = derived.areas.iter().filter(|a| a.shape.contains(&Point::new(lon, lat))).collect();
    assert!(over.len() < 2, "two areas over {lon}, {lat}");
    over.first().map_or_else(|| "-".to_owned(), |a| format!("{} {}", a.holder.as_deref().unwrap_or("?"), a.status))
}

/// A west half of side `a` and an east half of side `b`, 158 km wide each.
fn halves() -> Vec<Area> {
    vec![
        outline("west", "a", rectangle(18.0, 44.0, 20.0, 46.0)),
        outline("east", "b", rectangle(20.0, 44.0, 22.0, 46.0)),
    ]
}

/// Name; outlines; captures as `(lon, lat, side, day, status)`; positions with what must be said of them, the holder alone if
/// it ends in a space.
type Case =
    (&'static str, Vec<Area>, Vec<(f64, f64, &'static str, &'static str, HolderStatus)>, Vec<(f64, f64, &'static str)>);

fn cases() -> Vec<Case> {
    use HolderStatus::{Assessed, Claimed};
    let by_hand = || {
        let mut areas = halves();
        for area in &mut areas {
            area.by_hand = true;
        }
        areas
    };
    vec![
        (
            "a place just behind the line",
            halves(),
            vec![(20.06, 45.0, "a", "2024-03-05", Assessed)],
            vec![
                (20.06, 45.0, "a assessed"),
                (20.01, 45.0, "a "),
                (20.3, 45.0, "b assessed"),
                (20.05, 45.3, "b assessed"),
            ],
        ),
        (
            "a place deep inside: the way to it is in doubt",
            halves(),
            vec![(20.2, 45.0, "a", "2024-03-05", Assessed)],
            vec![(20.2, 45.0, "a assessed"), (20.1, 45.0, "a contested"), (20.4, 45.0, "b assessed")],
        ),
        (
            "a place held already",
            halves(),
            vec![(19.9, 45.0, "a", "2024-03-05", Assessed)],
            vec![(19.9, 45.0, "a assessed"), (20.1, 45.0, "b assessed")],
        ),
        (
            "what was taken before the outline was drawn is in it",
            halves(),
            vec![(20.06, 45.0, "a", "2024-02-20", Assessed)],
            vec![(20.06, 45.0, "b assessed")],
        ),
        (
            "drawn by hand",
            by_hand(),
            vec![(20.06, 45.0, "a", "2024-03-05", Assessed)],
            vec![(20.06, 45.0, "b assessed")],
        ),
        (
            "a claim",
            halves(),
            vec![(20.06, 45.0, "a", "2024-03-05", Claimed)],
            vec![(20.06, 45.0, "a claimed"), (20.3, 45.0, "b assessed")],
        ),
        (
            "attack and counterattack",
            halves(),
            vec![(20.06, 45.0, "a", "2024-03-05", Assessed), (19.94, 45.1, "b", "2024-03-06", Assessed)],
            vec![
                (20.06, 45.0, "a assessed"),
                (19.94, 45.1, "b assessed"),
                (19.94, 45.0, "a assessed"),
                (20.06, 45.1, "b assessed"),
            ],
        ),
        (
            "one side drawn, open ground taken",
            vec![outline("west", "a", rectangle(18.0, 44.0, 20.0, 46.0))],
            vec![(20.06, 45.0, "a", "2024-03-05", Assessed)],
            vec![(20.06, 45.0, "a assessed"), (20.01, 45.0, "a "), (20.2, 45.0, "-")],
        ),
        (
            "one side drawn, a place retaken by the other",
            vec![outline("west", "a", rectangle(18.0, 44.0, 20.0, 46.0))],
            vec![(19.95, 45.0, "b", "2024-03-05", Assessed)],
            vec![(19.95, 45.0, "b assessed"), (19.99, 45.0, "b "), (19.7, 45.0, "a assessed")],
        ),
        (
            "across the antimeridian",
            vec![
                outline("west", "a", rectangle(178.0, -18.0, 180.0, -16.0)),
                outline("east", "b", rectangle(-180.0, -18.0, -178.0, -16.0)),
            ],
            vec![(-179.95, -17.0, "a", "2024-03-05", Assessed)],
            vec![(-179.95, -17.0, "a assessed"), (-179.99, -17.0, "a "), (-179.6, -17.0, "b assessed")],
        ),
    ]
}

#[test]
fn places_taken_since_carve_the_outlines() {
    for (name, areas, captures, wanted) in cases() {
        let events = captures
            .iter()
            .enumerate()
            .map(|(i, (lon, lat, side, when, status))| capture(&format!("P{i}"), (*lon, *lat), side, when, *status))
            .collect();
        let situation = Situation { areas, events, as_of: Some(day("2024-03-08")), ..Situation::default() };
        check(name, &situation, &wanted);
    }
}

fn check(name: &str, situation: &Situation, wanted: &[(f64, f64, &str)]) {
    let mut shape = rectangle(17.0, 43.0, 23.0, 47.0);
    shape
        .0
        .extend(rectangle(177.0, -19.0, 180.0, -15.0).0.into_iter().chain(rectangle(-180.0, -19.0, -177.0, -15.0).0));
    let land = vec![Land { country: String::new(), shape }];
    let derived = control::derive(situation, &land);
    for (lon, lat, want) in wanted {
        let got = said(&derived, *lon, *lat);
        assert!(
            got == *want || want.ends_with(' ') && got.starts_with(want),
            "{name} at {lon}, {lat}: {got}, not {want}"
        );
    }
    let drawn: f64 = situation.areas.iter().map(|a| control::area_km2(&a.shape)).sum();
    let now: f64 = derived.areas.iter().map(|a| control::area_km2(&a.shape)).sum();
    if situation.areas.len() > 1 {
        assert!((now - drawn).abs() < 0.01, "{name}: {drawn} km² became {now}");
    }
    for area in &derived.areas {
        assert!(area.shape.is_valid(), "{name}: {} is not valid", area.id);
        let known = situation.areas.iter().any(|a| a.id == area.id);
        assert!(known || area.is_carved(), "{name}: {} does not say that it is inferred", area.id);
    }
    let write = |s: &Situation| {
        let mut features = geojson::features(s);
        features.extend(control::geojson::features(&control::derive(s, &land)));
        geojson::document(s, &features)
    };
    let text = write(situation);
    let back = geojson::read("back.geojson", &text).unwrap();
    let again = control::derive(&back, &land);
    let shapes = |d: &Derived| d.areas.iter().map(|a| (a.id.clone(), a.shape.clone())).collect::<Vec<_>>();
    assert_eq!(shapes(&again), shapes(&derived), "{name}: carved again when read back");
}

/// What a place carves out of an outline stays on its bank of a river that costs much to cross.
#[test]
fn carved_ground_goes_by_the_cheapest_way() {
    let land = vec![Land { country: String::new(), shape: rectangle(19.0, 44.0, 23.0, 46.0) }];
    let given = |obstacles: Vec<Obstacle>| Situation {
        areas: halves(),
        events: vec![capture("P", (20.3, 45.0), "a", "2024-03-05", HolderStatus::Assessed)],
        as_of: Some(day("2024-03-08")),
        obstacles,
        ..Situation::default()
    };
    let river = vec![LonLat::new(20.31, 43.0), LonLat::new(20.31, 47.0)];
    let river = Obstacle { cost: 60.0, shape: geojson::Shape::Line(river) };
    for (obstacles, want) in [(vec![], "a assessed"), (vec![river], "b assessed")] {
        let derived = control::derive(&given(obstacles), &land);
        assert_eq!(said(&derived, 20.3, 45.0), "a assessed", "in the place, {want}");
        assert_eq!(said(&derived, 20.32, 45.0), want, "beyond the river");
        assert!(derived.areas.iter().all(|a| a.shape.is_valid()));
    }
}
