//! Places that only an axis or a movement names.

use crate::geodesy::LonLat;
use crate::geodesy::distance_km;
use crate::layout::Town;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::story::StoryPlace;
use crate::layout::story::is_capital;
use crate::layout::words;
use crate::situation::Situation;
use crate::terms::EventType;
use crate::terms::LegStatus;
use crate::terms::Precision;

/// Stops of an axis that have no event of their own.
pub(super) fn add_stops(situation: &Situation, story: &mut Story, towns: &[Town]) {
    for axis in &situation.axes {
        let stops = axis.reached.iter().enumerate().map(|(i, s)| (i, s, false));
        let ahead = axis.ahead.iter().enumerate().map(|(i, s)| (i, s, true));
        for (i, stop, is_ahead) in stops.chain(ahead) {
            if story.places.iter().any(|p| p.key == stop.key || distance_km(p.at, stop.at) < 0.5) {
                continue;
            }
            let place = situation.places.iter().find(|p| p.location.key == stop.key);
            let code = place.map_or("", |p| p.location.feature_code.as_str());
            let capital = is_capital(code, stop.at, towns);
            let mark = match (is_ahead, i) {
                (true, _) if capital => Mark::Capital,
                (true, _) => Mark::Threatened,
                (false, 0) => Mark::Origin,
                (false, _) => Mark::Captured,
            };
            let note = match mark {
                Mark::Capital => "Capital, and direction of advance",
                Mark::Threatened => "Possible next goal",
                Mark::Origin => "Starting point",
                _ => "Reached",
            };
            let holder = place.and_then(|p| p.holder.as_deref()).or(situation.defender.as_deref());
            let look = story.mover(axis.side.as_deref());
            story.places.push(StoryPlace {
                key: stop.key.clone(),
                name: stop.name.clone(),
                at: stop.at,
                mark,
                hue: look.hue,
                held: story.look(holder).hue,
                text: look.text,
                claimed: stop.status == LegStatus::Claimed,
                again: false,
                focal: false,
                capital,
                notes: vec![note.to_owned()],
                precision: Precision::Exact,
                weight: if is_ahead { 53_000 } else { 60_000 },
                evidence: format!("{}: {note}", stop.name),
                date: stop.period.map(|p| p.end),
            });
        }
    }
}

/// Ends of movements that have no event of their own: where people or forces went, and towns they left.
pub(super) fn add_ends(situation: &Situation, story: &mut Story) {
    let town = |at: LonLat| {
        let events = situation.events.iter().map(|e| &e.location);
        let mut known = events.chain(situation.places.iter().map(|p| &p.location));
        known.any(|l| l.feature_class == "P" && distance_km(l.at, at) < 1.0)
    };
    for m in situation.movements.iter().take(60) {
        for (end, arrives) in [(&m.to, true), (&m.from, false)] {
            if story.places.iter().any(|p| distance_km(p.at, end.1) < 1.0) || (!arrives && !town(end.1)) {
                continue;
            }
            let look = story.look(m.actor_side.as_deref());
            let people = m.event_type == EventType::Displacement;
            story.places.push(StoryPlace {
                key: format!("end:{}", end.0),
                name: end.0.clone(),
                at: end.1,
                mark: if arrives && people { Mark::Refuge } else { Mark::Named },
                hue: look.hue,
                held: look.hue,
                text: look.text,
                claimed: false,
                again: false,
                focal: false,
                capital: false,
                notes: if arrives && people { vec![format!("People fleeing from {}", m.from.0)] } else { Vec::new() },
                precision: Precision::Exact,
                weight: 20_000,
                evidence: m
                    .evidence
                    .first()
                    .map_or_else(|| end.0.clone(), |c| format!("{}. “{}”", end.0, words::cut(&c.quote, 300))),
                date: m.period.map(|p| p.end),
            });
        }
    }
}
