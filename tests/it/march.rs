//! A campaign day by day: the front that dated articles give over a baseline goes where the campaign went, and never back.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// A campaign that goes south.
struct Campaign {
    articles: &'static str,
    baseline: &'static str,
    /// The side that advances.
    side: &'static str,
    /// Degrees east: first, last, step.
    meridians: (f64, f64, f64),
    /// Each day that has an article, and by how many degrees at least the southernmost front moves south on it.
    days: &'static [(&'static str, f64)],
    /// Degrees from the first day to the last.
    whole: f64,
}

const CAMPAIGNS: &[Campaign] = &[Campaign {
    articles: "data/articles/syria-2024",
    baseline: "data/baselines/syria-2024-11-26.tsv",
    side: "syr-hts",
    meridians: (36.2, 37.2, 0.05),
    days: &[
        // West and south of Aleppo, still north of the front before Maarat al-Numan.
        ("2024-11-27", 0.0),
        ("2024-11-28", 0.0),
        ("2024-11-29", 0.0),
        ("2024-11-30", 0.05),
        ("2024-12-01", 0.0),
        ("2024-12-03", 0.1),
        ("2024-12-05", 0.2),
        ("2024-12-07", 0.03),
        ("2024-12-08", 0.5),
    ],
    whole: 1.5,
}];

/// Degrees that an inferred line may move by when a place beside it gets another holder.
const INFERRED: f64 = 0.05;

#[test]
fn the_front_moves_south_day_by_day() {
    for campaign in CAMPAIGNS {
        check(campaign);
    }
}

/// The situation on a day: all articles up to it over the baseline.
fn situation(campaign: &Campaign, day: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("march");
    std::fs::create_dir_all(&folder).unwrap();
    let output = folder.join(format!("{day}.geojson"));
    let told = campaign.days.iter().map(|(d, _)| d).filter(|d| **d <= day);
    let run = Command::new(env!("CARGO_BIN_EXE_frontline"))
        .arg("extract")
        .args(told.map(|d| root.join(campaign.articles).join(format!("{d}.txt"))))
        .arg("--baseline")
        .arg(root.join(campaign.baseline))
        .args(["--date", day, "-o"])
        .arg(&output)
        .output()
        .unwrap();
    assert!(run.status.success(), "{day}: {}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&std::fs::read(&output).unwrap()).unwrap()
}

/// Features of a layer that name the side.
fn features<'a>(situation: &'a Value, layer: &str, keys: &[&str], side: &str) -> Vec<&'a Value> {
    let all = situation["features"].as_array().unwrap().iter();
    all.filter(|f| f["properties"]["layer"] == layer && keys.iter().any(|k| f["properties"][*k] == side)).collect()
}

/// All rings or lines of a geometry.
fn lines(coordinates: &Value, out: &mut Vec<Vec<(f64, f64)>>) {
    let items = coordinates.as_array().unwrap();
    if items[0][0].is_number() {
        out.push(items.iter().map(|p| (p[0].as_f64().unwrap(), p[1].as_f64().unwrap())).collect());
    } else {
        for i in items {
            lines(i, out);
        }
    }
}

fn check(campaign: &Campaign) {
    let (first, last, step) = campaign.meridians;
    let count = ((last - first) / step).round() as usize;
    let meridians: Vec<f64> = (0..=count).map(|i| first + step * i as f64).collect();
    let mut before: Option<(f64, Vec<Option<f64>>, f64)> = None;
    let mut begun = f64::NAN;
    for (day, least) in campaign.days {
        let state = situation(campaign, day);
        let mut fronts = Vec::new();
        for f in features(&state, "front_line", &["side_left", "side_right"], campaign.side) {
            lines(&f["geometry"]["coordinates"], &mut fronts);
        }
        let near = fronts.iter().flatten().filter(|(x, _)| (first..=last).contains(x));
        let south = near.map(|(_, y)| *y).fold(f64::INFINITY, f64::min);
        assert!(south.is_finite(), "{day}: no front between {first}° and {last}° E");
        let held: Vec<&Value> = features(&state, "control", &["holder"], campaign.side);
        let mut rings = Vec::new();
        for f in &held {
            lines(&f["geometry"]["coordinates"], &mut rings);
        }
        let km2: f64 = held.iter().map(|f| f["properties"]["area_km2"].as_f64().unwrap()).sum();
        // The southern end of the side's ground on each meridian, what lies between the places of its advance with it.
        let ends: Vec<Option<f64>> = meridians
            .iter()
            .map(|m| {
                let pairs = rings.iter().flat_map(|r| r.windows(2));
                let across = pairs.filter(|w| (w[0].0 <= *m) != (w[1].0 <= *m));
                let at = across.map(|w| w[0].1 + (w[1].1 - w[0].1) * (m - w[0].0) / (w[1].0 - w[0].0));
                at.reduce(f64::min)
            })
            .collect();
        if let Some((known, earlier, area)) = &before {
            assert!(
                south <= known - least + 1e-9,
                "{day}: the front lies at {south:.3}° N, the day before at {known:.3}°"
            );
            assert!(km2 >= *area, "{day}: {km2} km² held, the day before {area}");
            for ((m, now), then) in meridians.iter().zip(&ends).zip(earlier) {
                let back = then.is_some_and(|then| now.is_none_or(|now| now > then + INFERRED));
                assert!(!back, "{day}: at {m:.2}° E the ground held ends at {now:?}, the day before at {then:?}");
            }
        } else {
            begun = south;
        }
        before = Some((south, ends, km2));
    }
    let (end, _, _) = before.unwrap();
    assert!(begun - end >= campaign.whole, "from {begun:.3}° N to {end:.3}° in all");
}
