//! `frontline gazetteer`: what is in it, and tables of one's own as further layers.

use std::fmt::Write as _;
use std::path::Path;

use frontline::gazetteer::import;
use frontline::gazetteer::import::Content;
use frontline::gazetteer::import::Format;
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
        GazetteerCommand::Import { table, output, alternates, name, licence } => {
            let (content, shown) = table_of(table, alternates.as_deref())?;
            let places = content.places.len();
            let label = name.clone().unwrap_or_else(|| {
                table.file_stem().map_or_else(|| "own places".to_owned(), |s| s.to_string_lossy().into_owned())
            });
            let source = table.file_name().map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
            let bytes = import::build(&source, content, &label, licence)?;
            io::write(output, &bytes)?;
            let out = output.display();
            terminal::note(&format!("{out}: {places} places; use them: frontline map article.txt --gazetteer {out}"));
            Ok(())
        }
        GazetteerCommand::Check { file } => check(file),
    }
}

/// The places of a table; broken rows are reported, and fatal only when nothing is left.
fn table_of(path: &Path, alternates: Option<&Path>) -> Result<(Content, String), Failure> {
    let shown = session::shown(path);
    let text = io::read_text(path, io::FILE_LIMIT)?;
    let names = alternates.map(|p| io::read_text(p, io::FILE_LIMIT)).transpose()?;
    let content = import::read(&shown, &text, Format::detect(&text), names.as_deref())?;
    for row in content.broken.iter().take(20) {
        terminal::warning(&format!("{shown}: line {}: {}", row.line, row.message));
    }
    if content.broken_count > 20 {
        terminal::warning(&format!("{shown}: {} more rows are no places", content.broken_count - 20));
    }
    if content.places.is_empty() {
        return Err(Failure::input(format!("{shown}: no places in it")));
    }
    Ok((content, shown))
}

fn check(path: &Path) -> Result<(), Failure> {
    if session::is_layer(&io::read(path, io::FILE_LIMIT)?) {
        info(&[path.to_path_buf()], false)?;
        terminal::note(&format!("{}: good; use it: frontline map article.txt --gazetteer {0}", session::shown(path)));
        return Ok(());
    }
    let (content, shown) = table_of(path, None)?;
    let kinds: Vec<String> = content.classes().iter().map(|(class, n)| format!("{n} {}", class.code())).collect();
    let mut told = format!("{shown}: {} ({})", session::many(content.places.len(), "place"), kinds.join(", "));
    for (rows, what) in [(content.broken_count, "wrong row"), (content.skipped, "unneeded row")] {
        if rows > 0 {
            told.push_str(&format!(", left out: {}", session::many(rows, what)));
        }
    }
    terminal::note(&format!("{told}; compile them: frontline gazetteer import {shown} -o places.flgz"));
    if content.broken_count > 0 {
        return Err(Failure::input(format!("{shown}: {}", session::many(content.broken_count, "wrong row"))));
    }
    Ok(())
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
        let _ = writeln!(out, "{}: {} places, {} bytes", source.label, source.places, source.bytes);
        for (key, value) in &source.facts {
            let _ = writeln!(out, "    {key}: {value}");
        }
    }
    io::print(&terminal::safe(&out))
}
