//! House rules: the import table of ARCHITECTURE.md holds, and files stay readable.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

/// A file of more lines is no longer read in one sitting.
const MOST_LINES: usize = 600;

const EVERYWHERE: [&str; 4] = ["error", "diagnostic", "limit", "terms"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Top-level module of a source file, `None` for `lib.rs` and `main.rs`.
fn module_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    (first != "lib" && first != "main").then_some(first)
}

/// `(module, may import)`; `None` means everything.
fn table(text: &str) -> BTreeMap<String, Option<BTreeSet<String>>> {
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|l| l.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let names =
            |cell: &str| -> BTreeSet<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
        let imports = if cells[2] == "all" { None } else { Some(names(cells[2])) };
        rows.insert(cells[0].trim_matches('`').to_owned(), imports);
    }
    rows
}

/// Names after `word` and `::` in code, comments left out.
fn paths_after<'a>(source: &'a str, word: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    for line in source.lines() {
        let code = line.split("//").next().unwrap_or("");
        let mut rest = code;
        while let Some(at) = rest.find(word) {
            let before = rest[..at].chars().next_back();
            rest = &rest[at + word.len()..];
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.insert(&rest[..end]);
        }
    }
    found
}

#[test]
fn imports_follow_the_table() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let table = table(&text);
    assert!(table.len() > 15, "the table of ARCHITECTURE.md was not found");
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let mut wrong = Vec::new();
    let mut modules = BTreeSet::new();
    for path in &files {
        let Some(module) = module_of(path) else {
            continue;
        };
        modules.insert(module.clone());
        let source = std::fs::read_to_string(path).unwrap();
        let shown = path.strip_prefix(root()).unwrap().display();
        if source.contains("super::super::") {
            wrong.push(format!("{shown}: super::super::"));
        }
        if paths_after(&source, "crate::").contains("") && source.contains("use crate::{") {
            wrong.push(format!("{shown}: `use crate::{{…}}` hides imports from this test"));
        }
        let Some(row) = table.get(&module) else {
            wrong.push(format!("{shown}: `{module}` has no row in ARCHITECTURE.md"));
            continue;
        };
        let Some(allowed) = row else { continue };
        for name in paths_after(&source, "crate::") {
            let known = table.contains_key(name);
            if known && name != module && !allowed.contains(name) && !EVERYWHERE.contains(&name) {
                wrong.push(format!("{shown}: `{module}` imports `{name}`"));
            }
        }
    }
    for module in table.keys().filter(|m| !modules.contains(*m)) {
        wrong.push(format!("ARCHITECTURE.md: `{module}` is in the table and not in src/"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn shipped_bytes_enter_by_one_door() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    for path in files.iter().filter(|p| module_of(p).as_deref() != Some("bundled")) {
        let source = std::fs::read_to_string(path).unwrap();
        let code: String = source.lines().map(|l| l.split("//").next().unwrap_or("")).collect();
        assert!(!code.contains("include_bytes!") && !code.contains("include_str!"), "{} embeds data", path.display());
    }
}

#[test]
fn library_does_not_name_the_command_line() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    for path in &files {
        if matches!(module_of(path).as_deref(), Some("cli") | None) {
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        for line in source.lines().map(|l| l.split("//").next().unwrap_or("")) {
            for word in ["clap::", "indicatif::", "println!", "eprintln!", "std::fs::", "std::env::", "std::process::"]
            {
                assert!(!line.contains(word), "{}: {word}", path.display());
            }
        }
    }
}

#[test]
fn files_can_be_read_in_one_sitting() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let mut long = Vec::new();
    for path in &files {
        let lines = std::fs::read_to_string(path).unwrap().lines().count();
        if lines > MOST_LINES {
            long.push(format!("{}: {lines} lines", path.strip_prefix(root()).unwrap().display()));
        }
    }
    assert!(long.is_empty(), "split these by subject:\n{}", long.join("\n"));
}

/// A program that only wants to read articles pulls in no command line, rasteriser, database or data.
#[test]
fn what_a_library_may_lack_is_optional() {
    let text = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&text).unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    for name in [
        "clap",
        "clap_complete",
        "clap_mangen",
        "indicatif",
        "rayon",
        "tempfile",
        "resvg",
        "tiny-skia",
        "png",
        "rusqlite",
        "dejavu",
        "frontline-source-sans",
    ] {
        let optional = dependencies[name].get("optional").and_then(toml::Value::as_bool);
        assert_eq!(optional, Some(true), "{name} is needed by every user of the library");
    }
    let features = manifest["features"].as_table().unwrap();
    let of = |name: &str| features[name].as_array().unwrap().iter().filter_map(toml::Value::as_str).collect::<Vec<_>>();
    assert_eq!(of("gpkg"), ["dep:rusqlite"]);
    for feature in ["png", "gpkg", "bundled-data"] {
        assert!(of("default").contains(&feature) && of("cli").contains(&feature), "{feature} is not on in the program");
        assert!(of(feature).iter().all(|d| !d.contains("clap")), "{feature} brings the command line");
    }
}
