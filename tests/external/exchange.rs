//! The formats of other programs in those programs: QGIS opens every export styled and right to the day, GDAL edits it,
//! validators find nothing wrong.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

const PYTHON: &str = "/usr/bin/python3";

fn script(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/external").join(name).display().to_string()
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// Everything that `map` and `export` write for an article, with areas of control.
fn exported(article: &Path, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    crate::frontline(&["map", &text(article), "-o", &text(&folder), "--areas", "--gpkg", "--html", "--quiet"]);
    let situation = text(&folder.join("situation.geojson"));
    for name in ["war.kml", "war.kmz", "war.csv", "war.geojson", "war.fgb", "war.parquet"] {
        crate::frontline(&["export", &situation, "-o", &text(&folder.join(name))]);
    }
    crate::frontline(&["export", &situation, "-o", &text(&folder.join("coloured.geojson")), "--simplestyle"]);
    folder
}

/// What QGIS makes of files.
fn inspect(arguments: &[&str]) -> Vec<Value> {
    let script = script("inspect_qgis.py");
    let output = crate::run(PYTHON, &[&[script.as_str()], arguments].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "python3-qgis is needed by this test, `.ci/run` installs it: {said}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {said}"))
}

fn validate(kind: &str, schema: &Path, files: &[PathBuf]) {
    assert!(!files.is_empty());
    let files: Vec<String> = files.iter().map(|f| text(f)).collect();
    let script = script("validate.py");
    let mut arguments = vec![script.as_str(), kind, schema.to_str().unwrap()];
    arguments.extend(files.iter().map(String::as_str));
    let output = crate::run(PYTHON, &arguments);
    let (said, wrong) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    assert!(
        output.status.success(),
        "python3-jsonschema, python3-lxml, python3-gdal are needed, `.ci/run` installs them: {said}"
    );
    assert!(wrong.is_empty(), "{wrong}");
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_output_keeps_to_its_schema() {
    let mut json = Vec::new();
    for article in crate::articles() {
        let folder = exported(&article, &format!("schema-{}", article.file_stem().unwrap().to_str().unwrap()));
        json.extend(["situation.geojson", "war.geojson", "coloured.geojson"].map(|n| folder.join(n)));
        validate(
            "kml",
            &root().join("tests/external/kml/ogckml22.xsd"),
            &["war.kml", "war.kmz"].map(|n| folder.join(n)),
        );
        validate("gpkg", &root(), &[folder.join("situation.gpkg")]);
        for name in ["situation.gpkg", "war.kml", "war.kmz", "coloured.geojson", "war-event.fgb", "war-control.fgb"] {
            let output = crate::run("ogrinfo", &["-ro", "-al", "-so", &text(&folder.join(name))]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && said.is_empty(), "{name}: {said}");
            assert!(!String::from_utf8_lossy(&output.stdout).contains("Warning"), "{name}");
        }
    }
    // A file that was continued, and those of a sequence.
    let campaign = root().join("data/articles/syria-2024");
    let (first, later) = (text(&campaign.join("2024-11-30.txt")), text(&campaign.join("2024-12-05.txt")));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schema-campaign");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let continued = folder.join("continued.geojson");
    crate::frontline(&["extract", &first, "-o", &text(&continued)]);
    crate::frontline(&["extract", "--update", &text(&continued), &later]);
    json.push(continued);
    crate::frontline(&["sequence", &first, &later, "-o", &text(&folder.join("sequence")), "--areas"]);
    let states = std::fs::read_dir(folder.join("sequence/situations")).unwrap().map(|e| e.unwrap().path());
    let before = json.len();
    json.extend(states);
    assert!(json.len() > before, "a sequence without situations");
    let gallery = std::fs::read_dir(root().join("tests/situations/files")).unwrap().map(|e| e.unwrap().path());
    for (i, hand) in gallery.filter(|p| p.extension().is_some_and(|e| e == "geojson")).enumerate() {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("schema-hand-{i}.geojson"));
        let output = crate::run(env!("CARGO_BIN_EXE_frontline"), &["export", &text(&hand), "-o", &text(&out)]);
        if output.status.success() {
            json.push(out);
        }
    }
    validate("json", &root().join("docs/schema/situation.schema.json"), &json);
}

#[test]
fn qgis_opens_every_export_styled_and_right_to_the_day() {
    let folder = exported(&crate::example(), "qgis-open");
    let document: Value = serde_json::from_slice(&std::fs::read(folder.join("situation.geojson")).unwrap()).unwrap();
    let mut dated: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
    for feature in document["features"].as_array().unwrap() {
        let p = &feature["properties"];
        let day = |keys: [&str; 2]| keys.iter().find_map(|k| p[*k].as_str()).unwrap_or("").to_owned();
        let key = (p["layer"].as_str().unwrap().to_owned(), p["id"].as_str().unwrap().to_owned());
        dated.insert(key, (day(["date_start", "as_of"]), day(["date_end", "as_of"])));
    }
    let days = [
        "2024-11-26",
        "2024-11-27",
        "2024-11-30",
        "2024-12-02",
        "2024-12-03",
        "2024-12-04",
        "2024-12-05",
        "2024-12-06",
    ];
    let mut arguments: Vec<String> = days.iter().flat_map(|d| ["--day".to_owned(), (*d).to_owned()]).collect();
    let picture = folder.join("layout.png");
    arguments.extend(["--picture".to_owned(), text(&picture)]);
    let mut files: Vec<PathBuf> = ["situation.gpkg", "situation.qgz", "war.kml"].map(|n| folder.join(n)).to_vec();
    let written = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path());
    let flat: Vec<PathBuf> = written.filter(|p| p.extension().is_some_and(|e| e == "fgb")).collect();
    assert_eq!(flat.len(), 5, "{flat:?}");
    files.extend(flat);
    files.extend(
        std::fs::read_dir(folder.join("layers"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "geojson")),
    );
    arguments.extend(files.iter().map(|f| text(f)));
    let report = inspect(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(report.len(), files.len());
    let mut grounds = 0;
    for entry in &report {
        let file = entry["file"].as_str().unwrap();
        let is = |form: &str| Path::new(file).extension().is_some_and(|e| e == form);
        let kml = is("kml");
        let layers = entry["layers"].as_array().unwrap();
        assert!(!layers.is_empty(), "{file}");
        for layer in layers.iter().filter(|l| l["spatial"] == true) {
            let name = layer["name"].as_str().unwrap();
            let at = format!("{file} {name}: {layer:#}");
            assert_eq!(layer["valid"], true, "{at}");
            assert_eq!(layer["crs"], "EPSG:4326", "{at}");
            assert!(layer["proj"].as_str().unwrap().contains("longlat"), "{at}");
            assert_eq!(layer["invalid"], 0, "{at}");
            if kml {
                continue;
            }
            if let Some(expected) =
                [("Land", "Polygon"), ("Borders, rivers", "LineString")].iter().find(|(n, _)| *n == name)
            {
                assert!(layer["geometry"].as_str().unwrap().ends_with(expected.1), "{at}");
                assert!(layer["renderer"] == "categorizedSymbol" && layer["count"].as_u64() > Some(20), "{at}");
                grounds += 1;
                continue;
            }
            let key = name.split('_').next().unwrap().to_lowercase();
            let geometry = match key.trim_end_matches('s') {
                "event" | "place" => "Point",
                "control" | "change" | "changed hand" => "MultiPolygon",
                _ => "LineString",
            };
            assert_eq!(layer["geometry"], geometry, "{at}");
            // FlatGeobuf bears no style.
            if is("fgb") {
                assert!(layer["count"].as_u64() > Some(0), "{at}");
                continue;
            }
            assert_eq!(layer["labels"], true, "{at}");
            if name.to_lowercase().starts_with("event") {
                assert_eq!(layer["renderer"], "categorizedSymbol", "{at}");
                // Also what is not there yet, so that an event of another kind that a hand adds is drawn.
                let classes: Vec<&str> =
                    layer["classes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
                assert!(
                    ["Captured", "Shelling", "Agreement", "Denied, possible, planned or past"]
                        .iter()
                        .all(|c| classes.contains(c)),
                    "{at}"
                );
                let widgets: Vec<&str> =
                    layer["widgets"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
                assert!(["event_type", "holder", "holder_status"].iter().all(|w| widgets.contains(w)), "{at}");
                let time = if file.contains("layers/") { "Date" } else { "DateTime" };
                for (field, kind) in [("date_start", time), ("date_end", time), ("confidence", "Real")] {
                    assert_eq!(layer["fields"][field], kind, "{at}");
                }
                assert!(layer["fields"]["time_precision"].as_str().unwrap().starts_with("Integer"), "{at}");
            }
            for (day, seen) in layer["days"].as_object().unwrap() {
                let group = match key.as_str() {
                    "events" => "event",
                    "movements" => "movement",
                    "front" | "front line" => "front_line",
                    other => other,
                };
                let expected: Vec<&String> = dated
                    .iter()
                    .filter(|((l, _), (start, end))| {
                        l == group && ((start <= day && day <= end) || (start.is_empty() && !file.contains("layers/")))
                    })
                    .map(|((_, id), _)| id)
                    .collect();
                let seen: Vec<String> =
                    seen.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect();
                assert_eq!(seen.iter().collect::<Vec<_>>(), expected, "{file} {name} on {day}");
            }
        }
    }
    let project = report.iter().find(|e| e["opened"] == true).unwrap();
    assert_eq!(
        (&project["opened"], &project["crs"], &project["dead"]),
        (&Value::from(true), &Value::from("EPSG:3857"), &Value::from(0))
    );
    let order: Vec<&str> = project["layers"].as_array().unwrap().iter().map(|l| l["name"].as_str().unwrap()).collect();
    assert_eq!(order.first(), Some(&"Events"), "{order:?}");
    assert!(order.ends_with(&["Control", "Borders, rivers", "Land"]) && grounds == 2, "{order:?}");
    let items: Vec<&str> = project["items"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for wanted in ["QgsLayoutItemMap", "QgsLayoutItemLegend", "QgsLayoutItemScaleBar", "QgsLayoutItemLabel"] {
        assert!(items.contains(&wanted), "{items:?}");
    }
    assert_eq!(project["drawn"], 0, "the layout was not drawn");
    // The attacker's arrows and areas are on the page, so the layers were drawn where the map looks.
    let (_, _, pixels) = crate::pixels::decode(&picture);
    let green = pixels.iter().filter(|[r, g, b]| g > r && g.abs_diff(*r) > 20 && g > b).count();
    assert!(green > 500, "{green} pixels of the attacker's colour on the page");
}

/// GDAL keeps what a GeoJSON file remembers, so that an update tells edits from what was written.
#[test]
fn geojson_edited_with_gdal_is_continued() {
    let campaign = root().join("data/articles/syria-2024");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gdal-update");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let file = text(&folder.join("war.geojson"));
    let article = |day: &str| text(&campaign.join(format!("{day}.txt")));
    crate::frontline(&["extract", &article("2024-11-30"), "-o", &file]);
    let editor = folder.join("edit.py");
    let script = "
import sys
from osgeo import gdal, ogr
gdal.UseExceptions()
source = ogr.Open(sys.argv[1], 1)
layer = source.GetLayer(0)
for feature in layer:
    if feature['id'] == 'capture-aleppo-20241130':
        feature.SetGeometry(ogr.CreateGeometryFromWkt('POINT (37.3 36.3)'))
        layer.SetFeature(feature)
    elif feature['id'] == 'capture-tadef-20241130':
        layer.DeleteFeature(feature.GetFID())
";
    std::fs::write(&editor, script).unwrap();
    let output = crate::run(PYTHON, &[&text(&editor), &file]);
    assert!(output.status.success(), "python3-gdal is needed: {}", String::from_utf8_lossy(&output.stderr));
    let output = crate::frontline(&["extract", "--update", &file, &article("2024-12-05")]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    for wanted in ["(capture-aleppo-20241130): moved 16.", "capture-tadef-20241130: deleted", "added: capture Hama"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let after = std::fs::read_to_string(&file).unwrap();
    assert!(after.contains("[37.300000,36.300000]") || after.contains("[37.3,36.3]"), "the town is back where it was");
    assert!(!after.contains("\"id\":\"capture-tadef-20241130\""), "the event is back");
}

/// Edits with GDAL; `frontline` then shows just that.
const EDITS: &str = "
import sys
from osgeo import gdal, ogr
gdal.UseExceptions()
source = ogr.Open(sys.argv[1], 1)
event = source.GetLayerByName('event')
for feature in event:
    if feature['id'].startswith('capture-hama'):
        feature.SetGeometry(ogr.CreateGeometryFromWkt('POINT (36.8 35.2)'))
        event.SetFeature(feature)
    elif feature['id'].startswith('strike-'):
        event.DeleteFeature(feature.GetFID())
    elif feature['id'].startswith('threat-muhrada'):
        feature['holder'] = 'syr-government'
        feature['holder_status'] = 'claimed'
        event.SetFeature(feature)
    else:
        event.SetFeature(feature)
control = source.GetLayerByName('control')
drawn = ogr.Feature(control.GetLayerDefn())
drawn['holder'] = 'syr-hts'
drawn['status'] = 'assessed'
drawn.SetGeometry(ogr.CreateGeometryFromWkt('MULTIPOLYGON (((36.4 35,37.4 35,37.4 36.4,36.4 35)))'))
control.CreateFeature(drawn)
";

#[test]
fn edits_with_gdal_come_back_and_no_others() {
    let folder = exported(&crate::example(), "gdal-edits");
    let file = text(&folder.join("situation.gpkg"));
    let editor = folder.join("edit.py");
    std::fs::write(&editor, EDITS).unwrap();
    let output = crate::run(PYTHON, &[&text(&editor), &file]);
    assert!(output.status.success(), "python3-gdal is needed: {}", String::from_utf8_lossy(&output.stderr));
    let svg = folder.join("edited.svg");
    let output = crate::frontline(&["render", &file, "-o", &text(&svg), "--json"]);
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    let edits: Vec<&str> = summary["edits"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
    for wanted in [
        "(capture-hama-20241205): moved 8.5 km",
        "(strike-deir-ezzor-region-20241205): deleted",
        "(threat-muhrada-20241205): holder nothing → syr-government, holder_status unknown → claimed",
        "control \"syr-hts\": added",
    ] {
        assert!(edits.iter().any(|e| e.contains(wanted)), "{wanted}: {edits:#?}");
    }
    let others =
        edits.iter().filter(|e| !e.contains("follows its place") && !e.contains("holder of its place")).count();
    assert_eq!(others, 4, "{edits:#?}");
    let drawn = std::fs::read_to_string(&svg).unwrap();
    assert!(!drawn.contains(">Deir Ezzor region<") && drawn.contains(">Hama<"));
    // A copy by another program has lost the memory of what was written, but not the story.
    let copy = folder.join("copy.gpkg");
    let output = crate::run("ogr2ogr", &["-f", "GPKG", &text(&copy), &file]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let back = folder.join("copy.geojson");
    crate::frontline(&["export", &text(&copy), "-o", &text(&back)]);
    let back = std::fs::read_to_string(&back).unwrap();
    assert!(back.contains("\"advance\":[\"Idlib\",\"Aleppo\",\"Hama\"]"), "{}", &back[..600]);
}
