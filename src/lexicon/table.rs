//! Rows of a tab-separated table with comments, and the errors that name file and line.

use crate::error::Error;
use crate::error::Result;

/// Rows that carry data: line number from 1 and cells.
pub(super) fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines().enumerate().filter_map(|(index, line)| {
        let line = line.trim_end();
        (!line.is_empty() && !line.starts_with('#')).then(|| (index + 1, line.split('\t').map(str::trim).collect()))
    })
}

/// The cell of a row, or an error that says which one is missing.
pub(super) fn cell<'a>(file: &str, line: usize, cells: &[&'a str], index: usize, what: &str) -> Result<&'a str> {
    cells.get(index).copied().filter(|c| !c.is_empty()).ok_or_else(|| {
        bad(file, line, format!("expected column {} ({what}), found {} columns", index + 1, cells.len()))
    })
}

/// Alternatives between `|`, none for `-`.
pub(super) fn alternatives(cell: &str) -> Vec<String> {
    if cell == "-" {
        Vec::new()
    } else {
        cell.split('|').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
    }
}

/// An error at a line.
pub(super) fn bad(file: &str, line: usize, message: impl std::fmt::Display) -> Error {
    Error::Data { file: format!("lexicon/{file}:{line}"), message: message.to_string() }
}
