//! `extract --update`: later articles join a situation, and what a hand has changed in it stays.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use rusqlite::Connection;
use serde_json::Value;
use serde_json::json;

const EARLIER: &[&str] = &["2024-11-27.txt", "2024-11-28.txt", "2024-11-29.txt", "2024-11-30.txt"];
const LATER: &[&str] = &["2024-12-01.txt", "2024-12-05.txt"];

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sequel").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the program on articles of the example campaign; what it says on standard error.
fn extract(folder: &Path, arguments: &[&str], articles: &[&str]) -> String {
    let campaign = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/syria-2024");
    let output = Command::new(env!("CARGO_BIN_EXE_frontline"))
        .current_dir(folder)
        .arg("extract")
        .args(arguments)
        .args(articles.iter().map(|a| campaign.join(a)))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    said
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn events(document: &Value) -> Vec<String> {
    let features = document["features"].as_array().unwrap().iter().map(|f| &f["properties"]);
    features
        .filter(|p| p["layer"] == "event")
        .map(|p| format!("{} {} {} {}", p["id"], p["holder"], p["holder_status"], p["order"]))
        .collect()
}

#[test]
fn articles_in_two_helpings_give_what_all_at_once_give() {
    let folder = folder("helpings");
    extract(&folder, &["-o", "war.geojson"], EARLIER);
    extract(&folder, &["--update", "war.geojson"], LATER);
    extract(&folder, &["-o", "all.geojson"], &[EARLIER, LATER].concat());
    let (two, one) = (read(&folder.join("war.geojson")), read(&folder.join("all.geojson")));
    assert_eq!(events(&two), events(&one));
    for key in ["title", "subtitle", "as_of", "attacker", "axes", "advance_ahead"] {
        assert_eq!(two["frontline"][key], one["frontline"][key], "{key}");
    }
    let before = std::fs::read(folder.join("war.geojson")).unwrap();
    let said = extract(&folder, &["--update", "war.geojson"], LATER);
    assert!(said.contains("is in the situation already") && said.contains("nothing new"), "{said}");
    assert_eq!(before, std::fs::read(folder.join("war.geojson")).unwrap(), "the second run changed something");
}

/// The stops of all axes.
fn arms(document: &Value) -> Vec<String> {
    document["frontline"]["axes"].as_array().unwrap().iter().map(|axis| axis["stops"].to_string()).collect()
}

/// Two arms that close on a place, told by one article at a time.
#[test]
fn the_arms_of_a_pincer_in_helpings_are_those_of_all_at_once() {
    let folder = folder("pincer");
    let parts = [
        (
            "14 August 1944",
            "On August 8 Allied troops captured Le Mans. On August 9 Allied forces took Bretteville-sur-Laize. On August 12 Allied troops in the south captured Alençon. On August 13 Allied troops captured Argentan.",
        ),
        (
            "16 August 1944",
            "On August 14 the northern force of the Allies seized Potigny. On August 16 Allied forces in the north captured Falaise.",
        ),
        ("20 August 1944", "On August 18 Allied forces took Trun. On August 19 Allied forces captured Chambois."),
    ];
    let mut paths: Vec<PathBuf> = Vec::new();
    for (i, (day, text)) in parts.iter().enumerate() {
        let path = folder.join(format!("{i}.txt"));
        std::fs::write(
            &path,
            format!("Allied forces close the pocket in Normandy\n\nNORMANDY, France, {day}\n\n{text}\n"),
        )
        .unwrap();
        paths.push(path);
    }
    let names: Vec<&str> = paths.iter().filter_map(|p| p.to_str()).collect();
    extract(&folder, &["-o", "all.geojson"], &names);
    extract(&folder, &["-o", "war.geojson"], &names[..1]);
    extract(&folder, &["--update", "war.geojson"], &names[1..2]);
    extract(&folder, &["--update", "war.geojson"], &names[2..]);
    let (parts, all) = (read(&folder.join("war.geojson")), read(&folder.join("all.geojson")));
    assert_eq!(arms(&all).len(), 2, "{:?}", arms(&all));
    assert_eq!(arms(&parts), arms(&all));
}

/// The feature of an id.
fn feature<'a>(document: &'a mut Value, id: &str) -> &'a mut Value {
    let features = document["features"].as_array_mut().unwrap();
    features.iter_mut().find(|f| f["properties"]["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

/// Changes the file of the earlier articles, adds the later ones; what is said, and the file as text. The same again changes
/// nothing.
fn updated(name: &str, edit: &dyn Fn(&mut Value)) -> (String, Value) {
    let folder = folder(name);
    extract(&folder, &["-o", "war.geojson", "--areas"], EARLIER);
    let path = folder.join("war.geojson");
    let mut document = read(&path);
    edit(&mut document);
    std::fs::write(&path, document.to_string()).unwrap();
    let said = extract(&folder, &["--update", "war.geojson"], LATER);
    let bytes = std::fs::read(&path).unwrap();
    extract(&folder, &["--update", "war.geojson"], LATER);
    assert_eq!(bytes, std::fs::read(&path).unwrap(), "{name}: the second run changed something");
    (said, read(&path))
}

#[test]
fn what_a_hand_has_changed_stays() {
    let (said, after) = updated("moved", &|d| {
        feature(d, "capture-aleppo-20241130")["geometry"]["coordinates"] = json!([37.3, 36.3]);
        feature(d, "capture-aleppo-20241130")["properties"]["checked_by"] = json!("desk");
    });
    assert!(said.contains("\"Aleppo\" (capture-aleppo-20241130): moved"), "{said}");
    let mut after = after;
    let aleppo = feature(&mut after, "capture-aleppo-20241130");
    assert_eq!(aleppo["geometry"]["coordinates"], json!([37.3, 36.3]));
    assert_eq!((&aleppo["properties"]["checked_by"], &aleppo["properties"]["by_hand"]), (&json!("desk"), &json!(true)));

    let (said, after) = updated("holder", &|d| {
        for id in ["capture-maarat-al-numan-20241130", "objective-hama-20241130"] {
            let hold = &mut feature(d, id)["properties"];
            (hold["holder"], hold["holder_status"]) = (json!("syr-government"), json!("assessed"));
        }
    });
    assert!(said.contains("holder syr-hts → syr-government"), "{said}");
    // Nothing new is told of the one; the other is captured later.
    assert!(said.contains("Hama: held by syr-government → held by syr-hts"), "{said}");
    let held = |id: &str| events(&after).into_iter().find(|e| e.contains(id)).unwrap();
    assert!(held("capture-maarat-al-numan-20241130").contains("syr-government"));
    assert!(held("capture-hama-20241205").contains("syr-hts"));

    let (said, after) = updated("deleted", &|d| {
        let features = d["features"].as_array_mut().unwrap();
        features.retain(|f| f["properties"]["id"] != "capture-tadef-20241130");
        features.push(json!({"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
            [[[37.0, 36.0], [37.2, 36.0], [37.2, 36.1], [37.0, 36.0]]]},
            "properties": {"layer": "control", "holder": "syr-hts", "by_hand": true, "ground": "orchards"}}));
        features.push(json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [36.72, 34.93]},
            "properties": {"layer": "event", "name": "Rastan", "event_type": "clash"}}));
    });
    assert!(said.contains("capture-tadef-20241130: deleted") && said.contains("\"Rastan\""), "{said}");
    assert!(!events(&after).iter().any(|e| e.contains("tadef")), "{:?}", events(&after));
    let text = after.to_string();
    assert!(text.contains("\"ground\":\"orchards\"") && text.contains("\"name\":\"Rastan\""), "{text}");
}

#[test]
fn what_was_deleted_stays_away_and_late_articles_do_not_turn_back_time() {
    let folder = folder("late");
    extract(&folder, &["-o", "war.geojson"], &["2024-11-27.txt", "2024-11-28.txt", "2024-11-29.txt"]);
    extract(&folder, &["--update", "war.geojson"], &["2024-11-30.txt"]);
    let path = folder.join("war.geojson");
    let mut document = read(&path);
    document["features"].as_array_mut().unwrap().retain(|f| f["properties"]["id"] != "capture-aleppo-20241130");
    // The article is forgotten, as if another told the same.
    document["frontline"]["articles"].as_array_mut().unwrap().pop();
    std::fs::write(&path, document.to_string()).unwrap();
    let said = extract(&folder, &["--update", "war.geojson"], &["2024-11-30.txt"]);
    assert!(said.contains("capture Aleppo: told again, but deleted by hand"), "{said}");
    assert!(!events(&read(&path)).iter().any(|e| e.contains("capture-aleppo")));
    let news = "Army back in Hama\n\nHAMA, Syria, 6 December 2024 - The Syrian army recaptured Hama on Friday.\n";
    let old = "Hama falls\n\nHAMA, Syria, 5 December 2024 - HTS-led rebels captured Hama on Thursday.\n";
    for (file, text) in [("news.txt", news), ("old.txt", old)] {
        std::fs::write(folder.join(file), text).unwrap();
    }
    let plain = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_frontline")).current_dir(&folder).args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    plain(&["extract", "--update", "war.geojson", "news.txt"]);
    let said = plain(&["extract", "--update", "war.geojson", "old.txt"]);
    assert!(said.contains("Hama: stays held by syr-government, newer"), "{said}");
}

#[test]
fn a_geopackage_is_continued_where_it_lies() {
    let folder = folder("gpkg");
    extract(&folder, &["-o", "war.gpkg"], EARLIER);
    let path = folder.join("war.gpkg");
    let edit = |sql: &str| {
        let connection = Connection::open(&path).unwrap();
        connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
        connection.execute_batch(sql).unwrap();
    };
    edit("ALTER TABLE event ADD COLUMN analyst TEXT; UPDATE event SET analyst = 'checked' WHERE id LIKE 'capture-zerbah%';
        DELETE FROM event WHERE id LIKE 'capture-tadef%'; CREATE TABLE notes (fid INTEGER PRIMARY KEY, words TEXT);
        INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('notes', 'attributes', 'notes');");
    let said = extract(&folder, &["--update", "war.gpkg"], LATER);
    for wanted in
        ["analyst nothing → checked", "(capture-tadef-20241130): deleted", "added: capture Hama on 2024-12-05"]
    {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let bytes = std::fs::read(&path).unwrap();
    let count = |sql: &str| {
        let connection = Connection::open(&path).unwrap();
        connection.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(count("SELECT count(*) FROM event WHERE id LIKE 'capture-hama%'"), 1);
    assert_eq!(count("SELECT count(*) FROM event WHERE id LIKE 'capture-tadef%'"), 0);
    assert_eq!(count("SELECT count(*) FROM event WHERE analyst = 'checked'"), 1);
    assert_eq!(count("SELECT count(*) FROM notes"), 0, "somebody's own table is gone");
    extract(&folder, &["--update", "war.gpkg"], LATER);
    assert_eq!(bytes, std::fs::read(&path).unwrap(), "the second run changed something");
    // To another file, in the other format.
    extract(&folder, &["--update", "war.gpkg", "-o", "next.geojson"], &["2024-12-07.txt"]);
    assert!(!events(&read(&folder.join("next.geojson"))).is_empty());
    assert_eq!(bytes, std::fs::read(&path).unwrap(), "the file of the situation was touched");
}
