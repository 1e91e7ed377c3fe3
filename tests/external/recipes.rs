//! The recipes of docs/sequences.md, run as they stand there: in a shell, by Make, in Python, and the line of the nightly job.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

const WEEKS: &[(&str, &str, &str)] = &[
    (
        "2024-W48",
        "aleppo.txt",
        "Aleppo falls\n\nALEPPO, Syria, 30 November 2024 - HTS-led rebels captured Aleppo on Saturday.\n",
    ),
    (
        "2024-W49",
        "hama.txt",
        "Hama falls\n\nHAMA, Syria, 5 December 2024 - HTS-led rebels captured Hama on Thursday.\n",
    ),
];

/// A desk with two weeks of articles.
fn desk(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recipes").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for (week, file, text) in WEEKS {
        for inbox in [folder.join("archive").join(week), folder.join("inbox")] {
            std::fs::create_dir_all(&inbox).unwrap();
            std::fs::write(inbox.join(file), text).unwrap();
        }
    }
    std::fs::write(
        folder.join("towns.csv"),
        "place,lat,lon,holder,country\nIdlib,35.93,36.63,hts,SY\nHoms,34.73,36.71,government,SY\n",
    )
    .unwrap();
    folder
}

/// The block of code that follows the words in the document.
fn recipe(after: &str) -> String {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sequences.md");
    let text = std::fs::read_to_string(document).unwrap();
    let (_, rest) = text.split_once(after).unwrap_or_else(|| panic!("no recipe \"{after}\""));
    let code = rest.split("```\n").nth(1).unwrap();
    code.to_owned()
}

/// Runs a program on the desk, with `frontline` on the path.
fn at(desk: &Path, program: &str, arguments: &[&str]) -> Output {
    let own = Path::new(env!("CARGO_BIN_EXE_frontline")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new(program)
        .current_dir(desk)
        .env("PATH", format!("{}:{path}", own.display()))
        .args(arguments)
        .output()
        .unwrap_or_else(|e| panic!("{program} is needed by this test: {e}"));
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn has_frames(folder: &Path, frames: usize) {
    let manifest = std::fs::read(folder.join("sequence.json")).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["frames"].as_array().unwrap().len(), frames, "{}", folder.display());
}

#[test]
fn the_shell_draws_a_folder_for_each_week() {
    let desk = desk("shell");
    at(&desk, "bash", &["-euc", &recipe("Shell, ")]);
    for (week, ..) in WEEKS {
        has_frames(&desk.join("maps").join(week), 1);
    }
}

#[test]
fn make_draws_what_has_changed() {
    let desk = desk("make");
    std::fs::write(desk.join("Makefile"), recipe("Make, ")).unwrap();
    let goals = ["maps/2024-W48/sequence.json", "maps/2024-W49/sequence.json"];
    at(&desk, "make", &goals);
    for (week, ..) in WEEKS {
        has_frames(&desk.join("maps").join(week), 1);
    }
    let said = |output: Output| String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(said(at(&desk, "make", &goals)).matches("up to date").count(), 2);
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
    let file = std::fs::File::options().append(true).open(desk.join("archive/2024-W48/aleppo.txt")).unwrap();
    file.set_modified(later).unwrap();
    let again = said(at(&desk, "make", &goals));
    assert!(again.contains("archive/2024-W48") && !again.contains("frontline sequence archive/2024-W49"), "{again}");
}

#[test]
fn python_reads_the_summary() {
    let desk = desk("python");
    let output = at(&desk, "python3", &["-c", &recipe("Python, ")]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(said.lines().count(), 6, "{said}");
    assert!(said.starts_with("2024-11-30 Day 1: Aleppo taken frames/001-2024-11-30.png\n"), "{said}");
    has_frames(&desk.join("maps/all"), 6);
}

#[test]
fn the_nightly_job_draws_the_inbox() {
    let desk = desk("nightly");
    let table = recipe("Nightly, ");
    let line = table.lines().find(|l| l.contains("frontline")).unwrap();
    let job = line.split_whitespace().skip(5).collect::<Vec<_>>().join(" ");
    let job = job.replace("/srv/desk", desk.to_str().unwrap());
    for _ in 0..2 {
        let output = at(&desk, "sh", &["-c", &job]);
        assert!(output.stdout.is_empty() && output.stderr.is_empty(), "cron would send a letter: {output:?}");
        has_frames(&desk.join("public"), 6);
    }
}

/// A bar on a terminal; in a file, and when it is to be quiet, nothing of it.
#[test]
fn there_is_a_bar_on_a_terminal_alone() {
    let desk = desk("bar");
    let bar = |output: Output| String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).contains("frames, ");
    let drawing = "frontline sequence inbox --fresh --size 600x450 -o maps";
    assert!(bar(at(&desk, "script", &["-qefc", drawing, "/dev/null"])), "no bar on the terminal");
    assert!(!bar(at(&desk, "script", &["-qefc", &format!("{drawing} --quiet"), "/dev/null"])), "a bar, though quiet");
    assert!(!bar(at(&desk, "sh", &["-c", drawing])), "a bar where nobody sees it");
}
