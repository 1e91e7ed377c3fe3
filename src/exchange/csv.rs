//! Events as a table with the column names of ACLED.
//!
//! In: a situation. Out: CSV after RFC 4180. Never: geometry but points.

use crate::situation::Event;
use crate::situation::Situation;

/// Columns as in the ACLED codebook, then those of this program.
const COLUMNS: &[&str] = &[
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "event_type",
    "sub_event_type",
    "actor1",
    "actor2",
    "iso",
    "country",
    "admin1",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "notes",
    "class",
    "assertion",
    "attribution",
    "date_start",
    "date_end",
    "holder",
    "holder_status",
    "confidence",
];

/// The table of the events. `raw` leaves text as it is that a spreadsheet would take for a formula.
pub fn table(situation: &Situation, raw: bool) -> String {
    let mut out = String::new();
    push_row(&mut out, COLUMNS.iter().map(|c| Cell::Text((*c).to_owned())), raw);
    for event in &situation.events {
        push_row(&mut out, cells(situation, event), raw);
    }
    out
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text, quoted where needed.
    Text(String),
    /// A number, written as it stands.
    Number(String),
}

/// Adds a row, ended by a line break. Unless `raw`, text that a spreadsheet would take for a formula gets an apostrophe.
pub fn push_row(out: &mut String, cells: impl IntoIterator<Item = Cell>, raw: bool) {
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        match cell {
            Cell::Number(number) => out.push_str(&number),
            Cell::Text(text) => {
                // Readers of tables take these for the end of a cell or of the file.
                let text = text.replace(|c: char| c.is_ascii_control() && !"\t\n\r".contains(c), "");
                // What begins with apostrophes already gets one more, so that the way back is sure.
                let bare = text.trim_start_matches('\'');
                let formula = !raw && bare.starts_with(['=', '+', '-', '@', '\t', '\r']);
                let text = if formula { format!("'{text}") } else { text };
                if text.contains([',', '"', '\n', '\r']) {
                    out.push_str(&format!("\"{}\"", text.replace('"', "\"\"")));
                } else {
                    out.push_str(&text);
                }
            }
        }
    }
    out.push_str("\r\n");
}

fn cells(situation: &Situation, event: &Event) -> Vec<Cell> {
    let text = |s: &str| Cell::Text(s.to_owned());
    let maybe = |s: Option<&str>| Cell::Text(s.unwrap_or("").to_owned());
    let number = |n: String| Cell::Number(n);
    let by_state = event.actor_side.as_ref().is_some_and(|id| situation.sides.iter().any(|s| s.id == *id && s.state));
    let acled = event.event_type.acled(by_state);
    let cited = event.evidence.first();
    let place = &event.location;
    vec![
        text(&event.id),
        Cell::Text(event.period.map(|p| p.start.to_string()).unwrap_or_default()),
        number(event.period.map(|p| p.start.year().to_string()).unwrap_or_default()),
        number(event.time_precision.code().to_string()),
        maybe(acled.map(|a| a.0)),
        maybe(acled.map(|a| a.1)),
        maybe(event.actor.as_deref()),
        maybe(event.opponent.as_deref()),
        text(""),
        text(&place.country),
        text(&place.admin1),
        text(&place.name),
        number(format!("{:.6}", place.at.lat)),
        number(format!("{:.6}", place.at.lon)),
        number(place.geo_precision.code().to_string()),
        maybe(cited.and_then(|c| situation.articles.get(c.article)).map(|a| a.source.as_str())),
        maybe(cited.map(|c| c.quote.as_str())),
        text(event.event_type.as_str()),
        text(event.assertion.as_str()),
        maybe(event.attribution.as_deref()),
        Cell::Text(event.period.map(|p| p.start.to_string()).unwrap_or_default()),
        Cell::Text(event.period.map(|p| p.end.to_string()).unwrap_or_default()),
        maybe(event.holder.as_deref()),
        text(event.holder_status.as_str()),
        number(format!("{:.2}", event.confidence)),
    ]
}
