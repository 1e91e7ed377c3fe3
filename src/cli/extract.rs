//! `frontline extract`: articles to one situation.geojson.

use frontline::pipeline;
use frontline::pipeline::territory;

use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::options::ExtractArguments;
use crate::cli::session;
use crate::cli::terminal;

/// Runs the command.
pub(crate) fn run(typed: &ExtractArguments) -> Result<(), Failure> {
    let session = session::open(&typed.reading, Some(&typed.folding))?;
    let situation = session.situation(&typed.articles)?;
    let derived = territory::derive(&situation, &frontline::bundled::basemap()?);
    let document = pipeline::document(&situation, &derived);
    io::write(&typed.output, document.situation.as_bytes())?;
    session::warn(&situation, typed.talk.quiet);
    let to_file = typed.output != std::path::Path::new("-");
    if typed.talk.json && to_file {
        io::print(&session::summary(&situation, &[typed.output.display().to_string()]))?;
    } else if to_file && !typed.talk.quiet {
        let shown = typed.output.display();
        terminal::note(&format!(
            "{shown}: {}; draw it: frontline render {shown} -o map.svg",
            session::count(&situation)
        ));
    }
    if situation.events.is_empty() && situation.places.is_empty() {
        return Err(Failure::nothing(session::nothing(&situation)));
    }
    Ok(())
}
