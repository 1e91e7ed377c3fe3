//! `frontline geoparse --jsonl`: lines of JSON from standard input to standard output.

use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Read;
use std::io::Write;

use frontline::bundled;
use frontline::toponym;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

/// Bytes of lines answered together; memory stays a small multiple of it.
const CHUNK_BYTES: usize = 4 << 20;

/// Arguments of `geoparse`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Read one JSON object a line from standard input and answer each with one line.
    #[arg(long, required = true)]
    jsonl: bool,
    /// Print features for the fitting of the models instead.
    #[arg(long, hide = true)]
    features: bool,
    /// Weights to use instead of the bundled ones.
    #[arg(long, hide = true, value_name = "FILE")]
    weights: Option<std::path::PathBuf>,
}

/// Answers standard input.
pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let gazetteer = bundled::gazetteer().map_err(|error| error.to_string())?;
    let lexicon = match &arguments.weights {
        None => bundled::toponym_lexicon().map_err(|error| error.to_string())?,
        Some(path) => {
            #[allow(clippy::disallowed_methods, reason = "the command line opens files")]
            let weights = std::fs::read_to_string(path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            bundled::toponym_lexicon_with(&weights).map_err(|error| error.to_string())?
        }
    };
    let options = toponym::Options::new(&lexicon);
    let answer = |line: &String| {
        if arguments.features {
            toponym::fitting::answer(line, &gazetteer, &options)
        } else {
            toponym::jsonl::answer(line, &gazetteer, &options)
        }
    };
    let mut input = BufReader::with_capacity(1 << 20, std::io::stdin().lock());
    let mut output = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    loop {
        let lines = read_chunk(&mut input).map_err(|error| format!("standard input: {error}"))?;
        if lines.is_empty() {
            break;
        }
        let answers: Vec<String> = lines.par_iter().map(answer).collect();
        for line in answers {
            match writeln!(output, "{line}") {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(()),
                Err(error) => return Err(format!("standard output: {error}")),
            }
        }
    }
    match output.flush() {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(format!("standard output: {error}"))
        }
        _ => Ok(()),
    }
}

/// Lines of about [`CHUNK_BYTES`]; empty at the end. Bytes that are no UTF-8 are replaced; a line longer than the limit is cut,
/// so that it is answered with an error.
fn read_chunk(input: &mut impl BufRead) -> std::io::Result<Vec<String>> {
    let mut lines = Vec::new();
    let mut bytes = 0;
    while bytes < CHUNK_BYTES {
        let mut line = Vec::new();
        let most = toponym::jsonl::LONGEST_LINE as u64 + 2;
        if input.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.last() != Some(&b'\n') && line.len() as u64 == most {
            skip_line(input)?;
        }
        let text = String::from_utf8_lossy(&line)
            .trim_end_matches(['\n', '\r'])
            .to_owned();
        if text.trim().is_empty() {
            continue;
        }
        bytes += text.len();
        lines.push(text);
    }
    Ok(lines)
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        match buffer.iter().position(|&b| b == b'\n') {
            Some(at) => {
                input.consume(at + 1);
                return Ok(());
            }
            None => {
                let all = buffer.len();
                input.consume(all);
            }
        }
    }
}
