//! Ways that something lies in: areas follow the cheapest way, stay gap-free, and are the same as ever where nothing is in the way.

use frontline::control;
use frontline::control::Terrain;
use frontline::geodesy::LonLat;
use frontline::geodesy::distance_km;
use frontline::limit::Limits;
use frontline::pipeline::territory;
use frontline::situation::Obstacle;
use frontline::situation::Situation;
use frontline::situation::geojson;
use frontline::situation::geojson::Shape;
use frontline::terms::HolderStatus;
use geo::MultiPolygon;
use proptest::prelude::*;

use crate::areas::Case;
use crate::areas::area_at;
use crate::areas::cases;
use crate::areas::check;
use crate::areas::place;
use crate::areas::rectangle;
use crate::areas::situation;

fn line(cost: f64, positions: &[(f64, f64)]) -> Obstacle {
    Obstacle { cost, shape: Shape::Line(positions.iter().map(|(x, y)| LonLat::new(*x, *y)).collect()) }
}

fn block(cost: f64, [w, s, e, n]: [f64; 4]) -> Obstacle {
    Obstacle { cost, shape: Shape::Polygons(MultiPolygon(vec![rectangle(w, s, e, n)])) }
}

/// Two towns of `a` and `b` on one parallel, 157 km apart; what lies in the way; ground that is dry (empty for all); positions
/// with what must be said of them as `holder status`.
struct Row {
    name: &'static str,
    obstacles: Vec<Obstacle>,
    dry: Vec<[f64; 4]>,
    wanted: &'static [(f64, f64, &'static str)],
}

fn rows() -> Vec<Row> {
    let row = |name, obstacles, wanted| Row { name, obstacles, dry: Vec::new(), wanted };
    let wall: &[(f64, f64)] = &[(19.5, 40.0), (19.5, 50.0)];
    vec![
        row(
            "nothing",
            vec![],
            &[(19.4, 45.0, "a assessed"), (19.995, 45.0, "a contested"), (20.6, 45.0, "b assessed")],
        ),
        row(
            "a river nearer to a is where the sides meet",
            vec![line(200.0, wall)],
            &[(19.45, 45.0, "a assessed"), (19.55, 45.0, "b assessed"), (20.0, 45.0, "b assessed")],
        ),
        row(
            "a brook moves little",
            vec![line(2.0, wall)],
            &[
                (19.4, 45.0, "a assessed"),
                (19.98, 45.0, "a contested"),
                (19.995, 45.0, "b contested"),
                (20.6, 45.0, "b assessed"),
            ],
        ),
        row(
            "a river that ends is walked round",
            vec![line(200.0, &[(19.5, 45.0), (19.5, 50.0)])],
            &[(19.9, 46.0, "b contested"), (19.9, 44.5, "a contested"), (19.7, 44.9, "a assessed")],
        ),
        row(
            "two meanders over one edge of the grid cost nothing, the river does",
            vec![line(
                200.0,
                &[(19.5, 40.0), (19.5, 45.0), (19.508, 45.002), (19.492, 45.004), (19.5, 45.006), (19.5, 50.0)],
            )],
            &[(19.45, 45.003, "a assessed"), (19.55, 45.003, "b assessed")],
        ),
        row(
            "a marsh counts several times",
            vec![block(6.0, [19.6, 43.0, 20.0, 47.0])],
            &[(19.8, 45.0, "a assessed"), (19.87, 45.0, "b assessed")],
        ),
        row(
            "what costs nothing changes nothing",
            vec![line(0.0, wall), block(1.0, [19.6, 43.0, 20.0, 47.0])],
            &[(19.4, 45.0, "a assessed"), (19.9, 45.0, "a contested"), (20.6, 45.0, "b assessed")],
        ),
        Row {
            name: "no way over the sea, and none to an island without a place",
            obstacles: vec![],
            dry: vec![[18.0, 43.0, 19.5, 47.0], [20.0, 43.0, 23.0, 47.0], [19.7, 46.0, 19.8, 46.1]],
            wanted: &[(19.48, 45.0, "a assessed"), (20.02, 45.0, "b assessed"), (19.75, 46.05, "- unknown")],
        },
    ]
}

fn towns() -> Situation {
    let town = |i, lon, side| place(i, LonLat::new(lon, 45.0), Some(side), HolderStatus::Assessed);
    situation(vec![town(0, 19.0, "a"), town(1, 21.0, "b")], 20_000.0)
}

#[test]
fn areas_follow_the_cheapest_way() {
    let case = Case { window: [18.0, 43.0, 23.0, 47.0], places: Vec::new(), form: 0, max_km: 20_000.0 };
    let plain = control::derive(&towns(), &case.land());
    for Row { name, obstacles, dry, wanted } in rows() {
        let free = obstacles.iter().all(|o| o.cost <= if matches!(o.shape, Shape::Line(_)) { 0.0 } else { 1.0 });
        let nothing = free && dry.is_empty();
        let given = Situation { obstacles, ..towns() };
        let dry = dry.iter().map(|[w, s, e, n]| MultiPolygon(vec![rectangle(*w, *s, *e, *n)])).collect();
        let derived = control::derive_over(&given, &case.land(), &Terrain { dry, ..Terrain::default() });
        check(&case, &derived);
        for (lon, lat, want) in wanted {
            let area = area_at(&derived, LonLat::new(*lon, *lat));
            let got = format!("{} {}", area.holder.as_deref().unwrap_or("-"), area.status);
            assert_eq!(got, *want, "{name}: at {lon}, {lat}");
        }
        let shapes = |d: &control::Derived| d.areas.iter().map(|a| a.shape.clone()).collect::<Vec<_>>();
        assert_eq!(shapes(&derived) == shapes(&plain), nothing, "{name}: the same areas as with nothing in the way");
    }
}

/// Whether it is a line, its cost, its positions as numbers between 0 and 1 inside a window.
type Drawn = (bool, f64, Vec<(f64, f64)>);

fn obstacles() -> impl Strategy<Value = Vec<Drawn>> {
    let one = (any::<bool>(), 1.0..60.0, prop::collection::vec((-0.2..1.2, -0.2..1.2), 3..7));
    prop::collection::vec(one, 1..5)
}

proptest! {
    #![proptest_config(crate::random::config(5))]

    #[test]
    fn areas_over_random_obstacles_have_no_gaps(case in cases(), given in obstacles(), sea in any::<bool>()) {
        lie_over(case, &given, sea);
    }
}

/// Areas over these obstacles have no gaps, no place falls to another side, and the obstacles survive writing.
fn lie_over(mut case: Case, given: &[Drawn], sea: bool) {
    case.places.iter_mut().for_each(|p| p.2 %= 3);
    let [w, s, e, n] = case.window;
    let lies = |(x, y): &(f64, f64)| {
        let lon = w + x * (e - w);
        LonLat::new(if lon > 180.0 { lon - 360.0 } else { lon }, s + y * (n - s))
    };
    let mut situation = case.situation();
    // Polygons with crossing edges, and none across the antimeridian, which GeoJSON has no word for.
    let drawn = |(is_line, cost, at): &Drawn| {
        let at: Vec<LonLat> = at.iter().map(lies).collect();
        let shape = if *is_line || e > 180.0 {
            Shape::Line(at)
        } else {
            let ring: Vec<(f64, f64)> = at.iter().map(|p| (p.lon, p.lat)).collect();
            Shape::Polygons(MultiPolygon(vec![geo::Polygon::new(ring.into(), Vec::new())]))
        };
        Obstacle { cost: *cost, shape }
    };
    situation.obstacles = given.iter().map(drawn).collect();
    let dry = if sea && e <= 180.0 {
        let part = |x: f64| w + x * (e - w);
        vec![MultiPolygon(vec![rectangle(w, s, part(0.4), n), rectangle(part(0.5), s, e, n)])]
    } else {
        Vec::new()
    };
    let derived = control::derive_over(&situation, &case.land(), &Terrain { dry, ..Terrain::default() });
    check(&case, &derived);
    // A place falls to no other side and is never unknown ground, whatever lies round it.
    for place in situation.places.iter().filter(|p| p.holder_status == HolderStatus::Assessed) {
        let at = place.location.at;
        let side =
            |p: &&frontline::situation::Place| p.holder != place.holder || p.holder_status != HolderStatus::Assessed;
        let room = (distance_km(LonLat::new(w, s), LonLat::new(w, n)) * 0.02).max(1.0);
        if situation.places.iter().filter(side).all(|p| distance_km(p.location.at, at) > room + 7.0) {
            assert_eq!(area_at(&derived, at).holder, place.holder, "at {at:?}");
        }
    }
    let text = geojson::document(&situation, &geojson::features(&situation));
    let back = geojson::read("again.geojson", &text).unwrap();
    assert_eq!(back.obstacles.len(), situation.obstacles.len());
    assert_eq!(back.territory, situation.territory);
}

/// Cases that once failed.
#[test]
fn areas_over_known_obstacles_have_no_gaps() {
    let rows: Vec<(&str, Case, Vec<Drawn>, bool)> = vec![(
        "ground so hard that a town reaches less than its own cell",
        Case {
            window: [10.0, 76.0, 40.0, 82.0],
            places: vec![
                (0.02, 0.141_530_505_641_233_43, 2, 0),
                (0.881_640_126_871_144_8, 0.728_990_086_419_821_9, 6, 5),
            ],
            form: 0,
            max_km: 60.0,
        },
        vec![
            (
                true,
                36.341_860_551_756_13,
                vec![
                    (0.430_116_745_471_170_3, 0.743_666_137_627_874_6),
                    (-0.149_651_228_424_173_8, -0.191_338_039_828_897_94),
                    (0.279_236_856_970_015_7, 0.760_468_931_251_122_8),
                ],
            ),
            (
                false,
                32.975_292_175_050_02,
                vec![
                    (0.913_507_488_448_852_2, 0.806_702_171_125_238_9),
                    (-0.150_213_513_396_957_04, -0.096_434_997_320_064_68),
                    (0.336_557_511_355_047_1, 1.167_581_738_021_486_1),
                    (-0.097_907_533_838_769_59, 0.639_196_712_212_436_2),
                ],
            ),
            (
                false,
                42.365_996_634_434_94,
                vec![
                    (0.176_449_214_463_018_34, 0.754_547_508_867_859_8),
                    (1.052_658_475_455_872_5, 0.590_040_613_577_441_3),
                    (0.545_243_212_591_962_3, -0.077_887_630_888_946_62),
                    (0.703_206_775_865_120_9, 0.850_683_627_664_411_7),
                    (0.152_302_281_685_488_93, 0.258_132_741_386_730_4),
                    (0.848_156_237_907_674_9, 0.731_825_864_163_957_9),
                ],
            ),
        ],
        true,
    )];
    for (name, case, given, sea) in rows {
        println!("{name}");
        lie_over(case, &given, sea);
    }
}

/// A file of obstacles, and what its answer must hold; empty for a good one.
#[test]
fn wrong_obstacles_are_answered() {
    let feature = |properties: &str, geometry: &str| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","id":"dam","properties":{properties},"geometry":{geometry}}}]}}"#
        )
    };
    let path = r#"{"type":"LineString","coordinates":[[36,34],[37,35]]}"#;
    let field = r#"{"type":"Polygon","coordinates":[[[36,34],[37,34],[37,35],[36,34]]]}"#;
    let rows: Vec<(String, &str)> = vec![
        (feature(r#"{"cost":12.5}"#, path), ""),
        (feature(r#"{"cost":0}"#, path), ""),
        (feature(r#"{"cost":3}"#, field), ""),
        (
            feature(r#"{"cost":2}"#, r#"{"type":"Polygon","coordinates":[[[36,34],[37,35],[37,34],[36,35],[36,34]]]}"#),
            "",
        ),
        (
            feature(r#"{"cost":-1}"#, path),
            r#"x.geojson: feature 1 (id "dam"): cost is -1; crossing a line costs 0 to 1000 km"#,
        ),
        (feature(r#"{"cost":0.5}"#, field), "a km inside a polygon counts for 1 to 1000 km"),
        (feature(r#"{"cost":5000}"#, field), "1 to 1000"),
        (feature(r#"{"cost":"12"}"#, path), r#"cost is "12"; expected a number without quotes"#),
        (feature(r#"{"cost":NaN}"#, path), "not JSON"),
        (feature(r#"{"cost":1e999}"#, path), "not JSON"),
        (feature(r#"{"cost":null}"#, path), r#"no property "cost""#),
        (feature(r#"{"price":3}"#, path), r#"no property "cost""#),
        (feature("null", path), r#"no property "cost""#),
        (feature(r#"{"cost":3}"#, "null"), "no geometry"),
        (feature(r#"{"cost":3}"#, r#"{"type":"Point","coordinates":[36,34]}"#), "expected a line or a polygon"),
        (feature(r#"{"cost":3}"#, r#"{"type":"LineString","coordinates":[[36,134],[37,35]]}"#), "latitude 134"),
        (feature(r#"{"cost":3}"#, r#"{"type":"LineString","coordinates":[[36,34]]}"#), "a line needs two positions"),
        (path.to_owned(), "expected a Feature"),
        (r#"{"type":"FeatureCollection","features":[]}"#.to_owned(), "expected lines or polygons"),
        ("{}".to_owned(), "no GeoJSON"),
        (String::new(), "not JSON"),
    ];
    for (text, want) in rows {
        match geojson::obstacles("x.geojson", &text, &Limits::default()) {
            Ok(found) => assert!(want.is_empty() && !found.is_empty(), "{text}: taken as good"),
            Err(error) => {
                let said = error.to_string();
                assert!(!want.is_empty() && said.contains(want), "{text}: said {said:?}, expected {want:?}");
            }
        }
    }
    let many: Vec<String> = (0..60_000).map(|i| format!("[{},{}]", i % 170, i % 80)).collect();
    let long = feature(r#"{"cost":1}"#, &format!(r#"{{"type":"LineString","coordinates":[{}]}}"#, many.join(",")));
    let said = geojson::obstacles("x.geojson", &long, &Limits::default()).unwrap_err().to_string();
    assert!(said.contains("60000 positions; expected at most 50000"), "{said}");
}

/// An obstacle, and what is said of it where the towns lie.
#[test]
fn obstacles_far_away_are_named() {
    let rows = [
        (line(3.0, &[(19.0, 44.0), (19.0, 46.0)]), ""),
        (line(3.0, &[(100.0, 44.0), (101.0, 46.0)]), "changes nothing"),
        (line(3.0, &[(44.0, 19.0), (46.0, 19.0)]), "latitude and longitude look swapped"),
    ];
    for (obstacle, want) in rows {
        let mut given = Situation { obstacles: vec![obstacle], ..towns() };
        given.territory.as_mut().unwrap().max_km = 45.0;
        let said: Vec<String> = territory::stray(&given).into_iter().map(|w| w.message).collect();
        assert_eq!(said.is_empty(), want.is_empty(), "{said:?}");
        assert!(said.iter().all(|s| s.contains(want)), "{said:?}: expected {want:?}");
    }
}
