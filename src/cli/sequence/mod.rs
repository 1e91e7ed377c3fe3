//! `frontline sequence`: dated inputs to frames, an animation, a timeline and tables.

mod inputs;
mod output;
mod press;

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use frontline::control;
use frontline::control::Change;
use frontline::control::Derived;
use frontline::date::Date;
use frontline::pipeline::series;
use frontline::sequence;
use frontline::sequence::Manifest;
use frontline::sequence::State;
use frontline::sequence::Step;
use frontline::situation;
use frontline::situation::Situation;
use rayon::prelude::*;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use crate::cli::bounds;
use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::options::SequenceArguments;
use crate::cli::session;
use crate::cli::sheet;
use crate::cli::terminal;

/// Size of a frame, pixels, when none is asked for.
const FRAME: (f64, f64) = (1200.0, 900.0);

/// So many warnings are told on the terminal; the manifest has all.
const TOLD: usize = 25;

/// Runs the command.
pub(crate) fn run(typed: &SequenceArguments) -> Result<(), Failure> {
    let style = sheet::style(&typed.look.style)?;
    let options = sheet::options(&typed.look, FRAME, typed.folding.title.as_ref())?;
    let folding = &typed.folding;
    let others: Vec<&PathBuf> =
        folding.baseline.iter().chain(&folding.overrides).chain(&typed.reading.gazetteer).collect();
    let (pieces, skipped) = inputs::gather(&typed.inputs, &others)?;
    let folder = typed.output.clone().unwrap_or_else(|| default_folder(&typed.inputs));
    let fingerprint = fingerprint(typed, &pieces)?;
    if !typed.fresh
        && typed.only.is_empty()
        && let Some(manifest) = output::up_to_date(&folder, &fingerprint)
    {
        return say(typed, &folder, &manifest, "nothing has changed");
    }
    let session = session::open(&typed.reading, Some(&typed.folding))?;
    let read = inputs::read(&pieces, &session)?;
    drop(pieces);
    let mut manifest = Manifest::new(fingerprint);
    manifest.title = folding.title.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    manifest.inputs = read.entries;
    manifest.warnings = skipped;
    manifest.warnings.extend(read.warnings);
    let days = read.material.days();
    let baseline = session.settings.baseline.as_ref();
    if let (Some(known), Some(first)) =
        (baseline.and_then(|b| b.rows.iter().filter_map(|r| r.as_of).max()), days.iter().min())
        && *first < known
    {
        manifest.warnings.push(format!("the first input is of {first}, before the baseline of {known}"));
    }
    let steps = sequence::steps(&days, typed.every, typed.from, typed.to)?;
    let studio = sheet::studio(&session.knowledge.gazetteer, &typed.look)?;
    // Without a new report nothing new is known.
    let news: Vec<Option<Situation>> = steps
        .par_iter()
        .enumerate()
        .map(|(i, step)| if i == 0 || !step.stale() { read.material.known(step.day, &session.settings) } else { None })
        .collect();
    let mut states: Vec<(Step, Situation)> =
        steps.iter().zip(news).filter_map(|(step, news)| Some((*step, news?))).collect();
    let corrections = if read.material.articles.is_empty() { Vec::new() } else { sequence::correct(&mut states) };
    manifest.warnings.extend(corrections.iter().map(ToString::to_string));
    let labelled = session.settings.baseline.as_ref().is_some_and(|b| !b.rows.is_empty());
    let known: BTreeMap<Date, (Arc<Situation>, Arc<Derived>)> = states
        .into_par_iter()
        .map(|(step, mut situation)| {
            session.areas().apply(&mut situation, labelled);
            let derived = studio.derive(&situation);
            (step.day, (Arc::new(situation), Arc::new(derived)))
        })
        .collect();
    let carried = |step: &Step| {
        let (_, (situation, derived)) = known.range(..=step.day).next_back()?;
        let corrected = corrections.iter().filter(|c| c.reaches(step.day)).map(|c| c.report).max();
        Some(State { step: *step, situation: Arc::clone(situation), derived: Arc::clone(derived), corrected })
    };
    let states: Vec<State> = steps.iter().filter_map(carried).collect();
    bounds::finished();
    manifest.warnings.extend(heard(&states));
    let nothing =
        |s: &State| s.situation.events.is_empty() && s.derived.areas.is_empty() && s.situation.lines.is_empty();
    if states.iter().all(nothing) {
        return Err(Failure::nothing("no event and no area on any of the days, nothing to map"));
    }
    let changes: Vec<Vec<Change>> = states
        .par_windows(2)
        .map(|pair| {
            if pair[1].step.stale() {
                Vec::new()
            } else {
                control::changes(&pair[0].derived.areas, &pair[1].derived.areas)
            }
        })
        .collect();
    let moments = series::moments(&states, &changes);
    bounds::finished();
    let stage = studio.stage(&moments, &style, &options)?;
    bounds::finished();
    let job = output::Job {
        typed,
        folder: &folder,
        studio: &studio,
        stage: &stage,
        moments: &moments,
        size: (options.width, options.height),
        lang: options.language.tag(),
        faces: faces(typed)?,
    };
    job.write(&states, &changes, &mut manifest)?;
    if !typed.talk.quiet {
        manifest.warnings.iter().take(TOLD).for_each(|warning| terminal::warning(warning));
        if let Some(more) = manifest.warnings.len().checked_sub(TOLD).filter(|n| *n > 0) {
            terminal::warning(&format!("and {more} more in {}/sequence.json", session::shown(&folder)));
        }
    }
    say(typed, &folder, &manifest, "done")
}

/// The warnings of the states, each as the newest state words it: what grows from day to day is told once.
fn heard(states: &[State]) -> Vec<String> {
    let mut newest: BTreeMap<(&str, &str), (usize, &str)> = BTreeMap::new();
    for warning in states.iter().flat_map(|s| &s.situation.warnings) {
        let begins = warning.message.split(", ").next().unwrap_or_default();
        let order = newest.len();
        newest.entry((&warning.code, begins)).or_insert((order, "")).1 = &warning.message;
    }
    let mut all: Vec<(usize, &str)> = newest.into_values().collect();
    all.sort_unstable();
    all.into_iter().map(|(_, message)| message.to_owned()).collect()
}

/// The last line, or the summary in JSON.
fn say(typed: &SequenceArguments, folder: &Path, manifest: &Manifest, state: &str) -> Result<(), Failure> {
    if typed.talk.json {
        let files: Vec<&str> = manifest.files.iter().map(|(name, _)| name.as_str()).collect();
        let value = json!({"folder": session::shown(folder), "state": state, "title": manifest.title, "frames": manifest.frames,
            "inputs": manifest.inputs, "files": files, "warnings": manifest.warnings});
        return io::print(&format!("{value}\n"));
    }
    if !typed.talk.quiet {
        let shown = session::shown(folder);
        let (first, last) = (manifest.frames.first(), manifest.frames.last());
        let range = first.zip(last).map_or_else(String::new, |(a, b)| format!(" from {} to {}", a.date, b.date));
        terminal::note(&format!(
            "{shown}/: {}{range}, {state}\nplay it: open {shown}/index.html in a browser",
            session::many(manifest.frames.len(), "frame"),
        ));
    }
    Ok(())
}

/// SHA-256 of the user's faces; empty without any.
fn faces(typed: &SequenceArguments) -> Result<String, Failure> {
    let all: Result<Vec<String>, Failure> =
        typed.look.font.iter().map(|path| Ok(io::hash(&io::read(path, io::FILE_LIMIT)?))).collect();
    Ok(all?.concat())
}

/// SHA-256 over everything that the outputs depend on.
fn fingerprint(typed: &SequenceArguments, pieces: &[inputs::Piece]) -> Result<String, Failure> {
    let mut hasher = Sha256::new();
    let (reading, folding, look) = (&typed.reading, &typed.folding, &typed.look);
    hasher.update(env!("CARGO_PKG_VERSION"));
    let options = format!(
        "{:?}",
        (
            typed.every,
            typed.from,
            typed.to,
            typed.pace,
            (folding.areas.clone(), &folding.title),
            (reading.date, &reading.country),
            (&look.lang, &look.style, look.size, look.scale),
            (look.graticule, look.projection, look.outline_text, typed.gif),
            (&look.overlay, &look.overlay_above),
        )
    );
    hasher.update(options);
    let named = [Path::new(&look.style), Path::new(&look.lang)];
    let files = folding.baseline.iter().chain(&folding.overrides).chain(&reading.gazetteer);
    let files = files.chain(&look.font).chain(&look.overlay).chain(&look.overlay_above).map(PathBuf::as_path);
    let files = files.chain(folding.areas.cost.iter().map(PathBuf::as_path).filter(|p| p.is_file()));
    for path in files.chain(named.into_iter().filter(|p| p.is_file())) {
        hasher.update(Sha256::digest(io::read(path, io::FILE_LIMIT)?));
    }
    inputs::hash(pieces, &mut hasher);
    Ok(io::hex(&hasher.finalize()))
}

/// `output/<slug>/`, named after the first input.
fn default_folder(inputs: &[PathBuf]) -> PathBuf {
    let stem = inputs.first().filter(|p| p.as_path() != Path::new("-")).and_then(|p| p.file_stem());
    let slug = stem.map_or_else(|| "sequence".to_owned(), |s| situation::slug(&s.to_string_lossy()));
    Path::new("output").join(io::harmless(&slug))
}
