//! What the geoparser knows of words and features, compiled from the tables of `data/toponym`.
//!
//! In: the tables as text, or what was compiled of them. Out: classes of words, weights of features. Never: places, texts.
//!
//! `build.rs` compiles the tables with this very code, so nothing here may name another part of the crate.

pub(crate) mod model;
pub(crate) mod words;

use std::borrow::Cow;
use std::fmt;

use self::model::Weights;
use self::words::Words;

/// What is wrong with a table: file, line (0 for none), what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError(String);

impl TableError {
    fn new(file: &str, line: usize, expected: &str) -> Self {
        if line == 0 {
            Self(format!("{file}: expected {expected}"))
        } else {
            Self(format!("{file}:{line}: expected {expected}"))
        }
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TableError {}

/// Word classes and model weights.
#[derive(Debug, Clone)]
pub struct Lexicon {
    pub(crate) words: Words,
    pub(crate) weights: Weights,
}

impl Lexicon {
    /// Opens what [`compile`] wrote.
    ///
    /// # Errors
    /// If the bytes are cut short or of another version of the program.
    pub fn open(words: impl Into<Cow<'static, [u8]>>, weights: &[u8]) -> Result<Self, TableError> {
        Ok(Self { words: Words::open(words.into())?, weights: Weights::open(weights)? })
    }

    /// The same words with other weights: the text of a `weights.tsv`.
    ///
    /// # Errors
    /// A row that is not `model:feature TAB weight`, or an unknown feature.
    pub fn with_weights(&self, file: &str, text: &str) -> Result<Self, TableError> {
        Ok(Self { words: self.words.clone(), weights: Weights::read(file, text)? })
    }
}

/// Compiles the text of `words.tsv`, `given_names.tsv`, `cues.tsv` and `weights.tsv`: words and weights.
///
/// # Errors
/// Names file and line of a bad row.
pub fn compile(words: &str, given_names: &str, cues: &str, weights: &str) -> Result<(Vec<u8>, Vec<u8>), TableError> {
    Ok((words::compile(words, given_names, cues)?, Weights::read("weights.tsv", weights)?.write()))
}

/// Rows `key TAB values` of a table, with line numbers; comments and empty lines left out.
pub(crate) fn rows<'a>(file: &str, text: &'a str) -> Result<Vec<(usize, &'a str, &'a str)>, TableError> {
    let mut out = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let row = line.split_once('\t');
        let (key, values) = row.ok_or_else(|| TableError::new(file, index + 1, "a key, a tab and values"))?;
        out.push((index + 1, key, values));
    }
    Ok(out)
}
