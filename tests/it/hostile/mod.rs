//! Text that was made to do harm, through every command and into every format: what comes out is parsed and compared with a
//! list of what may be in it.

mod outputs;
mod payloads;

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use frontline::exchange::csv;
use frontline::exchange::geopackage;
use frontline::exchange::geopackage::Target;
use frontline::exchange::kml;
use frontline::layout::SheetOptions;
use frontline::pipeline;
use frontline::pipeline::Knowledge;
use frontline::pipeline::exports::Exports;
use frontline::pipeline::sheet::Studio;
use frontline::situation::geojson;

pub(crate) use payloads::situation;

use outputs::check_csv;
use outputs::check_folder;
use outputs::check_geojson;
use outputs::check_geopackage;
use outputs::check_html;
use outputs::check_png;
use outputs::check_style;
use outputs::check_terminal;
use outputs::check_xml;

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontline"));
    command.current_dir(folder).env("NO_COLOR", "1").args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// An output of the program to the terminal, whatever its status.
fn said(folder: &Path, arguments: &[&str], status: i32) -> Output {
    let output = run(folder, arguments);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {text}");
    assert!(!text.contains("internal error"), "{arguments:?}: {text}");
    check_terminal(&format!("{arguments:?}, stderr"), &output.stderr);
    check_terminal(&format!("{arguments:?}, stdout"), &output.stdout);
    output
}

/// Checks every file of a folder by its kind.
fn check_files(folder: &Path) -> usize {
    let mut checked = 0;
    for name in check_folder(folder) {
        let path = folder.join(&name);
        let bytes = std::fs::read(&path).unwrap();
        let text = || String::from_utf8(bytes.clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
        match path.extension().and_then(|e| e.to_str()).unwrap_or("") {
            "svg" => check_xml("svg", &name, &text()),
            "kml" => check_xml("kml", &name, &text()),
            "qml" => check_style(&name, &text()),
            "html" => check_html(&name, &text()),
            "geojson" | "json" => check_geojson(&name, &text()),
            "csv" => check_csv(&name, &text()),
            "gpkg" => check_geopackage(&name, &path),
            "png" => check_png(&name, &bytes),
            "kmz" | "qgz" => {
                let members = outputs::members(&bytes);
                for (member, bytes) in &members {
                    let text = || String::from_utf8(bytes.clone()).unwrap_or_else(|e| panic!("{name}: {member}: {e}"));
                    match member.rsplit('.').next() {
                        Some("kml") => {
                            check_xml("kmz", member, &text());
                            for picture in text().split("<href>").skip(1).map(|t| t.split('<').next().unwrap()) {
                                assert!(members.iter().any(|(m, _)| m == picture), "{name}: {picture} is not in it");
                            }
                        }
                        Some("qgs") => check_style(member, &text()),
                        Some("png") => check_png(member, bytes),
                        _ => panic!("{name}: {member}: nobody checks such a member"),
                    }
                }
            }
            "pdf" => outputs::check_pdf(&name, &bytes),
            "fgb" | "parquet" | "gif" => outputs::check_binary(&name, &bytes),
            other => panic!("{name}: nobody checks files of the kind {other:?}"),
        }
        checked += 1;
    }
    checked
}

#[test]
fn an_article_that_was_made_to_do_harm() {
    let folder = folder("article");
    std::fs::write(folder.join("a.txt"), payloads::article()).unwrap();
    std::fs::write(folder.join("a.html"), payloads::page()).unwrap();
    for input in ["a.txt", "a.html"] {
        let out = format!("out-{}", &input[2..]);
        said(&folder, &["map", input, "-o", &out, "--html", "--gpkg", "--areas", "--size", "600x450", "--json"], 0);
        said(&folder, &["map", input, "-o", &out, "--html", "--gpkg", "--areas", "--size", "600x450"], 0);
        assert!(check_files(&folder.join(&out)) > 7);
        said(&folder, &["sequence", input, "-o", "frames", "--size", "300x240", "--gif"], 0);
        assert!(check_files(&folder.join("frames")) > 7);
        for form in [&["--explain"][..], &["--json"], &[]] {
            said(&folder, &[&["geoparse", input][..], form].concat(), 0);
        }
        said(&folder, &["extract", input], 0);
        std::fs::remove_dir_all(folder.join("frames")).unwrap();
    }
}

#[test]
fn a_page_that_is_nested_deep() {
    let folder = folder("nested");
    for (name, tag) in [("divs", "<div>"), ("quotes", "<blockquote>"), ("lists", "<ul><li>"), ("open", "<div class='")]
    {
        let page = format!("<html><body><p>5 December 2024</p>{}<p>Rebels captured Hama.</p>", tag.repeat(64_000));
        std::fs::write(folder.join(name), page).unwrap();
        let output = run(&folder, &["extract", name, "-o", "war.geojson"]);
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0..=2)) && !text.contains("internal"), "{name}: {text}");
    }
}

#[test]
fn lines_of_json_that_were_made_to_do_harm() {
    let folder = folder("lines");
    let mut lines = String::new();
    for (_, payload) in payloads::all() {
        lines += &serde_json::json!({"id": payload, "text": format!("{payload} Hama fell to {payload}.")}).to_string();
        lines.push('\n');
    }
    let by_hand = [
        r#"{"id": "\ud800", "text": "Hama \ud800 fell"}"#,
        r#"{"id": 1, "text": "Hama \udc00\ud800 fell"}"#,
        r#"{"id": 1, "id": 2, "text": "Hama fell", "text": "Homs fell"}"#,
        r#"{"id": {"a": [1e999]}, "text": "Hama fell"}"#,
        r#"{"text": 5}"#,
        "\u{0}",
        "[[[[[[",
    ];
    lines += &by_hand.join("\n");
    lines += &format!("\n{}\n", "[".repeat(100_000));
    std::fs::write(folder.join("a.jsonl"), &lines).unwrap();
    let output = said(&folder, &["geoparse", "--jsonl", "a.jsonl"], 0);
    let answers = String::from_utf8(output.stdout).unwrap();
    assert_eq!(answers.lines().count(), lines.lines().count());
    for answer in answers.lines() {
        let _: serde_json::Value = serde_json::from_str(answer).unwrap_or_else(|e| panic!("{e}: {answer}"));
    }
}

/// The formats that a command writes, as it tells them itself where the name fits none.
fn forms(folder: &Path, command: &str) -> Vec<String> {
    let output = run(folder, &[command, "war.geojson", "-o", "war.none"]);
    let text = String::from_utf8(output.stderr).unwrap();
    let list = text.split_once("ends in ").unwrap_or_else(|| panic!("{command} tells no formats: {text}")).1;
    let words = list.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').filter_map(|w| w.strip_prefix('.'));
    // A format that is off by default is named all the same.
    let built = [
        ("fgb", cfg!(feature = "flatgeobuf")),
        ("parquet", cfg!(feature = "geoparquet")),
        ("pdf", cfg!(feature = "pdf")),
    ];
    let built = |form: &str| !built.contains(&(form, false));
    words.filter(|w| !w.is_empty() && *w != "none" && built(w)).map(str::to_owned).collect()
}

#[test]
fn a_situation_that_was_made_to_do_harm() {
    let folder = folder("situation");
    std::fs::write(folder.join("war.geojson"), situation(&payloads::joined())).unwrap();
    let pictures = forms(&folder, "render");
    assert!(pictures.len() >= 2, "{pictures:?}");
    for form in pictures {
        said(&folder, &["render", "war.geojson", "-o", &format!("out/war.{form}"), "--size", "600x450"], 0);
    }
    said(&folder, &["render", "war.geojson", "-o", "out/war.svg", "--json"], 0);
    let exported = forms(&folder, "export");
    assert!(exported.len() >= 6, "{exported:?}");
    for form in exported {
        said(&folder, &["export", "war.geojson", "-o", &format!("out/data.{form}")], 0);
    }
    said(&folder, &["export", "out/data.gpkg", "-o", "out/back.geojson"], 0);
    said(&folder, &["export", "war.geojson", "-o", "out/simple.geojson", "--simplestyle"], 0);
    for form in ["text", "markdown", "json"] {
        said(&folder, &["explain", "war.geojson", "--format", form], 0);
    }
    said(&folder, &["explain", "out/data.gpkg"], 0);
    said(&folder, &["change", "war.geojson", "war.geojson", "-o", "out/change.geojson"], 0);
    said(&folder, &["change", "war.geojson", "war.geojson", "-o", "out/change.gpkg"], 0);
    said(&folder, &["change", "war.geojson", "war.geojson", "--json"], 0);
    assert!(check_files(&folder.join("out")) > 7);
}

/// Every payload in every text of a situation, at the front, where a cell or an address begins.
#[test]
fn every_payload_in_every_text_of_a_situation() {
    let knowledge = Knowledge::bundled().unwrap();
    let studio = Studio::open(&knowledge.gazetteer).unwrap();
    let style = frontline::bundled::style("default").unwrap();
    for (name, payload) in payloads::all() {
        let situation = geojson::read(name, &situation(&payload)).unwrap();
        let derived = studio.derive(&situation);
        let exports = Exports::new(&situation, &derived, style.clone());
        check_csv(name, &csv::table(&situation, false));
        check_xml("kml", name, &kml::kml(&exports.content()));
        check_geojson(name, &exports.simplestyle());
        check_geojson(name, &pipeline::document(&situation, &derived).situation);
        let package = geopackage::write(&exports.content(), &Target { file: "war.gpkg", ..Target::default() }).unwrap();
        geopackage::read(name, &package, None).unwrap();
        let sheet = studio.sheet(&situation, &derived, &style, &SheetOptions::sized(600.0, 450.0)).unwrap();
        let svg = pipeline::sheet::svg(&sheet);
        check_xml("svg", name, &svg);
        check_html(name, &studio.page(&situation, &[], &svg));
    }
}

#[test]
fn other_inputs_that_were_made_to_do_harm() {
    let folder = folder("others");
    std::fs::write(folder.join("a.txt"), "5 December 2024\n\nRebels captured Hama. The army withdrew to Homs.\n")
        .unwrap();
    said(&folder, &["extract", "a.txt", "-o", "war.geojson", "--areas"], 0);
    let joined = payloads::joined();
    let quoted = joined.replace('"', "\"\"");
    let toml = serde_json::to_string(&joined).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("places.csv", &format!("name,lat,lon\n\"{quoted}\",35,36\nQalat,35.2,36.2\n\"{quoted}\",north,36\n"));
    write("towns.csv", &format!("place,lat,lon,holder\n\"{quoted}\",35,36,\"{quoted}\"\nHoms,34.7,36.7,b\n"));
    write("rules.toml", &format!("[[place]]\nname = {toml}\nlat = 35.0\nlon = 36.0\n"));
    write("mine.toml", &format!("extends = \"default\"\n[type]\nfamily = {toml}\n"));
    write("lang.tsv", &format!("key\ttext\n{}\t{}\n", "legend", joined.replace(['\n', '\t', '\r'], " ")));
    write(
        "over.geojson",
        &serde_json::json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [36.5, 35]},
            "properties": {"name": joined, "stroke": "#ff0000"}})
        .to_string(),
    );
    let bad = serde_json::json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [36.5, 35]},
        "properties": {"stroke": joined}});
    write("bad.geojson", &bad.to_string());
    write("none.ttf", &joined);
    let font = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/fonts/SourceSans3-Bold.ttf")).unwrap();
    std::fs::write(folder.join("cut.ttf"), &font[..font.len() / 3]).unwrap();
    for (arguments, statuses) in [
        (&["gazetteer", "import", "places.csv", "-o", "p.gaz", "--name", &joined, "--licence", &joined][..], &[0][..]),
        (&["gazetteer", "info", "--gazetteer", "p.gaz"], &[0]),
        (&["gazetteer", "info", "--gazetteer", "p.gaz", "--json"], &[0]),
        (&["gazetteer", "check", "places.csv"], &[2]),
        (&["locate", &joined, "--gazetteer", "p.gaz"], &[0, 1]),
        (&["locate", &joined, "--gazetteer", "p.gaz", "--json"], &[0, 1]),
        (&["map", "a.txt", "-o", "out", "--baseline", "towns.csv", "--html", "--title", &joined], &[0]),
        (&["map", "a.txt", "-o", "out2", "--overrides", "rules.toml"], &[0, 2]),
        (&["map", "a.txt", "-o", "out3", "--style", "mine.toml"], &[2]),
        (&["map", "a.txt", "-o", "out4", "--lang", "lang.tsv"], &[0, 2]),
        (&["map", "a.txt", "-o", "out5", "--overlay", "over.geojson"], &[0]),
        (&["map", "a.txt", "-o", "out6", "--overlay", "bad.geojson"], &[2]),
        (&["style", "check", "mine.toml"], &[2]),
        (&["style", "show", &joined], &[2]),
        (&["extract", "a.txt", "--country", &joined], &[2]),
        (&["extract", "a.txt", "--date", &joined], &[2]),
        (&["export", "war.geojson", "-o", "war.gpkg", "--as", &joined], &[2]),
        (&["map", "a.txt", "--limit", &joined], &[2]),
        (&["map", "a.txt", "-o", "out7", "--font", "none.ttf"], &[2]),
        (&["map", "a.txt", "-o", "out7", "--font", "cut.ttf"], &[0, 2]),
        (&[&joined], &[2]),
    ] {
        let output = run(&folder, arguments);
        let (status, text) = (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr));
        let shown: String = format!("{arguments:?}").chars().take(120).collect();
        assert!(statuses.contains(&status) && !text.contains("panicked"), "{shown}: {status}: {text}");
        check_terminal(&shown, &output.stderr);
        check_terminal(&shown, &output.stdout);
    }
    for out in ["out", "out2", "out4", "out5"] {
        if folder.join(out).is_dir() {
            assert!(check_files(&folder.join(out)) > 5);
        }
    }
}

/// Numbers, depths and lengths in the files of others: refused with their place, or read as what they say.
#[test]
fn files_of_geometry_and_style_that_were_made_to_do_harm() {
    let folder = folder("files");
    std::fs::write(folder.join("a.txt"), "5 December 2024\n\nRebels captured Hama. The army withdrew to Homs.\n")
        .unwrap();
    let point = |at: &str, properties: &str| {
        format!(
            "{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":{at}}},\"properties\":{{{properties}}}}}"
        )
    };
    let event = "\"layer\":\"event\",\"event_type\":\"capture\",\"assertion\":\"asserted\",\"date\":\"2024-12-05\"";
    let collection = |all: &str| format!("{{\"type\":\"FeatureCollection\",\"features\":[{all}]}}");
    let place = |at: &str| collection(&point(at, event));
    let deep = |open: &str, shut: &str| {
        format!("{{\"type\":\"FeatureCollection\",\"features\":{}{}}}", open.repeat(100_000), shut.repeat(100_000))
    };
    let nested = |depth: usize| {
        let (open, shut) = ("{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(depth), "]}".repeat(depth));
        collection(&format!("{{\"type\":\"Feature\",\"geometry\":{open}{shut},\"properties\":{{}}}}"))
    };
    let named = |name: &str| collection(&point("[36.75,35.13]", &format!("{event},{name}")));
    let keys = (0..1_000_000).fold(String::new(), |keys, i| keys + "k" + &i.to_string() + " = 1\n");
    let rows: &[(&str, String, &[i32])] = &[
        ("deep-lists.geojson", deep("[", "]"), &[2]),
        ("deep-objects.geojson", deep("{\"a\":", "}"), &[2]),
        ("deep-unclosed.geojson", deep("[", ""), &[2]),
        ("collections.geojson", nested(30), &[0, 1, 2]),
        ("many-collections.geojson", nested(20_000), &[2]),
        ("huge.geojson", place("[1e308,-1e308]"), &[2]),
        ("overflow.geojson", place("[1e999,35]"), &[2]),
        ("not-a-number.geojson", place("[NaN,35]"), &[2]),
        ("nothing.geojson", place("[null,35]"), &[2]),
        ("texts.geojson", place("[\"36\",\"35\"]"), &[2]),
        ("short.geojson", place("[36]"), &[2]),
        ("empty.geojson", place("[]"), &[1, 2]),
        ("long-position.geojson", place(&format!("[36{}]", ",35".repeat(100_000))), &[0, 2]),
        ("far-east.geojson", place("[540,35]"), &[2]),
        ("beyond-the-pole.geojson", place("[36,90.5]"), &[2]),
        ("on-the-pole.geojson", place("[36,-90]"), &[0]),
        (
            "date-line.geojson",
            collection(&[place("[180,0]"), place("[-180,0]")].map(|p| p[40..p.len() - 2].to_owned()).join(",")),
            &[0],
        ),
        ("surrogate.geojson", named("\"name\":\"\\ud800\""), &[2]),
        ("twice.geojson", named("\"name\":\"Hama\",\"name\":\"Homs\""), &[0, 2]),
        ("long-name.geojson", named(&format!("\"name\":\"{}\"", "x".repeat(1_000_000))), &[0]),
        ("long-key.geojson", named(&format!("\"{}\":1", "x".repeat(1_000_000))), &[0]),
        ("keys.toml", keys, &[2]),
        ("wide.toml", "extends = \"default\"\n[lines]\ncoast = 1e38\n".to_owned(), &[2]),
        ("infinite.toml", "extends = \"default\"\n[lines]\ncoast = inf\n".to_owned(), &[2]),
        ("nan.toml", "extends = \"default\"\n[lines]\ncoast = nan\n".to_owned(), &[2]),
        ("deep.toml", format!("extends = {}", "[".repeat(100_000)), &[2]),
        ("dotted.toml", format!("a{} = 1\n", ".a".repeat(100_000)), &[2]),
    ];
    for (name, text, statuses) in rows {
        std::fs::write(folder.join(name), text).unwrap();
        let commands: &[&[&str]] = if Path::new(name).extension().is_some_and(|e| e == "toml") {
            &[&["style", "check", name], &["map", "a.txt", "-o", "out", "--overrides", name]]
        } else {
            &[&["render", name, "-o", "out.svg"], &["export", name, "-o", "out.gpkg"]]
        };
        for arguments in commands {
            let output = run(&folder, arguments);
            let text = String::from_utf8_lossy(&output.stderr);
            let shown: String = text.chars().take(300).collect();
            assert!(
                statuses.contains(&output.status.code().unwrap_or(-1)),
                "{arguments:?}: {:?}: {shown}",
                output.status
            );
            assert!(!text.contains("internal") && text.len() < 4000, "{arguments:?}: {shown}");
            check_terminal(name, &output.stderr);
        }
    }
}

#[test]
fn names_of_files_that_were_made_to_do_harm() {
    let folder = folder("names");
    let story = "5 December 2024\n\nRebels captured Hama. The army withdrew to Homs.\n";
    let names: Vec<String> = payloads::all()
        .into_iter()
        .map(|(_, p)| p.replace(['/', '\0'], "_").chars().take(60).collect::<String>() + ".txt")
        .collect();
    for (i, name) in names.iter().enumerate() {
        std::fs::write(folder.join(name), story).unwrap();
        let input = format!("./{name}");
        said(&folder, &["map", &input, "-q", "--size", "300x240"], 0);
        said(&folder, &["extract", &input, "-o", "war.geojson"], 0);
        said(&folder, &["explain", "war.geojson"], 0);
        said(&folder, &["extract", &format!("./missing{name}")], 2);
        std::fs::write(folder.join(name), "").unwrap();
        said(&folder, &["extract", &input, "-o", &format!("./{i}{name}.geojson")], 2);
        said(&folder, &["render", &input, "-o", &format!("./{i}{name}.svg")], 2);
    }
    assert!(check_files(&folder.join("output")) >= names.len());
}
