//! `frontline gazetteer`: what is in it.

use std::fmt::Write as _;

use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::options::GazetteerArguments;
use crate::cli::options::GazetteerCommand;
use crate::cli::session;
use crate::cli::terminal;

/// Runs the command.
pub(crate) fn run(typed: &GazetteerArguments) -> Result<(), Failure> {
    match &typed.command {
        GazetteerCommand::Info { gazetteer, json } => info(gazetteer, *json),
    }
}

fn info(files: &[std::path::PathBuf], as_json: bool) -> Result<(), Failure> {
    let gazetteer = session::gazetteer(files)?;
    let sources = gazetteer.sources();
    if as_json {
        let rows: Vec<_> = sources
            .iter()
            .map(|s| json!({"layer": s.label, "places": s.places, "bytes": s.bytes, "facts": s.facts.iter().cloned().collect::<std::collections::BTreeMap<_, _>>()}))
            .collect();
        return io::print(&format!("{}\n", json!(rows)));
    }
    let mut out = String::new();
    for source in &sources {
        let _ = writeln!(
            out,
            "{}: {} places, {} bytes",
            source.label, source.places, source.bytes
        );
        for (key, value) in &source.facts {
            let _ = writeln!(out, "    {key}: {value}");
        }
    }
    io::print(&terminal::safe(&out))
}
