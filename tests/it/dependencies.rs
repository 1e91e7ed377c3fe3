//! What the program is made of: `THIRD-PARTY.md` lists it, and `deny.toml` says what may be in it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Crates of the program on Linux with their licences, found by following what is not for building tests.
fn crates() -> BTreeMap<(String, String), (String, String)> {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args([
        "metadata",
        "--locked",
        "--offline",
        "--all-features",
        "--format-version",
        "1",
    ]);
    let output = command.args(["--filter-platform", "x86_64-unknown-linux-gnu"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let by_id = |rows: &'_ Value| -> BTreeMap<String, Value> {
        rows.as_array().unwrap().iter().map(|r| (r["id"].as_str().unwrap().to_owned(), r.clone())).collect()
    };
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let root = metadata["resolve"]["root"].as_str().unwrap().to_owned();
    let (mut seen, mut open) = (BTreeSet::new(), vec![root.clone()]);
    while let Some(id) = open.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        for dependency in nodes[&id]["deps"].as_array().unwrap() {
            if dependency["dep_kinds"].as_array().unwrap().iter().any(|k| k["kind"].is_null()) {
                open.push(dependency["pkg"].as_str().unwrap().to_owned());
            }
        }
    }
    seen.remove(&root);
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or("").to_owned();
    // The project's own crate of fonts is data: `data/README.md` has its licence.
    let rows = seen.iter().map(|id| &packages[id]).filter(|p| p["name"] != "frontline-source-sans");
    rows.map(|p| ((text(p, "name"), text(p, "version")), (text(p, "license"), text(p, "source")))).collect()
}

/// The library alone has no command line, no rasteriser, no database, no data.
#[test]
fn without_features_the_library_is_small() {
    let tree = |features: &[&str]| -> BTreeSet<String> {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["tree", "--locked", "--offline", "-e", "normal"]);
        let output = command.args(["--prefix", "none", "--no-default-features"]).args(features).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        said.lines().filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect()
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
    let alone = tree(&[]);
    assert!(alone.len() > 40, "{alone:?}");
    assert_eq!(optional.iter().filter(|c| alone.contains(**c)).count(), 0, "{alone:?}");
    assert!(!alone.contains("flatgeobuf") && !alone.contains("parquet"), "{alone:?}");
    let all = tree(&["--features", "default"]);
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
    for ((name, version), (licence, _)) in crates() {
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
    for ((name, version), (licence, source)) in &crates {
        assert!(is_allowed(licence, &allowed), "{name} {version}: the licence \"{licence}\" is not in deny.toml");
        assert_eq!(source, "registry+https://github.com/rust-lang/crates.io-index", "{name} {version}");
        assert!(!texts(&denied["bans"]["deny"]).contains(name), "{name} must not be in the program");
        *versions.entry(name).or_insert(0) += 1;
    }
    let twice = versions.iter().filter(|(_, n)| **n > 1).map(|(name, _)| (*name).to_owned());
    let known = texts(&denied["bans"]["skip"]);
    for name in twice {
        assert!(known.contains(&name), "{name} is in the program twice and not in the list of deny.toml");
    }
}
