//! Out, edited in the edit mode of QGIS, back: what a hand has done is shown, named and kept, and nothing else.

use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

const PYTHON: &str = "/usr/bin/python3";

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn script(name: &str) -> String {
    text(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/external").join(name))
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn edits_in_qgis_come_back_and_no_others() {
    let folder = folder("qgis-edits");
    crate::frontline(&["map", &text(&crate::example()), "-o", &text(&folder), "--areas", "--gpkg", "--quiet"]);
    let file = text(&folder.join("situation.gpkg"));
    let edit = script("edit_qgis.py");
    let output = crate::run(PYTHON, &[&edit, &file]);
    assert!(output.status.success(), "python3-qgis is needed: {}", String::from_utf8_lossy(&output.stderr));
    let picture = text(&folder.join("edited.svg"));
    let output = crate::frontline(&["render", &file, "-o", &picture, "--json"]);
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    let edits: Vec<&str> = summary["edits"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
    let wanted = [
        "(capture-hama-20241205): moved 8.5 km, analyst nothing → desk 3",
        "(strike-deir-ezzor-region-20241205): deleted",
        "(threat-muhrada-20241205): holder nothing → syr-government, holder_status unknown → claimed",
        "event \"Rastan\": added",
        "control \"syr-hts\" (control-syr-hts-assessed): drawn anew",
        "control \"syr-government\": added",
    ];
    for one in wanted {
        assert!(edits.iter().any(|e| e.contains(one)), "{one}: {edits:#?}");
    }
    let others = edits.iter().filter(|e| !e.contains("follows its place")).count();
    assert_eq!(others, wanted.len(), "{edits:#?}");
    let drawn = std::fs::read_to_string(&picture).unwrap();
    assert!(!drawn.contains(">Deir Ezzor region<") && drawn.contains(">Hama<"));
    // A later article is added, and what the hand did stays.
    let later = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/syria-2024/2024-12-07.txt");
    let output = crate::frontline(&["extract", "--update", &file, &text(&later)]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("added: ") && wanted.iter().all(|one| said.contains(one)), "{said}");
    let back = folder.join("back.geojson");
    crate::frontline(&["export", &file, "-o", &text(&back)]);
    let back: Value = serde_json::from_slice(&std::fs::read(&back).unwrap()).unwrap();
    let found = |key: &str, value: &str| -> Option<&Value> {
        back["features"].as_array().unwrap().iter().find(|f| f["properties"][key] == value)
    };
    let hama = found("id", "capture-hama-20241205").unwrap();
    assert_eq!(hama["geometry"]["coordinates"], serde_json::json!([36.8, 35.2]));
    assert_eq!((&hama["properties"]["analyst"], &hama["properties"]["by_hand"]), (&"desk 3".into(), &true.into()));
    assert_eq!(found("id", "strike-deir-ezzor-region-20241205"), None);
    assert!(found("name", "Rastan").is_some());
    assert_eq!(found("id", "control-syr-hts-assessed").unwrap()["properties"]["by_hand"], true);
    // The sequence takes the file as the state of its day.
    let frames = folder.join("frames");
    crate::frontline(&["sequence", &file, "-o", &text(&frames)]);
    let frame = std::fs::read_dir(frames.join("frames")).unwrap().map(|e| e.unwrap().path());
    let frame = frame.filter(|p| p.extension().is_some_and(|e| e == "svg")).max().unwrap();
    assert!(std::fs::read_to_string(frame).unwrap().contains(">Hama<"));
}

/// What changed hands between two days is a layer of the later one, styled, and no ground of anybody when it is read.
#[test]
fn what_changed_hands_is_a_layer() {
    let folder = folder("qgis-change");
    let campaign = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/syria-2024");
    let article = |day: &str| text(&campaign.join(format!("{day}.txt")));
    let file = |name: &str| text(&folder.join(name));
    crate::frontline(&["extract", &article("2024-11-30"), "-o", &file("before.geojson"), "--areas"]);
    let both = [article("2024-11-30"), article("2024-12-05")];
    crate::frontline(&["extract", &both[0], &both[1], "-o", &file("after.geojson"), "--areas"]);
    crate::frontline(&["change", &file("before.geojson"), &file("after.geojson"), "-o", &file("war.qgz")]);
    let inspect = script("inspect_qgis.py");
    let output = crate::run(PYTHON, &[&inspect, &file("war.gpkg"), &file("war.qgz"), "--day", "2024-12-01"]);
    let report: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    for (entry, name) in report.iter().zip(["change", "Changed hands"]) {
        let layer = entry["layers"].as_array().unwrap().iter().find(|l| l["name"] == name).unwrap();
        assert!(layer["valid"] == true && layer["geometry"] == "MultiPolygon" && layer["invalid"] == 0, "{layer:#}");
        assert_eq!(layer["classes"], serde_json::json!(["Gained", "Lost"]), "{layer:#}");
        assert_eq!(layer["days"]["2024-12-01"].as_array().unwrap().len() as u64, layer["count"], "{layer:#}");
    }
    let areas = |name: &str| {
        crate::frontline(&["export", &file(name), "-o", &file("again.geojson")]);
        let again = std::fs::read_to_string(file("again.geojson")).unwrap();
        (again.matches("\"layer\":\"control\"").count(), again.matches("\"layer\":\"change\"").count())
    };
    assert_eq!(areas("war.gpkg"), (areas("after.geojson").0, 0));
}
