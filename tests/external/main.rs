//! Checks of the outputs with other people's programs: GDAL, Chromium, poppler, strace, and of the recipes in the documents.
//!
//! These tests fail when a program is missing; `.ci/run` installs them.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests stop at the first surprise and read and write files"
)]

mod areas;
mod chromium;
mod crash;
mod exchange;
mod gdal;
mod hostile;
mod labels;
mod page;
mod pdf;
#[path = "../it/pixels.rs"]
mod pixels;
mod recipes;
mod roundtrip;
mod sequence;
mod strace;

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

/// The example article.
fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/hama-falls.txt")
}

/// Runs a program and insists that it is there.
fn run(program: &str, arguments: &[&str]) -> Output {
    match Command::new(program).args(arguments).output() {
        Ok(output) => output,
        Err(error) => panic!("{program} is needed by this test: {error}; `.ci/run` installs it"),
    }
}

/// Runs `frontline` and insists on success.
fn frontline(arguments: &[&str]) -> Output {
    let output = run(env!("CARGO_BIN_EXE_frontline"), arguments);
    assert!(output.status.success(), "frontline {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// A fresh folder with everything that `map` writes for an article.
fn mapped(article: &Path, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    frontline(&["map", article.to_str().unwrap(), "-o", folder.to_str().unwrap()]);
    folder
}

/// Every example article.
fn articles() -> Vec<PathBuf> {
    let found = texts(&["data/articles"]);
    assert!(found.len() >= 4, "the example articles are missing");
    found
}

/// The texts in folders of the project.
fn texts(folders: &[&str]) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap());
    let mut found: Vec<PathBuf> = files.map(|e| e.unwrap().path()).collect();
    found.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    found.sort();
    found
}
