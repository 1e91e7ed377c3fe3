//! What is meant by the options: knowledge opened, files read, articles turned into a situation.

use std::path::Path;
use std::path::PathBuf;

use frontline::article::ReadOptions;
use frontline::bundled;
use frontline::control;
use frontline::date::Date;
use frontline::gazetteer::Gazetteer;
use frontline::gazetteer::LayerInput;
use frontline::gazetteer::import;
use frontline::limit::Limit;
use frontline::pipeline;
use frontline::pipeline::Knowledge;
use frontline::pipeline::Read;
use frontline::situation::Settings;
use frontline::situation::Situation;
use frontline::situation::baseline;
use frontline::situation::overrides;
use frontline::situation::swap;
use serde_json::json;

use crate::cli::areas;
use crate::cli::areas::Wanted;
use crate::cli::bounds;
use crate::cli::failure::Failure;
use crate::cli::given;
use crate::cli::io;
use crate::cli::options::Folding;
use crate::cli::options::Reading;
use crate::cli::terminal;

/// Adds a warning if the positions of a file are the wrong way round.
pub(crate) fn warn_of_swapped(file: &str, situation: &mut Situation, gazetteer: &Gazetteer) {
    let warning = swap::swapped(file, &swap::named(situation), gazetteer);
    situation.warnings.extend(warning);
}

/// Knowledge and settings of one run.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) knowledge: Knowledge,
    pub(crate) settings: Settings,
    pub(crate) countries: Vec<String>,
    date: Option<Date>,
    areas: Wanted,
}

/// Opens what the options name.
pub(crate) fn open(reading: &Reading, folding: Option<&Folding>) -> Result<Session, Failure> {
    let mut settings = Settings { as_of: reading.date, ..Settings::default() };
    if let Some(folding) = folding {
        settings.title.clone_from(&folding.title);
        if let Some(path) = &folding.baseline {
            settings.baseline =
                Some(baseline::parse_within(&shown(path), &given::document(path, None)?.0, &bounds::limits())?);
        }
        if let Some(path) = &folding.overrides {
            settings.overrides = overrides::parse(&shown(path), &io::read_text(path, io::FILE_LIMIT)?)?;
        }
    }
    let countries = countries(&reading.country)?;
    let knowledge = knowledge(&reading.gazetteer)?;
    if let Some((path, baseline)) = folding.and_then(|f| f.baseline.as_ref()).zip(settings.baseline.as_mut()) {
        let named: Vec<_> = baseline.rows.iter().map(|r| (r.place.clone(), r.at)).collect();
        baseline.warnings.extend(swap::swapped(&shown(path), &named, &knowledge.gazetteer));
        baseline.name_holders(&knowledge.lexicon);
    }
    let areas = folding.map_or_else(|| Ok(Wanted::default()), |f| areas::read(&f.areas))?;
    Ok(Session { knowledge, settings, countries, date: reading.date, areas })
}

/// Opens what finding places needs: of the lexicon the names alone.
pub(crate) fn open_for_places(reading: &Reading) -> Result<Session, Failure> {
    let gazetteer = gazetteer(&reading.gazetteer)?;
    let knowledge = Knowledge { gazetteer, names: bundled::toponym_lexicon()?, lexicon: bundled::actor_names()? };
    let settings = Settings { as_of: reading.date, ..Settings::default() };
    Ok(Session {
        knowledge,
        settings,
        countries: countries(&reading.country)?,
        date: reading.date,
        areas: Wanted::default(),
    })
}

/// The shipped knowledge with the user's gazetteers on top.
fn knowledge(files: &[PathBuf]) -> Result<Knowledge, Failure> {
    Ok(Knowledge { gazetteer: gazetteer(files)?, names: bundled::toponym_lexicon()?, lexicon: bundled::lexicon()? })
}

/// The shipped gazetteer with the user's on top.
pub(crate) fn gazetteer(files: &[PathBuf]) -> Result<Gazetteer, Failure> {
    let mut gazetteer = bundled::gazetteer()?;
    for path in files {
        let mut bytes = io::read(path, io::FILE_LIMIT)?;
        if !is_layer(&bytes) {
            // A table is compiled on the way; `frontline gazetteer check` lists what is wrong with it.
            let text = String::from_utf8(bytes).map_err(|e| {
                Failure::input(format!("{}: neither a gazetteer nor a table of text ({e})", shown(path)))
            })?;
            let content = import::read(&shown(path), &text, import::Format::detect(&text), None)?;
            bytes = import::build(&shown(path), content, &label(path), "not stated")?;
        }
        gazetteer
            .push(LayerInput { label: shown(path), bytes: bytes.into(), trusted: false })
            .map_err(|e| Failure::input(e.to_string()))?;
    }
    Ok(gazetteer)
}

/// True for a compiled gazetteer.
pub(crate) fn is_layer(bytes: &[u8]) -> bool {
    bytes.starts_with(b"FLGZ")
}

/// Country codes in upper case.
pub(crate) fn countries(codes: &[String]) -> Result<Vec<String>, Failure> {
    codes
        .iter()
        .map(|c| {
            let code = c.trim().to_uppercase();
            if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
                Ok(code)
            } else {
                Err(Failure::input(format!("--country {c}: expected a code of two letters such as SY")))
            }
        })
        .collect()
}

/// A path for messages and labels, without a slash at its end.
pub(crate) fn shown(path: &Path) -> String {
    if path == Path::new("-") {
        "standard input".to_owned()
    } else {
        path.components().collect::<PathBuf>().display().to_string()
    }
}

/// The label of an article: its file name, so that the same article gives the same bytes in every folder.
fn label(path: &Path) -> String {
    path.file_name().map_or_else(|| shown(path), |n| n.to_string_lossy().into_owned())
}

impl Session {
    /// Reads one article.
    pub(crate) fn read(&self, path: &Path, alone: bool) -> Result<Read, Failure> {
        let bytes = io::read(path, Limit::Bytes)?;
        let options = ReadOptions {
            date: if alone { self.date } else { None },
            limits: bounds::limits(),
            ..ReadOptions::default()
        };
        let source = if path == Path::new("-") { "standard input".to_owned() } else { label(path) };
        let rules = &self.settings.overrides;
        let read = pipeline::read(&self.knowledge, &bytes, &source, &options, &self.countries, rules)?;
        bounds::finished();
        Ok(read)
    }

    /// One situation of all articles. An article that cannot be read is reported and left out if others can.
    pub(crate) fn situation(&self, paths: &[PathBuf]) -> Result<Situation, Failure> {
        Ok(self.fold(paths)?.0)
    }

    /// One situation of all articles, and what was read of each.
    pub(crate) fn fold(&self, paths: &[PathBuf]) -> Result<(Situation, Vec<Read>), Failure> {
        let read = self.read_all(paths)?;
        let mut situation = pipeline::situation(&read, &self.settings);
        let file = self.settings.baseline.as_ref().map_or("", |b| b.file.as_str());
        warn_of_overlaps(file, &mut situation);
        self.areas.apply(&mut situation, self.settings.baseline.as_ref().is_some_and(|b| !b.rows.is_empty()));
        Ok((situation, read))
    }

    /// What the options say of areas.
    pub(crate) const fn areas(&self) -> &Wanted {
        &self.areas
    }

    /// What was read of each article; one that cannot be read is reported and left out if others can.
    pub(crate) fn read_all(&self, paths: &[PathBuf]) -> Result<Vec<Read>, Failure> {
        let mut read = Vec::new();
        let mut failed = Vec::new();
        for path in paths {
            match self.read(path, paths.len() == 1) {
                Ok(article) => read.push(article),
                Err(failure) if paths.len() > 1 => failed.push(failure),
                Err(failure) => return Err(failure),
            }
        }
        if read.is_empty() {
            for failure in &failed {
                terminal::error(failure.message());
            }
            return Err(Failure::input("none of the articles could be read"));
        }
        for failure in &failed {
            terminal::warning(&format!("left out: {}", failure.message()));
        }
        Ok(read)
    }
}

/// Adds what is odd about the drawn areas of a file, once.
pub(crate) fn warn_of_overlaps(file: &str, situation: &mut Situation) {
    for mut warning in control::overlaps(&situation.areas) {
        warning.message = format!("{file}: {}", warning.message);
        if !situation.warnings.contains(&warning) {
            situation.warnings.push(warning);
        }
    }
}

/// Warnings on standard error.
pub(crate) fn warn(situation: &Situation, quiet: bool) {
    if quiet {
        return;
    }
    for warning in &situation.warnings {
        terminal::warning(&warning.message);
    }
}

/// `1 event`, `4 events`.
pub(crate) fn many(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// `4 events, 3 places, advance Idlib → Aleppo → Hama`.
pub(crate) fn count(situation: &Situation) -> String {
    let mut text = format!("{}, {}", many(situation.events.len(), "event"), many(situation.places.len(), "place"));
    if let Some(axis) = situation.axes.first() {
        let stops: Vec<&str> = axis.reached.iter().map(|s| s.name.as_str()).collect();
        text.push_str(&format!(", advance {}", stops.join(" → ")));
    }
    if !situation.unresolved.is_empty() {
        text.push_str(&format!(", {} unresolved", many(situation.unresolved.len(), "name")));
    }
    text
}

/// Why there is nothing to map.
pub(crate) fn nothing(situation: &Situation) -> String {
    let source = situation.articles.first().map_or("the article", |a| a.source.as_str());
    match situation.unresolved.len() {
        0 => format!("{source}: no place names, nothing to map"),
        n => format!("{source}: no place could be located ({n} names unresolved), nothing to map"),
    }
}

/// The summary for `--json`.
pub(crate) fn summary(situation: &Situation, files: &[String]) -> String {
    let names = |stops: &[frontline::situation::Stop]| stops.iter().map(|s| s.name.clone()).collect::<Vec<_>>();
    let main = situation.axes.first();
    let value = json!({
        "title": situation.title,
        "as_of": situation.as_of.map(|d| d.to_string()),
        "events": situation.events.len(),
        "places": situation.places.len(),
        "advance": main.map(|a| names(&a.reached)).unwrap_or_default(),
        "advance_ahead": main.map(|a| names(&a.ahead)).unwrap_or_default(),
        "unresolved": situation.unresolved,
        "files": files,
        "warnings": situation.warnings.iter().map(|w| w.message.clone()).collect::<Vec<_>>(),
    });
    format!("{value}\n")
}
