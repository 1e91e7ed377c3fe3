//! `frontline locate`: what the gazetteer knows of a name.

use std::fmt::Write as _;

use frontline::pipeline;
use frontline::pipeline::Found;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::options::LocateArguments;
use crate::cli::session;
use crate::cli::terminal;

/// Runs the command.
pub(crate) fn run(typed: &LocateArguments) -> Result<(), Failure> {
    let gazetteer = session::gazetteer(&typed.gazetteer)?;
    let countries = session::countries(&typed.country)?;
    let mut answers = Vec::new();
    let mut out = String::new();
    for name in &typed.names {
        let found = pipeline::locate(&gazetteer, name, &countries, typed.most);
        if typed.json {
            answers.push(json!({"name": name, "places": found.iter().map(row).collect::<Vec<_>>()}));
            continue;
        }
        if found.is_empty() {
            let _ = writeln!(out, "{}: not in the gazetteer", terminal::safe(name));
            continue;
        }
        let _ = writeln!(out, "{}", terminal::safe(name));
        for place in &found {
            let people =
                if place.place.population > 0 { format!("  pop. {}", place.place.population) } else { String::new() };
            let p = &place.place;
            let near = [p.admin1.as_str(), p.country.as_str()]
                .iter()
                .filter(|s| !s.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(", ");
            let line = format!(
                "  {:<26} {:<28} {:<7} {:>9.4} {:>9.4}{people}  {}",
                p.name, near, place.code, p.at.lat, p.at.lon, p.key
            );
            let _ = writeln!(out, "{}", terminal::safe(line.trim_end()));
        }
    }
    let any = if typed.json {
        let any = answers.iter().any(|a| a["places"].as_array().is_some_and(|p| !p.is_empty()));
        out = format!("{}\n", json!(answers));
        any
    } else {
        out.contains("\n  ")
    };
    io::print(&out)?;
    if any { Ok(()) } else { Err(Failure::Quiet(crate::cli::failure::Status::Nothing)) }
}

fn row(found: &Found) -> serde_json::Value {
    let p = &found.place;
    json!({"name": p.name, "key": p.key, "country": p.country, "admin1": p.admin1, "feature_code": found.code,
        "lat": p.at.lat, "lon": p.at.lon, "population": p.population, "matched": found.matched})
}
