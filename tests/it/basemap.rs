//! The shipped basemap: known points, windows in which polygons and lines must agree, damaged files.

use frontline::basemap::{Basemap, BorderKind, Window, Worldview};
use frontline::bundled;
use frontline::geodesy::LonLat;
use geo::{Area, Contains, Point};

fn basemap() -> Basemap {
    bundled::basemap().expect("the shipped files open")
}

fn window(west: f64, south: f64, east: f64, north: f64) -> Window {
    Window { west, south, east, north }
}

#[test]
fn known_points_lie_in_their_countries() {
    let map = basemap();
    let rows = include_str!("../basemap/points.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    let mut checked = 0;
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        let (lon, lat): (f64, f64) = (cells[0].parse().unwrap(), cells[1].parse().unwrap());
        let view = if cells[2] == "default" { Worldview::Default } else { Worldview::DeFacto };
        assert_eq!(map.country_at(LonLat::new(lon, lat), view).unwrap_or("-"), cells[3], "{row}");
        // The same answer from the polygons of a window around it, at a fine and a coarse tolerance.
        for tolerance in [0.0, 0.01] {
            let layers = map.within_as(window(lon - 3.0, lat - 2.0, lon + 3.0, lat + 2.0), tolerance, view);
            let here: Vec<&str> = layers
                .countries
                .iter()
                .filter(|c| c.shape.contains(&Point::new(lon, lat)))
                .map(|c| c.iso2.as_str())
                .collect();
            assert_eq!(here.first().copied().unwrap_or("-"), cells[3], "{row} at {tolerance}: {here:?}");
            assert!(here.len() < 2, "{row}: {here:?}");
        }
        checked += 1;
    }
    assert!(checked > 30, "only {checked} points");
}

#[test]
fn every_reference_of_the_shipped_files_holds() {
    basemap().check().expect("consistent");
}

/// Windows of very different size; in each the countries must not overlap, whatever the tolerance.
#[test]
fn countries_tile_the_land_of_a_window() {
    let map = basemap();
    let cases = [
        window(35.0, 32.0, 43.0, 38.0),
        window(22.0, 44.0, 41.0, 53.0),
        window(33.0, 30.2, 36.65, 33.62),
        window(160.0, 55.0, 200.0, 75.0),
        window(91.0, 9.0, 103.0, 29.0),
        window(-180.0, -90.0, 180.0, 90.0),
        window(36.0, 33.5, 36.01, 33.51),
    ];
    for case in cases {
        let whole = (case.east - case.west) * (case.north - case.south);
        let mut land = Vec::new();
        for tolerance in [0.0, 0.002, 0.02, 0.2] {
            let layers = map.within(case, tolerance);
            let sum: f64 = layers.countries.iter().map(|c| c.shape.unsigned_area()).sum();
            assert!(sum > 0.0 && sum <= whole * 1.03, "{case:?} at {tolerance}: {sum} of {whole}");
            land.push(sum / whole);
            for border in &layers.lines {
                for c in border.line.coords() {
                    assert!(c.x >= case.west - 0.001 && c.x <= case.east + 0.001, "{case:?}: {c:?}");
                    assert!(c.y >= case.south - 0.001 && c.y <= case.north + 0.001, "{case:?}: {c:?}");
                }
            }
        }
        for share in &land {
            assert!((share - land[0]).abs() < 0.03, "{case:?}: {land:?}");
        }
    }
}

#[test]
fn a_window_across_the_antimeridian_has_no_seam() {
    let map = basemap();
    let layers = map.within(window(170.0, 60.0, 190.0, 72.0), 0.01);
    let russia = layers.countries.iter().find(|c| c.iso2 == "RU").expect("Chukotka");
    for lat in [66.5, 67.5, 68.0] {
        for lon in [179.7, 179.95, 180.0, 180.05, 180.3] {
            assert!(russia.shape.contains(&Point::new(lon, lat)), "{lon} {lat}");
        }
    }
    let on_it = |x: f64| (x - 180.0).abs() < 1e-6;
    let seams = layers.lines.iter().flat_map(|b| b.line.lines()).filter(|l| on_it(l.start.x) && on_it(l.end.x));
    assert_eq!(seams.count(), 0);
}

#[test]
fn borders_know_their_sides() {
    let map = basemap();
    let layers = map.within(window(35.0, 32.0, 43.0, 38.0), 0.005);
    let between = |kind, a: &str, b: &str| {
        layers.lines.iter().any(|l| l.kind == kind && (l.sides == [a, b] || l.sides == [b, a]))
    };
    assert!(between(BorderKind::Country, "SY", "TR"));
    assert!(between(BorderKind::Country, "IQ", "SY"));
    assert!(between(BorderKind::Coast, "SY", ""));
    assert!(between(BorderKind::Admin1, "SY", "SY"));
    assert!(!between(BorderKind::Country, "LB", "IQ"));
    assert_eq!(map.neighbours("SY", Worldview::Default), ["IL", "IQ", "JO", "LB", "TR"]);
}

#[test]
fn a_window_that_is_none_holds_nothing() {
    let map = basemap();
    for bad in [
        window(10.0, 0.0, 5.0, 1.0),
        window(f64::NAN, 0.0, 1.0, 1.0),
        window(0.0, f64::NEG_INFINITY, 1.0, 1.0),
        window(0.0, 95.0, 1.0, 99.0),
    ] {
        assert_eq!(map.within(bad, 0.01), frontline::basemap::Layers::default(), "{bad:?}");
    }
}

#[test]
fn damaged_files_give_an_error_or_less_geometry_but_no_panic() {
    let land = include_bytes!("../../data/basemap/land.bin").as_slice();
    let water = include_bytes!("../../data/water/water.bin").as_slice();
    assert!(Basemap::open(&[], water).is_err());
    assert!(Basemap::open(land, land).is_err());
    for cut in [4, 7, 60, 1000, land.len() / 2, land.len() - 1] {
        assert!(Basemap::open(&land[..cut], water).is_err(), "cut at {cut}");
    }
    // Noise in the tables and in the lines: whatever it decodes to, nothing panics.
    for seed in 1..12_usize {
        let mut noisy = [land.to_vec(), water.to_vec()];
        for bytes in &mut noisy {
            for k in 0..400 {
                let at = 100 + (seed * 7919 + k * 104_729 * seed) % (bytes.len() - 100);
                bytes[at] ^= (seed * 37 + k) as u8;
            }
        }
        let [land, water] = noisy.map(|bytes| &*bytes.leak());
        if let Ok(map) = Basemap::open(land, water) {
            let _ = map.within(window(-180.0, -90.0, 180.0, 90.0), 0.5);
            let _ = map.within(window(30.0, 30.0, 45.0, 40.0), 0.0);
            let _ = map.country_at(LonLat::new(36.0, 35.0), Worldview::Default);
        }
    }
}

/// Windows and names of water that must be there.
#[test]
fn seas_rivers_and_lakes_have_names() {
    let map = basemap();
    let cases = [
        (window(35.0, 32.0, 43.0, 38.0), vec!["Mediterranean Sea", "Euphrates", "Orontes", "Khabur", "Lake Assad"]),
        (window(34.15, 31.2, 34.65, 31.62), vec!["Mediterranean Sea"]),
        (window(35.0, 34.6, 35.9, 35.2), vec!["Mediterranean Sea"]),
        (window(36.0, 47.5, 40.0, 50.2), vec!["Siverskyi Donets", "Oskil"]),
        (window(22.0, 44.0, 41.0, 53.0), vec!["Black Sea", "Sea of Azov", "Dnipro", "Kyiv Reservoir"]),
        (window(21.0, 8.0, 39.5, 23.0), vec!["Red Sea", "Nile", "White Nile", "Blue Nile", "Lake Nasser"]),
        (window(91.0, 14.0, 101.0, 28.0), vec!["Irrawaddy", "Chindwin", "Salween", "Bay of Bengal"]),
        (window(170.0, 55.0, 195.0, 65.0), vec!["Bering Sea"]),
    ];
    for (case, names) in cases {
        let layers = map.within(case, 0.004);
        let seas = layers.seas.iter().map(|s| s.name.as_str());
        let rivers = layers.rivers.iter().map(|r| r.name.as_str());
        let found: Vec<&str> = seas.chain(rivers).chain(layers.lakes.iter().map(|l| l.name.as_str())).collect();
        for name in names {
            assert!(found.contains(&name), "{name} in {case:?}: {found:?}");
        }
        for sea in &layers.seas {
            let inland = sea.name.starts_with("Lake ") || sea.name.ends_with(" Reservoir");
            assert!(inland || map.country_at(sea.at, Worldview::Default).is_none(), "{sea:?} lies on land");
        }
    }
}
