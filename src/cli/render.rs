//! `frontline render`: a situation file to pictures.

use std::path::PathBuf;

use crate::cli::areas;
use crate::cli::failure::Failure;
use crate::cli::given;
use crate::cli::io;
use crate::cli::options::RenderArguments;
use crate::cli::session;
use crate::cli::sheet;
use crate::cli::terminal;

/// Runs the command.
pub(crate) fn run(typed: &RenderArguments) -> Result<(), Failure> {
    typed.output.iter().try_for_each(|path| sheet::check_name(path))?;
    let source = session::shown(&typed.situation);
    let mut given = given::read(&typed.situation, typed.from.as_deref())?;
    areas::read(&typed.areas)?.apply(&mut given.situation, false);
    let gazetteer = frontline::bundled::gazetteer()?;
    session::warn_of_swapped(&source, &mut given.situation, &gazetteer);
    let situation = &given.situation;
    if situation.events.is_empty()
        && situation.places.is_empty()
        && situation.areas.is_empty()
        && situation.lines.is_empty()
    {
        return Err(Failure::nothing(format!("{source}: no feature to draw")));
    }
    let studio = sheet::studio(&gazetteer, &typed.look)?;
    let derived = studio.derive(situation);
    let picture = sheet::draw(&studio, situation, &derived, &typed.look, typed.title.as_ref())?;
    let files = picture.files(&typed.output)?;
    let files: Vec<(PathBuf, &[u8])> = files.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    io::write_all(&files)?;
    let names: Vec<String> = typed.output.iter().map(|p| p.display().to_string()).collect();
    if typed.talk.json {
        let warnings: Vec<String> = situation.warnings.iter().map(|w| w.message.clone()).collect();
        let mut summary = picture.metrics(&names, &warnings);
        if let Some(map) = summary.as_object_mut() {
            map.insert("edits".to_owned(), given.edits().into());
        }
        return io::print(&format!("{summary}\n"));
    }
    session::warn(situation, typed.talk.quiet);
    if !typed.talk.quiet {
        given.say();
        let from = typed.situation.display();
        terminal::note(&format!(
            "{}: {}; where each mark comes from: frontline explain {from}",
            names.join(", "),
            session::count(situation)
        ));
    }
    Ok(())
}
