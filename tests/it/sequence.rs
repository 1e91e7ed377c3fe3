//! `frontline sequence`: frames that stay put, a timeline without gaps, and runs that do no work twice.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use serde_json::Value;

const ARTICLES: &[(&str, &str)] = &[
    (
        "a.txt",
        "Rebels move on Aleppo\n\nIDLIB, Syria, 29 November 2024 - HTS-led rebels attacked from Idlib on Wednesday. They captured Saraqib on Friday.",
    ),
    (
        "b.txt",
        "Aleppo falls\n\nALEPPO, Syria, 30 November 2024 - HTS-led rebels captured Aleppo on Saturday. The Syrian army withdrew from the city.",
    ),
    (
        "c.txt",
        "Hama falls\n\nHAMA, Syria, 5 December 2024 - HTS-led rebels captured Hama on Thursday. Homs could be next.",
    ),
];

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sequence").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("in")).unwrap();
    for (file, text) in ARTICLES {
        std::fs::write(folder.join("in").join(file), text).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_frontline"))
        .current_dir(folder)
        .arg("sequence")
        .args(arguments)
        .args(["-o", "out", "--size", "800x600"])
        .output()
        .unwrap()
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    said
}

fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("out/sequence.json")).unwrap()).unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let listed = manifest(folder);
    let listed = listed["files"].as_array().unwrap().clone();
    listed
        .iter()
        .map(|f| f[0].as_str().unwrap().to_owned())
        .map(|name| (name.clone(), std::fs::read(folder.join("out").join(&name)).unwrap()))
        .collect()
}

fn is_svg(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "svg")
}

/// Where each text of a layer stands in a frame.
fn seats(svg: &str, layer: &str) -> BTreeMap<String, String> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let group = document.descendants().find(|n| n.attribute("id") == Some(layer)).unwrap();
    group
        .descendants()
        .filter(|n| n.has_tag_name("text"))
        .map(|n| {
            let at = format!("{:?} {:?}", n.attribute("x"), n.attribute("y"));
            (n.text().unwrap_or_default().to_owned(), at)
        })
        .collect()
}

#[test]
fn a_week_becomes_frames_that_stay_put() {
    let folder = folder("frames");
    done(&folder, &["in", "--every", "article", "--gif"]);
    let said = manifest(&folder);
    let headlines: Vec<&str> =
        said["frames"].as_array().unwrap().iter().map(|f| f["headline"].as_str().unwrap()).collect();
    assert_eq!(headlines, ["Day 1: Saraqib taken", "Day 2: Aleppo taken", "Day 7: Hama taken"]);
    let files = files(&folder);
    let frames: Vec<&Vec<u8>> = files.iter().filter(|(name, _)| is_svg(name)).map(|(_, b)| b).collect();
    assert_eq!(frames.len(), 3);
    let texts: Vec<BTreeMap<String, String>> =
        frames.iter().map(|b| seats(std::str::from_utf8(b).unwrap(), "labels")).collect();
    let (first, last) = (texts.first().unwrap(), texts.last().unwrap());
    // Every name is there from the first day, as a town that nothing is told of yet; its date comes with the news.
    assert!(last.contains_key("Hama") && first.contains_key("Hama"), "{first:?}");
    assert!(last.contains_key("5 Dec") && !first.contains_key("5 Dec"), "{last:?}");
    let numbers = |at: &str| -> Vec<f64> {
        at.split(|c: char| !(c.is_ascii_digit() || c == '.')).filter_map(|n| n.parse().ok()).collect()
    };
    for pair in texts.windows(2) {
        for (words, at) in &pair[0] {
            let (was, is) = (numbers(at), numbers(pair[1].get(words).map_or("", |at| at)));
            // A name that grows bold keeps its base line and the end beside its mark.
            let stays = is.len() == 2 && is[1] == was[1] && (is[0] - was[0]).abs() < 40.0;
            assert!(stays, "{words} moved: {was:?} to {is:?}");
        }
    }
    // The animation has every frame, pixel by pixel.
    let pictures: Vec<Vec<u8>> = files
        .iter()
        .filter(|(name, _)| name.starts_with("frames/") && !is_svg(name))
        .map(|(_, b)| pixels(b).2)
        .collect();
    assert!(played(&files["animation.png"]) == pictures, "the animation shows other pictures than the frames");
    let mut reader = gif::DecodeOptions::new().read_info(std::io::Cursor::new(&files["animation.gif"])).unwrap();
    let mut pictures = 0;
    while reader.next_frame_info().unwrap().is_some() {
        pictures += 1;
    }
    assert_eq!((pictures, reader.width(), reader.height()), (3, 800, 600));
    // Every feature of the timeline has a start and an end, in order.
    let timeline: Value = serde_json::from_slice(&files["timeline.geojson"]).unwrap();
    let features = timeline["features"].as_array().unwrap();
    assert!(features.len() > 4);
    for feature in features {
        let p = &feature["properties"];
        let (start, end) = (p["start"].as_str().unwrap(), p["end"].as_str().unwrap());
        assert!(start <= end, "{p}");
        assert!(p.as_object().unwrap().iter().all(|(k, v)| !k.starts_with("date") || !v.is_null()), "{p}");
    }
    let hama =
        features.iter().find(|f| f["properties"]["name"] == "Hama" && f["properties"]["event_type"] == "capture");
    assert_eq!(hama.unwrap()["properties"]["start"], "2024-12-05T00:00:00.000Z");
    let page = String::from_utf8_lossy(&files["index.html"]).into_owned();
    assert_eq!(page.matches("<figure>").count(), 3);
}

#[test]
fn nothing_is_drawn_twice() {
    let folder = folder("again");
    done(&folder, &["in", "--every", "article"]);
    let before = files(&folder);
    assert!(done(&folder, &["in", "--every", "article"]).contains("nothing has changed"));
    assert!(done(&folder, &["in", "--every", "article", "--fresh"]).contains("done"));
    assert_eq!(before, files(&folder), "the same input gave other bytes");
    // A frame that was spoilt is drawn again.
    let (png, bytes) = before.iter().find(|(name, _)| name.ends_with("30.png")).unwrap();
    std::fs::write(folder.join("out").join(png), b"spoilt").unwrap();
    assert!(done(&folder, &["in", "--every", "article"]).contains("done"));
    assert_eq!(&std::fs::read(folder.join("out").join(png)).unwrap(), bytes);
}

/// What a run no longer shows goes, what it did not write stays.
#[test]
fn frames_of_other_days_do_not_stay_behind() {
    let folder = folder("fewer");
    done(&folder, &["in", "--every", "day"]);
    let foreign = folder.join("out/frames/notes.txt");
    std::fs::write(&foreign, "mine").unwrap();
    std::fs::write(folder.join("out/frames/7-2024-12-05.svg"), "mine").unwrap();
    done(&folder, &["in", "--every", "article"]);
    let mut left: Vec<String> = std::fs::read_dir(folder.join("out/frames"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    let expected = [
        "001-2024-11-29.png",
        "001-2024-11-29.svg",
        "002-2024-11-30.png",
        "002-2024-11-30.svg",
        "003-2024-12-05.png",
        "003-2024-12-05.svg",
        "7-2024-12-05.svg",
        "notes.txt",
    ];
    assert_eq!(left, expected);
    assert_eq!(std::fs::read_dir(folder.join("out/situations")).unwrap().count(), 3);
}

/// How the sheet looks is asked for as with `map`; another wish is another run.
#[test]
fn the_look_of_the_sheet_is_that_of_a_map() {
    let folder = folder("look");
    let line = r#"{"type":"LineString","coordinates":[[36.0,35.0],[38.0,36.0]]}"#;
    std::fs::write(folder.join("line.geojson"), line).unwrap();
    baseline(&folder);
    std::fs::rename(folder.join("held.csv"), folder.join("in/held.csv")).unwrap();
    let usual = ["in", "--every", "article", "--baseline", "in/held.csv"];
    let svgs = |folder: &Path| -> Vec<String> {
        let files = files(folder);
        files.iter().filter(|(name, _)| is_svg(name)).map(|(_, b)| String::from_utf8_lossy(b).into_owned()).collect()
    };
    assert!(!done(&folder, &usual).contains("held.csv"), "the baseline is no input");
    let plain = svgs(&folder);
    assert!(plain.iter().all(|svg| svg.contains("<text")));
    for (more, has) in [
        (&["--outline-text"][..], "aria-label=\"Hama\""),
        (&["--graticule"], "id=\"graticule\""),
        (&["--overlay", "line.geojson"], "id=\"overlay-1\""),
        (&["--overlay-above", "line.geojson"], "id=\"overlay-1\""),
        (&["--projection", "web-mercator"], "Hama"),
    ] {
        let said = done(&folder, &[&usual, more].concat());
        assert!(said.contains("done"), "{more:?}: {said}");
        let other = svgs(&folder);
        assert!(other.iter().any(|svg| svg.contains(has)) && other != plain, "{more:?}");
        assert!(!more.contains(&"--outline-text") || other.iter().all(|svg| !svg.contains("<text")));
    }
}

#[test]
fn days_without_a_report_are_carried_forward() {
    let folder = folder("stale");
    done(&folder, &["in", "--from", "2024-11-30", "--to", "2024-12-02"]);
    let said = manifest(&folder);
    let stale: Vec<bool> = said["frames"].as_array().unwrap().iter().map(|f| f["stale"].as_bool().unwrap()).collect();
    assert_eq!(stale, [false, true, true]);
    let second = done(&folder, &["in", "--only", "2024-12-05"]);
    assert!(second.contains("1 frame from"), "{second}");
}

#[test]
fn odd_inputs_are_named_and_left_out() {
    /// Name, bytes of a further file, arguments, status, words of the message.
    type Case = (&'static str, &'static [u8], &'static [&'static str], i32, &'static str);
    let cases: &[Case] = &[
        ("binary", b"\0\x01\x02\x03 PK \xff\xfe\0\0", &["in"], 0, "x.txt"),
        ("undated", b"Fighters took the village of Saraqib.", &["in"], 0, "no date in the text or in the file name"),
        ("undated-alone", b"Fighters took the village of Saraqib.", &["in/x.txt"], 2, "no date in the text"),
        ("missing", b"", &["nowhere.txt"], 2, "no such file"),
        ("range", b"x", &["in", "--from", "2030-01-01"], 2, "nothing from 2030-01-01"),
        ("step", b"x", &["in", "--every", "month"], 2, "expected day, week, article"),
        ("only", b"x", &["in", "--every", "article", "--only", "2024-12-02"], 2, "none of these days has a frame"),
    ];
    for (name, bytes, arguments, status, expected) in cases {
        let folder = folder(name);
        std::fs::write(folder.join("in/x.txt"), bytes).unwrap();
        let output = run(&folder, arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(*status), "{name}: {said}");
        assert!(said.contains(expected), "{name}: {said}");
        if *status != 0 {
            assert!(!folder.join("out/sequence.json").exists(), "{name}: something was written");
        }
    }
}

#[test]
fn lines_of_an_archive_and_dated_areas_are_read() {
    let folder = folder("archive");
    let lines: Vec<String> = ARTICLES
        .iter()
        .zip(["2024-11-29", "2024-11-30", "2024-12-05"])
        .map(|((name, text), date)| serde_json::json!({"id": name, "date": date, "text": text}).to_string())
        .chain(["{\"date\": \"2024-12-05\"}".to_owned()])
        .collect();
    std::fs::write(folder.join("archive.jsonl"), lines.join("\n")).unwrap();
    let said = done(&folder, &["archive.jsonl", "--every", "article"]);
    assert!(said.contains("archive.jsonl:4: not a line"), "{said}");
    assert_eq!(manifest(&folder)["frames"].as_array().unwrap().len(), 3);
    let square = |east: f64| {
        serde_json::json!({"type": "Feature", "properties": {"holder": "hts", "layer": "control", "status": "assessed"},
            "geometry": {"type": "Polygon", "coordinates": [[[36.0, 35.0], [east, 35.0], [east, 36.0], [36.0, 36.0], [36.0, 35.0]]]}})
    };
    for (day, east) in [("2024-11-29", 37.0), ("2024-12-05", 38.0)] {
        let text = serde_json::json!({"type": "FeatureCollection", "features": [square(east)]}).to_string();
        std::fs::write(folder.join(format!("{day}.geojson")), text).unwrap();
    }
    done(&folder, &["2024-11-29.geojson", "2024-12-05.geojson", "--every", "article"]);
    let table = std::fs::read_to_string(folder.join("out/control.csv")).unwrap();
    let rows: Vec<&str> = table.lines().skip(1).collect();
    assert_eq!(rows.len(), 2, "{table}");
    let km2: f64 = rows[1].split(',').nth(3).unwrap().parse().unwrap();
    let gained: f64 = rows[1].split(',').nth(4).unwrap().parse().unwrap();
    assert!((km2 / 2.0 - gained).abs() < 1.0, "{table}");
    // Ground that its side has lost to nobody is shown, too.
    let text = serde_json::json!({"type": "FeatureCollection", "features": [square(37.5)]}).to_string();
    std::fs::write(folder.join("2024-12-06.geojson"), text).unwrap();
    done(&folder, &["2024-11-29.geojson", "2024-12-05.geojson", "2024-12-06.geojson", "--every", "article"]);
    let frames: Vec<String> = files(&folder)
        .iter()
        .filter(|(name, _)| is_svg(name))
        .map(|(_, b)| String::from_utf8_lossy(b).into_owned())
        .collect();
    let patches = |svg: &str| {
        let document = roxmltree::Document::parse(svg).unwrap();
        let group = document.descendants().find(|n| n.attribute("id") == Some("gains"));
        group.map_or(0, |g| g.children().filter(|n| n.has_tag_name("path")).count())
    };
    assert_eq!(frames.iter().map(|svg| patches(svg)).collect::<Vec<_>>(), [0, 1, 1]);
    assert!(frames.iter().all(|svg| svg.contains("Lost since the frame before")));
}

#[test]
fn a_correction_reaches_the_earlier_frames() {
    let texts = [
        "Saraqib taken\n\nIDLIB, Syria, 29 November 2024 - HTS-led rebels captured Saraqib and Maardas on Friday.",
        "Correction\n\nIDLIB, Syria, 1 December 2024 - Maardas was not captured on Friday, contrary to earlier reports; the army still holds the town.",
    ];
    let status = |folder: &Path, place: &str| {
        let text = std::fs::read(folder.join("out/situations/2024-11-29.geojson")).unwrap();
        let state: Value = serde_json::from_slice(&text).unwrap();
        let features = state["features"].as_array().unwrap().clone();
        let found = features
            .iter()
            .map(|f| &f["properties"])
            .find(|p| p["layer"] == "event" && p["name"] == place && p["event_type"] == "capture")
            .unwrap_or_else(|| panic!("{place} is missing"));
        (found["assertion"].as_str().unwrap().to_owned(), found["holder_status"].as_str().unwrap().to_owned())
    };
    let folder = folder("correction");
    for file in ["a.txt", "b.txt", "c.txt"] {
        std::fs::remove_file(folder.join("in").join(file)).unwrap();
    }
    std::fs::write(folder.join("in/1.txt"), texts[0]).unwrap();
    done(&folder, &["in", "--every", "article"]);
    assert_eq!(status(&folder, "Maardas").1, "assessed");
    std::fs::write(folder.join("in/2.txt"), texts[1]).unwrap();
    let said = done(&folder, &["in", "--every", "article"]);
    assert!(said.contains("puts the capture of Maardas in doubt"), "{said}");
    assert_eq!(status(&folder, "Maardas"), ("claimed".to_owned(), "contested".to_owned()));
    assert_eq!(status(&folder, "Saraqib"), ("asserted".to_owned(), "assessed".to_owned()));
    // The frame says so.
    let frames = manifest(&folder)["frames"].clone();
    assert_eq!((&frames[0]["corrected"], &frames[1]["corrected"]), (&Value::from("2024-12-01"), &Value::Null));
    let svg = String::from_utf8_lossy(&files(&folder)[frames[0]["svg"].as_str().unwrap()]).into_owned();
    assert!(svg.contains("Corrected after the report of 1 Dec"), "{svg}");
}

/// The pictures that an animated PNG shows one after another, RGB.
fn played(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let stays = reader.info().trns.clone().unwrap().into_owned();
    let width = reader.info().width as usize;
    let mut picture = vec![0; width * reader.info().height as usize * 3];
    let mut all = Vec::new();
    for frame in 0..reader.info().animation_control().unwrap().num_frames {
        let part =
            if frame == 0 { *reader.info().frame_control().unwrap() } else { *reader.next_frame_info().unwrap() };
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut data).unwrap();
        for (y, row) in data.chunks_exact(part.width as usize * 3).take(part.height as usize).enumerate() {
            for (x, pixel) in row.chunks_exact(3).enumerate().filter(|(_, p)| *p != stays) {
                let at = ((y + part.y_offset as usize) * width + x + part.x_offset as usize) * 3;
                picture[at..at + 3].copy_from_slice(pixel);
            }
        }
        all.push(picture.clone());
    }
    all
}

/// Width, height and pixels, RGB.
fn pixels(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    data.truncate(info.buffer_size());
    (info.width, info.height, data)
}

fn baseline(folder: &Path) {
    let rows = [
        "place,lat,lon,holder,country",
        "Idlib,35.93,36.63,hts,SY",
        "Hama,35.13,36.75,government,SY",
        "Azaz,36.59,37.05,sna,SY",
        "Kobani,36.89,38.35,sdf,SY",
    ];
    std::fs::write(folder.join("held.csv"), rows.join("\n")).unwrap();
}

/// What frames share is drawn once; nobody can see it.
#[test]
fn frames_have_the_pixels_of_frames_drawn_alone() {
    let fonts = frontline::bundled::fonts().unwrap();
    for (name, size, rest) in
        [("alone", "800x600", &["--every", "3d"][..]), ("alone-odd", "611x803", &["--scale", "1.5", "--lang", "ar"])]
    {
        let folder = folder(name);
        baseline(&folder);
        let whole = [&["in", "--baseline", "held.csv", "--to", "2024-12-07", "--size", size], rest].concat();
        let output = Command::new(env!("CARGO_BIN_EXE_frontline"))
            .current_dir(&folder)
            .arg("sequence")
            .args(whole)
            .args(["-o", "out"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let files = files(&folder);
        let zoom = if rest.contains(&"1.5") { 1.5 } else { 1.0 };
        let mut frames = 0;
        for (svg, text) in files.iter().filter(|(name, _)| is_svg(name)) {
            let options = frontline::export::PngOptions { zoom, ..Default::default() };
            let alone = frontline::export::png(std::str::from_utf8(text).unwrap(), &fonts, "", "", options).unwrap();
            let drawn = &files[&svg.replace(".svg", ".png")];
            assert!(pixels(&alone) == pixels(drawn), "{name} {svg} differs from the frame drawn alone");
            frames += 1;
        }
        assert!(frames >= 4, "{frames}");
    }
}

#[test]
fn arabic_frames_are_mirrored_and_name_the_holders_of_a_baseline() {
    let folder = folder("arabic");
    baseline(&folder);
    done(&folder, &["in", "--baseline", "held.csv", "--every", "article", "--lang", "ar"]);
    done(&folder, &["in", "--baseline", "held.csv", "--every", "article", "--lang", "ar", "--only", "2024-12-05"]);
    let files = files(&folder);
    let svg = files.iter().find(|(name, _)| is_svg(name)).map(|(_, b)| std::str::from_utf8(b).unwrap()).unwrap();
    let document = roxmltree::Document::parse(svg).unwrap();
    let column = document.descendants().find(|n| n.attribute("id") == Some("column")).unwrap();
    let width: f64 = document.root_element().attribute("viewBox").unwrap().split(' ').nth(2).unwrap().parse().unwrap();
    let texts: Vec<(f64, String)> = column
        .descendants()
        .filter(|n| n.has_tag_name("text"))
        .map(|n| (n.attribute("x").unwrap().parse().unwrap(), n.text().unwrap_or_default().to_owned()))
        .collect();
    assert!(texts.len() > 8 && texts.iter().all(|(x, _)| *x > width / 2.0), "{texts:?}");
    for name in ["قوات سوريا الديمقراطية", "الجيش الوطني السوري", "المعارضة بقيادة هيئة تحرير الشام"]
    {
        assert!(texts.iter().any(|(_, words)| words.contains(name)), "{name}: {texts:?}");
    }
    assert!(!texts.iter().any(|(_, words)| words.contains("SNA") || words.contains("Syrian")), "{texts:?}");
}

/// What a report expects is dashed in its frame, and in no other.
#[test]
fn expected_legs_are_shown_on_the_day_of_the_report() {
    let folder = folder("expected");
    done(&folder, &["in", "--to", "2024-12-06"]);
    let frames = files(&folder);
    let expects = |day: &str| {
        let (_, svg) = frames.iter().find(|(name, _)| is_svg(name) && name.contains(day)).unwrap();
        String::from_utf8_lossy(svg).contains("<title>Possible advance: Hama – Homs</title>")
    };
    assert!(expects("2024-12-05"));
    assert!(!expects("2024-11-30") && !expects("2024-12-06"), "shown on a day whose reports do not say so");
}

/// A GeoPackage is a state; articles dated after it continue it.
#[test]
fn situations_and_articles_make_one_sequence() {
    let folder = folder("mixed");
    let extract = |articles: &[&str], output: &str| {
        let status = Command::new(env!("CARGO_BIN_EXE_frontline"))
            .current_dir(&folder)
            .args(["extract", "-q", "-o", output])
            .args(articles)
            .status();
        assert!(status.unwrap().success());
    };
    extract(&["in/a.txt", "in/b.txt"], "2024-11-30.gpkg");
    let said = done(&folder, &["2024-11-30.gpkg", "in/c.txt", "--every", "article"]);
    assert!(said.contains("2 frames"), "{said}");
    let headlines = |folder: &Path| -> Vec<String> {
        let manifest = manifest(folder);
        manifest["frames"].as_array().unwrap().iter().map(|f| f["headline"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(headlines(&folder), ["Day 1: Aleppo and Saraqib taken", "Day 6: Hama taken"]);
    let last = &files(&folder)["situations/2024-12-05.geojson"];
    let text = String::from_utf8_lossy(last);
    assert!(text.contains("capture-aleppo-20241130") && text.contains("capture-hama-20241205"));
    done(&folder, &["2024-11-30.gpkg", "--to", "2024-12-01", "--fresh"]);
    assert_eq!(headlines(&folder), ["Day 1: Aleppo and Saraqib taken", "Day 2"]);
}
