//! Title and subtitle of the map: the finding in plain words, never more than the articles say.
//!
//! In: sides, events, axes. Out: two lines of text. Never: layout.

use crate::date::Date;
use crate::date::month_name;
use crate::situation::Event;
use crate::situation::Side;
use crate::situation::Situation;
use crate::situation::side::is_role;
use crate::terms::Assertion;
use crate::terms::EventType;
use crate::terms::HolderStatus;
use crate::terms::LegStatus;

/// A title that states the finding.
pub(super) fn title(situation: &Situation) -> String {
    let axis = situation.axes.first();
    let newest = |types: &[EventType]| {
        situation
            .events
            .iter()
            .filter(|e| types.contains(&e.event_type) && e.assertion.happened() && !e.partial)
            .filter(|e| e.holder_status != HolderStatus::Contested)
            .max_by_key(|e| {
                (e.period.map(|p| (p.end, p.start)), e.order, e.location.population, std::cmp::Reverse(e.id.clone()))
            })
    };
    // The end of the main axis is the news, else the latest capture.
    let end = axis.and_then(|a| a.reached.last()).and_then(|stop| {
        situation.events.iter().find(|e| {
            e.location.key == stop.key
                && e.event_type.takes_control()
                && e.assertion.happened()
                && !e.partial
                && e.holder_status != HolderStatus::Contested
        })
    });
    let mut title = if let Some(event) = end.or_else(|| newest(&[EventType::Capture, EventType::Recapture])) {
        finding(situation, event)
    } else if let Some(stop) = axis.and_then(|a| a.reached.last()) {
        let who = axis.and_then(|a| a.side.as_deref()).and_then(|id| side(situation, id));
        format!("{} reach {}", who.map_or_else(|| "Forces".to_owned(), plural), stop.name)
    } else if let Some(event) = newest(&[EventType::Withdrawal]) {
        let who =
            event.actor_side.as_deref().and_then(|id| side(situation, id)).map_or_else(|| "Forces".to_owned(), plural);
        format!("{who} withdraw from {}", event.location.name)
    } else if let Some(event) = newest(&[EventType::Siege]) {
        format!("{} under siege", event.location.name)
    } else if let Some(event) = newest(&[
        EventType::Entry,
        EventType::Clash,
        EventType::Repelled,
        EventType::Advance,
        EventType::Shelling,
        EventType::Strike,
    ]) {
        match event.event_type {
            EventType::Strike => format!("Strikes on {}", event.location.name),
            EventType::Shelling => format!("Shelling of {}", event.location.name),
            EventType::Repelled => format!("Attack on {} repelled", event.location.name),
            _ => format!("Fighting at {}", event.location.name),
        }
    } else {
        return situation
            .articles
            .iter()
            .find_map(|a| a.title.clone())
            .unwrap_or_else(|| "Places in the news".to_owned());
    };
    if let Some(next) = axis.and_then(|a| a.ahead.first()) {
        title.push_str("; ");
        title.push_str(&next.name);
        title.push_str(" could be next");
    }
    title
}

fn finding(situation: &Situation, event: &Event) -> String {
    let who = event.actor_side.as_deref().and_then(|id| side(situation, id));
    let place = &event.location.name;
    let retakes = event.event_type == EventType::Recapture;
    let claimed = event.assertion == Assertion::Claimed
        || situation
            .axes
            .iter()
            .flat_map(|a| &a.reached)
            .any(|s| s.key == event.location.key && s.status == LegStatus::Claimed);
    match who.map(plural) {
        Some(who) if claimed => format!("{who} say they have {} {place}", if retakes { "retaken" } else { "captured" }),
        Some(who) if retakes => format!("{who} retake {place}"),
        Some(who) => format!("{who} capture {place}"),
        None if claimed => format!("{place} reported captured"),
        None => format!("{place} captured"),
    }
}

/// The dated second line.
pub(super) fn subtitle(situation: &Situation, yearless: bool) -> String {
    let mut parts = Vec::new();
    if let Some(day) = situation.as_of.filter(|_| yearless) {
        let full = long_date(day);
        let without = full.rsplit_once(' ').map_or(full.as_str(), |(d, _)| d);
        parts.push(format!("Situation as reported on {without}, year not stated"));
    } else if let Some(day) = situation.as_of {
        parts.push(format!("Situation as reported on {}", long_date(day)));
    } else {
        parts.push("Undated report".to_owned());
    }
    if let Some(axis) = situation.axes.first()
        && let (Some(first), Some(last)) = (axis.reached.first(), axis.reached.last())
        && first.key != last.key
    {
        parts.push(format!("advance from {} to {}", first.name, last.name));
    }
    parts.join("; ")
}

/// `5 December 2024`.
fn long_date(day: Date) -> String {
    format!("{} {} {}", day.day(), month_name(day), day.year())
}

fn side<'a>(situation: &'a Situation, id: &str) -> Option<&'a Side> {
    situation.sides.iter().find(|s| s.id == id)
}

/// A name that takes a plural verb: "HTS forces", "Syrian army forces", "the rebels" as "Rebels".
fn plural(side: &Side) -> String {
    let short = short_name(&side.name);
    let last = short.rsplit(' ').next().unwrap_or("").to_lowercase();
    let is_plural = matches!(last.as_str(), "men")
        || (last.ends_with('s') && !short.chars().all(|c| c.is_uppercase() || !c.is_alphabetic()));
    let mut out = if is_plural { short } else { format!("{short} forces") };
    if is_role(&side.name)
        && let Some(first) = out.get(..1)
    {
        out = format!("{}{}", first.to_uppercase(), out.get(1..).unwrap_or(""));
    }
    out
}

/// The acronym in brackets if there is one, else the name without brackets and article.
pub(super) fn short_name(name: &str) -> String {
    if let Some((_, rest)) = name.split_once('(')
        && let Some((inner, _)) = rest.split_once(')')
        && inner.len() >= 2
        && inner.len() <= 12
        && inner.chars().all(|c| !c.is_lowercase())
    {
        return inner.to_owned();
    }
    let bare = name.split('(').next().unwrap_or(name).trim();
    bare.strip_prefix("the ").or_else(|| bare.strip_prefix("The ")).unwrap_or(bare).to_owned()
}
