//! `frontline sequence` in scripts: titles, insets, odd inputs, messages and statuses.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use serde_json::Value;

/// A folder with articles of these names and texts in `in`.
fn folder(name: &str, articles: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scripting").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("in")).unwrap();
    for (file, text) in articles {
        std::fs::write(folder.join("in").join(file), text).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_frontline"))
        .current_dir(folder)
        .arg("sequence")
        .args(arguments)
        .args(["-o", "out", "--size", "600x450"])
        .output()
        .unwrap()
}

fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("out/sequence.json")).unwrap()).unwrap()
}

/// The texts of the SVG frames, in order.
fn frames(folder: &Path) -> Vec<String> {
    let listed = manifest(folder);
    let frames = listed["frames"].as_array().unwrap();
    frames
        .iter()
        .map(|f| std::fs::read_to_string(folder.join("out").join(f["svg"].as_str().unwrap())).unwrap())
        .collect()
}

/// The title of a PNG as its text chunk has it.
fn title_of(path: &Path) -> Option<String> {
    let reader = png::Decoder::new(std::io::Cursor::new(std::fs::read(path).unwrap())).read_info().unwrap();
    let chunk = reader.info().utf8_text.iter().find(|c| c.keyword == "Title")?;
    chunk.get_text().ok()
}

const HAMA: (&str, &str) =
    ("hama.txt", "Hama falls\n\nHAMA, Syria, 5 December 2024 - HTS-led rebels captured Hama on Thursday.\n");
const HOMS: (&str, &str) =
    ("homs.txt", "Homs falls\n\nHOMS, Syria, 7 December 2024 - HTS-led rebels captured Homs on Saturday.\n");

#[test]
fn a_title_is_on_every_frame_and_file() {
    let folder = folder("title", &[HAMA, HOMS]);
    let output = run(&folder, &["in", "--every", "article", "--title", "Down the motorway & on", "--json"]);
    assert!(output.status.success(), "{output:?}");
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["title"], "Down the motorway & on");
    assert_eq!(manifest(&folder)["title"], "Down the motorway & on");
    let days = [("5 Dec 2024", "Hama"), ("7 Dec 2024", "Homs")];
    let all = frames(&folder);
    assert_eq!(all.len(), days.len());
    for (svg, (day, place)) in all.iter().zip(days) {
        let document = roxmltree::Document::parse(svg).unwrap();
        let title = document.descendants().find(|n| n.has_tag_name("title")).and_then(|n| n.text()).unwrap();
        assert!(title.starts_with(&format!("Down the motorway & on – {day}")) && title.contains(place), "{title}");
        let column = document.descendants().find(|n| n.attribute("id") == Some("column")).unwrap();
        let words: Vec<&str> = column.descendants().filter_map(|n| n.text()).collect();
        assert!(words.join(" ").to_lowercase().contains("down the motorway & on"), "{words:?}");
    }
    for frame in manifest(&folder)["frames"].as_array().unwrap() {
        let title = title_of(&folder.join("out").join(frame["png"].as_str().unwrap())).unwrap();
        assert!(title.starts_with("Down the motorway & on – "), "{title}");
    }
    for file in ["animation.png", "contact.png"] {
        assert_eq!(title_of(&folder.join("out").join(file)).as_deref(), Some("Down the motorway & on"), "{file}");
    }
    let page = std::fs::read_to_string(folder.join("out/index.html")).unwrap();
    assert!(page.contains("<h1 dir=\"auto\">Down the motorway &amp; on</h1>"));
    // Another title is another picture, none the period.
    assert!(run(&folder, &["in", "--every", "article"]).status.success());
    assert!(manifest(&folder)["title"].is_null());
    let plain = frames(&folder);
    assert!(plain.iter().all(|svg| svg.contains("5 DEC – 7 DEC 2024") && !svg.to_lowercase().contains("motorway")));
}

/// Where each text inside a group stands.
fn seats(svg: &str, group: &str) -> BTreeMap<String, String> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let Some(group) = document.descendants().find(|n| n.attribute("id") == Some(group)) else { return BTreeMap::new() };
    let texts = group.descendants().filter(|n| n.has_tag_name("text"));
    texts.map(|n| (n.text().unwrap_or_default().to_owned(), n.attribute("y").unwrap().to_owned())).collect()
}

/// Villages round a city crowd on a map of the country: an inset shows them, the same in every frame.
#[test]
fn crowded_places_have_an_inset_that_stays() {
    let folder = folder(
        "inset",
        &[
            (
                "1.txt",
                "Offensive west of Aleppo\n\nIDLIB, Syria, 27 November 2024 - HTS-led rebels captured Urum al-Kubra and Anjara on Wednesday. They took Darat Izza, too.\n",
            ),
            (
                "2.txt",
                "Aleppo falls\n\nALEPPO, Syria, 30 November 2024 - HTS-led rebels captured Zerbah and Khan al-Asal on Friday and Aleppo on Saturday. In the east the SDF captured Deir ez-Zor on Saturday.\n",
            ),
            (
                "3.txt",
                "Damascus falls\n\nDAMASCUS, Syria, 8 December 2024 - HTS-led rebels captured Damascus and Daraa on Sunday.\n",
            ),
        ],
    );
    let output = run(&folder, &["in", "--every", "article"]);
    assert!(output.status.success(), "{output:?}");
    let all = frames(&folder);
    let names: BTreeSet<String> = seats(&all[0], "inset-1-labels").into_keys().collect();
    for place in ["Anjara", "Zerbah", "Khan al-Asal"] {
        assert!(names.contains(place), "{place}: {names:?}");
        assert!(!seats(&all[0], "labels").contains_key(place), "{place} is named on the map, too");
    }
    let group = |svg: &str, id: &str| {
        let document = roxmltree::Document::parse(svg).unwrap();
        let node = document.descendants().find(|n| n.attribute("id") == Some(id)).unwrap_or_else(|| panic!("no {id}"));
        svg[node.range()].to_owned()
    };
    for pair in all.windows(2) {
        assert_eq!(group(&pair[0], "inset-frames"), group(&pair[1], "inset-frames"));
        assert_eq!(group(&pair[0], "inset-1-scale"), group(&pair[1], "inset-1-scale"));
        let (before, after) = (seats(&pair[0], "inset-1-labels"), seats(&pair[1], "inset-1-labels"));
        assert!(before.iter().all(|(name, at)| after.get(name) == Some(at)), "{before:?} {after:?}");
    }
    // What an inset shows is of its day.
    assert!(group(&all[0], "inset-1") != group(&all[1], "inset-1"));
}

#[test]
fn odd_articles_are_told_and_the_rest_is_drawn() {
    let undated = ("x.txt", "Fighters took the village of Saraqib.");
    let later = ("y.txt", "Hama falls\n\nHAMA, Syria, 6 December 2024 - HTS-led rebels captured Hama on Friday.\n");
    /// Name, articles beside that of Hama, arguments, status, messages, frames.
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str], i32, &'a [&'a str], usize);
    let cases: &[Case<'_>] = &[
        (
            "contradiction",
            &[HAMA, later],
            &["in"],
            0,
            &["Hama is dated 2024-12-05 in hama.txt, but 2024-12-06 in y.txt"],
            2,
        ),
        (
            "file-name",
            &[("2024-11-01.txt", HAMA.1)],
            &["in"],
            0,
            &["the text is of 2024-12-05, its name says 2024-11-01"],
            1,
        ),
        (
            "no-words",
            &[HAMA, ("2024-12-06.txt", " \n"), HOMS],
            &["in"],
            0,
            &["left out: 2024-12-06.txt: expected the text of an article"],
            3,
        ),
        ("no-dates", &[undated], &["in"], 2, &["none of the inputs could be used", "x.txt: no date in the text"], 0),
        ("baseline", &[HAMA], &["in", "--baseline", "held.csv"], 0, &["before the baseline of 2024-12-20"], 1),
        ("nothing", &[("2024-12-06.txt", "The weather was fine.\n")], &["in"], 1, &["nothing to map"], 0),
        ("quiet", &[HAMA, undated], &["in", "--quiet"], 0, &[], 1),
    ];
    for (name, articles, arguments, status, messages, frames) in cases {
        let folder = folder(name, articles);
        let held = "place,lat,lon,holder,country,as_of\nHoms,34.73,36.71,government,SY,2024-12-20\n";
        std::fs::write(folder.join("held.csv"), held).unwrap();
        let output = run(&folder, arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(*status), "{name}: {said}");
        assert!(messages.iter().all(|m| said.contains(m)), "{name}: {said}");
        assert!(!messages.is_empty() || said.is_empty(), "{name}: {said}");
        assert!(output.stdout.is_empty() && !said.contains("left\r"), "{name}: {output:?}");
        if *frames == 0 {
            assert!(!folder.join("out").exists(), "{name}: something was written");
        } else {
            assert_eq!(manifest(&folder)["frames"].as_array().unwrap().len(), *frames, "{name}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = folder("link", &[HAMA, HOMS]);
    std::os::unix::fs::symlink("nowhere.txt", folder.join("in/2024-12-06.txt")).unwrap();
    let output = run(&folder, &["in"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("2024-12-06.txt") && said.contains("left out"), "{said}");
    let listed = manifest(&folder);
    assert_eq!(listed["frames"].as_array().unwrap().len(), 3);
    let entry = listed["inputs"].as_array().unwrap().iter().find(|i| i["source"] == "2024-12-06.txt").unwrap();
    assert!(entry["date"].is_null() && entry["state"] != "used", "{entry}");
}

/// Any kind of input, in any order, gives the same frames.
#[test]
fn inputs_may_come_in_any_way() {
    let folder = folder("ways", &[HAMA, HOMS]);
    let line = |(_, text): (&str, &str)| serde_json::json!({ "text": text }).to_string();
    let lines = format!("{}\n{}\n", line(HOMS), line(HAMA));
    std::fs::write(folder.join("all.jsonl"), &lines).unwrap();
    let headlines = |folder: &Path| -> Vec<String> {
        let listed = manifest(folder);
        listed["frames"].as_array().unwrap().iter().map(|f| f["headline"].as_str().unwrap().to_owned()).collect()
    };
    let expected = ["Day 1: Hama taken", "Day 2", "Day 3: Homs taken"];
    for inputs in [&["in"][..], &["in/homs.txt", "in/hama.txt"], &["all.jsonl"]] {
        let output = run(&folder, inputs);
        assert!(output.status.success(), "{inputs:?}: {output:?}");
        assert_eq!(headlines(&folder), expected, "{inputs:?}");
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_frontline"))
        .current_dir(&folder)
        .args(["sequence", "-", "-o", "out", "--size", "600x450", "--quiet"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), lines.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(headlines(&folder), expected, "standard input");
}

#[test]
fn a_thousand_articles_are_folded() {
    let folder = folder("thousand", &[]);
    let towns = ["Saraqib", "Hama", "Homs", "Aleppo", "Rastan", "Salamiyah", "Manbij", "Daraa"];
    for i in 0..1000 {
        let (day, town) = (1 + i / 36, towns[i * 7 % towns.len()]);
        let what = if i % 2 == 0 { "HTS-led rebels captured" } else { "The Syrian army recaptured" };
        let text = format!("{town}\n\nHOMS, Syria, {day} October 2024 - {what} {town} on {day} October.\n");
        std::fs::write(folder.join(format!("in/{i:03}.txt")), text).unwrap();
    }
    let output = run(&folder, &["in", "--every", "week"]);
    assert!(output.status.success(), "{output:?}");
    let listed = manifest(&folder);
    assert_eq!(listed["inputs"].as_array().unwrap().len(), 1000);
    assert_eq!(listed["frames"].as_array().unwrap().len(), 5);
}
