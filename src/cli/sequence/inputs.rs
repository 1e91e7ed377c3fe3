//! What a sequence is made from: articles and lines of articles, dated situations and areas, or both: then the articles
//! continue the newest situation before them.

use std::borrow::Cow;
use std::path::Path;
use std::path::PathBuf;

use frontline::article::ReadOptions;
use frontline::date::Date;
use frontline::exchange::geopackage;
use frontline::limit::Limit;
use frontline::pipeline;
use frontline::pipeline::Read;
use frontline::pipeline::series;
use frontline::sequence::InputEntry;
use frontline::situation::Settings;
use frontline::situation::Situation;
use frontline::situation::geojson;
use rayon::prelude::*;
use serde::Deserialize;
use sha2::Digest as _;
use sha2::Sha256;

use crate::cli::bounds;
use crate::cli::database;
use crate::cli::explain::extension;
use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::session;
use crate::cli::session::Session;

/// The bytes of an input, or what is wrong with it.
pub(super) struct Piece {
    /// File name, with the number of the line for a line of a file.
    source: String,
    kind: Kind,
    bytes: Result<Vec<u8>, String>,
    /// The day that the line or the file name gives.
    day: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Article,
    State,
}

/// A line of a file of articles.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    date: Option<Date>,
    #[serde(default)]
    title: Option<String>,
    text: String,
}

/// What was made of the inputs.
pub(super) struct Material {
    /// Articles in order of date.
    pub(super) articles: Vec<Read>,
    /// Situations in order of date.
    pub(super) states: Vec<(Date, Situation)>,
}

impl Material {
    /// The days that anything is known of.
    pub(super) fn days(&self) -> Vec<Date> {
        self.articles.iter().filter_map(series::day).chain(self.states.iter().map(|(day, _)| *day)).collect()
    }

    /// What is known on a day.
    pub(super) fn known(&self, on: Date, settings: &Settings) -> Option<Situation> {
        match series::carried(&self.states, on) {
            None if self.articles.is_empty() => None,
            None => Some(series::known(&self.articles, on, settings)),
            Some(state) if self.articles.is_empty() => Some(state),
            Some(state) => {
                let since = self.states.iter().map(|(day, _)| *day).filter(|day| *day <= on).max();
                Some(series::continued(&state, &self.articles, (since, on), settings))
            }
        }
    }
}

/// Inputs, read.
pub(super) struct Inputs {
    pub(super) material: Material,
    pub(super) entries: Vec<InputEntry>,
    pub(super) warnings: Vec<String>,
}

/// Reads all bytes: files, the files of folders, lines of JSON. Files of a folder that are given as `others`, such as the baseline,
/// are no inputs.
pub(super) fn gather(paths: &[PathBuf], others: &[&PathBuf]) -> Result<(Vec<Piece>, Vec<String>), Failure> {
    let (mut files, mut warnings) = (Vec::new(), Vec::new());
    for path in paths {
        if path.is_dir() {
            for file in io::files_of(path)? {
                let same =
                    |other: &&&PathBuf| other.canonicalize().is_ok_and(|o| file.canonicalize().is_ok_and(|f| f == o));
                if others.iter().any(|other| same(&other)) {
                    continue;
                }
                if is_input(&file) {
                    files.push(file);
                } else {
                    warnings.push(format!("{}: neither an article nor a situation, left out", file.display()));
                }
            }
        } else {
            files.push(path.clone());
        }
    }
    if files.is_empty() {
        return Err(Failure::input("no articles, situations or areas in what was given"));
    }
    let mut pieces = Vec::new();
    for file in &files {
        if matches!(extension(file).as_str(), "jsonl" | "ndjson") || file == Path::new("-") {
            pieces.extend(lines(file));
        } else {
            pieces.push(piece(file));
        }
    }
    Ok((pieces, warnings))
}

fn is_input(file: &Path) -> bool {
    matches!(
        extension(file).as_str(),
        "txt" | "md" | "markdown" | "html" | "htm" | "geojson" | "gpkg" | "jsonl" | "ndjson"
    )
}

fn label(path: &Path) -> String {
    path.file_name().map_or_else(|| session::shown(path), |n| n.to_string_lossy().into_owned())
}

fn piece(file: &Path) -> Piece {
    let kind =
        if matches!(extension(file).as_str(), "geojson" | "gpkg" | "json") { Kind::State } else { Kind::Article };
    let limit = if kind == Kind::State { Limit::FileBytes } else { Limit::Bytes };
    let source = label(file);
    let day = day_in(&source);
    // A GeoPackage that is open in QGIS has its newest changes beside it.
    let read = |bytes: Vec<u8>| {
        if geopackage::is_geopackage(&bytes) { database::committed(file, bytes) } else { Ok(bytes) }
    };
    let bytes = io::read(file, limit).and_then(read).map_err(|f| f.message().to_owned());
    Piece { source, kind, bytes, day }
}

fn lines(file: &Path) -> Vec<Piece> {
    let source = session::shown(file);
    let bad = |message: String, number: usize| Piece {
        source: format!("{source}:{number}"),
        kind: Kind::Article,
        bytes: Err(message),
        day: None,
    };
    let text = match io::read_text(file, io::FILE_LIMIT) {
        Ok(text) => text,
        Err(failure) => return vec![bad(failure.message().to_owned(), 1)],
    };
    let mut pieces = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let number = i + 1;
        pieces.push(match serde_json::from_str::<Line>(line) {
            Ok(line) if line.text.len() as u64 > bounds::limits().get(Limit::Bytes) => {
                let length = line.text.len().to_string();
                let error = bounds::limits().exceeded(Limit::Bytes, &length, &format!("{source}:{number}"));
                bad(error.to_string(), number)
            }
            Ok(line) => {
                let title = line.title.map(|t| format!("{t}\n\n")).unwrap_or_default();
                Piece {
                    source: line.id.unwrap_or_else(|| format!("{}:{number}", label(file))),
                    kind: Kind::Article,
                    bytes: Ok(format!("{title}{}", line.text).into_bytes()),
                    day: line.date,
                }
            }
            Err(error) => bad(format!("{source}:{number}: not a line {{\"date\", \"text\"}}: {error}"), number),
        });
    }
    pieces
}

/// A day such as 2024-12-05 in a name.
fn day_in(name: &str) -> Option<Date> {
    (0..name.len().saturating_sub(9)).find_map(|i| name.get(i..i + 10)?.parse().ok())
}

/// SHA-256 over all inputs, in order.
pub(super) fn hash(pieces: &[Piece], hasher: &mut Sha256) {
    for piece in pieces {
        hasher.update(piece.source.as_bytes());
        if let Ok(bytes) = &piece.bytes {
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
    }
}

/// Reads every piece; what cannot be read, or has no date, is named and left out.
pub(super) fn read(pieces: &[Piece], session: &Session) -> Result<Inputs, Failure> {
    let mut inputs = Inputs {
        material: Material { articles: Vec::new(), states: Vec::new() },
        entries: Vec::new(),
        warnings: Vec::new(),
    };
    let (states, articles): (Vec<&Piece>, Vec<&Piece>) = pieces.iter().partition(|p| p.kind == Kind::State);
    let all: Vec<Result<(Date, Situation), String>> = states.par_iter().map(|p| state(p)).collect();
    let mut dated = inputs.keep(&states, all, |(day, _)| *day);
    dated.sort_by_key(|(day, _)| *day);
    inputs.material.states = dated;
    let all: Vec<Result<(Read, Option<String>), String>> = articles.par_iter().map(|p| article(p, session)).collect();
    let all = inputs.keep(&articles, all, |(read, _)| series::day(read).unwrap_or_default());
    inputs.warnings.extend(all.iter().filter_map(|(_, warning)| warning.clone()));
    let mut read: Vec<Read> = all.into_iter().map(|(read, _)| read).collect();
    read.sort_by_key(|r| (series::day(r), r.article.source.clone()));
    inputs.material.articles = read;
    if inputs.material.articles.is_empty() && inputs.material.states.is_empty() {
        let reasons: Vec<&str> = inputs.warnings.iter().map(String::as_str).take(3).collect();
        return Err(Failure::input(format!("none of the inputs could be used: {}", reasons.join("; "))));
    }
    inputs.entries.sort_by(|a, b| (&a.date, &a.source).cmp(&(&b.date, &b.source)));
    Ok(inputs)
}

impl Inputs {
    /// What was read well; an entry for each, a warning for what was not.
    fn keep<T>(&mut self, pieces: &[&Piece], all: Vec<Result<T, String>>, day: impl Fn(&T) -> Date) -> Vec<T> {
        let mut kept = Vec::new();
        for (piece, result) in pieces.iter().zip(all) {
            let mut entry = InputEntry { source: piece.source.clone(), ..InputEntry::default() };
            match result {
                Ok(value) => {
                    entry.date = Some(day(&value).to_string());
                    entry.state = "used".into();
                    kept.push(value);
                }
                Err(reason) => {
                    self.warnings.push(format!("left out: {reason}"));
                    entry.state = reason;
                }
            }
            self.entries.push(entry);
        }
        kept
    }
}

/// An article, and a warning if its dates contradict one another.
fn article(piece: &Piece, session: &Session) -> Result<(Read, Option<String>), String> {
    let bytes = piece.bytes.as_ref().map_err(Clone::clone)?;
    let read = |date: Option<Date>| {
        let options = ReadOptions { date, limits: bounds::limits(), ..ReadOptions::default() };
        let (knowledge, rules) = (&session.knowledge, &session.settings.overrides);
        pipeline::read(knowledge, bytes, &piece.source, &options, &session.countries, rules).map_err(|e| e.to_string())
    };
    let first = read(None)?;
    if first.article.sentences.is_empty() {
        return Err(format!("{}: no words in it", piece.source));
    }
    match (series::day(&first), piece.day) {
        (Some(said), Some(named)) if said != named => {
            let warning = format!("{}: the text is of {said}, its name says {named}; the text counts", piece.source);
            Ok((first, Some(warning)))
        }
        (Some(_), _) => Ok((first, None)),
        (None, Some(named)) => Ok((read(Some(named))?, None)),
        (None, None) => {
            Err(format!("{}: no date in the text or in the file name (such as 2024-12-05.txt)", piece.source))
        }
    }
}

fn state(piece: &Piece) -> Result<(Date, Situation), String> {
    let bytes = piece.bytes.as_ref().map_err(Clone::clone)?;
    let text = if geopackage::is_geopackage(bytes) {
        Cow::Owned(geopackage::read(&piece.source, bytes, None).map_err(|e| e.to_string())?.document)
    } else {
        Cow::Borrowed(std::str::from_utf8(bytes).map_err(|e| format!("{}: not UTF-8 text ({e})", piece.source))?)
    };
    let situation = geojson::read_within(&piece.source, &text, &bounds::limits()).map_err(|e| e.to_string())?;
    let day = situation.as_of.or_else(|| situation.areas.iter().filter_map(|a| a.as_of).max()).or(piece.day);
    let day = day.ok_or_else(|| {
        format!("{}: no date; expected a property \"as_of\" or a file name such as 2024-12-05.geojson", piece.source)
    })?;
    Ok((day, situation))
}
