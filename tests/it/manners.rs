//! What a person or a script at the other end is owed: silence on a closed pipe, an end on Ctrl-C, a next step, a hint on a typing
//! error, no bars in a file.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

const STORY: &str = "Rebels capture Hama\n\nHAMA, Syria, Dec 5, 2024 - Rebels captured the city of Hama on Thursday, officials in Homs said.\n\
    The army withdrew from Hama towards Homs.\n";

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontline"));
    command.env_remove("NO_COLOR").env_remove("FORCE_COLOR");
    command
}

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("manners").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("a.txt"), STORY).unwrap();
    std::fs::write(path.join("towns.csv"), "name,lat,lon\nQalat,32.1,66.9\n").unwrap();
    std::fs::write(path.join("look.toml"), "extends = \"default\"\n").unwrap();
    let made = program().current_dir(&path).args(["extract", "a.txt", "-o", "war.geojson", "-q"]).status().unwrap();
    assert!(made.success());
    path
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    program().current_dir(folder).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Commands that print more than a pipe holds or little, each into a pipe that nobody reads.
#[test]
fn a_closed_pipe_ends_a_command_in_silence() {
    let folder = folder("pipe");
    std::fs::write(folder.join("lines.jsonl"), "{\"id\":1,\"text\":\"Hama fell.\"}\n".repeat(5000)).unwrap();
    let rows: &[&[&str]] = &[
        &["extract", "a.txt"],
        &["geoparse", "a.txt"],
        &["geoparse", "a.txt", "--json"],
        &["geoparse", "--jsonl", "lines.jsonl"],
        &["explain", "war.geojson"],
        &["locate", "Hama"],
        &["gazetteer", "info"],
        &["style", "list"],
        &["style", "show", "default"],
        &["completions", "zsh"],
        &["man"],
        &["--help"],
        &["map", "--help"],
    ];
    for arguments in rows {
        let mut command = program();
        command.current_dir(&folder).args(*arguments).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), said(&output).contains("error")),
            (Some(0), false),
            "{arguments:?}: {}",
            said(&output)
        );
    }
}

/// The signal itself ends the process, which a shell shows as 130; what stood there stays.
#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_by_the_signal() {
    use std::os::unix::process::ExitStatusExt;
    let folder = folder("interrupt");
    for arguments in [&["extract", "-", "-o", "war.geojson"][..], &["map", "-", "-o", "out"], &["geoparse", "--jsonl"]]
    {
        let before = std::fs::read(folder.join("war.geojson")).unwrap();
        let mut command = program();
        command.current_dir(&folder).args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        // Standard input stays open, so the run waits for it.
        let child = command.spawn().unwrap();
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let mut child = child;
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(2), "{arguments:?}: {status}");
        assert_eq!(std::fs::read(folder.join("war.geojson")).unwrap(), before);
        assert!(!folder.join("out").exists());
    }
}

/// What was done, and with which command one goes on.
#[test]
fn a_success_names_the_next_command() {
    let folder = folder("next");
    let rows: &[(&[&str], &str)] = &[
        (&["extract", "a.txt", "-o", "b.geojson"], "frontline render b.geojson"),
        (&["map", "a.txt", "-o", "out/", "--size", "400x300"], "frontline explain out/situation.geojson"),
        (&["render", "war.geojson", "-o", "b.svg"], "frontline explain war.geojson"),
        (&["export", "war.geojson", "-o", "b.gpkg"], "qgis b.gpkg"),
        (&["export", "war.geojson", "-o", "b.kml"], "frontline explain war.geojson"),
        (&["sequence", "a.txt", "-o", "days/", "--size", "400x300"], "open days/index.html"),
        (&["gazetteer", "import", "towns.csv", "-o", "b.flgz"], "frontline map article.txt --gazetteer b.flgz"),
        (&["gazetteer", "check", "towns.csv"], "frontline gazetteer import towns.csv"),
        (&["style", "check", "look.toml"], "frontline map article.txt --style look.toml"),
    ];
    for (arguments, next) in rows {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
        assert!(!said(&output).contains("//"), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(next), "{arguments:?}: {}", said(&output));
        assert!(!said(&output).contains(['\r', '\u{1b}']), "{arguments:?}: a bar or a colour in a file");
    }
}

/// Wrong rows of a table of places are counted.
#[test]
fn rows_left_out_are_counted() {
    let folder = folder("rows");
    std::fs::write(folder.join("half.csv"), "name,lat,lon\nHama,35.1,36.7\nHoms,north,36.7\nIdlib,35.9,900\n").unwrap();
    let output = run(&folder, &["gazetteer", "check", "half.csv"]);
    assert_eq!(output.status.code(), Some(2));
    for part in ["half.csv: 1 place (1 PPL), left out: 2 wrong rows", "line 3", "line 4", "half.csv: 2 wrong rows"] {
        assert!(said(&output).contains(part), "{part}: {}", said(&output));
    }
}

#[test]
fn typing_errors_get_a_suggestion() {
    let folder = folder("typing");
    std::fs::write(folder.join("bad.toml"), "extends = \"default\"\n[page]\nmargn = 3\n").unwrap();
    let rows: &[(&[&str], &str)] = &[
        (&["extrct", "a.txt"], "extract"),
        (&["map", "a.txt", "--titel", "x"], "--title"),
        (&["gazetteer", "imprt", "towns.csv"], "import"),
        (&["map", "a.txt", "--style", "defualt"], "did you mean `default`?"),
        (&["render", "war.geojson", "-o", "war.svg", "--style", "bad.toml"], "did you mean `margin`?"),
        (&["map", "a.txt", "--lang", "ukr"], "did you mean `uk`?"),
        (&["map", "a.txt", "--color", "alway"], "always"),
        (&["export", "war.geojson", "-o", "b.gkpg"], "gpkg"),
        (&["extract", "a.txt", "--limit", "sentence=5"], "did you mean `sentences`?"),
        (&["completions", "bsh"], "bash"),
    ];
    for (arguments, part) in rows {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(part), "{arguments:?}: {}", said(&output));
    }
}

/// `script` gives a terminal: bars and colours there, none in a pipe.
#[cfg(target_os = "linux")]
#[test]
fn bars_and_colours_are_for_terminals_only() {
    let folder = folder("terminal");
    for (day, name) in [("5", "a"), ("6", "b"), ("7", "c")] {
        let text = STORY.replace("Dec 5", &format!("Dec {day}"));
        std::fs::write(folder.join(format!("{name}.txt")), text).unwrap();
    }
    let exe = env!("CARGO_BIN_EXE_frontline");
    let typed = format!("'{exe}' sequence a.txt b.txt c.txt -o days --size 400x300; '{exe}' map gone.txt");
    let mut command = Command::new("script");
    command.current_dir(&folder).args(["-qec", &typed, "/dev/null"]).stdin(Stdio::null());
    command.env_remove("NO_COLOR").env_remove("FORCE_COLOR").env("TERM", "xterm");
    let seen = command.output().unwrap_or_else(|e| panic!("script of util-linux is needed by this test: {e}"));
    let seen = String::from_utf8_lossy(&seen.stdout).into_owned();
    assert!(seen.contains("frames") && seen.contains('\r'), "no bar on a terminal: {seen:?}");
    assert!(seen.contains("\u{1b}[1;31merror:"), "no colour on a terminal: {seen:?}");
    let output = run(&folder, &["sequence", "a.txt", "b.txt", "c.txt", "-o", "again", "--size", "400x300"]);
    let text = said(&output);
    assert!(output.status.success() && !text.contains(['\r', '\u{1b}']) && !text.contains("left"), "{text:?}");
}
