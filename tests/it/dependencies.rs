//! What the program is made of: `THIRD-PARTY.md` lists it, and `deny.toml` says what may be in it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// What `cargo tree` prints of the crates that are built, a line each.
fn tree(arguments: &[&str]) -> BTreeSet<String> {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["tree", "--locked", "--offline", "-e", "normal"]);
    let output = command.args(["--prefix", "none"]).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(|l| l.trim_end_matches(" (*)").to_owned()).collect()
}

/// Crates of the program on Linux with all features, by name and version, and their licences.
fn crates() -> BTreeMap<(String, String), String> {
    let lines = tree(&["--all-features", "--target", "x86_64-unknown-linux-gnu", "--format", "{p}\t{l}"]);
    let split = |line: &String| {
        let (package, licence) = line.split_once('\t').unwrap_or_else(|| panic!("{line}"));
        let package = package.trim_end_matches(" (proc-macro)");
        // A crate that is not of the registry is printed with its folder or its address.
        let (name, version) = package.split_once(" v").unwrap_or_else(|| panic!("{line}"));
        ((name.to_owned(), version.to_owned()), licence.to_owned())
    };
    // The project's own crate of fonts is data: `data/README.md` has its licence.
    let own = |(name, _): &(String, String)| ["frontline", "frontline-source-sans"].contains(&name.as_str());
    lines.iter().map(split).filter(|(key, _)| !own(key)).collect()
}

/// The library alone has no command line, no rasteriser, no database, no data.
#[test]
fn without_features_the_library_is_small() {
    let names = |features: &[&str]| -> BTreeSet<String> {
        let lines = tree(&[&["--no-default-features"], features].concat());
        lines.iter().filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect()
    };
    let optional = [
        "clap",
        "clap_complete",
        "clap_mangen",
        "dejavu",
        "gif",
        "indicatif",
        "png",
        "rayon",
        "resvg",
        "rusqlite",
        "tiny-skia",
        "usvg",
    ];
    let alone = names(&[]);
    assert!(alone.len() > 40, "{alone:?}");
    assert_eq!(optional.iter().filter(|c| alone.contains(**c)).count(), 0, "{alone:?}");
    assert!(!alone.contains("flatgeobuf") && !alone.contains("parquet"), "{alone:?}");
    let all = names(&["--features", "default"]);
    assert_eq!(optional.iter().filter(|c| !all.contains(**c)).count(), 0, "{all:?}");
}

fn denied() -> toml::Table {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml")).unwrap().parse().unwrap()
}

#[test]
fn the_list_of_third_parties_is_whole() {
    let mut list = String::from(
        "# Third-party software\n\nCompiled into the `frontline` command (Linux, all features); data and fonts are in `data/README.md`. \
         The full texts of the licences are in the crates.\nMade by `BLESS=1 cargo test --test it dependencies`, checked by every `cargo test`.\n\n\
         | crate | version | licence |\n|---|---|---|\n",
    );
    for ((name, version), licence) in crates() {
        list += &format!(
            "| [{name}](https://crates.io/crates/{name}/{version}) | {version} | {} |\n",
            licence.replace('/', " OR ")
        );
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("THIRD-PARTY.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &list).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == list, "THIRD-PARTY.md is out of date: BLESS=1 cargo test --test it dependencies");
}

/// One licence of a choice is enough, all of a sum are needed.
fn is_allowed(licence: &str, allowed: &BTreeSet<&str>) -> bool {
    let bare = licence.replace(['(', ')'], "").replace('/', " OR ");
    // In the expressions of today a choice stands inside of a sum, never the other way round.
    bare.split(" AND ").all(|part| part.split(" OR ").any(|one| allowed.contains(one.trim())))
}

#[test]
fn licences_sources_and_duplicates_are_those_that_are_allowed() {
    let denied = denied();
    let texts = |value: &'_ toml::Value| -> BTreeSet<String> {
        let text = |v: &toml::Value| v.as_str().or_else(|| v.get("crate")?.as_str()).unwrap().to_owned();
        value.as_array().unwrap().iter().map(text).collect()
    };
    let allowed = texts(&denied["licenses"]["allow"]);
    let allowed: BTreeSet<&str> = allowed.iter().map(String::as_str).collect();
    let crates = crates();
    assert!(crates.len() > 50, "{} crates", crates.len());
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for ((name, version), licence) in &crates {
        assert!(is_allowed(licence, &allowed), "{name} {version}: the licence \"{licence}\" is not in deny.toml");
        assert!(!version.contains(' '), "{name} {version}: not of the registry");
        assert!(!texts(&denied["bans"]["deny"]).contains(name), "{name} must not be in the program");
        *versions.entry(name).or_insert(0) += 1;
    }
    let twice = versions.iter().filter(|(_, n)| **n > 1).map(|(name, _)| (*name).to_owned());
    let twice: BTreeSet<String> = twice.collect();
    assert_eq!(twice, texts(&denied["bans"]["skip"]), "crates in two versions, and the list of deny.toml");
}
