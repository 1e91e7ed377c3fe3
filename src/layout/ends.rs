//! Places that only an axis or a movement names.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::geodesy::LonLat;
use crate::geodesy::Nearby;
use crate::geodesy::distance_km;
use crate::layout::Town;
use crate::layout::language::Phrase;
use crate::layout::story::Mark;
use crate::layout::story::Story;
use crate::layout::story::StoryPlace;
use crate::layout::story::is_capital;
use crate::layout::story::name_at;
use crate::layout::words;
use crate::situation::Place;
use crate::situation::Situation;
use crate::terms::EventType;
use crate::terms::LegStatus;
use crate::terms::Precision;

/// Stops of an axis that have no event of their own.
pub(super) fn add_stops(situation: &Situation, story: &mut Story, towns: &[Town]) {
    let mut keys: BTreeSet<String> = story.places.iter().map(|p| p.key.clone()).collect();
    let mut nearby = Nearby::new(0.5);
    story.places.iter().enumerate().for_each(|(i, p)| nearby.add(i, p.at));
    let mut known: BTreeMap<&str, &Place> = BTreeMap::new();
    for place in &situation.places {
        known.entry(&place.location.key).or_insert(place);
    }
    for axis in &situation.axes {
        let stops = axis.reached.iter().enumerate().map(|(i, s)| (i, s, false));
        let ahead = axis.ahead.iter().enumerate().map(|(i, s)| (i, s, true));
        for (i, stop, is_ahead) in stops.chain(ahead) {
            if keys.contains(&stop.key) || nearby.first(stop.at).is_some() {
                continue;
            }
            keys.insert(stop.key.clone());
            nearby.add(story.places.len(), stop.at);
            let place = known.get(stop.key.as_str());
            let code = place.map_or("", |p| p.location.feature_code.as_str());
            let capital = is_capital(code, stop.at, towns);
            let mark = match (is_ahead, i) {
                (true, _) if capital => Mark::Capital,
                (true, _) => Mark::Threatened,
                (false, 0) => Mark::Origin,
                (false, _) => Mark::Captured,
            };
            let note = story.language.say(match mark {
                Mark::Capital => Phrase::CapitalAhead,
                Mark::Threatened => Phrase::NextGoal,
                Mark::Origin => Phrase::StartOfOffensive,
                _ => Phrase::Reached,
            });
            let note = note.to_owned();
            let name = name_at(story, &stop.name, stop.at);
            let holder = place.and_then(|p| p.holder.as_deref()).or(situation.defender.as_deref());
            let look = story.mover(axis.side.as_deref());
            story.places.push(StoryPlace {
                key: stop.key.clone(),
                evidence: format!("{name}: {note}"),
                name,
                at: stop.at,
                mark,
                hue: look.hue,
                held: story.look(holder).hue,
                frames: (look.frame, story.look(holder).frame),
                text: look.text,
                claimed: stop.status == LegStatus::Claimed,
                again: false,
                focal: false,
                capital,
                notes: vec![note],
                precision: Precision::Exact,
                weight: if is_ahead { 53_000 } else { 60_000 },
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
                name: name_at(story, &end.0, end.1),
                at: end.1,
                mark: if arrives && people { Mark::Refuge } else { Mark::Named },
                hue: look.hue,
                held: look.hue,
                frames: (look.frame, look.frame),
                text: look.text,
                claimed: false,
                again: false,
                focal: false,
                capital: false,
                notes: if arrives && people {
                    let from = name_at(story, &m.from.0, m.from.1);
                    vec![story.language.fill(Phrase::FleeingFrom, &[("place", &from)])]
                } else {
                    Vec::new()
                },
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

/// Places that the text only names, for a situation without events: a map of names.
pub(super) fn add_mentions(situation: &Situation, story: &mut Story, towns: &[Town]) {
    for place in situation.places.iter().filter(|p| p.mentions > 0) {
        let location = &place.location;
        let capital = is_capital(&location.feature_code, location.at, towns);
        let look = story.look(place.holder.as_deref());
        let name = story.name_of(location);
        story.places.push(StoryPlace {
            key: location.key.clone(),
            evidence: place
                .evidence
                .first()
                .map_or_else(|| name.clone(), |c| format!("{name}. “{}”", words::cut(&c.quote, 300))),
            name,
            at: location.at,
            mark: if capital { Mark::Capital } else { Mark::Named },
            hue: look.hue,
            held: look.hue,
            frames: (look.frame, look.frame),
            text: look.text,
            claimed: false,
            again: false,
            focal: false,
            capital,
            notes: Vec::new(),
            precision: location.geo_precision,
            weight: i64::from(location.population / 1000),
            date: None,
        });
    }
}
