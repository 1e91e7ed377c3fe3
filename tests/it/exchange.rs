//! Formats of other programs: what goes out comes back, edits are kept and named, bad files are refused.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use frontline::exchange::geopackage;
use frontline::exchange::geopackage::Target;
use frontline::pipeline;
use frontline::pipeline::exports::Exports;
use frontline::situation::Situation;
use frontline::situation::geojson;
use rusqlite::Connection;

fn style() -> frontline::style::Style {
    frontline::bundled::style("default").unwrap()
}

fn derived(situation: &Situation) -> frontline::control::Derived {
    pipeline::territory::derive(situation, &frontline::bundled::basemap().unwrap())
}

/// situation.geojson and the GeoPackage of a situation.
fn packed(situation: &Situation, before: Option<&[u8]>, name: Option<&str>) -> (String, Vec<u8>) {
    let derived = derived(situation);
    let exports = Exports::new(situation, &derived, style());
    let content = exports.content();
    let bytes = geopackage::write(&content, &Target { file: "war.gpkg", before, name }).unwrap();
    (content.document.to_owned(), bytes)
}

fn cases() -> Vec<(String, Situation)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/situations/files");
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "geojson"))
        .filter_map(|p| {
            let name = p.file_stem().unwrap().to_str().unwrap().to_owned();
            Some((name.clone(), geojson::read(&name, &std::fs::read_to_string(p).ok()?).ok()?))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.push(("campaign".to_owned(), campaign()));
    assert!(found.len() >= 4, "{} situations", found.len());
    found
}

/// An article with events, movements and an axis.
fn campaign() -> Situation {
    let knowledge = pipeline::Knowledge::bundled().unwrap();
    let article = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/hama-falls.txt");
    let read = pipeline::read(
        &knowledge,
        &std::fs::read(article).unwrap(),
        "hama-falls.txt",
        &frontline::article::ReadOptions::default(),
        &[],
        &frontline::situation::Overrides::default(),
    )
    .unwrap();
    pipeline::situation(&[read], &frontline::situation::Settings::default())
}

#[test]
fn a_geopackage_comes_back_as_it_was() {
    for (name, situation) in cases() {
        let (document, bytes) = packed(&situation, None, None);
        assert!(geopackage::is_geopackage(&bytes), "{name}");
        let opened = geopackage::read(&name, &bytes, None).unwrap();
        assert!(opened.edits.is_empty(), "{name}: {:?}", opened.edits);
        let (there, back) = (geojson::read(&name, &document).unwrap(), geojson::read(&name, &opened.document).unwrap());
        assert_eq!(there, back, "{name}");
        let again = packed(&situation, None, None).1;
        assert_eq!(bytes, again, "{name}: the bytes differ from run to run");
        let over = packed(&situation, Some(&bytes), None).1;
        assert_eq!(bytes, over, "{name}: written over itself it differs");
    }
}

/// Writes bytes, lets SQL change the file, reads it back. The index functions of other programs are stood in for.
fn changed(name: &str, bytes: &[u8], sql: &str) -> Vec<u8> {
    let path = scratch(name);
    std::fs::write(&path, bytes).unwrap();
    let connection = Connection::open(&path).unwrap();
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false).unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    std::fs::read(&path).unwrap()
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("exchange");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    for ending in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
    path
}

/// Rows of `tests/exchange/edits.tsv`: SQL, then what is said of it, then what holds of the situation read back.
#[test]
fn edits_are_kept_and_named() {
    let situation = campaign();
    let (_, bytes) = packed(&situation, None, None);
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchange/edits.tsv");
    let text = std::fs::read_to_string(table).unwrap();
    let mut count = 0;
    for row in text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [sql, said, holds] = cells.as_slice() else { panic!("three cells, not {}: {row}", cells.len()) };
        count += 1;
        let opened = geopackage::read("war.gpkg", &changed("edit.gpkg", &bytes, sql), None).unwrap();
        let found: Vec<String> = opened.edits.iter().map(ToString::to_string).collect();
        for wanted in said.split(" ; ").filter(|s| !s.is_empty()) {
            assert!(found.iter().any(|f| f.contains(wanted)), "{sql}\nwanted {wanted}\nfound {found:#?}");
        }
        assert_eq!(said.is_empty(), found.is_empty(), "{sql}: {found:?}");
        let back = geojson::read("war.gpkg", &opened.document).unwrap();
        let document = pipeline::document(&back, &derived(&back)).situation;
        for wanted in holds.split(" ; ").filter(|s| !s.is_empty()) {
            let (is_there, wanted) = wanted.strip_prefix("no ").map_or((true, wanted), |w| (false, w));
            assert_eq!(document.contains(wanted), is_there, "{sql}\n{wanted}\n{document}");
        }
        // What was edited once is not an edit again, and nothing of it is lost.
        let (_, second) = packed(&back, None, None);
        let reopened = geopackage::read("war.gpkg", &second, None).unwrap();
        assert!(reopened.edits.is_empty(), "{sql}: {:?}", reopened.edits);
        assert_eq!(
            geojson::read("war.gpkg", &reopened.document).unwrap(),
            geojson::read("war.gpkg", &document).unwrap(),
            "{sql}"
        );
    }
    assert!(count >= 10, "{count} edits");
}

#[test]
fn several_situations_share_a_file() {
    let situation = campaign();
    let (_, one) = packed(&situation, None, Some("monday"));
    let (_, two) = packed(&situation, Some(&one), Some("tuesday"));
    let error = geopackage::read("war.gpkg", &two, None).unwrap_err().to_string();
    assert!(error.contains("monday, tuesday"), "{error}");
    for name in ["monday", "tuesday"] {
        let opened = geopackage::read("war.gpkg", &two, Some(name)).unwrap();
        assert!(opened.edits.is_empty() && opened.others.is_empty(), "{opened:?}");
    }
    // Somebody's own table stays, and our layer is replaced beside it.
    let mine = changed(
        "mine.gpkg",
        &two,
        "CREATE TABLE notes (fid INTEGER PRIMARY KEY, words TEXT); INSERT INTO notes VALUES (1, 'kept');
         INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('notes', 'attributes', 'notes');
         INSERT INTO layer_styles (f_table_name, f_geometry_column, styleName, styleQML, useAsDefault) VALUES ('monday_event', 'geom', 'my own', '<qgis/>', 1);",
    );
    let (_, again) = packed(&situation, Some(&mine), Some("monday"));
    let path = scratch("again.gpkg");
    std::fs::write(&path, &again).unwrap();
    let connection = Connection::open(&path).unwrap();
    let count = |sql: &str| connection.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM notes"), 1);
    assert_eq!(count("SELECT count(*) FROM layer_styles WHERE f_table_name = 'monday_event'"), 2);
    assert_eq!(count("SELECT count(*) FROM layer_styles WHERE f_table_name = 'monday_event' AND useAsDefault = 1"), 1);
    assert_eq!(count("SELECT count(*) FROM gpkg_metadata"), 2);
    let foreign = changed("foreign.gpkg", &packed(&situation, None, Some("a")).1, "CREATE TABLE b_event (x)");
    let derived = derived(&situation);
    let exports = Exports::new(&situation, &derived, style());
    let target = Target { file: "war.gpkg", before: Some(&foreign), name: Some("b") };
    let error = geopackage::write(&exports.content(), &target).unwrap_err().to_string();
    assert!(error.contains("b_event") && error.contains("--as"), "{error}");
}

/// Seven layers to draw into, and no hand in them.
#[test]
fn every_layer_is_there() {
    let empty = Situation { title: "Nothing yet".to_owned(), ..Situation::default() };
    let (document, bytes) = packed(&empty, None, None);
    let path = scratch("empty.gpkg");
    std::fs::write(&path, &bytes).unwrap();
    let connection = Connection::open(&path).unwrap();
    for layer in ["event", "place", "advance", "movement", "front_line", "control", "change"] {
        let count: i64 = connection.query_row(&format!("SELECT count(*) FROM {layer}"), [], |r| r.get(0)).unwrap();
        assert_eq!(count, 0, "{layer}");
    }
    let opened = geopackage::read("empty.gpkg", &bytes, None).unwrap();
    assert!(opened.edits.is_empty() && opened.others.is_empty(), "{opened:?}");
    assert_eq!(geojson::read("a", &opened.document).unwrap(), geojson::read("a", &document).unwrap());
    // What is drawn into the empty layers is a situation.
    let drawn = changed(
        "drawn.gpkg",
        &bytes,
        "INSERT INTO event (geom, name, event_type, date_start) VALUES (x'47500001e610000001010000009a999999995942403333333333734140', 'Rastan', 'capture', '2024-12-06T00:00:00Z');
         INSERT INTO place (geom, name) VALUES (x'47500001e6100000010100000066666666666642409a99999999994140', 'Hama');
         INSERT INTO movement (geom, event_type, \"from\", \"to\") VALUES (x'47500001e6100000010200000002000000333333333333424000000000008041403333333333b342400000000000804140', 'withdrawal', 'Hama', 'Homs');",
    );
    let opened = geopackage::read("drawn.gpkg", &drawn, None).unwrap();
    assert_eq!(opened.edits.len(), 3, "{:?}", opened.edits);
    let back = geojson::read("drawn.gpkg", &opened.document).unwrap();
    assert_eq!((back.events.len(), back.places.len(), back.movements.len()), (1, 1, 1));
}

fn frontline(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_frontline")).args(arguments).output().unwrap()
}

/// Damaged, locked, read-only and foreign files are told in one line, and nothing is written.
#[test]
fn bad_geopackages_are_told() {
    let (_, good) = packed(&campaign(), None, None);
    let damaged = |from: usize, to: usize| {
        let mut bytes = good.clone();
        bytes[from..to].fill(0xa5);
        bytes
    };
    let foreign = |sql: &str| changed("foreign.gpkg", &good, sql);
    let only_roads = "DROP TABLE frontline_situation; DELETE FROM gpkg_geometry_columns; DELETE FROM gpkg_contents;
        CREATE TABLE roads (fid INTEGER PRIMARY KEY, geom LINESTRING, surface TEXT);
        INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('roads', 'features', 'roads', 4326);
        INSERT INTO gpkg_geometry_columns VALUES ('roads', 'geom', 'LINESTRING', 4326, 0, 0);";
    for (name, bytes, wanted) in [
        ("cut.gpkg", good[..good.len() / 2].to_vec(), "damaged"),
        ("short.gpkg", good[..40].to_vec(), "damaged"),
        ("scratched.gpkg", damaged(4096, 12000), "damaged"),
        ("roads.gpkg", foreign(only_roads), "found roads (LINESTRING)"),
        ("plain.gpkg", foreign("DROP TABLE gpkg_contents"), "no table gpkg_contents"),
        (
            "mercator.gpkg",
            foreign("UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 3857 WHERE srs_id = 4326"),
            "EPSG:3857",
        ),
        ("blob.gpkg", foreign("UPDATE event SET geom = x'00010203' WHERE fid = 2"), "layer event, feature 2"),
        ("number.gpkg", foreign("UPDATE event SET geom = 7 WHERE fid = 1"), "the geometry is no geometry"),
        (
            "type.gpkg",
            foreign("UPDATE event SET event_type = 'picnic' WHERE fid = 1"),
            "expected one of origin, capture",
        ),
        ("date.gpkg", foreign("UPDATE event SET date_start = 'soon' WHERE fid = 1"), "\"soon\", expected a date"),
        ("confidence.gpkg", foreign("UPDATE event SET confidence = 'high' WHERE fid = 1"), "confidence"),
        (
            "endless.gpkg",
            foreign(
                "DROP TABLE event; CREATE VIEW event AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n) SELECT fid, NULL AS geom FROM n;",
            ),
            "cannot be used",
        ),
    ] {
        let path = scratch(name);
        std::fs::write(&path, bytes).unwrap();
        let output = frontline(&["render", path.to_str().unwrap(), "-o", path.with_extension("svg").to_str().unwrap()]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains(wanted) && said.lines().count() == 1, "{name}: wanted {wanted}: {said}");
        assert!(!path.with_extension("svg").exists(), "{name}");
    }
}

#[test]
fn a_file_that_is_open_elsewhere_is_read_whole_and_not_written() {
    let folder = scratch("open.gpkg").parent().unwrap().to_path_buf();
    let article = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/hama-falls.txt");
    let (json, gpkg, svg) = (scratch("open.geojson"), scratch("open.gpkg"), scratch("open.svg"));
    let path = |p: &Path| p.to_str().unwrap().to_owned();
    assert!(frontline(&["extract", &path(&article), "-o", &path(&json)]).status.success());
    assert!(frontline(&["export", &path(&json), "-o", &path(&gpkg)]).status.success());
    // As QGIS does: a second file holds the changes while a layer is open.
    let editor = Connection::open(&gpkg).unwrap();
    editor.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    editor.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    editor.execute_batch("UPDATE event SET name = 'Hamah' WHERE name = 'Hama'").unwrap();
    assert!(folder.join("open.gpkg-wal").exists());
    let output = frontline(&["render", &path(&gpkg), "-o", &path(&svg)]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("name Hama → Hamah"), "{said}");
    assert!(std::fs::read_to_string(&svg).unwrap().contains(">Hamah<"));
    // Opening the file here would let go of the editor's locks, which belong to the process.
    let before = std::fs::metadata(&gpkg).unwrap().modified().unwrap();
    let output = frontline(&["export", &path(&json), "-o", &path(&gpkg)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("open in another program"));
    assert_eq!(before, std::fs::metadata(&gpkg).unwrap().modified().unwrap(), "the file was written over");
    // Locked for good: said after a short wait, and nothing is lost.
    editor.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).unwrap();
    editor.execute_batch("BEGIN EXCLUSIVE").unwrap();
    for arguments in [
        &["render", &path(&gpkg), "-o", &path(&svg)][..],
        &["export", &path(&json), "-o", &path(&gpkg)],
        &["extract", "--update", &path(&gpkg), &path(&article)],
    ] {
        let output = frontline(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("locked by another program") && said.lines().count() == 1, "{arguments:?}: {said}");
    }
    editor.execute_batch("COMMIT").unwrap();
    drop(editor);
    let mut mode = std::fs::metadata(&gpkg).unwrap().permissions();
    mode.set_readonly(true);
    std::fs::set_permissions(&gpkg, mode).unwrap();
    let output = frontline(&["export", &path(&json), "-o", &path(&gpkg)]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("read-only"), "{output:?}");
    assert!(frontline(&["render", &path(&gpkg), "-o", &path(&svg)]).status.success(), "a read-only file can be read");
}

/// A line of more positions than are read is told with its limit and how to raise it; the file stays as it is.
#[test]
fn millions_of_positions_are_refused() {
    let (_, bytes) = packed(&campaign(), None, None);
    let path = scratch("large.gpkg");
    std::fs::write(&path, bytes).unwrap();
    let count = 10_000_000_u32;
    let mut blob = b"GP\x00\x01\xe6\x10\x00\x00\x01\x02\x00\x00\x00".to_vec();
    blob.extend(count.to_le_bytes());
    blob.resize(blob.len() + count as usize * 16, 0);
    let connection = Connection::open(&path).unwrap();
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    connection.execute("INSERT INTO front_line (geom, id) VALUES (?1, 'long')", [&blob]).unwrap();
    drop(connection);
    let before = std::fs::metadata(&path).unwrap().modified().unwrap();
    let article = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/hama-falls.txt");
    let file = path.to_str().unwrap();
    for arguments in [
        &["render", file, "-o", "large.svg"][..],
        &["extract", "--update", file, article.to_str().unwrap()],
        &["sequence", file, "-o", "large"],
    ] {
        let output = frontline(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("large.gpkg") && said.lines().count() == 1, "{arguments:?}: {said}");
    }
    assert_eq!(before, std::fs::metadata(&path).unwrap().modified().unwrap(), "the file was written over");
    std::fs::remove_file(&path).unwrap();
}
