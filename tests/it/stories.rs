//! Whole articles of our own words: what must be on the map, and what must not, whatever the names in them.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

fn folder() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stories");
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// The situation of a text; `None` where there is nothing to map.
fn extract(name: &str, text: &str) -> Option<Value> {
    let (article, out) = (folder().join(format!("{name}.txt")), folder().join(format!("{name}.geojson")));
    std::fs::write(&article, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_frontline"))
        .args(["extract", "-q"])
        .arg(&article)
        .arg("-o")
        .arg(&out)
        .output()
        .unwrap();
    match output.status.code() {
        Some(0) => Some(serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap()),
        Some(1) => None,
        other => panic!("{name}: status {other:?}: {}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// Class and assertion of every event, with its place.
fn events(file: &Value) -> Vec<(String, String, String)> {
    let text = |f: &Value, key: &str| f["properties"][key].as_str().unwrap_or("").to_owned();
    file["features"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["properties"]["layer"] == "event")
        .map(|f| (text(f, "event_type"), text(f, "assertion"), text(f, "name")))
        .collect()
}

fn names(file: &Value, key: &str) -> Vec<String> {
    file["frontline"][key].as_array().unwrap().iter().map(|n| n.as_str().unwrap().to_owned()).collect()
}

/// Words of war in stories of peace.
const PEACE: &[(&str, &str)] = &[
    (
        "football",
        "Leeds storm Liverpool's fortress\n\n12 May 2024\n\nLeeds captured three points in Liverpool on Sunday and marched on towards the title. \
         The strike that settled it fell to Harrison, who fired home from twenty yards. Liverpool withdrew two defenders and retreated into \
         their own half, but Leeds held Anfield until the whistle. Manchester could be next to fall.\n",
    ),
    (
        "cycling",
        "Attack on the climb to Grenoble\n\n9 July 2023\n\nThe Dane attacked on the road to Grenoble and took the stage, beating back a late assault by \
         the Slovene. The team controls the race from Lyon to Paris and defends the lead on Monday. Two riders withdrew in Valence.\n",
    ),
    (
        "talks",
        "Ministers meet in Geneva\n\n3 March 2023\n\nForeign ministers from Paris, Berlin and Ankara met in Geneva on Friday. Moscow said it would \
         withdraw its proposal, and Washington rejected a deal that fell short of its aims. Vienna could be the next place for talks. \
         Officials in Brussels said the summit had captured the attention of the world.\n",
    ),
    (
        "markets",
        "Traders retreat in Frankfurt\n\n7 June 2022\n\nShares in Frankfurt fell to a low on Tuesday as buyers retreated. A Milan bank captured a fifth of the \
         market, and London repelled a hostile takeover from New York. Oil is advancing on 90 dollars, analysts in Dubai said.\n",
    ),
];

#[test]
fn sports_diplomacy_and_business_take_nothing() {
    for (name, text) in PEACE {
        let Some(file) = extract(name, text) else {
            continue;
        };
        let taken: Vec<_> = events(&file)
            .into_iter()
            .filter(|(class, how, _)| {
                ["capture", "recapture", "entry", "siege"].contains(&class.as_str())
                    && how != "historical"
                    && how != "hypothetical"
            })
            .collect();
        assert!(taken.is_empty(), "{name}: {taken:?}");
        assert_eq!(names(&file, "advance"), Vec::<String>::new(), "{name}");
        assert!(file["frontline"]["axes"].as_array().unwrap().is_empty(), "{name}");
    }
}

/// One story, told of different wars: attacker, defender, date, day, start, first, second and third town, next and last goal.
const WARS: &[[&str; 10]] = &[
    [
        "the rebels",
        "The Syrian army",
        "5 December 2024",
        "Thursday",
        "Idlib",
        "Aleppo",
        "Hama",
        "Homs",
        "Damascus",
        "Syria",
    ],
    [
        "M23 rebels",
        "The Congolese army",
        "16 February 2025",
        "Sunday",
        "Goma",
        "Kalehe",
        "Kavumu",
        "Bukavu",
        "Uvira",
        "Congo",
    ],
    [
        "Ukrainian forces",
        "The Russian army",
        "10 September 2022",
        "Saturday",
        "Chuhuiv",
        "Balakliia",
        "Izium",
        "Sloviansk",
        "Kramatorsk",
        "Ukraine",
    ],
];

#[test]
fn other_names_make_another_map() {
    for war in WARS {
        let [attacker, defender, date, day, start, first, second, next, last, country] = war;
        let subject = format!("{}{}", attacker[..1].to_uppercase(), &attacker[1..]);
        let text = format!(
            "{subject} take {second}\n\n{date}\n\n{subject} captured {second} on {day}, and {defender_lower} said it had withdrawn from the town. \
             The offensive in {country} was launched from {start} last week. {first} was captured two days ago.\n\n\
             {subject} could attack {next} next. {second} lies on the road from {first} to {last}.\n",
            defender_lower = defender.replacen("The", "the", 1),
        );
        let file = extract(start, &text).unwrap_or_else(|| panic!("{start}: nothing to map"));
        assert_eq!(names(&file, "advance"), [*start, *first, *second], "{start}: {:?}", events(&file));
        let ahead = names(&file, "advance_ahead");
        assert_eq!(ahead.first().map(String::as_str), Some(*next), "{start}: {ahead:?}");
        let legs: Vec<String> = file["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| &f["properties"])
            .filter(|p| p["layer"] == "advance" && p["status"] == "completed")
            .map(|p| format!("{} - {}", p["from"].as_str().unwrap(), p["to"].as_str().unwrap()))
            .collect();
        assert_eq!(legs, [format!("{start} - {first}"), format!("{first} - {second}")], "{start}");
    }
}
