//! What `docs/reliability.md` says is tested has a test of that name.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Adds the tests of every source file below a folder, by their full names within it.
fn tests_below(folder: &Path, modules: &[String], found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            tests_below(&path, &[modules, &[stem]].concat(), found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let mut within = modules.to_vec();
            within.extend((!["mod", "main", "lib"].contains(&stem.as_str())).then_some(stem));
            for after in text.split("#[test]\n").skip(1) {
                let name = after.split("fn ").nth(1).unwrap().split('(').next().unwrap();
                let inner = text.contains("#[cfg(test)]\nmod tests").then(|| "tests".to_owned());
                found.insert([&within[..], inner.as_slice(), &[name.to_owned()]].concat().join("::"));
            }
        }
    }
}

/// True if a test is meant by a name: its last parts, `*` for the rest of one.
fn is_meant(test: &str, name: &str) -> bool {
    let (begin, all) = name.strip_suffix('*').map_or((name, false), |begin| (begin, true));
    let same = |tail: &str| if all { tail.starts_with(begin) } else { tail == begin };
    let tails = test.match_indices("::").map(|(at, _)| &test[at + 2..]);
    same(test) || tails.into_iter().any(same)
}

#[test]
fn every_row_of_the_tables_names_tests_that_there_are() {
    let mut tests = BTreeSet::new();
    for folder in ["tests/it", "tests/external", "src"] {
        tests_below(&root().join(folder), &[], &mut tests);
    }
    assert!(tests.len() > 200, "{tests:?}");
    let text = std::fs::read_to_string(root().join("docs/reliability.md")).unwrap();
    let (mut rows, mut checked) = (false, 0);
    for line in text.lines() {
        // In code that is quoted, a name is one with a path.
        let names: Vec<&str> = line.split('`').skip(1).step_by(2).filter(|n| n.contains("::")).collect();
        for name in &names {
            assert!(tests.iter().any(|test| is_meant(test, name)), "{name} is no test: {line}");
        }
        rows = line.starts_with('|') && (rows || line.ends_with("| test |"));
        if rows && !line.ends_with("| test |") && !line.starts_with("|---") {
            assert!(!names.is_empty(), "a row without a test: {line}");
            checked += 1;
        }
    }
    assert!(checked > 30, "{checked} rows were found");
}
