//! Control areas of random situations: valid, without gaps, on common edges; and what they must say of known ones.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use frontline::control;
use frontline::control::Derived;
use frontline::control::Land;
use frontline::geodesy::LonLat;
use frontline::geodesy::distance_km;
use frontline::situation::Area;
use frontline::situation::Axis;
use frontline::situation::Location;
use frontline::situation::Place;
use frontline::situation::Situation;
use frontline::situation::Stop;
use frontline::situation::Territory;
use frontline::situation::geojson;
use frontline::terms::ChangeKind;
use frontline::terms::HolderStatus;
use frontline::terms::LegStatus;
use geo::Contains;
use geo::LineString;
use geo::MultiPolygon;
use geo::Point;
use geo::Polygon;
use geo::Validation;
use proptest::prelude::*;

pub(crate) fn rectangle(w: f64, s: f64, e: f64, n: f64) -> Polygon<f64> {
    Polygon::new(LineString::from(vec![(w, s), (e, s), (e, n), (w, n), (w, s)]), Vec::new())
}

pub(crate) fn place(i: usize, at: LonLat, holder: Option<&str>, status: HolderStatus) -> Place {
    Place {
        id: format!("place-{i}"),
        location: Location {
            key: format!("key-{i}"),
            name: format!("P{i}"),
            surface: format!("P{i}"),
            at,
            ..Location::default()
        },
        mentions: 0,
        evidence: Vec::new(),
        holder: holder.map(str::to_owned),
        holder_status: status,
        by_hand: false,
        extra: BTreeMap::new(),
    }
}

pub(crate) fn situation(places: Vec<Place>, max_km: f64) -> Situation {
    Situation { places, territory: Some(Territory { max_km, ..Territory::default() }), ..Situation::default() }
}

/// A situation from numbers between 0 and 1 inside a window, on the land of that window.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) window: [f64; 4],
    pub(crate) places: Vec<(f64, f64, usize, u8)>,
    pub(crate) form: u8,
    pub(crate) max_km: f64,
}

const SIDES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

impl Case {
    fn at(&self, x: f64, y: f64) -> LonLat {
        let [w, s, e, n] = self.window;
        // All on one line, or on one of three spots.
        let (x, y) = match self.form {
            1 => (x, 0.5),
            2 => (x, x),
            3 => ((x * 3.0).floor() / 3.0 + 0.1, 0.4),
            _ => (x, y),
        };
        let lon = w + x * (e - w);
        LonLat::new(if lon > 180.0 { lon - 360.0 } else { lon }, s + y * (n - s))
    }

    pub(crate) fn situation(&self) -> Situation {
        let places = self.places.iter().enumerate().map(|(i, (x, y, side, status))| {
            let status =
                [HolderStatus::Assessed, HolderStatus::Assessed, HolderStatus::Claimed, HolderStatus::Contested]
                    [usize::from(*status % 4)];
            place(i, self.at(*x, *y), Some(SIDES[side % SIDES.len()]), status)
        });
        situation(places.collect(), self.max_km)
    }

    /// The window as land, cut at the antimeridian.
    pub(crate) fn land(&self) -> Vec<Land> {
        let [w, s, e, n] = self.window;
        let shape = if e <= 180.0 {
            MultiPolygon(vec![rectangle(w, s, e, n)])
        } else {
            MultiPolygon(vec![rectangle(w, s, 180.0, n), rectangle(-180.0, s, e - 360.0, n)])
        };
        vec![Land { country: String::new(), shape }]
    }
}

pub(crate) fn cases() -> impl Strategy<Value = Case> {
    let windows = prop_oneof![
        Just([35.0, 33.0, 40.0, 37.0]),
        Just([176.0, -20.0, 184.0, -14.0]),
        Just([10.0, 76.0, 40.0, 82.0]),
        Just([-70.0, -1.0, -69.6, -0.7]),
        Just([170.0, 64.0, 190.0, 70.0]),
    ];
    let places = prop::collection::vec((0.02..0.98, 0.02..0.98, 0_usize..8, 0_u8..8), 1..30);
    (windows, places, 0_u8..8, prop_oneof![Just(60.0), Just(20_000.0)])
        .prop_map(|(window, places, form, max_km)| Case { window, places, form, max_km })
}

type Corner = (i64, i64);

/// A corner in millionths of a degree; both ends of the antimeridian are one.
fn corner(c: &geo::Coord<f64>) -> Corner {
    let x = (c.x * 1e6).round() as i64;
    (if x == -180_000_000 { 180_000_000 } else { x }, (c.y * 1e6).round() as i64)
}

/// Directed edges of all areas in millionths of a degree, each with the index of its area.
fn edges(areas: &[Area]) -> Vec<(Corner, Corner, usize)> {
    let mut out = Vec::new();
    for (i, area) in areas.iter().enumerate() {
        for ring in area.shape.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())) {
            out.extend(ring.0.windows(2).map(|w| (corner(&w[0]), corner(&w[1]), i)));
        }
    }
    out
}

/// What must hold of all derived areas on a rectangle of land.
pub(crate) fn check(case: &Case, derived: &Derived) {
    let land = case.land();
    let sum: f64 = derived.areas.iter().map(|a| control::area_km2(&a.shape)).sum();
    let whole: f64 = land.iter().map(|l| control::area_km2(&l.shape)).sum();
    assert!((sum / whole - 1.0).abs() < 1e-7, "areas sum to {sum} km² on {whole} km²");
    for area in &derived.areas {
        assert!(area.shape.is_valid(), "{}: {:?}", area.id, area.shape.validation_errors());
        for c in area.shape.0.iter().flat_map(|p| &p.exterior().0) {
            assert!(c.x.abs() <= 180.0 && c.y.abs() <= 90.0, "{}: {c:?}", area.id);
        }
    }
    let all = edges(&derived.areas);
    let known: BTreeSet<(Corner, Corner)> = all.iter().map(|(a, b, _)| (*a, *b)).collect();
    assert_eq!(known.len(), all.len(), "two areas lie on one side of an edge");
    let [w, s, e, n] = case.window.map(|v| (v * 1e6).round() as i64);
    let turned = |x: i64| if x < w { x + 360_000_000 } else { x };
    for (a, b, i) in &all {
        let rim = |x: i64| [w, e, 180_000_000].contains(&turned(x)) || x.abs() == 180_000_000;
        let outer = a.0 == b.0 && rim(a.0) || a.1 == b.1 && (a.1 == s || a.1 == n);
        assert!(outer || known.contains(&(*b, *a)), "{}: the edge {a:?} {b:?} has no neighbour", derived.areas[*i].id);
    }
    for line in &derived.front {
        assert!(line.line.0.len() > 1 && line.side_left != line.side_right, "{}", line.id);
        for pair in line.line.0.windows(2) {
            let edge = (corner(&pair[0]), corner(&pair[1]));
            let of = |edge: (Corner, Corner)| {
                all.iter().find(|(a, b, _)| (*a, *b) == edge).and_then(|(_, _, i)| derived.areas[*i].holder.clone())
            };
            assert_eq!(of(edge), line.side_left, "{}: left", line.id);
            assert_eq!(of((edge.1, edge.0)), line.side_right, "{}: right", line.id);
        }
    }
}

proptest! {
    #![proptest_config(crate::random::config(12))]

    #[test]
    fn random_areas_fill_the_land_and_share_their_edges(case in cases()) {
        let situation = case.situation();
        let derived = control::derive(&situation, &case.land());
        check(&case, &derived);
        prop_assert_eq!(control::derive(&situation, &case.land()), derived);
    }

    #[test]
    fn changes_of_random_areas_add_up(case in cases(), turned in 0_usize..8) {
        add_up(&case, turned);
    }
}

/// The holders of the first places turn to the next side: gains, losses and what stayed add up to the areas of both days.
fn add_up(case: &Case, turned: usize) {
    let before = control::derive(&case.situation(), &case.land()).areas;
    let mut other = case.clone();
    for place in other.places.iter_mut().take(turned) {
        place.2 += 1;
    }
    let after = control::derive(&other.situation(), &other.land()).areas;
    let changes = control::changes(&before, &after);
    let firm = |a: &&Area| a.holder.is_some() && a.status != HolderStatus::Claimed;
    let side = |areas: &[Area], id: &str| -> f64 {
        areas.iter().filter(firm).filter(|a| a.holder.as_deref() == Some(id)).map(|a| control::area_km2(&a.shape)).sum()
    };
    // Ground of which nothing is known on one of the days is neither gained nor lost.
    if before.iter().chain(&after).all(|a| a.holder.is_some()) {
        for id in SIDES {
            let km2 = |kind: ChangeKind| -> f64 {
                changes.iter().filter(|c| c.holder.as_deref() == Some(id) && c.kind == kind).map(|c| c.area_km2).sum()
            };
            let (was, is) = (side(&before, id), side(&after, id));
            let slack = 1e-4 * (was + is) + 0.5;
            let (unchanged, loss, gain) = (km2(ChangeKind::Unchanged), km2(ChangeKind::Loss), km2(ChangeKind::Gain));
            assert!((unchanged + loss - was).abs() < slack, "{id} before: {unchanged} + {loss} km² of {was} km²");
            assert!((unchanged + gain - is).abs() < slack, "{id} after: {unchanged} + {gain} km² of {is} km²");
        }
    }
    for change in &changes {
        assert!(change.shape.is_valid(), "{:?} {}", change.holder, change.kind);
    }
}

/// Cases that once failed, with how many places turn.
#[test]
fn changes_add_up() {
    let rows = [(
        "five towns on one parallel within a few km",
        Case {
            window: [-70.0, -1.0, -69.6, -0.7],
            places: vec![
                (0.727_259_139_795_582_3, 0.02, 0, 4),
                (0.783_946_255_038_558_1, 0.02, 3, 4),
                (0.736_763_440_972_822_8, 0.460_515_280_088_689_1, 6, 0),
                (0.723_731_977_732_771_6, 0.962_436_427_900_187_5, 4, 1),
                (0.743_025_605_414_306_7, 0.394_675_845_252_216_2, 6, 0),
            ],
            form: 1,
            max_km: 20_000.0,
        },
        3,
    )];
    for (name, case, turned) in rows {
        println!("{name}");
        add_up(&case, turned);
    }
}

/// The area in which a position lies.
pub(crate) fn area_at(derived: &Derived, at: LonLat) -> &Area {
    let found = derived.areas.iter().find(|a| a.shape.contains(&Point::new(at.lon, at.lat)));
    found.unwrap_or_else(|| panic!("no area at {at:?}"))
}

/// Few places far apart, as articles alone name them: each speaks for all ground to the distance given, and not far beyond.
#[test]
fn sparse_places_speak_for_their_ground() {
    const REACH_KM: f64 = 45.0;
    type Row = (&'static str, &'static [(f64, f64, &'static str)]);
    let rows: [Row; 4] = [
        ("one", &[(30.0, 15.0, "a")]),
        ("two sides far apart", &[(25.0, 12.0, "a"), (32.5, 15.5, "b")]),
        (
            "a march and another side far away",
            &[(24.9, 12.0, "a"), (32.5, 15.55, "b"), (33.2, 15.1, "b"), (33.5, 14.4, "b")],
        ),
        ("four sides", &[(20.0, 10.0, "a"), (30.0, 10.0, "b"), (20.0, 20.0, "c"), (30.0, 20.0, "d")]),
    ];
    for (name, towns) in rows {
        let given: Vec<Place> = towns
            .iter()
            .enumerate()
            .map(|(i, (lon, lat, side))| place(i, LonLat::new(*lon, *lat), Some(side), HolderStatus::Assessed))
            .collect();
        let land = vec![Land { country: String::new(), shape: MultiPolygon(vec![rectangle(10.0, 5.0, 40.0, 25.0)]) }];
        let derived = control::derive(&situation(given, REACH_KM), &land);
        for (lon, lat, side) in towns {
            let town = LonLat::new(*lon, *lat);
            for i in 0..8_u32 {
                let at = |km: f64| frontline::geodesy::destination(town, f64::from(i) * 45.0, km);
                for km in [0.0, 20.0, 40.0] {
                    let area = area_at(&derived, at(km));
                    assert_eq!(area.holder.as_deref(), Some(*side), "{name}: {km} km from {side} at {i}");
                }
                // Smoothed between places of one side.
                let beyond = at(80.0);
                let alone = towns.iter().all(|(x, y, _)| distance_km(LonLat::new(*x, *y), beyond) > 70.0);
                assert!(!alone || area_at(&derived, beyond).holder.is_none(), "{name}: 80 km from {side} at {i}");
            }
        }
    }
}

/// Places as `(lon, lat, holder, status)`; then positions with what must be said of them as `holder status`.
#[test]
fn known_situations_have_the_right_areas() {
    use HolderStatus::{Assessed, Claimed, Contested};
    type Wanted = Vec<(f64, f64, &'static str)>;
    type Given = Vec<(f64, f64, Option<&'static str>, HolderStatus)>;
    let ring = |side: &'static str, km: f64| -> Given {
        (0..12)
            .map(|i| {
                let at = frontline::geodesy::destination(LonLat::new(20.0, 45.0), f64::from(i) * 30.0, km);
                (at.lon, at.lat, Some(side), Assessed)
            })
            .collect()
    };
    let with = |mut list: Given, more: Given| {
        list.extend(more);
        list
    };
    let rows: Vec<(&str, Given, Wanted)> = vec![
        (
            "one town",
            vec![(20.0, 45.0, Some("a"), Assessed)],
            vec![(20.1, 45.0, "a assessed"), (22.9, 46.9, "- unknown")],
        ),
        (
            "two towns",
            vec![(19.0, 45.0, Some("a"), Assessed), (20.0, 45.0, Some("b"), Assessed)],
            vec![
                (19.1, 45.0, "a assessed"),
                (19.48, 45.0, "a contested"),
                (19.52, 45.0, "b contested"),
                (19.9, 45.0, "b assessed"),
            ],
        ),
        (
            "an encircled town",
            with(ring("b", 20.0), vec![(20.0, 45.0, Some("a"), Assessed)]),
            vec![(20.0, 45.01, "a assessed"), (20.3, 45.0, "b assessed")],
        ),
        (
            "a claim is no control",
            vec![(19.0, 45.0, Some("a"), Assessed), (19.4, 45.0, Some("a"), Claimed)],
            vec![(19.0, 45.05, "a assessed"), (19.4, 45.05, "a claimed")],
        ),
        (
            "a contested town",
            with(ring("b", 30.0), vec![(20.0, 45.0, Some("a"), Contested)]),
            vec![(20.0, 45.02, "b contested"), (20.35, 45.0, "b assessed")],
        ),
        (
            "two reports of one town disagree",
            with(ring("b", 30.0), vec![(20.0, 45.0, Some("a"), Assessed), (20.0, 45.0, Some("b"), Assessed)]),
            vec![(20.0, 45.02, "b contested")],
        ),
        (
            "nobody is known to hold it",
            vec![(19.0, 45.0, None, HolderStatus::Unknown), (21.0, 45.0, Some("a"), Assessed)],
            vec![(19.0, 45.0, "- unknown"), (21.0, 45.1, "a assessed")],
        ),
    ];
    let case = Case { window: [17.0, 43.0, 23.0, 47.0], places: Vec::new(), form: 0, max_km: 45.0 };
    for (name, places, wanted) in rows {
        let places = places.iter().enumerate().map(|(i, p)| place(i, LonLat::new(p.0, p.1), p.2, p.3)).collect();
        let derived = control::derive(&situation(places, case.max_km), &case.land());
        check(&case, &derived);
        for (lon, lat, want) in wanted {
            let area = area_at(&derived, LonLat::new(lon, lat));
            let got = format!("{} {}", area.holder.as_deref().unwrap_or("-"), area.status);
            assert_eq!(got, want, "{name} at {lon}, {lat}");
        }
    }
}

/// Ground between two places that a side took is in doubt, and the old holder of a place nobody mentions has no say there.
#[test]
fn ground_passed_on_an_advance_is_in_doubt() {
    let at = |lon: f64| LonLat::new(lon, 45.0);
    let mut places: Vec<Place> =
        (0..9).map(|i| place(i, at(19.0 + 0.2 * i as f64), Some("b"), HolderStatus::Assessed)).collect();
    for taken in [0, 8] {
        places[taken].holder = Some("a".into());
    }
    let stop = |i: usize, status| Stop {
        name: format!("P{i}"),
        key: format!("key-{i}"),
        at: at(19.0 + 0.2 * i as f64),
        period: None,
        status,
    };
    let case = Case { window: [17.0, 43.0, 23.0, 47.0], places: Vec::new(), form: 0, max_km: 45.0 };
    for (status, want) in [(LegStatus::Completed, "a contested"), (LegStatus::Claimed, "b assessed")] {
        let mut given = situation(places.clone(), case.max_km);
        given.axes.push(Axis {
            side: Some("a".into()),
            reached: vec![stop(0, LegStatus::Completed), stop(8, status)],
            ahead: Vec::new(),
        });
        let derived = control::derive(&given, &case.land());
        check(&case, &derived);
        let area = area_at(&derived, LonLat::new(19.8, 45.01));
        assert_eq!(format!("{} {}", area.holder.as_deref().unwrap_or("-"), area.status), want, "leg {status}");
    }
}

/// An area that an analyst drew keeps its ground; the derived ones give way.
#[test]
fn drawn_areas_keep_their_ground() {
    let case = Case { window: [17.0, 43.0, 23.0, 47.0], places: Vec::new(), form: 0, max_km: 20_000.0 };
    let mut given = situation(
        vec![
            place(0, LonLat::new(19.0, 45.0), Some("a"), HolderStatus::Assessed),
            place(1, LonLat::new(21.0, 45.0), Some("b"), HolderStatus::Assessed),
        ],
        case.max_km,
    );
    given.areas.push(Area {
        id: "pocket".into(),
        holder: Some("b".into()),
        rival: None,
        status: HolderStatus::Assessed,
        as_of: None,
        basis: "hand".into(),
        shape: MultiPolygon(vec![rectangle(18.0, 44.0, 18.5, 44.5)]),
        by_hand: true,
        extra: BTreeMap::new(),
    });
    let derived = control::derive(&given, &case.land());
    assert_eq!(derived.areas[0], given.areas[0], "the drawn area is as it was");
    check(&case, &derived);
    let closed = derived.front.iter().filter(|l| l.line.0.first() == l.line.0.last()).count();
    assert_eq!(closed, 1, "the front runs round the pocket");
}

/// Thinned to random places, a winding border comes back, and the doubtful band holds most of what is wrong.
#[test]
fn a_winding_border_comes_back() {
    let case = Case { window: [34.0, 46.6, 39.6, 50.2], places: Vec::new(), form: 0, max_km: 20_000.0 };
    let held = |at: LonLat| at.lat < 48.4 + 0.6 * libm::sin(at.lon * 2.1) + 0.25 * libm::sin(at.lon * 7.0 + 1.0);
    let mut state = 7_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    for (count, most_wrong, least_caught) in [(30, 0.2, 0.3), (100, 0.1, 0.5), (300, 0.06, 0.6)] {
        let places = (0..count).map(|i| {
            let at = LonLat::new(34.0 + 5.6 * random(), 46.6 + 3.6 * random());
            place(i, at, Some(if held(at) { "a" } else { "b" }), HolderStatus::Assessed)
        });
        let derived = control::derive(&situation(places.collect(), case.max_km), &case.land());
        let (mut wrong, mut caught, mut cells) = (0.0, 0.0, 0.0);
        for i in 0..2500 {
            let at = LonLat::new(34.05 + 5.5 * f64::from(i % 50) / 49.0, 46.65 + 3.5 * f64::from(i / 50) / 49.0);
            let area = area_at(&derived, at);
            cells += 1.0;
            if (area.holder.as_deref() == Some("a")) != held(at) {
                wrong += 1.0;
                caught += f64::from(u8::from(area.status == HolderStatus::Contested));
            }
        }
        assert!(wrong / cells <= most_wrong, "{count} places: {wrong} of {cells} wrong");
        assert!(caught / wrong >= least_caught, "{count} places: {caught} of {wrong} caught");
    }
}

/// A situation with areas reads back and is derived again byte by byte; what a hand drew stays.
#[test]
fn areas_survive_reading_and_writing() {
    let case = Case {
        window: [35.0, 33.0, 40.0, 37.0],
        places: (0..20)
            .map(|i| (f64::from(i % 5) * 0.2 + 0.1, f64::from(i / 5) * 0.22 + 0.1, (i % 3) as usize, i as u8))
            .collect(),
        form: 0,
        max_km: 120.0,
    };
    let land = case.land();
    let write = |s: &Situation| {
        let mut features = geojson::features(s);
        features.extend(control::geojson::features(&control::derive(s, &land)));
        geojson::document(s, &features)
    };
    let mut given = case.situation();
    given.sides = SIDES[..3]
        .iter()
        .map(|id| frontline::situation::Side { id: (*id).into(), name: (*id).into(), ..Default::default() })
        .collect();
    let stop = |x: f64, y: f64| {
        let at = LonLat::new(x, y);
        Stop { name: format!("{x}"), key: format!("{x}"), at, period: None, status: LegStatus::Completed }
    };
    given.axes.push(Axis {
        side: Some("a".into()),
        reached: vec![stop(36.0, 34.0), stop(36.5, 34.5)],
        ahead: Vec::new(),
    });
    let mut leg = control::derive(&given, &land).legs.remove(0);
    leg.line.insert(1, LonLat::new(36.4, 34.1));
    leg.by_hand = true;
    given.legs.push(leg.clone());
    let text = write(&given);
    let back = geojson::read("again.geojson", &text).unwrap();
    assert_eq!(back.legs.len(), 1, "the leg drawn by hand is kept");
    assert_eq!(back.legs[0].line.len(), leg.line.len());
    let again = write(&back);
    let differs = text.bytes().zip(again.bytes()).position(|(a, b)| a != b).unwrap_or(text.len().min(again.len()));
    let near = |t: &str| t.chars().skip(differs.saturating_sub(120)).take(240).collect::<String>();
    assert!(again == text, "the file changes when it is read and written:\n{}\n{}", near(&text), near(&again));
    let derived = control::derive(&back, &land);
    assert!(derived.areas.len() > 3 && !derived.front.is_empty());
    let none = Situation { territory: None, ..back };
    assert!(control::derive(&none, &land).areas.is_empty(), "no areas unless they are asked for");
}

/// The front lies between the places of its two sides.
#[test]
fn the_front_lies_between_the_sides() {
    let case = Case { window: [17.0, 43.0, 23.0, 47.0], places: Vec::new(), form: 0, max_km: 20_000.0 };
    let (a, b) = (LonLat::new(19.6, 45.0), LonLat::new(20.4, 45.2));
    let places = vec![place(0, a, Some("a"), HolderStatus::Assessed), place(1, b, Some("b"), HolderStatus::Assessed)];
    let derived = control::derive(&situation(places, case.max_km), &case.land());
    assert!(!derived.front.is_empty());
    for c in derived.front.iter().flat_map(|l| &l.line.0) {
        let at = LonLat::new(c.x, c.y);
        let (to_a, to_b) = (distance_km(at, a), distance_km(at, b));
        assert!((to_a - to_b).abs() < 0.06 * (to_a + to_b), "{at:?}: {to_a} km and {to_b} km");
    }
}

/// A place across a border says little of the ground on this side of it.
#[test]
fn a_border_holds_the_ground_between_sparse_places() {
    let near = place(0, LonLat::new(20.02, 45.0), Some("a"), HolderStatus::Assessed);
    let far = place(1, LonLat::new(19.6, 45.0), Some("b"), HolderStatus::Assessed);
    let mut given = situation(vec![near, far], 45.0);
    let (west, east) = (rectangle(17.0, 43.0, 20.0, 47.0), rectangle(20.0, 43.0, 23.0, 47.0));
    let land: Vec<Land> = [("WW", west), ("EE", east)]
        .into_iter()
        .map(|(code, shape)| Land { country: code.into(), shape: MultiPolygon(vec![shape]) })
        .collect();
    let at = LonLat::new(19.94, 45.0);
    assert_eq!(area_at(&control::derive(&given, &land), at).holder.as_deref(), Some("a"), "countries not known");
    given.places[0].location.country = "EE".into();
    given.places[1].location.country = "WW".into();
    let derived = control::derive(&given, &land);
    assert_eq!(area_at(&derived, at).holder.as_deref(), Some("b"), "countries known");
    assert_eq!(area_at(&derived, LonLat::new(20.06, 45.0)).holder.as_deref(), Some("a"));
}
