//! Whole articles through the program: what was taken, what was not, and the order of the advance.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Words of a list in a case.
fn list<'a>(case: &'a toml::Table, key: &str) -> Option<Vec<&'a str>> {
    Some(case.get(key)?.as_array()?.iter().map(|v| v.as_str().unwrap()).collect())
}

/// The situation that `extract` makes of the text of a case, `None` if there was nothing to map.
fn situation(case: &toml::Table, number: usize) -> Option<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = std::fs::read_to_string(root.join(case["article"].as_str().unwrap())).unwrap();
    for pair in case.get("names").and_then(|n| n.as_array()).into_iter().flatten() {
        let pair = pair.as_array().unwrap();
        text = text.replace(pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("campaigns");
    std::fs::create_dir_all(&folder).unwrap();
    let (input, output) = (folder.join(format!("{number}.txt")), folder.join(format!("{number}.geojson")));
    std::fs::write(&input, text).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_frontline"))
        .arg("extract")
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .output()
        .unwrap();
    match run.status.code() {
        Some(0) => Some(serde_json::from_slice(&std::fs::read(&output).unwrap()).unwrap()),
        Some(1) => None,
        _ => panic!("case {number}: {}", String::from_utf8_lossy(&run.stderr)),
    }
}

fn check(case: &toml::Table, number: usize, wrong: &mut Vec<String>) {
    let Some(situation) = situation(case, number) else {
        if list(case, "captured").is_none_or(|c| !c.is_empty()) {
            wrong.push(format!("case {number}: nothing to map"));
        }
        return;
    };
    let mut say = |text: String| {
        wrong.push(format!("case {number} ({}): {text}", case["article"].as_str().unwrap()));
    };
    let events: Vec<[String; 3]> = situation["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["properties"])
        .filter(|p| p["layer"] == "event")
        .map(|p| ["name", "event_type", "assertion"].map(|k| p[k].as_str().unwrap().to_owned()))
        .collect();
    let captured = list(case, "captured").unwrap_or_default();
    let optional = list(case, "optional").unwrap_or_default();
    let doubtful = list(case, "claimed_or_denied").unwrap_or_default();
    for [name, kind, assertion] in &events {
        let taken = kind == "capture" || kind == "recapture";
        let happened = ["asserted", "reported", "claimed"].contains(&assertion.as_str());
        if taken && happened && !captured.contains(&name.as_str()) {
            say(format!("{name} is {assertion} as taken and was not"));
        }
        if taken && assertion == "asserted" && doubtful.contains(&name.as_str()) {
            say(format!("the capture of {name} was only claimed"));
        }
    }
    let taken = |name: &str| {
        events.iter().any(|[n, k, a]| n == name && (k == "capture" || k == "recapture") && a != "historical")
    };
    for name in captured.iter().filter(|n| !optional.contains(n) && !taken(n)) {
        say(format!("the capture of {name} is missing"));
    }
    for other in list(case, "others").unwrap_or_default() {
        let (name, kind) = other.rsplit_once(' ').unwrap();
        if !events.iter().any(|[n, k, _]| n == name && k == kind) {
            say(format!("{other} is missing"));
        }
    }
    for (key, member) in [("advance", "advance"), ("ahead", "advance_ahead")] {
        let found: Vec<&str> =
            situation["frontline"][member].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
        if let Some(expected) = list(case, key).filter(|e| *e != found) {
            say(format!("{member}: expected {expected:?}, found {found:?}"));
        }
    }
}

#[test]
fn articles_become_the_campaigns_they_tell() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/campaigns/cases.toml");
    let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let cases = table["case"].as_array().unwrap();
    assert!(cases.len() >= 8);
    let mut wrong = Vec::new();
    for (i, case) in cases.iter().enumerate() {
        check(case.as_table().unwrap(), i + 1, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The axes that `extract` reads from one short text.
fn order(case: &toml::Table, number: usize) -> Vec<Vec<String>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("campaigns");
    std::fs::create_dir_all(&folder).unwrap();
    let (input, output) = (folder.join(format!("order-{number}.txt")), folder.join(format!("order-{number}.geojson")));
    std::fs::write(&input, case["text"].as_str().unwrap()).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_frontline"))
        .arg("extract")
        .arg(&input)
        .args(["--date", case["date"].as_str().unwrap(), "-o"])
        .arg(&output)
        .output()
        .unwrap();
    assert!(run.status.success(), "order {number}: {}", String::from_utf8_lossy(&run.stderr));
    let situation: Value = serde_json::from_slice(&std::fs::read(&output).unwrap()).unwrap();
    let names = |v: &Value| v.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect();
    situation["frontline"]["axes"].as_array().unwrap().iter().map(names).collect()
}

#[test]
fn advances_are_read_in_their_order() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/campaigns/order.toml");
    let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let cases = table["case"].as_array().unwrap();
    assert!(cases.len() >= 10);
    let mut wrong = Vec::new();
    for (i, case) in cases.iter().enumerate() {
        let case = case.as_table().unwrap();
        let found = order(case, i + 1);
        let main = found.first().cloned().unwrap_or_default();
        let expected = list(case, "advance").unwrap();
        if main != expected {
            wrong.push(format!("{}: expected {expected:?}, found {main:?}", case["text"]));
        }
        // Where a second arm is given, that must be it, and all there is.
        if let Some(expected) = list(case, "second")
            && found.get(1..).is_none_or(|rest| rest.len() != 1 || rest[0] != expected)
        {
            wrong.push(format!("{}: expected a second arm {expected:?}, found {found:?}", case["text"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
