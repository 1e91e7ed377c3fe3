//! Derived geometry: legs that join, areas measured on the sphere.

use frontline::control;
use frontline::geodesy::LonLat;
use frontline::geodesy::distance_km;
use frontline::situation::Axis;
use frontline::situation::Situation;
use frontline::situation::Stop;
use frontline::terms::LegStatus;

fn stop(name: &str, lon: f64, lat: f64, status: LegStatus) -> Stop {
    Stop { name: name.to_owned(), key: name.to_owned(), at: LonLat::new(lon, lat), period: None, status }
}

/// Stops as `(name, lon, lat)`, reached and ahead; legs as `from status to`.
#[test]
fn legs_join_and_goals_fork_where_the_road_does() {
    use LegStatus::{Claimed, Completed, Projected};
    let done = |n, x, y| stop(n, x, y, Completed);
    let next = |n, x, y| stop(n, x, y, Projected);
    let rows: Vec<(Vec<Stop>, Vec<Stop>, Vec<&str>)> = vec![
        (vec![done("A", 10.0, 50.0)], vec![], vec![]),
        (vec![done("A", 10.0, 50.0), done("B", 10.5, 50.0)], vec![], vec!["A completed B"]),
        (
            vec![done("A", 10.0, 50.0), stop("B", 10.5, 50.0, Claimed)],
            vec![next("C", 11.0, 50.0), next("D", 11.5, 50.1)],
            vec!["A claimed B", "B projected C", "C projected D"],
        ),
        (
            vec![done("A", 10.0, 50.0), done("B", 10.5, 50.0)],
            vec![next("North", 10.6, 50.5), next("South", 10.6, 49.4)],
            vec!["A completed B", "B projected North", "B projected South"],
        ),
        (vec![done("W", 179.5, -17.0), done("E", -179.5, -17.0)], vec![], vec!["W completed E"]),
        (vec![done("A", 10.0, 89.0), done("B", -170.0, 89.0)], vec![], vec!["A completed B"]),
    ];
    for (reached, ahead, want) in rows {
        let ends: Vec<LonLat> = reached.iter().chain(&ahead).map(|s| s.at).collect();
        let situation = Situation { axes: vec![Axis { side: None, reached, ahead }], ..Situation::default() };
        let legs = control::derive(&situation, &[]).legs;
        let got: Vec<String> = legs.iter().map(|l| format!("{} {} {}", l.from, l.status, l.to)).collect();
        assert_eq!(got, want);
        for leg in &legs {
            let (first, last) = (leg.line[0], leg.line[leg.line.len() - 1]);
            assert!(ends.contains(&first) && ends.contains(&last), "{}: ends off its stops", leg.id);
            let direct = distance_km(first, last);
            let along: f64 = leg.line.windows(2).map(|w| distance_km(w[0], w[1])).sum();
            assert!(along < direct * 1.1 + 0.1, "{}: {along} km for {direct} km", leg.id);
        }
    }
}

/// Stops as `(name, lon, lat, day)` for each axis of one side, the country between that takes no part, the legs.
#[test]
fn an_axis_forks_where_one_arrow_would_be_false() {
    type Row = (&'static str, Vec<Vec<(&'static str, f64, f64, u32)>>, Option<[f64; 4]>, &'static [&'static str]);
    // A strip abroad from 10.2° E to 10.8° E, north of 50° N.
    let strip = Some([10.2, 50.0, 10.8, 52.0]);
    let rows: Vec<Row> = vec![
        (
            "one after the other",
            vec![vec![("A", 10.0, 50.0, 1), ("B", 10.0, 51.0, 2), ("C", 10.0, 49.9, 3)]],
            None,
            &["A B", "B C"],
        ),
        (
            "told in one breath: from the nearer",
            vec![vec![("A", 10.0, 50.0, 1), ("B", 10.0, 51.0, 2), ("C", 10.0, 49.5, 2)]],
            None,
            &["A B", "A C"],
        ),
        (
            "about as near: as told",
            vec![vec![("A", 10.0, 50.0, 1), ("B", 10.0, 50.5, 2), ("C", 10.6, 50.3, 2)]],
            None,
            &["A B", "B C"],
        ),
        (
            "without days: as told",
            vec![vec![("A", 10.0, 50.0, 0), ("B", 10.0, 51.0, 0), ("C", 10.0, 49.5, 0)]],
            None,
            &["A B", "B C"],
        ),
        (
            "round a country that takes no part",
            vec![vec![("A", 10.5, 49.0, 1), ("B", 10.0, 51.0, 2), ("C", 11.0, 51.0, 3)]],
            strip,
            &["A B", "A C"],
        ),
        ("nothing but that country between", vec![vec![("B", 10.0, 51.0, 2), ("C", 11.0, 51.0, 3)]], strip, &[]),
        (
            "from the other axis",
            vec![vec![("B", 10.0, 51.0, 2), ("C", 11.0, 51.0, 3)], vec![("D", 11.0, 49.5, 2)]],
            strip,
            &["D C"],
        ),
        (
            "not from where the side came later",
            vec![vec![("B", 10.0, 51.0, 2), ("C", 11.0, 51.0, 3)], vec![("D", 11.0, 49.5, 4)]],
            strip,
            &[],
        ),
        ("a corner of it is no matter", vec![vec![("A", 10.0, 49.0, 1), ("B", 11.0, 50.4, 2)]], strip, &["A B"]),
    ];
    for (name, axes, neutral, want) in rows {
        let reached = |stops: &Vec<(&str, f64, f64, u32)>| {
            let with_day = |(n, x, y, day): &(&str, f64, f64, u32)| {
                let date = format!("2024-05-{day:02}").parse::<frontline::date::Date>().ok();
                let period = date.map(|d| frontline::date::Period::new(d, d));
                Stop { period, ..stop(n, *x, *y, LegStatus::Completed) }
            };
            stops.iter().map(with_day).collect()
        };
        let axes = axes.iter().map(|stops| Axis { side: Some("a".into()), reached: reached(stops), ahead: Vec::new() });
        let situation = Situation { axes: axes.collect(), ..Situation::default() };
        let neutral = neutral.map(|[w, s, e, n]| geo::MultiPolygon(vec![crate::areas::rectangle(w, s, e, n)]));
        let terrain = control::Terrain { neutral: neutral.into_iter().collect(), ..control::Terrain::default() };
        let legs = control::derive_over(&situation, &[], &terrain).legs;
        let got: Vec<String> = legs.iter().map(|l| format!("{} {}", l.from, l.to)).collect();
        assert_eq!(got, want, "{name}");
    }
}

/// Cells of a degree as the equal-area projection EPSG:6933 of PROJ measures them.
#[test]
fn areas_are_measured_on_the_ellipsoid() {
    let cell = |w: f64, s: f64, e: f64, n: f64| {
        geo::MultiPolygon(vec![geo::Polygon::new(
            geo::LineString::from(vec![(w, s), (e, s), (e, n), (w, n), (w, s)]),
            vec![],
        )])
    };
    for (w, s, e, n, km2) in
        [(0.0, 0.0, 1.0, 1.0, 12308.4639), (10.0, 50.0, 11.0, 51.0, 7892.2189), (30.0, -70.0, 31.0, -69.0, 4361.7552)]
    {
        let got = control::area_km2(&cell(w, s, e, n));
        assert!((got / km2 - 1.0).abs() < 1e-6, "{got} against {km2}");
    }
}

/// Axes as `(side, stops, goals)` of west to east positions round an objective O; the pincer that must be found.
#[test]
fn axes_that_close_on_a_place_are_a_pincer() {
    use LegStatus::{Completed, Projected};
    let goal = || stop("O", 20.0, 45.0, Projected);
    let axis = |side: &str, from: (f64, f64), to: (f64, f64), ahead: Vec<Stop>| Axis {
        side: Some(side.into()),
        reached: vec![
            stop(&format!("{from:?}"), from.0, from.1, Completed),
            stop(&format!("{to:?}"), to.0, to.1, Completed),
        ],
        ahead,
    };
    let (north, south, beside) =
        (((20.3, 46.0), (20.1, 45.5)), ((20.2, 44.0), (20.0, 44.6)), ((20.6, 46.0), (20.3, 45.5)));
    let rows: Vec<(&str, Vec<Axis>, bool)> = vec![
        ("two arms", vec![axis("a", north.0, north.1, vec![goal()]), axis("a", south.0, south.1, vec![goal()])], true),
        (
            "two sides",
            vec![axis("a", north.0, north.1, vec![goal()]), axis("b", south.0, south.1, vec![goal()])],
            false,
        ),
        ("one arm", vec![axis("a", north.0, north.1, vec![goal()]), axis("a", south.0, south.1, vec![])], false),
        (
            "side by side",
            vec![axis("a", north.0, north.1, vec![goal()]), axis("a", beside.0, beside.1, vec![goal()])],
            false,
        ),
        ("reached by one", vec![axis("a", north.1, (20.0, 45.0), vec![]), axis("a", south.0, south.1, vec![])], false),
    ];
    for (name, axes, want) in rows {
        let derived = control::derive(&Situation { axes, ..Situation::default() }, &[]);
        assert_eq!(derived.pincers.len(), usize::from(want), "{name}");
        if !want {
            continue;
        }
        assert_eq!(derived.pincers[0].objective, "O", "{name}");
        // Both last legs bow away from the straight line, on opposite sides of the axis between the arms: jaws.
        let bulge = |axis: usize| {
            let leg = derived.legs.iter().find(|l| l.axis == axis && l.to == "O").expect("a last leg");
            let (a, b, m) = (leg.line[0], leg.line[leg.line.len() - 1], leg.line[leg.line.len() / 2]);
            (b.lon - a.lon) * (m.lat - a.lat) - (b.lat - a.lat) * (m.lon - a.lon)
        };
        assert!(bulge(0) * bulge(1) < 0.0, "{name}: the arms bow to one side");
    }
}

/// A possible advance sets out from the front line when there is one.
#[test]
fn possible_legs_begin_at_the_front() {
    use LegStatus::{Completed, Projected};
    let front = |lon: f64| frontline::situation::FrontLine {
        id: "front".into(),
        side_left: Some("a".into()),
        side_right: Some("b".into()),
        status: frontline::terms::HolderStatus::Assessed,
        as_of: None,
        line: geo::LineString::from(vec![(lon, 44.0), (lon, 46.0)]),
        by_hand: true,
        extra: std::collections::BTreeMap::new(),
    };
    let axis = || Axis {
        side: Some("a".into()),
        reached: vec![stop("A", 19.0, 45.0, Completed), stop("B", 20.0, 45.0, Completed)],
        ahead: vec![stop("C", 21.0, 45.0, Projected)],
    };
    // Where the front runs; where the possible leg must begin and end.
    for (fronts, from, to) in [
        (vec![], 20.0, 21.0),
        (vec![20.3], 20.3, 21.0),
        (vec![20.3, 20.5, 20.6], 20.6, 21.0),
        (vec![20.3, 20.5], 20.0, 21.0),
        (vec![20.95], 20.0, 20.95),
        (vec![19.5], 20.0, 21.0),
    ] {
        let lines = fronts.iter().map(|lon| front(*lon)).collect();
        let situation = Situation { axes: vec![axis()], lines, ..Situation::default() };
        let legs = control::derive(&situation, &[]).legs;
        let line = &legs[1].line;
        let ends = (line[0].lon, line[line.len() - 1].lon);
        assert!((ends.0 - from).abs() < 1e-6 && (ends.1 - to).abs() < 1e-6, "{fronts:?}: {ends:?}");
        assert_eq!((legs[0].line[0].lon, legs[0].line.last().map(|p| p.lon)), (19.0, Some(20.0)), "{fronts:?}");
    }
}
