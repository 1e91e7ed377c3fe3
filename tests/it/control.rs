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
