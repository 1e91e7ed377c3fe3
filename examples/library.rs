//! The library from end to end: an article in; places, events, the situation, a map, a GeoPackage and back. `library ARTICLE FOLDER`
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "an example reads, writes and prints")]

use std::path::Path;

use frontline::article::ReadOptions;
use frontline::bundled;
use frontline::exchange::geopackage;
use frontline::exchange::geopackage::Target;
use frontline::layout::SheetOptions;
use frontline::pipeline;
use frontline::pipeline::Knowledge;
use frontline::pipeline::exports::Exports;
use frontline::pipeline::sheet;
use frontline::pipeline::sheet::Studio;
use frontline::situation::Overrides;
use frontline::situation::Settings;
use frontline::situation::geojson;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(article), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: library ARTICLE FOLDER".into());
    };
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;

    // Text to places and events, each with the words that say it.
    let knowledge = Knowledge::bundled()?;
    let bytes = std::fs::read(&article)?;
    let read = pipeline::read(&knowledge, &bytes, &article, &ReadOptions::default(), &[], &Overrides::default())?;
    for toponym in &read.toponyms {
        let place = toponym.place.as_ref().map_or("not located", |p| p.name.as_str());
        println!("{} → {place}", read.article.text.get(toponym.span.clone()).unwrap_or(""));
    }

    // Events to the state of the war, and what follows from it.
    let situation = pipeline::situation(&[read], &Settings::default());
    let studio = Studio::open(&knowledge.gazetteer)?;
    let derived = studio.derive(&situation);

    // The state to a picture.
    let style = bundled::style("default")?;
    let drawn = studio.sheet(&situation, &derived, &style, &SheetOptions::default())?;
    std::fs::write(folder.join("map.svg"), sheet::svg(&drawn))?;

    // The state to QGIS, and back with what a person changed there.
    let exports = Exports::new(&situation, &derived, style);
    let package = geopackage::write(&exports.content(), &Target { file: "war.gpkg", ..Target::default() })?;
    std::fs::write(folder.join("war.gpkg"), &package)?;
    let opened = geopackage::read("war.gpkg", &package, None)?;
    for edit in &opened.edits {
        println!("by hand: {edit}");
    }
    let back = geojson::read("war.gpkg", &opened.document)?;
    println!("{} events, title \"{}\"", back.events.len(), back.title);
    Ok(())
}
