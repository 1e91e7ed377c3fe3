//! `frontline extract`: articles to one situation, new or continued.

use std::path::Path;
use std::path::PathBuf;

use frontline::pipeline;
use frontline::pipeline::exports::Exports;
use frontline::pipeline::territory;
use frontline::situation::Situation;

use crate::cli::explain::extension;
use crate::cli::export;
use crate::cli::failure::Failure;
use crate::cli::given;
use crate::cli::io;
use crate::cli::options::ExtractArguments;
use crate::cli::session;
use crate::cli::sheet;
use crate::cli::terminal;

/// Runs the command.
pub(crate) fn run(typed: &ExtractArguments) -> Result<(), Failure> {
    if let Some(file) = &typed.update {
        return update(typed, file);
    }
    let session = session::open(&typed.reading, Some(&typed.folding))?;
    let situation = session.situation(&typed.articles)?;
    let output = typed.output.clone().unwrap_or_else(|| PathBuf::from("-"));
    put(typed, &situation, &output)?;
    if situation.events.is_empty() && situation.places.is_empty() {
        return Err(Failure::nothing(session::nothing(&situation)));
    }
    Ok(())
}

/// Adds the articles to the situation of a file.
fn update(typed: &ExtractArguments, file: &Path) -> Result<(), Failure> {
    let output = typed.output.clone().unwrap_or_else(|| file.to_path_buf());
    let given = given::read(file, typed.from.as_deref())?;
    let session = session::open(&typed.reading, Some(&typed.folding))?;
    let read = session.read_all(&typed.articles)?;
    let sequel = pipeline::continued(&given.situation, read.iter(), &session.settings);
    if !typed.talk.quiet {
        given.say();
        sequel.notes.iter().for_each(|note| terminal::note(note));
    }
    if !sequel.changed && typed.output.is_none() {
        if !typed.talk.quiet {
            terminal::note(&format!("{}: nothing new, left as it is", output.display()));
        }
        return Ok(());
    }
    let mut situation = sequel.situation;
    // What the file says of areas counts until the command line says otherwise.
    session.areas().apply(&mut situation, false);
    put(typed, &situation, &output)
}

/// Writes the situation in the format that the name of the file asks for.
fn put(typed: &ExtractArguments, situation: &Situation, output: &Path) -> Result<(), Failure> {
    let derived = territory::derive(situation, &frontline::bundled::basemap()?);
    let bytes = if extension(output) == "gpkg" {
        let exports = Exports::new(situation, &derived, sheet::style("default")?);
        export::geopackage(&exports, output, typed.from.as_deref())?
    } else {
        pipeline::state(situation, &derived).into_bytes()
    };
    io::write(output, &bytes)?;
    session::warn(situation, typed.talk.quiet);
    let to_file = output != Path::new("-");
    if typed.talk.json && to_file {
        io::print(&session::summary(situation, &[output.display().to_string()]))?;
    } else if to_file && !typed.talk.quiet {
        let shown = output.display();
        terminal::note(&format!(
            "{shown}: {}; draw it: frontline render {shown} -o map.svg",
            session::count(situation)
        ));
    }
    Ok(())
}
