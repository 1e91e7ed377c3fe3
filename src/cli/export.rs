//! `frontline export`: a situation as clean GeoJSON or as a table with ACLED's column names.

use frontline::pipeline;
use frontline::pipeline::territory;
use frontline::situation::Event;
use frontline::situation::Situation;

use crate::cli::explain::extension;
use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::options::ExportArguments;
use crate::cli::session;
use crate::cli::terminal;

/// Runs the command.
pub(crate) fn run(typed: &ExportArguments) -> Result<(), Failure> {
    let situation = session::reread(&typed.situation)?;
    let bytes = match extension(&typed.output).as_str() {
        "csv" => table(&situation, typed.raw_csv),
        "geojson" | "json" => {
            let derived = territory::derive(&situation, &frontline::bundled::basemap()?);
            pipeline::document(&situation, &derived).situation
        }
        other => {
            let found = if other.is_empty() { "no extension".to_owned() } else { format!(".{other}") };
            return Err(Failure::input(format!(
                "{}: expected a name that ends in .csv or .geojson, found {found}",
                typed.output.display()
            )));
        }
    };
    io::write(&typed.output, bytes.as_bytes())?;
    terminal::note(&format!("{}: {}", typed.output.display(), session::count(&situation)));
    Ok(())
}

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

fn table(situation: &Situation, raw: bool) -> String {
    let mut out = String::from(&COLUMNS.join(","));
    out.push_str("\r\n");
    for event in &situation.events {
        let cells: Vec<String> = cells(situation, event).into_iter().map(|c| c.write(raw)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

enum Cell {
    Text(String),
    Number(String),
}

impl Cell {
    /// A cell with quotes where needed; text that a spreadsheet would take for a formula gets an apostrophe.
    fn write(self, raw: bool) -> String {
        let text = match self {
            Self::Number(n) => return n,
            Self::Text(t) if !raw && t.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) => {
                format!("'{t}")
            }
            Self::Text(t) => t,
        };
        if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    }
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
