//! A run that is stopped in the middle, whatever stops it: every file is the old one or the new one, whole.
//!
//! The old files stand in a folder, a run over other articles is stopped, and what is there is compared byte by byte with
//! what a run that nobody stopped leaves. `manifest.json` (`sequence.json` of a sequence) must tell a mixed set from a whole one.

mod faults;
mod kills;
mod obstacles;
mod ordinary;

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use serde_json::Value;
use sha2::Digest as _;

/// Files by their names in a folder, folders in it included.
type Files = BTreeMap<String, Vec<u8>>;

/// Begins the names of files that are not yet in place.
const UNFINISHED: &str = ".frontline-";

/// The program: the one built with the tests, or a copy where an ordinary user can go.
fn program() -> String {
    std::env::var("FRONTLINE").unwrap_or_else(|_| env!("CARGO_BIN_EXE_frontline").to_owned())
}

/// Where the tests of this run write.
fn scratch() -> PathBuf {
    std::env::var_os("FRONTLINE_SCRATCH").map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from)
}

/// A command that writes, with the files before it and after it.
struct Job {
    name: &'static str,
    folder: PathBuf,
    arguments: Vec<String>,
    old: Files,
    new: Files,
}

/// What `Job::all` runs: name, arguments over the article or situation of the first and of the second run.
const JOBS: &[(&str, &[&str])] = &[
    ("extract", &["extract", "{input}.txt", "-o", "out/war.geojson"]),
    ("export", &["export", "{input}.geojson", "-o", "out/war.gpkg"]),
    ("map", &["map", "{input}.txt", "-o", "out", "--size", "300x240", "--gpkg"]),
    ("sequence", &["sequence", "{input}.txt", "{input}-later.txt", "-o", "out", "--size", "300x240"]),
];

fn job(name: &'static str, test: &str) -> Job {
    let folder = scratch().join("crash").join(format!("{test}-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let stories = [
        ("old", "5 December 2024\n\nRebels captured Hama on Thursday. The army withdrew to Homs.\n"),
        ("old-later", "8 December 2024\n\nRebels captured Homs on Sunday.\n"),
        ("new", "10 September 2022\n\nUkrainian forces recaptured Izium. Shelling hit Kupiansk, officials said.\n"),
        ("new-later", "12 September 2022\n\nUkrainian forces recaptured Kupiansk on Monday.\n"),
    ];
    for (story, text) in stories {
        std::fs::write(folder.join(format!("{story}.txt")), text).unwrap();
        run(&folder, &["extract", &format!("{story}.txt"), "-o", &format!("{story}.geojson"), "-q", "--areas"]);
    }
    let pattern = JOBS.iter().find(|(n, _)| *n == name).unwrap().1;
    let typed = |input: &str| pattern.iter().map(|a| a.replace("{input}", input)).collect::<Vec<_>>();
    let mut job = Job { name, folder, arguments: typed("new"), old: Files::new(), new: Files::new() };
    // A GeoPackage keeps what is in it: the new one depends on the old one.
    run(&job.folder, &typed("old").iter().map(String::as_str).collect::<Vec<_>>());
    job.old = files(&job.folder.join("out"));
    run(&job.folder, &job.arguments.iter().map(String::as_str).collect::<Vec<_>>());
    job.new = files(&job.folder.join("out"));
    assert!(job.old != job.new && !job.old.is_empty(), "{name}: nothing to tell apart");
    job
}

fn run(folder: &Path, arguments: &[&str]) {
    let output = Command::new(program()).current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn files(folder: &Path) -> Files {
    fn walk(root: &Path, folder: &Path, found: &mut Files) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let mut found = Files::new();
    walk(folder, folder, &mut found);
    found
}

/// Puts files into a folder that is emptied before.
fn restore(folder: &Path, files: &Files) {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).unwrap();
    for (name, bytes) in files {
        std::fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}

/// Whether the manifest of a set agrees with all the files that it names; true where there is none.
fn agrees(found: &Files) -> bool {
    let hash = |bytes: &[u8]| {
        sha2::Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
            text.push_str(&format!("{byte:02x}"));
            text
        })
    };
    let Some(manifest) = found.get("manifest.json").or_else(|| found.get("sequence.json")) else {
        return true;
    };
    let manifest: Value = serde_json::from_slice(manifest).unwrap();
    let named: Vec<(String, String)> = match &manifest["files"] {
        Value::Array(rows) => {
            // Objects in one manifest, pairs in the other.
            let cell = |row: &Value, key: &str, at: usize| {
                row.get(key).or(row.get(at)).and_then(Value::as_str).unwrap().to_owned()
            };
            rows.iter().map(|row| (cell(row, "name", 0), cell(row, "sha256", 1))).collect()
        }
        other => panic!("no files in the manifest: {other}"),
    };
    assert!(!named.is_empty(), "an empty manifest");
    named.iter().all(|(name, expected)| found.get(name).is_some_and(|bytes| hash(bytes) == *expected))
}

impl Job {
    fn out(&self) -> PathBuf {
        self.folder.join("out")
    }

    fn reset(&self) {
        restore(&self.out(), &self.old);
    }

    /// Checks a folder after a run: `after` says what was done to it. True if all is new.
    fn check(&self, found: &Files, after: &str) -> bool {
        let name = self.name;
        let whole: Files = found.iter().filter(|(n, _)| !unfinished(n)).map(|(n, b)| (n.clone(), b.clone())).collect();
        for (file, bytes) in &whole {
            let old = self.old.get(file) == Some(bytes);
            let new = self.new.get(file) == Some(bytes);
            assert!(
                old || new,
                "{name}, {after}: {file} ({} bytes) is neither the old file nor the new one",
                bytes.len()
            );
        }
        for file in self.old.keys().filter(|file| self.new.contains_key(*file)) {
            assert!(whole.contains_key(file), "{name}, {after}: {file} is gone");
        }
        let named_new = |files: &Files| self.new.iter().all(|(n, b)| files.get(n) == Some(b));
        let named_old = |files: &Files| self.old.iter().all(|(n, b)| files.get(n) == Some(b));
        if agrees(&whole) {
            assert!(named_new(&whole) || named_old(&whole), "{name}, {after}: the manifest calls a mixed set whole");
        }
        named_new(&whole)
    }

    /// Checks that a run failed as it should: not in silence, one clear line, nothing left behind.
    fn check_failure(&self, output: &Output, found: &Files, after: &str) {
        let text = String::from_utf8_lossy(&output.stderr);
        let name = self.name;
        if output.status.success() {
            assert!(self.check(found, after), "{name}, {after}: success is claimed, but files are old");
            return;
        }
        assert_eq!(output.status.code(), Some(2), "{name}, {after}: {text}");
        let errors = text.lines().filter(|l| l.starts_with("error:")).count();
        assert!(errors == 1 && !text.contains("panicked"), "{name}, {after}: {text}");
        let left: Vec<_> = found.keys().filter(|n| unfinished(n)).collect();
        assert!(left.is_empty(), "{name}, {after}: {left:?} left behind");
        self.check(found, after);
    }
}

fn unfinished(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|n| n.starts_with(UNFINISHED))
}
