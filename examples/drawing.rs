//! How long a sheet takes: layout and SVG, milliseconds, best and median of thirty runs. `drawing ARTICLE|SITUATION.geojson|NUMBER …`;
//! a number is a map of so many towns.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measuring program reads, keeps time and prints"
)]

use std::fmt::Write as _;
use std::time::Instant;

use frontline::article::ReadOptions;
use frontline::bundled;
use frontline::layout::SheetOptions;
use frontline::pipeline;
use frontline::pipeline::Knowledge;
use frontline::pipeline::sheet;
use frontline::pipeline::sheet::Studio;
use frontline::situation::Overrides;
use frontline::situation::Settings;
use frontline::situation::Situation;
use frontline::situation::geojson;

fn situation(knowledge: &Knowledge, name: &str) -> Result<Situation, Box<dyn std::error::Error>> {
    if let Ok(count) = name.parse::<usize>() {
        let mut features = String::new();
        for id in knowledge.gazetteer.towns_within(22.0, 44.3, 40.3, 52.4, count) {
            let place = knowledge.gazetteer.place(id);
            let comma = if features.is_empty() { "" } else { "," };
            write!(
                features,
                "{comma}{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{},{}]}},\"properties\":{{\"layer\":\"place\",\
                 \"event_type\":\"mention\",\"name\":{},\"population\":{},\"geonameid\":{},\"mentions\":1}}}}",
                place.at.lon,
                place.at.lat,
                serde_json::to_string(place.name)?,
                place.population,
                place.geonameid
            )?;
        }
        return Ok(geojson::read(name, &format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}"))?);
    }
    let bytes = std::fs::read(name)?;
    if name.ends_with("json") {
        return Ok(geojson::read(name, &String::from_utf8(bytes)?)?);
    }
    let read = pipeline::read(knowledge, &bytes, name, &ReadOptions::default(), &[], &Overrides::default())?;
    Ok(pipeline::situation(&[read], &Settings::default()))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let knowledge = Knowledge::bundled()?;
    for name in std::env::args().skip(1) {
        let situation = situation(&knowledge, &name)?;
        let style = bundled::style("default")?;
        // What a run pays once: base map opened, faces loaded.
        let studio = Studio::open(&knowledge.gazetteer)?;
        let derived = studio.derive(&situation);
        let mut took = Vec::new();
        let mut insets = 0;
        for _ in 0..30 {
            let started = Instant::now();
            let drawn = studio.sheet(&situation, &derived, &style, &SheetOptions::default())?;
            let svg = sheet::svg(&drawn);
            took.push(started.elapsed().as_secs_f64() * 1000.0);
            insets = svg.matches("clip-inset-").count();
        }
        let first = took.first().copied().unwrap_or_default();
        took.sort_by(f64::total_cmp);
        println!(
            "{name}: {} places, insets {insets}, first {first:.1}, best {:.1}, median {:.1} ms",
            situation.places.len(),
            took.first().copied().unwrap_or_default(),
            took.get(took.len() / 2).copied().unwrap_or_default()
        );
    }
    Ok(())
}
