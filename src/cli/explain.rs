//! `frontline explain`: every claim of a situation with its sentence.

use std::fmt::Write as _;
use std::path::Path;

use frontline::provenance::Citation;
use frontline::situation::Event;
use frontline::situation::Situation;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::given;
use crate::cli::io;
use crate::cli::options::ExplainArguments;
use crate::cli::options::ExplainFormat;
use crate::cli::session;
use crate::cli::terminal;

/// Runs the command.
pub(crate) fn run(typed: &ExplainArguments) -> Result<(), Failure> {
    let situation = given::read(&typed.situation, typed.from.as_deref())?.situation;
    let by_name = match typed.output.extension().and_then(|e| e.to_str()) {
        Some("md") => ExplainFormat::Markdown,
        Some("json") => ExplainFormat::Json,
        _ => ExplainFormat::Text,
    };
    let format = if typed.json { ExplainFormat::Json } else { typed.format.unwrap_or(by_name) };
    let account = match format {
        ExplainFormat::Text => as_text(&situation),
        ExplainFormat::Markdown => as_markdown(&situation),
        ExplainFormat::Json => as_json(&situation),
    };
    io::write(&typed.output, account.as_bytes())?;
    if situation.events.is_empty() {
        return Err(Failure::nothing(format!("{}: no events to explain", session::shown(&typed.situation))));
    }
    Ok(())
}

/// What is said of an event besides its words.
fn facts(situation: &Situation, event: &Event) -> Vec<(&'static str, String)> {
    let mut out = vec![("assertion", event.assertion.to_string())];
    let mut put = |key, value: Option<String>| out.extend(value.filter(|v| !v.is_empty()).map(|v| (key, v)));
    put("says who", event.attribution.clone());
    put("actor", event.actor.clone());
    put("side", event.actor_side.as_ref().map(|id| side_name(situation, id)));
    put("opponent", event.opponent.clone());
    put(
        "when",
        event.period.map(|p| if p.start == p.end { p.start.to_string() } else { format!("{} to {}", p.start, p.end) }),
    );
    put("time precision", event.period.map(|_| event.time_precision.code().to_string()));
    let at = event.location.at;
    put(
        "where",
        Some(
            format!("{:.4}, {:.4} {} {}", at.lat, at.lon, event.location.admin1, event.location.country)
                .trim()
                .to_owned(),
        ),
    );
    put("place precision", Some(event.location.geo_precision.code().to_string()));
    let holder = event.holder.as_ref().map(|id| side_name(situation, id));
    put(
        "holder",
        Some(holder.map_or_else(|| event.holder_status.to_string(), |h| format!("{h} ({})", event.holder_status))),
    );
    put("confidence", Some(format!("{:.2}", event.confidence)));
    out
}

fn side_name(situation: &Situation, id: &str) -> String {
    situation.sides.iter().find(|s| s.id == id).map_or_else(|| id.to_owned(), |s| s.name.clone())
}

fn source<'a>(situation: &'a Situation, citation: &Citation) -> &'a str {
    situation.articles.get(citation.article).map_or("", |a| a.source.as_str())
}

fn as_text(situation: &Situation) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}\n{}\n", situation.title, situation.subtitle);
    for event in &situation.events {
        let _ = writeln!(out, "{} {}  [{}]", event.event_type, event.location.name, event.id);
        for (key, value) in facts(situation, event) {
            let _ = writeln!(out, "    {key}: {value}");
        }
        for c in &event.evidence {
            let _ = writeln!(out, "    {} {}-{}: \"{}\"", source(situation, c), c.start, c.end, c.quote);
        }
        out.push('\n');
    }
    if !situation.places.is_empty() {
        let named: Vec<&str> =
            situation.places.iter().filter(|p| p.mentions > 0).map(|p| p.location.name.as_str()).collect();
        let _ = writeln!(out, "Named without an event: {}", named.join(", "));
    }
    if !situation.unresolved.is_empty() {
        let _ = writeln!(out, "Not located: {}", situation.unresolved.join(", "));
    }
    for warning in &situation.warnings {
        let _ = writeln!(out, "Warning: {}", warning.message);
    }
    terminal::safe(&out)
}

/// Text with the signs escaped that Markdown or HTML would act on.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in terminal::safe(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

fn as_markdown(situation: &Situation) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n\n{}\n", escape(&situation.title), escape(&situation.subtitle));
    for event in &situation.events {
        let _ = writeln!(out, "## {} {}\n", escape(event.event_type.as_str()), escape(&event.location.name));
        for (key, value) in facts(situation, event) {
            let _ = writeln!(out, "- {key}: {}", escape(&value));
        }
        for c in &event.evidence {
            let _ =
                writeln!(out, "\n> {}\n>\n> {} {}-{}", escape(&c.quote), escape(source(situation, c)), c.start, c.end);
        }
        out.push('\n');
    }
    if !situation.unresolved.is_empty() {
        let _ = writeln!(out, "## Not located\n\n{}", escape(&situation.unresolved.join(", ")));
    }
    out
}

fn as_json(situation: &Situation) -> String {
    let events: Vec<_> = situation
        .events
        .iter()
        .map(|event| {
            let evidence: Vec<_> = event
                .evidence
                .iter()
                .map(|c| json!({"source": source(situation, c), "start": c.start, "end": c.end, "quote": c.quote}))
                .collect();
            json!({
                "id": event.id, "event_type": event.event_type.as_str(), "name": event.location.name,
                "assertion": event.assertion.as_str(), "attribution": event.attribution, "actor": event.actor,
                "actor_side": event.actor_side, "opponent": event.opponent,
                "date_start": event.period.map(|p| p.start.to_string()), "date_end": event.period.map(|p| p.end.to_string()),
                "time_precision": event.time_precision.code(), "geo_precision": event.location.geo_precision.code(),
                "lat": event.location.at.lat, "lon": event.location.at.lon, "confidence": event.confidence,
                "holder": event.holder, "holder_status": event.holder_status.as_str(), "evidence": evidence,
            })
        })
        .collect();
    let value = json!({
        "title": situation.title, "as_of": situation.as_of.map(|d| d.to_string()), "events": events,
        "unresolved": situation.unresolved, "warnings": situation.warnings.iter().map(|w| w.message.clone()).collect::<Vec<_>>(),
    });
    format!("{}\n", serde_json::to_string_pretty(&value).unwrap_or_default())
}

/// The extension of a path in lower case.
pub(crate) fn extension(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}
