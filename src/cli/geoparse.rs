//! `frontline geoparse`: place names of articles, as a list, as JSON, or line by line for archives.

use std::fmt::Write as _;
use std::io::BufRead;
use std::io::IsTerminal as _;
use std::io::Read;
use std::io::Write as _;
use std::path::Path;

use frontline::article::Article;
use frontline::geodesy::LonLat;
use frontline::toponym;
use frontline::toponym::Toponym;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use rayon::prelude::*;
use serde_json::json;

use crate::cli::bounds;
use crate::cli::failure::Failure;
use crate::cli::failure::Status;
use crate::cli::io;
use crate::cli::options::GeoparseArguments;
use crate::cli::session;
use crate::cli::session::Session;
use crate::cli::terminal;

/// Bytes of lines answered together; memory stays a small multiple of it.
const BATCH_BYTES: usize = 4 << 20;
/// Lines that one core answers at a time.
const LOT: usize = 4;

/// Runs the command.
pub(crate) fn run(typed: &GeoparseArguments) -> Result<(), Failure> {
    let session =
        if typed.jsonl { session::open_for_places(&typed.reading)? } else { session::open(&typed.reading, None)? };
    let standard = [Path::new("-").to_path_buf()];
    let inputs = if typed.articles.is_empty() { &standard[..] } else { &typed.articles };
    if typed.jsonl {
        return inputs.iter().try_for_each(|path| lines(&session, typed, path));
    }
    let (mut found, mut failed) = (false, Vec::new());
    for path in inputs {
        let mut read = match session.read(path, inputs.len() == 1) {
            Ok(read) => read,
            Err(failure) if inputs.len() > 1 => {
                terminal::error(failure.message());
                failed.push(failure);
                continue;
            }
            Err(failure) => return Err(failure),
        };
        if typed.bbox.is_some() || typed.near.is_some() {
            read.toponyms = toponym::geoparse(
                &read.article,
                &session.knowledge.gazetteer,
                &narrowed(session.knowledge.geoparser(&session.countries), typed),
            );
        }
        found |= read.toponyms.iter().any(|t| t.place.is_some());
        let text = if typed.json {
            as_json(&read.article, &read.toponyms)
        } else {
            as_text(&read.article, &read.toponyms, typed.explain)
        };
        if inputs.len() > 1 && !typed.json {
            io::print(&format!("{}\n", terminal::safe(&read.article.source)))?;
        }
        io::print(&text)?;
    }
    if failed.len() == inputs.len() {
        return Err(Failure::Quiet(Status::Input));
    }
    if found { Ok(()) } else { Err(Failure::nothing("no place could be located")) }
}

/// The settings with the window and the circle that were typed.
fn narrowed<'a>(mut options: toponym::Options<'a>, typed: &GeoparseArguments) -> toponym::Options<'a> {
    options.bbox = typed.bbox;
    options.near = typed.near.map(|[lon, lat, km]| (LonLat::new(lon, lat), km));
    options
}

/// A bar for the lines answered, on a terminal only; of a file also how much is left.
fn progress(path: &Path) -> ProgressBar {
    if !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    let (bar, form) = if bytes > 0 {
        (ProgressBar::new(bytes), "{wide_bar} {binary_bytes}/{binary_total_bytes} {msg} {eta}")
    } else {
        (ProgressBar::new_spinner(), "{spinner} {binary_bytes} {msg} {elapsed}")
    };
    bar.with_style(ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Answers a file of lines on all cores, in order.
fn lines(session: &Session, typed: &GeoparseArguments, path: &Path) -> Result<(), Failure> {
    let shown = session::shown(path);
    let said = |e: std::io::Error| Failure::input(format!("{shown}: {e}"));
    let source: Box<dyn Read> =
        if path == Path::new("-") { Box::new(std::io::stdin()) } else { Box::new(io::open(path)?) };
    let mut reader = std::io::BufReader::with_capacity(1 << 20, source);
    let fitted = match &typed.weights {
        Some(weights) => {
            let text = io::read_text(weights, io::FILE_LIMIT)?;
            let read = session.knowledge.names.with_weights(&session::shown(weights), &text);
            Some(read.map_err(|e| Failure::input(e.to_string()))?)
        }
        None => None,
    };
    let mut options = narrowed(session.knowledge.geoparser(&session.countries), typed);
    if let Some(lexicon) = &fitted {
        options.lexicon = lexicon;
    }
    let gazetteer = &session.knowledge.gazetteer;
    // The answers of some lines, each with its line end; they are written into one buffer.
    let answer = |lines: &[String], out: &mut String| {
        for line in lines {
            if typed.features {
                out.push_str(&toponym::fitting::answer(line, gazetteer, &options));
            } else {
                toponym::jsonl::write_answer(line, gazetteer, &options, out);
            }
            out.push('\n');
        }
    };
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let bar = progress(path);
    let mut count = 0;
    let alone = rayon::current_num_threads() == 1;
    let mut buffer = String::new();
    loop {
        let batch = read_batch(&mut reader).map_err(said)?;
        if batch.is_empty() {
            break;
        }
        if alone {
            for lines in batch.chunks(LOT) {
                buffer.clear();
                answer(lines, &mut buffer);
                write_safe(&mut out, &buffer)?;
            }
        } else {
            let answered = |lines| {
                let mut text = String::new();
                answer(lines, &mut text);
                text
            };
            let answers: Vec<String> = batch.par_chunks(LOT).map(answered).collect();
            for text in answers {
                write_safe(&mut out, &text)?;
            }
        }
        bounds::finished();
        count += batch.len();
        bar.inc(batch.iter().map(|line| line.len() as u64 + 1).sum());
        bar.set_message(format!("{count} documents"));
    }
    bar.finish_and_clear();
    out.flush().map_err(|e| io::stdout_failure(&e))
}

/// Writes answers with what could steer a terminal escaped.
fn write_safe(out: &mut impl std::io::Write, answers: &str) -> Result<(), Failure> {
    out.write_all(terminal::safe_json(answers).as_bytes()).map_err(|e| io::stdout_failure(&e))
}

/// Lines of about [`BATCH_BYTES`]; empty at the end. Bytes that are no UTF-8 are replaced; a line longer than the limit is cut,
/// so that it is answered with an error.
fn read_batch(reader: &mut impl BufRead) -> std::io::Result<Vec<String>> {
    let (mut lines, mut bytes) = (Vec::new(), 0);
    let most = toponym::jsonl::LONGEST_LINE as u64 + 2;
    while bytes < BATCH_BYTES {
        let mut line = Vec::new();
        if reader.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.last() != Some(&b'\n') && line.len() as u64 == most {
            skip_line(reader)?;
        }
        let mut text =
            String::from_utf8(line).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        text.truncate(text.trim_end_matches(['\n', '\r']).len());
        if text.trim().is_empty() {
            continue;
        }
        bytes += text.len();
        lines.push(text);
    }
    Ok(lines)
}

fn skip_line(reader: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|b| *b == b'\n');
        let used = end.map_or(buffer.len(), |i| i + 1);
        reader.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

fn as_json(article: &Article, toponyms: &[Toponym]) -> String {
    let rows = toponym::jsonl::rows(article, toponyms);
    format!("{}\n", json!({"source": article.source, "toponyms": rows}))
}

/// A line a name: what the text says, what it is, where, how sure.
fn as_text(article: &Article, toponyms: &[Toponym], explain: bool) -> String {
    let mut out = String::new();
    for t in toponyms {
        let surface = article.text.get(t.span.clone()).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        let line = match &t.place {
            Some(p) => {
                let near = if p.admin1.is_empty() || p.admin1 == p.name {
                    p.country.clone()
                } else {
                    format!("{}, {}", p.admin1, p.country)
                };
                format!(
                    "{surface:<28} {:<9} {} ({near})  {:.4}, {:.4}  {:.2}",
                    t.kind.as_str(),
                    p.name,
                    p.at.lat,
                    p.at.lon,
                    t.confidence
                )
            }
            None => format!("{surface:<28} {:<9} unresolved", t.kind.as_str()),
        };
        let _ = writeln!(out, "{}", terminal::safe(&line));
        if explain {
            for (rank, c) in t.candidates.iter().enumerate() {
                let clues: Vec<String> = c.clues.iter().map(|(name, value)| format!("{name} {value:+.2}")).collect();
                let p = &c.place;
                let line = format!(
                    "    {}. {} ({}, {})  {:.4}, {:.4}  {:+.2}  {}",
                    rank + 1,
                    p.name,
                    p.admin1,
                    p.country,
                    p.at.lat,
                    p.at.lon,
                    c.score,
                    clues.join(", ")
                );
                let _ = writeln!(out, "{}", terminal::safe(line.trim_end()));
            }
        }
    }
    out
}
