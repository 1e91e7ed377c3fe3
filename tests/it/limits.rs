//! What one run may hold: each limit has its message, its status and the option that raises it; failures as JSON; the
//! manifest of a set of files.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use frontline::control;
use serde_json::Value;
use serde_json::json;

const STORY: &str = "Rebels capture Hama\n\nHAMA, Syria, Dec 5, 2024 - Rebels captured the city of Hama on Thursday, officials in Homs said.\n\
    The army withdrew from Hama towards Homs.\n";

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("limits").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("a.txt"), STORY).unwrap();
    path
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontline"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("FORCE_COLOR").args(arguments).output().unwrap()
}

/// Limit, value that is too small, the command.
const ROWS: &[(&str, u64, &[&str])] = &[
    ("bytes", 10, &["extract", "a.txt", "-o", "out.geojson"]),
    ("sentences", 1, &["extract", "a.txt", "-o", "out.geojson"]),
    ("places", 1, &["extract", "a.txt", "-o", "out.geojson"]),
    ("file-bytes", 100, &["render", "war.geojson", "-o", "out.svg"]),
    ("features", 1, &["render", "war.geojson", "-o", "out.svg"]),
    ("features", 1, &["extract", "a.txt", "--baseline", "towns.csv", "-o", "out.geojson"]),
    ("positions", 1, &["render", "war.geojson", "-o", "out.svg"]),
    ("positions", 1, &["map", "a.txt", "--overlay", "war.geojson", "-o", "out"]),
    ("html-nesting", 1, &["extract", "a.html", "-o", "out.geojson"]),
    ("json-nesting", 3, &["render", "war.geojson", "-o", "out.svg"]),
    ("json-nesting", 3, &["map", "a.txt", "--overlay", "war.geojson", "-o", "out"]),
    ("crossings", 2, &["render", "star.geojson", "-o", "out.svg"]),
    ("crossings", 1, &["render", "crossed.geojson", "-o", "out.svg"]),
    ("labels", 1, &["render", "war.geojson", "-o", "out.svg"]),
    ("pixels", 1000, &["render", "war.geojson", "-o", "out.png"]),
];

#[test]
fn each_limit_is_named_with_the_option_that_raises_it() {
    let folder = folder("each");
    assert!(run(&folder, &["extract", "a.txt", "-o", "war.geojson"]).status.success());
    std::fs::write(folder.join("towns.csv"), "place,lat,lon,holder\nHama,35.13,36.76,a\nHoms,34.73,36.71,b\n").unwrap();
    let page = STORY.split("\n\n").fold(String::new(), |page, part| format!("{page}<div><p>{part}</p>"));
    std::fs::write(folder.join("a.html"), format!("<html><body>{page}")).unwrap();
    let area = |ring: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"layer\":\"control\",\"holder\":\"a\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}}}"
        )
    };
    let file = |areas: &[String]| format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", areas.join(","));
    let star = area("[36,35],[36.6,36.8],[37.2,35],[35.6,36.2],[37.6,36.2],[36,35]");
    let square = area("[36,35],[37,35],[37,36],[36,36],[36,35]");
    let shifted = area("[36.5,35.5],[37.5,35.5],[37.5,36.5],[36.5,36.5],[36.5,35.5]");
    std::fs::write(folder.join("star.geojson"), file(&[star])).unwrap();
    std::fs::write(folder.join("crossed.geojson"), file(&[square, shifted])).unwrap();
    for (name, value, arguments) in ROWS {
        let limit = format!("{name}={value}");
        let output = run(&folder, &[*arguments, &["--limit", &limit]].concat());
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name} {arguments:?}: {text}");
        for part in [&format!("limit of {value} "), &format!("--limit {name}=N")] {
            assert!(text.contains(part), "{name} {arguments:?}: {text}");
        }
        assert_eq!(text.lines().count(), 1, "{name}: {text}");
        for left in ["out", "out.svg", "out.png", "out.geojson"] {
            assert!(!folder.join(left).exists(), "{name}: left {left} behind");
        }
        let wide = if *name == "json-nesting" { "json-nesting=127".to_owned() } else { format!("{name}=900000000") };
        let output = run(&folder, &[*arguments, &["--limit", &wide]].concat());
        assert_eq!(output.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        for made in ["out.svg", "out.png", "out.geojson"] {
            let _ = std::fs::remove_file(folder.join(made));
        }
        let _ = std::fs::remove_dir_all(folder.join("out"));
    }
    for (typed, part) in [
        ("json-nesting=128", "127 or less"),
        ("bites=3", "file-bytes"),
        ("bytes", "NAME=N"),
        ("bytes=many", "whole number"),
        ("bytes=0", "1 or more"),
    ] {
        let output = run(&folder, &["extract", "a.txt", "--limit", typed]);
        assert_eq!(output.status.code(), Some(2), "{typed}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(part), "{typed}");
    }
}

#[test]
fn a_run_in_which_nothing_is_finished_ends() {
    let folder = folder("seconds");
    let sentence = "Rebels captured Hama on Thursday after the army withdrew from Homs to Idlib and Aleppo. ";
    std::fs::write(folder.join("long.txt"), format!("5 December 2024\n\n{}", sentence.repeat(100_000))).unwrap();
    let output = run(&folder, &["extract", "long.txt", "-o", "out.geojson", "--limit", "seconds=1"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("for 1 seconds") && text.contains("--limit seconds=N"), "{text}");
    assert!(!folder.join("out.geojson").exists());
}

/// Each limit of the table above and of the watch has a row, so that a new one is tested too.
#[test]
fn no_limit_goes_without_a_test() {
    for limit in frontline::limit::Limit::ALL {
        let name = limit.name();
        assert!(name == "seconds" || ROWS.iter().any(|row| row.0 == name), "{name}");
    }
}

#[test]
fn a_failure_is_told_as_json_where_json_was_asked_for() {
    let folder = folder("json");
    std::fs::write(folder.join("bad.csv"), "place,lat,lon,holder\nHama,north,36.76,a\n").unwrap();
    std::fs::write(folder.join("tea.txt"), "The cake was good and the tea was hot. We sat in the garden.\n").unwrap();
    let rows: &[(&[&str], Value)] = &[
        (&["map", "a.txt", "--limit", "bytes=5"], json!(["limit", 2, "a.txt", null, "--limit bytes=N"])),
        (&["map", "a.txt", "--baseline", "bad.csv"], json!(["input", 2, "bad.csv", 2, null])),
        (&["map", "gone.txt"], json!(["input", 2, "gone.txt", null, null])),
        (&["map", "a.txt", "--style", "defualt"], json!(["input", 2, null, null, "did you mean `default`?"])),
        (&["map", "a.txt", "--titel", "x"], json!(["usage", 2, null, null, "a similar argument exists: '--title'"])),
        (&["map", "tea.txt"], json!(["nothing-to-map", 1, "tea.txt", null, null])),
    ];
    for (arguments, expected) in rows {
        let output = run(&folder, &[*arguments, &["--json"]].concat());
        let lines = String::from_utf8(output.stdout).unwrap();
        let value: Value = serde_json::from_str(lines.lines().last().unwrap_or(""))
            .unwrap_or_else(|e| panic!("{arguments:?}: {e}: {lines}"));
        let error = &value["error"];
        let found = json!([error["code"], error["status"], error["file"], error["line"], error["hint"]]);
        assert_eq!(found, *expected, "{arguments:?}: {value}");
        assert_eq!(output.status.code(), error["status"].as_i64().map(|s| s as i32), "{arguments:?}");
        assert!(error["message"].as_str().is_some_and(|m| !m.is_empty()), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}: the line for people is missing");
    }
}

#[test]
fn colours_follow_what_was_typed_and_the_environment() {
    let folder = folder("colour");
    let said = |variable: Option<(&str, &str)>, typed: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontline"));
        command.current_dir(&folder).args(["map", "gone.txt"]);
        for name in ["NO_COLOR", "FORCE_COLOR", "TERM"] {
            command.env_remove(name);
        }
        if let Some((name, value)) = variable {
            command.env(name, value);
        }
        if let Some(when) = typed {
            command.args(["--color", when]);
        }
        command.output().unwrap().stderr.contains(&0x1b)
    };
    assert!(!said(None, None), "colours in a pipe");
    assert!(said(Some(("FORCE_COLOR", "1")), None), "FORCE_COLOR is not heard");
    assert!(said(None, Some("always")), "--color always is not heard");
    assert!(said(Some(("NO_COLOR", "1")), Some("always")), "what was typed goes before the environment");
    assert!(!said(Some(("FORCE_COLOR", "1")), Some("never")), "--color never is not heard");
    assert!(!said(Some(("NO_COLOR", "1")), None), "NO_COLOR is not heard");
}

#[test]
fn the_manifest_tells_a_whole_set_and_old_remains_are_swept() {
    use sha2::Digest as _;
    let folder = folder("manifest");
    assert!(run(&folder, &["map", "a.txt", "-o", "out", "--html", "--gpkg", "-q"]).status.success());
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("out/manifest.json")).unwrap()).unwrap();
    let rows = manifest["files"].as_array().unwrap();
    let mut named: Vec<String> = Vec::new();
    for row in rows {
        let name = row["name"].as_str().unwrap();
        let bytes = std::fs::read(folder.join("out").join(name)).unwrap();
        let hash = sha2::Sha256::digest(&bytes).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        assert_eq!(
            (row["bytes"].as_u64(), row["sha256"].as_str()),
            (Some(bytes.len() as u64), Some(hash.as_str())),
            "{name}"
        );
        named.push(name.to_owned());
    }
    let mut there: Vec<String> = Vec::new();
    for (sub, prefix) in [("out", ""), ("out/layers", "layers/")] {
        for entry in std::fs::read_dir(folder.join(sub)).unwrap().map(Result::unwrap).filter(|e| e.path().is_file()) {
            there.push(format!("{prefix}{}", entry.file_name().to_str().unwrap()));
        }
    }
    there.retain(|name| name != "manifest.json");
    there.sort();
    named.sort();
    assert_eq!(named, there);
    // A file of a run that was killed two hours ago goes, one of a run that may still go on stays.
    let (old, young) = (folder.join("out/.frontline-old"), folder.join("out/.frontline-young"));
    for path in [&old, &young] {
        std::fs::write(path, "half").unwrap();
    }
    let status = Command::new("touch").args(["-d", "2 hours ago"]).arg(&old).status().unwrap();
    assert!(status.success());
    assert!(run(&folder, &["map", "a.txt", "-o", "out", "-q"]).status.success());
    assert!(!old.exists() && young.exists());
}

/// Numbers of holders that ran out would give ground to the wrong side.
#[test]
fn holders_that_cannot_be_told_apart_colour_nothing() {
    let made_from_places = |count: usize| {
        let outlined = |i: usize| {
            let (w, s) = (36.0 + (i % 200) as f64 * 0.01, 34.0 + (i / 200) as f64 * 0.01);
            let (e, n) = (w + 0.004, s + 0.004);
            format!(
                "{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]]}},\
                 \"properties\":{{\"layer\":\"control\",\"holder\":\"h{i}\",\"by_hand\":true}}}}"
            )
        };
        let town = "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[38.5,34.5]},\"properties\":{\"layer\":\"place\",\
            \"name\":\"Town\",\"holder\":\"town\",\"holder_status\":\"assessed\",\"feature_class\":\"P\"}}";
        let features: Vec<String> = (0..count).map(outlined).chain([town.to_owned()]).collect();
        let file = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","));
        let mut situation = frontline::situation::geojson::read("many.geojson", &file).unwrap();
        situation.territory = Some(frontline::situation::Territory::default());
        assert_eq!(control::has_too_many_holders(&situation), count >= control::MOST_HOLDERS);
        let ring = vec![(35.0, 33.0), (39.0, 33.0), (39.0, 37.0), (35.0, 37.0), (35.0, 33.0)];
        let shape = geo::MultiPolygon(vec![geo::Polygon::new(ring.into(), Vec::new())]);
        let derived = control::derive(&situation, &[control::Land { country: String::new(), shape }]);
        derived.areas.iter().filter(|a| !a.by_hand).count()
    };
    assert!(made_from_places(40) > 0);
    assert_eq!(made_from_places(control::MOST_HOLDERS), 0);
}
