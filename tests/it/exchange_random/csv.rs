//! CSV read by the rules of RFC 4180, and what an event must say in it.

use frontline::situation::Event;
use frontline::situation::Situation;

/// The records of a file. Anything but the grammar of RFC 4180 fails.
pub(super) fn records(text: &str) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut record = Vec::new();
        loop {
            let mut field = String::new();
            if let Some(mut quoted) = rest.strip_prefix('"') {
                loop {
                    let (part, tail) = quoted.split_once('"').expect("a quote is closed");
                    field.push_str(part);
                    let Some(more) = tail.strip_prefix('"') else {
                        rest = tail;
                        break;
                    };
                    field.push('"');
                    quoted = more;
                }
            } else {
                let end = rest.find([',', '\r', '\n', '"']).expect("the last record ends with a line break");
                field.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            record.push(field);
            match rest.strip_prefix(',') {
                Some(more) => rest = more,
                None => break,
            }
        }
        rest = rest.strip_prefix("\r\n").unwrap_or_else(|| panic!("a record ends with CRLF: {rest:?}"));
        out.push(record);
    }
    out
}

/// Text as it was before the apostrophe against formulas.
pub(super) fn without_guard(text: &str) -> &str {
    let formula = text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
    text.strip_prefix('\'').filter(|_| formula).unwrap_or(text)
}

/// Name of each column with what an event says in it.
pub(super) fn expected(situation: &Situation, event: &Event) -> Vec<(&'static str, String)> {
    let plain = |t: &str| t.chars().filter(|c| !c.is_ascii_control() || "\t\r\n".contains(*c)).collect::<String>();
    let maybe = |t: &Option<String>| plain(t.as_deref().unwrap_or(""));
    let state = event.actor_side.as_ref().is_some_and(|id| situation.sides.iter().any(|s| s.id == *id && s.state));
    let acled = event.event_type.acled(state).unwrap_or(("", ""));
    let cited = event.evidence.first();
    let source = cited.and_then(|c| situation.articles.get(c.article)).map_or("", |a| &a.source);
    let day = |end: bool| event.period.map(|p| if end { p.end } else { p.start }.to_string()).unwrap_or_default();
    let place = &event.location;
    vec![
        ("event_id_cnty", plain(&event.id)),
        ("event_date", day(false)),
        ("year", day(false).split('-').next().unwrap_or("").to_owned()),
        ("time_precision", event.time_precision.code().to_string()),
        ("event_type", acled.0.to_owned()),
        ("sub_event_type", acled.1.to_owned()),
        ("actor1", maybe(&event.actor)),
        ("actor2", maybe(&event.opponent)),
        ("iso", String::new()),
        ("country", plain(&place.country)),
        ("admin1", plain(&place.admin1)),
        ("location", plain(&place.name)),
        ("latitude", format!("{:.6}", place.at.lat)),
        ("longitude", format!("{:.6}", place.at.lon)),
        ("geo_precision", place.geo_precision.code().to_string()),
        ("source", plain(source)),
        ("notes", plain(cited.map_or("", |c| &c.quote))),
        ("class", event.event_type.as_str().to_owned()),
        ("assertion", event.assertion.as_str().to_owned()),
        ("attribution", maybe(&event.attribution)),
        ("date_start", day(false)),
        ("date_end", day(true)),
        ("holder", maybe(&event.holder)),
        ("holder_status", event.holder_status.as_str().to_owned()),
        ("confidence", format!("{:.2}", event.confidence)),
    ]
}
