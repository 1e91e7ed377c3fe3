//! Compiles the rows of `join_gazetteer.py` into the base layer of the gazetteer.
//!
//! Usage: `compile_gazetteer ROWS.tsv base.bin`
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool of the data recipe, not the library"
)]

use std::collections::BTreeMap;
use std::process::ExitCode;

use frontline::gazetteer::FeatureClass;
use frontline::gazetteer::NameKind;
use frontline::gazetteer::layer::write::NewPlace;
use frontline::gazetteer::layer::write::compile;
use frontline::gazetteer::names;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rows, out] = arguments.as_slice() else {
        eprintln!("usage: compile_gazetteer ROWS.tsv base.bin");
        return ExitCode::from(2);
    };
    match run(rows, out) {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("compile_gazetteer: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(rows: &str, out: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(rows).map_err(|error| format!("{rows}: {error}"))?;
    let mut meta: Vec<(&str, String)> = Vec::new();
    let mut places = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some((key, value)) = line.strip_prefix("# ").and_then(|fact| fact.split_once('\t')) {
            meta.push((key, value.to_owned()));
            continue;
        }
        places.push(read(line).ok_or_else(|| format!("{rows}:{number}: no row of nine cells: {line}"))?);
    }
    let count = places.len();
    meta.push(("places", count.to_string()));
    let bytes = compile(places, &BTreeMap::new(), &meta).map_err(|error| error.to_string())?;
    std::fs::write(out, &bytes).map_err(|error| format!("{out}: {error}"))?;
    Ok(format!("{count} places, {} bytes", bytes.len()))
}

fn read(line: &str) -> Option<NewPlace> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [id, class, name, country, admin1, lon, lat, population, others] = cells.as_slice() else {
        return None;
    };
    let useful = others.split('|').filter(|other| names::is_useful(other, name));
    Some(NewPlace {
        name: names::newsroom_spelling(name, country),
        names: useful.map(|other| (other.to_owned(), NameKind::Alternate)).collect(),
        class: FeatureClass::parse(class)?,
        country: (*country).to_owned(),
        admin1: (*admin1).to_owned(),
        lon: lon.parse().ok()?,
        lat: lat.parse().ok()?,
        population: u32::try_from(population.parse::<u64>().ok()?).ok()?,
        geonameid: id.parse().ok()?,
        reference: false,
        long_key: false,
    })
}
