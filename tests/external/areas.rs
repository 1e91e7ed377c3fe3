//! GEOS finds the derived geometry valid and without gaps.

use std::path::Path;
use std::path::PathBuf;

/// What a query of SQLite answers, as numbers by column.
fn ask(file: &Path, layer: &str, select: &str) -> Vec<f64> {
    let sql = format!("SELECT {select} FROM {layer}");
    let output = crate::run("ogrinfo", &["-ro", "-q", "-dialect", "SQLite", "-sql", &sql, file.to_str().unwrap()]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    text.lines().filter_map(|l| l.split_once(" = ")?.1.trim().parse().ok()).collect()
}

fn check(folder: &Path, shown: &str) {
    let dated = folder.join("layers/control.geojson").exists();
    let layer = if dated { "control" } else { "control_undated" };
    let control = folder.join(format!("layers/{layer}.geojson"));
    let found = ask(
        &control,
        layer,
        "count(*) AS n, sum(ST_IsValid(geometry)) AS good, sum(ST_Area(geometry)) AS parts, ST_Area(ST_Union(geometry)) AS whole",
    );
    let [count, good, parts, whole] = found[..] else { panic!("{shown}: {found:?}") };
    assert!(count >= 1.0, "{shown}: no areas");
    assert_eq!(count, good, "{shown}: invalid areas");
    assert!((parts / whole - 1.0).abs() < 1e-9, "{shown}: parts {parts}, union {whole} square degrees");
    let measured =
        ask(&control, layer, "sum(area_km2) AS ours, sum(ST_Area(ST_Transform(geometry, 6933))) / 1e6 AS theirs");
    let [ours, theirs] = measured[..] else { panic!("{shown}: {measured:?}") };
    assert!((ours / theirs - 1.0).abs() < 0.002, "{shown}: {ours} km² against {theirs} km²");
    let front = folder.join("layers/front_line.geojson");
    if front.exists() {
        let lines = ask(&front, "front_line", "count(*) AS n, sum(ST_IsValid(geometry)) AS good");
        assert!(lines.len() == 2 && lines[0] == lines[1], "{shown}: {lines:?}");
    }
}

/// A folder with the layers of an article over a baseline.
fn mapped(name: &str, article: &Path, more: &[&str]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("areas-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    let mut arguments = vec!["map", article.to_str().unwrap(), "-o", folder.to_str().unwrap()];
    arguments.extend(more);
    crate::frontline(&arguments);
    folder
}

#[test]
fn derived_areas_are_valid_for_geos() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let syria = data.join("baselines/syria-2024-11-26.tsv");
    let ukraine = data.join("baselines/ukraine-2024-08-05.tsv");
    let example = crate::example();
    check(&mapped("syria", &example, &["--baseline", syria.to_str().unwrap()]), "Syria");
    check(&mapped("ukraine", &example, &["--baseline", ukraine.to_str().unwrap()]), "Ukraine");
    for article in crate::articles() {
        let name = article.file_stem().unwrap().to_str().unwrap().to_owned();
        check(&mapped(&name, &article, &["--areas"]), &name);
    }
}

/// A town held inside a ring of the other side, an enclave on an island of land, a town cut off by water: with obstacles in the way.
#[test]
fn areas_by_the_cheapest_way_are_valid_for_geos() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("areas-cost");
    std::fs::create_dir_all(&folder).unwrap();
    let ring = (0..12).map(|i| {
        let turn = f64::from(i) * std::f64::consts::TAU / 12.0;
        (31.0 + 0.35 * turn.cos(), 49.0 + 0.22 * turn.sin(), "b")
    });
    let encircled: Vec<(f64, f64, &str)> = ring.chain([(31.0, 49.0, "a"), (30.0, 49.0, "a")]).collect();
    let enclave = vec![(30.0, 49.0, "a"), (30.9, 49.1, "a"), (30.6, 49.0, "b"), (31.3, 49.2, "b"), (30.9, 48.8, "b")];
    // A river through the ring, a marsh with crossing edges round the town, a wall that is drawn twice.
    let obstacles = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"cost":40},"geometry":{"type":"LineString","coordinates":[[30.2,48.6],[30.9,48.95],[31.1,49.05],[31.8,49.5]]}},
        {"type":"Feature","properties":{"cost":8},"geometry":{"type":"Polygon","coordinates":[[[30.8,48.9],[31.2,49.1],[31.2,48.9],[30.8,49.1],[30.8,48.9]]]}},
        {"type":"Feature","properties":{"cost":300},"geometry":{"type":"MultiLineString","coordinates":[[[30.75,48.5],[30.75,49.5]],[[30.75,48.5],[30.75,49.5]]]}}]}"#;
    let given = folder.join("obstacles.geojson");
    std::fs::write(&given, obstacles).unwrap();
    for (name, places) in [("encircled", encircled), ("enclave", enclave)] {
        let mut text = "place,lat,lon,holder\n".to_owned();
        for (i, (lon, lat, holder)) in places.iter().enumerate() {
            text.push_str(&format!("Town {i},{lat},{lon},{holder}\n"));
        }
        let table = folder.join(format!("{name}.csv"));
        std::fs::write(&table, text).unwrap();
        for cost in [given.to_str().unwrap(), "terrain"] {
            let shown = format!("cost-{name}-{}", if cost == "terrain" { cost } else { "file" });
            let more = ["--baseline", table.to_str().unwrap(), "--max-km", "60", "--cost", cost];
            check(&mapped(&shown, &crate::example(), &more), &shown);
        }
    }
}

/// Tables of places: across the antimeridian, far north, on one line, twice the same, many sides, one town.
#[test]
fn odd_baselines_give_valid_areas() {
    type Table = Vec<(f64, f64, &'static str)>;
    let tables: [(&str, Table); 6] = [
        ("antimeridian", vec![(179.2, -16.6, "a"), (-179.9, -16.8, "b"), (178.4, -18.1, "a"), (179.9, -16.5, "c")]),
        ("north", vec![(15.6, 78.2, "a"), (16.5, 77.9, "b"), (11.9, 78.9, "a"), (20.0, 79.5, "b")]),
        ("line", (0..9).map(|i| (30.0 + 0.3 * f64::from(i), 50.0, if i % 2 == 0 { "a" } else { "b" })).collect()),
        ("twice", vec![(30.0, 50.0, "a"), (30.0, 50.0, "b"), (30.5, 50.2, "a"), (30.5, 50.2, "a"), (31.0, 50.0, "b")]),
        (
            "sides",
            (0..40)
                .map(|i| {
                    let (x, y) = (f64::from(i % 8), f64::from(i / 8));
                    (
                        30.0 + 0.4 * x + 0.1 * y,
                        48.0 + 0.3 * y,
                        ["a", "b", "c", "d", "e", "f", "g"][(i * 5 % 7) as usize],
                    )
                })
                .collect(),
        ),
        ("one", vec![(30.0, 50.0, "a")]),
    ];
    for (name, places) in tables {
        let mut text = "place,lat,lon,holder\n".to_owned();
        for (i, (lon, lat, holder)) in places.iter().enumerate() {
            text.push_str(&format!("Town {i},{lat},{lon},{holder}\n"));
        }
        let table = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.csv"));
        std::fs::write(&table, text).unwrap();
        check(&mapped(name, &crate::example(), &["--baseline", table.to_str().unwrap(), "--max-km", "150"]), name);
    }
}
