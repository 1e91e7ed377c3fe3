//! Names on crowded maps, counted by a browser: the largest towns of countries on six continents, and of Syria.

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;

use frontline::bundled;
use frontline::gazetteer::Gazetteer;

/// Code of the country and its window: west, south, east, north.
const COUNTRIES: [(&str, [f64; 4]); 12] = [
    ("UA", [22.0, 44.3, 40.3, 52.4]),
    ("FR", [-5.2, 42.3, 8.3, 51.1]),
    ("ET", [33.0, 3.4, 48.0, 14.9]),
    ("NG", [2.6, 4.2, 14.7, 13.9]),
    ("LY", [9.3, 19.5, 25.2, 33.2]),
    ("CO", [-79.0, -4.3, -66.8, 12.5]),
    ("BR", [-74.0, -33.8, -34.7, 5.3]),
    ("MX", [-117.2, 14.5, -86.7, 32.7]),
    ("US", [-125.0, 24.5, -66.9, 49.4]),
    ("MM", [92.1, 9.7, 101.2, 28.6]),
    ("IN", [68.1, 6.7, 97.4, 35.5]),
    ("AU", [113.0, -43.7, 153.7, -10.6]),
];

/// A situation that only names the largest towns of a country inside a window.
fn mentions(gazetteer: &Gazetteer, country: &str, [west, south, east, north]: [f64; 4], most: usize) -> String {
    let towns = gazetteer.towns_within(west, south, east, north, 4000);
    let mut features = String::new();
    let places = towns.into_iter().map(|id| gazetteer.place(id)).filter(|p| p.country == country).take(most);
    for place in places {
        if !features.is_empty() {
            features.push(',');
        }
        let name = serde_json::to_string(place.name).unwrap();
        let _ = write!(
            features,
            "{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{},{}]}},\"properties\":{{\"layer\":\"place\",\
             \"event_type\":\"mention\",\"name\":{name},\"country\":\"{country}\",\"feature_class\":\"P\",\"population\":{},\
             \"geonameid\":{},\"mentions\":1}}}}",
            place.at.lon, place.at.lat, place.population, place.geonameid
        );
    }
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}")
}

/// Draws the towns; the SVG and the numbers of names required and placed.
fn draw(name: &str, text: &str) -> (PathBuf, u64, u64) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("labels");
    std::fs::create_dir_all(&folder).unwrap();
    let input = folder.join(format!("{name}.geojson"));
    let svg = folder.join(format!("{name}.svg"));
    std::fs::write(&input, text).unwrap();
    let output = crate::frontline(&["render", input.to_str().unwrap(), "-o", svg.to_str().unwrap(), "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let number = |key: &str| told["labels"][key].as_u64().unwrap_or_else(|| panic!("no {key} in {told}"));
    assert_eq!((number("overlapping"), number("on_marks")), (0, 0), "{name}: {told}");
    (svg, number("required"), number("placed_required"))
}

#[test]
fn the_largest_towns_of_twelve_countries_have_their_names() {
    let gazetteer = bundled::gazetteer().unwrap();
    let maps = COUNTRIES.map(|(country, window)| {
        let (svg, required, placed) = draw(country, &mentions(&gazetteer, country, window, 60));
        assert!(required > 40 && placed == required, "{country}: {placed} of {required} names");
        (country, svg, placed)
    });
    let svgs: Vec<&Path> = maps.iter().map(|(_, svg, _)| svg.as_path()).collect();
    for ((country, _, placed), (texts, hits)) in maps.iter().zip(crate::chromium::overlaps(&svgs, "countries")) {
        assert!(texts as u64 >= *placed, "{country}: the browser sees {texts} texts of {placed}");
        assert!(hits.is_empty(), "{country}: {hits:?}");
    }
}

/// QGIS places 55 of these 60.
#[test]
fn at_least_57_of_60_syrian_towns_have_their_names() {
    let gazetteer = bundled::gazetteer().unwrap();
    let (svg, required, placed) = draw("syria", &mentions(&gazetteer, "SY", [35.0, 32.0, 43.0, 38.0], 60));
    assert!(required >= 58 && placed >= 57, "{placed} of {required} names");
    let found = crate::chromium::overlaps(&[&svg], "syria");
    assert!(found.iter().all(|(_, hits)| hits.is_empty()), "{found:?}");
}

/// A border of many thousand corners: a slow wave with smaller ones on it, and islands on the far side.
fn winding_areas() -> String {
    let border: Vec<(f64, f64)> = (0..=12_000)
        .map(|i| {
            let t = f64::from(i) / 12_000.0;
            let waves =
                0.5 * (t * 11.0).sin() + 0.2 * (t * 57.0).sin() + 0.05 * (t * 411.0).sin() + 0.01 * (t * 3001.0).sin();
            (33.0 + 6.0 * t, 48.0 + waves)
        })
        .collect();
    let ring = |points: &[(f64, f64)]| {
        let first = points.first().copied();
        let all: Vec<String> = points.iter().copied().chain(first).map(|(x, y)| format!("[{x:.6},{y:.6}]")).collect();
        format!("[[{}]]", all.join(","))
    };
    let mut south = vec![(39.0, 46.5), (33.0, 46.5)];
    let mut north = vec![(39.0, 50.0), (33.0, 50.0)];
    south.splice(0..0, border.iter().copied());
    north.splice(0..0, border.iter().copied());
    let island = |x: f64, y: f64| -> Vec<(f64, f64)> {
        (0..400)
            .map(|i| {
                let a = f64::from(i) / 400.0 * std::f64::consts::TAU;
                let r = 0.1 + 0.02 * (a * 9.0).sin();
                (x + r * a.cos(), y + r * a.sin())
            })
            .collect()
    };
    let mut areas = vec![("army", south), ("rebels", north)];
    areas.extend([(34.5, 49.3), (36.8, 49.4), (38.1, 49.2)].map(|(x, y)| ("army", island(x, y))));
    let features: Vec<String> = areas
        .iter()
        .map(|(side, points)| {
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"holder\":\"{side}\",\"as_of\":\"2024-05-01\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{}}}}}",
                ring(points)
            )
        })
        .collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
}

#[test]
fn names_over_drawn_areas_do_not_overlap() {
    let (svg, _, _) = draw("areas", &winding_areas());
    let found = crate::chromium::overlaps(&[&svg], "areas");
    assert!(found.iter().all(|(texts, hits)| *texts > 10 && hits.is_empty()), "{found:?}");
}
