//! A situation given as a file: GeoJSON, or a GeoPackage that may have been edited.

use std::path::Path;

use frontline::date::Date;
use frontline::exchange::geopackage;
use frontline::exchange::geopackage::Opened;
use frontline::situation::Situation;
use frontline::situation::geojson;

use crate::cli::bounds;
use crate::cli::database;
use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::session;
use crate::cli::session::shown;
use crate::cli::terminal;

/// A situation read from a file.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) situation: Situation,
    opened: Option<Opened>,
}

/// Reads a situation from GeoJSON or a GeoPackage; `name` chooses one of several in a GeoPackage.
///
/// A day that only the name of the file tells, as in `2024-12-01.geojson`, is taken from there.
pub(crate) fn read(path: &Path, name: Option<&str>) -> Result<Given, Failure> {
    let (text, opened) = document(path, name)?;
    let mut situation = geojson::read_within(&shown(path), &text, &bounds::limits())?;
    session::warn_of_overlaps(&shown(path), &mut situation);
    if situation.as_of.is_none() {
        situation.as_of = path.file_stem().and_then(|stem| day_in(&stem.to_string_lossy()));
    }
    Ok(Given { situation, opened })
}

/// The text of situation.geojson of a file that may be a GeoPackage.
pub(crate) fn document(path: &Path, name: Option<&str>) -> Result<(String, Option<Opened>), Failure> {
    let bytes = io::read(path, io::FILE_LIMIT)?;
    if !geopackage::is_geopackage(&bytes) {
        if name.is_some() {
            return Err(Failure::input(format!(
                "{}: --from chooses a situation of a GeoPackage, which this is not",
                shown(path)
            )));
        }
        let text = String::from_utf8(bytes).map_err(|e| {
            Failure::input(format!("{}: not UTF-8 text (byte {})", path.display(), e.utf8_error().valid_up_to()))
        })?;
        return Ok((text, None));
    }
    let bytes = database::committed(path, bytes)?;
    let mut opened = geopackage::read_within(&shown(path), &bytes, name, &bounds::limits())?;
    Ok((std::mem::take(&mut opened.document), Some(opened)))
}

impl Given {
    /// What was changed by hand, a line each.
    pub(crate) fn edits(&self) -> Vec<String> {
        match &self.opened {
            Some(opened) => opened.edits.iter().map(ToString::to_string).collect(),
            None => self.situation.edits.clone(),
        }
    }

    /// Says on standard error what was changed by hand and what was left alone.
    pub(crate) fn say(&self) {
        const MOST: usize = 40;
        let edits = self.edits();
        for edit in edits.iter().take(MOST) {
            terminal::note(&format!("by hand: {edit}"));
        }
        if edits.len() > MOST {
            terminal::note(&format!("by hand: {} more changes", edits.len() - MOST));
        }
        if let Some(others) = self.opened.as_ref().map(|o| &o.others).filter(|o| !o.is_empty()) {
            terminal::note(&format!("left alone: {}", others.join(", ")));
        }
    }
}

/// The first day written as `2024-12-01` or `20241201` in a name.
fn day_in(name: &str) -> Option<Date> {
    (0..name.len()).find_map(|at| {
        let alone = !name.get(..at)?.ends_with(|c: char| c.is_ascii_digit());
        let plain = name.get(at..at + 8).filter(|t| t.bytes().all(|b| b.is_ascii_digit()) && !followed(name, at + 8));
        let dashed = name.get(at..at + 10).filter(|_| !followed(name, at + 10)).and_then(|t| t.parse().ok());
        let day = dashed
            .or_else(|| plain.and_then(|t| format!("{}-{}-{}", t.get(..4)?, t.get(4..6)?, t.get(6..)?).parse().ok()));
        day.filter(|_| alone)
    })
}

/// A digit stands there.
fn followed(name: &str, at: usize) -> bool {
    name.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}
