//! `frontline geoparse`: place names of articles, as a list, as JSON, or line by line for archives.

use std::fmt::Write as _;
use std::io::BufRead;
use std::io::Read;
use std::io::Write as _;
use std::path::Path;

use frontline::article::Article;
use frontline::pipeline;
use frontline::toponym::Toponym;
use rayon::prelude::*;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::failure::Status;
use crate::cli::io;
use crate::cli::options::GeoparseArguments;
use crate::cli::session;
use crate::cli::session::Session;
use crate::cli::terminal;

/// Lines answered at a time.
const BATCH: usize = 512;

/// Runs the command.
pub(crate) fn run(typed: &GeoparseArguments) -> Result<(), Failure> {
    let session = session::open(&typed.reading, None)?;
    let standard = [Path::new("-").to_path_buf()];
    let inputs = if typed.articles.is_empty() { &standard[..] } else { &typed.articles };
    if typed.jsonl {
        return inputs.iter().try_for_each(|path| lines(&session, path));
    }
    let (mut found, mut failed) = (false, Vec::new());
    for path in inputs {
        let read = match session.read(path, inputs.len() == 1) {
            Ok(read) => read,
            Err(failure) if inputs.len() > 1 => {
                terminal::error(failure.message());
                failed.push(failure);
                continue;
            }
            Err(failure) => return Err(failure),
        };
        found |= read.toponyms.iter().any(|t| t.place.is_some());
        let text = if typed.json { as_json(&read.article, &read.toponyms) } else { as_text(&read.article, &read.toponyms, typed.explain) };
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

/// Answers a file of lines on all cores, in order.
fn lines(session: &Session, path: &Path) -> Result<(), Failure> {
    let shown = session::shown(path);
    let said = |e: std::io::Error| Failure::input(format!("{shown}: {e}"));
    let source: Box<dyn Read> = if path == Path::new("-") { Box::new(std::io::stdin()) } else { Box::new(io::open(path)?) };
    let mut reader = std::io::BufReader::with_capacity(1 << 20, source);
    let options = pipeline::jsonl_options(&session.knowledge, &session.countries);
    let mut out = std::io::BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    loop {
        let mut batch: Vec<Vec<u8>> = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            let mut line = Vec::new();
            // A line that is too long is cut; what follows of it is dropped.
            let limit = io::ARTICLE_LIMIT * 2;
            let read = reader.by_ref().take(limit).read_until(b'\n', &mut line).map_err(said)?;
            if read == 0 {
                break;
            }
            if read as u64 == limit && line.last() != Some(&b'\n') {
                skip_line(&mut reader).map_err(said)?;
            }
            if line.iter().any(|b| !b.is_ascii_whitespace()) {
                batch.push(line);
            }
        }
        if batch.is_empty() {
            break;
        }
        let answers: Vec<String> =
            batch.par_iter().map(|line| pipeline::answer(&session.knowledge, &String::from_utf8_lossy(line), &options)).collect();
        for answer in answers {
            out.write_all(answer.as_bytes()).and_then(|()| out.write_all(b"\n")).map_err(|e| io::stdout_failure(&e))?;
        }
    }
    out.flush().map_err(|e| io::stdout_failure(&e))
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
    let rows: Vec<_> = toponyms.iter().map(|t| pipeline::toponym_row(article, t)).collect();
    format!("{}\n", json!({"source": article.source, "toponyms": rows}))
}

/// A line a name: what the text says, what it is, where, how sure.
fn as_text(article: &Article, toponyms: &[Toponym], explain: bool) -> String {
    let mut out = String::new();
    for t in toponyms {
        let surface = article.text.get(t.span.clone()).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        let line = match &t.place {
            Some(p) => {
                let near = if p.admin1.is_empty() || p.admin1 == p.name { p.country.clone() } else { format!("{}, {}", p.admin1, p.country) };
                format!("{surface:<28} {:<9} {} ({near})  {:.4}, {:.4}  {:.2}", t.kind.as_str(), p.name, p.at.lat, p.at.lon, t.confidence)
            }
            None => format!("{surface:<28} {:<9} unresolved", t.kind.as_str()),
        };
        let _ = writeln!(out, "{}", terminal::safe(&line));
        if explain {
            for (rank, c) in t.candidates.iter().enumerate() {
                let clues: Vec<String> = c.clues.iter().map(|(name, value)| format!("{name} {value:+.2}")).collect();
                let p = &c.place;
                let line = format!("    {}. {} ({}, {})  {:.4}, {:.4}  {:+.2}  {}", rank + 1, p.name, p.admin1, p.country, p.at.lat, p.at.lon, c.score, clues.join(", "));
                let _ = writeln!(out, "{}", terminal::safe(line.trim_end()));
            }
        }
    }
    out
}
