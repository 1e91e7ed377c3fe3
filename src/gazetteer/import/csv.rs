//! Tables with a header: comma, semicolon or tab; cells may be quoted as RFC 4180 says.

use super::{Content, field, from_fields};

/// Cells in a row at most.
const MAX_CELLS: usize = 500;

/// Reads the places of a table.
pub(super) fn read(text: &str) -> Result<Content, String> {
    let head = text.lines().next().unwrap_or_default();
    let divider =
        [b'\t', b';', b','].into_iter().max_by_key(|&d| head.bytes().filter(|&b| b == d).count()).unwrap_or(b',');
    let mut rows = Rows { text, at: 0, line: 1, divider: char::from(divider) };
    let header = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    let columns: Vec<Option<&str>> = header.iter().map(|name| field(name)).collect();
    for needed in ["name", "lat", "lon"] {
        if !columns.contains(&Some(needed)) {
            let found = header.iter().take(20).map(|name| super::excerpt(name)).collect::<Vec<_>>().join(", ");
            return Err(format!(
                "line 1: no column for {needed} (lat, latitude, lon, lng, longitude …); the header has: {found}"
            ));
        }
    }
    let mut content = Content::default();
    for (line, cells) in rows {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if cells.len() != columns.len() {
            content.fault(line, format!("{} cells, the header has {}", cells.len(), columns.len()));
            continue;
        }
        let get = |wanted: &str| {
            let column = columns.iter().position(|column| *column == Some(wanted));
            column.and_then(|column| cells.get(column)).cloned().unwrap_or_default()
        };
        match from_fields(get) {
            Ok(place) => content.places.push(place),
            Err(message) => content.fault(line, message),
        }
    }
    Ok(content)
}

/// Rows with the line they begin on.
struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    divider: char,
}

impl Iterator for Rows<'_> {
    type Item = (usize, Vec<String>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let first_line = self.line;
        let mut cells = vec![String::new()];
        let mut quoted = false;
        let mut chars = rest.char_indices().peekable();
        let mut used = rest.len();
        while let Some((at, c)) = chars.next() {
            self.line += usize::from(c == '\n');
            let Some(cell) = cells.last_mut() else { break };
            match c {
                '"' if quoted && chars.next_if(|(_, next)| *next == '"').is_some() => {
                    cell.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if cell.is_empty() => quoted = true,
                '\n' if !quoted => {
                    used = at + 1;
                    break;
                }
                '\r' if !quoted => {}
                c if c == self.divider && !quoted => {
                    if cells.len() < MAX_CELLS {
                        cells.push(String::new());
                    }
                }
                c => cell.push(c),
            }
        }
        self.at += used;
        Some((first_line, cells))
    }
}
