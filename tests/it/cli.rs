//! The command line: exit status, one clear line, and files that survive a failure.

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

fn exe() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontline"));
    command.env("NO_COLOR", "1").env_remove("RUST_BACKTRACE");
    command
}

/// A fresh folder of this test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    exe().current_dir(folder).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const STORY: &str = "Rebels capture Hama\n\nHAMA, Syria, Dec 5, 2024 - Rebels captured the city of Hama on Thursday, officials in Homs said.\n\
    The army withdrew from Hama towards Homs.\n";

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff_u16).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// Bytes of the article, status, a part of what is said.
fn inputs() -> Vec<(&'static str, Vec<u8>, i32, &'static str)> {
    let latin = "Rebels captured Hama on 5 December 2024. The caf\u{e9} in Homs stayed open.\n"
        .chars()
        .map(|c| c as u8)
        .collect();
    vec![
        ("good.txt", STORY.into(), 0, "good.geojson"),
        ("latin-1.txt", latin, 0, "latin-1.geojson"),
        ("utf-16.txt", utf16(STORY), 0, "utf-16.geojson"),
        (
            "no-places.txt",
            b"The cake was good and the tea was hot. We sat in the garden until it rained.\n".to_vec(),
            1,
            "nothing to map",
        ),
        ("empty.txt", Vec::new(), 2, "empty.txt"),
        ("blank.txt", b" \n\n \t\n".to_vec(), 2, "blank.txt"),
        ("binary.txt", (0..4096u32).map(|i| (i * 7 % 251) as u8).collect(), 2, "binary.txt"),
        ("large.txt", b"Hama. ".repeat(50_000_000 / 6), 2, "more than the limit of 16777216"),
    ]
}

#[test]
fn every_input_gets_one_clear_line_and_its_status() {
    let folder = folder("inputs");
    for (name, bytes, status, part) in inputs() {
        std::fs::write(folder.join(name), bytes).unwrap();
        let out = name.replace(".txt", ".geojson");
        let output = run(&folder, &["extract", name, "-o", &out]);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(status), "{name}: {text}");
        assert!(text.contains(part), "{name}: {text}");
        let errors = text.lines().filter(|l| l.starts_with("error:")).count();
        assert_eq!(errors, usize::from(status != 0), "{name}: {text}");
        assert!(!text.contains("panicked"), "{name}: {text}");
        if status == 2 {
            assert!(!folder.join(&out).exists(), "{name}: wrote {out}");
        } else {
            let file = std::fs::read_to_string(folder.join(&out)).unwrap();
            let value: serde_json::Value = serde_json::from_str(&file).unwrap();
            assert_eq!(value["type"], "FeatureCollection", "{name}");
        }
    }
}

#[test]
fn usage_errors_say_what_was_expected() {
    let folder = folder("usage");
    std::fs::write(folder.join("a.txt"), STORY).unwrap();
    std::fs::write(
        folder.join("page.html"),
        "<html><head><title></title></head><body><nav><a href=x>Home</a></nav></body></html>",
    )
    .unwrap();
    std::fs::write(folder.join("wide.csv"), "place,lat,lon,holder\nHama,135,36,a\n").unwrap();
    std::fs::write(folder.join("broken.toml"), "[[place]\n").unwrap();
    std::fs::write(folder.join("not.geojson"), "{\"a\":1}").unwrap();
    std::fs::write(folder.join("mine.toml"), "colour = 1\n").unwrap();
    let rows: &[(&[&str], &str)] = &[
        (&["extract", "missing.txt"], "missing.txt: no such file"),
        (&["extract", "."], "is a folder"),
        (&["map", "a.txt", "-o", "a.txt/out"], "a.txt/out"),
        (&["map", "a.txt", "-o", "a.txt"], "a.txt"),
        (&["extract", "a.txt", "-o", "."], "is a folder"),
        (&["map", "page.html"], "page.html"),
        (&["map"], "required arguments"),
        (&["mapp", "a.txt"], "similar"),
        (&["map", "a.txt", "--size", "big"], "WIDTHxHEIGHT"),
        (&["map", "a.txt", "--size", "10x10"], "200 to 20000"),
        (&["map", "a.txt", "--size", "100000x100000"], "200 to 20000"),
        (&["map", "a.txt", "--scale", "1000"], "--scale"),
        (&["map", "a.txt", "--style", "nope"], "nope"),
        (&["map", "a.txt", "--style", "mine.toml"], "mine.toml"),
        (&["extract", "a.txt", "--date", "soon"], "--date"),
        (&["extract", "a.txt", "--country", "Syria"], "two letters"),
        (&["extract", "a.txt", "--baseline", "wide.csv"], "wide.csv: line 2"),
        (&["extract", "a.txt", "--overrides", "broken.toml"], "broken.toml: line 1"),
        (&["extract", "a.txt", "--gazetteer", "a.txt"], "a.txt"),
        (&["render", "not.geojson", "-o", "x.svg"], "no GeoJSON"),
        (&["render", "not.geojson", "-o", "x.jpg"], ".svg or .png"),
        (
            &["render", "not.geojson", "-o", "x.pdf"],
            if cfg!(feature = "pdf") { "no GeoJSON" } else { "built without PDF (cargo feature `pdf`)" },
        ),
        (&["export", "not.geojson", "-o", "x.csv"], "no GeoJSON"),
        (&["explain", "not.geojson"], "no GeoJSON"),
        (&["style", "show", "nope"], "there are: "),
        (&["style", "show", "default", "-o", "x.gif"], ".svg or .png"),
        (&["style", "show", "mine.toml"], "mine.toml"),
    ];
    for (arguments, part) in rows {
        let output = run(&folder, arguments);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
        assert!(text.contains(part), "{arguments:?}: {text}");
        assert!(!folder.join("output").exists(), "{arguments:?}: left an output folder");
    }
}

#[test]
fn a_failure_leaves_the_old_files_alone() {
    let folder = folder("old");
    std::fs::write(folder.join("a.txt"), STORY).unwrap();
    assert_eq!(run(&folder, &["map", "a.txt", "-o", "out"]).status.code(), Some(0));
    let read = |name: &str| std::fs::read(folder.join("out").join(name)).unwrap();
    let before = ["situation.geojson", "map.svg", "map.png"].map(read);
    // A folder stands where a layer must go: nothing of the set may be replaced.
    std::fs::remove_file(folder.join("out/layers/event.geojson")).unwrap();
    std::fs::create_dir(folder.join("out/layers/event.geojson")).unwrap();
    let output = run(&folder, &["map", "a.txt", "-o", "out", "--title", "Another title"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(before, ["situation.geojson", "map.svg", "map.png"].map(read));
    std::fs::write(folder.join("empty.txt"), "").unwrap();
    assert_eq!(run(&folder, &["map", "empty.txt", "-o", "out"]).status.code(), Some(2));
    assert_eq!(before, ["situation.geojson", "map.svg", "map.png"].map(read));
    let left: Vec<_> = std::fs::read_dir(folder.join("out")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|n| n.to_string_lossy().starts_with(".frontline-")), "{left:?}");
}

#[test]
fn the_same_input_gives_the_same_bytes_and_render_draws_what_map_drew() {
    let folder = folder("same");
    std::fs::write(folder.join("a.txt"), STORY).unwrap();
    for (out, threads) in [("one", "1"), ("two", "2")] {
        let status = exe()
            .current_dir(&folder)
            .env("RAYON_NUM_THREADS", threads)
            .args(["map", "a.txt", "-o", out, "-q"])
            .status()
            .unwrap();
        assert!(status.success());
    }
    let render = run(&folder, &["render", "one/situation.geojson", "-o", "three/map.svg", "-o", "three/map.png", "-q"]);
    assert!(render.status.success(), "{}", said(&render));
    let read = |path: &str| std::fs::read(folder.join(path)).unwrap();
    for name in ["map.svg", "map.png", "situation.geojson"] {
        assert!(read(&format!("one/{name}")) == read(&format!("two/{name}")), "{name} differs between runs");
        if name != "situation.geojson" {
            assert!(
                read(&format!("one/{name}")) == read(&format!("three/{name}")),
                "render draws another {name} than map"
            );
        }
    }
}

#[test]
fn an_article_that_cannot_be_read_is_left_out_of_many() {
    let folder = folder("many");
    std::fs::write(folder.join("a.txt"), STORY).unwrap();
    std::fs::write(folder.join("b.txt"), "").unwrap();
    let output = run(&folder, &["extract", "a.txt", "b.txt", "-o", "s.geojson"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("left out: b.txt"), "{}", said(&output));
}

#[test]
fn standard_input_and_output() {
    let folder = folder("pipe");
    let feed = |arguments: &[&str], text: &str| {
        let mut child = exe()
            .current_dir(&folder)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let output = feed(&["extract", "-"], STORY);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["frontline"]["articles"][0]["source"], "standard input");
    let lines = "{\"id\":1,\"text\":\"Rebels took Hama.\"}\nnonsense\n{\"id\":3,\"text\":\"Homs\"}\n";
    let output = feed(&["geoparse", "--jsonl"], lines);
    let answers: Vec<serde_json::Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(answers.len(), 3);
    assert!(
        answers[0]["toponyms"].is_array() && answers[1]["error"].is_string() && answers[2]["id"] == 3,
        "{answers:?}"
    );
    // A reader that goes away is no error.
    let mut child = exe().args(["man"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), said(&output)), (Some(0), String::new()));
}

#[test]
fn nothing_from_an_article_can_steer_the_terminal() {
    let folder = folder("terminal");
    let text = "Rebels captured Hama\u{1b}]0;owned\u{7} on 5 December 2024 near Homs\u{202e} and \u{9b}31m Idlib.\n";
    std::fs::write(folder.join("a.txt"), text).unwrap();
    std::fs::write(folder.join("\u{1b}[31m.txt"), "").unwrap();
    run(&folder, &["extract", "a.txt", "-o", "s.geojson"]);
    for arguments in [
        &["geoparse", "a.txt", "--explain"][..],
        &["explain", "s.geojson"],
        &["explain", "s.geojson", "--format", "markdown"],
        &["locate", "\u{1b}[31mHama"],
        &["extract", "\u{1b}[31m.txt"],
    ] {
        let output = run(&folder, arguments);
        for bytes in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}']), "{arguments:?}: {text:?}");
        }
    }
}

/// Subcommands as `--help` lists them.
fn subcommands() -> Vec<String> {
    let text = String::from_utf8(exe().arg("--help").output().unwrap().stdout).unwrap();
    let (_, list) = text.split_once("Commands:\n").unwrap();
    list.lines()
        .take_while(|l| !l.is_empty())
        .filter_map(|l| l.strip_prefix("  ")?.split(' ').next())
        .filter(|n| !n.is_empty() && *n != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_has_examples_and_every_flag_is_in_the_manual_and_the_completions() {
    let names = subcommands();
    assert!(names.len() >= 10, "{names:?}");
    let man = String::from_utf8(exe().arg("man").output().unwrap().stdout).unwrap().replace("\\-", "-");
    let bash = String::from_utf8(exe().args(["completions", "bash"]).output().unwrap().stdout).unwrap();
    for name in names {
        let output = exe().args([&name, "--help"]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{name}");
        let help = String::from_utf8(output.stdout).unwrap();
        let (_, examples) = help.split_once("Examples:\n").unwrap_or_else(|| panic!("{name}: no examples"));
        let count = examples.lines().filter(|l| l.contains("frontline ")).count();
        assert!(count >= 2, "{name}: {count} examples");
        for word in help.split_whitespace().filter(|w| w.starts_with("--") && w.len() > 3) {
            let flag: String = word.chars().take_while(|c| *c == '-' || c.is_ascii_alphanumeric()).collect();
            assert!(man.contains(&flag), "{name}: {flag} is not in the manual page");
            assert!(bash.contains(&flag), "{name}: {flag} is not in the completions");
        }
    }
}

/// Pixels of a metre that a PNG says it has.
fn pixels_of_a_metre(bytes: &[u8]) -> u32 {
    let at = bytes.windows(4).position(|w| w == b"pHYs").unwrap();
    u32::from_be_bytes(bytes[at + 4..at + 8].try_into().unwrap())
}

#[test]
fn sheets_for_paper_have_300_dots_of_an_inch() {
    let folder = folder("paper");
    std::fs::write(folder.join("a.txt"), STORY).unwrap();
    assert!(run(&folder, &["extract", "a.txt", "-o", "a.geojson", "-q"]).status.success());
    for (size, scale, metre) in
        [("a5", "1", 11_811), ("column", "0.5", 5_906), ("web", "1", 7_559), ("800x600", "2", 15_118)]
    {
        let arguments = ["render", "a.geojson", "-o", "a.png", "--size", size, "--scale", scale, "-q"];
        let output = run(&folder, &arguments);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(pixels_of_a_metre(&std::fs::read(folder.join("a.png")).unwrap()), metre, "{size} at {scale}");
    }
}

#[test]
fn a_style_is_shown_on_the_example() {
    let folder = folder("preview");
    std::fs::write(folder.join("mine.toml"), "extends = \"dark\"\n[colours]\nland = \"#123456\"\n").unwrap();
    let output = run(&folder, &["style", "show", "mine.toml", "-o", "mine.svg"]);
    assert!(output.status.success(), "{}", said(&output));
    let svg = std::fs::read_to_string(folder.join("mine.svg")).unwrap();
    assert!(svg.contains("#123456") && svg.contains(">Hama<"));
}
